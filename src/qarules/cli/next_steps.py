"""``qarules next-steps``: what comes next in a case."""

from __future__ import annotations

import datetime
import json

import click

from qarules.cli.cases import as_of_day, case_paths, of_pack, opened, today
from qarules.cli.options import as_format
from qarules.codec.writing import to_data
from qarules.engine.next_steps import next_steps as steps_of
from qarules.export.steps import steps_text
from qarules.model.next_step import NextSteps
from qarules.model.outcome import FORMAT


@click.command("next-steps")
@case_paths
@as_of_day
@of_pack
@as_format
def next_steps(paths: tuple[str, ...], as_of: datetime.date | None, pack: str | None, form: str) -> int:
    """
    Show what comes next in cases, of whom and by when.

    Each step says why it comes, where it is recorded, and where never.

    Each CASE is a JSON file of a case, or `-`. The exit status is 1 where a step is overdue, or what a case says cannot
    be used.
    """
    cases = opened(paths, pack)
    found = {each.name: steps_of(each.pack, each.case, today(as_of)) for each in cases}
    if form == "json":
        written = {name: to_data(steps) for name, steps in found.items()}
        data = {"format_version": FORMAT, "cases": written} if len(cases) > 1 else next(iter(written.values()))
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(steps_text(found[each.name], each.pack, name=each.name) for each in cases), nl=False)
    return int(any(map(_has_findings, found.values())))


def _has_findings(steps: NextSteps) -> bool:
    return bool(steps.problems) or any(step.due is not None and step.due.overdue for step in steps.steps)
