"""What is answered in an audit, as formulas: a value for every input, and whether there is one."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Collection
from fractions import Fraction

from qarules.engine.certain import Domains
from qarules.engine.draft import ItemSteps
from qarules.engine.space import Space
from qarules.engine.steps import Value
from qarules.model.tool import Day, Item, Number, OneOf, OnScale, Table, YesNo
from qarules.proofs.amounts import Formula


class Inputs:
    """
    What is answered in one audit.

    Attributes:
        inputs: Of each input, the formulas that say what it is: a value, and whether there is one.
        rules: What holds of any audit.
    """

    def __init__(self, space: Space, given: Domains, world: str = "", apart: Collection[int] = ()) -> None:
        """
        Write nothing down yet.

        Args:
            given: What some inputs are limited to.
            world: What the inputs of *apart* are called by; all others are those of any other world.
        """
        self.world = world
        self.apart = frozenset(apart)
        self.z3 = importlib.import_module("z3")
        self.space = space
        self.tool = space.tool
        self.given = given
        self.inputs: dict[int, tuple[Formula, Formula]] = {}
        self.rules: list[Formula] = []
        self.items = {item.path: item for item in space.plan.items}
        self._made: dict[object, Formula] = {}

    def once(self, key: object, make: Callable[[], Formula]) -> Formula:
        """What was made under a key, made once."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def name(self, kind: str, number: int) -> str:
        """What an input is called; one of the same name is the same."""
        return f"{kind}{number}" + (f".{self.world}" if number in self.apart else "")

    def answer(self, path: str) -> tuple[Formula, Formula]:
        """The answer to an item, and whether there is one, whether or not it is seen."""
        item = self.items[path]
        return self.once(("answer", path), lambda: self.open_answer(item))  # type: ignore[no-any-return]

    def open_answer(self, item: ItemSteps) -> tuple[Formula, Formula]:
        """The answer to an item with all that is certain of it."""
        z3, number = self.z3, item.answer
        value, there = z3.Int(self.name("v", number)), z3.Bool(self.name("a", number))
        self.inputs[number] = (value, there)
        if not (item.item.may_not_apply or item.item.optional):
            self.rules.append(there)
        self.rules.append(self.within(item.item, value))
        self.limit(number, value, there, item.item)
        return value, there

    def within(self, item: Item, value: Formula) -> Formula:
        """What the author allows."""
        z3, answer = self.z3, item.answer
        match answer:
            case OnScale():
                scale = self.tool.scale_of(item)
                return z3.And(value >= 0, value < len(scale.grades) if scale is not None else 0)
            case YesNo():
                return z3.And(value >= 0, value <= 1)
            case OneOf(choices=choices):
                return z3.And(value >= 0, value < len(choices))
            case Number(low=low, high=high, step=step):
                start = low if low is not None else Fraction(0)
                bounds = [] if low is None else [value >= 0]
                return z3.And(*bounds, *([] if high is None else [value <= int((high - start) // step)]))
            case Day():
                return z3.And(value >= 1, value <= datetime.date.max.toordinal())
            case Table():
                return value >= 0
            case _:
                return value == 0

    def limit(self, number: int, value: Formula, there: Formula, item: Item | None) -> None:
        """What an input is limited to."""
        if number in self.given:
            self.rules.append(self.z3.Or(*[self.same(each, value, there, item) for each in self.given[number]]))

    def same(self, given: Value, value: Formula, there: Formula, item: Item | None) -> Formula:
        """That an input is one of its values."""
        if given is None:
            return self.z3.Not(there)
        return self.z3.And(there, value == self.coded(given, item))

    def coded(self, given: Value, item: Item | None) -> int:
        """A value as the whole number it stands for."""
        answer = item.answer if item is not None else None
        if isinstance(answer, OneOf):
            return [choice.id for choice in answer.choices].index(str(given))
        if isinstance(answer, Number) and isinstance(given, Fraction):
            return int((given - (answer.low or 0)) / answer.step)
        if isinstance(given, datetime.date):
            return given.toordinal()
        return int(given) if isinstance(given, int) else 0

    def answered(self, number: int, model: Formula) -> Value:
        """What an input is in a model."""
        value, there = (model.eval(formula, model_completion=True) for formula in self.inputs[number])
        if not self.z3.is_true(there):
            return None
        here = value.as_long()
        item = next((item.item for item in self.space.plan.items if item.answer == number), None)
        match item.answer if item is not None else None:
            case OneOf(choices=choices):
                return choices[here].id
            case Number(low=low, step=step):
                return (low or Fraction(0)) + here * step
            case Day():
                return datetime.date.fromordinal(here)
            case YesNo():
                return bool(here)
            case OnScale() | Table():
                return int(here)
            case None:
                return bool(here) if number in self.space.plan.sections_off.values() else int(here)
            case _:
                return self.space.domains[number][0]

    def off(self, section: str) -> Formula:
        """Whether a section is said not to apply."""
        number = self.space.plan.sections_off.get(section)
        if number is None:
            return self.z3.BoolVal(False)

        def make() -> Formula:
            value, there = self.z3.Int(self.name("o", number)), self.z3.BoolVal(True)
            self.inputs[number] = (value, there)
            self.rules.append(self.z3.And(value >= 0, value <= 1))
            self.limit(number, value, there, None)
            return value == 1

        return self.once(("off", section), make)
