"""Days counted: on from a day or back, over working days or the calendar's own units, past the days that are paused."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from qarules.engine.working_days import WorkingDays
from qarules.model.case import Pause
from qarules.model.months import MONTHS, day_in, last_day, month_of
from qarules.model.term import Roll, TermUnit

DAY = datetime.timedelta(days=1)

Paused = tuple[tuple[datetime.date, datetime.date], ...]
"""Days that are not counted: first and last of each stretch, in order, none touching another."""


def moved(day: datetime.date, count: int, unit: TermUnit) -> datetime.date:
    """
    The day *count* days, weeks, months or years after *day*, or before it where *count* is negative.

    Months and years keep the number of the day and end on the last day of a shorter month.

    Raises:
        OverflowError: There is no such day.
    """
    if unit is TermUnit.MONTHS or unit is TermUnit.YEARS:
        return day_in(month_of(day) + (count if unit is TermUnit.MONTHS else MONTHS * count), day.day)
    return day + datetime.timedelta(days=7 * count if unit is TermUnit.WEEKS else count)


def moved_beginning(day: datetime.date, count: int, unit: TermUnit) -> datetime.date:
    """
    The last of *count* days, weeks, months or years of which *day* is the first day.

    Where a month has no day of that number it is the month's last day.

    Raises:
        OverflowError: There is no such day.
    """
    end = moved(day, count, unit)
    is_clamped = unit in {TermUnit.MONTHS, TermUnit.YEARS} and end.day != day.day
    return end if is_clamped else end - DAY


def day_of_month(day: datetime.date, number: int, days: WorkingDays) -> datetime.date | None:
    """
    The working day of that *number* in the month of *day*, -1 for its last; None where it has not so many.

    Raises:
        CalendarRangeError: The calendar does not know it.
    """
    # From a day of the month itself: the days around it may be none that the calendar knows.
    end = day.replace(day=1) if number > 0 else last_day(day)
    left = number - (1 if number > 0 else -1) * days.is_working(end)
    found = days.add(end, left) if left else end
    return found if (found.year, found.month) == (day.year, day.month) else None


def rolled(day: datetime.date, roll: Roll, days: WorkingDays) -> datetime.date:
    """
    *day* where it is worked, else the working day that *roll* says.

    Raises:
        CalendarRangeError: The calendar does not know one of them.
    """
    if not roll.moves or days.is_working(day):
        return day
    return days.add(day, 1 if roll is Roll.FOLLOWING else -1)


# --- pauses ----------------------------------------------------------------------------------------------------------


def stretches(pauses: Iterable[Pause], *, resume_day_counts: bool = False) -> Paused:
    """The days of *pauses*, both ends with them, merged; of one that lasts, none."""
    found: list[tuple[datetime.date, datetime.date]] = []
    ends = ((p.start, p.until - DAY * resume_day_counts) for p in pauses if p.until is not None)
    for first, last in sorted(ends):
        if last < first:
            continue
        if found and (first - found[-1][1]).days <= 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


Count = Callable[[datetime.date, datetime.date], int]
Add = Callable[[datetime.date, int], datetime.date]


def days_between(a: datetime.date, b: datetime.date) -> int:
    """How many days there are after *a* up to and including *b*."""
    return (b - a).days


def past_pauses(
    start: datetime.date, due: datetime.date, paused: Paused, count: Count = days_between, add: Add | None = None
) -> datetime.date:
    """
    *due* moved on by what is paused of the time from *start* to it, until nothing more of it is.

    Args:
        start: The day before the first one counted.
        count, add: How days are counted and added; every day where they are not given.
    """
    for first, last in paused:
        if first > due:
            break
        lost = count(start if first <= start else first - DAY, last) if last > start else 0
        if lost:
            due = add(due, lost) if add is not None else due + lost * DAY
    return due


def paused_between(a: datetime.date, b: datetime.date, paused: Paused, count: Count = days_between) -> int:
    """How many of the days after *a* up to and including *b* are paused."""
    return sum(
        count(a if first <= a else first - DAY, min(last, b)) for first, last in paused if last > a and first <= b
    )
