"""Exact numbers as fast as they can be: whole ones as int, the others as Fraction."""

from __future__ import annotations

from fractions import Fraction

from qarules.engine.numbers import middle, read_off, rounded
from qarules.model.condition import Steps
from qarules.model.judgement import Rounding

Exact = int | Fraction


def exact(value: Exact) -> Exact:
    """*value*, as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def share(part: Exact, whole: Exact, times: int) -> Exact | None:
    """*times* *part* by *whole*; None over nothing."""
    return exact(Fraction(times * part, whole)) if whole else None


def median(values: list[Exact]) -> Exact | None:
    """The middle one of *values*; None over nothing."""
    found = middle(tuple(sorted(values)))
    return exact(found) if found is not None else None


def rounded_exactly(rounding: Rounding, value: Exact) -> Exact:
    """*value* at so many decimals."""
    return exact(rounded(Fraction(value), rounding))


def read_off_exactly(table: Steps, value: Exact) -> Exact | None:
    """What the step gives in which *value* lies."""
    found = read_off(table, Fraction(value))
    return exact(found) if found is not None else None
