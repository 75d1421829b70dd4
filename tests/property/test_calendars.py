"""Laws of counting working days, over the packaged calendars; and other counters that have to agree."""

from __future__ import annotations

import datetime
import importlib.util
import re
from pathlib import Path

import attrs
import holidays
import numpy
import pytest
from hypothesis import assume, given, settings, strategies as st

from qarules.engine.refresh import refreshed
from qarules.engine.working_days import working_days
from qarules.model.calendar import Calendar, NamedDay

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src/qarules/standards/calendars"
MONTHS = "January February March April May June July August September October November December".split()
DAY = datetime.timedelta(days=1)


def read(path: Path) -> Calendar:
    """A calendar file, read without the language."""
    text = path.read_text("utf-8")

    def days(line):
        return [
            (datetime.date(int(year), MONTHS.index(month) + 1, int(number)), title)
            for number, month, year, title in re.findall(
                rf'^  {line} (\d+) (\w+) (\d+)(?: "(.*)")?$', text, re.MULTILINE
            )
        ]

    [(id_, title)] = re.findall(r'^calendar (\S+) "(.*)" \{$', text, re.MULTILINE)
    union = re.findall(r"^  union of (.*)$", text, re.MULTILINE)
    return Calendar(
        id=id_,
        title=title,
        statutory=True,
        union_of=tuple(union[0].split(", ")) if union else (),
        confirmed_until=None if union else days("confirmed until")[0][0],
        closed=tuple(NamedDay(day=day, title=title) for day, title in days("closed on")),
    )


NAMES = ("england-and-wales", "northern-ireland", "scotland", "uk-any")
FILES = {name: read(FOLDER / f"{name}.qa") for name in NAMES}
COUNTED = {name: working_days(calendar, FILES.values()) for name, calendar in FILES.items()}
CLOSED = {name: {closed.day for closed in FILES[name].closed} for name in NAMES[:3]}
CLOSED["uk-any"] = set().union(*CLOSED.values())

FIRST, LAST = datetime.date(1978, 1, 1), datetime.date(2050, 12, 31)
ALL_DAYS = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]

names = st.sampled_from(NAMES)
counts = st.integers(1, 300)
# Two years from either end, so that no count of up to 300 leaves the table twice over.
dates = st.dates(datetime.date(1982, 1, 1), datetime.date(2046, 12, 31))
laws = settings(max_examples=200, deadline=None)


def day(text):
    return datetime.date.fromisoformat(text)


def works(name, date):
    return date.weekday() < 5 and date not in CLOSED[name]


def stepped(name, date, n):
    """The n-th working day after a date, or before it, found by walking."""
    step = DAY if n > 0 else -DAY
    for _ in range(abs(n)):
        date += step
        while not works(name, date):
            date += step
    return date


def walked(name, a, b):
    """How many working days there are after a up to and including b, found by walking."""
    if b < a:
        return -walked(name, b, a)
    return sum(works(name, a + number * DAY) for number in range(1, (b - a).days + 1))


# --- the packaged files -----------------------------------------------------------------------------------------------


def test_every_packaged_calendar_is_read_here():
    assert {path.stem for path in FOLDER.glob("*.qa")} == {*NAMES, "standard"}


def test_the_files_are_what_the_script_writes():
    spec = importlib.util.spec_from_file_location("calendars_script", ROOT / "scripts/calendars.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.files() == {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.qa")}
    for calendar in script.calendars():
        assert working_days(calendar, script.calendars()).version == COUNTED[calendar.id].version


@pytest.mark.parametrize(("name", "parts"), [*zip(NAMES, (["ENG", "WLS"], ["NIR"], ["SCT"]), strict=False)])
def test_every_day_covered_is_what_the_holidays_library_says(name, parts):
    for part in parts:
        closed = holidays.country_holidays("GB", subdiv=part, years=range(1978, 2051))
        for date in ALL_DAYS:
            assert COUNTED[name].is_working(date) == (date.weekday() < 5 and date not in closed), date


def test_uk_any_is_worked_where_every_nation_works():
    *nations, union = (COUNTED[name] for name in NAMES)
    assert all(union.is_working(date) == all(one.is_working(date) for one in nations) for date in ALL_DAYS)


