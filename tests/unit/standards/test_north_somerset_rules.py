"""What follows a grade in North Somerset, held to the rows of the catalogue and to what comes of it in a case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import attrs
import pytest

import qarules
from qarules.engine.deadlines import deadlines
from qarules.engine.evaluate import evaluate
from qarules.engine.moderate import moderate
from qarules.engine.next_steps import next_steps
from qarules.engine.people import role_of
from qarules.engine.recurrence import occurrences
from qarules.engine.samples import eligible
from qarules.engine.terms import Term
from qarules.model.activity import Every, NoInterval, OnDemand
from qarules.model.answers import Audit, Decision
from qarules.model.case import Case, Person, Raise
from qarules.model.due import DueStatus
from qarules.model.next_step import NextSteps, Part, Progress
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Step
from qarules.model.standard import Force
from qarules.model.term import Before, Choice, EarliestOpportunity, From, Immediately, Roll, TermUnit, Timing, Within
from qarules.model.tool import Tool
from qarules.model.walk import walk

DATE = datetime.date
ON = DATE(2023, 5, 2)
NOON = datetime.datetime(2023, 5, 3, 12, tzinfo=datetime.UTC)
DAY, WORKING = TermUnit.DAYS, TermUnit.WORKING_DAYS
REVIEW = "collaborative-practice-review"

# The calendar of Appendix 1, month by month: who is reviewed, whose Spotlight it is, and what else there is.
CALENDAR = {
    1: ("Family Wellbeing", "", "talk plans meeting"),
    2: ("", "CDT", "theme"),
    3: ("CiC - Family Support + Safeguarding", "Children in Care", "talk meeting"),
    4: ("", "Front Door", "plans theme"),
    5: ("Care Leavers", "Family Support and Safeguarding", "talk meeting"),
    6: ("", "Family Wellbeing", "theme"),
    7: ("Children with Disabilities", "YOS", "talk plans meeting"),
    8: ("", "", ""),
    9: ("CiC - Corporate Parenting", "Fostering", "talk meeting"),
    10: ("", "Quality and Assurance", "plans theme"),
    11: ("Children in Need", "Care Leavers", "talk meeting week"),
    12: ("", "", ""),
}
OTHERS = {
    "talk": "good-practice-conversations",
    "plans": "service-plan-review",
    "meeting": "qapm",
    "theme": "thematic-reviews",
    "week": "practice-week",
}
A_YEAR = {
    "collaborative-practice-reviews": 6,
    "team-spotlights": 9,
    "good-practice-conversations": 6,
    "service-plan-review": 4,
    "qapm": 6,
    "thematic-reviews": 4,
    "practice-week": 1,
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return qarules.load_pack("north-somerset", on=ON)


@pytest.fixture(scope="module")
def tool(pack: Pack) -> Tool:
    return next(tool for tool in pack.tools if tool.id == REVIEW)


def deadline_for(clause: str, pack: Pack) -> Deadline:
    """The one deadline that puts *clause* into practice."""
    (found,) = (each for each in pack.deadlines if clause in each.cites)
    return found


def steps(pack: Pack) -> Iterator[tuple[str, Step]]:
    for route in (*pack.escalations, *pack.processes):
        for step in route.steps:
            yield f"{route.id}/{step.id}", step


# --- by when ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "owner", "kind", "count", "unit", "anchor"),
    [
        ("NS-CPR-03", "reviewer", Within, 20, WORKING, "round-start"),
        ("NS-MOD-02", "moderator", Within, 10, WORKING, "closure"),
        ("NS-MOD-03", "moderator", Within, 10, WORKING, "allocation"),
        ("NS-CPR-31", "quality-assurance-team", Within, 10, WORKING, "moderation-end"),
        ("NS-TPR-03", "reviewer", Within, 20, WORKING, "thematic-start"),
        ("NS-TPR-05", "quality-assurance-team", Within, 10, WORKING, "thematic-end"),
        ("NS-SPT-15", "team-manager", Before, 7, DAY, "spotlight-day"),
        ("NS-SPT-19", "team-manager", Before, 5, WORKING, "spotlight-day"),
        ("NS-SPT-29", "spotlight-member", Within, 1, WORKING, "spotlight-day"),
        ("NS-SPT-32", "spotlight-lead", Within, 15, WORKING, "spotlight-day"),
        ("NS-SPT-33", "head-of-qa", Within, 5, WORKING, "draft-received"),
        ("NS-CPR-33", "quality-assurance-team", Within, 40, WORKING, "round-start"),
        ("NS-SPT-38", "head-of-qa", Within, 20, WORKING, "spotlight-day"),
    ],
)
def test_every_row_with_a_number_of_days_has_its_deadline(
    pack: Pack, clause: str, owner: str, kind: type[Timing], count: int, unit: TermUnit, anchor: str
) -> None:
    """Count, unit, direction, anchor and owner are those of the catalogue; clear days are not meant."""
    found = deadline_for(clause, pack)
    assert found.owner == (owner,)
    assert isinstance(found.term, Term)
    timing = next(each for each in found.term.timings if each.of is not None and each.of.name == anchor)
    assert type(timing) is kind
    assert isinstance(timing, Within | Before)
    assert (timing.length.count, timing.length.unit, timing.length.clear) == (count, unit, False)
    assert not (isinstance(timing, Within) and timing.beginning)


def test_moderation_has_one_deadline_with_two_dates(pack: Pack) -> None:
    """NS-AMB-04: both are shown, the earlier binds; one that is not known yet does not keep the other from binding."""
    found = deadline_for("NS-MOD-02", pack)
    assert found is deadline_for("NS-MOD-03", pack)
    assert found.term is not None
    assert (len(found.term.timings), found.term.choice) == (2, Choice.EARLIER)

    def due(**events: DATE) -> tuple[DATE | None, list[DATE | None]]:
        told = deadlines(pack, Case(events=events), ON)["moderation-done"]
        return told.due, [each.day for each in told.dates]

    closed, given = DATE(2023, 6, 14), DATE(2023, 6, 13)
    assert due(closure=DATE(2023, 5, 31), allocation=DATE(2023, 5, 30)) == (given, [closed, given])
    assert due(closure=DATE(2023, 5, 30), allocation=DATE(2023, 5, 31)) == (given, [given, closed])
    assert due(closure=DATE(2023, 5, 31)) == (closed, [closed, None])


def test_each_recommended_action_is_due_on_its_own_day(pack: Pack, tool: Tool) -> None:
    """NS-CPR-29: as each action says, the Head of Service answering overall; an action without a day is undated."""
    actions = [{"action": "Visit", "by": "2023-06-30"}, {"action": "Plan"}]
    case = Case(outcome=evaluate(tool, {"recommended-actions": actions}))
    told = deadlines(pack, case, ON)
    assert (told["action-done/1"].due, told["action-done/1"].owner) == (DATE(2023, 6, 30), ("head-of-service",))
    assert told["action-done/2"].status is DueStatus.UNDATED


@pytest.mark.parametrize("start", [DATE(2023, 1, 3), DATE(2023, 7, 3), DATE(2023, 11, 1), DATE(2022, 11, 5)])
def test_a_round_that_uses_all_its_time_lasts_40_working_days(pack: Pack, start: DATE) -> None:
    """NS-CPR-33 is what the three deadlines come to one after the other, through August and December as well."""
    events = {"round-start": start}
    events["closure"] = due(pack, events, "review-done")
    events["moderation-end"] = due(pack, events, "moderation-done")
    assert due(pack, events, "round-summary") == due(pack, events, "round-at-the-latest")


@pytest.mark.parametrize("day", [DATE(2023, 4, 3), DATE(2022, 12, 8)])
def test_a_spotlight_ends_20_working_days_after_its_day(pack: Pack, day: DATE) -> None:
    """NS-SPT-38 is the draft and then the final report."""
    events = {"spotlight-day": day}
    events["draft-received"] = due(pack, events, "draft-sent")
    assert due(pack, events, "report-final") == due(pack, events, "spotlight-at-the-latest")


def due(pack: Pack, events: dict[str, DATE], deadline: str) -> DATE:
    found = deadlines(pack, Case(events=events), ON)[deadline].due
    assert found is not None
    return found


def test_a_week_and_five_working_days_differ_at_a_bank_holiday(pack: Pack) -> None:
    """NS-AMB-13: each is counted as written; 1 May 2023 was a bank holiday, and nothing moves the seventh day."""
    events = {"spotlight-day": DATE(2023, 5, 4)}
    assert due(pack, events, "documents-sent") == DATE(2023, 4, 27)
    assert due(pack, events, "list-sent") == DATE(2023, 4, 26)
    on_holiday = {"spotlight-day": DATE(2023, 5, 8)}
    assert due(pack, on_holiday, "documents-sent") == DATE(2023, 5, 1)
    term = deadline_for("NS-SPT-15", pack).term
    assert term is not None
    assert term.roll is not Roll.FOLLOWING
    assert term.roll is not Roll.PRECEDING


def test_what_is_only_recommended_is_never_required(pack: Pack) -> None:
    """A deadline or step whose clauses only advise says so, and one that says so has no clause that binds."""
    forces = {str(clause.id): clause.force for clause in pack.clauses}
    things = {each.id: (each.cites, each.recommended) for each in pack.deadlines}
    things |= {name: (step.cites, step.recommended or step.optional) for name, step in steps(pack)}
    # NS-DIS-02 asks for a conversation, NS-DIS-03 recommends who has it, NS-AMB-19 lets either pass it over.
    assert things.pop("dispute/settle")[1]
    for name, (cites, is_soft) in things.items():
        said = {forces[str(clause)] for clause in cites} & {Force.MUST, Force.NEVER, Force.SHOULD, Force.MAY}
        if said:
            assert is_soft is (said <= {Force.SHOULD, Force.MAY}), name


# --- how often -------------------------------------------------------------------------------------------------------


def month_by_month(pack: Pack, activity: str, year: int) -> dict[int, str]:
    """Of each month with *activity* in *year*, what it is about."""
    found = occurrences(pack, activity, DATE(year, 1, 1), DATE(year, 12, 31))
    assert found.problems == ()
    assert found.undated == ()
    themes = {each.first.month: each.theme for each in found.occurrences}
    assert len(themes) == len(found.occurrences)
    return themes


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_year_is_that_of_appendix_1(pack: Pack, year: int) -> None:
    """NS-CAL-01 to 09: each activity in its months and no others, with its group or team."""
    reviews = {month: said[0] for month, said in CALENDAR.items() if said[0]}
    spotlights = {month: said[1] for month, said in CALENDAR.items() if said[1]}
    assert month_by_month(pack, "collaborative-practice-reviews", year) == reviews
    assert month_by_month(pack, "team-spotlights", year) == spotlights
    for word, activity in OTHERS.items():
        months = [month for month, said in CALENDAR.items() if word in said[2].split()]
        assert list(month_by_month(pack, activity, year)) == months, activity


def test_the_counts_a_year_are_stated_and_core_activity_stays_out_of_august_and_december(pack: Pack) -> None:
    """NS-CAL-08, NS-CAL-09: stated, so that a change of months that no longer fits is found."""
    stated = {each.id: each.expects for each in (*pack.activities, *pack.forums) if each.expects is not None}
    assert stated == A_YEAR
    for each in (*pack.activities, *pack.forums):
        if each.id in A_YEAR:
            assert each.never_in == (8, 12)


def test_what_is_no_core_activity_is_not_barred(pack: Pack) -> None:
    """Six-weekly reviews of team plans go on (NS-AMB-10), and a Dip Audit is held when it is needed (NS-ACT-02)."""
    plans, dips, watch = (
        next(each for each in pack.activities if each.id == name)
        for name in ("team-plan-review", "dip-audits", "watch-over-the-framework")
    )
    assert plans.recurrences[0].rhythm == Every(count=6, unit=TermUnit.WEEKS)
    assert plans.recommended
    assert isinstance(dips.recurrences[0].rhythm, OnDemand)
    assert isinstance(watch.recurrences[0].rhythm, NoInterval)
    assert plans.never_in == dips.never_in == ()


def test_reports_hold_their_four_parts(pack: Pack) -> None:
    """NS-CPR-32, for rounds and for themed reviews; results of moderation come on top for rounds."""
    rounds, themed = (
        next(each for each in pack.activities if each.id == name) for name in ("round-reports", "thematic-reports")
    )
    assert len(themed.contains) == 4
    assert rounds.contains[:4] == themed.contains
    assert len(rounds.contains) == 5
    assert rounds.to == ("qapm",)


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Head of QA", "head-of-qa"),
        ("Head of Service QA and Safeguarding", "head-of-qa"),
        ("QA Team", "quality-assurance-team"),
        ("Quality Assurance Team", "quality-assurance-team"),
        ("QA and Safeguarding Team", "quality-assurance-team"),
        ("Quality Assurance and Safeguarding Service", "quality-assurance-team"),
        ("ISRO", "isro"),
        ("HOS", "head-of-service"),
        ("Director of Children Services", "director"),
        ("Spotlight Team Lead", "spotlight-lead"),
    ],
)
def test_names_the_framework_uses_for_one_role(pack: Pack, name: str, role: str) -> None:
    """NS-AMB-20 and the short forms of the text."""
    found = role_of(name, pack.roles)
    assert found is not None
    assert found.id == role


def test_no_name_means_two_roles(pack: Pack) -> None:
    """Every id, title and other name belongs to one role."""
    names = [(name.casefold(), role.id) for role in pack.roles for name in {role.id, role.title, *role.also_known_as}]
    owners: dict[str, set[str]] = {}
    for name, role in names:
        owners.setdefault(name, set()).add(role)
    assert {name: roles for name, roles in owners.items() if len(roles) > 1} == {}


def test_the_monitoring_meeting_has_its_chair_its_members_and_its_names(pack: Pack) -> None:
    """NS-QPM-02, NS-QPM-03, NS-AMB-26."""
    (forum,) = (each for each in pack.forums if each.id == "qapm")
    assert forum.chair == ("director",)
    assert {*forum.members} == {"assistant-director", "head-of-service", "team-manager"}
    assert {"Quality Assurance and Performance Board", "QA&PM", "QAPM"} <= {*forum.also_known_as}


# --- safety and performance ------------------------------------------------------------------------------------------


@pytest.fixture
def asked(pack: Pack, tool: Tool) -> Callable[..., NextSteps]:
    """What comes next after a review with these knowns."""

    def ask(case: Case = Case(), **known: str) -> NextSteps:  # noqa: B008 - it is frozen
        said = {name.replace("_", "-"): value for name, value in known.items()}
        outcome = evaluate(tool, {}, known={name: value for name, value in said.items() if name in tool.items})
        elsewhere = {name: value for name, value in said.items() if name not in tool.items}
        return next_steps(pack, attrs.evolve(case, outcome=outcome, known=elsewhere), NOON)

    return ask


def test_the_two_escalations_have_opposite_rules_for_what_is_written_where(pack: Pack) -> None:
    """NS-CPR-26 and NS-CPR-24: the danger on the child's record, the performance never on that of the review."""
    safety, performance = (
        next(each for each in pack.escalations if each.id == name) for name in ("immediate-safety", "performance")
    )
    assert (safety.recording.inside, safety.recording.never) == (("child-record",), ())
    assert performance.recording.inside == ()
    assert "review-record" in performance.recording.never
    assert "child-record" in performance.recording.never
    for part in walk(performance):
        assert not (isinstance(part, Step) and part.recording.inside)


