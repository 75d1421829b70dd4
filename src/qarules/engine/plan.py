"""
Tool to plan: every item, condition, measure and judgement as one small step of a line.

A step's value is None where the thing is not applicable: no rule counts it, and a comparison with it does not apply.
Grades and bands are ranks, so that better is higher.
"""

from __future__ import annotations

import functools
import graphlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from qarules.engine.conditions import truth_step
from qarules.engine.domains import open_values
from qarules.engine.draft import Draft, Instance, ItemSteps, JudgementSteps
from qarules.engine.expressions import measure_step
from qarules.engine.run import Groups, grouped
from qarules.engine.sources import clauses_behind, interpretations
from qarules.engine.steps import NEVER, Step, Value
from qarules.frozen import frozen
from qarules.model.condition import Applicable, Has
from qarules.model.dependencies import Node, readings
from qarules.model.judgement import GradeRule, Judgement, Measure
from qarules.model.promise import Claim, Promise
from qarules.model.scale import Scale
from qarules.model.scope import countable_in
from qarules.model.tool import Item, Tool, Watched
from qarules.model.walk import walk


@frozen(eq=False)
class Plan:
    """
    A tool as a line of steps, for given numbers of instances.

    Attributes:
        groups: What is told of an outcome, in groups to be found together.
        sections_off: For each section that may not apply, the input that says so.
        watched: What something after the grade waits for, each with the truth of its condition.
        claims: What the tool promises, each claim with the truth of its condition; None for a claim about every audit.
        repeated: The repeated sections on which each item, measure and judgement depends.
    """

    steps: tuple[Step, ...]
    groups: Groups
    items: tuple[ItemSteps, ...]
    sections_off: Mapping[str, int]
    judgements: tuple[JudgementSteps, ...]
    measures: tuple[tuple[Measure, int], ...]
    watched: tuple[tuple[Watched, int], ...]
    claims: tuple[tuple[Promise, Claim, int | None], ...]
    repeated: Mapping[Node, frozenset[str]]


@functools.lru_cache(maxsize=64)
def plan(tool: Tool, instances: tuple[tuple[str, int], ...]) -> Plan:
    """
    The plan of *tool*.

    Args:
        instances: For each repeated section its id and how many instances the caller gave.
    """
    draft = Draft(tool, dict(instances))
    for build in _in_order(draft):
        build()
    judgements = tuple(draft.judged[path] for judgement in tool.judgements for path in draft.paths_of(judgement))
    items = tuple(draft.items[path] for item in tool.items.values() for path in draft.paths(item))
    measures = tuple((measure, draft.measured[measure.id]) for measure in tool.measures)
    watched = tuple((each, truth_step(each.when, draft, None)) for each in tool.watched)
    claims = tuple(
        (promise, claim, truth_step(claim.when, draft, None) if claim.when is not None else None)
        for promise in tool.promises
        for claim in promise.claims
    )
    outputs = (*_outputs(items, judgements, measures), *(truth for _, truth in watched))
    return Plan(
        steps=tuple(draft.steps),
        groups=grouped(draft.steps, outputs),
        items=items,
        sections_off=draft.sections_off,
        judgements=judgements,
        measures=measures,
        watched=watched,
        claims=claims,
        repeated=draft.repeated,
    )


def _outputs(
    items: Iterable[ItemSteps], judgements: Iterable[JudgementSteps], measures: Iterable[tuple[Measure, int]]
) -> Iterator[int]:
    """The steps whose values an outcome tells."""
    for judged in judgements:
        yield from (judged.suggested, judged.cap, judged.final, *(truth for _, truth in judged.rules))
    yield from (value for _, value in measures)
    yield from (item.asked for item in items if item.asked is not None)


def _in_order(draft: Draft) -> Iterable[Callable[[], None]]:
    """How to build every item, measure and judgement, each after all that it reads."""
    graph = {node: {reading.of for reading in reads} for node, reads in readings(draft.tool).items()}
    order = list(graphlib.TopologicalSorter(graph).static_order())
    for node in order:
        draft.repeated[node] = _repeated_in(node, draft).union(*(draft.repeated[read] for read in graph.get(node, ())))
    return [functools.partial(_build, node, draft) for node in order]


def _repeated_in(node: Node, draft: Draft) -> frozenset[str]:
    """The repeated sections that *node* stands in, or asks how often they stand."""
    tool = draft.tool
    thing = tool.things[node.id]
    named = {part.thing.name for part in walk(thing) if isinstance(part, Has | Applicable)}
    home = tool.section_of.get(thing.id)
    return frozenset(s.id for s in tool.sections if s.repeated and (s.id in named or s is home))


def _build(node: Node, draft: Draft) -> None:
    match draft.tool.things[node.id]:
        case Item() as item:
            _build_item(item, draft)
        case Measure() as measure:
            draft.measured[measure.id] = measure_step(measure, draft)
        case Judgement() as judgement:
            _build_judgement(judgement, node.section, draft)
        case _:
            pass  # a section gets no value of its own


# --- items -----------------------------------------------------------------------------------------------------------


