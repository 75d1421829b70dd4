"""Every kind of fault, planted in a tool, is found with an audit that its author understands."""

from __future__ import annotations

from pathlib import Path

import pytest

from qarules.dsl.compile import compile_text
from qarules.engine.example import run_example
from qarules.export.proof import proof_text
from qarules.proofs.prove import prove

GOLDEN = Path(__file__).parents[2] / "golden"

ABOVE = """qa 1

scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { outstanding "Outstanding"  good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
event closure "The round closes"
"""

TOOL = """
tool record "The record" {
  section basic "Basics" {
    criterion summary "Case summary" judged on evidence { clear "C" some "S" limited "L" }
    criterion visits "Visits" judged on evidence { clear "C" some "S" limited "L" }
    criterion voice "The child's voice" judged on evidence { clear "C" some "S" limited "L" }
    MORE
  }
  RULES
}
"""

FAULTS = {
    "a giving rule that another always overtakes": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when none are limited
        give fair when none are limited and at least half are clear
      }""",
    "a giving rule that can never hold": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when at least 2 are clear and at least 2 are limited intended
        give fair when at most 1 are limited
      }""",
    "a limit that cannot bind": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when at least half are clear
        no better than good when any are limited
      }""",
    "a grade that no audit reaches": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when at least half are clear
        give fair when any criterion is some or worse or all are clear intended
      }""",
    "an improvement that is punished": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when exactly 1 are some intended
        give fair when none are limited
      }""",
    "an improvement that hides an item": """
      criterion follow-up "Follow-up" judged on evidence asked when summary is some or worse {
        clear "C" some "S" limited "L"
      }
      RULES
      judgement overall "Overall" on grades {
        give outstanding when follow-up is clear intended
        give good when at least half are clear intended
        give fair when any is clear intended
      }""",
    "a promise that fails": """
      judgement overall "Overall" on grades {
        give outstanding when at least half are clear
        give good when any are clear
        give fair when none are limited
      }
      promise "Little evidence of the child's voice is never good" {
        overall is never better than fair when voice is limited
      }""",
    "a criterion that counts for nothing": """
      judgement overall "Overall" on grades {
        give outstanding when all of summary, visits are clear
        give good when any of summary, visits is clear
        give fair when none of summary, visits are limited
      }""",
    "an escalation that can never start": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when none are limited
        give fair when at most 1 are limited
      }
      escalation alarm "Alarm" {
        starts when overall is outstanding and voice is limited
        step tell "Tell them" { by reviewer }
      }""",
    "a deadline that can never start": """
      question seen "Was the child seen?" yes or no asked when summary is limited
      RULES
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when none are limited
        give fair when at most 1 are limited
      }
      deadline visit-again "Visit again" {
        owner reviewer
        starts when seen is no and overall is good
        within 5 days of closure
      }""",
    "one promise that is kept and one that is not": """
      RULES
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when none are limited
        give fair when at most 1 are limited
      }
      promise "Limited evidence is never outstanding" { overall is never outstanding when any criterion is limited }
      promise "A clear summary is fair at least" { overall is always fair or better when summary is clear }""",
    "faults that are meant and explained": """
      judgement overall "Overall" on grades {
        give outstanding when all are clear
        give good when exactly 1 are some intended "the source counts it so"
        give fair when none are limited
        give fair when all are clear intended "the source says both"
      }""",
}


def text_of(rules: str) -> str:
    more, _, rest = rules.partition("RULES") if "RULES" in rules else ("", "", rules)
    return ABOVE + TOOL.replace("MORE", more).replace("RULES", rest)


def compiled(rules: str):
    found = compile_text(text_of(rules))
    assert not found.errors, list(map(str, found.errors))
    return found.pack


def test_every_fault_is_found_in_the_words_of_its_author(update):
    """The golden text is what `qarules prove` prints."""
    told = "\n".join(f"# {name}\n\n{proof_text(prove(compiled(rules).tools[0]))}" for name, rules in FAULTS.items())
    path = GOLDEN / "proofs.txt"
    if update:
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_every_counterexample_comes_true(name):
    """A printed example is read again as part of the file, and holds."""
    pack = compiled(FAULTS[name])
    findings = prove(pack.tools[0]).findings
    assert findings
    for finding in findings:
        for example in finding.examples:
            again = compile_text(f"{text_of(FAULTS[name])}\n{example}")
            assert not again.errors, (example, list(map(str, again.errors)))
            assert run_example(again.pack, again.pack.examples[0]) == (), example
