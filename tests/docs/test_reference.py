"""The examples of the language reference and the glossary are sound, and the glossary knows each word once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qarules.dsl.compile import compile_text
from qarules.dsl.grammar import keywords
from qarules.dsl.parser import RESERVED

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = [REFERENCE / "language.md", REFERENCE / "glossary.md"]

# A whole text. `qa-fragment` opens one that stands for a part of a text, and is not compiled.
_WHOLE = re.compile(r"^```qa\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```qa[\w-]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_TERM = re.compile(r"^## (?P<term>.+)$", re.MULTILINE)

EXAMPLES = [
    pytest.param(example["text"], id=f"{path.stem}-{number}")
    for path in PAGES
    for number, example in enumerate(_WHOLE.finditer(path.read_text(encoding="utf-8")), start=1)
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_example(text):
    """A whole example compiles, and nothing is found in it, not even a warning."""
    assert [str(found) for found in compile_text(text).diagnostics] == []


def test_there_are_examples():
    """The fences are still written in the way they are looked for."""
    assert len(EXAMPLES) >= 8


def test_fences_are_closed():
    """Every fence is closed, so that none swallows the next example."""
    for path in PAGES:
        assert path.read_text(encoding="utf-8").count("\n```") % 2 == 0, path.name


def test_reserved_words():
    """The reference names exactly the words that cannot be ids."""
    text = (REFERENCE / "language.md").read_text(encoding="utf-8")
    listed = text.partition("The words that join the parts of a sentence: ")[2].partition(".\n")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == RESERVED


@pytest.mark.parametrize("written", sorted(keywords().values()))
def test_every_keyword(written):
    """The reference shows every word and sign of the grammar, in a block or in a line."""
    text = (REFERENCE / "language.md").read_text(encoding="utf-8")
    shown = " ".join([*_BLOCK.findall(text), *_INLINE.findall(_BLOCK.sub("", text))])
    ends = (r"(?<![\w.-])", r"(?![\w.-])") if written[0].isalpha() else ("", "")
    assert re.search(re.escape(written).join(ends), re.sub(r"\s+", " ", shown))


def test_glossary():
    """Every word has one entry, and the entries stand in alphabetical order."""
    terms = [found["term"].lower() for found in _TERM.finditer((REFERENCE / "glossary.md").read_text(encoding="utf-8"))]
    assert terms == sorted(set(terms))
    assert terms
