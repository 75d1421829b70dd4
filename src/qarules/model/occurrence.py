"""When something recurs: its dated occurrences, what has no date and why, and where deadlines run into quiet months."""

from __future__ import annotations

import datetime

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.change import Change
from qarules.model.outcome import Problem
from qarules.model.recording import NOWHERE, Recording
from qarules.model.standard import Clause


@frozen(kw_only=True)
class Occurrence:
    """
    One time that an activity takes place.

    Attributes:
        activity, title: The activity or forum.
        key: Names this occurrence for good, whatever day it is moved to: ``plan-review/1/17``,
            ``practice-week/1/2026/1``.
        number: Counted from 1: from the start where there is one, else within its year.
        text: The recurrence in the words of the language.
        first, last: The days between which it takes place, both included; the same for one day.
        theme: What it is about; empty for nothing in particular.
        moved_from: The first day it was planned for, where it was moved.
        why: What moved or shaped it, in words; empty where nothing did.
        provisional: The closures of these days have not all been announced.
        outside: The standard is in force on none of its days.
        to: Roles and forums it goes to.
        by: Roles that do it.
        clauses: Ids of the clauses behind it.
    """

    activity: str
    title: str
    key: str
    number: int
    text: str
    first: datetime.date
    last: datetime.date
    theme: str = ""
    moved_from: datetime.date | None = None
    why: str = ""
    provisional: bool = False
    outside: bool = False
    to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Undated:
    """
    What has no date.

    Attributes:
        recurrence: Which one, in the words of the language.
        why: What is missing, or why there is none.
    """

    recurrence: str
    why: str
    clauses: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Occurrences:
    """
    When an activity takes place between two days.

    Attributes:
        activity, title: The activity or forum.
        text: Its recurrences in the words of the language.
        start, end: The days asked for, both included.
        optional, recommended: What the author says of all of it.
        recording: Where it is written down, and where never.
        occurrences: Earliest first.
        undated: What takes place too and cannot be dated.
        problems: What was handed in and cannot be used, and occurrences that come together in a month.
        clauses: Ids of the clauses behind it.
        rests_on: The interpretations behind it.
        changes: What an adopting body changed in the pack it adopted.
    """

    activity: str
    title: str
    text: tuple[str, ...]
    start: datetime.date
    end: datetime.date
    optional: bool = False
    recommended: bool = False
    recording: Recording = NOWHERE
    occurrences: tuple[Occurrence, ...] = ()
    undated: tuple[Undated, ...] = ()
    problems: tuple[Problem, ...] = ()
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class PlannedDeadline:
    """A deadline in a plan: when it would be due if everything before it were done on its last day."""

    deadline: str
    title: str
    due: datetime.date


@frozen(kw_only=True)
class Collision:
    """
    A deadline that, counted from an activity, is due in a month without it or without others.

    Attributes:
        activity, title: What it is counted from.
        occurrence: The key of that occurrence.
        opens: The day it is planned to start: its own, or the first working day of its month.
        chain: The deadlines from the start to this one, which is the last.
        quiet: The activities that never take place in that month, the one counted from first.
        text: All this in words.
        provisional: The closures of these days have not all been announced.
        clauses: Ids of the clauses behind it.
    """

    activity: str
    title: str
    occurrence: str
    opens: datetime.date
    chain: tuple[PlannedDeadline, ...]
    quiet: tuple[str, ...]
    text: str
    provisional: bool = False
    clauses: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Collisions:
    """
    The collisions of a year.

    Attributes:
        collisions: By activity in the order of the pack, earliest first.
        problems: What could not be planned, so that nothing is said of it.
        changes: What an adopting body changed in the pack it adopted.
    """

    year: int
    collisions: tuple[Collision, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
