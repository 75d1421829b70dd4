"""actions(): the action plans of many cases as one list, what is overdue first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from qarules.engine.deadlines import deadlines
from qarules.engine.local_time import local_day
from qarules.engine.people import Holders
from qarules.model.case import Case, When
from qarules.model.due import DueStatus, Timetable
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.tracker import Action, Tracker


def actions(pack: Pack, cases: Iterable[tuple[str, Case]], as_of: When) -> Tracker:
    """
    The actions of *cases*: every row of a table whose rows are deadlines.

    Args:
        cases: Each with the name it is to be listed under.
        as_of: The day in the United Kingdom, or an instant with its time zone.

    Returns:
        All of them, closed ones too. Where two are due on the same day, they stand in the order of the cases, then of
        the pack and its tables.

    Raises:
        ValueError: *as_of* has a time of day and no time zone.
    """
    found: list[Action] = []
    waiting: dict[str, None] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    tables = {str(deadline.id) for deadline in pack.deadlines if deadline.rows is not None}
    for name, case in cases:
        timetable = deadlines(pack, case, as_of)
        found += _actions(name, timetable, tables, case, pack)
        if any(due.id in tables for due in timetable):
            waiting[name] = None
        if timetable.problems:
            problems[name] = (*problems.get(name, ()), *timetable.problems)
    return Tracker(
        as_of=local_day(as_of),
        actions=tuple(sorted(found, key=_place)),
        waiting=tuple(waiting),
        problems=problems,
        changes=pack.changes,
    )


def _actions(name: str, timetable: Timetable, tables: set[str], case: Case, pack: Pack) -> Iterator[Action]:
    held = Holders(case.people, pack.roles)
    for due in timetable:
        deadline, *row = due.id.split("/")
        if row and deadline in tables:
            overseers = (person.id for role in due.overseen_by for person in held.of(role))
            yield Action(case=name, due=due, overseers=tuple(dict.fromkeys(overseers)))


def _place(action: Action) -> tuple[int, datetime.date]:
    """Overdue, dated, without a date, closed; and by date among themselves."""
    due = action.due
    group = 3 if due.status.is_closed else 0 if due.status is DueStatus.OVERDUE else 1 if due.due is not None else 2
    return group, due.due or datetime.date.max
