"""What becomes of a calendar when the days published for it are taken over."""

from __future__ import annotations

import datetime

from qarules.frozen import frozen
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.outcome import Problem


@frozen(kw_only=True)
class Renamed:
    """A day that stays closed and is called otherwise."""

    day: datetime.date
    before: str
    after: str


@frozen(kw_only=True)
class Refreshed:
    """
    A calendar with the days published for it, and what that changes.

    Attributes:
        calendar: The calendar as it now is; as it was in all that *problems* leaves open.
        added: Days it did not close before.
        removed: Days it closes no more.
        renamed: Days that are called otherwise.
        problems: What was published and cannot be used.
    """

    calendar: Calendar
    added: tuple[NamedDay, ...] = ()
    removed: tuple[NamedDay, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    problems: tuple[Problem, ...] = ()
