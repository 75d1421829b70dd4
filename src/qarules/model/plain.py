"""The model as plain data: what JSON can hold, the same for the same value on any machine."""

from __future__ import annotations

import datetime
import enum
import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import cast

import attrs


def plain(value: attrs.AttrsInstance, *, places: bool = True, kinds: bool = False) -> dict[str, object]:
    """
    An attrs value of the model as a dictionary of plain data.

    Args:
        places: Keep where things were written. Without them, equal models are equal data wherever they come from.
        kinds: Give every dictionary the name of its kind under ``""``: two kinds may have the same fields.
    """
    written: dict[str, object] = {"": type(value).__name__} if kinds else {}
    for name in _fields(type(value), places):
        part = getattr(value, name)
        written[name] = part if part is None or type(part) in _AS_THEY_ARE else _plain(part, places, kinds)
    return written


_AS_THEY_ARE = frozenset((bool, int, float, str))


@functools.cache
def _fields(kind: type[attrs.AttrsInstance], places: bool) -> tuple[str, ...]:
    """The names of the fields of *kind*; without *places*, of those that make two values different."""
    return tuple(field.name for field in attrs.fields(kind) if places or field.eq is not False)


def _plain(value: object, places: bool, kinds: bool) -> object:
    if value is None or type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(part, places, kinds) for part in value]
    if attrs.has(type(value)):
        return plain(cast(attrs.AttrsInstance, value), places=places, kinds=kinds)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Fraction | Decimal):
        return number_text(Fraction(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part, places, kinds) for key, part in value.items()}
    return [_plain(part, places, kinds) for part in cast(Sequence[object], value)]


def number_text(value: Fraction) -> str:
    """An exact number as people write it: ``62.5``; as a fraction where no decimal is exact: ``200/3``."""
    rest = value.denominator
    places = 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, decimals = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals:0{places}d}" if places else f"{sign}{whole}"


def digest(value: attrs.AttrsInstance) -> str:
    """The SHA-256 of *value*'s canonical JSON (no places, sorted keys, no white space), in hexadecimal."""
    data = plain(value, places=False, kinds=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
