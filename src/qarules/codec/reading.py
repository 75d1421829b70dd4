"""JSON to model: through one converter, every fault with its path."""

from __future__ import annotations

import contextlib
import datetime
import enum
import functools
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

import attrs
import cattrs
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from qarules.codec.kinds import DATE, FRACTION, INSTANT, Stored
from qarules.errors import CodecError
from qarules.model.answers import Status
from qarules.model.case import Held, Person
from qarules.model.outcome import FORMAT
from qarules.model.scale import Grade

_AN_OBJECT = "an object with named parts is expected"

Hook = Callable[[Any, Any], Any]


def from_json(text: str | bytes, kind: type[Stored]) -> Stored:
    """
    The audit, case or result that *text* holds.

    Raises:
        CodecError: It is not JSON, of another format, or not of the shape; the message names the path of each fault.
    """
    return from_data(parsed(text), kind)


def from_data(data: object, kind: type[Stored]) -> Stored:
    """The audit, case or result that plain *data* holds; raises as :func:`from_json` does."""
    if not isinstance(data, dict):
        message = f"$: {_AN_OBJECT}"
        raise CodecError(message)
    data = dict(data)
    written = data.pop("format_version", None)
    if isinstance(written, bool) or written != FORMAT:
        message = f"$.format_version: this version reads format {FORMAT}, not {json.dumps(written, default=str)}"
        raise CodecError(message)
    read: Stored = structured(data, kind)
    return read


def structured(data: object, kind: type[Any], path: str = "$") -> Any:  # noqa: ANN401 - of that kind
    """
    A part of a stored value, of any kind one is made of, from plain data.

    Args:
        path: Where it stands, for the message.

    Raises:
        CodecError: It is not of the shape; the message names the path of each fault.
    """
    try:
        return converter().structure(data, kind)
    except BaseValidationError as error:
        message = "; ".join(_faults(error, path))
    except ValueError as error:
        message = f"{path}: {error}"
    raise CodecError(message)


def parsed(text: str | bytes) -> object:
    """
    What a JSON text holds, its numbers exact.

    Raises:
        CodecError: It is not JSON, or an object in it names a part twice.
    """
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_named_once)
        # Half a character, which JSON can escape and nobody can write out.
        json.dumps(data, ensure_ascii=False, default=str).encode()
        return data
    except (ValueError, RecursionError) as error:
        message = f"this is not JSON: {error}"
        raise CodecError(message) from None


def _no_number(word: str) -> NoReturn:
    message = f"`{word}` is no number"
    raise ValueError(message)


def _named_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named: dict[str, object] = {}
    for name, part in pairs:
        if name in named:
            message = f"`{name}` stands twice in one object"
            raise ValueError(message)
        named[name] = part
    return named


@functools.cache
def converter() -> cattrs.Converter:
    """The one converter; unknown keys are refused."""
    made = cattrs.Converter(forbid_extra_keys=True)
    made.register_structure_hook(Fraction, _fraction)
    made.register_structure_hook(datetime.date, _date)
    made.register_structure_hook(datetime.datetime, _instant)
    for plain_kind in (str, int, bool):
        made.register_structure_hook(plain_kind, _exactly)
    made.register_structure_hook_factory(attrs.has, lambda kind: _object_hook(kind, made))
    made.register_structure_hook_factory(is_list, lambda kind: _list_hook(kind, made))
    made.register_structure_hook_factory(is_named, lambda kind: _named_hook(kind, made))
    made.register_structure_hook_func(lambda kind: isinstance(kind, enum.EnumMeta), _member)
    made.register_structure_hook_func(_is_grade_or_status, lambda data, kind: _grade_or_status(data, kind, made))
    made.register_structure_hook_func(_is_when, _when)
    made.register_structure_hook_func(lambda kind: kind == Held, lambda data, _: _held(data, made))
    made.register_structure_hook_func(lambda kind: kind == (int | Fraction), lambda data, _: _number(data))
    made.register_structure_hook_func(lambda kind: kind is object, lambda data, _: data)
    return made


# --- the parts -------------------------------------------------------------------------------------------------------


