"""Nothing is compared with a value it cannot have, and no comparison is settled before the audit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.points import is_sound_number
from qarules.dsl.checks.wanted import is_short, is_unsaid
from qarules.dsl.checks.words import answered, at, kind, suggestion
from qarules.dsl.findings import Findings, listed
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Applicable,
    At,
    Compared,
    Comparison,
    Count,
    Dated,
    Expression,
    Has,
    Is,
    ItemsIn,
    Named,
    Quantity,
    Reference,
    SectionsBy,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.plain import number_text
from qarules.model.ranges import Range, grid_of, range_of, settled
from qarules.model.scale import Scale
from qarules.model.scope import (
    can_be_absent,
    countable_in,
    counted,
    fully_counted,
    graded_sections,
    graders,
    in_scope,
    knows,
    scale_of,
    section_judgements,
    steps_at,
)
from qarules.model.tool import Day, Item, Number, OneOf, Section, Thing, Tool, YesNo
from qarules.model.walk import Situated, Test, conditions_of, names_in, numbers_in, tests_in


def check(tool: Tool, findings: Findings) -> None:
    """Report conditions and rules whose values do not fit what they are about."""
    for situated in conditions_of(tool):
        check_condition(situated, tool, findings)
    for judgement in tool.judgements:
        _check_judgement(judgement, tool, findings)
    for promise in tool.promises:
        for claim in promise.claims:
            judgement = tool.things.get(claim.judgement)
            if isinstance(judgement, Judgement):
                check_grade(claim.at.step, judgement, tool, findings, claim.span)


def check_condition(situated: Situated, tool: Tool, findings: Findings) -> None:
    """Check the values in one condition."""
    values = _Values(fully_counted(tool), findings, situated.each_section)
    for test in tests_in(situated.condition):
        values.check_test(test)


# --- grades ----------------------------------------------------------------------------------------------------------


def _check_judgement(judgement: Judgement, tool: Tool, findings: Findings) -> None:
    for rule in (*judgement.giving, *judgement.limits):
        check_grade(rule.grade, judgement, tool, findings, rule.span)
    for descriptor in judgement.descriptors:
        check_grade(descriptor.step, judgement, tool, findings, descriptor.span)
    scale = scale_of(judgement, tool)
    for limit in judgement.limits:
        if scale is not None and not is_short(scale) and limit.grade == scale.grades[0].id:
            findings.add(
                codes.USELESS_LIMIT,
                at(limit.grade, limit.span),
                f"this limit does nothing: `{limit.grade}` is the best grade there is",
                help="take the limit out, or name a lower grade",
                labels=[(at(scale.id, scale.span), f"the grades of `{judgement.id}`")],
            )


def check_grade(grade: str, judgement: Judgement, tool: Tool, findings: Findings, otherwise: Span | None) -> None:
    """Report a grade that is not on the scale of *judgement*."""
    scale = scale_of(judgement, tool)
    if scale is not None:
        check_step(grade, scale, judgement.id, findings, otherwise)


def check_step(step: str, scale: Scale, owner: str, findings: Findings, otherwise: Span | None) -> bool:
    """Whether *step* is on the scale *owner* stands on; it is reported where it is not."""
    if step in scale.by_id:
        return True
    if not is_short(scale) and step not in findings.lost:
        findings.add(
            codes.NOT_ON_SCALE,
            at(step, otherwise),
            f"`{step}` is not on the scale `{scale.id}` of `{owner}`",
            help=suggestion(step, scale.by_id, "steps"),
            labels=[(at(scale.id, scale.span), "this scale")],
        )
    return False


# --- conditions ------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Values:
    """
    The values of one condition.

    Attributes:
        tool: With everything counted that ever will be.
        each_section: Its counts range over one section at a time.
    """

    tool: Tool
    findings: Findings
    each_section: bool

    def thing(self, name: str) -> Thing | None:
        """What *name* stands for; None where it has been reported, or may have been lost."""
        thing = self.tool.things.get(name)
        unsaid = isinstance(thing, Item) and is_unsaid(thing, self.findings)
        return None if unsaid or name in self.findings.lost else thing

    def check_test(self, test: Test) -> None:
        match test:
            case Count():
                self.check_count(test)
            case Is():
                self.check_is(test)
            case Compared():
                self.check_compared(test)
            case Within(thing=thing, anchor=anchor) | Dated(thing=thing, anchor=anchor):
                self.check_date(thing.name, thing.span)
                if isinstance(anchor, str):
                    self.check_date(anchor, test.span)
            case Applicable():
                self.check_applicable(test)
            case Has(comparison=comparison, amount=amount):
                self.report_settled(settled(comparison, amount, Range(low=Fraction(0))), test.span, "")
            case _:
                assert_never(test)

    def report_settled(self, outcome: bool | None, here: Span | None, why: str) -> None:
        """Report a test that comes out the same in every audit."""
        if outcome is not None:
            self.findings.add(
                codes.ALWAYS_TRUE,
                here,
                f"this {'always' if outcome else 'never'} holds{why and ': '}{why}",
                help="change it, or take it out",
            )

    # --- one thing

    def check_is(self, test: Is) -> None:
        thing, step, here = self.thing(test.thing.name), test.at.step, at(test.at.step, test.span)
        match thing:
            case Item(answer=YesNo()):
                self.check_choice(thing, test.at, ["yes", "no"], here)
            case Item(answer=OneOf(choices=choices)):
                self.check_choice(thing, test.at, [choice.id for choice in choices], here)
            case Section():
                self.check_section_grade(test.thing, test.at, test.span)
            case Item() | Judgement():
                scale = scale_of(thing, self.tool)
                if scale is not None and check_step(step, scale, thing.id, self.findings, test.span):
                    self.report_whole_scale(test.at, [scale], test.span)
            case Measure() | None:
                pass
            case _:
                assert_never(thing)

    def check_choice(self, item: Item, wanted: At, choices: Sequence[str], here: Span | None) -> None:
        """Report an answer that a question does not offer, or an order among answers that have none."""
        if wanted.step not in choices and wanted.step not in self.findings.lost:
            self.findings.add(
                codes.NOT_ON_SCALE,
                here,
                f"`{wanted.step}` is no answer to `{item.id}`, which is answered with {answered(item.answer)}",
                help=suggestion(wanted.step, choices, "answers"),
                labels=[(at(item.id, item.span), "this question")],
            )
        elif wanted.reach is not Reach.EXACTLY:
            self.findings.add(
                codes.NOT_ON_SCALE,
                here,
                f"the answers to `{item.id}` have no order, so none is `{wanted.reach.value}`",
                help="name the answers that are meant, with `or` between them",
                labels=[(at(item.id, item.span), "this question")],
            )

    def check_section_grade(self, reference: Reference, wanted: At, span: Span | None) -> None:
        named = self.thing(reference.by) if reference.by else None
        if reference.by is None or isinstance(named, Judgement):
            self.check_graders(reference.by, wanted, span)

    def check_graders(self, by: str | None, wanted: At, span: Span | None) -> bool:
        """Whether the grade of a section can be *wanted*; a step on no scale of sections is reported."""
        scales = [scale for each in graders(self.tool, by, None) if (scale := scale_of(each, self.tool)) is not None]
        knowing = [scale for scale in scales if wanted.step in scale.by_id]
        if knowing:
            self.report_whole_scale(wanted, knowing, span)
        elif len(scales) == 1:
            check_step(wanted.step, scales[0], by or "section", self.findings, span)
        elif scales and len(scales) == len(graders(self.tool, by, None)) and wanted.step not in self.findings.lost:
            self.findings.add(
                codes.NOT_ON_SCALE,
                at(wanted.step, span),
                f"`{wanted.step}` is no grade that a section can have",
                help=suggestion(wanted.step, {step for scale in scales for step in scale.by_id}, "grades"),
            )
        return bool(knowing)
