"""Between which ends, and on which grid, numbers lie."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Comparison,
    Constant,
    PointsIn,
    Reference,
    Scaled,
    Step,
    Steps,
    Sum,
)
from qarules.model.judgement import Measure, Rounding, RoundingMode
from qarules.model.ranges import ANYWHERE, Grid, Range, grid_of, range_of, settled
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Item, Keyword, MayNotApply, Number, OnScale, Section, Tool

F = Fraction


def item(name, answer, **more):
    return Item(keyword=Keyword.QUESTION, id=name, title=name, answer=answer, **more)


BANDS = Scale(
    id="bands",
    title="Bands",
    grades=tuple(
        Grade(id=name, title=name, rank=2 - index, points=F(4 - 2 * index))
        for index, name in enumerate(("clear", "some", "limited"))
    ),
)
TOOL = Tool(
    id="t",
    title="T",
    scales=(BANDS,),
    sections=(
        Section(
            id="s",
            title="S",
            items=(
                item("a", OnScale(scale="bands")),
                item("b", OnScale(scale="bands"), may_not_apply=MayNotApply()),
                item("n", Number(low=F(-1), high=F(5))),
                item("half", Number(low=F(1, 4), high=F(9, 4), step=F(1, 2))),
                item("open", Number(low=F(3))),
                item("reversed", Number(low=F(3), high=F(1))),
            ),
        ),
        Section(id="r", title="R", repeated=True, items=(item("c", OnScale(scale="bands")),)),
    ),
    measures=(
        Measure(
            id="m",
            title="M",
            value=Scaled(part=Reference(name="a"), factor=F(1, 3)),
            rounding=Rounding(mode=RoundingMode.HALF_UP),
        ),
        Measure(id="itself", title="I", value=Reference(name="itself")),
    ),
)


def of(*names, how):
    return Aggregate(how=how, over=names)


def steps(*values):
    return Steps(of="n", steps=tuple(Step(low=F(at), high=F(at), value=F(value)) for at, value in enumerate(values)))


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [
        (Constant(value=F(3)), 3, 3),
        (Reference(name="a"), 0, 4),
        (Reference(name="n"), -1, 5),
        (Reference(name="open"), 3, None),
        (Reference(name="reversed"), None, None),
        (Reference(name="m"), 0, 2),
        (Reference(name="itself"), None, None),
        (Reference(name="nobody"), None, None),
        (Sum(parts=(Reference(name="a"), Reference(name="n"))), -1, 9),
        (Sum(parts=(Reference(name="a"), Reference(name="open"))), 3, None),
        (Scaled(part=Reference(name="n"), factor=F(-2)), -10, 2),
        (Scaled(part=Reference(name="open"), factor=F(-1)), None, -3),
        (Scaled(part=Reference(name="open"), factor=F(0)), 0, 0),
        (Scaled(part=Reference(name="a"), factor=None), None, None),
        (steps(3, 1, 7), 1, 7),
        (of("a", "n", how=Aggregation.MEAN), -1, 5),
        (of("a", "open", how=Aggregation.HIGHEST), 0, None),
        (of("a", "n", how=Aggregation.SUM), -1, 9),
        (of("b", "open", how=Aggregation.SUM), 3, None),
        (of("c", how=Aggregation.SUM), 0, None),
        (of("a", "b", how=Aggregation.PERCENT), 0, 100),
        (of("n", how=Aggregation.PERCENT), None, None),
        (Aggregate(how=Aggregation.SUM, over=PointsIn(sections=("s",))), 0, 8),
        (Aggregate(how=Aggregation.LOWEST, over=PointsIn(sections=("nobody",))), None, None),
    ],
)
def test_range(number, low, high):
    """No value lies outside; ends that are not known are left open."""
    ends = [None if end is None else F(end) for end in (low, high)]
    assert range_of(number, TOOL) == Range(low=ends[0], high=ends[1])


def test_what_may_be_left_out_adds_nothing():
    """A sum reaches zero where a part need not apply."""
    tool_number = Number(low=F(2), high=F(3))
    section = Section(id="s", title="S", items=(item("x", tool_number), item("y", tool_number, optional=True)))
    tool = Tool(id="t", title="T", sections=(section,))
    assert range_of(of("x", "y", how=Aggregation.SUM), tool) == Range(low=F(2), high=F(6))


@pytest.mark.parametrize(
    ("number", "grid"),
    [
        (Constant(value=F(3)), Grid(F(3), F(0))),
        (Reference(name="a"), Grid(F(0), F(2))),
        (Reference(name="half"), Grid(F(1, 4), F(1, 2))),
        (Reference(name="m"), Grid(F(0), F(1))),
        (Reference(name="itself"), None),
        (Sum(parts=(Reference(name="a"), Reference(name="half"))), Grid(F(1, 4), F(1, 2))),
        (Scaled(part=Reference(name="half"), factor=F(-2)), Grid(F(-1, 2), F(1))),
        (of("a", "half", how=Aggregation.SUM), Grid(F(0), F(1, 4))),
        (of("a", "half", how=Aggregation.HIGHEST), Grid(F(0), F(1, 4))),
        (of("a", "b", how=Aggregation.MEAN), None),
        (of("a", "b", how=Aggregation.PERCENT), None),
        (steps(3, 1, 7), Grid(F(3), F(2))),
    ],
)
def test_grid(number, grid):
    """Every value lies on the grid; a mean or a share lies on none."""
    assert grid_of(number, TOOL) == grid


def test_grid_of_lowest_first():
    """A grid is the same wherever on it one starts."""
    assert grid_of(Reference(name="a"), TOOL).holds(F(4))
    assert not grid_of(Reference(name="a"), TOOL).holds(F(3))
    assert grid_of(Constant(value=F(3)), TOOL).holds(F(3))
    assert not grid_of(Constant(value=F(3)), TOOL).holds(F(4))


@pytest.mark.parametrize("comparison", Comparison)
@pytest.mark.parametrize("value", range(5))
@pytest.mark.parametrize(("low", "high"), [(1, 3), (2, 2), (1, None), (None, 3), (None, None)])
def test_settled(comparison, value, low, high):
    """Settled is what comes out the same for every number of the range."""
    holds = {
        Comparison.AT_LEAST: lambda number: number >= value,
        Comparison.MORE_THAN: lambda number: number > value,
        Comparison.AT_MOST: lambda number: number <= value,
        Comparison.FEWER_THAN: lambda number: number < value,
        Comparison.EXACTLY: lambda number: number == value,
    }[comparison]
    numbers = [F(n, 2) for n in range(-20, 40) if (low is None or n >= 2 * low) and (high is None or n <= 2 * high)]
    outcomes = {holds(number) for number in numbers}
    range_ = Range(low=None if low is None else F(low), high=None if high is None else F(high))
    assert settled(comparison, value, range_) == (outcomes.pop() if len(outcomes) == 1 else None)


def test_anywhere_settles_nothing():
    assert settled(Comparison.AT_LEAST, 3, ANYWHERE) is None
