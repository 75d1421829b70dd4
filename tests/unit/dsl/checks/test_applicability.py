"""Limits that would hold because nothing is left for them to count."""

from __future__ import annotations

import pytest

TOOL = """
  section one "One" {
    question a "A" on evidence, may be not applicable
    question b "B" on evidence, asked when care is yes
  }
  section two "Two" may be not applicable { question c "C" on evidence  question d "D" on evidence }
  section three "Three" {
    question e "E" on evidence
    question f "F" on evidence, optional
    question g "G" on ofsted
  }
  section goal "Goal" repeated { question h "H" on evidence }
  known care "Care leaver" yes or no
  measure points-of-one "Points" = sum of points in one
"""


def limit(condition, before=TOOL, kind=""):
    rule = f"no better than fair when {condition} intended"
    return f'{before} judgement j "J" {kind} on ofsted, decided by reviewer {{ {rule} }}'


@pytest.fixture
def holes(found):
    """Where a limit over nothing is reported."""
    return lambda body: [place for code, place in found(body) if code == "QA407"]


@pytest.mark.parametrize(
    "condition",
    [
        "none in one are clear",
        "no criterion in two is clear",
        "at most 1 in one, two are clear",
        "fewer than 2 of a, b are clear",
        "exactly 0 of f are clear",
        "none in goal are clear",
        "none of h are clear",
        "not any in one are clear",
        "not at least 1 of a is clear",
    ],
)
def test_hole(holes, condition):
    """A count of few or none also holds over nothing, where all it counts may be not applicable."""
    count = condition.removeprefix("not ")
    assert holes(limit(condition)) == [count]


@pytest.mark.parametrize(
    "condition",
    [
        "any in one are limited",
        "at least 1 of a, b are limited",
        "exactly 1 of a is limited",
        "at most 0% in one are clear",
        "all in one are limited",
        "none in three are clear",
        "none of a, e are clear",
        "none in one, three are clear",
        "no section is poor",
        "none are clear",
    ],
)
def test_no_hole(holes, condition):
    """Counts that do not hold over nothing, shares, and scopes in which something always applies."""
    body = limit(condition) + ' judgement each "Each" for each section on ofsted, decided by reviewer'
    assert holes(body) == []


def test_the_whole_tool(holes):
    """Where nothing of the tool applies, its judgement does not either."""
    body = limit(
        "none in one, two are clear",
        'section one "One" { question a "A" on evidence, optional }'
        'section two "Two" { question b "B" on evidence, optional }',
    )
    assert holes(body) == []


def test_another_scale_keeps_the_judgement(holes):
    """An item whose scale lacks the band keeps the judgement applying while there is nothing to count."""
    before = 'section one "One" { question a "A" on evidence, optional  question b "B" on ofsted }'
    assert holes(limit("none are clear", before)) == ["none are clear"]


@pytest.mark.parametrize(
    "condition",
    [
        "none in one are clear and one is applicable",
        "none in one are clear or one is not applicable",
        "none in one are clear and one is not applicable",
        "none of a, b are clear and a is applicable",
        "none of a, b are clear or b is not applicable",
        "none of a are clear or one is not applicable",
        "none in one are clear and at least half in one are limited",
        "none in one are clear and a is limited",
        "none in one are clear and points-of-one is at most 1",
        "none in one are clear and any in one are limited",
        "none in two are clear and two is applicable",
        "(care is yes or e is clear) and (none in one are clear and one is applicable)",
    ],
)
def test_the_author_says_so(holes, condition):
    """A part that fails or does not apply over nothing closes the hole, and so does speaking of it."""
    assert holes(limit(condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        "none in one are clear and care is yes",
        "none in one are clear or care is yes",
        "none in one are clear and two is applicable",
        "none in one are clear and two is not applicable",
        "none of a are clear and one is applicable",
        "none in one are clear and e is limited",
    ],
)
def test_the_author_speaks_of_something_else(holes, condition):
    """Other parts leave the hole open."""
    assert holes(limit(condition)) == [condition.split(" and ")[0].split(" or ")[0]]


