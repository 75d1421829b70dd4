"""A pack: the standard it states, its clauses, scales and roles, and its tools."""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from qarules.diagnostics import Span
from qarules.model.calendar import Calendar
from qarules.model.change import Change, Instead, Omitted
from qarules.model.scale import Scale

if TYPE_CHECKING:
    from qarules.model.activity import Activity, Forum, Parameter, Record, Sample
    from qarules.model.example import Example
    from qarules.model.route import Deadline, Escalation, Event, Moderation, Process
    from qarules.model.tool import Item, Tool, ToolChanges


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


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True, cache_hash=True)
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


@attrs.frozen(kw_only=True)
class Source:
    """A document a standard restates."""

    file: str
    title: str


@attrs.frozen(kw_only=True)
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


@attrs.frozen(kw_only=True)
class Override:
    """
    What an adopting body sets where the framework leaves it open: ``set records-per-round to 2``.

    Attributes:
        parameter: The id of a parameter; or of a role, for who holds it.
        value: The number; or the names of those who hold the role.
        because: Why, in its own words; empty for nothing said.
    """

    parameter: str
    value: Fraction | tuple[str, ...]
    because: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class UseKind(enum.Enum):
    """What may be brought from another pack."""

    SCALE = "scale"
    ROLE = "role"
    CLAUSE = "clause"
    CALENDAR = "calendar"


@attrs.frozen(kw_only=True)
class Use:
    """
    A name brought from another pack.

    Attributes:
        origin: An installed pack by its id, or a folder or file inside this pack's own folder.
    """

    kind: UseKind
    name: str
    origin: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Retired:
    """An id that is no longer used and must not come back."""

    id: str
    since: str
    because: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Pack:
    """
    A folder of rule files that share their names, or a single file.

    Attributes:
        name: The standard's id, or the file's name where it states no standard.
        scales: Its own, then those it uses of other packs; clauses, roles and calendars likewise.
        calendars: With a calendar made of others stand those it is made of.
        overrides: What it sets of parameters and roles, which have these values then.
        knowns: What a caller knows of a case, for rules that belong to no tool.
        examples: Its author's own tests; those of a pack it adopts are that pack's.
        instead: Its definitions that take the place of adopted ones; none once linked, when they have.
        tool_changes: What it changes inside adopted tools; none once linked.
        left_out: What of the pack it adopts, and of those that one adopts, is not taken over.
        changes: Everything that was changed in what it adopts, what that one changed first.
        brought: Ids of what came from other packs, the clauses behind it included.
    """

    name: str
    standard: Standard | None = None
    uses: tuple[Use, ...] = ()
    clauses: tuple[Clause, ...] = ()
    scales: tuple[Scale, ...] = ()
    roles: tuple[Role, ...] = ()
    tools: tuple[Tool, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    knowns: tuple[Item, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    events: tuple[Event, ...] = ()
    records: tuple[Record, ...] = ()
    forums: tuple[Forum, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    processes: tuple[Process, ...] = ()
    activities: tuple[Activity, ...] = ()
    samples: tuple[Sample, ...] = ()
    examples: tuple[Example, ...] = ()
    overrides: tuple[Override, ...] = ()
    retired: tuple[Retired, ...] = ()
    instead: tuple[Instead, ...] = ()
    tool_changes: tuple[ToolChanges, ...] = ()
    left_out: tuple[Omitted, ...] = ()
    changes: tuple[Change, ...] = ()
    brought: tuple[str, ...] = ()
