"""
Parts of a text to a document: where its lines may break, and what stands below what.

One layout for every construct: a heading, whose further lines are set in by four, and a block, set in by two. Three
things the author decides: empty lines, whether a block is open, and whether `cites` has a line of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from qarules.dsl.concrete import END, Part, Word
from qarules.dsl.doc import WIDTH, Dangling, Doc, Group, Hang, Indent, Leaf, Line, Pad, Prose, width
from qarules.dsl.outline import CONSTRUCTS
from qarules.dsl.tokens import TEXTS
from qarules.frozen import frozen

Children = Sequence[Part | Word]

# In a heading, what cannot begin a line; in a property, what can.
_NO_BEGINNING = frozenset("name word text number force use_kind target rounding".split())
_BEGINNINGS = frozenset("cites intended who_is_not other_team never_responsible because otherwise then".split())
_INDEPENDENCE = frozenset("who_is_not other_team never_responsible".split())
# What has a line of its own in a heading of several lines.
_OWN_LINE = frozenset({"prose", "cites"})
# Rows of one kind below each other are set in columns; the first column has so many of their words and parts.
_COLUMN = {"step": 1, "band_descriptor": 1, "give": 2, "limit": 2, "step_line": 1}
_COLUMN |= dict.fromkeys(("source", "version", "on_calendar", "adopts"), 1)
_KIND: dict[str, str] = dict.fromkeys(("source", "version", "on_calendar", "adopts"), "source")
# A construct behind the word that puts it in the place of an adopted one.
_INSTEAD = frozenset({"restated", "restated_part"})
_JOINED_BY_WORDS = frozenset({"either", "both", "sum"})
_JOINTS = frozenset({"or", "and", "+", "-"})
_CLOSE_BEFORE = frozenset({",", ")", "%"})
# Texts no longer than this are set in a column, with what stands behind them in the next.
_WIDEST_COLUMN = 60


def file_doc(file: Part) -> list[Doc]:
    """A whole file."""
    docs: list[Doc] = []
    before: Part | Word | None = None
    for child in file.children:
        if _is_kind(child, END):
            return [*docs, Dangling(list(_first_word(child).before))]
        if before is not None:
            after_edition = isinstance(before, Part) and before.rule == "edition"
            docs.append(Line(hard=True, keeps=True, blank=after_edition))
        docs += _row(child)
        before = child
    return docs


def _row(child: Part | Word) -> list[Doc]:
    """What has lines of its own: a construct, a property in a block, a rule."""
    if isinstance(child, Part) and child.rule in _INSTEAD:
        instead, construct = child.children
        return [*_laid_out(instead), " ", *_row(construct)]
    return _construct(child) if isinstance(child, Part) and _is_construct(child) else _property(child)


def _is_construct(child: Part | Word) -> bool:
    """Whether it has a heading: a keyword, an id or title, and more."""
    if isinstance(child, Word) or len(child.children) < 3:
        return isinstance(child, Part) and child.rule in _INSTEAD
    keyword, named = child.children[:2]
    is_named = isinstance(named, Part) and named.rule in {"name", "text", "use_kind"}
    is_keyword = isinstance(keyword, Word) and (keyword.kind in CONSTRUCTS or child.rule == "changes_to")
    return is_keyword and is_named


# --- headings and properties -----------------------------------------------------------------------------------------


@frozen
class _Unit:
    """A part of a heading or property that may begin a line."""

    children: list[Part | Word]

    @property
    def kind(self) -> str:
        """What it is by its first part or word."""
        first = self.children[0]
        return first.rule if isinstance(first, Part) else first.text

    @property
    def has_own_line(self) -> bool:
        """Whether its author gave it a line, where that is the author's choice."""
        return self.kind == "cites" and _first_word(self.children[0]).new_line


def _units(children: Children, beginnings: frozenset[str] | None = None) -> list[_Unit]:
    """*children* up to the next that may begin a line: one of *beginnings*, or in a heading nearly any part."""
    units: list[_Unit] = []
    for child in children:
        kind = child.rule if isinstance(child, Part) else child.text
        begins = isinstance(child, Part) and kind not in _NO_BEGINNING if beginnings is None else kind in beginnings
        if not units or (begins and not _is_kind(units[-1].children[-1], "EQUAL")):
            units.append(_Unit([]))
        units[-1].children.append(child)
    return units


