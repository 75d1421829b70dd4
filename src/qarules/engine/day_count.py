"""counted(): the way to a due date day by day, each with its number or why it does not count."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from qarules.engine.counting import DAY, Paused
from qarules.engine.deadlines import Reckoning
from qarules.engine.due_status import is_in_working_days
from qarules.engine.term_values import Dated, TermDates
from qarules.engine.values import no_such
from qarules.engine.working_days import WorkingDays
from qarules.model.case import Case, When
from qarules.model.due import DayCounted
from qarules.model.pack import Pack
from qarules.model.term import Before, DayOfMonth, TermUnit

ROLLED = "the last day is closed"
PAUSED = "paused"


def counted(pack: Pack, case: Case, deadline: str, as_of: When) -> tuple[DayCounted, ...]:
    """
    Every day from the first one counted to the due date, in order; while a pause lasts, to the date if resumed today.

    A time before an event is counted back from the event.

    Returns:
        Nothing where there is no due date, or where it is not counted in days.

    Raises:
        NotFoundError: *pack* has no deadline of that id.
        ValueError: As for :func:`~qarules.engine.deadlines.deadlines`.
    """
    reckoning = Reckoning(pack, case, as_of)
    known = [each.id for each in pack.deadlines]
    if deadline not in known:
        raise no_such("deadline", deadline, pack.name, known)
    settled = reckoning.settled.get(deadline, TermDates())
    due = settled.due
    last = settled.due_if_resumed if settled.paused else due.day if due is not None else None
    if due is None or last is None or due.unit is TermUnit.HOURS or due.start.day is None:
        return ()
    closed = _why_closed(due, settled.days)
    if isinstance(due.timing, Before):
        back = tuple(_numbered(_back(due.start.day, last), closed, (), None))
        return back[::-1]
    if isinstance(due.timing, DayOfMonth):
        return tuple(_numbered(_on(last.replace(day=1), last), closed, (), None)) if due.timing.number > 0 else ()
    if due.base is None:
        return ()
    return tuple(_numbered(_on(due.base + DAY, last), closed, settled.stopped, _most(due)))


def _most(due: Dated) -> int | None:
    """How many days there are to count; None where that depends on the length of months."""
    if due.count is None or due.unit not in {TermUnit.WORKING_DAYS, TermUnit.DAYS, TermUnit.WEEKS}:
        return None
    return due.count * (7 if due.unit is TermUnit.WEEKS else 1)


def _why_closed(due: Dated, days: WorkingDays | None) -> Callable[[datetime.date], str]:
    if days is None or not is_in_working_days(due):
        return lambda _: ""
    return days.why_closed


def _on(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _back(event: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return (event - n * DAY for n in range(1, (event - last).days + 1))


def _numbered(
    days: Iterator[datetime.date], closed: Callable[[datetime.date], str], stopped: Paused, most: int | None
) -> Iterator[DayCounted]:
    number = 0
    for day in days:
        why = PAUSED if any(first <= day <= last for first, last in stopped) else closed(day)
        if not why and number == most:
            why = ROLLED
        number += not why
        yield DayCounted(day=day, number=None if why else number, why_not=why)
