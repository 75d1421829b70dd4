"""Whether a condition has been understood: only then do the checks of its meaning look at it."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.diagnostics import Severity, Span
from qarules.dsl.checks import names, points, values
from qarules.dsl.findings import Findings
from qarules.model.condition import (
    Aggregate,
    Compared,
    Condition,
    Count,
    Dated,
    InMonth,
    ItemsIn,
    Named,
    PointsIn,
    Reference,
    SectionsBy,
    Steps,
    Within,
)
from qarules.model.scope import fully_counted
from qarules.model.tool import Tool
from qarules.model.walk import Situated, single_tests, walk

SYNTAX = "QA1"


def is_sound(situated: Situated, tool: Tool, findings: Findings) -> bool:
    """
    Whether every word of a condition, and of the measures it reads, has been understood.

    Args:
        situated: A condition of *tool*.
        tool: The tool.
        findings: What was found in its text so far.
    """
    full = fully_counted(tool)
    if not findings.lost.isdisjoint(_names(situated.condition)):
        return False
    for test in single_tests(situated.condition):
        if isinstance(test, Compared):
            if not points.is_sound_number(test.number, full):
                return False
        elif not isinstance(test, Count) and not test.thing.name:
            return False
    if any(found.code.startswith(SYNTAX) and _is_in(found.span, situated.condition.span) for found in findings.found):
        return False
    scratch = Findings()
    names.check_condition(situated, tool, scratch)
    values.check_condition(situated, tool, scratch)
    return not any(found.severity is Severity.ERROR for found in scratch.found)


def _names(condition: Condition) -> Iterator[str]:
    """Every name in *condition* that stands for something of the tool; steps of scales are none."""
    for node in walk(condition):
        match node:
            case Reference(name=name, by=by):
                yield from (name,) if by is None else (name, by)
            case (
                Named(names=names)
                | ItemsIn(sections=names)
                | PointsIn(sections=names)
                | Aggregate(over=tuple() as names)
            ):
                yield from names
            case Steps(of=name) | SectionsBy(judgement=str() as name):
                yield name
            case Within(anchor=str() as name) | Dated(anchor=str() as name) | InMonth(anchor=str() as name):
                yield name
            case _:
                pass


def _is_in(inner: Span | None, outer: Span | None) -> bool:
    if inner is None or outer is None or inner.source != outer.source:
        return False
    return outer.start <= inner.start and inner.end <= outer.end
