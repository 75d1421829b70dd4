"""What an unanswered item could still be: enough values to tell every condition apart, and not many more."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from qarules import evaluate
from qarules.engine.domains import LARGEST_GRID, PRESENT, open_values
from qarules.engine.steps import ANY
from qarules.model.condition import Compared, Comparison, Reference
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.tool import Item, Keyword, Number, Section, Tool

ON = datetime.date(2023, 5, 2)


@pytest.fixture
def domain(tool_of):
    """A function from a question's kind, and what reads `x`, to its open values."""

    def domain(kind, *conditions, more="", on=None):
        rules = "\n".join(f"give held when {condition} intended" for condition in conditions)
        judgement = f'judgement j "J" on verdict {{ {rules} }}' if rules else ""
        tool = tool_of(
            f'section s "S" {{ question x "X" {kind}  question a "A" on evidence }} {more} {judgement}', on=on
        )
        return open_values(tool.items["x"], tool)

    return domain


def test_lists(domain):
    """Grades by rank, yes and no, choices by id; any text and any role is the same to every rule."""
    assert domain("on evidence") == (0, 1, 2)
    assert domain("yes or no") == (False, True)
    assert domain('one of { p "P" q "Q" }') == ("p", "q")
    assert domain("text") == (PRESENT,)
    assert domain("role") == (PRESENT,)


def test_small_grids(domain):
    """A number between two ends has every value of its grid, up to a bound."""
    assert domain("number from -1 to 1 step 0.5") == tuple(Fraction(n, 2) for n in range(-2, 3))
    assert domain("number from 3 to 3") == (3,)
    assert len(domain(f"number from 0 to {LARGEST_GRID - 1}")) == LARGEST_GRID
    assert domain(f"number from 0 to {LARGEST_GRID}") == (0,)


@pytest.mark.parametrize(
    ("kind", "conditions", "values"),
    [
        ("number", [], {0}),
        ("number", ["x is at least 7"], {0, 6, 7, 8, 9}),
        ("number step 0.5", ["x is above 2.5"], {0, 2, 2.5, 3, 3.5}),
        ("number step 4", ["x is at most 9"], {0, 4, 8, 12, 16}),
        ("number from 5", ["x is at least 7"], {5, 6, 7, 8, 9}),
        ("number from 0 to 5000", ["x is at least 4999"], {0, 4998, 4999, 5000}),
        ("number to 10", ["x is at least 7"], {0, 6, 7, 8, 9}),
        ("number to -5", ["x is applicable"], {-5}),
        ("number to -5 step 5", ["x is below -12"], {-5, -20, -15, -10}),
        ("number", ["x is at least 7", "x is exactly -3"], {-4, -3, -2, -1, 0, 6, 7, 8, 9}),
    ],
)
def test_thresholds(domain, kind, conditions, values):
    """A number without a short grid has values on both sides of, and at, everything it is held against."""
    assert set(domain(kind, *conditions)) == values


def test_steps_are_thresholds(domain):
    """The ends of a table of steps are thresholds."""
    more = "measure m = steps of x { up to 8 gives 3, 9 to 20 gives 1, above 20 gives 0 }"
    assert set(domain("number", more=more)) >= {8, 9, 20, 21}


@pytest.mark.parametrize("says", ["x + 1", "sum of x", "highest of x, n", "x * 2", "1 - x"])
def test_calculated_with(domain, says):
    """A number that is calculated with, and has no short grid, could be anything."""
    more = f'section r "R" {{ question n "N" number }} measure m = {says}'
    assert domain("number", more=more) == (ANY,)
    assert len(domain("number from 0 to 5", more=more)) == 6


def test_compared_in_a_sum(domain):
    """In a condition too, also one that something after the grade waits for."""
    assert domain("number", "x + 1 is at least 5") == (ANY,)
    escalation = 'escalation e "E" { starts when x - 1 is above 0  notify reviewer }'
    assert domain("number", more=escalation) == (ANY,)


