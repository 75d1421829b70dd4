"""
Conditions, numbers and rules in the words of the language.

What stands here is at once what an explanation quotes and what a rule file says: reading it back gives the same value.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from qarules.model.condition import (
    Aggregate,
    Anchor,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Named,
    Not,
    Or,
    PointsIn,
    Quantity,
    Reach,
    Reference,
    Scaled,
    SectionsBy,
    Side,
    Step,
    Steps,
    Sum,
    Unit,
    Within,
)
from qarules.model.judgement import GradeRule
from qarules.model.plain import number_text

RESERVED = frozenset("all any every no none not and or is are when where in of on to from for with yes".split())
"""Words that join the parts of a sentence, and so are never an id."""

ALL = Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1), share=True)
ANY = Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1))
NONE = Quantity(comparison=Comparison.AT_MOST, amount=Fraction(0))

_SIGNS = {Comparison.MORE_THAN: "above", Comparison.FEWER_THAN: "below", Comparison.EXACTLY: ""}


def rule_words(rule: GradeRule) -> str:
    """``give good when none are limited``."""
    intended = " intended" if rule.intended else ""
    return f"{rule.kind.value} {rule.grade} when {condition_words(rule.when)}{intended}"


def condition_words(condition: Condition) -> str:
    """A condition as it is written."""
    match condition:
        case And():
            return " and ".join(_part(part) for part in condition.parts)
        case Or():
            return " or ".join(_part(part) for part in condition.parts)
        case Not():
            return _negation(condition.part)
        case Count():
            return _count(condition)
        case Is():
            return f"{number_words(condition.thing)} is {at_words(condition.at)}"
        case Compared():
            sign = _SIGNS.get(condition.comparison, condition.comparison.value)
            value = number_text(condition.value) + "%" * condition.percent
            return " ".join(filter(None, [number_words(condition.number), "is", sign, value]))
        case Within():
            span = f"{condition.count} {_unit(condition.unit, condition.count)}"
            day = anchor_words(condition.anchor)
            return f"{number_words(condition.thing)} is within {span} {condition.side.value} {day}"
        case Dated():
            side = {Side.BEFORE: "before", Side.AFTER: "after"}.get(condition.side, "of")
            if condition.count:
                side = f"at least {condition.count} {_unit(condition.unit, condition.count)} {side}"
                return f"{number_words(condition.thing)} is {side} {anchor_words(condition.anchor)}"
            on_or = "on or " if condition.inclusive else ""
            return f"{number_words(condition.thing)} is {on_or}{side} {anchor_words(condition.anchor)}"
        case InMonth():
            of = "before" if condition.back else "of"
            return f"{number_words(condition.thing)} is in the month {of} {anchor_words(condition.anchor)}"
        case Applicable():
            return f"{number_words(condition.thing)} is applicable"
        case Has():
            return _possession(condition)
        case _:
            assert_never(condition)


def _part(condition: Condition) -> str:
    """A part of a larger condition; in brackets where it has parts itself."""
    words = condition_words(condition)
    return f"({words})" if isinstance(condition, And | Or) else words


def _negation(part: Condition) -> str:
    if isinstance(part, Is):
        return f"{number_words(part.thing)} is not {at_words(part.at)}"
    if isinstance(part, Applicable):
        return f"{number_words(part.thing)} is not applicable"
    return f"not {_part(part)}"


def _count(count: Count) -> str:
    counted, is_one = counted_words(count.quantity, count.of)
    return f"{counted} {'is' if is_one else 'are'} {at_words(count.at)}"


def counted_words(quantity: Quantity, of: Counted, *, items_by_name: bool = False) -> tuple[str, bool]:
    """
    How many of what, and whether it takes a verb in the singular: ``any criterion``, ``at least 2 sections``.

    Args:
        items_by_name: Say `criteria` wherever they are counted, not only where nothing else says what is.
    """
    words = quantity_words(quantity)
    is_one = quantity in {ANY, NONE} or (quantity.amount == 1 and not quantity.share)
    match of:
        case ItemsIn():
            inside = f" in {', '.join(of.sections)}" if of.sections else ""
            if items_by_name or (quantity == ANY and not inside):
                return f"{words} {'criterion' if is_one else 'criteria'}{inside}", is_one
            return f"{'none' if quantity == NONE else words}{inside}", False
        case Named():
            return f"{'none' if quantity == NONE else words} of {', '.join(of.names)}", False
        case SectionsBy():
            is_one = is_one or quantity == ALL
            by = f" by {of.judgement}" if of.judgement else ""
            return f"{'every' if quantity == ALL else words} section{'' if is_one else 's'}{by}", is_one
        case _:
            assert_never(of)


def quantity_words(quantity: Quantity) -> str:
    """``at least half``, ``no``, ``more than 40%``."""
    for fixed, word in ((ALL, "all"), (ANY, "any"), (NONE, "no")):
        if quantity == fixed:
            return word
    if not quantity.share:
        return f"{quantity.comparison.value} {number_text(quantity.amount)}"
    share = "half" if quantity.amount == Fraction(1, 2) else f"{number_text(100 * quantity.amount)}%"
    return f"{quantity.comparison.value} {share}"


def at_words(at: At) -> str:
    """``good or better``."""
    return at.step if at.reach is Reach.EXACTLY else f"{at.step} {at.reach.value}"


def anchor_words(anchor: Anchor) -> str:
    """A date to hold another against."""
    if isinstance(anchor, AuditDate):
        return "audit-date"
    return day_words(anchor) if isinstance(anchor, datetime.date) else anchor


def day_words(day: datetime.date) -> str:
    """``1 April 2027``, in English whatever the locale."""
    months = "January February March April May June July August September October November December".split()
    return f"{day.day} {months[day.month - 1]} {day.year:04d}"


def _unit(unit: Unit, count: int) -> str:
    return unit.value.removesuffix("s") if count == 1 else unit.value


def _possession(condition: Has) -> str:
    unit = ("instance" if condition.instances else "row") + "s" * (condition.amount != 1)
    return f"{number_words(condition.thing)} has {condition.comparison.value} {condition.amount} {unit}"


# --- numbers ---------------------------------------------------------------------------------------------------------


def number_words(expression: Expression) -> str:
    """A number as it is written."""
    match expression:
        case Constant():
            return number_text(expression.value)
        case Reference():
            return f"{expression.name} by {expression.by}" if expression.by else expression.name
        case Sum():
            first, *rest = expression.parts
            return _term(first) + "".join(_signed(part) for part in rest)
        case Scaled():
            return _scaled(expression)
        case Aggregate():
            return f"{expression.how.value} of {_over(expression.over)}"
        case Steps():
            steps = ", ".join(_step(step) for step in expression.steps)
            return f"steps of {expression.of} {{ {steps} }}"
        case _:
            assert_never(expression)


def _term(part: Expression) -> str:
    return f"({number_words(part)})" if isinstance(part, Sum) else number_words(part)


def _signed(part: Expression) -> str:
    if isinstance(part, Scaled) and part.factor == -1:
        return f" - {_term(part.part)}"
    return f" + {_term(part)}"


def _scaled(scaled: Scaled) -> str:
    inner = f"({number_words(scaled.part)})" if isinstance(scaled.part, Sum | Scaled) else number_words(scaled.part)
    if scaled.factor is None:
        return f"{inner} / 0"
    if scaled.factor < 0:
        message = "a number times a negative constant can only be written as a part taken away"
        raise ValueError(message)
    if "/" not in number_text(scaled.factor):
        return f"{inner} * {number_text(scaled.factor)}"
    times = f" * {scaled.factor.numerator}" if scaled.factor.numerator != 1 else ""
    return f"{inner}{times} / {scaled.factor.denominator}"


def _over(over: Iterable[str] | PointsIn) -> str:
    if isinstance(over, PointsIn):
        return f"points in {', '.join(over.sections)}" if over.sections else "points"
    return ", ".join(over)


def _step(step: Step) -> str:
    value = number_text(step.value)
    if step.low is None:
        return f"up to {number_text(step.high or Fraction(0))} gives {value}"
    if step.high is None:
        return f"above {number_text(step.low)} gives {value}"
    if step.low == step.high:
        return f"{number_text(step.low)} gives {value}"
    return f"{number_text(step.low)} to {number_text(step.high)} gives {value}"


def ordinal(number: int) -> str:
    """``1st``, ``12th``, ``23rd``."""
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def prose(text: str) -> str:
    """A text in quotation marks; as a block where it has a mark or a paragraph in it."""
    if '"' not in text and "\n" not in text:
        return f'"{text}"'
    if '"""' in text:
        message = f"no text can hold three quotation marks in a row: {text[:40]}"
        raise ValueError(message)
    return f'"""\n{text}\n"""'
