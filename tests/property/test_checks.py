"""What the checks conclude holds in every audit, as the independent evaluator sees it."""

from __future__ import annotations

import itertools
from fractions import Fraction

import attrs
from hypothesis import assume, event, given, settings, strategies as st
from tests.oracle import Completion, completions_of

from qarules.diagnostics import Severity
from qarules.dsl.checks import TOOL_CHECKS, applicability, cycles, values
from qarules.dsl.checks.soundness import is_sound
from qarules.dsl.findings import Findings
from qarules.model.condition import (
    And,
    Applicable,
    At,
    Comparison,
    Count,
    ItemsIn,
    Named,
    Not,
    Or,
    Quantity,
    Reach,
)
from qarules.model.direction import Direction, direction, exposed_items, items_read
from qarules.model.judgement import GradeRule, RuleKind
from qarules.model.tool import Better, OnScale
from qarules.model.walk import conditions_of, single_tests, walk
from qarules.testing import strategies

MOST = 400
SMALL = {"items": 4, "knowns": 1, "measures": 2, "judgements": 2}


def without_rules(tool):
    """The tool with every judgement left to people, so that any grade can meet any answers."""
    return attrs.evolve(
        tool, judgements=tuple(attrs.evolve(judgement, giving=(), limits=()) for judgement in tool.judgements)
    )


def audits(tool, answers=None):
    """Every complete audit of a small tool without its rules; another tool is drawn where there are too many."""
    found = list(itertools.islice(completions_of(without_rules(tool), answers or {}, {}, {}), MOST + 1))
    assume(len(found) <= MOST)
    return found


def truths(audit, situated):
    """The truth of a rule's condition wherever its judgement is made and applies."""
    for judgement, spot, key in audit.made():
        if judgement.id == situated.judgement.id and audit.applies(judgement, spot):
            yield key, audit.holds(situated.condition, audit.standpoint(spot))


def rules_of(tool):
    return [situated for situated in conditions_of(tool) if situated.judgement is not None]


# --- direction -------------------------------------------------------------------------------------------------------


def level(tool, item, value):
    """How good an answer is; None where that is not said."""
    if value is None:
        return None
    if isinstance(item.answer, OnScale):
        return tool.scale_by_id[item.answer.scale].by_id[value].rank
    match getattr(item.answer, "better", Better.NEITHER):
        case Better.HIGHER:
            return value
        case Better.LOWER:
            return -value
    return None


def levels(tool, audit):
    """All evidence of an audit, and all that is none."""
    evidence, rest = {}, {}
    for (name, number), value in audit.values.items():
        found = level(tool, tool.items[name], value)
        (evidence if found is not None else rest)[name, number] = value if found is None else found
    for key, grade in audit.chosen.items():
        judgement = tool.things[key.split("/")[0]]
        evidence[key] = tool.scale_by_id[judgement.scale].by_id[grade].rank
    return evidence, (sorted(rest.items(), key=repr), audit.left_out)


def improvements(tool, found):
    """Pairs of audits that differ in evidence only, the second better in one thing."""
    known = [(audit, *levels(tool, audit)) for audit in found]
    for (one, evidence, rest), (other, better, same) in itertools.product(known, known):
        if rest == same and evidence.keys() == better.keys():
            rises = [better[key] - evidence[key] for key in evidence if better[key] != evidence[key]]
            if len(rises) == 1 and rises[0] > 0:
                yield one, other


@settings(max_examples=100, deadline=None)
@given(strategies.tools(**SMALL, repeated=False))
def test_direction(tool):
    """Better evidence never makes a condition fail that points up, and never makes one hold that points down."""
    rules = rules_of(tool)
    exposed = exposed_items(tool)
    rules = [each for each in rules if exposed.isdisjoint(items_read(each.condition, tool))]
    ways = [direction(each.condition, tool) for each in rules]
    assume(any(way is not Direction.NONE for way in ways))
    for one, other in improvements(tool, audits(tool)):
        for situated, way in zip(rules, ways, strict=True):
            before, after = dict(truths(one, situated)), dict(truths(other, situated))
            for key in before.keys() & after.keys():
                event(f"{way.value}: {before[key]} becomes {after[key]}")
                if way in {Direction.UP, Direction.NEUTRAL}:
                    assert before[key] is not True or after[key] is True
                if way in {Direction.DOWN, Direction.NEUTRAL}:
                    assert after[key] is not True or before[key] is True


