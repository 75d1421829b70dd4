"""Dorset's pack, held to the rows of the catalogue: its tools, its deadlines, how often what recurs, its wording."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

import qarules
from qarules.model.activity import AtEvery, Every, NoInterval, OnDemand, TimesAYear
from qarules.model.judgement import Judgement
from qarules.model.pack import Pack
from qarules.model.route import Deadline
from qarules.model.term import DayOfMonth, Term, TermUnit, Within
from qarules.model.tool import Item, OnScale, Tool, YesNo
from qarules.model.walk import walk

ON = datetime.date(2022, 6, 1)
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return qarules.load_pack("dorset", on=ON)


def tool_of(pack: Pack, name: str) -> Tool:
    return next(tool for tool in pack.tools if tool.id == name)


def citing(clause: str, items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if clause in item.cites]


# --- tools -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "rows", "kind"),
    [
        ("social-work-audit", [f"DOR-CORE-{number:02}" for number in range(1, 9)], OnScale(scale="ofsted")),
        ("ehcp-audit", [f"DOR-SQS-{number:02}" for number in range(1, 16)], OnScale(scale="met")),
        ("front-door-audit", ["DOR-CHAD-06", "DOR-CHAD-07"], OnScale(scale="met")),
        ("schools-safeguarding-audit", ["DOR-SCH-11", "DOR-SCH-12"], YesNo()),
    ],
)
def test_every_item_of_a_tool_is_a_row_and_every_row_an_item(pack, tool, rows, kind):
    """Nothing is added to what the framework prints, and nothing left out."""
    items = tuple(tool_of(pack, tool).items.values())
    assert [len(citing(row, items)) for row in rows] == [1] * len(rows)
    of_that_kind = [item for item in items if isinstance(item.answer, type(kind))]
    assert len(of_that_kind) == len(rows)
    if isinstance(kind, OnScale):
        assert {item.answer.scale for item in of_that_kind if isinstance(item.answer, OnScale)} == {kind.scale}


def test_the_quality_standards_stand_in_five_sections(pack):
    """3, 4, 3, 2 and 3."""
    sections = tool_of(pack, "ehcp-audit").sections
    assert [len(section.items) for section in sections if "DOR-SEND-03" in section.cites] == [3, 4, 3, 2, 3]


def test_each_core_area_is_an_area_of_practice_of_its_own(pack):
    """DOR-QIP-01: a dashboard counts them one by one."""
    areas = [each for each in tool_of(pack, "social-work-audit").sections if "DOR-CORE-00" in each.cites]
    assert [len(area.items) for area in areas] == [1] * 8


@pytest.mark.parametrize("tool", ["social-work-audit", "ehcp-audit", "early-help-audit"])
def test_a_grade_is_recorded_by_a_person_with_a_reason_and_no_rule_gives_it(pack, tool):
    """DOR-SOC-17, DOR-AMB-01, DOR-AMB-02: the four grades have no descriptors, and none is made up."""
    grade = tool_of(pack, tool).things["overall-grade"]
    assert isinstance(grade, Judgement)
    assert (grade.giving, grade.limits, grade.decided_by, grade.with_reason) == ((), (), ("auditor",), True)
    assert len(grade.descriptors) == 4
    assert all(each.not_provided and not each.text for each in grade.descriptors)


def test_what_areas_suggest_is_not_official_and_is_shown_afterwards(pack):
    """DOR-AMB-01."""
    tool = tool_of(pack, "social-work-audit")
    answers = {"care-status": "neither", "safe-and-risk-managed": "inadequate"}
    before = qarules.evaluate(tool, answers)["areas-suggest"]
    decided = {"overall-grade": qarules.Decision("good", by="auditor", reason="Otherwise good.")}
    after = qarules.evaluate(tool, answers, decisions=decided)["areas-suggest"]
    assert (before.shown, after.shown, str(after.final)) == (False, True, "inadequate")
    assert "not official" in after.title


# --- by when ---------------------------------------------------------------------------------------------------------


def deadline_for(pack: Pack, clause: str) -> Deadline:
    """The one deadline that puts *clause* into practice."""
    (found,) = (each for each in pack.deadlines if clause in each.cites)
    return found


@pytest.mark.parametrize(
    ("clause", "owner", "count", "unit", "anchor"),
    [
        ("DOR-SOC-09", "auditor", 14, TermUnit.DAYS, "auditor-notified"),
        ("DOR-SOC-21", "quality-assurance", 1, TermUnit.MONTHS, "inadequate-given"),
        ("DOR-EH-10", "quality-assurance", 1, TermUnit.MONTHS, "inadequate-given"),
        ("DOR-SCH-10", "school", "school-year-window", None, "school-year-starts"),
        ("DOR-SOC-11", "moderator", "moderation-time", None, "tool-complete"),
    ],
)
def test_every_row_with_a_time_has_its_deadline(pack, clause, owner, count, unit, anchor):
    """What the framework leaves open is left open; no day moves that the framework does not move."""
    found = deadline_for(pack, clause)
    assert found.owner == (owner,)
    assert isinstance(found.term, Term)
    (timing,) = found.term.timings
    assert isinstance(timing, Within)
    assert (timing.length.count, timing.of.name, timing.beginning) == (count, anchor, False)
    assert unit is None or timing.length.unit is unit
    assert not found.term.roll.moves


def test_the_beginning_of_the_month_is_its_first_working_day(pack):
    """DOR-SOC-03, DOR-AMB-04."""
    found = deadline_for(pack, "DOR-SOC-03")
    assert found.term is not None
    (timing,) = found.term.timings
    assert isinstance(timing, DayOfMonth)
    assert (timing.number, found.owner) == (1, ("quality-assurance",))


def test_no_number_is_set_that_the_framework_does_not_state(pack):
    """Six months back is stated; every other number is the council's."""
    assert {each.id: each.value for each in pack.parameters if each.value is not None} == {"audit-period": 6}


