"""
The time something has, in the words of the language, one property a line.

What stands here is at once what a result quotes and what a rule file says: reading it back gives the same value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from qarules.model.plain import number_text
from qarules.model.route import EachRow
from qarules.model.term import (
    Before,
    Choice,
    DayOfMonth,
    EarliestOpportunity,
    From,
    Immediately,
    Length,
    NotBefore,
    Receipt,
    Roll,
    SameWorkingDay,
    Term,
    Timing,
    Warn,
    WarnAt,
    Within,
)
from qarules.model.words import ordinal


def term_lines(term: Term) -> tuple[str, ...]:
    """A term as it is written, one property a line: the timings first, then what moves, stops or announces them."""
    return tuple(_lines(term))


def _lines(term: Term) -> Iterator[str]:
    yield from map(timing_words, term.timings)
    if len(term.timings) > 1 or term.choice is not Choice.EARLIER:
        yield term.choice.value
    if term.roll is not Roll.NONE:
        yield term.roll.value
    if term.receipt is not None:
        yield receipt_words(term.receipt)
    for pausing in term.pauses:
        yield f"pauses from {pausing.start} until {pausing.end}"
    if term.resume_day_counts:
        yield "resume day counts"
    if term.last_day_counts:
        yield "the last day counts"
    if term.calendar:
        yield f"calendar {term.calendar}"
    if term.local:
        yield "local closures count"
    yield from map(warn_words, term.warnings)


def timing_words(timing: Timing) -> str:
    """``within 10 working days of closure``."""
    match timing:
        case Within():
            return (
                f"within {length_words(timing.length)}{_after('beginning with' if timing.beginning else 'of', timing)}"
            )
        case Before():
            return f"at least {length_words(timing.length)} before {from_words(timing.of)}"
        case NotBefore():
            return f"at least {length_words(timing.length)} after {from_words(timing.of)}"
        case DayOfMonth():
            which = "on the last" if timing.number < 0 else f"by the {ordinal(timing.number)}"
            return f"{which} working day of the month{_after('of', timing)}"
        case SameWorkingDay():
            return f"on the same working day as {from_words(timing.of)}"
        case Immediately():
            return f"immediately{_after('after', timing)}"
        case EarliestOpportunity():
            return f"at the earliest opportunity{_after('after', timing)}"
        case _:
            assert_never(timing)


def _after(word: str, timing: Within | DayOfMonth | Immediately | EarliestOpportunity) -> str:
    return f" {word} {from_words(timing.of)}" if timing.of is not None else ""


def from_words(of: From) -> str:
    """``closure``; ``report due`` and ``report done`` for a day of another deadline."""
    return " ".join(filter(None, [of.name, of.point.value]))


def length_words(length: Length) -> str:
    """``3 clear working days``; ``log-days`` for a number that is set elsewhere."""
    unit = length.unit.value if length.unit is not None else ""
    if length.count == 1:
        unit = unit.removesuffix("s")
    return " ".join(filter(None, [str(length.count), "clear" if length.clear else "", unit]))


def receipt_words(receipt: Receipt) -> str:
    """``receipt next working day if closed or after 16:30``."""
    late = f" or after {receipt.after:%H:%M}" if receipt.after is not None else ""
    return f"receipt next working day if closed{late}"


def warn_words(warn: Warn) -> str:
    """``warn at 75%``, ``warn 2 working days before``."""
    if isinstance(warn, WarnAt):
        return f"warn at {number_text(100 * warn.share)}%"
    return f"warn {length_words(warn.length)} before"


def rows_words(rows: EachRow) -> str:
    """``for each row of actions by its by owner its owner``."""
    owner = f" owner its {rows.owner}" if rows.owner else ""
    return f"for each row of {rows.table} by its {rows.by}{owner}"
