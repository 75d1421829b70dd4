"""Numbers that are written as words, where the language wants digits."""

from __future__ import annotations

_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_DIGITS = {word: str(number) for number, word in enumerate(_WORDS, start=1)} | {
    word: str(number) for word, number in _TENS.items()
}


def in_digits(word: str) -> str:
    """The number that *word* is, in digits; empty where it is none that rule files are likely to hold."""
    return _DIGITS.get(word.lower(), "")
