"""
A round of reviews in North Somerset, from 1 November 2023 across Christmas, and a Team Spotlight around a bank holiday.

A review is graded good; its moderator comes to requires improvement; the practitioner disputes it; and the Head of QA,
who would decide, is the reviewer. The round is the one that ships with the package.
"""

from __future__ import annotations

import datetime
from importlib import resources

import attrs
import pytest

import qarules
from qarules.engine.triggers import later_looks
from qarules.export.timetable import timetable_text
from qarules.model.next_step import NextStep, Part, Progress

Day = datetime.date
Time = datetime.datetime
DAY = Day(2023, 12, 20)
REVIEWS = resources.files("qarules.standards") / "north_somerset" / "reviews"
LADDER = ("settle", "moderate", "three-way", "decide")


@pytest.fixture(scope="module")
def stored() -> qarules.CaseFile:
    return qarules.from_json((REVIEWS / "round.json").read_text(encoding="utf-8"), qarules.CaseFile)


@pytest.fixture(scope="module")
def pack(stored: qarules.CaseFile) -> qarules.Pack:
    return qarules.load_pack(stored.pack, on=stored.on)


@pytest.fixture(scope="module")
def case(stored: qarules.CaseFile, pack: qarules.Pack) -> qarules.Case:
    return qarules.case_of(stored, pack)


# --- the round, day by day -------------------------------------------------------------------------------------------


def as_it_was(case: qarules.Case, day: Day) -> qarules.Case:
    """What had happened by *day*."""
    return attrs.evolve(case, events={name: on for name, on in case.events.items() if on <= day})


@pytest.mark.parametrize(
    ("day", "deadline", "status", "due"),
    [
        # The reviewer has 20 working days from the recorded start.
        (Day(2023, 11, 1), "review-done", qarules.DueStatus.RUNNING, Day(2023, 11, 29)),
        (Day(2023, 11, 28), "review-done", qarules.DueStatus.MET, Day(2023, 11, 29)),
        # The round closes on 29 November: 10 working days for moderation. The moderator is found on 1 December.
        (Day(2023, 11, 30), "moderation-done", qarules.DueStatus.RUNNING, Day(2023, 12, 13)),
        (Day(2023, 12, 1), "moderation-done", qarules.DueStatus.RUNNING, Day(2023, 12, 13)),
        (Day(2023, 12, 12), "moderation-done", qarules.DueStatus.MET, Day(2023, 12, 13)),
        # Three bank holidays stand between the end of moderation and the report.
        (Day(2023, 12, 18), "round-summary", qarules.DueStatus.RUNNING, Day(2024, 1, 4)),
        # All of it has 40 working days: the clock runs on through December.
        (Day(2023, 12, 20), "round-at-the-latest", qarules.DueStatus.RUNNING, Day(2023, 12, 29)),
        (Day(2024, 1, 2), "round-at-the-latest", qarules.DueStatus.OVERDUE, Day(2023, 12, 29)),
    ],
)
def test_the_clocks_of_the_round_run_across_christmas(
    pack: qarules.Pack, case: qarules.Case, day: Day, deadline: str, status: qarules.DueStatus, due: Day
) -> None:
    """NS-CPR-03, NS-MOD-02, NS-CPR-31, NS-CPR-33, NS-AMB-09."""
    found = qarules.deadlines(pack, as_it_was(case, day), day)[deadline]
    assert (found.status, found.due) == (status, due)


def test_both_dates_of_moderation_are_shown_and_the_earlier_binds(pack: qarules.Pack, case: qarules.Case) -> None:
    """NS-MOD-02, NS-MOD-03, NS-AMB-04, for readers too."""
    timetable = qarules.deadlines(pack, as_it_was(case, Day(2023, 12, 1)), Day(2023, 12, 1))
    dates = [(each.day, each.binds) for each in timetable["moderation-done"].dates]
    assert dates == [(Day(2023, 12, 13), True), (Day(2023, 12, 15), False)]
    told = timetable_text(timetable, pack)
    for words in ("Wednesday 13 December 2023", "Friday 15 December 2023"):
        assert words in told


def test_every_day_off_between_moderation_and_report_has_its_reason(pack: qarules.Pack, case: qarules.Case) -> None:
    """NS-AMB-02: weekends and England's bank holidays; no day is left out for being in December."""
    days = qarules.counted(pack, case, "round-summary", DAY)
    left_out = {each.day: each.why_not for each in days if each.number is None and each.day.weekday() < 5}
    assert left_out == {
        Day(2023, 12, 25): "Christmas Day",
        Day(2023, 12, 26): "Boxing Day",
        Day(2024, 1, 1): "New Year's Day",
    }


def test_planning_warns_of_the_rounds_that_reach_into_quiet_months(pack: qarules.Pack) -> None:
    """NS-CAL-08, NS-AMB-09: July's round comes to August and November's to December."""
    found = qarules.collisions(pack, 2023).collisions
    rounds = [(each.opens, each.chain[-1].due) for each in found if each.activity == "collaborative-practice-reviews"]
    assert rounds == [(Day(2023, 7, 3), Day(2023, 8, 29)), (Day(2023, 11, 1), Day(2023, 12, 29))]


