"""A pack: the standard it states, its clauses, scales and roles, and its tools."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.calendar import Calendar
from qarules.model.change import Change, Instead, Omitted
from qarules.model.scale import Scale
from qarules.model.standard import Clause, Retired, Role, Standard

if TYPE_CHECKING:
    from qarules.model.activity import Activity, Forum, Parameter, Record, Sample
    from qarules.model.example import Example
    from qarules.model.looks import Moderation
    from qarules.model.route import Deadline, Escalation, Event, Process
    from qarules.model.tool import Item, Tool, ToolChanges


@frozen(kw_only=True)
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


@frozen(kw_only=True)
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


@frozen(kw_only=True)
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
