"""What deadlines, escalations and processes wait for, gathered for the tool whose answers tell it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from qarules.model.activity import Parameter, Record, Sample
from qarules.model.looks import Moderation
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Escalation, Process
from qarules.model.tool import Item, Keyword, Number, Section, Tool, Watched
from qarules.model.trigger import Holds, Trigger

Route = Deadline | Escalation | Process | Moderation

FIELDS = "fields of the record"
"""The section that the fields of a record stand in where it is read as a tool; no id an author can write."""


def routes(pack: Pack) -> tuple[Route, ...]:
    """Everything of *pack* that waits for something, in the order of its kinds."""
    return (*pack.deadlines, *pack.moderations, *pack.escalations, *pack.processes)


def watched(pack: Pack, tool: str) -> tuple[Watched, ...]:
    """
    The conditions that the routes of one tool wait for.

    Args:
        tool: Its id; empty for the routes of no tool, whose conditions read the knowns and parameters of the pack.
    """
    return tuple(
        Watched(id=path, when=trigger.when, cites=cites)
        for route in routes(pack)
        if route.tool == tool
        for path, triggers, cites in _waiting(route)
        for trigger in triggers
        if isinstance(trigger, Holds)
    )


def _waiting(route: Route) -> Iterator[tuple[str, Iterable[Trigger], tuple[str, ...]]]:
    """What waits in *route*, by its path, for which triggers, with the clauses behind it."""
    if isinstance(route, Moderation):
        yield route.id, (consequence.when for consequence in route.consequences), route.cites
        return
    yield route.id, route.starts_when, route.cites
    if not isinstance(route, Process):
        yield route.id, route.stood_down_when, route.cites
    if not isinstance(route, Deadline):
        for step in route.steps:
            yield f"{route.id}/{step.id}", step.starts_when, step.cites or route.cites


def stand_in(pack: Pack, values: Mapping[str, Fraction] | None = None) -> Tool:
    """
    A tool with the knowns and parameters of *pack* and the conditions over them: it evaluates routes of no tool.

    Args:
        values: Of the parameters, as far as they are set.
    """
    known = {item.id for item in pack.knowns}
    numbers = (_as_known(parameter, values or {}) for parameter in pack.parameters if parameter.id not in known)
    return Tool(
        id=pack.name,
        title=pack.standard.title if pack.standard is not None else pack.name,
        knowns=(*pack.knowns, *numbers),
        watched=watched(pack, ""),
        scales=pack.scales,
        roles=pack.roles,
    )


_HUNDREDTHS = 100


def _as_known(parameter: Parameter, values: Mapping[str, Fraction]) -> Item:
    """A parameter as a number that is known of a case, on a grid that has its value, whatever that is."""
    value = values.get(parameter.id, Fraction(0))
    grid = Number(step=Fraction(1, math.lcm(_HUNDREDTHS, value.denominator)))
    return Item(
        id=parameter.id,
        title=parameter.title,
        keyword=Keyword.KNOWN,
        answer=grid,
        cites=parameter.cites,
        span=parameter.span,
    )


def record_tool(record: Record, sample: Sample, pack: Pack) -> Tool:
    """A tool whose questions are the fields of *record*, with the conditions of *sample*: what evaluates one record."""
    return Tool(
        id=record.id,
        title=record.title,
        sections=(Section(id=FIELDS, title=record.title, items=record.fields),),
        watched=tuple(_of_sample(sample)),
        scales=pack.scales,
        roles=pack.roles,
    )


def _of_sample(sample: Sample) -> Iterator[Watched]:
    for number, rule in enumerate(sample.eligible):
        yield Watched(id=rule_path(number), when=rule.when, cites=rule.cites)
    for number, pick in enumerate(sample.picks):
        if pick.where is not None:
            yield Watched(id=stratum_path(number), when=pick.where, cites=pick.cites)


def rule_path(number: int) -> str:
    """What the condition of a sample's rule of that place, from 0, is called."""
    return f"only where/{number}"


def stratum_path(number: int) -> str:
    """What the condition of a sample's stratum of that place, from 0, is called."""
    return f"choose/{number}"
