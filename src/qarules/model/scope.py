"""What a count ranges over, which scale a thing stands on, and what can be not applicable."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from qarules.model.condition import (
    At,
    AuditDate,
    Compared,
    Constant,
    Dated,
    Expression,
    InMonth,
    Is,
    ItemsIn,
    Named,
    Reach,
    Reference,
    Scaled,
    Sum,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Item, OnScale, Section, Thing, Tool
from qarules.model.walk import Test, names_in, numbers_in, walk


def as_on(tool: Tool, on: datetime.date | None) -> Tool:
    """*tool* as it would be loaded for the day *on*; None for a day before anything dated."""
    return tool if tool.on == on else attrs.evolve(tool, on=on)


@functools.lru_cache(maxsize=64)
def is_dated(tool: Tool) -> bool:
    """Whether the date of the audit can change what *tool* says."""
    asked = any(isinstance(item.counted, datetime.date) for item in tool.items.values())
    # What it has of its pack, such as its clauses, is most of it and reads nothing.
    says = (*tool.sections, *tool.knowns, *tool.measures, *tool.judgements, *tool.promises, *tool.moderations)
    read = walk((says, tool.watched))
    return asked or any(isinstance(getattr(node, "anchor", None), AuditDate) for node in read)


def fully_counted(tool: Tool) -> Tool:
    """*tool* on a day when every item is counted that ever will be."""
    days = tool.days_of_change
    return as_on(tool, max(days)) if days else tool


def scale_of(thing: Thing, tool: Tool) -> Scale | None:
    """The scale an item or a judgement stands on; None for anything else, and where the tool does not have it."""
    match thing:
        case Item():
            return tool.scale_of(thing)
        case Judgement(scale=scale):
            return tool.scale_by_id.get(scale)
        case Section() | Measure():
            return None
        case _:
            assert_never(thing)


def knows(thing: Thing, step: str, tool: Tool) -> bool:
    """Whether the scale of *thing* has *step*."""
    scale = scale_of(thing, tool)
    return scale is not None and step in scale.by_id


def steps_at(at: At, scale: Scale) -> tuple[Grade, ...]:
    """The steps of *scale* that *at* takes in, best first; none where the scale does not know it."""
    here = scale.by_id.get(at.step)
    if here is None:
        return ()
    match at.reach:
        case Reach.EXACTLY:
            return (here,)
        case Reach.OR_BETTER:
            return tuple(grade for grade in scale.grades if grade.rank >= here.rank)
        case Reach.OR_WORSE:
            return tuple(grade for grade in scale.grades if grade.rank <= here.rank)
        case _:
            assert_never(at.reach)


# --- what is counted -------------------------------------------------------------------------------------------------


def countable_in(section: Section, tool: Tool) -> tuple[Item, ...]:
    """The items of *section* that counts may range over."""
    return tuple(item for item in section.items if tool.is_countable(item))


def graded_sections(tool: Tool) -> tuple[Section, ...]:
    """The sections that a judgement for each section is made for."""
    return tuple(section for section in tool.sections if countable_in(section, tool))


def sections_named(names: tuple[str, ...], tool: Tool) -> tuple[Section, ...]:
    """The sections of *tool* called *names*; all of them where there are no names."""
    return tuple(section for section in tool.sections if not names or section.id in names)


def counted(of: ItemsIn | Named, step: str, tool: Tool, section: Section | None = None) -> tuple[Item | Judgement, ...]:
    """
    What a count of things at *step* ranges over: the counted whose scale has it.

    Args:
        section: The scope of a count that names no sections, in a judgement for each section.
    """
    scales = {scale.id for scale in tool.scales if step in scale.by_id}
    return tuple(thing for thing in in_scope(of, tool, section) if _scale_id(thing) in scales)


def scales_of(things: Iterable[Item | Judgement], tool: Tool) -> tuple[Scale | None, ...]:
    """The scales that *things* stand on, each once; None among them where one stands on none."""
    return tuple(tool.scale_by_id.get(scale) for scale in dict.fromkeys(map(_scale_id, things)))


def _scale_id(thing: Item | Judgement) -> str:
    if isinstance(thing, Judgement):
        return thing.scale
    return thing.answer.scale if isinstance(thing.answer, OnScale) else ""


def in_scope(of: ItemsIn | Named, tool: Tool, section: Section | None = None) -> Iterator[Item | Judgement]:
    """What a count ranges over whatever the step; *section* as for :func:`counted`."""
    match of:
        case ItemsIn(sections=()) if section is not None:
            yield from countable_in(section, tool)
        case ItemsIn(sections=()):
            yield from tool.countable
        case ItemsIn(sections=names):
            for named in sections_named(names, tool):
                yield from countable_in(named, tool)
        case Named(names=names):
            for name in dict.fromkeys(names):
                thing = tool.things.get(name)
                is_listed = isinstance(thing, Item) and name in tool.section_of and tool.is_countable(thing)
                if is_listed or (isinstance(thing, Judgement) and not thing.for_each_section):
                    assert isinstance(thing, Item | Judgement)
                    yield thing
        case _:
            assert_never(of)


# --- the grades of sections ------------------------------------------------------------------------------------------


def section_judgements(tool: Tool) -> tuple[Judgement, ...]:
    """The judgements for each section."""
    return tuple(judgement for judgement in tool.judgements if judgement.for_each_section)


def graders(tool: Tool, by: str | None, step: str | None) -> tuple[Judgement, ...]:
    """The judgements for each section that may be meant: the one called *by*, or those whose scale has *step*."""
    return tuple(
        judgement
        for judgement in section_judgements(tool)
        if (judgement.id == by if by else step is None or knows(judgement, step, tool))
    )


def scale_read(reference: Reference, at: At | None, tool: Tool) -> Scale | None:
    """The scale of what *reference* names, of a section's grade too; None where it has none or several are meant."""
    thing = tool.things.get(reference.name)
    if isinstance(thing, Section):
        meant = graders(tool, reference.by, at.step if at is not None else None)
        return scale_of(meant[0], tool) if len(meant) == 1 else None
    return scale_of(thing, tool) if thing is not None else None


