"""Stored audits, cases and results: model <-> JSON through one converter, with a format version and a schema each."""

from __future__ import annotations

import contextlib
import datetime
import enum
import functools
import json
import math
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, TypeVar

import attrs
import cattrs
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from qarules.errors import CodecError
from qarules.model.answers import Answer, Audit, Status
from qarules.model.case import CaseFile, Held, Person
from qarules.model.clause_coverage import ClauseCoverage
from qarules.model.difference import Diff, Replay
from qarules.model.draw import Assignment, Draw, Eligibility
from qarules.model.due import Timetable
from qarules.model.moderation import Moderated
from qarules.model.next_step import NextSteps
from qarules.model.occurrence import Collisions, Occurrences
from qarules.model.outcome import FORMAT, Outcome
from qarules.model.plain import number_text, plain
from qarules.model.planning import Improvement, Influences, Regraded
from qarules.model.proof import Proof
from qarules.model.scale import Grade
from qarules.model.tracker import Tracker

Stored = TypeVar(
    "Stored",
    Audit,
    Outcome,
    CaseFile,
    Moderated,
    Timetable,
    NextSteps,
    Tracker,
    Occurrences,
    Collisions,
    Eligibility,
    Draw,
    Assignment,
    ClauseCoverage,
    Proof,
    Improvement,
    Influences,
    Regraded,
    Diff,
    Replay,
)

# A number of more digits than this is a slip, and one of a billion digits can be written in a dozen letters.
MOST_DIGITS = 1_000

KINDS: tuple[type[attrs.AttrsInstance], ...] = Stored.__constraints__
"""What has a JSON form of its own."""


def to_json(value: attrs.AttrsInstance, *, indent: int | None = None) -> str:
    """
    *value* as JSON text, with its ``format_version``.

    Raises:
        CodecError: An answer is something no JSON holds: a number that is no decimal, or an object of another kind.
        TypeError: *value* is of no kind that has a form of its own.
    """
    return json.dumps(to_data(value), indent=indent, ensure_ascii=False)


def to_data(value: attrs.AttrsInstance) -> dict[str, object]:
    """*value* as plain data ready for JSON, with its ``format_version``; raises as :func:`to_json` does."""
    if not isinstance(value, KINDS):
        message = f"a {type(value).__name__} has no JSON form of its own"
        raise TypeError(message)
    return {"format_version": FORMAT, **converter().unstructure(value)}


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
    made.register_structure_hook_factory(_is_list, lambda kind: _list_hook(kind, made))
    made.register_structure_hook_factory(_is_named, lambda kind: _named_hook(kind, made))
    made.register_structure_hook_func(lambda kind: isinstance(kind, enum.EnumMeta), _member)
    made.register_structure_hook_func(_is_grade_or_status, lambda data, kind: _grade_or_status(data, kind, made))
    made.register_structure_hook_func(_is_when, _when)
    made.register_structure_hook_func(lambda kind: kind == Held, lambda data, _: _held(data, made))
    made.register_structure_hook_func(lambda kind: kind == (int | Fraction), lambda data, _: _number(data))
    made.register_structure_hook_func(lambda kind: kind is object, lambda data, _: data)
    made.register_unstructure_hook_func(attrs.has, _data)
    return made


# --- reading ---------------------------------------------------------------------------------------------------------


_AN_OBJECT = "an object with named parts is expected"
_FRACTION = "^-?[0-9]+([.][0-9]+|/[1-9][0-9]*)?$"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = _DATE.removesuffix("$") + "[T ]"

Hook = Callable[[Any, Any], Any]


