"""``qarules demo``: a complete review and a half-finished one, graded and explained."""

from __future__ import annotations

import json

import click

from qarules.cli.options import as_format
from qarules.codec import from_json
from qarules.engine.evaluate import evaluate
from qarules.model.answers import Audit
from qarules.model.outcome import FORMAT, Outcome
from qarules.standards.catalogue import load
from qarules.standards.shelf import review

TOOL = "north-somerset/collaborative-practice-review"
REVIEWS = {
    "complete": "A complete review",
    "partial": "A half-finished review, as the system sees it (its reviewer sees no suggestion yet)",
}


@click.command()
@as_format
def demo(form: str) -> int:
    """Grade two North Somerset practice reviews, one complete and one half finished, and show why."""
    outcomes = {name: _outcome(name) for name in REVIEWS}
    if form == "json":
        data = {"format": FORMAT, "outcomes": [outcome.to_dict() for outcome in outcomes.values()]}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return 0
    for name, title in REVIEWS.items():
        click.echo(f"{title}\n{'=' * len(title)}\n")
        click.echo(outcomes[name].explain(withheld=name == "partial"))
    click.echo("To see what was asked: qarules standards show north-somerset")
    return 0


def _outcome(name: str) -> Outcome:
    audit = from_json(review("north-somerset", name), Audit)
    return evaluate(load(TOOL, on=audit.on), audit.answers, known=audit.known, decisions=audit.decisions)
