"""Every construct is whole: descriptors for all bands, bounds in order, something in it, somebody who decides."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from qarules.diagnostics import place
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged, is_partial, is_unsaid
from qarules.dsl.checks.words import answered, at, suggestion
from qarules.dsl.findings import Findings, closest, listed
from qarules.model.judgement import Descriptor, Judgement
from qarules.model.plain import number_text
from qarules.model.scale import Scale
from qarules.model.tool import Item, Keyword, Number, OnScale, Section, Table, Tool


def check(tool: Tool, findings: Findings) -> None:
    """Report constructs that lack a part, or have one that makes no sense."""
    for section in tool.sections:
        _check_section(section, findings)
        for item in section.items:
            _check_item(item, tool, findings)
    for known in tool.knowns:
        _check_item(known, tool, findings)
    for judgement in tool.judgements:
        _report_repeated(judgement.descriptors, findings)
        _check_decider(judgement, findings)


def _check_section(section: Section, findings: Findings) -> None:
    if not section.items and not is_damaged(section.id, findings):
        findings.add(
            codes.EMPTY_SECTION,
            at(section.id, section.span),
            f"the section `{section.id}` is empty",
            help="put a criterion or question into it, or take it out",
        )


def _check_decider(judgement: Judgement, findings: Findings) -> None:
    """A judgement without giving rules is a person's to make."""
    if not judgement.giving and not judgement.decided_by and not is_damaged(judgement.id, findings):
        findings.add(
            codes.NO_DECIDER,
            at(judgement.id, judgement.span),
            f"no rule gives a grade to `{judgement.id}`, and nobody decides it",
            help="add a rule with `give`, or say who makes it with `decided by`",
        )


# --- items -----------------------------------------------------------------------------------------------------------


def _check_item(item: Item, tool: Tool, findings: Findings) -> None:
    if item.weight < 0:
        findings.add(
            codes.BAD_BOUNDS,
            at(item.id, item.span),
            f"the weight of `{item.id}` is below zero",
            help="give it a weight of 0 or more, or say `not counted`",
        )
    match item.answer:
        case Number() as number:
            _check_bounds(number, item.id, item, findings)
        case Table(columns=columns):
            for column in columns:
                if isinstance(column.answer, Number):
                    _check_bounds(column.answer, column.id, item, findings)
        case _:
            pass
    if item.keyword is Keyword.CRITERION:
        _check_criterion(item, tool, findings)


def _check_bounds(number: Number, name: str, item: Item, findings: Findings) -> None:
    low, high, step = number.low, number.high, number.step
    fault, remedy = "", ""
    if low is not None and high is not None and low > high:
        fault = f"`{name}` goes from {number_text(low)} down to {number_text(high)}"
        remedy = "put the smaller number after `from`"
    elif step <= 0:
        fault, remedy = f"the step of `{name}` is not above zero", "write a step such as 1 or 0.5, or leave it out"
    elif high is not None and (high - (low or 0)) % step:
        fault = (
            f"steps of {number_text(step)} from {number_text(low or Fraction(0))} never reach "
            f"the {number_text(high)} where `{name}` ends"
        )
        remedy = "change the step or one of the ends"
    if fault:
        findings.add(codes.BAD_BOUNDS, at(name, item.span), fault, help=remedy)


# --- descriptors -----------------------------------------------------------------------------------------------------


def _check_criterion(item: Item, tool: Tool, findings: Findings) -> None:
    if not isinstance(item.answer, OnScale):
        if not is_unsaid(item, findings):
            findings.add(
                codes.DOES_NOT_BELONG,
                at(item.id, item.span),
                f"a criterion is judged on a scale, but `{item.id}` is answered with {answered(item.answer)}",
                help="write `judged on` and a scale, or make it a `question`",
            )
        return
    scale = tool.scale_of(item)
    if scale is None or is_partial(scale, findings):
        return
    again = _report_repeated(item.descriptors, findings)
    known = {*scale.by_id, *findings.lost}
    strange = [descriptor for descriptor in item.descriptors if descriptor.step not in known]
    for descriptor in strange:
        findings.add(
            codes.UNKNOWN_BAND,
            at(descriptor.step, descriptor.span),
            f"`{descriptor.step}` is no band of the scale `{scale.id}`",
            help=suggestion(descriptor.step, scale.by_id, "bands"),
            labels=[(place(item.answer.scale), f"`{item.id}` is judged on it")],
        )
    _report_missing(item, scale, [*strange, *again], findings)


def _report_repeated(descriptors: Iterable[Descriptor], findings: Findings) -> list[Descriptor]:
    """Report every descriptor that says again what one before it says; they are returned."""
    first: dict[tuple[str, str], Descriptor] = {}
    again = []
    for descriptor in descriptors:
        earlier = first.setdefault((descriptor.step, descriptor.population), descriptor)
        if earlier is descriptor:
            continue
        again.append(descriptor)
        whom = f" for `{descriptor.population}`" if descriptor.population else ""
        findings.add(
            codes.DUPLICATE_NAME,
            at(descriptor.step, descriptor.span),
            f"`{descriptor.step}` is described twice{whom}",
            help="keep one of the two, or put the id of the other step",
            labels=[(at(earlier.step, earlier.span), "the first")],
        )
    return again


def _report_missing(item: Item, scale: Scale, misplaced: list[Descriptor], findings: Findings) -> None:
    """
    Report the bands without a descriptor, in one report.

    A descriptor that stands under a wrong id accounts for one of them: that mistake has been reported.
    """
    described = {descriptor.step for descriptor in item.descriptors}
    missing = [grade.id for grade in scale.grades if grade.id not in described]
    meant = [near for descriptor in misplaced if (near := closest(descriptor.step, missing)) is not None]
    unmatched = len(misplaced) - len(set(meant))
    missing = [band for band in missing if band not in meant][unmatched:]
    if missing and not is_damaged(item.id, findings):
        findings.add(
            codes.MISSING_DESCRIPTOR,
            at(item.id, item.span),
            f"the criterion `{item.id}` does not describe {listed(missing)}",
            help=f'add `{missing[0]} "…"`, or `{missing[0]} not provided "…"` where the source has no text',
            labels=[(at(scale.id, scale.span), f"the bands of `{scale.id}`")],
        )
