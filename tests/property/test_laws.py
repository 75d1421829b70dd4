"""Laws of grading, over generated tools and audits."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st

import qarules
from qarules.dsl.compile import compile_text
from qarules.engine.evaluate import evaluate
from qarules.model.answers import CANNOT_TELL, NOT_APPLICABLE
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.outcome import Judged, Outcome
from qarules.model.scale import Grade
from qarules.model.tool import Item, OnScale, Tool
from qarules.testing import strategies

_spec = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1] / "oracle.py")
assert _spec is not None
assert _spec.loader is not None
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def judged(tool: Tool, audit: strategies.Audit) -> Outcome:
    return evaluate(tool, audit.answers, known=audit.known, decisions=audit.decisions)


def ids(result: Judged) -> frozenset[str]:
    return frozenset(map(str, result.possible))


@settings(slow, max_examples=400)
@given(st.data())
def test_the_engine_agrees_with_the_evaluator_written_from_the_language(data):
    """Every judgement and measure, over every completion, is what plain enumeration says."""
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=300))
    outcome = judged(tool, audit)
    verdicts = oracle.judge(tool, audit.answers, audit.known, audit.decisions)
    assert [result.id for result in outcome] == list(verdicts)
    for result in outcome:
        verdict = verdicts[result.id]
        assert ids(result) == verdict.possible if result.exact else ids(result) >= verdict.possible
        assert frozenset(grade.id for grade in result.allowed) == verdict.allowed
        assert (result.suggested.id if result.suggested else None) == verdict.suggested
        assert (None if result.final is None else str(result.final)) == verdict.final
        assert (result.differs, result.above_limit) == (verdict.differs, verdict.above_limit)
    values = oracle.measures(tool, audit.answers, audit.known, audit.decisions)
    for measure in outcome.measures:
        numbers = sorted(value for value in values[measure.id] if value is not None)
        assert list(measure.possible) in ([], numbers)
        assert measure.value == (numbers[0] if values[measure.id] == set(numbers) and len(numbers) == 1 else None)
        assert (measure.applicable is False) == (values[measure.id] == {None})


@settings(slow, max_examples=60)
@given(st.data())
def test_small_tools_are_always_graded_exactly(data):
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=300))
    assert all(result.exact for result in judged(tool, audit))


@settings(slow, max_examples=100)
@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_statements_and_answers_changes_no_result(data, shuffle: random.Random):
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=100))

    def shuffled(things):
        return tuple(shuffle.sample(things, len(things)))

    def rules(judgement: Judgement) -> Judgement:
        return attrs.evolve(judgement, giving=shuffled(judgement.giving), limits=shuffled(judgement.limits))

    other = attrs.evolve(
        tool,
        sections=shuffled([attrs.evolve(section, items=shuffled(section.items)) for section in tool.sections]),
        knowns=shuffled(tool.knowns),
        measures=shuffled(tool.measures),
        judgements=shuffled([rules(judgement) for judgement in tool.judgements]),
    )
    answers = dict(shuffled(list(audit.answers.items())))
    first = judged(tool, audit)
    second = evaluate(other, answers, known=audit.known, decisions=audit.decisions)

    def grades(outcome: Outcome):
        return {r.id: (ids(r), r.allowed, r.suggested, r.final, frozenset(x.text for x in r.reasons)) for r in outcome}

    assert grades(first) == grades(second)
    assert {m.id: (m.value, m.applicable, m.possible) for m in first.measures} == {
        m.id: (m.value, m.applicable, m.possible) for m in second.measures
    }
    assert set(first.missing) == set(second.missing)


def rank(grade) -> int:
    return grade.rank if isinstance(grade, Grade) else -1


@settings(slow, max_examples=150)
@given(st.data(), st.sampled_from(RuleKind))
def test_another_limit_never_raises_and_another_giving_rule_never_lowers(data, kind: RuleKind):
    """Of a judgement's own grade."""
    # Nothing a new rule may read depends on a grade, so that no judgement comes to read itself.
    tool = data.draw(strategies.tools(read_grades=False, measures=0))
    last = tool.judgements[-1]
    audit = data.draw(strategies.audits(tool, complete=True))
    condition = data.draw(strategies.conditions(tool, for_each_section=last.for_each_section, judgements=False))
    grade = data.draw(st.sampled_from([g.id for g in tool.scale_by_id[last.scale].grades]))
    rule = GradeRule(kind=kind, grade=grade, when=condition, intended=True)
    if not last.giving:
        last = attrs.evolve(last, giving=(attrs.evolve(rule, kind=RuleKind.GIVE),))
    more = (
        attrs.evolve(last, giving=(*last.giving, rule))
        if kind is RuleKind.GIVE
        else attrs.evolve(last, limits=(*last.limits, rule))
    )
    decisions = {name: d for name, d in audit.decisions.items() if name.split("/")[0] != last.id}

    def suggested(judgement: Judgement) -> dict[str, Judged]:
        changed = attrs.evolve(tool, judgements=(*tool.judgements[:-1], judgement))
        outcome = evaluate(changed, audit.answers, known=audit.known, decisions=decisions)
        return {r.id: r for r in outcome if r.id.split("/")[0] == last.id}

    before, after = suggested(last), suggested(more)
    for name, result in before.items():
        ranks = [rank(r.suggested) for r in (result, after[name])]
        assert ranks == sorted(ranks, reverse=kind is RuleKind.LIMIT)


