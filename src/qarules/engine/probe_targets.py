"""Which steps of a plan tell that an audit takes a branch, and with which values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qarules.engine.draft import JudgementSteps
from qarules.engine.plan import Plan
from qarules.engine.probe_parts import FAILS, HOLDS, ProbedPart, ProbedRule
from qarules.engine.steps import Value
from qarules.model.decision_coverage import Side
from qarules.model.judgement import RuleKind
from qarules.model.tool import Tool

Row = tuple[Value, ...]
Target = tuple[tuple[int, ...], Callable[[Row], bool]]
"""Some steps, and whether their values are those looked for."""


def is_value(wanted: Value) -> Callable[[Row], bool]:
    """Whether the only step of a target has the value *wanted*."""
    return lambda row: row[0] == wanted


def made_of(plan: Plan, judgement: str) -> Iterator[JudgementSteps]:
    """The steps of a judgement: of the one, or of each section's."""
    return (judged for judged in plan.judgements if judged.judgement.id == judgement)


def rule_targets(rule: ProbedRule, index: int, judged: JudgementSteps, side: Side, tool: Tool) -> Iterator[Target]:
    """Where a rule, by its place among those of *judged*, goes the way *side*."""
    ranks = tool.scale_by_id[rule.judgement.scale].by_id
    rank = ranks[rule.rule.grade].rank
    better = [truth for each, truth in judged.rules if each.kind is RuleKind.GIVE and ranks[each.grade].rank > rank]
    kept = (judged.rules[index][1], judged.suggested, judged.cap, *better)
    has_giving = bool(rule.judgement.giving)

    def binds(row: Row) -> bool:
        return row[0] is True and (row[1] == rank and True in row[3:] if has_giving else row[2] == rank)

    if side is Side.MAKES_THE_GRADE:
        yield kept[:2], lambda row: row[0] is True and row[1] == rank
    elif side is Side.DOES_NOT_MAKE_IT:
        yield kept[:2], lambda row: row[1] is not None and not (row[0] is True and row[1] == rank)
    elif side is Side.BINDS:
        yield kept, binds
    else:
        yield kept[:2], lambda row: row[0] is False and row[1] is not None
        yield kept, lambda row: row[0] is True and row[1] is not None and not binds(row)


_PROBE_OF = {Side.HOLDS: (0, True), Side.FAILS: (1, True), Side.DOES_NOT_APPLY: (2, False)}


def part_targets(part: ProbedPart, side: Side, plan: Plan) -> Iterator[Target]:
    """Where a single condition goes the way *side*, by the probe that tells."""
    number, wanted = _PROBE_OF[side]
    name = [name for name, _ in part.probes()][number]
    if part.judgement:
        rank = HOLDS.rank if wanted else FAILS.rank
        yield from (((judged.suggested,), is_value(rank)) for judged in made_of(plan, name))
    elif part.asked_of:
        asked = (item.asked for item in plan.items if item.item.id == name)
        yield from (((step,), lambda row: (row[0] is True) is wanted) for step in asked if step is not None)
    else:
        steps = (step for each, step in plan.watched if each.id == name)
        yield from (((step,), lambda row: (row[0] is True) is wanted) for step in steps)
