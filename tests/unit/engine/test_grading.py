"""How a grade comes about: given, cap, suggested, allowed, possible, decided, final; and what stands beside it."""

from __future__ import annotations

import datetime
import itertools

import attrs
import pytest

from qarules import CANNOT_TELL, NOT_APPLICABLE, Decision, Why, evaluate

GRADES = ("outstanding", "good", "requires-improvement", "inadequate")


def words(grades):
    return [str(grade) for grade in grades]


def finals(outcome):
    return {judged.id: str(judged.final) for judged in outcome}


# --- given, cap, suggested, allowed ----------------------------------------------------------------------------------

LADDER = """
  section s "S" {
    question a "A" on evidence  question b "B" on evidence  question held-back "H" yes or no, yes is worse
    question worse "W" yes or no, yes is worse
  }
  judgement grade "G" on ofsted {
    give good                 when a is clear
    give outstanding          when a is clear and b is clear
    give requires-improvement when a is some or better
    no better than good                 when held-back is yes
    no better than requires-improvement when worse is yes
  }
"""


@pytest.mark.parametrize(
    ("a", "b", "held", "worse", "suggested", "cap"),
    [
        ("clear", "clear", False, False, "outstanding", "outstanding"),
        ("clear", "some", False, False, "good", "outstanding"),
        ("some", "clear", False, False, "requires-improvement", "outstanding"),
        ("limited", "clear", False, False, "inadequate", "outstanding"),
        ("clear", "clear", True, False, "good", "good"),
        ("clear", "clear", False, True, "requires-improvement", "requires-improvement"),
        ("clear", "clear", True, True, "requires-improvement", "requires-improvement"),
        ("some", "clear", True, False, "requires-improvement", "good"),
        ("limited", "clear", True, True, "inadequate", "requires-improvement"),
    ],
)
def test_given_and_cap(tool_of, a, b, held, worse, suggested, cap):
    """The best grade given, the lowest cap, and the lower of the two; allowed is everything up to the cap."""
    outcome = evaluate(tool_of(LADDER), {"a": a, "b": b, "held-back": held, "worse": worse})
    judged = outcome["grade"]
    assert str(judged.suggested) == str(judged.final) == suggested
    assert words(judged.allowed) == list(GRADES[GRADES.index(cap) :])
    assert words(judged.possible) == [suggested]
    assert judged.exact
    assert outcome.complete


RULES = [
    "give good when a is clear",
    "give outstanding when a is clear and b is clear",
    "give requires-improvement when a is some or better",
    "no better than good when held-back is yes",
    "no better than requires-improvement when worse is yes",
]


def test_order_of_rules(tool_of):
    """The order of giving rules and limits changes no grade, no set of grades, and no reason."""
    head, _, _ = LADDER.partition("give good")
    audits = [
        {"a": "clear", "b": "clear", "held-back": True, "worse": False},
        {"a": "some", "b": "limited", "held-back": False, "worse": False},
        {"a": "clear", "worse": False},
    ]
    seen = {}
    for order in list(itertools.permutations(RULES))[::7]:
        tool = tool_of(head + "\n".join(order) + "}")
        for number, audit in enumerate(audits):
            judged = evaluate(tool, audit)["grade"]
            told = (words(judged.possible), words(judged.allowed), str(judged.final), {r.text for r in judged.reasons})
            assert seen.setdefault(number, told) == told
    assert len(seen) == 3


def test_no_rule_holds(tool_of):
    """Where no giving rule holds, the lowest grade stands, and says so."""
    outcome = evaluate(tool_of(LADDER), {"a": "limited", "b": "clear", "held-back": False, "worse": False})
    (reason,) = outcome["grade"].reasons
    assert (reason.kind, str(reason.grade), reason.text) == (None, "inadequate", "no rule gives a higher grade")
    assert reason.span == outcome["grade"].span


def test_a_rule_that_does_not_apply(tool_of):
    """A rule acts only when its condition holds: one that does not apply neither gives nor limits."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence  question b "B" on evidence, may be not applicable }
      judgement grade "G" on ofsted {
        give outstanding when b is clear
        give good when a is clear
        no better than inadequate when b is limited and b is applicable
      }
    """)
    assert finals(evaluate(tool, {"a": "clear", "b": NOT_APPLICABLE})) == {"grade": "good"}
    assert finals(evaluate(tool, {"a": "clear", "b": "limited"})) == {"grade": "inadequate"}


