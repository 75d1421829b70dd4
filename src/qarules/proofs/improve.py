"""The smallest changes that reach a grade, and the smallest loss that would cost it."""

from __future__ import annotations

import collections
import functools
import heapq
import itertools
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction

from qarules.engine.answers import Given
from qarules.engine.certain import behind
from qarules.engine.decisions import Decisions
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.quotient import quotient
from qarules.engine.space import Space, answer_of, classes, completions
from qarules.engine.steps import ANY, Function, Step, Value, sums
from qarules.engine.tables import TooMany, Traced, inputs_in
from qarules.engine.values import did_you_mean
from qarules.errors import NotFoundError
from qarules.frozen import frozen
from qarules.model.plain import number_text
from qarules.model.planning import Alternative, AnswerChange, Improvement
from qarules.model.scope import is_dated
from qarules.model.tool import Better, OnScale, Tool
from qarules.proofs.direction import better_of, grade_step

MOST_ALTERNATIVES = 8


def improve(
    tool: Tool,
    answers: Given,
    *,
    judgement: str,
    to: str,
    known: Given | None = None,
    decisions: Decisions | None = None,
    fixed: Collection[str] = (),
    most: int = MOST_ALTERNATIVES,
) -> Improvement:
    """
    The smallest sets of better answers with which *judgement* comes to the grade *to*, or to a better one.

    For planning only: what a reviewer sees of a live audit should not tell them which band gives which grade.

    Args:
        judgement: As in an outcome: ``evidence-suggests``, ``section-suggests/planning``.
        to: The id of a grade.
        fixed: Items or sections whose answers may not change. Knowns, and answers without a direction, never do.
        most: At most so many alternatives are looked for.

    Raises:
        NotFoundError: There is no such judgement or grade.
        ValueError, TypeError: As :func:`qarules.evaluate`.
    """
    plan = _plan(tool, answers, known, decisions, judgement, fixed, better=True)
    wanted = plan.rank(to)
    return plan.changes(lambda rank: isinstance(rank, int) and rank >= wanted, to, most)


def holds_up(
    tool: Tool,
    answers: Given,
    *,
    judgement: str,
    known: Given | None = None,
    decisions: Decisions | None = None,
    fixed: Collection[str] = (),
    most: int = MOST_ALTERNATIVES,
) -> Improvement:
    """
    What holds the grade of *judgement* up: the smallest sets of worse answers with which it would be lost.

    While the grade is open, the best that is still possible is meant. Arguments and errors are those of
    :func:`improve`.
    """
    plan = _plan(tool, answers, known, decisions, judgement, fixed, better=False)
    ranks = [value for value in plan.now() if isinstance(value, int)]
    now = max(ranks, default=0)
    return plan.changes(lambda rank: isinstance(rank, int) and rank < now, plan.grades[now], most)


Reaches = Callable[[Value], bool]


@frozen(eq=False)
class Move:
    """
    An answer that may change.

    Attributes:
        ways: What it may become, each with how many steps that is.
    """

    item: ItemSteps
    now: Value
    ways: Mapping[Value, int]


@frozen(eq=False)
class _Plan:
    space: Space
    judged: JudgementSteps
    moves: Mapping[int, Move]
    grades: Mapping[int, str]

    def rank(self, grade: str) -> int:
        ranks = {name: rank for rank, name in self.grades.items()}
        if grade not in ranks:
            hint = did_you_mean(grade, ranks) or f"it has {', '.join(f'`{name}`' for name in ranks)}"
            message = f"`{self.judged.path}` has no grade `{grade}`; {hint}"
            raise NotFoundError(message)
        return ranks[grade]

    def now(self) -> frozenset[Value]:
        step = grade_step(self.judged)
        return self.space.joint(told=[step]).values[step]

    def changes(self, reaches: Reaches, to: str, most: int) -> Improvement:
        """The alternatives, the smallest first."""
        now = self.now()
        (only,) = now if len(now) == 1 else (None,)
        try:
            found, complete = _alternatives(self, reaches, most)
        except TooMany:
            found, complete = [], False
        read = set(behind(self.space.plan.steps, [grade_step(self.judged)]))
        open_ = [item.path for item in self.space.open_items if item.answer in read]
        return Improvement(
            judgement=self.judged.path,
            now=self.grades[only] if isinstance(only, int) else "",
            to=to,
            alternatives=tuple(_alternative(self, each) for each in found),
            complete=complete,
            open=tuple(open_),
        )


