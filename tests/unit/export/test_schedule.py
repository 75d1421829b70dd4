"""The year as a table: Appendix 1 of North Somerset's framework, cell by cell, and what a table has to say besides."""

from __future__ import annotations

import datetime

import pytest

from qarules.export.schedule import table_markdown, table_text, year_table
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
from qarules.model.yearly import times_a_year

D = datetime.date
QUIET = (8, 12)


def activity(name, title, rhythm, expects=None, **fields):
    recurrences = (Recurrence(rhythm=rhythm),)
    return Activity(id=name, title=title, recurrences=recurrences, never_in=QUIET, expects=expects, **fields)


def in_months(*months):
    pairs = [(month, "") if isinstance(month, int) else month for month in months]
    return InMonths(months=tuple(ThemedMonth(month=month, theme=theme) for month, theme in pairs))


ODD = (1, 3, 5, 7, 9, 11)
# North Somerset, Appendix 1 (clauses NS-CAL-01 to NS-CAL-08).
CORE = (
    activity(
        "practice-reviews",
        "CPR",
        in_months(
            (1, "Family Wellbeing"),
            (3, "CiC - Family Support + Safeguarding"),
            (5, "Care Leavers"),
            (7, "Children with Disabilities"),
            (9, "CiC - Corporate Parenting"),
            (11, "Children in Need"),
        ),
        6,
    ),
    activity(
        "spotlights",
        "Team Spotlight",
        in_months(
            (2, "CDT"),
            (3, "Children in Care"),
            (4, "Front Door"),
            (5, "Family Support and Safeguarding"),
            (6, "Family Wellbeing"),
            (7, "YOS"),
            (9, "Fostering"),
            (10, "Quality and Assurance"),
            (11, "Care Leavers"),
        ),
        9,
    ),
    activity("conversations", "Good Practice Conversation", in_months(*ODD), 6),
    activity("planning", "CSLT action planning", Every(count=3, unit=TermUnit.MONTHS, start=1), 4),
    activity("qpm", "QA&PM Meeting", Every(count=2, unit=TermUnit.MONTHS, start=1), 6),
    activity("thematic", "Thematic reviews", in_months(2, 4, 6, 10), 4),
    activity("practice-week", "Practice Week", in_months(11), 1),
)
NORTH_SOMERSET = Pack(
    name="ns",
    standard=Standard(id="ns", title="North Somerset", in_force_from=D(2023, 5, 2), in_force_until=D(2024, 10, 31)),
    activities=CORE,
)
APPENDIX_1 = """
January   | Family Wellbeing                    | -                               | yes | yes | yes | -   | -
February  | -                                   | CDT                             | -   | -   | -   | yes | -
March     | CiC - Family Support + Safeguarding | Children in Care                | yes | -   | yes | -   | -
April     | -                                   | Front Door                      | -   | yes | -   | yes | -
May       | Care Leavers                        | Family Support and Safeguarding | yes | -   | yes | -   | -
June      | -                                   | Family Wellbeing                | -   | -   | -   | yes | -
July      | Children with Disabilities          | YOS                             | yes | yes | yes | -   | -
August    | -                                   | -                               | -   | -   | -   | -   | -
September | CiC - Corporate Parenting           | Fostering                       | yes | -   | yes | -   | -
October   | -                                   | Quality and Assurance           | -   | yes | -   | yes | -
November  | Children in Need                    | Care Leavers                    | yes | -   | yes | -   | yes
December  | -                                   | -                               | -   | -   | -   | -   | -
"""


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_appendix_1(year):
    """Every cell is that of the source, in every year."""
    table = year_table(NORTH_SOMERSET, year)
    lines = [line.split("|") for line in APPENDIX_1.strip().splitlines()]
    expected = [[line[column].strip() for line in lines] for column in range(1, 8)]
    cells = [[cell.text for cell in column.cells] for column in table.columns]
    assert [[text.replace("never", "-") for text in column] for column in cells] == expected
    assert all(column[month - 1] == "never" for column in cells for month in QUIET)


def test_counts():
    """The counts a year are 6, 9, 6, 4, 6, 4 and 1: in the table, proved for every year, and as the author expects."""
    table = year_table(NORTH_SOMERSET, 2024)
    assert [column.times for column in table.columns] == [6, 9, 6, 4, 6, 4, 1]
    assert [times_a_year(each).counts for each in CORE] == [(each.expects,) for each in CORE]
    assert all(column.cells[month - 1].times == 0 for column in table.columns for month in QUIET)


