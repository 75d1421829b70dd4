"""The brute-force evaluator against results worked out by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs
import pytest
from tests.oracle import judge, measures

from qarules.model.answers import Decision, Status
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Count,
    Has,
    Is,
    ItemsIn,
    Named,
    Not,
    Or,
    PointsIn,
    Quantity,
    Reach,
    Reference,
    Scaled,
    SectionsBy,
    Side,
    Step,
    Steps,
    Sum,
    Unit,
    Within,
)
from qarules.model.judgement import GradeRule, Judgement, Measure, Rounding, RoundingMode, RuleKind
from qarules.model.scale import Grade, Scale
from qarules.model.tool import (
    Choice,
    Column,
    Day,
    Item,
    Keyword,
    MayNotApply,
    Number,
    OneOf,
    OnScale,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)

NA = Status.NOT_APPLICABLE


def scale(name, *steps, points=()):
    worths = points or (None,) * len(steps)
    return Scale(
        id=name,
        title=name,
        grades=tuple(
            Grade(id=step, title=step, rank=len(steps) - 1 - place, points=None if worth is None else Fraction(worth))
            for place, (step, worth) in enumerate(zip(steps, worths, strict=True))
        ),
    )


EVIDENCE = scale("evidence", "clear", "some", "limited", points=(2, 1, 0))
OFSTED = scale("ofsted", "outstanding", "good", "inadequate")


def item(name, answer=None, **more):
    return Item(keyword=Keyword.QUESTION, id=name, title=name, answer=answer or OnScale(scale="evidence"), **more)


def section(name, *items, **more):
    return Section(id=name, title=name, items=items, **more)


def give(grade, when):
    return GradeRule(kind=RuleKind.GIVE, grade=grade, when=when)


def limit(grade, when):
    return GradeRule(kind=RuleKind.LIMIT, grade=grade, when=when)


def judgement(name, *rules, **more):
    return Judgement(
        id=name,
        title=name,
        scale="ofsted",
        giving=tuple(rule for rule in rules if rule.kind is RuleKind.GIVE),
        limits=tuple(rule for rule in rules if rule.kind is RuleKind.LIMIT),
        **more,
    )


def tool(*sections, judgements=(), **more):
    return Tool(id="t", title="t", sections=sections, judgements=judgements, scales=(EVIDENCE, OFSTED), **more)


def ref(name):
    return Reference(name=name)


def is_at(name, step, reach=Reach.EXACTLY):
    return Is(thing=ref(name), at=At(step=step, reach=reach))


def count(comparison, amount, step, of=None, share=False, reach=Reach.EXACTLY):
    return Count(
        quantity=Quantity(comparison=comparison, amount=Fraction(amount), share=share),
        of=of or ItemsIn(),
        at=At(step=step, reach=reach),
    )


def all_are(step, of=None, reach=Reach.EXACTLY):
    return count(Comparison.AT_LEAST, 1, step, of, share=True, reach=reach)


def none_are(step, of=None):
    return count(Comparison.AT_MOST, 0, step, of)


def holds(condition, made, answers, **more):
    """Whether the only rule of a judgement acts: it gives the best grade, and the lowest without it."""
    one = attrs.evolve(made, judgements=(*made.judgements, judgement("j", give("outstanding", condition))))
    return judge(one, answers, **more)["j"].suggested == "outstanding"


def test_the_best_giving_rule_and_the_lowest_limit_meet():
    """Given is the best grade that holds, cap the lowest; suggested is the lower of the two, in any order of rules."""
    rules = [
        give("good", none_are("limited")),
        give("outstanding", all_are("some", reach=Reach.OR_BETTER)),
        limit("good", is_at("a", "some")),
        limit("inadequate", is_at("b", "limited")),
    ]
    for order in (rules, rules[::-1]):
        made = tool(section("s", item("a"), item("b")), judgements=(judgement("j", *order),))
        assert judge(made, {"a": "clear", "b": "clear"})["j"].suggested == "outstanding"
        assert judge(made, {"a": "some", "b": "clear"})["j"].suggested == "good"
        limited = judge(made, {"a": "clear", "b": "limited"})["j"]
        assert (limited.suggested, limited.allowed) == ("inadequate", {"inadequate"})


def test_what_is_open_leaves_every_grade_of_its_completions():
    """An unanswered item can still be any band, one nobody can tell too; two possible grades are no suggestion."""
    rule = give("outstanding", all_are("clear"))
    made = tool(
        section("s", item("a"), item("b")), judgements=(judgement("j", rule, limit("good", is_at("b", "some"))),)
    )
    open_ = judge(made, {"a": "clear", "b": Status.CANNOT_TELL})["j"]
    assert open_.possible == {"outstanding", "inadequate"}
    assert open_.suggested is None
    assert open_.final is None
    assert open_.allowed == {"outstanding", "good", "inadequate"}
    settled = judge(made, {"a": "some"})["j"]
    assert settled.possible == {"inadequate"}
    assert settled.final == "inadequate"


def test_shares_over_nothing_do_not_apply_and_pieces_count_zero():
    """`all` over nothing neither holds nor fails, `none` holds; `not` of what does not apply does not act either."""
    made = tool(section("s", item("a", may_not_apply=MayNotApply()), item("b")))
    answers = {"a": NA, "b": "clear"}
    only_a = Named(names=("a",))
    assert not holds(all_are("clear", only_a), made, answers)
    assert not holds(Not(part=all_are("clear", only_a)), made, answers)
    assert holds(none_are("clear", only_a), made, answers)
    assert not holds(is_at("a", "clear"), made, answers)
    assert not holds(Not(part=is_at("a", "clear")), made, answers)
    assert holds(Not(part=Applicable(thing=ref("a"))), made, answers)


def test_and_with_or_over_what_does_not_apply():
    """`and` is false if a part is; `or` is true if a part is; else the whole does not apply, and its `not` neither."""
    made = tool(section("s", item("a", may_not_apply=MayNotApply()), item("b")))
    answers = {"a": NA, "b": "clear"}
    silent, true, false = is_at("a", "clear"), is_at("b", "clear"), is_at("b", "some")
    assert holds(Not(part=And(parts=(silent, false))), made, answers)
    assert not holds(Not(part=And(parts=(silent, true))), made, answers)
    assert not holds(And(parts=(silent, true)), made, answers)
    assert holds(Or(parts=(silent, true)), made, answers)
    assert not holds(Or(parts=(silent, false)), made, answers)
    assert not holds(Not(part=Or(parts=(silent, false))), made, answers)


def test_a_count_leaves_out_what_is_not_counted_and_what_does_not_know_the_band():
    """Items of another scale, not counted, or counted from a later day stand in no numerator and no denominator."""
    on = datetime.date(2026, 6, 15)
    made = tool(
        section(
            "s",
            item("a"),
            item("other", OnScale(scale="ofsted")),
            item("never", counted=False),
            item("later", counted=on + datetime.timedelta(days=1)),
            item("now", counted=on),
            item("yes", YesNo()),
        ),
        on=on,
    )
    answers = {"a": "clear", "other": "good", "never": "limited", "later": "limited", "now": "some", "yes": True}
    assert holds(count(Comparison.EXACTLY, Fraction(1, 2), "clear", share=True), made, answers)
    assert holds(count(Comparison.EXACTLY, 0, "limited", Named(names=("never", "later", "a", "other"))), made, answers)
    assert holds(all_are("good"), made, answers)


def test_hidden_items_are_not_applicable_all_the_way_down():
    """An item whose `asked when` is false is seen by no rule, nor is one whose `asked when` reads a hidden item."""
    made = tool(
        section(
            "s",
            item("care", YesNo()),
            item("plan", asked_when=is_at("care", "yes")),
            item("review", asked_when=is_at("plan", "clear")),
            item("base"),
        )
    )
    asked = {"care": True, "plan": "clear", "review": "limited", "base": "clear"}
    assert holds(Applicable(thing=ref("review")), made, asked)
    assert not holds(none_are("limited"), made, asked)
    hidden = {**asked, "care": False}
    assert not holds(Applicable(thing=ref("review")), made, hidden)
    assert holds(all_are("clear"), made, hidden)


def test_a_section_judgement_is_made_for_each_section_and_read_by_its_name():
    """Its scope is the section; one of which nothing applies leaves the count; the overall reads final grades."""
    suggests = judgement("suggests", give("outstanding", all_are("clear")), for_each_section=True, decided_by=("r",))
    overall = judgement(
        "overall",
        give("good", count(Comparison.AT_LEAST, 1, "outstanding", SectionsBy(), share=True)),
        limit("inadequate", is_at("one", "inadequate")),
    )
    made = tool(
        section("one", item("a")),
        section("two", item("b"), may_not_apply=MayNotApply()),
        section("words", item("why", Text(), optional=True)),
        judgements=(overall, suggests),
    )
    result = judge(made, {"a": "clear", "two": NA})
    assert list(result) == ["overall", "suggests/one", "suggests/two"]
    assert result["suggests/two"].final == "not-applicable"
    assert result["suggests/two"].possible == {"not-applicable"}
    assert result["overall"].suggested == "good"
    decided = judge(made, {"a": "clear", "two": NA}, decisions={"suggests/one": Decision("inadequate")})
    assert decided["suggests/one"].suggested == "outstanding"
    assert decided["suggests/one"].final == "inadequate"
    assert decided["suggests/one"].differs
    assert not decided["suggests/one"].above_limit
    assert decided["overall"].suggested == "inadequate"


def test_a_section_can_still_turn_out_not_applicable_while_it_has_no_answer():
    """`may be not applicable` on a section is a completion until one of its items is answered."""
    made = tool(
        section("s", item("a"), may_not_apply=MayNotApply()),
        judgements=(judgement("j", give("good", none_are("some"))),),
    )
    assert judge(made, {})["j"].possible == {"good", "inadequate", "not-applicable"}
    assert judge(made, {"a": Status.CANNOT_TELL})["j"].possible == {"good", "inadequate", "not-applicable"}
    assert judge(made, {"a": "some"})["j"].possible == {"inadequate"}


def test_a_judgement_without_giving_rules_is_open_up_to_its_cap():
    """It suggests nothing; what reads it sees any allowed grade until somebody decides, and then the decided one."""
    final = judgement("final", limit("good", is_at("a", "limited")), decided_by=("r",))
    reader = judgement("reader", give("outstanding", is_at("final", "outstanding")))
    made = tool(section("s", item("a")), judgements=(reader, final))
    open_ = judge(made, {"a": "clear"})
    assert open_["final"].possible == {"outstanding", "good", "inadequate"}
    assert open_["final"].suggested is None
    assert open_["reader"].possible == {"outstanding", "inadequate"}
    capped = judge(made, {"a": "limited"})
    assert capped["final"].possible == capped["final"].allowed == {"good", "inadequate"}
    assert capped["reader"].possible == {"inadequate"}
    above = judge(made, {"a": "limited"}, decisions={"final": Decision("outstanding")})
    assert above["final"].possible == {"outstanding"}
    assert above["final"].above_limit
    assert not above["final"].differs
    assert above["reader"].final == "outstanding"


def test_only_completions_in_which_a_judgement_applies_say_what_it_allows():
    """With the only item hidden no limit holds, but then there is no judgement either that could be decided higher."""
    made = tool(
        section("s", item("care", YesNo()), item("a", asked_when=is_at("care", "yes"))),
        judgements=(judgement("j", limit("inadequate", is_at("a", "limited")), decided_by=("r",)),),
    )
    open_ = judge(made, {"a": "limited"}, decisions={"j": Decision("good")})["j"]
    assert open_.possible == {"good", "not-applicable"}
    assert open_.allowed == {"inadequate"}
    assert open_.above_limit
    hidden = judge(made, {"care": False, "a": "limited"}, decisions={"j": Decision("good")})["j"]
    assert (hidden.possible, hidden.final, hidden.allowed) == ({"not-applicable"}, "not-applicable", frozenset())


def test_repeated_sections_stand_for_themselves_and_together():
    """Each instance has its own judgement and its own `asked when`; whole-tool counts take all instances together."""
    made = tool(
        section("s", item("a")),
        section("goal", item("set", YesNo()), item("met", asked_when=is_at("set", "yes")), repeated=True),
        judgements=(
            judgement("each", give("good", all_are("clear")), for_each_section=True),
            judgement("clear", give("good", count(Comparison.AT_LEAST, 2, "clear"))),
            judgement("goals", give("good", Has(thing=ref("goal"), comparison=Comparison.AT_LEAST, amount=3))),
        ),
    )
    goals = [{"set": True, "met": "clear"}, {"set": True, "met": "some"}, {"set": False, "met": "clear"}]
    result = judge(made, {"a": "clear", "goal": goals})
    assert result["each/goal/1"].suggested == "good"
    assert result["each/goal/2"].suggested == "inadequate"
    assert result["each/goal/3"].final == "not-applicable"
    assert result["clear"].suggested == "good"
    assert result["goals"].suggested == "good"
    none = judge(made, {"a": "clear"})
    assert list(none) == ["each/s", "clear", "goals"]
    assert none["clear"].suggested == "inadequate"


def test_measures_leave_out_what_is_not_applicable_and_weigh_the_rest():
    """Points 2, 1, 0 with weights 1 and 3: mean (2 + 3) / 4; of maxima 2 and 6, 5 of 8 points are 62.5%."""

    def of(how, *names):
        return Aggregate(how=how, over=names)

    made = tool(
        section(
            "s",
            item("a"),
            item("b", weight=Fraction(3), may_not_apply=MayNotApply()),
            item("n", Number(low=Fraction(0), high=Fraction(10)), optional=True),
            item("never", counted=False),
        ),
        section("where", item("c", OneOf(choices=(Choice(id="x", title="x", points=Fraction(7)),)), optional=True)),
        measures=(
            Measure(id="mean", title="", value=of(Aggregation.MEAN, "a", "b", "n")),
            Measure(id="percent", title="", value=Aggregate(how=Aggregation.PERCENT, over=PointsIn(sections=("s",)))),
            Measure(id="sum", title="", value=of(Aggregation.SUM, "a", "b", "mean")),
            Measure(id="median", title="", value=of(Aggregation.MEDIAN, "a", "b", "n", "c")),
            Measure(id="lowest", title="", value=of(Aggregation.LOWEST, "a", "b")),
            Measure(id="nothing", title="", value=of(Aggregation.HIGHEST, "n")),
            Measure(id="plus", title="", value=Sum(parts=(ref("a"), ref("n")))),
            Measure(id="minus", title="", value=Sum(parts=(ref("a"), Scaled(part=ref("b"), factor=Fraction(-1))))),
            Measure(id="by-zero", title="", value=Scaled(part=ref("a"), factor=None)),
        ),
    )
    answers = {"a": "clear", "b": "some", "never": "clear"}
    found = {name: next(iter(values)) for name, values in measures(made, answers).items()}
    assert found == {
        "mean": Fraction(5, 4),
        "percent": Fraction(125, 2),
        "sum": Fraction(17, 4),
        "median": Fraction(3, 2),
        "lowest": 1,
        "nothing": None,
        "plus": None,
        "minus": 1,
        "by-zero": None,
    }
    assert measures(made, {"a": "clear", "b": NA})["percent"] == {100}
    assert measures(made, {"a": "some"})["lowest"] == {0, 1}
    assert measures(made, {"a": "some", "b": "limited", "n": 9, "c": "x"})["median"] == {4}


@pytest.mark.parametrize(
    ("mode", "of_plus", "of_minus"),
    [
        (RoundingMode.HALF_UP, 3, -2),
        (RoundingMode.HALF_DOWN, 2, -3),
        (RoundingMode.HALF_EVEN, 2, -2),
        (RoundingMode.UP, 3, -2),
        (RoundingMode.DOWN, 2, -3),
    ],
)
def test_rounding_goes_towards_the_larger_number_when_it_goes_up(mode, of_plus, of_minus):
    """2.5 and -2.5, each way; a quarter less than a half is plain to all but `always`."""
    number = Number(low=Fraction(-10), high=Fraction(10), step=Fraction(1, 4))
    made = tool(
        section("s", item("n", number)),
        measures=(
            Measure(id="m", title="", value=ref("n"), rounding=Rounding(mode=mode)),
            Measure(id="fine", title="", value=ref("n"), rounding=Rounding(mode=mode, decimals=1)),
        ),
    )
    assert measures(made, {"n": Fraction(5, 2)})["m"] == {of_plus}
    assert measures(made, {"n": Fraction(-5, 2)})["m"] == {of_minus}
    assert measures(made, {"n": Fraction(9, 4)})["m"] == {3 if mode is RoundingMode.UP else 2}
    assert measures(made, {"n": Fraction(11, 4)})["m"] == {2 if mode is RoundingMode.DOWN else 3}
    assert measures(made, {"n": Fraction(5, 2)})["fine"] == {Fraction(5, 2)}


def test_steps_read_their_own_line():
    """Both ends belong to a line, but for the lower end of `above`."""
    lines = (
        Step(low=None, high=Fraction(8), value=Fraction(3)),
        Step(low=Fraction(9), high=Fraction(11), value=Fraction(1)),
        Step(low=Fraction(11), high=None, above=True, value=Fraction(0)),
    )
    made = tool(
        section("s", item("n", Number(low=Fraction(7), high=Fraction(12)))),
        measures=(Measure(id="m", title="", value=Steps(of="n", steps=lines)),),
    )
    assert [measures(made, {"n": n})["m"] for n in (7, 8, 9, 11, 12)] == [{3}, {3}, {1}, {1}, {0}]
    assert measures(made, {})["m"] == {3, 1, 0}


@pytest.mark.parametrize(
    ("day", "months_before", "days_after", "weeks_around"),
    [
        (datetime.date(2026, 2, 27), False, False, False),
        (datetime.date(2026, 2, 28), True, False, False),
        (datetime.date(2026, 3, 24), True, False, True),
        (datetime.date(2026, 3, 31), True, True, True),
        (datetime.date(2026, 4, 2), False, True, True),
        (datetime.date(2026, 4, 8), False, False, False),
    ],
)
def test_windows_of_dates_hold_their_ends(day, months_before, days_after, weeks_around):
    """One month before 31 March reaches back to 28 February; the anchor belongs to both sides."""
    made = tool(section("s", item("d", Day())), on=datetime.date(2026, 3, 31))

    def within(number, unit, side):
        return Within(thing=ref("d"), count=number, unit=unit, side=side, anchor=AuditDate())

    assert holds(within(1, Unit.MONTHS, Side.BEFORE), made, {"d": day}) is months_before
    assert holds(within(2, Unit.DAYS, Side.AFTER), made, {"d": day}) is days_after
    assert holds(within(1, Unit.WEEKS, Side.AROUND), made, {"d": day}) is weeks_around


def test_knowns_left_out_are_open_and_blank_optional_items_are_not_applicable():
    """A missing known can be anything, a blank optional table has no rows to speak of."""
    table = Table(columns=(Column(id="c", title="", answer=Text()),))
    made = tool(section("s", item("a"), item("rows", table, optional=True)), knowns=(item("breach", YesNo()),))
    breach = is_at("breach", "yes")
    one = attrs.evolve(made, judgements=(judgement("j", give("good", breach)),))
    assert judge(one, {"a": "clear"})["j"].possible == {"good", "inadequate"}
    assert judge(one, {"a": "clear"}, known={"breach": True})["j"].possible == {"good"}
    has_none = Has(thing=ref("rows"), comparison=Comparison.AT_MOST, amount=1)
    assert not holds(has_none, made, {"a": "clear"}, known={"breach": True})
    assert holds(has_none, made, {"a": "clear", "rows": [{"c": "x"}]}, known={"breach": True})
    assert not holds(has_none, made, {"a": "clear", "rows": [{}, {}]}, known={"breach": True})


def test_an_answer_without_a_list_of_values_is_not_guessed():
    """An unanswered number without an end cannot be gone through, and says so where something reads it."""
    made = tool(section("s", item("n", Number(low=Fraction(0)))), judgements=(judgement("j"),))
    assert judge(made, {})["j"].possible == {"outstanding", "good", "inadequate"}
    least = Compared(number=ref("n"), comparison=Comparison.AT_LEAST, value=Fraction(3))
    assert holds(Applicable(thing=ref("n")), made, {})
    assert holds(least, made, {"n": 3})
    with pytest.raises(ValueError, match="any number"):
        holds(least, made, {})
