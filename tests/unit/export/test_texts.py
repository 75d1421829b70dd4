"""What people read of what comes after the grade: whole texts, and the single turns of phrase."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import attrs
import pytest

from qarules.codec.reading import from_json
from qarules.dsl.compile import compile_text
from qarules.engine.assignment import assign
from qarules.engine.case_file import case_of
from qarules.engine.collisions import collisions
from qarules.engine.day_count import counted
from qarules.engine.deadlines import deadlines
from qarules.engine.next_steps import next_steps
from qarules.engine.refresh import refreshed
from qarules.engine.samples import draw
from qarules.engine.tracker import actions
from qarules.export.moderation import moderation_text, moderator
from qarules.export.names import Names, when_words
from qarules.export.refreshed import refreshed_text
from qarules.export.samples import sample_text
from qarules.export.schedule import collisions_text, table_markdown, table_text, year_table
from qarules.export.steps import steps_text
from qarules.export.timetable import (
    count_text,
    person_pages,
    standing,
    this_week,
    timetable_text,
    tracker_text,
)
from qarules.model.case import Case, CaseFile
from qarules.model.draw import Allocation, Assignment, Draw, LeftOut, Load, Objection, WhyNot
from qarules.model.due import Candidate, DayCounted, Due, DueStatus, Elapsed, Moved, Timetable
from qarules.model.moderation import Called, Delta, Independent, Moderated
from qarules.model.next_step import NextStep, NextSteps, Part, Participant, Progress, RouteState, Trouble
from qarules.model.pack import Pack
from qarules.model.prose import WIDTH, one_of
from qarules.model.recording import Recording
from qarules.model.route import Deadline
from qarules.model.standard import Clause, Force
from qarules.model.tracker import Tracker
from qarules.standards.catalogue import load_pack

GOLDEN = Path(__file__).parents[2] / "golden"
TODAY = datetime.date(2026, 5, 7)
D = datetime.date
BARE = Pack(name="bare")


@pytest.fixture
def pack(house):
    return load_pack("rules.qa")


@pytest.fixture
def case(house, pack):
    """A function from the name of a stored case to that case."""
    return lambda name: case_of(from_json((house / f"{name}.json").read_bytes(), CaseFile), pack)


@pytest.fixture
def tables(case, pack):
    return {name: deadlines(pack, case(name), TODAY) for name in ("ash", "birch")}


# --- whole texts -----------------------------------------------------------------------------------------------------


@pytest.fixture
def is_golden(update):
    """A function that holds a text against the expected file of that name; every line fits a page."""

    def is_golden(name, told, *, width=WIDTH):
        golden = GOLDEN / f"after_{name}.txt"
        if update:
            golden.write_text(told, encoding="utf-8", newline="\n")
        assert told == golden.read_text(encoding="utf-8")
        assert max(map(len, told.splitlines())) <= width
        assert not any(line.endswith(" ") for line in told.splitlines())
        assert told.endswith("\n")
        assert not told.endswith("\n\n")
        assert "day 0" not in told

    return is_golden


@pytest.mark.parametrize("name", ["ash", "birch"])
def test_timetable(name, tables, pack, is_golden):
    """The deadlines of a case: two dates of which one binds, a pause, rows, what is provisional and what is missing."""
    is_golden(f"timetable_{name}", timetable_text(tables[name], pack, name=name.title()))


def test_tracker(case, pack, is_golden):
    """The actions of several cases."""
    found = actions(pack, [("Ash", case("ash")), ("Birch", case("birch"))], TODAY)
    is_golden("tracker", tracker_text(found, pack))


def test_pages(tables, pack, is_golden):
    """A page for each person."""
    is_golden("pages", "\n".join(person_pages(tables, pack)))


def test_count(case, tables, pack, is_golden):
    """A count day by day, over a pause and a bank holiday."""
    due = tables["ash"]["round-complete"]
    is_golden("count", count_text(due, counted(pack, case("ash"), "round-complete", TODAY)))


@pytest.mark.parametrize("name", ["ash", "birch"])
def test_steps(name, case, pack, is_golden):
    """What comes next: a dispute under way, and a case without one."""
    is_golden(f"steps_{name}", steps_text(next_steps(pack, case(name), TODAY), pack, name=name.title()))


@pytest.mark.parametrize("name", ["ash", "birch"])
def test_moderation(name, case, pack, is_golden):
    """Two looks that differ, and two that agree but by one person."""
    is_golden(f"moderation_{name}", moderation_text(case(name).moderation, pack, name=name.title()))


def test_sample(house, pack, is_golden):
    """A draw with every reason to be left out, and who audits what."""
    records = json.loads((house / "files.json").read_text(encoding="utf-8"))
    drawn = draw(pack, "round-sample", records, on=TODAY, seed=7, parameters={"drawn": 2}, chosen={2: ["F-3"]})
    taken = [record for record in records if record["id"] in drawn.records]
    people = {"auditor": "Kim Lee", "moderator": "Jo Reed"}
    given = assign(pack, "round-sample", taken, people=people, on=TODAY, seed=7, history={"Jo Reed": D(2026, 3, 2)})
    is_golden("sample", sample_text(drawn, pack, given))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_schedule(form, pack, is_golden):
    """A year and the collisions below it."""
    as_text = table_markdown if form == "markdown" else table_text
    told = as_text(year_table(pack, 2027)) + collisions_text(collisions(pack, 2027), markdown=form == "markdown")
    is_golden(f"schedule_{form}", told, width=200)


# --- deadlines -------------------------------------------------------------------------------------------------------


def due(status=DueStatus.RUNNING, **fields):
    return Due(**{"id": "d", "title": "Deadline", "status": status, **fields})


def lines(text):
    return [line.strip() for line in text.splitlines()]


def told(*items, pack=BARE, **fields):
    return lines(timetable_text(Timetable(as_of=TODAY, items=items, **fields), pack))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (due(DueStatus.OVERDUE, days_late=1), "OVERDUE by 1 day"),
        (due(DueStatus.OVERDUE, days_late=2, in_working_days=True), "OVERDUE by 2 working days"),
        (due(DueStatus.OVERDUE), "OVERDUE"),
        (due(DueStatus.DUE_NOW), "due now"),
        (due(DueStatus.DUE_NOW, elapsed=Elapsed(days=3)), "due now, and 3 days have passed"),
        (due(DueStatus.DUE_NOW, elapsed=Elapsed(days=1)), "due now, and 1 day has passed"),
        (due(DueStatus.DUE_TODAY, days_left=0), "due today"),
        (due(DueStatus.DUE_SOON, days_left=1, in_working_days=True), "due soon, 1 working day left"),
        (due(days_left=3), "running, 3 days left"),
        (due(), "running"),
        (due(DueStatus.PAUSED), "paused, so that it has no due date"),
        (due(DueStatus.MET), "done; the day is not known"),
        (due(DueStatus.MET, done_on=D(2026, 5, 6)), "done in time on Wednesday 6 May 2026"),
        (due(DueStatus.MET_LATE, done_on=D(2026, 5, 6), days_late=2), "done on Wednesday 6 May 2026, 2 days late"),
        (
            due(DueStatus.TOO_EARLY, done_on=D(2026, 5, 6), days_early=1),
            "done on Wednesday 6 May 2026, 1 day too early",
        ),
        (due(DueStatus.NOT_YET, opens=D(2026, 5, 9)), "may not be done before Saturday 9 May 2026"),
        (due(DueStatus.NOT_STARTED), "not started"),
        (due(DueStatus.CANCELLED), "cancelled"),
        (due(DueStatus.UNDATED), "no date was set"),
        (due(DueStatus.UNKNOWN), "cannot be dated yet"),
    ],
)
def test_standing(item, words):
    """How a deadline stands, with its days in their unit."""
    assert standing(item) == words


def test_every_status_has_its_place():
    """A timetable with every status is told, what is overdue first and what is cancelled last."""
    everything = told(*(due(status, id=status.name) for status in DueStatus))
    heads = [line for line in everything if line.startswith("Deadline (")]
    assert len(heads) == len(DueStatus)
    assert heads[0].startswith("Deadline (OVERDUE)")
    assert heads[-1].startswith("Deadline (CANCELLED)")


def test_recording_is_always_told():
    """Where nothing about it may ever stand is told whatever its status, and cannot be overlooked."""
    recording = Recording(inside=("file", "plan"), never=("notes", "mail"))
    for status in DueStatus:
        said = told(due(status, recording=recording))
        assert "recorded in: file and plan" in said
        assert "NEVER recorded in: notes or mail" in said


def test_both_dates_and_which_binds():
    """Two competing dates are both told, and which of them binds; one alone is not told twice."""
    early = Candidate(text="within 3 days of a", day=D(2026, 5, 8), start=D(2026, 5, 5), binds=True)
    late = Candidate(text="within 1 week of b", day=None)
    said = told(due(due=D(2026, 5, 8), dates=(early, late)))
    assert "within 3 days of a: Friday 8 May 2026, which binds" in said
    assert "within 1 week of b: no date yet" in said
    assert not any("which binds" in line for line in told(due(due=D(2026, 5, 8), dates=(early,))))


@pytest.mark.parametrize(
    ("text", "working", "said"),
    [
        (
            "within 3 working days of a",
            True,
            "counted from: a, Tuesday 5 May 2026; counting starts on the next working day",
        ),
        ("within 3 days of a", False, "counted from: a, Tuesday 5 May 2026; counting starts on the next day"),
        ("within 3 days beginning with a", False, "counted from: a, Tuesday 5 May 2026; counting starts on that day"),
        ("within 3 hours of a", False, "counted from: a, Tuesday 5 May 2026"),
        ("at least 3 working days before a", True, "counted back from: a, Tuesday 5 May 2026"),
        ("at least 3 days after a", False, "counted from: a, Tuesday 5 May 2026"),
    ],
)
def test_what_it_is_counted_from(text, working, said):
    """What it is counted from and on which day counting starts, where days are counted."""
    start = D(2026, 5, 5)
    candidate = Candidate(text=text, day=D(2026, 5, 8), start=start, binds=True)
    item = due(due=D(2026, 5, 8), start=start, counted_from="a", dates=(candidate,), in_working_days=working)
    assert said in told(item)


def test_counted_from_another_deadline():
    """Counted from another deadline, it says whether from its date or from its being done."""
    assert "counted from: report, done, Tuesday 5 May 2026" in told(
        due(start=D(2026, 5, 5), counted_from="report done")
    )


def test_dates_of_other_kinds():
    """An hour, the first day allowed, a pause that lasts, and what is provisional."""
    at = datetime.datetime(2026, 5, 8, 16, 30, tzinfo=datetime.UTC)
    assert "due: Friday 8 May 2026 at 16:30" in told(due(due=at.date(), due_at=at))
    assert "may be done from: Friday 8 May 2026" in told(due(opens=D(2026, 5, 8)))
    assert "due if it went on today: Friday 8 May 2026" in told(due(DueStatus.PAUSED, due_if_resumed=D(2026, 5, 8)))
    assert "provisional: closures of these days may still be announced, and it may move" in told(due(provisional=True))
    assert when_words(D(2026, 5, 8)) == "Friday 8 May 2026"


def test_interpretations_once():
    """The text of an interpretation stands once, at the end."""
    clause = Clause(id="I-1", force=Force.INTERPRETATION, place="silent", statement="How we read it.")
    said = told(due(id="a", rests_on=(clause,)), due(id="b", rests_on=(clause,)))
    assert said[-2:] == ["Rests on interpretations of what the source leaves open", "I-1: How we read it."]
    assert sum("How we read it." in line for line in said) == 1


def test_nothing():
    """A timetable without a deadline says so, and whether the standard has any."""
    empty = Timetable(as_of=TODAY, items=())
    assert f"{BARE.name} states no deadline." in timetable_text(empty, BARE, week=True)
    some = attrs.evolve(BARE, deadlines=(Deadline(id="d", title="D"),))
    assert "There are no deadlines." in timetable_text(empty, some)
    assert "Nothing is due this week and nothing is overdue." in timetable_text(empty, some, week=True)
    assert "0 actions, 0 overdue" in tracker_text(Tracker(as_of=TODAY, waiting=("Ash",)), BARE)
    assert "There are no days to count one by one." in count_text(due(), ())


@pytest.mark.parametrize(
    ("item", "is_in"),
    [
        (due(due=D(2026, 5, 3)), False),
        (due(due=D(2026, 5, 4)), True),
        (due(due=D(2026, 5, 10)), True),
        (due(due=D(2026, 5, 11)), False),
        (due(DueStatus.OVERDUE, due=D(2026, 4, 1)), True),
        (due(DueStatus.MET, due=D(2026, 5, 7)), False),
        (due(DueStatus.CANCELLED, due=D(2026, 5, 7)), False),
        (due(DueStatus.DUE_NOW), True),
        (due(DueStatus.UNKNOWN), True),
        (due(DueStatus.UNDATED), True),
        (due(DueStatus.NOT_STARTED), False),
    ],
)
def test_this_week(item, is_in):
    """The week runs from Monday to Sunday; what is overdue is always in it, and what is open without a date."""
    assert bool(this_week(Timetable(as_of=TODAY, items=(item,))).items) is is_in


def test_why_a_day_does_not_count():
    """The name of a weekday is not said twice; anything else is the reason."""
    said = lines(
        count_text(due(), (DayCounted(day=D(2026, 5, 9), why_not="Saturday"), DayCounted(day=D(2026, 5, 8), number=1)))
    )
    assert "Saturday 9 May 2026  (not counted)" in said
    assert "1  Friday 8 May 2026" in said


def test_a_row_may_name_a_person(pack):
    """Who stands in the cell of a row need not be a role; then it is that person's."""
    table = Timetable(as_of=TODAY, items=(due(owner=("P. Moor",)), due(id="e", owner=("panel",))))
    said = lines(timetable_text(table, pack))
    assert "to be done by: P. Moor" in said
    assert "to be done by: Quality Panel (nobody is named)" in said
    assert [page.splitlines()[0] for page in person_pages({"Ash": table}, pack)] == [
        "P. Moor",
        "Nobody named: Quality Panel",
    ]


