"""Audits as columns: one for every item, each as long as there are audits; and their grades as columns too."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from qarules.analytics.planes import ABSENT, OPEN, REFUSED, Planes, Unfit
from qarules.engine.compiled.program import Asked, Graded, Ref
from qarules.engine.compiled.resolve import program
from qarules.engine.compiled.tool import ready
from qarules.engine.evaluate import evaluate_any
from qarules.engine.sources import out_of_force
from qarules.engine.values import Refused, did_you_mean, is_blank, read_value
from qarules.frozen import frozen
from qarules.model.answers import NOT_APPLICABLE, Status
from qarules.model.outcome import Why
from qarules.model.tool import OneOf, OnScale, Text, Tool

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa  # type: ignore[import-untyped]

# So many audits are graded together: what they need then stays close to the processor.
BATCH = 1 << 15

WAITS = (Why.UNANSWERED, Why.CANNOT_TELL)
"""What makes an audit incomplete here: columns hold neither reasons nor evidence nor decisions."""


@frozen
class Column(Sequence[object]):
    """
    Many values of which few differ.

    Attributes:
        codes: For each row the place of its value among *names*.
        names: The values, 255 of them at most: ids of bands, choices or grades, True, False, a number, a status, None.
    """

    codes: bytes
    names: tuple[object, ...]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.codes)

    def __getitem__(self, row: Any) -> Any:  # noqa: ANN401 - a value, or for a slice a column
        """The value of a row; a column of those of a slice."""
        return Column(self.codes[row], self.names) if isinstance(row, slice) else self.names[self.codes[row]]

    def __iter__(self) -> Iterator[object]:
        """The values, row by row."""
        return map(self.names.__getitem__, self.codes)

    def counts(self) -> dict[object, int]:
        """How often each value stands, those that do not occur left out."""
        found: dict[object, int] = {}
        for code, name in enumerate(self.names):
            if times := self.codes.count(code):
                found[name] = found.get(name, 0) + times
        return found

    def to_numpy(self) -> np.ndarray[Any, Any]:
        """The codes as a numpy array of small numbers, without a copy."""
        import numpy as np

        return np.frombuffer(self.codes, dtype=np.uint8)

    def to_arrow(self) -> pa.Array[Any]:
        """The values as an Arrow array of a dictionary, as text; None stays empty."""
        import pyarrow as pa

        words = pa.array([None if name is None else str(name) for name in self.names], pa.string())
        codes = pa.Array.from_buffers(pa.uint8(), len(self), [None, pa.py_buffer(self.codes)])
        return pa.DictionaryArray.from_arrays(codes, words)


@frozen(kw_only=True)
class GradedColumns:
    """
    The grades of many audits.

    Attributes:
        grades: By judgement as in an outcome, what each audit came to: a grade, `NOT_APPLICABLE`, or None where that is
            not known yet or nobody has decided it.
        incomplete: The rows in which something asked is not answered, or something handed in cannot be used:
            :func:`qarules.evaluate` says of each what it is.
    """

    grades: Mapping[str, Column]
    incomplete: tuple[int, ...]


Columns = Mapping[str, Sequence[object]]
"""By item, known or section: a list, a :class:`Column`, or an array of numpy or Arrow."""


def grade_columns(tool: Tool, columns: Columns) -> GradedColumns:
    """
    The grades of many audits handed over as columns.

    An answer is plain: the id of a band or choice, True or False, a number, ``not-applicable``; None where there is
    none. An item without a column is answered in no audit. A section that does not apply says so in a column of its
    own. Grades of audits that are not complete are those that are certain already.

    Raises:
        ValueError: Columns differ in length, or one is of nothing that the tool asks for.
    """
    return grader(tool).graded(columns)


class Coder(dict[object, int]):
    """
    What answers to one item are written as: the place of a value, or one of the three codes beside them.

    Bands and choices are looked up by what they are; every other answer is read, and may be one that only applies.
    """

    def __init__(self, tool: Tool, asked: Asked, known: Sequence[object]) -> None:
        super().__init__()
        self.tool = tool
        self.asked = asked
        scale = tool.scale_of(asked.item)
        names: Sequence[object] = [grade.id for grade in scale.by_rank] if scale is not None else known
        self.is_hashed = isinstance(asked.item.answer, OnScale | OneOf)
        self.of: Column | None = None
        self.codes = b""
        self.places = {name: place for place, name in enumerate(names)}

    def __missing__(self, given: object) -> int:
        """Read an answer met for the first time."""
        code = self.read(given)
        if len(self) < BATCH:
            self[given] = code
        return code

    def read(self, given: object) -> int:
        """The code of one answer."""
        item = self.asked.item
        given = plain_answer(self.tool, self.asked, given)
        if is_blank(given):
            return ABSENT if item.optional else OPEN
        may_not = item.may_not_apply
        if given is NOT_APPLICABLE or (may_not is not None and may_not.called and given == may_not.called):
            return ABSENT if may_not is not None or item.optional else REFUSED
        try:
            value = read_value(given, item, self.tool)
        except Refused:
            return REFUSED
        return self.places.get(value, 0) if not isinstance(item.answer, OnScale) else cast(int, value)

    def table(self, column: Column) -> bytes:
        """The table from the codes of a column to ours, read once for all its rows."""
        if self.of is not column:
            self.of, self.codes = column, bytes(map(self.read, column.names)).ljust(256, b"\xff")
        return self.codes

    def column(self, given: Sequence[object] | None, start: int, size: int) -> bytes:
        """The codes of some rows of a column; of none, where there is no column."""
        if given is None:
            return bytes([self.read(None)]) * size
        if isinstance(given, Column):
            return given.codes[start : start + size].translate(self.table(given))
        part = given[start : start + size]
        if self.is_hashed:
            try:
                return bytes(map(self.__getitem__, part))
            except TypeError:  # an answer with something beside it
                pass
        return bytes(map(self.read, part))


STATUSES = {str(status): status for status in Status}


def plain_status(given: object) -> object:
    """*given* with a status in place of its word."""
    return STATUSES.get(given, given) if isinstance(given, str) else given


def plain_answer(tool: Tool, asked: Asked, given: object) -> object:
    """*given* with a status in place of its word, but where that word is an answer itself."""
    if not isinstance(given, str) or given not in STATUSES or isinstance(asked.item.answer, Text):
        return given
    scale = tool.scale_of(asked.item)
    own = scale.by_id if scale is not None else {}
    choices = [choice.id for choice in asked.item.answer.choices] if isinstance(asked.item.answer, OneOf) else []
    return given if given in own or given in choices else STATUSES[given]


@functools.lru_cache(maxsize=64)
def grader(tool: Tool) -> ColumnGrader:
    """*tool*, ready for columns."""
    return ColumnGrader(tool)


class ColumnGrader:
    """One tool, ready for columns."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.program = program(tool, {})
        self.asked = {value.path: (ref, value) for ref, value in self.program.items()}
        self.sections = {section.id for section in tool.sections}
        self.judged = {
            value.path: (ref, (*self.program.scales[ref].by_rank, NOT_APPLICABLE, None))
            for ref in self.program.judgements
            if isinstance(value := self.program.values[ref], Graded)
        }
        try:
            self.planes: Planes | None = Planes(self.program)
        except Unfit:
            self.planes = None

    def graded(self, columns: Columns) -> GradedColumns:
        """The grades of audits given as columns."""
        given = {name: _read(column) for name, column in columns.items()}
        count = self.counted(given)
        coders = self.coders()
        codes = {path: bytearray() for path in self.judged}
        incomplete: list[int] = []
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            found, alone = self.batch(given, coders, start, size)
            for path, plane in found.items():
                codes[path] += plane
            for row in alone:
                answers, known = self.row(given, row)
                is_complete = self.patch(codes, row, answers, known)
                incomplete += [] if is_complete else [row]
        grades = {path: Column(bytes(codes[path]), names) for path, (_, names) in self.judged.items()}
        return GradedColumns(grades=grades, incomplete=tuple(incomplete))

    def coders(self) -> dict[str, Coder]:
        """What writes answers down, for each item."""
        values = self.planes.values if self.planes is not None else {}
        return {name: Coder(self.tool, asked, values.get(ref, ())) for name, (ref, asked) in self.asked.items()}

    def counted(self, columns: Columns) -> int:
        """How many audits there are."""
        allowed = [*self.asked, *self.sections]
        for name in columns:
            if name not in allowed:
                message = f"`{name}` is nothing this tool asks for; {did_you_mean(name, allowed)}".rstrip("; ")
                raise ValueError(message)
        sizes = {name: len(column) for name, column in columns.items()}
        if len(set(sizes.values())) > 1:
            told = ", ".join(f"`{name}` has {size}" for name, size in list(sizes.items())[:3])
            message = f"every column has a row for each audit, and these differ: {told}"
            raise ValueError(message)
        return max(sizes.values(), default=0)

    def batch(
        self, columns: Columns, coders: Mapping[str, Coder], start: int, size: int
    ) -> tuple[dict[str, bytes], Sequence[int]]:
        """The grades of some rows as codes, and those of the rows that have to be looked at by themselves."""
        if self.planes is None:
            return {path: bytes(size) for path in self.judged}, range(start, start + size)
        off = dict.fromkeys(self.program.sections_off, bytes(size))
        odd = 0
        for section in self.sections & columns.keys():
            told = bytes(map(_says_off, columns[section][start : start + size]))
            if section in off:
                off[section] = told.translate(_OFF)
            # A section that always applies is told so by whoever can say what is wrong.
            wrong = told.translate(_ODD if section in off else _SAID)
            odd |= int.from_bytes(wrong, "little")
        given = {ref: coders[name].column(columns.get(name), start, size) for name, (ref, _) in self.asked.items()}
        found, alone = self.coded(given, off, odd, size)
        return found, [start + row for row in alone]

    def coded(
        self, given: Mapping[Ref, bytes], off: Mapping[str, bytes], odd: int, size: int
    ) -> tuple[dict[str, bytes], Sequence[int]]:
        """
        The grades of answers that are codes, and the rows that have to be looked at by themselves.

        Args:
            odd: The rows, 1 each, of which that is known already.
        """
        assert self.planes is not None
        batch = self.planes.graded(given, off, size)
        found = {
            path: batch.planes[ref].translate(_final(len(names) - 2)) for path, (ref, names) in self.judged.items()
        }
        alone = (batch.open | odd).to_bytes(size, "little")
        return found, [row for row in range(size) if alone[row]] if 1 in alone else ()

    def single_coder(self) -> Coder | None:
        """What writes down any answer of the tool, where all items are alike and nothing else has to come with them."""
        items = [value for _, value in self.asked.values()]
        alike = len({(value.item.answer, value.item.may_not_apply) for value in items}) == 1
        plain = all(value.is_plain and value.section and isinstance(value.item.answer, OnScale) for value in items)
        decided = any(judgement.decided_by or not judgement.giving for judgement in self.tool.judgements)
        more = self.program.wanting() or self.program.sections_off or out_of_force(self.tool)
        if self.planes is None or not alike or not plain or decided or more:
            return None
        return next(iter(self.coders().values()))

    def row(self, columns: Columns, row: int) -> tuple[dict[str, object], dict[str, object]]:
        """The answers and the knowns of one audit."""
        answers: dict[str, object] = {}
        known: dict[str, object] = {}
        for name, column in columns.items():
            _, asked = self.asked.get(name, (0, None))
            if asked is None:
                answers[name] = plain_status(column[row])
            else:
                (answers if asked.section else known)[name] = plain_answer(self.tool, asked, column[row])
        return answers, known

    def patch(
        self, codes: Mapping[str, bytearray], row: int, answers: dict[str, object], known: dict[str, object]
    ) -> bool:
        """Put in the grades of one audit; whether it is complete."""
        found = ready(self.tool).grades(answers, known, None)
        is_complete = True
        if found is None:
            outcome = evaluate_any(self.tool, answers, known=known)
            found = {judged.id: judged.final for judged in outcome}
            is_complete = not outcome.problems and all(missing.why not in WAITS for missing in outcome.missing)
        for path, (_, names) in self.judged.items():
            codes[path][row] = names.index(found[path])
        return is_complete


