"""Audits as columns: what the property tests find seldom."""

from __future__ import annotations

import pytest

from qarules import compile_text
from qarules.analytics.columns import grade_columns

TOOL = """
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
tool t "T" {
  section s "S" {
    question whether "Whether" yes or no
    criterion why "Why" judged on evidence, asked when whether is yes { clear "C"  some "S"  limited "L" }
    criterion how "How" judged on evidence { clear "C"  some "S"  limited "L" }
  }
  judgement grade "Grade" on evidence { give clear when all are clear  give some when none are limited }
}
"""


@pytest.mark.parametrize(
    ("why", "incomplete"),
    [(None, ()), ("limited", ()), ("splendid", (0,)), ("cannot-tell", ()), ("not-applicable", (0,))],
)
def test_what_cannot_be_used_is_told_also_of_a_question_that_is_not_asked(why, incomplete):
    """Somebody meant to say something that was not heard; what is merely open there is of no account."""
    pack = compile_text(TOOL).pack
    assert pack is not None
    found = grade_columns(pack.tools[0], {"whether": [False], "why": [why], "how": ["clear"]})
    assert (list(map(str, found.grades["grade"])), found.incomplete) == (["clear"], incomplete)
