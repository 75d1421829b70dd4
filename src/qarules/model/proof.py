"""What a proof answers: findings with audits that show them, and what holds for every audit."""

from __future__ import annotations

import datetime
import enum

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.answers import Audit


class FindingKind(enum.Enum):
    """What was found of the rules of a tool."""

    UNREACHABLE = "unreachable-grade"
    NEVER_DECIDES = "rule-never-decides"
    NEVER_BINDS = "limit-never-binds"
    NO_INFLUENCE = "criterion-without-influence"
    PUNISHED = "better-evidence-punished"
    BROKEN = "promise-broken"
    NEVER_STARTS = "never-starts"
    NOT_DECIDED = "not-decided"

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Finding:
    """
    Something that does not hold, or was not decided.

    Attributes:
        thing: The judgement, criterion, promise, escalation, deadline or step.
        message: One sentence in the author's nouns.
        audits: Audits that show it; of punished evidence the worse one first.
        examples: The same as `example` blocks that the author can keep; without those that no example can say.
        explained: Why the author means it so, or what the source says; empty where nobody has said anything.
        cites: The clauses cited for that.
        span: The place of the rule or construct; None for a tool built in code.
    """

    kind: FindingKind
    thing: str
    message: str
    audits: tuple[Audit, ...] = ()
    examples: tuple[str, ...] = ()
    explained: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has explained it."""
        return not self.explained

    def __str__(self) -> str:
        return self.message


@frozen(kw_only=True)
class Reached:
    """
    A grade that can come about, and an audit in which it does.

    Attributes:
        grade: Its id, or ``not-applicable``.
    """

    judgement: str
    grade: str
    audit: Audit


@frozen(kw_only=True)
class Shown:
    """Something that holds for every audit, in a sentence."""

    thing: str
    message: str
    span: Span | None = None


@frozen(kw_only=True)
class Proof:
    """
    What holds for every possible audit of one tool, and what does not.

    Attributes:
        tool, title, version, digest: Which tool it was, and a fingerprint of what it said.
        on: The day it was loaded for.
        library: The version of the library that proved it.
        audits: How many ways there are to answer the items that some judgement depends on.
        instances: The most instances of a repeated section that were looked at; None for a tool without any.
        findings: What does not hold, in the order of the tool.
        shown: What was proved.
        reached: Every grade that can come about.
    """

    tool: str
    title: str
    version: str
    digest: str
    on: datetime.date | None
    library: str
    audits: int
    instances: int | None
    findings: tuple[Finding, ...]
    shown: tuple[Shown, ...]
    reached: tuple[Reached, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has explained."""
        return tuple(finding for finding in self.findings if finding.is_open)
