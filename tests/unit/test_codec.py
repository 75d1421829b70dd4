"""Audits and outcomes as JSON: there and back, refused with the path of each fault, and in step with the schemas."""

from __future__ import annotations

import copy
import datetime
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given, settings, strategies as st

from qarules import (
    CANNOT_TELL,
    NOT_APPLICABLE,
    Answer,
    Audit,
    CodecError,
    Decision,
    Outcome,
    Why,
    evaluate,
    from_json,
    load,
    to_json,
)
from qarules.codec.kinds import KINDS
from qarules.codec.reading import parsed
from qarules.codec.schemas import schema
from qarules.standards.shelf import review

ON = datetime.date(2023, 5, 2)
SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


def outcome_of(name):
    audit = from_json(review("north-somerset", name), Audit)
    tool = load("north-somerset/collaborative-practice-review", on=audit.on)
    return evaluate(tool, audit.answers, known=audit.known, decisions=audit.decisions)


@pytest.fixture(scope="module")
def outcomes(tool_of):
    """Outcomes that together hold every kind of result."""
    tool = tool_of("""
      section s "S" {
        question a "A" on marks, with evidence  question n "N" number
        question h "H" yes or no, asked when n is at least 3
      }
      section r "R" may be not applicable { question b "B" on evidence }
      measure third = n / 3
      measure half = a / 2
      judgement each "E" for each section on ofsted { give good when all are clear or all are high }
      judgement personal "P" on ofsted decided by reviewer, with reason {
        descriptor good "good" descriptor inadequate not provided "nothing"
        no better than good when n is at most 1 intended
      }
      judgement last "L" on verdict shown after personal { give held when third is at least 1 }
    """)
    decided = {"personal": Decision("outstanding", by="Rev", person="P. Person"), "each/s": Decision("inadequate")}
    return [
        outcome_of("complete"),
        outcome_of("partial"),
        evaluate(tool, {"a": "high", "n": 1, "h": True, "r": NOT_APPLICABLE, "x": 1}, decisions=decided),
        evaluate(tool, {"n": 3}, decisions={"personal": Decision("good", by="reviewer", reason="why")}),
    ]


# --- there and back --------------------------------------------------------------------------------------------------


def test_outcomes(outcomes):
    """An outcome read back is the same outcome, places and all."""
    for outcome in outcomes:
        again = from_json(to_json(outcome), Outcome)
        assert again == outcome
        assert [judged.span for judged in again] == [judged.span for judged in outcome]
        assert again.explain() == outcome.explain()
        assert json.loads(to_json(outcome)) == outcome.to_dict()


def test_all_kinds_of_results_are_among_them(outcomes):
    """The outcomes of these tests hold every reason to be missing, and every part that may be empty, both ways."""
    judged = [judged for outcome in outcomes for judged in outcome]
    missing = {missing.why for outcome in outcomes for missing in outcome.missing}
    assert missing == set(Why)
    for told in ("suggested", "decided", "final", "descriptor", "reasons", "rests_on", "clauses", "section", "allowed"):
        assert {bool(getattr(one, told)) for one in judged} == {True, False}, told
    for told in ("differs", "above_limit", "shown"):
        assert {getattr(one, told) for one in judged} == {True, False}, told
    assert any(outcome.ignored for outcome in outcomes)
    assert any(outcome.problems for outcome in outcomes)
    assert any(outcome.hidden for outcome in outcomes)
    assert any(Fraction(1, 3) in measured.possible for outcome in outcomes for measured in outcome.measures)


def test_audit():
    """An audit read back is the same audit, where its answers are what JSON can hold."""
    audit = Audit(
        tool="house/tool",
        on=ON,
        answers={
            "band": "clear",
            "yes": True,
            "count": 7,
            "none": None,
            "with": {"value": "some", "note": "n", "evidence": ["a", "b"]},
            "rows": [{"what": "x", "amount": 3}],
            "goal": [{"met": "clear"}, {}],
        },
        known={"breach": False},
        decisions={"grade": Decision("good", by="reviewer", reason="r", person="p"), "each/s": Decision("inadequate")},
    )
    again = from_json(to_json(audit), Audit)
    assert again == audit
    assert to_json(again) == to_json(audit)
    assert from_json(to_json(audit, indent=2).encode(), Audit) == audit


