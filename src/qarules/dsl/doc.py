"""
Documents that know where their lines may break, and what they look like in lines of a given width.

A group stands on one line where it fits, and otherwise breaks at its lines. What has comments in it never fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from qarules.dsl.concrete import Comment, Word
from qarules.frozen import frozen

WIDTH = 120
"""No line is longer, but for one that holds a single longer word, or a comment."""

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


@attrs.define(eq=False)
class Leaf:
    """
    A word as it is set.

    Attributes:
        before: The comments on lines of their own before it.
        after: The comment behind it.
        blank: An empty line stands between those comments and it.
    """

    text: str
    before: list[Comment] = attrs.field(factory=list)
    after: str = ""
    blank: bool = False

    @classmethod
    def of(cls, word: Word) -> Leaf:
        """The leaf of a word, with its comments."""
        return cls(word.text, list(word.before), word.after, word.blank)

    @property
    def closes(self) -> bool:
        """Whether it ends a block, or the file: comments before it belong to what it ends."""
        return self.text in {"}", ""}


@attrs.define(eq=False)
class Prose(Leaf):
    """
    A text in quotation marks, whose white space is not kept: on one line, or as a block of lines of its own.

    Attributes:
        paragraphs: The words of each of its paragraphs.
    """

    paragraphs: list[list[str]] = attrs.field(factory=list)

    @property
    def closes(self) -> bool:
        """Never."""
        return False

    @classmethod
    def of(cls, word: Word) -> Prose:
        """The text that a word in quotation marks holds."""
        marks = 3 if word.text.startswith('"""') else 1
        paragraphs = (_SPACE.split(each.strip(" \t\r\n\f\v")) for each in _EMPTY_LINE.split(word.text[marks:-marks]))
        held = [each for each in paragraphs if each != [""]]
        text = " ".join(held[0]) if held else ""
        marked = '"' in text
        fits = len(held) < 2 and not text.startswith('"') and not text.endswith('"')
        line = f'"""{text}"""' if marked else f'"{text}"'
        return cls(line if fits else "", list(word.before), word.after, word.blank, held)


@attrs.define(eq=False)
class Line:
    """
    A place where a line may break.

    Attributes:
        flat: What stands there where it does not.
        hard: It always breaks.
        fills: It breaks only where what follows, up to the next such place, does not fit.
        keeps: An empty line of the author's is kept there.
        blank: An empty line stands there.
    """

    flat: str = " "
    hard: bool = False
    fills: bool = False
    keeps: bool = False
    blank: bool = False


@attrs.define(eq=False)
class Group:
    """
    Breaks at its lines, or at none.

    Attributes:
        broken: At its lines; known beforehand where it cannot stand on one line.
    """

    parts: list[Doc]
    broken: bool = False


@frozen(eq=False)
class Indent:
    """Lines that begin in it are set in by *by* more."""

    by: int
    parts: list[Doc]


@frozen(eq=False)
class Hang:
    """Lines that begin in it are set in as far as it begins itself."""

    parts: list[Doc]


@frozen(eq=False)
class Pad:
    """Spaces that set columns below each other, where *group* is broken into lines."""

    by: int
    group: Group


@frozen(eq=False)
class Dangling:
    """Where the comments before a closing brace stand; the brace itself is set in less."""

    comments: list[Comment] = attrs.field(factory=list)


Doc = str | Leaf | Line | Group | Indent | Hang | Pad | Dangling


def width(parts: Sequence[Doc]) -> int:
    """How many characters *parts* have on one line; many where they cannot stand on one."""
    total = 0
    for part in parts:
        match part:
            case str():
                total += len(part)
            case Leaf():
                total += len(part.text) if part.text or not isinstance(part, Prose) else 2 * WIDTH
            case Line():
                total += 2 * WIDTH if part.hard else len(part.flat)
            case Group() | Indent() | Hang():
                total += width(part.parts)
    return total


