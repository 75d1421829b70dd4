"""What two or three looks at an audit came to, thing by thing, and how far the second lies from the first."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from qarules.engine.compiled.memo import Memo, OfEach
from qarules.engine.reference import Ratings
from qarules.model.answers import Status
from qarules.model.judgement import Judgement
from qarules.model.looks import Compared, Look
from qarules.model.moderation import Delta
from qarules.model.scale import Grade
from qarules.model.tool import MayNotApply, Tool

CRITERION, SECTION, JUDGEMENT = "criterion", "section", "judgement"


def tool_of_look(tool: Tool, look: Look | None, *, sampled: bool = False) -> Tool:
    """
    *tool* as a second or third look fills it in.

    What anybody may decide, those who look may decide too. In a look that takes up only part, a blank answer says
    nothing: what is optional is then not taken up, and it does not follow that it is not applicable.
    """
    return _LOOKS(tool)[look, sampled]


def _of_look(tool: Tool, look: Look | None, sampled: bool) -> Tool:
    by = look.by if look is not None else ()
    judgements = tuple(
        attrs.evolve(judgement, decided_by=tuple(dict.fromkeys((*judgement.decided_by, *by))))
        if judgement.decided_by
        else judgement
        for judgement in tool.judgements
    )
    sections = tool.sections
    if sampled:
        sections = tuple(
            attrs.evolve(
                section,
                items=tuple(
                    attrs.evolve(item, optional=False, may_not_apply=item.may_not_apply or MayNotApply())
                    if item.optional
                    else item
                    for item in section.items
                ),
            )
            for section in sections
        )
    return attrs.evolve(tool, judgements=judgements, sections=sections)


# What is evaluated for every look is made ready once.
_LOOKS: OfEach[Tool, Memo[tuple[Look | None, bool], Tool]] = OfEach(lambda tool: Memo(lambda key: _of_look(tool, *key)))


def deltas(tool: Tool, first: Ratings, second: Ratings, third: Ratings, *, sampled: bool = False) -> tuple[Delta, ...]:
    """
    Everything the looks rated: items by path, then grades, each in the order of the tool.

    Args:
        sampled: What the second look left open is left out, but for a judgement that somebody has to decide.
    """
    found = []
    for path in sorted({**first, **second}, key=_place_in(tool)):
        delta = _delta(tool, path, first.get(path), second.get(path), third.get(path))
        if not sampled or delta.second is not None or _waits_for_a_person(delta, tool):
            found.append(delta)
    return tuple(found)


def _delta(
    tool: Tool, path: str, first: Grade | Status | None, second: Grade | Status | None, third: Grade | Status | None
) -> Delta:
    names = path.split("/")
    is_judged = isinstance(tool.things[names[0]], Judgement)
    kind = CRITERION if not is_judged else SECTION if len(names) > 1 else JUDGEMENT
    open_ones = (None, Status.CANNOT_TELL)
    steps = second.rank - first.rank if isinstance(first, Grade) and isinstance(second, Grade) else None
    return Delta(
        thing=path,
        title=tool.things[names[1] if kind == SECTION else names[-1]].title,
        kind=kind,
        first=first,
        second=second,
        third=third,
        steps=steps,
        differs=None if first in open_ones or second in open_ones else first != second,
    )


def _place_in(tool: Tool) -> Callable[[str], tuple[int, ...]]:
    """Where a path stands: items by section and instance, then judgements by section and instance."""
    place = {name: number for number, name in enumerate(tool.things)}

    def key(path: str) -> tuple[int, ...]:
        names = path.split("/")
        if isinstance(tool.things[names[0]], Judgement):
            section = place[names[1]] if len(names) > 1 else -1
            return 1, place[names[0]], section, int(names[2]) if len(names) > 2 else 0
        return 0, place[tool.section_of[names[-1]].id], int(names[1]) if len(names) > 1 else 0, place[names[-1]]

    return key


def _waits_for_a_person(delta: Delta, tool: Tool) -> bool:
    judgement = tool.things.get(delta.thing)
    return isinstance(judgement, Judgement) and (bool(judgement.decided_by) or not judgement.giving)


def things_of(delta: Delta) -> tuple[str, ...]:
    """The names a rule may call it by: an item; a section or the judgement that grades it; a judgement."""
    names = delta.thing.split("/")
    return (names[1], names[0]) if delta.kind == SECTION else (names[-1],)


def is_compared(delta: Delta, compared: Compared) -> bool:
    """Whether a rule compares it."""
    by_kind = {CRITERION: compared.criteria, SECTION: compared.sections, JUDGEMENT: False}
    return by_kind[delta.kind] or not set(things_of(delta)).isdisjoint(compared.names)
