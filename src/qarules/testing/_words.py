"""Ids and prose for generated tools."""

from __future__ import annotations

from hypothesis import strategies as st

# None but `clear` is a keyword, and some begin with one: an id must not be read as the word it begins with.
THINGS = (
    "plan",
    "voice",
    "oversight",
    "visits",
    "health",
    "q1",
    "in-care",
    "not-seen",
    "case-summary",
    "child-s-view",
    "section-47",
    "numbers-2-3",
    "a",
)
STEPS = (
    "clear",
    "some",
    "limited",
    "outstanding",
    "good",
    "requires-improvement",
    "inadequate",
    "all-met",
    "partly-met",
    "not-met",
    "band-1",
)
CHOICES = ("early-help", "in-care", "both", "other", "no-further-action", "yes-later")
PHRASES = (
    "Seen",
    "The plan says who does what, and by when.",
    "The child’s own words: “I was heard”.",
    "Is it safe?",
    "Half-yearly review – 10% sample",
    "#1 {draft}; see (a) & (b)",
    "Gweld y plentyn â’i deulu",
)

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?()[]{}#%&/\\'+*=<>|~^`@_$-–—’‘“”«»…éßŵ£"


def fresh(draw: st.DrawFn, taken: set[str], words: tuple[str, ...]) -> str:
    """An id that is not in *taken*, which it joins."""
    word = draw(st.sampled_from(words))
    name, number = word, 1
    while name in taken:
        number += 1
        name = f"{word}-{number}"
    taken.add(name)
    return name


def phrases() -> st.SearchStrategy[str]:
    """A text out of a few that hold every awkward mark: quick to draw where the text does not matter."""
    return st.sampled_from(PHRASES)


def prose() -> st.SearchStrategy[str]:
    """
    Any one-line text a rule file can hold, as it is read back: no straight double quote, no line break, single spaces.

    For tests of reading and writing; slower to draw than :func:`phrases`.
    """
    word = st.text(_LETTERS, min_size=1, max_size=8)
    return st.lists(word, min_size=1, max_size=6).map(" ".join)


def sometimes(draw: st.DrawFn, one_in: int = 4) -> bool:
    """True one time in so many; shrinks to False."""
    return draw(st.integers(1, one_in)) == one_in