def _construct(part: Part) -> list[Doc]:
    """A heading, and its block where it has one."""
    brace = next((at for at, child in enumerate(part.children) if _is_kind(child, "LBRACE")), len(part.children))
    head, block = part.children[:brace], part.children[brace:]
    opening: list[Doc] = [" ", *_laid_out(block[0])] if block else []
    blocks = [_block(block[1:])] if block else []
    if part.rule == "clause":
        return [*_clause(head, opening), *blocks]
    first, *others = _units(head)
    docs: list[Doc] = []
    before = first
    for unit in others:
        is_own = unit.kind in _OWN_LINE or before.kind in _OWN_LINE
        if _is_kind(before.children[-1], "COMMA") and before is not first and not is_own:
            # What a comma joins goes to the next line together.
            docs[-1] = Group([docs[-1], Line(fills=True), Group(_joined(unit.children))])
        else:
            docs += [Line(hard=unit.has_own_line, fills=not is_own), Group(_joined(unit.children))]
        before = unit
    heading = Group([*_joined(first.children), *([Indent(4, [*docs, *opening])] if docs else opening)])
    return [heading, *blocks]


def _clause(head: Children, opening: list[Doc]) -> list[Doc]:
    """The heading of a clause: its statement on the same line, on the next, or in lines of its own."""
    *lead, statement = head
    docs = [*_laid_out(statement), *opening]
    if width(docs) > WIDTH - 2:
        return [*_joined(lead), " ", *docs]
    return [Group([*_joined(lead), Indent(2, [Line(), *docs])])]


def _property(child: Part | Word, column: int = 0, pad: Pad | None = None) -> list[Doc]:
    """
    A property or rule.

    Args:
        column: How many of its words and parts stand before *pad*.
    """
    if isinstance(child, Word) or _is_kind(child.children[-1], "RBRACE"):
        return _laid_out(child)
    first, *others = _units(child.children[column:], _BEGINNINGS)
    each_own = sum(unit.kind in _INDEPENDENCE for unit in others) > 1
    docs: list[Doc] = []
    for unit in others:
        is_own = unit.has_own_line or (unit.kind in _INDEPENDENCE and each_own)
        docs += [Line(hard=is_own, fills=True), Group(_sequence(unit.children))]
    lead = _sequence(first.children)
    if pad is not None:
        lead = [*_joined(child.children[:column]), pad, " ", Hang(lead)]
    return [Group([*lead, Indent(4, docs)])]


# --- blocks ----------------------------------------------------------------------------------------------------------


def _block(children: Children) -> Group:
    """What stands behind an opening brace, with the closing one."""
    *held, closing = children
    rows = _with_commas(held)
    is_open = bool(held) and (_first_word(held[0]).new_line or any(map(_is_construct, held)))
    block = Group([])
    docs: list[Doc] = []
    gap = " "
    for row, comma in zip(_columns([row for row, _ in rows], block), rows, strict=True):
        docs += [Line(flat=gap, hard=is_open, keeps=True), *row, *_joined(comma[1])]
        gap = " " if comma[1] else "  "
    block.parts = [Indent(2, [*docs, Dangling()]), Line(flat=" " if rows else "", hard=is_open), *_laid_out(closing)]
    return block


def _with_commas(children: Children) -> list[tuple[Part | Word, list[Word]]]:
    """What is divided by commas, each with the one behind it, if there is one."""
    rows: list[tuple[Part | Word, list[Word]]] = []
    for child in children:
        if isinstance(child, Word) and child.kind == "COMMA" and rows:
            rows[-1][1].append(child)
        else:
            rows.append((child, []))
    return rows


def _columns(rows: Children, block: Group) -> Iterator[list[Doc]]:
    """The rows of a block, those of one kind below each other in columns."""
    for kind, run in _runs(rows):
        column = _COLUMN.get(kind)
        if column is None:
            yield from map(_row, run)
            continue
        parts = [row for row in run if isinstance(row, Part)]
        widths = [width(_joined(part.children[:column])) for part in parts]
        pads = [Pad(max(widths) - each, block) for each in widths]
        if kind == "step":
            yield from _steps(parts, pads, block)
        else:
            yield from (_property(part, column, pad) for part, pad in zip(parts, pads, strict=True))


def _runs(rows: Children) -> Iterator[tuple[str, list[Part | Word]]]:
    """*rows* in runs of one kind, an empty line between two runs."""
    number = 0
    numbered = []
    for row in rows:
        first = _first_word(row)
        number += first.blank or any(comment.blank for comment in first.before)
        rule = row.rule if isinstance(row, Part) else ""
        numbered.append(((number, _KIND.get(rule, rule)), row))
    for (_, kind), run in itertools.groupby(numbered, key=lambda pair: pair[0]):
        yield kind, [row for _, row in run]


