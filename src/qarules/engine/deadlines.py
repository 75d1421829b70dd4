"""deadlines(): when each deadline of a case is due and how it stands, by what is known and the day alone."""

from __future__ import annotations

import datetime
import functools
import graphlib
from collections.abc import Callable, Iterator

import attrs

from qarules.engine.clock import parameters_in
from qarules.engine.due_rows import Row, rows_of
from qarules.engine.due_status import Completion, Counts, counts_of, is_in_working_days, is_overdue, status_of
from qarules.engine.ground import Ground
from qarules.engine.happened import is_row, step_named
from qarules.engine.local_time import has_come, local_day
from qarules.engine.sources import interpretations
from qarules.engine.term_values import Dated, Start, TermDates
from qarules.engine.terms import Uncountable, calendar_of, settle
from qarules.engine.triggers import any_of, stood_down
from qarules.engine.values import no_such
from qarules.engine.working_days import WorkingDays
from qarules.errors import QaError
from qarules.model.calendar import Calendar
from qarules.model.case import Case, When
from qarules.model.due import Candidate, Due, DueStatus, Moved, Timetable
from qarules.model.outcome import Outcome, Problem
from qarules.model.pack import Pack
from qarules.model.route import Deadline, EachRow
from qarules.model.term import Before, From, Length, NotBefore, Point, Term, WarnBefore, Within
from qarules.model.term_words import from_words, rows_words, term_lines, timing_words
from qarules.model.trigger import Overdue


def deadlines(pack: Pack, case: Case, as_of: When) -> Timetable:
    """
    The deadlines of *case*, each with its due date and how it stands.

    What is dated after *as_of* is planned: due dates are counted from it, and nothing is done by it yet.

    Args:
        as_of: The day of which the result speaks; with a time of day where hours and minutes matter.

    Returns:
        Every deadline of the pack, whether it has started or not. What cannot be used becomes a problem.

    Raises:
        ValueError: *as_of* has a time of day and no time zone.
        TypeError: *as_of* is no date, or *case* no case.

    Source:
        docs/reference/language.md, section "Time".
    """
    return Reckoning(pack, case, as_of).timetable


def rebase(pack: Pack, case: Case, as_of: When, *changed: Calendar) -> tuple[Moved, ...]:
    """
    The deadlines that are due on another day once each of *changed* takes the place of the calendar of the same id.

    Where no last day moves, a first day that does is told; while a pause lasts, the last day if it ended now.

    Raises:
        NotFoundError: *pack* has no calendar of one of the ids.
        ValueError, TypeError: As for :func:`deadlines`.
    """
    new = {calendar.id: calendar for calendar in changed}
    known = [calendar.id for calendar in pack.calendars]
    for name in sorted(new.keys() - set(known)):
        raise no_such("calendar", name, pack.name, known)
    calendars = tuple(new.get(calendar.id, calendar) for calendar in pack.calendars)
    after = deadlines(attrs.evolve(pack, calendars=calendars), case, as_of)
    return tuple(
        Moved(id=old.id, title=old.title, before=days[0], after=days[1])
        for old, new in zip(deadlines(pack, case, as_of), after, strict=True)
        for days in _moved(old, new)
    )


def _moved(old: Due, new: Due) -> tuple[tuple[datetime.date | None, datetime.date | None], ...]:
    """The first pair of days that differ; none where all are the same."""
    days = ((old.due, new.due), (old.due_if_resumed, new.due_if_resumed), (old.opens, new.opens))
    return tuple(pair for pair in days if pair[0] != pair[1])[:1]


