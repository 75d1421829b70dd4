"""Ids that a new version has changed, and values of the old one with the ids of the new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    from qarules.model.pack import Pack
    from qarules.model.tool import Tool

# Fields that hold steps of scales, answers or texts, none of which an item, a deadline or the like can be.
_NO_NAMES = frozenset("step band grade grades title text reason note theme unit".split())


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def formerly(self) -> tuple[str, ...]: ...


def of_tools(old: Tool, new: Tool) -> dict[str, str]:
    """New ids by former ones, of all that stands in a tool."""
    return _renames(old.things.values(), new.things.values())


def of_packs(old: Pack, new: Pack) -> dict[str, str]:
    """The same of all that stands beside the tools, and of the tools themselves."""
    found: dict[str, str] = {}
    kinds: tuple[tuple[Iterable[_Named], Iterable[_Named]], ...] = (
        (old.tools, new.tools),
        (old.knowns, new.knowns),
        (old.events, new.events),
        (old.deadlines, new.deadlines),
        (old.moderations, new.moderations),
        (old.escalations, new.escalations),
        (old.processes, new.processes),
        (old.activities, new.activities),
        (old.samples, new.samples),
    )
    for before, after in kinds:
        found |= _renames(before, after)
    return found


def _renames(old: Iterable[_Named], new: Iterable[_Named]) -> dict[str, str]:
    present = list(new)
    now = {thing.id for thing in present}
    former = {name: thing.id for thing in present for name in thing.formerly}
    return {thing.id: former[thing.id] for thing in old if thing.id in former and thing.id not in now}


def renamed(value: object, renames: Mapping[str, str]) -> object:
    """*value* with every name in it that was changed as it is now."""
    if not renames:
        return value
    if isinstance(value, str):
        return renames.get(value, value)
    if isinstance(value, tuple):
        return tuple(renamed(part, renames) for part in value)
    if attrs.has(kind := type(value)):
        fields = [field.name for field in attrs.fields(kind) if field.eq and field.name not in _NO_NAMES]
        if isinstance(getattr(value, "value", None), str):
            fields.remove("value")  # an answer in an example; the value of a measure does hold names
        return attrs.evolve(value, **{name: renamed(getattr(value, name), renames) for name in fields})  # type: ignore[misc]
    return value
