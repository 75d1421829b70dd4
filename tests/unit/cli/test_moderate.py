"""``qarules moderate`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

from qarules import Moderated, from_json
from qarules.codec.reading import from_data

GOLDEN = Path(__file__).parents[2] / "golden"


def test_text(qarules, house):
    """What came of a second look, from a file or standard input."""
    status, out, err = qarules("moderate", "ash.json")
    assert (status, err) == (0, "")
    assert out == (GOLDEN / "after_moderation_ash.txt").read_text(encoding="utf-8")
    assert qarules("moderate", "-", stdin=(house / "ash.json").read_bytes()) == (status, out, err)


def test_not_independent(qarules):
    """Somebody who is not independent makes status 1."""
    status, out, _ = qarules("moderate", "birch.json")
    assert status == 1
    assert "NOT independent: `Kim Lee` looks at it" in out


def test_json(qarules):
    """What came of one audit is a stored moderation."""
    assert from_json(qarules("moderate", "ash.json", "--format", "json")[1], Moderated).moderation == "second-look"


def test_agreement(qarules):
    """Of several audits, how far the looks agree stands at the end, and the drift of each moderator."""
    status, out, _ = qarules("moderate", "ash.json", "birch.json")
    assert status == 1
    end = out[out.index("Audit of visits: agreement over 2 audits\n") :]
    assert "thing    n  left out    same  kappa (linear)  mean steps" in end
    assert "plan     2         0  100.0%            1.00        0.00" in end
    assert "Jo Reed    judgement  1         0   0.0%    0.0%  100.0%       +2.00" in end
    assert "above 0 where the second look is higher" in end
    assert "agreement over" not in qarules("moderate", "ash.json")[1]


def test_agreement_json(qarules):
    """The same for machines, its numbers exact."""
    told = json.loads(qarules("moderate", "ash.json", "birch.json", "--format", "json")[1])
    assert [from_data(each, Moderated).tool for each in told["cases"].values()] == ["visits", "visits"]
    (agreed,) = told["agreement"]
    assert (agreed["tool"], agreed["audits"], agreed["weights"]) == ("visits", 2, "linear")
    assert [thing["kappa"] for thing in agreed["things"]] == ["0", "1", "0"]
    assert {drift["moderator"] for drift in agreed["drift"]} == {"Jo Reed", "Kim Lee"}


def test_no_second_look(qarules, changed):
    """A case without a second look has nothing to compare."""
    status, out, err = qarules("moderate", changed("ash", second=None))
    assert (status, out) == (2, "")
    assert "`Ash` has no second look to compare" in err
