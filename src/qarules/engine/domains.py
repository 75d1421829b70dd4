"""What an unanswered item could still be answered: every value, or one for each way its readers can see it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from qarules.engine.dates import window
from qarules.engine.steps import ANY, Value
from qarules.model.condition import AuditDate, Compared, Dated, Has, InMonth, Reference, Steps, Within
from qarules.model.tool import Day, Item, Number, OneOf, OnScale, Person, Table, Text, Tool, YesNo
from qarules.model.walk import walk

# A number with more values than this is not gone through one by one.
LARGEST_GRID = 1_001

PRESENT = "present"
"""Stands for any text or role: nothing reads more of it than that it is there."""


def open_values(item: Item, tool: Tool) -> tuple[Value, ...]:
    """
    The answers *item* could be given, `not applicable` (None) left aside.

    Two answers that no condition or measure of *tool* tells apart may stand for each other; `ANY` alone where the
    values are too many and something reads more than where they lie.
    """
    match item.answer:
        case OnScale():
            scale = tool.scale_of(item)
            return tuple(range(len(scale.grades))) if scale is not None else ()
        case YesNo():
            return (False, True)
        case OneOf():
            return tuple(choice.id for choice in item.answer.choices)
        case Number():
            return _numbers(item, item.answer, tool)
        case Day():
            return _days(item, tool)
        case Table():
            return _row_counts(item, tool)
        case Text() | Person():
            return (PRESENT,)
        case _:
            assert_never(item.answer)


def _numbers(item: Item, answer: Number, tool: Tool) -> tuple[Value, ...]:
    start = _start(answer)
    if answer.low is not None and answer.high is not None:
        size = math.floor((answer.high - answer.low) / answer.step) + 1
        if size <= LARGEST_GRID:
            return tuple(start + index * answer.step for index in range(size))
    thresholds = list(_thresholds(item, tool))
    if _is_calculated_with(item, tool):
        return (ANY,)
    found = {start}
    for threshold in thresholds:
        below = start + math.floor((threshold - start) / answer.step) * answer.step
        found.update(below + step * answer.step for step in (-1, 0, 1, 2))
    return tuple(
        sorted(
            value
            for value in found
            if (answer.low is None or value >= answer.low) and (answer.high is None or value <= answer.high)
        )
    )


def _start(answer: Number) -> Fraction:
    """A number on the grid that is allowed."""
    if answer.low is not None:
        return answer.low
    if answer.high is None or answer.high >= 0:
        return Fraction(0)
    return math.floor(answer.high / answer.step) * answer.step


def _thresholds(item: Item, tool: Tool) -> Iterator[Fraction]:
    """The constants that *item* itself is held against."""
    for node in walk(tool):
        if isinstance(node, Compared) and isinstance(node.number, Reference) and node.number.name == item.id:
            yield node.value
        if isinstance(node, Steps) and node.of == item.id:
            yield from (bound for step in node.steps for bound in (step.low, step.high) if bound is not None)


def _is_calculated_with(item: Item, tool: Tool) -> bool:
    """Whether more is read of a number than how it stands to constants."""
    held = {
        id(node.number)
        for node in walk(tool)
        if isinstance(node, Compared) and isinstance(node.number, Reference) and node.number.name == item.id
    }
    for thing in (*tool.measures, *tool.judgements, *tool.items.values(), *tool.watched):
        for node in walk(thing):
            if isinstance(node, Steps) and node.of == item.id:
                continue
            if (
                isinstance(node, Reference)
                and node.name == item.id
                and id(node) not in held
                and not _only_applies(node, tool)
            ):
                return True
            over = getattr(node, "over", None)
            if isinstance(over, tuple) and item.id in over:
                return True
    return False


def _only_applies(reference: Reference, tool: Tool) -> bool:
    return any(getattr(node, "thing", None) is reference for node in walk(tool))


def _days(item: Item, tool: Tool) -> tuple[Value, ...]:
    found = {(tool.on or datetime.date(2000, 1, 1)).toordinal()}
    for node in walk(tool):
        if not isinstance(node, Within | Dated | InMonth):
            continue
        if node.anchor == item.id or (node.thing.name == item.id and isinstance(node.anchor, str)):
            return (ANY,)
        if node.thing.name == item.id:
            anchor = tool.on if isinstance(node.anchor, AuditDate) else node.anchor
            if not isinstance(anchor, datetime.date):
                return (ANY,)
            found.update(bound + step for bound in window(node, anchor) for step in (-1, 0, 1))
    last = datetime.date.max.toordinal()
    return tuple(datetime.date.fromordinal(day) for day in sorted(found) if 1 <= day <= last)


def sample_values(item: Item, tool: Tool) -> tuple[Value, ...]:
    """Some values of a number or a date that can have too many: enough to show much, and to rule out nothing."""
    if isinstance(item.answer, Number):
        constants = {node.value for node in walk(tool) if isinstance(node, Compared)}
        start, step = _start(item.answer), item.answer.step
        near = {math.floor((constant - start) / step) for constant in constants}
        places = {0, 1, 2, 3, 5, 10, 100, 1000, *(place + more for place in near for more in (-1, 0, 1))}
        return tuple(
            value
            for value in (start + place * step for place in sorted({*places, *(-place for place in places)}))
            if (item.answer.low is None or value >= item.answer.low)
            and (item.answer.high is None or value <= item.answer.high)
        )
    here = tool.on or datetime.date(2000, 1, 1)
    found = {here.toordinal()}
    for node in walk(tool):
        if isinstance(node, Within | Dated | InMonth) and item.id in {node.thing.name, node.anchor}:
            anchor = node.anchor if isinstance(node.anchor, datetime.date) else here
            found.update(bound + step for bound in window(node, anchor) for step in (-1, 0, 1))
    last = datetime.date.max.toordinal()
    return tuple(datetime.date.fromordinal(day) for day in sorted(found) if 1 <= day <= last)


def _row_counts(item: Item, tool: Tool) -> tuple[Value, ...]:
    asked = {node.amount for node in walk(tool) if isinstance(node, Has) and node.thing.name == item.id}
    return tuple(sorted({0, *(amount + step for amount in asked for step in (-1, 0, 1) if amount + step > 0)}))
