"""What terms give: the cases whose answers are known, each kind of timing, and what moves or stops a count."""

from __future__ import annotations

import datetime
from datetime import date
from fractions import Fraction

import pytest

from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.model.activity import Parameter
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.case import Pause
from qarules.model.term import (
    Before,
    Choice,
    DayOfMonth,
    EarliestOpportunity,
    From,
    Immediately,
    Length,
    NotBefore,
    Pausing,
    Point,
    Receipt,
    Roll,
    SameWorkingDay,
    Term,
    TermUnit,
    WarnAt,
    WarnBefore,
    Within,
)

UNITS = {unit.value: unit for unit in TermUnit}
E = From(name="event")

# Bank holidays as gov.uk/bank-holidays gives them, read by hand.
IN_ENGLAND = """2022-08-29 2022-09-19 2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-04
2026-05-25 2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30"""
IN_SCOTLAND = """2026-01-01 2026-01-02 2026-04-03 2026-05-04 2026-05-25 2026-06-15 2026-08-03 2026-11-30 2026-12-25
2026-12-28 2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02"""
IN_NORTHERN_IRELAND = IN_ENGLAND + " 2026-03-17 2026-07-13"


def calendar(id_: str, closed: str, **more) -> Calendar:
    days = tuple(NamedDay(day=date.fromisoformat(day)) for day in closed.split())
    more = {"covers_from": date(2020, 1, 1), "covers_until": date(2030, 12, 31), "statutory": True, **more}
    return Calendar(id=id_, title=id_, closed=days, **more)


CALENDARS = (
    calendar("england-and-wales", IN_ENGLAND, confirmed_until=date(2028, 12, 31)),
    calendar("scotland", IN_SCOTLAND),
    calendar("scotland-2024", IN_SCOTLAND.replace(" 2027-08-02", "")),
    calendar("northern-ireland", IN_NORTHERN_IRELAND),
    calendar("scots-hearings", "2026-12-25"),
    Calendar(id="uk-any", title="uk-any", union_of=("england-and-wales", "scotland", "northern-ireland")),
)
CLOCK = Clock(today=date(2026, 1, 1), calendars=CALENDARS, calendar="england-and-wales")


def length(text: str) -> Length:
    """``3 clear working days``."""
    count, *words = text.split()
    clear = words[:1] == ["clear"]
    return Length(count=int(count) if count.isdecimal() else count, unit=UNITS[" ".join(words[clear:])], clear=clear)


def within(text: str, **more) -> Within:
    return Within(length=length(text), of=E, **more)


def at_least(text: str) -> Before | NotBefore:
    amount, _, side = text.rpartition(" ")
    return (Before if side == "before" else NotBefore)(length=length(amount), of=E)


def given(day, **others):
    """Where the event is on *day*; others by name, each a day or an instant."""
    named = {"event": day, **others}

    def start(of):
        when = named.get(of.name)
        if when is None:
            return Start(missing=(of.name,))
        if isinstance(when, datetime.datetime):
            return Start(day=when.date(), at=when)
        return Start(day=when)

    return start


def settled(timing, day, clock=CLOCK, **term):
    timings = timing if isinstance(timing, tuple) else (timing,)
    return settle(Term(timings=timings, **term), given(day), clock, "it")


# --- the golden cases ------------------------------------------------------------------------------------------------