# --- steps -----------------------------------------------------------------------------------------------------------


def step(**fields):
    return NextStep(**{"id": "r/s", "route": "r", "title": "Step", "progress": Progress.NEXT, **fields})


def steps_told(*steps, routes=(), pack=BARE):
    return lines(steps_text(NextSteps(as_of=TODAY, steps=steps, escalations=routes), pack))


@pytest.mark.parametrize(
    ("participant", "words"),
    [
        (Participant(role="a", title="A", part=Part.DOES, persons=("P", "Q")), "to be done by: a (P, Q)"),
        (Participant(role="a", title="A", part=Part.APPROVES, done=True), "to be approved by: a (done)"),
        (Participant(role="a", title="A", part=Part.CONSENTS), "with the consent of: a"),
        (
            Participant(role="a", title="A", part=Part.IS_TOLD, trouble=Trouble.VACANT),
            "to be told: a (the post is vacant)",
        ),
        (
            Participant(role="a", title="A", part=Part.DOES, trouble=Trouble.INVOLVED),
            "to be done by: a (has a part in the matter and cannot act)",
        ),
        (
            Participant(role="a", title="A", part=Part.DOES, persons=("P",), instead_of=("b", "c")),
            "to be done by: a (P; in place of b or c)",
        ),
    ],
)
def test_participants(participant, words):
    """Who has which part in a step, and what keeps them."""
    assert words in steps_told(step(participants=(participant,)))