def test_each_known_opens_its_own_escalation_and_neither_opens_the_other(asked: Callable[..., NextSteps]) -> None:
    """NS-AMB-34: one event may open both routes."""
    for safety, performance in (("yes", "no"), ("no", "yes"), ("yes", "yes"), ("no", "no")):
        told = asked(immediate_safety=safety, performance_concern=performance)
        started = {each.id: each.starts for each in told.escalations}
        assert started == {
            "immediate-safety": safety == "yes",
            "performance": performance == "yes",
            "dispute": False,
        }


def test_no_review_holds_a_word_on_performance(tool: Tool) -> None:
    """NS-CPR-24: the concern is known of the case, and no outcome of a review can tell of it."""
    assert "performance-concern" not in tool.items
    assert not any("performance" in watched.id for watched in tool.watched)


def test_what_is_not_said_is_not_taken_for_safe(asked: Callable[..., NextSteps]) -> None:
    """Without the known nobody can tell, and the known is named."""
    states = {each.id: (each.starts, each.missing) for each in asked().escalations}
    assert states["immediate-safety"] == (None, ("immediate-safety",))
    assert states["performance"] == (None, ("performance-concern",))


def test_a_danger_is_told_to_two_people_immediately(pack: Pack, tool: Tool) -> None:
    """NS-CPR-25, NS-AMB-22: no grace, and unmet until both have been told."""
    (escalation,) = (each for each in pack.escalations if each.id == "immediate-safety")
    assert escalation.notify == ("team-manager", "head-of-service")
    assert escalation.term is not None
    assert escalation.term.timings == (Immediately(of=From(name="danger-seen")),)
    outcome = evaluate(tool, {}, known={"immediate-safety": "yes"})
    for told, progress in (
        ((), Progress.NEXT),
        (("team-manager",), Progress.NEXT),
        (("team-manager", "head-of-service"), Progress.DONE),
    ):
        case = Case(outcome=outcome, approvals={"immediate-safety": told} if told else {})
        state = next(each for each in next_steps(pack, case, NOON).escalations if each.id == "immediate-safety")
        assert state.steps[0].progress is progress, told
    seen = datetime.datetime(NOON.year, NOON.month, NOON.day, 9, tzinfo=datetime.UTC)
    for events, minutes in (({}, None), ({"danger-seen": seen}, 40)):
        first = next_steps(pack, Case(outcome=outcome, events=events), seen + datetime.timedelta(minutes=40)).steps[0]
        assert first.id == "immediate-safety"
        assert first.due is not None
        assert first.due.status is DueStatus.DUE_NOW
        assert (first.due.elapsed.minutes if first.due.elapsed is not None else None) == minutes


