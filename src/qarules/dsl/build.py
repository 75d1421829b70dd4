"""
Tree to model: what one file says.

Each construct has a function of its own in a module `build_…`. Names stay as written; what they stand for is found out
later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TypeVar

import attrs

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.build_activity import activity, forum, parameter, record, sample
from qarules.dsl.build_calendar import calendar
from qarules.dsl.build_changes import instead, left_out, without_instead
from qarules.dsl.build_examples import example
from qarules.dsl.build_pack import clause, override, retired, role, standard, use
from qarules.dsl.build_routes import deadline, escalation, event, moderation, process
from qarules.dsl.build_scale import scale
from qarules.dsl.build_tool import item, tool, tool_changes
from qarules.dsl.source import Token
from qarules.dsl.trees import Node, Reader, nodes, part, parts, tokens
from qarules.model.example import Example
from qarules.model.looks import Moderation
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Escalation, Event, Process
from qarules.model.tool import Keyword

EDITION = 1
OfTool = TypeVar("OfTool", Event, Deadline, Moderation, Escalation, Process, Example)


def build(tree: Node, read: Reader) -> Pack:
    """What one file says, with the names it uses of others still open."""
    stated_instead = tuple(instead(tree, read))
    tree = without_instead(tree)
    edition = part(tree, "edition")
    if edition is not None:
        _check_edition(tokens(edition, "NUMBER")[0], read)
    stated: dict[str, list[Node]] = defaultdict(list)
    for node in nodes(tree):
        stated[node.data].append(node)
    standards = [standard(node, read) for node in stated["standard"]]
    for second in standards[1:]:
        read.findings.add(codes.TWO_STANDARDS, second.id, "a pack states one standard", help="keep one of the two")
    return Pack(
        name=standards[0].id if standards else "",
        standard=standards[0] if standards else None,
        uses=tuple(use(node, read) for node in stated["use"]),
        clauses=tuple(clause(node, read) for node in stated["clause"]),
        scales=tuple(scale(node, read) for node in stated["scale"]),
        roles=tuple(role(node, read) for node in stated["role"]),
        tools=tuple(tool(node, read) for node in stated["tool"]),
        calendars=tuple(calendar(node, read) for node in stated["calendar"]),
        knowns=tuple(item(node, Keyword.KNOWN, read) for node in stated["known_alone"]),
        parameters=tuple(parameter(node, read) for node in stated["parameter"]),
        events=tuple(_everywhere(tree, "event", event, read)),
        records=tuple(record(node, read) for node in stated["record"]),
        forums=tuple(forum(node, read) for node in stated["forum"]),
        deadlines=tuple(_everywhere(tree, "deadline", deadline, read)),
        moderations=tuple(_everywhere(tree, "moderation", moderation, read)),
        escalations=tuple(_everywhere(tree, "escalation", escalation, read)),
        processes=tuple(_everywhere(tree, "process", process, read)),
        activities=tuple(activity(node, read) for node in stated["activity"]),
        samples=tuple(sample(node, read) for node in stated["sample"]),
        examples=tuple(_everywhere(tree, "example", example, read)),
        overrides=tuple(override(node, read) for node in stated["setting"]),
        retired=tuple(retired(node, read) for node in stated["retired"]),
        instead=stated_instead,
        tool_changes=tuple(tool_changes(node, read) for node in stated["changes_to"]),
        left_out=tuple(left_out(tree, read)),
    )


def _everywhere(tree: Node, rule: str, build_one: Callable[[Node, Reader], OfTool], read: Reader) -> Iterator[OfTool]:
    """What stands beside the tools, and what stands in one, or among the changes to one, and so is about it."""
    for holder in (tree, *parts(tree, "tool", "changes_to")):
        for node in parts(holder, rule):
            made = build_one(node, read)
            yield made if holder is tree else _inside(made, read.name(holder), read)


def _inside(made: OfTool, tool: Name, read: Reader) -> OfTool:
    if made.tool:
        called = made.title if isinstance(made, Example) else made.id
        read.findings.add(
            codes.DOES_NOT_BELONG,
            made.tool,
            f"`{called}` stands in the tool `{tool}` and is about that one",
            help="leave out `of` and the name, or move it out of the tool",
        )
    return attrs.evolve(made, tool=tool)


def _check_edition(token: Token, read: Reader) -> None:
    if str(token) != str(EDITION):
        read.findings.add(
            codes.UNKNOWN_EDITION,
            read.span(token),
            f"this version of the library reads edition {EDITION} of the language, not `{token}`",
            help=f"write `qa {EDITION}`, or install a newer version of the library",
        )
