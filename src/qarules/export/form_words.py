"""Words that the parts of a form share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def paragraphs(*texts: str) -> Iterator[str]:
    """The paragraphs of texts, without the ends of lines inside them."""
    for text in texts:
        yield from (" ".join(each.split()) for each in text.split("\n\n") if each.strip())


def resting(cites: Iterable[str]) -> Iterator[str]:
    """``Clauses: H-1, H-2``; nothing for none."""
    if listed := ", ".join(cites):
        yield f"Clauses: {listed}"


def in_brackets(cites: Iterable[str]) -> str:
    """`` (H-1, H-2)``; empty for none."""
    listed = ", ".join(cites)
    return f" ({listed})" if listed else ""
