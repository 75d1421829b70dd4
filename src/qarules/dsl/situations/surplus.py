"""Something is too much, or stands in the wrong place of its construct."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.diagnostics import Fix
from qarules.dsl import codes
from qarules.dsl.findings import did_you_mean
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import Guess, Mistake, Sentence
from qarules.dsl.outline import AFTER_THE_GRADE, Tokens, kind_of
from qarules.dsl.situations.braces import WITH_PROPERTIES
from qarules.model.expected import STATES

_MOST_SKIPPED = 20


def late_edition(mistake: Mistake) -> Iterator[Guess]:
    """The edition behind something else."""
    if mistake.kind == "QA":
        told = Sentence(
            codes.UNEXPECTED, "the edition stands in the first line of a file", "move it to the top, or leave it out"
        )
        yield Guess(sentence=told, skip=2 if mistake.tokens.kind(mistake.at + 1) == "NUMBER" else 1, sure=True)


def doubled(mistake: Mistake) -> Iterator[Guess]:
    """A word written twice."""
    words, at = mistake.tokens.words, mistake.at
    for back in (0, 1):
        if at - back < 1 or (back and not mistake.earlier) or str(words[at - back]) != str(words[at - back - 1]):
            continue
        if str(words[at - back])[0].isalpha():
            told = Sentence(
                codes.UNEXPECTED,
                f"`{words[at - back]}` stands here twice",
                "leave one of the two out",
                mistake.source.span_of(words[at - back]),
            )
            yield Guess(sentence=told, back=back, skip=1 - back)


def needless_comma(mistake: Mistake) -> Iterator[Guess]:
    """A comma that joins nothing."""
    is_after = mistake.block is not None and mistake.block.keyword.type in AFTER_THE_GRADE
    remedy = "leave it out: what stands in these braces is not joined by commas" if is_after else "leave it out"
    told = Sentence(codes.UNEXPECTED, "this comma joins nothing", remedy)
    if mistake.kind == "COMMA":
        yield Guess(sentence=told._replace(fixes=(Fix(mistake.span, ""),)), skip=1)
    elif mistake.previous is not None and mistake.previous.type == "COMMA" and mistake.earlier:
        span = mistake.source.span_of(mistake.previous)
        yield Guess(sentence=told._replace(span=span, fixes=(Fix(span, ""),)), back=1)


def needless_word(mistake: Mistake) -> Iterator[Guess]:
    """A joining word where two words stand side by side."""
    if mistake.kind in {"IS", "ARE", "EQUAL"} and mistake.previous is not None:
        following = mistake.tokens.words[mistake.at + 1 : mistake.at + 2]
        pair = " ".join(str(word) for word in (mistake.previous, *following))
        told = Sentence(codes.UNEXPECTED, f"{mistake.word} is not needed here", f"leave it out: `{pair}`")
        yield Guess(sentence=told, skip=1)


def word_after_is(mistake: Mistake) -> Iterator[Guess]:
    """In an example `is` says how something stands; an answer or a grade follows its name at once."""
    if mistake.previous is None or mistake.previous.type != "IS" or mistake.at < 2 or "ID" in mistake.expected:
        return
    before = mistake.tokens.words[mistake.at - 2]
    defined = mistake.tokens.defined.get(str(before))
    if "MET" in mistake.expected and defined in {*AFTER_THE_GRADE, None} and mistake.token is not None:
        near = did_you_mean(str(mistake.token), STATES)
        remedy = near or "write a status such as `running`, `overdue` or `next`; a grade follows its name without `is`"
        told = Sentence(codes.UNEXPECTED, f"{mistake.word} is no word for how something stands", remedy)
        yield Guess(sentence=told, insert=("RUNNING",), skip=1, enough=1)
        return
    told = Sentence(
        codes.UNEXPECTED,
        "`is` is not needed here",
        f"leave it out: `{before} {mistake.token}`",
        mistake.source.span_of(mistake.previous),
    )
    yield Guess(sentence=told, back=1)


def unknown_rounding(mistake: Mistake) -> Iterator[Guess]:
    """A measure that is rounded, but not in words that say which way."""
    words = mistake.tokens.words[mistake.at : mistake.at + 2]
    if "ROUNDING" not in mistake.expected or not any(str(word).startswith("round") for word in words):
        return
    span = mistake.source.span_of(words[-1] if mistake.kind == "COMMA" else words[0])
    told = Sentence(
        codes.UNEXPECTED,
        "this does not say which way to round",
        "write `a half rounds up`, `a half rounds down`, `a half rounds to even`, `always rounds up` or "
        "`always rounds down`",
        span,
    )
    for count in _up_to_the_next_brace(mistake):
        yield Guess(sentence=told, skip=count)


def unknown_roll(mistake: Mistake) -> Iterator[Guess]:
    """What becomes of a day that is closed, but not in words that say to which day it goes."""
    if "ROLL" not in mistake.expected or mistake.token is None or str(mistake.token).lower() not in {"if", "unless"}:
        return
    told = Sentence(
        codes.UNEXPECTED,
        "this does not say where a closed day goes",
        "write `if closed, the working day before`, `if closed, the working day after` or `even if closed`",
    )
    for count in _up_to_the_next_brace(mistake):
        yield Guess(sentence=told, skip=count)


def said_in_a_list(mistake: Mistake) -> Iterator[Guess]:
    """A comma where each has a property of its own: days that are closed, strata that are chosen from."""
    words, block = mistake.tokens.words[: mistake.at], mistake.block
    wanted = {"sample": ("NUMBER", ("choose",)), "calendar": ("DATE", ("closed on", "open on"))}
    if mistake.kind != "COMMA" or block is None or block.word not in wanted:
        return
    following, phrases = wanted[block.word]
    kinds = {kind_of(phrase): phrase for phrase in phrases}
    last = next((word.type for word in reversed(words) if word.type in {*kinds, "LBRACE"}), "")
    if last in kinds and mistake.tokens.kind(mistake.at + 1) == following:
        told = Sentence(codes.UNEXPECTED, "a comma joins nothing here", f"write `{kinds[last]}` in its place")
        yield Guess(sentence=told._replace(fixes=(Fix(mistake.span, f" {kinds[last]}"),)), insert=(last,), skip=1)


# --- properties ------------------------------------------------------------------------------------------------------

_PROPERTIES = (
    "judged on | asked when | may be not applicable | weight | counted from | formerly | decided by | shown after"
    " | optional | saying why | with evidence | with reason | repeated | for each section | cites | one of"
)


def _property_kinds() -> frozenset[str]:
    return frozenset(map(kind_of, _PROPERTIES.split(" | ")))


def behind_the_brace(mistake: Mistake) -> Iterator[Guess]:
    """A property inside the braces of what it is about."""
    block = mistake.block
    if block is None or block is not mistake.innermost or block.brace is None or block.word not in WITH_PROPERTIES:
        return
    back = 0 if _is_property(mistake.tokens, mistake.at) else 1
    if (back and not mistake.earlier) or not _is_property(mistake.tokens, mistake.at - back):
        return
    first = mistake.tokens.words[mistake.at - back]
    told = Sentence(
        codes.UNEXPECTED,
        f"`{first}{' counted' if first.type == 'NOT' else ''}` stands behind the opening brace of {block}",
        "move it before the brace: what a thing is comes before `{`, what it contains comes after",
        mistake.source.span_of(first),
        labels=((mistake.source.span_of(block.brace), "this brace"),),
    )
    for count in _up_to_the_next_brace(mistake):
        yield Guess(sentence=told, back=back, skip=count)


def behind_cites(mistake: Mistake) -> Iterator[Guess]:
    """A property after what a thing cites."""
    words, at = mistake.tokens.words, mistake.at
    kinds = [word.type for word in words[max(0, at - _MOST_SKIPPED) : at]]
    while kinds and kinds[-1] in {"ID", "COMMA"}:
        kinds.pop()
    part = mistake.innermost
    if part is None or not kinds or kinds[-1] != "CITES" or mistake.kind in {"ID", "COMMA"}:
        return
    told = Sentence(
        codes.UNEXPECTED,
        f"{mistake.word} stands behind what {part} cites",
        "move it before `cites`, which comes last",
    )
    back = 1 if words[at - 1].type == "COMMA" and mistake.earlier else 0
    for count in _up_to_the_next_brace(mistake):
        yield Guess(sentence=told, back=back, skip=count)


def _is_property(tokens: Tokens, at: int) -> bool:
    return tokens.kind(at) in _property_kinds() or (tokens.kind(at), tokens.kind(at + 1)) == ("NOT", "COUNTED")


def _up_to_the_next_brace(mistake: Mistake) -> Iterator[int]:
    """How many words may be passed over: as long as no brace is among them."""
    for count in range(1, _MOST_SKIPPED):
        if mistake.tokens.kind(mistake.at + count - 1) in {"LBRACE", "RBRACE", "$END"}:
            return
        yield count


def before_its_force(mistake: Mistake) -> Iterator[Guess]:
    """What a clause is about, before the word that says how it binds."""
    words = mistake.tokens.words[mistake.at : mistake.at + 2]
    if "MUST" in mistake.expected and len(words) == 2 and words[1].type in mistake.expected:
        swapped = f"{words[1]} {words[0]}"
        told = Sentence(
            codes.UNEXPECTED,
            f"{mistake.word} stands before the word that says how the clause binds",
            f"write `{swapped}`: what it is about comes second",
            fixes=(Fix(mistake.span_to(2), swapped, safe=False),),
        )
        yield Guess(sentence=told, skip=1)


# --- anything else ---------------------------------------------------------------------------------------------------


def unexpected(mistake: Mistake) -> Iterator[Guess]:
    """What stands here, and what could; words are passed over up to one that fits, but never within a sentence."""
    part = mistake.innermost
    could = _could_stand(mistake)
    is_needless = not mistake.expected.isdisjoint({"RBRACE", "LBRACE", "TOOL"})
    remedies = (["leave it out"] if is_needless else []) + ([f"put in its place {could}"] if could else [])
    told = Sentence(
        codes.UNEXPECTED,
        f"{mistake.word} cannot stand {f'in {part}' if part is not None else 'here'}",
        ", or ".join(remedies) or "leave it out",
    )
    if mistake.kind == "RBRACE" and could:
        message = f"something is missing before the brace that closes {mistake.block or 'this'}"
        told = told._replace(message=message, help=f"write {could}")
    yield Guess(sentence=told, skip=1, enough=3, sure=True)
    if is_needless:
        for count in _up_to_the_next_brace(mistake):
            yield Guess(sentence=told, skip=count, enough=3)


# How a kind of word without a fixed spelling is called.
_CALLED = {
    "ID": "an id",
    "TEXT": "a text in quotation marks",
    "NUMBER": "a number",
    "DATE": "a date such as 1 April 2027",
    "ROUNDING": "how to round, such as `a half rounds up`",
}
_GROUPS = (
    ("EVERY NOT LPAR", "a condition such as `all are clear`"),
    ("DAYS WEEKS MONTHS", "a unit such as `working days`, `weeks` or `months`"),
    ("IS ARE", "`is` or `are`"),
    ("CRITERION QUESTION", "`criterion` or `question`"),
    ("SECTION JUDGEMENT KNOWN", "`section`, `known`, `measure` or `judgement`"),
    ("TOOL SCALE CLAUSE", "`scale`, `role`, `clause` or `tool`"),
)
_MOST_SHOWN = 6
# Properties to name as examples where what comes after the grade could have any.
_SUCH_AS = {
    "deadline": "`owner` or `within`",
    "escalation": "`starts when` or `notify`",
    "process": "`starts when` or `in any order`",
    "step": "`by` or `within`",
    "activity": "`every` or `by`",
    "forum": "`chair` or `meets`",
    "event": "`follows` or `note`",
    "moderation": "`compare` or `record in`",
    "sample": "`choose` or `audited by`",
}


def _could_stand(mistake: Mistake) -> str:
    """What could stand here, in a few words."""
    expected = mistake.expected
    if mistake.block is not None and mistake.block.word in _SUCH_AS and {"OWNER", "WITHIN"} <= expected:
        return f"a property such as {_SUCH_AS[mistake.block.word]}"
    if mistake.innermost is not None and mistake.innermost.word in {"starts when", "stood down when"}:
        return "a condition, `raised by` and a role, or an event and `happens`"
    grouped = [called for kinds, called in _GROUPS if expected.issuperset(kinds.split())]
    if len(expected & _property_kinds()) > 1:
        grouped.insert(0, "a property such as `asked when` or `cites`")
    shown = [called for kind, called in _CALLED.items() if kind in expected and not grouped]
    if not grouped:
        words = sorted(keywords()[kind] for kind in expected & set(keywords()) - set(_CALLED))
        shown += [f"`{word}`" for word in words if word[0].isalpha() or word in "{}"]
    shown = [*shown, *grouped][:_MOST_SHOWN]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
