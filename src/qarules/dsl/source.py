"""A file as it was read, and the places in it."""

from __future__ import annotations

import bisect
import functools
import re

from lark import Token

from qarules.diagnostics import Position, Span
from qarules.frozen import frozen

MOST_MISTAKES = 200
"""A file with more is not read on."""


@frozen
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
        """The stretch from *start* up to but not including *end*, as far as the text goes."""
        last = len(self.text)
        return Span(self.name, self.position(min(start, last)), self.position(min(end, last)))

    def span_of(self, token: Token) -> Span:
        """Where *token* stands."""
        start = token.start_pos or 0
        return self.span(start, token.end_pos if token.end_pos is not None else start)
