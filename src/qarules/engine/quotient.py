"""
All audits of a tool at once, by classes: which values its steps can have together.

Two ways of answering that every rule left to be read sees alike are one from then on. Tables of what the open inputs
can be are joined, fold by fold, the one first that keeps the fewest things open: so a section closes to the few grades
it can have, whatever the number of its criteria, and sections are put together by their grades. Which criteria stand in
which section plays no part in it; what reads what alone decides.

Past a stated bound there is no answer but :class:`~qarules.engine.tables.TooMany`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from qarules.engine import tables as bounds
from qarules.engine.certain import LOCAL, Certain, Domains, Several
from qarules.engine.packing import packed
from qarules.engine.steps import NEVER, Fold, Function, Step, Value
from qarules.engine.tables import (
    Row,
    Table,
    TooMany,
    Ways,
    Weight,
    Whether,
    combinations,
    is_definite,
    joined,
    pairs_of,
    plus,
)
from qarules.frozen import frozen

Job = tuple[int, int, tuple[int, ...], int]
"""What to do with a row: a place among what a fold reads, or a mark; the step; what it reads; where that goes."""

_START, _END, _COMPUTE = -1, -2, -3

Packed = tuple[tuple[int, ...], dict[Row, Weight]] | None
Memo = dict[object, Packed]
"""Tables that were joined already, by what they were."""


@frozen(eq=False)
class Joint:
    """
    What the audits of a run have in common.

    Attributes:
        values: For each step that was asked for, every value it has in some audit.
        rows: The values that the steps kept have together, each row with its ways.
    """

    values: Mapping[int, frozenset[Value]]
    rows: Mapping[Row, Weight]


def quotient(
    steps: Sequence[Step],
    domains: Domains,
    *,
    told: Iterable[int] = (),
    kept: Sequence[int] = (),
    ways: Ways | None = None,
    memo: Memo | None = None,
) -> Joint:
    """
    Every value of each of *told*, and every combination of values of *kept*, over all audits.

    Args:
        domains: For each input, what it can be; one value of several :class:`~qarules.engine.steps.Worlds` holds audits
            against each other that differ in that input alone.
        ways: What is remembered of how a row comes about; nothing by default.
        memo: What runs over the same steps leave for each other.

    Raises:
        TooMany: The classes are more than the bound.
    """
    return _Quotient(steps, domains, tuple(told), tuple(kept), ways or Whether(), memo).joint()


class _Quotient:
    def __init__(
        self,
        steps: Sequence[Step],
        domains: Domains,
        told: tuple[int, ...],
        kept: tuple[int, ...],
        ways: Ways,
        memo: Memo | None,
    ) -> None:
        self.steps = steps
        self.wanted = {*told, *kept}
        self.order = kept
        self.ways = ways
        self.memo = memo
        self.certain = Certain(steps, domains, self.wanted)
        self.known, self.sources = self.certain.known, self.certain.sources
        self.met: dict[int, set[Value]] = {
            number: {self.known[number]} if number in self.known else set() for number in self.wanted
        }
        self.tables: list[Table] = []
        self.waiting: dict[int, set[int]] = {}
        self.needs: dict[int, int] = {}
        self.holders: dict[int, int] = {}
        self.frontiers: dict[int, frozenset[int]] = {}

    def joint(self) -> Joint:
        if not self.certain.is_possible:
            return Joint(dict.fromkeys(self.wanted, frozenset()), {})
        self.open_up()
        while tables := self.next_to_close():
            self.close(tables)
        rows = self.rows()
        return Joint({number: frozenset(values) for number, values in self.met.items()}, rows)

    # --- the first tables --------------------------------------------------------------------------------------------

    def open_up(self) -> None:
        """A table for every open input, with a copy of the others that decide whether it is seen."""
        open_ = self.open_behind({})
        homes = self.homes(open_)
        open_ = self.open_behind(homes)
        self.waiting = {number: set() for number in open_}
        for number in open_:
            reads = (homes[number],) if number in homes else self.certain.open_reads(number)
            self.needs[number] = len(reads)
            for read in reads:
                self.waiting[read].add(number)
        gated = {raw: gate for gate, raw in homes.items() if gate in self.waiting}
        for number in open_:
            if number in self.sources:
                self.tables.append(self.first_table(number, gated.get(number)))
        for table in self.tables:
            for name in table.names:
                self.holders[name] = self.holders.get(name, 0) + 1
        for table in self.tables:
            self.absorb(table)

    def open_behind(self, homes: Mapping[int, int]) -> list[int]:
        """The open steps that are wanted, and what those read; a function at home with an input brings copies."""
        found: set[int] = set()
        waiting = [number for number in self.wanted if number not in self.known]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(self.certain.support(number) if number in homes else self.certain.open_reads(number))
        return sorted(found)

    def homes(self, open_: Iterable[int]) -> dict[int, int]:
        """For each function that hides an input of its own behind a few others, that input."""
        readers: dict[int, int] = {}
        for number in open_:
            for read in self.certain.open_reads(number):
                readers[read] = readers.get(read, 0) + 1
        homes: dict[int, int] = {}
        for number in open_:
            reads = self.certain.open_reads(number)
            if len(reads) < 2 or not isinstance(self.steps[number], Function):
                continue
            own = [read for read in reads if read in self.sources and readers[read] == 1 and read not in self.wanted]
            support = self.certain.support(number)
            if own and support and math.prod(len(self.sources[each]) for each in support) <= LOCAL:
                homes[number] = own[0]
        return homes

    def first_table(self, source: int, gate: int | None) -> Table:
        domain = self.sources[source]
        if gate is None:
            return Table((source,), {(value,): self.ways.one(source, value) for value in domain})
        others = tuple(each for each in self.certain.support(gate) if each != source)
        rows: dict[Row, Weight] = {}
        for read in combinations([domain, *(self.sources[each] for each in others)]):
            values = dict(zip((source, *others), read, strict=True))
            value = self.certain.worked_out(gate, values)
            for each in value.values if isinstance(value, Several) else (value,):
                if each is not NEVER:
                    rows[(*read, each)] = self.ways.one(source, read[0])
        self.waiting[source].discard(gate)
        return Table((source, *others, gate), rows, frozenset(others))

    # --- taking in and closing ---------------------------------------------------------------------------------------

    def absorb(self, table: Table) -> None:
        """Compute all that a table has together, take in what folds read of it, and leave out what nobody reads."""
        place = {name: at for at, name in enumerate(table.names)}
        jobs: list[Job] = []
        new = [name for name in table.owned if name in self.met]
        places: tuple[int, ...]
        queue = table.owned
        owned = set(queue)
        while queue:
            number = queue.pop()
            for reader in sorted(self.waiting[number]):
                step = self.steps[reader]
                if isinstance(step, Fold):
                    self.waiting[number].discard(reader)
                    at = place.setdefault(~reader, len(place))
                    if table.taken.get(reader) is None:
                        jobs.append((_START, reader, (), at))
                    jobs.extend(
                        (edge, reader, (place[number],), at)
                        for edge in self.certain.edges[reader]
                        if step.reads[edge] == number
                    )
                    table.taken[reader] = table.taken.get(reader, 0) + 1
                    done = table.taken[reader] == self.needs[reader]
                    kind, places = _END, (at,)
                else:
                    reads = self.certain.open_reads(reader)
                    done = owned.issuperset(reads)
                    if done:
                        for read in reads:
                            self.waiting[read].discard(reader)
                    kind, places = _COMPUTE, tuple(place.get(read, -1) for read in step.reads)
                if done:
                    place[reader] = len(place)
                    jobs.append((kind, reader, places, place[reader]))
                    owned.add(reader)
                    queue.append(reader)
                    if reader in self.met:
                        new.append(reader)
        self.work(table, place, jobs, new)

    def work(
        self,
        table: Table,
        place: Mapping[int, int],
        jobs: Sequence[Job],
        new: Sequence[int],
    ) -> None:
        """Go through the rows of a table once."""
        names = tuple(place)
        keeps = [at for at, name in enumerate(names) if self.is_kept(name, table)]
        told = [(place[name], self.met[name]) for name in new]
        rows: dict[Row, Weight] = {}
        width = len(place) - len(table.names)
        blank = [None] * width
        for row, weight in table.rows.items():
            for values in self.worked(list(row) + blank, jobs, 0):
                for at, met in told:
                    met.add(values[at])
                key = tuple([values[at] for at in keeps])
                rows[key] = self.ways.either(rows[key], weight) if key in rows else weight
        for at, name in enumerate(table.names):
            if name >= 0 and at not in keeps:
                self.holders[name] -= 1
        for name in names[len(table.names) :]:
            self.holders[name] = 1
        table.names = tuple(names[at] for at in keeps)
        table.taken = {fold: count for fold, count in table.taken.items() if ~fold in table.names}
        table.rows = rows
        self.frontiers[id(table)] = self.frontier(table)

    def worked(self, values: list[Value], jobs: Sequence[Job], start: int) -> Iterable[list[Value]]:
        """A row with everything computed; more than one where a value is not known."""
        for number in range(start, len(jobs)):
            kind, step, reads, at = jobs[number]
            value: Value | Several
            if kind >= 0:
                fold = self.steps[step]
                assert isinstance(fold, Fold)
                value = plus(fold, values[at], self.certain.element(fold, kind, values[reads[0]]))
            elif kind == _START:
                value = self.steps[step].start  # type: ignore[union-attr]
            elif kind == _END:
                value = self.certain.finished(step, values[reads[0]])
            else:
                read = self.steps[step].reads
                value = self.certain.compute(
                    step, tuple([values[r] if r >= 0 else self.known[n] for r, n in zip(reads, read, strict=True)])
                )
            if isinstance(value, Several):
                for each in value.values:
                    yield from self.worked([*values[:at], each, *values[at + 1 :]], jobs, number + 1)
                return
            if value is NEVER:
                return
            values[at] = value
        yield values

    def is_kept(self, name: int, table: Table) -> bool:
        """Whether a place of the rows still matters to somebody."""
        if name < 0:
            return table.taken[~name] < self.needs[~name]
        return name in self.order or bool(self.waiting[name]) or self.holders.get(name, 1) > 1 or name in table.borrowed

    def frontier(self, table: Table) -> frozenset[int]:
        """What a table has a part in that is not closed yet: folds, functions, inputs it shares."""
        found: set[int] = set()
        for name in table.names:
            if name < 0:
                found.add(~name)
            else:
                found.update(self.waiting[name])
                if self.holders[name] > 1:
                    found.add(name)
        return frozenset(found)

    def next_to_close(self) -> list[Table] | None:
        """The tables to join next: those that have a part in one thing and in the fewest others."""
        parts: dict[int, list[Table]] = {}
        for table in self.tables:
            for thing in self.frontiers[id(table)]:
                parts.setdefault(thing, []).append(table)
        best: tuple[tuple[int, float, int], list[Table]] | None = None
        measured: dict[frozenset[int], tuple[int, float]] = {}
        for thing, tables in parts.items():
            if len(tables) < 2:
                continue
            together = frozenset(map(id, tables))
            if together not in measured:
                union = frozenset().union(*{self.frontiers[id(table)] for table in tables})
                measured[together] = (len(union), sum(math.log(len(table.rows) + 1) for table in tables))
            cost = (*measured[together], thing)
            if best is None or cost < best[0]:
                best = (cost, tables)
        return best[1] if best is not None else None

    def close(self, tables: Sequence[Table]) -> None:
        """Join *tables* to one; those that hold anything whatever come to the others last."""
        definite = [table for table in tables if is_definite(table)]
        if 1 < len(definite) < len(tables):
            self.join(definite)
            tables = [self.tables[-1], *(table for table in tables if not any(table is each for each in definite))]
        self.join(tables)

    def join(self, tables: Sequence[Table]) -> None:
        folds = {
            ~name: step
            for table in tables
            for name in table.names
            if name < 0 and isinstance(step := self.steps[~name], Fold)
        }
        taken: dict[int, int] = {}
        for table in tables:
            for fold, count in table.taken.items():
                taken[fold] = taken.get(fold, 0) + count
        closing = [fold for fold in folds if taken[fold] == self.needs[fold]]
        made = None
        if pairs_of(tables) > bounds.FEW_PAIRS:
            made = self.packed(tables, folds, closing)
        names, rows = made or joined(tables, folds, self.ways)
        if len(rows) > bounds.MOST_ROWS:
            raise TooMany
        own = {name for table in tables for name in table.owned}
        borrowed = frozenset().union(*(table.borrowed for table in tables)) - own
        joint = Table(names, rows, borrowed, {fold: count for fold, count in taken.items() if ~fold in names})
        for table in tables:
            del self.frontiers[id(table)]
            for name in table.names:
                self.holders[name] -= 1
        for name in names:
            self.holders[name] = self.holders.get(name, 0) + 1
        gone = set(map(id, tables))
        self.tables = [table for table in self.tables if id(table) not in gone]
        self.tables.append(joint)
        self.finish_closing(joint, closing)
        self.absorb(joint)

    def packed(self, tables: Sequence[Table], folds: Mapping[int, Fold], closing: Sequence[int]) -> Packed:
        """The tables joined by packing, once for all runs that come to the same ones."""
        if self.memo is None or type(self.ways) is not Whether:
            return packed(tables, folds, closing, self.certain.finished, self.ways)
        key = (
            tuple([(table.names, tuple(table.rows)) for table in tables]),
            tuple([(fold, self.certain.base(fold)) for fold in closing]),
        )
        if key not in self.memo:
            self.memo[key] = packed(tables, folds, closing, self.certain.finished, self.ways)
        return self.memo[key]

    def finish_closing(self, table: Table, closing: Sequence[int]) -> None:
        """Folds that took in all they read become values."""
        left = [fold for fold in closing if ~fold in table.names]
        place = {name: at for at, name in enumerate(table.names)}
        jobs = [(_END, fold, (place[~fold],), len(place) + at) for at, fold in enumerate(left)]
        if jobs:
            names = (*table.names, *left)
            rows: dict[Row, Weight] = {}
            keeps = [at for at, name in enumerate(names) if name >= 0 or ~name not in left]
            for row, weight in table.rows.items():
                for values in self.worked([*row, *[None] * len(left)], jobs, 0):
                    key = tuple([values[at] for at in keeps])
                    rows[key] = self.ways.either(rows[key], weight) if key in rows else weight
            for fold in left:
                self.holders[~fold] -= 1
                self.holders[fold] = 1
                table.taken.pop(fold, None)
            table.names, table.rows = tuple(names[at] for at in keeps), rows
        for fold in closing:
            self.holders.setdefault(fold, 1)

    # --- the end -----------------------------------------------------------------------------------------------------

    def rows(self) -> dict[Row, Weight]:
        """The combinations of what is kept."""
        names, rows = joined([Table((), {(): self.ways.none()}), *self.tables], {}, self.ways)
        place = {name: at for at, name in enumerate(names)}
        result: dict[Row, Weight] = {}
        for row, weight in rows.items():
            key = tuple([row[place[n]] if n in place else self.known[n] for n in self.order])
            result[key] = self.ways.either(result[key], weight) if key in result else weight
        return result
