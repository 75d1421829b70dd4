"""``qarules sql``: a tool as a statement for the database that holds the audits."""

from __future__ import annotations

import datetime

import click

from qarules.analytics.dialects import DIALECTS
from qarules.analytics.sql import Source, sql as statement
from qarules.cli.options import complete_only as complete_only_flag, on_day
from qarules.standards.catalogue import load


@click.command()
@click.argument("tool")
@on_day
@click.option(
    "--dialect", type=click.Choice(list(DIALECTS)), default="duckdb", show_default=True, help="The database it is for."
)
@click.option("--table", default="audits", show_default=True, metavar="NAME", help="The name of the table.")
@click.option(
    "--audit", default=("audit",), multiple=True, metavar="COLUMN", show_default=True,
    help="A column that tells one audit from another; give it again for more.",
)  # fmt: skip
@click.option("--long", is_flag=True, help="The table has a row for every answer: audit, item, value.")
@click.option("--without", multiple=True, metavar="COLUMN", help="An item the table has no column for.")
@complete_only_flag
def sql(
    tool: str,
    on: datetime.date | None,
    dialect: str,
    table: str,
    audit: tuple[str, ...],
    long: bool,
    without: tuple[str, ...],
    complete_only: bool,
) -> None:
    """
    Print an SQL statement that grades a table of audits.

    TOOL is a packaged tool or the path of a rule file. A wide table has a row for every audit and a column for every
    item, by its id; answers are the ids of bands and choices, yes or no, numbers, dates and `not-applicable`.
    """
    loaded = load(tool, on=on)
    names = [*loaded.items, *(section.id for section in loaded.sections if section.may_not_apply is not None)]
    for name in without:
        if name not in names:
            message = f"`{name}` is nothing that `{loaded.id}` asks for"
            raise click.UsageError(message)
    columns = [name for name in names if name not in without] if without else None
    source = Source(table=table, audit=audit, long=long, columns=columns)
    click.echo(statement(loaded, source=source, dialect=dialect, bounds=not complete_only), nl=False)