# --- what can be not applicable --------------------------------------------------------------------------------------


def can_be_left_out(item: Item) -> bool:
    """Whether *item* can be not applicable by itself: said to be, left blank, or hidden."""
    return item.may_not_apply is not None or item.optional or item.asked_when is not None


def can_be_absent(item: Item, tool: Tool) -> bool:
    """Whether *item* can be not applicable, by itself or with its section: said to be, or without an instance."""
    section = tool.section_of.get(item.id)
    with_section = section is not None and (section.repeated or section.may_not_apply is not None)
    return can_be_left_out(item) or with_section


def always_applies(test: Test, tool: Tool) -> bool:
    """
    Whether *test* holds or fails wherever it is read, as nothing it holds against anything can be not applicable.

    False also where that takes more than looking at the items it names, as for a count, a measure or a judgement.
    """
    match test:
        case Is(thing=thing):
            names = [thing.name]
        case Within() | Dated() | InMonth():
            names = [test.thing.name, *([test.anchor] if isinstance(test.anchor, str) else [])]
        case Compared(number=number) if all(map(_is_reckoned, numbers_in(number))):
            names = list(names_in(number))
        case _:
            return False
    return all(name in tool.items and _is_there(tool.items[name], tool) for name in names)


def _is_reckoned(number: Expression) -> bool:
    """Whether a number applies as soon as all it is made of does."""
    return isinstance(number, Reference | Constant | Sum) or (isinstance(number, Scaled) and number.factor is not None)


def _is_there(item: Item, tool: Tool) -> bool:
    """Whether *item* applies wherever a test can read it: one of a repeated section is read in its own instance."""
    section = tool.section_of.get(item.id)
    return not can_be_left_out(item) and (section is None or section.may_not_apply is None)
