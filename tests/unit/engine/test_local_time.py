"""Days and instants: which day it is in the United Kingdom, and hours that really pass."""

from __future__ import annotations

import datetime
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from qarules.engine.local_time import has_come, instant, is_naive, is_outside, later, local_day, minutes_between

LONDON = ZoneInfo("Europe/London")


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),
        (at("2026-06-30T23:30+00:00"), date(2026, 7, 1)),
        (at("2026-01-01T00:30+01:00"), date(2025, 12, 31)),
        (at("2026-12-31T23:59+00:00"), date(2026, 12, 31)),
    ],
)
def test_an_instant_is_the_day_it_is_in_the_united_kingdom(when, day):
    found = local_day(when)
    assert found == day
    assert not isinstance(found, datetime.datetime)


def test_a_time_without_its_zone_is_no_instant():
    """A whole day is none either, and is nothing wrong."""
    assert is_naive(at("2026-06-30T23:30"))
    assert not is_naive(date(2026, 6, 30))
    assert instant(date(2026, 6, 30)) is None
    with pytest.raises(ValueError, match="a time without its time zone: 2026-06-30T23:30:00"):
        local_day(at("2026-06-30T23:30"))


def test_a_time_outside_the_days_there_are():
    """By its offset, or by the hours that pass from it."""
    for edge, hours in ((datetime.datetime.max, -5), (datetime.datetime.min, 5)):
        beyond = edge.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=hours)))
        assert is_outside(beyond)
        with pytest.raises(ValueError, match="a time outside the days there are"):
            instant(beyond)
    assert not is_outside(date.max)
    assert not is_outside(at("9999-12-31T23:59+00:00"))
    for edge, minutes in (
        ("9999-12-31T23:59+00:00", 1),
        ("0001-01-01T00:02+00:00", -1),
        ("0001-01-01T00:02+00:00", -2),
    ):
        with pytest.raises(OverflowError):
            later(at(edge), minutes)


def test_hours_pass_over_the_end_of_summer_time():
    """The clocks go back at two in the morning of 25 October 2026: the same hour twice, and both are told apart."""
    before = instant(datetime.datetime(2026, 10, 25, 0, 30, tzinfo=LONDON))
    once, again = later(before, 60), later(before, 120)
    assert (once.isoformat(), again.isoformat()) == ("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00")
    assert minutes_between(once, again) == 60
    assert later(again, -120) == before
    wall = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=LONDON)
    assert minutes_between(datetime.datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), wall) == 180
    assert once < again
    assert has_come(once, again)
    assert not has_come(again, once)


def test_a_whole_day_has_come_when_it_begins():
    noon = at("2026-06-30T12:00+01:00")
    assert has_come(date(2026, 6, 30), noon)
    assert has_come(noon, date(2026, 6, 30))
    assert not has_come(date(2026, 7, 1), noon)
    assert has_come(noon, noon)
