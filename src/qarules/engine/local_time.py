"""Days and instants: which day it is in the United Kingdom at an instant, and hours that really pass."""

from __future__ import annotations

import datetime
import functools

from qarules.model.case import When

ZONE = "Europe/London"
"""Days are days there."""


def is_naive(when: When) -> bool:
    """Whether *when* has a time of day and no time zone: which day that is, nobody can say."""
    return isinstance(when, datetime.datetime) and when.utcoffset() is None


def is_outside(when: When) -> bool:
    """Whether *when*, which is not naive, is on no day that there is in the United Kingdom."""
    try:
        local_day(when)
    except ValueError:
        return True
    return False


def instant(when: When) -> datetime.datetime | None:
    """
    *when* as local time; None for a whole day.

    The offset is a fixed one: between two times that carry a zone Python counts what the clocks on the wall show, an
    hour too much or too little across the end of summer time.

    Raises:
        ValueError: It has a time of day and no time zone, or falls outside the days there are.
    """
    if not isinstance(when, datetime.datetime):
        return None
    if is_naive(when):
        message = f"a time without its time zone: {when.isoformat()}"
        raise ValueError(message)
    try:
        local = when.astimezone(_zone())
    except OverflowError:
        message = f"a time outside the days there are: {when.isoformat()}"
        raise ValueError(message) from None
    return local.replace(tzinfo=datetime.timezone(local.utcoffset() or datetime.timedelta()), fold=0)


def in_uk(wall: datetime.datetime) -> datetime.datetime:
    """The instant at which clocks in the United Kingdom show *wall*, the first where they show it twice."""
    return wall.replace(tzinfo=_zone())


def only_day(day: object, name: str) -> None:
    """
    Refuse what is no plain date.

    Raises:
        TypeError: *day* is none, or has a time: which day that is depends on where.
    """
    if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
        message = f"`{name}` has to be a date without a time, not {day!r}"
        raise TypeError(message)


def local_day(when: When) -> datetime.date:
    """
    The day in the United Kingdom.

    Raises:
        ValueError: As for :func:`instant`.
    """
    if not isinstance(when, datetime.datetime):
        return when
    return (instant(when) or when).date()


def has_come(when: When, as_of: When) -> bool:
    """Whether *when* is not after *as_of*; a whole day has come when it begins."""
    at, now = instant(when), instant(as_of)
    if at is not None and now is not None:
        return at <= now
    return (when if at is None else at.date()) <= (as_of if now is None else now.date())


def later(at: datetime.datetime, minutes: int) -> datetime.datetime:
    """
    The local time when so many *minutes* have passed since *at*, or were still to pass where they are negative.

    Raises:
        OverflowError: There is no such day.
    """
    moved = at.astimezone(datetime.UTC) + datetime.timedelta(minutes=minutes)
    try:
        return instant(moved) or moved
    except ValueError as error:
        raise OverflowError(str(error)) from None


def minutes_between(a: datetime.datetime, b: datetime.datetime) -> int:
    """Whole minutes that pass from *a* to *b*."""
    return (b.astimezone(datetime.UTC) - a.astimezone(datetime.UTC)) // datetime.timedelta(minutes=1)


@functools.cache
def _zone() -> datetime.tzinfo:
    # Who hands in whole days needs no time zones, and loading their names costs more than all the rest.
    from zoneinfo import ZoneInfo

    return ZoneInfo(ZONE)
