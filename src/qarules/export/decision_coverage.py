"""How far examples go, for a reader and as plain data."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from qarules.export.names import counted
from qarules.model.decision_coverage import BranchKind, CoveredBranch, DecisionCoverage
from qarules.model.missing_example import MissingExamples
from qarules.model.plain import plain


def coverage_text(coverages: Sequence[DecisionCoverage], missing: Sequence[MissingExamples] = ()) -> str:
    """
    For each pack, how many decisions its examples make, by kind; below that each that none makes, with its place.

    Args:
        missing: For each pack the examples that would make them, which then stand below it.
    """
    blocks = []
    for coverage, lacking in itertools.zip_longest(coverages, missing):
        blocks.append("\n".join(_lines(coverage)))
        blocks += _missing(lacking) if lacking is not None else ()
    return "\n\n".join(blocks) + "\n"


def _missing(lacking: MissingExamples) -> Iterator[str]:
    """The examples as they would stand in a file, and what none was found for."""
    taken = sum(len(each.branches) for each in lacking.examples)
    if lacking.examples:
        examples = "This example" if len(lacking.examples) == 1 else f"These {len(lacking.examples)} examples"
        yield f"{examples} would take {counted(taken, 'more way')}; put in what you agree with:"
        yield from (each.text.rstrip("\n") for each in lacking.examples)
    if lacking.not_found:
        lines = (f"  {branch}" for branch in lacking.not_found)
        yield "\n".join(["No example was found within the bounds of the search for:", *lines])


def _lines(coverage: DecisionCoverage) -> Iterator[str]:
    if coverage.share is None:
        yield f"{coverage.pack}: nothing to decide"
        return
    covered, left = len(coverage.covered), len(coverage.uncovered)
    ways = counted(covered + left, "way")
    yield f"{coverage.pack}: examples take {covered} of {ways} a decision can go, {_percent(coverage.share)}"
    rows = [(kind, [each for each in coverage.branches if each.branch.kind is kind]) for kind in BranchKind]
    width = max(len(kind.value) for kind in BranchKind)
    for kind, branches in rows:
        possible = [each for each in branches if each.possible]
        if possible:
            yield f"  {kind.value:<{width}}  {sum(bool(each.by) for each in possible):>4} of {len(possible)}"
    yield from _listed("no example takes", coverage.uncovered)
    yield from _listed("no audit can take", coverage.impossible)


def _percent(share: Fraction) -> str:
    """Rounded down, so that 100% says that nothing is left."""
    return f"{share * 1000 // 1 / 10:.1f}%"


def _listed(heading: str, branches: Iterable[CoveredBranch]) -> Iterator[str]:
    lines = [f"    {f'{each.branch.span}: ' if each.branch.span is not None else ''}{each.branch}" for each in branches]
    if lines:
        yield f"  {heading}:"
        yield from lines


def coverage_data(
    coverages: Iterable[DecisionCoverage], missing: Iterable[MissingExamples] = ()
) -> list[dict[str, object]]:
    """The same as plain data, ready for JSON."""
    return [
        {
            **plain(coverage),
            "covered": len(coverage.covered),
            "uncovered": len(coverage.uncovered),
            "missing": [{"text": each.text, "branches": list(map(plain, each.branches))} for each in lacking.examples]
            if lacking is not None
            else [],
            "not_found": list(map(plain, lacking.not_found)) if lacking is not None else [],
        }
        for coverage, lacking in itertools.zip_longest(coverages, missing)
    ]
