"""Comparisons with values that cannot be, and comparisons that are settled before the audit."""

from __future__ import annotations

import pytest

TOOL = """
  section s "S" {
    question a "A" on evidence
    question b "B" on evidence, may be not applicable
    question c "C" on ofsted
    question alone "Alone" yes or no
    question team "Team" one of { north "North"  south "South" }
    question times "Times" number from 0 to 10 step 2, higher is better
    question open "Open" number
    question day "Day" date
    question rows "Rows" table { action text }
  }
  section goal "Goal" repeated { question met "Met" on evidence }
  section notes "Notes" { question words "Words" text }
  measure both "Both" = a + b
  measure score "Score" = percent of a, b
  judgement each "Each" for each section on ofsted { give good when all are clear }
"""


def limit(condition):
    return f'{TOOL} judgement j "J" on ofsted, decided by reviewer {{ no better than fair when {condition} intended }}'


@pytest.fixture
def said(found):
    """What is found about the condition of a limit, but for its direction."""
    return lambda condition: [each for each in found(limit(condition)) if each[0] not in {"QA407", "QA409"}]


@pytest.mark.parametrize(
    ("condition", "step"),
    [
        ("a is cleer", "cleer"),
        ("a is good", "good"),
        ("not c is clear or better", "clear"),
        ("a is yes", "yes"),
        ("alone is clear", "clear"),
        ("alone is yes or better", "yes"),
        ("team is east", "east"),
        ("team is yes", "yes"),
        ("team is north or worse", "north"),
        ("s is clear", "clear"),
        ("s by each is clear", "clear"),
        ("every section is clear", "clear"),
        ("every section by each is clear", "clear"),
    ],
)
def test_not_on_the_scale(said, condition, step):
    """A step that the thing cannot be at is reported where it stands."""
    assert said(condition) == [("QA402", step)]


def test_suggestion(reports):
    """What is suggested is on the scale, or among the answers."""
    assert reports(limit("a is cleer"))[0].help == "did you mean `clear`?"
    assert reports(limit("team is nort"))[0].help == "did you mean `north`?"
    assert reports(limit("alone is clear"))[0].help == "the answers here are `yes` and `no`"


@pytest.mark.parametrize(
    "condition",
    ["a is limited", "c is fair or worse", "alone is no", "team is south", "s is poor", "some-known is good or worse"],
)
def test_on_the_scale(found, condition):
    """Steps of scales, answers, and grades of sections and knowns."""
    body = limit(condition) + ' known some-known "K" on ofsted'
    assert [code for code, _ in found(body) if code in {"QA401", "QA402"}] == []


def test_grades_of_rules(found):
    """Rules, limits, descriptors, decisions, expectations and promises name grades of their judgement."""
    body = f"""{TOOL}
      judgement j "J" on ofsted, decided by reviewer {{
        give g-1 when a is clear
        no better than g-2 when a is limited
        descriptor g-3 "x"
      }}
      example "E" {{ given decided j g-4  expect j g-5, j suggests g-6, j possible g-7 or good or g-8, each of s g-9 }}
      promise "P" {{ j is always g-10 or better  j is never better than g-11 }}
    """
    assert found(body) == [("QA402", f"g-{number}") for number in range(1, 12)]


def test_limit_at_the_top(found):
    """Nothing is better than the best grade."""
    body = TOOL + 'judgement j "J" on ofsted, decided by reviewer { no better than outstanding when a is clear }'
    assert found(body) == [("QA414", "outstanding")]


# --- numbers and dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition", ["times is at least 12", "times is 3", "times is below -1", "times is at most 11", "times is 10.5"]
)
def test_impossible(said, condition):
    """A number that cannot be answered: beyond the ends, or off the grid where it has to be met exactly."""
    assert said(condition) == [("QA401", condition)]


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("times is at least 0", "always"),
        ("times is above 10", "never"),
        ("times is below 0", "never"),
        ("times is at most 10", "always"),
        ("both is at least 5", "never"),
        ("both is 0.5", "never"),
        ("a * 2 is at most 4", "always"),
        ("highest of a, b is above 2", "never"),
        ("score is above 100%", "never"),
        ("a is applicable", "always"),
        ("s is not applicable", "always"),
        ("rows has at least 0 rows", "always"),
        ("goal has fewer than 0 instances", "never"),
        ("at least 0 in s are clear", "always"),
        ("fewer than 0% in s are clear", "never"),
        ("at most 3 of a, b are clear", None),
        ("at most 2 of a, b are clear", "always"),
        ("more than 2 of a, b are clear", "never"),
        ("more than 100% are clear", "never"),
    ],
)
def test_settled(reports, said, condition, outcome):
    """What comes out the same in every audit is reported, and which way it comes out."""
    if outcome is None:
        assert [code for code, _ in said(condition)] == ["QA406"]
        return
    assert [code for code, _ in said(condition)] == ["QA410"]
    assert any(f"this {outcome} holds" in report.message for report in reports(limit(condition)))


