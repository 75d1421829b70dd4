"""
A tool with probes: what tells of one audit which way every rule and every single condition goes.

A probe is a judgement or a watched condition of the tool itself, so that the engine that grades the audit also answers
which way it went, for complete audits and for open ones.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from qarules.engine.plan import Plan
from qarules.engine.probe_parts import FAILS, HOLDS, ProbedPart, ProbedRule, parts_of, rules_of, with_probes
from qarules.engine.probe_targets import Target, is_value, made_of, part_targets, rule_targets
from qarules.engine.reference import Ratings, evaluate_look
from qarules.model.answers import Audit, Status
from qarules.model.decision_coverage import Branch, BranchKind, Side
from qarules.model.dependencies import read_by, read_in, readings
from qarules.model.judgement import Judgement, RuleKind
from qarules.model.outcome import Judged, Outcome, Why
from qarules.model.scale import Grade
from qarules.model.scope import always_applies
from qarules.model.tool import Item, Section, Tool
from qarules.model.words import condition_words, rule_words


class Probed:
    """
    A tool and its branches.

    Attributes:
        tool: With the probes in it.
        branches: All of them, in the order of the tool.
    """

    def __init__(self, tool: Tool, name: str, of: str = "") -> None:
        """
        Put probes into *tool*.

        Args:
            name: What branches say they belong to; empty for no tool.
            of: What its watched conditions belong to, where that is one thing.
        """
        self._plain = tool
        self._name = name
        self._rules = tuple(rules_of(tool))
        self._parts = tuple(parts_of(tool, of))
        self._read = _read(tool)
        self.tool = with_probes(tool, self._rules, self._parts)
        self.branches = tuple(self._branches())

    # --- the branches ------------------------------------------------------------------------------------------------

    def _branches(self) -> Iterator[Branch]:
        for rule in self._rules:
            yield from (self._rule_branch(rule, side) for side in _SIDES[rule.rule.kind])
        for part in self._parts:
            yield from (self._part_branch(part, side) for side in (Side.HOLDS, Side.FAILS, Side.DOES_NOT_APPLY))
        for item in self._read:
            scale = self._plain.scale_of(item)
            for band in scale.grades if scale is not None else ():
                yield self._branch(BranchKind.BAND, item, band, Side.IS_GIVEN)
        for judgement in self._plain.judgements:
            for grade in self._plain.scale_by_id[judgement.scale].grades:
                yield self._branch(BranchKind.GRADE, judgement, grade, Side.IS_REACHED)

    def _rule_branch(self, rule: ProbedRule, side: Side) -> Branch:
        kind = BranchKind.RULE if rule.rule.kind is RuleKind.GIVE else BranchKind.LIMIT
        return Branch(
            kind=kind,
            tool=self._name,
            of=str(rule.judgement.id),
            text=rule_words(rule.rule),
            side=side,
            number=rule.number,
            span=rule.rule.span,
        )

    def _part_branch(self, part: ProbedPart, side: Side) -> Branch:
        return Branch(
            kind=BranchKind.CONDITION,
            tool=self._name,
            of=part.of,
            text=condition_words(part.test),
            side=side,
            span=part.test.span,
        )

    def _branch(self, kind: BranchKind, thing: Item | Judgement, step: Grade, side: Side) -> Branch:
        return Branch(kind=kind, tool=self._name, of=str(thing.id), text=str(step.id), side=side, span=thing.span)

    def _evaluated(self, audit: Audit) -> tuple[Outcome, Ratings]:
        return evaluate_look(attrs.evolve(self.tool, on=audit.on), audit)

    # --- what one audit tells ----------------------------------------------------------------------------------------

    def taken(self, audit: Audit) -> Iterator[Branch]:
        """The branches that *audit* certainly takes, whatever its open answers."""
        outcome, ratings = self._evaluated(audit)
        for rule in self._rules:
            for judged in _results(outcome, rule.judgement.id):
                yield from (self._rule_branch(rule, side) for side in self._sides_of_rule(rule, judged, outcome))
        for part in self._parts:
            for truths in self._truths(part, outcome):
                side = _side_of_part(truths)
                if side is not None:
                    yield self._part_branch(part, side)
        for item in self._read:
            for path, rating in ratings.items():
                if path.split("/")[-1] == item.id and isinstance(rating, Grade):
                    yield self._branch(BranchKind.BAND, item, rating, Side.IS_GIVEN)
        for judgement in self._plain.judgements:
            for judged in _results(outcome, judgement.id):
                grade = judged.suggested if judgement.giving else judged.final
                if isinstance(grade, Grade):
                    yield self._branch(BranchKind.GRADE, judgement, grade, Side.IS_REACHED)

    def _sides_of_rule(self, rule: ProbedRule, judged: Judged, outcome: Outcome) -> Iterator[Side]:
        holds = _truth(outcome, rule.probe, judged)
        grade = self._plain.scale_by_id[rule.judgement.scale].by_id[rule.rule.grade]
        if rule.rule.kind is RuleKind.GIVE:
            if holds is True and judged.suggested == grade:
                yield Side.MAKES_THE_GRADE
            elif judged.suggested is not None and (holds is False or judged.suggested != grade):
                yield Side.DOES_NOT_MAKE_IT
        elif holds is False:
            yield Side.DOES_NOT_BIND
        elif holds is True:
            binds = self._binds(rule, grade, judged, outcome)
            if binds is not None:
                yield Side.BINDS if binds else Side.DOES_NOT_BIND

    def _binds(self, rule: ProbedRule, grade: Grade, judged: Judged, outcome: Outcome) -> bool | None:
        """Whether a limit that holds takes anything away; None where that is open."""
        if not rule.judgement.giving:
            return judged.allowed[:1] == (grade,) if judged.allowed else None
        if judged.suggested is None:
            return None
        if judged.suggested != grade:
            return False
        ranks = self._plain.scale_by_id[rule.judgement.scale].by_id
        better = [
            _truth(outcome, each.probe, judged)
            for each in self._rules
            if each.judgement is rule.judgement
            and each.rule.kind is RuleKind.GIVE
            and ranks[each.rule.grade].rank > grade.rank
        ]
        return True if True in better else None if None in better else False

    def _truths(self, part: ProbedPart, outcome: Outcome) -> Iterator[tuple[bool | None, ...]]:
        """The truth of the three probes of a part, each time it is read."""
        names = [name for name, _ in part.probes()]
        if part.judgement:
            for judged in _results(outcome, part.judgement):
                yield tuple(_truth(outcome, name, judged) for name in names)
        elif part.asked_of:
            states = [_asked_states(outcome, name) for name in names]
            for path in states[0]:
                yield tuple(state.get(path) for state in states)
        else:
            watches = {watch.id: watch.holds for watch in outcome.watched}
            yield tuple(watches[name] for name in names)

    def reachable(self, on: datetime.date, instances: Mapping[str, int]) -> frozenset[Branch]:
        """
        The branches of conditions and grades that some audit of the day *on* takes, and perhaps more.

        Args:
            instances: For each repeated section, how many instances it has in them.
        """
        outcome, _ = self._evaluated(_open_audit(self.tool, on, instances))
        found: set[Branch] = set()
        for part in self._parts:
            for holds, fails, is_open in self._could_be(part, outcome):
                may_not_apply = is_open and not always_applies(part.test, self._plain)
                could = ((Side.HOLDS, holds), (Side.FAILS, fails), (Side.DOES_NOT_APPLY, may_not_apply))
                found.update(self._part_branch(part, side) for side, is_so in could if is_so)
        for judgement in self._plain.judgements:
            for judged in _results(outcome, judgement.id):
                found.update(
                    self._branch(BranchKind.GRADE, judgement, grade, Side.IS_REACHED)
                    for grade in judged.possible
                    if isinstance(grade, Grade)
                )
        return frozenset(found)

    # --- audits that take one ----------------------------------------------------------------------------------------

    def targets(self, branch: Branch, plan: Plan) -> Iterator[Target]:
        """
        The steps of *plan* that tell whether an audit takes *branch*, for each place where it may.

        Each with the values of them that do.
        """
        match branch.kind:
            case BranchKind.RULE | BranchKind.LIMIT:
                for index, rule in self._numbered_rules(branch):
                    for judged in made_of(plan, rule.judgement.id):
                        yield from rule_targets(rule, index, judged, branch.side, self._plain)
            case BranchKind.CONDITION:
                for part in self._parts:
                    if self._part_branch(part, branch.side) == branch:
                        yield from part_targets(part, branch.side, plan)
            case BranchKind.BAND:
                item = self._plain.items[branch.of]
                scale = self._plain.scale_of(item)
                assert scale is not None  # else it has no bands
                rank = scale.by_id[branch.text].rank
                yield from (((each.value,), is_value(rank)) for each in plan.items if each.item.id == item.id)
            case _:
                for judged in made_of(plan, branch.of):
                    rank = self._plain.scale_by_id[judged.judgement.scale].by_id[branch.text].rank
                    yield (judged.suggested if judged.judgement.giving else judged.final,), is_value(rank)

    def _numbered_rules(self, branch: Branch) -> Iterator[tuple[int, ProbedRule]]:
        """The rule that *branch* is of, with its place among those of its judgement."""
        places: Counter[str] = Counter()
        for rule in self._rules:
            index = places[rule.judgement.id]
            places[rule.judgement.id] += 1
            if self._rule_branch(rule, branch.side) == branch:
                yield index, rule

    def _could_be(self, part: ProbedPart, outcome: Outcome) -> Iterator[tuple[bool, bool, bool]]:
        """Whether a part could hold, fail and not apply, each time it is read."""
        if part.judgement:
            names = [name for name, _ in part.probes()]
            for judged in _results(outcome, part.judgement):
                may_hold, may_fail, may_apply = (_possible(outcome, name, judged) for name in names)
                yield HOLDS in may_hold, HOLDS in may_fail, FAILS in may_apply
        else:
            for holds, fails, applies in self._truths(part, outcome):
                yield holds is not False, fails is not False, applies is not True


_SIDES = {
    RuleKind.GIVE: (Side.MAKES_THE_GRADE, Side.DOES_NOT_MAKE_IT),
    RuleKind.LIMIT: (Side.BINDS, Side.DOES_NOT_BIND),
}


def _side_of_part(truths: tuple[bool | None, ...]) -> Side | None:
    holds, fails, applies = truths
    if holds is True:
        return Side.HOLDS
    if fails is True:
        return Side.FAILS
    return Side.DOES_NOT_APPLY if applies is False else None


def _results(outcome: Outcome, judgement: str) -> Iterator[Judged]:
    """The results of a judgement: one, or one for each section."""
    return (judged for judged in outcome.judgements if judged.id.split("/")[0] == judgement)


def _path(probe: str, judged: Judged) -> str:
    """The result of a probe beside that of the judgement it belongs to."""
    return f"{probe}{judged.id.removeprefix(judged.id.split('/')[0])}"


def _truth(outcome: Outcome, probe: str, judged: Judged) -> bool | None:
    """Whether the condition of a probe holds; None where that is open, and where nothing applies."""
    found = outcome[_path(probe, judged)].suggested
    return None if found is None else found == HOLDS


def _possible(outcome: Outcome, probe: str, judged: Judged) -> tuple[Grade | Status, ...]:
    return outcome[_path(probe, judged)].possible


def _asked_states(outcome: Outcome, item: str) -> Mapping[str, bool | None]:
    """For each instance of an item, whether it is asked; None while that is open."""
    states: dict[str, bool | None] = {
        missing.thing.rpartition("/")[0]: None if missing.if_asked else True
        for missing in outcome.missing
        if missing.thing.split("/")[-1] == item and missing.why is Why.UNANSWERED
    }
    return states | {path.rpartition("/")[0]: False for path in outcome.hidden if path.split("/")[-1] == item}


def _open_audit(tool: Tool, on: datetime.date, instances: Mapping[str, int]) -> Audit:
    """The audit of which every other is a completion: what is optional is left open in it, not blank."""
    answers: dict[str, object] = {}
    for section in tool.sections:
        open_ = {str(item.id): Status.CANNOT_TELL for item in section.items if item.optional}
        if section.repeated:
            answers[section.id] = [open_] * instances[section.id]
        else:
            answers.update(open_)
    known = {str(item.id): Status.CANNOT_TELL for item in tool.knowns if item.optional}
    return Audit(on=on, answers=answers, known=known)


def _read(tool: Tool) -> tuple[Item, ...]:
    """The items on a scale, in sections, that some condition or number of *tool* reads."""
    names = {reading.of.id for node in readings(tool) for reading in read_by(node, tool)}
    names |= {reading.of.id for each in tool.watched for reading in read_in(each.when, tool)}
    return tuple(item for item in _in_sections(tool.sections) if item.id in names and tool.scale_of(item) is not None)


def _in_sections(sections: tuple[Section, ...]) -> Iterator[Item]:
    return (item for section in sections for item in section.items)
