"""What is still possible in audits of a real size, or worse."""

from __future__ import annotations

import datetime
import itertools

import pytest

from qarules import NOT_APPLICABLE, evaluate, load
from qarules.engine import tables as bounds

ON = datetime.date(2023, 5, 2)


@pytest.fixture(scope="module")
def review():
    return load("north-somerset/collaborative-practice-review", on=ON)


def words(judged):
    return [str(grade) for grade in judged.possible]


def test_nothing_answered(review):
    """With none of 26 criteria answered, every grade is possible, exactly."""
    outcome = evaluate(review, {})
    assert words(outcome["evidence-suggests"]) == ["outstanding", "good", "requires-improvement", "inadequate"]
    assert words(outcome["section-suggests/basic-information"]) == words(outcome["evidence-suggests"])
    assert words(outcome["section-suggests/assessment"])[-1] == "not-applicable"
    assert all(judged.exact for judged in outcome)
    assert len(outcome.missing) == 35


@pytest.mark.parametrize("section", ["basic-information", "management-oversight"])
def test_one_section_settles_it(review, section):
    """A section that is inadequate already makes the whole so, with 20 criteria still open."""
    answers = {item.id: "limited" for item in review.things[section].items}
    outcome = evaluate(review, answers)
    assert words(outcome["evidence-suggests"]) == ["inadequate"]
    assert str(outcome["evidence-suggests"].final) == "inadequate"


def test_one_answer_missing(review):
    """Every completion of the last open criterion, found one by one, is what was called possible."""
    rated = [item.id for item in review.items.values() if item.descriptors]
    for missing, band in itertools.product(rated[::5], ["clear", "some"]):
        answers = {item: band for item in rated if item != missing}
        told = words(evaluate(review, answers)["evidence-suggests"])
        ways = ["clear", "some", "limited", *[NOT_APPLICABLE] * (review.items[missing].may_not_apply is not None)]
        found = {str(evaluate(review, {**answers, missing: way})["evidence-suggests"].final) for way in ways}
        assert set(told) == found


def questions(count, kind, section="s"):
    return f'section {section} "S" {{' + " ".join(f'question {section}-{n} "Q" {kind}' for n in range(count)) + "}"


@pytest.mark.parametrize(
    ("quantity", "given", "possible"),
    [
        ("at least half", 100, ["good"]),
        ("at least half", 99, ["good", "inadequate"]),
        ("more than half", 100, ["good", "inadequate"]),
        ("more than 40%", 81, ["good"]),
        ("more than 40%", 80, ["good", "inadequate"]),
        ("all", 199, ["good", "inadequate"]),
        ("all", 200, ["good"]),
        ("at least 150", 149, ["good", "inadequate"]),
        ("at least 150", 150, ["good"]),
    ],
)
def test_two_hundred_criteria(tool_of, quantity, given, possible):
    """A count over 200 criteria, with 3^200 ways of answering, is exact at its very edge."""
    tool = tool_of(f"""
      {questions(200, "on evidence")}
      judgement grade "G" on ofsted {{ give good when {quantity} are clear }}
    """)
    judged = evaluate(tool, {f"s-{n}": "clear" for n in range(given)})["grade"]
    assert (words(judged), judged.exact) == (possible, True)


def test_two_hundred_that_may_not_apply(tool_of):
    """With `not applicable` in play the denominator moves too, and the answer stays exact."""
    tool = tool_of(f"""
      {questions(200, "on evidence, may be not applicable")}
      judgement grade "G" on ofsted {{ give good when at least half are clear }}
    """)
    answers = {f"s-{n}": "limited" for n in range(99)}
    assert words(evaluate(tool, answers)["grade"]) == ["good", "inadequate"]
    none_left = {**answers, **{f"s-{n}": "some" for n in range(99, 101)}}
    assert words(evaluate(tool, none_left)["grade"]) == ["inadequate"]
    assert words(evaluate(tool, {})["grade"]) == ["good", "inadequate", "not-applicable"]


def test_sections_by_the_dozen(tool_of):
    """Thirty sections of ten criteria, each graded by itself and then counted."""
    sections = "\n".join(questions(10, "on evidence", f"s{n}") for n in range(30))
    tool = tool_of(f"""
      {sections}
      judgement each "E" for each section on ofsted {{
        give outstanding when all are clear
        give good when none are limited and at least half are clear
        give requires-improvement when fewer than half are limited
      }}
      judgement grade "G" on ofsted {{
        give outstanding when at least 25 sections are outstanding and every section is good or better
        give good when every section is good or better
        give requires-improvement when no section is inadequate
      }}
    """)
    outcome = evaluate(tool, {f"s{n}-0": "limited" for n in range(3)})
    assert words(outcome["grade"]) == ["requires-improvement", "inadequate"]
    assert all(judged.exact for judged in outcome)
    assert words(evaluate(tool, {"s0-0": "some"})["grade"])[0] == "outstanding"


