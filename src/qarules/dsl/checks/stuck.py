"""Every step can be reached, and somebody can always do it."""

from __future__ import annotations

import graphlib
import itertools
from collections.abc import Iterable, Iterator

from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings, listed
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Step
from qarules.model.route_scope import Route, parties, steps_before


def check(pack: Pack, findings: Findings) -> None:
    """Report steps that wait for each other, and steps that nobody can do as the pack stands."""
    vacant = {str(role.id) for role in pack.roles if role.vacant}
    routes: tuple[Route, ...] = (*pack.escalations, *pack.processes)
    for route in routes:
        if is_damaged(route.id, findings):
            continue
        _check_circles(route, findings)
        sides = parties(route, pack) if isinstance(route, Escalation) else ()
        if isinstance(route, Escalation):
            _report(f"the escalation `{route.id}`", route, _untold(route.notify, (), vacant), findings)
        for step in route.steps:
            whats = (*_undone(step, vacant, sides), *_untold(step.notify, step.substitute, vacant))
            whats += tuple(_missing(step, vacant))
            if not step.optional:
                _report(f"the step `{step.id}` of `{route.id}`", step, whats, findings)


def _report(called: str, thing: Route | Step, whats: Iterable[str], findings: Findings) -> None:
    """One report of all that keeps one thing from being done."""
    if whats := tuple(whats):
        findings.add(
            codes.STUCK,
            at(thing.id, thing.span),
            f"{called} can get stuck: {'; '.join(whats)}",
            help="name a `substitute` who is free and in post, or say that the step is `optional`",
        )


def _undone(step: Step, vacant: set[str], sides: tuple[str, ...]) -> Iterator[str]:
    """Why nobody does *step*, or nobody would where the holder has a part in the matter."""
    lost = [role for role in step.by if role in vacant or role in sides]
    useless = [role for role in step.substitute if role in vacant or role in sides]
    if step.by and len(lost) == len(step.by) and not step.substitute:
        yield f"{_why(lost, vacant)}, and there is no substitute"
    elif step.by and useless and len(useless) == len(step.substitute):
        yield f"the substitute {_why(useless, vacant)}"


def _why(roles: Iterable[str], vacant: set[str]) -> str:
    return " and ".join(f"`{role}` {'is vacant' if role in vacant else 'has a part in the matter'}" for role in roles)


def _untold(told: Iterable[str], substitute: tuple[str, ...], vacant: set[str]) -> Iterator[str]:
    """The roles that have to be told and have no holder."""
    if not set(substitute) - vacant:
        yield from (f"`{role}` has to be told and is vacant" for role in told if role in vacant)


def _missing(step: Step, vacant: set[str]) -> Iterator[str]:
    """The roles that all have to take part and have no holder."""
    for roles, does in ((step.between, "has to take part"), (step.approved_by, "has to approve")):
        yield from (f"`{role}` {does} and is vacant" for role in roles if role in vacant)
    yield from (f"`{role}` has to consent and is vacant" for role in step.consent_of if role in vacant)


def _check_circles(route: Route, findings: Findings) -> None:
    """Report every circle of steps that wait for each other, each once."""
    steps = {str(step.id): step for step in route.steps}
    waits = {name: [other for other in steps_before(step, route) if other in steps] for name, step in steps.items()}
    while (circle := _circle(waits)) is not None:
        first = min(circle, key=list(steps).index)
        start = circle.index(first)
        around = [*circle[start:], *circle[:start], first]
        way = ", ".join(f"`{one}` follows `{other}`" for one, other in itertools.pairwise(around))
        named = next((name for step in around for name in steps[step].follows or () if name in around), first)
        findings.add(
            codes.STEPS_CIRCLE,
            at(named, steps[first].span),
            f"{listed(around[:-1], 'and')} of `{route.id}` can never start: {way}",
            help="let one of them follow an earlier step",
        )
        waits[first] = []


def _circle(waits: dict[str, list[str]]) -> list[str] | None:
    """Steps of which each waits for the next, and the last for the first; None where there are none."""
    try:
        graphlib.TopologicalSorter(waits).prepare()
    except graphlib.CycleError as error:
        nodes: list[str] = error.args[1]
        return nodes[:0:-1]
    return None
