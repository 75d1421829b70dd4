"""Exact numbers: comparing, rounding, combining and reading off steps. None is a number that is not applicable."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from qarules.frozen import frozen
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


# --- several made one ------------------------------------------------------------------------------------------------

Taken = tuple[Fraction | int, ...]


@frozen
class Total:
    """
    How an aggregate adds up.

    Attributes:
        adds: What a number of a weight and a maximum adds to each of its sums.
        tops: Where each of those stops.
        end: What they come to; None over nothing.
    """

    adds: Callable[[Fraction, Fraction, Fraction], Taken]
    tops: tuple[int | None, ...]
    end: Callable[[Taken], Fraction | None]


def _divided(sums: Taken) -> Fraction | None:
    return Fraction(sums[0]) / sums[1] if sums[1] else None


TOTALS = {
    Aggregation.SUM: Total(lambda x, _w, _m: (x, 1), (None, 1), lambda r: Fraction(r[0]) if r[1] else None),
    Aggregation.MEAN: Total(lambda x, w, _m: (w * x, w), (None, None), _divided),
    Aggregation.PERCENT: Total(lambda x, w, m: (100 * w * x, w * m), (None, None), _divided),
}

PICKS: dict[Aggregation, Callable[[Taken, Taken], Taken]] = {
    Aggregation.LOWEST: lambda one, other: (min(*one, *other),) if one and other else one or other,
    Aggregation.HIGHEST: lambda one, other: (max(*one, *other),) if one and other else one or other,
    Aggregation.MEDIAN: lambda one, other: tuple(sorted((*one, *other))),
}
"""How an aggregate of another kind takes two parts together; each number is a part of one."""


def middle(ordered: Taken) -> Fraction | None:
    """The number in the middle, or halfway between the two there; None of none."""
    half = len(ordered) // 2
    if not ordered:
        return None
    return Fraction(ordered[half]) if len(ordered) % 2 else (Fraction(ordered[half - 1]) + ordered[half]) / 2
