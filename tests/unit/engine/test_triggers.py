"""Whether something is so that starts or ends a rule: true, false, or not known yet and what it depends on."""

from __future__ import annotations

import datetime
from datetime import date
from fractions import Fraction

import pytest

from qarules.dsl.compile import compile_text
from qarules.engine.case_file import case_of
from qarules.engine.deadlines import deadlines
from qarules.engine.evaluate import evaluate
from qarules.engine.next_steps import next_steps
from qarules.engine.triggers import Facts, State, all_of, any_of, state, watched
from qarules.model.answers import Audit, Decision
from qarules.model.case import Case, CaseFile, Raise
from qarules.model.condition import At, Comparison, Is, ItemsIn, Quantity, Reference
from qarules.model.due import DueStatus
from qarules.model.moderation import Delta, Moderated
from qarules.model.next_step import Progress
from qarules.model.outcome import Watch
from qarules.model.pack import Pack
from qarules.model.route import Escalation, Process, Step
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Item, Keyword, OnScale, Section, Tool, YesNo
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Way

TODAY = date(2023, 5, 10)
YES, NO = Happens(event="yes"), Happens(event="no")
OPEN = Overdue(deadline="open")
BANDS = Scale(id="bands", title="Bands", grades=tuple(Grade(id=f"g{rank}", title="", rank=rank) for rank in (2, 1, 0)))
ITEMS = tuple(Item(keyword=Keyword.CRITERION, id=name, title=name, answer=OnScale(scale="bands")) for name in "ab")
TOOL = Tool(id="review", title="Review", sections=(Section(id="s", title="S", items=ITEMS),), scales=(BANDS,))


def facts(pack=None, **case) -> Facts:
    return Facts(
        pack=pack or Pack(name="p", tools=(TOOL,)),
        case=Case(**case),
        as_of=TODAY,
        happened={"yes": date(2023, 5, 10), "later": date(2023, 5, 11)},
        watched={("it", "a is yes"): Watch(id="it", text="a is yes", holds=None, missing=("a",))},
        overdue={"late": True, "early": False}.get,
    )


def found(trigger, **case) -> tuple[bool | None, tuple[str, ...]]:
    so = state(trigger, "it", facts(**case))
    return so.holds, so.missing


def test_what_happened_and_what_is_planned():
    assert found(YES) == (True, ())
    assert found(Happens(event="later")) == (False, ())
    assert found(NO) == (False, ())
    assert found(NO, events={"no": datetime.datetime(2023, 5, 1)}) == (None, ("no",))


def test_a_deadline_that_is_overdue_or_not_known_to_be():
    assert found(Overdue(deadline="late")) == (True, ())
    assert found(Overdue(deadline="early")) == (False, ())
    assert found(OPEN) == (None, ("open",))


def test_a_condition_is_what_the_audit_came_to():
    """One that nobody evaluated waits for itself."""
    when = Is(thing=Reference(name="a"), at=At(step="yes"))
    assert found(Holds(when=when)) == (None, ("a",))
    assert state(Holds(when=when), "other", facts()) == State(holds=None, missing=("a is yes",))


def test_only_a_role_that_may_raises_it():
    may = Raised(by=("reviewer",))
    assert found(may) == (False, ())
    assert found(may, raised={"it": Raise(by="reviewer")}) == (True, ())
    assert found(may, raised={"it": Raise(by="chair")}) == (False, ())
    assert found(may, raised={"it": Raise(by="reviewer", on=date(2023, 5, 11))}) == (False, ())


def _delta(thing: str, steps: int | None) -> Delta:
    best, _, worst = BANDS.grades
    first = worst if steps is not None and steps > 0 else best
    second = None if steps is None else BANDS.by_rank[first.rank + steps]
    differs = None if steps is None else steps != 0
    return Delta(thing=thing, title=thing, kind="criterion", first=first, second=second, steps=steps, differs=differs)


def moderated(*differences: tuple[str, int | None]) -> Moderated:
    first = evaluate(TOOL, {})
    deltas = tuple(_delta(thing, steps) for thing, steps in differences)
    return Moderated(moderation="", tool="review", title="", first=first, second=first, deltas=deltas)


@pytest.mark.parametrize(
    ("trigger", "differences", "so"),
    [
        (AnythingDiffers(), [("a", 0), ("b", 1)], (True, ())),
        (AnythingDiffers(), [("a", 0), ("b", None)], (None, ("b",))),
        (AnythingDiffers(nothing=True), [("a", 0), ("b", 0)], (True, ())),
        (Differs(thing="a", way=Way.LOWERED, steps=2), [("a", -2)], (True, ())),
        (Differs(thing="a", way=Way.LIFTED), [("a", -2)], (False, ())),
        (
            CountDiffers(quantity=Quantity(comparison=Comparison.AT_LEAST, amount=2), of=ItemsIn()),
            [("a", -2), ("b", 0)],
            (False, ()),
        ),
    ],
)
def test_differences_are_told_as_the_second_look_tells_them(trigger, differences, so):
    assert found(trigger, moderation=moderated(*differences)) == so
    assert found(trigger) == (None, ("the second look",))
    assert state(trigger, "it", facts(Pack(name="p"), moderation=moderated(*differences))).missing == ("review",)


