"""Working days counted: a calendar as a table in which every count is two look-ups, however many days it spans."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Iterable, Mapping
from itertools import accumulate, compress

import attrs

from qarules.errors import CalendarRangeError, NotFoundError, QaError
from qarules.model.calendar import MONDAY_TO_FRIDAY, Calendar, Weekday
from qarules.model.words import day_words

FIRST, LAST = datetime.date(1978, 1, 1), datetime.date(2050, 12, 31)
"""What a calendar covers that does not say."""

LOCAL = "local closure day"
"""The title of a closure day of a council's own."""


@attrs.frozen(kw_only=True)
class WorkingDays:
    """
    The working days of a calendar, ready to count.

    Attributes:
        covers_from, covers_until: The first and last day it knows.
        confirmed_until: The last day whose closures have been announced; what is counted beyond is provisional.
        version: A fingerprint of its days and of *confirmed_until*, to be kept with every result counted on it.
        named: The closed days that have a title, by ordinal.
    """

    id: str
    title: str
    covers_from: datetime.date
    covers_until: datetime.date
    confirmed_until: datetime.date
    version: str
    named: Mapping[int, str] = attrs.field(eq=False, repr=False)
    # Of every day covered whether it is worked; of every day how many were worked before it, and one more at the end;
    # the working days in order. The version stands for them.
    worked: bytes = attrs.field(eq=False, repr=False)
    _rank: tuple[int, ...] = attrs.field(eq=False, repr=False)
    _days: tuple[datetime.date, ...] = attrs.field(eq=False, repr=False)
    _first: int = attrs.field(eq=False, repr=False)
    _size: int = attrs.field(eq=False, repr=False)

    def is_working(self, day: datetime.date) -> bool:
        """
        Whether *day* is worked.

        Raises:
            CalendarRangeError: The calendar does not know *day*.
            TypeError: *day* has a time: which day that is depends on where.
        """
        return self.worked[self._at(day)] == 1

    def add(self, day: datetime.date, n: int) -> datetime.date:
        """
        The *n*-th working day after *day*, or before it where *n* is negative; *day* itself may be closed.

        Counting starts on the next working day, so the answer is never *day* itself.

        Raises:
            CalendarRangeError: The calendar does not know *day*, or the answer.
            ValueError: *n* is 0, which is no count of days.
            TypeError: *day* has a time: which day that is depends on where.
        """
        at = self._at(day)
        if n > 0:
            index = self._rank[at + 1] + n - 1
            if index < len(self._days):
                return self._days[index]
            raise self._beyond(after=True)
        if n == 0:
            message = "the 0th working day is no day: count 1 or more after, -1 or less before"
            raise ValueError(message)
        index = self._rank[at] + n
        if index >= 0:
            return self._days[index]
        raise self._beyond(after=False)

    def between(self, a: datetime.date, b: datetime.date) -> int:
        """
        How many working days there are after *a* up to and including *b*; negative where *b* comes first.

        Raises:
            CalendarRangeError: The calendar does not know one of them.
            TypeError: One of them has a time: which day that is depends on where.
        """
        return self._rank[self._at(b) + 1] - self._rank[self._at(a) + 1]

    def why_closed(self, day: datetime.date) -> str:
        """
        Why *day* is not worked: what it is called, else its weekday; empty where it is worked.

        Raises:
            CalendarRangeError: The calendar does not know *day*.
            TypeError: *day* has a time: which day that is depends on where.
        """
        if self.is_working(day):
            return ""
        return self.named.get(day.toordinal()) or tuple(Weekday)[day.weekday()].value

    def _at(self, day: datetime.date) -> int:
        if isinstance(day, datetime.datetime):
            message = f"a working day is a datetime.date without a time; this is {day!r}"
            raise TypeError(message)
        at = day.toordinal() - self._first
        if 0 <= at < self._size:
            return at
        raise self._beyond(after=at > 0)

    def _beyond(self, *, after: bool) -> CalendarRangeError:
        known = f"after {day_words(self.covers_until)}" if after else f"before {day_words(self.covers_from)}"
        return CalendarRangeError(f"the calendar `{self.id}` knows no day {known}")


