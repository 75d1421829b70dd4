"""Tree to calendars of working days."""

from __future__ import annotations

import datetime

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.findings import closest
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, tokens
from qarules.model.calendar import Calendar, NamedDay, Weekday

_WEEKDAYS = {weekday.value.lower(): weekday for weekday in Weekday}


def calendar(node: Node, read: Reader) -> Calendar:
    """Which days are worked."""
    said = Properties(node, read)
    covers, confirmed = said.take("covers"), said.take("confirmed")
    first, last = _days(covers, read) if covers is not None else (None, None)
    made = Calendar(
        id=read.name(node),
        title=read.text(node),
        statutory=said.has("statutory"),
        union_of=said.names("union_of"),
        weekdays=tuple(_weekday(name, read) for name in said.names("working")),
        covers_from=first,
        covers_until=last,
        confirmed_until=_days(confirmed, read)[0] if confirmed is not None else None,
        closed=_named_days(said, "closed", read),
        opened=_named_days(said, "opened", read),
        cites=said.names("cites"),
        span=read.span(node),
    )
    said.report_rest("calendar")
    if covers is not None and first and last and last < first:
        read.findings.add(
            codes.DATES_REVERSED,
            read.span(covers),
            "the calendar ends before it starts",
            help="change one of the two dates",
        )
    return made


def _days(node: Node, read: Reader) -> tuple[datetime.date, ...]:
    return tuple(read.date(token) for token in tokens(node, "DATE"))


def _named_days(said: Properties, kind: str, read: Reader) -> tuple[NamedDay, ...]:
    return tuple(
        NamedDay(day=_days(node, read)[0], title=read.text(node), span=read.span(node)) for node in said.take_all(kind)
    )


def _weekday(name: Name, read: Reader) -> Weekday:
    """The day of the week of that name; one that there is not is reported and taken for the nearest there is."""
    if name.lower() in _WEEKDAYS:
        return _WEEKDAYS[name.lower()]
    short = next((full for full in _WEEKDAYS if full.startswith(name.lower())), None)
    meant = short or closest(name, _WEEKDAYS)
    remedy = f"did you mean `{meant.capitalize()}`?" if meant else "write its whole name, such as Monday"
    read.findings.add(codes.NO_SUCH_MONTH, name, f"there is no day of the week `{name}`", help=remedy)
    return _WEEKDAYS.get(meant or "", Weekday.MONDAY)
