"""Rule files as commands change them: read as they are, written in one go or not at all, and shown as a difference."""

from __future__ import annotations

import codecs
import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from qarules.cli.options import read_text
from qarules.diagnostics import Diagnostic
from qarules.dsl.findings import Findings
from qarules.frozen import frozen
from qarules.standards.loading import files_at, read_source
from qarules.standards.shelf import SUFFIX, is_there

STDIN = "<stdin>"


@frozen(kw_only=True)
class RuleFile:
    """
    A rule file as it was read.

    Attributes:
        path: None for standard input.
        text: Its text, with the mark of its encoding and its line ends; None where it is no text.
        diagnostics: Why it is none.
    """

    name: str
    path: Path | None
    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def rule_files(paths: Iterable[str]) -> Iterator[RuleFile]:
    """
    Every rule file at *paths*, each once: files, folders with all below them, and `-` for standard input.

    Raises:
        click.UsageError: There is none at one of them.
    """
    seen = set()
    for path in paths:
        if path == "-":
            yield _read(STDIN, None, read_text("-"))
            continue
        files = files_at(Path(path), deep=True) if is_there(Path(path)) else []
        if not files:
            message = f"there is no `{SUFFIX}` file in `{path}`" if is_there(Path(path)) else f"there is no `{path}`"
            raise click.UsageError(message)
        for file in files:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield _read(file.as_posix(), file, read_text(str(file)))


def _read(name: str, path: Path | None, data: bytes) -> RuleFile:
    findings = Findings()
    source = read_source(name, data, findings)
    mark = codecs.BOM_UTF8.decode() if data.startswith(codecs.BOM_UTF8) else ""
    text = mark + source.text if source is not None else None
    return RuleFile(name=name, path=path, text=text, diagnostics=findings.sorted())


def replace(path: Path, text: str) -> None:
    """
    Put *text* in place of what a file holds: all of it or, where that fails, nothing.

    Raises:
        click.UsageError: It may not be written.
    """
    target = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as written:
            written.write(text.encode())
        try:
            shutil.copymode(target, written.name)
            Path(written.name).replace(target)
        except OSError:
            os.unlink(written.name)  # noqa: PTH108 - a name, not a path
            raise
    except OSError as error:
        message = f"cannot write `{path}`: {error.strerror or error}"
        raise click.UsageError(message) from None


def write(path: str, data: bytes) -> None:
    """
    Write a file, or to standard output for ``-``.

    Raises:
        click.UsageError: It may not be written.
    """
    try:
        with click.open_file(path, "wb") as file:
            file.write(data)
    except OSError as error:
        message = f"cannot write `{path}`: {error.strerror or error}"
        raise click.UsageError(message) from None


def difference(name: str, before: str, after: str) -> str:
    """What changes between two texts of one file, as a patch."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
