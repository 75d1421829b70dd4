"""
Hypothesis strategies for tools, conditions and audits.

Every tool is one that its checks accept; every answer is one that its author allows. All of it is built up without
throwing anything away, so that drawing is quick and failures shrink to short tools with plain answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from qarules.model.answers import Audit
from qarules.model.condition import Applicable, Condition, Reference
from qarules.testing._audits import Answers, Room, answers_to, decisions_on, known_of
from qarules.testing._conditions import condition
from qarules.testing._tools import Plan, scale_of, tool_of, whole
from qarules.testing._view import ON, Nothing, View, is_graded
from qarules.testing._words import phrases, prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qarules.model.answers import Decision
    from qarules.model.scale import Scale
    from qarules.model.tool import Tool

__all__ = [
    "ON",
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
    return _scales(steps, points, phrases() if texts is None else texts)


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
    plan = Plan(
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
        texts=phrases() if texts is None else texts,
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
    plan = Plan(
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
        texts=phrases() if texts is None else texts,
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
    graders = sum(judgement.for_each_section for judgement in tool.judgements)
    view = attrs.evolve(whole(readable, graders == 1), nothing=Nothing.FAILS if limit else Nothing.HOLDS)
    if for_each_section:
        view = attrs.evolve(view, scopes=tuple((section,) for section in tool.sections if is_graded(section)))
    return _conditions(view, depth)


@st.composite
def _conditions(draw: st.DrawFn, view: View, depth: int) -> Condition:
    """Of a tool about which there is nothing to ask, whether its first part applies."""
    return condition(draw, view, depth) or Applicable(thing=Reference(name=next(iter(view.tool.things))))


@st.composite
def _tools(draw: st.DrawFn, plan: Plan) -> Tool:
    return tool_of(draw, plan)


@st.composite
def _scales(draw: st.DrawFn, steps: int, points: bool | None, texts: st.SearchStrategy[str]) -> Scale:
    has_points = draw(st.booleans()) if points is None else points
    return scale_of(draw, set(), steps, has_points, texts, descending=True)


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
    return answers_to(draw, tool, Room.of(draw, completions), instances)


@st.composite
def _known_sets(draw: st.DrawFn, tool: Tool, completions: int) -> Answers:
    return known_of(draw, tool, Room.of(draw, completions))


@st.composite
def _decision_sets(
    draw: st.DrawFn, tool: Tool, given: Mapping[str, object], completions: int, *, every: bool
) -> dict[str, Decision]:
    return decisions_on(draw, tool, given, Room.of(draw, completions), every=every)


@st.composite
def _audits(draw: st.DrawFn, tool: Tool, completions: int, instances: int) -> Audit:
    """What answers leave open is held back a little, so that knowns and decisions may stay open as well."""
    room = Room.of(draw, completions // 10)
    given = answers_to(draw, tool, room, instances)
    room.left *= 10
    return Audit(
        on=tool.on,
        answers=given,
        known=known_of(draw, tool, room),
        decisions=decisions_on(draw, tool, given, room, every=False),
    )
