"""Giving each of several seekers one of the things that suit it, so that as few as possible go without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

Seeker = TypeVar("Seeker")
Thing = TypeVar("Thing")


def paired(
    seekers: Iterable[Seeker],
    suiting: Mapping[Seeker, Sequence[Thing]],
    *,
    most: int | None,
    cost: Callable[[Thing, int], Any] | None = None,
) -> dict[Thing, list[Seeker]]:
    """
    Which seekers each thing is given to; as many get one as possible.

    One seeker after the other takes the cheapest thing in reach that has room; of equally cheap ones, the nearest. In
    reach is what suits it, and what suits a holder of such a thing, who then moves over; and so on. Nobody who has a
    thing loses it, and no thing in use falls out of use, so what is never used never matters.

    Args:
        seekers: In turn; the same one may stand in it several times.
        suiting: For each, the things that suit it, in its order of preference.
        most: How many seekers one thing can be given to; None for any number.
        cost: Of giving a thing to one more where so many have it already, growing with that number; the sum of all
            costs is then the lowest there is. None where it does not matter.
    """
    held: dict[Thing, list[Seeker]] = {thing: [] for things in suiting.values() for thing in things}
    for seeker in seekers:
        reached = _reach(seeker, suiting, held)
        free = [thing for thing in reached if most is None or len(held[thing]) < most]
        if cost is not None:
            free.sort(key=lambda thing: cost(thing, len(held[thing])))
        end = free[0] if free else None
        while end is not None:
            taker, left = reached[end]
            held[end].append(taker)
            if left is not None:
                held[left].remove(taker)
            end = left
    return held


def _reach(
    seeker: Seeker, suiting: Mapping[Seeker, Sequence[Thing]], held: Mapping[Thing, Sequence[Seeker]]
) -> dict[Thing, tuple[Seeker, Thing | None]]:
    """For each thing in reach, nearest first: who would take it, and what they would leave for it."""
    reached: dict[Thing, tuple[Seeker, Thing | None]] = {}
    waiting: list[tuple[Seeker, Thing | None]] = [(seeker, None)]
    seen = {seeker}
    for taker, left in waiting:
        for thing in suiting[taker]:
            if thing not in reached:
                reached[thing] = (taker, left)
                movers = [holder for holder in dict.fromkeys(held[thing]) if holder not in seen]
                seen.update(movers)
                waiting += [(holder, thing) for holder in movers]
    return reached
