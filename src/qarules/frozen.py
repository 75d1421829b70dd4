"""How values are made here: as frozen classes of attrs, which share one way of being shown."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs

__all__ = ["frozen", "lightly_frozen", "names_of_fields", "shown"]

if TYPE_CHECKING:
    from attrs import frozen as frozen, frozen as lightly_frozen
else:

    def frozen(kind: type | None = None, /, **options: object) -> object:
        """
        Make *kind* a frozen class: ``attrs.frozen``, to people, type checkers and in all it does.

        attrs would write and compile a ``__repr__`` for every class, a third of what a class costs; a process that
        grades one audit makes a hundred and more of them. One for all shows the same.
        """
        if kind is None:
            return functools.partial(frozen, **options)
        kind.__repr__ = shown
        return attrs.frozen(kind, **options)

    def lightly_frozen(kind: type | None = None, /, **options: object) -> object:
        """
        As :func:`frozen`, for what nobody outside the engine sees: frozen to type checkers, and not as it runs.

        What is frozen as it runs takes twice as long to make, and where many are made that is most of what they cost.
        """
        if kind is None:
            return functools.partial(lightly_frozen, **options)
        kind.__repr__ = shown
        return attrs.define(kind, unsafe_hash=True, **options)


def shown(value: attrs.AttrsInstance) -> str:
    """*value* as the call that makes it, without what is not to be shown."""
    kind = type(value)
    parts = (f"{field.name}={getattr(value, field.name)!r}" for field in attrs.fields(kind) if field.repr)
    return f"{kind.__qualname__.rpartition('>.')[2]}({', '.join(parts)})"


@functools.cache
def names_of_fields(kind: type) -> tuple[str, ...] | None:
    """The names of the fields of *kind*, in the order written; None where it is not a class of attrs."""
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else None
