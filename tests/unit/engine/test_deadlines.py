"""Deadlines of a case: how each stands, what it is counted from, its rows, and what was handed in and is wrong."""

from __future__ import annotations

import datetime
import json
from datetime import date
from fractions import Fraction

import attrs
import pytest

from qarules.engine.deadlines import deadlines, rebase
from qarules.engine.evaluate import evaluate
from qarules.errors import NotFoundError
from qarules.model.activity import Parameter
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.case import Case, Pause, Person, Raise
from qarules.model.condition import At, Is, Reference
from qarules.model.due import DueStatus
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.route import Deadline, EachRow, Event, Process, Step
from qarules.model.standard import Clause, Force, Role, Standard
from qarules.model.term import (
    Before,
    Choice,
    EarliestOpportunity,
    From,
    Immediately,
    Length,
    NotBefore,
    Pausing,
    Point,
    Receipt,
    Term,
    TermUnit,
    WarnBefore,
    Within,
)
from qarules.model.tool import (
    Column,
    Day,
    Item,
    Keyword,
    Person as PersonKind,
    Section,
    Table,
    Text,
    Tool,
    Watched,
    YesNo,
)
from qarules.model.trigger import Happens, Holds, Overdue, Raised

WORKING = TermUnit.WORKING_DAYS
CALENDAR = Calendar(
    id="england",
    title="England",
    statutory=True,
    covers_from=date(2022, 1, 1),
    covers_until=date(2030, 12, 31),
    confirmed_until=date(2028, 12, 31),
    closed=(NamedDay(day=date(2023, 5, 8), title="Coronation of King Charles III"),),
)
MET, LATE, OVERDUE = DueStatus.MET, DueStatus.MET_LATE, DueStatus.OVERDUE
RUNNING, NOT_STARTED, UNKNOWN = DueStatus.RUNNING, DueStatus.NOT_STARTED, DueStatus.UNKNOWN


def within(count, unit=WORKING, of="allocation", point=Point.EVENT, **term):
    timing = Within(length=Length(count=count, unit=unit), of=From(name=of, point=point))
    return Term(timings=(timing,), **term)


def deadline(id_="moderated", term=None, **more) -> Deadline:
    return Deadline(id=id_, title=id_.title(), term=term or within(10), **more)


def pack(*found: Deadline, **more) -> Pack:
    more = {
        "standard": Standard(id="house", title="House", calendar="england"),
        "calendars": (CALENDAR,),
        "events": (Event(id="allocation", title="Allocation"), Event(id="closure", title="Closure")),
        **more,
    }
    return Pack(name="house", deadlines=found or (deadline(),), **more)


ALLOCATED_ON = date(2023, 5, 2)
ALLOCATED = {"allocation": ALLOCATED_ON}  # a Tuesday; ten working days end on the 17th


def one(as_of, *found, case=None, **more):
    """The first deadline as of a day of May 2023, with nothing wrong."""
    when = date(2023, 5, as_of) if isinstance(as_of, int) else as_of
    table = deadlines(pack(*found, **more), case or Case(events=ALLOCATED), when)
    assert table.problems == ()
    return table.items[0]


def told(problem: Problem) -> str:
    return str(problem)


# --- how it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status", "left", "late"),
    [
        (1, NOT_STARTED, None, 0),
        (2, RUNNING, 10, 0),
        (12, RUNNING, 3, 0),
        (15, DueStatus.DUE_SOON, 2, 0),
        (16, DueStatus.DUE_SOON, 1, 0),
        (17, DueStatus.DUE_TODAY, 0, 0),
        (18, OVERDUE, None, 1),
        (22, OVERDUE, None, 3),
    ],
)
def test_what_is_not_done_runs_until_its_day_has_passed(day, status, left, late):
    """On the day itself it is due, and not overdue."""
    warned = deadline(term=within(10, warnings=(WarnBefore(length=Length(count=2, unit=WORKING)),)))
    due = one(day, warned)
    assert (due.status, due.days_left, due.days_late) == (status, left, late)
    assert (due.due, due.warnings, due.start) == (date(2023, 5, 17), (date(2023, 5, 15),), date(2023, 5, 2))


@pytest.mark.parametrize(("day", "status", "late"), [(10, MET, 0), (17, MET, 0), (18, LATE, 1), (22, LATE, 3)])
def test_what_is_done_on_its_last_day_is_in_time(day, status, late):
    """And stays so whatever day the result speaks of."""
    case = Case(events={**ALLOCATED, "moderated": date(2023, 5, day)})
    for as_of in (22, 31):
        due = one(as_of, case=case)
        assert (due.status, due.days_late, due.days_left, due.done_on) == (status, late, None, date(2023, 5, day))


def test_the_earliest_of_what_completes_it_counts():
    events = {**ALLOCATED, "moderated": date(2023, 5, 19), "closure": date(2023, 5, 16)}
    assert one(31, deadline(done_when=("closure",)), case=Case(events=events)).done_on == date(2023, 5, 16)


def test_what_is_planned_is_not_done():
    """An event after the day of the result moves dates and completes nothing."""
    due = one(10, case=Case(events={**ALLOCATED, "moderated": date(2023, 5, 11)}))
    assert (due.status, due.done_on) == (RUNNING, None)