@settings(slow, max_examples=150)
@given(st.data())
def test_further_answers_only_narrow_what_is_possible(data):
    """What is possible after another answer was possible before; a complete audit's outcome was all along."""
    tool = data.draw(strategies.tools(repeated=False))
    full = data.draw(strategies.audits(tool, complete=True))
    kept = data.draw(st.sets(st.sampled_from(sorted(full.answers) or [""])))
    fewer = data.draw(st.sets(st.sampled_from(sorted(kept) or [""])))

    def part(names) -> dict:
        # A blank optional item is an answer of its own, and no open one.
        return {
            name: value
            for name, value in full.answers.items()
            if name in names or name not in tool.items or tool.items[name].optional
        }

    complete = judged(tool, full)
    some = evaluate(tool, part(kept), known=full.known, decisions=full.decisions)
    few = evaluate(tool, part(fewer), known={}, decisions=full.decisions)
    for result in complete:
        assert ids(result) <= ids(some[result.id]) <= ids(few[result.id])
        assert set(result.allowed) <= set(some[result.id].allowed) <= set(few[result.id].allowed)


def better(tool: Tool, item: Item, value: object) -> str | None:
    scale = tool.scale_of(item)
    if scale is None or value not in scale.by_id:
        return None
    above = scale.by_id[str(value)].rank + 1
    return scale.by_rank[above].id if above < len(scale.grades) else None


@settings(slow, max_examples=200)
@given(st.data())
def test_better_evidence_never_lowers_a_grade(data):
    """Giving rules up, limits down, and nothing asked depending on anything ordered."""
    tool = data.draw(strategies.monotone_tools())
    audit = data.draw(strategies.audits(tool, complete=True))
    judgeable = [
        name for name, value in audit.answers.items() if name in tool.items and better(tool, tool.items[name], value)
    ]
    if not judgeable:
        return
    name = data.draw(st.sampled_from(judgeable))
    improved = {**audit.answers, name: better(tool, tool.items[name], audit.answers[name])}
    before = judged(tool, audit)
    after = evaluate(tool, improved, known=audit.known, decisions=audit.decisions)
    for result in before:
        assert rank(result.suggested) <= rank(after[result.id].suggested)


@settings(slow, max_examples=100)
@given(st.data())
def test_a_hidden_answer_and_what_does_not_apply_never_count(data):
    """Whatever is answered to an item that is hidden, the grades and measures stay the same."""
    tool = data.draw(strategies.tools(repeated=False))
    audit = data.draw(strategies.audits(tool, complete=True))
    outcome = judged(tool, audit)
    hidden = [
        name for name in outcome.hidden if isinstance(tool.items[name].answer, OnScale) and name in tool.section_of
    ]
    for name in hidden:
        scale = tool.scale_of(tool.items[name])
        assert scale is not None
        for grade in scale.grades:
            other = evaluate(tool, {**audit.answers, name: grade.id}, known=audit.known, decisions=audit.decisions)
            assert [(r.id, r.final, r.possible) for r in other] == [(r.id, r.final, r.possible) for r in outcome]
            assert other.measures == outcome.measures
            section = tool.section_of[name].id
            assert name in [i.thing for i in other.ignored] or audit.answers.get(section) is NOT_APPLICABLE


@settings(slow, max_examples=100)
@given(st.data())
def test_cannot_tell_grades_as_unanswered(data):
    tool = data.draw(strategies.tools(repeated=False))
    audit = data.draw(strategies.audits(tool, completions=200))
    # What is optional and left blank is answered by that; what nobody can tell is not.
    asked = [name for name, item in tool.items.items() if name in tool.section_of and not item.optional]
    open_items = [name for name in asked if name not in audit.answers]
    told = {**audit.answers, **dict.fromkeys(open_items, CANNOT_TELL)}
    first = judged(tool, audit)
    second = evaluate(tool, told, known=audit.known, decisions=audit.decisions)
    assert [(r.id, r.possible, r.final) for r in first] == [(r.id, r.possible, r.final) for r in second]


@settings(slow, max_examples=150)
@given(st.data())
def test_a_tool_printed_and_read_again_is_the_same_tool(data):
    tool = data.draw(strategies.tools(texts=strategies.prose()))
    compiled = compile_text(qarules.print_tool(tool))
    assert compiled.pack is not None, "\n".join(map(str, compiled.diagnostics))
    again = attrs.evolve(compiled.pack.tools[0], on=tool.on)
    assert again == tool
    assert again.digest == tool.digest


@settings(slow, max_examples=100)
@given(st.data())
def test_outcomes_and_audits_go_to_json_and_back(data):
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=100))
    outcome = judged(tool, audit)
    assert qarules.from_json(qarules.to_json(outcome), qarules.Outcome) == outcome
    stored = qarules.Audit(
        tool=tool.id, on=tool.on, answers=audit.answers, known=audit.known, decisions=audit.decisions
    )
    again = qarules.from_json(qarules.to_json(stored), qarules.Audit)
    assert evaluate(tool, again.answers, known=again.known, decisions=again.decisions) == outcome


@settings(slow, max_examples=60)
@given(st.data())
def test_the_same_audit_gives_the_same_outcome_in_any_thread(data):
    """A tool read anew, and evaluated beside others, answers alike."""
    from concurrent.futures import ThreadPoolExecutor

    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=50))
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: judged(attrs.evolve(tool), audit), range(4)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
