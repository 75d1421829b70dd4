"""Which audits a new version regrades where an answer can be anything: numbers without an end, dates, rows."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules.dsl.compile import compile_text
from qarules.engine.evaluate import evaluate
from qarules.proofs.regraded import regraded

ON = datetime.date(2026, 6, 15)
TEXT = """qa 1
scale grades "Grades" {{ good "Good" poor "Poor" }}
tool visit "Visit" {{
  section seeing "Seeing" {{
    question count "How many?" number from 0
    question seen "When?" date
    question actions "Actions" table {{ action text "What" }}
  }}
  judgement overall "Overall" on grades {{ give good when {when} }}
}}
"""


def tool(when):
    compiled = compile_text(TEXT.format(when=when))
    assert not compiled.errors, compiled.errors
    return attrs.evolve(compiled.pack.tools[0], on=ON)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("count is at least 5", "count is at least 9", [("good", "poor")]),
        ("count is at least 9", "count is at least 5", [("poor", "good")]),
        ("count is at least 5", "count is more than 4", []),
        ("seen is within 2 months before audit-date", "seen is within 3 months before audit-date", [("poor", "good")]),
        ("seen is within 3 months before audit-date", "seen is within 3 months of audit-date", [("poor", "good")]),
        ("seen is on or before 1 May 2026", "not seen is on or after 2 May 2026", []),
        ("actions has at least 1 row", "actions has at least 4 rows", [("good", "poor")]),
        ("actions has at least 4 rows", "actions has more than 3 rows", []),
    ],
)
def test_another_threshold(before, after, changes):
    """An answer that only one version's conditions speak of is looked at under both."""
    old, new = tool(before), tool(after)
    (told,) = regraded(old, new)
    assert [(each.before, each.after) for each in told.changes] == changes
    for each in told.changes:
        first, second = (evaluate(one, each.audit.answers)["overall"].suggested for one in (old, new))
        assert (str(first), str(second)) == (each.before, each.after)


APPLYING = """qa 1
scale grades "Grades" {{ good "Good" poor "Poor" }}
tool visit "Visit" {{
  known early "Is this early help?" yes or no
  section seeing "Seeing" may be not applicable {{
    question count "How many?" number from 0 to 3
  }}
  judgement overall "Overall" on grades {{ give good when {when} }}
}}
"""


def test_a_section_that_applies_is_shown_with_an_answer():
    """Which number it is makes no difference; that there is one does, for the section could be not applicable."""
    old, new = (
        compile_text(APPLYING.format(when=when)).pack.tools[0]
        for when in ("count is at least 0", "early is yes and count is at least 0")
    )
    ((change,),) = (told.changes for told in regraded(old, new))
    assert (change.before, change.after, change.audits) == ("good", "poor", 4)
    assert change.audit.answers.keys() == {"count"}
    assert evaluate(old, change.audit.answers, known=change.audit.known)["overall"].suggested.id == "good"
