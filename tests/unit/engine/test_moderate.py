"""Two or three looks at one audit: what differs, what that calls for, whose grade stands."""

from __future__ import annotations

import datetime
import itertools
from fractions import Fraction

import attrs
import pytest

import qarules
from qarules.codec.reading import converter
from qarules.dsl.compile import compile_text
from qarules.engine.evaluate import evaluate
from qarules.engine.moderate import moderate
from qarules.model.answers import CANNOT_TELL, NOT_APPLICABLE, Audit, Decision
from qarules.model.case import Person
from qarules.model.condition import At, Comparison, Is, ItemsIn, Named, Quantity, Reference, SectionsBy
from qarules.model.looks import Compared, Consequence, Independence, Look, Moderation, Stands
from qarules.model.moderation import Moderated
from qarules.model.plain import plain
from qarules.model.tool import Watched
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Way
from qarules.model.words import ALL, ANY

BODY = """
  section s "Work" {
    criterion a "A" judged on evidence may be not applicable {
      clear "C." some "S." limited "L."
    }
    question b "B" on evidence
    question c "C" on evidence, optional
    question deep "D" on evidence asked when gate is yes
  }
  section gates "Gates" { question gate "Gate" yes or no, optional }
  section extra "Extra" may be not applicable { question e "E" on evidence, optional }
  section goal "Goals" repeated { question met "Met" on evidence }
  judgement suggests "Suggests" for each section on ofsted {
    give good when all are clear
    give requires-improvement when fewer than half are limited
  }
  judgement grade "Grade" on ofsted decided by reviewer
"""
EVERYTHING = Compared(criteria=True, sections=True, names=("grade",))
FULL = {"a": "clear", "b": "clear", "c": "clear", "gate": True, "deep": "clear", "e": "some", "goal": []}


def audit(grade="good", by="reviewer", **answers):
    decisions = {"grade": Decision(grade, by=by)} if grade else {}
    return Audit(answers={name: value for name, value in answers.items() if value is not None}, decisions=decisions)


def full(grade="good", by="reviewer", **answers):
    return audit(grade, by, **{**FULL, **answers})


@pytest.fixture
def tool(tool_of):
    return tool_of(BODY)


@pytest.fixture
def ruled(tool):
    """A function to the tool with one rule; what it does not say is that everything is compared."""

    def made(**rule):
        rule = {"compares": EVERYTHING, "second": Look(by=("moderator",)), **rule}
        return attrs.evolve(tool, moderations=(Moderation(id="second-look", title="A second look", **rule),))

    return made


def table(moderated):
    return {
        delta.thing: (str(delta.first), str(delta.second), delta.steps, delta.differs) for delta in moderated.deltas
    }


def stands(moderated, judgement="grade"):
    (found,) = [each for each in moderated.standing if each.judgement == judgement]
    return (str(found.grade) if found.grade is not None else None, found.whose)


# --- deltas ----------------------------------------------------------------------------------------------------------


def test_steps_are_second_minus_first(tool):
    """Per criterion, per section, per judgement, in the order of the tool; positive is better."""
    moderated = moderate(tool, full(a="limited", e="some"), full("outstanding", a="clear", e="limited"))
    assert table(moderated) == {
        "a": ("limited", "clear", 2, True),
        "b": ("clear", "clear", 0, False),
        "c": ("clear", "clear", 0, False),
        "deep": ("clear", "clear", 0, False),
        "e": ("some", "limited", -1, True),
        "suggests/s": ("requires-improvement", "good", 1, True),
        "suggests/extra": ("requires-improvement", "inadequate", -1, True),
        "grade": ("good", "outstanding", 1, True),
    }
    assert [delta.kind for delta in moderated.deltas] == ["criterion"] * 5 + ["section"] * 2 + ["judgement"]
    assert moderated.deltas[5].title == "Work"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("clear", None, ("clear", "None", None, None)),
        (None, "clear", ("None", "clear", None, None)),
        (None, None, ("None", "None", None, None)),
        ("clear", CANNOT_TELL, ("clear", "cannot-tell", None, None)),
        (CANNOT_TELL, CANNOT_TELL, ("cannot-tell", "cannot-tell", None, None)),
        ("clear", NOT_APPLICABLE, ("clear", "not-applicable", None, True)),
        (NOT_APPLICABLE, "limited", ("not-applicable", "limited", None, True)),
        (NOT_APPLICABLE, NOT_APPLICABLE, ("not-applicable", "not-applicable", None, False)),
        (NOT_APPLICABLE, None, ("not-applicable", "None", None, None)),
    ],
)
def test_no_delta_without_two_steps(tool, first, second, expected):
    """Unanswered on either side nothing can be said; not applicable on one side alone differs by no steps."""
    assert table(moderate(tool, full(a=first), full(a=second)))["a"] == expected