@pytest.mark.parametrize(
    "condition",
    [
        "times is at least 2",
        "times is above 0",
        "times is 4",
        "times is above 3",
        "open is 3",
        "open is at least 1000",
        "both is 4",
        "sum of met is at least 1000",
        "score is at least 62.5%",
        "score is above 99",
        "b is applicable",
        "goal is not applicable",
        "rows has at least 1 row",
        "goal has at most 3 instances",
        "at least 50 in goal are clear",
        "at least 1 in s are clear",
    ],
)
def test_open(said, condition):
    """What depends on the audit is not reported."""
    assert [each for each in said(condition) if each[0] in {"QA401", "QA405", "QA406", "QA410"}] == []


@pytest.mark.parametrize(
    "condition", ["a is limited or better", "c is outstanding or worse", "all are limited or better"]
)
def test_every_step(said, condition):
    """A step and all on one side of it can be the whole scale."""
    assert said(condition) == [("QA410", condition)]


def test_pieces_at_every_step(said):
    """How many are at any step at all is a question: some may be not applicable."""
    assert said("at least 2 are limited or better") == []


@pytest.mark.parametrize(
    "condition", ["score is at least 120%", "both is at least 50%", "at least 140% are clear", "times is at least 20%"]
)
def test_bad_share(said, condition):
    """Shares lie from 0 to 100%, and only a percentage is held against one."""
    assert said(condition) == [("QA405", condition)]


def test_percentages(said, found):
    """A percentage is `percent of` something, or a number whose unit says so."""
    assert said("score - 10 is at least 50%") == []
    body = limit("rate is at least 50%").replace("question open", 'question rate "Rate" number unit "%" question open')
    assert "QA405" not in [code for code, _ in found(body)]


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("a is before 1 April 2027", "a"),
        ("day is before a", "a"),
        ("both is within 2 months before audit-date", "both"),
        ("s is on or after day", "s"),
    ],
)
def test_not_a_date(said, condition, name):
    """Only dates are compared with dates."""
    assert said(condition) == [("QA413", name)]


# --- counts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "step"),
    [
        ("all are cleer", "cleer"),
        ("none in goal are good", "good"),
        ("none of a, b are good", "good"),
        ("none in notes are clear", "clear"),
        ("none of a are yes", "yes"),
    ],
)
def test_nobody_knows_the_band(said, condition, step):
    """A band that nothing in scope has is an error."""
    assert said(condition) == [("QA403", step)]


def test_somebody_knows_the_band(said):
    """Items on other scales are passed over."""
    assert said("none in s are good") == []


@pytest.mark.parametrize(
    "condition", ["at least 3 of a, b are clear", "exactly 4 sections are good", "at most 3 of a, b are clear"]
)
def test_more_than_there_are(said, condition):
    """An amount beyond all that could be counted; repeated sections have no end."""
    repeated = "section" in condition
    assert said(condition) == ([] if repeated else [("QA406", condition)])


def test_more_sections_than_there_are(found):
    """Sections are counted where something in them can be."""
    body = TOOL.replace(" repeated", "")
    limit_ = 'judgement j "J" on ofsted, decided by reviewer { no better than fair when at least 3 sections are poor }'
    assert found(body + limit_) == [("QA406", "at least 3 sections are poor")]


def test_scope_of_a_section(found):
    """In a judgement for each section the largest section decides."""
    body = """
      section one "One" { question a "A" on evidence  question b "B" on evidence }
      section two "Two" { question c "C" on evidence }
      judgement each "Each" for each section on ofsted { give good when at least %s are clear }
    """
    assert found(body % 2) == []
    assert found(body % 3) == [("QA406", "at least 3 are clear")]


@pytest.mark.parametrize(
    ("condition", "name"), [("none of a, c are clear", "c"), ("none of a, never are clear", "never")]
)
def test_listed_and_never_counted(found, condition, name):
    """A list names what its count can hold."""
    body = limit(condition).replace("question day", 'question never "Never" on evidence, not counted question day')
    assert ("QA415", name) in found(body)


# --- one report for one mistake --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        """section s "S" { question a "A" on evidnce }
           judgement j "J" on ofsted { give good when a is clear and none are limited and all of a are clear }""",
        """section s "S" { question a "A" on ofsted }
           judgement j "J" on ofstd { give goof when a is good or better no better than outstanding when a is poor }""",
    ],
)
def test_an_unknown_scale(found, body):
    """Nothing is said of the steps of a scale that is not known."""
    assert [code for code, _ in found(body)] == ["QA201"]


def test_measures_of_what_is_no_number(found):
    """A measure that is not understood is compared with nothing."""
    body = f'{limit("m is at least 50")} measure m "M" = a + alone'
    assert found(body) == [("QA412", "alone")]
