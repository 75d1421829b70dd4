"""How far the examples of a pack go: which of its decisions some example makes each way."""

from __future__ import annotations

import enum
from fractions import Fraction

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen


class BranchKind(enum.Enum):
    """What decides."""

    RULE = "giving rule"
    LIMIT = "limit"
    CONDITION = "condition"
    BAND = "band"
    GRADE = "grade"
    ESCALATION = "escalation"
    PROCESS = "process"
    STEP = "step"
    DEADLINE = "deadline"
    CONSEQUENCE = "consequence"


class Side(enum.Enum):
    """Which way it goes."""

    MAKES_THE_GRADE = "makes the grade"
    DOES_NOT_MAKE_IT = "does not make the grade"
    BINDS = "binds"
    DOES_NOT_BIND = "does not bind"
    HOLDS = "holds"
    FAILS = "fails"
    DOES_NOT_APPLY = "does not apply"
    IS_GIVEN = "is given"
    IS_REACHED = "is reached"
    STARTS = "starts"
    DOES_NOT_START = "does not start"
    HAS_ITS_TURN = "has its turn"
    IS_CALLED_FOR = "is called for"
    IS_NOT_CALLED_FOR = "is not called for"


@frozen(kw_only=True)
class Branch:
    """
    One way in which one decision of a pack can go.

    Attributes:
        tool: The tool it belongs to; empty for none.
        of: The id of the judgement, item, escalation, deadline or sample; a step as ``dispute/decide``.
        text: What decides, in the author's words: a rule, a single condition, a band, a grade; empty where the id says
            it.
        number: Counts what is written twice in one thing, from 1.
        span: Its place in the file.
    """

    kind: BranchKind
    tool: str
    of: str
    text: str
    side: Side
    number: int = 1
    span: Span | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        """``oversight: `give good when all are clear` makes the grade``."""
        what = f"{self.of}: `{self.text}`" if self.text else f"{self.kind.value} {self.of}"
        return f"{what} {self.side.value}"


@frozen(kw_only=True)
class CoveredBranch:
    """
    A branch and what covers it.

    Attributes:
        by: The titles of the examples that go this way.
        possible: False where no audit whatever goes this way.
    """

    branch: Branch
    by: tuple[str, ...] = ()
    possible: bool = True


@frozen(kw_only=True)
class DecisionCoverage:
    """
    The branches of a pack, in the order of the pack.

    Attributes:
        pack: Its name.
    """

    pack: str
    branches: tuple[CoveredBranch, ...]

    @property
    def covered(self) -> tuple[CoveredBranch, ...]:
        """The branches that some example takes."""
        return tuple(each for each in self.branches if each.by)

    @property
    def uncovered(self) -> tuple[CoveredBranch, ...]:
        """The branches that no example takes and that an audit could."""
        return tuple(each for each in self.branches if not each.by and each.possible)

    @property
    def impossible(self) -> tuple[CoveredBranch, ...]:
        """The branches that no audit takes, whatever is answered: rules that decide nothing."""
        return tuple(each for each in self.branches if not each.possible)

    @property
    def share(self) -> Fraction | None:
        """How much of what is possible is covered, from 0 to 1; None over nothing."""
        possible = len(self.covered) + len(self.uncovered)
        return Fraction(len(self.covered), possible) if possible else None
