"""
Follows the README and the tutorials as they are printed, as a newcomer does: every file saved, every command run.

Run by a bare Python that has nothing but the built package; `tests/docs` does the same with the package as it is.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[[list[str]], tuple[int, str]]

_FENCE = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<kind>[\w-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"`([\w-]+\.\w+)`")
_COMMAND = re.compile(r"^    qarules (?P<arguments>.+)$", re.MULTILINE)


def follow_sessions(page: str) -> int:
    """Run the Python sessions of a page in the folder we are in, each with what those before it made; how many."""
    text = (ROOT / page).read_text(encoding="utf-8")
    known: dict[str, object] = {}
    runner = doctest.DocTestRunner()
    for fence in _FENCE.finditer(text):
        if fence["kind"] == "python":
            session = doctest.DocTestParser().get_doctest(fence["text"], known, page, page, 0)
            runner.run(session, clear_globs=False)
            known.update(session.globs)
        elif fence["kind"] and _FILE.search(fence["before"]):
            Path(_FILE.findall(fence["before"])[-1]).write_text(fence["text"], encoding="utf-8")
    results = runner.summarize()
    assert results.attempted, f"{page} has no sessions"
    assert not results.failed, f"{page}: {results}"
    return results.attempted


def follow_readme(run: Run) -> int:
    """Save the example of the README and give every command in it; how many commands."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    example = next(fence["text"] for fence in _FENCE.finditer(text) if fence["kind"] == "qa")
    Path("file-audit.qa").write_text(example, encoding="utf-8")
    commands = [found["arguments"] for found in _COMMAND.finditer(text)]
    for command in commands:
        status, printed = run(command.split())
        assert status == 0, f"qarules {command}: {status}\n{printed}"
    return len(commands)


def follow_tutorial(run: Run) -> int:
    """Do what the tutorial for authors says, and see what it shows; how many commands."""
    commands = 0
    for fence in _FENCE.finditer((ROOT / "docs" / "tutorial" / "first-tool.md").read_text(encoding="utf-8")):
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
        told = run(command.split())
        assert told == (int(is_wrong), printed), f"qarules {command}: {told[0]}\n{told[1]}"
        Path("visits.qa").write_text(rules, encoding="utf-8")
        commands += 1
    return commands


def _installed(arguments: list[str]) -> tuple[int, str]:
    """Give a command to the program beside this Python."""
    program = Path(sys.executable).with_name("qarules.exe" if os.name == "nt" else "qarules")
    done = subprocess.run([program, *arguments], check=False, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def main() -> None:
    """Follow each page in an empty folder of its own."""
    followed: list[Callable[[], int]] = [
        lambda: follow_readme(_installed),
        lambda: follow_tutorial(_installed),
        lambda: follow_sessions("README.md"),
        lambda: follow_sessions("docs/tutorial/first-embedding.md"),
    ]
    counts = []
    for follow in followed:
        with tempfile.TemporaryDirectory() as folder:
            here = Path.cwd()
            os.chdir(folder)
            counts.append(follow())
            os.chdir(here)
    commands, examples = sum(counts[:2]), sum(counts[2:])
    sys.stdout.write(f"the pages work as printed: {commands} commands, {examples} examples\n")


if __name__ == "__main__":
    main()