def test_what_is_said_to_be_done_without_its_day_is_met():
    due = one(31, case=Case(events=ALLOCATED, done=("moderated",)))
    assert (due.status, due.done_on, due.days_late) == (MET, None, 0)


def test_what_has_not_happened_is_missing():
    due = one(10, case=Case())
    assert (due.status, due.due, due.missing) == (NOT_STARTED, None, ("allocation",))
    done = one(10, case=Case(events={"moderated": date(2023, 5, 9)}))
    assert (done.status, done.missing) == (UNKNOWN, ("allocation",))


def test_a_deadline_that_falls_away_is_cancelled():
    assert one(31, case=Case(events=ALLOCATED, cancelled=("moderated",))).status is DueStatus.CANCELLED
    stood_down = deadline(stood_down_when=(Happens(event="closure"),))
    closed = Case(events={**ALLOCATED, "closure": date(2023, 5, 20)})
    assert one(31, stood_down, case=closed).status is DueStatus.CANCELLED
    assert one(19, stood_down, case=closed).status is OVERDUE


def test_while_a_pause_lasts_it_is_paused():
    """With the date it would have if the pause ended today, and the four clocks."""
    case = Case(events=ALLOCATED, pauses=(Pause(start=date(2023, 5, 4)),))
    due = one(11, case=case)
    assert (due.status, due.due, due.due_if_resumed) == (DueStatus.PAUSED, None, date(2023, 5, 24))
    passed = due.elapsed
    assert (passed.days, passed.working_days, passed.stopped, passed.actual) == (9, 6, 5, 1)
    done = attrs.evolve(case, events={**ALLOCATED, "moderated": date(2023, 5, 10)})
    assert one(11, case=done).status is MET


def test_immediately_has_no_grace_and_no_date():
    """Due from the event until it is done, and the minutes that pass are told."""
    at = datetime.datetime.fromisoformat("2023-05-02T12:00+01:00")
    term = Term(timings=(Immediately(of=From(name="allocation")),))
    now = datetime.datetime.fromisoformat("2023-05-02T12:45+01:00")
    due = one(now, deadline(term=term), case=Case(events={"allocation": at}))
    assert (due.status, due.due, due.elapsed.minutes) == (DueStatus.DUE_NOW, None, 45)
    assert one(9, deadline(term=term)).status is DueStatus.DUE_NOW
    assert one(1, deadline(term=term)).status is NOT_STARTED
    done = Case(events={"allocation": at, "moderated": now})
    assert (one(9, deadline(term=term), case=done).status, one(9, deadline(term=term), case=done).elapsed.minutes) == (
        MET,
        45,
    )


def test_the_earliest_opportunity_has_no_date():
    term = Term(timings=(EarliestOpportunity(of=From(name="allocation")),))
    assert one(9, deadline(term=term)).status is DueStatus.DUE_NOW


def test_what_may_not_be_done_yet():
    """Not yet, then open without an end; and done too early by so many days."""
    notice = NotBefore(length=Length(count=5, unit=TermUnit.DAYS, clear=True), of=From(name="allocation"))
    hearing = deadline("hearing", Term(timings=(notice,)))
    assert (one(7, hearing).status, one(7, hearing).opens) == (DueStatus.NOT_YET, date(2023, 5, 8))
    assert (one(8, hearing).status, one(8, hearing).due) == (RUNNING, None)
    early = one(31, hearing, case=Case(events={**ALLOCATED, "hearing": date(2023, 5, 6)}))
    assert (early.status, early.days_early) == (DueStatus.TOO_EARLY, 2)
    assert one(31, hearing, case=Case(events={**ALLOCATED, "hearing": date(2023, 5, 8)})).status is MET


def test_hours_are_due_at_an_instant():
    """By the minute where the time is known; on the last day it makes the difference whether it is."""
    at = datetime.datetime.fromisoformat("2023-05-02T12:00+01:00")
    hours = deadline(term=within(24, TermUnit.HOURS))

    def on(as_of, **events):
        when = as_of if isinstance(as_of, int) else datetime.datetime.fromisoformat(f"2023-05-0{as_of}+01:00")
        return one(when, hours, case=Case(events={"allocation": at, **events}))

    assert on(2).due_at.isoformat() == "2023-05-03T12:00:00+01:00"
    assert [on(d).status for d in (2, 3, 4)] == [RUNNING, DueStatus.DUE_TODAY, OVERDUE]
    assert on("3T12:00").status is DueStatus.DUE_TODAY
    assert on("3T12:01").status is OVERDUE
    instant = datetime.datetime.fromisoformat
    assert on(9, moderated=instant("2023-05-03T11:00+00:00")).status is MET
    assert on(9, moderated=instant("2023-05-03T11:01+00:00")).status is LATE
    assert [on(9, moderated=date(2023, 5, d)).status for d in (2, 3, 4)] == [MET, UNKNOWN, LATE]


def test_an_instant_is_the_day_it_is_in_the_united_kingdom():
    """Half past eleven at night in Greenwich is the next day in summer."""
    at = datetime.datetime.fromisoformat("2026-06-30T23:30+00:00")
    due = one(at, case=Case(events={"allocation": at}))
    assert (due.start, due.due) == (date(2026, 7, 1), date(2026, 7, 15))


