"""Bank holidays as GOV.UK publishes them, taken over into a calendar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import attrs

from qarules.engine.counting import DAY
from qarules.engine.values import shown
from qarules.engine.working_days import FIRST, LAST
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.outcome import Problem
from qarules.model.refreshed import Refreshed, Renamed


def refreshed(calendar: Calendar, official: object) -> Refreshed:
    """
    *calendar* with the bank holidays of *official*, and what that changes.

    Of each full year given, what the calendar closes from Monday to Friday is replaced by what is given; a year is
    full if it has a Christmas Day. Other years stay as they are, and so does every year where one of the events cannot
    be read: a bank holiday lost would be counted as a working day. The calendar is confirmed as far as full years
    follow each other and what was confirmed before, and never less far than it was.

    Args:
        official: https://www.gov.uk/bank-holidays.json as parsed: by id of the calendar, the `events`, each with a
            `title`, a `date` and perhaps `notes`. Days that the calendar does not cover are passed over.
    """
    events = _events(calendar, official)
    if isinstance(events, Problem):
        return Refreshed(calendar=calendar, problems=(events,))
    read = [_event(at, event, calendar) for at, event in enumerate(events, 1)]
    given = {named.day: named for named in read if isinstance(named, NamedDay)}
    problems = [problem for problem in read if isinstance(problem, Problem)]
    if not problems and len(given) < len(read):
        problems = [_problem(calendar, "gives a day twice")]
    first, last = _covers(calendar)
    years = {day.year for day in given if first.year <= day.year <= last.year}
    if not problems and not years:
        problems = [_problem(calendar, f"gives no year that `{calendar.id}` covers")]
    if problems:
        return Refreshed(calendar=calendar, problems=tuple(problems))
    full = years & {day.year for day, named in given.items() if _is_christmas(named)}
    gaps = [year for year in range(min(years), max(years) + 1) if year not in full]
    return attrs.evolve(
        _replaced(calendar, given, full, _confirmed(calendar, full, gaps)),
        problems=tuple(
            _problem(calendar, f"gives no Christmas Day in {year}, so that its days stay as they are", str(year))
            for year in gaps
        ),
    )


def _events(calendar: Calendar, official: object) -> Sequence[object] | Problem:
    if not isinstance(official, Mapping):
        return _problem(calendar, "is not what GOV.UK publishes", shown(official))
    division = official.get(calendar.id)
    if division is None:
        allowed = ", ".join(f"`{name}`" for name in official)
        return _problem(calendar, f"gives no days for `{calendar.id}`", allowed=f"it has {allowed}" if allowed else "")
    events = division.get("events") if isinstance(division, Mapping) else None
    if not isinstance(events, list | tuple) or not events:
        return _problem(calendar, f"gives `{calendar.id}` without `events`", shown(division))
    return events


def _event(at: int, event: object, calendar: Calendar) -> NamedDay | Problem:
    said = event if isinstance(event, Mapping) else {}
    day, title, notes = said.get("date"), said.get("title"), said.get("notes", "")
    if not isinstance(title, str) or not title.strip() or not isinstance(notes, str):
        return _problem(calendar, f"has no title in event {at}", shown(event))
    try:
        read = datetime.date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        read = None
    if read is None or read.isoformat() != day:
        return _problem(calendar, f"has no date in event {at}", shown(event), "a date as `2027-12-27`")
    plain = " ".join(title.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    return NamedDay(day=read, title=plain + " (substitute day)" * (notes.strip().lower() == "substitute day"))


def _problem(calendar: Calendar, message: str, given: str = "", allowed: str = "") -> Problem:
    return Problem(thing=calendar.id, message=f"the list of bank holidays {message}", given=given, allowed=allowed)


def _covers(calendar: Calendar) -> tuple[datetime.date, datetime.date]:
    return calendar.covers_from or FIRST, calendar.covers_until or LAST


def _is_christmas(named: NamedDay) -> bool:
    return (named.day.month, named.day.day) == (12, 25) or named.title.startswith("Christmas Day")


def _confirmed(calendar: Calendar, full: set[int], gaps: list[int]) -> datetime.date | None:
    last = min(gaps) - 1 if gaps else max(full)
    if last not in full:
        return calendar.confirmed_until
    known = calendar.confirmed_until
    if known is not None and datetime.date(min(full), 1, 1) - DAY > known:
        return known
    given = datetime.date(last, 12, 31)
    return max(min(given, calendar.covers_until or given), known or given)


def _replaced(
    calendar: Calendar, given: Mapping[datetime.date, NamedDay], years: set[int], confirmed: datetime.date | None
) -> Refreshed:
    first, last = _covers(calendar)

    def concerns(day: datetime.date) -> bool:
        return day.year in years and first <= day <= last and day.weekday() < 5

    before = {named.day: named for named in calendar.closed if concerns(named.day)}
    after = {day: named for day, named in given.items() if concerns(day)}
    kept = {day: before[day] if before.get(day) == named else named for day, named in after.items()}
    closed = (*(named for named in calendar.closed if not concerns(named.day)), *kept.values())
    return Refreshed(
        calendar=attrs.evolve(
            calendar, closed=tuple(sorted(closed, key=lambda named: named.day)), confirmed_until=confirmed
        ),
        added=tuple(after[day] for day in sorted(after.keys() - before.keys())),
        removed=tuple(before[day] for day in sorted(before.keys() - after.keys())),
        renamed=tuple(
            Renamed(day=day, before=before[day].title, after=after[day].title)
            for day in sorted(before.keys() & after.keys())
            if before[day].title != after[day].title
        ),
    )
