"""
Tool to plan: every item, condition, measure and judgement as one small step of a line.

A step's value is None where the thing is not applicable: no rule counts it, and a comparison with it does not apply.
Grades and bands are ranks, so that better is higher.
"""

from __future__ import annotations

import datetime
import functools
import graphlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.engine.dates import window
from qarules.engine.domains import open_values
from qarules.engine.numbers import FOLDS, Truth, compare, read_off, rounded
from qarules.engine.run import Part, Step, Value, divided
from qarules.engine.sources import clauses_behind, interpretations
from qarules.model.condition import (
    Aggregate,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Condition,
    Constant,
    Count,
    Counted,
    Dated,
    Expression,
    Has,
    Is,
    ItemsIn,
    Named,
    Not,
    Or,
    PointsIn,
    Quantity,
    Reach,
    Reference,
    Scaled,
    SectionsBy,
    Steps,
    Sum,
    Within,
)
from qarules.model.judgement import GradeRule, Judgement, Measure
from qarules.model.pack import Clause
from qarules.model.scale import Scale
from qarules.model.tool import Item, Number, OneOf, OnScale, Section, Tool
from qarules.model.walk import walk

TRUTHS: tuple[Truth, ...] = (False, True, None)


@attrs.frozen(eq=False)
class ItemSteps:
    """
    The steps of one item, or of one instance of it.

    Attributes:
        section: The id of the section it stands in; empty for a known.
        asked: The truth of its `asked when`; None for an item always asked.
        open: What it could be answered, `not applicable` included where the author allows it.
    """

    item: Item
    section: str
    path: str
    value: int
    asked: int | None
    open: tuple[Value, ...]


@attrs.frozen(eq=False)
class JudgementSteps:
    """
    The steps of one judgement, or of one section's.

    Attributes:
        path: ``judgement``, ``judgement/section`` or ``judgement/section/1``.
        decided: The input that holds the recorded decision.
        suggested: The grade its rules give and limits allow; without giving rules the same as *final*.
        cap: Its cap wherever it applies, None where it does not.
        rules: Each rule with the truth of its condition.
        clauses: The clauses behind it and all it reads.
        rests_on: The interpretations among them, and those that resolve one.
    """

    judgement: Judgement
    path: str
    section: str
    decided: int
    suggested: int
    cap: int
    final: int
    rules: tuple[tuple[GradeRule, int], ...]
    clauses: tuple[str, ...]
    rests_on: tuple[Clause, ...]


@attrs.frozen(eq=False)
class Plan:
    """
    A tool as a line of steps, for given numbers of instances.

    Attributes:
        sections_off: For each section that may not apply, the input that says so.
    """

    steps: tuple[Step, ...]
    parts: tuple[Part, ...]
    items: tuple[ItemSteps, ...]
    sections_off: Mapping[str, int]
    judgements: tuple[JudgementSteps, ...]
    measures: tuple[tuple[Measure, int], ...]

    @property
    def outputs(self) -> Iterator[int]:
        """The steps whose values an outcome tells."""
        for judged in self.judgements:
            yield from (judged.suggested, judged.cap, judged.final, *(truth for _, truth in judged.rules))
        yield from (value for _, value in self.measures)
        yield from (item.asked for item in self.items if item.asked is not None)


@functools.lru_cache(maxsize=64)
def plan(tool: Tool, instances: tuple[tuple[str, int], ...]) -> Plan:
    """
    The plan of *tool*.

    Args:
        instances: For each repeated section its id and how many instances the caller gave.
    """
    return _Planner(tool, dict(instances)).plan()


@attrs.frozen
class Instance:
    """
    A section, or one of its instances.

    Attributes:
        number: Counted from 1; None for a section that is not repeated.
        is_scope: Counts without a scope of their own range over it.
    """

    section: str
    number: int | None = None
    is_scope: bool = True

    def path(self, item: str) -> str:
        """What an item of it is called in an outcome."""
        return item if self.number is None else f"{self.section}/{self.number}/{item}"

    def __str__(self) -> str:
        return self.section if self.number is None else f"{self.section}/{self.number}"


