"""
Words to tree: runs the LALR parser over a file and, after a mistake, goes on where the next sound part begins.

What may have been meant at a mistake is guessed elsewhere; here every guess is tried on a copy of the stack, and the
one that reads furthest is taken. Where none does, reading resumes at the next construct, rule or brace at which the
innermost open block, or one around it, can go on.
"""

from __future__ import annotations

import bisect
import datetime
import functools
import itertools
from collections import deque
from collections.abc import Iterable

from qarules.dsl import syntax_errors
from qarules.dsl.dates import meant_day
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import CONDITIONED, Guess, Mistake, Open, Sentence, open_parts
from qarules.dsl.number_words import in_digits
from qarules.dsl.outline import CONSTRUCTS, Tokens, kind_of
from qarules.dsl.situations import braces, spelling
from qarules.dsl.source import MOST_MISTAKES, Source, Token
from qarules.dsl.stack import Checkpoint, Progress, Stack, accepts
from qarules.dsl.tokens import TEXTS, Words, tell_too_many, tokenise
from qarules.dsl.trees import Node
from qarules.model.words import RESERVED

_RULES = frozenset(map(kind_of, ("give", "no better than", "descriptor", *CONDITIONED)))
# How many words a guess has to read on to be as good as any.
_FAR = 5
_MOST_TAKEN_BACK = 2


@functools.cache
def soft_keywords() -> frozenset[str]:
    """The kinds of keywords that may serve as an id."""
    return frozenset(kind for kind, word in keywords().items() if word.isalpha() and word not in RESERVED)


def parse(source: Source, findings: Findings) -> Node:
    """
    The tree of *source*; of what could not be read only the sound parts.

    Every mistake is added to *findings*, and the ids in stretches that were skipped to ``findings.lost``.
    """
    words = tokenise(source, findings)
    if words.complete and not words.doubts:
        tree = _Reading(source, words, findings).plain_tree()
        if tree is not None:
            return tree
    return _Reading(source, words, findings).tree()


