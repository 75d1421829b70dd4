"""What an example expects after the grade: deadlines, steps, escalations, activities, samples, a second look."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.case import When
from qarules.model.due import DueStatus
from qarules.model.facts import Target
from qarules.model.next_step import Progress
from qarules.model.trigger import Way


class Standing(enum.Enum):
    """How an escalation or process, a step, or a parameter stands, besides how far it is and by when it is due."""

    STOOD_DOWN = "stood down"
    RESOLVED = "resolved"
    WARNED_OF = "warned of"
    LEFT_OPEN = "left open"


State = DueStatus | Progress | Standing


STATES: Mapping[str, State] = {str(state.value): state for kind in (DueStatus, Progress, Standing) for state in kind}
"""How something stands, by the words for it; no two kinds share a word."""


@frozen(kw_only=True)
class ExpectState:
    """
    How something stands.

    Attributes:
        state: In the words of the results.
        roles, persons: Exactly who has to do it, or may; empty where that is not expected.
    """

    thing: Target
    state: State
    roles: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class DueDay(enum.Enum):
    """Which day of a deadline is meant."""

    DUE = "due"
    OPENS = "opens on"
    WARNS = "warns on"


@frozen(kw_only=True)
class ExpectDay:
    """The last day or instant in time, the first day on which it may be done, or a day on which it becomes due soon."""

    thing: Target
    which: DueDay
    on: When
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectStart:
    """
    Whether an escalation or process starts.

    Attributes:
        starts: None for what cannot be known yet.
    """

    thing: Target
    starts: bool | None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectTells:
    """Exactly these roles and forums, or persons, are told."""

    thing: Target
    roles: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectRecorded:
    """Something is written down in a record, or never."""

    thing: Target
    record: str
    never: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectTimes:
    """
    How often an activity takes place in a year, or in one month of it.

    Attributes:
        month: 0 for the whole year.
    """

    thing: Target
    count: int
    year: int
    month: int = 0
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectOccurs:
    """An activity takes place on that day, or some time between these two."""

    thing: Target
    first: datetime.date
    last: datetime.date
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectDraws:
    """
    So many records are in a sample.

    Attributes:
        stratum: By its title; empty for all together.
    """

    thing: Target
    count: int
    stratum: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectEligible:
    """
    Whether a record of the example may be drawn.

    Attributes:
        eligible: None for what cannot be known.
    """

    record: str
    sample: str
    eligible: bool | None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectDelta:
    """
    How the second look lies to the first in one thing.

    Attributes:
        way: None for no difference.
        steps: Exactly so many; 0 where that is not expected.
    """

    thing: Target
    way: Way | None
    steps: int = 0
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectCalls:
    """
    Whether a moderation calls for something.

    Attributes:
        calls: None for what cannot be known yet.
    """

    thing: Target
    then: str
    calls: bool | None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Whose(enum.Enum):
    """Whose grade stands."""

    FIRST = "the first look"
    SECOND = "the second look"
    THIRD = "the third look"
    BOTH = "both looks"
    AGREED = "agreement"
    DECIDED = "decision"


@frozen(kw_only=True)
class ExpectStands:
    """
    The grade that stands after the looks.

    Attributes:
        grade: None for not applicable.
        whose: None where that is not expected.
    """

    thing: Target
    grade: str | None
    whose: Whose | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectIndependent:
    """
    Whether who looks in one role is independent of another role.

    Attributes:
        independent: None for what cannot be checked.
    """

    thing: Target
    of: str
    independent: bool | None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectParameter:
    """The value of a parameter."""

    thing: Target
    value: Fraction
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectProblem:
    """Something that is given cannot be used, or is not as it has to be."""

    thing: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Afterwards = (
    ExpectState
    | ExpectDay
    | ExpectStart
    | ExpectTells
    | ExpectRecorded
    | ExpectTimes
    | ExpectOccurs
    | ExpectDraws
    | ExpectEligible
    | ExpectDelta
    | ExpectCalls
    | ExpectStands
    | ExpectIndependent
    | ExpectParameter
    | ExpectProblem
)
