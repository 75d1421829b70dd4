"""What is asked of every audit: decided by classes of audits, past their bound by the solver where that is there."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

from qarules.engine.certain import Domains
from qarules.engine.quotient import Joint
from qarules.engine.space import Space
from qarules.engine.tables import TooMany, Ways
from qarules.proofs import solver

HINT = "" if solver.is_there() else " (the extra `prove` decides more: pip install qarules[prove])"
"""What somebody may do who has not the solver."""

FEW = 2
"""With so few inputs limited, the audits are about as many as without."""

_past: weakref.WeakKeyDictionary[Space, set[int]] = weakref.WeakKeyDictionary()
"""The steps of which a space was found to have too many classes: they are not gone through again."""


def joint(
    space: Space,
    kept: Sequence[int] = (),
    *,
    told: Sequence[int] = (),
    ways: Ways | None = None,
    given: Domains | None = None,
) -> Joint:
    """
    As :meth:`Space.joint <qarules.engine.space.Space.joint>`, and of every audit where an answer can be anything.

    Raises:
        TooMany: It could not be decided.
    """
    asked = (*kept, *told)
    if not solver.is_there() or not (_is_past(space, asked, given) or not space.is_whole(*asked)):
        try:
            return space.joint(kept, told=told, ways=ways, given=given)
        except TooMany:
            if not solver.is_there():
                raise
            _past.setdefault(space, set()).update(asked)
    try:
        return solver.solved(space, kept, told, {**space.limits, **(given or {})})
    except TooMany:
        if space.is_whole(*asked):
            raise
    return space.joint(kept, told=told, ways=ways, given=given)


def _is_past(space: Space, asked: Sequence[int], given: Domains | None) -> bool:
    return len(given or ()) <= FEW and not _past.get(space, set()).isdisjoint(asked)


def is_whole(space: Space, *steps: int) -> bool:
    """Whether what :func:`joint` does not show of *steps* is shown by no audit."""
    return space.is_whole(*steps) or (solver.is_there() and solver.formulas_for(space, steps))
