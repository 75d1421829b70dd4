"""What examples give and expect is among what their items and judgements allow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_never

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged, is_partial, may_lack_items
from qarules.dsl.checks.grades import check_grade, check_step
from qarules.dsl.checks.words import answered, at, suggestion
from qarules.dsl.codes import Fault
from qarules.dsl.findings import Findings
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.condition import ItemsIn
from qarules.model.example import GivenAll, GivenAnswer, GivenAudit, GivenDecision, GivenInstances
from qarules.model.facts import Cell, Value
from qarules.model.judgement import Judgement
from qarules.model.plain import number_text
from qarules.model.ranges import Grid
from qarules.model.scope import scale_of, sections_named
from qarules.model.tool import (
    Day,
    Item,
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


def check_grades(name: str, grades: Iterable[str | None], tool: Tool, findings: Findings, span: Span | None) -> None:
    """Report grades that the judgement of that name cannot have."""
    judgement = tool.things.get(name)
    if isinstance(judgement, Judgement) and name not in findings.lost:
        for grade in grades:
            if grade is not None:
                check_grade(grade, judgement, tool, findings, span)


def check_given(given: GivenAudit, tool: Tool, findings: Findings) -> None:
    """Report an answer that its item does not allow, and a grade that its judgement does not have."""
    match given:
        case GivenAll(band=band):
            _check_band(band, ItemsIn(), "in this tool", given.span, tool, findings)
        case GivenDecision(judgement=name, grade=grade):
            check_grades(name, [grade], tool, findings, given.span)
        case GivenAnswer(thing=name, value=value):
            thing = tool.things.get(name)
            if is_damaged(name, findings):
                return
            if isinstance(thing, Section):
                _check_section_answer(thing, value, given.span, tool, findings)
            elif isinstance(thing, Item):
                check_answer(thing, value, given.span, tool, findings)
        case GivenInstances():
            pass
        case _:
            assert_never(given)


def check_cells(
    cells: Iterable[Cell], items: Mapping[str, Item], owner: str, called: str, tool: Tool, findings: Findings
) -> None:
    """
    Report cells of a row, or fields of a record, that there are not or that cannot hold what they are given.

    Args:
        items: The columns or fields by id.
        owner: The table or record.
        called: What a cell's name stands for: ``column`` or ``question``.
    """
    for cell in cells:
        item = items.get(cell.name)
        if item is not None:
            check_answer(item, cell.value, cell.span, tool, findings)
        elif cell.name not in findings.lost and not is_damaged(owner, findings):
            findings.add(
                codes.UNKNOWN_NAME,
                at(cell.name, cell.span),
                f"`{owner}` has no {called} `{cell.name}`",
                help=suggestion(cell.name, items, f"{called}s"),
            )


def check_answer(item: Item, value: Value, span: Span | None, tool: Tool, findings: Findings) -> None:
    """Report an answer that *item* does not allow."""
    _Answer(item, value, span, tool, findings).check()


def _check_band(band: str, of: ItemsIn, where: str, span: Span | None, tool: Tool, findings: Findings) -> None:
    """Report a band for many items, counted or not, that none of them knows."""
    items = [item for section in sections_named(of.sections, tool) for item in section.items]
    scales = [scale_of(item, tool) for item in items if isinstance(item.answer, OnScale)]
    known = [step for scale in scales if scale is not None for step in scale.by_id]
    is_open = may_lack_items(of, tool, findings) or any(
        scale is None or is_partial(scale, findings) for scale in scales
    )
    if band not in {*known, *findings.lost} and not is_open:
        findings.add(
            codes.NOBODY_KNOWS_BAND,
            at(band, span),
            f"nothing {where} can be `{band}`",
            help=suggestion(band, known, "steps") or "name an item",
        )


def _check_section_answer(section: Section, value: Value, span: Span | None, tool: Tool, findings: Findings) -> None:
    """A section takes a band for all its items, or a status."""
    if value is Status.NOT_APPLICABLE:
        if not _may_be_left_out(section):
            _report_not_applicable(section, span, findings)
    elif isinstance(value, str):
        _check_band(value, ItemsIn(sections=(section.id,)), f"in `{section.id}`", span, tool, findings)
    elif not isinstance(value, Status):
        findings.add(
            codes.IMPOSSIBLE_VALUE,
            span,
            f"`{section.id}` is a section, and is given a band for all its items",
            help="write a band, or name one item",
        )


def _may_be_left_out(section: Section) -> bool:
    return section.may_not_apply is not None or any(item.may_not_apply is not None for item in section.items)


def _report_not_applicable(thing: Item | Section, span: Span | None, findings: Findings) -> None:
    findings.add(
        codes.IMPOSSIBLE_VALUE,
        span,
        f"`{thing.id}` cannot be not applicable",
        help=f"give it another answer, or let `{thing.id}` say `may be not applicable`",
        labels=[(at(thing.id, thing.span), "it does not say so here")],
    )


@frozen
class _Answer:
    """An answer that an example gives to one item."""

    item: Item
    value: Value
    span: Span | None
    tool: Tool
    findings: Findings

    def report(self, fault: Fault, message: str, remedy: str) -> None:
        here = at(self.value, self.span) if isinstance(self.value, str) else self.span
        self.findings.add(
            fault, here, message, help=remedy, labels=[(at(self.item.id, self.item.span), "what is asked")]
        )

    def report_kind(self, fault: Fault, remedy: str) -> None:
        self.report(fault, f"`{self.item.id}` is answered with {answered(self.item.answer)}", remedy)

    def check(self) -> None:
        """Report the answer where its item does not allow it."""
        answer = self.item.answer
        if self.value is Status.CANNOT_TELL:
            return
        if self.value is Status.NOT_APPLICABLE:
            if self.item.may_not_apply is None and not self.item.optional:
                _report_not_applicable(self.item, self.span, self.findings)
            return
        match answer:
            case OnScale():
                self.check_scale()
            case YesNo():
                if not isinstance(self.value, bool):
                    self.report_kind(codes.NOT_ON_SCALE, "write `yes` or `no`")
            case OneOf(choices=choices):
                self.check_choice([choice.id for choice in choices])
            case Number():
                self.check_number(answer)
            case Day():
                if not isinstance(self.value, datetime.date):
                    self.report_kind(codes.NOT_A_DATE, "write a date such as 1 April 2027")
            case Person():
                self.check_role()
            case Text():
                if not isinstance(self.value, str):
                    self.report_kind(codes.IMPOSSIBLE_VALUE, "put the text in quotation marks")
            case Table():
                self.report_kind(codes.IMPOSSIBLE_VALUE, f"give its rows: `{self.item.id} row {{ … }}`")
            case _:
                assert_never(answer)

    def check_scale(self) -> None:
        scale = scale_of(self.item, self.tool)
        if scale is None:
            return
        if isinstance(self.value, str):
            check_step(self.value, scale, self.item.id, self.findings, self.span)
        else:
            self.report_kind(codes.NOT_ON_SCALE, suggestion("", scale.by_id, "steps"))

    def check_choice(self, choices: list[str]) -> None:
        if not isinstance(self.value, str):
            self.report_kind(codes.NOT_ON_SCALE, suggestion("", choices, "choices"))
        elif self.value not in choices and self.value not in self.findings.lost:
            self.report(
                codes.NOT_ON_SCALE,
                f"`{self.value}` is no answer to `{self.item.id}`",
                suggestion(self.value, choices, "answers"),
            )

    def check_number(self, number: Number) -> None:
        if isinstance(self.value, bool) or not isinstance(self.value, Fraction | int):
            self.report_kind(codes.NOT_A_NUMBER, "write a number")
            return
        is_low = number.low is not None and self.value < number.low
        is_high = number.high is not None and self.value > number.high
        is_on_grid = number.step <= 0 or Grid(number.low or Fraction(0), number.step).holds(Fraction(self.value))
        if is_low or is_high or not is_on_grid:
            self.report(
                codes.IMPOSSIBLE_VALUE,
                f"`{self.item.id}` cannot be {number_text(Fraction(self.value))}",
                "give a number within its ends and on its steps",
            )

    def check_role(self) -> None:
        known = [name for role in self.tool.roles for name in (role.id, role.title, *role.also_known_as)]
        if not isinstance(self.value, str):
            self.report_kind(codes.IMPOSSIBLE_VALUE, "write the id of a role")
        elif self.value not in known and self.value not in self.findings.lost:
            ids = [role.id for role in self.tool.roles]
            self.report(codes.UNKNOWN_NAME, f"there is no role `{self.value}`", suggestion(self.value, ids, "roles"))
