"""The few ways in which the printers put words, texts and braces together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.model.words import prose

Lines = Iterator[str]


def joined(*parts: str) -> str:
    """The parts that say something, in one line."""
    return " ".join(part for part in parts if part)


def cites(names: Iterable[str]) -> str:
    """What a construct cites; empty for nothing."""
    listed = ", ".join(names)
    return f"cites {listed}" if listed else ""


def if_said(keyword: str, text: str) -> str:
    """A keyword and its text; empty where there is none."""
    return f"{keyword} {prose(text)}" if text else ""


def block(head: str, inner: Iterable[str]) -> Lines:
    """A heading and its contents in braces, a line each."""
    yield f"{head} {{"
    yield from inner
    yield "}"


def block_if_any(head: str, inner: Iterable[str]) -> Lines:
    """A heading and its contents in braces; without contents the heading alone."""
    held = [*filter(None, inner)]
    return block(head, held) if held else iter([head])
