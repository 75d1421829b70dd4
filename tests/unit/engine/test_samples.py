"""Samples: who may be drawn, what is drawn, what is not and why; the samples of the sources as models."""

from __future__ import annotations

import datetime
import enum
import functools
from fractions import Fraction

import pytest

from qarules.codec.reading import converter
from qarules.diagnostics import Name, Span
from qarules.engine.assignment import assign
from qarules.engine.parameters import settled
from qarules.engine.samples import draw, eligible
from qarules.errors import NotFoundError
from qarules.model.activity import Eligible, Parameter, Pick, Record, Sample
from qarules.model.condition import (
    And,
    At,
    AuditDate,
    Compared,
    Comparison,
    Dated,
    Is,
    Not,
    Or,
    Reference,
    Side,
    Unit,
    Within,
)
from qarules.model.draw import Mode, WhyNot
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.standard import Clause, Force
from qarules.model.tool import Choice, Day, Item, Keyword, Number, OneOf, YesNo

ON = datetime.date(2026, 5, 4)
DAY = datetime.timedelta(days=1)


def field(name, answer):
    return Item(keyword=Keyword.QUESTION, id=name, title=name.capitalize(), answer=answer)


def thing(name):
    return Reference(name=name)


def at(name, step):
    return Is(thing=thing(name), at=At(step=step))


def open_for(name, days):
    """On or before the day *days* days before the draw."""
    recent = Within(thing=thing(name), count=days - 1, unit=Unit.DAYS, side=Side.BEFORE, anchor=AuditDate())
    past = Dated(thing=thing(name), side=Side.BEFORE, inclusive=True, anchor=AuditDate())
    return And(parts=(past, Not(part=recent)))


def pack_of(sample, *fields, **more):
    """A pack with one sample of one kind of record."""
    return Pack(name="house", records=(Record(id="record", title="Record", fields=fields),), samples=(sample,), **more)


# --- North Somerset: four weeks of support that lasts (NS-CPR-06, NS-CPR-07, NS-AMB-23) ---

CHILDREN = pack_of(
    Sample(
        id="children",
        title="Children of a round",
        of="record",
        eligible=(
            Eligible(
                when=And(parts=(open_for("supported-since", 28), at("unbroken", "yes"))),
                cites=("NS-CPR-07",),
            ),
        ),
        picks=(Pick(count="records-a-round", cites=("NS-CPR-06",)),),
    ),
    field("supported-since", Day()),
    field("unbroken", YesNo()),
    parameters=(Parameter(id="records-a-round", title="Records in a round", low=Fraction(1)),),
    clauses=(
        Clause(id="NS-CPR-07", force=Force.MUST, place="", statement=""),
        Clause(id="NS-AMB-23", force=Force.INTERPRETATION, place="", statement="28 days", resolves=("NS-CPR-07",)),
    ),
)


@pytest.mark.parametrize(
    ("days", "unbroken", "expected"), [(28, True, True), (27, True, False), (29, True, True), (28, False, False)]
)
def test_four_weeks_of_unbroken_support(days, unbroken, expected):
    """28 days of unbroken support on the day of the draw are enough, 27 are not."""
    record = {"id": "c1", "supported-since": ON - days * DAY, "unbroken": unbroken}
    found = eligible(CHILDREN, "children", record, on=ON)
    assert found.eligible is expected
    assert bool(found.barred) is not expected
    assert [clause.id for clause in found.rests_on] == ["NS-AMB-23"]


def test_what_is_not_known_is_neither_eligible_nor_excluded():
    """Without a field that decides, it cannot be known, and the field is named; where another decides, it is known."""
    found = eligible(CHILDREN, "children", {"id": 1, "supported-since": ON - 30 * DAY}, on=ON)
    assert (found.record, found.eligible, found.missing) == ("1", None, ("unbroken",))
    [barred] = found.barred
    assert (barred.holds, barred.missing, barred.clauses) == (None, ("unbroken",), ("NS-CPR-07",))
    assert "supported-since is on or before audit-date" in barred.text
    found = eligible(CHILDREN, "children", {"id": 1, "unbroken": False}, on=ON)
    assert (found.eligible, found.missing) == (False, ())


