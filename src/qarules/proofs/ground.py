"""What a proof stands on: every audit of a tool, for each number of instances it looks at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from qarules.dsl.print_words import joined as in_one_line
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.space import Space, every_audit
from qarules.engine.steps import Value
from qarules.engine.tables import Weight, inputs_in
from qarules.model.answers import Audit
from qarules.engine.space import audit_of
from qarules.model.scale import Scale
from qarules.model.tool import Tool


@attrs.frozen(eq=False)
class Ground:
    """
    Every audit of a tool, in one space for each combination of numbers of instances.

    Attributes:
        instances: The most instances of a repeated section; None for a tool without any.
    """

    tool: Tool
    spaces: tuple[Space, ...]
    instances: int | None

    def judgements(self) -> Iterator[Judgements]:
        """Every judgement that is made, with its steps in each space that makes it; of instances, the first."""
        found: dict[tuple[str, str], list[tuple[Space, JudgementSteps]]] = {}
        for judgement in self.tool.judgements:
            for space in self.spaces:
                for judged in space.plan.judgements:
                    section, _, number = judged.section.partition("/")
                    if judged.judgement.id == judgement.id and number in {"", "1"}:
                        found.setdefault((judgement.id, section), []).append((space, judged))
        for made in found.values():
            yield Judgements(made[0][1], tuple(made), self.tool.scale_by_id[made[0][1].judgement.scale])


@attrs.frozen(eq=False)
class Judgements:
    """
    One judgement, or one section's, wherever it is made.

    Attributes:
        first: Its steps in the first space that makes it.
        made: Its steps in each.
    """

    first: JudgementSteps
    made: tuple[tuple[Space, JudgementSteps], ...]
    scale: Scale

    @property
    def name(self) -> str:
        """As in an outcome, without the number of an instance: ``suggests/planning``."""
        return "/".join(filter(None, [self.first.judgement.id, self.first.section.split("/")[0]]))

    @property
    def words(self) -> str:
        """As in a sentence: ``suggests of planning``."""
        section = self.first.section.split("/")[0]
        return in_one_line(f"`{self.first.judgement.id}`", f"of `{section}`" if section else "")


def ground_of(tool: Tool, instances: int) -> Ground:
    """
    The ground to prove something of *tool*.

    Args:
        instances: The most instances of each repeated section that are looked at.
    """
    repeated = [section.id for section in tool.sections if section.repeated]
    counts = itertools.product(range(instances + 1), repeat=len(repeated))
    spaces = tuple(every_audit(tool, dict(zip(repeated, each, strict=True))) for each in counts)
    return Ground(tool, spaces, instances if repeated else None)


def audit_in(space: Space, way: Weight) -> Audit:
    """The audit that a traced way comes from."""
    return audit_of(space, inputs_in(way))


def name_of(item: ItemSteps) -> str:
    """An item in a sentence."""
    return f"`{item.item.id}`"


def fixed(values: Mapping[int, Value]) -> dict[int, tuple[Value, ...]]:
    """Inputs limited to one value each."""
    return {number: (value,) for number, value in values.items()}


def ranks_of(values: Sequence[Value]) -> list[int]:
    """The ranks among the values of a grade."""
    return [value for value in values if isinstance(value, int)]
