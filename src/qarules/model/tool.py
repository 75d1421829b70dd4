"""A tool: sections of items, with the measures and judgements made of them."""

from __future__ import annotations

import datetime
import enum
import functools
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model import plain
from qarules.model.change import Change
from qarules.model.condition import Condition
from qarules.model.judgement import Descriptor, Judgement, Measure
from qarules.model.looks import Moderation
from qarules.model.promise import Promise
from qarules.model.scale import Scale
from qarules.model.standard import Clause, Retired, Role, Standard


class Better(enum.Enum):
    """Which way evidence gets better along an answer; NEITHER where the author does not say."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@frozen(kw_only=True)
class OnScale:
    """A band or grade of a scale, by the scale's id."""

    scale: str


@frozen(kw_only=True)
class YesNo:
    """Yes or no; HIGHER means that yes is better."""

    better: Better = Better.NEITHER


@frozen(kw_only=True)
class Choice:
    """One of the answers a question offers; points serve measures."""

    id: str
    title: str
    points: Fraction | None = None


@frozen(kw_only=True)
class OneOf:
    """One of several choices, in no order."""

    choices: tuple[Choice, ...]


@frozen(kw_only=True)
class Number:
    """
    A number on a grid.

    Attributes:
        low: The lowest allowed, included; None for no lower end.
        high: The highest allowed, included; None for no upper end.
        step: The distance of two neighbours; the grid starts at *low*, or at 0 where there is none.
        unit: What is counted, for the reader.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction = Fraction(1)
    unit: str = ""
    better: Better = Better.NEITHER


@frozen(kw_only=True)
class Text:
    """Free text."""


@frozen(kw_only=True)
class Day:
    """A date."""


@frozen(kw_only=True)
class Person:
    """A role of the pack."""


ColumnAnswer = Text | Day | Person | Number | YesNo


@frozen(kw_only=True)
class Column:
    """One column of a table."""

    id: str
    title: str
    answer: ColumnAnswer


@frozen(kw_only=True)
class Table:
    """Rows of the same columns, any number of them."""

    columns: tuple[Column, ...]


AnswerKind = OnScale | YesNo | OneOf | Number | Text | Day | Person | Table


@frozen(kw_only=True)
class MayNotApply:
    """
    The author allows an answer of `not applicable`.

    Attributes:
        called: The author's own name for it; empty for none.
        why: A reason has to be given with it.
    """

    called: str = ""
    why: bool = False


class Keyword(enum.Enum):
    """The construct an item was written as."""

    CRITERION = "criterion"
    QUESTION = "question"
    KNOWN = "known"


@frozen(kw_only=True)
class Item:
    """
    Something that takes an answer: a criterion, a question, or a known that the caller gives.

    Attributes:
        id: Unique among all that a condition of the tool can name.
        number: As printed in the source; empty for none.
        answer: What may be answered.
        descriptors: For a criterion, one for each band of its scale.
        asked_when: Hidden unless this holds; None for always asked.
        may_not_apply: Whether `not applicable` is an answer.
        optional: Left blank, it is not applicable.
        weight: Acts in means and percentages of points only.
        counted: False for never, a date for from that day on.
        with_evidence: An answer without a reference to evidence leaves the outcome incomplete.
        with_reason: The same for a reason.
        intended: Why it counts for nothing, where a proof finds that; empty where it does not.
        formerly: Earlier ids, under which stored answers are still understood.
    """

    keyword: Keyword
    id: str
    title: str
    answer: AnswerKind
    number: str = ""
    descriptors: tuple[Descriptor, ...] = ()
    asked_when: Condition | None = None
    may_not_apply: MayNotApply | None = None
    optional: bool = False
    weight: Fraction = Fraction(1)
    counted: bool | datetime.date = True
    with_evidence: bool = False
    with_reason: bool = False
    guidance: str = ""
    note: str = ""
    intended: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Section:
    """
    A group of items.

    Attributes:
        repeated: The caller gives any number of instances, each with answers of its own.
        may_not_apply: Whether the section as a whole may be said not to apply.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    number: str = ""
    repeated: bool = False
    may_not_apply: MayNotApply | None = None
    guidance: str = ""
    note: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Thing = Item | Section | Measure | Judgement


