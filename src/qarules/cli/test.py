"""``qarules test``: run the examples of rule files."""

from __future__ import annotations

import json

import click

from qarules.cli.files import write
from qarules.cli.options import as_format
from qarules.cli.packs import compiled_at
from qarules.dsl.render import render
from qarules.engine.decision_coverage import decision_coverage
from qarules.engine.example import run_examples
from qarules.export.decision_coverage import coverage_data, coverage_text
from qarules.export.examples import examples_data, examples_junit, examples_text
from qarules.model.plain import plain
from qarules.proofs.missing import missing_examples


@click.command()
@click.argument("paths", nargs=-1)
@as_format
@click.option("--junit", metavar="FILE", help="Write the results for a build server, too, as JUnit does.")
@click.option(
    "--coverage", is_flag=True, help="Tell also which way of which decision no example takes, with examples that would."
)
def test(paths: tuple[str, ...], form: str, junit: str | None, coverage: bool) -> int:
    """
    Run the examples in rule files.

    What does not come out as its author expects is told, with what came out instead.

    PATHS are files, folders (every pack in them), packaged standards by name, or `-` for standard input; where none is
    given, the current folder. A pack with errors is not run, and its errors are told.

    The exit status is 1 where an example does not come true, or a pack has errors.
    """
    compiled = list(compiled_at(paths))
    errors = [error for each in compiled for error in each.errors]
    texts = {name: text for each in compiled for name, text in each.texts.items()}
    runs = [run for each in compiled if each.pack is not None for run in run_examples(each.pack)]
    if junit is not None:
        write(junit, examples_junit(runs, errors))
    packs = [each.pack for each in compiled if coverage and each.pack is not None]
    coverages = list(map(decision_coverage, packs))
    missing = list(map(missing_examples, packs, coverages))
    if form == "json":
        data = {"format_version": 1, **examples_data(runs), "errors": [plain(error) for error in errors]}
        if coverage:
            data["coverage"] = coverage_data(coverages, missing)
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        if errors:
            click.echo(render(errors, texts) + "\n")
        click.echo(examples_text(runs, texts), nl=False)
        if coverages:
            click.echo("\n" + coverage_text(coverages, missing), nl=False)
    return 1 if errors or any(run.mismatches for run in runs) else 0
