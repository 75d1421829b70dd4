"""Where a result comes from: the clauses behind it, and the interpretations it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.model.condition import (
    Aggregate,
    Applicable,
    At,
    Count,
    Dated,
    Has,
    Is,
    ItemsIn,
    Named,
    PointsIn,
    Reference,
    SectionsBy,
    Steps,
    Within,
)
from qarules.model.judgement import Judgement
from qarules.model.pack import Clause, Force
from qarules.model.ranges import items_with_points
from qarules.model.scope import countable_in, counted, graded_sections, graders
from qarules.model.tool import Section, Thing, Tool
from qarules.model.walk import walk

Read = tuple[Thing, Section | None]
"""Something that is read; for a judgement for each section, in that of one section."""


def clauses_behind(judgement: Judgement, tool: Tool, section: Section | None) -> tuple[str, ...]:
    """
    The clauses cited by a judgement, by its rules, and by everything those read, each once.

    Args:
        judgement: A judgement of *tool*.
        tool: The tool.
        section: The section it is made for; None for one of the whole tool.
    """
    found: dict[str, None] = {}
    done: set[tuple[str, str]] = set()
    waiting: list[Read] = [(judgement, section)]
    while waiting:
        thing, scope = waiting.pop()
        key = (thing.id, scope.id if scope is not None else "")
        if key in done:
            continue
        done.add(key)
        for node in walk(thing):
            found.update(dict.fromkeys(map(str, getattr(node, "cites", ()))))
        waiting.extend(_read_by(thing, scope, tool))
    return tuple(found)


def _read_by(thing: Thing, section: Section | None, tool: Tool) -> Iterator[Read]:
    """What the conditions and numbers of *thing* read; a count without a scope of its own reads that of *section*."""
    told: set[int] = set()
    for node in walk(thing):
        match node:
            case Count(of=SectionsBy(judgement=by), at=at):
                yield from _grades(graded_sections(tool), by, at, tool)
            case Count(of=ItemsIn() | Named() as of, at=at):
                yield from ((counts, None) for counts in counted(of, at.step, tool, section))
            case Is(thing=reference, at=at):
                told.add(id(reference))
                yield from _named(reference, at, tool)
            case Applicable(thing=reference) | Has(thing=reference):
                told.add(id(reference))
                yield from _existing(reference, tool)
            case Reference() if id(node) not in told:
                yield from _named(node, None, tool)
            case Within(anchor=str() as name) | Dated(anchor=str() as name) | Steps(of=name):
                yield from _named(Reference(name=name), None, tool)
            case Aggregate(over=PointsIn() as over):
                here = PointsIn(sections=(section.id,)) if section is not None and not over.sections else over
                yield from ((item, None) for item in items_with_points(here, tool))
            case Aggregate(over=tuple() as names):
                for name in names:
                    yield from _named(Reference(name=name), None, tool)
            case _:
                pass


def _named(reference: Reference, at: At | None, tool: Tool) -> Iterator[Read]:
    """What a name stands for; for a section, the judgements that may grade it."""
    thing = tool.things[reference.name]
    if isinstance(thing, Section):
        yield from _grades((thing,), reference.by, at, tool)
    else:
        yield thing, None


def _existing(reference: Reference, tool: Tool) -> Iterator[Read]:
    """What decides whether a thing applies; for a section, its items."""
    thing = tool.things[reference.name]
    things = (countable_in(thing, tool) or thing.items) if isinstance(thing, Section) else (thing,)
    yield from ((each, None) for each in things)


def _grades(sections: Iterable[Section], by: str | None, at: At | None, tool: Tool) -> Iterator[Read]:
    for section in sections:
        yield from ((judgement, section) for judgement in graders(tool, by, at.step if at is not None else None))


def interpretations(clauses: Iterable[str], tool: Tool) -> tuple[Clause, ...]:
    """The interpretations among *clauses*, and those that resolve one of them, in the order of the pack."""
    cited = set(clauses)
    return tuple(
        clause
        for clause in tool.clauses
        if clause.force is Force.INTERPRETATION and (clause.id in cited or not cited.isdisjoint(clause.resolves))
    )