def test_what_cannot_be_used_is_a_problem_and_counts_as_not_given():
    """Unknown fields, bad values and a missing id are problems; a bad value leaves open what depends on it."""
    found = eligible(
        CHILDREN, "children", {"unbrokn": True, "unbroken": "perhaps", "supported-since": "2026-01-01"}, on=ON
    )
    assert [problem.thing for problem in found.problems] == ["id", "/unbrokn", "/unbroken"]
    assert found.problems[0].message == "a record has no id"
    assert found.problems[1].message == "record ``: `unbrokn` is no field of `record`"
    assert found.problems[1].allowed == "did you mean `unbroken`?"
    assert found.problems[2].message == "record ``: `unbroken` cannot be `perhaps`"
    assert (found.eligible, found.missing) == (None, ("unbroken",))


def test_names_that_are_not_there_are_refused():
    """A sample the pack does not have, and a record that is no mapping, are mistakes of the caller."""
    with pytest.raises(NotFoundError, match=r"`house` has no sample `childern`; did you mean `children`\?"):
        eligible(CHILDREN, "childern", {"id": 1}, on=ON)
    with pytest.raises(TypeError, match="a record has to be a mapping by fields, not str"):
        draw(CHILDREN, "children", ["c1"], on=ON, seed=1)


def test_a_number_the_framework_leaves_open():
    """What a parameter leaves open is not drawn and said to be open; set, it is drawn; out of bounds, it is told."""
    records = [{"id": n, "supported-since": ON - 40 * DAY, "unbroken": True} for n in range(5)]
    undrawn = draw(CHILDREN, "children", records, on=ON, seed=1)
    [stratum] = undrawn.strata
    assert (stratum.wanted, stratum.records, stratum.short, stratum.fitting) == (None, (), None, 5)
    assert [str(problem) for problem in undrawn.problems] == [
        "`records-a-round` is left open (set it with the parameters)"
    ]
    assert not undrawn.complete
    drawn = draw(CHILDREN, "children", records, on=ON, seed=1, parameters={"records-a-round": 3})
    assert drawn.complete
    assert len(drawn.records) == 3
    for wrong in (Fraction(1, 2), 0):
        refused = draw(CHILDREN, "children", records, on=ON, seed=1, parameters={"records-a-round": wrong})
        assert "records-a-round" in [problem.thing for problem in refused.problems]
        assert refused.records == ()


# --- Dorset: open for six months, else the front door (DOR-SOC-02, DOR-SOC-06) ---

SOCIAL = pack_of(
    Sample(
        id="social-care",
        title="Social care records",
        of="record",
        eligible=(
            Eligible(when=at("is-open", "yes")),
            Eligible(
                when=Compared(number=thing("months-open"), comparison=Comparison.AT_LEAST, value=Fraction(6)),
                otherwise=("front-door", "dip-samples"),
                cites=("DOR-SOC-06",),
            ),
        ),
        picks=(Pick(count=1),),
        labelled="This deficit audit does not represent practice across the service.",
        cites=("DOR-SOC-02",),
    ),
    field("is-open", YesNo()),
    field("months-open", Number(low=Fraction(0))),
)


def test_what_is_left_out_is_looked_at_elsewhere():
    """A record open for under six months is left out, with the clause and where it is looked at instead."""
    records = [
        {"id": "old", "is-open": True, "months-open": 6},
        {"id": "new", "is-open": True, "months-open": 5},
        {"id": "closed", "is-open": False, "months-open": 9},
        {"id": "unsaid", "is-open": True},
    ]
    drawn = draw(SOCIAL, "social-care", records, on=ON, seed="week 1")
    assert drawn.records == ("old",)
    left = {each.record: each for each in drawn.left_out}
    assert list(left) == ["closed", "new", "unsaid"]
    assert (left["new"].why, left["new"].text) == (WhyNot.EXCLUDED, "only where months-open is at least 6")
    assert left["new"].otherwise == ("front-door", "dip-samples")
    assert left["new"].clauses == ("DOR-SOC-06",)
    assert (left["closed"].otherwise, left["closed"].clauses) == ((), ("DOR-SOC-02",))
    assert (left["unsaid"].why, left["unsaid"].missing) == (WhyNot.UNKNOWN, ("months-open",))
    assert drawn.labelled == "This deficit audit does not represent practice across the service."
    assert drawn.clauses == ("DOR-SOC-02", "DOR-SOC-06")


