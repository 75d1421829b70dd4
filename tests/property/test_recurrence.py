"""Laws of what recurs, held against an oracle that steps through the days and months one by one."""

from __future__ import annotations

import calendar
import datetime
import json

from hypothesis import given, settings, strategies as st

from qarules.codec.reading import converter
from qarules.engine.recurrence import occurrences
from qarules.model.activity import Activity, Every, Inactive, InMonths, Recurrence, ThemedMonth, TimesAYear
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.occurrence import Occurrences
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.standard import Standard
from qarules.model.term import DayOfMonth, Roll, TermUnit
from qarules.model.yearly import times_a_year

D = datetime.date
ONE = datetime.timedelta(days=1)
CLOSED = frozenset({D(2026, 1, 1), D(2026, 4, 3), D(2026, 4, 6), D(2026, 8, 31), D(2026, 12, 25), D(2026, 12, 28)})
WORKS = Calendar(id="c", title="C", closed=tuple(NamedDay(day=day) for day in sorted(CLOSED)))

days = st.dates(D(2024, 1, 1), D(2028, 12, 31))
units = st.sampled_from([TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS, TermUnit.YEARS])
counts = st.integers(1, 14)
quiet = st.lists(st.integers(1, 12), max_size=5, unique=True).map(tuple)
fields = st.fixed_dictionaries(
    {
        "never_in": quiet,
        "inactive": st.sampled_from(Inactive),
        "roll": st.sampled_from(Roll),
        "day": st.none() | st.sampled_from([1, 2, 5, -1]).map(lambda number: DayOfMonth(number=number)),
    }
)


def dated(activity, start, end, **options):
    standard = Standard(id="p", title="P", calendar="c")
    pack = Pack(name="p", standard=standard, calendars=(WORKS,), activities=(activity,))
    return occurrences(pack, activity.id, start, end, **options)


def activity(rhythm, **fields):
    return Activity(id="a", title="A", recurrences=(Recurrence(rhythm=rhythm),), **fields)


# --- an oracle -------------------------------------------------------------------------------------------------------


def works(day):
    return day.weekday() < 5 and day not in CLOSED


def clamped(year, month, day):
    return D(year, month, min(day, calendar.monthrange(year, month)[1]))


def steps(start, count, unit, until):
    """The days counted from *start*, the months stepped one by one."""
    day, year, month = start, start.year, start.month
    while day <= until:
        yield day
        if unit in {TermUnit.DAYS, TermUnit.WEEKS}:
            day += count * (7 if unit is TermUnit.WEEKS else 1) * ONE
            continue
        for _ in range(count * (12 if unit is TermUnit.YEARS else 1)):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = clamped(year, month, start.day)


def active(day, never_in, inactive):
    """*day* in the first month that may have it."""
    year, month = day.year, day.month
    for _ in range(12):
        if month not in never_in:
            return clamped(year, month, day.day)
        if inactive is Inactive.SKIPPED:
            return None
        month += 1 if inactive is Inactive.DEFERRED else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    return None


def settled(day, number, roll):
    """*day* as a working day of its month, and rolled."""
    if number is not None:
        first = day.replace(day=1)
        month = [first + each * ONE for each in range(31) if (first + each * ONE).month == first.month]
        open_days = [each for each in month if works(each)]
        day = open_days[number.number - (number.number > 0)]
    while roll.moves and not works(day):
        day += ONE if roll is Roll.FOLLOWING else -ONE
    return day


@settings(max_examples=200, deadline=None)
@given(start=days, count=counts, unit=units, fields=fields, first=days, length=st.integers(0, 500))
def test_as_stepped(start, count, unit, fields, first, length):
    """Occurrences are steps from the start, out of the quiet months, on their working day, rolled: in that order."""
    last = first + length * ONE
    found = dated(activity(Every(count=count, unit=unit, start=start), **fields), first, last)
    expected = []
    for day in steps(start, count, unit, last + 400 * ONE):
        moved = active(day, fields["never_in"], fields["inactive"])
        if moved is not None:
            there = settled(moved, fields["day"], fields["roll"])
            expected += [there] if first <= there <= last else []
    assert [each.first for each in found.occurrences] == sorted(expected)
    assert all(each.first == each.last for each in found.occurrences)
    assert found.undated == ()


@settings(max_examples=100, deadline=None)
@given(
    start=days, count=counts, unit=units, fields=fields, first=days, cut=st.integers(0, 300), rest=st.integers(1, 300)
)
def test_parts(start, count, unit, fields, first, cut, rest):
    """What takes place in a time is what takes place in its two parts, with the same keys, each once."""
    whole = activity(Every(count=count, unit=unit, start=start), **fields)
    middle = first + cut * ONE
    keys = [each.key for each in dated(whole, first, middle + rest * ONE).occurrences]
    parts = (dated(whole, first, middle), dated(whole, middle + ONE, middle + rest * ONE))
    assert sorted(keys) == sorted(each.key for part in parts for each in part.occurrences)
    assert len(set(keys)) == len(keys)


rhythms = st.one_of(
    st.builds(Every, count=counts, unit=st.just(TermUnit.MONTHS), start=st.integers(1, 12)),
    st.builds(Every, count=counts, unit=units, start=days),
    st.builds(TimesAYear, count=st.integers(1, 60)),
    st.lists(st.integers(1, 12), min_size=1, max_size=8).map(
        lambda months: InMonths(months=tuple(ThemedMonth(month=month) for month in months))
    ),
)


@settings(max_examples=200, deadline=None)
@given(rhythm=rhythms, never_in=quiet, inactive=st.sampled_from(Inactive), year=st.integers(2031, 2060))
def test_counts_hold(rhythm, never_in, inactive, year):
    """Each full year has one of the counts proved for every year; a year with two in a moved month was warned of."""
    whole = activity(rhythm, never_in=never_in, inactive=inactive)
    found = dated(whole, D(year, 1, 1), D(year, 12, 31), since=D(2026, 3, 31))
    begun = [each for each in found.occurrences if each.first.year == year]
    yearly = times_a_year(whole, D(2026, 3, 31))
    assert len(begun) in yearly.counts
    if found.problems:
        assert yearly.merged


@settings(max_examples=60, deadline=None)
@given(rhythm=rhythms, fields=fields, first=days, last=st.none() | days)
def test_stored(rhythm, fields, first, last):
    """A result comes back from JSON as it was."""
    found = dated(activity(rhythm, **fields), first, first + 200 * ONE, last=last)
    assert converter().structure(json.loads(json.dumps(plain(found))), Occurrences) == found
