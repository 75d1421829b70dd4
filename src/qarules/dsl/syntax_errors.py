"""
What may have been meant where reading stopped, and the sentence for each.

The parser takes the guess with which it gets furthest; where none helps, the first that is sure of itself lends its
sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qarules.dsl.findings import Findings
from qarules.dsl.mistake import Guess, Mistake, Sentence
from qarules.dsl.situations import braces, missing, signs, spelling, surplus

SITUATIONS: tuple[Callable[[Mistake], Iterator[Guess]], ...] = (
    signs.sign,
    surplus.doubled,
    surplus.late_edition,
    braces.stray_brace,
    braces.closed_too_early,
    braces.missing_open_brace,
    braces.unclosed_block,
    braces.misplaced,
    surplus.behind_the_brace,
    surplus.behind_cites,
    surplus.before_its_force,
    surplus.unknown_rounding,
    surplus.unknown_roll,
    surplus.word_after_is,
    spelling.no_id,
    spelling.written_date,
    spelling.number_word,
    spelling.decimal_comma,
    spelling.misspelt,
    spelling.unknown_unit,
    spelling.fortnightly,
    surplus.said_in_a_list,
    missing.missing_reason,
    missing.missing_answer,
    missing.missing_text,
    surplus.needless_comma,
    missing.missing_when,
    missing.missing_consequence,
    missing.missing_percent,
    missing.missing_within,
    missing.missing_name,
    missing.missing_column_kind,
    missing.missing_bracket,
    missing.missing_word,
    surplus.needless_word,
    missing.prose,
    missing.missing_condition,
)


def guesses(mistake: Mistake) -> tuple[list[Guess], list[Guess]]:
    """What may have been meant, the likeliest first; and what to pass over where nothing can be made of it."""
    return [guess for situation in SITUATIONS for guess in situation(mistake)], list(surplus.unexpected(mistake))


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
