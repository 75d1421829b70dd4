"""What a case says of the steps of a pack: what is done, approved, told, passed over; and what of it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from qarules.engine.happened import Happened, routes
from qarules.engine.local_time import has_come, is_naive
from qarules.engine.people import persons, role_of, same_person
from qarules.engine.values import did_you_mean, shown
from qarules.frozen import frozen
from qarules.model.case import Case, Person, Raise, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Escalation, Event, Step
from qarules.model.route_scope import Route
from qarules.model.trigger import Raised, Trigger

_T = TypeVar("_T")


@frozen(kw_only=True)
class Recorded:
    """
    What a case says of steps, by their ids of today: ``dispute/talk``, or the escalation's own for who is told.

    Attributes:
        done: What is said to be done.
        on: When, where that is known.
        acted: The roles that approved, consented or were told, by step.
        raised: By escalation, who raised it in a role that may.
        problems: Names that are no step, and roles that have no part in one.
    """

    done: frozenset[str] = frozenset()
    on: Mapping[str, When] = attrs.field(factory=dict)
    acted: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    passed_over: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = attrs.field(factory=dict)
    resolved: frozenset[str] = frozenset()
    raised: Mapping[str, Raise] = attrs.field(factory=dict)
    problems: tuple[Problem, ...] = ()


def told_at_once(escalation: Escalation) -> Step:
    """The telling that an escalation opens with, as a step of its own."""
    return Step(
        id=escalation.id,
        title=escalation.title,
        notify=escalation.notify,
        follows=(),
        term=escalation.term,
        note=escalation.note,
        guidance=escalation.guidance,
        cites=escalation.cites,
        span=escalation.span,
    )


def steps_of(route: Route) -> Iterator[tuple[str, Step]]:
    """Every step of *route* in order with its id in a case, the telling of an escalation first."""
    if isinstance(route, Escalation) and route.notify:
        yield str(route.id), told_at_once(route)
    for step in route.steps:
        yield f"{route.id}/{step.id}", step


def in_present_names(pack: Pack, case: Case) -> Case:
    """
    *case* with its escalations, processes, steps and raisers under the ids they have in *pack* today.

    A step may be given by its own id alone where that means one thing.
    """
    names = _present_names(pack)

    def called(given: Mapping[str, _T]) -> dict[str, _T]:
        """Under present names; what stands there goes before the rest, which keeps its name and is reported."""
        present = {name: value for name, value in given.items() if name not in names}
        for name in sorted(given.keys() - present.keys()):
            present[name if names[name] in present else names[name]] = given[name]
        return present

    def by_role(given: Raise) -> Raise:
        role = role_of(given.by, pack.roles)
        return attrs.evolve(given, by=str(role.id)) if role is not None else given

    return attrs.evolve(
        case,
        events=called(case.events),
        done=tuple(called(dict.fromkeys(case.done))),
        approvals=called(case.approvals),
        passed_over=tuple(called(dict.fromkeys(case.passed_over))),
        reasons=called(case.reasons),
        resolved=tuple(called(dict.fromkeys(case.resolved))),
        raised=called({name: by_role(given) for name, given in case.raised.items()}),
    )


def _present_names(pack: Pack) -> dict[str, str]:
    """Other names of escalations, processes and steps with those they have today."""
    things: tuple[Event | Deadline | Route, ...] = (*pack.events, *pack.deadlines, *routes(pack))
    ids = {str(thing.id) for thing in things}
    taken = ids | {former for thing in things for former in thing.formerly}
    taken |= {name for tool in pack.tools for name in tool.items}
    alone = Counter(str(step.id) for route in routes(pack) for step in route.steps)
    names: dict[str, str] = {}
    for route in routes(pack):
        names |= {former: str(route.id) for former in route.formerly if former not in ids}
        for step in route.steps:
            present = f"{route.id}/{step.id}"
            names |= {f"{former}/{step.id}": present for former in route.formerly}
            if alone[str(step.id)] == 1 and step.id not in taken:
                names.setdefault(str(step.id), present)
    return names


def recorded(pack: Pack, case: Case, happened: Happened, as_of: When) -> Recorded:
    """
    What *case*, in present names, says of the steps of *pack*, and a problem for each thing that cannot be used.

    Args:
        happened: When everything happened, under the ids of *pack*.
        as_of: What is planned for a later time is not done.
    """
    return _Reading(pack, case, happened, as_of).recorded()


class _Reading:
    """Reads a case against a pack."""

    def __init__(self, pack: Pack, case: Case, happened: Happened, as_of: When) -> None:
        self.pack = pack
        self.case = case
        self.steps = {name: step for route in routes(pack) for name, step in steps_of(route)}
        self.routes = [str(route.id) for route in routes(pack)]
        self.on = {name: when for name, when in happened.items() if name in self.steps and has_come(when, as_of)}
        self.problems: list[Problem] = []

    def recorded(self) -> Recorded:
        """All of it, with what is wrong."""
        acted = {name: self.case.approvals[name] for name in self.known(self.case.approvals)}
        return Recorded(
            done=frozenset((*self.on, *(name for name in self.case.done if name in self.steps))),
            on=self.on,
            acted={name: frozenset(self.actors(name, given)) for name, given in acted.items()},
            passed_over=frozenset(self.passed_over()),
            reasons={name: self.case.reasons[name].strip() for name in self.known(self.case.reasons)},
            resolved=frozenset(self.resolved()),
            raised=dict(self.raised()),
            problems=(*self.problems, *self.misspelt()),
        )

    def known(self, given: Iterable[str]) -> Iterator[str]:
        """The names of steps there are."""
        for name in sorted(set(given)):
            if name in self.steps:
                yield name
            else:
                self.unknown(name, self.steps, "step")

    def passed_over(self) -> Iterator[str]:
        for name in self.known(self.case.passed_over):
            if self.steps[name].optional:
                yield name
            else:
                self.problem(name, f"`{name}` is passed over and is not optional")

    def resolved(self) -> Iterator[str]:
        for name in sorted(set(self.case.resolved)):
            if name in self.routes:
                yield name
            else:
                self.unknown(name, self.routes, "escalation or process")

    def raised(self) -> Iterator[tuple[str, Raise]]:
        raisers = dict(self.raisers())
        moderations = {each.id for each in self.pack.moderations}
        for name in sorted(set(self.case.raised) - {each.id for each in self.pack.deadlines}):
            given = self.case.raised[name]
            if name in moderations:
                yield name, given
            elif name not in raisers:
                self.unknown(name, raisers, "escalation or process")
            elif given.by not in raisers[name]:
                allowed = " or ".join(f"`{each}`" for each in raisers[name])
                message = f"`{name}` was raised by `{shown(given.by)}`, who may not raise it"
                self.problem(name, message, allowed and f"raised by {allowed}", given.by)
            else:
                if given.on is not None and is_naive(given.on):
                    message = f"`{name}` was raised at a time of day without a time zone"
                    self.problem(name, message, "give its time zone, or the day alone", given.on.isoformat())
                yield name, given

    def raisers(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Which roles may raise what."""
        waiting: list[tuple[str, tuple[Trigger, ...]]] = [(name, step.starts_when) for name, step in self.steps.items()]
        waiting += [(str(route.id), route.starts_when) for route in routes(self.pack)]
        for name, triggers in waiting:
            yield name, tuple(str(by) for trigger in triggers if isinstance(trigger, Raised) for by in trigger.by)

    def actors(self, name: str, given: Iterable[str]) -> Iterator[str]:
        """The ids of the roles and forums that acted in the step *name*."""
        step = self.steps[name]
        asked = (*step.notify, *step.approved_by, *step.consent_of, *(step.substitute if step.notify else ()))
        for who in given:
            role = role_of(who, self.pack.roles)
            found = str(role.id) if role is not None else who
            if found in asked:
                yield found
            elif role is None:
                known = [str(role.id) for role in self.pack.roles]
                self.problem(name, f"`{shown(who)}` is no role of this pack", did_you_mean(who, known), who)
            else:
                allowed = " or ".join(f"`{each}`" for each in asked)
                self.problem(name, f"`{found}` is not asked in the step `{name}`", allowed, who)

    def misspelt(self) -> Iterator[Problem]:
        """Who is said to be involved and is nobody known but for a slip: unseen, they would decide their own matter."""
        people = [person for held in self.case.people.values() for person in persons(held)]
        names = [other for role in self.pack.roles for other in (str(role.id), role.title, *role.also_known_as)]
        names += [other for person in people for other in (person.id, *person.also_known_as)]
        for name in self.case.involved:
            near = did_you_mean(name, names)
            is_known = role_of(name, self.pack.roles) or any(same_person(Person(name), person) for person in people)
            if near and not is_known:
                message = f"`{shown(name)}` is said to be involved and is no role and nobody who holds one"
                yield Problem(thing=name, message=message, given=shown(name), allowed=near)

    def unknown(self, name: str, names: Iterable[str], called: str) -> None:
        self.problem(name, f"`{shown(name)}` is no {called} of this pack", did_you_mean(name, names))

    def problem(self, thing: str, message: str, allowed: str = "", given: str = "") -> None:
        self.problems.append(Problem(thing=thing, message=message, given=shown(given or thing), allowed=allowed))
