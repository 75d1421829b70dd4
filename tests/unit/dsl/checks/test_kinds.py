"""A clause that says what it is about is cited by something that can hold it."""

from __future__ import annotations

import pytest

from qarules.dsl.compile import compile_text
from qarules.model.standard import ClauseKind

# Where a clause C-1 may be cited; everything else cites C-0.
PACK = """
clause C-0 must "0" "The rest."
clause C-1 must {kind} "1" "This one." {{ {why} }}
role boss "Boss" cites {role}
record file "The file" cites C-0
event call "A call" cites C-0
deadline answer "The answer" cites C-0 {{ within 2 hours of call }}
escalation danger "Danger" cites C-0 {{
  starts when call happens
  step tell "They are told" cites {step} {{ by boss }}
  step see "The child is seen" cites {timed} {{ by boss  within 2 hours }}
  step note "It is written down" cites {recorded} {{ by boss  record in file }}
}}
tool t "T" cites C-0 {{ section s "S" {{ question q "Q" yes or no cites {question} }} }}
"""
PLACES = ("role", "step", "timed", "recorded", "question")
ABLE = {
    ClauseKind.DEADLINE: {"timed"},
    ClauseKind.RECORD: {"recorded", "question"},
    ClauseKind.ESCALATION: {"step", "timed", "recorded"},
    ClauseKind.CRITERION: {"question"},
    ClauseKind.RECURRENCE: set(),
    ClauseKind.ROLE: set(PLACES),
    ClauseKind.PRINCIPLE: set(PLACES),
    ClauseKind.LEARNING: set(PLACES),
}


def found(kind, place, why=""):
    cites = {each: "C-1" if each == place else "C-0" for each in PLACES}
    return [each.code for each in compile_text(PACK.format(kind=kind, why=why, **cites)).diagnostics]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ABLE, ids=lambda kind: kind.value)
def test_held(kind, place):
    """Only what can act on a clause of the kind answers for it."""
    assert found(kind.value, place) == ([] if place in ABLE[kind] else ["QA332"])


def test_no_kind():
    """A clause that does not say its kind may be cited by anything."""
    assert found("", "role") == []


def test_content_only():
    """What nothing acts on, and says why, need not be held by anything that acts."""
    assert found("deadline", "role", 'content only "the event is never named"') == []
    assert found("deadline", "role", 'not provided "the number is missing"') == []


def test_one_that_can_is_enough():
    """It may be cited by others besides."""
    cites = dict.fromkeys(PLACES, "C-1")
    assert compile_text(PACK.format(kind="deadline", why="", **cites)).diagnostics == ()