# --- possible --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "possible", "allowed"),
    [
        ({}, ["outstanding", "good", "requires-improvement", "inadequate"], 4),
        ({"a": "clear"}, ["outstanding", "good", "requires-improvement"], 4),
        ({"a": "some"}, ["requires-improvement"], 4),
        ({"a": "limited"}, ["inadequate"], 4),
        ({"a": "clear", "worse": True}, ["requires-improvement"], 2),
        ({"a": "clear", "b": "some"}, ["good", "requires-improvement"], 4),
        ({"a": "clear", "b": "some", "worse": False}, ["good"], 4),
        ({"a": "clear", "b": "clear", "worse": False}, ["outstanding", "good"], 4),
        ({"held-back": True, "b": "clear"}, ["good", "requires-improvement", "inadequate"], 3),
        ({"a": CANNOT_TELL, "b": "clear", "held-back": False, "worse": False}, None, 4),
    ],
)
def test_possible(tool_of, answers, possible, allowed):
    """Every grade some completion gives, best first; suggested only where it is one; allowed up to the best cap."""
    judged = evaluate(tool_of(LADDER), answers)["grade"]
    possible = possible or ["outstanding", "requires-improvement", "inadequate"]
    assert words(judged.possible) == possible
    assert str(judged.suggested) == (possible[0] if len(possible) == 1 else "None")
    assert judged.final == judged.suggested
    assert words(judged.allowed) == list(GRADES[-allowed:])
    assert judged.exact


def test_possible_holds_not_applicable(tool_of):
    """An unanswered item may turn out not applicable where its author allows it; `cannot tell` is no completion."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence, may be not applicable }
      judgement grade "G" on ofsted { give good when a is clear }
    """)
    assert words(evaluate(tool, {})["grade"].possible) == ["good", "inadequate", "not-applicable"]
    assert evaluate(tool, {})["grade"].final is None
    assert words(evaluate(tool, {"a": CANNOT_TELL})["grade"].possible) == ["good", "inadequate", "not-applicable"]


def test_missing_known_is_open(tool_of):
    """A known that was not given is open, and possible ranges over its values too."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      known breach "B" yes or no, yes is worse
      judgement grade "G" on ofsted {
        give good when a is clear
        no better than requires-improvement when breach is yes
      }
    """)
    outcome = evaluate(tool, {"a": "clear"})
    assert words(outcome["grade"].possible) == ["good", "requires-improvement"]
    assert [(missing.thing, missing.why) for missing in outcome.missing] == [("breach", Why.UNANSWERED)]
    assert finals(evaluate(tool, {"a": "clear"}, known={"breach": True})) == {"grade": "requires-improvement"}


def test_decisions_are_in_place(tool_of):
    """A completion keeps what was decided: what reads the judgement sees that grade only."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      judgement first "F" on ofsted { give good when a is clear }
      judgement second "S" on ofsted { give outstanding when first is good or better }
    """)
    assert words(evaluate(tool, {})["second"].possible) == ["outstanding", "inadequate"]
    decided = evaluate(tool, {}, decisions={"first": Decision("good")})
    assert words(decided["second"].possible) == ["outstanding"]
    assert words(decided["first"].possible) == ["good", "inadequate"], (
        "its own decision plays no part in its suggestion"
    )
    assert str(decided["first"].final) == "good"


# --- decided ---------------------------------------------------------------------------------------------------------

DECIDED = """
  section s "S" { question a "A" on evidence  question flagged "F" yes or no, yes is worse }
  judgement grade "G" on ofsted decided by reviewer, with reason {
    give good when a is clear
    no better than requires-improvement when flagged is yes
  }
"""


def decide(grade, reason="because"):
    return {"grade": Decision(grade, by="reviewer", reason=reason)}


@pytest.mark.parametrize(
    ("grade", "flagged", "differs", "above"),
    [
        ("outstanding", False, True, False),
        ("good", False, False, False),
        ("requires-improvement", False, True, False),
        ("good", True, True, True),
        ("requires-improvement", True, False, False),
        ("inadequate", True, True, False),
        ("outstanding", True, True, True),
    ],
)
def test_decided(tool_of, grade, flagged, differs, above):
    """Final is what was decided; it differs where it is not the suggestion, and may stand above the limit."""
    outcome = evaluate(tool_of(DECIDED), {"a": "clear", "flagged": flagged}, decisions=decide(grade))
    judged = outcome["grade"]
    assert str(judged.final) == grade
    assert str(judged.suggested) == ("requires-improvement" if flagged else "good")
    assert (judged.differs, judged.above_limit) == (differs, above)
    assert outcome.complete