def test_empty_audit():
    """Everything in an audit may be left out."""
    assert from_json('{"format_version": 1}', Audit) == Audit()


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        (NOT_APPLICABLE, {"status": "not-applicable"}),
        (CANNOT_TELL, {"status": "cannot-tell"}),
        (Answer(value="clear"), {"value": "clear"}),
        (Answer(status=NOT_APPLICABLE, reason="r"), {"status": "not-applicable", "reason": "r"}),
        (
            Answer(value=Decimal("0.5"), note="n", evidence=("a",)),
            {"value": 0.5, "note": "n", "evidence": ["a"]},
        ),
        (Answer(note="n"), {"note": "n"}),
        (ON, "2023-05-02"),
        (Fraction(1, 8), 0.125),
        (Decimal("1E2"), 100),
        (0.1, 0.1),
        (-3.0, -3),
        ([{"by": ON, "amount": Fraction(1, 2)}], [{"by": "2023-05-02", "amount": 0.5}]),
        (({"met": NOT_APPLICABLE},), [{"met": {"status": "not-applicable"}}]),
        ({"value": Decimal("2.50")}, {"value": 2.5}),
    ],
)
def test_answers(answer, written):
    """Every kind of answer as it is written."""
    assert json.loads(to_json(Audit(answers={"x": answer})))["answers"] == {"x": written}
    assert json.loads(to_json(Audit(known={"x": answer})))["known"] == {"x": written}


def test_a_grade_is_written_by_its_id(outcomes):
    """A grade that was handed in as an answer is written by its id."""
    grade = outcomes[0]["final-judgement"].final
    assert json.loads(to_json(Audit(answers={"x": grade})))["answers"] == {"x": "good"}


def test_answers_mean_the_same(tool_of):
    """What was stored and read back is graded as what was handed in."""
    tool = tool_of("""
      section s "S" {
        question a "A" on evidence, may be not applicable  question n "N" number step 0.01
        question d "D" date  question tb "T" table { amount number step 0.1 }
      }
      section goal "G" repeated { question g "G" on evidence }
      known k "K" yes or no
      measure m = n * 3
      judgement grade "G" on ofsted decided by reviewer { give good when all are clear and k is yes intended }
    """)
    audit = Audit(
        answers={
            "a": Answer(status=NOT_APPLICABLE),
            "n": Fraction(7, 100),
            "d": ON,
            "tb": [{"amount": Decimal("0.3")}, {"amount": 0.7}],
            "goal": [{"g": "clear"}],
        },
        known={"k": True},
        decisions={"grade": Decision("good", by="Rev")},
    )
    again = from_json(to_json(audit), Audit)
    first, second = (
        evaluate(tool, each.answers, known=each.known, decisions=each.decisions) for each in (audit, again)
    )
    assert first == second
    assert first.problems == ()
    assert first.measures[0].value == Fraction(21, 100)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8))
def test_numbers_are_exact(number):
    """A decimal number comes back as exactly that number."""
    again = from_json(to_json(Audit(answers={"n": number})), Audit).answers["n"]
    assert isinstance(again, int | Decimal)
    assert Fraction(again) == Fraction(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_their_shortest_decimal(number):
    """A float comes back as the number it reads as: 0.1 is a tenth."""
    again = from_json(to_json(Audit(answers={"n": number})), Audit).answers["n"]
    assert Fraction(again) == Fraction(repr(number))


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Fraction(1, 3), "1/3 has no exact decimal that JSON can hold"),
        (Decimal("0.12345678901234567890123"), "0.12345678901234567890123 has no exact decimal that JSON can hold"),
        (Fraction(10**400, 3), f"1{'0' * 400}/3 has no exact decimal that JSON can hold"),
        (float("nan"), "nan is no number that JSON can hold"),
        (Decimal("-Infinity"), "-Infinity is no number that JSON can hold"),
        (Decimal("1E999999999"), "1E+999999999 is no number that JSON can hold"),
        (object, "no answer can be a type"),
        (b"bytes", "no answer can be a bytes"),
        ([{"x": {1, 2}}], "no answer can be a set"),
    ],
)
def test_not_to_be_written(answer, message):
    """What no JSON holds exactly is refused, not changed."""
    with pytest.raises(CodecError) as raised:
        to_json(Audit(answers={"x": answer}))
    assert raised.value.message == message


