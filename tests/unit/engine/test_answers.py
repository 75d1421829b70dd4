"""What can be handed in, and the exact words for what cannot."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from qarules import CANNOT_TELL, NOT_APPLICABLE, Answer, Decision, Why, evaluate

BODY = """
  section s "S" {
    question band "B" on evidence
    question free "F" on evidence, may be not applicable as "inconclusive", saying why
    question yes-no "Y" yes or no
    question pick "P" one of { x "X"  z "Z" }
    question whole "W" number from 0 to 10
    question half "H" number from 0 to 2 step 0.5
    question open-number "O" number
    question from-quarter "FQ" number from 0.25 to 4.25
    question words "T" text
    question day "D" date
    question who "R" role
    question rows "Rows" table { what text, owner role, by date "By", amount number from 0 to 4, done yes or no }
    question blank "Bl" text, optional
  }
  judgement grade "G" on ofsted { give good when band is clear }
"""


@pytest.fixture
def tool(tool_of):
    return tool_of(BODY)


@pytest.fixture
def problem(tool):
    """A function that hands in one answer and gives the one problem it makes."""

    def problem(item, given):
        outcome = evaluate(tool, {item: given})
        (found,) = outcome.problems
        assert found.thing == item
        assert item in {missing.thing for missing in outcome.missing}, "what is refused stays unanswered"
        return found

    return problem


# --- every kind of answer, right and wrong ---------------------------------------------------------------------------

RIGHT = {
    "band": ["clear", "some", "limited"],
    "yes-no": [True, False, "yes", "no"],
    "pick": ["x", "z"],
    "whole": [0, 10, 7.0, Decimal("3"), Fraction(4), Decimal("1E1")],
    "half": [0.5, Decimal("1.5"), Fraction(1, 2), 2],
    "open-number": [-5, 10**30, -1e15],
    "from-quarter": [0.25, Decimal("1.25"), 4.25],
    "words": ["anything", "0"],
    "day": [datetime.date(2023, 5, 2), "2023-05-02", "0001-01-01", "9999-12-31", "2024-02-29"],
    "who": ["reviewer", "Reviewer", "Rev", "moderator"],
    "rows": [
        [],
        [{"what": "Do it", "owner": "Rev", "by": "2023-05-02", "amount": 3, "done": True}],
        ({"what": None}, {"amount": "  "}, {}),
    ],
}


@pytest.mark.parametrize(("item", "given"), [(item, value) for item, values in RIGHT.items() for value in values])
def test_usable(tool, item, given):
    """A usable answer makes no problem, and its item waits for nothing more."""
    outcome = evaluate(tool, {item: given})
    assert outcome.problems == ()
    assert item not in {missing.thing for missing in outcome.missing}


@pytest.mark.parametrize(
    ("item", "given", "text"),
    [
        ("band", "good", "`band` cannot be `good` (`clear`, `some` or `limited`)"),
        ("band", "Clear", "`band` cannot be `Clear` (`clear`, `some` or `limited`)"),
        ("band", 2, "`band` cannot be `2` (`clear`, `some` or `limited`)"),
        ("band", True, "`band` cannot be `yes` (`clear`, `some` or `limited`)"),
        ("band", ["clear"], "`band` cannot be `['clear']` (`clear`, `some` or `limited`)"),
        ("free", "good", "`free` cannot be `good` (`clear`, `some`, `limited` or `inconclusive`)"),
        ("yes-no", "maybe", "`yes-no` cannot be `maybe` (yes or no)"),
        ("yes-no", 1, "`yes-no` cannot be `1` (yes or no)"),
        ("yes-no", ["yes"], "`yes-no` cannot be `['yes']` (yes or no)"),
        ("pick", "y", "`pick` cannot be `y` (`x` or `z`)"),
        ("pick", ["x"], "`pick` cannot be `['x']` (`x` or `z`)"),
        ("whole", 11, "`whole` cannot be `11` (a whole number from 0 to 10)"),
        ("whole", -1, "`whole` cannot be `-1` (a whole number from 0 to 10)"),
        ("whole", 2.5, "`whole` cannot be `2.5` (a whole number from 0 to 10)"),
        ("whole", "7", "`whole` cannot be `7` (a whole number from 0 to 10)"),
        ("whole", True, "`whole` cannot be `yes` (a whole number from 0 to 10)"),
        ("whole", float("nan"), "`whole` cannot be `nan` (a whole number from 0 to 10)"),
        ("whole", float("inf"), "`whole` cannot be `inf` (a whole number from 0 to 10)"),
        ("whole", Decimal("NaN"), "`whole` cannot be `NaN` (a whole number from 0 to 10)"),
        ("whole", Decimal("-Infinity"), "`whole` cannot be `-Infinity` (a whole number from 0 to 10)"),
        ("half", 0.3, "`half` cannot be `0.3` (a number from 0 to 2 in steps of 0.5)"),
        ("half", Fraction(1, 3), "`half` cannot be `1/3` (a number from 0 to 2 in steps of 0.5)"),
        ("open-number", 0.5, "`open-number` cannot be `0.5` (a whole number)"),
        ("open-number", Decimal("1E999999999"), "`open-number` cannot be `1E+999999999` (a whole number)"),
        pytest.param(
            "open-number",
            10**6000,
            "`open-number` cannot be `a number too long to show` (a whole number)",
            id="thousands of digits",
        ),
        ("from-quarter", 1, "`from-quarter` cannot be `1` (a number from 0.25 to 4.25 in steps of 1)"),
        ("words", 5, "`words` cannot be `5` (text)"),
        ("day", "2 May 2023", "`day` cannot be `2 May 2023` (a date such as 2027-04-01)"),
        ("day", "2023-02-30", "`day` cannot be `2023-02-30` (a date such as 2027-04-01)"),
        (
            "day",
            datetime.datetime(2023, 5, 2, tzinfo=datetime.UTC),
            "`day` cannot be `2023-05-02 00:00:00+00:00` (a date such as 2027-04-01)",
        ),
        ("who", "cleaner", "`who` cannot be `cleaner` (`reviewer` or `moderator`)"),
        ("who", ["reviewer"], "`who` cannot be `['reviewer']` (`reviewer` or `moderator`)"),
    ],
)
def test_refused(problem, item, given, text):
    """Every kind of wrong answer, with what the item takes instead."""
    assert str(problem(item, given)) == text


COLUMNS = (
    "rows of what (text), owner (`reviewer` or `moderator`), by (a date such as 2027-04-01), "
    "amount (a whole number from 0 to 4), done (yes or no)"
)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("text", "`rows` is a table and takes a list of rows"),
        (b"text", "`rows` is a table and takes a list of rows"),
        (3, "`rows` is a table and takes a list of rows"),
        ([{"what": "x"}, "y"], "`rows` has a row 2 that is no row"),
        ([{"what": "x"}, {"who": "y"}], "`rows` has no column `who` (row 2)"),
        ([{"amount": 5}], "`rows` has `5` under `amount` in row 1"),
        ([{"owner": "nobody"}], "`rows` has `nobody` under `owner` in row 1"),
        ([{"by": "soon"}], "`rows` has `soon` under `by` in row 1"),
        ([{"done": ["yes"]}], "`rows` has `['yes']` under `done` in row 1"),
    ],
)
def test_refused_rows(problem, given, message):
    """A table that is no list of rows, and a cell that does not fit its column."""
    found = problem("rows", given)
    assert found.message == message
    assert found.allowed == COLUMNS


def test_long_answers_are_shown_short(problem):
    """What is shown of an answer has at most 80 characters."""
    found = problem("band", "x" * 1000)
    assert found.given == "x" * 77 + "..."
    assert len(found.given) == 80


def test_other_kinds_of_float(tool):
    """A number of another library that is a float in disguise reads as the shortest decimal, whatever it prints."""

    class Float64(float):
        def __repr__(self):
            return f"np.float64({float.__repr__(self)})"

    assert evaluate(tool, {"half": Float64(0.5)}).problems == ()
    assert len(evaluate(tool, {"half": Float64(0.1)}).problems) == 1


def test_a_grade_is_its_own_name(tool):
    """A grade of an outcome can be handed back as an answer."""
    scale = tool.scale_by_id["evidence"]
    outcome = evaluate(tool, {"band": scale.grades[0]})
    assert outcome.problems == ()
    assert str(outcome["grade"].final) == "good"


# --- statuses --------------------------------------------------------------------------------------------------------


def test_not_applicable_where_it_always_applies(problem):
    """`not applicable` is an answer only where the author allows it."""
    found = problem("band", NOT_APPLICABLE)
    assert str(found) == "`band` always applies (`clear`, `some` or `limited`)"
    assert found.given == "not-applicable"


@pytest.mark.parametrize(
    "given",
    [NOT_APPLICABLE, Answer(status=NOT_APPLICABLE), {"status": "not-applicable"}, {"status": NOT_APPLICABLE}],
)
def test_ways_to_say_a_status(tool, given):
    """A status stands by itself, in an answer, or by name in a dictionary."""
    outcome = evaluate(tool, {"free": given})
    assert outcome.problems == ()
    assert [missing.why for missing in outcome.missing if missing.thing == "free"] == [Why.REASON]


@pytest.mark.parametrize("given", [CANNOT_TELL, Answer(status=CANNOT_TELL, note="n"), {"status": "cannot-tell"}])
def test_cannot_tell(tool, given):
    """`cannot tell` counts as unanswered for the grade and is reported as insufficient evidence."""
    outcome = evaluate(tool, {"band": given})
    assert outcome.problems == ()
    assert [missing.why for missing in outcome.missing if missing.thing == "band"] == [Why.CANNOT_TELL]
    assert outcome["grade"].possible == evaluate(tool, {})["grade"].possible
    assert len(outcome["grade"].possible) == 2


@pytest.mark.parametrize(
    "blank", [None, "", "  \n", {}, {"value": None}, {"value": ""}, Answer(), Answer(note="later")]
)
def test_blank(tool, blank):
    """What is blank is not given: no problem, and the item is missing; an optional one is not."""
    outcome = evaluate(tool, {"band": blank, "blank": blank})
    assert outcome.problems == ()
    assert "band" in {missing.thing for missing in outcome.missing}
    assert "blank" not in {missing.thing for missing in outcome.missing}


# --- what comes with an answer ---------------------------------------------------------------------------------------

SHAPE = "an answer is a plain value, or `value` or `status` with `note`, `reason` and `evidence`"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"values": "clear"}, f"the answer to `band` has `values`, which means nothing here ({SHAPE})"),
        ({"status": "n/a"}, f"the answer to `band` has the status `n/a`, which means nothing here ({SHAPE})"),
        ({"status": ["x"]}, f"the answer to `band` has the status `['x']`, which means nothing here ({SHAPE})"),
        ({"value": "clear", "note": 5}, f"what comes with the answer to `band` is not text ({SHAPE})"),
        ({"value": "clear", "evidence": 5}, f"what comes with the answer to `band` is not text ({SHAPE})"),
        ({"value": "clear", "evidence": [5]}, f"what comes with the answer to `band` is not text ({SHAPE})"),
        ({"value": "clear", "status": "cannot-tell"}, "`band` has both an answer and a status (give one of the two)"),
        (Answer(value="clear", status=CANNOT_TELL), "`band` has both an answer and a status (give one of the two)"),
    ],
)
def test_refused_shapes(problem, given, text):
    """A dictionary that is no answer, and an answer that is two things at once."""
    assert str(problem("band", given)) == text


def test_evidence_and_reason(tool_of):
    """What an item asks for beside the answer is missing without it; the answer counts all the same."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence, with evidence, with reason }
      judgement grade "G" on ofsted { give good when a is clear }
    """)

    def whys(given):
        outcome = evaluate(tool, {"a": given})
        assert str(outcome["grade"].final) == "good"
        assert outcome.complete is (not outcome.missing)
        return [missing.why for missing in outcome.missing]

    assert whys("clear") == [Why.REASON, Why.EVIDENCE]
    assert whys({"value": "clear", "reason": "r"}) == [Why.EVIDENCE]
    assert whys({"value": "clear", "evidence": "file, p. 4"}) == [Why.REASON]
    assert whys(Answer(value="clear", reason="r", evidence=("file",))) == []


def test_reason_of_not_applicable(tool):
    """`saying why` asks for a reason with `not applicable`, and only with that."""
    whys = {
        str(given): [m.why for m in evaluate(tool, {"free": given}).missing if m.thing == "free"]
        for given in ("clear", NOT_APPLICABLE)
    }
    assert whys == {"clear": [], "not-applicable": [Why.REASON]}
    said = {"status": "not-applicable", "reason": "not due yet"}
    assert "free" not in {missing.thing for missing in evaluate(tool, {"free": said}).missing}


# --- names -----------------------------------------------------------------------------------------------------------

NAMED = """
  section s "S" formerly old-s, may be not applicable {
    question band "B" on evidence formerly old-band formerly older-band
    no longer used gone since "2" because "merged"
  }
  section goal "G" repeated { question met "M" on evidence formerly was-met }
  known breach "Breach" yes or no formerly old-breach
  judgement grade "G" on ofsted formerly old-grade decided by reviewer { give good when all are clear }
  judgement each "E" for each section on ofsted { give good when all are clear }