def test_unbounded_numbers(tool_of):
    """Numbers without an end, held against thresholds, are possible on both sides of each."""
    tool = tool_of(f"""
      {questions(12, "number")}
      section r "R" {{ question a "A" on evidence }}
      judgement grade "G" on ofsted {{
        give outstanding when {" and ".join(f"s-{n} is above {n}" for n in range(12))} intended
        give good when {" or ".join(f"s-{n} is exactly {n * n}" for n in range(12))} intended
      }}
    """)
    assert words(evaluate(tool, {})["grade"]) == ["outstanding", "good", "inadequate"]
    above = {f"s-{n}": n * n + n + 1 for n in range(12)}
    assert words(evaluate(tool, above)["grade"]) == ["outstanding"]
    assert words(evaluate(tool, {**above, "s-11": None})["grade"]) == ["outstanding", "inadequate"]
    assert words(evaluate(tool, {**above, "s-0": None})["grade"]) == ["outstanding", "good", "inadequate"]
    assert words(evaluate(tool, {f"s-{n}": -5 for n in range(11)})["grade"]) == ["good", "inadequate"]
    assert words(evaluate(tool, {f"s-{n}": -5 for n in range(12)})["grade"]) == ["inadequate"]


def test_unanswered_dates(tool_of):
    """Open dates fall on both sides of every window, and never on both at once."""
    windows = " and ".join(f"s-{n} is within {n + 1} months before audit-date" for n in range(8))
    tool = tool_of(
        f"""
        {questions(8, "date")}
        section r "R" {{ question a "A" on evidence }}
        judgement grade "G" on ofsted {{
          give outstanding when {windows} intended
          give good when s-0 is before 2 May 2020 and s-0 is after 1 May 2020 intended
        }}
      """,
        on=ON,
    )
    assert words(evaluate(tool, {})["grade"]) == ["outstanding", "inadequate"]
    assert words(evaluate(tool, {"s-7": "2022-01-01"})["grade"]) == ["inadequate"]


# --- beyond the bound ------------------------------------------------------------------------------------------------

# Weights of which no two sums are the same: the states of a mean of these double with every item.
COUNT = 16
INTERACTING = """
  section s "S" { QUESTIONS }
  section t "T" { question plain "P" on evidence }
  measure score = percent of points
  measure other = mean of NAMES
  judgement grade "G" on ofsted {
    give outstanding when score is at least 90%
    give good when score is at least 50%
  }
  judgement both "B" on verdict { give held when score is at least 90% and other is at most 1 intended }
  judgement simple "S" on ofsted { give good when plain is clear }
  judgement nothing "N" on ofsted { give good when score is above 90% and plain is clear }
"""


@pytest.fixture
def interacting(tool_of, monkeypatch):
    """A tool whose open audits are too many; with a lower bound, so that it is found out sooner."""
    monkeypatch.setattr(bounds, "MOST_ROWS", 5_000)
    return tool_of(
        INTERACTING.replace(
            "QUESTIONS",
            " ".join(f'question q{n} "Q" on marks, weight {2**n}.{n + 1}, may be not applicable' for n in range(COUNT)),
        ).replace("NAMES", ", ".join(f"q{n}" for n in range(COUNT)))
    )


def test_beyond_the_bound(interacting):
    """Where the combinations grow past the bound, the result is a superset and says so."""
    outcome = evaluate(interacting, {})
    grade = outcome["grade"]
    assert not grade.exact
    assert words(grade) == ["outstanding", "good", "inadequate"]
    assert grade.final is None
    assert not outcome["both"].exact
    assert {"open"} <= set(words(outcome["both"])), "all low is at most 1, and below 90%"


def test_the_rest_stays_exact(interacting):
    """What does not depend on the large part is as exact as ever."""
    outcome = evaluate(interacting, {})
    assert (words(outcome["simple"]), outcome["simple"].exact) == (["good", "inadequate"], True)


def test_a_superset_of_one_is_sound(interacting):
    """A single value is exact even beyond the bound: nothing else is possible."""
    outcome = evaluate(interacting, {"plain": "limited"})
    assert (words(outcome["nothing"]), outcome["nothing"].exact) == (["inadequate"], True)
    assert str(outcome["nothing"].final) == "inadequate"


def test_few_open_are_exact_again(interacting):
    """With few items left open the same tool is exact, and what it says is what every completion gives."""
    answers = {f"q{n}": "high" if n % 3 else "middle" for n in range(COUNT - 4)}
    outcome = evaluate(interacting, {**answers, "plain": "clear"})
    assert outcome["grade"].exact
    found = set()
    for ways in itertools.product(["high", "middle", "low", NOT_APPLICABLE], repeat=4):
        rest = {f"q{COUNT - 4 + n}": way for n, way in enumerate(ways)}
        found.add(str(evaluate(interacting, {**answers, **rest, "plain": "clear"})["grade"].final))
    assert set(words(outcome["grade"])) == found
    assert set(words(evaluate(interacting, {"plain": "clear"})["grade"])) >= found


def test_wide_domains(tool_of):
    """Many numbers with a thousand values each end in the fallback, not in an endless run."""
    tool = tool_of(f"""
      {questions(6, "number from 0 to 1000")}
      section r "R" {{ question a "A" on evidence }}
      measure m = s-0 * 1.1 + s-1 * 2.3 + s-2 * 7.9 - s-3 * 3.7 + s-4 / 7 - s-5 / 13
      judgement grade "G" on ofsted {{ give good when m is at least 5000 intended }}
    """)
    judged = evaluate(tool, {})["grade"]
    assert set(words(judged)) >= {"good", "inadequate"}
    assert not judged.exact
