"""Laws of time, against an evaluator that steps from day to day and knows no table, no merging and no look-up."""

from __future__ import annotations

import calendar as months_of
import datetime
from datetime import date
from fractions import Fraction

from hypothesis import given, settings, strategies as st

from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.case import Pause
from qarules.model.term import Before, From, Length, NotBefore, Receipt, Roll, Term, TermUnit, WarnAt, Within

E = From(name="event")
DAY = datetime.timedelta(days=1)
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31)})
CALENDAR = Calendar(
    id="c",
    title="C",
    covers_from=date(2024, 1, 1),
    covers_until=date(2030, 12, 31),
    closed=tuple(NamedDay(day=day) for day in sorted(HOLIDAYS)),
)

events = st.dates(date(2026, 2, 1), date(2026, 8, 31))
counts = st.integers(1, 40)
units = st.sampled_from([TermUnit.WORKING_DAYS, TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS, TermUnit.YEARS])
pauses = st.lists(
    st.builds(
        lambda start, days: Pause(start=start, until=start + days * DAY),
        st.dates(date(2026, 1, 15), date(2026, 11, 30)),
        st.integers(0, 25),
    ),
    max_size=5,
)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def due(timing, event, stopped=(), **term):
    clock = Clock(today=date(2030, 1, 1), calendars=(CALENDAR,), calendar="c", pauses=tuple(stopped))
    result = settle(Term(timings=(timing,), **term), lambda of: Start(day=event), clock)
    assert result.problems == ()
    found = result.due or result.opens
    assert found is not None
    return found.day


def later_month(day: date, months: int) -> tuple[date, bool]:
    """Stepping month by month to the month, then the day of the same number or the last; and whether it was that."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = months_of.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)), day.day > last


def stepped(event: date, count: int, unit: TermUnit, stopped: list[Pause], *, beginning: bool = False) -> date:
    """The last day in time, by walking."""
    paused = {pause.start + n * DAY for pause in stopped for n in range((pause.until - pause.start).days + 1)}
    if unit in {TermUnit.MONTHS, TermUnit.YEARS}:
        end, is_clamped = later_month(event, count * (12 if unit is TermUnit.YEARS else 1))
        end -= DAY * (beginning and not is_clamped)
        count = (end - event).days + beginning
    elif unit is TermUnit.WEEKS:
        count *= 7
    day = event - DAY if beginning else event
    while count:
        day += DAY
        count -= day not in paused and (unit is not TermUnit.WORKING_DAYS or is_working(day))
    return day


@settings(max_examples=200, deadline=None)
@given(events, st.integers(1, 12), units, pauses, st.booleans())
def test_within_is_where_walking_day_by_day_ends(event, count, unit, stopped, beginning):
    """Every unit, with and without the event's own day, past any pauses."""
    count = min(count, 3) if unit is TermUnit.YEARS else count
    timing = Within(length=Length(count=count, unit=unit), of=E, beginning=beginning)
    assert due(timing, event, stopped) == stepped(event, count, unit, stopped, beginning=beginning)


@settings(max_examples=200, deadline=None)
@given(events, counts, pauses, st.booleans())
def test_pauses_lose_nothing_and_give_nothing(event, count, stopped, in_working_days):
    """Law 12: never earlier, not on a paused day, what was counted at due is what is allowed, a later pause is none."""
    unit = TermUnit.WORKING_DAYS if in_working_days else TermUnit.DAYS
    timing = Within(length=Length(count=count, unit=unit), of=E)
    plain, found = due(timing, event), due(timing, event, stopped)
    counted = [event + n * DAY for n in range(1, (found - event).days + 1)]
    counted = [day for day in counted if is_working(day) or not in_working_days]
    paused = [day for day in counted if any(pause.start <= day <= pause.until for pause in stopped)]
    assert found >= plain
    assert not any(pause.start <= found <= pause.until for pause in stopped)
    assert len(counted) - len(paused) == count
    assert due(timing, event, [*stopped, *stopped[::-1]]) == found
    assert due(timing, event, [*stopped, Pause(start=found + DAY, until=found + 9 * DAY)]) == found


