"""Numbers as steps: exact, and None where they are not applicable."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import assert_never

from qarules.engine.draft import Draft, Instance
from qarules.engine.numbers import PICKS, TOTALS, Taken, middle, read_off, rounded
from qarules.engine.steps import Value
from qarules.model.condition import Aggregate, Constant, Expression, PointsIn, Reference, Scaled, Steps, Sum
from qarules.model.judgement import Judgement, Measure
from qarules.model.scope import scale_of, sections_named
from qarules.model.tool import Item, Number, OneOf, Section, Thing, Tool

Points = Callable[[Value], Fraction]


def measure_step(measure: Measure, draft: Draft) -> int:
    """The step with the value of *measure*, rounded as it says."""
    value = number_step(measure.value, draft, None)
    rounding = measure.rounding
    if rounding is None:
        return value
    return draft.step(("rounded", value, rounding), (value,), _if_number(lambda number: rounded(number, rounding)))


def number_step(expression: Expression, draft: Draft, where: Instance | None) -> int:
    """The step with the value of *expression*, read in *where*."""
    match expression:
        case Constant():
            return draft.constant(expression.value)
        case Reference():
            return _named(expression, draft, where)
        case Sum():
            parts = [number_step(part, draft, where) for part in expression.parts]
            return draft.sums("sum", [(part, _summand) for part in parts], (None, 1), _unless_missing)
        case Scaled():
            factor = expression.factor
            part = number_step(expression.part, draft, where)
            if factor is None:
                return draft.constant(None)
            return draft.step(("scaled", part, factor), (part,), _if_number(lambda number: number * factor))
        case Steps():
            table = expression
            of = _named(Reference(name=expression.of), draft, where)
            return draft.step(("read off", of, table), (of,), _if_number(lambda number: read_off(table, number)))
        case Aggregate():
            return _aggregate(expression, draft, where)
        case _:
            assert_never(expression)


def _named(reference: Reference, draft: Draft, where: Instance | None) -> int:
    """A number or measure by its name; whatever stands on a scale, or has choices, by its points."""
    value = draft.value(reference, where)
    thing = draft.tool.things[reference.name]
    if isinstance(thing, Section):
        thing = draft.grader(reference.by, None)
    reading = None if isinstance(thing, Item) and isinstance(thing.answer, Number) else _points(thing, draft.tool)
    if reading is None:
        return value
    points, _ = reading
    return draft.step(("points of", value), (value,), _if_number(points))


def _aggregate(expression: Aggregate, draft: Draft, where: Instance | None) -> int:
    how, members = expression.how, list(_members(expression, draft, where))
    key = (how, tuple((weight, most) for _, _, weight, most in members))
    if how in PICKS:
        parts = [(member, functools.partial(_picked, points)) for member, points, _, _ in members]
        return draft.fold(key, parts, (), PICKS[how], middle)
    total = TOTALS[how]
    nothing = (0,) * len(total.tops)

    def added(points: Points, weight: Fraction, most: Fraction, value: Value) -> Taken:
        return nothing if value is None else tuple(map(_plain, total.adds(points(value), weight, most)))

    parts = [(m, functools.partial(added, points, weight, most)) for m, points, weight, most in members]
    return draft.sums(key, parts, total.tops, total.end)


def _picked(points: Points, value: Value) -> Taken:
    return () if value is None else (points(value),)


def _plain(number: Fraction | int) -> Fraction | int:
    """A whole number as one: adding those up is quick."""
    return number.numerator if number.denominator == 1 else number


def _members(
    expression: Aggregate, draft: Draft, where: Instance | None
) -> Iterator[tuple[int, Points, Fraction, Fraction]]:
    """What an aggregate takes in: the step, how its value reads as a number, its weight and its maximum."""
    tool, over = draft.tool, expression.over
    scope = where if where is not None and where.is_scope else None
    if isinstance(over, PointsIn):
        named = over.sections or ((scope.section,) if scope is not None else ())
        items = [item for section in sections_named(named, tool) for item in section.items]
        items = [item for item in items if not isinstance(item.answer, Number)]
        inside = None if over.sections else scope
    else:
        for thing in (tool.things[name] for name in over):
            if isinstance(thing, Measure):
                yield draft.measured[thing.id], _itself, Fraction(1), Fraction(0)
            elif isinstance(thing, Judgement) and (reading := _points(thing, tool)) is not None:
                yield draft.judged[thing.id].final, reading[0], Fraction(1), reading[1]
        items = [tool.items[name] for name in over if name in tool.items]
        inside = None
    for item in items:
        reading = _points(item, tool)
        if reading is not None and tool.is_counted(item):
            for instance in draft.instances_of(item):
                if inside is None or instance == inside:
                    yield draft.items[instance.path(item.id)].value, *reading[:1], item.weight, reading[1]


def _points(thing: Thing, tool: Tool) -> tuple[Points, Fraction] | None:
    """How a value of *thing* reads as points, and the most there are; None where it carries none."""
    if isinstance(thing, Item) and isinstance(thing.answer, Number):
        return _itself, thing.answer.high or Fraction(0)
    table: dict[Value, Fraction | None] = {}
    scale = scale_of(thing, tool)
    if scale is not None:
        table = {grade.rank: grade.points for grade in scale.grades}
    elif isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        table = {choice.id: choice.points for choice in thing.answer.choices}
    known = {value: points for value, points in table.items() if points is not None}
    return (lambda value: known.get(value, Fraction(0)), max(known.values())) if known else None


def _itself(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def _summand(value: Fraction | None) -> Taken:
    """A part of a sum, and whether it is missing."""
    return (0, 1) if value is None else (_plain(value), 0)


def _unless_missing(sums: Taken) -> Fraction | None:
    return None if sums[1] else Fraction(sums[0])


def _if_number(change: Callable[..., Fraction | None]) -> Callable[[Value], Fraction | None]:
    """*change*, which leaves what is not applicable as it is."""
    return lambda number: None if number is None else change(number)
