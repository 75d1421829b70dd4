"""`qarules improve`, `holds-up` and `influence`."""

from __future__ import annotations

import json

import pytest

from qarules.engine.tables import TooMany

RULES = """qa 1

scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }

tool record "The record" {
  section basic "Basics" {
    criterion summary "Summary" judged on evidence { clear "Clear"  some "Some"  limited "Little" }
    criterion visits "Visits" judged on evidence { clear "Clear"  some "Some"  limited "Little" }
    criterion voice "Voice" judged on evidence { clear "Clear"  some "Some"  limited "Little" }
    question urgent "Was it urgent?" yes or no
  }
  judgement overall "Overall" on grades {
    give good when at least 2 are clear
    give fair when none are limited
    no better than fair when summary is limited
  }
}
"""


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with the rules; a function in it that writes answers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.qa").write_text(RULES, encoding="utf-8")

    def answers(**given):
        (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")
        return "answers.json"

    return answers


LOW = {"summary": "limited", "visits": "some", "voice": "some", "urgent": False}


@pytest.mark.parametrize(
    ("given", "options", "expected"),
    [
        (
            LOW,
            ["--to", "good"],
            "`overall` is `poor`. To reach `good` or better:\n"
            "  summary to clear and any one of visits, voice to clear\n"
            "  or summary to some and visits and voice to clear\n",
        ),
        (
            LOW,
            ["--to", "good", "--most", "1"],
            "`overall` is `poor`. To reach `good` or better:\n"
            "  summary to clear and any one of visits, voice to clear\n"
            "  or in other ways, which are more than were looked for\n",
        ),
        (
            LOW,
            ["--to", "good", "--fixed", "basic"],
            "`overall` is `poor`. To reach `good` or better: nothing that may change is enough.\n",
        ),
        ({**LOW, "summary": "some"}, ["--to", "fair"], "`overall` is `fair`. Nothing has to change.\n"),
        (
            {"summary": "clear"},
            ["--to", "good"],
            "`overall` is still open. No answer given so far has to change.\n"
            "Still open, and taken to turn out as needed: visits and voice.\n",
        ),
    ],
)
def test_improve(qarules, house, given, options, expected):
    """The smallest sets, one a line; what counts alike is grouped; exit status 1 where nothing is enough."""
    status = int("nothing that may change" in expected)
    assert qarules("improve", "house.qa", house(**given), "overall", *options) == (status, expected, "")


def test_holds_up(qarules, house):
    """The mirror: what would cost the grade."""
    expected = (
        "`overall` is `fair`. It would fall below `fair` with:\n"
        "  any one of visits, voice to limited\n"
        "  or summary to limited\n"
    )
    assert qarules("holds-up", "house.qa", house(**{**LOW, "summary": "some"}), "overall") == (0, expected, "")


def test_past_the_bound(qarules, house, monkeypatch):
    """Nobody guesses."""
    monkeypatch.setattr("qarules.proofs.improve._search", _too_many)
    status, out, _ = qarules("improve", "house.qa", house(**LOW), "overall", "--to", "good")
    assert status == 1
    assert out.endswith("not decided; the audits fall into more classes than the stated bound.\n")


def _too_many(*_):
    raise TooMany


def test_influence_of_a_tool(qarules, house):
    """Every audit: the share in which an item alone decides, as a number and a bar."""
    expected = (
        "The record (record): the share of audits in which another answer to an item alone gives another grade\n"
        "  overall\n"
        "    summary   66.7%  █████████████\n"
        "    visits    55.6%  ███████████\n"
        "    voice     55.6%  ███████████\n"
        "  1 item can change none: urgent\n"
    )
    assert qarules("influence", "house.qa") == (0, expected, "")


def test_which_question_next(qarules, house):
    """Of a partly answered audit: what decides most is first, what no longer matters is named."""
    _, out, _ = qarules("influence", "house.qa", house(summary="clear", visits="some"))
    assert out.splitlines()[1:] == [
        "  overall",
        "    voice  100.0%  ████████████████████",
        "  1 item can change none: urgent",
    ]
    _, out, _ = qarules("influence", "house.qa", house(summary="clear", visits="clear"))
    assert out.splitlines()[1:] == ["  no item can change a grade", "  2 items can change none: voice and urgent"]


def test_json(qarules, house):
    """The values, with the format they are stored in."""
    for command in (["improve", "--to", "good"], ["holds-up"]):
        _, out, _ = qarules(command[0], "house.qa", house(**LOW), "overall", "--format", "json", *command[1:])
        assert json.loads(out)["judgement"] == "overall"
    _, out, _ = qarules("influence", "house.qa", "--format", "json")
    data = json.loads(out)
    assert data["format_version"] == 1
    assert data["ranked"][0]["share"] == "2/3"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["improve", "house.qa", "answers.json", "overal", "--to", "good"], "did you mean `overall`?"),
        (["improve", "house.qa", "answers.json", "overall", "--to", "great"], "it has `good`, `fair`, `poor`"),
        (["improve", "house.qa", "answers.json", "overall"], "Missing option '--to'"),
        (["influence", "house.qa", "nowhere.json"], "cannot read `nowhere.json`"),
    ],
)
def test_wrong_usage(qarules, house, arguments, message):
    """Exit status 2, and what is meant perhaps."""
    house(**LOW)
    status, _, err = qarules(*arguments)
    assert status == 2
    assert message in err
