"""Between which ends, and on which grid, a number of a tool can lie."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Comparison,
    Constant,
    Expression,
    PointsIn,
    Reference,
    Scaled,
    Steps,
    Sum,
)
from qarules.model.judgement import Judgement, Measure, Rounding
from qarules.model.scope import can_be_absent, scale_of, scale_read, sections_named
from qarules.model.tool import Item, Number, OneOf, Thing, Tool


@frozen(kw_only=True)
class Range:
    """
    All numbers from *low* to *high*, both included; some of them may be out of reach.

    Attributes:
        low: None where no lower end is known.
        high: None where no upper end is known.
    """

    low: Fraction | None = None
    high: Fraction | None = None


@frozen
class Grid:
    """
    The numbers that lie a whole number of steps from *origin*.

    Attributes:
        step: 0 or more; 0 for *origin* alone.
    """

    origin: Fraction
    step: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether *value* is one of its numbers."""
        distance = value - self.origin
        return distance % self.step == 0 if self.step else distance == 0


ANYWHERE = Range()
NOTHING = Fraction(0)


# --- points ----------------------------------------------------------------------------------------------------------


def points_of(thing: Thing, tool: Tool) -> tuple[Fraction | None, ...]:
    """What each answer to an item, or each grade of a judgement, is worth, lowest step first; None for no points."""
    if isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        return tuple(choice.points for choice in thing.answer.choices)
    scale = scale_of(thing, tool)
    return tuple(grade.points for grade in scale.by_rank) if scale is not None else ()


def carries_points(thing: Thing, tool: Tool) -> bool:
    """Whether any answer to an item, or grade of a judgement, is worth points."""
    return any(points is not None for points in points_of(thing, tool))


def items_with_points(over: PointsIn, tool: Tool) -> Iterator[Item]:
    """The items whose points *over* takes in, on the day *tool* was loaded for."""
    for section in sections_named(over.sections, tool):
        for item in section.items:
            if tool.is_counted(item) and carries_points(item, tool):
                yield item


def points_read(reference: Reference, tool: Tool) -> tuple[Fraction | None, ...]:
    """The points of what *reference* names, of a section's grade too; none where it has none."""
    thing = tool.things.get(reference.name)
    if isinstance(thing, Item | Judgement):
        return points_of(thing, tool)
    scale = scale_read(reference, None, tool)
    return tuple(grade.points for grade in scale.by_rank) if scale is not None else ()


# --- ranges ----------------------------------------------------------------------------------------------------------


def settled(comparison: Comparison, value: Fraction | int, range_: Range) -> bool | None:
    """Whether every number of a range stands to *value* as *comparison* says, or none does; None where it depends."""
    low, high = range_.low, range_.high
    all_above, all_below = low is not None and low > value, high is not None and high < value
    none_below, none_above = low is not None and low >= value, high is not None and high <= value
    match comparison:
        case Comparison.AT_LEAST:
            return True if none_below else False if all_below else None
        case Comparison.MORE_THAN:
            return True if all_above else False if none_above else None
        case Comparison.AT_MOST:
            return True if none_above else False if all_above else None
        case Comparison.FEWER_THAN:
            return True if all_below else False if none_below else None
        case Comparison.EXACTLY:
            return True if none_below and none_above else False if all_above or all_below else None
        case _:
            assert_never(comparison)


def range_of(expression: Expression, tool: Tool, within: frozenset[str] = frozenset()) -> Range:
    """
    The range of *expression*.

    Args:
        expression: A number of *tool*; a name that is none lies anywhere.
        tool: The tool it belongs to.
        within: Measures it is a part of; one that reads itself lies anywhere.
    """
    match expression:
        case Constant(value=value):
            return Range(low=value, high=value)
        case Reference():
            return _range_named(expression, tool, within)
        case Sum(parts=parts):
            return functools.reduce(_plus, [range_of(part, tool, within) for part in parts])
        case Scaled(part=part, factor=factor):
            return _times(range_of(part, tool, within), factor) if factor is not None else ANYWHERE
        case Steps(steps=steps):
            return _around(step.value for step in steps)
        case Aggregate():
            return _range_of_aggregate(expression, tool, within)
        case _:
            assert_never(expression)


def _range_named(reference: Reference, tool: Tool, within: frozenset[str]) -> Range:
    thing = tool.things.get(reference.name)
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        low, high = thing.answer.low, thing.answer.high
        is_sound = low is None or high is None or low <= high
        return Range(low=low, high=high) if is_sound else ANYWHERE
    if isinstance(thing, Measure):
        if thing.id in within:
            return ANYWHERE
        exact = range_of(thing.value, tool, within | {thing.id})
        return _rounded(exact, thing.rounding) if thing.rounding is not None else exact
    return _around(points for points in points_read(reference, tool) if points is not None)


def _around(values: Iterable[Fraction]) -> Range:
    found = list(values)
    return Range(low=min(found), high=max(found)) if found else ANYWHERE


def _plus(one: Range, other: Range) -> Range:
    return Range(low=_sum(one.low, other.low), high=_sum(one.high, other.high))


