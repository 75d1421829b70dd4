"""Published bank holidays taken over: what changes, what stays, and what cannot be used."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules.engine.refresh import refreshed
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.refreshed import Renamed


def named(text, title):
    return NamedDay(day=datetime.date.fromisoformat(text), title=title)


BEFORE = Calendar(
    id="scotland",
    title="Scotland",
    confirmed_until=datetime.date(2026, 12, 31),
    closed=(
        named("2026-12-25", "Christmas Day"),
        named("2027-01-01", "New Year"),
        named("2027-04-05", "Fair"),
        named("2027-05-01", "A Saturday of its own"),
        named("2027-12-27", "Christmas Day (substitute day)"),
        named("2028-12-25", "Christmas Day"),
    ),
)


def event(date, title, **more):
    return {"title": title, "date": date, "notes": "", "bunting": True, **more}


def given(*events):
    return {"scotland": {"division": "scotland", "events": list(events)}}


YEAR_2027 = (
    event("2027-01-01", "New Year’s Day"),
    event("2027-01-04", "2nd January", notes="Substitute day"),
    event("2027-12-27", "Christmas Day", notes="Substitute day"),
)


def test_a_full_year_is_replaced_and_told():
    """Days from Monday to Friday; what the calendar closes at a weekend is nobody's bank holiday."""
    result = refreshed(BEFORE, given(*YEAR_2027))
    assert result.problems == ()
    assert result.calendar == attrs.evolve(
        BEFORE,
        confirmed_until=datetime.date(2027, 12, 31),
        closed=(
            named("2026-12-25", "Christmas Day"),
            named("2027-01-01", "New Year's Day"),
            named("2027-01-04", "2nd January (substitute day)"),
            named("2027-05-01", "A Saturday of its own"),
            named("2027-12-27", "Christmas Day (substitute day)"),
            named("2028-12-25", "Christmas Day"),
        ),
    )
    assert result.added == (named("2027-01-04", "2nd January (substitute day)"),)
    assert result.removed == (named("2027-04-05", "Fair"),)
    assert result.renamed == (Renamed(day=datetime.date(2027, 1, 1), before="New Year", after="New Year's Day"),)


def test_taking_over_the_same_again_changes_nothing():
    once = refreshed(BEFORE, given(*YEAR_2027)).calendar
    again = refreshed(once, given(*reversed(YEAR_2027)))
    assert again.calendar == once
    assert (again.added, again.removed, again.renamed, again.problems) == ((), (), (), ())


def test_a_bank_holiday_at_a_weekend_closes_nothing_more():
    result = refreshed(BEFORE, given(*YEAR_2027, event("2027-12-25", "Christmas Day")))
    assert [added.day.isoformat() for added in result.added] == ["2027-01-04"]


def test_a_year_without_christmas_day_stays_as_it_is():
    result = refreshed(BEFORE, given(*YEAR_2027, event("2028-01-03", "New Year's Day")))
    assert [closed for closed in result.calendar.closed if closed.day.year == 2028] == [BEFORE.closed[-1]]
    assert result.calendar.confirmed_until == datetime.date(2027, 12, 31)
    assert [str(problem) for problem in result.problems] == [
        "the list of bank holidays gives no Christmas Day in 2028, so that its days stay as they are"
    ]
    assert result.problems[0].given == "2028"


def test_a_year_left_out_is_not_confirmed_by_the_one_after():
    """2029 is taken over; it is confirmed only as far as years follow each other."""
    result = refreshed(BEFORE, given(*YEAR_2027, event("2029-12-25", "Christmas Day")))
    assert [added.day.isoformat() for added in result.added] == ["2027-01-04", "2029-12-25"]
    assert result.calendar.confirmed_until == datetime.date(2027, 12, 31)
    assert [problem.given for problem in result.problems] == ["2028"]
    first = refreshed(BEFORE, given(event("2027-01-01", "New Year"), event("2028-12-25", "Christmas Day")))
    assert first.calendar.confirmed_until == datetime.date(2026, 12, 31)


