"""``qarules explain``: what a code means."""

from __future__ import annotations

import click

from qarules.dsl.codes import FAULTS
from qarules.dsl.findings import did_you_mean
from qarules.dsl.pages import page


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain the diagnostic CODE, such as QA203 or duplicate-name; list them all where none is given."""
    if code is None:
        for fault in FAULTS.values():
            click.echo(f"{fault.code} {fault.name}")
        return 0
    by_name = {fault.name: fault.code for fault in FAULTS.values()}
    known = by_name.get(code.lower(), code.upper())
    text = page(known)
    if text is None:
        near = did_you_mean(code, [*by_name, *(fault.lower() for fault in FAULTS)])
        message = f"there is no code `{code}`" + (f"; {near}" if near else "")
        raise click.UsageError(message)
    click.echo(text.rstrip())
    return 0
