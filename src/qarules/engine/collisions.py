"""
Where deadlines counted from an activity run into months without it.

A plan, made before anything has happened: an activity of which only the month is known starts on its first working
day, and everything is done on the last day in time. Clocks keep running through a quiet month; this only warns.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from qarules.engine.recurrence import activity_of, calendar_of, occurrences
from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.errors import CalendarRangeError
from qarules.frozen import frozen
from qarules.model.months import MONTH_NAMES
from qarules.model.occurrence import Collision, Collisions, Occurrence, PlannedDeadline
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Deadline
from qarules.model.term import From
from qarules.model.words import day_words
from qarules.model.yearly import as_activity


def collisions(pack: Pack, year: int, starts: Mapping[str, str] | None = None) -> Collisions:
    """
    The deadlines counted from each activity's occurrences of *year* that are due in a month without it or another.

    Args:
        starts: By event, the activity of which each occurrence is that event; besides what the activities say they
            open.

    Raises:
        NotFoundError: *starts* names no activity of *pack*.
    """
    ties = [(activity.opens, activity.id) for activity in pack.activities if activity.opens]
    ties += [tie for tie in (starts or {}).items() if tie not in ties]
    found: list[Collision] = []
    problems: dict[Problem, None] = {}
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    for event, name in ties:
        dated = occurrences(pack, name, first, last)
        problems.update(dict.fromkeys(dated.problems))
        for undated in dated.undated:
            problems[Problem(thing=dated.activity, message=f"`{undated.recurrence}` has no date: {undated.why}")] = None
        for occurrence in dated.occurrences:
            plan = _Plan(pack, event, occurrence)
            found.extend(plan.collisions())
            problems.update(dict.fromkeys(plan.problems))
    return Collisions(year=year, collisions=tuple(found), problems=tuple(problems), changes=pack.changes)


@frozen
class _Due:
    """
    When a deadline is due in the plan.

    Attributes:
        counted_from: What it is counted from: an event, or a deadline.
    """

    deadline: Deadline
    day: datetime.date
    counted_from: str
    provisional: bool


class _Plan:
    """What follows from one occurrence, were everything done on its last day."""

    def __init__(self, pack: Pack, event: str, occurrence: Occurrence) -> None:
        self.pack = pack
        self.event = event
        self.occurrence = occurrence
        self.problems: list[Problem] = []
        self.dues: dict[str, _Due] = {}
        standard = pack.standard
        self.clock = Clock(
            today=occurrence.first,
            calendars=pack.calendars,
            calendar=standard.calendar if standard is not None else "",
            local=standard is not None and standard.local,
            parameters={parameter.id: parameter for parameter in pack.parameters},
        )
        try:
            self.opens = self._opens()
        except CalendarRangeError as error:
            self.problems.append(Problem(thing=occurrence.activity, message=str(error)))
        else:
            self._plan()

    def _opens(self) -> datetime.date:
        """The day of the occurrence, or the first working day of its time."""
        first = self.occurrence.first
        if first == self.occurrence.last:
            return first
        working = calendar_of(self.pack, as_activity(activity_of(self.pack, self.occurrence.activity)))
        return first if working is None or working.is_working(first) else working.add(first, 1)

    def _plan(self) -> None:
        # What is counted from a deadline that comes later in the pack is known a round later, and no round adds to
        # more than that many.
        for _ in range(len(self.pack.deadlines) + 1):
            self.problems.clear()
            found = {due.deadline.id: due for deadline in self.pack.deadlines for due in self._due(deadline)}
            if found == self.dues:
                return
            self.dues = found
        message = "nothing can be planned: deadlines are counted from one another in a circle"
        self.problems.append(Problem(thing=self.occurrence.activity, message=message))
        self.dues = {}

    def _due(self, deadline: Deadline) -> Iterator[_Due]:
        """When *deadline* is due; nothing where it does not hang on this occurrence."""
        if deadline.term is None:
            return
        settled = settle(deadline.term, self._start, self.clock, deadline.id)
        if settled.due is not None and settled.due.day is not None:
            of = getattr(settled.due.timing, "of", None)
            yield _Due(deadline, settled.due.day, of.name if of is not None else "", settled.provisional)
        for problem in settled.problems:
            self.problems.append(Problem(thing=deadline.id, message=f"`{deadline.id}` cannot be planned: {problem}"))

    def _start(self, of: From | None) -> Start:
        if of is not None and of.name == self.event:
            return Start(day=self.opens)
        due = self._behind(of.name) if of is not None else None
        return Start(day=due.day) if due is not None else Start()

    def _behind(self, name: str) -> _Due | None:
        """The deadline of that name, or the one that is done when that event happens; None where none is planned."""
        if name == self.event:
            return None
        return next((due for due in self.dues.values() if name in (due.deadline.id, *due.deadline.done_when)), None)

    # --- what it comes to --------------------------------------------------------------------------------------------

    def collisions(self) -> Iterator[Collision]:
        """What of the plan falls into months without this activity or others."""
        for due in sorted(self.dues.values(), key=lambda due: due.day):
            quiet = tuple(_quiet_in(due.day.month, self.pack, self.occurrence.activity))
            if quiet:
                yield self._collision(due, quiet)

    def _collision(self, due: _Due, quiet: tuple[str, ...]) -> Collision:
        chain = [due]
        while (before := self._behind(chain[0].counted_from)) is not None and before not in chain:
            chain.insert(0, before)
        occurrence = self.occurrence
        of = f"`{occurrence.activity}` of {MONTH_NAMES[occurrence.first.month - 1]} {occurrence.first.year}"
        first, *more = quiet
        without = f"`{first}`" + (f" and {len(more)} other activities" if len(more) > 1 else "")
        without += f" and `{more[0]}`" if len(more) == 1 else ""
        cited = [*occurrence.clauses, *(name for each in chain for name in each.deadline.cites)]
        return Collision(
            activity=occurrence.activity,
            title=occurrence.title,
            occurrence=occurrence.key,
            opens=self.opens,
            chain=tuple(
                PlannedDeadline(deadline=each.deadline.id, title=each.deadline.title, due=each.day) for each in chain
            ),
            quiet=quiet,
            text=f"`{due.deadline.id}`, counted from {of}, is due on {day_words(due.day)}, a month without {without}",
            provisional=occurrence.provisional or any(each.provisional for each in chain),
            clauses=tuple(dict.fromkeys(cited)),
            span=due.deadline.span,
        )


def _quiet_in(month: int, pack: Pack, first: str) -> Iterator[str]:
    """The activities that never take place in *month*, the one called *first* before the others."""
    yield from sorted((each.id for each in pack.activities if month in each.never_in), key=lambda name: name != first)