def test_what_is_not_asked_or_left_blank_is_not_applicable(tool):
    """Hidden, in a section that does not apply, or optional and blank."""
    moderated = moderate(tool, full(gate=False), full(c=None, extra=NOT_APPLICABLE, e=None))
    deltas = table(moderated)
    assert deltas["deep"] == ("not-applicable", "clear", None, True)
    assert deltas["c"] == ("clear", "not-applicable", None, True)
    assert deltas["e"] == ("some", "not-applicable", None, True)
    assert deltas["suggests/extra"] == ("requires-improvement", "not-applicable", None, True)


def test_what_may_not_be_asked_is_not_compared_yet(tool_of):
    """An answer that may turn out not to be asked for is none yet."""
    tool = tool_of(
        'section s "S" { question gate "G" yes or no question deep "D" on evidence asked when gate is yes '
        'question x "X" on evidence }'
    )
    one = audit(None, gate=True, deep="clear", x="some")
    assert table(moderate(tool, one, audit(None, deep="clear", x="some")))["deep"] == ("clear", "None", None, None)


def test_instances_are_compared_by_their_number(tool):
    one = full(goal=[{"met": "clear"}])
    other = full(goal=[{"met": "some"}, {"met": "limited"}])
    moderated = moderate(tool, one, other)
    assert {thing: row for thing, row in table(moderated).items() if "goal" in thing} == {
        "goal/1/met": ("clear", "some", -1, True),
        "goal/2/met": ("None", "limited", None, None),
        "suggests/goal/1": ("good", "requires-improvement", -1, True),
        "suggests/goal/2": ("None", "inadequate", None, None),
    }
    again = moderate(tool, other, one)
    assert [delta.thing for delta in again.deltas] == [delta.thing for delta in moderated.deltas]


def test_ten_instances_stand_in_their_order(tool):
    many = full(goal=[{"met": "clear"}] * 11)
    things = [delta.thing for delta in moderate(tool, many, many).deltas if delta.thing.startswith("goal")]
    assert things == [f"goal/{number}/met" for number in range(1, 12)]


@pytest.mark.parametrize(
    ("compares", "things"),
    [
        (Compared(criteria=True), ["a", "b", "c", "deep", "e"]),
        (Compared(sections=True), ["suggests/s", "suggests/extra"]),
        (Compared(names=("grade", "b")), ["b", "grade"]),
        (Compared(names=("suggests",)), ["suggests/s", "suggests/extra"]),
        (Compared(), []),
    ],
)
def test_only_what_the_rule_compares(ruled, compares, things):
    moderated = moderate(ruled(compares=compares), full(), full())
    assert [delta.thing for delta in moderated.deltas] == things


def test_a_thing_on_no_scale_is_a_problem(ruled):
    moderated = moderate(ruled(compares=Compared(names=("gate", "gone", "b"))), full(), full())
    assert [(problem.thing, problem.message) for problem in moderated.problems] == [
        ("gate", "`gate` is on no scale of this tool, and is not compared"),
        ("gone", "`gone` is on no scale of this tool, and is not compared"),
    ]


def test_outcomes_are_those_of_each_look(tool):
    """What each came to by itself is kept, with the fingerprint of the tool."""
    one, other = full(a="limited"), full("inadequate")
    moderated = moderate(tool, one, other)
    assert moderated.first == evaluate(tool, one.answers, decisions=one.decisions)
    assert moderated.second == evaluate(tool, other.answers, decisions=other.decisions)
    assert (moderated.moderation, moderated.third) == ("", None)


