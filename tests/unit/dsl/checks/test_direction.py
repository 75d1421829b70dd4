"""Rules that better evidence could turn against the grade."""

from __future__ import annotations

import pytest

TOOL = """
  section s "S" {
    question a "A" on evidence
    question b "B" on evidence
    question safe "Safe" yes or no, yes is better
    question open "Open" yes or no, yes is worse
    question team "Team" one of { north "North"  south "South" }
    question good-times "Times" number from 0 to 9, higher is better
    question bad-times "Times" number from 0 to 9, lower is better
    question times "Times" number from 0 to 9
    question day "Day" date
  }
  section hidden "Hidden" {
    question always "Always" on evidence
    question x "X" on evidence, asked when a is limited
    question y "Y" on evidence, asked when team is north
    question z "Z" yes or no, asked when x is applicable
  }
  known breach "Breach" yes or no, yes is worse
  measure total "Total" = a + b
  measure missing "Missing" = 4 - a - b
  measure falling "Falling" = steps of total { up to 2 gives 1, above 2 gives 0 }
  measure bent "Bent" = steps of total { up to 1 gives 0, 2 gives 3, above 2 gives 1 }
  measure of-hidden "Hidden" = x + 1
  judgement each "Each" for each section on ofsted, decided by reviewer
  judgement other "Other" on ofsted, decided by reviewer
"""
UP = [
    "a is clear",
    "a is some or better",
    "all in s are clear",
    "any of a, b are clear",
    "none of a, b are limited",
    "fewer than half of a, b are some or worse",
    "not a is limited",
    "at least 3 of a, b are clear",
    "safe is yes",
    "open is no",
    "breach is no",
    "good-times is at least 3",
    "bad-times is at most 3",
    "total is at least 3",
    "missing is below 2",
    "falling is below 1",
    "highest of a, b is above 1",
    "percent of points in s is at least 50%",
    "every section is good or better",
    "no section is poor",
    "s is outstanding",
    "other is fair or better",
    "not (a is limited or other is poor)",
    "a is clear and team is north",
]
DOWN = [
    "a is limited",
    "none in s are clear",
    "at most 1 of a, b are some or better",
    "open is yes",
    "total is at most 1",
    "missing is at least 3",
    "falling is at least 1",
    "any section is poor",
    "other is poor",
    "a is limited or team is south",
]
NEUTRAL = ["team is north", "times is at least 3", "times is 3", "day is before 1 April 2027", "a is applicable"]
NONE = [
    "a is some",
    "exactly 1 of a, b are clear",
    "any of a, b are some",
    "other is good",
    "total is 2",
    "falling is 1",
    "a - b is at least 1",
    "bent is at least 2",
    "a is clear and b is limited",
]


def give(condition, intended=""):
    return f'{TOOL} judgement j "J" on ofsted {{ give good when {condition} {intended} }}'


def limit(condition, intended=""):
    return (
        f'{TOOL} judgement j "J" on ofsted, decided by reviewer {{ no better than fair when {condition} {intended} }}'
    )


@pytest.fixture
def said(found):
    """What is found of direction: the code and the place."""
    return lambda body: [each for each in found(body) if each[0] in {"QA408", "QA409"}]


@pytest.mark.parametrize("condition", [*UP, *NEUTRAL])
def test_giving_rules_that_point_up(said, condition):
    """They need no word, and the word is not needed."""
    assert said(give(condition)) == []
    assert said(give(condition, "intended")) == [("QA409", f"give good when {condition} intended")]


@pytest.mark.parametrize("condition", [*DOWN, *NONE])
def test_giving_rules_that_do_not(said, condition):
    """They may lose a grade to better evidence, unless that is intended."""
    assert [code for code, _ in said(give(condition))] == ["QA408"]
    assert said(give(condition, "intended")) == []


@pytest.mark.parametrize("condition", [*DOWN, *NEUTRAL])
def test_limits_that_point_down(said, condition):
    """They need no word, and the word is not needed."""
    assert said(limit(condition)) == []
    assert [code for code, _ in said(limit(condition, "intended"))] == ["QA409"]


@pytest.mark.parametrize("condition", [*UP, *NONE])
def test_limits_that_do_not(said, condition):
    """They may hold better evidence down, unless that is intended."""
    assert [code for code, _ in said(limit(condition))] == ["QA408"]
    assert said(limit(condition, "intended")) == []


