"""``qarules evaluate``: grade one audit."""

from __future__ import annotations

import datetime
import json

import attrs
import click

from qarules.cli.options import as_format, on_day, read_text
from qarules.codec import from_data, parsed
from qarules.engine.evaluate import evaluate as evaluate_audit
from qarules.errors import CodecError
from qarules.model.answers import Audit
from qarules.model.outcome import FORMAT
from qarules.standards.catalogue import load


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
    audit = audit_in(answers)
    if on is not None and audit.on not in (None, on):
        message = f"the audit is of {audit.on}, and --on says {on}"
        raise click.UsageError(message)
    loaded = load(tool, on=on or audit.on)
    if audit.tool and audit.tool.rpartition("/")[2] not in (loaded.id, *loaded.formerly):
        message = f"the audit is one of `{audit.tool}`, not of `{loaded.id}`"
        raise click.UsageError(message)
    outcome = evaluate_audit(loaded, audit.answers, known=audit.known, decisions=audit.decisions)
    if form == "json":
        click.echo(json.dumps(outcome.to_dict(), indent=2, ensure_ascii=False))
    else:
        click.echo(outcome.explain(), nl=False)
    return 1 if outcome.problems else 0


def audit_in(path: str) -> Audit:
    """The audit in a file; answers alone are an audit without anything else. UsageError where it is none."""
    text = read_text(path)
    try:
        data = parsed(text)
        if isinstance(data, dict) and "format" not in data:
            names = {field.name for field in attrs.fields(Audit)}
            data = {"format": FORMAT, **(data if data.keys() <= names else {"answers": data})}
        return from_data(data, Audit)
    except CodecError as error:
        message = f"`{path}` is no audit: {error.message}"
        raise click.UsageError(message) from None
