"""A text as it is written: the tree with every word, and every comment beside the word it stands at."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from qarules.dsl.grammar import words
from qarules.dsl.source import Source, Token
from qarules.dsl.tokens import COMMENT, TEXTS
from qarules.dsl.trees import Node
from qarules.frozen import frozen


@frozen
class Comment:
    """A comment without the white space at its end, and whether an empty line stands before it."""

    text: str
    blank: bool = False


@frozen(kw_only=True)
class Word:
    """
    A word of the text.

    Attributes:
        kind: The kind of word, as the grammar names it.
        text: As written; the words of a phrase are single-spaced.
        before: The comments on lines of their own before it.
        after: The comment behind it on its line; empty where there is none.
        new_line: It, or the first comment before it, begins a line.
        blank: An empty line stands right before it.
    """

    kind: str
    text: str
    before: tuple[Comment, ...] = ()
    after: str = ""
    new_line: bool = False
    blank: bool = False


@frozen
class Part:
    """What a rule of the grammar made: its words and smaller parts, none left out."""

    rule: str
    children: tuple[Part | Word, ...]

    def words(self) -> Iterator[Word]:
        """Every word in it."""
        for child in self.children:
            if isinstance(child, Word):
                yield child
            else:
                yield from child.words()

    @property
    def first(self) -> Word:
        """The word it begins with."""
        return next(self.words())


END = "$END"
"""The kind of the word of no letters behind the last one; comments at the end of a file stand before it."""


def concrete(source: Source, tree: Node) -> Part:
    """
    All that *source* says, in the order it is written.

    Args:
        source: A text that was read without a mistake.
        tree: What was read of it.
    """
    begins = {node.start_pos for node in tree.nodes() if node.start_pos is not None}
    tokens = [part for token in words(source.text) for part in as_read(token, begins)]
    left = deque(_written(source.text, tokens))
    part = _part(tree, left, len(source.text))
    return Part(part.rule, (*part.children, *(word for _, word in left)))


def comments(part: Part) -> Iterator[str]:
    """Every comment in *part*, in order."""
    for word in part.words():
        yield from (comment.text for comment in word.before)
        if word.after:
            yield word.after


def as_read(token: Token, begins: set[int]) -> Iterator[Token]:
    """
    *token*, or the two words it was read as, where it is a phrase whose second word serves as an id.

    Args:
        begins: Where something begins that was read.
    """
    start, end = _start(token), token.end_pos
    cut = next((at for at in range(start + 1, end) if at in begins), end) if token.type not in TEXTS else end
    if cut == end:
        yield token
        return
    first = str(token)[: cut - start].rstrip()
    yield Token(token.type, first, start, start + len(first))
    yield Token(token.type, str(token)[cut - start :], cut, end)


def _written(text: str, tokens: list[Token]) -> Iterator[tuple[int, Word]]:
    """The words, each with the comments around it and its place in the text; last one of no letters."""
    after, before = "", list(_comments(text, 0, _start(tokens[0]) if tokens else len(text)))
    done = 0
    for index, token in enumerate(tokens):
        start, end = _start(token), token.end_pos
        behind = list(_comments(text, end, _start(tokens[index + 1]) if index + 1 < len(tokens) else len(text)))
        if behind and "\n" not in text[end : behind[0][0]]:
            (_, after), *behind = behind
        yield start, _word(text, token, before, done, after)
        after, before, done = "", behind, end
    yield len(text), _word(text, Token(END, "", len(text), len(text)), before, done, "")


def _start(token: Token) -> int:
    return token.start_pos


def _comments(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The comments between two words, each with its place."""
    return ((found.start(), found.group()) for found in COMMENT.finditer(text, start, end))


def _word(text: str, token: Token, before: list[tuple[int, str]], done: int, after: str) -> Word:
    """
    One word with its comments.

    Args:
        before: The comments on lines of their own before it, as they stand in the text.
        done: Where the word before it ends.
    """
    noted = []
    begins = not done
    # A comment behind the word before it ends where its line does.
    for start, comment in before:
        lines = text.count("\n", done, start)
        noted.append(Comment(comment.rstrip(), blank=lines > 1))
        begins, done = True, start + len(comment)
    lines = text.count("\n", done, _start(token))
    return Word(
        kind=token.type,
        text=str(token) if token.type in TEXTS else re.sub(r"\s+", " ", str(token)),
        before=tuple(noted),
        after=after.rstrip(),
        new_line=begins or lines > 0,
        blank=lines > 1,
    )


def _part(node: Node, left: deque[tuple[int, Word]], end: int) -> Part:
    """The part that *node* is: takes its words, up to *end*, from those that are *left*."""
    children: list[Part | Word] = []
    for child in node.children:
        if isinstance(child, Node) and child.start_pos is not None and child.end_pos is not None:
            children += _taken(left, child.start_pos)
            children.append(_part(child, left, child.end_pos))
    return Part(node.data, (*children, *_taken(left, end)))


def _taken(left: deque[tuple[int, Word]], end: int) -> Iterator[Word]:
    while left and left[0][0] < end:
        yield left.popleft()[1]
