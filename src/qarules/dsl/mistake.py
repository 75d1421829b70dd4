"""The place where reading stopped: what stands there, what could, what is open around it, what may have been meant."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from qarules.diagnostics import Fix, Span
from qarules.dsl.automaton import Value
from qarules.dsl.codes import Fault
from qarules.dsl.outline import CONSTRUCTS, Tokens, kind_of
from qarules.dsl.source import Source, Token
from qarules.dsl.tokens import TEXTS
from qarules.dsl.trees import Node
from qarules.frozen import frozen

CONDITIONED = ("starts when", "stood down when", "only where", "choose")
"""What holds a condition after the grade."""


@frozen
class Open:
    """
    A construct or rule that is not read to its end.

    Attributes:
        word: Its keyword.
        name: Its id, or its title where it has none; empty where neither is read.
        keyword: Where it begins.
        brace: Its opening brace; None where that is still to come.
    """

    word: str
    name: str
    keyword: Token
    brace: Token | None

    def __str__(self) -> str:
        if self.word in {"give", "no better than"}:
            return f"the rule `{self.word} {self.name}`" if self.name else f"the rule `{self.word}`"
        if self.word in {"one of", "table", "steps", "use", *CONDITIONED}:
            return f"`{self.word}`"
        return f"the {self.word} `{self.name}`" if self.name else f"the {self.word}"


@functools.cache
def _openers() -> frozenset[str]:
    phrases = ("no better than", "no longer used", "changes to", "one of", "table", "steps", "give", "descriptor")
    return CONSTRUCTS | {kind_of(phrase) for phrase in (*phrases, *CONDITIONED)}


def open_parts(values: Sequence[Value]) -> tuple[Open, ...]:
    """What is unfinished on the parser's stack of *values*, innermost first."""
    found = []
    brace: Token | None = None
    closed, is_whole = 0, False
    for index in range(len(values) - 1, -1, -1):
        value = values[index]
        if not isinstance(value, Token):
            continue
        if value.type == "RBRACE":
            closed += 1
        elif value.type == "LBRACE":
            if closed:
                closed -= 1
            else:
                brace = value
            is_whole = not closed and brace is not value
        elif value.type in _openers() and not closed:
            if not is_whole:
                found.append(Open(str(value), _name_after(values, index), value, brace))
                brace = None
            # else the braces met on the way down are its own; those of a row or a record have no keyword
            is_whole = False
    return tuple(found)


def _name_after(values: Sequence[Value], index: int) -> str:
    following = values[index + 1] if index + 1 < len(values) else None
    if isinstance(following, Node):
        following = next(following.words(), None)
    is_name = following is not None and following.type in {"ID", *TEXTS} and following.start_pos != following.end_pos
    return str(following).strip('"') if is_name else ""


class Sentence(NamedTuple):
    """What to tell about a mistake."""

    fault: Fault
    message: str
    help: str = ""
    span: Span | None = None
    labels: tuple[tuple[Span, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


@frozen(kw_only=True)
class Guess:
    """
    What may have been meant.

    Attributes:
        sentence: What to tell if this is it.
        insert: Kinds of words to read on with.
        skip: How many words to pass over.
        back: How many of the words just read to take back first.
        reopen: Take back the closing brace just read.
        enough: How many words it has to read on to be worth taking.
        borrows: How many of the inserted braces the text has, further on.
        returns: The guess leaves out a brace, which may be one that was borrowed.
        sure: True where the sentence holds whatever follows.
    """

    sentence: Sentence
    insert: tuple[str, ...] = ()
    skip: int = 0
    back: int = 0
    reopen: bool = False
    enough: int = 2
    borrows: int = 0
    returns: bool = False
    sure: bool = False


@frozen(kw_only=True)
class Mistake:
    """
    The place where reading stopped, and what the reader knew there.

    Attributes:
        at: Index of the word that does not fit; the number of words for the end of the file.
        expected: Kinds of words that could stand here.
        earlier: The same for the words right before, nearest first, where they may be taken back.
        open: What is not read to its end, innermost first.
    """

    tokens: Tokens
    at: int
    expected: frozenset[str]
    earlier: tuple[frozenset[str], ...]
    open: tuple[Open, ...]

    @property
    def source(self) -> Source:
        """The file it is in."""
        return self.tokens.source

    @property
    def token(self) -> Token | None:
        """The word that does not fit; None at the end of the file."""
        return self.tokens.words[self.at] if self.at < len(self.tokens.words) else None

    @property
    def kind(self) -> str:
        """The kind of that word."""
        return self.tokens.kind(self.at)

    @property
    def previous(self) -> Token | None:
        """The word before it; None at the start."""
        return self.tokens.words[self.at - 1] if self.at else None

    @property
    def word(self) -> str:
        """What stands here, as a reader would quote it."""
        return self.quoted(self.token) if self.token is not None else "the end of the file"

    @property
    def span(self) -> Span:
        """Its place."""
        if self.token is not None:
            return self.source.span_of(self.token)
        end = len(self.source.text.rstrip())
        return self.source.span(end, end)

    @property
    def after_previous(self) -> Span:
        """The point right after what was read last."""
        end = self.previous.end_pos if self.previous is not None else 0
        return self.source.span(end, end)

    @property
    def innermost(self) -> Open | None:
        """What is open right around it; None outside everything."""
        return self.open[0] if self.open else None

    @property
    def block(self) -> Open | None:
        """The innermost construct whose brace is open."""
        return next((part for part in self.open if part.brace is not None), None)

    @property
    def depth(self) -> int:
        """How many blocks are open."""
        return sum(part.brace is not None for part in self.open)

    @property
    def is_misplaced(self) -> bool:
        """Whether the braces from here on close all that is open, so that none is missing before."""
        return self.token is not None and self.tokens.closing_from(self.at) == self.depth

    def quoted(self, token: Token) -> str:
        """*token* as it is written, or as much of it as fits into a sentence."""
        text = " ".join(self.source.text[token.start_pos : token.end_pos].split())
        return f"`{text}`" if len(text) <= _LONGEST_QUOTE else f"`{text[: _LONGEST_QUOTE - 3]}...`"

    def span_to(self, count: int) -> Span:
        """The stretch of *count* words from here."""
        words = self.tokens.words[self.at : self.at + count]
        return self.source.span(words[0].start_pos, words[-1].end_pos)


_LONGEST_QUOTE = 40
