"""Tables of steps with gaps and overlaps."""

from __future__ import annotations

import pytest


def table(steps, of="times", answer="number from 0 to 30"):
    return f"""
      section s "S" {{ question times "Times" {answer}  question a "A" on evidence  question b "B" on evidence }}
      measure share "Share" = percent of a, b
      measure both "Both" = a + b
      measure whole "Whole" = mean of a, b, a half rounds up
      measure m "M" = steps of {of} {{ {steps} }}
    """


@pytest.mark.parametrize(
    "steps",
    [
        "up to 8 gives 3, 9 to 11 gives 1, 12 to 20 gives 0, above 20 gives 2",
        "above 20 gives 2, up to 20 gives 1",
        "0 to 30 gives 1",
        "0 gives 1, 1 gives 2, 2 to 30 gives 3",
    ],
)
def test_whole_tables(found, steps):
    """Steps meet on the grid of the number, in any order."""
    assert found(table(steps)) == []


@pytest.mark.parametrize(
    ("steps", "place", "gap"),
    [
        ("up to 8 gives 3, 10 to 30 gives 1", "10 to 30 gives 1", "for 9"),
        ("up to 8 gives 3, above 11 gives 1", "above 11 gives 1", "for 9 to 11"),
        ("2 to 30 gives 1", "2 to 30 gives 1", "for 0 to 1"),
        ("up to 28 gives 1", "up to 28 gives 1", "for 29 to 30"),
    ],
)
def test_gap(reports, found, steps, place, gap):
    """The numbers without a step are named."""
    assert found(table(steps)) == [("QA312", place)]
    assert reports(table(steps))[0].message.endswith(gap)


@pytest.mark.parametrize(
    ("steps", "place", "numbers"),
    [
        ("up to 8 gives 3, 8 to 30 gives 1", "8 to 30 gives 1", "for 8"),
        ("up to 12 gives 3, above 8 gives 1", "above 8 gives 1", "for 9 to 12"),
        ("0 to 30 gives 3, 4 to 5 gives 1", "4 to 5 gives 1", "for 4 to 5"),
    ],
)
def test_overlap(reports, found, labelled, steps, place, numbers):
    """The numbers with two steps are named."""
    assert found(table(steps)) == [("QA313", place)]
    report = reports(table(steps))[0]
    assert report.message.endswith(numbers)
    assert labelled(table(steps), report) == [steps.split(", ", maxsplit=1)[0]]


def test_several(found):
    """Every gap and overlap is a report of its own."""
    steps = "up to 8 gives 3, 8 to 10 gives 1, 12 to 30 gives 0"
    assert found(table(steps)) == [("QA313", "8 to 10 gives 1"), ("QA312", "12 to 30 gives 0")]


def test_finer_grid(found):
    """On a grid of halves 8 and 9 do not meet."""
    steps = "up to 8 gives 3, 9 to 30 gives 1"
    assert found(table(steps, answer="number from 0 to 30 step 0.5")) == [("QA312", "9 to 30 gives 1")]


def test_number_without_ends(found):
    """Where a number has no end, the steps have none."""
    steps = "0 to 8 gives 3, above 8 gives 1"
    assert found(table(steps, answer="number")) == [("QA312", "0 to 8 gives 3")]
    assert found(table(steps, answer="number from 0")) == []
    assert found(table("0 to 8 gives 3, 9 to 30 gives 1", answer="number from 0")) == [("QA312", "9 to 30 gives 1")]


def test_grid_of_a_measure(found):
    """Points that are added lie on the grid of the points, and rounded numbers on whole ones."""
    assert found(table("up to 1 gives 1, 2 to 4 gives 2", "both")) == []
    assert found(table("up to 1 gives 1, 3 to 4 gives 2", "both")) == [("QA312", "3 to 4 gives 2")]
    assert found(table("up to 1 gives 1, 2 gives 2", "whole")) == []
    assert found(table("0 gives 1, 2 gives 2", "whole")) == [("QA312", "2 gives 2")]


def test_number_without_a_grid(reports, found):
    """A percentage can lie between any two numbers."""
    assert found(table("up to 50 gives 1, above 50 gives 2", "share")) == []
    steps = "up to 50 gives 1, 51 to 100 gives 2"
    assert found(table(steps, "share")) == [("QA312", "51 to 100 gives 2")]
    assert "between 50 and 51" in reports(table(steps, "share"))[0].message
    assert found(table("up to 50 gives 1, 50 to 100 gives 2", "share")) == [("QA313", "50 to 100 gives 2")]


def test_reversed_step(found):
    """A step from a larger number to a smaller one is reported for that alone."""
    assert found(table("up to 8 gives 1, 30 to 9 gives 2")) == [("QA307", "30 to 9 gives 2")]


def test_step_out_of_reach(found):
    """A step beyond the end of the number is never used."""
    assert found(table("0 to 30 gives 1, above 30 gives 2")) == [("QA410", "above 30 gives 2")]


def test_steps_of_what_is_no_number(found):
    """Nothing is said about gaps where the number is not known."""
    assert found(table("up to 8 gives 1", "nothing")) == [("QA201", "nothing")]
