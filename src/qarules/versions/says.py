"""Any value of the model in the words of the language, as a reader sees it on either side of a difference."""

from __future__ import annotations

import datetime
import enum
import typing
from collections.abc import Callable
from fractions import Fraction

import attrs

from qarules.dsl.printer import answer_words, claim_words
from qarules.model import activity, calendar, condition, example, looks, pack, promise, route, term, tool, trigger
from qarules.model.activity_words import day_of_month_words, recurrence_words, rhythm_words
from qarules.model.example_words import expected_words, given_words, when_words
from qarules.model.judgement import GradeRule, Rounding
from qarules.model.plain import number_text
from qarules.model.term_words import rows_words, term_lines
from qarules.model.trigger_words import trigger_words
from qarules.model.words import condition_words, number_words, rule_words

_WAYS: tuple[tuple[object, Callable[[typing.Any], str]], ...] = (
    (condition.Condition, condition_words),
    (condition.Expression, number_words),
    (trigger.Trigger, trigger_words),
    (term.Term, lambda value: ", ".join(term_lines(value))),
    (term.DayOfMonth, day_of_month_words),
    (activity.Rhythm, rhythm_words),
    (activity.Recurrence, recurrence_words),
    (activity.Eligible, lambda value: f"only where {condition_words(value.when)}"),
    (activity.Pick, lambda value: _pick(value)),
    (looks.Consequence, lambda value: f"when {trigger_words(value.when)} then {value.then}"),
    (calendar.NamedDay, lambda value: when_words(value.day)),
    (pack.Override, lambda value: f"set {value.parameter} to {words(value.value)}"),
    (route.EachRow, rows_words),
    (tool.AnswerKind, lambda value: answer_words(value, tool.Keyword.QUESTION)),
    (GradeRule, rule_words),
    (Rounding, lambda value: f"{value.mode.value} to {value.decimals} decimals"),
    (promise.Claim, claim_words),
    (example.Given, given_words),
    (example.Expectation, expected_words),
    (datetime.date, when_words),
    (datetime.time, lambda value: f"{value:%H:%M}"),
    (Fraction, number_text),
    (enum.Enum, lambda value: str(value.value)),
)


def words(value: object) -> str:
    """*value* as it is written in a rule file, or nearly so; empty for nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(words, value))
    for kind, way in _WAYS:
        if isinstance(value, kind):  # type: ignore[arg-type] # a class, or several in a union
            return way(value)
    if attrs.has(made := type(value)):
        said = ((field, getattr(value, field.name)) for field in attrs.fields(made) if field.eq)
        parts = ((field.name.replace("_", " "), part) for field, part in said if part not in (field.default, None))
        return ", ".join(f"{name} {words(part)}" if part is not True else name for name, part in parts)
    return str(value)


def _pick(pick: activity.Pick) -> str:
    where = f" where {condition_words(pick.where)}" if pick.where is not None else ""
    title = f' as "{pick.title}"' if pick.title else ""
    return f"choose {pick.count}{where} {'by choice' if pick.by_choice else 'at random'}{title}"
