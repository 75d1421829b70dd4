"""What a count counts is there, knows the band, and is neither too little nor always enough."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from qarules.dsl import codes
from qarules.dsl.checks.damage import is_partial, may_lack_items
from qarules.dsl.checks.grades import check_section_step, is_whole, report_whole
from qarules.dsl.checks.wanted import COUNTABLE, SECTION
from qarules.dsl.checks.words import at, suggestion
from qarules.dsl.findings import Findings, listed
from qarules.model.condition import Count, ItemsIn, Named, SectionsBy
from qarules.model.plain import number_text
from qarules.model.ranges import Range, settled
from qarules.model.scale import Scale
from qarules.model.scope import counted, graded_sections, graders, in_scope, scale_of, scales_of
from qarules.model.tool import Tool
from qarules.model.walk import Situated


def check_count(count: Count, situated: Situated, tool: Tool, findings: Findings) -> None:
    """
    Check what *count* counts, and how many of it.

    Args:
        count: A count whose names are checked elsewhere.
        situated: The condition it is a part of.
        tool: The tool, with everything counted that ever will be.
        findings: Takes the reports.
    """
    if count.quantity.share and count.quantity.amount > 1:
        findings.add(
            codes.BAD_SHARE,
            count.span,
            f"{number_text(count.quantity.amount * 100)}% is more than all there are",
            help="write a share from 0% to 100%",
        )
    elif isinstance(count.of, SectionsBy):
        _check_sections(count, count.of, tool, findings)
    elif _is_known(count.of, tool, findings):
        _check_things(count, count.of, situated.each_section, tool, findings)


# --- sections --------------------------------------------------------------------------------------------------------


def _check_sections(count: Count, of: SectionsBy, tool: Tool, findings: Findings) -> None:
    if not check_section_step(of.judgement, count.at, tool, findings, count.span):
        return
    scales = [scale for each in graders(tool, of.judgement, count.at.step) if (scale := scale_of(each, tool))]
    sections = graded_sections(tool)
    is_open = any(section.repeated for section in sections) or may_lack_items(of, tool, findings)
    _check_amount(count, scales, None if is_open else len(sections), findings)


# --- items and judgements --------------------------------------------------------------------------------------------


def _is_known(of: ItemsIn | Named, tool: Tool, findings: Findings) -> bool:
    """Whether all names stand for what a count can range over; where not, that has been reported."""
    names, wanted = (of.sections, SECTION) if isinstance(of, ItemsIn) else (of.names, COUNTABLE)
    things = [tool.things.get(name) for name in names]
    return findings.lost.isdisjoint(names) and all(thing and wanted.fits(thing, tool) for thing in things)


def _check_things(count: Count, of: ItemsIn | Named, each_section: bool, tool: Tool, findings: Findings) -> None:
    scope = list(in_scope(of, tool))
    found = scales_of(scope, tool)
    scales = [scale for scale in found if scale is not None and not is_partial(scale, findings)]
    if len(scales) < len(found):
        return
    is_open = may_lack_items(of, tool, findings)
    if not counted(of, count.at.step, tool):
        if not is_open or scope:
            _report_nobody(count, of, scales, findings)
        return
    if isinstance(of, Named):
        _report_uncounted(count, of, tool, findings)
    _check_amount(count, scales, None if is_open else _most(count, of, each_section, tool), findings)


def _report_nobody(count: Count, of: ItemsIn | Named, scales: list[Scale], findings: Findings) -> None:
    """Report a band that nothing in scope knows."""
    if count.at.step in findings.lost:
        return
    names = of.sections if isinstance(of, ItemsIn) else of.names
    where = f"in {listed(names)}" if isinstance(of, ItemsIn) and names else f"of {listed(names)}" if names else "here"
    known = [step for scale in scales for step in scale.by_id]
    findings.add(
        codes.NOBODY_KNOWS_BAND,
        at(count.at.step, count.span),
        f"nothing that is counted {where} can be `{count.at.step}`" if known else f"there is nothing to count {where}",
        help=suggestion(count.at.step, known, "steps")
        or "judge something on a scale, and do not say `not counted` of it",
    )


def _report_uncounted(count: Count, of: Named, tool: Tool, findings: Findings) -> None:
    """Report names of a list that the count passes over, whatever their answer."""
    counts = {thing.id for thing in counted(of, count.at.step, tool)}
    in_reach = {thing.id for thing in in_scope(of, tool)}
    for name in of.names:
        if name not in counts:
            why = f"its scale has no `{count.at.step}`" if name in in_reach else "it is `not counted`"
            findings.add(
                codes.NEVER_COUNTED,
                at(name, count.span),
                f"this count passes over `{name}`: {why}",
                help="take it out of the list",
            )


def _most(count: Count, of: ItemsIn | Named, each_section: bool, tool: Tool) -> int | None:
    """How many things there can be to count; None where instances of a repeated section are among them."""
    things = counted(of, count.at.step, tool)
    if any(thing.id in tool.section_of and tool.section_of[thing.id].repeated for thing in things):
        return None
    if each_section and of == ItemsIn():
        return max(len(counted(of, count.at.step, tool, section)) for section in tool.sections)
    return len(things)


def _check_amount(count: Count, scales: Iterable[Scale], most: int | None, findings: Findings) -> None:
    """Report an amount that is always or never there; *most* is how many there can be to count."""
    quantity = count.quantity
    if quantity.share and is_whole(count.at, scales):
        report_whole(count.at, findings, count.span)
        return
    if not quantity.share and most is not None and quantity.amount > most:
        findings.add(
            codes.BAD_AMOUNT,
            count.span,
            f"there {'is' if most == 1 else 'are'} only {most} to count here, not {number_text(quantity.amount)}",
            help="write a smaller number, or count more",
        )
        return
    highest = Fraction(1) if quantity.share else Fraction(most) if most is not None else None
    outcome = settled(quantity.comparison, quantity.amount, Range(low=Fraction(0), high=highest))
    if outcome is not None:
        findings.add(
            codes.ALWAYS_TRUE,
            count.span,
            f"this {'always' if outcome else 'never'} holds, whatever is answered",
            help="change the number, or take this out",
        )
