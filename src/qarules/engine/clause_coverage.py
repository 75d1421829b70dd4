"""Which clauses of a pack are put into practice, and by what."""

from __future__ import annotations

from collections.abc import Sequence

from qarules.model.activity import Activity, AtEvery, Forum, Parameter, Record, Sample
from qarules.model.change import Omitted
from qarules.model.citing import Citing, cited_by
from qarules.model.clause_coverage import ClauseCoverage, HeldClause, Holding
from qarules.model.looks import Independence
from qarules.model.pack import Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Event
from qarules.model.standard import Clause, Force
from qarules.model.term import From, Pausing
from qarules.model.trigger import Happens
from qarules.model.walk import walk

_STRUCTURE = frozenset({"standard", "scale", "role", "calendar", "tool", "section", "descriptor", "leave out"})


def clause_coverage(pack: Pack) -> ClauseCoverage:
    """
    How every clause of *pack* is held.

    A clause acts where something that cites it can change a result or a timetable: an item, a judgement, a rule, a
    deadline, a step, an activity, a sample; a forum that meets; an event that something is counted from or waits for;
    a record that something is written in, never written in, or drawn from; a parameter with a bound or a value. Roles,
    tools, sections, scales and descriptors hold a clause as data, and nothing more.

    Args:
        pack: Clauses that it brought from other packs with `use` are theirs, and left out.
    """
    cited = cited_by(pack)
    named = frozenset(_named(pack))
    return ClauseCoverage(
        pack=pack.name,
        clauses=tuple(
            _held(clause, cited.get(clause.id, ()), named) for clause in pack.clauses if clause.id not in pack.brought
        ),
    )


def _held(clause: Clause, citing: Sequence[Citing], named: frozenset[str]) -> HeldClause:
    by = tuple(dict.fromkeys(f"{each.called} {each.path}" for each in citing))
    return HeldClause(clause=clause, how=_how(clause, citing, named), by=by)


def _how(clause: Clause, citing: Sequence[Citing], named: frozenset[str]) -> Holding:
    if clause.not_provided:
        return Holding.NOT_PROVIDED
    if clause.content_only:
        return Holding.CONTENT_ONLY
    if clause.force is Force.INTERPRETATION and (citing or clause.resolves):
        return Holding.INTERPRETATION
    if citing and all(isinstance(each.part, Omitted) for each in citing):
        return Holding.LEFT_OUT
    if any(_acts(each, named) for each in citing):
        return Holding.ACTS
    return Holding.STRUCTURE if citing else Holding.UNCOVERED


def _acts(each: Citing, named: frozenset[str]) -> bool:
    """Whether a part can change a result or a timetable."""
    match each.part:
        case Event(id=name, follows=follows):
            return name in named or bool(follows)
        case Record(id=name):
            return name in named
        case Forum(meets=meets):
            return bool(meets)
        case Parameter(low=low, high=high, value=value):
            return (low, high, value) != (None, None, None)
        case _:
            return each.called not in _STRUCTURE


def _named(pack: Pack) -> list[str]:
    """The events and records that something is counted from, waits for, is written in or is drawn from."""
    names: list[str] = []
    acting = (pack.deadlines, pack.moderations, pack.escalations, pack.processes, pack.activities, pack.samples)
    for node in walk((*acting, pack.events, pack.forums)):
        match node:
            case From(name=name) | Happens(event=name) | AtEvery(event=name) | Activity(opens=name) | Sample(of=name):
                names.append(name)
            case Pausing(start=start, end=end):
                names += (start, end)
            case Event(follows=events) | Deadline(done_when=events) | Independence(never_responsible_for=events):
                names += events
            case Recording(inside=inside, never=never):
                names += (*inside, *never)
            case _:
                pass
    return names
