"""What starts or ends something after the grade: answers, people, differences between two looks, time."""

from __future__ import annotations

import enum

import attrs

from qarules.diagnostics import Span
from qarules.frozen import frozen
from qarules.model.condition import Condition, Counted, Quantity


@frozen(kw_only=True)
class Holds:
    """Answers, grades or knowns are so: ``starts when immediate-safety is yes``."""

    when: Condition
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Raised:
    """Somebody raises it: ``starts when raised by reviewer, practitioner``."""

    by: tuple[str, ...]
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


class Way(enum.Enum):
    """How the second look lies to the first."""

    EITHER = "differs"
    LOWERED = "is lowered"
    LIFTED = "is lifted"


@frozen(kw_only=True)
class AnythingDiffers:
    """
    ``anything differs``: some criterion, section or judgement that is compared.

    Attributes:
        nothing: ``nothing differs``: it starts when all that can be compared agrees.
    """

    nothing: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Differs:
    """
    One thing is rated otherwise at the second look: ``final-judgement is lowered by at least 2 steps``.

    Attributes:
        thing: A criterion, a section's grade or a judgement.
        steps: By at least so many.
    """

    thing: str
    way: Way = Way.EITHER
    steps: int = 1
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class CountDiffers:
    """So many of the counted are rated otherwise: ``at least 3 criteria in assessment differ by at least 2 steps``."""

    quantity: Quantity
    of: Counted
    steps: int = 1
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Overdue:
    """A deadline has passed unmet: ``moderation-done is overdue``."""

    deadline: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class Happens:
    """An event is recorded: ``complaint happens``."""

    event: str
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


Trigger = Holds | Raised | AnythingDiffers | Differs | CountDiffers | Overdue | Happens
