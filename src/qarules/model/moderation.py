"""What came of a second look at an audit: differences step by step, what they call for, whose grade stands."""

from __future__ import annotations

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.change import Change
from qarules.model.outcome import Outcome, Problem
from qarules.model.recording import NOWHERE, Recording
from qarules.model.scale import Grade
from qarules.model.standard import Clause


@frozen(kw_only=True)
class Delta:
    """
    One thing that two looks rated.

    Attributes:
        thing: A criterion, ``section-suggests/assessment`` for a section's grade, or a judgement.
        kind: ``criterion``, ``section`` or ``judgement``.
        first, second: What each look came to; None where it has no answer or grade.
        third: What a third look came to; None also where there is none.
        steps: Second minus first, in steps of the scale, positive is better; None where one of the two has none.
        differs: They are not the same; None where that cannot be said.
    """

    thing: str
    title: str
    kind: str
    first: Grade | Status | None = None
    second: Grade | Status | None = None
    third: Grade | Status | None = None
    steps: int | None = None
    differs: bool | None = None


@frozen(kw_only=True)
class Called:
    """
    What a difference calls for.

    Attributes:
        then: An escalation or process of the pack, or what happens by an id of its own.
        text: The condition in the author's words.
        starts: None where that cannot be known yet.
        missing: What it then waits for.
        clauses: Ids of the clauses behind it.
    """

    then: str
    title: str
    text: str
    starts: bool | None
    missing: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    span: Span | None = None


@frozen(kw_only=True)
class Standing:
    """
    Whose grade stands in one judgement.

    Attributes:
        grade: None where nobody's does yet.
        whose: ``first``, ``second``, ``third``, ``both``, ``agreed`` or ``decided``; empty where nobody's does.
        text: Why, in words.
    """

    judgement: str
    grade: Grade | Status | None
    whose: str
    text: str


@frozen(kw_only=True)
class Independent:
    """
    Whether somebody who looks at an audit is independent of somebody else, or of a record.

    Attributes:
        role: The role they look at it in.
        person: Empty where nobody is given in that role.
        of: The role or record they have to be independent of.
        ok: None where that cannot be checked.
        reason: What is wrong, or what is not known; empty where nothing is.
    """

    role: str
    person: str
    of: str
    ok: bool | None
    reason: str = ""


@frozen(kw_only=True)
class Moderated:
    """
    The result of moderating one audit.

    Attributes:
        moderation: The id of the rule; empty where the tool has none.
        first, second, third: What each look came to by itself.
        settled: The second look with the grades that people agreed on or decided; None where they did not.
        deltas: Everything compared, in the order of the tool.
        called: What the differences call for.
        standing: Whose grade stands, for every judgement compared.
        independence: Whether those who looked are independent of those the rule names.
        problems: People who are not independent, or not known; answers that cannot be used.
        recording: Where it is written down, and where never.
        changes: What an adopting body changed in the pack it adopted.
    """

    moderation: str
    tool: str
    title: str
    first: Outcome
    second: Outcome
    third: Outcome | None = None
    settled: Outcome | None = None
    deltas: tuple[Delta, ...] = ()
    called: tuple[Called, ...] = ()
    standing: tuple[Standing, ...] = ()
    independence: tuple[Independent, ...] = ()
    problems: tuple[Problem, ...] = ()
    recording: Recording = NOWHERE
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
