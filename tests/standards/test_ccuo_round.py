"""
A mentoring relationship in Scotland, March to October 2010, on the dates, channels and lengths of the pilot's own log.

Ailsa, who has her first team, and Morag, a manager from elsewhere, are matched, agree their numbers and sign. They
meet, call, hand on copies of the log, once cannot come, and evaluate how it goes. What they say stays between them.
"""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction
from zoneinfo import ZoneInfo

import attrs
import pytest

import qarules
from qarules.export.steps import steps_text
from qarules.export.timetable import timetable_text
from qarules.model.next_step import NextStep, Progress, RouteState

Day = datetime.date
Status = qarules.DueStatus
PEOPLE = {
    "mentor": "Morag Sinclair",
    "mentee": "Ailsa Reid",
    "coordinator": "Fiona Bell",
    "line-manager": "Duncan Ross",
}
AGREED: dict[str, int | Fraction] = {
    "relationship-months": 9,
    "meeting-gap": 35,
    "shortest-meeting": Fraction(1, 2),
    "longest-meeting": 3,
    "contacts-a-week": 2,
}
SET: dict[str, int | Fraction] = {"log-days": 3}
SIGNED = Day(2010, 3, 2)
# Tool N, in the order of the log: only when, how and for how many hours (CCUO-AMB-20).
CONTACTS = (
    (Day(2010, 1, 25), "internet", None),
    (Day(2010, 2, 9), "telephone", Fraction(1, 2)),
    (Day(2010, 3, 2), "face-to-face", 3),
    (Day(2010, 3, 26), "telephone", 1),
    (Day(2010, 4, 30), "telephone", 1),
    (Day(2010, 6, 1), "face-to-face", 2),
    (Day(2010, 7, 23), "telephone", None),
)
OUTSIDE = {"meeting-log", "coordinator-file", "monitoring-data", "annual-review", "mentors-review"}


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A time of day in Scotland, in 2010."""
    return datetime.datetime(2010, month, day, hour, minute, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(scope="module")
def pack() -> qarules.Pack:
    return qarules.load_pack("ccuo")


@pytest.fixture
def pair() -> qarules.Case:
    """Ailsa and Morag, from the day they signed."""
    events = {"first-met": SIGNED, "relationship-start": SIGNED, "evaluation-base": SIGNED}
    return qarules.Case(people=PEOPLE, parameters={**AGREED, **SET}, events=events)


def told(case: qarules.Case, **more: datetime.date) -> qarules.Case:
    """*case* with more that has happened."""
    return attrs.evolve(case, events={**case.events, **more})


def happened(case: qarules.Case, event: str, when: datetime.date) -> qarules.Case:
    return told(case, **{event: when})


def route(pack: qarules.Pack, case: qarules.Case, of: str, on: datetime.date = SIGNED) -> RouteState:
    """One escalation or process of a case."""
    found = qarules.next_steps(pack, case, on)
    return next(each for each in (*found.escalations, *found.processes) if each.id == of)


def progress(state: RouteState) -> dict[str, Progress]:
    return {step.id.partition("/")[2]: step.progress for step in state.steps}


def step(state: RouteState, name: str) -> NextStep:
    return next(each for each in state.steps if each.id == f"{state.id}/{name}")


def interpretations(result: qarules.Due | NextStep | RouteState) -> set[str]:
    return {clause.id for clause in result.rests_on}


# --- matched ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"mentoring-type": "traditional", "mentees-of-mentor": 1}, Progress.NEXT),
        ({"mentoring-type": "traditional", "mentees-of-mentor": 2}, Progress.REFUSED),
        ({"mentoring-type": "group", "mentees-of-mentor": 4}, Progress.NEXT),
        ({"mentoring-type": "group", "mentees-of-mentor": 5}, Progress.REFUSED),
        ({"mentoring-type": "group"}, Progress.UNKNOWN),
        ({"mentoring-type": "team", "mentees-of-mentor": 4, "team-mentees": 8, "team-mentors": 2}, Progress.NEXT),
        ({"mentoring-type": "team", "mentees-of-mentor": 4, "team-mentees": 9, "team-mentors": 2}, Progress.REFUSED),
        ({"mentoring-type": "team", "mentees-of-mentor": 5, "team-mentees": 8, "team-mentors": 2}, Progress.REFUSED),
        ({"mentoring-type": "team", "mentees-of-mentor": 4, "team-mentees": 8}, Progress.UNKNOWN),
        ({"mentoring-type": "peer", "mentees-of-mentor": 1, "equals": False}, Progress.REFUSED),
        ({"mentoring-type": "peer", "mentees-of-mentor": 1, "equals": True}, Progress.NEXT),
    ],
)
def test_no_mentor_has_more_mentees_than_four(pack: qarules.Pack, known: dict[str, object], found: Progress) -> None:
    """CCUO-TYP-01 to 04 and AMB-06: of a team both have to hold, for every mentor and for the whole."""
    before = ("matching/choose", "matching/line-managers-part", "matching/no-authority")
    case = qarules.Case(
        people=PEOPLE, events={"match-proposed": Day(2010, 1, 11)}, known={**known, "in-line": False}, done=before
    )
    assert progress(route(pack, case, "matching"))["within-ratio"] is found


@pytest.mark.parametrize(("in_line", "found"), [(True, Progress.REFUSED), (False, Progress.NEXT)])
def test_nobody_mentors_whom_they_manage(pack: qarules.Pack, in_line: bool, found: Progress) -> None:
    """CCUO-C-11 and AMB-14: a senior from elsewhere may, and the result says that this is an interpretation."""
    case = qarules.Case(
        people=PEOPLE,
        events={"match-proposed": Day(2010, 1, 11)},
        known={"in-line": in_line},
        done=("matching/choose", "matching/line-managers-part"),
    )
    state = route(pack, case, "matching")
    assert progress(state)["no-authority"] is found
    assert "CCUO-AMB-14" in interpretations(step(state, "no-authority"))


# --- agreed ----------------------------------------------------------------------------------------------------------


def test_the_numbers_they_agree_keep_within_bounds(pack: qarules.Pack) -> None:
    """CCUO-F-02, F-04, F-07, F-08: above zero, and the fewest hours not above the most; half an hour is fine."""
    assert qarules.settled(pack, AGREED).problems == ()
    assert "CCUO-AMB-04" in {clause.id for clause in qarules.settled(pack, AGREED).rests_on}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"relationship-months": 0}, "`relationship-months` is 0 (at least 1)"),
        ({"meeting-gap": -7}, "`meeting-gap` is -7 (at least 1)"),
        ({"shortest-meeting": 0}, "`shortest-meeting` is 0 (above 0)"),
        ({"shortest-meeting": 4}, "`shortest-meeting` is 4 (at most 3, as `longest-meeting` is)"),
        ({"contacts-a-week": 0}, "`contacts-a-week` is 0 (at least 1)"),
        ({"log-days": 0}, "`log-days` is 0 (at least 1)"),
        ({"meeting-gaps": 35}, "`meeting-gaps` is no parameter of this pack (did you mean `meeting-gap`?)"),
    ],
)
def test_numbers_out_of_bounds_are_refused_in_plain_words(
    pack: qarules.Pack, wrong: dict[str, int], message: str
) -> None:
    """In the list of parameters, and wherever a date would have been counted with them."""
    given = {**AGREED, **SET, **wrong}
    assert message in [str(problem) for problem in qarules.settled(pack, given).problems]
    timetable = qarules.deadlines(pack, qarules.Case(parameters=given), SIGNED)
    assert message in [str(problem) for problem in timetable.problems]


def test_what_nobody_has_settled_is_open_and_said_to_be(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-AMB-03, AMB-16: no number is supplied for the copy of the log, nor for what coordinator and programme do."""
    assert all(setting.is_open for setting in qarules.settled(pack).settings)
    timetable = qarules.deadlines(pack, told(attrs.evolve(pair, parameters={}), meeting=SIGNED), SIGNED)
    assert (timetable["log-copy"].due, timetable["log-copy"].missing) == (None, ("log-days",))


