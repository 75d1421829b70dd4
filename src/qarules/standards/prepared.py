"""Packs as the build of a wheel compiled them: read in milliseconds, as long as their rule files are the very same."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from qarules.frozen import frozen
from qarules.model.scope import is_dated
from qarules.standards.shelf import SUFFIX, packaged, shelf
from qarules.version import VERSION

if TYPE_CHECKING:
    from qarules.model.pack import Pack
    from qarules.model.tool import Tool

FILE = "pack.prepared"
"""Beside the rule files of a standard; only a wheel has it, in which nothing should change any more."""


@frozen(kw_only=True)
class Prepared:
    """
    A standard's pack, ready-made.

    Attributes:
        standards: The ids of the packaged standards whose rule files it was made of, its own included.
        mark: The :func:`mark` of those.
        dated: Whether it has to be loaded for a day.
        tools: By each name a tool has or had, the tool: who loads one does not wait for the rest.
        whole: The whole pack.
    """

    standards: tuple[str, ...]
    mark: bytes
    dated: bool
    tools: dict[str, bytes]
    whole: bytes

    def tool(self, name: str) -> Tool | None:
        """The tool of that name, or the only one for no name; None where that is none, or not one."""
        if not name and len(set(self.tools.values())) == 1:
            name = next(iter(self.tools))
        found: Tool | None = pickle.loads(self.tools[name]) if name in self.tools else None
        return found

    def pack(self) -> Pack:
        """The whole pack."""
        found: Pack = pickle.loads(self.whole)
        return found


def prepare(pack: Pack, standards: Sequence[str]) -> bytes:
    """What the build writes into :data:`FILE` of the pack *pack*, made of the rule files of *standards*."""
    made = Prepared(
        standards=tuple(standards),
        mark=mark(standards),
        dated=is_dated_pack(pack),
        tools={name: pickle.dumps(tool) for tool in reversed(pack.tools) for name in (tool.id, *tool.formerly)},
        whole=pickle.dumps(pack),
    )
    return pickle.dumps(made)


def prepared(name: str) -> Prepared | None:
    """The pack of a packaged standard, ready-made; None where it has to be compiled, as its rule files have changed."""
    folder = packaged(name)
    if folder is None or not (folder / FILE).is_file():
        return None
    found: Prepared = pickle.loads((folder / FILE).read_bytes())
    return found if found.mark == mark(found.standards) else None


def mark(standards: Iterable[str]) -> bytes:
    """A digest of every rule file of *standards*, and of the version that reads them."""
    told = hashlib.sha256(VERSION.encode())
    for standard in standards:
        folder = shelf() / standard.replace("-", "_")
        for file in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(SUFFIX)):
            content = (folder / file).read_bytes()
            told.update(f"\n{standard}/{file} {len(content)}\n".encode())
            told.update(content)
    return told.digest()


def is_dated_pack(pack: Pack) -> bool:
    """Whether *pack* can be loaded only for a day."""
    standard = pack.standard
    in_force = standard is not None and (standard.in_force_from or standard.in_force_until)
    return bool(in_force) or any(is_dated(tool) for tool in pack.tools)
