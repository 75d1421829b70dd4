"""One value as handed in, read as the engine reckons with it; and what would be taken in its place."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from qarules.engine.steps import Value
from qarules.errors import NotFoundError
from qarules.model.answers import Decision
from qarules.model.plain import number_text
from qarules.model.scale import Grade
from qarules.model.tool import ColumnAnswer, Day, Item, Number, OneOf, OnScale, Person, Table, Text, Tool, YesNo

# No audit holds a number of more digits; one of a billion digits can be written in a dozen letters.
MOST_DIGITS = 1_000


class Refused(Exception):  # noqa: N818 - it is caught where the answer is read
    """A value that an item does not take; *message* goes on after the item's name."""

    def __init__(self, given: object, message: str = "") -> None:
        super().__init__(message)
        self.message = message or f"cannot be `{shown(given)}`"


def is_blank(value: object) -> bool:
    """Whether nothing was handed in."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(given: object) -> str:
    """What was handed in, short enough for a message."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    try:
        text = given.grade if isinstance(given, Decision) else str(given)
    except ValueError:  # Python writes out no integer of several thousand digits
        text = "a number too long to show"
    return text if len(text) <= 80 else f"{text[:77]}..."


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A question that offers the nearest of *names*; empty where none is near."""
    # Whoever grades what is complete and right compares no names, and does not wait for what does.
    import difflib

    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.7)
    return f"did you mean `{near[0]}`?" if near else ""


def no_such(what: str, name: str, pack: str, known: Iterable[str]) -> NotFoundError:
    """That *pack* has no *what* of that name: with the nearest it has, or all of them."""
    names = list(known)
    has = ", ".join(f"`{each}`" for each in names)
    hint = did_you_mean(name, names) or (f"it has {has}" if has else "it has none")
    return NotFoundError(f"`{pack}` has no {what} `{name}`; {hint}")


def read_value(given: object, item: Item, tool: Tool) -> Value:
    """
    *given* as the engine reckons with it.

    Raises:
        Refused: It is no answer to *item*.
    """
    match item.answer:
        case OnScale():
            return _rank(given, item, tool)
        case OneOf():
            return _choice(given, item.answer)
        case Table():
            return _rows(given, item.answer, tool)
        case _:
            return _plain_value(given, item.answer, tool)


def _rank(given: object, item: Item, tool: Tool) -> int:
    scale = tool.scale_of(item)
    name = given.id if isinstance(given, Grade) else given
    if scale is None or not isinstance(name, str) or name not in scale.by_id:
        raise Refused(given)
    return scale.by_id[name].rank


def _choice(given: object, answer: OneOf) -> str:
    if given not in [choice.id for choice in answer.choices]:
        raise Refused(given)
    return str(given)


def _plain_value(given: object, answer: ColumnAnswer, tool: Tool) -> Value:
    match answer:
        case YesNo():
            if isinstance(given, bool):
                return given
            if given in ("yes", "no"):
                return given == "yes"
        case Number():
            return _number(given, answer)
        case Day():
            return _day(given)
        case Person():
            return _role(given, tool)
        case Text():
            if isinstance(given, str):
                return given
        case _:
            assert_never(answer)
    raise Refused(given)


def _number(given: object, answer: Number) -> Fraction:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | Fraction) or is_endless(given):
        raise Refused(given)
    # The shortest decimal that reads as this float is what was meant: 0.1 is a tenth. Other kinds of float write more.
    value = Fraction(float.__repr__(given)) if isinstance(given, float) else Fraction(given)
    too_low = answer.low is not None and value < answer.low
    too_high = answer.high is not None and value > answer.high
    off_grid = (value - (answer.low or 0)) % answer.step != 0
    if too_low or too_high or off_grid:
        raise Refused(given)
    return value


def is_endless(given: float | Decimal | Fraction) -> bool:
    """Whether a number has no end, or more digits than could be reckoned with."""
    if isinstance(given, float | Decimal) and not math.isfinite(given):
        return True
    if isinstance(given, Decimal):
        _, digits, exponent = given.as_tuple()
        return len(digits) + abs(int(exponent)) > MOST_DIGITS
    if isinstance(given, int | Fraction):
        return max(given.numerator.bit_length(), given.denominator.bit_length()) > 3 * MOST_DIGITS
    return False


def _day(given: object) -> datetime.date:
    if isinstance(given, datetime.date) and not isinstance(given, datetime.datetime):
        return given
    if isinstance(given, str):
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            pass
    raise Refused(given)


def _role(given: object, tool: Tool) -> str:
    role = role_named(given, tool)
    if role is None:
        raise Refused(given)
    return role


def role_named(given: object, tool: Tool) -> str | None:
    """The id of the role that *given* is the id, the title or another name of; None for none."""
    for role in tool.roles:
        if given in (role.id, role.title, *role.also_known_as):
            return role.id
    return None


def _rows(given: object, answer: Table, tool: Tool) -> int:
    """The number of rows, each of them looked through."""
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise Refused(given, "is a table and takes a list of rows")
    columns = {column.id: column for column in answer.columns}
    for number, row in enumerate(given, start=1):
        if not isinstance(row, Mapping):
            raise Refused(given, f"has a row {number} that is no row")
        for name, cell in row.items():
            if name not in columns:
                raise Refused(given, f"has no column `{name}` (row {number})")
            if not is_blank(cell):
                try:
                    _plain_value(cell, columns[name].answer, tool)
                except Refused:
                    raise Refused(given, f"has `{shown(cell)}` under `{name}` in row {number}") from None
    return len(given)


def allowed_words(item: Item, tool: Tool) -> str:
    """What an item takes, in words: "`clear`, `some`, `limited` or not applicable"."""
    parts = list(_allowed(item, tool))
    if item.may_not_apply is not None:
        parts.append(f"`{item.may_not_apply.called}`" if item.may_not_apply.called else "not applicable")
    return " or ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _allowed(item: Item, tool: Tool) -> Iterator[str]:
    match item.answer:
        case OnScale():
            scale = tool.scale_of(item)
            yield from (f"`{grade.id}`" for grade in (scale.grades if scale else ()))
        case OneOf():
            yield from (f"`{choice.id}`" for choice in item.answer.choices)
        case Table():
            columns = ", ".join(f"{column.id} ({_answer_words(column.answer, tool)})" for column in item.answer.columns)
            yield f"rows of {columns}"
        case _:
            yield _answer_words(item.answer, tool)


def _answer_words(answer: ColumnAnswer, tool: Tool) -> str:
    match answer:
        case YesNo():
            return "yes or no"
        case Number():
            is_whole = answer.step == 1 and (answer.low or Fraction(0)).denominator == 1
            bounds = [
                f"from {number_text(answer.low)}" if answer.low is not None else "",
                f"to {number_text(answer.high)}" if answer.high is not None else "",
                f"in steps of {number_text(answer.step)}" if not is_whole else "",
            ]
            return " ".join(["a whole number" if is_whole else "a number", *filter(None, bounds)])
        case Day():
            return "a date such as 2027-04-01"
        case Person():
            return " or ".join(f"`{role.id}`" for role in tool.roles) or "a role of the pack"
        case Text():
            return "text"
        case _:
            assert_never(answer)


def cells(rows: Sequence[Mapping[str, object]], answer: Table, tool: Tool) -> tuple[Mapping[str, str], ...]:
    """The cells of *rows*, which can be read, as text by column, blank ones left out."""
    kinds = {column.id: column.answer for column in answer.columns}
    return tuple(
        {name: _cell(_plain_value(cell, kinds[name], tool)) for name, cell in row.items() if not is_blank(cell)}
        for row in rows
    )


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(value) if isinstance(value, Fraction) else str(value)
