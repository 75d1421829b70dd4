"""What conditions say: true, false, or not applicable."""

from __future__ import annotations

import datetime
import itertools

import pytest

from qarules import NOT_APPLICABLE, Decision, evaluate

ON = datetime.date(2023, 5, 2)

# A question that is true, false or not applicable at will.
ANSWERS = {True: True, False: False, None: NOT_APPLICABLE}
THREE = (
    'section s "S" {'
    + " ".join(f'question {name} "{name}" yes or no, may be not applicable' for name in ("a", "b", "c"))
    + "}"
)


def bands(*names, optional="may be not applicable"):
    """A section of questions answered on `evidence`."""
    return 'section s "S" {' + " ".join(f'question {name} "Q" on evidence, {optional}' for name in names) + "}"


# --- and, or, not ----------------------------------------------------------------------------------------------------

AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), AND.items())
def test_and(truth_of, parts, expected):
    """`and` is false if a part is false; otherwise it does not apply if a part does not."""
    answers = {"a": ANSWERS[parts[0]], "b": ANSWERS[parts[1]]}
    assert truth_of("a is yes and b is yes", THREE, answers) is expected


@pytest.mark.parametrize(("parts", "expected"), OR.items())
def test_or(truth_of, parts, expected):
    """`or` is true if a part is true; otherwise it does not apply if a part does not."""
    answers = {"a": ANSWERS[parts[0]], "b": ANSWERS[parts[1]]}
    assert truth_of("a is yes or b is yes", THREE, answers) is expected


@pytest.mark.parametrize(("part", "expected"), [(True, False), (False, True), (None, None)])
@pytest.mark.parametrize("condition", ["not a is yes", "not (a is yes)", "a is not yes", "not not not a is yes"])
def test_not(truth_of, condition, part, expected):
    """`not` turns true and false round, and of what does not apply does not apply."""
    assert truth_of(condition, THREE, {"a": ANSWERS[part]}) is expected


@pytest.mark.parametrize("values", list(itertools.product([True, False, None], repeat=3)))
def test_three_parts(truth_of, values):
    """Three parts come out as two and one, whichever two are taken first."""
    answers = dict(zip("abc", map(ANSWERS.get, values), strict=True))
    a, b, c = values
    assert truth_of("a is yes and b is yes and c is yes", THREE, answers) is AND[AND[a, b], c] is AND[a, AND[b, c]]
    assert truth_of("a is yes or b is yes or c is yes", THREE, answers) is OR[OR[a, b], c] is OR[a, OR[b, c]]


# --- counts ----------------------------------------------------------------------------------------------------------

# How many of four are clear, and for each quantity whether it holds then; None for none of them applicable.
QUANTITIES = {
    "all are clear": {0: False, 3: False, 4: True, None: None},
    "all of a, b, c, d are clear": {0: False, 3: False, 4: True, None: None},
    "any criterion is clear": {0: False, 1: True, 4: True, None: False},
    "any of a, b, c, d are clear": {0: False, 1: True, None: False},
    "none are clear": {0: True, 1: False, 4: False, None: True},
    "no criterion is clear": {0: True, 1: False, None: True},
    "none of a, b, c, d are clear": {0: True, 1: False, None: True},
    "at least 3 are clear": {2: False, 3: True, 4: True, None: False},
    "at least 0 are clear": {0: True, None: True},
    "at most 1 are clear": {0: True, 1: True, 2: False, None: True},
    "more than 2 are clear": {2: False, 3: True, None: False},
    "fewer than 2 are clear": {0: True, 1: True, 2: False, None: True},
    "exactly 1 are clear": {0: False, 1: True, 2: False, None: False},
    "exactly 0 are clear": {0: True, 1: False, None: True},
    "at least half are clear": {1: False, 2: True, 4: True, None: None},
    "fewer than half are clear": {1: True, 2: False, None: None},
    "more than half are clear": {2: False, 3: True, None: None},
    "at most half are clear": {2: True, 3: False, None: None},
    "exactly half are clear": {1: False, 2: True, 3: False, None: None},
    "more than 40% are clear": {1: False, 2: True, None: None},
    "at least 75% are clear": {2: False, 3: True, None: None},
    "exactly 100% are clear": {3: False, 4: True, None: None},
    "fewer than 100% are clear": {3: True, 4: False, None: None},
    "at most 0% are clear": {0: True, 1: False, None: None},
    "more than 0% are clear": {0: False, 1: True, 4: True, None: None},
    "exactly 0% are clear": {0: True, 2: False, None: None},
}


