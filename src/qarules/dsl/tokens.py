"""Text to words: cuts a file into the words of the language, and reports what is no part of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial

from qarules.diagnostics import Fix
from qarules.dsl import codes, marks
from qarules.dsl.findings import Findings
from qarules.dsl.grammar import words
from qarules.dsl.source import MOST_MISTAKES, Source, Token
from qarules.frozen import frozen

# No rule file comes near: the largest document we know, restated clause by clause, has 200,000 characters.
LONGEST_TEXT = 1_000_000
DEEPEST = 50
_NESTING = {"LPAR": 1, "LBRACE": 1, "RPAR": -1, "RBRACE": -1}
LONGEST_NUMBER = 50

TEXTS = frozenset({"TEXT", "BLOCK"})

_TYPOGRAPHIC_SPACE = re.compile("[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
COMMENT = re.compile(r"#[^\n]*")
# Signs at which many programs begin a new line, and the language does not: in a comment they would hide what follows.
_OTHER_LINE_END = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@frozen
class Words:
    """
    A file in words.

    Attributes:
        doubts: By the place of a word that is only nearly an id: the report to make once it is read as one. In prose
            whose marks are missing it is no mistake of its own.
        guessed: Lines on which quotation marks were put as they may have been meant. A second mistake there may be
            ours.
        complete: False where the file nests too deep to be read to its end.
    """

    tokens: list[Token]
    doubts: dict[int, Callable[[], None]]
    guessed: frozenset[int]
    complete: bool


def tokenise(source: Source, findings: Findings) -> Words:
    """
    The words of *source*, without white space and comments.

    What is recognisable in spite of a mistake (a text in the quotation marks of a word processor, an id with an
    underscore) is reported and handed on as what it was meant to be, so that it causes no second report.
    """
    told = len(findings.found)
    tokens = _read(source, findings)
    for at, token in enumerate(tokens):
        if token.type == "NUMBER":
            tokens[at] = _cut(source, token, findings)
    _report_spaces(source, tokens, findings)
    doubts: dict[int, Callable[[], None]] = {}
    for at, token in enumerate(tokens):
        if token.type == "MISSPELT":
            tokens[at] = _as_name(source, token, tokens[at - 1].type if at else "", findings, doubts)
    within = min(_within_depth(source, tokens, findings), _within_patience(source, tokens, findings, told))
    guessed = {
        each.span.start.line for each in findings.found[told:] if each.span and each.code == codes.UNCLOSED_TEXT.code
    }
    return Words(tokens[:within], doubts, frozenset(guessed), complete=within == len(tokens))


def _cut(source: Source, token: Token, findings: Findings) -> Token:
    """A number as written, or the beginning of one with more digits than anybody could mean."""
    if len(token) <= LONGEST_NUMBER:
        return token
    findings.add(
        codes.IMPOSSIBLE_VALUE,
        source.span_of(token),
        f"this number has {len(token):,} digits",
        help=f"write one of at most {LONGEST_NUMBER} digits",
    )
    return token.read_as("NUMBER", token[:LONGEST_NUMBER].rstrip("."))


def _read(source: Source, findings: Findings) -> list[Token]:
    """The words as written, but for quotation marks, which are mended where they do not pair up."""
    text = marks.mend_blocks(source, source.text, findings)
    tokens = words(text)
    for mend in (marks.mend_typographic, marks.mend_lines):
        mended = mend(source, text, tokens, findings)
        if mended != text:
            text = mended
            tokens = words(text)
    return tokens


# --- ids -------------------------------------------------------------------------------------------------------------


def _as_name(
    source: Source, token: Token, before: str, findings: Findings, doubts: dict[int, Callable[[], None]]
) -> Token:
    """
    What looks like an id and is none, as the id or number that was meant.

    Args:
        before: The kind of the word before it.
    """
    start, written = token.start_pos, str(token)
    span = source.span_of(token)
    kind, meant = _meant(written, start)
    rule = _ID_RULE if kind == "ID" else "a number has digits, and a point before its decimals"
    is_guess = not meant.startswith(_NO_NAME)
    called = "an id" if kind == "ID" else "a number"
    glued = _GLUED.fullmatch(written)
    if glued is not None:
        called, meant = "a number", " ".join(glued.groups())
        rule = "there is a space between a number and its unit"
    remedy = f"write `{meant}`: {rule}" if is_guess else f"choose another: {rule}"
    if glued is None and before == "WITHIN" and written[0].isdigit():
        called, is_guess, remedy = "a length of time", False, "write a number and a unit, such as `10 working days`"
    doubts[start] = partial(
        findings.add,
        codes.MISSPELT_NAME,
        span,
        f"`{_shown(written)}` is not {called}",
        help=remedy,
        fixes=(Fix(span, meant, safe=False),) if is_guess else (),
    )
    spelt = meant.replace(" ", "-")
    if not is_guess or written[0].isdigit():
        findings.lost.add(spelt)
    return token.read_as(kind, spelt)


_NO_NAME = "without-id"
_GLUED = re.compile(r"(\d+)(clear|working|hours?|days?|weeks?|months?|years?)")
_ID_RULE = "an id starts with a letter and has plain letters, digits and `-` only"


def _shown(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:37]}..."


def _meant(written: str, start: int) -> tuple[str, str]:
    """The kind and spelling of what was meant by *written*; an id of no meaning where nothing can be made of it."""
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\.?", written)
    if number is not None:
        return "NUMBER", number[1]
    letters = unicodedata.normalize("NFKD", written)
    plain = "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in letters)
    digits, spelt = re.fullmatch(r"([0-9-]*)(.*)", re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-"), re.DOTALL).groups()  # type: ignore[union-attr]
    if not spelt:
        return "ID", f"{_NO_NAME}-{start}"
    first, _, rest = f"{digits}{spelt}".partition("-")
    if digits:
        return "ID", f"{rest}-{first}" if rest else f"no-{first}"
    return "ID", spelt


# --- spaces and depth ------------------------------------------------------------------------------------------------


def _report_spaces(source: Source, tokens: list[Token], findings: Findings) -> None:
    """Report what lies between the words and is not the white space or comment it seems to be."""
    told = len(findings.found)
    done = 1 if source.text.startswith("\ufeff") else 0
    if not (_TYPOGRAPHIC_SPACE.search(source.text, done) or _OTHER_LINE_END.search(source.text, done)):
        return  # as in nearly every file
    for start, end in [*((token.start_pos, token.end_pos) for token in tokens), (len(source.text),) * 2]:
        if len(findings.found) - told > MOST_MISTAKES:
            return
        for comment in COMMENT.finditer(source.text, done, start):
            _report_space(source, done, comment.start(), findings)
            _report_hidden(source, comment, findings)
            done = comment.end()
        _report_space(source, done, start, findings)
        done = end


def _report_space(source: Source, start: int, end: int, findings: Findings) -> None:
    """Report the special spaces of word processors between two places; they read as plain ones."""
    for found in _TYPOGRAPHIC_SPACE.finditer(source.text, start, end):
        span = source.span(found.start(), found.end())
        findings.add(
            codes.TYPOGRAPHIC_SPACE,
            span,
            "this is the no-break space of a word processor; outside a text use plain spaces",
            help="put a plain space here",
            fixes=(Fix(span, " "),),
        )


def _report_hidden(source: Source, comment: re.Match[str], findings: Findings) -> None:
    """Report a comment that seems to end, in many programs, before it does."""
    found = _OTHER_LINE_END.search(source.text, comment.start(), comment.end())
    if found is not None and source.text[found.end() : comment.end()].strip():
        findings.add(
            codes.UNREADABLE_TEXT,
            source.span(found.start(), found.end()),
            "this comment goes on behind a line end of another kind, and what stands there is not read",
            help="end the line anew, with the Enter key of a plain text editor",
        )
        findings.lost.update(re.findall(r"[A-Za-z][A-Za-z0-9\-]*", source.text[found.end() : comment.end()]))


def _within_depth(source: Source, tokens: list[Token], findings: Findings) -> int:
    """How many of *tokens* stand before the place where brackets or `not` nest deeper than anyone could read."""
    depth = negations = 0
    for index, token in enumerate(tokens):
        kind = token.type
        depth += _NESTING.get(kind, 0)
        negations = negations + 1 if kind == "NOT" else 0
        if depth > DEEPEST or negations > DEEPEST:
            findings.add(
                codes.TOO_DEEP,
                source.span_of(token),
                f"this is nested more than {DEEPEST} deep, and the text is not read from here on",
                help="divide it into measures or judgements with names of their own",
            )
            return index
    return len(tokens)


def _within_patience(source: Source, tokens: list[Token], findings: Findings, told: int) -> int:
    """How many of *tokens* stand before the place where more was found since *told* than anyone will read."""
    found = sorted(findings.found[told:], key=lambda each: each.span.start if each.span else source.position(0))
    if len(found) <= MOST_MISTAKES:
        return len(tokens)
    findings.found[told:] = found[:MOST_MISTAKES]
    last = found[MOST_MISTAKES].span
    reached = last.start.offset if last is not None else 0
    tell_too_many(source, reached, findings)
    return sum(token.start_pos < reached for token in tokens)


def tell_too_many(source: Source, reached: int, findings: Findings) -> None:
    """Note that reading ends at the offset *reached*."""
    findings.add(
        codes.TOO_MANY,
        source.span(reached, reached + 1),
        "this file has too many mistakes to read on; those above come first",
        help="check that this is a rule file, and mend the first mistakes",
    )
