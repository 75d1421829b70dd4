"""Joining tables of sums by shifting bits: the rows, their number and their witnesses are as one by one."""

from __future__ import annotations

import functools
import itertools
import operator
from collections import Counter
from fractions import Fraction
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from qarules.engine import tables as bounds
from qarules.engine.packing import packed
from qarules.engine.quotient import quotient
from qarules.engine.steps import ANY, Function, Input, Step, Worlds, sums
from qarules.engine.tables import Counted, Table, TooMany, Traced, Whether, inputs_in


def _added(weight, value):
    return (weight * value,)


def _reaches(threshold, total):
    return int(total >= threshold)


def _both(weights, value):
    return tuple([weight * value for weight in weights])


@attrs.frozen
class Case:
    """
    Inputs added up several times, with other weights and ends.

    Attributes:
        outputs: The totals, and what is made of them.
    """

    steps: tuple[Step, ...]
    domains: dict[int, tuple[int, ...]]
    outputs: tuple[int, ...]

    def joint(self, ways):
        return quotient(self.steps, self.domains, kept=self.outputs, ways=ways).rows

    def packed(self, ways):
        """With every join that can be one made by shifting."""
        with mock.patch.object(bounds, "FEW_PAIRS", 0), mock.patch.object(bounds, "BITS_TO_A_PAIR", 1 << 25):
            return self.joint(ways)

    def one_by_one(self, ways):
        with mock.patch.object(bounds, "MOST_BITS", 0):
            return self.joint(ways)

    def audit(self, values):
        """What the outputs come to, for values of the inputs."""
        known = dict(values)
        for number, step in enumerate(self.steps):
            if isinstance(step, Function):
                known[number] = step.value(*[known[read] for read in step.reads])
            elif not isinstance(step, Input):
                taken = step.start
                for element, read in zip(step.elements, step.reads, strict=True):
                    taken = step.plus(taken, element(known[read]))
                known[number] = step.end(taken)
        return tuple(known[number] for number in self.outputs)

    def audits(self):
        inputs = list(self.domains)
        for picked in itertools.product(*self.domains.values()):
            yield dict(zip(inputs, picked, strict=True))


@st.composite
def cases(draw, most=6):
    count = draw(st.integers(2, most))
    steps: list[Step] = [Input() for _ in range(count)]
    domains = {n: tuple(draw(st.lists(st.integers(-1, 3), min_size=1, max_size=3, unique=True))) for n in range(count)}
    totals = []
    for _ in range(draw(st.integers(1, 3))):
        weights = [draw(st.sampled_from([0, 1, 1, 2, Fraction(1, 2)])) for _ in range(count)]
        kind = draw(st.sampled_from(["free", "stopped", "pair"]))
        if kind == "pair":
            other = [draw(st.sampled_from([0, 1])) for _ in range(count)]
            elements = tuple([functools.partial(_both, pair) for pair in zip(weights, other, strict=True)])
            steps.append(sums(tuple(range(count)), elements, (None, None), lambda pair: pair))
        else:
            tops = (None,)
            if kind == "stopped":
                domains = {n: tuple(dict.fromkeys(map(abs, domain))) for n, domain in domains.items()}
                tops = (draw(st.integers(1, 5)),)
            elements = tuple([functools.partial(_added, weight) for weight in weights])
            steps.append(sums(tuple(range(count)), elements, tops, operator.itemgetter(0)))
        totals.append(len(steps) - 1)
    if draw(st.booleans()):
        threshold = draw(st.integers(0, 4))
        steps.append(
            Function(
                (totals[0],), lambda total, at=threshold: total[0] >= at if isinstance(total, tuple) else total >= at
            )
        )
        totals[0] = len(steps) - 1
    return Case(tuple(steps), domains, tuple(totals))


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_same_rows_in_as_many_ways(case):
    """As one by one, and as by going through all audits."""
    found = Counter(case.audit(values) for values in case.audits())
    for rows in (case.packed(Counted()), case.one_by_one(Counted())):
        # An input that makes no difference may be left out of the count.
        total, counted = sum(found.values()), {row: count for row, count in rows.items() if count}
        assert {row: Fraction(count, sum(counted.values())) for row, count in counted.items()} == {
            row: Fraction(count, total) for row, count in found.items()
        }
    assert set(case.packed(Whether())) == set(found)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_way_to_a_row_leads_there(case):
    """Worked back from the bits, one row of each table."""
    rows = case.packed(Traced())
    assert set(rows) == {case.audit(values) for values in case.audits()}
    for row, way in rows.items():
        found = inputs_in(way)
        assert all(value in case.domains[number] for number, value in found.items())
        whole = {number: found.get(number, domain[0]) for number, domain in case.domains.items()}
        assert case.audit(whole) == row


def counts(items, totals, top=None):
    """So many inputs of three values, each total counting those at one of them."""
    steps: list[Step] = [Input() for _ in range(items)]
    for at in range(totals):
        elements = (lambda value, at=at: (int(value == at),),) * items
        steps.append(sums(tuple(range(items)), elements, (top,), operator.itemgetter(0)))
    return Case(tuple(steps), dict.fromkeys(range(items), (0, 1, 2)), tuple(range(items, items + totals)))


def test_counts_that_stay_open_are_packed_together():
    """Sixty criteria counted at two bands: every pair of counts, as often as it comes about, each with a witness."""
    case = counts(60, 2)
    rows = case.joint(Counted())
    assert set(rows) == {(a, b) for a in range(61) for b in range(61 - a)}
    assert sum(rows.values()) == 3**60
    assert rows[60, 0] == 1
    assert rows[59, 0] == 60
    traced = case.joint(Traced())
    for row in [(0, 0), (60, 0), (17, 23), (1, 59)]:
        values = inputs_in(traced[row])
        assert len(values) == 60
        assert case.audit(values) == row


