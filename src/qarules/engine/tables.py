"""
Tables of rows: which values some steps have together, and in how many ways, or one way of getting there.

A table stands for audits of part of a tool. Tables are joined row by row; what a fold took in in each of them is taken
together.
"""

from __future__ import annotations

import abc
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import attrs

from qarules.engine.steps import ANY, Element, Fold, Value, Worlds, lifted
from qarules.frozen import frozen

MOST_ROWS = 50_000
"""Rows of one table, or pairs of rows gone through for one, beyond which an answer is no longer exact."""

MOST_BITS = 1 << 25
"""Bits of one integer, beyond which combinations of sums are not packed into one."""

MOST_WORK = 1 << 33
"""Bits moved in joining tables once, beyond which an answer is no longer exact."""

MOST_HELD = 1 << 31
"""Bits of all integers held at once in joining tables once (256 MB), beyond which an answer is no longer exact."""

MOST_KEPT = 1 << 28
"""Bits of masks that are kept to be used again."""

FEW_PAIRS = 64
"""So few pairs of rows are joined one by one."""

BITS_TO_A_PAIR = 64
"""Of so many bits to a pair of rows, packing costs more than going through the pairs."""

Row = tuple[Value, ...]
Weight = object


class TooMany(Exception):  # noqa: N818 - it is caught where the answer is looked for
    """The audits fall into more classes than the stated bound."""


class Ways(Protocol):
    """What is remembered of the ways in which a row comes about."""

    def none(self) -> Weight:
        """Of a row that depends on nothing."""

    def one(self, step: int, value: Value) -> Weight:
        """Of an input that has a value."""

    def both(self, one: Weight, other: Weight) -> Weight:
        """Of two independent parts together."""

    def either(self, one: Weight, other: Weight) -> Weight:
        """Of a row that comes about in either way."""


class Whether:
    """Remembers no more than that there is a way."""

    def none(self) -> Weight:
        """Nothing."""
        return None

    def one(self, step: int, value: Value) -> Weight:  # noqa: ARG002 - as the protocol has it
        """Nothing."""
        return None

    def both(self, one: Weight, other: Weight) -> Weight:  # noqa: ARG002
        """Nothing."""
        return None

    def either(self, one: Weight, other: Weight) -> Weight:  # noqa: ARG002
        """Nothing."""
        return None


class Traced:
    """Remembers the first way: inputs with their values in a tree, to be read by :func:`inputs_in`."""

    def none(self) -> Weight:
        """No input at all."""
        return None

    def one(self, step: int, value: Value) -> Weight:
        """A leaf."""
        return Leaf(step, value)

    def both(self, one: Weight, other: Weight) -> Weight:
        """A branch."""
        return other if one is None else one if other is None else (one, other)

    def either(self, one: Weight, other: Weight) -> Weight:  # noqa: ARG002
        """The first."""
        return one


@frozen
class Counted:
    """
    Counts the ways, each input's values as heavy as they are.

    Attributes:
        weights: Of an input's values; 1 for those not named.
    """

    weights: Mapping[tuple[int, Value], int] = attrs.field(factory=dict)

    def none(self) -> Weight:
        """One way."""
        return 1

    def one(self, step: int, value: Value) -> Weight:
        """The weight of the value."""
        return self.weights.get((step, value), 1)

    def both(self, one: Weight, other: Weight) -> Weight:
        """The product."""
        return one * other  # type: ignore[operator]

    def either(self, one: Weight, other: Weight) -> Weight:
        """The sum."""
        return one + other  # type: ignore[operator]


@frozen
class Leaf:
    """One input with its value."""

    step: int
    value: Value


class Later(abc.ABC):
    """A part of a way that is worked out when it is asked for."""

    @abc.abstractmethod
    def ways(self) -> Iterator[Weight]:
        """The parts it is made of."""


def inputs_in(way: Weight) -> dict[int, Value]:
    """The inputs of a traced way with their values."""
    found: dict[int, Value] = {}
    waiting = [way]
    while waiting:
        match waiting.pop():
            case Leaf(step=step, value=value):
                found[step] = value
            case tuple() as parts:
                waiting.extend(parts)
            case Later() as later:
                waiting.extend(later.ways())
            case _:
                pass
    return found