@pytest.mark.parametrize(
    ("condition", "clear", "expected"),
    [(condition, clear, expected) for condition, cases in QUANTITIES.items() for clear, expected in cases.items()],
)
def test_quantities(truth_of, condition, clear, expected):
    """Every quantity, just short of it, at it and beyond it; shares do not apply over nothing, pieces count zero."""
    given = ["not-applicable"] * 4 if clear is None else ["clear"] * clear + ["some"] * (4 - clear)
    answers = {n: {"status": g} if clear is None else g for n, g in zip("abcd", given, strict=True)}
    assert truth_of(condition, bands(*"abcd"), answers) is expected


@pytest.mark.parametrize(("out", "expected"), [(0, False), (1, False), (2, True), (3, True)])
def test_share_of_the_applicable(truth_of, out, expected):
    """What is not applicable leaves the whole: one of four, one of three, one of two, one of one."""
    answers = dict(zip("abcd", ["clear", *[NOT_APPLICABLE] * out, *["some"] * (3 - out)], strict=True))
    assert truth_of("at least half are clear", bands(*"abcd"), answers) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [("some", 1), ("some or better", 2), ("some or worse", 3), ("limited or worse", 2), ("clear or better", 1)],
)
def test_reach(truth_of, at, expected):
    """A step exactly, with all better ones, or with all worse ones; the step itself is always in."""
    answers = {"a": "clear", "b": "some", "c": "limited", "d": "limited"}
    assert truth_of(f"exactly {expected} are {at}", bands(*"abcd"), answers) is True


MIXED = """
  section s "S" { question a "A" on evidence  question m "M" on marks  question y "Y" yes or no }
  section r "R" { question b "B" on evidence  question n "N" on evidence, not counted }
"""


def test_only_what_knows_the_band(truth_of):
    """What stands on another scale, and what is not counted, is neither counted nor in the whole."""
    answers = {"a": "clear", "m": "low", "y": False, "b": "clear", "n": "limited"}
    assert truth_of("all are clear", MIXED, answers) is True
    assert truth_of("exactly 2 are clear", MIXED, answers) is True
    assert truth_of("all are low", MIXED, answers) is True


def test_scope(truth_of):
    """`in` narrows a count to sections, `of` to a list."""
    answers = {"a": "clear", "m": "low", "y": False, "b": "some", "n": "clear"}
    assert truth_of("all in s are clear", MIXED, answers) is True
    assert truth_of("all in r are clear", MIXED, answers) is False
    assert truth_of("exactly 1 in r, s are clear", MIXED, answers) is True
    assert truth_of("all of a are clear", MIXED, answers) is True
    assert truth_of("none of b are clear", MIXED, answers) is True


def test_unordered_list(truth_of):
    """A list means the same in any order."""
    for answers in ({"a": "clear", "b": "some", "c": "some"}, {"a": "some", "b": "some", "c": "clear"}):
        verdicts = {
            truth_of(f"at least 2 of {', '.join(order)} are some", bands(*"abc"), answers)
            for order in itertools.permutations("abc")
        }
        assert verdicts == {True}


@pytest.mark.parametrize(("day", "expected"), [(1, True), (2, False), (3, False)])
def test_counted_from(truth_of, day, expected):
    """An item counts from its day on, not before."""
    items = """section s "S" {
      question a "A" on evidence  question b "B" on evidence, counted from 2 May 2023
    }"""
    on = datetime.date(2023, 5, day)
    assert truth_of("all are clear", items, {"a": "clear", "b": "limited"}, on=on) is expected


# --- one thing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a is some", True),
        ("a is clear", False),
        ("a is some or better", True),
        ("a is some or worse", True),
        ("a is clear or better", False),
        ("a is limited or worse", False),
        ("a is not limited", True),
        ("a is applicable", True),
        ("a is not applicable", False),
    ],
)
def test_band(truth_of, condition, expected):
    """One item against a band, a band or better, a band or worse."""
    assert truth_of(condition, bands("a"), {"a": "some"}) is expected


@pytest.mark.parametrize("condition", ["a is some", "a is clear or better", "a is not clear"])
def test_not_applicable(truth_of, condition):
    """A comparison with something not applicable does not apply, and neither does its opposite."""
    assert truth_of(condition, bands("a"), {"a": NOT_APPLICABLE}) is None


def test_applicability_always_applies(truth_of):
    """`is applicable` and `is not applicable` are true or false, never neither."""
    assert truth_of("a is applicable", bands("a"), {"a": NOT_APPLICABLE}) is False
    assert truth_of("a is not applicable", bands("a"), {"a": NOT_APPLICABLE}) is True


def test_yes_no_and_choice(truth_of):
    """Yes or no, and one of several choices."""
    items = """section s "S" {
      question y "Y" yes or no
      question p "P" one of { x "X"  z "Z" }
    }"""
    assert truth_of("y is yes and p is x", items, {"y": True, "p": "x"}) is True
    assert truth_of("y is no", items, {"y": False, "p": "x"}) is True
    assert truth_of("y is no", items, {"y": True, "p": "x"}) is False
    assert truth_of("p is z", items, {"y": True, "p": "x"}) is False
    assert truth_of("p is not z", items, {"y": True, "p": "x"}) is True


