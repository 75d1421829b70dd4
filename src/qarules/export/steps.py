"""What comes next in a case as plain text: what, of whom, by when, why, what is waited for and where it is recorded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from qarules.export.names import Names, weekday_words
from qarules.export.timetable import due_lines, standing
from qarules.model.next_step import NextStep, NextSteps, Part, Participant, Progress, RouteState, Trouble
from qarules.model.pack import Pack
from qarules.model.prose import behind, changed, interpretations, joined, listed, one_of, wrapped
from qarules.model.recording import Recording
from qarules.model.standard import Clause

_PARTS = {
    Part.DOES: "to be done by",
    Part.TAKES_PART: "between",
    Part.IS_TOLD: "to be told",
    Part.APPROVES: "to be approved by",
    Part.CONSENTS: "with the consent of",
}
_TROUBLES = {
    Trouble.VACANT: "the post is vacant",
    Trouble.INVOLVED: "has a part in the matter and cannot act",
    Trouble.UNNAMED: "nobody is named",
}


def steps_text(steps: NextSteps, pack: Pack, *, name: str = "") -> str:
    """
    What comes next in a case for a reader: first what has to be done now, most urgent first, then each matter in full.

    Every escalation is told, started or not, for what must never be written where; a process that is not under way
    only by its title.

    Args:
        pack: Whose escalations and processes they are; it has the titles.
        name: What the case is called.
    """
    names = Names(pack)
    idle = [route for route in steps.processes if route.starts is False and not _prohibits(route)]
    routes = [route for route in (*steps.escalations, *steps.processes) if route not in idle]
    blocks: list[Iterable[str]] = [_heading(steps.as_of, pack, name)]
    blocks += [_step(step, names) for step in steps.steps]
    if not steps.steps:
        blocks.append(["There is nothing to be done now."])
    blocks += [_route(route, names) for route in routes]
    blocks.append(listed("Not under way", (route.title for route in idle)))
    blocks.append(listed("Cannot be used", map(str, steps.problems)))
    blocks.append(interpretations(_clauses(routes)))
    blocks.append(changed(steps.changes))
    return joined(blocks)


def _heading(as_of: datetime.date, pack: Pack, name: str) -> Iterator[str]:
    title = pack.standard.title if pack.standard is not None else pack.name
    yield from wrapped(", ".join(filter(None, [title, name])), "")
    yield f"To be done now, as of {weekday_words(as_of)}"


def _clauses(routes: Iterable[RouteState]) -> Iterator[Clause]:
    for route in routes:
        yield from route.rests_on
        for step in route.steps:
            yield from step.rests_on
            yield from step.due.rests_on if step.due is not None else ()


# --- a step that has to be done now ----------------------------------------------------------------------------------


def _step(step: NextStep, names: Names) -> Iterator[str]:
    what = f"Tell those concerned: {step.title}" if step.id == step.route else step.title
    blocked = "cannot be done by anybody" if step.progress is Progress.BLOCKED else ""
    told = standing(step.due) if step.due is not None else ""
    state = "; ".join(filter(None, [blocked, told, "optional" * step.optional]))
    of = "" if step.id == step.route else f" [{names.title(step.route)}]"
    yield from wrapped(f"{what} ({step.id}){of}{f': {state}' if state else ''}", "")
    for part, words in _PARTS.items():
        parts = [_participant(each, names) for each in step.participants if each.part is part]
        if parts:
            yield from wrapped(f"{words}: {one_of(parts, 'and' if part is not Part.DOES else 'or')}")
    if step.unchecked:
        roles = one_of(map(names.role, step.unchecked))
        yield from wrapped(f"not checked, as nobody is named: whether who does it is also {roles}")
    if step.due is not None:
        yield from due_lines(step.due, names)
    if step.term:
        yield from wrapped(f"time: {step.term}")
    for what, said in (
        ("contains", "; ".join(step.contains)),
        ("note", step.note),
        ("guidance", step.guidance),
        ("beware", step.warning),
        ("passed over because", step.reason),
    ):
        if said:
            yield from wrapped(f"{what}: {said}")
    for line in names.recording(step.recording):
        yield from wrapped(line)
    yield from wrapped(f"why: {_why(step)}{behind(step.clauses, step.span)}")


def _why(step: NextStep) -> str:
    return "; and ".join(filter(None, [step.why, step.condition])) or "it belongs to every case"


def _participant(participant: Participant, names: Names) -> str:
    """``Head of Service (P. Moor; in place of Team Manager)``."""
    said = [", ".join(participant.persons)]
    said += [_TROUBLES[participant.trouble]] if participant.trouble is not None else []
    said += [f"in place of {one_of(map(names.role, participant.instead_of))}"] if participant.instead_of else []
    said += ["done"] if participant.done else []
    behind_it = "; ".join(filter(None, said))
    return f"{names.role(participant.role)}{f' ({behind_it})' if behind_it else ''}"


# --- a whole escalation or process -----------------------------------------------------------------------------------


def _route(route: RouteState, names: Names) -> Iterator[str]:
    yield from wrapped(f"{route.title} ({route.id}): {_state(route)}", "")
    if route.why:
        yield from wrapped(f"starts when: {route.why}{behind(route.clauses, route.span)}")
    if route.started is not None:
        yield f"  started: {weekday_words(route.started)}"
    if route.raised_by:
        yield from wrapped(f"raised by: {names.role(route.raised_by)}")
    if route.missing:
        yield from wrapped(f"still to be known: {'; '.join(map(names.thing, route.missing))}")
    for line in names.recording(route.recording):
        yield from wrapped(line)
    for step in route.steps:
        if route.starts:
            yield from wrapped(f"- {_progress(step, names)}")
        own = [record for record in step.recording.never if record not in route.recording.never]
        if own:
            said = names.recording(Recording(never=tuple(own)))
            yield from (line for text in said for line in wrapped(f"{step.title}: {text}", "    "))


def _prohibits(route: RouteState) -> bool:
    """Whether something of it must never be written down somewhere."""
    return bool(route.recording.never) or any(step.recording.never for step in route.steps)


def _state(route: RouteState) -> str:
    if route.resolved:
        return "has come to an end"
    if route.stood_down:
        return "stood down"
    if route.starts is None:
        return "not known yet whether it starts"
    if not route.starts:
        return "not under way"
    if route.steps and all(step.progress in {Progress.DONE, Progress.PASSED_OVER} for step in route.steps):
        return "every step is done"
    return "under way" if route.stood_down is False else "under way; not known yet whether it has been stood down"


def _progress(step: NextStep, names: Names) -> str:
    title = "Telling those concerned" if step.id == step.route else step.title
    optional = " (optional)" if step.optional else ""
    said = {
        Progress.NEXT: "to be done now",
        Progress.BLOCKED: "to be done now, and nobody can",
        Progress.WAITING: f"waits for: {'; '.join(map(names.title, step.waits_for))}",
        Progress.REFUSED: f"not allowed unless {step.condition}",
        Progress.UNKNOWN: f"not known yet whether {step.condition}; waits for: "
        + "; ".join(map(names.thing, step.missing)),
    }.get(step.progress, step.progress.value)
    return f"{title}{optional}: {said}"
