"""The actions of many cases in one list."""

from __future__ import annotations

import datetime

import pytest

from qarules.engine.evaluate import evaluate
from qarules.engine.tracker import actions
from qarules.model.case import Case
from qarules.model.due import DueStatus
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, EachRow
from qarules.model.standard import Role
from qarules.model.tool import Column, Day, Item, Keyword, Person, Section, Table, Text, Tool

ROLES = (Role(id="head-of-service", title="Head of Service"), Role(id="team-manager", title="Team Manager"))
PLAN = Item(
    keyword=Keyword.QUESTION,
    id="actions",
    title="Actions",
    answer=Table(
        columns=(
            Column(id="action", title="Action", answer=Text()),
            Column(id="owner", title="Owner", answer=Person()),
            Column(id="by", title="By", answer=Day()),
        )
    ),
)
TOOL = Tool(id="t", title="T", sections=(Section(id="s", title="S", items=(PLAN,)),), roles=ROLES)
PACK = Pack(
    name="p",
    roles=ROLES,
    tools=(TOOL,),
    deadlines=(
        Deadline(
            id="action-done", title="Action done", tool="t", rows=EachRow(table="actions", by="by", owner="owner")
        ),
    ),
)
FULL = Deadline(
    id="action-done",
    title="Action done",
    tool="t",
    rows=EachRow(table="actions", by="by", owner="owner"),
    overseen_by=("head-of-service",),
    recording=Recording(inside=("action-plan",)),
)
TODAY = datetime.date(2023, 5, 9)


def case(*days: int | None, **said: object) -> Case:
    """A case with an action for each day of May 2023; None for one without a date."""
    rows = [
        {"action": f"Action {number}", "owner": "team-manager"} | ({"by": datetime.date(2023, 5, day)} if day else {})
        for number, day in enumerate(days, start=1)
    ]
    return Case(outcome=evaluate(TOOL, {"actions": rows}), **said)  # type: ignore[arg-type]


def listed(*cases: tuple[str, Case]) -> list[tuple[str, str]]:
    return [(action.case, action.due.id) for action in actions(PACK, cases, TODAY).actions]


def test_overdue_first():
    """What is overdue comes first, then what is due by date, then what has no date, and what is closed last."""
    first = case(20, 5, None, 3, done=("action-done/4",))
    second = case(4, 12)
    assert listed(("Ash", first), ("Birch", second)) == [
        ("Birch", "action-done/1"),
        ("Ash", "action-done/2"),
        ("Birch", "action-done/2"),
        ("Ash", "action-done/1"),
        ("Ash", "action-done/3"),
        ("Ash", "action-done/4"),
    ]


def test_same_day():
    """Due on the same day, they stand in the order of the cases."""
    assert listed(("Elm", case(20)), ("Ash", case(20))) == [("Elm", "action-done/1"), ("Ash", "action-done/1")]


def test_what_an_action_says():
    """An action says who owns it, who sees to it, and where its closing is recorded."""
    pack = Pack(name="p", roles=ROLES, tools=(TOOL,), deadlines=(FULL,))
    people = {"head-of-service": "Gus", "team-manager": "Flo"}
    (action,) = actions(pack, [("Ash", case(4, people=people))], TODAY).actions
    assert (action.case, action.overseers, action.due.overseen_by) == ("Ash", ("Gus",), ("head-of-service",))
    assert (action.due.owner, action.due.persons) == (("team-manager",), ("Flo",))
    assert action.due.recording.inside == ("action-plan",)
    assert (action.due.status, action.due.days_late) == (DueStatus.OVERDUE, 5)


def test_waiting():
    """A case whose actions are not written down yet is told, and is no action; one without any has none."""
    tracker = actions(PACK, [("Ash", Case()), ("Birch", case())], TODAY)
    assert (tracker.actions, tracker.waiting) == ((), ("Ash",))


def test_problems_by_case():
    """What one case says and cannot be used is told of that case."""
    tracker = actions(PACK, [("Ash", case(4)), ("Birch", case(4, done=("action-don",)))], TODAY)
    assert list(tracker.problems) == ["Birch"]
    assert [str(problem) for problem in tracker.problems["Birch"]] == [
        "`action-don` is no deadline and no step of this pack (did you mean `action-done`?)"
    ]


def test_naive_time():
    """A time of day without its time zone is no time to speak of."""
    with pytest.raises(ValueError, match="time zone"):
        actions(PACK, [], datetime.datetime(2023, 5, 9, 12))
