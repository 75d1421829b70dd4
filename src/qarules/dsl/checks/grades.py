"""Reports on steps of scales that several checks share: a step that is not on a scale, and one that is all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_partial
from qarules.dsl.checks.words import at, suggestion
from qarules.dsl.findings import Findings
from qarules.model.condition import At, Reach
from qarules.model.judgement import Judgement
from qarules.model.scale import Scale
from qarules.model.scope import graders, scale_of, steps_at
from qarules.model.tool import Tool


def check_grade(grade: str, judgement: Judgement, tool: Tool, findings: Findings, otherwise: Span | None) -> None:
    """Report a grade that is not on the scale of *judgement*."""
    scale = scale_of(judgement, tool)
    if scale is not None:
        check_step(grade, scale, judgement.id, findings, otherwise)


def check_step(step: str, scale: Scale, owner: str, findings: Findings, otherwise: Span | None) -> bool:
    """Whether *step* is on the scale that *owner* stands on; it is reported where it is not."""
    if step in scale.by_id:
        return True
    if not is_partial(scale, findings) and step not in findings.lost:
        findings.add(
            codes.NOT_ON_SCALE,
            at(step, otherwise),
            f"`{step}` is not on the scale `{scale.id}`, on which `{owner}` stands",
            help=suggestion(step, scale.by_id, "steps"),
            labels=[(at(scale.id, scale.span), "this scale")],
        )
    return False


def check_section_step(by: str | None, wanted: At, tool: Tool, findings: Findings, otherwise: Span | None) -> bool:
    """
    Whether the grade of a section can be *wanted*; it is reported where it cannot.

    Args:
        by: The judgement for each section that is named; None for whichever fits.
        wanted: The step it is compared with.
        tool: The tool.
        findings: Takes the report.
        otherwise: The place of the whole comparison.
    """
    meant = graders(tool, by, None)
    scales = [scale for each in meant if (scale := scale_of(each, tool)) is not None]
    if any(wanted.step in scale.by_id for scale in scales):
        return True
    if len(meant) == len(scales) == 1:
        return check_step(wanted.step, scales[0], meant[0].id, findings, otherwise)
    is_open = any(is_partial(scale, findings) for scale in scales) or wanted.step in findings.lost
    if scales and len(scales) == len(meant) and not is_open:
        findings.add(
            codes.NOT_ON_SCALE,
            at(wanted.step, otherwise),
            f"`{wanted.step}` is no grade a section can have",
            help=suggestion(wanted.step, [step for scale in scales for step in scale.by_id], "grades"),
        )
    return False


def is_whole(wanted: At, scales: Iterable[Scale]) -> bool:
    """Whether *wanted* takes in every step of all those of *scales* that know it."""
    knowing = [scale for scale in scales if wanted.step in scale.by_id]
    return bool(knowing) and all(len(steps_at(wanted, scale)) == len(scale.grades) for scale in knowing)


def report_whole(wanted: At, findings: Findings, here: Span | None) -> None:
    """Report a comparison with a step `or better` or `or worse` that is the whole scale."""
    findings.add(
        codes.ALWAYS_TRUE,
        here,
        f"`{wanted.step} {wanted.reach.value}` is every step of the scale, so this says nothing",
        help="name another step, or leave out the end of the comparison",
    )


def check_choice(wanted: At, choices: Sequence[str], owner: str, findings: Findings, otherwise: Span | None) -> None:
    """Report an answer that a question without a scale does not offer, or an order among answers that have none."""
    if wanted.step not in choices and wanted.step not in findings.lost:
        findings.add(
            codes.NOT_ON_SCALE,
            at(wanted.step, otherwise),
            f"`{wanted.step}` is no answer to `{owner}`",
            help=suggestion(wanted.step, choices, "answers"),
        )
    elif wanted.reach is not Reach.EXACTLY:
        findings.add(
            codes.NOT_ON_SCALE,
            at(wanted.step, otherwise),
            f"the answers to `{owner}` stand in no order, so none is `{wanted.reach.value}`",
            help="name the answers that are meant, with `or` between them",
        )
