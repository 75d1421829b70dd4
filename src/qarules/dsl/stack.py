"""The stacks of Lark's interactive parser, which it does not document: copies to try words on, moments to return to."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_parser_state import ParseConf, ParserState

from qarules.dsl.mistake import Value
from qarules.dsl.outline import kind_of
from qarules.frozen import frozen

_INSIDE = frozenset({kind_of("one of"), kind_of("table"), kind_of("steps")})


def _entries(states: Sequence[int], values: Sequence[Value]) -> list[tuple[int, str]]:
    """The states, each with the kind of what led to it."""
    kinds = (value.type if isinstance(value, Token) else str(value.data) for value in values)
    return list(zip(states, ["", *kinds], strict=True))


def accepts(state: ParserState[int], kind: str) -> bool:
    """Whether a word of *kind* could come next; as :meth:`Stack.accepts`, with nothing copied."""
    states, stack = state.parse_conf.states, state.state_stack
    size = len(stack)
    above: list[int] = []  # what stands on the first *size* entries
    while True:
        action, target = states[above[-1] if above else stack[size - 1]].get(kind, (None, None))
        if action is None:
            return False
        if action is Shift:
            return True
        if drops := len(target.expansion):
            size -= max(0, drops - len(above))
            del above[-drops:]
        above.append(states[above[-1] if above else stack[size - 1]][target.origin.name][1])


class Stack:
    """A copy of the parser's stack on which words are tried: the states, each with the kind of what led to it."""

    def __init__(self, entries: list[tuple[int, str]], conf: ParseConf[int]) -> None:
        self.entries = entries
        self.conf = conf

    @classmethod
    def of(cls, state: ParserState[int]) -> Stack:
        """A copy of the stack of *state*."""
        return cls(_entries(state.state_stack, state.value_stack), state.parse_conf)

    def at(self, checkpoint: Checkpoint) -> Stack:
        """The stack as it was at *checkpoint*."""
        return Stack(_entries(checkpoint.states, checkpoint.values), self.conf)

    def copy(self) -> Stack:
        """The same once more."""
        return Stack(list(self.entries), self.conf)

    def expected(self) -> frozenset[str]:
        """Every kind of word that could come next."""
        kinds = self.conf.states[self.entries[-1][0]]
        return frozenset(kind for kind in kinds if kind.isupper() and self.accepts(kind))

    def accepts(self, kind: str) -> bool:
        """Whether a word of *kind* could come next."""
        return self.copy().take(kind)

    def take(self, kind: str) -> bool:
        """Read a word of *kind*; False where it does not fit, and then the stack is of no more use."""
        entries = self.entries
        while True:
            action, target = self.conf.states[entries[-1][0]].get(kind, (None, None))
            if action is None:
                return False
            if action is Shift:
                entries.append((target, kind))
                return True
            if len(target.expansion):
                del entries[-len(target.expansion) :]
            entries.append((self.conf.states[entries[-1][0]][target.origin.name][1], target.origin.name))
            if kind == "$END" and entries[-1][0] == self.conf.end_state:
                return True

    def unfinished(self, kind: str) -> int | None:
        """
        How many entries to drop so that *kind* can stand; None where that does not help.

        Neither a block that is open nor a construct that is complete is dropped.
        """
        size = len(self.entries)
        while size:
            if Stack(self.entries[:size], self.conf).take(kind):
                return len(self.entries) - size
            match self.entries[size - 1][1]:
                case "LBRACE":
                    return None
                case "RBRACE":
                    opening = self.opening_of(size - 1)
                    if not self.is_within_a_sentence(opening):
                        return None
                    size = opening
                case _:
                    size -= 1
        return None

    def opening_of(self, closing: int) -> int:
        """The entry of the opening brace that belongs to a closing one."""
        depth = 0
        for at in range(closing, -1, -1):
            depth += {"RBRACE": 1, "LBRACE": -1}.get(self.entries[at][1], 0)
            if depth == 0:
                return at
        return 0

    def is_within_a_sentence(self, opening: int) -> bool:
        """Whether a brace encloses a part of a sentence (choices, columns, steps), not what a construct contains."""
        return not _INSIDE.isdisjoint(kind for _, kind in self.entries[max(0, opening - 3) : opening])

    @property
    def innermost_brace(self) -> int | None:
        """How many entries stand above the innermost open brace; None where none is open."""
        closed = 0
        for above, (_, kind) in enumerate(reversed(self.entries)):
            if kind == "LBRACE" and not closed:
                return above
            closed += {"RBRACE": 1, "LBRACE": -1}.get(kind, 0)
        return None


@frozen
class Checkpoint:
    """
    The parser's stacks at one moment, to come back to.

    Attributes:
        sizes: How many children each value had: Lark appends to the list of a value when it makes a larger one of it.
    """

    states: list[int]
    values: list[Value]
    sizes: list[int]

    @classmethod
    def of(cls, state: ParserState[int]) -> Checkpoint:
        """The moment that *state* is at."""
        values = list(state.value_stack)
        return cls(list(state.state_stack), values, [0 if isinstance(v, Token) else len(v.children) for v in values])

    def restore(self, state: ParserState[int]) -> None:
        """Put *state* back to this moment."""
        state.state_stack[:], state.value_stack[:] = self.states, self.values
        for value, size in zip(self.values, self.sizes, strict=True):
            if isinstance(value, Tree):
                del value.children[size:]