def test_who_looks_again_may_decide_what_anybody_may(ruled):
    """A moderator's grade counts in the second look, and is a problem in the first."""
    tool = ruled()
    moderated = moderate(tool, full(), full("inadequate", by="moderator"))
    assert table(moderated)["grade"] == ("good", "inadequate", -2, True)
    assert not moderated.problems
    assert moderated.second.digest == tool.digest
    (problem,) = moderate(tool, full("good", by="moderator"), full()).problems
    assert problem.message == "first look: `grade` was decided by `moderator`, who does not hold the role"


def test_which_rule(tool):
    """One rule needs no name; of several one has to be named; there is no rule of another name."""
    one, two = (Moderation(id=name, title=name, compares=EVERYTHING) for name in ("one", "two"))
    assert moderate(attrs.evolve(tool, moderations=(one,)), full(), full()).moderation == "one"
    both = attrs.evolve(tool, moderations=(one, two))
    assert moderate(both, full(), full(), moderation="two").moderation == "two"
    with pytest.raises(ValueError, match="has several moderations: name one of one, two"):
        moderate(both, full(), full())
    with pytest.raises(ValueError, match="has no moderation `three`"):
        moderate(both, full(), full(), moderation="three")


# --- a second look that takes up only part ---------------------------------------------------------------------------


def test_a_sample_is_compared_on_what_it_took_up(ruled):
    """What was left open is no missing delta; the grade that a person gives is still waited for."""
    tool = ruled(sampled=True)
    moderated = moderate(tool, full(), audit(None, a="some", b=CANNOT_TELL))
    assert table(moderated) == {
        "a": ("clear", "some", -1, True),
        "b": ("clear", "cannot-tell", None, None),
        "grade": ("good", "None", None, None),
    }


def test_a_blank_says_nothing_in_a_sample(ruled):
    """An optional item left blank is not taken up, nor is what hangs on it, nor a grade made of it."""
    moderated = moderate(ruled(sampled=True), full(), audit("good", by="moderator", deep="clear", b="clear"))
    assert table(moderated) == {"b": ("clear", "clear", 0, False), "grade": ("good", "good", 0, False)}


def test_a_sample_says_nothing_of_instances_it_left_out(ruled):
    moderated = moderate(ruled(sampled=True), full(goal=[{"met": "clear"}] * 2), audit(goal=[{"met": "some"}]))
    assert [thing for thing in table(moderated) if "goal" in thing] == ["goal/1/met"]


def test_a_sample_grades_only_what_was_decided_where_somebody_may(tool_of):
    """What the rules suggest in place of a decision, and whatever reads it, is no rating of a second look in part."""
    tool = tool_of(
        'section s "S" { question a "A" on evidence }'
        'section t "T" { question b "B" on evidence asked when s is good or better }'
        'judgement grade "G" for each section on ofsted decided by reviewer { give good when all are clear intended }'
        'judgement after "After" on ofsted { give good when s is good or better }'
    )
    compares = Compared(criteria=True, sections=True, names=("after",))
    rule = Moderation(id="m", title="M", compares=compares, sampled=True)
    ruled = attrs.evolve(tool, moderations=(rule,))
    worse, better = ({"grade/s": Decision(grade, by="reviewer")} for grade in ("inadequate", "good"))
    one = Audit(answers={"a": "clear"}, decisions=worse)
    other = Audit(answers={"a": "clear", "b": "clear"})
    assert table(moderate(ruled, one, other)) == {"a": ("clear", "clear", 0, False)}
    decided = table(moderate(ruled, one, attrs.evolve(other, decisions=better)))
    assert decided["grade/s"] == decided["after"] == ("inadequate", "good", 2, True)
    assert decided["b"] == ("not-applicable", "clear", None, True)


def test_a_lone_look_may_settle_what_cannot_happen(starts):
    """From the best grade nothing is lifted, and from the one below the best nothing rises by two steps."""
    assert starts(Differs(thing="grade", way=Way.LIFTED), full("outstanding"), full(None)) == (False, ())
    assert starts(Differs(thing="grade", way=Way.LIFTED, steps=2), full("good"), full(None)) == (False, ())
    assert starts(Differs(thing="grade", way=Way.LIFTED), full("good"), full(None)) == (None, ("grade",))