@pytest.mark.parametrize(
    ("triggers", "some", "every"),
    [
        ((), False, True),
        ((YES, NO), True, False),
        ((YES, OPEN), True, None),
        ((NO, OPEN), None, False),
        ((OPEN, OPEN), None, None),
    ],
)
def test_any_and_all_are_known_as_soon_as_they_can_be(triggers, some, every):
    """What is open matters only where the rest decides nothing, and is told once."""
    for judge, expected in ((any_of, some), (all_of, every)):
        so = judge(triggers, "it", facts())
        assert (so.holds, so.missing) == (expected, ("open",) if expected is None else ())


def test_conditions_over_the_knowns_of_the_case_are_evaluated_for_everything_that_has_no_tool():
    """Escalations, processes and their steps too; what belongs to a tool was evaluated with its audit."""
    danger = Item(keyword=Keyword.KNOWN, id="danger", title="Danger", answer=YesNo())
    when = Holds(when=Is(thing=Reference(name="danger"), at=At(step="yes")))
    pack = Pack(
        name="p",
        knowns=(danger,),
        escalations=(Escalation(id="alarm", title="A", starts_when=(when,)),),
        processes=(
            Process(id="award", title="P", steps=(Step(id="refer", title="R", starts_when=(when,)),)),
            Process(id="of-tool", title="P", tool="review", starts_when=(when,)),
        ),
    )
    conditions, problems = watched(pack, Case(known={"danger": True}), TODAY)
    assert {name: watch.holds for name, watch in conditions.items()} == {
        ("alarm", "danger is yes"): True,
        ("award/refer", "danger is yes"): True,
    }
    assert problems == ()


# --- who has seen it -------------------------------------------------------------------------------------------------


GRADED = """
scale grades "Grades" { good "Good"  fair "Fair"  poor "Poor" }
role auditor "Auditor"
role moderator "Moderator"
role panel "Panel"
role qa "QA"
event poor-given "Somebody grades it poor"
tool audit "Audit" {
  section s "S" { question why "Why?" text, optional }
  judgement final "Final" on grades decided by auditor
  moderation look-again "Moderation" {
    first look by auditor
    second look by moderator
    third look by panel
    compare final
    the second look stands
  }
  escalation weak "Weak" { starts when final is poor  stood down when final is lifted  step see "See" { by qa } }
  process improve "Improve" { starts when final is poor  step do-it "Do it" { by auditor } }
  deadline again "Look again" {
    owner qa
    starts when final is poor
    stood down when final is lifted
    within 14 days of poor-given
    even if closed
  }
}
"""