def render(parts: list[Doc]) -> str:
    """*parts* in lines, the last one ended."""
    _settle(parts)
    _force(parts)
    return _Printer().printed(parts)


# --- comments --------------------------------------------------------------------------------------------------------


def _leaves(parts: Sequence[Doc]) -> Iterator[Leaf | Line | Dangling]:
    for part in parts:
        if isinstance(part, Group | Indent | Hang):
            yield from _leaves(part.parts)
        elif isinstance(part, Leaf | Line | Dangling):
            yield part


def _settle(parts: list[Doc]) -> None:
    """
    Put every comment where a line begins or ends.

    One in the middle of what stands on one line goes before that line, so that comments never change their order.
    """
    line = Line(hard=True, keeps=True)
    # The one before the words of this line, and the one met last.
    dangling = latest = Dangling()
    words: list[Leaf] = []
    for each in [*_leaves(parts), Line(hard=True)]:
        if isinstance(each, Dangling):
            latest = each
        elif isinstance(each, Leaf):
            words.append(each)
        else:
            _settle_line(line, words, each, dangling)
            line, words, dangling = each, [], latest


def _settle_line(line: Line, words: list[Leaf], following: Line, dangling: Dangling) -> None:
    """Settle the comments among the *words* between two lines."""
    if not words:
        return
    first, last = words[0], words[-1]
    if len(words) > 1 and last.text == "," and not (last.before or last.after):
        last.after, words[-2].after = words[-2].after, ""
    # What stands behind the first word comes before the comments of the others.
    moved = [Comment(first.after)] if first.after and first is not last else []
    for word in words[1:]:
        moved += [Comment(comment.text) for comment in word.before]
        moved += [Comment(word.after)] if word.after and word is not last else []
    for word in words[:-1]:
        word.after = ""
    for word in words[1:]:
        word.before = []
    if moved and not first.before:
        moved[0], first.blank = Comment(moved[0].text, first.blank), False
    first.before += moved
    if first.closes and first.before:
        dangling.comments.extend(first.before)
        first.before = []
        line.hard = True
    line.blank = line.blank or (line.keeps and (first.before[0].blank if first.before else first.blank))
    if not line.keeps:
        first.before = [Comment(comment.text) for comment in first.before]
        first.blank = False
    line.hard = line.hard or bool(first.before)
    following.hard = following.hard or bool(last.after)


def _force(parts: Sequence[Doc]) -> bool:
    """Break every group that cannot stand on one line; whether there is one, or something like it, in *parts*."""
    forced = False
    for part in parts:
        match part:
            case Group():
                part.broken = _force(part.parts) or part.broken
                forced = forced or part.broken
            case Indent() | Hang():
                forced = _force(part.parts) or forced
            case Line():
                forced = forced or part.hard
            case Prose():
                forced = forced or not part.text
    return forced


# --- lines -----------------------------------------------------------------------------------------------------------


@frozen
class _Todo:
    """
    Something still to be set.

    Attributes:
        indent: How far lines that begin in it are set in.
        flat: It stands on one line.
        unit: For a line that fills: what follows it up to the next.
    """

    indent: int
    flat: bool
    doc: Doc
    unit: Sequence[Doc] = ()


def _todo(indent: int, flat: bool, parts: Sequence[Doc]) -> Iterator[_Todo]:
    """*parts*, last first, as a stack has them."""
    unit: list[Doc] = []
    for part in reversed(parts):
        if isinstance(part, Line):
            yield _Todo(indent, flat, part, unit[::-1] if part.fills else ())
            unit = []
        else:
            yield _Todo(indent, flat, part)
            unit.append(part)


