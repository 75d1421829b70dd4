"""``qarules evaluate``: grade one audit."""

from __future__ import annotations

import datetime
import json

import click

from qarules.cli.options import as_format, on_day, read_text
from qarules.codec import from_json, parsed
from qarules.engine.evaluate import evaluate as evaluate_audit
from qarules.errors import CodecError
from qarules.model.answers import Audit
from qarules.standards.catalogue import load


@click.command()
@click.argument("tool")
@click.argument("answers")
@on_day
@as_format
def evaluate(tool: str, answers: str, on: datetime.date | None, form: str) -> int:
    """
    Grade the audit in ANSWERS, a JSON file or `-`, with TOOL and explain the grades.

    TOOL is a packaged tool such as north-somerset/collaborative-practice-review, or the path of a rule file. ANSWERS
    holds the answers alone, by the ids of the items, or an audit with "answers", "known", "decisions" and "on".
    """
    audit = _audit(answers)
    loaded = load(tool, on=on or audit.on)
    outcome = evaluate_audit(loaded, audit.answers, known=audit.known, decisions=audit.decisions)
    if form == "json":
        click.echo(json.dumps(outcome.to_dict(), indent=2, ensure_ascii=False))
    else:
        click.echo(outcome.explain(), nl=False)
    return 1 if outcome.problems else 0


def _audit(path: str) -> Audit:
    """The audit in a file; answers alone are an audit without anything else."""
    text = read_text(path)
    try:
        data = parsed(text)
        if isinstance(data, dict) and not data.keys() & {"format", "answers"}:
            return Audit(answers=data)
        return from_json(text, Audit)
    except CodecError as error:
        message = f"`{path}` is no audit: {error.message}"
        raise click.UsageError(message) from None
