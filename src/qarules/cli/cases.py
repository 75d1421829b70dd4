"""Case files as a user names them, each with the pack it belongs to; and the options commands on cases share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import click

from qarules.cli.options import Day, now, read_text
from qarules.codec.reading import from_json
from qarules.engine.case_file import case_of
from qarules.engine.local_time import local_day
from qarules.errors import CodecError
from qarules.frozen import frozen
from qarules.model.case import Case, CaseFile
from qarules.model.pack import Pack
from qarules.standards.catalogue import load_pack
from qarules.standards.shelf import is_there, packaged_standards

case_paths = click.argument("paths", metavar="CASE...", nargs=-1, required=True)
as_of_day = click.option("--as-of", type=Day(), metavar="DATE", help="The day to speak of; today where none is given.")
of_pack = click.option("--pack", metavar="PACK", help="The standard or rule file, instead of the one the case names.")


@frozen(kw_only=True)
class Opened:
    """A case as it was opened: what it is called, its pack, and all that is known of it."""

    name: str
    pack: Pack
    case: Case


def today(day: datetime.date | None) -> datetime.date:
    """The day that was asked for, or today in the United Kingdom."""
    return day if day is not None else local_day(now())


def opened(paths: Iterable[str], pack: str | None) -> list[Opened]:
    """
    Every case of *paths* with its pack; a relative path of a pack is looked up beside the case file first.

    Raises:
        click.UsageError: A file cannot be read or is no case, two cases have one name, or they are of several packs.
    """
    found = [_opened(path, pack) for path in paths]
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            message = f"two cases are called `{name}`: give each a `name` of its own"
            raise click.UsageError(message)
    packs = tuple(dict.fromkeys(each.pack.name for each in found))
    if len(packs) > 1:
        message = f"the cases are of several packs ({', '.join(f'`{name}`' for name in packs)}): take them one by one"
        raise click.UsageError(message)
    return found


def _opened(path: str, override: str | None) -> Opened:
    try:
        stored = from_json(read_text(path), CaseFile)
    except CodecError as error:
        message = f"`{path}` is no case: {error.message}"
        raise click.UsageError(message) from None
    pack = load_pack(override or _pack_beside(path, stored.pack), on=stored.on)
    try:
        case = case_of(stored, pack)
    except ValueError as error:
        message = f"`{path}`: {error}"
        raise click.UsageError(message) from None
    return Opened(name=stored.name or Path(path).stem, pack=pack, case=case)


def _pack_beside(path: str, name: str) -> str:
    beside = Path(path).parent / name
    return str(beside) if path != "-" and name not in packaged_standards() and is_there(beside) else name
