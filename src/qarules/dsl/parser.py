"""
Words to tree: runs the LALR parser over a file and, after a mistake, goes on where the next sound part begins.

The only module that knows the stacks of Lark's interactive parser. A mistake is mended where one missing mark explains it
(a title, a brace, `when`); otherwise reading resumes at the next construct, rule or closing brace of the same block.
"""

from __future__ import annotations

import functools

from lark import Token, Tree
from lark.parsers.lalr_analysis import Shift

from qarules.dsl import syntax_errors
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import keywords, parser
from qarules.dsl.tokens import TEXTS, Source, tokenise

RESERVED = frozenset(
    [
        "all",
        "any",
        "every",
        "no",
        "none",
        "not",
        "and",
        "or",
        "is",
        "are",
        "when",
        "where",
        "in",
        "of",
        "on",
        "to",
        "from",
        "for",
        "with",
        "yes",
    ]
)
CONSTRUCTS = frozenset(
    [
        "STANDARD",
        "USE",
        "CLAUSE",
        "SCALE",
        "ROLE",
        "TOOL",
        "SECTION",
        "CRITERION",
        "QUESTION",
        "KNOWN",
        "MEASURE",
        "JUDGEMENT",
        "EXAMPLE",
        "PROMISE",
    ]
)
RULES = frozenset({"GIVE", "DESCRIPTOR", "GIVEN", "EXPECT"})
MOST_MISTAKES = 200


@functools.cache
def _soft_keywords() -> frozenset[str]:
    """The terminals of keywords that may serve as an id."""
    return frozenset(kind for kind, word in keywords().items() if word.isalpha() and word not in RESERVED)


@functools.cache
def _no_better_than() -> str:
    return next(kind for kind, word in keywords().items() if word == "no better than")


def parse(source: Source, findings: Findings) -> Tree[Token]:
    """
    The tree of *source*; of what could not be read only the sound parts.

    Every mistake is added to *findings*, and the ids in stretches that were skipped to ``findings.lost``.
    """
    return _Reading(source, tokenise(source, findings), findings).tree()


