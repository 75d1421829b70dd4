"""What a case tells of deadlines and events that cannot be: names that mean nothing, events in an impossible order."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.engine.happened import Happened, is_row, routes
from qarules.engine.local_time import has_come, local_day
from qarules.engine.values import did_you_mean, shown
from qarules.model.case import Case
from qarules.model.outcome import Problem
from qarules.model.pack import Pack


def unknown_names(pack: Pack, case: Case) -> Iterator[Problem]:
    """What is said to be done or cancelled and is nothing of *pack*."""
    names = {name: None for deadline in pack.deadlines for name in (deadline.id, *deadline.formerly)}
    steps = {f"{route.id}/{step.id}": None for route in routes(pack) for step in route.steps}
    doable = {**names, **steps, **{route.id: None for route in routes(pack)}}
    for given, known, what in ((case.done, doable, "no deadline and no step"), (case.cancelled, names, "no deadline")):
        for name in given:
            said: object = name  # an embedding system may hand in anything
            if not isinstance(said, str):
                yield Problem(thing=shown(said), message=f"`{shown(said)}` is no id", allowed="an id is text")
            elif name not in known and not is_row(name, pack):
                message = f"`{name}` is {what} of this pack"
                yield Problem(thing=name, message=message, given=name, allowed=did_you_mean(name, known))


def impossible_order(pack: Pack, when: Happened) -> Iterator[Problem]:
    """Events that come before one they have to follow."""
    for event in pack.events:
        for earlier in event.follows:
            if event.id not in when or earlier not in when or has_come(when[earlier], when[event.id]):
                continue
            day, before = local_day(when[event.id]).isoformat(), local_day(when[earlier]).isoformat()
            message = f"`{event.id}` ({day}) is before `{earlier}` ({before}), which it follows"
            yield Problem(thing=event.id, message=message, given=day, allowed="one of the two is wrong")
