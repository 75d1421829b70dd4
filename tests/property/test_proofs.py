"""Proofs against going through every audit one by one, with the evaluator written from the language."""

from __future__ import annotations

import datetime
import importlib.util
import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from qarules.dsl.compile import compile_text
from qarules.dsl.printer import print_tool
from qarules.engine.domains import open_values
from qarules.engine.example import run_example
from qarules.engine.space import answer_of
from qarules.engine.steps import ANY
from qarules.model.answers import Decision, Status
from qarules.model.condition import At, Reach
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.promise import Claim, Promise
from qarules.model.proof import FindingKind
from qarules.model.scope import steps_at
from qarules.model.tool import Better, Keyword, Number, OnScale, Tool, YesNo
from qarules.proofs.prove import prove
from qarules.testing import strategies

_spec = importlib.util.spec_from_file_location("oracle", Path(__file__).parents[1] / "oracle.py")
assert _spec is not None
assert _spec.loader is not None
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)

slow = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

ENDS = {datetime.date.min: datetime.date(1800, 1, 1), datetime.date.max: datetime.date(2300, 1, 1)}

INSTANCES = 1
MOST = 600


def small_tools() -> st.SearchStrategy[Tool]:
    return strategies.tools(sections=2, items=3, knowns=1, measures=1, judgements=2, steps=3)


def ways(tool: Tool, item) -> list[object]:
    """
    Every answer to an item.

    The first and the last day there is give way to days that can be reckoned with: before the first there is none, so
    that it is 19 days before itself.
    """
    values = [ENDS.get(value, value) for value in open_values(item, tool)]
    assume(ANY not in values)
    allowed = [Status.NOT_APPLICABLE] if item.may_not_apply or item.optional else []
    return [*(answer_of(item, value, tool) for value in values), *allowed]


@attrs.frozen(eq=False)
class Sheet:
    """One complete audit, by item and instance, in a form that can be changed."""

    places: tuple[tuple[str, str, int], ...]
    values: tuple[object, ...]
    off: frozenset[str]
    instances: tuple[tuple[str, int], ...]

    @property
    def key(self):
        return (self.values if all(map(_hashable, self.values)) else repr(self.values), self.off, self.instances)

    def handed_in(self, tool: Tool) -> tuple[dict[str, object], dict[str, object]]:
        answers: dict[str, object] = {
            name: [{} for _ in range(count)] for name, count in self.instances if name not in self.off
        }
        answers.update(dict.fromkeys(self.off, Status.NOT_APPLICABLE))
        known: dict[str, object] = {}
        for (item, section, number), value in zip(self.places, self.values, strict=True):
            if section in self.off:
                continue
            if not section:
                known[item] = value
            elif number:
                answers[section][number - 1][item] = value  # type: ignore[index]
            else:
                answers[item] = value
        return answers, known


def _hashable(value: object) -> bool:
    return not isinstance(value, list)


def sheets(tool: Tool) -> Iterator[Sheet]:
    repeated = [section.id for section in tool.sections if section.repeated]
    may_be_off = [section.id for section in tool.sections if section.may_not_apply]
    for counts in itertools.product(range(INSTANCES + 1), repeat=len(repeated)):
        instances = dict(zip(repeated, counts, strict=True))
        places = [(item.id, "", 0) for item in tool.knowns]
        for section in tool.sections:
            numbers = range(1, instances[section.id] + 1) if section.repeated else [0]
            places += [(item.id, section.id, number) for number in numbers for item in section.items]
        domains = [ways(tool, tool.items[item]) for item, _, _ in places]
        for off in itertools.product([False, True], repeat=len(may_be_off)):
            gone = frozenset(section for section, is_off in zip(may_be_off, off, strict=True) if is_off)
            for values in itertools.product(*domains):
                yield Sheet(tuple(places), values, gone, tuple(instances.items()))


def all_sheets(tool: Tool) -> list[Sheet]:
    found = list(itertools.islice(sheets(tool), MOST + 1))
    assume(len(found) <= MOST)
    return found


def name(path: str) -> str:
    """A judgement's name in a proof: without the number of the instance."""
    return "/".join(path.split("/")[:2])


def with_decisions(tool: Tool, sheets: list[Sheet], but: Judgement) -> Iterator[tuple[Sheet, dict[str, Decision]]]:
    """Each sheet with every grade that people may give in the judgements that only they give, other than *but*."""
    theirs = {each.id: each for each in tool.judgements if not each.giving and each is not but}
    ways = 0
    for sheet in sheets:
        paths = [path for path in judged(tool, sheet) if path.split("/")[0] in theirs] if theirs else []
        grades = [tool.scale_by_id[theirs[path.split("/")[0]].scale].grades for path in paths]
        for chosen in itertools.product(*grades):
            ways += 1
            assume(ways <= MOST)
            decided = [Decision(grade.id, by="reviewer", reason="so it is") for grade in chosen]
            yield sheet, dict(zip(paths, decided, strict=True))