def test_nobody_is_told_of_a_performance_issue_of_their_own(asked: Callable[..., NextSteps]) -> None:
    """NS-AMB-27: the line manager, or the manager above where the issue is the line manager's own."""
    people = {"line-manager": "ann", "manager-above": "bea", "practitioner": "cy"}
    for concerned, told in (("cy", ["ann"]), ("ann", ["bea"])):
        case = Case(people=people, involved=(concerned,))
        (state,) = (each for each in asked(case, performance_concern="yes").escalations if each.id == "performance")
        persons = [name for part in state.steps[0].participants for name in part.persons]
        assert persons == told
        assert "designated officer" in state.guidance


# --- moderation and disputes -----------------------------------------------------------------------------------------


def calls(tool: Tool, first: str, second: str, band: str = "clear", raised: tuple[str, ...] = ()) -> bool:
    """Whether anything is called for after two looks with these grades, the second with this band."""
    one = Audit(answers={"visits-timely": "clear"}, decisions={"final-judgement": Decision(first, by="reviewer")})
    two = Audit(answers={"visits-timely": band}, decisions={"final-judgement": Decision(second, by="moderator")})
    result = moderate(tool, one, two, raised=raised)
    assert {each.judgement: each.whose for each in result.standing}["final-judgement"] == (
        "both" if first == second else "first"
    )
    return any(each.starts for each in result.called)


