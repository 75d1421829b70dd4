"""Paths to compiled packs: reads rule files, and the packs they use, from where they may be read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from qarules.diagnostics import Severity
from qarules.dsl import codes
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.find_pack import Unavailable
from qarules.dsl.findings import Findings
from qarules.dsl.source import Source
from qarules.dsl.tokens import LONGEST_TEXT
from qarules.errors import NotFoundError
from qarules.frozen import frozen
from qarules.model.pack import Pack
from qarules.standards.shelf import SUFFIX, is_there, packaged, packaged_standards, shelf


def compile_path(where: str | Path) -> Compiled:
    """
    What became of the pack *where*, with everything found about its texts.

    Raises:
        NotFoundError: There is no such packaged standard, file or folder.
    """
    if isinstance(where, str) and (folder := packaged(where)) is not None:
        return _compile_packaged(folder.name, ())
    path = Path(where)
    if not str(where) or not is_there(path):
        known = ", ".join(packaged_standards())
        message = f"there is no file, folder or packaged standard `{where}`; the packaged ones are {known}"
        raise NotFoundError(message)
    (pack, *others) = packs_at(path) or [path]
    if others:
        message = f"`{where}` has no `standard{SUFFIX}`, so each of its files is a pack of its own: name one of them"
        raise NotFoundError(message)
    root = pack if pack.is_dir() else pack.parent
    return _Loading(root=root, under_way=(str(pack.resolve()),)).pack(pack, str(where))


def packs_at(path: Path, *, deep: bool = False) -> list[Path]:
    """
    The packs at *path*: a folder with a `standard.qa` is one with all its files, every other file is one by itself.

    Args:
        path: A file, which stands for the pack it belongs to, or a folder.
        deep: Look into the folders of a folder as well; those whose names begin with a dot are left aside.
    """
    if path.is_file():
        return [path.parent] if (path.parent / f"standard{SUFFIX}").is_file() else [path]
    files = files_at(path, deep=deep)
    packs: list[Path] = []
    for folder in sorted({file.parent for file in files}):
        whole = (folder / f"standard{SUFFIX}").is_file()
        packs += [folder] if whole else sorted(file for file in files if file.parent == folder)
    return packs


def files_at(path: Path, *, deep: bool = False) -> list[Path]:
    """
    The rule files at *path*: itself, or those of a folder.

    Args:
        path: A file or folder.
        deep: Look into the folders of a folder as well; those whose names begin with a dot are left aside.
    """
    if path.is_file():
        return [path]
    found = (path.rglob if deep else path.glob)(f"*{SUFFIX}")
    return sorted(file for file in found if file.is_file() and not _is_hidden(file.relative_to(path)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@functools.cache
def _compile_packaged(folder: str, under_way: tuple[str, ...]) -> Compiled:
    return _Loading(root=None, under_way=(*under_way, folder)).packaged(folder)


@frozen
class _Loading:
    """
    One pack being loaded.

    Attributes:
        root: Its own folder, which its `use` may reach; None for a packaged standard, which reaches only its like.
        under_way: The packs whose loading led here, outermost first.
    """

    root: Path | None
    under_way: tuple[str, ...]

    def packaged(self, folder: str) -> Compiled:
        files = [entry for entry in (shelf() / folder).iterdir() if entry.name.endswith(SUFFIX)]
        name = folder.replace("_", "-")
        return self.compiled([(f"{name}/{file.name}", file) for file in files], name)

    def pack(self, path: Path, name: str) -> Compiled:
        files = [path]
        if path.is_dir():
            files = sorted(file for file in path.glob(f"*{SUFFIX}") if not file.is_dir())
        if not files:
            message = f"the folder `{name}` holds no `{SUFFIX}` file"
            raise NotFoundError(message)
        return self.compiled([(file.as_posix(), file) for file in files], path.stem)

    def compiled(self, files: Sequence[tuple[str, Traversable]], name: str) -> Compiled:
        findings = Findings()
        sources = list(_sources(files, findings))
        return compile_pack(sources, name=name, find_pack=self.find, findings=findings)

    def find(self, origin: str) -> Pack | Unavailable:
        """The pack that a `use` names, from where it may come."""
        key = origin.replace("-", "_")
        if key in self.under_way:
            return Unavailable(
                codes.USE_CYCLE,
                f"`{origin}` uses this pack, and packs cannot use each other in a circle",
                "put what both need into a pack of its own",
            )
        if packaged(origin) is not None:
            return _sound(_compile_packaged(key, self.under_way), origin)
        if self.root is None or not _looks_like_path(origin):
            known = ", ".join(f"`{name}`" for name in packaged_standards())
            return Unavailable(
                codes.UNKNOWN_PACK, f"there is no pack `{origin}`", f"the packs installed here are {known}"
            )
        return self.inside(origin)

    def inside(self, origin: str) -> Pack | Unavailable:
        """A file or folder of the pack's own folder, and nothing that leads out of it."""
        assert self.root is not None
        outside = Unavailable(
            codes.OUTSIDE_PACK,
            f"`{origin}` lies outside the pack's own folder",
            "copy what is needed into the pack's folder, or install it as a pack",
        )
        written = PurePosixPath(origin.replace("\\", "/"))
        if written.is_absolute() or ".." in written.parts or ":" in origin:
            return outside
        root = self.root.resolve()
        path = (root / written).resolve() if is_there(root / written) else None
        if path is not None and not path.is_relative_to(root):
            return outside
        if path is None:
            return Unavailable(
                codes.UNKNOWN_PACK,
                f"there is no `{origin}` in the pack's folder",
                "check the name of the file or folder",
            )
        if str(path) in self.under_way:
            return Unavailable(
                codes.USE_CYCLE,
                f"`{origin}` uses itself, and packs cannot use each other in a circle",
                "put what both need into a file of its own",
            )
        folder = path if path.is_dir() else path.parent
        inner = _Loading(root=folder, under_way=(*self.under_way, str(path)))
        try:
            return _sound(inner.pack(path, origin), origin)
        except NotFoundError as error:
            return Unavailable(codes.UNKNOWN_PACK, error.message, "put a rule file there")


