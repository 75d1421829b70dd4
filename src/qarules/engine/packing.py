"""
Joining many tables of sums at once: every combination of sums is one bit of a large integer.

Taking in one more item is to shift that integer once for each value the item can have. Two hundred criteria counted in
four ways have some hundred thousand combinations of counts; one shift moves all of them. Where ways are counted, a
combination has a lane of bits instead of one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from qarules.engine import tables as bounds
from qarules.engine.dimensions import Dimension, Readings, dimensions_of
from qarules.engine.steps import Element, Fold, Number, Value, Worlds
from qarules.engine.tables import Counted, Later, Row, Table, TooMany, Traced, Ways, Weight, is_definite, plus
from qarules.frozen import frozen

Finish = Callable[[int, Element], Value]
Key = tuple[Value, ...]

_ABSENT = object()

BESIDE = 1 << 40
"""From here on a place of a row is what differs between worlds of a fold's sums, by the fold."""


@frozen
class Shift:
    """
    What one row adds.

    Attributes:
        offset: All of it that never stops.
        stopping: For each sum that stops, by its place, the steps.
    """

    offset: int
    stopping: tuple[tuple[int, int], ...]
    weight: Weight


Rows = dict[Key, list[Shift]]


def packed(
    tables: Sequence[Table], folds: Mapping[int, Fold], closing: Sequence[int], finished: Finish, ways: Ways
) -> tuple[tuple[int, ...], dict[Row, Weight]] | None:
    """
    The tables joined as :func:`~qarules.engine.tables.joined` does, with the folds of *closing* as values.

    Returns:
        None where they cannot be packed; no fold is then closed.

    Raises:
        TooMany: The rows, or the work, grow past the bound.
    """
    if not all(map(is_definite, tables)):
        return None
    able = [fold for fold, step in folds.items() if step.tops is not None]
    tables = [_apart(table, able) for table in tables]
    dimensions, readings = dimensions_of(tables, folds, able, closing)
    if not dimensions:
        return None
    lane = sum(_total(table).bit_length() for table in tables) + 1 if isinstance(ways, Counted) else 1
    bits = math.prod(d.size + 1 for d in dimensions) * lane
    # Where the rows could never be many, going through their pairs costs less than so many bits.
    if bits > min(bounds.MOST_BITS, bounds.BITS_TO_A_PAIR * bounds.pairs_of(tables)):
        return None
    return _Packing(tables, folds, dimensions, readings, lane, closing, finished, ways).joined()


def _apart(table: Table, able: Sequence[int]) -> Table:
    """
    A table in which what differs between worlds stands beside what all of them have of a sum.

    What is taken in later is added to the one, and the other is added at the end; sums that stop still do so.
    """
    places = [(table.names.index(~fold), fold) for fold in able if ~fold in table.names]
    several = [(at, fold) for at, fold in places if any(type(row[at]) is Worlds for row in table.rows)]
    if not several:
        return table
    rows: dict[Row, Weight] = {}
    for row, weight in table.rows.items():
        made = list(row)
        for at, _ in several:
            taken: Element = made[at]
            if type(taken) is Worlds:
                base = tuple([min(each) for each in zip(*taken.values, strict=True)])
                made[at] = base
                made.append(Worlds(tuple([_minus(each, base) for each in taken.values])))
            else:
                made.append(_ABSENT)
        rows[tuple(made)] = weight
    return attrs.evolve(table, names=(*table.names, *(BESIDE + fold for _, fold in several)), rows=rows)