def working_days(
    calendar: Calendar, others: Iterable[Calendar] = (), closures: tuple[datetime.date, ...] = ()
) -> WorkingDays:
    """
    The working days of *calendar*; the same ones for the same arguments, built once.

    A day of a union is worked where every member works it. Where the union names weekdays of its own, these replace
    the weekdays of its members, whose closed days stay closed: a union for a team that works on Saturdays keeps the
    bank holidays. It covers the days that all its members cover, and is confirmed as far as all of them are.

    Args:
        others: Where the calendars of a union are found; any more are passed over.
        closures: Days on which a council is closed of its own, whatever the calendar opens. Whether a rule may count
            them on a statutory calendar is for the rule to say.

    Raises:
        NotFoundError: A calendar of a union is not among *others*, or is a union of the one that names it.
        QaError: The calendar covers no day.
    """
    return _built(calendar, _without(calendar, others) if calendar.union_of else (), closures)


def _without(calendar: Calendar, others: Iterable[Calendar]) -> tuple[Calendar, ...]:
    return tuple(other for other in others if other.id != calendar.id)


@functools.lru_cache(maxsize=64)  # some 2 MB each
def _built(calendar: Calendar, others: tuple[Calendar, ...], closures: tuple[datetime.date, ...]) -> WorkingDays:
    members = tuple(_member(id_, calendar, others) for id_ in calendar.union_of)
    first, last = _covered(calendar, members)
    named = _named(calendar, members, closures)
    worked = _weekly(calendar, members, first, last)
    start = first.toordinal()
    for ordinal in named:
        if 0 <= ordinal - start < len(worked):
            worked[ordinal - start] = 0
    for opened in calendar.opened:
        if first <= opened.day <= last and opened.day not in closures:
            worked[opened.day.toordinal() - start] = 1
    confirmed = min(calendar.confirmed_until or last, last, *(member.confirmed_until for member in members))
    shown = f"{first} {last} {confirmed} ".encode() + worked
    every = map(datetime.date.fromordinal, range(start, start + len(worked)))
    return WorkingDays(
        id=calendar.id,
        title=calendar.title,
        covers_from=first,
        covers_until=last,
        confirmed_until=confirmed,
        version=hashlib.sha256(shown).hexdigest()[:12],
        named=named,
        worked=bytes(worked),
        rank=tuple(accumulate(worked, initial=0)),
        days=tuple(compress(every, worked)),
        first=start,
        size=len(worked),
    )


def _member(id_: str, calendar: Calendar, others: tuple[Calendar, ...]) -> WorkingDays:
    for other in others:
        if other.id == id_:
            return working_days(other, _without(other, others))
    message = f"the calendar `{calendar.id}` is a union of `{id_}`, which is not there or is a union of it"
    raise NotFoundError(message)


def _covered(calendar: Calendar, members: tuple[WorkingDays, ...]) -> tuple[datetime.date, datetime.date]:
    starts = [calendar.covers_from, *(member.covers_from for member in members)]
    ends = [calendar.covers_until, *(member.covers_until for member in members)]
    first = max((day for day in starts if day is not None), default=FIRST)
    last = min((day for day in ends if day is not None), default=LAST)
    if last < first:
        message = f"the calendar `{calendar.id}` covers no day"
        raise QaError(message)
    return first, last


def _named(calendar: Calendar, members: tuple[WorkingDays, ...], closures: tuple[datetime.date, ...]) -> dict[int, str]:
    """Why each day is closed that is so whatever its weekday: the titles, each once."""
    titles: dict[int, list[str]] = {}
    for named in (*(member.named for member in members), {day.day.toordinal(): day.title for day in calendar.closed}):
        for ordinal, title in named.items():
            titles.setdefault(ordinal, []).append(title)
    for opened in calendar.opened:
        titles.pop(opened.day.toordinal(), None)
    for day in closures:
        titles.setdefault(day.toordinal(), []).append(LOCAL)
    return {ordinal: ", ".join(dict.fromkeys(filter(None, words))) for ordinal, words in titles.items()}


def _weekly(
    calendar: Calendar, members: tuple[WorkingDays, ...], first: datetime.date, last: datetime.date
) -> bytearray:
    """Of each day covered whether its weekday is worked; in a union without weekdays, whether all members work it."""
    start, size = first.toordinal(), last.toordinal() - first.toordinal() + 1
    if members and not calendar.weekdays:
        tables = [member.worked[start - member.covers_from.toordinal() :][:size] for member in members]
        return bytearray(map(all, zip(*tables, strict=True)))
    week = bytes(day in (calendar.weekdays or MONDAY_TO_FRIDAY) for day in Weekday)
    week = week[first.weekday() :] + week[: first.weekday()]
    return bytearray((week * (size // 7 + 1))[:size])