class _Reading:
    """One pass over the tokens of one file."""

    def __init__(self, source: Source, tokens: list[Token], findings: Findings) -> None:
        self.source = source
        self.tokens = tokens
        self.findings = findings
        self.interactive = parser().parse_interactive("", start="start")
        self.states = self.interactive.parser_state.parse_conf.states
        self.mistakes = 0

    def tree(self) -> Tree[Token]:
        at = 0
        while at < len(self.tokens):
            kind = self.kind_here(at)
            if kind is not None:
                self.feed(self.tokens[at], kind)
                at += 1
                continue
            self.report(at)
            self.mistakes += 1
            if self.mistakes == MOST_MISTAKES:
                syntax_errors.report_too_many(self.source, self.tokens[at], self.findings)
                self.forget(at, len(self.tokens))
                break
            at = self.recover(at)
        return self.close()

    def close(self) -> Tree[Token]:
        """End the file, closing what is still open."""
        end = Token("$END", "", len(self.source.text), end_pos=len(self.source.text))
        if not self.accepts("$END"):
            if self.mistakes < MOST_MISTAKES:
                self.report(len(self.tokens))
            while not self.accepts("$END") and self.pop_until("RBRACE"):
                self.feed(end, "RBRACE")
            self.pop_until("$END")
        tree: Tree[Token] = self.interactive.feed_token(end)
        return tree

    # --- the parser's stacks -----------------------------------------------------------------------------------------

    def accepts(self, *kinds: str, below: int = 0) -> bool:
        """Whether the parser could take *kinds* in a row, with its topmost *below* entries taken away."""
        stack = list(self.interactive.parser_state.state_stack)
        stack = stack[: len(stack) - below]
        for kind in kinds:
            while True:
                action, target = self.states[stack[-1]].get(kind, (None, None))
                if action is None:
                    return False
                if action is Shift:
                    stack.append(target)
                    break
                if len(target.expansion):
                    del stack[-len(target.expansion) :]
                stack.append(self.states[stack[-1]][target.origin.name][1])
                if kind == "$END" and stack[-1] == self.interactive.parser_state.parse_conf.end_state:
                    return True
        return True

    def feed(self, token: Token, kind: str) -> None:
        self.interactive.feed_token(token.update(kind) if token.type != kind else token)

    def pop_until(self, kind: str) -> bool:
        """Drop the unfinished part of the innermost open block until *kind* can stand there; False where it cannot."""
        state = self.interactive.parser_state
        for below in range(len(state.value_stack) + 1):
            if self.accepts(kind, below=below):
                if below:
                    self.forget_values(state.value_stack[-below:])
                    del state.state_stack[-below:]
                    del state.value_stack[-below:]
                return True
            if below < len(state.value_stack) and _is_open_brace(state.value_stack[-1 - below]):
                return False
        return False

    def kind_at(self, at: int) -> str:
        return self.tokens[at].type if at < len(self.tokens) else "$END"

    def kind_here(self, at: int) -> str | None:
        """What the token serves as in this place: itself, or an id where it is a keyword that cannot stand here."""
        kind = self.kind_at(at)
        if self.accepts(kind):
            return kind
        if kind in _soft_keywords() and not self.opens_construct(at) and self.accepts("ID"):
            return "ID"
        return None

    def is_name(self, at: int) -> bool:
        return self.kind_at(at) == "ID" or self.kind_at(at) in _soft_keywords()

    def opens_construct(self, at: int) -> bool:
        """Whether a construct clearly begins here, wherever we are."""
        kind = self.kind_at(at)
        if kind in {"EXAMPLE", "PROMISE"}:
            return self.kind_at(at + 1) in TEXTS
        if kind == "USE":
            return self.kind_at(at + 1) in CONSTRUCTS and self.is_name(at + 2) and self.kind_at(at + 3) == "FROM"
        if kind == "CLAUSE":
            return self.is_name(at + 1) and self.is_name(at + 2) and self.kind_at(at + 3) in TEXTS
        return kind in CONSTRUCTS and self.is_name(at + 1) and self.kind_at(at + 2) in {*TEXTS, "EQUAL"}

    def opens_part(self, at: int) -> bool:
        """Whether a construct or a rule begins here."""
        kind = self.kind_at(at)
        return (
            self.opens_construct(at)
            or kind == _no_better_than()
            or (kind in RULES and not self.kind_at(at + 1) == "IS")
        )

    # --- after a mistake ---------------------------------------------------------------------------------------------

    def recover(self, at: int) -> int:
        """Mend or skip; the index to go on from."""
        if self.kind_at(at) in {"JUNK", "COMMA"} and self.kind_here(at + 1) is not None:
            return at + 1
        kind = self.kind_at(at)
        as_name = ("ID",) if kind in _soft_keywords() else ()
        for mark in ("TEXT", "WHEN", "LBRACE"):
            if any(self.accepts(mark, serves) for serves in (kind, *as_name)):
                return self.insert(mark, at)
        return self.resume(at)

    def insert(self, kind: str, at: int) -> int:
        """Go on as if *kind* stood before the token *at*."""
        token = self.tokens[at]
        written = {"TEXT": '""', "WHEN": "when"}.get(kind, "{")
        self.feed(Token(kind, written, token.start_pos, end_pos=token.start_pos), kind)
        return at

    def resume(self, at: int) -> int:
        """Skip to the next brace, construct or rule at which the innermost open block, or one around it, can go on."""
        depth = 0
        for here in range(at, len(self.tokens)):
            kind = self.kind_at(here)
            if depth == 0 and kind in {"LBRACE", "RBRACE"} and self.pop_until(kind):
                return self.forget(at, here)
            if depth <= 0 and self.opens_part(here) and self.close_until(kind, here):
                return self.forget(at, here)
            depth += {"LBRACE": 1, "RBRACE": -1}.get(kind, 0)
            depth = max(depth, 0)
        return self.forget(at, len(self.tokens))

    def close_until(self, kind: str, here: int) -> bool:
        """Close blocks until *kind* can stand; False, with nothing changed, where it can stand in none around."""
        state = self.interactive.parser_state
        states, values = list(state.state_stack), list(state.value_stack)
        while not self.pop_until(kind):
            if not (self.opens_construct(here) and self.pop_until("RBRACE")):
                state.state_stack[:], state.value_stack[:] = states, values
                return False
            self.insert_brace(here)
        return True

    def insert_brace(self, at: int) -> None:
        start = self.tokens[at].start_pos
        self.feed(Token("RBRACE", "}", start, end_pos=start), "RBRACE")

    def forget(self, start: int, end: int) -> int:
        """Note the names between two tokens as lost."""
        self.findings.lost.update(
            str(t) for t in self.tokens[start:end] if t.type == "ID" or t.type in _soft_keywords()
        )
        return end

    def forget_values(self, values: list[Token | Tree[Token]]) -> None:
        """Note the names in an unfinished part as lost."""
        for value in values:
            tokens = [value] if isinstance(value, Token) else value.scan_values(lambda _: True)
            self.findings.lost.update(str(token) for token in tokens if token.type == "ID")

    def report(self, at: int) -> None:
        kinds = self.states[self.interactive.parser_state.position]
        syntax_errors.report(
            syntax_errors.Mistake(
                source=self.source,
                tokens=self.tokens,
                at=at,
                expected=frozenset(kind for kind in kinds if kind.isupper() and self.accepts(kind)),
                open_values=tuple(self.interactive.parser_state.value_stack),
                opens_construct=at < len(self.tokens) and self.opens_construct(at),
            ),
            self.findings,
        )


def _is_open_brace(value: object) -> bool:
    return isinstance(value, Token) and value.type == "LBRACE"
