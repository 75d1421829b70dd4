"""Options and arguments that several commands share."""

from __future__ import annotations

import datetime
import os
import sys
from pathlib import Path
from typing import Any

import click

from qarules.codec.reading import parsed, structured
from qarules.errors import CodecError

as_format = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text is for people, JSON for programs.",
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


complete_only = click.option(
    "--complete-only", is_flag=True,
    help="Grade only audits with no answer missing: without the lowest and highest grades of others, at half the cost.",
)  # fmt: skip

on_day = click.option("--on", type=Day(), metavar="DATE", help="The date of the audit, as 2023-05-02.")


class Instant(click.ParamType[datetime.datetime]):
    """A day and a time with its zone."""

    name = "time"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - the signature of click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime.datetime:
        """``2027-04-01T09:30:00+01:00``."""
        try:
            read = datetime.datetime.fromisoformat(str(value))
        except ValueError:
            read = None
        if read is None or read.tzinfo is None:
            return self.fail(f"`{value}` is no time with its zone; write 2027-04-01T09:30:00+01:00", param, ctx)
        return read


stamped = click.option(
    "--stamp", type=Instant(), metavar="TIME", help="When the calendar file is made, as it says in it; now by default."
)


def in_colour(*, err: bool = False) -> bool:
    """Whether to print in colour: to a terminal, unless the variable ``NO_COLOR`` is set or the terminal has none."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def now() -> datetime.datetime:
    """The moment it is, with the zone of the machine."""
    return datetime.datetime.now().astimezone()


def json_in(path: str) -> object:
    """What a JSON file holds, or standard input for ``-``; a clear refusal where it is none."""
    try:
        return parsed(read_text(path))
    except CodecError as error:
        message = f"`{path}`: {error.message}"
        raise click.UsageError(message) from None


def json_of(path: str, kind: Any) -> Any:  # noqa: ANN401 - of that kind
    """What a JSON file holds, of a kind that stored values are made of; the path of each fault where it is not."""
    try:
        return structured(json_in(path), kind)
    except CodecError as error:
        message = f"`{path}`: {error.message}"
        raise click.UsageError(message) from None


def read_text(path: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``; a clear refusal where there are none."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"cannot read `{path}`: {error.strerror or error}"
        raise click.UsageError(message) from None
