"""How the clauses of a pack are held: which act, which stand as content, and which nothing answers for."""

from __future__ import annotations

import enum
from fractions import Fraction

from qarules.frozen import frozen
from qarules.model.standard import Clause


class Holding(enum.Enum):
    """How a clause is held."""

    ACTS = "acts"
    STRUCTURE = "structure"
    CONTENT_ONLY = "content only"
    NOT_PROVIDED = "not provided"
    LEFT_OUT = "left out"
    INTERPRETATION = "interpretation"
    UNCOVERED = "uncovered"


@frozen(kw_only=True)
class HeldClause:
    """
    A clause, and what answers for it.

    Attributes:
        how: ``acts`` where something that cites it can change a result or a timetable; ``structure`` where it is only
            held as data; ``left out`` where an adopting body left out all that held it; ``interpretation`` for one that
            something cites, or that resolves another clause.
        by: What cites it, each with its kind and its id: ``deadline moderation-done``, ``step dispute/decide``.
    """

    clause: Clause
    how: Holding
    by: tuple[str, ...] = ()


@frozen(kw_only=True)
class ClauseCoverage:
    """
    The clauses of a pack and how each is held.

    Attributes:
        pack: The name of the pack.
        clauses: Every clause the pack states itself or adopts, in its order.
    """

    pack: str
    clauses: tuple[HeldClause, ...] = ()

    @property
    def uncovered(self) -> tuple[HeldClause, ...]:
        """The clauses that nothing answers for."""
        return tuple(each for each in self.clauses if each.how is Holding.UNCOVERED)

    @property
    def of_the_source(self) -> tuple[HeldClause, ...]:
        """What the source itself says: everything but interpretations."""
        return tuple(each for each in self.clauses if each.how is not Holding.INTERPRETATION)

    @property
    def acting(self) -> Fraction | None:
        """The share of what the source says that acts; None where it says nothing."""
        said = self.of_the_source
        return Fraction(sum(each.how is Holding.ACTS for each in said), len(said)) if said else None
