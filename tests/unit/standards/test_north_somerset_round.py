"""The stored round of North Somerset: what is unsafe is never lost on the way from an answer to the next steps."""

from __future__ import annotations

import datetime
from importlib import resources

import attrs
import pytest

import qarules
from qarules.engine.triggers import later_looks
from qarules.export.steps import steps_text

DAY = datetime.date(2023, 12, 20)
REVIEWS = resources.files("qarules.standards") / "north_somerset" / "reviews"


@pytest.fixture(scope="module")
def stored() -> qarules.CaseFile:
    return qarules.from_json((REVIEWS / "round.json").read_text(encoding="utf-8"), qarules.CaseFile)


@pytest.fixture(scope="module")
def pack(stored: qarules.CaseFile) -> qarules.Pack:
    return qarules.load_pack(stored.pack, on=stored.on)


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
def test_danger_seen_by_either_look_starts_the_escalation(stored, pack, first, second, starts):
    """Whoever sees it: a moderator's yes is not outvoted by a reviewer's no."""
    told = [{} if said is None else {"immediate-safety": said} for said in (first, second)]
    looks = attrs.evolve(stored, first=seeing(stored.first, told[0]), second=seeing(stored.second, told[1]))
    assert danger(looks, pack).starts is starts


def test_an_answer_that_cannot_be_used_is_told_where_it_matters(stored, pack):
    """A misspelt known would leave a danger unknown: the next steps and the deadlines say what is wrong."""
    misspelt = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safty": True}))
    case = qarules.case_of(misspelt, pack)
    for problems in (
        qarules.next_steps(pack, case, DAY).problems,
        qarules.deadlines(pack, case, DAY).problems,
    ):
        assert any(problem.thing == "immediate-safty" for problem in problems)


def test_a_later_look_without_a_first_is_refused(stored, pack):
    """What the second look saw is not dropped in silence."""
    with pytest.raises(ValueError, match="no first"):
        qarules.case_of(attrs.evolve(stored, first=None), pack)


def test_a_danger_does_not_end_before_everybody_has_been_told(stored, pack):
    """Said to have ended with one of two told: that is a problem, by name."""
    seen = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safety": True}))
    case = attrs.evolve(
        qarules.case_of(seen, pack),
        resolved=("immediate-safety",),
        approvals={"immediate-safety": ("team-manager",)},
    )
    (problem,) = (each for each in qarules.next_steps(pack, case, DAY).problems if each.thing == "immediate-safety")
    assert "`head-of-service` has not been told" in problem.message


def test_danger_known_now_is_due_now(stored, pack):
    """Also where the event it is counted from is dated later by mistake."""
    seen = attrs.evolve(stored, first=seeing(stored.first, {"immediate-safety": True}))
    case = qarules.case_of(seen, pack)
    case = attrs.evolve(case, events={**case.events, "danger-seen": DAY + datetime.timedelta(days=1)})
    first = qarules.next_steps(pack, case, DAY).steps[0]
    assert (first.id, first.due.status) == ("immediate-safety", qarules.DueStatus.DUE_NOW)


def test_what_moderation_is_written_in_stands_in_its_result(stored, pack):
    """Where it is recorded is part of the result, for machines too."""
    moderated = qarules.case_of(stored, pack).moderation
    assert moderated.recording.inside == ("moderation-template",)
    assert len(later_looks(moderated)) == 1


def test_an_action_past_its_date_is_overdue(stored, pack):
    """A row is overdue as any deadline is, and one that is not yet due is not."""
    timetable = qarules.deadlines(pack, qarules.case_of(stored, pack), DAY)
    assert [timetable[f"action-done/{number}"].overdue for number in (1, 2)] == [True, False]
    assert timetable["moderation-done"].overdue is False


def test_prohibitions_of_steps_are_told_before_their_turn():
    """A step that must never be written somewhere says so while its process has not begun."""
    text = """
    role a "A"  event ev "Ev"  record secret "Secret file"
    process p "P" { starts when ev happens  step one "One" { by a }  step two "Two" { by a  never record in secret } }
    """
    pack = qarules.compile_text(text).pack
    for events in ({}, {"ev": DAY}):
        told = steps_text(qarules.next_steps(pack, qarules.Case(events=events), DAY), pack)
        assert "Two: NEVER recorded in: Secret file" in told