def test_limit_not_yet_known(tool_of):
    """A decision stands above the limit only where no completion allows it."""
    assert not evaluate(tool_of(DECIDED), {"a": "clear"}, decisions=decide("outstanding"))["grade"].above_limit


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_decided_without_reason(tool_of, reason):
    """Without its required reason a decision stands and is incomplete."""
    outcome = evaluate(tool_of(DECIDED), {"a": "clear", "flagged": False}, decisions=decide("good", reason))
    assert str(outcome["grade"].final) == "good"
    assert [(missing.thing, missing.why) for missing in outcome.missing] == [("grade", Why.REASON)]
    assert not outcome.complete


def test_undecided(tool_of):
    """A judgement that somebody decides waits for them; until then its suggestion is final."""
    outcome = evaluate(tool_of(DECIDED), {"a": "clear", "flagged": False})
    assert str(outcome["grade"].final) == "good"
    assert [(missing.thing, missing.why) for missing in outcome.missing] == [("grade", Why.DECISION)]


def test_decision_on_nothing_applicable(tool_of):
    """A decision on a judgement that does not apply is a problem and does not stand."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence, may be not applicable }
      judgement grade "G" on ofsted { give good when a is clear }
    """)
    outcome = evaluate(tool, {"a": NOT_APPLICABLE}, decisions={"grade": Decision("good")})
    judged = outcome["grade"]
    assert [str(problem) for problem in outcome.problems] == [
        "`grade` does not apply, and a decision on it does not stand"
    ]
    assert judged.final is NOT_APPLICABLE
    assert judged.possible == (NOT_APPLICABLE,)
    assert (judged.suggested, judged.decided, judged.differs, judged.above_limit) == (None, None, False, False)
    assert judged.allowed == ()


# --- without giving rules --------------------------------------------------------------------------------------------

PERSONAL = """
  section s "S" { question a "A" on evidence  question flagged "F" yes or no, yes is worse }
  judgement personal "P" on ofsted decided by reviewer { no better than good when flagged is yes }
  judgement reader "R" on verdict { give held when personal is good or better }
  judgement other "O" on verdict { give held when personal is outstanding }
"""


def test_open_for_readers(tool_of):
    """Undecided, it suggests nothing, and whatever reads it sees any grade up to its cap."""
    tool = tool_of(PERSONAL)
    outcome = evaluate(tool, {"a": "clear", "flagged": True})
    judged = outcome["personal"]
    assert words(judged.possible) == words(judged.allowed) == ["good", "requires-improvement", "inadequate"]
    assert (judged.suggested, judged.final) == (None, None)
    assert words(outcome["reader"].possible) == ["held", "open"]
    assert words(outcome["other"].possible) == ["open"]
    assert words(evaluate(tool, {"a": "clear"})["other"].possible) == ["held", "open"]


def test_limited_to_one(tool_of):
    """Even where only one grade is left, a person has to give it."""
    tool = tool_of(PERSONAL.replace("no better than good", "no better than inadequate"))
    judged = evaluate(tool, {"a": "clear", "flagged": True})["personal"]
    assert words(judged.possible) == ["inadequate"]
    assert (judged.suggested, judged.final) == (None, None)


@pytest.mark.parametrize(("grade", "above"), [("inadequate", False), ("good", False), ("outstanding", True)])
def test_personal_decision(tool_of, grade, above):
    """Decided, it is what was decided, for its readers too; the limit is told, and nothing differs."""
    decisions = {"personal": Decision(grade, by="reviewer")}
    outcome = evaluate(tool_of(PERSONAL), {"a": "clear", "flagged": True}, decisions=decisions)
    judged = outcome["personal"]
    assert words(judged.possible) == [grade]
    assert str(judged.final) == grade
    assert (judged.differs, judged.above_limit, judged.suggested) == (False, above, None)
    assert str(outcome["reader"].final) == ("open" if grade == "inadequate" else "held")


# --- hidden items ----------------------------------------------------------------------------------------------------

CHAIN = """
  section s "S" {
    question first "1" yes or no
    question second "2" one of { x "X" z "Z" }, asked when first is yes
    question third "3" on evidence, asked when second is x
    question other "4" on evidence
  }
  judgement grade "G" on ofsted { give good when all are clear intended }
"""


