"""The formatter changes layout alone: the same model, the same comments in the same order, and nothing twice."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qarules import format_text, print_tool
from qarules.dsl.compile import read_file
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import words
from qarules.dsl.source import Source
from qarules.errors import QaCheckError
from qarules.testing import strategies

patient = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

EVERY_CONSTRUCT = Path(__file__).with_name("every_construct.qa").read_text(encoding="utf-8")
GAPS = [" ", "  ", "\n", "\n\n", "\n \n\n", "\t", "\r\n", " \r\n\r\n "]
MARKS = ["", " ", "!", " --- ", ' "', " {", "# #"]
ENDS = ["\n", "\n\n", " \n", "\t\r\n", "\n\n\n"]


def scattered(text: str, seed: int, often: float) -> tuple[str, list[str]]:
    """The words of *text* with any white space between them and comments anywhere, and those comments in order."""
    chosen = random.Random(seed)
    comments: list[str] = []
    parts = []
    for token in [*words(text), ""]:
        gap = chosen.choice(GAPS)
        while chosen.random() < often:
            comments.append(f"#{chosen.choice(MARKS)}{len(comments)}")
            gap += comments[-1] + chosen.choice(ENDS)
        parts += [gap, str(token)]
    return "".join(parts), comments


any_layout = given(data=st.data(), seed=st.integers(0, 2**32), often=st.sampled_from([0, 0.02, 0.2, 0.6]))


def model(text):
    findings = Findings()
    pack = read_file(Source("x.qa", text), findings)
    assert [str(found) for found in findings.found] == []
    return pack


def comments_of(text):
    """What stands behind a `#` that is in no text: found without the formatter's own reading."""
    return [found["comment"].rstrip() for found in _COMMENTS.finditer(text) if found["comment"]]


_COMMENTS = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|(?P<comment>#[^\n]*)')


def check(text, comments):
    formatted = format_text(text)
    assert comments_of(formatted) == comments
    assert model(formatted) == model(text)
    assert format_text(formatted) == formatted
    plain = formatted.replace("\r\n", "\n")
    assert not re.search(r"[ \t\r]\n|\n\n\n|\A\n|\n\n\Z", plain)
    assert plain.endswith("\n")


@settings(patient, max_examples=10)
@any_layout
def test_every_construct(data, seed, often):
    """Whatever the white space, and wherever comments stand."""
    check(*scattered(EVERY_CONSTRUCT, seed, often))


@patient
@any_layout
def test_generated_tools(data, seed, often):
    """The same of tools with any titles and conditions."""
    tool = data.draw(strategies.tools(texts=strategies.prose()))
    check(*scattered(print_tool(tool), seed, often))


@patient
@any_layout
def test_keywords_that_serve_as_ids(data, seed, often):
    """Words that are read one way here and another way there stay what they were."""
    text = """
        scale points "P" { good "G" to-step "L" } role role "R" parameter to-days "P" { in days is 2 }
        tool tool "T" {
          section section "S" { question applicable "A" yes or no  question counted "C" number, not counted }
          measure steps "M" = (counted - 2) * 3 + counted / 2, a half rounds up
          judgement give "J" on points {
            give good when not applicable is yes and (steps is at least 3 or counted is applicable)
          }
        }
    """
    check(*scattered(text, seed, often))


@settings(patient, max_examples=200)
@given(st.text(st.sampled_from('{}"#\n a0,') | st.characters(), max_size=60))
def test_any_text(text):
    """Any text is formatted for good or refused with its mistakes; nothing else is raised."""
    try:
        formatted = format_text(text)
    except QaCheckError:
        return
    assert format_text(formatted) == formatted


@pytest.mark.parametrize("wide", [1, 40, 110, 119, 121, 300])
def test_single_words_of_any_length(wide):
    """What cannot be divided is longer than a line, and stays what it is."""
    word = "w" * wide
    text = (
        f'role {word} "{word}" {{ also known as "{word} {word}", "{word}" }}\n'
        f'clause {word} must "{word}" "{word} {word}" {{ content only "{word}" }}\n'
        f'role other "{word}"\ntool t "T" note "{word}" formerly {word} cites {word}, {word} {{ }}\n'
    )
    check(text, [])
    check(text.replace("{", "{ # why\n"), ["# why"] * 3)