def test_they_sign_of_their_own_will_and_both(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-MAT-04, C-05: unsigned while one consent is open, refused where it is not voluntary."""
    tool = qarules.load("ccuo/mentoring-agreement")
    for voluntary, found in ((None, Progress.UNKNOWN), (False, Progress.REFUSED), (True, Progress.NEXT)):
        answers = {} if voluntary is None else {"voluntary": voluntary}
        case = attrs.evolve(
            pair,
            outcome=qarules.evaluate(tool, answers),
            done=("first-meeting/lead", "first-meeting/arrange"),
            approvals={"first-meeting/sign": ("mentor",)},
        )
        assert progress(route(pack, case, "first-meeting"))["sign"] is found
    both = attrs.evolve(case, approvals={"first-meeting/sign": ("mentor", "mentee")})
    assert progress(route(pack, both, "first-meeting"))["sign"] is Progress.DONE


def test_the_agreement_waits_for_the_second_signature() -> None:
    """CCUO-F-01, F-14: ten points, and two signatures."""
    tool = qarules.load("ccuo/mentoring-agreement")
    assert [section.number for section in tool.sections if section.number] == [str(n) for n in range(1, 11)]
    yes = {
        item.id: True for item in tool.items.values() if isinstance(item.answer, type(tool.items["voluntary"].answer))
    }
    answers = {
        **yes,
        "mentee-name": "Ailsa Reid",
        "mentor-name": "Morag Sinclair",
        "issue-a": "Leading a team for the first time.",
        "mentor-role": "To listen, to ask, to challenge.",
        "mentee-role": "To prepare, and to decide.",
        "agreed-on": SIGNED,
        "look-again-on": Day(2010, 6, 2),
    }
    assert qarules.evaluate(tool, answers).complete
    del answers["signed-by-mentee"]
    assert [each.thing for each in qarules.evaluate(tool, answers).missing] == ["signed-by-mentee"]


# --- meeting, and handing on the log ---------------------------------------------------------------------------------


def test_the_gaps_of_the_pilot_against_the_gap_they_agreed(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-N-02 and F-04: 15, 21, 24, 35, 32 and 52 days; the last is over the 35 that were agreed."""
    days = [day for day, _, _ in CONTACTS]
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    assert gaps == [15, 21, 24, 35, 32, 52]
    statuses = []
    for last, this in itertools.pairwise(days[2:]):
        case = happened(happened(pair, "last-meeting", last), "meeting", this)
        statuses.append(qarules.deadlines(pack, case, this)["next-meeting"].status)
    assert statuses == [Status.MET, Status.MET, Status.MET, Status.MET_LATE]


def test_a_copy_due_on_a_bank_holiday_stays_due_and_is_recalled_the_friday_before(
    pack: qarules.Pack, pair: qarules.Case
) -> None:
    """CCUO-M-03 and AMB-03: the call of Friday 30 April, three calendar days, Scotland's early May holiday."""
    case = told(pair, meeting=at(4, 30, 10))
    assert qarules.calendar("scotland").why_closed(Day(2010, 5, 3))
    found = qarules.deadlines(pack, case, Day(2010, 4, 30))["log-copy"]
    assert (found.due, found.warnings, found.status) == (Day(2010, 5, 3), (Day(2010, 4, 30),), Status.DUE_SOON)
    assert (found.owner, found.persons, found.calendar) == (("mentee",), ("Ailsa Reid",), "scotland")
    assert "CCUO-AMB-03" in interpretations(found)

    # Each day counted, weekend and holiday among them, beginning on the day after the meeting.
    counted = qarules.counted(pack, case, "log-copy", Day(2010, 4, 30))
    assert [day.day for day in counted if day.number is not None] == [Day(2010, 5, n) for n in (1, 2, 3)]

    assert qarules.deadlines(pack, case, Day(2010, 5, 3))["log-copy"].status is Status.DUE_TODAY
    assert qarules.deadlines(pack, case, Day(2010, 5, 4))["log-copy"].status is Status.OVERDUE
    copied = happened(case, "log-copied", Day(2010, 5, 3))
    assert qarules.deadlines(pack, copied, Day(2010, 5, 4))["log-copy"].status is Status.MET
    late = happened(case, "log-copied", Day(2010, 5, 4))
    assert qarules.deadlines(pack, late, Day(2010, 5, 4))["log-copy"].days_late == 1


def test_points_of_the_log_are_due_of_whoever_took_them_on(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-M-06: by whom, and by when; a row without a day is told as undated."""
    tool = qarules.load("ccuo/meeting-log")
    points = [
        {"point": "Ask the college what is expected", "by-whom": "mentee", "by-when": Day(2010, 5, 28)},
        {"point": "Send the paper on delegating", "by-whom": "mentor", "by-when": Day(2010, 5, 7)},
        {"point": "Think about the next year", "by-whom": "mentee", "by-when": None},
    ]
    log = {"meeting-date": Day(2010, 4, 30), "written-by": "mentor", "next-points": points}
    case = attrs.evolve(pair, outcome=qarules.evaluate(tool, log))
    timetable = qarules.deadlines(pack, case, Day(2010, 5, 10))
    rows = [due for due in timetable if due.id.startswith("agreed-point/")]
    assert [(due.persons, due.due, due.status) for due in rows] == [
        (("Ailsa Reid",), Day(2010, 5, 28), Status.RUNNING),
        (("Morag Sinclair",), Day(2010, 5, 7), Status.OVERDUE),
        (("Ailsa Reid",), None, Status.UNDATED),
    ]


def test_no_more_calls_in_a_week_than_agreed(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-F-08: two were agreed; the third is refused, and without the number nothing is known."""
    wanted = happened(pair, "contact-wanted", Day(2010, 5, 5))
    for so_far, found in ((0, Progress.NEXT), (1, Progress.NEXT), (2, Progress.REFUSED)):
        case = attrs.evolve(wanted, known={"contacts-this-week": so_far})
        assert progress(route(pack, case, "contact-between", Day(2010, 5, 5)))["contact"] is found
    unset = attrs.evolve(wanted, known={"contacts-this-week": 0}, parameters={})
    contact = step(route(pack, unset, "contact-between", Day(2010, 5, 5)), "contact")
    assert (contact.progress, contact.missing) == (Progress.UNKNOWN, ("contacts-a-week",))


# --- unable to come --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (at(7, 22, 10), Status.MET),
        (at(7, 22, 10, 1), Status.MET_LATE),
        (at(7, 22, 15), Status.MET_LATE),
        (None, Status.OVERDUE),
    ],
)
def test_a_partner_who_cannot_come_says_so_a_day_before(
    pack: qarules.Pack, pair: qarules.Case, said: datetime.datetime | None, status: qarules.DueStatus
) -> None:
    """CCUO-F-06 and AMB-05: 24 hours on the clock before Friday 23 July, 10 o'clock; a minute less is late."""
    case = told(pair, **{"meeting": at(7, 23, 10), "cannot-come": at(7, 21, 9)})
    if said is not None:
        case = happened(case, "partner-told", said)
    found = qarules.deadlines(pack, case, at(7, 22, 16))["cancellation"]
    assert (found.status, found.due_at) == (status, at(7, 22, 10))
    assert "CCUO-AMB-05" in interpretations(found)


