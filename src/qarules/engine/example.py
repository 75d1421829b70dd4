"""Runs the examples an author wrote beside the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from qarules.diagnostics import Span
from qarules.engine.example_after import found_words
from qarules.engine.example_found import Found
from qarules.errors import NotFoundError
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.example import (
    Example,
    ExpectAboveLimit,
    Expectation,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    Graded,
)
from qarules.model.example_words import expected_words, grade_words, outcome_words
from qarules.model.outcome import Judged, Outcome
from qarules.model.pack import Pack
from qarules.model.plain import number_text
from qarules.model.scale import Grade

NO_INSTANCE = "no instance of the section"


@frozen(kw_only=True)
class Mismatch:
    """
    An expectation that did not come true.

    Attributes:
        expected: In the words of the example: ``moderation-done due 13 December 2023``.
        found: What is so instead: ``due 14 December 2023``.
        span: The expectation's place.
    """

    expected: str
    found: str
    span: Span | None

    def __str__(self) -> str:
        """For a reader, in one line."""
        return f"expected {self.expected}; found: {self.found}"


@frozen(kw_only=True)
class ExampleRun:
    """
    An example that was run.

    Attributes:
        pack: The name of the pack it stands in.
        mismatches: What of it does not come true; empty where all does.
    """

    pack: str
    example: Example
    mismatches: tuple[Mismatch, ...] = ()


def run_examples(pack: Pack) -> tuple[ExampleRun, ...]:
    """Every example of *pack*, run, in the order written."""
    written = sorted(pack.examples, key=lambda example: _place(example.span))
    return tuple(ExampleRun(pack=pack.name, example=each, mismatches=run_example(pack, each)) for each in written)


def _place(span: Span | None) -> tuple[str, int]:
    return (span.source, span.start.offset) if span is not None else ("", 0)


def run_example(pack: Pack, example: Example) -> tuple[Mismatch, ...]:
    """
    What of *example* does not come true; empty where all does.

    What it does not give is unanswered, or not known. What it gives and cannot be used is told, unless it expects a
    problem there.

    Args:
        pack: The pack it stands in.

    Raises:
        NotFoundError: *pack* has not the tool that it is an example of.
    """
    if example.tool and all(tool.id != example.tool for tool in pack.tools):
        message = f"`{pack.name}` has no tool `{example.tool}`"
        raise NotFoundError(message)
    found = Found(pack, example)
    mismatches = [mismatch for expected in example.expected for mismatch in _mismatch(expected, found)]
    unusable = (
        Mismatch(expected="what is given can be used", found=str(problem), span=example.span)
        for problem in found.unexpected()
    )
    return (*unusable, *mismatches)


def _mismatch(expected: Expectation, found: Found) -> Iterator[Mismatch]:
    """What was found instead; nothing where the expectation came true."""
    match expected:
        case (
            ExpectGrade()
            | ExpectPossible()
            | ExpectDiffers()
            | ExpectAboveLimit()
            | ExpectMeasure()
            | ExpectItem() as of_answers
        ):
            instead = _graded(of_answers, found.outcome) if found.outcome is not None else "no audit is given"
        case _:
            instead = found_words(expected, found)
    if instead not in {"", outcome_words(expected)}:
        yield Mismatch(expected=expected_words(expected), found=instead, span=expected.span)


def _graded(expected: Graded, outcome: Outcome) -> str:
    """What came of the answers, in the words in which it was expected."""
    match expected:
        case ExpectGrade():
            judged = _judged(outcome, expected.judgement, expected.section)
            if judged is None:
                return NO_INSTANCE
            return f"suggests {_grade(judged.suggested)}" if expected.suggested else _grade(judged.final)
        case ExpectPossible():
            judged = _judged(outcome, expected.judgement, expected.section)
            if judged is None:
                return NO_INSTANCE
            possible = list(map(_grade, judged.possible))
            came_true = set(possible) == set(map(grade_words, expected.grades))
            return "" if came_true else f"possible {' or '.join(possible)}"
        case ExpectDiffers():
            one, other = outcome[expected.judgement].final, outcome[expected.other].final
            came_true = one is not None and other is not None and one != other
            return "" if came_true else f"{_grade(one)} beside {_grade(other)}"
        case ExpectAboveLimit():
            return "above its limit" if outcome[expected.judgement].above_limit else "within its limit"
        case ExpectMeasure():
            value = next(m.value for m in outcome.measures if m.id == expected.measure)
            return number_text(value) if value is not None else "no value"
        case ExpectItem():
            return item_state(expected.item, outcome)
        case _:
            assert_never(expected)


def _judged(outcome: Outcome, judgement: str, section: str) -> Judged | None:
    """
    One judgement's result; of a repeated section that of its first instance, as all have the same answers.

    None where the example gives no instance.
    """
    path = "/".join(filter(None, [judgement, section]))
    return next((judged for judged in outcome if judged.id in {path, f"{path}/1"}), None)


def item_state(item: str, outcome: Outcome) -> str:
    """Whether an item, in any instance, waits for an answer, is hidden, or neither."""
    if any(missing.thing.split("/")[-1] == item for missing in outcome.missing):
        return "missing"
    return "hidden" if any(path.split("/")[-1] == item for path in outcome.hidden) else "answered"


def _grade(grade: Grade | Status | None) -> str:
    if grade is None:
        return "not known yet"
    return grade_words(None if isinstance(grade, Status) else str(grade))
