"""
Program to Python source.

Every name in the source is one of ours with a number, and every constant is a whole number or such a name: nothing an
author wrote enters the text. What is theirs (ids, bands, titles) is handed over beside it, as values of those names.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from typing import assert_never

from qarules.engine.compiled.layout import Layout, bits_among, codes_of, is_finite
from qarules.engine.compiled.numbers import exact, median, read_off_exactly, rounded_exactly, share
from qarules.engine.compiled.numerics import ONE, ZERO
from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Applies,
    Fixed,
    Fold,
    Group,
    Held,
    Itself,
    Member,
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
from qarules.engine.dates import window
from qarules.model.condition import Aggregation, Comparison, Quantity

SIGNS = {
    Comparison.AT_LEAST: ">=",
    Comparison.MORE_THAN: ">",
    Comparison.AT_MOST: "<=",
    Comparison.FEWER_THAN: "<",
    Comparison.EXACTLY: "==",
}

# Python's parser takes no expression much deeper than this.
LONGEST_SUM = 50


class Source:
    """
    Source in the making: lines, and the constants they name.

    Args:
        prefix: What the names of its constants begin with.

    Attributes:
        names: What every name of ours stands for.
    """

    def __init__(self, program: Program, layout: Layout, prefix: str) -> None:
        self.prefix = prefix
        self.program = program
        self.layout = layout
        self.lines: list[str] = []
        self.names: dict[str, object] = {
            "exact": exact, "median": median, "read_off": read_off_exactly, "rounded": rounded_exactly, "share": share,
        }  # fmt: skip
        self.depth = 1
        self._constants: dict[object, str] = {}
        self._sums: dict[frozenset[Ref], str] = {}
        # The variables with sums, and how many values each can have.
        self.totals: dict[str, int] = {}
        self._count = 0

    def line(self, text: str) -> None:
        """One more line, at the depth we are at."""
        self.lines.append("    " * self.depth + text)

    def constant(self, value: Hashable) -> str:
        """The name of ours for *value*."""
        # Dictionaries find plain strings much faster than ids that remember their place.
        plain = str(value) if isinstance(value, str) else value
        return self.named((type(plain), plain), lambda: plain)

    def named(self, key: Hashable, make: Callable[[], object]) -> str:
        """The name of ours for what *make* gives, made once for every *key*."""
        if key not in self._constants:
            self._constants[key] = f"{self.prefix}{len(self._constants)}"
            self.names[self._constants[key]] = make()
        return self._constants[key]

    def fresh(self, kind: str, text: str) -> str:
        """A new variable with the value of *text*."""
        self._count += 1
        self.line(f"{kind}{self._count} = {text}")
        return f"{kind}{self._count}"

    def number(self, value: Fraction) -> str:
        """A constant number."""
        plain = exact(value)
        if isinstance(plain, int):
            return str(plain) if plain >= 0 else f"({plain})"
        return self.constant(plain)

    # --- values ------------------------------------------------------------------------------------------------------

    @staticmethod
    def var(ref: Ref) -> str:
        """The variable that has a value."""
        return f"v{ref}"

    def applies(self, ref: Ref) -> str:
        """Whether a value applies."""
        return self.var(ref) if is_finite(self.program.values[ref]) else f"({self.var(ref)} is not None)"

    def some_apply(self, refs: Sequence[Ref]) -> str:
        """Whether any of several values applies."""
        on_scales = all(ref in self.program.scales for ref in refs)
        terms = self.terms(frozenset(refs)) if on_scales else [self.applies(ref) for ref in refs]
        return f"({' or '.join(terms)})" if terms else "False"

    def sum(self, refs: Sequence[Ref]) -> str:
        """The variable with the sum of several values on scales: how many there are of each rank."""
        wanted = frozenset(refs)
        if wanted not in self._sums:
            terms = self.terms(wanted)
            self._sums[wanted] = terms[0] if len(terms) == 1 else self.add(terms)
            ranks = max((len(self.program.scales[ref].grades) for ref in wanted), default=0)
            self.totals[self._sums[wanted]] = math.comb(len(wanted) + ranks, ranks)
        return self._sums[wanted]

    def terms(self, wanted: frozenset[Ref]) -> list[str]:
        """Sums there are, and values beside them, that together are the sum of *wanted*."""
        left, terms = wanted, []
        for done in sorted(self._sums, key=lambda done: (-len(done), min(done, default=0))):
            if len(done) > 1 and done <= left:
                terms.append(self._sums[done])
                left -= done
        return [*terms, *(self.var(ref) for ref in sorted(left))]

    def add(self, terms: Sequence[str]) -> str:
        """The variable with the sum of *terms*."""
        total = self.fresh("s", " + ".join(terms[:LONGEST_SUM]) or "0")
        for start in range(LONGEST_SUM, len(terms), LONGEST_SUM):
            self.line(f"{total} += " + " + ".join(terms[start : start + LONGEST_SUM]))
        return total

    # --- tests -------------------------------------------------------------------------------------------------------

    def test(self, test: Test) -> str:
        """An expression that is true where *test* holds."""
        match test:
            case Always(holds=holds):
                return str(holds)
            case All(parts=parts):
                return "(" + " and ".join([self.test(part) for part in parts]) + ")"
            case Any(parts=parts):
                return "(" + " or ".join([self.test(part) for part in parts]) + ")"
            case Tally():
                return self.tally(test)
            case Among():
                return f"({self.var(test.ref)} & {bits_among(test, self.program, self.layout)})"
            case Held(number=number, comparison=comparison, value=value):
                text, nullable = self.numeric(number)
                held = f"{text} {SIGNS[comparison]} {self.number(value)}"
                return f"({text} is not None and {held})" if nullable else f"({held})"
            case OnDays():
                return self.on_days(test)
            case Applies(refs=refs, fails=fails):
                return f"(not {self.some_apply(refs)})" if fails else self.some_apply(refs)
            case SectionStands(section=section):
                return f"(not off{self.program.sections_off.index(section)})"
            case _:
                assert_never(test)

    def on_days(self, test: OnDays) -> str:
        """Whether a date lies in a window."""
        day, anchor = self.var(test.ref), test.anchor
        if anchor is None:
            return "False"
        if isinstance(anchor, datetime.date):
            first, last = window(test.test, anchor)
            inside, known = f"{first} <= {day}.toordinal() <= {last}", f"{day} is not None"
        else:
            spans = self.named(("spans", test.test), lambda: _spans(test.test))
            known = f"{day} is not None and {self.var(anchor)} is not None"
            inside = f"{spans}({day}, {self.var(anchor)})"
        return f"({known} and {'not ' * test.fails}{inside})"

    # --- counts ------------------------------------------------------------------------------------------------------

    def tally(self, tally: Tally) -> str:
        """Whether so many of the members match."""
        quantity, groups = tally.quantity, tally.groups
        sums = [self.sum(group.refs) for group in groups]
        matching = [f"{total} & {self.layout.mask(group.ranks)}" for total, group in zip(sums, groups, strict=True)]
        others = [
            f"{total} & {self.layout.mask(grade.rank for grade in group.scale.grades if grade.rank not in group.ranks)}"
            for total, group in zip(sums, groups, strict=True)
        ]
        some = "(" + " or ".join(matching or ["0"]) + ")"
        if quantity.share:
            return self.share(quantity, groups, sums, some, "(" + " or ".join(others or ["0"]) + ")")
        if _is_any(quantity):
            return some
        if _is_none(quantity):
            return f"(not {some})"
        bound = math.ceil(quantity.amount) if quantity.comparison in _FROM_ABOVE else math.floor(quantity.amount)
        if quantity.amount.denominator != 1 and quantity.comparison is Comparison.EXACTLY:
            return "False"
        return f"({self.matches(groups, sums)} {SIGNS[quantity.comparison]} {bound})"

    def share(self, quantity: Quantity, groups: Sequence[Group], sums: Sequence[str], some: str, others: str) -> str:
        """A share: over nothing applicable it does not hold, whichever way it is asked."""
        comparison, amount = quantity.comparison, quantity.amount
        applicable = "(" + " or ".join(sums or ["0"]) + ")"
        if amount == 1 and comparison in (Comparison.AT_LEAST, Comparison.EXACTLY):
            return f"({applicable} and not {others})"
        if amount == 1 and comparison is Comparison.FEWER_THAN:
            return others
        if amount == 0 and comparison in (Comparison.AT_MOST, Comparison.EXACTLY):
            return f"({applicable} and not {some})"
        if amount == 0 and comparison is Comparison.MORE_THAN:
            return some
        field = self.layout.field
        all_there = " + ".join(f"{total} % {field}" for total in sums) or "0"
        matches = self.matches(groups, sums)
        held = f"{_times(amount.denominator, matches)} {SIGNS[comparison]} {_times(amount.numerator, f'({all_there})')}"
        return f"({applicable} and {held})"

    def matches(self, groups: Sequence[Group], sums: Sequence[str]) -> str:
        """How many members match."""
        field = self.layout.field
        terms = []
        for total, group in zip(sums, groups, strict=True):
            ranks = sorted(group.ranks)
            if ranks == [0]:
                terms.append(f"({total} & {field})")
            elif len(ranks) == 1:
                terms.append(f"({total} >> {self.layout.width * ranks[0]} & {field})")
            elif ranks:
                terms.append(f"({total} & {self.layout.mask(ranks)}) % {field}")
        return "(" + " + ".join(terms) + ")" if terms else "0"

    # --- numbers -----------------------------------------------------------------------------------------------------

    def numeric(self, number: Numeric) -> tuple[str, bool]:
        """A name or constant with the number, and whether it may be None."""
        match number:
            case Fixed(value=value):
                return ("None", True) if value is None else (self.number(value), False)
            case Itself(ref=ref):
                return self.var(ref), True
            case Points():
                return self.fresh("n", f"{self.worths(number)}[{self.var(number.ref)}]"), True
            case Plus(parts=parts):
                read = [self.numeric(part) for part in parts]
                total = " + ".join(text for text, _ in read)
                absent = " or ".join(dict.fromkeys(f"{text} is None" for text, nullable in read if nullable))
                return self.fresh("n", f"None if {absent} else {total}" if absent else total), bool(absent)
            case Times(part=part, factor=factor):
                text, nullable = self.numeric(part)
                product = f"exact({text} * {self.number(factor)})"
                return self.fresh("n", f"None if {text} is None else {product}" if nullable else product), nullable
            case ReadOff(of=of, table=table):
                text, nullable = self.numeric(of)
                found = f"read_off({self.constant(table)}, {text})"
                return self.fresh("n", f"None if {text} is None else {found}" if nullable else found), True
            case Fold(how=how, members=members):
                return self.fold(how, members), True
            case _:
                assert_never(number)

    def measure(self, value: Reckoned) -> str:
        """The expression of a measure, rounded as it says."""
        text, nullable = self.numeric(value.number)
        if value.measure.rounding is None:
            return text
        found = f"rounded({self.constant(value.measure.rounding)}, {text})"
        return f"None if {text} is None else {found}" if nullable else found

    def worths(self, points: Points) -> str:
        """The name of a table from every value of a thing to its points; None for not applicable."""
        codes = codes_of(points.ref, self.program, self.layout)
        table: dict[int, int | Fraction | None] = {
            code: exact(points.table.get(key, Fraction(0))) for code, key in codes
        }
        table[0] = None
        return self.named(("points", points.ref), lambda: table)

    def fold(self, how: Aggregation, members: Sequence[Member]) -> str:
        """The variable with several numbers made one."""
        if how in (Aggregation.SUM, Aggregation.MEAN, Aggregation.PERCENT):
            return self.added(how, members)
        listed = ", ".join(self.numeric(member.number)[0] for member in members)
        found = self.fresh("l", f"[x for x in ({listed},) if x is not None]" if listed else "[]")
        if how is Aggregation.MEDIAN:
            return self.fresh("n", f"median({found})")
        return self.fresh("n", f"{'min' if how is Aggregation.LOWEST else 'max'}({found}, default=None)")

    def added(self, how: Aggregation, members: Sequence[Member]) -> str:
        """A sum, mean or percentage: what is on one scale with the same points and weight is counted, not read."""
        alike: dict[tuple[object, ...], list[Member]] = {}
        single: list[Member] = []
        for member in members:
            scale = self.program.scales.get(member.number.ref) if isinstance(member.number, Points) else None
            if scale is not None and isinstance(member.number, Points):
                worth = tuple(sorted((rank, number) for rank, number in member.number.table.items()))
                alike.setdefault((scale.id, member.weight, member.most, worth), []).append(member)
            else:
                single.append(member)
        total = self.fresh("n", "0")
        whole = self.fresh("d", "0")
        for same in alike.values():
            self.add_alike(how, same, total, whole)
        for member in single:
            text, nullable = self.numeric(member.number)
            weight = Fraction(1) if how is Aggregation.SUM else member.weight
            per = member.most * weight if how is Aggregation.PERCENT else weight
            taken = f"{total} += {text} * {self.number(weight)}; {whole} += {self.number(per)}"
            self.line(f"if {text} is not None: {taken}" if nullable else taken)
        if how is Aggregation.SUM:
            return self.fresh("n", f"exact({total}) if {whole} else None")
        return self.fresh("n", f"share({total}, {whole}, {100 if how is Aggregation.PERCENT else 1})")

    def add_alike(self, how: Aggregation, members: Sequence[Member], total: str, whole: str) -> None:
        """Take in members that only differ in what was answered."""
        refs = [member.number.ref for member in members if isinstance(member.number, Points)]
        first = members[0]
        assert isinstance(first.number, Points)
        # An item named twice is taken in twice.
        sums = [self.sum(refs)] if len(set(refs)) == len(refs) else [self.var(ref) for ref in refs]
        weight = Fraction(1) if how is Aggregation.SUM else first.weight
        per = first.most * weight if how is Aggregation.PERCENT else weight
        field, width = self.layout.field, self.layout.width
        for found in sums:
            worth = [
                f"({found} >> {width * int(rank)} & {field}) * {self.number(number * weight)}"
                for rank, number in first.number.table.items()
                if number and weight
            ]
            self.line(f"{total} += {' + '.join(worth) or '0'}; {whole} += {found} % {field} * {self.number(per)}")


_FROM_ABOVE = (Comparison.AT_LEAST, Comparison.FEWER_THAN)


def _is_any(quantity: Quantity) -> bool:
    pair = (quantity.comparison, quantity.amount)
    return pair in ((Comparison.AT_LEAST, ONE), (Comparison.MORE_THAN, ZERO))


def _is_none(quantity: Quantity) -> bool:
    pair = (quantity.comparison, quantity.amount)
    return pair in ((Comparison.AT_MOST, ZERO), (Comparison.FEWER_THAN, ONE), (Comparison.EXACTLY, ZERO))


def _times(factor: int, text: str) -> str:
    return text if factor == 1 else f"{factor} * {text}"


def _spans(test: object) -> Callable[[datetime.date, datetime.date], bool]:
    """Whether a day lies in the window of *test* held against another."""

    def spans(day: datetime.date, anchor: datetime.date) -> bool:
        first, last = window(test, anchor)  # type: ignore[arg-type] # one of the tests of dates
        return first <= day.toordinal() <= last

    return spans
