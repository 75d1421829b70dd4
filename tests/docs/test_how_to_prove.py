"""What the page on proving rules shows is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qarules.cli import main as cli

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "prove.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```([\w-]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
RULES = next(text for kind, text in FENCES if kind == "qa")
PLAIN = [text for kind, text in FENCES if not kind]
COMMANDS = [tuple(text[2:].split("\n", 1)) for text in PLAIN if text.startswith("$ qarules ")]
ANSWERS = [text for text in PLAIN if text.startswith("{")]


@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_commands(command, printed, tmp_path, monkeypatch, capsys):
    """Each command prints what stands below it, and its exit status is that of the page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "visit.qa").write_text(RULES, encoding="utf-8")
    for name, answers in zip(("answers.json", "good.json"), ANSWERS, strict=True):
        (tmp_path / name).write_text(answers, encoding="utf-8")
    status = cli.run(command.split()[1:])
    assert (status, capsys.readouterr().out) == (int("findings" in printed), printed)


def test_there_are_commands():
    """The fences are still written in the way they are looked for."""
    assert len(COMMANDS) >= 4
