"""Escalations, processes and second looks of a standard, step by step, for its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.export.titled import Titled, cell
from qarules.model.looks import Consequence, Moderation, Stands
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Process, Step


def moderations(pack: Pack, titled: Titled) -> Iterator[str]:
    """Who looks when, what is compared, and what follows."""
    for moderation in pack.moderations:
        titled = titled.in_tool(moderation.tool)
        yield f"### {cell(moderation.title)}"
        yield ""
        if moderation.tool:
            yield f"- Of: {cell(titled.names.title(moderation.tool))}"
        yield from (f"- {cell(line)}" for line in moderation_lines(moderation, titled))
        yield ""


def moderation_lines(moderation: Moderation, titled: Titled) -> Iterator[str]:
    """Who looks, what is compared, what follows, whose grade stands, and where it is written; a line each."""
    for word, look in (("First", moderation.first), ("Second", moderation.second), ("Third", moderation.third)):
        if look is not None:
            yield f"{word} look by {titled.look(look)}"
    yield f"Compared: {_compared(moderation, titled)}"
    for consequence in moderation.consequences:
        yield f"When {titled.trigger(consequence.when)}: {_then(consequence, titled)}"
    if moderation.stands is not Stands.FIRST:
        yield f"Where they differ, {moderation.stands.value}"
    yield from map(_begun, titled.names.recording(moderation.recording))
    if moderation.cites:
        yield f"Clauses: {', '.join(moderation.cites)}"


def _compared(moderation: Moderation, titled: Titled) -> str:
    compares = moderation.compares
    said = ["every criterion"] * compares.criteria + ["every section"] * compares.sections
    return ", ".join([*said, *map(titled.names.title, compares.names)]) or "nothing"


def _then(consequence: Consequence, titled: Titled) -> str:
    return consequence.title or titled.names.title(consequence.then)


def routes(found: Iterable[Escalation | Process], titled: Titled) -> Iterator[str]:
    """Each with what starts it, who is told, and its steps in order."""
    for route in found:
        titled = titled.in_tool(route.tool)
        yield f"### {cell(route.title)}"
        yield ""
        for said in filter(None, (route.guidance, route.note)):
            yield from (*said.splitlines(), "")
        for line in route_lines(route, titled):
            yield from (cell(line), "")
        if isinstance(route, Process) and route.in_any_order:
            yield "In any order:"
            yield ""
        for number, step in enumerate(route.steps, 1):
            said = cell(step_words(step, route, titled))
            clauses = f" ({', '.join(step.cites)})" if step.cites else ""
            yield f"{number}. **{cell(step.title)}**{f': {said}' if said else ''}{clauses}"
        if route.steps:
            yield ""
        if route.cites:
            yield f"Clauses: {', '.join(route.cites)}"
            yield ""


def route_lines(route: Escalation | Process, titled: Titled) -> Iterator[str]:
    """What starts and ends it, who is told, and where it is written; a sentence each."""
    if route.starts_when:
        yield f"Starts {'; or '.join(titled.starts(route.starts_when))}."
    if isinstance(route, Process):
        return
    if route.notify:
        when = titled.term(route.term)
        yield f"Told{f' {when}' if when else ''}: {titled.roles(route.notify, 'and')}."
    if route.stood_down_when:
        yield f"Ends {'; or '.join(titled.starts(route.stood_down_when))}."
    for line in titled.names.recording(route.recording):
        yield f"{_begun(line)}."


def _begun(line: str) -> str:
    """With a capital letter, as it opens a line."""
    return line[:1].upper() + line[1:]


def step_words(step: Step, route: Escalation | Process, titled: Titled) -> str:
    """Who does it, by when, after what, and where it is written; empty where nothing of it is said."""
    titles = {each.id: each.title for each in route.steps}
    said = [
        f"by {titled.roles(step.by)}" if step.by else "",
        f"in their place {titled.roles(step.substitute)}" if step.substitute else "",
        f"{titled.roles(step.between, 'and')} together" if step.between else "",
        f"{titled.roles(step.notify, 'and')} told" if step.notify else "",
        f"approved by {titled.roles(step.approved_by, 'and')}" if step.approved_by else "",
        f"with the consent of {titled.roles(step.consent_of, 'and')}" if step.consent_of else "",
        titled.term(step.term),
        *titled.starts(step.starts_when),
        f"after {' and '.join(f'“{titles.get(name, name)}”' for name in step.follows)}" if step.follows else "",
        "optional" if step.optional else "",
        "recommended" if step.recommended else "",
        *titled.names.recording(step.recording),
        f"contains {', '.join(step.contains)}" if step.contains else "",
        " ".join(filter(None, (step.note, step.guidance))),
    ]
    return "; ".join(filter(None, said))
