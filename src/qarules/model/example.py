"""The author's own tests: examples of one audit, and promises about every audit."""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.case import When
from qarules.model.expected import Afterwards
from qarules.model.facts import Fact, Value


@frozen(kw_only=True)
class GivenAll:
    """Every item whose scale knows the band is at it."""

    band: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenAnswer:
    """An answer to an item or known, or to every item of a section whose scale knows the band."""

    thing: str
    value: Value
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class GivenInstances:
    """How many instances a repeated section has; each gets the same answers."""

    section: str
    count: int
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Ruling(enum.Enum):
    """Who decided a grade: whoever looked at the audit, both looks together, or the end of a dispute."""

    DECIDED = "decided"
    AGREED = "agreed"
    FINALLY = "finally decided"


@frozen(kw_only=True)
class GivenDecision:
    """A grade somebody entitled decided, with a reason."""

    judgement: str
    grade: str
    section: str = ""
    ruling: Ruling = Ruling.DECIDED
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


GivenAudit = GivenAll | GivenAnswer | GivenInstances | GivenDecision
"""What one look at an audit saw."""

Given = GivenAudit | Fact


@frozen(kw_only=True)
class ExpectGrade:
    """
    The grade of a judgement.

    Attributes:
        section: For a judgement for each section, the section meant.
        grade: None for not applicable.
        suggested: The grade the rules suggest is meant, not the final one.
    """

    judgement: str
    section: str = ""
    grade: str | None
    suggested: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectPossible:
    """Exactly these grades are still possible; None stands for not applicable."""

    judgement: str
    section: str = ""
    grades: tuple[str | None, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectDiffers:
    """Two judgements come to different grades."""

    judgement: str
    other: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectAboveLimit:
    """What was decided stands above the limit of its judgement."""

    judgement: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectMeasure:
    """The value of a measure; None for not applicable."""

    measure: str
    value: Fraction
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class ExpectItem:
    """An item is hidden, or stands among what is missing."""

    item: str
    hidden: bool
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Graded = ExpectGrade | ExpectPossible | ExpectDiffers | ExpectAboveLimit | ExpectMeasure | ExpectItem
"""What should come of the answers."""

Expectation = Graded | Afterwards


@frozen(kw_only=True)
class Example:
    """
    One case, and what should come of it. What it does not give is unanswered, or not known.

    Attributes:
        tool: The tool whose audit it is; empty for none.
        on: The date of the audit; None for the day on which the case is looked at.
        as_of: The day, or the time, on which the case is looked at; None for the date of the audit.
        second, third: What a second and a third look at the audit saw; None where nobody looked.
    """

    title: str
    tool: str = ""
    given: tuple[Given, ...]
    expected: tuple[Expectation, ...]
    on: datetime.date | None = None
    as_of: When | None = None
    second: tuple[Given, ...] | None = None
    third: tuple[Given, ...] | None = None
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