def _looks_like_path(origin: str) -> bool:
    return "/" in origin or "\\" in origin or origin.endswith(SUFFIX) or origin.startswith(".")


def _sound(compiled: Compiled, origin: str) -> Pack | Unavailable:
    if compiled.pack is not None:
        return compiled.pack
    first = next(found for found in compiled.diagnostics if found.severity is Severity.ERROR)
    return Unavailable(
        codes.UNKNOWN_PACK, f"the pack `{origin}` has errors: {first.message}", f"mend it first: {first.span}"
    )


# --- files -----------------------------------------------------------------------------------------------------------


def _sources(files: Sequence[tuple[str, Traversable]], findings: Findings) -> Iterator[Source]:
    """The texts of *files* under the names a reader knows them by; one that is no text becomes a finding."""
    for name, file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            message = f"this file cannot be read: {error.strerror}"
            here = Source(name, "").span(0, 0)
            findings.add(codes.UNREADABLE_TEXT, here, message, help="check that it is there, and that you may read it")
            continue
        source = read_source(name, data, findings)
        if source is not None:
            yield source


def read_source(name: str, data: bytes, findings: Findings) -> Source | None:
    """The text of a file; None, and a finding, where it is none or is too large to be a rule file."""
    here = Source(name, "").span(0, 0)
    if len(data) > 4 * LONGEST_TEXT:
        findings.add(
            codes.TEXT_TOO_LARGE,
            here,
            f"this file has {len(data):,} bytes; a rule file has at most {LONGEST_TEXT:,} characters",
            help="check that this is a rule file, or divide it",
        )
        return None
    try:
        return Source(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add(
            codes.UNREADABLE_TEXT,
            here,
            f"this file is not saved as plain text in UTF-8: line {line} cannot be read",
            help="save it as UTF-8 text; a Word document has to be saved as plain text first",
        )
        return None
