"""Measured numbers about a tool, such as its checks would let pass."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Constant,
    Expression,
    PointsIn,
    Reference,
    Scaled,
    Step,
    Steps,
    Sum,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.tool import (
    Better,
    Item,
    Number,
    OneOf,
    OnScale,
    Section,
    Tool,
)
from qarules.testing._view import Pull, View, has_points, is_scored, some
from qarules.testing._words import sometimes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qarules.model.scale import Scale


def grid(number: Number) -> tuple[Fraction, ...]:
    """Every number allowed as an answer, lowest first; the bounds must be there."""
    assert number.low is not None
    assert number.high is not None
    return tuple(number.low + number.step * i for i in range(math.floor((number.high - number.low) / number.step) + 1))


def expression(draw: st.DrawFn, view: View, depth: int) -> Expression | None:
    """A calculation with at most *depth* signs above each other; None where the view has no numbers."""
    found = sources(draw, view)
    if not found:
        return None
    if depth and sometimes(draw, 3):
        return _calculation(draw, view, depth)
    return draw(st.sampled_from(found))()


def rises(view: View) -> bool:
    """Whether the numbers read must all rise with better evidence."""
    return view.pull is not Pull.ANY


def is_source(view: View, item: Item) -> bool:
    falls = isinstance(item.answer, Number) and item.answer.better is Better.LOWER
    return (isinstance(item.answer, Number) or has_points(view.tool, item)) and not (falls and rises(view))


def sources(draw: st.DrawFn, view: View) -> list[Callable[[], Expression]]:
    """Every kind of number without a sign."""
    single = [item.id for item in view.single if is_source(view, item)]
    items = [item.id for item in view.listed if is_source(view, item)]
    single += [measure.id for measure in view.tool.measures]
    single += [judgement.id for judgement in view.overall if is_scored(view.tool.scale_by_id[judgement.scale])]
    listed = [*items, *(name for name in single if name not in view.tool.section_of)]
    found: list[Callable[[], Expression]] = []
    if single:
        found += [lambda: Reference(name=draw(st.sampled_from(single)))] * 2
    graders = [judgement for judgement in view.for_each if is_scored(view.tool.scale_by_id[judgement.scale])]
    if graders and view.sections_with_grade:
        found.append(lambda: _section_points(draw, view, graders))
    if any(_is_always_there(view, name) for name in listed):
        found.append(lambda: _aggregate_named(draw, view, listed))
    sections = [section for section in view.closed if _has_points(view, [section])]
    if sections:
        found.append(lambda: _aggregate_points(draw, [section.id for section in sections]))
    if view.scopes and all(_has_points(view, scope) for scope in view.scopes):
        found.append(lambda: Aggregate(how=draw(st.sampled_from(Aggregation)), over=PointsIn()))
    return found


def section_grade(draw: st.DrawFn, view: View, section: Section, judgement: Judgement) -> Reference:
    """What *judgement* makes of *section*; it need not be named where there is no other."""
    goes_unsaid = view.one_grader and not sometimes(draw)
    return Reference(name=section.id, by=None if goes_unsaid else judgement.id)


def _section_points(draw: st.DrawFn, view: View, graders: Sequence[Judgement]) -> Expression:
    section = draw(st.sampled_from(view.sections_with_grade))
    return section_grade(draw, view, section, draw(st.sampled_from(graders)))


def _has_points(view: View, sections: Sequence[Section]) -> bool:
    """Whether something there has points on any day."""
    items = [item for section in sections for item in section.items if item.counted is True]
    return any(has_points(view.tool, item) for item in items)


def _is_always_there(view: View, name: str) -> bool:
    """Whether a number enters aggregates on any day."""
    thing = view.tool.things[name]
    return not isinstance(thing, Item) or thing.counted is True


def _aggregate_named(draw: st.DrawFn, view: View, names: Sequence[str]) -> Expression:
    """Only items have a maximum, and so a place in a percentage."""
    first = draw(st.sampled_from([name for name in names if _is_always_there(view, name)]))
    is_item = isinstance(view.tool.things[first], Item)
    how = draw(st.sampled_from([how for how in Aggregation if is_item or how is not Aggregation.PERCENT]))
    if how is Aggregation.PERCENT:
        names = [name for name in names if isinstance(view.tool.things[name], Item)]
    return Aggregate(how=how, over=(first, *some(draw, [name for name in names if name != first], at_most=3)))


def _aggregate_points(draw: st.DrawFn, sections: Sequence[str]) -> Expression:
    first = draw(st.sampled_from(sections))
    chosen = (first, *some(draw, [section for section in sections if section != first], at_most=2))
    return Aggregate(how=draw(st.sampled_from(Aggregation)), over=PointsIn(sections=chosen))


def _calculation(draw: st.DrawFn, view: View, depth: int) -> Expression:
    first = _part(draw, view, depth)
    if draw(st.booleans()):
        factors = (Fraction(2), Fraction(1, 2), Fraction(1, 3), Fraction(3, 2), Fraction(5, 4))
        return first if isinstance(first, Scaled) else Scaled(part=first, factor=draw(st.sampled_from(factors)))
    second = _part(draw, view, depth)
    if sometimes(draw):
        second = Constant(value=draw(st.sampled_from((Fraction(1), Fraction(5, 2)))))
    # Brackets around a sum in a sum say nothing, and a subtracted part with a factor is no way to write it.
    parts = first.parts if isinstance(first, Sum) else (first,)
    if isinstance(second, Sum):
        return Sum(parts=(*parts, *second.parts))
    if not rises(view) and not isinstance(second, Scaled) and draw(st.booleans()):
        return Sum(parts=(*parts, Scaled(part=second, factor=Fraction(-1))))
    return Sum(parts=(*parts, second))


def _part(draw: st.DrawFn, view: View, depth: int) -> Expression:
    part = expression(draw, view, depth - 1)
    assert part is not None
    return part


def steps(draw: st.DrawFn, view: View) -> Steps | None:
    """A table of steps of one number, without gaps; rising where better evidence must not lower it."""
    numbers: list[Item | Measure] = [
        item for item in view.single if isinstance(item.answer, Number) and is_source(view, item)
    ]
    numbers += view.tool.measures
    if not numbers:
        return None
    number = draw(st.sampled_from(numbers))
    values = [Fraction(value) for value in draw(st.lists(st.integers(0, 4), min_size=3, max_size=3))]
    if rises(view):
        values.sort()
    if isinstance(number, Measure) or draw(st.booleans()):
        low, high = span_of(view.tool, Reference(name=number.id))
        middle = Fraction(math.floor(low + high), 2)
        return Steps(of=number.id, steps=_two_steps(middle, values))
    assert isinstance(number.answer, Number)
    first, second, *others = grid(number.answer)
    middle = draw(st.sampled_from((second, *others[:-1])))
    lines = (
        Step(low=None, high=first, value=values[0]),
        Step(low=second, high=middle, value=values[1]),
        Step(low=middle, high=None, above=True, value=values[2]),
    )
    return Steps(of=number.id, steps=lines)


def _two_steps(middle: Fraction, values: Sequence[Fraction]) -> tuple[Step, ...]:
    return (
        Step(low=None, high=middle, value=values[0]),
        Step(low=middle, high=None, above=True, value=values[1]),
    )


def span_of(tool: Tool, number: Expression) -> tuple[Fraction, Fraction]:
    """Two numbers between which *number* lies for any audit with at most one instance of a repeated section."""
    match number:
        case Constant(value=value):
            return value, value
        case Reference(name=name, by=by):
            return _span_of_name(tool, name, by)
        case Sum(parts=parts):
            spans = [span_of(tool, part) for part in parts]
            return sum((low for low, _ in spans), Fraction(0)), sum((high for _, high in spans), Fraction(0))
        case Scaled(part=part, factor=factor):
            low, high = span_of(tool, part)
            ends = [low * (factor or 0), high * (factor or 0)]
            return min(ends), max(ends)
        case Steps(steps=lines):
            values = [line.value for line in lines]
            return min(values), max(values)
        case Aggregate():
            return _span_of_aggregate(tool, number)


def _span_of_name(tool: Tool, name: str, by: str | None = None) -> tuple[Fraction, Fraction]:
    thing = tool.things[name]
    match thing:
        case Measure():
            low, high = span_of(tool, thing.value)
            return (low, high) if thing.rounding is None else (Fraction(math.floor(low)), Fraction(math.ceil(high)))
        case Section():
            grader = next(
                judgement for judgement in tool.judgements if judgement.for_each_section and by in {None, judgement.id}
            )
            return _span_of_scale(tool.scale_by_id[grader.scale])
        case Judgement(scale=scale) | Item(answer=OnScale(scale=scale)):
            return _span_of_scale(tool.scale_by_id[scale])
        case Item(answer=OneOf(choices=choices)):
            worths = [choice.points for choice in choices if choice.points is not None]
        case Item(answer=Number() as number):
            worths = list(grid(number))
        case Item():
            worths = [Fraction(0)]
    return min(worths), max(worths)


def _span_of_scale(scale: Scale) -> tuple[Fraction, Fraction]:
    worths = [grade.points for grade in scale.grades if grade.points is not None]
    return min(worths), max(worths)


def _span_of_aggregate(tool: Tool, number: Aggregate) -> tuple[Fraction, Fraction]:
    if number.how is Aggregation.PERCENT:
        return Fraction(0), Fraction(100)
    names = number.over if isinstance(number.over, tuple) else _names_in(tool, number.over)
    # A judgement written before any section: what each of them is sure to have stands on the first scale.
    spans = [_span_of_name(tool, name) for name in names] or [_span_of_scale(tool.scales[0])]
    lows, highs = [low for low, _ in spans], [high for _, high in spans]
    if number.how is Aggregation.SUM:
        return min(sum(lows, Fraction(0)), *lows), max(sum(highs, Fraction(0)), *highs)
    return min(lows), max(highs)


def _names_in(tool: Tool, points: PointsIn) -> tuple[str, ...]:
    sections = [section for section in tool.sections if not points.sections or section.id in points.sections]
    return tuple(item.id for section in sections for item in section.items if has_points(tool, item))
