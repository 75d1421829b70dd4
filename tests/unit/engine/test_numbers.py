"""Measures: arithmetic, aggregates, points, weights, steps and rounding, all exact."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, strategies as st

from qarules import NOT_APPLICABLE, Decision, evaluate
from qarules.engine.numbers import PICKS, TOTALS, compare, middle, read_off, rounded
from qarules.engine.steps import Adding
from qarules.model.condition import Aggregation, Comparison, Constant, Reference, Scaled, Step, Steps, Sum
from qarules.model.judgement import Measure, Rounding, RoundingMode

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)

NUMBERS = (
    'section s "S" {'
    + " ".join(f'question {name} "Q" number from -100 to 100 step 0.5, may be not applicable' for name in "abc")
    + "}"
)


@pytest.fixture
def measured(tool_of):
    """A function from what a measure says, items and answers to its result."""

    def measured(says, answers=None, items=NUMBERS, **given):
        tool = tool_of(f'{items}\nmeasure m "M" = {says}')
        outcome = evaluate(tool, answers or {}, **given)
        assert not outcome.problems
        (result,) = outcome.measures
        return result

    return measured


# --- arithmetic ------------------------------------------------------------------------------------------------------

ABC = {"a": 6, "b": -2.5, "c": Decimal("0.5")}


@pytest.mark.parametrize(
    ("says", "value"),
    [
        ("a", 6),
        ("a + b + c", 4),
        ("a - b - c", 8),
        ("a - (b - c)", 9),
        ("a - (b + c) * 2", 10),
        ("a + b * 2 - 1", 0),
        ("a * 2 / 3", 4),
        ("a / 4 / 3", Fraction(1, 2)),
        ("(a + b) / 7", Fraction(1, 2)),
        ("1 - a", -5),
        ("2.5", Fraction(5, 2)),
        ("a / 7", Fraction(6, 7)),
        ("a * 0", 0),
        ("a + a", 12),
        ("a - a", 0),
    ],
)
def test_arithmetic(measured, says, value):
    """`+`, `-`, and `*` and `/` by a constant, with brackets, exact."""
    result = measured(says, ABC)
    assert (result.value, result.applicable, result.possible) == (value, True, (value,))


@pytest.mark.parametrize(
    "says", ["a + b", "b - a", "a * 2", "1 + (b + a / 3)", "steps of a { up to 0 gives 1, above 0 gives 2 }"]
)
def test_part_not_applicable(measured, says):
    """With a part not applicable the whole is not applicable."""
    result = measured(says, {"a": NOT_APPLICABLE, "b": 1, "c": 1})
    assert (result.value, result.applicable, result.possible) == (None, False, ())


def test_maximum_of_zero(measured):
    """A percentage of nothing is a division by zero: a number that is not applicable, never an error."""
    items = """section z "Z" {
      question none-worth "N" number from 0 to 0, weight 2  question none-too "N" number from -3 to 0
    }"""
    result = measured("percent of none-worth, none-too", {"none-worth": 0, "none-too": -1}, items)
    assert (result.value, result.applicable) == (None, False)


@pytest.mark.parametrize("part", [Reference(name="a"), Constant(value=Fraction(0))])
def test_division_by_zero(tool_of, part):
    """A number divided by zero, as code may build it, is not applicable, and neither is what is made of it."""
    divided = Scaled(part=part, factor=None)
    more = Sum(parts=(Reference(name="b"), Scaled(part=divided, factor=Fraction(0))))
    measures = tuple(Measure(id=name, title="M", value=value) for name, value in (("one", divided), ("two", more)))
    outcome = evaluate(attrs.evolve(tool_of(NUMBERS), measures=measures), ABC)
    assert [(measured.value, measured.applicable) for measured in outcome.measures] == [(None, False)] * 2


def test_measure_of_measures(tool_of):
    """A measure may be made of others, in any order of writing."""
    tool = tool_of(NUMBERS + "measure third = second * 2 measure second = first + 1 measure first = a - b")
    assert [(m.id, m.value) for m in evaluate(tool, ABC).measures] == [
        ("third", 19),
        ("second", Fraction(19, 2)),
        ("first", Fraction(17, 2)),
    ]


# --- aggregates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "all_three", "without_a", "only_b"),
    [
        ("sum", 4, -2, Fraction(-5, 2)),
        ("mean", Fraction(4, 3), -1, Fraction(-5, 2)),
        ("lowest", Fraction(-5, 2), Fraction(-5, 2), Fraction(-5, 2)),
        ("highest", 6, Fraction(1, 2), Fraction(-5, 2)),
        ("median", Fraction(1, 2), -1, Fraction(-5, 2)),
        ("percent", Fraction(4, 3), -1, Fraction(-5, 2)),
    ],
)
def test_aggregates(measured, how, all_three, without_a, only_b):
    """Each way of making several numbers one; what is not applicable is left out, and over nothing there is none."""
    says = f"{how} of a, b, c"
    assert measured(says, ABC).value == all_three
    assert measured(says, {**ABC, "a": NOT_APPLICABLE}).value == without_a
    assert measured(says, {**ABC, "a": NOT_APPLICABLE, "c": NOT_APPLICABLE}).value == only_b
    nothing = measured(says, dict.fromkeys("abc", NOT_APPLICABLE))
    assert (nothing.value, nothing.applicable) == (None, False)


POINTS = """
  section s "S" {
    question a "A" on marks, weight 2, may be not applicable
    question b "B" on marks, may be not applicable
    question n "N" number from 0 to 10
    question e "E" on evidence
  }
  section r "R" {
    question c "C" one of { x "X" points 7 y "Y" points 2.5 z "Z" points -1 }, weight 0.5
    question d "D" on marks, not counted
  }
