"""The GitHub action: its steps run as GitHub runs them, with inputs that are meant to break them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}

TIDY = 'role reviewer "Reviewer" { also known as "Auditor" }\n'
UNTIDY = 'role reviewer   "Reviewer" {also known as "Auditor"}\n'
WRONG = 'role reviewer { also known as "Auditor" }\n'
EXAMPLE = """\
scale e "E" { good "Good"  bad "Bad" }
tool t "T" {
  section s "S" {
    question q "Q" on e
  }
  judgement j "J" on e {
    give good when q is good
  }
  example "A good one" {
    given q good
    expect j GRADE
  }
}
"""
ODD = "a 'b' $(touch broken) `touch broken` ; touch broken #.qa"


@pytest.fixture
def step(tmp_path, monkeypatch, qarules_program):
    """A function that runs a step in an empty folder, its inputs as a user gives them: status and output."""
    monkeypatch.chdir(tmp_path)

    def step(name, env=qarules_program, **inputs):
        given = {key: value["default"] for key, value in ACTION["inputs"].items()} | inputs
        contexts = {f"inputs.{key}": value for key, value in given.items()}
        contexts |= {"github.action_path": str(ROOT), "runner.temp": str(tmp_path / "temp of it")}
        values = {
            key: re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: contexts[found[1]], value)
            for key, value in STEPS[name]["env"].items()
        }
        script = tmp_path / "step.sh"
        script.write_text(STEPS[name]["run"], encoding="utf-8")
        # The way GitHub runs a step whose shell is bash.
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, env={**env, **values}, capture_output=True, text=True, check=False)
        assert not (tmp_path / "broken").exists()
        return done.returncode, done.stdout + done.stderr

    return step


def test_inputs_reach_no_script():
    """What a user gives is never part of a script, only a variable of it."""
    for each in STEPS.values():
        assert "${{" not in each["run"], each["name"]
        assert each["shell"] == "bash"
        for used in re.findall(r"\$\{\{ (.*?) \}\}", json.dumps(each["env"])):
            assert used.startswith("inputs.") or used in {"github.action_path", "runner.temp"}
    assert all("uses" not in each for each in ACTION["runs"]["steps"])


def test_check(step, tmp_path):
    """Findings are annotations, and make the step fail."""
    (tmp_path / "a.qa").write_text(TIDY)
    assert step("Check rule files") == (0, "")
    (tmp_path / "b.qa").write_text(WRONG)
    status, said = step("Check rule files")
    assert status == 1
    assert said.startswith("::error title=QA111 missing-text,file=b.qa,line=1,")
    assert step("Check rule files", paths="a.qa") == (0, "")


def test_odd_names(step, tmp_path):
    """Names with spaces and signs of the shell are names; several stand on a line each."""
    (tmp_path / ODD).write_text(WRONG)
    (tmp_path / "--help").mkdir()
    (tmp_path / "--help" / "b.qa").write_text(WRONG)
    status, said = step("Check rule files", paths=f"\n{ODD}\n\n--help\n")
    assert (status, said.count("::error")) == (1, 2)
    assert step("Check their layout", paths=ODD)[0] == 1
    assert step("Run their examples", paths=ODD)[0] == 1


def test_layout(step, tmp_path):
    """Untidy files are named, and make the step fail."""
    (tmp_path / "a.qa").write_text(UNTIDY)
    assert step("Check their layout") == (1, "would be changed: a.qa\n1 file would be changed\n")
    (tmp_path / "a.qa").write_text(TIDY)
    assert step("Check their layout")[0] == 0
    assert "inputs.layout == 'true'" in STEPS["Check their layout"]["if"]


def test_examples(step, tmp_path):
    """An example that does not come true makes the step fail."""
    (tmp_path / "a.qa").write_text(EXAMPLE.replace("GRADE", "good"))
    assert step("Run their examples")[0] == 0
    (tmp_path / "a.qa").write_text(EXAMPLE.replace("GRADE", "bad"))
    assert step("Run their examples")[0] == 1


def test_sarif(step, tmp_path):
    """The report is written whether or not there are findings; a path that is not there fails."""
    (tmp_path / "a.qa").write_text(WRONG)
    assert step("Write SARIF", sarif="the report.sarif")[0] == 0
    (run,) = json.loads((tmp_path / "the report.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["QA111"]
    assert step("Write SARIF", sarif="x.sarif", paths="nowhere.qa")[0] == 2


def test_install(step, tmp_path, qarules_program):
    """The package is installed from the action's own folder into one that is thrown away, and is then a command."""
    programs = tmp_path / "programs"
    log = tmp_path / "log"
    # A Python that makes no environment and downloads nothing, and says what it was asked.
    (programs / "python3").write_text(
        f'#!/bin/sh\nmkdir -p "$3/bin"\ncp "$0" "$3/bin/python"\nprintf "%s|" "$@" >> "{log}"\necho >> "{log}"\n'
    )
    (programs / "python3").chmod(0o755)
    status, said = step("Install qarules", env={**qarules_program, "GITHUB_PATH": str(tmp_path / "path")})
    assert status == 0, said
    made, installed = log.read_text().splitlines()
    folder = tmp_path / "temp of it" / "qarules"
    assert made == f"-m|venv|{folder}|"
    assert installed.endswith(f"|{ROOT}|")
    assert (tmp_path / "path").read_text() == f"{folder}/bin\n"