GOLDEN = [
    ("15 working days", "2026-12-10", "england-and-wales", "2027-01-05"),
    ("45 working days", "2026-11-23", "england-and-wales", "2027-01-28"),
    ("45 working days", "2026-11-23", "scotland", "2027-02-01"),
    ("10 working days", "2026-06-08", "england-and-wales", "2026-06-22"),
    ("10 working days", "2026-06-08", "scotland", "2026-06-23"),
    ("35 working days", "2022-08-15", "england-and-wales", "2022-10-05"),
    ("10 working days", "2027-07-26", "scotland-2024", "2027-08-09"),
    ("10 working days", "2027-07-26", "scotland", "2027-08-10"),
    ("20 working days", "2026-12-05", "uk-any", "2027-01-07"),
    ("2 working days", "2026-04-02", "scots-hearings", "2026-04-06"),
    ("2 working days", "2026-04-02", "scotland", "2026-04-07"),
    ("20 working days", "2026-02-02", "uk-any", "2026-03-02"),
    ("4 months", "1978-09-30", "", "1979-01-30"),
    ("1 months", "2028-01-31", "", "2028-02-29"),
    ("3 months", "2026-11-30", "", "2027-02-28"),
    ("1 years", "2024-02-29", "", "2025-02-28"),
    ("1 months", "2026-01-31", "", "2026-02-28"),
    ("2 months", "2026-01-31", "", "2026-03-31"),
    ("3 months", "2026-01-31", "", "2026-04-30"),
]


@pytest.mark.parametrize(("time", "event", "on", "due"), GOLDEN)
def test_a_time_ends_on_the_day_the_law_says(time, event, on, due):
    """Each answer was worked out by hand from the instruments the table of meanings names."""
    result = settled(within(time), date.fromisoformat(event), calendar=on)
    assert result.due.day == date.fromisoformat(due)
    assert (result.problems, result.missing) == ((), ())


@pytest.mark.parametrize(
    ("time", "event", "answer"),
    [
        ("3 clear working days before", "2025-10-20", "2025-10-14"),
        ("3 clear days before", "2023-10-20", "2023-10-16"),
        ("28 clear days after", "2023-10-01", "2023-10-30"),
        ("3 working days before", "2025-10-20", "2025-10-15"),
        ("7 days before", "2023-10-20", "2023-10-13"),
        ("2 weeks before", "2023-10-20", "2023-10-06"),
        ("1 months before", "2026-03-31", "2026-02-28"),
        ("28 days after", "2023-10-01", "2023-10-29"),
        ("2 working days after", "2026-12-24", "2026-12-30"),
        ("2 clear working days after", "2026-12-24", "2026-12-31"),
    ],
)
def test_a_time_before_or_after_an_event(time, event, answer):
    """Clear days leave out both ends; others leave out the event alone."""
    result = settled(at_least(time), date.fromisoformat(event))
    found = result.due if time.endswith("before") else result.opens
    assert found.day == date.fromisoformat(answer)
    assert (result.due is None) == time.endswith("after")


def test_closure_days_of_the_councils_own_count_where_the_rule_says_so():
    """A calendar fixed by law refuses them otherwise."""
    clock = Clock(
        today=date(2026, 12, 11),
        calendars=CALENDARS,
        calendar="england-and-wales",
        closures=(date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)),
    )
    timing = within("15 working days")
    assert settled(timing, date(2026, 12, 10), clock).due.day == date(2027, 1, 5)
    assert settled(timing, date(2026, 12, 10), clock, local=True).due.day == date(2027, 1, 8)
    house = Calendar(id="house", title="House", union_of=("england-and-wales",))
    own = Clock(today=clock.today, calendars=(*CALENDARS, house), calendar="house", closures=clock.closures)
    assert settled(timing, date(2026, 12, 10), own).due.day == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("time", "event", "due"),
    [
        ("15 working days", "2026-12-10", "2027-01-04"),
        ("1 working days", "2026-12-12", "2026-12-14"),
        ("7 days", "2026-12-10", "2026-12-16"),
        ("1 weeks", "2026-12-10", "2026-12-16"),
        ("1 months", "2026-12-10", "2027-01-09"),
        ("1 months", "2026-01-31", "2026-02-28"),
        ("1 years", "2024-02-29", "2025-02-28"),
    ],
)
def test_beginning_with_the_event_counts_its_own_day(time, event, due):
    """The census of the DfE counts so; where a month has no such day, its last day is the last in time."""
    result = settled(within(time, beginning=True), date.fromisoformat(event))
    assert result.due.day == date.fromisoformat(due)


