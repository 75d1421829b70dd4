"""The remaining tools of North Somerset: what is asked and how often, what may stay blank, what needs a reason."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

import qarules
from qarules.model.outcome import Why
from qarules.model.tool import Number, Table, Text, YesNo

ON = datetime.date(2023, 5, 16)
SOURCE = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("003_*.txt"))
TOOLS = (
    "moderation-template",
    "spotlight-information-record",
    "spotlight-report",
    "spotlight-questions",
    "progress-questions",
)
# The five sections, and how many prompts the Information Record has in each.
PROMPTS = {"culture": 10, "practice": 7, "learning": 7, "management": 7, "systemic": 6}
BOXES = ("NS-SIR-02", "NS-SIR-03")
BLOCKS = ("NS-SRP-02", "NS-SRP-03", "NS-SRP-04", "NS-SRP-05")
DECIDED_BY = {
    "moderation-template": ("moderated-grade", "moderator"),
    "spotlight-information-record": ("overall-grade", "spotlight-member"),
    "spotlight-report": ("overall-grade", "spotlight-lead"),
}


def load(name: str) -> qarules.Tool:
    return qarules.load(f"north-somerset/{name}", on=ON)


def rows_cited(item: qarules.Item, prefix: str) -> list[str]:
    return [clause for clause in item.cites if clause.startswith(prefix)]


def prompts(section: qarules.Section) -> list[qarules.Item]:
    return [item for item in section.items if rows_cited(item, "NS-SPQ-")]


def filled(tool: qarules.Tool, *, without: tuple[str, ...] = ()) -> dict[str, object]:
    """An answer to every question that is not optional, and to no other."""
    by_kind: dict[type, object] = {Text: "Seen and noted.", datetime.date: ON, YesNo: False, Table: []}
    answers: dict[str, object] = {}
    for item in tool.items.values():
        if item.optional or item.id in without:
            continue
        if item.id == "population":
            answers[item.id] = "in-care"
        elif item.id == "spotlight-date":
            answers[item.id] = ON
        else:
            answers[item.id] = by_kind[type(item.answer)]
    return answers


def missing(outcome: qarules.Outcome) -> dict[str, Why]:
    return {each.thing: each.why for each in outcome.missing}


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_the_information_record_has_37_prompts_each_citing_its_own_row():
    tool = load("spotlight-information-record")
    assert {section.id: len(prompts(section)) for section in tool.sections if prompts(section)} == PROMPTS
    cited = [row for item in tool.items.values() for row in rows_cited(item, "NS-SPQ-")]
    assert cited == [f"NS-SPQ-{number:02}" for number in range(1, 38)]


def test_the_information_record_has_two_boxes_in_each_of_five_sections():
    tool = load("spotlight-information-record")
    for section in tool.sections:
        boxes = [item.cites[0] for item in section.items if item.cites[0] in BOXES]
        assert boxes == (list(BOXES) if section.id in PROMPTS else [])


@pytest.mark.parametrize("name", ["spotlight-information-record", "spotlight-report"])
def test_the_spotlight_forms_have_six_numbered_sections_after_the_header(name):
    header, *sections = load(name).sections
    assert (header.id, header.number) == ("visit", "")
    assert [section.number for section in sections] == ["1", "2", "3", "4", "5", "6"]
    assert [section.id for section in sections] == [*PROMPTS, "overall"]


def test_the_information_record_has_three_fields_at_its_head_and_two_texts_at_its_end():
    sections = {section.id: section for section in load("spotlight-information-record").sections}
    assert [item.id for item in sections["visit"].items] == ["visited-team", "spotlight-date", "completed-by"]
    assert [item.cites for item in sections["overall"].items] == [("NS-SIR-05",), ("NS-SIR-06",)]


def test_the_prompts_that_ask_for_figures_take_figures_beside_words():
    """A table where the source asks for both, and text everywhere else."""
    tool = load("spotlight-information-record")
    tables = {item.id: item.answer for item in tool.items.values() if isinstance(item.answer, Table)}
    assert list(tables) == ["complaints-compliments", "isro-presence", "complaints-handled"]
    for table in tables.values():
        kinds = Counter(type(column.answer) for column in table.columns)
        assert set(kinds) == {Number, Text}
    others = [item for section in tool.sections for item in prompts(section) if item.id not in tables]
    assert {type(item.answer) for item in others} == {Text}


def test_the_report_has_twenty_blocks_of_text_four_in_each_of_five_sections():
    tool = load("spotlight-report")
    for section in tool.sections:
        blocks = [item for item in section.items if item.cites[0] in BLOCKS]
        assert [item.cites[0] for item in blocks] == (list(BLOCKS) if section.id in PROMPTS else [])
        assert all(isinstance(item.answer, Text) for item in blocks)


def test_the_report_ends_with_three_texts_and_rows_of_actions():
    tool = load("spotlight-report")
    (overall,) = (section for section in tool.sections if section.id == "overall")
    *texts, actions = overall.items
    assert [item.cites[0] for item in texts] == ["NS-SRP-07", "NS-SRP-08", "NS-SRP-09"]
    assert isinstance(actions.answer, Table)
    assert [column.id for column in actions.answer.columns] == ["action", "support", "responsible", "by"]


def test_two_questions_are_held_throughout_the_day():
    tool = load("spotlight-questions")
    assert [(item.cites, type(item.answer)) for item in tool.items.values()] == [
        (("NS-SPT-12",), Text),
        (("NS-SPT-13",), YesNo),
    ]


def test_progress_is_asked_for_in_five_questions():
    tool = load("progress-questions")
    assert [item.cites for item in tool.items.values()] == [(f"NS-MEAS-0{number}",) for number in range(1, 6)]
    assert [type(item.answer) for item in tool.items.values()] == [Text, Number, Text, YesNo, YesNo]


def test_the_moderation_template_records_grade_reason_disagreement_and_decision():
    tool = load("moderation-template")
    texts = [item.id for item in tool.items.values() if isinstance(item.answer, Text)]
    assert texts == ["points-of-disagreement", "final-decisions"]
    assert [judgement.id for judgement in tool.judgements] == ["moderated-grade"]


def test_moderator_and_reviewer_read_the_same_descriptors():
    """NS-MOD-06: word for word, for the same populations, the missing ones included."""
    (moderated,) = load("moderation-template").judgements
    review = load("collaborative-practice-review").things["final-judgement"]
    assert isinstance(review, qarules.Judgement)
    assert len(moderated.descriptors) == 8
    assert moderated.descriptors == review.descriptors
    assert moderated.scale == review.scale


# --- what may stay blank ---------------------------------------------------------------------------------------------


def test_a_blank_prompt_is_never_incomplete():
    tool = load("spotlight-information-record")
    answers = filled(tool)
    assert not {item.id for section in tool.sections for item in prompts(section)} & set(answers)
    graded = {"overall-grade": qarules.Decision("good", by="spotlight-member", reason="What I read and saw.")}
    outcome = qarules.evaluate(tool, answers, decisions=graded)
    assert outcome.problems == ()
    assert outcome.complete
    final = outcome["overall-grade"].final
    assert isinstance(final, qarules.Grade)
    assert final.id == "good"


def test_an_empty_record_misses_header_boxes_and_grade_and_no_prompt():
    tool = load("spotlight-information-record")
    outcome = qarules.evaluate(tool, {})
    header = ["visited-team", "spotlight-date", "completed-by"]
    boxes = [f"{section}-{box}" for section in PROMPTS for box in ("positives", "areas-for-development")]
    assert [each.thing for each in outcome.missing] == [*header, *boxes, "focus-and-barriers", "overall-grade"]


def test_a_row_of_figures_may_be_left_blank_in_part():
    tool = load("spotlight-information-record")
    row = {"complaints": 0, "themes": "None came in."}
    outcome = qarules.evaluate(tool, {"complaints-compliments": [row], "complaints-handled": [{"complaints": 3}]})
    assert outcome.problems == ()
    assert [dict(table.rows[0]) for table in outcome.tables] == [
        {"complaints": "0", "themes": "None came in."},
        {"complaints": "3"},
    ]


@pytest.mark.parametrize("figure", [-1, "several"])
def test_a_number_of_complaints_is_a_whole_number_from_0(figure):
    tool = load("spotlight-information-record")
    outcome = qarules.evaluate(tool, {"complaints-compliments": [{"complaints": figure}]})
    assert [problem.thing for problem in outcome.problems] == ["complaints-compliments"]


def test_no_progress_question_has_to_be_answered():
    assert qarules.evaluate(load("progress-questions"), {}).complete


def test_disputes_are_asked_about_only_where_there_is_one():
    tool = load("moderation-template")
    assert qarules.evaluate(tool, {"disagreement": False}).hidden == ("points-of-disagreement", "final-decisions")
    disputed = missing(qarules.evaluate(tool, {"disagreement": True}))
    assert {"points-of-disagreement", "final-decisions"} <= set(disputed)


def test_progress_since_the_last_spotlight_is_left_out_only_with_a_reason():
    tool = load("spotlight-report")
    left_out = qarules.evaluate(tool, {"progress-since-last": qarules.NOT_APPLICABLE})
    assert missing(left_out)["progress-since-last"] is Why.REASON
    why = qarules.Answer(status=qarules.NOT_APPLICABLE, reason="It is the first.")
    assert "progress-since-last" not in missing(qarules.evaluate(tool, {"progress-since-last": why}))


# --- the grade -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DECIDED_BY)
def test_a_grade_without_a_reason_leaves_the_form_incomplete(name):
    tool, (grade, role) = load(name), DECIDED_BY[name]
    answers = filled(tool, without=("points-of-disagreement", "final-decisions"))
    for reason, complete in (("", False), ("  ", False), ("What I read and saw.", True)):
        outcome = qarules.evaluate(tool, answers, decisions={grade: qarules.Decision("good", by=role, reason=reason)})
        assert outcome.problems == ()
        assert missing(outcome) == ({} if complete else {grade: Why.REASON})
        assert outcome.complete is complete


@pytest.mark.parametrize("name", DECIDED_BY)
def test_nobody_else_gives_the_grade_and_no_rule_does(name):
    tool, (grade, role) = load(name), DECIDED_BY[name]
    judgement = tool.things[grade]
    assert isinstance(judgement, qarules.Judgement)
    assert (judgement.decided_by, judgement.giving, judgement.limits) == ((role,), (), ())
    wrong = qarules.evaluate(tool, {}, decisions={grade: qarules.Decision("good", by="practitioner", reason="So.")})
    assert [problem.thing for problem in wrong.problems] == [grade]
    assert wrong[grade].final is None


# --- the texts -------------------------------------------------------------------------------------------------------


def test_tools_the_framework_names_and_does_not_contain_are_declared_so():
    pack = qarules.load_pack("north-somerset", on=ON)
    absent = {clause.id for clause in pack.clauses if clause.not_provided}
    assert {"NS-GPC-03", "NS-PWK-03", "NS-DIP-01", "NS-TPR-02"} <= absent


@pytest.mark.parametrize("name", TOOLS)
def test_no_question_or_guidance_is_copied_from_the_source(name):
    """No seven words in a row; where the source is not at hand, every question still has words."""
    tool = load(name)
    parts = (tool, *tool.sections, *tool.items.values(), *tool.judgements)
    texts = [text for part in parts for text in (part.title, part.guidance) if text]
    assert all(words(text) for text in texts)
    source = [word for file in SOURCE for word in words(file.read_text(encoding="utf-8"))]
    runs = {tuple(source[at : at + 7]) for at in range(len(source) - 6)}
    copied = [text for text in texts if any(tuple(words(text)[at : at + 7]) in runs for at in range(len(words(text))))]
    assert copied == []


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
