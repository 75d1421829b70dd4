"""What the page on continuous integration shows works: its commands, the action's inputs, the hooks, the statuses."""

from __future__ import annotations

import contextlib
import re
import shlex
from pathlib import Path

import pytest
import yaml

from qarules.cli import main as cli
from qarules.cli.check import FORMATS
from qarules.version import VERSION

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```([\w-]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {text.splitlines()[0].removeprefix("# file: "): yaml.safe_load(text) for kind, text in FENCES if kind == "yaml"}
GITLAB = FILES[".gitlab-ci.yml"]["rules"]
SHELL = [line for kind, text in FENCES if kind == "sh" for line in text.splitlines()]
COMMANDS = [*SHELL, *(line for line in GITLAB["script"] if not line.startswith("pip "))]
STEPS = [
    step for path in FILES if path.startswith(".github") for step in FILES[path]["jobs"]["rules"]["steps"]
]  # fmt: skip

SOUND = """\
scale e "E" { good "Good"  bad "Bad" }
tool t "T" {
  section s "S" { question q "Q" on e }
  judgement j "J" on e { give good when q is good }
  example "A good one" {
    given q good
    expect j good
  }
}
"""


SPARE = 'scale spare "Spare" { high "High"  low "Low" }\n'


@pytest.fixture
def status(tmp_path, monkeypatch):
    """A function that runs a command of the page in a folder of rules, as a shell does."""
    monkeypatch.chdir(tmp_path)

    def status(command, rules=SOUND):
        (tmp_path / "rules.qa").write_text(rules, encoding="utf-8")
        program, *words = shlex.split(command)
        assert program == "qarules"
        if words[-2:-1] != [">"]:
            return cli.run(words)
        with (tmp_path / words[-1]).open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
            return cli.run(words[:-2])

    return status


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(status, tmp_path, command):
    """Every command of the page passes over sound rules, and writes the file it names."""
    from qarules.dsl.formatter import format_text

    assert status(command, format_text(SOUND)) == 0
    if named := re.search(r"\S+\.(?:xml|json|sarif)$", command):
        assert (tmp_path / named[0]).stat().st_size


def test_statuses(status, capsys):
    """Each exit status means what the table says; 3 cannot be made on purpose."""
    told = dict(re.findall(r"^\| (\d) \| (.*) \|$", PAGE, re.MULTILINE))
    assert set(told) == {"0", "1", "2", "3"}
    for wrong in (SOUND.replace('section s "S"', "section s"), SOUND + SPARE):
        assert status("qarules check", wrong) == 1
    assert status("qarules check", SOUND + SPARE.rstrip() + '  # qarules: allow QA204 because "Later."\n') == 0
    assert status("qarules fmt --check", SOUND.replace("  section", " section")) == 1
    assert status("qarules test", SOUND.replace("expect j good", "expect j bad")) == 1
    for wrong in ("qarules check nowhere", "qarules check --forbid", "qarules nothing"):
        assert status(wrong) == 2
        assert capsys.readouterr().err


def test_action():
    """The workflows give the action inputs that it has, and ask for the version this is."""
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    used = [step for step in STEPS if "/qarules@" in step["uses"]]
    assert len(used) == 2
    for step in used:
        assert step["uses"].endswith(f"@v{VERSION}")
        assert set(step["with"]) <= set(inputs)
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(inputs)
    (upload,) = (step for step in STEPS if "upload-sarif" in step["uses"])
    assert upload["with"]["sarif_file"] == used[1]["with"]["sarif"]


def test_reports():
    """GitLab finds the reports where the commands write them."""
    for name in GITLAB["artifacts"]["reports"].values():
        assert sum(line.endswith(f" {name}") for line in GITLAB["script"]) == 1


def test_hooks():
    """The hooks are those that there are, of the version this is."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repository,) = FILES[".pre-commit-config.yaml"]["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]
    assert repository["rev"] == f"v{VERSION}"


def test_formats():
    """The page names every format of a check."""
    (named,) = re.findall(r"The formats of `qarules check` are (.*?);", PAGE)
    assert re.findall(r"`(\w+)`", named) == sorted(
        ["text", *FORMATS], key=["text", "json", "github", "gitlab", "sarif", "junit"].index
    )
