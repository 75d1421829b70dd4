"""Calendars of working days, as their author wrote them: weekdays, days closed and opened, how far they reach."""

from __future__ import annotations

import datetime
import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


class Weekday(enum.Enum):
    """Days of the week, in order."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


WEEKDAYS = tuple(Weekday)
MONDAY_TO_FRIDAY = WEEKDAYS[:5]


@frozen(kw_only=True)
class NamedDay:
    """One day and what it is called: ``25 December 2026 "Christmas Day"``."""

    day: datetime.date
    title: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True, cache_hash=True)
class Calendar:
    """
    Which days are worked.

    A day is worked if its weekday is, every calendar of *union_of* works it, and it is not *closed*; or if it is
    *opened*.

    Attributes:
        statutory: Fixed by law: closure days of a council's own count only in a rule that says so.
        union_of: Calendars by id; what is closed in one of them is closed here.
        weekdays: The days of the week that are worked; empty for those of *union_of*, or Monday to Friday.
        covers_from, covers_until: The first and last day it knows; None for as far as all of *union_of* do.
        confirmed_until: The last day whose closures have been announced; what is counted beyond is provisional.
    """

    id: str
    title: str
    statutory: bool = False
    union_of: tuple[str, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    covers_from: datetime.date | None = None
    covers_until: datetime.date | None = None
    confirmed_until: datetime.date | None = None
    closed: tuple[NamedDay, ...] = ()
    opened: tuple[NamedDay, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
