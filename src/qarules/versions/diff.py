"""diff(): everything that two versions of a pack say otherwise, and exactly which audits get another grade for it."""

from __future__ import annotations

import datetime

from qarules.errors import QaError
from qarules.model.difference import Category, Diff
from qarules.model.pack import Pack
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.versions.compare import compared, tool_pairs
from qarules.versions.grades import Verdict

_GRAVITY = {category: place for place, category in enumerate(Category)}


def diff(old: Pack, new: Pack, *, on: datetime.date | None = None) -> Diff:
    """
    Everything that two versions of a pack say otherwise, the gravest first.

    What is told of grades is exact: every audit that both versions can grade is looked at. Definitions that only moved,
    and texts laid out otherwise, are no difference.

    Args:
        on: The date of the audits, where a tool has anything dated; by default the first day that the new version is in
            force, else the old one, and every later day from which a tool counts something more.

    Raises:
        QaError: A tool has something dated, and there is no day to look at it for.
    """
    found = list(compared(old, new))
    for before, after in tool_pairs(old, new):
        verdict = Verdict.on(before, after, _days(old, new, (before, after), on))
        found = [verdict.reread(each) for each in found]
        found += verdict.differences()
    found.sort(key=lambda each: _GRAVITY[each.category])
    return Diff(old=_version(old), new=_version(new), differences=tuple(found))


def _version(pack: Pack) -> str:
    version = pack.standard.version if pack.standard is not None else ""
    return f"{pack.name} {version}".strip()


def _days(old: Pack, new: Pack, tools: tuple[Tool, Tool], on: datetime.date | None) -> tuple[datetime.date | None, ...]:
    """The dates of the audits to look at for two versions of a tool; None for any."""
    if not any(map(is_dated, tools)):
        return (None,)
    if on is not None:
        return (on,)
    starts = [pack.standard.in_force_from for pack in (new, old) if pack.standard is not None]
    first = next((day for day in starts if day is not None), None)
    if first is None:
        message = f"the tool `{tools[1].id}` has something dated: say for which date of the audit (`on`)"
        raise QaError(message)
    last = new.standard.in_force_until if new.standard is not None else None
    later = {day for tool in tools for day in tool.days_of_change if first < day <= (last or day)}
    return (first, *sorted(later))
