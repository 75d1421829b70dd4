"""Whether better evidence can only raise what the rules of a tool give, as far as their form shows it."""

from __future__ import annotations

from qarules.engine.compiled.program import (
    All,
    Always,
    Among,
    Any,
    Asked,
    Graded,
    Program,
    Tally,
    Test,
)
from qarules.model.condition import Comparison


def rises(program: Program) -> bool:
    """Whether better evidence can only raise grades: tests ask for more of the better, or less of the worse."""
    for ref, value in enumerate(program.values):
        if isinstance(value, Asked):
            if value.when is not None or value.may_be_off or (ref in program.read and ref not in program.scales):
                return False
        elif isinstance(value, Graded):
            tests = [(test, True) for _, test in value.giving] + [(test, False) for _, test in value.limits]
            if not all(_rises(test, program, up=up) for test, up in tests):
                return False
    return True


def _rises(test: Test, program: Program, *, up: bool) -> bool:
    """Whether *test* can only come to hold by better evidence; with *up* False, only by worse."""
    match test:
        case Always():
            return True
        case All(parts=parts) | Any(parts=parts):
            return all(_rises(part, program, up=up) for part in parts)
        case Tally(groups=groups, quantity=quantity):
            more = quantity.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)
            if quantity.comparison is Comparison.EXACTLY:
                return False
            return all(_is_end(group.ranks, len(group.scale.grades), top=more is up) for group in groups)
        case Among(ref=ref, values=values, fails=False) if ref in program.scales:
            ranks = frozenset(value for value in values if isinstance(value, int))
            return _is_end(ranks, len(program.scales[ref].grades), top=up)
        case _:
            return False


def _is_end(ranks: frozenset[int], count: int, *, top: bool) -> bool:
    """Whether *ranks* are the best of a scale, or with *top* False the worst."""
    return ranks == frozenset(range(count - len(ranks), count) if top else range(len(ranks)))
