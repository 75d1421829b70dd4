"""state(): whether something that starts or ends a deadline, an escalation or a step is so, as far as can be known."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.engine.called import Grounds, called
from qarules.engine.compiled.memo import OfEach
from qarules.engine.evaluate import evaluate
from qarules.engine.happened import Happened
from qarules.engine.local_time import has_come, is_naive, local_day
from qarules.engine.parameters import settled
from qarules.engine.people import role_of
from qarules.frozen import frozen
from qarules.model.case import Case, When
from qarules.model.looks import Consequence, Moderation
from qarules.model.moderation import Moderated
from qarules.model.outcome import Outcome, Problem, Watch
from qarules.model.pack import Pack
from qarules.model.route import Deadline, Escalation, Process
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Trigger
from qarules.model.watched import Route, stand_in
from qarules.model.words import condition_words

Started = Deadline | Escalation | Process


@frozen(kw_only=True)
class State:
    """
    Whether something is so.

    Attributes:
        holds: None where that cannot be known yet.
        missing: What it then depends on: open items, an event, a deadline; each once.
    """

    holds: bool | None
    missing: tuple[str, ...] = ()


TRUE, FALSE = State(holds=True), State(holds=False)


@frozen(kw_only=True)
class Facts:
    """
    What triggers are read from.

    Attributes:
        happened: What happened when, as :func:`~qarules.engine.happened.happened` gives it.
        watched: What the conditions came to, by what waits for them and their words, as :func:`watched` gives it.
        overdue: Of a deadline by its id, whether it is overdue; None where that is not known.
    """

    pack: Pack
    case: Case
    as_of: When
    happened: Happened
    watched: Mapping[tuple[str, str], Watch]
    overdue: Callable[[str], bool | None]


def watched(pack: Pack, case: Case, as_of: When) -> tuple[Mapping[tuple[str, str], Watch], tuple[Problem, ...]]:
    """
    Every condition that something waits for, by the id of what waits and its words, and what is wrong with the knowns.

    Those over the answers of a tool were evaluated with its audit; those over knowns and parameters of the case itself
    are now.
    What starts something starts it whoever has seen it: it is enough that one of several looks did.
    """
    found = {(w.id, w.text): w for w in case.outcome.watched} if case.outcome is not None else {}
    started: tuple[Started, ...] = (*pack.escalations, *pack.processes, *pack.deadlines)
    starting = {condition for each in started for condition in _starting(each)}
    for look in later_looks(case.moderation):
        found |= {(w.id, w.text): w for w in look.watched if w.holds and (w.id, w.text) in starting}
    numbers = parameters_set(pack, case)
    tool = _BESIDE(pack).tool(tuple(sorted(numbers.items())), local_day(as_of))
    if not tool.watched and not case.known:
        return found, ()
    outcome = evaluate(tool, {}, known=_known_beside(pack, case, numbers))
    wrong = tuple(
        Problem(thing=name, message=f"`{name}` is a parameter", allowed="hand it in with the parameters")
        for name in case.known
        if name in _parameters_of(pack)
    )
    return {**{(w.id, w.text): w for w in outcome.watched}, **found}, (*wrong, *outcome.problems)


class _Beside:
    """The conditions of a pack over no tool's answers, to be evaluated in one case after the other."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._is_dated = is_dated(stand_in(pack))
        self._tool = functools.lru_cache(maxsize=16)(self._made)

    def tool(self, numbers: tuple[tuple[str, Fraction], ...], day: datetime.date) -> Tool:
        """What evaluates them on *day* where the parameters have these values."""
        return self._tool(numbers, day if self._is_dated else None)

    def _made(self, numbers: tuple[tuple[str, Fraction], ...], on: datetime.date | None) -> Tool:
        return attrs.evolve(stand_in(self._pack, dict(numbers)), on=on)


_BESIDE: OfEach[Pack, _Beside] = OfEach(_Beside)


def parameters_set(pack: Pack, case: Case) -> dict[str, Fraction]:
    """The parameters of *pack* that *case* or the pack itself sets."""
    settings = settled(pack, case.parameters).settings
    return {each.parameter: each.value for each in settings if each.value is not None}


def known_beside(pack: Pack, case: Case) -> dict[str, object]:
    """What conditions of no tool read: the knowns of *case*, and the parameters that are set."""
    return _known_beside(pack, case, parameters_set(pack, case))


def _known_beside(pack: Pack, case: Case, numbers: Mapping[str, Fraction]) -> dict[str, object]:
    own = _parameters_of(pack)
    known = {name: value for name, value in case.known.items() if name not in own}
    return {**known, **{name: value for name, value in numbers.items() if name in own}}


def _parameters_of(pack: Pack) -> frozenset[str]:
    """The parameters of *pack* that no known hides."""
    return frozenset(str(parameter.id) for parameter in pack.parameters) - {known.id for known in pack.knowns}


def later_looks(moderated: Moderated | None) -> tuple[Outcome, ...]:
    """What came after the first look: the second, the third, and the grades people came to, as far as there are any."""
    looks = (moderated.second, moderated.third, moderated.settled) if moderated is not None else ()
    return tuple(look for look in looks if look is not None)


