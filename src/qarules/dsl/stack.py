"""The parser's stacks: what has been read, copies to try words on, moments to return to."""

from __future__ import annotations

import attrs

from qarules.dsl.automaton import Reduction, Value
from qarules.dsl.grammar import language
from qarules.dsl.outline import kind_of
from qarules.dsl.source import Token
from qarules.dsl.trees import Node
from qarules.frozen import frozen

_INSIDE = frozenset({kind_of("one of"), kind_of("table"), kind_of("steps")})


@attrs.define
class Progress:
    """
    How far the parser is.

    Attributes:
        states: Where it is, on top, and where it was before each of the values.
        values: What it has read and not yet put together.
    """

    states: list[int] = attrs.field(factory=lambda: [language().automaton.start])
    values: list[Value] = attrs.field(factory=list)

    def read(self, word: Token) -> bool:
        """Read the next word; False where it does not fit, and then nothing more can be read."""
        _, actions, ways, _ = language().automaton
        states, values, kind = self.states, self.values, word.type
        while not isinstance(action := actions[states[-1]].get(kind), int):
            if action is None:
                return False
            size, origin, make = action
            taken = values[-size:] if size else []
            if size:
                del values[-size:], states[-size:]
            values.append(make(taken))
            states.append(ways[states[-1]][origin])
        states.append(action)
        values.append(word)
        return True

    def drop(self, count: int) -> list[Value]:
        """Take the topmost values off."""
        first = len(self.values) - count
        dropped = self.values[first:]
        del self.states[first + 1 :], self.values[first:]
        return dropped


def accepts(states: list[int], kind: str) -> bool:
    """Whether a word of *kind* could come next on a stack of *states*, which is left as it is."""
    _, actions, ways, _ = language().automaton
    action = actions[states[-1]].get(kind)
    if not isinstance(action, Reduction):
        return action is not None
    kept = len(states)
    above: list[int] = []  # what stands on the first *kept* states
    while isinstance(action, Reduction):
        if action.size > len(above):
            kept -= action.size - len(above)
            above.clear()
        elif action.size:
            del above[-action.size :]
        above.append(ways[above[-1] if above else states[kept - 1]][action.origin])
        action = actions[above[-1]].get(kind)
    return action is not None


class Stack:
    """A copy of the parser's stack on which words are tried."""

    def __init__(self, states: list[int]) -> None:
        self.states = states

    @classmethod
    def of(cls, moment: Progress | Checkpoint) -> Stack:
        """A copy of the stack as it is, or was, at *moment*."""
        return cls(moment.states.copy())

    def kind(self, at: int) -> str:
        """The kind of what led to one of the states."""
        return language().automaton.kinds[self.states[at]]

    def copy(self) -> Stack:
        """The same once more."""
        return Stack(self.states.copy())

    def expected(self) -> frozenset[str]:
        """Every kind of word that could come next."""
        return frozenset(filter(self.accepts, language().automaton.actions[self.states[-1]]))

    def accepts(self, kind: str) -> bool:
        """Whether a word of *kind* could come next."""
        return accepts(self.states, kind)

    def take(self, kind: str) -> bool:
        """Read a word of *kind*; False where it does not fit, and then the stack is of no more use."""
        _, actions, ways, _ = language().automaton
        states = self.states
        while not isinstance(action := actions[states[-1]].get(kind), int):
            if action is None:
                return False
            self.drop(action.size)
            states.append(ways[states[-1]][action.origin])
        states.append(action)
        return True

    def drop(self, count: int) -> None:
        """Take the topmost entries off."""
        del self.states[len(self.states) - count :]

    def unfinished(self, kind: str) -> int | None:
        """
        How many entries to drop so that *kind* can stand; None where that does not help.

        Neither a block that is open nor a construct that is complete is dropped.
        """
        size = len(self.states)
        while size:
            if accepts(self.states[:size], kind):
                return len(self.states) - size
            match self.kind(size - 1):
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
            depth += {"RBRACE": 1, "LBRACE": -1}.get(self.kind(at), 0)
            if depth == 0:
                return at
        return 0

    def is_within_a_sentence(self, opening: int) -> bool:
        """Whether a brace encloses a part of a sentence (choices, columns, steps), not what a construct contains."""
        return any(self.kind(at) in _INSIDE for at in range(max(0, opening - 3), opening))

    @property
    def innermost_brace(self) -> int | None:
        """How many entries stand above the innermost open brace; None where none is open."""
        closed = 0
        for above in range(len(self.states)):
            kind = self.kind(-1 - above)
            if kind == "LBRACE" and not closed:
                return above
            closed += {"RBRACE": 1, "LBRACE": -1}.get(kind, 0)
        return None


@frozen
class Checkpoint:
    """
    The parser's stacks at one moment, to come back to.

    Attributes:
        sizes: How many children each value had: to the list of a value is appended when a larger one is made of it.
    """

    states: list[int]
    values: list[Value]
    sizes: list[int]

    @classmethod
    def of(cls, progress: Progress) -> Checkpoint:
        """The moment that the parser is at."""
        sizes = [len(value.children) if isinstance(value, Node) else 0 for value in progress.values]
        return cls(progress.states.copy(), progress.values.copy(), sizes)

    def restore(self, progress: Progress) -> None:
        """Put *progress* back to this moment."""
        progress.states[:], progress.values[:] = self.states, self.values
        for value, size in zip(self.values, self.sizes, strict=True):
            if isinstance(value, Node):
                del value.children[size:]
