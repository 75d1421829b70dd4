"""No field of the model is forgotten when versions are compared, and every rule can be reached."""

from __future__ import annotations

import typing

import attrs
import pytest

from qarules.model.pack import Pack
from qarules.versions.entries import Inside, Parts
from qarules.versions.rules import RULES
from qarules.versions.table import TABLE

PLACES = {"span"}


def classes_in(hint) -> set[type]:
    """The attrs classes that an annotation names."""
    if attrs.has(hint):
        return {hint}
    return {found for part in typing.get_args(hint) for found in classes_in(part)}


def hints(kind):
    import qarules.model.activity as activity
    import qarules.model.example as example
    import qarules.model.route as route
    import qarules.model.tool as tool

    names = {name: value for module in (activity, example, route, tool) for name, value in vars(module).items()}
    return typing.get_type_hints(kind, localns=names if kind is Pack else None)


@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_every_field(kind):
    """Whoever adds a field to the model has to say here what a change of it touches."""
    assert set(TABLE[kind]) == {field.name for field in attrs.fields(kind)} - PLACES


def test_every_class():
    """Whatever is compared part by part has its own fields in the table; everything else is compared as a whole."""
    reached, waiting = set(), [Pack]
    while waiting:
        kind = waiting.pop()
        if kind in reached:
            continue
        reached.add(kind)
        inner = hints(kind)
        for name, entry in TABLE[kind].items():
            # The items of a tool are compared together, wherever they stand.
            if isinstance(entry, Inside | Parts) or name in {"items", "knowns"}:
                waiting += classes_in(inner[name])
    assert reached == set(TABLE)


def test_ids():
    """A rule goes by the id it is listed under, and its message is one line."""
    for name, rule in RULES.items():
        assert rule.id == name
        assert (
            rule.message.format(thing="x", part="x", id="x", inside="x").islower() or "not applicable" in rule.message
        )
        assert "\n" not in rule.message