# --- Dorset SEND: plans finalised in the month before (DOR-SEND-11, DOR-SEND-12) ---

MARCH = (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
PLANS = pack_of(
    Sample(
        id="plans",
        title="Plans of March 2026",
        of="record",
        eligible=(
            Eligible(
                when=And(
                    parts=(
                        Dated(thing=thing("finalised"), side=Side.AFTER, inclusive=True, anchor=MARCH[0]),
                        Dated(thing=thing("finalised"), side=Side.BEFORE, inclusive=True, anchor=MARCH[1]),
                        Or(parts=(at("after", "assessment"), at("after", "amendment"))),
                    )
                )
            ),
        ),
        picks=(Pick(count=2),),
    ),
    field("finalised", Day()),
    field(
        "after",
        OneOf(choices=tuple(Choice(id=name, title=name) for name in ("assessment", "amendment", "review"))),
    ),
)


@pytest.mark.parametrize(
    ("finalised", "after", "expected"),
    [
        ("2026-02-28", "assessment", False),
        ("2026-03-01", "assessment", True),
        ("2026-03-31", "amendment", True),
        ("2026-04-01", "amendment", False),
        ("2026-03-15", "review", False),
    ],
)
def test_plans_of_one_month(finalised, after, expected):
    """The population is what was finalised in the month, its first and last day included."""
    record = {"id": "p", "finalised": finalised, "after": after}
    assert eligible(PLANS, "plans", record, on=datetime.date(2026, 4, 7)).eligible is expected


# --- Dorset front door: two of each of four (DOR-CHAD-03, DOR-CHAD-04) ---

KINDS = ("consultation", "early-help", "section-17", "section-47")
FRONT_DOOR = pack_of(
    Sample(
        id="front-door",
        title="Front door",
        of="record",
        picks=tuple(Pick(count=2, where=at("outcome", kind), title=kind.capitalize()) for kind in KINDS),
        cites=("DOR-CHAD-03",),
    ),
    field("outcome", OneOf(choices=tuple(Choice(id=kind, title=kind) for kind in KINDS))),
)


def contacts(**numbers):
    """So many contacts of each kind."""
    return [
        {"id": f"{kind}-{n}", "outcome": kind} for kind in KINDS for n in range(numbers.get(kind.replace("-", "_"), 0))
    ]


def test_two_of_each_of_four():
    """Eight contacts a week, two of each stratum, in the author's order."""
    drawn = draw(
        FRONT_DOOR, "front-door", contacts(consultation=9, early_help=2, section_17=5, section_47=3), on=ON, seed=7
    )
    assert len(drawn.records) == 8
    assert drawn.complete
    assert [[record.rpartition("-")[0] for record in stratum.records] for stratum in drawn.strata] == [
        [kind] * 2 for kind in KINDS
    ]
    assert [stratum.fitting for stratum in drawn.strata] == [9, 2, 5, 3]
    assert {each.why for each in drawn.left_out} == {WhyNot.NOT_DRAWN}


def test_a_draw_can_be_repeated_years_later():
    """A seed gives these very records: whoever kept it can check the draw, whatever the version of the library."""
    drawn = draw(FRONT_DOOR, "front-door", contacts(consultation=9, section_47=5), on=ON, seed=7)
    assert drawn.records == ("consultation-7", "consultation-3", "section-47-1", "section-47-3")
    assert (
        draw(FRONT_DOOR, "front-door", contacts(consultation=9, section_47=5), on=ON + DAY, seed="7").records
        == drawn.records
    )
    assert (
        draw(FRONT_DOOR, "front-door", contacts(consultation=9, section_47=5), on=ON, seed=8).records != drawn.records
    )


def test_shortfall_is_told_by_stratum():
    """A stratum that cannot be filled says how many it lacks; the others are untouched."""
    records = [*contacts(consultation=4, early_help=1, section_47=2), {"id": "x"}]
    drawn = draw(FRONT_DOOR, "front-door", records, on=ON, seed=7)
    assert [(stratum.title, len(stratum.records), stratum.short) for stratum in drawn.strata] == [
        ("Consultation", 2, 0),
        ("Early-help", 1, 1),
        ("Section-17", 0, 2),
        ("Section-47", 2, 0),
    ]
    assert not drawn.complete
    assert drawn.problems == ()
    unknown = next(each for each in drawn.left_out if each.record == "x")
    assert (unknown.why, unknown.missing) == (WhyNot.UNKNOWN, ("outcome",))
    assert unknown.text.startswith("it cannot be known whether outcome is consultation or outcome is early-help")


def test_an_id_that_comes_twice_is_never_drawn():
    """Which of two records of one id is meant cannot be known: neither is drawn, and both are told."""
    records = [*contacts(consultation=1), *contacts(consultation=2)]
    drawn = draw(FRONT_DOOR, "front-door", records, on=ON, seed=7)
    assert drawn.records == ("consultation-1",)
    assert [str(problem) for problem in drawn.problems] == [
        "record `consultation-0` is there 2 times (each record once)"
    ]
    assert [(each.record, each.why) for each in drawn.left_out] == [("consultation-0", WhyNot.REFUSED)]


# --- North Somerset spotlight: one at random, one proud, one challenging (NS-SPT-18, NS-SPT-24) ---

SPOTLIGHT = pack_of(
    Sample(
        id="spotlight",
        title="Three children of a worker",
        of="record",
        picks=(
            Pick(count=1, title="At random"),
            Pick(count=1, where=at("willing", "yes"), by_choice=True, title="Proud of"),
            Pick(count=1, by_choice=True, title="Challenging"),
        ),
    ),
    field("willing", YesNo()),
)
CHILDREN_OF_A_WORKER = [{"id": name, "willing": name != "dan"} for name in ("ann", "ben", "cat", "dan")]


def test_some_are_named_and_some_are_drawn():
    """Named records are taken as they were named, told as such, and never drawn too."""
    chosen = {"Proud of": "ann", 3: ["ben"]}
    for seed in range(20):
        drawn = draw(SPOTLIGHT, "spotlight", CHILDREN_OF_A_WORKER, on=ON, seed=seed, chosen=chosen)
        assert [stratum.mode for stratum in drawn.strata] == [Mode.DRAWN, Mode.NAMED, Mode.NAMED]
        assert [stratum.records for stratum in drawn.strata[1:]] == [("ann",), ("ben",)]
        assert drawn.strata[0].records[0] in ("cat", "dan")
        assert list(map(str, [drawn.strata[1].mode, drawn.left_out[0].why])) == ["named by choice", "not drawn"]
        assert drawn.complete


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"Proud": ["ann"]}, "`Proud` is no stratum of `spotlight` (did you mean `Proud of`?)"),
        ({0: ["ann"]}, "`0` is no stratum of `spotlight`"),
        ({"At random": ["ann"]}, "stratum `At random` is drawn at random (records are named for a stratum by choice)"),
        ({2: ["anne"]}, "`anne`, named for `Proud of`, is none of the records (did you mean `ann`?)"),
        ({2: ["dan"]}, "record `dan` cannot be taken for `Proud of`: it does not belong to it"),
        ({2: ["ann", "ben"]}, "record `ben` is one too many for `Proud of` (at most 1)"),
        ({2: ["ann"], 3: ["ann"]}, "record `ann` is named twice (a record serves one stratum)"),
    ],
)
def test_names_that_cannot_be_taken(chosen, message):
    """Whatever is named and cannot be taken is told, and the rest stands."""
    drawn = draw(SPOTLIGHT, "spotlight", CHILDREN_OF_A_WORKER, on=ON, seed=1, chosen=chosen)
    assert [str(problem) for problem in drawn.problems] == [message]
    assert drawn.strata[0].short == 0
    assert not drawn.complete


