"""``qarules sample`` as it is typed."""

from __future__ import annotations

import json

import pytest

from qarules import Assignment, Draw
from qarules.codec.reading import from_data

ASKED = ("sample", "rules.qa", "round-sample", "files.json", "--on", "2026-05-07", "--seed", "7")
WHOLE = (*ASKED, "--parameter", "drawn=2", "--chosen", "chosen.json")


def test_text(qarules, house):
    """A draw with a reason for everything left out, from a file or standard input."""
    status, out, err = qarules(*WHOLE)
    assert (status, err) == (0, "")
    assert "At home (drawn at random): 2 taken, 2 wanted" in out
    assert "F-2: not eligible: only where opened is at least 1 month before audit-date" in out
    assert "A sample of this size says nothing about the whole service" in out
    assert "Who audits what" not in out
    piped = [argument if argument != "files.json" else "-" for argument in WHOLE]
    assert qarules(*piped, stdin=(house / "files.json").read_bytes()) == (status, out, err)


def test_repeatable(qarules):
    """The same seed gives the same sample; another one may give another."""
    assert qarules(*WHOLE) == qarules(*WHOLE)
    draws = {qarules(*WHOLE, "--seed", seed)[1].split("\n", 2)[2] for seed in range(8)}
    assert len(draws) > 1


def test_people(qarules, tmp_path):
    """Where people are given, every record gets an auditor who is independent."""
    status, out, _ = qarules(*WHOLE, "--people", "people.json")
    assert status == 0
    assert "F-3: Jo Reed" in out
    assert "not Kim Lee: `Kim Lee` looks at it as `auditor of the record`" in out
    (tmp_path / "history.json").write_text('{"Jo Reed": "2026-03-02"}')
    out = qarules(*WHOLE, "--people", "people.json", "--history", tmp_path / "history.json")[1]
    assert "Jo Reed, whose last audit was on Monday 2 March 2026" in out


def test_short(qarules):
    """A stratum that falls short makes status 1, and so does a number left open."""
    status, out, _ = qarules(*ASKED, "--parameter", "drawn=2")
    assert status == 1
    assert "By choice (named by choice): 0 taken, 1 wanted, 1 SHORT" in out
    status, out, _ = qarules(*ASKED)
    assert status == 1
    assert "`drawn` is left open (set it with the parameters)" in out


def test_nobody(qarules, tmp_path):
    """A record without an auditor makes status 1."""
    (tmp_path / "people.json").write_text('{"auditor": "Kim Lee"}')
    status, out, _ = qarules(*WHOLE, "--people", tmp_path / "people.json")
    assert status == 1
    assert "F-3: NOBODY: nobody who may audit it is known to be independent" in out


def test_json(qarules):
    """The same for machines: a stored draw, and a stored assignment where people are given."""
    told = json.loads(qarules(*WHOLE, "--format", "json")[1])
    assert from_data(told["draw"], Draw).records == ("F-4", "F-6", "F-3")
    assert told["assignment"] is None
    told = json.loads(qarules(*WHOLE, "--format", "json", "--people", "people.json")[1])
    assert from_data(told["assignment"], Assignment).complete


def test_records_in_other_words(qarules, house, tmp_path):
    """A record's number for an id is its id; a stratum may be named by its number."""
    records = json.loads((house / "files.json").read_text(encoding="utf-8"))
    numbered = [{**record, "id": number} for number, record in enumerate(records)]
    (tmp_path / "files.json").write_text(json.dumps(numbered))
    (tmp_path / "chosen.json").write_text('{"2": ["2"]}')
    asked = [str(tmp_path / each) if each in ("files.json", "chosen.json") else each for each in WHOLE]
    status, out, _ = qarules(*asked, "--people", "people.json")
    assert status == 0
    assert "2: Jo Reed" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (ASKED[:4], "Missing option '--on'."),
        (ASKED[:6], "Missing option '--seed'."),
        (("sample", "nope", *ASKED[2:]), "there is no file, folder or packaged standard `nope`"),
        (
            ("sample", "rules.qa", "nope", *ASKED[3:]),
            "`house` has no sample `nope`; it has `round-sample`, `fresh-files`",
        ),
        (("sample", "rules.qa", "round-sample", "nope.json", *ASKED[4:]), "cannot read `nope.json`"),
        (("sample", "rules.qa", "round-sample", "rules.qa", *ASKED[4:]), "`rules.qa`: this is not JSON"),
        (
            ("sample", "rules.qa", "round-sample", "people.json", *ASKED[4:]),
            '`people.json` is no list of records: [{"id": …}, …] is expected',
        ),
        ((*ASKED, "--parameter", "drawn"), "`drawn` sets nothing; write NAME=VALUE with a number"),
        ((*ASKED, "--parameter", "drawn=1/0"), "`drawn=1/0` sets nothing"),
        ((*ASKED, "--history", "people.json"), "--history goes with --people"),
        ((*ASKED, "--people", "files.json"), "`files.json`: $: an object with named parts is expected"),
        ((*ASKED, "--chosen", "people.json"), "`people.json`: $.auditor: a list is expected"),
    ],
)
def test_wrong_usage(qarules, arguments, said):
    """What was typed wrongly, and the path of a fault in a file."""
    status, out, err = qarules(*arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_people_of_a_record(qarules, tmp_path):
    """A fault in who holds which role in a record is told with its path."""
    (tmp_path / "files.json").write_text('[{"id": "1"}, {"id": "2", "people": {"team-manager": {"nam": "x"}}}]')
    status, _, err = qarules("sample", "rules.qa", "round-sample", tmp_path / "files.json", *ASKED[4:])
    assert status == 2
    assert "$[1].people.team-manager.nam: there is no such part" in err


def test_unknown_parameter(qarules):
    """A parameter the pack does not have is told among what cannot be used."""
    status, out, _ = qarules(*WHOLE, "--parameter", "drwn=2")
    assert status == 1
    assert "`drwn` is no parameter of this pack" in out
