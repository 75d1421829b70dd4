"""
A document as one HTML page that needs nothing else: no script, no font, no picture, no network.

The page keeps to WCAG 2.2 AA. Tables have captions and scopes, and become blocks below each other on a narrow screen;
their roles are said, because a browser forgets them then. What is only drawn, as boxes and lines to write on, is not
read out. All text of an author is escaped, and the page's own policy lets nothing be loaded or run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
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
from qarules.export.document_style import style

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DEEPEST = 6
_WHOLE = 2
_BOX = '<span class="box" aria-hidden="true"></span>'


def document_html(document: Document) -> str:
    """
    The whole of *document* as one page.

    The same document gives the same text.
    """
    title = escape(document.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en-GB">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{style(document)}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#main">Skip to the form</a>',
            f"<header>\n<h1>{title}</h1>",
            *_facts(document.about),
            "</header>",
            *_contents(document.parts),
            '<main id="main" tabindex="-1">',
            *(line for part in document.parts for line in _part(part, 2)),
            "</main>",
            f"<footer>\n<p>{escape(document.identity)}</p>\n</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _facts(lines: Iterable[Line]) -> Iterator[str]:
    rows = [f"<div><dt>{escape(line.lead)}</dt><dd>{escape(line.text)}</dd></div>" for line in lines]
    if rows:
        yield from ('<dl class="about">', *rows, "</dl>")


def _contents(parts: Iterable[Part]) -> Iterator[str]:
    links = [f'<li><a href="#{escape(part.anchor)}">{escape(part.title)}</a></li>' for part in parts]
    if links:
        yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>'
        yield from ("<ul>", *links, "</ul>\n</nav>")


def _part(part: Part, level: int) -> Iterator[str]:
    depth = min(level, _DEEPEST)
    yield f'<section id="{escape(part.anchor)}" class="part-{depth}">'
    yield f"<h{depth}>{escape(part.title)}</h{depth}>"
    for block in part.blocks:
        yield from _block(block, part.title)
    for inner in part.parts:
        yield from _part(inner, level + 1)
    yield "</section>"


def _block(block: Block, title: str) -> Iterator[str]:
    match block:
        case Paragraph(text=text):
            yield f"<p>{escape(text)}</p>"
        case Listing(lines=lines, ordered=ordered):
            kind = "ol" if ordered else "ul"
            yield from (f"<{kind}>", *(f"<li{_id(line.anchor)}>{_line(line)}</li>" for line in lines), f"</{kind}>")
        case Fields(fields=fields):
            yield from ('<div class="fields">', *map(_field, fields), "</div>")
        case Grid():
            yield from _grid(block, title)
        case Asked():
            yield from _asked(block, title)
        case Bars():
            yield from _bars(block, title)
        case _:
            assert_never(block)


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def _line(line: Line) -> str:
    lead = f"<strong>{escape(line.lead)}</strong>" if line.lead else ""
    return ": ".join(filter(None, (lead, escape(line.text))))


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(kind: str, caption: str, title: str, columns: Iterable[str]) -> Iterator[str]:
    """The beginning of a table; its caption is not shown where the heading above it says the same."""
    hidden = ' class="unseen"' if caption == title else ""
    yield f'<table class="{kind}" role="table">'
    yield f"<caption{hidden}>{escape(caption)}</caption>"
    heads = (f'<th scope="col" role="columnheader">{escape(column)}</th>' for column in columns)
    yield f'<thead role="rowgroup">\n<tr role="row">{"".join(heads)}</tr>\n</thead>'


def _grid(grid: Grid, title: str) -> Iterator[str]:
    yield from _table("grid", grid.caption, title, grid.columns)
    yield '<tbody role="rowgroup">'
    for first, *rest in grid.rows:
        cells = "".join(_named(column, escape(text)) for column, text in zip(grid.columns[1:], rest, strict=True))
        name = "" if " " in first else ' class="id"'
        yield f'<tr role="row"><th scope="row" role="rowheader"{name}>{escape(first)}</th>{cells}</tr>'
    blank = "".join(_named(column, "") for column in grid.columns)
    yield from (f'<tr role="row" class="blank">{blank}</tr>' for _ in range(grid.blank))
    yield "</tbody>\n</table>"


def _named(column: str, inside: str) -> str:
    """A cell that says what it is where the heads of the columns are out of sight."""
    return f'<td role="cell" data-column="{escape(column)}">{inside}</td>'


def _asked(asked: Asked, title: str) -> Iterator[str]:
    """A row group for each row: with bands, its descriptors above and what there is to write below."""
    kind = "bands" if asked.bands else "questions"
    # Some engines leave the head of a table alone at the foot of a sheet; short tables are kept whole.
    whole = " whole" if len(asked.rows) <= _WHOLE else ""
    yield from _table(f"{kind}{whole}", asked.caption, title, _columns(asked))
    for row in asked.rows:
        yield f'<tbody id="{escape(row.anchor)}" role="rowgroup">'
        head = f"{escape(row.title)}{_notes(row)}"
        fields = "\n".join(map(_field, row.fields))
        if asked.bands:
            cells = zip(asked.bands, row.cells or [None] * len(asked.bands), strict=True)
            told = "".join(_named(band, _cell(cell)) for band, cell in cells)
            yield f'<tr role="row"><th scope="rowgroup" rowspan="2" role="rowheader">{head}</th>{told}</tr>'
            yield f'<tr role="row"><td role="cell" colspan="{len(asked.bands)}" class="besides">{fields}</td></tr>'
        else:
            yield f'<tr role="row"><th scope="row" role="rowheader">{head}</th><td role="cell">{fields}</td></tr>'
        yield "</tbody>"
    yield "</table>"


def _columns(asked: Asked) -> tuple[str, ...]:
    return (asked.head, *asked.bands) if asked.bands else (asked.head, "Answer")


def _bars(bars: Bars, title: str) -> Iterator[str]:
    yield from _table("bars", bars.caption, title, bars.columns)
    yield '<tbody role="rowgroup">'
    for bar in bars.bars:
        share = _named(bars.columns[1], f"{_drawn(bar)}{bar.words}")
        yield f'<tr role="row"><th scope="row" role="rowheader">{escape(bar.label)}</th>{share}</tr>'
    yield "</tbody>\n</table>"
    if bars.rest:
        yield f"<p>{escape(bars.rest)}.</p>"


def _drawn(bar: Bar) -> str:
    width = round(200 * (bar.share or 0))
    return (
        f'<svg aria-hidden="true" width="200" height="14" viewBox="0 0 200 14"><rect class="frame" width="200" '
        f'height="14"/><rect class="share" width="{width}" height="14"/></svg> '
    )


def _notes(row: Row) -> str:
    return "".join(f'<span class="note">{escape(note)}</span>' for note in row.notes)


def _cell(cell: Cell | None) -> str:
    if cell is None or not cell.text:
        return _BOX
    kind = ' class="missing"' if cell.missing else ""
    return f"{_BOX}<span{kind}>{escape(cell.text)}</span>"


def _field(field: Field) -> str:
    label = f'<span class="label">{escape(field.label)}</span>' if field.label else ""
    hint = f' <span class="hint">({escape(field.hint)})</span>' if field.hint else ""
    options = "".join(f'<span class="option">{_BOX}{escape(option)}</span> ' for option in field.options)
    lines = '<span class="line" aria-hidden="true"></span>' * field.lines
    return f'<div class="field">{label}{hint} {options.rstrip()}{lines}</div>'
