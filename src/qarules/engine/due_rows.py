"""The rows of a table as deadlines of their own: of each its id, its day, and who owns it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from qarules.frozen import frozen
from qarules.model.outcome import Outcome
from qarules.model.route import Deadline, EachRow


@frozen(kw_only=True)
class Row:
    """
    One row.

    Attributes:
        id: ``action-done/2``; ``action-done/goal/1/2`` for the second row in the first instance of a repeated section.
        day: None where it has none, or none that can be read.
        written: What stands in the cell of the date; empty for nothing.
        owner: What stands in the cell of the owner; empty for nothing.
    """

    id: str
    day: datetime.date | None
    written: str
    owner: str
    cells: Mapping[str, str]


def rows_of(deadline: Deadline, rows: EachRow, outcome: Outcome) -> Iterator[Row]:
    """The rows of every table that *rows* names, in order; one that is wholly blank is none."""
    for table in outcome.tables:
        *instance, name = table.table.split("/")
        if name != rows.table:
            continue
        for number, cells in enumerate(table.rows, start=1):
            if any(cell.strip() for cell in cells.values()):
                written = cells.get(rows.by, "").strip()
                yield Row(
                    id="/".join([deadline.id, *instance, str(number)]),
                    day=_day(written),
                    written=written,
                    owner=cells.get(rows.owner, "").strip() if rows.owner else "",
                    cells=cells,
                )


def _day(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None
