"""A sample as plain text: what was drawn, why everything else was not, and who audits what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.export.names import Names, counted, weekday_words
from qarules.model.draw import Allocation, Assignment, Draw, LeftOut, Load, Stratum, WhyNot
from qarules.model.pack import Pack
from qarules.model.prose import behind, changed, interpretations, joined, listed, one_of, wrapped


def sample_text(draw: Draw, pack: Pack, assignment: Assignment | None = None) -> str:
    """
    A sample for a reader: each stratum, every record left out with its reason, and who audits what.

    Args:
        pack: Whose sample it is; it has the titles.
        assignment: Who audits what was drawn; None where that was not asked.
    """
    names = Names(pack)
    blocks: list[Iterable[str]] = [_heading(draw)]
    blocks += [_stratum(stratum) for stratum in draw.strata]
    blocks.append(listed("Not in the sample", (_left_out(each, names) for each in draw.left_out)))
    if assignment is not None:
        blocks.append(_assigned(assignment))
        blocks.append(listed("What each auditor was given", map(_load, assignment.loads)))
    problems = (*draw.problems, *(assignment.problems if assignment is not None else ()))
    blocks.append(listed("Cannot be used", dict.fromkeys(map(str, problems))))
    resting = (*draw.rests_on, *(assignment.rests_on if assignment is not None else ()))
    blocks.append(interpretations(resting))
    blocks.append(changed(draw.changes))
    return joined(blocks)


def _heading(draw: Draw) -> Iterator[str]:
    yield from wrapped(f"{draw.title} ({draw.sample}), drawn for {weekday_words(draw.on)}", "")
    yield f"Seed: {draw.seed}. The same records and the same seed give the same sample."
    if draw.labelled:
        yield from wrapped(draw.labelled, "")
    if behind(draw.clauses, draw.span):
        yield from wrapped(f"rule of the sample{behind(draw.clauses, draw.span)}")


def _stratum(stratum: Stratum) -> Iterator[str]:
    title = stratum.title or f"Stratum {stratum.number}"
    wanted = "how many is left open" if stratum.wanted is None else f"{stratum.wanted} wanted"
    short = f", {stratum.short} SHORT" if stratum.short else ""
    yield from wrapped(f"{title} ({stratum.mode}): {len(stratum.records)} taken, {wanted}{short}", "")
    yield from wrapped(f"from {counted(stratum.fitting, 'record')}: {stratum.text}{behind(stratum.clauses, None)}")
    yield from (f"  - {record}" for record in stratum.records)


def _left_out(each: LeftOut, names: Names) -> str:
    missing = f"; not given: {', '.join(each.missing)}" if each.missing else ""
    elsewhere = f"; looked at instead in: {one_of(map(names.title, each.otherwise), 'and')}" if each.otherwise else ""
    why = f"{each.why}: " if each.why in {WhyNot.EXCLUDED, WhyNot.REFUSED} else ""
    return f"{each.record}: {why}{each.text}{missing}{elsewhere}{behind(each.clauses, None)}"


def _assigned(assignment: Assignment) -> Iterator[str]:
    most = f", at most {assignment.at_most_each} each" if assignment.at_most_each is not None else ""
    yield f"Who audits what{most} ({len(assignment.allocations)})"
    for each in assignment.allocations:
        yield from _allocation(each)


def _allocation(each: Allocation) -> Iterator[str]:
    yield from wrapped(f"{each.record}: {each.auditor or f'NOBODY: {each.text}'}")
    for objection in each.objections:
        why = "not" if objection.certain else "not, as it cannot be checked"
        yield from wrapped(f"{why} {objection.person}: {objection.text}", "    ")


def _load(load: Load) -> str:
    last = f", whose last audit was on {weekday_words(load.last)}" if load.last is not None else ""
    return f"{load.person}{last}: {', '.join(load.records) or 'nothing'}"
