"""moderate(): two or three looks at one audit, what differs, what that calls for, and whose grade stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.called import Grounds, called
from qarules.engine.deltas import CRITERION, deltas, is_compared, tool_of_look
from qarules.engine.people import checked, independence_problems, role_of, unknown_roles
from qarules.engine.reference import Ratings, evaluate_look
from qarules.engine.sources import interpretations
from qarules.engine.standing import Ruling, Rulings, read_rulings, standing
from qarules.engine.values import did_you_mean
from qarules.model.answers import Audit, Decision
from qarules.model.case import Held
from qarules.model.judgement import Judgement
from qarules.model.looks import Compared, Look, Moderation
from qarules.model.moderation import Moderated
from qarules.model.outcome import Outcome, Problem
from qarules.model.tool import Tool


def moderate(
    tool: Tool,
    first: Audit,
    second: Audit,
    *,
    third: Audit | None = None,
    people: Mapping[str, Held] | None = None,
    raised: Iterable[str] = (),
    agreed: Rulings | None = None,
    decided: Rulings | None = None,
    moderation: str = "",
    record: str = "",
) -> Moderated:
    """
    What came of a second look at an audit.

    Args:
        tool: Loaded for the date of the audit where it has anything dated.
        first: As the first look answered and decided.
        second: As the second did; those who take it may decide whatever anybody may decide. Instances of a repeated
            section are compared by their number.
        third: The same for a panel or another third look.
        people: Who holds each role, by its id, title or another name.
        raised: Roles that raised a difference of opinion.
        agreed: Grades that the looks agreed on, by judgement, a section's as ``judgement/section``.
        decided: Grades that a panel or the end of a dispute decided; they go before what was agreed.
        moderation: The rule, where the tool has several.
        record: The id of the record the audit is about.

    Returns:
        What can be said. A tool without a rule compares everything and calls for nothing. What one of the two looks has
        no answer or grade for is not compared, and what depends on it is not known; where the second look takes up
        only part, what it left open is left out.

    Raises:
        ValueError: The tool has no rule of that name, or several and none is named; or as for :func:`evaluate`.
        TypeError: As for :func:`evaluate`.

    Source:
        docs/reference/language.md, section "After the grade".
    """
    rule = _rule(tool, moderation)
    at_first, ratings = evaluate_look(tool, first)
    at_second, ratings_again = _look(tool, second, rule.second, sampled=rule.sampled)
    at_third, ratings_at_last = _look(tool, third, rule.third) if third is not None else (None, {})
    rated = deltas(
        tool, ratings, ratings_again, ratings_at_last if rule.third is not None else {}, sampled=rule.sampled
    )
    compared = tuple(delta for delta in rated if is_compared(delta, rule.compares))
    graded = tuple(delta for delta in compared if delta.kind != CRITERION)
    by_agreement, not_agreed = read_rulings(tool, agreed or {}, graded, "agreed")
    by_decision, not_decided = read_rulings(tool, decided or {}, graded, "decided")
    raised_by, not_raised = _raised(tool, raised)
    looks = (rule.first, rule.second, rule.third if third is not None else None)
    independence = tuple(
        check for look in looks if look is not None for check in checked(look, people or {}, tool.roles, record)
    )
    settled = _settled(tool, second, {**by_agreement, **by_decision})
    outcomes = tuple(outcome for outcome in (at_first, at_second, at_third, settled) if outcome is not None)
    grounds = Grounds(tool=tool, rule=rule, deltas=rated, compared=compared, looks=outcomes, raised=raised_by)
    clauses = _clauses(rule)
    return Moderated(
        moderation=rule.id,
        tool=tool.id,
        title=rule.title,
        first=at_first,
        second=at_second,
        third=at_third,
        settled=settled,
        deltas=compared,
        called=tuple(called(each, grounds) for each in rule.consequences),
        standing=tuple(standing(delta, rule, by_agreement, by_decision) for delta in graded),
        independence=independence,
        problems=(
            *_of_looks({"first": at_first, "second": at_second, "third": at_third}),
            *_of_rule(rule, tool, with_third=third is not None),
            *not_agreed,
            *not_decided,
            *not_raised,
            *unknown_roles(people or {}, tool.roles),
            *independence_problems(independence),
        ),
        recording=rule.recording,
        clauses=clauses,
        rests_on=interpretations(clauses, tool),
        changes=tool.changes,
    )


def _rule(tool: Tool, name: str) -> Moderation:
    """The rule of that name, or the only one; where the tool has none, one that compares all and calls for nothing."""
    rules = {rule.id: rule for rule in tool.moderations}
    if name and name not in rules:
        message = f"the tool `{tool.id}` has no moderation `{name}`"
        raise ValueError(message)
    if not name and len(rules) > 1:
        message = f"the tool `{tool.id}` has several moderations: name one of {', '.join(rules)}"
        raise ValueError(message)
    judgements = tuple(judgement.id for judgement in tool.judgements)
    everything = Compared(criteria=True, sections=True, names=judgements)
    without_rule = Moderation(id="", title="", compares=everything, third=Look(by=()))
    return rules[name] if name else next(iter(rules.values()), without_rule)


def _look(tool: Tool, audit: Audit, look: Look | None, *, sampled: bool = False) -> tuple[Outcome, Ratings]:
    outcome, ratings = evaluate_look(tool_of_look(tool, look, sampled=sampled), audit, sampled=sampled)
    return attrs.evolve(outcome, digest=tool.digest), ratings


def _settled(tool: Tool, second: Audit, rulings: Mapping[str, Ruling]) -> Outcome | None:
    """What *second* comes to with the grades that people came to, whoever they are; None where there are none."""
    if not rulings:
        return None
    open_to_all = tuple(attrs.evolve(judgement, decided_by=()) for judgement in tool.judgements)
    decisions = {**second.decisions, **{path: Decision(ruling.grade.id) for path, ruling in rulings.items()}}
    audit = attrs.evolve(second, decisions=decisions)
    return _look(attrs.evolve(tool, judgements=open_to_all), audit, None)[0]


def _raised(tool: Tool, raised: Iterable[str]) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The ids of the roles that raised it, and a problem for whatever is no role."""
    roles = {name: role_of(name, tool.roles) for name in raised}
    strange = tuple(
        Problem(
            thing=name,
            message=f"it was raised by `{name}`, which is no role of the pack",
            given=name,
            allowed=did_you_mean(name, [role.id for role in tool.roles]),
        )
        for name in sorted(roles)
        if roles[name] is None
    )
    return frozenset(role.id for role in roles.values() if role is not None), strange


def _of_looks(looks: Mapping[str, Outcome | None]) -> Iterator[Problem]:
    """What was handed in for each look and cannot be used."""
    for name, outcome in looks.items():
        for problem in outcome.problems if outcome is not None else ():
            yield attrs.evolve(problem, message=f"{name} look: {problem.message}")


def _of_rule(rule: Moderation, tool: Tool, *, with_third: bool) -> Iterator[Problem]:
    """What the rule compares and cannot be, and a third look that it does not know."""
    for name in rule.compares.names:
        thing = tool.things.get(name)
        is_graded = isinstance(thing, Judgement) or (name in tool.section_of and tool.scale_of(tool.items[name]))
        if not is_graded:
            yield Problem(thing=name, message=f"`{name}` is on no scale of this tool, and is not compared")
    if with_third and rule.third is None:
        yield Problem(thing=rule.id, message=f"`{rule.id}` knows no third look, and its grades count for nothing")


def _clauses(rule: Moderation) -> tuple[str, ...]:
    cited = (*rule.cites, *(clause for consequence in rule.consequences for clause in consequence.cites))
    return tuple(dict.fromkeys(map(str, cited)))