def test_months_agree():
    """Reviews, conversations and meetings share the odd months; thematic reviews lie in even ones."""
    table = {column.activity: column for column in year_table(NORTH_SOMERSET, 2024).columns}
    taken = {
        name: [number for number, cell in enumerate(column.cells, 1) if cell.times] for name, column in table.items()
    }
    assert taken["practice-reviews"] == taken["conversations"] == taken["qpm"] == list(ODD)
    assert all(month % 2 == 0 for month in taken["thematic"])


def test_outside():
    """The calendar repeats beyond the time it is in force for, with a remark."""
    before, later = year_table(NORTH_SOMERSET, 2023), year_table(NORTH_SOMERSET, 2025)
    assert len(before.remarks) == 1
    assert before.remarks[0].startswith("the standard is in force from ")
    assert before.remarks[0].endswith(": what comes before is outside that time")
    assert later.remarks == ("the standard is in force until 31 October 2024: what comes after is outside that time",)
    assert later.columns[0].times == 6


def test_team_reviews_go_on():
    """What is no core activity goes on in August and December (NS-AMB-10)."""
    rhythm = Every(count=6, unit=TermUnit.WEEKS, start=D(2023, 5, 22))
    reviews = Activity(id="plan-review", title="Plan review", recurrences=(Recurrence(rhythm=rhythm),))
    (column,) = year_table(Pack(name="p", activities=(reviews,)), 2024).columns
    assert [number for number, cell in enumerate(column.cells, 1) if cell.times] == [1, 3, 4, 6, 7, 8, 10, 11, 12]


def table_of(*things, last=None):
    whole = Pack(
        name="p",
        activities=tuple(each for each in things if isinstance(each, Activity)),
        forums=tuple(each for each in things if isinstance(each, Forum)),
    )
    return year_table(whole, 2026, last=last)


def cells(rhythm, **fields):
    whole = Activity(id="a", title="A", recurrences=(Recurrence(rhythm=rhythm),), **fields)
    (column,) = table_of(whole).columns
    return [cell.text for cell in column.cells]


def test_cells():
    """Several in a month are counted; a stretch of months stands in each of them."""
    assert cells(Every(count=1, unit=TermUnit.DAYS))[1] == "28 times"
    assert cells(Every(count=1, unit=TermUnit.MONTHS), never_in=(8,), inactive=Inactive.DEFERRED)[7:9] == [
        "never",
        "2 times",
    ]
    assert cells(TimesAYear(count=4), never_in=QUIET)[6:] == [
        *["some time from July to September"] * 3,
        *["some time from October to November"] * 2,
        "never",
    ]
    assert cells(in_months((1, "One"), (1, "Two"), 1))[0] == "One; Two; yes"


def test_undated_and_forums():
    """What has no date stands below; forums that meet have a column; what is overdue is told."""
    rolling = Recurrence(rhythm=Every(count=6, unit=TermUnit.WEEKS, rolling=True))
    table = table_of(
        Activity(id="dip", title="Dip audit", recurrences=(Recurrence(rhythm=OnDemand()),)),
        Activity(id="plan", title="Plan review", recurrences=(rolling,)),
        Forum(id="board", title="Board", meets=(Recurrence(rhythm=Every(count=1, unit=TermUnit.MONTHS)),)),
        Forum(id="silent", title="Silent"),
        last={"plan": D(2025, 9, 1)},
    )
    assert [(column.activity, column.times) for column in table.columns] == [("dip", 0), ("plan", 0), ("board", 12)]
    assert table.columns[0].undated == ("on demand: it takes place when somebody asks for it",)
    assert table.columns[1].remarks == ("was due by 13 October 2025",)


def test_text():
    """As text month by month, in Markdown as a table; with the sums, and what has no date below."""
    table = table_of(
        activity("week", "Practice Week", in_months((11, "a|b"))),
        Activity(id="dip", title="Dip audit", recurrences=(Recurrence(rhythm=OnDemand()),)),
    )
    lines = table_text(table).splitlines()
    assert lines[0] == "p 2026"
    assert lines[2:4] == ["January", "  nothing"]
    assert lines[lines.index("November") :] == [
        "November",
        "  Practice Week: a|b",
        "",
        "December",
        "  nothing",
        "  never: Practice Week",
        "",
        "In the year: Practice Week 1",
        "",
        "Dip audit: on demand: it takes place when somebody asks for it",
    ]
    marked = table_markdown(table).splitlines()
    assert marked[:4] == ["# p 2026", "", "| Month | Practice Week | Dip audit |", "| --- | --- | --- |"]
    assert marked[14] == "| November | a\\|b | - |"
    assert marked[-1] == "- Dip audit: on demand: it takes place when somebody asks for it"
