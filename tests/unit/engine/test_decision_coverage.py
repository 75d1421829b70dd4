"""Which decisions the examples of a pack make: each way of each kind, taken and not taken."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qarules import compile_text, decision_coverage

RULES = """
qa 1
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
role head "Head"
record contact "Contact" { question opened "Opened" date }
known upheld "Upheld?" yes or no
event closure "Closure"
deadline reply "Reply" { owner reviewer  within 24 hours of closure }
escalation complaint "Complaint" { starts when upheld is yes  notify head }
process award "Award" { step gather "Gather" { by reviewer }  step confirm "Confirm" { by head } }
sample contacts "Contacts" { from contact  only where opened is before 1 May 2027  choose 1 at random }
tool review "Review" {
  section basic "Basics" {
    criterion a "A" judged on evidence { clear "C"  some "S"  limited "L" }
    criterion b "B" judged on evidence, may be not applicable { clear "C"  some "S"  limited "L" }
    criterion c "C" judged on evidence, not counted { clear "C"  some "S"  limited "L" }
    question why "Why?" text, asked when a is limited
  }
  judgement overall "Overall" on grades {
    give good when a is clear and b is clear
    give fair when a is some or better
    no better than fair when b is limited
  }
  judgement each "Each" for each section on grades { give good when all are clear }
  judgement final "Final" on grades decided by reviewer
  moderation second-look "Second look" {
    first look by reviewer
    second look by head
    compare final
    when final is lowered then panel "A panel"
  }
  escalation danger "Danger" { starts when a is limited  notify head  step act "Act" { by head } }
}
"""


@pytest.fixture
def taken(pack_of):
    """A function from examples to the branches they take, as text, without those of bands and grades."""

    def taken(*examples, kinds=("giving rule", "limit")):
        text = "\n".join(f'example "E{number}" of review {{ {each} }}' for number, each in enumerate(examples))
        found = decision_coverage(pack_of(f"{RULES}\n{text}")).covered
        return {str(each.branch) for each in found if each.branch.kind.value in kinds}

    return taken


GOOD = "overall: `give good when a is clear and b is clear`"
FAIR = "overall: `give fair when a is some or better`"
LIMIT = "overall: `no better than fair when b is limited`"
EACH = "each: `give good when all are clear`"


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (
            "given a clear, b clear expect overall good",
            {
                f"{GOOD} makes the grade",
                f"{FAIR} does not make the grade",
                f"{LIMIT} does not bind",
                f"{EACH} makes the grade",
            },
        ),
        (
            "given a some, b limited expect overall fair",
            {
                f"{GOOD} does not make the grade",
                f"{FAIR} makes the grade",
                f"{LIMIT} does not bind",  # nothing better was given
                f"{EACH} does not make the grade",
            },
        ),
        (
            "given a limited expect overall poor",
            {f"{GOOD} does not make the grade", f"{FAIR} does not make the grade", f"{EACH} does not make the grade"},
        ),
        ("given b clear expect a missing", {f"{LIMIT} does not bind"}),
        ("expect a missing", set()),
    ],
)
def test_rules(taken, example, expected):
    """A rule is taken either way only where what is still open cannot change that."""
    assert taken(example) == expected


def test_a_limit_that_binds(pack_of):
    """A limit binds where a rule gives a better grade."""
    rules = RULES.replace("no better than fair when b is limited", "no better than poor when a is some intended")
    pack = pack_of(f'{rules}\nexample "E" of review {{ given a some, b clear expect overall poor }}')
    found = {str(each.branch) for each in decision_coverage(pack).covered if each.branch.kind.value == "limit"}
    assert found == {"overall: `no better than poor when a is some intended` binds"}


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("given a clear, b clear", {"b is clear` holds", "a is clear` holds", "b is limited` fails"}),
        ("given a limited, b limited", {"b is clear` fails", "a is clear` fails", "b is limited` holds"}),
        (
            "given a some, b not applicable",
            {"b is clear` does not apply", "a is clear` fails", "b is limited` does not apply"},
        ),
        ("given a clear", {"a is clear` holds"}),
        ("given a limited", {"why: `a is limited` holds", "danger: `a is limited` holds"}),
        ("given a some", {"why: `a is limited` fails", "danger: `a is limited` fails"}),
    ],
)
def test_conditions(taken, example, expected):
    """Every single condition holds, fails or does not apply: in rules, in what is asked, in what starts something."""
    found = taken(f"{example} expect c missing", kinds=("condition",))
    for each in expected:
        assert any(branch.endswith(each) for branch in found), (each, found)


def test_what_cannot_be_without_an_answer_is_no_branch(pack_of):
    """`does not apply` counts only where it can happen."""
    branches = {str(each.branch) for each in decision_coverage(pack_of(RULES)).branches}
    assert "overall: `b is clear` does not apply" in branches
    assert "overall: `a is clear` does not apply" not in branches


PLAN = """
qa 1
tool plan "Plan" {
  section basic "Basics"BASIC {
    question start "Start" date
    question end "End" dateMAYBE
    question hours "Hours" number from 0
    question spent "Spent" number from 0MAYBE
    question why "Why?" text, asked when CONDITION
  }
}
"""


@pytest.mark.parametrize(
    "condition", ["end is before start", "start is within 2 weeks of end", "spent - hours * 2 is above 0"]
)
@pytest.mark.parametrize(
    ("basic", "maybe", "counted"),
    [
        ("", "", False),
        (" repeated", "", False),
        ("", ", may be not applicable", True),
        ("", ", optional", True),
        (", may be not applicable", "", True),
    ],
)
def test_what_is_too_much_to_go_through_does_not_apply_only_where_it_can(pack_of, condition, basic, maybe, counted):
    """Dates and numbers held against each other apply where both are sure to be given a day or a number."""
    text = PLAN.replace("BASIC", basic).replace("MAYBE", maybe).replace("CONDITION", condition)
    branches = {str(each.branch) for each in decision_coverage(pack_of(text)).branches}
    assert (f"why: `{condition}` does not apply" in branches) is counted


NUMBERS = """
qa 1
role mentor "Mentor"
known calls "Calls" number from 0
parameter most "Most calls" { at least 0 }
event wanted "Wanted"
process contact "Contact" {
  starts when wanted happens
  step call "They call" { by mentor  starts when CONDITION }
}
"""


@pytest.mark.parametrize(
    ("condition", "given", "expected"),
    [
        ("most is below 2.125", "most is 2", "holds"),
        ("most is below 2.125", "most is 2.125", "fails"),
        ("calls - most is below 0", "most is 2.0625, calls 2", "holds"),
        ("calls - most is below 0", "most is 1.9375, calls 2", "fails"),
        ("calls - most is below 0", "calls 2", None),
    ],
)
def test_conditions_over_parameters(pack_of, condition, given, expected):
    """What an example sets is read, however fine; what nobody sets decides nothing."""
    rules = NUMBERS.replace("CONDITION", condition)
    example = f'example "E" {{ as of 3 May 2027 given wanted happened on 3 May 2027, {given} expect contact starts }}'
    covered = decision_coverage(pack_of(f"{rules}\n{example}")).covered
    sides = [each.branch.side.value for each in covered if each.branch.kind.value == "condition"]
    assert sides == ([expected] if expected else [])


def test_bands_and_grades(taken):
    """Bands of what a rule reads, and grades that are reached; what no rule reads has no branches."""
    found = taken("given all some, b clear given decided final poor expect overall fair", kinds=("band", "grade"))
    assert found == {
        "a: `some` is given",
        "b: `clear` is given",
        "overall: `fair` is reached",
        "each: `poor` is reached",
        "final: `poor` is reached",
    }


AFTER = ("escalation", "process", "step", "deadline", "consequence")


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (
            "as of 3 May 2027 given a limited, closure happened on 3 May 2027 at 9:00, upheld no",
            {
                "deadline reply starts",
                "escalation danger starts",
                "step danger/act has its turn",
                "escalation complaint does not start",
                "step award/gather has its turn",
            },
        ),
        (
            "as of 3 May 2027 given a clear, upheld yes, gather of award is done",
            {
                "escalation danger does not start",
                "escalation complaint starts",
                "step award/gather has its turn",
                "step award/confirm has its turn",
            },
        ),
        (
            "given a clear given decided final good second look { given decided final fair }",
            {"second-look: `when final is lowered then panel` is called for"},
        ),
        (
            "given a clear given decided final good second look { given decided final good }",
            {"second-look: `when final is lowered then panel` is not called for"},
        ),
    ],
)
def test_after_the_grade(taken, example, expected):
    """What starts and does not, whose turn it is, what a second look calls for."""
    assert taken(f"{example} expect c missing", kinds=AFTER) == expected


def test_samples(pack_of):
    """The conditions of a sample are branches of it, taken by the records an example gives."""
    pack = pack_of(
        f'{RULES}\nexample "E" {{ on 3 May 2027 given contact "A" {{ opened 2 May 2027 }} expect contacts draws 0 }}'
    )
    found = {str(each.branch) for each in decision_coverage(pack).covered if each.branch.of == "contacts"}
    assert found == {"contacts: `opened is before 1 May 2027` fails"}


def test_what_no_audit_takes(pack_of):
    """A condition that never holds, and a grade that is out of reach, are told apart from what nobody thought of."""
    rules = RULES.replace(
        "give fair when a is some or better", "give fair when a is some or better and b is limited intended"
    ).replace("no better than fair when b is limited", "no better than poor when a is some or better intended")
    coverage = decision_coverage(pack_of(rules))
    assert {str(each.branch) for each in coverage.impossible} == {
        "overall: `good` is reached",
        "overall: `fair` is reached",
        "each: `fair` is reached",
    }
    assert not set(coverage.impossible) & set(coverage.uncovered)


def test_the_share(pack_of):
    """The share is of what is possible; examples are named by their titles."""
    assert decision_coverage(pack_of('qa 1\nrole r "R"')).share is None
    nothing = decision_coverage(pack_of(RULES))
    assert nothing.share == 0
    some = decision_coverage(pack_of(f'{RULES}\nexample "Clear" of review {{ given a clear expect b missing }}'))
    possible = len(some.covered) + len(some.uncovered)
    assert some.share == Fraction(len(some.covered), possible)
    assert {title for each in some.covered for title in each.by} == {"Clear"}
    assert len(nothing.branches) == len(some.branches)


def test_repeated_sections(pack_of):
    """Rules and conditions over instances are taken in each of them."""
    pack = pack_of("""
        qa 1
        scale evidence "Evidence" { clear "Clear"  limited "Limited" }
        tool t "T" {
          section goal "Goals" repeated {
            criterion met "Met" judged on evidence { clear "C"  limited "L" }
            question why "Why?" text, asked when met is limited
          }
          judgement each "Each" for each section on evidence { give clear when all are clear }
          example "Two" { given goal 2 instances, met limited expect why missing }
          example "None" { given goal 0 instances expect met missing }
        }
    """)
    found = {str(each.branch) for each in decision_coverage(pack).covered}
    assert found == {
        "each: `give clear when all are clear` does not make the grade",
        "each: `all are clear` fails",
        "why: `met is limited` holds",
        "met: `limited` is given",
        "each: `limited` is reached",
    }


OPTIONAL = """
qa 1
scale grades "Grades" { good "Good"  poor "Poor" }
tool t "T" {
  section s "S" {
    question seen "Seen" date, optional
    question calls "Calls" number from 0 to 9, optional
    question why "Why?" text, asked when seen is before 1 May 2027
    question goals "Goals" on grades
  }
  judgement overall "Overall" on grades {
    give good when goals is good
    no better than poor when calls / 3 is above 2
  }
  example "Both" { given goals good, seen 3 April 2027, calls 9  expect overall poor }
}
"""


def test_what_is_optional_may_be_answered():
    """An optional question left blank rules nothing out; a condition that divides has its ways like any other."""
    covered = decision_coverage(compile_text(OPTIONAL).pack)
    assert covered.impossible == ()
    taken = {str(each.branch) for each in covered.covered}
    assert "why: `seen is before 1 May 2027` holds" in taken
    assert "overall: `no better than poor when calls / 3 is above 2` binds" in taken
