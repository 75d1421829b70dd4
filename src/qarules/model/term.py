"""
The time something has: from which event it is counted, in what unit, and what moves or stops the count.

Meaning and source of each rule: docs/reference/language.md, section "Time".
"""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


class TermUnit(enum.Enum):
    """What a term is counted in."""

    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


@frozen(kw_only=True)
class Length:
    """
    So much time.

    Attributes:
        count: 1 or more; or the id of a parameter.
        unit: None where the parameter says it.
        clear: Only whole days between the two ends count, neither end with them.
    """

    count: int | str
    unit: TermUnit | None = None
    clear: bool = False


class Point(enum.Enum):
    """Which day of the thing named a term is counted from."""

    EVENT = ""
    DUE = "due"
    DONE = "done"


@frozen(kw_only=True)
class From:
    """
    What a term is counted from.

    Attributes:
        name: An event, a date asked by the tool; another deadline or a step where *point* is due or done.
    """

    name: str
    point: Point = Point.EVENT
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


# --- one timing each. `of` is None in a step: it is counted from when the step can start. -----------------------------


@frozen(kw_only=True)
class Within:
    """
    ``within 10 working days of closure``: the last day in time.

    Attributes:
        beginning: ``beginning with``: the event's own day is the first one counted.
    """

    length: Length
    of: From | None = None
    beginning: bool = False


@frozen(kw_only=True)
class Before:
    """``at least 5 working days before spotlight``: the last day in time."""

    length: Length
    of: From


@frozen(kw_only=True)
class NotBefore:
    """``at least 28 clear days after notice``: the first day on which it may be done."""

    length: Length
    of: From


@frozen(kw_only=True)
class DayOfMonth:
    """
    ``by the 2nd working day of the month of round-start``.

    Attributes:
        number: Which working day, from 1; -1 for the last.
        of: A day in that month; None in an activity, whose occurrences name the months.
    """

    number: int
    of: From | None = None


@frozen(kw_only=True)
class SameWorkingDay:
    """``on the same working day as receipt``: the event's day, or the next working day where that is closed."""

    of: From


@frozen(kw_only=True)
class Immediately:
    """``immediately after danger-seen``: no grace; unmet until done."""

    of: From | None = None


@frozen(kw_only=True)
class EarliestOpportunity:
    """``at the earliest opportunity``: no date, only a place in the order."""

    of: From | None = None


Timing = Within | Before | NotBefore | DayOfMonth | SameWorkingDay | Immediately | EarliestOpportunity


class Choice(enum.Enum):
    """Which of several timings binds."""

    EARLIER = "the earlier binds"
    LATER = "the later binds"


class Roll(enum.Enum):
    """Where a date goes that falls on a closed day: nowhere, unless the author says so."""

    NONE = ""
    STAYS = "even if closed"
    FOLLOWING = "if closed, the working day after"
    PRECEDING = "if closed, the working day before"

    @property
    def moves(self) -> bool:
        """Whether a date on a closed day goes to another day."""
        return self is Roll.FOLLOWING or self is Roll.PRECEDING


@frozen(kw_only=True)
class Receipt:
    """
    ``receipt next working day if closed or after 16:30``: what is received then counts as received that day.

    Attributes:
        after: Received at this time of day or later counts as the next working day too; None for any time of day.
    """

    after: datetime.time | None = None


@frozen(kw_only=True)
class Pausing:
    """``pauses from consent-asked until consent-given``: both days and all between them are not counted."""

    start: str
    end: str


@frozen(kw_only=True)
class WarnAt:
    """``warn at 75%`` of the time that may pass."""

    share: Fraction


@frozen(kw_only=True)
class WarnBefore:
    """``warn 2 working days before``."""

    length: Length


Warn = WarnAt | WarnBefore


@frozen(kw_only=True)
class Term:
    """
    The time something has.

    Attributes:
        timings: One or more; *choice* says which binds.
        roll: For days, weeks, months and years that end on a closed day.
        receipt: None for counting from the event's day as it is.
        resume_day_counts: The last day of a pause is counted again.
        last_day_counts: The author has said that time before an event is not meant in clear days; it changes nothing.
        calendar: By id; empty for the standard's.
        local: Closure days of a council's own count too, as they do where the standard says so for all.
        warnings: When it becomes due soon.
    """

    timings: tuple[Timing, ...]
    choice: Choice = Choice.EARLIER
    roll: Roll = Roll.NONE
    receipt: Receipt | None = None
    pauses: tuple[Pausing, ...] = ()
    resume_day_counts: bool = False
    last_day_counts: bool = False
    calendar: str = ""
    local: bool = False
    warnings: tuple[Warn, ...] = ()
