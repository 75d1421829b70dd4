"""A document as Markdown: tables as GitHub and pandoc read them, and nothing of an author's text as a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from qarules.export.document import (
    Asked,
    Bar,
    Bars,
    Block,
    Cell,
    Document,
    Field,
    Fields,
    Grid,
    Line,
    Listing,
    Paragraph,
    Part,
    Row,
)

_MARKS = re.compile(r"[\\`*_\[\]<>|#&~$]")
_OPENS = re.compile(r"^(?=[-+=])|^\d+(?=[.)](?:\s|$))")
BOX = "☐"
_BLANK = "\\_" * 30
_DEEPEST = 6


def markdown_text(text: str) -> str:
    """*text* as one line that says just what it says: no mark, no HTML, no end of a cell."""
    line = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _OPENS.sub(r"\g<0>\\", line)


def document_markdown(document: Document) -> str:
    """
    The whole of *document* as Markdown.

    The same document gives the same text.
    """
    lines = [f"# {markdown_text(document.title)}", ""]
    for line in document.about:
        lines += [f"- {_line(line)}"]
    for part in document.parts:
        lines += _part(part, 2)
    lines += ["", "---", "", markdown_text(document.identity)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _part(part: Part, level: int) -> Iterator[str]:
    yield from ("", f"{'#' * min(level, _DEEPEST)} {markdown_text(part.title)}", "")
    for block in part.blocks:
        if isinstance(block, Grid | Asked | Bars) and block.caption != part.title:
            yield from (f"**{markdown_text(block.caption)}**", "")
        yield from _block(block)
        yield ""
    for inner in part.parts:
        yield from _part(inner, level + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield markdown_text(text)
        case Listing(lines=lines, ordered=ordered):
            for number, line in enumerate(lines, start=1):
                yield f"{f'{number}.' if ordered else '-'} {_line(line)}"
        case Grid(columns=columns, rows=rows, blank=blank):
            yield from _table(columns, (list(map(markdown_text, row)) for row in rows))
            yield from (f"|{'  |' * len(columns)}" for _ in range(blank))
        case Fields(fields=fields):
            yield from (f"* {_field(field)}" for field in fields)
        case Asked():
            yield from _asked(block)
        case Bars(columns=heads, bars=bars, rest=rest):
            yield from _table(heads, ([markdown_text(bar.label), _bar(bar)] for bar in bars))
            if rest:
                yield from ("", f"{markdown_text(rest)}.")
        case _:
            assert_never(block)


def _line(line: Line) -> str:
    lead = f"**{markdown_text(line.lead)}**" if line.lead else ""
    return ": ".join(filter(None, (lead, markdown_text(line.text))))


def _asked(asked: Asked) -> Iterator[str]:
    last = "Besides" if asked.bands else "Answer"
    yield from _table((asked.head, *asked.bands, last), (_row(row) for row in asked.rows))


def _row(row: Row) -> list[str]:
    title = "<br>".join([f"**{markdown_text(row.title)}**", *map(markdown_text, row.notes)])
    cells = [f"{BOX} {_cell(cell)}".rstrip() for cell in row.cells]
    return [title, *cells, "<br>".join(map(_field, row.fields))]


def _cell(cell: Cell) -> str:
    text = markdown_text(cell.text)
    return f"*{text}*" if cell.missing else text


def _bar(bar: Bar) -> str:
    return f"{'█' * round(20 * (bar.share or 0))} {bar.words}".strip()


def _field(field: Field) -> str:
    label = markdown_text(field.label)
    hint = f" ({markdown_text(field.hint)})" if field.hint else ""
    named = f"{label}{hint}:" if label else hint
    boxes = [f"{BOX} {markdown_text(option)}" for option in field.options]
    return " ".join(filter(None, [named, *boxes, _BLANK if field.lines else ""]))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (list(map(markdown_text, columns)), ["---"] * len(columns), *rows):
        yield f"| {' | '.join(row)} |"