# --- several times at once -------------------------------------------------------------------------------------------


def times(*timings, choice=Choice.EARLIER, **term) -> Deadline:
    return deadline(term=Term(timings=timings, choice=choice, **term))


def days(count, of="closure", unit=TermUnit.DAYS) -> Within:
    return Within(length=Length(count=count, unit=unit), of=From(name=of))


AT_ONCE, WHEN_POSSIBLE = Immediately(of=From(name="allocation")), EarliestOpportunity(of=From(name="allocation"))
NOTICE = NotBefore(length=Length(count=10, unit=WORKING), of=From(name="allocation"))


@pytest.mark.parametrize(
    ("other", "allocated"), [(WHEN_POSSIBLE, 1), (AT_ONCE, 1), (AT_ONCE, 29), (WHEN_POSSIBLE, 29), (NOTICE, 22)]
)
def test_what_is_over_is_overdue_whatever_else_is_said_of_it(other, allocated):
    """To be done at once, or not before some day: neither gives more time than its last day."""
    case = Case(events={"allocation": date(2023, 5, allocated), "closure": date(2023, 5, 2)})
    late = one(22, times(other, days(5)), case=case)
    assert (late.status, late.days_late, late.days_left) == (OVERDUE, 15, None)
    assert one(7, times(other, days(5)), case=case).status is not OVERDUE


def test_what_is_to_be_done_at_once_later_leaves_the_rest_running():
    case = Case(events={"allocation": date(2023, 5, 29), "closure": date(2023, 5, 2)})
    assert [one(day, times(AT_ONCE, days(5)), case=case).status for day in (3, 7)] == [RUNNING, DueStatus.DUE_TODAY]


@pytest.mark.parametrize("closure", [{}, {"closure": date(2023, 5, 29)}])
def test_what_may_be_done_and_is_not_to_be_done_at_once_yet_runs(closure):
    """Whether what it is to be done at once after is planned or not."""
    both = times(NOTICE, Immediately(of=From(name="closure")))
    found = [one(day, both, case=Case(events={**ALLOCATED, **closure})).status for day in (16, 17)]
    assert found == [DueStatus.NOT_YET, RUNNING]


def test_the_first_of_two_that_are_due_at_once_binds():
    """In whatever order they are written; the later where that binds."""
    other = Immediately(of=From(name="closure"))
    case = Case(events={"allocation": date(2023, 5, 29), "closure": date(2023, 5, 2)})
    for timings in ((AT_ONCE, other), (other, AT_ONCE)):
        due = one(9, times(*timings), case=case)
        assert (due.status, due.start) == (DueStatus.DUE_NOW, date(2023, 5, 2))
        assert one(9, times(*timings, choice=Choice.LATER), case=case).status is NOT_STARTED
        assert one(30, times(*timings, choice=Choice.LATER), case=case).status is DueStatus.DUE_NOW


def test_what_is_immediate_is_overdue_beside_an_earlier_opportunity():
    """Which has no day that can pass."""
    opportunity = EarliestOpportunity(of=From(name="closure"))
    first = times(opportunity, AT_ONCE)
    after = deadline("after", within(5), starts_when=(Overdue(deadline="moderated"),))
    case = Case(events={"allocation": date(2023, 5, 4), "closure": date(2023, 5, 2)})
    found = [deadlines(pack(first, after), case, date(2023, 5, day))["after"].status for day in (4, 5)]
    assert found == [NOT_STARTED, RUNNING]


def test_it_runs_once_one_of_its_times_has_begun():
    """Though the one that binds is counted from something that is only planned."""
    case = Case(events={"allocation": date(2023, 5, 2), "closure": date(2023, 5, 20)})
    both = times(within(30, TermUnit.DAYS).timings[0], days(2))
    assert [(one(d, both, case=case).status, one(d, both, case=case).due) for d in (1, 2, 18)] == [
        (NOT_STARTED, date(2023, 5, 22)),
        (RUNNING, date(2023, 5, 22)),
        (RUNNING, date(2023, 5, 22)),
    ]


# --- what is not known has not for that reason not happened ----------------------------------------------------------

BEYOND = datetime.datetime.max.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
NAIVE = datetime.datetime(2023, 5, 3, 12)  # which day that is, nobody can say


def unknown(case, *found, as_of=22, **more):
    """The last deadline, which nothing says has not started."""
    return attrs.astuple(
        deadlines(pack(*found, **more), case, date(2023, 5, as_of)).items[-1],
        filter=lambda field, _: field.name in {"status", "due", "missing"},
    )


def test_a_date_that_waits_for_an_open_number_is_unknown():
    number = Parameter(id="log-days", title="Days", unit=TermUnit.DAYS)
    found = deadline(term=within("log-days", None)), deadline("letter", within(10, of="moderated", point=Point.DUE))
    assert unknown(Case(events=ALLOCATED), *found, parameters=(number,)) == (UNKNOWN, None, ("log-days",))


def test_a_date_that_waits_for_a_date_that_has_not_begun_has_not_started():
    found = deadline(), deadline("letter", within(10, of="moderated", point=Point.DUE))
    assert unknown(Case(), *found) == (NOT_STARTED, None, ("allocation",))


