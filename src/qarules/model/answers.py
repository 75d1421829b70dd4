"""What an auditor and a decider hand in."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from qarules.frozen import frozen


class Status(enum.Enum):
    """What may stand in place of an answer; never a null, never a default."""

    NOT_APPLICABLE = "not-applicable"
    CANNOT_TELL = "cannot-tell"

    # A member is what it is, in one process: the hash of its name, which enums take, costs ten times this.
    __hash__ = object.__hash__

    def __str__(self) -> str:
        return self.value


NOT_APPLICABLE = Status.NOT_APPLICABLE
CANNOT_TELL = Status.CANNOT_TELL

Plain = str | bool | int | float | Decimal | Fraction | datetime.date | Sequence[Mapping[str, object]]
"""An answer as plain data: a band or choice, yes or no, a number, a date or its ISO text, text, a role, or rows."""


@frozen(kw_only=True)
class Answer:
    """
    An answer with what may come with it.

    Attributes:
        value: None where *status* stands in its place, or where only a note was left.
        reason: Why, where the item asks for it or `not applicable` needs saying.
        evidence: References to where the evidence is found.
    """

    value: Plain | None = None
    status: Status | None = None
    note: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()


@frozen
class Decision:
    """
    The grade a person decided on.

    Attributes:
        grade: Its id.
        by: The role it was decided in: the id, title or another name of a role of the pack.
        reason: In the decider's words.
        person: Who it was, for the record.
    """

    grade: str
    by: str = attrs.field(default="", kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    person: str = attrs.field(default="", kw_only=True)


@frozen(kw_only=True)
class Audit:
    """
    One audit as it is stored: what was answered, known and decided, for a tool on a day.

    Attributes:
        tool: ``standard/tool`` or whatever the caller loads it by; empty where the caller knows.
        on: The date of the audit.
        answers: By item, as :func:`qarules.evaluate` takes them.
        known: By known.
        decisions: By judgement, a section's as ``judgement/section``.
    """

    tool: str = ""
    on: datetime.date | None = None
    answers: Mapping[str, object] = attrs.field(factory=dict)
    known: Mapping[str, object] = attrs.field(factory=dict)
    decisions: Mapping[str, Decision] = attrs.field(factory=dict)
