"""Findings for other programs: every form is what its reader expects, and loses none of them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import attrs
import jsonschema
import pytest
from hypothesis import given, settings, strategies as st

from qarules.diagnostics import Diagnostic, Fix, Label, Severity
from qarules.dsl.allow import Allowed
from qarules.dsl.compile import compile_text
from qarules.dsl.source import Source
from qarules.export.checks import MOST_ANNOTATIONS, check_github, check_gitlab, check_json, check_junit, fingerprints
from qarules.export.sarif import check_sarif

GOLDEN = Path(__file__).parents[2] / "golden"
# The schema as OASIS publishes it, where it is at hand.
SCHEMAS = [root / "shared" / "data" / "sarif-2.1.0.json" for root in Path(__file__).parents]
SCHEMA = next((path for path in SCHEMAS if path.is_file()), None)

TEXT = 'scale a "A" { x "X" }\nrole b "B"\n'
SOURCE = Source("house/a b#1.qa", TEXT)


def finding(start=0, end=5, *, severity=Severity.ERROR, message="something is wrong", span=True, **parts):
    return Diagnostic(
        code="QA201" if severity is Severity.ERROR else "QA204",
        name="unknown-name",
        severity=severity,
        message=message,
        span=SOURCE.span(start, end) if span else None,
        **parts,
    )


WARNING = finding(22, 26, severity=Severity.WARNING)
RICH = finding(
    help="do this",
    labels=(Label(SOURCE.span(6, 7), "the first"),),
    fixes=(Fix(SOURCE.span(0, 5), "role"), Fix(SOURCE.span(6, 7), "", safe=False)),
)
MANY = [WARNING] * 3 + [finding(message=f"number {number}") for number in range(25)]


# --- GitHub ----------------------------------------------------------------------------------------------------------


def test_github():
    """Errors first, each at its place."""
    assert check_github([WARNING, RICH]) == (
        "::error title=QA201 unknown-name,file=house/a b#1.qa,line=1,endLine=1,col=1,endColumn=6"
        "::something is wrong (do this)\n"
        "::warning title=QA204 unknown-name,file=house/a b#1.qa,line=2,endLine=2,col=1,endColumn=5"
        "::something is wrong\n"
    )
    assert check_github([]) == ""


def test_github_over_lines():
    """Columns are left out where a place has several lines, and a place without length has one character."""
    assert "line=1,endLine=2::" in check_github([finding(0, 25)])
    assert "col=6,endColumn=7::" in check_github([finding(5, 5)])
    assert check_github([finding(span=False)]) == "::error title=QA201 unknown-name::something is wrong\n"


def test_github_limits():
    """No level has more annotations than are shown; what is more is counted in one of them, and told as plain lines."""
    lines = check_github(MANY).splitlines()
    annotations = [line for line in lines if line.startswith("::")]
    assert [line.partition(" ")[0] for line in annotations] == ["::error"] * 9 + ["::error::16"] + ["::warning"] * 3
    assert annotations[9] == "::error::16 errors more, in the log of this step"
    assert len(lines) - len(annotations) == 16
    told = re.findall(r"number (\d+)", "\n".join(lines))
    assert sorted(map(int, told)) == list(range(25))


@given(st.text(), st.text())
def test_github_escaping(message, remedy):
    """Whatever a message holds, it is one line and one command, and can be read back."""
    (line,) = check_github([finding(message=message, help=remedy, span=False)]).split("\n")[:-1]
    assert line.count("::") >= 2
    said = line.partition("unknown-name::")[2]
    for written, meant in (("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        said = said.replace(written, meant)
    assert said == (f"{message} ({remedy})" if remedy else message)
    assert "\r" not in line


def test_github_names():
    """A file whose name holds signs of a command is still one file."""
    source = Source("a,b:c%\n.qa", TEXT)
    line = check_github([attrs.evolve(finding(), span=source.span(0, 5))])
    assert "file=a%2Cb%3Ac%25%0A.qa,line=1" in line


# --- fingerprints ----------------------------------------------------------------------------------------------------


def golden_finds():
    """Findings of every kind, each set with the text they are about."""
    for file in sorted(GOLDEN.glob("*.qa")):
        for text in re.split(r"^---\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE):
            if "# file: " not in text and 0 < len(text) < 5_000:
                yield compile_text(text, name="x.qa")


FOUND = [compiled for compiled in golden_finds() if compiled.diagnostics]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FOUND), st.lists(st.sampled_from(["\n", "# a comment\n", "   \n"]), max_size=4), st.booleans())
def test_fingerprints_stay(compiled, above, indented):
    """Lines above and white space change no mark; no two findings of a run have the same."""
    (text,) = compiled.texts.values()
    marks = fingerprints(compiled.diagnostics, compiled.texts)
    assert len(set(marks)) == len(marks)
    moved = "".join(above) + (" " * indented + text)
    again = compile_text(moved, name="x.qa")
    assert sorted(fingerprints(again.diagnostics, again.texts)) == sorted(marks)


def test_fingerprints_differ():
    """Another code, file or line has another mark."""
    others = [RICH, WARNING, finding(22, 26), attrs.evolve(RICH, span=Source("b.qa", TEXT).span(0, 5))]
    assert len(set(fingerprints(others, {SOURCE.name: TEXT, "b.qa": TEXT}))) == 4
    assert len(set(fingerprints([RICH, RICH, finding(span=False)], {}))) == 3


# --- SARIF -----------------------------------------------------------------------------------------------------------


def sarif(diagnostics, texts=None, allowed=()):
    return json.loads(check_sarif(diagnostics, texts if texts is not None else {SOURCE.name: TEXT}, allowed))


def test_sarif():
    """One run: the rules with their pages, each result with its place, its fixes and what is told beside it."""
    (run,) = sarif(
        [RICH, WARNING], allowed=[Allowed(diagnostic=finding(22, 23), reason="Later.", span=SOURCE.span(0, 1))]
    )["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["QA201", "QA204"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "A name is used that nothing has."}
    first, second, third = run["results"]
    assert (first["ruleIndex"], first["level"], first["message"]["text"]) == (0, "error", "something is wrong\ndo this")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "house/a%20b%231.qa"},
        "region": {
            "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 6, "charOffset": 0, "charLength": 5,
        },
    }  # fmt: skip
    assert [fix["description"]["text"] for fix in first["fixes"]] == ["what is meant", "what may be meant"]
    assert first["relatedLocations"][0]["message"] == {"text": "the first"}
    assert (second["ruleIndex"], second["level"]) == (1, "warning")
    assert [each["justification"] for each in third["suppressions"]] == ["Later."]
    assert "suppressions" not in first


@pytest.mark.parametrize(
    "case",
    [
        ([], {}, ()),
        ([RICH, WARNING, finding(span=False)], None, ()),
        (MANY, None, [Allowed(diagnostic=WARNING, reason="Later.", span=SOURCE.span(0, 1))]),
        *((compiled.diagnostics, compiled.texts, compiled.allowed) for compiled in FOUND[::40]),
    ],
)
def test_sarif_is_valid(case):
    """It is what the standard says: by its own schema where that is at hand, and in what code scanning asks for."""
    told = sarif(*case)
    if SCHEMA is not None:
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(told)
    (run,) = told["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["qarules/v1"]
        for location in result["locations"]:
            region = location["physicalLocation"]["region"]
            assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


# --- the others ------------------------------------------------------------------------------------------------------


def test_json():
    """Everything there is to know of a finding, for programs of one's own."""
    told = json.loads(check_json([RICH], [Allowed(diagnostic=WARNING, reason="Later.", span=SOURCE.span(0, 1))]))
    assert told["format_version"] == 1
    assert told["diagnostics"][0]["fixes"][1]["safe"] is False
    assert told["allowed"][0]["reason"] == "Later."


