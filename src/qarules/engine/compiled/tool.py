"""A tool made ready: found again by its identity, with a pair of functions for each number of instances."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from qarules.engine.answers import Given
from qarules.engine.compiled.function import (
    Grading as GradingFunction,
    Odd,
    Parting,
    grading_function,
    parting_function,
)
from qarules.engine.compiled.layout import layout
from qarules.engine.compiled.maker import maker
from qarules.engine.compiled.memo import Memo
from qarules.engine.compiled.plainly import With, plainly
from qarules.engine.compiled.program import Asked, Graded, Reckoned
from qarules.engine.compiled.resolve import program
from qarules.engine.compiled.results import Grading, Measuring, watches
from qarules.engine.decisions import Decisions, read_decisions
from qarules.engine.sources import behind_questions, out_of_force
from qarules.engine.values import Refused, cells
from qarules.model.answers import NOT_APPLICABLE, Decision, Status
from qarules.model.outcome import Judged, Missing, Outcome, Rows, Why
from qarules.model.scale import Grade
from qarules.model.scope import is_dated
from qarules.model.tool import Day, Table, Tool
from qarules.version import VERSION

Decided = dict[str, tuple[int, Decision]]

# Tools kept ready, and numbers of instances for each of them.
MOST_TOOLS = 64
MOST_INSTANCES = 100

NOTHING: dict[str, Any] = {}

# Left out, or a mapping that does nothing of its own when it is read.
_PLAIN = (type(None), dict)

Grades = dict[str, Grade | Status | None]
Parts = Any
"""What the function of a tool gives: the parts of an outcome, one after the other."""


class Ready:
    """One tool, ready for audits of any numbers of instances."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.needs_date = tool.on is None and is_dated(tool)
        self.repeated = tuple(section.id for section in tool.sections if section.repeated)
        self.shapes: Memo[tuple[int, ...], Shape] = Memo(
            lambda counts: Shape(tool, dict(zip(self.repeated, counts, strict=True)))
        )

    @functools.cached_property
    def quick(self) -> GradingFunction:
        """Gives the grades of plain answers and no knowns at once, where a tool has but one shape; else it is odd."""
        return _odd if self.repeated or self.needs_date else self.shapes[()].grades

    def outcome(self, answers: Given, known: Given | None, decisions: Decisions | None) -> Outcome | None:
        """The outcome of a complete audit; None for any other."""
        if self.needs_date or type(answers) is not dict or type(known) not in _PLAIN or type(decisions) not in _PLAIN:
            return None
        came: With = {}
        try:
            shape = self.shapes[self.counts(answers) if self.repeated else ()]
            decided = shape.decisions(decisions) if decisions else NOTHING
            try:
                parts = shape.parts(answers, known or NOTHING, decided)
            except (Odd, KeyError, TypeError, Refused):
                answers, known = plainly(self.tool, answers, came), plainly(self.tool, known or NOTHING, came)
                parts = shape.parts(answers, known, decided)
            return shape.outcome(parts, came)
        except (Odd, KeyError, TypeError, Refused):
            return None

    def grades(self, answers: Given, known: Given | None, decisions: Decisions | None) -> Grades | None:
        """The final grade of every judgement of a complete audit; None for any other audit."""
        if decisions:
            outcome = self.outcome(answers, known, decisions)
            return None if outcome is None else {judged.id: judged.final for judged in outcome.judgements}
        if self.needs_date or type(answers) is not dict or type(known) not in _PLAIN:
            return None
        try:
            shape = self.shapes[self.counts(answers) if self.repeated else ()]
            try:
                return shape.grades(answers, known or NOTHING)
            except (Odd, KeyError, TypeError, Refused):
                return shape.grades(plainly(self.tool, answers, {}), plainly(self.tool, known or NOTHING, {}))
        except (Odd, KeyError, TypeError, Refused):
            return None

    def counts(self, answers: Given) -> tuple[int, ...]:
        """How many instances of each repeated section there are."""
        given = [answers.get(section) for section in self.repeated]
        counts = [len(each) if isinstance(each, list | tuple) else 0 for each in given]
        if max(counts) > MOST_INSTANCES:
            raise Odd
        return tuple(counts)


