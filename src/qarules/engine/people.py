"""Who holds a role, who is the same person, and who is independent of whom."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from qarules.engine.values import did_you_mean, shown
from qarules.model.case import Held, Person
from qarules.model.looks import Look
from qarules.model.moderation import Independent
from qarules.model.outcome import Problem
from qarules.model.standard import Role

People = Mapping[str, Held]


def persons(held: Held) -> tuple[Person, ...]:
    """
    Everybody meant by *held*; a blank name is nobody.

    Raises:
        TypeError: It is neither an id nor a person, nor several of them.
    """
    several: Sequence[object] = held if isinstance(held, tuple | list) else (held,)
    everybody = []
    for one in several:
        if not isinstance(one, str | Person):
            message = f"a role is held by an id, a Person or a tuple of them, not by {type(one).__name__}"
            raise TypeError(message)
        everybody.append(Person(one) if isinstance(one, str) else one)
    return tuple(person for person in everybody if _folded(person.id))


def usable(people: People) -> tuple[dict[str, Held], tuple[Problem, ...]]:
    """The roles of which it can be read who holds them, and a problem for each other one."""
    found: dict[str, Held] = {}
    problems = []
    for role, held in people.items():
        try:
            found[role] = persons(held)
        except TypeError:
            allowed = "a name, a person, or a list of them"
            message = f"who holds `{role}` cannot be read"
            problems.append(Problem(thing=str(role), message=message, given=shown(held), allowed=allowed))
    return found, tuple(problems)


def merged(people: People, also: Iterable[Person] = ()) -> dict[str, tuple[Person, ...]]:
    """
    *people*, each under the id they are given by, with all that any entry says of whoever shares a name with them.

    Two are one person where a third entry says so. Nobody is of a team where entries name two. What one entry knows of
    responsibility is known, and is added to what others know.

    Args:
        also: Others of whom something is said.

    Raises:
        TypeError: A role is held by something else than persons.
    """
    held = {role: persons(one) for role, one in people.items()}
    said: dict[str, list[Person]] = {}
    for person in (*(person for everybody in held.values() for person in everybody), *also):
        names = _names(person)
        groups = {id(said[name]): said[name] for name in names if name in said}
        together, *others = groups.values() or [[]]
        together.append(person)
        said.update(dict.fromkeys(names, together))
        for one in (one for group in others for one in group):
            together.append(one)
            said.update(dict.fromkeys(_names(one), together))
    return {
        role: tuple(_with_all(person, said[_folded(person.id)]) for person in everybody)
        for role, everybody in held.items()
    }


def _with_all(person: Person, said: Iterable[Person]) -> Person:
    """*person* with everything that is *said* of them; in an order that does not follow that of the entries."""
    names = sorted({name for one in said for name in (one.id, *one.also_known_as)} - {person.id})
    teams = sorted(one.team for one in said if _folded(one.team))
    over = [one.responsible_for for one in said if one.responsible_for is not None]
    return Person(
        person.id,
        also_known_as=tuple(names),
        team=teams[0] if len(set(map(_folded, teams))) == 1 else "",
        responsible_for=tuple(sorted({name for names in over for name in names})) if over else None,
    )


def same_person(one: Person, other: Person) -> bool:
    """
    Whether two persons share an id or another name; case and white space make no difference.

    What a third entry says of them is seen only where both are :func:`merged`.
    """
    return not _names(one).isdisjoint(_names(other))


def role_of(name: str, roles: Iterable[Role]) -> Role | None:
    """The role that *name* is the id, the title or another name of; None for none."""
    return _by_name(tuple(roles)).get(_folded(name))


@functools.lru_cache(maxsize=32)
def _by_name(roles: tuple[Role, ...]) -> Mapping[str, Role]:
    """Each of *roles* by all its names."""
    # An id before every title, and a title before every other name: another role's other name takes no id away.
    kinds: tuple[Callable[[Role], tuple[str, ...]], ...] = (
        lambda role: (role.id,),
        lambda role: (role.title,),
        lambda role: role.also_known_as,
    )
    found: dict[str, Role] = {}
    for names in kinds:
        for role in roles:
            for name in names(role):
                found.setdefault(_folded(name), role)
    return found


def with_standing(people: People, roles: Iterable[Role]) -> dict[str, Held]:
    """*people*, and whoever the pack says holds a role for which nobody is given."""
    known = tuple(roles)
    by_name = _by_name(known)
    given = {_role_id(name, by_name) for name in people}
    return {**{role.id: role.held_by for role in known if role.held_by and role.id not in given}, **people}


class Holders:
    """
    Who holds which role.

    Args:
        people: As given; where nobody is for a role, whoever the pack says holds it does.
    """

    def __init__(self, people: People, roles: Iterable[Role]) -> None:
        known = tuple(roles)
        self._people = with_standing(people, known)
        self._roles = _by_name(known)
        self._under: dict[str, list[str]] = {}
        for name in sorted(self._people):
            self._under.setdefault(_role_id(name, self._roles), []).append(name)
        self._found: dict[str, tuple[Person, ...]] = {}

    def role(self, name: str) -> Role | None:
        """As :func:`role_of`."""
        return self._roles.get(_folded(name))

    def of(self, role: str) -> tuple[Person, ...]:
        """
        Everybody given for *role*, under whichever of its names.

        Raises:
            TypeError: It is held by something else than persons.
        """
        if role not in self._found:
            under = self._under.get(_role_id(role, self._roles), ())
            self._found[role] = tuple(person for name in under for person in persons(self._people[name]))
        return self._found[role]


def unknown_roles(people: People, roles: Iterable[Role]) -> tuple[Problem, ...]:
    """A problem for everybody given under a name that is no role."""
    known = tuple(roles)
    by_name = _by_name(known)
    names = [name for role in known for name in (role.id, role.title, *role.also_known_as)]
    return tuple(
        Problem(thing=name, message=f"`{name}` is no role of the pack", given=name, allowed=did_you_mean(name, names))
        for name in sorted(people)
        if _folded(name) not in by_name
    )


def checked(look: Look, people: People, roles: Iterable[Role], record: str = "") -> tuple[Independent, ...]:
    """
    Whether everybody who takes this look is as independent as it asks: breaches, and what cannot be checked, included.

    Args:
        look: Who looks, and of whom they have to be independent.
        people: Who holds each role. What any entry says of a person holds for them in every role.
        roles: Every role of the pack.
        record: The id of the record the audit is about, for `never responsible for` what is no role.

    Returns:
        One for each person and each role or record they have to be independent of; none where nothing is asked.
    """
    known = tuple(roles)
    held = Holders(merged(with_standing(people, known)), known)
    found = [
        check for role in look.by for person in held.of(role) for check in checks(person, role, look, held, record)
    ]
    asked = look.independence
    wanted = dict.fromkeys((*asked.not_roles, *asked.other_team_than, *asked.never_responsible_for))
    if not found and wanted and not any(map(held.of, look.by)):
        names = " or ".join(f"`{role}`" for role in look.by)
        reason = f"nobody is given as {names}, so independence cannot be checked"
        role = ", ".join(look.by)
        found += [Independent(role=role, person="", of=of, ok=None, reason=reason) for of in wanted]
    return tuple(found)


def checks(person: Person, role: str, look: Look, held: Holders, record: str = "") -> Iterator[Independent]:
    """
    What *look* asks of *person*, who takes it as *role*: as :func:`checked` has it.

    Args:
        held: Who holds each role, *person* with them, all :func:`merged`.
    """
    return _Checking(role, person, held, record).all(look)


def independence_problems(checks: Iterable[Independent]) -> tuple[Problem, ...]:
    """A problem for each breach and each check that cannot be made, the same said once."""
    said = {
        (check.role, check.reason): Problem(
            thing=check.role,
            message=check.reason,
            given=check.person,
            allowed="" if check.ok is None else f"somebody who is independent of `{check.of}`",
        )
        for check in checks
        if not check.ok
    }
    return tuple(said.values())


class _Checking:
    """The checks of one person in one role."""

    def __init__(self, role: str, person: Person, held: Holders, record: str) -> None:
        self.role = role
        self.person = person
        self.held = held
        self.record = record

    def all(self, look: Look) -> Iterator[Independent]:
        asked = look.independence
        for of in asked.not_roles:
            yield from self.against(of, self.same)
        for of in asked.other_team_than:
            yield from self.against(of, self.team)
        for of in asked.never_responsible_for:
            if self.held.role(of) is not None:
                yield from self.against(of, self.over)
            else:
                yield self.told(of, *self.worked_with(of))

    def against(self, of: str, check: Callable[[Person, str], tuple[bool | None, str]]) -> Iterator[Independent]:
        """What *check* says of everybody who holds the role *of*."""
        others = self.held.of(of)
        role = self.held.role(of)
        if not others and role is not None and role.vacant:
            yield self.told(of, True, "")
        elif not others:
            yield self.told(of, None, f"nobody is given as `{of}`, so independence of `{of}` cannot be checked")
        for other in others:
            yield self.told(of, *check(other, of))

    def told(self, of: str, ok: bool | None, reason: str) -> Independent:
        return Independent(role=self.role, person=self.person.id, of=of, ok=ok, reason=reason)

    def same(self, other: Person, of: str) -> tuple[bool | None, str]:
        if same_person(self.person, other):
            return False, f"`{self.person.id}` looks at it as `{self.role}` and is also `{of}`"
        return True, ""

    def team(self, other: Person, of: str) -> tuple[bool | None, str]:
        for person in (self.person, other):
            if not _folded(person.team):
                reason = f"the team of `{person.id}` is not known, so independence of `{of}` cannot be checked"
                return None, reason
        if _folded(self.person.team) == _folded(other.team):
            return False, f"`{self.person.id}`, who looks at it as `{self.role}`, is of the same team as `{of}`"
        return True, ""

    def over(self, other: Person, of: str) -> tuple[bool | None, str]:
        return self.responsible(_names(other), of)

    def worked_with(self, of: str) -> tuple[bool | None, str]:
        if not _folded(self.record):
            return None, f"it is not said which `{of}` the audit is about, so independence of it cannot be checked"
        return self.responsible({_folded(self.record)}, of)

    def responsible(self, names: set[str], of: str) -> tuple[bool | None, str]:
        if self.person.responsible_for is None:
            reason = (
                f"it is not given for whom `{self.person.id}` is or was responsible, so independence of `{of}` cannot"
            )
            return None, f"{reason} be checked"
        if not names.isdisjoint(map(_folded, self.person.responsible_for)):
            return False, f"`{self.person.id}`, who looks at it as `{self.role}`, is or was responsible for `{of}`"
        return True, ""


def _names(person: Person) -> set[str]:
    return {_folded(name) for name in (person.id, *person.also_known_as)} - {""}


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _role_id(name: str, by_name: Mapping[str, Role]) -> str:
    folded = _folded(name)
    role = by_name.get(folded)
    return role.id if role is not None else folded