@pytest.mark.parametrize(
    ("answers", "hidden", "possible"),
    [
        ({"first": False}, ["second", "third"], ["good"]),
        ({"first": True, "second": "z"}, ["third"], ["good"]),
        ({"first": True, "second": "x"}, [], ["good", "inadequate"]),
        ({"first": True, "second": "x", "third": "limited"}, [], ["inadequate"]),
        ({"first": False, "second": "x", "third": "limited"}, ["second", "third"], ["good"]),
        ({"first": True}, [], ["good", "inadequate"]),
        ({}, [], ["good", "inadequate"]),
        ({"third": "limited"}, [], ["good", "inadequate"]),
    ],
)
def test_hidden(tool_of, answers, hidden, possible):
    """An item is asked exactly when its condition holds, through every link of a chain; hidden it counts nowhere."""
    outcome = evaluate(tool_of(CHAIN), {"other": "clear", **answers})
    assert list(outcome.hidden) == hidden
    assert words(outcome["grade"].possible) == possible
    assert [ignored.thing for ignored in outcome.ignored] == [thing for thing in hidden if thing in answers]
    assert {ignored.why for ignored in outcome.ignored} <= {"it is not asked of this audit"}
    assert not {missing.thing for missing in outcome.missing} & set(hidden)


def test_missing_if_asked(tool_of):
    """What may turn out to be hidden is missing only if it is asked."""
    outcome = evaluate(tool_of(CHAIN), {"first": True, "other": "clear"})
    assert {missing.thing: missing.if_asked for missing in outcome.missing} == {"second": False, "third": True}
    assert {m.thing: m.if_asked for m in evaluate(tool_of(CHAIN), {}).missing} == {
        "first": False,
        "second": True,
        "third": True,
        "other": False,
    }


def test_hidden_where_the_condition_does_not_apply(tool_of):
    """A condition that does not apply hides like a false one."""
    tool = tool_of("""
      section s "S" {
        question plan "P" on evidence, may be not applicable
        question quality "Q" on evidence, asked when plan is not limited
      }
      judgement grade "G" on ofsted { give good when all are clear intended }
    """)
    outcome = evaluate(tool, {"plan": NOT_APPLICABLE, "quality": "limited"})
    assert outcome.hidden == ("quality",)
    assert outcome["grade"].final is NOT_APPLICABLE


def test_asked_by_grades_and_measures(tool_of):
    """What is asked may hang on a measure, a section's grade or another judgement."""
    tool = tool_of("""
      section early "E" { question a "A" on marks  question b "B" on marks }
      section late "L" {
        question by-measure "M" on evidence, asked when total is at least 8
        question by-section "S" on evidence, asked when early by each is good
        question by-judgement "J" yes or no, asked when safe is held
      }
      measure total = sum of a, b
      judgement each "E" for each section on ofsted { give good when all are high intended  }
      judgement safe "S" on verdict decided by reviewer
    """)
    answers = {"a": "high", "b": "high"}
    assert evaluate(tool, answers).hidden == ()
    decisions = {"safe": Decision("open", by="reviewer")}
    assert evaluate(tool, answers, decisions=decisions).hidden == ("by-judgement",)
    assert evaluate(tool, {"a": "high", "b": "low"}, decisions=decisions).hidden == (
        "by-measure",
        "by-section",
        "by-judgement",
    )


# --- sections that do not apply --------------------------------------------------------------------------------------

OPTIONAL = """
  section s "S" { question a "A" on evidence }
  section plan "Plan" may be not applicable, saying why {
    question b "B" on evidence  question c "C" yes or no
  }
  judgement each "E" for each section on ofsted { give good when all are clear }
  judgement grade "G" on ofsted { give good when all are clear }
"""


def test_section_off(tool_of):
    """A section said not to apply leaves every count; its items are hidden, and answers to them reported."""
    outcome = evaluate(
        tool_of(OPTIONAL), {"a": "clear", "b": "limited", "plan": {"status": "not-applicable", "reason": "not due"}}
    )
    assert finals(outcome) == {"each/s": "good", "each/plan": "not-applicable", "grade": "good"}
    assert outcome.hidden == ("b", "c")
    assert [(i.thing, i.why) for i in outcome.ignored] == [("b", "the section `plan` does not apply")]
    assert outcome.complete


def test_section_off_without_reason(tool_of):
    """`saying why` asks for a reason of the section."""
    outcome = evaluate(tool_of(OPTIONAL), {"a": "clear", "plan": NOT_APPLICABLE})
    assert [(missing.thing, missing.why) for missing in outcome.missing] == [("plan", Why.REASON)]


