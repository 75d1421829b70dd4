"""Smallest changes, influence and regrading, against going through every audit one by one."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from qarules.dsl.checks import cycles
from qarules.dsl.findings import Findings
from qarules.engine.domains import open_values
from qarules.engine.evaluate import evaluate
from qarules.engine.space import answer_of
from qarules.engine.steps import ANY
from qarules.model.answers import Status
from qarules.model.tool import Better, Number, OnScale, Tool, YesNo
from qarules.proofs.improve import holds_up, improve
from qarules.proofs.influence import influence
from qarules.proofs.regraded import regraded
from qarules.testing import strategies

slow = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
MOST = 400


def small(**given) -> st.SearchStrategy[Tool]:
    sizes = {"sections": 2, "items": 4, "knowns": 1, "measures": 1, "judgements": 2, "steps": 3}
    return strategies.tools(**{**sizes, "repeated": False, **given})


def grade(tool: Tool, answers, known, path: str) -> int | None:
    """The rank of what is suggested, or of the best allowed without giving rules; None where it does not apply."""
    judged = evaluate(tool, answers, known=known)[path]
    assert not evaluate(tool, answers, known=known).problems
    if judged.possible == (Status.NOT_APPLICABLE,):
        return None
    grades = [judged.suggested] if tool.things[path.split("/")[0]].giving else judged.allowed
    ranks = [g.rank for g in grades if g is not None]
    # It may wait for a judgement that only a person gives.
    assume(ranks)
    return max(ranks)


def goes_in_circles(tool: Tool) -> bool:
    """Whether something waits for itself, as where a rule reads an item that is asked by what the rule gives."""
    findings = Findings()
    cycles.check(tool, findings)
    return bool(findings.found)


def ways(tool: Tool, item) -> list[object]:
    values = open_values(item, tool)
    assume(ANY not in values)
    allowed = [Status.NOT_APPLICABLE] if item.may_not_apply or item.optional else []
    return [*(answer_of(item, value, tool) for value in values), *allowed]


def best_first(tool: Tool, item) -> list[object]:
    match item.answer:
        case OnScale(scale=scale):
            return [g.id for g in tool.scale_by_id[scale].grades]
        case YesNo(better=Better.HIGHER):
            return [True, False]
        case YesNo(better=Better.LOWER):
            return [False, True]
        case Number(better=better) if better is not Better.NEITHER:
            return sorted(open_values(item, tool), reverse=better is Better.HIGHER)
    return []


def complete(data, tool: Tool):
    """One complete audit: answers by item, and knowns."""
    asked = [item for section in tool.sections for item in section.items]
    answers = {item.id: data.draw(st.sampled_from(ways(tool, item))) for item in asked}
    known = {item.id: data.draw(st.sampled_from(ways(tool, item))) for item in tool.knowns}
    return answers, known


@slow
@given(st.data(), st.booleans())
def test_the_smallest_changes_are_those_that_no_search_beats(data, better: bool):
    """Every set of better (or worse) answers is tried: those of which none can be left out are told, and no other."""
    tool = data.draw(small())
    answers, known = complete(data, tool)
    outcome = evaluate(tool, answers, known=known)
    path = data.draw(st.sampled_from([judged.id for judged in outcome]))
    now = grade(tool, answers, known, path)
    assume(now is not None)
    scale = tool.scale_by_id[tool.things[path.split("/")[0]].scale]
    if better:
        assume(now < len(scale.grades) - 1)
        wanted = data.draw(st.integers(now + 1, len(scale.grades) - 1))
        told = improve(tool, answers, known=known, judgement=path, to=scale.by_rank[wanted].id, most=100)
    else:
        assume(now > 0)
        told = holds_up(tool, answers, known=known, judgement=path, most=100)
    assert told.now == scale.by_rank[now].id

    def reaches(rank):
        return rank is not None and (rank >= wanted if better else rank < now)

    moves = {}
    for section in tool.sections:
        for item in section.items:
            order = best_first(tool, item)
            if answers[item.id] in order:
                at = order.index(answers[item.id])
                others = order[:at][::-1] if better else order[at + 1 :]
                moves[item.id] = [answers[item.id], *others]
    ways_out = 1
    for move in moves.values():
        ways_out *= len(move)
    assume(ways_out <= 150)
    solutions = []
    for chosen in itertools.product(*(range(len(move)) for move in moves.values())):
        changed = {name: moves[name][far] for name, far in zip(moves, chosen, strict=True) if far}
        if reaches(grade(tool, {**answers, **changed}, known, path)):
            solutions.append(dict(zip(moves, chosen, strict=True)))
    minimal = [
        one
        for one in solutions
        if not any(other != one and all(other[name] <= one[name] for name in one) for other in solutions)
    ]
    if told.complete:
        assert bool(told.alternatives) == bool(solutions)
    if not told.alternatives:
        return

    def is_stepped(name):
        return isinstance(tool.items[name].answer, OnScale)

    def cost(solution):
        far = {name: steps for name, steps in solution.items() if steps}
        return len(far), sum(steps if is_stepped(name) else 1 for name, steps in far.items())

    costs = [(each.items, each.steps) for each in told.alternatives]
    assert costs == sorted(costs)
    assert costs[0] == min(map(cost, solutions))
    expanded = set()
    for alternative in told.alternatives:
        choices = [
            [(change, chosen) for chosen in itertools.combinations(change.items, change.count)]
            for change in alternative.changes
        ]
        for picked in itertools.product(*choices):
            names = [name for _, chosen in picked for name in chosen]
            if len(names) != len(set(names)):
                continue
            far = dict.fromkeys(moves, 0)
            for change, chosen in picked:
                for name in chosen:
                    words = [
                        str(value) if not isinstance(value, bool) else ("yes" if value else "no")
                        for value in moves[name]
                    ]
                    far[name] = words.index(change.after)
            expanded.add(tuple(far.items()))
            assert far in solutions
    if told.complete and all(is_stepped(name) for name in moves):
        assert {tuple(one.items()) for one in minimal} <= expanded


@slow
@given(st.data())
def test_influence_is_the_share_of_audits_in_which_one_answer_alone_decides(data):
    tool = data.draw(small(items=3, sections=2))
    assume(not any(section.may_not_apply for section in tool.sections))
    assume(all(judgement.giving or not judgement.decided_by for judgement in tool.judgements))
    assume(all(not item.optional for item in tool.items.values()))
    asked = [item for section in tool.sections for item in section.items]
    domains = {item.id: ways(tool, item) for item in (*asked, *tool.knowns)}
    size = 1
    for domain in domains.values():
        size *= len(domain)
    assume(0 < size <= MOST)
    names = [item.id for item in asked]

    def graded(chosen):
        answers = {name: domains[name][at] for name, at in chosen.items() if name in names}
        known = {name: domains[name][at] for name, at in chosen.items() if name not in names}
        return evaluate(tool, answers, known=known)

    audits = {}
    for chosen in itertools.product(*(range(len(domain)) for domain in domains.values())):
        outcome = graded(dict(zip(domains, chosen, strict=True)))
        audits[chosen] = {
            judged.id: (judged.possible if tool.things[judged.id.split("/")[0]].giving else judged.allowed)
            for judged in outcome
        }
    told = {(each.item, each.judgement): each.share for each in influence(tool).ranked}
    for place, name in enumerate(domains):
        for path in next(iter(audits.values())):
            deciding = 0
            for chosen in audits:
                others = {audits[(*chosen[:place], at, *chosen[place + 1 :])][path] for at in range(len(domains[name]))}
                deciding += len(others) > 1
            assert told.get((name, path), Fraction(0)) == Fraction(deciding, size)


@slow
@given(st.data())
def test_what_a_version_regrades_is_counted_audit_by_audit(data):
    """Another rule, another audit date or nothing at all: from which grade to which, how many, and one of them."""
    tool = data.draw(small(items=3))
    assume(all(judgement.giving for judgement in tool.judgements))
    at = data.draw(st.integers(0, len(tool.judgements) - 1))
    judgement = tool.judgements[at]
    when = data.draw(
        strategies.conditions(tool, for_each_section=judgement.for_each_section, judgements=False)
        | st.sampled_from([rule.when for rule in judgement.giving])
    )
    changed = attrs.evolve(judgement, giving=(attrs.evolve(judgement.giving[0], when=when), *judgement.giving[1:]))
    new = attrs.evolve(tool, judgements=(*tool.judgements[:at], changed, *tool.judgements[at + 1 :]))
    assume(not goes_in_circles(new))
    asked = [item for section in tool.sections for item in section.items]
    # One value for all that a version cannot tell apart: both versions' together have one for what either can.
    domains = {item.id: ways(tool, item) for item in (*asked, *tool.knowns)}
    for item in (*asked, *tool.knowns):
        domains[item.id] += [value for value in ways(new, new.items[item.id]) if value not in domains[item.id]]
    off = [section.id for section in tool.sections if section.may_not_apply]
    domains.update({key: [None, Status.NOT_APPLICABLE] for key in off})
    size = 1
    for domain in domains.values():
        size *= len(domain)
    assume(0 < size <= MOST)
    counts = {}
    for chosen in itertools.product(*domains.values()):
        sheet = dict(zip(domains, chosen, strict=True))
        known = {item.id: sheet.pop(item.id) for item in tool.knowns}
        for section in tool.sections:
            if sheet.get(section.id) is not None:
                for item in section.items:
                    sheet.pop(item.id)
        answers = {name: value for name, value in sheet.items() if value is not None}
        first, second = (evaluate(each, answers, known=known) for each in (tool, new))
        for judged in first:
            pair = judged.id, str(judged.final), str(second[judged.id].final)
            if pair[1] != pair[2]:
                counts[pair] = counts.get(pair, 0) + 1
    told = {
        (each.judgement, change.before, change.after): change.share
        for each in regraded(tool, new)
        for change in each.changes
    }
    assert told == {pair: Fraction(count, size) for pair, count in counts.items()}
    for each in regraded(tool, new):
        for change in each.changes:
            audit = change.audit
            first, second = (evaluate(t, audit.answers, known=audit.known)[each.judgement] for t in (tool, new))
            assert (str(first.final), str(second.final)) == (change.before, change.after)
