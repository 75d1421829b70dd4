"""What publishing bank holidays changed, as plain text: calendar by calendar, and the deadlines that move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qarules.export.names import counted, weekday_words
from qarules.model.due import Moved
from qarules.model.prose import joined, listed, wrapped
from qarules.model.refreshed import Refreshed


def refreshed_text(changes: Iterable[Refreshed], moved: Mapping[str, tuple[Moved, ...]]) -> str:
    """
    What changes in each calendar, and which deadlines of which case are then due on another day.

    Args:
        moved: By the name of the case; empty where no case was asked about.
    """
    blocks: list[Iterable[str]] = [_calendar(change) for change in changes]
    rows = (f"{case}: {_moved(each)}" for case, moves in moved.items() for each in moves)
    blocks.append(listed("Deadlines that move", rows))
    if moved and not any(moved.values()):
        blocks.append([f"No deadline moves in {counted(len(moved), 'case')}."])
    return joined(blocks)


def _calendar(change: Refreshed) -> Iterator[str]:
    calendar = change.calendar
    until = f"confirmed until {weekday_words(calendar.confirmed_until)}" if calendar.confirmed_until else ""
    changes = (change.added, change.removed, change.renamed)
    state = (
        "cannot be refreshed" if change.problems and not any(changes) else "changes" if any(changes) else "as it was"
    )
    yield from wrapped(f"{calendar.title} ({calendar.id}): {'; '.join(filter(None, [state, until]))}", "")
    yield from (f"  now closed: {weekday_words(day.day)}, {day.title}" for day in change.added)
    yield from (f"  no longer closed: {weekday_words(day.day)}, {day.title}" for day in change.removed)
    for each in change.renamed:
        yield from wrapped(f"called otherwise: {weekday_words(each.day)}, {each.after} instead of {each.before}")
    for problem in change.problems:
        yield from wrapped(f"cannot be used: {problem}")


def _moved(each: Moved) -> str:
    before = weekday_words(each.before) if each.before is not None else "no day"
    after = weekday_words(each.after) if each.after is not None else "no day"
    return f"{each.title} ({each.id}): due {after} instead of {before}"
