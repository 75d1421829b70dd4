"""A clause that says what it is about is cited by something that can hold such a thing."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.dsl.holders import HOLDERS, can_hold
from qarules.model.citing import cited_by
from qarules.model.pack import Pack


def check(pack: Pack, findings: Findings) -> None:
    """Report clauses that are cited, and by nothing that can hold what they are about."""
    cited = cited_by(pack)
    for clause in pack.clauses:
        citing = cited.get(clause.id, [])
        is_silent = clause.content_only or clause.not_provided or clause.id in findings.lost
        if not citing or is_silent or clause.kind is None or any(can_hold(each, clause) for each in citing):
            continue
        first = citing[0]
        findings.add(
            codes.KIND_NOT_HELD,
            at(clause.id, clause.span),
            f"the clause `{clause.id}` is about `{clause.kind.value}`, and nothing that cites it can hold that",
            help=f'cite it where it acts ({HOLDERS[clause.kind]}), or say why nothing does: `content only "…"`',
            labels=[(at(first.name, first.part.span), f"the {first.called} `{first.name}` cites it")],
        )
