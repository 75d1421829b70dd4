"""What has to be known before what: the graph of items, measures, and judgements section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from qarules.diagnostics import Span, place
from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    Applicable,
    Compared,
    Condition,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    PointsIn,
    Reference,
    Scaled,
    SectionsBy,
    Sum,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.ranges import items_with_points
from qarules.model.scope import countable_in, counted, graded_sections, graders
from qarules.model.tool import Item, Section, Tool
from qarules.model.walk import Test, names_in, numbers_in, single_tests


@frozen
class Node:
    """
    Something that gets a value.

    Attributes:
        id: Of an item, a measure or a judgement.
        section: For a judgement for each section, the section it is made for; empty otherwise.
    """

    id: str
    section: str = ""


@frozen
class Reading:
    """
    One thing read by another.

    Attributes:
        of: What is read.
        span: The condition or number that reads it; None where the whole thing does.
    """

    of: Node
    span: Span | None = attrs.field(default=None, eq=False)


def readings(tool: Tool) -> dict[Node, tuple[Reading, ...]]:
    """
    For every item, measure and judgement of *tool*, in its order, what it reads.

    An item reads what its `asked when` does. A judgement reads what its rules do, and every item it could count: where
    none of those applies, it does not apply. Repeated sections stand for one of their instances.
    """
    nodes = [Node(name) for name in (*tool.items, *(measure.id for measure in tool.measures))]
    graph = {node: tuple(read_by(node, tool)) for node in nodes}
    for judgement in tool.judgements:
        for section in graded_sections(tool) if judgement.for_each_section else (None,):
            node = Node(judgement.id, section.id if section is not None else "")
            scope = tool.sections if section is None else (section,)
            counted_there = [item for each in scope for item in countable_in(each, tool)]
            graph[node] = (*read_by(node, tool), *_all(counted_there, None))
    return graph


def read_by(node: Node, tool: Tool) -> Iterator[Reading]:
    """What the conditions and numbers of *node* read."""
    match tool.things[node.id]:
        case Item(asked_when=asked):
            if asked is not None:
                yield from read_in(asked, tool)
        case Measure(value=value):
            yield from _of_number(value, tool, None)
        case Judgement(giving=giving, limits=limits):
            section = next((section for section in tool.sections if section.id == node.section), None)
            for rule in (*giving, *limits):
                yield from read_in(rule.when, tool, section)
        case _:
            pass  # a section reads nothing itself


def read_in(condition: Condition, tool: Tool, section: Section | None = None) -> Iterator[Reading]:
    """What *condition* reads; its counts range over *section*, or over the whole tool where that is None."""
    for test in single_tests(condition):
        yield from _of_test(test, tool, section)


def _of_test(test: Test, tool: Tool, section: Section | None) -> Iterator[Reading]:
    match test:
        case Count(of=of, at=step):
            if isinstance(of, SectionsBy):
                yield from _grades(graded_sections(tool), of.judgement, step.step, tool, test.span)
            else:
                yield from _all(counted(of, step.step, tool, section), test.span)
        case Is(thing=thing, at=step):
            yield from _of_name(thing, step.step, tool)
        case Compared(number=number):
            yield from _of_number(number, tool, section)
        case (
            Within(thing=thing, anchor=anchor) | Dated(thing=thing, anchor=anchor) | InMonth(thing=thing, anchor=anchor)
        ):
            yield from _of_name(thing, None, tool)
            if isinstance(anchor, str):
                yield from _of_name(Reference(name=anchor, span=place(anchor) or test.span), None, tool)
        case Applicable(thing=thing):
            named = tool.things.get(thing.name)
            if isinstance(named, Section):
                yield from _all(countable_in(named, tool) or named.items, test.span)
            else:
                yield from _of_name(thing, None, tool)
        case Has(thing=thing):
            if thing.name in tool.items:
                yield from _of_name(thing, None, tool)
        case _:
            assert_never(test)


def _of_number(expression: Expression, tool: Tool, section: Section | None) -> Iterator[Reading]:
    for number in numbers_in(expression):
        match number:
            case Reference():
                yield from _of_name(number, None, tool)
            case Aggregate(over=PointsIn() as over):
                scope = PointsIn(sections=(section.id,)) if section is not None and not over.sections else over
                yield from _all(items_with_points(scope, tool), number.span)
            case _:
                for name in names_in(number) if not isinstance(number, Sum | Scaled) else ():
                    by = number.by if isinstance(number, Reference) else None
                    read = Reference(name=name, by=by, span=place(name) or number.span)
                    yield from _of_name(read, None, tool)


def _of_name(reference: Reference, step: str | None, tool: Tool) -> Iterator[Reading]:
    thing = tool.things.get(reference.name)
    if isinstance(thing, Section):
        yield from _grades((thing,), reference.by, step, tool, reference.span)
    elif isinstance(thing, Item | Measure) or (isinstance(thing, Judgement) and not thing.for_each_section):
        yield Reading(Node(thing.id), reference.span)


def _grades(
    sections: Iterable[Section], by: str | None, step: str | None, tool: Tool, span: Span | None
) -> Iterator[Reading]:
    for judgement in graders(tool, by, step):
        for section in sections:
            yield Reading(Node(judgement.id, section.id), span)


def _all(things: Iterable[Item | Judgement], span: Span | None) -> Iterator[Reading]:
    for thing in things:
        yield Reading(Node(thing.id), span)
