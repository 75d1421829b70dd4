"""
The award of Achieving Quality Scotland, from the day a service is enrolled to the decision.

An after-school service is enrolled on 6 March 2017. It does the preparatory section, gathers evidence, wants to
reference too early, and hands its portfolio in; then the same once more, a day too late.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs
import pytest

import qarules
from qarules.export.steps import steps_text
from qarules.model.next_step import NextStep, Progress, RouteState

Day = datetime.date
ENROLLED = Day(2017, 3, 6)
LAST_DAY = Day(2019, 3, 6)
DEPTHS = ("integrated", "implemented", "aware", "unaware")

INDICATOR: Mapping[str, object] = {
    "area": 1,
    "indicator": "Snack time",
    "system-exists": "so",
    "evidence-sufficient": "so",
    "evidence-appropriate": "so",
    "embedding-depth-staff": "integrated",
    "embedding-depth-management": "integrated",
}
PREPARED = {
    "cross-reference-8": [{"indicator": "8.1", "item": "Our aims"}],
    "cross-reference-9": [{"indicator": "9.1", "item": "Our plan"}],
}


@pytest.fixture(scope="module")
def pack() -> qarules.Pack:
    return qarules.load_pack("aqos")


@pytest.fixture(scope="module")
def tool() -> qarules.Tool:
    return qarules.load("aqos/portfolio")


def portfolio(*indicators: Mapping[str, object], **answers: object) -> dict[str, object]:
    """What the service has answered so far; an indicator says only what is not as it should be."""
    said = {name.replace("_", "-"): value for name, value in answers.items()}
    return {"enrolled-on": ENROLLED, "quality-areas": [{**INDICATOR, **each} for each in indicators], **said}


def step(pack: qarules.Pack, case: qarules.Case, name: str, day: Day) -> NextStep:
    found = qarules.next_steps(pack, case, day)
    return next(each for route in (*found.escalations, *found.processes) for each in route.steps if each.id == name)


def late(pack: qarules.Pack, case: qarules.Case, day: Day) -> RouteState:
    return next(each for each in qarules.next_steps(pack, case, day).escalations if each.id == "late")


# --- the story -------------------------------------------------------------------------------------------------------


def test_from_enrolment_to_the_award(pack: qarules.Pack, tool: qarules.Tool) -> None:
    """Evidence, a warning that is passed with a reason, and a portfolio in time."""
    # The first months: nothing is in writing yet but the day it all began.
    case = qarules.Case(outcome=qarules.evaluate(tool, portfolio()))
    due = qarules.deadlines(pack, case, Day(2017, 9, 1))["submission"]
    assert (due.status, due.due) == (qarules.DueStatus.RUNNING, LAST_DAY)
    assert [clause.id for clause in due.rests_on] == ["AQOS-AMB-01", "AQOS-AMB-02"]

    # Evidence may be gathered at once; that the preparatory section should come first is advice.
    gather = step(pack, case, "portfolio-work/gather", Day(2017, 9, 1))
    assert gather.progress is Progress.NEXT
    assert "preparatory-done happens" in gather.warning
    case = attrs.evolve(case, events={"preparatory-done": Day(2017, 10, 2)}, done=("portfolio-work/prepare",))
    assert step(pack, case, "portfolio-work/gather", Day(2017, 10, 2)).warning == ""

    # A year later one indicator of three still lacks evidence of the right sort.
    outcome = qarules.evaluate(tool, portfolio({}, {}, {"evidence-appropriate": "not-so"}, **PREPARED))
    assert str(outcome["evidence-complete"].final) == "not-met"
    case = attrs.evolve(case, outcome=outcome, done=(*case.done, "portfolio-work/gather", "portfolio-work/confirm"))
    reference = step(pack, case, "portfolio-work/reference", Day(2018, 11, 5))
    assert reference.progress is Progress.NEXT
    assert reference.warning == "it is recommended to wait until this is so, and it is not: evidence-complete is met"

    # The service knows better, says why, and is not held up.
    case = attrs.evolve(case, reasons={"portfolio-work/reference": "The photographs come in January."})
    reference = step(pack, case, "portfolio-work/reference", Day(2018, 11, 5))
    assert (reference.progress, reference.warning) == (Progress.NEXT, "")
    assert reference.reason == "The photographs come in January."

    # It hands the portfolio in on the very last day, which counts.
    outcome = qarules.evaluate(tool, portfolio({}, {}, {}, submitted_on=LAST_DAY, **PREPARED))
    case = attrs.evolve(
        case,
        outcome=outcome,
        events={**case.events, "portfolio-submitted": LAST_DAY},
        done=(*case.done, "portfolio-work/reference", "portfolio-work/submit"),
    )
    found = qarules.next_steps(pack, case, Day(2019, 3, 7))
    assert found.problems == ()
    assert qarules.deadlines(pack, case, Day(2019, 3, 7))["submission"].status is qarules.DueStatus.MET
    assert late(pack, case, Day(2019, 3, 7)).starts is False
    assert [each.id for each in found.steps] == ["assessment/assess"]

    # The rules of evidence are met; whether there is an award, a person says.
    assert str(outcome["depth-rule"].final) == "met"
    assert outcome["award"].final is None
    decided = qarules.evaluate(
        tool,
        portfolio({}, {}, {}, submitted_on=LAST_DAY, **PREPARED),
        decisions={"award": qarules.Decision("award", by="assessor", reason="Both are plainly at work here.")},
    )
    assert decided.problems == ()
    assert str(decided["award"].final) == "award"


@pytest.mark.parametrize(("submitted", "is_late"), [(LAST_DAY, False), (LAST_DAY + datetime.timedelta(days=1), True)])
def test_a_late_portfolio_is_reported_and_not_refused(
    pack: qarules.Pack, tool: qarules.Tool, submitted: Day, is_late: bool
) -> None:
    """AQOS-AMB-02: its assessment is not assured, and a person says whether it takes place."""
    case = qarules.Case(
        outcome=qarules.evaluate(tool, portfolio({}, submitted_on=submitted)), events={"portfolio-submitted": submitted}
    )
    day = Day(2019, 3, 20)
    found = qarules.next_steps(pack, case, day)
    assert qarules.deadlines(pack, case, day)["submission"].days_late == is_late
    assert late(pack, case, day).starts is is_late
    assert ("Late, assessment not assured (late): under way" in steps_text(found, pack)) is is_late
    assert step(pack, case, "assessment/assess", day).progress is Progress.NEXT
    assert found.problems == ()


def test_a_portfolio_that_has_not_come_is_late_from_the_day_after(pack: qarules.Pack, tool: qarules.Tool) -> None:
    """AQOS-PTF-01: the day two years later is still in time; and 29 February has no day of its own in 2018."""
    case = qarules.Case(outcome=qarules.evaluate(tool, portfolio({})))
    assert [late(pack, case, Day(2019, 3, day)).starts for day in (6, 7)] == [False, True]
    leap = qarules.Case(outcome=qarules.evaluate(tool, {"enrolled-on": Day(2016, 2, 29)}))
    assert qarules.deadlines(pack, leap, Day(2016, 3, 1))["submission"].due == Day(2018, 2, 28)


def test_until_it_is_known_when_the_service_was_enrolled_no_day_is_made_up(
    pack: qarules.Pack, tool: qarules.Tool
) -> None:
    """AQOS-AMB-01: what is missing is named."""
    due = qarules.deadlines(pack, qarules.Case(outcome=qarules.evaluate(tool, {})), Day(2018, 1, 1))["submission"]
    assert (due.due, due.missing) == (None, ("enrolled-on",))


# --- the evidence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("staff", DEPTHS)
@pytest.mark.parametrize("management", DEPTHS)
def test_depth_is_shown_for_both_groups_or_it_is_not_shown(tool: qarules.Tool, staff: str, management: str) -> None:
    """AQOS-EVD-01, AQOS-EVD-02: the less deep of the two counts, and only daily running suffices."""
    answers = {"embedding-depth-staff": staff, "embedding-depth-management": management}
    outcome = qarules.evaluate(tool, portfolio({}, answers))
    expected = max(staff, management, key=DEPTHS.index)
    assert str(outcome["indicator-depth/quality-areas/1"].final) == "integrated"
    assert str(outcome["indicator-depth/quality-areas/2"].final) == expected
    assert str(outcome["portfolio-depth"].final) == expected
    assert str(outcome["depth-rule"].final) == ("met" if expected == "integrated" else "not-met")


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        (({}, {}), "met"),
        (({}, {"evidence-sufficient": "not-so"}), "not-met"),
        (({"evidence-appropriate": "not-so"}, {}), "not-met"),
        (({}, {"evidence-appropriate": None}), None),
    ],
)
def test_referencing_waits_for_every_indicator(
    pack: qarules.Pack, tool: qarules.Tool, indicators: tuple[Mapping[str, object], ...], expected: str | None
) -> None:
    """AQOS-PTF-06: all of them and not most; what is not answered yet warns as well."""
    answered = [{name: value for name, value in {**INDICATOR, **each}.items() if value} for each in indicators]
    outcome = qarules.evaluate(tool, {"quality-areas": answered})
    final = outcome["evidence-complete"].final
    assert (final if final is None else str(final)) == expected
    case = qarules.Case(outcome=outcome, done=("portfolio-work/gather", "portfolio-work/confirm"))
    reference = step(pack, case, "portfolio-work/reference", Day(2018, 6, 1))
    assert reference.progress is Progress.NEXT
    assert (reference.warning == "") is (expected == "met")


@pytest.mark.parametrize(("more", "alone", "expected"), [(1, 1, "not-met"), (2, 1, "met"), (1, 2, "not-met")])
def test_most_evidence_is_more_than_half_of_it(tool: qarules.Tool, more: int, alone: int, expected: str) -> None:
    """AQOS-AMB-06."""
    pieces = [{"piece": "Photographs", "dual-purpose": "serves-more"}] * more
    pieces += [{"piece": "Folder", "dual-purpose": "portfolio-only"}] * alone
    outcome = qarules.evaluate(tool, portfolio({}, evidence=pieces))
    assert str(outcome["mostly-dual-purpose"].final) == expected


@pytest.mark.parametrize("without", ["cross-reference-8", "cross-reference-9", None])
def test_areas_8_and_9_should_refer_to_the_preparatory_section(tool: qarules.Tool, without: str | None) -> None:
    """AQOS-AMB-05: pointed out, and nothing else changes: evidence of their own is no fault."""
    outcome = qarules.evaluate(
        tool, portfolio({"area": 8}, {"area": 9}, **{**PREPARED, **({without: []} if without else {})})
    )
    assert str(outcome["areas-8-and-9"].final) == ("not-met" if without else "met")
    assert str(outcome["evidence-complete"].final) == str(outcome["depth-rule"].final) == "met"


def test_the_award_is_decided_by_an_assessor_and_by_no_rule(tool: qarules.Tool) -> None:
    """AQOS-AMB-10: with every rule unmet there can be an award, and with every rule met there need be none."""
    award = tool.things["award"]
    assert isinstance(award, qarules.Judgement)
    assert (award.giving, award.limits, award.decided_by, award.with_reason) == ((), (), ("assessor",), True)
    poor = portfolio({"embedding-depth-staff": "unaware", "evidence-sufficient": "not-so"})
    assert set(map(str, qarules.evaluate(tool, poor)["award"].possible)) == {"award", "no-award"}
    by_service = {"award": qarules.Decision("award", by="service", reason="We deserve it.")}
    assert qarules.evaluate(tool, poor, decisions=by_service)["award"].final is None


# --- mentoring is a condition for nothing ----------------------------------------------------------------------------


def test_nothing_depends_on_mentoring(pack: qarules.Pack, tool: qarules.Tool) -> None:
    """AQOS-MEN-05: with sessions and tasks or without, every result and every step of the portfolio is the same."""
    tasks = [{"task": "Ask the parents", "done": True, "documented": "Folder 3"}]
    without, with_it = (
        qarules.Case(
            outcome=qarules.evaluate(tool, portfolio({}, {}, submitted_on=LAST_DAY, **PREPARED, **answers)),
            events={"portfolio-submitted": LAST_DAY, **events},
        )
        for answers, events in (({}, {}), ({"between_session_task": tasks}, {"session-held": Day(2017, 5, 8)}))
    )
    assert without.outcome is not None
    assert with_it.outcome is not None
    assert without.outcome.judgements == with_it.outcome.judgements
    assert [each.thing for each in without.outcome.missing] == [each.thing for each in with_it.outcome.missing]
    day = Day(2019, 3, 8)
    assert qarules.deadlines(pack, without, day).items == qarules.deadlines(pack, with_it, day).items
    for name in ("portfolio-work", "assessment"):
        one, other = (
            next(each for each in qarules.next_steps(pack, case, day).processes if each.id == name)
            for case in (without, with_it)
        )
        assert one == other


def test_sessions_may_be_taken_and_their_dates_are_data(pack: qarules.Pack) -> None:
    """AQOS-MEN-05, AQOS-AMB-07: optional, and no interval is made up."""
    sessions = qarules.occurrences(pack, "mentoring-sessions", Day(2017, 1, 1), Day(2017, 12, 31))
    assert sessions.optional
    assert sessions.occurrences == ()
    assert [each.why for each in sessions.undated] == ["its source does not say how often"]


def test_what_is_missing_in_a_service_is_what_mentoring_works_on(pack: qarules.Pack, tool: qarules.Tool) -> None:
    """AQOS-MEN-01; and a service that takes none passes the step over."""
    for exists, progress in (("so", Progress.OFF), ("not-so", Progress.NEXT)):
        outcome = qarules.evaluate(tool, portfolio({}, {"system-exists": exists}))
        develop = step(pack, qarules.Case(outcome=outcome), "gaps/develop", Day(2017, 6, 1))
        assert (develop.progress, develop.optional) == (progress, True)


# --- the form --------------------------------------------------------------------------------------------------------


def test_the_seven_generic_items_are_asked(tool: qarules.Tool) -> None:
    """Each cites its own row; depth is asked of two groups, and three tables hold the cross-references."""
    cited: dict[str, list[str]] = {}
    for item in tool.items.values():
        for clause in item.cites:
            if clause.startswith("AQOS-CRT-"):
                cited.setdefault(clause, []).append(item.id)
    assert {row: sorted(ids) for row, ids in cited.items()} == {
        "AQOS-CRT-01": ["evidence-sufficient"],
        "AQOS-CRT-02": ["evidence-appropriate"],
        "AQOS-CRT-03": ["embedding-depth-management", "embedding-depth-staff"],
        "AQOS-CRT-04": ["dual-purpose"],
        "AQOS-CRT-05": ["cross-reference", "cross-reference-8", "cross-reference-9"],
        "AQOS-CRT-06": ["between-session-task"],
        "AQOS-CRT-07": ["system-exists"],
    }
    assert [section.id for section in tool.sections if section.repeated] == ["quality-areas", "evidence"]
