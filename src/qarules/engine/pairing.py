"""Giving each of several seekers one of the things that suit it, so that as few as possible go without."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

Seeker = TypeVar("Seeker")
Thing = TypeVar("Thing")
Reached = dict[Thing, tuple[Seeker, Thing | None]]


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
    untaken = {seeker: deque(things) for seeker, things in suiting.items()} if cost is None else {}
    stuck: set[Seeker] = set()

    def has_room(thing: Thing) -> bool:
        return most is None or len(held[thing]) < most

    for seeker in seekers:
        if seeker in stuck:
            continue
        reached: Reached[Thing, Seeker] = {}
        near = untaken.get(seeker)
        # What is full stays so: the nearest that is not never has to be looked for from the start again.
        while near and not has_room(near[0]):
            near.popleft()
        if near:
            held[near[0]].append(seeker)
            continue
        free = filter(has_room, _reach(seeker, suiting, held, reached))
        end = (
            next(free, None)
            if cost is None
            else min(free, key=lambda thing: cost(thing, len(held[thing])), default=None)
        )
        if end is None:
            stuck.add(seeker)
        while end is not None:
            taker, left = reached[end]
            held[end].append(taker)
            if left is not None:
                held[left].remove(taker)
            end = left
    return held


def _reach(
    seeker: Seeker,
    suiting: Mapping[Seeker, Sequence[Thing]],
    held: Mapping[Thing, Sequence[Seeker]],
    reached: Reached[Thing, Seeker],
) -> Iterator[Thing]:
    """What is in reach, nearest first; *reached* notes for each who would take it, and what they would leave for it."""
    waiting: list[tuple[Seeker, Thing | None]] = [(seeker, None)]
    seen = {seeker}
    for taker, left in waiting:
        for thing in suiting[taker]:
            if thing not in reached:
                reached[thing] = (taker, left)
                yield thing
                movers = [holder for holder in dict.fromkeys(held[thing]) if holder not in seen]
                seen.update(movers)
                waiting += [(holder, thing) for holder in movers]
        if len(reached) == len(held):
            return
