"""``qarules refresh``: the bank holidays as published, taken over into the calendars, and which deadlines then move."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import Path

import click

from qarules.cli.cases import Opened, as_of_day, of_pack, opened, today
from qarules.cli.options import as_format, json_in
from qarules.dsl.printer import print_pack
from qarules.engine.deadlines import deadlines, rebase
from qarules.engine.refresh import refreshed
from qarules.export.refreshed import refreshed_text
from qarules.model.due import Moved
from qarules.model.outcome import FORMAT
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.refreshed import Refreshed
from qarules.standards.catalogue import load_pack


@click.command()
@click.argument("official", metavar="OFFICIAL.json")
@click.argument("paths", metavar="[CASE]...", nargs=-1)
@click.option(
    "--calendar",
    "where",
    metavar="FILE_OR_PACK",
    default="calendars",
    show_default=True,
    help="The calendars: a pack or a rule file.",
)
@click.option("--write", "target", metavar="FILE", help="Write the refreshed calendars as a rule file.")
@as_of_day
@of_pack
@as_format
def refresh(
    official: str,
    paths: tuple[str, ...],
    where: str,
    target: str | None,
    as_of: datetime.date | None,
    pack: str | None,
    form: str,
) -> int:
    """
    Take over the bank holidays that GOV.UK publishes.

    OFFICIAL.json is https://www.gov.uk/bank-holidays.json as it was saved, or `-`.

    Shows what changes in the calendars, and which open deadlines of the cases given are then due on another day. The
    exit status is 1 where a deadline moves, or what was published cannot be used.
    """
    data = json_in(official)
    loaded = load_pack(where, on=today(as_of))
    own = [calendar for calendar in loaded.calendars if not isinstance(data, dict) or calendar.id in data]
    if not own:
        has = ", ".join(f"`{calendar.id}`" for calendar in loaded.calendars) or "no calendar"
        message = f"`{official}` gives no days for a calendar of `{where}`, which has {has}"
        raise click.UsageError(message)
    found = [refreshed(calendar, data) for calendar in own]
    cases = opened(paths, pack) if paths else ()
    moved = {each.name: _moved(each, found, today(as_of)) for each in cases}
    if form == "json":
        changes = {name: [plain(each) for each in moves] for name, moves in moved.items()}
        told = {"format_version": FORMAT, "calendars": [plain(each) for each in found], "moved": changes}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        click.echo(refreshed_text(found, moved), nl=False)
    has_problems = any(each.problems for each in found)
    if target is not None and not has_problems:
        _write(target, loaded, found)
    return 1 if has_problems or any(moved.values()) else 0


def _moved(each: Opened, found: Iterable[Refreshed], day: datetime.date) -> tuple[Moved, ...]:
    """The open deadlines of a case that move by what changed."""
    ids = {calendar.id for calendar in each.pack.calendars}
    changed = [change.calendar for change in found if change.calendar.id in ids]
    standing = deadlines(each.pack, each.case, day)
    moves = rebase(each.pack, each.case, day, *changed)
    return tuple(move for move in moves if not standing[move.id].status.is_closed)


def _write(target: str, pack: Pack, found: Iterable[Refreshed]) -> None:
    """The pack's calendars with the changes, and the clauses behind them, as a rule file."""
    new = {change.calendar.id: change.calendar for change in found}
    calendars = tuple(new.get(calendar.id, calendar) for calendar in pack.calendars)
    cited = {name for calendar in calendars for name in calendar.cites}
    clauses = tuple(clause for clause in pack.clauses if clause.id in cited)
    text = print_pack(Pack(name=pack.name, calendars=calendars, clauses=clauses))
    try:
        Path(target).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"cannot write `{target}`: {error.strerror or error}"
        raise click.UsageError(message) from None
