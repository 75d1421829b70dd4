"""Exact numbers: comparing, rounding, combining and reading off steps. None is a number that is not applicable."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.model.condition import Aggregation, Comparison, Steps
from qarules.model.judgement import Rounding, RoundingMode

Truth = bool | None


def compare(comparison: Comparison, left: Fraction | int, right: Fraction | int) -> bool:
    """Whether *left* stands to *right* as *comparison* says."""
    match comparison:
        case Comparison.AT_LEAST:
            return left >= right
        case Comparison.MORE_THAN:
            return left > right
        case Comparison.AT_MOST:
            return left <= right
        case Comparison.FEWER_THAN:
            return left < right
        case Comparison.EXACTLY:
            return left == right
        case _:
            assert_never(comparison)


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """*value* at so many decimals; up is towards the larger number."""
    grid = 10**rounding.decimals
    scaled = value * grid
    match rounding.mode:
        case RoundingMode.HALF_UP:
            whole = math.floor(scaled + Fraction(1, 2))
        case RoundingMode.HALF_DOWN:
            whole = math.ceil(scaled - Fraction(1, 2))
        case RoundingMode.HALF_EVEN:
            whole = round(scaled)
        case RoundingMode.UP:
            whole = math.ceil(scaled)
        case RoundingMode.DOWN:
            whole = math.floor(scaled)
        case _:
            assert_never(rounding.mode)
    return Fraction(whole, grid)


def read_off(table: Steps, value: Fraction) -> Fraction | None:
    """What the step gives in which *value* lies; None where none holds it."""
    for step in table.steps:
        from_low = step.low is None or (value > step.low if step.above else value >= step.low)
        if from_low and (step.high is None or value <= step.high):
            return step.value
    return None


@attrs.frozen
class Fold:
    """
    How values become one, taken one after the other.

    Attributes:
        start: What there is before the first.
        add: The running value with one more number of a weight and a maximum.
        end: What the running value comes to; None over nothing.
    """

    start: tuple[Fraction, ...]
    add: Callable[[tuple[Fraction, ...], Fraction, Fraction, Fraction], tuple[Fraction, ...]]
    end: Callable[[tuple[Fraction, ...]], Fraction | None]


_ZERO = Fraction(0)

FOLDS = {
    Aggregation.SUM: Fold((), lambda r, x, _w, _m: (r[0] + x if r else x,), lambda r: r[0] if r else None),
    Aggregation.LOWEST: Fold((), lambda r, x, _w, _m: (min(*r, x) if r else x,), lambda r: r[0] if r else None),
    Aggregation.HIGHEST: Fold((), lambda r, x, _w, _m: (max(*r, x) if r else x,), lambda r: r[0] if r else None),
    Aggregation.MEDIAN: Fold((), lambda r, x, _w, _m: tuple(sorted((*r, x))), lambda r: _middle(r) if r else None),
    Aggregation.MEAN: Fold(
        (_ZERO, _ZERO), lambda r, x, w, _m: (r[0] + w * x, r[1] + w), lambda r: r[0] / r[1] if r[1] else None
    ),
    Aggregation.PERCENT: Fold(
        (_ZERO, _ZERO), lambda r, x, w, m: (r[0] + w * x, r[1] + w * m), lambda r: 100 * r[0] / r[1] if r[1] else None
    ),
}


def _middle(ordered: tuple[Fraction, ...]) -> Fraction:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
