"""What follows a grade, step by step: events, deadlines, escalations and processes."""

from __future__ import annotations

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.recording import NOWHERE, Recording
from qarules.model.term import Term
from qarules.model.trigger import Trigger


@frozen(kw_only=True)
class Event:
    """
    Something that happens on a day and that terms are counted from.

    Attributes:
        tool: The tool whose audits it is about; empty for none.
        follows: Events that cannot come later than this one.
    """

    id: str
    title: str
    tool: str = ""
    follows: tuple[str, ...] = ()
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class EachRow:
    """
    ``for each row of recommended-actions by its by owner its owner``: every row of a table is a deadline of its own.

    Attributes:
        table: A question of the tool.
        by: Its column with the date; a row without one is reported as undated.
        owner: Its column with who owns the row; empty for the deadline's own owner.
    """

    table: str
    by: str
    owner: str = ""
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Deadline:
    """
    Something that has to be done by a time.

    Attributes:
        tool: The tool whose audits it belongs to; empty for none.
        term: None for a deadline of rows, whose dates stand in the table.
        owner: Roles that have to do it.
        overseen_by: Roles that see to it that it is done.
        done_when: Events that complete it, besides being said to be done by its own id.
        starts_when: It does not run unless one of them is so; empty for always.
        stood_down_when: It is cancelled when one of them is so.
        recommended: Its source only recommends it.
    """

    id: str
    title: str
    tool: str = ""
    term: Term | None = None
    rows: EachRow | None = None
    owner: tuple[str, ...] = ()
    overseen_by: tuple[str, ...] = ()
    done_when: tuple[str, ...] = ()
    starts_when: tuple[Trigger, ...] = ()
    stood_down_when: tuple[Trigger, ...] = ()
    recommended: bool = False
    recording: Recording = NOWHERE
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Step:
    """
    One step of an escalation or a process.

    Attributes:
        by: Roles of which one does it.
        substitute: Roles that do it where the holder of *by* is involved.
        between: Roles that do it together; being involved does not keep them from it.
        notify: Roles and forums that have to be told, all of them.
        approved_by: Roles that all have to approve, in any order.
        consent_of: Roles that all have to consent.
        optional: It may be passed over.
        recommended: Its conditions warn where they are not met, and may be passed with a reason; they refuse nothing.
        starts_when: What has to be so before it starts; empty for nothing.
        follows: Steps that have to be done first; None for the step before it.
        term: The time it has; None for none.
        contains: What belongs to it.
    """

    id: str
    title: str
    by: tuple[str, ...] = ()
    substitute: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    consent_of: tuple[str, ...] = ()
    optional: bool = False
    recommended: bool = False
    starts_when: tuple[Trigger, ...] = ()
    follows: tuple[str, ...] | None = None
    term: Term | None = None
    recording: Recording = NOWHERE
    contains: tuple[str, ...] = ()
    note: str = ""
    guidance: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Escalation:
    """
    Who has to be told or asked when something is so, in order.

    Attributes:
        starts_when: Any of them starts it.
        stood_down_when: Any of them ends it.
        notify: Told at once when it starts, or in the time *term* gives.
        recording: Holds for the whole of it.
    """

    id: str
    title: str
    tool: str = ""
    starts_when: tuple[Trigger, ...] = ()
    stood_down_when: tuple[Trigger, ...] = ()
    notify: tuple[str, ...] = ()
    term: Term | None = None
    recording: Recording = NOWHERE
    steps: tuple[Step, ...] = ()
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Process:
    """
    Steps in an order.

    Attributes:
        in_any_order: A step waits only for what it says it follows.
        starts_when: Any of them starts it; empty for under way from the beginning.
    """

    id: str
    title: str
    tool: str = ""
    starts_when: tuple[Trigger, ...] = ()
    in_any_order: bool = False
    steps: tuple[Step, ...] = ()
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