@pytest.mark.parametrize(
    ("answers", "may_be_off"),
    [({}, True), ({"b": CANNOT_TELL}, True), ({"b": ""}, True), ({"b": "x"}, True), ({"c": True}, False)],
)
def test_section_that_may_turn_out_off(tool_of, answers, may_be_off):
    """Unanswered, a section may be completed as not applicable; not once one of its items has an answer."""
    outcome = evaluate(tool_of(OPTIONAL), {"a": "clear", **answers})
    assert words(outcome["each/plan"].possible) == ["good", "inadequate", "not-applicable"][: 2 + may_be_off]
    assert words(outcome["grade"].possible) == ["good", "inadequate"]


def test_section_off_together(tool_of):
    """Off, a section is off for all its items at once."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      section plan "Plan" may be not applicable { question b "B" on evidence  question c "C" on evidence }
      judgement grade "G" on verdict { give held when (b is applicable and c is not applicable) intended }
    """)
    assert words(evaluate(tool, {"a": "clear"})["grade"].possible) == ["open"]


# --- repeated sections -----------------------------------------------------------------------------------------------

GOALS = """
  section s "S" { question a "A" on evidence }
  section goal "Goals" repeated {
    question set-on "S" yes or no
    question met "M" on evidence, asked when set-on is yes
  }
  judgement each "E" for each section on ofsted { give good when all are clear intended }
  judgement grade "G" on ofsted { give good when all are clear intended }
"""


def test_instances(tool_of):
    """Each instance is a section of its own, counted from 1; an item's condition reads the same instance."""
    answers = {
        "a": "clear",
        "goal": [
            {"set-on": True, "met": "clear"},
            {"set-on": False, "met": "limited"},
            {"set-on": True},
        ],
    }
    outcome = evaluate(tool_of(GOALS), answers)
    assert {judged.id: words(judged.possible) for judged in outcome} == {
        "each/s": ["good"],
        "each/goal/1": ["good"],
        "each/goal/2": ["not-applicable"],
        "each/goal/3": ["good", "inadequate"],
        "grade": ["good", "inadequate"],
    }
    assert [judged.section for judged in outcome][:3] == ["s", "goal/1", "goal/2"]
    assert outcome.hidden == ("goal/2/met",)
    assert [ignored.thing for ignored in outcome.ignored] == ["goal/2/met"]
    assert [missing.thing for missing in outcome.missing] == ["goal/3/met"]


def test_no_instances(tool_of):
    """Without instances there is nothing to judge in a repeated section; that there are none has to be said."""
    for given, missing in (({"a": "clear"}, ["goal"]), ({"a": "clear", "goal": []}, [])):
        outcome = evaluate(tool_of(GOALS), given)
        assert finals(outcome) == {"each/s": "good", "grade": "good"}
        assert [m.thing for m in outcome.missing] == missing


@pytest.mark.parametrize("given", [{"met": "clear"}, 5, "good"])
def test_instances_that_cannot_be_used(tool_of, given):
    """Nothing that reads a repeated section is stated where what was given for it cannot be used."""
    outcome = evaluate(tool_of(GOALS), {"a": "clear", "goal": given})
    assert outcome.problems[0].thing == "goal"
    assert "goal" in [missing.thing for missing in outcome.missing]
    assert outcome["grade"].suggested is None
    assert not outcome["grade"].exact
    assert finals(outcome)["each/s"] == "good"


def test_only_repeated(tool_of):
    """Where everything countable stands in instances and there are none, the judgement does not apply."""
    tool = tool_of("""
      section goal "Goals" repeated { question met "M" on evidence }
      judgement grade "G" on ofsted { give good when all are clear }
    """)
    assert finals(evaluate(tool, {})) == {"grade": "not-applicable"}
    assert finals(evaluate(tool, {"goal": [{"met": "clear"}]})) == {"grade": "good"}


def test_decided_instance(tool_of):
    """An instance is decided by its number."""
    outcome = evaluate(
        tool_of(GOALS),
        {"a": "clear", "goal": [{"set-on": True, "met": "clear"}]},
        decisions={"each/goal/1": Decision("outstanding")},
    )
    assert str(outcome["each/goal/1"].final) == "outstanding"
    assert outcome["each/goal/1"].differs


def test_repeated_section_off(tool_of):
    """A repeated section may be said not to apply; with instances given, it is not completed so."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      section goal "Goals" repeated, may be not applicable { question met "M" on evidence }
      judgement each "E" for each section on ofsted { give good when all are clear }
      judgement had "H" on verdict { give held when goal has at most 3 instances intended }
    """)
    off = evaluate(tool, {"a": "clear", "goal": NOT_APPLICABLE})
    assert off.complete
    assert finals(off) == {"each/s": "good", "had": "open"}
    assert words(evaluate(tool, {"a": "clear", "goal": [{}]})["each/goal/1"].possible) == ["good", "inadequate"]
    assert finals(evaluate(tool, {"a": "clear"})) == {"each/s": "good", "had": "held"}


