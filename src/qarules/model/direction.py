"""
Which way a condition points: whether better evidence can only make it true, or can only make it false.

Evidence is what is answered on a scale, or with an answer the author calls better or worse, and every grade made of it.
Whether items apply is left out of the direction; :func:`exposed_items` knows which of them evidence can hide.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import assert_never

from qarules.model.condition import (
    Aggregate,
    Aggregation,
    And,
    Applicable,
    At,
    Compared,
    Comparison,
    Condition,
    Constant,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    Not,
    Or,
    PointsIn,
    Reference,
    Scaled,
    SectionsBy,
    Steps,
    Sum,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.ranges import Range, items_with_points, points_of, points_read, range_of, settled
from qarules.model.scale import Scale
from qarules.model.scope import (
    can_be_absent,
    countable_in,
    counted,
    graders,
    scale_of,
    scale_read,
    scales_of,
    steps_at,
)
from qarules.model.tool import Better, Item, Number, OneOf, Section, Tool, YesNo
from qarules.model.walk import Test, names_in, numbers_in, reads_scope, single_tests


class Direction(enum.Enum):
    """
    What better evidence does to a condition or a number.

    UP: it can only make it true, or larger. DOWN: it can only make it false, or smaller. NEUTRAL: it does nothing to
    it. NONE: it may do either.
    """

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"
    NONE = "none"

    @property
    def reversed(self) -> Direction:
        """The direction of the opposite."""
        return {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(self, self)

    def joined(self, other: Direction) -> Direction:
        """The direction of two parts together; a neutral part joins any."""
        if Direction.NEUTRAL in {self, other}:
            return other if self is Direction.NEUTRAL else self
        return self if self is other else Direction.NONE


def _joined(directions: Iterable[Direction]) -> Direction:
    return functools.reduce(Direction.joined, directions, Direction.NEUTRAL)


def direction(condition: Condition, tool: Tool) -> Direction:
    """Which way *condition* points while the same items apply; a name that *tool* does not have does nothing."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return _joined(direction(part, tool) for part in parts)
        case Not(part=part):
            return direction(part, tool).reversed
        case Count() | Is() | Compared() | Within() | Dated() | InMonth() | Applicable() | Has():
            return _of_test(condition, tool)
        case _:
            assert_never(condition)


def wrong_parts(condition: Condition, tool: Tool, wanted: Direction) -> Iterator[tuple[Test, Direction]]:
    """
    The single tests that keep *condition* from pointing as *wanted*, UP or DOWN, or being neutral.

    Yields:
        Each with the direction it has where it stands, under a `not` reversed.
    """
    match condition:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from wrong_parts(part, tool, wanted)
        case Not(part=part):
            for test, way in wrong_parts(part, tool, wanted.reversed):
                yield test, way.reversed
        case Count() | Is() | Compared() | Within() | Dated() | InMonth() | Applicable() | Has():
            way = _of_test(condition, tool)
            if way not in {wanted, Direction.NEUTRAL}:
                yield condition, way
        case _:
            assert_never(condition)


# --- tests -----------------------------------------------------------------------------------------------------------


def _of_test(test: Test, tool: Tool) -> Direction:
    match test:
        case Count():
            return _of_count(test, tool)
        case Is():
            return _of_is(test, tool)
        case Compared(number=number, comparison=comparison, value=value):
            if not reads_scope(number) and settled(comparison, value, range_of(number, tool)) is not None:
                return Direction.NEUTRAL
            return _held_against(comparison, number_direction(number, tool))
        case Within() | Dated() | InMonth() | Applicable() | Has():
            return Direction.NEUTRAL
        case _:
            assert_never(test)


def _held_against(comparison: Comparison, way: Direction) -> Direction:
    """The direction of comparing a number that itself points some *way* with a fixed one."""
    match comparison:
        case Comparison.AT_LEAST | Comparison.MORE_THAN:
            return way
        case Comparison.AT_MOST | Comparison.FEWER_THAN:
            return way.reversed
        case Comparison.EXACTLY:
            return Direction.NEUTRAL if way is Direction.NEUTRAL else Direction.NONE
        case _:
            assert_never(comparison)


def _of_count(count: Count, tool: Tool) -> Direction:
    quantity = count.quantity
    any_amount = Range(low=Fraction(0), high=Fraction(1) if quantity.share else None)
    if settled(quantity.comparison, quantity.amount, any_amount) is not None:
        return Direction.NEUTRAL
    if isinstance(count.of, SectionsBy):
        counted_things: tuple[Item | Judgement, ...] = graders(tool, count.of.judgement, count.at.step)
    else:
        counted_things = counted(count.of, count.at.step, tool)
    scales = scales_of(counted_things, tool)
    way = _joined(at_direction(count.at, scale) for scale in scales if scale is not None)
    return _held_against(quantity.comparison, way)


