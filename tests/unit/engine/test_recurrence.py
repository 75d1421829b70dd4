"""When activities take place: planned, kept out of quiet months, put on working days, rolled; and what has no date."""

from __future__ import annotations

import calendar
import datetime

import attrs
import pytest

from qarules.dsl.compile import compile_text
from qarules.engine.recurrence import occurrences
from qarules.errors import NotFoundError
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
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.months import MONTH_NAMES
from qarules.model.pack import Pack
from qarules.model.standard import Clause, Force, Standard
from qarules.model.term import DayOfMonth, Roll, TermUnit

D = datetime.date
DAYS, WEEKS, MONTHS, YEARS = TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS, TermUnit.YEARS
WORKING = TermUnit.WORKING_DAYS
CALENDAR = Calendar(
    id="weekdays",
    title="Weekdays",
    closed=(NamedDay(day=D(2026, 12, 25), title="Christmas Day"), NamedDay(day=D(2026, 8, 31), title="Summer")),
    covers_from=D(2020, 1, 1),
    covers_until=D(2030, 12, 31),
    confirmed_until=D(2027, 12, 31),
)


def pack(*activities, **standard):
    stated = Standard(id="p", title="P", **{"calendar": "weekdays", **standard})
    return Pack(name="p", standard=stated, calendars=(CALENDAR,), activities=activities)


def activity(*rhythms, **fields):
    recurrences = tuple(Recurrence(rhythm=each) for each in rhythms)
    return Activity(id="a", title="A", recurrences=recurrences, **fields)


NEW_YEAR, LAST_DAY = D(2026, 1, 1), D(2026, 12, 31)


def dated(rhythm, start=NEW_YEAR, end=LAST_DAY, *, standard=None, last=None, since=None, events=None, **fields):
    whole = pack(activity(rhythm, **fields), **(standard or {}))
    return occurrences(whole, "a", start, end, last=last, since=since, events=events)


def days(found):
    assert all(each.first == each.last for each in found.occurrences)
    return [f"{each.first:%-d %b}" for each in found.occurrences]


def months(found):
    """The months that occurrences are in, as numbers; each is a whole month."""
    for each in found.occurrences:
        assert each.first.day == 1
        assert each.last.day == calendar.monthrange(each.last.year, each.last.month)[1]
        assert each.first.month == each.last.month
    return [each.first.month for each in found.occurrences]


# --- the traps of other ways to say it -------------------------------------------------------------------------------


def test_monthly_from_the_31st():
    """Every month has it, on its last day where it has no 31st; counted from the first day, not the last."""
    found = dated(Every(count=1, unit=MONTHS, start=D(2026, 1, 31)))
    assert days(found) == (
        "31 Jan,28 Feb,31 Mar,30 Apr,31 May,30 Jun,31 Jul,31 Aug,30 Sep,31 Oct,30 Nov,31 Dec".split(",")
    )
    assert found.occurrences[1].why == "February 2026 has no 31st"
    assert found.occurrences[2].why == ""


def test_quarterly_from_the_31st():
    """Four a year, April among them."""
    found = dated(Every(count=3, unit=MONTHS, start=D(2026, 1, 31)))
    assert days(found) == ["31 Jan", "30 Apr", "31 Jul", "31 Oct"]


def test_yearly_from_29_february():
    """Every year, and on the 29th again where there is one."""
    found = dated(Every(count=1, unit=YEARS, start=D(2024, 2, 29)), D(2024, 1, 1), D(2028, 12, 31))
    assert [str(each.first) for each in found.occurrences] == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]
    assert [each.number for each in found.occurrences] == [1, 2, 3, 4, 5]


def test_every_six_weeks():
    """Steps of weeks from the start, whatever the days asked for."""
    rhythm = Every(count=6, unit=WEEKS, start=D(2026, 1, 5))
    assert days(dated(rhythm, D(2026, 2, 1), D(2026, 6, 1))) == ["16 Feb", "30 Mar", "11 May"]
    assert [each.number for each in dated(rhythm, D(2026, 2, 1), D(2026, 6, 1)).occurrences] == [2, 3, 4]