def _odd(*_: Given) -> Grades:
    raise Odd


class Shape:
    """One tool for given numbers of instances."""

    def __init__(self, tool: Tool, instances: Mapping[str, int]) -> None:
        self.tool = tool
        self.program = program(tool, instances)
        self.layout = layout(self.program)
        self.gradings = {ref: self.grading(ref) for ref in self.program.judgements}
        self.paths = [self.path(ref) for ref in self.program.asked]
        self.days = [self.path(ref) for ref in self.program.asked_for(Day)]
        self.tables = [(self.path(ref), self.asked(ref).item.answer) for ref in self.program.asked_for(Table)]
        self.wanting = [(ref, self.asked(ref)) for ref in self.program.wanting()]
        self.wants_more = any(each.item.with_reason or each.item.with_evidence for _, each in self.wanting)
        self.hidden: Memo[int, tuple[str, ...]] = Memo(self.hidden_paths)
        self.sections_off = [section for section in tool.sections if section.may_not_apply is not None]
        self.deciding = [
            (place, grading.judgement)
            for place, grading in enumerate(self.gradings.values())
            if grading.judgement.decided_by or not grading.judgement.giving or grading.judgement.with_reason
        ]
        self.may_miss = bool(self.wanting or self.sections_off or self.deciding)
        self.ranks = {grading.graded.path: grading for grading in self.gradings.values()}

    @functools.cached_property
    def grades(self) -> GradingFunction:
        """Gives the final grades of plain answers and knowns."""
        return grading_function(self.tool, self.program, self.layout, self.results)

    @functools.cached_property
    def parts(self) -> Parting:
        """Gives the parts of an outcome for plain answers, knowns and decisions."""
        return parting_function(self.tool, self.program, self.layout, self.results)

    def asked(self, ref: int) -> Asked:
        """The item of that number."""
        value = self.program.values[ref]
        assert isinstance(value, Asked)
        return value

    def path(self, ref: int) -> str:
        """The path of the item of that number."""
        return self.asked(ref).path

    def grading(self, ref: int) -> Grading:
        """The results of the judgement of that number."""
        value = self.program.values[ref]
        assert isinstance(value, Graded)
        return Grading(self.tool, self.program, value, self.layout)

    @functools.cached_property
    def results(self) -> dict[str, object]:
        """What the names of results stand for in the functions."""
        made: dict[str, object] = {}
        for ref, grading in self.gradings.items():
            made[f"J{ref}"] = grading
            made[f"F{ref}"] = Memo(grading.code)
            made[f"G{ref}"] = {
                0: NOT_APPLICABLE,
                **{self.layout.code(grade.rank): grade for grade in grading.scale.grades},
            }
        for ref in self.program.measures:
            value = self.program.values[ref]
            assert isinstance(value, Reckoned)
            made[f"M{ref}"] = Measuring(value)
        made.update((f"W{place}", watches(each)) for place, (each, _) in enumerate(self.program.watched))
        return made

    def hidden_paths(self, bits: int) -> tuple[str, ...]:
        """The paths of the items that are not asked."""
        return tuple(self.path(ref) for ref in self.program.asked if bits >> ref & 1)

    def decisions(self, decisions: Decisions) -> Decided:
        """What was decided, as it is counted, with the decision itself."""
        usable, problems = read_decisions(
            self.tool, {path: g.judgement.id for path, g in self.ranks.items()}, decisions
        )
        if problems:
            raise Odd
        return {path: (self.layout.code(rank), decision) for path, (rank, decision) in usable.items()}

    # --- the outcome -------------------------------------------------------------------------------------------------

    def outcome(self, parts: Parts, came: With) -> Outcome:
        """All that was found about a complete audit."""
        judged, measured, watched, wanting, days, tables, off, hidden = parts
        made: Outcome = self.made(
            judged,
            measured,
            watched,
            {path: day for path, day in zip(self.days, days, strict=True) if day is not None} if days else {},
            tuple(self.rows(tables)) if tables else (),
            tuple(self.missing(judged, wanting, off, hidden, came)) if self.may_miss else (),
            self.hidden[hidden] if hidden else (),
        )
        return made

    @functools.cached_property
    def made(self) -> Callable[..., Outcome]:
        """Makes an outcome of what differs from audit to audit."""
        tool = self.tool
        always = {
            "tool": str(tool.id),
            "title": tool.title,
            "version": tool.version,
            "digest": tool.digest,
            "standard": str(tool.standard.id) if tool.standard is not None else "",
            "on": tool.on,
            "library": VERSION,
            "ignored": (),
            "problems": out_of_force(tool),
            "rests_on": behind_questions(tool),
            "changes": tool.changes,
        }
        return maker(Outcome, always, ("judgements", "measures", "watched", "dates", "tables", "missing", "hidden"))

    def missing(
        self, judged: Sequence[Judged], wanting: Sequence[object], off: Sequence[bool], hidden: int, came: With
    ) -> Iterator[Missing]:
        """What is still to come with what was answered, and what a person has to decide."""
        if self.wants_more or not all(wanting):
            yield from self.missing_with(wanting, hidden, came)
        if True in off:
            yield from self.missing_reasons(off, came)
        yield from self.missing_decisions(judged)

    def missing_with(self, wanting: Sequence[object], hidden: int, came: With) -> Iterator[Missing]:
        """The reasons and evidence that answers lack."""
        for (ref, asked), applies in zip(self.wanting, wanting, strict=True):
            if hidden >> ref & 1:
                continue
            item, with_it = asked.item, came.get(asked.path)
            wants_why = item.with_reason if applies else item.may_not_apply is not None and item.may_not_apply.why
            if wants_why and not (with_it and with_it.reason):
                if item.optional and not applies:
                    raise Odd  # it may have been left blank, for which nobody has to say why
                yield Missing(thing=asked.path, title=item.title, why=Why.REASON)
            if applies and item.with_evidence and not (with_it and with_it.evidence):
                yield Missing(thing=asked.path, title=item.title, why=Why.EVIDENCE)

    def missing_reasons(self, off: Sequence[bool], came: With) -> Iterator[Missing]:
        """The reasons why a section does not apply that were not given."""
        for section, is_off in zip(self.sections_off, off, strict=True):
            with_it = came.get(section.id)
            wants_why = section.may_not_apply is not None and section.may_not_apply.why
            if is_off and wants_why and not (with_it and with_it.reason):
                yield Missing(thing=str(section.id), title=section.title, why=Why.REASON)

    def rows(self, tables: Sequence[tuple[object, object]]) -> Iterator[Rows]:
        """The tables that were answered."""
        for (path, answer), (given, count) in zip(self.tables, tables, strict=True):
            if given is not None:
                assert isinstance(answer, Table)
                rows = cast(Sequence[Mapping[str, object]], given) if count is not None else ()
                yield Rows(table=path, rows=cells(rows, answer, self.tool))

    def missing_decisions(self, judged: Sequence[Judged]) -> Iterator[Missing]:
        """The decisions that are still to be made, and the reasons that those made lack."""
        for place, judgement in self.deciding:
            result = judged[place]
            if result.final is NOT_APPLICABLE:
                continue
            if result.decided is None and (judgement.decided_by or not judgement.giving):
                yield Missing(thing=result.id, title=result.title, why=Why.DECISION)
            elif result.decided is not None and judgement.with_reason and not result.decided.reason.strip():
                yield Missing(thing=result.id, title=result.title, why=Why.REASON)


# --- finding it again ------------------------------------------------------------------------------------------------

_READY: dict[int, Ready] = {}
_MAKING = threading.Lock()


def ready(tool: Tool) -> Ready:
    """
    *tool* made ready, once for each tool there is.

    Equal tools read from different places are made ready each by itself: their results tell different places.
    """
    found = _READY.get(id(tool))
    if found is not None and found.tool is tool:
        return found
    made = Ready(tool)
    with _MAKING:
        while len(_READY) >= MOST_TOOLS:
            del _READY[next(iter(_READY))]
        _READY[id(tool)] = made
    return made