def test_what_a_step_says():
    """What belongs to a step, what is recommended, who was not checked, and that nobody can do it."""
    said = steps_told(
        step(
            progress=Progress.BLOCKED,
            optional=True,
            contains=("Reasons", "Grade"),
            note="n",
            guidance="g",
            warning="w",
            reason="x",
            unchecked=("a", "b"),
            condition="c is yes",
            recording=Recording(never=("notes",)),
        )
    )
    assert "Step (r/s) [r]: cannot be done by anybody; optional" in said
    assert {
        "contains: Reasons; Grade",
        "note: n",
        "guidance: g",
        "beware: w",
        "passed over because: x",
        "not checked, as nobody is named: whether who does it is also a or b",
        "NEVER recorded in: notes",
        "why: c is yes",
    } <= set(said)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts": True}, "under way"),
        ({"starts": False}, "not under way"),
        ({"starts": None}, "not known yet whether it starts"),
        ({"starts": True, "resolved": True}, "has come to an end"),
        ({"starts": True, "stood_down": True}, "stood down"),
        ({"starts": True, "stood_down": None}, "under way; not known yet whether it has been stood down"),
    ],
)
def test_routes(fields, words):
    """Whether an escalation is under way; where nothing about it may stand is told even if it is not."""
    route = RouteState(id="r", title="Route", recording=Recording(never=("notes",)), **fields)
    said = steps_told(routes=(route,))
    assert f"Route (r): {words}" in said
    assert "NEVER recorded in: notes" in said
    assert "There is nothing to be done now." in said


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"progress": Progress.WAITING, "waits_for": ("r/a", "r/b")}, "waits for: r/a; r/b"),
        ({"progress": Progress.REFUSED, "condition": "c is yes"}, "not allowed unless c is yes"),
        (
            {"progress": Progress.UNKNOWN, "condition": "c is yes", "missing": ("c",)},
            "not known yet whether c is yes; waits for: `c`",
        ),
        ({"progress": Progress.DONE}, "done"),
        ({"progress": Progress.PASSED_OVER}, "passed over"),
        ({"progress": Progress.BLOCKED}, "to be done now, and nobody can"),
    ],
)
def test_progress(fields, words):
    """How far each step of a route is."""
    route = RouteState(
        id="r", title="Route", starts=True, missing=("x",), started=D(2026, 5, 1), steps=(step(**fields),)
    )
    said = steps_told(routes=(route,))
    assert f"- Step: {words}" in said
    assert "still to be known: `x`" in said
    assert "started: Friday 1 May 2026" in said


