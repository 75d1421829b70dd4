"""Our frozen classes: those of attrs, in all they do."""

from __future__ import annotations

import pickle

import attrs
import pytest

from qarules.diagnostics import Position
from qarules.frozen import frozen, names_of_fields


def of_attrs() -> type:
    @attrs.frozen(kw_only=True)
    class Value:
        id: str
        parts: tuple[object, ...] = ()
        place: int = attrs.field(default=0, eq=False, repr=False)

    return Value


def ours() -> type:
    @frozen(kw_only=True)
    class Value:
        id: str
        parts: tuple[object, ...] = ()
        place: int = attrs.field(default=0, eq=False, repr=False)

    return Value


@frozen
class Nothing:
    """A class without fields, made without options."""


@pytest.mark.parametrize("parts", [(), ("it's", 1.5), (Nothing(), Position(0, 1, 1))])
def test_it_is_shown_as_attrs_shows_it(parts):
    values = [make()(id="a", parts=parts, place=3) for make in (of_attrs, ours)]
    assert repr(values[0]) == repr(values[1])
    assert "place" not in repr(values[1])


def test_a_value_in_a_value_is_shown_in_full():
    assert repr((Nothing(), Position(0, 1, 1))) == "(Nothing(), Position(offset=0, line=1, column=1))"


def test_it_has_no_other_fields_and_no_other_values():
    value = ours()(id="a")
    assert not hasattr(value, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.id = "b"
    with pytest.raises(TypeError, match="positional"):
        ours()("a")


def test_it_is_pickled_like_any_other():
    assert pickle.loads(pickle.dumps(Position(0, 1, 1))) == Position(0, 1, 1)


def test_the_names_of_fields_are_those_of_attrs():
    assert names_of_fields(ours()) == ("id", "parts", "place")
    assert names_of_fields(Nothing) == ()
    assert names_of_fields(str) is None
