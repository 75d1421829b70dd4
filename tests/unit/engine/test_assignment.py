"""Auditors for the records of a sample: independent, in turn, and none with more than their share."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from qarules.codec.reading import converter
from qarules.engine.assignment import assign
from qarules.model.activity import Parameter, Sample
from qarules.model.case import Person
from qarules.model.draw import Assignment, Objection
from qarules.model.looks import Independence, Look
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.standard import Role

ON = datetime.date(2026, 5, 4)
ROLES = tuple(
    Role(id=name, title=name.replace("-", " ").capitalize())
    for name in ("practitioner", "team-manager", "head", "lead")
)


def pack_of(**sample):
    """A pack with one sample audited as told."""
    return Pack(
        name="house",
        roles=ROLES,
        samples=(Sample(id="s", title="S", **sample),),
        parameters=(Parameter(id="load", title="Load", low=Fraction(1)),),
    )


def by(*roles, **independence):
    return Look(by=roles, independence=Independence(**independence))


def given_to(found):
    return {allocation.record: allocation.auditor for allocation in found.allocations}


# --- Dorset: a team manager audits another team's record, never their own (DOR-AUD-06) ---

MANAGERS = (Person("ann", team="North"), Person("ben", team="South"))
OTHER_TEAM = pack_of(auditors=by("team-manager", other_team_than=("practitioner",)))


def of(name, **people):
    return {"id": name, "people": {role.replace("_", "-"): held for role, held in people.items()}}


def test_never_ones_own_team():
    """Whoever is of the practitioner's team is kept from the record, with the reason."""
    records = [of("r1", practitioner=Person("pam", team="North")), of("r2", practitioner=Person("pia", team="South"))]
    found = assign(OTHER_TEAM, "s", records, people={"team-manager": MANAGERS}, on=ON, seed=1)
    assert given_to(found) == {"r1": "ben", "r2": "ann"}
    assert found.complete
    assert found.allocations[0].objections == (
        Objection(
            person="ann",
            text="`ann`, who looks at it as `auditor of the record`, is of the same team as `practitioner`",
        ),
    )
    assert [(load.person, load.records) for load in found.loads] == [("ann", ("r2",)), ("ben", ("r1",))]


def test_what_is_not_known_is_not_independent():
    """Without the practitioner, or a team, nobody is said to be independent."""
    records = [of("r1"), of("r2", practitioner="pam")]
    found = assign(OTHER_TEAM, "s", records, people={"team-manager": MANAGERS}, on=ON, seed=1)
    assert given_to(found) == {"r1": "", "r2": ""}
    assert {objection.certain for each in found.allocations for objection in each.objections} == {False}
    assert found.allocations[0].text == "nobody who may audit it is known to be independent"
    assert found.allocations[0].objections[0].text.startswith("nobody is given as `practitioner`")
    assert not found.complete


def test_the_records_own_manager():
    """`not team-manager` keeps from a record its own manager, not everybody who is one; under another name too."""
    pack = pack_of(auditors=by("team-manager", not_roles=("team-manager",)))
    people = {"team-manager": (Person("ann", also_known_as=("A. N.",)), "ben")}
    found = assign(pack, "s", [of("r", team_manager="a.n.")], people=people, on=ON, seed=1)
    assert given_to(found) == {"r": "ben"}
    assert [objection.person for objection in found.allocations[0].objections] == ["ann"]


def test_holders_of_other_roles_stand_for_every_record():
    """A role the record does not fill itself is filled by the people of the case; one it fills is not."""
    pack = pack_of(auditors=by("team-manager", not_roles=("head",)))
    people = {"team-manager": ("ann", "ben"), "head": "ann"}
    found = assign(pack, "s", [of("r1"), of("r2", Head="ben")], people=people, on=ON, seed=1)
    assert given_to(found) == {"r1": "ben", "r2": "ann"}


def test_nobody_audits_what_they_worked_with():
    """Who is or was responsible for the record itself is kept from it."""
    pack = pack_of(auditors=by("lead", never_responsible_for=("child",)))
    people = {"lead": (Person("ann", responsible_for=("r1",)), Person("ben", responsible_for=()))}
    found = assign(pack, "s", [of("r1"), of("r2")], people=people, on=ON, seed=1)
    assert given_to(found) == {"r1": "ben", "r2": "ann"}


