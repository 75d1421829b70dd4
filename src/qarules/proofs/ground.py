"""What a proof stands on: every audit of a tool, for each number of instances it looks at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from qarules.diagnostics import Span
from qarules.engine.draft import JudgementSteps
from qarules.engine.space import Space, audit_of, every_audit
from qarules.engine.steps import Value
from qarules.engine.tables import Weight, inputs_in
from qarules.frozen import frozen
from qarules.model.answers import Audit
from qarules.model.proof import Finding, FindingKind
from qarules.model.scale import Scale
from qarules.model.tool import Tool
from qarules.proofs.decide import HINT, is_whole


@frozen(eq=False)
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


@frozen(eq=False)
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

    def is_whole(self) -> bool:
        """Whether no answer that it depends on could be anything."""
        return all(is_whole(space, judged.final) for space, judged in self.made)

    @property
    def name(self) -> str:
        """As in an outcome, without the number of an instance: ``suggests/planning``."""
        return "/".join(filter(None, [self.first.judgement.id, self.first.section.split("/")[0]]))

    @property
    def words(self) -> str:
        """As in a sentence."""
        return in_words(self.first)


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


def in_words(judged: JudgementSteps) -> str:
    """A judgement in a sentence: ``suggests of planning``."""
    section = judged.section.split("/")[0]
    return f"`{judged.judgement.id}` of `{section}`" if section else f"`{judged.judgement.id}`"


def not_decided(thing: str, what: str, span: Span | None = None) -> Finding:
    """That something could not be decided, which is not to say that it is so."""
    return Finding(kind=FindingKind.NOT_DECIDED, thing=thing, message=f"not decided: {what}{HINT}", span=span)


def fixed(values: Mapping[int, Value]) -> dict[int, tuple[Value, ...]]:
    """Inputs limited to one value each."""
    return {number: (value,) for number, value in values.items()}
