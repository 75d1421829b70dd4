"""A plan in the making: its steps, each built once, and what every name of the tool stands for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from qarules.engine.steps import Element, Fold, Function, Input, Number, Step, Value, sums
from qarules.frozen import frozen
from qarules.model.condition import At, Reference
from qarules.model.dependencies import Node
from qarules.model.judgement import GradeRule, Judgement
from qarules.model.scope import graded_sections, graders
from qarules.model.standard import Clause
from qarules.model.tool import Item, Section, Tool


@frozen
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


@frozen(eq=False)
class ItemSteps:
    """
    The steps of one item, or of one instance of it.

    Attributes:
        section: The id of the section it stands in; empty for a known.
        answer: The input that holds its answer.
        value: The same where rules see it, not applicable where it is hidden.
        asked: The truth of its `asked when`; None for an item always asked.
        open: What it could be answered, `not applicable` included where the author allows it.
    """

    item: Item
    section: str
    path: str
    answer: int
    value: int
    asked: int | None
    open: tuple[Value, ...]


@frozen(eq=False)
class JudgementSteps:
    """
    The steps of one judgement, or of one section's.

    Attributes:
        path: ``judgement``, ``judgement/section`` or ``judgement/section/1``.
        decided: The input that holds the recorded decision.
        chosen: Without giving rules, the input that holds what somebody may still decide.
        suggested: The grade its rules give and limits allow; without giving rules the same as *final*.
        cap: Its cap wherever it applies, None where it does not.
        ranks: Of every grade of its scale.
        rules: Each rule with the truth of its condition.
        clauses: The clauses behind it and all it reads.
        rests_on: The interpretations among them, and those that resolve one.
    """

    judgement: Judgement
    path: str
    section: str
    decided: int
    chosen: int | None
    suggested: int
    cap: int
    final: int
    ranks: tuple[int, ...]
    rules: tuple[tuple[GradeRule, int], ...]
    clauses: tuple[str, ...]
    rests_on: tuple[Clause, ...]


class Draft:
    """
    The steps of one tool so far.

    Attributes:
        instances: Every section as often as it stands.
        items, judged, measured: What has been built, by path or id.
        sections_off: For each section that may not apply, the input that says so.
        repeated: The repeated sections on which each thing depends.
    """

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
        self.items: dict[str, ItemSteps] = {}
        self.judged: dict[str, JudgementSteps] = {}
        self.measured: dict[str, int] = {}
        self.sections_off: dict[str, int] = {}
        self.repeated: dict[Node, frozenset[str]] = {}
        self._numbers: dict[Hashable, int] = {}

    # --- steps -------------------------------------------------------------------------------------------------------

    def add(self, key: Hashable, step: Callable[[], Step]) -> int:
        """The number of the step called *key*, made where there is none yet."""
        if key not in self._numbers:
            self.steps.append(step())
            self._numbers[key] = len(self.steps) - 1
        return self._numbers[key]

    def input(self, key: Hashable) -> int:
        """The input called *key*."""
        return self.add(key, Input)

    def step(
        self,
        key: Hashable,
        reads: Iterable[int],
        value: Callable[..., Value],
        outcomes: tuple[Value, ...] = (),
        *,
        sees_any: bool = False,
    ) -> int:
        """The step that computes one value of a few others."""
        return self.add(key, lambda: Function(tuple(reads), value, outcomes, sees_any))

    def constant(self, value: Value) -> int:
        """The step that always has *value*."""
        return self.step(("constant", type(value), value), (), lambda: value)

    def sums(
        self,
        key: Hashable,
        members: Sequence[tuple[int, Callable[[Any], tuple[Number, ...]]]],
        tops: tuple[int | None, ...],
        end: Callable[[Any], Value],
        outcomes: tuple[Value, ...] = (),
    ) -> int:
        """The step made of sums over *members*, each with what it adds; *key* names what that is."""
        reads, elements = tuple(read for read, _ in members), tuple(element for _, element in members)
        return self.add((key, reads), lambda: sums(reads, elements, tops, end, outcomes))

    def fold(
        self,
        key: Hashable,
        members: Sequence[tuple[int, Callable[[Any], Element]]],
        start: Element,
        plus: Callable[[Element, Element], Element],
        end: Callable[[Element], Value] = lambda taken: taken,
        outcomes: tuple[Value, ...] = (),
        last: Element = None,
    ) -> int:
        """The step that takes in *members* in some other way than by adding up."""
        reads, elements = tuple(read for read, _ in members), tuple(element for _, element in members)
        return self.add((key, reads), lambda: Fold(reads, elements, start, plus, end, outcomes, last))

    # --- what a name stands for --------------------------------------------------------------------------------------

    def section(self, name: str) -> Section:
        """The section of that name."""
        return next(section for section in self.tool.sections if section.id == name)

    def instances_of(self, item: Item) -> list[Instance]:
        """The instances of the section *item* stands in; a known stands once, in none."""
        section = self.tool.section_of.get(item.id)
        return self.instances[section.id] if section is not None else [Instance("")]

    def paths(self, item: Item) -> list[str]:
        """What *item* is called in an outcome, in each instance."""
        return [instance.path(item.id) for instance in self.instances_of(item)]

    def paths_of(self, judgement: Judgement) -> list[str]:
        """The paths of a judgement's results: one, or one for each section with something to count."""
        if not judgement.for_each_section:
            return [judgement.id]
        sections = graded_sections(self.tool)
        return [f"{judgement.id}/{each}" for section in sections for each in self.instances[section.id]]

    def value(self, reference: Reference, where: Instance | None, at: At | None = None) -> int:
        """
        The step with the value of what *reference* names.

        Args:
            where: The instance in which it is read; an item of the same section is meant in that one.
            at: The step it is held against, which tells two judgements for each section apart.
        """
        name = reference.name
        if name in self.measured:
            return self.measured[name]
        if name in self.instances:
            return self.judged[f"{self.grader(reference.by, at).id}/{name}"].final
        if name in self.judged:
            return self.judged[name].final
        own = where.path(name) if where is not None else name
        return self.items[own if own in self.items else name].value

    def off(self, section: str) -> int | None:
        """The input that says *section* does not apply; None where it always does, and for a known's."""
        if section not in self.instances or self.section(section).may_not_apply is None:
            return None
        self.sections_off[section] = self.input(("off", section))
        return self.sections_off[section]

    def grader(self, by: str | None, at: At | None) -> Judgement:
        """The judgement for each section that is meant."""
        return graders(self.tool, by, at.step if at is not None else None)[0]

    def applies(self, members: Sequence[int]) -> int:
        """Whether any of these steps has a value."""
        return self.sums("applies", [(member, _one_if_there) for member in members], (1,), bool_of, (False, True))


def _one_if_there(value: Value) -> tuple[int]:
    return (int(value is not None),)


def bool_of(sums: tuple[Number]) -> bool:
    """Whether anything was added up."""
    return sums[0] > 0
