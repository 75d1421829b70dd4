"""``qarules schedule`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qarules import Collisions
from qarules.codec.reading import from_data

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_text(qarules, form):
    """The table of a year and the collisions below it, which are no reason for another status."""
    status, out, err = qarules("schedule", "rules.qa", "2027", "--format", form)
    assert (status, err) == (0, "")
    assert out == (GOLDEN / f"after_schedule_{form}.txt").read_text(encoding="utf-8")


def test_packaged(qarules):
    """A packaged standard by its name, dated or not."""
    status, out, err = qarules("schedule", "north-somerset", "2023")
    assert (status, err) == (0, "")
    assert out.startswith("North Somerset Quality Assurance Framework 2023\n")
    assert "Deadlines that run into quiet months" in out


def test_json(qarules):
    """The same for machines."""
    told = json.loads(qarules("schedule", "rules.qa", "2027", "--format", "json")[1])
    assert [column["activity"] for column in told["table"]["columns"]] == ["rounds", "learning", "panel"]
    assert [cell["text"] for cell in told["table"]["columns"][0]["cells"]][:3] == ["Babies", "-", "yes"]
    assert len(from_data(told["collisions"], Collisions).collisions) == 2


def test_ical(qarules):
    """A calendar file of the year: an entry for each occurrence, the same bytes for the same stamp."""
    asked = ("schedule", "rules.qa", "2027", "--format", "ical", "--stamp", "2026-12-01T09:00:00+00:00")
    status, out, _ = qarules(*asked)
    assert status == 0
    assert out.count("BEGIN:VEVENT") == 12
    assert "SUMMARY:Audit rounds: Babies" in out
    assert qarules(*asked)[1] == out
    assert "DTSTAMP" in qarules("schedule", "rules.qa", "2027", "--format", "ical")[1]


def test_not_to_be_planned(qarules):
    """A year that the calendar does not know is told, with status 1."""
    status, out, _ = qarules("schedule", "rules.qa", "2040")
    assert status == 1
    assert "Cannot be planned" in out
    assert "## Cannot be planned" in qarules("schedule", "rules.qa", "2040", "--format", "markdown")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rules.qa"], "Missing argument 'YEAR'."),
        (["rules.qa", "soon"], "'soon' is not a valid integer range."),
        (["rules.qa", "27"], "27 is not in the range 1978<=x<=2100."),
        (["nope", "2027"], "there is no file, folder or packaged standard `nope`"),
        (["rules.qa", "2027", "--stamp", "2027-01-01"], "`2027-01-01` is no time with its zone"),
    ],
)
def test_wrong_usage(qarules, arguments, said):
    """What was typed wrongly."""
    status, out, err = qarules("schedule", *arguments)
    assert (status, out) == (2, "")
    assert said in err
