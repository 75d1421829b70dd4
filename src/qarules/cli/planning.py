"""``qarules improve``, ``holds-up`` and ``influence``: what would change a grade, and how much each answer decides."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

import click

from qarules.cli.audits import tool_and_audit
from qarules.cli.options import as_format, on_day
from qarules.codec.writing import to_json
from qarules.export.planning import holds_up_text, improvement_text, influences_text
from qarules.model.planning import Improvement
from qarules.proofs import improve as planned
from qarules.proofs.influence import influence as influences
from qarules.standards.catalogue import load

_Command = TypeVar("_Command", bound=Callable[..., object])


def _of_an_audit(command: _Command) -> _Command:
    """The arguments and options that `improve` and `holds-up` share."""
    for decorate in (
        as_format,
        on_day,
        click.option(
            "--most", type=click.IntRange(min=1), default=planned.MOST_ALTERNATIVES, show_default=True, metavar="N",
            help="So many ways are looked for.",
        ),
        click.option("--fixed", multiple=True, metavar="ITEM", help="An item or a section that may not change."),
        click.argument("judgement"),
        click.argument("answers"),
        click.argument("tool"),
    ):  # fmt: skip
        command = decorate(command)
    return command


@click.command()
@_of_an_audit
@click.option("--to", required=True, metavar="GRADE", help="The grade to reach.")
def improve(
    tool: str,
    answers: str,
    judgement: str,
    to: str,
    fixed: tuple[str, ...],
    most: int,
    on: datetime.date | None,
    form: str,
) -> int:
    """
    Find the smallest changes that reach a better grade.

    That is: the sets of better answers with which JUDGEMENT reaches it; fewest items first, then fewest steps.

    For planning, not for whoever is still auditing. TOOL and ANSWERS are as for `qarules evaluate`; JUDGEMENT is named
    as in an outcome: evidence-suggests, section-suggests/planning. Answers without a better or worse, and knowns, never
    change.

    The exit status is 1 where no changes reach it.
    """
    loaded, audit = tool_and_audit(tool, answers, on)
    found = planned.improve(
        loaded, audit.answers, judgement=judgement, to=to, known=audit.known, decisions=audit.decisions, fixed=fixed,
        most=most,
    )  # fmt: skip
    return _told(found, improvement_text, form)


@click.command("holds-up")
@_of_an_audit
def holds_up(
    tool: str, answers: str, judgement: str, fixed: tuple[str, ...], most: int, on: datetime.date | None, form: str
) -> int:
    """
    Find what holds a grade up.

    That is: the smallest sets of worse answers that would cost JUDGEMENT its grade. The arguments are those of
    `qarules improve`.

    The exit status is 1 where there are none.
    """
    loaded, audit = tool_and_audit(tool, answers, on)
    found = planned.holds_up(
        loaded, audit.answers, judgement=judgement, known=audit.known, decisions=audit.decisions, fixed=fixed, most=most
    )
    return _told(found, holds_up_text, form)


def _told(found: Improvement, text: Callable[[Improvement], str], form: str) -> int:
    click.echo(to_json(found, indent=2) if form == "json" else text(found), nl=form == "json")
    return 0 if found.alternatives else 1


@click.command()
@click.argument("tool")
@click.argument("answers", required=False)
@on_day
@as_format
def influence(tool: str, answers: str | None, on: datetime.date | None, form: str) -> int:
    """
    Rank the items of a tool by how much each decides.

    That is over every audit or, with ANSWERS, over those that complete them.
    Of a partly answered audit this says which question to ask next, and which no longer matter. Every answer is taken
    to be as likely as any other.
    """
    if answers is None:
        loaded = load(tool, on=on)
        found = influences(loaded)
    else:
        loaded, audit = tool_and_audit(tool, answers, on)
        found = influences(loaded, audit.answers, known=audit.known, decisions=audit.decisions)
    if form == "json":
        click.echo(to_json(found, indent=2))
    else:
        click.echo(influences_text(f"{loaded.title} ({loaded.id})", found), nl=False)
    return 0
