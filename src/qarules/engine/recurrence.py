"""When an activity takes place: planned times, the months without it, working days and closed days, in that order."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.counting import day_of_month, rolled
from qarules.engine.dates import shifted
from qarules.engine.slots import NO_CALENDAR, Setting, Slot, Undatable, slots
from qarules.engine.sources import interpretations
from qarules.engine.values import no_such
from qarules.engine.working_days import WorkingDays, working_days
from qarules.errors import CalendarRangeError, QaError
from qarules.frozen import frozen
from qarules.model.activity import Activity, Every, Forum, Inactive, Recurrence, Rhythm
from qarules.model.activity_words import day_of_month_words, recurrence_words
from qarules.model.condition import Unit
from qarules.model.months import MONTH_NAMES, MONTHS, day_in, month_of
from qarules.model.occurrence import Occurrence, Occurrences, Undated
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.standard import Standard
from qarules.model.term import DayOfMonth, TermUnit
from qarules.model.words import ordinal
from qarules.model.yearly import as_activity, month_step, placed

# What is planned up to a year away can be moved into the days asked for, and come together with what is there.
_AROUND = MONTHS + 1


def occurrences(
    pack: Pack,
    activity: str,
    start: datetime.date,
    end: datetime.date,
    *,
    last: datetime.date | None = None,
    since: datetime.date | None = None,
    events: Mapping[str, tuple[datetime.date, ...]] | None = None,
) -> Occurrences:
    """
    When *activity* takes place from *start* to *end*, both included, and what of it cannot be dated.

    What is counted from the last time has one next time, which is told even where it was due before *start*.

    Args:
        activity: The id of an activity, or of a forum for its meetings.
        last: The last actual date, for what is counted from it.
        since: The day counted from where the recurrence names none; None for the day the standard comes into force.
        events: When each event happened or will, for what takes place at it.

    Raises:
        NotFoundError: *pack* has no activity and no forum of that id.
        TypeError: A day has a time: which day that is depends on where.
    """
    happened = [day for days in (events or {}).values() for day in days]
    for day in (start, end, last, since, *happened):
        if isinstance(day, datetime.datetime):
            message = f"an occurrence is counted in days, without a time; this is {day!r}"
            raise TypeError(message)
    whole = as_activity(activity_of(pack, activity))
    working = calendar_of(pack, whole)
    setting = Setting(
        first=shifted(start, -_AROUND, Unit.MONTHS),
        last=shifted(end, _AROUND, Unit.MONTHS),
        done=last,
        since=since,
        in_force_from=pack.standard.in_force_from if pack.standard is not None else None,
        working=working,
        asked_until=end,
        events=events or {},
    )
    clauses = tuple(dict.fromkeys((*whole.cites, *(name for each in whole.recurrences for name in each.cites))))
    found = Occurrences(
        activity=whole.id,
        title=whole.title,
        text=tuple(map(recurrence_words, whole.recurrences)),
        start=start,
        end=end,
        optional=whole.optional,
        recommended=whole.recommended,
        recording=whole.recording,
        clauses=clauses,
        rests_on=interpretations(clauses, pack),
        changes=pack.changes,
        span=whole.span,
    )
    if start > end:
        problem = Problem(thing=whole.id, message=f"`{start}` is after `{end}`", allowed="the earlier day first")
        return attrs.evolve(found, problems=(problem,))
    dated = [
        _Dating(recurrence, number, whole, working, pack).of(setting, start, end)
        for number, recurrence in enumerate(whole.recurrences, 1)
    ]
    return attrs.evolve(
        found,
        # A stable sort: on one day the recurrences keep the order of the text.
        occurrences=tuple(
            sorted((each for part in dated for each in part[0]), key=lambda each: (each.first, each.last))
        ),
        undated=tuple(each for part in dated for each in part[1]),
        problems=tuple(each for part in dated for each in part[2]),
    )


def activity_of(pack: Pack, name: str) -> Activity | Forum:
    """
    The activity or forum of *pack* with that id.

    Raises:
        NotFoundError: There is none.
    """
    known: dict[str, Activity | Forum] = {}
    for forum in pack.forums:
        known[forum.id] = forum
    for activity in pack.activities:
        known.update(dict.fromkeys((*activity.formerly, activity.id), activity))
    if name not in known:
        raise no_such("activity or forum", name, pack.name, known)
    return known[name]


def calendar_of(pack: Pack, activity: Activity) -> WorkingDays | None:
    """The working days that *activity* is counted on; None where none is named that is there and can be used."""
    name = activity.calendar or (pack.standard.calendar if pack.standard is not None else "")
    named = [each for each in pack.calendars if each.id == name]
    try:
        return working_days(named[0], pack.calendars) if named else None
    except QaError:
        return None


@frozen
class _Settled:
    """An occurrence, with the month it was planned in and the one it came to, counted through."""

    occurrence: Occurrence
    planned: int
    came_to: int


_Found = tuple[list[Occurrence], tuple[Undated, ...], tuple[Problem, ...]]


@frozen
class _Dating:
    """One recurrence of an activity on its way to dates."""

    recurrence: Recurrence
    number: int
    activity: Activity
    working: WorkingDays | None
    pack: Pack

    def of(self, setting: Setting, start: datetime.date, end: datetime.date) -> _Found:
        """What takes place from *start* to *end*, what cannot be dated, and what comes together in a month."""
        whys: dict[str, None] = {}
        settled = list(self._settled(setting, start, end, whys))
        rhythm = self.recurrence.rhythm
        is_next = isinstance(rhythm, Every) and (rhythm.rolling or rhythm.until is not None)
        wanted = [
            each.occurrence
            for each in settled
            if each.occurrence.first <= end and (is_next or each.occurrence.last >= start)
        ]
        undated = tuple(
            Undated(
                recurrence=self._words,
                why=why,
                clauses=self._clauses,
                span=self.recurrence.span or self.activity.span,
            )
            for why in whys
        )
        return wanted, undated, tuple(self._together(settled, wanted))

    @functools.cached_property
    def _words(self) -> str:
        return recurrence_words(self.recurrence)

    @functools.cached_property
    def _clauses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.recurrence.cites, *self.activity.cites)))

    def _settled(
        self, setting: Setting, start: datetime.date, end: datetime.date, whys: dict[str, None]
    ) -> Iterator[_Settled]:
        """What can be dated, with some around the days asked for; why the rest cannot goes into *whys*."""
        planned = slots(self.recurrence.rhythm, setting)
        while True:
            try:
                slot = next(planned, None)
            except (Undatable, CalendarRangeError) as error:
                whys[str(error)] = None
                return
            if slot is None:
                return
            active = _in_active_months(slot, self.activity)
            if active is None:
                continue
            try:
                yield self._settle(slot, active)
            except (Undatable, CalendarRangeError) as error:
                if active.first <= end and active.last >= start:
                    whys[str(error)] = None

    def _settle(self, slot: Slot, active: Slot) -> _Settled:
        """*slot*, in months with the activity as *active*, on the day that the rules leave it."""
        activity, first, last, why = self.activity, active.first, active.last, active.why
        is_moved = not slot.first <= first <= slot.last
        is_counted = _counts_working_days(self.recurrence.rhythm)
        if activity.day is not None and month_of(first) == month_of(last):
            first = last = self._working_day_of_month(activity.day, first)
            is_counted = True
            # What shaped the day that was planned plays no part in this one.
            why = why if active.first != slot.first else ""
        elif activity.day is not None:
            why = _joined(why, f"`{day_of_month_words(activity.day)}` names no day of several months")
        unrolled = first
        if activity.roll.moves and first == last:
            first = last = rolled(unrolled, activity.roll, self._needed())
            is_counted = True
            if first != unrolled:
                closed = self._needed().why_closed(unrolled)
                why = _joined(why, f"not worked ({closed}): {activity.roll.value.removeprefix('if closed, ')}")
        standard = self.pack.standard
        rhythm = self.recurrence.rhythm
        is_monthly = isinstance(rhythm, Every) and month_step(rhythm) is not None
        occurrence = Occurrence(
            activity=activity.id,
            title=activity.title,
            key=f"{activity.id}/{self.number}/{slot.key}",
            number=slot.number,
            text=self._words,
            first=first,
            last=last,
            theme=slot.theme,
            moved_from=slot.first if is_moved or first != unrolled else None,
            why=why,
            provisional=is_counted and self.working is not None and max(last, unrolled) > self.working.confirmed_until,
            outside=standard is not None and not _overlaps(standard, first, last),
            to=self.recurrence.to or activity.to,
            by=activity.by,
            clauses=self._clauses,
            span=self.recurrence.span or activity.span,
        )
        # What loses quiet months at its ends is not moved; and steps of days may well come to a month twice, so that
        # being rolled there from another says nothing.
        is_told = is_monthly or first.month in activity.never_in
        planned = slot.first if is_moved else active.first
        return _Settled(occurrence, month_of(planned), month_of(first if is_told else active.first))

    def _needed(self) -> WorkingDays:
        if self.working is None:
            raise Undatable(NO_CALENDAR)
        return self.working

    def _working_day_of_month(self, day: DayOfMonth, near: datetime.date) -> datetime.date:
        found = day_of_month(near, day.number, self._needed())
        if found is None:
            why = f"{MONTH_NAMES[near.month - 1]} {near.year} has no {ordinal(abs(day.number))} working day"
            raise Undatable(why)
        return found

    def _together(self, settled: Iterable[_Settled], wanted: Iterable[Occurrence]) -> Iterator[Problem]:
        """A problem for each month into which one was moved that has another, or that is to have none."""
        keys = {each.key for each in wanted}
        months: dict[int, list[_Settled]] = {}
        for each in settled:
            months.setdefault(each.came_to, []).append(each)
        for month, there in sorted(months.items()):
            is_moved = any(each.planned != each.came_to for each in there)
            name = f"{MONTH_NAMES[month % MONTHS]} {month // MONTHS}"
            if not any(each.occurrence.key in keys for each in there):
                continue
            if month % MONTHS + 1 in self.activity.never_in:
                yield Problem(
                    thing=self.activity.id,
                    message=f"`{self._words}` is rolled into {name}, a month without it",
                    allowed=f"never in {MONTH_NAMES[month % MONTHS]}",
                )
            if len(there) > 1 and is_moved:
                what = f"{len(there)} occurrences of `{self._words}`"
                yield Problem(
                    thing=self.activity.id,
                    message=f"{what} come together in {name}",
                    allowed="skip what falls into a month without it, or name the months",
                )


def _counts_working_days(rhythm: Rhythm) -> bool:
    return isinstance(rhythm, Every) and rhythm.unit is TermUnit.WORKING_DAYS


def _overlaps(standard: Standard, first: datetime.date, last: datetime.date) -> bool:
    """Whether *standard* is in force on some day from *first* to *last*."""
    begun = standard.in_force_from is None or standard.in_force_from <= last
    return begun and (standard.in_force_until is None or first <= standard.in_force_until)


def _joined(*whys: str) -> str:
    return "; ".join(filter(None, whys))


def _in_active_months(slot: Slot, activity: Activity) -> Slot | None:
    """*slot* where months without the activity leave it: as it is, shorter, in another month, or away."""
    months = range(month_of(slot.first), month_of(slot.last) + 1)
    active = [month for month in months if month % MONTHS + 1 not in activity.never_in]
    if len(active) == len(months):
        return slot
    if not active:
        return _moved(slot, activity)
    without = ", ".join(MONTH_NAMES[month % MONTHS] for month in months if month not in active)
    return attrs.evolve(
        slot,
        first=max(slot.first, day_in(active[0], 1)),
        last=min(slot.last, day_in(active[-1], 31)),
        why=_joined(slot.why, f"never in {without}"),
    )


def _moved(slot: Slot, activity: Activity) -> Slot | None:
    """*slot* in the month that takes it instead; None for none."""
    is_back = activity.inactive is Inactive.ADVANCED
    month = placed(month_of(slot.first if is_back else slot.last), activity)
    if month is None or not MONTHS <= month < (datetime.MAXYEAR + 1) * MONTHS:
        return None
    is_day = slot.first == slot.last
    why = f"never in {MONTH_NAMES[slot.first.month - 1]}, {activity.inactive.value}"
    return attrs.evolve(
        slot,
        first=day_in(month, slot.first.day if is_day else 1),
        last=day_in(month, slot.last.day if is_day else 31),
        why=_joined(slot.why, why),
    )
