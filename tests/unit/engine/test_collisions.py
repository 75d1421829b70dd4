"""Deadlines counted from a round that run into the months without one: North Somerset's 20, 10 and 10 working days."""

from __future__ import annotations

import datetime

import attrs
import pytest

from qarules.engine.collisions import collisions
from qarules.errors import NotFoundError
from qarules.model.activity import Activity, Forum, InMonths, OnDemand, Recurrence, ThemedMonth
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.pack import Pack
from qarules.model.route import Deadline, EachRow, Event
from qarules.model.standard import Standard
from qarules.model.term import Before, Choice, DayOfMonth, From, Length, Point, Term, TermUnit, Within

D = datetime.date
# https://www.gov.uk/bank-holidays, England and Wales, 2023
HOLIDAYS = (D(2023, 8, 28), D(2023, 12, 25), D(2023, 12, 26), D(2024, 1, 1))
CALENDAR = Calendar(
    id="england",
    title="England",
    closed=tuple(NamedDay(day=day) for day in HOLIDAYS),
    covers_from=D(2023, 1, 1),
    covers_until=D(2024, 3, 31),
    confirmed_until=D(2023, 12, 31),
)
REVIEWS = Activity(
    id="practice-reviews",
    title="Collaborative Practice Reviews",
    recurrences=(Recurrence(rhythm=InMonths(months=tuple(ThemedMonth(month=month) for month in (1, 3, 5, 7, 9, 11)))),),
    never_in=(8, 12),
    opens="round-start",
    cites=("NS-CPR-02",),
)
SPOTLIGHTS = Activity(
    id="spotlights", title="Spotlights", recurrences=(Recurrence(rhythm=OnDemand()),), never_in=(8, 12)
)


def within(count, name, point=Point.EVENT, unit=TermUnit.WORKING_DAYS):
    return Within(length=Length(count=count, unit=unit), of=From(name=name, point=point))


def deadline(name, *timings, **fields):
    term = Term(timings=timings, choice=fields.pop("choice", Choice.EARLIER))
    return Deadline(id=name, title=name.title(), term=term, cites=(f"C-{name}",), **fields)


CLOSES = deadline("closes", within(20, "round-start"), done_when=("closure",))
MODERATED = deadline("moderated", within(10, "closure"))
REPORTED = deadline("reported", within(10, "moderated", Point.DUE))


def pack(*deadlines, activities=(REVIEWS,)):
    return Pack(
        name="ns",
        standard=Standard(id="ns", title="NS", calendar="england"),
        calendars=(CALENDAR,),
        events=(Event(id="round-start", title="Round starts"), Event(id="closure", title="Closure")),
        activities=activities,
        deadlines=deadlines,
    )


def told(found):
    return [(each.occurrence, each.chain[-1].deadline, str(each.chain[-1].due)) for each in found.collisions]


def test_north_somerset():
    """Moderation and report of the July round fall into August, and those of the November round into December."""
    found = collisions(pack(REPORTED, MODERATED, CLOSES), 2023)
    assert told(found) == [
        ("practice-reviews/1/2023/4", "moderated", "2023-08-14"),
        ("practice-reviews/1/2023/4", "reported", "2023-08-29"),
        ("practice-reviews/1/2023/6", "moderated", "2023-12-13"),
        ("practice-reviews/1/2023/6", "reported", "2023-12-29"),
    ]
    assert found.problems == ()
    assert [str(each.opens) for each in found.collisions] == ["2023-07-03"] * 2 + ["2023-11-01"] * 2
    assert [(due.deadline, str(due.due)) for due in found.collisions[1].chain] == [
        ("closes", "2023-07-31"),
        ("moderated", "2023-08-14"),
        ("reported", "2023-08-29"),
    ]
    assert found.collisions[1].text == (
        "`reported`, counted from `practice-reviews` of July 2023, is due on 29 August 2023, a month without "
        "`practice-reviews`"
    )
    assert found.collisions[1].clauses == ("NS-CPR-02", "C-closes", "C-moderated", "C-reported")


def test_order_of_deadlines():
    """The order in which deadlines stand in the pack changes nothing."""
    first = collisions(pack(REPORTED, MODERATED, CLOSES), 2023)
    assert collisions(pack(CLOSES, MODERATED, REPORTED), 2023) == first


def test_done():
    """What is counted from when something is done is planned as if that were done on its last day."""
    after_done = deadline("reported", within(10, "moderated", Point.DONE))
    assert told(collisions(pack(CLOSES, MODERATED, after_done), 2023)) == told(
        collisions(pack(CLOSES, MODERATED, REPORTED), 2023)
    )


def test_quiet_for_others():
    """A month without another activity collides too; the activity counted from is named first."""
    always = attrs.evolve(REVIEWS, never_in=())
    found = collisions(pack(CLOSES, MODERATED, activities=(SPOTLIGHTS, always)), 2023)
    assert {each.quiet for each in found.collisions} == {("spotlights",)}
    both = collisions(pack(CLOSES, MODERATED, activities=(SPOTLIGHTS, REVIEWS)), 2023)
    assert {each.quiet for each in both.collisions} == {("practice-reviews", "spotlights")}
    assert collisions(pack(CLOSES, MODERATED, activities=(always,)), 2023).collisions == ()


