"""Which audits a new version of a tool grades otherwise: all of them, counted, and what they have in common."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from qarules.engine.certain import behind
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.quotient import quotient
from qarules.engine.sources import nodes_behind
from qarules.engine.space import Space, audit_of, every_audit
from qarules.engine.steps import Function, Input, Step, Value
from qarules.engine.tables import Counted, Row, TooMany, Traced, Ways, Weight, Whether, inputs_in
from qarules.engine.values import Refused, read_value
from qarules.frozen import frozen
from qarules.model.answers import Audit, Status
from qarules.model.dependencies import Node
from qarules.model.judgement import Judgement
from qarules.model.plain import plain
from qarules.model.planning import Regrade, Regraded
from qarules.model.scope import countable_in, is_dated
from qarules.model.tool import Day, Item, Number, OnScale, Table, Tool
from qarules.model.words import condition_words
from qarules.proofs.ground import fixed
from qarules.proofs.shrink import simplest
from qarules.proofs.witness import example_text, expected_grade

MOST_CONDITIONS = 12
"""So many conditions are held against the audits that change."""

MOST_WORDS = 3
"""So many conditions together may describe them."""


def regraded(old: Tool, new: Tool, *, judgement: str | None = None) -> tuple[Regraded, ...]:
    """
    Exactly which audits change their grade from *old* to *new*, for each judgement that both have.

    Every complete audit that both versions can grade is looked at: items go by their id, or by one they had before.
    Sections are taken once where they are repeated.

    Args:
        old, new: Loaded for the date of the audits where they have anything dated.
        judgement: One judgement alone, as in an outcome of the new version.

    Raises:
        ValueError: A tool has something dated and was loaded for no date.
    """
    for tool in (old, new):
        if tool.on is None and is_dated(tool):
            message = f"the tool `{tool.id}` has something dated: load it with the date of the audit (`on`)"
            raise ValueError(message)
    both = _both(old, new)
    return tuple(
        _regraded(both, before, after)
        for before, after in _judgements(both)
        if judgement is None or after.path == judgement
    )


@frozen(eq=False)
class _Both:
    """
    Two versions over the same answers.

    Attributes:
        steps: Those of the old version, then those of the new one, which read the same inputs.
        moved: For each step of the new version, its number among all.
        left_out: Items and answers of one version alone, each with its input among all.
    """

    old: Space
    new: Space
    steps: tuple[Step, ...]
    moved: Mapping[int, int]
    domains: Mapping[int, tuple[Value, ...]]
    left_out: tuple[tuple[str, int], ...]

    def joint(self, kept: Sequence[int], ways: Ways) -> Mapping[Row, Weight]:
        return quotient(self.steps, self.domains, kept=kept, ways=ways).rows


def _both(old: Tool, new: Tool) -> _Both:
    one, other = (every_audit(tool, {s.id: 1 for s in tool.sections if s.repeated}) for tool in (old, new))
    steps: list[Step] = list(one.plan.steps)
    domains = dict(one.domains)
    left_out: list[tuple[str, int]] = []
    moved: dict[int, int] = {}
    inputs = {**dict(_shared_items(one, other)), **_shared_sections(one, other), **_shared_choices(one, other)}
    unchanged = _unchanged(one, other)
    for number, step in enumerate(other.plan.steps):
        if number in unchanged:
            moved[number] = unchanged[number]
            continue
        if number in inputs:
            mine = inputs[number]
            reading = _translated(one, other, mine, number)
            domains[mine] = tuple(reading)
            left_out += [(words, mine) for words in _left_out(one, other, mine, number, reading)]
            steps.append(Function((mine,), reading.__getitem__, tuple(reading.values())))
        else:
            steps.append(_reading(step, moved))
            if isinstance(step, Input):
                domains[len(steps) - 1] = other.domains[number]
        moved[number] = len(steps) - 1
    taken = set(inputs.values())
    left_out += [(f"`{item.path}`", item.answer) for item in one.plan.items if item.answer not in taken]
    left_out += [(f"`{item.path}`", moved[item.answer]) for item in other.plan.items if item.answer not in inputs]
    return _Both(one, other, tuple(steps), moved, domains, tuple(left_out))


def _unchanged(old: Space, new: Space) -> dict[int, int]:
    """For each grade and measure of the new version of which nothing has changed, the old one's."""
    found: dict[int, int] = {}
    before = {judged.path: judged.final for judged in old.plan.judgements}
    for judged in new.plan.judgements:
        node = Node(judged.judgement.id, judged.section.split("/")[0])
        if judged.path in before and _behind(old.tool, node) == _behind(new.tool, node):
            found[judged.final] = before[judged.path]
    return found


