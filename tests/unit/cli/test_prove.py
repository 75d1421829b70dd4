"""`qarules prove`: findings, what is explained, and its exit status."""

from __future__ import annotations

import json

import pytest

RULES = """qa 1

scale evidence "Evidence" { clear "Clear"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }

tool record "The record" {
  section basic "Basics" {
    criterion summary "Summary" judged on evidence { clear "Clear"  limited "Little" }
    criterion visits "Visits" judged on evidence { clear "Clear"  limited "Little" }
  }
  judgement overall "Overall" on grades {
    give good when all are clear
    give fair when any criterion is clear
  }
  promise "No visits, no good grade" { overall is never good when visits is limited }
}
"""
KEPT = """The record (record): 4 possible audits
  for every audit:
    `overall` can be every grade of its scale
    every rule of `overall` can decide
    better evidence never lowers `overall`
    the promise “No visits, no good grade” is kept

no findings in 1 tool
"""


@pytest.fixture
def rules(tmp_path):
    """A function that writes a rule file and gives its path."""

    def rules(text=RULES):
        path = tmp_path / "house.qa"
        path.write_text(text, encoding="utf-8")
        return path

    return rules


def test_what_holds(qarules, rules):
    """Nothing found: exit status 0, and what was proved."""
    assert qarules("prove", rules()) == (0, KEPT, "")


def test_a_finding_is_printed_with_its_place_and_an_example(qarules, rules):
    """Exit status 1; the block can be kept as it is."""
    path = rules(RULES.replace("when all are clear", "when at least half are clear"))
    status, out, err = qarules("prove", path)
    assert (status, err) == (1, "")
    assert f"{path}:13:5 rule-never-decides" in out
    assert '    example "No visits, no good grade" of record {\n      given summary clear\n' in out
    assert out.endswith("3 findings in 1 tool\n")


def test_what_the_author_explains_is_no_fault(qarules, rules):
    """It is told with the reason all the same."""
    text = RULES.replace("any criterion is clear", 'all are clear intended "for the reader"').replace(
        'judgement overall "Overall" on grades {', 'judgement overall "Overall" on grades intended "as the source" {'
    )
    status, out, _ = qarules("prove", rules(text))
    assert status == 0
    assert "    meant: for the reader\n" in out
    assert "    meant: as the source\n" in out
    assert out.endswith("no findings, 2 explained in 1 tool\n")


def test_json(qarules, rules):
    """Proofs as values, each in the form it is stored in."""
    status, out, _ = qarules("prove", rules(), "--format", "json")
    data = json.loads(out)
    assert (status, data["format_version"], data["errors"]) == (0, 1, [])
    (proof,) = data["proofs"]
    assert proof["audits"] == 4
    assert {each["grade"] for each in proof["reached"]} == {"good", "fair", "poor"}
    assert proof["findings"] == []


def test_a_mistake_in_the_text_is_reported_as_by_check(qarules, rules):
    """A file that cannot be read is no proof of anything."""
    status, out, _ = qarules("prove", rules(RULES.replace("summary", "visits")))
    assert status == 1
    assert "error QA203" in out
    assert "no findings in 0 tools" in out
    status, out, _ = qarules("prove", rules(RULES.replace("summary", "visits")), "--format", "json")
    assert status == 1
    assert json.loads(out)["errors"]


def test_a_dated_tool_is_proved_on_every_day_that_counts_something_more(qarules, rules):
    """From the day the standard is in force; with --on for that day alone."""
    dated = RULES.replace(
        'criterion visits "Visits" judged on evidence {',
        'criterion visits "Visits" judged on evidence, counted from 1 May 2027 {',
    )
    text = dated.replace(
        "qa 1\n", 'qa 1\nstandard house "House" { version "1"  in force from 1 April 2027 until 31 March 2028 }\n'
    )
    _, out, _ = qarules("prove", rules(text))
    assert "(record) on 2027-04-01: 2 possible audits" in out
    assert "(record) on 2027-05-01: 4 possible audits" in out
    _, out, _ = qarules("prove", rules(text), "--on", "2 May 2027")
    assert "(record) on 2027-05-02" in out
    assert "2027-04-01" not in out


def test_nothing_to_judge(qarules, rules):
    """A form without a judgement says so, and does not claim to have been gone through."""
    text = 'scale s "S" { a "A"  b "B" }\ntool form "Form" { section x "X" { question q "Q" on s } }\n'
    assert qarules("prove", rules(text)) == (0, "Form (form): nothing is judged\n\nno findings in 1 tool\n", "")


def test_without_the_solver_somebody_is_told_what_decides_more(qarules, rules, monkeypatch):
    """Past the bound of the classes nothing is guessed."""
    monkeypatch.setattr("qarules.engine.tables.MOST_ROWS", 2)
    monkeypatch.setattr("qarules.engine.tables.MOST_BITS", 0)
    monkeypatch.setattr("qarules.proofs.solver.is_there", bool)
    monkeypatch.setattr("qarules.proofs.ground.HINT", " (the extra `prove` decides more)")
    status, out, _ = qarules("prove", rules())
    assert status == 1
    assert "not-decided" in out
    assert "(the extra `prove` decides more)" in out
    assert "can never" not in out
    assert "is kept" not in out
