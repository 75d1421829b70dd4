"""Calendar feeds, read back with the parser of the library that wrote them."""

from __future__ import annotations

import builtins
import datetime

import attrs
import icalendar
import pytest

from qarules.engine.recurrence import occurrences
from qarules.errors import QaError
from qarules.export.ical import Entry, entries_of, to_ical, uid
from qarules.model.activity import Activity, Every, Recurrence
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.due import Due, DueStatus
from qarules.model.pack import Pack
from qarules.model.standard import Standard
from qarules.model.term import Roll, TermUnit

D = datetime.date
STAMP = datetime.datetime(2026, 1, 2, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
ENTRY = Entry(
    key="reviews/1/2026/1",
    summary="Réviews; first, second \\ " + "é" * 80,
    first=D(2026, 1, 1),
    last=D(2026, 1, 31),
    description="one\ntwo",
    warn_on=D(2025, 12, 28),
)


def read(*entries, **options):
    return icalendar.Calendar.from_ical(to_ical(entries, stamp=STAMP, **options))


def test_event():
    """An all-day event to the day after the last, that blocks no time; every text comes back as it was."""
    (event,) = read(ENTRY).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (D(2026, 1, 1), D(2026, 2, 1))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["transp"] == "TRANSPARENT"
    assert event["status"] == "CONFIRMED"
    assert str(event["summary"]) == ENTRY.summary
    assert str(event["description"]) == "one\ntwo"
    assert event.decoded("dtstamp") == datetime.datetime(2026, 1, 2, 8, 30, tzinfo=datetime.UTC)
    assert event["sequence"] == 0


def test_feed():
    """A subscriber is told how often to ask again, and what the calendar is called."""
    feed = read(ENTRY, name="Quality assurance")
    assert feed.decoded("refresh-interval") == datetime.timedelta(hours=12)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n" in to_ical([], stamp=STAMP)
    assert feed["x-wr-calname"] == "Quality assurance"
    assert (feed["version"], str(feed["prodid"])) == ("2.0", "-//qarules//qarules//EN")


def test_bytes():
    """The same arguments give the same bytes: lines end in CRLF and are folded at 75 octets, no letter cut in two."""
    made = to_ical([ENTRY], stamp=STAMP)
    assert made == to_ical([ENTRY], stamp=STAMP.astimezone(datetime.UTC))
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None and b"\n" not in line for line in lines)


def test_todo():
    """A task is due on the last day, and warns counted back from there."""
    (todo,) = read(ENTRY, todo=True).walk("VTODO")
    assert (todo.decoded("dtstart"), todo.decoded("due")) == (D(2026, 1, 1), D(2026, 1, 31))
    (alarm,) = todo.walk("VALARM")
    assert alarm["trigger"].params["RELATED"] == "END"
    assert alarm.decoded("trigger") == datetime.timedelta(days=-34)
    (single,) = read(attrs.evolve(ENTRY, first=ENTRY.last), todo=True).walk("VTODO")
    assert "dtstart" not in single


def test_warnings():
    """An alarm where the program heeds it, and an event of its own where that is asked for."""
    (event,) = read(ENTRY).walk("VEVENT")
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [datetime.timedelta(days=-4)]
    event, soon = read(ENTRY, due_soon=True).walk("VEVENT")
    assert (soon.decoded("dtstart"), soon.decoded("dtend")) == (D(2025, 12, 28), D(2025, 12, 29))
    assert str(soon["summary"]) == f"Due soon: {ENTRY.summary}"
    assert soon["uid"] != event["uid"]
    assert len(read(attrs.evolve(ENTRY, warn_on=None), due_soon=True).walk("VEVENT")) == 1


def test_cancelled():
    """What has fallen away is cancelled and warns of nothing; what may still move is tentative."""
    (gone,) = read(attrs.evolve(ENTRY, cancelled=True, sequence=2)).walk("VEVENT")
    assert (gone["status"], gone["sequence"], gone.walk("VALARM")) == ("CANCELLED", 2, [])
    (task,) = read(attrs.evolve(ENTRY, cancelled=True), todo=True).walk("VTODO")
    assert task["status"] == "CANCELLED"
    (maybe,) = read(attrs.evolve(ENTRY, provisional=True)).walk("VEVENT")
    assert maybe["status"] == "TENTATIVE"


def test_last_day():
    """An entry without an end lasts the day it starts: there is no day after the last one."""
    (event,) = read(attrs.evolve(ENTRY, first=D.max, last=D.max, warn_on=None)).walk("VEVENT")
    assert (event.decoded("dtstart"), "dtend" in event) == (D.max, False)


