"""What is wrong with a text, and where: plain values that every floor may carry."""

from __future__ import annotations

import enum

from qarules.frozen import frozen


@frozen(order=True)
class Position:
    """
    A point in a text.

    Attributes:
        offset: Characters before it in the file, 0 or more.
        line: Counted from 1.
        column: Characters from the start of the line, counted from 1.
    """

    offset: int
    line: int
    column: int


@frozen
class Span:
    """
    A stretch of one file, from *start* up to but not including *end*.

    Attributes:
        source: The file as the reader knows it: its name within the pack, or ``<text>``.
    """

    source: str
    start: Position
    end: Position

    def __str__(self) -> str:
        return f"{self.source}:{self.start.line}:{self.start.column}"


class Severity(enum.Enum):
    """How much a finding weighs: an error leaves no tool to run, a warning does."""

    ERROR = "error"
    WARNING = "warning"

    def __str__(self) -> str:
        return self.value


@frozen
class Label:
    """A second place that has a part in a finding, with a few words on which part."""

    span: Span
    text: str


@frozen
class Fix:
    """
    An edit that mends a finding: put *replacement* where *span* stands.

    Attributes:
        safe: It cannot change what the file means.
    """

    span: Span
    replacement: str
    safe: bool = True


@frozen(kw_only=True)
class Diagnostic:
    """
    One finding about a text, in the author's words.

    Attributes:
        code: ``QA203``: the name of its page in the documentation, never reused.
        name: ``duplicate-name``: the same in words.
        severity: Whether a tool can still be made of the text.
        message: One line, small first letter, no final stop.
        span: The place; None where the finding is about a file as a whole that cannot be read.
        labels: The other places concerned.
        help: What to do about it, as an instruction; empty where the message says it all.
        fixes: Edits that would mend it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span | None
    labels: tuple[Label, ...] = ()
    help: str = ""
    fixes: tuple[Fix, ...] = ()

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        remedy = f" ({self.help})" if self.help else ""
        return f"{place}{self.severity}: {self.code} {self.name}: {self.message}{remedy}"


class Name(str):
    """
    An id as written in a text: a plain string that remembers its place.

    Two names are equal when their letters are, wherever they stand, so a model read from text
    equals the same model built in code.
    """

    span: Span | None

    def __new__(cls, text: str, span: Span | None = None) -> Name:
        """*text* as a name that stands at *span*."""
        name = str.__new__(cls, text)
        name.span = span
        return name


def place(text: str) -> Span | None:
    """Where *text* was written; None for a string that did not come from a file."""
    return text.span if isinstance(text, Name) else None
