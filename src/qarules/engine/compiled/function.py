"""
Program to functions: one that gives grades alone, one that gives all that an outcome is made of.

Both take plain answers and raise :class:`Odd`, KeyError, TypeError or Refused where an audit is not complete or not
plain; the caller then asks somebody who knows more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from qarules.engine.compiled.layout import ABSENT, Layout, codes, is_finite
from qarules.engine.compiled.memo import MOST_KEPT, Memo
from qarules.engine.compiled.numbers import exact
from qarules.engine.compiled.program import Asked, Graded, Program, Reckoned, Ref, Test
from qarules.engine.compiled.source import Source
from qarules.engine.compiled.together import VARIABLE, together
from qarules.engine.values import Refused, is_blank, read_value
from qarules.model.answers import NOT_APPLICABLE, Decision, Status
from qarules.model.judgement import GradeRule
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Day, Item, Number, OneOf, OnScale, Table, Tool, YesNo

Answers = Mapping[str, object]
Grading = Callable[[Answers, Answers], dict[str, Grade | Status | None]]
Parting = Callable[[Answers, Answers, Mapping[str, tuple[int, Decision]]], Any]

# Numbers of a grid no larger than this are looked up.
LARGEST_TABLE = 1_001


class Odd(Exception):  # noqa: N818 - it is caught where the audit is handed on
    """An audit that is not complete, or not plain."""


def grading_function(tool: Tool, program: Program, layout: Layout, tables: Mapping[str, object]) -> Grading:
    """
    The function that gives grades by path.

    Args:
        tables: What the names of results stand for: ``G3`` from the code of value 3 to its grade.
    """
    made: Grading = _made(_Function(tool, program, layout, is_full=False), tables)
    return made


def parting_function(tool: Tool, program: Program, layout: Layout, tables: Mapping[str, object]) -> Parting:
    """
    The function that gives the parts of an outcome.

    Args:
        tables: What the names of results stand for: ``J3`` from what was found to its result, ``F3`` from its rules to
            its code, ``M4`` and ``W0`` for measures and what is watched.
    """
    made: Parting = _made(_Function(tool, program, layout, is_full=True), tables)
    return made


def _made(function: _Function, tables: Mapping[str, object]) -> Any:  # noqa: ANN401 - one of the two kinds
    text = function.text()
    if not is_ours(text):
        message = "generated source holds something that is not ours"
        raise AssertionError(message)
    own = {"Memo": Memo, "Odd": Odd, "NA": NOT_APPLICABLE}
    space: dict[str, Any] = {"__builtins__": BUILTINS, **own, **tables, **function.names}
    exec(compile(text, "<compiled tool>", "exec"), space)
    return space[function.name]


BUILTINS = {"len": len, "min": min, "max": max, "type": type, "dict": dict, "list": list, "int": int}
_WORDS = {
    *"def return if elif else for in is and or not raise None True False Odd Memo NA parts grades get decided".split(),
    *"exact median read_off rounded share toordinal default".split(),
    *BUILTINS,
}
_OURS = re.compile(r"[A-Za-z]{1,3}\d[\w]{0,12}|n_(?:[ak]|i\d+_\d+)|[akdhx]", re.ASCII)


def is_ours(text: str) -> bool:
    """Whether source holds but our own words, names with a number, whole numbers and signs: no text, no other name."""
    words = re.findall(r"[^\W\d]\w*", text)
    return set(text) <= _SIGNS and all(word in _WORDS or _OURS.fullmatch(word) for word in words)


_SIGNS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \n()[]{},:;.=<>!+-*/%&|~^")


class _Function(Source):
    """One of the two functions."""

    def __init__(self, tool: Tool, program: Program, layout: Layout, *, is_full: bool) -> None:
        super().__init__(program, layout, "C" if is_full else "B")
        self.tool = tool
        self.is_full = is_full
        self.name = "parts" if is_full else "grades"
        # How many answers each container holds for certain, and the containers of which that may grow.
        self.counts: dict[str, int] = {"a": 0, "k": 0}
        # Functions of a sum alone, which stand before this one.
        self.before: list[str] = []

    def text(self) -> str:
        """The whole function."""
        self.sections()
        self.items()
        self.others()
        checks = [f"len({container}) != n_{container}" for container in self.counts]
        self.line(f"if {' or '.join(checks)}: raise Odd")
        self.returned()
        counts = [f"    n_{container} = {count}" for container, count in self.counts.items()]
        hidden = ["    h = 0"] if self.is_full else []
        return "\n".join(
            [
                *self.before,
                f"def {self.name}({'a, k, d' if self.is_full else 'a, k'}):",
                *counts,
                *hidden,
                *together(self.lines),
            ]
        )

    # --- answers -----------------------------------------------------------------------------------------------------

    def sections(self) -> None:
        """Which sections do not apply, and the instances of those that are repeated."""
        repeated = dict(self.program.repeated)
        for place, section in enumerate(self.program.sections_off):
            given = self.fresh("x", f"a.get({self.constant(section)})")
            self.line(f"off{place} = {given} is NA")
            self.line(f"if {given} is not None: n_a += 1")
            # What is repeated has to be told; what is not has no other answer.
            told = f"type({given}) is not list" if section in repeated else f"{given} is not None"
            odd = f"not off{place} and {told}"
            self.line(f"if {odd}: raise Odd")
        for section, count in repeated.items():
            if section not in self.program.sections_off:
                self.counts["a"] += 1
                self.line(f"if type(a[{self.constant(section)}]) is not list: raise Odd")
            for number in range(count):
                place = [name for name, _ in self.program.repeated].index(section)
                container = f"i{place}_{number + 1}"
                self.counts[container] = 0
                self.line(f"{container} = a[{self.constant(section)}][{number}]")
                self.line(f"if type({container}) is not dict: raise Odd")

    def container(self, asked: Asked) -> str:
        """What holds the answer to an item."""
        if asked.instance:
            place = [name for name, _ in self.program.repeated].index(asked.section)
            return f"i{place}_{asked.instance}"
        return "a" if asked.section else "k"

    def items(self) -> None:
        """The items that stand by themselves, those of a section that may not apply together."""
        section = ""
        together: list[tuple[Ref, Asked]] = []
        for ref, value in enumerate(self.program.values):
            if not isinstance(value, Asked) or value.when is not None:
                break
            if together and (not value.may_be_off or value.section != section):
                self.section(together)
                together = []
            if value.may_be_off:
                section = value.section
                together.append((ref, value))
            else:
                self.read(ref, value)
        if together:
            self.section(together)

    def section(self, items: Iterable[tuple[Ref, Asked]]) -> None:
        """The items of a section that may not apply."""
        found = list(items)
        self.line(f"if off{self.program.sections_off.index(found[0][1].section)}:")
        self.depth += 1
        for ref, asked in found:
            self.absent(ref, asked)
        self.hidden(ref for ref, _ in found)
        self.depth -= 1
        self.line("else:")
        self.depth += 1
        for ref, asked in found:
            self.read(ref, asked)
        self.depth -= 1

    def hidden(self, refs: Iterable[Ref]) -> None:
        """Say that items are not asked."""
        if self.is_full:
            self.line(f"h |= {sum(1 << ref for ref in refs)}")

    def absent(self, ref: Ref, asked: Asked) -> None:
        self.line(f"{self.var(ref)} = {ABSENT if is_finite(asked) else None}")
        if self.is_full and isinstance(asked.item.answer, Table):
            self.line(f"x{ref}t = None")

    def read(self, ref: Ref, asked: Asked) -> None:
        """Read the answer to an item that is asked."""
        container = self.container(asked)
        key = self.constant(asked.item.id)
        is_table = self.is_full and isinstance(asked.item.answer, Table)
        if not asked.item.optional:
            given = f"{container}[{key}]"
            self.took_one(container)
            if isinstance(asked.item.answer, YesNo | Number):
                given = self.fresh("x", given)
            self.line(f"{self.var(ref)} = {self.reading(asked, given)}")
            if is_table:
                self.line(f"x{ref}t = {given}")
            return
        given = self.fresh("x", f"{container}.get({key})")
        if is_table:
            self.line(f"x{ref}t = {given}")
        self.line(f"if {given} is None:")
        self.depth += 1
        self.line(f"{self.var(ref)} = {ABSENT if is_finite(asked) else None}")
        self.depth -= 1
        self.line("else:")
        self.depth += 1
        self.line(f"{self.var(ref)} = {self.reading(asked, given)}")
        self.line(f"n_{container} += 1")
        self.depth -= 1

    def took_one(self, container: str) -> None:
        if self.depth == 1:
            self.counts[container] += 1
        else:
            self.line(f"n_{container} += 1")

    def reading(self, asked: Asked, given: str) -> str:
        """The expression that reads a plain answer."""
        item = asked.item
        # Where the same answers may be given, one table reads them.
        absent = item.optional, item.may_not_apply and item.may_not_apply.called
        match item.answer:
            case OnScale():
                scale = self.tool.scale_by_id[item.answer.scale]
                ranks = {grade.id: grade.rank for grade in scale.grades}
                table = self.named(("band", scale.id, absent), lambda: codes(asked, self.layout, ranks))
                return f"{table}[{given}]"
            case OneOf():
                return f"{self.named(('choice', item.id), lambda: codes(asked, self.layout, {}))}[{given}]"
            case YesNo():
                table = self.named(("yes or no", absent), lambda: codes(asked, self.layout, {}))
                return f"2 if {given} is True else 1 if {given} is False else {table}[{given}]"
            case _:
                return self.other_reading(item, given)

    def other_reading(self, item: Item, given: str) -> str:
        read = self.named(("read", item.id), lambda: _reader(item, self.tool))
        answer = item.answer
        if isinstance(answer, Number) and answer.low is not None and answer.high is not None:
            size = (answer.high - answer.low) / answer.step
            whole = answer.low.denominator == answer.step.denominator == 1
            if whole and size <= LARGEST_TABLE:
                low, high, step = int(answer.low), int(answer.high), int(answer.step)
                on_grid = f" and not ({given} - {low}) % {step}" if step != 1 else ""
                return f"{given} if type({given}) is int and {low} <= {given} <= {high}{on_grid} else {read}({given})"
        return f"{read}({given})"

    # --- what is made of them ----------------------------------------------------------------------------------------

    def others(self) -> None:
        """Whatever is not read without looking at something else."""
        is_first = True
        for ref, value in enumerate(self.program.values):
            match value:
                case Asked() if value.when is None and is_first:
                    pass
                case Asked():
                    self.asked_when(ref, value)
                case Reckoned():
                    self.line(f"{self.var(ref)} = {self.measure(value)}")
                case Graded():
                    self.judge(ref, value)
            is_first = is_first and isinstance(value, Asked) and value.when is None

    def asked_when(self, ref: Ref, asked: Asked) -> None:
        assert asked.when is not None
        when = self.test(asked.when)
        stands = f" and not off{self.program.sections_off.index(asked.section)}" if asked.may_be_off else ""
        self.line(f"if {when}{stands}:")
        self.depth += 1
        self.read(ref, asked)
        self.depth -= 1
        self.line("else:")
        self.depth += 1
        self.absent(ref, asked)
        self.hidden([ref])
        self.depth -= 1

    def judge(self, ref: Ref, graded: Graded) -> None:
        giving = [self.test(test) for _, test in graded.giving]
        limits = [self.test(test) for _, test in graded.limits]
        # The sums that its rules have made tell this as well.
        applies = self.some_apply(graded.applies) if graded.applies is not None else ""
        if self.is_full:
            self.judge_fully(ref, graded, applies, [*giving, *limits])
        elif graded.is_free:
            self.line(f"{self.var(ref)} = 0")
            if ref in self.program.read:
                self.line(f"if {applies or 'True'}: raise Odd")
        else:
            suggested = self.suggested(ref, graded, giving, limits)
            self.keep(self.var(ref), f"({suggested}) if {applies} else 0" if applies else suggested)

    def judge_fully(self, ref: Ref, graded: Graded, applies: str, tests: list[str]) -> None:
        """The rules that hold, the grade they come to, and what was decided in its place."""
        path = self.constant(graded.path)
        holding = " | ".join(f"({1 << place} if {test} else 0)" for place, test in enumerate(tests)) or "0"
        otherwise = f"~({holding})" if graded.is_free else "-1"
        self.keep(f"k{ref}", f"{holding} if {applies} else {otherwise}" if applies else holding)
        self.line(f"{self.var(ref)} = {'0' if graded.is_free else f'F{ref}[k{ref}]'}")
        self.line(f"if {path} in d:")
        self.line(f"    if k{ref} < 0: raise Odd")
        self.line(f"    {self.var(ref)} = d[{path}][0]")
        if graded.is_free and ref in self.program.read:
            self.line(f"elif k{ref} >= 0: raise Odd")

    def keep(self, name: str, text: str) -> None:
        """Give *name* the value of *text*; looked up where all it depends on is one sum of few possible values."""
        read = set(VARIABLE.findall(text))
        if len(read) == 1 and (total := read.pop()) in self.totals and self.totals[total] <= MOST_KEPT:
            self.before.append(
                f"def q{name}{self.prefix}({total}): return {text}\nQ{name}{self.prefix} = Memo(q{name}{self.prefix})"
            )
            text = f"Q{name}{self.prefix}[{total}]"
        self.line(f"{name} = {text}")

    def suggested(self, ref: Ref, graded: Graded, giving: list[str], limits: list[str]) -> str:
        """The grade its rules come to, the first that holds from the top down and then from the bottom up."""
        scale = self.program.scales[ref]
        top = len(scale.grades) - 1
        given = self.first_of(graded.giving, giving, range(1, top + 1), 0, scale)
        if not limits:
            return given
        return f"min({given}, {self.first_of(graded.limits, limits, range(top - 1, -1, -1), top, scale)})"

    def first_of(
        self,
        rules: Iterable[tuple[GradeRule, Test]],
        tests: Iterable[str],
        ranks: Iterable[int],
        start: int,
        scale: Scale,
    ) -> str:
        """The last of *ranks* for which a rule holds; *start* where none does."""
        found = str(self.layout.code(start))
        at = [(scale.by_id[rule.grade].rank, test) for (rule, _), test in zip(rules, tests, strict=True)]
        for rank in ranks:
            holding = [test for place, test in at if place == rank]
            if holding:
                found = f"{self.layout.code(rank)} if {' or '.join(holding)} else {found}"
        return found

    # --- what comes back ---------------------------------------------------------------------------------------------

    def returned(self) -> None:
        values = self.program.values
        if not self.is_full:
            grades = []
            for ref in self.program.judgements:
                graded = values[ref]
                assert isinstance(graded, Graded)
                found = f"G{ref}[{self.var(ref)}]"
                if graded.is_free:
                    applies = self.some_apply(graded.applies) if graded.applies is not None else "True"
                    found = f"None if {applies} else NA"
                grades.append(f"{self.constant(graded.path)}: {found}")
            self.line(f"return {{{', '.join(grades)}}}")
            return
        judged = [self.judged(ref) for ref in self.program.judgements]
        measured = [f"M{ref}[{self.var(ref)}]" for ref in self.program.measures]
        watched = [f"W{place}[1 if {self.test(test)} else 0]" for place, (_, test) in enumerate(self.program.watched)]
        wanting = [self.applies(ref) for ref in self.program.wanting()]
        days = [self.var(ref) for ref in self.program.asked_for(Day)]
        tables = [f"(x{ref}t, {self.var(ref)})" for ref in self.program.asked_for(Table)]
        off = [f"off{place}" for place in range(len(self.program.sections_off))]
        parts = [judged, measured, watched, wanting, days, tables, off]
        self.line("return (" + ", ".join(f"({''.join(f'{each}, ' for each in part)})" for part in parts) + ", h)")

    def judged(self, ref: Ref) -> str:
        """The result of a judgement: looked up by all that it depends on, but for one that a person decided."""
        graded = self.program.values[ref]
        assert isinstance(graded, Graded)
        judgement = graded.judgement
        key = [f"k{ref}"]
        if judgement.shown_after:
            decided = []
            for other, value in enumerate(self.program.values):
                if isinstance(value, Graded) and value.judgement.id == judgement.shown_after:
                    decided.append(f"({self.constant(value.path)} in d or k{other} < 0)")
            key.append(" and ".join(decided) or "True")
        key += [f"{self.var(asker)} & {places}" for asker, places in self.program.populations(judgement)]
        path = self.constant(graded.path)
        found = key[0] if len(key) == 1 else f"({', '.join(key)})"
        return f"J{ref}[{found}] if {path} not in d else J{ref}.decided({found}, d[{path}][1])"


def _reader(item: Item, tool: Tool) -> Callable[[object], object]:
    """What reads a plain answer to an item that is no band, choice or yes or no; None for not applicable."""
    may_not = item.may_not_apply
    called = may_not.called if may_not is not None else ""
    can_be_absent = may_not is not None or item.optional

    def read(given: object) -> object:
        if given is NOT_APPLICABLE or (called and given == called):
            if not can_be_absent:
                raise Refused(given)
            return None
        if is_blank(given):
            raise Odd
        value = read_value(given, item, tool)
        return exact(value) if isinstance(value, Fraction) else value

    return read