@attrs.define(eq=False)
class Table:
    """
    Rows of values that can stand together.

    Attributes:
        names: What each place of a row holds: `n` for the value of step n, `~n` for what fold n took in so far.
        rows: Each row with its ways.
        borrowed: Inputs it holds a copy of, so that it can be joined with the others that read them.
        taken: For each fold it has a part of, how many steps were taken in.
    """

    names: tuple[int, ...]
    rows: dict[Row, Weight]
    borrowed: frozenset[int] = frozenset()
    taken: dict[int, int] = attrs.field(factory=dict)

    @property
    def owned(self) -> list[int]:
        """The steps whose values it holds as its own."""
        return [name for name in self.names if name >= 0 and name not in self.borrowed]


def is_definite(table: Table) -> bool:
    """Whether nothing that folds took in could be anything."""
    parts = [at for at, name in enumerate(table.names) if name < 0]
    return not any(row[at] is ANY for row in table.rows for at in parts)


def plus(fold: Fold, one: Element, other: Element) -> Element:
    """Two parts of *fold* made one; any value makes any."""
    if one is ANY or other is ANY:
        return ANY
    if type(one) is Worlds or type(other) is Worlds:
        return lifted(fold.plus, (one, other))
    return fold.plus(one, other)


def joined(tables: Sequence[Table], folds: Mapping[int, Fold], ways: Ways) -> tuple[tuple[int, ...], dict[Row, Weight]]:
    """
    Every row of one table beside every row of the others that agrees with it.

    Raises:
        TooMany: The rows grow past the bound.
    """
    first, *others = sorted(tables, key=lambda table: len(table.rows))
    names, rows = first.names, first.rows
    for other in others:
        names, rows = _pairwise(names, rows, other, folds, ways)
    return names, rows


def _pairwise(
    names: tuple[int, ...], rows: dict[Row, Weight], other: Table, folds: Mapping[int, Fold], ways: Ways
) -> tuple[tuple[int, ...], dict[Row, Weight]]:
    place = {name: at for at, name in enumerate(names)}
    shared = [(place[name], at) for at, name in enumerate(other.names) if name >= 0 and name in place]
    meeting = [(place[name], at, folds[~name]) for at, name in enumerate(other.names) if name < 0 and name in place]
    new = [at for at, name in enumerate(other.names) if name not in place]
    coded = [(_codes(rows, here), _codes(other.rows, there)) for here, there, _ in meeting]
    known: list[dict[tuple[int, int], Element]] = [{} for _ in meeting]
    by_shared: dict[Row, list[tuple[int, Row, Weight]]] = {}
    for line, (row, weight) in enumerate(other.rows.items()):
        by_shared.setdefault(tuple([row[at] for _, at in shared]), []).append((line, row, weight))
    result: dict[Row, Weight] = {}
    pairs = 0
    for here_line, (row, weight) in enumerate(rows.items()):
        fitting = by_shared.get(tuple([row[at] for at, _ in shared]), ())
        pairs += len(fitting)
        if pairs > 10 * MOST_ROWS or len(result) > MOST_ROWS:
            raise TooMany
        for line, beside, its_weight in fitting:
            made = list(row)
            for (here, there, fold), (one, two), found in zip(meeting, coded, known, strict=True):
                code = (one[here_line], two[line])
                if code not in found:
                    found[code] = plus(fold, row[here], beside[there])
                made[here] = found[code]
            made.extend([beside[at] for at in new])
            key = tuple(made)
            way = ways.both(weight, its_weight)
            result[key] = ways.either(result[key], way) if key in result else way
    return (*names, *(other.names[at] for at in new)), result


def _codes(rows: Iterable[Row], at: int) -> list[int]:
    """For each row the number of what stands at one place: alike where that is."""
    codes: dict[Value, int] = {}
    return [codes.setdefault(row[at], len(codes)) for row in rows]


def pairs_of(tables: Collection[Table]) -> int:
    """How many rows *tables* could have together."""
    product = 1
    for table in tables:
        product *= len(table.rows)
    return product


def combinations(domains: Sequence[Sequence[Value]]) -> Iterator[Row]:
    """Every way to take one value of each."""
    return itertools.product(*domains)
