"""Model to JSON: as it is, an audit's answers as they are handed in."""

from __future__ import annotations

import contextlib
import datetime
import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from qarules.codec.kinds import KINDS
from qarules.errors import CodecError
from qarules.model.answers import Answer, Audit, Status
from qarules.model.case import CaseFile
from qarules.model.outcome import FORMAT
from qarules.model.plain import number_text, plain
from qarules.model.scale import Grade

# A number of more digits than this is a slip, and one of a billion digits can be written in a dozen letters.
MOST_DIGITS = 1_000


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
    return {"format_version": FORMAT, **_data(value)}


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
