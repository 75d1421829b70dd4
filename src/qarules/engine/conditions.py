"""Conditions as steps: True, False, or None where they do not apply."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import assert_never

from qarules.engine.dates import window
from qarules.engine.draft import Draft, Instance
from qarules.engine.expressions import number_step
from qarules.engine.numbers import Truth, compare
from qarules.engine.run import Value
from qarules.model.condition import (
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Condition,
    Count,
    Counted,
    Dated,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Not,
    Or,
    Quantity,
    Reference,
    SectionsBy,
    Within,
)
from qarules.model.scale import Scale
from qarules.model.scope import countable_in, counted, scale_of, scale_read, steps_at
from qarules.model.tool import Item, OneOf

TRUTHS: tuple[Truth, ...] = (False, True, None)


def truth_step(condition: Condition, draft: Draft, where: Instance | None) -> int:
    """The step with the truth of *condition*, read in *where*."""
    match condition:
        case And():
            parts = [truth_step(part, draft, where) for part in condition.parts]
            return draft.fold("and", parts, True, _and, TRUTHS)
        case Or():
            parts = [truth_step(part, draft, where) for part in condition.parts]
            return draft.fold("or", parts, False, _or, TRUTHS)
        case Not():
            part = truth_step(condition.part, draft, where)
            return draft.step(("not", part), (part,), _not, TRUTHS)
        case Count():
            return _count(condition, draft, where)
        case Is():
            return _is(condition, draft, where)
        case Compared():
            number = number_step(condition.number, draft, where)
            comparison, constant = condition.comparison, condition.value
            test = _if_applicable(lambda value: compare(comparison, value, constant))
            return draft.step(("compared", number, comparison, constant), (number,), test, TRUTHS)
        case Within() | Dated() | InMonth():
            return _dated(condition, draft, where)
        case Applicable():
            return _applicable(condition.thing, draft, where)
        case Has():
            return _has(condition, draft, where)
        case _:
            assert_never(condition)


def _and(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _if_applicable(test: Callable[..., bool]) -> Callable[[Value], Truth]:
    """*test*, which does not apply to what is not applicable."""
    return lambda value: None if value is None else test(value)


# --- one thing -------------------------------------------------------------------------------------------------------


def _is(condition: Is, draft: Draft, where: Instance | None) -> int:
    value = draft.value(condition.thing, where, condition.at)
    wanted = _wanted(condition, draft)
    return draft.step(("is", value, wanted), (value,), _if_applicable(wanted.__contains__), TRUTHS)


def _wanted(condition: Is, draft: Draft) -> frozenset[Value]:
    """The values of a thing that fulfil `is`."""
    at = condition.at
    scale = scale_read(condition.thing, at, draft.tool)
    if scale is not None:
        return _ranks(at, scale)
    item = draft.tool.items[condition.thing.name]
    return frozenset({at.step if isinstance(item.answer, OneOf) else at.step == "yes"})


def _ranks(at: At, scale: Scale) -> frozenset[Value]:
    return frozenset(grade.rank for grade in steps_at(at, scale))


def _dated(condition: Within | Dated | InMonth, draft: Draft, where: Instance | None) -> int:
    day = draft.value(condition.thing, where)
    anchor = condition.anchor
    if isinstance(anchor, str):
        other = draft.value(Reference(name=anchor), where)
    else:
        other = draft.constant(draft.tool.on if isinstance(anchor, AuditDate) else anchor)

    def truth(date: datetime.date | None, against: datetime.date | None) -> Truth:
        if date is None or against is None:
            return None
        first, last = window(condition, against)
        return first <= date.toordinal() <= last

    return draft.step(("dated", condition, day, other), (day, other), truth, TRUTHS)


def _applicable(thing: Reference, draft: Draft, where: Instance | None) -> int:
    """A section applies when one of its countable items does, or any where it has none to count."""
    if thing.name in draft.instances:
        section = draft.section(thing.name)
        items = countable_in(section, draft.tool) or section.items
        return draft.applies([path for item in items for path in draft.paths(item)])
    value = draft.value(thing, where)
    return draft.step(("applicable", value), (value,), lambda value: value is not None, (False, True))


def _has(condition: Has, draft: Draft, where: Instance | None) -> int:
    comparison, amount = condition.comparison, Fraction(condition.amount)
    if condition.thing.name in draft.instances:
        holds = compare(comparison, len(draft.instances[condition.thing.name]), amount)
        off = draft.off(condition.thing.name)
        if off is None:
            return draft.constant(holds)
        return draft.step(("has unless off", off, holds), (off,), lambda is_off: None if is_off else holds, TRUTHS)
    rows = draft.value(condition.thing, where)
    test = _if_applicable(lambda count: compare(comparison, count, amount))
    return draft.step(("has", rows, comparison, amount), (rows,), test, TRUTHS)


# --- counts ----------------------------------------------------------------------------------------------------------


def _count(condition: Count, draft: Draft, where: Instance | None) -> int:
    """Whether so many of the counted are at a step: a chain over them, then one comparison."""
    quantity = condition.quantity
    add = (_over_share if quantity.share else _pieces)(quantity.amount)
    running = draft.constant(None if quantity.share else 0)
    for member, ranks in _members(condition.of, condition.at, draft, where):
        key = ("counted", quantity.share, quantity.amount, running, member, ranks)
        running = draft.step(key, (running, member), functools.partial(add, ranks))
    return draft.step(("count", running, quantity), (running,), _count_truth(quantity), TRUTHS)


def _members(of: Counted, at: At, draft: Draft, where: Instance | None) -> Iterator[tuple[int, frozenset[Value]]]:
    """The values counted over, each with the ranks that fulfil *at*."""
    if isinstance(of, SectionsBy):
        judgement = draft.grader(of.judgement, at)
        ranks = _ranks(at, draft.tool.scale_by_id[judgement.scale])
        yield from ((draft.judged[path].final, ranks) for path in draft.paths_of(judgement))
        return
    scope = where if where is not None and where.is_scope else None
    section = draft.section(scope.section) if scope is not None else None
    inside = scope if isinstance(of, ItemsIn) and not of.sections else None
    for thing in counted(of, at.step, draft.tool, section):
        scale = scale_of(thing, draft.tool)
        assert scale is not None
        if not isinstance(thing, Item):
            yield draft.judged[thing.id].final, _ranks(at, scale)
            continue
        for instance in draft.instances_of(thing):
            if inside is None or instance == inside:
                yield draft.items[instance.path(thing.id)].value, _ranks(at, scale)


def _pieces(amount: Fraction) -> Callable[[frozenset[Value], int, Value], int]:
    """Count matches, no further than one past *amount*: beyond that no comparison tells them apart."""
    enough = int(amount) + 1
    return lambda ranks, sofar, value: min(sofar + (value in ranks), enough)


def _over_share(share: Fraction) -> Callable[[frozenset[Value], int | None, Value], int | None]:
    """
    Keep by how much the matches exceed *share* of the applicable, in units of its denominator; None over nothing.

    The difference alone decides every comparison, so the two counts need not be kept apart. It can only fall for a
    share of all and only rise for a share of none, and is then kept at its first step.
    """
    per_match, per_item = share.denominator, share.numerator

    def add(ranks: frozenset[Value], sofar: int | None, value: Value) -> int | None:
        if value is None:
            return sofar
        over = (sofar or 0) + (per_match if value in ranks else 0) - per_item
        if share >= 1:
            return max(over, -1)
        return min(over, 1) if share <= 0 else over

    return add


def _count_truth(quantity: Quantity) -> Callable[[int | None], Truth]:
    if quantity.share:
        return lambda over: None if over is None else compare(quantity.comparison, over, 0)
    return lambda pieces: compare(quantity.comparison, pieces or 0, quantity.amount)
