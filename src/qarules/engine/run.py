"""
Runs a line of steps over all values of its open inputs at once.

A state holds the values that later steps still read. Two ways of answering that agree on those are one state from then
on, so that 26 criteria with 10^12 ways of answering need a few hundred states. What depends on inputs of its own only,
such as the grade of a section, is run by itself first, and is one input with a few values for the rest. Where the
states still grow past a bound, the run falls back to one set of values for each step, which may hold values that cannot
occur together: a superset, and it says so.
"""

from __future__ import annotations

import enum
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        outcomes: All values it could ever have; what it gives where something it reads is `ANY`. Empty for no end.
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
    """
    One step in its turn.

    Attributes:
        reads: Where a state holds what it reads.
        keeps: Where a state holds what later steps still read.
        is_kept: Later steps read its own value.
        is_given: It was run before, in a part of its own, and has the values it had there.
    """

    step: int
    reads: tuple[int, ...]
    keeps: tuple[int, ...]
    is_kept: bool
    is_given: bool


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


@attrs.frozen(eq=False)
class Part:
    """
    Steps that are run together, in turn.

    Attributes:
        outputs: The steps among them that somebody outside wants to know of.
    """

    moves: tuple[Move, ...]
    outputs: tuple[int, ...]


def divided(steps: Sequence[Step], outputs: Sequence[int], heads: Iterable[int]) -> tuple[Part, ...]:
    """
    The steps that *outputs* need, in parts that share no open input, each part after those it reads.

    Args:
        heads: Steps that may close a part: one does where nothing but itself is read from outside its part.
    """
    readers: dict[int, set[int]] = {}
    for number, step in enumerate(steps):
        for read in step.reads:
            readers.setdefault(read, set()).add(number)
    fixed = _without_inputs(steps)
    given: set[int] = set()
    parts = []
    for head in heads:
        behind = set(_behind(steps, [head], given))
        inner = behind - {head} - fixed
        if len(inner) > 1 and head not in given and all(readers[number] <= behind for number in inner):
            parts.append(_part(steps, [head, *(o for o in outputs if o in inner)], given))
            given.add(head)
    done = {move.step for part in parts for move in part.moves} - given
    parts.append(_part(steps, [output for output in outputs if output not in done], given))
    return tuple(parts)


def _without_inputs(steps: Sequence[Step]) -> set[int]:
    """The steps that have one value whatever is answered."""
    fixed: set[int] = set()
    for number, step in enumerate(steps):
        if not step.is_input and fixed.issuperset(step.reads):
            fixed.add(number)
    return fixed


def _part(steps: Sequence[Step], outputs: Sequence[int], given: set[int]) -> Part:
    return Part(in_turn(steps, outputs, given), tuple(outputs))


