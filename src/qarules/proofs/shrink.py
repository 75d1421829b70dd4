"""The simplest audit that shows something: as much of it at one band as can be, and nothing said that plays no part."""

from __future__ import annotations

import collections
from collections.abc import Callable, Mapping

from qarules.engine.certain import behind
from qarules.engine.draft import ItemSteps
from qarules.engine.space import Space
from qarules.engine.steps import ANY, Value
from qarules.model.tool import OnScale

Shows = Callable[[Mapping[int, Value]], bool]
"""Whether an audit shows what is to be shown, however the inputs it leaves out are answered."""


def simplest(space: Space, values: Mapping[int, Value], shows: Shows) -> dict[int, Value]:
    """
    *values* made simple, one step after the other, as long as they still show it.

    Args:
        values: Of inputs; they show it.
    """
    kept = dict(values)
    for scale in dict.fromkeys(_scale(item) for item in space.plan.items if item.answer in kept and _scale(item)):
        kept = _at_one_band(space, scale, kept, shows)
    # Without what a person decides their grade would not be known, even where only one is left.
    needed = _on_scale(space) | {judged.chosen for judged in space.plan.judgements}
    # Nor would it be known where it is still open whether what was decided lies below the cap.
    needed.update(behind(space.plan.steps, [judged.cap for judged in space.plan.judgements if judged.chosen in kept]))
    for number in [number for number in kept if number not in needed]:
        less = {other: value for other, value in kept.items() if other != number}
        if shows(less):
            kept = less
    for step in space.plan.sections_off.values():
        if kept.get(step) is True and shows({**kept, step: False}):
            kept[step] = False
    return {**_applying(space, kept), **kept}


def _applying(space: Space, values: Mapping[int, Value]) -> dict[int, Value]:
    """An answer in every section that applies and has none: that it applies cannot be said in any other way."""
    found: dict[int, Value] = {}
    for section, step in space.plan.sections_off.items():
        items = [item for item in space.plan.items if item.section == section]
        if values.get(step) is not False or any(item.answer in values for item in items):
            continue
        for item in sorted(items, key=lambda each: each.item.asked_when is not None):
            said = [value for value in space.domains[item.answer] if value is not None and value is not ANY]
            if said:
                found[item.answer] = said[-1]
                break
    return found


def _scale(item: ItemSteps) -> str:
    return item.item.answer.scale if isinstance(item.item.answer, OnScale) and item.section else ""


def _on_scale(space: Space) -> set[int]:
    return {item.answer for item in space.plan.items if _scale(item)} | set(space.plan.sections_off.values())


def _at_one_band(space: Space, scale: str, values: dict[int, Value], shows: Shows) -> dict[int, Value]:
    """As many items of a scale as can be at the band that most are at, the best one where that does."""
    items = [item.answer for item in space.plan.items if _scale(item) == scale and item.answer in values]
    common = [band for band, _ in collections.Counter(values[item] for item in items).most_common() if band is not None]
    best = len(space.tool.scale_by_id[scale].grades) - 1
    for band in dict.fromkeys([best, *common]):
        fitting = [item for item in items if band in space.domains[item]]
        whole = {**values, **dict.fromkeys(fitting, band)}
        if shows(whole):
            return whole
    band = common[0] if common else best
    kept = dict(values)
    for item in items:
        if kept[item] != band and band in space.domains[item] and shows({**kept, item: band}):
            kept[item] = band
    return kept
