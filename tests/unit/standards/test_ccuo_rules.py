"""The CCUO pack, held to the rows of the catalogue: its tools, its numbers, its rhythms, its records, its wording."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

import qarules
from qarules.model.activity import Every, NoInterval, OnDemand
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Process
from qarules.model.standard import Force
from qarules.model.term import Before, NotBefore, TermUnit, Within
from qarules.model.tool import Item, Number, OnScale, Section, Table, Text, Tool, YesNo
from qarules.model.walk import walk

SHARED = Path(__file__).parents[4] / "shared"
CATALOGUE = SHARED / "catalogue.md"
CHECK, FREE, YES, COUNT, ROWS = OnScale, Text, YesNo, Number, Table


@pytest.fixture(scope="module")
def pack() -> Pack:
    return qarules.load_pack("ccuo")


def tool_of(pack: Pack, name: str) -> Tool:
    return next(tool for tool in pack.tools if tool.id == name)


def rows(series: str, last: int, first: int = 1) -> list[str]:
    return [f"CCUO-{series}-{number:02}" for number in range(first, last + 1)]


def citing(clause: str, tool: Tool) -> list[Item]:
    return [item for item in tool.items.values() if clause in item.cites]


# --- tools -----------------------------------------------------------------------------------------------------------

CHECKLISTS = [
    ("framework-benchmark", "ING", [10]),
    ("planning-complete", "DES", [9]),
    ("good-mentor", "A", [5, 12, 8]),
    ("best-practice-review", "BP", [10]),
    ("good-mentee", "D", [4]),
    ("adult-learning", "K", [9]),
]
QUESTIONS = [
    ("programme-self-assessment", "B", [7, 4, 7, 7, 5, 7, 2, 3]),
    ("opening-questions", "IQ", [6]),
    ("meeting-planning", "L", [13]),
    ("progress-monitoring", "O", [13]),
]


@pytest.mark.parametrize(("name", "series", "sections"), [*CHECKLISTS, *QUESTIONS])
def test_a_tool_has_the_items_of_its_rows_in_their_order_and_no_other(pack, name, series, sections):
    """As many to a section as the catalogue's inventory has, each citing its own row."""
    tool = tool_of(pack, name)
    assert [len(section.items) for section in tool.sections] == sections
    for item, row in zip(tool.items.values(), rows(series, sum(sections)), strict=True):
        assert citing(row, tool) == [item]


@pytest.mark.parametrize(("name", "series", "sections"), CHECKLISTS)
def test_a_checklist_has_four_answers_and_no_score(pack, name, series, sections):
    """CCUO-AMB-11: yes, partly, no, not known; no points, nothing counted, and each item says why."""
    tool = tool_of(pack, name)
    scale = next(scale for scale in pack.scales if scale.id == "answers")
    assert [(grade.title, grade.points) for grade in scale.grades] == [("Yes", None), ("Partly", None), ("No", None)]
    for item in tool.items.values():
        assert item.answer == OnScale(scale="answers")
        assert item.counted is False
        assert item.may_not_apply is not None
        assert item.may_not_apply.called == "not known"
        assert "CCUO-AMB-11" in item.cites


def test_questions_are_answered_as_their_rows_say(pack):
    """Free text, but for tables in Tool I, a count in Tool L, and yes or no in Tool O."""
    kinds = {name: [type(item.answer) for item in tool_of(pack, name).items.values()] for name, _, _ in QUESTIONS}
    assert kinds == {
        "programme-self-assessment": [FREE] * 42,
        "opening-questions": [FREE, ROWS, FREE, ROWS, ROWS, FREE],
        "meeting-planning": [*[FREE] * 10, COUNT, FREE, FREE],
        "progress-monitoring": [*[YES] * 5, FREE, FREE, YES, YES, *[FREE] * 4],
    }


def test_the_policy_has_eight_numbered_sections_and_every_rule_of_its_template(pack):
    """CCUO-C-01 to 20, with a head and an end, and the slots of C-02."""
    tool = tool_of(pack, "mentoring-policy")
    assert [section.number for section in tool.sections] == ["", *map(str, range(1, 9)), ""]
    assert all(citing(row, tool) for row in rows("C", 20))
    slots = [item for item in citing("CCUO-C-02", tool) if isinstance(item.answer, Text)]
    assert len(slots) == 9
    for row in rows("C", 20, 3):
        assert any(isinstance(item.answer, YesNo) for item in citing(row, tool)), row


