"""next_steps(): what comes next in a case, of whom, by when and why; and where nothing about it may ever be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from qarules.engine.course import Course, Gate
from qarules.engine.happened import happened, routes
from qarules.engine.involvement import Casting
from qarules.engine.local_time import local_day
from qarules.engine.order import order_problems
from qarules.engine.people import unknown_roles
from qarules.engine.recorded import Recorded, recorded, steps_of
from qarules.engine.sources import interpretations
from qarules.engine.terms import Start
from qarules.engine.triggers import Facts, State, all_of, any_of, state
from qarules.model.case import Case, When
from qarules.model.next_step import NextStep, NextSteps, Progress, RouteState
from qarules.model.outcome import Problem
from qarules.model.pack import Force, Pack
from qarules.model.route import NOWHERE, Escalation, Recording, Step
from qarules.model.route_scope import Route
from qarules.model.term import Immediately, Term
from qarules.model.trigger import Happens, Raised, Trigger
from qarules.model.trigger_words import trigger_words

AT_ONCE = Term(timings=(Immediately(),))
"""The time that telling has where an escalation gives none."""


def next_steps(pack: Pack, case: Case, as_of: When) -> NextSteps:
    """
    What comes next in a case.

    Args:
        pack: Its escalations and processes are looked at, all of them.
        case: What is known; what is not is said to be missing.
        as_of: The day in the United Kingdom, or an instant with its time zone.

    Returns:
        Every escalation and process, started or not, with its prohibitions; and the steps whose turn it is. What the
        case says and cannot be used is among the problems.

    Raises:
        TypeError: An argument is of the wrong kind.
        ValueError: *as_of* has a time of day and no time zone.

    Source:
        docs/reference/language.md, section "After the grade".
    """


def soft_steps(route: Route, pack: Pack) -> frozenset[str]:
    """
    The steps of *route* whose condition is only recommended: the step says so, or its clauses do.

    Facts and interpretations neither bind nor recommend; one clause that binds is enough.
    """
    forces = {str(clause.id): clause.force for clause in pack.clauses}
    neutral = {Force.FACT, Force.INTERPRETATION, Force.DERIVED}

    def is_soft(step: Step) -> bool:
        said = {forces.get(str(name)) for name in step.cites} - neutral
        return step.recommended or (bool(said) and said <= {Force.SHOULD, Force.MAY})

    return frozenset(name for name, step in steps_of(route) if is_soft(step))
