"""An author's example: what it hands in, what it expects, and what is said where it does not come true."""

from __future__ import annotations

import attrs
import pytest

from qarules import run_example
from qarules.engine.example import Mismatch
from qarules.model.example import GivenAnswer

TOOL = """
  section s "S" {
    question a "A" on evidence
    question b "B" on evidence, may be not applicable
    question flagged "F" yes or no
    question why "W" text, asked when flagged is yes
    question n "N" number from 0 to 10
    question seen "D" date
  }
  section plan "P" may be not applicable { question c "C" on evidence  question m "M" on marks }
  section goal "G" repeated { question g "G" on evidence }
  known breach "B" yes or no
  known level "L" on evidence
  measure half = n / 2
  measure part = sum of m
  judgement each "E" for each section on ofsted decided by reviewer { give good when all are clear }
  judgement personal "P" on ofsted decided by moderator or reviewer, with reason {
    no better than good when flagged is yes
  }
  judgement grade "G" on ofsted {
    give outstanding when all are clear and breach is no
    give good when none are limited
    no better than requires-improvement when level is limited
  }
  example "E" { EXAMPLE }
"""


@pytest.fixture
def found(pack_with):
    """A function from what stands in an example to what of it does not come true, as pairs of expected and found."""

    def found(text):
        pack = pack_with(TOOL.replace("EXAMPLE", text))
        mismatches = run_example(pack, pack.examples[0])
        assert all(mismatch.span is not None for mismatch in mismatches)
        return [(mismatch.expected, mismatch.found) for mismatch in mismatches]

    return found


COMPLETE = "given all clear, n 7, flagged no, seen 2 May 2023, breach no, level clear, m high given goal 2 instances"


