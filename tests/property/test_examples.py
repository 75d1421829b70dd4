"""Laws of examples, over generated tools, audits and statements."""

from __future__ import annotations

import datetime
import typing
from fractions import Fraction

import attrs
from hypothesis import HealthCheck, assume, given, settings, strategies as st

import qarules
from qarules.dsl.compile import read_file
from qarules.dsl.findings import Findings
from qarules.dsl.printer import print_example
from qarules.dsl.source import Source
from qarules.engine.decision_coverage import Decisions
from qarules.engine.example_found import Found
from qarules.model import expected as expecting, facts
from qarules.model.answers import Status
from qarules.model.decision_coverage import Side
from qarules.model.example import (
    Example,
    Expectation,
    ExpectGrade,
    ExpectPossible,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
)
from qarules.model.pack import Pack
from qarules.testing import strategies

slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


# --- examples made of audits -----------------------------------------------------------------------------------------


def said(tool: qarules.Tool, audit: qarules.Audit) -> tuple[Given, ...]:
    """What an audit saw, as an example gives it."""
    told: list[Given] = []
    for name, value in {**audit.answers, **audit.known}.items():
        if isinstance(value, list):
            cells = [tuple(facts.Cell(name=column, value=plain(cell)) for column, cell in row.items()) for row in value]
            told += [facts.GivenRow(table=name, cells=row) for row in cells or [()]]
        else:
            told.append(GivenAnswer(thing=name, value=plain(value)))
    for path, decision in audit.decisions.items():
        judgement, _, section = path.partition("/")
        told.append(GivenDecision(judgement=judgement, section=section, grade=decision.grade))
    return tuple(told)


def plain(value: object) -> facts.Value:
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value  # type: ignore[return-value]


def came_of(outcome: qarules.Outcome) -> tuple[ExpectGrade | ExpectPossible, ...]:
    """All that an example can expect of its judgements."""
    return tuple(
        ExpectGrade(judgement=judgement, section=section, grade=word(judged.final))
        if judged.final is not None
        else ExpectPossible(judgement=judgement, section=section, grades=tuple(map(word, judged.possible)))
        for judged in outcome
        for judgement, _, section in [judged.id.partition("/")]
    )


def word(grade: qarules.Grade | Status | None) -> str | None:
    return None if isinstance(grade, Status) else str(grade)


@st.composite
def true_examples(draw):
    """A pack of one tool, and an example of it that says what came of a generated audit."""
    tool = draw(strategies.tools(repeated=False))
    audit = draw(strategies.audits(tool, completions=50))
    outcome = qarules.evaluate(tool, audit.answers, known=audit.known, decisions=audit.decisions)
    assume(not outcome.problems)
    example = Example(title="E", tool=tool.id, on=tool.on, given=said(tool, audit), expected=came_of(outcome))
    return Pack(name="p", tools=(tool,)), example


@settings(slow, max_examples=150)
@given(true_examples())
def test_what_came_of_an_audit_comes_true(made):
    """An example that expects what was evaluated always passes."""
    pack, example = made
    assert qarules.run_example(pack, example) == ()


@settings(slow, max_examples=150)
@given(true_examples(), st.data())
def test_one_expectation_changed_fails(made, data):
    """Whichever grade is changed to another, exactly that expectation is told, with what is so."""
    pack, example = made
    number = data.draw(st.sampled_from(range(len(example.expected))))
    old = example.expected[number]
    (tool,) = pack.tools
    judgement = next(each for each in tool.judgements if each.id == old.judgement)
    others = [None, *(str(grade.id) for grade in tool.scale_by_id[judgement.scale].grades)]
    if isinstance(old, ExpectGrade):
        changed = attrs.evolve(old, grade=data.draw(st.sampled_from([each for each in others if each != old.grade])))
    else:
        sets = st.sets(st.sampled_from(others), min_size=1).filter(lambda each: each != set(old.grades))
        changed = attrs.evolve(old, grades=tuple(data.draw(sets)))
    expected = (*example.expected[:number], changed, *example.expected[number + 1 :])
    (mismatch,) = qarules.run_example(pack, attrs.evolve(example, expected=expected))
    assert mismatch.expected.startswith(old.judgement)
    assert mismatch.found


@settings(slow, max_examples=100)
@given(true_examples())
def test_it_reads_back(made):
    """Written into a file, an example is the same."""
    _, example = made
    assert read(print_example(example)) == example


def read(text: str) -> Example:
    findings = Findings()
    (example,) = read_file(Source("<text>", f"qa 1\n{text}"), findings).examples
    assert findings.found == []
    return example


# --- coverage --------------------------------------------------------------------------------------------------------


