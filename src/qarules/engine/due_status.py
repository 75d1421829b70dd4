"""How a deadline stands on a day: its status, and the days that passed, are left or are too many."""

from __future__ import annotations

import datetime

from qarules.engine.counting import days_between, paused_between
from qarules.engine.local_time import has_come, local_day, minutes_between
from qarules.engine.term_values import Dated, TermDates
from qarules.engine.working_days import WorkingDays
from qarules.errors import CalendarRangeError
from qarules.frozen import frozen
from qarules.model.case import When
from qarules.model.due import DueStatus, Elapsed
from qarules.model.term import (
    Before,
    DayOfMonth,
    EarliestOpportunity,
    Immediately,
    NotBefore,
    SameWorkingDay,
    TermUnit,
)


@frozen(kw_only=True)
class Completion:
    """
    That something is done.

    Attributes:
        on: None where the day is not known.
    """

    on: When | None = None


def status_of(settled: TermDates, done: Completion | None, as_of: When) -> DueStatus:
    """How what *settled* says stands, for something that runs and is not cancelled."""
    if done is not None:
        status = _of_done(settled, done)
        is_open = settled.unclear and done.on is not None and status is not DueStatus.MET_LATE
        return DueStatus.UNKNOWN if is_open else status
    if settled.paused and not settled.unclear:
        return DueStatus.PAUSED
    runs = any(_runs(dated, as_of) for dated in settled.dates)
    due = settled.due if settled.due is not None and settled.due.day is not None else None
    # What is over is over, whatever else was to be done at once or not before some day.
    if due is not None and runs and _is_past(due, as_of):
        return DueStatus.OVERDUE
    if settled.at_once is not None and _has_begun(settled.at_once, as_of):
        return DueStatus.DUE_NOW
    if settled.unclear:
        return DueStatus.UNKNOWN
    if settled.opens is not None and not has_come(_instant(settled.opens), as_of):
        return DueStatus.NOT_YET
    if not runs:
        return DueStatus.NOT_STARTED
    if due is not None:
        return _of_due(settled, due, local_day(as_of))
    dated = [d.timing for d in settled.dates if not isinstance(d.timing, Immediately | EarliestOpportunity)]
    if not dated:
        return DueStatus.NOT_STARTED
    is_known = settled.opens is not None and all(isinstance(timing, NotBefore) for timing in dated)
    return DueStatus.RUNNING if is_known else DueStatus.UNKNOWN


def _of_done(settled: TermDates, done: Completion) -> DueStatus:
    """In time is what is done on the last day; a time of day that is not known can make the difference on that day."""
    if done.on is None or settled.paused:
        return DueStatus.MET
    opens, due = settled.opens, settled.due
    if opens is not None and not has_come(_instant(opens), done.on):
        return DueStatus.TOO_EARLY
    if due is None or due.day is None:
        is_dated = any(not isinstance(d.timing, NotBefore | Immediately | EarliestOpportunity) for d in settled.dates)
        return DueStatus.UNKNOWN if is_dated or (opens is None and settled.at_once is None) else DueStatus.MET
    if due.at is None:
        return DueStatus.MET if local_day(done.on) <= due.day else DueStatus.MET_LATE
    if isinstance(done.on, datetime.datetime):
        return DueStatus.MET if has_come(done.on, due.at) else DueStatus.MET_LATE
    if done.on == due.day:
        return DueStatus.UNKNOWN
    return DueStatus.MET if done.on < due.day else DueStatus.MET_LATE


def _of_due(settled: TermDates, due: Dated, today: datetime.date) -> DueStatus:
    if today == due.day:
        return DueStatus.DUE_TODAY
    return DueStatus.DUE_SOON if any(day <= today for day in settled.warnings) else DueStatus.RUNNING


def _is_past(due: Dated, as_of: When) -> bool:
    if due.at is not None and isinstance(as_of, datetime.datetime):
        return not has_come(as_of, due.at)
    assert due.day is not None
    return local_day(as_of) > due.day


def is_overdue(status: DueStatus, settled: TermDates | None, as_of: When) -> bool | None:
    """
    Whether it is overdue; None where that is not known.

    What is due immediately has no grace: it is overdue as soon as any time has passed.
    """
    if status is DueStatus.UNKNOWN:
        return None
    if status is DueStatus.DUE_NOW and settled is not None:
        at_once = [d for d in settled.dates if isinstance(d.timing, Immediately) and d.start.day is not None]
        return any(not has_come(as_of, _start(dated)) for dated in at_once)
    return status is DueStatus.OVERDUE


