"""
What an example gives and expects, in the words of the language.

What stands here is at once what a mismatch quotes and what a rule file says: reading it back gives the same value.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from qarules.model.answers import Status
from qarules.model.case import When
from qarules.model.example import (
    ExpectAboveLimit,
    Expectation,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
)
from qarules.model.expected import (
    ExpectCalls,
    ExpectDay,
    ExpectDelta,
    ExpectDraws,
    ExpectEligible,
    ExpectIndependent,
    ExpectOccurs,
    ExpectParameter,
    ExpectProblem,
    ExpectRecorded,
    ExpectStands,
    ExpectStart,
    ExpectState,
    ExpectTells,
    ExpectTimes,
)
from qarules.model.facts import (
    Cell,
    GivenAbout,
    GivenAct,
    GivenChosen,
    GivenClosure,
    GivenDay,
    GivenDone,
    GivenHolder,
    GivenInvolved,
    GivenParameter,
    GivenPause,
    GivenPerson,
    GivenRaise,
    GivenReason,
    GivenRecord,
    GivenRow,
    Target,
    Value,
)
from qarules.model.months import MONTH_NAMES
from qarules.model.plain import number_text
from qarules.model.words import RESERVED, day_words, prose

NOT_APPLICABLE = "not applicable"


def given_words(given: Given) -> str:
    """``all clear``; ``moderation-done is done on 5 December 2023``."""
    match given:
        case GivenAll():
            return f"all {given.band}"
        case GivenAnswer():
            return f"{given.thing} {value_words(given.value)}"
        case GivenInstances():
            return f"{given.section} {given.count} {'instance' if given.count == 1 else 'instances'}"
        case GivenDecision():
            judgement = Target(name=given.judgement, of=given.section)
            return f"{given.ruling.value} {target_words(judgement)} {given.grade}"
        case GivenDay():
            return f"{given.thing} {given.kind.value} {when_words(given.on)}"
        case GivenDone():
            on = f" on {when_words(given.on)}" if given.on is not None else ""
            return f"{target_words(given.thing)} is {given.done.value}{on}"
        case GivenRaise():
            on = f"raised on {when_words(given.on)} by" if given.on is not None else "raised by"
            person = f" {prose(given.person)}" if given.person else ""
            return f"{target_words(given.thing)} is {on} {given.by}{person}"
        case GivenAct():
            return f"{target_words(given.thing)} is {given.act.value} {_together(given.roles)}"
        case GivenReason():
            return f"{target_words(given.thing)} goes ahead because {prose(given.because)}"
        case GivenInvolved():
            return f"{prose(given.who) if given.is_person else given.who} is involved"
        case GivenHolder():
            return f"{given.role} is {_together(map(prose, given.persons))}"
        case GivenPerson():
            return f"{prose(given.person)} {given.about.value} {prose(given.text) if given.text else 'nobody'}"
        case GivenParameter():
            return f"{given.parameter} is {number_text(given.value)}"
        case GivenClosure():
            return f"closed on {day_words(given.on)}"
        case GivenPause():
            thing = f"{target_words(given.thing)} is " if given.thing is not None else ""
            until = f" until {day_words(given.until)}" if given.until is not None else ""
            return f"{thing}paused from {day_words(given.start)}{until}"
        case GivenAbout():
            return f"about record {prose(given.record)}"
        case GivenRow():
            return f"{given.table} row {_cells(given.cells)}" if given.cells else f"{given.table} no rows"
        case GivenRecord():
            return f"{given.record} {prose(given.id)} {_cells(given.fields)}"
        case GivenChosen():
            return f"{given.sample} chooses {_together(map(prose, given.records))}{_stratum(given.stratum)}"
        case _:
            assert_never(given)


def expected_words(expected: Expectation) -> str:
    """``final-judgement good``; ``decide of dispute is next by head-of-qa``."""
    match expected:
        case ExpectPossible(judgement=name, section=section) | ExpectGrade(judgement=name, section=section):
            return f"{target_words(Target(name=name, of=section))} {outcome_words(expected)}"
        case ExpectDiffers() | ExpectAboveLimit():
            return f"{expected.judgement} {outcome_words(expected)}"
        case ExpectMeasure():
            return f"{expected.measure} {outcome_words(expected)}"
        case ExpectItem():
            return f"{expected.item} {outcome_words(expected)}"
        case ExpectEligible():
            return f"{prose(expected.record)} {outcome_words(expected)}"
        case ExpectProblem():
            return f"a problem with {expected_problem(expected)}"
        case _:
            return f"{target_words(expected.thing)} {outcome_words(expected)}"


def outcome_words(expected: Expectation) -> str:
    """What is expected, without the name of what it is expected of."""
    match expected:
        case ExpectGrade():
            return f"{'suggests ' if expected.suggested else ''}{grade_words(expected.grade)}"
        case ExpectPossible():
            return f"possible {' or '.join(map(grade_words, expected.grades))}"
        case ExpectDiffers():
            return f"differs from {expected.other}"
        case ExpectAboveLimit():
            return "above its limit"
        case ExpectMeasure():
            return number_text(expected.value)
        case ExpectItem():
            return "hidden" if expected.hidden else "missing"
        case ExpectState():
            who = _together((*expected.roles, *map(prose, expected.persons)))
            return f"is {expected.state.value}{f' by {who}' if who else ''}"
        case ExpectDay():
            return f"{expected.which.value} {when_words(expected.on)}"
        case ExpectStart():
            return start_words(expected.starts)
        case ExpectTells():
            return f"tells {_together((*expected.roles, *map(prose, expected.persons)))}"
        case ExpectRecorded():
            return f"is {'never ' if expected.never else ''}recorded in {expected.record}"
        case ExpectTimes():
            return times_words(expected.count, expected)
        case ExpectOccurs():
            return days_words(expected.first, expected.last)
        case ExpectDraws():
            return f"draws {expected.count}{_stratum(expected.stratum)}"
        case ExpectEligible():
            return f"{eligible_words(expected.eligible)} {expected.sample}"
        case ExpectDelta():
            return delta_words(expected)
        case ExpectCalls():
            return f"{calls_words(expected.calls)} {expected.then}"
        case ExpectStands():
            whose = f" from {expected.whose.value}" if expected.whose is not None else ""
            return f"stands at {grade_words(expected.grade)}{whose}"
        case ExpectIndependent():
            return f"{independent_words(expected.independent)} {expected.of}"
        case ExpectParameter():
            return f"is {number_text(expected.value)}"
        case ExpectProblem():
            return "a problem"
        case _:
            assert_never(expected)


def expected_problem(expected: ExpectProblem) -> str:
    """What there is to be a problem with, as it is written: a name, or a text where it is none."""
    name, _, rest = expected.thing.partition("/")
    if rest.isdecimal() and _is_id(name):
        return f"row {rest} of {name}"
    if _is_id(name) and _is_id(rest):
        return f"{rest} of {name}"
    return expected.thing if _is_id(expected.thing) else prose(expected.thing)


def target_words(thing: Target) -> str:
    """``talk of dispute``, ``row 2 of action-done``."""
    if thing.row:
        return f"row {thing.row} of {thing.name}"
    return f"{thing.name} of {thing.of}" if thing.of else str(thing.name)


def when_words(when: When) -> str:
    """``5 December 2023``, ``5 December 2023 at 16:30``."""
    at = f" at {when:%H:%M}" if isinstance(when, datetime.datetime) else ""
    return f"{day_words(when)}{at}"


def grade_words(grade: str | None) -> str:
    """A grade by its id; None is not applicable."""
    return NOT_APPLICABLE if grade is None else str(grade)


def start_words(starts: bool | None) -> str:
    """Whether an escalation or process starts; None where that cannot be known yet."""
    return {True: "starts", False: "does not start", None: "cannot be known yet"}[starts]


def eligible_words(eligible: bool | None) -> str:
    """Whether a record may be drawn; None where that cannot be known."""
    return {True: "is eligible for", False: "is not eligible for", None: "may be eligible for"}[eligible]


def calls_words(calls: bool | None) -> str:
    """Whether a moderation calls for something; None where that cannot be known yet."""
    return {True: "calls for", False: "does not call for", None: "may call for"}[calls]


def independent_words(independent: bool | None) -> str:
    """Whether somebody is independent; None where that cannot be checked."""
    return {
        True: "is independent of",
        False: "is not independent of",
        None: "may not be independent of",
    }[independent]


def times_words(count: int, expected: ExpectTimes) -> str:
    """``6 times in 2023``, ``1 time in August 2023``."""
    month = f"{MONTH_NAMES[expected.month - 1]} " if expected.month else ""
    return f"{count} {'time' if count == 1 else 'times'} in {month}{expected.year}"


def days_words(first: datetime.date, last: datetime.date) -> str:
    """``on 3 January 2023``; ``from 1 January 2023 until 31 January 2023``."""
    if first == last:
        return f"on {day_words(first)}"
    return f"from {day_words(first)} until {day_words(last)}"


def delta_words(expected: ExpectDelta) -> str:
    """``is lowered by 1 step``, ``differs``, ``does not differ``."""
    if expected.way is None:
        return "does not differ"
    steps = f" by {expected.steps} {'step' if expected.steps == 1 else 'steps'}" if expected.steps else ""
    return f"{expected.way.value}{steps}"


def value_words(value: Value) -> str:
    """An answer; a text stands in marks where it does not look like an id."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Status):
        return value.value.replace("-", " ")
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, datetime.date):
        return day_words(value)
    return str(value) if _is_id(value) else prose(value)


def _is_id(value: str) -> bool:
    """Whether a text can stand without marks: it looks like an id, and is no word that joins a sentence."""
    return value.isascii() and value[:1].isalpha() and value.replace("-", "").isalnum() and value not in RESERVED


def _together(names: Iterable[str]) -> str:
    return " and ".join(map(str, names))


def _cells(cells: Iterable[Cell]) -> str:
    said = ", ".join(f"{cell.name} {value_words(cell.value)}" for cell in cells)
    return f"{{ {said} }}" if said else "{}"


def _stratum(title: str) -> str:
    return f" for {prose(title)}" if title else ""
