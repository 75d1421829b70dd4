"""
Runs the steps of a plan over all values of its open inputs at once.

Every value a step has in some audit is found through the classes of audits that its readers tell apart; see
:mod:`~qarules.engine.quotient`. Where the classes are too many even for one step by itself, its values are put together
from one set of values for each step it reads, which may hold values that cannot occur together: a superset, and it says
so.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from qarules.engine import tables as bounds
from qarules.engine.certain import Domains, behind
from qarules.engine.quotient import quotient
from qarules.engine.steps import ANY, NEVER, Element, Fold, Input, Step, Value
from qarules.engine.tables import TooMany, plus
from qarules.frozen import frozen


@frozen
class Seen:
    """
    What a run met.

    Attributes:
        values: For each step, every value it had.
        loose: Steps of which some value may be out of reach.
    """

    values: Mapping[int, frozenset[Value]]
    loose: frozenset[int]

    def only(self, step: int) -> Value:
        """The one value *step* always has; `ANY` where it has several."""
        values = self.values[step]
        return next(iter(values)) if len(values) == 1 else ANY

    def is_exact(self, step: int) -> bool:
        """Whether every value of *step* is within reach; a superset of one value is."""
        return step not in self.loose or self.only(step) is not ANY


Groups = tuple[tuple[int, ...], ...]


def grouped(steps: Sequence[Step], outputs: Sequence[int]) -> Groups:
    """
    *outputs* in groups to be found together, each once: those behind one that is behind no other.

    What is not behind the same output need not be kept apart from it, and is found the sooner by itself.
    """
    reach = {output: set(behind(steps, [output])) for output in outputs}
    left = sorted(reach, key=lambda output: (-len(reach[output]), output))
    groups = []
    while left:
        head = left[0]
        groups.append(tuple(sorted(output for output in left if output in reach[head])))
        left = [output for output in left if output not in reach[head]]
    return tuple(groups)


def run(steps: Sequence[Step], groups: Groups, domains: Domains) -> Seen:
    """
    Every value each step of *groups* has over all combinations of the inputs' *domains*.

    Where those of a group are too many together, each is tried by itself, and last, each step behind it by itself.
    """
    values: dict[int, frozenset[Value]] = {}
    loose: set[int] = set()
    for group in groups:
        try:
            values.update(quotient(steps, domains, told=group).values)
        except TooMany:
            values.update(_one_by_one(steps, group, domains, loose))
    loose.update(_behind_anything(steps, domains, values))
    return Seen(values, frozenset(loose))


def _one_by_one(
    steps: Sequence[Step], group: Sequence[int], domains: Domains, loose: set[int]
) -> dict[int, frozenset[Value]]:
    needs = {output: set(behind(steps, [output])) for output in group}
    too_many: list[set[int]] = []
    values: dict[int, frozenset[Value]] = {}
    apart: dict[int, frozenset[Value]] = {}
    for output in sorted(group, key=lambda output: (len(needs[output]), output)):
        # What needs all that was too much already, and more, is not tried again.
        if not any(needed <= needs[output] for needed in too_many):
            try:
                values.update(quotient(steps, domains, told=[output]).values)
                continue
            except TooMany:
                too_many.append(needs[output])
        apart = apart or _apart(steps, group, domains)
        values[output] = apart[output]
        loose.add(output)
    return values


def _behind_anything(steps: Sequence[Step], domains: Domains, outputs: Mapping[int, object]) -> set[int]:
    """Those of *outputs* that read an input whose values are not known one by one."""
    anything = {number for number, domain in domains.items() if ANY in domain}
    if not anything:
        return set()
    return {output for output in outputs if not anything.isdisjoint(behind(steps, [output]))}


def _apart(steps: Sequence[Step], wanted: Sequence[int], domains: Domains) -> dict[int, frozenset[Value]]:
    """The values over combinations of what each step reads, whether or not those occur together."""
    seen: dict[int, frozenset[Value]] = {}
    for number in behind(steps, wanted):
        step = steps[number]
        if isinstance(step, Input):
            seen[number] = frozenset(domains[number] or (ANY,))
        elif isinstance(step, Fold):
            seen[number] = _folded_apart(step, seen)
        else:
            sets = [seen[read] for read in step.reads]
            combinations = 1
            for values in sets:
                combinations *= len(values)
            if combinations > bounds.MOST_ROWS or (any(ANY in values for values in sets) and not step.sees_any):
                seen[number] = frozenset(step.outcomes) or frozenset({ANY})
            else:
                found = {step.value(*read) for read in itertools.product(*sets)}
                seen[number] = frozenset(found - {NEVER}) or frozenset(step.outcomes)
    return seen


def _folded_apart(fold: Fold, seen: Mapping[int, frozenset[Value]]) -> frozenset[Value]:
    elements: set[Element] = {fold.start}
    for at, read in enumerate(fold.reads):
        if ANY in seen[read]:
            return frozenset(fold.outcomes) or frozenset({ANY})
        added = {fold.elements[at](value) for value in seen[read]}
        if len(elements) * len(added) > bounds.MOST_ROWS:
            return frozenset(fold.outcomes) or frozenset({ANY})
        elements = {plus(fold, one, other) for one in elements for other in added}
    return frozenset(map(fold.end, elements))
