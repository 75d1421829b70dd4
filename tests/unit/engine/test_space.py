"""The audits of a tool as a space: what can be answered, what changes places with what, and back to answers."""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction

import pytest

from qarules.engine.evaluate import evaluate
from qarules.engine.space import SOME_TEXT, audit_of, classes, completions, every_audit
from qarules.engine.steps import ANY
from qarules.engine.tables import Counted, Traced, inputs_in
from qarules.model.answers import Status

NA = Status.NOT_APPLICABLE
CRITERION = '{name} "C" judged on evidence{more} {{ clear "C"  some "S"  limited "L" }}'


def criteria(*names, more=""):
    return "\n".join(f"criterion {CRITERION.format(name=name, more=more)}" for name in names)


def grades_of(space, judgement):
    """Every grade of a judgement with an audit for it."""
    judged = next(each for each in space.plan.judgements if each.path == judgement)
    rows = space.joint([judged.final], ways=Traced()).rows
    return judged, {row[0]: audit_of(space, inputs_in(way)) for row, way in rows.items()}


def names(found):
    return [[item.path for item in alike] for alike in found]


# --- every audit -----------------------------------------------------------------------------------------------------


def test_the_best_answers_come_first(tool_of):
    """Scales and yes or no from the best; `not applicable` after them; choices as they stand."""
    space = every_audit(
        tool_of(f"""
          section s "S" {{
            {criteria("a", more=", may be not applicable")}
            question b "B" yes or no, yes is better
            question c "C" one of {{ x "X"  y "Y" }}
            question d "D" number from 0 to 1
          }}
          judgement g "G" on ofsted {{ give good when a is clear and b is yes and c is x and d is above 0 intended }}
        """)
    )
    found = {item.item.id: space.domains[item.answer] for item in space.plan.items}
    assert found["a"] == (2, 1, 0, None)
    assert found["b"] == (True, False)
    assert found["c"] == ("x", "y")
    assert set(found["d"]) == {0, 1}
    assert [item.item.id for item in space.open_items] == ["a", "b", "c", "d"]


def test_a_judgement_without_rules_is_decided_in_every_way_its_limits_allow(tool_of):
    """Nobody decides otherwise than the rules suggest; without giving rules every allowed grade is there."""
    space = every_audit(
        tool_of(f"""
          section s "S" {{ {criteria("a")} }}
          judgement free "F" on ofsted decided by reviewer {{ no better than good when a is limited }}
          judgement ruled "R" on verdict {{ give held when free is good or better }}
        """)
    )
    judged, audits = grades_of(space, "free")
    assert set(audits) == {0, 1, 2, 3}
    for rank, audit in audits.items():
        outcome = evaluate(space.tool, audit.answers, decisions=audit.decisions)
        assert not outcome.problems
        assert outcome["free"].final.rank == rank
        assert audit.decisions["free"].by == "reviewer"
    limited = next(item.answer for item in space.plan.items)
    assert set(space.limited({limited: (0,)}).joint([judged.final]).rows) == {(0,), (1,), (2,)}


def test_limits_of_a_space_are_kept(tool_of):
    """What a space was limited to is remembered, the last word counting."""
    space = every_audit(tool_of(f'section s "S" {{ {criteria("a", "b")} }}'))
    a, b = (item.answer for item in space.plan.items)
    twice = space.limited({a: (2, 1)}).limited({a: (1,), b: (0,)})
    assert twice.limits == {a: (1,), b: (0,)}
    assert twice.domains[a] == (1,)
    assert space.limits == {}


