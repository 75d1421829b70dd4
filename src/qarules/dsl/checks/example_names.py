"""The names that an example gives answers and expects grades by stand for things of its tool."""

from __future__ import annotations

from typing import assert_never

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.wanted import (
    ANSWERED,
    ITEM,
    JUDGEMENT,
    MEASURE,
    MISSABLE,
    ONE_JUDGEMENT,
    REPEATED,
    RESULT,
    SECTION,
    look,
)
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.example import (
    ExpectAboveLimit,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    GivenAll,
    GivenAnswer,
    GivenAudit,
    GivenDecision,
    GivenInstances,
    Graded,
)
from qarules.model.judgement import Judgement
from qarules.model.tool import Tool


def check_given(given: GivenAudit, tool: Tool, findings: Findings) -> None:
    """Report a name that can be given no such answer."""
    match given:
        case GivenAll():
            pass
        case GivenAnswer(thing=name):
            look(name, ANSWERED, tool, findings, given.span)
        case GivenInstances(section=name):
            look(name, REPEATED, tool, findings, given.span)
        case GivenDecision(judgement=name, section=section):
            judgement = check_target(name, section, tool, findings, given.span)
            if judgement is not None and not judgement.decided_by and not is_damaged(name, findings):
                findings.add(
                    codes.WRONG_KIND,
                    at(name, given.span),
                    f"nobody decides `{name}`",
                    help="leave this decision out, or say who decides it with `decided by`",
                    labels=[(at(judgement.id, judgement.span), "it does not say who decides it")],
                )
        case _:
            assert_never(given)


def check_expected(expected: Graded, tool: Tool, findings: Findings) -> None:
    """Report a name of which no such thing can be expected."""
    span = expected.span
    match expected:
        case ExpectGrade(judgement=name, grade=None, section="", suggested=False) if not _is_judgement(name, tool):
            look(name, RESULT, tool, findings, span)
        case ExpectGrade(judgement=name, section=section) | ExpectPossible(judgement=name, section=section):
            check_target(name, section, tool, findings, span)
        case ExpectDiffers(judgement=name, other=other):
            look(name, ONE_JUDGEMENT, tool, findings, span)
            look(other, ONE_JUDGEMENT, tool, findings, span)
        case ExpectAboveLimit(judgement=name):
            look(name, ONE_JUDGEMENT, tool, findings, span)
        case ExpectMeasure(measure=name):
            look(name, MEASURE, tool, findings, span)
        case ExpectItem(item=name, hidden=hidden):
            look(name, ITEM if hidden else MISSABLE, tool, findings, span)
        case _:
            assert_never(expected)


def _is_judgement(name: str, tool: Tool) -> bool:
    return isinstance(tool.things.get(name), Judgement)


def check_target(name: str, section: str, tool: Tool, findings: Findings, span: Span | None) -> Judgement | None:
    """The judgement that is meant; None, and a report, where the section does not fit it."""
    judgement = look(name, JUDGEMENT, tool, findings, span)
    if not isinstance(judgement, Judgement):
        return None
    if section and not judgement.for_each_section:
        findings.add(
            codes.WRONG_KIND,
            at(section, span),
            f"`{name}` is one judgement of the whole tool, not one for each section",
            help=f"leave out `of {section}`",
            labels=[(at(judgement.id, judgement.span), "this judgement")],
        )
        return None
    if judgement.for_each_section and not section:
        findings.add(
            codes.WRONG_KIND,
            at(name, span),
            f"`{name}` is made for each section, and this names none",
            help=f"say of which section: `{name} of …`",
            labels=[(at(judgement.id, judgement.span), "this judgement")],
        )
        return None
    if section and look(section, SECTION, tool, findings, span) is None:
        return None
    return judgement