# --- how often -------------------------------------------------------------------------------------------------------

MONTH = TermUnit.MONTHS
OFTEN = {
    (1, TermUnit.DAYS): "DOR-ROLE-09",
    (1, TermUnit.WEEKS): "DOR-ROLE-10 DOR-CHAD-01",
    (1, MONTH): "DOR-QPAG-01 DOR-ROLE-01 DOR-ROLE-04 DOR-ROLE-06 DOR-ROLE-11 DOR-ROLE-12 DOR-ROLE-14 DOR-ROLE-16 "
    "DOR-SEND-04 DOR-SEND-06 DOR-SEND-09 DOR-EH-02 DOR-WFD-03",
    (2, MONTH): "DOR-SOC-01",
    (3, MONTH): "DOR-SEND-05 DOR-SEND-07 DOR-SCH-07 DOR-SCH-24 DOR-QPAG-06 DOR-SEND-22",
    (1, TermUnit.YEARS): "DOR-SEND-08 DOR-SCH-09 DOR-SCH-25",
}


def rhythms_for(pack: Pack, clause: str) -> list[object]:
    """How often what cites *clause* recurs: by the recurrence that cites it, else by all of them."""
    found = []
    for thing in (*pack.activities, *pack.forums):
        recurrences = getattr(thing, "recurrences", None) or getattr(thing, "meets", ())
        own = [each.rhythm for each in recurrences if clause in each.cites]
        whole = [each.rhythm for each in recurrences if clause in thing.cites and not each.cites]
        found += own or whole
    return found


@pytest.mark.parametrize(
    ("clause", "count", "unit"),
    [(clause, *often) for often, clauses in OFTEN.items() for clause in clauses.split()],
)
def test_what_recurs_comes_as_often_as_its_row_says(pack, clause, count, unit):
    """And nothing that cites the row comes in another rhythm."""
    rhythms = rhythms_for(pack, clause)
    assert rhythms
    assert {(each.count, each.unit) for each in rhythms if isinstance(each, Every)} == {(count, unit)}
    assert all(isinstance(each, Every) for each in rhythms)


def test_what_has_no_dates_is_given_none(pack):
    """At every conference, on demand, twice a year, or no interval stated: DOR-AMB-19."""
    assert rhythms_for(pack, "DOR-ROLE-17") == [TimesAYear(count=2)]
    assert rhythms_for(pack, "DOR-ROLE-07") == [OnDemand()]
    assert rhythms_for(pack, "DOR-WFD-02") == [NoInterval()]
    assert rhythms_for(pack, "DOR-ROLE-15") == [
        AtEvery(event="child-protection-conference"),
        AtEvery(event="child-in-care-review"),
    ]


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_planned_moderator_does_not_moderate_yet(pack):
    """DOR-SEND-15, DOR-AMB-26: the role is there, and nobody holds it."""
    (role,) = (each for each in pack.roles if "DOR-SEND-15" in each.cites)
    assert role.vacant
    (rule,) = (each for each in pack.moderations if "DOR-SEND-14" in each.cites)
    assert rule.second is not None
    assert rule.second.by == ("adviser-send", role.id)


def test_a_provider_joins_only_where_both_conditions_hold(pack):
    """DOR-SCH-26."""
    for thresholds, audit, waits in (("yes", "yes", False), ("yes", "no", True), ("no", "yes", True)):
        known = {"quality-thresholds-met": thresholds, "provider-audit-complete": audit}
        found = qarules.next_steps(pack, qarules.Case(known=known, events={"provider-applies": ON}), ON)
        assert ("joining/join" not in {step.id for step in found.steps}) is waits


def test_two_grades_of_ofsted_bring_a_school_the_offer_of_a_visit(pack):
    """DOR-SCH-15."""
    for grade, starts in (("good", False), ("requires-improvement", True), ("inadequate", True)):
        found = qarules.next_steps(pack, qarules.Case(known={"ofsted-on-safeguarding": grade}), ON)
        (state,) = (each for each in found.escalations if each.id == "judged-by-ofsted")
        assert state.starts is starts


# --- wording ---------------------------------------------------------------------------------------------------------

# The names of a meeting and of a law are what they are.
NAMES = ("education and learning performance and practice development meeting",)


def test_no_eight_words_in_a_row_are_the_documents(pack):
    """In no text that the pack has, wherever it stands; names apart."""
    texts = {
        value
        for part in walk(pack)
        for name in ("title", "statement", "text", "note", "guidance", "contains", "agenda", "labelled", "not_provided")
        for value in _texts(getattr(part, name, ()))
    }
    assert len(texts) > 700
    for seed in SEEDS.glob("004_*.txt"):
        source = _words(seed.read_text(encoding="utf-8"))
        runs = {tuple(source[at : at + 8]) for at in range(len(source) - 7)}
        assert [
            text
            for text in texts
            if any(tuple(_words(text)[at : at + 8]) in runs for at in range(len(_words(text))))
            and text.lower() not in NAMES
        ] == []


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
