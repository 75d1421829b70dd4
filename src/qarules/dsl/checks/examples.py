"""Examples give what may be given, expect what there can be, and say of which audit on which day."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.checks import example_names, example_values
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.wanted import COMPARED, TABLE, look
from qarules.dsl.checks.words import at, suggestion, with_article
from qarules.dsl.findings import Findings
from qarules.dsl.mentions import constructs
from qarules.frozen import frozen
from qarules.model.example import (
    Example,
    ExpectAboveLimit,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
    Graded,
)
from qarules.model.expected import (
    STATES,
    Afterwards,
    ExpectDay,
    ExpectDelta,
    ExpectDraws,
    ExpectEligible,
    ExpectRecorded,
    ExpectStands,
    ExpectStart,
    ExpectState,
    ExpectTells,
    Standing,
)
from qarules.model.facts import (
    GivenChosen,
    GivenDay,
    GivenDone,
    GivenParameter,
    GivenRaise,
    GivenRecord,
    GivenRow,
    Target,
)
from qarules.model.judgement import Judgement
from qarules.model.pack import Pack
from qarules.model.scope import is_dated
from qarules.model.tool import Item, Keyword, Table, Tool
from qarules.model.watched import stand_in

_GIVEN_TO_A_LOOK = (GivenAll, GivenAnswer, GivenInstances, GivenDecision, GivenRow)


def check(pack: Pack, findings: Findings) -> None:
    """Report what examples give and cannot, what they expect and there cannot be, and what they leave open."""
    tools = {tool.id: tool for tool in pack.tools}
    knowns = stand_in(pack)
    for example in pack.examples:
        if example.tool in findings.lost or (example.tool and example.tool not in tools):
            continue
        tool = tools.get(example.tool)
        if is_damaged(example.title, findings):
            continue
        _Checked(pack, example, tool, knowns, findings).check()


@frozen
class _Checked:
    """One example; *knowns* stands in for the tool where it is about none."""

    pack: Pack
    example: Example
    tool: Tool | None
    knowns: Tool
    findings: Findings

    def check(self) -> None:
        example = self.example
        for given in example.given:
            self.check_given(given)
        for look_again in (example.second, example.third):
            for given in look_again or ():
                self.check_in_look(given)
        for expected in example.expected:
            self.check_expected(expected)
        self.check_once()
        if not example.expected:
            self.findings.add(
                codes.EMPTY_EXAMPLE,
                example.span,
                f"the example `{example.title}` expects nothing",
                help="add `expect` and what should come of it",
            )
        self.check_days()

    # --- what is given -----------------------------------------------------------------------------------------------

    def check_given(self, given: Given) -> None:
        match given:
            case GivenAnswer(thing=name) if self.is_known_of_pack(name):
                example_values.check_given(given, self.knowns, self.findings)
            case GivenAnswer(thing=name) if kind := self.kind_after(name):
                self.findings.add(
                    codes.WRONG_KIND,
                    at(name, given.span),
                    f"`{name}` is {with_article(kind)}, and has no answer",
                    help=f"write it with a verb, as in `{name} {_SAID[kind]}`",
                )
            case GivenAll() | GivenAnswer() | GivenInstances() | GivenDecision():
                tool = self.of_tool(given, getattr(given, "thing", ""))
                if tool is not None:
                    example_names.check_given(given, tool, self.findings)
                    example_values.check_given(given, tool, self.findings)
            case GivenRow():
                self.check_row(given)
            case GivenRecord(record=name, fields=fields):
                record = next((each for each in self.pack.records if each.id == name), None)
                if record is not None:
                    items = {field.id: field for field in record.fields}
                    example_values.check_cells(fields, items, record.id, "question", self.knowns, self.findings)
            case GivenChosen(sample=name, stratum=stratum):
                self.check_stratum(name, stratum, given.span)
            case _:
                pass

    def check_in_look(self, given: Given) -> None:
        """A later look answers and decides; all else belongs to the case."""
        if isinstance(given, _GIVEN_TO_A_LOOK):
            self.check_given(given)
        else:
            self.findings.add(
                codes.DOES_NOT_BELONG,
                given.span,
                "this is known of the case, not of one look at the audit",
                help="put it before the look, outside its braces",
            )

    def check_row(self, given: GivenRow) -> None:
        tool = self.of_tool(given, given.table)
        table = look(given.table, TABLE, tool, self.findings, given.span) if tool is not None else None
        if tool is None or not isinstance(table, Item) or not isinstance(table.answer, Table):
            return
        columns = {
            column.id: Item(
                keyword=Keyword.QUESTION, id=column.id, title=column.title, answer=column.answer, span=table.span
            )
            for column in table.answer.columns
        }
        example_values.check_cells(given.cells, columns, table.id, "column", tool, self.findings)

    def is_known_of_pack(self, name: str) -> bool:
        in_tool = self.tool is not None and name in self.tool.things
        return not in_tool and any(known.id == name for known in self.pack.knowns)

    def of_tool(self, node: Given | Graded, name: str) -> Tool | None:
        """The tool that is audited; None, and a report, where the example is about none."""
        if self.tool is None and name not in self.findings.lost:
            self.findings.add(
                codes.NO_TOOL,
                node.span,
                f"`{name}` is no known of this pack" if name else "this belongs to an audit",
                help="write `of` and the tool after the title, or put the example into the tool",
            )
        return self.tool

    # --- what is expected --------------------------------------------------------------------------------------------

    def check_expected(self, expected: Graded | Afterwards) -> None:
        span = expected.span
        match expected:
            case (
                ExpectGrade() | ExpectPossible() | ExpectDiffers() | ExpectAboveLimit() | ExpectMeasure() | ExpectItem()
            ):
                self.check_graded(expected)
            case ExpectDelta(thing=thing) | ExpectStands(thing=thing):
                self.check_compared(expected, thing)
            case ExpectDraws(thing=thing, stratum=stratum):
                self.check_stratum(thing.name, stratum, span)
            case ExpectEligible(record=record, sample=sample):
                self.check_record(record, sample, span)
            case _:
                pass

    def check_graded(self, expected: Graded) -> None:
        name = str(
            getattr(expected, "judgement", "") or getattr(expected, "measure", "") or getattr(expected, "item", "")
        )
        kind = self.kind_after(name)
        if kind in _STANDS and isinstance(expected, ExpectGrade):
            state = expected.grade if expected.grade in STATES else "running"
            self.findings.add(
                codes.WRONG_KIND,
                at(name, expected.span),
                f"`{name}` is {with_article(kind)}, and has no grade",
                help=f"say how it stands with `is`, as in `{name} is {state}`",
            )
            return
        tool = self.of_tool(expected, name)
        if tool is None:
            return
        example_names.check_expected(expected, tool, self.findings)
        grades = (expected.grade,) if isinstance(expected, ExpectGrade) else getattr(expected, "grades", ())
        example_values.check_grades(name, grades, tool, self.findings, expected.span)

    def kind_after(self, name: str) -> str:
        """What kind of construct after the grade *name* is; empty for none, and for what has an answer or a grade."""
        if self.is_known_of_pack(name) or (self.tool is not None and name in self.tool.things):
            return ""
        defined = constructs(self.pack)
        return next((kind for kind in _SAID if any(thing.id == name for thing in defined[kind])), "")

    def check_compared(self, expected: ExpectDelta | ExpectStands, thing: Target) -> None:
        if self.tool is None:
            self.findings.add(
                codes.NO_TOOL,
                expected.span,
                "two looks differ about a tool, and it is not said which tool is meant",
                help="write `of` and the tool after the title, or put the example into the tool",
            )
            return
        found = look(thing.name, COMPARED, self.tool, self.findings, expected.span)
        if isinstance(found, Judgement) and isinstance(expected, ExpectStands):
            example_names.check_target(thing.name, thing.of, self.tool, self.findings, expected.span)
            example_values.check_grades(thing.name, [expected.grade], self.tool, self.findings, expected.span)

    def check_stratum(self, sample: str, stratum: str, span: Span | None) -> None:
        stated = next((each for each in self.pack.samples if each.id == sample), None)
        titles = [pick.title for pick in stated.picks if pick.title] if stated is not None else []
        if stated is not None and stratum and stratum not in titles:
            self.findings.add(
                codes.UNKNOWN_NAME,
                span,
                f"the sample `{sample}` has no stratum `{stratum}`",
                help=suggestion(stratum, titles, "strata") or "give the stratum a title with `as`",
            )

    def check_record(self, record: str, sample: str, span: Span | None) -> None:
        stated = next((each for each in self.pack.samples if each.id == sample), None)
        if stated is None or not stated.of:
            return
        given = [each.id for each in self.example.given if isinstance(each, GivenRecord) and each.record == stated.of]
        if record not in given:
            self.findings.add(
                codes.UNKNOWN_NAME,
                span,
                f"no `{stated.of}` called `{record}` is given",
                help=suggestion(record, given, "records") or f'give it: `given {stated.of} "{record}" {{ … }}`',
            )

    # --- the whole ---------------------------------------------------------------------------------------------------

    def check_once(self) -> None:
        """Report what is given twice, where only one of the two can be so."""
        first: dict[object, Span | None] = {}
        for key, name, span in self.given_once():
            if key in first:
                self.findings.add(
                    codes.SAID_TWICE,
                    span,
                    f"`{name}` is given twice",
                    help="keep one of the two",
                    labels=[(first[key], "the first")],
                )
            else:
                first[key] = span

    def given_once(self) -> Iterator[tuple[object, str, Span | None]]:
        for given in self.example.given:
            match given:
                case GivenDay(thing=name, kind=kind):
                    yield (kind, name), name, given.span
                case GivenDone(thing=thing) | GivenRaise(thing=thing):
                    yield (type(given), thing.path), thing.path, given.span
                case GivenParameter(parameter=name):
                    yield (GivenParameter, name), name, given.span
                case GivenRecord(record=kind, id=name):
                    yield (kind, name), name, given.span
                case _:
                    pass

    def check_days(self) -> None:
        """Report an example that has to say on which day it is and does not."""
        example = self.example
        if example.on is not None or example.as_of is not None:
            return
        if any(_speaks_of_a_day(expected) for expected in example.expected):
            self.findings.add(
                codes.NO_TIME,
                place(example.title) or example.span,
                f"the example `{example.title}` does not say on which day the case is looked at",
                help="add `on` and the date of the audit, or `as of` and the day",
            )
        elif self.tool is not None and is_dated(self.tool):
            self.findings.add(
                codes.NO_TIME,
                example.span,
                f"the example `{example.title}` does not say on which day the audit was made, and the tool asks for it",
                help="add `on` and the date of the audit",
            )


_STANDS = frozenset({"deadline", "escalation", "process"})
_SAID = {
    "event": "happened on 3 May 2027",
    "deadline": "is done on 3 May 2027",
    "escalation": "is resolved",
    "process": "is resolved",
    "role": 'is "Ros Ellis"',
    "parameter": "is 5",
    "activity": "last happened on 3 May 2027",
}
"""What is said of a construct after the grade, such as an author may have meant."""


def _speaks_of_a_day(expected: Graded | Afterwards) -> bool:
    """Whether *expected* can only be told of a day."""
    if isinstance(expected, ExpectState):
        return expected.state is not Standing.LEFT_OPEN
    return isinstance(expected, ExpectDay | ExpectStart | ExpectTells | ExpectRecorded | ExpectDraws | ExpectEligible)