def _sum(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _times(range_: Range, factor: Fraction) -> Range:
    if factor == 0:
        return Range(low=NOTHING, high=NOTHING)
    low, high = (None if end is None else end * factor for end in (range_.low, range_.high))
    return Range(low=low, high=high) if factor > 0 else Range(low=high, high=low)


def _rounded(exact: Range, rounding: Rounding) -> Range:
    """The range at so many decimals, whichever way is rounded."""
    places = 10**rounding.decimals
    return Range(
        low=Fraction(math.floor(exact.low * places), places) if exact.low is not None else None,
        high=Fraction(math.ceil(exact.high * places), places) if exact.high is not None else None,
    )


@frozen
class _Member:
    """One of several numbers made one: its range, whether it may be left out, and whether it may stand there often."""

    range: Range
    may_be_out: bool
    is_repeated: bool


def _members(aggregate: Aggregate, tool: Tool, within: frozenset[str]) -> Iterator[_Member]:
    if isinstance(aggregate.over, PointsIn):
        names = [item.id for item in items_with_points(aggregate.over, tool)]
    else:
        names = list(aggregate.over)
    for name in names:
        thing = tool.things.get(name)
        section = tool.section_of.get(name)
        if isinstance(thing, Item) and not tool.is_counted(thing):
            continue
        yield _Member(
            _range_named(Reference(name=name), tool, within),
            not isinstance(thing, Item) or can_be_absent(thing, tool) or thing.counted is not True,
            section is not None and section.repeated,
        )


def _range_of_aggregate(aggregate: Aggregate, tool: Tool, within: frozenset[str]) -> Range:
    members = list(_members(aggregate, tool, within))
    if not members:
        return ANYWHERE
    match aggregate.how:
        case Aggregation.SUM:
            return functools.reduce(_plus, map(_added, members))
        case Aggregation.MEAN | Aggregation.LOWEST | Aggregation.HIGHEST | Aggregation.MEDIAN:
            return _over(member.range for member in members)
        case Aggregation.PERCENT:
            lows = [member.range.low for member in members]
            is_plain = all(low is not None and low >= 0 for low in lows)
            return Range(low=NOTHING, high=Fraction(100)) if is_plain else ANYWHERE
        case _:
            assert_never(aggregate.how)


def _added(member: _Member) -> Range:
    """What a member adds to a sum: nothing where it is left out, and any multiple where it is repeated."""
    low, high = member.range.low, member.range.high
    if member.may_be_out or member.is_repeated:
        low = min(low, NOTHING) if low is not None else None
        high = max(high, NOTHING) if high is not None else None
    if member.is_repeated:
        low = NOTHING if low == 0 else None
        high = NOTHING if high == 0 else None
    return Range(low=low, high=high)


def _over(ranges: Iterable[Range]) -> Range:
    """The range that takes in all of *ranges*."""
    lows, highs = zip(*((each.low, each.high) for each in ranges), strict=True)
    return Range(low=None if None in lows else min(lows), high=None if None in highs else max(highs))


# --- grids -----------------------------------------------------------------------------------------------------------


def grid_of(expression: Expression, tool: Tool, within: frozenset[str] = frozenset()) -> Grid | None:
    """
    A grid that holds every value of *expression*; None where there is none.

    Args:
        expression: A number of *tool*.
        tool: The tool it belongs to.
        within: Measures it is a part of; one that reads itself has no grid.
    """
    match expression:
        case Constant(value=value):
            return Grid(value, NOTHING)
        case Reference():
            return _grid_named(expression, tool, within)
        case Sum(parts=parts):
            return functools.reduce(_grid_of_sum, [grid_of(part, tool, within) for part in parts])
        case Scaled(part=part, factor=factor):
            grid = grid_of(part, tool, within)
            return Grid(grid.origin * factor, abs(grid.step * factor)) if grid and factor is not None else None
        case Steps(steps=steps):
            return _through([step.value for step in steps])
        case Aggregate(how=how, over=over):
            names = [item.id for item in items_with_points(over, tool)] if isinstance(over, PointsIn) else over
            return _grid_of_aggregate(how, [_grid_named(Reference(name=name), tool, within) for name in names])
        case _:
            assert_never(expression)


def _grid_named(reference: Reference, tool: Tool, within: frozenset[str]) -> Grid | None:
    thing = tool.things.get(reference.name)
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        number = thing.answer
        return Grid(number.low if number.low is not None else NOTHING, number.step) if number.step > 0 else None
    if isinstance(thing, Measure):
        if thing.rounding is not None:
            return Grid(NOTHING, Fraction(1, 10**thing.rounding.decimals))
        return grid_of(thing.value, tool, within | {thing.id}) if thing.id not in within else None
    return _through([points for points in points_read(reference, tool) if points is not None])


def _grid_of_sum(one: Grid | None, other: Grid | None) -> Grid | None:
    if one is None or other is None:
        return None
    return Grid(one.origin + other.origin, _common(one.step, other.step))


def _grid_of_aggregate(how: Aggregation, grids: list[Grid | None]) -> Grid | None:
    """The grid of several numbers made one; a mean, a median or a percentage lies on none."""
    known = [grid for grid in grids if grid is not None]
    if len(known) < len(grids) or not known:
        return None
    match how:
        case Aggregation.SUM:
            return Grid(NOTHING, functools.reduce(_common, [end for grid in known for end in (grid.origin, grid.step)]))
        case Aggregation.LOWEST | Aggregation.HIGHEST:
            return functools.reduce(_both, known)
        case Aggregation.MEAN | Aggregation.MEDIAN | Aggregation.PERCENT:
            return None
        case _:
            assert_never(how)


def _both(one: Grid, other: Grid) -> Grid:
    """The grid that holds the numbers of two."""
    return Grid(one.origin, _common(_common(one.step, other.step), one.origin - other.origin))


def _through(values: list[Fraction]) -> Grid | None:
    return functools.reduce(_both, [Grid(value, NOTHING) for value in values]) if values else None


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The largest number of which both are multiples; 0 where both are 0."""
    shared = one.denominator * other.denominator
    return Fraction(math.gcd(int(one * shared), int(other * shared)), shared)