def test_a_date_counted_from_what_was_done_on_a_day_nobody_told_is_unknown():
    """Under any name it had; and where what would complete it cannot be read."""
    former = deadline(formerly=("moderation",), done_when=("closure",))
    letter = deadline("letter", within(5, of="moderated", point=Point.DONE))
    for name in ("moderated", "moderation"):
        assert unknown(Case(events=ALLOCATED, done=(name,)), former, letter) == (UNKNOWN, None, ("moderated",))
    closed = Case(events={**ALLOCATED, "closure": NAIVE})
    assert unknown(closed, former, letter) == (UNKNOWN, None, ("moderated",))
    assert unknown(Case(events=ALLOCATED), former, letter) == (NOT_STARTED, None, ("moderated",))


def test_a_step_done_on_a_day_nobody_told_leaves_unknown_what_is_counted_from_it():
    route = Process(id="award", title="Award", steps=(Step(id="refer", title="Refer"),))
    follow = deadline(term=within(2, of="refer", point=Point.DONE))
    assert unknown(Case(done=("award/refer",)), follow, processes=(route,)) == (UNKNOWN, None, ("refer",))


def test_an_event_that_cannot_be_read_may_bind():
    """It can make the time shorter, and never longer."""
    both = times(within(10).timings[0], days(2))
    case = Case(events={**ALLOCATED, "closure": NAIVE})
    assert unknown(case, both, as_of=10) == (UNKNOWN, date(2023, 5, 17), ("closure",))
    assert unknown(case, both, as_of=18) == (OVERDUE, date(2023, 5, 17), ("closure",))
    assert unknown(attrs.evolve(case, pauses=(Pause(start=date(2023, 5, 4)),)), both) == (UNKNOWN, None, ("closure",))
    for day, status in ((17, UNKNOWN), (18, LATE)):
        done = Case(events={**case.events, "moderated": date(2023, 5, day)})
        assert unknown(done, both)[0] is status


def test_a_pause_of_which_an_end_cannot_be_read_leaves_the_date_unknown():
    """Unless it began after the last day."""
    stops = deadline(term=within(10, pauses=(Pausing(start="asked", end="closure"),)))
    events = (Event(id="asked", title="Asked"), *pack().events)

    def told_of(**when):
        return unknown(Case(events={**ALLOCATED, **when}), stops, events=events)

    assert told_of(asked=date(2023, 5, 4), closure=NAIVE) == (UNKNOWN, None, ("closure",))
    assert told_of(asked=NAIVE, closure=date(2023, 5, 8)) == (UNKNOWN, None, ("asked",))
    assert told_of(asked=date(2023, 5, 18), closure=NAIVE)[:2] == (OVERDUE, date(2023, 5, 17))
    assert told_of(closure=NAIVE) == (OVERDUE, date(2023, 5, 17), ())


def test_what_cannot_be_read_under_a_former_name_is_unknown_under_the_present_one():
    events = (Event(id="allocation", title="Allocation", formerly=("assignment",)),)
    for case, missing in (
        (Case(events={"assignment": NAIVE}), "allocation"),
        (Case(events={"assignment": "soon"}), "allocation"),
        (Case(events={**ALLOCATED, "moderation": NAIVE}), "moderated"),
    ):
        found = unknown(case, deadline(formerly=("moderation",)), events=events)
        assert (found[0], found[2]) == (UNKNOWN, (missing,))


def test_a_date_counted_from_a_provisional_one_is_provisional():
    """Though its own days are those of the calendar alone."""
    letter = deadline("letter", within(10, TermUnit.DAYS, of="moderated", point=Point.DUE))
    after = deadline("after", within(10, TermUnit.DAYS, of="letter", point=Point.DUE))
    for year, is_provisional in ((2023, False), (2028, True)):
        case = Case(events={"allocation": date(year, 12, 20)})
        table = deadlines(pack(deadline(), letter, after), case, date(year, 12, 21))
        assert [due.provisional for due in table] == [is_provisional] * 3


def test_days_are_told_though_working_days_run_out():
    """Of a time that is not counted in them."""
    case = Case(events={"allocation": date(2021, 12, 20)})
    plain_days = deadline(term=within(30, TermUnit.DAYS))
    for day, left, late in ((date(2022, 1, 10), 9, 0), (date(2022, 1, 21), None, 2)):
        due = one(day, plain_days, case=case)
        assert (due.days_left, due.days_late) == (left, late)
        assert (due.elapsed.days, due.elapsed.working_days) == ((day - date(2021, 12, 20)).days, None)


# --- what it is counted from -----------------------------------------------------------------------------------------


def test_another_deadline_gives_its_due_date_and_the_day_it_was_done():
    """The due date even while it is not done; the other day only once it is."""
    by_due = deadline("report", within(10, of="moderated", point=Point.DUE))
    by_done = deadline("letter", within(10, of="moderated", point=Point.DONE))
    table = deadlines(pack(by_due, by_done, deadline()), Case(events=ALLOCATED), date(2023, 5, 10))
    assert [due.id for due in table] == ["report", "letter", "moderated"]
    assert (table["report"].due, table["report"].counted_from) == (date(2023, 5, 31), "moderated due")
    assert (table["letter"].due, table["letter"].missing) == (None, ("moderated",))
    done = Case(events={**ALLOCATED, "moderated": date(2023, 5, 9)})
    table = deadlines(pack(by_due, by_done, deadline()), done, date(2023, 5, 10))
    assert (table["report"].due, table["letter"].due) == (date(2023, 5, 31), date(2023, 5, 23))


