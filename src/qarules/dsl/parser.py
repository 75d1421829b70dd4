"""
Words to tree: runs the LALR parser over a file and, after a mistake, goes on where the next sound part begins.

What may have been meant at a mistake is guessed elsewhere; here every guess is tried on a copy of the stack, and the
one that reads furthest is taken. Where none does, reading resumes at the next construct, rule or brace at which the
innermost open block, or one around it, can go on.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
from collections.abc import Iterable

from qarules.dsl import syntax_errors
from qarules.dsl.dates import meant_day
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import CONDITIONED, Guess, Mistake, Open, Sentence
from qarules.dsl.number_words import in_digits
from qarules.dsl.outline import CONSTRUCTS, kind_of
from qarules.dsl.reading import FAR, Reading
from qarules.dsl.situations import braces
from qarules.dsl.source import MOST_MISTAKES, Source, Token
from qarules.dsl.stack import Checkpoint, Stack
from qarules.dsl.tokens import Words, tell_too_many, tokenise
from qarules.dsl.trees import Node
from qarules.model.words import RESERVED

_RULES = frozenset(map(kind_of, ("give", "no better than", "descriptor", *CONDITIONED)))


def parse(source: Source, findings: Findings) -> Node:
    """
    The tree of *source*; of what could not be read only the sound parts.

    Every mistake is added to *findings*, and the ids in stretches that were skipped to ``findings.lost``.
    """
    words = tokenise(source, findings)
    if words.complete and not words.doubts:
        tree = _Parsing(source, words, findings).plain_tree()
        if tree is not None:
            return tree
    return _Parsing(source, words, findings).tree()


class _Parsing(Reading):
    """One pass over the words of one file."""

    def __init__(self, source: Source, words: Words, findings: Findings) -> None:
        super().__init__(source, words, findings)
        self.mistakes = 0
        # Closing braces that were put in because what followed stands in the wrong place; the text has them further on.
        self.borrowed = 0

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

    # --- what is put in ----------------------------------------------------------------------------------------------

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
            if reached == FAR:
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
