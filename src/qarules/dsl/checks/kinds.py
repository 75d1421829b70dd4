"""A clause that says what it is about is cited by something that can hold such a thing."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.citing import Citing, Part, cited_by
from qarules.model.pack import Clause, ClauseKind, Pack
from qarules.model.route import NOWHERE

_ASKED = "tool, section, criterion, question, known, measure, judgement, rule, descriptor, record, parameter"
_DONE = "activity, forum, event, deadline, moderation, then, escalation, process, step, sample, only where, choose"
_ACTS = f"{_ASKED}, {_DONE}"

_HOLDERS = {
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


def check(pack: Pack, findings: Findings) -> None:
    """Report clauses that are cited, and by nothing that can hold what they are about."""
    cited = cited_by(pack)
    for clause in pack.clauses:
        citing = cited.get(clause.id, [])
        if clause.kind not in _HOLDERS or clause.content_only or clause.not_provided or not citing:
            continue
        holders = _HOLDERS[clause.kind].split(", ")
        if not any(called in holders for each in citing for called in _called(each)):
            _report(clause, clause.kind, citing[0], findings)


def _called(each: Citing) -> tuple[str, ...]:
    """What a part is, and what can be said of it besides."""
    timed = ("something with a time",) if getattr(each.part, "term", None) is not None else ()
    recorded = ("something that says where it is recorded",) if _recording(each.part) else ()
    return (each.called, *timed, *recorded)


def _recording(part: Part) -> bool:
    return getattr(part, "recording", NOWHERE) != NOWHERE


def _report(clause: Clause, kind: ClauseKind, first: Citing, findings: Findings) -> None:
    findings.add(
        codes.KIND_NOT_HELD,
        at(clause.id, clause.span),
        f"the clause `{clause.id}` is about `{kind.value}`, and nothing that cites it can hold that",
        help=f'cite it where it acts ({_HOLDERS[kind]}), or say why nothing does: `content only "…"`',
        labels=[(at(first.name, first.part.span), f"the {first.called} `{first.name}` cites it")],
    )
