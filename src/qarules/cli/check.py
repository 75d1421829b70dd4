"""``qarules check``: what is wrong with rule files, and what of it can be mended."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs
import click

from qarules.cli.files import difference, replace
from qarules.cli.options import in_colour
from qarules.cli.packs import HERE, compiled_at
from qarules.diagnostics import Diagnostic
from qarules.dsl.allow import Allowed
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.findings import in_order
from qarules.dsl.fixing import can_be_fixed, fixed
from qarules.dsl.render import render, render_plain, summary
from qarules.dsl.source import Source
from qarules.export.checks import check_github, check_gitlab, check_json, check_junit
from qarules.export.names import counted
from qarules.export.sarif import check_sarif
from qarules.standards.shelf import is_there, packaged_standards


@attrs.frozen(kw_only=True)
class _Checked:
    """What was found in all the packs that a command was asked about."""

    diagnostics: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...]
    texts: Mapping[str, str]


FORMATS: dict[str, Callable[[_Checked], str | bytes]] = {
    "json": lambda checked: check_json(checked.diagnostics, checked.allowed),
    "github": lambda checked: check_github(checked.diagnostics),
    "sarif": lambda checked: check_sarif(checked.diagnostics, checked.texts, checked.allowed),
    "junit": lambda checked: check_junit(checked.diagnostics, checked.texts),
    "gitlab": lambda checked: check_gitlab(checked.diagnostics, checked.texts),
}


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what a file means.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--guesses", is_flag=True, help="With --fix or --diff: also mend what is only likely to be meant.")
@click.option("--no-suppressions", is_flag=True, help="Report the findings too that comments in the files allow.")
@click.option("--plain", is_flag=True, help="Whole sentences, without drawing and columns.")
@click.option(
    "--format", "form", type=click.Choice(["text", *FORMATS]), default="text", show_default=True, help="How to print."
)
def check(
    paths: tuple[str, ...], fix: bool, diff: bool, guesses: bool, no_suppressions: bool, plain: bool, form: str
) -> int:
    """
    Check rule files: every mistake, with its place and what to do.

    PATHS are files, folders (every pack in them), packaged standards by name, or `-` for standard input; where none is
    given, the current folder. With --fix, what standard input holds is written mended to standard output, and what
    stays to be done to standard error.

    The exit status is 1 where there are findings; with --diff, also where something would be changed.
    """
    _refuse(fix and diff, "--fix changes files and --diff does not: give one of them")
    _refuse(guesses and not (fix or diff), "--guesses goes with --fix or --diff")
    _refuse(diff and form != "text", "--diff goes with --format text alone")
    _refuse(plain and form != "text", "--plain goes with --format text alone")
    compiled = {path: list(compiled_at((path,))) for path in paths or HERE}
    if diff:
        return _show_fixes(compiled, guesses=guesses)
    mended = 0
    if fix:
        mended = sum(_mend(path, compiled, guesses=guesses) for path in compiled if not _is_packaged(path))
    checked = _checked((each for found in compiled.values() for each in found), no_suppressions=no_suppressions)
    if form != "text":
        report = FORMATS[form](checked)
        click.echo(report, nl=False, err=fix and "-" in paths)
    else:
        _print(checked, plain=plain, mended=mended, err=fix and "-" in paths)
    return 1 if checked.diagnostics else 0


def _refuse(wrong: bool, message: str) -> None:
    if wrong:
        raise click.UsageError(message)


def _checked(compiled: Iterable[Compiled], *, no_suppressions: bool) -> _Checked:
    every = list(compiled)
    allowed = tuple(each for one in every for each in one.allowed)
    diagnostics = tuple(found for one in every for found in one.diagnostics)
    if no_suppressions:
        diagnostics, allowed = in_order((*diagnostics, *(each.diagnostic for each in allowed))), ()
    texts = {name: text for one in every for name, text in one.texts.items()}
    return _Checked(diagnostics=diagnostics, allowed=allowed, texts=texts)


def _print(checked: _Checked, *, plain: bool, mended: int, err: bool) -> None:
    """The findings for people, and how many there are."""
    colour = not plain and in_colour(err=err)
    if checked.diagnostics:
        shown = render(checked.diagnostics, checked.texts, colour=colour)
        click.echo((render_plain(checked.diagnostics, checked.texts) if plain else shown) + "\n", err=err, color=colour)
    sure = sum(map(can_be_fixed, checked.diagnostics))
    likely = sum(can_be_fixed(found, guesses=True) for found in checked.diagnostics) - sure
    told = [
        f"{summary(checked.diagnostics)} in {counted(len(checked.texts), 'file')}",
        f"{mended} mended" if mended else "",
        f"{len(checked.allowed)} allowed" if checked.allowed else "",
        f"{sure} can be mended by --fix" if sure else "",
        f"{likely} by --fix --guesses, to be looked over" if likely else "",
    ]
    click.echo(", ".join(filter(None, told)), err=err)


# --- fixes -----------------------------------------------------------------------------------------------------------


def _is_packaged(path: str) -> bool:
    return path in packaged_standards() and not is_there(Path(path))


def _show_fixes(compiled: Mapping[str, list[Compiled]], *, guesses: bool) -> int:
    """Show what fixes would change, as a patch."""
    changes = 0
    for path, packs in compiled.items():
        for each in packs if not _is_packaged(path) else ():
            for name, text in fixed(each.diagnostics, each.texts, guesses=guesses).texts.items():
                changes += 1
                click.echo(difference(name, each.texts[name], text).encode(), nl=False)
    return 1 if changes or any(each.diagnostics for packs in compiled.values() for each in packs) else 0


def _mend(path: str, compiled: dict[str, list[Compiled]], *, guesses: bool) -> int:
    """Mend what is at a path, and check it again; how many findings were mended."""
    mended = 0
    for each in compiled[path]:
        result = fixed(each.diagnostics, each.texts, guesses=guesses)
        mended += len(result.mended)
        if path == "-":
            for name, text in each.texts.items():
                whole = result.texts.get(name, text)
                click.echo(whole.encode(), nl=False)
                compiled[path] = [compile_pack([Source(name, whole)], name=name)]
            continue
        for name, text in result.texts.items():
            mark = codecs.BOM_UTF8 if Path(name).read_bytes().startswith(codecs.BOM_UTF8) else b""
            replace(Path(name), mark.decode() + text)
    if mended and path != "-":
        compiled[path] = list(compiled_at((path,)))
    return mended