def test_days_of_a_month_and_the_same_working_day():
    """A closed day is passed over in both."""
    assert settled(DayOfMonth(number=2, of=E), date(2027, 1, 20)).due.day == date(2027, 1, 5)
    assert settled(DayOfMonth(number=-1, of=E), date(2027, 5, 2)).due.day == date(2027, 5, 28)
    assert settled(DayOfMonth(number=-1, of=E), date(2026, 12, 2)).due.day == date(2026, 12, 31)
    assert settled(SameWorkingDay(of=E), date(2026, 12, 24)).due.day == date(2026, 12, 24)
    assert settled(SameWorkingDay(of=E), date(2026, 12, 25)).due.day == date(2026, 12, 29)
    none = settled(DayOfMonth(number=23, of=E), date(2027, 1, 20))
    assert none.due is None
    assert none.problems == ("the month of 2027-01-20 has no 23 working days",)


def test_what_is_immediate_or_at_the_earliest_opportunity_has_no_date():
    for kind in (Immediately, EarliestOpportunity):
        result = settled(kind(of=E), date(2026, 12, 24))
        assert (result.due, result.at_once.start.day) == (None, date(2026, 12, 24))


@pytest.mark.parametrize(
    ("roll", "due"),
    [
        (Roll.NONE, "2026-12-26"),
        (Roll.STAYS, "2026-12-26"),
        (Roll.FOLLOWING, "2026-12-29"),
        (Roll.PRECEDING, "2026-12-24"),
    ],
)
def test_a_closed_last_day_goes_where_the_rule_says(roll, due):
    result = settled(within("16 days"), date(2026, 12, 10), roll=roll)
    assert result.due.day == date.fromisoformat(due)


# --- receipt ---------------------------------------------------------------------------------------------------------


def test_deemed_receipt_moves_the_event_and_then_counting_starts():
    """Received on a Saturday: a working day more than without."""
    result = settled(within("20 working days"), date(2026, 12, 5), calendar="uk-any", receipt=Receipt())
    assert (result.due.day, result.due.start.day) == (date(2027, 1, 8), date(2026, 12, 7))


@pytest.mark.parametrize(("clock", "due"), [("16:29", "2026-12-08"), ("16:30", "2026-12-09"), ("23:59", "2026-12-09")])
def test_what_is_received_late_counts_as_received_the_next_working_day(clock, due):
    """Strictly: before the time, that day counts."""
    at = datetime.datetime.fromisoformat(f"2026-12-07T{clock}+00:00")
    receipt = Receipt(after=datetime.time(16, 30))
    result = settled(within("1 working days"), at, receipt=receipt)
    assert result.due.day == date.fromisoformat(due)


def test_receipt_by_the_hour_needs_the_hour_on_a_working_day_alone():
    receipt = Receipt(after=datetime.time(16, 30))
    unknown = settled(within("1 working days"), date(2026, 12, 7), receipt=receipt)
    assert unknown.due is None
    assert unknown.problems == (
        "it counts as received another day from 16:30 on: give the time of day of `event`, with its time zone",
    )
    assert settled(within("1 working days"), date(2026, 12, 6), receipt=receipt).due.day == date(2026, 12, 8)


def test_a_day_of_another_deadline_is_not_received():
    due = Within(length=length("1 working days"), of=From(name="event", point=Point.DUE))
    assert settled(due, date(2026, 12, 5), receipt=Receipt()).due.day == date(2026, 12, 7)


# --- hours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "due"),
    [
        ("2026-03-28T12:00+00:00", "2026-03-29T13:00+01:00"),
        ("2026-10-24T12:00+01:00", "2026-10-25T11:00+00:00"),
        ("2026-06-30T12:00+01:00", "2026-07-01T12:00+01:00"),
    ],
)
def test_hours_are_hours_that_pass(event, due):
    """24 hours over the beginning and the end of summer time."""
    result = settled(within("24 hours"), datetime.datetime.fromisoformat(event))
    assert result.due.at.isoformat(timespec="minutes") == due
    assert result.due.day == result.due.at.date()


