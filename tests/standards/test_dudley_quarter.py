"""
A quarter in Dudley: July to September 2017, with nobody in post as Lead for Professional Practice.

A team is evaluated and its delivery plan approved, children whose casework drifts come before a challenge session,
staff audit side by side, and reports go round. No day by which anything is due is stated, and none appears.
"""

from __future__ import annotations

import datetime

import attrs
import pytest

import qarules
from qarules.export.moderation import moderation_text
from qarules.export.steps import steps_text
from qarules.export.timetable import timetable_text
from qarules.model.next_step import NextStep, NextSteps, Progress, Trouble
from qarules.model.route import Escalation, Process
from qarules.model.walk import walk

Day = datetime.date
FIRST, LAST = Day(2017, 7, 1), Day(2017, 9, 30)
PEOPLE = {
    "Chief Officer": "Ana Cole",
    "HoS": "Ben Ward",
    "team-manager": "Cat Hill",
    "Practice Development Service": "Dan Price",
    "complaints-officer": "Eve Lane",
    "own-procedure": "Duty manager, 01384 000000",
}
SOURCES = ("team-evaluation/read", "team-evaluation/observe", "team-evaluation/consult")


@pytest.fixture(scope="module")
def pack() -> qarules.Pack:
    return qarules.load_pack("dudley")


@pytest.fixture
def case() -> qarules.Case:
    """The quarter begins: what is known of it so far."""
    events = {"evaluation-planned": Day(2017, 7, 3), "views-gathered": Day(2017, 7, 3)}
    return qarules.Case(people=PEOPLE, events=events)


def steps(found: NextSteps) -> dict[str, NextStep]:
    return {step.id: step for route in (*found.escalations, *found.processes) for step in route.steps}


def turn(pack: qarules.Pack, case: qarules.Case, of: str) -> list[str]:
    """The steps of one escalation or process whose turn it is."""
    return [step.id for step in qarules.next_steps(pack, case, LAST).steps if step.route == of]


# --- a team is evaluated ---------------------------------------------------------------------------------------------


