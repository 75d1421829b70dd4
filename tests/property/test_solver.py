"""Two deciders that share nothing but the model agree, and say no more than they know."""

from __future__ import annotations

from unittest import mock

from hypothesis import HealthCheck, assume, given, settings, strategies as st

from qarules.dsl.compile import compile_text
from qarules.engine import tables as bounds
from qarules.engine.evaluate import evaluate
from qarules.engine.space import every_audit
from qarules.engine.steps import Worlds
from qarules.engine.tables import TooMany, inputs_in
from qarules.model.proof import FindingKind
from qarules.proofs import solver
from qarules.proofs.direction import grade_step
from qarules.proofs.ground import fixed
from qarules.proofs.prove import prove
from qarules.testing import strategies

slow = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@slow
@given(st.data())
def test_both_deciders_find_the_same_grades_and_truths(data):
    """What the rules of a judgement come to together, with an audit for each that the classes confirm."""
    tool = data.draw(strategies.tools(sections=2, items=4, knowns=1, measures=2, judgements=2, steps=3))
    space = every_audit(tool, {section.id: 1 for section in tool.sections if section.repeated})
    judged = data.draw(st.sampled_from(space.plan.judgements))
    kept = tuple(dict.fromkeys((*(truth for _, truth in judged.rules), judged.suggested, judged.final, judged.cap)))
    assume(space.is_whole(*kept))
    try:
        found = solver.solved(space, kept, (judged.final,), {})
    except TooMany:
        return
    joint = space.joint(kept, told=(judged.final,))
    assert set(found.rows) == set(joint.rows)
    assert found.values[judged.final] == joint.values[judged.final]
    for row, way in found.rows.items():
        assert set(space.joint(kept, given=fixed(inputs_in(way))).rows) == {row}


@slow
@given(st.data())
def test_both_deciders_find_the_same_in_several_worlds(data):
    """One answer held against another, all else the same."""
    tool = data.draw(strategies.tools(sections=2, items=3, knowns=1, measures=1, judgements=2, steps=3))
    space = every_audit(tool, {section.id: 1 for section in tool.sections if section.repeated})
    judged = data.draw(st.sampled_from(space.plan.judgements))
    step = grade_step(judged)
    items = [item for item in space.open_items if len([v for v in space.domains[item.answer] if v is not None]) > 1]
    assume(items and space.is_whole(step))
    item = data.draw(st.sampled_from(items))
    worlds = tuple(value for value in space.domains[item.answer] if value is not None)[:3]
    given_ = {item.answer: (Worlds(worlds),)}
    try:
        found = solver.solved(space, (step,), (), given_)
    except TooMany:
        return
    assert set(found.rows) == set(space.joint((step,), given=given_).rows)


@slow
@given(st.data())
def test_past_the_bound_the_solver_decides_or_nobody_does(data):
    """The same findings with classes, with the solver alone, and never a guess without either."""
    tool = data.draw(strategies.tools(sections=2, items=3, knowns=1, measures=1, judgements=1, steps=3, repeated=False))
    plain = prove(tool)
    assume(not any(finding.kind is FindingKind.NOT_DECIDED for finding in plain.findings))

    def told(proof):
        return {(f.kind, f.thing, f.span) for f in proof.findings}, {(r.judgement, r.grade) for r in proof.reached}

    def never(self, *_, **__):
        raise TooMany

    with mock.patch("qarules.engine.space.Space.joint", never):
        findings, reached = told(prove(tool))
        with mock.patch.object(solver, "is_there", bool):
            undecided = prove(tool)
    if not any(kind is FindingKind.NOT_DECIDED for kind, _, _ in findings):
        assert (findings, reached) == told(plain)
    assert {finding.kind for finding in undecided.findings} <= {FindingKind.NOT_DECIDED}
    assert not undecided.reached
    # What hangs on no answer is shown without asking anybody.
    assert {shown.message for shown in undecided.shown} <= {shown.message for shown in plain.shown}


WEIGHTED = """
qa 1
scale marks "Marks" { high "High" points 5  middle "Middle" points 3  low "Low" points 0 }
scale grades "Grades" { outstanding "Outstanding"  good "Good"  poor "Poor" }
tool record "The record" {
  section s "S" { QUESTIONS }
  section u "U" { question plain "Plain" on marks }
  measure score = percent of points
  judgement overall "Overall" on grades {
    give outstanding when score is at least 90%
    give good when score is at least 50%
    no better than good when plain is low
    no better than poor when score is below 40% intended
  }
  promise "Never" { overall is never outstanding when plain is low }
  promise "Always" { overall is always good or better when score is at least 45% }
}
"""


def test_weights_of_which_no_two_sums_are_alike():
    """Past the bound of the classes the solver finds what they would find; without it nobody guesses."""
    questions = " ".join(f'question q{n} "Q" on marks, weight {2**n}.{n + 1}, may be not applicable' for n in range(5))
    (tool,) = compile_text(WEIGHTED.replace("QUESTIONS", questions)).pack.tools
    plain = prove(tool)
    with mock.patch.object(bounds, "MOST_ROWS", 50), mock.patch.object(bounds, "MOST_BITS", 0):
        solved = prove(tool)
        with mock.patch.object(solver, "is_there", bool):
            alone = prove(tool)

    def told(proof):
        return [(f.kind, f.message) for f in proof.findings], [(r.judgement, r.grade) for r in proof.reached]

    assert told(solved) == told(plain)
    assert [f.kind for f in plain.findings] == [FindingKind.NEVER_BINDS, FindingKind.BROKEN]
    assert {f.kind for f in alone.findings} == {FindingKind.NOT_DECIDED}
    for finding in solved.findings:
        for audit in finding.audits:
            outcome = evaluate(tool, audit.answers)
            assert str(outcome["overall"].final) == "poor"