@frozen(kw_only=True)
class Watched:
    """
    A condition that something after the grade waits for.

    Attributes:
        id: What waits: ``immediate-safety``; a step as ``award/refer``.
    """

    id: str
    when: Condition
    cites: tuple[str, ...] = ()


@frozen(kw_only=True, cache_hash=True)
class Tool:
    """
    An audit tool, complete in itself: all it needs of its pack stands in it.

    Attributes:
        version: As the author wrote it, or the standard's.
        moderations: The pack's that look at its audits a second time.
        watched: The conditions over its answers that deadlines, escalations and processes of the pack wait for.
        scales: Every scale its items and judgements use.
        roles: Every role of the pack.
        clauses: The clauses its parts cite, and the interpretations that resolve one of them.
        standard: The pack it belongs to; None for a tool of a pack without one.
        changes: What an adopting body changed in the pack it adopted.
        on: The date of the audit it was loaded for; None where no date was given.
    """

    id: str
    title: str
    version: str = ""
    sections: tuple[Section, ...] = ()
    knowns: tuple[Item, ...] = ()
    measures: tuple[Measure, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    promises: tuple[Promise, ...] = ()
    retired: tuple[Retired, ...] = ()
    moderations: tuple[Moderation, ...] = ()
    watched: tuple[Watched, ...] = ()
    note: str = ""
    guidance: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    roles: tuple[Role, ...] = ()
    clauses: tuple[Clause, ...] = ()
    standard: Standard | None = None
    changes: tuple[Change, ...] = ()
    on: datetime.date | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @functools.cached_property
    def digest(self) -> str:
        """A fingerprint of all it says: the SHA-256 of its canonical JSON, in hexadecimal."""
        return plain.digest(self)

    @functools.cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its id, in the order of the tool; knowns last."""
        asked = (item for section in self.sections for item in section.items)
        return {item.id: item for item in (*asked, *self.knowns)}

    @functools.cached_property
    def section_of(self) -> dict[str, Section]:
        """The section an item stands in, by the item's id; a known stands in none."""
        return {item.id: section for section in self.sections for item in section.items}

    @functools.cached_property
    def things(self) -> dict[str, Thing]:
        """Everything a condition can name, by id."""
        named: tuple[Thing, ...] = (*self.sections, *self.items.values(), *self.measures, *self.judgements)
        return {thing.id: thing for thing in named}

    @functools.cached_property
    def scale_by_id(self) -> dict[str, Scale]:
        """The scales by their id."""
        return {scale.id: scale for scale in self.scales}

    @functools.cached_property
    def days_of_change(self) -> tuple[datetime.date, ...]:
        """The days from which some item is counted, in order."""
        asked = (item for section in self.sections for item in section.items)
        return tuple(sorted({item.counted for item in asked if isinstance(item.counted, datetime.date)}))

    @functools.cached_property
    def countable(self) -> tuple[Item, ...]:
        """The items that counts may range over on the date of the audit, section by section."""
        return tuple(item for section in self.sections for item in section.items if self.is_countable(item))

    def scale_of(self, item: Item) -> Scale | None:
        """The scale *item* is judged on; None where it takes another kind of answer."""
        return self.scale_by_id.get(item.answer.scale) if isinstance(item.answer, OnScale) else None

    def is_counted(self, item: Item) -> bool:
        """Whether *item* enters counts and points on the date of the audit."""
        if isinstance(item.counted, datetime.date):
            return self.on is not None and self.on >= item.counted
        return item.counted

    def is_countable(self, item: Item) -> bool:
        """Whether counts may range over *item*, a criterion or question, on the date of the audit."""
        return isinstance(item.answer, OnScale) and self.is_counted(item)


@frozen(kw_only=True)
class ToolChanges:
    """
    What an adopting pack says inside an adopted tool; what stands behind `instead` is named in the pack.

    Attributes:
        tool: The id of the adopted tool.
        items: Criteria and questions that take the place of adopted ones, in the sections of those.
    """

    tool: str
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    knowns: tuple[Item, ...] = ()
    measures: tuple[Measure, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    promises: tuple[Promise, ...] = ()
    retired: tuple[Retired, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
