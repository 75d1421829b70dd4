"""What deadlines and steps are told from: the case read against its pack once, for all of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator

import attrs

from qarules.engine.case_checks import impossible_order, unknown_names
from qarules.engine.clock import clock_of
from qarules.engine.due_status import Completion
from qarules.engine.happened import happened, step_named
from qarules.engine.local_time import has_come, instant, local_day
from qarules.engine.people import Holders, unknown_roles, usable, with_standing
from qarules.engine.term_values import Start
from qarules.engine.triggers import Facts, later_looks, watched
from qarules.model.case import Case, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Deadline
from qarules.model.term import From, Point


class Ground:
    """
    A case read against its pack.

    Attributes:
        happened: What happened when, by present ids; planned things with the rest.
        unusable: Ids for which something was handed in that cannot be used.
        clock: What terms are settled against.
        facts: What triggers are read from.
        problems: What was handed in and cannot be used.
    """

    def __init__(self, pack: Pack, case: Case, as_of: When, overdue: Callable[[str], bool | None]) -> None:
        given: object = as_of
        if not isinstance(given, datetime.date):
            message = f"`as_of` has to be a date or a time with its time zone, not {type(given).__name__}"
            raise TypeError(message)
        people, of_people = usable(case.people)
        case = attrs.evolve(case, people=with_standing(people, pack.roles))
        self._deadlines = {deadline.id: deadline for deadline in pack.deadlines}
        self._held = Holders(case.people, pack.roles)
        self.pack = pack
        self.case = case
        self.as_of: When = instant(as_of) or as_of
        self.today = local_day(as_of)
        self.happened, of_events = happened(pack, case)
        self.unusable = frozenset(problem.thing for problem in of_events)
        self.clock, of_clock = clock_of(pack, case, as_of)
        conditions, of_knowns = watched(pack, case, as_of)
        self.facts = Facts(
            pack=pack, case=case, as_of=self.as_of, happened=self.happened, watched=conditions, overdue=overdue
        )
        self.problems = (
            *_of_audit(case),
            *of_people,
            *of_events,
            *of_clock,
            *of_knowns,
            *unknown_roles(case.people, pack.roles),
            *unknown_names(pack, case),
            *impossible_order(pack, self.happened),
        )

    def completion(self, id_: str, deadline: Deadline, *, planned: bool = False) -> Completion | None:
        """That *deadline* is done, or its row of that id; the earliest of what completes it."""
        names = dict.fromkeys((id_, deadline.id, *deadline.done_when))
        found = [when for when in map(self.when, names) if when is not None]
        come = [when for when in found if planned or has_come(when, self.as_of)]
        if come:
            return Completion(on=min(come, key=_moment))
        said = not {id_, deadline.id, *deadline.formerly}.isdisjoint(self.case.done)
        return Completion() if said else None

    def when(self, name: str) -> When | None:
        """When the event, deadline or step of that name happened or is planned."""
        return self.happened.get(name) or self.happened.get(step_named(name, self.pack))

    def start(self, of: From | None, tool: str = "") -> Start:
        """
        The day of an event, or the day on which a deadline or step was done.

        Args:
            tool: The tool whose dates may say it; empty for whichever was audited.
        """
        if of is None:
            return Start()
        deadline = self._deadlines.get(of.name)
        outcome = self.case.outcome
        if of.point is Point.DONE and deadline is not None:
            done = self.completion(deadline.id, deadline, planned=True)
            when = done.on if done is not None else None
        else:
            when = self.when(of.name)
        if when is None and of.name not in self.case.events and outcome is not None and tool in {"", outcome.tool}:
            when = outcome.dates.get(of.name)
        if when is None:
            return Start(missing=(of.name,))
        return Start(day=local_day(when), at=instant(when))

    def persons(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Who holds one of *roles*, each once."""
        return tuple(dict.fromkeys(person.id for role in roles for person in self._held.of(role)))


def _moment(when: When) -> tuple[datetime.date, bool, datetime.datetime | None]:
    at = instant(when)
    return local_day(when), at is None, at


def _of_audit(case: Case) -> Iterator[Problem]:
    """What was answered and cannot be used: what waits for it would be not known yet, and nobody would know why."""
    if case.outcome is not None:
        yield from case.outcome.problems
    for look in later_looks(case.moderation):
        yield from look.problems
