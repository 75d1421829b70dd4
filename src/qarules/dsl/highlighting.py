"""What each word of a text is to its reader, so that pages and editors can show it in colours."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

from qarules.dsl.concrete import as_read
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import keywords, words
from qarules.dsl.outline import CONSTRUCTS
from qarules.dsl.parser import parse
from qarules.dsl.source import Source, Token
from qarules.dsl.tokens import COMMENT, TEXTS
from qarules.model.words import RESERVED


class Kind(enum.Enum):
    """What a stretch of a text is."""

    CONSTRUCT = "the word that opens a construct: `tool`, `criterion`"
    KEYWORD = "another word of the language: `no better than`"
    JOINING = "a word that joins the parts of a sentence, and cannot be an id: `when`, `all`"
    DEFINED = "the id of what a construct defines"
    STEP = "the id of a band, a grade or a choice"
    NAME = "any other id"
    TEXT = "prose in quotation marks"
    NUMBER = "a number, a date or a time of day"
    SIGN = "a brace, a comma, an operator"
    COMMENT = "a comment"
    SPACE = "white space"
    MISTAKE = "no part of the language"


_NUMBERS = frozenset({"NUMBER", "DATE", "ORDINAL", "TIME"})
_PHRASES = frozenset({"ROLL", "ROUNDING"})
_SPACE_OR_COMMENT = re.compile(rf"{COMMENT.pattern}|[^#]+")


def highlighted(text: str) -> Iterator[tuple[int, Kind, str]]:
    """
    Every stretch of *text* with its place and what it is; together they are *text*, whatever stands in it.

    A keyword that serves as an id is one. Where that cannot be seen, as in a part of a rule file, it is a keyword.
    """
    tree = parse(Source("", text), Findings())
    begins, ids = set(), {}
    for node in tree.nodes():
        if node.start_pos is not None:
            begins.add(node.start_pos)
            if node.data in {"name", "word"}:
                ids[node.start_pos] = Kind.STEP if node.data == "word" else Kind.NAME
    read = [part for token in words(text) for part in as_read(token, begins)]
    done = 0
    for at, token in enumerate(read):
        start, end = token.start_pos, token.end_pos
        yield from _between(text, done, start)
        kind = ids.get(start) or kind_of_word(token)
        if kind is Kind.NAME and _type(read, at - 1) in CONSTRUCTS and _type(read, at + 1) in {*TEXTS, "EQUAL"}:
            kind = Kind.DEFINED
        yield start, kind, text[start:end]
        done = end
    yield from _between(text, done, len(text))


def kind_of_word(token: Token) -> Kind:
    """What a word is by itself."""
    if token.type in keywords():
        written = keywords()[token.type]
        if written in RESERVED:
            return Kind.JOINING
        if token.type in CONSTRUCTS:
            return Kind.CONSTRUCT
        return Kind.KEYWORD if written[0].isalpha() else Kind.SIGN
    if token.type in TEXTS:
        return Kind.TEXT
    if token.type in _NUMBERS:
        return Kind.NUMBER
    if token.type == "ID":
        return Kind.JOINING if str(token) in RESERVED else Kind.NAME
    return Kind.KEYWORD if token.type in _PHRASES else Kind.MISTAKE


def _type(read: list[Token], at: int) -> str:
    """The type of a word; empty before the first and past the last."""
    return read[at].type if 0 <= at < len(read) else ""


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, Kind, str]]:
    """The white space and the comments between two words."""
    for found in _SPACE_OR_COMMENT.finditer(text, start, end):
        stretch = found.group()
        yield found.start(), Kind.COMMENT if stretch.startswith("#") else Kind.SPACE, stretch
