"""The simplest audit that shows a finding still shows it to whoever reads it."""

from __future__ import annotations

import qarules

# Decided to be good, the first judgement leaves no audit with all visits made, and so but one grade for the second.
TEXT = """qa 1
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role lead "Lead"
tool t "T" {
  section s "S" {
    question made "Visits made" number from 0 to 1 step 0.5
  }
  judgement first "First" on grades decided by lead {
    descriptor good "g"
    descriptor fair "f"
    descriptor poor "p"
    no better than fair when made is at least 1
  }
  judgement second "Second" on grades {
    give good when made is at least 0.75
    no better than fair when first is good or better intended
  }
  promise "The second is never poor" { second is never poor }
}
"""


def test_what_a_decision_may_not_exceed_is_answered():
    (finding,) = (
        found
        for found in qarules.prove(qarules.compile_text(TEXT).pack.tools[0]).findings
        if found.kind is qarules.FindingKind.BROKEN
    )
    assert finding.examples
    for example in finding.examples:
        pack = qarules.compile_text(f"{TEXT}\n{example}").pack
        assert qarules.run_example(pack, pack.examples[0]) == (), example