# --- moderation ------------------------------------------------------------------------------------------------------


def test_moderation_without_rule(case):
    """A tool without a rule says that nothing is called for; what cannot be compared is listed."""
    looks = case("ash").outcome
    found = Moderated(
        moderation="",
        tool="t",
        title="",
        first=looks,
        second=looks,
        deltas=(Delta(thing="a", title="A", kind="criterion"),),
        called=(Called(then="x", title="X", text="a differs", starts=None, missing=("a",)),),
        independence=(Independent(role="r", person="", of="s", ok=None, reason="nobody is given"),),
    )
    said = lines(moderation_text(found, BARE))
    assert said[0] == "The tool has no rule of moderation: everything is compared, and nothing is called for, t"
    assert "A (a): first look has no grade, second look has no grade" in said
    assert "X (x): not known yet; it is called for when a differs; waits for `a`" in said
    assert "r, who has to be independent of s: nobody is given" in said


def test_moderator(case, pack):
    """Who took the second look, where that is known."""
    assert moderator(case("ash"), pack) == "Jo Reed"
    assert moderator(case("ash"), BARE) == ""


# --- samples ---------------------------------------------------------------------------------------------------------


def test_sample_turns_of_phrase():
    """A record that is there twice, one that nobody can audit, an auditor with nothing."""
    drawn = Draw(
        sample="s",
        title="S",
        on=TODAY,
        seed="7",
        labelled="",
        strata=(),
        left_out=(LeftOut(record="1", why=WhyNot.REFUSED, text="it is there more than once"),),
        problems=(),
    )
    given = Assignment(
        sample="s",
        title="S",
        on=TODAY,
        seed="7",
        labelled="",
        at_most_each=None,
        allocations=(
            Allocation(
                record="2", auditor="", text="no luck", objections=(Objection(person="P", text="x", certain=False),)
            ),
        ),
        loads=(Load(person="P", last=D(2026, 5, 1), records=()),),
        problems=(),
    )
    said = lines(sample_text(drawn, BARE, given))
    assert "1: refused: it is there more than once" in said
    assert "2: NOBODY: no luck" in said
    assert "not, as it cannot be checked P: x" in said
    assert "P, whose last audit was on Friday 1 May 2026: nothing" in said
    assert "Who audits what (1)" in said


