"""The actions of many cases in one list: what was agreed, who owns it, who sees to it, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from qarules.frozen import frozen
from qarules.model.change import Change
from qarules.model.due import Due
from qarules.model.outcome import Problem


@frozen(kw_only=True)
class Action:
    """
    One row of an action plan.

    Attributes:
        case: The name of its case.
        due: When it is due and how it stands; its owner, and where its closing is recorded, stand there.
        overseers: Who holds the roles that see to it, where that is known.
    """

    case: str
    due: Due
    overseers: tuple[str, ...] = ()


@frozen(kw_only=True)
class Tracker:
    """
    The actions of many cases.

    Attributes:
        actions: What is overdue first, the longest first; then by date; what has no date; what is closed last.
        waiting: Cases whose actions are not known yet.
        problems: By case, what it says and cannot be used.
        changes: What an adopting body changed in the pack it adopted.
    """

    as_of: datetime.date
    actions: tuple[Action, ...] = ()
    waiting: tuple[str, ...] = ()
    problems: Mapping[str, tuple[Problem, ...]] = attrs.field(factory=dict)
    changes: tuple[Change, ...] = ()
