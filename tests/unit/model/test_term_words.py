"""Terms in the words of the language: each property as it is written, and every difference told."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from qarules.model.route import EachRow
from qarules.model.term import (
    Before,
    Choice,
    DayOfMonth,
    EarliestOpportunity,
    From,
    Immediately,
    Length,
    NotBefore,
    Pausing,
    Point,
    Receipt,
    Roll,
    SameWorkingDay,
    Term,
    TermUnit,
    WarnAt,
    WarnBefore,
    Within,
)
from qarules.model.term_words import rows_words, term_lines

E = From(name="closure")
TEN = Length(count=10, unit=TermUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("timing", "words"),
    [
        (Within(length=TEN, of=E), "within 10 working days of closure"),
        (Within(length=TEN, of=E, beginning=True), "within 10 working days beginning with closure"),
        (Within(length=TEN), "within 10 working days"),
        (Within(length=TEN, of=From(name="report", point=Point.DUE)), "within 10 working days of report due"),
        (Within(length=TEN, of=From(name="report", point=Point.DONE)), "within 10 working days of report done"),
        (Within(length=Length(count="log-days"), of=E), "within log-days of closure"),
        (Within(length=Length(count=1, unit=TermUnit.MONTHS), of=E), "within 1 month of closure"),
        (
            Before(length=Length(count=3, unit=TermUnit.WORKING_DAYS, clear=True), of=E),
            "at least 3 clear working days before closure",
        ),
        (Before(length=Length(count=1, unit=TermUnit.HOURS), of=E), "at least 1 hour before closure"),
        (
            NotBefore(length=Length(count=28, unit=TermUnit.DAYS, clear=True), of=E),
            "at least 28 clear days after closure",
        ),
        (DayOfMonth(number=2, of=E), "by the 2nd working day of the month of closure"),
        (DayOfMonth(number=-1, of=E), "on the last working day of the month of closure"),
        (DayOfMonth(number=11), "by the 11th working day of the month"),
        (DayOfMonth(number=21), "by the 21st working day of the month"),
        (DayOfMonth(number=3), "by the 3rd working day of the month"),
        (SameWorkingDay(of=E), "on the same working day as closure"),
        (Immediately(of=E), "immediately after closure"),
        (Immediately(), "immediately"),
        (EarliestOpportunity(of=E), "at the earliest opportunity after closure"),
        (EarliestOpportunity(), "at the earliest opportunity"),
    ],
)
def test_a_timing_as_it_is_written(timing, words):
    assert term_lines(Term(timings=(timing,))) == (words,)


def test_a_term_tells_one_property_a_line():
    """Whatever departs from the plain case is told, and nothing else."""
    term = Term(
        timings=(Within(length=TEN, of=E), SameWorkingDay(of=E)),
        choice=Choice.LATER,
        roll=Roll.PRECEDING,
        receipt=Receipt(after=datetime.time(16, 30)),
        pauses=(Pausing(start="asked", end="given"),),
        resume_day_counts=True,
        calendar="scotland",
        local=True,
        warnings=(WarnAt(share=Fraction(3, 4)), WarnBefore(length=Length(count=2, unit=TermUnit.WORKING_DAYS))),
    )
    assert term_lines(term) == (
        "within 10 working days of closure",
        "on the same working day as closure",
        "the later binds",
        "if closed, the working day before",
        "receipt next working day if closed or after 16:30",
        "pauses from asked until given",
        "resume day counts",
        "calendar scotland",
        "local closures count",
        "warn at 75%",
        "warn 2 working days before",
    )
    other = Term(timings=term.timings, roll=Roll.FOLLOWING, receipt=Receipt())
    assert term_lines(other)[2:] == (
        "the earlier binds",
        "if closed, the working day after",
        "receipt next working day if closed",
    )


def test_rows_as_they_are_written():
    assert rows_words(EachRow(table="actions", by="by", owner="owner")) == (
        "for each row of actions by its by owner its owner"
    )
    assert rows_words(EachRow(table="actions", by="when")) == "for each row of actions by its when"