def test_deadlines_that_wait_for_each_other_are_a_problem_and_not_a_crash():
    one_, other = deadline("a", within(1, of="b", point=Point.DUE)), deadline("b", within(1, of="a", point=Point.DUE))
    table = deadlines(pack(one_, other, deadline()), Case(events=ALLOCATED), date(2023, 5, 10))
    assert [told(problem) for problem in table.problems] == ["deadlines wait for each other: `a`, `b`"]
    assert [due.status for due in table] == [UNKNOWN, UNKNOWN, RUNNING]


def test_a_thousand_deadlines_in_a_row():
    chain = [
        deadline(f"d{n}", within(1, of=f"d{n - 1}" if n else "allocation", point=Point.DUE if n else Point.EVENT))
        for n in range(1000)
    ]
    table = deadlines(pack(*chain[::-1]), Case(events=ALLOCATED), date(2023, 5, 10))
    assert table["d999"].due == date(2027, 3, 3)


def test_a_step_that_was_done_is_a_day_to_count_from():
    route = Process(id="award", title="Award", steps=(Step(id="refer", title="Refer"),))
    follow = deadline(term=within(2, of="refer", point=Point.DONE))
    due = one(10, follow, case=Case(events={"award/refer": date(2023, 5, 9)}), processes=(route,))
    assert due.due == date(2023, 5, 11)


def test_a_date_the_tool_asks_for_is_one_to_count_from():
    """Unless the case tells the event itself; and only for the deadlines of that tool."""
    visit = Item(keyword=Keyword.QUESTION, id="visit", title="Visit", answer=Day())
    tool = Tool(id="review", title="Review", sections=(Section(id="s", title="S", items=(visit,)),))
    outcome = evaluate(tool, {"visit": date(2023, 5, 2)})
    found = pack(deadline(term=within(1, of="visit"), tool="review"), tools=(tool,))
    own = deadlines(found, Case(outcome=outcome), date(2023, 5, 10))
    assert own.items[0].due == date(2023, 5, 3)
    event = deadlines(found, Case(outcome=outcome, events={"visit": date(2023, 5, 4)}), date(2023, 5, 10))
    assert (event.problems, event.items[0].due) == ((), date(2023, 5, 5))
    other = pack(deadline(term=within(1, of="visit"), tool="other"), tools=(tool,))
    assert deadlines(other, Case(outcome=outcome), date(2023, 5, 10)).items[0].missing == ("visit",)


def test_both_of_two_timings_are_told():
    timings = (
        Within(length=Length(count=10, unit=WORKING), of=From(name="allocation")),
        Before(length=Length(count=1, unit=TermUnit.DAYS), of=From(name="closure")),
    )
    case = Case(events={**ALLOCATED, "closure": date(2023, 5, 11)})
    due = one(10, deadline(term=Term(timings=timings, choice=Choice.LATER)), case=case)
    assert [(each.text, each.day, each.binds) for each in due.dates] == [
        ("within 10 working days of allocation", date(2023, 5, 17), True),
        ("at least 1 day before closure", date(2023, 5, 10), False),
    ]
    assert due.rule == ("within 10 working days of allocation", "at least 1 day before closure", "the later binds")


# --- what starts and ends it -----------------------------------------------------------------------------------------


def test_it_does_not_run_unless_something_is_so():
    concern = Item(keyword=Keyword.QUESTION, id="concern", title="Concern", answer=YesNo())
    when = Is(thing=Reference(name="concern"), at=At(step="yes"))
    tool = Tool(
        id="review",
        title="Review",
        sections=(Section(id="s", title="S", items=(concern,)),),
        watched=(Watched(id="moderated", when=when),),
    )
    waiting = deadline(tool="review", starts_when=(Holds(when=when),))
    for answers, status in (({"concern": True}, RUNNING), ({"concern": False}, NOT_STARTED), ({}, UNKNOWN)):
        case = Case(events=ALLOCATED, outcome=evaluate(tool, answers))
        due = one(10, waiting, case=case, tools=(tool,))
        assert (due.status, due.missing) == (status, ("concern",) if not answers else ())
        assert (due.due is None) == (status is not RUNNING)
    assert one(10, waiting, tools=(tool,)).missing == ("concern is yes",)


def test_what_is_known_of_the_case_itself_starts_what_belongs_to_no_tool():
    danger = Item(keyword=Keyword.KNOWN, id="danger", title="Danger", answer=YesNo())
    when = Is(thing=Reference(name="danger"), at=At(step="yes"))
    waiting = deadline(starts_when=(Holds(when=when),))
    for known, status in (({"danger": True}, RUNNING), ({"danger": False}, NOT_STARTED), ({}, UNKNOWN)):
        assert one(10, waiting, case=Case(events=ALLOCATED, known=known), knowns=(danger,)).status is status


