"""Generated tools and audits are what they claim to be."""

from __future__ import annotations

import attrs
from hypothesis import given, settings, strategies as st
from tests.oracle import completions_of, judge, measures

from qarules.dsl.grammar import keywords
from qarules.dsl.parser import RESERVED
from qarules.model.answers import Decision, Status
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.tool import OnScale, Table, Text
from qarules.testing import _words, strategies

MOST = 500


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_audit_of_a_generated_tool_can_be_judged(data):
    """Names fit, nothing goes in a circle, and no more completions are open than were asked for."""
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, completions=MOST))
    grades = {key: decision.grade for key, decision in audit.decisions.items()}
    assert 1 <= len(list(completions_of(tool, audit.answers, audit.known, grades))) <= MOST
    verdicts = judge(tool, audit.answers, audit.known, audit.decisions)
    assert all(verdict.possible for verdict in verdicts.values())
    assert audit.decisions.keys() <= verdicts.keys()
    assert measures(tool, audit.answers, audit.known, audit.decisions).keys() == {m.id for m in tool.measures}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_generated_tool_is_a_value(data):
    """It equals its copy and hashes like it, within the knobs that were set."""
    tool = data.draw(strategies.tools(sections=2, items=4, knowns=1, measures=1, judgements=2, repeated=False))
    copy = attrs.evolve(tool, title=tool.title)
    assert copy is not tool
    assert (copy, hash(copy)) == (tool, hash(tool))
    assert 1 <= len(tool.sections) <= 2
    assert 1 <= sum(len(section.items) for section in tool.sections) <= 4
    assert len(tool.knowns) <= 1
    assert len(tool.measures) <= 1
    assert 1 <= len(tool.judgements) <= 2
    assert not any(section.repeated for section in tool.sections)
    assert len({scale.id for scale in tool.scales}) == len(tool.scales)
    assert len(tool.things) == len([*tool.sections, *tool.items, *tool.measures, *tool.judgements])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_complete_audit_leaves_nothing_open(data):
    """Every judgement comes to one outcome, every measure to one value."""
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool, complete=True))
    given_ = (tool, audit.answers, audit.known, audit.decisions)
    assert all(len(verdict.possible) == 1 for verdict in judge(*given_).values())
    assert all(len(values) == 1 for values in measures(*given_).values())


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_condition_can_be_read_in_a_rule(data):
    """Conditions for the whole tool and for a section, as giving rules and limits, name only what is there."""
    tool = data.draw(strategies.tools(judgements=2))
    each = data.draw(st.booleans())
    when = data.draw(strategies.conditions(tool, for_each_section=each, judgements=not each))
    limit = data.draw(strategies.conditions(tool, for_each_section=each, judgements=not each, limit=True))
    scale = data.draw(st.sampled_from(tool.scales))
    top, *others = scale.grades
    added = Judgement(
        id="added",
        title="Added",
        scale=scale.id,
        for_each_section=each,
        giving=(GradeRule(kind=RuleKind.GIVE, grade=top.id, when=when),),
        limits=(GradeRule(kind=RuleKind.LIMIT, grade=others[0].id, when=limit),),
    )
    # A second judgement for each section would leave open by which of the two a section's grade is meant.
    kept = () if each else tool.judgements
    tool = attrs.evolve(
        tool,
        sections=tuple(
            attrs.evolve(section, items=tuple(attrs.evolve(item, asked_when=None) for item in section.items))
            for section in tool.sections
        )
        if each
        else tool.sections,
        judgements=(*kept, added),
    )
    answers = data.draw(strategies.answers(tool, complete=True))
    judge(tool, answers, data.draw(strategies.known(tool, complete=True)), _everything_decided(data, tool, answers))


def _everything_decided(data, tool, answers):
    return data.draw(strategies.decisions(tool, given=answers, complete=True))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_better_evidence_never_lowers_a_grade_of_a_monotone_tool(data):
    """With one band raised by a step, no suggestion falls, and no cap."""
    tool = data.draw(strategies.monotone_tools())
    audit = data.draw(strategies.audits(tool, complete=True))
    raisable = [
        item
        for item in tool.items.values()
        if isinstance(item.answer, OnScale)
        and isinstance(audit.answers.get(item.id), str)
        and audit.answers[item.id] != tool.scale_by_id[item.answer.scale].grades[0].id
    ]
    if not raisable:
        return
    item = data.draw(st.sampled_from(raisable))
    scale = tool.scale_of(item)
    better = scale.by_rank[scale.by_id[audit.answers[item.id]].rank + 1].id
    before = judge(tool, audit.answers, audit.known, audit.decisions)
    after = judge(tool, {**audit.answers, item.id: better}, audit.known, audit.decisions)
    for key, verdict in before.items():
        ranks = tool.scale_by_id[tool.things[key.split("/")[0]].scale].by_id
        assert verdict.allowed <= after[key].allowed
        if verdict.suggested is not None:
            assert ranks[after[key].suggested].rank >= ranks[verdict.suggested].rank


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_monotone_tool_never_asks_for_intended(data):
    """No rule is marked, and no section repeated."""
    tool = data.draw(strategies.monotone_tools())
    assert not any(rule.intended for judgement in tool.judgements for rule in (*judgement.giving, *judgement.limits))
    assert not any(section.repeated for section in tool.sections)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_answers_are_plain_and_stand_where_their_author_allows_them(data):
    """Not applicable only where it is allowed; the bands, rows and texts of the item itself."""
    tool = data.draw(strategies.tools(repeated=False))
    answers = data.draw(strategies.answers(tool))
    for name, value in answers.items():
        thing = tool.things[name]
        if value is Status.NOT_APPLICABLE:
            assert thing.may_not_apply is not None
        elif value is Status.CANNOT_TELL:
            assert name in tool.section_of
        elif isinstance(thing.answer, OnScale):
            assert value in tool.scale_by_id[thing.answer.scale].by_id
        elif isinstance(thing.answer, Table):
            assert all(set(row) == {column.id for column in thing.answer.columns} for row in value)
        elif isinstance(thing.answer, Text):
            assert value


@settings(max_examples=100, deadline=None)
@given(strategies.scales(steps=5, points=True))
def test_scales_run_down_to_rank_nothing(scale):
    """Best first, with points that never rise on the way down."""
    assert [grade.rank for grade in scale.grades] == list(range(len(scale.grades) - 1, -1, -1))
    worths = [grade.points for grade in scale.grades]
    assert worths == sorted(worths, reverse=True)
    assert 2 <= len(scale.by_id) == len(scale.grades) <= 5


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_decisions_are_by_somebody_who_may_decide(data):
    """The role is one of those named, the grade one of the scale."""
    tool = data.draw(strategies.tools())
    for key, decision in data.draw(strategies.decisions(tool, complete=True)).items():
        judgement = tool.things[key.split("/")[0]]
        assert isinstance(decision, Decision)
        assert decision.by in judgement.decided_by
        assert decision.grade in tool.scale_by_id[judgement.scale].by_id


@settings(max_examples=100, deadline=None)
@given(strategies.prose())
def test_prose_is_read_back_as_it_is_written(text):
    """One line, single spaces, no straight double quote."""
    assert text
    assert text == " ".join(text.split())
    assert '"' not in text


def test_no_word_of_an_id_is_a_keyword():
    """Ids are drawn from words that mean nothing else in the language."""
    taken = {*keywords().values(), *RESERVED} - {
        "clear"
    }  # a band everywhere, and a keyword between a number and a unit
    assert taken.isdisjoint({*_words.THINGS, *_words.STEPS, *_words.CHOICES})
