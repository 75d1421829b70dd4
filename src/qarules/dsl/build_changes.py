"""Tree to what an adopting pack changes in the pack it adopts."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.dsl import codes
from qarules.dsl.build_tool import OF_A_TOOL
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, the
from qarules.model.change import Instead, Omitted

_PARTS = frozenset({"section", "criterion", "question", "measure", "judgement", "promise"})
"""What stands only in a tool."""


def without_instead(node: Node) -> Node:
    """*node* with everything that stands behind `instead` as if it stood by itself, in it and in its `changes to`."""
    children = []
    for child in node.children:
        if isinstance(child, Node) and child.data in {"restated", "restated_part"}:
            children += child.children
        else:
            children.append(without_instead(child) if isinstance(child, Node) and child.data == "changes_to" else child)
    return Node(node.data, children, node.start_pos, node.end_pos)


def instead(tree: Node, read: Reader) -> Iterator[Instead]:
    """What takes the place of something adopted, in a file."""
    restated = [(node, "") for node in parts(tree, "restated")]
    for changes in parts(tree, "changes_to"):
        restated += [(node, read.name(changes)) for node in parts(changes, "restated_part")]
    for node, tool in restated:
        if nodes(node)[0].data != "example":
            yield _instead(node, tool, read)
            continue
        read.findings.add(
            codes.DOES_NOT_BELONG,
            read.span(node),
            "examples of an adopted pack are not taken over, so none can take the place of one",
            help="leave out `instead`",
        )


def _instead(node: Node, tool: str, read: Reader) -> Instead:
    inner = nodes(node)[0]
    what = "known" if inner.data == "known_alone" else str(inner.data)
    return Instead(
        what=what,
        id=read.text(inner) if what == "promise" else read.name(inner),
        tool="" if what in OF_A_TOOL else tool,
        span=read.span(node),
    )


def left_out(tree: Node, read: Reader) -> Iterator[Omitted]:
    """What of the adopted pack is not taken over, in a file."""
    for node in parts(tree, "left_out"):
        yield _left_out(node, "", read)
    for changes in parts(tree, "changes_to"):
        for node in parts(changes, "left_out"):
            yield _left_out(node, read.name(changes), read)


def _left_out(node: Node, tool: str, read: Reader) -> Omitted:
    what = phrase(the(node, "left_out_kind"))
    *titled, because = read.texts(node)
    id_ = titled[0] if titled else read.name(node)
    if what in _PARTS and not tool:
        read.findings.add(
            codes.DOES_NOT_BELONG,
            read.span(node),
            f"a {what} is left out of a tool, and this does not say of which",
            help="write it into `changes to` and the id of the tool, in braces",
        )
    return Omitted(
        what=what,
        id=id_,
        tool=tool if what in _PARTS or what == "known" else "",
        because=because,
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )
