"""
The judgements of a tool as one SQL statement, for audits that lie in a database.

Everything is whole numbers: a band is one in a field of its rank, as for compiled tools, so that a sum of answers holds
how many there are of each; shares are multiplied crosswise. No fraction is ever rounded, and no engine is asked for
more than `CASE`, sums, shifts and comparisons.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NoReturn, assert_never

import attrs

from qarules.analytics.dialects import DIALECTS, Dialect
from qarules.engine.compiled.layout import Layout, bits_among, codes, codes_of, grid, is_finite, layout
from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Applies,
    Asked,
    Fixed,
    Fold,
    Graded,
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
from qarules.engine.dates import window
from qarules.errors import QaError
from qarules.model.answers import NOT_APPLICABLE, Status
from qarules.model.condition import Aggregation, Comparison
from qarules.model.judgement import GradeRule
from qarules.model.plain import number_text
from qarules.model.tool import Day, Number, Table, Tool, YesNo

SIGNS = {
    Comparison.AT_LEAST: ">=",
    Comparison.MORE_THAN: ">",
    Comparison.AT_MOST: "<=",
    Comparison.FEWER_THAN: "<",
    Comparison.EXACTLY: "=",
}

YES, NO = ("yes", "true", "t", "1"), ("no", "false", "f", "0")
"""How a yes-or-no column says so, whatever its type."""


@attrs.frozen(kw_only=True)
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


def sql(tool: Tool, *, source: Source | None = None, dialect: str = "duckdb", bounds: bool = True) -> str:
    """
    The statement that grades every audit of a table.

    It gives a row for each audit: what tells it from others, ``missing``, the number of answers that are asked for and
    not there or not usable, and the grade of every judgement that rules can give, by its path: ``not-applicable`` where
    it does not apply, NULL where it is not certain. Where better evidence can only raise grades it is certain as soon
    as the worst and the best way of answering the rest agree, and both stand beside it as ``PATH lowest`` and ``PATH
    highest``; for other tools every grade of an audit with something missing is NULL.

    Args:
        bounds: Tell the lowest and the highest grade, too; without them, every grade of an audit with something missing
            is NULL, and the statement costs half.

    Raises:
        QaError: The tool has something that no such statement can say, which the message names; or there is no such
            dialect.
    """
    if dialect not in DIALECTS:
        message = f"there is no dialect `{dialect}`; there are {', '.join(f'`{name}`' for name in DIALECTS)}"
        raise QaError(message)
    return _Statement(tool, source or Source(), DIALECTS[dialect]).text(bounds=bounds)


@attrs.frozen
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


class _Statement:
    """
    A statement in the making.

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

    # --- the whole ---------------------------------------------------------------------------------------------------

    def text(self, *, bounds: bool) -> str:
        """The statement."""
        for place, section in enumerate(self.program.sections_off):
            given = self.given(section)
            is_off = f"{given} = {self.dialect.string(str(NOT_APPLICABLE))}"
            self.define(f"off{place}", f"CASE WHEN {is_off} THEN 1 ELSE 0 END", reads=False)
        for ref, asked in self.program.items():
            self.define(f"r{ref}", self.reading(ref, asked), reads=False)
        fills = ("a", "b") if bounds and self.rises() else ("",)
        for self.fill in fills:
            for ref, value in enumerate(self.program.values):
                if isinstance(value, Graded):
                    self.judge(ref, value)
        self.fill = ""
        if all(asked.when is None and not asked.may_be_off for _, asked in self.program.items()):
            missing = self.open([ref for ref, _ in self.program.items()])
        else:
            is_open = (f"{self.is_asked(asked)} AND r{ref} IS NULL" for ref, asked in self.program.items())
            missing = self.define("m0", " + ".join(f"CASE WHEN {each} THEN 1 ELSE 0 END" for each in is_open) or "0")
        return self.written(self.results(fills, missing))

    def results(self, fills: Sequence[str], missing: str) -> list[tuple[str, str]]:
        """The columns that come out, with what they are made of."""
        found = [("missing", missing)]
        for ref in self.program.judgements:
            graded = self.program.values[ref]
            assert isinstance(graded, Graded)
            if graded.is_free:
                continue
            if fills == ("",):
                found.append((graded.path, f"CASE WHEN {missing} = 0 THEN {self.told(ref, f'v{ref}')} END"))
                continue
            certain = f"v{ref}a = v{ref}b"
            if graded.applies is not None:
                # Whatever is open may be not applicable as well, and then nothing applies.
                answered = self.total("s", graded.applies, lambda ref: f"COALESCE(r{ref}, 0)")
                certain += f" AND ({missing} = 0 OR {answered} <> 0)"
            found.append((graded.path, f"CASE WHEN {certain} THEN {self.told(ref, f'v{ref}a')} END"))
            found += [
                (f"{graded.path} {end}", self.told(ref, f"v{ref}{fill}"))
                for end, fill in (("lowest", "a"), ("highest", "b"))
            ]
        return found

    def told(self, ref: Ref, column: str) -> str:
        """The id of a grade."""
        string = self.dialect.string
        grades = "".join(
            f" WHEN {self.layout.code(grade.rank)} THEN {string(grade.id)}" for grade in self.program.scales[ref].grades
        )
        return f"CASE {column} WHEN 0 THEN {string(str(NOT_APPLICABLE))}{grades} END"

    def written(self, results: Iterable[tuple[str, str]]) -> str:
        """The statement of all columns, level by level: each reads the one before."""
        name = self.dialect.name
        audit = ", ".join(map(name, self.source.audit))
        lines = [f"-- The judgements of {self.tool.id}, written by qarules: change the tool, not this statement."]
        last = max(self.levels.values(), default=0)
        parts = []
        if self.source.long:
            parts.append(
                f"given AS (\n  SELECT {audit}{self.pivoted()}\n  FROM {self.source.table}\n  GROUP BY {audit}\n)"
            )
        for level in range(last + 1):
            own = [f"{text} AS {column}" for column, text in self.columns.items() if self.levels[column] == level]
            before = f"level{level - 1}" if level else "given" if self.source.long else self.source.table
            kept = f"level{level - 1}.*" if level else audit
            listed = ",\n    ".join([kept, *own])
            parts.append(f"level{level} AS (\n  SELECT\n    {listed}\n  FROM {before}{self.dialect.fence}\n)")
        told = ",\n  ".join([audit, *(f"{text} AS {name(path)}" for path, text in results)])
        lines += ["WITH", ",\n".join(parts), f"SELECT\n  {told}\nFROM level{last}"]
        return "\n".join(lines) + "\n"

    def pivoted(self) -> str:
        """The answers of a long table side by side."""
        string, name = self.dialect.string, self.dialect.name
        wanted = [*self.program.sections_off, *(asked.path for _, asked in self.program.items())]
        return "".join(
            f",\n    MAX(CASE WHEN {name('item')} = {string(path)} THEN {name('value')} END) AS {name(path)}"
            for path in wanted
        )

    # --- answers -----------------------------------------------------------------------------------------------------

    def given(self, name: str) -> str:
        """The text in the column of an item."""
        if not self.source.long and self.source.columns is not None and name not in self.source.columns:
            return f"CAST(NULL AS {self.dialect.text})"
        return f"CAST({self.dialect.name(name)} AS {self.dialect.text})"

    def reading(self, ref: Ref, asked: Asked) -> str:
        """How the answer to an item is written down; NULL for none, or one that cannot be used."""
        item, given, string = asked.item, self.given(asked.item.id), self.dialect.string
        absent = [str(Status.NOT_APPLICABLE)] if item.may_not_apply is not None or item.optional else []
        if item.may_not_apply is not None and item.may_not_apply.called:
            absent.append(item.may_not_apply.called)
        blank = f"{given} IS NULL OR TRIM({given}) = ''"
        if is_finite(asked):
            scale = self.program.scales.get(ref)
            ranks = {grade.id: grade.rank for grade in scale.grades} if scale is not None else {}
            table = {str(key): code for key, code in codes(asked, self.layout, ranks).items()}
            if isinstance(item.answer, YesNo):
                table.update(
                    {word: 2 for word in YES if word not in table}, **{word: 1 for word in NO if word not in table}
                )
            whens = "".join(f" WHEN {string(key)} THEN {code}" for key, code in table.items())
            return (
                f"CASE WHEN {blank} THEN 0 ELSE CASE {given}{whens} END END"
                if item.optional
                else f"CASE {given}{whens} END"
            )
        if values := self.numbers(ref):
            table = {word: place + 1 for place, value in enumerate(values) for word in _spelled(value)}
            table.update(dict.fromkeys(absent, 0))
            whens = "".join(f" WHEN {string(key)} THEN {code}" for key, code in table.items())
            return (
                f"CASE WHEN {blank} THEN 0 ELSE CASE {given}{whens} END END"
                if item.optional
                else f"CASE {given}{whens} END"
            )
        # Of what has no list of values, only whether it is there can be asked.
        good = f"{given} LIKE '____-__-__'" if isinstance(item.answer, Day) else f"TRIM({given}) <> ''"
        gone = [blank] * item.optional + [f"{given} = {string(word)}" for word in absent]
        first = f"WHEN {' OR '.join(gone)} THEN 0 " if gone else ""
        return f"CASE {first}WHEN {good} THEN 1 END"

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

    # --- judgements --------------------------------------------------------------------------------------------------

    def judge(self, ref: Ref, graded: Graded) -> None:
        """The grade that the rules of a judgement come to."""
        if graded.is_free:
            if ref in self.program.read:
                self.refuse(f"its rules read `{graded.judgement.id}`, which only a person gives")
            return
        top = len(self.program.scales[ref].grades) - 1
        given = self.first_of(ref, graded.giving, range(top, 0, -1), 0)
        applies = f"WHEN NOT {self.test(Applies(graded.applies))} THEN 0 " if graded.applies is not None else ""
        if not graded.limits:
            self.define(f"v{ref}{self.fill}", f"CASE {applies}{given} END")
            return
        self.define(f"g{ref}{self.fill}", f"CASE {given} END")
        self.define(f"c{ref}{self.fill}", f"CASE {self.first_of(ref, graded.limits, range(top), top)} END")
        lower = f"WHEN g{ref}{self.fill} < c{ref}{self.fill} THEN g{ref}{self.fill} ELSE c{ref}{self.fill}"
        self.define(f"v{ref}{self.fill}", f"CASE {applies}{lower} END")

    def first_of(self, ref: Ref, rules: Sequence[tuple[GradeRule, Test]], ranks: Iterable[int], otherwise: int) -> str:
        """The first of *ranks* for which a rule holds."""
        ids = self.program.scales[ref].by_id
        found = []
        for rank in ranks:
            tests = [self.test(test) for rule, test in rules if ids[rule.grade].rank == rank]
            if tests:
                found.append(f"WHEN {' OR '.join(tests)} THEN {self.layout.code(rank)}")
        return " ".join([*(found or ["WHEN 1 = 0 THEN 0"]), f"ELSE {self.layout.code(otherwise)}"])

    def rises(self) -> bool:
        """Whether better evidence can only raise grades: tests ask for more of the better, or less of the worse."""
        for ref, value in enumerate(self.program.values):
            if isinstance(value, Asked):
                if (
                    value.when is not None
                    or value.may_be_off
                    or (ref in self.program.read and ref not in self.program.scales)
                ):
                    return False
            elif isinstance(value, Graded):
                tests = [(test, True) for _, test in value.giving] + [(test, False) for _, test in value.limits]
                if not all(_rises(test, self.program, up=up) for test, up in tests):
                    return False
        return True

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

    def matches(self, groups: Sequence[Group], *, all_ranks: bool = False) -> str:
        """How many members match, or with *all_ranks* how many apply."""
        parts = []
        for group in groups:
            total = self.sum(group.refs)
            ranks = range(len(group.scale.grades)) if all_ranks else sorted(group.ranks)
            moved = (self.dialect.moved(total, self.layout.width * rank) for rank in ranks)
            parts += [f"({each} & {self.layout.field})" for each in moved]
        return "(" + (" + ".join(parts) or "0") + ")"

    def tally(self, tally: Tally) -> str:
        """A count; a share of nothing does not hold."""
        quantity, matches = tally.quantity, self.matches(tally.groups)
        p, q, sign = quantity.amount.numerator, quantity.amount.denominator, SIGNS[quantity.comparison]
        if not quantity.share:
            return f"({q} * {matches} {sign} {p})" if q != 1 else f"({matches} {sign} {p})"
        applicable = self.matches(tally.groups, all_ranks=True)
        return f"({applicable} > 0 AND {q} * {matches} {sign} {p} * {applicable})"

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


