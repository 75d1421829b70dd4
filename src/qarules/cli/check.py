"""``qarules check``: what is wrong with rule files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from qarules.cli.options import as_format, read_text
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.findings import Findings
from qarules.dsl.render import render, summary
from qarules.export.names import counted
from qarules.model.plain import plain
from qarules.standards.loading import compile_path, packs_at, read_source
from qarules.standards.shelf import SUFFIX, is_there, packaged_standards


@click.command()
@click.argument("paths", nargs=-1)
@as_format
def check(paths: tuple[str, ...], form: str) -> int:
    """
    Check rule files: every mistake, with its place and what to do.

    PATHS are files, folders (every pack in them), packaged standards by name, or `-` for standard input; where none is
    given, the current folder.
    """
    checked = [compiled for path in paths or (".",) for compiled in _compiled(path)]
    diagnostics = [found for compiled in checked for found in compiled.diagnostics]
    if form == "json":
        click.echo(json.dumps({"format": 1, "diagnostics": [plain(found) for found in diagnostics]}, indent=2))
    else:
        texts = {name: text for compiled in checked for name, text in compiled.texts.items()}
        if diagnostics:
            click.echo(render(diagnostics, texts) + "\n")
        click.echo(f"{summary(diagnostics)} in {counted(len(texts), 'file')}")
    return 1 if diagnostics else 0


def _compiled(path: str) -> Iterator[Compiled]:
    if path == "-":
        findings = Findings()
        source = read_source("<stdin>", read_text(path), findings)
        yield compile_pack([source] if source is not None else [], name="<stdin>", findings=findings)
        return
    if path in packaged_standards() and not is_there(Path(path)):
        yield compile_path(path)
        return
    packs = packs_at(Path(path), deep=True) if is_there(Path(path)) else []
    if not packs:
        message = f"there is no `{SUFFIX}` file in `{path}`" if is_there(Path(path)) else f"there is no `{path}`"
        raise click.UsageError(message)
    yield from map(compile_path, packs)
