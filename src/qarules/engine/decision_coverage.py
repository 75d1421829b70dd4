"""decision_coverage(): which decisions of a pack its examples make, and which they leave out."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterator
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.engine.example_case import case_file, date_of, looked_at, records
from qarules.engine.example_found import Found
from qarules.engine.happened import routes
from qarules.engine.probes import Probed
from qarules.engine.triggers import known_beside, parameters_set
from qarules.model.activity import Record
from qarules.model.answers import Audit
from qarules.model.decision_coverage import Branch, BranchKind, CoveredBranch, DecisionCoverage, Side
from qarules.model.due import DueStatus
from qarules.model.example import Example
from qarules.model.next_step import Progress, RouteState
from qarules.model.pack import Pack
from qarules.model.route import Process
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.model.trigger_words import trigger_words
from qarules.model.watched import Route, record_tool, stand_in

_TURN = frozenset({Progress.NEXT, Progress.BLOCKED, Progress.DONE})
_NOT_BEGUN = frozenset({DueStatus.NOT_STARTED, DueStatus.UNKNOWN})
_FIRST_DAY = datetime.date(2000, 1, 1)


def decision_coverage(pack: Pack) -> DecisionCoverage:
    """
    Which of the decisions of *pack* its examples make each way.

    Counted are decisions, never lines: each giving rule (it makes the grade or does not), each limit (it binds or does
    not), each single condition (it holds, it fails, and where it can, it does not apply), each band of what a rule
    reads, each grade of each judgement, each escalation and process (it starts or does not), each step, each deadline,
    each consequence of a moderation. An example takes a way only where its open answers cannot change that.

    Returns:
        Every branch with the examples that take it. What no audit can take in which nobody overrules a rule is said to
        be impossible, as far as that does not hang on the date of the audit or on how often a section stands.
    """
    decisions = Decisions(pack)
    by: dict[Branch, list[str]] = {branch: [] for branch in decisions.branches}
    for example in pack.examples:
        for branch in decisions.taken(example):
            by[branch].append(example.title)
    return DecisionCoverage(
        pack=pack.name,
        branches=tuple(
            CoveredBranch(
                branch=branch,
                by=tuple(dict.fromkeys(titles)),
                possible=bool(titles) or branch not in decisions.impossible,
            )
            for branch, titles in by.items()
        ),
    )


class Decisions:
    """The decisions of one pack."""

    def __init__(self, pack: Pack) -> None:
        self._parts = tuple(_parts(pack))

    @functools.cached_property
    def branches(self) -> tuple[Branch, ...]:
        """Every way they can go, each once, in the order of the pack."""
        return tuple(dict.fromkeys(branch for part in self._parts for branch in part.branches))

    @functools.cached_property
    def impossible(self) -> frozenset[Branch]:
        """The ways that no audit takes."""
        return frozenset(branch for part in self._parts for branch in part.impossible)

    def taken(self, example: Example) -> tuple[Branch, ...]:
        """The ways that *example* takes, whether or not it stands in the pack."""
        taken = dict.fromkeys(branch for part in self._parts for branch in part.taken(example))
        return tuple(branch for branch in self.branches if branch in taken)


def _parts(pack: Pack) -> Iterator[_Part]:
    for tool in pack.tools:
        yield _OfTool(pack, tool)
    yield _OfKnowns(pack)
    for sample in pack.samples:
        record = next((each for each in pack.records if each.id == sample.of), None)
        if record is not None:
            yield _OfSample(pack, record_tool(record, sample, pack), record, str(sample.id))
    yield _OfRoutes(pack)


# --- rules and conditions --------------------------------------------------------------------------------------------


class _OfTool:
    """The branches of one tool."""

    def __init__(self, pack: Pack, tool: Tool, *, of_pack: bool = False, of: str = "") -> None:
        self.pack = pack
        self.tool = tool
        self.probed = Probed(tool, "" if of_pack else str(tool.id), of)

    @functools.cached_property
    def branches(self) -> tuple[Branch, ...]:
        """All but what can never be without an answer."""
        return tuple(
            branch
            for branch in self.probed.branches
            if branch.side is not Side.DOES_NOT_APPLY or branch in self._reachable
        )

    @functools.cached_property
    def impossible(self) -> frozenset[Branch]:
        """The branches out of reach on every date, however often anything stands."""
        if is_dated(self.tool) or any(section.repeated for section in self.tool.sections):
            return frozenset()
        told = frozenset({BranchKind.CONDITION, BranchKind.GRADE})
        return frozenset(branch for branch in self.branches if branch.kind in told) - self._reachable

    @functools.cached_property
    def _reachable(self) -> frozenset[Branch]:
        """What some audit takes on one of the days of the examples, with none, one or two instances of anything."""
        repeated = [str(section.id) for section in self.tool.sections if section.repeated]
        found: frozenset[Branch] = frozenset()
        for on in self._days():
            for count in range(3 if repeated else 1):
                found |= self.probed.reachable(on, dict.fromkeys(repeated, count))
        return found

    def _days(self) -> list[datetime.date]:
        standard = self.pack.standard
        first = (standard.in_force_from if standard is not None else None) or _FIRST_DAY
        if not is_dated(self.tool):
            return [first]
        days = (date_of(example) for example in self.pack.examples)
        return list(dict.fromkeys(day for day in (*days, first) if day is not None))

    def taken(self, example: Example) -> Iterator[Branch]:
        """The branches that the looks of *example* take."""
        for audit in self.audits(example):
            yield from self.probed.taken(attrs.evolve(audit, on=date_of(example) or _FIRST_DAY))

    def audits(self, example: Example) -> Iterator[Audit]:
        """What *example* gives of audits of this tool."""
        if example.tool == self.tool.id:
            given = case_file(self.pack, example)
            yield from (look for look in (given.first, given.second, given.third) if look is not None)


class _OfKnowns(_OfTool):
    """The branches of conditions over the knowns and parameters of a case, which belong to no tool."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack, stand_in(pack, _finest(pack)), of_pack=True)

    def audits(self, example: Example) -> Iterator[Audit]:
        yield Audit(known=known_beside(self.pack, case_file(self.pack, example).case))


