"""What the README and the tutorial for authors tell a newcomer to do works as it is printed, in order."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from qarules.cli import main as cli

PAGES = runpy.run_path(str(Path(__file__).parents[1] / "packaging" / "follow_pages.py"))


@pytest.mark.parametrize("page", ["follow_readme", "follow_tutorial"])
def test_every_step(page, tmp_path, monkeypatch, capsys):
    """A newcomer who does what the page says sees what the page shows."""
    monkeypatch.chdir(tmp_path)

    def run(arguments):
        status = cli.run(arguments)
        return status, "".join(capsys.readouterr())

    assert PAGES[page](run) >= 6
