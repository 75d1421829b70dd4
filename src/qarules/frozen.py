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

        attrs writes and compiles methods for every class, which is most of what a class costs; a process that grades
        one audit makes a hundred and more of them. So one ``__repr__`` serves them all, and how values are compared is
        written when two of a class are.
        """
        if kind is None:
            return functools.partial(frozen, **options)
        kind.__repr__ = shown
        if not options.keys() & {"eq", "order", "cache_hash"}:
            kind.__eq__, kind.__hash__ = _first_compared, _first_hashed
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

    def _first_compared(value: object, other: object) -> bool:
        if type(other) is not type(value):
            return NotImplemented
        _write_comparison(type(value))
        return value == other

    def _first_hashed(value: object) -> int:
        _write_comparison(type(value))
        return hash(value)

    def _write_comparison(kind: type) -> None:
        """Give *kind* the methods that attrs writes for a class with its fields."""
        fields = {field.name: attrs.field(eq=field.eq) for field in attrs.fields(kind)}
        twin = attrs.make_class(kind.__name__, fields, frozen=True, init=False, repr=False)
        kind.__eq__, kind.__hash__ = twin.__eq__, twin.__hash__


def shown(value: attrs.AttrsInstance) -> str:
    """*value* as the call that makes it, without what is not to be shown."""
    kind = type(value)
    parts = (f"{field.name}={getattr(value, field.name)!r}" for field in attrs.fields(kind) if field.repr)
    return f"{kind.__qualname__.rpartition('>.')[2]}({', '.join(parts)})"


@functools.cache
def names_of_fields(kind: type) -> tuple[str, ...] | None:
    """The names of the fields of *kind*, in the order written; None where it is not a class of attrs."""
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else None