def in_turn(steps: Sequence[Step], wanted: Iterable[int], given: set[int]) -> tuple[Move, ...]:
    """
    The order to run *steps* in, leaving out those that none of *wanted* reads.

    Inputs wait: whatever can be computed is computed before the next one opens, so that values die young.
    """
    needed = _behind(steps, wanted, given)
    reads = {number: () if number in given else steps[number].reads for number in needed}
    readers: dict[int, list[int]] = {}
    waits = {}
    for number in needed:
        waits[number] = len(set(reads[number]))
        for read in set(reads[number]):
            readers.setdefault(read, []).append(number)
    ready = [(steps[number].is_input or number in given, number) for number in needed if not waits[number]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, number = heapq.heappop(ready)
        order.append(number)
        for reader in readers.get(number, ()):
            waits[reader] -= 1
            if not waits[reader]:
                heapq.heappush(ready, (steps[reader].is_input, reader))
    last_read = {read: turn for turn, number in enumerate(order) for read in reads[number]}
    live: list[int] = []
    moves = []
    for turn, number in enumerate(order):
        keeps = tuple(at for at, held in enumerate(live) if last_read[held] > turn)
        is_kept = number in last_read
        moves.append(Move(number, tuple(live.index(read) for read in reads[number]), keeps, is_kept, number in given))
        live = [live[at] for at in keeps] + [number] * is_kept
    return tuple(moves)


def _behind(steps: Sequence[Step], wanted: Iterable[int], given: set[int]) -> list[int]:
    """The steps that *wanted* read, themselves included but nothing behind *given*, in the order of their numbers."""
    needed = set()
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(() if number in given else steps[number].reads)
    return sorted(needed)


Domains = Mapping[int, tuple[Value, ...]]


def run(steps: Sequence[Step], parts: Sequence[Part], domains: Domains) -> Seen:
    """
    Every value each step has over all combinations of the inputs' *domains*.

    Where all at once are too many, each output of a part is tried by itself, and last, each step by itself.
    """
    values: dict[int, frozenset[Value]] = {}
    loose: set[int] = set()
    for part in parts:
        given = {move.step: tuple(values[move.step]) for move in part.moves if move.is_given}
        known = {**domains, **given}
        joint = _run_jointly(steps, part.moves, known)
        if joint is None:
            joint = _run_apart(steps, part.moves, known)
            loose.update(move.step for move in part.moves if not move.is_given)
            for alone in _run_one_by_one(steps, part.outputs, known, set(given)):
                joint.update(alone)
                loose.difference_update(set(alone) - set(given))
        values.update(joint)
        _spread(steps, part.moves, known, loose)
    return Seen(values, frozenset(loose))


def _run_one_by_one(
    steps: Sequence[Step], outputs: Sequence[int], domains: Domains, given: set[int]
) -> Iterator[dict[int, frozenset[Value]]]:
    """The values behind each of *outputs* that is not too much even by itself."""
    behind = {output: set(_behind(steps, [output], given)) for output in outputs}
    too_many: list[set[int]] = []
    for output in sorted(outputs, key=lambda output: (len(behind[output]), output)):
        # What needs all that was too much already, and more, has no fewer states.
        if not any(needed <= behind[output] for needed in too_many):
            alone = _run_jointly(steps, in_turn(steps, [output], given), domains)
            if alone is None:
                too_many.append(behind[output])
            else:
                yield alone


def _spread(steps: Sequence[Step], moves: Sequence[Move], domains: Domains, loose: set[int]) -> None:
    """Add to *loose* what reads it, and what reads an input whose values are not known one by one."""
    for move in moves:
        if ANY in domains.get(move.step, ()) or not loose.isdisjoint(() if move.is_given else steps[move.step].reads):
            loose.add(move.step)


def _run_jointly(steps: Sequence[Step], moves: Sequence[Move], domains: Domains) -> dict[int, frozenset[Value]] | None:
    """The values over every combination; None where the states grow past their bound."""
    states: set[State] = {()}
    seen = {}
    for move in moves:
        step, domain = steps[move.step], domains.get(move.step, ())
        met: set[Value] = set()
        following: set[State] = set()
        for state in states:
            kept = tuple([state[at] for at in move.keeps])
            values = domain if move.is_given else step.over(domain, tuple([state[at] for at in move.reads]))
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


def _run_apart(steps: Sequence[Step], moves: Sequence[Move], domains: Domains) -> dict[int, frozenset[Value]]:
    """The values over combinations of what each step reads, whether or not those occur together."""
    seen: dict[int, frozenset[Value]] = {}
    for move in moves:
        step, domain = steps[move.step], domains.get(move.step, ())
        if move.is_given:
            seen[move.step] = frozenset(domain)
            continue
        sets = [seen[read] for read in step.reads]
        combinations = 1
        for values in sets:
            combinations *= len(values)
        if combinations > WORKING_SET:
            seen[move.step] = frozenset(step.over(domain, (ANY,)))
        else:
            seen[move.step] = frozenset(value for read in itertools.product(*sets) for value in step.over(domain, read))
    return seen
