"""
How often a year something recurs: proved for every year there is, not tried out on a few.

What counts months comes round after a few years. What counts days comes round with the Gregorian calendar, whose 400
years are 146,097 days; each way in which its steps can lie in a year is looked at once.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterable

from qarules.frozen import frozen
from qarules.model.activity import Activity, Every, Forum, Inactive, InMonths, Recurrence, TimesAYear
from qarules.model.months import MONTHS, last_day
from qarules.model.term import TermUnit

MOST_TIMES_A_YEAR = 365
"""So often a year every part of the year still has a day."""

_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_MONTHS_EACH = {TermUnit.MONTHS: 1, TermUnit.YEARS: MONTHS}
_DAYS_EACH = {TermUnit.DAYS: 1, TermUnit.WEEKS: 7}


@frozen(kw_only=True)
class Yearly:
    """
    How often a full calendar year has something.

    Attributes:
        counts: Lowest first. A start that is not known may be any.
        exact: Each of *counts* is that of some year; where False, every year lies between the lowest and the highest.
        merged: Months (1 to 12) into which an occurrence can be moved that have another one already.
    """

    counts: tuple[int, ...]
    exact: bool = True
    merged: tuple[int, ...] = ()


# --- what occurrences and counts share -------------------------------------------------------------------------------


def as_activity(thing: Activity | Forum) -> Activity:
    """*thing*; a forum as the activity of holding its meetings."""
    if isinstance(thing, Activity):
        return thing
    return Activity(
        id=thing.id,
        title=thing.title,
        recurrences=thing.meets,
        never_in=thing.never_in,
        inactive=thing.inactive,
        expects=thing.expects,
        cites=thing.cites,
        span=thing.span,
    )


def month_step(every: Every) -> int | None:
    """The months from one occurrence to the next; None where it is not counted in months."""
    each = _MONTHS_EACH.get(every.unit)
    return each and each * every.count


def day_step(every: Every) -> int | None:
    """The days from one occurrence to the next; None where it is not counted in days of the calendar."""
    each = _DAYS_EACH.get(every.unit)
    return each and each * every.count


def first_of_month(month: int, after: datetime.date) -> datetime.date | None:
    """The first day of the first *month* (1 to 12) that is not over on the day *after*; None where there is none."""
    year = after.year + (month < after.month)
    return datetime.date(year, month, 1) if year <= datetime.MAXYEAR else None


def placed(month: int, activity: Activity) -> int | None:
    """
    The month that what falls into *month* comes to; None where it is left out.

    Args:
        month: Months counted through: twelve times the year, and 0 for January.
        activity: Says which months are without it, and what becomes of what falls into them.
    """
    if month % MONTHS + 1 not in activity.never_in:
        return month
    if activity.inactive is Inactive.SKIPPED:
        return None
    way = 1 if activity.inactive is Inactive.DEFERRED else -1
    others = (month + way * step for step in range(1, MONTHS))
    return next((other for other in others if other % MONTHS + 1 not in activity.never_in), None)


def parts_of_year(count: int, year: int) -> tuple[tuple[datetime.date, datetime.date], ...]:
    """
    The first and the last day of each of *count* even parts of *year*: of whole months where these can be.

    Args:
        count: 1 to 365.
        year: Any there is.
    """
    if MONTHS % count == 0:
        size = MONTHS // count
        return tuple(
            (datetime.date(year, first, 1), last_day(datetime.date(year, last, 1)))
            for first, last in ((part * size + 1, part * size + size) for part in range(count))
        )
    start, days = datetime.date(year, 1, 1).toordinal(), 365 + calendar.isleap(year)
    cuts = [start + days * part // count for part in range(count + 1)]
    return tuple(
        (datetime.date.fromordinal(first), datetime.date.fromordinal(after - 1))
        for first, after in itertools.pairwise(cuts)
    )


# --- counts ----------------------------------------------------------------------------------------------------------


def times_a_year(activity: Activity | Forum, in_force_from: datetime.date | None = None) -> Yearly | None:
    """
    How often a full calendar year has *activity*, all its recurrences together; None where that cannot be known.

    Args:
        in_force_from: The day counted from where a recurrence names none.
    """
    whole = as_activity(activity)
    parts = [per_year(recurrence, whole, in_force_from) for recurrence in whole.recurrences]
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    sums = {sum(each) for each in itertools.product(*({*part.counts} for part in known))}
    return Yearly(
        counts=tuple(sorted(sums)),
        exact=sum(len(part.counts) > 1 for part in known) <= 1,
        merged=tuple(sorted({month for part in known for month in part.merged})),
    )


def per_year(recurrence: Recurrence, activity: Activity, in_force_from: datetime.date | None = None) -> Yearly | None:
    """
    How often a full calendar year has *recurrence*.

    The year it starts in need not be a full one. A day that is rolled counts for the month it was planned in.

    Args:
        activity: The one it belongs to, for the months without it.
        in_force_from: The day counted from where the recurrence names none.

    Returns:
        None where it depends on what happens, on a calendar of working days, or is not said.
    """
    rhythm = recurrence.rhythm
    if isinstance(rhythm, InMonths):
        return _yearly([_counted_once([themed.month - 1 for themed in rhythm.months], MONTHS, activity)])
    if isinstance(rhythm, TimesAYear):
        return _parts(rhythm.count, activity) if 1 <= rhythm.count <= MOST_TIMES_A_YEAR else None
    if not isinstance(rhythm, Every) or rhythm.rolling or rhythm.until is not None or rhythm.count < 1:
        return None
    start = rhythm.start if rhythm.start is not None else in_force_from
    months, days = month_step(rhythm), day_step(rhythm)
    if months is not None:
        return _by_months(months, start, activity)
    if days is not None:
        if isinstance(start, int):
            start = first_of_month(start, in_force_from) if in_force_from is not None else None
        return _by_days(days, start, activity)
    return None


_Found = tuple[set[int], set[int]]
"""Counts, and months in which occurrences come together."""


def _yearly(found: Iterable[_Found]) -> Yearly:
    counts, merged = (set[int]().union(*sets) for sets in zip(*found, strict=True))
    return Yearly(counts=tuple(sorted(counts)), merged=tuple(sorted(merged)))


def _counted_once(months: Iterable[int], cycle: int, activity: Activity) -> _Found:
    """The counts of all years of a *cycle* of months that comes round, with occurrences in *months* of it."""
    placing = [(month % cycle, target % cycle) for month in months if (target := placed(month, activity)) is not None]
    years = Counter(target // MONTHS for _, target in placing)
    counts = {*years.values()} | ({0} if len(years) * MONTHS < cycle else set())
    return counts, _merged(placing)


def _merged(placing: Iterable[tuple[int, int]]) -> set[int]:
    """The months of the year to which an occurrence was moved where there is another."""
    pairs = list(placing)
    targets = Counter(target for _, target in pairs)
    return {target % MONTHS + 1 for month, target in pairs if month != target and targets[target] > 1}


def _by_months(step: int, start: datetime.date | int | None, activity: Activity) -> Yearly:
    # Twelve months later the same happens a year later, so that only the month counts from which it starts.
    month = start.month if isinstance(start, datetime.date) else start
    cycle = math.lcm(step, MONTHS)
    phases = [month - 1] if month is not None else range(math.gcd(step, MONTHS))
    return _yearly(_counted_once(range(phase, phase + cycle, step), cycle, activity) for phase in phases)


def _parts(count: int, activity: Activity) -> Yearly:
    # Four years running hold every order of leap years and others: a part may end a day earlier in one of them.
    return _yearly(_in_middle_year(_months_of_parts(count, year, activity), activity) for year in range(2023, 2027))


def _months_of_parts(count: int, year: int, activity: Activity) -> Iterable[int]:
    """A month for each part of three years, the middle one *year*: one with the activity, where the part has any."""
    for lie, each in enumerate((year - 1, year, year + 1)):
        for first, last in parts_of_year(count, each):
            months = range(lie * MONTHS + first.month - 1, lie * MONTHS + last.month)
            active = [month for month in months if month % MONTHS + 1 not in activity.never_in]
            yield active[0] if active else months[0] if activity.inactive is Inactive.ADVANCED else months[-1]


# --- counts of what steps by days ------------------------------------------------------------------------------------


def _by_days(step: int, start: datetime.date | None, activity: Activity) -> Yearly:
    """What steps by days: each lie of its steps to a year, with the year before and after for what is moved."""
    shared = math.gcd(step, _CYCLE_DAYS) if start is not None else 1
    origin = start.toordinal() if start is not None else 0
    lies = {
        (
            tuple(calendar.isleap(each) for each in (year - 1, year, year + 1)),
            (origin - datetime.date(year - 1, 1, 1).toordinal()) % shared,
        )
        for year in range(2001, 2001 + _CYCLE_YEARS)
    }
    return _yearly(
        _in_middle_year(_months_of_days(leap)[offset::step], activity)
        for leap, lie in sorted(lies)
        # A first step beyond the three years is like any other beyond them.
        for offset in range(lie, min(step, 3 * 366 + shared), shared)
    )


@functools.cache
def _months_of_days(leap: tuple[bool, ...]) -> tuple[int, ...]:
    """Of each day of years in a row, the month counted through from the first."""
    lengths = [calendar.monthrange(2024 if is_leap else 2023, month)[1] for is_leap in leap for month in range(1, 13)]
    return tuple(month for month, length in enumerate(lengths) for _ in range(length))


def _in_middle_year(months: Iterable[int], activity: Activity) -> _Found:
    """What the second of three years comes to, with occurrences in *months* counted through from the first."""
    placing = [(month, target) for month in months if (target := placed(month, activity)) is not None]
    middle = [(month, target) for month, target in placing if target // MONTHS == 1]
    return {len(middle)}, _merged(middle)
