"""``qarules next-steps`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

from qarules import NextSteps, from_json
from qarules.codec.reading import from_data

ON = ("--as-of", "2026-05-07")
GOLDEN = Path(__file__).parents[2] / "golden"


def test_text(qarules, house):
    """What comes next, from a file or standard input."""
    status, out, err = qarules("next-steps", "ash.json", *ON)
    assert (status, err) == (0, "")
    assert out == (GOLDEN / "after_steps_ash.txt").read_text(encoding="utf-8")
    assert qarules("next-steps", "-", *ON, stdin=(house / "ash.json").read_bytes()) == (status, out, err)


def test_json(qarules):
    """The steps of one case are stored steps; of several, each by the name of its case."""
    steps = from_json(qarules("next-steps", "ash.json", *ON, "--format", "json")[1], NextSteps)
    assert [step.id for step in steps.steps] == ["dispute", "dispute/talk", "report/draft"]
    told = json.loads(qarules("next-steps", "ash.json", "birch.json", *ON, "--format", "json")[1])
    assert {name: len(from_data(each, NextSteps).steps) for name, each in told["cases"].items()} == {
        "Ash": 3,
        "Birch": 1,
    }


def test_problems(qarules):
    """What a case says and cannot be used is told, with status 1; every case is told."""
    status, out, _ = qarules("next-steps", "ash.json", "birch.json", *ON)
    assert status == 1
    assert "`copy-givn` is no deadline of this pack" in out
    assert out.count("To be done now, as of Thursday 7 May 2026") == 2


def test_overdue(qarules, changed):
    """A step that is overdue makes status 1."""
    looks = {"first": {"answers": {"voice": "clear", "plan": "clear"}}, "second": None}
    raised = {"raised": {"dispute": {"by": "moderator", "on": "2026-04-01"}}, "done": ["dispute"]}
    path = changed("ash", case=raised, **looks)
    status, out, _ = qarules("next-steps", path, *ON)
    assert status == 1
    assert "They talk (dispute/talk) [A difference of opinion]: OVERDUE by" in out
    assert qarules("next-steps", path, "--as-of", "2026-04-02")[0] == 0


def test_wrong_usage(qarules):
    """What was typed wrongly."""
    status, out, err = qarules("next-steps", "nope.json")
    assert (status, out) == (2, "")
    assert "cannot read `nope.json`: No such file or directory" in err
    assert "Missing argument 'CASE...'." in qarules("next-steps")[2]
