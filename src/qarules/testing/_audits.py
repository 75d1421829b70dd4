"""Answers, knowns and decisions for a tool."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from qarules.model.answers import Decision, Status
from qarules.model.tool import (
    AnswerKind,
    Column,
    Day,
    Item,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)
from qarules.testing._numbers import grid
from qarules.testing._view import ON
from qarules.testing._words import phrases, sometimes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qarules.model.judgement import Judgement

Answers = dict[str, object]
"""Plain answers by item id: a band, choice or role id, True or False, a number, a date, text, rows, or a status."""


@attrs.define
class Room:
    """
    How much may be left open.

    Attributes:
        left: How many ways of completing what is still to be drawn there may be.
        blanks: How readily an answer is left out, from 0.
    """

    left: int
    blanks: int

    @classmethod
    def of(cls, draw: st.DrawFn, left: int) -> Room:
        """Room for so many completions, used eagerly or not."""
        return cls(left, draw(st.integers(0, 4)))

    def take(self, ways: int) -> bool:
        """Whether something may stay open that can be completed in so many ways."""
        if ways > self.left:
            return False
        self.left //= ways
        return True


def answers_to(draw: st.DrawFn, tool: Tool, room: Room, instances: int) -> Answers:
    given: Answers = {}
    for section in tool.sections:
        if section.repeated:
            count = draw(st.integers(0, instances))
            given[section.id] = [_section_answers(draw, tool, section, room) for _ in range(count)]
        elif section.may_not_apply and sometimes(draw):
            given[section.id] = Status.NOT_APPLICABLE
        else:
            given.update(_section_answers(draw, tool, section, room))
    return given


def _section_answers(draw: st.DrawFn, tool: Tool, section: Section, room: Room) -> Answers:
    """A section of which nothing need be answered could also be said not to apply: that has to fit in as well."""
    settled = section.may_not_apply is not None and not room.take(2)
    given: Answers = {}
    for item in section.items:
        answer = _item_answer(draw, tool, item, room, settled=settled and not given)
        if answer is not None:
            given[item.id] = answer
    return given


def _item_answer(draw: st.DrawFn, tool: Tool, item: Item, room: Room, *, settled: bool) -> object:
    """An answer or status, or None for none; not applicable only where the author allows it."""
    options = ["answer", "answer"]
    if item.may_not_apply:
        options.append("not-applicable")
    if not settled and room.blanks and (item.optional or room.left):
        options += ["cannot-tell", *["blank"] * room.blanks]
    choice = draw(st.sampled_from(options))
    if choice == "not-applicable":
        return Status.NOT_APPLICABLE
    if choice == "blank" and item.optional:
        return None
    # An open date or table has no end of values, and a condition could read it.
    is_finite = not isinstance(item.answer, Day | Table)
    if choice != "answer" and is_finite and room.take(_ways(tool, item)):
        return Status.CANNOT_TELL if choice == "cannot-tell" else None
    return _value(draw, tool, item.answer)


def _ways(tool: Tool, item: Item) -> int:
    """How many answers its author allows, any text or role counting as one."""
    return _values(tool, item.answer) + (item.may_not_apply is not None or item.optional)


def _values(tool: Tool, answer: AnswerKind) -> int:
    match answer:
        case OnScale(scale=scale):
            return len(tool.scale_by_id[scale].grades)
        case YesNo():
            return 2
        case OneOf(choices=choices):
            return len(choices)
        case Number():
            return len(grid(answer))
        case _:
            return 1


_DAYS = tuple(ON + datetime.timedelta(days=days) for days in (0, -1, 1, -31, 31, -107, 400))


def _value(draw: st.DrawFn, tool: Tool, answer: AnswerKind) -> object:
    """A valid answer of this kind."""
    match answer:
        case OnScale(scale=scale):
            return draw(st.sampled_from(tool.scale_by_id[scale].grades)).id
        case YesNo():
            return draw(st.booleans())
        case OneOf(choices=choices):
            return draw(st.sampled_from(choices)).id
        case Number():
            number = draw(st.sampled_from(grid(answer)))
            return int(number) if number.denominator == 1 else number
        case Text():
            return draw(phrases())
        case Day():
            return draw(st.sampled_from(_DAYS))
        case Person():
            return draw(st.sampled_from(tool.roles)).id
        case Table(columns=columns):
            return [_row(draw, tool, columns) for _ in range(draw(st.integers(0, 3)))]


def _row(draw: st.DrawFn, tool: Tool, columns: Sequence[Column]) -> Answers:
    return {column.id: _value(draw, tool, column.answer) for column in columns}


def known_of(draw: st.DrawFn, tool: Tool, room: Room) -> Answers:
    given: Answers = {}
    for item in tool.knowns:
        left_out = room.left and room.blanks and draw(st.booleans())
        if not (left_out and room.take(_ways(tool, item))):
            given[item.id] = _value(draw, tool, item.answer)
    return given


def decisions_on(
    draw: st.DrawFn, tool: Tool, given: Mapping[str, object], room: Room, *, every: bool
) -> dict[str, Decision]:
    decided: dict[str, Decision] = {}
    for judgement in tool.judgements:
        if not judgement.decided_by:
            continue
        grades = tool.scale_by_id[judgement.scale].grades
        for key in _keys(tool, judgement, given):
            stays_open = not every and draw(st.booleans())
            if stays_open and (judgement.giving or room.take(len(grades))):
                continue
            decided[key] = Decision(
                draw(st.sampled_from(grades)).id,
                by=draw(st.sampled_from(judgement.decided_by)),
                reason=draw(st.sampled_from(("Discussed with the team.", ""))),
            )
    return decided


def _keys(tool: Tool, judgement: Judgement, given: Mapping[str, object]) -> list[str]:
    """What the judgement is called in results, once for each time it is made."""
    if not judgement.for_each_section:
        return [judgement.id]
    keys: list[str] = []
    for section in tool.sections:
        if not any(isinstance(item.answer, OnScale) and tool.is_counted(item) for item in section.items):
            continue
        name = f"{judgement.id}/{section.id}"
        instances = given.get(section.id, ())
        if not section.repeated:
            keys.append(name)
        elif isinstance(instances, list | tuple):
            keys += [f"{name}/{number}" for number in range(1, len(instances) + 1)]
    return keys
