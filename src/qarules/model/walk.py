"""Looking through a condition, a rule or a whole tool, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from qarules.diagnostics import Span
from qarules.frozen import frozen, names_of_fields
from qarules.model.condition import (
    Aggregate,
    And,
    Applicable,
    Compared,
    Condition,
    Constant,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    Not,
    Or,
    PointsIn,
    Reference,
    Scaled,
    Steps,
    Sum,
    Within,
)
from qarules.model.judgement import GradeRule, Judgement
from qarules.model.tool import Section, Tool

Test = Count | Is | Compared | Within | Dated | InMonth | Applicable | Has
"""A condition that is not made of others."""


@frozen(kw_only=True)
class Situated:
    """
    A condition in its place in a tool.

    Attributes:
        home: The section of the item that is asked when it holds; its other items are those of the same instance.
        judgement: The judgement whose rule it belongs to; None for a condition of something else.
        rule: That rule.
    """

    condition: Condition
    home: Section | None = None
    judgement: Judgement | None = None
    rule: GradeRule | None = None

    @property
    def each_section(self) -> bool:
        """Whether its counts range over one section at a time, not over the whole tool."""
        return self.judgement is not None and self.judgement.for_each_section


def walk(node: object) -> Iterator[object]:
    """*node* and everything in it that is a value of the model, outside in and in the order written."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        kind: type = type(here)
        if isinstance(here, tuple):
            waiting.extend(reversed(here))
        elif kind is not Span and (names := names_of_fields(kind)) is not None:
            yield here
            waiting.extend(getattr(here, name) for name in reversed(names))


def conditions_of(tool: Tool) -> Iterator[Situated]:
    """Every condition of *tool* in its place: of items, of rules, of promises, and of what waits for it."""
    for section in tool.sections:
        for item in section.items:
            if item.asked_when is not None:
                yield Situated(condition=item.asked_when, home=section)
    for known in tool.knowns:
        if known.asked_when is not None:
            yield Situated(condition=known.asked_when)
    for judgement in tool.judgements:
        for rule in (*judgement.giving, *judgement.limits):
            yield Situated(condition=rule.when, judgement=judgement, rule=rule)
    for promise in tool.promises:
        for claim in promise.claims:
            if claim.when is not None:
                yield Situated(condition=claim.when)
    for each in tool.watched:
        yield Situated(condition=each.when)


def single_tests(condition: Condition) -> Iterator[Test]:
    """The single tests that *condition* is made of, in the order written."""
    match condition:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from single_tests(part)
        case Not(part=part):
            yield from single_tests(part)
        case Count() | Is() | Compared() | Within() | Dated() | InMonth() | Applicable() | Has():
            yield condition
        case _:
            assert_never(condition)


def numbers_in(expression: Expression) -> Iterator[Expression]:
    """*expression* and every number it is made of, outside in."""
    yield expression
    match expression:
        case Sum(parts=parts):
            for part in parts:
                yield from numbers_in(part)
        case Scaled(part=part):
            yield from numbers_in(part)
        case Constant() | Reference() | Aggregate() | Steps():
            pass
        case _:
            assert_never(expression)


def reads_scope(expression: Expression) -> bool:
    """Whether *expression* takes in all points of the scope it stands in, whichever that is."""
    return any(isinstance(part, Aggregate) and part.over == PointsIn() for part in numbers_in(expression))


def names_in(expression: Expression) -> Iterator[str]:
    """Every name *expression* reads a number from; the sections whose points it reads are not among them."""
    for number in numbers_in(expression):
        match number:
            case Reference(name=name):
                yield name
            case Aggregate(over=tuple() as names):
                yield from names
            case Steps(of=name):
                yield name
            case _:
                pass


def numbers_in_conditions(tool: Tool) -> Iterator[Expression]:
    """Every number that a condition of *tool* compares."""
    for situated in conditions_of(tool):
        yield from (test.number for test in single_tests(situated.condition) if isinstance(test, Compared))