@pytest.mark.parametrize(
    ("test", "holds_at"),
    [
        ("is at least 7", {7, 8}),
        ("is above 7", {8}),
        ("is more than 7", {8}),
        ("is at most 7", {6, 7}),
        ("is below 7", {6}),
        ("is fewer than 7", {6}),
        ("is exactly 7", {7}),
        ("is 7", {7}),
    ],
)
def test_comparisons(truth_of, test, holds_at):
    """Every comparison of a number, below, at and above the constant."""
    items = 'section s "S" { question n "N" number from 0 to 10, may be not applicable }'
    assert {n for n in (6, 7, 8) if truth_of(f"n {test}", items, {"n": n})} == holds_at
    assert truth_of(f"n {test}", items, {"n": NOT_APPLICABLE}) is None


def test_known(truth_of):
    """A known is read like an answer."""
    assert truth_of("breach is yes", 'known breach "Breach" yes or no', known={"breach": True}) is True
    assert truth_of("breach is yes", 'known breach "Breach" yes or no', known={"breach": "no"}) is False


# --- tables and repeated sections ------------------------------------------------------------------------------------

TABLE = 'section s "S" { question tb "T" table { what text }, may be not applicable }'
REPEATED = 'section goal "Goal" repeated { question g "G" on evidence, may be not applicable }'


@pytest.mark.parametrize(
    ("condition", "holds_at"),
    [
        ("has at least 1 row", {1, 2, 3}),
        ("has at most 1 row", {0, 1}),
        ("has exactly 2 rows", {2}),
        ("has more than 2 rows", {3}),
        ("has fewer than 2 rows", {0, 1}),
    ],
)
def test_rows(truth_of, condition, holds_at):
    """The number of rows of a table."""
    assert {n for n in range(4) if truth_of(f"tb {condition}", TABLE, {"tb": [{"what": "x"}] * n})} == holds_at
    assert truth_of(f"tb {condition}", TABLE, {"tb": NOT_APPLICABLE}) is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_instances(truth_of, count):
    """The number of instances of a repeated section; none where the caller gives none."""
    answers = {"goal": [{"g": "clear"}] * count}
    assert truth_of("goal has exactly 2 instances", REPEATED, answers) is (count == 2)
    assert truth_of("goal has at least 1 instance", REPEATED, answers) is (count >= 1)
    assert truth_of("goal has at least 1 instance", REPEATED, {}) is False


def test_instances_are_counted_one_by_one(truth_of):
    """In a count over the tool, an item of a repeated section stands once for each instance."""
    answers = {"goal": [{"g": "clear"}, {"g": "some"}, {"g": NOT_APPLICABLE}]}
    assert truth_of("exactly 1 are clear", REPEATED, answers) is True
    assert truth_of("exactly half are clear", REPEATED, answers) is True
    assert truth_of("exactly 1 of g are some", REPEATED, answers) is True
    assert truth_of("all in goal are clear", REPEATED, {"goal": []}) is None
    assert truth_of("goal is applicable", REPEATED, answers) is True
    assert truth_of("goal is applicable", REPEATED, {"goal": [{"g": NOT_APPLICABLE}]}) is False


# --- dates -----------------------------------------------------------------------------------------------------------

SEEN = 'section s "S" { question seen "S" date, may be not applicable  question due "D" date, may be not applicable }'


@pytest.mark.parametrize(
    ("test", "days"),
    [
        ("is before 2 May 2023", {"2023-05-01"}),
        ("is on or before 2 May 2023", {"2023-05-01", "2023-05-02"}),
        ("is after 2023-05-02", {"2023-05-03"}),
        ("is on or after 2023-05-02", {"2023-05-02", "2023-05-03"}),
        ("is before audit-date", {"2023-05-01"}),
        ("is on or after audit-date", {"2023-05-02", "2023-05-03"}),
        ("is before due", {"2023-05-01"}),
        ("is within 1 day of audit-date", {"2023-05-01", "2023-05-02", "2023-05-03"}),
        ("is within 1 day before audit-date", {"2023-05-01", "2023-05-02"}),
        ("is within 1 day after audit-date", {"2023-05-02", "2023-05-03"}),
        ("is within 0 days of audit-date", {"2023-05-02"}),
        ("is within 1 week before due", {"2023-05-01", "2023-05-02"}),
    ],
)
def test_dates(truth_of, test, days):
    """Before, after and within, against a date, the date of the audit, or another answer; the last day is in."""
    tried = ["2023-05-01", "2023-05-02", "2023-05-03"]
    held = {d for d in tried if truth_of(f"seen {test}", SEEN, {"seen": d, "due": "2023-05-02"}, on=ON)}
    assert held == days


