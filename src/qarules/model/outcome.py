"""What an evaluation answers: grades with their reasons, measures, and what is missing, ignored or wrong."""

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.answers import Decision, Status
from qarules.model.change import Change
from qarules.model.judgement import Descriptor, RuleKind
from qarules.model.scale import Grade
from qarules.model.standard import Clause


class Why(enum.Enum):
    """What is missing of an item or judgement."""

    UNANSWERED = "unanswered"
    CANNOT_TELL = "cannot-tell"
    REASON = "reason"
    EVIDENCE = "evidence"
    DECISION = "decision"

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Missing:
    """
    Something the outcome still waits for.

    Attributes:
        thing: The item or judgement; ``goal/1/goal-met`` in the first instance of a repeated section.
        if_asked: It may turn out to be hidden.
    """

    thing: str
    title: str
    why: Why
    if_asked: bool = False


@frozen(kw_only=True)
class Ignored:
    """An answer that no rule saw, because its item is hidden or its section does not apply."""

    thing: str
    title: str
    why: str


@frozen(kw_only=True)
class Problem:
    """
    Something handed in that cannot be used; the rest is evaluated all the same.

    Attributes:
        thing: The item, known or judgement it was handed in for.
        given: What was handed in, as text.
        allowed: What would be, in words; empty where nothing would.
    """

    thing: str
    message: str
    given: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.allowed})" if self.allowed else self.message


@frozen(kw_only=True)
class Reason:
    """
    A rule that decided a grade.

    Attributes:
        kind: None where no giving rule holds and the lowest grade stands.
        text: The rule in the author's words.
        always: It holds however the open items are answered; where False, one of those told does in each case.
        span: Its place in the file; None for a tool built in code.
        clauses: Ids of the clauses behind it.
    """

    kind: RuleKind | None
    grade: Grade
    text: str
    always: bool = True
    span: Span | None = None
    clauses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Judged:
    """
    The result of one judgement, or of one section's.

    Attributes:
        id: ``evidence-suggests``; ``section-suggests/assessment`` for a section's; ``…/goal/1`` for an instance's.
        suggested: What the rules come to, in whatever way the open items are answered; None where that is not one
            grade, or the judgement has no giving rules.
        allowed: Every grade up to the highest cap still possible, best first.
        possible: Every outcome that some way of answering the open items gives, best first.
        exact: *possible* holds nothing else. Where it is False, some of it may be out of reach.
        decided: What was recorded, if it could be.
        final: Decided, else suggested; `NOT_APPLICABLE` where it does not apply; None where it is not known yet.
        differs: It was decided otherwise than the rules suggest.
        above_limit: It was decided above every limit.
        shown_after: The judgement that has to be decided before a reader may see this one; empty for none.
        shown: Whether a reader may see it yet.
        reasons: The rules behind what is suggested; where nothing is yet, those that hold whatever is answered.
        rests_on: The interpretations behind it.
        descriptor: What the final grade means in words, for the population answered; None where there is none.
    """

    id: str
    title: str
    section: str = ""
    suggested: Grade | None = None
    allowed: tuple[Grade, ...] = ()
    possible: tuple[Grade | Status, ...] = ()
    exact: bool = True
    decided: Decision | None = None
    final: Grade | Status | None = None
    differs: bool = False
    above_limit: bool = False
    shown_after: str = ""
    shown: bool = True
    reasons: tuple[Reason, ...] = ()
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    descriptor: Descriptor | None = None
    span: Span | None = None


@frozen(kw_only=True)
class Measured:
    """
    The result of one measure.

    Attributes:
        value: None where it is not applicable, or not known yet.
        applicable: False where it certainly is not; None where that is not known yet.
        possible: Every value still possible where there are few, lowest first; empty where there are more or not all
            are known.
        clauses: Ids of the clauses behind it.
    """

    id: str
    title: str
    value: Fraction | None = None
    applicable: bool | None = None
    possible: tuple[Fraction, ...] = ()
    clauses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Watch:
    """
    Whether a condition holds that something after the grade waits for.

    Attributes:
        id: What waits: ``immediate-safety``; a step as ``award/refer``.
        text: The condition in the author's words.
        holds: None where that depends on what is still open.
        missing: The open items it depends on, where it does.
        clauses: Ids of the clauses behind it.
    """

    id: str
    text: str
    holds: bool | None
    missing: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Rows:
    """
    The rows of a table that was answered.

    Attributes:
        table: The question; ``goal/1/actions`` in the first instance of a repeated section.
        rows: The filled cells of each row by column, as text: ``yes``, ``62.5``, ``2027-04-01``.
    """

    table: str
    rows: tuple[Mapping[str, str], ...]


@frozen(kw_only=True)
class Outcome:
    """
    The result of evaluating one audit, complete in itself.

    Attributes:
        tool, version, digest: Which tool it was, and a fingerprint of what it said.
        standard: The pack's standard; empty for none.
        on: The date of the audit.
        library: The version of the library that evaluated it.
        judgements: In the order of the tool; a judgement for each section gives one for every section.
        measures: In the order of the tool.
        watched: What deadlines, escalations and processes wait for, and whether it is so.
        dates: By item, the dates that were answered.
        tables: The tables that were answered.
        missing: What it waits for.
        hidden: Items that are certainly not asked of this audit.
        ignored: Answers that no rule saw.
        problems: What was handed in and cannot be used.
        rests_on: The interpretations behind what the tool asks; those behind a judgement stand with it.
        changes: What an adopting body changed in the pack it adopted.
    """

    tool: str
    title: str
    version: str
    digest: str
    standard: str
    on: datetime.date | None
    library: str
    judgements: tuple[Judged, ...]
    measures: tuple[Measured, ...]
    watched: tuple[Watch, ...]
    dates: Mapping[str, datetime.date]
    tables: tuple[Rows, ...]
    missing: tuple[Missing, ...]
    hidden: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    problems: tuple[Problem, ...]
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing is missing, and nothing handed in was refused."""
        return not self.missing and not self.problems

    @functools.cached_property
    def _by_id(self) -> dict[str, Judged]:
        return {judged.id: judged for judged in self.judgements}

    def __getitem__(self, judgement: str) -> Judged:
        """The result of *judgement*, a section's as ``judgement/section``; KeyError for none of that name."""
        return self._by_id[judgement]

    def __iter__(self) -> Iterator[Judged]:
        """The judgements in the order of the tool."""
        return iter(self.judgements)

    def explain(self, *, withheld: bool = False) -> str:
        """
        The outcome as plain text for a reader, in the author's words.

        Args:
            withheld: Tell also what a reader is not to see before they have decided.
        """
        from qarules.model.explain import explain

        return explain(self, withheld=withheld)

    def to_dict(self) -> dict[str, object]:
        """The outcome as plain data, ready for JSON; :func:`qarules.from_json` reads it back."""
        from qarules.model.plain import plain

        return {"format_version": FORMAT, **plain(self)}


FORMAT = 1
"""The version of the plain form of answers and outcomes."""