@attrs.define
class _Printer:
    """Sets documents line by line."""

    lines: list[str] = attrs.field(factory=lambda: [""])
    indent: int = 0
    stack: list[_Todo] = attrs.field(factory=list)

    @property
    def column(self) -> int:
        return len(self.lines[-1])

    def printed(self, parts: Sequence[Doc]) -> str:
        self.stack = list(_todo(0, False, parts))
        while self.stack:
            todo = self.stack.pop()
            match todo.doc:
                case str():
                    self.put(todo.doc)
                case Prose():
                    self.prose(todo.doc, todo)
                case Leaf():
                    self.leaf(todo.doc, todo.doc.text)
                case Line():
                    self.line(todo.doc, todo)
                case Group():
                    flat = todo.flat or (not todo.doc.broken and self.fits(todo.doc.parts))
                    todo.doc.broken = not flat
                    self.stack += _todo(todo.indent, flat, todo.doc.parts)
                case Indent():
                    self.stack += _todo(todo.indent + todo.doc.by, todo.flat, todo.doc.parts)
                case Hang():
                    self.stack += _todo(self.column, todo.flat, todo.doc.parts)
                case Pad():
                    self.put(" " * (todo.doc.by if todo.doc.group.broken else 0))
                case Dangling():
                    for comment in todo.doc.comments:
                        self.new_line(todo.indent, blank=comment.blank)
                        self.put(comment.text)
        return "\n".join([*self.lines, ""]) if any(self.lines) else ""

    def put(self, text: str) -> None:
        self.lines[-1] += text

    def new_line(self, indent: int, *, blank: bool = False) -> None:
        self.lines[-1] = self.lines[-1].rstrip(" ")
        if blank:
            self.lines.append("")
        self.lines.append(" " * indent)
        self.indent = indent

    def line(self, line: Line, todo: _Todo) -> None:
        stays = todo.flat or (line.fills and self.fits([line.flat, *todo.unit], skip=len(todo.unit)))
        if line.hard or not stays:
            self.new_line(todo.indent, blank=line.blank)
        else:
            self.put(line.flat)

    def leaf(self, leaf: Leaf, text: str) -> None:
        blanks = [*(comment.blank for comment in leaf.before[1:]), leaf.blank]
        for comment, blank in zip(leaf.before, blanks, strict=False):
            self.put(comment.text)
            self.new_line(self.indent, blank=blank)
        self.put(text)
        if leaf.after:
            self.put(f"  {leaf.after}")

    def prose(self, prose: Prose, todo: _Todo) -> None:
        if todo.flat or (prose.text and self.fits([prose.text])):
            self.leaf(prose, prose.text)
            return
        after, prose.after = prose.after, ""
        self.leaf(prose, '"""')
        inner = todo.indent if todo.indent > self.indent else self.indent + 2
        for number, paragraph in enumerate(prose.paragraphs):
            for count, line in enumerate(_wrapped(paragraph, WIDTH - inner)):
                self.new_line(inner, blank=number > 0 and count == 0)
                self.put(line)
        self.new_line(inner)
        self.put(f'"""  {after}' if after else '"""')

    def fits(self, parts: Sequence[Doc], *, skip: int = 0) -> bool:
        """
        Whether *parts* fit on the rest of the line, with what has to follow them there.

        Args:
            skip: How many of those that are to be set next they are themselves.
        """
        room = WIDTH - self.column
        waiting = list(_todo(0, True, parts))
        rest = len(self.stack) - skip
        while room >= 0:
            if not waiting:
                rest -= 1
                if rest < 0:
                    return True
                waiting.append(self.stack[rest])
            todo = waiting.pop()
            match todo.doc:
                case str():
                    room -= len(todo.doc)
                case Prose() if not todo.flat or not todo.doc.text:
                    return not todo.flat and room >= 3
                case Leaf():
                    room -= len(todo.doc.text)
                case Line():
                    if not todo.flat or todo.doc.hard:
                        return not todo.flat
                    room -= len(todo.doc.flat)
                case Group() | Indent() | Hang():
                    waiting += _todo(0, todo.flat, todo.doc.parts)
                case Pad():
                    room -= todo.doc.by if not todo.flat and todo.doc.group.broken else 0
        return False


def _wrapped(words: Sequence[str], room: int) -> Iterator[str]:
    """*words* in lines of at most *room* characters, as far as single words allow."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
