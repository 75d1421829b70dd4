"""Where a result comes from: the clauses behind it, and the interpretations it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.model.condition import Aggregate, ItemsIn, Named, PointsIn, Reference, SectionsBy, Steps
from qarules.model.judgement import Judgement
from qarules.model.pack import Clause, Force
from qarules.model.tool import Item, OnScale, Section, Thing, Tool
from qarules.model.walk import walk


def clauses_behind(judgement: Judgement, tool: Tool) -> tuple[str, ...]:
    """The clauses cited by a judgement, by its rules, and by everything they read, each once."""
    found: dict[str, None] = {}
    done: set[str] = set()
    waiting: list[Thing] = [judgement]
    while waiting:
        thing = waiting.pop()
        if thing.id in done:
            continue
        done.add(thing.id)
        for node in walk(thing):
            found.update(dict.fromkeys(map(str, getattr(node, "cites", ()))))
        waiting.extend(_read_by(thing, tool))
    return tuple(found)


def _read_by(thing: Thing, tool: Tool) -> Iterator[Thing]:
    """What the conditions of *thing* read; a count reads every item of its scope."""
    if isinstance(thing, Section):
        yield from (judgement for judgement in tool.judgements if judgement.for_each_section)
        return
    for node in walk(thing):
        match node:
            case Reference():
                yield from _named([node.name], tool)
            case Named():
                yield from _named(node.names, tool)
            case Aggregate() if not isinstance(node.over, PointsIn):
                yield from _named(node.over, tool)
            case Steps():
                yield from _named([node.of], tool)
            case SectionsBy():
                yield from (judgement for judgement in tool.judgements if judgement.for_each_section)
            case ItemsIn() | PointsIn():
                yield from (item for item in _scope(node.sections, tool) if isinstance(item.answer, OnScale))


def _named(names: Iterable[str], tool: Tool) -> Iterator[Thing]:
    yield from (tool.things[name] for name in names if name in tool.things)


def _scope(sections: tuple[str, ...], tool: Tool) -> Iterator[Item]:
    yield from (item for section in tool.sections if not sections or section.id in sections for item in section.items)


def interpretations(clauses: Iterable[str], tool: Tool) -> tuple[Clause, ...]:
    """The interpretations among *clauses*, and those that resolve one of them, in the order of the pack."""
    cited = set(clauses)
    return tuple(
        clause
        for clause in tool.clauses
        if clause.force is Force.INTERPRETATION and (clause.id in cited or not cited.isdisjoint(clause.resolves))
    )
