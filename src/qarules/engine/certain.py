"""What is certain of the steps of a plan before audits are put into classes, and what each step comes to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from qarules.engine.steps import ANY, NEVER, Element, Fold, Function, Input, Step, Value, Worlds, lifted
from qarules.engine.tables import Row, combinations, plus
from qarules.frozen import frozen

LOCAL = 256
"""So many combinations of the inputs behind a step are written out one by one."""

Domains = Mapping[int, tuple[Value, ...]]


@frozen
class Several:
    """The values of a step of which it is not known which it has."""

    values: tuple[Value, ...]


def behind(steps: Sequence[Step], wanted: Iterable[int]) -> list[int]:
    """The steps that *wanted* read, themselves included, in the order of their numbers."""
    needed = set()
    waiting = list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in needed:
            needed.add(number)
            waiting.extend(steps[number].reads)
    return sorted(needed)


class Certain:
    """
    The steps behind some, with what is certain of them.

    Attributes:
        known: The steps that have one value in every audit.
        sources: What can be of each open input, and of each step of which nothing is known but what it could have.
        images: For steps that read little, a few values that hold every one they can have.
        edges: For each open fold, the places of what it reads that are not certain.
        is_possible: There is an audit at all.
    """

    def __init__(self, steps: Sequence[Step], domains: Domains, wanted: Iterable[int]) -> None:
        self.steps = steps
        self.domains = domains
        self.known: dict[int, Value] = {}
        self.sources: dict[int, tuple[Value, ...]] = {}
        self.images: dict[int, tuple[Value, ...]] = {}
        self.edges: dict[int, list[int]] = {}
        self.is_possible = True
        self._base: dict[int, Element] = {}
        self._calls: dict[tuple[int, Row], Value | Several] = {}
        self._ends: dict[tuple[int, Element], Value | Several] = {}
        self._has_any = any(ANY in domain for domain in domains.values())
        for number in behind(steps, wanted):
            self._look_at(number)

    def _look_at(self, number: int) -> None:
        """Find what a step comes to, or could come to where it reads little."""
        step = self.steps[number]
        if isinstance(step, Input):
            domain = self.domains[number] or (ANY,)
            self._settle(number, domain)
            if len(domain) > 1:
                self.sources[number] = domain
        elif isinstance(step, Function):
            self._look_at_function(number, step)
        else:
            self._look_at_fold(number, step)

    def _settle(self, number: int, image: Sequence[Value]) -> None:
        if len(image) == 1:
            self.known[number] = image[0]
        else:
            self.images[number] = tuple(image)

    def _look_at_function(self, number: int, step: Function) -> None:
        images = [self._image(read) for read in step.reads]
        if any(image is None for image in images) or math.prod(len(image or ()) for image in images) > LOCAL:
            return
        found: dict[Value, None] = {}
        for read in combinations([image or () for image in images]):
            value = self.compute(number, read)
            found.update(dict.fromkeys(value.values if isinstance(value, Several) else (value,)))
        if NEVER in found:
            self.is_possible = self.is_possible and len(found) > 1
            return
        self._settle(number, list(found))
        if len(found) > 1 and all(read in self.known for read in step.reads):
            self.sources[number] = tuple(found)

    def _image(self, number: int) -> tuple[Value, ...] | None:
        """A few values that hold every one a step can have; None where that takes more than looking."""
        return (self.known[number],) if number in self.known else self.images.get(number)

    def _look_at_fold(self, number: int, fold: Fold) -> None:
        base: Element = fold.start
        edges = []
        for at, read in enumerate(fold.reads):
            image = self._image(read)
            elements = {self.element(fold, at, value) for value in image} if image is not None else ()
            if len(elements) == 1:
                base = plus(fold, base, *elements)
            else:
                edges.append(at)
        if base is ANY:
            edges = []
        self._base[number], self.edges[number] = base, edges
        if fold.last is not None and base == fold.last:
            self._settle(number, [fold.end(fold.last)])
        elif not edges:
            value = self.finished(number, fold.start)
            if isinstance(value, Several):
                self.images[number] = self.sources[number] = value.values
            else:
                self._settle(number, [value])

    def element(self, fold: Fold, at: int, value: Value) -> Element:
        """What a value adds at one place of what a fold reads."""
        if value is ANY:
            return ANY
        return lifted(fold.elements[at], (value,)) if type(value) is Worlds else fold.elements[at](value)

    def compute(self, number: int, read: Row) -> Value | Several:
        """What a function comes to."""
        key = (number, read)
        if key in self._calls:
            return self._calls[key]
        step = self.steps[number]
        assert isinstance(step, Function)
        value: Value | Several
        if self._has_any and not step.sees_any and any(each is ANY for each in read):
            value = _any_of(step.outcomes)
        else:
            value = lifted(step.value, read)
        self._calls[key] = value
        return value

    def base(self, number: int) -> Element:
        """What a fold takes in for certain."""
        return self._base[number]

    def finished(self, number: int, taken: Element) -> Value | Several:
        """What a fold comes to that took in *taken* beside what is certain."""
        key = (number, taken)
        if key not in self._ends:
            fold = self.steps[number]
            assert isinstance(fold, Fold)
            whole = plus(fold, self._base[number], taken)
            self._ends[key] = _any_of(fold.outcomes) if whole is ANY else lifted(fold.end, (whole,))
        return self._ends[key]

    def open_reads(self, number: int) -> tuple[int, ...]:
        """The steps that one reads and that are not certain, each once."""
        step = self.steps[number]
        if number in self.sources:
            return ()
        if isinstance(step, Fold):
            return tuple(dict.fromkeys(step.reads[at] for at in self.edges[number]))
        return tuple(dict.fromkeys(read for read in step.reads if read not in self.known))

    def support(self, number: int) -> tuple[int, ...]:
        """The open inputs behind a step; empty where they are too many to write out."""
        found: dict[int, None] = {}
        done: set[int] = set()
        waiting = [number]
        while waiting:
            here = waiting.pop()
            if here in done:
                continue
            done.add(here)
            if here in self.sources:
                found[here] = None
                if math.prod(len(self.sources[each]) for each in found) > LOCAL:
                    return ()
            else:
                waiting.extend(self.open_reads(here))
        return tuple(sorted(found))

    def worked_out(self, number: int, values: dict[int, Value]) -> Value | Several:
        """What a step comes to where its inputs have *values*."""
        if number in self.known:
            return self.known[number]
        if number in values:
            return values[number]
        read = [self.worked_out(each, values) for each in self.open_reads(number)]
        if NEVER in read:
            return NEVER
        found: dict[Value, None] = {}
        for row in combinations([each.values if isinstance(each, Several) else (each,) for each in read]):
            value = self._of_reads(number, dict(zip(self.open_reads(number), row, strict=True)))
            found.update(dict.fromkeys(value.values if isinstance(value, Several) else (value,)))
        if len(found) > 1:
            return Several(tuple(found))
        (values[number],) = found
        return values[number]

    def _of_reads(self, number: int, read: Mapping[int, Value]) -> Value | Several:
        """What a step comes to where the open steps that it reads have the values *read*."""
        step = self.steps[number]
        if isinstance(step, Fold):
            taken: Element = step.start
            for at in self.edges[number]:
                taken = plus(step, taken, self.element(step, at, read[step.reads[at]]))
            return self.finished(number, taken)
        assert isinstance(step, Function)
        return self.compute(number, tuple([read[each] if each in read else self.known[each] for each in step.reads]))


def _any_of(outcomes: tuple[Value, ...]) -> Value | Several:
    """Every value something could have; `ANY` where they have no end."""
    if not outcomes:
        return ANY
    first, *others = outcomes
    return Several(outcomes) if others else first