def _build_item(item: Item, draft: Draft) -> None:
    allowed = (None,) if item.may_not_apply or item.optional else ()
    could_be = (*open_values(item, draft.tool), *allowed)
    for instance in draft.instances_of(item):
        path = instance.path(item.id)
        own = attrs.evolve(instance, is_scope=False)
        asked = truth_step(item.asked_when, draft, own) if item.asked_when is not None else None
        off = draft.off(instance.section)
        reads = [step for step in (asked, off) if step is not None]
        answer = value = draft.input(("answer", path))
        if reads:
            seen = _seen(is_asked_when=asked is not None, may_be_off=off is not None)
            value = draft.step(("item", path), (answer, *reads), seen, sees_any=True)
        draft.items[path] = ItemSteps(
            item=item, section=instance.section, path=path, answer=answer, value=value, asked=asked, open=could_be
        )


def _seen(*, is_asked_when: bool, may_be_off: bool) -> Callable[..., Value]:
    """An item's answer, unless it is hidden or its section does not apply."""

    def seen(answer: Value, *read: Value) -> Value:
        hidden = is_asked_when and read[0] is not True
        off = may_be_off and read[-1] is True
        return None if hidden or off else answer

    return seen


# --- judgements ------------------------------------------------------------------------------------------------------


def _build_judgement(judgement: Judgement, section: str, draft: Draft) -> None:
    clauses = clauses_behind(Node(judgement.id, section), draft.tool)
    if section:
        countable = countable_in(draft.section(section), draft.tool)
        for instance in draft.instances[section]:
            _judge(judgement, instance, [instance.path(item.id) for item in countable], clauses, draft)
        return
    everywhere = [item for each in draft.tool.sections for item in countable_in(each, draft.tool)]
    paths = [path for item in everywhere for path in draft.paths(item)]
    _judge(judgement, None, paths if everywhere else None, clauses, draft)


def _judge(
    judgement: Judgement,
    where: Instance | None,
    countable: Sequence[str] | None,
    clauses: tuple[str, ...],
    draft: Draft,
) -> None:
    """Given, cap, suggested and final grade of one judgement; with nothing countable anywhere it always applies."""
    path = judgement.id if where is None else f"{judgement.id}/{where}"
    scale = draft.tool.scale_by_id[judgement.scale]
    ranks = tuple(range(len(scale.grades)))
    grades = (*ranks, None)
    applies = draft.constant(True)
    if countable is not None:
        applies = draft.applies([draft.items[each].value for each in countable])
    rules = tuple((rule, truth_step(rule.when, draft, where)) for rule in (*judgement.giving, *judgement.limits))
    lowest, best = 0, len(scale.grades) - 1
    given = _graded(rules[: len(judgement.giving)], scale, lowest, best, max, draft)
    capped = _graded(rules[len(judgement.giving) :], scale, best, lowest, min, draft)
    cap = draft.step(("cap", path), (capped, applies), lambda rank, does: rank if does else None, grades)
    decided, chosen = draft.input(("decided", path)), None
    if judgement.giving:
        suggested = draft.step(("suggested", path), (given, cap), _no_better, grades)
        final = draft.step(("final", path), (suggested, decided), _decided, grades)
    else:
        chosen = draft.input(("chosen", path))
        final = suggested = draft.step(("final", path), (cap, decided, chosen), _freely_decided, grades)
    draft.judged[path] = JudgementSteps(
        judgement=judgement,
        path=path,
        section=str(where) if where is not None else "",
        decided=decided,
        chosen=chosen,
        suggested=suggested,
        cap=cap,
        final=final,
        ranks=ranks,
        rules=rules,
        clauses=clauses,
        rests_on=interpretations(clauses, draft.tool),
    )


def _graded(
    rules: Sequence[tuple[GradeRule, int]],
    scale: Scale,
    start: int,
    last: int,
    pick: Callable[[int, int], int],
    draft: Draft,
) -> int:
    """The grade that *pick* prefers among the rules that hold, *start* where none does; nothing goes beyond *last*."""
    ranks = [scale.by_id[rule.grade].rank for rule, _ in rules]
    members = [
        (truth, functools.partial(_if_holds, rank, start)) for rank, (_, truth) in zip(ranks, rules, strict=True)
    ]
    key = ("graded", pick.__name__, len(scale.grades), tuple(ranks))
    return draft.fold(key, members, start, pick, outcomes=tuple(range(len(scale.grades))), last=last)


def _if_holds(rank: int, start: int, truth: Value) -> int:
    return rank if truth is True else start


def _no_better(given: int, cap: int | None) -> int | None:
    return None if cap is None else min(given, cap)


def _decided(suggested: int | None, decided: int | None) -> int | None:
    """What was decided, wherever the judgement applies."""
    return suggested if decided is None or suggested is None else decided


def _freely_decided(cap: int | None, decided: int | None, chosen: int) -> Value:
    """A grade only a person can give: what was decided, else what may be chosen, up to the cap."""
    if cap is None:
        return None
    if decided is not None:
        return decided
    return chosen if chosen <= cap else NEVER
