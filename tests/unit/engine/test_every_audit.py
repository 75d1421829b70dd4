"""What all audits at once come to is what they come to one by one: every kind of number and condition."""

from __future__ import annotations

import datetime
import itertools

import pytest

from qarules.engine.certain import behind
from qarules.engine.evaluate import evaluate
from qarules.engine.space import audit_of, every_audit
from qarules.engine.tables import Traced, inputs_in

ON = datetime.date(2027, 5, 4)

ITEMS = """
  section s "S" {
    question a "A" on marks, may be not applicable
    question b "B" on marks, weight 2
    question c "C" one of { x "X" points 4  y "Y" points 1 }, may be not applicable
    question n "N" number from 0 to 3
    question seen "Seen" date
    question begun "Begun" date, may be not applicable
    question rows "Rows" table { what text "What" }, may be not applicable
  }
  section t "T" may be not applicable { question d "D" on marks }
  section goal "G" repeated may be not applicable { question met "Met" on marks }
  judgement each "E" for each section on marks { give high when all are high }
"""

NUMBERS = [
    "a + b",
    "a + c * 2",
    "n - b / 4",
    "sum of a, b",
    "mean of a, b, c",
    "percent of a, b",
    "lowest of a, n",
    "highest of a, b, d",
    "median of a, b, d",
    "median of a, d, met",
    "percent of points in s",
    "mean of points",
    "mean of a, b, a half rounds up to 1 decimal",
    "steps of n { up to 0 gives 1, 1 to 2 gives 5, above 2 gives 0 }",
    "sum of overall, a",
    "highest of overall, inner",
    "sum of met",
    "s by each + 1",
]

CONDITIONS = [
    "a is middle or better",
    "c is x",
    "n is above 1",
    "lowest of a, b is above 2",
    "seen is within 3 days before audit-date",
    "seen is on or after 1 May 2027",
    "seen is within 2 days of begun",
    "seen is before begun",
    "a is applicable",
    "t is not applicable",
    "goal is applicable",
    "rows has at least 2 rows",
    "goal has at most 1 instance",
    "at least half are high",
    "all are high",
    "more than 0% in s are low",
    "at least 2 of a, b, d are middle or better",
    "any section is high",
    "every section by each is high",
    "t by each is high",
    "none of met are low",
    "a is high and (b is low or not d is high)",
]


def spaces(tool):
    return [every_audit(tool, {"goal": count}) for count in (0, 1)]


def one_by_one(space, step):
    """Every audit of what a step depends on, with a few others fixed."""
    read = [number for number in behind(space.plan.steps, [step]) if number in space.domains]
    rest = {number: domain[0] for number, domain in space.domains.items()}
    for values in itertools.product(*(space.domains[number] for number in read)):
        yield audit_of(space, {**rest, **dict(zip(read, values, strict=True))})


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers(tool_of, number):
    """Every value of a measure, and no other; the audit that is found for it has it."""
    tool = tool_of(
        f"""{ITEMS}
          judgement overall "O" on marks {{ give high when b is high }}
          measure inner "I" = sum of a, b
          measure made "M" = {number}
        """,
        on=ON,
    )
    for space in spaces(tool):
        step = next(at for measure, at in space.plan.measures if measure.id == "made")
        rows = space.joint([step], ways=Traced()).rows
        rest = {n: domain[0] for n, domain in space.domains.items()}

        def value(audit):
            outcome = evaluate(tool, audit.answers, known=audit.known)
            assert not outcome.problems
            return next(each.value for each in outcome.measures if each.id == "made")

        for (found,), way in rows.items():
            assert value(audit_of(space, {**rest, **inputs_in(way)})) == found
        assert {row[0] for row in rows} == {value(audit) for audit in one_by_one(space, step)}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions(tool_of, condition):
    """Every truth of a condition, of what does not apply too."""
    tool = tool_of(
        f"""{ITEMS}
          judgement holds "H" on verdict {{ give held when {condition} intended }}
          judgement fails "F" on verdict {{ give held when not ({condition}) intended }}
        """,
        on=ON,
    )
    for space in spaces(tool):
        steps = [judged.rules[0][1] for judged in space.plan.judgements if judged.judgement.id in {"holds", "fails"}]
        rows = space.joint(steps, ways=Traced()).rows
        rest = {n: domain[0] for n, domain in space.domains.items()}

        def truths(audit):
            outcome = evaluate(tool, audit.answers, known=audit.known)
            assert not outcome.problems
            finals = [str(outcome[name].final) for name in ("holds", "fails")]
            return tuple(final == "held" for final in finals)

        for row, way in rows.items():
            assert truths(audit_of(space, {**rest, **inputs_in(way)})) == tuple(truth is True for truth in row)
        found = {truths(audit) for audit in one_by_one(space, steps[0])}
        assert {tuple(truth is True for truth in row) for row in rows} == found
