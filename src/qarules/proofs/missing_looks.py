"""Audits that take a way no example takes, found among the classes of audits that the rules tell apart."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from qarules.dsl.compile import read_file
from qarules.dsl.findings import Findings
from qarules.dsl.source import Source
from qarules.engine.example_case import date_of
from qarules.engine.parameters import settled
from qarules.engine.probes import Probed
from qarules.engine.space import Space, every_audit
from qarules.engine.steps import Value
from qarules.engine.tables import TooMany, Traced, inputs_in
from qarules.model.condition import Condition
from qarules.model.decision_coverage import Branch, BranchKind
from qarules.model.example import Example, Given, GivenAll, GivenAnswer
from qarules.model.facts import Cell, GivenParameter, GivenRecord
from qarules.model.pack import Pack
from qarules.model.tool import Tool, Watched
from qarules.model.watched import record_tool, stand_in
from qarules.proofs.ground import fixed
from qarules.proofs.shrink import simplest
from qarules.proofs.witness import example_text

MOST_INSTANCES = 2
"""So many instances of a repeated section are tried."""
SOME_DAY = datetime.date(2027, 5, 4)
"""The date of audits where neither an example nor the standard names one."""
IT = "it"


class Looks:
    """
    Looks for audits of the tools of one pack.

    Attributes:
        day: The date they are of: that of the first example which has one, else the first day of the standard.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        dates = (day for day in map(date_of, pack.examples) if day is not None)
        first = pack.standard.in_force_from if pack.standard is not None else None
        self.day = next(dates, first or SOME_DAY)
        self._probed: dict[tuple[str, str], Probed] = {}

    def cases(self, branch: Branch) -> Iterator[Example]:
        """Examples that give such audits and expect nothing yet; all at a band first, where one has to be at it."""
        if branch.kind is BranchKind.BAND:
            yield Example(title=IT, tool=branch.tool, on=self.day, given=(GivenAll(band=branch.text),), expected=())
        probed, sample = self._of(branch)
        for space in self._spaces(probed.tool):
            for kept, takes in probed.targets(branch, space.plan):
                values = _found(space, kept, takes)
                example = self._example(space, values, of_tool=bool(branch.tool)) if values is not None else None
                if example is not None:
                    yield self._as_record(example, sample) if sample else attrs.evolve(example, tool=branch.tool)

    def _of(self, branch: Branch) -> tuple[Probed, str]:
        """The tool that *branch* is looked for in, and the sample whose conditions it stands for; empty for none."""
        pack = self._pack
        sample = next((each for each in pack.samples if not branch.tool and each.id == branch.of), None)
        key = (branch.tool, str(sample.id) if sample is not None else "")
        if key not in self._probed:
            if sample is not None:
                record = next(each for each in pack.records if each.id == sample.of)
                made = Probed(record_tool(record, sample, pack), "", str(sample.id))
            elif branch.tool:
                made = Probed(next(tool for tool in pack.tools if tool.id == branch.tool), branch.tool)
            else:
                made = Probed(stand_in(pack), "")
            self._probed[key] = made
        return self._probed[key], key[1]

    def given_where(self, tool: str, condition: Condition, holds: bool) -> tuple[Given, ...] | None:
        """What an audit of *tool*, or a case where that is empty, gives in which *condition* holds, or does not."""
        made = next((each for each in self._pack.tools if each.id == tool), stand_in(self._pack))
        for space in self._spaces(attrs.evolve(made, watched=(Watched(id=IT, when=condition),))):
            ((_, step),) = space.plan.watched
            values = _found(space, (step,), lambda row: (row[0] is True) is holds)
            example = self._example(space, values, of_tool=bool(tool)) if values is not None else None
            if example is not None:
                return example.given
        return None

    def _spaces(self, tool: Tool) -> Iterator[Space]:
        """The audits of *tool* on the day, with two instances, one and none of what is repeated."""
        repeated = [str(section.id) for section in tool.sections if section.repeated]
        for counts in itertools.product(range(MOST_INSTANCES, -1, -1), repeat=len(repeated)):
            # What stands in for a tool has an id that no text can say.
            space = every_audit(attrs.evolve(tool, id=IT, on=self.day), dict(zip(repeated, counts, strict=True)))
            yield space.limited(dict(self._bounded(space)))

    def _bounded(self, space: Space) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """The parameters among the inputs, held to their bounds, whole numbers first."""
        parameters = {str(parameter.id) for parameter in self._pack.parameters}
        for item in space.plan.items:
            if item.item.id in parameters and not item.section:
                values = space.domains[item.answer]
                whole = [Fraction(math.floor(value)) for value in values if isinstance(value, Fraction)]
                kept = tuple(each for each in (*whole, *values) if self._keeps_to_bounds(item.item.id, each))
                yield item.answer, tuple(dict.fromkeys(kept)) or values

    def _keeps_to_bounds(self, parameter: str, value: Value) -> bool:
        return isinstance(value, Fraction) and not settled(self._pack, {parameter: value}).problems

    def _example(self, space: Space, values: Mapping[int, Value], *, of_tool: bool) -> Example | None:
        """An example that gives an audit of a tool, or a case of none; None where no example can say it."""
        text = example_text(space, values, IT, ())
        read = read_file(Source("<example>", f"qa 1\n{text}"), Findings()).examples
        if not read:
            return None
        given = read[0].given if of_tool else tuple(map(self._of_case, read[0].given))
        return attrs.evolve(read[0], on=self.day, given=given)

    def _of_case(self, given: Given) -> Given:
        """A parameter is not answered but set."""
        parameters = {parameter.id for parameter in self._pack.parameters}
        if isinstance(given, GivenAnswer) and isinstance(given.value, Fraction) and given.thing in parameters:
            return GivenParameter(parameter=given.thing, value=given.value)
        return given

    def _as_record(self, example: Example, sample: str) -> Example:
        """The audit of a record's fields as a record that may be drawn."""
        record = next(each.of for each in self._pack.samples if each.id == sample)
        cells = tuple(
            Cell(name=each.thing, value=each.value) for each in example.given if isinstance(each, GivenAnswer)
        )
        given = (GivenRecord(record=record, id="A", fields=cells),) if cells else ()
        return attrs.evolve(example, tool="", given=given)


def _found(space: Space, kept: tuple[int, ...], takes: Callable[[tuple[Value, ...]], bool]) -> dict[int, Value] | None:
    """The simplest inputs under which *kept* have values that *takes* accepts; None for none within the bound."""
    try:
        for row, way in space.joint(kept, ways=Traced()).rows.items():
            if takes(row):
                return simplest(space, inputs_in(way), lambda values: _shows(space, kept, takes, values))
    except TooMany:
        return None
    return None


def _shows(
    space: Space, kept: tuple[int, ...], takes: Callable[[tuple[Value, ...]], bool], values: Mapping[int, Value]
) -> bool:
    """Whether every audit with these inputs has values that *takes* accepts."""
    rows = space.joint(kept, given=fixed(values)).rows
    return bool(rows) and all(map(takes, rows))
