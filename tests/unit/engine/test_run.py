"""Steps over every combination of their inputs: exact while the classes are few, a superset that says so beyond."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from qarules.engine import tables as bounds
from qarules.engine.quotient import quotient
from qarules.engine.run import Seen, grouped, run
from qarules.engine.steps import ANY, NEVER, Fold, Function, Input, Step, Worlds, sums
from qarules.engine.tables import Counted, TooMany, Traced, inputs_in

VALUES = (0, 1, 2)


@attrs.frozen
class Line:
    """
    Steps with the domains of their inputs.

    Attributes:
        outputs: Steps somebody wants to know of.
    """

    steps: tuple[Step, ...]
    domains: dict[int, tuple[object, ...]]
    outputs: tuple[int, ...]

    def run(self):
        return run(self.steps, grouped(self.steps, self.outputs), self.domains)


def computed(reads, weights, constant, outcomes=VALUES):
    """A step made of what it reads."""
    return Function(
        reads, lambda *read: (sum(w * r for w, r in zip(weights, read, strict=True)) + constant) % 3, outcomes
    )


def gated(raw, gate):
    """An input that nobody sees (it has the value 0) where another step has the value 0."""
    return Function((raw, gate), lambda answer, seen: answer if seen else 0, sees_any=True)


def barred(reads):
    """A step of which there is no audit where all it reads is 2."""
    return Function(reads, lambda *read: NEVER if all(value == 2 for value in read) else max(read), VALUES)


def counting(reads, weights, top, threshold):
    """Whether a sum over what it reads comes to a threshold; the sum may stop at a top beyond that."""
    elements = tuple([lambda value, weight=weight: (weight * value,) for weight in weights])
    return sums(reads, elements, (top,), lambda total: int(total[0] >= threshold), (0, 1))


def picking(reads, pick, start, last):
    return Fold(reads, (lambda value: value,) * len(reads), start, pick, lambda taken: taken, VALUES, last)


@st.composite
def lines(draw, fewest=1, most=10):
    steps: list[Step] = []
    domains: dict[int, tuple[object, ...]] = {}
    kinds = ["input", "input", "input", "computed", "gated", "barred", "counting", "picking"]
    for _ in range(draw(st.integers(fewest, most))):
        number = len(steps)
        kind = draw(st.sampled_from(kinds if len(domains) < 7 else kinds[3:]))
        some = draw(st.lists(st.sampled_from(range(number)), max_size=5, unique=True)) if number else []
        if kind == "gated" and len(some) >= 2 and isinstance(steps[some[0]], Input):
            steps.append(gated(some[0], some[1]))
        elif kind == "barred" and some:
            steps.append(barred(tuple(some[:2])))
        elif kind == "counting":
            weights = tuple(draw(st.integers(0, 3)) for _ in some)
            threshold = draw(st.integers(0, 5))
            top = draw(st.sampled_from([None, threshold, threshold + 1]))
            if top is None and draw(st.booleans()):
                weights = tuple(-weight for weight in weights)
            steps.append(counting(tuple(some), weights, top, threshold))
        elif kind == "picking":
            steps.append(picking(tuple(some), *draw(st.sampled_from([(max, 0, 2), (min, 2, 0)]))))
        elif kind == "computed" and some:
            weights = tuple(draw(st.integers(1, 2)) for _ in some[:2])
            outcomes = draw(st.sampled_from([VALUES, ()]))
            steps.append(computed(tuple(some[:2]), weights, draw(st.integers(0, 2)), outcomes))
        elif len(domains) < 7:
            steps.append(Input())
            domains[number] = tuple(draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True)))
    outputs = draw(st.lists(st.sampled_from(range(len(steps))), min_size=1, max_size=3, unique=True))
    return Line(tuple(steps), domains, tuple(outputs))


def value_of(step, read):
    if isinstance(step, Function):
        return step.value(*read)
    taken = step.start
    for element, value in zip(step.elements, read, strict=True):
        taken = step.plus(taken, element(value))
    return step.end(taken)


def behind(line, outputs):
    needed, waiting = set(), list(outputs)
    while waiting:
        number = waiting.pop()
        needed.add(number)
        waiting.extend(line.steps[number].reads)
    return sorted(needed)


def audits(line, outputs):
    """Every combination of the inputs behind *outputs* with what each step behind them then has."""
    needed = behind(line, outputs)
    inputs = [number for number in needed if isinstance(line.steps[number], Input)]
    for picked in itertools.product(*(line.domains[number] for number in inputs)):
        values = dict(zip(inputs, picked, strict=True))
        for number in needed:
            if number not in values:
                values[number] = value_of(line.steps[number], [values[read] for read in line.steps[number].reads])
                if values[number] is NEVER:
                    break
        else:
            yield values


def by_brute_force(line, group):
    """Every value each step of a group has in some audit."""
    found = {number: set() for number in group}
    for values in audits(line, group):
        for number in group:
            found[number].add(values[number])
    return {number: frozenset(values) for number, values in found.items()}


def expected(line):
    """By group: where a step of it allows no audit, another that does not read it still does."""
    return {n: v for group in grouped(line.steps, line.outputs) for n, v in by_brute_force(line, group).items()}


@given(lines())
@settings(max_examples=150, deadline=None)
def test_exact(line):
    """
    While it fits, a run meets exactly the values that some combination gives; of no combination nothing is said.

    A value may be met before a step that reads it turns out to allow no such audit; it is one that its own step gives.
    """
    seen, found = line.run(), expected(line)
    assert seen.loose == frozenset()
    for number, values in seen.values.items():
        if found[number]:
            assert found[number] <= values <= by_brute_force(line, [number])[number]


def may_be_settled_early(line, step):
    """Whether a fold reads what allows no audit: it may be settled before that has been looked at."""
    functions = [line.steps[n].value for n in behind(line, step.reads) if isinstance(line.steps[n], Function)]
    return isinstance(step, Fold) and any("barred" in function.__qualname__ for function in functions)


@given(lines(fewest=4, most=14))
@settings(max_examples=80, deadline=None)
def test_packed_and_one_by_one_agree(line):
    """Joining by shifting bits, and joining row by row, find the same combinations in the same number of ways."""
    joint = [quotient(line.steps, line.domains, kept=line.outputs, ways=Counted()).rows]
    with mock.patch.object(bounds, "FEW_PAIRS", 0):
        joint.append(quotient(line.steps, line.domains, kept=line.outputs, ways=Counted()).rows)
    with mock.patch.object(bounds, "MOST_BITS", 0):
        joint.append(quotient(line.steps, line.domains, kept=line.outputs, ways=Counted()).rows)
    found: dict[tuple[int, ...], int] = {}
    for values in audits(line, line.outputs):
        row = tuple(values[number] for number in line.outputs)
        found[row] = found.get(row, 0) + 1
    total = sum(found.values())
    if any(may_be_settled_early(line, step) for step in line.steps):
        # What is settled is looked at no further, and what that would rule out stays in.
        assert set(found) <= set(joint[0])
        found, total = joint[0], sum(joint[0].values())
    for rows in joint:
        counted = {row: count for row, count in rows.items() if count}
        assert set(counted) == {row for row, count in found.items() if count}
        # An input that makes no difference to anything kept may be left out of the count.
        assert all(count * sum(counted.values()) == counted[row] * total for row, count in found.items())


@given(lines(fewest=3, most=12), st.sampled_from([0, 64]))
@settings(max_examples=80, deadline=None)
def test_every_row_has_a_witness(line, few):
    """The way to a row is an audit in which it comes about, whatever the inputs it does not name."""
    with mock.patch.object(bounds, "FEW_PAIRS", few):
        rows = quotient(line.steps, line.domains, kept=line.outputs, ways=Traced()).rows
        ways = {row: inputs_in(way) for row, way in rows.items()}
    for row, way in ways.items():
        domains = {number: (way[number],) if number in way else domain for number, domain in line.domains.items()}
        assert any(
            tuple(v[n] for n in line.outputs) == row for v in audits(attrs.evolve(line, domains=domains), line.outputs)
        )
        assert all(value in line.domains[number] for number, value in way.items())


@given(lines(fewest=3), st.data())
@settings(max_examples=80, deadline=None)
def test_worlds(line, data):
    """One input with several values at once: what each output has in each world, the rest of the audit the same."""
    inputs = [number for number in behind(line, line.outputs) if isinstance(line.steps[number], Input)]
    if not inputs:
        return
    chosen = data.draw(st.sampled_from(inputs))
    worlds = data.draw(st.sampled_from([(0, 1), (0, 1, 2), (2, 1)]))
    rows = quotient(line.steps, {**line.domains, chosen: (Worlds(worlds),)}, kept=line.outputs).rows
    found = {}
    for world, value in enumerate(worlds):
        for values in audits(attrs.evolve(line, domains={**line.domains, chosen: (value,)}), line.outputs):
            rest = tuple(values[number] for number in inputs if number != chosen)
            found.setdefault(rest, {})[world] = tuple(values[number] for number in line.outputs)
    whole = {
        tuple(
            by_world[0][at]
            if len({by_world[w][at] for w in by_world}) == 1
            else Worlds(tuple(by_world[w][at] for w in by_world))
            for at in range(len(line.outputs))
        )
        for by_world in found.values()
        if len(by_world) == len(worlds)
    }
    assert set(rows) == whole


@given(lines(), st.integers(0, 6))
@settings(max_examples=80, deadline=None)
def test_superset(line, bound):
    """Past the bound nothing is left out, and what may be too much is marked; what is not marked is exact."""
    found = expected(line)
    with mock.patch.object(bounds, "MOST_ROWS", bound):
        seen = line.run()
    for number in line.outputs:
        exact = found[number]
        assert ANY in seen.values[number] or seen.values[number] >= exact
        if seen.is_exact(number) and exact:
            assert seen.values[number] in (exact, by_brute_force(line, [number])[number])


@given(lines())
@settings(max_examples=150, deadline=None)
def test_any_value(line):
    """Where an input could be anything, whatever reads it has all it could ever have, and is marked."""
    unknown = dict.fromkeys(line.domains, (ANY,))
    seen = attrs.evolve(line, domains=unknown).run()
    found = expected(line)
    for number in line.outputs:
        assert ANY in seen.values[number] or seen.values[number] >= found[number]
        if seen.is_exact(number) and found[number]:
            assert seen.values[number] == found[number]


# --- one by one ------------------------------------------------------------------------------------------------------


def test_any_spreads():
    """`ANY` gives the outcomes of what reads it, or `ANY` again where those have no end."""
    steps = (
        Input(),
        computed((0,), (1,), 0),
        computed((0,), (1,), 0, outcomes=()),
        computed((2,), (1,), 1),
        Input(),
        gated(4, 1),
        Input(),
        computed((6,), (1,), 0),
    )
    domains = {0: (ANY,), 4: (1, 2), 6: (0, 1)}
    seen = run(steps, grouped(steps, range(8)), domains)
    assert seen.values[1] == frozenset(VALUES)
    assert seen.values[2] == frozenset({ANY})
    assert seen.values[3] == frozenset(VALUES)
    assert seen.values[5] == frozenset({0, 1, 2})
    assert seen.loose == {0, 1, 2, 3, 5}
    assert not seen.is_exact(2)
    assert seen.values[7] == {0, 1}
    assert seen.is_exact(7)


def test_only():
    """`only` is the one value there is; a superset of one value is exact, `ANY` never."""
    seen = Seen({0: frozenset({1}), 1: frozenset({1, 2}), 2: frozenset({ANY})}, frozenset({0, 1, 2}))
    assert [seen.only(number) for number in range(3)] == [1, ANY, ANY]
    assert [seen.is_exact(number) for number in range(3)] == [True, False, False]


def totalling(count, weights=None):
    """Inputs added up."""
    weights = weights or [1] * count
    steps = [Input() for _ in range(count)]
    elements = tuple([lambda value, weight=weight: (weight * value,) for weight in weights])
    steps.append(sums(tuple(range(count)), elements, (None,), lambda total: total[0]))
    return steps, dict.fromkeys(range(count), VALUES), count


def test_classes_stay_few():
    """Forty inputs with 3^40 combinations are summed over their 81 sums, and counted."""
    steps, domains, total = totalling(40)
    with mock.patch.object(bounds, "MOST_ROWS", 81):
        seen = run(steps, grouped(steps, [total]), domains)
    assert seen.values[total] == frozenset(range(81))
    assert seen.loose == frozenset()
    rows = quotient(steps, domains, kept=[total], ways=Counted()).rows
    assert sum(rows.values()) == 3**40
    assert rows[0,] == 1
    assert rows[1,] == 40
    assert rows[2,] == 40 + 40 * 39 // 2


def test_each_output_by_itself():
    """Where all outputs at once are too many, one that fits by itself is exact all the same."""
    steps, domains, large = totalling(6, [10**n for n in range(6)])
    steps.append(Function((5,), lambda value: value, VALUES))
    small = large + 1
    steps.append(Function((large, small), lambda *read: read))
    with mock.patch.object(bounds, "MOST_ROWS", 100):
        seen = run(steps, grouped(steps, [small + 1, large, small]), domains)
    assert seen.is_exact(small)
    assert seen.values[small] == frozenset(VALUES)
    assert not seen.is_exact(large)
    assert ANY in seen.values[large] or len(seen.values[large]) >= 3**6


def test_little_is_held():
    """Past the bound on what is held at once an answer is not exact; up to it, it is."""
    steps, domains, total = totalling(5, [4**n for n in range(5)])
    assert len(quotient(steps, domains, told=[total]).values[total]) == 3**5
    for ways in (None, Traced()):
        with mock.patch.object(bounds, "MOST_HELD", 1 << 6), pytest.raises(TooMany):
            quotient(steps, domains, told=[total], ways=ways)


def test_groups_share_no_work():
    """What is behind one output is found with it; what has nothing to do with it, by itself."""
    steps = (Input(), Input(), computed((0,), (1,), 0), computed((1,), (1,), 0), computed((2,), (1,), 1))
    assert grouped(steps, [2, 3, 4]) == ((2, 4), (3,))


def test_sections_close_by_themselves():
    """Thirty groups of inputs too many to run together close with two values each, without being told of them."""
    steps, domains, heads = [], {}, []
    for _ in range(30):
        first = len(steps)
        steps += [Input() for _ in range(9)]
        domains.update(dict.fromkeys(range(first, first + 9), VALUES))
        steps.append(counting(tuple(range(first, first + 9)), (1,) * 9, None, 9))
        heads.append(first + 9)
    steps.append(sums(tuple(heads), (lambda value: (value,),) * 30, (None,), lambda total: total[0]))
    with mock.patch.object(bounds, "MOST_ROWS", 100):
        seen = run(steps, grouped(steps, [len(steps) - 1]), domains)
    assert seen.values[len(steps) - 1] == frozenset(range(31))
    assert seen.loose == frozenset()


def test_an_input_that_hides_others_is_copied_to_them():
    """One answer that hides an item in each of many groups joins them by that answer alone."""
    steps, domains, heads = [Input()], {0: (0, 1)}, []
    for _ in range(12):
        first = len(steps)
        steps += [Input() for _ in range(8)]
        domains.update(dict.fromkeys(range(first, first + 8), VALUES))
        steps.append(gated(first, 0))
        steps.append(counting((*range(first + 1, first + 8), first + 8), (1,) * 8, None, 15))
        heads.append(len(steps) - 1)
    steps.append(sums(tuple(heads), (lambda value: (value,),) * 12, (None,), lambda total: total[0]))
    steps.append(Function((len(steps) - 1, 0), lambda total, shown: (total, shown)))
    with mock.patch.object(bounds, "MOST_ROWS", 200):
        rows = quotient(steps, domains, kept=[len(steps) - 1]).rows
    assert set(rows) == {((total, 1),) for total in range(13)} | {((0, 0),)}


def test_the_work_is_bounded():
    """Numbers of which no two sums are alike end in the fallback, not in an endless run."""
    steps, domains, total = totalling(40, [3**n for n in range(40)])
    with pytest.raises(TooMany):
        quotient(steps, domains, kept=[total])
    seen = run(steps, grouped(steps, [total]), domains)
    assert seen.values[total] == {ANY}


SCRIPT = """
import json, datetime, qarules
tool = qarules.load("north-somerset/collaborative-practice-review", on=datetime.date(2023, 5, 2))
answers = {"case-summary-current": "limited", "natural-network": "clear", "zzz": 1, "aaa": 2}
print(json.dumps(qarules.evaluate(tool, answers).to_dict()))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_any_machine(seed):
    """The same outcome to the letter, however this run of Python orders its sets."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**environment, "PYTHONHASHSEED": value},
            capture_output=True,
            check=True,
        ).stdout
        for value in ("0", seed)
    }
    assert len(outputs) == 1
