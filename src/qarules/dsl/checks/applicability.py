"""No limit holds over nothing applicable unless its author says so."""

from __future__ import annotations

import datetime
import functools
import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from qarules.dsl import codes
from qarules.dsl.checks.damage import may_lack_items
from qarules.dsl.checks.soundness import is_sound
from qarules.dsl.checks.words import at
from qarules.dsl.findings import Findings, listed
from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    And,
    Applicable,
    Compared,
    Condition,
    Constant,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Not,
    Or,
    PointsIn,
    Reference,
    Scaled,
    SectionsBy,
    Steps,
    Sum,
    Within,
)
from qarules.model.judgement import Judgement, Measure, RuleKind
from qarules.model.ranges import Range, items_with_points, settled
from qarules.model.scope import (
    as_on,
    can_be_absent,
    can_be_left_out,
    countable_in,
    counted,
    fully_counted,
    graded_sections,
    knows,
)
from qarules.model.tool import Item, Section, Tool
from qarules.model.walk import conditions_of, names_in, single_tests
from qarules.model.words import day_words

Truth = bool | None
"""None for a condition that does not apply."""

Pair = tuple[Truth, Truth]
"""The truth of a condition, and the one it would have if no count of pieces applied to nothing."""

EITHER: frozenset[Pair] = frozenset({(True, True), (False, False)})
ANY: frozenset[Pair] = EITHER | {(None, None)}
FALSE: frozenset[Pair] = frozenset({(False, False)})
UNDECIDED: frozenset[Pair] = frozenset({(None, None)})

MOST_NAMED = 4


def check(tool: Tool, findings: Findings) -> None:
    """Report limits that would hold because nothing is left for them to count."""
    for situated in conditions_of(tool):
        judgement, rule = situated.judgement, situated.rule
        if judgement is None or rule is None or rule.kind is not RuleKind.LIMIT:
            continue
        if is_sound(situated, tool, findings):
            _check_limit(rule.when, judgement, tool, findings)


def _check_limit(condition: Condition, judgement: Judgement, tool: Tool, findings: Findings) -> None:
    """Report each scope over which a limit would hold although nothing of it applies, at the first count of it."""
    reported: set[frozenset[str]] = set()
    for count in single_tests(condition):
        if isinstance(count, Count) and not may_lack_items(count.of, tool, findings):
            world = next(_holes(count, condition, judgement, tool), None)
            if world is not None and world.absent not in reported:
                reported.add(world.absent)
                _report(count, world, findings)


# --- worlds in which a scope is empty --------------------------------------------------------------------------------


def _holes(count: Count, condition: Condition, judgement: Judgement, tool: Tool) -> Iterator[_World]:
    """The worlds in which *count* has no pieces to count, the judgement applies, and the condition holds for that."""
    if count.quantity.share or isinstance(count.of, SectionsBy):
        return  # a share of nothing does not apply; where no section has a grade, no judgement applies
    for day in _days(tool):
        for section in graded_sections(day) if judgement.for_each_section else (None,):
            world = _World(day, section, count)
            if world.is_possible() and not world.is_spoken_of(condition) and world.lets_hold(condition):
                yield world


def _days(tool: Tool) -> Iterator[Tool]:
    """The tool as it is from its last change on, then as it was before each."""
    days = tool.days_of_change
    yield fully_counted(tool)
    yield from (as_on(tool, day) for day in (None, *days[:-1]) if days)