@settings(max_examples=200, deadline=None)
@given(events, events, counts, units, pauses)
def test_a_later_event_is_never_due_earlier(one, other, count, unit, stopped):
    """Law 6. Months beside a pause are left out: see below."""
    count = min(count, 3) if unit is TermUnit.YEARS else count
    stopped = [] if unit in {TermUnit.MONTHS, TermUnit.YEARS} else stopped
    timing = Within(length=Length(count=count, unit=unit), of=E)
    first, second = sorted([one, other])
    assert due(timing, first, stopped) <= due(timing, second, stopped)


def test_a_pause_between_two_events_may_turn_their_months_round():
    """The month after 30 March has lost a day, the one after 31 March has not begun to count."""
    timing = Within(length=Length(count=1, unit=TermUnit.MONTHS), of=E)
    paused = [Pause(start=date(2026, 3, 31), until=date(2026, 3, 31))]
    assert [due(timing, date(2026, 3, day), paused) for day in (30, 31)] == [date(2026, 5, 1), date(2026, 4, 30)]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(1, 30))
def test_months_are_counted_from_the_day_itself(event, count):
    """Law 13: the same number of the day, or a month's last day; and never in steps from a shorter month."""
    found = due(Within(length=Length(count=count, unit=TermUnit.MONTHS), of=E), event)
    assert found == later_month(event, count)[0]
    assert found.day == event.day or (found + DAY).day == 1


@settings(max_examples=200, deadline=None)
@given(events, counts)
def test_clear_working_days_fit_between_both_ends(event, count):
    """Law 10: exactly so many between the answer and the event, and fewer from the next working day."""
    length = Length(count=count, unit=TermUnit.WORKING_DAYS, clear=True)
    for timing, sign in ((Before(length=length, of=E), 1), (NotBefore(length=length, of=E), -1)):
        found = due(timing, event)
        between = [found + sign * n * DAY for n in range(1, abs((event - found).days))]
        assert is_working(found)
        assert sum(map(is_working, between)) == count


@settings(max_examples=100, deadline=None)
@given(events, counts, st.sampled_from(Roll), pauses)
def test_a_roll_lands_on_the_nearest_working_day_of_its_side(event, count, roll, stopped):
    timing = Within(length=Length(count=count, unit=TermUnit.DAYS), of=E)
    plain, found = due(timing, event, stopped), due(timing, event, stopped, roll=roll)
    step = {Roll.FOLLOWING: 1, Roll.PRECEDING: -1}.get(roll, 0)
    day = plain
    while step and not is_working(day):
        day += step * DAY
    assert found == day


@settings(max_examples=100, deadline=None)
@given(events, counts)
def test_deemed_receipt_is_counting_from_the_next_working_day(event, count):
    timing = Within(length=Length(count=count, unit=TermUnit.DAYS), of=E)
    received = event
    while not is_working(received):
        received += DAY
    assert due(timing, event, receipt=Receipt()) == due(timing, received)


@settings(max_examples=100, deadline=None)
@given(events, counts, st.fractions(Fraction(1, 20), 1), pauses)
def test_a_warning_comes_when_that_share_has_passed_and_not_a_day_sooner(event, count, share, stopped):
    """The first day on which what was counted is at least the share."""
    length = Length(count=count, unit=TermUnit.WORKING_DAYS)
    term = Term(timings=(Within(length=length, of=E),), warnings=(WarnAt(share=share),))
    clock = Clock(today=date(2030, 1, 1), calendars=(CALENDAR,), calendar="c", pauses=tuple(stopped))
    (warned,) = settle(term, lambda of: Start(day=event), clock).warnings
    passed, day = 0, event
    while passed < share * count:
        day += DAY
        passed += is_working(day) and not any(pause.start <= day <= pause.until for pause in stopped)
    assert warned == day
