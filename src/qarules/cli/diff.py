"""``qarules diff``: what changes between two versions of rule files."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import click

from qarules.cli.audits import audit_in
from qarules.cli.options import in_colour, json_in, on_day, read_text
from qarules.cli.revision import at_revision
from qarules.codec.reading import from_data
from qarules.diagnostics import Span
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.findings import Findings
from qarules.errors import CodecError, QaCheckError
from qarules.export.differences import breaking, diff_github, diff_json, diff_text
from qarules.frozen import frozen
from qarules.model.answers import Audit
from qarules.model.case import CaseFile
from qarules.model.difference import Category, Diff, Difference, Replay, Replayed
from qarules.model.pack import Pack
from qarules.standards.loading import compile_path, packs_at, read_source
from qarules.standards.shelf import SUFFIX, is_there, packaged_standards
from qarules.versions.diff import diff as differences
from qarules.versions.replay import replay as replayed, tool_of
from qarules.versions.rules import FORM, RESPONSES

NOTHING = "nothing"
BREAKING = (Category.RESPONSES, Category.GRADES)
"""What fails where nothing else is said: what is stored no longer fits, or comes out otherwise."""


class Categories(click.ParamType[tuple[Category, ...]]):
    """Categories with commas between them."""

    name = "categories"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - the signature of click
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[Category, ...]:
        """``responses,grades``; ``nothing`` for none."""
        known = {str(category): category for category in Category}
        names = [name.strip() for name in str(value).split(",")] if value != NOTHING else []
        for name in names:
            if name not in known:
                self.fail(f"`{name}` is no category; there are {', '.join(known)}, and `{NOTHING}`", param, ctx)
        return tuple(known[name] for name in names)


@click.command()
@click.argument("paths", metavar="OLD NEW", nargs=-1)
@click.option("--against", metavar="REV", help="Compare with the same path at a revision of the git checkout.")
@click.option(
    "--replay",
    metavar="FOLDER",
    type=click.Path(exists=True, path_type=Path),
    help="Grade stored audits and cases with both versions: the JSON files of a folder and all below it.",
)
@click.option("--tool", metavar="ID", default="", help="The tool of stored audits that do not say it.")
@click.option(
    "--fail-on",
    type=Categories(),
    metavar="CATEGORIES",
    default=",".join(map(str, BREAKING)),
    show_default=True,
    help="The categories that are not to differ, with commas; or `nothing`.",
)
@on_day
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="Text is for people, the others are for programs.",
)  # fmt: skip
def diff(
    paths: tuple[str, ...], against: str | None, replay: Path | None, tool: str, fail_on: tuple[Category, ...],
    on: datetime.date | None, form: str,
) -> int:  # fmt: skip
    """
    Tell what changes from one version of rule files to another.

    Above all: whether stored answers still fit, and which audits get another grade. OLD and NEW are files, folders,
    packaged standards by name, or `-` for standard input. With --against, a single path, by default the current folder,
    is compared with what it was at a revision: `qarules diff --against main`.

    Every difference is of a category: `responses`, `grades`, `consequences`, `wording` or `form`. What is told of
    grades is exact: every possible audit is looked at, on the day --on where the rules have anything dated.

    The exit status is 1 where something differs that --fail-on names, or a stored audit cannot be replayed.
    """
    if len(paths) != 2 and against is None:
        message = "name two versions, OLD and NEW; or one path and --against a revision"
        raise click.UsageError(message)
    if len(paths) > 1 and against is not None:
        message = "--against a revision goes with a single path"
        raise click.UsageError(message)
    with _versions(paths, against) as (old, new, named):
        before, after = _packs(old, named), _packs(new, str)
    pairs = _pairs(before, after)
    diffs = [*(_told(one, other, on, named) for one, other in pairs), *_alone(before, after, pairs)]
    stored = _Stored(tool=tool, on=on).replay(replay, pairs) if replay is not None else None
    if form == "text":
        click.echo(diff_text(diffs, stored, fail_on, colour=in_colour()), nl=False)
    else:
        click.echo({"json": diff_json, "github": diff_github}[form](diffs, stored, fail_on), nl=False)
    return 1 if breaking(diffs, stored, fail_on) else 0


# --- the two versions ------------------------------------------------------------------------------------------------

Naming = Callable[[str], str]
"""What a reader knows a file by."""


@contextlib.contextmanager
def _versions(paths: tuple[str, ...], against: str | None) -> Iterator[tuple[str, str, Naming]]:
    """Where the old and the new version are, and what files of the old one are called."""
    if against is None:
        yield (*paths, str)  # type: ignore[misc] # there are two
        return
    path = Path(paths[0] if paths else ".")
    if not is_there(path):
        message = f"there is no `{path}`"
        raise click.UsageError(message)
    with at_revision(path, against) as (old, made):
        yield str(old), str(path), lambda name: name.replace(made, f"{against}:")


def _packs(where: str, named: Naming) -> dict[str, Pack]:
    """
    The packs of a version, by where they lie in it.

    Raises:
        click.UsageError: There is none.
        QaCheckError: One has errors.
    """
    found: dict[str, Pack] = {}
    for key, compiled in _compiled(where):
        if compiled.pack is None:
            errors = tuple(attrs.evolve(error, span=_renamed(error.span, named)) for error in compiled.errors)
            message = f"`{named(where)}` has errors, and cannot be compared"
            raise QaCheckError(message, errors)
        found[key] = compiled.pack
    return found


def _compiled(where: str) -> Iterator[tuple[str, Compiled]]:
    if where == "-":
        findings = Findings()
        source = read_source("<stdin>", read_text(where), findings)
        yield "", compile_pack([source] if source is not None else [], name="<stdin>", findings=findings)
        return
    path = Path(where)
    if where in packaged_standards() and not is_there(path):
        yield "", compile_path(where)
        return
    packs = packs_at(path, deep=True) if is_there(path) else []
    if not packs:
        message = f"there is no `{SUFFIX}` file in `{where}`" if is_there(path) else f"there is no `{where}`"
        raise click.UsageError(message)
    root = path if path.is_dir() else path.parent
    for pack in packs:
        yield pack.relative_to(root).as_posix(), compile_path(pack)


def _pairs(old: Mapping[str, Pack], new: Mapping[str, Pack]) -> list[tuple[Pack, Pack]]:
    """The packs that both versions have: by where they lie, else by name; two single packs are one pack."""
    if len(old) == len(new) == 1:
        return list(zip(old.values(), new.values(), strict=True))
    pairs = [(old[key], new[key]) for key in new if key in old]
    names = {pack.name: pack for key, pack in old.items() if key not in new}
    return pairs + [(names[pack.name], pack) for key, pack in new.items() if key not in old and pack.name in names]


def _told(old: Pack, new: Pack, on: datetime.date | None, named: Naming) -> Diff:
    starts = [pack.standard.in_force_from for pack in (old, new) if pack.standard is not None]
    day = on if on is not None or any(starts) else datetime.date.today()
    found = differences(old, new, on=day)
    told = tuple(attrs.evolve(each, old=_renamed(each.old, named)) for each in found.differences)
    return attrs.evolve(found, differences=told)


def _alone(old: Mapping[str, Pack], new: Mapping[str, Pack], pairs: list[tuple[Pack, Pack]]) -> Iterator[Diff]:
    """The packs that one version alone has."""
    paired = {id(pack) for pair in pairs for pack in pair}
    for packs, rule in ((old, RESPONSES["pack-removed"]), (new, FORM["pack-added"])):
        for pack in packs.values():
            if id(pack) not in paired:
                message = rule.message.format(thing=f"the pack `{pack.name}`")
                told = Difference(category=rule.category, rule=rule.id, thing=pack.name, message=message)
                yield Diff(old=pack.name, new=pack.name, differences=(told,))


def _renamed(span: Span | None, named: Naming) -> Span | None:
    return attrs.evolve(span, source=named(span.source)) if span is not None else None


# --- stored audits ---------------------------------------------------------------------------------------------------

LOOKS = ("first", "second", "third")


@frozen(kw_only=True)
class _Stored:
    """What is said of stored audits that do not say it themselves: their tool, and their date."""

    tool: str
    on: datetime.date | None

    def replay(self, folder: Path, pairs: list[tuple[Pack, Pack]]) -> Replay:
        """Every audit in a folder under both versions; what cannot be read or has no tool is told, too."""
        files = sorted(folder.rglob("*.json")) if folder.is_dir() else [folder]
        if not files:
            message = f"there is no `.json` file in `{folder}`"
            raise click.UsageError(message)
        return Replay(audits=tuple(each for file in files for each in self._replayed(file, pairs)))

    def _replayed(self, file: Path, pairs: list[tuple[Pack, Pack]]) -> Iterator[Replayed]:
        try:
            audits = dict(_audits(file))
        except click.UsageError as error:
            audits = {}
            yield Replayed(name=file.as_posix(), trouble=error.message)
        for name, audit in audits.items():
            whole = attrs.evolve(audit, tool=audit.tool or self.tool, on=audit.on or self.on)
            yield replayed(*_pair_of(whole, pairs), {name: whole}).audits[0]


def _audits(file: Path) -> Iterator[tuple[str, Audit]]:
    """The audit in a file, or the looks at one in the file of a case, each with what it is called."""
    name = file.as_posix()
    data = json_in(str(file))
    if not (isinstance(data, dict) and {"pack", "case"} <= data.keys()):
        yield name, audit_in(str(file))
        return
    try:
        stored = from_data(data, CaseFile)
    except CodecError as error:
        message = f"`{name}` is no case: {error.message}"
        raise click.UsageError(message) from None
    for which, look in zip(LOOKS, (stored.first, stored.second, stored.third), strict=True):
        if look is not None:
            yield f"{name}, {which} look", attrs.evolve(look, tool=look.tool or stored.tool, on=look.on or stored.on)


def _pair_of(audit: Audit, pairs: list[tuple[Pack, Pack]]) -> tuple[Pack, Pack]:
    """The versions of the pack that an audit is of: the one with its tool, or that has the name it says."""
    fitting = [pair for pair in pairs if tool_of(audit, pair[0]) is not None]
    named = [pair for pair in fitting if pair[0].name == audit.tool.rpartition("/")[0]]
    (found,) = (fitting if len(fitting) == 1 else named if len(named) == 1 else pairs)[:1] or [(NO_PACK, NO_PACK)]
    return found


NO_PACK = Pack(name="")