"""
MARKED = {"a": "high", "b": "middle", "n": 10, "e": "clear", "c": "y", "d": "low"}


@pytest.mark.parametrize(
    ("says", "value"),
    [
        ("a + b", 8),
        ("c * 2", 5),
        ("sum of points", Fraction(21, 2)),
        ("sum of points in s", 8),
        ("sum of points in r", Fraction(5, 2)),
        ("sum of points in r, s", Fraction(21, 2)),
        ("sum of a, b, c", Fraction(21, 2)),
        ("sum of a, n", 15),
        ("sum of d", None),
        ("mean of points in s", Fraction(13, 3)),
        ("mean of a, b, c", Fraction(2 * 10 + 6 + Fraction(5, 2), 7)),
        ("mean of points", Fraction(2 * 10 + 6 + Fraction(5, 2), 7)),
        ("percent of points in s", Fraction(1300, 15)),
        ("percent of points", 100 * (13 + Fraction(5, 4)) / (15 + Fraction(7, 2))),
        ("percent of b, n", Fraction(1300, 15)),
        ("highest of points", 5),
        ("lowest of points", Fraction(5, 2)),
        ("median of a, b, c, n", 4),
        ("steps of b { up to 2 gives 10, above 2 gives 20 }", 20),
    ],
)
def test_points(measured, says, value):
    """Points of grades and choices; weights in means and percentages; numbers by name; nothing not counted."""
    assert measured(says, MARKED, POINTS).value == value


def test_maximum_of_the_applicable(measured):
    """A maximum counts only what is applicable."""
    assert measured("percent of points in s", {**MARKED, "a": NOT_APPLICABLE}, POINTS).value == 60
    assert measured("percent of points in s", {**MARKED, "b": NOT_APPLICABLE}, POINTS).value == 100


def test_weight_of_zero(measured):
    """A weight of zero takes no part in a mean; alone it makes a division by zero."""
    items = 'section s "S" { question a "A" number from 0 to 9, weight 0  question b "B" number from 0 to 9 }'
    assert measured("mean of a, b", {"a": 9, "b": 1}, items).value == 1
    assert measured("mean of a", {"a": 9, "b": 1}, items).applicable is False
    assert measured("sum of a, b", {"a": 9, "b": 1}, items).value == 10


def test_weights_belong_to_items(tool_of):
    """An item's weight is not that of a measure with the same value."""
    tool = tool_of("""
      section s "S" { question a "A" number from 0 to 10, weight 2  question b "B" number from 0 to 10 }
      measure same = a
      measure weighted = mean of a, b
      measure plain = mean of same, b
    """)
    assert {m.id: m.value for m in evaluate(tool, {"a": 10, "b": 1}).measures} == {
        "same": 10,
        "weighted": 7,
        "plain": Fraction(11, 2),
    }


def test_points_of_judgements(tool_of):
    """A judgement, and a section by its grade, read as the points of their final grade."""
    tool = tool_of("""
      section s "S" { question a "A" on marks }
      section r "R" { question b "B" on marks, may be not applicable }
      judgement overall "O" on marks { give high when a is high  give middle when a is middle or better }
      judgement each "E" for each section on marks { give high when all are high  give middle when none are low }
      measure twice = overall * 2
      measure one = s by each + 1
      measure best = highest of overall, b
      measure rest = r by each + 0
      judgement again "A" on verdict { give held when overall is at least 4 }
    """)
    outcome = evaluate(tool, {"a": "high", "b": "low"})
    assert {m.id: m.value for m in outcome.measures} == {"twice": 10, "one": 6, "best": 5, "rest": 0}
    assert str(outcome["again"].final) == "held"
    lowered = evaluate(tool, {"a": "high", "b": NOT_APPLICABLE}, decisions={"overall": Decision("middle")})
    assert {m.id: m.value for m in lowered.measures} == {"twice": 6, "one": 6, "best": 3, "rest": None}
    assert str(lowered["again"].final) == "open"


