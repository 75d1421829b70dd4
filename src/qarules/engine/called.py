"""Whether what follows from a second look starts: true, false, or not known yet and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import assert_never

from qarules.engine.deltas import CRITERION, JUDGEMENT, SECTION, things_of
from qarules.engine.numbers import Truth, compare
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.condition import Counted, ItemsIn, Named, Quantity, SectionsBy
from qarules.model.looks import Consequence, Moderation
from qarules.model.moderation import Called, Delta
from qarules.model.outcome import Outcome
from qarules.model.scale import Grade, Scale
from qarules.model.scope import graders, in_scope, scale_of
from qarules.model.tool import Tool
from qarules.model.trigger import (
    AnythingDiffers,
    CountDiffers,
    Differs,
    Happens,
    Holds,
    Overdue,
    Raised,
    Trigger,
    Way,
)
from qarules.model.trigger_words import trigger_words
from qarules.model.words import condition_words

Known = tuple[Truth, tuple[str, ...]]
"""Whether something is so; None where that is not known, and what it waits for."""

_SOMETHING = "something to compare"


@frozen(kw_only=True)
class Grounds:
    """
    What the consequences of a second look are told by.

    Attributes:
        deltas: Everything both looks could have rated.
        compared: Those that the rule compares.
        looks: What the looks came to, the first one first.
        raised: Ids of the roles that raised it.
    """

    tool: Tool
    rule: Moderation
    deltas: tuple[Delta, ...]
    compared: tuple[Delta, ...]
    looks: tuple[Outcome, ...]
    raised: frozenset[str]


def called(consequence: Consequence, grounds: Grounds) -> Called:
    """Whether *consequence* is called for."""
    starts, missing = _known(consequence.when, grounds)
    return Called(
        then=consequence.then,
        title=consequence.title,
        text=trigger_words(consequence.when),
        starts=starts,
        missing=missing,
        clauses=tuple(map(str, consequence.cites or grounds.rule.cites)),
        span=consequence.span,
    )


def _known(trigger: Trigger, grounds: Grounds) -> Known:
    match trigger:
        case AnythingDiffers():
            truth, missing = _any(grounds.compared, lambda delta: delta.differs, _SOMETHING)
            return (not truth if trigger.nothing and truth is not None else truth), missing
        case Differs():
            meant = (delta for delta in grounds.deltas if trigger.thing in things_of(delta))
            return _any(meant, lambda delta: _differs(delta, trigger.way, trigger.steps, grounds.tool), trigger.thing)
        case CountDiffers():
            return _count(trigger, grounds)
        case Raised():
            return not grounds.raised.isdisjoint(trigger.by), ()
        case Holds():
            return _watched(condition_words(trigger.when), grounds)
        case Overdue():
            return None, (trigger.deadline,)
        case Happens():
            return None, (trigger.event,)
        case _:
            assert_never(trigger)


def _any(deltas: Iterable[Delta], test: Callable[[Delta], Truth], otherwise: str) -> Known:
    """Whether *test* is true of any; over nothing that is not known, and it waits for *otherwise*."""
    truths = {delta.thing: test(delta) for delta in deltas}
    if True in truths.values():
        return True, ()
    if None in truths.values() or not truths:
        return None, tuple(thing for thing, truth in truths.items() if truth is None) or (otherwise,)
    return False, ()


def _differs(delta: Delta, way: Way, steps: int, tool: Tool) -> Truth:
    """Whether it lies so, whatever becomes of a look that is open."""
    truths = {truth is True for truth in _truths(delta, way, steps, tool)}
    return truths.pop() if len(truths) == 1 else None


def _truths(delta: Delta, way: Way, steps: int, tool: Tool) -> set[Truth]:
    """What may become of it: it lies so, or not, or is not applicable to either look (None)."""
    scale = scale_of(tool.things[things_of(delta)[-1]], tool)
    assert scale is not None
    return {
        _truth(first, second, way, steps)
        for first in _possible(delta.first, scale)
        for second in _possible(delta.second, scale)
    }


def _possible(rated: Grade | Status | None, scale: Scale) -> tuple[Grade | Status, ...]:
    if rated is None or rated is Status.CANNOT_TELL:
        return (*scale.grades, Status.NOT_APPLICABLE)
    return (rated,)


def _truth(first: Grade | Status, second: Grade | Status, way: Way, steps: int) -> Truth:
    """What is not applicable to one look alone differs from any grade, but by no number of steps and to no side."""
    if not isinstance(first, Grade) or not isinstance(second, Grade):
        return None if first == second else way is Way.EITHER and steps <= 1
    apart = second.rank - first.rank
    moved = {Way.EITHER: abs(apart), Way.LOWERED: -apart, Way.LIFTED: apart}[way]
    return moved >= max(steps, 1)


def _watched(text: str, grounds: Grounds) -> Known:
    """Whether a condition over the answers holds, as it was evaluated with each look: for one is enough."""
    found = [
        watch for look in grounds.looks for watch in look.watched if (watch.id, watch.text) == (grounds.rule.id, text)
    ]
    if any(watch.holds for watch in found):
        return True, ()
    return (found[0].holds, found[0].missing) if found else (None, (text,))


# --- counts ----------------------------------------------------------------------------------------------------------


def _count(trigger: CountDiffers, grounds: Grounds) -> Known:
    """Whether so many differ, whatever becomes of those that cannot be compared yet."""
    counted = [delta for delta in grounds.deltas if _is_counted(delta, trigger.of, grounds.tool)]
    if not counted:
        return None, (_SOMETHING,)
    # How many differ of how many that are applicable, in every way that is still open.
    ways = {(0, 0)}
    for delta in counted:
        truths = _truths(delta, Way.EITHER, trigger.steps, grounds.tool)
        ways = {
            (differing + (truth is True), applicable + (truth is not None))
            for differing, applicable in ways
            for truth in truths
        }
    holds = {_holds(trigger.quantity, differing, applicable) for differing, applicable in ways}
    return (holds.pop(), ()) if len(holds) == 1 else (None, tuple(d.thing for d in counted if d.differs is None))


def _is_counted(delta: Delta, of: Counted, tool: Tool) -> bool:
    names = things_of(delta)
    match of:
        case SectionsBy():
            return delta.kind == SECTION and names[1] in {
                judgement.id for judgement in graders(tool, of.judgement, None)
            }
        case ItemsIn():
            return delta.kind == CRITERION and names[0] in {thing.id for thing in in_scope(of, tool)}
        case Named():
            return delta.kind in {CRITERION, JUDGEMENT} and names[0] in {thing.id for thing in in_scope(of, tool)}
        case _:
            assert_never(of)


def _holds(quantity: Quantity, differing: int, applicable: int) -> bool:
    """Whether so many of the applicable are enough; a share of nothing does not hold."""
    if not quantity.share:
        return compare(quantity.comparison, differing, quantity.amount)
    return applicable > 0 and compare(quantity.comparison, differing, quantity.amount * applicable)