# --- what is counted -------------------------------------------------------------------------------------------------


def test_not_counted(tool_of):
    """A section with nothing to count has no judgement; what is not counted keeps no judgement applicable."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence, may be not applicable }
      section r "R" { question b "B" on evidence, not counted  question c "C" yes or no }
      judgement each "E" for each section on ofsted { give good when all are clear }
      judgement grade "G" on ofsted { give good when all are clear }
      judgement named "N" on ofsted { give good when b is clear }
    """)
    assert finals(evaluate(tool, {"a": NOT_APPLICABLE, "b": "clear", "c": True})) == {
        "each/s": "not-applicable",
        "grade": "not-applicable",
        "named": "not-applicable",
    }
    assert finals(evaluate(tool, {"a": "limited", "b": "clear", "c": True})) == {
        "each/s": "inadequate",
        "grade": "inadequate",
        "named": "good",
    }


def test_nothing_countable(tool_of):
    """In a tool without anything countable a judgement always applies."""
    tool = tool_of("""
      section s "S" { question a "A" yes or no, may be not applicable }
      judgement grade "G" on ofsted { give good when a is yes intended }
    """)
    assert finals(evaluate(tool, {"a": NOT_APPLICABLE})) == {"grade": "inadequate"}
    assert finals(evaluate(tool, {"a": True})) == {"grade": "good"}


def test_counted_from(tool_of):
    """From its day on an item counts, and its section is judged."""
    body = """
      section s "S" { question a "A" on evidence }
      section r "R" { question b "B" on evidence, counted from 1 April 2027 }
      judgement each "E" for each section on ofsted { give good when all are clear }
      judgement grade "G" on ofsted { give good when all are clear }
    """
    answers = {"a": "clear", "b": "limited"}
    before = evaluate(tool_of(body, on=datetime.date(2027, 3, 31)), answers)
    assert finals(before) == {"each/s": "good", "grade": "good"}
    after = evaluate(tool_of(body, on=datetime.date(2027, 4, 1)), answers)
    assert finals(after) == {"each/s": "good", "each/r": "inadequate", "grade": "inadequate"}
    assert after.on == datetime.date(2027, 4, 1)


def test_optional(tool_of):
    """A blank optional item is not applicable, there and then: it keeps no grade open."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence  question b "B" on evidence, optional }
      judgement grade "G" on ofsted { give good when all are clear }
    """)
    outcome = evaluate(tool, {"a": "clear"})
    assert finals(outcome) == {"grade": "good"}
    assert outcome.complete
    assert finals(evaluate(tool, {"a": "clear", "b": "limited"})) == {"grade": "inadequate"}


# --- why -------------------------------------------------------------------------------------------------------------

SOURCED = """
qa 1
standard house "House" {}
clause C-A must "p" "a"
clause C-B must "p" "b"
clause C-J must "p" "j"
clause C-R must "p" "r"
clause C-M must "p" "m"
clause C-Q must "p" "q"
clause I-A interpretation "silent" "ia" { resolves C-A }
clause I-J interpretation "silent" "ij"
clause I-X interpretation "silent" "ix" { resolves C-B }
scale e "E" cites C-J { clear "C" some "S" limited "L" }
scale o "O" cites C-J { good "G" fair "F" bad "B" }
tool t "T" cites C-J {
  section s "S" cites C-J {
    question a "A" on e cites C-A
    question n "N" number from 0 to 9, higher is better cites C-Q
  }
  section r "R" cites C-J { question b "B" on e cites C-B }
  measure m "M" = n + 1 cites C-M
  judgement each "E" for each section on o cites I-J {
    give good when all are clear cites C-R
    give fair when all are some or better
  }
  judgement one "O" on o cites C-J {
    give good when s is good or better and m is at least 5
    give fair when s is fair or better
    no better than fair when a is limited cites C-R
    no better than bad when n is at most 0
  }
  judgement all-of-it "A" on o cites C-J { give good when every section is good or better }
  judgement plain "P" on o cites C-J { give good when n is at least 3 }
}
"""