def _behind(tool: Tool, node: Node) -> object:
    """All that a grade depends on, but for where it stands and what it is called for a reader."""
    things = [tool.things[each.id] for each in nodes_behind((node,), tool)]
    items = [thing for thing in things if isinstance(thing, Item)]
    homes = {section.id: (section.repeated, section.may_not_apply) for section in tool.sections}
    scope = [item for each in tool.sections if node.section in {"", each.id} for item in countable_in(each, tool)]
    return (
        tool.on,
        tool.scales,
        [_ruling(plain(thing, places=False, kinds=True)) for thing in things],
        [(item.id, homes[tool.section_of[item.id].id]) for item in (*items, *scope) if item.id in tool.section_of],
        [(section.id, [item.id for item in countable_in(section, tool)]) for section in tool.sections],
    )


_WORDS = frozenset("title guidance note cites formerly descriptors number intended reason".split())


def _ruling(thing: object) -> object:
    """What of a thing, as plain data, bears on a grade."""
    if isinstance(thing, dict):
        return {name: _ruling(part) for name, part in thing.items() if name not in _WORDS}
    return [_ruling(part) for part in thing] if isinstance(thing, list) else thing


def _reading(step: Step, moved: Mapping[int, int]) -> Step:
    reads = tuple([moved[read] for read in step.reads])
    return step if isinstance(step, Input) else attrs.evolve(step, reads=reads)


def _shared_items(old: Space, new: Space) -> Iterator[tuple[int, int]]:
    """For the answers of the new version, those of the old one to the same items."""
    known = {item.path: item for item in old.plan.items}
    for item in new.plan.items:
        head, _, _ = item.path.rpartition("/")
        for name in (item.item.id, *item.item.formerly):
            before = known.get("/".join(filter(None, [head, name])))
            if before is not None and type(before.item.answer) is type(item.item.answer):
                yield item.answer, before.answer
                break


def _shared_sections(old: Space, new: Space) -> dict[int, int]:
    found: dict[int, int] = {}
    for section in new.tool.sections:
        for name in (section.id, *section.formerly):
            if section.id in new.plan.sections_off and name in old.plan.sections_off:
                found[new.plan.sections_off[section.id]] = old.plan.sections_off[name]
    return found


def _shared_choices(old: Space, new: Space) -> dict[int, int]:
    """What a person decides is the same in both, where it is decided on the same grades."""
    chosen = {judged.path: judged for judged in old.plan.judgements}
    found: dict[int, int] = {}
    for judged in new.plan.judgements:
        before = chosen.get(judged.path)
        if (
            before is not None
            and before.ranks == judged.ranks
            and judged.chosen is not None
            and before.chosen is not None
        ):
            found[judged.chosen] = before.chosen
    return found


