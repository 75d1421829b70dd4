"""Something was left out: a text, an id, `when`, a condition, a joining word."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.diagnostics import Fix
from qarules.dsl import codes
from qarules.dsl.mistake import Guess, Mistake, Sentence
from qarules.dsl.outline import kind_of
from qarules.dsl.source import Token
from qarules.dsl.tokens import TEXTS

# --- texts -----------------------------------------------------------------------------------------------------------

_BESIDE_A_TEXT = frozenset({*TEXTS, "NOT", "FOR", "EQUAL", "FORMERLY"})
_BEFORE_A_CLAUSE = frozenset({*TEXTS, "MUST", "SHOULD", "MAY", "NEVER", "FACT", "INTERPRETATION", "DERIVED"})
_LONGEST_PROSE = 60
_LONGEST_REMEDY = 60


def missing_text(mistake: Mistake) -> Iterator[Guess]:
    """A title, a statement or a descriptor left out."""
    if "TEXT" not in mistake.expected:
        return
    part, previous = mistake.innermost, mistake.previous
    message, remedy = "a text in quotation marks is missing", "write it in quotation marks"
    if previous is not None:
        message += f" after {mistake.quoted(previous)}"
    if part is not None and previous is not None and (str(previous) == part.name or previous is part.keyword):
        message, remedy = f"{part} has no title", f"put its title in quotation marks after {mistake.quoted(previous)}"
    elif part is not None and part.word == "clause" and (previous is None or previous.type in _BEFORE_A_CLAUSE):
        remedy = "a clause has two texts: the place in its source, and what it says"
    elif "NOT" in mistake.expected:
        remedy = 'write it in quotation marks, or `not provided "…"` where the source has none'
    told = Sentence(codes.MISSING_TEXT, message, remedy, mistake.after_previous)
    yield Guess(sentence=told, insert=("TEXT",), sure=not mistake.expected - _BESIDE_A_TEXT)


def prose(mistake: Mistake) -> Iterator[Guess]:
    """A text without quotation marks, up to the end of its line at most."""
    if "TEXT" not in mistake.expected or mistake.token is None or mistake.kind == "COMMA":
        return
    tokens = mistake.tokens
    for count in range(1, _LONGEST_PROSE):
        last = mistake.at + count - 1
        if tokens.kind(last) in {"LBRACE", "RBRACE", "$END", *TEXTS} or tokens.line(last) != tokens.line(mistake.at):
            return
        span = mistake.span_to(count)
        written = mistake.source.text[span.start.offset : span.end.offset]
        plain = '"{}"'.format(written.strip("'`"))
        told = Sentence(
            codes.MISSING_TEXT,
            "this text stands in single quotation marks" if written[0] == "'" else "this text has no quotation marks",
            f"write {plain}" if len(plain) < _LONGEST_REMEDY else "put a double quotation mark before and after it",
            span,
            fixes=(Fix(span, plain, safe=False),),
        )
        yield Guess(sentence=told, insert=("TEXT",), skip=count)


def missing_reason(mistake: Mistake) -> Iterator[Guess]:
    """Something left out of an adopted pack without a reason."""
    if mistake.expected == {"BECAUSE"}:
        told = Sentence(
            codes.MISSING_TEXT, "this does not say why it is left out", 'write `because "…"`', mistake.after_previous
        )
        yield Guess(sentence=told, insert=("BECAUSE", "TEXT"), sure=True)


# --- ids -------------------------------------------------------------------------------------------------------------

_WANTED = {
    "judged on": "the id of a scale",
    "on": "the id of a scale",
    "cites": "the id of a clause",
    "all": "the id of a band",
    "resolves": "the id of a clause",
    "decided by": "the id of a role",
    "shown after": "the id of a judgement",
    "calendar": "the id of a calendar",
    "give": "the id of a grade",
    "no better than": "the id of a grade",
    "better than": "the id of a grade",
    "worse than": "the id of a grade",
    "descriptor": "the id of a grade",
}
_BESIDE_AN_ID = frozenset({"ID", "ALL", "DECIDED"})


def missing_name(mistake: Mistake) -> Iterator[Guess]:
    """A construct with a title and no id, or a list or sentence that lacks one."""
    if "ID" in mistake.expected:
        told = _without_name(mistake, mistake.previous, mistake.kind)
        yield Guess(sentence=told, insert=("ID",), sure=mistake.expected <= _BESIDE_AN_ID)
    read = mistake.previous
    if read is None or read.type not in mistake.tokens.soft or not mistake.earlier:
        return
    if "ID" in mistake.earlier[0] and read.type not in mistake.earlier[0]:
        before = mistake.tokens.words[mistake.at - 2] if mistake.at > 1 else None
        yield Guess(sentence=_without_name(mistake, before, read.type), insert=("ID",), back=1, skip=-1)


def _without_name(mistake: Mistake, previous: Token | None, kind: str) -> Sentence:
    """What to tell where an id is missing between *previous* and a word of *kind*."""
    part = mistake.innermost
    end = previous.end_pos if previous is not None else 0
    point = mistake.source.span(end, end)
    keyword = " ".join(str(previous).split())
    after = f" after {mistake.quoted(previous)}" if previous is not None else ""
    wanted = _WANTED.get(keyword, "an id")
    if part is not None and previous is part.keyword and keyword not in _WANTED:
        title = "a title but " if kind in TEXTS else ""
        return Sentence(
            codes.MISSING_NAME,
            f"this {part.word} has {title}no id",
            f"put an id{after}, such as `{part.word}-1`",
            mistake.source.span_of(part.keyword),
        )
    if part is not None and part.brace is not None and kind in TEXTS:
        what = "the band it describes" if part.word == "criterion" else "what it names"
        return Sentence(codes.MISSING_NAME, f"{mistake.word} has no id before it", f"write the id of {what} before it")
    return Sentence(codes.MISSING_NAME, f"{wanted} is missing{after}", f"write {wanted}", point)


def missing_answer(mistake: Mistake) -> Iterator[Guess]:
    """An example that names something and does not say what is answered, or expected of it."""
    if mistake.previous is None:
        return
    name = mistake.quoted(mistake.previous)
    for kinds, what, remedy in (
        ({"ID", "YES", "NO", "TEXT"}, f"the answer to {name}", "write the answer after it"),
        ({"ID", "POSSIBLE", "SUGGESTS"}, f"what is expected of {name}", "write a grade after it"),
    ):
        if mistake.expected >= kinds:
            told = Sentence(codes.UNEXPECTED, f"{what} is missing", remedy, mistake.after_previous)
            yield Guess(sentence=told, insert=("ID",), sure=True)


# --- conditions ------------------------------------------------------------------------------------------------------


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
    if {"LPAR", "EVERY", "NOT"} <= mistake.expected and mistake.previous is not None:
        told = Sentence(
            codes.UNEXPECTED,
            f"a condition is missing after {mistake.quoted(mistake.previous)}",
            "say what has to hold, such as `all are clear`",
            mistake.after_previous,
        )
        yield Guess(sentence=told, insert=("ID", "IS", "ID"), sure=True)


def missing_column_kind(mistake: Mistake) -> Iterator[Guess]:
    """A column of a table that does not say what it holds."""
    part, previous = mistake.innermost, mistake.previous
    if part is None or part.word != "table" or previous is None or kind_of("text") not in mistake.expected:
        return
    told = Sentence(
        codes.UNEXPECTED,
        f"the column {mistake.quoted(previous)} does not say what it holds",
        f"write `{previous} text`, `{previous} date`, `{previous} role`, `{previous} number` or `{previous} yes or no`",
        mistake.source.span_of(previous),
    )
    yield Guess(sentence=told, insert=(kind_of("text"),), sure=True)


def missing_bracket(mistake: Mistake) -> Iterator[Guess]:
    """A part of a condition whose bracket is not closed."""
    if "RPAR" not in mistake.expected:
        return
    depth = 0
    for token in reversed(mistake.tokens.words[: mistake.at]):
        depth += {"RPAR": 1, "LPAR": -1}.get(token.type, 0)
        if depth < 0:
            told = Sentence(
                codes.MISSING_BRACE,
                "a bracket is not closed",
                "put `)` where the part ends that belongs together",
                mistake.after_previous,
                labels=((mistake.source.span_of(token), "it is opened here"),),
            )
            yield Guess(sentence=told, insert=("RPAR",), sure=True)
            return


def missing_consequence(mistake: Mistake) -> Iterator[Guess]:
    """What two looks call for, without what that is."""
    if "THEN" in mistake.expected and "GIVE" not in mistake.expected:
        told = Sentence(
            codes.UNEXPECTED,
            "it is not said what happens then",
            "write `then` and an escalation, a process, or an id and a text for what happens",
            mistake.after_previous,
        )
        yield Guess(sentence=told, insert=("THEN", "ID", "TEXT"), sure=True)


def missing_within(mistake: Mistake) -> Iterator[Guess]:
    """A length of time without the word that says which end it has."""
    number = mistake.previous
    if number is None or number.type != "NUMBER" or not mistake.earlier or "WITHIN" not in mistake.earlier[0]:
        return
    if mistake.kind in map(
        kind_of, ("working days", "working day", "clear", "days", "day", "weeks", "months", "hours")
    ):
        told = Sentence(
            codes.UNEXPECTED,
            f"`within` is missing before {mistake.quoted(number)}",
            f"write `within {number} {mistake.token}`",
            mistake.source.span_of(number),
        )
        yield Guess(sentence=told, insert=("WITHIN",), back=1, skip=-1)


def missing_percent(mistake: Mistake) -> Iterator[Guess]:
    """A share without its sign."""
    if mistake.expected == {"PERCENT_SIGN"} and mistake.previous is not None:
        told = Sentence(
            codes.UNEXPECTED,
            f"`%` is missing after {mistake.quoted(mistake.previous)}",
            f"write `{mistake.previous}%`",
            mistake.after_previous,
            fixes=(Fix(mistake.after_previous, "%"),),
        )
        yield Guess(sentence=told, insert=("PERCENT_SIGN",), sure=True)


# --- single words ----------------------------------------------------------------------------------------------------

_VALUES = {"a comma": "COMMA", "a number": "NUMBER", "a date": "DATE"}
# What stands before the id of a construct.
_LED_BY = {
    "CLAUSE": "cites",
    "ROLE": "decided by",
    "JUDGEMENT": "shown after",
}
_PLURAL = frozenset({"ALL", "ANY", "NONE", "HALF", "CRITERIA", "SECTIONS", "NUMBER", "PERCENT_SIGN"})


def missing_word(mistake: Mistake) -> Iterator[Guess]:
    """One word left out: a comma, a joint, the keyword of a property."""
    if mistake.token is None or mistake.previous is None:
        return
    for word in _often_left_out(mistake):
        kind = _VALUES.get(word) or kind_of(word)
        if kind not in mistake.expected:
            continue
        missing, remedy = f"`{word}`", f"write `{word} {mistake.word[1:-1]}`"
        if word in _VALUES:
            missing, remedy = word, f"put {word} between {mistake.quoted(mistake.previous)} and {mistake.word}"
        elif {"AND", "OR"} <= mistake.expected:
            missing, remedy = "`and` or `or`", "say whether both have to hold, or one of them"
        yield Guess(
            sentence=Sentence(codes.UNEXPECTED, f"{missing} is missing before {mistake.word}", remedy), insert=(kind,)
        )


def _often_left_out(mistake: Mistake) -> Iterator[str]:
    """The words that may be missing before the word that does not fit, the likeliest first."""
    part, previous = mistake.innermost, mistake.previous
    assert previous is not None
    defined = mistake.tokens.defined
    kind = defined.get(str(mistake.token), "")
    if kind == "ROLE" == defined.get(str(previous), ""):
        yield "or"
    if mistake.kind == "NUMBER":
        yield "within"
    if previous.type != "COMMA":
        yield "a comma"
    if mistake.kind == "COUNTED":
        yield "not"
    if kind in _LED_BY:
        yield _LED_BY[kind]
    yield "has"
    yield from ("are", "is") if previous.type in _PLURAL else ("is", "are")
    # Behind a comma a scale of this file, and no other word, is one that something is to be judged on.
    if previous.type != "COMMA" or kind == "SCALE":
        yield from ("judged on", "on") if part is not None and part.word == "criterion" else ("on",)
    if mistake.kind in {"FROM", "TO"}:
        yield "number"
    yield from (
        "of",
        "and",
        "or",
        "gives",
        "from",
        "to",
        "no",
        "=",
        "cites",
        "given",
        "expect",
        "then",
        "a number",
        "a date",
    )
