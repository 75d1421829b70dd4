"""The sums that tables are joined by: how many steps each can be, and which folds are read off it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from qarules.engine.steps import Fold, Number
from qarules.engine.tables import Table
from qarules.frozen import frozen


@frozen
class Dimension:
    """
    One sum, in steps above the least it can come to; several folds may be read off it.

    Attributes:
        columns: By table, the steps that each of its rows adds; None for a table that has no part in it.
        size: How many steps there are.
        stops: It stops growing at *size*, though more may be taken in.
        stride: How far one step lies from the next.
    """

    columns: tuple[tuple[int, ...] | None, ...]
    size: int
    stops: bool
    stride: int = 0

    def step_of(self, point: int) -> int:
        """At which step the sum is in a combination."""
        return point // self.stride % (self.size + 1)


@frozen
class Reading:
    """
    How one sum of a fold is read off a dimension.

    Attributes:
        at: The place of the dimension.
        low: What the sum is at its first step.
        grain: What one step is worth.
    """

    at: int
    low: Number
    grain: Number


Readings = dict[int, tuple[Reading, ...]]
"""By fold, one for each of its sums."""


def dimensions_of(
    tables: Sequence[Table], folds: Mapping[int, Fold], able: Sequence[int], closing: Sequence[int]
) -> tuple[list[Dimension], Readings]:
    """
    The sums to pack, and how the folds are read off them.

    Folds of which every row adds the same, but for where they begin and what a step is worth, share a sum. Those that
    stay open come first, so that they are next to each other.
    """
    found: dict[Dimension, int] = {}
    readings: Readings = {}
    for fold in sorted(able, key=lambda fold: (fold in closing, fold)):
        tops = folds[fold].tops
        assert tops is not None
        own = []
        for at, top in enumerate(tops):
            dimension, low, grain = _dimension(tables, fold, at, top)
            own.append(Reading(found.setdefault(dimension, len(found)), low, grain))
        readings[fold] = tuple(own)
    stride = 1
    dimensions = []
    for dimension in found:
        dimensions.append(attrs.evolve(dimension, stride=stride))
        stride *= dimension.size + 1
    return dimensions, readings


def _dimension(tables: Sequence[Table], fold: int, at: int, top: int | None) -> tuple[Dimension, Number, Number]:
    columns: list[list[Number] | None] = []
    for table in tables:
        place = table.names.index(~fold) if ~fold in table.names else None
        columns.append([row[place][at] for row in table.rows] if place is not None else None)  # type: ignore[index]
    lows = [min(column) if column is not None else 0 for column in columns]
    above = [[value - low for value in column or ()] for column, low in zip(columns, lows, strict=True)]
    grain: Number = 0
    for value in {value for column in above for value in column}:
        grain = _common(grain, value)
    grain = grain or 1
    taken = zip(columns, above, strict=True)
    steps = [None if column is None else tuple([int(value // grain) for value in up]) for column, up in taken]
    low = sum(lows)
    size = sum(max(column) for column in steps if column is not None)
    stop = max(math.ceil((top - low) / Fraction(grain)), 0) if top is not None else size
    return Dimension(tuple(steps), min(size, stop), stop < size), low, grain


def _common(one: Number, other: Number) -> Number:
    """The largest number of which both are multiples."""
    if isinstance(one, int) and isinstance(other, int):
        return math.gcd(one, other)
    left, right = Fraction(one), Fraction(other)
    shared = left.denominator * right.denominator
    return Fraction(math.gcd(int(left * shared), int(right * shared)), shared)
