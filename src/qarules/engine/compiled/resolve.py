"""Tool to program: every name becomes the value it stands for, every count its members, every `not` a plain test."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.engine.compiled.numerics import Names, Where, numeric
from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Applies,
    Asked,
    Graded,
    Group,
    Held,
    Itself,
    Numeric,
    OnDays,
    Program,
    Reckoned,
    Ref,
    SectionStands,
    Tally,
    Test,
)
from qarules.engine.numbers import compare
from qarules.model.condition import (
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Condition,
    Count,
    Dated,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Not,
    Or,
    Reference,
    SectionsBy,
    Within,
)
from qarules.model.dependencies import Node, readings
from qarules.model.judgement import GradeRule, Judgement, Measure
from qarules.model.scale import Scale
from qarules.model.scope import countable_in, counted, scale_of, scale_read, steps_at
from qarules.model.tool import Item, OneOf, Section, Tool

OTHERWISE: Mapping[Comparison, tuple[Comparison, ...]] = {
    Comparison.AT_LEAST: (Comparison.FEWER_THAN,),
    Comparison.MORE_THAN: (Comparison.AT_MOST,),
    Comparison.AT_MOST: (Comparison.MORE_THAN,),
    Comparison.FEWER_THAN: (Comparison.AT_LEAST,),
    Comparison.EXACTLY: (Comparison.FEWER_THAN, Comparison.MORE_THAN),
}
"""How a number stands to another where it does not stand as said."""


def program(tool: Tool, instances: Mapping[str, int]) -> Program:
    """The program of *tool* for so many instances of each repeated section."""
    return _Resolving(tool, instances).program()


class _Resolving:
    def __init__(self, tool: Tool, instances: Mapping[str, int]) -> None:
        self.tool = tool
        self.names = Names(tool, {section.id: instances.get(section.id, 0) for section in tool.sections})
        self.values: list[Asked | Reckoned | Graded] = []

    def program(self) -> Program:
        graph = {node: {reading.of for reading in reads} for node, reads in readings(self.tool).items()}
        order = list(graphlib.TopologicalSorter(graph).static_order())
        # What stands by itself goes first, section by section: it can be read without looking at anything else.
        single = [item for item in self.tool.items.values() if item.asked_when is None]
        for item in single:
            self.item(item)
        done = {item.id for item in single}
        for node in order:
            if node.id not in done:
                self.thing(node)
        watched = tuple((each, self.test(each.when, None)) for each in self.tool.watched)
        refs = self.names.refs
        return Program(
            values=tuple(self.values),
            asked=tuple(refs[path] for item in self.tool.items.values() for path in self.names.paths(item)),
            measures=tuple(refs[measure.id] for measure in self.tool.measures),
            judgements=tuple(refs[path] for judged in self.tool.judgements for path in self.names.paths_of(judged)),
            watched=watched,
            sections_off=tuple(section.id for section in self.tool.sections if section.may_not_apply is not None),
            repeated=tuple(
                (section.id, self.names.instances[section.id]) for section in self.tool.sections if section.repeated
            ),
            read=frozenset(self.names.read),
            scales=self.names.scales,
        )

    def add(self, path: str, value: Asked | Reckoned | Graded, scale: Scale | None) -> None:
        number = len(self.values)
        self.values.append(value)
        self.names.refs[path] = number
        if scale is not None:
            self.names.scales[number] = scale

    def thing(self, node: Node) -> None:
        match self.tool.things[node.id]:
            case Item() as item:
                self.item(item)
            case Measure() as measure:
                self.add(measure.id, Reckoned(measure, numeric(measure.value, self.names, None)), None)
            case Judgement() as judgement:
                self.judgement(judgement, node.section)
            case _:
                pass  # a section has no value of its own

    def item(self, item: Item) -> None:
        section = self.tool.section_of.get(item.id)
        for number in self.names.numbers_of(item):
            place = (section.id, number) if section is not None else None
            when = self.test(item.asked_when, place, is_scope=False) if item.asked_when is not None else None
            asked = Asked(
                item=item,
                path=self.names.path(item, number),
                section=section.id if section is not None else "",
                instance=number,
                when=when,
                may_be_off=section is not None and section.may_not_apply is not None,
            )
            self.add(asked.path, asked, self.tool.scale_of(item))

    def judgement(self, judgement: Judgement, section: str) -> None:
        scale = self.tool.scale_by_id[judgement.scale]
        if section:
            countable = countable_in(self.names.section(section), self.tool)
            for number in self.names.numbers[section]:
                own = f"{section}/{number}" if number else section
                applies = self.some_of([self.names.refs[self.names.path(item, number)] for item in countable])
                self.judge(judgement, f"{judgement.id}/{own}", own, (section, number), applies, scale)
            return
        everywhere = [item for each in self.tool.sections for item in countable_in(each, self.tool)]
        refs = [self.names.refs[path] for item in everywhere for path in self.names.paths(item)]
        self.judge(judgement, judgement.id, "", None, self.some_of(refs) if everywhere else None, scale)

    def judge(
        self,
        judgement: Judgement,
        path: str,
        own: str,
        where: Where,
        applies: tuple[Ref, ...] | None,
        scale: Scale,
    ) -> None:
        giving, limits = self.rules(judgement.giving, where), self.rules(judgement.limits, where)
        self.add(path, Graded(judgement, path, own, giving, limits, applies), scale)

    def rules(self, rules: tuple[GradeRule, ...], where: Where) -> tuple[tuple[GradeRule, Test], ...]:
        return tuple((rule, self.test(rule.when, where)) for rule in rules)

    def some_of(self, refs: Iterable[Ref]) -> tuple[Ref, ...] | None:
        """*refs*, one of which has to apply; None where one of them always does."""
        found = tuple(refs)
        asked = [self.values[ref] for ref in found]
        always = any(
            isinstance(each, Asked) and each.is_plain and not each.may_be_off and each.item.may_not_apply is None
            for each in asked
        )
        return None if always else found

    # --- conditions --------------------------------------------------------------------------------------------------

    def test(self, condition: Condition, where: Where, *, is_scope: bool = True, holds: bool = True) -> Test:
        """Whether *condition*, read in *where*, holds; with *holds* False, whether it fails."""

        def within(part: Condition, *, holds: bool = holds) -> Test:
            return self.test(part, where, is_scope=is_scope, holds=holds)

        match condition:
            case And(parts=parts):
                return (_all if holds else _any)(within(part) for part in parts)
            case Or(parts=parts):
                return (_any if holds else _all)(within(part) for part in parts)
            case Not(part=part):
                return within(part, holds=not holds)
            case Count():
                return self.count(condition, where if is_scope else None, holds=holds)
            case Is(thing=thing, at=at):
                return Among(self.names.ref(thing, where, at), self.wanted(condition), fails=not holds)
            case Compared(number=number, comparison=comparison, value=value):
                scope = where if is_scope else None
                return _held(numeric(number, self.names, where, scope), comparison, value, holds=holds)
            case Within() | Dated() | InMonth():
                return self.on_days(condition, where, holds=holds)
            case Applicable(thing=thing):
                return Applies(self.applicable(thing, where), fails=not holds)
            case Has():
                return self.has(condition, where, holds=holds)
            case _:
                assert_never(condition)

    def wanted(self, condition: Is) -> frozenset[int | str | bool]:
        at = condition.at
        scale = scale_read(condition.thing, at, self.tool)
        if scale is not None:
            return _ranks(at, scale)
        item = self.tool.items[condition.thing.name]
        return frozenset({at.step if isinstance(item.answer, OneOf) else at.step == "yes"})

    def on_days(self, test: Within | Dated | InMonth, where: Where, *, holds: bool) -> Test:
        ref = self.names.ref(test.thing, where)
        anchor = test.anchor
        if isinstance(anchor, str):
            return OnDays(test, ref, self.names.ref(Reference(name=anchor), where), fails=not holds)
        return OnDays(test, ref, self.tool.on if isinstance(anchor, AuditDate) else anchor, fails=not holds)

    def applicable(self, thing: Reference, where: Where) -> tuple[Ref, ...]:
        """A section applies when one of its countable items does, or any where it has none to count."""
        named = self.tool.things[thing.name]
        if isinstance(named, Section):
            items = countable_in(named, self.tool) or named.items
            return self.names.all_of([path for item in items for path in self.names.paths(item)])
        return (self.names.ref(thing, where),)

    def has(self, condition: Has, where: Where, *, holds: bool) -> Test:
        comparison, amount = condition.comparison, Fraction(condition.amount)
        if condition.thing.name not in self.names.instances:
            return _held(Itself(self.names.ref(condition.thing, where)), comparison, amount, holds=holds)
        section = self.names.section(condition.thing.name)
        stands = Always(compare(comparison, self.names.instances[section.id], amount) is holds)
        return stands if section.may_not_apply is None else _all([SectionStands(section.id), stands])

    # --- counts ------------------------------------------------------------------------------------------------------

    def count(self, condition: Count, scope: Where, *, holds: bool) -> Test:
        groups = tuple(self.groups(condition, scope))
        quantity = condition.quantity
        comparisons = (quantity.comparison,) if holds else OTHERWISE[quantity.comparison]
        return _any(Tally(groups, attrs.evolve(quantity, comparison=each)) for each in comparisons)

    def groups(self, condition: Count, scope: Where) -> Iterator[Group]:
        members: dict[str, list[Ref]] = {}
        scales: dict[str, Scale] = {}
        for ref, scale in self.members(condition, scope):
            members.setdefault(scale.id, []).append(ref)
            scales[scale.id] = scale
            self.names.read.add(ref)
        for name, refs in members.items():
            yield Group(tuple(refs), scales[name], frozenset(g.rank for g in steps_at(condition.at, scales[name])))

    def members(self, condition: Count, scope: Where) -> Iterator[tuple[Ref, Scale]]:
        of, at, tool = condition.of, condition.at, self.tool
        if isinstance(of, SectionsBy):
            judgement = self.names.grader(of.judgement, at)
            for path in self.names.paths_of(judgement):
                yield self.names.refs[path], tool.scale_by_id[judgement.scale]
            return
        section = self.names.section(scope[0]) if scope is not None else None
        only = scope if isinstance(of, ItemsIn) and not of.sections else None
        for thing in counted(of, at.step, tool, section):
            scale = scale_of(thing, tool)
            assert scale is not None
            if not isinstance(thing, Item):
                yield self.names.refs[thing.id], scale
                continue
            home = tool.section_of[thing.id].id
            for number in self.names.numbers_of(thing):
                if only is None or (home, number) == only:
                    yield self.names.refs[self.names.path(thing, number)], scale


def _ranks(at: At, scale: Scale) -> frozenset[int | str | bool]:
    return frozenset(grade.rank for grade in steps_at(at, scale))


def _held(number: Numeric, comparison: Comparison, value: Fraction, *, holds: bool) -> Test:
    return _any(Held(number, each, value) for each in ((comparison,) if holds else OTHERWISE[comparison]))


def _all(parts: Iterable[Test]) -> Test:
    found = [part for part in parts if part != Always(True)]
    if Always(False) in found:
        return Always(False)
    return found[0] if len(found) == 1 else All(tuple(found)) if found else Always(True)


def _any(parts: Iterable[Test]) -> Test:
    found = [part for part in parts if part != Always(False)]
    if Always(True) in found:
        return Always(True)
    return found[0] if len(found) == 1 else Any(tuple(found)) if found else Always(False)
