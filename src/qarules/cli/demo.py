"""``qarules demo``: a whole round of reviews, from the draw of the records to the calendar of the next year."""

from __future__ import annotations

import datetime
import json

import attrs
import click

from qarules.cli.options import as_format
from qarules.codec.reading import from_json, parsed
from qarules.codec.writing import to_data
from qarules.engine.case_file import case_of
from qarules.engine.collisions import collisions
from qarules.engine.deadlines import deadlines
from qarules.engine.next_steps import next_steps
from qarules.engine.samples import draw
from qarules.export.moderation import moderation_text
from qarules.export.samples import sample_text
from qarules.export.schedule import collisions_text, table_text, year_table
from qarules.export.steps import steps_text
from qarules.export.timetable import timetable_text
from qarules.model.case import CaseFile
from qarules.model.due import DueStatus
from qarules.model.outcome import FORMAT
from qarules.standards.catalogue import load_pack
from qarules.standards.shelf import review

STANDARD = "north-somerset"
ROUND_STARTS = datetime.date(2023, 11, 1)
RECORDS_DRAWN = 2
SEED = 1
TODAY = datetime.date(2023, 12, 20)


@click.command()
@as_format
def demo(form: str) -> int:
    """
    Show a round of North Somerset's practice reviews.

    The records are drawn, a review is graded and explained; its moderator differs, its practitioner disputes it;
    deadlines run across Christmas; it is told who does what next, and the next year's calendar is shown.
    """
    stored = from_json(review(STANDARD, "round"), CaseFile)
    pack = load_pack(STANDARD, on=stored.on)
    case = case_of(stored, pack)
    assert case.outcome is not None
    assert case.moderation is not None
    records = parsed(review(STANDARD, "records"))
    assert isinstance(records, list)
    drawn = draw(
        pack,
        "round-records",
        records,
        on=ROUND_STARTS,
        seed=SEED,
        parameters={"records-per-round": RECORDS_DRAWN},
    )
    timetable, steps = deadlines(pack, case, TODAY), next_steps(pack, case, TODAY)
    next_year = TODAY.year + 1
    if form == "json":
        results = (drawn, case.outcome, case.moderation, timetable, steps, collisions(pack, next_year))
        data = {"format_version": FORMAT, **{type(result).__name__.lower(): to_data(result) for result in results}}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return 0
    begun = tuple(due for due in timetable if due.status is not DueStatus.NOT_STARTED)
    planned = table_text(year_table(pack, next_year)) + collisions_text(collisions(pack, next_year))
    parts = {
        "1. The records of the round, drawn at random": sample_text(drawn, pack),
        "2. A review, graded and explained": case.outcome.explain(),
        "3. The moderation of the review": moderation_text(case.moderation, pack, name=stored.name),
        "4. Deadlines, across Christmas": timetable_text(attrs.evolve(timetable, items=begun), pack, name=stored.name),
        "5. What comes next, and who does it": steps_text(steps, pack, name=stored.name),
        f"6. The calendar of {next_year}": planned,
    }
    for title, text in parts.items():
        click.echo(f"{title}\n{'=' * len(title)}\n\n{text}")
    click.echo(f"To see what was asked: qarules standards show {STANDARD}")
    return 0
