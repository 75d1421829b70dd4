"""Tools, built up part by part."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from qarules.frozen import frozen
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure, Rounding, RoundingMode, RuleKind
from qarules.model.scale import Grade, Scale
from qarules.model.standard import Role
from qarules.model.tool import (
    AnswerKind,
    Better,
    Choice,
    Column,
    ColumnAnswer,
    Day,
    Item,
    Keyword,
    MayNotApply,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)
from qarules.testing import _words as words
from qarules.testing._conditions import condition
from qarules.testing._numbers import expression, steps
from qarules.testing._view import ON, Nothing, Pull, View, is_graded
from qarules.testing._words import fresh, sometimes

if TYPE_CHECKING:
    from qarules.model.condition import Condition


@frozen(kw_only=True)
class Plan:
    """
    The knobs of a tool; see :func:`qarules.testing.strategies.tools`.

    Attributes:
        one_grader: It has at most one judgement for each section, so that section grades need not say by which.
    """

    sections: int
    items: int
    knowns: int
    measures: int
    judgements: int
    steps: int
    depth: int
    repeated: bool
    read_grades: bool
    one_grader: bool = False
    monotone: bool
    texts: st.SearchStrategy[str]


def tool_of(draw: st.DrawFn, plan: Plan) -> Tool:
    """Each part reads only what was written before it, so that nothing goes in a circle."""
    plan = attrs.evolve(plan, one_grader=draw(st.booleans()))
    taken: set[str] = set()
    scale_names: set[str] = set()
    tool = Tool(
        id=fresh(draw, set(), words.THINGS),
        title=draw(plan.texts),
        scales=tuple(_tool_scale(draw, plan, scale_names) for _ in range(draw(st.integers(1, 3)))),
        roles=_roles(draw, plan),
        on=ON,
    )
    tool = attrs.evolve(tool, knowns=_knowns(draw, plan, taken, tool))
    if plan.read_grades and sometimes(draw, 3):
        tool = attrs.evolve(tool, judgements=(_early_judgement(draw, plan, taken, tool),))
    for size in _sizes(draw, plan):
        tool = attrs.evolve(tool, sections=(*tool.sections, _section(draw, plan, taken, tool, size)))
    if not any(is_graded(section) for section in tool.sections):
        tool = attrs.evolve(tool, judgements=())
    for _ in range(draw(st.integers(0, plan.measures))):
        tool = _with_measure(draw, plan, taken, tool)
    for _ in range(draw(st.integers(1, plan.judgements)) - len(tool.judgements)):
        tool = attrs.evolve(tool, judgements=(*tool.judgements, _judgement(draw, plan, taken, tool)))
    return attrs.evolve(tool, scales=_used_scales(tool), judgements=tuple(draw(st.permutations(tool.judgements))))


def _sizes(draw: st.DrawFn, plan: Plan) -> list[int]:
    """How many items each section has, at least one."""
    count = draw(st.integers(1, plan.sections))
    spare = plan.items - count
    sizes = []
    for _ in range(count):
        more = draw(st.integers(0, spare))
        spare -= more
        sizes.append(1 + more)
    return sizes


def _used_scales(tool: Tool) -> tuple[Scale, ...]:
    used = {item.answer.scale for item in tool.items.values() if isinstance(item.answer, OnScale)}
    used |= {judgement.scale for judgement in tool.judgements}
    return tuple(scale for scale in tool.scales if scale.id in used)


def whole(tool: Tool, one_grader: bool) -> View:
    """What a rule about the whole tool may name."""
    return View(tool=tool, scopes=(tool.sections,), closed=tool.sections, finished=True, one_grader=one_grader)


# --- scales and roles


def _tool_scale(draw: st.DrawFn, plan: Plan, taken: set[str]) -> Scale:
    descending = plan.monotone or not sometimes(draw)
    return scale_of(draw, taken, plan.steps, draw(st.booleans()), plan.texts, descending=descending)


def scale_of(
    draw: st.DrawFn, taken: set[str], steps: int, points: bool, texts: st.SearchStrategy[str], *, descending: bool
) -> Scale:
    size = draw(st.integers(2, steps))
    worths: list[int] = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)) if points else []
    if descending:
        worths.sort(reverse=True)
    names: set[str] = set()
    return Scale(
        id=fresh(draw, taken, words.THINGS),
        title=draw(texts),
        grades=tuple(
            Grade(
                id=fresh(draw, names, words.STEPS),
                title=draw(texts),
                rank=size - 1 - place,
                points=Fraction(worths[place]) if points else None,
            )
            for place in range(size)
        ),
    )


def _roles(draw: st.DrawFn, plan: Plan) -> tuple[Role, ...]:
    taken: set[str] = set()
    ids = [fresh(draw, taken, ("reviewer", "moderator", "head-of-qa")) for _ in range(draw(st.integers(1, 2)))]
    # No name may mean two roles.
    return tuple(Role(id=name, title=f"{draw(plan.texts)} {name}") for name in ids)


# --- items and sections


def _knowns(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool) -> tuple[Item, ...]:
    return tuple(
        Item(
            keyword=Keyword.KNOWN,
            id=fresh(draw, taken, words.THINGS),
            title=draw(plan.texts),
            answer=_known_answer(draw, plan, tool),
        )
        for _ in range(draw(st.integers(0, plan.knowns)))
    )


def _known_answer(draw: st.DrawFn, plan: Plan, tool: Tool) -> AnswerKind:
    kinds = ("yes-no", "one-of", "number") if plan.monotone else ("yes-no", "one-of", "number", "scale")
    kind = draw(st.sampled_from(kinds))
    return OnScale(scale=draw(st.sampled_from(tool.scales)).id) if kind == "scale" else _answer(draw, plan, kind)


def _section(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool, size: int) -> Section:
    """The first section is never repeated, so that there is something to name on its own."""
    can_repeat = plan.repeated and tool.sections and not any(section.repeated for section in tool.sections)
    repeated = bool(can_repeat) and sometimes(draw, 3)
    section = Section(
        id=fresh(draw, taken, words.THINGS),
        title=draw(plan.texts),
        items=(),
        number=draw(st.sampled_from(("", "", "1", "2.1"))),
        repeated=repeated,
        may_not_apply=None if repeated else _may_not_apply(draw, plan, one_in=6),
        guidance=_seldom(draw, plan),
        note=_seldom(draw, plan),
    )
    for _ in range(size):
        item = _item(draw, plan, taken, tool, section)
        section = attrs.evolve(section, items=(*section.items, item))
    return section


def _may_not_apply(draw: st.DrawFn, plan: Plan, one_in: int) -> MayNotApply | None:
    if not sometimes(draw, one_in):
        return None
    return MayNotApply(called=_seldom(draw, plan), why=draw(st.booleans()))


def _seldom(draw: st.DrawFn, plan: Plan) -> str:
    """A text one time in six, else none."""
    return draw(plan.texts) if sometimes(draw, 6) else ""


_KINDS = ("criterion", "criterion", "criterion", "scale", "yes-no", "one-of", "number", "text", "date", "role", "table")
_UNLISTED = frozenset({"date", "table"})
"""Kinds whose answers cannot be gone through one by one, and which conditions read: these may be left blank."""


def _item(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool, section: Section) -> Item:
    """
    An item for *section*, which may be asked depending on whatever stands before it.

    The first item of a section that is answered on a scale is answered on the tool's first scale and always counted, so
    that every section that is graded knows the same bands.
    """
    kind = draw(st.sampled_from(_KINDS))
    graded = is_graded(section)
    name = fresh(draw, taken, words.THINGS)
    is_judged = kind in {"criterion", "scale"}
    scale = draw(st.sampled_from(tool.scales[:2])) if is_judged and graded else tool.scales[0]
    answer: AnswerKind = OnScale(scale=scale.id) if is_judged else _answer(draw, plan, kind)
    listed = isinstance(answer, OnScale | OneOf | Number)
    criterion = kind == "criterion"
    optional = kind in _UNLISTED or (not criterion and sometimes(draw))
    return Item(
        keyword=Keyword.CRITERION if criterion else Keyword.QUESTION,
        id=name,
        title=draw(plan.texts),
        answer=answer,
        number=draw(st.sampled_from(("", "", "1.2"))),
        descriptors=_band_descriptors(draw, plan, scale) if criterion else (),
        asked_when=_asked_when(draw, plan, tool, section),
        may_not_apply=None if optional else _may_not_apply(draw, plan, one_in=3),
        optional=optional,
        weight=draw(st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2)))) if listed else Fraction(1),
        counted=_counted(draw) if listed and (graded or not isinstance(answer, OnScale)) else True,
        with_evidence=sometimes(draw, 6),
        with_reason=sometimes(draw, 6),
        guidance=_seldom(draw, plan),
        note=_seldom(draw, plan),
    )


def _band_descriptors(draw: st.DrawFn, plan: Plan, scale: Scale) -> tuple[Descriptor, ...]:
    return tuple(_descriptor(draw, plan, grade.id, "") for grade in scale.grades)


def _descriptor(draw: st.DrawFn, plan: Plan, step: str, population: str) -> Descriptor:
    text = draw(plan.texts)
    if sometimes(draw, 6):
        return Descriptor(step=step, population=population, not_provided=text)
    return Descriptor(step=step, population=population, text=text)


def _counted(draw: st.DrawFn) -> bool | datetime.date:
    """Mostly yes; else never, or from the day before, of or after the audit."""
    day = datetime.timedelta(days=1)
    choices: list[bool | datetime.date] = [True, True, True, False, ON - day, ON, ON + day]
    return draw(st.sampled_from(choices))


def _asked_when(draw: st.DrawFn, plan: Plan, tool: Tool, section: Section) -> Condition | None:
    if not sometimes(draw, 3):
        return None
    view = View(
        tool=attrs.evolve(tool, sections=(*tool.sections, section)),
        closed=tool.sections,
        here=section.id,
        one_grader=plan.one_grader,
        pull=Pull.NONE if plan.monotone else Pull.ANY,
    )
    return condition(draw, view, min(plan.depth, 1))


def _answer(draw: st.DrawFn, plan: Plan, kind: str) -> AnswerKind:
    match kind:
        case "yes-no":
            return YesNo(better=draw(st.sampled_from((Better.NEITHER, Better.HIGHER, Better.LOWER))))
        case "one-of":
            return _one_of(draw, plan)
        case "number":
            return _number(draw, plan)
        case "text":
            return Text()
        case "date":
            return Day()
        case "role":
            return Person()
        case _:
            return _table(draw, plan)


def _one_of(draw: st.DrawFn, plan: Plan) -> OneOf:
    names: set[str] = set()
    points = draw(st.booleans())
    return OneOf(
        choices=tuple(
            Choice(
                id=fresh(draw, names, words.CHOICES),
                title=draw(plan.texts),
                points=Fraction(draw(st.integers(0, 3))) if points else None,
            )
            for _ in range(draw(st.integers(2, 3)))
        )
    )


def _number(draw: st.DrawFn, plan: Plan) -> Number:
    """Three or four numbers; the highest is never below zero, so that it can serve as a maximum."""
    low = Fraction(draw(st.sampled_from((0, 1, -2))))
    step = Fraction(draw(st.sampled_from((1, 2)))) if low < 0 or draw(st.booleans()) else Fraction(1, 2)
    return Number(
        low=low,
        high=low + step * draw(st.integers(2, 3)),
        step=step,
        unit=_seldom(draw, plan),
        better=draw(st.sampled_from((Better.NEITHER, Better.HIGHER, Better.LOWER))),
    )


def _table(draw: st.DrawFn, plan: Plan) -> Table:
    names: set[str] = set()
    return Table(
        columns=tuple(
            Column(
                id=fresh(draw, names, words.THINGS),
                title=_seldom(draw, plan),
                answer=draw(st.sampled_from(_COLUMNS)),
            )
            for _ in range(draw(st.integers(1, 3)))
        )
    )


_COLUMNS: list[ColumnAnswer] = [Text(), Day(), Person(), YesNo(), Number(low=Fraction(0), high=Fraction(3))]


# --- measures and judgements


def _with_measure(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool) -> Tool:
    """*tool* with one more measure, where it has any numbers."""
    view = attrs.evolve(whole(tool, plan.one_grader), pull=Pull.UP if plan.monotone else Pull.ANY)
    value = (steps(draw, view) if sometimes(draw) else None) or expression(draw, view, depth=2)
    if value is None:
        return tool
    rounding = Rounding(mode=draw(st.sampled_from(RoundingMode)), decimals=draw(st.integers(0, 1)))
    measure = Measure(
        id=fresh(draw, taken, words.THINGS),
        title=_seldom(draw, plan),
        value=value,
        rounding=rounding if sometimes(draw, 3) else None,
    )
    return attrs.evolve(tool, measures=(*tool.measures, measure))


def _early_judgement(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool) -> Judgement:
    """A judgement for each section that reads only knowns and the section's bands, so that later items may read it."""
    anywhere = Item(keyword=Keyword.QUESTION, id="", title="", answer=OnScale(scale=tool.scales[0].id))
    section = Section(id="", title="", items=(anywhere,))
    view = View(tool=tool, scopes=((section,),))
    return _ruled(draw, plan, taken, view, for_each_section=True, is_open=False)


