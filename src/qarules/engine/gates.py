"""Whether escalations, processes and their steps may start, from when on, and whether they have ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.engine.course import Gate, earliest, latest, start_on
from qarules.engine.local_time import is_naive
from qarules.engine.recorded import steps_of
from qarules.engine.term_values import Start
from qarules.engine.triggers import FALSE, TRUE, Facts, State, all_of, either, state, stood_down
from qarules.model.route import Escalation
from qarules.model.route_scope import Route
from qarules.model.trigger import Happens, Raised, Trigger
from qarules.model.trigger_words import trigger_words


def opening(route: Route, facts: Facts) -> Gate:
    """
    Whether *route* starts: any of what starts it is so, or a second look calls for it.

    A process that nothing starts is under way from the beginning; nobody knows when that was.
    """
    waited = tuple(_waited(route, facts))
    if not waited and not isinstance(route, Escalation):
        return Gate(holds=True, since=Start(missing=(str(route.id),)))
    states = [state(trigger, owner, facts) for trigger, owner in waited]
    so = [owned for owned, each in zip(waited, states, strict=True) if each.holds]
    found = either([*states, TRUE if _is_called(route, facts) else FALSE])
    starts = [_since(trigger, owner, facts) for trigger, owner in so]
    return Gate(
        holds=found.holds,
        text=_words([trigger for trigger, _ in (*so, *waited)], " or "),
        missing=found.missing,
        since=earliest(starts) if starts else Start(missing=(str(route.id),)),
    )


def _waited(route: Route, facts: Facts) -> Iterator[tuple[Trigger, str]]:
    """What starts *route*, each with the id of what waits for it."""
    yield from ((trigger, str(route.id)) for trigger in route.starts_when)
    for moderation in facts.pack.moderations:
        for consequence in moderation.consequences:
            if consequence.then == route.id:
                yield consequence.when, str(moderation.id)


def _is_called(route: Route, facts: Facts) -> bool:
    """Whether a second look has called for *route*."""
    moderated = facts.case.moderation
    return moderated is not None and any(called.then == route.id and called.starts for called in moderated.called)


def gates(route: Route, facts: Facts) -> dict[str, Gate]:
    """What each step of *route* waits for besides other steps: all of it has to be so."""
    return {name: _gate(name, step.starts_when, facts) for name, step in steps_of(route) if step.starts_when}


def _gate(name: str, triggers: tuple[Trigger, ...], facts: Facts) -> Gate:
    found = all_of(triggers, name, facts)
    since = latest(_since(trigger, name, facts) for trigger in triggers) if found.holds else Start(missing=(name,))
    return Gate(holds=found.holds, text=_words(triggers, " and "), missing=found.missing, since=since)


def ended(route: Route, facts: Facts) -> State:
    """Whether what ends an escalation by its own words is so."""
    return stood_down(route, facts) if isinstance(route, Escalation) else FALSE


def _words(triggers: Iterable[Trigger], joint: str) -> str:
    return joint.join(dict.fromkeys(map(trigger_words, triggers)))


def _since(trigger: Trigger, owner: str, facts: Facts) -> Start:
    """From when on something is so: the day of an event, or on which somebody raised it; of an answer nobody knows."""
    when = None
    if isinstance(trigger, Happens):
        when = facts.happened.get(trigger.event)
    elif isinstance(trigger, Raised) and owner in facts.case.raised:
        when = facts.case.raised[owner].on
    return Start(missing=(owner,)) if when is None or is_naive(when) else start_on(when)