def test_a_team_evaluation_from_schedule_to_training_offer(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-TEV-14, with both approvals of the delivery plan, the second officer first."""
    of = "team-evaluation"
    assert turn(pack, case, of) == [f"{of}/agree"]
    case = attrs.evolve(case, approvals={f"{of}/agree": ("dmt",)})
    assert turn(pack, case, of) == [f"{of}/visits", *SOURCES]
    case = attrs.evolve(case, done=(f"{of}/visits", *SOURCES))
    assert turn(pack, case, of) == [f"{of}/report"]
    case = attrs.evolve(case, done=(*case.done, f"{of}/report", f"{of}/consider"))
    assert turn(pack, case, of) == [f"{of}/delivery-plan"]

    # DUD-AMB-13: both, in any order; one of them is not enough for what comes next.
    for first in ("head-of-service", "chief-officer"):
        one = attrs.evolve(case, approvals={**case.approvals, f"{of}/delivery-plan": (first,)})
        assert turn(pack, one, of) == [f"{of}/delivery-plan"]
        waiting = steps(qarules.next_steps(pack, one, LAST))[f"{of}/delivery-plan"].participants
        assert {each.role: each.done for each in waiting} == {
            "chief-officer": first == "chief-officer",
            "head-of-service": first == "head-of-service",
        }
    case = attrs.evolve(case, approvals={**case.approvals, f"{of}/delivery-plan": ("Service Head", "Chief Officer")})
    assert turn(pack, case, of) == [f"{of}/respond"]
    respond = steps(qarules.next_steps(pack, case, LAST))[f"{of}/respond"]
    assert [(each.role, each.persons) for each in respond.participants] == [("chief-officer", ("Ana Cole",))]
    case = attrs.evolve(case, done=(*case.done, f"{of}/respond", f"{of}/training"))
    found = qarules.next_steps(pack, case, LAST)
    assert (turn(pack, case, of), found.problems) == ([], ())


def test_a_delivery_plan_put_to_work_with_one_approval_is_pointed_out(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-TEV-11."""
    of = "team-evaluation"
    case = attrs.evolve(
        case,
        approvals={f"{of}/agree": ("dmt",), f"{of}/delivery-plan": ("chief-officer",)},
        done=(f"{of}/visits", *SOURCES, f"{of}/report", f"{of}/consider", f"{of}/delivery-plan", f"{of}/respond"),
    )
    (problem,) = qarules.next_steps(pack, case, LAST).problems
    assert problem.message == f"`{of}/delivery-plan` is done, and `head-of-service` has not approved"


def test_an_evaluation_without_an_observation_is_pointed_out_and_goes_on(
    pack: qarules.Pack, case: qarules.Case
) -> None:
    """DUD-OBS-02: a finding, and nothing is refused."""
    of = "team-evaluation"
    case = attrs.evolve(
        case,
        approvals={f"{of}/agree": ("dmt",)},
        done=(f"{of}/visits", f"{of}/read", f"{of}/consult", f"{of}/report"),
    )
    found = qarules.next_steps(pack, case, LAST)
    assert [problem.message for problem in found.problems] == [
        f"`{of}/report` is done, and `{of}/observe`, which comes before it, is not"
    ]
    assert steps(found)[f"{of}/consider"].progress is Progress.NEXT


# --- the post that nobody holds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["what-people-say/represent", "what-people-say/participation"])
def test_a_duty_of_the_vacant_post_falls_to_the_deputy_or_is_seen_to_be_nobodys(
    pack: qarules.Pack, case: qarules.Case, step: str
) -> None:
    """DUD-GEN-07, DUD-AMB-07: the owner is vacant as long as the council names no deputy."""
    found = qarules.next_steps(pack, case, LAST)
    assert [(each.role, each.trouble) for each in steps(found)[step].participants] == [
        ("lead-for-practice", Trouble.VACANT),
        ("deputy-for-practice", Trouble.UNNAMED),
    ]
    assert "Lead for Professional Practice (the post is vacant)" in " ".join(steps_text(found, pack).split())
    assert "DUD-AMB-07" in {clause.id for clause in steps(found)[step].rests_on}

    named = attrs.evolve(case, people={**PEOPLE, "deputy-for-practice": "Fay Moss"})
    (deputy,) = steps(qarules.next_steps(pack, named, LAST))[step].participants
    assert (deputy.role, deputy.persons, deputy.instead_of) == (
        "deputy-for-practice",
        ("Fay Moss",),
        ("lead-for-practice",),
    )
    filled = attrs.evolve(case, people={**PEOPLE, "Lead for Professional Practice": "Gil Shaw"})
    (lead,) = steps(qarules.next_steps(pack, filled, LAST))[step].participants
    assert (lead.role, lead.persons, lead.trouble) == ("lead-for-practice", ("Gil Shaw",), None)


def test_every_duty_of_the_vacant_post_has_a_deputy(pack: qarules.Pack) -> None:
    """No step rests on the post alone."""
    routes: list[Process | Escalation] = [*pack.processes, *pack.escalations]
    duties = [step for route in routes for step in route.steps if "lead-for-practice" in step.by]
    assert len(duties) == 4
    assert all(step.substitute == ("deputy-for-practice",) for step in duties)


# --- children in the casework ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["drift", "delay", "inactivity"])
def test_a_child_whose_casework_stalls_comes_before_the_challenge_session(
    pack: qarules.Pack, case: qarules.Case, sign: str
) -> None:
    """DUD-DATA-01, DUD-DATA-04: any one of the three is enough."""
    quiet = dict.fromkeys(("drift", "delay", "inactivity"), False)
    assert turn(pack, attrs.evolve(case, known=quiet), "stalled-casework") == []
    stalled = attrs.evolve(case, known={**quiet, sign: True})
    assert turn(pack, stalled, "stalled-casework") == ["stalled-casework/challenge"]
    (challenge,) = steps(qarules.next_steps(pack, stalled, LAST))["stalled-casework/challenge"].participants
    assert challenge.title == "Performance Challenge Session"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"drift": "yes"}, True),
        ({"may-be-at-risk": "yes"}, True),
        ({"drift": "no", "delay": "no", "inactivity": "no", "may-be-at-risk": "no"}, False),
        ({"drift": "no", "delay": "no", "inactivity": "no"}, None),
    ],
)
def test_who_is_on_the_agenda_of_a_challenge_session(
    pack: qarules.Pack, said: dict[str, str], expected: bool | None
) -> None:
    """DUD-DATA-04, DUD-AMB-12: a person says so of each child, and what nobody has said is not taken for no."""
    assert qarules.eligible(pack, "challenge-children", {"id": "c1", **said}, on=Day(2017, 8, 14)).eligible is expected


