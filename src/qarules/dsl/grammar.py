"""Finds the grammar and builds the one parser made of it."""

from __future__ import annotations

import functools
import hashlib
import io
import re
from importlib import resources
from pathlib import Path
from typing import cast

import lark
from lark import Lark, Token
from lark.lexer import BasicLexer, LexerThread, PatternRE, PatternStr, TerminalDef

# A keyword ends where none of these follows, so that `when` does not begin `whenever` nor `in` the id `in-care`.
KEYWORD_END = r"(?![\w.\-])"

TABLES = "qa.tables"
"""The file beside this module that holds a parser ready-made; written when the package is built, never committed."""


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


@functools.cache
def parser() -> Lark:
    """
    The LALR parser of the language, made once in a process.

    An installed package carries its tables ready-made, which saves a tenth of a second; they serve only if they were
    made of this very grammar by this version of Lark.
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

    The parser's own lexer cuts them: `Lark.lex` would make a new one each time, which costs more than most texts.
    """
    lexer = cast(BasicLexer, parser().parser.lexer)
    return list(LexerThread.from_text(lexer, text).lex(None))  # type: ignore[no-untyped-call]  # as the lexer gives them


def build_parser() -> Lark:
    """A new parser from the grammar; its second start keeps the terminals of faults alive."""
    return Lark(
        grammar_text(),
        start=["start", "junk"],
        parser="lalr",
        lexer="basic",
        propagate_positions=True,
        maybe_placeholders=False,
        edit_terminals=bound_keyword,
    )


def tables() -> bytes:
    """What the build puts into :data:`TABLES`: the parser, behind the fingerprint of what it was made of."""
    stored = io.BytesIO()
    build_parser().save(stored)
    return fingerprint(grammar_text()) + stored.getvalue()


def fingerprint(grammar: str) -> bytes:
    """32 bytes that stand for *grammar* and the version of Lark."""
    return hashlib.sha256(f"{lark.__version__}\n{grammar}".encode()).digest()


@functools.cache
def keywords() -> dict[str, str]:
    """What each terminal that stands for one fixed text looks like: ``{"LBRACE": "{", "CRITERION": "criterion"}``."""
    plain = {}
    for terminal in parser().terminals:
        pattern = terminal.pattern
        if isinstance(pattern, PatternStr):
            plain[terminal.name] = pattern.value
        elif pattern.value.endswith(KEYWORD_END) and _is_plain(pattern.value.removesuffix(KEYWORD_END)):
            plain[terminal.name] = pattern.value.removesuffix(KEYWORD_END).replace(r"\s+", " ").replace("\\", "")
    return plain


def _is_plain(pattern: str) -> bool:
    """Whether *pattern* matches one text only, white space apart."""
    return re.fullmatch(r"[A-Za-z]+(\\s\+[A-Za-z]+)*", pattern.replace("\\,", "").replace("\\-", "")) is not None