def _of_is(test: Is, tool: Tool) -> Direction:
    thing = tool.things.get(test.thing.name)
    if isinstance(thing, Item) and isinstance(thing.answer, YesNo):
        way = _BETTER[thing.answer.better]
        return way if test.at.step == "yes" else way.reversed
    scale = scale_read(test.thing, test.at, tool)
    return at_direction(test.at, scale) if scale is not None else Direction.NEUTRAL


def at_direction(at: At, scale: Scale) -> Direction:
    """UP where the steps that *at* takes in reach to the best, DOWN where to the lowest, NONE in the middle."""
    taken = steps_at(at, scale)
    if not taken or len(taken) == len(scale.grades):
        return Direction.NEUTRAL
    if taken[0] is scale.grades[0]:
        return Direction.UP
    return Direction.DOWN if taken[-1] is scale.grades[-1] else Direction.NONE


# --- numbers ---------------------------------------------------------------------------------------------------------

_BETTER = {
    Better.HIGHER: Direction.UP,
    Better.LOWER: Direction.DOWN,
    Better.NEITHER: Direction.NEUTRAL,
}


def number_direction(expression: Expression, tool: Tool, within: frozenset[str] = frozenset()) -> Direction:
    """
    Whether better evidence makes *expression* larger.

    Args:
        expression: A number of *tool*; a name the tool does not have does nothing.
        tool: The tool it belongs to.
        within: Measures it is a part of; one that reads itself adds nothing.
    """
    match expression:
        case Constant():
            return Direction.NEUTRAL
        case Reference():
            return _of_name(expression, tool, within)
        case Sum(parts=parts):
            return _joined(number_direction(part, tool, within) for part in parts)
        case Scaled(part=part, factor=factor):
            if not factor:
                return Direction.NEUTRAL
            way = number_direction(part, tool, within)
            return way if factor > 0 else way.reversed
        case Aggregate():
            return _of_aggregate(expression, tool, within)
        case Steps(of=name):
            return _along_steps(expression, _of_name(Reference(name=name), tool, within))
        case _:
            assert_never(expression)


def _of_name(reference: Reference, tool: Tool, within: frozenset[str]) -> Direction:
    thing = tool.things.get(reference.name)
    if isinstance(thing, Measure):
        return Direction.NEUTRAL if thing.id in within else number_direction(thing.value, tool, within | {thing.id})
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        return _BETTER[thing.answer.better]
    if isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        return Direction.NEUTRAL
    return _along(points_read(reference, tool))


