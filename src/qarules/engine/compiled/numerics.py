"""What names stand for in a program, and the numbers made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from qarules.engine.compiled.program import Fixed, Fold, Itself, Member, Numeric, Plus, Points, ReadOff, Ref, Times
from qarules.model.condition import (
    Aggregate,
    At,
    Constant,
    Expression,
    PointsIn,
    Reference,
    Scaled,
    Steps,
    Sum,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.scale import Scale
from qarules.model.scope import graded_sections, graders, scale_of, sections_named
from qarules.model.tool import Item, Number, OneOf, Section, Thing, Tool

Where = tuple[str, int] | None
"""The section and the number of the instance in which something is read; None for the whole tool."""

ONE, ZERO = Fraction(1), Fraction(0)


class Names:
    """
    What every name of a tool stands for, as far as its program is made.

    Attributes:
        instances: By section, how many instances it has; 0 for one that is not repeated.
        numbers: By section, the numbers of its instances; ``(0,)`` for one that is not repeated.
        refs: The values made so far, by path or id.
        scales: The scale a value stands on, for those that do.
        read: The values that something reads.
    """

    def __init__(self, tool: Tool, instances: Mapping[str, int]) -> None:
        self.tool = tool
        self.sections = {section.id: section for section in tool.sections}
        self.instances = {section.id: instances[section.id] for section in tool.sections if section.repeated}
        self.numbers = {
            section.id: tuple(range(1, instances[section.id] + 1)) if section.repeated else (0,)
            for section in tool.sections
        }
        self.refs: dict[str, Ref] = {}
        self.scales: dict[Ref, Scale] = {}
        self.read: set[Ref] = set()

    def section(self, name: str) -> Section:
        """The section of that name."""
        return self.sections[name]

    def numbers_of(self, item: Item) -> tuple[int, ...]:
        """The numbers of the instances of *item*; a known stands once."""
        section = self.tool.section_of.get(item.id)
        return self.numbers[section.id] if section is not None else (0,)

    def path(self, item: Item, number: int) -> str:
        """What an instance of *item* is called in an outcome."""
        return f"{self.tool.section_of[item.id].id}/{number}/{item.id}" if number else item.id

    def paths(self, item: Item) -> list[str]:
        """What *item* is called, in each instance."""
        return [self.path(item, number) for number in self.numbers_of(item)]

    def paths_of(self, judgement: Judgement) -> list[str]:
        """The paths of a judgement's results: one, or one for each section with something to count."""
        if not judgement.for_each_section:
            return [judgement.id]
        return [
            f"{judgement.id}/{section.id}/{number}" if number else f"{judgement.id}/{section.id}"
            for section in graded_sections(self.tool)
            for number in self.numbers[section.id]
        ]

    def all_of(self, paths: Iterable[str]) -> tuple[Ref, ...]:
        """The values at *paths*, now read."""
        refs = tuple(self.refs[path] for path in paths)
        self.read.update(refs)
        return refs

    def grader(self, by: str | None, at: At | None) -> Judgement:
        """The judgement for each section that is meant."""
        return graders(self.tool, by, at.step if at is not None else None)[0]

    def ref(self, reference: Reference, where: Where, at: At | None = None) -> Ref:
        """The value of what *reference* names, now read; an item of the same section is meant in that instance."""
        name = reference.name
        if name in self.sections:
            name = f"{self.grader(reference.by, at).id}/{name}"
        elif where is not None and where[1] and (own := f"{where[0]}/{where[1]}/{name}") in self.refs:
            name = own
        return self.all_of([name])[0]


def numeric(expression: Expression, names: Names, where: Where, scope: Where = None) -> Numeric:
    """*expression* read in *where*; points of "the scope" are those of *scope*, of the whole tool where it is None."""
    match expression:
        case Constant(value=value):
            return Fixed(value)
        case Reference():
            return _named(expression, names, where)
        case Sum(parts=parts):
            return Plus(tuple(numeric(part, names, where, scope) for part in parts))
        case Scaled(part=part, factor=factor):
            return Times(numeric(part, names, where, scope), factor) if factor is not None else Fixed(None)
        case Steps(of=name):
            return ReadOff(_named(Reference(name=name), names, where), expression)
        case Aggregate(how=how):
            return Fold(how, tuple(_members(expression, names, scope)))
        case _:
            assert_never(expression)


def _named(reference: Reference, names: Names, where: Where) -> Numeric:
    """A number or measure by its name; whatever stands on a scale, or has choices, by its points."""
    ref = names.ref(reference, where)
    thing: Thing = names.tool.things[reference.name]
    if isinstance(thing, Section):
        thing = names.grader(reference.by, None)
    return _worth(thing, ref, names.tool)


def _worth(thing: Thing, ref: Ref, tool: Tool) -> Numeric:
    table = _table(thing, tool)
    return Points(ref, table) if table else Itself(ref)


def _table(thing: Thing, tool: Tool) -> dict[int | str, Fraction]:
    """The points that the values of *thing* carry; empty where they carry none."""
    scale = scale_of(thing, tool)
    if scale is not None:
        return {grade.rank: grade.points for grade in scale.grades if grade.points is not None}
    if isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        return {choice.id: choice.points for choice in thing.answer.choices if choice.points is not None}
    return {}


def _members(expression: Aggregate, names: Names, scope: Where) -> Iterator[Member]:
    tool, over = names.tool, expression.over
    if isinstance(over, PointsIn):
        named = over.sections or ((scope[0],) if scope is not None else ())
        items = [item for section in sections_named(named, tool) for item in section.items]
        items = [item for item in items if not isinstance(item.answer, Number)]
        inside = None if over.sections else scope
    else:
        for name in over:
            thing = tool.things[name]
            if isinstance(thing, Measure):
                yield Member(Itself(*names.all_of([name])), ONE, ZERO)
            elif isinstance(thing, Judgement) and (table := _table(thing, tool)):
                yield Member(Points(names.all_of([name])[0], table), ONE, max(table.values()))
        items = [tool.items[name] for name in over if name in tool.items]
        inside = None
    for item in items:
        if not tool.is_counted(item) or not (isinstance(item.answer, Number) or _table(item, tool)):
            continue
        table = _table(item, tool)
        highest = item.answer.high if isinstance(item.answer, Number) else None
        most = max(table.values()) if table else highest or ZERO
        home = tool.section_of.get(item.id)
        for number in names.numbers_of(item):
            if inside is None or (home is not None and (home.id, number) == inside):
                ref = names.all_of([names.path(item, number)])[0]
                yield Member(_worth(item, ref, tool), item.weight, most)