@pytest.mark.parametrize(
    ("date", "where"),
    [
        ("1981-07-29", "all"),  # a royal wedding
        ("1999-12-31", "all"),  # the millennium
        ("2002-06-03", "all"),
        ("2011-04-29", "all"),
        ("2012-06-05", "all"),
        ("2020-05-08", "all"),  # moved from Monday 4 May
        ("2022-06-03", "all"),
        ("2022-09-19", "all"),  # a state funeral, proclaimed nine days before
        ("2023-05-08", "all"),
        ("2026-06-15", "scotland"),
        ("2026-04-06", "england-and-wales northern-ireland uk-any"),
        ("2026-07-13", "northern-ireland uk-any"),
        ("2026-11-30", "scotland"),
        ("2020-05-04", "none"),
    ],
)
def test_days_that_came_once_or_differ(date, where):
    closed = {name for name in NAMES if not COUNTED[name].is_working(day(date))}
    expected = {"all": set(NAMES), "none": set(), "scotland": {"scotland", "uk-any"}}.get(where, set(where.split()))
    assert closed == expected


def test_every_packaged_calendar_is_confirmed_until_the_end_of_2028():
    assert {counted.confirmed_until for counted in COUNTED.values()} == {datetime.date(2028, 12, 31)}
    assert {(counted.covers_from, counted.covers_until) for counted in COUNTED.values()} == {(FIRST, LAST)}


# --- golden cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "n", "end"),
    [
        ("england-and-wales", "2026-12-10", 15, "2027-01-05"),
        ("england-and-wales", "2026-11-23", 45, "2027-01-28"),
        ("scotland", "2026-11-23", 45, "2027-02-01"),
        ("england-and-wales", "2026-06-08", 10, "2026-06-22"),
        ("scotland", "2026-06-08", 10, "2026-06-23"),
        ("england-and-wales", "2022-08-15", 35, "2022-10-05"),
        ("scotland", "2027-07-26", 10, "2027-08-10"),
        ("uk-any", "2026-12-05", 20, "2027-01-07"),
        ("uk-any", "2026-12-07", 20, "2027-01-08"),  # deemed received on the next working day
        ("scotland", "2026-04-02", 2, "2026-04-07"),
        ("england-and-wales", "2025-10-20", -4, "2025-10-14"),  # three clear working days between
        ("uk-any", "2026-02-02", 20, "2026-03-02"),
    ],
)
def test_golden_cases(name, start, n, end):
    assert COUNTED[name].add(day(start), n) == stepped(name, day(start), n) == day(end)


def test_closure_days_of_a_council_move_the_golden_case():
    closures = tuple(map(day, ("2026-12-29", "2026-12-30", "2026-12-31")))
    counted = working_days(FILES["england-and-wales"], closures=closures)
    assert counted.add(day("2026-12-10"), 15) == day("2027-01-08")


def test_the_hearings_of_scotland_sit_on_good_friday():
    hearings = Calendar(
        id="scots-hearings", title="H", union_of=("scotland",), opened=(NamedDay(day=day("2026-04-03")),)
    )
    assert working_days(hearings, FILES.values()).add(day("2026-04-02"), 2) == day("2026-04-06")


def test_a_holiday_published_late_moves_the_golden_case():
    """Of summer 2027 a bank holiday was missing at first: what was counted on that list ends a day earlier."""
    published = [
        {"title": named.title, "date": str(named.day)} for named in FILES["scotland"].closed if named.day.year == 2027
    ]
    missing = [event for event in published if event["date"] != "2027-08-02"]
    before = refreshed(FILES["scotland"], {"scotland": {"events": missing}})
    assert working_days(before.calendar).add(day("2027-07-26"), 10) == day("2027-08-09")
    after = refreshed(before.calendar, {"scotland": {"events": published}})
    assert [str(added.day) for added in after.added] == ["2027-08-02"]
    assert working_days(after.calendar).add(day("2027-07-26"), 10) == day("2027-08-10")
    assert working_days(after.calendar).version == COUNTED["scotland"].version


# --- laws -------------------------------------------------------------------------------------------------------------


@laws
@given(names, dates, counts)
def test_it_lands_on_a_working_day_strictly_after_or_before(name, date, n):
    """Law 1."""
    counted = COUNTED[name]
    after, before = counted.add(date, n), counted.add(date, -n)
    assert before < date < after
    assert works(name, before)
    assert works(name, after)


@laws
@given(names, dates, counts)
def test_as_many_working_days_lie_between_as_were_added(name, date, n):
    """Law 2, for every day, working or not; backwards for the days before."""
    counted = COUNTED[name]
    assert counted.between(date, counted.add(date, n)) == n
    assert counted.between(counted.add(date, -n) - DAY, date - DAY) == n


