"""How often a year something recurs, held against stepping through the days and months of many years."""

from __future__ import annotations

import calendar
import collections
import datetime
import time

import pytest
from hypothesis import given, settings, strategies as st

from qarules.model.activity import (
    Activity,
    AtEvery,
    Every,
    Forum,
    Inactive,
    InMonths,
    NoInterval,
    OnDemand,
    Recurrence,
    ThemedMonth,
    TimesAYear,
)
from qarules.model.term import TermUnit
from qarules.model.yearly import parts_of_year, per_year, times_a_year

MONTHS, WEEKS, DAYS, YEARS = TermUnit.MONTHS, TermUnit.WEEKS, TermUnit.DAYS, TermUnit.YEARS


def activity(*rhythms, **fields):
    return Activity(id="a", title="A", recurrences=tuple(Recurrence(rhythm=each) for each in rhythms), **fields)


def counts(rhythm, in_force_from=None, **fields):
    found = times_a_year(activity(rhythm, **fields), in_force_from)
    return found and found.counts


def in_months(*months):
    return InMonths(months=tuple(ThemedMonth(month=month) for month in months))


# --- an oracle: one step after another -------------------------------------------------------------------------------


def moved(year, month, never_in, inactive):
    """Where an occurrence of that month goes, a month at a time."""
    for _ in range(12):
        if month not in never_in:
            return year, month
        if inactive is Inactive.SKIPPED:
            return None
        month += 1 if inactive is Inactive.DEFERRED else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    return None


def stepped(months_of_steps, years, never_in, inactive):
    """The counts of *years*, and the months in which one was moved to another."""
    placing = [(at, moved(*at, never_in, inactive)) for at in months_of_steps]
    there = collections.Counter(target for _, target in placing if target)
    merged = {to[1] for at, to in placing if to and at != to and there[to] > 1 and to[0] in years}
    return {sum(there[year, month] for month in range(1, 13)) for year in years}, merged


def quiet():
    months = st.lists(st.integers(1, 12), max_size=4, unique=True).map(tuple)
    return st.fixed_dictionaries({"never_in": months, "inactive": st.sampled_from(Inactive)})


