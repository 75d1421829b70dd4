"""``qarules grade``: grade a file of audits."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import click

from qarules.analytics.columns import grader
from qarules.analytics.duck import grade_file
from qarules.analytics.rows import Row, csv_rows, grade_rows, json_rows
from qarules.cli.options import complete_only as complete_only_flag, on_day
from qarules.model.tool import Tool
from qarules.standards.catalogue import load

LINES = (".csv", ".jsonl")


@click.command()
@click.argument("tool")
@click.argument("audits", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write the grades to.",
)
@on_day
@click.option("--beside", multiple=True, metavar="COLUMN", help="A column that is no answer, such as a reference.")
@complete_only_flag
def grade(
    tool: str, audits: Path, output: Path, on: datetime.date | None, beside: tuple[str, ...], complete_only: bool
) -> int:
    """
    Grade every audit in a file, and write the grades.

    TOOL is a packaged tool or the path of a rule file. FILE and the output are CSV, JSON lines or Parquet, with a line
    for every audit.

    Lines that are not complete or not right are graded as far as that goes, and told with their numbers. Parquet goes
    through DuckDB (`qarules[sql]`), where columns that are no items stand beside the grades.

    The exit status is 1 where something in a line cannot be used; of Parquet, where an audit is not complete.
    """
    loaded = load(tool, on=on)
    kinds = {audits.suffix, output.suffix}
    if not kinds <= {*LINES, ".parquet"}:
        message = "a file of audits is .parquet, .csv or .jsonl"
        raise click.UsageError(message)
    if output.resolve() == audits.resolve():
        message = "the grades would be written over the audits; choose another name"
        raise click.UsageError(message)
    by_instance = any(section.repeated for section in loaded.sections)
    if output.suffix != ".jsonl" and by_instance and any(each.for_each_section for each in loaded.judgements):
        message = f"`{loaded.id}` grades every instance of a repeated section: write the grades as .jsonl"
        raise click.UsageError(message)
    if ".parquet" in kinds:
        count, open_ones = grade_file(loaded, audits, output, bounds=not complete_only)
        click.echo(f"{count:,} audits graded, {open_ones:,} of them not complete")
        return 1 if open_ones else 0
    with audits.open(encoding="utf-8-sig", newline="") as read, output.open("w", encoding="utf-8", newline="") as write:
        return _graded(loaded, _rows(loaded, audits, read, beside), write, output.suffix, beside)


def _rows(tool: Tool, audits: Path, lines: IO[str], beside: tuple[str, ...]) -> Iterator[Row]:
    try:
        yield from csv_rows(lines, tool, beside=beside) if audits.suffix == ".csv" else json_rows(lines, beside=beside)
    except ValueError as error:
        message = f"`{audits}`: {error}"
        raise click.UsageError(message) from None


def _graded(tool: Tool, rows: Iterable[Row], output: IO[str], suffix: str, beside: tuple[str, ...]) -> int:
    """Write a line for every row and tell of those that are not right; the exit status."""
    waiting: deque[Row] = deque()

    def seen() -> Iterator[Row]:
        for row in rows:
            waiting.append(row)
            yield row

    writer = None
    if suffix == ".csv":
        writer = csv.DictWriter(output, [*beside, *grader(tool).judged, "missing", "problems"])
        writer.writeheader()
    count = wrong = 0
    for graded in grade_rows(tool, seen()):
        row = waiting.popleft()
        grades = {path: None if found is None else str(found) for path, found in graded.grades.items()}
        line = {**{name: row.beside.get(name) for name in beside}, **grades, "missing": len(graded.missing)}
        line["problems"] = "; ".join(graded.problems)
        if writer is None:
            output.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        else:
            writer.writerow(line)
        count += 1
        wrong += bool(graded.problems)
        for problem in graded.problems:
            click.echo(f"line {graded.line}: {problem}", err=True)
        if not count % 10_000 and sys.stderr.isatty():
            click.echo(f"\r{count:,} audits", err=True, nl=False)
    click.echo(f"{count:,} audits graded, {wrong:,} with something that cannot be used")
    return 1 if wrong else 0
