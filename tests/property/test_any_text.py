"""Any text at all gives a pack or reports: nothing is raised, and every place lies in the text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings, strategies as st

from qarules.diagnostics import Severity
from qarules.dsl.compile import compile_text
from qarules.dsl.grammar import keywords, words

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

SOUND = Path(__file__).with_name("every_construct.qa").read_text(encoding="utf-8")
WORDS = [str(token) for token in words(SOUND)]

KEYWORDS = sorted(keywords().values())
OTHER_WORDS = (
    'plan voice clear case_summary 1st résumé 0 7 2.5 31/12/2024 12345678901234567890 "text" """block""" “text” '
    '" """ ; >= == && #x'
).split()
WORD = st.sampled_from([*KEYWORDS, *OTHER_WORDS, "1 April 2027", "31 February 2027", "a half rounds up", "\u00a0"])
GAP = st.sampled_from([" ", "\n", "\r\n", "\t", ""])
SIGN = st.sampled_from("{}()\"“”'#;,.-–_ \n\u00a0\x00aZ9") | st.characters(exclude_categories=())


def check(text: str) -> None:
    compiled = compile_text(text)
    again = compile_text(text)
    assert compiled == again
    assert (compiled.pack is None) == any(found.severity is Severity.ERROR for found in compiled.diagnostics)
    for found in compiled.diagnostics:
        assert found.span is not None
        for span in (found.span, *(label.span for label in found.labels), *(fix.span for fix in found.fixes)):
            assert 0 <= span.start.offset <= span.end.offset <= len(text)
            for point in (span.start, span.end):
                before = text[: point.offset]
                assert (point.line, point.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
        for sentence in (found.message, found.help, *(label.text for label in found.labels)):
            assert "\n" not in sentence


# --- texts -----------------------------------------------------------------------------------------------------------


@patient
@given(st.text(st.characters(exclude_categories=()), max_size=200))
@example("\ud800")
@example('"""')
@example('tool a "b" { section c "d" { question e "f" one of {')
def test_random_letters(text):
    """Letters and signs of any script, lone halves of letters included."""
    check(text)


@patient
@given(st.lists(st.tuples(WORD, GAP), max_size=80))
def test_random_words(words):
    """The language's own words, and a few that are none, in any order."""
    check("".join(word + gap for word, gap in words))


@settings(patient, max_examples=60)
@given(st.lists(st.tuples(WORD, st.sampled_from([" ", "\n"])), max_size=30), st.integers(0, len(WORDS)))
def test_random_words_in_a_tool(words, at):
    """The same in the middle of a sound text."""
    check(" ".join([*WORDS[:at], "".join(word + gap for word, gap in words), *WORDS[at:]]))


@st.composite
def changed_words(draw: st.DrawFn) -> str:
    """The sound text with a few words left out, doubled, exchanged or put in."""
    words = list(WORDS)
    for _ in range(draw(st.integers(1, 5))):
        at, other = draw(st.integers(0, len(words) - 1)), draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(["leave out", "double", "exchange", "put in", "replace", "cut"])):
            case "leave out":
                del words[at]
            case "double":
                words.insert(at, words[at])
            case "exchange":
                words[at], words[other] = words[other], words[at]
            case "put in":
                words.insert(at, draw(WORD))
            case "replace":
                words[at] = draw(WORD)
            case _:
                del words[at : at + draw(st.integers(1, 30))]
        words = words or ["qa"]
    return " ".join(words)


@settings(patient, max_examples=150)
@given(changed_words())
def test_changed_words(text):
    """A sound text after a few slips with whole words."""
    check(text)


@st.composite
def changed_letters(draw: st.DrawFn) -> str:
    """The sound text with a few letters left out, doubled, exchanged or put in."""
    letters = list(SOUND)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(letters) - 2))
        match draw(st.sampled_from(["leave out", "double", "exchange", "put in", "replace"])):
            case "leave out":
                del letters[at]
            case "double":
                letters.insert(at, letters[at])
            case "exchange":
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
            case "put in":
                letters.insert(at, draw(SIGN))
            case _:
                letters[at] = draw(SIGN)
    return "".join(letters)


@settings(patient, max_examples=150)
@given(changed_letters())
def test_changed_letters(text):
    """A sound text after a few slips with single letters."""
    check(text)


@settings(patient, max_examples=60)
@given(st.integers(0, len(SOUND)))
def test_cut_short(length):
    """A sound text that breaks off anywhere."""
    check(SOUND[:length])


def test_sound():
    """The text the others are made from has no mistake."""
    assert compile_text(SOUND).diagnostics == ()
