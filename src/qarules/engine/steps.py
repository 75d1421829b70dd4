"""
The steps a plan is made of: inputs, functions of other steps, and folds, which take in many steps in any order.

Every step has one value in one audit. That folds may take in what they read in any order, and part by part, is what
lets audits be put into classes instead of being gone through one by one.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from qarules.frozen import frozen


class Unknown(enum.Enum):
    """The one value that stands for any value whatever."""

    ANY = "any"


class Impossible(enum.Enum):
    """What a function gives where there is no such audit."""

    NEVER = "never"


ANY: Final = Unknown.ANY
NEVER: Final = Impossible.NEVER

Value = object
Element = Any
"""What a fold has taken in so far: for a fold of sums a tuple of numbers, else whatever it says."""


@frozen(eq=False)
class Input:
    """A step whose domain is set anew for each run."""

    reads: tuple[int, ...] = ()


@frozen(eq=False)
class Function:
    """
    A step computed from the values of earlier ones.

    Attributes:
        reads: Numbers of the steps it reads.
        value: What it comes to; `NEVER` where there is no such audit.
        outcomes: All values it could ever have; what it gives where something it reads is `ANY`. Empty for no end.
        sees_any: It can read `ANY` itself.
    """

    reads: tuple[int, ...]
    value: Callable[..., Value]
    outcomes: tuple[Value, ...] = ()
    sees_any: bool = False


@frozen(eq=False)
class Fold:
    """
    A step made of many, taken in one after the other in any order.

    Attributes:
        elements: What each of *reads* adds, by its value.
        start: What there is before the first.
        plus: Two parts made one; *start* changes nothing.
        end: What it all comes to.
        outcomes: As for :class:`Function`.
        last: The element that nothing taken in changes any more; None where there is none.
        tops: For a fold of sums, where each of its sums stops growing, None for one that does not; sums that stop take
            in nothing below 0. None for a fold that is no sum.
    """

    reads: tuple[int, ...]
    elements: tuple[Callable[[Any], Element], ...]
    start: Element
    plus: Callable[[Element, Element], Element]
    end: Callable[[Element], Value]
    outcomes: tuple[Value, ...] = ()
    last: Element = None
    tops: tuple[int | None, ...] | None = None


Step = Input | Function | Fold


# --- folds -----------------------------------------------------------------------------------------------------------

Number = int | Fraction
Elements = tuple[Callable[[Any], Element], ...]


@frozen(eq=False)
class Adding:
    """Adds sums up, each no further than its top."""

    tops: tuple[int | None, ...]

    def __call__(self, one: tuple[Number, ...], other: tuple[Number, ...]) -> tuple[Number, ...]:
        """The sums of two parts."""
        return tuple(
            [a + b if top is None or a + b < top else top for a, b, top in zip(one, other, self.tops, strict=True)]
        )


def sums(
    reads: tuple[int, ...],
    elements: Elements,
    tops: tuple[int | None, ...],
    end: Callable[[Any], Value],
    outcomes: tuple[Value, ...] = (),
) -> Fold:
    """A fold of sums; *end* is given the tuple of them."""
    return Fold(
        reads,
        elements,
        start=(0,) * len(tops),
        plus=Adding(tops),
        end=end,
        outcomes=outcomes,
        last=tops if None not in tops else None,
        tops=tops,
    )


# --- several worlds at once ------------------------------------------------------------------------------------------


@frozen(cache_hash=True)
class Worlds:
    """
    What a step has in audits that are held against each other: one value a world.

    Everything is computed world by world; where all agree, the value stands alone.
    """

    values: tuple[Value, ...]


def lifted(function: Callable[..., Value], read: tuple[Value, ...]) -> Value:
    """*function* of what is read, in every world where that differs between worlds; `NEVER` if it is so in one."""
    for value in read:
        if type(value) is Worlds:
            worlds = range(len(value.values))
            break
    else:
        return function(*read)
    return together([function(*(v.values[w] if type(v) is Worlds else v for v in read)) for w in worlds])


def together(found: list[Value]) -> Value:
    """What was found in each world as one value."""
    if NEVER in found:
        return NEVER
    first = found[0]
    return first if all(value == first for value in found) else Worlds(tuple(found))
