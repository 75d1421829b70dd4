"""The JSON Schema of each kind."""

from __future__ import annotations

import datetime
import enum
import types
import typing
from fractions import Fraction
from typing import Any

import attrs

from qarules.codec.kinds import DATE, FRACTION, INSTANT
from qarules.codec.reading import is_list, is_named
from qarules.model.outcome import FORMAT


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
    datetime.date: {"type": "string", "format": "date", "pattern": DATE},
    datetime.datetime: {"type": "string", "format": "date-time", "pattern": INSTANT},
    Fraction: {"type": "string", "pattern": FRACTION},
}


def _of_type(kind: Any, definitions: dict[str, object]) -> dict[str, object]:  # noqa: ANN401 - any annotation
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return {"anyOf": [_of_type(part, definitions) for part in typing.get_args(kind)]}
    if is_list(kind):
        return {"type": "array", "items": _of_type(typing.get_args(kind)[0], definitions)}
    if is_named(kind):
        return {"type": "object", "additionalProperties": _of_type(typing.get_args(kind)[1], definitions)}
    if issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _of_class(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