def _translated(old: Space, new: Space, mine: int, number: int) -> dict[Value, Value]:
    """The values of an input of the old version that the new one has too, as it has them."""
    before, after = _item(old, mine), _item(new, number)
    if before is not None and after is not None and isinstance(before.item.answer, Number | Day | Table):
        # Each version has one value for all that it cannot tell apart: together they have one for what either can.
        either = dict.fromkeys((*old.domains[mine], *new.domains[number]))
        return {value: value for value in either if _takes(old, before, value) and _takes(new, after, value)}
    values = set(new.domains[number])
    if before is None or after is None or not isinstance(before.item.answer, OnScale):
        return {value: value for value in old.domains[mine] if value in values}
    scale, other = old.tool.scale_of(before.item), new.tool.scale_of(after.item)
    assert scale is not None
    assert other is not None
    ranks = {scale.by_id[grade.id].rank: grade.rank for grade in other.grades if grade.id in scale.by_id}
    reading = {value: ranks.get(value, value) if isinstance(value, int) else value for value in old.domains[mine]}
    known = {value for value in reading if value is None or value in ranks}
    return {value: read for value, read in reading.items() if value in known and read in values}


def _takes(space: Space, item: ItemSteps, value: Value) -> bool:
    """Whether a number, a date, so many rows or `not applicable` is an answer to *item*."""
    if value is None:
        return None in space.domains[item.answer]
    if isinstance(item.item.answer, Table):
        return True
    try:
        read_value(value, item.item, space.tool)
    except Refused:
        return False
    return True


def _item(space: Space, number: int) -> ItemSteps | None:
    return next((item for item in space.plan.items if item.answer == number), None)


def _left_out(old: Space, new: Space, mine: int, number: int, reading: Mapping[Value, Value]) -> Iterator[str]:
    after = _item(new, number)
    if after is not None and (
        set(old.domains[mine]) - set(reading) or set(new.domains[number]) - set(reading.values())
    ):
        yield f"answers to `{after.path}` that only one version has"


def _judgements(both: _Both) -> Iterator[tuple[JudgementSteps, JudgementSteps]]:
    known = {judged.path: judged for judged in both.old.plan.judgements}
    for judged in both.new.plan.judgements:
        _, _, section = judged.path.partition("/")
        for name in (judged.judgement.id, *judged.judgement.formerly):
            before = known.get("/".join(filter(None, [name, section])))
            if before is not None:
                yield before, judged
                break


# --- one judgement ---------------------------------------------------------------------------------------------------


def _regraded(both: _Both, before: JudgementSteps, after: JudgementSteps) -> Regraded:
    pair = (before.final, both.moved[after.final])
    read = behind(both.steps, pair)
    audits = math.prod(len(both.domains[number]) for number in read if isinstance(both.steps[number], Input))
    left_out = tuple(dict.fromkeys(words for words, number in both.left_out if number in read))
    try:
        counts = {row: count for row, count in both.joint(pair, Counted()).items() if isinstance(count, int) and count}
        grades = {row: (_grade(both.old, before, row[0]), _grade(both.new, after, row[1])) for row in counts}
        regraded = [row for row, (one, other) in grades.items() if one != other]
        ways = both.joint(pair, Traced()) if regraded else {}
    except TooMany:
        return Regraded(judgement=after.path, changes=(), audits=audits, left_out=left_out, decided=False)
    total = sum(counts.values())
    described = _described(both, before, after, regraded)
    found = []
    for row in regraded:
        share = Fraction(counts[row], total)
        one, other = grades[row]
        values = simplest(both.old, inputs_in(ways[row]), functools.partial(_shows, both, pair, row))
        audit, example = _witness(both, after, row, values, f"{one} before, {other} now")
        found.append(
            Regrade(
                before=one,
                after=other,
                share=share,
                audits=int(share * audits),
                when=described.get(row, ""),
                audit=audit,
                example=example,
            )
        )
    found.sort(key=lambda change: (-change.share, change.before, change.after))
    return Regraded(judgement=after.path, changes=tuple(found), audits=audits, left_out=left_out)


def _shows(both: _Both, pair: Sequence[int], row: Row, values: Mapping[int, Value]) -> bool:
    given = {**both.domains, **fixed(values)}
    return set(quotient(both.steps, given, kept=pair).rows) == {row}


def _grade(space: Space, judged: JudgementSteps, rank: Value) -> str:
    if not isinstance(rank, int):
        return str(Status.NOT_APPLICABLE)
    return str(space.tool.scale_by_id[judged.judgement.scale].by_rank[rank].id)