def test_a_conversation_follows_another_grade_or_the_moderators_word(tool: Tool) -> None:
    """NS-AMB-17: a band that differs is shown and calls for nothing by itself; the reviewer's grade stands."""
    assert not calls(tool, "good", "good")
    assert not calls(tool, "good", "good", band="limited")
    assert calls(tool, "good", "requires-improvement")
    assert calls(tool, "good", "good", raised=("moderator",))


def test_who_moderates_is_independent(pack: Pack, tool: Tool) -> None:
    """NS-MOD-08, NS-AMB-18: neither reviewer nor practitioner, nor responsible for the child or the practitioner."""
    one = Audit(answers={}, decisions={})
    people = {"reviewer": Person("ann"), "practitioner": Person("bob")}
    for moderator, independent in (
        (Person("cy", responsible_for=()), True),
        (Person("ann", responsible_for=()), False),
        (Person("bob", responsible_for=()), False),
        (Person("cy", responsible_for=("bob",)), False),
        (Person("cy", responsible_for=("c1",)), False),
    ):
        result = moderate(tool, one, one, people={**people, "moderator": moderator}, record="c1")
        assert all(each.ok for each in result.independence) is independent, moderator


def dispute(pack: Pack, **told: object) -> list[tuple[str, Progress]]:
    case = Case(raised={"dispute": Raise(by="practitioner")}, **told)  # type: ignore[arg-type]
    (state,) = (each for each in next_steps(pack, case, NOON).escalations if each.id == "dispute")
    return [(step.id.removeprefix("dispute/"), step.progress) for step in state.steps]