# --- calendars -------------------------------------------------------------------------------------------------------


def test_refreshed(house, pack):
    """What a list of bank holidays changes, and that no deadline moves where none does."""
    (calendar,) = pack.calendars
    data = json.loads((house / "official.json").read_text(encoding="utf-8"))
    said = lines(refreshed_text([refreshed(calendar, data)], {"Ash": ()}))
    assert said[0] == "Working days of the council (house-days): changes; confirmed until Sunday 31 December 2028"
    assert "now closed: Friday 15 May 2026, A day for the nation" in said
    assert said[-1] == "No deadline moves in 1 case."
    move = Moved(id="d", title="D", before=None, after=D(2026, 5, 8))
    assert lines(refreshed_text([], {"Ash": (move,)}))[-1] == "Ash: D (d): due Friday 8 May 2026 instead of no day"
    assert "cannot be refreshed" in refreshed_text([refreshed(calendar, {})], {})
    data["house-days"]["events"] = [
        {"title": "Christmas Day", "date": "2026-12-25"},
        {"title": "Karfreitag", "date": "2026-04-03"},
    ]
    said = lines(refreshed_text([refreshed(calendar, data)], {}))
    assert "no longer closed: Monday 4 May 2026, Early May bank holiday" in said
    assert "called otherwise: Friday 3 April 2026, Karfreitag instead of Good Friday" in said


