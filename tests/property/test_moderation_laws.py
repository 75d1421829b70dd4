"""Laws of moderation, over generated tools and audits."""

from __future__ import annotations

import random

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st

from qarules.engine.moderate import moderate
from qarules.model.answers import Audit
from qarules.model.looks import Compared, Consequence, Moderation, Stands
from qarules.model.scale import Grade
from qarules.model.tool import Tool
from qarules.model.trigger import AnythingDiffers
from qarules.testing import strategies

slow = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def looks(draw: st.DrawFn, *, complete: bool = False) -> tuple[Tool, Audit, Audit]:
    """A tool, and two audits of it that may have nothing in common."""
    tool = draw(strategies.tools())
    one, other = (draw(strategies.audits(tool, complete=complete, completions=30)) for _ in range(2))
    return tool, one, other


def ruled(tool: Tool, **rule: object) -> Tool:
    """*tool* with a rule that compares everything and calls for a panel where anything differs."""
    everything = Compared(criteria=True, sections=True, names=tuple(judgement.id for judgement in tool.judgements))
    panel = Consequence(when=AnythingDiffers(), then="panel", title="Panel")
    made = Moderation(id="again", title="Again", compares=everything, consequences=(panel,), **rule)
    return attrs.evolve(tool, moderations=(made,))


@slow
@given(looks())
def test_swapping_the_looks_turns_every_delta_round(drawn):
    tool, one, other = drawn
    forth, back = moderate(tool, one, other), moderate(tool, other, one)
    assert [delta.thing for delta in forth.deltas] == [delta.thing for delta in back.deltas]
    for there, here in zip(forth.deltas, back.deltas, strict=True):
        assert (there.first, there.second, there.differs) == (here.second, here.first, here.differs)
        assert there.steps == (None if here.steps is None else -here.steps)


@slow
@given(looks())
def test_a_look_does_not_differ_from_itself(drawn):
    """Nothing differs; it is certain where nothing is open."""
    tool, one, _ = drawn
    moderated = moderate(ruled(tool), one, one)
    assert not any(delta.differs for delta in moderated.deltas)
    assert all(delta.steps in (0, None) for delta in moderated.deltas)
    is_certain = bool(moderated.deltas) and all(delta.differs is False for delta in moderated.deltas)
    assert moderated.called[0].starts is (False if is_certain else None)


@slow
@given(looks())
def test_grades_are_those_of_each_look(drawn):
    """Every judgement of either look is compared, on its final grades."""
    tool, one, other = drawn
    moderated = moderate(tool, one, other)
    found = {delta.thing: delta for delta in moderated.deltas if delta.kind != "criterion"}
    for outcome, look in ((moderated.first, "first"), (moderated.second, "second")):
        for judged in outcome:
            assert getattr(found[judged.id], look) == judged.final
    assert set(found) == {judged.id for outcome in (moderated.first, moderated.second) for judged in outcome}


@slow
@given(looks(), st.data())
def test_taking_up_less_never_adds_a_difference(drawn, data):
    """Of a sampled second look, any part differs in nothing in which the whole does not."""
    tool, one, other = drawn
    sampled = ruled(tool, sampled=True)
    answers = {
        name: [
            {key: value for key, value in instance.items() if data.draw(st.booleans())} if instance else instance
            for instance in (answer[: data.draw(st.integers(0, len(answer)))] if data.draw(st.booleans()) else answer)
        ]
        if name in {section.id for section in tool.sections if section.repeated}
        else answer
        for name, answer in other.answers.items()
        if data.draw(st.booleans())
    }
    whole = moderate(sampled, one, other)
    # A decision on what does not apply does not stand; a part that leaves open whether it applies would make it stand.
    standing = {judged.id for judged in whole.second if judged.decided is not None}
    decisions = {
        name: decision for name, decision in other.decisions.items() if name in standing and data.draw(st.booleans())
    }
    part = moderate(sampled, one, attrs.evolve(other, answers=answers, decisions=decisions))
    differing = [{delta.thing for delta in moderated.deltas if delta.differs} for moderated in (whole, part)]
    assert differing[1] <= differing[0]


@slow
@given(looks(), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(drawn, shuffle: random.Random):
    tool, one, other = drawn

    def shuffled(audit: Audit) -> Audit:
        parts = {}
        for name in ("answers", "known", "decisions"):
            pairs = list(getattr(audit, name).items())
            shuffle.shuffle(pairs)
            parts[name] = dict(pairs)
        return attrs.evolve(audit, **parts)

    assert moderate(ruled(tool), shuffled(one), shuffled(other)) == moderate(ruled(tool), one, other)


@slow
@given(looks(), st.sampled_from(Stands), st.data())
def test_what_stands_is_a_grade_of_a_look_or_was_agreed_or_decided(drawn, stands, data):
    tool, one, other = drawn
    graded = [delta for delta in moderate(tool, one, other).deltas if delta.kind != "criterion"]
    settled = {}
    for word in ("agreed", "decided"):
        chosen = data.draw(
            st.lists(st.sampled_from(graded), unique_by=lambda delta: delta.thing) if graded else st.just([])
        )
        scales = {judgement.id: tool.scale_by_id[judgement.scale] for judgement in tool.judgements}
        settled[word] = {
            delta.thing: data.draw(st.sampled_from(scales[delta.thing.split("/")[0]].grades)).id for delta in chosen
        }
    moderated = moderate(ruled(tool, stands=stands), one, other, **settled)
    refused = {problem.thing for problem in moderated.problems if "does not apply" in problem.message}
    for delta, standing in zip(graded, moderated.standing, strict=True):
        where = {"first": delta.first, "second": delta.second, "both": delta.second, "": None}
        if standing.whose in settled:
            assert isinstance(standing.grade, Grade)
            assert standing.grade.id == settled[standing.whose][delta.thing]
        else:
            assert standing.grade == where[standing.whose]
            assert delta.thing in refused or not any(delta.thing in given for given in settled.values())
        assert (standing.grade is None) == (not standing.whose)
        if delta.first is not None and delta.first == delta.second and standing.whose not in settled:
            assert standing.whose == "both"
        assert standing.text