def test_hours_before_and_not_before():
    at = datetime.datetime.fromisoformat("2026-10-25T12:00+00:00")
    assert settled(at_least("24 hours before"), at).due.at.isoformat(timespec="minutes") == "2026-10-24T13:00+01:00"
    assert settled(at_least("2 hours after"), at).opens.at.isoformat(timespec="minutes") == "2026-10-25T14:00+00:00"


def test_hours_need_a_time_of_day():
    result = settled(within("24 hours"), date(2026, 3, 28))
    assert (result.due, result.problems) == (
        None,
        ("hours are counted from a time of day: give that of `event`, with its time zone",),
    )


# --- several timings -------------------------------------------------------------------------------------------------

BOTH = (
    Within(length=length("10 working days"), of=From(name="event")),
    Before(length=length("5 days"), of=From(name="panel")),
)


def of_both(choice, **days):
    return settle(Term(timings=BOTH, choice=choice), given(days.pop("event", None), **days), CLOCK)


def test_one_of_several_timings_binds_and_all_are_told():
    event, panel = date(2026, 2, 2), date(2026, 2, 12)
    earlier = of_both(Choice.EARLIER, event=event, panel=panel)
    assert (earlier.due.day, [d.day for d in earlier.dates]) == (
        date(2026, 2, 7),
        [date(2026, 2, 16), date(2026, 2, 7)],
    )
    assert of_both(Choice.LATER, event=event, panel=panel).due.day == date(2026, 2, 16)


def test_what_has_not_happened_does_not_bind_yet_where_the_earlier_does():
    """Where the later binds, nothing can be said before both are known."""
    earlier = of_both(Choice.EARLIER, event=date(2026, 2, 2))
    assert (earlier.due.day, earlier.missing) == (date(2026, 2, 16), ("panel",))
    later = of_both(Choice.LATER, event=date(2026, 2, 2))
    assert (later.due, later.missing, later.dates[0].day) == (None, ("panel",), date(2026, 2, 16))


def test_an_hour_of_a_day_comes_before_its_end():
    at = datetime.datetime.fromisoformat("2026-02-02T12:00+00:00")
    timings = (within("1 days"), within("24 hours"))
    assert settled(timings, at).due.unit is TermUnit.HOURS
    assert settled(timings, at, choice=Choice.LATER).due.unit is TermUnit.DAYS


# --- numbers left open -----------------------------------------------------------------------------------------------


def test_the_length_can_be_a_number_set_elsewhere():
    timing = Within(length=Length(count="log-days"), of=E)
    for value, found in ((Fraction(5), date(2026, 2, 9)), (None, None), (Fraction(5, 2), None)):
        number = Parameter(id="log-days", title="Days", unit=TermUnit.WORKING_DAYS, value=value)
        clock = Clock(today=date(2026, 2, 2), calendars=CALENDARS, calendar="scotland", parameters={"log-days": number})
        result = settled(timing, date(2026, 2, 2), clock)
        assert (result.due.day if result.due else None) == found
        assert result.missing == (("log-days",) if value is None else ())
        assert bool(result.problems) == (value == Fraction(5, 2))
    assert settled(timing, date(2026, 2, 2)).problems == ("there is no parameter `log-days`",)


# --- pauses ----------------------------------------------------------------------------------------------------------


def paused(*stretches, today="2026-03-31", timing="20 working days", **term):
    pauses = tuple(
        Pause(start=date.fromisoformat(start), until=date.fromisoformat(end) if end else None)
        for start, end in stretches
    )
    clock = Clock(today=date.fromisoformat(today), calendars=CALENDARS, calendar="uk-any", pauses=pauses)
    return settled(within(timing), date(2026, 2, 2), clock, **term)


