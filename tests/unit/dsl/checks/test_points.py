"""What is read as a number and is none."""

from __future__ import annotations

import pytest

TOOL = """
  section s "S" {
    question a "A" on evidence
    question b "B" on evidence
    question graded "Graded" on ofsted
    question again "Again" on ofsted
    question times "Times" number from 0 to 9
    question open "Open" number
    question alone "Alone" yes or no
    question day "Day" date
    question worth "Worth" one of { x "X" points 1  y "Y" points 0 }
    question partly "Partly" one of { p "P" points 1  q "Q" }
    question plain "Plain" one of { v "V"  w "W" }
  }
  section notes "Notes" { question note-1 "Note" text }
  judgement each "Each" for each section on evidence, decided by reviewer
  judgement final "Final" on evidence, decided by reviewer
"""


def measure(value):
    return f'{TOOL}\n  measure m "M" = {value}'


@pytest.mark.parametrize("name", ["alone", "day", "note-1", "each"])
@pytest.mark.parametrize("value", ["{} + 1", "highest of a, {}", "steps of {} {{ up to 1 gives 1, above 1 gives 2 }}"])
def test_not_a_number(found, name, value):
    """Yes or no, dates, texts and judgements for each section are no numbers."""
    assert found(measure(value.format(name))) == [("QA412", name)]


def test_not_a_number_in_a_condition(found):
    """A comparison reads numbers too."""
    body = f'{TOOL} judgement j "J" on ofsted {{ give good when alone is at least 3 }}'
    assert found(body) == [("QA412", "alone")]


def test_a_section_in_a_list(reports, found):
    """The points of a section are asked for in other words."""
    body = measure("mean of a, s")
    assert found(body) == [("QA412", "s")]
    assert "mean of points in s" in reports(body)[0].help


@pytest.mark.parametrize(
    "value",
    [
        "a + times",
        "worth",
        "final * 2",
        "s by each - 1",
        "s / 2",
        "highest of a, times, worth, m-1",
        "percent of a, times",
    ],
)
def test_numbers(found, value):
    """Numbers, measures and whatever is worth points: items, judgements, and sections by their grade."""
    assert found(f'{measure(value)} measure m-1 "M" = 1') == []


def test_a_scale_without_points(reports, found, labelled):
    """It is reported once, for all that read it."""
    body = measure("graded + again + graded")
    assert found(body) == [("QA316", "graded")]
    assert labelled(body, reports(body)[0]) == ["ofsted", "again", "graded"]


def test_choices_without_points(reports, found):
    """All choices need points, or none can be read as a number."""
    assert found(measure("plain")) == [("QA316", "plain")]
    assert found(measure("partly")) == [("QA316", "partly")]
    assert "`q`" in reports(measure("partly"))[0].message


def test_nothing_has_points(found):
    """Points are asked for where there are none."""
    assert found(measure("sum of points in notes")) == [("QA316", "sum of points in notes")]


def test_points_with_a_gap(found):
    """An item that is only sometimes worth points spoils the points of its section."""
    assert found(measure("percent of points in s")) == [("QA316", "percent of points in s")]


@pytest.mark.parametrize("name", ["open", "m-1", "final"])
def test_a_percentage_has_an_end(found, name):
    """A percentage needs the most there can be."""
    assert found(f'{measure(f"percent of a, {name}")} measure m-1 "M" = 1') == [("QA316", name)]
