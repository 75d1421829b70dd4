"""Finds the grammar and builds the one parser made of it."""

from __future__ import annotations

import functools
import re
from importlib import resources
from pathlib import Path

from lark import Lark
from lark.lexer import PatternRE, PatternStr, TerminalDef

# A keyword ends where none of these follows, so that `when` does not begin `whenever` nor `in` the id `in-care`.
KEYWORD_END = r"(?![\w.\-])"


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
    """The LALR parser of the language, built once in a process; the second start keeps the terminals of faults alive."""
    return Lark(
        grammar_text(),
        start=["start", "junk"],
        parser="lalr",
        lexer="basic",
        propagate_positions=True,
        maybe_placeholders=False,
        edit_terminals=bound_keyword,
    )


@functools.cache
def keywords() -> dict[str, str]:
    """What each terminal that stands for one fixed text looks like: ``{"LBRACE": "{", "CRITERION": "criterion"}``."""
    plain = {}
    for terminal in parser().terminals:
        pattern = terminal.pattern
        if isinstance(pattern, PatternStr):
            plain[terminal.name] = pattern.value
        elif pattern.value.endswith(KEYWORD_END) and "[" not in pattern.value.removesuffix(KEYWORD_END):
            plain[terminal.name] = pattern.value.removesuffix(KEYWORD_END).replace(r"\s+", " ").replace("\\", "")
    return plain
