"""What is graded at once, what is left to the reference, and what a compiled tool may hold."""

from __future__ import annotations

import datetime
import pickle
import threading
from fractions import Fraction

import attrs
import pytest

import qarules
from qarules.dsl.compile import compile_text
from qarules.engine.compiled import function
from qarules.engine.compiled.layout import grid
from qarules.engine.compiled.maker import maker
from qarules.engine.compiled.memo import MOST_KEPT, Memo
from qarules.engine.compiled.together import together
from qarules.engine.compiled.tool import MOST_INSTANCES, MOST_TOOLS, ready
from qarules.engine.evaluate import evaluate_any
from qarules.model.outcome import Missing, Why
from qarules.model.tool import Day, Number, OneOf, Person, Table, Text, YesNo

TEXT = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale ofsted "Grades" { good "Good" poor "Poor" }
role lead "Lead"
tool t "Tool" {
  section s "Section" {
    criterion a "A" judged on bands may be not applicable, saying why { clear "c" some "s" limited "l" }
    criterion b "B" judged on bands { clear "c" some "s" limited "l" }
    question done "Done?" yes or no
    question note "Note" text, optional
  }
  judgement j "J" on ofsted decided by lead, with reason { give good when at least 2 are clear }
}
"""
ANSWERS = {"a": "clear", "b": "clear", "done": True}


@pytest.fixture
def tool():
    pack = compile_text(TEXT).pack
    assert pack is not None
    return pack.tools[0]


def test_a_complete_audit_is_graded_at_once(tool):
    assert ready(tool).outcome(dict(ANSWERS), None, None) == evaluate_any(tool, ANSWERS)


@pytest.mark.parametrize(
    "answers",
    [
        {**ANSWERS, "a": {"value": "clear", "note": "seen"}},
        {**ANSWERS, "a": {"status": "not-applicable", "reason": "not due"}},
        {**ANSWERS, "a": qarules.NOT_APPLICABLE},
        {**ANSWERS, "note": ""},
        {**ANSWERS, "note": None, "done": "no"},
    ],
    ids=["with a note", "with a reason", "without a reason", "blank", "none"],
)
def test_what_comes_with_an_answer_is_graded_at_once_too(tool, answers):
    found = ready(tool).outcome(answers, None, None)
    assert found is not None
    assert found == evaluate_any(tool, answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"a": "clear", "b": "clear"},
        {**ANSWERS, "a": "splendid"},
        {**ANSWERS, "c": "clear"},
        {**ANSWERS, "b": qarules.NOT_APPLICABLE},
        {**ANSWERS, "b": qarules.CANNOT_TELL},
        {**ANSWERS, "done": 1},
        {**ANSWERS, "done": 1.0},
        {**ANSWERS, "a": {"value": "clear", "status": "not-applicable"}},
        {**ANSWERS, "a": {"value": "clear", "mood": "good"}},
        {**ANSWERS, "a": ["clear"]},
    ],
    ids=lambda given: str({key: value for key, value in given.items() if ANSWERS.get(key) is not value} or "open"),
)
def test_what_is_open_or_odd_is_left_to_the_reference(tool, answers):
    assert ready(tool).outcome(answers, None, None) is None
    assert qarules.evaluate(tool, answers) == evaluate_any(tool, answers)
    assert qarules.grades(tool, answers) == {judged.id: judged.final for judged in evaluate_any(tool, answers)}


@pytest.mark.parametrize("answers", [{}, {"q": ""}, {"q": qarules.NOT_APPLICABLE}], ids=["open", "blank", "said"])
def test_nobody_has_to_say_why_they_left_something_blank(answers):
    """An optional item that may be not applicable, saying why: the reason is for whoever says so."""
    criterion = 'question q "Q" on e may be not applicable, saying why, optional'
    text = f"""qa 1
    scale e "E" {{ good "Good" bad "Bad" }}
    tool t "T" {{ section s "S" {{ {criterion} }} judgement j "J" on e {{ give good when all are good }} }}"""
    pack = compile_text(text).pack
    assert pack is not None
    found = qarules.evaluate(pack.tools[0], answers)
    assert found == evaluate_any(pack.tools[0], answers)
    assert [each.thing for each in found.missing] == (["q"] if answers.get("q") else [])


def test_answers_are_only_read(tool):
    given = {**ANSWERS, "a": {"value": "clear"}, "note": None}
    before = pickle.dumps(given)
    qarules.evaluate(tool, given)
    assert pickle.dumps(given) == before


def test_a_decision_is_told_with_its_reason(tool):
    decisions = {"j": qarules.Decision("poor", by="Lead", reason="A doubt.")}
    found = ready(tool).outcome(dict(ANSWERS), None, decisions)
    assert found == evaluate_any(tool, ANSWERS, decisions=decisions)
    assert qarules.grades(tool, ANSWERS, decisions=decisions)["j"] is found["j"].final


def test_equal_tools_from_different_places_tell_their_own_places(tool):
    moved = compile_text(TEXT.replace("tool t", "\n\n\ntool t")).pack.tools[0]
    assert moved == tool
    spans = [qarules.evaluate(each, ANSWERS)["j"].reasons[0].span.start.line for each in (tool, moved)]
    assert spans[1] == spans[0] + 3


def test_a_dated_tool_still_asks_for_its_date():
    text = TEXT.replace('criterion b "B" judged on bands', 'criterion b "B" judged on bands counted from 1 April 2027')
    tool = compile_text(text).pack.tools[0]
    with pytest.raises(ValueError, match="load it with the date"):
        qarules.evaluate(tool, ANSWERS)
    dated = attrs.evolve(tool, on=datetime.date(2027, 4, 1))
    assert qarules.evaluate(dated, ANSWERS) == evaluate_any(dated, ANSWERS)


def test_a_tool_that_went_to_another_process_is_compiled_there(tool):
    qarules.evaluate(tool, ANSWERS)
    assert qarules.evaluate(pickle.loads(pickle.dumps(tool)), ANSWERS) == qarules.evaluate(tool, ANSWERS)


def test_threads_share_a_tool(tool):
    bands = ("clear", "some", "limited")
    audits = [{"a": a, "b": b, "done": done} for a in bands for b in bands for done in (True, False)]
    expected = [evaluate_any(tool, audit) for audit in audits]
    wrong = []

    def grade():
        for _ in range(20):
            wrong.extend(
                audit for audit, one in zip(audits, expected, strict=True) if qarules.evaluate(tool, audit) != one
            )

    threads = [threading.Thread(target=grade) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_only_so_many_tools_and_results_are_kept(tool):
    for number in range(MOST_TOOLS + 5):
        ready(attrs.evolve(tool, id=f"t{number}"))
    assert ready(tool).outcome(dict(ANSWERS), None, None) is not None
    memo = Memo(lambda key: -key)
    assert [memo[key] for key in range(MOST_KEPT + 10)][-1] == -(MOST_KEPT + 9)
    assert len(memo) <= MOST_KEPT


def test_more_instances_than_anybody_has_are_left_to_the_reference():
    """A function is written for each number of them, and none for a thousand."""
    text = TEXT.replace('"Section" {', '"Section" repeated {').replace(
        "decided by lead, with reason", "for each section"
    )
    tool = compile_text(text).pack.tools[0]
    one = {"a": "clear", "b": "clear", "done": True}
    for count, served in ((0, True), (2, True), (MOST_INSTANCES + 1, False)):
        assert (ready(tool).outcome({"s": [dict(one) for _ in range(count)]}, None, None) is not None) is served


@pytest.mark.parametrize(
    ("low", "high", "step", "most", "numbers"),
    [
        (1, 3, 1, 3, (1, 2, 3)),
        (0, 1, Fraction(1, 2), 3, (0, Fraction(1, 2), 1)),
        (0, 4, 3, 9, (0, 3)),
        (1, 3, 1, 2, ()),
        (None, 3, 1, 9, ()),
        (1, None, 1, 9, ()),
    ],
)
def test_the_numbers_there_are(low, high, step, most, numbers):
    """All that may be answered, where they are few enough to be looked up."""
    low, high = (None if end is None else Fraction(end) for end in (low, high))
    assert grid(Number(low=low, high=high, step=Fraction(step)), most) == numbers


@pytest.mark.parametrize(
    "text", ["x = open", "v1 = 'a'", 'v1 = "a"', "import os", "v1.__class__", "é = 1", "eval(v1)", "v1 = a.b", "@v1"]
)
def test_no_other_words_than_ours_may_enter_the_source(text):
    """A tool whose source held any would not be compiled; those of the other tests were, whatever their ids."""
    assert not function.is_ours(text)


def test_an_answer_that_is_only_counted_is_read_where_it_is():
    lines = ["    v0 = B1[a[B0]]", "    v1 = B1[a[B2]]", "    s1 = v0 + v1", "    s2 = s1", "    s3 = v1 + s2"]
    assert together(lines) == ["    v1 = B1[a[B2]]", "    s1 = B1[a[B0]] + v1", "    s2 = s1", "    s3 = v1 + s2"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["    v0 = B1[a[B0]]", "    s1 = v0 + v0"], id="added twice"),
        pytest.param(["    v0 = B1[a[B0]]", "    if s1:", "        s2 = v0 + s1"], id="added under a condition"),
        pytest.param(["    if x1:", "        v0 = B1[a[B0]]", "    s1 = v0 + s2"], id="read under a condition"),
        pytest.param(["    v0 = B1[a[B0]]", "    v1 = 1 if v0 & 2 else 0"], id="looked at where it is not added"),
        pytest.param(["    x1 = a[B0]", "    v0 = 2 if x1 is True else B1[x1]", "    s1 = v0 + s2"], id="no lookup"),
    ],
)
def test_any_other_answer_is_read_first(lines):
    """An answer that nobody looks at under some condition has to be one that may be given all the same."""
    assert together(lines) == lines


def test_what_is_made_in_half_the_time_is_what_its_class_makes():
    made = maker(Missing, {"title": "A", "why": Why.REASON}, ("if_asked", "thing"))(True, "a")
    by_its_class = Missing(thing="a", title="A", why=Why.REASON, if_asked=True)
    assert made == by_its_class
    assert repr(made) == repr(by_its_class)
    assert pickle.loads(pickle.dumps(made)) == by_its_class
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.title = "B"


@pytest.mark.parametrize("other", [(), ("thing", "strange"), ("thing", "title")], ids=str)
def test_every_field_is_given_once(other):
    names = {field.name for field in attrs.fields(Missing)} - {"thing"}
    with pytest.raises(ValueError, match="not the fields of Missing"):
        maker(Missing, dict.fromkeys(names, ()), other)


def packaged_tools():
    for standard in qarules.packaged_standards():
        try:
            pack = qarules.load_pack(standard, on=datetime.date(2023, 5, 2))
        except qarules.QaError:
            continue
        yield from (pytest.param(tool, id=f"{standard}/{tool.id}") for tool in pack.tools)


def answer_to(item, tool, turn):
    scale = tool.scale_of(item)
    if scale is not None:
        return scale.grades[turn % len(scale.grades)].id
    match item.answer:
        case YesNo():
            return turn % 2 == 0
        case OneOf(choices=choices):
            return choices[turn % len(choices)].id
        case Number(low=low, step=step):
            return (low or 0) + step * (turn % 3)
        case Day():
            return datetime.date(2023, 4, 1 + turn % 20)
        case Person():
            return tool.roles[turn % len(tool.roles)].id
        case Table():
            return []
        case Text():
            return "Seen."


def decided_by(judged, tool):
    """Who may decide a judgement, whichever instance or section it is of."""
    (judgement,) = (each for each in tool.judgements if each.id == judged.id.partition("/")[0])
    return judgement.decided_by[0] if judgement.decided_by else ""


@pytest.mark.parametrize("tool", list(packaged_tools()))
def test_packaged_tools_are_graded_at_once_as_the_reference_grades_them(tool):
    """The whole outcome, with all that a generated tool has not: clauses, interpretations, standards, descriptors."""
    served = 0
    for turn in range(6):
        answers = {}
        for place, section in enumerate(tool.sections):
            own = {item.id: answer_to(item, tool, turn * (n + 1) + place) for n, item in enumerate(section.items)}
            if section.repeated:
                answers[section.id] = [own] * (turn % 3)
            else:
                answers.update(own)
        known = {item.id: answer_to(item, tool, turn) for item in tool.knowns}
        reference = evaluate_any(tool, answers, known=known)
        for hidden in reference.ignored:
            answers.pop(hidden.thing, None)
        # A judgement that only a person gives is open until somebody did.
        decisions = {
            judged.id: qarules.Decision(str(judged.allowed[0].id), by=decided_by(judged, tool), reason="Seen.")
            for judged in evaluate_any(tool, answers, known=known).judgements
            if judged.final is None and judged.allowed
        }
        reference = evaluate_any(tool, answers, known=known, decisions=decisions)
        found = ready(tool).outcome(answers, known, decisions)
        served += found is not None
        assert found in (None, reference)
    assert served
