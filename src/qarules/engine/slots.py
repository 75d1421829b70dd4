"""When a recurrence is planned, before the months without it, working days and closed days have their say."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import assert_never

from qarules.engine.counting import moved
from qarules.engine.working_days import WorkingDays
from qarules.frozen import frozen
from qarules.model.activity import AtEvery, Every, InMonths, NoInterval, OnDemand, Rhythm, TimesAYear
from qarules.model.months import MONTH_NAMES, MONTHS, day_in, month_of
from qarules.model.term import TermUnit
from qarules.model.words import day_words, ordinal
from qarules.model.yearly import (
    MOST_TIMES_A_YEAR,
    day_step,
    first_of_month,
    month_step,
    parts_of_year,
)

NO_CALENDAR = "it needs a calendar of working days, and none is there that can be used"
_OUTSIDE = "it falls outside the days there are"
_NO_START = "no start is said, and the standard names no day from which it is in force"

_EARLIEST, _LATEST = MONTHS, datetime.MAXYEAR * MONTHS + MONTHS - 1


class Undatable(Exception):  # noqa: N818 - it is caught where the recurrence is read
    """There is no date for a recurrence, or from here on none; the text says why."""


@frozen(kw_only=True)
class Slot:
    """
    One planned time.

    Attributes:
        key: Names it within its recurrence.
        why: What shaped it, in words; empty for nothing.
    """

    key: str
    number: int
    first: datetime.date
    last: datetime.date
    theme: str = ""
    why: str = ""


@frozen(kw_only=True)
class Setting:
    """
    What a recurrence is dated by.

    Attributes:
        first, last: The days between which slots are wanted, wider than the days asked for.
        asked_until: The last of these.
        done: The last actual date; None where there is none.
        since: What it is counted from where the recurrence does not say.
        in_force_from: What it is counted from where nobody else says.
        working: None where no calendar is named.
        events: When each event happened or will.
    """

    first: datetime.date
    last: datetime.date
    asked_until: datetime.date
    done: datetime.date | None
    since: datetime.date | None
    in_force_from: datetime.date | None
    working: WorkingDays | None
    events: Mapping[str, tuple[datetime.date, ...]]

    @property
    def begins(self) -> datetime.date | None:
        """The day counted from where the recurrence names none."""
        return self.since or self.in_force_from

    @property
    def years(self) -> range:
        """The years in which slots are wanted."""
        return range(self.first.year, self.last.year + 1)


def slots(rhythm: Rhythm, setting: Setting) -> Iterator[Slot]:
    """
    The planned times of *rhythm*, earliest first.

    Raises:
        Undatable: There are none that can be dated, or no more after those that came.
    """
    match rhythm:
        case Every():
            yield from _every(rhythm, setting)
        case InMonths(months=months):
            for year in setting.years:
                for number, each in enumerate(months, 1):
                    month = year * MONTHS + each.month - 1
                    first, last = day_in(month, 1), day_in(month, 31)
                    yield Slot(key=f"{year}/{number}", number=number, first=first, last=last, theme=each.theme)
        case TimesAYear(count=count):
            yield from _times_a_year(count, setting)
        case AtEvery(event=event):
            if event not in setting.events:
                why = f"no dates are known of `{event}`"
                raise Undatable(why)
            for number, day in enumerate(sorted(setting.events[event]), 1):
                yield Slot(key=str(number), number=number, first=day, last=day)
        case OnDemand():
            raise Undatable("it takes place when somebody asks for it")
        case NoInterval():
            raise Undatable("its source does not say how often")
        case _:
            assert_never(rhythm)


def _times_a_year(count: int, setting: Setting) -> Iterator[Slot]:
    if not 1 <= count <= MOST_TIMES_A_YEAR:
        why = f"a year has no {count} parts of a day or more"
        raise Undatable(why)
    why = "" if MONTHS % count == 0 else f"the days of the year in {count} even parts: whole months do not go round"
    for year in setting.years:
        for number, (first, last) in enumerate(parts_of_year(count, year), 1):
            yield Slot(key=f"{year}/{number}", number=number, first=first, last=last, why=why)


# --- every so often --------------------------------------------------------------------------------------------------


def _every(every: Every, setting: Setting) -> Iterator[Slot]:
    months, days = month_step(every), day_step(every)
    if every.count < 1:
        why = f"{every.count} {every.unit.value} is no interval"
        raise Undatable(why)
    if every.unit is TermUnit.HOURS:
        raise Undatable("hours are no days of a calendar")
    if every.rolling or every.until is not None:
        yield _next(every, setting)
    elif months is not None:
        yield from _by_months(every, months, setting)
    elif days is not None:
        yield from _by_days(every, days, setting)
    elif setting.working is None:
        raise Undatable(NO_CALENDAR)
    else:
        yield from _by_working_days(every, setting, setting.working)


def _next(every: Every, setting: Setting) -> Slot:
    """The one time that can be dated of what is counted from the last: those after it wait for that to be done."""
    start = every.start if isinstance(every.start, datetime.date) else None
    known = [day for day in (start, setting.since, setting.done) if day is not None]
    if not known:
        raise Undatable("it is counted from the last time, and that is not known")
    base = max(known)
    first = _later(base, every.count, every.unit, setting)
    last = _later(base, every.until, every.unit, setting) if every.until is not None else first
    return Slot(key=f"after-{base}", number=1, first=first, last=last, why=f"counted from {day_words(base)}")


def _later(day: datetime.date, count: int, unit: TermUnit, setting: Setting) -> datetime.date:
    if unit is not TermUnit.WORKING_DAYS:
        try:
            return moved(day, count, unit)
        except OverflowError:
            raise Undatable(_OUTSIDE) from None
    if setting.working is None:
        raise Undatable(NO_CALENDAR)
    return setting.working.add(day, count)


def _start(every: Every, setting: Setting) -> datetime.date:
    """The day that the first time is on, or the first of the month that it is in."""
    if isinstance(every.start, datetime.date):
        return every.start
    if setting.begins is None:
        named = every.start and f"it starts in {MONTH_NAMES[every.start - 1]} of a year that is not said"
        raise Undatable(named or _NO_START)
    start = first_of_month(every.start, setting.begins) if every.start is not None else setting.begins
    if start is None:
        raise Undatable(_OUTSIDE)
    return start


def _by_months(every: Every, step: int, setting: Setting) -> Iterator[Slot]:
    low = max(month_of(setting.first), _EARLIEST)
    high = min(month_of(setting.last), _LATEST)
    is_every_month = step == 1 and every.start is None and setting.begins is None
    if is_every_month or (isinstance(every.start, int) and MONTHS % step == 0):
        phase = (every.start - 1) % step if isinstance(every.start, int) else 0
        for month in range(low + (phase - low) % step, high + 1, step):
            first, last = day_in(month, 1), day_in(month, 31)
            number = month % MONTHS // step + 1
            yield Slot(key=f"{month // MONTHS}/{number}", number=number, first=first, last=last)
        return
    start = _start(every, setting)
    origin = month_of(start)
    for month in range(max(origin, low + (origin - low) % step), high + 1, step):
        number = (month - origin) // step + 1
        first, last = day_in(month, 1), day_in(month, 31)
        why = ""
        if not isinstance(every.start, int):
            if start.day > last.day:
                why = f"{MONTH_NAMES[last.month - 1]} {last.year} has no {ordinal(start.day)}"
            first = last = last.replace(day=min(start.day, last.day))
        yield Slot(key=str(number), number=number, first=first, last=last, why=why)


def _by_days(every: Every, step: int, setting: Setting) -> Iterator[Slot]:
    if step == 1 and every.start is None and setting.begins is None:
        for ordinal_ in range(setting.first.toordinal(), setting.last.toordinal() + 1):
            day = datetime.date.fromordinal(ordinal_)
            yield _day_of_year(day)
        return
    origin, low = _start(every, setting).toordinal(), setting.first.toordinal()
    for ordinal_ in range(max(origin, low + (origin - low) % step), setting.last.toordinal() + 1, step):
        day = datetime.date.fromordinal(ordinal_)
        number = (ordinal_ - origin) // step + 1
        yield Slot(key=str(number), number=number, first=day, last=day)


def _day_of_year(day: datetime.date) -> Slot:
    number = day.timetuple().tm_yday
    return Slot(key=f"{day.year}/{number}", number=number, first=day, last=day)


def _by_working_days(every: Every, setting: Setting, working: WorkingDays) -> Iterator[Slot]:
    low, high = max(setting.first, working.covers_from), min(setting.last, working.covers_until)
    if every.count == 1 and every.start is None and setting.begins is None:
        days = map(datetime.date.fromordinal, range(low.toordinal(), high.toordinal() + 1))
        yield from (_day_of_year(day) for day in days if working.is_working(day))
    else:
        start = _start(every, setting)
        base = start if working.is_working(start) else working.add(start, 1)
        if base > high:
            return
        # Of the first slot that is not before `low`: whole steps lie before it.
        steps = max(0, -(-working.between(base, low) // every.count)) if low > base else 0
        left = working.between(base, high)
        for step in range(steps, left // every.count + 1):
            day = working.add(base, step * every.count) if step else base
            yield Slot(key=str(step + 1), number=step + 1, first=day, last=day)
    if working.covers_until < setting.asked_until:
        why = f"the calendar `{working.id}` knows no day after {day_words(working.covers_until)}"
        raise Undatable(why)
