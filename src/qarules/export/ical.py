"""
Dates as an iCalendar feed, for the calendar programs people already have.

An entry keeps its UID when its day moves, so that a subscriber sees it move instead of seeing two; it is made from
the case, the rule and the occurrence, and tells neither. Nothing of a case is written: a feed is an address anybody
can open who has it. The same arguments give the same bytes.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from qarules.errors import QaError
from qarules.frozen import frozen
from qarules.model.due import Due, DueStatus
from qarules.model.occurrence import Occurrence

if TYPE_CHECKING:
    import icalendar

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "qarules.invalid")
_DAY = datetime.timedelta(days=1)
REFRESH = datetime.timedelta(hours=12)
"""How often a subscriber should ask again."""


@frozen(kw_only=True)
class Entry:
    """
    One thing in a calendar.

    Attributes:
        key: Names it for good within its case, whatever day it is on.
        summary: What everybody with the feed's address may read.
        first, last: Both included; the same for one day.
        warn_on: The day from which it is due soon; None for none.
        sequence: How often it has been changed since it was first given out.
        done: It needs no more warning.
        cancelled: It has fallen away; a subscriber takes it out.
        provisional: Its day may still move.
    """

    key: str
    summary: str
    first: datetime.date
    last: datetime.date
    description: str = ""
    warn_on: datetime.date | None = None
    sequence: int = 0
    done: bool = False
    cancelled: bool = False
    provisional: bool = False


def entries_of(dated: Iterable[Occurrence | Due]) -> tuple[Entry, ...]:
    """
    An entry for each occurrence, with its theme and what moved it, and for each deadline that has a day.

    A deadline says its title and its rule, which are the same for every case; the cells of a row are left out.
    """
    return tuple(
        entry
        for each in dated
        if (entry := _of_occurrence(each) if isinstance(each, Occurrence) else _of_deadline(each)) is not None
    )


def _of_occurrence(occurrence: Occurrence) -> Entry:
    return Entry(
        key=occurrence.key,
        summary=f"{occurrence.title}: {occurrence.theme}" if occurrence.theme else occurrence.title,
        first=occurrence.first,
        last=occurrence.last,
        description=occurrence.why,
        provisional=occurrence.provisional,
    )


def _of_deadline(due: Due) -> Entry | None:
    is_cancelled = due.status is DueStatus.CANCELLED
    # A pause takes the day away; what was in a feed before still has to be taken out of it.
    day = due.due or (due.due_if_resumed if is_cancelled else None)
    if day is None:
        return None
    return Entry(
        key=due.id,
        summary=due.title,
        first=day,
        last=day,
        description="\n".join(due.rule),
        warn_on=min(due.warnings, default=None),
        done=due.status in {DueStatus.MET, DueStatus.MET_LATE},
        cancelled=is_cancelled,
        provisional=due.provisional,
    )


def to_ical(
    entries: Iterable[Entry],
    *,
    stamp: datetime.datetime,
    case: str = "",
    todo: bool = False,
    due_soon: bool = False,
    name: str = "",
) -> bytes:
    """
    *entries* as an iCalendar file of all-day events that block no time.

    Args:
        stamp: When it is made, with its time zone.
        case: Sets apart the entries of different cases; it is not written.
        todo: Tasks with a due date instead of events; many programs do not show them.
        due_soon: An event of its own on the day something becomes due soon: subscribed calendars pass over alarms.
        name: What the calendar is called.

    Raises:
        QaError: The package icalendar is not installed.
        ValueError: *stamp* has no time zone, an entry ends before it starts, or two have one key.
    """
    try:
        import icalendar
    except ImportError as error:
        message = "calendar files need the package icalendar: pip install 'qarules[ical]'"
        raise QaError(message) from error
    if stamp.tzinfo is None:
        message = "the stamp of a calendar file needs a time zone"
        raise ValueError(message)
    feed = icalendar.Calendar()
    feed.add("prodid", "-//qarules//qarules//EN")
    feed.add("version", "2.0")
    if name:
        feed.add("name", name)
        feed.add("x-wr-calname", name)
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", icalendar.vDuration(REFRESH))
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen or entry.last < entry.first:
            message = f"the entry `{entry.key}` is there twice, or ends before it starts"
            raise ValueError(message)
        seen.add(entry.key)
        feed.add_component(_component(entry, case, stamp, todo=todo))
        if due_soon and entry.warn_on is not None and not entry.done:
            feed.add_component(_component(_soon(entry, entry.warn_on), case, stamp, todo=False))
    return bytes(feed.to_ical())


def uid(key: str, case: str = "") -> str:
    """The UID of the entry *key* of *case*: the same whenever it is made, and no word of either in it."""
    # The length keeps apart a case and a key that read alike when written after one another.
    return f"{uuid.uuid5(_NAMESPACE, f'{len(case)}:{case}{key}')}@qarules.invalid"


def _soon(entry: Entry, day: datetime.date) -> Entry:
    return attrs.evolve(
        entry, key=f"{entry.key}/due-soon", summary=f"Due soon: {entry.summary}", first=day, last=day, warn_on=None
    )


def _component(entry: Entry, case: str, stamp: datetime.datetime, *, todo: bool) -> icalendar.Event | icalendar.Todo:
    import icalendar

    utc = stamp.astimezone(datetime.UTC).replace(microsecond=0)
    made = icalendar.Todo() if todo else icalendar.Event()
    made.add("uid", uid(entry.key, case))
    made.add("dtstamp", utc)
    made.add("last-modified", utc)
    made.add("sequence", entry.sequence)
    made.add("summary", entry.summary)
    if entry.description:
        made.add("description", entry.description)
    if todo:
        if entry.first < entry.last:
            made.add("dtstart", entry.first)
        made.add("due", entry.last)
        made.add("status", "CANCELLED" if entry.cancelled else "COMPLETED" if entry.done else "NEEDS-ACTION")
    else:
        made.add("dtstart", entry.first)
        if entry.last < datetime.date.max:
            made.add("dtend", entry.last + _DAY)
        made.add("transp", "TRANSPARENT")
        made.add("status", "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.provisional else "CONFIRMED")
    if entry.warn_on is not None and not entry.cancelled and not entry.done:
        made.add_component(_alarm(entry, entry.warn_on, todo=todo))
    return made


def _alarm(entry: Entry, day: datetime.date, *, todo: bool) -> icalendar.Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    if todo:
        alarm.add("trigger", day - entry.last, parameters={"RELATED": "END"})
    else:
        alarm.add("trigger", day - entry.first)
    return alarm
