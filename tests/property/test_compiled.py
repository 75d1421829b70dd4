"""What is graded at once is graded as the reference does it: the whole outcome, for every kind of tool and audit."""

from __future__ import annotations

import pickle

import hypothesis.strategies as st
from hypothesis import given, settings

import qarules
from qarules.engine.compiled.tool import ready
from qarules.engine.evaluate import evaluate_any
from qarules.model.answers import Audit
from qarules.model.outcome import Why
from qarules.testing import strategies

TOOLS = strategies.tools(items=8, judgements=4, measures=3)


@st.composite
def audited(draw, *, complete):
    tool = draw(TOOLS)
    audit = draw(strategies.audits(tool, complete=complete))
    return tool, audit


def both(tool, audit: Audit):
    compiled = ready(tool).outcome(dict(audit.answers), dict(audit.known), dict(audit.decisions))
    return compiled, evaluate_any(tool, audit.answers, known=audit.known, decisions=audit.decisions)


def is_plain(reference) -> bool:
    """Whether nothing about an audit has to be looked at twice: all is answered, and all that was given counts."""
    waits = any(missing.why in (Why.UNANSWERED, Why.CANNOT_TELL) for missing in reference.missing)
    return not waits and not reference.ignored and not reference.problems and None not in grades(reference).values()


def grades(outcome):
    return {judged.id: judged.final for judged in outcome}


@settings(max_examples=400, deadline=None)
@given(audited(complete=True))
def test_a_complete_audit_is_graded_at_once_and_as_the_reference_grades_it(pair):
    compiled, reference = both(*pair)
    if compiled is None:
        assert not is_plain(reference)
    else:
        assert compiled == reference
        assert compiled.to_dict() == reference.to_dict()
        assert list(compiled.dates) == list(reference.dates)


@settings(max_examples=200, deadline=None)
@given(audited(complete=False))
def test_an_audit_that_is_not_complete_is_left_to_the_reference_or_graded_as_it_does(pair):
    compiled, reference = both(*pair)
    assert compiled is None or compiled == reference


@settings(max_examples=200, deadline=None)
@given(audited(complete=False))
def test_grades_alone_are_those_of_the_outcome(pair):
    tool, audit = pair
    found = qarules.grades(tool, dict(audit.answers), known=dict(audit.known), decisions=dict(audit.decisions))
    outcome = evaluate_any(tool, audit.answers, known=audit.known, decisions=audit.decisions)
    assert found == grades(outcome)
    assert list(found) == list(grades(outcome))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_reasons_notes_and_evidence_beside_the_answers_change_what_is_missing_only(data):
    tool, audit = data.draw(audited(complete=True))
    wrapped = {name: data.draw(wrappings(answer)) for name, answer in audit.answers.items()}
    compiled, reference = both(tool, Audit(answers=wrapped, known=audit.known, decisions=audit.decisions))
    assert compiled is None or compiled == reference
    if is_plain(reference):
        assert compiled is not None


def wrappings(answer):
    """*answer* with something beside it, by itself, or blank."""
    if isinstance(answer, list):
        return st.just(answer)
    is_status = isinstance(answer, qarules.Status)
    parts = {"status" if is_status else "value": str(answer) if is_status else answer}
    beside = st.fixed_dictionaries({}, optional={
        "note": st.sampled_from(["", "Seen."]),
        "reason": st.sampled_from(["", "Because."]),
        "evidence": st.sampled_from([[], ["file 3"]]),
    })  # fmt: skip
    return st.one_of(st.just(answer), beside.map(lambda extra: {**parts, **extra}))


@settings(max_examples=50, deadline=None)
@given(audited(complete=True))
def test_an_outcome_that_was_stored_is_the_same(pair):
    compiled, reference = both(*pair)
    if compiled is not None:
        assert pickle.loads(pickle.dumps(compiled)) == reference
        assert qarules.from_json(qarules.to_json(compiled), qarules.Outcome) == reference
        assert hash(compiled.judgements) == hash(reference.judgements)