# --- moderation and dispute ------------------------------------------------------------------------------------------


def dispute(pack: qarules.Pack, case: qarules.Case) -> dict[str, NextStep]:
    (found,) = (each for each in qarules.next_steps(pack, case, DAY).escalations if each.id == "dispute")
    return {step.id.removeprefix("dispute/"): step for step in found.steps}


def test_the_moderator_differs_and_the_reviewers_grade_stands(case: qarules.Case) -> None:
    """NS-MOD-07, NS-AMB-17, NS-AMB-35: both grades are shown, and a conversation is called for."""
    moderated = case.moderation
    assert moderated is not None
    (standing,) = moderated.standing
    assert (str(standing.grade), standing.whose) == ("good", "first")
    assert "`good`" in standing.text
    assert "`requires-improvement`" in standing.text
    assert {each.then for each in moderated.called if each.starts} == {"difference-of-opinion"}
    assert [problem.message for problem in moderated.problems] == []


def test_the_dispute_ends_with_the_principal_social_worker(
    stored: qarules.CaseFile, pack: qarules.Pack, case: qarules.Case
) -> None:
    """NS-DIS-05 to NS-DIS-08: the third party alone, then all three; the Head of QA, who reviewed, does not decide."""
    turns = []
    for done in range(len(LADDER)):
        at = attrs.evolve(case, done=(*case.done, *(f"dispute/{name}" for name in LADDER[1 : done + 1])))
        steps = dispute(pack, at)
        turns.append([name for name in LADDER if steps[name].progress is Progress.NEXT])
        doers = {
            name: [(each.role, each.persons) for each in step.participants if each.part is Part.DOES]
            for name, step in steps.items()
        }
        assert doers["moderate"] == doers["three-way"] == [("third-party-moderator", ("Jo Perera",))]
        assert doers["decide"] == [("principal-social-worker", ("Amal Reid",))]
    assert turns == [["moderate"], ["three-way"], ["decide"], []]

    # What was decided is what stands, whatever both of them thought.
    decision = qarules.Decision("requires-improvement", by="principal-social-worker", reason="Supervision is missing.")
    settled = qarules.case_of(attrs.evolve(stored, decided={"final-judgement": decision}), pack).moderation
    assert settled is not None
    (standing,) = settled.standing
    assert (str(standing.grade), standing.whose) == ("requires-improvement", "decided")
    assert settled.problems == ()


def test_without_a_part_in_it_the_head_of_qa_decides(pack: qarules.Pack, case: qarules.Case) -> None:
    """NS-DIS-07."""
    case = attrs.evolve(case, people={**case.people, "head-of-qa": "Lou Finch"})
    (decides,) = dispute(pack, case)["decide"].participants
    assert (decides.role, decides.persons) == ("head-of-qa", ("Lou Finch",))


# --- a danger to a child ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [(), ("team-manager",), ("head-of-service",), ("team-manager", "head-of-service")])
@pytest.mark.parametrize("minutes", [0, 1, 95])
def test_minutes_pass_until_both_have_been_told_of_a_danger(
    stored: qarules.CaseFile, pack: qarules.Pack, told: tuple[str, ...], minutes: int
) -> None:
    """NS-CPR-25, NS-AMB-22: no grace, first of all, and by the child's record alone."""
    seen = Time(2023, 11, 22, 16, 50, tzinfo=datetime.UTC)
    case = qarules.case_of(attrs.evolve(stored, first=seeing(stored.first, {"immediate-safety": True})), pack)
    case = attrs.evolve(
        case,
        events={"round-start": Day(2023, 11, 1), "danger-seen": seen},
        approvals={"immediate-safety": told} if told else {},
    )
    found = qarules.next_steps(pack, case, seen + datetime.timedelta(minutes=minutes))
    (route,) = (each for each in found.escalations if each.id == "immediate-safety")
    telling = route.steps[0]
    assert telling.recording.inside == ("child-record",)
    if len(told) == 2:
        assert telling.progress is Progress.DONE
        return
    assert found.steps[0].id == "immediate-safety"
    assert telling.due is not None
    assert telling.due.status is qarules.DueStatus.DUE_NOW
    assert telling.due.overdue is (minutes > 0)
    assert telling.due.elapsed is not None
    assert telling.due.elapsed.minutes == minutes
    assert {each.role for each in telling.participants if not each.done} == {"team-manager", "head-of-service"} - {
        *told
    }


# --- what is told of a danger, and what is done with it ---------------------------------------------------------------


def danger(stored: qarules.CaseFile, pack: qarules.Pack) -> qarules.RouteState:
    found = qarules.next_steps(pack, qarules.case_of(stored, pack), DAY)
    return next(state for state in found.escalations if state.id == "immediate-safety")


def seeing(look: qarules.Audit | None, known: dict[str, object]) -> qarules.Audit:
    assert look is not None
    return attrs.evolve(look, known=known)