def test_paused_days_are_not_counted():
    """Both ends of a pause are disregarded."""
    assert paused(("2026-02-09", "2026-02-18")).due.day == date(2026, 3, 12)
    assert paused(("2026-02-09", "2026-02-18"), resume_day_counts=True).due.day == date(2026, 3, 11)
    overlapping = (("2026-02-09", "2026-02-14"), ("2026-02-12", "2026-02-18"), ("2026-02-09", "2026-02-09"))
    assert paused(*overlapping).due.day == date(2026, 3, 12)
    assert paused(("2026-03-03", "2026-03-20")).due.day == date(2026, 3, 2)
    assert paused(("2026-03-02", "2026-03-20")).due.day == date(2026, 3, 23)
    assert paused(("2026-01-05", "2026-02-02")).due.day == date(2026, 3, 2)


def test_a_pause_adds_its_days_to_a_time_of_the_calendar_until_it_settles_and_then_it_rolls():
    """2 to 12 February, then the 3 paused days, then the pause that this runs into."""
    one = ("2026-02-05", "2026-02-07")
    assert paused(one, timing="10 days").due.day == date(2026, 2, 15)
    assert paused(one, timing="10 days", roll=Roll.FOLLOWING).due.day == date(2026, 2, 16)
    assert paused(one, ("2026-02-14", "2026-02-16"), timing="10 days").due.day == date(2026, 2, 18)
    assert paused(one, timing="1 months").due.day == date(2026, 3, 5)


def test_while_a_pause_lasts_there_is_no_due_date():
    """It says what the date would be if the pause ended today."""
    result = paused(("2026-02-09", None), today="2026-02-18")
    assert (result.paused, result.due.day, result.due_if_resumed) == (True, None, date(2026, 3, 12))
    assert paused(("2026-03-03", None)).due.day == date(2026, 3, 2)
    assert paused(("2026-02-09", None), today="2026-02-08").due.day == date(2026, 3, 2)


def test_events_can_begin_and_end_a_pause():
    term = Term(timings=(within("20 working days"),), pauses=(Pausing(start="asked", end="given"),))
    clock = Clock(today=date(2026, 2, 18), calendars=CALENDARS, calendar="uk-any")
    begun = {"asked": date(2026, 2, 9)}
    assert settle(term, given(date(2026, 2, 2)), clock).due.day == date(2026, 3, 2)
    assert settle(term, given(date(2026, 2, 2), **begun), clock).due_if_resumed == date(2026, 3, 12)
    ended = settle(term, given(date(2026, 2, 2), **begun, given=date(2026, 2, 18)), clock)
    assert (ended.due.day, ended.missing) == (date(2026, 3, 12), ())
    wrong = settle(term, given(date(2026, 2, 2), **begun, given=date(2026, 2, 3)), clock)
    assert wrong.problems == ("the pause from 2026-02-09 ends before it begins",)
    assert wrong.due.day == date(2026, 3, 2)


def test_a_pause_stops_what_it_names_alone():
    pause = Pause(start=date(2026, 2, 9), until=date(2026, 2, 18), of=("other",))
    clock = Clock(today=date(2026, 3, 1), calendars=CALENDARS, calendar="uk-any", pauses=(pause,))
    term = Term(timings=(within("20 working days"),))
    assert settle(term, given(date(2026, 2, 2)), clock, "it").due.day == date(2026, 3, 2)
    assert settle(term, given(date(2026, 2, 2)), clock, "other").due.day == date(2026, 3, 12)


def test_what_a_pause_cannot_stop_binds_all_the_same():
    """Where the earlier binds, a clock that stands still can only end later; where the later binds, it may decide."""
    pause = Pause(start=date(2026, 2, 3))
    clock = Clock(today=date(2026, 2, 5), calendars=CALENDARS, calendar="uk-any", pauses=(pause,))
    start = given(date(2026, 2, 2), panel=date(2026, 2, 12))
    assert settle(Term(timings=BOTH), start, clock).due.day == date(2026, 2, 7)
    later = settle(Term(timings=BOTH, choice=Choice.LATER), start, clock)
    assert (later.paused, later.due.day, later.due_if_resumed) == (True, None, date(2026, 2, 19))