"""


@pytest.fixture
def named(tool_of):
    return tool_of(NAMED)


@pytest.mark.parametrize(
    ("answers", "known", "text"),
    [
        ({"bandd": "clear"}, {}, "`bandd` is nothing this tool asks for (did you mean `band`?)"),
        ({"zzz": "clear"}, {}, "`zzz` is nothing this tool asks for"),
        ({5: "clear"}, {}, "`5` is nothing this tool asks for"),
        (
            {"met": "clear"},
            {},
            "`met` is nothing this tool asks for "
            "(give it inside an instance of `goal`: a list with the answers of each)",
        ),
        (
            {"breach": True},
            {},
            "`breach` is nothing this tool asks for (it is a known: give it with what is known, not with the answers)",
        ),
        ({"gone": "clear"}, {}, "`gone` is nothing this tool asks for (it is no longer used)"),
        (
            {},
            {"band": "clear"},
            "`band` is nothing this tool asks for (it is asked of the auditor: give it with the answers)",
        ),
        ({}, {"breech": True}, "`breech` is nothing this tool asks for (did you mean `breach`?)"),
        ({}, {5: True}, "`5` is nothing this tool asks for"),
        ({}, {"breach": "some"}, "`breach` cannot be `some` (yes or no)"),
        ({"goal": {"met": "clear"}}, {}, f"the answer to `goal` has `met`, which means nothing here ({SHAPE})"),
        (
            {"goal": "clear"},
            {},
            "the section `goal` takes no answer of this kind (a list with the answers of each instance)",
        ),
        (
            {"s": "clear"},
            {},
            'the section `s` takes no answer of this kind (not applicable (`{"status": "not-applicable"}`))',
        ),
        ({"goal": ["x"]}, {}, "instance 1 of `goal` is no set of answers (answers by the ids of its items)"),
        ({"goal": [{}, {"mett": "x"}]}, {}, "`mett` is nothing the section `goal` asks for (did you mean `met`?)"),
        ({"goal": [{5: "x"}]}, {}, "`5` is nothing the section `goal` asks for"),
        ({"goal": [{"met": "x"}]}, {}, "`goal/1/met` cannot be `x` (`clear`, `some` or `limited`)"),
    ],
)
def test_names(named, answers, known, text):
    """An answer to nothing, with where it belongs or what was meant."""
    (found,) = evaluate(named, answers, known=known).problems
    assert str(found) == text


def test_section_without_status(tool_of):
    """A section that always applies takes no answer at all."""
    tool = tool_of('section s "S" { question a "A" on evidence }')
    (found,) = evaluate(tool, {"s": NOT_APPLICABLE}).problems
    assert str(found) == "the section `s` takes no answer of this kind (answer its items one by one)"


def test_former_ids(named):
    """Stored answers, knowns, instances and decisions are understood under former ids."""
    outcome = evaluate(
        named,
        {"older-band": "clear", "goal": [{"was-met": "clear"}]},
        known={"old-breach": True},
        decisions={"old-grade": Decision("inadequate", by="reviewer"), "each/old-s": Decision("outstanding")},
    )
    assert outcome.complete
    assert {str(judged.id): str(judged.final) for judged in outcome} == {
        "grade": "inadequate",
        "each/s": "outstanding",
        "each/goal/1": "good",
    }
    assert [str(evaluate(named, {"old-s": NOT_APPLICABLE})["each/s"].final)] == ["not-applicable"]


def test_answered_twice(named):
    """An answer under an id and under a former one is one too many; the id of today counts, whatever the order."""
    for names in itertools.permutations(["band", "old-band", "older-band"]):
        values = {"band": "clear", "old-band": "some", "older-band": "limited"}
        outcome = evaluate(named, {name: values[name] for name in names})
        assert [str(problem) for problem in outcome.problems] == [
            "`band` is answered twice, under its id and a former one (answer it once)"
        ] * 2
        assert [problem.given for problem in outcome.problems] == ["some", "limited"]
        assert str(outcome["each/s"].final) == "good"
    assert len(evaluate(named, {"s": NOT_APPLICABLE, "old-s": NOT_APPLICABLE}).problems) == 1
    assert evaluate(named, {"band": "", "old-band": "clear"}).problems == ()


def test_decided_twice(named):
    """The same for decisions."""
    given = {"old-grade": Decision("inadequate", by="reviewer"), "grade": Decision("good", by="reviewer")}
    for decisions in (given, dict(reversed(given.items()))):
        outcome = evaluate(named, {}, decisions=decisions)
        assert [str(p) for p in outcome.problems] == [
            "`grade` is decided twice, under its id and a former one (decide it once)"
        ]
        assert outcome["grade"].decided.grade == "good"


def test_order_of_answers(named):
    """The order in which answers, knowns and decisions stand changes nothing, not even the order of problems."""
    answers = {"band": "x", "zzz": 1, "aaa": 2, "goal": [{"met": "y", "b": 1, "a": 2}, {}], "s": "q"}
    decisions = {
        "nothing": Decision("good"),
        "grade": Decision("bad"),
        "each/s": Decision("worse"),
        "more": Decision("x"),
    }
    known = {"breach": 5, "no": 1, "else": 2}

    def turned(given):
        return {
            key: [turned(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
            for key, value in reversed(given.items())
        }

    first = evaluate(named, answers, known=known, decisions=decisions)
    assert evaluate(named, turned(answers), known=turned(known), decisions=turned(decisions)) == first
    assert len(first.problems) == 14


# --- decisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "decision", "text"),
    [
        ("grades", Decision("good"), "`grades` is no judgement of this tool (did you mean `grade`?)"),
        ("nothing", Decision("good"), "`nothing` is no judgement of this tool"),
        (5, Decision("good"), "`5` is no judgement of this tool"),
        ("each", Decision("good"), "`each` is no judgement of this tool (did you mean `each/s`?)"),
        ("each/goal/1", Decision("good"), "`each/goal/1` is no judgement of this tool"),
        ("grade", "good", "`grade` is decided by no grade (a grade, with `by` and `reason`)"),
        ("grade", {"by": "reviewer"}, "`grade` is decided by no grade (a grade, with `by` and `reason`)"),
        ("grade", {"grade": "good", "x": 1}, "`grade` is decided by no grade (a grade, with `by` and `reason`)"),
        (
            "grade",
            Decision("clear", by="reviewer"),
            "`grade` cannot be decided as `clear` (`outstanding`, `good`, `requires-improvement`, `inadequate`)",
        ),
        (
            "grade",
            {"grade": None, "by": "reviewer"},
            "`grade` is decided by no grade (a grade, with `by` and `reason`)",
        ),
        (
            "grade",
            Decision(["good"], by="reviewer"),
            "`grade` cannot be decided as `['good']` (`outstanding`, `good`, `requires-improvement`, `inadequate`)",
        ),
        (
            "grade",
            Decision("good"),
            "`grade` was decided by nobody who is named (decided by `reviewer`)",
        ),
        (
            "grade",
            Decision("good", by="Moderator"),
            "`grade` was decided by `Moderator`, who does not hold the role (decided by `reviewer`)",
        ),
    ],
)
def test_refused_decisions(named, path, decision, text):
    """A decision on nothing, of no grade, or by somebody else does not stand."""
    outcome = evaluate(named, {"band": "clear"}, decisions={path: decision})
    assert [str(problem) for problem in outcome.problems] == [text]
    assert str(outcome["grade"].final) == "good"
    assert outcome["grade"].decided is None


@pytest.mark.parametrize("by", ["reviewer", "Reviewer", "Rev"])
def test_role_names(named, by):
    """Who decides is named by the id, the title or another name of the role."""
    outcome = evaluate(named, {}, decisions={"grade": {"grade": "good", "by": by, "reason": "r", "person": "p"}})
    assert outcome.problems == ()
    assert outcome["grade"].decided == Decision("good", by=by, reason="r", person="p")


def test_each_decider(tool_of):
    """Any of several roles may decide."""
    tool = tool_of('judgement grade "G" on ofsted decided by reviewer or moderator')
    for by in ("reviewer", "moderator"):
        assert str(evaluate(tool, {}, decisions={"grade": Decision("good", by=by)})["grade"].final) == "good"
    (found,) = evaluate(tool, {}, decisions={"grade": Decision("good", by="x")}).problems
    assert found.allowed == "decided by `reviewer` or `moderator`"


@pytest.mark.parametrize("wrong", [None, [("band", "clear")], "band", 5])
def test_no_mapping(tool, wrong):
    """Answers, knowns and decisions come by name; anything else is a mistake of the program that calls."""
    with pytest.raises(TypeError, match=r"^`answers` has to be a mapping by ids, not "):
        evaluate(tool, wrong)
    if wrong is not None:
        with pytest.raises(TypeError, match=r"^`known` has to be a mapping"):
            evaluate(tool, {}, known=wrong)
        with pytest.raises(TypeError, match=r"^`decisions` has to be a mapping"):
            evaluate(tool, {}, decisions=wrong)


def test_the_day(tool_of):
    """A tool with something dated cannot be evaluated for no day."""
    tool = tool_of('section s "S" { question a "A" on evidence, counted from 1 April 2027 }')
    with pytest.raises(ValueError, match=r"^the tool `t` has something dated: load it with the date of the audit"):
        evaluate(tool, {})
    evaluate(attrs.evolve(tool, on=datetime.date(2027, 4, 1)), {})


def test_in_force(pack_of):
    """An audit before or after the days its standard is in force is reported; the first and the last day are in."""
    pack = pack_of("""
      standard house "House" { in force from 1 August 2022 until 31 January 2024 }
      scale e "E" { good "G" bad "B" }
      tool t "T" { section s "S" { question a "A" on e }  judgement j "J" on e { give good when a is good } }
    """)
    problems = {
        day: [str(p) for p in evaluate(attrs.evolve(pack.tools[0], on=datetime.date.fromisoformat(day)), {}).problems]
        for day in ("2022-07-31", "2022-08-01", "2024-01-31", "2024-02-01")
    }
    assert problems == {
        "2022-07-31": ["the standard `house` is not in force on 2022-07-31"],
        "2022-08-01": [],
        "2024-01-31": [],
        "2024-02-01": ["the standard `house` is not in force on 2024-02-01"],
    }
