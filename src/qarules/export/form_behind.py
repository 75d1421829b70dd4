"""What stands behind a form: the clauses it cites, readings of what the source leaves open, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.export.document import Block, Grid, Line, Listing, Paragraph, Part
from qarules.export.titled import Titled
from qarules.model.judgement import Judgement
from qarules.model.standard import Force
from qarules.model.tool import Item, Tool

_FORCES = {
    Force.MUST: "binds",
    Force.SHOULD: "recommends",
    Force.MAY: "allows",
    Force.NEVER: "forbids",
    Force.FACT: "states",
    Force.DERIVED: "follows",
}


def behind_parts(tool: Tool, titled: Titled) -> Iterator[Part]:
    """Of a tool; a part is left out where there is nothing to tell."""
    readings = [clause for clause in tool.clauses if clause.force is Force.INTERPRETATION]
    if readings:
        intro = "What the source leaves open, and how these rules read it. An adopting body can replace each of them."
        rows = tuple((clause.id, ", ".join(clause.resolves), clause.statement) for clause in readings)
        grid = Grid(caption="Interpretations", columns=("Clause", "Settles", "Reading"), rows=rows)
        yield Part(anchor="interpretations", title="Interpretations", blocks=(Paragraph(text=intro), grid))
    left_out = tuple(_left_out(tool, titled))
    if left_out:
        yield Part(anchor="left-out", title="What the source leaves out", blocks=left_out)
    if tool.changes:
        lines = tuple(Line(lead=change.by, text=str(change)) for change in tool.changes)
        yield Part(anchor="changes", title="Changed by adopting bodies", blocks=(Listing(lines=lines),))
    cited = [clause for clause in tool.clauses if clause.force in _FORCES]
    if cited:
        rows4 = tuple((each.id, _FORCES[each.force], each.place, each.statement) for each in cited)
        grid = Grid(caption="Clauses", columns=("Clause", "Force", "Place in the source", "What it says"), rows=rows4)
        yield Part(anchor="clauses", title="Clauses", blocks=(grid,))


def _left_out(tool: Tool, titled: Titled) -> Iterator[Block]:
    rows = [(each.id, each.place, each.not_provided) for each in tool.clauses if each.not_provided]
    if rows:
        yield Grid(
            caption="Clauses whose content is missing",
            columns=("Clause", "Place in the source", "What is missing"),
            rows=tuple(rows),
        )
    described: tuple[Item | Judgement, ...] = (*tool.items.values(), *tool.judgements)
    missing = [
        (whole.title, titled.steps.get(each.step, each.step), each.not_provided)
        for whole in described
        for each in whole.descriptors
        if each.not_provided
    ]
    if missing:
        columns = ("Of", "Band or grade", "Why there are no words")
        yield Grid(caption="Descriptors that the source has no words for", columns=columns, rows=tuple(missing))