@laws
@given(names, dates, counts, st.integers(-10, 460))
def test_adding_and_counting_are_adjoint(name, a, n, distance):
    """Law 3, which fixes the function completely; beside the answer, where it could fail, and anywhere."""
    counted = COUNTED[name]
    end = counted.add(a, n)
    for b in (a + distance * DAY, end - DAY, end, end + DAY):
        assert (end <= b) == (walked(name, a, b) >= n)


@laws
@given(names, dates, counts)
def test_the_way_back_leads_to_the_working_day_it_started_from(name, date, n):
    """Law 4: to the day itself, or the working day before it where it is closed; mirrored the other way round."""
    counted = COUNTED[name]
    home = date if works(name, date) else stepped(name, date, -1)
    assert counted.add(counted.add(date, n), -n) == home
    home = date if works(name, date) else stepped(name, date, 1)
    assert counted.add(counted.add(date, -n), n) == home


@laws
@given(names, dates, counts, counts)
def test_counts_of_one_direction_add_up(name, date, m, n):
    """Law 5; of two directions only from a working day and where they differ."""
    counted = COUNTED[name]
    assert counted.add(counted.add(date, m), n) == counted.add(date, m + n)
    assert counted.add(counted.add(date, -m), -n) == counted.add(date, -m - n)
    assume(works(name, date) and m != n)
    assert counted.add(counted.add(date, m), -n) == counted.add(date, m - n)


@laws
@given(names, dates, st.integers(0, 40), counts)
def test_a_later_start_never_ends_earlier_and_one_day_more_always_later(name, date, later, n):
    """Law 6."""
    counted = COUNTED[name]
    assert counted.add(date, n) <= counted.add(date + later * DAY, n)
    assert counted.add(date, -n) <= counted.add(date + later * DAY, -n)
    assert counted.add(date, n) < counted.add(date, n + 1)


@laws
@given(names, dates, dates, dates)
def test_a_count_is_a_difference(name, a, b, c):
    """Law 7."""
    counted = COUNTED[name]
    assert counted.between(a, b) + counted.between(b, c) == counted.between(a, c)
    assert counted.between(a, b) == -counted.between(b, a)
    assert counted.between(a, a) == 0


@laws
@given(st.sampled_from(NAMES[:3]), dates, counts, st.lists(st.integers(0, 450), max_size=8))
def test_more_holidays_never_bring_a_deadline_earlier(name, date, n, offsets):
    """Law 8, and of a union that it is never earlier than a member."""
    more = working_days(FILES[name], closures=tuple(date + offset * DAY for offset in offsets))
    assert more.add(date, n) >= COUNTED[name].add(date, n)
    assert more.add(date, -n) <= COUNTED[name].add(date, -n)
    assert COUNTED["uk-any"].add(date, n) >= COUNTED[name].add(date, n)


@laws
@given(names, dates, counts, st.lists(st.integers(1, 200), max_size=8))
def test_days_outside_the_span_change_nothing(name, date, n, offsets):
    """Law 9: neither a closure on the first day, before it or after the last, nor the days a table covers."""
    counted = COUNTED[name]
    end = counted.add(date, n)
    outside = tuple(edge for offset in offsets for edge in (date - (offset - 1) * DAY, end + offset * DAY))
    assert working_days(FILES[name], FILES.values(), outside).add(date, n) == end
    narrow = attrs.evolve(FILES[name], covers_from=date, covers_until=end)
    assert working_days(narrow, FILES.values()).add(date, n) == end


@laws
@given(names, dates, counts)
def test_clear_days_lie_whole_between_the_answer_and_the_event(name, event, n):
    """Law 10: exactly so many, and fewer from the next working day."""
    answer = COUNTED[name].add(event, -(n + 1))
    assert walked(name, answer, event - DAY) == n
    assert walked(name, stepped(name, answer, 1), event - DAY) < n


@laws
@given(names, dates, st.integers(-300, 300).filter(bool), dates)
def test_walking_day_by_day_comes_to_the_same(name, date, n, other):
    assert COUNTED[name].add(date, n) == stepped(name, date, n)
    near = date + ((other - date) % (400 * DAY))
    assert COUNTED[name].between(date, near) == walked(name, date, near)
    assert COUNTED[name].between(near, date) == walked(name, near, date)


