"""
Deadlines, occurrences, second looks and samples to measure, and what they cost as ratios.

The unit is **H**: what it takes to step fifteen working days from day to day in plain Python, as one would by hand.
"""

from __future__ import annotations

import datetime
import functools
import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import t26

import qarules
from qarules.analytics.agreement import agreement
from qarules.engine.assignment import assign
from qarules.engine.deadlines import deadlines
from qarules.engine.moderate import moderate
from qarules.engine.next_steps import next_steps
from qarules.engine.recurrence import occurrences
from qarules.engine.samples import draw
from qarules.engine.term_values import Clock, Start
from qarules.engine.terms import settle
from qarules.model.activity import Activity, Eligible, Every, Pick, Record, Recurrence, Sample
from qarules.model.answers import Audit
from qarules.model.calendar import Calendar
from qarules.model.case import Case, Person
from qarules.model.condition import At, Is, Reference
from qarules.model.looks import Independence, Look
from qarules.model.moderation import Moderated
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Event
from qarules.model.standard import Role, Standard
from qarules.model.term import From, Length, Point, Roll, Term, TermUnit, Within
from qarules.model.tool import Item, Keyword, YesNo
from qarules.standards.loading import compile_path

Run = Callable[[], object]

DAY = datetime.timedelta(days=1)
EVENT, TODAY = datetime.date(2026, 12, 10), datetime.date(2026, 12, 20)
CALENDAR = Calendar(id="c", title="C")
STANDARD = Standard(id="s", title="S", calendar="c", in_force_from=datetime.date(1980, 1, 1))
STORED = Path(qarules.__file__).parent / "standards" / "north_somerset"


def stepped(day: datetime.date, count: int) -> datetime.date:
    """So many working days later, as one would step by hand; nothing is closed but weekends."""
    while count:
        day += DAY
        count -= day.weekday() < 5
    return day


# --- deadlines -------------------------------------------------------------------------------------------------------


def term(unit: TermUnit = TermUnit.WORKING_DAYS, of: str = "event", point: Point = Point.EVENT) -> Term:
    """``within 15 working days of event``."""
    return Term(timings=(Within(length=Length(count=15, unit=unit), of=From(name=of, point=point)),))


def a_term() -> Run:
    """One deadline resolved."""
    start, clock = Start(day=EVENT), Clock(today=TODAY, calendars=(CALENDAR,), calendar="c")
    return functools.partial(settle, term(), lambda of: start, clock)


def timetable(count: int) -> Run:
    """So many deadlines, each told in a timetable; every tenth is counted from the one before it."""
    rules = [
        Deadline(id=f"d{n}", title="D", term=term(of=f"d{n - 1}", point=Point.DUE) if n % 10 == 9 else term())
        for n in range(count)
    ]
    events = (Event(id="event", title="Event"),)
    pack = Pack(name="p", standard=STANDARD, calendars=(CALENDAR,), events=events, deadlines=tuple(rules))
    return functools.partial(deadlines, pack, Case(events={"event": EVENT}), TODAY)


@functools.cache
def north_somerset() -> tuple[Pack, Case]:
    """The packaged standard, and a case of it: an audit, a day for every event, somebody in every role."""
    pack = compile_path(STORED).pack
    tool = next(tool for tool in pack.tools if tool.id == "collaborative-practice-review")
    review = json.loads((STORED / "reviews" / "complete.json").read_bytes())
    outcome = qarules.evaluate(tool, review["answers"], known=review["known"], decisions=review["decisions"])
    events = {event.id: datetime.date(2026, 3, 2) + n * DAY for n, event in enumerate(pack.events)}
    return pack, Case(outcome=outcome, events=events, people={role.id: f"p-{role.id}" for role in pack.roles})


def case_told(tell: Callable[[Pack, Case, datetime.date], object]) -> Run:
    """The deadlines or next steps of the case of North Somerset."""
    return functools.partial(tell, *north_somerset(), datetime.date(2026, 4, 1))


# --- occurrences -----------------------------------------------------------------------------------------------------


def schedule() -> object:
    """All that North Somerset does in a year."""
    pack, _ = north_somerset()
    year = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
    return [occurrences(pack, each.id, *year) for each in (*pack.activities, *pack.forums)]


def weekly(years: int) -> Run:
    """Something every week for so many years, never in August, moved off weekends."""
    rhythm = Every(count=1, unit=TermUnit.WEEKS, start=datetime.date(1980, 1, 5))
    activity = Activity(id="a", title="A", recurrences=(Recurrence(rhythm=rhythm),), roll=Roll.FOLLOWING, never_in=(8,))
    pack = Pack(name="p", standard=STANDARD, calendars=(CALENDAR,), activities=(activity,))
    return functools.partial(occurrences, pack, "a", datetime.date(1980, 1, 1), datetime.date(1979 + years, 12, 31))


