"""Conditions as steps: True, False, or None where they do not apply."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from qarules.engine.dates import window
from qarules.engine.draft import Draft, Instance
from qarules.engine.expressions import number_step
from qarules.engine.numbers import Truth, compare
from qarules.engine.steps import Value
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
            return _joined("and", parts, draft)
        case Or():
            parts = [truth_step(part, draft, where) for part in condition.parts]
            return _joined("or", parts, draft)
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


# Of what is false, does not apply and is true, `and` takes the first that is there, `or` the last.
_ORDER: tuple[Truth, ...] = (False, None, True)


def _joined(word: str, parts: Sequence[int], draft: Draft) -> int:
    """Whether all of *parts* hold, or any."""
    start, last, pick = (2, 0, min) if word == "and" else (0, 2, max)
    members = [(part, _ORDER.index) for part in parts]
    return draft.fold(word, members, start, pick, _ORDER.__getitem__, TRUTHS, last)


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
        return draft.applies([draft.items[path].value for item in items for path in draft.paths(item)])
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
    """Whether so many of the counted are at a step."""
    quantity = condition.quantity
    comparison, amount = quantity.comparison, quantity.amount
    members = list(_members(condition.of, condition.at, draft, where))
    key = ("count", quantity, tuple(ranks for _, ranks in members))
    if not quantity.share:
        matches = [(member, functools.partial(_matches, ranks)) for member, ranks in members]
        # Beyond one past the amount no comparison tells the pieces apart.
        return draft.sums(key, matches, (int(amount) + 1,), lambda sums: compare(comparison, sums[0], amount), TRUTHS)
    sign = -1 if amount == 1 else 1
    over = draft.sums(key, *_over_share(amount, members), lambda sums: compare(comparison, sign * sums[0], 0), TRUTHS)
    applies = draft.applies([member for member, _ in members])
    return draft.step(("share", over, applies), (over, applies), lambda holds, any_: holds if any_ else None, TRUTHS)


Members = list[tuple[int, frozenset[Value]]]
Added = list[tuple[int, Callable[[Value], tuple[int]]]]


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


def _matches(ranks: frozenset[Value], value: Value) -> tuple[int]:
    return (int(value in ranks),)


def _over_share(share: Fraction, members: Members) -> tuple[Added, tuple[int | None]]:
    """
    What each member adds to the difference between the matches and *share* of the applicable, and where that ends.

    The difference alone decides every comparison, so the two counts need not be kept apart; its unit is the denominator
    of the share. For a share of all it is turned round and counts what does not match, for a share of none what does:
    the first of either decides.
    """
    if share == 0:
        return [(member, functools.partial(_matches, ranks)) for member, ranks in members], (1,)
    if share == 1:
        return [(member, functools.partial(_differs, ranks)) for member, ranks in members], (1,)
    return [(member, functools.partial(_exceeds, share, ranks)) for member, ranks in members], (None,)


def _differs(ranks: frozenset[Value], value: Value) -> tuple[int]:
    return (int(value is not None and value not in ranks),)


def _exceeds(share: Fraction, ranks: frozenset[Value], value: Value) -> tuple[int]:
    if value is None:
        return (0,)
    return (share.denominator - share.numerator if value in ranks else -share.numerator,)
