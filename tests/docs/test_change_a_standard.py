"""What the page on changing a standard shows is what the commands print."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from qarules.cli import main as cli
from qarules.model.difference import Category

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "change-a-standard.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```([\w-]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
OLD, NEW = (text for kind, text in FENCES if kind == "qa")
PLAIN = [text[2:].split("\n", 1) for kind, text in FENCES if not kind and text.startswith("$ qarules ")]
SHELL = [line for kind, text in FENCES if kind == "sh" for line in text.splitlines()]


@pytest.fixture
def shown(tmp_path, monkeypatch, capsys):
    """A function that runs a command over the files of the page: its status, and what it prints."""
    monkeypatch.chdir(tmp_path)
    files = {"visit-2026.qa": OLD, "visit-2027.qa": NEW}
    files |= {
        text.split("\n")[0].removeprefix("# file: "): text.split("\n", 1)[1] for kind, text in FENCES if kind == "json"
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def shown(command):
        status = cli.run(command.split()[1:])
        return status, capsys.readouterr().out

    return shown


@pytest.mark.parametrize(("command", "printed"), PLAIN)
def test_commands(shown, command, printed):
    """Each command prints what stands below it, or what is printed ends so."""
    status, text = shown(command)
    assert status == 1
    assert text.endswith(printed)


def test_a_rule_in_other_words(shown, tmp_path):
    """The rewording that the page names is proved to be one."""
    reworded = OLD.replace("when none are limited", "when all are some or better")
    (tmp_path / "visit-2027.qa").write_text(reworded, encoding="utf-8")
    status, text = shown("qarules diff visit-2026.qa visit-2027.qa")
    assert (status, text.count("rule-reworded"), text.splitlines()[-1]) == (0, 1, "1 difference, none of them breaking")


@pytest.mark.parametrize("command", SHELL)
def test_in_a_checkout(shown, tmp_path, command):
    """Against a revision, the commands of the page find what changed since."""
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "First"]):
        who = ["-c", "user.name=Kim Lee", "-c", "user.email=kim@example.org"]
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)
    assert shown(command)[0] == 0
    (tmp_path / "visit-2026.qa").write_text(NEW, encoding="utf-8")
    status, text = shown(command)
    assert status == 1
    assert "regraded" in text


def test_categories():
    """The table has every category, the gravest first."""
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [str(category) for category in Category]


def test_there_are_commands():
    """The fences are still written in the way they are looked for."""
    assert (len(PLAIN), len(SHELL)) == (2, 3)
