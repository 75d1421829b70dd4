"""Which names of a pack the constructs after the grade mention, and of which kind each has to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import attrs

from qarules.diagnostics import Name, Span
from qarules.frozen import frozen
from qarules.model import condition, example, term, trigger
from qarules.model.activity import Activity, AtEvery, Eligible, Forum, Parameter, Pick, Recurrence, Sample
from qarules.model.condition import Count, Is, Reference, SectionsBy
from qarules.model.looks import Compared, Consequence, Independence, Look
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, EachRow, Escalation, Event, Process, Step
from qarules.model.scope import graders
from qarules.model.term import From, Length, Pausing, Point, Term
from qarules.model.tool import Day, Section, Tool
from qarules.model.trigger import Happens, Overdue, Raised
from qarules.model.walk import walk

Kinds = tuple[str, ...]

ROLE: Kinds = ("role",)
ROLE_OR_FORUM: Kinds = ("role", "forum")
RECORD: Kinds = ("record",)
EVENT: Kinds = ("event",)
PARAMETER: Kinds = ("parameter",)
CALENDAR: Kinds = ("calendar",)


@frozen
class Mention:
    """
    A name where it is mentioned.

    Attributes:
        kinds: The kinds of construct it may stand for.
        also: Names of other things that would do in this place: steps, dates that a tool asks for.
        instead: What to write where there is no such thing; empty for the usual advice.
    """

    name: str
    kinds: Kinds
    also: frozenset[str] = frozenset()
    instead: str = ""


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str: ...  # noqa: D102 - said by the class


def constructs(pack: Pack) -> dict[str, Sequence[Identified]]:
    """Everything *pack* defines that has an id of its own, by what it is called."""
    return {
        "clause": pack.clauses,
        "scale": pack.scales,
        "role": pack.roles,
        "tool": pack.tools,
        "calendar": pack.calendars,
        "known": pack.knowns,
        "parameter": pack.parameters,
        "event": pack.events,
        "record": pack.records,
        "forum": pack.forums,
        "deadline": pack.deadlines,
        "moderation": pack.moderations,
        "escalation": pack.escalations,
        "process": pack.processes,
        "activity": pack.activities,
        "sample": pack.samples,
    }


AFTER_THE_GRADE = (
    "parameter",
    "event",
    "record",
    "forum",
    "deadline",
    "moderation",
    "escalation",
    "process",
    "activity",
    "sample",
)
"""The kinds of construct that act once there is a grade, or beside the grades."""


_WITH_NAMES = frozenset(module.__name__ for module in (condition, example, term, trigger))
_STEPS = frozenset({"id", "step", "band", "grade", "grades", "value"})


def things_named(thing: object, tool: Tool) -> Iterator[tuple[str, Span | None]]:
    """
    The things of *tool* that *thing* names in a condition, a term or an example, or is shown after; and where.

    Where it speaks of the grades of sections, and does not say by which judgement, that judgement is among them.
    """
    for node in walk(thing):
        yield from ((name, name.span) for name in _names(node))
        match node:
            case Count(of=SectionsBy(judgement=None), at=at, span=span):
                yield from ((judgement.id, span) for judgement in graders(tool, None, at.step))
            case Is(thing=Reference(name=name, by=None), at=at, span=span) if isinstance(
                tool.things.get(name), Section
            ):
                yield from ((judgement.id, span) for judgement in graders(tool, None, at.step))
            case _:
                pass


def _names(node: object) -> Iterator[Name]:
    kind: Any = type(node)
    if kind.__module__ in _WITH_NAMES or isinstance(node, EachRow | Compared):
        values = [getattr(node, field.name) for field in attrs.fields(kind) if field.name not in _STEPS]
    else:
        values = [getattr(node, "shown_after", "")]
    for value in values:
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Name))


def mentions(pack: Pack) -> Iterator[Mention]:
    """Every name mentioned after the grade, and in calendars and the standard."""
    if pack.standard is not None and pack.standard.calendar:
        yield Mention(pack.standard.calendar, CALENDAR)
    for calendar in pack.calendars:
        yield from _named(calendar.union_of, CALENDAR)
    defined = constructs(pack)
    tools = {tool.id: tool for tool in pack.tools}
    for kind in AFTER_THE_GRADE:
        for construct in defined[kind]:
            tool = getattr(construct, "tool", "")
            if tool:
                yield Mention(tool, ("tool",))
            yield from _of(construct, tools.get(tool))


def _of(construct: object, tool: Tool | None) -> Iterator[Mention]:
    steps = (
        frozenset(step.id for step in construct.steps) if isinstance(construct, Escalation | Process) else frozenset()
    )
    items = tool.items.values() if tool is not None else ()
    dates = frozenset(item.id for item in items if isinstance(item.answer, Day))
    for node in walk(construct):
        match node:
            case From(name=name, point=Point.EVENT):
                yield Mention(name, EVENT, dates)
            case From(name=name):
                yield Mention(name, ("deadline",), steps)
            case Step(follows=follows):
                yield from _named(follows or (), (), steps)
                yield from _in_step(node)
            case _:
                yield from _in(node)


def _in_step(step: Step) -> Iterator[Mention]:
    for names in (step.substitute, step.between, step.consent_of):
        yield from _named(names, ROLE)
    for names in (step.by, step.notify, step.approved_by):
        yield from _named(names, ROLE_OR_FORUM)


def _in(node: object) -> Iterator[Mention]:
    match node:
        case Event(follows=events):
            yield from _named(events, EVENT)
        case Deadline(owner=owner, overseen_by=overseers, done_when=events):
            yield from (*_named(owner, ROLE), *_named(overseers, ROLE), *_named(events, EVENT))
        case Escalation(notify=names) | Recurrence(to=names):
            yield from _named(names, ROLE_OR_FORUM)
        case Look(by=roles) | Raised(by=roles):
            yield from _named(roles, ROLE)
        case Independence(not_roles=others, other_team_than=teams, never_responsible_for=never):
            yield from (*_named(others, ROLE), *_named(teams, ROLE), *_named(never, ("role", "record")))
        case Overdue(deadline=name):
            yield Mention(name, ("deadline",))
        case Happens(event=name) | AtEvery(event=name):
            yield Mention(name, EVENT)
        case Pausing(start=start, end=end):
            yield from _named((start, end), EVENT)
        case Length(count=str() as name):
            yield Mention(name, PARAMETER)
        case Term(calendar=name) if name:
            yield Mention(name, CALENDAR)
        case Recording(inside=inside, never=never):
            yield from _named((*inside, *never), RECORD)
        case Consequence(then=name, title=""):
            yield Mention(name, ("escalation", "process"))
        case _:
            yield from _in_activity(node)


def _in_activity(node: object) -> Iterator[Mention]:
    match node:
        case Activity(by=roles, to=recipients):
            yield from (*_named(roles, ROLE), *_named(recipients, ROLE_OR_FORUM))
            yield from _named((node.opens,) if node.opens else (), EVENT)
            yield from _named((node.calendar,) if node.calendar else (), CALENDAR)
        case Forum(chair=chair, members=members):
            yield from _named((*chair, *members), ROLE)
        case Sample(of=record, at_most_each=most):
            yield from _named((record,) if record else (), RECORD)
            yield from _named((most,) if isinstance(most, str) else (), PARAMETER)
        case Eligible(otherwise=others):
            yield from _named(others, ("sample", "activity"))
        case Pick(count=str() as name):
            yield Mention(name, PARAMETER)
        case Parameter(low=low, high=high):
            yield from _named((bound for bound in (low, high) if isinstance(bound, str)), PARAMETER)
        case _:
            pass


def _named(names: Iterator[str] | Sequence[str], kinds: Kinds, also: frozenset[str] = frozenset()) -> Iterator[Mention]:
    return (Mention(name, kinds, also) for name in names)
