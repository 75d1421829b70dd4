"""The steps that tell whether an audit takes a way: what they find is what an example of that audit takes."""

from __future__ import annotations

import datetime
import itertools

import attrs
import pytest

from qarules.engine.probes import Probed
from qarules.engine.space import audit_of, every_audit
from qarules.engine.tables import Traced, inputs_in
from qarules.model.decision_coverage import BranchKind, Side

CRITERION = 'criterion {} "C" judged on evidence{} {{ clear "C"  some "S"  limited "L" }}'

WHOLE = f"""
  section basic "Basics" {{
    {CRITERION.format("a", "")}
    {CRITERION.format("b", ", may be not applicable")}
    question why "Why?" yes or no, asked when a is limited
  }}
  known fact "Fact" yes or no
  known more "More" yes or no, asked when fact is yes
  judgement overall "Overall" on ofsted {{
    give outstanding when a is clear and b is clear
    give good when a is some or better
    give good when a is some or better
    no better than good when b is limited
    no better than requires-improvement when a is some and b is limited intended
    no better than outstanding when fact is yes
  }}
  judgement each "Each" for each section on ofsted {{ give good when all are clear }}
  judgement final "Final" on ofsted decided by reviewer {{ no better than good when more is yes }}
  escalation danger "Danger" {{ starts when a is limited or fact is yes  step tell "Tell" {{ by reviewer }} }}
"""

REPEATED = f"""
  section goal "Goal" repeated {{
    {CRITERION.format("met", "")}
    question why "Why?" yes or no, asked when met is limited
  }}
  judgement each "Each" for each section on ofsted {{ give good when all are clear }}
  judgement overall "Overall" on ofsted {{
    give good when every section is good or better
    no better than good when goal has at least 2 instances intended
  }}
"""


@pytest.fixture(params=[(WHOLE, {}), (REPEATED, {"goal": 1}), (REPEATED, {"goal": 2})], ids=["whole", "one", "two"])
def probed(request, tool_of):
    """A tool with probes, and all its audits."""
    body, instances = request.param
    made = Probed(tool_of(body), "t")
    return made, every_audit(made.tool, instances)


def plain(probed, audit):
    """An audit without answers to the probes themselves."""
    own = {item.id for section in probed._plain.sections for item in section.items}

    def kept(answers):
        return {
            name: [kept(each) for each in value] if isinstance(value, list) else value
            for name, value in answers.items()
            if name in own or isinstance(value, list)
        }

    return attrs.evolve(audit, answers=kept(audit.answers))


def found(probed, space, branch):
    """The audits that the targets of a branch lead to."""
    for kept, takes in probed.targets(branch, space.plan):
        for row, way in space.joint(kept, ways=Traced()).rows.items():
            if takes(row):
                values = {n: domain[0] for n, domain in space.domains.items()}
                yield audit_of(space, {**values, **inputs_in(way)})


def test_every_audit_that_is_found_takes_the_way(probed):
    """Not only may: it does."""
    made, space = probed
    ways = 0
    for branch in made.branches:
        for audit in found(made, space, branch):
            ways += 1
            assert branch in set(made.taken(plain(made, audit))), str(branch)
    assert ways > len(made.branches) / 2


def test_no_audit_takes_a_way_that_is_not_found(probed):
    """Every way of answering and deciding is gone through."""
    made, space = probed
    open_ = [item.answer for item in space.plan.items if " " not in item.item.id and item.item.id != "why"]
    chosen = [judged.chosen for judged in space.plan.judgements if judged.chosen is not None]
    inputs = [*open_, *chosen]
    base = {n: domain[0] for n, domain in space.domains.items()}
    taken = set()
    for values in itertools.product(*(space.domains[number] for number in inputs)):
        audit = audit_of(space, {**base, **dict(zip(inputs, values, strict=True))})
        taken.update(made.taken(plain(made, audit)))
    reached = {branch for branch in made.branches if next(found(made, space, branch), None) is not None}
    assert taken == reached


def test_what_an_audit_can_reach_at_all(probed):
    """What is reachable with so many instances holds all that is found."""
    made, space = probed
    told = {BranchKind.CONDITION, BranchKind.GRADE}
    instances = {
        name: len(given) for name, given in audit_of(space, {}).answers.items() if isinstance(given, list | tuple)
    }
    reachable = made.reachable(datetime.date(2026, 6, 15), instances)
    reached = {b for b in made.branches if b.kind in told and next(found(made, space, b), None) is not None}
    assert reached <= reachable


def test_rules_of_the_same_words_are_told_apart(tool_of):
    """The second of two is another branch, with targets of its own."""
    made = Probed(tool_of(WHOLE), "t")
    space = every_audit(made.tool)
    rules = [b for b in made.branches if b.text == "give good when a is some or better"]
    assert [(b.number, b.side) for b in rules] == [
        (number, side) for number in (1, 2) for side in (Side.MAKES_THE_GRADE, Side.DOES_NOT_MAKE_IT)
    ]
    assert all(any(True for _ in found(made, space, branch)) for branch in rules)
