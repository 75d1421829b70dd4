"""Text for a reader: lines of a width, blocks, lists that say how long they are, and what stands behind a statement."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable, Iterator

from qarules.diagnostics import Span
from qarules.model.change import Change
from qarules.model.standard import Clause

WIDTH = 100


def joined(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines with an empty line between them; a block without lines is left out."""
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


@functools.lru_cache(maxsize=1_024)
def wrapped(text: str, indent: str = "  ") -> tuple[str, ...]:
    """*text* in lines of at most 100 characters, each paragraph by itself; kept, as audits share sentences."""
    return tuple(
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(
            paragraph,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + "  " if indent else "    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """*lines* below a title that counts them; nothing for none."""
    rows = list(lines)
    if rows:
        yield f"{title} ({len(rows)})"
    for row in rows:
        yield from wrapped(row)


def interpretations(clauses: Iterable[Clause]) -> Iterator[str]:
    """What rests on an interpretation, each told once; nothing for none."""
    found = {clause.id: clause for clause in clauses}
    if found:
        yield "Rests on interpretations of what the source leaves open"
    for clause in found.values():
        replaced = f" (replaces {one_of(clause.replaces, 'and')})" if clause.replaces else ""
        yield from wrapped(f"{clause.id}: {clause.statement}{replaced}")


def changed(changes: Iterable[Change]) -> Iterator[str]:
    """What adopting bodies changed in what they adopted; nothing where nothing is."""
    by: dict[str, list[Change]] = {}
    for each in changes:
        by.setdefault(each.by, []).append(each)
    for body, made in by.items():
        yield from listed(f"Changed by {body} in what it adopts", map(str, made))


def behind(clauses: Iterable[str], span: Span | None) -> str:
    """Where a rule stands and which clauses are behind it, in brackets; empty for neither."""
    sources = [str(span)] if span is not None else []
    sources += filter(None, [", ".join(clauses)])
    return f" ({'; '.join(sources)})" if sources else ""


def one_of(words: Iterable[str], joint: str = "or") -> str:
    """``a, b or c``."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {joint} {last}" if most else last
