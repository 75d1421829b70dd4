"""``qarules check``: what is wrong with rule files, and what of it can be mended."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from qarules.cli.files import STDIN, difference, replace
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
from qarules.frozen import frozen
from qarules.standards.shelf import is_there, packaged_standards


@frozen(kw_only=True)
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
@click.option(
    "--plain", is_flag=True, help="Whole sentences, without drawing and columns, as screen readers want them."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help="Text is for people, the others are for programs.",
)
def check(
    paths: tuple[str, ...], fix: bool, diff: bool, guesses: bool, no_suppressions: bool, plain: bool, form: str
) -> int:
    """
    Find every mistake in rule files, and say what to do.

    Each is shown once, with its place. PATHS are files, folders (every pack in them), packaged standards by name, or
    `-` for standard input; where none is given, the current folder. With `-` and --fix the mended text is printed, and
    what is left to do goes to standard error.

    The exit status is 1 where there are findings; with --diff, also where something would be changed.
    """
    _refuse(fix and diff, "--fix changes files and --diff does not: give one of them")
    _refuse(guesses and not (fix or diff), "--guesses goes with --fix or --diff")
    _refuse(diff and form != "text", "--diff goes with --format text alone")
    _refuse(plain and form != "text", "--plain goes with --format text alone")
    standards = [path for path in paths if _is_packaged(path)]
    own = [path for path in paths or HERE if path != "-" and path not in standards]
    packaged, files, stdin = map(_compiled, (standards, own, ["-"] if "-" in paths else []))
    if diff:
        changes = sum(_show_fixes(each, guesses=guesses) for each in (*files, *stdin))
        return 1 if changes or any(each.diagnostics for each in (*packaged, *files, *stdin)) else 0
    mended = 0
    if fix:
        mended = sum(_mend(each, guesses=guesses) for each in (*files, *stdin))
        files, stdin = _compiled(own), [_mended_input(each, guesses=guesses) for each in stdin]
    checked = _checked((*packaged, *files, *stdin), no_suppressions=no_suppressions)
    err = fix and bool(stdin)
    if form == "text":
        _print(checked, plain=plain, mended=mended, err=err)
    else:
        click.echo(FORMATS[form](checked), nl=False, err=err)
    return 1 if checked.diagnostics else 0


def _is_packaged(path: str) -> bool:
    return path in packaged_standards() and not is_there(Path(path))


def _compiled(paths: list[str]) -> list[Compiled]:
    return list(compiled_at(paths)) if paths else []


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
        f"{likely} {'more' if sure else 'can be mended'} by --fix --guesses, to be looked over" if likely else "",
    ]
    click.echo(", ".join(filter(None, told)), err=err)


# --- fixes -----------------------------------------------------------------------------------------------------------


def _show_fixes(compiled: Compiled, *, guesses: bool) -> int:
    """Show what fixes would change, as a patch; how many files that would be."""
    changed = fixed(compiled.diagnostics, compiled.texts, guesses=guesses).texts
    for name, text in changed.items():
        click.echo(difference(name, compiled.texts[name], text).encode(), nl=False)
    return len(changed)


def _mend(compiled: Compiled, *, guesses: bool) -> int:
    """Make the fixes in the files of a pack, or print standard input with them; how many findings were mended."""
    result = fixed(compiled.diagnostics, compiled.texts, guesses=guesses)
    for name, text in {**compiled.texts, **result.texts}.items():
        if name == STDIN:
            click.echo(text.encode(), nl=False)
        elif name in result.texts:
            mark = codecs.BOM_UTF8 if Path(name).read_bytes().startswith(codecs.BOM_UTF8) else b""
            replace(Path(name), mark.decode() + text)
    return len(result.mended)


def _mended_input(compiled: Compiled, *, guesses: bool) -> Compiled:
    """What becomes of standard input once it is mended."""
    changed = fixed(compiled.diagnostics, compiled.texts, guesses=guesses).texts
    return compile_pack([Source(STDIN, changed[STDIN])], name=STDIN) if changed else compiled
