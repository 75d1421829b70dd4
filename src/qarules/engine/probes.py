"""
A tool with probes: what tells of one audit which way every rule and every single condition goes.

A probe is a judgement or a watched condition of the tool itself, so that the engine that grades the audit also answers
which way it went, for complete audits and for open ones.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import attrs

from qarules.engine.draft import JudgementSteps
from qarules.engine.plan import Plan
from qarules.engine.reference import Ratings, evaluate_look
from qarules.engine.steps import Value
from qarules.frozen import frozen
from qarules.model.answers import Audit, Status
from qarules.model.condition import Condition, Not, Or
from qarules.model.decision_coverage import Branch, BranchKind, Side
from qarules.model.dependencies import read_by, read_in, readings
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.outcome import Judged, Outcome, Why
from qarules.model.scale import Grade, Scale
from qarules.model.scope import always_applies
from qarules.model.tool import Item, Keyword, OnScale, Section, Tool, Watched, YesNo
from qarules.model.walk import Test, single_tests
from qarules.model.words import condition_words, rule_words

HOLDS = Grade(id="holds", title="", rank=1)
FAILS = Grade(id="fails", title="", rank=0)
# No id an author can write has a space in it.
TRUTH = Scale(id="whether it holds", title="", grades=(HOLDS, FAILS))


@frozen
class _Rule:
    """A rule of a judgement with the probe of its whole condition."""

    judgement: Judgement
    rule: GradeRule
    number: int
    probe: str


@frozen
class _Part:
    """
    A single condition with its three probes: whether it holds, whether it fails, whether it applies.

    Attributes:
        number: Its own among all of the tool.
    """

    of: str
    test: Test
    number: int
    judgement: str = ""
    asked_of: str = ""

    def probes(self) -> Iterator[tuple[str, Condition]]:
        """Each with the condition that it holds for."""
        fails = Not(part=self.test)
        # Numbered, not called by their words: a condition may have a `/` in it, and that parts a path.
        part = f"{self.of} part {self.number}"
        yield f"{part} holds", self.test
        yield f"{part} fails", fails
        yield f"{part} applies", Or(parts=(self.test, fails))


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
        self._rules = tuple(_rules(tool))
        self._parts = tuple(_parts(tool, of))
        self._read = _read(tool)
        self.tool = self._with_probes(tool)
        self.branches = tuple(self._branches())

    # --- the probes --------------------------------------------------------------------------------------------------

    def _with_probes(self, tool: Tool) -> Tool:
        for_each = {judgement.id: judgement.for_each_section for judgement in tool.judgements}
        judgements = [_probe(rule.probe, rule.rule.when, for_each[rule.judgement.id]) for rule in self._rules]
        watched: list[Watched] = []
        asked: dict[str, list[Item]] = {}
        for part in self._parts:
            for name, condition in part.probes():
                if part.judgement:
                    judgements.append(_probe(name, condition, for_each[part.judgement]))
                elif part.asked_of:
                    asked.setdefault(part.asked_of, []).append(_asked(name, condition))
                else:
                    watched.append(Watched(id=name, when=condition))
        sections = tuple(
            attrs.evolve(section, items=(*section.items, *asked.get(section.id, ()))) for section in tool.sections
        )
        return attrs.evolve(
            tool,
            scales=(*tool.scales, TRUTH),
            judgements=(*tool.judgements, *judgements),
            watched=(*tool.watched, *watched),
            sections=sections,
        )

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

    def _rule_branch(self, rule: _Rule, side: Side) -> Branch:
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

    def _part_branch(self, part: _Part, side: Side) -> Branch:
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

    def _sides_of_rule(self, rule: _Rule, judged: Judged, outcome: Outcome) -> Iterator[Side]:
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

    def _binds(self, rule: _Rule, grade: Grade, judged: Judged, outcome: Outcome) -> bool | None:
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

    def _truths(self, part: _Part, outcome: Outcome) -> Iterator[tuple[bool | None, ...]]:
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
                    for judged in _made(plan, rule.judgement.id):
                        yield from _rule_targets(rule, index, judged, branch.side, self._plain)
            case BranchKind.CONDITION:
                for part in self._parts:
                    if self._part_branch(part, branch.side) == branch:
                        yield from _part_targets(part, branch.side, plan)
            case BranchKind.BAND:
                item = self._plain.items[branch.of]
                rank = self._plain.scale_by_id[_scale(item)].by_id[branch.text].rank
                yield from (((each.value,), _is(rank)) for each in plan.items if each.item.id == item.id)
            case _:
                for judged in _made(plan, branch.of):
                    rank = self._plain.scale_by_id[judged.judgement.scale].by_id[branch.text].rank
                    yield (judged.suggested if judged.judgement.giving else judged.final,), _is(rank)

    def _numbered_rules(self, branch: Branch) -> Iterator[tuple[int, _Rule]]:
        """The rule that *branch* is of, with its place among those of its judgement."""
        places: Counter[str] = Counter()
        for rule in self._rules:
            index = places[rule.judgement.id]
            places[rule.judgement.id] += 1
            if self._rule_branch(rule, branch.side) == branch:
                yield index, rule

    def _could_be(self, part: _Part, outcome: Outcome) -> Iterator[tuple[bool, bool, bool]]:
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


# --- targets ---------------------------------------------------------------------------------------------------------

Row = tuple[Value, ...]
Target = tuple[tuple[int, ...], Callable[[Row], bool]]


def _is(wanted: Value) -> Callable[[Row], bool]:
    return lambda row: row[0] == wanted


def _made(plan: Plan, judgement: str) -> Iterator[JudgementSteps]:
    return (judged for judged in plan.judgements if judged.judgement.id == judgement)


def _rule_targets(rule: _Rule, index: int, judged: JudgementSteps, side: Side, tool: Tool) -> Iterator[Target]:
    ranks = tool.scale_by_id[rule.judgement.scale].by_id
    rank = ranks[rule.rule.grade].rank
    better = [truth for each, truth in judged.rules if each.kind is RuleKind.GIVE and ranks[each.grade].rank > rank]
    kept = (judged.rules[index][1], judged.suggested, judged.cap, *better)
    has_giving = bool(rule.judgement.giving)

    def binds(row: Row) -> bool:
        return row[0] is True and (row[1] == rank and True in row[3:] if has_giving else row[2] == rank)

    if side is Side.MAKES_THE_GRADE:
        yield kept[:2], lambda row: row[0] is True and row[1] == rank
    elif side is Side.DOES_NOT_MAKE_IT:
        yield kept[:2], lambda row: row[1] is not None and not (row[0] is True and row[1] == rank)
    elif side is Side.BINDS:
        yield kept, binds
    else:
        yield kept[:2], lambda row: row[0] is False and row[1] is not None
        yield kept, lambda row: row[0] is True and row[1] is not None and not binds(row)


_PROBE_OF = {Side.HOLDS: (0, True), Side.FAILS: (1, True), Side.DOES_NOT_APPLY: (2, False)}


def _part_targets(part: _Part, side: Side, plan: Plan) -> Iterator[Target]:
    number, wanted = _PROBE_OF[side]
    name = [name for name, _ in part.probes()][number]
    if part.judgement:
        rank = HOLDS.rank if wanted else FAILS.rank
        yield from (((judged.suggested,), _is(rank)) for judged in _made(plan, name))
    elif part.asked_of:
        asked = (item.asked for item in plan.items if item.item.id == name)
        yield from (((step,), lambda row: (row[0] is True) is wanted) for step in asked if step is not None)
    else:
        steps = (step for each, step in plan.watched if each.id == name)
        yield from (((step,), lambda row: (row[0] is True) is wanted) for step in steps)


def _scale(item: Item) -> str:
    assert isinstance(item.answer, OnScale)
    return item.answer.scale


# --- building --------------------------------------------------------------------------------------------------------


def _rules(tool: Tool) -> Iterator[_Rule]:
    for judgement in tool.judgements:
        written: Counter[str] = Counter()
        for place, rule in enumerate((*judgement.giving, *judgement.limits), 1):
            words = rule_words(rule)
            written[words] += 1
            yield _Rule(judgement, rule, written[words], f"{judgement.id} rule {place}")


def _parts(tool: Tool, of: str) -> Iterator[_Part]:
    """The single conditions of rules, of what is asked, and of what is watched; each once in what it belongs to."""
    numbers = itertools.count(1)
    for judgement in tool.judgements:
        tests = (t for rule in (*judgement.giving, *judgement.limits) for t in single_tests(rule.when))
        for test in dict.fromkeys(tests):
            yield _Part(str(judgement.id), test, next(numbers), judgement=str(judgement.id))
    for section in tool.sections:
        for item in section.items:
            for test in dict.fromkeys(single_tests(item.asked_when)) if item.asked_when is not None else ():
                yield _Part(str(item.id), test, next(numbers), asked_of=str(section.id) if section.repeated else "")
    for known in tool.knowns:
        for test in dict.fromkeys(single_tests(known.asked_when)) if known.asked_when is not None else ():
            yield _Part(str(known.id), test, next(numbers))
    written = dict.fromkeys((of or str(each.id), test) for each in tool.watched for test in single_tests(each.when))
    for name, test in written:
        yield _Part(name, test, next(numbers))


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


def _probe(name: str, when: Condition, for_each_section: bool) -> Judgement:
    rule = GradeRule(kind=RuleKind.GIVE, grade=HOLDS.id, when=when)
    return Judgement(id=name, title="", scale=TRUTH.id, for_each_section=for_each_section, giving=(rule,))


def _asked(name: str, when: Condition) -> Item:
    return Item(keyword=Keyword.QUESTION, id=name, title="", answer=YesNo(), asked_when=when, counted=False)


def _read(tool: Tool) -> tuple[Item, ...]:
    """The items on a scale, in sections, that some condition or number of *tool* reads."""
    names = {reading.of.id for node in readings(tool) for reading in read_by(node, tool)}
    names |= {reading.of.id for each in tool.watched for reading in read_in(each.when, tool)}
    return tuple(item for item in _in_sections(tool.sections) if item.id in names and tool.scale_of(item) is not None)


def _in_sections(sections: tuple[Section, ...]) -> Iterator[Item]:
    return (item for section in sections for item in section.items)