class _Planner:
    """Builds the steps of one tool, each of them once."""

    def __init__(self, tool: Tool, instances: Mapping[str, int]) -> None:
        self.tool = tool
        self.instances = {
            section.id: (
                [Instance(section.id, number + 1) for number in range(instances.get(section.id, 0))]
                if section.repeated
                else [Instance(section.id)]
            )
            for section in tool.sections
        }
        self.steps: list[Step] = []
        self.known_steps: dict[Hashable, int] = {}
        self.items: dict[str, ItemSteps] = {}
        self.sections_off: dict[str, int] = {}
        self.judged: dict[str, JudgementSteps] = {}
        self.measured: dict[str, int] = {}
        self.clauses: dict[str, tuple[str, ...]] = {}

    def plan(self) -> Plan:
        for build in self.in_order():
            build()
        judgements = tuple(
            self.judged[path] for judgement in self.tool.judgements for path in self.paths_of(judgement)
        )
        built = Plan(
            steps=tuple(self.steps),
            parts=(),
            items=tuple(self.items[path] for item in self.tool.items.values() for path in self.paths(item)),
            sections_off=self.sections_off,
            judgements=judgements,
            measures=tuple((measure, self.measured[measure.id]) for measure in self.tool.measures),
        )
        return attrs.evolve(
            built, parts=divided(built.steps, tuple(built.outputs), [judged.final for judged in self.judged.values()])
        )

    # --- the order to build in -----------------------------------------------------------------------------------------

    def in_order(self) -> Iterable[Callable[[], None]]:
        """How to build every item, measure and judgement, each after all that it reads."""
        builders: dict[str, Callable[[], None]] = {}
        graph: dict[str, set[str]] = {}
        for item in self.tool.items.values():
            builders[item.id] = functools.partial(self.build_item, item)
            graph[item.id] = set(self.reads(item.asked_when))
        for measure in self.tool.measures:
            builders[measure.id] = functools.partial(self.build_measure, measure)
            graph[measure.id] = set(self.reads(measure.value))
        for judgement in self.tool.judgements:
            for section in self.gradable() if judgement.for_each_section else [None]:
                name = judgement.id if section is None else f"{judgement.id}/{section.id}"
                builders[name] = functools.partial(self.build_judgement, judgement, section)
                graph[name] = {item.id for item in self.countable(section)} | set(self.reads(judgement, section))
        return [builders[name] for name in graphlib.TopologicalSorter(graph).static_order() if name in builders]

    def reads(self, thing: object, section: Section | None = None) -> Iterator[str]:
        """What is read by *thing*, a part of the model; a count without a scope of its own ranges over *section*."""
        for node in walk(thing):
            match node:
                case Reference() if node.name in self.instances:
                    yield from (item.id for item in self.section(node.name).items)
                    yield from (f"{judgement.id}/{node.name}" for judgement in self.tool.judgements)
                case Reference():
                    yield node.name
                case Named():
                    yield from node.names
                case SectionsBy():
                    yield from (f"{graded.id}/{each.id}" for graded in self.tool.judgements for each in self.gradable())
                case Aggregate() if not isinstance(node.over, PointsIn):
                    yield from node.over
                case Steps():
                    yield node.of
                case Within() | Dated() if isinstance(node.anchor, str):
                    yield node.anchor
                case ItemsIn() | PointsIn():
                    yield from (item.id for item in self.scope(node.sections or ((section.id,) if section else ())))

    def section(self, name: str) -> Section:
        return next(section for section in self.tool.sections if section.id == name)

    def scope(self, sections: Sequence[str]) -> Iterator[Item]:
        """The items of *sections*, or of all; knowns stand in none and are never counted."""
        for section in self.tool.sections:
            if not sections or section.id in sections:
                yield from section.items

    # --- steps -----------------------------------------------------------------------------------------------------------

    def step(
        self,
        key: Hashable,
        reads: Iterable[int],
        value: Callable[..., Value],
        outcomes: tuple[Value, ...] = (),
    ) -> int:
        """The step that computes one value, built where *key* is new."""
        return self.free_step(key, reads, lambda *read: (value(*read),), outcomes)

    def free_step(
        self,
        key: Hashable,
        reads: Iterable[int],
        values: Callable[..., Iterable[Value]],
        outcomes: tuple[Value, ...] = (),
        *,
        is_input: bool = False,
    ) -> int:
        """The step that can have any of several values."""
        if key not in self.known_steps:
            self.steps.append(Step(tuple(reads), values, outcomes, is_input))
            self.known_steps[key] = len(self.steps) - 1
        return self.known_steps[key]

    def constant(self, value: Value) -> int:
        return self.step(("constant", type(value), value), (), lambda: value)

    def fold(
        self,
        key: Hashable,
        members: Sequence[int],
        start: Value,
        add: Callable[..., Value],
        outcomes: tuple[Value, ...] = (),
    ) -> int:
        """The step at the end of a chain that takes in one member after the other."""
        running = self.constant(start)
        for at, member in enumerate(members):
            running = self.step((key, tuple(members[: at + 1])), (running, member), add, outcomes)
        return running

    # --- items -----------------------------------------------------------------------------------------------------------

    def instances_of(self, item: Item) -> list[Instance]:
        section = self.tool.section_of.get(item.id)
        return self.instances[section.id] if section is not None else [Instance("")]

    def paths(self, item: Item) -> list[str]:
        return [instance.path(item.id) for instance in self.instances_of(item)]

    def build_item(self, item: Item) -> None:
        for instance in self.instances_of(item):
            path = instance.path(item.id)
            own = attrs.evolve(instance, is_scope=False)
            asked = self.truth(item.asked_when, own) if item.asked_when is not None else None
            off = self.off(instance)
            reads = [step for step in (asked, off) if step is not None]
            value = self.free_step(
                ("item", path), reads, _item_values(asked is not None), (None,) if reads else (), is_input=True
            )
            allowed = (None,) if item.may_not_apply or item.optional else ()
            self.items[path] = ItemSteps(
                item=item,
                section=instance.section,
                path=path,
                value=value,
                asked=asked,
                open=(*open_values(item, self.tool), *allowed),
            )

    def off(self, instance: Instance) -> int | None:
        """The input that says the section does not apply; None where it always does."""
        if instance.section not in self.instances or self.section(instance.section).may_not_apply is None:
            return None
        step = self.free_step(("off", instance.section), (), lambda domain: domain, is_input=True)
        self.sections_off[instance.section] = step
        return step

    def can_be_off(self, path: str) -> bool:
        """Whether an item can ever be not applicable."""
        steps = self.items[path]
        return None in steps.open or bool(self.steps[steps.value].reads)

    def applies(self, paths: Sequence[str]) -> int:
        """Whether any of these items applies."""
        if not all(self.can_be_off(path) for path in paths):
            return self.constant(True)
        members = [self.items[path].value for path in paths]
        return self.fold("applies", members, False, lambda any_yet, value: any_yet or value is not None, (False, True))

    # --- what a name stands for ------------------------------------------------------------------------------------------

    def value(self, reference: Reference, instance: Instance | None, at: At | None = None) -> int:
        """The step with the value of what *reference* names."""
        name = reference.name
        if name in self.measured:
            return self.measured[name]
        if name in self.instances:
            return self.judged[f"{self.grading(reference, at).id}/{name}"].final
        if name in self.judged:
            return self.judged[name].final
        if instance is not None and instance.path(name) in self.items:
            return self.items[instance.path(name)].value
        return self.items[name].value

    def grading(self, reference: Reference, at: At | None) -> Judgement:
        """The judgement that grades the section *reference* names."""
        return self.section_judgement(reference.by, at)

    def section_judgement(self, named: str | None, at: At | None) -> Judgement:
        return next(
            judgement
            for judgement in self.tool.judgements
            if judgement.for_each_section
            and (judgement.id == named if named else at is None or at.step in self.scale(judgement).by_id)
        )

    def scale(self, thing: Judgement) -> Scale:
        return self.tool.scale_by_id[thing.scale]

    def paths_of(self, judgement: Judgement) -> list[str]:
        """The paths of a judgement's results: one, or one for each section with something to count."""
        if not judgement.for_each_section:
            return [judgement.id]
        return [f"{judgement.id}/{each}" for section in self.gradable() for each in self.instances[section.id]]

    def gradable(self) -> list[Section]:
        """The sections that hold at least one item the rules can count."""
        return [section for section in self.tool.sections if self.countable(section)]

    def countable(self, section: Section | None) -> list[Item]:
        """The items that rules can count, in *section* or in the whole tool."""
        scope = section.items if section is not None else tuple(self.scope(()))
        return [item for item in scope if self.is_countable(item)]

    def is_countable(self, item: Item) -> bool:
        return isinstance(item.answer, OnScale) and self.tool.is_counted(item)

    # --- conditions ------------------------------------------------------------------------------------------------------

    def truth(self, condition: Condition, where: Instance | None) -> int:
        """The step with the truth of *condition*: True, False, or None where it does not apply."""
        key = ("truth", condition, where)
        if key in self.known_steps:
            return self.known_steps[key]
        step = self.new_truth(condition, where)
        self.known_steps[key] = step
        return step

    def new_truth(self, condition: Condition, where: Instance | None) -> int:
        key = ("truth of", condition, where)
        match condition:
            case And():
                return self.fold(key, [self.truth(part, where) for part in condition.parts], True, _and)
            case Or():
                return self.fold(key, [self.truth(part, where) for part in condition.parts], False, _or)
            case Not():
                return self.step(key, [self.truth(condition.part, where)], _not, TRUTHS)
            case Count():
                return self.count(condition, where)
            case Is():
                wanted = self.wanted(condition, where)
                return self.step(
                    key, [self.value(condition.thing, where, condition.at)], _if_applicable(wanted.__contains__), TRUTHS
                )
            case Compared():
                comparison, constant = condition.comparison, condition.value
                test = _if_applicable(lambda value: compare(comparison, value, constant))
                return self.step(key, [self.number(condition.number, where)], test, TRUTHS)
            case Within() | Dated():
                return self.dated(condition, where)
            case Applicable():
                return self.applicable(condition.thing, where)
            case Has():
                return self.has(condition, where)
            case _:
                assert_never(condition)

    def wanted(self, condition: Is, where: Instance | None) -> frozenset[Value]:
        """The values of a thing that fulfil `is`."""
        scale = self.scale_named(condition.thing, condition.at, where)
        if scale is not None:
            return _ranks(scale, condition.at)
        step = condition.at.step
        item = self.tool.items[condition.thing.name]
        return frozenset({step if isinstance(item.answer, OneOf) else step == "yes"})

    def scale_named(self, reference: Reference, at: At, where: Instance | None) -> Scale | None:
        if reference.name in self.instances:
            return self.scale(self.grading(reference, at))
        thing = self.tool.things[reference.name]
        if isinstance(thing, Judgement):
            return self.scale(thing)
        return self.tool.scale_of(thing) if isinstance(thing, Item) else None

    def count(self, condition: Count, where: Instance | None) -> int:
        """Whether so many of the counted are at a step: a chain over them, then one comparison."""
        members = list(self.counted(condition.of, condition.at, where))
        quantity = condition.quantity
        counted = (_share_of if quantity.share else _pieces_of)(quantity.amount)
        running = self.constant(None if quantity.share else 0)
        for at, (member, ranks) in enumerate(members):
            key = ("counted", quantity.share, quantity.amount, tuple(members[: at + 1]))
            running = self.step(key, (running, member), functools.partial(counted, ranks))
        return self.step(("count", running, quantity), (running,), _count_truth(quantity), TRUTHS)

    def counted(self, of: Counted, at: At, where: Instance | None) -> Iterator[tuple[int, frozenset[int]]]:
        """The values counted over, each with the ranks that fulfil *at*; only those whose scale has the step."""
        match of:
            case ItemsIn():
                scope = where if where is not None and where.is_scope and not of.sections else None
                for item in self.scope(of.sections):
                    if scope is None or self.tool.section_of[item.id].id == scope.section:
                        yield from self.counted_item(item, at, scope)
            case Named():
                for name in of.names:
                    thing = self.tool.things[name]
                    if isinstance(thing, Judgement):
                        if at.step in self.scale(thing).by_id:
                            yield self.judged[name].final, _ranks(self.scale(thing), at)
                    elif isinstance(thing, Item):
                        yield from self.counted_item(thing, at, None)
            case SectionsBy():
                judgement = self.section_judgement(of.judgement, at)
                for path in self.paths_of(judgement):
                    yield self.judged[path].final, _ranks(self.scale(judgement), at)
            case _:
                assert_never(of)

    def counted_item(self, item: Item, at: At, where: Instance | None) -> Iterator[tuple[int, frozenset[int]]]:
        scale = self.tool.scale_of(item)
        if scale is None or at.step not in scale.by_id or not self.tool.is_counted(item):
            return
        for instance in self.instances_of(item):
            if where is None or where.number is None or instance == where:
                yield self.items[instance.path(item.id)].value, _ranks(scale, at)

    def dated(self, condition: Within | Dated, where: Instance | None) -> int:
        day = self.value(condition.thing, where)
        anchor = condition.anchor
        if isinstance(anchor, str):
            other = self.value(Reference(name=anchor), where)
        else:
            other = self.constant(self.tool.on if isinstance(anchor, AuditDate) else anchor)

        def truth(date: datetime.date | None, against: datetime.date | None) -> Truth:
            if date is None or against is None:
                return None
            first, last = window(condition, against)
            return first <= date.toordinal() <= last

        return self.step(("dated", condition, where), (day, other), truth, TRUTHS)

    def applicable(self, thing: Reference, where: Instance | None) -> int:
        if thing.name not in self.instances:
            return self.step(
                ("applicable", thing, where), [self.value(thing, where)], lambda value: value is not None, (False, True)
            )
        items = self.section(thing.name).items
        countable = self.countable(self.section(thing.name))
        return self.applies([path for item in countable or items for path in self.paths(item)])

    def has(self, condition: Has, where: Instance | None) -> int:
        comparison, amount = condition.comparison, condition.amount
        if condition.thing.name in self.instances:
            return self.constant(compare(comparison, len(self.instances[condition.thing.name]), amount))
        test = _if_applicable(lambda rows: compare(comparison, rows, amount))
        return self.step(("has", condition, where), [self.value(condition.thing, where)], test, TRUTHS)

    # --- numbers ---------------------------------------------------------------------------------------------------------

    def build_measure(self, measure: Measure) -> None:
        value = self.number(measure.value, None)
        rounding = measure.rounding
        if rounding is not None:
            value = self.step(
                ("rounded", value, rounding),
                [value],
                lambda number: None if number is None else rounded(number, rounding),
            )
        self.measured[measure.id] = value

    def number(self, expression: Expression, where: Instance | None) -> int:
        """The step with the value of *expression*; None where it is not applicable."""
        key = ("number", expression, where)
        match expression:
            case Constant():
                return self.constant(expression.value)
            case Reference():
                return self.value(expression, where)
            case Sum():
                parts = [self.number(part, where) for part in expression.parts]
                return self.fold(key, parts, Fraction(0), _plus)
            case Scaled():
                factor = expression.factor
                return self.step(
                    key,
                    [self.number(expression.part, where)],
                    lambda number: None if number is None or factor is None else number * factor,
                )
            case Steps():
                table = expression
                return self.step(
                    key,
                    [self.value(Reference(name=expression.of), where)],
                    lambda number: None if number is None else read_off(table, number),
                )
            case Aggregate():
                return self.aggregate(expression, where)
            case _:
                assert_never(expression)

    def aggregate(self, expression: Aggregate, where: Instance | None) -> int:
        fold = FOLDS[expression.how]
        running = self.constant(fold.start)
        key: Hashable = expression.how
        for member, points, weight, most in self.pointed(expression, where):
            key = (key, member)

            def add(
                sofar: tuple[Fraction, ...],
                value: Value,
                points: Callable[[Value], Fraction] = points,
                weight: Fraction = weight,
                most: Fraction = most,
            ) -> tuple[Fraction, ...]:
                return sofar if value is None else fold.add(sofar, points(value), weight, most)

            running = self.step(key, (running, member), add)
        return self.step(("aggregate", expression.how, running), (running,), fold.end)

    def pointed(
        self, expression: Aggregate, where: Instance | None
    ) -> Iterator[tuple[int, Callable[[Value], Fraction], Fraction, Fraction]]:
        """What an aggregate takes in: the step, how its value reads as a number, its weight and its maximum."""
        if isinstance(expression.over, PointsIn):
            items = [item for item in self.scope(expression.over.sections) if not isinstance(item.answer, Number)]
        else:
            for name in expression.over:
                if name in self.measured:
                    yield self.measured[name], _itself, Fraction(1), Fraction(0)
            items = [self.tool.items[name] for name in expression.over if name in self.tool.items]
        for item in items:
            reading = _points(item, self.tool)
            if reading is not None and self.tool.is_counted(item):
                points, most = reading
                for path in self.paths(item):
                    yield self.items[path].value, points, item.weight, most

    # --- judgements ------------------------------------------------------------------------------------------------------

    def build_judgement(self, judgement: Judgement, section: Section | None) -> None:
        countable = self.countable(section)
        if section is None:
            self.judge(judgement, judgement.id, None, [path for item in countable for path in self.paths(item)])
            return
        for instance in self.instances[section.id]:
            self.judge(judgement, f"{judgement.id}/{instance}", instance, [instance.path(item.id) for item in countable])

    def judge(self, judgement: Judgement, path: str, where: Instance | None, countable: Sequence[str]) -> None:
        """Given, cap, suggested and final grade of one judgement, each a step."""
        scale = self.scale(judgement)
        lowest, highest = 0, len(scale.grades) - 1
        applies = self.applies(countable) if self.countable(None) else self.constant(True)
        rules = tuple((rule, self.truth(rule.when, where)) for rule in (*judgement.giving, *judgement.limits))
        given = self.graded(scale, rules[: len(judgement.giving)], lowest, max)
        capped = self.graded(scale, rules[len(judgement.giving) :], highest, min)
        grades = (*range(len(scale.grades)), None)
        cap = self.step(("cap", path), (capped, applies), lambda rank, does: rank if does else None, grades)
        decided = self.free_step(("decided", path), (), lambda domain: domain, grades, is_input=True)
        if judgement.giving:
            suggested = self.step(
                ("suggested", path), (given, cap), lambda rank, most: None if most is None else min(rank, most), grades
            )
            final = self.step(
                ("final", path),
                (suggested, decided),
                lambda rank, chosen: rank if chosen is None or rank is None else chosen,
                grades,
            )
        else:
            final = suggested = self.free_step(("final", path), (cap, decided), _freely_decided, grades)
        clauses = self.clauses_behind(judgement)
        self.judged[path] = JudgementSteps(
            judgement=judgement,
            path=path,
            section=str(where) if where is not None else "",
            decided=decided,
            suggested=suggested,
            cap=cap,
            final=final,
            rules=rules,
            clauses=clauses,
            rests_on=interpretations(clauses, self.tool),
        )

    def clauses_behind(self, judgement: Judgement) -> tuple[str, ...]:
        if judgement.id not in self.clauses:
            self.clauses[judgement.id] = clauses_behind(judgement, self.tool)
        return self.clauses[judgement.id]

    def graded(
        self,
        scale: Scale,
        rules: Sequence[tuple[GradeRule, int]],
        start: int,
        better: Callable[[int, int], int],
    ) -> int:
        """The best (or lowest) grade among the rules that hold, *start* where none does."""
        running = self.constant(start)
        grades = tuple(range(len(scale.grades)))
        for rule, truth in rules:
            rank = scale.by_id[rule.grade].rank
            running = self.step(
                ("graded", running, truth, rank, better.__name__),
                (running, truth),
                lambda sofar, holds, rank=rank: better(sofar, rank) if holds else sofar,
                grades,
            )
        return running


