"""What happened in a case, read against the pack: usable days by id, and a problem for everything else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from qarules.engine.compiled.memo import OfEach
from qarules.engine.local_time import instant, is_naive, is_outside
from qarules.engine.values import did_you_mean, shown
from qarules.model.case import Case, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Escalation, Event, Process
from qarules.model.tool import Day

Happened = Mapping[str, When]
"""When it happened, by event, deadline, row of one (``action-done/2``), step (``dispute/talk``) or escalation."""


def happened(pack: Pack, case: Case) -> tuple[Happened, tuple[Problem, ...]]:
    """
    When everything happened that *case* tells of, under the ids of *pack*, and a problem for each that cannot be used.

    What is planned for a later day stands there with the rest.
    """
    names = dict(_names(pack))
    usable: dict[str, When] = {}
    problems: list[Problem] = []
    # Present ids come before former ones, whatever the order they were given in.
    given: Mapping[str, object] = case.events  # an embedding system may hand in anything
    for name, when in sorted(given.items(), key=lambda pair: (names.get(pair[0]) != pair[0], str(pair[0]))):
        called: object = name
        if not isinstance(called, str):
            problems.append(_problem(shown(called), when, f"`{shown(called)}` is no id", "an id is text"))
            continue
        known = names.get(name) or (name if is_row(name, pack) else None)
        if known is None:
            problems.append(_problem(name, when, f"`{name}` is no event of this pack", did_you_mean(name, names)))
        elif not isinstance(when, datetime.date):
            problems.append(_problem(known, when, f"`{name}` is given no day", "a date, or a time with its time zone"))
        elif is_naive(when):
            allowed = "give its time zone, or the day alone"
            problems.append(_problem(known, when, f"`{name}` has a time of day without a time zone", allowed))
        elif is_outside(when):
            problems.append(_problem(known, when, f"`{name}` falls outside the days there are", "a date"))
        elif known in usable:
            message = f"`{known}` is given twice, under its id and a former one"
            problems.append(_problem(known, when, message, "give it once"))
        else:
            usable[known] = instant(when) or when
    return usable, tuple(problems)


def routes(pack: Pack) -> tuple[Escalation | Process, ...]:
    """Everything that has steps."""
    return (*pack.escalations, *pack.processes)


def step_named(name: str, pack: Pack) -> str:
    """The step that *name* means, with what it belongs to: ``dispute/talk``; empty where none or several are."""
    return _STEPS(pack).get(name, "")


def _step_names(pack: Pack) -> Mapping[str, str]:
    """What each name of a step means, its own id and with what it belongs to; nothing for one that several have."""
    meant: dict[str, list[str]] = {}
    for route in routes(pack):
        for step in route.steps:
            path = f"{route.id}/{step.id}"
            meant.setdefault(path, []).append(path)
            meant.setdefault(step.id, []).append(path)
    return {name: paths[0] for name, paths in meant.items() if len(paths) == 1}


_STEPS: OfEach[Pack, Mapping[str, str]] = OfEach(_step_names)


def _names(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every id under which something can be said to have happened, former ones first, with the id it has now."""
    things: tuple[Event | Deadline, ...] = (*pack.events, *pack.deadlines)
    yield from ((former, thing.id) for thing in things for former in thing.formerly)
    yield from ((thing.id, thing.id) for thing in things)
    for route in routes(pack):
        yield route.id, route.id  # for having been told, where an escalation opens with telling somebody
        yield from ((f"{route.id}/{step.id}", f"{route.id}/{step.id}") for step in route.steps)
    for tool in pack.tools:
        yield from ((item.id, item.id) for item in tool.items.values() if isinstance(item.answer, Day))


def is_row(name: str, pack: Pack) -> bool:
    """Whether *name* is that of a row that is a deadline: ``action-done/2``."""
    deadline, *path = name.split("/")
    return bool(path) and path[-1].isdecimal() and any(d.rows is not None and d.id == deadline for d in pack.deadlines)


def _problem(name: str, when: object, message: str, allowed: str) -> Problem:
    return Problem(thing=name, message=message, given=shown(when), allowed=allowed)
