"""
The meaning of tools a second time, by brute force: every completion is written out and judged on its own.

Nothing here is shared with the engine, nothing is clever, and every function says in its docstring which sentence of
the language it stands for. Not applicable is None throughout: as an answer, as a number, as a grade, and as the third
truth beside True and False.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from qarules.model.answers import Decision, Status
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Anchor,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    Dated,
    Expression,
    Has,
    InMonth,
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
from qarules.model.judgement import Judgement, Measure, Rounding, RoundingMode
from qarules.model.tool import Item, Number, OneOf, OnScale, Section, Tool, YesNo

if TYPE_CHECKING:
    from qarules.model.scale import Scale

SOMETHING = object()
"""An answer still to come that has no list of values: it applies, and nothing may look at it."""

Spot = tuple[str, int]
"""A section and which of its instances, from 1; 0 for a section that is not repeated."""


@attrs.frozen
class Verdict:
    """
    What the completions make of one judgement.

    Attributes:
        possible: Ids of grades, and ``not-applicable``.
        allowed: Ids of grades.
        suggested: None where nothing can be suggested yet, or ever.
        final: A grade, ``not-applicable``, or None while it is open.
    """

    possible: frozenset[str]
    allowed: frozenset[str]
    suggested: str | None
    final: str | None
    differs: bool
    above_limit: bool


def judge(
    tool: Tool,
    answers: Mapping[str, object],
    known: Mapping[str, object] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> dict[str, Verdict]:
    """
    What becomes of every judgement: ``judgement``, ``judgement/section`` or ``judgement/section/1``, in tool order.

    Raises:
        ValueError: A condition reads an unanswered number, date or text that could be anything, or the language does
            not say what the tool means.
    """
    decided = {key: decision.grade for key, decision in (decisions or {}).items()}
    completions = list(completions_of(tool, answers, known or {}, decided))
    return {key: _verdict(tool, judgement, key, completions) for judgement, _, key in completions[0].made()}


def measures(
    tool: Tool,
    answers: Mapping[str, object],
    known: Mapping[str, object] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> dict[str, frozenset[Fraction | None]]:
    """Every value each measure takes in some completion; None for not applicable. Raises as :func:`judge` does."""
    decided = {key: decision.grade for key, decision in (decisions or {}).items()}
    completions = list(completions_of(tool, answers, known or {}, decided))
    return {
        measure.id: frozenset(completion.measure(measure) for completion in completions) for measure in tool.measures
    }


def _verdict(tool: Tool, judgement: Judgement, key: str, completions: list[Completion]) -> Verdict:
    """
    Possible is what some completion gives; suggested is stated when that is exactly one grade; allowed goes up to the
    best cap of any completion in which the judgement applies; final is what was decided, else suggested; a decision
    above the best cap is above the limit, and one that is not the suggested grade differs. On a judgement that is not
    applicable there is none.
    """
    scale = tool.scale_by_id[judgement.scale]
    spot = completions[0].spot_of[key]
    read = [
        completion.suggested(judgement, spot) if judgement.giving else completion.final(judgement, spot)
        for completion in completions
    ]
    possible = frozenset("not-applicable" if grade is None else grade for grade in read)
    caps = [
        completion.cap(judgement, spot)
        for completion, grade in zip(completions, read, strict=True)
        if grade is not None
    ]
    allowed = frozenset(grade.id for grade in scale.grades if caps and grade.rank <= max(caps))
    suggested = None
    if judgement.giving and len(possible) == 1 and possible != {"not-applicable"}:
        (suggested,) = possible
    if possible == {"not-applicable"}:
        return Verdict(possible, allowed, None, "not-applicable", differs=False, above_limit=False)
    decided = completions[0].decided.get(key)
    return Verdict(
        possible=possible,
        allowed=allowed,
        suggested=suggested,
        final=suggested if decided is None else decided,
        differs=decided is not None and suggested is not None and decided != suggested,
        above_limit=decided is not None and decided not in allowed,
    )


# --- completions -----------------------------------------------------------------------------------------------------


def completions_of(
    tool: Tool, answers: Mapping[str, object], known: Mapping[str, object], decided: Mapping[str, str]
) -> Iterator[Completion]:
    """
    A completion gives every unanswered item any answer its author allows, and never changes a given one.

    Open besides the items are missing knowns, sections that may be said not to apply, and the grade of every undecided
    judgement without giving rules; such a grade above its limit is no completion.
    """
    spots = _spots(tool, answers)
    values: dict[tuple[str, int], list[object]] = {(item.id, 0): _values(tool, item, known) for item in tool.knowns}
    left_out = {section.id: _may_be_left_out(section, answers) for section in tool.sections}
    for section, number in spots:
        given = _given(section, number, answers)
        for item in section.items:
            values[item.id, number] = [None] if left_out[section.id] == [True] else _values(tool, item, given)
    blank = Completion(tool, spots, {}, frozenset(), {}, decided)
    open_grades = {
        key: [grade.id for grade in tool.scale_by_id[judgement.scale].grades]
        for judgement, _, key in blank.made()
        if not judgement.giving and key not in decided
    }
    for chosen in itertools.product(
        itertools.product(*values.values()),
        itertools.product(*left_out.values()),
        itertools.product(*open_grades.values()),
    ):
        completion = Completion(
            tool,
            spots,
            dict(zip(values, chosen[0], strict=True)),
            frozenset(section for section, out in zip(left_out, chosen[1], strict=True) if out),
            dict(zip(open_grades, chosen[2], strict=True)),
            decided,
        )
        if completion.is_within_limits():
            yield completion


def _spots(tool: Tool, answers: Mapping[str, object]) -> tuple[tuple[Section, int], ...]:
    """Every section once, and a repeated one once for each instance that the caller gives."""
    spots: list[tuple[Section, int]] = []
    for section in tool.sections:
        if not section.repeated:
            spots.append((section, 0))
            continue
        instances = answers.get(section.id, [])
        spots.extend((section, number) for number in range(1, _length(instances) + 1))
    return tuple(spots)


def _length(instances: object) -> int:
    return len(instances) if isinstance(instances, list | tuple) else 0


def _given(section: Section, number: int, answers: Mapping[str, object]) -> Mapping[str, object]:
    """The answers to the items of a section: beside all others, or in an instance of its own."""
    if not section.repeated:
        return answers
    instances = answers[section.id]
    assert isinstance(instances, list | tuple)
    return instances[number - 1]


def _is_answer(value: object) -> bool:
    """Cannot tell is no answer; not applicable is one."""
    return value is not None and value is not Status.CANNOT_TELL


def _values(tool: Tool, item: Item, given: Mapping[str, object]) -> list[object]:
    """
    What may stand as the answer to *item* in a completion.

    The given answer; for a blank optional item not applicable; else any answer the author allows, with not applicable
    where that is allowed. Cannot tell counts as unanswered, and an item of which nobody can tell is not blank.
    """
    answer = given.get(item.id)
    if answer is Status.NOT_APPLICABLE:
        return [None]
    if _is_answer(answer):
        return [Fraction(answer) if isinstance(item.answer, Number) else answer]
    if item.optional and answer is not Status.CANNOT_TELL:
        return [None]
    return [*_allowed(tool, item), None] if item.may_not_apply or item.optional else _allowed(tool, item)


def _allowed(tool: Tool, item: Item) -> list[object]:
    """Every answer the author allows, but for not applicable."""
    match item.answer:
        case OnScale(scale=scale):
            return [grade.id for grade in tool.scale_by_id[scale].grades]
        case OneOf(choices=choices):
            return [choice.id for choice in choices]
        case YesNo():
            return [True, False]
        case Number(low=Fraction() as low, high=Fraction() as high, step=step):
            return [low + number * step for number in range(math.floor((high - low) / step) + 1)]
        case _:
            return [SOMETHING]


def _may_be_left_out(section: Section, answers: Mapping[str, object]) -> list[bool]:
    """
    Whether the section is said not to apply, in each of its completions.

    A section that may be not applicable may be completed as such only while none of its items has an answer. Of a
    repeated section the caller says how many instances there are; no completion changes that.
    """
    if answers.get(section.id) is Status.NOT_APPLICABLE:
        return [True]
    answered = any(_is_answer(answers.get(item.id)) for item in section.items)
    if section.may_not_apply and not section.repeated and not answered:
        return [False, True]
    return [False]


# --- one completion --------------------------------------------------------------------------------------------------


@attrs.frozen
class Standpoint:
    """
    Where a condition is read from.

    Attributes:
        scope: What its counts range over where it names no section.
        here: The section and instance an `asked when` belongs to; items of it are those of the same instance.
    """

    scope: tuple[tuple[Section, int], ...]
    here: Spot | None = None


@attrs.frozen
class Term:
    """A number that is made one with others; *maximum* is None where it has none."""

    points: Fraction
    weight: Fraction
    maximum: Fraction | None


@attrs.frozen(eq=False)
class Completion:
    """
    A tool with nothing left open.

    Attributes:
        spots: Every section with its instances.
        values: Of each item in each instance; (item, 0) outside repeated sections.
        left_out: Sections said not to apply.
        chosen: The grades of judgements that no rule gives and nobody has decided yet.
        decided: The grades that were decided.
    """

    tool: Tool
    spots: tuple[tuple[Section, int], ...]
    values: Mapping[tuple[str, int], object]
    left_out: frozenset[str]
    chosen: Mapping[str, str]
    decided: Mapping[str, str]

    # --- items

    @property
    def whole(self) -> Standpoint:
        """The scope is the whole tool everywhere but in a judgement for each section."""
        return Standpoint(self.spots)

    def value(self, item: Item, number: int) -> object:
        """
        The answer to an item; None where it is not applicable.

        Hidden counts as not applicable: an item is asked exactly when its `asked when` holds, and no rule sees an
        answer given to it otherwise. So does every item of a section that does not apply.
        """
        section = self.tool.section_of.get(item.id)
        if section and section.id in self.left_out:
            return None
        if item.asked_when is not None:
            here = Standpoint(self.spots, (section.id, number) if section else None)
            if self.holds(item.asked_when, here) is not True:
                return None
        return self.values[item.id, number]

    def numbers_of(self, item: Item) -> list[int]:
        """The instances an item stands in: in lists it stands for all of them."""
        section = self.tool.section_of.get(item.id)
        return [0] if section is None else [number for other, number in self.spots if other.id == section.id]

    def single(self, item: Item, at: Standpoint) -> object:
        """The answer to an item named on its own: of a repeated section only inside the same instance."""
        section = self.tool.section_of.get(item.id)
        if section is None or not section.repeated:
            return self.value(item, 0)
        if at.here is None or at.here[0] != section.id:
            raise ValueError(f"{item.id} stands in a repeated section and is named singly outside it")
        return self.value(item, at.here[1])

    def is_countable(self, item: Item) -> bool:
        """A criterion or question answered on a scale, not `not counted`, and `counted from` a day that has come."""
        return isinstance(item.answer, OnScale) and self.tool.is_counted(item)

    def section_applies(self, section: Section) -> bool:
        """
        A section applies when one of its items that can be counted does, as its judgement would say; a section without
        any such items when one of its items does.
        """
        items = [item for item in section.items if self.is_countable(item)] or list(section.items)
        return any(self.value(item, number) is not None for item in items for number in self.numbers_of(item))

    # --- judgements

    def made(self) -> list[tuple[Judgement, tuple[Section, int] | None, str]]:
        """
        Every judgement that is made, with the section it is made for and its key.

        `for each section` means each section with at least one item the rules can count; each instance of a repeated
        section is one of its own.
        """
        made: list[tuple[Judgement, tuple[Section, int] | None, str]] = []
        for judgement in self.tool.judgements:
            if not judgement.for_each_section:
                made.append((judgement, None, judgement.id))
                continue
            for section, number in self.spots:
                if any(self.is_countable(item) for item in section.items):
                    made.append((judgement, (section, number), self.key(judgement, (section, number))))
        return made

    @property
    def spot_of(self) -> dict[str, tuple[Section, int] | None]:
        """The section each judgement is made for, by key."""
        return {key: spot for _, spot, key in self.made()}

    def key(self, judgement: Judgement, spot: tuple[Section, int] | None) -> str:
        """``judgement``, ``judgement/section`` or, in a repeated section, ``judgement/section/1``."""
        if spot is None:
            return judgement.id
        section, number = spot
        return f"{judgement.id}/{section.id}/{number}" if section.repeated else f"{judgement.id}/{section.id}"

    def applies(self, judgement: Judgement, spot: tuple[Section, int] | None) -> bool:
        """
        A judgement for each section is not applicable when none of the section's countable items applies; any other is
        not applicable when the tool has countable items and none applies. Its own rules play no part in that.
        """
        if spot is None and not any(self.is_countable(item) for s in self.tool.sections for item in s.items):
            return True
        return any(
            self.value(item, number) is not None
            for section, number in (self.spots if spot is None else (spot,))
            for item in section.items
            if self.is_countable(item)
        )

    def standpoint(self, spot: tuple[Section, int] | None) -> Standpoint:
        """The scope is the section in a judgement for each section, the whole tool elsewhere."""
        return self.whole if spot is None else Standpoint((spot,))

    def given(self, judgement: Judgement, spot: tuple[Section, int] | None) -> int:
        """The rank of the best grade whose giving condition holds; the scale's lowest grade if none does."""
        by_id = self.tool.scale_by_id[judgement.scale].by_id
        at = self.standpoint(spot)
        ranks = [by_id[rule.grade].rank for rule in judgement.giving if self.holds(rule.when, at) is True]
        return max(ranks, default=0)

    def cap(self, judgement: Judgement, spot: tuple[Section, int] | None) -> int:
        """The rank of the lowest grade among the limits whose condition holds; the scale's best grade if none does."""
        scale = self.tool.scale_by_id[judgement.scale]
        at = self.standpoint(spot)
        caps = [scale.by_id[rule.grade].rank for rule in judgement.limits if self.holds(rule.when, at) is True]
        return min(caps, default=len(scale.grades) - 1)

    def suggested(self, judgement: Judgement, spot: tuple[Section, int] | None) -> str | None:
        """The lower of given and cap; a judgement without giving rules suggests nothing and is not asked."""
        if not self.applies(judgement, spot):
            return None
        rank = min(self.given(judgement, spot), self.cap(judgement, spot))
        return self.tool.scale_by_id[judgement.scale].by_rank[rank].id

    def final(self, judgement: Judgement, spot: tuple[Section, int] | None) -> str | None:
        """
        Decided, else suggested. A judgement without giving rules that nobody has decided has any of its allowed grades;
        one that does not apply cannot be decided.
        """
        key = self.key(judgement, spot)
        if not self.applies(judgement, spot):
            return None
        if key in self.decided:
            return self.decided[key]
        return self.suggested(judgement, spot) if judgement.giving else self.chosen[key]

    def is_within_limits(self) -> bool:
        """Until somebody decides, a judgement without giving rules may come to any grade that its limits allow."""
        return all(
            self.tool.scale_by_id[judgement.scale].by_id[self.chosen[key]].rank <= self.cap(judgement, spot)
            for judgement, spot, key in self.made()
            if key in self.chosen and self.applies(judgement, spot)
        )

    def for_each(self, by: str | None, step: str | None) -> Judgement:
        """The judgement for each section that is named, or the only one whose scale has the step."""
        fitting = [
            judgement
            for judgement in self.tool.judgements
            if judgement.for_each_section
            and (judgement.id == by if by else step in (None, *self.tool.scale_by_id[judgement.scale].by_id))
        ]
        if len(fitting) != 1:
            raise ValueError(f"{len(fitting)} judgements for each section fit")
        return fitting[0]

    def section_grade(self, section: Section, judgement: Judgement) -> str | None:
        """The final grade of the section's own judgement, read by the section's name."""
        if section.repeated:
            raise ValueError(f"{section.id} is repeated and has no single grade")
        return self.final(judgement, (section, 0))

    # --- conditions

    def holds(self, condition: Condition, at: Standpoint) -> bool | None:
        """True, False, or None where the condition does not apply."""
        match condition:
            case And(parts=parts):
                return self.conjunction([self.holds(part, at) for part in parts])
            case Or(parts=parts):
                return self.disjunction([self.holds(part, at) for part in parts])
            case Not(part=part):
                return self.negation(self.holds(part, at))
            case Count(quantity=quantity, of=of, at=band):
                return self.amounts_to(quantity, self.counted(of, band, at))
            case Is(thing=thing, at=band):
                return self.is_at(thing, band, at)
            case Compared(number=number, comparison=comparison, value=value):
                return self.compared(self.number(number, at), comparison, value)
            case Within():
                return self.is_within(condition, at)
            case Dated():
                return self.is_dated(condition, at)
            case InMonth():
                return self.is_in_month(condition, at)
            case Applicable(thing=thing):
                return self.is_applicable(thing, at)
            case Has():
                return self.has(condition, at)

    @staticmethod
    def conjunction(parts: list[bool | None]) -> bool | None:
        """`and` is false if a part is false; otherwise it does not apply if a part does not."""
        if False in parts:
            return False
        return None if None in parts else True

    @staticmethod
    def disjunction(parts: list[bool | None]) -> bool | None:
        """`or` is true if a part is true; otherwise it does not apply if a part does not."""
        if True in parts:
            return True
        return None if None in parts else False

    @staticmethod
    def negation(part: bool | None) -> bool | None:
        """`not` of what does not apply does not apply."""
        return None if part is None else not part

    @staticmethod
    def compared(left: Fraction | None, comparison: Comparison, right: Fraction) -> bool | None:
        """A comparison with something not applicable neither holds nor fails."""
        if left is None:
            return None
        match comparison:
            case Comparison.AT_LEAST:
                return left >= right
            case Comparison.MORE_THAN:
                return left > right
            case Comparison.AT_MOST:
                return left <= right
            case Comparison.FEWER_THAN:
                return left < right
            case Comparison.EXACTLY:
                return left == right

    def amounts_to(self, quantity: Quantity, counted: list[bool]) -> bool | None:
        """Shares compare exactly, as fractions, and over nothing do not apply; plain counts count zero."""
        hits = counted.count(True)
        if not quantity.share:
            return self.compared(Fraction(hits), quantity.comparison, quantity.amount)
        share = Fraction(hits, len(counted)) if counted else None
        return self.compared(share, quantity.comparison, quantity.amount)

    def counted(self, of: Counted, band: At, at: Standpoint) -> list[bool]:
        """
        For each thing a count ranges over, whether it is at the band.

        A count ranges over the applicable counted items of its scope whose scale has the band; items of another kind
        are neither counted nor in a denominator. A list may name judgements as well. `section` ranges over the sections
        graded by the judgement for each section.
        """
        match of:
            case ItemsIn(sections=names):
                spots = [spot for spot in self.spots if spot[0].id in names] if names else list(at.scope)
                found = [
                    (self.tool.scale_of(item), self.value(item, number))
                    for section, number in spots
                    for item in section.items
                    if self.is_countable(item)
                ]
            case Named(names=names):
                found = []
                for name in names:
                    thing = self.tool.things[name]
                    if isinstance(thing, Item) and name in self.tool.section_of and self.is_countable(thing):
                        scale = self.tool.scale_of(thing)
                        found.extend((scale, self.value(thing, number)) for number in self.numbers_of(thing))
                    elif isinstance(thing, Judgement):
                        found.append((self.tool.scale_by_id[thing.scale], self.final(thing, None)))
            case SectionsBy(judgement=by):
                judgement = self.for_each(by, band.step)
                scale = self.tool.scale_by_id[judgement.scale]
                found = [(scale, self.final(other, spot)) for other, spot, _ in self.made() if other is judgement]
        return [
            self.reaches(scale, value, band)
            for scale, value in found
            if scale is not None and band.step in scale.by_id and value is not None
        ]

    @staticmethod
    def reaches(scale: Scale, value: object, band: At) -> bool:
        """A step exactly, or it and all better, or it and all worse."""
        rank, wanted = scale.by_id[str(value)].rank, scale.by_id[band.step].rank
        match band.reach:
            case Reach.EXACTLY:
                return rank == wanted
            case Reach.OR_BETTER:
                return rank >= wanted
            case Reach.OR_WORSE:
                return rank <= wanted

    def is_at(self, reference: Reference, band: At, at: Standpoint) -> bool | None:
        """An item or known is at a step or is one of its choices; a section or judgement has a final grade."""
        thing = self.tool.things[reference.name]
        scale: Scale | None
        match thing:
            case Section():
                judgement = self.for_each(reference.by, band.step)
                scale, value = self.tool.scale_by_id[judgement.scale], self.section_grade(thing, judgement)
            case Judgement():
                scale, value = self.tool.scale_by_id[thing.scale], self.final(thing, None)
            case Item():
                scale, value = self.tool.scale_of(thing), self.single(thing, at)
            case Measure():
                raise ValueError(f"{thing.id} is a number")
        if value is None:
            return None
        if value is SOMETHING:
            raise ValueError(f"{reference.name} could be anything")
        if scale is not None:
            return self.reaches(scale, value, band)
        assert isinstance(thing, Item)
        return value == (band.step == "yes") if isinstance(thing.answer, YesNo) else value == band.step

    def is_applicable(self, reference: Reference, at: Standpoint) -> bool:
        """`is applicable` always applies."""
        thing = self.tool.things[reference.name]
        match thing:
            case Section():
                return self.section_applies(thing)
            case Judgement():
                return self.applies(thing, None)
            case Measure():
                return self.measure(thing) is not None
            case Item():
                return self.single(thing, at) is not None

    def has(self, condition: Has, at: Standpoint) -> bool | None:
        """A table has so many rows, a repeated section so many instances; one that is not applicable has no number."""
        thing = self.tool.things[condition.thing.name]
        amount: Fraction | None
        if isinstance(thing, Section):
            instances = [number for section, number in self.spots if section.id == thing.id]
            amount = None if thing.id in self.left_out else Fraction(len(instances))
        else:
            assert isinstance(thing, Item)
            rows = self.single(thing, at)
            if rows is SOMETHING:
                raise ValueError(f"{thing.id} could have any number of rows")
            amount = None if rows is None else Fraction(_length(rows))
        return self.compared(amount, condition.comparison, Fraction(condition.amount))

    # --- dates

    def day(self, anchor: Anchor, at: Standpoint) -> datetime.date | None:
        """A date as written, the date of the audit, or the answer to another question."""
        if isinstance(anchor, AuditDate):
            if self.tool.on is None:
                raise ValueError("the date of the audit is needed")
            return self.tool.on
        if isinstance(anchor, datetime.date):
            return anchor
        item = self.tool.things[anchor]
        assert isinstance(item, Item)
        value = self.single(item, at)
        if value is SOMETHING:
            raise ValueError(f"{anchor} could be any day")
        assert value is None or isinstance(value, datetime.date)
        return value

    def is_within(self, condition: Within, at: Standpoint) -> bool | None:
        """No further than so many units from the anchor, on the side named, the last day and the anchor included."""
        day, anchor = self.day(condition.thing.name, at), self.day(condition.anchor, at)
        if day is None or anchor is None:
            return None
        first = anchor if condition.side is Side.AFTER else _shifted(anchor, -condition.count, condition.unit)
        last = anchor if condition.side is Side.BEFORE else _shifted(anchor, condition.count, condition.unit)
        return first <= day <= last

    def is_dated(self, condition: Dated, at: Standpoint) -> bool | None:
        """Before or after the anchor; the day itself only where `on or` is said."""
        day, anchor = self.day(condition.thing.name, at), self.day(condition.anchor, at)
        if day is None or anchor is None:
            return None
        if condition.count:
            steps = condition.count if condition.side is Side.AFTER else -condition.count
            anchor = _shifted(anchor, steps, condition.unit)
        if day == anchor:
            return condition.inclusive
        return day < anchor if condition.side is Side.BEFORE else day > anchor

    def is_in_month(self, condition: InMonth, at: Standpoint) -> bool | None:
        """In the month of the anchor, or in the one before."""
        day, anchor = self.day(condition.thing.name, at), self.day(condition.anchor, at)
        if day is None or anchor is None:
            return None
        return 12 * day.year + day.month == 12 * anchor.year + anchor.month - condition.back

    # --- numbers

    def measure(self, measure: Measure) -> Fraction | None:
        """A declared number, exact unless it says how it is rounded; its scope is the whole tool."""
        value = self.number(measure.value, self.whole)
        return value if value is None or measure.rounding is None else _rounded(value, measure.rounding)

    def number(self, expression: Expression, at: Standpoint) -> Fraction | None:
        """A number, None where it is not applicable."""
        match expression:
            case Constant(value=value):
                return value
            case Reference():
                return self.named_number(expression, at)
            case Sum(parts=parts):
                return self.total([self.number(part, at) for part in parts])
            case Scaled(part=part, factor=factor):
                value = self.number(part, at)
                return None if value is None or factor is None else value * factor
            case Aggregate(how=how, over=over):
                return self.aggregate(how, self.terms(over, at))
            case Steps(of=name, steps=steps):
                value = self.named_number(Reference(name=name), at)
                return None if value is None else self.step_value(value, steps)

    @staticmethod
    def step_value(value: Fraction, steps: tuple[Step, ...]) -> Fraction:
        """The line of the table that has the number; its ends belong to it, but for the lower one of `above`."""
        for step in steps:
            from_below = step.low is None or (value > step.low if step.above else value >= step.low)
            if from_below and (step.high is None or value <= step.high):
                return step.value
        raise ValueError(f"no step has {value}")

    @staticmethod
    def total(parts: list[Fraction | None]) -> Fraction | None:
        """`+` and `-` with a part not applicable give a number that is not applicable."""
        total = Fraction(0)
        for part in parts:
            if part is None:
                return None
            total += part
        return total

    def named_number(self, reference: Reference, at: Standpoint) -> Fraction | None:
        """A number by its name: a measure, a question or known, or the points of whatever has a grade or choice."""
        thing = self.tool.things[reference.name]
        match thing:
            case Measure():
                return self.measure(thing)
            case Item():
                return self.points(thing, self.single(thing, at))
            case Judgement():
                return self.grade_points(thing, self.final(thing, None))
            case Section():
                judgement = self.for_each(reference.by, None)
                return self.grade_points(judgement, self.section_grade(thing, judgement))

    def points(self, item: Item, value: object) -> Fraction | None:
        """What an answer is worth: the points of its grade or choice, or the number itself."""
        if value is None:
            return None
        if value is SOMETHING:
            raise ValueError(f"{item.id} could be any number")
        worth: Fraction | None = None
        match item.answer:
            case Number():
                assert isinstance(value, Fraction)
                worth = value
            case OneOf(choices=choices):
                (worth,) = [choice.points for choice in choices if choice.id == value]
            case OnScale(scale=scale):
                worth = self.tool.scale_by_id[scale].by_id[str(value)].points
        if worth is None:
            raise ValueError(f"{item.id} has no points for {value}")
        return worth

    def grade_points(self, judgement: Judgement, grade: str | None) -> Fraction | None:
        if grade is None:
            return None
        worth = self.tool.scale_by_id[judgement.scale].by_id[grade].points
        if worth is None:
            raise ValueError(f"{judgement.id} has no points for {grade}")
        return worth

    def best_points(self, item: Item) -> Fraction | None:
        """The most an answer can be worth; None for an item without points and for a number without an end."""
        worths: list[Fraction | None] = []
        match item.answer:
            case Number(high=high):
                return high
            case OneOf(choices=choices):
                worths = [choice.points for choice in choices]
            case OnScale(scale=scale):
                worths = [grade.points for grade in self.tool.scale_by_id[scale].grades]
        return max((worth for worth in worths if worth is not None), default=None)

    def carries_points(self, item: Item) -> bool:
        """Points stand at grades and choices; a number is read by its name only."""
        return isinstance(item.answer, OnScale | OneOf) and self.best_points(item) is not None

    def terms(self, over: tuple[str, ...] | PointsIn, at: Standpoint) -> list[Term]:
        """
        The numbers an aggregate ranges over: `of` leaves out what is not applicable, and an item that is not counted.

        `points` are those of every counted item of the scope, or of the sections named, that carries any.
        """
        terms: list[Term] = []
        if isinstance(over, PointsIn):
            for section, number in self.spots if over.sections else at.scope:
                if over.sections and section.id not in over.sections:
                    continue
                for item in section.items:
                    if self.tool.is_counted(item) and self.carries_points(item):
                        terms.extend(self.term(item, number))
            return terms
        for name in over:
            thing = self.tool.things[name]
            match thing:
                case Item() if name not in self.tool.section_of or self.tool.is_counted(thing):
                    for number in self.numbers_of(thing):
                        terms.extend(self.term(thing, number))
                case Measure():
                    value = self.measure(thing)
                    terms.extend([] if value is None else [Term(value, Fraction(1), None)])
                case Judgement():
                    worth = self.grade_points(thing, self.final(thing, None))
                    terms.extend([] if worth is None else [Term(worth, Fraction(1), None)])
        return terms

    def term(self, item: Item, number: int) -> list[Term]:
        """An item's points with its weight and its maximum; nothing where the item is not applicable."""
        worth = self.points(item, self.value(item, number))
        return [] if worth is None else [Term(worth, item.weight, self.best_points(item))]

    @staticmethod
    def aggregate(how: Aggregation, terms: list[Term]) -> Fraction | None:
        """
        Several numbers made one; over nothing it is not applicable.

        `weight` acts in `mean of` and `percent of points` only; a maximum counts only what is applicable; a division by
        zero is not applicable.
        """
        if not terms:
            return None
        points = sorted(term.points for term in terms)
        match how:
            case Aggregation.SUM:
                return sum(points, Fraction(0))
            case Aggregation.LOWEST:
                return points[0]
            case Aggregation.HIGHEST:
                return points[-1]
            case Aggregation.MEDIAN:
                return (points[(len(points) - 1) // 2] + points[len(points) // 2]) / 2
            case Aggregation.MEAN:
                weight = sum((term.weight for term in terms), Fraction(0))
                weighted = sum((term.weight * term.points for term in terms), Fraction(0))
                return None if weight == 0 else weighted / weight
            case Aggregation.PERCENT:
                maximum = Fraction(0)
                for term in terms:
                    if term.maximum is None:
                        raise ValueError("a percentage needs a maximum")
                    maximum += term.weight * term.maximum
                weighted = sum((term.weight * term.points for term in terms), Fraction(0))
                return None if maximum == 0 else 100 * weighted / maximum


def _rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """To so many decimals; up is towards the larger number, also below zero."""
    places = 10**rounding.decimals
    shifted = value * places
    below, above = math.floor(shifted), math.ceil(shifted)
    middle = Fraction(below + above, 2)
    match rounding.mode:
        case RoundingMode.UP:
            whole = above
        case RoundingMode.DOWN:
            whole = below
        case RoundingMode.HALF_UP:
            whole = above if shifted >= middle else below
        case RoundingMode.HALF_DOWN:
            whole = above if shifted > middle else below
        case RoundingMode.HALF_EVEN:
            even = above if above % 2 == 0 else below
            whole = even if shifted == middle else above if shifted > middle else below
    return Fraction(whole, places)


def _shifted(day: datetime.date, count: int, unit: Unit) -> datetime.date:
    """
    So many units later, or earlier below zero. Months and years keep the day number and end on the last day of a
    shorter month; past the ends of the calendar, its first or last day.
    """
    try:
        if unit in (Unit.DAYS, Unit.WEEKS):
            return day + datetime.timedelta(days=count * (7 if unit is Unit.WEEKS else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit is Unit.YEARS else 1)
        year, month = months // 12, months % 12 + 1
        return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return datetime.date.max if count > 0 else datetime.date.min