def stood_down(thing: Deadline | Escalation, facts: Facts) -> State:
    """
    Whether what ends *thing* is so.

    Differences lie between the first two looks: they end nothing that is started by what came after those.
    """
    triggers = thing.stood_down_when
    if not triggers:
        return FALSE
    moderated, starting = facts.case.moderation, set(_starting(thing))
    afterwards = (moderated.third, moderated.settled) if moderated is not None else ()
    if any(w.holds and (w.id, w.text) in starting for look in afterwards if look is not None for w in look.watched):
        triggers = tuple(each for each in triggers if not isinstance(each, AnythingDiffers | Differs | CountDiffers))
    return any_of(triggers, str(thing.id), facts)


def _starting(thing: Started) -> Iterator[tuple[str, str]]:
    """The conditions that start *thing*, as what is watched tells them."""
    for trigger in thing.starts_when:
        if isinstance(trigger, Holds):
            yield str(thing.id), condition_words(trigger.when)


def any_of(triggers: Iterable[Trigger], owner: str, facts: Facts) -> State:
    """Whether any of *triggers* is so; False where there are none."""
    return either(state(trigger, owner, facts) for trigger in triggers)


def either(states: Iterable[State]) -> State:
    """Whether any of *states* is so; False where there are none."""
    states = tuple(states)
    missing = dict.fromkeys(name for each in states if each.holds is None for name in each.missing)
    if any(each.holds for each in states):
        return TRUE
    return State(holds=None, missing=tuple(missing)) if any(each.holds is None for each in states) else FALSE


def all_of(triggers: Iterable[Trigger], owner: str, facts: Facts) -> State:
    """Whether all of *triggers* are so; True where there are none."""
    states = [state(trigger, owner, facts) for trigger in triggers]
    if any(each.holds is False for each in states):
        return FALSE
    missing = dict.fromkeys(name for each in states if each.holds is None for name in each.missing)
    return State(holds=None, missing=tuple(missing)) if any(each.holds is None for each in states) else TRUE


def state(trigger: Trigger, owner: str, facts: Facts) -> State:
    """
    Whether *trigger* is so.

    Args:
        owner: The id of what waits for it; a step as ``dispute/talk``. Where that is about another tool than the audit
            of the case, no answer and no difference starts or ends it.
    """
    if isinstance(trigger, Holds | AnythingDiffers | Differs | CountDiffers) and _is_of_another_tool(owner, facts):
        return FALSE
    match trigger:
        case Holds():
            text = condition_words(trigger.when)
            watch = facts.watched.get((owner, text))
            return State(holds=watch.holds, missing=watch.missing) if watch else State(holds=None, missing=(text,))
        case Raised():
            return _raised(trigger, owner, facts)
        case Overdue():
            holds = facts.overdue(trigger.deadline)
            return State(holds=holds, missing=(trigger.deadline,) if holds is None else ())
        case Happens():
            when = facts.happened.get(trigger.event)
            if when is None and trigger.event in facts.case.events:
                return State(holds=None, missing=(trigger.event,))
            return State(holds=when is not None and has_come(when, facts.as_of))
        case AnythingDiffers() | Differs() | CountDiffers():
            return _difference(trigger, facts)
        case _:
            assert_never(trigger)


def _is_of_another_tool(owner: str, facts: Facts) -> bool:
    outcome = facts.case.outcome
    tool = _TOOLS(facts.pack).get(owner.partition("/")[0], "")
    return outcome is not None and tool not in {"", outcome.tool}


def _tools(pack: Pack) -> Mapping[str, str]:
    """The tool of whatever waits for something, by the id of that; of several of one id, the first."""
    owners: tuple[Route, ...] = (*pack.escalations, *pack.processes, *pack.deadlines, *pack.moderations)
    return {each.id: each.tool for each in reversed(owners)}


_TOOLS: OfEach[Pack, Mapping[str, str]] = OfEach(_tools)


def _raised(trigger: Raised, owner: str, facts: Facts) -> State:
    """Whether somebody raised it in one of the roles, under whatever name of the role."""
    told = facts.case.raised.get(owner)
    if told is None or (told.on is not None and not is_naive(told.on) and not has_come(told.on, facts.as_of)):
        return FALSE
    by = role_of(told.by, facts.pack.roles)
    may = [role_of(name, facts.pack.roles) for name in trigger.by]
    return State(holds=told.by in trigger.by or (by is not None and by in may))


def _difference(trigger: AnythingDiffers | Differs | CountDiffers, facts: Facts) -> State:
    """As the rule of the second look itself would find it."""
    moderated = facts.case.moderation
    if moderated is None:
        return State(holds=None, missing=("the second look",))
    tool = next((tool for tool in facts.pack.tools if tool.id == moderated.tool), None)
    rule = next((rule for rule in facts.pack.moderations if rule.id == moderated.moderation), None)
    if tool is None:
        return State(holds=None, missing=(moderated.tool,))
    grounds = Grounds(
        tool=tool,
        rule=rule or Moderation(id=moderated.moderation, title=""),
        deltas=moderated.deltas,
        compared=moderated.deltas,
        looks=(moderated.first, *later_looks(moderated)),
        raised=frozenset(),
    )
    found = called(Consequence(when=trigger, then=""), grounds)
    return State(holds=found.starts, missing=found.missing)
