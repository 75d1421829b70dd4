"""Who acts in a step: the holders of its roles who are free to, or those who take their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from qarules.engine.people import Holders, same_person
from qarules.frozen import frozen
from qarules.model.case import Case, Person
from qarules.model.next_step import Part, Participant, Trouble
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Step
from qarules.model.route_scope import Route, parties


@frozen(kw_only=True)
class Involved:
    """
    Who has a part in a matter.

    Attributes:
        roles: By id.
        people: The holders of those roles, and others who are named.
    """

    roles: frozenset[str] = frozenset()
    people: tuple[Person, ...] = ()

    def takes_in(self, person: Person) -> bool:
        """Whether *person* is one of them, under whatever name."""
        return any(same_person(person, other) for other in self.people)


class Casting:
    """
    Gives the steps of one escalation or process their participants.

    Args:
        held: Who holds each role in *case*, all merged.
    """

    def __init__(self, route: Route, pack: Pack, case: Case, held: Holders) -> None:
        self.pack = pack
        self.held = held
        self.is_anybody_named = bool(case.people)
        self.forums = {str(forum.id): forum for forum in pack.forums}
        self.is_escalation = isinstance(route, Escalation)
        self.subjects = self.involved(case.involved)
        sides = parties(route, pack) if isinstance(route, Escalation) else ()
        raised = case.raised.get(route.id)
        raiser = (raised.person,) if raised is not None and raised.person else ()
        self.sides = self.involved((*sides, *raiser, *case.involved))

    def involved(self, names: Iterable[str]) -> Involved:
        """Who is meant by *names* of roles and persons."""
        roles = [(name, self.held.role(name)) for name in names]
        people = [person for _, role in roles if role is not None for person in self.holders(role.id)]
        people += [self.person(name) for name, role in roles if role is None]
        return Involved(roles=frozenset(str(role.id) for _, role in roles if role is not None), people=tuple(people))

    def person(self, name: str) -> Person:
        """Whoever in the case is called *name*, with their other names."""
        named = Person(name)
        everybody = (person for role in self.pack.roles for person in self.holders(role.id))
        return next((person for person in everybody if same_person(person, named)), named)

    def holders(self, role: str) -> tuple[Person, ...]:
        """Everybody given for *role*, with all that is said of them under any."""
        return self.held.of(role)

    def unchecked(self, step: Step) -> tuple[str, ...]:
        """The roles with a part in the matter that whoever does *step* may hold too, for all that is known."""
        if not step.by or not self.sides.roles:
            return ()
        roles = (role for role in self.pack.roles if str(role.id) in self.sides.roles and not role.vacant)
        return tuple(str(role.id) for role in roles if not self.holders(role.id))

    # --- the parts of a step -----------------------------------------------------------------------------------------

    def participants(self, step: Step) -> tuple[Participant, ...]:
        """Everybody with a part in *step*, whatever they have done of it."""
        return (
            *self.doers(step),
            *(self.anyone(role, Part.TAKES_PART) for role in step.between),
            *self.told(step.notify, step.substitute),
            *(self.anyone(role, Part.APPROVES) for role in step.approved_by),
            *(self.anyone(role, Part.CONSENTS) for role in step.consent_of),
        )

    def doers(self, step: Step) -> tuple[Participant, ...]:
        """
        Who does *step*: the free holders of its roles, or the substitutes where there certainly are none.

        In a process nobody is on a side: who is involved steps aside only for a substitute. A vacant post whose
        substitutes have no name either stays among them, so that the duty is seen to be nobody's.
        """
        if not self.is_escalation and not step.substitute:
            return tuple(self.anyone(role, Part.DOES) for role in step.by)
        named = tuple(self.free(role, Part.DOES, self.sides) for role in step.by)
        if not named or not step.substitute or any(may_act(each) for each in named):
            return named
        others = tuple(self.in_place(step.by, role, Part.DOES, self.sides) for role in step.substitute)
        vacant = () if any(each.persons for each in others) else named
        return (*(each for each in vacant if each.trouble is Trouble.VACANT), *others)

    def told(self, roles: tuple[str, ...], substitute: tuple[str, ...] = ()) -> Iterator[Participant]:
        """Who is told; the person concerned never is, and a party to the matter may be."""
        for role in roles:
            named = self.free(role, Part.IS_TOLD, self.subjects)
            if may_act(named) or not substitute:
                yield named
            else:
                others = [self.in_place((role,), other, Part.IS_TOLD, self.subjects) for other in substitute]
                yield from [each for each in others if may_act(each)] or others

    def in_place(self, of: tuple[str, ...], role: str, part: Part, involved: Involved) -> Participant:
        """A role that takes the place of others."""
        return attrs.evolve(self.free(role, part, involved), instead_of=tuple(map(str, of)))

    def anyone(self, role: str, part: Part) -> Participant:
        """A role whose holders act whatever their part in the matter."""
        return self.free(role, part, Involved())

    def free(self, role: str, part: Part, involved: Involved) -> Participant:
        """A role with those of its holders who are not *involved*."""
        if role in self.forums:
            return Participant(role=str(role), title=self.forums[role].title, part=part)
        known = self.held.role(role)
        held = self.holders(role)
        free = tuple(person.id for person in held if not involved.takes_in(person))
        is_side = known is not None and str(known.id) in involved.roles
        participant = Participant(
            role=str(role), title=known.title if known is not None else str(role), part=part, persons=free
        )
        if known is not None and known.vacant and not held:
            return attrs.evolve(participant, trouble=Trouble.VACANT)
        if is_side or (held and not free):
            return attrs.evolve(participant, persons=(), trouble=Trouble.INVOLVED)
        if not held and self.is_anybody_named:
            return attrs.evolve(participant, trouble=Trouble.UNNAMED)
        return participant


def may_act(participant: Participant) -> bool:
    """Whether somebody may act, or may turn out to where all that is missing is a name."""
    return participant.trouble in {None, Trouble.UNNAMED}