class Reckoning:
    """
    The deadlines of a case, each told after those whose dates it needs.

    Attributes:
        ground: The case read against its pack.
        settled: By deadline, what its term gives; nothing for one that has not started.
        timetable: The result.
        problems: What was handed in and cannot be used, and what keeps a time from being counted.
    """

    def __init__(self, pack: Pack, case: Case, as_of: When) -> None:
        self.settled: dict[str, TermDates] = {}
        self._overdue: dict[str, bool | None] = {}
        self._circular: set[str] = set()
        self._passed_over: list[str] = []
        self.ground = Ground(pack, case, as_of, self._overdue.get)
        self.problems = list(self.ground.problems)
        items = {deadline.id: tuple(self._items(deadline)) for deadline in self._in_turn()}
        if self._passed_over:
            names = ", ".join(f"`{deadline.id}`" for deadline in pack.deadlines if deadline.id in self._passed_over)
            message = f"closure days of the council's own do not count in {names}, in whose time they fall"
            allowed = "they count where the rule or the standard says `local closures count`"
            self._problem("closures", message, allowed=allowed)
        self.timetable = Timetable(
            as_of=self.ground.today,
            items=tuple(item for deadline in pack.deadlines for item in items[deadline.id]),
            problems=tuple(dict.fromkeys(self.problems)),
            changes=pack.changes,
        )

    def _in_turn(self) -> Iterator[Deadline]:
        """Every deadline after those whose dates it needs; those in a circle last, each of which is a problem."""
        by_id = {deadline.id: deadline for deadline in self.ground.pack.deadlines}
        needs = {id_: [name for name in _needs(deadline) if name in by_id] for id_, deadline in by_id.items()}
        while True:
            try:
                order = tuple(graphlib.TopologicalSorter(needs).static_order())
            except graphlib.CycleError as error:
                circle = error.args[1][:-1]
                first = min(circle, key=list(by_id).index)
                at = circle.index(first)
                names = ", ".join(f"`{name}`" for name in circle[at:] + circle[:at])
                self.problems.append(Problem(thing=first, message=f"deadlines wait for each other: {names}"))
                needs[first] = []
                self._circular.add(first)
            else:
                return (by_id[id_] for id_ in order)

    # --- one deadline ------------------------------------------------------------------------------------------------

    def _items(self, deadline: Deadline) -> Iterator[Due]:
        if deadline.rows is not None:
            found = list(self._rows(deadline, deadline.rows))
            known = [due.overdue for due in found]
            self._overdue[deadline.id] = True if True in known else None if None in known else False
            yield from found
            return
        done = self.ground.completion(deadline.id, deadline)
        status, missing = self._standing(deadline, deadline.id, done)
        settled = TermDates()
        if deadline.term is not None and status not in _NEVER_DATED:
            settled = settle(
                deadline.term, functools.partial(self.start, tool=deadline.tool), self.ground.clock, deadline.id
            )
            self.settled[deadline.id] = settled
        if status is None:
            status = status_of(settled, done, self.ground.as_of)
        due = self.told(deadline, settled, status, done, (*missing, *settled.missing))
        self._overdue[deadline.id] = due.overdue
        yield due

    def _standing(
        self, deadline: Deadline, id_: str, done: Completion | None
    ) -> tuple[DueStatus | None, tuple[str, ...]]:
        """How *deadline*, or its row of that id, stands whatever its dates are, None where they decide; and by what."""
        if deadline.id in self._circular:
            return DueStatus.UNKNOWN, (deadline.id,)
        if done is not None:
            return None, ()
        names = dict.fromkeys((id_, deadline.id, *deadline.done_when))
        unclear = tuple(name for name in names if name in self.ground.unusable)
        if unclear:
            return DueStatus.UNKNOWN, unclear
        ends = stood_down(deadline, self.ground.facts)
        called = {deadline.id, *deadline.formerly}
        if ends.holds or not called.isdisjoint(self.ground.case.cancelled):
            return DueStatus.CANCELLED, ()
        if deadline.starts_when:
            starts = any_of(deadline.starts_when, deadline.id, self.ground.facts)
            if not starts.holds:
                return DueStatus.NOT_STARTED if starts.holds is False else DueStatus.UNKNOWN, starts.missing
        return None, ends.missing

    def start(self, of: From | None, tool: str = "") -> Start:
        """What a term is counted from, for a rule that belongs to *tool*; empty for none."""
        if of is None:
            return Start()
        if of.point is not Point.DUE:
            start = self.ground.start(of, tool)
            if start.day is None and self._may_have_happened(of):
                return attrs.evolve(start, unclear=True)
            return start
        other, name = self.settled.get(of.name), of.name
        if other is None or other.due is None or other.due.day is None:
            has_begun = other is not None and any(dated.start.day is not None for dated in other.dates)
            is_unclear = has_begun or self._overdue.get(name, False) is None
            return Start(missing=(other.missing if other is not None else ()) or (name,), unclear=is_unclear)
        return Start(day=other.due.day, at=other.due.at, provisional=other.provisional)

    def _may_have_happened(self, of: From) -> bool:
        """Whether something is told of what *of* names that gives no day."""
        known = next((d for d in self.ground.pack.deadlines if d.id == of.name), None)
        names = {of.name, step_named(of.name, self.ground.pack)}
        if of.point is Point.DONE and known is not None:
            names |= {*known.formerly, *known.done_when}
        return not names.isdisjoint((*self.ground.unusable, *self.ground.case.done))

    # --- rows --------------------------------------------------------------------------------------------------------

    def _rows(self, deadline: Deadline, rows: EachRow) -> Iterator[Due]:
        """A deadline for each row; one that waits for the table where that is not answered yet."""
        outcome = self.ground.case.outcome
        if outcome is None or deadline.tool not in {"", outcome.tool}:
            answered = False
        else:
            answered = any(rows.table == path.split("/")[-1] for path in self._tables_known(outcome))
            found = tuple(rows_of(deadline, rows, outcome))
            if answered:
                self._check_rows(deadline.id, tuple(row.id for row in found))
            for row in found:
                yield self._row(deadline, row, rows_words(rows))
        if not answered:
            waiting = self._framed(deadline, deadline.id, DueStatus.NOT_STARTED, None)
            yield waiting(rule=(rows_words(rows),), missing=(rows.table,))

    def _check_rows(self, id_: str, found: tuple[str, ...]) -> None:
        """Report what is told of rows of the deadline *id_* that are not there."""
        case = self.ground.case
        for name in dict.fromkeys((*case.events, *case.done, *case.cancelled)):
            if str(name).startswith(f"{id_}/") and is_row(name, self.ground.pack) and name not in found:
                self._problem(name, f"`{name}` is no row of the table", allowed=", ".join(found))

    def _tables_known(self, outcome: Outcome) -> tuple[str, ...]:
        """Paths of the tables that were answered, and of everything that is not asked."""
        return (*(table.table for table in outcome.tables), *outcome.hidden)

    def _row(self, deadline: Deadline, row: Row, rule: str) -> Due:
        done = self.ground.completion(row.id, deadline)
        status, missing = self._standing(deadline, row.id, done)
        if status is None and row.id in self.ground.case.cancelled:
            status = DueStatus.CANCELLED
        if row.written and row.day is None:
            message = f"the date of `{row.id}` cannot be read"
            self._problem(row.id, message, row.written, "a date such as 2027-04-01")
        dated = Dated(timing=_ROW, day=row.day, start=Start(day=row.day))
        settled = TermDates(dates=(dated,), due=dated) if row.day is not None else TermDates()
        if status is None and row.day is None and (done is None or done.on is not None):
            status = DueStatus.UNKNOWN if row.written else DueStatus.UNDATED
            status = DueStatus.MET if done is not None and not row.written else status
        if status is None:
            status = status_of(settled, done, self.ground.as_of)
        counts = self._counts(row.id, settled, status, done, None)
        owner = (row.owner,) if row.owner else deadline.owner
        return self._framed(deadline, row.id, status, done)(
            rule=(rule,),
            owner=owner,
            persons=self.ground.persons(owner),
            row=row.cells,
            due=row.day,
            days_left=counts.left,
            days_late=counts.late,
            missing=missing,
        )

    # --- telling -----------------------------------------------------------------------------------------------------

    def told(
        self,
        deadline: Deadline,
        settled: TermDates,
        status: DueStatus,
        done: Completion | None,
        missing: tuple[str, ...],
    ) -> Due:
        """A deadline, or a step as if it were one, that stands so."""
        due, opens, term = settled.due, settled.opens, deadline.term
        for text in settled.problems:
            self._problem(deadline.id, f"`{deadline.id}` cannot be counted: {text}")
        is_after = due is not None and isinstance(due.timing, Within) and due.timing.of is not None
        if done is not None and done.on is not None and due is not None and is_after:
            start = due.start.at or due.start.day
            if start is not None and not has_come(start, done.on):
                message = f"`{deadline.id}` is done before `{_counted_from(due)}`, from which it is counted"
                self._problem(deadline.id, message, local_day(done.on).isoformat(), "one of the two days is wrong")
        first = due or settled.at_once or opens or next(iter(settled.dates), None)
        days = self._days(term, settled)
        counts = self._counts(deadline.id, settled, status, done, days)
        if term is not None and days is not None and self._is_passed_over(term, settled, days):
            self._passed_over.append(deadline.id)
        used = settled.days
        return self._framed(deadline, deadline.id, status, done)(
            rule=term_lines(term) if term is not None else (),
            overdue=is_overdue(status, settled, self.ground.as_of),
            due=due.day if due is not None else None,
            due_at=due.at if due is not None else None,
            opens=opens.day if opens is not None else None,
            dates=tuple(_candidate(dated, settled) for dated in settled.dates),
            start=first.start.day if first is not None else None,
            counted_from=_counted_from(first),
            days_left=counts.left,
            days_late=counts.late,
            days_early=counts.early,
            in_working_days=first is not None and days is not None and is_in_working_days(first),
            warnings=settled.warnings,
            due_if_resumed=settled.due_if_resumed,
            elapsed=counts.elapsed,
            calendar=used.id if used is not None else "",
            calendar_version=used.version if used is not None else "",
            provisional=settled.provisional,
            missing=tuple(dict.fromkeys(missing)),
        )

    def _framed(self, deadline: Deadline, id_: str, status: DueStatus, done: Completion | None) -> Callable[..., Due]:
        """A deadline or a row with what holds of it whatever its dates are; the rest is to be given."""
        numbers = parameters_in(self.ground.pack, _numbers(deadline.term))
        clauses = dict.fromkeys((*deadline.cites, *(clause for number in numbers for clause in number.cites)))
        return functools.partial(
            Due,
            id=id_,
            title=deadline.title,
            status=status,
            overdue=is_overdue(status, None, self.ground.as_of),
            owner=deadline.owner,
            overseen_by=deadline.overseen_by,
            persons=self.ground.persons(deadline.owner),
            done_on=local_day(done.on) if done is not None and done.on is not None else None,
            recommended=deadline.recommended,
            recording=deadline.recording,
            clauses=tuple(map(str, clauses)),
            rests_on=interpretations(clauses, self.ground.pack),
            span=deadline.span,
        )

    def _days(self, term: Term | None, settled: TermDates) -> WorkingDays | None:
        """The working days to tell the time by; None where there is no calendar."""
        if settled.days is not None or term is None:
            return settled.days
        try:
            return calendar_of(term, self.ground.clock)
        except Uncountable:
            return None

    def _counts(
        self, id_: str, settled: TermDates, status: DueStatus, done: Completion | None, days: WorkingDays | None
    ) -> Counts:
        until = self.ground.as_of if done is None else done.on
        if until is None or status is DueStatus.CANCELLED:
            return Counts()
        try:
            return counts_of(settled, status, until, days)
        except QaError as error:
            self._problem(id_, f"the days of `{id_}` cannot be told: {error}")
            return Counts()

    def _is_passed_over(self, term: Term, settled: TermDates, days: WorkingDays) -> bool:
        """Whether a closure day would have counted had the rule said so."""
        if settled.days is None or not self.ground.clock.closures or term.local or self.ground.clock.local:
            return False
        ends = [day for dated in settled.dates for day in (dated.day, dated.start.day) if day is not None]
        return any(
            min(ends) <= day <= max(ends) and days.covers_from <= day <= days.covers_until and days.is_working(day)
            for day in self.ground.clock.closures
            if ends
        )

    def _problem(self, thing: str, message: str, given: str = "", allowed: str = "") -> None:
        self.problems.append(Problem(thing=thing, message=message, given=given, allowed=allowed))


