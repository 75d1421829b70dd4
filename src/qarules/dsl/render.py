"""Diagnostics as text for people: the sentence, the line it is about, the other places, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qarules.diagnostics import Diagnostic, Severity, Span

# Longer lines are shown from a little before the fault on.
WIDEST = 110

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33"}


def render(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], *, colour: bool = False) -> str:
    """
    All of *diagnostics*, an empty line between two.

    Args:
        texts: The texts they are about, by the name of their source; a place in any other shows no line.
        colour: In the colours of a terminal, which say nothing that the words do not.
    """
    return "\n\n".join("\n".join(_lines(found, texts, colour)) for found in diagnostics)


def render_plain(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """
    All of *diagnostics* in whole sentences, to be read aloud: no drawing, no columns.

    Args:
        texts: As for :func:`render`.
    """
    return "\n\n".join("\n".join(_sentences(found, texts)) for found in diagnostics)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors and 1 warning``; ``no findings`` for none."""
    severities = [str(found.severity) for found in diagnostics]
    counts = [(severities.count(kind), kind) for kind in ("error", "warning")]
    words = [f"{count} {kind}{'s' * (count != 1)}" for count, kind in counts if count]
    return " and ".join(words) or "no findings"


# --- with the line ---------------------------------------------------------------------------------------------------


def _lines(found: Diagnostic, texts: Mapping[str, str], colour: bool) -> Iterator[str]:
    where = f"{found.span}: " if found.span is not None else ""
    shade = _COLOURS[found.severity] if colour else ""
    yield f"{where}{_painted(f'{found.severity} {found.code}', shade)} {found.name}"
    yield f"  {_painted(found.message, '1' if colour else '')}"
    if found.span is not None:
        yield from excerpt(found.span, texts, shade)
    for label in found.labels:
        yield f"  {label.span}: {label.text}"
        yield from excerpt(label.span, texts, "36" if colour else "")
    if found.help:
        yield f"  {_painted('help:', '36' if colour else '')} {found.help}"


def _painted(text: str, shade: str) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if shade else text


def excerpt(span: Span, texts: Mapping[str, str], shade: str = "") -> Iterator[str]:
    """The line where *span* starts, with marks below the part of it that is meant."""
    found = _line(span, texts)
    if found is None:
        return
    line, at = found
    length = max(1, min(span.end.offset - span.start.offset, len(line) - at))
    cut = max(0, at - 20) if len(line) > WIDEST else 0
    shown = line[cut : cut + WIDEST]
    number = str(span.start.line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * (at - cut)}{_painted('^' * min(length, WIDEST - at + cut), shade)}"


def _line(span: Span, texts: Mapping[str, str]) -> tuple[str, int] | None:
    """The line where *span* starts, and how far into it; None where the text is not at hand."""
    text = texts.get(span.source)
    if not text:
        return None
    begin = text.rfind("\n", 0, span.start.offset) + 1
    end = text.find("\n", begin)
    line = text[begin : end if end >= 0 else len(text)].rstrip("\r").expandtabs(1)
    return line, span.start.offset - begin


# --- in sentences ----------------------------------------------------------------------------------------------------


def _sentences(found: Diagnostic, texts: Mapping[str, str]) -> Iterator[str]:
    where = f" in {_place(found.span)}" if found.span is not None else ""
    yield f"{str(found.severity).capitalize()} {found.code}{where}."
    yield f"{found.message[:1].upper()}{found.message[1:]}."
    if found.span is not None and (line := _line(found.span, texts)) is not None and line[0].strip():
        yield f"The line is: {line[0].strip()}"
    for label in found.labels:
        yield f"In {_place(label.span)}: {label.text}."
    if found.help:
        yield f"What to do: {found.help}{'' if found.help.endswith('?') else '.'}"


def _place(span: Span) -> str:
    return f"{span.source}, line {span.start.line}, character {span.start.column}"
