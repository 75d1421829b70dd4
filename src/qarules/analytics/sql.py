"""
The judgements of a tool as one SQL statement, for audits that lie in a database.

Everything is whole numbers: a band is one in a field of its rank, as for compiled tools, so that a sum of answers holds
how many there are of each; shares are multiplied crosswise. No fraction is ever rounded, and no engine is asked for
more than `CASE`, sums, shifts, rests and comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from qarules.analytics.dialects import DIALECTS
from qarules.analytics.monotone import rises
from qarules.analytics.sql_terms import Source as Source, Terms
from qarules.engine.compiled.layout import codes, is_finite
from qarules.engine.compiled.program import (
    Applies,
    Asked,
    Graded,
    Ref,
    Test,
)
from qarules.errors import QaError
from qarules.model.answers import NOT_APPLICABLE, Status
from qarules.model.judgement import GradeRule
from qarules.model.plain import number_text
from qarules.model.tool import Day, Tool, YesNo

YES, NO = ("yes", "true", "t", "1"), ("no", "false", "f", "0")
"""How a yes-or-no column says so, whatever its type."""


def sql(tool: Tool, *, source: Source | None = None, dialect: str = "duckdb", bounds: bool = True) -> str:
    """
    The statement that grades every audit of a table.

    It gives a row for each audit: what tells it from others, ``missing``, the number of answers that are asked for and
    not there or not usable, and the grade of every judgement that rules can give, by its path: ``not-applicable`` where
    it does not apply, NULL where it is not certain. Where better evidence can only raise grades it is certain as soon
    as the worst and the best way of answering the rest agree, and both stand beside it as ``PATH lowest`` and ``PATH
    highest``; for other tools every grade of an audit with something missing is NULL.

    Args:
        bounds: Tell the lowest and the highest grade, too; without them, every grade of an audit with something missing
            is NULL, and the statement costs half.

    Raises:
        QaError: The tool has something that no such statement can say, which the message names; or there is no such
            dialect.
    """
    if dialect not in DIALECTS:
        message = f"there is no dialect `{dialect}`; there are {', '.join(f'`{name}`' for name in DIALECTS)}"
        raise QaError(message)
    return _Statement(tool, source or Source(), DIALECTS[dialect]).text(bounds=bounds)


class _Statement(Terms):
    """A statement in the making, over the columns of a table."""

    # --- the whole ---------------------------------------------------------------------------------------------------

    def text(self, *, bounds: bool) -> str:
        """The statement."""
        for place, section in enumerate(self.program.sections_off):
            given = self.given(section)
            is_off = f"{given} = {self.dialect.string(str(NOT_APPLICABLE))}"
            self.define(f"off{place}", f"CASE WHEN {is_off} THEN 1 ELSE 0 END", reads=False)
        for ref, asked in self.program.items():
            self.define(f"r{ref}", self.reading(ref, asked), reads=False)
        fills = ("a", "b") if bounds and rises(self.program) else ("",)
        for self.fill in fills:
            for ref, value in enumerate(self.program.values):
                if isinstance(value, Graded):
                    self.judge(ref, value)
        self.fill = ""
        if all(asked.when is None and not asked.may_be_off for _, asked in self.program.items()):
            missing = self.open([ref for ref, _ in self.program.items()])
        else:
            is_open = (f"{self.is_asked(asked)} AND r{ref} IS NULL" for ref, asked in self.program.items())
            missing = self.define("m0", " + ".join(f"CASE WHEN {each} THEN 1 ELSE 0 END" for each in is_open) or "0")
        return self.written(self.results(fills, missing))

    def results(self, fills: Sequence[str], missing: str) -> list[tuple[str, str]]:
        """The columns that come out, with what they are made of."""
        found = [("missing", missing)]
        for ref in self.program.judgements:
            graded = self.program.values[ref]
            assert isinstance(graded, Graded)
            if graded.is_free:
                continue
            if fills == ("",):
                found.append((graded.path, f"CASE WHEN {missing} = 0 THEN {self.told(ref, f'v{ref}')} END"))
                continue
            certain = f"v{ref}a = v{ref}b"
            if graded.applies is not None:
                # Whatever is open may be not applicable as well, and then nothing applies.
                answered = self.total("s", graded.applies, lambda ref: f"COALESCE(r{ref}, 0)")
                certain += f" AND ({missing} = 0 OR {answered} <> 0)"
            found.append((graded.path, f"CASE WHEN {certain} THEN {self.told(ref, f'v{ref}a')} END"))
            found += [
                (f"{graded.path} {end}", self.told(ref, f"v{ref}{fill}"))
                for end, fill in (("lowest", "a"), ("highest", "b"))
            ]
        return found

    def told(self, ref: Ref, column: str) -> str:
        """The id of a grade."""
        string = self.dialect.string
        grades = "".join(
            f" WHEN {self.layout.code(grade.rank)} THEN {string(grade.id)}" for grade in self.program.scales[ref].grades
        )
        return f"CASE {column} WHEN 0 THEN {string(str(NOT_APPLICABLE))}{grades} END"

    def written(self, results: Iterable[tuple[str, str]]) -> str:
        """The statement of all columns, level by level: each reads the one before."""
        name = self.dialect.name
        audit = ", ".join(map(name, self.source.audit))
        lines = [f"-- The judgements of {self.tool.id}, written by qarules: change the tool, not this statement."]
        last = max(self.levels.values(), default=0)
        parts = []
        if self.source.long:
            parts.append(
                f"given AS (\n  SELECT {audit}{self.pivoted()}\n  FROM {self.source.table}\n  GROUP BY {audit}\n)"
            )
        for level in range(last + 1):
            own = [f"{text} AS {column}" for column, text in self.columns.items() if self.levels[column] == level]
            before = f"level{level - 1}" if level else "given" if self.source.long else self.source.table
            kept = f"level{level - 1}.*" if level else audit
            listed = ",\n    ".join([kept, *own])
            parts.append(f"level{level} AS (\n  SELECT\n    {listed}\n  FROM {before}{self.dialect.fence}\n)")
        told = ",\n  ".join([audit, *(f"{text} AS {name(path)}" for path, text in results)])
        lines += ["WITH", ",\n".join(parts), f"SELECT\n  {told}\nFROM level{last}"]
        return "\n".join(lines) + "\n"

    def pivoted(self) -> str:
        """The answers of a long table side by side."""
        string, name = self.dialect.string, self.dialect.name
        wanted = [*self.program.sections_off, *(asked.path for _, asked in self.program.items())]
        return "".join(
            f",\n    MAX(CASE WHEN {name('item')} = {string(path)} THEN {name('value')} END) AS {name(path)}"
            for path in wanted
        )

    # --- answers -----------------------------------------------------------------------------------------------------

    def reading(self, ref: Ref, asked: Asked) -> str:
        """How the answer to an item is written down; NULL for none, or one that cannot be used."""
        item, given, string = asked.item, self.given(asked.item.id), self.dialect.string
        absent = [str(Status.NOT_APPLICABLE)] if item.may_not_apply is not None or item.optional else []
        if item.may_not_apply is not None and item.may_not_apply.called:
            absent.append(item.may_not_apply.called)
        blank = f"{given} IS NULL OR TRIM({given}) = ''"
        if is_finite(asked):
            scale = self.program.scales.get(ref)
            ranks = {grade.id: grade.rank for grade in scale.grades} if scale is not None else {}
            table = {str(key): code for key, code in codes(asked, self.layout, ranks).items()}
            if isinstance(item.answer, YesNo):
                table.update(
                    {word: 2 for word in YES if word not in table}, **{word: 1 for word in NO if word not in table}
                )
        elif values := self.numbers(ref):
            table = {word: place + 1 for place, value in enumerate(values) for word in _spelled(value)}
            table.update(dict.fromkeys(absent, 0))
        else:
            # Of what has no list of values, only whether it is there can be asked.
            good = f"{given} LIKE '____-__-__'" if isinstance(item.answer, Day) else f"TRIM({given}) <> ''"
            gone = [blank] * item.optional + [f"{given} = {string(word)}" for word in absent]
            first = f"WHEN {' OR '.join(gone)} THEN 0 " if gone else ""
            return f"CASE {first}WHEN {good} THEN 1 END"
        read = f"CASE {given}" + "".join(f" WHEN {string(key)} THEN {code}" for key, code in table.items()) + " END"
        return f"CASE WHEN {blank} THEN 0 ELSE {read} END" if item.optional else read

    # --- judgements --------------------------------------------------------------------------------------------------

    def judge(self, ref: Ref, graded: Graded) -> None:
        """The grade that the rules of a judgement come to."""
        if graded.is_free:
            if ref in self.program.read:
                self.refuse(f"its rules read `{graded.judgement.id}`, which only a person gives")
            return
        top = len(self.program.scales[ref].grades) - 1
        given = self.first_of(ref, graded.giving, range(top, 0, -1), 0)
        applies = f"WHEN NOT {self.test(Applies(graded.applies))} THEN 0 " if graded.applies is not None else ""
        if not graded.limits:
            self.define(f"v{ref}{self.fill}", f"CASE {applies}{given} END")
            return
        self.define(f"g{ref}{self.fill}", f"CASE {given} END")
        self.define(f"c{ref}{self.fill}", f"CASE {self.first_of(ref, graded.limits, range(top), top)} END")
        lower = f"WHEN g{ref}{self.fill} < c{ref}{self.fill} THEN g{ref}{self.fill} ELSE c{ref}{self.fill}"
        self.define(f"v{ref}{self.fill}", f"CASE {applies}{lower} END")

    def first_of(self, ref: Ref, rules: Sequence[tuple[GradeRule, Test]], ranks: Iterable[int], otherwise: int) -> str:
        """The first of *ranks* for which a rule holds."""
        ids = self.program.scales[ref].by_id
        found = []
        for rank in ranks:
            tests = [self.test(test) for rule, test in rules if ids[rule.grade].rank == rank]
            if tests:
                found.append(f"WHEN {' OR '.join(tests)} THEN {self.layout.code(rank)}")
        return " ".join([*(found or ["WHEN 1 = 0 THEN 0"]), f"ELSE {self.layout.code(otherwise)}"])


def _spelled(value: Fraction) -> Iterable[str]:
    """How a number may be written in a column, whatever its type."""
    text = number_text(value)
    yield text
    if "/" not in text:
        yield f"{text}.0" if "." not in text else f"{text}0"
