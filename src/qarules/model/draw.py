"""What came of a sample: who is eligible, what was drawn and what was not, and who audits what."""

from __future__ import annotations

import datetime
import enum
from fractions import Fraction

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.change import Change
from qarules.model.outcome import Problem
from qarules.model.standard import Clause


@frozen(kw_only=True)
class Barred:
    """
    A rule of a sample that a record does not meet, or of which that cannot be known.

    Attributes:
        text: The condition in the author's words.
        holds: False where the record is certainly left out by it; None where that cannot be known.
        missing: The fields it then depends on.
        otherwise: Samples or activities that look at what it leaves out.
        clauses: Ids of the clauses behind it.
    """

    text: str
    holds: bool | None
    missing: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    span: Span | None = None


@frozen(kw_only=True)
class Eligibility:
    """
    Whether a record may be drawn.

    Attributes:
        sample: The id of the sample.
        record: The id of the record; empty where it has none.
        eligible: None where it cannot be known.
        barred: The rules it does not meet; where it cannot be known, those that are still open.
        otherwise: Where it is looked at instead, if it is left out.
        missing: The fields without which it cannot be known.
        problems: What of the record cannot be used; it counts as not given.
        changes: What an adopting body changed in the pack it adopted.
    """

    sample: str
    title: str
    record: str
    on: datetime.date
    eligible: bool | None
    barred: tuple[Barred, ...] = ()
    otherwise: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
    span: Span | None = None


class Mode(enum.Enum):
    """How the records of a stratum come into a sample."""

    DRAWN = "drawn at random"
    NAMED = "named by choice"

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class Stratum:
    """
    What came of one stratum.

    Attributes:
        number: Its place in the sample, from 1.
        title: Empty for none.
        text: Which records belong to it, in the author's words.
        wanted: How many; None where a parameter leaves that open.
        fitting: How many eligible records certainly belong to it.
        records: Those taken: drawn ones by their id, named ones as they were named.
        short: How many are lacking; None where it is open how many are wanted.
    """

    number: int
    title: str
    text: str
    mode: Mode
    wanted: int | None
    fitting: int
    records: tuple[str, ...]
    short: int | None
    clauses: tuple[str, ...] = ()
    span: Span | None = None


class WhyNot(enum.Enum):
    """Why a record is not in a draw."""

    EXCLUDED = "not eligible"
    UNKNOWN = "cannot be known"
    NO_STRATUM = "in no stratum"
    NOT_DRAWN = "not drawn"
    NOT_NAMED = "not named"
    REFUSED = "refused"

    def __str__(self) -> str:
        return self.value


@frozen(kw_only=True)
class LeftOut:
    """
    A record that is not in a draw.

    Attributes:
        text: Why, in words.
        otherwise: Where it is looked at instead.
        missing: The fields without which it cannot be known.
    """

    record: str
    why: WhyNot
    text: str
    otherwise: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Draw:
    """
    A sample as it was drawn; the same records and the same seed give the same draw.

    Attributes:
        seed: What makes it reproducible, as text.
        labelled: What every report of it has to say; empty for nothing.
        strata: In the author's order.
        left_out: Every record that is not in it, by id.
        problems: Records and names that cannot be used, and strata whose number is open.
        changes: What an adopting body changed in the pack it adopted.
    """

    sample: str
    title: str
    on: datetime.date
    seed: str
    labelled: str
    strata: tuple[Stratum, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
    span: Span | None = None

    @property
    def records(self) -> tuple[str, ...]:
        """The ids of all records taken, stratum by stratum."""
        return tuple(record for stratum in self.strata for record in stratum.records)

    @property
    def complete(self) -> bool:
        """No stratum falls short or is open, and nothing handed in was refused."""
        return not self.problems and all(stratum.short == 0 for stratum in self.strata)


@frozen(kw_only=True)
class Objection:
    """
    Why one person is not given one record.

    Attributes:
        text: In words.
        certain: False where it cannot be known that the person is independent.
    """

    person: str
    text: str
    certain: bool = True


@frozen(kw_only=True)
class Allocation:
    """
    Who audits one record.

    Attributes:
        auditor: The id of the person; empty where nobody could be given it.
        text: Why nobody could; empty where somebody was.
        objections: Who was kept from it, and why.
    """

    record: str
    auditor: str
    text: str = ""
    objections: tuple[Objection, ...] = ()


@frozen(kw_only=True)
class Load:
    """
    What one auditor was given.

    Attributes:
        last: The day of the last audit; None where none is known.
        records: By id.
    """

    person: str
    last: datetime.date | None
    records: tuple[str, ...]


@frozen(kw_only=True)
class Assignment:
    """
    Who audits the records of a sample; the same people, records and seed give the same assignment.

    Attributes:
        labelled: What every report of it has to say; empty for nothing.
        at_most_each: How many records one person gets at most; None for no end.
        allocations: By the record's id.
        loads: Everyone who may audit, by the person's id.
        changes: What an adopting body changed in the pack it adopted.
    """

    sample: str
    title: str
    on: datetime.date
    seed: str
    labelled: str
    at_most_each: int | None
    allocations: tuple[Allocation, ...]
    loads: tuple[Load, ...]
    problems: tuple[Problem, ...]
    clauses: tuple[str, ...] = ()
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()
    span: Span | None = None

    @property
    def complete(self) -> bool:
        """Every record has an auditor, and nothing handed in was refused."""
        return not self.problems and all(allocation.auditor for allocation in self.allocations)


@frozen(kw_only=True)
class Setting:
    """
    One parameter of a pack.

    Attributes:
        value: What the case says, else what the pack sets; None where it is left open or cannot be used.
        given: The value is the case's.
        clauses: Ids of the clauses behind it.
    """

    parameter: str
    title: str
    value: Fraction | None
    given: bool = False
    clauses: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has set it."""
        return self.value is None


@frozen(kw_only=True)
class Settled:
    """
    The parameters of a pack, with what a case says of them.

    Attributes:
        settings: In the order of the pack.
        problems: Values out of bounds, names of no parameter, and what is no number.
        changes: What an adopting body changed in the pack it adopted.
    """

    settings: tuple[Setting, ...]
    problems: tuple[Problem, ...]
    rests_on: tuple[Clause, ...] = ()
    changes: tuple[Change, ...] = ()

    def __getitem__(self, parameter: str) -> Fraction | None:
        """The value of *parameter*, None where it is open; KeyError for none of that name."""
        return {setting.parameter: setting.value for setting in self.settings}[parameter]
