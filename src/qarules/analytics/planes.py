"""
Many audits at once with the standard library alone: one byte for each audit, one `bytes` object for each value.

Looking up is `bytes.translate`, counting is adding whole planes as long integers, `and` and `or` are those of integers.
Counts that fit share a byte, so that a section of nine criteria is added up in two or three passes.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import cast

from qarules.engine.compiled.layout import grid
from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Applies,
    Asked,
    Graded,
    Held,
    Itself,
    Program,
    Ref,
    SectionStands,
    Tally,
    Test,
)
from qarules.engine.numbers import compare
from qarules.frozen import frozen
from qarules.model.condition import Comparison
from qarules.model.tool import Number, OneOf, YesNo

REFUSED, ABSENT, OPEN = 253, 254, 255
"""Answered in a way that cannot be used; not applicable; not answered."""

MOST_VALUES = 120
"""More values than this no item or judgement may have, so that two of them always fit in a byte with what is asked."""


class Unfit(Exception):  # noqa: N818 - it is caught where the rows are graded one by one
    """A tool with something that does not fit in bytes."""


def values_of(program: Program, ref: Ref) -> tuple[object, ...]:
    """
    The values an item or judgement can have, each written as its place; empty for what only applies or does not.

    Raises:
        Unfit: They are too many.
    """
    value = program.values[ref]
    scale = program.scales.get(ref)
    found: tuple[object, ...] = ()
    if scale is not None:
        found = tuple(range(len(scale.grades)))
    elif isinstance(value, Asked):
        match value.item.answer:
            case YesNo():
                found = (False, True)
            case OneOf(choices=choices):
                found = tuple(choice.id for choice in choices)
            case Number() as number:
                found = grid(number, MOST_VALUES)
            case _:
                found = ()
    if len(found) > MOST_VALUES:
        raise Unfit
    return found


# --- forms -----------------------------------------------------------------------------------------------------------


@frozen
class Form:
    """
    A whole number added up from answers, held against a bound.

    Attributes:
        weights: By value, what each of its codes adds, from 0; what is not applicable adds *nothing*.
        nothing: What an answer that is not applicable adds, by value.
        size: One more than the most it can come to.
    """

    weights: tuple[tuple[Ref, tuple[int, ...], int], ...]
    size: int
    comparison: Comparison
    bound: int

    def holds(self, total: int) -> bool:
        """Whether a total is as asked."""
        return compare(self.comparison, total, self.bound)


def form(members: Iterable[tuple[Ref, Sequence[int]]], comparison: Comparison, bound: int) -> Form:
    """The form of weights that may be negative; what is not applicable adds nothing."""
    weights, size = [], 1
    for ref, each in members:
        low, high = min(0, *each), max(0, *each)
        weights.append((ref, tuple(weight - low for weight in each), -low))
        size += high - low
        bound -= low
    return Form(tuple(weights), size, comparison, bound)


def forms_of(tally: Tally) -> tuple[Form, ...]:
    """A count as forms that all have to hold."""
    quantity = tally.quantity
    p, q = quantity.amount.numerator, quantity.amount.denominator
    sized = [
        (ref, [(q if rank in group.ranks else 0) - p * quantity.share for rank in range(len(group.scale.grades))])
        for group in tally.groups
        for ref in group.refs
    ]
    held = form(sized, quantity.comparison, 0 if quantity.share else p)
    # Over nothing the sum is 0, which is neither more nor fewer.
    if not quantity.share or quantity.comparison in (Comparison.MORE_THAN, Comparison.FEWER_THAN):
        return (held,)
    return (held, some_of([(ref, len(weights)) for ref, weights in sized]))


def some_of(members: Iterable[tuple[Ref, int]], *, fails: bool = False) -> Form:
    """Whether any of some values applies; each with how many codes it has."""
    there = [(ref, (1,) * max(count, 1)) for ref, count in members]
    return form(there, Comparison.AT_MOST if fails else Comparison.MORE_THAN, 0)


@frozen
class Lane:
    """
    Forms over the same values that share a byte.

    Attributes:
        tables: By value, the table from its codes to what it adds.
        truths: For each form, the table from the total to 0 or 1.
    """

    tables: tuple[tuple[Ref, bytes], ...]
    truths: tuple[bytes, ...]


def lanes(forms: Sequence[Form]) -> tuple[list[Lane], dict[Form, tuple[int, int]]]:
    """
    *forms* in as few lanes as they need, and for each in which lane it is and as which of its truths.

    Raises:
        Unfit: One of them can come to more than a byte holds.
    """
    packed: list[list[Form]] = []
    for each in dict.fromkeys(forms):
        if each.size > 256:
            raise Unfit
        refs = {ref for ref, _, _ in each.weights}
        for lane in packed:
            room = 256
            for other in lane:
                room //= other.size
            if each.size <= room and refs == {ref for ref, _, _ in lane[0].weights}:
                lane.append(each)
                break
        else:
            packed.append([each])
    places = {each: (number, place) for number, lane in enumerate(packed) for place, each in enumerate(lane)}
    return [_lane(lane) for lane in packed], places


def _lane(forms: Sequence[Form]) -> Lane:
    strides = [1]
    for each in forms:
        strides.append(strides[-1] * each.size)
    added: dict[Ref, list[int]] = {}
    for each, stride in zip(forms, strides, strict=False):
        for ref, weights, nothing in each.weights:
            table = added.setdefault(ref, [0] * 256)
            for code in range(256):
                table[code] += stride * (weights[code] if code < len(weights) else nothing)
    truths = [
        bytes(each.holds(total // stride % each.size) for total in range(256))
        for each, stride in zip(forms, strides, strict=False)
    ]
    return Lane(tuple((ref, bytes(_fitting(table))) for ref, table in added.items()), tuple(truths))


def _fitting(table: Iterable[int]) -> Iterable[int]:
    return (min(added, 255) for added in table)


# --- all at once ------------------------------------------------------------------------------------------------------

Plane = bytes
Truths = int
"""A plane of 0 and 1 as one long integer."""


class Planes:
    """
    A tool for many audits at once.

    Attributes:
        values: By value, what it can be; the code of each is its place.

    Raises:
        Unfit: It has something that does not fit in bytes; its audits have to be graded one by one.
    """

    def __init__(self, program: Program) -> None:
        if program.repeated:
            raise Unfit
        self.program = program
        self.values = {
            ref: values_of(program, ref)
            for ref, value in enumerate(program.values)
            if isinstance(value, Asked | Graded)
        }
        self.forms: dict[int, tuple[Form, ...]] = {}
        self.lanes: dict[Ref, tuple[list[Lane], dict[Form, tuple[int, int]]]] = {}
        self.applying: dict[Ref, Form] = {}
        self.levels: dict[Ref, list[tuple[Test, bytes]]] = {}
        for ref, value in enumerate(program.values):
            match value:
                case Asked(when=when) if when is not None:
                    self.prepare(ref, [when])
                case Graded():
                    if value.is_free and ref in program.read:
                        raise Unfit
                    if value.applies is not None:
                        self.applying[ref] = some_of((each, len(self.values[each])) for each in value.applies)
                    self.levels[ref] = self.levels_of(ref, value)
                    self.prepare(ref, [test for test, _ in self.levels[ref]])
                case _:
                    pass  # no grade reads a measure, or what reads it is refused

    def prepare(self, ref: Ref, tests: Iterable[Test]) -> None:
        """Work out the sums that the tests of a value need."""
        found = [form for test in tests for form in self.forms_in(test)]
        self.lanes[ref] = lanes([*found, *([self.applying[ref]] if ref in self.applying else [])])

    def levels_of(self, ref: Ref, graded: Graded) -> list[tuple[Test, bytes]]:
        """
        What changes a grade, in turn, each with the table that changes it.

        First the rules that give a grade, from the lowest to the best, then the limits from the best to the lowest.
        """
        ranks = self.program.scales[ref].by_id
        found: list[tuple[Test, bytes]] = []
        for rules, is_limit in ((graded.giving, False), (graded.limits, True)):
            at: dict[int, list[Test]] = {}
            for rule, test in rules:
                at.setdefault(ranks[rule.grade].rank, []).append(test)
            for rank in sorted(at, reverse=is_limit):
                table = _table(functools.partial(min, rank) if is_limit else functools.partial(max, rank))
                found.append((Any(tuple(at[rank])), table))
        return found

    def forms_in(self, test: Test) -> Iterator[Form]:
        """The sums that *test* needs."""
        match test:
            case All(parts=parts) | Any(parts=parts):
                for part in parts:
                    yield from self.forms_in(part)
            case Tally():
                self.forms[id(test)] = forms_of(test)
            case Applies(refs=refs, fails=fails) if self.values.keys() >= set(refs):
                self.forms[id(test)] = (some_of(((ref, len(self.values.get(ref, ()))) for ref in refs), fails=fails),)
            case Held(number=Itself(ref=ref)) if self.values.get(ref):
                pass
            case Always() | Among() | SectionStands():
                pass
            case _:
                raise Unfit
        yield from self.forms.get(id(test), ())

    def graded(self, given: Mapping[Ref, Plane], off: Mapping[str, Plane], count: int) -> Batch:
        """
        The judgements of *count* audits.

        Args:
            given: The answers to every item: places of values, `ABSENT` or `OPEN`.
            off: For each section that may be said not to apply, 1 where it was.
        """
        batch = Batch(self, count, {section: _number(plane) for section, plane in off.items()})
        for ref, value in enumerate(self.program.values):
            if isinstance(value, Asked):
                batch.ask(ref, value, given[ref])
            elif isinstance(value, Graded):
                batch.judge(ref, value)
        return batch


class Batch:
    """
    Audits graded together.

    Attributes:
        planes: What every item and judgement came to.
        open: The audits of which something asked is open, or an answer cannot be used, asked or not.
    """

    def __init__(self, planes: Planes, count: int, off: Mapping[str, Truths]) -> None:
        self.plan = planes
        self.count = count
        self.off = off
        self.ones = _number(b"\1" * count)
        self.planes: dict[Ref, Plane] = {}
        self.open: Truths = 0

    def ask(self, ref: Ref, asked: Asked, given: Plane) -> None:
        """See what cannot be used, hide what is not asked, and see what is open of the rest."""
        if REFUSED in given:
            self.open |= _number(given.translate(_IS_REFUSED))
            given = given.replace(bytes([REFUSED]), bytes([OPEN]))
        if asked.when is not None or asked.may_be_off:
            stands = self.ones
            if asked.may_be_off:
                stands ^= self.off[asked.section]
            if asked.when is not None:
                stands &= self.truth(asked.when, self.sums(ref))
            everywhere = stands * 255
            hidden = (self.ones * 255 ^ everywhere) & (self.ones * ABSENT)
            given = self.plane(_number(given) & everywhere | hidden)
        if OPEN in given:
            self.open |= _number(given.translate(_IS_OPEN))
        self.planes[ref] = given

    def judge(self, ref: Ref, graded: Graded) -> None:
        """What a judgement comes to: the level of the last rule that holds, and so for the limits."""
        sums = self.sums(ref)
        applies = self.held(self.plan.applying[ref], sums) if ref in self.plan.applying else self.ones
        if graded.is_free:
            self.planes[ref] = self.plane(self.ones * OPEN ^ (self.ones ^ applies) * (OPEN ^ ABSENT))
            return
        found = self.plane(0)
        for test, table in self.plan.levels[ref]:
            found = self.changed(self.truth(test, sums), found, table)
        if applies != self.ones:
            found = self.changed(self.ones ^ applies, found, _table(lambda _: ABSENT))
        self.planes[ref] = found

    def changed(self, holds: Truths, plane: Plane, table: bytes) -> Plane:
        """*plane*, with what *table* makes of its values where something holds."""
        return self.plane(_number(plane) + holds * MOST_VALUES).translate(table)

    def sums(self, ref: Ref) -> Sums:
        """The sums that the tests of a value need."""
        found, places = self.plan.lanes[ref]
        totals = []
        for lane in found:
            total = 0
            for other, table in lane.tables:
                total += _number(self.planes[other].translate(table))
            totals.append(self.plane(total))
        return totals, found, places

    def held(self, form: Form, sums: Sums) -> Truths:
        """Where a sum is as asked."""
        totals, found, places = sums
        lane, place = places[form]
        return _number(totals[lane].translate(found[lane].truths[place]))

    def truth(self, test: Test, sums: Sums) -> Truths:
        """Where *test* holds."""
        match test:
            case Always(holds=holds):
                return self.ones if holds else 0
            case All(parts=parts):
                return functools.reduce(operator.and_, (self.truth(part, sums) for part in parts), self.ones)
            case Any(parts=parts):
                return functools.reduce(operator.or_, (self.truth(part, sums) for part in parts), 0)
            case Tally() | Applies():
                held = (self.held(form, sums) for form in self.plan.forms[id(test)])
                return functools.reduce(operator.and_, held, self.ones)
            case Among(ref=ref, values=values, fails=fails):
                return self.at(ref, lambda value: (value in values) is not fails)
            case Held(number=Itself(ref=ref), comparison=comparison, value=bound):
                return self.at(ref, lambda value: compare(comparison, cast(Fraction, value), bound))
            case SectionStands(section=section):
                return self.ones ^ self.off[section]
            case _:
                raise Unfit

    def at(self, ref: Ref, holds: Callable[[object], bool]) -> Truths:
        """Where a value applies and is one of those that fulfil a test."""
        table = bytes(map(holds, self.plan.values[ref]))
        return _number(self.planes[ref].translate(table.ljust(256, b"\0")))

    def plane(self, number: int) -> Plane:
        """A long integer as the plane it stands for."""
        return number.to_bytes(self.count, "little")


Sums = tuple[list[Plane], list[Lane], dict[Form, tuple[int, int]]]


def _table(change: Callable[[int], int]) -> bytes:
    """The table that leaves values as they are, and changes those that were raised by `MOST_VALUES`."""
    return bytes(change(code - MOST_VALUES) if MOST_VALUES <= code < 2 * MOST_VALUES else code for code in range(256))


_IS_REFUSED = bytes(code == REFUSED for code in range(256))
_IS_OPEN = bytes(code == OPEN for code in range(256))


def _number(plane: Plane) -> int:
    return int.from_bytes(plane, "little")
