"""Planning: the smallest changes that reach a grade, how much each item decides, what a new version regrades."""

from __future__ import annotations

from fractions import Fraction

from qarules.frozen import frozen
from qarules.model.answers import Audit
from qarules.model.prose import one_of


@frozen(kw_only=True)
class AnswerChange:
    """
    Some items answered otherwise: any *count* of *items*, from one answer to another.

    Attributes:
        items: As in an outcome; they are counted alike, so that it makes no difference which of them change.
        before, after: Answers, in words.
    """

    items: tuple[str, ...]
    count: int
    before: str
    after: str

    def __str__(self) -> str:
        """``any two of visits, voice to clear``."""
        if self.count == len(self.items):
            return f"{one_of(self.items, 'and')} to {self.after}"
        number = _NUMBERS.get(self.count, str(self.count))
        return f"any {number} of {', '.join(self.items)} to {self.after}"


_NUMBERS = dict(enumerate("no one two three four five six seven eight nine ten eleven twelve".split()))


@frozen(kw_only=True)
class Alternative:
    """
    One set of changes that is enough, and of which none can be left out.

    Attributes:
        items: How many items change.
        steps: How many steps of their scales they go together; a yes or no, or a number, is one step.
    """

    changes: tuple[AnswerChange, ...]
    items: int
    steps: int

    def __str__(self) -> str:
        return " and ".join(map(str, self.changes)) or "nothing"


@frozen(kw_only=True)
class Improvement:
    """
    The smallest sets of changes that bring a judgement to a grade, or cost it one.

    Attributes:
        judgement: As in an outcome.
        now: The id of what its rules suggest now; empty while that is open. Without giving rules, the best it may be.
        to: The grade to reach, or the one that would be lost.
        alternatives: Fewest items first, then fewest steps; empty where nothing that may change is enough.
        complete: There are no others; where False, there are more than were asked for, or not all could be looked at.
        open: Unanswered items that play a part: they are taken to turn out as needed.
    """

    judgement: str
    now: str
    to: str
    alternatives: tuple[Alternative, ...]
    complete: bool = True
    open: tuple[str, ...] = ()

    def __str__(self) -> str:
        """``case-summary to clear; or any two of visits, voice to clear``."""
        return "; or ".join(map(str, self.alternatives))


@frozen(kw_only=True)
class Influence:
    """
    How much one item decides one judgement.

    Attributes:
        item: As in an outcome.
        judgement: As in an outcome.
        share: The share of the audits in which another answer to this item alone would give another grade; None where
            that is past the stated bound.
    """

    item: str
    title: str
    judgement: str
    share: Fraction | None


@frozen(kw_only=True)
class Influences:
    """
    How much every open item decides.

    Attributes:
        ranked: Those that can still change a grade, the most decisive first.
        settled: Open items that can no longer change any grade.
    """

    ranked: tuple[Influence, ...]
    settled: tuple[str, ...]


@frozen(kw_only=True)
class Regrade:
    """
    Audits that one version grades in one way and another in another.

    Attributes:
        before, after: Ids of grades, or ``not-applicable``.
        share: Of all audits that both versions can grade, every answer as likely as any other.
        audits: How many they are.
        when: What they have in common and no other audit that changes otherwise or not at all, in the authors' words;
            empty where no few conditions say it.
        audit: One of them.
        example: The same as an `example` block of the new version; empty where no example can say it.
    """

    before: str
    after: str
    share: Fraction
    audits: int
    when: str
    audit: Audit
    example: str = ""


@frozen(kw_only=True)
class Regraded:
    """
    What a new version does to the grades of one judgement.

    Attributes:
        judgement: As in an outcome of the new version.
        changes: From which grade to which, most audits first; empty where not one audit changes: that is a proof.
        audits: How many audits both versions can grade.
        left_out: Items and answers that only one of the versions has; where they decide, both cannot be compared.
        decided: False where the audits were too many to look at.
    """

    judgement: str
    changes: tuple[Regrade, ...]
    audits: int
    left_out: tuple[str, ...] = ()
    decided: bool = True
