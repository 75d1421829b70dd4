"""Audits row by row: dictionaries, tables of comma-separated values, lines of JSON; each row graded or told about."""

from __future__ import annotations

import csv
import itertools
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from qarules.analytics.columns import ColumnGrader, grader, plain_answer, plain_status
from qarules.codec.reading import from_data, parsed
from qarules.engine.compiled.memo import Memo
from qarules.engine.compiled.program import Ref
from qarules.engine.evaluate import evaluate
from qarules.engine.values import did_you_mean
from qarules.errors import CodecError
from qarules.frozen import frozen
from qarules.model.answers import Audit, Status
from qarules.model.outcome import FORMAT, Missing
from qarules.model.scale import Grade
from qarules.model.tool import Number, Tool

# So many rows are held at a time, and so many of them read at a time: what is at hand stays close to the processor.
CHUNK, BLOCK = 16_384, 1_024


@frozen(kw_only=True)
class Row:
    """
    One audit as it was read.

    Attributes:
        line: Where it begins, from 1.
        audit: What was handed in; None where that is no audit at all.
        beside: What stands beside the answers, such as a reference.
        problem: Why it is none.
    """

    line: int
    audit: Mapping[str, object] | Audit | None
    beside: Mapping[str, object] = attrs.field(factory=dict)
    problem: str = ""