@given(threshold=st.integers(-2000, 2000), step=st.integers(1, 9), low=st.integers(-50, 50), data=st.data())
def test_every_side_of_a_threshold(threshold, step, low, data):
    """For every number on the grid there is an open value that stands to the threshold as it does."""
    kind = Number(low=Fraction(low), step=Fraction(step))
    item = Item(keyword=Keyword.QUESTION, id="x", title="X", answer=kind)
    held = [
        Compared(number=Reference(name="x"), comparison=comparison, value=Fraction(threshold))
        for comparison in (Comparison.AT_LEAST, Comparison.EXACTLY)
    ]
    rules = tuple(GradeRule(kind=RuleKind.GIVE, grade="held", when=condition) for condition in held)
    judgement = Judgement(id="j", title="J", scale="verdict", giving=rules)
    tool = Tool(id="t", title="T", sections=(Section(id="s", title="S", items=(item,)),), judgements=(judgement,))
    values = open_values(item, tool)
    number = low + step * data.draw(st.integers(0, 500))
    assert any((v > threshold, v == threshold) == (number > threshold, number == threshold) for v in values)
    assert all(v >= low and (v - low) % step == 0 for v in values)


def test_dates(domain):
    """A date has days on both sides of every window it is held against."""
    assert domain("date") == (datetime.date(2000, 1, 1),)
    assert domain("date", on=ON) == (ON,)
    values = domain("date", "x is within 2 months before audit-date", on=ON)
    day = datetime.timedelta(days=1)
    start = datetime.date(2023, 3, 2)
    assert set(values) == {start - day, start, start + day, ON - day, ON, ON + day}
    assert set(domain("date", "x is before 2 May 2023")) >= {ON - day, ON}
    assert domain("date", "x is before audit-date") == (ANY,)


def test_dates_at_the_ends_of_the_calendar(domain):
    """No day before the first, and none after the last."""
    assert min(domain("date", "x is after 0001-01-01")) == datetime.date.min
    assert max(domain("date", "x is before 9999-12-31")) == datetime.date.max


def test_dates_against_each_other(domain):
    """A date that is held against another answer could be any day."""
    more = 'section r "R" { question y "Y" date }'
    assert domain("date", "x is before y", more=more) == (ANY,)
    assert domain("date", "y is before x", more=more) == (ANY,)
    assert domain("date", "y is before 2 May 2023", more=more) == (datetime.date(2000, 1, 1),)


@pytest.mark.parametrize(
    ("conditions", "values"),
    [
        ([], (0,)),
        (["x has at least 1 row"], (0, 1, 2)),
        (["x has at least 3 rows"], (0, 2, 3, 4)),
        (["x has at least 1 row", "x has exactly 1000000 rows"], (0, 1, 2, 999999, 1000000, 1000001)),
    ],
)
def test_rows(domain, conditions, values):
    """A table has numbers of rows on both sides of all it is held against."""
    assert domain("table { what text }", *conditions) == values


def test_possible_over_thresholds(tool_of):
    """What is possible with an open number, date and table is exact."""
    tool = tool_of(
        """
        section s "S" {
          question n "N" number  question d "D" date  question tb "T" table { what text }  question a "A" on evidence
        }
        judgement by-number "N" on ofsted {
          give outstanding when n is above 100 intended  give good when n is exactly 100 intended
          give requires-improvement when n is below -100 intended
        }
        judgement by-date "D" on verdict { give held when d is within 2 months before audit-date intended }
        judgement by-rows "R" on verdict { give held when tb has exactly 3 rows intended }
        judgement never "X" on verdict { give held when n is above 100 and n is below 100 intended }
        """,
        on=ON,
    )
    outcome = evaluate(tool, {"a": "clear"})
    possible = {judged.id: ([str(grade) for grade in judged.possible], judged.exact) for judged in outcome}
    assert possible == {
        "by-number": (["outstanding", "good", "requires-improvement", "inadequate"], True),
        "by-date": (["held", "open"], True),
        "by-rows": (["held", "open"], True),
        "never": (["open"], True),
    }
