"""Provenance is closed both ways: whatever is made cites its clauses, and every clause is cited."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.activity import Record
from qarules.model.calendar import Calendar
from qarules.model.change import Omitted
from qarules.model.citing import Citing, cited_by, citing, parts_of
from qarules.model.judgement import Judgement, Measure
from qarules.model.pack import Override, Pack, UseKind
from qarules.model.scale import Scale
from qarules.model.standard import Clause, Force, Role, Standard
from qarules.model.tool import Item, Tool


def check(pack: Pack, findings: Findings) -> None:
    """Report what cites no clause, and clauses that nothing cites; a pack without clauses has nothing to cite."""
    behind = _behind_what_was_brought(pack)
    clauses = [clause for clause in pack.clauses if clause.id not in behind]
    is_read = not any(is_damaged(clause.id, findings) for clause in clauses)
    for each in citing(pack) if clauses and is_read else ():
        if not _cites_enough(each):
            findings.add(
                codes.NOTHING_CITED,
                at(each.name, each.part.span),
                f"the {each.called} `{each.name}` cites no clause",
                help="add `cites` with the clauses it puts into practice, or with an interpretation",
            )
    accounted = _brought(pack, UseKind.CLAUSE) | cited_by(pack).keys()
    for clause in clauses:
        if clause.id not in accounted and clause.id not in findings.lost and not _stands_alone(clause):
            findings.add(
                codes.CLAUSE_NOT_CITED,
                at(clause.id, clause.span),
                f"nothing cites the clause `{clause.id}`",
                help='cite it where it is put into practice, or say why nothing does: `content only "…"`',
            )


def _stands_alone(clause: Clause) -> bool:
    """Whether nothing has to cite *clause*: it says why, or it interprets another."""
    interprets = clause.force is Force.INTERPRETATION and bool(clause.resolves or clause.replaces)
    return bool(clause.content_only or clause.not_provided) or interprets


def _brought(pack: Pack, kind: UseKind) -> set[str]:
    """Names of one kind that were brought from another pack."""
    return {use.name for use in pack.uses if use.kind is kind}


def _behind_what_was_brought(pack: Pack) -> set[str]:
    """The clauses of other packs that come along with the scales and roles brought from them."""
    scales, roles = _brought(pack, UseKind.SCALE), _brought(pack, UseKind.ROLE)
    brought = [scale.cites for scale in pack.scales if scale.id in scales]
    brought += [role.cites for role in pack.roles if role.id in roles]
    return {name for names in brought for name in names}


def _cites_enough(each: Citing) -> bool:
    """Whether a part cites a clause, or need not: parts cite for the whole, and rules for their judgement."""
    match each.part:
        case Standard() | Scale() | Role() | Calendar() | Override() | Omitted():
            return True
        case Judgement() as judgement:
            rules = (*judgement.giving, *judgement.limits)
            return bool(judgement.cites) or (bool(rules) and all(rule.cites for rule in rules))
        case Tool() | Item() | Measure() if not isinstance(each.inside, Record):
            return bool(each.part.cites)
        case thing if thing is each.inside:
            return any(part.cites for part in (thing, *parts_of(thing)))
        case _:
            return True