def test_points_of_the_own_section(tool_of):
    """In a judgement for each section, points without a scope of their own are those of the section, or instance."""
    tool = tool_of("""
      section s "S" { question a "A" on marks }
      section r "R" { question b "B" on marks }
      section goal "G" repeated { question g "G" on marks }
      judgement each "E" for each section on verdict { give held when sum of points is at least 5 }
      judgement whole "W" on verdict { give held when sum of points is at least 13 }
    """)
    outcome = evaluate(tool, {"a": "high", "b": "middle", "goal": [{"g": "high"}, {"g": "low"}]})
    assert {judged.id: str(judged.final) for judged in outcome} == {
        "each/s": "held",
        "each/r": "open",
        "each/goal/1": "held",
        "each/goal/2": "open",
        "whole": "held",
    }


def test_instances_in_aggregates(measured):
    """An item of a repeated section stands in a list once for each instance."""
    items = 'section goal "G" repeated { question g "G" on marks  question n "N" number from 0 to 9 }'
    answers = {"goal": [{"g": "high", "n": 1}, {"g": "middle", "n": 2}, {"g": "high", "n": 6}]}
    assert measured("sum of g", answers, items).value == 13
    assert measured("mean of n", answers, items).value == 3
    assert measured("sum of points in goal", answers, items).value == 13
    assert measured("sum of g", {}, items).applicable is False


# --- what is still open ----------------------------------------------------------------------------------------------


def test_open_measures(measured):
    """An open measure tells every value it can have where there are few, and whether it applies."""
    items = 'section s "S" { question a "A" on marks  question b "B" on marks, may be not applicable }'
    result = measured("a * 2", {}, items)
    assert (result.value, result.applicable, result.possible) == (None, True, (0, 6, 10))
    result = measured("a + b", {"a": "high"}, items)
    assert (result.value, result.applicable, result.possible) == (None, None, (5, 8, 10))
    result = measured("sum of a, b", {"a": "high"}, items)
    assert (result.value, result.applicable, result.possible) == (None, True, (5, 8, 10))


@pytest.mark.parametrize(("high", "told"), [(19, 20), (20, 0)])
def test_many_values(measured, high, told):
    """More than twenty values are not told one by one."""
    items = f'section s "S" {{ question a "A" number from 0 to {high} }}'
    result = measured("a * 2", {}, items)
    assert (result.value, result.applicable, len(result.possible)) == (None, True, told)


def test_a_number_without_end(measured):
    """A measure of a number that could be anything is not known, and neither is whether it applies."""
    items = 'section s "S" { question a "A" number }'
    result = measured("a * 2", {}, items)
    assert (result.value, result.applicable, result.possible) == (None, None, ())


# --- comparing with measures -----------------------------------------------------------------------------------------

SCORE = POINTS + "measure score = percent of points in s"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("score is at least 86%", True),
        ("score is at least 86.7%", False),
        ("score is above 86.66%", True),
        ("score is above 86.67%", False),
        ("highest of a, b is above 4", True),
        ("a + b is exactly 8", True),
        ("c is at least 2.5", True),
        ("c is above 2.5", False),
    ],
)
def test_held_against_constants(truth_of, condition, holds):
    """Percentages and measures are held against constants exactly."""
    assert truth_of(condition, SCORE, MARKED) is holds


def test_percent_is_not_rounded(truth_of):
    """Two of three is more than 66.66% and less than 66.67%, as it is."""
    items = 'section s "S" { question a "A" number from 0 to 3 } measure p = percent of a'
    assert truth_of("p is above 66.66% and p is below 66.67%", items, {"a": 2}) is True


# --- rounding --------------------------------------------------------------------------------------------------------

ROUNDED = {
    RoundingMode.HALF_UP: {"2.5": 3, "-2.5": -2, "2.4": 2, "-2.6": -3, "0.5": 1, "-0.5": 0, "3.5": 4},
    RoundingMode.HALF_DOWN: {"2.5": 2, "-2.5": -3, "2.6": 3, "-2.4": -2, "0.5": 0, "-0.5": -1, "3.5": 3},
    RoundingMode.HALF_EVEN: {"2.5": 2, "-2.5": -2, "3.5": 4, "-3.5": -4, "2.51": 3, "0.5": 0, "1.5": 2},
    RoundingMode.UP: {"2.1": 3, "-2.9": -2, "2": 2, "-2": -2, "0.001": 1, "-0.999": 0},
    RoundingMode.DOWN: {"2.9": 2, "-2.1": -3, "2": 2, "-2": -2, "0.999": 0, "-0.001": -1},
}


