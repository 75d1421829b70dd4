"""What a reader is told: whole texts for the packaged reviews, and the single turns of phrase."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qarules import NOT_APPLICABLE, Audit, Decision, evaluate, from_json, load
from qarules.model.prose import WIDTH
from qarules.standards.shelf import review

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize("withheld", [False, True])
@pytest.mark.parametrize("name", ["complete", "partial"])
def test_packaged_review(name, withheld, update):
    """The whole text for a packaged review, as its reviewer sees it and as the system does."""
    audit = from_json(review("north-somerset", name), Audit)
    tool = load("north-somerset/collaborative-practice-review", on=audit.on)
    outcome = evaluate(tool, audit.answers, known=audit.known, decisions=audit.decisions)
    told = outcome.explain(withheld=withheld)
    golden = GOLDEN / f"explain_{name}{'_withheld' if withheld else ''}.txt"
    if update:
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
    assert max(map(len, told.splitlines())) <= WIDTH
    assert not any(line.endswith(" ") for line in told.splitlines())


TOOL = """
  section s "Record" {
    question a "Summary" on evidence, may be not applicable
    question n "Number" number from 0 to 3
    question h "Hidden" text, asked when n is at least 2
    question w "With evidence" yes or no, with evidence
  }
  measure third "A third" = n / 3
  measure untitled = 1 + n
  judgement personal "Final judgement" on ofsted decided by reviewer, with reason {
    descriptor good "consistently sound"
    descriptor inadequate not provided "the source prints none"
    no better than good when n is at most 1
  }
  judgement suggested "Suggestion" on ofsted shown after personal {
    give good when a is clear cites C-1
    give requires-improvement when n is at least 1
  }