def test_sums_that_stop_take_part_in_the_way_back():
    """A total that stops growing hides how much was added beyond."""
    case = counts(40, 1, top=5)
    rows = case.joint(Traced())
    assert set(rows) == {(n,) for n in range(6)}
    for row, way in rows.items():
        values = inputs_in(way)
        assert case.audit({**dict.fromkeys(range(40), 2), **values}) == row
    counted = case.joint(Counted())
    assert sum(counted.values()) == 3**40
    assert counted[0,] == 2**40


def test_what_cannot_be_packed_is_left_to_be_joined():
    """Anything whatever, folds that are no sums, and what would be too many bits."""
    total = sums((0, 1), (lambda value: (value,),) * 2, (None,), operator.itemgetter(0))

    def pack(*columns, fold=total):
        tables = [
            Table((~2,), {((value,) if isinstance(value, int) else value,): 1 for value in column}, taken={2: 1})
            for column in columns
        ]
        return packed(tables, {2: fold}, [2], lambda _, taken: taken, Whether())

    assert pack((0, 1), (0, 2)) is not None
    assert pack((0, ANY), (0, 2)) is None
    assert pack((0, 1), (0, 2), fold=attrs.evolve(total, tops=None)) is None
    with mock.patch.object(bounds, "MOST_BITS", 3):
        assert pack((0, 1), (0, 2)) is None


@given(cases(most=5), st.data())
@settings(max_examples=150, deadline=None)
def test_worlds_are_packed_beside_what_they_share(case, data):
    """One input with several values at once, in totals that stop and in others: as going through all audits."""
    chosen = data.draw(st.sampled_from(list(case.domains)))
    worlds = tuple(dict.fromkeys(data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=3))))
    domains = {**case.domains, chosen: (Worlds(worlds),)}
    found = set()
    for values in case.audits():
        rows = [case.audit({**values, chosen: value}) for value in worlds]
        columns = [Worlds(column) if len(set(column)) > 1 else column[0] for column in zip(*rows, strict=True)]
        found.add(tuple(columns))
    for few, bits in [(0, 1 << 25), (64, 0)]:
        with mock.patch.object(bounds, "FEW_PAIRS", few), mock.patch.object(bounds, "BITS_TO_A_PAIR", bits):
            assert set(quotient(case.steps, domains, kept=case.outputs).rows) == found
            traced = quotient(case.steps, domains, kept=case.outputs, ways=Traced()).rows
        for row, way in traced.items():
            values = {number: domain[0] for number, domain in case.domains.items()} | inputs_in(way)
            rows = [case.audit({**values, chosen: value}) for value in worlds]
            columns = [Worlds(column) if len(set(column)) > 1 else column[0] for column in zip(*rows, strict=True)]
            assert row == tuple(columns)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_worlds_through_two_levels(data):
    """Groups come to grades, and what counts the grades stands beside what counts the inputs of all groups."""
    groups, size = 3, 2
    steps: list[Step] = [Input() for _ in range(groups * size)]
    domains = {n: tuple(range(data.draw(st.integers(2, 3)))) for n in range(groups * size)}
    grades = []
    for group in range(groups):
        members = tuple(range(group * size, (group + 1) * size))
        weights = [data.draw(st.integers(0, 2)) for _ in members]
        elements = tuple([functools.partial(_added, weight) for weight in weights])
        top = data.draw(st.sampled_from([None, 2, 3]))
        steps.append(sums(members, elements, (top,), operator.itemgetter(0)))
        threshold = data.draw(st.integers(1, 3))
        steps.append(Function((len(steps) - 1,), functools.partial(_reaches, threshold)))
        grades.append(len(steps) - 1)
    outer = []
    for reads in (tuple(grades), tuple(range(groups * size))):
        elements = tuple([functools.partial(_added, data.draw(st.integers(0, 2))) for _ in reads])
        top = data.draw(st.sampled_from([None, 2, 4]))
        steps.append(sums(reads, elements, (top,), operator.itemgetter(0)))
        outer.append(len(steps) - 1)
    case = Case(tuple(steps), domains, tuple(outer))
    chosen = data.draw(st.sampled_from(list(domains)))
    worlds = (0, 1, 2)
    found = set()
    for values in case.audits():
        rows = [case.audit({**values, chosen: value}) for value in worlds]
        found.add(tuple(Worlds(c) if len(set(c)) > 1 else c[0] for c in zip(*rows, strict=True)))
    given_ = {**domains, chosen: (Worlds(worlds),)}
    for few, bits in [(0, 1 << 25), (64, 0)]:
        with mock.patch.object(bounds, "FEW_PAIRS", few), mock.patch.object(bounds, "BITS_TO_A_PAIR", bits):
            rows = quotient(case.steps, given_, kept=case.outputs, ways=Traced()).rows
            counted = quotient(case.steps, given_, kept=case.outputs, ways=Counted()).rows
        assert set(rows) == found
        assert {row for row, count in counted.items() if count} == found
        for row, way in rows.items():
            values = {number: domain[0] for number, domain in domains.items()} | inputs_in(way)
            made = [case.audit({**values, chosen: value}) for value in worlds]
            assert row == tuple(Worlds(c) if len(set(c)) > 1 else c[0] for c in zip(*made, strict=True))


@pytest.mark.parametrize("bound", ["MOST_ROWS", "MOST_WORK"])
@pytest.mark.parametrize("ways", [Whether(), Traced(), Counted()])
def test_too_many(bound, ways):
    """Past a bound there is no answer, whatever is remembered of the ways."""
    case = counts(30, 2)
    with mock.patch.object(bounds, bound, 20), pytest.raises(TooMany):
        case.joint(ways)
