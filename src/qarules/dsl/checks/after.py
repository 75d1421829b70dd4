"""What comes after the grade reads answers that there are, and says by when without a doubt."""

from __future__ import annotations

import graphlib
import itertools
from collections.abc import Iterator
from typing import TypeGuard

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.checks import names, values
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.wanted import COMPARED, COUNTABLE, SECTION, SECTION_JUDGEMENT, TABLE, look, look_through
from qarules.dsl.checks.words import at, suggestion
from qarules.dsl.findings import Findings
from qarules.dsl.link import report_duplicates
from qarules.model.condition import Counted, ItemsIn, Named, Reference, SectionsBy
from qarules.model.looks import Compared, Moderation
from qarules.model.pack import Pack
from qarules.model.route import Deadline, EachRow, Escalation, Step
from qarules.model.term import (
    Before,
    From,
    Length,
    NotBefore,
    Point,
    Roll,
    SameWorkingDay,
    Term,
    TermUnit,
    WarnBefore,
    Within,
)
from qarules.model.tool import ColumnAnswer, Day, Item, Person, Table, Text, Tool
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Holds
from qarules.model.walk import walk
from qarules.model.watched import Route, record_tool, routes, stand_in

_CALENDAR_UNITS = frozenset({TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS, TermUnit.YEARS})
_COUNTED_IN_DAYS = frozenset({TermUnit.DAYS, TermUnit.WORKING_DAYS})


def check(pack: Pack, findings: Findings) -> None:
    """Report what reads no answer there is, starts for nothing, or leaves a day open to argument."""
    tools = {tool.id: tool for tool in pack.tools}
    for stepped in (*(each.steps for each in pack.escalations), *(each.steps for each in pack.processes)):
        report_duplicates("step", stepped, findings)
    for record in pack.records:
        report_duplicates("question", record.fields, findings)
    called = {str(consequence.then) for moderation in pack.moderations for consequence in moderation.consequences}
    for route in routes(pack):
        if route.tool in tools:
            _check_reads(route, tools[route.tool], findings)
        elif not route.tool:
            _check_reads_no_tool(route, pack, findings)
        is_called = route.id in called or is_damaged(route.id, findings)
        if isinstance(route, Escalation) and not route.starts_when and not is_called:
            findings.add(
                codes.NEVER_STARTS,
                route.id,
                f"nothing starts the escalation `{route.id}`",
                help="say `starts when`, with a condition or with `raised by` and who may raise it",
            )
        for holder in walk(route):
            if not isinstance(holder, Deadline | Escalation | Step) or holder.term is None:
                continue
            if not {route.id, holder.id} & findings.damaged:
                _check_term(holder.term, holder.id, holder.span, findings)
                _check_units(holder.term, pack, findings)
    _check_circles(pack, findings)
    _check_conditions(stand_in(pack), findings)
    for sample in pack.samples:
        for record in pack.records:
            if record.id == sample.of:
                _check_conditions(record_tool(record, sample, pack), findings)


def _check_conditions(tool: Tool, findings: Findings) -> None:
    """Check conditions over what is known of a case, or over the fields of a record."""
    if tool.watched:
        names.check(tool, findings)
        values.check(tool, findings)


# --- what is read ----------------------------------------------------------------------------------------------------


def _check_reads(route: Route, tool: Tool, findings: Findings) -> None:
    """Check the names of a tool that a route mentions outside its conditions."""
    for node in walk(route):
        match node:
            case EachRow():
                _check_rows(node, tool, findings)
            case Compared(names=compared):
                look_through(compared, COMPARED, tool, findings, route.span)
            case Differs(thing=thing):
                look(thing, COMPARED, tool, findings, node.span)
            case CountDiffers(of=of):
                _check_counted(of, tool, findings, node.span)
            case _:
                pass


def _check_counted(of: Counted, tool: Tool, findings: Findings, span: Span | None) -> None:
    match of:
        case ItemsIn(sections=sections):
            look_through(sections, SECTION, tool, findings, span)
        case Named(names=listed):
            look_through(listed, COUNTABLE, tool, findings, span)
        case SectionsBy(judgement=by):
            if by is not None:
                look(by, SECTION_JUDGEMENT, tool, findings, span)


def _check_rows(rows: EachRow, tool: Tool, findings: Findings) -> None:
    table = look(rows.table, TABLE, tool, findings, rows.span)
    if not isinstance(table, Item) or not isinstance(table.answer, Table):
        return
    columns = {column.id: column.answer for column in table.answer.columns}
    wanted: list[tuple[str, tuple[type[ColumnAnswer], ...], str]] = [(rows.by, (Day,), "a date")]
    if rows.owner:
        wanted.append((rows.owner, (Person, Text), "a role or a name"))
    for column, kinds, called in wanted:
        if column not in columns:
            fitting = [name for name, answer in columns.items() if isinstance(answer, kinds)]
            findings.add(
                codes.UNKNOWN_NAME,
                at(column, rows.span),
                f"the table `{table.id}` has no column `{column}`",
                help=suggestion(column, fitting, "columns") or f"add a column that holds {called}",
                labels=[(at(table.id, table.span), "this table")],
            )
        elif not isinstance(columns[column], kinds):
            findings.add(
                codes.WRONG_KIND,
                at(column, rows.span),
                f"the column `{column}` of `{table.id}` does not hold {called}",
                help=f"name a column that holds {called}",
                labels=[(at(table.id, table.span), "this table")],
            )


