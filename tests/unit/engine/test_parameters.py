"""Parameters: what is set, what is open, and the bounds that hold, other parameters among them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qarules.codec.reading import converter
from qarules.engine.parameters import settled, whole
from qarules.model.activity import Parameter
from qarules.model.draw import Settled
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.standard import Clause, Force

PACK = Pack(
    name="house",
    parameters=(
        Parameter(id="hours-least", title="Fewest hours", low=Fraction(1, 2), high="hours-most", cites=("F-07",)),
        Parameter(id="hours-most", title="Most hours", low="hours-least", value=Fraction(3)),
        Parameter(id="mentees-per-mentor", title="Mentees to a mentor", high=Fraction(4), cites=("TYP-02",)),
        Parameter(id="contacts-a-week", title="Contacts a week"),
    ),
    clauses=(
        Clause(id="F-07", force=Force.MUST, place="", statement=""),
        Clause(id="AMB-1", force=Force.INTERPRETATION, place="", statement="", resolves=("F-07",)),
    ),
)


def told(given):
    return [(problem.thing, str(problem)) for problem in settled(PACK, given).problems]


def test_what_is_set_and_what_is_open():
    """A case's value comes before the pack's; what nobody sets is open."""
    found = settled(PACK, {"hours-most": 2})
    assert [(each.parameter, each.value, each.given, each.is_open) for each in found.settings] == [
        ("hours-least", None, False, True),
        ("hours-most", 2, True, False),
        ("mentees-per-mentor", None, False, True),
        ("contacts-a-week", None, False, True),
    ]
    assert found.problems == ()
    assert found["hours-most"] == 2
    assert settled(PACK)["hours-most"] == 3
    assert [clause.id for clause in found.rests_on] == ["AMB-1"]
    assert found.settings[2].clauses == ("TYP-02",)
    assert converter().structure(plain(found), Settled) == found


@pytest.mark.parametrize(("given", "breaks"), [(3, False), (4, False), (5, True)])
def test_a_ratio_is_held_against_its_bound(given, breaks):
    """At most four mentees to a mentor: four are allowed, five are told with what is allowed."""
    found = settled(PACK, {"mentees-per-mentor": given})
    expected = [("mentees-per-mentor", "`mentees-per-mentor` is 5 (at most 4)")] if breaks else []
    assert told({"mentees-per-mentor": given}) == expected
    assert found["mentees-per-mentor"] == given


def test_bounds_that_are_other_parameters():
    """The fewest hours cannot be above the most; equal ones are allowed, and an open bound binds nothing."""
    assert told({"hours-least": 3}) == []
    assert told({"hours-least": Fraction(7, 2)}) == [
        ("hours-least", "`hours-least` is 3.5 (at most 3, as `hours-most` is)"),
        ("hours-most", "`hours-most` is 3 (at least 3.5, as `hours-least` is)"),
    ]
    assert told({"hours-least": Fraction(1, 4)}) == [("hours-least", "`hours-least` is 0.25 (at least 0.5)")]


def test_more_than_a_bound():
    """Above zero is more than nothing, however little."""
    pack = Pack(name="p", parameters=(Parameter(id="hours", title="Hours", above=Fraction(0)),))
    assert settled(pack, {"hours": Fraction(1, 100)}).problems == ()
    assert [str(problem) for problem in settled(pack, {"hours": 0}).problems] == ["`hours` is 0 (above 0)"]


def test_what_cannot_be_used():
    """Unknown names come with a question, and what is no exact number is no value."""
    assert told({"hours-mst": 1}) == [
        ("hours-mst", "`hours-mst` is no parameter of this pack (did you mean `hours-most`?)")
    ]
    for wrong in (True, 1.5, "2", None):
        [(thing, message)] = told({"hours-most": wrong})
        assert (thing, message.endswith("(a whole number or a fraction)")) == ("hours-most", True)
        assert settled(PACK, {"hours-most": wrong})["hours-most"] is None
    with pytest.raises(TypeError, match="has to be a mapping"):
        settled(PACK, [("hours-most", 2)])


def test_a_number_of_things():
    """A count is itself, or a parameter's value where that is a whole number."""
    assert whole(PACK, 2, {}) == (2, ())
    assert whole(PACK, "hours-most", {}) == (3, ())
    for value, message in ((Fraction(5, 2), "`hours-most` cannot be `2.5`"), (-1, "`hours-most` cannot be `-1`")):
        number, problems = whole(PACK, "hours-most", {"hours-most": value})
        assert (number, problems[-1].message) == (None, message)
    number, [problem] = whole(PACK, "contacts-a-week", {})
    assert (number, problem.message) == (None, "`contacts-a-week` is left open")
