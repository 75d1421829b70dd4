"""Reading a tree: the few ways in which the builders look at what the parser hands them."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from fractions import Fraction

import attrs

from qarules.diagnostics import Name, Span
from qarules.dsl import codes
from qarules.dsl.findings import Findings
from qarules.dsl.source import Source, Token
from qarules.frozen import frozen
from qarules.model.months import MONTH_NAMES


@attrs.define(eq=False)
class Node:
    """
    What a rule of the grammar made of words, as a tree of Lark is.

    Attributes:
        data: The name of the rule.
        children: Its parts and the words that are no keywords.
        start_pos: Where it begins in the text, keywords and all; None where it takes up nothing.
        end_pos: Where it ends.
    """

    data: str
    children: list[Token | Node]
    start_pos: int | None
    end_pos: int | None

    def words(self) -> Iterator[Token]:
        """Every word in it."""
        for child in self.children:
            if isinstance(child, Token):
                yield child
            else:
                yield from child.words()

    def nodes(self) -> Iterator[Node]:
        """Itself and every node in it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()


def parts(node: Node, *rules: str) -> list[Node]:
    """The children of *node* made by one of *rules*, in order."""
    return [child for child in node.children if isinstance(child, Node) and child.data in rules]


def part(node: Node, *rules: str) -> Node | None:
    """The first child of *node* made by one of *rules*."""
    for child in node.children:
        if isinstance(child, Node) and child.data in rules:
            return child
    return None


def nodes(node: Node) -> list[Node]:
    """All children of *node* but its tokens."""
    return [child for child in node.children if isinstance(child, Node)]


def tokens(node: Node, kind: str) -> list[Token]:
    """The direct tokens of *node* of one kind."""
    return [child for child in node.children if isinstance(child, Token) and child.type == kind]


def the(node: Node, *rules: str) -> Node:
    """The child of *node* made by one of *rules*, which the grammar puts there."""
    found = part(node, *rules)
    assert found is not None, (node.data, rules)
    return found


def phrase(node: Node) -> str:
    """The words *node* consists of, single-spaced."""
    return " ".join(" ".join(child for child in node.children if isinstance(child, Token)).split())


@frozen
class Reader:
    """
    Turns leaves into values and knows their places.

    Attributes:
        findings: Takes what is wrong with a leaf: a day that does not exist.
    """

    source: Source
    findings: Findings

    def span(self, node: Node | Token) -> Span:
        """Where *node* stands."""
        if isinstance(node, Token):
            return self.source.span_of(node)
        return self.source.span(node.start_pos or 0, node.end_pos or 0)

    def name(self, node: Node) -> Name:
        """The id that *node* is, or that its first child of that kind is."""
        leaf = node if node.data in {"name", "word"} else part(node, "name", "word")
        assert leaf is not None, node.data  # the grammar gives every construct an id
        return Name(str(leaf.children[0]), self.span(leaf))

    def names(self, node: Node | None) -> tuple[Name, ...]:
        """The ids of every name in *node*, lists included; none for no node."""
        if node is None:
            return ()
        leaves = [leaf for child in nodes(node) for leaf in ([child] if child.data == "name" else parts(child, "name"))]
        return tuple(self.name(leaf) for leaf in leaves)

    def text(self, node: Node | None) -> str:
        """The prose that *node* is, or its first text: white space single, paragraphs divided by an empty line."""
        if node is None:
            return ""
        leaf = node if node.data == "text" else part(node, "text")
        if leaf is None:
            return ""
        written = str(leaf.children[0])
        inner = written[3:-3] if written.startswith('"""') else written[1:-1]
        if "\n" not in inner:
            return " ".join(inner.split())
        paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t\r]*\n", inner))
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    def texts(self, node: Node) -> tuple[str, ...]:
        """Every text directly in *node*."""
        return tuple(self.text(leaf) for leaf in parts(node, "text"))

    def number(self, node: Node) -> Fraction:
        """The number that *node* is, or its first number."""
        leaf = node if node.data == "number" else part(node, "number")
        assert leaf is not None, node.data
        value = Fraction(str(tokens(leaf, "NUMBER")[0]))
        return -value if tokens(leaf, "MINUS") else value

    def whole(self, token: Token, *, most: int | None = None) -> int:
        """A count; a fraction is reported and cut off, and so is what lies beyond *most*."""
        value = Fraction(str(token))
        if value.denominator != 1:
            self.findings.add(
                codes.BAD_BOUNDS, self.span(token), f"`{token}` is no whole number", help="write a whole number"
            )
        if most is not None and value > most:
            self.findings.add(
                codes.BAD_BOUNDS, self.span(token), f"`{token}` is too many", help=f"write at most {most:,}"
            )
            return most
        return int(value)

    def date(self, token: Token) -> datetime.date:
        """The day written as *token*; one that no calendar has is reported and becomes the nearest before it."""
        words = str(token).split()
        if len(words) == 3:
            day, month, year = int(words[0]), MONTH_NAMES.index(words[1]) + 1, int(words[2])
        else:
            year, month, day = (int(number) for number in str(token).split("-"))
        try:
            return datetime.date(year, month, day)
        except ValueError:
            self.findings.add(
                codes.NO_SUCH_DAY, self.span(token), f"there is no day `{token}`", help="check the day and the month"
            )
        year, month = max(year, 1), min(max(month, 1), 12)
        return datetime.date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))
