"""
What a tool comes to for complete audits: a line of values, each made of answers and of values before it.

A rule acts, an item is asked, something is watched only where a condition *holds*; whether it fails or does not apply
makes no difference. So every condition is kept in the form that asks whether it holds, with `not` moved down to single
tests, and two truths do.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction

from qarules.frozen import frozen
from qarules.model.condition import Aggregation, Comparison, Dated, InMonth, Quantity, Steps, Within
from qarules.model.judgement import GradeRule, Judgement, Measure
from qarules.model.scale import Scale
from qarules.model.tool import Item, OneOf, Watched

Ref = int
"""A value of the program, by its number."""


# --- numbers ---------------------------------------------------------------------------------------------------------


@frozen
class Fixed:
    """A number as it stands; None for one that is not applicable."""

    value: Fraction | None


@frozen
class Itself:
    """A question or measure that is a number."""

    ref: Ref


@frozen(eq=False)
class Points:
    """What a grade, a band or a choice is worth; nothing where the table does not have it."""

    ref: Ref
    table: Mapping[int | str, Fraction]


@frozen
class Plus:
    """Several numbers added; not applicable where one of them is not."""

    parts: tuple[Numeric, ...]


@frozen
class Times:
    """A number times a constant."""

    part: Numeric
    factor: Fraction


@frozen
class ReadOff:
    """A number read off a table of steps."""

    of: Numeric
    table: Steps


@frozen
class Member:
    """One number that an aggregate takes in, with its weight and the most it can be."""

    number: Numeric
    weight: Fraction
    most: Fraction


@frozen
class Fold:
    """Several numbers made one; what is not applicable is left out."""

    how: Aggregation
    members: tuple[Member, ...]


Numeric = Fixed | Itself | Points | Plus | Times | ReadOff | Fold


# --- tests -----------------------------------------------------------------------------------------------------------


@frozen
class Always:
    """Holds, or never does."""

    holds: bool


@frozen
class All:
    """Holds when every part does."""

    parts: tuple[Test, ...]


@frozen
class Any:
    """Holds when one part does."""

    parts: tuple[Test, ...]


@frozen
class Group:
    """Members of a count that stand on one scale, and the ranks that match."""

    refs: tuple[Ref, ...]
    scale: Scale
    ranks: frozenset[int]


@frozen
class Tally:
    """So many of the members match, or, turned round, fewer or more do; a share of nothing is neither."""

    groups: tuple[Group, ...]
    quantity: Quantity


@frozen
class Among:
    """A band, grade, choice or yes-or-no that applies and is, or with *fails* is not, one of some values."""

    ref: Ref
    values: frozenset[int | str | bool]
    fails: bool = False


@frozen
class Held:
    """A number that applies and stands so to a constant."""

    number: Numeric
    comparison: Comparison
    value: Fraction


@frozen
class OnDays:
    """
    A date that lies, or with *fails* does not, in the window of a test.

    Attributes:
        anchor: The day it is held against, or the value that has it; None for a day nobody gave.
    """

    test: Within | Dated | InMonth
    ref: Ref
    anchor: Ref | datetime.date | None
    fails: bool = False


@frozen
class Applies:
    """At least one of several values applies; with *fails*, none does."""

    refs: tuple[Ref, ...]
    fails: bool = False


@frozen
class SectionStands:
    """A section that may be said not to apply was not."""

    section: str


Test = Always | All | Any | Tally | Among | Held | OnDays | Applies | SectionStands


# --- values ----------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Asked:
    """
    An item, or one of its instances.

    Attributes:
        section: The section it stands in; empty for a known.
        instance: Which instance of a repeated section, from 1; 0 where it stands once.
        when: Hidden unless this holds; None for always asked.
        may_be_off: Its section may be said not to apply.
    """

    item: Item
    path: str
    section: str
    instance: int
    when: Test | None
    may_be_off: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is always asked and has to be answered."""
        return self.when is None and not self.item.optional


@frozen(eq=False)
class Reckoned:
    """A measure."""

    measure: Measure
    number: Numeric


@frozen(eq=False)
class Graded:
    """
    A judgement, or that of one section or instance.

    Attributes:
        section: What it is of: ``assessment``, ``goal/1``; empty for the whole.
        giving, limits: Each rule with its condition.
        applies: It applies where one of these does; None for always.
    """

    judgement: Judgement
    path: str
    section: str
    giving: tuple[tuple[GradeRule, Test], ...]
    limits: tuple[tuple[GradeRule, Test], ...]
    applies: tuple[Ref, ...] | None

    @property
    def rules(self) -> tuple[tuple[GradeRule, Test], ...]:
        """The giving rules, then the limits."""
        return (*self.giving, *self.limits)

    @property
    def is_free(self) -> bool:
        """Whether only a person can give it."""
        return not self.giving


@frozen(eq=False)
class Program:
    """
    A tool for complete audits with given numbers of instances.

    Attributes:
        values: Each after all that it reads; what stands by itself first, in the order of the tool.
        asked, measures, judgements: Which of them are what an outcome tells, in its order.
        sections_off: The sections that may be said not to apply.
        repeated: The repeated sections with their numbers of instances.
        read: What some other value or something watched reads.
    """

    values: tuple[Asked | Reckoned | Graded, ...]
    asked: tuple[Ref, ...]
    measures: tuple[Ref, ...]
    judgements: tuple[Ref, ...]
    watched: tuple[tuple[Watched, Test], ...]
    sections_off: tuple[str, ...]
    repeated: tuple[tuple[str, int], ...]
    read: frozenset[Ref]
    scales: Mapping[Ref, Scale]

    def asked_for(self, kind: type) -> tuple[Ref, ...]:
        """The items that take that kind of answer, in the order of an outcome."""
        return tuple(ref for ref, asked in self.items() if isinstance(asked.item.answer, kind))

    def wanting(self) -> tuple[Ref, ...]:
        """The items with which something else may have to come: a reason, or evidence."""
        return tuple(
            ref
            for ref, asked in self.items()
            if asked.item.with_reason
            or asked.item.with_evidence
            or (asked.item.may_not_apply is not None and asked.item.may_not_apply.why)
        )

    def items(self) -> Iterator[tuple[Ref, Asked]]:
        """The items in the order of an outcome."""
        for ref in self.asked:
            asked = self.values[ref]
            assert isinstance(asked, Asked)
            yield ref, asked

    def populations(self, judgement: Judgement) -> tuple[tuple[Ref, int], ...]:
        """The questions that ask for a population *judgement* has words for, each with the places of those choices."""
        wanted = {descriptor.population for descriptor in judgement.descriptors if descriptor.population}
        found = []
        for ref, asked in self.items():
            if isinstance(asked.item.answer, OneOf):
                places = [place for place, choice in enumerate(asked.item.answer.choices) if choice.id in wanted]
                found += [(ref, sum(1 << place for place in places))] if places else []
        return tuple(found)
