"""One sentence for each way a text can go wrong: a table of situations, tried in order; the last one always fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import attrs
from lark import Token, Tree

from qarules.diagnostics import Fix, Span
from qarules.dsl import codes
from qarules.dsl.codes import Fault
from qarules.dsl.findings import Findings, closest
from qarules.dsl.grammar import keywords
from qarules.dsl.tokens import TEXTS, Source

# How a terminal without a fixed text is called.
CALLED = {
    "ID": "an id",
    "TEXT": "a text in quotation marks",
    "NUMBER": "a number",
    "DATE": "a date such as 1 April 2027",
    "ROUNDING": "how to round",
    "$END": "the end of the file",
}
SIGNS = {
    ">=": "at least",
    "<=": "at most",
    ">": "above",
    "<": "below",
    "==": "is",
    "=": "is",
    "!=": "is not",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
}


@attrs.frozen(kw_only=True)
class Mistake:
    """
    The place where reading stopped, and what the reader knew there.

    Attributes:
        at: Index of the token that does not fit; the number of tokens for the end of the file.
        expected: Terminals that could stand here.
        open_values: What the parser holds unfinished, innermost last.
        opens_construct: A construct clearly begins here.
    """

    source: Source
    tokens: list[Token]
    at: int
    expected: frozenset[str]
    open_values: tuple[Token | Tree[Token], ...]
    opens_construct: bool

    @property
    def token(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    @property
    def word(self) -> str:
        """What stands here, as a reader would quote it."""
        if self.token is None:
            return "the end of the file"
        text = " ".join(str(self.token).split())
        return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"

    @property
    def span(self) -> Span:
        if self.token is not None:
            return self.source.span_of(self.token)
        end = len(self.source.text.rstrip())
        return self.source.span(end, end)

    @property
    def previous_end(self) -> Span:
        """The point right after what was read last."""
        end = (self.tokens[self.at - 1].end_pos or 0) if self.at else 0
        return self.source.span(end, end)

    def construct(self) -> tuple[str, str, Token] | None:
        """The innermost unfinished construct: its keyword, its id or title if read, and its first token."""
        for index in range(len(self.open_values) - 1, -1, -1):
            value = self.open_values[index]
            if isinstance(value, Token) and value.type in _openers():
                following = self.open_values[index + 1 : index + 2]
                name = following[0] if following else None
                words = str(next(iter(name.scan_values(lambda _: True)), "")) if isinstance(name, Tree) else ""
                return str(value), words.strip('"'), value
        return None

    def open_brace(self) -> Token | None:
        """The innermost brace not closed yet."""
        braces = (v for v in reversed(self.open_values) if isinstance(v, Token) and v.type == "LBRACE")
        return next(braces, None)


class Sentence(NamedTuple):
    """What to tell about a mistake."""

    fault: Fault
    message: str
    help: str = ""
    span: Span | None = None
    labels: tuple[tuple[Span, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


def report(mistake: Mistake, findings: Findings) -> None:
    """Tell about *mistake* in the first sentence that fits."""
    sentence = next(s for situation in SITUATIONS if (s := situation(mistake)) is not None)
    findings.add(
        sentence.fault,
        sentence.span or mistake.span,
        sentence.message,
        help=sentence.help,
        labels=sentence.labels,
        fixes=sentence.fixes,
    )


def report_too_many(source: Source, token: Token, findings: Findings) -> None:
    """Tell that reading ends here."""
    findings.add(
        codes.TOO_MANY,
        source.span_of(token),
        "this file has too many mistakes to read on; those above come first",
        help="check that this is a rule file, and mend the first mistakes",
    )


def _openers() -> frozenset[str]:
    named = "standard use clause scale role tool section criterion question known measure judgement example promise give descriptor"
    phrases = {kind for kind, word in keywords().items() if word in {"no better than", "no longer used"}}
    return frozenset(named.upper().split()) | phrases


# --- the situations --------------------------------------------------------------------------------------------------


def sign(mistake: Mistake) -> Sentence | None:
    """A comparison or a joint written as a sign."""
    token = mistake.token
    if token is None or token.type not in {"JUNK", "EQUAL"}:
        return None
    here = str(token)
    if here == "=" and mistake.at + 1 < len(mistake.tokens) and str(mistake.tokens[mistake.at + 1]) == "=":
        here = "=="
    if here == ";":
        return Sentence(codes.SYMBOL, "`;` has no meaning here", "leave it out: a statement ends where the next begins")
    if here in SIGNS:
        return Sentence(codes.SYMBOL, f"`{here}` has no meaning here", f"say it in words: `{SIGNS[here]}`")
    if here in {"[", "]"}:
        return Sentence(
            codes.SYMBOL, f"`{here}` has no meaning here", "use round brackets around a part of a condition"
        )
    return Sentence(codes.SYMBOL, f"{mistake.word} has no meaning here", "leave it out, or put it inside a text")


def unclosed_block(mistake: Mistake) -> Sentence | None:
    """A construct begins, or the file ends, while a brace is open."""
    brace = mistake.open_brace()
    if brace is None or not (mistake.token is None or mistake.opens_construct):
        return None
    if "RBRACE" not in mistake.expected:
        return None
    construct = mistake.construct()
    what = f"the {construct[0]} `{construct[1]}`" if construct else "this block"
    before = "the file ends" if mistake.token is None else f"the next {mistake.token} begins"
    return Sentence(
        codes.MISSING_BRACE,
        f"{what} has no closing brace before {before}",
        "put `}` here",
        span=mistake.previous_end,
        labels=((mistake.source.span_of(brace), "this brace is still open"),),
        fixes=(Fix(mistake.previous_end, "\n}", safe=False),),
    )


def stray_brace(mistake: Mistake) -> Sentence | None:
    """A closing brace with nothing open."""
    if mistake.token is None or mistake.token.type != "RBRACE" or mistake.open_brace() is not None:
        return None
    if mistake.construct() is not None:
        return None
    return Sentence(
        codes.STRAY_BRACE, "this closing brace closes nothing", "leave it out, or look for a brace closed too early"
    )


def misspelt(mistake: Mistake) -> Sentence | None:
    """A word close to a keyword that could stand here."""
    token = mistake.token
    if token is None or token.type != "ID":
        return None
    phrases = sorted({keywords()[kind] for kind in mistake.expected if kind in keywords()})
    firsts = {phrase.split()[0]: phrase for phrase in reversed(phrases) if phrase[0].isalpha()}
    near = closest(str(token), firsts)
    if near is None:
        return None
    phrase = _fullest(mistake, near, phrases)
    return Sentence(codes.MISSPELT_KEYWORD, f"`{token}` is not a word of the language", f"did you mean `{phrase}`?")


def _fullest(mistake: Mistake, first: str, phrases: list[str]) -> str:
    """Of the phrases that begin with *first*, the one most like what was written."""
    begun = [phrase for phrase in phrases if phrase.split()[0] == first]
    written = " ".join(str(token) for token in mistake.tokens[mistake.at : mistake.at + 3])
    return closest(written, begun) or begun[0]


def reserved(mistake: Mistake) -> Sentence | None:
    """A joining word where an id is wanted."""
    token = mistake.token
    if token is None or "ID" not in mistake.expected or mistake.expected - {"ID"} - TEXTS:
        return None
    if not str(token).isalpha():
        return None
    return Sentence(
        codes.RESERVED_WORD,
        f"`{token}` joins parts of a sentence and cannot be an id",
        f"choose another id, for instance `{token}-of-it`",
    )


def missing_name(mistake: Mistake) -> Sentence | None:
    """A construct with a title and no id."""
    if mistake.expected != {"ID"}:
        return None
    construct = mistake.construct()
    after = f"`{mistake.tokens[mistake.at - 1]}`" if mistake.at else "the start"
    if construct and mistake.token is not None and mistake.token.type in TEXTS:
        return Sentence(codes.MISSING_NAME, f"this {construct[0]} has a title but no id", f"put an id after {after}")
    return Sentence(
        codes.MISSING_NAME, f"an id is missing after {after}", "write the id that is meant", mistake.previous_end
    )


def missing_text(mistake: Mistake) -> Sentence | None:
    """A title, a statement or a descriptor left out."""
    if not mistake.expected & TEXTS or "TEXT" not in mistake.expected:
        return None
    if mistake.expected - TEXTS - {"NOT", "FOR", "EQUAL", "FORMERLY"}:
        return None
    previous = mistake.tokens[mistake.at - 1] if mistake.at else None
    construct = mistake.construct()
    if construct and construct[1] and previous is not None and str(previous) == construct[1]:
        return Sentence(
            codes.MISSING_TEXT,
            f"the {construct[0]} `{construct[1]}` has no title",
            "put its title in quotation marks after the id",
            mistake.previous_end,
        )
    return Sentence(
        codes.MISSING_TEXT,
        f"a text in quotation marks is missing after `{previous}`",
        "all prose stands in quotation marks",
        mistake.previous_end,
    )


def missing_when(mistake: Mistake) -> Sentence | None:
    """A rule without its condition."""
    if "WHEN" not in mistake.expected or "RBRACE" in mistake.expected:
        return None
    return Sentence(
        codes.MISSING_WHEN,
        "this rule does not say when it holds",
        "write `when` and the condition after the grade",
        mistake.previous_end,
    )


def missing_open_brace(mistake: Mistake) -> Sentence | None:
    """A block without its opening brace."""
    construct = mistake.construct()
    if "LBRACE" not in mistake.expected or "RBRACE" in mistake.expected or construct is None:
        return None
    if not (mistake.opens_construct or mistake.token is None):
        return None
    return Sentence(
        codes.MISSING_BRACE,
        f"the {construct[0]} `{construct[1]}` has no opening brace",
        "put `{` after its title and properties",
        mistake.previous_end,
    )


def anything_else(mistake: Mistake) -> Sentence:
    """What stands here and what could."""
    construct = mistake.construct()
    where = f" in the {construct[0]} `{construct[1]}`" if construct and construct[1] else " here"
    could = _could_stand(mistake.expected)
    return Sentence(
        codes.UNEXPECTED, f"{mistake.word} cannot stand{where}", f"here could stand {could}" if could else ""
    )


def _could_stand(expected: Iterable[str]) -> str:
    words = sorted({keywords()[kind] for kind in expected if kind in keywords()} - {","})
    named = [CALLED[kind] for kind in CALLED if kind in expected]
    shown = [*named, *(f"`{word}`" for word in words)]
    if len(shown) > 8:
        return ", ".join(shown[:7]) + " and others"
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


SITUATIONS: tuple[Callable[[Mistake], Sentence | None], ...] = (
    sign,
    stray_brace,
    unclosed_block,
    missing_open_brace,
    reserved,
    missing_name,
    missing_text,
    misspelt,
    missing_when,
    anything_else,
)
