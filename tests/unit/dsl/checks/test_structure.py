"""Constructs that lack a part, or have one that makes no sense."""

from __future__ import annotations

import pytest


def criterion(descriptors):
    return f'section s "S" {{ criterion a "A" judged on evidence {{ {descriptors} }} }}'


def section(items):
    return f'section s "S" {{ {items} }}'


@pytest.mark.parametrize(
    ("descriptors", "missing"),
    [
        ('clear "c" some "s"', "`limited`"),
        ('clear "c"', "`some` or `limited`"),
        ("", "`clear`, `some` or `limited`"),
    ],
)
def test_missing_descriptors(reports, found, descriptors, missing):
    """One report names every band that a criterion does not describe."""
    body = criterion(descriptors)
    assert found(body) == [("QA304", "a")]
    assert reports(body)[0].message == f"the criterion `a` does not describe {missing}"


def test_all_described(found):
    """A descriptor the source does not provide is one too."""
    assert found(criterion('clear "c" some not provided "The source has none." limited "l"')) == []


def test_a_question_needs_no_descriptors(found):
    """Only criteria describe their bands."""
    assert found(section('question a "A" on evidence')) == []


def test_descriptor_for_no_band(reports, found):
    """A band that is not on the scale is reported, and the one it stands for is not called missing."""
    body = criterion('clear "c" som "s" limited "l"')
    assert found(body) == [("QA305", "som")]
    assert reports(body)[0].help == "did you mean `some`?"


def test_descriptor_for_no_band_of_any_likeness(found):
    """A wrong id accounts for one missing band, whatever it looks like; further ones are still missing."""
    assert found(criterion('clear "c" weak "s" limited "l"')) == [("QA305", "weak")]
    assert found(criterion('clear "c" weak "s"')) == [("QA304", "a"), ("QA305", "weak")]


def test_described_twice(found, reports, labelled):
    """The second descriptor of a band accounts for a missing one."""
    body = criterion('clear "c" some "s" some "l"')
    assert found(body) == [("QA203", "some")]
    assert labelled(body, reports(body)[0]) == ["some"]


def test_a_criterion_is_judged_on_a_scale(found):
    """Other answers belong to questions."""
    assert found('section s "S" { criterion a "A" yes or no }') == [("QA302", "a")]


def test_grade_described_twice(found):
    """A grade is described once for each population."""
    body = """
      section s "S" { question who "Who" one of { north "N"  south "S" } }
      judgement j "J" on ofsted, decided by reviewer {
        descriptor good for north "g"
        descriptor good for south "g"
        descriptor good "g"
        descriptor good for south "again"
      }
    """
    assert found(body) == [("QA203", "good")]


@pytest.mark.parametrize(
    "answer",
    [
        "number from 10 to 0",
        "number from 0 to 10 step 0",
        "number from 0 to 10 step 3",
        "number from 0.5 to 10",
        "number from 0 to 10, weight -1",
        "table { often number from 3 to 1 }",
    ],
)
def test_bounds(found, answer):
    """Ends in the wrong order or off the grid, a step that is none, a weight below zero."""
    assert [code for code, _ in found(section(f'question a "A" {answer}'))] == ["QA307"]


@pytest.mark.parametrize(
    "answer",
    ["number from 0 to 10 step 2.5", "number to 10", "number from -3 to 3", "number, weight 0", "number from 1 to 1"],
)
def test_sound_bounds(found, answer):
    """Ends may be left out, fall together, or lie below zero."""
    assert found(section(f'question a "A" {answer}')) == []


def test_empty_section(found):
    """A section holds something."""
    assert found(section("")) == [("QA308", "s")]


def test_nobody_makes_a_judgement(found):
    """A judgement has rules that give a grade, or somebody who decides."""
    body = (
        section('question a "A" on evidence').replace("{", "{{").replace("}", "}}")
        + 'judgement j "J" on ofsted {{ {} }}'
    )
    assert found(body.format("")) == [("QA314", "j")]
    assert found(body.format("no better than fair when a is limited")) == [("QA314", "j")]
    assert found(body.format("give good when a is clear")) == []
    assert found(body.format("").replace("on ofsted", "on ofsted decided by reviewer")) == []


def test_an_example_expects_something(found):
    """An example without expectations tests nothing."""
    assert [code for code, _ in found(section('question a "A" text') + 'example "E" { given a "x" }')] == ["QA315"]


@pytest.mark.parametrize(
    "body",
    [
        'section s "S" { criterion a "A" judged on evidence { clear "c" some "s" limted: "l" } }',
        'section s "S" { criterion "A" a judged on evidence { clear "c" some "s" limited "l" } }',
        'section s "S" { question a "A" on evidence } judgement j "J" on ofsted { give good whn all are clear }',
        'section s "S" { question a "A" on evidence } example "E" { expct a hidden }',
    ],
)
def test_what_could_not_be_read_is_not_missing(found, body):
    """A part that was lost to a mistake in the text is not reported a second time as missing."""
    assert not {code for code, _ in found(body)} & {"QA304", "QA308", "QA314", "QA315"}
