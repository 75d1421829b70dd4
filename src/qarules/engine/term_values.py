"""What terms are counted from and against, and what they give."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import attrs

from qarules.engine.counting import Paused
from qarules.engine.working_days import WorkingDays
from qarules.frozen import frozen, lightly_frozen
from qarules.model.activity import Parameter
from qarules.model.calendar import Calendar
from qarules.model.case import Pause
from qarules.model.term import From, TermUnit, Timing


@lightly_frozen(kw_only=True)
class Start:
    """
    What a term is counted from, as far as it is known.

    Attributes:
        day: The day in the United Kingdom; None where it is not known.
        at: The instant, local time with a fixed offset as :func:`~qarules.engine.local_time.instant` gives it; None
            where only the day is known.
        missing: Where *day* is None, the ids of what has to happen or be known for it.
        unclear: Where *day* is None, it may have happened already: something else about it is not known.
        provisional: The day rests on days whose closures have not been announced yet.
    """

    day: datetime.date | None = None
    at: datetime.datetime | None = None
    missing: tuple[str, ...] = ()
    unclear: bool = False
    provisional: bool = False


Starts = Callable[[From | None], Start]
"""Gives what a timing is counted from; for None, when the step that has the term can start."""


@frozen(kw_only=True)
class Clock:
    """
    What a term is settled against, the same for every term of a case.

    Attributes:
        today: The day in the United Kingdom of which results speak.
        calendars: Every calendar of the pack.
        calendar: By id, for terms that name none; empty for none.
        local: Closure days count in every term.
        closures: Closure days of the council's own, in order.
        parameters: By id, with the value that holds in this case; None for a number that is left open.
        pauses: Days that no clock counts, or not that of what they name.
        found: Working days once looked for, by calendar and whether closure days count on one fixed by law.
    """

    today: datetime.date
    calendars: tuple[Calendar, ...] = ()
    calendar: str = ""
    local: bool = False
    closures: tuple[datetime.date, ...] = ()
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict)
    pauses: tuple[Pause, ...] = ()
    found: dict[tuple[str, bool], WorkingDays] = attrs.field(factory=dict, init=False, eq=False, repr=False)


@lightly_frozen(kw_only=True)
class Dated:
    """
    What one timing gives.

    Attributes:
        day: The last day in time; of a :class:`NotBefore` the first day allowed. None where it has none, or none yet.
        at: The instant, where it is counted in hours.
        unrolled: Where days are counted, *day* before a closed day moves it.
        start: What it is counted from; after deemed receipt, where the term has that.
        base: The day before the first one counted.
        count: How much of *unit* there is; None where nothing is counted.
    """

    timing: Timing
    day: datetime.date | None = None
    at: datetime.datetime | None = None
    unrolled: datetime.date | None = None
    start: Start = Start()
    base: datetime.date | None = None
    count: int | None = None
    unit: TermUnit | None = None


@lightly_frozen(kw_only=True)
class TermDates:
    """
    What a term gives.

    Attributes:
        dates: What each timing gives, in order.
        due: The one that binds as the last day in time; None where none does, or none is known. While a pause lasts it
            has no day.
        opens: The one that binds as the first day on which it may be done; None where there is none.
        at_once: What is due from its start on without a date: immediately, or at the earliest opportunity.
        due_if_resumed: While a pause lasts, the last day in time if it ended today.
        paused: A pause lasts.
        stopped: The days that are not counted; those of a pause that lasts until today.
        warnings: When it becomes due soon, in order.
        days: The working days it was counted on; None where none were needed or the calendar is not there.
        provisional: It rests on days whose closures have not been announced yet.
        unclear: Something of what it is counted from, or of what pauses it, may have happened already.
        missing: What has to happen or be known before all of it can be said, each once.
        problems: What keeps it from being counted, in words.
    """

    dates: tuple[Dated, ...] = ()
    due: Dated | None = None
    opens: Dated | None = None
    at_once: Dated | None = None
    due_if_resumed: datetime.date | None = None
    paused: bool = False
    stopped: Paused = ()
    warnings: tuple[datetime.date, ...] = ()
    days: WorkingDays | None = None
    provisional: bool = False
    unclear: bool = False
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
