"""Diagnostics as text for people: the sentence, the line it is about, the other places, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qarules.diagnostics import Diagnostic, Span

# Longer lines are shown from a little before the fault on.
WIDEST = 110


def render(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """
    All of *diagnostics*, an empty line between two.

    Args:
        texts: The texts they are about, by the name of their source; a place in any other shows no line.
    """
    return "\n\n".join("\n".join(_lines(found, texts)) for found in diagnostics)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors and 1 warning``; ``no findings`` for none."""
    severities = [str(found.severity) for found in diagnostics]
    counts = [(severities.count(kind), kind) for kind in ("error", "warning")]
    words = [f"{count} {kind}{'s' * (count != 1)}" for count, kind in counts if count]
    return " and ".join(words) or "no findings"


def _lines(found: Diagnostic, texts: Mapping[str, str]) -> Iterator[str]:
    where = f"{found.span}: " if found.span is not None else ""
    yield f"{where}{found.severity} {found.code} {found.name}"
    yield f"  {found.message}"
    if found.span is not None:
        yield from excerpt(found.span, texts)
    for label in found.labels:
        yield f"  {label.span}: {label.text}"
        yield from excerpt(label.span, texts)
    if found.help:
        yield f"  help: {found.help}"


def excerpt(span: Span, texts: Mapping[str, str]) -> Iterator[str]:
    """The line where *span* starts, with marks below the part of it that is meant."""
    text = texts.get(span.source)
    if not text:
        return
    begin = text.rfind("\n", 0, span.start.offset) + 1
    end = text.find("\n", begin)
    line = text[begin : end if end >= 0 else len(text)].rstrip("\r").expandtabs(1)
    at = span.start.offset - begin
    length = max(1, min(span.end.offset, begin + len(line)) - span.start.offset)
    cut = max(0, at - 20) if len(line) > WIDEST else 0
    shown = line[cut : cut + WIDEST]
    number = str(span.start.line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * (at - cut)}{'^' * min(length, WIDEST - at + cut)}"
