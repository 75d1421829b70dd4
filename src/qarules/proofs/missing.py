"""missing_examples(): for each way that no example of a pack takes, one that does, tried out before it is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import attrs

from qarules.dsl.printer import print_example
from qarules.engine.decision_coverage import Decisions
from qarules.engine.example import item_state, run_example
from qarules.engine.example_found import Found
from qarules.engine.happened import routes
from qarules.errors import QaError
from qarules.model.answers import Status
from qarules.model.decision_coverage import Branch, BranchKind, DecisionCoverage
from qarules.model.example import Example, Expectation, ExpectGrade, ExpectItem, ExpectPossible
from qarules.model.expected import DueDay, ExpectCalls, ExpectDay, ExpectEligible, ExpectStart, ExpectState
from qarules.model.facts import GivenRecord, Target
from qarules.model.missing_example import MissingExample, MissingExamples
from qarules.model.outcome import Judged
from qarules.model.pack import Pack
from qarules.proofs.missing_cases import cases_after
from qarules.proofs.missing_looks import Looks

MOST_TRIES = 12
"""So many cases are tried for one way."""


def missing_examples(pack: Pack, coverage: DecisionCoverage) -> MissingExamples:
    """
    Examples for what *coverage* says no example of *pack* takes.

    Rules, conditions, bands and grades are looked for among the classes of audits that the rules tell apart, so that
    what is found is certain; what comes after the grade among cases made of what its own rules wait for. Every example
    is run, and told only if it comes true and takes the way it was looked for.
    """
    looks, decisions = Looks(pack), Decisions(pack)
    titles = {example.title for example in pack.examples}
    left = {each.branch: None for each in coverage.uncovered}
    examples: list[MissingExample] = []
    not_found: list[Branch] = []
    while left:
        branch = next(iter(left))
        del left[branch]
        found = next(_examples(pack, branch, looks, decisions, titles), None)
        if found is None:
            not_found.append(branch)
            continue
        also = [other for other in decisions.taken(found) if other in left]
        for other in also:
            del left[other]
        titles.add(found.title)
        examples.append(MissingExample(example=found, text=print_example(found), branches=(branch, *also)))
    return MissingExamples(pack=pack.name, examples=tuple(examples), not_found=tuple(not_found))


def _examples(pack: Pack, branch: Branch, looks: Looks, decisions: Decisions, titles: set[str]) -> Iterator[Example]:
    """Examples that come true and take *branch*."""
    cases = looks.cases(branch) if branch.kind in _OF_ANSWERS else cases_after(pack, branch, looks)
    for case in itertools.islice(cases, MOST_TRIES):
        named = attrs.evolve(case, title=_title(branch, titles))
        # Its date stays out where nothing asks for it.
        for dated in (attrs.evolve(named, on=None), named):
            whole = _with_expectations(pack, branch, dated)
            if whole is not None and branch in decisions.taken(whole):
                yield whole


def _with_expectations(pack: Pack, branch: Branch, case: Example) -> Example | None:
    """*case* with what comes of it; None where that cannot be said, or not with all that it gives."""
    try:
        whole = attrs.evolve(case, expected=tuple(_expected(pack, branch, Found(pack, case))))
        is_sound = bool(whole.expected) and not run_example(pack, whole) and bool(print_example(whole))
    except (QaError, ValueError):
        return None
    return whole if is_sound else None


_OF_ANSWERS = frozenset({BranchKind.RULE, BranchKind.LIMIT, BranchKind.CONDITION, BranchKind.BAND, BranchKind.GRADE})


# --- what an example expects -----------------------------------------------------------------------------------------


def _title(branch: Branch, titles: set[str]) -> str:
    """What an example is called that was made for *branch*: what it takes, in plain words, and no other's title."""
    title = str(branch).replace("`", "").replace('"', "'")
    numbered = (title if number == 1 else f"{title} ({number})" for number in itertools.count(1))
    return next(each for each in numbered if each not in titles)


def _expected(pack: Pack, branch: Branch, found: Found) -> Iterator[Expectation]:
    """What comes of a case where *branch* lies."""
    match branch.kind:
        case BranchKind.ESCALATION | BranchKind.PROCESS:
            yield from _of_route(branch.of, found)
        case BranchKind.STEP:
            route, _, name = branch.of.partition("/")
            step = found.step(Target(name=name, of=route))
            if step is not None:
                yield ExpectState(thing=Target(name=name, of=route), state=step.progress)
        case BranchKind.DEADLINE:
            yield from _of_deadline(branch.of, found)
        case BranchKind.CONSEQUENCE:
            for called in found.moderated.called if found.moderated is not None else ():
                if f"when {called.text} then {called.then}" == branch.text:
                    yield ExpectCalls(thing=Target(name=branch.of), then=called.then, calls=called.starts)
        case _:
            yield from _of_answers(pack, branch, found)


def _of_route(name: str, found: Found) -> Iterator[Expectation]:
    route = found.route(name)
    if route is not None:
        yield ExpectStart(thing=Target(name=name), starts=route.starts)


def _of_deadline(name: str, found: Found) -> Iterator[Expectation]:
    due = next((due for due in found.timetable if due.id.partition("/")[0] == name), None)
    if due is None:
        return
    thing = Target(name=name, row=int(due.id.partition("/")[2] or 0))
    if due.due is not None:
        yield ExpectDay(thing=thing, which=DueDay.DUE, on=due.due)
    else:
        yield ExpectState(thing=thing, state=due.status)


def _of_answers(pack: Pack, branch: Branch, found: Found) -> Iterator[Expectation]:
    """The grade that a rule is about; what is asked; what starts; or whatever grades there are."""
    owner = branch.of.partition("/")[0]
    for given in found.example.given:
        if isinstance(given, GivenRecord) and not branch.tool:
            eligibility = found.eligible(given.id, branch.of)
            eligible = eligibility.eligible if eligibility is not None else None
            yield ExpectEligible(record=given.id, sample=branch.of, eligible=eligible)
    if any(route.id == owner for route in routes(pack)):
        yield from _of_route(owner, found)
        return
    if any(deadline.id == owner for deadline in pack.deadlines):
        yield from _of_deadline(owner, found)
        return
    outcome = found.outcome
    if outcome is None:
        return
    state = item_state(branch.of, outcome)
    if branch.kind is BranchKind.CONDITION and state in {"hidden", "missing"}:
        yield ExpectItem(item=branch.of, hidden=state == "hidden")
        return
    own = [judged for judged in outcome.judgements if judged.id.split("/")[0] == branch.of]
    told = [_grade(judged) for judged in own or outcome.judgements if "/" not in judged.section]
    # What is still open says little; it stands alone where nothing is settled.
    yield from [each for each in told if isinstance(each, ExpectGrade)] or told


def _grade(judged: Judged) -> Expectation:
    """Its grade where that is settled, else what is still possible."""
    name, section = judged.id.partition("/")[0], judged.section
    if judged.final is not None and judged.decided is None:
        grade = None if isinstance(judged.final, Status) else str(judged.final)
        return ExpectGrade(judgement=name, section=section, grade=grade)
    if judged.final is not None and judged.suggested is None:
        return ExpectGrade(judgement=name, section=section, grade=str(judged.final))
    possible = tuple(None if isinstance(grade, Status) else str(grade) for grade in judged.possible)
    return ExpectPossible(judgement=name, section=section, grades=possible)