# --- refused ---------------------------------------------------------------------------------------------------------


def refused(document, kind=Audit):
    """What is said about a document that is no audit (or outcome)."""
    with pytest.raises(CodecError) as raised:
        from_json(json.dumps(document), kind)
    return raised.value.message


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "$: an object with named parts is expected"),
        (5, "$: an object with named parts is expected"),
        ({}, "$.format_version: this version reads format 1, not null"),
        ({"format_version": 2}, "$.format_version: this version reads format 1, not 2"),
        ({"format_version": "1"}, '$.format_version: this version reads format 1, not "1"'),
        ({"format_version": True}, "$.format_version: this version reads format 1, not true"),
        ({"format_version": 1, "answer": {}}, "$.answer: there is no such part"),
        ({"format_version": 1, "answers": []}, "$.answers: an object with named parts is expected"),
        ({"format_version": 1, "known": None}, "$.known: an object with named parts is expected"),
        ({"format_version": 1, "tool": 5}, "$.tool: text is expected"),
        ({"format_version": 1, "on": "2 May 2023"}, "$.on: a date such as 2027-04-01 is expected"),
        ({"format_version": 1, "on": "20230502"}, "$.on: a date such as 2027-04-01 is expected"),
        ({"format_version": 1, "on": "2023-02-30"}, "$.on: a date such as 2027-04-01 is expected"),
        (
            {"format_version": 1, "decisions": {"a/b": "good"}},
            "$.decisions.a/b: an object with named parts is expected",
        ),
        ({"format_version": 1, "decisions": {"a": {}}}, "$.decisions.a.grade: this part is missing"),
        ({"format_version": 1, "decisions": {"a": {"grade": None}}}, "$.decisions.a.grade: text is expected"),
        (
            {"format_version": 1, "decisions": {"a": {"grade": "x", "who": "y"}}},
            "$.decisions.a.who: there is no such part",
        ),
        (
            {"format_version": 1, "tool": 5, "on": "x", "zzz": 1, "yyy": 2},
            "$.tool: text is expected; $.on: a date such as 2027-04-01 is expected; "
            "$.yyy: there is no such part; $.zzz: there is no such part",
        ),
    ],
)
def test_refused_audits(document, message):
    """Every fault with its path, and none in Python's words."""
    assert refused(document) == message


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["hidden"], "abc", "$.hidden: a list is expected"),
        (["hidden"], {"a": 1}, "$.hidden: a list is expected"),
        (["hidden"], [5], "$.hidden[0]: text is expected"),
        (["judgements", 1], 5, "$.judgements[1]: an object with named parts is expected"),
        (["judgements", 0, "exact"], 1, "$.judgements[0].exact: true or false is expected"),
        (["judgements", 0, "exact"], None, "$.judgements[0].exact: true or false is expected"),
        (
            ["judgements", 0, "possible", 0],
            "good",
            "$.judgements[0].possible[0]: one of `not-applicable`, `cannot-tell` is expected",
        ),
        (["judgements", 0, "possible", 0], None, "$.judgements[0].possible[0]: an object with named parts is expected"),
        (["judgements", 0, "final"], 7, "$.judgements[0].final: an object with named parts is expected"),
        (
            ["judgements", 0, "final"],
            {"id": "x"},
            "$.judgements[0].final.title: this part is missing; $.judgements[0].final.rank: this part is missing",
        ),
        (
            ["judgements", 0, "span", "start", "line"],
            1.5,
            "$.judgements[0].span.start.line: a whole number is expected",
        ),
        (
            ["judgements", 0, "span", "start", "line"],
            True,
            "$.judgements[0].span.start.line: a whole number is expected",
        ),
        (
            ["measures", 0, "value"],
            5,
            "$.measures[0].value: a number written as text is expected, such as 62.5 or 200/3",
        ),
        (
            ["measures", 0, "value"],
            "1e5",
            "$.measures[0].value: a number written as text is expected, such as 62.5 or 200/3",
        ),
        (
            ["measures", 0, "value"],
            "1/0",
            "$.measures[0].value: a number written as text is expected, such as 62.5 or 200/3",
        ),
        (
            ["missing", 0, "why"],
            "asleep",
            "$.missing[0].why: one of `unanswered`, `cannot-tell`, `reason`, `evidence`, `decision` is expected",
        ),
    ],
)
def test_refused_outcomes(outcomes, path, value, message):
    """The same for outcomes, however deep."""
    document = copy.deepcopy(outcomes[2].to_dict())
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    assert refused(document, Outcome) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("{", "this is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b"\xff\xfe\x00", None),
        ('{"format_version": 1, "answers": {"x": NaN}}', "this is not JSON: `NaN` is no number"),
        ('{"format_version": 1, "answers": {"x": -Infinity}}', "this is not JSON: `-Infinity` is no number"),
        (
            '{"format_version": 1, "answers": {"x": 1, "y": 1, "x": 2}}',
            "this is not JSON: `x` stands twice in one object",
        ),
        ('{"format_version": 1, "answers": {"x": ' + "[" * 100_000, None),
        ("1" * 5000, None),
    ],
)
def test_not_json(text, message):
    """What is no JSON, or says one thing twice, is refused."""
    with pytest.raises(CodecError) as raised:
        from_json(text, Audit)
    assert raised.value.message.startswith("this is not JSON: ")
    assert message is None or raised.value.message == message


