"""How far two looks agree over many audits, held against scikit-learn."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from qarules.analytics.agreement import (
    Weights,
    agreement,
    agreement_rows,
    agreement_table,
    drift_rows,
    weighted_kappa,
)
from qarules.codec.reading import converter
from qarules.engine.moderate import moderate
from qarules.model.answers import CANNOT_TELL, NOT_APPLICABLE, Audit, Decision
from qarules.model.plain import plain

BANDS = ("clear", "some", "limited")
BODY = """
  section s "Work" {
    question a "A" on evidence may be not applicable
    question b "B" on evidence
  }
  section goal "Goals" repeated { question met "Met" on evidence }
  judgement suggests "Suggests" for each section on ofsted { give good when all are clear }
  judgement grade "Grade" on ofsted decided by reviewer
"""


def audit(a, b="clear", grade="good", goals=()):
    decisions = {"grade": Decision(grade, by="reviewer")} if grade else {}
    return Audit(answers={"a": a, "b": b, "goal": [{"met": met} for met in goals]}, decisions=decisions)


@pytest.fixture
def results(tool_of):
    """A function from pairs of bands of `a` to what came of moderating them."""
    tool = tool_of(BODY)
    return lambda pairs: [moderate(tool, audit(one), audit(other)) for one, other in pairs]


def of(agreed, thing):
    (found,) = [each for each in agreed.things if each.thing == thing]
    return found


def test_one_criterion_by_hand(tool_of, results):
    """Three of four agree, and once the second look is one step lower."""
    pairs = [("clear", "clear"), ("some", "some"), ("some", "limited"), ("limited", "limited")]
    found = of(agreement(tool_of(BODY), results(pairs)), "a")
    assert (found.n, found.left_out, found.same, found.mean) == (4, 0, Fraction(3, 4), Fraction(-1, 4))
    assert found.steps == BANDS
    assert found.confusion == ((1, 0, 0), (0, 1, 1), (0, 0, 1))
    # Margins (1, 2, 1) and (1, 1, 2) expect (1 + 2*2) + (2 + 2*2) + (2*1 + 1) = 14 steps over 4 pairs; 1 was observed.
    assert found.kappa == 1 - 1 / Fraction(14, 4)


@settings(max_examples=150, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(range(4)), st.sampled_from(range(4))), min_size=1, max_size=30),
    weights=st.sampled_from(Weights),
)
def test_kappa_is_that_of_scikit_learn(pairs, weights):
    """For any table and each of the weights, wherever kappa is defined."""
    first, second = zip(*pairs, strict=True)
    table = confusion_matrix(first, second, labels=range(4)).tolist()
    kappa, why = weighted_kappa(table, weights)
    if set(first) == set(second) and len(set(first)) == 1:
        assert (kappa, why) == (None, "both looks put everything at one and the same step")
    else:
        name = None if weights is Weights.NONE else weights.value
        assert float(kappa) == pytest.approx(cohen_kappa_score(first, second, labels=range(4), weights=name))
        assert not why


@pytest.mark.parametrize("weights", Weights)
def test_a_whole_agreement_against_scikit_learn(tool_of, results, weights):
    """Shares, kappa and the table of one criterion are those of the pairs of bands."""
    pairs = list(itertools.product(BANDS, BANDS))[:7] * 2 + [("clear", "clear")] * 3
    found = of(agreement(tool_of(BODY), results(pairs), weights=weights), "a")
    first, second = zip(*[(BANDS.index(one), BANDS.index(other)) for one, other in pairs], strict=True)
    assert [list(row) for row in found.confusion] == confusion_matrix(first, second, labels=range(3)).tolist()
    name = None if weights is Weights.NONE else weights.value
    assert float(found.kappa) == pytest.approx(cohen_kappa_score(first, second, labels=range(3), weights=name))
    assert found.same == Fraction(sum(one == other for one, other in pairs), len(pairs))
    # Better is lower in the order of the list and positive in steps.
    assert found.mean == Fraction(sum(one - other for one, other in zip(first, second, strict=True)), len(pairs))


def test_what_has_no_delta_is_left_out_and_counted(tool_of, results):
    pairs = [("clear", "clear"), (NOT_APPLICABLE, "clear"), ("some", CANNOT_TELL), (NOT_APPLICABLE, NOT_APPLICABLE)]
    found = of(agreement(tool_of(BODY), results(pairs)), "a")
    assert (found.n, found.left_out) == (1, 3)
    nothing = of(agreement(tool_of(BODY), results(pairs[1:])), "a")
    assert (nothing.n, nothing.left_out, nothing.same, nothing.kappa, nothing.mean) == (0, 3, None, None, None)
    assert nothing.why == "nothing was compared"


def test_the_order_of_things_and_what_they_are(tool_of, results):
    """Criteria, sections and judgements stand in the order of the tool."""
    agreed = agreement(tool_of(BODY), results([("clear", "some")]))
    assert [(each.thing, each.kind) for each in agreed.things] == [
        ("a", "criterion"),
        ("b", "criterion"),
        ("suggests/s", "section"),
        ("grade", "judgement"),
    ]
    assert (agreed.tool, agreed.audits) == ("t", 1)


def test_instances_are_taken_together(tool_of):
    tool = tool_of(BODY)
    result = moderate(tool, audit("clear", goals=("clear", "some")), audit("clear", goals=("clear", "clear")))
    agreed = agreement(tool, [result])
    assert (of(agreed, "met").n, of(agreed, "met").mean) == (2, Fraction(1, 2))
    assert of(agreed, "suggests/goal").n == 2


def test_drift_of_each_moderator(tool_of):
    """One lowers, one lifts; each kind by itself, names in order."""
    tool = tool_of(BODY)
    lowered = moderate(tool, audit("clear"), audit("limited", grade="inadequate"))
    lifted = moderate(tool, audit("some"), audit("clear", grade=None))
    agreed = agreement(tool, [("ben", lifted), ("anna", lowered), ("anna", lifted), lowered])
    drift = {(each.moderator, each.kind): each for each in agreed.drift}
    assert list(drift) == [
        (name, kind) for name in ("", "anna", "ben") for kind in ("criterion", "section", "judgement")
    ]
    anna = drift["anna", "criterion"]
    assert (anna.n, anna.left_out, anna.mean) == (4, 0, Fraction(-1, 4))
    assert (anna.lower, anna.same, anna.higher) == (Fraction(1, 4), Fraction(1, 2), Fraction(1, 4))
    assert (drift["anna", "judgement"].n, drift["anna", "judgement"].left_out) == (1, 1)
    assert drift["anna", "judgement"].mean == -2
    assert (drift["ben", "judgement"].n, drift["ben", "judgement"].mean) == (0, None)


def test_the_order_of_results_makes_no_difference(tool_of, results):
    named = list(zip("xyx", results([("clear", "some"), ("some", "limited"), ("some", "some")]), strict=True))
    tool = tool_of(BODY)
    assert len({str(agreement(tool, order)) for order in itertools.permutations(named)}) == 1


def test_results_of_something_else_are_refused(tool_of, results):
    """Of another tool, of a thing it does not have, or on a step its scale does not have."""
    tool = tool_of(BODY)
    (result,) = results([("clear", "some")])
    with pytest.raises(ValueError, match="a result is of the tool `t`, not of `other`"):
        agreement(attrs.evolve(tool, id="other"), [result])
    gone = attrs.evolve(result.deltas[0], thing="gone")
    with pytest.raises(ValueError, match="compares `gone`, which the tool does not have"):
        agreement(tool, [attrs.evolve(result, deltas=(gone,))])
    strange = attrs.evolve(result.deltas[0], first=attrs.evolve(result.deltas[0].first, rank=7))
    with pytest.raises(ValueError, match="rates `a` as `clear`, which is no step of its scale"):
        agreement(tool, [attrs.evolve(result, deltas=(strange,))])


def test_rows_and_plain_data(tool_of, results):
    """Rows are flat; the whole goes to plain data and back."""
    agreed = agreement(tool_of(BODY), results([("clear", "some"), ("some", "some"), ("limited", "some")]))
    assert agreement_rows(agreed)[0] == {
        "thing": "a",
        "title": "A",
        "kind": "criterion",
        "n": 3,
        "left_out": 0,
        "same": Fraction(1, 3),
        "kappa": Fraction(0),
        "why": "",
        "mean": Fraction(0),
    }
    assert [row["kind"] for row in drift_rows(agreed)] == ["criterion", "section", "judgement"]
    assert converter().structure(plain(agreed), type(agreed)) == agreed


def test_the_table_for_a_reader(tool_of):
    tool = tool_of(BODY)
    pairs = [("clear", "some"), ("some", "some"), ("limited", "limited")]
    agreed = agreement(tool, [("anna", moderate(tool, audit(one), audit(other, grade=None))) for one, other in pairs])
    assert agreement_table(agreed).splitlines() == [
        "thing       n  left out    same  kappa (linear)  mean steps",
        "a           3         0   66.7%            0.57       -0.33",
        "b           3         0  100.0%               -        0.00",
        "suggests/s  3         0   66.7%            0.00       -0.67",
        "grade       0         3       -               -           -",
        "",
        "moderator  kind       n  left out  lower   same  higher  mean steps",
        "anna       criterion  6         0  16.7%  83.3%    0.0%       -0.17",
        "anna       section    3         0  33.3%  66.7%    0.0%       -0.67",
        "anna       judgement  0         3      -      -       -           -",
    ]
