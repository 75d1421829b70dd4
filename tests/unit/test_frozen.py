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


@pytest.mark.parametrize("change", [{}, {"id": "b"}, {"parts": (1,)}, {"place": 4}], ids=str)
def test_it_is_compared_as_attrs_compares_it(change):
    """For the first time, when its class learns how, and then again."""
    classes = of_attrs(), ours()
    for _ in range(2):
        one, other = ([kind(**{"id": "a", "place": 3} | given) for kind in classes] for given in ({}, change))
        theirs, our = zip(one, other, strict=True)
        assert (our[0] == our[1]) is (theirs[0] == theirs[1]) is (change.keys() <= {"place"})
        assert (our[0] != our[1]) is (theirs[0] != theirs[1])
        assert (hash(our[0]) == hash(our[1])) is (hash(theirs[0]) == hash(theirs[1]))
        assert (our[0] in {our[1]: "found"}) is (our[0] == our[1])


def test_values_of_two_classes_differ():
    assert ours()(id="a") != ours()(id="a")
    assert ours()(id="a") != of_attrs()(id="a")
    assert (Nothing() == None) is False  # noqa: E711 - whatever it is compared with


def test_what_is_not_to_be_compared_is_the_same_only_as_itself():
    @frozen(eq=False)
    class Value:
        id: str

    assert Value("a") != Value("a")
    assert (value := Value("a")) == value


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
