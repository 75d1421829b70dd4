"""What the rules of a tool read, as SQL: columns made of columns, tests that hold or fail, numbers as fractions."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NoReturn, assert_never

import attrs

from qarules.analytics.dialects import Dialect
from qarules.engine.compiled.layout import Layout, bits_among, codes_of, grid, layout
from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Applies,
    Asked,
    Fixed,
    Fold,
    Group,
    Held,
    Itself,
    Numeric,
    OnDays,
    Plus,
    Points,
    Program,
    ReadOff,
    Reckoned,
    Ref,
    SectionStands,
    Tally,
    Test,
    Times,
)
from qarules.engine.compiled.resolve import program
from qarules.engine.compiled.source import SIGNS as PYTHON_SIGNS
from qarules.engine.dates import window
from qarules.errors import QaError
from qarules.frozen import frozen
from qarules.model.condition import Aggregation, Comparison
from qarules.model.tool import Number, Table, Tool

SIGNS = {**PYTHON_SIGNS, Comparison.EXACTLY: "="}

LAST = datetime.date.max.toordinal()
MOST_NUMBERS = 1_001


@frozen(kw_only=True)
class Source:
    """
    Where the audits lie.

    Attributes:
        table: What stands after FROM: a name, or a call such as ``read_parquet('audits.parquet')``; not quoted.
        audit: The columns that tell one audit from another, and come out again.
        long: A row for every answer, with its audit, its ``item`` and its ``value``; else a row for every audit, with a
            column for every item, section that may not apply, and known.
        columns: The columns a wide table has; what has none is answered nowhere. None for all of them.
    """

    table: str = "audits"
    audit: tuple[str, ...] = ("audit",)
    long: bool = False
    columns: Collection[str] | None = None


@frozen
class Pair:
    """
    A number as a fraction of two whole ones.

    Attributes:
        above, below: Expressions; *below* is positive where the number applies.
        absent: The expression that is true where it does not apply; empty for never.
    """

    above: str
    below: str
    absent: str = ""


class Terms:
    """
    The columns that a statement is made of, in the making.

    Attributes:
        columns: What each column of ours is made of, in an order in which each comes after what it reads.
        fill: What stands for an open answer: nothing, the worst band or the best.
    """

    def __init__(self, tool: Tool, source: Source, dialect: Dialect) -> None:
        self.tool = tool
        self.source = source
        self.dialect = dialect
        if any(section.repeated for section in tool.sections):
            names = next(section.id for section in tool.sections if section.repeated)
            self.refuse(f"the section `{names}` is repeated")
        self.program: Program = program(tool, {})
        self.layout: Layout = layout(self.program)
        if self.layout.width * max((len(scale.grades) for scale in tool.scales), default=0) > 62:
            self.refuse("it counts more than fits in a whole number of 64 bits")
        self.columns: dict[str, str] = {}
        self.levels: dict[str, int] = {}
        self.fill = ""
        self.sums: dict[tuple[str, frozenset[Ref]], str] = {}

    def refuse(self, what: str) -> NoReturn:
        """Say what cannot be told."""
        message = f"`{self.tool.id}` cannot be told in SQL: {what}"
        raise QaError(message)

    def define(self, name: str, text: str, *, reads: bool = True) -> str:
        """A column of ours; *reads* is False for one made of the table's own columns."""
        read = [word for word in re.findall(r"\b[a-z]+\d+[ab]?\b", text) if word in self.levels] if reads else []
        self.columns[name] = text
        self.levels[name] = 1 + max((self.levels[word] for word in read), default=-1)
        return name

    # --- answers -----------------------------------------------------------------------------------------------------

    def given(self, name: str) -> str:
        """The text in the column of an item."""
        if not self.source.long and self.source.columns is not None and name not in self.source.columns:
            return f"CAST(NULL AS {self.dialect.text})"
        return f"CAST({self.dialect.name(name)} AS {self.dialect.text})"

    def numbers(self, ref: Ref) -> tuple[Fraction, ...]:
        """The values of a number that has few; empty for anything else."""
        value = self.program.values[ref]
        answer = value.item.answer if isinstance(value, Asked) else None
        return grid(answer, MOST_NUMBERS) if isinstance(answer, Number) else ()

    def value(self, ref: Ref) -> str:
        """The column with what an item or judgement comes to, an item's whether or not it is asked."""
        name = f"v{ref}{self.fill}"
        asked = self.program.values[ref]
        if name in self.levels or not isinstance(asked, Asked):
            return name
        found = f"r{ref}"
        scale = self.program.scales.get(ref)
        if self.fill and scale is not None:
            found = f"COALESCE(r{ref}, {self.layout.code(len(scale.grades) - 1 if self.fill == 'b' else 0)})"
        if asked.when is not None or asked.may_be_off:
            found = f"CASE WHEN {self.is_asked(asked)} THEN {found} ELSE 0 END"
        return self.define(name, found)

    def is_asked(self, asked: Asked) -> str:
        """Whether an item is asked of an audit."""
        parts = [self.test(asked.when)] if asked.when is not None else []
        if asked.may_be_off:
            parts.append(f"off{self.program.sections_off.index(asked.section)} = 0")
        return " AND ".join(parts) or "1 = 1"

    # --- tests -------------------------------------------------------------------------------------------------------

    def test(self, test: Test) -> str:
        """A predicate that is true where *test* holds."""
        match test:
            case Always(holds=holds):
                return "(1 = 1)" if holds else "(1 = 0)"
            case All(parts=parts):
                return "(" + " AND ".join(map(self.test, parts)) + ")"
            case Any(parts=parts):
                return "(" + " OR ".join(map(self.test, parts)) + ")"
            case Tally():
                return self.tally(test)
            case Among(ref=ref):
                return f"(({self.value(ref)} & {self.among(test)}) <> 0)"
            case Held(number=number, comparison=comparison, value=value):
                return self.held(self.number(number), comparison, value)
            case OnDays():
                return self.on_days(test)
            case Applies(refs=refs, fails=fails):
                some = " OR ".join(self.applying(refs)) or "1 = 0"
                return f"(NOT ({some}))" if fails else f"({some})"
            case SectionStands(section=section):
                return f"(off{self.program.sections_off.index(section)} = 0)"
            case _:
                assert_never(test)

    def applying(self, refs: Sequence[Ref]) -> Iterator[str]:
        """Predicates of which one is true where any of some values applies."""
        graded = [ref for ref in refs if ref in self.program.scales]
        if graded:
            yield f"{self.sum(graded)} <> 0"
        for ref in refs:
            if isinstance(self.program.values[ref], Reckoned):
                absent = self.number(Itself(ref)).absent
                yield f"NOT ({absent})" if absent else "1 = 1"
            elif ref not in self.program.scales:
                yield f"{self.value(ref)} <> 0"

    def among(self, test: Among) -> int:
        """The bits of the values that fulfil a test of one thing."""
        return bits_among(test, self.program, self.layout)

    def on_days(self, test: OnDays) -> str:
        """Dates written as 2027-04-01 stand in the order of their days."""
        if not isinstance(test.anchor, datetime.date):
            self.refuse("it holds one date against another")
        asked = self.program.values[test.ref]
        assert isinstance(asked, Asked)
        days = [datetime.date.fromordinal(max(1, min(day, LAST))).isoformat() for day in window(test.test, test.anchor)]
        first, last = window(test.test, test.anchor)
        inside = f"{self.given(asked.item.id)} BETWEEN '{days[0]}' AND '{days[1]}'" if first <= last else "1 = 0"
        column = f"t{len(self.columns)}"
        self.define(column, f"CASE WHEN {inside} THEN 1 ELSE 0 END", reads=False)
        return f"({self.value(test.ref)} <> 0 AND {column} = {0 if test.fails else 1})"

    def sum(self, refs: Collection[Ref]) -> str:
        """
        The column with the sum of values on scales: how many there are of each rank.

        Where open answers stand for the worst or the best, they are counted and added, not filled in one by one.
        """
        ranks = {len(self.program.scales[ref].grades) for ref in refs}
        single = self.fill and len(ranks) == 1 and all(isinstance(self.program.values[ref], Asked) for ref in refs)
        if not single:
            for ref in refs:
                self.value(ref)
            return self.total(f"s{self.fill}", refs, lambda ref: f"v{ref}{self.fill}")
        answered = self.total("s", refs, lambda ref: f"COALESCE(r{ref}, 0)")
        key = (f"f{self.fill}", frozenset(refs))
        if key not in self.sums:
            code = self.layout.code(max(ranks) - 1 if self.fill == "b" else 0)
            self.sums[key] = self.define(f"{answered}{self.fill}", f"{answered} + {code} * {self.open(refs)}")
        return self.sums[key]

    def open(self, refs: Collection[Ref]) -> str:
        """The column with the number of items not answered, of some that are always asked."""
        return self.total("o", refs, lambda ref: f"CASE WHEN r{ref} IS NULL THEN 1 ELSE 0 END")

    def total(self, kind: str, refs: Collection[Ref], term: Callable[[Ref], str]) -> str:
        """The column with the sum of a term for each of some values, made of sums there are already."""
        key = (kind, frozenset(refs))
        if key not in self.sums:
            left, terms = set(refs), []
            there = [(done, name) for (made, done), name in self.sums.items() if made == kind]
            for done, name in sorted(there, key=lambda pair: (-len(pair[0]), pair[1])):
                if done and done <= left:
                    terms.append(name)
                    left -= done
            terms += [term(ref) for ref in sorted(left)]
            name = f"{kind[0]}{len(self.sums)}{kind[1:]}"
            self.sums[key] = self.define(name, " + ".join(terms) or "0")
        return self.sums[key]

    def matches(self, groups: Sequence[Group]) -> str:
        """How many members match."""
        parts = []
        for group in groups:
            total, field = self.sum(group.refs), self.layout.field
            ranks = sorted(group.ranks)
            if len(ranks) == 1:
                parts.append(f"({self.dialect.moved(total, self.layout.width * ranks[0])} & {field})")
            elif ranks:
                # The fields of a number add up to its rest by the largest number one of them can hold.
                all_of = len(ranks) == len(group.scale.grades)
                parts.append(f"({total if all_of else f'({total} & {self.layout.mask(ranks)})'} % {field})")
        return "(" + (" + ".join(parts) or "0") + ")"

    def tally(self, tally: Tally) -> str:
        """A count; a share of nothing does not hold."""
        quantity, matches = tally.quantity, self.matches(tally.groups)
        p, q, sign = quantity.amount.numerator, quantity.amount.denominator, SIGNS[quantity.comparison]
        counted = f"{q} * {matches}" if q != 1 else matches
        if not quantity.share:
            return f"({counted} {sign} {p})"
        sums = [self.sum(group.refs) for group in tally.groups]
        some = " OR ".join(f"{total} <> 0" for total in sums) or "1 = 0"
        applicable = " + ".join(f"{total} % {self.layout.field}" for total in sums) or "0"
        return f"(({some}) AND {counted} {sign} {p} * ({applicable}))"

    # --- numbers -----------------------------------------------------------------------------------------------------

    def held(self, pair: Pair, comparison: Comparison, value: Fraction) -> str:
        """A number against a constant, multiplied crosswise."""
        text = f"{value.denominator} * ({pair.above}) {SIGNS[comparison]} {value.numerator} * ({pair.below})"
        return f"(NOT ({pair.absent}) AND {text})" if pair.absent else f"({text})"

    def number(self, number: Numeric) -> Pair:
        """A number as a fraction of whole ones."""
        match number:
            case Fixed(value=value):
                return (
                    Pair(str(value.numerator), str(value.denominator)) if value is not None else Pair("0", "1", "1 = 1")
                )
            case Itself(ref=ref):
                return self.itself(ref)
            case Points(ref=ref, table=table):
                return self.points(ref, table)
            case Plus(parts=parts):
                pairs = [self.number(part) for part in parts]
                total = pairs[0]
                for pair in pairs[1:]:
                    above = f"({total.above}) * ({pair.below}) + ({pair.above}) * ({total.below})"
                    absent = " OR ".join(filter(None, [total.absent, pair.absent]))
                    total = Pair(above, f"({total.below}) * ({pair.below})", absent)
                return total
            case Times(part=part, factor=factor):
                pair = self.number(part)
                return Pair(
                    f"{factor.numerator} * ({pair.above})", f"{factor.denominator} * ({pair.below})", pair.absent
                )
            case ReadOff():
                return self.read_off(number)
            case Fold(how=how):
                if how not in (Aggregation.SUM, Aggregation.MEAN, Aggregation.PERCENT):
                    self.refuse(f"it takes the {how.value} of several numbers")
                return self.fold(number)
            case _:
                assert_never(number)

    def itself(self, ref: Ref) -> Pair:
        """A number that is answered, or a measure of such."""
        value = self.program.values[ref]
        if isinstance(value, Reckoned):
            if value.measure.rounding is not None:
                self.refuse(f"the measure `{value.measure.id}` is rounded")
            return self.number(value.number)
        assert isinstance(value, Asked)
        if isinstance(value.item.answer, Table):
            self.refuse(f"it counts the rows of `{value.item.id}`")
        values = self.numbers(ref)
        if not values:
            self.refuse(f"it reads the number `{value.item.id}`, which has too many values")
        first, *more = values
        step = more[0] - first if more else Fraction(1)
        below = math.lcm(first.denominator, step.denominator)
        start, per = int((first - step) * below), int(step * below)
        return Pair(f"{start} + {per} * {self.value(ref)}", str(below), f"{self.value(ref)} = 0")

    def points(self, ref: Ref, table: Mapping[int | str, Fraction]) -> Pair:
        """What a grade, a band or a choice is worth."""
        below = math.lcm(*(worth.denominator for worth in table.values()))
        coded = {code: table.get(key, Fraction(0)) for code, key in codes_of(ref, self.program, self.layout)}
        whens = "".join(f" WHEN {code} THEN {int(worth * below)}" for code, worth in coded.items())
        return Pair(f"CASE {self.value(ref)}{whens} ELSE 0 END", str(below), f"{self.value(ref)} = 0")

    def read_off(self, number: ReadOff) -> Pair:
        """What a number is worth by a table of steps."""
        pair, steps = self.number(number.of), number.table.steps
        below = math.lcm(*(step.value.denominator for step in steps))
        whens = []
        for step in steps:
            low = Comparison.MORE_THAN if step.above else Comparison.AT_LEAST
            ends = [self.held(attrs.evolve(pair, absent=""), low, step.low)] if step.low is not None else []
            if step.high is not None:
                ends.append(self.held(attrs.evolve(pair, absent=""), Comparison.AT_MOST, step.high))
            whens.append(f"WHEN {' AND '.join(ends) or '1 = 1'} THEN {int(step.value * below)}")
        first = f"WHEN {pair.absent} THEN NULL " if pair.absent else ""
        column = self.define(f"n{len(self.columns)}{self.fill}", f"CASE {first}{' '.join(whens)} END")
        return Pair(column, str(below), f"{column} IS NULL")

    def fold(self, number: Fold) -> Pair:
        """A sum, mean or percentage of what applies."""
        how, members = number.how, [(self.number(member.number), member) for member in number.members]
        if not all(pair.below.isdigit() for pair, _ in members):
            self.refuse("it adds up numbers that are means or percentages themselves")
        weights = [Fraction(1) if how is Aggregation.SUM else member.weight for _, member in members]
        wholes = [
            weight * (member.most if how is Aggregation.PERCENT else 1)
            for weight, (_, member) in zip(weights, members, strict=True)
        ]
        parts = [weight / int(pair.below) for weight, (pair, _) in zip(weights, members, strict=True)]
        below = math.lcm(*(each.denominator for each in [*parts, *wholes]))

        def added(texts: Iterable[tuple[str, Pair]]) -> str:
            terms = (f"CASE WHEN {pair.absent} THEN 0 ELSE {text} END" if pair.absent else text for text, pair in texts)
            return " + ".join(terms) or "0"

        times = 100 if how is Aggregation.PERCENT else 1
        above = added(
            (f"{int(part * below) * times} * ({pair.above})", pair)
            for part, (pair, _) in zip(parts, members, strict=True)
        )
        whole = added((str(int(each * below)), pair) for each, (pair, _) in zip(wholes, members, strict=True))
        top = self.define(f"n{len(self.columns)}{self.fill}", above)
        under = self.define(f"n{len(self.columns)}{self.fill}", whole)
        return Pair(top, str(below) if how is Aggregation.SUM else under, f"{under} = 0")