def test_the_hole_makes_no_difference(holes):
    """Where another part holds whenever the count does, the count is not to blame."""
    assert holes(limit("(none of a are clear and a is applicable) or care is yes")) == []


def test_one_report_for_a_scope(holes):
    """Two counts of the same things want the same words of the author."""
    assert holes(limit("none in one are clear and at most 1 in one are some")) == ["none in one are clear"]
    assert holes(limit("none in one are clear or none in two are clear")) == [
        "none in one are clear",
        "none in two are clear",
    ]


def test_giving_rules_may(holes):
    """Only limits are asked."""
    body = TOOL + 'judgement j "J" on ofsted { give outstanding when none in one are limited }'
    assert holes(body) == []


def test_for_each_section(holes, reports):
    """The section that has nothing to count is named."""
    before = """
      section one "One" { question a "A" on evidence }
      section two "Two" { question b "B" on evidence, optional  question c "C" on ofsted }
    """
    body = limit("none are clear", before, "for each section")
    assert holes(body) == ["none are clear"]
    report = next(each for each in reports(body) if each.code == "QA407")
    assert "in the section `two`" in report.message
    assert "`at most 0% are …`" in report.help


def test_for_each_section_without_a_hole(holes):
    """A section of which nothing applies has no grade that could be limited."""
    before = """
      section one "One" { question a "A" on evidence, optional  question b "B" on evidence, optional }
      section two "Two" may be not applicable { question c "C" on evidence }
      section goal "Goal" repeated { question h "H" on evidence }
    """
    assert holes(limit("none are clear", before, "for each section")) == []


def test_a_section_that_lacks_the_band(holes, reports):
    """In a section whose scales lack the band a count of none always holds."""
    before = 'section one "One" { question a "A" on evidence } section two "Two" { question b "B" on ofsted }'
    body = limit("none are clear", before, "for each section")
    assert holes(body) == ["none are clear"]
    assert "nothing in `two` can be `clear`" in next(each for each in reports(body) if each.code == "QA407").message


def test_items_with_their_section(holes):
    """What is only out with its whole section takes the rest of the section along."""
    before = """
      section one "One" { question a "A" on evidence }
      section two "Two" may be not applicable { question c "C" on evidence  question d "D" on ofsted }
    """
    assert holes(limit("none of c are clear", before, "for each section")) == ["none of c are clear"]
    assert (
        holes(
            limit(
                "none are clear",
                before.replace('question a "A" on evidence', 'question a "A" on evidence, optional'),
                "for each section",
            )
        )
        == []
    )


def test_before_an_item_is_counted(holes):
    """An item that is counted from some day on fills no scope before."""
    before = """
      section one "One" { question a "A" on evidence, optional  question b "B" on evidence, counted from 1 April 2027 }
      section two "Two" { question c "C" on evidence }
    """
    assert holes(limit("none in one are clear", before)) == ["none in one are clear"]
    assert holes(limit("none in one are clear", before.replace(", counted from 1 April 2027", ""))) == []


def test_before_anything_is_counted(reports):
    """Where all that a limit counts is counted from some day on, it would hold for every audit before."""
    before = """
      section one "One" {
        question a "A" on evidence
        question b "B" on evidence, counted from 1 April 2027
        question c "C" on evidence, counted from 1 March 2027
      }
    """
    report = next(each for each in reports(limit("none of b, c are clear", before)) if each.code == "QA407")
    assert report.message.endswith("before 1 March 2027 nothing that it counts is counted")
    assert report.help == "count a share, such as `at most 0% are …`, which does not apply to nothing"
    assert not [each for each in reports(limit("at most 0% of b, c are clear", before)) if each.code == "QA407"]


def test_help(reports):
    """The remedy names what can be named."""
    report = next(each for each in reports(limit("none in one are clear")) if each.code == "QA407")
    assert report.help == (
        "add `and one is applicable`, or `or one is not applicable` if the limit is meant to hold then"
    )
    report = next(each for each in reports(limit("none of a are clear")) if each.code == "QA407")
    assert "`and a is applicable`" in report.help
