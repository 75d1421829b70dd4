"""Scales: the ordered bands of evidence and the ordered grades of a result."""

from __future__ import annotations

import functools
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


@frozen(kw_only=True)
class Grade:
    """
    One step of a scale: a grade, or a band of evidence.

    Attributes:
        id: Unique in its scale.
        title: What a reader is shown.
        rank: 0 for the lowest step of the scale, higher is better.
        points: What an answer at this step is worth in a measure; None where the author gives none.
    """

    id: str
    title: str
    rank: int
    points: Fraction | None = None

    def __str__(self) -> str:
        return str(self.id)


@frozen(kw_only=True)
class Scale:
    """
    An ordered list of grades or bands, best first.

    Attributes:
        grades: At least two, best first; ranks run down to 0.
    """

    id: str
    title: str
    grades: tuple[Grade, ...]
    cites: tuple[str, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @functools.cached_property
    def by_id(self) -> dict[str, Grade]:
        """The grades by their id."""
        return {grade.id: grade for grade in self.grades}

    @functools.cached_property
    def by_rank(self) -> tuple[Grade, ...]:
        """The grades in order of rank, lowest first."""
        return tuple(reversed(self.grades))
