"""Text to words: cuts a file into the words of the language, and reports what is no part of it."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterator

import attrs
from lark import Token

from qarules.diagnostics import Fix, Position, Span
from qarules.dsl import codes
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import parser

# No rule file comes near: the largest document we know, restated clause by clause, has 200,000 characters.
LONGEST_TEXT = 1_000_000
DEEPEST = 50

TEXTS = frozenset({"TEXT", "BLOCK"})

_TYPOGRAPHIC_SPACE = re.compile("[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+")


@attrs.frozen
class Source:
    """A file as it was read: its name for the reader, and its text."""

    name: str
    text: str

    @functools.cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Line and column of the character at *offset*."""
        line = bisect.bisect_right(self._line_starts, offset)
        return Position(offset, line, offset - self._line_starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The stretch from *start* up to but not including *end*."""
        return Span(self.name, self.position(start), self.position(end))

    def span_of(self, token: Token) -> Span:
        """Where *token* stands."""
        start = token.start_pos or 0
        return self.span(start, token.end_pos if token.end_pos is not None else start)


def tokenise(source: Source, findings: Findings) -> list[Token]:
    """
    The words of *source*, without white space and comments.

    What is recognisable in spite of a mistake (a text in the quotation marks of a word processor, an id with an
    underscore) is reported and handed on as what it was meant to be, so that it causes no second report.
    """
    tokens = list(_read(source, findings))
    _report_spaces(source, tokens, findings)
    return _until_too_deep(source, tokens, findings)


def _read(source: Source, findings: Findings) -> Iterator[Token]:
    for token in parser().lex(source.text):
        match token.type:
            case "TYPOGRAPHIC":
                yield _as_text(source, token, findings)
            case "UNCLOSED" | "UNCLOSED_BLOCK":
                findings.add(
                    codes.UNCLOSED_TEXT,
                    source.span_of(token),
                    "this text has no closing quotation mark",
                    help=f"put {'three marks' if token.type == 'UNCLOSED_BLOCK' else 'a mark'} where the text ends",
                )
                yield token.update("TEXT", f'"{token.value.strip(chr(34)).strip()}"')
            case "MISSPELT":
                yield _as_name(source, token, findings)
            case _:
                yield token


def _as_text(source: Source, token: Token, findings: Findings) -> Token:
    inner = token.value.strip('\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"')
    plain = f'"{inner}"'
    span = source.span_of(token)
    findings.add(
        codes.TYPOGRAPHIC_QUOTES,
        span,
        f"`{token.value[0]}` is the quotation mark of a word processor; a text stands in plain marks",
        help=f"write {plain if len(plain) < 60 else 'it between plain double quotation marks'}",
        fixes=(Fix(span, plain),),
    )
    return token.update("TEXT", plain)


def _as_name(source: Source, token: Token, findings: Findings) -> Token:
    letters = unicodedata.normalize("NFKD", token.value)
    spelt = re.sub(
        r"[^A-Za-z0-9]+", "-", letters.encode("ascii", "ignore").decode() if letters.isascii() else _ascii(letters)
    )
    meant = spelt.strip("-").lstrip("0123456789-")
    span = source.span_of(token)
    if not meant:
        findings.add(codes.MISSPELT_NAME, span, f"`{token.value}` is neither a number nor an id", help=_ID_RULE)
        return token.update("NUMBER", "0")
    findings.add(
        codes.MISSPELT_NAME,
        span,
        f"`{token.value}` is not an id",
        help=f"write `{meant}`: {_ID_RULE}",
        fixes=(Fix(span, meant, safe=False),),
    )
    return token.update("ID", meant)


_ID_RULE = "an id starts with a letter and has plain letters, digits and `-` only"


def _ascii(decomposed: str) -> str:
    """Letters without their accents; every other sign becomes a space."""
    return "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in decomposed)


def _report_spaces(source: Source, tokens: list[Token], findings: Findings) -> None:
    """Report the special spaces of word processors outside texts and comments; they read as plain ones."""
    texts = [(t.start_pos or 0, t.end_pos or 0) for t in tokens if t.type in TEXTS]
    starts = [start for start, _ in texts]
    for found in _TYPOGRAPHIC_SPACE.finditer(source.text):
        before = bisect.bisect_right(starts, found.start()) - 1
        in_text = before >= 0 and found.start() < texts[before][1]
        in_comment = "#" in source.text[source.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if in_text or in_comment:
            continue
        span = source.span(found.start(), found.end())
        findings.add(
            codes.TYPOGRAPHIC_SPACE,
            span,
            "this is the no-break space of a word processor; outside a text use plain spaces",
            help="put a plain space here",
            fixes=(Fix(span, " "),),
        )


def _until_too_deep(source: Source, tokens: list[Token], findings: Findings) -> list[Token]:
    """The tokens up to where brackets or `not` nest deeper than anyone could read."""
    depth = negations = 0
    for index, token in enumerate(tokens):
        depth += {"LPAR": 1, "LBRACE": 1, "RPAR": -1, "RBRACE": -1}.get(token.type, 0)
        negations = negations + 1 if token.type == "NOT" else 0
        if max(depth, negations) > DEEPEST:
            findings.add(
                codes.TOO_DEEP,
                source.span_of(token),
                f"this is nested more than {DEEPEST} deep, and the text is not read from here on",
                help="divide it into measures or judgements with names of their own",
            )
            return tokens[:index]
    return tokens