def test_the_wrong_part(reports, said, labelled):
    """The report stands at the first part that points the wrong way; the others have labels."""
    body = give("a is clear and b is limited and (team is north or not safe is yes)")
    assert said(body) == [("QA408", "b is limited")]
    report = next(each for each in reports(body) if each.code == "QA408")
    assert labelled(body, report) == ["safe is yes", "good"]
    assert report.help == "write `intended` after the condition if that is what you mean"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            give("b is limited"),
            "better evidence may lose the grade `good`: this holds the sooner the worse the evidence is",
        ),
        (
            limit("b is clear"),
            "better evidence may be held down to `fair`: this holds the sooner the better the evidence is",
        ),
        (
            give("b is some"),
            "better evidence may lose the grade `good`: "
            "a step in the middle of a scale is left upwards as well as downwards",
        ),
        (
            give("exactly 1 of a, b are clear"),
            "better evidence may lose the grade `good`: an exact count can be passed by one more",
        ),
    ],
)
def test_message(reports, body, message):
    """What may happen, and why, in plain words."""
    assert next(each for each in reports(body) if each.code == "QA408").message == message


# --- hidden items ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("x is clear", "x"),
        ("all in hidden are clear", "x"),
        ("all are clear", "x"),
        ("any of a, x are clear", "x"),
        ("of-hidden is at least 2", "x"),
        ("highest of a, x is at least 1", "x"),
        ("sum of points is at least 2", "x"),
        ("x is applicable", "x"),
        ("hidden is applicable", "x"),
        ("z is yes", "z"),
        ("hidden is outstanding", "x"),
        ("every section is good or better", "x"),
    ],
)
def test_evidence_can_hide_what_is_read(reports, said, condition, name):
    """A rule that reads an item which evidence can hide needs the word, whichever way it points."""
    body = give(condition)
    if "section" in condition or condition == "hidden is outstanding":
        body = body.replace('question always "Always" on evidence', "")
    assert [code for code, _ in said(body)] == ["QA408"]
    report = next(each for each in reports(body) if each.code == "QA408")
    assert f"whether `{name}` is asked" in report.message
    assert said(body.replace(f"when {condition}", f"when {condition} intended")) == []


@pytest.mark.parametrize("condition", ["every section is good or better", "hidden is outstanding"])
def test_a_section_that_keeps_its_grade(said, condition):
    """Hiding one item does not take away a section's grade while another always applies."""
    assert said(give(condition)) == []


@pytest.mark.parametrize("condition", ["y is clear", "any of a, y are clear", "a is clear"])
def test_answers_without_a_direction_hide(said, condition):
    """An item that waits for a neutral answer is hidden from everyone alike."""
    assert said(give(condition)) == []


@pytest.mark.parametrize(
    ("asked", "exposed"),
    [
        ("a is limited", True),
        ("any are limited", True),
        ("safe is no", True),
        ("breach is yes", True),
        ("good-times is at least 3", True),
        ("total is at least 2", True),
        ("a is at least 1", True),
        ("s is poor", True),
        ("other is poor", True),
        ("other is applicable", True),
        ("x is applicable", True),
        ("team is north", False),
        ("times is at least 3", False),
        ("day is before 1 April 2027", False),
        ("a is applicable", False),
        ("y is applicable", False),
    ],
)
def test_what_exposes(said, asked, exposed):
    """Bands, directed answers, grades and measures expose; neutral answers do not."""
    body = f'{give("last is yes")} section more "More" {{ question last "Last" yes or no, asked when {asked} }}'
    assert [code for code, _ in said(body)] == (["QA408"] if exposed else [])


# --- one report for one mistake --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["no better than outstanding when a is clear", "give god when a is limited"])
def test_rules_that_do_nothing(found, rule):
    """A limit at the top and a rule for no grade are reported for that alone."""
    body = f'{TOOL} judgement j "J" on ofsted, decided by reviewer {{ {rule} }}'
    assert len(found(body)) == 1


def test_settled_parts_have_no_direction(found):
    """A part that is always the same cannot turn against the grade."""
    assert found(give("good-times is at most 9")) == [("QA410", "good-times is at most 9")]


def test_and_beside_or(found):
    """Before the brackets are set, nothing is said of the direction."""
    assert [code for code, _ in found(give("a is limited and b is limited or a is some"))] == ["QA119"]
