"""The grammar: no conflicts, no words that could be read as two things, and keywords that may serve as ids."""

from __future__ import annotations

import logging
import re

import pytest
from lark import Lark
from lark.lexer import PatternStr

from qarules.dsl import codes
from qarules.dsl.build_scale import WORDS_WITH_A_MEANING
from qarules.dsl.compile import compile_text
from qarules.dsl.grammar import bound_keyword, grammar_text, keywords, language
from qarules.dsl.parser import RESERVED


def strict_parser(grammar: str = "", **options) -> Lark:
    """The parser of *grammar*, or of the language, refusing conflicts and terminals that match the same text."""
    return Lark(
        grammar or grammar_text(),
        start=["start"] if grammar else ["start", "junk"],
        parser="lalr",
        lexer="basic",
        strict=True,
        edit_terminals=bound_keyword,
        **options,
    )


def test_no_conflicts(caplog):
    """Lark finds nothing to choose between, and no two terminals that could match the same text."""
    with caplog.at_level(logging.DEBUG, logger="lark"):
        strict_parser(debug=True)
    assert [
        record.message for record in caplog.records if "onflict" in record.message or "ollision" in record.message
    ] == []


@pytest.mark.parametrize(
    "grammar",
    ['start: a | b\na: "x"\nb: "x"', "start: (A | B)+\nA.1: /[a-c]+/\nB.1: /[b-d]+/"],
    ids=["two rules", "two terminals"],
)
def test_conflicts_are_seen(grammar):
    """The test above would fail on a grammar with a conflict or a collision."""
    with pytest.raises(Exception, match=r"conflict|ollision"):
        strict_parser(grammar)


def test_reserved_words():
    """The words the grammar's comment calls reserved are those that the parser reserves."""
    told = re.search(r"Only the joining words are reserved \((?P<words>[^)]*)\)", grammar_text())
    assert told is not None
    words = told["words"].replace("//", "").split()
    assert sorted(words) == sorted(RESERVED)


def test_every_terminal_is_kept():
    """Lark drops a terminal that no rule names: those that only faults are read with have to be there."""
    kept = {terminal.name for terminal in language().terminals}
    assert {"TYPOGRAPHIC", "UNCLOSED", "UNCLOSED_BLOCK", "MISSPELT", "JUNK", "COMMENT"} <= kept


def test_keywords_end():
    """A keyword is no beginning of a longer word."""
    for terminal in language().terminals:
        if isinstance(terminal.pattern, PatternStr):
            assert not terminal.pattern.value[-1].isalnum(), terminal


# --- keywords as ids -------------------------------------------------------------------------------------------------

SINGLE = sorted(word for word in keywords().values() if word.isalpha())
FREE = [word for word in SINGLE if word not in RESERVED]


def as_item(word: str) -> str:
    """A tool with a criterion called *word*, named in every way a criterion can be named."""
    return f"""
scale bands "Bands" {{ clear "Clear" some "Some" limited "Limited" }}
scale grades "Grades" {{ good "Good" poor "Poor" }}
tool visits "Visits" {{
  section seeing "Seeing" {{
    criterion {word} "Voice" judged on bands {{ clear "c" some "s" limited "l" }}
    criterion other "Other" judged on bands, asked when {word} is clear or better {{ clear "c" some "s" limited "l" }}
    question count "Count" number
  }}
  measure total = count + count
  judgement overall "Overall" on grades {{
    give good when {word} is clear and at least 1 of {word}, other are clear and {word} is applicable intended
  }}
  judgement second "Second" on grades, shown after third, note "n" {{
    give good when overall is good and total is above 1
  }}
  judgement third "Third" on grades, decided by someone
  example "One" {{ given {word} clear, other clear expect overall good, {word} missing }}
}}
role someone "Someone"
"""


def as_step(word: str) -> str:
    """A scale with a step called *word*, named in every way a step can be named."""
    return f"""
scale bands "Bands" {{ {word} "First" second "Second" third "Third" }}
tool visits "Visits" {{
  section seeing "Seeing" {{
    criterion voice "Voice" judged on bands {{
      guidance "Look."
      {word} "f"
      second "s"
      third not provided "none"
    }}
    question choice "Choice" one of {{ {word} "A" points 1 odd "B" }}
  }}
  judgement overall "Overall" on bands {{
    give {word} when voice is {word} or all are {word} or choice is {word}
    no better than second when voice is not {word} and voice is third or worse
  }}
  example "One" {{
    given all {word}, voice {word}, choice {word}
    expect overall {word}, overall possible {word} or second
  }}
  promise "Two" {{ overall is always {word} when voice is {word} }}
}}
"""


def errors(text: str) -> list[str]:
    return [str(found) for found in compile_text(text).errors]


def test_free_words():
    """There are many keywords, and only joining words among them are reserved."""
    assert len(FREE) > 80
    assert set(SINGLE) - set(FREE) == RESERVED - {"with"}


@pytest.mark.parametrize("word", FREE)
def test_keyword_as_item(word):
    """Every keyword that is not reserved may be the id of an item, and be used as one."""
    mixed = {codes.MIXED_AND_OR.code, codes.IMPOSSIBLE_VALUE.code}
    assert [error for error in errors(as_item(word)) if not any(code in error for code in mixed)] == []


@pytest.mark.parametrize("word", sorted(set(FREE) - WORDS_WITH_A_MEANING))
def test_keyword_as_step(word):
    """Every one of them without a meaning of its own in conditions may be a band, a grade or a choice."""
    assert [error for error in errors(as_step(word)) if codes.MIXED_AND_OR.code not in error] == []


@pytest.mark.parametrize("word", sorted(WORDS_WITH_A_MEANING))
def test_word_with_a_meaning_as_step(word):
    """A word that begins something else in the same place is told to be one, and not misread."""
    scale = f'scale bands "Bands" {{ {word} "First" second "Second" }}'
    assert codes.WORD_FOR_STEP.code in {found.code for found in compile_text(scale).diagnostics}


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_word_as_id(word):
    """A reserved word is no id, and the report says so."""
    text = f'tool visits "Visits" {{ section {word} "Seeing" {{ question alone "Alone?" yes or no }} }}'
    (found,) = compile_text(text).diagnostics
    assert found.code == codes.RESERVED_WORD.code
    assert f"`{word}`" in found.message


def test_one_kind_leads_to_a_state():
    """What led to a state is told by the state, and is on no other stack of the parser."""
    automaton = language().automaton
    ways = {(to, kind) for row in automaton.ways.values() for kind, to in row.items()}
    words = {(to, kind) for row in automaton.actions.values() for kind, to in row.items() if isinstance(to, int)}
    led = ways | {(to, kind) for to, kind in words if kind != "$END"}
    assert sorted(state for state, _ in led) == sorted({state for state, _ in led})
    assert led == {(state, kind) for state, kind in automaton.kinds.items() if kind}