def test_a_section_told_off_by_a_sample_is_taken_up(ruled):
    moderated = moderate(ruled(sampled=True), full(), audit(extra=NOT_APPLICABLE))
    assert table(moderated)["suggests/extra"] == ("requires-improvement", "not-applicable", None, True)


# --- what is called for ----------------------------------------------------------------------------------------------


@pytest.fixture
def starts(ruled):
    """A function from a trigger and two audits to whether it starts, and what it waits for."""

    def asked(trigger, one, other, *, raised=(), **rule):
        tool = ruled(consequences=(Consequence(when=trigger, then="talk"),), **rule)
        (called,) = moderate(tool, one, other, raised=raised).called
        return called.starts, called.missing

    return asked


ANYTHING, NOTHING = AnythingDiffers(), AnythingDiffers(nothing=True)


@pytest.mark.parametrize(
    ("second", "starts_when_any", "missing"),
    [
        (full(), False, ()),
        (full(b="some"), True, ()),
        (full(b="some", a=None), True, ()),
        (full(b=None), None, ("b",)),
        (full(None), None, ("grade",)),
        (full(a=NOT_APPLICABLE), True, ()),
    ],
)
def test_anything_differs(starts, second, starts_when_any, missing):
    """One difference is enough; without one, everything has to be comparable. `nothing differs` is its opposite."""
    rule = {"compares": Compared(criteria=True, names=("grade",))}
    assert starts(ANYTHING, full(), second, **rule) == (starts_when_any, missing)
    opposite = None if starts_when_any is None else not starts_when_any
    assert starts(NOTHING, full(), second, **rule) == (opposite, missing)


def test_only_what_is_compared_can_differ(starts):
    other = full(b="some")
    assert starts(ANYTHING, full(), other, compares=Compared(criteria=True)) == (True, ())
    assert starts(ANYTHING, full(), other, compares=Compared(names=("grade",))) == (False, ())


def test_of_a_sample_only_what_was_taken_up_counts(starts):
    rule = {"sampled": True, "compares": Compared(criteria=True)}
    assert starts(ANYTHING, full(), audit(None, a="clear"), **rule) == (False, ())
    assert starts(ANYTHING, full(), audit(None, a="some"), **rule) == (True, ())
    assert starts(ANYTHING, full(), audit(None), **rule) == (None, ("something to compare",))
    assert starts(Differs(thing="b"), full(), audit(None, a="some"), **rule) == (None, ("b",))


@pytest.mark.parametrize(
    ("first", "second"),
    list(itertools.product(["outstanding", "good", "requires-improvement", "inadequate"], repeat=2)),
)
def test_one_thing_differs_by_so_many_steps(starts, first, second):
    """Either way, lowered or lifted, held against the places of the grades."""
    order = ["inadequate", "requires-improvement", "good", "outstanding"]
    moved = order.index(second) - order.index(first)
    for steps in (1, 2, 3):
        for way, holds in ((Way.EITHER, abs(moved)), (Way.LOWERED, -moved), (Way.LIFTED, moved)):
            trigger = Differs(thing="grade", way=way, steps=steps)
            assert starts(trigger, full(first), full(second)) == (holds >= steps, ())


def test_one_thing_that_cannot_be_compared(starts):
    """Not known while it is open; not applicable to one look alone it differs, by no steps and to no side."""
    assert starts(Differs(thing="a"), full(a=None), full()) == (None, ("a",))
    apart = (full(a=NOT_APPLICABLE), full())
    assert starts(Differs(thing="a"), *apart) == (True, ())
    assert starts(Differs(thing="a", steps=2), *apart) == (False, ())
    assert starts(Differs(thing="a", way=Way.LIFTED), *apart) == (False, ())
    assert starts(Differs(thing="s"), full(a="limited"), full()) == (True, ())
    assert starts(Differs(thing="met"), full(goal=[{"met": "some"}] * 2), full(goal=[{"met": "some"}] * 2)) == (
        False,
        (),
    )