def test_a_time_that_no_pause_stops_binds_once_the_others_cannot_come_before_it():
    """From the day on which even a pause that ended today would leave them later."""
    pause = Pause(start=date(2026, 2, 3))
    start = given(date(2026, 2, 2), panel=date(2026, 2, 25))
    found = []
    for day in (5, 9):
        clock = Clock(today=date(2026, 2, day), calendars=CALENDARS, calendar="uk-any", pauses=(pause,))
        result = settle(Term(timings=BOTH), start, clock)
        assert result.dates[0].day is None
        found.append((result.paused, result.due.day, result.due_if_resumed))
    assert found == [(True, None, date(2026, 2, 19)), (False, date(2026, 2, 20), None)]


@pytest.mark.parametrize(
    ("roll", "start", "is_paused"),
    [(Roll.FOLLOWING, 15, False), (Roll.FOLLOWING, 14, True), (Roll.PRECEDING, 14, True), (Roll.PRECEDING, 15, False)],
)
def test_a_pause_stops_what_is_counted_and_not_the_closed_days_after(roll, start, is_paused):
    """Twelve days from Monday the 2nd end on Saturday the 14th."""
    lasts = paused((f"2026-02-{start}", None), today="2026-02-20", timing="12 days", roll=roll)
    ended = paused((f"2026-02-{start}", "2026-02-20"), today="2026-02-20", timing="12 days", roll=roll)
    assert lasts.paused is is_paused
    assert (lasts.due_if_resumed if is_paused else lasts.due.day) == ended.due.day


def test_a_pause_that_is_planned_to_end_lasts():
    """On the day it ends it is over."""
    planned = ("2026-02-09", "2026-02-18")
    lasts = paused(planned, today="2026-02-17")
    assert (lasts.paused, lasts.due.day, lasts.due_if_resumed) == (True, None, date(2026, 3, 11))
    assert paused(planned, today="2026-02-18").due.day == date(2026, 3, 12)
    assert paused(planned, today="2026-02-08").due.day == date(2026, 3, 12)
    term = Term(timings=(within("20 working days"),), pauses=(Pausing(start="asked", end="given"),))
    clock = Clock(today=date(2026, 2, 17), calendars=CALENDARS, calendar="uk-any")
    when = given(date(2026, 2, 2), asked=date(2026, 2, 9), given=date(2026, 2, 18))
    assert settle(term, when, clock).due_if_resumed == date(2026, 3, 11)


def test_a_date_rests_on_the_closed_day_it_was_moved_from():
    """Before that is announced, it might as well be worked."""
    clock = Clock(
        today=date(2026, 1, 1),
        calendars=(calendar("c", "2026-12-25", confirmed_until=date(2026, 12, 24)),),
        calendar="c",
    )
    moved = settled(within("10 days"), date(2026, 12, 15), clock, roll=Roll.PRECEDING)
    assert (moved.due.day, moved.provisional) == (date(2026, 12, 24), True)
    assert not settled(within("9 days"), date(2026, 12, 15), clock, roll=Roll.PRECEDING).provisional


def test_the_months_at_both_ends_of_a_calendar_have_their_working_days():
    """The days beyond it are not needed to find them."""
    first = [settled(DayOfMonth(number=n, of=E), date(2020, 1, 15)).due.day for n in (1, 2, -1)]
    assert first == [date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 31)]
    last = [settled(DayOfMonth(number=n, of=E), date(2030, 12, 2)).due.day for n in (1, -1, -2)]
    assert last == [date(2030, 12, 2), date(2030, 12, 31), date(2030, 12, 30)]
    assert settled(DayOfMonth(number=-1, of=E), date(2030, 11, 1)).due.day == date(2030, 11, 29)
    assert settled(DayOfMonth(number=-2, of=E), date(2030, 11, 1)).due.day == date(2030, 11, 28)
    assert settled(DayOfMonth(number=1, of=E), date(2030, 6, 5)).due.day == date(2030, 6, 3)
    assert settled(DayOfMonth(number=2, of=E), date(2030, 6, 5)).due.day == date(2030, 6, 4)
    assert settled(DayOfMonth(number=24, of=E), date(2030, 12, 2)).problems


