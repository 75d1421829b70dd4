"""Names that mean two roles."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

import qarules
from qarules.dsl.compile import compile_text
from qarules.engine.people import role_of

PACK = """qa 1
{}
event told "Told"
escalation e "E" {{ starts when told happens step x "X" {{ by boss }} }}
"""


def reports(*roles):
    text = PACK.format("\n".join(roles))
    return [
        (each.message, text[each.span.start.offset : each.span.end.offset], [label.text for label in each.labels])
        for each in compile_text(text).diagnostics
        if each.code == "QA203"
    ]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ('role boss "Head"', 'role deputy "Deputy" { also known as "Boss" }', "Boss"),
        ('role boss "Head"', 'role deputy "BOSS"', "BOSS"),
        ('role boss "The Head"', 'role deputy "THE  HEAD"', "THE HEAD"),
        ('role boss "The Head"', 'role deputy "D" { also known as "Thehead" }', "Thehead"),
        ('role boss "B" { also known as "Chief" }', 'role deputy "D" { also known as "Lead", "chief" }', "chief"),
    ],
)
def test_a_name_of_two_roles(one, other, name):
    """Ids, titles and other names are looked up alike, so that each has to mean one role; told once, at the second."""
    assert reports(one, other) == [(f"`{name}` means two roles, `boss` and `deputy`", "deputy", ["the first"])]
    ((message, at, _),) = reports(other, one)
    assert (message.endswith("` means two roles, `deputy` and `boss`"), at) == (True, "boss")


def test_sound():
    """A role may say the same name several times; names that differ by more than case and white space are apart."""
    assert (
        reports('role boss "Boss" { also known as "BOSS", "Bo ss" }', 'role deputy "Dep" { also known as "Bos" }') == []
    )


def test_two_of_one_id_are_told_once():
    """That is one report, of the id, not one for each of their names."""
    assert len(reports('role boss "Head" { also known as "H" }', 'role boss "Head" { also known as "H" }')) == 1


def test_a_missing_title_is_told_once():
    """Roles without a title do not share one: only that it is missing is told."""
    assert reports("role boss", "role deputy") == []


def test_sound_roles_are_found_whatever_their_order():
    """Where nothing is reported, every name finds the same role however the roles stand."""
    text = PACK.format(
        'role boss "Head" { also known as "Chief" }\nrole deputy "Deputy" { also known as "Dep" }\nrole c "C"'
    )
    roles = compile_text(text).pack.roles
    names = [name for role in roles for name in (role.id, role.title, *role.also_known_as)]
    found = {tuple(role_of(name, order).id for name in names) for order in itertools.permutations(roles)}
    assert len(found) == 1


@pytest.mark.parametrize("name", ["Reviewer", "Director", "team-manager", "Head of Service"])
def test_a_name_that_an_adopted_pack_gives_to_another(tmp_path, name):
    """A role of the adopting pack may not take a name of the other's roles, which would be found under both."""
    text = (
        f'qa 1\nstandard mine "Mine" {{ adopts "north-somerset" }}\nrole other "Other" {{ also known as "{name}" }}\n'
    )
    (tmp_path / "mine.qa").write_text(text, encoding="utf-8")
    with pytest.raises(qarules.QaCheckError, match=f"`{name}` means two roles, `.*` and `other`"):
        qarules.load_pack(tmp_path, on=date(2023, 11, 28))