@pytest.mark.parametrize(
    ("start", "inactive", "expected"),
    [
        (1, Inactive.SKIPPED, [1, 3, 5, 7, 9, 11]),
        (2, Inactive.SKIPPED, [2, 4, 6, 10]),
        (2, Inactive.DEFERRED, [1, 2, 4, 6, 9, 10]),
        (2, Inactive.ADVANCED, [2, 4, 6, 7, 10, 11]),
    ],
)
def test_alternate_months(start, inactive, expected):
    """Alternate months but August and December, from an odd month and from an even one."""
    found = dated(Every(count=2, unit=MONTHS, start=start), never_in=(8, 12), inactive=inactive)
    assert months(found) == expected
    assert found.problems == ()
    moved = [each for each in found.occurrences if each.moved_from is not None]
    assert [each.moved_from.month for each in moved] == [
        {1: 12, 9: 8, 7: 8, 11: 12}[month]
        for month in expected
        if inactive is not Inactive.SKIPPED and month in {1, 9, 7, 11}
    ]
    assert all(each.why == f"never in {MONTH_NAMES[each.moved_from.month - 1]}, {inactive.value}" for each in moved)


def test_last_working_day():
    """The last working day of each month, past weekends and a closed day."""
    found = dated(Every(count=1, unit=MONTHS, start=1), day=DayOfMonth(number=-1))
    assert days(found) == (
        "30 Jan,27 Feb,31 Mar,30 Apr,29 May,30 Jun,31 Jul,28 Aug,30 Sep,30 Oct,30 Nov,31 Dec".split(",")
    )


def test_first_and_later_working_days():
    """The first, the second, and a number that some months do not have."""
    rhythm = Every(count=1, unit=MONTHS)
    first = dated(rhythm, D(2026, 1, 1), D(2026, 3, 31), day=DayOfMonth(number=1))
    assert days(first) == ["1 Jan", "2 Feb", "2 Mar"]
    second = dated(rhythm, D(2026, 1, 1), D(2026, 3, 31), day=DayOfMonth(number=2))
    assert days(second) == ["2 Jan", "3 Feb", "3 Mar"]
    found = dated(rhythm, D(2026, 1, 1), D(2026, 3, 31), day=DayOfMonth(number=22))
    assert days(found) == ["30 Jan", "31 Mar"]
    assert [each.why for each in found.undated] == ["February 2026 has no 22nd working day"]


@pytest.mark.parametrize(("roll", "expected"), [(Roll.FOLLOWING, "1 Sep"), (Roll.PRECEDING, "28 Aug")])
def test_rolled(roll, expected):
    """A day that is closed is rolled, and says from where and why; one that is worked is not."""
    found = dated(Every(count=1, unit=YEARS, start=D(2026, 8, 31)), roll=roll)
    assert days(found) == [expected]
    (only,) = found.occurrences
    assert only.moved_from == D(2026, 8, 31)
    assert only.why == f"not worked (Summer): {roll.value.removeprefix('if closed, ')}"
    assert dated(Every(count=1, unit=YEARS, start=D(2026, 8, 28)), roll=roll).occurrences[0].moved_from is None


def test_rolled_out_of_its_month():
    """A roll that brings two into one month, or one into a month without any, is told."""
    found = dated(Every(count=1, unit=MONTHS, start=D(2026, 1, 31)), roll=Roll.FOLLOWING, never_in=(2,))
    assert days(found)[0] == "2 Feb"
    messages = [problem.message for problem in found.problems]
    assert "`monthly starting 31 January 2026` is rolled into February 2026, a month without it" in messages
    assert "2 occurrences of `monthly starting 31 January 2026` come together in June 2026" in messages


def test_never_merged():
    """What is moved to a month that has one stays beside it, and is told."""
    found = dated(Every(count=1, unit=MONTHS, start=1), never_in=(8,), inactive=Inactive.DEFERRED)
    assert months(found).count(9) == 2
    (problem,) = found.problems
    assert problem.message == "2 occurrences of `monthly starting January` come together in September 2026"
    before = dated(
        Every(count=1, unit=MONTHS, start=1), D(2026, 1, 1), D(2026, 8, 31), never_in=(8,), inactive=Inactive.DEFERRED
    )
    assert before.problems == ()