BANDS = ["clear", "some", "limited", NOT_APPLICABLE, None]
QUANTITIES = [
    Quantity(comparison=comparison, amount=Fraction(amount), share=share)
    for comparison in Comparison
    for amount, share in ((1, False), (2, False), (Fraction(1, 2), True), (1, True))
]
PAIR = 'section s "S" {{ {} }}'.format(" ".join(f'question {n} "N" on evidence may be not applicable' for n in "ab"))


@pytest.mark.parametrize("steps", [1, 2])
def test_a_count_of_differences_against_every_way_to_fill_in(tool_of, steps):
    """Known exactly where every way to answer what is open gives the same, by brute force over two items."""
    tool = tool_of(PAIR)
    consequences = tuple(
        Consequence(when=CountDiffers(quantity=quantity, of=ItemsIn(), steps=steps), then=f"c{number}")
        for number, quantity in enumerate(QUANTITIES)
    )
    rule = Moderation(id="m", title="M", compares=Compared(criteria=True), consequences=consequences)
    ruled = attrs.evolve(tool, moderations=(rule,))
    for bands in itertools.product(BANDS, repeat=4):
        one, other = (dict(zip("ab", pair, strict=True)) for pair in (bands[:2], bands[2:]))
        called = moderate(ruled, audit(None, **one), audit(None, **other)).called
        for quantity, each in zip(QUANTITIES, called, strict=True):
            assert each.starts == count_by_hand(quantity, bands, steps), (quantity, bands)


def count_by_hand(quantity, bands, steps):
    open_places = [place for place, band in enumerate(bands) if band is None]
    seen = set()
    for filled in itertools.product(BANDS[:4], repeat=len(open_places)):
        answered = list(bands)
        for place, band in zip(open_places, filled, strict=True):
            answered[place] = band
        pairs = [pair for pair in zip(answered[:2], answered[2:], strict=True) if set(pair) != {NOT_APPLICABLE}]
        differing = 0
        for first, second in pairs:
            if NOT_APPLICABLE in (first, second):
                differing += steps == 1
            else:
                differing += abs(BANDS.index(first) - BANDS.index(second)) >= steps
        if quantity.share and not pairs:
            seen.add(False)
            continue
        number = Fraction(differing, len(pairs)) if quantity.share else differing
        seen.add(
            {
                Comparison.AT_LEAST: number >= quantity.amount,
                Comparison.MORE_THAN: number > quantity.amount,
                Comparison.AT_MOST: number <= quantity.amount,
                Comparison.FEWER_THAN: number < quantity.amount,
                Comparison.EXACTLY: number == quantity.amount,
            }[quantity.comparison]
        )
    return seen.pop() if len(seen) == 1 else None


@pytest.mark.parametrize(
    ("of", "holds"),
    [
        (ItemsIn(), False),
        (ItemsIn(sections=("extra",)), True),
        (Named(names=("e", "grade")), True),
        (Named(names=("e", "b")), False),
        (SectionsBy(), False),
        (SectionsBy(judgement="suggests"), False),
    ],
)
def test_what_is_counted(starts, of, holds):
    """The items of some sections, what is named, or the grades of sections."""
    assert starts(CountDiffers(quantity=ALL, of=of), full(), full("inadequate", e="limited")) == (holds, ())
    assert starts(CountDiffers(quantity=ANY, of=of), full(), full("inadequate", e="limited")) == (True, ())


def test_raised(starts, ruled):
    """By one of the roles, under any of its names; nobody else, and not by what is no role."""
    trigger = Raised(by=("reviewer",))
    assert starts(trigger, full(), full()) == (False, ())
    assert starts(trigger, full(), full(), raised=("Rev",)) == (True, ())
    assert starts(trigger, full(), full(), raised=("moderator",)) == (False, ())
    (problem,) = moderate(ruled(), full(), full(), raised=("reviewr",)).problems
    assert str(problem) == "it was raised by `reviewr`, which is no role of the pack (did you mean `reviewer`?)"