def test_either_side_may_go_straight_to_the_third_party(pack: Pack) -> None:
    """NS-DIS-04, NS-AMB-19: the first step may be passed over; the third waits for the second."""
    assert dispute(pack) == [
        ("settle", Progress.NEXT),
        ("moderate", Progress.NEXT),
        ("three-way", Progress.WAITING),
        ("decide", Progress.WAITING),
    ]
    after = dispute(pack, done=("dispute/moderate", "dispute/three-way"))
    assert after[0] == ("settle", Progress.PASSED_OVER)
    assert after[3] == ("decide", Progress.NEXT)


def test_a_dispute_has_its_steps_at_the_earliest_opportunity_and_on_the_template(pack: Pack) -> None:
    """NS-DIS-02, NS-DIS-06: no number of days anywhere."""
    (found,) = (each for each in pack.escalations if each.id == "dispute")
    timings = [timing for step in found.steps if step.term is not None for timing in step.term.timings]
    assert timings == [EarliestOpportunity()]
    assert "NS-DIS-02" in found.steps[0].cites
    assert found.recording.inside == ("moderation-template",)


@pytest.mark.parametrize(
    ("involved", "role"),
    [((), "head-of-qa"), (("head-of-qa",), "principal-social-worker"), (("hoq",), "principal-social-worker")],
)
def test_the_principal_social_worker_decides_where_the_head_of_qa_is_concerned(
    pack: Pack, involved: tuple[str, ...], role: str
) -> None:
    """NS-DIS-07, NS-DIS-08."""
    people = {"Head of QA": "hoq", "principal-social-worker": "psw"}
    case = Case(
        raised={"dispute": Raise(by="reviewer")},
        people=people,
        involved=involved,
        done=("dispute/moderate", "dispute/three-way"),
    )
    (step,) = (each for each in next_steps(pack, case, NOON).steps if each.id == "dispute/decide")
    assert [part.role for part in step.participants if part.part is Part.DOES] == [role]


