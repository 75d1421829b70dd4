"""How a pack reaches the packs it uses or adopts: whoever loads it hands in a way to find them."""

from __future__ import annotations

from collections.abc import Callable

from qarules.dsl import codes
from qarules.frozen import frozen
from qarules.model.pack import Pack


@frozen
class Unavailable:
    """Why a pack that is used cannot be had: the fault, a sentence, and what to do."""

    fault: codes.Fault
    message: str
    help: str


FindPack = Callable[[str], Pack | Unavailable]
"""What a pack's own loader offers: another pack by the origin written in a `use`, or why there is none."""


def no_other_packs(origin: str) -> Unavailable:
    """Find no pack at all: for a text that stands by itself."""
    return Unavailable(
        codes.UNKNOWN_PACK,
        f"there is no pack `{origin}` within reach of this text",
        "load the text from a file or folder, or define the name here",
    )
