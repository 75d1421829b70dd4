"""The examples of rule files as tests of pytest."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import qarules

pytest_plugins = ["pytester"]

STANDARD = 'qa 1\nstandard house "House" { version "1" }\nscale grades "Grades" { good "Good"  poor "Poor" }\n'
TOOL = """
tool visit "Visit" {
  section basic "Basics" { question seen "Seen" on grades }
  judgement overall "Overall" on grades { give good when all are good }
  example "Seen" { given seen good expect overall good }
  example "Not seen" {
    given seen poor
    expect overall good
  }
}
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """A function that runs pytest with this plugin and no other in an empty folder, which is given files."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(*arguments, files=None, ini=""):
        pytester.makeini(f"[pytest]\n{ini}")
        for name, text in (files or {}).items():
            path = pytester.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return pytester.runpytest_inprocess("-p", "qarules.pytest_plugin", *arguments)

    return run


PACK = {"rules/standard.qa": STANDARD, "rules/visit.qa": TOOL}
ALONE = {"visit.qa": STANDARD + TOOL}


def test_each_example_is_a_test(run):
    """In the file it stands in, once, with the whole pack behind it."""
    result = run("-v", files=PACK)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["rules/visit.qa::Seen PASSED*", "rules/visit.qa::Not seen FAILED*"])
    run("rules/visit.qa").assert_outcomes(passed=1, failed=1)
    run("rules/standard.qa").assert_outcomes()
    run("rules/visit.qa::Seen").assert_outcomes(passed=1)
    run("-k", "Not").assert_outcomes(failed=1, deselected=1)


def test_a_failure_is_told_in_the_words_of_the_author(run):
    """With its place, what was expected and what was found, and no line of the library."""
    result = run(files=PACK)
    result.stdout.fnmatch_lines(
        [
            "*example: Not seen*",
            'rules/visit.qa:6:3: example "Not seen"',
            "  8 |     expect overall good",
            "    |            ^^^^^^^^^^^^",
            "  expected: overall good",
            "  found:    poor",
            "FAILED rules/visit.qa::Not seen*",
        ]
    )
    result.stdout.no_fnmatch_line("*.py:*")


def test_a_file_by_itself(run):
    """A file that belongs to no pack is a pack of its own; two titles that are the same are two tests."""
    again = TOOL.replace("Not seen", "Seen")
    result = run("-v", files={"visit.qa": STANDARD + again})
    result.stdout.fnmatch_lines(["visit.qa::Seen PASSED*", "visit.qa::Seen (2) FAILED*"])


def test_a_pack_with_errors(run):
    """It is told once, whichever of its files is met first, and fails the run."""
    broken = {"rules/standard.qa": STANDARD, "rules/visit.qa": TOOL.replace("all are good", "all are goood")}
    result = run(files=broken)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["rules/visit.qa:4:*: error QA403 band-nobody-knows*"])
    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_left_alone(run):
    """A flag turns it off, and a setting says which files are meant."""
    run("--no-qarules", files=ALONE).assert_outcomes()
    run(files=ALONE, ini="qarules_files =").assert_outcomes()
    run(files={**ALONE, **PACK}, ini="qarules_files = rules/*.qa").assert_outcomes(passed=1, failed=1)
    run(files={**ALONE, **PACK}, ini="qarules_files = rules/*.qa visit.qa").assert_outcomes(passed=2, failed=2)


LOOKS_AT_WHAT_IS_IMPORTED = """
import sys

def test_nothing():
    found = {name for name in sys.modules if name.partition(".")[0] in {"qarules", "lark", "attrs", "click"}}
    assert found == {"qarules", "qarules.version", "qarules.pytest_plugin"}
"""


def test_other_runs_are_left_as_they_are(tmp_path):
    """Where no rule file is met, nothing of the library but the plugin itself is imported."""
    (tmp_path / "test_nothing.py").write_text(LOOKS_AT_WHAT_IS_IMPORTED)
    home = str(Path(qarules.__file__).parents[1])
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": home}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "qarules.pytest_plugin", "-p", "no:cacheprovider", "."]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_is_announced():
    """Who installs the library has the plugin."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"qarules": "qarules.pytest_plugin"}