def test_what_is_overdue_can_start_another():
    chase = deadline("chase", within(1, of="closure"), starts_when=(Overdue(deadline="moderated"),))
    case = Case(events={**ALLOCATED, "closure": date(2023, 5, 20)})
    assert one(17, chase, deadline(), case=case).status is NOT_STARTED
    assert one(18, chase, deadline(), case=case).due == date(2023, 5, 22)


def test_what_is_immediate_is_overdue_once_any_time_has_passed():
    now = deadline("now", Term(timings=(Immediately(of=From(name="allocation")),)))
    chase = deadline("chase", within(1), starts_when=(Overdue(deadline="now"),))
    assert [one(day, chase, now).status for day in (2, 3)] == [NOT_STARTED, DueStatus.DUE_TODAY]


def test_somebody_can_raise_it_under_any_name_of_their_role():
    roles = (Role(id="reviewer", title="Reviewer", also_known_as=("auditor",)), Role(id="chair", title="Chair"))
    waiting = deadline(starts_when=(Raised(by=("reviewer",)),))
    for by, status in (("auditor", RUNNING), ("chair", NOT_STARTED)):
        case = Case(events=ALLOCATED, raised={"moderated": Raise(by=by)})
        assert one(10, waiting, case=case, roles=roles).status is status
    assert one(10, waiting, roles=roles).status is NOT_STARTED


# --- numbers, people, provenance -------------------------------------------------------------------------------------

LOG_DAYS = Parameter(id="log-days", title="Days", unit=WORKING, low=Fraction(1), high=Fraction(10), cites=("C-3",))
BY_NUMBER = deadline(term=within("log-days", None), cites=("C-1",))


def test_a_number_that_is_left_open_leaves_the_date_open():
    due = one(10, BY_NUMBER, parameters=(LOG_DAYS,))
    assert (due.status, due.due, due.missing) == (UNKNOWN, None, ("log-days",))
    set_ = Case(events=ALLOCATED, parameters={"log-days": 3})
    assert one(4, BY_NUMBER, case=set_, parameters=(LOG_DAYS,)).due == date(2023, 5, 5)
    by_framework = attrs.evolve(LOG_DAYS, value=Fraction(2))
    assert one(4, BY_NUMBER, parameters=(by_framework,)).due == date(2023, 5, 4)
    assert one(4, BY_NUMBER, case=set_, parameters=(by_framework,)).due == date(2023, 5, 5)


def test_a_number_out_of_bounds_gives_no_date():
    table = deadlines(
        pack(BY_NUMBER, parameters=(LOG_DAYS,)), Case(events=ALLOCATED, parameters={"log-days": 11}), date(2023, 5, 10)
    )
    assert [told(problem) for problem in table.problems] == ["`log-days` is 11 (at most 10)"]
    assert (table.items[0].status, table.items[0].missing) == (UNKNOWN, ("log-days",))


def test_a_result_names_its_clauses_and_what_it_rests_on():
    """Those of the numbers it is counted with too."""
    clauses = (
        Clause(id="C-1", force=Force.MUST, place="1", statement="It is done."),
        Clause(id="C-2", force=Force.INTERPRETATION, place="silent", statement="Working days.", resolves=("C-1",)),
        Clause(id="C-3", force=Force.MAY, place="3", statement="The body sets it."),
    )
    due = one(10, BY_NUMBER, parameters=(LOG_DAYS,), clauses=clauses)
    assert (due.clauses, due.rests_on) == (("C-1", "C-3"), (clauses[1],))
    assert (due.rule, due.calendar, due.title) == (("within log-days of allocation",), "", "Moderated")
    dated = one(10)
    assert (dated.calendar, len(dated.calendar_version), dated.provisional) == ("england", 12, False)


def test_whoever_holds_the_role_is_named():
    roles = (Role(id="moderator", title="Moderator"), Role(id="manager", title="Manager", also_known_as=("boss",)))
    owned = deadline(owner=("moderator", "manager"), overseen_by=("head",))
    case = Case(events=ALLOCATED, people={"moderator": ("p1", Person("p2")), "boss": "p1"})
    due = one(10, owned, case=case, roles=roles)
    assert (due.owner, due.overseen_by, due.persons) == (("moderator", "manager"), ("head",), ("p1", "p2"))


# --- rows ------------------------------------------------------------------------------------------------------------

COLUMNS = (
    Column(id="action", title="Action", answer=Text()),
    Column(id="by", title="By", answer=Text()),
    Column(id="owner", title="Owner", answer=PersonKind()),
)
ACTIONS = Item(keyword=Keyword.QUESTION, id="actions", title="Actions", answer=Table(columns=COLUMNS))
ROLES = (Role(id="head", title="Head"), Role(id="worker", title="Worker"))
REVIEW = Tool(id="review", title="Review", sections=(Section(id="s", title="S", items=(ACTIONS,)),), roles=ROLES)
DONE = Deadline(
    id="action-done",
    title="Action done",
    tool="review",
    owner=("head",),
    rows=EachRow(table="actions", by="by", owner="owner"),
)
ROWS = [
    {"action": "Visit", "by": "2023-05-17", "owner": "worker"},
    {"action": "Call"},
    {"action": "Write", "by": "soon"},
]


