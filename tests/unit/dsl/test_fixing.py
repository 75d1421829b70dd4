"""Fixes: all of a finding or none, none over another, and those of the golden mistakes mend what they are for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import attrs
import pytest

from qarules.diagnostics import Diagnostic, Fix, Severity
from qarules.dsl.compile import compile_pack, compile_text, read_file
from qarules.dsl.findings import Findings
from qarules.dsl.fixing import can_be_fixed, fixed
from qarules.dsl.source import Source

GOLDEN = Path(__file__).parents[2] / "golden"
PRELUDE = Source("prelude.qa", (GOLDEN / "prelude.qa").read_text(encoding="utf-8"))
CHUNKS = [
    pytest.param(text, id=f"{file.stem}: {text.split(chr(10), 1)[0]}")
    for file in sorted(GOLDEN.glob("*.qa"))
    if file.name != "prelude.qa"
    for text in re.split(r"^---\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if "# file: " not in text and len(text) < 20_000
]


def found(text, *edits, safe=True):
    source = Source("x.qa", text)
    fixes = tuple(Fix(source.span(start, end), new, safe) for start, end, new in edits)
    return Diagnostic(
        code="QA201", name="unknown-name", severity=Severity.ERROR, message="m", span=source.span(0, 1), fixes=fixes
    )


@pytest.mark.parametrize(
    ("edits", "after", "mended"),
    [
        ([[(0, 1, "A")], [(2, 3, "CC"), (4, 5, "")]], "AbCCdf", 2),
        ([[(0, 3, "x")], [(2, 4, "y")]], "xdef", 1),
        ([[(0, 2, "x")], [(2, 4, "y")]], "xcdef", 1),
        ([[(2, 2, "x")], [(2, 2, "y")]], "abxcdef", 1),
        ([[(1, 2, "x")], [(0, 1, "y"), (5, 6, "z")]], "axcdef", 1),
        ([], None, 0),
    ],
)
def test_edits(edits, after, mended):
    """Each is made at its place in the text as it was; of two that touch, the first finding's."""
    result = fixed([found("abcdef", *each) for each in edits], {"x.qa": "abcdef"})
    assert (result.texts.get("x.qa"), len(result.mended)) == (after, mended)


def test_guesses():
    """What is only likely to be meant is made on demand."""
    guess = found("ab", (0, 1, "x"), safe=False)
    assert (can_be_fixed(guess), can_be_fixed(guess, guesses=True)) == (False, True)
    assert fixed([guess], {"x.qa": "ab"}).texts == {}
    assert fixed([guess], {"x.qa": "ab"}, guesses=True).texts == {"x.qa": "xb"}
    assert not can_be_fixed(attrs.evolve(guess, fixes=()), guesses=True)


def test_another_text():
    """A fix in a text that may not be changed is not made, and nothing of its finding."""
    assert fixed([found("ab", (0, 1, "x"))], {"y.qa": "ab"}).texts == {}


@pytest.mark.parametrize("guesses", [False, True])
@pytest.mark.parametrize("text", CHUNKS)
def test_golden_mistakes(text, guesses):
    """A finding that was mended is gone afterwards, and nothing is found that was not there before."""
    before = compile_pack([PRELUDE, Source("chunk.qa", text)], name="p")
    result = fixed(before.diagnostics, {"chunk.qa": text}, guesses=guesses)
    if not result.mended:
        return
    after = compile_pack([PRELUDE, Source("chunk.qa", result.texts["chunk.qa"])], name="p")
    left = Counter(each.code for each in before.diagnostics if each not in result.mended)
    now = Counter(each.code for each in after.diagnostics)
    assert left <= now
    # What a mistake kept from being looked at may be found now, but not the same once more.
    assert not (now - left).keys() & {each.code for each in result.mended}


@pytest.mark.parametrize("text", CHUNKS)
def test_safe_fixes_mean_the_same(text):
    """What is mended without a doubt reads as it was taken before."""
    findings = Findings()
    taken = read_file(Source("chunk.qa", text), findings)
    result = fixed(findings.sorted(), {"chunk.qa": text})
    if len(result.mended) == len(findings.sorted()) > 0:
        again = Findings()
        assert read_file(Source("chunk.qa", result.texts["chunk.qa"]), again) == taken
        assert again.found == []


def test_a_name_that_was_meant():
    """A misspelt name can be mended wherever it stands, and what it stands for is used."""
    text = """
    scale grades "Grades" { good "Good"  weak "Weak" }
    tool t "T" { section s "S" { question a "A" on grads  question b "B" on grads } }
    """
    before = compile_text(text, name="x.qa")
    assert [(each.code, len(each.fixes)) for each in before.diagnostics] == [("QA201", 2)]
    after = fixed(before.diagnostics, before.texts, guesses=True).texts["x.qa"]
    assert compile_text(after).diagnostics == ()
