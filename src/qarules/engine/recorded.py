"""What a case says of the steps of a pack: what is done and when, approved, told, passed over; and what of it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.people import role_of
from qarules.engine.values import did_you_mean, shown
from qarules.model.case import Case, When
from qarules.model.outcome import Problem
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Step
from qarules.model.route_scope import Route


@attrs.frozen(kw_only=True)
class Recorded:
    """
    What a case says of steps, by their ids of today: ``dispute/talk``, or the escalation's own for who is told.

    Attributes:
        done: What is said to be done.
        on: When, where that is known.
        acted: The roles that approved, consented or were told, by step.
        problems: Names that are no step, and roles that have no part in one.
    """

    done: frozenset[str] = frozenset()
    on: Mapping[str, When] = attrs.field(factory=dict)
    acted: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    passed_over: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = attrs.field(factory=dict)
    resolved: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def routes_of(pack: Pack) -> tuple[Route, ...]:
    """The escalations and processes of *pack*, in its order."""
    return (*pack.escalations, *pack.processes)


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


class Reading:
    """Reads a case against a pack."""

    def __init__(self, pack: Pack, case: Case) -> None:
        self.pack = pack
        self.case = case
        self.steps = {name: step for route in routes_of(pack) for name, step in steps_of(route)}
        self.ids = {str(route.id): str(route.id) for route in routes_of(pack)}
        self.names = {name: name for name in self.steps}
        for route in routes_of(pack):
            for former in route.formerly:
                self.ids.setdefault(former, str(route.id))
                for name, step in steps_of(route):
                    self.names.setdefault(former if "/" not in name else f"{former}/{step.id}", name)
        self.problems: list[Problem] = []

    def recorded(self) -> Recorded:
        """All of it, with what is wrong."""
        return Recorded(
            done=frozenset(self.done()),
            on={self.names[name]: when for name, when in self.case.events.items() if name in self.names},
            acted={name: frozenset(self.actors(name, given)) for name, given in self.known(self.case.approvals)},
            passed_over=frozenset(self.passed_over()),
            reasons={name: reason for name, reason in self.known(self.case.reasons) if reason.strip()},
            resolved=frozenset(self.resolved()),
            problems=tuple(self.problems),
        )

    def done(self) -> Iterator[str]:
        for name in dict.fromkeys((*self.case.done, *self.case.events)):
            if name in self.names:
                yield self.names[name]
            elif not self.is_other(name):
                self.unknown(name, self.names)

    def is_other(self, name: str) -> bool:
        """Whether *name* is for others to judge: an event, or a deadline and its rows."""
        head = name.split("/")[0]
        deadlines = {former for each in self.pack.deadlines for former in (each.id, *each.formerly)}
        return head in deadlines or (name not in self.case.done and head not in self.ids)

    def known[T](self, given: Mapping[str, T]) -> Iterator[tuple[str, T]]:
        """What is said of steps there are."""
        for name in sorted(given):
            if name in self.names:
                yield self.names[name], given[name]
            else:
                self.unknown(name, self.names)

    def passed_over(self) -> Iterator[str]:
        for name, _ in self.known(dict.fromkeys(self.case.passed_over)):
            if self.steps[name].optional:
                yield name
            else:
                self.problem(name, f"`{name}` is not optional and cannot be passed over", "do it")

    def resolved(self) -> Iterator[str]:
        for name in sorted(set(self.case.resolved)):
            if name in self.ids:
                yield self.ids[name]
            else:
                self.unknown(name, self.ids, "escalation or process")

    def actors(self, name: str, given: Iterable[str]) -> Iterator[str]:
        """The ids of the roles and forums that acted in the step *name*."""
        step = self.steps[name]
        asked = (*step.notify, *step.approved_by, *step.consent_of)
        asked += step.substitute if step.notify else ()
        for who in given:
            role = role_of(who, self.pack.roles)
            found = str(role.id) if role is not None else who
            if found in asked:
                yield found
            elif role is None:
                known = [str(role.id) for role in self.pack.roles]
                self.problem(name, f"`{shown(who)}` is no role of the pack", did_you_mean(who, known), who)
            else:
                allowed = " or ".join(f"`{role}`" for role in asked)
                self.problem(name, f"`{found}` is not asked in the step `{name}`", allowed, who)

    def unknown(self, name: str, names: Iterable[str], called: str = "step") -> None:
        near = did_you_mean(name, names)
        same = [known for known in names if known.endswith(f"/{name}")]
        near = near or (f"did you mean `{same[0]}`?" if len(same) == 1 else "")
        self.problem(name, f"`{shown(name)}` is no {called} of the pack", near)

    def problem(self, thing: str, message: str, allowed: str = "", given: str = "") -> None:
        self.problems.append(Problem(thing=thing, message=message, given=shown(given or thing), allowed=allowed))
