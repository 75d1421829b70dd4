"""
Hypothesis strategies for tools, conditions and audits.

Every tool is one that its checks accept; every answer is one that its author allows. All of it is built up without
throwing anything away, so that drawing is quick and failures shrink to short tools with plain answers.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from qarules.model.answers import Decision, Status
from qarules.model.condition import Applicable, Condition, Reference
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure, Rounding, RoundingMode, RuleKind
from qarules.model.pack import Role
from qarules.model.scale import Grade, Scale
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
from qarules.testing._rules import ON, Nothing, Pull, View, condition, expression, grid, is_graded, steps
from qarules.testing._words import fresh, phrases, prose, sometimes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "ON",
    "Audit",
    "answers",
    "audits",
    "conditions",
    "decisions",
    "known",
    "monotone_tools",
    "phrases",
    "prose",
    "scales",
    "tools",
]

Answers = dict[str, object]
"""Plain answers by item id: a band, choice or role id, True or False, a number, a date, text, rows, or a status."""


@attrs.frozen(kw_only=True)
class Audit:
    """
    What is handed in about one case.

    Attributes:
        answers: By item id; under a section's id its status, or the answers of each of its instances.
        known: By the id of a known.
        decisions: By ``judgement``, ``judgement/section`` or ``judgement/section/1``.
    """

    answers: Answers
    known: Answers
    decisions: dict[str, Decision]


# --- tools -----------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Plan:
    """The knobs of a tool; see :func:`tools`."""

    sections: int
    items: int
    knowns: int
    measures: int
    judgements: int
    steps: int
    depth: int
    repeated: bool
    read_grades: bool
    monotone: bool
    texts: st.SearchStrategy[str]


def scales(
    *, steps: int = 4, points: bool | None = None, texts: st.SearchStrategy[str] | None = None
) -> st.SearchStrategy[Scale]:
    """
    A scale, best step first.

    Args:
        steps: The most steps it may have, at least 2.
        points: Whether its steps carry points, which better steps never have fewer of; None for either.
        texts: Where titles come from; a few awkward phrases by default, :func:`prose` for any.
    """
    return _scales(steps, points, texts or phrases())


def tools(
    *,
    sections: int = 3,
    items: int = 6,
    knowns: int = 2,
    measures: int = 2,
    judgements: int = 3,
    steps: int = 4,
    depth: int = 2,
    repeated: bool = True,
    read_grades: bool = True,
    texts: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[Tool]:
    """
    A tool of any shape, loaded for the day :data:`ON`.

    Criteria and questions of every kind, hidden items, sections and items that may be not applicable, items that are
    not counted or only from a certain day on, weights, points, measures, limits, judgements for each section and for
    the whole, some of which only a person makes. Every rule is marked `intended`, whichever way it points. Dates and
    tables may be left blank, so that whatever a condition reads has finitely many values.

    Args:
        sections: The most sections; at least 1, as is *items*.
        items: The most items in all of them together, no fewer than sections.
        knowns: The most knowns.
        measures: The most measures.
        judgements: The most judgements, at least 1.
        steps: The most steps of a scale, at least 2.
        depth: How deep `and`, `or` and `not` may nest.
        repeated: One section may be repeated.
        read_grades: An item may be asked depending on the grade of an earlier section.
        texts: Where titles and descriptors come from; a few awkward phrases by default, :func:`prose` for any.
    """
    plan = _Plan(
        sections=sections,
        items=items,
        knowns=knowns,
        measures=measures,
        judgements=judgements,
        steps=steps,
        depth=depth,
        repeated=repeated,
        read_grades=read_grades,
        monotone=False,
        texts=texts or phrases(),
    )
    return _tools(plan)


def monotone_tools(
    *,
    sections: int = 3,
    items: int = 6,
    knowns: int = 1,
    measures: int = 2,
    judgements: int = 3,
    steps: int = 4,
    depth: int = 2,
    texts: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[Tool]:
    """
    A tool in which better evidence cannot lower a grade, and no rule needs the word `intended`.

    Giving rules point up and limits point down, points never fall towards better steps, and whether an item is asked
    depends only on answers without a direction. No section is repeated. The arguments are those of :func:`tools`.
    """
    plan = _Plan(
        sections=sections,
        items=items,
        knowns=knowns,
        measures=measures,
        judgements=judgements,
        steps=steps,
        depth=depth,
        repeated=False,
        read_grades=False,
        monotone=True,
        texts=texts or phrases(),
    )
    return _tools(plan)


def conditions(
    tool: Tool, *, depth: int = 2, for_each_section: bool = False, limit: bool = False, judgements: bool = True
) -> st.SearchStrategy[Condition]:
    """
    A condition that makes sense about *tool*: every name fits, and every band is one that something counted has.

    Args:
        tool: Complete; its numbers have both bounds.
        depth: How deep `and`, `or` and `not` may nest.
        for_each_section: It is to be read in a judgement for each section: what it counts there is the section's.
        limit: It is to be a limit, and never holds just because nothing is applicable.
        judgements: It may read judgements and grades of sections; one that does not may stand in any judgement.
    """
    readable = tool if judgements else attrs.evolve(tool, judgements=())
    view = attrs.evolve(_whole(readable), nothing=Nothing.FAILS if limit else Nothing.HOLDS)
    if for_each_section:
        view = attrs.evolve(view, scopes=tuple((section,) for section in tool.sections if is_graded(section)))
    return _conditions(view, depth)


@st.composite
def _conditions(draw: st.DrawFn, view: View, depth: int) -> Condition:
    """Of a tool about which there is nothing to ask, whether its first part applies."""
    return condition(draw, view, depth) or Applicable(thing=Reference(name=next(iter(view.tool.things))))


@st.composite
def _tools(draw: st.DrawFn, plan: _Plan) -> Tool:
    """Each part reads only what was written before it, so that nothing goes in a circle."""
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


def _sizes(draw: st.DrawFn, plan: _Plan) -> list[int]:
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


def _whole(tool: Tool) -> View:
    """What a rule about the whole tool may name."""
    return View(tool=tool, scopes=(tool.sections,), closed=tool.sections, finished=True)


# --- scales and roles


@st.composite
def _scales(draw: st.DrawFn, steps: int, points: bool | None, texts: st.SearchStrategy[str]) -> Scale:
    has_points = draw(st.booleans()) if points is None else points
    return _scale(draw, set(), steps, has_points, texts, descending=True)


def _tool_scale(draw: st.DrawFn, plan: _Plan, taken: set[str]) -> Scale:
    descending = plan.monotone or not sometimes(draw)
    return _scale(draw, taken, plan.steps, draw(st.booleans()), plan.texts, descending=descending)


def _scale(
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


def _roles(draw: st.DrawFn, plan: _Plan) -> tuple[Role, ...]:
    taken: set[str] = set()
    return tuple(
        Role(id=fresh(draw, taken, ("reviewer", "moderator", "head-of-qa")), title=draw(plan.texts))
        for _ in range(draw(st.integers(1, 2)))
    )


# --- items and sections


def _knowns(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool) -> tuple[Item, ...]:
    return tuple(
        Item(
            keyword=Keyword.KNOWN,
            id=fresh(draw, taken, words.THINGS),
            title=draw(plan.texts),
            answer=_known_answer(draw, plan, tool),
        )
        for _ in range(draw(st.integers(0, plan.knowns)))
    )


def _known_answer(draw: st.DrawFn, plan: _Plan, tool: Tool) -> AnswerKind:
    kinds = ("yes-no", "one-of", "number") if plan.monotone else ("yes-no", "one-of", "number", "scale")
    kind = draw(st.sampled_from(kinds))
    return OnScale(scale=draw(st.sampled_from(tool.scales)).id) if kind == "scale" else _answer(draw, plan, kind)


def _section(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool, size: int) -> Section:
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


def _may_not_apply(draw: st.DrawFn, plan: _Plan, one_in: int) -> MayNotApply | None:
    if not sometimes(draw, one_in):
        return None
    return MayNotApply(called=_seldom(draw, plan), why=draw(st.booleans()))


def _seldom(draw: st.DrawFn, plan: _Plan) -> str:
    """A text one time in six, else none."""
    return draw(plan.texts) if sometimes(draw, 6) else ""


_KINDS = ("criterion", "criterion", "criterion", "scale", "yes-no", "one-of", "number", "text", "date", "role", "table")
_UNLISTED = frozenset({"date", "table"})
"""Kinds whose answers cannot be gone through one by one, and which conditions read: these may be left blank."""


def _item(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool, section: Section) -> Item:
    """
    An item for *section*, which may be asked depending on whatever stands before it.

    The first item of a section that is answered on a scale is answered on the tool's first scale and always counted, so
    that every section that is graded knows the same bands.
    """
    kind = draw(st.sampled_from(_KINDS))
    graded = is_graded(section)
    name = fresh(draw, taken, words.THINGS)
    if kind in {"criterion", "scale"}:
        scale = draw(st.sampled_from(tool.scales[:2])) if graded else tool.scales[0]
        answer: AnswerKind = OnScale(scale=scale.id)
    else:
        answer = _answer(draw, plan, kind)
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


def _band_descriptors(draw: st.DrawFn, plan: _Plan, scale: Scale) -> tuple[Descriptor, ...]:
    return tuple(_descriptor(draw, plan, grade.id, "") for grade in scale.grades)


def _descriptor(draw: st.DrawFn, plan: _Plan, step: str, population: str) -> Descriptor:
    text = draw(plan.texts)
    if sometimes(draw, 6):
        return Descriptor(step=step, population=population, not_provided=text)
    return Descriptor(step=step, population=population, text=text)


def _counted(draw: st.DrawFn) -> bool | datetime.date:
    """Mostly yes; else never, or from the day before, of or after the audit."""
    day = datetime.timedelta(days=1)
    choices: list[bool | datetime.date] = [True, True, True, False, ON - day, ON, ON + day]
    return draw(st.sampled_from(choices))


def _asked_when(draw: st.DrawFn, plan: _Plan, tool: Tool, section: Section) -> Condition | None:
    if not sometimes(draw, 3):
        return None
    view = View(
        tool=attrs.evolve(tool, sections=(*tool.sections, section)),
        closed=tool.sections,
        here=section.id,
        pull=Pull.NONE if plan.monotone else Pull.ANY,
    )
    return condition(draw, view, min(plan.depth, 1))


def _answer(draw: st.DrawFn, plan: _Plan, kind: str) -> AnswerKind:
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


def _one_of(draw: st.DrawFn, plan: _Plan) -> OneOf:
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


def _number(draw: st.DrawFn, plan: _Plan) -> Number:
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


def _table(draw: st.DrawFn, plan: _Plan) -> Table:
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


def _with_measure(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool) -> Tool:
    """*tool* with one more measure, where it has any numbers."""
    view = attrs.evolve(_whole(tool), pull=Pull.UP if plan.monotone else Pull.ANY)
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


def _early_judgement(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool) -> Judgement:
    """A judgement for each section that reads no more than knowns and any section's bands, so that items may read it."""
    anywhere = Item(keyword=Keyword.QUESTION, id="", title="", answer=OnScale(scale=tool.scales[0].id))
    section = Section(id="", title="", items=(anywhere,))
    view = View(tool=tool, scopes=((section,),))
    return _ruled(draw, plan, taken, view, for_each_section=True, is_open=False)


