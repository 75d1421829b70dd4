"""One audit as an `example` block that the author can keep beside the rules."""

from __future__ import annotations

import collections
import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

from qarules.dsl.printer import print_example
from qarules.engine.draft import JudgementSteps
from qarules.engine.space import SOME_TEXT, Space, answer_of
from qarules.engine.steps import Value
from qarules.model.answers import Status
from qarules.model.example import (
    Example,
    Expectation,
    ExpectGrade,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
)
from qarules.model.facts import Cell, GivenRow
from qarules.model.tool import Column, Day, Item, Number, OnScale, Person, Table, Text, Tool, YesNo

FEW = 3
"""So many items at one band are given as `all` at it."""


def example_text(space: Space, values: Mapping[int, Value], title: str, expected: tuple[Expectation, ...]) -> str:
    """
    The `example` block of one audit.

    Args:
        values: Of inputs; what is left out stays unanswered.

    Returns:
        Empty where no example can say it: instances of one section that are answered each in its own way.
    """
    given = _given(space, values)
    if given is None:
        return ""
    tool = space.tool
    return print_example(Example(title=title, tool=tool.id, given=given, expected=expected, on=tool.on))


def expected_grade(judged: JudgementSteps, rank: int | None, tool: Tool) -> ExpectGrade:
    """What an example expects where a judgement comes to *rank*."""
    judgement = judged.judgement
    grade = None if rank is None else str(tool.scale_by_id[judgement.scale].by_rank[rank].id)
    return ExpectGrade(
        judgement=judgement.id,
        section=judged.section.split("/")[0],
        grade=grade,
        suggested=bool(judgement.giving and judgement.decided_by and grade is not None),
    )


def _given(space: Space, values: Mapping[int, Value]) -> tuple[Given, ...] | None:
    tool = space.tool
    answers: dict[str, Value] = {}
    off = {section for section, step in space.plan.sections_off.items() if values.get(step) is True}
    for steps in space.plan.items:
        value = values.get(steps.answer, _UNSAID)
        if steps.section not in off and answers.setdefault(steps.item.id, value) != value:
            return None
    given: list[Given] = []
    repeated = {section.id for section in tool.sections if section.repeated}
    given += [GivenInstances(section=name, count=count) for name, count in space.instances.items() if name in repeated]
    bands = _common_bands(answers, tool)
    given += [GivenAll(band=band) for band in bands.values()]
    given += [GivenAnswer(thing=section, value=Status.NOT_APPLICABLE) for section in sorted(off)]
    for name, value in answers.items():
        item = tool.items[name]
        if value is not _UNSAID and not _is_common(item, value, bands, tool):
            given += _answers(item, value, tool)
    given += _decisions(space, values)
    return tuple(given)


_UNSAID = object()


def _common_bands(answers: Mapping[str, Value], tool: Tool) -> dict[str, str]:
    """For each scale the band that is given for all its items, where several have it."""
    found: dict[str, str] = {}
    for scale in tool.scales:
        items = [i for i in tool.items.values() if i.answer == OnScale(scale=scale.id) and i.id in tool.section_of]
        ranks = [answers.get(item.id, _UNSAID) for item in items]
        counted = collections.Counter(rank for rank in ranks if isinstance(rank, int))
        if counted and counted.most_common(1)[0][1] >= FEW:
            found[scale.id] = scale.by_rank[counted.most_common(1)[0][0]].id
    # A band of the same name on another scale would be given as well.
    bands = list(found.values())
    return {
        scale: band
        for scale, band in found.items()
        if bands.count(band) == 1 and sum(band in other.by_id for other in tool.scales) == 1
    }


def _is_common(item: Item, value: Value, bands: Mapping[str, str], tool: Tool) -> bool:
    if not isinstance(item.answer, OnScale) or item.answer.scale not in bands or item.id not in tool.section_of:
        return False
    return isinstance(value, int) and tool.scale_by_id[item.answer.scale].by_rank[value].id == bands[item.answer.scale]


def _answers(item: Item, value: Value, tool: Tool) -> Iterator[Given]:
    if isinstance(item.answer, Table) and isinstance(value, int):
        row = (_cell(item.answer.columns[0], tool),)
        yield from [GivenRow(table=item.id, cells=row)] * value or [GivenRow(table=item.id, cells=())]
        return
    answer = answer_of(item, value, tool)
    assert not isinstance(answer, list)
    yield GivenAnswer(thing=item.id, value=answer)


def _cell(column: Column, tool: Tool) -> Cell:
    """Some answer to one column of a row."""
    match column.answer:
        case Text():
            return Cell(name=column.id, value=SOME_TEXT)
        case Day():
            return Cell(name=column.id, value=tool.on or datetime.date(2000, 1, 1))
        case Number(low=low, high=high):
            return Cell(name=column.id, value=low if low is not None else min(high or Fraction(0), Fraction(0)))
        case YesNo():
            return Cell(name=column.id, value=True)
        case Person():
            return Cell(name=column.id, value=str(tool.roles[0].id) if tool.roles else SOME_TEXT)
        case _:
            assert_never(column.answer)


def _decisions(space: Space, values: Mapping[int, Value]) -> Iterator[GivenDecision]:
    for judged in space.plan.judgements:
        if judged.chosen is not None and judged.chosen in values:
            rank = values[judged.chosen]
            assert isinstance(rank, int)
            grade = space.tool.scale_by_id[judged.judgement.scale].by_rank[rank]
            section = judged.section.split("/")[0]
            yield GivenDecision(judgement=judged.judgement.id, section=section, grade=str(grade.id))
