"""``qarules check``: what is wrong with rule files."""

from __future__ import annotations

import json

import click

from qarules.cli.options import as_format
from qarules.cli.packs import compiled_at
from qarules.dsl.render import render, summary
from qarules.export.names import counted
from qarules.model.plain import plain


@click.command()
@click.argument("paths", nargs=-1)
@as_format
def check(paths: tuple[str, ...], form: str) -> int:
    """
    Check rule files: every mistake, with its place and what to do.

    PATHS are files, folders (every pack in them), packaged standards by name, or `-` for standard input; where none is
    given, the current folder.
    """
    checked = list(compiled_at(paths))
    diagnostics = [found for compiled in checked for found in compiled.diagnostics]
    if form == "json":
        click.echo(json.dumps({"format": 1, "diagnostics": [plain(found) for found in diagnostics]}, indent=2))
    else:
        texts = {name: text for compiled in checked for name, text in compiled.texts.items()}
        if diagnostics:
            click.echo(render(diagnostics, texts) + "\n")
        click.echo(f"{summary(diagnostics)} in {counted(len(texts), 'file')}")
    return 1 if diagnostics else 0
