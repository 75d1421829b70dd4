"""What an example gives of a case besides its answers: events, people, what is done, records, parameters."""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.case import When

Value = str | bool | Fraction | datetime.date | Status
"""An answer as an author writes it: a band, choice, number, date or text; True and False for yes and no; a status."""


@frozen(kw_only=True)
class Target:
    """
    What a statement of an example is about.

    Attributes:
        name: A deadline, step, escalation, activity, judgement or whatever the statement takes.
        of: The escalation or process of a step, or the section of a section's grade; empty for neither.
        row: The number of a row that is a deadline; 0 for none.
    """

    name: str
    of: str = ""
    row: int = 0

    @property
    def path(self) -> str:
        """Its id in a case: ``moderation-done``, ``dispute/talk`` or ``action-done/2``."""
        if self.row:
            return f"{self.name}/{self.row}"
        return f"{self.of}/{self.name}" if self.of else str(self.name)

    @property
    def graded(self) -> str:
        """Its id in an outcome: ``overall``, or ``section-suggests/planning`` for the grade of a section."""
        return f"{self.name}/{self.of}" if self.of else str(self.name)


class DayKind(enum.Enum):
    """What a day that an example gives is the day of."""

    HAPPENED = "happened on"
    LAST = "last happened on"
    COUNTED_FROM = "is counted from"


@frozen(kw_only=True)
class GivenDay:
    """The day of an event; the last actual day of an activity, or the one that it is counted from."""

    thing: str
    kind: DayKind
    on: When
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Done(enum.Enum):
    """What is said of a deadline, a step, an escalation or a process."""

    DONE = "done"
    CANCELLED = "cancelled"
    RESOLVED = "resolved"
    PASSED_OVER = "passed over"


@frozen(kw_only=True)
class GivenDone:
    """
    Something is done, cancelled, resolved or passed over.

    Attributes:
        on: When it was done; None where that is not said.
    """

    thing: Target
    done: Done
    on: When | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenRaise:
    """Somebody raised an escalation, a process, a step or a difference of opinion under a moderation."""

    thing: Target
    by: str
    on: When | None = None
    person: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Act(enum.Enum):
    """What those who are asked or told in a step have done."""

    APPROVED = "approved by"
    CONSENTED = "consented to by"
    TOLD = "told to"


@frozen(kw_only=True)
class GivenAct:
    """Roles have approved a step, consented to it, or been told."""

    thing: Target
    act: Act
    roles: tuple[str, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenReason:
    """Why a step goes ahead although what is recommended before it is not so."""

    thing: Target
    because: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenInvolved:
    """A role or a person has a part in the matter."""

    who: str
    is_person: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenHolder:
    """Who holds a role."""

    role: str
    persons: tuple[str, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class About(enum.Enum):
    """What an example says of a person who holds a role."""

    TEAM = "is of team"
    OTHER_NAME = "is also known as"
    RESPONSIBLE_FOR = "is responsible for"


@frozen(kw_only=True)
class GivenPerson:
    """
    The team of a person, another name, or whom or what they are or were responsible for.

    Attributes:
        text: Empty for nobody they are responsible for.
    """

    person: str
    about: About
    text: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenParameter:
    """The value of a parameter."""

    parameter: str
    value: Fraction
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenClosure:
    """A closure day of the council's own."""

    on: datetime.date
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenPause:
    """
    Days on which a clock stands still, both ends included.

    Attributes:
        thing: The deadline it stops; None for all.
        until: None while it lasts.
    """

    start: datetime.date
    until: datetime.date | None = None
    thing: Target | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenAbout:
    """The record the audit is about, by its id."""

    record: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Cell:
    """One cell of a row, or one field of a record."""

    name: str
    value: Value
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenRow:
    """A row of a table that a question asks for; without cells, that the table has none."""

    table: str
    cells: tuple[Cell, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenRecord:
    """A record that may be drawn: its kind, its id, and its fields."""

    record: str
    id: str
    fields: tuple[Cell, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenChosen:
    """
    Records that somebody names for a sample.

    Attributes:
        stratum: Its title; empty for the first that is filled by choice.
    """

    sample: str
    records: tuple[str, ...]
    stratum: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Fact = (
    GivenDay
    | GivenDone
    | GivenRaise
    | GivenAct
    | GivenReason
    | GivenInvolved
    | GivenHolder
    | GivenPerson
    | GivenParameter
    | GivenClosure
    | GivenPause
    | GivenAbout
    | GivenRow
    | GivenRecord
    | GivenChosen
)
