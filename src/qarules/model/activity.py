"""What recurs, who meets, which records are drawn, and the numbers a framework leaves open."""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.condition import Condition
from qarules.model.looks import Look
from qarules.model.recording import NOWHERE, Recording
from qarules.model.term import DayOfMonth, Roll, TermUnit
from qarules.model.tool import Item


@frozen(kw_only=True)
class Every:
    """
    ``every 6 weeks``, ``monthly``, ``every 3 to 6 months``.

    Attributes:
        count: 1 or more.
        until: The later end of a window; None for a day of its own. A window is always counted from the last time.
        rolling: ``from the last``: counted from the last actual date, not from the first.
        start: The day or the month (1 to 12) it is counted from; None for the day the standard comes into force.
    """

    count: int
    unit: TermUnit
    until: int | None = None
    rolling: bool = False
    start: datetime.date | int | None = None


@frozen(kw_only=True)
class ThemedMonth:
    """A month of the year, 1 to 12, and what it is about; empty for nothing in particular."""

    month: int
    theme: str = ""


@frozen(kw_only=True)
class InMonths:
    """``every year in January for "Family Wellbeing", March for "Care Leavers"``."""

    months: tuple[ThemedMonth, ...]


@frozen(kw_only=True)
class TimesAYear:
    """``4 times a year``: the source names no dates; the year is divided evenly and each part has one."""

    count: int


@frozen(kw_only=True)
class AtEvery:
    """``at every conference``: whenever that event happens."""

    event: str


@frozen(kw_only=True)
class OnDemand:
    """``on demand``: when somebody asks for it."""


@frozen(kw_only=True)
class NoInterval:
    """``no interval stated``: the source says that it recurs and not how often."""


Rhythm = Every | InMonths | TimesAYear | AtEvery | OnDemand | NoInterval


@frozen(kw_only=True)
class Recurrence:
    """
    How often something happens, and whom it then goes to.

    Attributes:
        to: Roles and forums; empty where the activity names them once for all.
    """

    rhythm: Rhythm
    to: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Inactive(enum.Enum):
    """What becomes of an occurrence that falls into a month without any."""

    SKIPPED = "skipped"
    DEFERRED = "the next month instead"
    ADVANCED = "the month before instead"


@frozen(kw_only=True)
class Activity:
    """
    Something that recurs: a round of reviews, a report, a meeting's preparation.

    Attributes:
        recurrences: One or more; each makes occurrences of its own.
        never_in: Months (1 to 12) without it.
        inactive: What becomes of what falls into them.
        expects: How often a year it has to come to; None where the author does not say.
        day: Which working day of the month; None for any day of the month, or the day that follows from the start.
        roll: For an occurrence on a closed day.
        by: Roles that do it.
        to: Roles and forums it goes to.
        contains: What belongs into it, for a report.
        opens: The event that each occurrence is, for deadlines counted from it; empty for none.
    """

    id: str
    title: str
    recurrences: tuple[Recurrence, ...] = ()
    never_in: tuple[int, ...] = ()
    inactive: Inactive = Inactive.SKIPPED
    expects: int | None = None
    day: DayOfMonth | None = None
    roll: Roll = Roll.NONE
    calendar: str = ""
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    opens: str = ""
    optional: bool = False
    recommended: bool = False
    recording: Recording = NOWHERE
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Forum:
    """
    A board or meeting.

    Attributes:
        chair: Roles of which one chairs.
        members: Roles that attend.
        agenda: What it deals with.
    """

    id: str
    title: str
    also_known_as: tuple[str, ...] = ()
    chair: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    meets: tuple[Recurrence, ...] = ()
    never_in: tuple[int, ...] = ()
    inactive: Inactive = Inactive.SKIPPED
    expects: int | None = None
    note: str = ""
    guidance: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Record:
    """
    Where something is written down, or what samples are drawn from.

    Attributes:
        fields: What a caller says of each, for samples; empty where nothing is drawn from it.
    """

    id: str
    title: str
    also_known_as: tuple[str, ...] = ()
    fields: tuple[Item, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Eligible:
    """
    ``only where opened is at least 6 months before audit-date, otherwise front-door``.

    Attributes:
        otherwise: Samples or activities that look at what is left out here.
    """

    when: Condition
    otherwise: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Pick:
    """
    ``choose 2 where outcome is consultation as "Consultations"``: so many of a stratum.

    Attributes:
        count: 1 or more; or the id of a parameter.
        where: None for any eligible record.
        by_choice: ``by choice``: a person names them; otherwise they are drawn at random.
        title: What the stratum is called; empty for none.
    """

    count: int | str
    where: Condition | None = None
    by_choice: bool = False
    title: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Sample:
    """
    Which records are looked at, and by whom.

    Attributes:
        of: The record drawn from.
        eligible: All of them have to hold.
        picks: The strata, in order; a record serves one of them.
        recurrences: How often it is drawn; empty where an activity says.
        auditors: Who may be given a record; None where the source does not say.
        at_most_each: How many records one auditor gets at most; None for no end.
        in_turn: Whoever audited longest ago comes first.
        labelled: What every report of this sample has to say of it; empty for nothing.
    """

    id: str
    title: str
    of: str = ""
    eligible: tuple[Eligible, ...] = ()
    picks: tuple[Pick, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
    auditors: Look | None = None
    at_most_each: int | str | None = None
    in_turn: bool = False
    labelled: str = ""
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Parameter:
    """
    A number the framework leaves open, or bounds.

    Attributes:
        unit: What a term that uses it is counted in; None for a plain number.
        low, high: Included; a number, or the id of another parameter; None for no end.
        above: A number that it has to be more than; None for none.
        value: What the framework or an adopting body sets; None where it is left open.
    """

    id: str
    title: str
    unit: TermUnit | None = None
    low: Fraction | str | None = None
    high: Fraction | str | None = None
    above: Fraction | None = None
    value: Fraction | None = None
    note: str = ""
    guidance: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
