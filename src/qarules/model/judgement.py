"""Judgements: giving rules, limits and descriptors of grades; and the measures beside them."""

from __future__ import annotations

import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.condition import Condition, Expression


class RoundingMode(enum.Enum):
    """Where a number goes that falls between two places; up is towards the larger number, also below zero."""

    HALF_UP = "a half rounds up"
    HALF_DOWN = "a half rounds down"
    HALF_EVEN = "a half rounds to even"
    UP = "always rounds up"
    DOWN = "always rounds down"


@frozen(kw_only=True)
class Rounding:
    """How a measure is rounded, and to how many decimals."""

    mode: RoundingMode
    decimals: int = 0


@frozen(kw_only=True)
class Measure:
    """A declared number. Exact unless it says how it is rounded."""

    id: str
    title: str
    value: Expression
    rounding: Rounding | None = None
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class RuleKind(enum.Enum):
    """What a rule of a judgement does when its condition holds."""

    GIVE = "give"
    LIMIT = "no better than"


@frozen(kw_only=True)
class GradeRule:
    """
    One rule of a judgement.

    Attributes:
        grade: The id of the grade it gives, or lets nothing rise above.
        intended: The author knows that better evidence could make it act against the grade.
        reason: Why it is so all the same, or decides nothing; empty where the author says nothing.
    """

    kind: RuleKind
    grade: str
    when: Condition
    intended: bool = False
    reason: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Descriptor:
    """
    What one step of a scale means in words: a band of a criterion, or a grade of a judgement.

    Attributes:
        step: The id of the band or grade.
        population: A choice of a question of the tool it speaks of; empty for everyone.
        text: Empty where the source does not provide it.
        not_provided: Why the source does not provide it; empty where it does.
    """

    step: str
    population: str = ""
    text: str = ""
    not_provided: str = ""
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Judgement:
    """
    A grade that rules suggest, a person decides, or both.

    Attributes:
        scale: The id of the scale its grades stand on.
        for_each_section: It is made once for every section with something to count.
        decided_by: Ids of the roles that may decide it; empty where nobody does.
        with_reason: A decision without a reason leaves the outcome incomplete.
        shown_after: The judgement that has to be decided before this one is shown; empty for always shown.
        giving: In any order; the best grade whose condition holds is given.
        limits: In any order; the lowest grade whose condition holds caps.
        intended: Why it is as it is, where a proof finds that surprising; empty where it does not.
    """

    id: str
    title: str
    scale: str
    for_each_section: bool = False
    decided_by: tuple[str, ...] = ()
    with_reason: bool = False
    shown_after: str = ""
    giving: tuple[GradeRule, ...] = ()
    limits: tuple[GradeRule, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    guidance: str = ""
    note: str = ""
    intended: str = ""
    formerly: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)