@settings(max_examples=200, deadline=None)
@given(strategies.monotone_tools())
def test_tools_that_need_no_word(tool):
    """What is built to reward better evidence is never asked for `intended`, and nothing else in it is an error."""
    findings = Findings()
    for check in TOOL_CHECKS:
        check(tool, findings)
    assert [each for each in findings.found if each.severity is Severity.ERROR] == []


@settings(max_examples=200, deadline=None)
@given(strategies.tools())
def test_generated_tools_are_sound(tool):
    """Names fit, nothing goes in a circle, and values can be had."""
    findings = Findings()
    for check in TOOL_CHECKS:
        check(tool, findings)
    assert {each.code for each in findings.found if each.severity is Severity.ERROR} <= {"QA407"}


# --- settled before the audit ----------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(strategies.tools(**SMALL, repeated=False))
def test_settled(tool):
    """What is said always to hold never fails, and what is said never to hold never does."""
    found = audits(tool)
    for situated in rules_of(tool):
        for test in single_tests(situated.condition):
            alone = attrs.evolve(situated, condition=test)
            findings = Findings()
            values.check_condition(alone, tool, findings)
            for report in findings.found:
                outcomes = {truth for audit in found for _, truth in truths(audit, alone)}
                if "every step" in report.message:
                    assert not {True, False} <= outcomes
                elif "always" in report.message:
                    assert False not in outcomes
                elif "never" in report.message:
                    assert True not in outcomes


# --- limits over nothing ---------------------------------------------------------------------------------------------


class NothingDoesNotCount(Completion):
    """An audit in which a count of pieces of nothing does not apply; whether an item is asked is left as it is."""

    def amounts_to(self, quantity, counted):
        return super().amounts_to(quantity, counted) if counted else None

    def value(self, item, number):
        return plain(self).value(item, number)


def plain(audit):
    return Completion(**{field.name: getattr(audit, field.name) for field in attrs.fields(Completion)})


@st.composite
def counts_of_few(draw, tool):
    """A count of few or none at some band, by itself or beside another condition."""
    items = [item for section in tool.sections for item in section.items if isinstance(item.answer, OnScale)]
    names = draw(st.lists(st.sampled_from(items).map(lambda item: item.id), min_size=1, max_size=2, unique=True))
    sections = draw(st.sampled_from([(), tuple({tool.section_of[name].id: None for name in names})]))
    step = draw(st.sampled_from(tool.scale_of(tool.items[names[0]]).grades)).id
    few = Quantity(comparison=draw(st.sampled_from([Comparison.AT_MOST, Comparison.EXACTLY])), amount=Fraction(0))
    any_ = Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1))
    quantity, negated = draw(st.sampled_from([(few, False), (any_, True)]))
    of = draw(st.sampled_from([Named(names=tuple(names)), ItemsIn(sections=sections)]))
    count = Count(quantity=quantity, of=of, at=At(step=step, reach=draw(st.sampled_from(Reach))))
    part = Not(part=count) if negated else count
    other = draw(strategies.conditions(tool, depth=1))
    return draw(st.sampled_from([part, And(parts=(part, other)), Or(parts=(other, part))]))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_limits_over_nothing(data):
    """A limit that is not reported holds in no audit for the sole reason that nothing is left to count."""
    tool = data.draw(strategies.tools(**{**SMALL, "measures": 1}))
    judgement = data.draw(st.sampled_from(tool.judgements))
    assume(any(isinstance(tool.items[name].answer, OnScale) for name in tool.section_of))
    condition = data.draw(counts_of_few(tool))
    assume(not any(isinstance(node, Not) and isinstance(node.part, Applicable) for node in walk(condition)))
    limit = GradeRule(kind=RuleKind.LIMIT, grade=tool.scale_by_id[judgement.scale].grades[-1].id, when=condition)
    limited = [attrs.evolve(each, limits=(limit,) if each is judgement else ()) for each in tool.judgements]
    tool = attrs.evolve(tool, judgements=tuple(limited))
    (situated,) = (each for each in rules_of(tool) if each.rule is limit)
    findings = Findings()
    cycles.check(tool, findings)
    assume(not findings.found and is_sound(situated, tool, findings))
    applicability.check(tool, findings)
    event("reported" if findings.found else "not reported")
    if findings.found:
        return
    instances = data.draw(st.sampled_from([[], [{}]]))
    for audit in audits(tool, {section.id: instances for section in tool.sections if section.repeated}):
        otherwise = NothingDoesNotCount(
            **{field.name: getattr(audit, field.name) for field in attrs.fields(Completion)}
        )
        for (_, truth), (_, other) in zip(truths(audit, situated), truths(otherwise, situated), strict=True):
            assert truth is not True or other is True
