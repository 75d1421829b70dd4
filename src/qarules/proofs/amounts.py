"""Numbers as formulas: fractions of whole numbers, rounded only where they are compared."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

from qarules.engine.draft import Instance
from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Comparison,
    Constant,
    Expression,
    PointsIn,
    Quantity,
    Reference,
    Scaled,
    Steps,
    Sum,
)
from qarules.model.judgement import Judgement, Measure, Rounding, RoundingMode
from qarules.model.scope import graders, scale_of, sections_named
from qarules.model.tool import Item, Number, OneOf, Thing, Tool

if TYPE_CHECKING:
    from qarules.proofs.formulas import Formulas

Formula = Any
"""A formula of z3; the library has no types of its own that say more."""


class NoFormula(Exception):  # noqa: N818 - it is caught where a question is asked
    """There is no formula for something."""


@frozen(eq=False)
class Amount:
    """A number: above over below where it applies; what is below is above 0 there."""

    above: Formula
    below: Formula
    applies: Formula


class Amounts:
    """The numbers of one audit."""

    def __init__(self, audit: Formulas) -> None:
        self.z3 = importlib.import_module("z3")
        self.audit = audit
        self.tool = audit.tool

    def measure(self, measure: Measure) -> Amount:
        """A measure before it is rounded."""
        return self.audit.once(("measure", measure.id), lambda: self.number(measure.value, None))  # type: ignore[no-any-return]

    def number(self, expression: Expression, where: Instance | None) -> Amount:
        """A number; one that is rounded is kept as it is, and rounded where it is compared."""
        z3 = self.z3
        match expression:
            case Constant(value=value):
                return Amount(z3.IntVal(value.numerator), z3.IntVal(value.denominator), z3.BoolVal(True))
            case Reference():
                named = self.tool.things[expression.name]
                if isinstance(named, Measure):
                    if named.rounding is not None:
                        return _with(self.measure(named), named.rounding)
                    return self.measure(named)
                return self.points(expression, where)
            case Sum(parts=parts):
                return functools.reduce(self.plus, [self.plain(part, where) for part in parts])
            case Scaled(part=part, factor=factor):
                inner = self.plain(part, where)
                if factor is None:
                    return Amount(z3.IntVal(0), z3.IntVal(1), z3.BoolVal(False))
                return Amount(inner.above * factor.numerator, inner.below * factor.denominator, inner.applies)
            case Steps():
                return self.steps_of(expression, where)
            case Aggregate():
                return self.aggregate(expression, where)
            case _:
                assert_never(expression)

    def plain(self, expression: Expression, where: Instance | None) -> Amount:
        """A number to reckon on with, in which nothing is left to be rounded and nothing below depends on answers."""
        number = self.number(expression, where)
        if isinstance(number, Rounded) or not self.z3.is_int_value(self.z3.simplify(number.below)):
            raise NoFormula
        return number

    def plus(self, one: Amount, other: Amount) -> Amount:
        """Two numbers added; a part that does not apply makes the whole so."""
        above = one.above * other.below + other.above * one.below
        return Amount(above, one.below * other.below, self.z3.And(one.applies, other.applies))

    def points(self, reference: Reference, where: Instance | None) -> Amount:
        """A number or measure by its name; whatever stands on a scale, or has choices, by its points."""
        named = self.tool.things[reference.name]
        if isinstance(named, Item):
            return self.points_of(named, self.audit.path(reference.name, where))
        value, there = self.audit.thing(reference, where)
        judgement = named if isinstance(named, Judgement) else graders(self.tool, reference.by, None)[0]
        return self.read_off(self.table(judgement), value, there)

    def points_of(self, item: Item, path: str) -> Amount:
        """An item in one instance as a number."""
        value, there = self.audit.seen(path)
        if isinstance(item.answer, Number):
            start, step = item.answer.low or Fraction(0), item.answer.step
            below = start.denominator * step.denominator
            above = value * (step.numerator * start.denominator) + start.numerator * step.denominator
            return Amount(above, self.z3.IntVal(below), there)
        return self.read_off(self.table(item), value, there)

    def table(self, thing: Thing) -> dict[int, Fraction]:
        """The points of each value."""
        scale = scale_of(thing, self.tool)
        if scale is not None:
            return {grade.rank: grade.points or Fraction(0) for grade in scale.grades}
        if isinstance(thing, Item) and isinstance(thing.answer, OneOf):
            return {at: choice.points or Fraction(0) for at, choice in enumerate(thing.answer.choices)}
        raise NoFormula

    def read_off(self, table: Mapping[int, Fraction], value: Formula, there: Formula) -> Amount:
        """The points of a value."""
        shared = functools.reduce(lambda a, b: a * b.denominator, table.values(), 1)
        above = self.z3.IntVal(0)
        for code, points in table.items():
            above = self.z3.If(value == code, int(points * shared), above)
        return Amount(above, self.z3.IntVal(shared), there)

    def steps_of(self, expression: Steps, where: Instance | None) -> Amount:
        """A number read off a table of steps."""
        z3 = self.z3
        of = self.number(Reference(name=expression.of), where)
        if isinstance(of, Rounded):
            raise NoFormula
        shared = functools.reduce(lambda a, step: a * step.value.denominator, expression.steps, 1)
        above, found = z3.IntVal(0), z3.BoolVal(False)
        for step in reversed(expression.steps):
            parts = []
            if step.low is not None:
                comparison = Comparison.MORE_THAN if step.above else Comparison.AT_LEAST
                parts.append(held(z3, comparison, of, step.low))
            if step.high is not None:
                parts.append(held(z3, Comparison.AT_MOST, of, step.high))
            here = z3.And(*parts) if parts else z3.BoolVal(True)
            above, found = z3.If(here, int(step.value * shared), above), z3.Or(found, here)
        return Amount(above, z3.IntVal(shared), z3.And(of.applies, found))

    def aggregate(self, expression: Aggregate, where: Instance | None) -> Amount:
        """Several numbers made one."""
        z3, how = self.z3, expression.how
        members = list(self.numbers(expression, where))
        if not members:
            return Amount(z3.IntVal(0), z3.IntVal(1), z3.BoolVal(False))
        if how in {Aggregation.LOWEST, Aggregation.HIGHEST, Aggregation.MEDIAN}:
            return self.picked(how, [(number.above, number.below, number.applies) for number, _, _ in members])
        shared = 1
        for number, weight, most in members:
            shared *= weight.denominator * most.denominator * z3.simplify(number.below).as_long()

        def total(parts: Iterator[tuple[Formula, Formula]]) -> Formula:
            return z3.Sum([z3.If(applies, amount, 0) for amount, applies in parts])

        def times(number: Amount, weight: Fraction) -> Formula:
            return number.above * int(weight * shared / z3.simplify(number.below).as_long())

        there = z3.Or(*[number.applies for number, _, _ in members])
        if how is Aggregation.SUM:
            above = total((times(number, Fraction(1)), number.applies) for number, _, _ in members)
            return Amount(above, z3.IntVal(shared), there)
        above = total((times(number, weight), number.applies) for number, weight, _ in members)
        if how is Aggregation.MEAN:
            below = total((z3.IntVal(int(weight * shared)), number.applies) for number, weight, _ in members)
            return Amount(above, below, below > 0)
        below = total((z3.IntVal(int(weight * most * shared)), number.applies) for number, weight, most in members)
        # A percentage of a maximum below 0 is reckoned all the same; only over 0 there is none.
        return Amount(z3.If(below < 0, -100 * above, 100 * above), z3.If(below < 0, -below, below), below != 0)

    def picked(self, how: Aggregation, members: Sequence[tuple[Formula, Formula, Formula]]) -> Amount:
        """The lowest or the highest; there is no formula for a middle."""
        z3 = self.z3
        if how is Aggregation.MEDIAN:
            raise NoFormula
        above, below, there = members[0]
        for up, down, applies in members[1:]:
            is_further = up * below < above * down if how is Aggregation.LOWEST else up * below > above * down
            takes = z3.And(applies, z3.Or(z3.Not(there), is_further))
            above, below = z3.If(takes, up * 1, above), z3.If(takes, down, below)
            there = z3.Or(there, applies)
        return Amount(above, below, there)

    def numbers(self, expression: Aggregate, where: Instance | None) -> Iterator[tuple[Amount, Fraction, Fraction]]:
        """What an aggregate takes in, each with its weight and the most it can be."""
        tool, over = self.tool, expression.over
        scope = where if where is not None and where.is_scope else None
        inside = None
        if isinstance(over, PointsIn):
            named = over.sections or ((scope.section,) if scope is not None else ())
            items = [i for s in sections_named(named, tool) for i in s.items if not isinstance(i.answer, Number)]
            inside = None if over.sections else scope
        else:
            for thing in (tool.things[name] for name in over):
                if isinstance(thing, Measure):
                    number = self.plain(Reference(name=thing.id), None)
                    yield number, Fraction(1), Fraction(0)
                elif isinstance(thing, Judgement) and _has_points(thing, tool):
                    table = self.table(thing)
                    final = self.audit.final(thing.id)
                    yield self.read_off(table, final.above, final.applies), Fraction(1), max(table.values())
            items = [tool.items[name] for name in over if name in tool.items]
        for item in items:
            if tool.is_counted(item) and (isinstance(item.answer, Number) or _has_points(item, tool)):
                most = item.answer.high or Fraction(0) if isinstance(item.answer, Number) else _most(item, tool)
                for path in self.audit.paths(item, inside):
                    yield self.points_of(item, path), item.weight, most


@frozen(eq=False)
class Rounded(Amount):
    """A number that is rounded where it is compared."""

    rounding: Rounding


def _with(amount: Amount, rounding: Rounding) -> Rounded:
    return Rounded(above=amount.above, below=amount.below, applies=amount.applies, rounding=rounding)


def _known_points(thing: Thing, tool: Tool) -> list[Fraction]:
    scale = scale_of(thing, tool)
    if scale is not None:
        points = [grade.points for grade in scale.grades]
    elif isinstance(thing, Item) and isinstance(thing.answer, OneOf):
        points = [choice.points for choice in thing.answer.choices]
    else:
        points = []
    return [each for each in points if each is not None]


def _has_points(thing: Thing, tool: Tool) -> bool:
    return bool(_known_points(thing, tool))


def _most(thing: Thing, tool: Tool) -> Fraction:
    return max(_known_points(thing, tool))


def compare(comparison: Comparison, left: Formula, right: Formula) -> Formula:
    """Two formulas held against each other."""
    match comparison:
        case Comparison.AT_LEAST:
            return left >= right
        case Comparison.MORE_THAN:
            return left > right
        case Comparison.AT_MOST:
            return left <= right
        case Comparison.FEWER_THAN:
            return left < right
        case Comparison.EXACTLY:
            return left == right
        case _:
            assert_never(comparison)


def of_share(quantity: Quantity, matches: Formula, whole: Formula) -> Formula:
    """Whether so many of the whole are a share of it."""
    share = quantity.amount
    return compare(quantity.comparison, matches * share.denominator, whole * share.numerator)


def held(z3: Any, comparison: Comparison, number: Amount, value: Fraction) -> Formula:  # noqa: ANN401
    """A number held against a constant, by what is above and below the line."""
    if isinstance(number, Rounded):
        return _rounded(z3, comparison, number, value)
    return compare(comparison, number.above * value.denominator, number.below * value.numerator)


def _rounded(z3: Any, comparison: Comparison, number: Rounded, value: Fraction) -> Formula:  # noqa: ANN401
    """Where a rounded number stands to a constant: at least one place of its grid, or not."""
    grid = 10**number.rounding.decimals
    floor = (value * grid).__floor__()
    on_grid = value * grid == floor
    exact = Amount(number.above, number.below, number.applies)

    def at_least(place: int) -> Formula:
        half = Fraction(2 * place - 1, 2 * grid)
        match number.rounding.mode:
            case RoundingMode.HALF_UP:
                return held(z3, Comparison.AT_LEAST, exact, half)
            case RoundingMode.HALF_DOWN:
                return held(z3, Comparison.MORE_THAN, exact, half)
            case RoundingMode.HALF_EVEN:
                kind = Comparison.AT_LEAST if place % 2 == 0 else Comparison.MORE_THAN
                return held(z3, kind, exact, half)
            case RoundingMode.UP:
                return held(z3, Comparison.MORE_THAN, exact, Fraction(place - 1, grid))
            case RoundingMode.DOWN:
                return held(z3, Comparison.AT_LEAST, exact, Fraction(place, grid))
            case _:
                assert_never(number.rounding.mode)

    match comparison:
        case Comparison.AT_LEAST:
            return at_least(floor if on_grid else floor + 1)
        case Comparison.MORE_THAN:
            return at_least(floor + 1)
        case Comparison.AT_MOST:
            return z3.Not(at_least(floor + 1))
        case Comparison.FEWER_THAN:
            return z3.Not(at_least(floor if on_grid else floor + 1))
        case Comparison.EXACTLY:
            return z3.And(at_least(floor), z3.Not(at_least(floor + 1))) if on_grid else z3.BoolVal(False)
        case _:
            assert_never(comparison)
