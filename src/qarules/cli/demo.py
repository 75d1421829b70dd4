"""``qarules demo``: a complete review and a half-finished one, graded and explained."""

from __future__ import annotations

import click

from qarules.codec import from_json
from qarules.engine.evaluate import evaluate
from qarules.model.answers import Audit
from qarules.standards.catalogue import load
from qarules.standards.shelf import review

TOOL = "north-somerset/collaborative-practice-review"


@click.command()
def demo() -> int:
    """Grade two North Somerset practice reviews, one complete and one half finished, and show why."""
    _show("A complete review", "complete", withheld=False)
    _show(
        "A half-finished review, as the system sees it (its reviewer sees no suggestion yet)", "partial", withheld=True
    )
    click.echo("To see what was asked: qarules standards show north-somerset")
    return 0


def _show(title: str, name: str, *, withheld: bool) -> None:
    audit = from_json(review("north-somerset", name), Audit)
    outcome = evaluate(load(TOOL, on=audit.on), audit.answers, known=audit.known, decisions=audit.decisions)
    click.echo(f"{title}\n{'=' * len(title)}\n")
    click.echo(outcome.explain(withheld=withheld))
