"""Results worked out once and handed out again: they are frozen, and depend on little."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Owner = TypeVar("Owner")
Made = TypeVar("Made")

# So many results of one kind are kept; a judgement seldom has a dozen.
MOST_KEPT = 4_096

# Packs and tools are large, and seldom more than a few are at work.
MOST_OWNERS = 16


class Memo(dict[Key, Made]):
    """
    What *make* gives for every key, made when first asked for.

    Threads may share it: two that ask for the same key at once may both make it, and get equal results.
    """

    def __init__(self, make: Callable[[Key], Made]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Key) -> Made:
        """Make it, and keep it."""
        if len(self) >= MOST_KEPT:
            self.clear()
        made = self[key] = self.make(key)
        return made


class OfEach(Generic[Owner, Made]):
    """
    What *make* gives for a pack or a tool, made when first asked for.

    Equal ones that were read from different places have one each: what they give tells different places.
    """

    def __init__(self, make: Callable[[Owner], Made]) -> None:
        self._make = make
        self._made: dict[int, tuple[Owner, Made]] = {}
        self._making = threading.Lock()

    def __call__(self, owner: Owner) -> Made:
        """Make it, and keep it."""
        found = self._made.get(id(owner))
        if found is not None and found[0] is owner:
            return found[1]
        made = self._make(owner)
        with self._making:
            while len(self._made) >= MOST_OWNERS:
                del self._made[next(iter(self._made))]
            self._made[id(owner)] = owner, made
        return made
