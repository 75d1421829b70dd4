"""Words that are nearly a keyword, ids that cannot be one, dates in another form, numbers with a comma."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from qarules.diagnostics import Fix
from qarules.dsl import codes
from qarules.dsl.dates import meant_day
from qarules.dsl.findings import closest
from qarules.dsl.grammar import keywords
from qarules.dsl.mistake import Guess, Mistake, Sentence
from qarules.dsl.number_words import in_digits
from qarules.dsl.outline import kind_of
from qarules.dsl.source import Token
from qarules.dsl.tokens import TEXTS
from qarules.model.words import day_words

# --- keywords --------------------------------------------------------------------------------------------------------

# What people write for a keyword that looks nothing like it.
_SYNONYMS = {
    "if": "when",
    "where": "when",
    "less than": "fewer than",
    "under": "below",
    "over": "above",
    "greater than": "more than",
    "equals": "is",
    "until": "to",
    "to": "until",
    "award": "give",
    "rated on": "judged on",
    "scored on": "judged on",
    "graded on": "judged on",
    "not better than": "no better than",
    "no more than": "at most",
    "not more than": "at most",
    "no less than": "at least",
    "not less than": "at least",
    "no fewer than": "at least",
    "n/a": "not applicable",
    "na": "not applicable",
    "unknown": "cannot tell",
    "criteria": "criterion",
    "shall": "must",
    "can": "may",
    "ought": "should",
    "business day": "working day",
    "business days": "working days",
    "weekday": "working day",
    "weekdays": "working days",
    "no later than": "within",
    "not later than": "within",
    "after": "of",
    "from": "of",
    "randomly": "at random",
    "audit date": "audit-date",
    "starts if": "starts when",
    "tell": "notify",
    "inform": "notify",
    "done by": "by",
    "every month": "monthly",
    "every week": "weekly",
    "every day": "daily",
    "every year": "yearly",
    "every quarter": "quarterly",
    "annually": "yearly",
    "every weekday": "every working day",
}
_LONGEST_PHRASE = 4
_MOST_LETTERS_LOST = 3


def misspelt(mistake: Mistake) -> Iterator[Guess]:
    """Words close to a keyword that could stand here, or where one of the words before stands."""
    for back, expected in enumerate((mistake.expected, *mistake.earlier)):
        phrases = [word for kind, word in keywords().items() if kind in expected and word[0].isalpha()]
        start = mistake.at - back
        for count in range(max(back, 1), _LONGEST_PHRASE + 1):
            words = mistake.tokens.words[start : start + count]
            if len(words) < count or not all(map(_is_word, words)):
                break
            meant = _nearest(" ".join(map(str, words)), phrases, is_known=all(word.type != "ID" for word in words))
            if meant is not None:
                told = _respelt(mistake, words, meant)
                yield Guess(sentence=told, insert=(kind_of(meant),), skip=count - back, back=back, enough=1)


def _is_word(word: Token) -> bool:
    return word.type not in TEXTS and str(word)[0].isalpha()


def _nearest(written: str, phrases: list[str], *, is_known: bool) -> str | None:
    """
    The phrase that was meant by *written*; None where none is near, or where it is what was written.

    Args:
        is_known: It consists of words of the language: then they are not misspelt, but may be the wrong ones.
    """
    count = len(written.split())
    among = [phrase for phrase in phrases if abs(len(phrase.split()) - count) <= 1 and phrase != written]
    meant = _SYNONYMS.get(written.lower())
    if meant in phrases or is_known:
        return meant if meant in phrases else None
    together = written.lower().replace("-", "").replace(" ", "")
    joined = {phrase.replace(" ", ""): phrase for phrase in among}
    whole = [phrase for phrase in among if phrase.startswith(f"{written} ")]
    if len(whole) == 1:
        return whole[0]
    near = closest(together, joined)
    if near is None or (len(joined[near].split()) != count and not _is_most_of(together, near)):
        return None
    return joined[near]


def _is_most_of(together: str, phrase: str) -> bool:
    """Whether what was written is the whole phrase but for its gaps, or but for a few letters at its end."""
    return phrase.startswith(together) and len(phrase) - len(together) <= _MOST_LETTERS_LOST


def _respelt(mistake: Mistake, words: list[Token], meant: str) -> Sentence:
    span = mistake.source.span(words[0].start_pos, words[-1].end_pos)
    written = " ".join(map(str, words))
    message, remedy = f"`{written}` is not a word of the language", f"did you mean `{meant}`?"
    if written.lower() == meant:
        message, remedy = f"`{written}` is written with a capital letter", f"write `{meant}`"
    elif meant.startswith(f"{written} "):
        message, remedy = f"`{written}` is only a part of `{meant}`", f"write `{meant}`"
    elif all(word.type != "ID" for word in words):
        message = f"`{written}` cannot stand here"
    return Sentence(codes.MISSPELT_KEYWORD, message, remedy, span, fixes=(Fix(span, meant, safe=False),))


# --- ids -------------------------------------------------------------------------------------------------------------

_BESIDE_AN_ID = frozenset({"ID", "RBRACE", "GUIDANCE", "NOTE", *TEXTS})


def no_id(mistake: Mistake) -> Iterator[Guess]:
    """A joining word, or a number, where an id is wanted."""
    if "ID" not in mistake.expected or mistake.token is None or mistake.expected - _BESIDE_AN_ID:
        return
    written = str(mistake.token)
    if mistake.kind == "NUMBER":
        yield _number_for_id(mistake)
    elif written.replace("-", "").isalpha() and written.islower() and mistake.kind not in mistake.tokens.soft | {"ID"}:
        yield Guess(sentence=reserved_word(written), insert=("ID",), skip=1)


def reserved_word(written: str) -> Sentence:
    """What to tell about a reserved word in the place of an id."""
    what = "joins the parts of a sentence"
    if written == "audit-date":
        what = "stands for the day of the audit"
    return Sentence(
        codes.RESERVED_WORD, f"`{written}` {what} and cannot be an id", "choose another id; the title may stay"
    )


def _number_for_id(mistake: Mistake) -> Guess:
    words, end = mistake.tokens.words, mistake.at + 1
    while end < len(words) and words[end].start_pos == words[end - 1].end_pos:
        end += 1
    span = mistake.span_to(end - mistake.at)
    written = mistake.source.text[span.start.offset : span.end.offset]
    told = Sentence(
        codes.MISSPELT_NAME,
        f"`{written}` is a number and cannot be an id",
        f'start the id with a letter; what is printed in the source stands beside it, as `number "{written}"`',
        span,
    )
    return Guess(sentence=told, insert=("ID",), skip=end - mistake.at)


# --- dates and numbers -----------------------------------------------------------------------------------------------

_LONGEST_DATE = 5


def number_word(mistake: Mistake) -> Iterator[Guess]:
    """A number written as a word."""
    for back, expected in enumerate((mistake.expected, *mistake.earlier)):
        word = next(iter(mistake.tokens.words[mistake.at - back : mistake.at - back + 1]), None)
        digits = in_digits(str(word)) if word is not None and "NUMBER" in expected and back < 2 else ""
        if word is not None and digits:
            span = mistake.source.span_of(word)
            told = Sentence(
                codes.UNEXPECTED, f"`{word}` is not how a number is written here", f"write `{digits}`", span,
                fixes=(Fix(span, digits),),
            )  # fmt: skip
            yield Guess(sentence=told, insert=("NUMBER",), skip=1 - back, back=back, enough=1)


def unknown_unit(mistake: Mistake) -> Iterator[Guess]:
    """A length of time in something that is no unit of it."""
    units = [kind for kind in (kind_of("working days"), kind_of("days")) if kind in mistake.expected]
    if mistake.kind == "ID" and units and kind_of("months") in mistake.expected:
        told = Sentence(
            codes.UNEXPECTED,
            f"time is not counted in {mistake.word}",
            "write `working days`, `days`, `weeks`, `months` or `years`",
        )
        yield Guess(sentence=told, insert=(units[0],), skip=1)


def fortnightly(mistake: Mistake) -> Iterator[Guess]:
    """A rhythm of two weeks in the one word that people have for it."""
    if mistake.token is not None and str(mistake.token).lower() == "fortnightly" and "EVERY" in mistake.expected:
        told = Sentence(
            codes.UNEXPECTED,
            f"{mistake.word} is not how a rhythm is written here",
            "write `every 2 weeks`",
            fixes=(Fix(mistake.span, "every 2 weeks"),),
        )
        yield Guess(sentence=told, insert=("EVERY", "NUMBER", kind_of("weeks")), skip=1)


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
        if any(map(str.isdigit, written)) and "\n" not in written:
            day = meant_day(written)
            plain = day_words(day) if day is not None else ""
            told = Sentence(
                codes.UNEXPECTED,
                f"`{written}` is not how a date is written here",
                f"write `{plain}`" if plain else "write a date as `31 December 2024` or `2024-12-31`",
                span,
                fixes=(Fix(span, plain, safe=False),) if plain else (),
            )
            yield Guess(sentence=told, insert=("DATE",), skip=count, enough=1)


def decimal_comma(mistake: Mistake) -> Iterator[Guess]:
    """A comma where a number has its point."""
    words = mistake.tokens.words[max(0, mistake.at - 2) : mistake.at + 1]
    is_glued = all(word.end_pos == following.start_pos for word, following in itertools.pairwise(words))
    if [word.type for word in words] != ["NUMBER", "COMMA", "NUMBER"] or not is_glued or not mistake.earlier:
        return
    span = mistake.source.span(words[0].start_pos, words[2].end_pos)
    meant = f"{words[0]}.{words[2]}"
    told = Sentence(
        codes.MISSPELT_NAME,
        f"`{words[0]},{words[2]}` is not a number",
        f"write `{meant}`: decimals stand behind a point",
        span,
        fixes=(Fix(span, meant),),
    )
    yield Guess(sentence=told, back=1, skip=1, enough=1)
