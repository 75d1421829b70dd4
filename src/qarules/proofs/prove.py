"""prove(): what holds for every possible audit of a tool."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator

from qarules.engine.certain import behind
from qarules.engine.space import Space
from qarules.engine.steps import Input
from qarules.engine.tables import TooMany
from qarules.model.proof import Finding, Proof, Reached, Shown
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.proofs.claims import of_promises, of_starts
from qarules.proofs.direction import Swing, of_direction, of_influence, swings
from qarules.proofs.grades import of_grades
from qarules.proofs.ground import Ground, ground_of, not_decided
from qarules.version import VERSION

Said = Finding | Shown | Reached


def prove(tool: Tool, *, instances: int = 2) -> Proof:
    """
    What holds for every complete audit of *tool*: every band, status, choice, number within its bounds, and known.

    Audits are graded as the rules suggest; where only a person decides, every grade that the limits allow counts.

    Args:
        tool: Loaded for the date of the audit where it has anything dated.
        instances: The most instances of a repeated section that are looked at.

    Raises:
        ValueError: The tool has something dated and was loaded for no date.
    """
    if tool.on is None and is_dated(tool):
        message = f"the tool `{tool.id}` has something dated: load it with the date of the audit (`on`)"
        raise ValueError(message)
    ground = ground_of(tool, instances)
    said = list(_said(ground))
    return Proof(
        tool=str(tool.id),
        title=tool.title,
        version=tool.version,
        digest=tool.digest,
        on=tool.on,
        library=VERSION,
        audits=sum(map(_audits, ground.spaces)),
        instances=ground.instances,
        findings=tuple(each for each in said if isinstance(each, Finding)),
        shown=tuple(each for each in said if isinstance(each, Shown)),
        reached=tuple(each for each in said if isinstance(each, Reached)),
    )


def _said(ground: Ground) -> Iterator[Said]:
    for judgements in ground.judgements():
        what = f"which grades {judgements.words} can be, and which of its rules can decide"
        yield from _or_not_decided(functools.partial(of_grades, judgements), judgements.name, what)
    yield from _or_not_decided(
        lambda: _of_swings(ground), str(ground.tool.id), "which way better evidence moves the grades"
    )
    yield from _or_not_decided(lambda: of_promises(ground), str(ground.tool.id), "whether the promises are kept")
    yield from _or_not_decided(lambda: of_starts(ground), str(ground.tool.id), "what can start")


def _of_swings(ground: Ground) -> Iterator[Said]:
    found: list[Swing] = [swing for space in ground.spaces for swing in swings(space)]
    yield from of_direction(ground, found)
    yield from of_influence(ground, found)


def _or_not_decided(ask: Callable[[], Iterable[Said]], thing: str, what: str) -> list[Said]:
    try:
        return list(ask())
    except TooMany:
        return [not_decided(thing, f"{what}; the audits fall into more classes than the stated bound")]


def _audits(space: Space) -> int:
    """How many ways there are to answer what some judgement depends on."""
    read = behind(space.plan.steps, [judged.final for judged in space.plan.judgements])
    return math.prod(len(space.domains[number]) for number in read if isinstance(space.plan.steps[number], Input))