def test_answers_time_and_events(tool):
    """A condition over the answers holds where it does for one of the looks; time and events are not known here."""
    safe = Is(thing=Reference(name="b"), at=At(step="limited"))
    whens = (Holds(when=safe), Overdue(deadline="done"), Happens(event="complaint"))
    rule = Moderation(
        id="m", title="M", compares=EVERYTHING, consequences=tuple(Consequence(when=when, then="t") for when in whens)
    )
    watching = attrs.evolve(tool, moderations=(rule,), watched=(Watched(id="m", when=safe),))

    def told(tool, one, other):
        return [(called.text, called.starts, called.missing) for called in moderate(tool, one, other).called]

    later = [("done is overdue", None, ("done",)), ("complaint happens", None, ("complaint",))]
    assert told(watching, full(b="limited"), full()) == [("b is limited", True, ()), *later]
    assert told(watching, full(), full(b="limited")) == [("b is limited", True, ()), *later]
    assert told(watching, full(), full()) == [("b is limited", False, ()), *later]
    assert told(watching, full(b=None), full()) == [("b is limited", None, ("b",)), *later]
    unwatched = attrs.evolve(watching, watched=())
    assert told(unwatched, full(), full()) == [("b is limited", None, ("b is limited",)), *later]


# --- whose grade stands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "second", "third", "expected"),
    [
        (Stands.FIRST, "good", None, ("good", "both")),
        (Stands.FIRST, "inadequate", None, ("good", "first")),
        (Stands.FIRST, None, None, ("good", "first")),
        (Stands.FIRST, "good", "inadequate", ("good", "first")),
        (Stands.SECOND, "inadequate", None, ("inadequate", "second")),
        (Stands.SECOND, None, None, (None, "")),
        (Stands.THIRD, "good", None, ("good", "both")),
        (Stands.THIRD, "inadequate", None, (None, "")),
        (Stands.THIRD, "inadequate", "outstanding", ("outstanding", "third")),
        (Stands.THIRD, "good", "outstanding", ("outstanding", "third")),
        (Stands.LOWER, "inadequate", None, ("inadequate", "second")),
        (Stands.LOWER, "outstanding", None, ("good", "first")),
        (Stands.LOWER, "outstanding", "inadequate", ("inadequate", "third")),
        (Stands.LOWER, None, None, (None, "")),
    ],
)
def test_whose_grade_stands(ruled, rule, second, third, expected):
    """Where all looks agree, theirs; else as the rule says; nobody's where whoever it names has no grade yet."""
    tool = ruled(stands=rule, third=Look(by=("moderator",)))
    moderated = moderate(tool, full(), full(second), third=full(third) if third else None)
    assert stands(moderated) == expected
    assert moderated.standing[-1].text


def test_why_in_words(ruled):
    tool = ruled(stands=Stands.SECOND)
    assert moderate(tool, full(), full("inadequate")).standing[-1].text == (
        "the first look came to `good`, the second to `inadequate`; the second look stands"
    )
    assert moderate(tool, full(), full(None)).standing[-1].text == (
        "the first look came to `good`; the second look stands, and it has no grade yet"
    )


def test_no_rule_says_whose_grade_stands(tool):
    assert stands(moderate(tool, full(), full())) == ("good", "both")
    assert stands(moderate(tool, full(), full("inadequate"))) == (None, "")
    third = moderate(tool, full(), full(), third=full("inadequate"))
    assert stands(third) == (None, "")
    assert str(third.deltas[-1].third) == "inadequate"


def test_the_lower_of_a_grade_and_not_applicable_is_neither(ruled):
    moderated = moderate(ruled(stands=Stands.LOWER), full(), full(extra=NOT_APPLICABLE, e=None))
    assert stands(moderated, "suggests/extra") == (None, "")


def test_decided_before_agreed_before_the_rule(ruled):
    tool = ruled()
    looks = (full(), full("inadequate"))
    agreed = {"grade": "requires-improvement"}
    assert stands(moderate(tool, *looks, agreed=agreed)) == ("requires-improvement", "agreed")
    decided = {"grade": Decision("outstanding", by="Rev", reason="Overview.")}
    both = moderate(tool, *looks, agreed=agreed, decided=decided)
    assert stands(both) == ("outstanding", "decided")
    assert both.standing[-1].text == "`outstanding` was decided by `reviewer`"
    assert table(both)["grade"] == ("good", "inadequate", -2, True)
    section = moderate(tool, *looks, decided={"suggests/s": "inadequate"})
    assert stands(section, "suggests/s") == ("inadequate", "decided")


