"""What is asked of every audit: decided by classes of audits, past their bound by the solver where that is there."""

from __future__ import annotations

from collections.abc import Sequence

from qarules.engine.certain import Domains
from qarules.engine.quotient import Joint
from qarules.engine.space import Space
from qarules.engine.tables import TooMany, Ways
from qarules.proofs import solver


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
    try:
        if space.is_whole(*kept, *told):
            return space.joint(kept, told=told, ways=ways, given=given)
    except TooMany:
        if not solver.is_there():
            raise
    if solver.is_there():
        try:
            return solver.solved(space, kept, told, {**space.limits, **(given or {})})
        except TooMany:
            if space.is_whole(*kept, *told):
                raise
    return space.joint(kept, told=told, ways=ways, given=given)


def is_whole(space: Space, *steps: int) -> bool:
    """Whether what :func:`joint` does not show of *steps* is shown by no audit."""
    return space.is_whole(*steps) or (solver.is_there() and solver.formulas_for(space, steps))


HINT = "" if solver.is_there() else " (the extra `prove` decides more: pip install qarules[prove])"
"""What somebody may do who has not the solver."""
