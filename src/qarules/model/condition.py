"""
Conditions and measured numbers, as the author wrote them.

A condition names what it reads; what a name stands for is known by the tool it belongs to. `NOT APPLICABLE` is a third
truth: a comparison with something that does not apply neither holds nor fails.
"""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


class Comparison(enum.Enum):
    """How a number is held against another."""

    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    FEWER_THAN = "fewer than"
    EXACTLY = "exactly"


class Reach(enum.Enum):
    """Whether a step of a scale is meant alone or with all on one side of it."""

    EXACTLY = "exactly"
    OR_BETTER = "or better"
    OR_WORSE = "or worse"


class Unit(enum.Enum):
    """Units of the calendar."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Side(enum.Enum):
    """On which side of a date another may stand; the day itself belongs to both."""

    BEFORE = "before"
    AFTER = "after"
    AROUND = "of"


# --- numbers ---------------------------------------------------------------------------------------------------------


class Aggregation(enum.Enum):
    """How several numbers become one."""

    SUM = "sum"
    MEAN = "mean"
    LOWEST = "lowest"
    HIGHEST = "highest"
    MEDIAN = "median"
    PERCENT = "percent"


@frozen(kw_only=True)
class Constant:
    """A number as it stands."""

    value: Fraction
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Reference:
    """
    Something of the tool by its name: an item, a known, a section, a measure or a judgement.

    Attributes:
        by: For a section, the judgement that grades it, where the tool has more than one.
    """

    name: str
    by: str | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Sum:
    """Two or more numbers added; a part not applicable makes the whole so."""

    parts: tuple[Expression, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Scaled:
    """A number times a constant; a constant of zero divided by is held as None, and the result never applies."""

    part: Expression
    factor: Fraction | None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class PointsIn:
    """
    The points of every applicable, counted item that carries any.

    Attributes:
        sections: Only those standing in them; empty for the whole scope.
    """

    sections: tuple[str, ...] = ()


@frozen(kw_only=True)
class Aggregate:
    """
    Several numbers made one; what is not applicable is left out.

    Attributes:
        over: Names of numbers or of items with points, or all points of a scope.
    """

    how: Aggregation
    over: tuple[str, ...] | PointsIn
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Step:
    """
    One line of a table of steps: numbers from *low* to *high* become *value*.

    Attributes:
        low: None for no lower end.
        high: None for no upper end.
        above: The lower end itself does not belong to the step.
    """

    low: Fraction | None
    high: Fraction | None
    value: Fraction
    above: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Steps:
    """A number read off a table of steps of another number."""

    of: str
    steps: tuple[Step, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Expression = Constant | Reference | Sum | Scaled | Aggregate | Steps


# --- conditions ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class At:
    """
    A step of a scale, or a choice of a question, to compare with.

    Attributes:
        step: The id of a band, grade or choice; ``yes`` or ``no`` for a yes-or-no question.
    """

    step: str
    reach: Reach = Reach.EXACTLY


@frozen(kw_only=True)
class And:
    """Holds when every part does; false when one part is; otherwise does not apply."""

    parts: tuple[Condition, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Or:
    """Holds when one part does; false when every part is; otherwise does not apply."""

    parts: tuple[Condition, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Not:
    """The opposite; of what does not apply, does not apply."""

    part: Condition
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ItemsIn:
    """
    The items a count ranges over: all of the scope, or those of named sections.

    Attributes:
        sections: Empty for the whole scope: the section in a judgement for each section, else the tool.
    """

    sections: tuple[str, ...] = ()


@frozen(kw_only=True)
class Named:
    """Items or judgements by name."""

    names: tuple[str, ...]


@frozen(kw_only=True)
class SectionsBy:
    """
    The sections graded by a judgement for each section.

    Attributes:
        judgement: None where the tool has only one such judgement on a fitting scale.
    """

    judgement: str | None = None


Counted = ItemsIn | Named | SectionsBy


@frozen(kw_only=True)
class Quantity:
    """
    How many, in pieces or as a share of the applicable.

    `all` and `every` are a share of at least 1, `any` is at least one piece, `no` and `none` at most zero pieces.

    Attributes:
        amount: A whole number of pieces, or a share from 0 to 1.
        share: It is a share; over nothing applicable a share does not apply, while pieces count zero.
    """

    comparison: Comparison
    amount: Fraction
    share: bool = False


@frozen(kw_only=True)
class Count:
    """So many of the counted are at a step: ``at least half of a, b, c are limited``."""

    quantity: Quantity
    of: Counted
    at: At
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Is:
    """One thing is at a step of its scale, or is one of its choices: ``oversight is good or better``."""

    thing: Reference
    at: At
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Compared:
    """
    A number held against a constant: ``score is at least 62.5%``.

    Attributes:
        percent: The constant was written as a percentage; *value* is then 62.5, not 0.625.
    """

    number: Expression
    comparison: Comparison
    value: Fraction
    percent: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class AuditDate:
    """The date of the audit, given when the tool is loaded."""


Anchor = datetime.date | AuditDate | str


@frozen(kw_only=True)
class Within:
    """
    A date no further than so many units from an anchor, the last day included.

    Months and years keep the day number and end on the last day of a shorter month.
    """

    thing: Reference
    count: int
    unit: Unit
    side: Side
    anchor: Anchor
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Dated:
    """
    A date before or after an anchor: ``seen-on is on or before audit-date``, ``opened is at least 6 months before it``.

    Attributes:
        count: The anchor is moved so many *unit* to the same side first; the new day itself belongs to it.
    """

    thing: Reference
    side: Side
    inclusive: bool
    anchor: Anchor
    count: int = 0
    unit: Unit = Unit.DAYS
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class InMonth:
    """
    A date in the month of an anchor, or in one before: ``finalised is in the month before audit-date``.

    Attributes:
        back: How many months before that of the anchor; 0 for its own.
    """

    thing: Reference
    back: int
    anchor: Anchor
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Applicable:
    """A thing applies; this condition itself always does."""

    thing: Reference
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Has:
    """
    A table has so many rows, or a repeated section so many instances.

    Attributes:
        instances: It is instances that are counted.
    """

    thing: Reference
    instances: bool = False
    comparison: Comparison
    amount: int
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Condition = And | Or | Not | Count | Is | Compared | Within | Dated | InMonth | Applicable | Has
