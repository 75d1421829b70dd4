"""``qarules deadlines``: when the deadlines of cases are due and how they stand."""

from __future__ import annotations

import datetime
import json

import attrs
import click

from qarules.cli.cases import Opened, as_of_day, case_paths, of_pack, opened, today
from qarules.cli.options import now, stamped
from qarules.codec.writing import to_data
from qarules.engine.day_count import counted
from qarules.engine.deadlines import deadlines as deadlines_of
from qarules.engine.tracker import actions
from qarules.export.ical import entries_of, to_ical
from qarules.export.timetable import count_text, person_pages, this_week, timetable_text, tracker_text
from qarules.model.due import Timetable
from qarules.model.outcome import FORMAT
from qarules.model.plain import plain
from qarules.model.tracker import Tracker


@click.command()
@case_paths
@as_of_day
@of_pack
@click.option("--count", "deadline", metavar="DEADLINE", help="Show how this deadline is counted, day by day.")
@click.option("--week", is_flag=True, help="Only what is due this week or overdue, and what is open without a date.")
@click.option("--by-person", is_flag=True, help="A page for each person.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ical"]), default="text", show_default=True,
    help="Text is for people, the others are for programs.",
)  # fmt: skip
@stamped
def deadlines(
    paths: tuple[str, ...],
    as_of: datetime.date | None,
    pack: str | None,
    deadline: str | None,
    week: bool,
    by_person: bool,
    form: str,
    stamp: datetime.datetime | None,
) -> int:
    """
    Show what is due in cases, when and of whom.

    With each stands how it was counted. Each CASE is a JSON file of a case, or `-`. Of several, the actions of all come
    first, the longest overdue at the top. The exit status is 1 where something is overdue, or what a case says cannot
    be used.
    """
    day = today(as_of)
    cases = opened(paths, pack)
    timetables = {each.name: deadlines_of(each.pack, each.case, day) for each in cases}
    if deadline is not None:
        _refuse(week or by_person or form == "ical", "--count goes with --format text or json alone")
        return _count(cases, timetables, deadline, day, form)
    _refuse(by_person and form != "text", "--by-person goes with --format text alone")
    status = int(any(table.problems or any(due.overdue for due in table) for table in timetables.values()))
    if week:
        timetables = {name: this_week(table) for name, table in timetables.items()}
    named = ((each.name, each.case) for each in cases)
    tracker = actions(cases[0].pack, named, day) if len(cases) > 1 else None
    if form == "json":
        click.echo(json.dumps(_data(timetables, tracker), indent=2, ensure_ascii=False))
    elif form == "ical":
        _refuse(len(cases) > 1, "a calendar file is of one case: give one")
        ((name, table),) = timetables.items()
        click.echo(to_ical(entries_of(table), stamp=stamp or now(), case=name), nl=False)
    elif by_person:
        click.echo("\f".join(person_pages(timetables, cases[0].pack)), nl=False)
    else:
        _print(cases, timetables, tracker, week=week)
    return status


def _refuse(wrong: bool, message: str) -> None:
    if wrong:
        raise click.UsageError(message)


def _print(cases: list[Opened], timetables: dict[str, Timetable], tracker: Tracker | None, *, week: bool) -> None:
    texts = [] if tracker is None or week else [tracker_text(tracker, cases[0].pack)]
    for each in cases:
        table = timetables[each.name]
        if texts:
            # The actions and the problems stand in the tracker.
            table = attrs.evolve(table, items=tuple(due for due in table if "/" not in due.id), problems=())
        texts.append(timetable_text(table, each.pack, name=each.name, week=week))
    click.echo("\n".join(texts), nl=False)


def _data(timetables: dict[str, Timetable], tracker: Tracker | None) -> dict[str, object]:
    """The timetable of one case; of several, each by the name of its case, and all their actions."""
    if tracker is None:
        return to_data(next(iter(timetables.values())))
    written = {name: to_data(table) for name, table in timetables.items()}
    return {"format_version": FORMAT, "timetables": written, "tracker": to_data(tracker)}


def _count(cases: list[Opened], timetables: dict[str, Timetable], deadline: str, day: datetime.date, form: str) -> int:
    rows = [str(due.id) for due in cases[0].pack.deadlines if due.rows is None]
    if deadline not in rows:
        has = ", ".join(f"`{name}`" for name in rows) or "none"
        message = f"there is no deadline `{deadline}` that is counted; there are {has}"
        raise click.UsageError(message)
    days = {each.name: counted(each.pack, each.case, deadline, day) for each in cases}
    if form == "json":
        told = [{"case": name, "days": [plain(each) for each in found]} for name, found in days.items()]
        click.echo(
            json.dumps({"format_version": FORMAT, "deadline": deadline, "cases": told}, indent=2, ensure_ascii=False)
        )
    else:
        texts = (f"{name}\n{count_text(timetables[name][deadline], found)}" for name, found in days.items())
        click.echo("\n".join(texts), nl=False)
    return int(any(table.problems for table in timetables.values()))
