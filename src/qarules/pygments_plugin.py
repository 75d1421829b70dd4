"""
Shows rule files in colours wherever Pygments does: in documentation, notebooks and terminals.

Pygments finds it by itself; nothing else imports it, and nothing else of the library needs Pygments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String, Text, _TokenType

from qarules.dsl.highlighting import Kind, highlighted

TOKENS: dict[Kind, _TokenType] = {
    Kind.CONSTRUCT: Keyword.Declaration,
    Kind.KEYWORD: Keyword,
    Kind.JOINING: Operator.Word,
    Kind.DEFINED: Name.Class,
    Kind.STEP: Name.Constant,
    Kind.NAME: Name,
    Kind.TEXT: String,
    Kind.NUMBER: Number,
    Kind.SIGN: Punctuation,
    Kind.COMMENT: Comment.Single,
    Kind.SPACE: Text.Whitespace,
    Kind.MISTAKE: Error,
}


class RuleFileLexer(Lexer):
    """
    The words of a rule file as Pygments names them.

    `qa-fragment` and `qa-files` are the fences of pages that show a part of a rule file, or several files.
    """

    name = "qarules"
    aliases: ClassVar[Sequence[str]] = ("qa", "qa-fragment", "qa-files")
    filenames: ClassVar[Sequence[str]] = ("*.qa",)
    mimetypes: ClassVar[Sequence[str]] = ("text/x-qarules",)

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Every stretch of *text* with its place and its kind."""
        for start, kind, stretch in highlighted(text):
            yield start, TOKENS[kind], stretch