def test_starts():
    """The caller can say which event an activity is, where the activity does not."""
    mute = attrs.evolve(REVIEWS, opens="")
    whole = pack(CLOSES, MODERATED, activities=(mute,))
    assert collisions(whole, 2023).collisions == ()
    assert len(collisions(whole, 2023, {"round-start": "practice-reviews"}).collisions) == 2
    with pytest.raises(NotFoundError):
        collisions(whole, 2023, {"round-start": "practice-review"})


def test_other_terms():
    """Months, days before and the earlier of two are planned as they are counted elsewhere."""
    found = collisions(
        pack(
            deadline("a-month-on", within(1, "round-start", unit=TermUnit.MONTHS)),
            deadline(
                "before",
                Before(length=Length(count=1, unit=TermUnit.DAYS), of=From(name="a-month-on", point=Point.DUE)),
            ),
            deadline("either", within(1, "round-start"), within(60, "a-month-on", Point.DUE)),
            deadline("elsewhere", within(1, "complaint")),
        ),
        2023,
    )
    assert [each for each in told(found) if each[0].endswith("/4")] == [
        ("practice-reviews/1/2023/4", "before", "2023-08-02"),
        ("practice-reviews/1/2023/4", "a-month-on", "2023-08-03"),
    ]


def test_circle():
    """Deadlines counted from one another hang on nothing, and keep nothing from being planned."""
    one = deadline("one", within(1, "other", Point.DUE))
    other = deadline("other", within(1, "one", Point.DUE))
    assert len(collisions(pack(one, other, CLOSES, MODERATED), 2023).collisions) == 2


def test_circle_that_hangs_on_the_round():
    """Deadlines that draw one another ever nearer are told, and nothing is planned with them."""
    before = Before(length=Length(count=5, unit=TermUnit.WORKING_DAYS), of=From(name="later", point=Point.DUE))
    later = deadline("later", within(30, "round-start"), within(1, "sooner", Point.DUE))
    found = collisions(pack(deadline("sooner", before), later, CLOSES, MODERATED), 2023)
    assert found.collisions == ()
    assert {problem.message for problem in found.problems} == {
        "nothing can be planned: deadlines are counted from one another in a circle"
    }


def test_day_of_the_round():
    """A round that has a day of its own starts on that day."""
    on_third = attrs.evolve(REVIEWS, day=DayOfMonth(number=3))
    found = collisions(pack(CLOSES, MODERATED, activities=(on_third,)), 2023).collisions
    assert [str(each.opens) for each in found] == ["2023-07-05", "2023-07-05", "2023-11-03", "2023-11-03"]
    assert [each.chain[-1].deadline for each in found] == ["closes", "moderated", "closes", "moderated"]


def test_rows():
    """Deadlines whose days stand in a table are no part of a plan."""
    rows = Deadline(id="actions", title="Actions", rows=EachRow(table="actions", by="by"))
    assert len(collisions(pack(CLOSES, MODERATED, rows), 2023).collisions) == 2


def test_event_of_the_round():
    """The round's own event is its start, whatever else is done by it."""
    early = deadline("early", within(5, "complaint"), done_when=("round-start",))
    found = collisions(pack(early, CLOSES, MODERATED), 2023).collisions
    assert [due.deadline for due in found[0].chain] == ["closes", "moderated"]


def test_forum():
    """A forum's meetings start deadlines like an activity."""
    forum = Forum(id="board", title="Board", meets=REVIEWS.recurrences)
    whole = attrs.evolve(pack(CLOSES, MODERATED, activities=(SPOTLIGHTS,)), forums=(forum,))
    found = collisions(whole, 2023, {"round-start": "board"}).collisions
    assert [(str(each.opens), each.quiet) for each in found] == [
        ("2023-07-03", ("spotlights",)),
        ("2023-11-01", ("spotlights",)),
    ]


def test_not_planned():
    """What cannot be planned is told: no date, or a calendar that ends."""
    (problem,) = collisions(pack(CLOSES, activities=(attrs.evolve(SPOTLIGHTS, opens="round-start"),)), 2023).problems
    assert problem.message == "`on demand` has no date: it takes place when somebody asks for it"
    ends = collisions(pack(CLOSES, MODERATED), 2024).problems
    assert "`moderated` cannot be planned: the calendar `england` knows no day after 31 March 2024" in [
        problem.message for problem in ends
    ]
    assert "the calendar `england` knows no day after 31 March 2024" in [problem.message for problem in ends]


def test_provisional():
    """Days whose closures are not announced yet make a collision provisional."""
    january = attrs.evolve(REVIEWS, never_in=(2,))
    found = collisions(pack(CLOSES, MODERATED, activities=(january,)), 2024).collisions
    assert [(each.occurrence, each.provisional) for each in found] == [("practice-reviews/1/2024/1", True)]
    assert not any(each.provisional for each in collisions(pack(CLOSES, MODERATED), 2023).collisions)