LAST = datetime.date.max.toordinal()
MOST_NUMBERS = 1_001


def _spelled(value: Fraction) -> Iterable[str]:
    """How a number may be written in a column, whatever its type."""
    text = number_text(value)
    yield text
    if "/" not in text:
        yield f"{text}.0" if "." not in text else f"{text}0"


def _rises(test: Test, program: Program, *, up: bool) -> bool:
    """Whether *test* can only come to hold by better evidence; with *up* False, only by worse."""
    match test:
        case Always():
            return True
        case All(parts=parts) | Any(parts=parts):
            return all(_rises(part, program, up=up) for part in parts)
        case Tally(groups=groups, quantity=quantity):
            more = quantity.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)
            if quantity.comparison is Comparison.EXACTLY:
                return False
            return all(_is_end(group.ranks, len(group.scale.grades), top=more is up) for group in groups)
        case Among(ref=ref, values=values, fails=False) if ref in program.scales:
            ranks = frozenset(value for value in values if isinstance(value, int))
            return _is_end(ranks, len(program.scales[ref].grades), top=up)
        case _:
            return False


def _is_end(ranks: frozenset[int], count: int, *, top: bool) -> bool:
    """Whether *ranks* are the best of a scale, or with *top* False the worst."""
    return ranks == frozenset(range(count - len(ranks), count) if top else range(len(ranks)))