def _judgement(draw: st.DrawFn, plan: _Plan, taken: set[str], tool: Tool) -> Judgement:
    view = _whole(tool)
    graded = tuple((section,) for section in tool.sections if is_graded(section))
    kinds = ("overall", "overall", "open", "each", "each") if graded else ("overall", "open")
    kind = draw(st.sampled_from(kinds))
    if kind == "each":
        view = attrs.evolve(view, scopes=graded)
    return _ruled(draw, plan, taken, view, for_each_section=kind == "each", is_open=kind == "open")


def _ruled(
    draw: st.DrawFn, plan: _Plan, taken: set[str], view: View, *, for_each_section: bool, is_open: bool
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


def _rules(draw: st.DrawFn, plan: _Plan, kind: RuleKind, scale: Scale, view: View) -> tuple[GradeRule, ...]:
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


def _grade_descriptors(draw: st.DrawFn, plan: _Plan, scale: Scale, tool: Tool) -> tuple[Descriptor, ...]:
    """Seldom any; for everyone, or for one of the choices of a question."""
    if not sometimes(draw, 6):
        return ()
    asked = (item for section in tool.sections for item in section.items)
    choices = [choice.id for item in asked if isinstance(item.answer, OneOf) for choice in item.answer.choices]
    population = draw(st.sampled_from(("", *choices)))
    return tuple(_descriptor(draw, plan, grade.id, population) for grade in scale.grades)


# --- audits ----------------------------------------------------------------------------------------------------------


@attrs.define
class _Room:
    """How many times as many completions what is still to be drawn may leave open."""

    left: int

    def take(self, ways: int) -> bool:
        """Whether something may stay open that can be completed in so many ways."""
        if ways > self.left:
            return False
        self.left //= ways
        return True


def answers(
    tool: Tool, *, complete: bool = False, completions: int = 1000, instances: int = 2
) -> st.SearchStrategy[Answers]:
    """
    Valid answers to *tool*, as plain data.

    Args:
        tool: Its numbers have both bounds.
        complete: Nothing is left open; what is optional may still be blank.
        completions: At most so many ways to answer what is left open.
        instances: The most instances of a repeated section.
    """
    return _answer_sets(tool, 0 if complete else completions, instances)


def known(tool: Tool, *, complete: bool = False, completions: int = 100) -> st.SearchStrategy[Answers]:
    """Values for the knowns of *tool*: all of them where *complete*, else at most so many ways to fill in the rest."""
    return _known_sets(tool, 0 if complete else completions)


def decisions(
    tool: Tool, *, given: Mapping[str, object] | None = None, complete: bool = False, completions: int = 100
) -> st.SearchStrategy[dict[str, Decision]]:
    """
    Decisions by somebody entitled, above the limit or below, and now and then without the reason that is asked for.

    Args:
        tool: What is decided.
        given: The answers, which say how many instances a repeated section has; without them it has none.
        complete: Every judgement is decided that anybody may decide.
        completions: At most so many ways to decide what neither a rule gives nor a person has decided.
    """
    return _decision_sets(tool, given or {}, 0 if complete else completions, every=complete)


def audits(
    tool: Tool, *, complete: bool = False, completions: int = 1000, instances: int = 2
) -> st.SearchStrategy[Audit]:
    """
    Answers, knowns and decisions that go together.

    Args:
        tool: Its numbers have both bounds, and somebody may decide each of its judgements without giving rules.
        complete: Every grade is settled: no answer or known is left open, and nothing that only a person decides.
        completions: At most so many ways to complete the audit, knowns and open judgements included.
        instances: The most instances of a repeated section.
    """
    return _audits(tool, 0 if complete else completions, instances)


@st.composite
def _answer_sets(draw: st.DrawFn, tool: Tool, completions: int, instances: int) -> Answers:
    return _answers(draw, tool, _Room(completions), instances)


@st.composite
def _known_sets(draw: st.DrawFn, tool: Tool, completions: int) -> Answers:
    return _known(draw, tool, _Room(completions))


@st.composite
def _decision_sets(
    draw: st.DrawFn, tool: Tool, given: Mapping[str, object], completions: int, *, every: bool
) -> dict[str, Decision]:
    return _decisions(draw, tool, given, _Room(completions), every=every)


@st.composite
def _audits(draw: st.DrawFn, tool: Tool, completions: int, instances: int) -> Audit:
    """What answers leave open is held back a little, so that knowns and decisions may stay open as well."""
    room = _Room(completions // 10)
    given = _answers(draw, tool, room, instances)
    room.left *= 10
    return Audit(
        answers=given, known=_known(draw, tool, room), decisions=_decisions(draw, tool, given, room, every=False)
    )


def _answers(draw: st.DrawFn, tool: Tool, room: _Room, instances: int) -> Answers:
    given: Answers = {}
    for section in tool.sections:
        if section.repeated:
            count = draw(st.integers(0, instances))
            given[section.id] = [_section_answers(draw, tool, section, room) for _ in range(count)]
        elif section.may_not_apply and sometimes(draw):
            given[section.id] = Status.NOT_APPLICABLE
        else:
            given.update(_section_answers(draw, tool, section, room))
    return given


def _section_answers(draw: st.DrawFn, tool: Tool, section: Section, room: _Room) -> Answers:
    """A section of which nothing need be answered could also be said not to apply: that has to fit in as well."""
    settled = section.may_not_apply is not None and not room.take(2)
    given: Answers = {}
    for item in section.items:
        answer = _item_answer(draw, tool, item, room, settled=settled and not given)
        if answer is not None:
            given[item.id] = answer
    return given


def _item_answer(draw: st.DrawFn, tool: Tool, item: Item, room: _Room, *, settled: bool) -> object:
    """An answer or status, or None for none; not applicable only where the author allows it."""
    options = ["answer", "answer"]
    if item.may_not_apply:
        options.append("not-applicable")
    if not settled and (item.optional or room.left):
        options += ["blank", "cannot-tell"]
    choice = draw(st.sampled_from(options))
    if choice == "not-applicable":
        return Status.NOT_APPLICABLE
    if choice != "answer" and (item.optional or room.take(_ways(tool, item))):
        return Status.CANNOT_TELL if choice == "cannot-tell" else None
    return _value(draw, tool, item.answer)


def _ways(tool: Tool, item: Item) -> int:
    """How many answers its author allows, any text or role counting as one."""
    return _values(tool, item.answer) + (item.may_not_apply is not None)


def _values(tool: Tool, answer: AnswerKind) -> int:
    match answer:
        case OnScale(scale=scale):
            return len(tool.scale_by_id[scale].grades)
        case YesNo():
            return 2
        case OneOf(choices=choices):
            return len(choices)
        case Number():
            return len(grid(answer))
        case _:
            return 1


_DAYS = tuple(ON + datetime.timedelta(days=days) for days in (0, -1, 1, -31, 31, -107, 400))


def _value(draw: st.DrawFn, tool: Tool, answer: AnswerKind) -> object:
    """A valid answer of this kind."""
    match answer:
        case OnScale(scale=scale):
            return draw(st.sampled_from(tool.scale_by_id[scale].grades)).id
        case YesNo():
            return draw(st.booleans())
        case OneOf(choices=choices):
            return draw(st.sampled_from(choices)).id
        case Number():
            number = draw(st.sampled_from(grid(answer)))
            return int(number) if number.denominator == 1 else number
        case Text():
            return draw(phrases())
        case Day():
            return draw(st.sampled_from(_DAYS))
        case Person():
            return draw(st.sampled_from(tool.roles)).id
        case Table(columns=columns):
            return [_row(draw, tool, columns) for _ in range(draw(st.integers(0, 3)))]


def _row(draw: st.DrawFn, tool: Tool, columns: Sequence[Column]) -> Answers:
    return {column.id: _value(draw, tool, column.answer) for column in columns}


def _known(draw: st.DrawFn, tool: Tool, room: _Room) -> Answers:
    given: Answers = {}
    for item in tool.knowns:
        if not (room.left and sometimes(draw) and room.take(_ways(tool, item))):
            given[item.id] = _value(draw, tool, item.answer)
    return given


def _decisions(
    draw: st.DrawFn, tool: Tool, given: Mapping[str, object], room: _Room, *, every: bool
) -> dict[str, Decision]:
    decided: dict[str, Decision] = {}
    for judgement in tool.judgements:
        if not judgement.decided_by:
            continue
        grades = tool.scale_by_id[judgement.scale].grades
        for key in _keys(tool, judgement, given):
            stays_open = not every and draw(st.booleans())
            if stays_open and (judgement.giving or room.take(len(grades))):
                continue
            decided[key] = Decision(
                draw(st.sampled_from(grades)).id,
                by=draw(st.sampled_from(judgement.decided_by)),
                reason=draw(st.sampled_from(("Discussed with the team.", ""))),
            )
    return decided


def _keys(tool: Tool, judgement: Judgement, given: Mapping[str, object]) -> list[str]:
    """What the judgement is called in results, once for each time it is made."""
    if not judgement.for_each_section:
        return [judgement.id]
    keys: list[str] = []
    for section in tool.sections:
        if not any(isinstance(item.answer, OnScale) and tool.is_counted(item) for item in section.items):
            continue
        name = f"{judgement.id}/{section.id}"
        instances = given.get(section.id, ())
        if not section.repeated:
            keys.append(name)
        elif isinstance(instances, list | tuple):
            keys += [f"{name}/{number}" for number in range(1, len(instances) + 1)]
    return keys