def test_answers_without_end_are_sampled_and_said_so(tool_of):
    """A text could be anything: what depends on it is not whole, what does not is."""
    space = every_audit(
        tool_of(
            f"""
            section s "S" {{
              {criteria("a")}
              question seen "Seen" date
              question begun "Begun" date, may be not applicable
            }}
            judgement plain "P" on verdict {{ give held when a is clear }}
            judgement dated "D" on verdict {{ give held when seen is within 5 days of begun intended }}
            """
        )
    )
    judged = {each.path: each for each in space.plan.judgements}
    assert space.sampled
    assert space.is_whole(judged["plain"].final)
    assert not space.is_whole(judged["plain"].final, judged["dated"].final)
    assert all(ANY not in domain for domain in space.domains.values())
    last = space.domains[next(item.answer for item in space.plan.items if item.item.id == "begun")]
    assert last[-1] is None


# --- back to answers -------------------------------------------------------------------------------------------------

EVERY_KIND = f"""
  section s "S" {{
    {criteria("a", more=", may be not applicable")}
    question flag "Flag" yes or no
    question which "Which" one of {{ x "X"  y "Y" }}
    question many "Many" number from 0 to 3
    question seen "Seen" date
    question words "Words" text
    question who "Who" role
    question rows "Rows" table {{ what text "What" }}
  }}
  section off "O" may be not applicable as "not heard" {{ {criteria("o")} }}
  section goal "G" repeated {{ {criteria("met")} }}
  known fact "Fact" yes or no, yes is worse
  judgement total "T" on verdict {{
    give held when a is clear and flag is yes and which is x and many is above 2 and seen is before 1 May 2027 and
      rows has at least 1 row and o is clear and any of met are clear and fact is no intended
  }}
"""


def test_an_audit_says_every_kind_of_answer_as_somebody_would(tool_of):
    """Handed in again, each answer is read as the value it came from."""
    tool = tool_of(EVERY_KIND)
    space = every_audit(tool, {"goal": 2})
    values = {}
    for item in space.plan.items:
        values[item.answer] = space.domains[item.answer][0]
    values[space.plan.sections_off["off"]] = False
    audit = audit_of(space, values)
    outcome = evaluate(tool, audit.answers, known=audit.known)
    assert not outcome.problems
    assert not outcome.missing
    assert audit.answers["a"] == "clear"
    assert audit.answers["flag"] is True
    assert audit.answers["which"] == "x"
    assert isinstance(audit.answers["many"], Fraction)
    assert isinstance(audit.answers["seen"], datetime.date)
    assert audit.answers["words"] == SOME_TEXT
    assert audit.answers["who"] == "reviewer"
    assert isinstance(audit.answers["rows"], list)
    assert audit.answers["goal"] == [{"met": "clear"}, {"met": "clear"}]
    assert audit.known == {"fact": True}
    assert audit.decisions == {}


def test_a_section_that_does_not_apply_is_said_and_its_answers_are_not(tool_of):
    """One that is repeated too; an input that is left out stays unanswered."""
    tool = tool_of(EVERY_KIND)
    space = every_audit(tool, {"goal": 1})
    at = {item.path: item.answer for item in space.plan.items}
    audit = audit_of(space, {space.plan.sections_off["off"]: True, at["o"]: 2, at["a"]: None})
    assert audit.answers == {"a": NA, "off": NA, "goal": [{}]}
    repeated = tool_of(f'section goal "G" repeated may be not applicable {{ {criteria("met")} }}')
    space = every_audit(repeated, {"goal": 1})
    gone = {space.plan.sections_off["goal"]: True, space.plan.items[0].answer: 2}
    assert audit_of(space, gone).answers == {"goal": NA}


def test_a_person_where_there_is_no_role(pack_of):
    """Some text stands for anybody."""
    (tool,) = pack_of("""
      tool t "T" { section s "S" { question who "Who" role } }
    """).tools
    space = every_audit(tool)
    assert audit_of(space, {space.plan.items[0].answer: "x"}).answers == {"who": SOME_TEXT}


