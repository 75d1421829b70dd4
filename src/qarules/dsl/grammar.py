"""Finds the grammar and builds the one parser made of it."""

from __future__ import annotations

import functools
import hashlib
import io
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import NamedTuple, cast

import lark
from lark import Lark
from lark.common import LexerConf
from lark.lexer import BasicLexer, PatternRE, PatternStr, TerminalDef

from qarules.dsl.automaton import Automaton, automaton_of
from qarules.dsl.source import Token

# A keyword ends where none of these follows, so that `when` does not begin `whenever` nor `in` the id `in-care`.
KEYWORD_END = r"(?![\w.\-])"

# What the first letter of these is. Of any other that is no fixed text nothing is known, and it is tried everywhere.
_BEGINNINGS = {
    **dict.fromkeys(("TIME", "DATE", "ORDINAL", "NUMBER"), r"\d"),
    **dict.fromkeys(("TEXT", "BLOCK", "UNCLOSED", "UNCLOSED_BLOCK"), '"'),
    "ID": "[A-Za-z]",
    "ROLL": "[ei]",
    "ROUNDING": "[,a]",
}

TABLES = "qa.tables"
"""The file beside this module that holds a parser ready-made; written when the package is built, never committed."""

# The second start keeps the terminals of faults alive.
OPTIONS = {
    "start": ["start", "junk"],
    "parser": "lalr",
    "lexer": "basic",
    "propagate_positions": False,
    "maybe_placeholders": False,
}


def grammar_text() -> str:
    """
    The grammar, from the installed package or from the checkout the package runs in.

    Raises:
        FileNotFoundError: The installation is broken: neither holds the grammar.
    """
    packaged = resources.files("qarules.dsl") / "qa.lark"
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    return (Path(__file__).parents[3] / "grammars" / "qa.lark").read_text(encoding="utf-8")


def bound_keyword(terminal: TerminalDef) -> None:
    """Give a keyword its word boundary, and a phrase any white space between its words."""
    if isinstance(terminal.pattern, PatternStr) and terminal.pattern.value[0].isalpha():
        words = terminal.pattern.value.split(" ")
        terminal.pattern = PatternRE(r"\s+".join(map(re.escape, words)) + KEYWORD_END)
        terminal.priority = 1


class Language(NamedTuple):
    """
    What has to be known of the language to read a text.

    Attributes:
        terminals: The kinds of words, in the order in which they are tried.
        ignored: Those that are no words.
        automaton: How words make a text.
    """

    terminals: tuple[TerminalDef, ...]
    ignored: frozenset[str]
    automaton: Automaton


@functools.cache
def language() -> Language:
    """The language, worked out once in a process; of Lark, which takes several times the memory, nothing is kept."""
    made = parser()
    terminals = cast(BasicLexer, made.parser.lexer).terminals
    return Language(tuple(terminals), frozenset(made.lexer_conf.ignore), automaton_of(made))


def parser() -> Lark:
    """
    The LALR parser of the language.

    An installed package carries its tables ready-made, which saves a tenth of a second; they serve only if they were
    made of this very grammar, in this way, by this version of Lark.
    """
    tables = resources.files("qarules.dsl") / TABLES
    if tables.is_file():
        stored = tables.read_bytes()
        mark = fingerprint(grammar_text())
        if stored.startswith(mark):
            return Lark.load(io.BytesIO(stored.removeprefix(mark)))
    return build_parser()


def words(text: str) -> list[Token]:
    """
    The words of *text*, what is ignored left out.

    They are those that the parser's own lexer would cut. But that tries every keyword at every word, some four hundred,
    and counts lines, which nobody asks of a word.
    """
    by_letter = _by_letter()
    ignored = by_letter.ignored.match(text)
    assert ignored is not None  # it takes nothing, where there is nothing
    found, at = [], ignored.end()
    while at < len(text):
        word = by_letter[text[at]].match(text, at)
        assert word is not None  # the last terminal takes anything
        assert word.lastgroup is not None
        found.append(Token(word.lastgroup, word[word.lastgroup], at, word.end(word.lastgroup)))
        at = word.end()
    return found


class _ByLetter(dict[str, re.Pattern[str]]):
    """
    The terminals as one pattern, by the letter that a word begins with: without those that begin otherwise.

    Behind the word, each takes in what is ignored.
    """

    def __init__(self, terminals: Iterable[TerminalDef], ignored: Iterable[str]) -> None:
        skipped = "|".join(each.pattern.to_regexp() for each in terminals if each.name in ignored)
        self.ignored = re.compile(f"(?:{skipped})*+")
        self.terminals = [
            (re.compile(_beginning(each)), f"(?P<{each.name}>{each.pattern.to_regexp()})")
            for each in terminals
            if each.name not in ignored
        ]

    def __missing__(self, letter: str) -> re.Pattern[str]:
        word = "|".join(pattern for beginning, pattern in self.terminals if beginning.match(letter))
        found = self[letter] = re.compile(f"(?:{word}){self.ignored.pattern}")
        return found


def _beginning(terminal: TerminalDef) -> str:
    """A pattern of the letters that a terminal can begin with."""
    if isinstance(terminal.pattern, PatternStr) or _is_keyword(terminal):
        return re.escape(terminal.pattern.value[0])
    return _BEGINNINGS.get(terminal.name, r"[\s\S]")


@functools.cache
def _by_letter() -> _ByLetter:
    """In the order in which the parser's own lexer tries them."""
    return _ByLetter(language().terminals, language().ignored)


class _Lexer(BasicLexer):
    """Lark's, without its search for terminals that match the same text: it takes seconds, and a test does it."""

    def __init__(self, conf: LexerConf, comparator: object = None) -> None:
        conf.skip_validation = True
        super().__init__(conf, comparator)


def build_parser() -> Lark:
    """A new parser from the grammar."""
    return Lark(grammar_text(), **OPTIONS, edit_terminals=bound_keyword, _plugins={"BasicLexer": _Lexer})


def tables() -> bytes:
    """What the build puts into :data:`TABLES`: the parser, behind the fingerprint of what it was made of."""
    stored = io.BytesIO()
    build_parser().save(stored)
    return fingerprint(grammar_text()) + stored.getvalue()


def fingerprint(grammar: str) -> bytes:
    """32 bytes that stand for *grammar*, what is made of it, and the version of Lark."""
    return hashlib.sha256(f"{lark.__version__}\n{OPTIONS}\n{grammar}".encode()).digest()


@functools.cache
def keywords() -> dict[str, str]:
    """What each terminal that stands for one fixed text looks like: ``{"LBRACE": "{", "CRITERION": "criterion"}``."""
    plain = {}
    for terminal in language().terminals:
        pattern = terminal.pattern
        if isinstance(pattern, PatternStr):
            plain[terminal.name] = pattern.value
        elif _is_keyword(terminal):
            plain[terminal.name] = pattern.value.removesuffix(KEYWORD_END).replace(r"\s+", " ").replace("\\", "")
    return plain


def _is_keyword(terminal: TerminalDef) -> bool:
    """Whether a terminal stands for one word or phrase."""
    pattern = terminal.pattern.value
    return pattern.endswith(KEYWORD_END) and _is_plain(pattern.removesuffix(KEYWORD_END))


def _is_plain(pattern: str) -> bool:
    """Whether *pattern* matches one text only, white space apart."""
    return re.fullmatch(r"[A-Za-z]+(\\s\+[A-Za-z]+)*", pattern.replace("\\,", "").replace("\\-", "")) is not None