def judged(tool: Tool, sheet: Sheet):
    answers, known = sheet.handed_in(tool)
    return oracle.judge(tool, answers, known)


@slow
@given(st.data())
def test_every_grade_that_some_audit_gives_is_reached_and_no_other(data):
    tool = data.draw(small_tools())
    found: dict[str, set[str]] = {}
    for sheet in all_sheets(tool):
        for path, verdict in judged(tool, sheet).items():
            found.setdefault(name(path), set()).update(verdict.possible)
    proof = prove(tool, instances=INSTANCES)
    reached: dict[str, set[str]] = {}
    for each in proof.reached:
        reached.setdefault(each.judgement, set()).add(each.grade)
    assert reached == found
    for each in proof.reached:
        verdicts = oracle.judge(tool, each.audit.answers, each.audit.known, each.audit.decisions)
        assert any(name(path) == each.judgement and each.grade in v.possible for path, v in verdicts.items())


@slow
@given(st.data())
def test_a_rule_can_decide_exactly_where_some_grade_depends_on_it(data):
    """Without the rule some audit has another grade; of a person's judgement, another grade is allowed."""
    tool = data.draw(small_tools())
    sheets = all_sheets(tool)
    kinds = (FindingKind.NEVER_DECIDES, FindingKind.NEVER_BINDS)
    idle = {(f.thing, f.message) for f in prove(tool, instances=INSTANCES).findings if f.kind in kinds}
    for judgement in tool.judgements:
        grades = tool.scale_by_id[judgement.scale].grades
        ends = {grades[-1].id: RuleKind.GIVE, grades[0].id: RuleKind.LIMIT}
        rules = [rule for rule in (*judgement.giving, *judgement.limits) if ends.get(rule.grade) is not rule.kind]
        # One giving rule alone cannot be taken out: without any, nothing would be suggested.
        for rule in rules:
            if len({id(each) for each in judgement.giving}) < 2 and rule.kind is RuleKind.GIVE:
                continue
            less = attrs.evolve(
                judgement,
                giving=tuple(each for each in judgement.giving if each is not rule),
                limits=tuple(each for each in judgement.limits if each is not rule),
            )
            other = attrs.evolve(tool, judgements=tuple(less if j is judgement else j for j in tool.judgements))
            deciding: set[str] = set()
            seen: set[str] = set()
            for sheet, decisions in with_decisions(tool, sheets, judgement):
                first, second = (oracle.judge(each, *sheet.handed_in(tool), decisions) for each in (tool, other))
                for path in first:
                    if path.split("/")[0] == judgement.id and "not-applicable" not in first[path].possible:
                        seen.add(name(path))
                        if (first[path].possible, first[path].allowed) != (second[path].possible, second[path].allowed):
                            same = judgement.giving and first[path].possible == second[path].possible
                            deciding.update([] if same else [name(path)])
            idle_here = {thing for thing, message in idle if f"`{_words(rule)}` can never" in message}
            assert {path for path in seen if path in idle_here and path in deciding} == set()
            assert {path for path in seen if path not in idle_here} <= deciding


def _words(rule: GradeRule) -> str:
    from qarules.model.words import rule_words

    return rule_words(rule)


def better(tool: Tool, item) -> list[object]:
    """The answers to an item that has a direction, best first."""
    match item.answer:
        case OnScale(scale=scale):
            return [grade.id for grade in tool.scale_by_id[scale].grades]
        case YesNo(better=Better.HIGHER):
            return [True, False]
        case YesNo(better=Better.LOWER):
            return [False, True]
        case Number(better=Better.HIGHER):
            return sorted((v for v in open_values(item, tool) if isinstance(v, Fraction)), reverse=True)
        case Number(better=Better.LOWER):
            return sorted(v for v in open_values(item, tool) if isinstance(v, Fraction))
    return []


def top(tool: Tool, path: str, verdict) -> int | None:
    """The rank that better evidence should not lower: of the grade, or of the best that is allowed."""
    judgement = tool.things[path.split("/")[0]]
    scale = tool.scale_by_id[judgement.scale]
    grades = [verdict.suggested] if judgement.giving else verdict.allowed
    ranks = [scale.by_id[grade].rank for grade in grades if grade in scale.by_id]
    return max(ranks, default=None)


