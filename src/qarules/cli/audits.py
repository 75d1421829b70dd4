"""The tool and the audit that a command is asked about."""

from __future__ import annotations

import datetime

import attrs
import click

from qarules.cli.options import read_text
from qarules.codec.reading import from_data, parsed
from qarules.errors import CodecError
from qarules.model.answers import Audit
from qarules.model.outcome import FORMAT
from qarules.model.tool import Tool
from qarules.standards.catalogue import load


def tool_and_audit(tool: str, answers: str, on: datetime.date | None) -> tuple[Tool, Audit]:
    """
    A packaged tool or a rule file, loaded for the day of the audit in the JSON file *answers*, and that audit.

    Raises:
        click.UsageError: There is no audit in the file, or it is of another tool or another day.
    """
    audit = audit_in(answers)
    if on is not None and audit.on not in (None, on):
        message = f"the audit is of {audit.on}, and --on says {on}"
        raise click.UsageError(message)
    loaded = load(tool, on=on or audit.on)
    if audit.tool and audit.tool.rpartition("/")[2] not in (loaded.id, *loaded.formerly):
        message = f"the audit is one of `{audit.tool}`, not of `{loaded.id}`"
        raise click.UsageError(message)
    return loaded, audit


def audit_in(path: str) -> Audit:
    """The audit in a file; answers alone are an audit without anything else. UsageError where it is none."""
    text = read_text(path)
    try:
        data = parsed(text)
        if isinstance(data, dict) and "format_version" not in data:
            names = {field.name for field in attrs.fields(Audit)}
            data = {"format_version": FORMAT, **(data if data.keys() <= names else {"answers": data})}
        return from_data(data, Audit)
    except CodecError as error:
        message = f"`{path}` is no audit: {error.message}"
        raise click.UsageError(message) from None