def test_a_record_nobody_named():
    """A record that only strata by choice could take was not named; what may not be drawn may not be named either."""
    named_only = pack_of(
        Sample(
            id="s",
            title="S",
            of="record",
            eligible=(Eligible(when=at("willing", "yes")),),
            picks=(Pick(count=2, by_choice=True),),
        ),
        field("willing", YesNo()),
    )
    drawn = draw(named_only, "s", CHILDREN_OF_A_WORKER, on=ON, seed=1, chosen={1: ["ann", "dan"]})
    assert drawn.records == ("ann",)
    assert {each.record: each.why for each in drawn.left_out} == {
        "ben": WhyNot.NOT_NAMED,
        "cat": WhyNot.NOT_NAMED,
        "dan": WhyNot.EXCLUDED,
    }
    message = "record `dan` cannot be taken for stratum 1: only where willing is yes"
    assert [problem.message for problem in drawn.problems] == [message]


# --- strata that overlap ---------------------------------------------------------------------------------------------


def test_strata_that_overlap_share_so_that_places_are_filled():
    """A record that two strata could take moves to where it is needed; where it cannot, the earlier one keeps it."""
    pack = pack_of(
        Sample(id="s", title="S", of="record", picks=(Pick(count=1), Pick(count=1, where=at("willing", "yes")))),
        field("willing", YesNo()),
    )
    for seed in range(20):
        records = [{"id": "a", "willing": True}, {"id": "b", "willing": False}]
        drawn = draw(pack, "s", records, on=ON, seed=seed)
        assert [stratum.records for stratum in drawn.strata] == [("b",), ("a",)]
        drawn = draw(pack, "s", records[:1], on=ON, seed=seed)
        assert [stratum.short for stratum in drawn.strata] == [0, 1]