def _minus(taken: Element, base: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple([one - other for one, other in zip(taken, base, strict=True)])


def _total(table: Table) -> int:
    return sum(weight for weight in table.rows.values() if isinstance(weight, int))


class _Packing:
    def __init__(
        self,
        tables: Sequence[Table],
        folds: Mapping[int, Fold],
        dimensions: Sequence[Dimension],
        readings: Readings,
        lane: int,
        closing: Sequence[int],
        finished: Finish,
        ways: Ways,
    ) -> None:
        self.folds = folds
        self.lane = lane
        self.dimensions = [attrs.evolve(d, stride=d.stride * lane) for d in dimensions]
        self.readings = readings
        self.bits = math.prod(d.size + 1 for d in dimensions) * lane
        self.closing = [fold for fold in closing if fold in readings]
        self.open = [fold for fold in sorted(readings) if fold not in closing]
        self.finished = finished
        self.ways = ways
        self.is_counted = isinstance(ways, Counted)
        packed_names = {~fold for fold in readings}
        self.keys = tuple(dict.fromkeys(n for table in tables for n in table.names if n not in packed_names))
        self.beside = {name - BESIDE: at for at, name in enumerate(self.keys) if name >= BESIDE}
        self.masks: dict[tuple[int, int, int], int] = {}
        self.held = 0
        self.values: dict[tuple[int, tuple[int, ...], Value], Value] = {}
        self.elements: dict[tuple[int, tuple[int, ...], Value], Element] = {}
        self.work = 0
        order = sorted(range(len(tables)), key=lambda number: len(tables[number].rows))
        self.tables = [self.shifts(tables[number], number) for number in order]

    def shifts(self, table: Table, number: int) -> Rows:
        """The rows of a table by their key."""
        place = {name: at for at, name in enumerate(table.names)}
        keys = [place.get(name) for name in self.keys]
        columns = [(at, d, d.columns[number]) for at, d in enumerate(self.dimensions)]
        rows: Rows = {}
        for line, (row, weight) in enumerate(table.rows.items()):
            key = tuple([row[at] if at is not None else _ABSENT for at in keys])
            offset, stopping = 0, []
            for at, d, column in columns:
                steps = column[line] if column is not None else 0
                if d.stops and steps:
                    stopping.append((at, min(steps, d.size)))
                else:
                    offset += steps * d.stride
            rows.setdefault(key, []).append(Shift(offset, tuple(stopping), weight))
        return rows

    def joined(self) -> tuple[tuple[int, ...], dict[Row, Weight]]:
        start: dict[Key, int] = {(_ABSENT,) * len(self.keys): 1}
        history: list[dict[Key, int]] = [start]
        for rows in self.tables:
            following: dict[Key, int] = {}
            for key, sums in history[-1].items():
                for row_key, shifts in rows.items():
                    both = self.together(key, row_key)
                    if both is None:
                        continue
                    here = following.get(both, 0)
                    self.spend(sums.bit_length() * len(shifts))
                    for shift in shifts:
                        moved = self.moved(sums, shift)
                        here = here + moved * shift.weight if self.is_counted else here | moved  # type: ignore[operator]
                    following[both] = here
            if len(following) > bounds.MOST_ROWS:
                raise TooMany
            if isinstance(self.ways, Traced):
                history.append(following)
            else:
                history[-1] = following
                self.held = 0
            self.held += self.weighed(following.values())
        return self.unpacked(history)

    def weighed(self, sums: Iterable[int]) -> int:
        """
        The bits of *sums*.

        Raises:
            TooMany: With those that are held already they are past the bound.
        """
        bits = sum(each.bit_length() for each in sums)
        if self.held + bits > bounds.MOST_HELD:
            raise TooMany
        return bits

    def spend(self, bits: int) -> None:
        """Bits that are about to be moved."""
        self.work += bits
        if self.work > bounds.MOST_WORK:
            raise TooMany

    def together(self, one: Key, other: Key) -> Key | None:
        """Two keys as one; None where they do not agree."""
        made = list(one)
        for at, (name, here, there) in enumerate(zip(self.keys, one, other, strict=True)):
            if there is _ABSENT:
                continue
            if here is _ABSENT:
                made[at] = there
            elif name < 0 or name >= BESIDE:
                made[at] = plus(self.folds[~name if name < 0 else name - BESIDE], here, there)
            elif here != there:
                return None
        return tuple(made)

    def moved(self, sums: int, shift: Shift) -> int:
        """The sums with what one row adds; those that would grow past their end stay there."""
        for number, steps in shift.stopping:
            d = self.dimensions[number]
            made = (sums & self.mask(number, 0, d.size - steps)) << (steps * d.stride)
            for step in range(d.size - steps + 1, d.size + 1):
                part = (sums & self.mask(number, step, step)) << ((d.size - step) * d.stride)
                made = made + part if self.is_counted else made | part
            sums = made
        return sums << shift.offset

    def mask(self, number: int, low: int, high: int) -> int:
        """The bits of all combinations in which one sum lies from *low* to *high*."""
        key = (number, low, high)
        if key not in self.masks:
            if len(self.masks) * self.bits > bounds.MOST_KEPT:
                self.masks.clear()
            d = self.dimensions[number]
            block = ((1 << ((high - low + 1) * d.stride)) - 1) << (low * d.stride)
            period = (d.size + 1) * d.stride
            while period < self.bits:
                block |= block << period
                period *= 2
            self.masks[key] = block & ((1 << self.bits) - 1)
        return self.masks[key]

    # --- back to rows ------------------------------------------------------------------------------------------------

    def unpacked(self, history: list[dict[Key, int]]) -> tuple[tuple[int, ...], dict[Row, Weight]]:
        own = [at for at, name in enumerate(self.keys) if name < BESIDE]
        names = (*(self.keys[at] for at in own), *self.closing, *(~fold for fold in self.open))
        rows: dict[Row, Weight] = {}
        for key, sums in history[-1].items():
            for values, part in self.split(sums, key):
                for taken, weight in self.points(part, key, history):
                    if len(rows) >= bounds.MOST_ROWS:
                        raise TooMany
                    row = (*[key[at] for at in own], *values, *taken)
                    rows[row] = self.ways.either(rows[row], weight) if row in rows else weight
        return names, rows

    def split(self, sums: int, key: Key) -> list[tuple[Row, int]]:
        """The combinations apart by what the folds that close come to."""
        parts: list[tuple[Row, int]] = [((), sums)]
        for fold in self.closing:
            parts = [
                ((*values, value), part)
                for values, whole in parts
                for value, part in (self.by_value(fold, whole, self.apart_in(key, fold)) if whole else ())
            ]
            if len(parts) > bounds.MOST_ROWS:
                raise TooMany
            self.weighed(part for _, part in parts)
        return parts

    def apart_in(self, key: Key, fold: int) -> Value:
        """What differs between worlds of a fold's sums."""
        return key[self.beside[fold]] if fold in self.beside else _ABSENT

    def by_value(self, fold: int, sums: int, beside: Value) -> Iterator[tuple[Value, int]]:
        """The combinations apart by what one fold comes to."""
        found: dict[Value, int] = {}
        bits = 0
        places = [reading.at for reading in self.readings[fold]]
        if len(places) == 1:
            steps = range(self.dimensions[places[0]].size + 1)
            if len(steps) > 10 * bounds.MOST_ROWS:
                raise TooMany
            values = [self.value(fold, (step,), beside) for step in steps]
            for value, group in itertools.groupby(steps, key=values.__getitem__):
                run = list(group)
                self.spend(sums.bit_length())
                part = sums & self.mask(places[0], run[0], run[-1])
                if part:
                    found[value] = found.get(value, 0) | part
                    bits += part.bit_length()
                if len(found) > bounds.MOST_ROWS or self.held + bits > bounds.MOST_HELD:
                    raise TooMany
        else:
            for at, part in self.apart(places, sums):
                value = self.value(fold, at, beside)
                found[value] = found.get(value, 0) | part
        yield from found.items()

    def value(self, fold: int, steps: tuple[int, ...], beside: Value) -> Value:
        """What a fold comes to at steps of its sums."""
        key = (fold, steps, beside)
        if key not in self.values:
            self.values[key] = self.finished(fold, self.taken(fold, steps, beside))
        return self.values[key]

    def taken(self, fold: int, steps: tuple[int, ...], beside: Value) -> Element:
        """What a fold took in, at steps of its sums, in every world."""
        key = (fold, steps, beside)
        if key not in self.elements:
            readings = self.readings[fold]
            both = tuple([each.low + step * each.grain for each, step in zip(readings, steps, strict=True)])
            self.elements[key] = both if beside is _ABSENT else plus(self.folds[fold], both, beside)
        return self.elements[key]

    def apart(self, places: Sequence[int], sums: int) -> list[tuple[tuple[int, ...], int]]:
        """The combinations apart by each single value of some sums."""
        parts: list[tuple[tuple[int, ...], int]] = [((), sums)]
        for number in places:
            size = self.dimensions[number].size
            self.spend((size + 1) * sum(whole.bit_length() for _, whole in parts))
            parts = [
                ((*steps, step), part)
                for steps, whole in parts
                for step in range(size + 1)
                if (part := whole & self.mask(number, step, step))
            ]
            if len(parts) > bounds.MOST_ROWS:
                raise TooMany
            self.weighed(part for _, part in parts)
        return parts

    def points(self, sums: int, key: Key, history: list[dict[Key, int]]) -> Iterator[tuple[Row, Weight]]:
        """Each combination of what the folds that stay open took in."""
        places = sorted({reading.at for fold in self.open for reading in self.readings[fold]})
        width = math.prod(self.dimensions[at].size + 1 for at in places) * self.lane
        folded = self.folded(sums, width)
        open_ = [(fold, [each.at for each in self.readings[fold]], self.apart_in(key, fold)) for fold in self.open]
        lane = (1 << self.lane) - 1
        while folded:
            self.spend(width)
            at = (folded & -folded).bit_length() - 1
            at -= at % self.lane
            weight: Weight = (folded >> at) & lane
            folded &= ~(lane << at)
            steps = {number: self.dimensions[number].step_of(at) for number in places}
            if not self.is_counted:
                traced = isinstance(self.ways, Traced)
                weight = Point(self, key, sums, steps, history) if traced else None
            yield (
                tuple([self.taken(fold, tuple([steps[at] for at in own]), beside) for fold, own, beside in open_]),
                weight,
            )

    def folded(self, sums: int, width: int) -> int:
        """Blocks of *width* bits laid over each other."""
        blocks = -(-sums.bit_length() // width)
        half = 1 << max(blocks - 1, 0).bit_length()
        while half > 1:
            half //= 2
            low = sums & ((1 << (half * width)) - 1)
            high = sums >> (half * width)
            sums = low + high if self.is_counted else low | high
        return sums

    def first(self, sums: int, steps: Mapping[int, int]) -> int:
        """The first combination with these sums."""
        for number, step in steps.items():
            sums &= self.mask(number, step, step)
        return (sums & -sums).bit_length() - 1

    # --- the way to a point ------------------------------------------------------------------------------------------

    def way_to(self, key: Key, point: int, history: list[dict[Key, int]]) -> Iterator[Weight]:
        """The rows, one of each table, that come to a combination."""
        for number in range(len(self.tables) - 1, -1, -1):
            key, point, weight = self.step_back(key, point, self.tables[number], history[number])
            yield weight

    def step_back(self, key: Key, point: int, rows: Rows, before: Mapping[Key, int]) -> tuple[Key, int, Weight]:
        for row_key, shifts in rows.items():
            for earlier, sums in before.items():
                if self.together(earlier, row_key) != key:
                    continue
                for shift in shifts:
                    for start in self.starts(point, shift):
                        if start >= 0 and sums >> start & 1:
                            return earlier, start, shift.weight
        raise AssertionError

    def starts(self, point: int, shift: Shift) -> Iterator[int]:
        """From where one row comes to a combination."""
        ends = [point - shift.offset]
        for number, steps in shift.stopping:
            d = self.dimensions[number]
            before: list[int] = []
            for end in ends:
                at = d.step_of(end)
                back = range(steps + 1) if at == d.size else (steps,)
                before.extend(end - step * d.stride for step in back if step <= at)
            ends = before
        for start in ends:
            if start >= 0 and self.comes_to(start, shift) == point:
                yield start

    def comes_to(self, start: int, shift: Shift) -> int:
        return self.moved(1 << start, shift).bit_length() - 1


class Point(Later):
    """The way to one combination, worked out when it is asked for."""

    def __init__(
        self, packing: _Packing, key: Key, sums: int, steps: Mapping[int, int], history: list[dict[Key, int]]
    ) -> None:
        self.packing = packing
        self.key = key
        self.sums = sums
        self.steps = steps
        self.history = history

    def ways(self) -> Iterator[Weight]:
        """The rows of the tables that come to it."""
        yield from self.packing.way_to(self.key, self.packing.first(self.sums, self.steps), self.history)
