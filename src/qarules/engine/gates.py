"""Whether escalations, processes and their steps may start, from when on, and whether they have ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.engine.course import Gate, earliest, latest, start_on
from qarules.engine.local_time import is_naive
from qarules.engine.recorded import steps_of
from qarules.engine.terms import Start
from qarules.engine.triggers import FALSE, TRUE, Facts, State, state
from qarules.model.route import Escalation
from qarules.model.route_scope import Route
from qarules.model.trigger import Happens, Raised, Trigger
from qarules.model.trigger_words import trigger_words

Owned = tuple[Trigger, str]
"""Something that is waited for, and the id of what waits for it."""


def opening(route: Route, facts: Facts) -> Gate:
    """Whether *route* starts: something that starts it is so, or a second look calls for it."""
    waited = [(trigger, str(route.id)) for trigger in route.starts_when]
    waited += [
        (consequence.when, str(moderation.id))
        for moderation in facts.pack.moderations
        for consequence in moderation.consequences
        if consequence.then == route.id
    ]
    if not waited and not isinstance(route, Escalation):
        return Gate(holds=True, since=Start(missing=(str(route.id),)))
    states = [state(trigger, owner, facts) for trigger, owner in waited]
    found = either([*states, *_called(route, facts)])
    so = [owned for owned, each in zip(waited, states, strict=True) if each.holds]
    dates = [since(owned, facts) for owned in so]
    is_known = bool(dates) and all(start.day is not None for start in dates)
    return Gate(
        holds=found.holds,
        text=words(waited, so, " or "),
        missing=found.missing,
        since=earliest(dates) if is_known else Start(missing=(str(route.id),)),
    )


def _called(route: Route, facts: Facts) -> Iterator[State]:
    """That a second look has called for *route*."""
    moderated = facts.case.moderation
    for called in moderated.called if moderated is not None else ():
        if called.then == route.id and called.starts:
            yield TRUE


def gates(route: Route, facts: Facts) -> dict[str, Gate]:
    """What each step of *route* waits for besides other steps: all of it has to be so."""
    return {name: _gate(name, step.starts_when, facts) for name, step in steps_of(route) if step.starts_when}


def _gate(name: str, triggers: Iterable[Trigger], facts: Facts) -> Gate:
    waited = [(trigger, name) for trigger in triggers]
    states = [state(trigger, owner, facts) for trigger, owner in waited]
    open_ones = [owned for owned, each in zip(waited, states, strict=True) if not each.holds]
    found = both(states)
    return Gate(
        holds=found.holds,
        text=words(waited, open_ones, " and "),
        missing=found.missing,
        since=latest([since(owned, facts) for owned in waited]) if found.holds else Start(),
    )


def ended(route: Route, facts: Facts) -> State:
    """Whether what ends an escalation by its own words is so."""
    if not isinstance(route, Escalation):
        return FALSE
    return either([state(trigger, str(route.id), facts) for trigger in route.stood_down_when])


def words(waited: list[Owned], first: list[Owned], joint: str) -> str:
    """What is waited for in the author's words, *first* those that matter now."""
    ordered = [*first, *(owned for owned in waited if owned not in first)]
    return joint.join(dict.fromkeys(trigger_words(trigger) for trigger, _ in ordered))


def either(states: list[State]) -> State:
    """True if one is; not known if one is not; False over nothing."""
    return TRUE if any(each.holds for each in states) else _open(states) or FALSE


def both(states: list[State]) -> State:
    """False if one is; not known if one is not; True over nothing."""
    return FALSE if any(each.holds is False for each in states) else _open(states) or TRUE


def _open(states: list[State]) -> State | None:
    missing = dict.fromkeys(name for each in states if each.holds is None for name in each.missing)
    return State(holds=None, missing=tuple(missing)) if any(each.holds is None for each in states) else None


def since(owned: Owned, facts: Facts) -> Start:
    """From when on something is so that is: the day of an event, or on which somebody raised it."""
    trigger, owner = owned
    when = None
    if isinstance(trigger, Happens):
        when = facts.happened.get(trigger.event)
    elif isinstance(trigger, Raised) and owner in facts.case.raised:
        when = facts.case.raised[owner].on
    return Start(missing=(owner,)) if when is None or is_naive(when) else start_on(when)
