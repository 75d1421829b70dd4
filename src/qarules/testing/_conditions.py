"""Conditions about a tool, such as its checks would let pass."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Anchor,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Condition,
    Count,
    Counted,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Named,
    Not,
    Or,
    Quantity,
    Reach,
    Reference,
    SectionsBy,
    Side,
    Unit,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.tool import (
    Better,
    Day,
    Item,
    Number,
    OneOf,
    Section,
    Table,
    Tool,
    YesNo,
)
from qarules.testing._numbers import expression, grid, section_grade, sources, span_of
from qarules.testing._view import ON, Nothing, Pull, View, is_graded, some
from qarules.testing._words import sometimes

if TYPE_CHECKING:
    from qarules.model.scale import Scale

HALF = Fraction(1, 2)


def condition(draw: st.DrawFn, view: View, depth: int) -> Condition | None:
    """A condition with at most *depth* joining words above each other; None where there is nothing to ask about."""
    kind = draw(st.sampled_from(("one", "one", "one", "both", "either", "negation"))) if depth else "one"
    if kind in {"both", "either"}:
        return _joined(draw, view, depth, And if kind == "both" else Or)
    if kind == "negation":
        return _negation(draw, view, depth)
    options = _options(draw, view)
    return draw(st.sampled_from(options))() if options else None


def _joined(draw: st.DrawFn, view: View, depth: int, kind: type[And] | type[Or]) -> Condition | None:
    """Two or three conditions; those joined by the same word stand beside each other, not in brackets."""
    found: list[Condition] = []
    for _ in range(draw(st.integers(2, 3))):
        part = condition(draw, view, depth - 1)
        if part is None:
            return None
        found.extend(part.parts if isinstance(part, kind) else [part])
    return kind(parts=tuple(found))


def _negation(draw: st.DrawFn, view: View, depth: int) -> Condition | None:
    """What must not hold over nothing must not fail over nothing before it is negated, so that is one thing only."""
    free = view.nothing is Nothing.HOLDS
    inner = attrs.evolve(view, pull=view.pull.opposite, nothing=Nothing.HOLDS if free else Nothing.SILENT)
    part = condition(draw, inner, depth - 1 if free else 0)
    return None if part is None else part.part if isinstance(part, Not) else Not(part=part)


Option = Callable[[], Condition]


def _options(draw: st.DrawFn, view: View) -> list[Option]:
    """Every kind of condition without joining words that the view has something for."""
    found = [*_things(draw, view), *_dates(draw, view)]
    if view.pull is not Pull.NONE:
        found += [*_counts(draw, view), *_comparisons(draw, view)]
    if view.pull is Pull.ANY:
        found += [*_applicabilities(draw, view), *_possessions(draw, view)]
    return found


# --- counts


def _counts(draw: st.DrawFn, view: View) -> list[Option]:
    found: list[Option] = []
    bare = _common([view.steps(scope) for scope in view.scopes])
    if bare:
        found += [lambda: _count(draw, view, ItemsIn(), bare)] * 2
    if view.closed and view.steps(view.closed):
        found.append(lambda: _count_in_sections(draw, view))
    if any(item.counted is True for item in view.on_scales(view.listed)):
        found.append(lambda: _count_named(draw, view))
        if view.nothing is Nothing.FAILS:
            found.append(lambda: _guarded(draw, view))
    if view.finished and view.for_each and any(is_graded(section) for section in view.closed):
        found.append(lambda: _count_sections(draw, view))
    return found


def _common(steps: list[list[str]]) -> list[str]:
    return [step for step in steps[0] if all(step in others for others in steps)] if steps else []


def _count_in_sections(draw: st.DrawFn, view: View) -> Condition:
    known = [section for section in view.closed if view.steps([section])]
    first = draw(st.sampled_from(known))
    others = [section for section in view.closed if section is not first]
    chosen = [first, *some(draw, others, at_most=2)]
    return _count(draw, view, ItemsIn(sections=tuple(section.id for section in chosen)), view.steps(chosen))


def _count_named(draw: st.DrawFn, view: View) -> Condition:
    """A list with at least one counted item that knows the band; the others need not."""
    items = view.on_scales(view.listed)
    first = draw(st.sampled_from([item for item in items if item.counted is True]))
    others = [*(item.id for item in items if item is not first), *(judgement.id for judgement in view.overall)]
    names = (first.id, *some(draw, others, at_most=3))
    return _count(draw, view, Named(names=names), [grade.id for grade in view.scale(first).grades])


def _count_sections(draw: st.DrawFn, view: View) -> Condition:
    judgement = draw(st.sampled_from(view.for_each))
    alone = view.one_grader and not sometimes(draw)
    steps = [grade.id for grade in view.tool.scale_by_id[judgement.scale].grades]
    return _count(draw, view, SectionsBy(judgement=None if alone else judgement.id), steps)


def _guarded(draw: st.DrawFn, view: View) -> Condition:
    """A count that may hold over nothing, and what its author says about that."""
    single = [item for item in view.on_scales(view.single) if item.counted is True and item in view.listed]
    if not single or view.pull is not Pull.ANY:
        return _count_named(draw, view)
    item = draw(st.sampled_from(single))
    free = attrs.evolve(view, nothing=Nothing.HOLDS)
    count = _count(draw, free, Named(names=(item.id,)), [grade.id for grade in view.scale(item).grades])
    applies = Applicable(thing=Reference(name=item.id))
    if draw(st.booleans()):
        return And(parts=(count, applies))
    return Or(parts=(count, Not(part=applies)))


def _count(draw: st.DrawFn, view: View, of: Counted, steps: Sequence[str]) -> Condition:
    """A count downwards of bad bands pulls as one upwards of good bands does."""
    pull = view.pull
    comparisons: tuple[Comparison, ...] = tuple(Comparison)
    if view.pull is not Pull.ANY:
        falls = draw(st.booleans())
        comparisons = _FALLING if falls else _RISING
        pull = view.pull.opposite if falls else view.pull
    quantity = draw(st.sampled_from(_quantities(view.nothing, comparisons)))
    return Count(quantity=quantity, of=of, at=_at(draw, view.tool.scales, steps, pull))


_RISING = (Comparison.AT_LEAST, Comparison.MORE_THAN)
_FALLING = (Comparison.AT_MOST, Comparison.FEWER_THAN)
_PIECES = {
    Comparison.AT_LEAST: (1, 2, 3),
    Comparison.MORE_THAN: (0, 1, 2),
    Comparison.AT_MOST: (0, 1, 2),
    Comparison.FEWER_THAN: (1, 2, 3),
    Comparison.EXACTLY: (1, 0, 2),
}
_SHARES = {
    Comparison.AT_LEAST: (Fraction(1), HALF, Fraction(2, 5), Fraction(5, 8)),
    Comparison.MORE_THAN: (HALF, Fraction(2, 5)),
    Comparison.AT_MOST: (HALF, Fraction(1, 4)),
    Comparison.FEWER_THAN: (Fraction(1), HALF, Fraction(5, 8)),
    Comparison.EXACTLY: (HALF,),
}


@functools.cache
def _quantities(nothing: Nothing, comparisons: tuple[Comparison, ...]) -> tuple[Quantity, ...]:
    """The quantities that over nothing are no more than they may be: shares never apply, pieces count zero."""
    shares = [Quantity(comparison=how, amount=amount, share=True) for how in comparisons for amount in _SHARES[how]]
    pieces = [
        Quantity(comparison=how, amount=Fraction(amount))
        for how in comparisons
        for amount in _PIECES[how]
        if nothing is Nothing.HOLDS or how in _RISING or (how is Comparison.EXACTLY and amount)
    ]
    return tuple(shares if nothing is Nothing.SILENT else [*pieces, *shares])


def _at(draw: st.DrawFn, scales: Iterable[Scale], steps: Sequence[str], pull: Pull) -> At:
    """A step to compare with; where there is a pull, one that better evidence reaches, or leaves."""
    if pull is Pull.ANY:
        return At(step=draw(st.sampled_from(steps)), reach=draw(st.sampled_from(Reach)))
    ranks = {
        step: [(scale.by_id[step].rank, len(scale.grades) - 1) for scale in scales if step in scale.by_id]
        for step in steps
    }
    reach = Reach.OR_BETTER if pull is Pull.UP else Reach.OR_WORSE
    # A step at the far end of every scale would say nothing; one at the near end needs no reach.
    beyond = {step: all(rank == (0 if pull is Pull.UP else top) for rank, top in ranks[step]) for step in steps}
    at_end = {step: all(rank == (top if pull is Pull.UP else 0) for rank, top in ranks[step]) for step in steps}
    options = [At(step=step) for step in steps if at_end[step]]
    options += [At(step=step, reach=reach) for step in steps if not beyond[step]]
    return draw(st.sampled_from(options))


# --- one thing


def _things(draw: st.DrawFn, view: View) -> list[Option]:
    found: list[Option] = []
    choices = [item for item in view.single if isinstance(item.answer, YesNo | OneOf) and _pulls(item, view)]
    if choices:
        found.append(lambda: _is_choice(draw, view, draw(st.sampled_from(choices))))
    if view.pull is Pull.NONE:
        return found
    graded = view.on_scales(view.single)
    if graded:
        found.append(lambda: _is_band(draw, view, draw(st.sampled_from(graded))))
    if view.sections_with_grade and view.for_each:
        found.append(lambda: _is_section(draw, view, draw(st.sampled_from(view.sections_with_grade))))
    if view.overall:
        found.append(lambda: _is_grade(draw, view, draw(st.sampled_from(view.overall))))
    return found


def _pulls(item: Item, view: View) -> bool:
    """Whether *item* may be read where better evidence must leave a condition as it is."""
    neutral = not isinstance(item.answer, YesNo) or item.answer.better is Better.NEITHER
    return view.pull is not Pull.NONE or neutral


def _is_choice(draw: st.DrawFn, view: View, item: Item) -> Condition:
    thing = Reference(name=item.id)
    if isinstance(item.answer, OneOf):
        return Is(thing=thing, at=At(step=draw(st.sampled_from(item.answer.choices)).id))
    assert isinstance(item.answer, YesNo)
    if view.pull in {Pull.ANY, Pull.NONE} or item.answer.better is Better.NEITHER:
        return Is(thing=thing, at=At(step=draw(st.sampled_from(("yes", "no")))))
    yes = (view.pull is Pull.UP) == (item.answer.better is Better.HIGHER)
    return Is(thing=thing, at=At(step="yes" if yes else "no"))


def _is_band(draw: st.DrawFn, view: View, item: Item) -> Condition:
    return _is_on(draw, view, Reference(name=item.id), view.scale(item))


def _is_section(draw: st.DrawFn, view: View, section: Section) -> Condition:
    judgement = draw(st.sampled_from(view.for_each))
    thing = section_grade(draw, view, section, judgement)
    return _is_on(draw, view, thing, view.tool.scale_by_id[judgement.scale])


def _is_grade(draw: st.DrawFn, view: View, judgement: Judgement) -> Condition:
    return _is_on(draw, view, Reference(name=judgement.id), view.tool.scale_by_id[judgement.scale])


def _is_on(draw: st.DrawFn, view: View, thing: Reference, scale: Scale) -> Condition:
    return Is(thing=thing, at=_at(draw, [scale], [grade.id for grade in scale.grades], view.pull))


def _dates(draw: st.DrawFn, view: View) -> list[Option]:
    """Conditions over dates whose answer never stays open: those that may be left blank."""
    days = [item.id for item in view.single if isinstance(item.answer, Day) and item.optional]
    if not days:
        return []
    anchors: list[Anchor] = [AuditDate(), ON, datetime.date(2026, 2, 28), *days]

    def within() -> Condition:
        return Within(
            thing=Reference(name=draw(st.sampled_from(days))),
            count=draw(st.integers(1, 4)),
            unit=draw(st.sampled_from(Unit)),
            side=draw(st.sampled_from(Side)),
            anchor=draw(st.sampled_from(anchors)),
        )

    def dated() -> Condition:
        return Dated(
            thing=Reference(name=draw(st.sampled_from(days))),
            side=draw(st.sampled_from((Side.BEFORE, Side.AFTER))),
            inclusive=draw(st.booleans()),
            anchor=draw(st.sampled_from(anchors)),
        )

    def far() -> Condition:
        return Dated(
            thing=Reference(name=draw(st.sampled_from(days))),
            side=draw(st.sampled_from((Side.BEFORE, Side.AFTER))),
            inclusive=True,
            anchor=draw(st.sampled_from(anchors)),
            count=draw(st.integers(1, 40)),
            unit=draw(st.sampled_from(Unit)),
        )

    def in_month() -> Condition:
        thing = Reference(name=draw(st.sampled_from(days)))
        return InMonth(thing=thing, back=draw(st.integers(0, 1)), anchor=draw(st.sampled_from(anchors)))

    return [within, dated, far, in_month]


def _applicabilities(draw: st.DrawFn, view: View) -> list[Option]:
    """`is applicable`; the opposite holds over nothing, and is written only where that is allowed."""
    if view.nothing is Nothing.SILENT:
        return []
    names = [
        *(item.id for item in view.single if item.optional or item.may_not_apply or item.asked_when),
        *(section.id for section in view.closed if section.items),
        *(measure.id for measure in view.tool.measures),
        *(judgement.id for judgement in view.overall),
    ]
    if not names:
        return []

    def applicability() -> Condition:
        applies = Applicable(thing=Reference(name=draw(st.sampled_from(names))))
        return Not(part=applies) if view.nothing is Nothing.HOLDS and draw(st.booleans()) else applies

    return [applicability]


def _possessions(draw: st.DrawFn, view: View) -> list[Option]:
    tables = [item.id for item in view.single if isinstance(item.answer, Table) and item.optional]
    holders = [*tables, *(section.id for section in view.closed if section.repeated)]
    if not holders or view.nothing is Nothing.SILENT:
        return []

    def possession() -> Condition:
        how = draw(st.sampled_from(_RISING if view.nothing is Nothing.FAILS else tuple(Comparison)))
        thing = Reference(name=draw(st.sampled_from(holders)))
        return Has(thing=thing, comparison=how, amount=draw(st.sampled_from(_PIECES[how])))

    return [possession]


# --- numbers in conditions


def _comparisons(draw: st.DrawFn, view: View) -> list[Option]:
    found: list[Option] = []
    numbers = [item for item in view.single if isinstance(item.answer, Number)]
    if numbers:
        found.append(lambda: _compared_item(draw, view, draw(st.sampled_from(numbers))))
    if sources(draw, view):
        found.append(lambda: _compared(draw, view))
    return found


def _compared_item(draw: st.DrawFn, view: View, item: Item) -> Condition:
    """A number of the tool's own against one on its grid."""
    assert isinstance(item.answer, Number)
    comparisons: tuple[Comparison, ...] = tuple(Comparison)
    if view.pull is not Pull.ANY and item.answer.better is not Better.NEITHER:
        comparisons = _RISING if (view.pull is Pull.UP) == (item.answer.better is Better.HIGHER) else _FALLING
    return Compared(
        number=Reference(name=item.id),
        comparison=draw(st.sampled_from(comparisons)),
        value=draw(st.sampled_from(grid(item.answer))),
    )


def _compared(draw: st.DrawFn, view: View) -> Condition:
    """Any number against one within its range."""
    number = expression(draw, view, depth=1)
    assert number is not None
    low, high = span_of(view.tool, number)
    within = range(math.ceil(low * 4), math.floor(high * 4) + 1) or range(math.floor(low * 4), math.floor(low * 4) + 1)
    quarters = within[draw(st.integers(0, 4)) * (len(within) - 1) // 4]
    comparisons = {Pull.UP: _RISING, Pull.DOWN: _FALLING}.get(view.pull, (*_RISING, *_FALLING))
    return Compared(
        number=number,
        comparison=draw(st.sampled_from(comparisons)),
        value=Fraction(quarters, 4),
        percent=_is_percentage(view.tool, number),
    )


def _is_percentage(tool: Tool, number: Expression) -> bool:
    if isinstance(number, Reference):
        thing = tool.things[number.name]
        return isinstance(thing, Measure) and _is_percentage(tool, thing.value)
    return isinstance(number, Aggregate) and number.how is Aggregation.PERCENT
