"""What recurs comes to the number a year its author expects, and is told where it does not."""

from __future__ import annotations

import datetime

import pytest

from qarules.diagnostics import Position, Severity, Span
from qarules.dsl.checks import PACK_CHECKS, recurrence
from qarules.dsl.findings import Findings
from qarules.model.activity import (
    Activity,
    Every,
    Forum,
    Inactive,
    InMonths,
    OnDemand,
    Recurrence,
    ThemedMonth,
    TimesAYear,
)
from qarules.model.pack import Pack
from qarules.model.standard import Standard
from qarules.model.term import TermUnit

MONTHS = TermUnit.MONTHS
PLACE = Span("x.qa", Position(0, 1, 1), Position(8, 1, 9))


def activity(*rhythms, **fields):
    recurrences = tuple(Recurrence(rhythm=each) for each in rhythms)
    return Activity(id="reviews", title="Reviews", recurrences=recurrences, span=PLACE, **fields)


def reports(*things, in_force_from=None, damaged=()):
    findings = Findings(damaged=set(damaged))
    pack = Pack(
        name="p",
        standard=Standard(id="p", title="P", in_force_from=in_force_from),
        activities=tuple(each for each in things if isinstance(each, Activity)),
        forums=tuple(each for each in things if isinstance(each, Forum)),
    )
    recurrence.check(pack, findings)
    return findings.sorted()


def alternate(start=None, **fields):
    return activity(Every(count=2, unit=MONTHS, start=start), never_in=(8, 12), expects=6, **fields)


def in_months(*months):
    return InMonths(months=tuple(ThemedMonth(month=month) for month in months))


def test_is_registered():
    """The check runs with the others of a pack."""
    assert recurrence.check in PACK_CHECKS


@pytest.mark.parametrize(
    "sound",
    [
        alternate(start=1),
        alternate(start=11),
        alternate(start=datetime.date(2023, 3, 15)),
        alternate(start=2, inactive=Inactive.DEFERRED),
        activity(in_months(2, 4, 6, 9, 10, 11), never_in=(8, 12), expects=6),
        activity(TimesAYear(count=4), never_in=(8, 12), expects=4),
        activity(OnDemand()),
        activity(expects=3),
    ],
)
def test_sound(sound):
    """Six a year on alternate months but August and December: from an odd month, deferred, or listed."""
    assert reports(sound) == ()


@pytest.mark.parametrize("start", [None, 2, 12, datetime.date(2023, 6, 1)])
def test_alternate_months(start):
    """From an even month, or from one that is not said, it is not six a year; three ways mend it."""
    (found,) = reports(alternate(start=start))
    assert (found.code, found.severity, found.span) == ("QA501", Severity.ERROR, PLACE)
    assert found.message == (
        "`expect 6 a year` does not hold: alternate months except August and December give 4 a year when counted "
        "from an even month, 6 when from an odd one"
    )
    assert found.help.startswith(
        "start in an odd month; or say `the next month instead` of the months without it; "
        "or say `the month before instead` of the months without it; or list the months: `every year in …`"
    )
    assert found.help.endswith("; or write `expect 4 a year`") == (start is not None)


def test_start_of_the_standard():
    """The day the standard comes into force is the start of what names none."""
    assert reports(alternate(), in_force_from=datetime.date(2023, 5, 2)) == ()
    assert len(reports(alternate(), in_force_from=datetime.date(2023, 6, 2))) == 1


@pytest.mark.parametrize(
    ("rhythms", "fields", "words"),
    [
        ([Every(count=1, unit=TermUnit.WEEKS)], {}, "`weekly` gives 52 or 53 a year"),
        ([Every(count=1, unit=MONTHS)], {"never_in": (8,)}, "`monthly` except August gives 11 a year"),
        ([in_months(1, 3)], {}, "`every year in January, March` gives 2 a year"),
        (
            [Every(count=1, unit=TermUnit.WEEKS), Every(count=2, unit=TermUnit.WEEKS)],
            {},
            "`weekly` and `every 2 weeks` give 78 to 80 a year",
        ),
        (
            [Every(count=3, unit=MONTHS)],
            {"never_in": (8, 12)},
            "`quarterly` except August and December gives 3 a year when counted from February, March, May, June, "
            "August, September, November or December, 4 when from January, April, July or October",
        ),
    ],
)
def test_other_counts(rhythms, fields, words):
    """The counts there are, as the author would say them."""
    (found,) = reports(activity(*rhythms, expects=60, **fields))
    assert found.message == f"`expect 60 a year` does not hold: {words}"


def test_cannot_be_held():
    """What depends on what happens comes to no number a year."""
    (found,) = reports(activity(Every(count=6, unit=TermUnit.WEEKS, rolling=True), expects=8))
    assert (found.code, found.message, found.help) == (
        "QA501",
        "`expect 8 a year` cannot be held: how often `every 6 weeks from the last` is in a year is not fixed",
        "take `expect` out, or write `8 times a year`",
    )


def test_merged():
    """What is moved to a month that has one is a warning, with or without a number that is expected."""
    (found,) = reports(activity(Every(count=1, unit=MONTHS), never_in=(8,), inactive=Inactive.DEFERRED, expects=12))
    assert (found.code, found.severity, found.message) == (
        "QA502",
        Severity.WARNING,
        "`reviews` can take place twice in September, where what falls into August is moved",
    )


def test_named_and_excluded():
    """A month cannot be named and excluded; the number a year is then not spoken of."""
    (found,) = reports(activity(in_months(1, 8), never_in=(8, 12), expects=2))
    assert (found.code, found.message, found.help) == (
        "QA503",
        "`reviews` is to take place in August, and never in August",
        "take August out of one of the two",
    )


def test_never():
    """What falls into quiet months altogether never takes place."""
    (found,) = reports(activity(Every(count=1, unit=TermUnit.YEARS, start=12), never_in=(12,), expects=1))
    assert (found.code, found.message) == ("QA503", "`reviews` never takes place: all of it falls into December")


def test_remedies():
    """What is offered fits: no list of more months than there are, times a year for what counts days."""
    (weekly,) = reports(activity(Every(count=6, unit=TermUnit.WEEKS), expects=8))
    assert weekly.help == "write `8 times a year`"
    (monthly,) = reports(activity(Every(count=1, unit=MONTHS), never_in=(8, 12), expects=11))
    assert monthly.help == "write `expect 10 a year`"


def test_forum():
    """A forum's meetings are held to the same; it has no months to move to."""
    meets = (Recurrence(rhythm=Every(count=2, unit=MONTHS, start=2)),)
    (found,) = reports(Forum(id="board", title="Board", meets=meets, never_in=(8, 12), expects=6, span=PLACE))
    assert found.code == "QA501"
    assert "instead` of the months without it" in found.help


def test_damaged():
    """Of what could not be read nothing is said."""
    assert reports(alternate(start=2), damaged=("reviews",)) == ()