# --- warnings, certainty, what cannot be counted ---------------------------------------------------------------------


def test_warnings_in_order():
    """Three quarters of ten days are eight, rounded up; two working days before the last."""
    warnings = (WarnBefore(length=length("2 working days")), WarnAt(share=Fraction(3, 4)), WarnAt(share=Fraction(1, 2)))
    result = settled(within("10 working days"), date(2026, 2, 2), warnings=warnings)
    assert result.warnings == (date(2026, 2, 9), date(2026, 2, 12), date(2026, 2, 12))
    month = settled(within("1 months"), date(2026, 2, 2), warnings=(WarnAt(share=Fraction(1, 4)),))
    assert month.warnings == (date(2026, 2, 9),)
    at = datetime.datetime.fromisoformat("2026-02-02T12:00+00:00")
    hours = (WarnAt(share=Fraction(1, 2)), WarnBefore(length=length("30 hours")))
    assert settled(within("48 hours"), at, warnings=hours).warnings == (date(2026, 2, 3), date(2026, 2, 3))


def test_a_warning_waits_with_the_clock():
    """Half of 20 working days, with a pause of 8 in them."""
    assert paused(("2026-02-09", "2026-02-18"), warnings=(WarnAt(share=Fraction(1, 2)),)).warnings == (
        date(2026, 2, 26),
    )


def test_a_share_of_a_time_before_an_event_never_passes():
    result = settled(at_least("5 days before"), date(2026, 2, 12), warnings=(WarnAt(share=Fraction(1, 2)),))
    assert (result.due.day, result.warnings) == (date(2026, 2, 7), ())
    assert result.problems == ("a share of the time can only pass where it is counted from a start on",)


def test_what_rests_on_days_not_announced_is_provisional():
    """A time before an event rests on the days up to the event."""
    assert not settled(within("5 working days"), date(2028, 12, 20)).provisional
    assert settled(within("15 working days"), date(2028, 12, 20)).provisional
    assert settled(at_least("5 working days before"), date(2029, 1, 3)).provisional
    assert not settled(within("15 days"), date(2028, 12, 20)).provisional


@pytest.mark.parametrize(
    ("timing", "day", "term", "problem"),
    [
        ("5 working days", "2030-12-30", {}, "the calendar `england-and-wales` knows no day after 31 December 2030"),
        ("5 working days", "2019-12-30", {}, "the calendar `england-and-wales` knows no day before 1 January 2020"),
        (
            "5 working days",
            "2026-12-30",
            {"calendar": "scotlnd"},
            "there is no calendar `scotlnd`: did you mean `scotland`?",
        ),
        ("99999999 weeks", "2026-12-30", {}, "it falls outside the days there are"),
        ("99999 years", "2026-12-30", {}, "it falls outside the days there are"),
        ("0 days", "2026-12-30", {}, "a time is 1 or more days, in whole numbers"),
    ],
)
def test_what_cannot_be_counted_says_why(timing, day, term, problem):
    result = settled(within(timing), date.fromisoformat(day), **term)
    assert (result.due, result.problems) == (None, (problem,))


def test_working_days_without_a_calendar():
    result = settled(within("5 working days"), date(2026, 2, 2), Clock(today=date(2026, 2, 2)))
    assert result.problems == ("working days need a calendar, and neither the rule nor the standard names one",)
    assert settled(within("5 days"), date(2026, 2, 2), Clock(today=date(2026, 2, 2))).due.day == date(2026, 2, 7)