# --- second looks ----------------------------------------------------------------------------------------------------


def looks(number: int) -> Moderated:
    """Two audits of T26 as looks at one."""
    first, second = (Audit(answers=t26.audits()[2 * number + n]) for n in range(2))
    return moderate(t26.tool(), first, second)


@functools.cache
def moderated() -> tuple[Moderated, ...]:
    """Some second looks, to be taken again and again."""
    return tuple(map(looks, range(50)))


def agreed(count: int) -> Run:
    """The agreement of so many pairs of looks, by nine moderators."""
    pairs = [(f"m{n % 9}", moderated()[n % 50]) for n in range(count)]
    return lambda: agreement(t26.tool(), pairs)


# --- samples ---------------------------------------------------------------------------------------------------------


def drawn(count: int) -> Run:
    """Twenty of one kind and a tenth of all, drawn from so many records."""
    fields = tuple(Item(keyword=Keyword.QUESTION, id=name, title=name, answer=YesNo()) for name in ("open", "young"))
    is_open, is_young = (Is(thing=Reference(name=field.id), at=At(step="yes")) for field in fields)
    picks = (Pick(count=20, where=is_young), Pick(count=count // 10))
    sample = Sample(id="s", title="S", of="r", eligible=(Eligible(when=is_open),), picks=picks)
    pack = Pack(name="p", records=(Record(id="r", title="R", fields=fields),), samples=(sample,))
    records = [{"id": f"r{n}", "open": n % 7 != 0, "young": n % 2 == 0} for n in range(count)]
    return functools.partial(draw, pack, "s", records, on=TODAY, seed=1)


def assigned(count: int) -> Run:
    """So many records, each given to one of ten auditors who is of another team."""
    look = Look(by=("auditor",), independence=Independence(not_roles=("manager",), other_team_than=("manager",)))
    sample = Sample(id="s", title="S", of="r", picks=(Pick(count=count),), auditors=look)
    roles = (Role(id="auditor", title="Auditor"), Role(id="manager", title="Manager"))
    pack = Pack(name="p", records=(Record(id="r", title="R"),), samples=(sample,), roles=roles)
    auditors = tuple(Person(f"a{n}", team=f"t{n % 7}") for n in range(10))
    records = [{"id": f"r{n}", "people": {"manager": Person(f"m{n % 13}", team=f"t{n % 13}")}} for n in range(count)]
    return functools.partial(assign, pack, "s", records, people={"auditor": auditors}, on=TODAY, seed=1)


# --- the report ------------------------------------------------------------------------------------------------------


def in_hands(call: Run, count: int, things: int, rounds: int = 7) -> list[float]:
    """What each of the *things* of a *call* costs, done *count* times a round, in H measured before and after."""

    def hand() -> float:
        return t26.seconds(lambda: [stepped(EVENT, 15) for _ in range(2_000)], 1)[0] / 2_000

    def many() -> None:
        for _ in range(count):
            call()

    many()
    found = []
    for _ in range(rounds):
        before, taken, after = hand(), t26.seconds(many, 1)[0], hand()
        found.append(taken / count / things / statistics.mean([before, after]))
    return found


def lines() -> Iterator[str]:
    """The lines of the report: what each costs in H, then how the cost of one grows with their number."""
    found = a_term()()
    if found.due.day != stepped(EVENT, 15):
        raise AssertionError(found)
    pack, _ = north_somerset()
    for name, call, count, things in (
        ("a deadline resolved: 15 working days", a_term(), 5_000, 1),
        ("a timetable of twenty deadlines", timetable(20), 20, 1),
        (f"North Somerset, the {len(pack.deadlines)} deadlines of a case", case_told(deadlines), 10, 1),
        ("North Somerset, the next steps of a case", case_told(next_steps), 5, 1),
        ("North Somerset, what takes place in a year", schedule, 5, 1),
        ("a second look at an audit of T26", lambda: looks(7), 5, 1),
        ("the agreement of 10,000 second looks, each", agreed(10_000), 1, 10_000),
        ("a draw from 10,000 records, each", drawn(10_000), 1, 10_000),
        ("300 records given to ten auditors, each", assigned(300), 1, 300),
    ):
        yield t26.told(name, in_hands(call, count, things), "H")
    for name, sizes, make in (
        ("deadlines of a case", [10, 100, 1_000], timetable),
        ("agreement, pairs of looks", [100, 1_000, 10_000], agreed),
        ("draw, records", [100, 1_000, 10_000, 100_000], drawn),
        ("assign, records", [30, 100, 300, 1_000], assigned),
        ("occurrences, years of a weekly one", [1, 7, 70], weekly),
    ):
        yield t26.curve(name, sizes, lambda size, make=make: min(t26.seconds(make(size), 2)))