@settings(slow, max_examples=80)
@given(true_examples())
def test_what_an_audit_takes_is_possible(made):
    """Where nobody overrules a rule, no audit takes what cannot be; each condition that it reads goes one way."""
    pack, example = made
    outcome = Found(pack, example).outcome
    assert outcome is not None
    ruled = {judgement.id for judgement in pack.tools[0].judgements if judgement.giving}
    decided = [judged for judged in outcome if judged.decided is not None]
    assume(not any(judged.above_limit or judged.id.partition("/")[0] in ruled for judged in decided))
    decisions = Decisions(pack)
    taken = decisions.taken(example)
    assert decisions.impossible.intersection(taken) == set()
    assert len(taken) == len(set(taken))
    sides = [(each.of, each.text, each.number) for each in taken if each.side in {Side.HOLDS, Side.FAILS}]
    once = {judgement.id for judgement in pack.tools[0].judgements if not judgement.for_each_section}
    assert len([each for each in sides if each[0] in once]) == len({each for each in sides if each[0] in once})


@settings(slow, max_examples=30)
@given(true_examples())
def test_what_is_proposed_is_true_and_new(made):
    """Every example that is proposed comes true and takes what none took; nothing both is covered and sought."""
    pack, example = made
    covered = qarules.decision_coverage(attrs.evolve(pack, examples=(example,)))
    missing = qarules.missing_examples(pack, covered)
    sought = {each.branch for each in covered.uncovered}
    for each in missing.examples:
        assert qarules.run_example(pack, each.example) == ()
        assert sought.issuperset(each.branches)
    found = {branch for each in missing.examples for branch in each.branches}
    assert found.isdisjoint(missing.not_found)
    assert found | set(missing.not_found) == sought


# --- every statement -------------------------------------------------------------------------------------------------

# Keywords are ids like any other, but for those that open a construct where a name and a text follow.
NAMES = st.sampled_from(["a", "case-summary", "due", "row", "done", "second", "at", "the-2nd"])
TEXTS = st.sampled_from(["Ros Ellis", "A-17", "due", "Kim's 2nd look", 'said "no" to it'])
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))
TIMES = st.builds(datetime.datetime.combine, DAYS, st.times().map(lambda at: at.replace(second=0, microsecond=0)))
NUMBERS = st.fractions(-100, 100, max_denominator=1).map(Fraction) | st.just(Fraction(5, 2))
VALUES = NAMES | TEXTS | DAYS | NUMBERS | st.booleans() | st.sampled_from(list(Status))
TARGETS = st.one_of(
    st.builds(facts.Target, name=NAMES),
    st.builds(facts.Target, name=NAMES, of=NAMES),
    st.builds(facts.Target, name=NAMES, row=st.integers(1, 9)),
)
CELLS = st.lists(st.builds(facts.Cell, name=NAMES, value=VALUES), min_size=1, max_size=3).map(tuple)
SEVERAL = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
SEVERAL_TEXTS = st.lists(TEXTS, min_size=1, max_size=3).map(tuple)
STEPS = st.builds(facts.Target, name=NAMES) | st.builds(facts.Target, name=NAMES, of=NAMES)
PLAIN = st.builds(facts.Target, name=NAMES)

