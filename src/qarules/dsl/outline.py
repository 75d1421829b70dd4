"""The words of a file, and what can be said of them before any rule is applied: where constructs begin, the layout."""

from __future__ import annotations

import bisect
import functools

from qarules.dsl.grammar import keywords
from qarules.dsl.source import Source, Token
from qarules.dsl.tokens import TEXTS
from qarules.frozen import frozen

AFTER_THE_GRADE = frozenset(
    "CALENDAR RECORD FORUM PARAMETER ACTIVITY SAMPLE EVENT DEADLINE MODERATION ESCALATION PROCESS STEP".split()
)
"""Constructs whose properties stand in their braces, one after the other."""

CONSTRUCTS = AFTER_THE_GRADE | frozenset(
    "STANDARD USE CLAUSE SCALE ROLE TOOL SECTION CRITERION QUESTION KNOWN MEASURE JUDGEMENT EXAMPLE PROMISE".split()
)
_RULES = frozenset({"GIVE", "DESCRIPTOR", "GIVEN", "EXPECT"})
# What opens a property of what comes after the grade: the phrases anywhere, the single words where a line begins.
_SAYINGS = (
    "starts when | stood down when | first look by | second look by | third look by | overseen by | approved by"
    " | consent of | goes to | done on | record in | never record in | only where | audited by | never in | warn at"
    " | union of | covers from | confirmed until | closed on | open on | pauses from | within | owner | by | notify"
    " | between | substitute | compare | choose | expect | labelled | chair | members | meets | opens | agenda"
    " | follows | contains | optional | recommended"
)
# More words than any construct has before its brace, and more characters than any line is set in.
_LONGEST_HEAD = 200
_WIDEST_INDENT = 200


@functools.cache
def kind_of(word: str) -> str:
    """The kind of the keyword *word*: ``CRITERION`` for ``criterion``."""
    return next(kind for kind, keyword in keywords().items() if keyword == word)


@functools.cache
def _saying_kinds() -> frozenset[str]:
    return frozenset(map(kind_of, _SAYINGS.split(" | ")))


@functools.cache
def _phrases() -> frozenset[str]:
    return frozenset(map(kind_of, ("no better than", "no longer used", "leave out", "changes to")))


