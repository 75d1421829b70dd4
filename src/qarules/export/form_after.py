"""What comes after the grades of a form: by when, a second look, who is told, and the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.export.document import Block, Field, Fields, Grid, Line, Listing, Paragraph, Part
from qarules.export.form_words import in_brackets, paragraphs, resting
from qarules.export.standard_routes import moderation_lines, route_lines, step_words
from qarules.export.titled import Titled
from qarules.model.looks import Moderation
from qarules.model.route import Escalation, Process
from qarules.model.tool import Tool


def after_parts(tool: Tool, titled: Titled) -> Iterator[Part]:
    """Of what belongs to the tool; a part is left out where there is none."""
    pack = titled.names.pack
    deadlines = [each for each in pack.deadlines if each.tool == tool.id]
    if deadlines:
        rows = [(each.title, titled.roles(each.owner), titled.due(each), ", ".join(each.cites)) for each in deadlines]
        grid = Grid(caption="Deadlines", columns=("What", "Who", "When", "Clauses"), rows=tuple(rows))
        yield Part(anchor="deadlines", title="By when", blocks=(grid,))
    moderations = [_moderation(each, titled) for each in pack.moderations if each.tool == tool.id]
    if moderations:
        yield Part(anchor="moderations", title="A second look", parts=tuple(moderations))
    escalations = _routes((each for each in pack.escalations if each.tool == tool.id), titled)
    if escalations:
        yield Part(anchor="escalations", title="What happens when", parts=escalations)
    processes = _routes((each for each in pack.processes if each.tool == tool.id), titled)
    if processes:
        yield Part(anchor="processes", title="Step by step", parts=processes)


def _moderation(moderation: Moderation, titled: Titled) -> Part:
    blocks: list[Block] = [Paragraph(text=text) for text in paragraphs(moderation.guidance, moderation.note)]
    blocks.append(Listing(lines=tuple(Line(text=line) for line in moderation_lines(moderation, titled))))
    looks = [("Second look by", moderation.second), ("Third look by", moderation.third)]
    for label, look in looks:
        if look is not None:
            who = Field(label=label, lines=1, hint=titled.roles(look.by))
            blocks.append(Fields(fields=(who, Field(label="Date", lines=1))))
    return Part(anchor=f"moderation-{moderation.id}", title=moderation.title, blocks=tuple(blocks))


def _routes(routes: Iterable[Escalation | Process], titled: Titled) -> tuple[Part, ...]:
    return tuple(_route(each, titled) for each in routes)


def _route(route: Escalation | Process, titled: Titled) -> Part:
    blocks: list[Block] = [Paragraph(text=text) for text in paragraphs(route.guidance, route.note)]
    blocks += [Paragraph(text=line) for line in route_lines(route, titled)]
    any_order = isinstance(route, Process) and route.in_any_order
    if any_order and route.steps:
        blocks.append(Paragraph(text="In any order:"))
    steps = [
        Line(lead=step.title, text=f"{step_words(step, route, titled)}{in_brackets(step.cites)}".strip())
        for step in route.steps
    ]
    if steps:
        blocks.append(Listing(lines=tuple(steps), ordered=not any_order))
    blocks += [Paragraph(text=f"{text}.") for text in resting(route.cites)]
    kind = "escalation" if isinstance(route, Escalation) else "process"
    return Part(anchor=f"{kind}-{route.id}", title=route.title, blocks=tuple(blocks))
