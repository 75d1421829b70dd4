"""Which names of a pack its examples mention, and of which kind each has to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.dsl.mentions import EVENT, PARAMETER, RECORD, ROLE, ROLE_OR_FORUM, Kinds, Mention
from qarules.frozen import frozen
from qarules.model.due import DueStatus
from qarules.model.example import Expectation, Given
from qarules.model.expected import (
    ExpectCalls,
    ExpectDay,
    ExpectDraws,
    ExpectEligible,
    ExpectIndependent,
    ExpectOccurs,
    ExpectParameter,
    ExpectRecorded,
    ExpectStart,
    ExpectState,
    ExpectTells,
    ExpectTimes,
    Standing,
)
from qarules.model.facts import (
    Act,
    DayKind,
    Done,
    GivenAct,
    GivenChosen,
    GivenDay,
    GivenDone,
    GivenHolder,
    GivenInvolved,
    GivenParameter,
    GivenPause,
    GivenRaise,
    GivenReason,
    GivenRecord,
    Target,
)
from qarules.model.next_step import Progress
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Process

DEADLINE: Kinds = ("deadline",)
STEP: Kinds = ()
TIMED: Kinds = ("deadline", "escalation")
TELLING: Kinds = ("escalation",)
ROUTE: Kinds = ("escalation", "process")
RAISED: Kinds = ("escalation", "process", "moderation")
RECURS: Kinds = ("activity", "forum")
SAMPLE: Kinds = ("sample",)
MODERATION: Kinds = ("moderation",)

_DONE = {Done.DONE: TIMED, Done.CANCELLED: DEADLINE, Done.RESOLVED: ROUTE, Done.PASSED_OVER: STEP}
_STANDING = {
    Standing.STOOD_DOWN: TELLING,
    Standing.RESOLVED: ROUTE,
    Standing.WARNED_OF: STEP,
    Standing.LEFT_OPEN: PARAMETER,
}


def example_mentions(pack: Pack) -> Iterator[Mention]:
    """Every name of *pack* that its examples mention; the names of their tools' parts are looked up in the tool."""
    named = _Named(pack)
    for example in pack.examples:
        if example.tool:
            yield Mention(example.tool, ("tool",))
        for given in (*example.given, *(example.second or ()), *(example.third or ())):
            yield from named.given(given)
        for expected in example.expected:
            yield from named.expected(expected)


@frozen
class _Named:
    """Names in the examples of one pack."""

    pack: Pack

    @property
    def routes(self) -> tuple[Escalation | Process, ...]:
        return (*self.pack.escalations, *self.pack.processes)

    def target(self, thing: Target, kinds: Kinds, *, steps: bool = True) -> Iterator[Mention]:
        """What a statement is about: something of *kinds*, or a step of an escalation or process."""
        if thing.of and steps:
            yield Mention(thing.of, ROUTE)
            of = next((route for route in self.routes if route.id == thing.of), None)
            if of is not None:
                yield Mention(thing.name, STEP, frozenset(step.id for step in of.steps), f"name a step of `{of.id}`")
        elif not kinds:
            yield Mention(thing.name, STEP, instead=self.as_step(thing.name) or "say `of` which escalation or process")
        else:
            yield Mention(thing.name, kinds, instead=self.as_step(thing.name) if steps else "")

    def as_step(self, name: str) -> str:
        """How a step of that name would be written; empty where there is none."""
        of = next((route.id for route in self.routes if any(step.id == name for step in route.steps)), "")
        return f"write `{name} of {of}`: it is a step" if of else ""

    def given(self, given: Given) -> Iterator[Mention]:
        match given:
            case GivenDay(thing=name, kind=kind):
                yield Mention(name, EVENT if kind is DayKind.HAPPENED else RECURS)
            case GivenDone(thing=thing, done=done):
                yield from self.target(thing, _DONE[done], steps=done in {Done.DONE, Done.PASSED_OVER})
            case GivenRaise(thing=thing, by=by):
                yield from self.target(thing, RAISED)
                yield Mention(by, ROLE)
            case GivenAct(thing=thing, act=act, roles=roles):
                yield from self.target(thing, TELLING)
                yield from _all(roles, ROLE if act is Act.CONSENTED else ROLE_OR_FORUM)
            case GivenReason(thing=thing):
                yield from self.target(thing, STEP)
            case GivenInvolved(who=name, is_person=False) | GivenHolder(role=name):
                yield Mention(name, ROLE)
            case GivenParameter(parameter=name):
                yield Mention(name, PARAMETER)
            case GivenPause(thing=Target() as thing):
                yield from self.target(thing, DEADLINE, steps=False)
            case GivenRecord(record=name):
                yield Mention(name, RECORD)
            case GivenChosen(sample=name):
                yield Mention(name, SAMPLE)
            case _:
                pass

    def expected(self, expected: Expectation) -> Iterator[Mention]:
        match expected:
            case ExpectState(thing=thing, state=state, roles=roles):
                yield from self.stands(thing, state)
                yield from _all(roles, ROLE_OR_FORUM)
            case ExpectDay(thing=thing):
                yield from self.target(thing, TIMED)
            case ExpectStart(thing=thing):
                yield from self.target(thing, ROUTE, steps=False)
            case ExpectTells(thing=thing, roles=roles):
                yield from self.target(thing, TELLING)
                yield from _all(roles, ROLE_OR_FORUM)
            case ExpectRecorded(thing=thing, record=name):
                yield from self.target(thing, TIMED)
                yield Mention(name, RECORD)
            case ExpectTimes(thing=thing) | ExpectOccurs(thing=thing):
                yield from self.target(thing, RECURS, steps=False)
            case ExpectDraws(thing=thing):
                yield from self.target(thing, SAMPLE, steps=False)
            case ExpectEligible(sample=name):
                yield Mention(name, SAMPLE)
            case ExpectCalls(thing=thing, then=then):
                yield from self.target(thing, MODERATION, steps=False)
                called = (each.then for rule in self.pack.moderations for each in rule.consequences)
                yield Mention(then, ROUTE, frozenset(called))
            case ExpectIndependent(thing=thing, of=name):
                yield from self.target(thing, ROLE, steps=False)
                yield Mention(name, ("role", "record"))
            case ExpectParameter(thing=thing):
                yield from self.target(thing, PARAMETER, steps=False)
            case _:
                pass

    def stands(self, thing: Target, state: object) -> Iterator[Mention]:
        """What can stand so."""
        match state:
            case DueStatus():
                yield from self.target(thing, TIMED)
            case Progress():
                yield from self.target(thing, TELLING)
            case Standing():
                yield from self.target(thing, _STANDING[state], steps=state is Standing.WARNED_OF)


def _all(names: Iterable[str], kinds: Kinds) -> Iterator[Mention]:
    return (Mention(name, kinds) for name in names)