# --- interchangeable items -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            'section s "S" {{ {abc} }} judgement g "G" on ofsted {{ give good when all are clear }}',
            [["a", "b", "c"]],
            id="counted alike",
        ),
        pytest.param(
            """section s "S" {{ {abc} }} judgement g "G" on ofsted {{
                 give good when all are clear and a is some intended }}""",
            [["a"], ["b", "c"]],
            id="one is read by itself",
        ),
        pytest.param(
            """section s "S" {{ {abc} }} judgement g "G" on ofsted {{
                 give good when all are clear  give requires-improvement when any of a, b is some or better }}""",
            [["a", "b"], ["c"]],
            id="two are counted once more",
        ),
        pytest.param(
            """section s "S" {{ {a} {bna} {c} }} judgement g "G" on ofsted {{ give good when all are clear }}""",
            [["a", "c"], ["b"]],
            id="one may not apply",
        ),
        pytest.param(
            """section s "S" {{ {abc} }} section r "R" {{ {d} }} judgement g "G" on ofsted {{
                 give good when all in s are clear and any in r are clear }}""",
            [["a", "b", "c"], ["d"]],
            id="sections counted apart",
        ),
        pytest.param(
            """section s "S" {{ {a} {bgated} {cgated} question q "Q" yes or no }}
               judgement g "G" on ofsted {{ give good when all are clear intended }}""",
            [["a"], ["b", "c"], ["q"]],
            id="hidden by the same answer",
        ),
        pytest.param(
            """section s "S" may be not applicable {{ {abc} }} section r "R" {{ {d} }}
               judgement g "G" on ofsted {{ give good when all are clear intended }}""",
            [["a", "b", "c"], ["d"]],
            id="in a section that may not apply",
        ),
        pytest.param(
            """section s "S" {{ question a "A" on marks question b "B" on marks, weight 2 question c "C" on marks }}
               measure score = percent of points
               judgement g "G" on ofsted {{ give good when score is at least 50% }}""",
            [["a", "c"], ["b"]],
            id="of another weight",
        ),
    ],
)
def test_what_is_counted_alike_changes_places(tool_of, body, expected):
    """Classes are as large as the rules allow; whoever changes places within one changes no grade."""
    gated = ", asked when q is yes"
    tool = tool_of(
        body.format(
            abc=criteria("a", "b", "c"),
            a=criteria("a"),
            c=criteria("c"),
            d=criteria("d"),
            bna=criteria("b", more=", may be not applicable"),
            bgated=criteria("b", more=gated),
            cgated=criteria("c", more=gated),
        )
    )
    space = every_audit(tool)
    found = classes(space, [judged.final for judged in space.plan.judgements])
    assert names(found) == expected
    (judged,) = space.plan.judgements
    for first, second in (alike[:2] for alike in found if len(alike) > 1):
        for one, other in itertools.product(space.domains[first.answer], repeat=2):
            here = space.joint([judged.final], given={first.answer: (one,), second.answer: (other,)}, ways=Counted())
            there = space.joint([judged.final], given={first.answer: (other,), second.answer: (one,)}, ways=Counted())
            assert here.rows == there.rows


# --- what completes an open audit ------------------------------------------------------------------------------------


def test_the_completions_of_an_open_audit(tool_of):
    """What was answered and decided is fixed, a blank optional item is blank, the rest is open; problems are told."""
    tool = tool_of(f"""
      section s "S" {{
        {criteria("a", "b")}
        question note "N" text, optional
      }}
      judgement g "G" on ofsted decided by reviewer {{ give good when all are clear }}
    """)
    good = {"grade": "good", "by": "reviewer", "reason": "B"}
    space, problems = completions(tool, {"a": "clear", "zz": 1}, None, {"g": good, "h": good})
    assert [item.item.id for item in space.open_items] == ["b"]
    assert [problem.thing for problem in problems] == ["zz", "h"]
    (judged,) = space.plan.judgements
    assert set(space.joint([judged.final]).rows) == {(2,)}
    assert set(space.joint([judged.suggested]).rows) == {(2,), (0,)}
