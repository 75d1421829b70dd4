"""The commands on the page about forms write what they say."""

from __future__ import annotations

import contextlib
import re
import shlex
from pathlib import Path

import pytest

from qarules.cli import main as cli

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "forms.md").read_text(encoding="utf-8")
COMMANDS = [
    line for text in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) for line in text.splitlines()
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command, tmp_path, monkeypatch, capsysbinary):
    """Each command passes, and the file it names is the form its name says."""
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(command)
    assert program == "qarules"
    if ">" in words:
        assert words[-2] == ">"
        with Path(words[-1]).open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
            assert cli.run(words[:-2]) == 0
    else:
        assert cli.run(words) == 0
    written = [file.read_bytes() for file in tmp_path.iterdir()] or [capsysbinary.readouterr().out]
    assert [text[:2] for text in written] == [b"<!" if ".html" in command else b"# "]


def test_there_are_commands():
    """The fences are still written in the way they are looked for."""
    assert len(COMMANDS) >= 4