# --- what single steps compute -------------------------------------------------------------------------------------------


def _item_values(is_asked_when: bool) -> Callable[..., tuple[Value, ...]]:
    """An item's domain, unless it is hidden or its section does not apply."""

    def values(domain: tuple[Value, ...], *read: Value) -> tuple[Value, ...]:
        hidden = is_asked_when and read[0] is not True
        off = read[-1] is True if len(read) > is_asked_when else False
        return (None,) if hidden or off else domain

    return values


def _and(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _or(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _plus(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _if_applicable(test: Callable[..., bool]) -> Callable[[Value], Truth]:
    """*test*, which does not apply to what is not applicable."""
    return lambda value: None if value is None else test(value)


def _itself(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def _ranks(scale: Scale, at: At) -> frozenset[int]:
    """The ranks of a scale that *at* takes in."""
    here = scale.by_id[at.step].rank
    match at.reach:
        case Reach.EXACTLY:
            return frozenset({here})
        case Reach.OR_BETTER:
            return frozenset(range(here, len(scale.grades)))
        case Reach.OR_WORSE:
            return frozenset(range(here + 1))
        case _:
            assert_never(at.reach)


def _pieces_of(amount: Fraction) -> Callable[[frozenset[int], int, int | None], int]:
    """Count matches, no further than one past *amount*: beyond that no comparison tells them apart."""
    enough = int(amount) + 1
    return lambda ranks, sofar, value: min(sofar + (value in ranks), enough)


def _share_of(share: Fraction) -> Callable[[frozenset[int], int | None, int | None], int | None]:
    """
    Keep by how much the matches exceed *share* of the applicable, in units of its denominator; None over nothing.

    The difference alone decides every comparison, so the two counts need not be kept apart. It can only fall for a share
    of all and only rise for a share of none, and is then kept at its first step.
    """
    per_match, per_item = share.denominator, share.numerator

    def add(ranks: frozenset[int], sofar: int | None, value: int | None) -> int | None:
        if value is None:
            return sofar
        over = (sofar or 0) + (per_match if value in ranks else 0) - per_item
        if share >= 1:
            return max(over, -1)
        return min(over, 1) if share <= 0 else over

    return add


def _count_truth(quantity: Quantity) -> Callable[[int | None], Truth]:
    if quantity.share:
        return lambda over: None if over is None else compare(quantity.comparison, over, 0)
    return lambda pieces: compare(quantity.comparison, pieces or 0, quantity.amount)


def _freely_decided(cap: int | None, decided: int | None) -> tuple[int | None, ...]:
    """A grade only a person can give: what was decided, else any up to the cap."""
    if cap is None:
        return (None,)
    return tuple(range(cap + 1)) if decided is None else (decided,)


def _points(item: Item, tool: Tool) -> tuple[Callable[[Value], Fraction], Fraction] | None:
    """How an answer reads as points, and the most there are; None where the item carries none."""
    if isinstance(item.answer, Number):
        return _itself, item.answer.high or Fraction(0)
    table: dict[Value, Fraction | None] = {}
    scale = tool.scale_of(item)
    if scale is not None:
        table = {grade.rank: grade.points for grade in scale.grades}
    elif isinstance(item.answer, OneOf):
        table = {choice.id: choice.points for choice in item.answer.choices}
    known = {value: points for value, points in table.items() if points is not None}
    return (lambda value: known.get(value, Fraction(0)), max(known.values())) if known else None


