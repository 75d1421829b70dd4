"""The packaged standards: sound, whole, and in our own words."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import attrs
import pytest

import qarules
from qarules.dsl.compile import compile_text
from qarules.engine.example import run_example
from qarules.model.outcome import Outcome
from qarules.standards.loading import compile_path
from qarules.standards.shelf import packaged_standards, review

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ON = datetime.date(2023, 5, 2)
TOOLS = [
    f"{name}/{tool.id}"
    for name in packaged_standards()
    for pack in [compile_path(name).pack]
    if pack
    for tool in pack.tools
]
BANDS = ("clear", "some", "limited")
# Sections of the evidence guide and how many criteria each has: NS-CPR-34.
GUIDE = {"basic-information": 6, "assessment": 9, "planning-and-review": 6, "management-oversight": 5}


@pytest.fixture(scope="module")
def north_somerset() -> qarules.Pack:
    return qarules.load_pack("north-somerset", on=ON)


@pytest.fixture(scope="module")
def tool() -> qarules.Tool:
    return qarules.load("north-somerset/collaborative-practice-review", on=ON)


@pytest.mark.parametrize("name", packaged_standards())
def test_nothing_is_found_in_a_packaged_standard(name):
    """Not even a warning."""
    assert [str(found) for found in compile_path(name).diagnostics] == []


@pytest.mark.parametrize("name", TOOLS)
def test_a_packaged_tool_has_examples(name):
    standard, tool = name.split("/")
    pack = compile_path(standard).pack
    assert pack is not None
    assert any(example.tool == tool for example in pack.examples)


@pytest.mark.parametrize("name", packaged_standards())
def test_the_examples_of_a_packaged_standard_come_true(name):
    pack = compile_path(name).pack
    assert pack is not None
    for example in pack.examples:
        assert run_example(pack, example) == (), example.title


@pytest.mark.parametrize("name", ["aqos", "ccuo", "dorset", "dudley", "north-somerset"])
def test_the_examples_take_every_way_a_decision_can_go(name):
    """And no rule decides nothing."""
    pack = compile_path(name).pack
    assert pack is not None
    found = qarules.decision_coverage(pack)
    assert [str(each.branch) for each in (*found.uncovered, *found.impossible)] == []


@pytest.mark.parametrize("name", TOOLS)
def test_a_packaged_tool_printed_and_read_again_is_the_same(name):
    loaded = qarules.load(name, on=ON)
    compiled = compile_text(qarules.print_tool(loaded))
    assert compiled.pack is not None, compiled.diagnostics
    assert loaded.standard is not None
    by_itself = attrs.evolve(loaded.standard, calendar="", local=False)
    again = attrs.evolve(compiled.pack.tools[0], on=ON)
    assert again == attrs.evolve(loaded, standard=by_itself, moderations=(), watched=())


def test_the_evidence_guide_has_its_26_criteria(tool):
    counts = {s.id: sum(bool(item.descriptors) for item in s.items) for s in tool.sections if s.id in GUIDE}
    assert counts == GUIDE
    for item in tool.items.values():
        if item.descriptors:
            assert tuple(descriptor.step for descriptor in item.descriptors) == BANDS
            assert all(descriptor.text for descriptor in item.descriptors)


@pytest.mark.parametrize(
    ("prefix", "count"), [("NS-BI", 6), ("NS-AS", 9), ("NS-PR", 6), ("NS-MGT", 5)], ids=["BI", "AS", "PR", "MGT"]
)
def test_every_criterion_cites_its_own_row(tool, prefix, count):
    cited = [clause for item in tool.items.values() for clause in item.cites if re.fullmatch(rf"{prefix}-\d\d", clause)]
    assert sorted(cited) == [f"{prefix}-{number:02}" for number in range(1, count + 1)]


def test_the_review_asks_and_records_what_the_guidance_lists(tool):
    """NS-CPR-12 to NS-CPR-20, each cited by an item or judgement."""
    cited = {clause for thing in tool.things.values() for clause in thing.cites}
    assert {f"NS-CPR-{number}" for number in range(12, 21)} <= cited


def test_the_final_judgement_is_a_persons_and_no_rule_gives_it(tool):
    final = tool.things["final-judgement"]
    assert isinstance(final, qarules.Judgement)
    assert (final.giving, final.limits) == ((), ())
    assert final.decided_by == ("reviewer",)
    assert final.with_reason
    not_provided = {(d.step, d.population) for d in final.descriptors if d.not_provided}
    assert {step for step, _ in not_provided} == {"good"}


def test_no_packaged_judgement_has_a_limit_its_source_does_not_state(tool):
    """North Somerset states none."""
    assert all(judgement.limits == () for judgement in tool.judgements)


def test_what_the_evidence_suggests_is_an_interpretation_and_shown_afterwards(tool):
    audit = qarules.from_json(review("north-somerset", "complete"), qarules.Audit)
    before: Outcome = qarules.evaluate(tool, audit.answers)
    after = qarules.evaluate(tool, audit.answers, decisions=audit.decisions)
    assert (before["evidence-suggests"].shown, after["evidence-suggests"].shown) == (False, True)
    assert "NS-AMB-07" in {clause.id for clause in after["evidence-suggests"].rests_on}
    assert "not official" in after["evidence-suggests"].title


def test_the_complete_review_is_complete_and_the_partial_one_is_not(tool):
    for name, complete in (("complete", True), ("partial", False)):
        audit = qarules.from_json(review("north-somerset", name), qarules.Audit)
        outcome = qarules.evaluate(tool, audit.answers, known=audit.known, decisions=audit.decisions)
        assert outcome.problems == ()
        assert outcome.complete is complete
