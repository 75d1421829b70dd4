"""Whose grade stands after two or three looks: what was decided, what was agreed, or what the rule says."""

from __future__ import annotations

from collections.abc import Mapping

from qarules.engine.decisions import as_decision
from qarules.engine.people import role_of
from qarules.engine.values import did_you_mean, shown
from qarules.frozen import frozen
from qarules.model.answers import Decision, Status
from qarules.model.judgement import Judgement
from qarules.model.looks import Moderation, Stands
from qarules.model.moderation import Delta, Standing
from qarules.model.outcome import Problem
from qarules.model.scale import Grade
from qarules.model.tool import Tool

Rulings = Mapping[str, str | Decision]
"""Grades that people came to after the looks, by judgement, a section's as ``judgement/section``."""


@frozen(kw_only=True)
class Ruling:
    """A usable grade that people came to, and in which role if that was said."""

    grade: Grade
    by: str


def read_rulings(
    tool: Tool, given: Rulings, deltas: tuple[Delta, ...], word: str
) -> tuple[dict[str, Ruling], tuple[Problem, ...]]:
    """
    The usable grades of *given*, and a problem for each other.

    Args:
        deltas: The judgements that were compared; what is not among them cannot be settled.
        word: What was done with them: ``agreed`` or ``decided``.
    """
    usable: dict[str, Ruling] = {}
    problems = []
    compared = {delta.thing: delta for delta in deltas}
    for path in sorted(given):
        read = _read(tool, path, given[path], compared, word)
        if isinstance(read, Ruling):
            usable[path] = read
        else:
            problems.append(read)
    return usable, tuple(problems)


def _read(tool: Tool, path: str, given: object, compared: Mapping[str, Delta], word: str) -> Ruling | Problem:
    if path not in compared:
        message = f"`{path}` is no judgement that was compared"
        return Problem(thing=path, message=message, given=shown(given), allowed=did_you_mean(path, compared))
    judgement = tool.things[path.split("/")[0]]
    assert isinstance(judgement, Judgement)
    grades = tool.scale_by_id[judgement.scale].by_id
    decision = Decision(given) if isinstance(given, str) else as_decision(given)
    if decision is None or decision.grade not in grades:
        allowed = ", ".join(f"`{grade}`" for grade in grades)
        message = f"`{path}` cannot be {word} as `{shown(given)}`"
        return Problem(thing=path, message=message, given=shown(given), allowed=allowed)
    if {compared[path].first, compared[path].second} == {Status.NOT_APPLICABLE}:
        message = f"`{path}` does not apply, and no grade can be {word} on it"
        return Problem(thing=path, message=message, given=decision.grade)
    role = role_of(decision.by, tool.roles) if decision.by else None
    if decision.by and role is None:
        message = f"`{path}` was {word} by `{decision.by}`, which is no role of the pack"
        allowed = did_you_mean(decision.by, [role.id for role in tool.roles])
        return Problem(thing=path, message=message, given=decision.by, allowed=allowed)
    return Ruling(grade=grades[decision.grade], by=role.id if role is not None else "")


def standing(delta: Delta, rule: Moderation, agreed: Mapping[str, Ruling], decided: Mapping[str, Ruling]) -> Standing:
    """Whose grade stands in the judgement of *delta*; a grade people came to stands before that of any look."""
    for whose, rulings in (("decided", decided), ("agreed", agreed)):
        ruling = rulings.get(delta.thing)
        if ruling is not None:
            by = f" by `{ruling.by}`" if ruling.by else ""
            return _stands(delta, ruling.grade, whose, f"`{ruling.grade}` was {whose}{by}")
    looks = {"first": delta.first, "second": delta.second, "third": delta.third}
    given = {whose: grade for whose, grade in looks.items() if grade is not None}
    if {"first", "second"} <= set(given) and len(set(given.values())) == 1:
        return _stands(delta, delta.first, "both", f"all looks came to `{delta.first}`")
    if not rule.id:
        return _stands(delta, None, "", f"{_apart(given)}, and no rule says whose grade stands")
    if rule.stands is Stands.LOWER:
        return _lower(delta, given)
    whose = {Stands.FIRST: "first", Stands.SECOND: "second", Stands.THIRD: "third"}[rule.stands]
    if looks[whose] is None:
        return _stands(delta, None, "", f"{_apart(given)}; {rule.stands.value}, and it has no grade yet")
    return _stands(delta, looks[whose], whose, f"{_apart(given)}; {rule.stands.value}")


def _lower(delta: Delta, given: Mapping[str, Grade | Status]) -> Standing:
    grades = {whose: grade for whose, grade in given.items() if isinstance(grade, Grade)}
    if not {"first", "second"} <= set(given):
        return _stands(delta, None, "", f"{_apart(given)}; {Stands.LOWER.value}, and a look has no grade yet")
    if len(grades) < len(given):
        return _stands(delta, None, "", f"{_apart(given)}; {Stands.LOWER.value}, and not applicable is no grade")
    whose = min(grades, key=lambda look: grades[look].rank)
    return _stands(delta, grades[whose], whose, f"{_apart(given)}; {Stands.LOWER.value}")


def _stands(delta: Delta, grade: Grade | Status | None, whose: str, text: str) -> Standing:
    return Standing(judgement=delta.thing, grade=grade, whose=whose, text=text)


def _apart(given: Mapping[str, Grade | Status]) -> str:
    """What each look came to: ``the first look came to `good`, the second to `inadequate```."""
    if not given:
        return "no look has come to a grade"
    (one, grade), *rest = given.items()
    return ", ".join([f"the {one} look came to `{grade}`", *(f"the {look} to `{other}`" for look, other in rest)])