def test_clauses(pack_of):
    """A result names the clauses of the judgement, its rules and all they read, and no others."""
    (tool,) = pack_of(SOURCED).tools
    outcome = evaluate(tool, {"a": "clear", "b": "clear", "n": 9})
    assert {judged.id: set(judged.clauses) for judged in outcome} == {
        "each/s": {"I-J", "C-R", "C-A"},
        "each/r": {"I-J", "C-R", "C-B"},
        "one": {"C-J", "I-J", "C-R", "C-A", "C-M", "C-Q"},
        "all-of-it": {"C-J", "I-J", "C-R", "C-A", "C-B"},
        "plain": {"C-J", "C-Q"},
    }
    assert {judged.id: [clause.id for clause in judged.rests_on] for judged in outcome} == {
        "each/s": ["I-A", "I-J"],
        "each/r": ["I-J", "I-X"],
        "one": ["I-A", "I-J"],
        "all-of-it": ["I-A", "I-J", "I-X"],
        "plain": [],
    }


def test_reasons(pack_of):
    """The rules that decided it, in the author's words, with their place and clauses."""
    (tool,) = pack_of(SOURCED).tools

    def reasons(answers, judgement="one"):
        return [(reason.text, reason.clauses) for reason in evaluate(tool, answers)[judgement].reasons]

    good = ("give good when s is good or better and m is at least 5", ("C-J",))
    limit = ("no better than bad when n is at most 0", ("C-J",))
    assert reasons({"a": "clear", "b": "clear", "n": 9}) == [good]
    assert reasons({"a": "clear", "b": "clear", "n": 0}) == [limit]
    assert reasons({"a": "limited", "b": "clear", "n": 0}) == [limit]
    assert reasons({"a": "some", "b": "clear", "n": 3}) == [("give fair when s is fair or better", ("C-J",))]
    assert reasons({"a": "clear", "n": 9}, "each/s") == [("give good when all are clear", ("C-R",))]
    first = evaluate(tool, {"a": "clear", "n": 9})["one"].reasons[0]
    rule = tool.things["one"].giving[0]
    assert first.span == rule.span
    assert SOURCED[first.span.start.offset : first.span.end.offset].startswith("give good when s is good or better")
    assert str(first.grade) == "good"


def test_reasons_while_open(pack_of):
    """While a grade is open, the rules that hold whatever is answered are told."""
    (tool,) = pack_of(SOURCED).tools
    judged = evaluate(tool, {"a": "clear"})["one"]
    assert judged.final is None
    assert [reason.text for reason in judged.reasons] == ["give fair when s is fair or better"]
    assert evaluate(tool, {})["one"].reasons == ()


def test_reasons_of_one_grade_several_ways(pack_of):
    """Where every completion comes to one grade by different rules, those of which one holds in each are named."""
    (tool,) = pack_of("""
      qa 1
      scale e "E" { clear "C" limited "L" }
      tool t "T" {
        section s "S" { question a "A" on e }
        judgement j "J" on e { give clear when a is clear  give clear when a is limited intended }
      }
    """).tools
    judged = evaluate(tool, {})["j"]
    assert str(judged.final) == "clear"
    assert [(reason.text, reason.always) for reason in judged.reasons] == [
        ("give clear when a is clear", False),
        ("give clear when a is limited intended", False),
    ]


def test_places_are_those_of_the_tool(pack_of):
    """Two tools that say the same in different places each give reasons with places of their own."""
    (first,) = pack_of(SOURCED).tools
    (second,) = pack_of(SOURCED.replace("tool t", "\n\n\ntool t")).tools
    assert first == second
    audit = {"a": "clear", "b": "clear", "n": 9}
    lines = [evaluate(tool, audit)["one"].reasons[0].span.start.line for tool in (first, second, first)]
    assert lines[1] == lines[0] + 3
    assert lines[2] == lines[0]
    assert evaluate(second, audit)["one"].span.start.line == evaluate(first, audit)["one"].span.start.line + 3


# --- shown, described, missing ---------------------------------------------------------------------------------------

BLIND = """
  section s "S" { question a "A" on evidence, may be not applicable }
  judgement personal "P" on ofsted decided by reviewer, with reason
  judgement suggested "S" on ofsted shown after personal { give good when a is clear }
"""


def test_shown_after(tool_of):
    """A suggestion is not shown before the other judgement is decided, or cannot be."""
    tool = tool_of(BLIND)
    assert not evaluate(tool, {"a": "clear"})["suggested"].shown
    assert not evaluate(tool, {})["suggested"].shown
    decided = {"personal": Decision("good", by="reviewer")}
    assert evaluate(tool, {"a": "clear"}, decisions=decided)["suggested"].shown
    assert evaluate(tool, {"a": NOT_APPLICABLE})["suggested"].shown
    refused = {"personal": Decision("good", by="moderator")}
    assert not evaluate(tool, {"a": "clear"}, decisions=refused)["suggested"].shown
    assert evaluate(tool, {})["personal"].shown


