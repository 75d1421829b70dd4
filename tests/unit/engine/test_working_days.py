"""Working days counted: what a calendar works, how a union is made, and where it ends."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules.engine.working_days import working_days
from qarules.errors import CalendarRangeError, NotFoundError, QaError
from qarules.model.calendar import MONDAY_TO_FRIDAY, Calendar, NamedDay, Weekday


def day(text):
    return datetime.date.fromisoformat(text)


def days(*texts, title=""):
    return tuple(NamedDay(day=day(text), title=title) for text in texts)


# 2026-11-02 is a Monday.
ONE = Calendar(id="one", title="One", closed=days("2026-11-04", title="Founder's day"))
TWO = Calendar(id="two", title="Two", closed=days("2026-11-04", "2026-11-05", title="Fair"), opened=days("2026-11-07"))
BOTH = Calendar(id="both", title="Both", union_of=("one", "two"))


def week(counted):
    """The days worked of the week of 2 November 2026, as numbers of the month."""
    return [number for number in range(2, 9) if counted.is_working(datetime.date(2026, 11, number))]


# --- what is worked ---------------------------------------------------------------------------------------------------


def test_a_calendar_works_monday_to_friday_unless_it_says_otherwise():
    assert week(working_days(Calendar(id="c", title="C"))) == [2, 3, 4, 5, 6]
    assert week(working_days(Calendar(id="c", title="C", weekdays=(Weekday.SATURDAY, Weekday.MONDAY)))) == [2, 7]


def test_closed_is_not_worked_and_opened_is_whatever_else_is_said():
    assert week(working_days(ONE)) == [2, 3, 5, 6]
    assert week(working_days(TWO)) == [2, 3, 6, 7]
    assert week(working_days(attrs.evolve(ONE, opened=ONE.closed))) == [2, 3, 4, 5, 6]


def test_a_union_works_what_every_member_works():
    """The Saturday that one member opens stays closed, because the other does not work it."""
    assert week(working_days(BOTH, [ONE, TWO])) == [2, 3, 6]


def test_weekdays_of_a_union_replace_those_of_its_members_whose_closed_days_stay():
    union = attrs.evolve(BOTH, weekdays=(*MONDAY_TO_FRIDAY, Weekday.SATURDAY))
    assert week(working_days(union, [ONE, TWO])) == [2, 3, 6, 7]
    assert week(working_days(attrs.evolve(union, weekdays=(Weekday.TUESDAY,)), [ONE, TWO])) == [3]


def test_a_union_closes_and_opens_days_of_its_own():
    union = attrs.evolve(BOTH, closed=days("2026-11-02"), opened=days("2026-11-04"))
    assert week(working_days(union, [ONE, TWO])) == [3, 4, 6]


def test_unions_are_taken_through_unions():
    outer = Calendar(id="outer", title="Outer", union_of=("both",), closed=days("2026-11-06"))
    assert week(working_days(outer, [BOTH, TWO, ONE])) == [2, 3]


def test_closure_days_of_a_council_close_what_the_calendar_opens_too():
    counted = working_days(TWO, closures=(day("2026-11-07"), day("2026-11-02"), day("2026-11-02")))
    assert week(counted) == [3, 6]
    assert counted.why_closed(day("2026-11-02")) == counted.why_closed(day("2026-11-07")) == "local closure day"


@pytest.mark.parametrize(
    ("calendar", "text", "why"),
    [
        (ONE, "2026-11-03", ""),
        (ONE, "2026-11-04", "Founder's day"),
        (ONE, "2026-11-07", "Saturday"),
        (ONE, "2026-11-08", "Sunday"),
        (TWO, "2026-11-07", ""),
        (BOTH, "2026-11-04", "Founder's day, Fair"),
        (BOTH, "2026-11-05", "Fair"),
        (Calendar(id="c", title="C", closed=days("2026-11-04")), "2026-11-04", "closed"),
        (Calendar(id="c", title="C", weekdays=(Weekday.FRIDAY,)), "2026-11-04", "Wednesday"),
        (attrs.evolve(ONE, opened=ONE.closed), "2026-11-04", ""),
    ],
)
def test_why_a_day_is_closed(calendar, text, why):
    assert working_days(calendar, [ONE, TWO]).why_closed(day(text)) == why


# --- counting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-11-02", 1, "2026-11-03"),
        ("2026-11-03", 1, "2026-11-05"),
        ("2026-11-04", 1, "2026-11-05"),
        ("2026-11-06", 1, "2026-11-09"),
        ("2026-11-07", 2, "2026-11-10"),
        ("2026-11-05", -1, "2026-11-03"),
        ("2026-11-04", -1, "2026-11-03"),
        ("2026-11-08", -2, "2026-11-05"),
        ("2026-11-09", -1, "2026-11-06"),
        ("1978-01-01", 1, "1978-01-02"),
        ("2050-12-31", -1, "2050-12-30"),
    ],
)
def test_add_excludes_the_day_it_starts_from(start, n, end):
    assert working_days(ONE).add(day(start), n) == day(end)


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("2026-11-02", "2026-11-02", 0),
        ("2026-11-02", "2026-11-06", 3),
        ("2026-11-06", "2026-11-02", -3),
        ("2026-11-01", "2026-11-02", 1),
        ("2026-11-06", "2026-11-08", 0),
    ],
)
def test_between_excludes_the_first_day_and_includes_the_last(a, b, count):
    assert working_days(ONE).between(day(a), day(b)) == count


def test_the_0th_working_day_is_refused():
    with pytest.raises(ValueError, match="the 0th working day is no day"):
        working_days(ONE).add(day("2026-11-02"), 0)


@pytest.mark.parametrize(
    "given", [datetime.datetime(2026, 11, 2), datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC), "2026-11-02"]
)
def test_what_is_no_plain_date_is_refused_not_read(given):
    """Which day 23:30 UTC is depends on where; whoever knows has to say."""
    counted = working_days(ONE)
    monday = day("2026-11-02")
    for ask in (
        lambda: counted.is_working(given),
        lambda: counted.add(given, 1),
        lambda: counted.add(given, -1),
        lambda: counted.between(monday, given),
        lambda: counted.between(given, monday),
        lambda: counted.why_closed(given),
    ):
        with pytest.raises(TypeError, match=r"a working day is a datetime\.date without a time"):
            ask()


def test_a_date_of_another_library_is_a_date():
    class Date(datetime.date):
        pass

    assert working_days(ONE).add(Date(2026, 11, 2), 1) == day("2026-11-03")
    with pytest.raises(CalendarRangeError):
        working_days(ONE).is_working(Date(2051, 1, 1))


# --- where it ends ----------------------------------------------------------------------------------------------------

SHORT = Calendar(id="short", title="S", covers_from=day("2026-11-02"), covers_until=day("2026-11-13"))
AFTER = "the calendar `short` knows no day after 13 November 2026"
BEFORE = "the calendar `short` knows no day before 2 November 2026"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda c: c.is_working(day("2026-11-14")), AFTER),
        (lambda c: c.is_working(day("2026-11-01")), BEFORE),
        (lambda c: c.why_closed(day("2026-11-14")), AFTER),
        (lambda c: c.add(day("2026-11-01"), 1), BEFORE),
        (lambda c: c.add(day("2026-11-14"), -1), AFTER),
        (lambda c: c.add(day("2026-11-12"), 2), AFTER),
        (lambda c: c.add(day("2026-11-12"), 10**30), AFTER),
        (lambda c: c.add(day("2026-11-02"), -1), BEFORE),
        (lambda c: c.add(day("2026-11-02"), -(10**30)), BEFORE),
        (lambda c: c.between(day("2026-11-02"), day("2026-11-14")), AFTER),
        (lambda c: c.between(day("2026-11-01"), day("2026-11-02")), BEFORE),
    ],
)
def test_beyond_what_it_covers_it_knows_nothing(ask, message):
    """A day it does not know is an error, never a working day."""
    with pytest.raises(CalendarRangeError) as refused:
        ask(working_days(SHORT))
    assert str(refused.value) == message


def test_the_last_and_first_day_covered_are_counted():
    counted = working_days(SHORT)
    assert counted.add(day("2026-11-02"), 9) == day("2026-11-13")
    assert counted.add(day("2026-11-13"), -9) == day("2026-11-02")


def test_a_calendar_that_does_not_say_covers_1978_to_2050_and_is_confirmed_as_far():
    counted = working_days(Calendar(id="c", title="C"))
    assert (counted.covers_from, counted.covers_until) == (day("1978-01-01"), day("2050-12-31"))
    assert counted.confirmed_until == day("2050-12-31")


def test_a_union_covers_what_all_cover_and_is_confirmed_as_far_as_all_are():
    other = attrs.evolve(ONE, covers_until=day("2026-11-10"), confirmed_until=day("2026-11-05"))
    union = Calendar(id="u", title="U", union_of=("short", "one"), covers_from=day("2026-11-03"))
    counted = working_days(union, [SHORT, other])
    assert (counted.covers_from, counted.covers_until) == (day("2026-11-03"), day("2026-11-10"))
    assert counted.confirmed_until == day("2026-11-05")
    assert week(working_days(attrs.evolve(union, covers_from=None), [SHORT, other])) == [2, 3, 5, 6]


def test_what_is_closed_or_opened_beyond_what_it_covers_changes_nothing():
    wide = attrs.evolve(SHORT, closed=days("2026-11-01", "2026-11-14"), opened=days("2026-10-31", "2026-11-15"))
    assert working_days(wide).version == working_days(SHORT).version


def test_a_calendar_is_never_confirmed_beyond_what_it_covers():
    assert working_days(attrs.evolve(SHORT, confirmed_until=day("2030-01-01"))).confirmed_until == day("2026-11-13")


def test_a_calendar_without_working_days_knows_no_next_one():
    shut = attrs.evolve(SHORT, weekdays=(Weekday.MONDAY,), closed=days("2026-11-02", "2026-11-09"))
    counted = working_days(shut)
    assert not any(counted.is_working(datetime.date(2026, 11, number)) for number in range(2, 14))
    assert counted.between(day("2026-11-02"), day("2026-11-13")) == 0
    for n in (1, -1):
        with pytest.raises(CalendarRangeError):
            counted.add(day("2026-11-04"), n)


# --- what cannot be made ----------------------------------------------------------------------------------------------


def test_a_union_of_what_is_not_there_is_refused():
    with pytest.raises(NotFoundError, match="the calendar `both` is a union of `two`, which is not there"):
        working_days(BOTH, [ONE])


@pytest.mark.parametrize("others", [(), (attrs.evolve(ONE, union_of=("two",)), attrs.evolve(TWO, union_of=("both",)))])
def test_a_union_of_itself_is_refused(others):
    circle = attrs.evolve(BOTH, union_of=("one",) if others else ("both",))
    with pytest.raises(NotFoundError, match="which is not there or is a union of it"):
        working_days(circle, (circle, *others))


def test_a_calendar_that_covers_no_day_is_refused():
    with pytest.raises(QaError, match="the calendar `short` covers no day"):
        working_days(attrs.evolve(SHORT, covers_from=day("2027-01-01")))


# --- version and memory -----------------------------------------------------------------------------------------------


def test_the_version_stands_for_the_days_and_how_far_they_are_confirmed_and_for_nothing_else():
    plain = working_days(SHORT)
    assert len(plain.version) == 12
    renamed = attrs.evolve(SHORT, id="other", title="O", weekdays=MONDAY_TO_FRIDAY, closed=days("2026-11-08"))
    assert working_days(renamed).version == plain.version
    for other in (
        attrs.evolve(SHORT, closed=days("2026-11-04")),
        attrs.evolve(SHORT, confirmed_until=day("2026-11-05")),
        attrs.evolve(SHORT, covers_until=day("2026-11-12"), confirmed_until=day("2026-11-12")),
        attrs.evolve(SHORT, covers_from=day("2026-11-09"), covers_until=day("2026-11-20")),
    ):
        assert working_days(other).version != plain.version


def test_the_same_calendar_is_counted_on_the_same_table():
    assert working_days(ONE, [TWO]) is working_days(attrs.evolve(ONE))
    assert working_days(BOTH, [BOTH, ONE, TWO]) is working_days(BOTH, iter((ONE, TWO)))
    assert working_days(ONE, closures=(day("2026-11-02"),)) is not working_days(ONE)
