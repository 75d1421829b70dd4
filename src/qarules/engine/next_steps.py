"""next_steps(): what comes next in a case, of whom, by when and why; and where nothing about it may ever be written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import attrs

from qarules.engine.compiled.memo import OfEach
from qarules.engine.course import Course, Gate
from qarules.engine.deadlines import Reckoning
from qarules.engine.due_status import Completion, status_of
from qarules.engine.gates import ended, gates, opening
from qarules.engine.happened import routes
from qarules.engine.involvement import Casting
from qarules.engine.order import order_problems
from qarules.engine.people import Holders, merged
from qarules.engine.recorded import Recorded, in_present_names, recorded, steps_of
from qarules.engine.sources import interpretations
from qarules.engine.term_values import Start
from qarules.engine.terms import settle
from qarules.model.case import Case, When
from qarules.model.due import Due, DueStatus
from qarules.model.next_step import NextStep, NextSteps, Part, Progress, RouteState
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Escalation, Step
from qarules.model.route_scope import Route
from qarules.model.standard import Force
from qarules.model.term import EarliestOpportunity, From, Immediately, Term
from qarules.model.term_words import term_lines

AT_ONCE = Term(timings=(Immediately(),))
"""The time that telling has where an escalation gives none."""

NOW = frozenset({Progress.NEXT, Progress.BLOCKED})
"""How far a step is whose turn it is."""


def next_steps(pack: Pack, case: Case, as_of: When) -> NextSteps:
    """
    What comes next in a case.

    Args:
        pack: Its escalations and processes are looked at, all of them.
        case: What is known; what is not is said to be missing.
        as_of: The day in the United Kingdom, or an instant with its time zone.

    Returns:
        Every escalation and process, started or not, with its prohibitions; and the steps whose turn it is. What the
        case says and cannot be used is among the problems.

    Raises:
        TypeError: *as_of* is no date.
        ValueError: *as_of* has a time of day and no time zone.

    Source:
        docs/reference/language.md, section "After the grade".
    """
    case = in_present_names(pack, case)
    reckoning = Reckoning(pack, case, as_of)
    said = recorded(pack, case, reckoning.ground.happened, reckoning.ground.as_of)
    # Everything that is said of somebody is known of them in every matter.
    held = Holders(merged(reckoning.ground.case.people), pack.roles)
    told = [_Telling(route, reckoning, said, held) for route in routes(pack)]
    states = [telling.state() for telling in told]
    urgent = [
        (telling.urgency(step), step) for telling, state in zip(told, states, strict=True) for step in state.steps
    ]
    wrong = [
        *reckoning.problems,
        *said.problems,
        *(each for telling in told for each in order_problems(telling.course)),
        *(each for state in states for each in _untold(state)),
    ]
    return NextSteps(
        as_of=reckoning.ground.today,
        escalations=tuple(states[: len(pack.escalations)]),
        processes=tuple(states[len(pack.escalations) :]),
        steps=tuple(step for _, step in sorted(urgent, key=lambda pair: pair[0]) if step.progress in NOW),
        problems=tuple(dict.fromkeys(wrong)),
        changes=pack.changes,
    )


class _Telling:
    """Tells the state of one escalation or process."""

    def __init__(self, route: Route, reckoning: Reckoning, said: Recorded, held: Holders) -> None:
        self.route = route
        self.reckoning = reckoning
        self.pack = reckoning.ground.pack
        self.said = said
        case = attrs.evolve(reckoning.ground.case, raised=said.raised)
        facts = attrs.evolve(reckoning.ground.facts, case=case)
        self.opening = opening(route, facts)
        self.ended = ended(route, facts)
        is_over = route.id in said.resolved or self.ended.holds is True
        self.course = Course(
            route,
            said,
            Casting(route, self.pack, case, held),
            self.opening,
            gates(route, facts),
            _soft_steps(route, self.pack),
            is_over=is_over,
        )

    def state(self) -> RouteState:
        route, clauses = self.route, tuple(map(str, self.route.cites))
        raised = self.said.raised.get(route.id)
        return RouteState(
            id=str(route.id),
            title=route.title,
            tool=str(route.tool),
            starts=self.opening.holds,
            why=self.opening.text,
            missing=self.opening.missing,
            started=self.opening.since.day if self.opening.holds else None,
            raised_by=raised.by if raised is not None else "",
            stood_down=self.ended.holds,
            resolved=route.id in self.said.resolved,
            recording=_recording(route),
            steps=tuple(self.step(name, step) for name, step in self.course.steps.items()),
            note=route.note,
            guidance=route.guidance,
            clauses=clauses,
            rests_on=interpretations(clauses, self.pack),
            span=route.span,
        )

    def step(self, name: str, step: Step) -> NextStep:
        course = self.course
        progress = course.progress(name)
        gate = course.gates.get(name)
        is_unmet = gate is not None and gate.holds is not True
        reason = self.said.reasons.get(name, "") if is_unmet else ""
        clauses = tuple(map(str, step.cites or self.route.cites))
        term = self.term(name)
        is_timed = term is not None and progress not in {Progress.OFF, Progress.PASSED_OVER}
        return NextStep(
            id=name,
            route=str(self.route.id),
            title=step.title,
            progress=progress,
            optional=step.optional,
            why=self.opening.text,
            condition=gate.text if gate is not None else "",
            missing=gate.missing if gate is not None else (),
            waits_for=course.waits_for(name) if progress is Progress.WAITING else (),
            warning=_warning(gate) if gate is not None and is_unmet and name in course.soft and not reason else "",
            reason=reason,
            participants=course.participants[name],
            unchecked=course.casting.unchecked(step),
            term=", ".join(term_lines(term)) if term is not None else "",
            due=self.due(name, term, progress) if term is not None and is_timed else None,
            recording=_recording(self.route, step),
            contains=step.contains,
            note=step.note,
            guidance=step.guidance,
            clauses=clauses,
            rests_on=interpretations((*self.route.cites, *step.cites), self.pack),
            span=step.span,
        )

    def term(self, name: str) -> Term | None:
        """The time a step has."""
        return self.course.steps[name].term or (AT_ONCE if name == self.route.id else None)

    def due(self, name: str, term: Term, progress: Progress) -> Due:
        """How a step stands in time, told as for a deadline; counted from when its turn came."""
        step, turn = self.course.steps[name], self.course.start(name)
        free = [each for each in self.course.participants[name] if each.part in {Part.DOES, Part.IS_TOLD}]
        rule = Deadline(
            id=name,
            title=step.title,
            tool=self.route.tool,
            term=term,
            owner=tuple(dict.fromkeys(each.role for each in free)),
            recommended=step.recommended,
            recording=_recording(self.route, step),
            cites=step.cites or self.route.cites,
            span=step.span,
        )

        def start(of: From | None) -> Start:
            return turn if of is None else self.reckoning.start(of, self.route.tool)

        settled = settle(term, start, self.reckoning.ground.clock, name)
        done = Completion(on=self.said.on.get(name)) if progress is Progress.DONE else None
        status = status_of(settled, done, self.reckoning.ground.as_of)
        if status is DueStatus.NOT_STARTED and progress in NOW:
            # Its turn has come, whenever that was: told at once is due now, and anything else nobody can date.
            if _is_at_once(term):
                status = DueStatus.DUE_NOW
            elif settled.missing:
                status = DueStatus.UNKNOWN
        due = self.reckoning.told(rule, settled, status, done, settled.missing)
        return attrs.evolve(due, persons=tuple(dict.fromkeys(person for each in free for person in each.persons)))

    def urgency(self, step: NextStep) -> tuple[int, datetime.date]:
        """At once first, then by date, which puts what is overdue before the rest, and last what has no date."""
        due = step.due
        if due is not None and due.status is DueStatus.DUE_NOW:
            term = self.term(step.id)
            is_immediate = term is not None and any(isinstance(timing, Immediately) for timing in term.timings)
            return 0 if is_immediate else 1, datetime.date.min
        return (2, due.due) if due is not None and due.due is not None else (3, datetime.date.max)


def _untold(state: RouteState) -> Iterator[Problem]:
    """An escalation that is said to have ended although somebody who has to be told has not been."""
    telling = next((step for step in state.steps if step.id == state.id), None)
    if not (state.resolved and state.starts and telling is not None) or telling.progress is Progress.DONE:
        return
    waiting = " and ".join(f"`{each.role}`" for each in telling.participants if not each.done)
    message = f"`{state.id}` is said to have ended, and {waiting} has not been told"
    yield Problem(thing=state.id, message=message, allowed="tell them, and say so with the approvals")


def _is_at_once(term: Term) -> bool:
    return any(isinstance(timing, Immediately | EarliestOpportunity) for timing in term.timings)


def _warning(gate: Gate) -> str:
    """What is recommended and not so."""
    if gate.holds is None:
        return f"it is recommended to wait until this is so, and it is not known yet: {gate.text}"
    return f"it is recommended to wait until this is so, and it is not: {gate.text}"


def _recording(route: Route, step: Step | None = None) -> Recording:
    """Where it is written down; a record that it must never stand in is never among them."""
    parts = [each.recording for each in (route, step) if isinstance(each, Escalation | Step)]
    never = tuple(dict.fromkeys(str(record) for part in parts for record in part.never))
    inside = dict.fromkeys(str(record) for part in parts for record in part.inside)
    return Recording(inside=tuple(record for record in inside if record not in never), never=never)


_FORCES: OfEach[Pack, Mapping[str, Force]] = OfEach(lambda pack: {str(each.id): each.force for each in pack.clauses})


def _soft_steps(route: Route, pack: Pack) -> frozenset[str]:
    """
    The steps of *route* whose condition is only recommended: the step says so, or its clauses do.

    Facts and interpretations neither bind nor recommend; one clause that binds is enough.
    """
    forces = _FORCES(pack)
    neutral = {Force.FACT, Force.INTERPRETATION, Force.DERIVED}

    def is_soft(step: Step) -> bool:
        said = {forces.get(str(name)) for name in step.cites} - neutral
        return step.recommended or (bool(said) and said <= {Force.SHOULD, Force.MAY})

    return frozenset(name for name, step in steps_of(route) if is_soft(step))