def of_rows(rows=ROWS, day=18, deadline=DONE, **case):
    answers = {"actions": rows} if rows is not None else {}
    told = Case(outcome=evaluate(REVIEW, answers), people={"worker": "p7", "head": "p1"}, **case)
    return deadlines(pack(deadline, tools=(REVIEW,), roles=ROLES), told, date(2023, 5, day))


def test_every_row_is_a_deadline_of_its_own():
    """A row without a date is undated, and one whose date cannot be read is a problem."""
    table = of_rows()
    assert [(due.id, due.status, due.owner, due.persons) for due in table] == [
        ("action-done/1", OVERDUE, ("worker",), ("p7",)),
        ("action-done/2", DueStatus.UNDATED, ("head",), ("p1",)),
        ("action-done/3", UNKNOWN, ("head",), ("p1",)),
    ]
    first = table["action-done/1"]
    assert (first.due, first.days_late, first.row["action"]) == (date(2023, 5, 17), 1, "Visit")
    assert first.rule == ("for each row of actions by its by owner its owner",)
    assert [told(problem) for problem in table.problems] == [
        "the date of `action-done/3` cannot be read (a date such as 2027-04-01)"
    ]


def test_rows_are_done_one_by_one_or_together():
    events = {"action-done/1": date(2023, 5, 16)}
    assert [due.status for due in of_rows(ROWS[:2], events=events)] == [MET, DueStatus.UNDATED]
    assert [due.status for due in of_rows(ROWS[:2], done=("action-done/2",))] == [OVERDUE, MET]
    everything = of_rows(ROWS[:2], events={"action-done": date(2023, 5, 18)})
    assert [(due.status, due.days_late) for due in everything] == [(LATE, 1), (MET, 0)]
    assert of_rows(ROWS[:1], cancelled=("action-done/1",)).items[0].status is DueStatus.CANCELLED


def test_rows_that_are_not_there_are_problems_once_the_table_is_answered():
    told_of = {"done": ("action-done/2",), "cancelled": ("action-done/9",), "events": {"action-done/7": ALLOCATED_ON}}
    assert [told(problem) for problem in of_rows(ROWS[:2], **told_of).problems] == [
        "`action-done/7` is no row of the table (action-done/1, action-done/2)",
        "`action-done/9` is no row of the table (action-done/1, action-done/2)",
    ]
    assert of_rows(None, **told_of).problems == ()


def test_no_pause_stops_a_row():
    paused = of_rows(ROWS[:1], pauses=(Pause(start=ALLOCATED_ON, of=("action-done/1",)),))
    assert [problem.message for problem in paused.problems] == ["`action-done/1` is nothing that a pause can stop"]


def test_a_row_done_at_a_time_that_cannot_be_read_is_unknown():
    table = of_rows(ROWS[:1], events={"action-done/1": NAIVE})
    assert (table.items[0].status, table.items[0].missing) == (UNKNOWN, ("action-done/1",))


def test_a_table_that_is_not_answered_yet_is_missing():
    (due,) = of_rows(None)
    assert (due.id, due.status, due.missing) == ("action-done", NOT_STARTED, ("actions",))
    assert of_rows([]).items == ()


# --- what was handed in and cannot be used ---------------------------------------------------------------------------

AWARE = datetime.datetime.fromisoformat("2023-05-02T12:00+01:00")


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        (
            {"events": {"allocation": AWARE.replace(tzinfo=None)}},
            "`allocation` has a time of day without a time zone (give its time zone, or the day alone)",
        ),
        (
            {"events": {"alocation": date(2023, 5, 2)}},
            "`alocation` is no event of this pack (did you mean `allocation`?)",
        ),
        (
            {"events": {"allocation": "2023-05-02"}},
            "`allocation` is given no day (a date, or a time with its time zone)",
        ),
        (
            {"events": {"allocation": date(2023, 5, 2), "assignment": date(2023, 5, 2)}},
            "`allocation` is given twice, under its id and a former one (give it once)",
        ),
        (
            {"events": {**ALLOCATED, "closure": date(2023, 5, 1)}},
            "`closure` (2023-05-01) is before `allocation` (2023-05-02), which it follows (one of the two is wrong)",
        ),
        (
            {"events": {**ALLOCATED, "moderated": date(2023, 5, 1)}},
            "`moderated` is done before `allocation`, from which it is counted (one of the two days is wrong)",
        ),
        (
            {"events": {"allocation": date(2031, 5, 2)}},
            "`moderated` cannot be counted: the calendar `england` knows no day after 31 December 2030",
        ),
        ({"people": {"moderater": "p1"}}, "`moderater` is no role of the pack (did you mean `moderator`?)"),
        ({"parameters": {"log-days": 1}}, "`log-days` is no parameter of this pack"),
        ({"cancelled": ("moderatd",)}, "`moderatd` is no deadline of this pack (did you mean `moderated`?)"),
        ({"done": ("moderatd",)}, "`moderatd` is no deadline and no step of this pack (did you mean `moderated`?)"),
        (
            {"pauses": (Pause(start=date(2023, 5, 9), until=date(2023, 5, 8)),)},
            "a pause from 2023-05-09 ends before it begins",
        ),
        (
            {"pauses": (Pause(start=date(2023, 5, 9), of=("moderatd",)),)},
            "`moderatd` is nothing that a pause can stop (did you mean `moderated`?)",
        ),
        ({"events": {**ALLOCATED, "closure": BEYOND}}, "`closure` falls outside the days there are (a date)"),
        ({"events": {**ALLOCATED, 5: ALLOCATED_ON}}, "`5` is no id (an id is text)"),
        ({"events": ALLOCATED, "done": (5,)}, "`5` is no id (an id is text)"),
        (
            {"pauses": (Pause(start=BEYOND),)},
            "`9999-12-31 23:59:59.999999-05:00` is no day (a date)",
        ),
        ({"closures": (AWARE.replace(tzinfo=None),)}, "`2023-05-02 12:00:00` is no day (a date)"),
        (
            {"events": ALLOCATED, "closures": (date(2023, 5, 10),)},
            "closure days of the council's own do not count in `moderated`, in whose time they fall"
            " (they count where the rule or the standard says `local closures count`)",
        ),
        ({"known": {"danger": True}}, "`danger` is nothing this tool asks for"),
    ],
)
def test_what_cannot_be_used_is_a_problem_and_the_rest_is_told(case, problem):
    events = (
        Event(id="allocation", title="Allocation", formerly=("assignment",)),
        Event(id="closure", title="Closure", follows=("allocation",)),
    )
    roles = (Role(id="moderator", title="Moderator"),)
    table = deadlines(pack(events=events, roles=roles), Case(**case), date(2023, 5, 10))
    assert [told(found) for found in table.problems] == [problem]
    assert len(table.items) == 1


