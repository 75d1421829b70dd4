"""
Quotation marks that do not pair up: finds which text was meant, reports it once, and hands on a text that can be read.

Marks are put over white space and never between two letters, so that every place in the mended text is the same
place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from qarules.diagnostics import Fix, Span
from qarules.dsl import codes
from qarules.dsl.codes import Fault
from qarules.dsl.findings import Findings
from qarules.dsl.source import MOST_MISTAKES, Source, Token
from qarules.frozen import frozen

TYPOGRAPHIC = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_CLOSES = {
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
}
_CONSTRUCT = r"(?:criterion|question|section|known|measure|judgement|tool|scale|role|clause|standard)"
# What a line looks like that is no prose but part of a rule file.
_STATEMENT = re.compile(
    rf'[ \t]*(?:\}}|{_CONSTRUCT}\s+[\w-]+\s+"|(?:give|no better than|descriptor)\s'
    r'|(?:example|promise)\s+"|[a-z][\w-]*\s+")'
)
# What follows a title or a descriptor, where its closing mark is missing.
_END_OF_PROPERTY = r"(?=\s*(?:,|\{|cites\s|decided by\s|optional\b|$))"
_AFTER_TEXT = re.compile(
    r"\s+(?:[{}]|points\s+[\d.]+"
    r"|(?:judged on|cites|asked when|may be not applicable|decided by|shown after|for each section|yes or no|one of"
    r"|guidance|intended|not counted|with evidence|with reason|saying why)(?![\w.-]))"
)
_AFTER_TITLE = re.compile(
    rf"{_AFTER_TEXT.pattern}|\s+(?:(?:table|version|formerly)\s|number\s+(?:from|to|step|unit)\s|=\s"
    rf"|(?:date|text|role|number|repeated|on\s+[\w-]+){_END_OF_PROPERTY})"
)
_HEAD = re.compile(rf"\s*{_CONSTRUCT}\s")
_LAST_WORDS = re.compile(rf"(?:,\s*|\s+(?:{_CONSTRUCT}\s+)?[A-Za-z][\w-]*\s*)$")
# What leads to a title, a descriptor or another text, where its opening mark is missing: at the beginning of a line,
# and behind another text.
_LED = r"(?:content only|also known as|not provided|guidance|note|intended|version|unit|number|because|from|as)"
_BEFORE_TEXT = re.compile(
    rf"[\s{{}},]*(?:clause\s+[\w-]+\s+[a-z]+|{_CONSTRUCT}\s+[\w-]+"
    rf"|(?:descriptor\s+[\w-]+\s+for|descriptor)\s+[\w-]+|{_LED}|[\w-]+)?\s+"
)
# These have texts one after the other.
_SEVERAL_TEXTS = re.compile(r"\s*(?:clause|source)\s")
_GAP = re.compile(r"\s+")
_BETWEEN_TEXTS = re.compile(
    rf"(?:.*?(?<![\w.-]){_LED}|.*?\{{\s*[\w-]+(?:\s+(?:text|date|role))?|\s*(?:points\s+[\d.]+\s+)?[\w-]+)\s+(?=\S)"
)
# Everything that may hold a mark, in the order in which the language looks for it.
_QUOTED = re.compile(
    r'''"""(?P<block>[\s\S]*?)(?:(?P<closed>""")|\Z)|"[^"\n]*"?|#[^\n]*|[\u2018-\u201f\u00ab\u00bb][^\u2018-\u201f\u00ab\u00bb"\n]*"(?!"")'''
)
# How many blocks of a file are ended for the author.
_MOST_BLOCKS = 20
# A text without an end is looked through no further than this many lines for the mark that was meant to end it.
_FARTHEST = 20


def mend_blocks(source: Source, text: str, findings: Findings) -> str:
    """*text* with the blocks that lack their closing marks ended where the next statement begins."""
    if '"""' not in text:
        return text
    for _ in range(_MOST_BLOCKS):
        blocks = [found for found in _QUOTED.finditer(text) if found["block"] is not None]
        if not blocks or blocks[-1]["closed"]:
            return text
        unclosed = next((block for block in blocks if _next_statement(block) is not None), blocks[-1])
        findings.add(
            codes.UNCLOSED_TEXT,
            source.span(unclosed.start(), unclosed.start() + 3),
            "this block of text has no closing marks",
            help='put three marks (`"""`) where it ends',
        )
        inner = unclosed["block"][: _next_statement(unclosed)].rstrip()
        end = unclosed.start("block") + len(inner)
        plain = inner.translate({ord("\r"): " ", ord("\n"): " ", ord('"'): "'"})
        text = f'{text[: unclosed.start()]}  "{plain}"{text[end + 1 :]}'
    return text


def _next_statement(block: re.Match[str]) -> int | None:
    """Where in a block a line begins that is no prose; None for nowhere."""
    lines = re.finditer(r"\n[^\n]*", block["block"])
    return next((line.start() for line in lines if _STATEMENT.match(line.group(), 1)), None)


def mend_typographic(source: Source, text: str, tokens: list[Token], findings: Findings) -> str:
    """*text* with plain marks in place of those of a word processor that stand around a text."""
    mended = _Mended(source, text, findings)
    reached = 0
    for token in tokens:
        start = token.start_pos
        if token.type != "TYPOGRAPHIC" or start < reached:
            continue
        if mended.is_hopeless:
            break
        line_end = mended.line_end(start)
        closed = re.compile(rf"[{_CLOSES.get(text[start], chr(0x201D))}](?!\w)").search(text, start + 1, line_end)
        plain = text.find('"', start + 1, line_end)
        end = closed.start() if closed else plain if plain >= 0 else start + 1 + _meant_end(text[start + 1 : line_end])
        mended.report_typographic(start, end + (closed is not None or end == plain))
        mended.put('"', start, end)
        mended.put("'", *(at for at in range(start + 1, end) if text[at] == '"'))
        reached = end + 1
    return mended.text()


def mend_lines(source: Source, text: str, tokens: list[Token], findings: Findings) -> str:
    """*text* with the plain marks that are missing put where they were meant."""
    mended = _Mended(source, text, findings)
    lines = list(_lines(tokens, mended))
    reached = 0
    for index, line in enumerate(lines):
        if line.start < reached:
            continue
        if mended.is_hopeless:
            break
        if line.is_odd:
            following = lines[index + 1] if index + 1 < len(lines) else None
            reached = _mend_odd(line, following, mended)
        elif line.has_marks_inside:
            mended.report_inside(line.marks[0], line.marks[-1])
            mended.put("'", *line.marks[1:-1])
    return mended.text()


@attrs.define
class _Mended:
    """A text while marks are put over single characters of it."""

    source: Source
    original: str
    findings: Findings
    _put: dict[int, str] = attrs.field(factory=dict)
    _told: int = 0

    @property
    def is_hopeless(self) -> bool:
        """Whether more has been told than anyone will read."""
        return self._told > MOST_MISTAKES

    def put(self, mark: str, *places: int) -> None:
        for at in places:
            self._put[at] = mark

    def text(self) -> str:
        parts, done = [], 0
        for at, mark in sorted(self._put.items()):
            parts += [self.original[done:at], mark]
            done = at + 1
        return "".join([*parts, self.original[done:]])

    def line_end(self, at: int) -> int:
        end = self.original.find("\n", at)
        return end if end >= 0 else len(self.original)

    def line_start(self, at: int) -> int:
        return self.original.rfind("\n", 0, at) + 1

    def _tell(self, fault: Fault, span: Span, message: str, remedy: str, fixes: tuple[Fix, ...] = ()) -> None:
        self._told += 1
        self.findings.add(fault, span, message, help=remedy, fixes=fixes)

    def report_typographic(self, start: int, end: int) -> None:
        written = self.original[start:end]
        plain = f'"{written.strip(TYPOGRAPHIC + chr(34)).replace(chr(34), chr(39))}"'
        span = self.source.span(start, end)
        mark = next(c for c in written if c in TYPOGRAPHIC)
        self._tell(
            codes.TYPOGRAPHIC_QUOTES,
            span,
            f"`{mark}` is the quotation mark of a word processor; a text stands in plain marks",
            f"write {plain if len(plain) < 60 else 'it between plain double quotation marks'}",
            (Fix(span, plain),),
        )

    def report_unclosed(self, start: int, end: int) -> None:
        self._tell(
            codes.UNCLOSED_TEXT,
            self.source.span(start, end),
            "this text has no closing quotation mark",
            "put a mark where the text ends",
        )

    def report_unopened(self, start: int, end: int) -> None:
        self._tell(
            codes.UNCLOSED_TEXT,
            self.source.span(start, end),
            "this text has no opening quotation mark",
            "put a mark where the text begins",
        )

    def report_broken(self, start: int, end: int) -> None:
        self._tell(
            codes.UNCLOSED_TEXT,
            self.source.span(start, end),
            "this text goes on on the next line, and a text between two marks ends on its own line",
            'put three marks (`"""`) before it and three after it',
        )

    def report_inside(self, start: int, end: int) -> None:
        self._tell(
            codes.UNCLOSED_TEXT,
            self.source.span(start, end + 1),
            "this text has quotation marks inside, and the first of them ends it",
            "inside a text write ‘ ’ or “ ”, or single marks",
        )


@frozen
class _Line:
    """A line with a mark that has no partner or stands within a word: where its plain marks are."""

    start: int
    end: int
    marks: tuple[int, ...]
    text: str

    @property
    def is_odd(self) -> bool:
        return len(self.marks) % 2 == 1

    def is_opening(self, mark: int) -> bool:
        """Whether the mark clearly begins a text: white space before it, none after."""
        return (mark == self.start or self._at(mark - 1).isspace()) and not self._at(mark + 1).isspace()

    def is_closing(self, mark: int) -> bool:
        """Whether the mark clearly ends a text: white space, a brace or nothing after it, none before."""
        return (self._at(mark + 1).isspace() or self._at(mark + 1) in "{},") and not self._at(mark - 1).isspace()

    def _at(self, place: int) -> str:
        return self.text[place - self.start] if self.start <= place < self.end else "\n"

    @property
    def has_marks_inside(self) -> bool:
        """Whether the marks read: one opens, others open and close, one closes."""
        outer, inner = (self.marks[0], self.marks[-1]), self.marks[1:-1]
        return (
            len(inner) > 0
            and self.is_opening(outer[0])
            and self.is_closing(outer[1])
            and all(map(self.is_opening, inner[::2]))
            and all(map(self.is_closing, inner[1::2]))
        )


def _lines(tokens: list[Token], mended: _Mended) -> Iterator[_Line]:
    """The lines with a text that has no end, or whose end stands right before a word."""
    end, suspect = -1, False
    marks: list[int] = []
    for index, token in enumerate(tokens):
        start = token.start_pos
        if token.type not in {"TEXT", "UNCLOSED"}:
            continue
        if start >= end:
            if suspect:
                yield _line(marks, mended)
            end, marks, suspect = mended.line_end(start), [], False
        marks += [start] if token.type == "UNCLOSED" else [start, token.end_pos - 1]
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        glued = after is not None and after.start_pos == token.end_pos and after[0].isalnum()
        suspect = suspect or token.type == "UNCLOSED" or glued
    if suspect:
        yield _line(marks, mended)


def _line(marks: list[int], mended: _Mended) -> _Line:
    start, end = mended.line_start(marks[0]), mended.line_end(marks[0])
    return _Line(start, end, tuple(marks), mended.original[start:end])


def _mend_odd(line: _Line, following: _Line | None, mended: _Mended) -> int:
    """Put the missing marks of one line; the offset up to which the text is dealt with."""
    opened: int | None = None
    before = line.start
    for mark in line.marks:
        if opened is None and line.is_closing(mark):
            _open(before, mark, mended)
        elif opened is None:
            opened = mark
        elif line.is_opening(mark):
            _close(opened, mark, mended)
            opened = mark
        else:
            opened = None
        before = mark + 1
    if opened is None:
        return line.end
    if following is not None and _is_continued(line, following, mended):
        end = following.marks[0]
        mended.report_broken(opened, end + 1)
        mended.put(" ", *(at for at in range(opened, end) if mended.original[at] in "\r\n"))
        return following.end
    _close(opened, line.end, mended)
    return line.end


def _is_continued(line: _Line, following: _Line, mended: _Mended) -> bool:
    """Whether the text left open on *line* ends at the first mark of *following*, with nothing but prose between."""
    between = mended.original[line.end : following.marks[0]]
    return (
        following.is_odd
        and following.is_closing(following.marks[0])
        and '"' not in between
        and between.count("\n") <= _FARTHEST
        and not any(_STATEMENT.match(part) for part in between.split("\n")[1:-1])
    )


def _open(before: int, mark: int, mended: _Mended) -> None:
    """Put the missing first mark of a text that ends at *mark*."""
    line = mended.line_start(mark)
    lead = _BEFORE_TEXT if before == line else _BETWEEN_TEXTS
    if before != line and _SEVERAL_TEXTS.match(mended.original, line):
        lead = _GAP
    led = lead.match(mended.original, before, mark)
    start = led.end() if led is not None and led.end() < mark else before
    mended.report_unopened(start, mark + 1)
    mended.put('"', max(start - 1, 0))


def _close(opened: int, limit: int, mended: _Mended) -> None:
    """Put the missing last mark of a text that began at *opened* and has ended before *limit*."""
    content = mended.original[opened + 1 : limit]
    typographic = re.search(f"[{TYPOGRAPHIC}](?!\\w)", content)
    if typographic is not None:
        end = opened + 1 + typographic.start()
        mended.report_typographic(opened, end + 1)
    else:
        is_followed = mended.original[limit : limit + 1] == '"'
        is_title = _HEAD.match(mended.original, mended.line_start(opened), opened) is not None
        end = opened + 1 + _meant_end(content, is_followed=is_followed, is_title=is_title)
        mended.report_unclosed(opened, end)
    mended.put('"', end)


def _meant_end(content: str, *, is_followed: bool = False, is_title: bool = False) -> int:
    """
    How far a text goes that lacks its last mark: to a brace or property, or the word that leads to the next text.

    What ends its line as a sentence ends is prose to the end, whatever words are in it.
    """
    if not is_followed and content.rstrip().endswith((".", "?", "!")):
        return len(content.rstrip())
    after = _AFTER_TITLE if is_title else _AFTER_TEXT
    found = after.search(content) or (_LAST_WORDS.search(content) if is_followed else None)
    return found.start() if found is not None else len(content.rstrip())
