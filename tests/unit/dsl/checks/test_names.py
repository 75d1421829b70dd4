"""Names that stand for nothing, for the wrong kind of thing, or for two things."""

from __future__ import annotations

import pytest

SECTIONS = """
  section seeing "Seeing" {
    question seen   "Seen"   on evidence
    question heard  "Heard"  on evidence
    question alone  "Alone"  yes or no
    question times  "Times"  number from 0 to 9
    question day    "Day"    date
    question words  "Words"  text
    question team   "Team"   one of { north "North"  south "South" }
    question rows   "Rows"   table { action text }
  }
  section goal "Goals" repeated { question met "Met" on evidence  question why "Why" text, asked when met is clear }
  known breach "Breach" yes or no
  measure total "Total" = seen + heard
"""
GRADED = f"""{SECTIONS}
  judgement each "Each" for each section on ofsted {{ give good when all are clear }}
"""


def rule(condition, before=GRADED):
    return f'{before}\n  judgement overall "Overall" on ofsted {{ give good when {condition} }}'


@pytest.mark.parametrize(
    ("condition", "name", "help_"),
    [
        ("sen is clear", "sen", "did you mean `seen`?"),
        ("none of seen, herd are limited", "herd", "did you mean `heard`?"),
        ("none in seing are limited", "seing", "did you mean `seeing`?"),
        ("every section by eech is good", "eech", "did you mean `each`?"),
        ("seeing by nobody is good", "nobody", "here that can only be `each`"),
        ("totl is at least 2", "totl", "did you mean `total`?"),
        ("highest of seen, herd is at least 2", "herd", "did you mean `heard`?"),
        ("sum of points in seing is at least 2", "seing", "did you mean `seeing`?"),
        ("dai is before 1 April 2027", "dai", "here that can only be `day`"),
        ("day is before dai", "dai", "here that can only be `day`"),
        ("hard is applicable", "hard", "did you mean `heard`?"),
        ("row has at least 1 row", "row", "did you mean `rows`?"),
    ],
)
def test_unknown(reports, found, condition, name, help_):
    """A name nobody has is reported where it stands, with one that the place could hold."""
    body = rule(condition)
    assert found(body) == [("QA201", name)]
    assert reports(body)[0].help == help_


def test_unknown_suggests_only_what_fits(reports):
    """A section is not suggested where an item is wanted."""
    assert reports(rule("all of seein are clear"))[0].help == "did you mean `seen`?"


def test_unknown_elsewhere(found):
    """Names in measures, `asked when`, `shown after`, descriptors, examples and promises are looked up too."""
    body = f"""{GRADED}
      section more "More" {{ question x "X" text, asked when a-1 is clear }}
      measure m "M" = seen + a-2
      measure n "N" = steps of a-3 {{ up to 8 gives 1, above 8 gives 2 }}
      judgement overall "Overall" on ofsted, decided by reviewer, shown after a-4 {{
        descriptor good for a-5 "Good"
      }}
      example "E" {{
        given a-6 clear, a-7 2 instances
        given decided a-8 good
        expect a-9 good, overall differs from a-10, a-11 hidden, a-12 7, each of a-13 good
      }}
      promise "P" {{ a-14 is never good when a-15 is clear }}
    """
    assert found(body) == [("QA201", f"a-{number}") for number in range(1, 16)]


def test_a_retired_name_is_explained(reports):
    """A name that is no longer used says why."""
    body = f'{rule("gone is clear")} no longer used gone since "2" because "Nobody knew."'
    assert reports(body)[0].help == "`gone` is no longer used since 2: Nobody knew."


def test_a_former_name_is_explained(reports):
    """A name that was changed says to what."""
    body = f"{rule('before is clear')}".replace("on evidence", "on evidence, formerly before", 1)
    assert reports(body)[0].help == "it is now called `seen`"


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("none in seen are limited", "seen"),
        ("none of seen, seeing are limited", "seeing"),
        ("none of seen, alone are limited", "alone"),
        ("none of seen, each are limited", "each"),
        ("none of seen, breach are limited", "breach"),
        ("every section by total is good", "total"),
        ("total is clear", "total"),
        ("times is good", "times"),
        ("words is good", "words"),
        ("each is good", "each"),
        ("seen by each is clear", "each"),
        ("each is applicable", "each"),
        ("seen has at least 1 row", "seen"),
        ("seeing has at least 1 instance", "seeing"),
    ],
)
def test_wrong_kind(found, condition, name):
    """A name of something else than its place can hold is reported once."""
    assert found(rule(condition)) == [("QA202", name)]


@pytest.mark.parametrize(
    ("example", "name"),
    [
        ("given total 3", "total"),
        ("given seeing 2 instances", "seeing"),
        ("given decided overall of seeing good", "seeing"),
        ("given decided each good", "each"),
        ("given decided each of seeing good", "each"),
        ("expect seen good", "seen"),
        ("expect each good", "each"),
        ("expect overall of seeing good", "seeing"),
        ("expect each of seen good", "seen"),
        ("expect overall differs from each", "each"),
        ("expect each above its limit", "each"),
        ("expect overall 12", "overall"),
        ("expect overall hidden", "overall"),
        ("expect total missing", "total"),
    ],
)
def test_wrong_kind_in_an_example(found, example, name):
    """Examples give and expect what there is."""
    expect = "" if "expect" in example else "expect overall good"
    body = f"""{GRADED}
      judgement overall "Overall" on ofsted, decided by reviewer
      example "E" {{ {example} {expect} }}
    """
    assert found(body) == [("QA202", name)]