def test_a_child_at_immediate_risk_has_no_route_here_and_results_say_so(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-AMB-16: before everything else, and to whom the council's own procedure names."""
    asked = qarules.next_steps(pack, case, LAST)
    (unknown,) = (each for each in asked.escalations if each.id == "immediate-risk-route")
    assert (unknown.starts, unknown.missing) == (None, ("immediate-risk",))
    found = qarules.next_steps(pack, attrs.evolve(case, known={"immediate-risk": True}), LAST)
    first = found.steps[0]
    assert first.id == "immediate-risk-route/own-route"
    assert first.due is not None
    assert first.due.status is qarules.DueStatus.DUE_NOW
    assert [each.persons for each in first.participants] == [("Duty manager, 01384 000000",)]
    assert "the framework has no route of its own" in " ".join(steps_text(found, pack).split())
    nobody = {role: person for role, person in PEOPLE.items() if role != "own-procedure"}
    unnamed = qarules.next_steps(pack, qarules.Case(people=nobody, known={"immediate-risk": True}), LAST).steps[0]
    assert [each.trouble for each in unnamed.participants] == [Trouble.UNNAMED]


# --- what comes round ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "count", "recipients"),
    [
        ("challenge-session", 3, ()),
        ("dashboard", 3, ("dmt",)),
        ("peer-audits", 1, ()),
        ("complaints-report", 1, ("senior-management-team",)),
    ],
)
def test_what_a_quarter_brings(pack: qarules.Pack, activity: str, count: int, recipients: tuple[str, ...]) -> None:
    """DUD-DATA-02, DUD-LRN-05, DUD-PEER-01, DUD-CMP-03: each within the quarter, and nothing outside."""
    found = qarules.occurrences(pack, activity, FIRST, LAST)
    assert (found.undated, found.problems) == ((), ())
    assert len(found.occurrences) == count
    assert all(FIRST <= each.first <= each.last <= LAST for each in found.occurrences)
    assert all(each.to == recipients for each in found.occurrences)


@pytest.mark.parametrize("activity", ["annual-report", "annual-complaints-report", "development-session"])
def test_what_a_year_brings_once(pack: qarules.Pack, activity: str) -> None:
    """DUD-LRN-03, DUD-CMP-04, DUD-TEV-08."""
    assert len(qarules.occurrences(pack, activity, Day(2018, 1, 1), Day(2018, 12, 31)).occurrences) == 1


@pytest.mark.parametrize(
    ("activity", "why"),
    [
        ("themed-audits", "it takes place when somebody asks for it"),
        ("team-evaluations", "its source does not say how often"),
        ("head-of-service-auditing", "its source does not say how often"),
        ("chief-officer-auditing", "its source does not say how often"),
        ("evaluation-reports", "its source does not say how often"),
    ],
)
def test_what_has_no_interval_gets_none(pack: qarules.Pack, activity: str, why: str) -> None:
    """DUD-THM-02, DUD-AMB-09, DUD-AMB-11: undated, with the reason; the numbers are settings without a default."""
    found = qarules.occurrences(pack, activity, FIRST, LAST)
    assert found.occurrences == ()
    assert {each.why for each in found.undated} == {why}
    assert all(parameter.value is None for parameter in pack.parameters)