def _plan(
    tool: Tool,
    answers: Given,
    known: Given | None,
    decisions: Decisions | None,
    judgement: str,
    fixed: Collection[str],
    *,
    better: bool,
) -> _Plan:
    if tool.on is None and is_dated(tool):
        message = f"the tool `{tool.id}` has something dated: load it with the date of the audit (`on`)"
        raise ValueError(message)
    space, _ = completions(tool, answers, known, decisions)
    judged = next((judged for judged in space.plan.judgements if judged.path == judgement), None)
    if judged is None:
        hint = did_you_mean(judgement, [judged.path for judged in space.plan.judgements])
        message = f"`{judgement}` is no judgement of this audit; {hint}".rstrip("; ")
        raise NotFoundError(message)
    read = set(behind(space.plan.steps, [grade_step(judged)]))
    moves = {
        item.answer: move
        for item in space.plan.items
        if item.answer in read and item.section and fixed_by(item).isdisjoint(fixed)
        if (move := _move(space, item, better=better)) is not None
    }
    grades = {grade.rank: str(grade.id) for grade in tool.scale_by_id[judged.judgement.scale].grades}
    return _Plan(space, judged, moves, grades)


def fixed_by(item: ItemSteps) -> set[str]:
    """The names under which somebody may say that an answer is not to change."""
    return {item.path, str(item.item.id), item.section, item.path.rpartition("/")[0]}


def _move(space: Space, item: ItemSteps, *, better: bool) -> Move | None:
    """What an answered item could become; None where it may not change."""
    domain = space.domains[item.answer]
    way = better_of(item.item)
    if len(domain) != 1 or domain[0] is None or domain[0] is ANY or way is Better.NEITHER:
        return None
    now = domain[0]
    upwards = (way is Better.HIGHER) == better
    open_ = [v for v in item.open if v is not None and v is not ANY and ((v > now) if upwards else (v < now))]  # type: ignore[operator]
    is_stepped = isinstance(item.item.answer, OnScale)
    ways = {value: abs(int(value) - int(now)) if is_stepped else 1 for value in open_}  # type: ignore[call-overload]
    return Move(item, now, ways) if ways else None


# --- the smallest ones -----------------------------------------------------------------------------------------------

Kind = tuple[int, Value]
"""A class of interchangeable items, by its place, and what they become."""

Solution = dict[Kind, int]
"""How many items of a class become what."""

Limits = Mapping[Kind, int]
"""How many at most."""

MOST_SEARCHES = 60
"""So often a smallest set is looked for."""


def _alternatives(plan: _Plan, reaches: Reaches, most: int) -> tuple[list[Solution], bool]:
    """
    Sets of changes of which none can be left out, the smallest first, and whether there are no others.

    Every other set has fewer of some change than one that was found: the rest is searched with one fewer of each.
    """
    groups = _groups(plan)
    turns = itertools.count()
    waiting: list[tuple[tuple[int, int], int, Limits, Solution]] = []
    tried: set[tuple[tuple[Kind, int], ...]] = set()

    def search(limits: Limits) -> None:
        key = tuple(limits.items())
        if key not in tried:
            tried.add(key)
            solution = _smallest(plan, groups, limits, reaches)
            if solution is not None:
                heapq.heappush(waiting, (_cost(plan, groups, solution), next(turns), limits, solution))

    search({(at, value): len(items) for at, items in enumerate(groups) for value in plan.moves[items[0]].ways})
    found: list[Solution] = []
    while waiting and len(found) < most and len(tried) < MOST_SEARCHES:
        _, _, limits, solution = heapq.heappop(waiting)
        if not any(_holds(plan, groups, other, solution) for other in found):
            found.append(solution)
        for kind, count in solution.items():
            search({**limits, kind: count - 1})
    left = [solution for _, _, _, solution in waiting]
    return found, all(any(_holds(plan, groups, other, each) for other in found) for each in left)


def _groups(plan: _Plan) -> list[list[int]]:
    """The items that may change, those together that are counted alike and answered alike."""
    domains = {number: (move.now, *move.ways) for number, move in plan.moves.items()}
    alike = classes(plan.space.limited(domains), [grade_step(plan.judged)])
    groups = ([item.answer for item in each if item.answer in plan.moves] for each in alike)
    return [items for items in groups if items]