def test_a_year_that_nobody_gave_is_not_confirmed():
    """Nor the rest of one that was confirmed in part; a year that follows what was confirmed is."""
    later = given(event("2028-12-25", "Christmas Day"))
    for confirmed in (datetime.date(2026, 12, 31), datetime.date(2027, 12, 30)):
        calendar = attrs.evolve(BEFORE, confirmed_until=confirmed)
        assert refreshed(calendar, later).calendar.confirmed_until == confirmed
    for confirmed in (datetime.date(2027, 12, 31), datetime.date(2028, 3, 31)):
        calendar = attrs.evolve(BEFORE, confirmed_until=confirmed)
        assert refreshed(calendar, later).calendar.confirmed_until == datetime.date(2028, 12, 31)


@pytest.mark.parametrize(
    ("confirmed", "until", "after"),
    [
        (None, None, "2027-12-31"),
        ("2030-12-31", None, "2030-12-31"),  # an old list takes nothing back
        ("2026-12-31", "2027-03-31", "2027-03-31"),
    ],
)
def test_how_far_it_is_then_confirmed(confirmed, until, after):
    calendar = attrs.evolve(
        BEFORE,
        confirmed_until=confirmed and datetime.date.fromisoformat(confirmed),
        covers_until=until and datetime.date.fromisoformat(until),
    )
    assert refreshed(calendar, given(*YEAR_2027)).calendar.confirmed_until.isoformat() == after


def test_days_the_calendar_does_not_cover_are_passed_over():
    calendar = attrs.evolve(
        BEFORE,
        covers_from=datetime.date(2027, 1, 2),
        covers_until=datetime.date(2027, 3, 31),
        closed=BEFORE.closed[1:2],
    )
    result = refreshed(calendar, given(*YEAR_2027, event("9999-12-25", "Christmas Day")))
    assert [added.day.isoformat() for added in result.added] == ["2027-01-04"]
    assert (result.removed, result.problems) == ((), ())


@pytest.mark.parametrize(
    ("official", "message"),
    [
        ([], "the list of bank holidays is not what GOV.UK publishes"),
        (None, "the list of bank holidays is not what GOV.UK publishes"),
        ({}, "the list of bank holidays gives no days for `scotland`"),
        (
            {"england-and-wales": {}, "northern-ireland": {}},
            "the list of bank holidays gives no days for `scotland` (it has `england-and-wales`, `northern-ireland`)",
        ),
        ({"scotland": []}, "the list of bank holidays gives `scotland` without `events`"),
        ({"scotland": {}}, "the list of bank holidays gives `scotland` without `events`"),
        ({"scotland": {"events": "none"}}, "the list of bank holidays gives `scotland` without `events`"),
        ({"scotland": {"events": []}}, "the list of bank holidays gives `scotland` without `events`"),
        (given(event("2099-12-25", "Christmas Day")), "the list of bank holidays gives no year that `scotland` covers"),
        (given(*YEAR_2027, "Easter"), "the list of bank holidays has no title in event 4"),
        (given(event("2027-01-01", " "), *YEAR_2027), "the list of bank holidays has no title in event 1"),
        (given(event("2027-01-01", 7)), "the list of bank holidays has no title in event 1"),
        (given(*YEAR_2027, event("2027-01-05", "A", notes=1)), "the list of bank holidays has no title in event 4"),
        (given(*YEAR_2027, YEAR_2027[0]), "the list of bank holidays gives a day twice"),
    ],
)
def test_what_cannot_be_used_is_a_problem_and_changes_nothing(official, message):
    result = refreshed(BEFORE, official)
    assert [str(problem) for problem in result.problems] == [message]
    assert result.problems[0].thing == "scotland"
    assert (result.calendar, result.added, result.removed) == (BEFORE, (), ())


@pytest.mark.parametrize("date", ["2027-02-30", "20270105", "2027-W01-1", "5 January 2027", "", None, 2027])
def test_an_event_without_a_date_leaves_every_year_as_it_is(date):
    """It may be the bank holiday of any year; without it that day would be counted as a working day."""
    result = refreshed(BEFORE, given(*YEAR_2027, event(date, "Easter Monday")))
    assert result.calendar == BEFORE
    [problem] = result.problems
    assert str(problem) == "the list of bank holidays has no date in event 4 (a date as `2027-12-27`)"
