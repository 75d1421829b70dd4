"""Dates held against dates: shifting by units of the calendar, before, after and within."""

from __future__ import annotations

import datetime
from typing import assert_never

from qarules.model.condition import Dated, InMonth, Side, Unit, Within
from qarules.model.months import day_in, last_day, month_of


def shifted(day: datetime.date, count: int, unit: Unit) -> datetime.date:
    """
    *day* moved by *count* units, back where it is negative; never beyond the first and last day there are.

    Months and years keep the number of the day and end on the last day of a shorter month.
    """
    match unit:
        case Unit.DAYS:
            return _from_ordinal(day.toordinal() + count)
        case Unit.WEEKS:
            return _from_ordinal(day.toordinal() + 7 * count)
        case Unit.MONTHS:
            return _month(day, count)
        case Unit.YEARS:
            return _month(day, 12 * count)
        case _:
            assert_never(unit)


def _from_ordinal(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(min(max(ordinal, 1), datetime.date.max.toordinal()))


def _month(day: datetime.date, months: int) -> datetime.date:
    try:
        return day_in(month_of(day) + months, day.day)
    except OverflowError:
        return datetime.date.max if months > 0 else datetime.date.min


def window(test: Within | Dated | InMonth, anchor: datetime.date) -> tuple[int, int]:
    """Ordinals of the first and the last day for which *test* holds; the first after the last where none does."""
    if isinstance(test, InMonth):
        first_day = shifted(anchor.replace(day=1), -test.back, Unit.MONTHS)
        return first_day.toordinal(), last_day(first_day).toordinal()
    here = anchor.toordinal()
    if isinstance(test, Dated):
        beyond = 0 if test.inclusive else 1
        here = shifted(anchor, test.count if test.side is Side.AFTER else -test.count, test.unit).toordinal()
        if test.side is Side.BEFORE:
            return 1, here - beyond
        return here + beyond, datetime.date.max.toordinal()
    first = here if test.side is Side.AFTER else shifted(anchor, -test.count, test.unit).toordinal()
    last = here if test.side is Side.BEFORE else shifted(anchor, test.count, test.unit).toordinal()
    return first, last