def _along(values: Iterable[Fraction | None]) -> Direction:
    """Whether *values*, those of the lowest step first, rise; NONE where they rise and fall, or some are missing."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    if len(known) < len(listed):
        return Direction.NONE if known else Direction.NEUTRAL
    if len(set(known)) < 2:
        return Direction.NEUTRAL
    if known == sorted(known):
        return Direction.UP
    return Direction.DOWN if known == sorted(known, reverse=True) else Direction.NONE


def _of_aggregate(aggregate: Aggregate, tool: Tool, within: frozenset[str]) -> Direction:
    if isinstance(aggregate.over, PointsIn):
        names = [item.id for item in items_with_points(aggregate.over, tool)]
    else:
        names = list(aggregate.over)
    if aggregate.how is Aggregation.PERCENT and not all(_has_maximum_above_zero(name, tool) for name in names):
        return Direction.NONE
    return _joined(_of_name(Reference(name=name), tool, within) for name in names)


def _has_maximum_above_zero(name: str, tool: Tool) -> bool:
    """Whether the most an item can be worth is no less than 0, so that a percentage of it rises with it."""
    thing = tool.things.get(name)
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        return thing.answer.high is None or thing.answer.high >= 0
    known = [points for points in points_of(thing, tool) if points is not None] if thing is not None else []
    return not known or max(known) >= 0


def _along_steps(steps: Steps, way: Direction) -> Direction:
    if way is Direction.NEUTRAL:
        return way
    in_order = sorted(steps.steps, key=lambda step: (step.low is not None, step.low or 0, step.above, step.high or 0))
    match _along(step.value for step in in_order):
        case Direction.UP:
            return way
        case Direction.DOWN:
            return way.reversed
        case other:
            return other


# --- what evidence can hide ------------------------------------------------------------------------------------------


def exposed_items(tool: Tool) -> frozenset[str]:
    """
    Ids of the items that evidence can hide: their `asked when` reads any, or reads such an item.

    Hiding is a hole in every direction: worse evidence can take an item away from a rule that counts it.
    """
    asked = {item.id: item.asked_when for item in tool.items.values() if item.asked_when is not None}
    exposed = {name for name, condition in asked.items() if _reads_evidence(condition, tool)}
    reads = {name: set(items_read(condition, tool)) for name, condition in asked.items()}
    while found := {name for name, read in reads.items() if name not in exposed and not read.isdisjoint(exposed)}:
        exposed |= found
    return frozenset(exposed)


def _reads_evidence(condition: Condition, tool: Tool) -> bool:
    return any(_test_reads_evidence(test, tool) for test in single_tests(condition))


def _test_reads_evidence(test: Test, tool: Tool) -> bool:
    match test:
        case Count():
            return True
        case Is(thing=thing):
            return _is_evidence(thing.name, tool)
        case Compared(number=number):
            names = set(names_in(number))
            return any(_is_evidence(name, tool) for name in names) or any(_points_in(number))
        case Applicable(thing=thing):
            return isinstance(tool.things.get(thing.name), Section | Measure | Judgement)
        case Within() | Dated() | InMonth() | Has():
            return False
        case _:
            assert_never(test)


def _points_in(expression: Expression) -> Iterator[PointsIn]:
    for number in numbers_in(expression):
        if isinstance(number, Aggregate) and isinstance(number.over, PointsIn):
            yield number.over


def _is_evidence(name: str, tool: Tool) -> bool:
    """Whether what *name* stands for is evidence: a band, a grade, a measure, an answer said to be better."""
    thing = tool.things.get(name)
    if not isinstance(thing, Item):
        return thing is not None
    match thing.answer:
        case YesNo(better=better) | Number(better=better):
            return better is not Better.NEITHER
        case _:
            return scale_of(thing, tool) is not None


def items_read(condition: Condition, tool: Tool) -> tuple[str, ...]:
    """
    Ids of the items *condition* reads: counted, singly, through measures, or as all that gives a section its grade.

    What a judgement reads is not among them: its own rules answer for that.
    """
    return tuple(dict.fromkeys(name for test in single_tests(condition) for name in _items_of_test(test, tool)))


def _items_of_test(test: Test, tool: Tool) -> Iterator[str]:
    match test:
        case Count(of=SectionsBy()):
            for section in tool.sections:
                yield from _items_behind(section, tool)
        case Count(of=of, at=at):
            things = () if isinstance(of, SectionsBy) else counted(of, at.step, tool)
            yield from (thing.id for thing in things if isinstance(thing, Item))
        case Compared(number=number):
            yield from _items_of_number(number, tool, frozenset())
        case Is(thing=thing) | Has(thing=thing):
            yield from _items_named([thing.name], tool)
        case Applicable(thing=thing):
            named = tool.things.get(thing.name)
            if isinstance(named, Section):
                yield from (item.id for item in named.items)
            elif isinstance(named, Measure):
                yield from _items_of_number(named.value, tool, frozenset({named.id}))
            else:
                yield from _items_named([thing.name], tool)
        case (
            Within(thing=thing, anchor=anchor) | Dated(thing=thing, anchor=anchor) | InMonth(thing=thing, anchor=anchor)
        ):
            yield from _items_named([thing.name, anchor] if isinstance(anchor, str) else [thing.name], tool)
        case _:
            assert_never(test)


def _items_of_number(expression: Expression, tool: Tool, within: frozenset[str]) -> Iterator[str]:
    for name in names_in(expression):
        thing = tool.things.get(name)
        if isinstance(thing, Measure) and name not in within:
            yield from _items_of_number(thing.value, tool, within | {name})
        else:
            yield from _items_named([name], tool)
    for over in _points_in(expression):
        yield from (item.id for item in items_with_points(over, tool))


def _items_named(names: Iterable[str], tool: Tool) -> Iterator[str]:
    for name in names:
        thing = tool.things.get(name)
        if isinstance(thing, Item):
            yield name
        elif isinstance(thing, Section):
            yield from _items_behind(thing, tool)


def _items_behind(section: Section, tool: Tool) -> Iterator[str]:
    """The items that a section needs one of to have a grade, where it can lose them all."""
    items = countable_in(section, tool)
    if all(can_be_absent(item, tool) for item in items):
        yield from (item.id for item in items)
