"""What would change a grade, and how much each answer decides, as text."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qarules.export.names import counted
from qarules.model.planning import Improvement, Influence, Influences
from qarules.model.prose import one_of

_WIDTH = 20
"""So long is the bar of an answer that decides every audit."""


def improvement_text(found: Improvement) -> str:
    """The smallest changes that bring a judgement to a better grade, one a line."""
    return "\n".join(_ways(found, f"To reach `{found.to}` or better")) + "\n"


def holds_up_text(found: Improvement) -> str:
    """The smallest losses that would cost a judgement its grade, one a line."""
    return "\n".join(_ways(found, f"It would fall below `{found.to}` with")) + "\n"


def _ways(found: Improvement, lead: str) -> Iterator[str]:
    now = f"`{found.judgement}` is `{found.now}`." if found.now else f"`{found.judgement}` is still open."
    if any(not way.changes for way in found.alternatives):
        yield f"{now} Nothing has to change." if found.now else f"{now} No answer given so far has to change."
    elif found.alternatives:
        yield f"{now} {lead}:"
        yield from (f"  {'or ' if number else ''}{way}" for number, way in enumerate(found.alternatives))
        if not found.complete:
            yield "  or in other ways, which are more than were looked for"
    elif found.complete:
        yield f"{now} {lead}: nothing that may change is enough."
    else:
        yield f"{now} {lead}: not decided; the audits fall into more classes than the stated bound."
    if found.open:
        yield f"Still open, and taken to turn out as needed: {one_of(found.open, 'and')}."


def influences_text(title: str, found: Influences) -> str:
    """For each judgement the items that decide it, the most decisive first, with a bar for the share of the audits."""
    return "\n".join(_influences(title, found)) + "\n"


def _influences(title: str, found: Influences) -> Iterator[str]:
    yield f"{title}: the share of audits in which another answer to an item alone gives another grade"
    by: dict[str, list[Influence]] = {}
    for each in found.ranked:
        by.setdefault(each.judgement, []).append(each)
    for judgement in sorted(by, key=lambda path: "/" in path):
        yield f"  {judgement}"
        wide = max(len(each.item) for each in by[judgement])
        for each in by[judgement]:
            yield f"    {each.item:{wide}}  {_share(each.share)}".rstrip()
    if not by:
        yield "  no item can change a grade"
    if found.settled:
        yield f"  {counted(len(found.settled), 'item')} can change none: {one_of(found.settled, 'and')}"


def _share(share: Fraction | None) -> str:
    return "not decided" if share is None else f"{float(100 * share):5.1f}%  {'█' * round(_WIDTH * share)}"
