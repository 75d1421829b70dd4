"""A file as it was read, its words, and the places in it."""

from __future__ import annotations

import bisect
import functools
import re

from qarules.diagnostics import Position, Span
from qarules.frozen import frozen

MOST_MISTAKES = 200
"""A file with more is not read on."""


class Token(str):
    """
    A word of a file: its letters, which know where they stand.

    Attributes:
        type: Its kind, as the grammar names it.
        start_pos: Where it begins in the file.
        end_pos: Where it ends; what is put in for the author takes up nothing, whatever its letters.
    """

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int

    def __new__(cls, kind: str, letters: str, start: int, end: int) -> Token:
        """*letters* as a word of *kind*."""
        token = str.__new__(cls, letters)
        token.type = kind
        token.start_pos = start
        token.end_pos = end
        return token

    def read_as(self, kind: str, letters: str | None = None) -> Token:
        """The same word as one of another *kind*, or with other *letters*."""
        return Token(kind, str(self) if letters is None else letters, self.start_pos, self.end_pos)


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
        last, lines = len(self.text), self._line_starts
        start, end = min(start, last), min(end, last)
        line = bisect.bisect_right(lines, start)
        before = lines[line - 1] - 1
        # What was put in for the author may seem to end before it starts.
        is_on_one_line = start <= end and (line == len(lines) or end < lines[line])
        behind = Position(end, line, end - before) if is_on_one_line else self.position(end)
        return Span(self.name, Position(start, line, start - before), behind)

    def span_of(self, token: Token) -> Span:
        """Where *token* stands."""
        return self.span(token.start_pos, token.end_pos)