@slow
@given(st.data())
def test_evidence_is_punished_exactly_where_two_audits_show_it(data):
    """One answer a step better, all else the same, and the grade is worse."""
    tool = data.draw(
        strategies.tools(sections=2, items=3, knowns=1, measures=1, judgements=2, steps=3, read_grades=False)
    )
    assume(all(judgement.giving for judgement in tool.judgements))
    found = all_sheets(tool)
    verdicts = {sheet.key: judged(tool, sheet) for sheet in found}
    punished: set[str] = set()
    moving: set[str] = set()
    for sheet in found:
        first = verdicts[sheet.key]
        for at, (item, section, _) in enumerate(sheet.places):
            order = better(tool, tool.items[item])
            for value in ways(tool, tool.items[item]):
                changed = attrs.evolve(sheet, values=(*sheet.values[:at], value, *sheet.values[at + 1 :]))
                second = verdicts[changed.key]
                for path in first:
                    one, other = top(tool, path, first[path]), top(tool, path, second[path])
                    is_evidence = Status.NOT_APPLICABLE not in (value, sheet.values[at])
                    if first[path].possible != second[path].possible and section not in sheet.off and is_evidence:
                        moving.add(item)
                    steps = [
                        sheet.values[at] in order
                        and value in order
                        and order.index(sheet.values[at]) - order.index(value)
                    ]
                    if steps == [1] and one is not None and other is not None and other < one:
                        punished.add(name(path))
    proof = prove(tool, instances=INSTANCES)
    assert {f.thing for f in proof.findings if f.kind is FindingKind.PUNISHED} == punished
    still = {f.thing for f in proof.findings if f.kind is FindingKind.NO_INFLUENCE}
    criteria = {item.id for item in tool.items.values() if item.keyword is Keyword.CRITERION}
    assert still.isdisjoint(moving)
    for finding in proof.findings:
        if finding.kind is FindingKind.PUNISHED:
            worse, fair = (oracle.judge(tool, audit.answers, audit.known) for audit in finding.audits)
            fallen = [
                path for path in worse if (top(tool, path, fair[path]) or 0) < (top(tool, path, worse[path]) or 0)
            ]
            assert finding.thing in map(name, fallen)
    assert still <= criteria


@slow
@given(st.data())
def test_a_promise_is_kept_exactly_where_no_audit_breaks_it(data):
    tool = data.draw(small_tools())
    judgement = data.draw(st.sampled_from(tool.judgements))
    scale = tool.scale_by_id[judgement.scale]
    claim = Claim(
        judgement=judgement.id,
        always=data.draw(st.booleans()),
        at=At(step=data.draw(st.sampled_from([g.id for g in scale.grades])), reach=data.draw(st.sampled_from(Reach))),
        when=data.draw(st.none() | strategies.conditions(tool)),
    )
    promising = attrs.evolve(tool, promises=(Promise(title="P", claims=(claim,)),))
    ruled_out = {grade.id for grade in scale.grades} - {grade.id for grade in steps_at(claim.at, scale)}
    ruled_out = ruled_out if claim.always else {grade.id for grade in steps_at(claim.at, scale)}
    is_broken = False
    for sheet in all_sheets(tool):
        answers, known = sheet.handed_in(tool)
        for completion in oracle.completions_of(tool, answers, known, {}):
            holds = claim.when is None or completion.holds(claim.when, completion.whole) is True
            for made, spot, _ in completion.made():
                grade = completion.final(made, spot) if made.id == claim.judgement else None
                is_broken = is_broken or (holds and grade in ruled_out)
    findings = prove(promising, instances=INSTANCES).findings
    assume(not any(found.kind is FindingKind.NOT_DECIDED for found in findings))
    broken = [found for found in findings if found.kind is FindingKind.BROKEN]
    assert bool(broken) == is_broken


@slow
@given(st.data())
def test_every_example_of_a_finding_can_be_kept_and_comes_true(data):
    """The printed block stands beside the tool, is read again, and holds."""
    tool = data.draw(small_tools())
    claims = tuple(
        Claim(judgement=judgement.id, always=False, at=At(step=grade.id))
        for judgement in tool.judgements
        for grade in tool.scale_by_id[judgement.scale].grades
    )
    tool = attrs.evolve(tool, promises=tuple(Promise(title=f"P{n}", claims=(claim,)) for n, claim in enumerate(claims)))
    findings = prove(tool, instances=INSTANCES).findings
    for finding in findings:
        if finding.kind in {FindingKind.BROKEN, FindingKind.PUNISHED}:
            assert finding.audits
        for example in finding.examples:
            compiled = compile_text(f"{print_tool(tool)}\n{example}")
            assert not compiled.errors, (example, compiled.errors)
            (read,) = compiled.pack.examples
            assert run_example(compiled.pack, read) == (), example