@frozen(kw_only=True)
class GradedRow:
    """
    What one row came to; rows that came to the same share it.

    Attributes:
        grades: The final grade of every judgement, as :func:`qarules.grades` tells it; None where it is not known yet.
        line: Of a row that is not complete or not right, where it begins; 0 for any other.
        missing: What it waits for.
        problems: What was handed in and cannot be used.
    """

    grades: Mapping[str, Grade | Status | None]
    line: int = 0
    missing: tuple[Missing, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing is open, and nothing was refused."""
        return not self.line


def grade_rows(tool: Tool, rows: Iterable[Mapping[str, object] | Row]) -> Iterator[GradedRow]:
    """
    The grades of many audits, one after the other, in constant memory.

    Args:
        rows: Dictionaries of plain answers and knowns by their ids, or rows of :func:`csv_rows` and :func:`json_rows`.

    Returns:
        One result for each row, in their order: none is lost, whatever is wrong with it.
    """
    grading = _Grading(tool)
    waiting, first = iter(rows), 1
    while chunk := list(itertools.islice(waiting, CHUNK)):
        yield from grading.chunk(chunk, first)
        first += len(chunk)


class _Grading:
    """One tool, ready for rows."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.grader: ColumnGrader = grader(tool)
        self.names = list(self.grader.asked)
        self.known = {item.id for item in tool.knowns}
        self.coder = self.grader.single_coder()
        self.met: dict[object, int] = {}
        self.shared: Memo[tuple[int, ...], GradedRow] = Memo(self.result)

    def chunk(self, rows: Sequence[Mapping[str, object] | Row], first: int) -> Iterable[GradedRow]:
        """The results of some rows, of which the first has the number *first*: at once where all of them are plain."""
        codes = self.codes(rows) if self.coder is not None and len(self.names) > 1 else None
        if codes is None:
            return (self.one(number, row) for number, row in enumerate(rows, start=first))
        found, alone = self.grader.coded(codes, {}, 0, len(rows))
        results = map(self.shared.__getitem__, zip(*found.values(), strict=True))
        if not alone:
            return results
        special = {place: self.one(first + place, rows[place]) for place in alone}
        return (special.get(place, result) for place, result in enumerate(results))

    def codes(self, rows: Sequence[Any]) -> dict[Ref, bytes] | None:
        """The answers of rows as codes, item by item; None where not all rows are plain."""
        assert self.coder is not None
        width = len(self.names)
        if set(map(type, rows)) != {dict} or rows[0].keys() != set(self.names):
            return None
        names = list(rows[0])
        try:
            blocks = (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
            codes = b"".join(self.coded(itertools.chain.from_iterable(self.values(block, names))) for block in blocks)
        except (KeyError, TypeError):
            return None
        return {self.grader.asked[name][0]: codes[place::width] for place, name in enumerate(names)}

    def coded(self, values: Iterable[object]) -> bytes:
        """Some answers as codes: all asked for at once, or one by one where some were not met before."""
        assert self.coder is not None
        given = tuple(values)
        try:
            return bytes(operator.itemgetter(*given)(self.met))
        except KeyError:
            codes = bytes(map(self.coder.__getitem__, given))
            self.met = dict(self.coder)
            return codes

    def values(self, rows: Sequence[dict[str, object]], names: list[str]) -> Iterable[Iterable[object]]:
        """
        The values of rows in the order of *names*.

        Rows mostly come with the same items in the same order: going through them is far quicker than asking.

        Raises:
            KeyError: Not all of them have the same items.
        """
        if list(itertools.chain.from_iterable(rows)) == names * len(rows):
            return map(dict.values, rows)
        if set(map(len, rows)) != {len(names)}:
            raise KeyError
        return map(operator.itemgetter(*names), rows)

    def result(self, codes: tuple[int, ...]) -> GradedRow:
        """The result that every row with these grades shares."""
        tables = (names for _, names in self.grader.judged.values())
        grades = {path: names[code] for path, names, code in zip(self.grader.judged, tables, codes, strict=True)}
        return GradedRow(grades=grades)

    def one(self, number: int, row: Mapping[str, object] | Row) -> GradedRow:
        """The result of one row by itself."""
        line, audit = (row.line, row.audit) if isinstance(row, Row) else (number, row)
        if audit is None:
            problem = row.problem if isinstance(row, Row) else "this is no audit"
            return GradedRow(grades=dict.fromkeys(self.grader.judged), line=line, problems=(problem,))
        if isinstance(audit, Audit):
            outcome = evaluate(self.tool, dict(audit.answers), known=dict(audit.known), decisions=dict(audit.decisions))
        else:
            answers, known = self.parted(audit)
            outcome = evaluate(self.tool, answers, known=known)
        grades = {judged.id: judged.final for judged in outcome.judgements}
        if outcome.complete:
            return GradedRow(grades=grades)
        return GradedRow(grades=grades, line=line, missing=outcome.missing, problems=tuple(map(str, outcome.problems)))

    def parted(self, row: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
        """The answers and the knowns of a row, statuses in place of their words."""
        answers: dict[str, object] = {}
        known: dict[str, object] = {}
        for name, given in row.items():
            asked = self.grader.asked.get(name)
            value = plain_answer(self.tool, asked[1], given) if asked is not None else plain_status(given)
            (known if name in self.known else answers)[name] = value
        return answers, known


# --- files -----------------------------------------------------------------------------------------------------------


def csv_rows(lines: Iterable[str], tool: Tool, *, beside: Collection[str] = ()) -> Iterator[Row]:
    """
    The rows of a table of comma-separated values, whose first line names the items.

    Cells hold ids of bands and choices, yes or no, numbers, dates, ``not-applicable``; an empty one is not answered.

    Args:
        lines: An open file, or any lines.
        beside: Columns that are no answers, such as a reference.

    Raises:
        ValueError: The first line names a column twice or one that the tool does not ask for, or there is none.
    """
    reader = csv.reader(lines, strict=True)
    header = next(reader, None)
    if not header:
        message = "this table is empty: its first line has to name the columns"
        raise ValueError(message)
    header = [name.strip().removeprefix("\ufeff") for name in header]
    twice = [name for place, name in enumerate(header) if name in header[:place]]
    if twice:
        message = f"the column `{twice[0]}` stands twice"
        raise ValueError(message)
    asked = {*tool.items, *(section.id for section in tool.sections)}
    for name in header:
        if name not in asked and name not in beside:
            hint = did_you_mean(name, asked) or "name it as one beside the answers, or leave it out"
            message = f"the column `{name}` is nothing that `{tool.id}` asks for; {hint}"
            raise ValueError(message)
    readers = {name: _cell_reader(tool, name) for name in header if name not in beside}
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Row(line=line, audit=None, problem=f"this line cannot be read: {error}")
            continue
        if cells is None:
            return
        if not cells:
            continue
        if len(cells) != len(header):
            problem = f"this line has {len(cells)} cells, and the first line names {len(header)} columns"
            yield Row(line=line, audit=None, problem=problem)
            continue
        row = dict(zip(header, cells, strict=True))
        kept = {name: row.pop(name) for name in beside if name in row}
        yield Row(line=line, audit={name: readers[name](cell) for name, cell in row.items()}, beside=kept)


def _cell_reader(tool: Tool, name: str) -> Callable[[str], object]:
    """What reads a cell of the column *name*: numbers as numbers, everything else as it stands."""
    item = tool.items.get(name)
    return _number if item is not None and isinstance(item.answer, Number) else str.strip


def _number(cell: str) -> object:
    try:
        return Decimal(cell.strip())
    except InvalidOperation:
        return cell.strip()


def json_rows(lines: Iterable[str], *, beside: Collection[str] = ()) -> Iterator[Row]:
    """
    The rows of a text with one JSON object a line: answers and knowns by their ids, or a whole audit as it is stored.

    Args:
        lines: An open file, or any lines; empty ones are passed over.
        beside: Names of parts that are no answers, such as a reference.
    """
    parts = {field.name for field in attrs.fields(Audit)}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = parsed(line)
            if not isinstance(data, dict):
                yield Row(line=number, audit=None, problem="this line holds no object")
                continue
            kept = {name: data.pop(name) for name in beside if name in data}
            is_audit = "format_version" in data or ("answers" in data and data.keys() <= parts)
            audit = from_data({"format_version": FORMAT, **data}, Audit) if is_audit else data
        except CodecError as error:
            yield Row(line=number, audit=None, problem=error.message)
            continue
        yield Row(line=number, audit=audit, beside=kept)
