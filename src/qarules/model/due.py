"""What becomes of the deadlines of a case: when each is due, how it stands, and how that was counted."""

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Iterator, Mapping

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.change import Change
from qarules.model.outcome import Problem
from qarules.model.recording import NOWHERE, Recording
from qarules.model.standard import Clause


class DueStatus(enum.Enum):
    """How a deadline stands."""

    NOT_STARTED = "not started"
    NOT_YET = "not yet"
    RUNNING = "running"
    DUE_SOON = "due soon"
    DUE_NOW = "due now"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met late"
    TOO_EARLY = "done too early"
    CANCELLED = "cancelled"
    UNDATED = "undated"
    UNKNOWN = "unknown"

    @property
    def is_closed(self) -> bool:
        """Nothing is left to be done."""
        return self in {DueStatus.MET, DueStatus.MET_LATE, DueStatus.TOO_EARLY, DueStatus.CANCELLED}

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Candidate:
    """
    What one timing of a rule gives.

    Attributes:
        text: The timing in the author's words.
        day: The last day in time, or the first day allowed; None where there is none, or none yet.
        at: The instant, where it is counted in hours.
        start: The day it is counted from, after deemed receipt where the rule has that; None where that is not known.
        opens: It gives the first day allowed.
        binds: It is the one that counts.
    """

    text: str
    day: datetime.date | None = None
    at: datetime.datetime | None = None
    start: datetime.date | None = None
    opens: bool = False
    binds: bool = False


@frozen(kw_only=True)
class Elapsed:
    """
    The time that passed from the start until it was done, or until the day the result speaks of.

    Attributes:
        days: Days of the calendar.
        working_days: None where there is no calendar to count them on.
        stopped: How much of it did not count, in working days for a rule in working days, else in days.
        actual: How much of it counted, in the same unit.
        minutes: Where both instants are known.
    """

    days: int
    working_days: int | None = None
    stopped: int = 0
    actual: int | None = None
    minutes: int | None = None


@frozen(kw_only=True)
class Due:
    """
    One deadline of a case; or one row of a table whose rows are deadlines.

    Attributes:
        id: The deadline's; ``action-done/2`` for the second row.
        rule: In the author's words, one property a line.
        owner: Roles that have to do it; for a row, who stands in its cell.
        row: The filled cells of a row by column; empty for a deadline that is none.
        persons: Who holds those roles, where that is known.
        overdue: What is due immediately is so as soon as any time has passed. None where that is not known.
        due: The last day in time; None where there is none, none is known, or a pause lasts.
        due_at: The instant, where it is counted in hours.
        opens: The first day on which it may be done; None where any day will do.
        dates: What each of its timings gives.
        start: The day it is counted from, after deemed receipt where the rule has that.
        counted_from: What that is, in the author's words.
        done_on: The day it was done; None where it was not, or the day is not known.
        days_left: Days until it is due, in working days for a rule in working days; 0 on the day itself.
        days_late: Days after it was due, in the same unit, until it was done or until now.
        days_early: Days by which it was done before it might be, in the same unit.
        in_working_days: Those days are working days.
        warnings: The days on which it becomes due soon.
        due_if_resumed: While a pause lasts, the last day in time if it ended now.
        elapsed: None before the start, and where nothing is counted from one.
        calendar, calendar_version: The calendar it was counted on, and a fingerprint of its days; empty where none.
        provisional: It rests on days whose closures have not been announced yet.
        missing: What has to happen or be known before all of it can be said.
        clauses: Ids of the clauses behind it.
        rests_on: The interpretations behind it.
    """

    id: str
    title: str
    status: DueStatus
    rule: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    overseen_by: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    row: Mapping[str, str] = attrs.field(factory=dict)
    overdue: bool | None = False
    due: datetime.date | None = None
    due_at: datetime.datetime | None = None
    opens: datetime.date | None = None
    dates: tuple[Candidate, ...] = ()
    start: datetime.date | None = None
    counted_from: str = ""
    done_on: datetime.date | None = None
    days_left: int | None = None
    days_late: int = 0
    days_early: int = 0
    in_working_days: bool = False
    warnings: tuple[datetime.date, ...] = ()
    due_if_resumed: datetime.date | None = None
    elapsed: Elapsed | None = None
    calendar: str = ""
    calendar_version: str = ""
    provisional: bool = False
    recommended: bool = False
    recording: Recording = NOWHERE
    missing: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    span: Span | None = None


@frozen(kw_only=True)
class Timetable:
    """
    The deadlines of a case on a day.

    Attributes:
        as_of: The day it speaks of.
        items: In the order of the pack, rows in the order of their table.
        problems: What was handed in and cannot be used, and what keeps a deadline from being counted.
        changes: What an adopting body changed in the pack it adopted.
    """

    as_of: datetime.date
    items: tuple[Due, ...]
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()

    @functools.cached_property
    def _by_id(self) -> dict[str, Due]:
        return {due.id: due for due in self.items}

    def __getitem__(self, deadline: str) -> Due:
        """The deadline of that id, a row as ``deadline/2``; KeyError for none."""
        return self._by_id[deadline]

    def __iter__(self) -> Iterator[Due]:
        """The deadlines in the order of the pack."""
        return iter(self.items)


@frozen(kw_only=True)
class Moved:
    """A deadline that is due on another day by another calendar; None for no day."""

    id: str
    title: str
    before: datetime.date | None
    after: datetime.date | None


@frozen(kw_only=True)
class DayCounted:
    """
    One day on the way from the start to the due date.

    Attributes:
        number: Which day of the time allowed it is; None where it does not count.
        why_not: Why it does not: ``Saturday``, ``Christmas Day``, ``paused``; empty where it does.
    """

    day: datetime.date
    number: int | None = None
    why_not: str = ""
