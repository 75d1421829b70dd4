"""
Runs a line of steps over all values of its open inputs at once.

A state holds the values that later steps still read. Two ways of answering that agree on those are one state from then on,
so that 26 criteria with 10^12 ways of answering need a few hundred states. Where even the states grow past a bound, the run
falls back to one set of values for each step, which may hold values that cannot occur together: a superset, and it says so.
"""

from __future__ import annotations

import enum
import heapq
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

WORKING_SET: Final = 50_000
"""States (and, in the fallback, combinations at one step) beyond which a run is no longer exact."""


class Unknown(enum.Enum):
    """The one value that stands for any value whatever."""

    ANY = "any"


ANY: Final = Unknown.ANY

Value = object
State = tuple[Value, ...]


@attrs.frozen(eq=False)
class Step:
    """
    One step: reads the values of earlier steps, gives its own.

    Attributes:
        reads: Numbers of the steps it reads.
        values: Every value it can have; for an input, the domain of the run comes first among the arguments.
        outcomes: All values it could ever have; what it gives where something it reads is `ANY`. Empty for no end of them.
        is_input: Its domain is set anew for each run.
    """

    reads: tuple[int, ...]
    values: Callable[..., Iterable[Value]]
    outcomes: tuple[Value, ...] = ()
    is_input: bool = False

    def over(self, domain: tuple[Value, ...], read: State) -> Iterable[Value]:
        """Its values where it reads *read*."""
        if ANY in read:
            return (*domain, *self.outcomes) or (ANY,)
        return self.values(domain, *read) if self.is_input else self.values(*read)


@attrs.frozen(eq=False)
class Move:
    """One step in its turn: where a state holds what it reads, and what of the state is kept after it."""

    step: int
    reads: tuple[int, ...]
    keeps: tuple[int, ...]
    is_kept: bool


@attrs.frozen
class Seen:
    """
    What a run met.

    Attributes:
        values: For each step, every value it had.
        loose: Steps of which some value may be out of reach.
    """

    values: Mapping[int, frozenset[Value]]
    loose: frozenset[int]

    def only(self, step: int) -> Value:
        """The one value *step* always has; `ANY` where it has several."""
        values = self.values[step]
        return next(iter(values)) if len(values) == 1 else ANY

    def is_exact(self, step: int) -> bool:
        """Whether every value of *step* is within reach; a superset of one value is."""
        return step not in self.loose or self.only(step) is not ANY


def in_turn(steps: Sequence[Step], wanted: Iterable[int]) -> tuple[Move, ...]:
    """
    The order to run *steps* in, leaving out those that none of *wanted* reads.

    Inputs wait: whatever can be computed is computed before the next one opens, so that values die young.
    """
    needed = _behind(steps, wanted)
    readers: dict[int, list[int]] = {}
    waits = {}
    for number in needed:
        reads = set(steps[number].reads)
        waits[number] = len(reads)
        for read in reads:
            readers.setdefault(read, []).append(number)
    ready = [(steps[number].is_input, number) for number in needed if not waits[number]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, number = heapq.heappop(ready)
        order.append(number)
        for reader in readers.get(number, ()):
            waits[reader] -= 1
            if not waits[reader]:
                heapq.heappush(ready, (steps[reader].is_input, reader))
    last_read = {read: turn for turn, number in enumerate(order) for read in steps[number].reads}
    live: list[int] = []
    moves = []
    for turn, number in enumerate(order):
        keeps = tuple(at for at, held in enumerate(live) if last_read[held] > turn)
        moves.append(
            Move(number, tuple(live.index(read) for read in steps[number].reads), keeps, number in last_read)
        )
        live = [live[at] for at in keeps] + [number] * (number in last_read)
    return tuple(moves)


def _behind(steps: Sequence[Step], wanted: Iterable[int]) -> list[int]:
    """The steps that *wanted* read, themselves included, in the order of their numbers."""
    needed = set()
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(steps[number].reads)
    return sorted(needed)


def run(
    steps: Sequence[Step],
    moves: Sequence[Move],
    outputs: Iterable[int],
    domains: Mapping[int, tuple[Value, ...]],
) -> Seen:
    """
    Every value each step has over all combinations of the inputs' *domains*.

    Where all at once are too many, each of *outputs* is tried by itself, and last, each step by itself.
    """
    joint = _run_jointly(steps, moves, domains)
    if joint is not None:
        return Seen(joint, _reading_any(steps, moves, domains))
    values = _run_apart(steps, moves, domains)
    loose = set(values)
    for output in outputs:
        behind = in_turn(steps, [output])
        alone = _run_jointly(steps, behind, domains)
        if alone is not None:
            values.update(alone)
            loose -= set(alone) - _reading_any(steps, behind, domains)
    return Seen(values, frozenset(loose))


def _reading_any(
    steps: Sequence[Step], moves: Sequence[Move], domains: Mapping[int, tuple[Value, ...]]
) -> frozenset[int]:
    """The steps that depend on an input whose values are not known one by one."""
    loose: set[int] = set()
    for move in moves:
        if ANY in domains.get(move.step, ()) or not loose.isdisjoint(steps[move.step].reads):
            loose.add(move.step)
    return frozenset(loose)


def _run_jointly(
    steps: Sequence[Step], moves: Sequence[Move], domains: Mapping[int, tuple[Value, ...]]
) -> dict[int, frozenset[Value]] | None:
    states: set[State] = {()}
    seen = {}
    for move in moves:
        step, domain = steps[move.step], domains.get(move.step, ())
        met: set[Value] = set()
        following: set[State] = set()
        for state in states:
            kept = tuple([state[at] for at in move.keeps])
            values = step.over(domain, tuple([state[at] for at in move.reads]))
            met.update(values)
            if move.is_kept:
                following.update([(*kept, value) for value in values])
            else:
                following.add(kept)
        if len(following) > WORKING_SET:
            return None
        seen[move.step] = frozenset(met)
        states = following
    return seen


def _run_apart(
    steps: Sequence[Step], moves: Sequence[Move], domains: Mapping[int, tuple[Value, ...]]
) -> dict[int, frozenset[Value]]:
    seen: dict[int, frozenset[Value]] = {}
    for move in moves:
        step, domain = steps[move.step], domains.get(move.step, ())
        sets = [seen[read] for read in step.reads]
        combinations = 1
        for values in sets:
            combinations *= len(values)
        if combinations > WORKING_SET:
            seen[move.step] = frozenset(step.over(domain, (ANY,)))
        else:
            seen[move.step] = frozenset(
                value for read in itertools.product(*sets) for value in step.over(domain, read)
            )
    return seen