def _judgement(draw: st.DrawFn, plan: Plan, taken: set[str], tool: Tool) -> Judgement:
    view = whole(tool, plan.one_grader)
    graded = tuple((section,) for section in tool.sections if is_graded(section))
    may_grade = graded and not (plan.one_grader and view.for_each)
    kinds = ("overall", "overall", "open", "each", "each") if may_grade else ("overall", "open")
    kind = draw(st.sampled_from(kinds))
    if kind == "each":
        view = attrs.evolve(view, scopes=graded)
    return _ruled(draw, plan, taken, view, for_each_section=kind == "each", is_open=kind == "open")


def _ruled(
    draw: st.DrawFn, plan: Plan, taken: set[str], view: View, *, for_each_section: bool, is_open: bool
) -> Judgement:
    """A judgement with its rules; who decides it is always said where no rule gives a grade."""
    scale = draw(st.sampled_from(view.tool.scales))
    giving = () if is_open else _rules(draw, plan, RuleKind.GIVE, scale, view)
    roles = [role.id for role in view.tool.roles]
    decided_by = tuple(roles[: draw(st.integers(0 if giving else 1, len(roles)))])
    return Judgement(
        id=fresh(draw, taken, words.THINGS),
        title=draw(plan.texts),
        scale=scale.id,
        for_each_section=for_each_section,
        decided_by=decided_by,
        with_reason=bool(decided_by) and draw(st.booleans()),
        shown_after=_shown_after(draw, view),
        giving=giving,
        limits=_rules(draw, plan, RuleKind.LIMIT, scale, view),
        descriptors=_grade_descriptors(draw, plan, scale, view.tool),
        guidance=_seldom(draw, plan),
        note=_seldom(draw, plan),
    )


