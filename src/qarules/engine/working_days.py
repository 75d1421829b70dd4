"""Working days counted: a calendar as a table in which every count is two look-ups, however many days it spans."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Iterable, Mapping
from itertools import accumulate, chain, compress

import attrs

from qarules.errors import CalendarRangeError, NotFoundError, QaError
from qarules.frozen import frozen
from qarules.model.calendar import MONDAY_TO_FRIDAY, WEEKDAYS, Calendar
from qarules.model.words import day_words

FIRST, LAST = datetime.date(1978, 1, 1), datetime.date(2050, 12, 31)
"""What a calendar covers that does not say."""

LOCAL, UNTITLED = "local closure day", "closed"
"""What a closure day of a council's own is called, and a closed day that its calendar does not name."""


@frozen(kw_only=True)
class WorkingDays:
    """
    The working days of a calendar, ready to count.

    Attributes:
        covers_from, covers_until: The first and last day it knows.
        confirmed_until: The last day whose closures have been announced; what is counted beyond is provisional.
        version: A fingerprint of its days and of *confirmed_until*, to be kept with every result counted on it.
    """

    id: str
    title: str
    covers_from: datetime.date
    covers_until: datetime.date
    confirmed_until: datetime.date
    version: str
    # The version stands for what follows but the titles: of every day covered its title, whether it is worked, and how
    # many are worked up to and including it; and the working days in order.
    named: Mapping[datetime.date, str] = attrs.field(eq=False, repr=False)
    worked: bytes = attrs.field(eq=False, repr=False)
    _rank: Mapping[datetime.date, int] = attrs.field(alias="rank", eq=False, repr=False)
    _days: tuple[datetime.date, ...] = attrs.field(alias="days", eq=False, repr=False)

    def is_working(self, day: datetime.date) -> bool:
        """
        Whether *day* is worked.

        Raises:
            CalendarRangeError: The calendar does not know *day*.
            TypeError: *day* has a time: which day that is depends on where.
        """
        try:
            rank = self._rank[day]
        except KeyError:
            raise self._unknown(day) from None
        return rank > 0 and self._days[rank - 1] == day

    def add(self, day: datetime.date, n: int) -> datetime.date:
        """
        The *n*-th working day after *day*, or before it where *n* is negative; *day* itself may be closed.

        Counting starts on the next working day, so the answer is never *day* itself.

        Raises:
            CalendarRangeError: The calendar does not know *day*, or the answer.
            ValueError: *n* is 0, which is no count of days.
            TypeError: *day* has a time: which day that is depends on where.
        """
        try:
            rank = self._rank[day]
            if n > 0:
                return self._days[rank + n - 1]
        except KeyError:
            raise self._unknown(day) from None
        except IndexError:
            raise self._beyond(after=True) from None
        if n == 0:
            message = "the 0th working day is no day: count 1 or more after, -1 or less before"
            raise ValueError(message)
        place = rank + n
        if rank > 0 and self._days[rank - 1] == day:
            place -= 1  # the day itself is among those up to it
        if place < 0:
            raise self._beyond(after=False)
        return self._days[place]

    def between(self, a: datetime.date, b: datetime.date) -> int:
        """
        How many working days there are after *a* up to and including *b*; negative where *b* comes first.

        Raises:
            CalendarRangeError: The calendar does not know one of them.
            TypeError: One of them has a time: which day that is depends on where.
        """
        try:
            return self._rank[b] - self._rank[a]
        except KeyError:
            raise self._unknown(b if a in self._rank else a) from None

    def why_closed(self, day: datetime.date) -> str:
        """
        Why *day* is not worked: what it is called, else its weekday; empty where it is worked.

        Raises:
            CalendarRangeError: The calendar does not know *day*.
            TypeError: *day* has a time: which day that is depends on where.
        """
        if self.is_working(day):
            return ""
        return self.named.get(day) or WEEKDAYS[day.weekday()].value

    def _unknown(self, day: object) -> CalendarRangeError | TypeError:
        if isinstance(day, datetime.date) and not isinstance(day, datetime.datetime):
            return self._beyond(after=day > self.covers_until)
        return TypeError(f"a working day is a datetime.date without a time; this is {day!r}")

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
    rest = tuple(other for other in others if other.id != calendar.id) if calendar.union_of else ()
    return _built(calendar, rest, tuple(sorted(set(closures))))


@functools.lru_cache(maxsize=64)  # some 3 MB each
def _built(calendar: Calendar, others: tuple[Calendar, ...], closures: tuple[datetime.date, ...]) -> WorkingDays:
    members = tuple(_member(id_, calendar, others) for id_ in calendar.union_of)
    first, last = _covered(calendar, members)
    every = _every(first, last)
    named = _named(calendar, members, closures)
    worked = _weekly(calendar, members, first, len(every))
    for days, mark in ((named, 0), ({day.day for day in calendar.opened}.difference(closures), 1)):
        for day in days:
            if first <= day <= last:
                worked[(day - first).days] = mark
    confirmed = min(calendar.confirmed_until or last, last, *(member.confirmed_until for member in members))
    return WorkingDays(
        id=calendar.id,
        title=calendar.title,
        covers_from=first,
        covers_until=last,
        confirmed_until=confirmed,
        version=hashlib.sha256(f"{first} {last} {confirmed} ".encode() + worked).hexdigest()[:12],
        named=named,
        worked=bytes(worked),
        rank=dict(zip(every, accumulate(worked), strict=True)),
        days=tuple(compress(every, worked)),
    )


@functools.lru_cache(maxsize=8)  # most calendars cover the same days, and a date once made knows its hash
def _every(first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
    return tuple(map(datetime.date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))


def _member(id_: str, calendar: Calendar, others: tuple[Calendar, ...]) -> WorkingDays:
    for other in others:
        if other.id == id_:
            return working_days(other, others)
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


def _named(
    calendar: Calendar, members: tuple[WorkingDays, ...], closures: tuple[datetime.date, ...]
) -> dict[datetime.date, str]:
    """What each day is called that is closed whatever its weekday."""
    own = ((named.day, named.title) for named in calendar.closed)
    titles: dict[datetime.date, list[str]] = {}
    for day, title in chain(*(member.named.items() for member in members), own):
        titles.setdefault(day, []).append(title)
    for opened in calendar.opened:
        titles.pop(opened.day, None)
    for day in closures:
        titles.setdefault(day, []).append(LOCAL)
    return {day: ", ".join(dict.fromkeys(filter(None, said))) or UNTITLED for day, said in titles.items()}


def _weekly(calendar: Calendar, members: tuple[WorkingDays, ...], first: datetime.date, size: int) -> bytearray:
    """Of each day covered whether its weekday is worked; in a union without weekdays, whether all members work it."""
    if members and not calendar.weekdays:
        tables = [member.worked[(first - member.covers_from).days :][:size] for member in members]
        return bytearray(map(all, zip(*tables, strict=True)))
    week = bytes(day in (calendar.weekdays or MONDAY_TO_FRIDAY) for day in WEEKDAYS)
    week = week[first.weekday() :] + week[: first.weekday()]
    return bytearray((week * (size // 7 + 1))[:size])