def test_the_report_on_complaints_teaches_and_feeds_the_annual_report(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-CMP-01, DUD-CMP-02, DUD-CMP-04, DUD-LRN-07."""
    (report,) = (each for each in pack.activities if each.id == "complaints-report")
    assert (report.by, report.to) == (("complaints-officer",), ("senior-management-team",))
    case = attrs.evolve(case, events={"complaint-received": Day(2017, 8, 2)})
    assert turn(pack, case, "complaint") == ["complaint/respond", "complaint/learn"]
    (year,) = (each for each in pack.processes if each.id == "preparing-the-year")
    gather = next(step for step in year.steps if step.id == "gather")
    assert len(gather.contains) == 5
    assert "The annual report on complaints" in gather.contains


def test_staff_audit_side_by_side_and_nobody_grades_again(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-PEER-03, DUD-PEER-04, DUD-PEER-06: partners may be asked to join."""
    case = attrs.evolve(case, events={"peer-audit-day": Day(2017, 9, 12)})
    assert turn(pack, case, "peer-audit") == ["peer-audit/widen", "peer-audit/side-by-side"]
    assert steps(qarules.next_steps(pack, case, LAST))["peer-audit/widen"].optional


def test_what_an_audit_has_shown_is_fed_back_or_dealt_with(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-CFA-12: three words, two uses."""
    for word, expected in (("good", "audit-feedback"), ("acceptable", "audit-feedback"), ("unacceptable", "")):
        known = attrs.evolve(case, known={"practice-seen": word})
        assert bool(turn(pack, known, "audit-feedback")) is bool(expected)
        assert bool(turn(pack, known, "unacceptable-performance")) is not bool(expected)


# --- what the framework does not state -------------------------------------------------------------------------------


def test_no_deadline_is_stated_and_none_is_made_up(pack: qarules.Pack, case: qarules.Case) -> None:
    """DUD-AMB-03: nothing has a number of days; what is at once is only a child at immediate risk."""
    found = qarules.deadlines(pack, case, LAST)
    assert found.items == ()
    assert "Dudley Quality Assurance Framework states no deadline." in timetable_text(found, pack)
    timed = [step.id for step in steps(qarules.next_steps(pack, case, LAST)).values() if step.term]
    assert timed == ["immediate-risk-route/own-route"]
    assert not any(type(part).__name__ in {"Within", "Before", "NotBefore"} for part in walk(pack))


def test_no_audit_is_moderated_and_results_say_so(pack: qarules.Pack) -> None:
    """DUD-AMB-14: two looks can be set beside each other; no rule calls for anything."""
    tool = qarules.load("dudley/case-file-aims")
    looks = [
        qarules.Audit(answers={}, decisions={"overall-grade": qarules.Decision(grade, by="HoS", reason="Seen.")})
        for grade in ("good", "inadequate")
    ]
    moderated = qarules.moderate(tool, *looks)
    assert moderated.called == ()
    assert "The tool has no rule of moderation" in moderation_text(moderated, pack)
    assert not pack.moderations


def test_no_grade_is_worked_out(pack: qarules.Pack) -> None:
    """DUD-AMB-01: one of Ofsted's four, by professional judgement, from one of those who audit."""
    tool = qarules.load("dudley/case-file-aims")
    grade = tool.things["overall-grade"]
    assert isinstance(grade, qarules.Judgement)
    assert (grade.giving, grade.limits, grade.scale, grade.with_reason) == ((), (), "ofsted", True)
    auditors = {"chief-executive", "director", "chief-officer", "lead-for-practice", "head-of-service"}
    assert auditors | {"front-line-manager", "deputy-for-practice"} == set(grade.decided_by)
    answers = dict.fromkeys((item.id for item in tool.items.values()), "no")
    assert len(qarules.evaluate(tool, answers)["overall-grade"].possible) == 4


def test_the_checklists_have_their_items_and_the_other_tools_are_absent(pack: qarules.Pack) -> None:
    """Nine aims, four marks of good data; what the framework names without printing it is declared so."""
    cited = {
        tool.id: [clause for item in tool.items.values() for clause in item.cites if clause.startswith("DUD-")]
        for tool in pack.tools
    }
    assert cited == {
        "case-file-aims": [f"DUD-CFA-0{number}" for number in range(1, 10)],
        "data-quality": [f"DUD-DATA-0{number}" for number in range(6, 10)],
    }
    absent = {clause.id for clause in pack.clauses if clause.not_provided}
    assert {"DUD-TEV-01", "DUD-CFA-00", "DUD-OBS-01", "DUD-THM-01"} <= absent


def test_data_is_modernised_until_it_meets_all_four(pack: qarules.Pack) -> None:
    """DUD-DATA-10: one that is not so is enough for the work to go on."""
    tool = qarules.load("dudley/data-quality")
    names = ("data-accurate", "data-contemporaneous", "data-accessible", "data-presentation")
    for bad in (None, *names):
        outcome = qarules.evaluate(tool, {name: "no" if name == bad else "yes" for name in names})
        assert str(outcome["state"].final) == ("not-fit" if bad else "fit")
        assert bool(turn(pack, qarules.Case(outcome=outcome), "better-data")) is bool(bad)
