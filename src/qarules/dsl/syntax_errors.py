"""
What may have been meant where reading stopped, and the sentence for each.

Every situation guesses: it says what is wrong, and which words to read on with. The parser takes the guess with which it gets
furthest; where none helps, the first that is sure of itself lends its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import attrs
from lark import Token

from qarules.diagnostics import Fix, Span
from qarules.dsl import codes
from qarules.dsl.codes import Fault
from qarules.dsl.findings import Findings, closest, listed
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import Open, Tokens, kind_of
from qarules.dsl.source import Source
from qarules.dsl.tokens import TEXTS


class Sentence(NamedTuple):
    """What to tell about a mistake."""

    fault: Fault
    message: str
    help: str = ""
    span: Span | None = None
    labels: tuple[tuple[Span, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


@attrs.frozen(kw_only=True)
class Guess:
    """
    What may have been meant.

    Attributes:
        sentence: What to tell if this is it.
        insert: Kinds of words to read on with.
        skip: How many words to pass over.
        back: How many of the words just read to take back first.
        reopen: Take back the closing brace just read.
        enough: How many words it has to read on to be worth taking.
        borrows: How many of the inserted braces the text has, further on.
        returns: The guess leaves out a brace, which may be one that was borrowed.
        sure: True where the sentence holds whatever follows.
    """

    sentence: Sentence
    insert: tuple[str, ...] = ()
    skip: int = 0
    back: int = 0
    reopen: bool = False
    enough: int = 2
    borrows: int = 0
    returns: bool = False
    sure: bool = False


@attrs.frozen(kw_only=True)
class Mistake:
    """
    The place where reading stopped, and what the reader knew there.

    Attributes:
        at: Index of the word that does not fit; the number of words for the end of the file.
        expected: Kinds of words that could stand here.
        earlier: The same for the words right before, nearest first, where they may be taken back.
        open: What is not read to its end, innermost first.
    """

    tokens: Tokens
    at: int
    expected: frozenset[str]
    earlier: tuple[frozenset[str], ...]
    open: tuple[Open, ...]

    @property
    def source(self) -> Source:
        return self.tokens.source

    @property
    def token(self) -> Token | None:
        return self.tokens.words[self.at] if self.at < len(self.tokens.words) else None

    @property
    def kind(self) -> str:
        return self.tokens.kind(self.at)

    @property
    def previous(self) -> Token | None:
        return self.tokens.words[self.at - 1] if self.at else None

    @property
    def word(self) -> str:
        """What stands here, as a reader would quote it."""
        return self.quoted(self.token) if self.token is not None else "the end of the file"

    @property
    def span(self) -> Span:
        if self.token is not None:
            return self.source.span_of(self.token)
        end = len(self.source.text.rstrip())
        return self.source.span(end, end)

    @property
    def after_previous(self) -> Span:
        """The point right after what was read last."""
        end = (self.previous.end_pos or 0) if self.previous is not None else 0
        return self.source.span(end, end)

    @property
    def innermost(self) -> Open | None:
        return self.open[0] if self.open else None

    @property
    def block(self) -> Open | None:
        """The innermost construct whose brace is open."""
        return next((part for part in self.open if part.brace is not None), None)

    @property
    def depth(self) -> int:
        """How many blocks are open."""
        return sum(part.brace is not None for part in self.open)

    @property
    def is_misplaced(self) -> bool:
        """Whether the braces from here on close all that is open, so that none is missing before."""
        return self.token is not None and self.tokens.closing_from(self.at) == self.depth

    def quoted(self, token: Token) -> str:
        """*token* as it is written, or as much of it as fits into a sentence."""
        text = " ".join(self.source.text[token.start_pos : token.end_pos].split())
        return f"`{text}`" if len(text) <= _LONGEST_QUOTE else f"`{text[: _LONGEST_QUOTE - 3]}...`"

    def span_to(self, count: int) -> Span:
        """The stretch of *count* words from here."""
        words = self.tokens.words[self.at : self.at + count]
        return self.source.span(words[0].start_pos or 0, words[-1].end_pos or 0)




_LONGEST_QUOTE = 40


def tell(mistake: Mistake, sentence: Sentence, findings: Findings) -> None:
    """Note *sentence* about *mistake*."""
    findings.add(
        sentence.fault,
        sentence.span or mistake.span,
        sentence.message,
        help=sentence.help,
        labels=sentence.labels,
        fixes=sentence.fixes,
    )


def tell_too_many(source: Source, token: Token, findings: Findings) -> None:
    """Note that reading ends here."""
    findings.add(
        codes.TOO_MANY,
        source.span_of(token),
        "this file has too many mistakes to read on; those above come first",
        help="check that this is a rule file, and mend the first mistakes",
    )


def guesses(mistake: Mistake) -> Iterator[Guess]:
    """What may have been meant, the likeliest first."""
    for situation in SITUATIONS:
        yield from situation(mistake)


# --- signs -----------------------------------------------------------------------------------------------------------

_SIGNS = {
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
    "->": "gives",
    "→": "gives",
}
_BRACKETS = {"(": "{", ")": "}", "[": "(", "]": ")"}


def sign(mistake: Mistake) -> Iterator[Guess]:
    """A comparison, a joint or a bracket written as a sign."""
    if mistake.kind not in {"JUNK", "EQUAL", "OVER", "MINUS", "LPAR", "RPAR"}:
        return
    written, count = _adjacent(mistake)
    if written in _SIGNS:
        word = _SIGNS[written]
        told = Sentence(
            codes.SYMBOL, f"`{written}` has no meaning here", f"say it in words: `{word}`", mistake.span_to(count)
        )
        kinds = tuple(map(kind_of, word.split() if word == "is not" else [word]))
        for before in ((), ("IS",)):
            yield Guess(sentence=told, insert=(*before, *kinds), skip=count, enough=1, sure=True)
    if written in _BRACKETS:
        for meant in (_BRACKETS[written], _BRACKETS.get(_BRACKETS[written], "")):
            if meant:
                block = " around a block" if meant in "{}" else " around a part of a condition"
                told = Sentence(
                    codes.SYMBOL, f"`{written}` does not belong here", f"write `{meant}`{block}", mistake.span_to(count)
                )
                yield Guess(sentence=told, insert=(_KIND_OF_BRACKET[meant],), skip=count)
    if mistake.kind == "JUNK":
        leave = "leave it out: a statement ends where the next begins" if written == ";" else "leave it out"
        told = Sentence(codes.SYMBOL, f"`{written}` has no meaning here", leave, mistake.span_to(count))
        yield Guess(sentence=told, skip=count, enough=1, sure=True)


_KIND_OF_BRACKET = {"{": "LBRACE", "}": "RBRACE", "(": "LPAR", ")": "RPAR"}


def _adjacent(mistake: Mistake) -> tuple[str, int]:
    """The signs that stand here without white space between them, and how many words they are."""
    words = mistake.tokens.words
    count = 1
    while (
        mistake.at + count < len(words)
        and words[mistake.at + count].type in {"JUNK", "EQUAL"}
        and words[mistake.at + count].start_pos == words[mistake.at + count - 1].end_pos
        and mistake.kind not in {"LPAR", "RPAR"}
    ):
        count += 1
    written = "".join(str(word) for word in words[mistake.at : mistake.at + count])
    return (written, count) if written in _SIGNS or mistake.kind == "JUNK" else (written[:1], 1)


# --- keywords --------------------------------------------------------------------------------------------------------

# What people write for a keyword that looks nothing like it.
_SYNONYMS = {
    "if": "when",
    "where": "when",
    "provided": "when",
    "less than": "fewer than",
    "under": "below",
    "over": "above",
    "greater than": "more than",
    "minimum": "at least",
    "maximum": "at most",
    "equals": "is",
    "until": "to",
    "to": "until",
    "award": "give",
    "judge": "judgement",
    "standards": "standard",
    "rated on": "judged on",
    "scored on": "judged on",
    "graded on": "judged on",
    "not better than": "no better than",
    "no more than": "at most",
    "no less than": "at least",
    "no fewer than": "at least",
    "not more than": "at most",
    "not less than": "at least",
    "not required": "optional",
    "boolean": "yes or no",
    "choice": "one of",
    "n/a": "not applicable",
    "na": "not applicable",
    "unknown": "cannot tell",
    "criteria": "criterion",
}
_LONGEST_PHRASE = 4


def misspelt(mistake: Mistake) -> Iterator[Guess]:
    """Words close to a keyword that could stand here, or where one of the words before stands."""
    for back, expected in enumerate((mistake.expected, *mistake.earlier)):
        phrases = {kind: word for kind, word in keywords().items() if kind in expected and word[0].isalpha()}
        start = mistake.at - back
        for count in range(max(back, 1), _LONGEST_PHRASE + 1):
            words = mistake.tokens.words[start : start + count]
            if len(words) < count or not all(_is_word(word) for word in words):
                break
            written = " ".join(map(str, words))
            near = _nearest(written, count, phrases.values())
            if near is not None:
                yield _respelt(mistake, written, near, (start, back, count))


def _is_word(word: Token) -> bool:
    return word.type not in TEXTS and str(word)[0].isalpha()


def _nearest(written: str, count: int, phrases: Iterable[str]) -> str | None:
    """The phrase that was meant by *count* words; None where none is near, or where it is what was written."""
    meant = _SYNONYMS.get(written.lower())
    among = [phrase for phrase in phrases if abs(len(phrase.split()) - count) <= 1 and phrase != written]
    if meant in among:
        return meant
    together = written.lower().replace("-", "").replace(" ", "")
    joined = {phrase.replace(" ", ""): phrase for phrase in among}
    near = closest(together, joined)
    if near is None or (len(joined[near].split()) != count and not _is_begun(together, near)):
        return None
    return joined[near]


def _is_begun(together: str, phrase: str) -> bool:
    """Whether what was written is the whole phrase without its gaps, or the most of it."""
    return together == phrase or (phrase.startswith(together[:4]) and abs(len(phrase) - len(together)) <= _MOST_LETTERS_LOST)


_MOST_LETTERS_LOST = 3


def _respelt(mistake: Mistake, written: str, meant: str, where: tuple[int, int, int]) -> Guess:
    start, back, count = where
    words = mistake.tokens.words[start : start + count]
    span = mistake.source.span(words[0].start_pos or 0, words[-1].end_pos or 0)
    message = f"`{written}` is not a word of the language"
    if written.lower() == meant:
        message = f"`{written}` is written in small letters"
    elif all(word.type != "ID" for word in words):
        message = f"`{written}` cannot stand here"
    told = Sentence(codes.MISSPELT_KEYWORD, message, f"did you mean `{meant}`?", span, fixes=(Fix(span, meant, safe=False),))
    return Guess(sentence=told, insert=(kind_of(meant),), skip=count - back, back=back, enough=1)


def reserved(mistake: Mistake) -> Iterator[Guess]:
    """A joining word, or a number, where an id is wanted."""
    if "ID" not in mistake.expected or mistake.token is None or mistake.expected - _BESIDE_AN_ID:
        return
    written, count = str(mistake.token), 1
    if mistake.kind == "NUMBER":
        count = _glued(mistake)
        span = mistake.span_to(count)
        written = mistake.source.text[span.start.offset : span.end.offset]
        told = Sentence(
            codes.MISSPELT_NAME,
            f"`{written}` is a number and cannot be an id",
            f'start the id with a letter, and put what is printed in the source beside it: `number "{written}"`',
            span,
        )
    elif written == "audit-date":
        told = Sentence(codes.RESERVED_WORD, "`audit-date` stands for the day of the audit", "choose another id")
    elif written.isalpha() and written.islower() and mistake.kind not in mistake.tokens.soft | {"ID"}:
        told = Sentence(
            codes.RESERVED_WORD,
            f"`{written}` joins parts of a sentence and cannot be an id",
            f"choose another id, for instance `{written}-of-it`",
        )
    else:
        return
    yield Guess(sentence=told, insert=("ID",), skip=count)


def _glued(mistake: Mistake) -> int:
    """How many words stand here without white space between them."""
    words = mistake.tokens.words
    count = 1
    while mistake.at + count < len(words) and words[mistake.at + count].start_pos == words[mistake.at + count - 1].end_pos:
        count += 1
    return count


_BESIDE_AN_ID = frozenset({"ID", "RBRACE", "GUIDANCE", "NOTE", *TEXTS})


# --- braces ----------------------------------------------------------------------------------------------------------


def closed_too_early(mistake: Mistake) -> Iterator[Guess]:
    """A construct follows that belongs into the block whose closing brace was just read."""
    previous = mistake.previous
    if previous is None or previous.type != "RBRACE" or not mistake.tokens.opens_part(mistake.at):
        return
    tokens = mistake.tokens
    pairs = tokens.pairs_between(0, mistake.at)
    early = next((pair for pair in reversed(pairs[-_NEAR:]) if _stands_deeper(pair, tokens)), None)
    brace = tokens.words[early[0]] if early is not None else previous
    told = Sentence(
        codes.STRAY_BRACE,
        f"this closing brace ends a block too early: the {mistake.token} after it belongs inside",
        "leave the brace out",
        tokens.source.span_of(brace),
        labels=((mistake.span, "this belongs inside"),),
        fixes=(Fix(tokens.source.span_of(brace), "", safe=False),),
    )
    yield Guess(sentence=told, reopen=True, returns=True)


def _stands_deeper(pair: tuple[int, int], tokens: Tokens) -> bool:
    """Whether a closing brace on a line of its own is set in further than the construct it closes."""
    close, opening = pair
    return tokens.begins_line(close) and tokens.indent(close) > tokens.indent(tokens.head(opening))


def _stands_less_deep(pair: tuple[int, int], tokens: Tokens) -> bool:
    close, opening = pair
    return tokens.begins_line(close) and tokens.indent(close) < tokens.indent(tokens.head(opening))


# How many blocks before a mistake are looked at for the brace that caused it.
_NEAR = 50


def unclosed_block(mistake: Mistake) -> Iterator[Guess]:
    """A construct begins, or the file ends, while a block is open."""
    if mistake.block is None or mistake.is_misplaced:
        return
    if mistake.token is None or mistake.tokens.opens_construct(mistake.at):
        told = _unclosed(mistake, mistake.block)
        for closed in range(1, mistake.depth + 1):
            yield Guess(sentence=told, insert=("RBRACE",) * closed)


def misplaced(mistake: Mistake) -> Iterator[Guess]:
    """A construct stands in a block or file where it does not belong; no brace is missing."""
    if mistake.token is None or not mistake.tokens.opens_construct(mistake.at):
        return
    block = mistake.block
    told = Sentence(
        codes.UNEXPECTED,
        f"a {mistake.token} cannot stand {f'in {block}' if block is not None else 'outside a tool'}",
        f"move it {_PLACES[mistake.kind]}",
        labels=((mistake.source.span_of(block.keyword), f"inside this {block.word}"),) if block is not None else (),
    )
    if mistake.is_misplaced and mistake.kind not in _OF_THE_FILE:
        for closed in range(1, mistake.depth + 1):
            yield Guess(sentence=told, insert=("RBRACE",) * closed, borrows=closed)
    yield Guess(sentence=told, skip=mistake.tokens.extent(mistake.at), enough=1, sure=True)


_OF_THE_FILE = frozenset({"SCALE", "ROLE", "CLAUSE", "USE", "STANDARD"})
_PLACES = {
    "SECTION": "into the tool, beside the other sections",
    "CRITERION": "into a section",
    "QUESTION": "into a section",
    "KNOWN": "into the tool, beside the sections",
    "MEASURE": "into the tool, beside the sections",
    "JUDGEMENT": "into the tool, beside the sections",
    "EXAMPLE": "into the tool, behind its judgements",
    "PROMISE": "into the tool, behind its judgements",
    "TOOL": "before or after this tool",
    "SCALE": "before or after the tool",
    "ROLE": "before or after the tool",
    "CLAUSE": "before or after the tool",
    "USE": "before or after the tool",
    "STANDARD": "before or after the tool",
}


def _unclosed(mistake: Mistake, block: Open) -> Sentence:
    """The block that lacks its brace: the innermost, or one inside whose place the layout gives away."""
    tokens = mistake.tokens
    assert block.brace is not None
    opened = tokens.index_of(block.brace)
    within = tokens.pairs_between(opened, mistake.at)
    guilty = next((pair for pair in within if _stands_less_deep(pair, tokens)), None)
    if guilty is not None:
        close, opening = guilty
        before = tokens.words[close - 1].end_pos or 0
        point = tokens.source.span(before, before)
        head, name = tokens.head(opening), tokens.words[tokens.head(opening) + 1]
        what, brace = f"the {tokens.words[head]} `{str(name).strip(chr(34))}`", tokens.words[opening]
        until = "the brace of the block around it"
    else:
        what, brace, point = str(block), block.brace, mistake.after_previous
        until = "the file ends" if mistake.token is None else f"the next {mistake.token} begins"
    return Sentence(
        codes.MISSING_BRACE,
        f"{what} has no closing brace before {until}",
        "put `}` here",
        span=point,
        labels=((tokens.source.span_of(brace), "this brace is still open"),),
        fixes=(Fix(point, "\n}", safe=False),),
    )


def stray_brace(mistake: Mistake) -> Iterator[Guess]:
    """A closing brace with nothing open."""
    if mistake.kind == "RBRACE" and mistake.block is None and "LBRACE" not in mistake.expected:
        told = Sentence(
            codes.STRAY_BRACE, "this closing brace closes nothing", "leave it out, or look for a brace closed too early"
        )
        yield Guess(sentence=told, skip=1, returns=True, sure=True)


def missing_open_brace(mistake: Mistake) -> Iterator[Guess]:
    """A block without its opening brace."""
    part = mistake.innermost
    if "LBRACE" not in mistake.expected or part is None or mistake.kind == "LBRACE":
        return
    told = Sentence(
        codes.MISSING_BRACE,
        f"{part} has no opening brace",
        f"put `{{` after {'its title' if part.word in _TITLED else 'it'}{' and properties' if part.word in _WITH_PROPERTIES else ''}",
        mistake.after_previous,
        fixes=(Fix(mistake.after_previous, " {", safe=False),),
    )
    yield Guess(sentence=told, insert=("LBRACE",), sure=mistake.token is None)


_TITLED = frozenset("standard scale role tool section criterion judgement example promise clause".split())
_WITH_PROPERTIES = frozenset("tool section criterion judgement".split())


# --- what is missing -------------------------------------------------------------------------------------------------


def missing_text(mistake: Mistake) -> Iterator[Guess]:
    """A title, a statement or a descriptor left out."""
    if "TEXT" not in mistake.expected:
        return
    part, previous = mistake.innermost, mistake.previous
    message, remedy = "a text in quotation marks is missing", "all prose stands in quotation marks"
    if part is not None and previous is not None and (str(previous) == part.name or previous is part.keyword):
        message, remedy = f"{part} has no title", f"put its title in quotation marks after {mistake.quoted(previous)}"
    elif previous is not None:
        message += f" after {mistake.quoted(previous)}"
    told = Sentence(codes.MISSING_TEXT, message, remedy, mistake.after_previous)
    yield Guess(sentence=told, insert=("TEXT",), sure=not mistake.expected - _BESIDE_A_TEXT)


_BESIDE_A_TEXT = frozenset({*TEXTS, "NOT", "FOR", "EQUAL", "FORMERLY"})


def prose(mistake: Mistake) -> Iterator[Guess]:
    """A text without quotation marks, up to the end of its line at most."""
    if "TEXT" not in mistake.expected or mistake.token is None:
        return
    tokens, source = mistake.tokens, mistake.source
    line = mistake.span.start.line
    for count in range(1, _LONGEST_PROSE):
        last = mistake.at + count - 1
        if tokens.kind(last) in {"LBRACE", "RBRACE", "$END", *TEXTS}:
            return
        if source.position(tokens.words[last].start_pos or 0).line != line:
            return
        span = mistake.span_to(count)
        written = source.text[span.start.offset : span.end.offset]
        plain = '"{}"'.format(written.strip("'`"))
        marked = "in single marks" if written[0] == "'" else "without quotation marks"
        told = Sentence(
            codes.MISSING_TEXT,
            f"this text stands {marked}",
            f"write {plain}" if len(plain) < 60 else "put a double quotation mark before and after it",
            span,
            fixes=(Fix(span, plain, safe=False),),
        )
        yield Guess(sentence=told, insert=("TEXT",), skip=count)


_LONGEST_PROSE = 60


def missing_name(mistake: Mistake) -> Iterator[Guess]:
    """A construct with a title and no id, or a list or sentence that lacks one."""
    if "ID" not in mistake.expected:
        return
    part, previous = mistake.innermost, mistake.previous
    after = mistake.quoted(previous) if previous is not None else "the start"
    message, remedy, point = f"an id is missing after {after}", "write the id that is meant", mistake.after_previous
    if part is not None and previous is part.keyword:
        point = mistake.source.span_of(part.keyword)
        title = "a title but " if mistake.kind in TEXTS else ""
        message, remedy = f"this {part.word} has {title}no id", f"put an id after {after}, such as `{part.word}-1`"
    told = Sentence(codes.MISSING_NAME, message, remedy, point)
    yield Guess(sentence=told, insert=("ID",), sure=mistake.expected <= {"ID", "ALL", "DECIDED"})


def missing_when(mistake: Mistake) -> Iterator[Guess]:
    """A rule without its condition."""
    if "WHEN" in mistake.expected and "RBRACE" not in mistake.expected:
        told = Sentence(
            codes.MISSING_WHEN,
            "this rule does not say when it holds",
            "write `when` and the condition after the grade",
            mistake.after_previous,
        )
        yield Guess(sentence=told, insert=("WHEN",), sure=True)


def missing_condition(mistake: Mistake) -> Iterator[Guess]:
    """A sentence that breaks off."""
    if {"LPAR", "EVERY", "NOT"} <= mistake.expected:
        told = Sentence(
            codes.UNEXPECTED,
            f"a condition is missing after {mistake.quoted(mistake.previous)}" if mistake.previous else "a condition is missing",
            "say what has to hold, such as `all are clear`",
            mistake.after_previous,
        )
        yield Guess(sentence=told, insert=("ID", "IS", "ID"), sure=True)


def missing_word(mistake: Mistake) -> Iterator[Guess]:
    """One word left out: a comma, a joint, the keyword of a property."""
    if mistake.token is None:
        return
    for word in _often_left_out(mistake):
        kind = _KINDS_LEFT_OUT.get(word) or kind_of(word)
        if kind not in mistake.expected:
            continue
        missing, remedy = f"`{word}`", f"write `{word} {mistake.word[1:-1]}`"
        if kind in _KINDS_LEFT_OUT.values():
            missing, remedy = word, f"put {word} between {mistake.quoted(mistake.previous)} and {mistake.word}"
        elif {"AND", "OR"} <= mistake.expected:
            missing, remedy = "`and` or `or`", "say whether both have to hold, or one of them"
        told = Sentence(codes.UNEXPECTED, f"{missing} is missing before {mistake.word}", remedy)
        yield Guess(sentence=told, insert=(kind,))


_KINDS_LEFT_OUT = {"a comma": "COMMA", "a number": "NUMBER", "a date": "DATE"}


def _often_left_out(mistake: Mistake) -> Iterator[str]:
    """The words that may be missing before the word that does not fit, the likeliest first."""
    part, previous = mistake.innermost, mistake.previous
    if previous is not None and previous.type != "COMMA":
        yield "a comma"
    yield from ("are", "is") if previous is not None and previous.type in _PLURAL else ("is", "are")
    yield from ("judged on", "on") if part is not None and part.word == "criterion" else ("on",)
    if mistake.kind in {"FROM", "TO"}:
        yield "number"
    yield from ("of", "and", "or", "gives", "from", "to", "no", "=", "cites", "given", "expect", "a number", "a date")


_PLURAL = frozenset({"ALL", "ANY", "NONE", "HALF", "CRITERIA", "SECTIONS", "NUMBER", "PERCENT_SIGN"})


def written_date(mistake: Mistake) -> Iterator[Guess]:
    """A date in another form."""
    if "DATE" not in mistake.expected or mistake.kind not in {"NUMBER", "ID"}:
        return
    for count in range(_LONGEST_DATE, 0, -1):
        words = mistake.tokens.words[mistake.at : mistake.at + count]
        if len(words) < count or any(word.type not in {"NUMBER", "ID", "OVER", "MINUS", "COMMA"} for word in words):
            continue
        span = mistake.span_to(count)
        written = mistake.source.text[span.start.offset : span.end.offset]
        if any(sign.isdigit() for sign in written) and "\n" not in written:
            told = Sentence(
                codes.UNEXPECTED,
                f"`{written}` is not a date",
                "write a date as `31 December 2024` or `2024-12-31`",
                span,
            )
            yield Guess(sentence=told, insert=("DATE",), skip=count, enough=1)


_LONGEST_DATE = 5


# --- what is too much ------------------------------------------------------------------------------------------------


def needless_comma(mistake: Mistake) -> Iterator[Guess]:
    """A comma that joins nothing, or one for a point."""
    words, at = mistake.tokens.words, mistake.at
    if mistake.kind == "COMMA":
        told = Sentence(codes.UNEXPECTED, "this comma joins nothing", "leave it out", fixes=(Fix(mistake.span, ""),))
        yield Guess(sentence=told, skip=1)
    if mistake.previous is None or mistake.previous.type != "COMMA" or not mistake.earlier:
        return
    span = mistake.source.span_of(mistake.previous)
    if mistake.kind == "NUMBER" and at > 1 and words[at - 2].type == "NUMBER" and words[at - 2].end_pos == span.start.offset:
        whole = mistake.source.span(words[at - 2].start_pos or 0, mistake.span.end.offset)
        meant = f"{words[at - 2]}.{mistake.token}"
        told = Sentence(
            codes.MISSPELT_NAME,
            f"`{words[at - 2]},{mistake.token}` is not a number",
            f"write `{meant}`: decimals stand behind a point",
            whole,
            fixes=(Fix(whole, meant),),
        )
        yield Guess(sentence=told, back=1, skip=1, enough=1)
    else:
        told = Sentence(codes.UNEXPECTED, "this comma joins nothing", "leave it out", span, fixes=(Fix(span, ""),))
        yield Guess(sentence=told, back=1)


def behind_the_brace(mistake: Mistake) -> Iterator[Guess]:
    """A property inside the braces of what it is about."""
    block = mistake.block
    if block is None or block is not mistake.innermost or block.brace is None or block.word not in _WITH_PROPERTIES:
        return
    back = 0 if _is_property(mistake.tokens, mistake.at) else 1
    if (back and not mistake.earlier) or not _is_property(mistake.tokens, mistake.at - back):
        return
    words = mistake.tokens.words[mistake.at - back :]
    told = Sentence(
        codes.UNEXPECTED,
        f"`{words[0]}{' counted' if words[0].type == 'NOT' else ''}` stands behind the opening brace of {block}",
        "move it before the brace: what a thing is comes before `{`, what it contains comes after",
        mistake.source.span_of(words[0]),
        labels=((mistake.source.span_of(block.brace), "this brace"),),
    )
    for count in _up_to_the_next_block(mistake):
        yield Guess(sentence=told, back=back, skip=count)


def _is_property(tokens: Tokens, at: int) -> bool:
    return tokens.kind(at) in _property_kinds() or (tokens.kind(at), tokens.kind(at + 1)) == ("NOT", "COUNTED")


def _up_to_the_next_block(mistake: Mistake) -> Iterator[int]:
    """How many words may be passed over: as long as no brace is among them."""
    for count in range(1, _MOST_SKIPPED):
        if mistake.tokens.kind(mistake.at + count - 1) in {"LBRACE", "RBRACE", "$END"}:
            return
        yield count


_MOST_SKIPPED = 20


def unexpected(mistake: Mistake) -> Iterator[Guess]:
    """What stands here, and what could; words are passed over up to one that fits, but never within a sentence."""
    told = _cannot_stand(mistake)
    yield Guess(sentence=told, skip=1, enough=3, sure=True)
    if {"RBRACE", "LBRACE", "TOOL"} & mistake.expected:
        for count in _up_to_the_next_block(mistake):
            yield Guess(sentence=told, skip=count, enough=3)


def _cannot_stand(mistake: Mistake) -> Sentence:
    part = mistake.innermost
    could = _could_stand(mistake.expected)
    return Sentence(
        codes.UNEXPECTED,
        f"{mistake.word} cannot stand {f'in {part}' if part is not None else 'here'}",
        f"here could stand {could}" if could else "",
    )


# How a kind of word without a fixed spelling is called.
_CALLED = {
    "ID": "an id",
    "TEXT": "a text in quotation marks",
    "NUMBER": "a number",
    "DATE": "a date such as 1 April 2027",
    "ROUNDING": "how to round",
    "$END": "the end of the file",
}


def _property_kinds() -> frozenset[str]:
    words = (
        "judged on | asked when | may be not applicable | weight | counted from | formerly | decided by | shown after | optional"
        " | saying why | with evidence | with reason | repeated | for each section | cites | one of"
    )
    return frozenset(kind_of(word) for word in words.split(" | "))


def _could_stand(expected: Iterable[str]) -> str:
    kinds = set(expected)
    groups = [
        (_property_kinds(), "a property such as `asked when` or `cites`"),
        ({"CRITERION", "QUESTION"}, "the next `criterion` or `question`"),
        ({"SECTION", "JUDGEMENT"}, "the next `section`, `measure` or `judgement`"),
        ({"TOOL", "SCALE"}, "the next `tool`, `scale`, `role` or `clause`"),
        ({"EVERY", "NOT", "LPAR"}, "a condition such as `all are clear`"),
        ({"IS", "ARE"}, "`is` or `are`"),
    ]
    shown = [called for kind, called in _CALLED.items() if kind in kinds and kind != "$END"]
    for group, called in groups:
        if kinds >= group & kinds and len(group & kinds) >= 2:
            shown.append(called)
    if len(shown) == len([kind for kind in _CALLED if kind in kinds and kind != "$END"]):
        shown += [f"`{keywords()[kind]}`" for kind in sorted(kinds) if kind in keywords() and kind != "COMMA"]
    elif "LBRACE" in kinds:
        shown.append("`{`")
    if "RBRACE" in kinds and "`}`" not in shown:
        shown.append("`}`")
    shown = shown[:5]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def breaks_off(mistake: Mistake) -> Sentence:
    """The file ends in the middle of a sentence."""
    part = mistake.innermost
    return Sentence(
        codes.MISSING_BRACE if mistake.block is not None else codes.UNEXPECTED,
        f"the file ends in the middle of {part}" if part is not None else "the file ends in the middle of a sentence",
        "write the rest, or take out what is begun",
    )


SITUATIONS: tuple[Callable[[Mistake], Iterator[Guess]], ...] = (
    sign,
    stray_brace,
    closed_too_early,
    missing_open_brace,
    unclosed_block,
    misplaced,
    behind_the_brace,
    reserved,
    written_date,
    misspelt,
    missing_text,
    needless_comma,
    missing_when,
    missing_name,
    missing_word,
    prose,
    missing_condition,
)
