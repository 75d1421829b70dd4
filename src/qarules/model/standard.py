"""What a pack says of what it restates: the standard, its sources, clauses and roles."""

from __future__ import annotations

import datetime
import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


class Force(enum.Enum):
    """What a clause does: what its source binds, recommends, allows, forbids or states, or what we add to it."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NEVER = "never"
    FACT = "fact"
    INTERPRETATION = "interpretation"
    DERIVED = "derived"


class ClauseKind(enum.Enum):
    """What a clause is about, and so what may hold it."""

    META = "meta"
    PRINCIPLE = "principle"
    TOOL = "tool"
    CRITERION = "criterion"
    GRADE = "grade"
    MODERATION = "moderation"
    ESCALATION = "escalation"
    RECORD = "record"
    DEADLINE = "deadline"
    RECURRENCE = "recurrence"
    SAMPLING = "sampling"
    ROLE = "role"
    FORUM = "forum"
    REPORT = "report"
    ACTION = "action"
    FORM = "form"
    LIMIT = "limit"
    EVIDENCE = "evidence"
    PROCESS = "process"
    PRIVACY = "privacy"
    TRAINING = "training"
    LEARNING = "learning"


@frozen(kw_only=True)
class Clause:
    """
    One statement of a source, in our own words; or an interpretation of what it leaves open.

    Attributes:
        kind: What it is about; None where the author does not say.
        place: Where in the source it stands, for a person to find.
        resolves: Clauses that this interpretation settles; those of what it replaces included, once linked.
        replaces: Interpretations of an adopted pack that this one takes the place of.
        words_only: Nothing acts otherwise for it: what rested on the ones it replaces rests on it unchanged.
        content_only: Why no construct acts on it; empty where one does.
        not_provided: Why the source names it and does not contain it; empty where it does.
    """

    id: str
    force: Force
    kind: ClauseKind | None = None
    place: str
    statement: str
    resolves: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    words_only: bool = False
    content_only: str = ""
    not_provided: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True, cache_hash=True)
class Role:
    """
    Who does, owns or decides something.

    Attributes:
        also_known_as: Other names the source uses for the same role.
        vacant: Nobody holds it at present.
        held_by: Who holds it where a case does not say: set by an adopting body.
    """

    id: str
    title: str
    also_known_as: tuple[str, ...] = ()
    vacant: bool = False
    held_by: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Source:
    """A document a standard restates."""

    file: str
    title: str


@frozen(kw_only=True)
class Standard:
    """
    What a pack states about itself.

    Attributes:
        in_force_from: The first day it applies; None where the source states none.
        in_force_until: The last day it applies; None for no end.
        calendar: The id of the calendar its working days are counted on; empty for none.
        local: Closure days of a council's own count in every deadline of it.
        adopts: The id or folder of the pack it takes over and fills in; empty for none.
    """

    id: str
    title: str
    version: str = ""
    sources: tuple[Source, ...] = ()
    in_force_from: datetime.date | None = None
    in_force_until: datetime.date | None = None
    calendar: str = ""
    local: bool = False
    adopts: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    def is_in_force(self, on: datetime.date) -> bool:
        """Whether the standard applies on the day *on*."""
        started = self.in_force_from is None or self.in_force_from <= on
        return started and (self.in_force_until is None or on <= self.in_force_until)


@frozen(kw_only=True)
class Retired:
    """An id that is no longer used and must not come back."""

    id: str
    since: str
    because: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
