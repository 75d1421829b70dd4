"""The hooks for pre-commit, run by pre-commit itself on a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}

TIDY = 'role reviewer "Reviewer" { also known as "Auditor" }\n'
UNTIDY = 'role reviewer   "Reviewer" {also known as "Auditor"}\n'
WRONG = 'role reviewer { also known as "Auditor" }\n'


def run(*command, cwd, env):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def commit(tmp_path, qarules_program):
    """A function that commits files in a repository with the hooks: the status, and all that was printed."""
    env = {
        **qarules_program,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    repository = tmp_path / "repository"
    repository.mkdir()
    # As a user writes them, but for the installation: the program of the tests is there already.
    hooks = [{**hook, "language": "system"} for hook in HOOKS.values()]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    assert run("git", "init", "--quiet", ".", cwd=repository, env=env)[0] == 0
    assert run(sys.executable, "-m", "pre_commit", "install", cwd=repository, env=env)[0] == 0

    def commit(**files):
        for name, text in files.items():
            (repository / name.replace("_", ".")).write_text(text, encoding="utf-8")
        run("git", "add", "--all", cwd=repository, env=env)
        status, said = run("git", "commit", "--message", "A change", cwd=repository, env=env)
        return status, said, repository

    return commit


def test_a_sound_change(commit):
    """What is sound and tidy is committed; a file of another kind is not looked at."""
    status, said, _ = commit(a_qa=TIDY, notes_txt=WRONG)
    assert status == 0, said
    assert said.count("Passed") == 2


def test_a_mistake(commit):
    """A mistake keeps the change out, and the author is told which."""
    status, said, _ = commit(a_qa=TIDY, b_qa=WRONG)
    assert status == 1
    assert "b.qa:1:14: error QA111 missing-text" in said


def test_layout(commit):
    """An untidy file is put into the layout; committed once more it passes."""
    status, said, repository = commit(a_qa=UNTIDY)
    assert status == 1
    assert "changed: a.qa" in said
    assert (repository / "a.qa").read_text(encoding="utf-8") == TIDY
    assert commit()[0] == 0


def test_entries():
    """The hooks take rule files alone, and what is called like an option is still a file."""
    assert set(HOOKS) == {"qarules-check", "qarules-fmt"}
    for hook in HOOKS.values():
        assert hook["files"] == r"\.qa$"
        assert hook["entry"].split()[0] == "qarules"
        assert hook["entry"].endswith(" --")
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
