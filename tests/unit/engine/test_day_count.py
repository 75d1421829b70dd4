"""The way to a due date day by day: every day has its number, or the reason why it does not count."""

from __future__ import annotations

import datetime
from datetime import date

import pytest

from qarules.engine.day_count import counted
from qarules.errors import NotFoundError
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.case import Case, Pause
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Event
from qarules.model.standard import Standard
from qarules.model.term import (
    Before,
    DayOfMonth,
    From,
    Immediately,
    Length,
    Roll,
    SameWorkingDay,
    Term,
    TermUnit,
    Within,
)

E = From(name="event")
CALENDAR = Calendar(id="c", title="C", closed=(NamedDay(day=date(2026, 12, 25), title="Christmas Day"),))


def days(timing, event, pauses=(), **term):
    pack = Pack(
        name="p",
        standard=Standard(id="s", title="S", calendar="c"),
        calendars=(CALENDAR,),
        events=(Event(id="event", title="Event"),),
        deadlines=(Deadline(id="it", title="It", term=Term(timings=(timing,), **term)),),
    )
    found = counted(pack, Case(events={"event": event}, pauses=pauses), "it", date(2026, 12, 26))
    return [(each.day.day, each.number or each.why_not) for each in found]


def length(count, unit=TermUnit.WORKING_DAYS, **more):
    return Length(count=count, unit=unit, **more)


def test_every_day_has_its_number_or_why_it_does_not_count():
    """Counting starts on the next day; the number of the last one is what is allowed."""
    pause = Pause(start=date(2026, 12, 28), until=date(2026, 12, 28))
    assert days(Within(length=length(3), of=E), date(2026, 12, 23), (pause,)) == [
        (24, 1),
        (25, "Christmas Day"),
        (26, "Saturday"),
        (27, "Sunday"),
        (28, "paused"),
        (29, 2),
        (30, 3),
    ]
    assert days(Within(length=length(2), of=E, beginning=True), date(2026, 12, 23)) == [(23, 1), (24, 2)]


def test_while_a_pause_lasts_the_count_goes_to_the_date_if_resumed_today():
    found = days(Within(length=length(2), of=E), date(2026, 12, 23), (Pause(start=date(2026, 12, 25)),))
    assert found == [(24, 1), (25, "paused"), (26, "paused"), (27, "Sunday"), (28, 2)]


def test_days_of_the_calendar_all_count_until_the_last_rolls():
    timing = Within(length=length(2, TermUnit.DAYS), of=E)
    assert days(timing, date(2026, 12, 23)) == [(24, 1), (25, 2)]
    assert days(timing, date(2026, 12, 23), roll=Roll.FOLLOWING) == [
        (24, 1),
        (25, 2),
        (26, "the last day is closed"),
        (27, "the last day is closed"),
        (28, "the last day is closed"),
    ]
    assert days(timing, date(2026, 12, 23), roll=Roll.PRECEDING) == [(24, 1)]


def test_a_time_before_an_event_is_counted_back_from_it():
    assert days(Before(length=length(2), of=E), date(2026, 12, 28)) == [
        (23, 2),
        (24, 1),
        (25, "Christmas Day"),
        (26, "Saturday"),
        (27, "Sunday"),
    ]


def test_the_days_of_a_month_are_counted_from_its_first():
    assert days(DayOfMonth(number=2, of=E), date(2026, 12, 28)) == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    "timing",
    [
        DayOfMonth(number=-1, of=E),
        SameWorkingDay(of=E),
        Immediately(of=E),
        Within(length=length(2), of=From(name="other")),
    ],
)
def test_what_is_not_counted_in_days_gives_none(timing):
    assert days(timing, date(2026, 12, 28)) == []


def test_hours_are_not_counted_in_days():
    at = datetime.datetime(2026, 12, 28, 12, tzinfo=datetime.UTC)
    assert days(Within(length=length(2, TermUnit.HOURS), of=E), at) == []


def test_a_deadline_that_is_not_there():
    with pytest.raises(NotFoundError, match="`p` has no deadline `it`; it has none"):
        counted(Pack(name="p"), Case(), "it", date(2026, 12, 26))