def test_gitlab():
    """A list of issues with a mark each; what has no place in a file is none for GitLab."""
    error, warning = json.loads(check_gitlab([RICH, WARNING, finding(span=False)], {SOURCE.name: TEXT}))
    assert (error["severity"], warning["severity"]) == ("major", "minor")
    assert error["description"] == "something is wrong\ndo this"
    assert error["location"] == {
        "path": "house/a b#1.qa",
        "positions": {"begin": {"line": 1, "column": 1}, "end": {"line": 1, "column": 6}},
    }
    assert error["fingerprint"] != warning["fingerprint"]


@settings(max_examples=50)
@given(st.text())
def test_junit(message):
    """Every finding is a case that failed, every file without one a case that passed; any message can be read."""
    found = [finding(message=message), WARNING]
    suite = ET.fromstring(check_junit(found, {SOURCE.name: TEXT, "sound.qa": ""})).find("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    passed, *failed = suite.findall("testcase")
    assert (passed.get("classname"), list(passed)) == ("sound.qa", [])
    assert [case.get("line") for case in failed] == ["1", "2"]
    assert all(case.find("failure") is not None for case in failed)
    assert "The line is: role b" in failed[1].find("failure").text


def test_limits_are_those_of_github():
    """Ten of a level in one step."""
    assert MOST_ANNOTATIONS == 10