def test_moved_over_the_new_year():
    """What is moved out of December is found in January of the next year, and keeps its name."""
    rhythm = Every(count=2, unit=MONTHS, start=2)
    (found,) = dated(rhythm, D(2027, 1, 1), D(2027, 1, 31), never_in=(8, 12), inactive=Inactive.DEFERRED).occurrences
    assert (found.key, found.moved_from) == ("a/1/2026/6", D(2026, 12, 1))


# --- windows ---------------------------------------------------------------------------------------------------------


def test_times_a_year():
    """Even parts of the year, without the quiet months at their ends."""
    found = dated(TimesAYear(count=4), never_in=(8, 12))
    assert [(str(each.first), str(each.last)) for each in found.occurrences] == [
        ("2026-01-01", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-11-30"),
    ]
    assert [each.why for each in found.occurrences] == ["", "", "never in August", "never in December"]


def test_times_that_do_not_go_round():
    """Where months do not go round the days are parted, and that is said."""
    found = dated(TimesAYear(count=5))
    assert [str(each.first) for each in found.occurrences] == [
        "2026-01-01",
        "2026-03-15",
        "2026-05-27",
        "2026-08-08",
        "2026-10-20",
    ]
    assert {each.why for each in found.occurrences} == {
        "the days of the year in 5 even parts: whole months do not go round"
    }


def test_window():
    """A window opens and closes counted from the later of the start and the last time; it is told while it lasts."""
    rhythm = Every(count=3, until=6, unit=MONTHS, rolling=True, start=D(2026, 1, 15))
    (first,) = dated(rhythm).occurrences
    assert (first.first, first.last) == (D(2026, 4, 15), D(2026, 7, 15))
    (later,) = dated(rhythm, last=D(2026, 5, 31)).occurrences
    assert (later.first, later.last) == (D(2026, 8, 31), D(2026, 11, 30))
    assert later.why == "counted from 31 May 2026"
    assert dated(rhythm, D(2026, 1, 1), D(2026, 4, 14)).occurrences == ()


def test_day_of_several_months():
    """A window of several months stays one, and says that no working day of a month is named by it."""
    (first, *_) = dated(TimesAYear(count=4), day=DayOfMonth(number=-1)).occurrences
    assert (first.first, first.last) == (D(2026, 1, 1), D(2026, 3, 31))
    assert first.why == "`on the last working day` names no day of several months"


# --- counted from the last time --------------------------------------------------------------------------------------


def test_from_the_last():
    """The next time is counted from the last actual one, and named after that."""
    rhythm = Every(count=6, unit=WEEKS, rolling=True)
    found = dated(rhythm, last=D(2026, 3, 3))
    assert days(found) == ["14 Apr"]
    assert found.occurrences[0].key == "a/1/after-2026-03-03"
    assert days(dated(Every(count=10, unit=WORKING, rolling=True), last=D(2026, 12, 18))) == []
    assert days(dated(Every(count=5, unit=WORKING, rolling=True), last=D(2026, 12, 18))) == ["28 Dec"]


def test_overdue():
    """What was due before the days asked for is still told: it has not been done."""
    assert days(dated(Every(count=6, unit=WEEKS, rolling=True), last=D(2025, 3, 3))) == ["14 Apr"]


# --- days ------------------------------------------------------------------------------------------------------------


def test_daily():
    """Daily needs no start; every working day leaves out what is closed."""
    assert len(dated(Every(count=1, unit=DAYS)).occurrences) == 365
    found = dated(Every(count=1, unit=WORKING), D(2026, 12, 22), D(2026, 12, 29))
    assert days(found) == ["22 Dec", "23 Dec", "24 Dec", "28 Dec", "29 Dec"]


def test_every_ten_working_days():
    """Counted in working days from the first working day of the start on, however far away."""
    rhythm = Every(count=10, unit=WORKING, start=D(2026, 1, 3))
    near = dated(rhythm, D(2026, 1, 1), D(2026, 2, 10))
    assert days(near) == ["5 Jan", "19 Jan", "2 Feb"]
    assert days(dated(rhythm, D(2026, 12, 1), D(2026, 12, 31))) == ["8 Dec", "22 Dec"]
    assert [each.number for each in near.occurrences] == [1, 2, 3]
    assert dated(Every(count=10, unit=WORKING, start=D(2029, 1, 1))).occurrences == ()


def test_at_every():
    """At every event, on the days it happens."""
    found = dated(AtEvery(event="conference"), events={"conference": (D(2026, 5, 2), D(2026, 3, 1), D(2025, 1, 1))})
    assert days(found) == ["1 Mar", "2 May"]
    assert days(dated(AtEvery(event="conference"), events={"conference": ()})) == []


def test_themes():
    """Each named month with what it is about, on its working day where one is said."""
    rhythm = InMonths(months=(ThemedMonth(month=1, theme="Family Wellbeing"), ThemedMonth(month=3)))
    found = dated(rhythm)
    assert months(found) == [1, 3]
    assert [each.theme for each in found.occurrences] == ["Family Wellbeing", ""]
    assert days(dated(rhythm, day=DayOfMonth(number=1))) == ["1 Jan", "2 Mar"]


# --- starts ----------------------------------------------------------------------------------------------------------


def test_starts():
    """Counted from the start said, else from the caller's, else from the day the standard comes into force."""
    quarterly = Every(count=3, unit=MONTHS)
    in_force = {"in_force_from": D(2026, 2, 2)}
    assert days(dated(quarterly, standard=in_force)) == ["2 Feb", "2 May", "2 Aug", "2 Nov"]
    assert days(dated(quarterly, standard=in_force, since=D(2026, 3, 5))) == ["5 Mar", "5 Jun", "5 Sep", "5 Dec"]
    said = Every(count=3, unit=MONTHS, start=D(2026, 5, 7))
    assert days(dated(said, standard=in_force, since=D(2026, 3, 5))) == ["7 May", "7 Aug", "7 Nov"]


def test_month_to_start_from():
    """A month that comes round every year needs no year; one that does not is counted from the first there is."""
    assert months(dated(Every(count=3, unit=MONTHS, start=11))) == [2, 5, 8, 11]
    assert months(dated(Every(count=1, unit=MONTHS))) == list(range(1, 13))
    every_five = Every(count=5, unit=MONTHS, start=11)
    assert months(dated(every_five, since=D(2025, 12, 1))) == [11]
    assert months(dated(every_five, since=D(2025, 11, 30))) == [4, 9]
    assert days(dated(Every(count=26, unit=WEEKS, start=3), since=D(2026, 1, 1))) == ["1 Mar", "30 Aug"]


@pytest.mark.parametrize(
    ("rhythm", "why"),
    [
        (OnDemand(), "it takes place when somebody asks for it"),
        (NoInterval(), "its source does not say how often"),
        (AtEvery(event="conference"), "no dates are known of `conference`"),
        (Every(count=3, unit=MONTHS), "no start is said, and the standard names no day from which it is in force"),
        (Every(count=6, unit=WEEKS), "no start is said, and the standard names no day from which it is in force"),
        (Every(count=5, unit=MONTHS, start=2), "it starts in February of a year that is not said"),
        (Every(count=6, unit=WEEKS, rolling=True), "it is counted from the last time, and that is not known"),
        (Every(count=3, until=6, unit=MONTHS), "it is counted from the last time, and that is not known"),
        (Every(count=8, unit=TermUnit.HOURS), "hours are no days of a calendar"),
        (Every(count=10**12, unit=DAYS, rolling=True, start=D(2026, 1, 1)), "it falls outside the days there are"),
        (Every(count=0, unit=DAYS), "0 days is no interval"),
        (TimesAYear(count=366), "a year has no 366 parts of a day or more"),
    ],
)
def test_undated(rhythm, why):
    """What cannot be dated is said, with what is missing."""
    found = dated(rhythm)
    assert found.occurrences == ()
    assert [each.why for each in found.undated] == [why]
    assert found.undated[0].recurrence == found.text[0]


@pytest.mark.parametrize(
    ("rhythm", "fields"),
    [
        (Every(count=1, unit=WORKING), {}),
        (Every(count=5, unit=WORKING, rolling=True), {}),
        (Every(count=1, unit=MONTHS), {"day": DayOfMonth(number=1)}),
        (Every(count=1, unit=WEEKS, start=D(2026, 1, 1)), {"roll": Roll.FOLLOWING}),
    ],
)
def test_no_calendar(rhythm, fields):
    """What needs working days has no date without a calendar of them."""
    found = dated(rhythm, standard={"calendar": ""}, last=D(2026, 1, 1), **fields)
    assert found.occurrences == ()
    assert [each.why for each in found.undated] == [
        "it needs a calendar of working days, and none is there that can be used"
    ]


def test_calendar_of_nothing():
    """A calendar that is made of what is not there is none."""
    broken = Calendar(id="weekdays", title="Weekdays", union_of=("gone",))
    whole = attrs.evolve(pack(activity(Every(count=1, unit=WORKING))), calendars=(broken,))
    found = occurrences(whole, "a", NEW_YEAR, LAST_DAY)
    assert [each.why for each in found.undated] == [
        "it needs a calendar of working days, and none is there that can be used"
    ]


def test_calendar_ends():
    """Where the calendar ends, what it knows is dated and the rest is told, and only where that was asked for."""
    found = dated(Every(count=1, unit=WORKING), D(2030, 12, 30), D(2031, 2, 1))
    assert days(found) == ["30 Dec", "31 Dec"]
    assert [each.why for each in found.undated] == ["the calendar `weekdays` knows no day after 31 December 2030"]
    assert all(each.provisional for each in found.occurrences)
    within = dated(Every(count=1, unit=MONTHS), D(2030, 11, 1), D(2030, 12, 31), day=DayOfMonth(number=1))
    assert (days(within), within.undated) == (["1 Nov", "2 Dec"], ())


def test_a_first_month_after_the_last_year():
    """There is none, which is said."""
    found = dated(Every(count=5, unit=MONTHS, start=1), since=D.max)
    assert found.occurrences == ()
    assert [each.why for each in found.undated] == ["it falls outside the days there are"]


def test_provisional():
    """What rests on closures not announced yet is provisional; what needs no calendar is not."""
    rolled = dated(Every(count=1, unit=YEARS, start=D(2026, 3, 2)), D(2027, 1, 1), D(2028, 12, 31), roll=Roll.FOLLOWING)
    assert [each.provisional for each in rolled.occurrences] == [False, True]
    plain_days = dated(Every(count=1, unit=YEARS, start=D(2026, 3, 2)), D(2028, 1, 1), D(2028, 12, 31))
    assert [each.provisional for each in plain_days.occurrences] == [False]
    yearly = Every(count=1, unit=YEARS, start=D(2026, 1, 1))
    back = dated(yearly, D(2027, 1, 1), D(2028, 12, 31), roll=Roll.PRECEDING)
    assert [(each.first, each.provisional) for each in back.occurrences] == [
        (D(2027, 1, 1), False),
        (D(2027, 12, 31), True),
    ]


def test_outside():
    """The calendar repeats beyond the time the standard is in force, and says so."""
    rhythm = InMonths(months=tuple(ThemedMonth(month=month) for month in (1, 5, 9)))
    found = dated(rhythm, standard={"in_force_from": D(2026, 5, 2), "in_force_until": D(2026, 9, 1)})
    assert [each.outside for each in found.occurrences] == [True, False, False]
    later = dated(rhythm, D(2027, 1, 1), D(2027, 12, 31), standard={"in_force_until": D(2026, 12, 31)})
    assert [each.outside for each in later.occurrences] == [True, True, True]


# --- what a result carries -------------------------------------------------------------------------------------------


def test_several_recurrences():
    """Each recurrence makes occurrences of its own, for those it names; the others go to those of the activity."""
    both = Activity(
        id="highlight",
        title="Highlight report",
        recurrences=(
            Recurrence(rhythm=Every(count=1, unit=MONTHS), to=("qpag",), cites=("C-1",)),
            Recurrence(rhythm=Every(count=3, unit=MONTHS, start=1), cites=("C-2",)),
        ),
        to=("board",),
        by=("quality-assurance",),
        cites=("C-0",),
    )
    found = occurrences(pack(both), "highlight", D(2026, 1, 1), D(2026, 3, 31))
    assert [(each.key, each.to, each.clauses) for each in found.occurrences] == [
        ("highlight/1/2026/1", ("qpag",), ("C-1", "C-0")),
        ("highlight/2/2026/1", ("board",), ("C-2", "C-0")),
        ("highlight/1/2026/2", ("qpag",), ("C-1", "C-0")),
        ("highlight/1/2026/3", ("qpag",), ("C-1", "C-0")),
    ]
    assert {each.by for each in found.occurrences} == {("quality-assurance",)}
    assert found.text == ("monthly to qpag", "quarterly starting January")
    assert found.clauses == ("C-0", "C-1", "C-2")


def test_rests_on():
    """The interpretations that are cited, or that settle what is cited, are named."""
    whole = attrs.evolve(
        pack(attrs.evolve(activity(OnDemand()), cites=("C-1",))),
        clauses=(
            Clause(id="I-1", force=Force.INTERPRETATION, place="", statement="", resolves=("C-1",)),
            Clause(id="I-2", force=Force.INTERPRETATION, place="", statement=""),
        ),
    )
    assert [each.id for each in occurrences(whole, "a", D(2026, 1, 1), D(2026, 1, 2)).rests_on] == ["I-1"]


def test_forum():
    """A forum's meetings are found under its id."""
    forum = Forum(id="qpm", title="QA&PM", meets=(Recurrence(rhythm=Every(count=2, unit=MONTHS, start=1)),))
    whole = Pack(name="p", forums=(forum,))
    assert months(occurrences(whole, "qpm", D(2026, 1, 1), D(2026, 12, 31))) == [1, 3, 5, 7, 9, 11]


def test_not_found():
    """A name that is none is told with the nearest there is; a former one is understood."""
    whole = pack(attrs.evolve(activity(OnDemand()), id="practice-week", formerly=("week",)))
    with pytest.raises(NotFoundError) as caught:
        occurrences(whole, "practise-week", D(2026, 1, 1), D(2026, 1, 2))
    assert caught.value.message == (
        f"`{whole.name}` has no activity or forum `practise-week`; did you mean `practice-week`?"
    )
    assert occurrences(whole, "week", D(2026, 1, 1), D(2026, 1, 2)).activity == "practice-week"


def test_wrong_way_round():
    """Days the wrong way round are a problem, not an empty calendar."""
    (problem,) = dated(OnDemand(), D(2026, 1, 2), D(2026, 1, 1)).problems
    assert str(problem) == "`2026-01-02` is after `2026-01-01` (the earlier day first)"


def test_no_times():
    """A day with a time is refused, wherever it stands."""
    noon = datetime.datetime(2026, 1, 1, 12)
    with pytest.raises(TypeError):
        dated(OnDemand(), last=noon)
    with pytest.raises(TypeError):
        dated(AtEvery(event="e"), events={"e": (noon,)})


def test_ends_of_time():
    """The first and the last years there are give what they have."""
    monthly = Every(count=1, unit=MONTHS)
    assert months(dated(monthly, D(1, 1, 1), D(1, 12, 31))) == list(range(1, 13))
    assert months(dated(monthly, D(9999, 1, 1), D.max)) == list(range(1, 13))
    moved = dated(monthly, D(9999, 11, 1), D.max, never_in=(12,), inactive=Inactive.DEFERRED)
    assert months(moved) == [11]
    back = dated(monthly, D(1, 1, 1), D(1, 2, 28), never_in=(1,), inactive=Inactive.ADVANCED)
    assert months(back) == [2]
    assert len(dated(Every(count=1, unit=DAYS), D(9999, 12, 30), D.max).occurrences) == 2
    assert len(dated(TimesAYear(count=4), D(9999, 1, 1), D.max).occurrences) == 4


def test_a_forum_meets_as_an_activity_with_the_same_words_takes_place():
    """Months without a meeting are put off, brought forward or left out for both alike."""
    for words in ("skipped", "the next month instead", "the month before instead"):
        said = f"monthly never in August {words}"
        text = (
            f'activity one "One" {{ {said} }} forum two "Two" {{ meets {said.replace(" never", chr(10) + "never")} }}'
        )
        pack = compile_text(text).pack
        one, two = (
            [(each.first, each.last) for each in occurrences(pack, name, D(2026, 1, 1), D(2026, 12, 31)).occurrences]
            for name in ("one", "two")
        )
        assert one == two
        assert len(one) == (11 if words == "skipped" else 12)
