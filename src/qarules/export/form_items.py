"""The sections of a form: criteria with their descriptors side by side, and questions with space for an answer."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from fractions import Fraction

from qarules.export.document import Asked, Block, Cell, Field, Fields, Grid, Paragraph, Part, Row
from qarules.export.form_words import paragraphs, resting
from qarules.export.titled import Titled
from qarules.model.plain import number_text
from qarules.model.prose import one_of
from qarules.model.scale import Scale
from qarules.model.tool import (
    Better,
    Column,
    Day,
    Item,
    MayNotApply,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)
from qarules.model.words import day_words

_BLANK_ROWS = 4
_BETTER = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better"}


def section_part(section: Section, tool: Tool, titled: Titled) -> Part:
    """A section, its items in the order of the tool."""
    blocks: list[Block] = [Paragraph(text=text) for text in paragraphs(section.guidance, section.note)]
    fields: list[Field] = []
    if section.repeated:
        blocks.append(Paragraph(text="There may be any number of these. Fill in a copy of this part for each."))
        fields.append(Field(label="Which one", lines=1))
    if section.may_not_apply is not None:
        fields.append(Field(label="The whole part", options=(_not_applicable(section.may_not_apply),)))
        fields += [Field(label="Why it does not apply", lines=1)] * section.may_not_apply.why
    if fields:
        blocks.append(Fields(fields=tuple(fields)))
    title = " ".join(filter(None, (section.number, section.title)))
    blocks += _asked(section.items, title, tool, titled)
    blocks += [Paragraph(text=f"{text}.") for text in resting(section.cites)]
    return Part(anchor=f"section-{section.id}", title=title, blocks=tuple(blocks))


def known_part(tool: Tool, titled: Titled) -> Iterator[Part]:
    """What has to be known besides the answers; nothing where nothing has."""
    if tool.knowns:
        title = "Known of the case"
        asked = _asked(tool.knowns, title, tool, titled)
        yield Part(anchor="known", title=title, blocks=tuple(asked))


def _asked(items: tuple[Item, ...], title: str, tool: Tool, titled: Titled) -> Iterator[Block]:
    """A table for every run of items that are answered in the same way."""
    runs = [(way, list(run)) for way, run in itertools.groupby(items, lambda item: _way(item, tool))]
    for number, (way, run) in enumerate(runs, start=1):
        caption = f"{title} ({number} of {len(runs)})" if len(runs) > 1 else title
        if isinstance(way, Scale):
            head = "Criterion" if all(item.descriptors for item in run) else "Question"
            rows = [_judged(item, way, tool, titled) for item in run]
            bands = tuple(_with_points(grade.title, grade.points) for grade in way.grades)
            yield Asked(caption=caption, head=head, rows=tuple(rows), bands=bands)
        else:
            rows = [_row(item, (), tool, titled) for item in run]
            yield Asked(caption=caption, head="Question", rows=tuple(rows))
            for item in run:
                if isinstance(item.answer, Table):
                    yield _rows(item, item.answer)


def _way(item: Item, tool: Tool) -> Scale | str:
    """What has to be the same for items to share a table; a table of their own rows ends theirs."""
    scale = tool.scale_of(item)
    if scale is not None:
        return scale
    return item.id if isinstance(item.answer, Table) else ""


def _judged(item: Item, scale: Scale, tool: Tool, titled: Titled) -> Row:
    told = {descriptor.step: descriptor for descriptor in item.descriptors}
    cells = []
    for grade in scale.grades:
        found = told.get(grade.id)
        if found is None:
            cells.append(Cell(text=""))
        elif found.not_provided:
            cells.append(Cell(text=f"No words in the source: {found.not_provided}", missing=True))
        else:
            cells.append(Cell(text=found.text))
    return _row(item, tuple(cells), tool, titled)


def _row(item: Item, cells: tuple[Cell, ...], tool: Tool, titled: Titled) -> Row:
    return Row(
        anchor=f"item-{item.id}",
        title=" ".join(filter(None, (item.number, item.title))),
        notes=tuple(_notes(item, titled)),
        cells=cells,
        fields=tuple(_fields(item, tool)),
    )


def _notes(item: Item, titled: Titled) -> Iterator[str]:
    yield from paragraphs(item.guidance, item.note)
    if item.asked_when is not None:
        yield f"Only where {titled.condition(item.asked_when)}."
    if isinstance(item.answer, YesNo) and item.answer.better is not Better.NEITHER:
        yield "Yes is better." if item.answer.better is Better.HIGHER else "Yes is worse."
    if item.weight != 1:
        yield f"Weighs {number_text(item.weight)} times in means and percentages of points."
    if isinstance(item.counted, datetime.date):
        yield f"Counts from {day_words(item.counted)} on."
    elif not item.counted:
        yield "Does not count."
    if item.optional:
        yield "May be left blank: it then does not apply."
    if item.intended:
        yield f"Meant so: {item.intended}"
    yield from (f"{text}." for text in resting(item.cites))
    for descriptor in item.descriptors:
        title = titled.steps.get(descriptor.step, descriptor.step)
        yield from (f"“{title}”: {text}." for text in resting(descriptor.cites))


def _fields(item: Item, tool: Tool) -> Iterator[Field]:
    statuses = (*([_not_applicable(item.may_not_apply)] if item.may_not_apply is not None else []), "Cannot tell")
    answer = Field() if isinstance(item.answer, OnScale) else _answer(item, tool)
    if answer.lines or answer.hint:
        yield answer
        yield Field(options=statuses)
    else:
        yield Field(options=(*answer.options, *statuses))
    if item.may_not_apply is not None and item.may_not_apply.why:
        yield Field(label="Why it does not apply", lines=1)
    if item.with_reason:
        yield Field(label="Reason", lines=2, hint="needed")
    if item.with_evidence or isinstance(item.answer, OnScale):
        yield Field(label="Evidence", lines=2, hint="needed" if item.with_evidence else "")


def _not_applicable(may: MayNotApply) -> str:
    return f"Not applicable: {may.called}" if may.called else "Not applicable"


def _answer(item: Item, tool: Tool) -> Field:
    """Space for an answer of its kind."""
    answer = item.answer
    match answer:
        case YesNo():
            return Field(options=("Yes", "No"))
        case OneOf(choices=choices):
            return Field(options=tuple(_with_points(choice.title, choice.points) for choice in choices))
        case Text():
            return Field(label="Answer", lines=3)
        case Person():
            return Field(label="Answer", lines=1, hint=_roles(tool))
        case Table():
            return Field(label="Answer", hint="in the rows below")
        case _:
            return Field(label="Answer", lines=1, hint=_hint(answer))


def _roles(tool: Tool) -> str:
    return one_of(role.title for role in tool.roles) if tool.roles else "a role"


def _hint(answer: object) -> str:
    """What belongs into a space: ``a number from 0 to 10, in steps of 0.5, visits, higher is better``."""
    match answer:
        case Number(low=low, high=high, step=step, unit=unit, better=better):
            said = [
                "a number",
                f"from {number_text(low)}" if low is not None else "",
                f"to {number_text(high)}" if high is not None else "",
            ]
            words = " ".join(filter(None, said))
            grid = f"in steps of {number_text(step)}" if step != 1 else ""
            return ", ".join(filter(None, (words, grid, unit, _BETTER.get(better, ""))))
        case Day():
            return "a date"
        case YesNo():
            return "yes or no"
        case Person():
            return "a role"
        case _:
            return ""


def _rows(item: Item, answer: Table) -> Grid:
    columns = tuple(_column(column) for column in answer.columns)
    return Grid(caption=f"Rows of {item.title}", columns=columns, blank=_BLANK_ROWS)


def _column(column: Column) -> str:
    title = column.title or column.id
    hint = _hint(column.answer)
    return f"{title} ({hint})" if hint else title


def _with_points(title: str, points: Fraction | None) -> str:
    if points is None:
        return title
    return f"{title} ({number_text(points)} point{'s' * (points != 1)})"
