"""The year's calendar: what takes place in which month, as a table for a page or a screen."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from qarules.engine.recurrence import occurrences
from qarules.frozen import frozen
from qarules.model.activity import Activity, Forum
from qarules.model.months import MONTH_NAMES
from qarules.model.occurrence import Collisions, Occurrence, Occurrences
from qarules.model.pack import Pack
from qarules.model.prose import behind, listed, wrapped
from qarules.model.standard import Standard
from qarules.model.words import day_words
from qarules.model.yearly import as_activity

NOTHING, NEVER = "-", "never"


@frozen(kw_only=True)
class Cell:
    """
    What an activity has in a month.

    Attributes:
        text: Its themes; ``yes`` where it has none, or how many times; ``-`` for nothing, ``never`` for never.
        times: How many occurrences begin in the month.
    """

    text: str
    times: int = 0


@frozen(kw_only=True)
class Column:
    """
    The year of one activity or forum.

    Attributes:
        cells: Twelve, from January.
        times: How many occurrences begin in the year.
        undated: What has no date, and why.
        remarks: What is to be known of the dates: due before, outside the time in force, provisional, two in a month.
    """

    activity: str
    title: str
    cells: tuple[Cell, ...]
    times: int
    undated: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@frozen(kw_only=True)
class YearTable:
    """
    The year of a pack, activities first, then forums, in the order of the pack.

    Attributes:
        remarks: What is to be known of the whole of it.
    """

    year: int
    title: str
    columns: tuple[Column, ...]
    remarks: tuple[str, ...] = ()


def year_table(
    pack: Pack,
    year: int,
    *,
    last: Mapping[str, datetime.date] | None = None,
    events: Mapping[str, tuple[datetime.date, ...]] | None = None,
) -> YearTable:
    """
    What takes place in each month of *year*.

    Args:
        last: By activity, the last actual date.
        events: When each event happened or will.
    """
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    columns = []
    is_outside = False
    things: tuple[Activity | Forum, ...] = (*pack.activities, *(forum for forum in pack.forums if forum.meets))
    for thing in things:
        dated = occurrences(pack, thing.id, start, end, last=(last or {}).get(thing.id), events=events)
        columns.append(_column(dated, year, as_activity(thing).never_in))
        is_outside = is_outside or any(each.outside for each in dated.occurrences)
    title = pack.standard.title if pack.standard is not None else pack.name
    remarks = tuple(_outside(pack.standard, start, end)) if is_outside and pack.standard is not None else ()
    made = tuple(f"changed by {each.by}: {each}" for each in pack.changes)
    return YearTable(year=year, title=title, columns=tuple(columns), remarks=(*remarks, *made))


def _outside(standard: Standard, start: datetime.date, end: datetime.date) -> Iterator[str]:
    """Which part of the year from *start* to *end* the standard is not in force for."""
    first, last = standard.in_force_from, standard.in_force_until
    if first is not None and first > start:
        yield f"the standard is in force from {day_words(first)}: what comes before is outside that time"
    if last is not None and last < end:
        yield f"the standard is in force until {day_words(last)}: what comes after is outside that time"


def _column(dated: Occurrences, year: int, never_in: tuple[int, ...]) -> Column:
    cells = tuple(_cell(dated.occurrences, year, month, never_in) for month in range(1, 13))
    return Column(
        activity=dated.activity,
        title=dated.title,
        cells=cells,
        times=sum(cell.times for cell in cells),
        undated=tuple(f"{undated.recurrence}: {undated.why}" for undated in dated.undated),
        remarks=tuple(_remarks(dated)),
    )


def _cell(found: Iterable[Occurrence], year: int, month: int, never_in: tuple[int, ...]) -> Cell:
    here = [each for each in found if (each.first.year, each.first.month) <= (year, month) <= _month(each.last)]
    times = sum(_month(each.first) == (year, month) for each in here)
    if not here:
        return Cell(text=NEVER if month in never_in else NOTHING)
    words = list(dict.fromkeys(filter(None, (each.theme or _stretch(each) for each in here))))
    plain = sum(not (each.theme or _stretch(each)) for each in here)
    if plain:
        words.append("yes" if plain == 1 else f"{plain} times")
    return Cell(text="; ".join(words), times=times)


def _month(day: datetime.date) -> tuple[int, int]:
    return day.year, day.month


def _stretch(occurrence: Occurrence) -> str:
    """The months of an occurrence that has several to take place in; empty for one."""
    first, last = occurrence.first, occurrence.last
    if _month(first) == _month(last):
        return ""
    return f"some time from {MONTH_NAMES[first.month - 1]} to {MONTH_NAMES[last.month - 1]}"


def _remarks(dated: Occurrences) -> Iterator[str]:
    yield from map(str, dated.problems)
    yield from (f"was due by {day_words(each.last)}" for each in dated.occurrences if each.last < dated.start)
    months = dict.fromkeys(MONTH_NAMES[each.first.month - 1] for each in dated.occurrences if each.provisional)
    if months:
        yield f"{', '.join(months)}: provisional, as closures may still be announced"


# --- as text ---------------------------------------------------------------------------------------------------------


def table_text(table: YearTable) -> str:
    """*table* as plain text for a screen, month by month: its columns would be too many for one."""
    lines = [f"{table.title} {table.year}"]
    for month, name in enumerate(MONTH_NAMES):
        cells = [(column.title, column.cells[month].text) for column in table.columns]
        lines += ["", name, *(f"  {line}" for line in _in_month(cells) or ["nothing"])]
        resting = [title for title, text in cells if text == NEVER]
        lines += wrapped(f"never: {', '.join(resting)}") if resting else []
    counts = ", ".join(f"{column.title} {column.times}" for column in table.columns if column.times)
    return "\n".join([*lines, "", *wrapped(f"In the year: {counts or 'nothing'}", ""), *_below(table, "")]) + "\n"


def _in_month(cells: Iterable[tuple[str, str]]) -> list[str]:
    """What takes place, each with its theme where it has one."""
    return [title if text == "yes" else f"{title}: {text}" for title, text in cells if text not in {NOTHING, NEVER}]


def table_markdown(table: YearTable) -> str:
    """*table* as Markdown."""
    head, *rows = [[_escaped(cell) for cell in row] for row in _rows(table)]
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([f"# {_escaped(table.title)} {table.year}", "", *lines, *_below(table, "- ")]) + "\n"


def _rows(table: YearTable) -> Iterator[list[str]]:
    yield ["Month", *(column.title for column in table.columns)]
    for month, name in enumerate(MONTH_NAMES):
        yield [name, *(column.cells[month].text for column in table.columns)]
    yield ["In the year", *(str(column.times) for column in table.columns)]


def _below(table: YearTable, mark: str) -> Iterator[str]:
    notes = [f"{column.title}: {note}" for column in table.columns for note in (*column.undated, *column.remarks)]
    if notes or table.remarks:
        yield ""
        for note in (*table.remarks, *notes):
            yield from wrapped(f"{mark}{note}", "") if not mark else [f"{mark}{note}"]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def collisions_text(found: Collisions, *, markdown: bool = False) -> str:
    """The collisions of a year for the foot of its table, one an entry; empty where there are none."""
    lines = [
        f"{each.text}{_PROVISIONAL * each.provisional}{behind(each.clauses, each.span)}" for each in found.collisions
    ]
    blocks = (("Deadlines that run into quiet months", lines), ("Cannot be planned", list(map(str, found.problems))))
    told = []
    for title, rows in blocks:
        if rows and markdown:
            told += [f"\n## {title}\n", *(f"- {_escaped(row)}" for row in rows)]
        elif rows:
            told += ["", *listed(title, rows)]
    return "\n".join([*told, ""]) if told else ""


_PROVISIONAL = "; provisional, as closures may still be announced"
