"""Results worked out once and handed out again: they are frozen, and depend on little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")

# So many results of one kind are kept; a judgement seldom has a dozen.
MOST_KEPT = 4_096


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