def test_shown_after_every_section(tool_of):
    """After a judgement for each section: once it is decided for all of them."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      section r "R" { question b "B" on evidence }
      judgement each "E" for each section on ofsted decided by reviewer
      judgement suggested "S" on ofsted shown after each { give good when all are clear }
    """)
    one = {"each/s": Decision("good", by="reviewer")}
    assert not evaluate(tool, {}, decisions=one)["suggested"].shown
    both = {**one, "each/r": Decision("good", by="reviewer")}
    assert evaluate(tool, {}, decisions=both)["suggested"].shown


DESCRIBED = """
  section s "S" {
    question in-care "I" yes or no
    question population "P" one of { help "H" care "C" }, asked when in-care is yes
    question a "A" on evidence
  }
  judgement grade "G" on ofsted decided by reviewer {
    descriptor good "for everyone"
    descriptor good for care "for care"
    descriptor inadequate for help not provided "no text"
  }
"""


@pytest.mark.parametrize(
    ("answers", "grade", "text"),
    [
        ({"in-care": True, "population": "care"}, "good", "for care"),
        ({"in-care": True, "population": "help"}, "good", "for everyone"),
        ({"in-care": True}, "good", "for everyone"),
        ({"in-care": False, "population": "care"}, "good", "for everyone"),
        ({"in-care": True, "population": "help"}, "inadequate", "no text"),
        ({"in-care": True, "population": "care"}, "inadequate", None),
        ({"in-care": True, "population": "care"}, "outstanding", None),
    ],
)
def test_descriptor(tool_of, answers, grade, text):
    """The words for the final grade: for the population answered, else for everyone; a hidden answer does not speak."""
    decisions = {"grade": Decision(grade, by="reviewer")}
    descriptor = evaluate(tool_of(DESCRIBED), {"a": "some", **answers}, decisions=decisions)["grade"].descriptor
    assert (descriptor and (descriptor.text or descriptor.not_provided)) == text
    assert evaluate(tool_of(DESCRIBED), answers)["grade"].descriptor is None


def test_missing_in_order(tool_of):
    """What is missing stands in the order of the tool: items, knowns, then decisions."""
    tool = tool_of("""
      section s "S" { question a "Title of A" on evidence }
      section r "R" { question b "B" text }
      known k "K" yes or no
      judgement first "F" on ofsted decided by reviewer
      judgement each "E" for each section on ofsted decided by reviewer, with reason { give good when all are clear }
    """)
    outcome = evaluate(tool, {}, decisions={"each/s": Decision("good", by="reviewer")})
    assert [(missing.thing, str(missing.why)) for missing in outcome.missing] == [
        ("a", "unanswered"),
        ("b", "unanswered"),
        ("k", "unanswered"),
        ("first", "decision"),
        ("each/s", "reason"),
    ]
    assert outcome.missing[0].title == "Title of A"


def test_complete(tool_of):
    """Complete is: nothing missing, and nothing refused."""
    tool = tool_of('section s "S" { question a "A" on evidence }')
    assert evaluate(tool, {"a": "clear"}).complete
    assert not evaluate(tool, {}).complete
    assert not evaluate(tool, {"a": "clear", "x": 1}).complete


def test_outcome_names_its_tool(tool_of):
    """An outcome says which tool it was, and a digest of all that it said."""
    tool = attrs.evolve(tool_of('section s "S" { question a "A" on evidence }'), version="3")
    outcome = evaluate(tool, {"a": "clear"})
    assert (outcome.tool, outcome.title, outcome.version, outcome.standard) == ("t", "Tool", "3", "")
    assert outcome.digest == tool.digest
    assert outcome.digest != attrs.evolve(tool, title="Other").digest
    with pytest.raises(KeyError):
        outcome["nothing"]


def test_pure(tool_of):
    """The same tool and answers give the same outcome, whatever was evaluated in between."""
    tool = tool_of(GOALS)
    answers = {"a": "clear", "goal": [{"set-on": True, "met": "clear"}]}
    first = evaluate(tool, answers)
    evaluate(tool, {"goal": [{}] * 3})
    evaluate(tool, {}, decisions={"grade": Decision("good")})
    assert evaluate(tool, answers) == first
    assert answers == {"a": "clear", "goal": [{"set-on": True, "met": "clear"}]}