@pytest.mark.parametrize(
    ("grades", "decided", "escalation", "deadline"),
    [
        (("good", "good"), None, Progress.OFF, DueStatus.NOT_STARTED),
        (("poor", "poor"), None, Progress.NEXT, DueStatus.RUNNING),
        (("good", "poor"), None, Progress.NEXT, DueStatus.RUNNING),
        (("poor", "fair"), None, Progress.OFF, DueStatus.CANCELLED),
        (("fair", "fair", "poor"), None, Progress.NEXT, DueStatus.RUNNING),
        (("poor", "fair", "poor"), None, Progress.NEXT, DueStatus.RUNNING),
        (("fair", "good", "poor"), None, Progress.NEXT, DueStatus.RUNNING),
        (("poor", "fair", "fair"), None, Progress.OFF, DueStatus.CANCELLED),
        (("poor", "poor", "good"), None, Progress.NEXT, DueStatus.RUNNING),
        (("fair", "fair"), "poor", Progress.NEXT, DueStatus.RUNNING),
        (("poor", "fair"), "poor", Progress.NEXT, DueStatus.RUNNING),
        (("poor", "poor"), "fair", Progress.NEXT, DueStatus.RUNNING),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else str(value or "nobody"),
)
def test_a_grade_that_anybody_gives_starts_what_it_starts(grades, decided, escalation, deadline):
    """One of several looks is enough; and what the first two differ by ends nothing that a later grade starts."""
    pack = compile_text(GRADED).pack
    assert pack is not None
    looks = ("auditor", "moderator", "panel")
    first, second, third = (
        Audit(answers={}, decisions={"final": Decision(grades[at], by=by)}) if at < len(grades) else None
        for at, by in enumerate(looks)
    )
    stored = CaseFile(
        pack="p",
        first=first,
        second=second,
        third=third,
        decided={"final": Decision(decided)} if decided else {},
        case=Case(events={"poor-given": TODAY}),
    )
    case = case_of(stored, pack)
    found = next_steps(pack, case, TODAY)
    assert found.problems == ()
    (weak,) = found.escalations
    assert weak.steps[0].progress is escalation
    assert deadlines(pack, case, TODAY)["again"].status is deadline
    started = any(grade == "poor" for grade in (*grades, decided))
    assert found.processes[0].starts is started


TWO_TOOLS = """
scale grades "Grades" { good "Good"  poor "Poor" }
role auditor "Auditor"
role moderator "Moderator"
""" + "".join(
    f"""
    tool {name} "Audit" {{
      section s-{name} "S" {{ question why-{name} "Why?" text, optional }}
      judgement final "Final" on grades decided by auditor
      moderation look-at-{name} "Moderation" {{
        first look by auditor
        second look by moderator
        compare final
        when anything differs then talk-of-{name}
      }}
      process talk-of-{name} "Talk" {{ starts when final is poor  step talk "Talk" {{ by auditor }} }}
      escalation weak-{name} "Weak" {{ starts when final is poor  stood down when final is lifted }}
    }}
    """
    for name in ("one", "two")
)


@pytest.mark.parametrize(("first", "second"), [("poor", "poor"), ("good", "poor"), ("poor", "good"), ("good", "good")])
def test_an_audit_starts_and_ends_nothing_of_another_tool(first, second):
    """Judgements of two tools may share a name: what is about the other tool does not start, and that is known."""
    pack = compile_text(TWO_TOOLS).pack
    assert pack is not None
    looks = (
        Audit(answers={}, decisions={"final": Decision(grade, by=by)})
        for grade, by in ((first, "auditor"), (second, "moderator"))
    )
    stored = CaseFile(pack="p", tool="one", **dict(zip(("first", "second"), looks, strict=True)))
    found = next_steps(pack, case_of(stored, pack), TODAY)
    starts = {state.id: state.starts for state in (*found.escalations, *found.processes)}
    assert starts == {
        "weak-one": "poor" in (first, second),
        "talk-of-one": first != second or first == "poor",
        "weak-two": False,
        "talk-of-two": False,
    }
    other = next(state for state in found.escalations if state.id == "weak-two")
    assert (other.missing, other.stood_down) == ((), False)


# --- what a body sets ---------------------------------------------------------------------------------------------


CONTACTS = """
parameter most "Most contacts in a week" { at least 1 }
parameter hours "Hours" { above 0  is 1.5 }
known so-far "Contacts of this week" number from 0
role mentor "Mentor"
process contact "Contact" {
  step call "One more" { by mentor  starts when so-far - most is below 0 }
  step long "A long one" { by mentor  starts when hours is above 1 }
}
"""


@pytest.mark.parametrize(
    ("known", "parameters", "so"),
    [
        ({}, {}, (None, ("so-far", "most"))),
        ({"so-far": 2}, {}, (None, ("most",))),
        ({}, {"most": 2}, (None, ("so-far",))),
        ({"so-far": 1}, {"most": 2}, (True, ())),
        ({"so-far": 2}, {"most": 2}, (False, ())),
    ],
)
def test_a_condition_may_read_what_the_adopting_body_sets(pack_of, known, parameters, so):
    """While a number is left open, what depends on it is not known."""
    conditions, problems = watched(pack_of(CONTACTS), Case(known=known, parameters=parameters), TODAY)
    told = conditions["contact/call", "so-far - most is below 0"]
    assert (told.holds, told.missing) == so
    assert conditions["contact/long", "hours is above 1"].holds is True
    assert problems == ()


def test_any_number_of_a_parameter_can_be_read(pack_of):
    """A third is as good as a half, and a number out of its bounds is told elsewhere and read as it is."""
    for hours, holds in ((Fraction(4, 3), True), (Fraction(1, 3), False), (-1, False)):
        conditions, problems = watched(pack_of(CONTACTS), Case(parameters={"hours": hours}), TODAY)
        assert conditions["contact/long", "hours is above 1"].holds is holds
        assert problems == ()


def test_a_parameter_is_no_known(pack_of):
    """Its bounds would not be looked at."""
    conditions, (problem,) = watched(pack_of(CONTACTS), Case(known={"so-far": 1, "most": 5}), TODAY)
    assert conditions["contact/call", "so-far - most is below 0"].missing == ("most",)
    assert str(problem) == "`most` is a parameter (hand it in with the parameters)"
