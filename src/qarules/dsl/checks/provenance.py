"""Provenance is closed both ways: whatever is made cites its clauses, and every clause is cited."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.dsl.link import citing
from qarules.dsl.mentions import AFTER_THE_GRADE, Identified, constructs
from qarules.model.judgement import Judgement, Measure
from qarules.model.pack import Clause, Force, Pack, UseKind
from qarules.model.tool import Item, Tool
from qarules.model.walk import walk


def check(pack: Pack, findings: Findings) -> None:
    """Report what cites no clause, and clauses that nothing cites; a pack without clauses has nothing to cite."""
    behind = _behind_what_was_brought(pack)
    clauses = [clause for clause in pack.clauses if clause.id not in behind]
    is_read = not any(is_damaged(clause.id, findings) for clause in clauses)
    for called, thing in _uncited(pack) if clauses and is_read else ():
        findings.add(
            codes.NOTHING_CITED,
            at(thing.id, getattr(thing, "span", None)),
            f"the {called} `{thing.id}` cites no clause",
            help="add `cites` with the clauses it puts into practice, or with an interpretation",
        )
    brought = _brought(pack, UseKind.CLAUSE)
    cited = {name for names in citing(pack) for name in names}
    for clause in clauses:
        if clause.id not in brought | cited and clause.id not in findings.lost and not _stands_alone(clause):
            findings.add(
                codes.CLAUSE_NOT_CITED,
                at(clause.id, clause.span),
                f"nothing cites the clause `{clause.id}`",
                help='cite it where it is put into practice, or say why nothing does: `content only "…"`',
            )


def _stands_alone(clause: Clause) -> bool:
    """Whether nothing has to cite *clause*: it says why, or it interprets another."""
    interprets = clause.force is Force.INTERPRETATION and bool(clause.resolves)
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


def _uncited(pack: Pack) -> Iterator[tuple[str, Identified]]:
    """What cites no clause, and what it is."""
    for tool in pack.tools:
        yield from _uncited_in(tool)
    defined = constructs(pack)
    for kind in ("known", *AFTER_THE_GRADE):
        for thing in defined[kind]:
            if not any(getattr(part, "cites", ()) for part in walk(thing)):
                yield kind, thing


def _uncited_in(tool: Tool) -> Iterator[tuple[str, Tool | Item | Measure | Judgement]]:
    if not tool.cites:
        yield "tool", tool
    yield from ((item.keyword.value, item) for item in tool.items.values() if not item.cites)
    yield from (("measure", measure) for measure in tool.measures if not measure.cites)
    for judgement in tool.judgements:
        if not judgement.cites and not _rules_cite(judgement):
            yield "judgement", judgement


def _rules_cite(judgement: Judgement) -> bool:
    """Whether every rule of *judgement* cites its own clauses, so that the judgement need not."""
    rules = (*judgement.giving, *judgement.limits)
    return bool(rules) and all(rule.cites for rule in rules)
