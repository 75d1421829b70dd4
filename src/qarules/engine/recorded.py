"""What a case says of the steps of a pack: what is done, approved, told, passed over; and what of it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.happened import Happened, routes
from qarules.engine.local_time import has_come
from qarules.engine.people import role_of
from qarules.engine.values import did_you_mean, shown
from qarules.model.case import Case, Raise, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Step
from qarules.model.route_scope import Route
from qarules.model.trigger import Raised, Trigger


@attrs.frozen(kw_only=True)
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


def recorded(pack: Pack, case: Case, happened: Happened, as_of: When) -> Recorded:
    """
    What *case* says of the steps of *pack*, and a problem for each that cannot be used.

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
        self.routes = {str(route.id): str(route.id) for route in routes(pack)}
        self.names = {name: name for name in self.steps}
        for route in routes(pack):
            for former in route.formerly:
                self.routes.setdefault(former, str(route.id))
                for name in dict(steps_of(route)):
                    self.names.setdefault(former + name.removeprefix(route.id), name)
        self.on = {name: when for name, when in happened.items() if name in self.steps and has_come(when, as_of)}
        self.problems: list[Problem] = []

    def recorded(self) -> Recorded:
        """All of it, with what is wrong."""
        return Recorded(
            done=frozenset((*self.on, *self.done())),
            on=self.on,
            acted={
                name: frozenset(self.actors(name, self.case.approvals[given]))
                for given, name in self.known(self.case.approvals)
            },
            passed_over=frozenset(self.passed_over()),
            reasons={name: self.case.reasons[given].strip() for given, name in self.known(self.case.reasons)},
            resolved=frozenset(self.resolved()),
            raised=dict(self.raised()),
            problems=tuple(self.problems),
        )

    def done(self) -> Iterator[str]:
        others = {name for each in (*self.pack.deadlines, *self.pack.events) for name in (each.id, *each.formerly)}
        for name in sorted(set(self.case.done)):
            if name in self.names:
                yield self.names[name]
            elif name.split("/")[0] not in others:
                self.unknown(name, self.names, "step or deadline")

    def known(self, given: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The names of steps there are, as given and as they are called today."""
        for name in sorted(set(given)):
            if name in self.names:
                yield name, self.names[name]
            else:
                self.unknown(name, self.names, "step")

    def passed_over(self) -> Iterator[str]:
        for _, name in self.known(self.case.passed_over):
            if self.steps[name].optional:
                yield name
            else:
                self.problem(name, f"`{name}` is passed over and is not optional")

    def resolved(self) -> Iterator[str]:
        for name in sorted(set(self.case.resolved)):
            if name in self.routes:
                yield self.routes[name]
            else:
                self.unknown(name, self.routes, "escalation or process")

    def raised(self) -> Iterator[tuple[str, Raise]]:
        raisers = dict(self.raisers())
        for name in sorted(self.case.raised):
            given, found = self.case.raised[name], self.routes.get(name) or self.names.get(name)
            role = role_of(given.by, self.pack.roles)
            by = str(role.id) if role is not None else given.by
            if found is None:
                self.unknown(name, {**self.routes, **self.names}, "escalation or process")
            elif by not in raisers.get(found, ()):
                allowed = " or ".join(f"`{each}`" for each in raisers.get(found, ()))
                message = f"`{found}` was raised by `{shown(given.by)}`, who may not raise it"
                self.problem(found, message, allowed and f"raised by {allowed}", given.by)
            else:
                yield found, attrs.evolve(given, by=by)

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
                self.problem(name, f"`{shown(who)}` is no role of the pack", did_you_mean(who, known), who)
            else:
                allowed = " or ".join(f"`{each}`" for each in asked)
                self.problem(name, f"`{found}` is not asked in the step `{name}`", allowed, who)

    def unknown(self, name: str, names: Iterable[str], called: str) -> None:
        near = did_you_mean(name, names)
        same = [known for known in names if known.endswith(f"/{name}")]
        near = near or (f"did you mean `{same[0]}`?" if len(same) == 1 else "")
        self.problem(name, f"`{shown(name)}` is no {called} of the pack", near)

    def problem(self, thing: str, message: str, allowed: str = "", given: str = "") -> None:
        self.problems.append(Problem(thing=thing, message=message, given=shown(given or thing), allowed=allowed))
