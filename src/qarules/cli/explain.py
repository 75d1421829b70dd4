"""``qarules explain``: what a code means."""

from __future__ import annotations

import json

import click

from qarules.cli.options import as_format
from qarules.dsl.codes import FAULTS
from qarules.dsl.findings import did_you_mean
from qarules.dsl.pages import page


@click.command()
@click.argument("code", required=False)
@as_format
def explain(code: str | None, form: str) -> int:
    """
    Explain what a message means, by its code, such as QA203.

    CODE may also be its name, such as duplicate-name. Without CODE all are listed.
    """
    if code is None:
        rows = [{"code": f.code, "name": f.name, "severity": str(f.severity)} for f in FAULTS.values()]
        if form == "json":
            click.echo(json.dumps({"format_version": 1, "codes": rows}, indent=2))
        else:
            click.echo("\n".join(f"{row['code']} {row['name']}" for row in rows))
        return 0
    by_name = {fault.name: fault.code for fault in FAULTS.values()}
    known = by_name.get(code.strip().lower(), code.strip().upper())
    text = page(known)
    if text is None:
        near = did_you_mean(code, [*by_name, *(fault.lower() for fault in FAULTS)])
        message = f"there is no code `{code}`" + (f"; {near}" if near else "")
        raise click.UsageError(message)
    if form == "json":
        fault = FAULTS[known]
        data = {"format_version": 1, "code": known, "name": fault.name, "severity": str(fault.severity), "page": text}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        click.echo(text.rstrip())
    return 0
