"""Nothing depends on itself: not an item on its own being asked, nor a grade on itself."""

from __future__ import annotations

import graphlib
import itertools

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings
from qarules.model.dependencies import Node, Reading, readings
from qarules.model.judgement import Measure
from qarules.model.scope import fully_counted
from qarules.model.tool import Item, Tool

Graph = dict[Node, tuple[Reading, ...]]


def check(tool: Tool, findings: Findings) -> None:
    """Report every circle of things that wait for each other, each with its way round."""
    tool = fully_counted(tool)
    graph = {node: reads for node, reads in readings(tool).items() if node.id not in findings.lost}
    while (circle := _circle(graph)) is not None:
        circle = _from_the_first(circle, list(graph))
        _report(circle, graph, tool, findings)
        graph = _opened(graph, circle, tool)
    _check_shown_after(tool, findings)


def _circle(graph: Graph) -> list[Node] | None:
    """Things of which each reads the next, and the last the first; None where there are none."""
    try:
        graphlib.TopologicalSorter({node: [each.of for each in reads] for node, reads in graph.items()}).prepare()
    except graphlib.CycleError as error:
        nodes: list[Node] = error.args[1]
        return nodes[:0:-1]
    return None


def _from_the_first(circle: list[Node], order: list[Node]) -> list[Node]:
    """The same circle, begun at what stands first in the tool."""
    first = min(range(len(circle)), key=lambda index: order.index(circle[index]))
    return circle[first:] + circle[:first]


def _opened(graph: Graph, circle: list[Node], tool: Tool) -> Graph:
    """
    The graph without what the likeliest culprit of *circle* reads, so that every other circle is still found.

    That is an item with its `asked when`, else a measure, else a judgement.
    """
    culprit = min(circle, key=lambda node: _weight(node.id, tool))
    return {node: () if node.id == culprit.id else reads for node, reads in graph.items()}


def _weight(name: str, tool: Tool) -> int:
    thing = tool.things.get(name)
    return 0 if isinstance(thing, Item) else 1 if isinstance(thing, Measure) else 2


def _report(circle: list[Node], graph: Graph, tool: Tool, findings: Findings) -> None:
    steps = list(itertools.pairwise([*circle, circle[0]]))
    way = ", ".join(f"{_called(one)} reads {_called(other)}" for one, other in steps)
    things = [tool.things[node.id] for node in circle]
    findings.add(
        codes.CYCLE,
        at(things[0].id, things[0].span),
        f"`{circle[0].id}` depends on itself: {way}",
        help="let one of them stand without the other",
        labels=[(_place(one, other, graph), f"{_called(one)} reads {_called(other)}") for one, other in steps],
    )


def _called(node: Node) -> str:
    return f"`{node.id}` of `{node.section}`" if node.section else f"`{node.id}`"


def _place(reader: Node, read: Node, graph: Graph) -> Span | None:
    return next((reading.span for reading in graph[reader] if reading.of == read and reading.span is not None), None)


def _check_shown_after(tool: Tool, findings: Findings) -> None:
    """Report judgements that wait for each other before they are shown."""
    after = {judgement.id: judgement.shown_after for judgement in tool.judgements if judgement.shown_after}
    reported: set[str] = set()
    for judgement in tool.judgements:
        way = [judgement.id]
        while (following := after.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following == judgement.id and judgement.id not in reported:
            reported.update(way)
            steps = list(itertools.pairwise([*way, judgement.id]))
            findings.add(
                codes.CYCLE,
                at(after[judgement.id], judgement.span),
                f"`{judgement.id}` is never shown: "
                + ", ".join(f"`{one}` is shown after `{other}`" for one, other in steps),
                help="let one of them be shown first",
                labels=[(at(after[one], None), f"`{one}` waits for `{other}`") for one, other in steps[1:]],
            )