def _finest(pack: Pack) -> dict[str, Fraction]:
    """For each parameter a number so fine that every value an example sets is a multiple of it."""
    found: dict[str, Fraction] = {}
    for example in pack.examples:
        for name, value in parameters_set(pack, case_file(pack, example).case).items():
            so_far = found.get(name, value)
            found[name] = Fraction(1, math.lcm(so_far.denominator, value.denominator))
    return found


class _OfSample(_OfTool):
    """The branches of a sample's conditions over the fields of a record."""

    def __init__(self, pack: Pack, tool: Tool, record: Record, sample: str) -> None:
        super().__init__(pack, tool, of_pack=True, of=sample)
        self.record = record

    def audits(self, example: Example) -> Iterator[Audit]:
        for given in records(example, str(self.record.id)):
            yield Audit(answers={name: value for name, value in given.items() if name != "id"})


# --- what comes after the grade --------------------------------------------------------------------------------------


class _OfRoutes:
    """The branches of escalations, processes, steps, deadlines and moderations."""

    impossible: frozenset[Branch] = frozenset()

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    @functools.cached_property
    def branches(self) -> tuple[Branch, ...]:
        return tuple(self._branches())

    def _branches(self) -> Iterator[Branch]:
        both = (Side.STARTS, Side.DOES_NOT_START)
        for deadline in self.pack.deadlines:
            yield self._branch(BranchKind.DEADLINE, deadline.id, Side.STARTS)
        for route in routes(self.pack):
            is_process = isinstance(route, Process)
            kind = BranchKind.PROCESS if is_process else BranchKind.ESCALATION
            if route.starts_when or not is_process:
                yield from (self._branch(kind, route.id, side) for side in both)
            yield from (
                self._branch(BranchKind.STEP, f"{route.id}/{step.id}", Side.HAS_ITS_TURN) for step in route.steps
            )
        for rule in self.pack.moderations:
            for consequence in rule.consequences:
                text = f"when {trigger_words(consequence.when)} then {consequence.then}"
                for side in (Side.IS_CALLED_FOR, Side.IS_NOT_CALLED_FOR):
                    yield self._branch(BranchKind.CONSEQUENCE, rule.id, side, text)

    def _branch(self, kind: BranchKind, of: str, side: Side, text: str = "") -> Branch:
        tool, span = self._homes[kind, str(of) if kind is BranchKind.STEP else str(of).partition("/")[0]]
        return Branch(kind=kind, tool=tool, of=str(of), text=text, side=side, span=span)

    @functools.cached_property
    def _homes(self) -> dict[tuple[BranchKind, str], tuple[str, Span | None]]:
        """The tool and the place of everything, by its kind and id."""
        kinds: tuple[tuple[BranchKind, tuple[Route, ...]], ...] = (
            (BranchKind.DEADLINE, self.pack.deadlines),
            (BranchKind.ESCALATION, self.pack.escalations),
            (BranchKind.PROCESS, self.pack.processes),
            (BranchKind.CONSEQUENCE, self.pack.moderations),
        )
        homes = {(kind, str(each.id)): (str(each.tool), each.span) for kind, things in kinds for each in things}
        for route in routes(self.pack):
            for step in route.steps:
                homes[BranchKind.STEP, f"{route.id}/{step.id}"] = (str(route.tool), step.span)
        return homes

    def taken(self, example: Example) -> Iterator[Branch]:
        """What comes of the case that *example* gives."""
        found = Found(self.pack, example)
        if found.moderated is not None:
            yield from self._of_moderation(found)
        if looked_at(example) is None:
            return
        for due in found.timetable:
            if due.status not in _NOT_BEGUN and self._is_of(example, BranchKind.DEADLINE, due.id):
                yield self._branch(BranchKind.DEADLINE, due.id.partition("/")[0], Side.STARTS)
        for kind, states in (
            (BranchKind.ESCALATION, found.next.escalations),
            (BranchKind.PROCESS, found.next.processes),
        ):
            for state in states:
                if self._is_of(example, kind, state.id):
                    yield from self._of_route(kind, state)

    def _is_of(self, example: Example, kind: BranchKind, id_: str) -> bool:
        """Whether something belongs to no tool, or to that of *example*."""
        return self._homes[kind, id_.partition("/")[0]][0] in {"", example.tool}

    def _of_route(self, kind: BranchKind, state: RouteState) -> Iterator[Branch]:
        if state.starts is not None:
            yield self._branch(kind, state.id, Side.STARTS if state.starts else Side.DOES_NOT_START)
        for step in state.steps:
            if step.id != state.id and step.progress in _TURN:
                yield self._branch(BranchKind.STEP, step.id, Side.HAS_ITS_TURN)

    def _of_moderation(self, found: Found) -> Iterator[Branch]:
        moderated = found.moderated
        assert moderated is not None
        for called in moderated.called:
            if called.starts is not None:
                side = Side.IS_CALLED_FOR if called.starts else Side.IS_NOT_CALLED_FOR
                text = f"when {called.text} then {called.then}"
                yield self._branch(BranchKind.CONSEQUENCE, moderated.moderation, side, text)


_Part = _OfTool | _OfKnowns | _OfSample | _OfRoutes
"""Some of the branches of a pack."""