def _runs(dated: Dated, as_of: When) -> bool:
    """Whether the time of *dated* has begun; what is counted back from a day, or is in its month, runs before it."""
    is_ahead = isinstance(dated.timing, Before | DayOfMonth)
    return dated.start.day is not None and (is_ahead or _has_begun(dated, as_of))


def _has_begun(dated: Dated, as_of: When) -> bool:
    return has_come(_start(dated), as_of)


def _start(dated: Dated) -> When:
    assert dated.start.day is not None
    return dated.start.at or dated.start.day


def _instant(dated: Dated) -> When:
    assert dated.day is not None
    return dated.at or dated.day


# --- days ------------------------------------------------------------------------------------------------------------


def is_in_working_days(dated: Dated) -> bool:
    """Whether its days are working days."""
    return dated.unit is TermUnit.WORKING_DAYS or isinstance(dated.timing, DayOfMonth | SameWorkingDay)


def days_from(a: datetime.date, b: datetime.date, dated: Dated, days: WorkingDays | None) -> int:
    """
    Days after *a* up to and including *b*, in the unit of *dated*.

    Raises:
        CalendarRangeError: The calendar does not know one of them.
    """
    return days.between(a, b) if is_in_working_days(dated) and days is not None else days_between(a, b)


def elapsed(settled: TermDates, until: When, days: WorkingDays | None) -> Elapsed | None:
    """
    The time that passed until *until*; None before the start, and where nothing is counted from one.

    Raises:
        CalendarRangeError: The calendar does not know one of the days.
    """
    dated = settled.due or settled.at_once or settled.opens
    if dated is None or dated.start.day is None or isinstance(dated.timing, Before | DayOfMonth | SameWorkingDay):
        return None
    base, end = dated.base or dated.start.day, local_day(until)
    if not has_come(_start(dated), until):
        return None
    passed = days_from(base, end, dated, days)
    is_stopped = dated.base is not None
    count = days.between if is_in_working_days(dated) and days is not None else days_between
    stopped = paused_between(base, end, settled.stopped, count) if is_stopped else 0
    at = until if isinstance(until, datetime.datetime) else None
    return Elapsed(
        days=days_between(base, end),
        working_days=_worked(base, end, days),
        stopped=stopped,
        actual=passed - stopped,
        minutes=minutes_between(dated.start.at, at) if dated.start.at is not None and at is not None else None,
    )


def _worked(a: datetime.date, b: datetime.date, days: WorkingDays | None) -> int | None:
    """The working days after *a* up to and including *b*; None where no calendar knows them."""
    try:
        return days.between(a, b) if days is not None else None
    except CalendarRangeError:
        return None


@frozen(kw_only=True)
class Counts:
    """Days as :class:`~qarules.model.due.Due` tells them."""

    left: int | None = None
    late: int = 0
    early: int = 0
    elapsed: Elapsed | None = None


_LATE = frozenset({DueStatus.OVERDUE, DueStatus.MET_LATE})
_NOT_COUNTED = frozenset({DueStatus.MET, DueStatus.TOO_EARLY, DueStatus.NOT_STARTED, DueStatus.UNKNOWN})
"""How it stands where no days are left of its time, or nobody can say."""


def counts_of(settled: TermDates, status: DueStatus, until: When, days: WorkingDays | None) -> Counts:
    """
    The days until it is due and the days too many, on the day of *until*, on which it was done where it was.

    Raises:
        CalendarRangeError: The calendar does not know one of the days.
    """
    day, due, opens = local_day(until), settled.due, settled.opens
    left, late, early = None, 0, 0
    if due is not None and due.day is not None:
        if status in _LATE:
            late = days_from(due.day, day, due, days)
        elif status not in _NOT_COUNTED:
            left = days_from(day, due.day, due, days)
    if status is DueStatus.TOO_EARLY and opens is not None and opens.day is not None:
        early = days_from(day, opens.day, opens, days)
    return Counts(left=left, late=late, early=early, elapsed=elapsed(settled, until, days))
