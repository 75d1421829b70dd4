"""Moving dates by units of the calendar, and the windows that conditions about dates open."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, strategies as st

from qarules.engine.dates import shifted, window
from qarules.model.condition import Dated, Reference, Side, Unit, Within

FIRST, LAST = datetime.date.min, datetime.date.max


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("2023-05-02", 1, Unit.DAYS, "2023-05-03"),
        ("2023-05-02", -2, Unit.DAYS, "2023-04-30"),
        ("2023-05-02", 0, Unit.DAYS, "2023-05-02"),
        ("2023-05-02", 1, Unit.WEEKS, "2023-05-09"),
        ("2023-01-03", -1, Unit.WEEKS, "2022-12-27"),
        ("2023-01-31", 1, Unit.MONTHS, "2023-02-28"),
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2023-03-31", -1, Unit.MONTHS, "2023-02-28"),
        ("2023-01-31", 2, Unit.MONTHS, "2023-03-31"),
        ("2023-12-15", 1, Unit.MONTHS, "2024-01-15"),
        ("2023-01-15", -1, Unit.MONTHS, "2022-12-15"),
        ("2023-10-31", 13, Unit.MONTHS, "2024-11-30"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2024-02-29", -4, Unit.YEARS, "2020-02-29"),
        ("2000-02-29", -100, Unit.YEARS, "1900-02-28"),
        ("0001-01-01", -1, Unit.DAYS, "0001-01-01"),
        ("0001-01-31", -1, Unit.MONTHS, "0001-01-01"),
        ("9999-12-31", 1, Unit.DAYS, "9999-12-31"),
        ("9999-12-01", 1, Unit.MONTHS, "9999-12-31"),
        ("9999-11-30", 1, Unit.MONTHS, "9999-12-30"),
        ("2023-05-02", 10**12, Unit.WEEKS, "9999-12-31"),
        ("2023-05-02", -(10**12), Unit.YEARS, "0001-01-01"),
    ],
)
def test_shifted(start, count, unit, end):
    """The same day of another month, the last of a shorter one, and never past the ends of the calendar."""
    assert shifted(day(start), count, unit) == day(end)


@given(st.dates(), st.integers(-5000, 5000), st.sampled_from([Unit.MONTHS, Unit.YEARS]))
def test_months_keep_the_day(start, count, unit):
    """A shift by months changes the number of the day only where the month is too short, and as little as can be."""
    end = shifted(start, count, unit)
    if end not in {FIRST, LAST} and end.day != start.day:
        assert end.day < start.day
        assert (end + datetime.timedelta(days=1)).day == 1
    months = (end.year - start.year) * 12 + end.month - start.month
    assert months == count * (12 if unit is Unit.YEARS else 1) or end in {FIRST, LAST}


THING = Reference(name="x")


@given(st.dates(), st.dates(), st.sampled_from([Side.BEFORE, Side.AFTER]), st.booleans())
def test_dated(date, anchor, side, inclusive):
    """The window of `before` and `after` holds exactly the dates on that side, and the day itself where it says so."""
    first, last = window(Dated(thing=THING, side=side, inclusive=inclusive, anchor=anchor), anchor)
    expected = date < anchor if side is Side.BEFORE else date > anchor
    assert (first <= date.toordinal() <= last) is (expected or (inclusive and date == anchor))


@given(st.dates(), st.dates(), st.sampled_from(Side), st.integers(0, 40), st.sampled_from(Unit))
def test_within(date, anchor, side, count, unit):
    """The window of `within` reaches so far on its side or sides, its ends and the anchor included."""
    first, last = window(Within(thing=THING, count=count, unit=unit, side=side, anchor=anchor), anchor)
    early, late = shifted(anchor, -count, unit), shifted(anchor, count, unit)
    expected = {
        Side.BEFORE: early <= date <= anchor,
        Side.AFTER: anchor <= date <= late,
        Side.AROUND: early <= date <= late,
    }[side]
    assert (first <= date.toordinal() <= last) is expected


def test_ends_of_the_calendar():
    """At the first and the last day there are, a window is short or empty, never wrong."""
    before = Dated(thing=THING, side=Side.BEFORE, inclusive=False, anchor=FIRST)
    after = Dated(thing=THING, side=Side.AFTER, inclusive=False, anchor=LAST)
    assert window(before, FIRST) == (1, 0)
    first, last = window(after, LAST)
    assert first == last + 1
    around = Within(thing=THING, count=1, unit=Unit.MONTHS, side=Side.AROUND, anchor=LAST)
    assert window(around, LAST) == (day("9999-11-30").toordinal(), LAST.toordinal())