@pytest.mark.parametrize(
    ("mode", "value", "whole"), [(m, v, w) for m, cases in ROUNDED.items() for v, w in cases.items()]
)
def test_rounding(mode, value, whole):
    """Every rounding by name, on both sides of zero; up is towards the larger number."""
    exact = Fraction(value)
    assert rounded(exact, Rounding(mode=mode)) == whole
    assert rounded(exact / 100, Rounding(mode=mode, decimals=2)) == Fraction(whole, 100)


@given(numbers, st.sampled_from(RoundingMode), st.integers(0, 3))
def test_rounding_stays_near(value, mode, decimals):
    """A rounded number lies on its grid, less than one step away, and at most half a step for the halves."""
    grid = Fraction(1, 10**decimals)
    result = rounded(value, Rounding(mode=mode, decimals=decimals))
    assert result % grid == 0
    assert abs(result - value) < grid
    if mode in {RoundingMode.HALF_UP, RoundingMode.HALF_DOWN, RoundingMode.HALF_EVEN}:
        assert abs(result - value) <= grid / 2
    assert rounded(result, Rounding(mode=mode, decimals=decimals)) == result


@pytest.mark.parametrize(
    ("says", "value"),
    [
        ("a / 4, a half rounds up", 2),
        ("a / 4, a half rounds down", 1),
        ("a / 4, a half rounds to even", 2),
        ("a / 4 always rounds down", 1),
        ("a / 7, always rounds up to 2 decimals", Fraction(86, 100)),
        ("a / 7, always rounds down to 1 decimal", Fraction(8, 10)),
        ("b / 5, a half rounds up", 0),
        ("b / 5, a half rounds down", -1),
    ],
)
def test_rounding_as_written(measured, says, value):
    """A measure rounds as it says, once, at the end."""
    assert measured(says, ABC).value == value
    assert measured(says, {"a": NOT_APPLICABLE, "b": NOT_APPLICABLE, "c": 0}).applicable is False


# --- steps -----------------------------------------------------------------------------------------------------------

RATE = "steps of rate { up to 8 gives 3, 9 to 11 gives 1, 12 gives 0.5, 13 to 20 gives 0, above 20 gives -2 }"


@pytest.mark.parametrize(
    ("rate", "value"),
    [(0, 3), (8, 3), (9, 1), (11, 1), (12, Fraction(1, 2)), (13, 0), (20, 0), (21, -2), (10**6, -2), (-5, 3)],
)
def test_steps(measured, rate, value):
    """A number read off a table of steps, at both ends of each."""
    items = 'section s "S" { question rate "R" number }'
    assert measured(RATE, {"rate": rate}, items).value == value


def test_between_steps():
    """`above` leaves its own end out; a number that no step holds is not applicable."""
    half = Steps(
        of="x",
        steps=(
            Step(low=None, high=Fraction(1), value=Fraction(10)),
            Step(low=Fraction(2), high=Fraction(3), value=Fraction(20)),
            Step(low=Fraction(3), high=None, above=True, value=Fraction(30)),
        ),
    )
    cases = {Fraction(1): 10, Fraction(3, 2): None, Fraction(2): 20, Fraction(3): 20, Fraction(31, 10): 30}
    assert {value: read_off(half, value) for value in cases} == cases


# --- comparing and folding -------------------------------------------------------------------------------------------


@given(numbers, numbers)
def test_compare(left, right):
    """The five comparisons are what their names say."""
    assert {comparison: compare(comparison, left, right) for comparison in Comparison} == {
        Comparison.AT_LEAST: left >= right,
        Comparison.MORE_THAN: left > right,
        Comparison.AT_MOST: left <= right,
        Comparison.FEWER_THAN: left < right,
        Comparison.EXACTLY: left == right,
    }


@given(st.lists(st.tuples(numbers, st.fractions(0, 5, max_denominator=4), st.integers(0, 9)), max_size=6), st.data())
def test_folds_know_no_order(entries, data):
    """However the numbers of an aggregate follow one another, it comes to the same."""
    shuffled = data.draw(st.permutations(entries))
    for pick in PICKS.values():
        one, other = (functools.reduce(pick, [(value,) for value, _, _ in order], ()) for order in (entries, shuffled))
        assert one == other
    for total in TOTALS.values():
        ends = set()
        for order in (entries, shuffled):
            parts = [total.adds(value, weight, Fraction(most)) for value, weight, most in order]
            ends.add(total.end(functools.reduce(Adding(total.tops), parts, (0,) * len(total.tops))))
        assert len(ends) == 1


@given(st.lists(numbers, min_size=1, max_size=7))
def test_median(values):
    """The median has as many numbers on one side as on the other."""
    median = middle(functools.reduce(PICKS[Aggregation.MEDIAN], [(value,) for value in values]))
    assert sum(value < median for value in values) <= len(values) / 2
    assert sum(value > median for value in values) <= len(values) / 2
    if len(values) % 2:
        assert median in values
