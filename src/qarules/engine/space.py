"""The audits of a tool as a space: every one there can be, or every one that completes what was answered so far."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from qarules.engine.answers import Given, Readings, read_answers
from qarules.engine.certain import Domains, behind
from qarules.engine.decisions import read_decisions
from qarules.engine.domains import sample_values
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.plan import Plan, plan
from qarules.engine.quotient import Joint, Memo, quotient
from qarules.engine.steps import ANY, Fold, Function, Value
from qarules.engine.tables import Ways
from qarules.frozen import frozen
from qarules.model.answers import Audit, Decision, Status
from qarules.model.outcome import Problem
from qarules.model.tool import Item, OneOf, OnScale, Person, Table, Text, Tool, YesNo

SOME_TEXT = "some text"
"""What stands for any text in an audit that somebody is shown."""


@frozen(eq=False)
class Space:
    """
    Audits of a tool: all combinations of what each input of its plan can be.

    Attributes:
        instances: For each repeated section, how many instances it has in them.
        sampled: The inputs that could be anything, and have but some values here.
        limits: What inputs were limited to since the space was made.
    """

    tool: Tool
    plan: Plan
    domains: Domains
    instances: Mapping[str, int] = attrs.field(factory=dict)
    sampled: frozenset[int] = frozenset()
    limits: Domains = attrs.field(factory=dict)
    _memo: Memo = attrs.field(factory=dict, repr=False)

    def joint(
        self,
        kept: Sequence[int] = (),
        *,
        told: Sequence[int] = (),
        ways: Ways | None = None,
        given: Domains | None = None,
    ) -> Joint:
        """
        The values that the steps *kept* have together, and every value of each of *told*.

        Args:
            ways: What is remembered of how a row comes about.
            given: What some inputs are limited to.

        Raises:
            TooMany: The classes of audits are more than the bound.
        """
        domains = {**self.domains, **given} if given else self.domains
        return quotient(self.plan.steps, domains, told=told, kept=kept, ways=ways, memo=self._memo)

    def is_whole(self, *steps: int) -> bool:
        """Whether every audit is there as far as *steps* can tell: what none of these shows, no audit does."""
        return not self.sampled or self.sampled.isdisjoint(behind(self.plan.steps, steps))

    def limited(self, given: Domains) -> Space:
        """The audits in which some inputs are limited to fewer values."""
        return attrs.evolve(self, domains={**self.domains, **given}, limits={**self.limits, **given})

    @property
    def open_items(self) -> tuple[ItemSteps, ...]:
        """The items that can be answered in more than one way, in the order of the tool."""
        return tuple(item for item in self.plan.items if len(self.domains[item.answer]) > 1)


def is_blank(item: ItemSteps, readings: Readings) -> bool:
    """Whether an optional item was left blank; one that was answered, if to no avail, was not."""
    return item.item.optional and item.path not in readings.cannot_tell and item.path not in readings.refused


def domain_left(item: ItemSteps, readings: Readings) -> tuple[Value, ...]:
    """What was answered, or whatever still could be."""
    if item.path in readings.answers:
        return (readings.answers[item.path].value,)
    return (None,) if is_blank(item, readings) else item.open


def domains_left(
    plan: Plan, readings: Readings, decisions: Mapping[str, tuple[int, Decision]]
) -> dict[int, tuple[Value, ...]]:
    """What each input of the plan can be: what was answered and decided, or whatever still could be."""
    domains: dict[int, tuple[Value, ...]] = {}
    for item in plan.items:
        domains[item.answer] = domain_left(item, readings)
    for section, step in plan.sections_off.items():
        may_turn_out_off = section not in readings.instances
        domains[step] = (True,) if section in readings.sections_off else (False, True)[: 1 + may_turn_out_off]
    for item in plan.items:
        off = plan.sections_off.get(item.section)
        if off is not None and item.path in readings.answers and item.section not in readings.sections_off:
            domains[off] = (False,)
    for judged in plan.judgements:
        decision = decisions.get(judged.path)
        domains[judged.decided] = (decision[0] if decision is not None else None,)
        if judged.chosen is not None:
            domains[judged.chosen] = judged.ranks if decision is None else (0,)
    return domains


def completions(
    tool: Tool, answers: Given, known: Given | None, decisions: Mapping[str, Decision | Mapping[str, object]] | None
) -> tuple[Space, tuple[Problem, ...]]:
    """Every audit that completes what was answered, and what of that cannot be used; raises as `evaluate` does."""
    readings = read_answers(tool, answers, known or {})
    planned = plan(tool, tuple(sorted(readings.instances.items())))
    paths = {judged.path: judged.judgement.id for judged in planned.judgements}
    usable, refused = read_decisions(tool, paths, decisions or {})
    space = Space(tool, planned, domains_left(planned, readings, usable), readings.instances)
    return space, (*readings.problems, *refused)


def every_audit(tool: Tool, instances: Mapping[str, int] | None = None) -> Space:
    """
    Every complete audit of *tool*, as its rules grade it: nobody decides otherwise than they suggest.

    What has no giving rules somebody decides within its limits, any way they allow. The best answers come first.

    Args:
        instances: For each repeated section, how many instances there are; none by default.
    """
    instances = instances or {}
    planned = plan(tool, tuple(sorted(instances.items())))
    domains: dict[int, tuple[Value, ...]] = {}
    sampled = set()
    for item in planned.items:
        domain = item.open
        if ANY in domain:
            sampled.add(item.answer)
            domain = (*sample_values(item.item, tool), *(value for value in domain if value is None))
        is_rising = isinstance(item.item.answer, OnScale | YesNo)
        domains[item.answer] = tuple(sorted(domain, key=_best_first)) if is_rising else domain
    domains.update(dict.fromkeys(planned.sections_off.values(), (False, True)))
    for judged in planned.judgements:
        domains[judged.decided] = (None,)
        if judged.chosen is not None:
            domains[judged.chosen] = tuple(reversed(judged.ranks))
    return Space(tool, planned, domains, instances, frozenset(sampled))


def _best_first(value: Value) -> tuple[bool, int]:
    return (value is None, -int(value) if isinstance(value, int) else 0)


# --- back to answers -------------------------------------------------------------------------------------------------


def audit_of(space: Space, values: Mapping[int, Value]) -> Audit:
    """The audit in which the inputs have *values*; an input that is left out stays unanswered."""
    tool = space.tool
    answers: dict[str, object] = {}
    known: dict[str, object] = {}
    repeated: dict[str, list[dict[str, object]]] = {
        section.id: [{} for _ in range(space.instances.get(section.id, 0))]
        for section in tool.sections
        if section.repeated
    }
    off = {section for section, step in space.plan.sections_off.items() if values.get(step) is True}
    for item in space.plan.items:
        if item.answer not in values or item.section in off:
            continue
        answer = answer_of(item.item, values[item.answer], tool)
        if not item.section:
            known[item.item.id] = answer
        elif item.section in repeated:
            repeated[item.section][int(item.path.split("/")[1]) - 1][item.item.id] = answer
        else:
            answers[item.item.id] = answer
    answers.update(dict.fromkeys(off, Status.NOT_APPLICABLE))
    answers.update({section: rows for section, rows in repeated.items() if section not in off})
    decisions = {
        judged.path: _decision(judged, values[judged.chosen], tool)
        for judged in space.plan.judgements
        if judged.chosen in values and judged.chosen is not None
    }
    return Audit(on=tool.on, answers=answers, known=known, decisions=decisions)


def _decision(judged: JudgementSteps, rank: Value, tool: Tool) -> Decision:
    grades = tool.scale_by_id[judged.judgement.scale].by_rank
    assert isinstance(rank, int)
    by = next(iter(judged.judgement.decided_by), "")
    return Decision(grades[rank].id, by=by, reason="as the example gives it")


def answer_of(item: Item, value: Value, tool: Tool) -> str | bool | Fraction | datetime.date | Status | list[object]:
    """A value of an item as somebody would hand it in."""
    if value is None:
        return Status.NOT_APPLICABLE
    match item.answer:
        case OnScale(scale=scale):
            assert isinstance(value, int)
            return str(tool.scale_by_id[scale].by_rank[value].id)
        case Text():
            return SOME_TEXT
        case Person():
            return str(tool.roles[0].id) if tool.roles else SOME_TEXT
        case Table():
            assert isinstance(value, int)
            return [{} for _ in range(value)]
        case OneOf():
            return str(value)
        case _:
            assert isinstance(value, bool | Fraction | datetime.date)
            return value


# --- interchangeable items -------------------------------------------------------------------------------------------


def classes(space: Space, wanted: Iterable[int]) -> tuple[tuple[ItemSteps, ...], ...]:
    """
    The open items in classes: those of one class can change places in any audit, and no step of *wanted* sees it.

    They have the same values, and whatever reads them takes each value in alike. An item that is read by itself is a
    class of its own.
    """
    readers: dict[int, list[int]] = {}
    for number in behind(space.plan.steps, wanted):
        for read in set(space.plan.steps[number].reads):
            readers.setdefault(read, []).append(number)
    found: dict[object, list[ItemSteps]] = {}
    for item in space.open_items:
        domain = space.domains[item.answer]
        gate: tuple[int, ...] = ()
        if item.value != item.answer:
            gate = space.plan.steps[item.value].reads[1:]
        values = domain if None in domain or not gate else (*domain, None)
        seen: list[tuple[int, tuple[Value, ...]]] = []
        is_alone = item.value != item.answer and readers.get(item.answer, []) != [item.value]
        for number in readers.get(item.value, ()):
            step = space.plan.steps[number]
            if isinstance(step, Fold) and step.reads.count(item.value) == 1:
                element = step.elements[step.reads.index(item.value)]
                seen.append((number, tuple([element(value) for value in values])))
            elif isinstance(step, Function):
                is_alone = True
        key: object = (item.answer,) if is_alone else (domain, gate, tuple(seen))
        found.setdefault(key, []).append(item)
    return tuple(map(tuple, found.values()))
