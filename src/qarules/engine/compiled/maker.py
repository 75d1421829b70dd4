"""Making many values of one class of which most fields are always the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qarules.frozen import names_of_fields


def maker(kind: type, same: Mapping[str, object], other: tuple[str, ...]) -> Callable[..., Any]:
    """
    What makes a *kind* in half the time that its own ``__init__`` takes: that has to match every name, every time.

    Args:
        same: The fields that never differ, with their values.
        other: The names of all others, in the order in which their values are handed in.

    Raises:
        ValueError: That is not every field, each once.
    """
    if sorted((*same, *other)) != sorted(names_of_fields(kind) or ()):
        message = f"{', '.join((*same, *other))} are not the fields of {kind.__name__}"
        raise ValueError(message)
    # A frozen class keeps its fields from being set, not its slots.
    slots = {f"put{place}": getattr(kind, name).__set__ for place, name in enumerate((*other, *same))}
    values = [f"v{place}" for place in range(len(slots))]
    text = [
        f"def make({', '.join(values[: len(other)])}):",
        "    made = new(kind)",
        *(f"    {put}(made, {value})" for put, value in zip(slots, values, strict=True)),
        "    return made",
    ]
    constants = dict(zip(values[len(other) :], same.values(), strict=True))
    space: dict[str, Any] = {"__builtins__": {}, "new": object.__new__, "kind": kind, **slots, **constants}
    exec("\n".join(text), space)
    return space["make"]  # type: ignore[no-any-return] # a function, as it was written
