"""Options and arguments that several commands share."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

as_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)


class Day(click.ParamType[datetime.date]):
    """A date as people write it in a rule file or a computer does."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - the signature of click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime.date:
        """``2 May 2023`` or ``2023-05-02``."""
        for form in ("%Y-%m-%d", "%d %B %Y"):
            try:
                return datetime.datetime.strptime(str(value), form).date()
            except ValueError:
                continue
        return self.fail(f"`{value}` is no date; write 2023-05-02 or `2 May 2023`", param, ctx)


on_day = click.option("--on", type=Day(), metavar="DATE", help="The date of the audit, as 2023-05-02.")


def counted(count: int, thing: str) -> str:
    """``1 item``, ``2 items``."""
    return f"{count} {thing}{'s' * (count != 1)}"


def read_text(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; a clear refusal where there are none."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"cannot read `{path}`: {error.strerror or error}"
        raise click.UsageError(message) from None
