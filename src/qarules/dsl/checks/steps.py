"""A table of steps gives every number it can be handed one value: no gap, no overlap."""

from __future__ import annotations

import math
from fractions import Fraction

from qarules.diagnostics import place
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.points import is_sound_number
from qarules.dsl.findings import Findings
from qarules.frozen import frozen
from qarules.model.condition import Reference, Step, Steps
from qarules.model.plain import number_text
from qarules.model.ranges import Grid, Range, grid_of, range_of
from qarules.model.scope import fully_counted
from qarules.model.tool import Tool
from qarules.model.walk import numbers_in, numbers_in_conditions


def check(tool: Tool, findings: Findings) -> None:
    """Report tables of steps that leave numbers out, or give one of them two values."""
    tool = fully_counted(tool)
    whole = [measure.value for measure in tool.measures if not is_damaged(measure.id, findings)]
    if not is_damaged(tool.id, findings):
        whole += numbers_in_conditions(tool)
    for expression in whole:
        for number in numbers_in(expression):
            if isinstance(number, Steps) and not is_damaged(number.of, findings):
                _check_table(number, tool, findings)


@frozen(order=True)
class _Cut:
    """
    A cut between two neighbouring numbers of a line.

    Attributes:
        end: -1 before all numbers, 1 after all, 0 for a cut in between.
        number: What it stands beside; a place on the grid, where there is one.
        is_after: It stands right after that number, not right before it.
    """

    end: int
    number: Fraction = Fraction(0)
    is_after: bool = False


BEFORE_ALL = _Cut(-1)
AFTER_ALL = _Cut(1)


@frozen
class _Line:
    """The numbers a table divides: those of a grid, or all of them where there is none."""

    grid: Grid | None

    def before(self, number: Fraction) -> _Cut:
        """The cut before *number*, or before the next larger one of the grid."""
        if self.grid is None:
            return _Cut(0, number)
        return _Cut(0, Fraction(math.ceil((number - self.grid.origin) / self.grid.step)))

    def after(self, number: Fraction) -> _Cut:
        """The cut after *number*, or after the next smaller one of the grid."""
        if self.grid is None:
            return _Cut(0, number, is_after=True)
        return _Cut(0, Fraction(math.floor((number - self.grid.origin) / self.grid.step) + 1))

    def between(self, start: _Cut, end: _Cut) -> str:
        """The numbers between two cuts, in words."""
        if self.grid is not None:
            first, last = self.at(start.number), self.at(end.number - 1)
            if start.end < 0:
                return f"up to {last}"
            if end.end > 0:
                return f"from {first} up"
            return first if first == last else f"{first} to {last}"
        low, high = number_text(start.number), number_text(end.number)
        if start.end < 0:
            return f"up to {high}" if end.is_after else f"below {high}"
        if end.end > 0:
            return f"above {low}" if start.is_after else f"from {low} up"
        if low == high:
            return low
        return f"what lies between {low} and {high}"

    def at(self, place_: Fraction) -> str:
        assert self.grid is not None
        return number_text(self.grid.origin + place_ * self.grid.step)


@frozen
class _Stretch:
    """A step of a table, and where on the line it starts and ends."""

    step: Step
    start: _Cut
    end: _Cut


def _stretch(step: Step, line: _Line) -> _Stretch:
    start, end = BEFORE_ALL, AFTER_ALL
    if step.low is not None:
        start = line.after(step.low) if step.above else line.before(step.low)
    if step.high is not None:
        end = line.after(step.high)
    return _Stretch(step, start, end)


def _check_table(table: Steps, tool: Tool, findings: Findings) -> None:
    of = Reference(name=table.of, span=place(table.of))
    if not is_sound_number(of, tool):
        return
    grid = grid_of(of, tool)
    line = _Line(grid if grid is not None and grid.step else None)
    reach = range_of(of, tool)
    stretches = [_stretch(step, line) for step in table.steps if not _is_reversed(step, findings)]
    if len(stretches) == len(table.steps):
        _check_cover(table, sorted(stretches, key=lambda each: (each.start, each.end)), line, reach, findings)


def _is_reversed(step: Step, findings: Findings) -> bool:
    if step.low is None or step.high is None or step.low <= step.high:
        return False
    findings.add(
        codes.BAD_BOUNDS,
        step.span,
        f"this step goes from {number_text(step.low)} down to {number_text(step.high)}",
        help="put the smaller number first",
    )
    return True


def _check_cover(table: Steps, stretches: list[_Stretch], line: _Line, reach: Range, findings: Findings) -> None:
    """Go along the line from its first number to its last, and report where no stretch lies, and where two do."""
    first = BEFORE_ALL if reach.low is None else line.before(reach.low)
    last = AFTER_ALL if reach.high is None else line.after(reach.high)
    reached, furthest = first, None
    for stretch in stretches:
        start, end = max(stretch.start, first), min(stretch.end, last)
        if start >= end:
            _report_unreached(stretch, table, findings)
            continue
        if start > reached:
            _report_gap(stretch, furthest, line.between(reached, start), table, findings)
        elif furthest is not None and start < reached:
            _report_overlap(stretch, furthest, line.between(start, min(reached, end)), table, findings)
        if furthest is None or end > reached:
            reached, furthest = end, stretch
    if reached < last:
        _report_gap(furthest or stretches[-1], None, line.between(reached, last), table, findings)


def _report_unreached(stretch: _Stretch, table: Steps, findings: Findings) -> None:
    findings.add(
        codes.ALWAYS_TRUE,
        stretch.step.span,
        f"`{table.of}` never takes a value for which this step is meant",
        help="take the step out, or change its ends",
    )


def _report_gap(stretch: _Stretch, before: _Stretch | None, numbers: str, table: Steps, findings: Findings) -> None:
    findings.add(
        codes.STEPS_GAP,
        stretch.step.span,
        f"no step says what `{table.of}` gives for {numbers}",
        help="let the steps meet, or add one",
        labels=[(before.step.span, "the step before the gap")] if before is not None else [],
    )


def _report_overlap(stretch: _Stretch, before: _Stretch, numbers: str, table: Steps, findings: Findings) -> None:
    findings.add(
        codes.STEPS_OVERLAP,
        stretch.step.span,
        f"two steps say what `{table.of}` gives for {numbers}",
        help="let one of the two end where the other starts",
        labels=[(before.step.span, "the other step")],
    )