@pytest.mark.parametrize(
    ("given", "message", "allowed"),
    [
        (
            {"grade": "fine"},
            "`grade` cannot be agreed as `fine`",
            "`outstanding`, `good`, `requires-improvement`, `inadequate`",
        ),
        (
            {"grade": 3},
            "`grade` cannot be agreed as `3`",
            "`outstanding`, `good`, `requires-improvement`, `inadequate`",
        ),
        ({"grad": "good"}, "`grad` is no judgement that was compared", "did you mean `grade`?"),
        ({"a": "clear"}, "`a` is no judgement that was compared", ""),
        (
            {"grade": Decision("good", by="reviewr")},
            "`grade` was agreed by `reviewr`, which is no role of the pack",
            "did you mean `reviewer`?",
        ),
    ],
)
def test_an_agreement_that_cannot_be_used(ruled, given, message, allowed):
    """It is a problem, and the rule stands."""
    moderated = moderate(ruled(), full(), full("inadequate"), agreed=given)
    (problem,) = moderated.problems
    assert (problem.message, problem.allowed) == (message, allowed)
    assert stands(moderated) == ("good", "first")


def test_no_grade_on_what_applies_to_nobody(ruled):
    off = full(extra=NOT_APPLICABLE, e=None)
    moderated = moderate(ruled(), off, off, decided={"suggests/extra": "good"})
    (problem,) = moderated.problems
    assert problem.message == "`suggests/extra` does not apply, and no grade can be decided on it"
    assert stands(moderated, "suggests/extra") == ("not-applicable", "both")


def test_a_third_look_that_the_rule_does_not_know(ruled):
    """It is shown, and moves nothing."""
    moderated = moderate(ruled(stands=Stands.LOWER), full(), full(), third=full("inadequate"))
    assert stands(moderated) == ("good", "both")
    assert moderated.third["grade"].final.id == "inadequate"
    assert [problem.thing for problem in moderated.problems] == ["second-look"]


# --- what standards say ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def review():
    return qarules.load("north-somerset/collaborative-practice-review", on=datetime.date(2023, 5, 2))


@pytest.fixture(scope="module")
def reviewed(review):
    """A complete review."""
    answers = {
        item.id: review.scale_of(item).grades[0].id
        for section in review.sections
        for item in section.items
        if review.scale_of(item)
    }
    return Audit(
        answers=answers,
        decisions={"final-judgement": Decision("good", by="reviewer", reason="Discussed.")},
    )


def north_somerset(review):
    """Every review is moderated by dipping into it; a difference of the overall grade is talked over."""
    rule = Moderation(
        id="moderation",
        title="Moderation of every review",
        first=Look(by=("reviewer",)),
        second=Look(
            by=("head-of-service", "team-manager"),
            independence=Independence(
                not_roles=("reviewer", "practitioner"), never_responsible_for=("practitioner", "child")
            ),
        ),
        compares=Compared(criteria=True, names=("final-judgement",)),
        sampled=True,
        consequences=(
            Consequence(
                when=Differs(thing="final-judgement"), then="conversation", title="They talk", cites=("NS-MOD-07",)
            ),
            Consequence(when=Raised(by=("team-manager",)), then="conversation"),
        ),
        cites=("NS-MOD-01",),
    )
    return attrs.evolve(review, moderations=(rule,))