@pytest.mark.parametrize(
    "text",
    [
        f"{COMPLETE} expect grade outstanding",
        f"{COMPLETE} expect grade suggests outstanding, grade possible outstanding",
        f"{COMPLETE} expect each of plan good",
        f"{COMPLETE} expect half 3.5, part 5",
        f"{COMPLETE} expect why hidden",
        f"{COMPLETE} expect personal missing",
        f"{COMPLETE} given decided personal good expect personal good, personal differs from grade",
        f"{COMPLETE}, a limited expect grade inadequate, each of s inadequate",
        f"{COMPLETE}, plan limited expect each of plan inadequate, each of s good",
        f"{COMPLETE}, plan not applicable expect each of plan not applicable, c hidden, grade outstanding",
        f"{COMPLETE}, b not applicable expect grade outstanding",
        f"{COMPLETE}, b cannot tell expect b missing, grade possible outstanding or good or inadequate",
        "given a clear expect b missing, n missing, breach missing",
        'given flagged yes, why "because" given decided personal outstanding expect personal above its limit',
        "given all clear, breach no, level limited expect grade requires-improvement",
        "given plan not applicable expect each of plan possible not applicable",
        f"{COMPLETE} given decided each of s inadequate expect each of s inadequate, each of s suggests good",
        "given a limited, goal 3 instances expect g missing",
        f"{COMPLETE} expect each of goal good, each of goal possible good",
    ],
)
def test_comes_true(found, text):
    """Every kind of giving and expecting, in an example that comes true."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{COMPLETE} expect grade good", ("grade good", "outstanding")),
        ("expect grade good", ("grade good", "not known yet")),
        (f"{COMPLETE} expect grade not applicable", ("grade not applicable", "outstanding")),
        (f"{COMPLETE} given decided personal good expect personal inadequate", ("personal inadequate", "good")),
        (f"{COMPLETE} expect each of s suggests inadequate", ("each of s suggests inadequate", "suggests good")),
        (
            f"{COMPLETE} expect grade possible good or outstanding",
            ("grade possible good or outstanding", "possible outstanding"),
        ),
        ("expect each of s possible good", ("each of s possible good", "possible good or inadequate")),
        (
            f"{COMPLETE} given decided personal outstanding expect personal differs from grade",
            ("personal differs from grade", "outstanding beside outstanding"),
        ),
        (
            f"{COMPLETE} expect personal differs from grade",
            ("personal differs from grade", "not known yet beside outstanding"),
        ),
        (
            f"{COMPLETE} given decided personal good expect personal above its limit",
            ("personal above its limit", "within its limit"),
        ),
        (f"{COMPLETE} expect half 4", ("half 4", "3.5")),
        ("expect half 4", ("half 4", "no value")),
        (f"{COMPLETE} expect a missing", ("a missing", "answered")),
        (f"{COMPLETE} expect why missing", ("why missing", "hidden")),
        (f"{COMPLETE} expect a hidden", ("a hidden", "answered")),
        ("expect a hidden", ("a hidden", "missing")),
        (f"{COMPLETE}, g limited expect each of goal good", ("each of goal good", "inadequate")),
        ("expect each of goal good", ("each of goal good", "no instance of the section")),
        ("expect each of goal possible good", ("each of goal possible good", "no instance of the section")),
    ],
)
def test_does_not_come_true(found, text, expected):
    """What was expected and what was found, in words, one for each expectation."""
    assert found(text) == [expected]


def test_every_expectation(found):
    """Each expectation that does not come true is told, in the order written."""
    assert found(f"{COMPLETE} expect grade good, half 3.5 expect a hidden, part 1") == [
        ("grade good", "outstanding"),
        ("a hidden", "answered"),
        ("part 1", "5"),
    ]


def test_particular_overrules_general(found):
    """A band for an item overrules that of its section, and that the one for all, in any order of writing."""
    particular = ["given all clear", "given plan some", "given c limited"]
    for order in (particular, particular[::-1]):
        assert found(" ".join(order) + " expect each of plan inadequate, each of s good") == []


def test_all_passes_over_other_scales(found):
    """A band for all is that of the items whose scale has it; knowns are given by name only."""
    assert found("given all clear expect level missing, m missing, n missing") == []
    assert found("given plan clear expect m missing") == []


def test_all_takes_in_what_is_not_counted(pack_with):
    """A checklist whose answers are never counted can be filled in all at once, or a section of it."""
    pack = pack_with("""
      section s "S" { question a "A" on evidence, not counted }
      section u "U" { question b "B" on evidence, not counted }
      example "All" { given all clear  expect a missing, b missing }
      example "A section" { given u clear  expect a missing, b missing }
    """)
    assert [len(run_example(pack, each)) for each in pack.examples] == [2, 1]


def test_rows_are_counted_through_the_instances(pack_with):
    """The second row of two instances is the first of the second; there is no fifth."""
    pack = pack_with("""
      section goal "Goal" repeated { question acts "Acts" table { what text, by date } }
      deadline act "An act" { owner reviewer  for each row of acts by its by }
      example "Rows" {
        on 2 May 2027
        given goal 2 instances, acts row { what "Ask", by 1 May 2027 }, acts row { what "Tell", by 3 May 2027 }
        expect row 1 of act is overdue, row 2 of act is running, row 3 of act is overdue, row 4 of act is running
      }
      example "No such row" { on 2 May 2027  given goal 1 instance  expect row 5 of act is overdue }
    """)
    assert [len(run_example(pack, each)) for each in pack.examples] == [0, 1]


def test_on_its_own_day(pack_with):
    """An example is an audit of the day it names."""
    pack = pack_with("""
      section s "S" { question a "A" on evidence  question b "B" on evidence, counted from 1 April 2027 }
      judgement grade "G" on ofsted { give good when all are clear }
      example "before" { on 31 March 2027 given a clear, b limited expect grade good }
      example "after" { on 1 April 2027 given a clear, b limited expect grade good }
    """)
    before, after = pack.examples
    assert run_example(pack, before) == ()
    assert run_example(pack, after) == (
        Mismatch(expected="grade good", found="inadequate", span=after.expected[0].span),
    )


def test_unusable_answers_are_told(pack_with):
    """An answer that cannot be used does not go by unseen, even where every expectation comes true."""
    pack = pack_with(TOOL.replace("EXAMPLE", "given a clear expect b missing"))
    example = attrs.evolve(pack.examples[0], given=(GivenAnswer(thing="a", value="claer"),))
    (mismatch,) = run_example(pack, example)
    assert mismatch.expected == "what is given can be used"
    assert mismatch.found == "`a` cannot be `claer` (`clear`, `some` or `limited`)"
    assert mismatch.span == example.span


def test_a_forum_does_and_approves_as_a_role_does(pack_with):
    """Whoever may act in a step may be named in an example of it."""
    pack = pack_with(
        """
      section s "S" { question a "A" text, optional }
      process guidance "New guidance" {
        step discuss "It is discussed" { by board }
        step approve "It is approved" { approved by board }
      }
      example "The board" {
        as of 2 May 2027
        given discuss of guidance is done, approve of guidance is approved by board
        expect discuss of guidance is done, approve of guidance is done
      }
      example "Not yet" { as of 2 May 2027  expect discuss of guidance is next by board }
    """,
        'forum board "The board"',
    )
    assert [run_example(pack, each) for each in pack.examples] == [(), ()]
