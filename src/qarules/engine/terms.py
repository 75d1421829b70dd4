"""settle(): the dates a term gives, by arithmetic alone: the last day in time, the first day allowed, when to warn."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.engine.counting import (
    DAY,
    Paused,
    day_of_month,
    days_between,
    moved,
    moved_beginning,
    past_pauses,
    rolled,
    stretches,
)
from qarules.engine.local_time import later
from qarules.engine.term_values import Clock, Dated, Start, Starts, TermDates
from qarules.engine.values import did_you_mean
from qarules.engine.working_days import WorkingDays, working_days
from qarules.errors import QaError
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
    Point,
    SameWorkingDay,
    Term,
    TermUnit,
    Timing,
    WarnAt,
    Within,
)

# Before Python 3.12 a member is looked up through its class by Python code; every term asks for these.
_HOURS, _WORKING_DAYS = TermUnit.HOURS, TermUnit.WORKING_DAYS


def settle(term: Term, starts: Starts, clock: Clock, of: str = "") -> TermDates:
    """
    The dates *term* gives.

    A step has its due date in ``settle(...).due``: its ``day``, and its ``at`` where hours are counted. Where that is
    None, ``at_once``, ``paused``, ``missing`` and ``problems`` say why.

    Args:
        of: The id of what has the term; pauses may stop that alone.
    """
    return _Settling(term, starts, clock, of).settled()


class Uncountable(Exception):  # noqa: N818 - it is caught where the term is settled
    """A term cannot be counted with what was handed in; the text says why."""


def calendar_of(term: Term, clock: Clock) -> WorkingDays:
    """
    The working days *term* is counted on: its own calendar's, or the standard's; less the closure days that count.

    Raises:
        Uncountable: No calendar is named, or there is none of that name.
    """
    id_, with_closures = term.calendar or clock.calendar, term.local or clock.local
    found = clock.found.get((id_, with_closures))
    if found is None:
        found = clock.found[id_, with_closures] = _calendar(id_, clock, with_closures=with_closures)
    return found


def _calendar(id_: str, clock: Clock, *, with_closures: bool) -> WorkingDays:
    if not id_:
        message = "working days need a calendar, and neither the rule nor the standard names one"
        raise Uncountable(message)
    for calendar in clock.calendars:
        if calendar.id == id_:
            counts = with_closures or not calendar.statutory
            try:
                return working_days(calendar, clock.calendars, clock.closures if counts else ())
            except QaError as error:
                raise Uncountable(str(error)) from None
    near = did_you_mean(id_, [calendar.id for calendar in clock.calendars])
    message = f"there is no calendar `{id_}`" + (f": {near}" if near else "")
    raise Uncountable(message)


class _Settling:
    def __init__(self, term: Term, starts: Starts, clock: Clock, of: str) -> None:
        self.term = term
        self.starts = starts
        self.clock = clock
        self.of = of
        self.problems: list[str] = []
        self.missing: list[str] = []
        self.known: WorkingDays | None = None
        self.used = False
        self.provisional = False
        self.vague = False  # whether it has started
        self.unclear = False  # whether and how long it was paused

    @property
    def days(self) -> WorkingDays:
        self.used = True
        if self.known is None:
            self.known = calendar_of(self.term, self.clock)
        return self.known

    def settled(self) -> TermDates:
        pauses: list[Pause] = []
        lasting: datetime.date | None = None
        stopped: Paused = ()
        if self.clock.pauses or self.term.pauses:
            pauses, lasting = self.pauses()
            stopped = stretches(pauses, resume_day_counts=self.term.resume_day_counts)
        dates = tuple([self.dated(timing, stopped) for timing in self.term.timings])
        due, resumed, is_stopped = self.binding(dates, _LAST_DAY), None, False
        if lasting is not None:
            held = [dated for dated in dates if _is_held(dated, lasting)]
            is_stopped = bool(held) and (self.term.choice is Choice.LATER or due in held)
            if held:
                dates = tuple(attrs.evolve(dated, day=None) if dated in held else dated for dated in dates)
            if is_stopped and not self.unclear:
                ended = stretches(self.ended(pauses), resume_day_counts=self.term.resume_day_counts)
                resumed = self.binding([self.dated(timing, ended) for timing in self.term.timings], _LAST_DAY)
                sure = self.sure(dates, resumed)
                if sure is not None:
                    due, resumed, is_stopped = sure, None, False
                else:
                    stopped = ended
            if is_stopped:
                due = attrs.evolve(due or held[0], day=None)
        warnings: tuple[datetime.date, ...] = ()
        if self.term.warnings and due is not None and due.day is not None:
            warnings = tuple(sorted(self.warnings(due, stopped)))
        is_more = due is None or len(dates) > 1
        return TermDates(
            dates=dates,
            due=due,
            opens=self.binding(dates, _FIRST_DAY) if is_more else None,
            at_once=self.at_once(dates) if is_more else None,
            due_if_resumed=resumed.day if resumed is not None else None,
            paused=is_stopped and not self.unclear,
            stopped=stopped,
            warnings=warnings,
            days=self.known,
            provisional=self.provisional,
            unclear=self.vague or (self.unclear and is_stopped),
            missing=tuple(dict.fromkeys(self.missing)) if self.missing else (),
            problems=tuple(dict.fromkeys(self.problems)) if self.problems else (),
        )

    def ended(self, pauses: Iterable[Pause]) -> list[Pause]:
        """*pauses*, those that last with today as their end."""
        today = self.clock.today
        return [attrs.evolve(p, until=today) if p.until is None and p.start <= today else p for p in pauses]

    def binding(self, dates: Sequence[Dated], kinds: Collection[type[Timing]]) -> Dated | None:
        """
        The one that binds among the *dates* of timings of some *kinds*.

        Where the earlier binds, what has not happened yet does not bind yet; where the later does, all has to be known.
        """
        if len(dates) == 1:
            return dates[0] if type(dates[0].timing) in kinds and dates[0].day is not None else None
        among = [dated for dated in dates if type(dated.timing) in kinds]
        if self.term.choice is Choice.EARLIER:
            among = [dated for dated in among if dated.start.day is not None]
        if not among or None in [dated.day for dated in among]:
            return None
        return (min if self.term.choice is Choice.EARLIER else max)(among, key=_place)

    def sure(self, dates: Sequence[Dated], resumed: Dated | None) -> Dated | None:
        """
        What binds among *dates* whenever a pause ends that stops the others, which without a day are *dates* too.

        Args:
            resumed: What binds if it ended today: no other can be earlier then.
        """
        free = self.binding([dated for dated in dates if dated.day is not None], _LAST_DAY)
        if self.term.choice is Choice.LATER or resumed is None or free is None:
            return None
        return free if _place(free) <= _place(resumed) else None

    def at_once(self, dates: Iterable[Dated]) -> Dated | None:
        """The one that binds of what is due from its start on, as :meth:`binding` chooses it."""
        found = [attrs.evolve(d, day=d.start.day, at=d.start.at) for d in dates if type(d.timing) in _AT_ONCE]
        bound = self.binding(found, _AT_ONCE) if found else None
        return attrs.evolve(bound, day=None, at=None) if bound is not None else None

    # --- one timing --------------------------------------------------------------------------------------------------

    def dated(self, timing: Timing, stopped: Paused) -> Dated:
        start = self.starts(timing.of)
        if start.day is None:
            self.missing.extend(start.missing)
            self.vague = self.vague or start.unclear
            return Dated(timing=timing, start=start)
        self.provisional = self.provisional or start.provisional
        self.used = False
        try:
            dated = self.counted(timing, start, stopped)
        except (Uncountable, QaError) as error:
            self.problems.append(str(error))
            return Dated(timing=timing, start=start)
        except OverflowError:
            self.problems.append("it falls outside the days there are")
            return Dated(timing=timing, start=start)
        if self.known is not None and self.used and dated.day is not None:
            reached = max(dated.day, dated.unrolled or dated.day, start.day)
            self.provisional = self.provisional or reached > self.known.confirmed_until
        return dated

    def counted(self, timing: Timing, start: Start, stopped: Paused) -> Dated:
        assert start.day is not None
        match timing:
            case Within():
                return self.within(timing, start, stopped)
            case Before() | NotBefore():
                return self.apart(timing, start)
            case DayOfMonth():
                day = day_of_month(start.day, timing.number, self.days)
                if day is None:
                    message = f"the month of {start.day.isoformat()} has no {timing.number} working days"
                    raise Uncountable(message)
                return Dated(timing=timing, day=day, start=start)
            case SameWorkingDay():
                start = self.received(timing.of, start)
                assert start.day is not None
                day = start.day if self.days.is_working(start.day) else self.days.add(start.day, 1)
                return Dated(timing=timing, day=day, start=start)
            case Immediately() | EarliestOpportunity():
                return Dated(timing=timing, start=start)
            case _:
                assert_never(timing)

    def within(self, timing: Within, start: Start, stopped: Paused) -> Dated:
        amount = self.amount(timing.length)
        if amount is None:
            return Dated(timing=timing, start=start)
        count, unit = amount
        if unit is _HOURS:
            return self.in_hours(timing, start, count)
        if self.term.receipt is not None:
            start = self.received(timing.of, start)
        assert start.day is not None
        base = start.day - DAY if timing.beginning else start.day
        if unit is _WORKING_DAYS:
            days = self.days
            day = unrolled = days.add(base, count)
            if stopped:
                day = unrolled = past_pauses(base, unrolled, stopped, days.between, days.add)
        else:
            unrolled = (moved_beginning if timing.beginning else moved)(start.day, count, unit)
            unrolled = past_pauses(base, unrolled, stopped)
            day = self.roll(unrolled)
        return Dated(timing=timing, day=day, unrolled=unrolled, start=start, base=base, count=count, unit=unit)

    def apart(self, timing: Before | NotBefore, start: Start) -> Dated:
        """The day so long before or after *start*, which pauses do not move."""
        amount = self.amount(timing.length)
        if amount is None:
            return Dated(timing=timing, start=start)
        count, unit = amount
        if unit is _HOURS:
            return self.in_hours(timing, start, count)
        if isinstance(timing, NotBefore):
            start = self.received(timing.of, start)
        assert start.day is not None
        sign = -1 if isinstance(timing, Before) else 1
        clear = timing.length.clear
        if unit is _WORKING_DAYS:
            day = unrolled = self.days.add(start.day, sign * (count + clear))
        else:
            unrolled = moved(start.day, sign * count, unit) + sign * clear * DAY
            day = self.roll(unrolled)
        return Dated(timing=timing, day=day, unrolled=unrolled, start=start, count=count, unit=unit)

    def in_hours(self, timing: Within | Before | NotBefore, start: Start, hours: int) -> Dated:
        if start.at is None:
            name = f" of `{timing.of.name}`" if timing.of is not None else ""
            message = f"hours are counted from a time of day: give that{name}, with its time zone"
            raise Uncountable(message)
        at = later(start.at, -60 * hours if isinstance(timing, Before) else 60 * hours)
        return Dated(timing=timing, day=at.date(), at=at, start=start, count=hours, unit=_HOURS)

    def amount(self, length: Length) -> tuple[int, TermUnit] | None:
        """How much *length* is; None where a number is left open, and that was noted."""
        count: int | str | Fraction = length.count
        unit = length.unit
        if isinstance(count, str):
            parameter = self.clock.parameters.get(count)
            if parameter is None:
                message = f"there is no parameter `{count}`"
                raise Uncountable(message)
            if parameter.value is None:
                self.missing.append(parameter.id)
                return None
            count, unit = parameter.value, unit or parameter.unit
        if unit is None:
            message = f"the parameter `{length.count}` does not say in which unit it counts"
            raise Uncountable(message)
        if count < 1 or count.denominator != 1:
            message = f"a time is 1 or more {unit.value}, in whole numbers"
            raise Uncountable(message)
        return int(count), unit

    def received(self, of: From | None, start: Start) -> Start:
        """*start*, or the next working day where what is received then counts as received that day."""
        receipt = self.term.receipt
        if receipt is None or (of is not None and of.point is not Point.EVENT):
            return start
        assert start.day is not None
        if self.days.is_working(start.day):
            if receipt.after is None:
                return start
            if start.at is None:
                name = f" of `{of.name}`" if of is not None else ""
                from_when = f"it counts as received another day from {receipt.after:%H:%M} on"
                message = f"{from_when}: give the time of day{name}, with its time zone"
                raise Uncountable(message)
            if start.at.time() < receipt.after:
                return start
        return Start(day=self.days.add(start.day, 1))

    def roll(self, day: datetime.date) -> datetime.date:
        return rolled(day, self.term.roll, self.days) if self.term.roll.moves else day

    # --- pauses and warnings -----------------------------------------------------------------------------------------

    def pauses(self) -> tuple[list[Pause], datetime.date | None]:
        """
        The pauses that concern the term, and the day from which on one lasts, or may; None where none does.

        One that is planned to end lasts until then: what is planned can change.
        """
        clock, term = self.clock, self.term
        found = [pause for pause in clock.pauses if not pause.of or self.of in pause.of]
        for pausing in term.pauses:
            start, end = (self.starts(From(name=name)) for name in (pausing.start, pausing.end))
            unclear = [each for each in (start, end) if each.unclear and (start.day is not None or start.unclear)]
            self.missing.extend(name for each in unclear for name in each.missing)
            self.unclear = self.unclear or bool(unclear)
            if start.day is not None or start.unclear:
                found.append(Pause(start=start.day or datetime.date.min, until=None if unclear else end.day))
        for pause in found:
            if pause.until is not None and pause.until < pause.start:
                self.problems.append(f"the pause from {pause.start.isoformat()} ends before it begins")
        today = clock.today
        found = [attrs.evolve(p, until=None) if p.until and p.start <= today < p.until else p for p in found]
        lasting = [pause.start for pause in found if pause.until is None and pause.start <= today]
        return found, min(lasting, default=None)

    def warnings(self, due: Dated, stopped: Paused) -> Iterator[datetime.date]:
        for warn in self.term.warnings:
            try:
                if isinstance(warn, WarnAt):
                    yield self.share_passed(warn.share, due, stopped)
                    continue
                amount = self.amount(warn.length)
                if amount is not None:
                    yield self.ahead(due, *amount)
            except (Uncountable, QaError) as error:
                self.problems.append(str(error))
            except OverflowError:
                self.problems.append("a warning falls outside the days there are")

    def share_passed(self, share: Fraction, due: Dated, stopped: Paused) -> datetime.date:
        """The day on which so much of the time has passed."""
        if due.base is None and not (isinstance(due.timing, Within) and due.at is not None):
            message = "a share of the time can only pass where it is counted from a start on"
            raise Uncountable(message)
        assert due.count is not None
        if due.base is None:
            assert due.start.at is not None
            return later(due.start.at, math.ceil(share * due.count * 60)).date()
        if due.unit is _WORKING_DAYS:
            day = self.days.add(due.base, max(1, math.ceil(share * due.count)))
            return past_pauses(due.base, day, stopped, self.days.between, self.days.add)
        assert isinstance(due.timing, Within)
        assert due.start.day is not None
        assert due.unit is not None
        end = (moved_beginning if due.timing.beginning else moved)(due.start.day, due.count, due.unit)
        passed = math.ceil(share * days_between(due.base, end))
        return past_pauses(due.base, due.base + passed * DAY, stopped)

    def ahead(self, due: Dated, count: int, unit: TermUnit) -> datetime.date:
        assert due.day is not None
        if unit is _WORKING_DAYS:
            return self.days.add(due.day, -count)
        if unit is not _HOURS:
            return moved(due.day, -count, unit)
        if due.at is None:
            message = "a warning hours before needs a time that is counted in hours"
            raise Uncountable(message)
        return later(due.at, -60 * count).date()


_LAST_DAY = frozenset({Within, Before, DayOfMonth, SameWorkingDay})
_FIRST_DAY = frozenset({NotBefore})
_AT_ONCE: Collection[type[Timing]] = frozenset({Immediately, EarliestOpportunity})


def _is_held(dated: Dated, lasting: datetime.date) -> bool:
    """Whether a pause that lasts since then stops the count of *dated*."""
    return dated.base is not None and dated.unrolled is not None and lasting <= dated.unrolled


def _place(dated: Dated) -> tuple[datetime.date, bool, datetime.datetime | None]:
    """Where *dated* stands in time; a day lasts until its end."""
    assert dated.day is not None
    return dated.day, dated.at is None, dated.at
