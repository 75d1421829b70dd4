"""Who audits what: auditors for the records of a sample, independent, in turn, and none with more than their share."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from qarules.engine.local_time import only_day
from qarules.engine.pairing import paired
from qarules.engine.parameters import whole
from qarules.engine.people import (
    Holders,
    People,
    checks,
    merged,
    persons,
    role_of,
    same_person,
    unknown_roles,
    with_standing,
)
from qarules.engine.records import Fields, lot, record_id, repeated, sample_named
from qarules.engine.sources import cited, interpretations
from qarules.engine.values import shown
from qarules.frozen import frozen
from qarules.model.activity import Sample
from qarules.model.case import Held, Person
from qarules.model.draw import Allocation, Assignment, Load, Objection
from qarules.model.looks import Look
from qarules.model.outcome import Problem
from qarules.model.pack import Pack

AUDITOR = "auditor of the record"


def assign(
    pack: Pack,
    sample: str,
    records: Iterable[Fields],
    *,
    people: People,
    on: datetime.date,
    seed: int | str,
    history: Mapping[str, datetime.date] | None = None,
    parameters: Mapping[str, int | Fraction] | None = None,
) -> Assignment:
    """
    An auditor for each of *records*, as many as can have one.

    Nobody is given a record they are not independent of, or of which that is not known. Nobody gets two more than
    somebody who could take one of them. Among those with equally much, whoever audited longest ago comes first where
    the sample goes in turn; where that is the same, a lot that follows from the seed decides. The order of records and
    people changes nothing.

    Args:
        records: Those to audit, each with its ``id`` and, under ``people``, who holds which role in it.
        people: Who holds each role. Those in the roles that audit are the auditors; holders of other roles stand for
            every record that names nobody for that role itself.
        history: By person, the day of their last audit. Whoever is not in it has never audited.
        parameters: What the adopting body sets where the framework leaves a number open.

    Raises:
        NotFoundError: The pack has no such sample.
        TypeError: A record is no mapping, a role is held by something else than persons, or a day is no date.

    Source:
        DOR-AUD 6.1 (never an audit of one's own team); NS-SPT, The process (the lead rotates).
    """
    for day in (on, *(history or {}).values()):
        only_day(day, "on and every day of history")
    stated = sample_named(pack, sample)
    people = with_standing(people, pack.roles)
    return _Assigning(pack, stated, people, history or {}, (on, str(seed))).assign(tuple(records), parameters or {})


@frozen(kw_only=True)
class _Record:
    """A record to audit, who holds which role for it, and the auditors with what it says of them, by id."""

    id: str
    held: Holders
    auditors: Mapping[str, Person]


class _Assigning:
    """Assigns the records of one sample."""

    def __init__(
        self,
        pack: Pack,
        sample: Sample,
        people: People,
        history: Mapping[str, datetime.date],
        when: tuple[datetime.date, str],
    ) -> None:
        self.pack = pack
        self.sample = sample
        self.look = sample.auditors or Look(by=())
        self.people = people
        self.on, self.seed = when
        self.problems = [*unknown_roles(people, pack.roles)]
        everybody = merged(people)
        self.said = tuple(person for together in everybody.values() for person in together)
        held = Holders(everybody, pack.roles)
        auditors = [person for role in self.look.by for person in held.of(role)]
        self.auditors: dict[str, Person] = {}
        for person in sorted(auditors, key=lambda person: person.id):
            if not any(same_person(person, other) for other in self.auditors.values()):
                self.auditors[person.id] = person
        self.lots = {name: self.lot(name) for name in self.auditors}
        self.by_lot = sorted(self.auditors, key=self.lots.__getitem__)
        self.ids = {role: self.role(role) for role in people}
        self.last = {name: _last(person, history) for name, person in self.auditors.items()}
        if not self.look.by:
            self.problem(sample.id, f"`{sample.id}` does not say who audits")
        elif not self.auditors:
            self.problem(sample.id, "nobody is given as " + " or ".join(f"`{role}`" for role in self.look.by))

    def problem(self, thing: str, message: str, given: str = "", allowed: str = "") -> None:
        self.problems.append(Problem(thing=str(thing), message=message, given=given, allowed=allowed))

    def assign(self, records: tuple[Fields, ...], parameters: Mapping[str, int | Fraction]) -> Assignment:
        audited = self.read(records)
        most = None
        if self.sample.at_most_each is not None:
            most, problems = whole(self.pack, self.sample.at_most_each, parameters)
            self.problems += problems
        objections = {record.id: {name: self.objection(name, record) for name in self.auditors} for record in audited}
        suiting = {
            record: [name for name in self.by_lot if objected[name] is None] for record, objected in objections.items()
        }
        held = paired(sorted(suiting, key=self.lot), suiting, most=most, cost=self.cost)
        given = {record: name for name, taken in held.items() for record in taken}
        return Assignment(
            sample=str(self.sample.id),
            title=self.sample.title,
            on=self.on,
            seed=self.seed,
            labelled=self.sample.labelled,
            at_most_each=most,
            allocations=tuple(
                Allocation(
                    record=record,
                    auditor=given.get(record, ""),
                    text="" if record in given else _why_nobody(bool(suiting[record]), most),
                    objections=tuple(objection for objection in objections[record].values() if objection is not None),
                )
                for record in sorted(suiting)
            ),
            loads=tuple(
                Load(person=name, last=self.last[name], records=tuple(sorted(held.get(name, ()))))
                for name in self.auditors
            ),
            problems=tuple(self.problems),
            clauses=cited(self.sample.cites),
            rests_on=interpretations(self.sample.cites, self.pack),
            changes=self.pack.changes,
            span=self.sample.span,
        )

    def lot(self, name: str) -> str:
        return lot(self.seed, self.sample.id, AUDITOR, name)

    def cost(self, name: str, load: int) -> tuple[int, int, str]:
        """Whoever has least comes first, then whoever audited longest ago, then whom the lot favours."""
        last = self.last[name]
        return load, last.toordinal() if self.sample.in_turn and last is not None else 0, self.lots[name]

    # --- records and people ------------------------------------------------------------------------------------------

    def read(self, records: tuple[Fields, ...]) -> list[_Record]:
        """The records that can be audited, by id."""
        for record in records:
            if not hasattr(record, "items"):
                message = f"a record has to be a mapping by fields, not {type(record).__name__}"
                raise TypeError(message)
        ids = [record_id(record) for record in records]
        several = repeated(ids)
        self.problems += several
        for _ in range(ids.count("")):
            self.problem("id", "a record has no id", allowed="a text or a whole number")
        twice = {"", *(problem.thing for problem in several)}
        pairs = sorted(zip(ids, records, strict=True), key=lambda pair: pair[0])
        return [self.record(name, record) for name, record in pairs if name not in twice]

    def record(self, name: str, record: Fields) -> _Record:
        given = record.get("people") or {}
        named = {}
        if isinstance(given, Mapping):
            named = {str(role): tuple(held) if isinstance(held, list) else held for role, held in given.items()}
        else:
            self.refuse(
                name, Problem(thing="people", message=f"`people` cannot be `{shown(given)}`", allowed="by role")
            )
        for problem in unknown_roles(named, self.pack.roles):
            self.refuse(name, problem)
        people = {role: held for role, held in named.items() if self.holds(name, role, held)}
        said = {self.role(role) for role in (*people, *self.look.by)}
        others = {role: held for role, held in self.people.items() if self.ids[role] not in said}
        auditing = {AUDITOR: tuple(self.auditors.values())}
        everybody = merged(with_standing({**others, **people, **auditing}, self.pack.roles), self.said)
        auditors = {person.id: person for person in everybody[AUDITOR]}
        return _Record(id=name, held=Holders(everybody, self.pack.roles), auditors=auditors)

    def holds(self, name: str, role: str, held: Held) -> bool:
        """Whether what a record says of *role* is persons; a problem where it is not."""
        try:
            persons(held)
        except TypeError:
            message = f"`{role}` cannot be held by `{shown(held)}`"
            self.refuse(name, Problem(thing=role, message=message, given=shown(held), allowed="one or several persons"))
            return False
        return True

    def refuse(self, name: str, problem: Problem) -> None:
        """A problem of the record *name*."""
        told = attrs.evolve(problem, thing=f"{name}/{problem.thing}", message=f"record `{name}`: {problem.message}")
        self.problems.append(told)

    def role(self, name: str) -> str:
        """The id of a role, by any of its names."""
        role = role_of(name, self.pack.roles)
        return role.id if role is not None else name

    def objection(self, name: str, record: _Record) -> Objection | None:
        """What keeps an auditor from a record; a breach before what is not known; None for nothing."""
        # As the auditor of this record: an independence from `team-manager` means the record's, not the one who audits.
        made = checks(record.auditors[name], AUDITOR, self.look, record.held, record.id)
        failed = sorted((check for check in made if not check.ok), key=lambda check: check.ok is None)
        if not failed:
            return None
        return Objection(person=name, text=failed[0].reason, certain=failed[0].ok is False)


def _why_nobody(anybody: bool, most: int | None) -> str:
    if anybody:
        return f"everybody who may audit it has {most} already"
    return "nobody who may audit it is known to be independent"


def _last(person: Person, history: Mapping[str, datetime.date]) -> datetime.date | None:
    """The day on which *person* audited last, under whichever name."""
    return max((day for name, day in history.items() if same_person(person, Person(name))), default=None)
