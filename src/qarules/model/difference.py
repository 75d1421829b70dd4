"""What two versions of a pack say otherwise, and what that does to audits that are stored."""

from __future__ import annotations

import datetime
import enum

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.outcome import Missing, Problem
from qarules.model.planning import Regrade


class Category(enum.Enum):
    """What a difference touches, the gravest first."""

    RESPONSES = "responses"
    GRADES = "grades"
    CONSEQUENCES = "consequences"
    WORDING = "wording"
    FORM = "form"

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Difference:
    """
    One thing that two versions say otherwise.

    Attributes:
        rule: Which kind of difference it is: ``band-removed``.
        thing: What it is about, behind the id of what that stands in: ``visits/voice``; empty for the pack as a whole.
        message: One line, small first letter, no final stop.
        before, after: What each version says, in the words of the language; empty for nothing.
        old, new: Where each says it; None where it says nothing, or was not read from a file.
        help: How the same can be had without harm, as an instruction; empty where there is no such way.
        on: The date of the audits it is about; None for any.
        regrade: For audits that get another grade: from which to which, how many, when, and one of them.
    """

    category: Category
    rule: str
    thing: str
    message: str
    before: str = ""
    after: str = ""
    old: Span | None = None
    new: Span | None = None
    help: str = ""
    on: datetime.date | None = None
    regrade: Regrade | None = None


@frozen(kw_only=True)
class Diff:
    """
    Everything that two versions of a pack say otherwise.

    Attributes:
        old, new: What the versions are called, with the version each states.
        differences: The gravest first; empty where both say the same.
    """

    old: str
    new: str
    differences: tuple[Difference, ...]

    def of(self, *categories: Category) -> tuple[Difference, ...]:
        """The differences of some categories."""
        return tuple(each for each in self.differences if each.category in categories)


@frozen(kw_only=True)
class GradeMove:
    """
    A judgement of one stored audit that another version grades otherwise.

    Attributes:
        judgement: As in an outcome of the new version; of the old one where the new one has none.
        before, after: Ids of grades joined by `or` where several are possible, ``not-applicable``, or empty for none.
    """

    judgement: str
    before: str
    after: str


@frozen(kw_only=True)
class Replayed:
    """
    One stored audit under both versions.

    Attributes:
        name: The file it stands in.
        tool: The id of its tool in the new version; empty where that is not known.
        moves: The judgements that come out otherwise.
        unfit: What of it the new version cannot use, and the old one could.
        unfit_before: What the old version could not use.
        ignored: Items whose answer no rule of the new version sees, and the old one's did.
        missing: What only the new version waits for.
        trouble: Why it could not be replayed; empty where it was.
    """

    name: str
    tool: str = ""
    moves: tuple[GradeMove, ...] = ()
    unfit: tuple[Problem, ...] = ()
    unfit_before: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    trouble: str = ""

    @property
    def is_same(self) -> bool:
        """It was replayed, and nothing about it comes out otherwise."""
        return not (self.moves or self.unfit or self.ignored or self.missing or self.trouble)


@frozen(kw_only=True)
class Replay:
    """Stored audits under two versions, every file that was looked at among them."""

    audits: tuple[Replayed, ...]