def test_a_sample_that_does_not_say_how_many():
    """Nothing is drawn where the source does not say how many, and a record in no stratum says so."""
    pack = pack_of(Sample(id="s", title="S", of="record"))
    drawn = draw(pack, "s", [{"id": "a"}], on=ON, seed=1)
    assert [problem.message for problem in drawn.problems] == ["`s` does not say how many are chosen"]
    assert [(each.record, each.why) for each in drawn.left_out] == [("a", WhyNot.NO_STRATUM)]


def test_former_names_are_understood():
    """A sample and a field are found under ids they had before."""
    renamed = Item(keyword=Keyword.QUESTION, id="willing", title="W", answer=YesNo(), formerly=("agrees",))
    sample = Sample(
        id="s", title="S", of="record", formerly=("old",), picks=(Pick(count=1, where=at("willing", "yes")),)
    )
    drawn = draw(pack_of(sample, renamed), "old", [{"id": "a", "agrees": True}], on=ON, seed=1)
    assert (drawn.sample, drawn.records, drawn.problems) == ("s", ("a",), ())


def strings(value):
    """Every string in a result."""
    if isinstance(value, str):
        return [value]
    fields = [getattr(value, each.name) for each in getattr(value, "__attrs_attrs__", ())]
    parts = value if isinstance(value, tuple) else fields
    return [text for part in parts if not isinstance(part, enum.Enum | Span | Clause) for text in strings(part)]


def test_results_hold_plain_strings():
    """What was read from a text remembers its place; a result holds no such name but plain strings."""
    read = functools.partial(Name, span=None)
    sample = Sample(
        id=read("s"),
        title="S",
        of=read("record"),
        eligible=(Eligible(when=at(read("willing"), read("yes")), otherwise=(read("t"),), cites=(read("C-1"),)),),
        picks=(Pick(count=read("many"), cites=(read("C-2"),)),),
        cites=(read("C-3"),),
    )
    parameter = Parameter(id=read("many"), title="M", low=Fraction(1), cites=(read("C-4"),))
    pack = pack_of(sample, field(read("willing"), YesNo()), parameters=(parameter,))
    records = [{"id": "a"}, {"id": "b", "willing": False}, {"id": "c", "willing": True}, {"id": "d", "wiling": True}]
    results = [draw(pack, "s", records, on=ON, seed=1, parameters={"many": many}) for many in (0, 1)]
    results += [draw(pack, "s", records, on=ON, seed=1), *(eligible(pack, "s", record, on=ON) for record in records)]
    results += [settled(pack), assign(pack, "s", records, people={}, on=ON, seed=1)]
    assert [text for result in results for text in strings(result) if type(text) is not str] == []


def test_results_go_to_plain_data():
    """A draw and an eligibility are what plain data can hold, there and back."""
    record = {"id": "new", "is-open": True, "months-open": 5}
    for result in (
        draw(SOCIAL, "social-care", [record, {"id": "x", "months-open": "many"}], on=ON, seed=1),
        draw(SPOTLIGHT, "spotlight", CHILDREN_OF_A_WORKER, on=ON, seed=1, chosen={2: ["ann"]}),
        eligible(CHILDREN, "children", {"id": 1}, on=ON),
    ):
        assert converter().structure(plain(result), type(result)) == result