@pytest.mark.parametrize(
    ("people", "record"),
    [
        ({"lead": ("a", "c"), "practitioner": Person("a", also_known_as=("b",))}, {"practitioner": "b"}),
        ({"lead": ("a", "c"), "head": Person("x", also_known_as=("a", "b"))}, {"practitioner": "b"}),
        ({"lead": ("a", "c")}, {"practitioner": "b", "head": Person("a", also_known_as=("b",))}),
        ({"lead": (Person("a", also_known_as=("b",)), "c")}, {"practitioner": "B"}),
    ],
)
def test_ones_own_record_under_a_name_given_elsewhere(people, record):
    """Who holds a role in the record is recognised by what any entry says of them, also one the record replaces."""
    pack = pack_of(auditors=by("lead", not_roles=("practitioner",)))
    for seed in range(4):
        found = assign(pack, "s", [of("r", **record)], people=people, on=ON, seed=seed)
        assert given_to(found) == {"r": "c"}
        assert [(objection.person, objection.certain) for objection in found.allocations[0].objections] == [("a", True)]


def test_responsibility_said_elsewhere_keeps_from_a_record():
    """What another entry, or the record's own, knows of an auditor's responsibility counts."""
    pack = pack_of(auditors=by("lead", never_responsible_for=("child",)))
    ann, ben = Person("ann", responsible_for=()), Person("ben", responsible_for=())
    people = {"lead": (ann, ben), "team-manager": Person("Ann", responsible_for=("r1",))}
    records = [of("r1"), of("r2", team_manager=Person("ben", responsible_for=("r2",)))]
    found = assign(pack, "s", records, people=people, on=ON, seed=1)
    assert given_to(found) == {"r1": "ben", "r2": "ann"}


def test_one_auditor_by_what_another_entry_says():
    """Two names that an entry of no auditor joins are one auditor, who last audited when either did."""
    people = {"lead": ("ann", "a.n.", "ben"), "head": Person("x", also_known_as=("ann", "A.N."))}
    history = {"X": datetime.date(2026, 1, 1)}
    found = assign(pack_of(auditors=by("lead")), "s", [], people=people, history=history, on=ON, seed=1)
    assert [(load.person, load.last) for load in found.loads] == [("a.n.", datetime.date(2026, 1, 1)), ("ben", None)]


# --- in turn, and load ---


def test_whoever_audited_longest_ago_comes_first():
    """The lead rotates (NS-SPT-07): whoever never did, then the oldest, whatever the seed; without turns, a lot."""
    pack = pack_of(auditors=by("lead"), in_turn=True)
    people = {"lead": ("ann", "ben", "cat")}
    history = {"ann": datetime.date(2026, 1, 1), "BEN": datetime.date(2025, 6, 1), "cat": datetime.date(2025, 7, 1)}
    for seed in range(10):
        found = assign(pack, "s", [{"id": 1}], people=people, history=history, on=ON, seed=seed)
        assert given_to(found) == {"1": "ben"}
        found = assign(pack, "s", [{"id": 1}, {"id": 2}], people=people, history=history, on=ON, seed=seed)
        assert set(given_to(found).values()) == {"ben", "cat"}
        del_ann = {name: day for name, day in history.items() if name != "ann"}
        found = assign(pack, "s", [{"id": 1}], people=people, history=del_ann, on=ON, seed=seed)
        assert given_to(found) == {"1": "ann"}
    by_lot = pack_of(auditors=by("lead"))
    lots = [assign(by_lot, "s", [{"id": 1}], people=people, history=history, on=ON, seed=seed) for seed in range(10)]
    assert {given_to(found)["1"] for found in lots} == {"ann", "ben", "cat"}
    assert {load.person: load.last for load in found.loads}["ben"] == datetime.date(2025, 6, 1)


