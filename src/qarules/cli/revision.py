"""Rule files as they were at a revision of a git checkout."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from qarules.standards.shelf import SUFFIX


@contextlib.contextmanager
def at_revision(path: Path, revision: str) -> Iterator[tuple[Path, str]]:
    """
    What stood at *path* in *revision*, in a folder of its own for as long as it is needed, and the name of that folder.

    The rule files of a folder with all below it; of a file, those beside it too, which may be of one pack with it.

    Raises:
        click.UsageError: It is in no checkout, there is no such revision, or there was no rule file then.
    """
    folder = path if path.is_dir() else path.parent
    root = Path(_git(folder, "rev-parse", "--show-toplevel", wrong=f"`{path}` is in no git checkout").decode().strip())
    named = f"{revision}^{{commit}}"
    wrong = f"there is no revision `{revision}` in the git checkout of `{path}`"
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", named, wrong=wrong).decode().strip()
    inside = folder.resolve().relative_to(root.resolve())
    with tempfile.TemporaryDirectory(prefix="qarules-") as made:
        there = Path(made)
        for name, content in _files(root, commit, inside):
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            (there / name).write_bytes(content)
        old = there / inside / (path.name if folder != path else "")
        if not any(old.rglob(f"*{SUFFIX}") if old.is_dir() else [old] if old.is_file() else []):
            message = f"there was no `{SUFFIX}` file in `{path}` at `{revision}`"
            raise click.UsageError(message if folder == path else f"there was no `{path}` at `{revision}`")
        yield old, f"{there.as_posix()}/"


def _files(root: Path, commit: str, inside: Path) -> Iterator[tuple[str, bytes]]:
    """The rule files of a commit in a folder of it, by their path from the top."""
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"./{inside.as_posix()}/")
    blobs = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
    for about, _, name in blobs:
        mode, kind, blob = about.decode().split(" ")
        if kind == "blob" and mode != "120000" and name.endswith(SUFFIX.encode()):
            yield name.decode(), _git(root, "cat-file", "blob", blob)


def _git(folder: Path, *arguments: str, wrong: str = "") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        message = "git is not installed here, and `--against` asks it for the files of a revision"
        raise click.UsageError(message) from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise click.UsageError(wrong or f"git: {told[0] if told else 'it failed'}")
    return done.stdout
