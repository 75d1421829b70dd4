"""
Recurrences and activities in the words of the language.

What stands here is at once what a result quotes and what a rule file says.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import assert_never

from qarules.model.activity import (
    Activity,
    AtEvery,
    Every,
    InMonths,
    NoInterval,
    OnDemand,
    Recurrence,
    Rhythm,
    TimesAYear,
)
from qarules.model.months import MONTH_NAMES
from qarules.model.term import DayOfMonth, Roll, TermUnit
from qarules.model.words import day_words, ordinal

_SINGLE = {
    (1, TermUnit.DAYS): "daily",
    (1, TermUnit.WEEKS): "weekly",
    (1, TermUnit.MONTHS): "monthly",
    (3, TermUnit.MONTHS): "quarterly",
    (1, TermUnit.YEARS): "yearly",
    (1, TermUnit.WORKING_DAYS): "every working day",
}


def recurrence_words(recurrence: Recurrence) -> str:
    """``monthly to quality-board``."""
    words = rhythm_words(recurrence.rhythm)
    return f"{words} to {', '.join(recurrence.to)}" if recurrence.to else words


def rhythm_words(rhythm: Rhythm) -> str:
    """``every 2 months starting February``."""
    match rhythm:
        case Every():
            return _every(rhythm)
        case InMonths(months=months):
            named = (MONTH_NAMES[each.month - 1] + (f' for "{each.theme}"' if each.theme else "") for each in months)
            return f"every year in {', '.join(named)}"
        case TimesAYear(count=count):
            return f"{count} {'time' if count == 1 else 'times'} a year"
        case AtEvery(event=event):
            return f"at every {event}"
        case OnDemand():
            return "on demand"
        case NoInterval():
            return "no interval stated"
        case _:
            assert_never(rhythm)


def _every(every: Every) -> str:
    unit = every.unit.value
    if every.until is not None:
        words = f"every {every.count} to {every.until} {unit}"
    else:
        counted = f"every {every.count} {unit.removesuffix('s') if every.count == 1 else unit}"
        words = _SINGLE.get((every.count, every.unit), counted)
    if every.rolling and every.until is None:
        words += " from the last"
    if every.start is None:
        return words
    start = day_words(every.start) if isinstance(every.start, datetime.date) else MONTH_NAMES[every.start - 1]
    return f"{words} starting {start}"


def day_of_month_words(day: DayOfMonth) -> str:
    """``on the last working day``, ``on the 2nd working day``."""
    return f"on the {'last' if day.number == -1 else ordinal(day.number)} working day"


def activity_lines(activity: Activity) -> tuple[str, ...]:
    """
    The properties of *activity* as they are written, one a line.

    What stands in its heading, its id, title and clauses, is not among them, and neither is what every construct can
    say: notes, former ids, where it is recorded.
    """
    return tuple(_lines(activity))


def _lines(activity: Activity) -> Iterator[str]:
    for recurrence in activity.recurrences:
        cites = f" cites {', '.join(recurrence.cites)}" if recurrence.cites else ""
        yield recurrence_words(recurrence) + cites
    if activity.never_in:
        months = ", ".join(MONTH_NAMES[month - 1] for month in activity.never_in)
        yield f"never in {months} {activity.inactive.value}"
    if activity.expects is not None:
        yield f"expect {activity.expects} a year"
    if activity.day is not None:
        yield day_of_month_words(activity.day)
    if activity.roll is not Roll.NONE:
        yield activity.roll.value
    if activity.calendar:
        yield f"calendar {activity.calendar}"
    if activity.by:
        yield f"by {', '.join(activity.by)}"
    if activity.to:
        yield f"goes to {', '.join(activity.to)}"
    if activity.opens:
        yield f"opens {activity.opens}"
    if activity.contains:
        yield "contains " + ", ".join(f'"{part}"' for part in activity.contains)
