"""Rule files in colours: nothing is lost, and the words that have a colour are those of the grammar."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from pygments.token import Comment, Error, Keyword, Name, Operator, Punctuation, String

from qarules.dsl.grammar import keywords, language, parser, words
from qarules.dsl.highlighting import Kind, highlighted, kind_of_word
from qarules.pygments_plugin import TOKENS, RuleFileLexer

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "src" / "qarules" / "standards").rglob("*.qa")),
    ROOT / "tests" / "property" / "every_construct.qa",
]
LEXER = RuleFileLexer(stripnl=False, ensurenl=False)


def coloured(text):
    """The words of *text* with their tokens, white space left out."""
    return [(word, token) for token, word in LEXER.get_tokens(text) if word.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_sound_files(path):
    """A sound file comes out as it went in, and nothing in it is an error."""
    text = path.read_text(encoding="utf-8")
    tokens = list(LEXER.get_tokens(text))
    assert "".join(word for _, word in tokens) == text
    assert [word for token, word in tokens if token in Error] == []


@given(st.lists(st.sampled_from([*keywords().values(), "a", "tool", '"T"', '"', '"""', "#", "\n", " ", "“", "3"])))
def test_any_text(parts):
    """Whatever is written comes out as it went in."""
    text = " ".join(parts)
    assert "".join(stretch for _, _, stretch in highlighted(text)) == text
    assert all(text.startswith(stretch, start) for start, _, stretch in highlighted(text))


@pytest.mark.parametrize("written", sorted(keywords().values()))
def test_every_keyword(written):
    """A keyword of the grammar is one in colours, too."""
    (token,) = words(written)
    expected = {Kind.CONSTRUCT, Kind.KEYWORD, Kind.JOINING} if written[0].isalpha() else {Kind.SIGN}
    assert kind_of_word(token) in expected


def test_every_kind_of_word():
    """What the grammar knows has a colour; what it reads only to report it is an error, and nothing else is."""
    reported = {str(part.name) for rule in parser().rules if rule.origin.name == "junk" for part in rule.expansion}
    ignored = language().ignored
    (token,) = words("x")
    kinds = {each.name: kind_of_word(token.read_as(each.name)) for each in language().terminals}
    assert {name for name, kind in kinds.items() if kind is Kind.MISTAKE} == reported | ignored
    assert set(TOKENS) == set(Kind)


def test_keywords_as_ids():
    """A keyword that serves as an id has the colour of an id: `clear` is a word of deadlines and a band."""
    text = 'scale e "E" { clear "C" }\ntool steps "T" { section s "S" {\n  criterion weight "W" judged on e } }'
    shown = dict(coloured(text))
    assert shown["clear"] is Name.Constant
    assert shown["steps"] is shown["weight"] is Name.Class
    assert shown["scale"] is shown["tool"] is Keyword.Declaration
    assert shown["judged on"] is Keyword
    assert dict(coloured('deadline d "D" { within 3 clear working days of x }'))["clear"] is Keyword


def test_a_phrase_in_parts():
    """Where a phrase is read as two words, they have the colours of two."""
    text = (
        'tool t "T" { section s "S" { question applicable "A" yes or no\n'
        'question b "B" yes or no, asked when not applicable is yes } }'
    )
    assert coloured(text)[-6:-1] == [
        ("not", Keyword), ("applicable", Name), ("is", Operator.Word), ("yes", Operator.Word), ("}", Punctuation),
    ]  # fmt: skip


def test_comments_and_mistakes():
    """A comment ends with its line; a sign that is no part of the language is an error, the rest is not."""
    assert coloured('# what for\ntool t "T" ;{} # end') == [
        ("# what for", Comment.Single), ("tool", Keyword.Declaration), ("t", Name.Class), ('"T"', String),
        (";", Error), ("{", Punctuation), ("}", Punctuation), ("# end", Comment.Single),
    ]  # fmt: skip


def test_pygments_finds_it():
    """The package says where the lexer is, and the fences of our pages are among its names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (place,) = project["entry-points"]["pygments.lexers"].values()
    module, _, name = place.partition(":")
    assert getattr(importlib.import_module(module), name) is RuleFileLexer
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    fences = {
        line[3:] for page in pages for line in page.read_text(encoding="utf-8").splitlines() if line[:5] == "```qa"
    }
    assert fences <= set(RuleFileLexer.aliases)
