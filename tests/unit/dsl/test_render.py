"""Findings as text for people: the sentence, the line it is about, the other places, and what to do."""

from __future__ import annotations

import pytest

from qarules.diagnostics import Diagnostic, Label, Severity
from qarules.dsl.render import WIDEST, render, summary
from qarules.dsl.source import Source


def found(text, start, end, *, labels=(), remedy=""):
    """A finding about a stretch of a text, and that text."""
    source = Source("x.qa", text)
    diagnostic = Diagnostic(
        code="QA203",
        name="duplicate-name",
        severity=Severity.ERROR,
        message="there is a second `b`",
        span=source.span(start, end),
        labels=tuple(Label(source.span(*at), words) for at, words in labels),
        help=remedy,
    )
    return render([diagnostic], {"x.qa": text}).splitlines()


def test_whole():
    """Place, weight, code, sentence, line with marks, other places with theirs, and the remedy."""
    text = "scale a\nscale b\nscale b\n"
    assert found(text, 22, 23, labels=[((14, 15), "the first")], remedy="take one out") == [
        "x.qa:3:7: error QA203 duplicate-name",
        "  there is a second `b`",
        "  3 | scale b",
        "    |       ^",
        "  x.qa:2:7: the first",
        "  2 | scale b",
        "    |       ^",
        "  help: take one out",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "marks"),
    [
        ("scale b", 0, 5, "scale b", "^^^^^"),
        ("scale b", 6, 6, "scale b", "      ^"),
        ("scale b", 7, 7, "scale b", "       ^"),
        ("a\nscale b\nc", 2, 11, "scale b", "^^^^^^^"),
        ("a\r\nscale b\r\nc", 3, 8, "scale b", "^^^^^"),
        ("\tscale\tb", 7, 8, " scale b", "       ^"),
        ("", 0, 0, None, None),
    ],
)
def test_excerpt(text, start, end, shown, marks):
    """The marks stand below what is meant, beside tabs and at the end too; what goes on is marked to the line's end."""
    lines = found(text, start, end)[2:]
    if shown is None:
        assert lines == []
    else:
        number = text[:start].count("\n") + 1
        assert lines == [f"  {number} | {shown}", f"    | {marks}"]


def test_long_lines():
    """A long line is shown from a little before what is meant."""
    text = "x" * 300 + "HERE" + "y" * 300
    _, _, shown, marks = found(text, 300, 304)
    assert shown == "  1 | " + "x" * 20 + "HERE" + "y" * (WIDEST - 24)
    assert marks == "    | " + " " * 20 + "^^^^"


def test_wide_numbers():
    """The marks stay below, however long the number of the line is."""
    text = "\n" * 99 + "scale b"
    *_, shown, marks = found(text, 105, 106)
    assert (shown, marks) == ("  100 | scale b", "      |       ^")


def test_without_its_text():
    """A place in a text that is not at hand shows no line; a finding about nothing shows no place."""
    diagnostic = Diagnostic(code="QA101", name="n", severity=Severity.WARNING, message="m", span=None, help="h")
    assert render([diagnostic], {}).splitlines() == ["warning QA101 n", "  m", "  help: h"]
    elsewhere = Source("other.qa", "abc").span(0, 1)
    there = Diagnostic(code="QA101", name="n", severity=Severity.ERROR, message="m", span=elsewhere)
    assert render([there], {"x.qa": "abc"}).splitlines() == ["other.qa:1:1: error QA101 n", "  m"]


def test_several():
    """An empty line between two findings."""
    diagnostic = Diagnostic(code="QA101", name="n", severity=Severity.ERROR, message="m", span=None)
    assert render([diagnostic, diagnostic], {}) == "error QA101 n\n  m\n\nerror QA101 n\n  m"
    assert render([], {}) == ""


@pytest.mark.parametrize(
    ("errors", "warnings", "words"),
    [
        (0, 0, "no findings"),
        (1, 0, "1 error"),
        (0, 1, "1 warning"),
        (2, 1, "2 errors and 1 warning"),
        (1, 3, "1 error and 3 warnings"),
    ],
)
def test_summary(errors, warnings, words):
    """How many of each."""
    weights = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    assert summary([Diagnostic(code="c", name="n", severity=w, message="m", span=None) for w in weights]) == words
