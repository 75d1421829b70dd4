"""How the things of a tool are called in a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from qarules.diagnostics import Span, place
from qarules.dsl.findings import did_you_mean, listed
from qarules.model.judgement import Judgement, Measure
from qarules.model.tool import (
    AnswerKind,
    Day,
    Item,
    Keyword,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Thing,
    Tool,
    YesNo,
)

MOST_LISTED = 6


def kind(thing: Thing) -> str:
    """What *thing* is, with its article: "a section", "a question answered with a date"."""
    match thing:
        case Section():
            return "a section"
        case Measure():
            return "a measure"
        case Judgement(for_each_section=True):
            return "a judgement for each section"
        case Judgement():
            return "a judgement"
        case Item(keyword=Keyword.CRITERION):
            return "a criterion"
        case Item(keyword=keyword, answer=answer):
            return f"a {keyword.value} answered with {answered(answer)}"
        case _:
            assert_never(thing)


def answered(answer: AnswerKind) -> str:
    """What an item is answered with."""
    match answer:
        case OnScale(scale=scale):
            return f"a grade of `{scale}`"
        case YesNo():
            return "yes or no"
        case OneOf():
            return "one of its choices"
        case Number():
            return "a number"
        case Text():
            return "text"
        case Day():
            return "a date"
        case Person():
            return "a role"
        case Table():
            return "a table"
        case _:
            assert_never(answer)


def with_article(word: str) -> str:
    """*word* with `a` or `an` before it."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def suggestion(word: str, candidates: Iterable[str], called: str) -> str:
    """
    A help sentence on what could have been meant: the closest of *candidates*, or all of them where they are few.

    Args:
        word: What was written.
        candidates: What is valid in its place, named in the order given.
        called: What the candidates are, in the plural.
    """
    unordered = isinstance(candidates, set | frozenset)
    names = sorted(candidates, key=str.lower) if unordered else list(dict.fromkeys(candidates))
    near = did_you_mean(word, names)
    if near or not 0 < len(names) <= MOST_LISTED:
        return near
    return f"the {called} here are {listed(names, 'and')}" if len(names) > 1 else f"here that can only be `{names[0]}`"


def at(name: str, otherwise: Span | None) -> Span | None:
    """Where *name* was written, or a wider place for a name without one."""
    return place(name) or otherwise


def former(word: str, tool: Tool) -> str:
    """A help sentence where *word* is an id that *tool* used to have; empty where it is not."""
    for retired in tool.retired:
        if retired.id == word:
            return f"`{word}` is no longer used since {retired.since}: {retired.because}"
    renamed = [thing.id for thing in tool.things.values() if word in thing.formerly]
    return f"it is now called `{renamed[0]}`" if renamed else ""
