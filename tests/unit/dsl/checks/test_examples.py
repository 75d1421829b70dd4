"""Answers in examples that their items do not know."""

from __future__ import annotations

import pytest

TOOL = """
  section s "S" {
    question a "A" on evidence
    question b "B" on evidence, may be not applicable
    question alone "Alone" yes or no
    question team "Team" one of { north "North"  south "South" }
    question times "Times" number from 0 to 10 step 2
    question day "Day" date
    question words "Words" text, optional
    question who "Who" role
    question rows "Rows" table { action text }
  }
  section more "More" may be not applicable { question c "C" on ofsted }
  judgement final "Final" on ofsted, decided by reviewer
"""


def example(given):
    return f'{TOOL} example "E" {{ given {given} expect final missing }}'


@pytest.mark.parametrize(
    "given",
    [
        "all clear",
        "all good",
        "a clear, b not applicable, a cannot tell",
        "alone yes, alone no",
        "team north",
        "times 8",
        "day 1 April 2027",
        'words "quiet", words not applicable',
        'who reviewer, who "Rev", who "Reviewer"',
        "rows cannot tell",
        "s clear, more good, more not applicable, s cannot tell",
    ],
)
def test_sound(found, given):
    """Every kind of answer where it is allowed."""
    assert found(example(given)) == []


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        ("all cleer", "QA403", "cleer"),
        ("a cleer", "QA402", "cleer"),
        ("a yes", "QA402", "a yes"),
        ("a 3", "QA402", "a 3"),
        ("a not applicable", "QA401", "a not applicable"),
        ("alone clear", "QA402", "clear"),
        ("alone 1", "QA402", "alone 1"),
        ("team east", "QA402", "east"),
        ("team no", "QA402", "team no"),
        ("times 12", "QA401", "times 12"),
        ("times -2", "QA401", "times -2"),
        ("times 3", "QA401", "times 3"),
        ("times clear", "QA412", "clear"),
        ("times yes", "QA412", "times yes"),
        ("day clear", "QA413", "clear"),
        ("words 3", "QA401", "words 3"),
        ("who nobody", "QA201", "nobody"),
        ("who 3", "QA401", "who 3"),
        ('rows "x"', "QA401", 'rows "x"'),
        ("s good", "QA403", "good"),
        ("s 3", "QA401", "s 3"),
        ("more clear", "QA403", "clear"),
    ],
)
def test_unsound(found, given, code, place):
    """An answer that its item cannot have is reported once."""
    assert found(example(given)) == [(code, place)]


def test_a_section_that_always_applies(found):
    """A section is said not to apply only where that is allowed."""
    body = example("third not applicable") + 'section third "Third" { question d "D" on evidence }'
    assert found(body) == [("QA401", "third not applicable")]
