"""``qarules render``: a tool as a form to read, to print and to fill in by hand."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import PurePath

import click

from qarules.cli.files import write
from qarules.cli.options import on_day
from qarules.export.document import Document
from qarules.export.document_html import document_html
from qarules.export.document_markdown import document_markdown
from qarules.export.document_pdf import document_pdf
from qarules.export.form import tool_form
from qarules.model.scope import is_dated
from qarules.proofs.influence import influence
from qarules.standards.catalogue import read_tool

FORMATS: dict[str, Callable[[Document], bytes]] = {
    "markdown": lambda document: document_markdown(document).encode(),
    "html": lambda document: document_html(document).encode(),
    "pdf": document_pdf,
}
_OF_SUFFIX = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".pdf": "pdf"}


@click.command()
@click.argument("tool")
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to write it; `-` for standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)),
    help="What to write; told by the end of FILE's name where it is not given, and otherwise markdown.",
)  # fmt: skip
@click.option("--sensitivity", is_flag=True, help="Tell and draw how much each item decides.")
@on_day
def render(tool: str, output: str, form: str | None, sensitivity: bool, on: datetime.date | None) -> int:
    """
    Write a tool as a form, with its rules in plain words.

    An auditor can read it and fill it in by hand. TOOL is a packaged tool such as
    north-somerset/collaborative-practice-review, or the path of a rule file. With --on the form is that of audits of
    one day, and names the fingerprint that their outcomes have.
    """
    chosen = form or _OF_SUFFIX.get(PurePath(output).suffix.lower(), "markdown")
    if chosen == "pdf" and output == "-" and sys.stdout.isatty():
        message = "a PDF is nothing for a terminal: name a file with -o"
        raise click.UsageError(message)
    pack, found = read_tool(tool, on=on)
    if sensitivity and on is None and is_dated(found):
        message = f"`{found.id}` has something dated: say with --on for which audits it is to be told"
        raise click.UsageError(message)
    influences = influence(found) if sensitivity else None
    write(output, FORMATS[chosen](tool_form(pack, found.id, influences)))
    return 0