def test_the_agreement_has_ten_numbered_points_and_five_numbers(pack):
    """CCUO-F-01 to 14; the five blanks are parameters with bounds, and nothing is set."""
    tool = tool_of(pack, "mentoring-agreement")
    assert [section.number for section in tool.sections if section.number] == [str(n) for n in range(1, 11)]
    cited = {clause for part in (tool, *tool.sections, *tool.items.values()) for clause in part.cites}
    assert set(rows("F", 14)) <= cited
    numbers = {p.id: p for p in pack.parameters if {"CCUO-F-02", "CCUO-F-04", "CCUO-F-07", "CCUO-F-08"} & set(p.cites)}
    assert {id_: (p.unit, p.low, p.above, p.high, p.value) for id_, p in numbers.items()} == {
        "relationship-months": (TermUnit.MONTHS, Fraction(1), None, None, None),
        "meeting-gap": (TermUnit.DAYS, Fraction(1), None, None, None),
        "shortest-meeting": (TermUnit.HOURS, None, Fraction(0), "longest-meeting", None),
        "longest-meeting": (TermUnit.HOURS, "shortest-meeting", Fraction(0), None, None),
        "contacts-a-week": (None, Fraction(1), None, None, None),
    }


def test_an_action_plan_has_four_columns_for_every_goal(pack):
    """CCUO-J-01 and J-02."""
    goal = next(section for section in tool_of(pack, "action-plan").sections if section.id == "goal")
    assert isinstance(goal, Section)
    assert goal.repeated
    table = next(item.answer for item in goal.items if "CCUO-J-02" in item.cites and isinstance(item.answer, Table))
    assert [column.id for column in table.columns] == ["action", "timescale", "milestone", "success"]


def test_a_log_has_a_head_two_groups_of_rows_and_two_signatures(pack):
    """CCUO-M-01, M-05, M-06; who wrote it is a field (AMB-18)."""
    tool = tool_of(pack, "meeting-log")
    assert [item.id for item in tool.items.values() if isinstance(item.answer, Table)] == [
        "last-points-review",
        "next-points",
    ]
    assert [section.id for section in tool.sections] == ["head", "looking-back", "looking-ahead", "signatures"]
    assert [type(item.answer) for item in tool.sections[-1].items] == [YES, YES]
    assert "written-by" in tool.items


@pytest.mark.parametrize(("name", "series", "count"), [("nine-stages", "G", 9), ("relationship-cycle", "H", 4)])
def test_the_stages_are_all_there_in_order(pack, name, series, count):
    process = next(process for process in pack.processes if process.id == name)
    assert [step.cites[0] for step in process.steps] == rows(series, count)


@pytest.mark.parametrize(
    ("stage", "signs", "skills"), [("beginning", 7, 8), ("challenging", 7, 5), ("progression", 10, 6), ("ending", 4, 6)]
)
def test_a_stage_of_the_cycle_has_its_signs_and_skills(pack, stage, signs, skills):
    """CCUO-H-01 to 04."""
    cycle = next(process for process in pack.processes if process.id == "relationship-cycle")
    contains = next(step.contains for step in cycle.steps if step.id == stage)
    asked = [text for text in contains if text.startswith("Skill: ")]
    assert (len(contains) - len(asked), len(asked)) == (signs, skills)


def test_what_the_document_names_and_does_not_contain_is_declared_so(pack):
    """The flow chart of Tool E; no process restates it."""
    assert [clause.id for clause in pack.clauses if clause.not_provided] == ["CCUO-SEL-04"]


@pytest.mark.parametrize(
    ("record", "field", "count"),
    [
        ("outcome", "for-mentee", 7),
        ("outcome", "for-mentor", 6),
        ("outcome", "for-organisation", 10),
        ("outcome", "for-workforce", 6),
    ],
)
def test_every_outcome_of_section_4_can_be_recorded(pack, record, field, count):
    """CCUO-BEN-01 to 04."""
    fields = next(each.fields for each in pack.records if each.id == record)
    answer = next(item.answer for item in fields if item.id == field)
    assert len(getattr(answer, "choices", ())) == count


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("CCUO-GEN-12", 6),
        ("CCUO-DES-11", 5),
        ("CCUO-CRD-02", 9),
        ("CCUO-CRD-03", 5),
        ("CCUO-TRN-01", 3),
        ("CCUO-TRN-03", 6),
        ("CCUO-TRN-04", 4),
        ("CCUO-FST-01", 6),
        ("CCUO-MON-04", 6),
        ("CCUO-O-14", 6),
        ("CCUO-I-01", 5),
        ("CCUO-I-02", 5),
        ("CCUO-MON-06", 3),
        ("CCUO-MAT-02", 5),
        ("CCUO-N-05", 4),
    ],
)
def test_lists_are_as_long_as_their_rows_say(pack, clause, count):
    """What a step or an activity contains."""
    holders = [*pack.activities, *(step for process in pack.processes for step in process.steps)]
    assert count in [len(each.contains) for each in holders if clause in each.cites and each.contains]


