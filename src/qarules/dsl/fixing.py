"""Texts with the fixes of their findings made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from qarules.diagnostics import Diagnostic, Fix
from qarules.frozen import frozen


@frozen(kw_only=True)
class Fixed:
    """
    What became of texts.

    Attributes:
        texts: Those that have changed, by the name of their source.
        mended: The findings whose fixes were made.
    """

    texts: Mapping[str, str]
    mended: tuple[Diagnostic, ...]


def can_be_fixed(found: Diagnostic, *, guesses: bool = False) -> bool:
    """
    Whether a finding has fixes that may be made.

    Args:
        guesses: So may those that are only likely to be meant.
    """
    return bool(found.fixes) and all(fix.safe or guesses for fix in found.fixes)


def fixed(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], *, guesses: bool = False) -> Fixed:
    """
    *texts* with fixes made, all of a finding or none; of findings whose fixes touch each other, the first.

    Args:
        texts: By the name of their source, as the findings have their places; one that is not among them stays.
        guesses: Make those fixes too that are only likely to be meant.
    """
    taken: list[Fix] = []
    mended = []
    for found in diagnostics:
        theirs = [fix for fix in found.fixes if fix.span.source in texts]
        is_free = len(theirs) == len(found.fixes) and not any(_touch(fix, other) for fix in theirs for other in taken)
        if can_be_fixed(found, guesses=guesses) and is_free:
            taken += theirs
            mended.append(found)
    by_source = attrgetter("span.source")
    changed = {name: _edited(texts[name], fixes) for name, fixes in groupby(sorted(taken, key=by_source), by_source)}
    return Fixed(texts=changed, mended=tuple(mended))


def _touch(one: Fix, other: Fix) -> bool:
    """Whether two edits have a place in common, or an end of one is the beginning of the other."""
    same = one.span.source == other.span.source
    return same and one.span.start <= other.span.end and other.span.start <= one.span.end


def _edited(text: str, fixes: Iterable[Fix]) -> str:
    for fix in sorted(fixes, key=lambda fix: fix.span.start, reverse=True):
        text = text[: fix.span.start.offset] + fix.replacement + text[fix.span.end.offset :]
    return text
