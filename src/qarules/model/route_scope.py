"""Who has a part in an escalation by its own rules, and which steps come before which."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.model.pack import Pack
from qarules.model.route import Escalation, Process, Step
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Raised

Route = Escalation | Process


def parties(escalation: Escalation, pack: Pack) -> tuple[str, ...]:
    """
    The roles that have a part in the matter of *escalation*, each once.

    Those that may raise it, those that one of its steps brings together, and, where it is about a judgement (somebody
    raises it, or two looks differ), who made that judgement: the first look, and the second where the looks differ. A
    danger that answers tell has no sides: who looked at the audit may act on it.
    """
    return tuple(dict.fromkeys(_parties(escalation, pack)))


def _parties(escalation: Escalation, pack: Pack) -> Iterator[str]:
    raised = [trigger for trigger in escalation.starts_when if isinstance(trigger, Raised)]
    for trigger in raised:
        yield from trigger.by
    for step in escalation.steps:
        yield from step.between
    differing = any(isinstance(trigger, AnythingDiffers | Differs | CountDiffers) for trigger in escalation.starts_when)
    for moderation in pack.moderations:
        is_called = any(consequence.then == escalation.id for consequence in moderation.consequences)
        is_same = bool(moderation.tool) and moderation.tool == escalation.tool
        if moderation.first is not None and (is_called or (is_same and (raised or differing))):
            yield from moderation.first.by
        if moderation.second is not None and (is_called or (is_same and differing)):
            yield from moderation.second.by


def steps_before(step: Step, route: Route) -> tuple[str, ...]:
    """What comes right before *step*: the steps it follows, or the one before it where it does not say."""
    if step.follows is not None:
        return tuple(map(str, step.follows))
    index = next(index for index, other in enumerate(route.steps) if other.id == step.id)
    is_free = index == 0 or (isinstance(route, Process) and route.in_any_order)
    return () if is_free else (str(route.steps[index - 1].id),)