def _shown_after(draw: st.DrawFn, view: View) -> str:
    decided = [judgement.id for judgement in view.overall if judgement.decided_by]
    return draw(st.sampled_from(decided)) if decided and sometimes(draw) else ""


def _rules(draw: st.DrawFn, plan: Plan, kind: RuleKind, scale: Scale, view: View) -> tuple[GradeRule, ...]:
    """One to three giving rules, or up to two limits, none of which lets the best grade stand."""
    gives = kind is RuleKind.GIVE
    pull = (Pull.UP if gives else Pull.DOWN) if plan.monotone else Pull.ANY
    view = attrs.evolve(view, pull=pull, nothing=Nothing.HOLDS if gives else Nothing.FAILS)
    rules = []
    for _ in range(draw(st.integers(1, 3) if gives else st.integers(0, 2))):
        when = condition(draw, view, plan.depth)
        if when is not None:
            grade = draw(st.sampled_from(scale.grades if gives else scale.grades[1:])).id
            rules.append(GradeRule(kind=kind, grade=grade, when=when, intended=not plan.monotone))
    return tuple(rules)


def _grade_descriptors(draw: st.DrawFn, plan: Plan, scale: Scale, tool: Tool) -> tuple[Descriptor, ...]:
    """Seldom any; for everyone, or for one of the choices of a question."""
    if not sometimes(draw, 6):
        return ()
    asked = (item for section in tool.sections for item in section.items)
    choices = [choice.id for item in asked if isinstance(item.answer, OneOf) for choice in item.answer.choices]
    population = draw(st.sampled_from(("", *choices)))
    return tuple(_descriptor(draw, plan, grade.id, population) for grade in scale.grades)