def test_at_most_so_many_each():
    """Where all have their fill, the rest is told as not given."""
    pack = pack_of(auditors=by("lead"), at_most_each="load")
    records = [{"id": n} for n in range(5)]
    found = assign(pack, "s", records, people={"lead": ("ann", "ben")}, on=ON, seed=1, parameters={"load": 2})
    assert sorted(len(load.records) for load in found.loads) == [2, 2]
    [left] = [each for each in found.allocations if not each.auditor]
    assert left.text == "everybody who may audit it has 2 already"
    assert found.at_most_each == 2
    left_open = assign(pack, "s", records, people={"lead": ("ann", "ben")}, on=ON, seed=1)
    assert [problem.message for problem in left_open.problems] == ["`load` is left open"]
    assert left_open.at_most_each is None


def test_a_lot_decides_where_nothing_else_does():
    """Over many seeds each of several equals is given a single record about as often."""
    people = {"lead": ("ann", "ben", "cat", "dan")}
    pack = pack_of(auditors=by("lead"))
    given = [given_to(assign(pack, "s", [{"id": 1}], people=people, on=ON, seed=seed))["1"] for seed in range(200)]
    assert all(30 <= given.count(name) <= 70 for name in people["lead"])


# --- what is handed in ---


def test_one_person_under_two_names_and_roles_is_one_auditor():
    """What is said of a person under any name holds; two teams said of one person are none that is known."""
    pack = pack_of(auditors=by("lead", "head", other_team_than=("practitioner",)))
    record = of("r", practitioner=Person("pam", team="North"))
    people = {"lead": "ann", "head": (Person("Annie", also_known_as=("ann",), team="South"),)}
    found = assign(pack, "s", [record], people=people, on=ON, seed=1)
    assert [load.person for load in found.loads] == ["Annie"]
    assert found.complete
    people["lead"] = Person("ann", team="West")
    assert not assign(pack, "s", [record], people=people, on=ON, seed=1).complete


@pytest.mark.parametrize(
    ("records", "people", "messages"),
    [
        ([{}], {"lead": "ann"}, ["a record has no id"]),
        ([{"id": 1}, {"id": "1"}], {"lead": "ann"}, ["record `1` is there 2 times"]),
        ([{"id": 1, "people": "ann"}], {"lead": "ann"}, ["record `1`: `people` cannot be `ann`"]),
        ([{"id": 1, "people": {"head": 7}}], {"lead": "ann"}, ["record `1`: `head` cannot be held by `7`"]),
        ([{"id": 1, "people": {"haed": ["ann"]}}], {"lead": "ann"}, ["record `1`: `haed` is no role of the pack"]),
        ([{"id": 1}], {"lead": "ann", "leed": "ben"}, ["`leed` is no role of the pack"]),
        ([{"id": 1}], {"lead": " "}, ["nobody is given as `lead`"]),
    ],
)
def test_what_cannot_be_used_is_told(records, people, messages):
    """Records and people that cannot be used are problems."""
    found = assign(pack_of(auditors=by("lead")), "s", records, people=people, on=ON, seed=1)
    assert [problem.message for problem in found.problems] == messages
    assert not found.complete


def test_misuse_and_samples_without_auditors():
    """A source that does not say who audits assigns nobody; a record that is no mapping is misuse."""
    found = assign(pack_of(), "s", [{"id": 1}], people={"lead": "ann"}, on=ON, seed=1)
    assert (given_to(found), found.problems[0].message) == ({"1": ""}, "`s` does not say who audits")
    with pytest.raises(TypeError, match="a record has to be a mapping"):
        assign(pack_of(auditors=by("lead")), "s", ["r"], people={"lead": "ann"}, on=ON, seed=1)


def test_what_reports_have_to_say_is_carried():
    """The label of the sample stands in the assignment, which is what plain data can hold, there and back."""
    pack = pack_of(auditors=by("lead"), labelled="Not representative.")
    found = assign(pack, "s", [{"id": 1}], people={"lead": "ann"}, on=ON, seed=7)
    assert (found.labelled, found.seed, found.on) == ("Not representative.", "7", ON)
    assert converter().structure(plain(found), Assignment) == found
