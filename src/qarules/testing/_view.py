"""What a rule may name at one point of a tool that is being written."""

from __future__ import annotations

import datetime
import enum
import functools
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from qarules.frozen import frozen
from qarules.model.tool import (
    Item,
    OneOf,
    OnScale,
    Section,
    Tool,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qarules.model.judgement import Judgement
    from qarules.model.scale import Scale

ON = datetime.date(2026, 6, 15)
"""The date of the audit of every generated tool."""

T = TypeVar("T")


class Pull(enum.Enum):
    """What better evidence may do to a condition."""

    UP = "can only make it true"
    DOWN = "can only make it false"
    NONE = "leaves it as it is"
    ANY = "anything"

    @property
    def opposite(self) -> Pull:
        """The pull of the negated condition."""
        return {Pull.UP: Pull.DOWN, Pull.DOWN: Pull.UP}.get(self, self)


class Nothing(enum.Enum):
    """What a condition may be while nothing that it counts is applicable."""

    HOLDS = "anything"
    FAILS = "false, or without an answer"
    SILENT = "without an answer"


@frozen(kw_only=True)
class View:
    """
    What a condition may name at one point of a tool that is being written.

    Attributes:
        tool: All that stands before it.
        scopes: What its counts may range over where they name no section: one set of sections, or one for each section
            the condition is read in. Empty where such counts would go in a circle.
        closed: Sections that may be named as a whole.
        finished: All sections are there, so that `every section` goes in no circle.
        here: The id of the repeated section it stands in.
        one_grader: The finished tool has at most one judgement for each section, which need not be named.
        pull: What better evidence may do to it.
        nothing: What it may be over nothing applicable.
    """

    tool: Tool
    scopes: tuple[tuple[Section, ...], ...] = ()
    closed: tuple[Section, ...] = ()
    finished: bool = False
    here: str = ""
    one_grader: bool = False
    pull: Pull = Pull.ANY
    nothing: Nothing = Nothing.HOLDS

    @functools.cached_property
    def single(self) -> tuple[Item, ...]:
        """The items that may be named on their own."""
        asked = (i for s in self.tool.sections if not s.repeated or s.id == self.here for i in s.items)
        return (*asked, *self.tool.knowns)

    @functools.cached_property
    def listed(self) -> tuple[Item, ...]:
        """The items of sections, which may stand in lists."""
        return tuple(item for section in self.tool.sections for item in section.items)

    @functools.cached_property
    def overall(self) -> tuple[Judgement, ...]:
        """The judgements that may be named on their own."""
        return tuple(judgement for judgement in self.tool.judgements if not judgement.for_each_section)

    @functools.cached_property
    def for_each(self) -> tuple[Judgement, ...]:
        """The judgements that grade sections."""
        return tuple(judgement for judgement in self.tool.judgements if judgement.for_each_section)

    @functools.cached_property
    def sections_with_grade(self) -> tuple[Section, ...]:
        """The sections that have one grade from each judgement for each section."""
        return tuple(section for section in self.closed if is_graded(section) and not section.repeated)

    def on_scales(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Those of *items* that are answered on a scale."""
        return tuple(item for item in items if isinstance(item.answer, OnScale))

    def steps(self, sections: Iterable[Section]) -> list[str]:
        """The bands that some item of *sections* knows which is counted on any day."""
        items = [item for section in sections for item in section.items if item.counted is True]
        scales = [self.scale(item) for item in self.on_scales(items)]
        return list(dict.fromkeys(grade.id for scale in scales for grade in scale.grades))

    def scale(self, item: Item) -> Scale:
        """The scale an item is answered on."""
        assert isinstance(item.answer, OnScale)
        return self.tool.scale_by_id[item.answer.scale]


def is_graded(section: Section) -> bool:
    """Whether the section has an item to count on any day, so that a judgement for each section is made for it."""
    return any(isinstance(item.answer, OnScale) and item.counted is True for item in section.items)


def has_points(tool: Tool, item: Item) -> bool:
    """Whether *item* is answered with grades or choices that are all worth points."""
    match item.answer:
        case OneOf(choices=choices):
            return all(choice.points is not None for choice in choices)
        case OnScale(scale=scale):
            return is_scored(tool.scale_by_id[scale])
        case _:
            return False


def is_scored(scale: Scale) -> bool:
    """Whether every step of *scale* is worth points."""
    return all(grade.points is not None for grade in scale.grades)


def some(draw: st.DrawFn, things: Sequence[T], at_most: int) -> list[T]:
    """A few of *things*, each once, in any order."""
    if not things:
        return []
    return draw(st.lists(st.sampled_from(things), max_size=at_most, unique=True))