def test_right_in_an_example(found):
    """Each kind of line takes what is meant for it."""
    body = f"""{GRADED}
      judgement overall "Overall" on ofsted, decided by reviewer
      example "E" {{
        given all clear, seeing some, seen clear, breach yes, goal 2 instances
        given decided overall good
        expect each of goal good, overall differs from overall, overall above its limit, total 4, words missing
        expect total not applicable, overall not applicable, overall missing, why hidden, each of seeing possible good
      }}
    """
    assert found(body) == []


def test_nobody_decides_what_another_waits_for(found):
    """A judgement after one that nobody decides would never be shown."""
    body = f"""{GRADED}
      judgement overall "Overall" on ofsted shown after each {{ give good when all are clear }}
    """
    assert found(body) == [("QA202", "each")]


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "second",
    [
        'known seen "Again" yes or no',
        'measure seen "Again" = 3',
        'section seen "Again" { question other "Other" text }',
        'judgement seen "Again" on ofsted, decided by reviewer',
        'section other "Other" { question seen "Again" text }',
    ],
)
def test_duplicate(reports, found, labelled, second):
    """Everything a condition can name shares its ids; the report stands at the second and points at the first."""
    body = f"{SECTIONS}\n{second}"
    assert found(body) == [("QA203", "seen")]
    report = reports(body)[0]
    assert labelled(body, report) == ["seen"]
    assert report.labels[0].span.start < report.span.start


def test_duplicate_but_for_case(found):
    """`Seen` beside `seen` is the same id to a reader."""
    assert found(f'{SECTIONS} known Seen "Again" yes or no') == [("QA203", "Seen")]


@pytest.mark.parametrize(
    "condition",
    ["all of seen, heard, seen are clear", "highest of seen, seen is at least 1", "all in goal, goal are clear"],
)
def test_twice_in_a_list(found, condition):
    """A list names everything once."""
    assert [code for code, _ in found(rule(condition))] == ["QA203"]


# --- repeated sections and the grades of sections --------------------------------------------------------------------


@pytest.mark.parametrize(
    "condition",
    [
        "met is clear",
        "met is at least 1",
        "met is applicable",
        "total is above 1 and not met is clear",
        "met * 2 is above 2",
    ],
)
def test_an_item_of_a_repeated_section(found, condition):
    """Read singly outside its section, it could be any of several."""
    assert found(rule(condition)) == [("QA210", "met")]


@pytest.mark.parametrize("condition", ["any of met are clear", "highest of met is at least 1", "all in goal are clear"])
def test_items_of_a_repeated_section_in_lists(found, condition):
    """A list means all instances."""
    assert found(rule(condition)) == []


def test_an_item_of_a_repeated_section_in_a_measure(found):
    """A measure stands outside every section."""
    assert found(f'{SECTIONS} measure m "M" = met + seen') == [("QA210", "met")]


def test_the_grade_of_a_repeated_section(found):
    """It has as many grades as instances."""
    assert found(rule("goal is good")) == [("QA210", "goal")]


def test_sections_are_not_graded(found):
    """Without a judgement for each section no section has a grade."""
    assert found(rule("seeing is good", SECTIONS)) == [("QA411", "seeing")]
    assert found(rule("every section is good", SECTIONS)) == [("QA411", "every section is good")]


def test_a_section_without_anything_to_count_is_not_graded(found):
    """No judgement is made for a section of free text."""
    body = rule("notes is good", f'{GRADED} section notes "Notes" {{ question note-1 "Note" text }}')
    assert found(body) == [("QA411", "notes")]


TWO = f"""{GRADED}
  judgement other "Other" for each section on ofsted {{ give good when all are clear }}
"""


@pytest.mark.parametrize("condition", ["seeing is good", "every section is good"])
def test_which_section_grade(reports, found, labelled, condition):
    """Two judgements for each section know the grade, and either could be meant."""
    body = rule(condition, TWO)
    assert [code for code, _ in found(body)] == ["QA211"]
    assert labelled(body, reports(body)[0]) == ["each", "other"]
    assert "by each" in reports(body)[0].help


@pytest.mark.parametrize("condition", ["seeing by other is outstanding", "every section by each is outstanding"])
def test_which_section_grade_is_said(found, condition):
    """Naming one of the two settles it."""
    assert found(rule(condition, TWO)) == []


def test_only_one_of_two_knows_the_grade(found):
    """The scale tells the two apart where the grade stands on one of them only."""
    body = rule(
        "seeing is outstanding", GRADED + 'judgement other "Other" for each section on evidence, decided by reviewer'
    )
    assert found(body) == []


# --- one report for one mistake --------------------------------------------------------------------------------------


def test_lost_names_are_not_unknown(found):
    """What stood in text that could not be read has been reported."""
    body = """
      section seeing "Seeing" { question seen "Seen" on evidence  question "Heard" heard on evidence }
      judgement overall "Overall" on ofsted { give good when heard is clear and seen is clear }
    """
    assert "QA201" not in [code for code, _ in found(body)]


def test_an_unknown_name_silences_what_follows(found):
    """Nothing more is said of a condition that is not understood: not of its direction, nor of `intended`."""
    body = f"""{GRADED}
      judgement overall "Overall" on ofsted {{
        give good when sen is limited
        give fair when herd is clear intended
        no better than fair when none of seen, herd are clear
      }}
    """
    assert found(body) == [("QA201", "sen"), ("QA201", "herd")]


def test_an_item_without_a_kind_of_answer(found):
    """An item that does not say how it is answered is reported for that alone."""
    body = rule("quiet is clear and quiet is at least 3", GRADED + 'section more "More" { question quiet "Quiet" }')
    assert found(body) == [("QA303", "quiet")]
