"""``qarules evaluate``: grade one audit."""

from __future__ import annotations

import datetime
import json

import click

from qarules.cli.audits import tool_and_audit
from qarules.cli.options import as_format, on_day
from qarules.engine.evaluate import evaluate as evaluate_audit


@click.command()
@click.argument("tool")
@click.argument("answers")
@on_day
@as_format
def evaluate(tool: str, answers: str, on: datetime.date | None, form: str) -> int:
    """
    Grade one audit and explain its grades.

    TOOL is a packaged tool such as north-somerset/collaborative-practice-review, or the path of a rule file. ANSWERS
    is a JSON file or `-`: the answers alone, by the ids of the items, or an audit with its "answers", "known",
    "decisions", "on" and "tool".

    The exit status is 1 where an answer or a decision cannot be used.
    """
    loaded, audit = tool_and_audit(tool, answers, on)
    outcome = evaluate_audit(loaded, audit.answers, known=audit.known, decisions=audit.decisions)
    if form == "json":
        click.echo(json.dumps(outcome.to_dict(), indent=2, ensure_ascii=False))
    else:
        click.echo(outcome.explain(), nl=False)
    return 1 if outcome.problems else 0
