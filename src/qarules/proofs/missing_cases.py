"""Cases in which something after the grade starts, or has its turn: made of what its own rules wait for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from qarules.engine.happened import routes
from qarules.model.decision_coverage import Branch, BranchKind, Side
from qarules.model.example import Example, Given, GivenAll, GivenAnswer, GivenDecision
from qarules.model.facts import Act, Cell, DayKind, Done, GivenAct, GivenDay, GivenDone, GivenRaise, GivenRow, Target
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Step
from qarules.model.route_scope import Route, steps_before
from qarules.model.term import From, Point
from qarules.model.tool import OnScale, Tool
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Trigger
from qarules.model.walk import walk
from qarules.proofs.missing_looks import Looks

LATER = datetime.timedelta(days=100)
LONG_AGO = datetime.timedelta(days=500)
"""By then every time is over that a framework gives."""


def cases_after(pack: Pack, branch: Branch, looks: Looks) -> Iterator[Example]:
    """Examples in which *branch*, of something after the grade, may be taken; they expect nothing yet."""
    yield from _Cases(pack, branch, looks).cases()


class _Cases:
    """Cases for one branch."""

    def __init__(self, pack: Pack, branch: Branch, looks: Looks) -> None:
        self.pack = pack
        self.branch = branch
        self.looks = looks
        self.day = looks.day
        self.tool = next((tool for tool in pack.tools if tool.id == branch.tool), None)
        self.nothing = Example(title="", tool=branch.tool, on=self.day, given=(), expected=())

    def cases(self) -> Iterator[Example]:
        match self.branch.kind:
            case BranchKind.DEADLINE:
                deadline = next(each for each in self.pack.deadlines if each.id == self.branch.of)
                for case in self.starting(deadline.id, deadline.starts_when):
                    anchored = self.with_given(case, *self.anchors(deadline, self.day))
                    # What is counted from the last day of another time starts only then.
                    yield from (anchored, attrs.evolve(anchored, as_of=self.day + LATER))
            case BranchKind.STEP:
                yield from self.at_step(*self.branch.of.split("/"))
            case BranchKind.CONSEQUENCE:
                yield from self.two_looks(self.nothing)
            case _:
                yield from self.of_route(self.route(self.branch.of))

    def route(self, name: str) -> Route:
        return next(each for each in routes(self.pack) if each.id == name)

    def of_route(self, route: Route) -> Iterator[Example]:
        if self.branch.side is Side.STARTS:
            yield from self.starting(route.id, route.starts_when)
            return
        given: tuple[Given, ...] = ()
        for trigger in route.starts_when:
            if isinstance(trigger, Holds):
                given = (*given, *(self.looks.given_where(route.tool, trigger.when, holds=False) or ()))
        case = self.with_given(self.nothing, *dict.fromkeys(given))
        yield case
        yield from self.two_looks(case)

    # --- what starts something ---------------------------------------------------------------------------------------

    def starting(self, name: str, triggers: tuple[Trigger, ...]) -> Iterator[Example]:
        """Cases in which something starts that any of *triggers* starts; what none does always runs."""
        for trigger in triggers:
            yield from self.where(name, trigger)
        if not triggers:
            yield self.nothing
            yield from self.two_looks(self.nothing)

    def where(self, name: str, trigger: Trigger) -> Iterator[Example]:
        match trigger:
            case Holds(when=when):
                given = self.looks.given_where(self.branch.tool, when, holds=True)
                if given is not None:
                    yield self.with_given(self.nothing, *given)
            case Raised(by=by):
                yield self.with_given(self.nothing, GivenRaise(thing=Target(name=name), by=by[0]))
            case Happens(event=event):
                yield self.with_given(self.nothing, self.happened(event, self.day))
            case Overdue(deadline=other):
                late = next((each for each in self.pack.deadlines if each.id == other), None)
                if late is not None:
                    yield self.with_given(self.nothing, *self.anchors(late, self.day - LONG_AGO))
            case AnythingDiffers() | Differs() | CountDiffers():
                yield from self.two_looks(self.nothing)

    def two_looks(self, case: Example) -> Iterator[Example]:
        """Two looks that agree, and two that lie as far apart as can be, either way."""
        if self.tool is not None:
            for first, second in ((-1, 0), (0, -1), (0, 0)):
                at_first, at_second = _look(self.tool, first), _look(self.tool, second)
                yield attrs.evolve(case, given=(*at_first, *case.given), second=at_second)

    # --- steps -------------------------------------------------------------------------------------------------------

    def at_step(self, route_id: str, step_id: str) -> Iterator[Example]:
        """Cases in which everything before a step is done, and what it waits for is so."""
        route = self.route(route_id)
        steps = {str(step.id): step for step in route.steps}
        step = steps[step_id]
        done = [given for name in _all_before(step, route) for given in _done(steps[name], route_id)]
        for case in self.starting(route_id, route.starts_when):
            yield self.with_given(case, *done)
            for trigger in step.starts_when:
                for also in self.where(f"{route_id}/{step_id}", trigger):
                    yield self.with_given(case, *done, *also.given)

    # --- what a time is counted from ---------------------------------------------------------------------------------

    def anchors(self, deadline: Deadline, day: datetime.date, depth: int = 5) -> tuple[Given, ...]:
        """What has to have happened on *day* for the time of *deadline* to run."""
        if deadline.rows is not None:
            return (GivenRow(table=deadline.rows.table, cells=(Cell(name=deadline.rows.by, value=day),)),)
        given: list[Given] = []
        for of in (node for node in walk(deadline.term) if isinstance(node, From)):
            other = next((each for each in self.pack.deadlines if each.id == of.name), None)
            if of.point is Point.EVENT:
                is_answer = self.tool is not None and of.name in self.tool.items
                given.append(GivenAnswer(thing=of.name, value=day) if is_answer else self.happened(of.name, day))
            elif other is None:
                given += [
                    GivenDone(thing=Target(name=of.name, of=str(route.id)), done=Done.DONE, on=day)
                    for route in routes(self.pack)
                    if any(step.id == of.name for step in route.steps)
                ][:1]
            elif of.point is Point.DONE:
                given.append(GivenDone(thing=Target(name=str(other.id)), done=Done.DONE, on=day))
            elif depth:
                given += self.anchors(other, day, depth - 1)
        return tuple(dict.fromkeys(given))

    def happened(self, event: str, day: datetime.date) -> Given:
        """An event on *day*; a question of the tool asks for some of them."""
        return GivenDay(thing=event, kind=DayKind.HAPPENED, on=day)

    def with_given(self, case: Example, *given: Given) -> Example:
        return attrs.evolve(case, given=tuple(dict.fromkeys((*case.given, *given))))


def _look(tool: Tool, at: int) -> tuple[Given, ...]:
    """Everything at the best band and grade (0) or at the worst (-1)."""
    scales = {item.answer.scale for item in tool.items.values() if isinstance(item.answer, OnScale)}
    bands = {str(tool.scale_by_id[name].grades[at].id) for name in sorted(scales)}
    given: list[Given] = [GivenAll(band=band) for band in sorted(bands)] if len(bands) == 1 else []
    given += [
        GivenDecision(judgement=judgement.id, grade=str(tool.scale_by_id[judgement.scale].grades[at].id))
        for judgement in tool.judgements
        if judgement.decided_by and not judgement.for_each_section
    ]
    return tuple(given)


def _done(step: Step, route: str) -> Iterator[Given]:
    """A step that is done, by all who have a part in it."""
    thing = Target(name=str(step.id), of=route)
    for act, roles in (
        (Act.APPROVED, step.approved_by),
        (Act.CONSENTED, step.consent_of),
        (Act.TOLD, step.notify),
    ):
        if roles:
            yield GivenAct(thing=thing, act=act, roles=tuple(map(str, roles)))
    if step.by or step.between or not (step.approved_by or step.consent_of or step.notify):
        yield GivenDone(thing=thing, done=Done.DONE)


def _all_before(step: Step, route: Route) -> list[str]:
    """Every step that comes before *step*, the first first."""
    steps = {str(each.id): each for each in route.steps}
    found: dict[str, None] = {}
    waiting = list(steps_before(step, route))
    while waiting:
        name = waiting.pop()
        if name in steps and name not in found:
            found[name] = None
            waiting.extend(steps_before(steps[name], route))
    return [name for name in steps if name in found]
