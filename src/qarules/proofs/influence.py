"""How much each open item decides: which question to ask next, and what a tool's grades hang on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from qarules.engine.answers import Given
from qarules.engine.certain import behind
from qarules.engine.decisions import Decisions
from qarules.engine.draft import ItemSteps
from qarules.engine.space import Space, classes, completions, every_audit
from qarules.engine.steps import Value, Worlds
from qarules.engine.tables import Counted, TooMany
from qarules.engine.values import Refused, read_value
from qarules.model.answers import Status
from qarules.model.planning import Influence, Influences
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.proofs.direction import grade_step

Weights = Mapping[str, Mapping[object, int]]
"""By item, how often each answer is to be expected, as whole numbers beside each other; an answer not named, never."""


def influence(
    tool: Tool,
    answers: Given | None = None,
    *,
    known: Given | None = None,
    decisions: Decisions | None = None,
    weights: Weights | None = None,
) -> Influences:
    """
    How much each open item decides each judgement, over every audit that completes *answers*.

    An item decides a judgement in an audit where another answer to it alone would give another grade. Every answer that
    an author allows, `not applicable` with them, is as likely as any other unless *weights* say otherwise; answers to
    different items do not depend on each other. Of a judgement that only a person makes, the best allowed grade counts.

    Args:
        answers: None for every audit of the tool: its sensitivity.
        weights: By item, by answer (a band, a choice, True or False, `NOT_APPLICABLE`); items without are even.

    Raises:
        ValueError: As :func:`qarules.evaluate`; or a weight is of no answer to its item.
        TypeError: As :func:`qarules.evaluate`.
    """
    if tool.on is None and is_dated(tool):
        message = f"the tool `{tool.id}` has something dated: load it with the date of the audit (`on`)"
        raise ValueError(message)
    space = every_audit(tool) if answers is None else completions(tool, answers, known, decisions)[0]
    counted = Counted(_weights(space, weights or {}))
    found: list[Influence] = []
    settled: list[str] = []
    for alike in _alike(space, weights or {}):
        item = alike[0]
        shares = {
            judged.path: _share(space, item.answer, grade_step(judged), counted)
            for judged in space.plan.judgements
            if item.answer in behind(space.plan.steps, [grade_step(judged)])
        }
        for each in alike:
            found += [
                Influence(item=each.path, title=each.item.title, judgement=path, share=share)
                for path, share in shares.items()
                if share != 0
            ]
            if all(share == 0 for share in shares.values()):
                settled.append(each.path)
    order = {item.path: at for at, item in enumerate(space.plan.items)}
    ranked = sorted(found, key=lambda each: (-(each.share if each.share is not None else 1), order[each.item]))
    return Influences(ranked=tuple(ranked), settled=tuple(sorted(settled, key=order.__getitem__)))


def _alike(space: Space, weights: Weights) -> list[tuple[ItemSteps, ...]]:
    """The open items in classes; one with weights of its own is a class of its own."""
    found = []
    for alike in classes(space, [grade_step(judged) for judged in space.plan.judgements]):
        plain = tuple(item for item in alike if item.path not in weights)
        found += [plain] if plain else []
        found += [(item,) for item in alike if item.path in weights]
    return found


def _share(space: Space, number: int, step: int, counted: Counted) -> Fraction | None:
    """The share of the audits in which one input alone decides a step; None past the bound."""
    values = [value for value in space.domains[number] if counted.weights.get((number, value), 1)]
    if len(values) < 2:
        return Fraction(0)
    if not space.is_whole(step):
        return None
    try:
        rows = space.joint([step], given={number: (Worlds(tuple(values)),)}, ways=counted).rows
    except TooMany:
        return None
    deciding = sum(_number(ways) for (grade,), ways in rows.items() if isinstance(grade, Worlds))
    return Fraction(deciding, sum(map(_number, rows.values())))


def _number(ways: object) -> int:
    assert isinstance(ways, int)
    return ways


def _weights(space: Space, weights: Weights) -> dict[tuple[int, Value], int]:
    """The weights by input and value; 0 for an answer that is not named where others are."""
    found: dict[tuple[int, Value], int] = {}
    for item in space.plan.items:
        given = weights.get(item.path)
        if given is None:
            continue
        found.update({(item.answer, value): 0 for value in space.domains[item.answer]})
        for answer, weight in given.items():
            try:
                value = None if answer is Status.NOT_APPLICABLE else read_value(answer, item.item, space.tool)
            except Refused as refused:
                message = f"the weights of `{item.path}`: it {refused.message}"
                raise ValueError(message) from None
            found[item.answer, value] = weight
    return found