@frozen(kw_only=True)
class Tokens:
    """
    The words of a file, with what can be said of them before any rule is applied.

    Attributes:
        soft: The kinds of keywords that may serve as an id.
    """

    source: Source
    words: list[Token]
    soft: frozenset[str]

    def kind(self, at: int) -> str:
        """The kind of a word; ``$END`` past the last."""
        return self.words[at].type if at < len(self.words) else "$END"

    @functools.cached_property
    def doubtful(self) -> frozenset[str]:
        """The kinds that may serve as something else: an id, or a property."""
        return self.soft | _saying_kinds()

    def is_name(self, at: int) -> bool:
        """Whether a word is an id, or a keyword that may serve as one."""
        return self.kind(at) == "ID" or self.kind(at) in self.soft

    def opens_construct(self, at: int) -> bool:
        """Whether a construct clearly begins here, wherever we are."""
        kind = self.kind(at)
        if kind not in CONSTRUCTS or (at and self.kind(at - 1) in {"GIVEN", "EXPECT"}):
            return False  # what is given or expected may have the name of a construct
        if kind in {"EXAMPLE", "PROMISE"}:
            return self.kind(at + 1) in TEXTS and self.kind(at + 2) in {"LBRACE", "OF"}
        if kind == "USE":
            return self.kind(at + 1) in CONSTRUCTS and self.is_name(at + 2) and self.kind(at + 3) == "FROM"
        if kind == "CLAUSE":
            text = at + 4 if self.is_name(at + 3) else at + 3  # it need not say its kind
            return self.is_name(at + 1) and self.is_name(at + 2) and self.kind(text) in TEXTS
        return self.is_name(at + 1) and self.kind(at + 2) in {*TEXTS, "EQUAL", "LBRACE"}

    def opens_part(self, at: int) -> bool:
        """Whether a construct or a rule begins here."""
        kind = self.kind(at)
        if kind in _RULES:
            return self.kind(at + 1) != "IS" and not (at and self.kind(at - 1) in CONSTRUCTS)
        if self.is_saying(at):
            return len(str(self.words[at]).split()) > 1 or self.begins_line(at)
        if kind == "SET":
            return self.is_name(at + 1) and self.kind(at + 2) == "TO"
        if kind == "INSTEAD":
            return self.opens_construct(at + 1)
        return kind in _phrases() or self.opens_construct(at)

    def is_saying(self, at: int) -> bool:
        """Whether a word may open a property of what comes after the grade."""
        return self.kind(at) in _saying_kinds()

    @functools.cached_property
    def defined(self) -> dict[str, str]:
        """The kind of construct that each id stands for in this file."""
        opened = ((at, self.kind(at)) for at in range(len(self.words) - 1) if self.kind(at) in CONSTRUCTS)
        return {str(self.words[at + 1]): kind for at, kind in opened if self.is_name(at + 1)}

    def opens_rule(self, at: int) -> bool:
        """Whether a rule clearly begins here, wherever we are."""
        return self.kind(at) == "GIVE" and self.is_name(at + 1) and self.kind(at + 2) == "WHEN"

    def extent(self, at: int) -> int:
        """How many words the construct has that begins here: up to its closing brace, or to what follows it."""
        after = bisect.bisect_right(self.stops, at)
        depth = 0
        for here in self.stops[after:]:
            kind = self.kind(here)
            if depth == 0 and kind != "LBRACE":
                return here - at
            depth += {"LBRACE": 1, "RBRACE": -1}.get(kind, 0)
            if depth == 0 and kind == "RBRACE":
                return here + 1 - at
        return len(self.words) - at

    @functools.cached_property
    def stops(self) -> list[int]:
        """The words at which reading may go on: braces, and where a construct or rule begins."""
        return [at for at in range(len(self.words)) if self.kind(at) in {"LBRACE", "RBRACE"} or self.opens_part(at)]

    @functools.cached_property
    def _closing_after(self) -> list[int]:
        """For each word, how many more braces close than open from it to the end of the file."""
        counts = [0]
        for word in reversed(self.words):
            counts.append(counts[-1] + {"RBRACE": 1, "LBRACE": -1}.get(word.type, 0))
        return counts[::-1]

    def closing_from(self, at: int) -> int:
        """How many more braces close than open from a word to the end of the file."""
        return self._closing_after[at]

    def closes_more(self, at: int, blocks: int) -> bool:
        """Whether the next braces from a word close more than so many *blocks*, or close one before a step."""
        after = self.stops[bisect.bisect_left(self.stops, at) :]
        brace = next((here for here in after if self.kind(here) in {"LBRACE", "RBRACE"}), len(self.words))
        end = brace
        while self.kind(end) == "RBRACE":
            end += 1
        return end - brace > blocks or (end > brace and self.kind(end) == "STEP")

    # --- what the layout tells about braces

    @functools.cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        """The closing brace and the opening brace of every block, in the order they close."""
        pairs, waiting = [], []
        for at, word in enumerate(self.words):
            if word.type == "LBRACE":
                waiting.append(at)
            elif word.type == "RBRACE" and waiting:
                pairs.append((at, waiting.pop()))
        return pairs

    def pairs_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The blocks (closing brace, opening brace) between two words."""
        first = bisect.bisect_left(self._pairs, (start, -1))
        last = bisect.bisect_left(self._pairs, (end, -1))
        return [(close, opening) for close, opening in self._pairs[first:last] if opening >= start]

    def index_of(self, token: Token) -> int:
        """Where *token* stands among the words."""
        return bisect.bisect_left(self._starts, token.start_pos)

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [word.start_pos for word in self.words]

    def line(self, at: int) -> int:
        """The line a word stands on."""
        return self.source.position(self.words[at].start_pos).line

    def indent(self, at: int) -> int:
        """How far the line of a word is set in."""
        before = self._before(at)
        return len(before) - len(before.lstrip())

    def begins_line(self, at: int) -> bool:
        """Whether nothing but white space stands before a word on its line."""
        return not self._before(at).strip()

    def _before(self, at: int) -> str:
        """What stands before a word on its line, as far as layout can matter."""
        start = self.words[at].start_pos
        line = start + 1 - self.source.position(start).column
        return self.source.text[line : min(start, line + _WIDEST_INDENT)]

    def head(self, brace: int) -> int:
        """Where the construct begins whose block an opening brace begins."""
        for at in range(brace - 1, max(-1, brace - _LONGEST_HEAD), -1):
            if self.kind(at) in {"LBRACE", "RBRACE"}:
                break
            if self.opens_part(at):
                return at
        return brace