@settings(max_examples=150, deadline=None)
@given(step=st.integers(1, 40), start=st.integers(1, 12), fields=quiet())
def test_months_as_stepped(step, start, fields):
    """Steps of months come to the counts of a year that stepping through them for long enough comes to."""
    steps = range(1000 * 12 + start - 1, 1200 * 12, step)
    expected, merged = stepped([(at // 12, at % 12 + 1) for at in steps], range(1010, 1150), **fields)
    found = per_year(Recurrence(rhythm=Every(count=step, unit=MONTHS, start=start)), activity(**fields))
    assert found.exact
    assert set(found.counts) == expected
    assert set(found.merged) == merged


@settings(max_examples=12, deadline=None)
@given(
    step=st.sampled_from([1, 7, 14, 21, 42, 91, 63]),
    start=st.dates(datetime.date(2000, 1, 1), datetime.date(2020, 1, 1)),
    fields=quiet(),
)
def test_days_as_stepped(step, start, fields):
    """Steps of days come to the counts that stepping through four hundred years and more comes to."""
    days = range(start.toordinal(), datetime.date(2600, 1, 1).toordinal(), step)
    months = [(day.year, day.month) for day in map(datetime.date.fromordinal, days)]
    expected, merged = stepped(months, range(2030, 2590), **fields)
    found = per_year(Recurrence(rhythm=Every(count=step, unit=DAYS, start=start)), activity(**fields))
    assert expected <= set(found.counts)
    assert merged <= set(found.merged)
    # These steps come round with the calendar, so that no year beyond can be another.
    if 146_097 * 1 % step == 0:
        assert set(found.counts) == expected
        assert set(found.merged) == merged


def test_weeks():
    """Weekly is 52 or 53 a year, every six weeks 8 or 9, daily 365 or 366."""
    start = datetime.date(2023, 5, 2)
    assert counts(Every(count=1, unit=WEEKS, start=start)) == (52, 53)
    assert counts(Every(count=6, unit=WEEKS, start=start)) == (8, 9)
    assert counts(Every(count=1, unit=DAYS, start=start)) == (365, 366)
    assert counts(Every(count=6, unit=WEEKS)) == (8, 9)
    assert counts(Every(count=366, unit=DAYS, start=start)) == (0, 1)
    assert counts(Every(count=2000, unit=DAYS, start=start)) == (0, 1)


# --- what the source says of alternate months ------------------------------------------------------------------------


@pytest.mark.parametrize("start", range(1, 13))
def test_alternate_months(start):
    """Alternate months but August and December: 6 a year from an odd month, 4 from an even one, 6 where deferred."""
    alternate = Every(count=2, unit=MONTHS, start=start)
    assert counts(alternate, never_in=(8, 12)) == ((6,) if start % 2 else (4,))
    assert counts(alternate, never_in=(8, 12), inactive=Inactive.DEFERRED) == (6,)
    assert counts(alternate, never_in=(8, 12), inactive=Inactive.ADVANCED) == (6,)


def test_alternate_months_from_nowhere():
    """Where no start is known either may be; the day the standard comes into force says which."""
    alternate = Every(count=2, unit=MONTHS)
    assert counts(alternate, never_in=(8, 12)) == (4, 6)
    assert counts(alternate, datetime.date(2023, 5, 31), never_in=(8, 12)) == (6,)
    assert counts(alternate, datetime.date(2023, 6, 1), never_in=(8, 12)) == (4,)


def test_listed_months():
    """An explicit list comes to its length, less what falls into months without it."""
    assert counts(in_months(2, 4, 6, 9, 10, 11), never_in=(8, 12)) == (6,)
    assert counts(in_months(2, 8, 12), never_in=(8, 12)) == (1,)
    assert counts(in_months(2, 8, 12), never_in=(8, 12), inactive=Inactive.DEFERRED) == (3,)
    assert counts(in_months(1), never_in=tuple(range(1, 13)), inactive=Inactive.DEFERRED) == (0,)


def test_merged():
    """What is moved to a month that has another is told with the month."""
    monthly = activity(Every(count=1, unit=MONTHS, start=1), never_in=(8,), inactive=Inactive.DEFERRED)
    assert times_a_year(monthly).merged == (9,)
    listed = activity(in_months(1, 12), never_in=(12,), inactive=Inactive.DEFERRED)
    assert times_a_year(listed).merged == (1,)
    assert times_a_year(activity(in_months(1, 1))).merged == ()


@pytest.mark.parametrize("count", range(1, 60))
def test_times_a_year(count):
    """So many times a year is that many, whatever months are quiet within a part."""
    assert counts(TimesAYear(count=count)) == (count,)


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("count", [1, 4, 5, 7, 12, 13, 52, 365])
def test_parts_of_year(count, year):
    """The parts of a year follow on one another, and are even to a day, or to the months of a part."""
    parts = parts_of_year(count, year)
    assert len(parts) == count
    assert (parts[0][0], parts[-1][1]) == (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    ends = [last.toordinal() + 1 for _, last in parts[:-1]]
    assert ends == [first.toordinal() for first, _ in parts[1:]]
    lengths = [(last - first).days + 1 for first, last in parts]
    if 12 % count:
        assert max(lengths) - min(lengths) <= 1
    else:
        assert all(first.day == 1 and last.day == calendar.monthrange(year, last.month)[1] for first, last in parts)


def test_quarters_with_quiet_months():
    """A part of the year without any active month falls away, or moves to another."""
    assert counts(TimesAYear(count=4), never_in=(8, 12)) == (4,)
    assert counts(TimesAYear(count=4), never_in=(7, 8, 9)) == (3,)
    assert counts(TimesAYear(count=12), never_in=(8,)) == (11,)
    deferred = times_a_year(activity(TimesAYear(count=12), never_in=(8,), inactive=Inactive.DEFERRED))
    assert (deferred.counts, deferred.merged) == ((12,), (9,))


# --- what cannot be known --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rhythm",
    [
        AtEvery(event="conference"),
        OnDemand(),
        NoInterval(),
        Every(count=6, unit=WEEKS, rolling=True),
        Every(count=3, until=6, unit=MONTHS, rolling=True),
        Every(count=1, unit=TermUnit.WORKING_DAYS),
        Every(count=0, unit=DAYS),
        TimesAYear(count=0),
        TimesAYear(count=400),
    ],
)
def test_not_known(rhythm):
    """What depends on what happens, or on a calendar, has no count, alone or with another."""
    assert counts(rhythm) is None
    assert times_a_year(activity(rhythm, Every(count=1, unit=MONTHS))) is None


def test_several():
    """Recurrences are counted together; where two vary, only the ends are certain."""
    monthly, quarterly = Every(count=1, unit=MONTHS), Every(count=3, unit=MONTHS)
    assert counts(monthly) == (12,)
    assert times_a_year(activity(monthly, quarterly)).counts == (16,)
    assert times_a_year(activity(Every(count=1, unit=WEEKS), monthly)).exact
    weekly = times_a_year(activity(Every(count=1, unit=WEEKS), Every(count=2, unit=WEEKS)))
    assert (weekly.counts, weekly.exact) == ((78, 79, 80), False)
    assert times_a_year(activity()) is None


def test_forum():
    """The meetings of a forum are counted like the occurrences of an activity."""
    meets = (Recurrence(rhythm=Every(count=1, unit=MONTHS, start=1)),)
    assert times_a_year(Forum(id="f", title="F", meets=meets, never_in=(8,))).counts == (11,)


def test_quick():
    """The slowest of counts is proved in well under a second."""
    started = time.perf_counter()
    for step in (1000, 773, 5411, 365, 1):
        start = datetime.date(2023, 5, 2)
        counts(Every(count=step, unit=DAYS, start=start), never_in=(8, 12), inactive=Inactive.DEFERRED)
    assert time.perf_counter() - started < 5