def test_dates_not_applicable(truth_of):
    """A date that is not applicable, on either side, makes the comparison so."""
    given = {"seen": "2023-05-01", "due": NOT_APPLICABLE}
    assert truth_of("seen is before due", SEEN, given, on=ON) is None
    assert truth_of("due is within 2 months before audit-date", SEEN, given, on=ON) is None


@pytest.mark.parametrize(
    ("audit", "first"),
    [
        ("2023-05-02", "2023-03-02"),
        ("2023-04-30", "2023-02-28"),
        ("2024-04-30", "2024-02-29"),
        ("2024-04-29", "2024-02-29"),
        ("2023-12-31", "2023-10-31"),
        ("2024-01-31", "2023-11-30"),
    ],
)
def test_months(truth_of, audit, first):
    """Two months before: the same day of the month, or the last of a shorter one; that exact day is in."""
    on, day = datetime.date.fromisoformat(audit), datetime.date.fromisoformat(first)
    condition = "seen is within 2 months before audit-date"
    assert truth_of(condition, SEEN, {"seen": day, "due": day}, on=on) is True
    assert truth_of(condition, SEEN, {"seen": day - datetime.timedelta(days=1), "due": day}, on=on) is False
    assert truth_of(condition, SEEN, {"seen": on, "due": day}, on=on) is True
    assert truth_of(condition, SEEN, {"seen": on + datetime.timedelta(days=1), "due": day}, on=on) is False


# --- grades of sections ----------------------------------------------------------------------------------------------

GRADED = """
  section one "One" { question a "A" on evidence, may be not applicable }
  section two "Two" { question b "B" on evidence, may be not applicable }
  section three "Three" { question c "C" on evidence, may be not applicable }
  judgement shown "Shown" for each section on ofsted {
    give outstanding when all are clear
    give good when none are limited and all are some or better
  }
  judgement marked "Marked" for each section on marks {
    give high when all are clear
    give middle when all are some or better
  }
"""
WITHOUT_FRAME = (
    GRADED
    + """
  judgement holds "Holds" on verdict { give held when CONDITION intended }
  judgement fails "Fails" on verdict { give held when not (CONDITION) intended }
"""
)
LEVELS = {"a": "clear", "b": "some", "c": "limited"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("one is outstanding", True),
        ("two is good", True),
        ("two is good or better", True),
        ("three is good or better", False),
        ("one is high", True),
        ("one by marked is high", True),
        ("two by marked is middle or worse", True),
        ("two by shown is outstanding", False),
        ("every section by shown is good or better", False),
        ("at least 2 sections are good or better", True),
        ("at least 3 sections by shown are good or better", False),
        ("exactly 1 section is inadequate", True),
        ("no section is requires-improvement", True),
        ("any section is low", True),
        ("at least half sections are outstanding", False),
        ("more than 60% sections are good or better", True),
    ],
)
def test_section_grades(tool_of, condition, expected):
    """A section's grade by the section's name, and counts of sections, by the judgement that fits or is named."""
    outcome = evaluate(tool_of(WITHOUT_FRAME.replace("CONDITION", condition)), LEVELS)
    assert [str(outcome["holds"].final) == "held", str(outcome["fails"].final) == "held"] == [expected, not expected]


def test_sections_not_applicable(tool_of):
    """A section of which nothing applies has no grade: it is not counted, and its grade by name does not apply."""
    answers = {"a": "clear", "b": "some", "c": NOT_APPLICABLE}
    for condition, expected in {
        "every section by shown is good or better": ("held", "open"),
        "exactly half sections by shown are outstanding": ("held", "open"),
        "three is good or better": ("open", "open"),
        "three is not applicable": ("held", "open"),
        "no section is inadequate": ("held", "open"),
    }.items():
        outcome = evaluate(tool_of(WITHOUT_FRAME.replace("CONDITION", condition)), answers)
        assert (str(outcome["holds"].final), str(outcome["fails"].final)) == expected, condition
        assert outcome["shown/three"].final is NOT_APPLICABLE


def test_final_grade_is_read(tool_of):
    """A rule reads another judgement's final grade: what was decided, else what is suggested."""
    tool = tool_of("""
      section s "S" { question a "A" on evidence }
      judgement first "F" on ofsted { give good when a is clear }
      judgement second "S" on verdict { give held when first is good or better }
      judgement third "T" on verdict { give held when at least 1 of first, second are good or better }
    """)
    assert str(evaluate(tool, {"a": "clear"})["second"].final) == "held"
    decided = evaluate(tool, {"a": "clear"}, decisions={"first": Decision("inadequate")})
    assert [str(judged.final) for judged in decided] == ["inadequate", "open", "open"]
    raised = evaluate(tool, {"a": "limited"}, decisions={"first": Decision("outstanding")})
    assert [str(judged.final) for judged in raised] == ["outstanding", "held", "held"]
