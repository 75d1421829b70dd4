"""
June 2022 in Dorset, from the records that are drawn on the first to the reports that QPAG hears.

It reads from top to bottom. Each test is a thing that somebody does with the pack, and what the pack answers.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import pytest

import qarules
from qarules import Audit, Case, CaseFile, Decision, Due, DueStatus, NextSteps, Pack, Person, RouteState, Tool
from qarules.analytics.summary import Entry, counts, table
from qarules.model.case import Held
from qarules.model.draw import WhyNot
from qarules.model.next_step import Part, Progress

DATE = datetime.date
FIRST = DATE(2022, 6, 1)
MONDAY = DATE(2022, 6, 20)
AREAS = {
    "safety": "safe-and-risk-managed",
    "voice": "child-centred-voice",
    "oversight": "oversight-effective",
    "assessment": "assessments-timely",
    "agencies": "agencies-coordinated",
    "plans": "plans-effective",
}
PEOPLE: dict[str, Held] = {
    "auditor": "ann",
    "moderator": Person("mo", responsible_for=()),
    "social-worker": "sam",
    "team-manager": "tom",
    "service-manager": "sue",
    "quality-assurance": "qa",
    "corporate-director": "cora",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return qarules.load_pack("dorset", on=FIRST)


def look(by: str, grade: str, *, actions: Iterable[Mapping[str, str]] = (), **areas: str) -> Audit:
    """What one look at a child who is not in care came to: Good in every area that is not named, and this grade."""
    answers: dict[str, object] = {item: areas.get(area, "good") for area, item in AREAS.items()}
    answers |= {"care-status": "neither", "family-feedback": "She listens.", "listed-actions": list(actions)}
    return Audit(answers=answers, decisions={"overall-grade": Decision(grade, by=by, reason="As the record shows.")})


def audited(pack: Pack, *looks: Audit, decided: str = "", tool: str = "social-work-audit", **told: Any) -> Case:
    """A case with what its auditor, its moderator and the panel came to."""
    first, second, third = (*looks, None, None, None)[:3]
    ruling = Decision(decided, by="quality-assurance", reason="After the panel.")
    stored = CaseFile(
        pack=pack.name,
        tool=tool,
        first=first,
        second=second,
        third=third,
        decided={"overall-grade": ruling} if decided else {},
        case=Case(people=PEOPLE, record="c1", **told),
    )
    return qarules.case_of(stored, pack)


def route(found: NextSteps, name: str) -> RouteState:
    """One escalation or process."""
    (state,) = (each for each in (*found.escalations, *found.processes) if each.id == name)
    return state


def turn(state: RouteState) -> list[str]:
    """The steps of *state* whose turn it is."""
    return [step.id.partition("/")[2] for step in state.steps if step.progress is Progress.NEXT]


def due(pack: Pack, case: Case, name: str, on: DATE = MONDAY) -> Due:
    """How a deadline stands, on Monday 20 June unless another day is said."""
    return qarules.deadlines(pack, case, on)[name]


# --- Wednesday 1 June: the month begins ------------------------------------------------------------------------------


SAM, SID = Person("sam", team="e"), Person("sid", team="w")
RECORDS = (
    {"id": "c1", "is-open": "yes", "open-since": DATE(2020, 9, 3), "people": {"social-worker": SAM}},
    {"id": "c2", "is-open": "yes", "open-since": DATE(2021, 12, 1), "people": {"social-worker": SID}},
    {"id": "c3", "is-open": "yes", "open-since": DATE(2021, 12, 2)},
    {"id": "c4", "is-open": "no", "open-since": DATE(2019, 5, 6)},
    {"id": "c5", "is-open": "yes"},
)  # fmt: skip


def test_qa_draws_among_the_records_open_for_six_months(pack: Pack) -> None:
    """DOR-AUD-02, DOR-SOC-02, DOR-SOC-06: chance decides; what is too young is looked at elsewhere."""
    drawn = qarules.draw(pack, "social-work-records", RECORDS, on=FIRST, seed="June", parameters={"records-a-month": 2})
    assert drawn.records == ("c1", "c2")
    left = {each.record: each for each in drawn.left_out}
    assert left["c3"].otherwise == ("front-door-items", "thematic-dip-sample", "decision-reviews")
    assert "DOR-SOC-06" in left["c3"].clauses
    assert left["c4"].text == "only where is-open is yes"
    assert left["c5"].missing == ("open-since",)
    again = qarules.draw(
        pack, "social-work-records", RECORDS[::-1], on=FIRST, seed="June", parameters={"records-a-month": 2}
    )
    assert again.records == drawn.records


def test_nobody_audits_a_record_of_their_own_team(pack: Pack) -> None:
    """DOR-AUD-06, DOR-AMB-08: Team Managers and Advanced Practitioners alike, each one record, in turn."""
    people: dict[str, Held] = {
        "team-manager": (Person("tess", team="e"), Person("will", team="w")),
        "advanced-practitioner": Person("ada", team="e"),
    }
    given = qarules.assign(
        pack, "social-work-records", RECORDS[:2], people=people, on=FIRST, seed="June",
        history={"tess": DATE(2022, 5, 3), "ada": DATE(2022, 4, 1), "will": DATE(2022, 5, 3)},
    )  # fmt: skip
    assert {each.record: each.auditor for each in given.allocations} == {"c1": "will", "c2": "ada"}
    own: dict[str, Held] = {"team-manager": Person("tess", team="e"), "advanced-practitioner": Person("ada", team="e")}
    nobody = qarules.assign(pack, "social-work-records", RECORDS[:1], people=own, on=FIRST, seed="June")
    assert (nobody.allocations[0].auditor, nobody.complete) == ("", False)
    assert {each.person for each in nobody.allocations[0].objections} == {"tess", "ada"}


def test_the_auditor_is_told_as_the_month_begins_and_has_two_weeks(pack: Pack) -> None:
    """DOR-SOC-03, DOR-AMB-04: 1 October was a Saturday. DOR-SOC-09, DOR-AMB-03: the Jubilee days count."""
    assert due(pack, Case(events={"audit-month": FIRST}), "notify-auditor").due == FIRST
    assert due(pack, Case(events={"audit-month": DATE(2022, 10, 1)}), "notify-auditor").due == DATE(2022, 10, 3)
    complete = due(pack, Case(events={"auditor-notified": FIRST}), "complete-tool")
    assert (complete.due, complete.owner, complete.recommended) == (DATE(2022, 6, 15), ("auditor",), True)
    assert "DOR-AMB-03" in {clause.id for clause in complete.rests_on}


def test_the_family_is_asked_once_the_audit_has_been_done_with_the_worker(pack: Pack) -> None:
    """DOR-SOC-04, DOR-SOC-07, DOR-SOC-29: one after the other."""
    case = Case(events={"auditor-notified": FIRST}, people=PEOPLE)
    assert turn(route(qarules.next_steps(pack, case, FIRST), "case-audit")) == ["self-assess", "audit-together"]
    order = ["audit-together", "ask-the-family", "complete", "moderate", "pass-on-actions"]
    for done, then in itertools.pairwise(order):
        case = attrs.evolve(case, done=(*case.done, f"case-audit/{done}"))
        assert then in turn(route(qarules.next_steps(pack, case, FIRST), "case-audit"))
    summary = route(qarules.next_steps(pack, case, FIRST), "case-audit").steps[-1]
    assert [part.role for part in summary.participants] == ["qa-service-manager", "qpag"]


# --- the second week: moderation -------------------------------------------------------------------------------------


def test_the_framework_states_no_time_for_moderation(pack: Pack) -> None:
    """DOR-AMB-06: so the result says, until the council sets one."""
    finished = DATE(2022, 6, 13)
    none = due(pack, Case(events={"tool-complete": finished}), "moderate-audit")
    assert (none.status, none.due, none.missing) == (DueStatus.UNKNOWN, None, ("moderation-time",))
    assert any("states no deadline for moderation" in clause.statement for clause in none.rests_on)
    own = Case(events={"tool-complete": finished}, parameters={"moderation-time": 5})
    assert due(pack, own, "moderate-audit", finished).due == DATE(2022, 6, 20)


def test_nobody_moderates_a_child_or_a_worker_of_their_own_line(pack: Pack) -> None:
    """DOR-AMB-09."""
    tool = social_work(pack)
    looks = look("auditor", "good"), look("moderator", "good")
    for moderator, independent in (
        (Person("mo", responsible_for=()), True),
        (Person("ann", responsible_for=()), False),
        (Person("mo", responsible_for=("sam",)), False),
        (Person("mo", responsible_for=("c1",)), False),
    ):
        found = qarules.moderate(tool, *looks, people={**PEOPLE, "moderator": moderator}, record="c1")
        assert all(each.ok for each in found.independence) is independent, moderator
        assert bool(found.problems) is not independent


def social_work(pack: Pack) -> Tool:
    return next(tool for tool in pack.tools if tool.id == "social-work-audit")


# --- the third week: the triple lock, in its first meaning ------------------------------------------------------------


def test_auditor_moderator_and_panel_differ(pack: Pack) -> None:
    """DOR-SOC-13 to DOR-SOC-16, DOR-AMB-32: the moderated grade stands, and the panel tells both what it thinks."""
    case = audited(
        pack,
        look("auditor", "good"),
        look("moderator", "requires-improvement", assessment="requires-improvement"),
        look("panel-member", "good"),
    )
    moderated = case.moderation
    assert moderated is not None
    (overall,) = (delta for delta in moderated.deltas if delta.thing == "overall-grade")
    assert [str(grade) for grade in (overall.first, overall.second, overall.third)] == [
        "good", "requires-improvement", "good",
    ]  # fmt: skip
    standing = {each.judgement: (str(each.grade), each.whose) for each in moderated.standing}
    assert standing["overall-grade"] == ("requires-improvement", "second")
    panel = route(qarules.next_steps(pack, case, DATE(2022, 6, 21)), "panel")
    assert (panel.starts, turn(panel)) == (True, ["consider"])
    assert panel.why.startswith("anything differs")
    told = next(step for step in panel.steps if step.id == "panel/feed-back")
    assert [part.role for part in told.participants if part.part is Part.IS_TOLD] == ["auditor", "moderator"]


def test_one_area_is_enough_for_the_panel(pack: Pack) -> None:
    """DOR-SOC-14, DOR-AMB-13: wherever grades differ."""
    same = audited(pack, look("auditor", "good"), look("moderator", "good"))
    area = audited(pack, look("auditor", "good"), look("moderator", "good", voice="outstanding"))
    starts = [route(qarules.next_steps(pack, case, DATE(2022, 6, 21)), "panel").starts for case in (same, area)]
    assert starts == [False, True]


def test_qa_may_record_another_grade_with_a_reason(pack: Pack) -> None:
    """DOR-AMB-32: then that one stands."""
    looks = look("auditor", "good"), look("moderator", "requires-improvement"), look("panel-member", "good")
    moderated = audited(pack, *looks, decided="good").moderation
    assert moderated is not None
    standing = {each.judgement: each for each in moderated.standing}["overall-grade"]
    assert (str(standing.grade), standing.whose) == ("good", "decided")
    assert "quality-assurance" in standing.text


# --- an inadequate audit: the triple lock, in its second meaning ------------------------------------------------------


INADEQUATE = DATE(2022, 6, 14)
LISTED = (
    {"action": "Visit, and see the child alone", "area": "Voice", "owner": "sam", "by": "2022-06-17"},
    {"action": "Chronology", "area": "Assessment", "owner": "sam"},
)


def inadequate(pack: Pack, **told: Any) -> Case:
    looks = look("auditor", "inadequate", actions=LISTED, safety="inadequate"), look("moderator", "inadequate")
    return audited(pack, *looks, events={"inadequate-given": INADEQUATE}, **told)


def test_an_inadequate_audit_goes_to_the_service_manager(pack: Pack) -> None:
    """DOR-SOC-20, DOR-AMB-06: who has to be satisfied; before that it is moderated ahead of others."""
    found = qarules.next_steps(pack, inadequate(pack), DATE(2022, 6, 15))
    assert turn(route(found, "inadequate-audit")) == ["moderate-first", "go-over"]
    assert found.steps[0].id == "inadequate-audit/moderate-first"
    then = qarules.next_steps(pack, inadequate(pack, done=("inadequate-audit/go-over",)), DATE(2022, 6, 15))
    assert turn(route(then, "inadequate-audit")) == ["be-satisfied"]
    (step,) = (each for each in then.steps if each.id == "inadequate-audit/be-satisfied")
    assert [person for part in step.participants for person in part.persons] == ["sue"]


def test_an_action_without_a_date_is_told_as_undated(pack: Pack) -> None:
    """DOR-AMB-17: the Service Manager enters a date; each action stands on its own."""
    rows = qarules.deadlines(pack, inadequate(pack), DATE(2022, 6, 20))
    assert (rows["action-done/1"].status, rows["action-done/1"].days_late) == (DueStatus.OVERDUE, 3)
    assert (rows["action-done/2"].status, rows["action-done/2"].owner) == (DueStatus.UNDATED, ("sam",))


@pytest.mark.parametrize(
    ("given", "until"),
    [(INADEQUATE, DATE(2022, 7, 14)), (DATE(2022, 8, 31), DATE(2022, 9, 30)), (DATE(2023, 1, 31), DATE(2023, 2, 28))],
)
def test_qa_looks_again_within_a_month(pack: Pack, given: DATE, until: DATE) -> None:
    """DOR-SOC-21, DOR-AMB-05: the same day of the next month, or its last."""
    case = audited(pack, look("auditor", "inadequate"), events={"inadequate-given": given})
    again = due(pack, case, "second-look", given)
    assert (again.due, again.owner, again.status) == (until, ("quality-assurance",), DueStatus.RUNNING)
    taken = audited(pack, look("auditor", "inadequate"), events={"inadequate-given": given, "second-look-taken": until})
    assert due(pack, taken, "second-look", until).status is DueStatus.MET


def test_a_concern_goes_to_the_corporate_director_and_to_qpag(pack: Pack) -> None:
    """DOR-SOC-22: both, and it is open until both have it."""
    left = inadequate(pack, known={"concern-left": "yes"})
    state = route(qarules.next_steps(pack, left, DATE(2022, 7, 14)), "concern-after-second-look")
    assert [part.role for part in state.steps[0].participants] == ["corporate-director", "qpag"]
    for told, progress in ((("corporate-director",), Progress.NEXT), (("corporate-director", "qpag"), Progress.DONE)):
        case = inadequate(pack, known={"concern-left": "yes"}, approvals={"concern-after-second-look/raise": told})
        state = route(qarules.next_steps(pack, case, DATE(2022, 7, 14)), "concern-after-second-look")
        assert state.steps[0].progress is progress
    none = inadequate(pack, known={"concern-left": "no"})
    assert route(qarules.next_steps(pack, none, DATE(2022, 7, 14)), "concern-after-second-look").starts is False


@pytest.mark.parametrize(
    ("looks", "opens"),
    [
        (("inadequate", "requires-improvement"), False),
        (("requires-improvement", "inadequate"), True),
        (("requires-improvement", "requires-improvement", "inadequate"), True),
        (("inadequate", "requires-improvement", "inadequate"), True),
        (("inadequate", "requires-improvement", "good"), False),
        (("inadequate", "inadequate", "requires-improvement"), True),
        (("good", "good", "requires-improvement"), False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "opens" if value else "stays-closed",
)
def test_whoever_grades_it_inadequate_opens_the_route_unless_moderation_lifts_the_grade(
    pack: Pack, looks: tuple[str, ...], opens: bool
) -> None:
    """DOR-AMB-05, DOR-AMB-32: route and month are open together, and closed together."""
    given = [look(by, grade) for by, grade in zip(("auditor", "moderator", "panel-member"), looks, strict=False)]
    case = audited(pack, *given, events={"inadequate-given": INADEQUATE})
    state = route(qarules.next_steps(pack, case, DATE(2022, 6, 20)), "inadequate-audit")
    assert bool(turn(state)) is opens
    status = due(pack, case, "second-look").status
    assert (status is DueStatus.RUNNING) is opens
    assert (status is DueStatus.CANCELLED) is (not opens and looks[0] == "inadequate")


def test_the_panels_inadequate_leaves_the_recorded_grade_as_it_is(pack: Pack) -> None:
    """DOR-AMB-32: two things that are kept apart."""
    case = audited(
        pack,
        look("auditor", "requires-improvement"),
        look("moderator", "requires-improvement"),
        look("panel-member", "inadequate"),
        events={"inadequate-given": DATE(2022, 6, 22)},
    )
    assert case.moderation is not None
    standing = {each.judgement: each for each in case.moderation.standing}["overall-grade"]
    assert str(standing.grade) == "requires-improvement"
    assert due(pack, case, "second-look", DATE(2022, 6, 22)).due == DATE(2022, 7, 22)


# --- every Friday: the front door ------------------------------------------------------------------------------------


FRIDAY = DATE(2022, 6, 17)
WEEK = [
    {"id": f"{kind}-{number}", "worked-on": DATE(2022, 6, 9 + number), "became": kind}
    for kind, many in (("consultation", 5), ("early-help", 4), ("section-17", 2), ("section-47", 1), ("other", 6))
    for number in range(1, many + 1)
]


def test_two_of_each_kind_of_the_week_at_the_front_door(pack: Pack) -> None:
    """DOR-CHAD-03, DOR-CHAD-04, DOR-AMB-16: all there are where a kind falls short, and which one does."""
    outside = [
        {"id": "today", "worked-on": FRIDAY, "became": "section-47"},
        {"id": "last-week", "worked-on": DATE(2022, 6, 9), "became": "section-47"},
    ]
    drawn = qarules.draw(pack, "front-door-items", [*WEEK, *outside], on=FRIDAY, seed=24)
    assert [(stratum.title, len(stratum.records), stratum.short) for stratum in drawn.strata] == [
        ("Consultations", 2, 0),
        ("Contacts passed to Early Help", 2, 0),
        ("Contacts that led to section 17", 2, 0),
        ("Contacts that led to section 47", 1, 1),
    ]
    assert drawn.strata[3].records == ("section-47-1",)
    assert not drawn.complete
    assert {each.record for each in drawn.left_out if each.why is WhyNot.EXCLUDED} == {"today", "last-week"}
    whole = [*WEEK, {"id": "section-47-2", "worked-on": DATE(2022, 6, 16), "became": "section-47"}]
    complete = qarules.draw(pack, "front-door-items", whole, on=FRIDAY, seed=24)
    assert (len(complete.records), complete.complete) == (8, True)
    assert set(drawn.records) < set(complete.records)


def test_what_the_front_door_teaches_reaches_supervision_and_qpag(pack: Pack) -> None:
    """DOR-CHAD-08, DOR-CHAD-09."""
    steps = ("coordinate", "audit")
    case = Case(
        events={"front-door-week": FRIDAY},
        people={"service-manager-chad": "chad", "multi-agency-partner": ("police", "health")},
        done=tuple(f"front-door-audit-steps/{step}" for step in steps),
    )
    state = route(qarules.next_steps(pack, case, FRIDAY), "front-door-audit-steps")
    assert turn(state) == ["supervise", "present"]


# --- SEND and Early Help ---------------------------------------------------------------------------------------------


PLANS: list[dict[str, object]] = [
    {"id": "new-1", "finalised-on": DATE(2022, 5, 1), "made-after": "needs-assessment"},
    {"id": "new-2", "finalised-on": DATE(2022, 5, 31), "made-after": "amendment"},
    {"id": "new-3", "finalised-on": DATE(2022, 5, 12), "made-after": "needs-assessment"},
    {"id": "april", "finalised-on": DATE(2022, 4, 30), "made-after": "amendment"},
    {"id": "june", "finalised-on": DATE(2022, 6, 1), "made-after": "needs-assessment"},
    {"id": "review", "finalised-on": DATE(2022, 5, 12), "made-after": "neither"},
    {"id": "draft", "made-after": "amendment"},
]


def test_chance_picks_among_the_plans_that_were_new_in_may(pack: Pack) -> None:
    """DOR-SEND-11, DOR-SEND-12, DOR-AMB-14, DOR-AMB-15: any of them can be drawn, and no other."""
    everything = qarules.draw(pack, "new-plans", PLANS, on=FIRST, seed="June", parameters={"plans-a-month": 9})
    assert set(everything.records) == {"new-1", "new-2", "new-3"}
    assert everything.strata[0].short == 6
    one = {qarules.draw(pack, "new-plans", PLANS, on=FIRST, seed=seed, parameters={"plans-a-month": 1}).records
           for seed in range(30)}  # fmt: skip
    assert one == {("new-1",), ("new-2",), ("new-3",)}
    open_ = qarules.draw(pack, "new-plans", PLANS, on=FIRST, seed="June")
    assert (open_.records, open_.complete) == ((), False)


def test_for_an_inadequate_plan_no_second_look_is_stated_and_a_council_may_switch_one_on(pack: Pack) -> None:
    """DOR-AMB-25."""
    plan = [
        Audit(answers={}, decisions={"overall-grade": Decision("inadequate", by=by, reason="No voice.")})
        for by in ("auditor", "adviser-send")
    ]
    told: dict[str, Any] = {"events": {"inadequate-given": INADEQUATE}, "tool": "ehcp-audit"}
    none = due(pack, audited(pack, *plan, **told), "ehcp-second-look")
    assert (none.status, none.missing) == (DueStatus.UNKNOWN, ("ehcp-second-look-time",))
    assert any("no second look is stated" in clause.statement for clause in none.rests_on)
    on = audited(pack, *plan, parameters={"ehcp-second-look-time": 1}, **told)
    assert due(pack, on, "ehcp-second-look").due == DATE(2022, 7, 14)
    found = qarules.next_steps(pack, on, DATE(2022, 6, 20))
    assert [route(found, name).starts for name in ("inadequate-audit", "inadequate-early-help-audit")] == [False, False]


def test_early_help_records_are_named_and_no_report_calls_them_random(pack: Pack) -> None:
    """DOR-EH-04, DOR-AMB-23, DOR-AMB-34."""
    records = [
        {"id": "e1", "is-open": "yes", "open-since": DATE(2022, 4, 1)},
        {"id": "e2", "is-open": "yes", "open-since": DATE(2022, 4, 2)},
    ]
    named = qarules.draw(
        pack, "early-help-records", records, on=FIRST, seed="June",
        parameters={"early-help-records-a-month": 2}, chosen={"Named by the Strategic Lead": ("e1", "e2")},
    )  # fmt: skip
    assert named.records == ("e1",)
    assert str(named.strata[0].mode) == "named by choice"
    assert "not random" in named.labelled
    assert [problem.thing for problem in named.problems] == ["e2"]


def test_an_inadequate_audit_in_early_help_has_the_same_two_routes(pack: Pack) -> None:
    """DOR-EH-09 to DOR-EH-11."""
    audit = Audit(answers={}, decisions={"overall-grade": Decision("inadequate", by="auditor", reason="Nobody came.")})
    case = audited(
        pack, audit, tool="early-help-audit", events={"inadequate-given": INADEQUATE}, known={"concern-left": "yes"}
    )
    assert due(pack, case, "early-help-second-look").due == DATE(2022, 7, 14)
    assert due(pack, case, "second-look").status is DueStatus.NOT_STARTED
    found = qarules.next_steps(pack, case, DATE(2022, 6, 20))
    assert turn(route(found, "inadequate-early-help-audit")) == ["moderate-first", "go-over"]
    assert route(found, "inadequate-audit").starts is False
    assert turn(route(found, "concern-after-second-look")) == ["raise"]


# --- the last week: dashboard and reports ----------------------------------------------------------------------------


def test_the_dashboard_counts_grades_by_area_of_practice(pack: Pack) -> None:
    """DOR-QIP-01, DOR-CORE-01 to 08: the moderated grade of each area; a suggestion is no grade."""
    one = audited(pack, look("auditor", "good"), look("moderator", "good", assessment="requires-improvement"))
    two = audited(pack, look("auditor", "good", voice="outstanding"), look("moderator", "good", voice="outstanding"))
    entries = [Entry(outcome=case.outcome, moderated=case.moderation) for case in (one, two) if case.outcome]
    rows = counts(entries, by=("section",))
    by_area = {(row.labels["section"], row.grade): row.n for row in rows if row.judgement == "area-grade"}
    assert by_area["assessment", "requires-improvement"] == 1
    assert by_area["assessment", "good"] == 1
    assert by_area["voice", "outstanding"] == 1
    assert by_area["safety", "good"] == 2
    assert by_area["permanence", "not-applicable"] == 2
    assert {row.judgement for row in rows} == {"area-grade", "overall-grade"}


def test_the_dashboard_holds_actions_and_keeps_two_grades_in_view(pack: Pack) -> None:
    """DOR-QIP-02: every action with its owner, the overdue first; Good is not kept in view."""
    cases = [("June 7", inadequate(pack)), ("June 8", audited(pack, look("auditor", "good")))]
    tracker = qarules.actions(pack, cases, DATE(2022, 6, 20))
    assert [(each.case, each.due.id, str(each.due.status)) for each in tracker.actions] == [
        ("June 7", "action-done/1", "overdue"),
        ("June 7", "action-done/2", "undated"),
    ]
    assert tracker.actions[0].due.recording.inside == ("audit-dashboard",)
    kept = {
        grade: route(qarules.next_steps(pack, audited(pack, look("auditor", grade)), FIRST), "kept-in-view").starts
        for grade in ("outstanding", "good", "requires-improvement", "inadequate")
    }
    assert kept == {"outstanding": False, "good": False, "requires-improvement": True, "inadequate": True}


def test_an_audit_that_looked_for_what_is_wrong_is_never_added_to_the_others(pack: Pack) -> None:
    """DOR-AUD-04, DOR-AUD-05: every report of it says that it does not show the service."""
    drawn = qarules.draw(
        pack, "deficit-audit-records", RECORDS[:1], on=FIRST, seed="June",
        parameters={"deficit-audits": 1}, chosen={"In the area to strengthen": ("c1",)},
    )  # fmt: skip
    assert "do not show what practice is like across the service" in drawn.labelled
    like_any, deficit = (audited(pack, look("auditor", grade)).outcome for grade in ("good", "inadequate"))
    assert like_any is not None
    assert deficit is not None
    rows = counts([Entry(outcome=like_any), Entry(outcome=deficit, mode=drawn.labelled)])
    overall = [(row.grade, row.n, row.of, bool(row.mode)) for row in rows if row.judgement == "overall-grade"]
    assert overall == [("good", 1, 1, False), ("inadequate", 1, 1, True)]
    assert drawn.labelled in table(rows)
    process = route(qarules.next_steps(pack, Case(known={"practice-consistently-good": "yes"}), FIRST), "deficit-audit")
    assert process.starts is True


def to_qpag(pack: Pack, month: int, year: int = 2022) -> set[str]:
    """What QPAG is given in a month."""
    start = DATE(year, month, 1)
    end = DATE(year, month, 28)
    found = (qarules.occurrences(pack, activity.id, start, end) for activity in pack.activities)
    return {each.activity for told in found for each in told.occurrences if "qpag" in each.to}


MONTHLY = {
    "audit-summary",
    "dashboard",
    "early-help-highlight-report",
    "front-door-report",
    "highlight-reports",
    "quality-assurance-highlight-report",
}


def test_qpag_meets_and_hears_what_the_month_has_brought(pack: Pack) -> None:
    """DOR-QPAG-01 to DOR-QPAG-06: every month the reports, once a quarter children's voice."""
    june = qarules.occurrences(pack, "qpag", FIRST, DATE(2022, 6, 30))
    assert len(june.occurrences) == 1
    assert to_qpag(pack, 6) == MONTHLY
    assert to_qpag(pack, 7) == {*MONTHLY, "childrens-voice"}
    qpag = next(forum for forum in pack.forums if forum.id == "qpag")
    assert {"corporate-director-qa", "head-of-qa"} < set(qpag.chair)
    assert len(qpag.agenda) == 9
    report = next(activity for activity in pack.activities if activity.id == "highlight-reports")
    assert report.contains == ("Early Help", "Children's Social Work", "ChAD", "SEND", "Compliments and complaints")


