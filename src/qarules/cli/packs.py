"""The packs that a command is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from qarules.cli.files import STDIN
from qarules.cli.options import read_text
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.findings import Findings
from qarules.standards.loading import compile_path, packs_at, read_source
from qarules.standards.shelf import SUFFIX, is_there, packaged_standards

HERE = (".",)
"""Where packs are looked for when nothing is said."""


def compiled_at(paths: Iterable[str]) -> Iterator[Compiled]:
    """
    What became of every pack at *paths*, each once; of those in the current folder where there are none.

    A path is a file, a folder (every pack in it), a packaged standard by name, or `-` for standard input.

    Raises:
        click.UsageError: There is none at one of them.
    """
    seen: set[Path] = set()
    for path in tuple(paths) or HERE:
        if path == "-":
            findings = Findings()
            source = read_source(STDIN, read_text(path), findings)
            yield compile_pack([source] if source is not None else [], name=STDIN, findings=findings)
        elif path in packaged_standards() and not is_there(Path(path)):
            yield compile_path(path)
        else:
            for pack in _packs(path):
                if pack.resolve() not in seen:
                    seen.add(pack.resolve())
                    yield compile_path(pack)


def _packs(path: str) -> list[Path]:
    packs = packs_at(Path(path), deep=True) if is_there(Path(path)) else []
    if not packs:
        message = f"there is no `{SUFFIX}` file in `{path}`" if is_there(Path(path)) else f"there is no `{path}`"
        raise click.UsageError(message)
    return packs