# --- numpy ------------------------------------------------------------------------------------------------------------


def calendar_of_numpy(name):
    return numpy.busdaycalendar(holidays=sorted(CLOSED[name]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [1, 2, 10, 45, 250, -1, -4, -250])
def test_numpy_agrees_on_every_day(name, n):
    """Law 11: a count forward rolls back first, one back rolls forward first."""
    starts = ALL_DAYS[500:-500]
    roll = "backward" if n > 0 else "forward"
    theirs = numpy.busday_offset(numpy.array(starts, "M8[D]"), n, roll=roll, busdaycal=calendar_of_numpy(name))
    assert theirs.tolist() == [COUNTED[name].add(start, n) for start in starts]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("distance", [0, 1, 10, 365, 3650])
def test_numpy_counts_as_many_once_both_ends_are_moved_by_a_day(name, distance):
    """Law 11: it counts the first day and leaves out the last. (Backwards it does so the other way round.)"""
    starts = ALL_DAYS[50:-3652]
    begins = numpy.array(starts, "M8[D]") + 1
    theirs = numpy.busday_count(begins, begins + distance, busdaycal=calendar_of_numpy(name))
    assert theirs.tolist() == [COUNTED[name].between(start, start + distance * DAY) for start in starts]


# --- what one would think and is not so -------------------------------------------------------------------------------

ENGLAND = COUNTED["england-and-wales"]


def test_false_the_way_back_from_a_closed_day_leads_to_it():
    """New Year's Day of 2024 is a Monday; back comes Friday 29 December."""
    new_year = day("2024-01-01")
    assert ENGLAND.add(ENGLAND.add(new_year, 1), -1) == day("2023-12-29") != new_year


def test_false_numpy_rolls_forward_and_then_counts():
    """From a closed day it then counts one working day too many: the start itself is moved onto one."""
    calendar = calendar_of_numpy("england-and-wales")
    theirs = numpy.busday_offset("2024-01-01", 1, roll="forward", busdaycal=calendar).item()
    assert theirs == day("2024-01-03") != ENGLAND.add(day("2024-01-01"), 1) == day("2024-01-02")


def test_false_numpy_counts_the_days_after_the_first():
    """From Friday to Saturday it counts the Friday."""
    friday, saturday = day("2024-03-22"), day("2024-03-23")
    theirs = numpy.busday_count(friday, saturday, busdaycal=calendar_of_numpy("england-and-wales"))
    assert theirs == 1 != ENGLAND.between(friday, saturday) == 0


def test_false_a_later_start_always_ends_later():
    """From Friday, Saturday and Sunday the next working day is one and the same Monday."""
    ends = {ENGLAND.add(day(text), 1) for text in ("2024-03-15", "2024-03-16", "2024-03-17")}
    assert ends == {day("2024-03-18")}


def test_false_five_working_days_are_a_week():
    """From the Friday before Easter they are a week and two bank holidays."""
    start = day("2024-03-22")
    assert ENGLAND.add(start, 5) == day("2024-04-02") != start + 7 * DAY


def test_false_counts_of_two_directions_add_up_from_a_closed_day():
    saturday = day("2024-03-16")
    assert ENGLAND.add(ENGLAND.add(saturday, 2), -1) == day("2024-03-18") == ENGLAND.add(saturday, 1)
    assert ENGLAND.add(ENGLAND.add(saturday, 1), -2) == day("2024-03-14") != ENGLAND.add(saturday, -1)


# --- everything -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_adding_and_counting_are_adjoint_on_every_day_of_2011_to_2028(name):
    """
    Law 3 for every start, every count of 1 to 70 working days and every day they can end on.

    Walking on from a start, the count grows by each working day passed. The days whose count has come to n are those
    from the answer on, so the day where it first does is the answer, and on no day before has it.
    """
    add, between = COUNTED[name].add, COUNTED[name].between
    worked = [works(name, date) for date in ALL_DAYS]
    first, last = ALL_DAYS.index(datetime.date(2011, 1, 1)), ALL_DAYS.index(datetime.date(2028, 12, 31))
    for at in range(first, last + 1):
        start, end, count = ALL_DAYS[at], at, 0
        while count < 70:
            end += 1
            if worked[end]:
                count += 1
                assert add(start, count) == ALL_DAYS[end]
            assert between(start, ALL_DAYS[end]) == count