def test_a_time_without_its_zone_leaves_unknown_what_it_decides():
    naive = AWARE.replace(tzinfo=None)
    started = deadlines(pack(), Case(events={"allocation": naive}), date(2023, 5, 10)).items[0]
    assert (started.status, started.missing) == (UNKNOWN, ("allocation",))
    done = deadlines(pack(), Case(events={**ALLOCATED, "moderated": naive}), date(2023, 5, 10)).items[0]
    assert (done.status, done.missing) == (UNKNOWN, ("moderated",))


def test_the_day_of_the_result_has_to_be_one_there_is():
    with pytest.raises(ValueError, match="a time outside the days there are"):
        deadlines(pack(), Case(), BEYOND)


def test_the_day_of_the_result_has_to_be_a_day():
    with pytest.raises(ValueError, match="a time without its time zone"):
        deadlines(pack(), Case(), AWARE.replace(tzinfo=None))
    with pytest.raises(TypeError, match="`as_of` has to be a date"):
        deadlines(pack(), Case(), "2023-05-10")
    with pytest.raises(KeyError):
        deadlines(pack(), Case(), date(2023, 5, 10))["nothing"]


def test_a_rule_without_a_calendar_says_so():
    table = deadlines(pack(standard=None), Case(events=ALLOCATED), date(2023, 5, 10))
    assert "working days need a calendar" in told(table.problems[0])
    assert table.items[0].status is UNKNOWN


# --- as a whole ------------------------------------------------------------------------------------------------------


def test_the_same_case_gives_the_same_result_in_whatever_order_it_is_told():
    events = {**ALLOCATED, "closure": date(2023, 5, 20), "moderated": date(2023, 5, 11)}
    first = deadlines(pack(), Case(events=events), date(2023, 5, 30))
    again = deadlines(pack(), Case(events=dict(reversed(events.items()))), date(2023, 5, 30))
    assert first == again
    assert json.dumps(plain(first))


def test_another_calendar_moves_what_it_changes():
    """Ten working days over a day that is then closed; the other deadline ends before it."""
    changed = attrs.evolve(CALENDAR, closed=(*CALENDAR.closed, NamedDay(day=date(2023, 5, 16))))
    found = pack(deadline(), deadline("soon", within(2)))
    (moved,) = rebase(found, Case(events=ALLOCATED), date(2023, 5, 10), changed)
    assert (moved.id, moved.before, moved.after) == ("moderated", date(2023, 5, 17), date(2023, 5, 18))
    with pytest.raises(NotFoundError, match="has no calendar `other`"):
        rebase(found, Case(), date(2023, 5, 10), attrs.evolve(changed, id="other"))


def test_another_calendar_moves_first_days_and_days_that_wait():
    """The first day on which it may be done; and while a pause lasts, the last day if it ended now."""
    changed = attrs.evolve(CALENDAR, closed=(*CALENDAR.closed, NamedDay(day=date(2023, 5, 16))))
    hearing = deadline("hearing", Term(timings=(NOTICE,)))
    (moved,) = rebase(pack(hearing), Case(events=ALLOCATED), date(2023, 5, 10), changed)
    assert (moved.id, moved.before, moved.after) == ("hearing", date(2023, 5, 17), date(2023, 5, 18))
    paused = Case(events=ALLOCATED, pauses=(Pause(start=date(2023, 5, 10)),))
    (moved,) = rebase(pack(), paused, date(2023, 5, 10), changed)
    assert (moved.before, moved.after) == (date(2023, 5, 18), date(2023, 5, 19))


def test_deemed_receipt_shows_in_the_start():
    due = one(10, deadline(term=within(1, receipt=Receipt())), case=Case(events={"allocation": date(2023, 5, 6)}))
    assert (due.start, due.due) == (date(2023, 5, 9), date(2023, 5, 10))
