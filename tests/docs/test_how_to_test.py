"""What the page on testing rules shows is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qarules.cli import main as cli

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "test.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```([\w-]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
RULES = next(text for kind, text in FENCES if kind == "qa")
PLAIN = [text for kind, text in FENCES if not kind]
COMMANDS = [tuple(text[2:].split("\n", 1)) for text in PLAIN if text.startswith("$ qarules ")]


@pytest.fixture
def shown(tmp_path, monkeypatch, capsys):
    """A function that runs a command over the rules of the page: its status, and what it prints."""
    monkeypatch.chdir(tmp_path)

    def shown(command, rules=RULES):
        (tmp_path / "visit.qa").write_text(rules, encoding="utf-8")
        return cli.run(command.split()[1:]), capsys.readouterr().out

    return shown


@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_commands(shown, command, printed):
    """Each command prints what stands below it."""
    assert shown(command) == (0, printed)


def test_a_failure(shown):
    """The failure that the page shows is that of the change it names."""
    printed = next(text for text in PLAIN if text.startswith("visit.qa:"))
    changed = RULES.replace("expect overall good, danger", "expect overall fair, danger")
    assert shown("qarules test visit.qa", changed) == (1, printed)


def test_there_are_commands():
    """The fences are still written in the way they are looked for."""
    assert len(COMMANDS) >= 2