@pytest.mark.parametrize(
    ("first", "second", "starts"),
    [(False, False, False), (True, False, True), (False, True, True), (None, True, True), (None, False, None)],
)
def test_danger_seen_by_either_look_starts_the_escalation(
    stored: qarules.CaseFile, pack: qarules.Pack, first: bool | None, second: bool, starts: bool | None
) -> None:
    """Whoever sees it: a moderator's yes is not outvoted by a reviewer's no."""
    told: list[dict[str, object]] = [{} if said is None else {"immediate-safety": said} for said in (first, second)]
    looks = attrs.evolve(stored, first=seeing(stored.first, told[0]), second=seeing(stored.second, told[1]))
    assert danger(looks, pack).starts is starts


def test_an_answer_that_cannot_be_used_is_told_where_it_matters(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """A misspelt known would leave a danger unknown: the next steps and the deadlines say what is wrong."""
    misspelt = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safty": True}))
    case = qarules.case_of(misspelt, pack)
    for problems in (
        qarules.next_steps(pack, case, DAY).problems,
        qarules.deadlines(pack, case, DAY).problems,
    ):
        assert any(problem.thing == "immediate-safty" for problem in problems)


def test_a_later_look_without_a_first_is_refused(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """What the second look saw is not dropped in silence."""
    with pytest.raises(ValueError, match="no first"):
        qarules.case_of(attrs.evolve(stored, first=None), pack)


def test_a_danger_does_not_end_before_everybody_has_been_told(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """Said to have ended with one of two told: that is a problem, by name."""
    seen = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safety": True}))
    case = attrs.evolve(
        qarules.case_of(seen, pack),
        resolved=("immediate-safety",),
        approvals={"immediate-safety": ("team-manager",)},
    )
    (problem,) = (each for each in qarules.next_steps(pack, case, DAY).problems if each.thing == "immediate-safety")
    assert "`head-of-service` has not been told" in problem.message


def test_danger_known_now_is_due_now(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """Also where the event it is counted from is dated later by mistake."""
    seen = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safety": True}))
    case = qarules.case_of(seen, pack)
    case = attrs.evolve(case, events={**case.events, "danger-seen": DAY + datetime.timedelta(days=1)})
    first = qarules.next_steps(pack, case, DAY).steps[0]
    assert first.due is not None
    assert (first.id, first.due.status) == ("immediate-safety", qarules.DueStatus.DUE_NOW)


def test_what_moderation_is_written_in_stands_in_its_result(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """Where it is recorded is part of the result, for machines too."""
    moderated = qarules.case_of(stored, pack).moderation
    assert moderated is not None
    assert moderated.recording.inside == ("moderation-template",)
    assert len(later_looks(moderated)) == 1


def test_an_action_past_its_date_is_overdue(stored: qarules.CaseFile, pack: qarules.Pack) -> None:
    """A row is overdue as any deadline is, and one that is not yet due is not."""
    timetable = qarules.deadlines(pack, qarules.case_of(stored, pack), DAY)
    assert [timetable[f"action-done/{number}"].overdue for number in (1, 2)] == [True, False]
    assert timetable["moderation-done"].overdue is False


# --- a Team Spotlight ------------------------------------------------------------------------------------------------


def test_a_spotlight_from_the_documents_to_the_final_report(pack: qarules.Pack) -> None:
    """NS-SPT-15, NS-SPT-19, NS-SPT-29, NS-SPT-32, NS-SPT-33: 4 May 2023, with a bank holiday on either side."""
    day, received = Day(2023, 5, 4), Day(2023, 5, 23)
    case = qarules.Case(events={"spotlight-planned": Day(2023, 3, 1), "spotlight-day": day})
    due = {each.id: each.due for each in qarules.deadlines(pack, case, Day(2023, 4, 20))}
    # A week is 7 days, whatever is closed; 5 working days step over 1 May.
    assert (due["documents-sent"], due["list-sent"]) == (Day(2023, 4, 27), Day(2023, 4, 26))
    # After the day, 8 May is no working day, the King's coronation.
    assert (due["records-handed-in"], due["draft-sent"]) == (Day(2023, 5, 5), Day(2023, 5, 26))
    # The final report is counted from the draft, which came early, and 29 May is a bank holiday.
    assert due["report-final"] is None
    case = attrs.evolve(case, events={**case.events, "draft-received": received})
    timetable = qarules.deadlines(pack, case, received)
    assert timetable["draft-sent"].status is qarules.DueStatus.MET
    assert timetable["report-final"].due == Day(2023, 5, 31)
    assert timetable["spotlight-at-the-latest"].due == Day(2023, 6, 5)


@pytest.mark.parametrize(("handed_in", "status"), [(Day(2023, 5, 5), "met"), (Day(2023, 5, 9), "met late")])
def test_an_information_record_is_in_time_on_the_next_working_day(
    pack: qarules.Pack, handed_in: Day, status: str
) -> None:
    """NS-SPT-29."""
    case = qarules.Case(events={"spotlight-day": Day(2023, 5, 4), "records-handed-in": handed_in})
    assert str(qarules.deadlines(pack, case, Day(2023, 5, 10))["records-handed-in"].status) == status
