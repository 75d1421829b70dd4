"""How the clauses of packs are held, as a table for each pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from qarules.export.names import counted
from qarules.model.clause_coverage import ClauseCoverage, HeldClause, Holding
from qarules.model.standard import ClauseKind, Force

NO_KIND = "no kind"
_ALL = "all"
_ROWS = (*(kind.value for kind in ClauseKind), Force.INTERPRETATION.value, NO_KIND)


def coverage_text(coverages: Sequence[ClauseCoverage], titles: Sequence[str]) -> str:
    """
    A table for each pack, the clauses by kind and by how they are held; below it what nothing answers for.

    Args:
        titles: What stands above each table. Several packs are followed by a table of all.
    """
    blocks = [_block(title, each.clauses) for title, each in zip(titles, coverages, strict=True)]
    if len(coverages) > 1:
        blocks.append(_block("All of them", [held for each in coverages for held in each.clauses]))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _block(title: str, clauses: Sequence[HeldClause]) -> Iterator[str]:
    yield title
    if not clauses:
        yield "  states no clauses"
        return
    counts = Counter((row, each.how) for each in clauses for row in (_kind(each), _ALL))
    yield from table(counts)
    yield share_words(clauses)
    for each in clauses:
        if each.how is Holding.UNCOVERED:
            yield f"  nothing answers for {each.clause.id} ({each.clause.span}): {each.clause.statement}"


def table(counts: Counter[tuple[str, Holding]]) -> Iterator[str]:
    """The rows of a table: kinds down, ways of being held across, how many of each."""
    columns = [how for how in Holding if counts[_ALL, how]]
    rows = [row for row in (*_ROWS, _ALL) if any(counts[row, how] for how in columns)]
    width = max(map(len, rows))
    yield "  ".join(["  " + " " * width, *(how.value for how in columns), _ALL])
    for row in rows:
        numbers = [counts[row, how] for how in columns]
        cells = [f"{number or '-':>{len(how.value)}}" for number, how in zip(numbers, columns, strict=True)]
        yield "  ".join([f"  {row:<{width}}", *cells, f"{sum(numbers):>{len(_ALL)}}"])


def share_words(clauses: Iterable[HeldClause]) -> str:
    """How much of what the source says acts, and how many interpretations something rests on."""
    every = tuple(clauses)
    whole = ClauseCoverage(pack="", clauses=every)
    acting = sum(each.how is Holding.ACTS for each in every)
    added = [each for each in every if each.how is Holding.INTERPRETATION]
    cited = sum(bool(each.by) for each in added)
    said = f"{acting} of {counted(len(whole.of_the_source), 'clause')} of the source act{_percent(whole.acting)}"
    return f"{said}; {counted(len(added), 'interpretation')}, of which {cited} cited by what rests on them"


def _percent(share: Fraction | None) -> str:
    return f" ({float(100 * share):.1f}%)" if share is not None else ""


def _kind(each: HeldClause) -> str:
    if each.how is Holding.INTERPRETATION:
        return Force.INTERPRETATION.value
    return each.clause.kind.value if each.clause.kind is not None else NO_KIND