@frozen
class _World:
    """
    All audits in which nothing of a scope applies.

    Attributes:
        section: The section the judgement is made for; None for one of the whole tool.
        count: What counts it.
    """

    tool: Tool
    section: Section | None
    count: Count

    @functools.cached_property
    def scope(self) -> tuple[Item | Judgement, ...]:
        """What is not applicable."""
        return self.counted_in(self.tool)

    @property
    def step(self) -> str:
        """The band that is counted in the scope."""
        return self.count.at.step

    @property
    def until(self) -> datetime.date | None:
        """The first day on which anything of the scope is counted; None for always, or never."""
        days = [each.counted for each in self.counted_in(fully_counted(self.tool)) if isinstance(each, Item)]
        return min((day for day in days if isinstance(day, datetime.date)), default=None)

    def counted_in(self, tool: Tool) -> tuple[Item | Judgement, ...]:
        return () if isinstance(self.count.of, SectionsBy) else counted(self.count.of, self.step, tool, self.section)

    @functools.cached_property
    def absent(self) -> frozenset[str]:
        """Ids of all that is not applicable: the scope, and the rest of sections that are out as a whole."""
        alone = {thing.id for thing in self.scope}
        whole = {self.home(thing.id) for thing in self.scope if isinstance(thing, Item) and not can_be_left_out(thing)}
        return frozenset(alone | {item.id for section in whole for item in section.items})

    def home(self, name: str) -> Section:
        return self.tool.section_of[name]

    def is_possible(self) -> bool:
        """Whether nothing of the scope need apply while a judgement does."""
        if not all(isinstance(thing, Item) and can_be_absent(thing, self.tool) for thing in self.scope):
            return False
        if not self.scope and self.section is None and self.tool == fully_counted(self.tool):
            return False  # it never has anything to count, which is reported elsewhere
        judged = self.tool.sections if self.section is None else (self.section,)
        return any(item.id not in self.absent for section in judged for item in countable_in(section, self.tool))

    def is_spoken_of(self, condition: Condition) -> bool:
        """Whether the author says what is meant to happen where something of the scope is not applicable."""
        homes = {self.home(name).id for name in self.absent}
        return any(name in self.absent or name in homes for name in _said_not_applicable(condition))

    def covers(self, section: Section) -> bool:
        """Whether *section* does not apply either, as far as the band is concerned."""
        items = countable_in(section, self.tool)
        knowing = {item.id for item in items if knows(item, self.step, self.tool)}
        return bool(knowing) and knowing <= self.absent and all(can_be_absent(item, self.tool) for item in items)

    # --- truths

    def lets_hold(self, condition: Condition) -> bool:
        """Whether *condition* can hold here, and only because pieces of nothing count zero."""
        return any(truth is True and otherwise is not True for truth, otherwise in self.truths(condition))

    def truths(self, condition: Condition) -> frozenset[Pair]:
        """Every truth *condition* may have here, each of its parts taken by itself."""
        match condition:
            case And(parts=parts):
                return functools.reduce(_both, map(self.truths, parts))
            case Or(parts=parts):
                return _opposite(functools.reduce(_both, [_opposite(self.truths(part)) for part in parts]))
            case Not(part=part):
                return _opposite(self.truths(part))
            case Count():
                return self.truths_of_count(condition)
            case Is(thing=thing):
                return UNDECIDED if self.is_absent(thing) else ANY
            case Compared(number=number):
                return UNDECIDED if self.is_absent(number) else ANY
            case Applicable(thing=thing):
                return FALSE if self.is_absent(thing) else EITHER
            case Within() | Dated() | InMonth() | Has():
                return ANY
            case _:
                assert_never(condition)

    def truths_of_count(self, count: Count) -> frozenset[Pair]:
        if isinstance(count.of, SectionsBy):
            return EITHER
        things = counted(count.of, count.at.step, self.tool, self.section)
        if any(thing.id not in self.absent for thing in things):
            return ANY if count.quantity.share else EITHER
        if count.quantity.share:
            return UNDECIDED
        nothing = Range(low=Fraction(0), high=Fraction(0))
        return frozenset({(settled(count.quantity.comparison, count.quantity.amount, nothing), None)})

    def is_absent(self, number: Expression) -> bool:
        """Whether a thing or a number is surely not applicable here."""
        match number:
            case Reference(name=name):
                return self.is_name_absent(name)
            case Sum(parts=parts):
                return any(self.is_absent(part) for part in parts)
            case Scaled(part=part):
                return self.is_absent(part)
            case Steps(of=name):
                return self.is_name_absent(name)
            case Aggregate(over=PointsIn() as over):
                here = over if over.sections or self.section is None else PointsIn(sections=(self.section.id,))
                return all(item.id in self.absent for item in items_with_points(here, self.tool))
            case Aggregate():
                return all(self.is_name_absent(name) for name in names_in(number))
            case Constant():
                return False
            case _:
                assert_never(number)

    def is_name_absent(self, name: str) -> bool:
        thing = self.tool.things.get(name)
        if isinstance(thing, Measure):
            return self.is_absent(thing.value)
        return self.covers(thing) if isinstance(thing, Section) else name in self.absent


def _both(one: frozenset[Pair], other: frozenset[Pair]) -> frozenset[Pair]:
    """The truths that two conditions may have together."""
    return frozenset(
        (_and(left[0], right[0]), _and(left[1], right[1])) for left, right in itertools.product(one, other)
    )


def _and(left: Truth, right: Truth) -> Truth:
    return False if False in {left, right} else None if None in {left, right} else True


def _opposite(pairs: frozenset[Pair]) -> frozenset[Pair]:
    return frozenset((_not(truth), _not(otherwise)) for truth, otherwise in pairs)


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _said_not_applicable(condition: Condition) -> Iterator[str]:
    """Names of which *condition* says that they are not applicable."""
    match condition:
        case Not(part=Applicable(thing=thing)):
            yield thing.name
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _said_not_applicable(part)
        case Not(part=part):
            yield from _said_not_applicable(part)
        case _:
            pass


# --- the report ------------------------------------------------------------------------------------------------------


def _report(count: Count, world: _World, findings: Findings) -> None:
    names = [thing.id for thing in world.scope]
    if not names and world.until is not None:
        what = f"before {day_words(world.until)} nothing that it counts is counted"
    elif not names and world.section is not None:
        what = f"nothing in `{world.section.id}` can be `{count.at.step}`"
    elif len(names) <= MOST_NAMED:
        what = f"{listed(names, 'and')} {'may' if len(names) == 1 else 'may all'} be not applicable"
    else:
        what = f"all {len(names)} that it counts may be not applicable"
    where = f" in the section `{world.section.id}`" if world.section is not None and names else ""
    findings.add(
        codes.HOLDS_OVER_NOTHING,
        count.span,
        f"this limit would hold with nothing left to count{where}: {what}",
        help=_remedy(count, world),
        labels=[(at(thing.id, thing.span), "may be not applicable") for thing in world.scope[:MOST_NAMED]],
    )


def _remedy(count: Count, world: _World) -> str:
    if not world.scope or (count.of == ItemsIn() and world.section is not None):
        share = "`at most 0% are …`"
        return f"count a share, such as {share}, which does not apply to nothing"
    homes = list(dict.fromkeys(world.home(thing.id).id for thing in world.scope))
    covered = [section.id for section in world.tool.sections if section.id in homes and world.covers(section)]
    name = covered[0] if covered and len(homes) == 1 else world.scope[0].id
    return f"add `and {name} is applicable`, or `or {name} is not applicable` if the limit is meant to hold then"