_OFF = bytes([0, 1, 0]).ljust(256, b"\0")
_SAID = bytes([0, 1, 1]).ljust(256, b"\0")
_ODD = bytes([0, 0, 1]).ljust(256, b"\0")


def _says_off(given: object) -> int:
    """1 for a section said not to apply, 2 for anything else that is not blank."""
    if given is NOT_APPLICABLE or given == str(NOT_APPLICABLE):
        return 1
    return 0 if is_blank(given) else 2


@functools.cache
def _final(grades: int) -> bytes:
    """The table from codes to places among grades, `NOT_APPLICABLE` and None."""
    return bytes(code if code < ABSENT else grades + code - ABSENT for code in range(256))


def _read(column: object) -> Sequence[object]:
    """A column as we read it; Arrow's keep to their dictionary."""
    if hasattr(column, "dictionary_encode"):
        return _of_arrow(column)
    return column.tolist() if hasattr(column, "tolist") else column  # type: ignore[return-value]


def _of_arrow(column: Any) -> Sequence[object]:  # noqa: ANN401 - an array of Arrow, which is not imported for this
    whole = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    encoded = whole if hasattr(whole, "dictionary") else whole.dictionary_encode()
    names = tuple(encoded.dictionary.to_pylist())
    if len(names) >= OPEN:
        return cast(Sequence[object], whole.to_pylist())
    codes = encoded.indices.fill_null(len(names)).cast("uint8")
    return Column(bytes(codes.buffers()[1])[codes.offset : codes.offset + len(codes)], (*names, None))
