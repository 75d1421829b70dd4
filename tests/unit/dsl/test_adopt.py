"""A pack that adopts another: everything the other says, with the numbers it leaves open filled in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import qarules

ON = date(2023, 11, 1)
HEAD = 'standard our-council "Our council" { adopts "north-somerset" version "2023-11" }\n'


@pytest.fixture
def house(tmp_path):
    def load(text: str):
        file = tmp_path / "standard.qa"
        file.write_text(text, encoding="utf-8")
        return qarules.load_pack(tmp_path, on=ON)

    return load


def test_it_says_all_the_other_says(house):
    """Tools, deadlines, roles and the rest are those of the other; dates and calendar are, where it names none."""
    taken, theirs = house(HEAD), qarules.load_pack("north-somerset", on=ON)
    assert taken.name == "our-council"
    for part in ("clauses", "roles", "events", "deadlines", "escalations", "activities", "samples", "parameters"):
        assert getattr(taken, part) == getattr(theirs, part)
    assert [tool.id for tool in taken.tools] == [tool.id for tool in theirs.tools]
    assert (taken.standard.calendar, taken.standard.in_force_until) == ("england-and-wales", date(2024, 1, 31))
    assert all(tool.standard == taken.standard for tool in taken.tools)


def test_it_sets_what_is_open(house):
    """A parameter it sets has that value in whatever uses it, and the setting stays to be seen."""
    pack = house(HEAD + 'set records-per-round to 2 because "Agreed."\n')
    assert qarules.settled(pack)["records-per-round"] == Fraction(2)
    assert [(str(each.parameter), each.because) for each in pack.overrides] == [("records-per-round", "Agreed.")]
    records = [{"id": str(n), "supported-since": "2023-01-01", "is-supported": True, "in-this-rounds-group": True}
               for n in range(5)]  # fmt: skip
    drawn = qarules.draw(pack, "round-records", records, on=ON, seed=1)
    assert len(drawn.strata[0].records) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("set records-per-rund to 2", "QA201"),
        ("set records-per-round to 0", "QA307"),
        ('parameter p "P" { at most 3  is 30 }', "QA307"),
        ('parameter p "P" { at least q }  parameter q "Q" { is 3 }  set p to 2', "QA307"),
        ('role reviewer "Our reviewer"', "QA203"),
    ],
)
def test_what_does_not_fit_is_reported(house, text, code):
    """A parameter there is not, a number out of bounds, an id the other pack has."""
    with pytest.raises(qarules.QaCheckError) as refused:
        house(HEAD + text + "\n")
    assert [found.code for found in refused.value.diagnostics if found.severity is qarules.Severity.ERROR] == [code]


def test_a_pack_that_is_not_there(house):
    """What it adopts has to be within reach."""
    with pytest.raises(qarules.QaCheckError, match="no-such-pack"):
        house(HEAD.replace("north-somerset", "no-such-pack"))