# --- deadlines, rhythms, limits --------------------------------------------------------------------------------------


def timings(clause: str, pack: Pack) -> list[object]:
    deadlines = [deadline for deadline in pack.deadlines if clause in deadline.cites]
    return [
        (type(t).__name__, t.length.count, t.length.unit)
        for deadline in deadlines
        if deadline.term is not None
        for t in deadline.term.timings
        if isinstance(t, Before | Within | NotBefore)
    ]


def test_deadlines_hold_what_their_rows_state(pack):
    """CCUO-F-06 in hours before, CCUO-M-03 with its number open; of whom, and where it is written down."""
    assert timings("CCUO-F-06", pack) == [("Before", 24, TermUnit.HOURS)]
    assert timings("CCUO-M-03", pack) == [("Within", "log-days", None)]
    assert {d.id: d.owner for d in pack.deadlines if {"CCUO-F-06", "CCUO-M-03"} & set(d.cites)} == {
        "cancellation": ("mentor", "mentee"),
        "log-copy": ("mentee",),
    }
    log_days = next(p for p in pack.parameters if p.id == "log-days")
    assert (log_days.unit, log_days.value) == (TermUnit.DAYS, None)


def test_only_what_the_guidance_bounds_has_a_number(pack):
    """Every number of a deadline is one of a row: 3 and 6 months, 24 hours; the rest are open parameters."""
    counts = [
        each.length.count
        for deadline in pack.deadlines
        for each in walk(deadline)
        if isinstance(each, Within | Before | NotBefore)
    ]
    assert sorted(count for count in counts if isinstance(count, int)) == [3, 6, 24]
    assert all(parameter.value is None for parameter in pack.parameters)


def test_rhythms_hold_what_their_rows_state(pack):
    """CCUO-F-03, C-06, C-19, M-04, CRD-04."""
    rhythm = {each.id: each.recurrences[0].rhythm for each in pack.activities}
    assert rhythm["relationship-evaluation"] == Every(count=3, until=6, unit=TermUnit.MONTHS)
    assert rhythm["needs-review"] == Every(count=1, unit=TermUnit.YEARS)
    assert rhythm["policy-review"] == Every(count=1, unit=TermUnit.YEARS, rolling=True)
    assert rhythm["log-to-coordinator"] == OnDemand()
    (forum,) = pack.forums
    assert [meets.rhythm for meets in forum.meets] == [NoInterval()]


def test_what_a_deadline_may_end_on_is_said_of_each(pack):
    """No day is moved: the guidance says nothing of closed days, and interpretations say that they count."""
    moving = [d.id for d in pack.deadlines if isinstance(d, Deadline) and d.term is not None and d.term.roll.moves]
    assert moving == []


# --- confidence ------------------------------------------------------------------------------------------------------

REVIEWS = {"annual-review", "mentors-review"}


def test_only_what_both_agreed_to_and_a_mentors_contribution_are_ever_written_in_a_review(pack):
    """CCUO-C-14, C-10: one step each; neither is anywhere else."""
    steps = [(f"{process.id}/{step.id}", step) for process in pack.processes for step in process.steps]
    inside = {name: set(step.recording.inside) & REVIEWS for name, step in steps}
    assert {name: records for name, records in inside.items() if records} == {
        "into-annual-review/enter": {"annual-review"},
        "mentors-contribution/acknowledge": {"mentors-review"},
    }


@pytest.mark.parametrize("clause", ["CCUO-F-11", "CCUO-C-08", "CCUO-FST-02", "CCUO-MON-05", "CCUO-AMB-11"])
def test_a_rule_of_privacy_says_where_nothing_may_be_written(pack, clause):
    routes = [step for process in pack.processes for step in process.steps]
    holders = [each for each in (*routes, *pack.activities) if clause in each.cites]
    assert any(set(each.recording.never) >= REVIEWS for each in holders)