def _check_reads_no_tool(route: Route, pack: Pack, findings: Findings) -> None:
    """Report what reads answers and does not say of which tool; a condition may read what is known of the case."""
    knowns = {known.id for known in pack.knowns} | {parameter.id for parameter in pack.parameters}
    for node in walk(route):
        span = getattr(node, "span", None)
        match node:
            case Moderation():
                _report_no_tool(f"the moderation `{node.id}` compares the answers of a tool", node.id, span, findings)
            case EachRow(table=name) | Differs(thing=name):
                _report_no_tool(f"`{name}` belongs to a tool", name, span, findings)
            case AnythingDiffers() | CountDiffers() if not isinstance(route, Moderation):
                _report_no_tool("two looks differ about a tool", "", span, findings)
            case Holds(when=when):
                for name in _names_in(when):
                    if name not in knowns and name not in findings.lost:
                        _report_no_tool(f"`{name}` is no known and no parameter of this pack", name, span, findings)
                        findings.lost.add(name)
            case _:
                pass


def _names_in(condition: object) -> Iterator[str]:
    for node in walk(condition):
        match node:
            case Reference(name=name):
                yield name
            case Named(names=listed) | ItemsIn(sections=listed):
                yield from listed
            case _:
                pass


def _report_no_tool(message: str, name: str, span: Span | None, findings: Findings) -> None:
    findings.add(
        codes.NO_TOOL,
        at(name, span),
        f"{message}, and it is not said which tool is meant",
        help="write `of` and the tool after the title, or put this into the tool",
    )


# --- by when ---------------------------------------------------------------------------------------------------------


def _check_units(term: Term, pack: Pack, findings: Findings) -> None:
    """Report a parameter that is a time and does not say in which unit."""
    parameters = {parameter.id: parameter for parameter in pack.parameters}
    named = (node.count for node in walk(term) if isinstance(node, Length) and isinstance(node.count, str))
    for name in named:
        parameter = parameters.get(name)
        if parameter is not None and parameter.unit is None:
            findings.add(
                codes.NO_TIME,
                parameter.id,
                f"the parameter `{parameter.id}` is a time and does not say in which unit",
                help="add `in working days`, or another unit",
                labels=[(place(name), "used as a time here")],
            )


def _check_term(term: Term, name: str, span: Span | None, findings: Findings) -> None:
    """Report a day that may fall on a closed one, what may be read in two ways, and what is not read at all."""
    lasts = [timing for timing in term.timings if isinstance(timing, Within | Before)]
    if term.roll is Roll.NONE and any(timing.length.unit in _CALENDAR_UNITS for timing in lasts):
        findings.add(
            codes.MAY_BE_CLOSED,
            at(name, span),
            f"`{name}` may end on a day that is not worked, and it is not said what then",
            help="add `if closed, the working day before` (or `after`), or `even if closed`",
        )
    if not term.last_day_counts and any(isinstance(timing, Before) and _is_open(timing.length) for timing in lasts):
        findings.add(
            codes.CLEAR_OR_NOT,
            at(name, span),
            f"the days before the event of `{name}` can be read in two ways, which are a day apart",
            help="write `clear` before the unit where neither end counts, or add `the last day counts`",
        )
    _check_unread(term, name, span, findings)


def _check_unread(term: Term, name: str, span: Span | None, findings: Findings) -> None:
    """Report what a term says that changes nothing in it."""

    def report(said: str, remedy: str) -> None:
        findings.add(codes.DOES_NOT_BELONG, at(name, span), f"`{name}` {said}", help=remedy)

    if any(isinstance(timing, Within) and timing.length.clear for timing in term.timings):
        remedy = "leave `clear` out: the event's own day is not counted, and the last day is still in time"
        report("is to be done `within` clear days, which does not say which day is the last", remedy)
    if any(isinstance(warn, WarnBefore) and warn.length.clear for warn in term.warnings):
        report("warns clear days before, which does not say on which day", "leave `clear` out")
    units = [timing.length.unit for timing in term.timings if isinstance(timing, Within | Before | NotBefore)]
    if not units or any(unit is not TermUnit.HOURS for unit in units):
        return
    remedy = "leave it out, or count days or working days"
    if term.roll.moves:
        report("is counted in hours, which no closed day moves", remedy)
    if term.receipt is not None and not any(isinstance(timing, SameWorkingDay) for timing in term.timings):
        report("is counted in hours, which run from the time of day itself, whenever that is received", remedy)
    if term.pauses:
        report("is counted in hours, which no pause stops", remedy)


def _check_circles(pack: Pack, findings: Findings) -> None:
    """Report calendars made of themselves, events that follow each other, and deadlines counted from each other."""
    counted = {deadline.id: [node.name for node in walk(deadline) if _is_chained(node)] for deadline in pack.deadlines}
    for called, graph in (
        ("is made of", {calendar.id: list(calendar.union_of) for calendar in pack.calendars}),
        ("follows", {event.id: list(event.follows) for event in pack.events}),
        ("is counted from", counted),
    ):
        places = {name: name for name in graph}
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = [places[name] for name in reversed(error.args[1])]
            links = ", ".join(f"`{one}` {called} `{other}`" for one, other in itertools.pairwise(circle))
            findings.add(
                codes.CYCLE,
                min(circle, key=lambda name: _offset(at(name, None))),
                f"this goes in a circle: {links}",
                help="take one of these links out",
            )


def _is_chained(node: object) -> TypeGuard[From]:
    return isinstance(node, From) and node.point is not Point.EVENT


def _offset(span: Span | None) -> int:
    return span.start.offset if span is not None else 0


def _is_open(length: Length) -> bool:
    """Whether it is a number of days of which it is not said that they are clear."""
    return length.unit in _COUNTED_IN_DAYS and not length.clear
