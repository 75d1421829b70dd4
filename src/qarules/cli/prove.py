"""``qarules prove``: what holds for every possible audit."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

import attrs
import click

from qarules.cli.options import as_format, on_day
from qarules.cli.packs import compiled_at
from qarules.codec.writing import to_data
from qarules.dsl.render import render
from qarules.export.proof import proof_text, summary_words
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.scope import as_on, is_dated
from qarules.model.tool import Tool
from qarules.model.watched import stand_in
from qarules.proofs.prove import prove as proved


@click.command()
@click.argument("paths", nargs=-1)
@on_day
@click.option(
    "--instances", type=click.IntRange(min=0), default=2, show_default=True, metavar="N",
    help="The most instances of a repeated section that are looked at.",
)  # fmt: skip
@as_format
def prove(paths: tuple[str, ...], on: datetime.date | None, instances: int, form: str) -> int:
    """
    Prove what holds for every possible audit.

    Where something does not hold, an audit shows it. PATHS are files, folders (every pack in them), packaged standards
    by name, or `-` for standard input; where none is given, the current folder. What the author has explained with
    `intended` is told and is no fault. A tool with something dated is proved for the day --on, else for the day from
    which its standard is in force, or today; and for every day from which it counts something more.

    The exit status is 1 where something does not hold that the author has not explained, or a file has errors.
    """
    compiled = list(compiled_at(paths))
    errors = [error for each in compiled for error in each.errors]
    tools = [tool for each in compiled if each.pack is not None for tool in _tools(each.pack, on)]
    proofs = tuple(proved(tool, instances=instances) for tool in tools)
    if form == "json":
        data = {
            "format_version": 1,
            "proofs": [to_data(proof) for proof in proofs],
            "errors": [plain(e) for e in errors],
        }
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        if errors:
            click.echo(render(errors, {name: text for each in compiled for name, text in each.texts.items()}) + "\n")
        for proof in proofs:
            click.echo(proof_text(proof))
        click.echo(summary_words(proofs))
    return 1 if errors or any(proof.open for proof in proofs) else 0


def _tools(pack: Pack, on: datetime.date | None) -> Iterator[Tool]:
    """The tools of a pack, each on every day that has to be looked at; and what its own knowns start."""
    standard = pack.standard
    day = on or (standard.in_force_from if standard is not None else None) or datetime.date.today()
    for tool in pack.tools:
        if not is_dated(tool):
            yield tool
            continue
        last = standard.in_force_until if standard is not None else None
        later = (change for change in tool.days_of_change if change > day and (last is None or change <= last))
        for each in (day, *(later if on is None else ())):
            yield as_on(tool, each)
    beside = stand_in(pack)
    if beside.watched:
        yield as_on(beside, day) if is_dated(beside) else attrs.evolve(beside, on=None)