# --- which records ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "supported", "group", "expected"),
    [(28, "yes", "yes", True), (27, "yes", "yes", False), (28, "no", "yes", False), (99, "yes", "no", False)],
)
def test_four_weeks_of_support_and_the_group_of_the_round(
    pack: Pack, days: int, supported: str, group: str, expected: bool
) -> None:
    """NS-CPR-07, NS-CPR-08, NS-AMB-23."""
    record = {
        "id": "c1",
        "supported-since": ON - days * datetime.timedelta(days=1),
        "is-supported": supported,
        "in-this-rounds-group": group,
    }
    assert eligible(pack, "round-records", record, on=ON).eligible is expected


def test_a_member_reviews_one_at_random_and_two_by_choice(pack: Pack) -> None:
    """NS-SPT-24."""
    (found,) = (each for each in pack.samples if each.id == "reviewed-children")
    assert [(pick.count, pick.by_choice) for pick in found.picks] == [(1, False), (1, True), (1, True)]


def test_numbers_that_the_framework_bounds_or_leaves_open(pack: Pack) -> None:
    """NS-SPT-04: three or four members; NS-AMB-24: the records of a round are for the council to set."""
    numbers = {each.id: (each.low, each.high, each.value) for each in pack.parameters}
    assert numbers["spotlight-members"] == (3, 4, None)
    assert numbers["records-per-round"] == (1, None, None)
    assert numbers["practice-week-length"] == (None, None, 5)


# --- nothing starts by itself ----------------------------------------------------------------------------------------


def test_nothing_is_under_way_in_a_case_of_which_nothing_is_known(pack: Pack) -> None:
    """Every escalation and process waits for something that happens or is said."""
    told = next_steps(pack, Case(), NOON)
    assert told.steps == ()
    assert told.problems == ()
    assert not any(each.starts for each in (*told.escalations, *told.processes))
