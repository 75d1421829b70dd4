"""Where a result comes from: the clauses behind it, and the interpretations it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from qarules.engine.compiled.memo import Memo, OfEach
from qarules.model.dependencies import Node, read_by
from qarules.model.outcome import Problem
from qarules.model.standard import Clause, Force
from qarules.model.tool import Tool
from qarules.model.walk import walk

if TYPE_CHECKING:
    from qarules.model.pack import Pack


def clauses_behind(node: Node, tool: Tool) -> tuple[str, ...]:
    """The clauses cited by a judgement, by its rules, and by everything those read, each once."""
    found: dict[str, None] = {}
    for here in nodes_behind((node,), tool):
        for part in walk(tool.things[here.id]):
            found.update(dict.fromkeys(map(str, getattr(part, "cites", ()))))
    return tuple(found)


def nodes_behind(nodes: Iterable[Node], tool: Tool) -> tuple[Node, ...]:
    """*nodes*, everything those read, and so on; each once."""
    return _BEHIND(tool)[tuple(nodes)]


def _behind(nodes: tuple[Node, ...], tool: Tool) -> tuple[Node, ...]:
    done: dict[Node, None] = {}
    waiting = list(nodes)
    while waiting:
        here = waiting.pop()
        if here not in done:
            done[here] = None
            waiting.extend(reading.of for reading in read_by(here, tool))
    return tuple(done)


_BEHIND: OfEach[Tool, Memo[tuple[Node, ...], tuple[Node, ...]]] = OfEach(
    lambda tool: Memo(lambda nodes: _behind(nodes, tool))
)


def cited(*cites: Iterable[str]) -> tuple[str, ...]:
    """The clauses cited by several parts, each once, as plain text."""
    return tuple(dict.fromkeys(str(clause) for each in cites for clause in each))


def interpretations(clauses: Iterable[str], of: Tool | Pack) -> tuple[Clause, ...]:
    """The interpretations among *clauses*, and those that resolve one of them, in the order of the pack."""
    by_clause = _INTERPRETATIONS(of)
    found = {place: clause for name in set(clauses) for place, clause in by_clause.get(name, ())}
    return tuple(found[place] for place in sorted(found))


def _by_clause(of: Tool | Pack) -> Mapping[str, list[tuple[int, Clause]]]:
    """The interpretations, each with its place in the pack, by their own ids and those of what they resolve."""
    found: dict[str, list[tuple[int, Clause]]] = {}
    for place, clause in enumerate(of.clauses):
        if clause.force is Force.INTERPRETATION:
            for name in (clause.id, *clause.resolves):
                found.setdefault(name, []).append((place, clause))
    return found


_INTERPRETATIONS: OfEach[Tool | Pack, Mapping[str, list[tuple[int, Clause]]]] = OfEach(_by_clause)


def behind_questions(tool: Tool) -> tuple[Clause, ...]:
    """The interpretations behind what is asked: those that the tool rests on, its sections and its items."""
    asked = (*(section.cites for section in tool.sections), *(item.cites for item in tool.items.values()))
    return interpretations(cited(tool.cites, *asked), tool)


def out_of_force(tool: Tool) -> tuple[Problem, ...]:
    """That the standard of *tool* is not in force on the date it was loaded for; empty where it is, or need not be."""
    standard, on = tool.standard, tool.on
    if standard is None or on is None or standard.is_in_force(on):
        return ()
    message = f"the standard `{standard.id}` is not in force on {on.isoformat()}"
    return (Problem(thing=standard.id, message=message, given=on.isoformat()),)