def _steps(steps: Sequence[Part], pads: Sequence[Pad], block: Group) -> Iterator[list[Doc]]:
    """The steps of a scale or choices of a question, their points in a column."""
    texts = [width(_joined(step.children[1:2])) for step in steps]
    widest = max((text for text, step in zip(texts, steps, strict=True) if step.children[2:]), default=0)
    for step, pad, text in zip(steps, pads, texts, strict=True):
        word, title, *points = step.children
        docs: list[Doc] = [*_laid_out(word), pad, " ", Hang(_laid_out(title))]
        if points:
            docs += [Pad(max(0, widest - text) if widest <= _WIDEST_COLUMN else 0, block), " ", *_joined(points)]
        yield docs


# --- the smaller parts -----------------------------------------------------------------------------------------------


def _laid_out(child: Part | Word) -> list[Doc]:
    """Any part or word that does not begin a line of its own."""
    if isinstance(child, Word):
        return [Prose.of(child) if child.kind in TEXTS else Leaf.of(child)]
    if child.rule in _JOINED_BY_WORDS:
        return [_joined_by_words(child.children)]
    if child.rule == "bracketed":
        opening, held, closing = child.children
        if isinstance(held, Part) and held.rule in _JOINED_BY_WORDS:
            return [*_laid_out(opening), Hang([_joined_by_words(held.children, 0)]), *_laid_out(closing)]
        return _joined(child.children)
    if child.rule == "number":
        return [doc for part in child.children for doc in _laid_out(part)]
    brace = next((at for at, part in enumerate(child.children) if _is_kind(part, "LBRACE")), None)
    if brace is not None:
        return [*_joined(child.children[: brace + 1]), _block(child.children[brace + 1 :])]
    return _sequence(child.children)


def _sequence(children: Children) -> list[Doc]:
    """Words and parts that follow each other, and may be a list."""
    if any(_is_kind(child, "COMMA") for child in children):
        return _list(children)
    if len(children) > 1 and all(isinstance(child, Part) and child.rule == "text" for child in children):
        first, *others = map(_laid_out, children)
        return [Group([*first, *(doc for other in others for doc in (Line(), *other))])]
    return _joined(children)


def _joined(children: Children) -> list[Doc]:
    """What stands on one line, a space between two."""
    docs: list[Doc] = []
    before: Part | Word | None = None
    for child in children:
        if before is not None and _first_word(child).text[:1] not in _CLOSE_BEFORE and not _is_kind(before, "LPAR"):
            docs.append(" ")
        docs += _laid_out(child)
        before = child
    return docs


def _joined_by_words(children: Children, by: int = 4) -> Group:
    """Parts of a condition or sum; the word or sign that joins each but the first may begin a line, set in *by*."""
    joints = [at for at, child in enumerate(children) if isinstance(child, Word) and child.text in _JOINTS]
    docs: list[Doc] = []
    for start, end in itertools.pairwise([*joints, len(children)]):
        docs += [Line(), *_joined(children[start:end])]
    return Group([*_joined(children[: joints[0]]), Indent(by, docs)])


def _list(children: Children) -> list[Doc]:
    """What a comma stands between, further lines set in below the first; with a text in it, each on a line."""
    comma = next(at for at, child in enumerate(children) if _is_kind(child, "COMMA"))
    lead, rows = children[: comma - 1], _with_commas(children[comma - 1 :])
    is_prose = any(word.kind in TEXTS for row, _ in rows for word in _words(row))
    group = Group([])
    docs: list[Doc] = []
    for row, (_, commas) in zip(_themes([row for row, _ in rows], group), rows, strict=True):
        docs += [Line(fills=not is_prose)] if docs else []
        docs += [*row, *_joined(commas)]
    group.parts = docs
    return [*_joined(lead), *([" "] if lead else []), Hang([group])]


def _themes(rows: Children, group: Group) -> Iterator[list[Doc]]:
    """The members of a list; months that have a theme with the themes in a column."""
    months = [row for row in rows if isinstance(row, Part) and row.rule == "themed_month" and row.children[1:]]
    widths = {id(row): width(_joined(row.children[:1])) for row in months}
    for row in rows:
        if isinstance(row, Part) and id(row) in widths:
            pad = Pad(max(widths.values()) - widths[id(row)], group)
            yield [*_joined(row.children[:1]), pad, " ", *_joined(row.children[1:])]
        else:
            yield _laid_out(row)


def _first_word(child: Part | Word) -> Word:
    return child if isinstance(child, Word) else child.first


def _words(child: Part | Word) -> Iterator[Word]:
    return iter((child,)) if isinstance(child, Word) else child.words()


def _is_kind(child: Part | Word, kind: str) -> bool:
    return isinstance(child, Word) and child.kind == kind
