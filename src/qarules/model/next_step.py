"""What comes next in a case: which escalations and processes are under way, and which step of whom, by when and why."""

from __future__ import annotations

import datetime
import enum

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.change import Change
from qarules.model.due import Due
from qarules.model.outcome import Problem
from qarules.model.recording import NOWHERE, Recording
from qarules.model.standard import Clause


class Part(enum.Enum):
    """What somebody has to do with a step."""

    DOES = "does it"
    TAKES_PART = "takes part"
    IS_TOLD = "is told"
    APPROVES = "approves"
    CONSENTS = "consents"


class Trouble(enum.Enum):
    """Why nobody can act in a role, or who that is cannot be said."""

    VACANT = "the role is vacant"
    INVOLVED = "who holds the role has a part in the matter"
    UNNAMED = "who holds the role is not given"


@frozen(kw_only=True)
class Participant:
    """
    A role with a part in a step, and who holds it.

    Attributes:
        role: A role, or a forum that is told.
        persons: Who may act in it; empty where nobody is known or nobody may.
        instead_of: The roles it takes the place of; empty where it is named itself.
        done: It is said to have done its part.
        trouble: None where nothing keeps it.
    """

    role: str
    title: str
    part: Part
    persons: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    done: bool = False
    trouble: Trouble | None = None


class Progress(enum.Enum):
    """How far a step is."""

    NEXT = "next"
    BLOCKED = "blocked"
    WAITING = "waiting"
    REFUSED = "refused"
    UNKNOWN = "not known yet"
    DONE = "done"
    PASSED_OVER = "passed over"
    OFF = "not under way"


@frozen(kw_only=True)
class NextStep:
    """
    One step of an escalation or a process, and how far it is.

    Attributes:
        id: ``dispute/talk``; the escalation's own id for those who are told when it starts.
        route: The escalation or process.
        progress: `NEXT` where it can be done now; `BLOCKED` where it is its turn and nobody can do it; `WAITING` for
            the steps of *waits_for*; `REFUSED` while its condition does not hold and `UNKNOWN` while that cannot be
            known; `OFF` where its escalation or process is not under way.
        why: What made it start, in the author's words; empty for nothing.
        condition: Its own condition in the author's words; empty for none.
        missing: What has to be known before its condition can be.
        warning: What is recommended and not so; empty where nothing is, or a reason was given.
        reason: Why that was passed over.
        participants: Everybody with a part in it.
        unchecked: Roles with a part in the matter whose holders are not given: whether who does the step is one of
            them, nobody can say.
        term: The time it has in the author's words; empty for none.
        due: Where it stands in time; None for a step without a term and while it is not its turn.
        recording: Where it is written down and where never, what holds for the whole escalation included.
        rests_on: The interpretations behind it, those behind the whole included.
        span: Its place in the file; None where it was built in code.
    """

    id: str
    route: str
    title: str
    progress: Progress
    optional: bool = False
    why: str = ""
    condition: str = ""
    missing: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    warning: str = ""
    reason: str = ""
    participants: tuple[Participant, ...] = ()
    unchecked: tuple[str, ...] = ()
    term: str = ""
    due: Due | None = None
    recording: Recording = NOWHERE
    contains: tuple[str, ...] = ()
    note: str = ""
    guidance: str = ""
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    span: Span | None = None


@frozen(kw_only=True)
class RouteState:
    """
    Whether an escalation or a process is under way.

    Attributes:
        starts: None where that cannot be known yet.
        why: What starts it in the author's words, what is so already first; empty for a process without a condition.
        missing: What has to be known before that can be.
        started: The day, where that is known.
        raised_by: The role that raised it; empty for none.
        stood_down: It has ended because what it says ends it is so; None where that cannot be known yet.
        resolved: It is said to have come to an end.
        recording: Where all of it is written down and where never, whether or not it starts.
        steps: All of them in order, the telling of an escalation first.
        span: Its place in the file; None where it was built in code.
    """

    id: str
    title: str
    tool: str = ""
    starts: bool | None
    why: str = ""
    missing: tuple[str, ...] = ()
    started: datetime.date | None = None
    raised_by: str = ""
    stood_down: bool | None = False
    resolved: bool = False
    recording: Recording = NOWHERE
    steps: tuple[NextStep, ...] = ()
    note: str = ""
    guidance: str = ""
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    span: Span | None = None


@frozen(kw_only=True)
class NextSteps:
    """
    What comes next in a case.

    Attributes:
        escalations, processes: All of the pack, in its order, started or not.
        steps: What has to be done now, or would have to be if somebody could: at once first, then what is overdue,
            then by date; in the order of the pack where that is the same, what has no date last.
        problems: What the case says and cannot be used.
        changes: What an adopting body changed in the pack it adopted.
    """

    as_of: datetime.date
    escalations: tuple[RouteState, ...] = ()
    processes: tuple[RouteState, ...] = ()
    steps: tuple[NextStep, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
