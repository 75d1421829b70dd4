"""
The checks of a linked pack, in the order they run.

Each is a module of its own and reports every mistake of its kind once, at its exact place. Names come first, so that
what a later check says of a rule rests on names that have been understood.
"""

from __future__ import annotations

from collections.abc import Callable

from qarules.dsl.checks import (
    after,
    applicability,
    cycles,
    direction,
    examples,
    kinds,
    names,
    points,
    provenance,
    recurrence,
    roles,
    steps,
    structure,
    stuck,
    values,
)
from qarules.dsl.findings import Findings
from qarules.model.pack import Pack
from qarules.model.tool import Tool

TOOL_CHECKS: tuple[Callable[[Tool, Findings], None], ...] = (
    names.check,
    structure.check,
    points.check,
    steps.check,
    values.check,
    cycles.check,
    applicability.check,
    direction.check,
)

PACK_CHECKS: tuple[Callable[[Pack, Findings], None], ...] = (
    provenance.check,
    kinds.check,
    roles.check,
    after.check,
    recurrence.check,
    stuck.check,
    examples.check,
)
