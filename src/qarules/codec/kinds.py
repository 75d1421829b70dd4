"""What has a JSON form of its own, and how its smallest parts are written."""

from __future__ import annotations

from typing import TypeVar

import attrs

from qarules.model.answers import Audit
from qarules.model.case import CaseFile
from qarules.model.clause_coverage import ClauseCoverage
from qarules.model.difference import Diff, Replay
from qarules.model.draw import Assignment, Draw, Eligibility
from qarules.model.due import Timetable
from qarules.model.moderation import Moderated
from qarules.model.next_step import NextSteps
from qarules.model.occurrence import Collisions, Occurrences
from qarules.model.outcome import Outcome
from qarules.model.planning import Improvement, Influences, Regraded
from qarules.model.proof import Proof
from qarules.model.tracker import Tracker

Stored = TypeVar(
    "Stored",
    Audit,
    Outcome,
    CaseFile,
    Moderated,
    Timetable,
    NextSteps,
    Tracker,
    Occurrences,
    Collisions,
    Eligibility,
    Draw,
    Assignment,
    ClauseCoverage,
    Proof,
    Improvement,
    Influences,
    Regraded,
    Diff,
    Replay,
)

KINDS: tuple[type[attrs.AttrsInstance], ...] = Stored.__constraints__
"""What has a JSON form of its own."""

FRACTION = "^-?[0-9]+([.][0-9]+|/[1-9][0-9]*)?$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = DATE.removesuffix("$") + "[T ]"
"""How exact numbers, days and instants are written."""
