"""Every command that a page names is there, with every option it is given."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from qarules.cli.main import group

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^(?:\s*(?:- )?(?:run: )?\$? ?)qarules ([a-z][\w-]*(?: .*)?)$", re.MULTILINE)
_INLINE = re.compile(r"`qarules ([a-z][^`\n]*)`")


def commands():
    """The commands in blocks, set in as blocks, and within sentences."""
    for page in PAGES:
        # The page on commands is made of what the commands say of themselves.
        text = page.read_text(encoding="utf-8") if page.name != "commands.md" else ""
        blocks = [block for kind, block in _FENCE.findall(text) if kind in {"", "sh", "text", "yaml"}]
        text = _FENCE.sub("", text)
        blocks = "\n".join((*blocks, *re.findall(r"^    .+$", text, re.MULTILINE)))
        for written in dict.fromkeys((*_LINE.findall(blocks), *_INLINE.findall(text))):
            yield pytest.param(written, id=f"{page.relative_to(ROOT).as_posix()}: {written}")


COMMANDS = list(commands())


@pytest.mark.parametrize("written", COMMANDS)
def test_command(written):
    """It can be read: no command and no option is called otherwise than the page says."""
    words = shlex.split(re.split(r"[>|]", written)[0], comments=True)
    command = group
    while isinstance(command, click.Group) and words:
        assert words[0] in command.commands, words[0]
        command = command.commands[words.pop(0)]
    command.make_parser(click.Context(command)).parse_args(words)


def test_there_are_commands():
    """They are still written in the way they are looked for."""
    assert len(COMMANDS) >= 60