"""
ABOVE = """
clause C-1 must "p" "s"
clause I-1 interpretation "silent" "How we read it." { resolves C-1 }
"""


@pytest.fixture
def explained(tool_of):
    """A function from answers and decisions to the lines of the explanation."""

    def explained(answers, *, decided=None, withheld=False, on=None):
        decisions = {} if decided is None else {"personal": decided}
        outcome = evaluate(tool_of(TOOL, above=ABOVE, on=on), answers, decisions=decisions)
        return [line.strip() for line in outcome.explain(withheld=withheld).splitlines()]

    return explained


COMPLETE = {"a": "clear", "n": 1, "w": {"value": True, "evidence": ["file"]}}
GOOD = Decision("good", by="reviewer", reason="Steady work.")


def test_complete(explained):
    """A complete audit: decided by whom and why, what it means, what the rules suggest and why."""
    told = explained(COMPLETE, decided=GOOD)
    assert told[:2] == ["Tool", "The audit is complete."]
    assert "Final judgement: Good" in told
    assert "decided by reviewer: Steady work." in told
    assert "in words: consistently sound" in told
    assert "Suggestion: Good" in told
    (because,) = [line for line in told if line.startswith("because: ")]
    assert because.startswith("because: give good when a is clear (<text>:")
    assert because.endswith("; C-1)")
    assert "A third: 1/3" in told
    assert "untitled: 2" in told
    assert told[-2:] == ["Rests on interpretations of what the source leaves open", "I-1: How we read it."]
    assert not any(line.startswith(("Missing", "Not looked at", "Cannot be used", "Shown once")) for line in told)


def test_day_of_the_audit(explained):
    """The heading says of which day the audit is."""
    assert "2 May 2023" in explained(COMPLETE, on=datetime.date(2023, 5, 2))[0]
    assert "2023" not in explained(COMPLETE)[0]


def test_withheld(explained):
    """What a reader is not to see before they have decided is named only, and told on request."""
    told = explained(COMPLETE)
    assert "Suggestion: Good" not in told
    assert told[told.index("Shown once this is decided: Final judgement") + 1] == "Suggestion"
    assert not any("I-1" in line for line in told), "what a withheld suggestion rests on would give it away"
    whole = explained(COMPLETE, withheld=True)
    assert "Suggestion: Good" in whole
    assert "Shown once this is decided: Final judgement" not in whole


def test_not_known_yet(explained):
    """What is open says what is still possible; measures from where to where."""
    told = explained({"w": True}, withheld=True)
    assert "The audit is not complete." in told
    assert (
        "Final judgement: not known yet; still possible: Outstanding, Good, Requires improvement, Inadequate or does "
        "not apply" in " ".join(told)
    )
    assert (
        "Suggestion: not known yet; still possible: Good, Requires improvement, Inadequate or does not apply"
        in " ".join(told)
    )
    assert "A third: not known yet; from 0 to 1" in told


def test_does_not_apply(explained):
    """What does not apply says so."""
    told = explained({**COMPLETE, "a": NOT_APPLICABLE}, withheld=True)
    assert "Suggestion: does not apply" in told
    assert "Final judgement: does not apply" in told


def test_measures(tool_of):
    """A measure: its value, that it does not apply, between which ends it lies, or that nothing is known of it."""
    tool = tool_of("""
      section s "S" { question a "A" number from 0 to 3, may be not applicable  question n "N" number }
      measure first "First" = a / 4
      measure second = n + 1
    """)
    told = {
        name: evaluate(tool, answers).explain().splitlines()
        for name, answers in {"open": {}, "given": {"a": 1, "n": 1}, "off": {"a": NOT_APPLICABLE}}.items()
    }
    assert "First: not known yet; from 0 to 0.75, or does not apply" in told["open"]
    assert "second: not known yet" in told["open"]
    assert {"First: 0.25", "second: 2"} <= set(told["given"])
    assert "First: does not apply" in told["off"]


@pytest.mark.parametrize(
    ("decided", "line"),
    [
        (Decision("good", by="Rev"), "decided by Rev: no reason given"),
        (Decision("outstanding", by="reviewer", reason="x"), "this stands above the limit: no better than Good"),
        (
            Decision("inadequate", by="reviewer", reason="x"),
            "in words: no description is provided: the source prints none",
        ),
        (Decision("outstanding", by="reviewer", reason="x"), "this differs from Final judgement: Outstanding"),
    ],
)
def test_decisions(explained, decided, line):
    """Without a reason, above the limit, without a description, beside another suggestion."""
    assert line in explained(COMPLETE, decided=decided)


def test_lists(explained):
    """What is missing, ignored and refused stands in lists that say how long they are."""
    told = explained({"n": 1, "h": "ignored", "w": True, "zzz": 1})
    assert told[told.index("Missing (3)") + 1 :][:3] == [
        "Summary (a): no answer yet",
        "With evidence (w): a reference to evidence is wanted",
        "Final judgement (personal): to be decided",
    ]
    assert told[told.index("Not looked at (1)") + 1] == "Hidden (h): it is not asked of this audit"
    assert told[told.index("Cannot be used (1)") + 1] == "`zzz` is nothing this tool asks for"


def test_missing_in_other_ways(explained):
    """Insufficient evidence, a reason, and what is only missing if it is asked."""
    told = explained({"a": {"status": "cannot-tell"}}, decided=Decision("good", by="reviewer"))
    assert "Summary (a): the evidence does not allow an answer" in told
    assert "Hidden (h): no answer yet, if it is asked" in told
    assert "Final judgement (personal): a reason is wanted" in told


def test_superset(tool_of, monkeypatch):
    """Where not all of it may be within reach, it says so."""
    monkeypatch.setattr("qarules.engine.tables.MOST_ROWS", 3)
    tool = tool_of("""
      section s "S" { question a "A" on evidence  question b "B" on evidence  question c "C" on evidence }
      judgement grade "Grade" on verdict { give held when at least 2 are clear }
    """)
    assert "Grade: not known yet; at most these are still possible: Held or Open\n" in evaluate(tool, {}).explain()


def test_long_lines_are_wrapped(explained):
    """No line is longer than a reader's screen, whatever a person wrote; paragraphs stay apart."""
    reason = "word " * 60 + "\n\n" + "x" * 99
    told = explained(COMPLETE, decided=Decision("good", by="reviewer", reason=reason))
    start = next(n for n, line in enumerate(told) if line.startswith("decided by reviewer"))
    assert max(len(line) for line in told if "x" * 99 not in line) <= WIDTH
    assert " ".join(told[start : start + 5]).count("word") == 60