def test_a_weekend_counts_on_the_clock(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-AMB-05: for a meeting on Monday morning it is Sunday morning."""
    case = told(pair, **{"meeting": at(8, 16, 9), "cannot-come": at(8, 14, 12)})
    assert qarules.deadlines(pack, case, at(8, 14, 12))["cancellation"].due_at == at(8, 15, 9)


def test_nobody_is_asked_for_notice_of_a_meeting_that_is_kept(pack: qarules.Pack, pair: qarules.Case) -> None:
    case = told(pair, meeting=at(7, 23, 10))
    assert qarules.deadlines(pack, case, at(7, 23, 9))["cancellation"].status is Status.NOT_STARTED


def test_then_they_find_another_date(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-F-05."""
    case = happened(pair, "partner-told", at(7, 22, 15))
    found = step(route(pack, case, "another-date", Day(2010, 7, 22)), "find")
    assert found.progress is Progress.NEXT
    assert {each.role for each in found.participants} == {"mentor", "mentee"}


# --- evaluated -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (Day(2010, 6, 1), Status.NOT_YET),
        (Day(2010, 6, 2), Status.RUNNING),
        (Day(2010, 9, 1), Status.RUNNING),
        (Day(2010, 9, 2), Status.DUE_TODAY),
        (Day(2010, 9, 3), Status.OVERDUE),
    ],
)
def test_an_evaluation_has_a_window_of_three_to_six_months(
    pack: qarules.Pack, pair: qarules.Case, day: datetime.date, status: qarules.DueStatus
) -> None:
    """CCUO-F-03 and AMB-01: from 2 June to 2 September, both included."""
    found = qarules.deadlines(pack, pair, day)["evaluation"]
    assert (found.status, found.opens, found.due) == (status, Day(2010, 6, 2), Day(2010, 9, 2))
    assert "CCUO-AMB-01" in interpretations(found)