def test_cancelled_while_paused():
    """It is taken out of the feed on the day it would have had; what is only paused has no day."""
    waiting = due(DueStatus.CANCELLED, due=None, due_if_resumed=D(2026, 5, 1))
    (event,) = read(*entries_of([waiting])).walk("VEVENT")
    assert (event["status"], event.decoded("dtstart")) == ("CANCELLED", D(2026, 5, 1))
    assert entries_of([attrs.evolve(waiting, status=DueStatus.PAUSED)]) == ()


def test_uid():
    """A UID is made of the case and the key, tells neither, and differs wherever one of them does."""
    assert uid("a/1", "case-7") == uid("a/1", "case-7")
    assert len({uid("a/1"), uid("a/2"), uid("a/1", "c"), uid("a/1", "d"), uid("/1", "ca"), uid("a/1", "")}) == 5
    made = to_ical([ENTRY], stamp=STAMP, case="Jamie Smith")
    assert b"Jamie" not in made
    assert uid(ENTRY.key, "Jamie Smith").encode() in made


def reviews(*closed):
    """Reviews each 3 August, rolled where that is closed."""
    recurrence = Recurrence(rhythm=Every(count=1, unit=TermUnit.YEARS, start=D(2026, 8, 3)))
    whole = Pack(
        name="p",
        standard=Standard(id="p", title="P", calendar="c"),
        calendars=(Calendar(id="c", title="C", closed=tuple(NamedDay(day=day) for day in closed)),),
        activities=(Activity(id="reviews", title="Reviews", recurrences=(recurrence,), roll=Roll.FOLLOWING),),
    )
    return entries_of(occurrences(whole, "reviews", D(2026, 1, 1), D(2026, 12, 31)).occurrences)


def test_moved():
    """An occurrence that moves to another day keeps its UID."""
    (before,), (after,) = reviews(), reviews(D(2026, 8, 3))
    assert (before.first, after.first) == (D(2026, 8, 3), D(2026, 8, 4))
    assert before.key == after.key
    (first,), (second,) = read(before).walk("VEVENT"), read(after).walk("VEVENT")
    assert first["uid"] == second["uid"]
    assert str(second["description"]) == "not worked (closed): the working day after"


def due(status, **fields):
    return Due(
        id="action-done/2",
        title="Action done",
        status=status,
        rule=("owner team-manager", "within 10 working days of allocation"),
        row={"action": "see Jamie at home"},
        **{"due": D(2026, 3, 4), "warnings": (D(2026, 3, 2), D(2026, 3, 1)), **fields},
    )


def test_deadlines():
    """A deadline is there on its last day with its rule, warned of from the first warning, and tells no row's cells."""
    made = entries_of([due(DueStatus.RUNNING), due(DueStatus.UNDATED, due=None)])
    (event,) = read(*made).walk("VEVENT")
    assert (event.decoded("dtstart"), str(event["summary"])) == (D(2026, 3, 4), "Action done")
    assert str(event["description"]) == "owner team-manager\nwithin 10 working days of allocation"
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [datetime.timedelta(days=-3)]
    assert b"Jamie" not in to_ical(made, stamp=STAMP)


@pytest.mark.parametrize(
    ("status", "task"),
    [
        (DueStatus.OVERDUE, "NEEDS-ACTION"),
        (DueStatus.MET, "COMPLETED"),
        (DueStatus.MET_LATE, "COMPLETED"),
        (DueStatus.CANCELLED, "CANCELLED"),
    ],
)
def test_statuses(status, task):
    """What is done or has fallen away warns no more."""
    made = entries_of([due(status)])
    (todo,) = read(*made, todo=True).walk("VTODO")
    assert todo["status"] == task
    assert bool(todo.walk("VALARM")) == (task == "NEEDS-ACTION")
    soon = read(*made, due_soon=True).walk("VEVENT")[1:]
    assert [each["status"] for each in soon] == {
        "NEEDS-ACTION": ["CONFIRMED"],
        "COMPLETED": [],
        "CANCELLED": ["CANCELLED"],
    }[task]


@pytest.mark.parametrize(
    ("entries", "stamp"),
    [
        ([ENTRY], datetime.datetime(2026, 1, 1)),
        ([ENTRY, ENTRY], STAMP),
        ([attrs.evolve(ENTRY, last=D(2025, 1, 1))], STAMP),
    ],
)
def test_misuse(entries, stamp):
    """A stamp without a time zone, a key used twice and an end before the start are refused."""
    with pytest.raises(ValueError):
        to_ical(entries, stamp=stamp)


def test_package_missing(monkeypatch):
    """Without the package icalendar it is said what to install."""
    real = builtins.__import__

    def without(name, *arguments, **options):
        if name == "icalendar":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(QaError, match=r"pip install 'qarules\[ical\]'"):
        to_ical([], stamp=STAMP)