def test_the_report_of_the_new_post_begins_with_it(pack: Pack) -> None:
    """DOR-SCH-06, DOR-SCH-07, DOR-AMB-26: quarterly from December 2022."""
    assert "ofsted-complaints-report" not in to_qpag(pack, 9)
    assert "ofsted-complaints-report" in to_qpag(pack, 12)
    year = qarules.occurrences(pack, "ofsted-complaints-report", FIRST, DATE(2023, 12, 31))
    assert [each.first for each in year.occurrences][:3] == [DATE(2022, 12, 1), DATE(2023, 3, 1), DATE(2023, 6, 1)]


def test_the_board_has_its_report_whenever_it_meets(pack: Pack) -> None:
    """DOR-SOC-26, DOR-AMB-30: the council enters the days."""
    days = {"board-meets": (DATE(2022, 6, 9), DATE(2022, 9, 8))}
    found = qarules.occurrences(pack, "quality-assurance-report", FIRST, DATE(2022, 12, 31), events=days)
    assert [each.first for each in found.occurrences] == [DATE(2022, 6, 9), DATE(2022, 9, 8)]
    assert {role for each in found.occurrences for role in each.to} == {"strengthening-services-board"}


# --- and what the framework does not say -----------------------------------------------------------------------------


def test_for_a_child_in_danger_the_pack_says_that_there_is_no_route_and_whose_is_needed(pack: Pack) -> None:
    """DOR-AMB-33: the contact of the council's own procedure; who that is has to be told."""
    case = Case(known={"child-in-danger": "yes"})
    danger = route(qarules.next_steps(pack, case, FIRST), "danger")
    assert "states no route" in danger.guidance
    assert danger.steps[0].progress is Progress.NEXT
    assert [part.role for part in danger.steps[0].participants] == ["safeguarding-contact"]
    assert qarules.next_steps(pack, case, FIRST).steps[0].id == "danger"
    unknown = route(qarules.next_steps(pack, Case(), FIRST), "danger")
    assert (unknown.starts, unknown.missing) == (None, ("child-in-danger",))


def test_there_is_no_way_to_dispute_an_audit_and_moderation_says_so(pack: Pack) -> None:
    """DOR-AMB-24."""
    moderated = audited(pack, look("auditor", "good"), look("moderator", "inadequate")).moderation
    assert moderated is not None
    assert any("no way for a worker" in clause.statement for clause in moderated.rests_on)


def test_nothing_is_under_way_in_a_case_of_which_nothing_is_known(pack: Pack) -> None:
    """Every escalation and process waits for something that happens or is said."""
    found = qarules.next_steps(pack, Case(), FIRST)
    assert (found.steps, found.problems) == ((), ())
    assert not any(each.starts for each in (*found.escalations, *found.processes))
