"""Where something is written down."""

from __future__ import annotations

from qarules.frozen import frozen


@frozen(kw_only=True)
class Recording:
    """
    Where something is written down, and where it must not be.

    Attributes:
        inside: Records by id.
        never: Records that it must never stand in.
    """

    inside: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


NOWHERE = Recording()
"""Nothing is said about where it is written down."""
