"""Which grades can come about, and which rules can ever decide one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qarules.engine.space import Space
from qarules.engine.steps import Value
from qarules.engine.tables import Traced, Weight
from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.judgement import GradeRule, RuleKind
from qarules.model.proof import Finding, FindingKind, Reached, Shown
from qarules.model.words import condition_words, rule_words
from qarules.proofs.decide import joint
from qarules.proofs.ground import Judgements, audit_in, not_decided


@frozen(eq=False)
class Case:
    """
    What the rules of a judgement come to in some audits.

    Attributes:
        truths: Of each rule, giving rules first.
        final: The rank of the grade; None where the judgement does not apply.
    """

    space: Space
    truths: tuple[Value, ...]
    final: Value
    way: Weight


def of_grades(judgements: Judgements) -> Iterator[Finding | Shown | Reached]:
    """What can be said of the grades and the rules of one judgement; raises `TooMany` past the bound."""
    cases = list(_cases(judgements))
    yield from _reach(judgements, cases)
    said = [
        finding
        for number, (rule, _) in enumerate(judgements.first.rules)
        if (finding := _of_rule(judgements, cases, number, rule)) is not None
    ]
    yield from said
    if judgements.first.rules and not said:
        yield Shown(thing=judgements.name, message=f"every rule of {judgements.words} can decide")


def _cases(judgements: Judgements) -> Iterator[Case]:
    """Every combination of what the rules come to."""
    for space, judged in judgements.made:
        kept = (*(truth for _, truth in judged.rules), judged.suggested)
        for row, way in joint(space, kept, ways=Traced()).rows.items():
            yield Case(space, row[:-1], row[-1], way)


# --- grades ----------------------------------------------------------------------------------------------------------


def _reach(judgements: Judgements, cases: Sequence[Case]) -> Iterator[Finding | Shown | Reached]:
    judgement = judgements.first.judgement
    first: dict[Value, Case] = {}
    for case in cases:
        first.setdefault(case.final, case)
    for grade in judgements.scale.grades:
        if grade.rank in first:
            case = first[grade.rank]
            yield Reached(judgement=judgements.name, grade=str(grade.id), audit=audit_in(case.space, case.way))
        elif not judgements.is_whole():
            what = f"whether {judgements.words} can be `{grade.id}`: an answer it depends on can be anything"
            yield not_decided(judgements.name, what, judgement.span)
        else:
            yield Finding(
                kind=FindingKind.UNREACHABLE,
                thing=judgements.name,
                message=f"{judgements.words} can never be `{grade.id}`: {_why_never(judgements, grade.id)}",
                explained=judgement.intended,
                cites=tuple(map(str, judgement.cites)) if judgement.intended else (),
                span=judgement.span,
            )
    if None in first:
        audit = audit_in(first[None].space, first[None].way)
        yield Reached(judgement=judgements.name, grade=str(Status.NOT_APPLICABLE), audit=audit)
    has_rules = bool(judgements.first.rules)
    if has_rules and all(grade.rank in first for grade in judgements.scale.grades):
        yield Shown(thing=judgements.name, message=f"{judgements.words} can be every grade of its scale")


def _why_never(judgements: Judgements, grade: str) -> str:
    judgement = judgements.first.judgement
    if not judgement.giving:
        return "its limits never allow it"
    is_given = any(rule.grade == grade for rule in judgement.giving)
    is_limit = any(rule.grade == grade for rule in judgement.limits)
    if is_given:
        return "no audit gets there"
    if judgements.scale.by_id[grade].rank == 0:
        return "in every audit some rule gives a better grade"
    return "no rule gives it, and no limit that is one comes to bear" if is_limit else "no rule gives it"


# --- rules -----------------------------------------------------------------------------------------------------------


def _of_rule(judgements: Judgements, cases: Sequence[Case], number: int, rule: GradeRule) -> Finding | None:
    """That a rule decides in no audit, for what reason; None where it does in some."""
    idle = judgements.scale.grades[-1] if rule.kind is RuleKind.GIVE else judgements.scale.grades[0]
    if rule.grade == idle.id:
        return None  # it says what holds anyway, for the reader
    holding = [case for case in cases if case.truths[number] is True and case.final is not None]
    if any(_graded(judgements, case.truths, -1) != _graded(judgements, case.truths, number) for case in holding):
        return None
    if not judgements.is_whole():
        what = f"whether `{rule_words(rule)}` can decide {judgements.words}: an answer can be anything"
        return not_decided(judgements.name, what, rule.span)
    gives = rule.kind is RuleKind.GIVE
    return Finding(
        kind=FindingKind.NEVER_DECIDES if gives else FindingKind.NEVER_BINDS,
        thing=judgements.name,
        message=(
            f"{judgements.words}: `{rule_words(rule)}` can never {'decide' if gives else 'bind'}: "
            f"{_why_idle(judgements, holding, number, rule)}"
        ),
        explained=rule.reason,
        cites=tuple(map(str, rule.cites)) if rule.reason else (),
        span=rule.span,
    )


def _graded(judgements: Judgements, truths: Sequence[Value], without: int) -> int:
    """The grade where one of the rules was not there; without giving rules the cap."""
    steps = judgements.first
    lowest, best = steps.ranks[0], steps.ranks[-1]
    acting = [
        (rule.kind, judgements.scale.by_id[rule.grade].rank)
        for number, (rule, _) in enumerate(steps.rules)
        if truths[number] is True and number != without
    ]
    given = max([lowest, *(rank for kind, rank in acting if kind is RuleKind.GIVE)])
    cap = min([best, *(rank for kind, rank in acting if kind is RuleKind.LIMIT)])
    return min(given, cap) if steps.judgement.giving else cap


def _why_idle(judgements: Judgements, holding: Sequence[Case], number: int, rule: GradeRule) -> str:
    if not holding:
        return f"no audit fulfils `{condition_words(rule.when)}`"
    rank = {grade.id: grade.rank for grade in judgements.scale.grades}
    for other, (beside, _) in enumerate(judgements.first.rules):
        further = rank[beside.grade] - rank[rule.grade]
        reaches = further >= 0 if rule.kind is RuleKind.GIVE else further <= 0
        if other != number and beside.kind is rule.kind and reaches and all(c.truths[other] is True for c in holding):
            return f"wherever it holds, `{rule_words(beside)}` does too"
    if rule.kind is RuleKind.GIVE:
        return "wherever it holds, the other rules come to the same grade"
    return f"wherever it holds, the grade is no better than `{rule.grade}` anyway"