def is_list(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    """Whether an annotation is of a list, which the model keeps as a tuple."""
    return typing.get_origin(kind) is tuple


def is_named(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    """Whether an annotation is of values by name."""
    return typing.get_origin(kind) is Mapping


def _object_hook(kind: Any, made: cattrs.Converter) -> Hook:  # noqa: ANN401 - any attrs class
    read = made.gen_structure_attrs_fromdict(kind)
    return lambda data, _: read(_expected(data, dict, _AN_OBJECT), kind)


def _list_hook(kind: Any, made: cattrs.Converter) -> Hook:  # noqa: ANN401 - any tuple of one kind
    items = types.GenericAlias(list, typing.get_args(kind)[:1])
    read = made.get_structure_hook(items)
    return lambda data, _: tuple(read(_expected(data, list, "a list is expected"), items))


def _named_hook(kind: Any, made: cattrs.Converter) -> Hook:  # noqa: ANN401 - any mapping from text
    named = types.GenericAlias(dict, typing.get_args(kind))
    read = made.get_structure_hook(named)
    return lambda data, _: read(_expected(data, dict, _AN_OBJECT), named)


def _expected(data: object, kind: type, message: str) -> Any:  # noqa: ANN401 - of that kind
    if not isinstance(data, kind):
        raise ValueError(message)
    return data


def _member(data: object, kind: type[enum.Enum]) -> enum.Enum:
    for member in kind:
        if data == member.value:
            return member
    message = "one of " + ", ".join(f"`{member.value}`" for member in kind) + " is expected"
    raise ValueError(message)


def _fraction(data: object, _: object) -> Fraction:
    if isinstance(data, str) and re.fullmatch(FRACTION, data):
        return Fraction(data)
    message = "a number written as text is expected, such as 62.5 or 200/3"
    raise ValueError(message)


def _date(data: object, _: object) -> datetime.date:
    if isinstance(data, str) and re.fullmatch(DATE, data):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(data)
    message = "a date such as 2027-04-01 is expected"
    raise ValueError(message)


def _instant(data: object, _: object) -> datetime.datetime:
    if isinstance(data, str) and re.match(INSTANT, data):
        with contextlib.suppress(ValueError):
            return datetime.datetime.fromisoformat(data)
    message = "a date and time with its zone is expected, such as 2027-04-01T09:30:00+01:00"
    raise ValueError(message)


def _is_when(kind: object) -> bool:
    return isinstance(kind, types.UnionType) and {datetime.date, datetime.datetime} <= set(typing.get_args(kind))


def _when(data: object, kind: object) -> datetime.date | None:
    """A day, or an instant where there is a time with it."""
    if data is None and types.NoneType in typing.get_args(kind):
        return None
    return _instant(data, kind) if isinstance(data, str) and len(data) > len("2027-04-01") else _date(data, kind)


def _held(data: object, made: cattrs.Converter) -> Held:
    """One person or several, each by an id or with what is known of them."""
    if isinstance(data, list):
        return tuple(_person(each, made) for each in data)
    return _person(data, made)


def _person(data: object, made: cattrs.Converter) -> str | Person:
    return data if isinstance(data, str) else made.structure(data, Person)


def _number(data: object) -> int | Fraction:
    return data if type(data) is int else _fraction(data, Fraction)


def _exactly(data: object, kind: type) -> object:
    """No silent conversion: text is text and a number a number."""
    if type(data) is not kind:
        names = {str: "text", int: "a whole number", bool: "true or false"}
        message = f"{names[kind]} is expected"
        raise ValueError(message)
    return data


def _is_grade_or_status(kind: object) -> bool:
    return isinstance(kind, types.UnionType) and {Grade, Status} <= set(typing.get_args(kind))


def _grade_or_status(data: object, kind: object, made: cattrs.Converter) -> Grade | Status | None:
    if data is None and types.NoneType in typing.get_args(kind):
        return None
    return made.structure(data, Status) if isinstance(data, str) else made.structure(data, Grade)


def _faults(error: BaseException, path: str) -> list[str]:
    """Each fault under *error* with its path, in the words of whoever wrote the data."""
    if isinstance(error, BaseExceptionGroup):
        return [fault for inner in error.exceptions for fault in _faults(inner, path + _step(inner))]
    if isinstance(error, ForbiddenExtraKeysError):
        return [f"{path}.{key}: there is no such part" for key in sorted(error.extra_fields)]
    if isinstance(error, KeyError):
        return [f"{path}: this part is missing"]
    return [f"{path}: {error}"]


def _step(error: BaseException) -> str:
    """The part of a path that cattrs noted on *error*."""
    for note in getattr(error, "__notes__", ()):
        name = getattr(note, "name", None)
        if name is not None:
            return f".{name}"
        index = getattr(note, "index", None)
        if index is not None:
            return f".{index}" if isinstance(index, str) else f"[{index}]"
    return ""
