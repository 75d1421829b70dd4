"""Exceptions, for callers who asked for a result that cannot exist."""

from __future__ import annotations

from qarules.diagnostics import Diagnostic


class QaError(Exception):
    """
    The base of every exception the library raises on purpose.

    Attributes:
        diagnostics: The findings behind it; empty where there is no text to point at.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {found}" for found in self.diagnostics)])


class QaCheckError(QaError):
    """A text was to be loaded that has errors; ``.diagnostics`` names each."""


class NotFoundError(QaError):
    """A pack, tool or file was named that is not there."""


class CodecError(QaError):
    """Plain data does not have the shape its format asks for; the message names the path."""


class CalendarRangeError(QaError):
    """A working day was asked for beyond the days a calendar knows."""