class _Reading:
    """One pass over the words of one file."""

    def __init__(self, source: Source, words: Words, findings: Findings) -> None:
        self.source = source
        self.words = words
        self.tokens = Tokens(source=source, words=words.tokens, soft=soft_keywords())
        self.findings = findings
        self.progress = Progress()
        self.mistakes = 0
        # Closing braces that were put in because what followed stands in the wrong place; the text has them further on.
        self.borrowed = 0
        # The stack before each of the last words, nearest first.
        self.before: deque[Checkpoint] = deque(maxlen=_MOST_TAKEN_BACK)

    def tree(self) -> Node:
        at = 0
        while at < len(self.tokens.words):
            kind = self.kind_here(at)
            if kind is not None:
                self.read(at, kind)
                at += 1
                continue
            if self.read_in_parts(at):
                at += 1
                continue
            self.mistakes += 1
            if self.mistakes > MOST_MISTAKES:
                if self.words.complete:
                    tell_too_many(self.source, self.tokens.words[at].start_pos, self.findings)
                self.forget(at, len(self.tokens.words))
                break
            at = self.go_on_after_mistake(at)
        return self.close()

    def plain_tree(self) -> Node | None:
        """
        The tree of a text without mistakes, which is nearly every text; None, and nothing told, where there is one.

        Nothing is kept to come back to, but for what tells an id from a property behind a comma.
        """
        doubtful = self.tokens.doubtful
        for at, token in enumerate(self.tokens.words):
            word = token
            if token.type in doubtful:
                kind = self.kind_here(at)
                if kind is None:
                    return None
                if kind != token.type:
                    word = token.read_as(kind)
            elif token.type == "ID" and token in RESERVED:
                return None
            elif token.type == "COMMA" and self.tokens.kind(at + 1) in doubtful:
                self.before.appendleft(Checkpoint.of(self.progress))
            if not self.progress.read(word):
                return None
        return self.close() if self.stack().accepts("$END") else None

    # --- the parser's stacks -----------------------------------------------------------------------------------------

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

    def insert(self, kind: str, at: int, instead: Iterable[Token] = ()) -> None:
        """Go on as if a word of *kind* stood before the word *at*, or in place of the words *instead*."""
        here = self.tokens.words[at].start_pos if at < len(self.tokens.words) else len(self.source.text)
        self.take(Token(kind, self.written(kind, list(instead)), here, here))

    def written(self, kind: str, instead: list[Token]) -> str:
        """How a word that is put in would be written, as near as possible to what stands in its place."""
        text = self.source.text[instead[0].start_pos : instead[-1].end_pos] if instead else ""
        if kind == "ID":
            if instead and str(instead[0]).isalpha():
                return str(instead[0])
            return self.new_name()
        if kind == "TEXT":
            return '"{}"'.format(text.replace('"', "'") or "…")
        if kind == "DATE":
            day = meant_day(text)
            if day is None:
                self.note_damage(self.open_parts())
            return (day or datetime.date(2000, 1, 1)).isoformat()
        if kind == "NUMBER":
            digits = in_digits(text)
            if not digits:
                self.note_damage(self.open_parts())
            return digits or "1"
        return keywords()[kind]

    def new_name(self) -> str:
        """An id for what has none; nothing is said about it again."""
        part = next(iter(self.open_parts()), None)
        if part is not None and not part.name:
            self.findings.nameless.add(part.word)
        base = f"{part.word.replace(' ', '-')}-without-id" if part is not None else "without-id"
        name = next(name for number in itertools.count(1) if (name := f"{base}-{number}") not in self.findings.lost)
        self.findings.lost.add(name)
        self.note_damage(self.open_parts())
        return name

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
        for count in range(_FAR):
            kind = self.tokens.kind(at + count)
            if kind in self.tokens.soft:
                kind = self.kind_on(stack, at + count) or kind
            if not stack.take(kind):
                return count
        return _FAR

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

    # --- after a mistake ---------------------------------------------------------------------------------------------

    def go_on_after_mistake(self, at: int) -> int:
        """Tell about the mistake at a word, and go on; the index of the word to go on from."""
        mistake = self.mistake(at)
        meant, passed_over = syntax_errors.guesses(mistake)
        guess = self.best_of(meant, at) or self.best_of(passed_over, at)
        if guess is None:
            self.tell(mistake, next(guess.sentence for guess in (*meant, *passed_over) if guess.sure))
            return self.resume(at)
        if guess.returns and self.borrowed:
            self.borrowed -= 1
            self.mistakes -= 1
        else:
            self.tell(mistake, guess.sentence)
        return self.follow(guess, at)

    def tell(self, mistake: Mistake, sentence: Sentence) -> None:
        """Tell about *mistake*, unless it may come of how quotation marks on its line were mended."""
        if mistake.span.start.line not in self.words.guessed:
            syntax_errors.tell(mistake, sentence, self.findings)

    def mistake(self, at: int) -> Mistake:
        stack = self.stack()
        earlier = (Stack.of(checkpoint).expected() for checkpoint in self.before)
        return Mistake(
            tokens=self.tokens,
            at=at,
            expected=stack.expected(),
            earlier=tuple(earlier),
            open=self.open_parts(),
        )

    def best_of(self, guesses: Iterable[Guess], at: int) -> Guess | None:
        """The guess with which reading gets furthest, the first of several; None where none gets far enough."""
        best, furthest = None, 0
        for guess in guesses:
            reached = self.try_out(guess, at)
            if reached >= guess.enough and reached > furthest:
                best, furthest = guess, reached
            if reached == _FAR:
                break
        return best

    def try_out(self, guess: Guess, at: int) -> int:
        stack = self.stack()
        if guess.back:
            stack = Stack.of(self.before[guess.back - 1])
        if guess.reopen:
            stack.drop(1)
        if not all(stack.take(kind) for kind in guess.insert):
            return 0
        return self.reach(stack, at + guess.skip)

    def follow(self, guess: Guess, at: int) -> int:
        """Read on as *guess* says."""
        if guess.back:
            self.before[guess.back - 1].restore(self.progress)
        if guess.reopen:
            self.drop(1)
        self.before.clear()
        self.borrowed += guess.borrows
        after = at + guess.skip
        for kind in guess.insert:
            self.insert(kind, at, self.tokens.words[at - guess.back : after])
        if not guess.insert:
            self.forget(at, after)
        return after

    def resume(self, at: int) -> int:
        """
        Skip to the next brace, construct or rule at which the innermost open block, or one around it, can go on.

        A block that must not be empty, and of which nothing could be read, is dropped at its closing brace.
        """
        self.before.clear()
        self.drop_rule()
        depth = 0
        stops = self.tokens.stops
        for here in stops[bisect.bisect_left(stops, at) :]:
            kind = self.tokens.kind(here)
            if depth == 0 and kind in {"LBRACE", "RBRACE"}:
                if self.drop_until(kind):
                    return self.forget(at, here)
                if kind == "RBRACE" and self.drop_block():
                    continue
            if depth == 0 and self.tokens.opens_part(here) and self.close_until(here):
                return self.forget(at, here)
            depth = max(0, depth + {"LBRACE": 1, "RBRACE": -1}.get(kind, 0))
        return self.forget(at, len(self.tokens.words))

    def drop_until(self, kind: str) -> bool:
        """Drop the unfinished part of the innermost open block so that *kind* can stand; False where it is no help."""
        count = self.stack().unfinished(kind)
        if count is None:
            return False
        self.drop(count)
        return True

    def drop_rule(self) -> None:
        """Drop the rule that is being read: a part of a condition means something else than the whole."""
        part = next(iter(self.open_parts()), None)
        if part is not None and part.brace is None and part.keyword.type in _RULES:
            values = self.progress.values
            self.drop(next(count for count in range(1, len(values) + 1) if values[-count] is part.keyword))

    def drop_block(self) -> bool:
        """Drop the innermost open block with its brace; False where none is open."""
        above = self.stack().innermost_brace
        if above is None:
            return False
        self.drop(above + 1)
        return True

    def drop(self, count: int) -> None:
        """Take the topmost entries off the stack; the ids in them are lost."""
        before = self.open_parts()
        for value in self.progress.drop(count):
            tokens = [value] if isinstance(value, Token) else value.words()
            self.findings.lost.update(str(token) for token in tokens if token.type == "ID")
        if count:
            after = self.open_parts()
            gone = before[: len(before) - len(after)]
            self.note_damage(after, is_deep=any(part.keyword.type in CONSTRUCTS for part in gone))

    def close_until(self, here: int) -> bool:
        """Close blocks until the word *here* can stand; False, with nothing changed, where it can in none around."""
        kind = self.tokens.kind(here)
        stack, drops = self.stack(), []
        while (count := stack.unfinished(kind)) is None:
            closing = stack.unfinished("RBRACE")
            if closing is None or not self.tokens.opens_construct(here):
                return False
            drops.append(closing)
            stack.drop(closing)
            stack.take("RBRACE")
        for closing in drops:
            self.drop(closing)
            self.insert("RBRACE", here)
        self.drop(count)
        return True

    def forget(self, start: int, end: int) -> int:
        """Note the ids between two words as lost."""
        if end > start:
            stops = self.tokens.stops
            skipped = stops[bisect.bisect_left(stops, start) : bisect.bisect_left(stops, end)]
            self.note_damage(self.open_parts(), is_deep=any(map(self.tokens.opens_construct, skipped)))
        self.findings.lost.update(str(self.tokens.words[at]) for at in range(start, end) if self.tokens.is_name(at))
        return end

    def open_parts(self) -> tuple[Open, ...]:
        """What is not read to its end, innermost first."""
        return open_parts(self.progress.values)

    def note_damage(self, parts: Iterable[Open], *, is_deep: bool = False) -> None:
        """Note that something in the innermost construct of *parts* is not read; of all, where it was a construct."""
        names = [part.name for part in parts if part.keyword.type in CONSTRUCTS and part.name]
        self.findings.damaged.update(names if is_deep else names[:1])

    # --- the end of the file -----------------------------------------------------------------------------------------

    def close(self) -> Node:
        """End the file, closing what is still open."""
        at = len(self.tokens.words)
        tells = self.words.complete and self.mistakes <= MOST_MISTAKES
        if not self.stack().accepts("$END"):
            mistake = self.mistake(at)
            if tells and "RBRACE" not in mistake.expected:
                syntax_errors.tell(mistake, braces.breaks_off(mistake), self.findings)
                tells = False
            while not self.drop_until("$END"):
                if not self.drop_until("RBRACE"):
                    self.drop_block()
                    continue
                if tells:
                    self.tell_unclosed(at)
                self.insert("RBRACE", at)
        end = len(self.source.text)
        self.take(Token("$END", "", end, end))
        tree, _ = self.progress.values
        assert isinstance(tree, Node)
        return tree

    def tell_unclosed(self, at: int) -> None:
        if self.borrowed:
            self.borrowed -= 1
            return
        mistake = self.mistake(at)
        assert mistake.block is not None
        syntax_errors.tell(mistake, braces.unclosed(mistake, mistake.block), self.findings)
