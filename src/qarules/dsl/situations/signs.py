"""Signs where the language has words, and brackets of another kind."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.dsl import codes
from qarules.dsl.mistake import Guess, Mistake, Sentence
from qarules.dsl.outline import kind_of

_SAID = {
    ">=": "at least",
    "<=": "at most",
    "≥": "at least",
    "≤": "at most",
    ">": "above",
    "<": "below",
    "==": "is",
    "=": "is",
    "!=": "is not",
    "<>": "is not",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "/": "or",
    "-": "to",
    "–": "to",
    "!": "not",
    "=>": "gives",
    "=<": "at most",
    "->": "gives",
    "→": "gives",
}
_MEANT = {
    "(": (("LBRACE", "braces go around a block"),),
    ")": (("RBRACE", "braces go around a block"),),
    "[": (("LPAR", "round brackets go around a part of a condition"), ("LBRACE", "braces go around a block")),
    "]": (("RPAR", "round brackets go around a part of a condition"), ("RBRACE", "braces go around a block")),
}
_WRITTEN = {"LBRACE": "{", "RBRACE": "}", "LPAR": "(", "RPAR": ")"}


def sign(mistake: Mistake) -> Iterator[Guess]:
    """A comparison, a joint or a bracket written as a sign."""
    if mistake.kind not in {"JUNK", "EQUAL", "OVER", "MINUS", "LPAR", "RPAR"}:
        return
    written, count = _adjacent(mistake)
    span = mistake.span_to(count)
    for kind, remedy in _MEANT.get(written, ()):
        told = Sentence(codes.SYMBOL, f"`{written}` does not belong here", f"write `{_WRITTEN[kind]}`: {remedy}", span)
        yield Guess(sentence=told, insert=(kind,), skip=count)
    message = f"`{written}` has no meaning here"
    for word in filter(None, (_SAID.get(written), _SAID.get(written[::-1]))):
        kinds = tuple(map(kind_of, word.split() if word == "is not" else [word]))
        for before in ((), ("IS",)):
            told = Sentence(codes.SYMBOL, message, f"say it in words: `{word}`", span)
            yield Guess(sentence=told, insert=(*before, *kinds), skip=count, enough=1, sure=True)
    if mistake.kind == "RPAR":
        told = Sentence(codes.SYMBOL, "this bracket closes nothing", "leave it out, or open one before", span)
        yield Guess(sentence=told, skip=1)
    if mistake.kind == "JUNK":
        remedy = "leave it out: a statement ends where the next begins" if written == ";" else "leave it out"
        yield Guess(sentence=Sentence(codes.SYMBOL, message, remedy, span), skip=count, enough=1, sure=True)


def _adjacent(mistake: Mistake) -> tuple[str, int]:
    """The signs that stand here without white space between them, and how many words they are."""
    words = mistake.tokens.words
    end = mistake.at + 1
    while end < len(words) and words[end].type in {"JUNK", "EQUAL"} and words[end].start_pos == words[end - 1].end_pos:
        end += 1
    written = "".join(map(str, words[mistake.at : end]))
    if written in _SAID or mistake.kind == "JUNK":
        return written, end - mistake.at
    return str(mistake.token), 1
