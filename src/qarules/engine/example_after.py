"""Holds what an example expects after the grade against what came of its case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import assert_never

from qarules.engine.example_found import Found
from qarules.engine.involvement import may_act
from qarules.engine.local_time import in_uk
from qarules.model.answers import Status
from qarules.model.due import Due, DueStatus
from qarules.model.example_words import (
    calls_words,
    days_words,
    eligible_words,
    grade_words,
    independent_words,
    outcome_words,
    start_words,
    target_words,
    times_words,
    when_words,
)
from qarules.model.expected import (
    Afterwards,
    DueDay,
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
    Standing,
    Whose,
)
from qarules.model.facts import Target
from qarules.model.moderation import Delta
from qarules.model.months import last_day
from qarules.model.next_step import NextStep, Part, Participant, Progress
from qarules.model.plain import number_text
from qarules.model.trigger import Way

_DOES = frozenset({Part.DOES, Part.TAKES_PART})
_ASKED = frozenset({Part.APPROVES, Part.CONSENTS})
_NO_SECOND_LOOK = "nobody has looked a second time"
_WHOSE = {
    "first": Whose.FIRST,
    "second": Whose.SECOND,
    "third": Whose.THIRD,
    "both": Whose.BOTH,
    "agreed": Whose.AGREED,
    "decided": Whose.DECIDED,
}


def found_words(expected: Afterwards, found: Found) -> str:
    """What is so, in the words in which it was expected; empty where it came true and has no words of its own."""
    match expected:
        case ExpectState():
            return _state(expected, found)
        case ExpectDay():
            return _day(expected, found.due(expected.thing))
        case ExpectStart():
            route = found.route(expected.thing.name)
            return start_words(route.starts) if route is not None else "is no escalation and no process"
        case ExpectTells():
            step = found.step(expected.thing)
            told = [each for each in step.participants if each.part is Part.IS_TOLD] if step is not None else []
            return _unless_same(expected.roles, expected.persons, told, "tells")
        case ExpectRecorded():
            return _recorded(expected, found)
        case ExpectTimes():
            return _times(expected, found)
        case ExpectOccurs():
            return _occurs(expected, found)
        case ExpectDraws():
            return _draws(expected, found)
        case ExpectEligible():
            return _eligible(expected, found)
        case ExpectDelta() | ExpectCalls() | ExpectStands() | ExpectIndependent():
            return _moderated(expected, found)
        case ExpectParameter():
            value = found.parameters[expected.thing.name]
            return f"is {number_text(value) if value is not None else Standing.LEFT_OPEN.value}"
        case ExpectProblem():
            return "" if found.has_problem(expected.thing) else "no problem"
        case _:
            assert_never(expected)


# --- deadlines and steps ---------------------------------------------------------------------------------------------


def _state(expected: ExpectState, found: Found) -> str:
    thing, state = expected.thing, expected.state
    match state:
        case DueStatus():
            due = found.due(thing)
            if due is None:
                return "has no time"
            if due.status is not state:
                return f"is {due.status.value}{_because(due.missing)}"
            roles, persons = due.owner, due.persons
        case Progress():
            step = found.step(thing)
            if step is None:
                return "is no step"
            if step.progress is not state:
                return f"is {step.progress.value}{_why_not(step)}"
            acting = _acting(step)
            roles, persons = tuple(each.role for each in acting), _persons(acting)
        case Standing():
            return _standing(expected, found)
    return _unless_by(expected, roles, persons)


def _standing(expected: ExpectState, found: Found) -> str:
    thing, words = expected.thing, f"is {expected.state.value}"
    if expected.state is Standing.LEFT_OPEN:
        value = found.parameters[thing.name]
        return words if value is None else f"is {number_text(value)}"
    if expected.state is Standing.WARNED_OF:
        step = found.step(thing)
        return words if step is not None and step.warning else "there is no warning"
    route = found.route(thing.name)
    if route is None:
        return "is no escalation and no process"
    if expected.state is Standing.RESOLVED:
        return words if route.resolved else start_words(route.starts)
    if route.stood_down is None:
        return f"it cannot be known yet whether it {words}"
    return words if route.stood_down else start_words(route.starts)


def _why_not(step: NextStep) -> str:
    before = (target_words(Target(name=path.partition("/")[2], of=step.route)) for path in step.waits_for)
    return _because(step.missing or before)


def _because(missing: Iterable[str]) -> str:
    names = " and ".join(f"`{name}`" for name in missing)
    return f", and waits for {names}" if names else ""


def _acting(step: NextStep) -> list[Participant]:
    """Who may do a step; where there is nothing to do but to agree, those who have not yet."""
    free = [each for each in step.participants if may_act(each)]
    return [each for each in free if each.part in _DOES] or [
        each for each in free if each.part in _ASKED and not each.done
    ]


def _persons(acting: Iterable[Participant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for each in acting for person in each.persons))


def _unless_by(expected: ExpectState, roles: tuple[str, ...], persons: tuple[str, ...]) -> str:
    """Who it is instead; nothing where exactly those are meant that are expected."""
    if _are_same(expected.roles, roles) and _are_same(expected.persons, persons):
        return ""
    who = " and ".join((*(roles if expected.roles else ()), *(f'"{each}"' for each in persons if expected.persons)))
    return f"is {expected.state.value} by {who or 'nobody'}"


def _are_same(expected: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return not expected or set(map(str, expected)) == set(map(str, found))


def _unless_same(roles: tuple[str, ...], persons: tuple[str, ...], told: list[Participant], word: str) -> str:
    free = [each for each in told if may_act(each)]
    names, held = tuple(each.role for each in free), _persons(free)
    if _are_same(roles, names) and _are_same(persons, held):
        return ""
    who = " and ".join((*(names if roles else ()), *(f'"{each}"' for each in held if persons)))
    return f"{word} {who or 'nobody'}"


def _day(expected: ExpectDay, due: Due | None) -> str:
    if due is None:
        return "has no time"
    days = {DueDay.DUE: (due.due,), DueDay.OPENS: (due.opens,), DueDay.WARNS: due.warnings}[expected.which]
    known = [day for day in days if day is not None]
    if isinstance(expected.on, datetime.datetime):
        at = due.due_at if expected.which is DueDay.DUE else None
        if at is not None:
            return "" if at == in_uk(expected.on) else f"due {when_words(at)}"
    elif expected.on in known:
        return ""
    if known:
        return f"{expected.which.value} {' and '.join(map(when_words, known))}"
    return f"no such day: is {due.status.value}{_because(due.missing)}"


def _recorded(expected: ExpectRecorded, found: Found) -> str:
    thing = expected.thing
    due = next((due for due in found.timetable if due.id == thing.path), None)
    holder = due or (found.step(thing) if thing.of else found.route(thing.name))
    if holder is None:
        return "is nothing that is recorded"
    inside, never = holder.recording.inside, holder.recording.never
    if expected.record in (never if expected.never else inside):
        return ""
    words = [f"is recorded in {' and '.join(inside)}"] if inside else []
    words += [f"is never recorded in {' and '.join(never)}"] if never else []
    return "; ".join(words) or "nothing is said of where it is recorded"


# --- what recurs, samples --------------------------------------------------------------------------------------------


def _times(expected: ExpectTimes, found: Found) -> str:
    first = datetime.date(expected.year, expected.month or 1, 1)
    last = last_day(datetime.date(expected.year, expected.month or 12, 1))
    return times_words(len(found.occurrences(expected.thing.name, first, last)), expected)


def _occurs(expected: ExpectOccurs, found: Found) -> str:
    occurrences = found.occurrences(expected.thing.name, expected.first, expected.last)
    days = [(each.first, each.last) for each in occurrences]
    if (expected.first, expected.last) in days:
        return ""
    if days:
        return ", ".join(days_words(*each) for each in days)
    around = found.occurrences(
        expected.thing.name, datetime.date(expected.first.year, 1, 1), datetime.date(expected.last.year, 12, 31)
    )
    near = ", ".join(days_words(each.first, each.last) for each in around[:_MOST_NAMED])
    return f"not then{f', but {near}' if near else ''}"


_MOST_NAMED = 4


def _draws(expected: ExpectDraws, found: Found) -> str:
    drawn = found.draw(expected.thing.name)
    count = len(drawn.records)
    if expected.stratum:
        count = sum(len(stratum.records) for stratum in drawn.strata if stratum.title == expected.stratum)
    if count == expected.count:
        return ""
    left = "; ".join(f"{each.record}: {each.text}" for each in drawn.left_out[:_MOST_NAMED])
    return f"draws {count}{f' ({left})' if left else ''}"


def _eligible(expected: ExpectEligible, found: Found) -> str:
    eligibility = found.eligible(expected.record, expected.sample)
    if eligibility is None:
        return "no such record is given"
    if eligibility.eligible is expected.eligible:
        return ""
    rules = "; ".join(barred.text for barred in eligibility.barred)
    waits = _because(eligibility.missing)
    why = f" (only where {rules}{waits})" if rules else ""
    return f"{eligible_words(eligibility.eligible)} {expected.sample}{why}"


# --- a second look ---------------------------------------------------------------------------------------------------


def _moderated(expected: ExpectDelta | ExpectCalls | ExpectStands | ExpectIndependent, found: Found) -> str:
    moderated = found.moderated
    if moderated is None:
        return _NO_SECOND_LOOK
    match expected:
        case ExpectDelta():
            path = expected.thing.graded
            return _delta(expected, next((each for each in moderated.deltas if _is_of(each, path)), None))
        case ExpectCalls():
            called = [each.starts for each in moderated.called if each.then == expected.then]
            calls = True if True in called else None if None in called else False
            return f"{calls_words(calls)} {expected.then}"
        case ExpectStands():
            return _stands(expected, found)
        case ExpectIndependent():
            checks = [
                each.ok
                for each in moderated.independence
                if each.role == expected.thing.name and each.of == expected.of
            ]
            if not checks:
                return "it is not checked"
            ok = False if False in checks else None if None in checks else True
            return f"{independent_words(ok)} {expected.of}"


def _is_of(delta: Delta, path: str) -> bool:
    """Whether *delta* is of that path; the grade of a section goes by the section's name, too."""
    return delta.thing == path or (delta.kind == "section" and delta.thing.partition("/")[2] == path)


def _delta(expected: ExpectDelta, delta: Delta | None) -> str:
    if delta is None:
        return "is not compared"
    if delta.steps is None and delta.differs is None:
        return "it is not known yet whether it differs"
    steps = delta.steps or 0
    way = Way.LOWERED if steps < 0 else Way.LIFTED if steps > 0 else Way.EITHER if delta.differs else None
    is_so = expected.way is way or (expected.way is Way.EITHER and way is not None)
    if is_so and expected.steps in {0, abs(steps)}:
        return ""
    return outcome_words(ExpectDelta(thing=expected.thing, way=way, steps=abs(steps)))


def _stands(expected: ExpectStands, found: Found) -> str:
    assert found.moderated is not None
    path = expected.thing.graded
    standing = next((each for each in found.moderated.standing if each.judgement == path), None)
    if standing is None:
        return "is not compared"
    if standing.grade is None:
        return f"nothing stands yet: {standing.text}"
    grade = None if isinstance(standing.grade, Status) else str(standing.grade)
    whose = _WHOSE[standing.whose]
    is_same = grade == expected.grade and expected.whose in {None, whose}
    return "" if is_same else f"stands at {grade_words(grade)} from {whose.value}"
