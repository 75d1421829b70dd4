"""Dates as people write them: reads the usual forms, so that a report can say how the language writes the same day."""

from __future__ import annotations

import datetime
import re

from qarules.model.months import MONTH_NAMES

_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+)?(?:of\s+)?([A-Za-z]{3,9})[\s,.-]*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_NUMBERED = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})")


def meant_day(written: str) -> datetime.date | None:
    """
    The day that *written* stands for, day before month as in the United Kingdom; None where it is not plain.

    A month without a day is its first.
    """
    if found := _NUMBERED.fullmatch(written):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(written):
        year, month, day = map(int, found.groups())
    elif found := _NAMED.fullmatch(written):
        before, name, after, printed = found.groups()
        begun = [number for number, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(name[:3].lower())]
        day, month, year = int(before or after or 1), begun[0] if begun else 0, int(printed)
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