def _witness(
    both: _Both, after: JudgementSteps, row: Row, values: Mapping[int, Value], title: str
) -> tuple[Audit, str]:
    """One of the audits, for the new version."""
    back = {number: mine for number, mine in both.moved.items() if isinstance(both.new.plan.steps[number], Input)}
    of_new = {number: _value(both, mine, values) for number, mine in back.items() if _is_there(both, mine, values)}
    rank = row[1] if isinstance(row[1], int) else None
    expected = (expected_grade(after, rank, both.new.tool),)
    return audit_of(both.new, of_new), example_text(both.new, of_new, title, expected)


def _is_there(both: _Both, mine: int, values: Mapping[int, Value]) -> bool:
    step = both.steps[mine]
    return (step.reads[0] if isinstance(step, Function) else mine) in values


def _value(both: _Both, mine: int, values: Mapping[int, Value]) -> Value:
    step = both.steps[mine]
    return step.value(values[step.reads[0]]) if isinstance(step, Function) else values[mine]


# --- what they have in common ----------------------------------------------------------------------------------------


def _described(
    both: _Both, before: JudgementSteps, after: JudgementSteps, regraded: Sequence[Row]
) -> Mapping[Row, str]:
    """For each change of grades the fewest conditions that hold together in exactly the audits that change so."""
    pair = (before.final, both.moved[after.final])
    conditions = _conditions(both, before, after)
    while regraded and conditions:
        try:
            rows = both.joint((*pair, *(step for step, _ in conditions)), Whether())
            return {row: _said(rows, row, [words for _, words in conditions]) for row in regraded}
        except TooMany:
            conditions = conditions[: len(conditions) // 2]
    return {}


def _said(rows: Iterable[Row], row: Row, conditions: Sequence[str]) -> str:
    inside = {each[2:] for each in rows if each[:2] == row}
    outside = {each[2:] for each in rows if each[:2] != row}
    for size in range(1, MOST_WORDS + 1):
        for chosen in itertools.combinations(range(len(conditions)), size):
            holds = {tuple(truths[at] is True for at in chosen) for truths in inside}
            if len(holds) == 1 and not any(tuple(truths[at] is True for at in chosen) in holds for truths in outside):
                (ways,) = holds
                return " and ".join(_words(conditions[at], is_so) for at, is_so in zip(chosen, ways, strict=True))
    return ""


def _words(condition: str, holds: bool) -> str:
    return f"`{condition}`" if holds else f"not `{condition}`"


def _conditions(both: _Both, before: JudgementSteps, after: JudgementSteps) -> list[tuple[int, str]]:
    """The conditions of rules behind a judgement, each with its step, those of which the versions differ first."""
    old = dict(_rules(both.old, before, lambda step: step, "before"))
    new = dict(_rules(both.new, after, both.moved.__getitem__, "now"))
    changed = {words for words in {*old, *new} if not (words in old and words in new)}
    found: dict[int, str] = {}
    for words in sorted({**old, **new}, key=lambda words: (words not in changed, list({**old, **new}).index(words))):
        for step, where in filter(None, (old.get(words), new.get(words))):
            found.setdefault(step, words if words in changed else f"{words} ({where})")
    return list(found.items())[:MOST_CONDITIONS]


def _rules(
    space: Space, judged: JudgementSteps, number: Callable[[int], int], when: str
) -> Iterator[tuple[str, tuple[int, str]]]:
    here = Node(judged.judgement.id, judged.section.split("/")[0])
    reached = [(node.id, node.section) for node in nodes_behind((here,), space.tool)]
    for each in sorted(space.plan.judgements, key=lambda each: each.path != judged.path):
        place = (each.judgement.id, each.section.split("/")[0])
        if place in reached and isinstance(space.tool.things[each.judgement.id], Judgement):
            of = f" in {each.section}" if each.section else ""
            for rule, truth in each.rules:
                yield f"{condition_words(rule.when)}{of}", (number(truth), when)
