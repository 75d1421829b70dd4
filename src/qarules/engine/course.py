"""How far the steps of one escalation or process are: which are done, whose turn it is, what the others wait for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.involvement import Casting, may_act
from qarules.engine.local_time import instant, local_day
from qarules.engine.recorded import Recorded, steps_of
from qarules.engine.term_values import Start
from qarules.frozen import frozen
from qarules.model.case import When
from qarules.model.next_step import Part, Participant, Progress
from qarules.model.route import Step
from qarules.model.route_scope import Route, steps_before

ACTS = frozenset({Part.IS_TOLD, Part.APPROVES, Part.CONSENTS})
"""Parts that are recorded of each role by itself."""


@frozen(kw_only=True)
class Gate:
    """
    Whether something may start that waits for a condition.

    Attributes:
        holds: None where that cannot be known yet.
        text: The condition in the author's words; empty for none.
        missing: What it waits for, where it is not known.
        since: From when on it holds, where that is known.
    """

    holds: bool | None
    text: str = ""
    missing: tuple[str, ...] = ()
    since: Start


class Course:
    """
    The steps of one escalation or process as far as they are.

    Args:
        opening: What starts all of it.
        is_over: It has come to an end.
        gates: By step, what it waits for besides other steps; those that wait for nothing are left out.
        soft: The steps whose condition is only recommended.
    """

    def __init__(
        self,
        route: Route,
        recorded: Recorded,
        casting: Casting,
        opening: Gate,
        gates: Mapping[str, Gate],
        soft: frozenset[str],
        *,
        is_over: bool,
    ) -> None:
        self.route = route
        self.recorded = recorded
        self.casting = casting
        self.opening = opening
        self.gates = gates
        self.soft = soft
        self.is_over = is_over
        self.steps = dict(steps_of(route))
        self.before = {name: tuple(self.named(step)) for name, step in self.steps.items()}

    def named(self, step: Step) -> Iterator[str]:
        """The ids of the steps right before *step*."""
        return (f"{self.route.id}/{name}" for name in steps_before(step, self.route))

    # --- what is done ------------------------------------------------------------------------------------------------

    @functools.cached_property
    def participants(self) -> Mapping[str, tuple[Participant, ...]]:
        """Everybody with a part in each step, and whether they have done it."""
        return {name: tuple(self.acting(name)) for name in self.steps}

    def acting(self, name: str) -> Iterator[Participant]:
        """Everybody with a part in a step, and whether they have done it."""
        acted = self.recorded.acted.get(name, frozenset())
        for participant in self.casting.participants(self.steps[name]):
            has_acted = participant.part in ACTS and participant.role in acted
            is_said = name in self.recorded.done and participant.part not in {Part.APPROVES, Part.CONSENTS}
            yield attrs.evolve(participant, done=True) if has_acted or is_said else participant

    def is_done(self, name: str) -> bool:
        """Whether a step is said to be done, or all there was to do of it was done by everybody."""
        parts = self.participants.get(name, ())
        by_all = bool(parts) and all(each.part in ACTS and each.done for each in parts)
        return name in self.recorded.done or by_all

    @functools.cached_property
    def done(self) -> frozenset[str]:
        """All steps that are done."""
        return frozenset(name for name in self.steps if self.is_done(name))

    @functools.cached_property
    def overtaken(self) -> frozenset[str]:
        """What comes before a step that is done."""
        found: set[str] = set()
        waiting = [before for name in self.done for before in self.before[name]]
        while waiting:
            name = waiting.pop()
            if name in self.steps and name not in found:
                found.add(name)
                waiting.extend(self.before[name])
        return frozenset(found)

    # --- whose turn it is --------------------------------------------------------------------------------------------

    def progress(self, name: str) -> Progress:
        """How far a step is."""
        if name in self.done:
            return Progress.DONE
        if self.opening.holds is not True or self.is_over:
            return Progress.OFF
        if self.is_passed_over(name):
            return Progress.PASSED_OVER
        if not self.is_reached(name):
            return Progress.WAITING
        gate = self.gates.get(name)
        if gate is not None and gate.holds is not True and name not in self.soft:
            return Progress.UNKNOWN if gate.holds is None else Progress.REFUSED
        return Progress.BLOCKED if self.is_blocked(name) else Progress.NEXT

    def is_passed_over(self, name: str) -> bool:
        """Whether an optional step is left out: it is said to be, a later one is done, or nobody can do it."""
        is_left = name in self.recorded.passed_over or name in self.overtaken or self.is_blocked(name)
        return self.steps[name].optional and is_left

    def is_blocked(self, name: str) -> bool:
        """Whether nobody can act: nobody who would do it, or nobody at all."""
        parts = self.participants[name]
        doers = [each for each in parts if each.part is Part.DOES]
        return bool(parts) and not any(may_act(each) for each in doers or parts)

    def is_reached(self, name: str) -> bool:
        """
        Whether all that comes before a step is behind it.

        An optional step right before it may be passed over, whether or not anybody has said so yet; one that it names
        itself has to be done, or left out for good.
        """
        return self._is_behind(name, frozenset())

    def _is_behind(self, name: str, around: frozenset[str]) -> bool:
        if name in around:
            return False
        is_named = self.steps[name].follows is not None
        return all(self._is_past(before, around | {name}, is_named=is_named) for before in self.before[name])

    def _is_past(self, name: str, around: frozenset[str], *, is_named: bool) -> bool:
        if name in self.done:
            return True
        if name not in self.steps or not self.steps[name].optional:
            return False
        return (not is_named or self.is_passed_over(name)) and self._is_behind(name, around)

    def waits_for(self, name: str) -> tuple[str, ...]:
        """The steps right before a step that have to be done or left out first."""
        is_named = self.steps[name].follows is not None
        return tuple(
            before for before in self.before[name] if not self._is_past(before, frozenset({name}), is_named=is_named)
        )

    # --- from when on ------------------------------------------------------------------------------------------------

    def start(self, name: str) -> Start:
        """When a step can start: once all before it is done, and its own condition holds."""
        starts = list(self._starts(name, frozenset()))
        if name in self.gates:
            gate = self.gates[name]
            starts.append(gate.since if gate.holds else Start(missing=gate.missing or (name,)))
        return latest(starts)

    def _starts(self, name: str, around: frozenset[str]) -> Iterator[Start]:
        befores = [before for before in self.before[name] if before in self.steps and before not in around]
        for before in befores:
            if before in self.done:
                on = self.recorded.on.get(before)
                yield Start(missing=(before,)) if on is None else start_on(on)
            elif self.steps[before].optional:
                yield from self._starts(before, around | {name})
            else:
                yield Start(missing=(before,))
        if not befores:
            yield self.opening.since


def start_on(when: When) -> Start:
    """Something that started on a day, or at an instant."""
    return Start(day=local_day(when), at=instant(when))


def latest(starts: Iterable[Start]) -> Start:
    """The last of *starts*; where one of them is not known, what is missing."""
    starts = tuple(starts)
    missing = tuple(dict.fromkeys(name for start in starts if start.day is None for name in start.missing))
    return Start(missing=missing) if any(start.day is None for start in starts) else max(starts, key=_place)


def earliest(starts: Iterable[Start]) -> Start:
    """The first of *starts*; one that nobody can date may have been before all others."""
    return min(starts, key=_place)


def _place(start: Start) -> tuple[datetime.date, bool, float]:
    """Where a start lies; a whole day begins before any time of it."""
    at = start.at.timestamp() if start.at is not None else 0
    return start.day or datetime.date.min, start.at is not None, at