def _cost(plan: _Plan, groups: Sequence[Sequence[int]], solution: Solution) -> tuple[int, int]:
    """How many items change, and how many steps."""
    steps = sum(plan.moves[groups[group][0]].ways[value] * count for (group, value), count in solution.items())
    return sum(solution.values()), steps


def _holds(plan: _Plan, groups: Sequence[Sequence[int]], one: Solution, other: Solution) -> bool:
    """Whether all of *one* is in *other*, where an item may go further than it has to."""
    for group, items in enumerate(groups):
        ways = plan.moves[items[0]].ways
        for least in ways.values():
            far = [
                sum(solution.get((group, value), 0) for value, steps in ways.items() if steps >= least)
                for solution in (one, other)
            ]
            if far[0] > far[1]:
                return False
    return True


def _smallest(plan: _Plan, groups: Sequence[Sequence[int]], limits: Limits, reaches: Reaches) -> Solution | None:
    """The fewest items, then the fewest steps, with no more of any change than *limits*; None where nothing will do."""
    count = sum(len(items) for items in groups)
    most = min(1, count)
    while True:
        way = _search(plan, groups, limits, reaches, most)
        if way is not None:
            place = {number: at for at, items in enumerate(groups) for number in items}
            changed = [(place[n], way[n]) for n in place if n in way and way[n] != plan.moves[n].now]
            return dict(collections.Counter(changed))
        if most >= count:
            return None
        most = min(3 * most, count)


def _search(
    plan: _Plan, groups: Sequence[Sequence[int]], limits: Limits, reaches: Reaches, most: int
) -> dict[int, Value] | None:
    """The cheapest way with at most so many changes; None where there is none."""
    domains: dict[int, tuple[Value, ...]] = {}
    steps: list[Step] = list(plan.space.plan.steps)
    bounded: list[tuple[int, int]] = []
    for at, items in enumerate(groups):
        move = plan.moves[items[0]]
        domains.update(dict.fromkeys(items, (move.now, *(value for value in move.ways if limits[at, value]))))
        for value in move.ways:
            limit = limits[at, value]
            if 0 < limit < min(len(items), most):
                elements = (functools.partial(_is, value),) * len(items)
                steps.append(sums(tuple(items), elements, (limit + 1,), operator.itemgetter(0)))
                bounded.append((len(steps) - 1, limit))
    numbers = tuple(number for number in domains if len(domains[number]) > 1)
    longest = max((steps for number in numbers for steps in plan.moves[number].ways.values()), default=0)
    unit = longest * most + 1
    top = most * unit + longest * most + 1
    prices = tuple([functools.partial(_price, plan.moves[number].ways, unit) for number in numbers])
    steps.append(sums(numbers, prices, (top,), operator.itemgetter(0)))
    cost = len(steps) - 1

    def fits(rank: Value, price: int, *counts: int) -> bool:
        return reaches(rank) and price < top and all(c <= bound for c, (_, bound) in zip(counts, bounded, strict=True))

    steps.append(Function((grade_step(plan.judged), cost, *(step for step, _ in bounded)), fits, (False, True)))
    rows = quotient(steps, {**plan.space.domains, **domains}, kept=[len(steps) - 1, cost], ways=Traced()).rows
    enough = {row[1]: way for row, way in rows.items() if row[0] is True and isinstance(row[1], int)}
    return inputs_in(enough[min(enough)]) if enough else None


def _is(wanted: Value, value: Value) -> tuple[int]:
    return (int(value == wanted),)


def _price(ways: Mapping[Value, int], unit: int, value: Value) -> tuple[int]:
    return (unit + ways[value] if value in ways else 0,)


# --- in words --------------------------------------------------------------------------------------------------------


def _alternative(plan: _Plan, solution: Solution) -> Alternative:
    groups = _groups(plan)
    changes = []
    for (group, value), count in sorted(solution.items(), key=lambda entry: entry[0][0]):
        move = plan.moves[groups[group][0]]
        changes.append(
            AnswerChange(
                items=tuple(plan.moves[number].item.path for number in groups[group]),
                count=count,
                before=_answer_words(move, move.now, plan.space.tool),
                after=_answer_words(move, value, plan.space.tool),
            )
        )
    items, steps = _cost(plan, groups, solution)
    return Alternative(changes=tuple(changes), items=items, steps=steps)


def _answer_words(move: Move, value: Value, tool: Tool) -> str:
    answer = answer_of(move.item.item, value, tool)
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return number_text(answer) if isinstance(answer, Fraction) else str(answer)
