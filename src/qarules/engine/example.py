"""Runs the examples an author wrote beside the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import attrs

from qarules.diagnostics import Span
from qarules.engine.evaluate import evaluate
from qarules.model.answers import Decision, Status
from qarules.model.example import (
    Example,
    ExpectAboveLimit,
    Expectation,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
)
from qarules.model.outcome import Judged, Outcome
from qarules.model.plain import number_text
from qarules.model.scale import Grade
from qarules.model.tool import Item, Keyword, Tool

NO_INSTANCE = "no instance of the section"


@attrs.frozen(kw_only=True)
class Mismatch:
    """
    An expectation that did not come true.

    Attributes:
        expected, found: Both in words.
        span: The expectation's place.
    """

    expected: str
    found: str
    span: Span | None


def run_example(tool: Tool, example: Example) -> tuple[Mismatch, ...]:
    """
    What of *example* does not come true; empty where all does.

    What it does not give is unanswered. A band for everything gives way to one for a section, and that to one for an
    item, in whatever order they are written. Decisions are made by whoever may, with a reason.
    """
    if example.on is not None:
        tool = attrs.evolve(tool, on=example.on)
    answers, known = _answers(tool, example)
    outcome = evaluate(tool, answers, known=known, decisions=_decisions(tool, example))
    unusable = [
        Mismatch(expected="answers that can be used", found=str(p), span=example.span) for p in outcome.problems
    ]
    return (*unusable, *(m for expected in example.expected if (m := _mismatch(expected, outcome)) is not None))


def _answers(tool: Tool, example: Example) -> tuple[dict[str, object], dict[str, object]]:
    given = dict(_spelt_out(tool, example))
    instances = {g.section: g.count for g in example.given if isinstance(g, GivenInstances)}
    answers: dict[str, object] = {}
    for section in tool.sections:
        own: dict[str, object] = {item.id: given[item.id] for item in section.items if item.id in given}
        if section.repeated:
            answers[section.id] = [own] * instances.get(section.id, 0)
        elif given.get(section.id) is Status.NOT_APPLICABLE:
            answers[section.id] = Status.NOT_APPLICABLE
        else:
            answers.update(own)
    return answers, {item.id: given[item.id] for item in tool.knowns if item.id in given}


def _spelt_out(tool: Tool, example: Example) -> Iterator[tuple[str, object]]:
    """Every answer by its item; what is more particular comes later and so overrules."""
    for given in example.given:
        if isinstance(given, GivenAll):
            yield from ((item.id, given.band) for item in tool.items.values() if _knows(item, given.band, tool))
    answers = [given for given in example.given if isinstance(given, GivenAnswer)]
    sections = {section.id: section for section in tool.sections}
    for given in answers:
        section = sections.get(given.thing)
        if section is not None and given.value is not Status.NOT_APPLICABLE:
            yield from ((item.id, given.value) for item in section.items if _knows(item, given.value, tool))
        elif section is not None:
            yield section.id, given.value
    yield from ((given.thing, given.value) for given in answers if given.thing not in sections)


def _knows(item: Item, band: object, tool: Tool) -> bool:
    scale = tool.scale_of(item)
    return scale is not None and band in scale.by_id and item.keyword is not Keyword.KNOWN


def _decisions(tool: Tool, example: Example) -> dict[str, Decision]:
    roles = {judgement.id: judgement.decided_by for judgement in tool.judgements}
    return {
        "/".join(filter(None, [given.judgement, given.section])): Decision(
            given.grade, by=next(iter(roles.get(given.judgement, ())), ""), reason="as the example gives it"
        )
        for given in example.given
        if isinstance(given, GivenDecision)
    }


def _mismatch(expected: Expectation, outcome: Outcome) -> Mismatch | None:
    """What was found instead; None where the expectation came true."""
    match expected:
        case ExpectGrade():
            judged = _judged(outcome, expected.judgement, expected.section)
            found = NO_INSTANCE if judged is None else _grade(judged.suggested if expected.suggested else judged.final)
            return _unless(_word(expected.grade), found, expected.span)
        case ExpectPossible():
            judged = _judged(outcome, expected.judgement, expected.section)
            wanted = {_word(grade) for grade in expected.grades}
            possible = [str(grade) for grade in judged.possible] if judged is not None else [NO_INSTANCE]
            came_true = wanted == set(possible)
            words = " or ".join(_word(grade) for grade in expected.grades)
            return None if came_true else Mismatch(expected=words, found=" or ".join(possible), span=expected.span)
        case ExpectDiffers():
            one, other = outcome[expected.judgement].final, outcome[expected.other].final
            if one is not None and other is not None and one != other:
                return None
            both = f"{_grade(one)} beside {_grade(other)}"
            return Mismatch(expected="two grades that differ", found=both, span=expected.span)
        case ExpectAboveLimit():
            above = outcome[expected.judgement].above_limit
            return _unless("above its limit", "above its limit" if above else "within its limit", expected.span)
        case ExpectMeasure():
            value = next(m.value for m in outcome.measures if m.id == expected.measure)
            found_number = number_text(value) if value is not None else "no value"
            return _unless(number_text(expected.value), found_number, expected.span)
        case ExpectItem():
            return _unless("hidden" if expected.hidden else "missing", _state(expected.item, outcome), expected.span)
        case _:
            assert_never(expected)


def _judged(outcome: Outcome, judgement: str, section: str) -> Judged | None:
    """
    One judgement's result; of a repeated section that of its first instance, as all have the same answers.

    None where the example gives no instance.
    """
    path = "/".join(filter(None, [judgement, section]))
    return next((judged for judged in outcome if judged.id in {path, f"{path}/1"}), None)


def _state(item: str, outcome: Outcome) -> str:
    """Whether an item, in any instance, waits for an answer, is hidden, or neither."""
    if any(missing.thing.split("/")[-1] == item for missing in outcome.missing):
        return "missing"
    return "hidden" if any(path.split("/")[-1] == item for path in outcome.hidden) else "answered"


def _word(grade: str | None) -> str:
    return grade or Status.NOT_APPLICABLE.value


def _grade(grade: Grade | Status | None) -> str:
    return "not known yet" if grade is None else str(grade)


def _unless(expected: str, found: str, span: Span | None) -> Mismatch | None:
    return None if expected == found else Mismatch(expected=expected, found=found, span=span)
