"""Reading on: which kind of word each word is where it stands, and what can be read from there."""

from __future__ import annotations

import functools
from collections import deque

from qarules.dsl.findings import Findings
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import Open, open_parts
from qarules.dsl.outline import Tokens
from qarules.dsl.situations import spelling
from qarules.dsl.source import Source, Token
from qarules.dsl.stack import Checkpoint, Progress, Stack, accepts
from qarules.dsl.tokens import TEXTS, Words
from qarules.model.words import RESERVED

# How many words a guess has to read on to be as good as any.
FAR = 5
MOST_TAKEN_BACK = 2


@functools.cache
def soft_keywords() -> frozenset[str]:
    """The kinds of keywords that may serve as an id."""
    return frozenset(kind for kind, word in keywords().items() if word.isalpha() and word not in RESERVED)


class Reading:
    """How far one file is read, whatever is made of its mistakes."""

    def __init__(self, source: Source, words: Words, findings: Findings) -> None:
        self.source = source
        self.words = words
        self.tokens = Tokens(source=source, words=words.tokens, soft=soft_keywords())
        self.findings = findings
        self.progress = Progress()
        # The stack before each of the last words, nearest first.
        self.before: deque[Checkpoint] = deque(maxlen=MOST_TAKEN_BACK)

    def stack(self) -> Stack:
        """A copy of the parser's stack, to try words on."""
        return Stack.of(self.progress)

    def read(self, at: int, kind: str) -> None:
        """Read the word *at* as a word of *kind*."""
        token = self.tokens.words[at]
        if kind in {"LBRACE", "RBRACE", *TEXTS}:
            self.before.clear()
        else:
            self.before.appendleft(Checkpoint.of(self.progress))
        if token.start_pos in self.words.doubts:
            self.words.doubts[token.start_pos]()
        elif kind == "ID" and str(token) in RESERVED:
            span = self.source.span_of(token)
            sentence = spelling.reserved_word(str(token))
            self.findings.add(sentence.fault, span, sentence.message, help=sentence.help)
        self.take(token.read_as(kind) if token.type != kind else token)

    def take(self, word: Token) -> None:
        """Read a word that is known to fit."""
        fits = self.progress.read(word)
        assert fits, word  # or what the author wrote would be lost, and nothing said of it

    def open_parts(self) -> tuple[Open, ...]:
        """What is not read to its end, innermost first."""
        return open_parts(self.progress.values)

    # --- reading on --------------------------------------------------------------------------------------------------

    def kind_here(self, at: int) -> str | None:
        """
        What the word *at* serves as: itself, or an id where it is a keyword that cannot stand here.

        Where it could be either, it is an id only if that lets more be read: `steps is at least 3`, but `steps of x`.
        """
        written = self.tokens.kind(at)
        states = self.progress.states
        if accepts(states, written) and (written not in self.tokens.doubtful or self.is_plainly_itself(states, at)):
            return written
        stack = self.stack()
        kind = self.kind_on(stack, at)
        if kind is None or self.is_no_id(stack, kind, at) or self.lacks_brace(stack, at):
            return None
        if kind == "ID" or not self.may_be_id(at) or not stack.accepts("ID"):
            return kind
        as_keyword, as_id = (self.reach_after(stack, other, at + 1) for other in (kind, "ID"))
        return "ID" if as_id > as_keyword else kind

    def is_plainly_itself(self, states: list[int], at: int) -> bool:
        """Whether a keyword that can stand here cannot be an id, nor a property of what was just named."""
        is_soft = self.tokens.kind(at) in self.tokens.soft
        return not (is_soft and accepts(states, "ID")) and not (self.tokens.is_saying(at) and accepts(states, "LBRACE"))

    def is_no_id(self, stack: Stack, kind: str, at: int) -> bool:
        """Whether a keyword that could be an id here is rather a property: `by lead, optional`."""
        written = self.tokens.kind(at)
        is_listed = self.tokens.kind(at - 1) == "COMMA" and len(self.before) > 0
        if kind != "ID" or written == "ID" or not (is_listed or self.tokens.is_saying(at)):
            return False
        as_id = self.reach_after(stack, "ID", at + 1)
        if self.tokens.is_saying(at) and not as_id:
            return True
        if not is_listed:
            return False
        as_property = self.reach_after(Stack.of(self.before[0]), written, at + 1)
        return as_property > as_id or (
            0 < as_property == as_id and str(self.tokens.words[at]) not in self.tokens.defined
        )

    def lacks_brace(self, stack: Stack, at: int) -> bool:
        """Whether a property belongs to what was just named, whose brace is closed further on and never opened."""
        if not (self.tokens.is_saying(at) and stack.accepts("LBRACE")):
            return False
        inner, *around = self.open_parts()
        if inner.brace is not None:
            return False
        head = self.tokens.index_of(inner.keyword)
        is_inside = self.tokens.line(at) == self.tokens.line(head) or self.tokens.indent(at) > self.tokens.indent(head)
        blocks = sum(part.brace is not None for part in around)
        return is_inside and (self.tokens.closing_from(at) > blocks or self.tokens.closes_more(at, blocks))

    def kind_on(self, stack: Stack, at: int) -> str | None:
        """The kind of word that the word *at* is on *stack*; None where it fits as none."""
        kind = self.tokens.kind(at)
        if stack.accepts(kind):
            return kind
        return "ID" if self.may_be_id(at) and stack.accepts("ID") else None

    def may_be_id(self, at: int) -> bool:
        """Whether a word is a keyword that may serve as an id, and does not clearly begin a construct or rule."""
        is_soft = self.tokens.kind(at) in self.tokens.soft
        return is_soft and not (self.tokens.opens_construct(at) or self.tokens.opens_rule(at))

    def reach(self, stack: Stack, at: int) -> int:
        """How many words from *at* can be read on *stack*, up to as many as tell."""
        for count in range(FAR):
            kind = self.tokens.kind(at + count)
            if kind in self.tokens.soft:
                kind = self.kind_on(stack, at + count) or kind
            if not stack.take(kind):
                return count
        return FAR

    def reach_after(self, stack: Stack, kind: str, at: int) -> int:
        """How many words from *at* can be read on *stack* once a word of *kind* is read."""
        trial = stack.copy()
        return self.reach(trial, at) if trial.take(kind) else 0

    def read_in_parts(self, at: int) -> bool:
        """
        Read a phrase as the words it is written with, the first a keyword and the second an id.

        For `not applicable is yes`, where `applicable` is a question; False where it cannot be read so.
        """
        token = self.tokens.words[at]
        first, *rest = str(token).split()
        kind = next((kind for kind, word in keywords().items() if word == first), None)
        stack = self.stack()
        if kind is None or len(rest) != 1 or not (stack.take(kind) and stack.accepts("ID")):
            return False
        start, end = token.start_pos, token.end_pos
        self.take(Token(kind, first, start, start + len(first)))
        self.take(Token("ID", rest[0], end - len(rest[0]), end))
        return True
