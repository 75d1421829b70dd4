"""The tutorial for authors works as it is printed: every file is saved, every command run, in order."""

from __future__ import annotations

import re
from pathlib import Path

from qarules.cli import main as cli

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial" / "first-tool.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>[\w-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w-]+\.\w+)`")


def test_every_step(tmp_path, monkeypatch, capsys):
    """A newcomer who does what the page says sees what the page shows."""
    monkeypatch.chdir(tmp_path)
    commands = 0
    for fence in _FENCE.finditer(PAGE):
        before, kind, text = fence["before"], fence["kind"], fence["text"]
        if kind:
            file = Path(_FILE.findall(before)[-1])
            kept = f"{file.read_text(encoding='utf-8')}\n" if kind == "qa-fragment" else ""
            file.write_text(kept + text, encoding="utf-8")
            continue
        command, printed = text.removeprefix("$ qarules ").split("\n", 1)
        is_wrong = "`claer`" in before
        rules = Path("visits.qa").read_text(encoding="utf-8")
        Path("visits.qa").write_text(rules.replace("all are clear", "all are claer", is_wrong), encoding="utf-8")
        assert (cli.run(command.split()), capsys.readouterr().out) == (int(is_wrong), printed), command
        Path("visits.qa").write_text(rules, encoding="utf-8")
        commands += 1
    assert commands >= 6