FACTS = st.one_of(
    st.builds(facts.GivenDay, thing=NAMES, kind=st.just(facts.DayKind.COUNTED_FROM), on=DAYS),
    st.builds(
        facts.GivenDay,
        thing=NAMES,
        kind=st.sampled_from([facts.DayKind.HAPPENED, facts.DayKind.LAST]),
        on=DAYS | TIMES,
    ),
    st.builds(facts.GivenDone, thing=TARGETS, done=st.just(facts.Done.DONE), on=st.none() | DAYS | TIMES),
    st.builds(facts.GivenDone, thing=TARGETS, done=st.sampled_from(facts.Done)),
    st.builds(facts.GivenRaise, thing=STEPS, by=NAMES, on=st.none() | DAYS | TIMES, person=st.just("") | TEXTS),
    st.builds(facts.GivenAct, thing=STEPS, act=st.sampled_from(facts.Act), roles=SEVERAL),
    st.builds(facts.GivenReason, thing=STEPS, because=TEXTS),
    st.builds(facts.GivenInvolved, who=NAMES),
    st.builds(facts.GivenInvolved, who=TEXTS, is_person=st.just(True)),
    st.builds(facts.GivenHolder, role=NAMES, persons=SEVERAL_TEXTS),
    st.builds(facts.GivenPerson, person=TEXTS, about=st.sampled_from(facts.About), text=TEXTS),
    st.builds(facts.GivenPerson, person=TEXTS, about=st.just(facts.About.RESPONSIBLE_FOR), text=st.just("")),
    st.builds(facts.GivenParameter, parameter=NAMES, value=NUMBERS),
    st.builds(facts.GivenClosure, on=DAYS),
    st.builds(facts.GivenPause, start=st.dates(max_value=datetime.date(1950, 1, 1)), thing=st.none() | TARGETS),
    st.builds(facts.GivenPause, start=st.just(datetime.date(1900, 1, 1)), until=DAYS, thing=st.none() | TARGETS),
    st.builds(facts.GivenAbout, record=TEXTS),
    st.builds(facts.GivenRow, table=NAMES, cells=st.just(()) | CELLS),
    st.builds(facts.GivenRecord, record=NAMES, id=TEXTS, fields=CELLS),
    st.builds(facts.GivenChosen, sample=NAMES, records=SEVERAL_TEXTS, stratum=st.just("") | TEXTS),
)
WHO = {"roles": SEVERAL, "persons": SEVERAL_TEXTS}
GRADES = st.none() | st.sampled_from(["good", "met", "not-met"])
MAYBE = st.sampled_from([True, False, None])
EXPECTED = st.one_of(
    st.builds(expecting.ExpectState, thing=TARGETS, state=st.sampled_from(list(expecting.STATES.values()))),
    st.builds(expecting.ExpectState, thing=TARGETS, state=st.sampled_from(list(expecting.STATES.values())), **WHO),
    st.builds(expecting.ExpectDay, thing=TARGETS, which=st.sampled_from(expecting.DueDay), on=DAYS | TIMES),
    st.builds(expecting.ExpectStart, thing=PLAIN, starts=MAYBE),
    st.builds(expecting.ExpectTells, thing=STEPS, **WHO),
    st.builds(expecting.ExpectRecorded, thing=STEPS, record=NAMES, never=st.booleans()),
    st.builds(
        expecting.ExpectTimes,
        thing=PLAIN,
        count=st.integers(0, 400),
        year=st.integers(1900, 2100),
        month=st.integers(0, 12),
    ),
    DAYS.map(lambda day: expecting.ExpectOccurs(thing=facts.Target(name="a"), first=day, last=day)),
    st.builds(expecting.ExpectOccurs, thing=PLAIN, first=st.just(datetime.date(1900, 1, 1)), last=DAYS),
    st.builds(expecting.ExpectDraws, thing=PLAIN, count=st.integers(0, 99), stratum=st.just("") | TEXTS),
    st.builds(expecting.ExpectEligible, record=TEXTS, sample=NAMES, eligible=MAYBE),
    st.builds(expecting.ExpectDelta, thing=STEPS, way=st.none()),
    st.builds(expecting.ExpectDelta, thing=STEPS, way=st.sampled_from(list(expecting.Way)), steps=st.integers(0, 3)),
    st.builds(expecting.ExpectCalls, thing=PLAIN, then=NAMES, calls=MAYBE),
    st.builds(
        expecting.ExpectStands, thing=STEPS, grade=GRADES, whose=st.none() | st.sampled_from(list(expecting.Whose))
    ),
    st.builds(expecting.ExpectIndependent, thing=PLAIN, of=NAMES, independent=MAYBE),
    st.builds(expecting.ExpectParameter, thing=PLAIN, value=NUMBERS),
    st.builds(expecting.ExpectProblem, thing=TARGETS.map(lambda each: each.path) | TEXTS),
)
LOOKS = st.lists(st.builds(GivenAll, band=NAMES) | st.builds(GivenAnswer, thing=NAMES, value=VALUES), max_size=3)
ANY_EXAMPLE = st.builds(
    Example,
    title=TEXTS,
    tool=st.just("") | NAMES,
    on=st.none() | DAYS,
    as_of=st.none() | DAYS | TIMES,
    given=st.lists(FACTS, max_size=4).map(tuple),
    second=st.none() | LOOKS.map(tuple),
    third=st.none() | LOOKS.map(tuple),
    expected=st.lists(EXPECTED, max_size=4).map(tuple),
)


@settings(slow, max_examples=400)
@given(ANY_EXAMPLE)
def test_every_statement_reads_back(example):
    """Whatever an example can give and expect is written so that it means the same."""
    assert read(print_example(example)) == example


def test_every_statement_is_tried():
    """The strategies above know every kind of fact and expectation that there is."""
    tried = repr(FACTS) + repr(EXPECTED)
    kinds = (*typing.get_args(facts.Fact), *typing.get_args(expecting.Afterwards))
    assert [kind.__name__ for kind in kinds if kind.__name__ not in tried] == []
    assert set(kinds) < {*typing.get_args(Given), *typing.get_args(Expectation)}