def test_parsed_numbers_are_exact():
    """Numbers keep every digit they were written with."""
    assert parsed('{"x": 0.1, "y": [1, 2.50]}') == {"x": Decimal("0.1"), "y": [1, Decimal("2.50")]}


def test_a_byte_order_mark():
    """A file saved with a byte order mark is read all the same."""
    assert from_json(b'\xef\xbb\xbf{"format_version": 1}', Audit) == Audit()


# --- schemas ---------------------------------------------------------------------------------------------------------

CHECKER = jsonschema.FormatChecker(["date"])
VALIDATORS = {kind: jsonschema.Draft202012Validator(schema(kind), format_checker=CHECKER) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_schema(kind):
    """A schema is one, names its format, and stands in the documentation as it is."""
    made = schema(kind)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["properties"]["format_version"] == {"const": 1}
    assert set(made["properties"]) == {"format_version", *(field.name for field in attrs.fields(kind))}
    assert json.loads((SCHEMAS / f"{kind.__name__.lower()}.json").read_text(encoding="utf-8")) == made


def test_schemas_hold(outcomes):
    """Whatever is written is what the schema says."""
    for outcome in outcomes:
        VALIDATORS[Outcome].validate(json.loads(to_json(outcome)))
    for name in ("complete", "partial"):
        VALIDATORS[Audit].validate(json.loads(review("north-somerset", name)))
        VALIDATORS[Audit].validate(json.loads(to_json(from_json(review("north-somerset", name), Audit))))


ODD = [
    None, True, False, 0, 1, -1, 2.5, "", "x", "2023-05-02", "20230502", "2023-13-01", "1/2", "1/0", "-0", "62.5",
    "1e5", " 1", "good", "not-applicable", "unanswered", "give", [], ["a"], [None], {}, {"a": 1}, [{}],
]  # fmt: skip


def spots(document, path=()):
    """The paths of everything in a document."""
    if path:
        yield path
    inside = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, part in inside:
        yield from spots(part, (*path, name))


@st.composite
def mutations(draw, document):
    """The document with one part changed, taken out or added."""
    path = draw(st.sampled_from(list(spots(document))))
    document = copy.deepcopy(document)
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    how = draw(st.sampled_from(["change", "change", "change", "take out", "add"]))
    if how == "change":
        spot[path[-1]] = draw(st.sampled_from(ODD))
    elif how == "take out":
        del spot[path[-1]]
    elif isinstance(spot, dict):
        spot["zzz"] = draw(st.sampled_from(ODD))
    return document


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_schema_and_reader_agree(data, outcomes):
    """A document with one mistake in it is refused by both or by neither."""
    small = outcomes[2:]
    documents = [(json.loads(review("north-somerset", "complete")), Audit)]
    documents += [(json.loads(to_json(outcome)), Outcome) for outcome in small]
    document, kind = data.draw(st.sampled_from(documents))
    mutated = data.draw(mutations(document))
    try:
        from_json(json.dumps(mutated), kind)
        is_read = True
    except CodecError:
        is_read = False
    assert VALIDATORS[kind].is_valid(mutated) is is_read
