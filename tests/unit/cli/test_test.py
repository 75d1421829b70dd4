"""``qarules test`` as it is typed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

RULES = """qa 1
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer"
event closure "The round closes"
deadline report "Report" { owner reviewer  within 24 hours of closure }
tool visit "Visit" {
  section basic "Basics" { question seen "Seen" on grades }
  judgement overall "Overall" on grades { give good when all are good  give fair when none are poor }
  example "Seen" { given seen good expect overall good }
  example "Hardly <seen>" {
    given seen fair
    expect overall good, seen missing
  }
}
example "In time" {
  as of 3 May 2027 at 10:00
  given closure happened on 3 May 2027 at 9:00
  expect report due 4 May 2027 at 9:00
}
"""
FAILURES = """house.qa:10:3: example "Hardly <seen>"
  12 |     expect overall good, seen missing
     |            ^^^^^^^^^^^^
  expected: overall good
  found:    fair
  12 |     expect overall good, seen missing
     |                          ^^^^^^^^^^^^
  expected: seen missing
  found:    answered

3 examples, 1 not as expected
"""


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A folder with one file of rules, which is the current one; a function that puts other rules there."""
    monkeypatch.chdir(tmp_path)

    def put(text):
        (tmp_path / "house.qa").write_text(text)

    put(RULES)
    return put


def test_what_does_not_come_true(qarules, rules):
    """Each expectation is told with its place, in the order written; the status is that of a failure."""
    assert qarules("test") == (1, FAILURES, "")
    assert qarules("test", "house.qa") == (1, FAILURES, "")


def test_all_as_expected(qarules, rules):
    """Where all comes true one line says so."""
    rules(RULES.replace("expect overall good, seen missing", "expect overall fair"))
    assert qarules("test", ".") == (0, "3 examples, all as expected\n", "")


def test_packaged_standards(qarules):
    """A packaged standard is tested by its name; one without examples says so."""
    assert qarules("test", "ofsted") == (0, "no examples\n", "")
    status, text, _ = qarules("test", "north-somerset")
    assert (status, text.partition(" ")[2]) == (0, "examples, all as expected\n")


def test_as_data(qarules, rules):
    """JSON holds every example with its place, and what did not come true."""
    status, text, _ = qarules("test", "--format", "json")
    data = json.loads(text)
    assert (status, data["format_version"], data["errors"]) == (1, 1, [])
    assert [(each["pack"], each["tool"], each["title"], each["passed"]) for each in data["examples"]] == [
        ("house", "visit", "Seen", True),
        ("house", "visit", "Hardly <seen>", False),
        ("house", "", "In time", True),
    ]
    (first, second) = data["examples"][1]["mismatches"]
    assert (first["expected"], first["found"]) == ("overall good", "fair")
    assert (second["span"]["source"], second["span"]["start"]["line"]) == ("house.qa", 12)


COVERAGE = """3 examples, all as expected

house: examples take 12 of 15 ways a decision can go, 80.0%
  giving rule     4 of 4
  condition       3 of 4
  band            2 of 3
  grade           2 of 3
  deadline        1 of 1
  no example takes:
    house.qa:8:87: overall: `none are poor` fails
    house.qa:7:28: seen: `poor` is given
    house.qa:8:3: overall: `poor` is reached

This example would take 3 more ways; put in what you agree with:

example "overall: none are poor fails" of visit {
  given seen poor
  expect overall poor
}
"""


def test_coverage(qarules, rules):
    """What no example takes is told with its place; that alone is no failure."""
    rules(RULES.replace("expect overall good, seen missing", "expect overall fair"))
    status, text, error = qarules("test", "--coverage")
    assert (status, error) == (0, "")
    assert text == COVERAGE
    status, text, _ = qarules("test", "--coverage", "--format", "json")
    (told,) = json.loads(text)["coverage"]
    assert (told["pack"], told["covered"], told["uncovered"]) == ("house", 12, 3)
    (missing,) = told["missing"]
    assert missing["text"] == "example " + COVERAGE.rpartition("\nexample ")[2]
    assert [(each["kind"], each["of"], each["text"], each["side"]) for each in missing["branches"]] == [
        ("condition", "overall", "none are poor", "fails"),
        ("band", "seen", "poor", "is given"),
        ("grade", "overall", "poor", "is reached"),
    ]
    assert told["not_found"] == []


def test_for_a_build_server(qarules, rules, tmp_path):
    """JUnit XML has a test case for each example, with its place, and the same bytes each time."""
    assert qarules("test", "--junit", "results.xml") == (1, FAILURES, "")
    first = (tmp_path / "results.xml").read_bytes()
    (suite,) = ET.fromstring(first)
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
    }
    cases = [(case.get("classname"), case.get("name"), case.get("file"), case.get("line")) for case in suite]
    assert cases == [
        ("house/visit", "Seen", "house.qa", "9"),
        ("house/visit", "Hardly <seen>", "house.qa", "10"),
        ("house", "In time", "house.qa", "15"),
    ]
    (failure,) = suite[1]
    assert failure.get("message") == "house.qa:12:12: expected overall good; found: fair"
    assert failure.text.splitlines()[1] == "house.qa:12:26: expected seen missing; found: answered"
    qarules("test", "--junit", "results.xml")
    assert (tmp_path / "results.xml").read_bytes() == first


def test_rules_with_errors(qarules, rules, tmp_path):
    """A pack that cannot be read is told with its errors, and fails."""
    rules(RULES.replace("all are good", "all are goood"))
    status, text, _ = qarules("test", "--junit", "results.xml")
    assert status == 1
    assert "QA403 band-nobody-knows" in text
    assert text.endswith("no examples\n")
    (suite,) = ET.parse(tmp_path / "results.xml").getroot()
    assert (suite.get("errors"), suite[0].get("name")) == ("1", "QA403 band-nobody-knows")


def test_signs_that_xml_cannot_hold(qarules, rules, tmp_path):
    """A control character in a title does not spoil the document."""
    rules(RULES.replace("Hardly <seen>", "Hardly \x08 seen"))
    qarules("test", "--junit", "results.xml")
    (suite,) = ET.parse(tmp_path / "results.xml").getroot()
    assert suite[1].get("name") == "Hardly ? seen"


@pytest.mark.parametrize("arguments", [("nowhere",), (".", "--junit", "nowhere/results.xml"), ("--format", "yaml")])
def test_what_cannot_be_done(qarules, rules, arguments):
    """What was typed and makes no sense is refused."""
    status, text, error = qarules("test", *arguments)
    assert (status, text) == (2, "")
    assert error
