"""``qarules deadlines`` as it is typed."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from qarules import Timetable, Tracker, from_json
from qarules.codec.reading import from_data

ON = ("--as-of", "2026-05-07")
GOLDEN = Path(__file__).parents[2] / "golden"


def test_text(qarules):
    """The timetable of a case; what is overdue makes status 1."""
    status, out, err = qarules("deadlines", "ash.json", *ON)
    assert (status, err) == (1, "")
    assert out == (GOLDEN / "after_timetable_ash.txt").read_text(encoding="utf-8")


def test_clean(qarules, changed):
    """Nothing overdue and nothing refused is status 0."""
    path = changed("birch", case={"cancelled": []})
    status, out, err = qarules("deadlines", path, *ON)
    assert (status, err) == (0, "")
    assert "OVERDUE" not in out


def test_problems(qarules):
    """What a case says and cannot be used is told, with status 1."""
    status, out, _ = qarules("deadlines", "birch.json", *ON)
    assert status == 1
    assert "OVERDUE" not in out
    assert "`copy-givn` is no deadline of this pack (did you mean `copy-given`?)" in out


def test_json(qarules):
    """The timetable of one case is a stored timetable."""
    status, out, _ = qarules("deadlines", "ash.json", *ON, "--format", "json")
    assert status == 1
    table = from_json(out, Timetable)
    assert table.as_of == datetime.date(2026, 5, 7)
    assert table["round-complete"].due == datetime.date(2026, 5, 21)


def test_standard_input(qarules, house):
    """A case from standard input; its pack is looked up in the current folder."""
    given = (house / "ash.json").read_bytes()
    assert qarules("deadlines", "-", *ON, stdin=given) == qarules("deadlines", "ash.json", *ON)


def test_pack_beside_the_case(qarules, house, monkeypatch, tmp_path):
    """The pack of a case is looked up beside the case file, wherever the command is given."""
    monkeypatch.chdir(tmp_path)
    status, out, _ = qarules("deadlines", house / "ash.json", *ON)
    assert status == 1
    assert "The round is complete (round-complete): running, 10 working days left" in out


def test_other_pack(qarules, house, tmp_path):
    """`--pack` goes before the pack the case names."""
    text = (house / "rules.qa").read_text(encoding="utf-8").replace("most 30 is 20", "most 30 is 21")
    (tmp_path / "other.qa").write_text(text, encoding="utf-8")
    assert "due: Friday 22 May 2026" in qarules("deadlines", "ash.json", *ON, "--pack", tmp_path / "other.qa")[1]
    assert "due: Thursday 21 May 2026" in qarules("deadlines", "ash.json", *ON)[1]


def test_today(qarules, monkeypatch):
    """Without a day, the deadlines are told as of today in the United Kingdom."""
    day = datetime.datetime(2026, 5, 6, 23, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("qarules.cli.cases.now", lambda: day)
    assert qarules("deadlines", "ash.json") == qarules("deadlines", "ash.json", "--as-of", "7 May 2026")


def test_week(qarules):
    """What is due this week or overdue; the status still speaks of everything."""
    status, out, _ = qarules("deadlines", "ash.json", *ON, "--week")
    assert status == 1
    assert "Due this week or overdue, and what is open without a date, as of Thursday 7 May 2026" in out
    assert "Papers for the meeting (papers): due today" in out
    assert "round-complete" not in out
    assert "NEVER recorded in: Notes of the auditor's own" in out


def test_by_person(qarules):
    """A page for each person, with a form feed between them."""
    status, out, _ = qarules("deadlines", "ash.json", "birch.json", *ON, "--by-person")
    assert status == 1
    pages = out.split("\f")
    assert [page.splitlines()[0] for page in pages] == ["Kim Lee", "Pat Moor", "Sam Hill", "Nobody named: Team Manager"]
    assert "Papers for the meeting (papers) [Birch]: not started" in pages[-1]


def test_several(qarules):
    """Of several cases, all actions come first, what is overdue at the top; then the deadlines of each."""
    status, out, _ = qarules("deadlines", "birch.json", "ash.json", *ON)
    assert status == 1
    assert out.startswith("House framework for audits, action tracker\n")
    assert out.index("Ash: OVERDUE by 6 days") < out.index("House framework for audits, Birch")
    assert out.index("House framework for audits, Birch") < out.index("House framework for audits, Ash")
    assert out.count("See the child alone every week") == 1
    assert out.count("`copy-givn` is no deadline") == 1


def test_several_json(qarules):
    """The same for machines."""
    told = json.loads(qarules("deadlines", "ash.json", "birch.json", *ON, "--format", "json")[1])
    assert told["format_version"] == 1
    assert {name: len(from_data(table, Timetable).items) for name, table in told["timetables"].items()} == {
        "Ash": 7,
        "Birch": 5,
    }
    assert len(from_data(told["tracker"], Tracker).actions) == 4


def test_count(qarules):
    """A count day by day."""
    status, out, _ = qarules("deadlines", "ash.json", *ON, "--count", "round-complete")
    assert status == 0
    assert out == "Ash\n" + (GOLDEN / "after_count.txt").read_text(encoding="utf-8")


def test_count_json(qarules):
    """The same for machines: every day with its number or why it has none."""
    out = qarules("deadlines", "ash.json", *ON, "--count", "round-complete", "--format", "json")[1]
    told = json.loads(out)
    assert (told["format_version"], told["deadline"], [each["case"] for each in told["cases"]]) == (
        1,
        "round-complete",
        ["Ash"],
    )
    days = told["cases"][0]["days"]
    assert days[0] == {"day": "2026-04-21", "number": 1, "why_not": ""}
    assert days[-1] == {"day": "2026-05-21", "number": 20, "why_not": ""}


def test_ical(qarules):
    """A calendar file of one case: the same bytes for the same stamp, and no word of the case."""
    asked = ("deadlines", "ash.json", *ON, "--format", "ical", "--stamp", "2026-05-07T09:00:00+01:00")
    status, out, _ = qarules(*asked)
    assert status == 1
    assert out.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTAMP:20260507T080000Z" in out
    assert "Ash" not in out
    assert "See the child alone" not in out
    assert qarules(*asked)[1] == out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument 'CASE...'."),
        (["nope.json"], "cannot read `nope.json`: No such file or directory"),
        (["ash.json", "--as-of", "soon"], "`soon` is no date; write 2023-05-02 or `2 May 2023`"),
        (["ash.json", "--pack", "nope"], "there is no file, folder or packaged standard `nope`"),
        (["ash.json", "--count", "nope"], "there is no deadline `nope` that is counted; there are `round-complete`"),
        (["ash.json", "--count", "action-done"], "there is no deadline `action-done` that is counted"),
        (["ash.json", "--count", "papers", "--week"], "--count goes with --format text or json alone"),
        (["ash.json", "--by-person", "--format", "json"], "--by-person goes with --format text alone"),
        (["ash.json", "birch.json", "--format", "ical"], "a calendar file is of one case: give one"),
        (["ash.json", "--stamp", "2026-05-07T09:00:00"], "`2026-05-07T09:00:00` is no time with its zone"),
        (["ash.json", "--stamp", "noon"], "`noon` is no time with its zone; write 2027-04-01T09:30:00+01:00"),
        (["ash.json", "ash.json"], "two cases are called `Ash`: give each a `name` of its own"),
        (["people.json"], "`people.json` is no case: $.format_version: this version reads format 1, not null"),
        (["rules.qa"], "`rules.qa` is no case: this is not JSON"),
    ],
)
def test_wrong_usage(qarules, arguments, said):
    """What was typed wrongly is said in the user's words, with status 2, and nothing stands on standard output."""
    status, out, err = qarules("deadlines", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_faults_of_a_case(qarules, changed):
    """A fault in a case file is told with its path; so is a tool the pack does not have, and a second pack."""
    path = changed("ash", case={"events": {"allocation": "soon"}})
    assert "$.case.events.allocation: a date such as 2027-04-01 is expected" in qarules("deadlines", path)[2]
    path = changed("ash", tool="nope")
    assert "say in `tool` which one was used, not `nope`" in qarules("deadlines", path)[2]
    status, _, err = qarules("deadlines", "ash.json", changed("birch", pack="calendars", first=None, second=None))
    assert status == 2
    assert "the cases are of several packs (`house`, `calendars`): take them one by one" in err
