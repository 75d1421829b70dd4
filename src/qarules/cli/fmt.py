"""``qarules fmt``: rule files in the one layout."""

from __future__ import annotations

from collections import Counter

import click

from qarules.cli.files import RuleFile, difference, replace, rule_files
from qarules.dsl.formatter import format_text
from qarules.dsl.render import render
from qarules.errors import QaCheckError
from qarules.export.names import counted


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say which files would be changed.")
@click.option("--diff", "show", is_flag=True, help="Change nothing; show what would be changed.")
def fmt(paths: tuple[str, ...], only_check: bool, show: bool) -> int:
    """
    Give rule files the one layout.

    What they say, and every comment, stays as it is. PATHS are files, folders (every rule file below them) or `-` for
    standard input, which is written to standard output; where none is given, the current folder. A file with mistakes
    in its text is left as it is.

    The exit status is 1 where a file has mistakes or, with --check or --diff, would be changed.
    """
    tally = Counter(_format(file, only_check=only_check, show=show) for file in rule_files(paths or (".",)))
    if "-" not in paths and not show:
        would = "would be " * only_check
        told = [
            (_CHANGED, f"{would}changed"),
            (_SAME, f"{would}left as {'they are' if tally[_SAME] != 1 else 'it is'}"),
            (_BROKEN, "with mistakes"),
        ]
        click.echo(", ".join(f"{counted(tally[kind], 'file')} {words}" for kind, words in told if tally[kind]))
    return int(tally[_BROKEN] > 0 or (tally[_CHANGED] > 0 and (show or only_check)))


_BROKEN, _CHANGED, _SAME = "broken", "changed", "same"


def _format(file: RuleFile, *, only_check: bool, show: bool) -> str:
    """Format one file, or say what would come of it; what became of it."""
    diagnostics = file.diagnostics
    formatted = None
    try:
        formatted = format_text(file.text, name=file.name) if file.text is not None else None
    except QaCheckError as error:
        diagnostics = error.diagnostics
    if file.text is None or formatted is None:
        click.echo(render(diagnostics, {file.name: file.text or ""}) + "\n", err=True)
        click.echo(f"left as it is, its mistakes come first: {file.name}", err=True)
        return _BROKEN
    is_new = formatted != file.text
    if show and is_new:
        click.echo(difference(file.name, file.text, formatted).encode(), nl=False)
    elif only_check and is_new:
        click.echo(f"would be changed: {file.name}")
    elif not (show or only_check) and file.path is None:
        click.echo(formatted.encode(), nl=False)
    elif not (show or only_check) and file.path is not None and is_new:
        replace(file.path, formatted)
        click.echo(f"changed: {file.name}")
    return _CHANGED if is_new else _SAME
