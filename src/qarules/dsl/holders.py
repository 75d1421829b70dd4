"""What can hold a clause of each kind."""

from __future__ import annotations

from qarules.model.change import Omitted
from qarules.model.citing import Citing
from qarules.model.recording import NOWHERE
from qarules.model.standard import Clause, ClauseKind

_ASKED = "tool, section, criterion, question, known, measure, judgement, rule, descriptor, record, parameter"
_DONE = "activity, forum, event, deadline, moderation, then, escalation, process, step, sample, only where, choose"
_ACTS = f"{_ASKED}, {_DONE}"

HOLDERS = {
    ClauseKind.TOOL: "tool, section, activity, process, step, sample",
    ClauseKind.CRITERION: f"{_ASKED}, sample, only where, choose",
    ClauseKind.GRADE: "scale, judgement, rule, descriptor, measure, criterion, question, moderation",
    ClauseKind.MODERATION: "moderation, then, escalation, process, step, activity, sample, forum, judgement",
    ClauseKind.ESCALATION: "escalation, then, process, step, moderation, deadline",
    ClauseKind.RECORD: f"{_ASKED}, something that says where it is recorded",
    ClauseKind.DEADLINE: "deadline, activity, parameter, something with a time",
    ClauseKind.RECURRENCE: "activity, how often, forum, sample, parameter, deadline",
    ClauseKind.SAMPLING: f"sample, only where, choose, activity, moderation, process, step, {_ASKED}",
    ClauseKind.ROLE: f"role, {_ACTS}",
    ClauseKind.FORUM: "forum, role, how often, activity, process, step",
    ClauseKind.REPORT: _ACTS,
    ClauseKind.ACTION: _ACTS,
    ClauseKind.FORM: _ACTS,
    ClauseKind.LIMIT: _ACTS,
    ClauseKind.EVIDENCE: _ACTS,
    ClauseKind.PROCESS: _ACTS,
    ClauseKind.PRIVACY: _ACTS,
}
"""What can hold a clause of each kind that has to act; a clause of another kind may be cited by anything."""


def can_hold(each: Citing, clause: Clause) -> bool:
    """Whether a part that cites *clause* can do what it is about; leaving something out answers for what it held."""
    if clause.kind not in HOLDERS or isinstance(each.part, Omitted):
        return True
    return any(called in HOLDERS[clause.kind].split(", ") for called in _called(each))


def _called(each: Citing) -> tuple[str, ...]:
    """What a part is, and what can be said of it besides."""
    timed = getattr(each.part, "term", None) is not None
    recorded = getattr(each.part, "recording", NOWHERE) != NOWHERE
    said = ("something with a time",) * timed + ("something that says where it is recorded",) * recorded
    return (each.called, *said)
