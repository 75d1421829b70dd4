"""``qarules sample``: a sample that anybody can draw again, and who audits it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from fractions import Fraction

import click

from qarules.cli.options import Day, as_format, json_in, json_of
from qarules.codec.reading import structured
from qarules.codec.writing import to_data
from qarules.engine.assignment import assign
from qarules.engine.records import record_id
from qarules.engine.samples import draw
from qarules.errors import CodecError
from qarules.export.samples import sample_text
from qarules.model.case import Held
from qarules.model.outcome import FORMAT
from qarules.standards.catalogue import load_pack

Fields = dict[str, object]


@click.command()
@click.argument("pack")
@click.argument("name", metavar="SAMPLE")
@click.argument("records", metavar="RECORDS.json")
@click.option("--on", type=Day(), metavar="DATE", required=True, help="The day for which it is drawn.")
@click.option("--seed", required=True, help="Any word or number; the same one gives the same sample.")
@click.option("--chosen", metavar="FILE", help="JSON: by stratum, the ids of the records named by choice.")
@click.option("--people", metavar="FILE", help="JSON: by role, who holds it; then the records are given to auditors.")
@click.option("--history", metavar="FILE", help="JSON: by person, the date of their last audit.")
@click.option(
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="A number that the framework leaves to your council; give it again for more.",
)
@as_format
def sample(
    pack: str,
    name: str,
    records: str,
    on: datetime.date,
    seed: str,
    chosen: str | None,
    people: str | None,
    history: str | None,
    parameters: tuple[str, ...],
    form: str,
) -> int:
    """
    Draw a sample that anybody can draw again.

    SAMPLE of PACK is drawn from the records in a JSON file or `-`; everything left out has its reason.

    RECORDS.json is a list of records: each has its "id", its fields, and perhaps "people", who holds which role in it.
    The exit status is 1 where a record or a name cannot be used, a stratum falls short, or a record has no auditor.
    """
    loaded = load_pack(pack, on=on)
    read = _records(records)
    settings = dict(_setting(each) for each in parameters)
    named = json_of(chosen, Mapping[str, tuple[str, ...]]) if chosen is not None else {}
    strata = {int(key) if key.isdecimal() else key: ids for key, ids in named.items()}
    drawn = draw(loaded, name, read, on=on, seed=seed, parameters=settings, chosen=strata)
    assigned = None
    if people is not None:
        held = json_of(people, Mapping[str, Held])
        last = json_of(history, Mapping[str, datetime.date]) if history is not None else {}
        taken = [record for record in read if record_id(record) in drawn.records]
        assigned = assign(loaded, name, taken, people=held, on=on, seed=seed, history=last, parameters=settings)
    elif history is not None:
        message = "--history goes with --people"
        raise click.UsageError(message)
    if form == "json":
        data = {"format_version": FORMAT, "draw": to_data(drawn), "assignment": to_data(assigned) if assigned else None}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        click.echo(sample_text(drawn, loaded, assigned), nl=False)
    return 0 if drawn.complete and (assigned is None or assigned.complete) else 1


def _records(path: str) -> list[Fields]:
    """The records of a file, the people of each as such."""
    data = json_in(path)
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        message = f'`{path}` is no list of records: [{{"id": …}}, …] is expected'
        raise click.UsageError(message)
    try:
        return [_record(record, f"$[{number}].people") for number, record in enumerate(data)]
    except CodecError as error:
        message = f"`{path}`: {error.message}"
        raise click.UsageError(message) from None


def _record(record: Fields, path: str) -> Fields:
    return (
        {**record, "people": structured(record["people"], Mapping[str, Held], path)} if "people" in record else record
    )


def _setting(text: str) -> tuple[str, Fraction]:
    """``NAME=VALUE`` of a parameter."""
    name, _, value = text.partition("=")
    try:
        return name.strip(), Fraction(value.strip())
    except (ValueError, ZeroDivisionError):
        message = f"`{text}` sets nothing; write NAME=VALUE with a number, as `sample-size=6`"
        raise click.UsageError(message) from None