def test_north_somerset(review, reviewed):
    """Both grades are shown, the reviewer's stands until another is agreed, and a difference calls for a talk."""
    tool = north_somerset(review)
    second = Audit(
        answers={"case-summary-current": "limited"},
        decisions={"final-judgement": Decision("inadequate", by="team-manager", reason="Old.")},
    )
    people = {
        "reviewer": "anna",
        "Practitioner": Person("ben", team="North"),
        "TM": Person("cleo", responsible_for=("ben",)),
    }
    moderated = moderate(tool, reviewed, second, people=people, record="child-7")
    assert table(moderated) == {
        "case-summary-current": ("clear", "limited", -2, True),
        "final-judgement": ("good", "inadequate", -2, True),
    }
    talk, wanted = moderated.called
    assert (talk.then, talk.title, talk.text, talk.starts) == (
        "conversation",
        "They talk",
        "final-judgement differs",
        True,
    )
    assert (talk.clauses, wanted.clauses) == (("NS-MOD-07",), ("NS-MOD-01",))
    assert (wanted.starts, moderated.clauses) == (False, ("NS-MOD-01", "NS-MOD-07"))
    assert stands(moderated, "final-judgement") == ("good", "first")
    assert [(check.of, check.ok) for check in moderated.independence] == [
        ("reviewer", True),
        ("practitioner", True),
        ("practitioner", False),
        ("child", True),
    ]
    (problem,) = moderated.problems
    assert problem.message == "`cleo`, who looks at it as `team-manager`, is or was responsible for `practitioner`"
    agreed = moderate(tool, reviewed, second, agreed={"final-judgement": "requires-improvement"})
    assert stands(agreed, "final-judgement") == ("requires-improvement", "agreed")


def dorset(review):
    """A moderator finalises; any difference anywhere goes to a panel, whose view is kept."""
    rule = Moderation(
        id="triple-lock",
        title="Triple lock",
        first=Look(by=("reviewer",), independence=Independence(other_team_than=("practitioner",))),
        second=Look(by=("head-of-service",)),
        third=Look(by=("assistant-director",)),
        compares=Compared(criteria=True, sections=True, names=("final-judgement",)),
        consequences=(Consequence(when=ANYTHING, then="panel", title="The panel considers it"),),
        stands=Stands.SECOND,
    )
    return attrs.evolve(review, moderations=(rule,))


def test_dorset(review, reviewed):
    """One band anywhere in the audit is enough for the panel; the moderator's grade stands."""
    tool = dorset(review)
    second = attrs.evolve(
        reviewed,
        answers={**reviewed.answers, "oversight-evident": "some"},
        decisions={"final-judgement": Decision("requires-improvement", by="head-of-service", reason="Thin.")},
    )
    third = attrs.evolve(
        reviewed, decisions={"final-judgement": Decision("inadequate", by="assistant-director", reason="R")}
    )
    people = {"reviewer": Person("anna", team="North"), "practitioner": Person("ben", team="north")}
    moderated = moderate(tool, reviewed, second, third=third, people=people)
    assert [(called.then, called.starts) for called in moderated.called] == [("panel", True)]
    assert stands(moderated, "final-judgement") == ("requires-improvement", "second")
    assert moderated.standing[0].text == (
        "the first look came to `good`, the second to `requires-improvement`, the third to `inadequate`; "
        "the second look stands"
    )
    assert [problem.message for problem in moderated.problems] == [
        "`anna`, who looks at it as `reviewer`, is of the same team as `practitioner`"
    ]
    same = attrs.evolve(reviewed, decisions={"final-judgement": Decision("good", by="head-of-service", reason="R")})
    assert moderate(tool, reviewed, same).called[0].starts is False
    assert len([problem for problem in moderate(tool, reviewed, same).problems if not problem.allowed]) == 1


def test_to_plain_data_and_back(review, reviewed):
    second = attrs.evolve(
        reviewed, answers={**reviewed.answers, "oversight-evident": NOT_APPLICABLE, "x": 1}, decisions={}
    )
    moderated = moderate(dorset(review), reviewed, second, third=reviewed, people={"reviewer": "anna"})
    assert moderated.problems
    assert converter().structure(plain(moderated), Moderated) == moderated


def test_places_are_those_of_the_tool_at_hand():
    """Two tools that say the same in different files are told apart by their places, also the second one looked at."""
    text = """
    scale g "G" { good "Good" poor "Poor" }  role r "R"
    tool t "T" { section s "S" { criterion a "A" judged on g { good "g" poor "p" } }
      judgement j "J" on g decided by r { give good when all are good } }
    """
    for name, lines in (("one.qa", 0), ("two.qa", 50)):
        (there,) = compile_text("\n" * lines + text, name=name).pack.tools
        look = Audit(answers={"a": "good"})
        result = moderate(there, look, look)
        assert {outcome["j"].span.source for outcome in (result.first, result.second)} == {name}
