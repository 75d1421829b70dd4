"""Who holds a role, who is the same person, and who is independent of whom."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings, strategies as st

from qarules.engine.people import (
    Holders,
    checked,
    independence_problems,
    merged,
    persons,
    role_of,
    same_person,
    unknown_roles,
)
from qarules.model.case import Person
from qarules.model.looks import Independence, Look
from qarules.model.standard import Role

ROLES = (
    Role(id="reviewer", title="Reviewer"),
    Role(id="practitioner", title="Allocated practitioner", also_known_as=("Practitioner",)),
    Role(id="moderator", title="Moderator"),
    Role(id="head-of-qa", title="Head of Quality Assurance", vacant=True),
)


def look(**independence):
    return Look(by=("moderator",), independence=Independence(**independence))


def told(look, people, record=""):
    return [(check.of, check.ok) for check in checked(look, people, ROLES, record)]


def test_persons():
    """An id, a person or several of them are persons; a blank id is nobody, and anything else is misuse."""
    anna = Person("anna", team="North")
    assert persons("ben") == (Person("ben"),)
    assert persons((anna, "ben", " ")) == (anna, Person("ben"))
    assert persons("") == ()
    with pytest.raises(TypeError, match="held by an id"):
        persons(7)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Person("anna"), Person("anna"), True),
        (Person("Anna Smith"), Person(" annasmith"), True),
        (Person("a1", also_known_as=("A. Smith",)), Person("a.smith"), True),
        (Person("a1", also_known_as=("X",)), Person("a2", also_known_as=("x",)), True),
        (Person("anna"), Person("hanna"), False),
        (Person("a1", also_known_as=("",)), Person("a2", also_known_as=(" ",)), False),
    ],
)
def test_same_person(one, other, same):
    """By id or any other name, whatever the case and white space; blank names make nobody the same."""
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize("name", ["practitioner", "Allocated practitioner", "PRACTITIONER", "allocated  Practitioner"])
def test_a_role_by_any_of_its_names(name):
    """Holders are found under the id, the title and every other name of a role."""
    assert role_of(name, ROLES).id == "practitioner"
    assert Holders({name: "anna"}, ROLES).of("practitioner") == (Person("anna"),)
    assert Holders({"practitioner": "anna"}, ROLES).of(name) == (Person("anna"),)


def test_holders_under_several_names_are_all_holders():
    people = {"practitioner": "anna", "Allocated practitioner": ("ben", "cleo"), "reviewer": "dan"}
    assert {person.id for person in Holders(people, ROLES).of("practitioner")} == {"anna", "ben", "cleo"}


def test_people_under_a_name_that_is_no_role():
    (problem,) = unknown_roles({"reviewr": "anna", "Reviewer": "ben"}, ROLES)
    assert (problem.thing, str(problem)) == (
        "reviewr",
        "`reviewr` is no role of the pack (did you mean `reviewer`?)",
    )


def test_nothing_asked_nothing_checked():
    assert told(look(), {}) == []
    assert told(look(), {"moderator": "anna", "reviewer": "anna"}) == []


def test_not_the_same_person():
    """Being one person under another name is a breach; who is not given cannot be checked."""
    who = look(not_roles=("reviewer", "practitioner"))
    people = {"moderator": Person("m1", also_known_as=("Anna",)), "reviewer": "anna", "practitioner": "ben"}
    checks = checked(who, people, ROLES)
    assert [(check.of, check.ok) for check in checks] == [("reviewer", False), ("practitioner", True)]
    (problem,) = independence_problems(checks)
    assert problem.message == "`m1` looks at it as `moderator` and is also `reviewer`"
    assert problem.allowed == "somebody who is independent of `reviewer`"
    (unknown,) = independence_problems(checked(who, {"moderator": "cleo", "reviewer": "anna"}, ROLES))
    assert unknown.message == "nobody is given as `practitioner`, so independence of `practitioner` cannot be checked"
    assert not unknown.allowed


def test_nobody_given_who_looks():
    """It is said once, for everything that was asked, and is no breach."""
    checks = checked(look(not_roles=("reviewer",), other_team_than=("practitioner",)), {"reviewer": "anna"}, ROLES)
    assert [(check.of, check.ok, check.person) for check in checks] == [
        ("reviewer", None, ""),
        ("practitioner", None, ""),
    ]
    (problem,) = independence_problems(checks)
    assert problem.message == "nobody is given as `moderator`, so independence cannot be checked"


def test_a_vacant_role_is_nobody_to_be_independent_of():
    assert told(look(not_roles=("head-of-qa",)), {"moderator": "anna"}) == [("head-of-qa", True)]


def test_everybody_in_a_role_is_checked_against_everybody_in_the_other():
    people = {"moderator": ("anna", "ben"), "reviewer": ("ben", "cleo")}
    checks = checked(look(not_roles=("reviewer",)), people, ROLES)
    assert [(check.person, check.ok) for check in checks] == [
        ("anna", True),
        ("anna", True),
        ("ben", False),
        ("ben", True),
    ]


@pytest.mark.parametrize(
    ("one", "other", "ok"),
    [("North", "South", True), ("North", "north ", False), ("", "North", None), ("North", "", None)],
)
def test_another_team(one, other, ok):
    people = {"moderator": Person("anna", team=one), "practitioner": Person("ben", team=other)}
    assert told(look(other_team_than=("practitioner",)), people) == [("practitioner", ok)]


@pytest.mark.parametrize(
    ("responsible_for", "ok"),
    [(None, None), ((), True), (("dan",), True), (("BEN",), False), (("b. jones",), False)],
)
def test_never_responsible_for_a_person(responsible_for, ok):
    """A person is recognised by any name; where nothing is given about responsibility it cannot be checked."""
    people = {
        "moderator": Person("anna", responsible_for=responsible_for),
        "practitioner": Person("ben", also_known_as=("B. Jones",)),
    }
    assert told(look(never_responsible_for=("practitioner",)), people) == [("practitioner", ok)]


@pytest.mark.parametrize(
    ("responsible_for", "record", "ok"),
    [(None, "c-7", None), ((), "c-7", True), (("c-7",), "C-7", False), (("c-7",), "", None), ((), "", None)],
)
def test_never_responsible_for_the_record(responsible_for, record, ok):
    """What is no role is the record the audit is about."""
    people = {"moderator": Person("anna", responsible_for=responsible_for)}
    assert told(look(never_responsible_for=("child",)), people, record) == [("child", ok)]


def test_a_bare_id_says_nothing_of_teams_and_responsibility():
    people = {"moderator": "anna", "practitioner": "ben"}
    asked = look(other_team_than=("practitioner",), never_responsible_for=("practitioner", "child"))
    assert told(asked, people, "c-7") == [("practitioner", None), ("practitioner", None), ("child", None)]


# --- what one entry says of a person holds everywhere ---


@pytest.mark.parametrize(
    "people",
    [
        {"moderator": "b", "head-of-qa": Person("Ros", also_known_as=("B",)), "reviewer": "ros"},
        {"reviewer": "ros", "head-of-qa": Person("x", also_known_as=("Ros", "b")), "moderator": "b"},
        {
            "moderator": Person("b", also_known_as=("c",)),
            "practitioner": Person("d", also_known_as=("c",)),
            "head-of-qa": Person("Ros", also_known_as=("d",)),
            "reviewer": "Ros",
        },
    ],
)
def test_the_same_person_by_what_others_entries_say(people):
    """Two who share no name are one where other entries join them, by however many, and in whatever order."""
    for order in itertools.permutations(people.items()):
        (check,) = checked(look(not_roles=("reviewer",)), dict(order), ROLES)
        assert (check.person, check.ok) == ("b", False)


def test_responsibility_is_known_from_any_entry():
    """What another role's entry knows of responsibility is a breach here, whatever this role's own entry says."""
    asked = look(never_responsible_for=("practitioner", "child"))
    elsewhere = Person("Ines", responsible_for=("c-7", "Sam"))
    for own in ("ines", Person("Ines", responsible_for=()), Person("Ines", responsible_for=("somebody",))):
        people = {"moderator": own, "head-of-qa": elsewhere, "practitioner": "Sam"}
        assert told(asked, people, "c-7") == [("practitioner", False), ("child", False)]
    people = {"moderator": "Ines", "head-of-qa": Person("ines", responsible_for=()), "practitioner": "Sam"}
    assert told(asked, people, "c-7") == [("practitioner", True), ("child", True)]


def test_responsibility_for_somebody_under_a_name_given_elsewhere():
    people = {
        "moderator": Person("Ines", responsible_for=("Samuel",)),
        "reviewer": Person("Sam", also_known_as=("Samuel",)),
        "practitioner": "sam",
    }
    assert told(look(never_responsible_for=("practitioner",)), people) == [("practitioner", False)]


@pytest.mark.parametrize(
    ("team", "ok"), [("South", True), ("North", False), ("", None), (("South", "south "), True), (("South", "W"), None)]
)
def test_the_team_is_known_from_any_entry(team, ok):
    """A team that another entry gives is known; two different ones are none that is known."""
    teams = team if isinstance(team, tuple) else (team,)
    people = {
        "moderator": "anna",
        "reviewer": tuple(Person("Anna", team=each) for each in teams),
        "practitioner": Person("ben", team="North"),
    }
    assert told(look(other_team_than=("practitioner",)), people) == [("practitioner", ok)]


def test_merged_keeps_ids_and_roles():
    """Everybody stays under the id and in the role they were given in; what is not said of anybody stays not known."""
    people = {"moderator": ("b", "cleo"), "reviewer": Person("Ros", also_known_as=("b",), team="North")}
    b, cleo = merged(people)["moderator"]
    assert (b, cleo) == (Person("b", also_known_as=("Ros",), team="North"), Person("cleo"))
    assert merged({"moderator": "b"}, [Person("x", also_known_as=("B",))])["moderator"][0].also_known_as == ("B", "x")


letters = st.sampled_from("abcdefgh")
some_people = st.lists(st.builds(lambda id_, names: Person(id_, also_known_as=tuple(names)), letters, st.sets(letters)))


@settings(deadline=None, max_examples=100)
@given(some_people, st.randoms(use_true_random=False))
def test_merged_persons_are_the_connected_ones(everybody, random):
    """Two are the same exactly where a chain of shared names leads from one to the other; order changes nothing."""
    reached = [{person.id, *person.also_known_as} for person in everybody]
    for _ in everybody:
        reached = [set().union(names, *(other for other in reached if other & names)) for names in reached]
    found = merged({str(number): person for number, person in enumerate(everybody)})
    for one, other in itertools.product(range(len(everybody)), repeat=2):
        is_joined = bool(reached[one] & reached[other])
        assert same_person(found[str(one)][0], found[str(other)][0]) is is_joined
    shuffled = random.sample(list(enumerate(everybody)), len(everybody))
    assert merged({str(number): person for number, person in shuffled}) == found
    assert merged(found) == found


# --- names of roles ---


@pytest.mark.parametrize("turned", [False, True])
def test_a_role_by_its_own_name_before_anothers(turned):
    """An id means its role though another is also called so, and a title does; the order of roles changes nothing."""
    roles = (
        Role(id="deputy", title="Deputy", also_known_as=("Boss", "The head")),
        Role(id="boss", title="The head"),
        Role(id="third", title="deputy"),
    )
    roles = roles[::-1] if turned else roles
    assert [role_of(name, roles).id for name in ("boss", "Boss", "the head", "Deputy")] == [
        "boss",
        "boss",
        "boss",
        "deputy",
    ]
    people = {"boss": "anna", "deputy": "ben"}
    assert Holders(people, roles).of("boss") == (Person("anna"),)