def test_an_evaluation_outside_its_window_is_told(pack: qarules.Pack, pair: qarules.Case) -> None:
    """Too early on 1 June, in time on 23 July, late on 3 September."""
    found = {
        day: qarules.deadlines(pack, happened(pair, "evaluated", day), Day(2010, 9, 3))["evaluation"].status
        for day in (Day(2010, 6, 1), Day(2010, 7, 23), Day(2010, 9, 3))
    }
    assert list(found.values()) == [Status.TOO_EARLY, Status.MET, Status.MET_LATE]


def test_the_next_window_is_counted_from_the_last_evaluation(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-AMB-01: whichever was later; the plan says the same as the deadline."""
    evaluated = Day(2010, 7, 23)
    due = qarules.deadlines(pack, happened(pair, "evaluation-base", evaluated), Day(2010, 7, 24))["evaluation"]
    planned = qarules.occurrences(
        pack, "relationship-evaluation", SIGNED, Day(2011, 3, 2), since=SIGNED, last=evaluated
    )
    [window] = planned.occurrences
    assert (window.first, window.last) == (due.opens, due.due) == (Day(2010, 10, 23), Day(2011, 1, 23))


def test_a_short_relationship_is_evaluated_once_at_its_end(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-AMB-02: two months have no window of three; nine months have no evaluation of that kind."""
    short = attrs.evolve(pair, parameters={**AGREED, "relationship-months": 2})
    timetable = qarules.deadlines(pack, short, Day(2010, 4, 1))
    assert timetable["evaluation"].status is Status.CANCELLED
    assert (timetable["evaluation-at-the-end"].due, timetable["last-day"].due) == (Day(2010, 5, 2), Day(2010, 5, 2))
    assert "CCUO-AMB-02" in interpretations(timetable["evaluation-at-the-end"])
    assert qarules.deadlines(pack, pair, SIGNED)["evaluation-at-the-end"].status is Status.NOT_STARTED
    unsettled = qarules.deadlines(pack, attrs.evolve(pair, parameters={}), SIGNED)
    assert unsettled["evaluation-at-the-end"].status is Status.UNKNOWN


def test_it_ends_on_the_day_that_was_settled(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-F-02 and N-06: nine months after 2 March; and they may agree to go on."""
    assert qarules.deadlines(pack, pair, SIGNED)["last-day"].due == Day(2010, 12, 2)
    case = attrs.evolve(happened(pair, "end-draws-near", Day(2010, 11, 1)), done=("going-on/ask",))
    assert progress(route(pack, case, "going-on", Day(2010, 11, 1)))["agree"] is Progress.NEXT


# --- between the two -------------------------------------------------------------------------------------------------


def test_what_they_say_may_be_written_nowhere_but_in_their_own_note(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-F-11, C-08, LOG-03, MON-05: known from the first day, and printed for whoever reads the next steps."""
    for case in (pair, happened(pair, "meeting-arranged", Day(2010, 4, 26))):
        meeting = route(pack, case, "a-meeting", Day(2010, 4, 27))
        assert set(step(meeting, "talk").recording.never) == OUTSIDE
        assert set(step(meeting, "note").recording.never) == OUTSIDE
        assert step(meeting, "note").recording.inside == ("confidential-note",)
        assert "CCUO-AMB-19" in interpretations(step(meeting, "talk"))
    page = steps_text(qarules.next_steps(pack, pair, SIGNED), pack)
    assert "They talk, and what they say stays between them: NEVER recorded in" in page


def test_nothing_of_it_enters_the_annual_review_unless_she_asks(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-C-14: the mentor cannot begin it, nor can the line manager."""
    assert route(pack, pair, "into-annual-review").starts is False
    for by in ("mentor", "line-manager", "coordinator"):
        case = attrs.evolve(pair, raised={"into-annual-review": qarules.Raise(by=by)})
        assert route(pack, case, "into-annual-review").starts is False
        problems = [str(problem) for problem in qarules.next_steps(pack, case, SIGNED).problems]
        assert problems == [f"`into-annual-review` was raised by `{by}`, who may not raise it (raised by `mentee`)"]


def test_it_is_blocked_until_both_consent(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-C-14: her asking is not yet his yes; nothing is entered before."""
    asked = attrs.evolve(pair, raised={"into-annual-review": qarules.Raise(by="mentee", on=Day(2010, 9, 20))})
    for consents, agree, enter in (
        ((), Progress.NEXT, Progress.WAITING),
        (("mentee",), Progress.NEXT, Progress.WAITING),
        (("mentor",), Progress.NEXT, Progress.WAITING),
        (("mentee", "mentor"), Progress.DONE, Progress.NEXT),
    ):
        case = attrs.evolve(asked, approvals={"into-annual-review/agree": consents})
        state = route(pack, case, "into-annual-review", Day(2010, 9, 21))
        assert progress(state) == {"agree": agree, "enter": enter}
        assert step(state, "agree").recording.never == ("annual-review",)
        assert [each.role for each in step(state, "enter").participants] == ["mentee"]
    entered = attrs.evolve(asked, done=("into-annual-review/enter",))
    problems = [str(problem) for problem in qarules.next_steps(pack, entered, Day(2010, 9, 21)).problems]
    assert any("into-annual-review/enter" in problem for problem in problems)


def test_a_mentors_own_contribution_may_stand_in_the_mentors_own_review(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-C-10 and AMB-12: in hers, and in no word about the mentee."""
    case = happened(pair, "mentor-reviewed", Day(2010, 10, 1))
    acknowledge = step(route(pack, case, "mentors-contribution", Day(2010, 10, 1)), "acknowledge")
    assert (acknowledge.recording.inside, acknowledge.recording.never) == (("mentors-review",), ("annual-review",))
    assert "CCUO-AMB-12" in interpretations(acknowledge)


@pytest.mark.parametrize("concern", ["safeguarding-concern", "legal-duty"])
def test_a_child_at_risk_comes_before_all_of_that(pack: qarules.Pack, pair: qarules.Case, concern: str) -> None:
    """CCUO-AMB-19: the organisation's own procedure is named; without its name, that is told."""
    case = attrs.evolve(pair, known={concern: True})
    first = qarules.next_steps(pack, case, SIGNED).steps[0]
    assert first.due is not None
    assert (first.id, first.due.status) == ("safeguarding", Status.DUE_NOW)
    assert [each.role for each in first.participants] == ["child-protection-contact"]
    assert first.recording.inside == ("child-protection-record",)
    assert first.recording.never == ()
    state = route(pack, case, "safeguarding")
    assert "comes before every rule of privacy" in state.guidance
    assert "CCUO-AMB-19" in interpretations(state)
    named = attrs.evolve(case, people={**PEOPLE, "child-protection-contact": "Duty social worker, 0131 496 0000"})
    (who,) = qarules.next_steps(pack, named, SIGNED).steps[0].participants
    assert who.persons == ("Duty social worker, 0131 496 0000",)


def test_the_policy_is_not_complete_without_that_procedure() -> None:
    """CCUO-AMB-19: a slot that has to be filled."""
    missing = {each.thing for each in qarules.evaluate(qarules.load("ccuo/mentoring-policy"), {}).missing}
    assert "child-protection-procedure" in missing


# --- what the coordinator is sent ------------------------------------------------------------------------------------


def test_the_coordinator_has_the_agreement_and_the_fields_of_the_log(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-F-13, M-04 and AMB-13: the log when it is required; nothing of what was talked about."""
    state = route(pack, pair, "to-the-coordinator")
    assert progress(state)["agreement"] is Progress.NEXT
    assert progress(state)["log"] is Progress.REFUSED
    required = route(pack, happened(pair, "log-required", Day(2010, 5, 5)), "to-the-coordinator", Day(2010, 5, 5))
    log = step(required, "log")
    assert log.progress is Progress.NEXT
    assert log.contains == ("Names and date", "What became of the last points", "The points agreed", "Signatures")
    assert {"CCUO-AMB-13"} <= interpretations(log)
    copy = qarules.occurrences(pack, "log-to-coordinator", SIGNED, Day(2010, 12, 2))
    assert (copy.occurrences, copy.undated[0].why) == ((), "it takes place when somebody asks for it")


def test_the_action_plan_goes_with_it_only_if_both_agree(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-AMB-13: one consent is not enough."""
    for consents, plan in (
        ((), Progress.WAITING),
        (("mentor",), Progress.WAITING),
        (("mentor", "mentee"), Progress.NEXT),
    ):
        case = attrs.evolve(pair, approvals={"to-the-coordinator/agree-to-plan": consents})
        assert progress(route(pack, case, "to-the-coordinator"))["plan"] is plan


# --- the plan, and the programme around it ---------------------------------------------------------------------------


def test_a_goal_without_an_action_is_asked_for_one(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-I-04 and I-07: of two goals one has a step with its day, the other none yet."""
    tool = qarules.load("ccuo/action-plan")
    row = {"action": "Chair it", "timescale": Day(2010, 6, 18), "milestone": "June", "success": "It ends on time."}
    goals = [
        {"goal-title": "To chair a meeting of staff", "goal-action-row": [row]},
        {"goal-title": "To delegate", "goal-action-row": []},
    ]
    outcome = qarules.evaluate(tool, {"goal": goals})
    assert "goal/2/no-action" in {each.thing for each in outcome.missing}
    assert "goal/1/no-action" in outcome.hidden
    timetable = qarules.deadlines(pack, attrs.evolve(pair, outcome=outcome), Day(2010, 6, 19))
    assert timetable["plan-action/goal/1/1"].status is Status.OVERDUE


def test_three_goals_are_advice(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-I-06 and AMB-15: two pass with a note."""
    tool = qarules.load("ccuo/opening-questions")
    two = qarules.evaluate(tool, {"three-goals": [{"goal": "Chair", "measured-by": "June"}] * 2})
    begun = attrs.evolve(happened(pair, "plan-begun", SIGNED), outcome=two, done=("action-planning/questions",))
    three = step(route(pack, begun, "action-planning"), "three-to-begin-with")
    assert (three.progress, bool(three.warning)) == (Progress.NEXT, True)


def test_the_policy_is_reviewed_a_year_after_its_approval_and_then_after_its_last_review(pack: qarules.Pack) -> None:
    """CCUO-C-19 and AMB-17."""
    approved, reviewed = Day(2010, 2, 1), Day(2011, 3, 14)
    first = qarules.occurrences(pack, "policy-review", approved, Day(2012, 12, 31), since=approved)
    second = qarules.occurrences(pack, "policy-review", approved, Day(2012, 12, 31), since=approved, last=reviewed)
    assert [each.first for found in (first, second) for each in found.occurrences] == [
        Day(2011, 2, 1),
        Day(2012, 3, 14),
    ]
    assert "CCUO-AMB-17" in {clause.id for clause in first.rests_on}


def test_how_often_coordinator_and_mentors_meet_is_left_to_the_programme(
    pack: qarules.Pack, pair: qarules.Case
) -> None:
    """CCUO-CRD-04 and AMB-16: no interval is made up; with one that is set, the day is told, and only advised."""
    meetings = qarules.occurrences(pack, "mentors-meeting", SIGNED, Day(2010, 12, 2))
    assert (meetings.occurrences, meetings.undated[0].why) == ((), "its source does not say how often")
    case = happened(pair, "last-mentors-meeting", Day(2010, 4, 1))
    unset = qarules.deadlines(pack, case, Day(2010, 4, 2))["next-mentors-meeting"]
    assert (unset.due, unset.missing) == (None, ("mentors-meeting-gap",))
    eight_weeks = attrs.evolve(case, parameters={**case.parameters, "mentors-meeting-gap": 8})
    found = qarules.deadlines(pack, eight_weeks, Day(2010, 4, 2))["next-mentors-meeting"]
    assert (found.due, found.recommended) == (Day(2010, 5, 27), True)


def test_no_checklist_comes_to_a_score() -> None:
    """CCUO-AMB-11 as revised: private, nothing counted, and nothing that could be: no judgement, no measure."""
    tools = qarules.load_pack("ccuo").tools
    assert [tool.id for tool in tools if tool.judgements or tool.measures] == []
    checked = [item for tool in tools for item in tool.items.values() if tool.scale_of(item) is not None]
    assert len(checked) == 10 + 9 + 25 + 10 + 4 + 9
    assert not any(item.counted for item in checked)
    assert all(item.may_not_apply and item.may_not_apply.called == "not known" for item in checked)


def test_whoever_fills_in_a_checklist_reads_that_it_is_their_own() -> None:
    """CCUO-AMB-11 stands in every outcome of it, though there is nothing to grade."""
    outcome = qarules.evaluate(
        qarules.load("ccuo/good-mentor"), {"patience": "partly", "humour": qarules.NOT_APPLICABLE}
    )
    assert "CCUO-AMB-11" in {clause.id for clause in outcome.rests_on}
    assert "it is private" in outcome.explain()
    assert len(outcome.missing) == 23


def test_their_timetable_reads_as_one_page(pack: qarules.Pack, pair: qarules.Case) -> None:
    """What they would be handed in May, with the days and whose they are."""
    case = told(pair, **{"last-meeting": Day(2010, 3, 26), "meeting": at(4, 30, 10), "log-copied": Day(2010, 5, 2)})
    page = timetable_text(qarules.deadlines(pack, case, Day(2010, 5, 4)), pack)
    assert "A copy of the log goes to the mentor (log-copy): done in time on Sunday 2 May 2010" in page
    assert "The relationship is evaluated (evaluation): may not be done before Wednesday 2 June 2010" in page
    assert "to be done by: Mentee (Ailsa Reid)" in page


def test_the_stages_are_there_for_a_pair_that_goes_by_them(pack: qarules.Pack, pair: qarules.Case) -> None:
    """CCUO-G-00, H-00: nine and four, in order, and nobody has to follow them."""
    for name, count in (("nine-stages", 9), ("relationship-cycle", 4)):
        assert route(pack, pair, name).starts is False
        chosen = route(pack, happened(pair, "stages-followed", SIGNED), name)
        assert list(progress(chosen).values()) == [Progress.NEXT, *[Progress.WAITING] * (count - 1)]
