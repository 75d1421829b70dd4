"""``qarules schedule``: what takes place in each month of a year, and where deadlines run into quiet months."""

from __future__ import annotations

import datetime
import json

import click

from qarules.cli.options import now, stamped
from qarules.codec.writing import to_data
from qarules.engine.collisions import collisions
from qarules.engine.recurrence import occurrences
from qarules.export.ical import entries_of, to_ical
from qarules.export.schedule import collisions_text, table_markdown, table_text, year_table
from qarules.model.outcome import FORMAT
from qarules.model.plain import plain
from qarules.standards.catalogue import load_pack

FIRST, LAST = 1978, 2100


@click.command()
@click.argument("pack")
@click.argument("year", type=click.IntRange(FIRST, LAST))
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "ical"]), default="text", show_default=True,
    help="Text is for people, the others are for programs.",
)  # fmt: skip
@stamped
def schedule(pack: str, year: int, form: str, stamp: datetime.datetime | None) -> int:
    """
    Show the year of a standard, and what collides in it.

    PACK is a packaged standard or a rule file. Below the table of the YEAR stand the deadlines that run into months
    without the activity they are counted from.

    The exit status is 1 where something cannot be planned. A collision is a warning, and no reason for it.
    """
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    loaded = load_pack(pack, on=first)
    table, found = year_table(loaded, year), collisions(loaded, year)
    if form == "json":
        data = {"format_version": FORMAT, "table": plain(table), "collisions": to_data(found)}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    elif form == "ical":
        dated = [
            each for column in table.columns for each in occurrences(loaded, column.activity, first, last).occurrences
        ]
        click.echo(to_ical(entries_of(dated), stamp=stamp or now(), name=f"{table.title} {year}"), nl=False)
    else:
        as_text = table_markdown if form == "markdown" else table_text
        click.echo(as_text(table) + collisions_text(found, markdown=form == "markdown"), nl=False)
    return 1 if found.problems else 0