_NEVER_DATED = frozenset({DueStatus.NOT_STARTED, DueStatus.UNKNOWN})

_ROW = Before(length=Length(count=1), of=From(name=""))
"""Stands for what a row says: a last day in time, counted from nothing."""


def _needs(deadline: Deadline) -> Iterator[str]:
    """The deadlines whose dates have to be known before those of *deadline*."""
    term = deadline.term
    anchors = [timing.of for timing in term.timings] if term is not None else []
    yield from (of.name for of in anchors if of is not None and of.point is Point.DUE)
    triggers = (*deadline.starts_when, *deadline.stood_down_when)
    yield from (trigger.deadline for trigger in triggers if isinstance(trigger, Overdue))


def _numbers(term: Term | None) -> Iterator[str]:
    """The parameters that *term* is counted with."""
    if term is None:
        return
    parts = [*term.timings, *term.warnings]
    lengths = [part.length for part in parts if isinstance(part, Within | Before | NotBefore | WarnBefore)]
    yield from (length.count for length in lengths if isinstance(length.count, str))


def _candidate(dated: Dated, settled: TermDates) -> Candidate:
    return Candidate(
        text=timing_words(dated.timing),
        day=dated.day,
        at=dated.at,
        start=dated.start.day,
        opens=isinstance(dated.timing, NotBefore),
        binds=dated in (settled.due, settled.opens, settled.at_once),
    )


def _counted_from(dated: Dated | None) -> str:
    of = dated.timing.of if dated is not None else None
    return from_words(of) if of is not None else ""
