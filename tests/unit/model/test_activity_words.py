"""Recurrences and activities in the words of the language; every frequency of the catalogue can be said."""

from __future__ import annotations

import datetime

import pytest

from qarules.dsl.compile import compile_text
from qarules.model.activity import (
    Activity,
    AtEvery,
    Every,
    Inactive,
    InMonths,
    NoInterval,
    OnDemand,
    Recurrence,
    ThemedMonth,
    TimesAYear,
)
from qarules.model.activity_words import activity_lines, recurrence_words
from qarules.model.term import DayOfMonth, Roll, TermUnit
from qarules.model.words import ordinal

LAST = DayOfMonth(number=-1)
DAYS, WEEKS, MONTHS, YEARS = TermUnit.DAYS, TermUnit.WEEKS, TermUnit.MONTHS, TermUnit.YEARS


def months(*pairs):
    return InMonths(months=tuple(ThemedMonth(month=month, theme=theme) for month, theme in pairs))


# The table "Frequencies at a glance" of the catalogue of rules, row by row.
FREQUENCIES = [
    ("daily", Every(count=1, unit=DAYS), "daily"),
    ("weekly", Every(count=1, unit=WEEKS), "weekly"),
    ("monthly", Every(count=1, unit=MONTHS), "monthly"),
    ("every 6 weeks", Every(count=6, unit=WEEKS), "every 6 weeks"),
    ("every 6 weeks, from the last", Every(count=6, unit=WEEKS, rolling=True), "every 6 weeks from the last"),
    ("alternate months", Every(count=2, unit=MONTHS, start=1), "every 2 months starting January"),
    ("alternate months, approximately", TimesAYear(count=6), "6 times a year"),
    ("quarterly", Every(count=3, unit=MONTHS), "quarterly"),
    (
        "quarterly, uneven months",
        months((2, ""), (4, ""), (6, ""), (10, "")),
        "every year in February, April, June, October",
    ),
    ("every 3 to 6 months", Every(count=3, until=6, unit=MONTHS), "every 3 to 6 months"),
    ("every 6 months", Every(count=6, unit=MONTHS), "every 6 months"),
    ("yearly", Every(count=1, unit=YEARS), "yearly"),
    (
        "yearly per team",
        months((2, "CDT"), (3, "Children in Care")),
        'every year in February for "CDT", March for "Children in Care"',
    ),
    ("per event", AtEvery(event="conference"), "at every conference"),
    ("on demand", OnDemand(), "on demand"),
    ("stated without interval", NoInterval(), "no interval stated"),
]


@pytest.mark.parametrize(("frequency", "rhythm", "words"), FREQUENCIES, ids=[row[0] for row in FREQUENCIES])
def test_frequencies(frequency, rhythm, words):
    """Each frequency of the sources has its words."""
    assert recurrence_words(Recurrence(rhythm=rhythm)) == words


@pytest.mark.parametrize("rhythm", [row[1] for row in FREQUENCIES], ids=[row[0] for row in FREQUENCIES])
@pytest.mark.parametrize("fields", [{}, {"never_in": (8, 12), "inactive": Inactive.DEFERRED, "to": ("board",)}])
def test_read_back(rhythm, fields):
    """What is written is read back as it was."""
    written = Activity(
        id="reviews", title="Reviews", recurrences=(Recurrence(rhythm=rhythm, to=("qpag",)),), day=LAST, **fields
    )
    lines = "\n".join(activity_lines(written))
    text = f"""
      role qpag "QPAG"
      role board "Board"
      event conference "Conference"
      activity reviews "Reviews" {{
        {lines}
      }}
    """
    compiled = compile_text(text)
    assert compiled.pack is not None, compiled.diagnostics
    assert compiled.pack.activities == (written,)


def test_never():
    """The frequency "never": the months without an activity, and what becomes of what falls into them."""
    assert activity_lines(Activity(id="a", title="A", never_in=(8, 12))) == ("never in August, December skipped",)
    moved = Activity(id="a", title="A", never_in=(8, 12), inactive=Inactive.DEFERRED)
    assert activity_lines(moved) == ("never in August, December the next month instead",)


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Every(count=1, unit=TermUnit.WORKING_DAYS), "every working day"),
        (Every(count=2, unit=TermUnit.WORKING_DAYS), "every 2 working days"),
        (Every(count=1, unit=TermUnit.HOURS), "every 1 hour"),
        (TimesAYear(count=1), "1 time a year"),
        (Every(count=1, unit=MONTHS, rolling=True), "monthly from the last"),
        (Every(count=1, until=2, unit=MONTHS, rolling=True), "every 1 to 2 months"),
        (Every(count=2, unit=YEARS, start=datetime.date(2023, 5, 2)), "every 2 years starting 2 May 2023"),
    ],
)
def test_other_rhythms(rhythm, words):
    """What no source says yet has its words too."""
    assert recurrence_words(Recurrence(rhythm=rhythm)) == words


def test_lines():
    """Every property is a line."""
    activity = Activity(
        id="highlight",
        title="Highlight report",
        recurrences=(
            Recurrence(rhythm=Every(count=1, unit=MONTHS), to=("qpag", "board")),
            Recurrence(rhythm=Every(count=3, unit=MONTHS), cites=("C-1", "C-2")),
        ),
        never_in=(8,),
        inactive=Inactive.ADVANCED,
        expects=6,
        day=DayOfMonth(number=2),
        roll=Roll.FOLLOWING,
        calendar="scotland",
        by=("qa", "moderator"),
        to=("cslt",),
        contains=("Numbers", "Themes"),
        opens="round-start",
    )
    assert activity_lines(activity) == (
        "monthly to qpag, board",
        "quarterly cites C-1, C-2",
        "never in August the month before instead",
        "expect 6 a year",
        "on the 2nd working day",
        "if closed, the working day after",
        "calendar scotland",
        "by qa, moderator",
        "goes to cslt",
        "opens round-start",
        'contains "Numbers", "Themes"',
    )
    assert activity_lines(Activity(id="a", title="A", day=DayOfMonth(number=-1))) == ("on the last working day",)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
    ],
)
def test_ordinal(number, word):
    """Numbers in order, the teens among them."""
    assert ordinal(number) == word
