"""Everything that comes of the case an example gives, each part worked out once and only where it is asked for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from qarules.engine.case_file import case_of
from qarules.engine.deadlines import deadlines
from qarules.engine.example_case import case_file, chosen, counted_from, date_of, looked_at, records
from qarules.engine.local_time import local_day
from qarules.engine.next_steps import next_steps
from qarules.engine.parameters import settled
from qarules.engine.people import independence_problems
from qarules.engine.recurrence import occurrences
from qarules.engine.samples import draw, eligible
from qarules.errors import QaError
from qarules.model.case import Case, When
from qarules.model.draw import Draw, Eligibility, Settled
from qarules.model.due import Due, Timetable
from qarules.model.example import Example
from qarules.model.expected import ExpectProblem
from qarules.model.facts import Target
from qarules.model.moderation import Moderated
from qarules.model.next_step import NextStep, NextSteps, RouteState
from qarules.model.occurrence import Occurrence
from qarules.model.outcome import Outcome, Problem
from qarules.model.pack import Pack
from qarules.model.walk import walk

SEED = "example"
"""What makes the draws of examples the same on every machine."""


class Found:
    """
    The results of one example.

    Attributes:
        example: The example.
    """

    def __init__(self, pack: Pack, example: Example) -> None:
        self.example = example
        on = date_of(example)
        if on is not None:
            tools = tuple(attrs.evolve(tool, on=on) for tool in pack.tools)
            pack = attrs.evolve(pack, tools=tools)
        self._pack = pack
        self._more: list[Problem] = []

    # --- what it gives -----------------------------------------------------------------------------------------------

    @functools.cached_property
    def case(self) -> Case:
        """The case, its looks evaluated and compared."""
        return case_of(case_file(self._pack, self.example), self._pack)

    @property
    def outcome(self) -> Outcome | None:
        """What came of the first look; None for an example of no audit."""
        return self.case.outcome

    @property
    def moderated(self) -> Moderated | None:
        """What came of the second look; None where there was none."""
        return self.case.moderation

    @functools.cached_property
    def as_of(self) -> When:
        """The day of which it speaks."""
        day = looked_at(self.example)
        if day is None:
            message = f"the example `{self.example.title}` does not say on which day: add `on` or `as of`"
            raise QaError(message)
        return day

    # --- what comes of it --------------------------------------------------------------------------------------------

    @functools.cached_property
    def timetable(self) -> Timetable:
        """Its deadlines."""
        return deadlines(self._pack, self.case, self.as_of)

    @functools.cached_property
    def next(self) -> NextSteps:
        """Its escalations and processes."""
        return next_steps(self._pack, self.case, self.as_of)

    @functools.cached_property
    def parameters(self) -> Settled:
        """The parameters of the pack as the example sets them."""
        return settled(self._pack, self.case.parameters)

    def route(self, name: str) -> RouteState | None:
        """The escalation or process of that id."""
        return next((each for each in (*self.next.escalations, *self.next.processes) if each.id == name), None)

    def step(self, thing: Target) -> NextStep | None:
        """The step of that name; an escalation's own name means those who are told when it starts."""
        route = self.route(thing.of or thing.name)
        return next((step for step in route.steps if step.id == thing.path), None) if route is not None else None

    def due(self, thing: Target) -> Due | None:
        """How a deadline, or the row of one, or a step stands in time; None where it has none."""
        if thing.row:
            rows = [due for due in self.timetable if due.id.startswith(f"{thing.name}/")]
            return rows[thing.row - 1] if thing.row <= len(rows) else None
        found = next((due for due in self.timetable if due.id == thing.path), None)
        if found is not None:
            return found
        step = self.step(thing)
        return step.due if step is not None else None

    def occurrences(self, activity: str, first: datetime.date, last: datetime.date) -> tuple[Occurrence, ...]:
        """When an activity takes place, or may, between two days."""
        happened: Mapping[str, When] = self.case.events
        found = occurrences(
            self._pack,
            activity,
            first,
            last,
            last=self.case.last.get(activity),
            since=counted_from(self.example).get(activity),
            events={
                name: (when.date() if isinstance(when, datetime.datetime) else when,) for name, when in happened.items()
            },
        )
        self._more += found.problems
        return tuple(each for each in found.occurrences if each.first <= last and first <= each.last)

    def eligible(self, record: str, sample: str) -> Eligibility | None:
        """Whether a record that the example gives may be drawn; None where it gives none of that id."""
        kind = next(each.of for each in self._pack.samples if each.id == sample)
        given = [each for each in records(self.example, kind) if each["id"] == record]
        if not given:
            return None
        found = eligible(self._pack, sample, given[0], on=self._day)
        self._more += found.problems
        return found

    @functools.cache  # noqa: B019 - it lives as long as one example is run
    def draw(self, sample: str) -> Draw:
        """The records of a sample, drawn from those that the example gives."""
        stated = next(each for each in self._pack.samples if each.id == sample)
        found = draw(
            self._pack,
            sample,
            records(self.example, stated.of),
            on=self._day,
            seed=SEED,
            parameters=self.case.parameters,
            chosen=chosen(self.example, stated),
        )
        self._more += found.problems
        return found

    @property
    def _day(self) -> datetime.date:
        """The day of a draw: of the audit where the example names it."""
        day = date_of(self.example)
        return day if day is not None else local_day(self.as_of)

    # --- what cannot be used -----------------------------------------------------------------------------------------

    def problems(self) -> tuple[Problem, ...]:
        """All that is given and cannot be used, as far as anything asked for it; each once."""
        if any(isinstance(expected, ExpectProblem) for expected in self.example.expected):
            _ = self.next if looked_at(self.example) is not None else None
        found = list(self._of_looks())
        found += self.parameters.problems if self.case.parameters else ()
        for name in ("timetable", "next"):
            # Worked out only if something asked for it; what the example does not mention need not be complete.
            problems = self.__dict__[name].problems if name in self.__dict__ else ()
            found += [problem for problem in problems if self._mentions(problem.thing)]
        return tuple(dict.fromkeys((*found, *self._more)))

    def unexpected(self) -> Iterator[Problem]:
        """The problems that the example does not expect."""
        expected = {each.thing for each in self.example.expected if isinstance(each, ExpectProblem)}
        unchecked = independence_problems(self.moderated.independence) if self.moderated is not None else ()
        for problem in self.problems():
            if not any(_is_about(problem, thing) for thing in expected) and problem not in unchecked:
                yield problem

    def has_problem(self, thing: str) -> bool:
        """Whether there is a problem with something of that name."""
        return any(_is_about(problem, thing) for problem in self.problems())

    def _mentions(self, thing: str) -> bool:
        """Whether the example gives or expects anything of what a problem is with."""
        return thing in self._names or thing.split("/")[0] in self._names

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        """Every name and text in it."""
        names = {"closures"} if self.case.closures else set()
        for node in walk(self.example):
            for part in attrs.astuple(cast(attrs.AttrsInstance, node), recurse=False):
                names.update(each for each in (part if isinstance(part, tuple) else (part,)) if isinstance(each, str))
        return frozenset(names)

    def _of_looks(self) -> Iterator[Problem]:
        """What was answered and cannot be used; and of the looks together, who may look, for whoever expects it."""
        looks = [self.outcome]
        moderated = self.moderated
        if moderated is not None:
            looks += [moderated.second, moderated.third]
        answered = [problem for look in looks if look is not None for problem in look.problems]
        yield from answered
        said = {(problem.thing, problem.message) for problem in answered}
        for problem in moderated.problems if moderated is not None else ():
            if (problem.thing, problem.message.partition(" look: ")[2]) not in said:
                yield problem


def _is_about(problem: Problem, thing: str) -> bool:
    return problem.thing == thing or problem.thing.startswith(f"{thing}/")
