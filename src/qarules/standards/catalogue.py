"""Name or path to loaded pack or tool."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from qarules.errors import NotFoundError, QaCheckError, QaError
from qarules.standards.prepared import is_dated_pack, prepared
from qarules.standards.shelf import is_there, packaged_standards

if TYPE_CHECKING:
    from qarules.dsl.compile import Compiled
    from qarules.engine.working_days import WorkingDays
    from qarules.model.pack import Pack
    from qarules.model.tool import Tool

__all__ = ["calendar", "compile_path", "load", "load_pack", "packaged_standards"]


def load(where: str | Path, *, tool: str | None = None, on: datetime.date | None = None) -> Tool:
    """
    One tool, ready to evaluate.

    Args:
        where: A packaged tool as ``standard/tool``, or the path of a file or of a pack's folder. A file of a pack is
            loaded with the whole pack, and the tool is the one it holds.
        tool: Which tool, where there are several.
        on: The date of the audit; required where the pack has anything dated.

    Raises:
        NotFoundError: There is no such pack, file or tool.
        QaCheckError: The text has errors; ``.diagnostics`` names each.
        QaError: The pack is dated and *on* is not given.
        TypeError: *on* is something else than a date.
    """
    _check_day(on)
    place, wanted = _place(where, tool)
    ready = prepared(place) if isinstance(place, str) else None
    if ready is not None and (on is not None or not ready.dated):
        found = ready.tool(wanted)
        if found is not None:
            return attrs.evolve(found, on=on)
    return _tool_of(load_pack(place, on=on), where, wanted)


def read_tool(where: str | Path, *, tool: str | None = None, on: datetime.date | None = None) -> tuple[Pack, Tool]:
    """
    One tool with its pack, to look at: as it is written where there is no date of an audit.

    Raises:
        NotFoundError, QaCheckError, TypeError: As :func:`load`.
    """
    place, wanted = _place(where, tool)
    pack = load_pack(place, on=on) if on is not None else read_pack(place)
    return pack, _tool_of(pack, where, wanted)


def _place(where: str | Path, tool: str | None) -> tuple[str | Path, str]:
    """The pack that is meant, and the id of the tool; empty where none is named."""
    if isinstance(where, str):
        name, _, wanted = where.partition("/")
        if name in packaged_standards() and not is_there(Path(where)):
            return name, tool or wanted
    return where, tool or ""


def load_pack(where: str | Path, *, on: datetime.date | None = None) -> Pack:
    """
    A pack with all its tools.

    Args:
        where: The id of a packaged standard, or the path of a file or folder.
        on: The date of the audits; required where the pack has anything dated.

    Raises:
        NotFoundError, QaCheckError, QaError, TypeError: As :func:`load`.
    """
    _check_day(on)
    pack = read_pack(where)
    if on is None and is_dated_pack(pack):
        message = f"`{pack.name}` has something dated: say for which day it is loaded (`on`)"
        raise QaError(message)
    return attrs.evolve(pack, tools=tuple(attrs.evolve(tool, on=on) for tool in pack.tools))


def _check_day(on: datetime.date | None) -> None:
    if on is not None and type(on) is not datetime.date:
        message = f"`on` is the date of the audit, a datetime.date without a time; this is {on!r}"
        raise TypeError(message)


def calendar(name: str, *, closures: tuple[datetime.date, ...] = ()) -> WorkingDays:
    """
    One of the shipped calendars: ``england-and-wales``, ``scotland``, ``northern-ireland``, ``uk-any``.

    Args:
        name: Its id.
        closures: Days on which a council is closed of its own.

    Raises:
        NotFoundError: There is no such calendar.
    """
    # Whoever loads a tool counts no days, and does not wait for what does.
    from qarules.engine.working_days import working_days

    shipped = load_pack("calendars").calendars
    found = [each for each in shipped if each.id == name]
    if not found:
        message = f"there is no calendar `{name}`; there are {', '.join(f'`{each.id}`' for each in shipped)}"
        raise NotFoundError(message)
    return working_days(found[0], shipped, closures)


def _tool_of(pack: Pack, where: str | Path, name: str) -> Tool:
    """The tool of that id; without one, the only one of the file *where*, or of the pack."""
    own = [tool for tool in pack.tools if tool.span is not None and tool.span.source == Path(where).as_posix()]
    tools = pack.tools if name or not own else tuple(own)
    found = [tool for tool in tools if name in {tool.id, *tool.formerly} or not name]
    if len(found) == 1:
        return found[0]
    has = ", ".join(f"`{tool.id}`" for tool in tools) or "no tool"
    message = f"`{pack.name}` has no tool `{name}`; it has {has}" if name else f"`{pack.name}` has {has}: name the tool"
    raise NotFoundError(message)


def read_pack(where: str | Path) -> Pack:
    """
    A pack as it is written, its tools for no day: to look at, not to grade with.

    Raises:
        NotFoundError, QaCheckError: As :func:`load`.
    """
    ready = prepared(where) if isinstance(where, str) else None
    if ready is not None:
        return ready.pack()
    compiled = compile_path(where)
    if compiled.pack is None:
        count = len(compiled.errors)
        message = f"`{where}` has {count} error{'s' * (count != 1)}"
        raise QaCheckError(message, compiled.diagnostics)
    return compiled.pack


def compile_path(where: str | Path) -> Compiled:
    """
    What became of the pack *where*, with everything found about its texts.

    Raises:
        NotFoundError: There is no such packaged standard, file or folder.
    """
    # Whoever loads a prepared standard needs no parser, and does not wait for one.
    from qarules.standards import loading

    return loading.compile_path(where)


def made_of(name: str) -> set[str]:
    """The packaged standards whose rule files make up the packaged standard *name*: itself, and what it builds on."""
    pack = read_pack(name)
    others = {use.origin for use in pack.uses} | ({pack.standard.adopts} - {""} if pack.standard is not None else set())
    return {name}.union(*map(made_of, others))
