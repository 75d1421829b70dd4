"""``qarules refresh`` as it is typed."""

from __future__ import annotations

import json

import pytest

ASKED = ("refresh", "official.json", "--calendar", "rules.qa", "--as-of", "2026-05-07")


def test_changes(qarules, house):
    """What changes in the calendar, from a file or standard input; that alone is status 0."""
    status, out, err = qarules(*ASKED)
    assert (status, err) == (0, "")
    assert "now closed: Friday 15 May 2026, A day for the nation" in out
    assert "Deadlines that move" not in out
    given = (house / "official.json").read_bytes()
    assert qarules("refresh", "-", *ASKED[2:], stdin=given) == (status, out, err)


def test_moves(qarules):
    """The open deadlines that are then due on another day make status 1."""
    status, out, _ = qarules(*ASKED, "ash.json", "birch.json")
    assert status == 1
    assert "Deadlines that move (1)" in out
    told = " ".join(out.split())
    assert "Ash: The round is complete (round-complete): due Friday 22 May 2026 instead of Thursday 21 May 2026" in told


def test_done_ones_stay(qarules, changed):
    """A deadline that is done is not moved any more."""
    path = changed("ash", case={"done": ["round-complete"]})
    status, out, _ = qarules(*ASKED, path)
    assert status == 0
    assert "No deadline moves in 1 case." in out


def test_json(qarules):
    """The same for machines."""
    told = json.loads(qarules(*ASKED, "ash.json", "--format", "json")[1])
    assert [day["day"] for day in told["calendars"][0]["added"]] == ["2026-05-15", "2026-12-25"]
    assert told["moved"] == {
        "Ash": [
            {"id": "round-complete", "title": "The round is complete", "before": "2026-05-21", "after": "2026-05-22"}
        ]
    }


def test_write(qarules, tmp_path):
    """The refreshed calendars are written as a rule file without findings; refreshed again, nothing changes."""
    target = tmp_path / "new.qa"
    assert qarules(*ASKED, "--write", target)[0] == 0
    assert 'closed on 15 May 2026 "A day for the nation"' in target.read_text(encoding="utf-8")
    assert qarules("check", target)[:2] == (0, "no findings in 1 file\n")
    again = qarules("refresh", "official.json", "--calendar", target)
    assert again[0] == 0
    assert "(house-days): as it was; confirmed until Sunday 31 December 2028" in again[1]


def test_unusable(qarules, tmp_path):
    """What was published and cannot be read changes nothing, is not written, and makes status 1."""
    bad, target = tmp_path / "bad.json", tmp_path / "new.qa"
    bad.write_text('{"house-days": {"events": [{"title": "Christmas Day", "date": "25 December"}]}}')
    status, out, _ = qarules("refresh", bad, "--calendar", "rules.qa", "--write", target)
    assert status == 1
    assert "(house-days): cannot be refreshed" in out
    assert "the list of bank holidays has no date in event 1" in out
    assert not target.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope.json"], "cannot read `nope.json`: No such file or directory"),
        (["rules.qa"], "`rules.qa`: this is not JSON"),
        (["people.json"], "`people.json` gives no days for a calendar of `calendars`, which has `england-and-wales`"),
        (["official.json", "--calendar", "nope"], "there is no file, folder or packaged standard `nope`"),
        ([*ASKED[1:], "nope.json"], "cannot read `nope.json`: No such file or directory"),
        ([*ASKED[1:], "--write", "no/such/folder.qa"], "cannot write `no/such/folder.qa`: No such file or directory"),
    ],
)
def test_wrong_usage(qarules, arguments, said):
    """What was typed wrongly."""
    status, _, err = qarules("refresh", *arguments)
    assert status == 2
    assert said in err
