"""A standard as a page for readers: its tools, who does what by when, its year, its boards, and what it leaves open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from qarules.engine.clause_coverage import clause_coverage
from qarules.export.clause_coverage import share_words
from qarules.export.names import Names, counted
from qarules.export.schedule import NEVER, NOTHING, year_table
from qarules.export.standard_routes import moderations, routes
from qarules.export.titled import Titled, cell, table
from qarules.model.activity import Activity, Forum, Parameter, Record, Sample
from qarules.model.activity_words import rhythm_words
from qarules.model.judgement import Judgement
from qarules.model.months import MONTH_NAMES
from qarules.model.pack import Pack
from qarules.model.plain import number_text
from qarules.model.prose import one_of
from qarules.model.recording import Recording
from qarules.model.route import Deadline
from qarules.model.standard import Force, Standard
from qarules.model.tool import (
    AnswerKind,
    Day,
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
from qarules.model.walk import walk
from qarules.model.words import day_words

Lines = Iterator[str]

_BLANK = re.compile(r"\n{3,}")


def standard_page(pack: Pack) -> str:
    """
    The whole of *pack* as Markdown, in its own words, with titles in the place of ids.

    A part that the pack has nothing for is left out.
    """
    titled = Titled(names=Names(pack))
    parts = {
        "Tools": (line for tool in pack.tools for line in _tool(tool, titled)),
        "By when": _deadlines(pack.deadlines, titled),
        "What recurs": _activities(pack.activities, titled),
        "The year": _year(pack),
        "A second look": moderations(pack, titled),
        "What happens when": routes(pack.escalations, titled),
        "Step by step": routes(pack.processes, titled),
        "Boards and meetings": _forums(pack.forums, titled),
        "Records": _records(pack),
        "Samples": (line for sample in pack.samples for line in _sample(sample, titled)),
        "Open to the council": _parameters(pack.parameters),
        "Interpretations": _interpretations(pack),
        "What the source leaves out": _not_provided(pack),
        "Coverage": _coverage(pack),
    }
    lines = [*_head(pack)]
    for title, part in parts.items():
        if written := list(part):
            lines += ["", f"## {title}", "", *written]
    return _BLANK.sub("\n\n", "\n".join(lines)).rstrip() + "\n"


def _head(pack: Pack) -> Lines:
    standard = pack.standard
    yield f"# {cell(standard.title if standard is not None else pack.name)}"
    yield ""
    yield f"The pack `{pack.name}`."
    if standard is None:
        return
    rows = [("Source", f"{source.title} (`{source.file}`)") for source in standard.sources]
    rows += [("Version", standard.version)] if standard.version else []
    rows += [("In force", period)] if (period := _period(standard)) else []
    rows += [("Days are counted on", _calendar(pack, standard.calendar))] if standard.calendar else []
    if rows:
        yield ""
        yield from (f"- {word}: {cell(text)}" for word, text in rows)


def _period(standard: Standard) -> str:
    first, last = standard.in_force_from, standard.in_force_until
    said = [
        f"from {day_words(first)}" if first is not None else "",
        f"until {day_words(last)}" if last is not None else "",
    ]
    return " ".join(filter(None, said))


def _calendar(pack: Pack, name: str) -> str:
    return next((calendar.title for calendar in pack.calendars if calendar.id == name), name)


# --- tools -----------------------------------------------------------------------------------------------------------


def _tool(tool: Tool, titled: Titled) -> Lines:
    yield f"### {cell(tool.title)}"
    yield ""
    version = f", version {tool.version}" if tool.version else ""
    yield f"`{tool.id}`{version}: {counted(len(tool.sections), 'section')}, {counted(len(tool.section_of), 'item')}."
    for said in filter(None, (tool.guidance, tool.note)):
        yield from ("", *said.splitlines())
    if tool.sections:
        rows = [(section.title, str(len(section.items)), _answers(section, tool)) for section in tool.sections]
        yield from ("", *table(("Section", "Items", "Answered with"), rows))
    if tool.knowns:
        known = one_of((f"“{each.title}”" for each in tool.knowns), "and")
        yield from ("", f"Known besides the answers: {known}")
    for measure in tool.measures:
        yield from ("", f"Measured: **{cell(measure.title or measure.id)}** (`{measure.id}`)")
    for judgement in tool.judgements:
        yield from ("", *_judgement(judgement, tool, titled))
    yield ""


def _answers(section: Section, tool: Tool) -> str:
    counts = Counter(answer_words(item.answer, tool) for item in section.items)
    said = "; ".join(f"{count} × {words}" if count > 1 else words for words, count in counts.items())
    return f"{said}; as many as there are" if section.repeated else said


def answer_words(answer: AnswerKind, tool: Tool) -> str:
    """What an item is answered with, as one says it."""
    match answer:
        case OnScale(scale=name):
            return tool.scale_by_id[name].title if name in tool.scale_by_id else name
        case YesNo():
            return "yes or no"
        case OneOf(choices=choices):
            return f"one of {len(choices)} choices"
        case Number(low=low, high=high):
            bounds = [
                f"{word} {number_text(value)}" for word, value in (("from", low), ("to", high)) if value is not None
            ]
            return " ".join(["a number", *bounds])
        case Text():
            return "text"
        case Day():
            return "a date"
        case Person():
            return "a role"
        case Table(columns=columns):
            return f"rows of {one_of((column.title or column.id for column in columns), 'and')}"


def _judgement(judgement: Judgement, tool: Tool, titled: Titled) -> Lines:
    scale = tool.scale_by_id.get(judgement.scale)
    said = [
        "for each section" if judgement.for_each_section else "",
        f"on {scale.title if scale is not None else judgement.scale}",
        f"decided by {titled.roles(judgement.decided_by)}" if judgement.decided_by else "",
        "with a reason" if judgement.with_reason else "",
        f"shown after {titled.names.title(judgement.shown_after)}" if judgement.shown_after else "",
    ]
    yield f"**{cell(judgement.title)}** (`{judgement.id}`): {cell(', '.join(filter(None, said)))}."
    if judgement.note:
        yield from ("", *judgement.note.splitlines())
    rules = (*judgement.giving, *judgement.limits)
    if rules:
        yield ""
        yield from (f"- {cell(titled.in_tool(tool.id).rule(rule))}" for rule in rules)


# --- by when, and how often ------------------------------------------------------------------------------------------


def _deadlines(deadlines: Sequence[Deadline], titled: Titled) -> Lines:
    rows = [
        (deadline.title, titled.roles(deadline.owner), titled.due(deadline), ", ".join(deadline.cites))
        for deadline in deadlines
    ]
    yield from table(("What", "Who", "When", "Clauses"), rows) if rows else ()


def _activities(activities: Sequence[Activity], titled: Titled) -> Lines:
    rows = [
        (
            activity.title,
            "; ".join(_recurrences(activity, titled)),
            titled.roles(activity.by),
            titled.roles(activity.to, "and"),
            ", ".join(activity.cites),
        )
        for activity in activities
    ]
    yield from table(("What", "How often", "Who", "Goes to", "Clauses"), rows) if rows else ()


def _recurrences(whole: Activity | Forum, titled: Titled) -> Lines:
    for recurrence in whole.recurrences if isinstance(whole, Activity) else whole.meets:
        to = f" to {titled.roles(recurrence.to, 'and')}" if recurrence.to else ""
        yield titled.rhythm(rhythm_words(recurrence.rhythm), recurrence.rhythm) + to
    if whole.never_in:
        months = one_of(MONTH_NAMES[month - 1] for month in whole.never_in)
        yield f"never in {months} ({whole.inactive.value})"
    if whole.expects is not None:
        yield f"{whole.expects} a year"


def _year(pack: Pack) -> Lines:
    """The first whole year the standard is in force for; a standard without dates has no year of its own."""
    standard = pack.standard
    if standard is None or standard.in_force_from is None:
        return
    first = standard.in_force_from
    year = first.year + ((first.month, first.day) > (1, 1))
    planned = year_table(pack, year)
    if not any(column.times for column in planned.columns):
        return
    rows = []
    for month, name in enumerate(MONTH_NAMES):
        cells = [(column.title, column.cells[month].text) for column in planned.columns]
        told = [title if text == "yes" else f"{title}: {text}" for title, text in cells if text not in {NOTHING, NEVER}]
        resting = [title for title, text in cells if text == NEVER]
        rows.append((name, "; ".join(told) or "nothing", "; ".join(resting)))
    columns = ("Month", "What takes place", "Never")
    yield f"{year}, the first whole year it is in force for."
    yield ""
    yield from table(columns, rows) if any(row[2] for row in rows) else table(columns[:2], [row[:2] for row in rows])


# --- boards, records, samples ----------------------------------------------------------------------------------------


def _forums(forums: Sequence[Forum], titled: Titled) -> Lines:
    for forum in forums:
        yield f"### {cell(forum.title)}"
        yield ""
        said = {
            "Also known as": one_of(forum.also_known_as) if forum.also_known_as else "",
            "Chair": titled.roles(forum.chair),
            "Members": titled.roles(forum.members, "and"),
            "Meets": "; ".join(_recurrences(forum, titled)),
            "Agenda": "; ".join(forum.agenda),
            "Note": " ".join(filter(None, (forum.note, forum.guidance))),
            "Clauses": ", ".join(forum.cites),
        }
        yield from (f"- {word}: {cell(text)}" for word, text in said.items() if text)
        yield ""


def _records(pack: Pack) -> Lines:
    rows = []
    for record in pack.records:
        inside, never = _written(record, pack)
        drawn = [sample.title for sample in pack.samples if sample.of == record.id]
        rows.append((record.title, "; ".join(inside), "; ".join(never), "; ".join(drawn)))
    columns = ("Record", "Written in it", "NEVER written in it", "Drawn from it")
    yield from table(columns, rows) if rows else ()


def _written(record: Record, pack: Pack) -> tuple[list[str], list[str]]:
    """What is written in *record*, and what never is, by the titles of what says so."""
    inside: list[str] = []
    never: list[str] = []
    writing = (pack.deadlines, pack.moderations, pack.escalations, pack.processes, pack.activities)
    for thing in walk(writing):
        recording = getattr(thing, "recording", None)
        if isinstance(recording, Recording):
            title = getattr(thing, "title", "")
            inside += [title] if record.id in recording.inside else []
            never += [title] if record.id in recording.never else []
    return inside, never


def _sample(sample: Sample, titled: Titled) -> Lines:
    titled = titled.in_record(sample.of)
    yield f"### {cell(sample.title)}"
    yield ""
    if sample.of:
        yield f"- Drawn from: {cell(titled.names.record(sample.of))}"
    for rule in sample.eligible:
        yield f"- Only where {cell(titled.condition(rule.when))}"
    for pick in sample.picks:
        where = f" where {titled.condition(pick.where)}" if pick.where is not None else ""
        how = "chosen by a person" if pick.by_choice else "at random"
        count = titled.names.title(pick.count) if isinstance(pick.count, str) else str(pick.count)
        yield f"- {cell(f'{count}{where}, {how}')}{f': {cell(pick.title)}' if pick.title else ''}"
    for recurrence in sample.recurrences:
        yield f"- {cell(titled.rhythm(rhythm_words(recurrence.rhythm), recurrence.rhythm))}"
    if sample.auditors is not None:
        yield f"- Audited by {cell(titled.look(sample.auditors))}"
    if sample.labelled:
        yield f"- {cell(sample.labelled)}"
    if sample.cites:
        yield f"- Clauses: {', '.join(sample.cites)}"
    yield ""


# --- what is open, what was added, what is missing -------------------------------------------------------------------


def _parameters(parameters: Sequence[Parameter]) -> Lines:
    def bound(value: object) -> str:
        return f"`{value}`" if isinstance(value, str) else number_text(value)  # type: ignore[arg-type]

    rows = []
    for each in parameters:
        bounds = [f"{word} {bound(value)}" for word, value in _bounds(each) if value is not None]
        value = number_text(each.value) if each.value is not None else "open"
        rows.append(
            (each.title, f"`{each.id}`", each.unit.value if each.unit is not None else "", ", ".join(bounds), value)
        )
    yield from table(("What", "Parameter", "In", "Bounds", "Value"), rows) if rows else ()


def _bounds(parameter: Parameter) -> Iterable[tuple[str, object]]:
    return (("at least", parameter.low), ("above", parameter.above), ("at most", parameter.high))


def _interpretations(pack: Pack) -> Lines:
    rows = [
        (clause.id, ", ".join(clause.resolves), clause.statement)
        for clause in pack.clauses
        if clause.force is Force.INTERPRETATION and clause.id not in pack.brought
    ]
    if rows:
        yield "What the source leaves open, and how this pack reads it. An adopting body can replace each of them."
        yield ""
        yield from table(("Clause", "Settles", "Reading"), rows)


def _not_provided(pack: Pack) -> Lines:
    rows = [
        (clause.id, clause.place, clause.statement, clause.not_provided)
        for clause in pack.clauses
        if clause.not_provided and clause.id not in pack.brought
    ]
    yield from table(("Clause", "Where", "What the source says", "What is missing"), rows) if rows else ()


def _coverage(pack: Pack) -> Lines:
    clauses = clause_coverage(pack).clauses
    if clauses:
        yield share_words(clauses)[0].upper() + share_words(clauses)[1:] + "."