# --- names -----------------------------------------------------------------------------------------------------------


def test_names(pack):
    """Titles of roles, forums, records, events, steps, items and routes; what is unknown is called as it was."""
    names = Names(pack)
    assert names.held(["auditor", "panel"], ["P"]) == "Auditor or Quality Panel (P)"
    assert names.held(["P"], ["P"]) == "P", "a row may name the person instead of a role"
    assert names.thing("meeting") == "The meeting with the team (`meeting`)"
    assert names.thing("strange") == "`strange`"
    assert names.title("dispute/talk") == "They talk"
    assert names.title("voice") == "The child's voice"
    assert names.awaited("dispute") == "on which day A difference of opinion (`dispute`) started"
    assert names.record("child-record") == "The child's record"
    assert one_of(()) == ""


def test_prohibitions_of_steps_are_told_before_their_turn():
    """A step that must never be written somewhere says so while its process has not begun."""
    text = """
    role a "A"  event ev "Ev"  record secret "Secret file"
    process p "P" { starts when ev happens  step one "One" { by a }  step two "Two" { by a  never record in secret } }
    """
    pack = compile_text(text).pack
    for events in ({}, {"ev": TODAY}):
        told = steps_text(next_steps(pack, Case(events=events), TODAY), pack)
        assert "Two: NEVER recorded in: Secret file" in told