def _is_list(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    return typing.get_origin(kind) is tuple


def _is_named(kind: Any) -> bool:  # noqa: ANN401 - any annotation
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
    if isinstance(data, str) and re.fullmatch(_FRACTION, data):
        return Fraction(data)
    message = "a number written as text is expected, such as 62.5 or 200/3"
    raise ValueError(message)


def _date(data: object, _: object) -> datetime.date:
    if isinstance(data, str) and re.fullmatch(_DATE, data):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(data)
    message = "a date such as 2027-04-01 is expected"
    raise ValueError(message)


def _instant(data: object, _: object) -> datetime.datetime:
    if isinstance(data, str) and re.match(_INSTANT, data):
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


# --- writing ---------------------------------------------------------------------------------------------------------


def _data(value: attrs.AttrsInstance) -> dict[str, object]:
    """A value of the model; its parts are written the same way, an audit's answers as they are handed in."""
    if isinstance(value, Audit):
        return _audit_data(value)
    if isinstance(value, CaseFile):
        looks = {"first": value.first, "second": value.second, "third": value.third}
        known = {name: _answer(answer) for name, answer in value.case.known.items()}
        return {
            **plain(value),
            "case": {**plain(value.case), "known": known},
            **{name: _audit_data(look) if look is not None else None for name, look in looks.items()},
        }
    return plain(value)


def _audit_data(audit: Audit) -> dict[str, object]:
    return {
        "tool": audit.tool,
        "on": audit.on.isoformat() if audit.on is not None else None,
        "answers": {name: _answer(value) for name, value in audit.answers.items()},
        "known": {name: _answer(value) for name, value in audit.known.items()},
        "decisions": {name: plain(decision) for name, decision in audit.decisions.items()},
    }


def _answer(value: object) -> object:
    """An answer as plain data that :func:`qarules.evaluate` takes as it took *value*."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Status):
        return {"status": value.value}
    if isinstance(value, Answer):
        return _answer_data(value)
    if isinstance(value, float | Decimal | Fraction):
        return _decimal(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Grade):
        return str(value.id)
    if isinstance(value, Mapping):
        return {str(key): _answer(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_answer(part) for part in value]
    message = f"no answer can be a {type(value).__name__}"
    raise CodecError(message)


def _answer_data(answer: Answer) -> dict[str, object]:
    """An answer with what came with it; what is empty is left out."""
    data: dict[str, object] = {} if answer.value is None else {"value": _answer(answer.value)}
    if answer.status is not None:
        data["status"] = answer.status.value
    came = {"note": answer.note, "reason": answer.reason, "evidence": list(answer.evidence)}
    return {**data, **{name: part for name, part in came.items() if part}}


def _decimal(value: float | Decimal | Fraction) -> int | float:
    """A number as JSON writes it and reads it back exactly."""
    is_endless = isinstance(value, float | Decimal) and not math.isfinite(value)
    if is_endless or (isinstance(value, Decimal) and abs(value.adjusted()) > MOST_DIGITS):
        message = f"{value} is no number that JSON can hold"
        raise CodecError(message)
    exact = Fraction(float.__repr__(value)) if isinstance(value, float) else Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    with contextlib.suppress(OverflowError):
        written = float(exact)
        if Fraction(repr(written)) == exact:
            return written
    message = f"{number_text(exact)} has no exact decimal that JSON can hold"
    raise CodecError(message)


# --- schemas ---------------------------------------------------------------------------------------------------------


def schema(kind: type) -> dict[str, object]:
    """The JSON Schema (2020-12) of *kind*, one of :data:`KINDS`."""
    definitions: dict[str, object] = {}
    top = _of_class(kind, definitions)
    properties: dict[str, object] = {"format_version": {"const": FORMAT}, **top["properties"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        **top,
        "properties": properties,
        "required": ["format_version", *top["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def _of_class(kind: Any, definitions: dict[str, object]) -> dict[str, Any]:  # noqa: ANN401 - any attrs class
    hints = typing.get_type_hints(kind)
    fields = attrs.fields(kind)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": {field.name: _of_type(hints[field.name], definitions) for field in fields},
        "required": [field.name for field in fields if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


_PLAIN: dict[object, dict[str, object]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    object: {},
    type(None): {"type": "null"},
    datetime.date: {"type": "string", "format": "date", "pattern": _DATE},
    datetime.datetime: {"type": "string", "format": "date-time", "pattern": _INSTANT},
    Fraction: {"type": "string", "pattern": _FRACTION},
}


def _of_type(kind: Any, definitions: dict[str, object]) -> dict[str, object]:  # noqa: ANN401 - any annotation
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return {"anyOf": [_of_type(part, definitions) for part in typing.get_args(kind)]}
    if _is_list(kind):
        return {"type": "array", "items": _of_type(typing.get_args(kind)[0], definitions)}
    if _is_named(kind):
        return {"type": "object", "additionalProperties": _of_type(typing.get_args(kind)[1], definitions)}
    if issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _of_class(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