def test_nothing_about_a_danger_is_forbidden_to_be_written(pack):
    """CCUO-AMB-19: its escalation prohibits nothing, and resolves every rule of privacy."""
    safeguarding = next(each for each in pack.escalations if each.id == "safeguarding")
    assert safeguarding.recording.never == ()
    clauses = {clause.id: clause for clause in pack.clauses}
    kinds = {name for name, clause in clauses.items() if clause.kind and clause.kind.value == "privacy"}
    # What is only about telling people what is recorded, or about data items, needs no exception.
    assert kinds - set(clauses["CCUO-AMB-19"].resolves) == {"CCUO-LOG-02", "CCUO-MON-06"}


def test_consent_is_asked_of_both_wherever_it_is_asked(pack):
    """Nobody is matched, bound, or told about, with one yes."""
    asked = {
        f"{process.id}/{step.id}": set(step.consent_of)
        for process in pack.processes
        if isinstance(process, Process)
        for step in process.steps
        if step.consent_of
    }
    assert set(asked) == {
        "matching/match",
        "first-meeting/sign",
        "into-annual-review/agree",
        "to-the-coordinator/agree-to-plan",
        "going-on/agree",
    }
    assert all(of == {"mentor", "mentee"} for of in asked.values())


# --- the clauses -----------------------------------------------------------------------------------------------------


def test_forces_are_those_of_the_rows(pack):
    """Where the catalogue is at hand; only what it calls derived has another."""
    forces = {"M": Force.MUST, "S": Force.SHOULD, "O": Force.MAY, "N": Force.NEVER, "F": Force.FACT}
    own = {clause.id: clause.force for clause in pack.clauses}
    assert [name for name, force in own.items() if force is Force.DERIVED] == ["CCUO-N-02"]
    assert sum(force is Force.INTERPRETATION for force in own.values()) == 20
    if CATALOGUE.is_file():
        table = re.findall(r"^\| (CCUO-\w+-\d+) \| ([\w:]+) \| (\w) \|", CATALOGUE.read_text("utf-8"), re.MULTILINE)
        stated = {name: forces[force] for name, kind, force in table if kind != "ambiguity"}
        differing = [name for name, force in stated.items() if own[name] is not force]
        assert differing == ["CCUO-N-02"]


def test_every_interpretation_settles_something_and_is_told_by_a_result(pack):
    """Each resolves a clause; each but the purely editorial ones is behind something that acts."""
    interpretations = [clause for clause in pack.clauses if clause.force is Force.INTERPRETATION]
    assert all(clause.resolves for clause in interpretations)
    cited = {name for part in walk(pack) for name in getattr(part, "cites", ())}
    silent = {clause.id for clause in interpretations if clause.id not in cited}
    assert silent == set()


def test_no_criterion_has_another_id_than_its_row(pack):
    """Where the catalogue is at hand: stored answers hold on to these ids."""
    asked = {clause: item.id for tool in pack.tools for item in tool.items.values() for clause in item.cites}
    assert asked["CCUO-ING-01"] == "vision-shared"
    if CATALOGUE.is_file():
        pattern = r"^\| (CCUO-(?:ING|DES|A|B|BP|D|IQ|K|L|M|O)-\d+) \| criterion:\w+ \| \w \| [^|]+ \| `([a-z-]+)`"
        for clause, wanted in re.findall(pattern, CATALOGUE.read_text("utf-8"), re.MULTILINE):
            named = [item.id for tool in pack.tools for item in tool.items.values() if clause in item.cites]
            assert wanted in named, clause


def test_nothing_is_copied_from_the_source(pack):
    """No eight words in a row in anything a reader sees; where the source is not at hand, every text has words."""
    texts = [text for part in walk(pack) for text in _texts(part)]
    assert len(texts) > 1000
    seeds = sorted((SHARED / "seeds").glob("001_*.txt"))
    source = [word for seed in seeds for word in _words(seed.read_text("utf-8"))]
    runs = {tuple(source[at : at + 8]) for at in range(len(source) - 7)}
    copied = [
        text for text in texts if any(tuple(_words(text)[at : at + 8]) in runs for at in range(len(_words(text))))
    ]
    assert copied == []


def _texts(part: object) -> list[str]:
    named = (getattr(part, name, "") for name in ("title", "statement", "guidance", "note", "content_only"))
    return [text for text in (*named, *getattr(part, "contains", ())) if isinstance(text, str) and text]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
