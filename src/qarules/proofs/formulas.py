"""One audit as formulas: conditions and judgements, written from the model and not from the engine's plan."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import assert_never

from qarules.engine.certain import Domains
from qarules.engine.dates import window
from qarules.engine.draft import Instance, ItemSteps
from qarules.engine.space import Space
from qarules.frozen import frozen
from qarules.model.condition import (
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Condition,
    Count,
    Dated,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Not,
    Or,
    Reference,
    SectionsBy,
    Unit,
    Within,
)
from qarules.model.judgement import Judgement, Measure, RuleKind
from qarules.model.scale import Scale
from qarules.model.scope import countable_in, counted, graded_sections, graders, scale_of, scale_read, steps_at
from qarules.model.tool import Item, OneOf, Section
from qarules.proofs.amounts import Amount, Amounts, Formula, NoFormula, compare, held, of_share
from qarules.proofs.inputs import Inputs


@frozen(eq=False)
class Truth:
    """A condition: that it holds, and that it fails; where neither, it does not apply."""

    holds: Formula
    fails: Formula


class Formulas(Inputs):
    """One audit in formulas; made as :class:`Inputs` are."""

    def __init__(self, space: Space, given: Domains, world: str = "", apart: Collection[int] = ()) -> None:
        """Write an audit down."""
        super().__init__(space, given, world, apart)
        self.judgements = {judged.path: judged for judged in space.plan.judgements}
        self.steps: dict[int, Callable[[], Truth | Amount]] = {}
        for judged in space.plan.judgements:
            where = self.instance(judged.section)
            self.steps[judged.final] = functools.partial(self.final, judged.path)
            self.steps[judged.suggested] = functools.partial(self.suggested, judged.path)
            self.steps[judged.cap] = functools.partial(self.cap, judged.path)
            for rule, truth in judged.rules:
                self.steps[truth] = functools.partial(self.truth, rule.when, where)
        for watched, truth in space.plan.watched:
            self.steps[truth] = functools.partial(self.truth, watched.when, None)
        for _, claim, when in space.plan.claims:
            if claim.when is not None and when is not None:
                self.steps[when] = functools.partial(self.truth, claim.when, None)
        self.amounts = Amounts(self)

    def term(self, step: int) -> Truth | Amount:
        """The formulas of a step that somebody can ask for."""
        if step not in self.steps:
            raise NoFormula
        made: Truth | Amount = self.once(("step", step), self.steps[step])
        return made

    def instance(self, section: str) -> Instance | None:
        """The section, or the instance, that a judgement is made for."""
        name, _, number = section.partition("/")
        return Instance(name, int(number) if number else None) if name else None

    # --- answers -----------------------------------------------------------------------------------------------------

    def seen(self, path: str) -> tuple[Formula, Formula]:
        """The answer to an item as rules see it, and whether there is one."""
        return self.once(("seen", path), lambda: self.see(self.items[path]))  # type: ignore[no-any-return]

    def see(self, item: ItemSteps) -> tuple[Formula, Formula]:
        """Hidden counts as not applicable, and so does what stands in a section that is."""
        value, there = self.answer(item.path)
        parts = [there]
        if item.section:
            parts.append(self.z3.Not(self.off(item.section)))
        if item.item.asked_when is not None:
            head = item.path.split("/")
            where = Instance(head[0], int(head[1]), is_scope=False) if len(head) == 3 else None
            where = where or (Instance(item.section, is_scope=False) if item.section else None)
            parts.append(self.truth(item.item.asked_when, where).holds)
        return value, self.z3.And(*parts)

    def paths(self, item: Item, inside: Instance | None = None) -> list[str]:
        """An item in every instance of its section, or in one."""
        return [
            path
            for path, steps in self.items.items()
            if steps.item.id == item.id and (inside is None or inside.path(item.id) == path)
        ]

    def path(self, name: str, where: Instance | None) -> str:
        """What a name is called in an outcome where it is read in an instance."""
        own = where.path(name) if where is not None else name
        return own if own in self.items else name

    # --- judgements --------------------------------------------------------------------------------------------------

    def applies(self, path: str) -> Formula:
        """Whether a judgement applies: something it could count does, where there is anything."""
        section = self.judgements[path].section
        where = self.instance(section)
        scope = [s for s in self.tool.sections if where is None or s.id == where.section]
        items = [item for each in scope for item in countable_in(each, self.tool)]
        if not items:
            return self.z3.BoolVal(True)
        return self.z3.Or(
            *[self.seen(p)[1] for item in items for p in self.paths(item, where)] or [self.z3.BoolVal(False)]
        )

    def cap(self, path: str) -> Amount:
        """The lowest grade of a limit that holds."""
        return self.once(("cap", path), lambda: self.ranked(path, RuleKind.LIMIT))  # type: ignore[no-any-return]

    def ranked(self, path: str, kind: RuleKind) -> Amount:
        """The best grade that is given, or the lowest that is a limit."""
        z3, judged = self.z3, self.judgements[path]
        scale = self.tool.scale_by_id[judged.judgement.scale]
        gives = kind is RuleKind.GIVE
        rank = z3.IntVal(judged.ranks[0] if gives else judged.ranks[-1])
        for rule, _ in judged.rules:
            if rule.kind is kind:
                own = scale.by_id[rule.grade].rank
                holds = self.truth(rule.when, self.instance(judged.section)).holds
                rank = z3.If(z3.And(holds, own > rank if gives else own < rank), own, rank)
        return Amount(rank, z3.IntVal(1), self.applies(path))

    def suggested(self, path: str) -> Amount:
        """What the rules come to."""
        if not self.judgements[path].judgement.giving:
            return self.final(path)
        return self.once(("suggested", path), lambda: self.suggest(path))  # type: ignore[no-any-return]

    def suggest(self, path: str) -> Amount:
        """The lower of what is given and the cap."""
        given, cap = self.ranked(path, RuleKind.GIVE), self.cap(path)
        least = self.z3.If(given.above < cap.above, given.above, cap.above)
        return Amount(least, self.z3.IntVal(1), cap.applies)

    def final(self, path: str) -> Amount:
        """What other rules read: what is suggested, or what somebody decides."""
        judged = self.judgements[path]
        if judged.judgement.giving:
            return self.suggested(path)
        return self.once(("final", path), lambda: self.choose(path))  # type: ignore[no-any-return]

    def choose(self, path: str) -> Amount:
        """A grade that somebody decides within the limits."""
        judged, cap = self.judgements[path], self.cap(path)
        number = judged.chosen
        assert number is not None
        value = self.z3.Int(self.name("c", number))
        self.inputs[number] = (value, self.z3.BoolVal(True))
        self.limit(number, value, self.z3.BoolVal(True), None)
        self.rules.append(self.z3.And(value >= 0, value <= judged.ranks[-1]))
        self.rules.append(self.z3.Implies(cap.applies, value <= cap.above))
        return Amount(value, self.z3.IntVal(1), cap.applies)

    # --- conditions --------------------------------------------------------------------------------------------------

    def truth(self, condition: Condition, where: Instance | None) -> Truth:
        """A condition, read in a section or an instance."""
        z3 = self.z3
        match condition:
            case And(parts=parts):
                read = [self.truth(part, where) for part in parts]
                return Truth(z3.And(*[each.holds for each in read]), z3.Or(*[each.fails for each in read]))
            case Or(parts=parts):
                read = [self.truth(part, where) for part in parts]
                return Truth(z3.Or(*[each.holds for each in read]), z3.And(*[each.fails for each in read]))
            case Not(part=part):
                one = self.truth(part, where)
                return Truth(one.fails, one.holds)
            case Count():
                return self.count(condition, where)
            case Is():
                return self.single(condition, where)
            case Compared():
                number = self.amounts.number(condition.number, where)
                return self.where_applies(held(z3, condition.comparison, number, condition.value), number.applies)
            case Within() | Dated() | InMonth():
                return self.dated(condition, where)
            case Applicable():
                there = self.there(condition.thing, where)
                return Truth(there, z3.Not(there))
            case Has():
                return self.has(condition, where)
            case _:
                assert_never(condition)

    def where_applies(self, holds: Formula, applies: Formula) -> Truth:
        """A comparison, which neither holds nor fails where it does not apply."""
        return Truth(self.z3.And(applies, holds), self.z3.And(applies, self.z3.Not(holds)))

    def count(self, condition: Count, where: Instance | None) -> Truth:
        """Whether so many of the counted are at a step."""
        z3, quantity = self.z3, condition.quantity
        members = list(self.members(condition, where))
        at = [z3.If(z3.And(there, self.among(value, ranks)), 1, 0) for value, there, ranks in members]
        matches = z3.Sum(at) if at else z3.IntVal(0)
        if not quantity.share:
            holds = compare(quantity.comparison, matches * quantity.amount.denominator, quantity.amount.numerator)
            return Truth(holds, z3.Not(holds))
        there = [z3.If(there, 1, 0) for _, there, _ in members]
        whole = z3.Sum(there) if there else z3.IntVal(0)
        return self.where_applies(of_share(quantity, matches, whole), whole > 0)

    def among(self, value: Formula, ranks: Sequence[int]) -> Formula:
        """Whether a value is one of some."""
        return self.z3.Or(*[value == rank for rank in ranks]) if ranks else self.z3.BoolVal(False)

    def members(self, condition: Count, where: Instance | None) -> Iterator[tuple[Formula, Formula, list[int]]]:
        """What is counted over: each value, whether it is there, and the ranks that are meant."""
        of, at, tool = condition.of, condition.at, self.tool
        if isinstance(of, SectionsBy):
            judgement = graders(tool, of.judgement, at.step)[0]
            for path in self.graded(judgement):
                final = self.final(path)
                yield final.above, final.applies, _ranks(at, tool.scale_by_id[judgement.scale])
            return
        scope = where if where is not None and where.is_scope else None
        section = next((each for each in tool.sections if scope is not None and each.id == scope.section), None)
        inside = scope if isinstance(of, ItemsIn) and not of.sections else None
        for thing in counted(of, at.step, tool, section):
            scale = scale_of(thing, tool)
            assert scale is not None
            if isinstance(thing, Item):
                for path in self.paths(thing, inside):
                    yield *self.seen(path), _ranks(at, scale)
            else:
                final = self.final(thing.id)
                yield final.above, final.applies, _ranks(at, scale)

    def graded(self, judgement: Judgement) -> list[str]:
        """The results of a judgement for each section."""
        sections = {section.id for section in graded_sections(self.tool)}
        return [
            judged.path
            for judged in self.space.plan.judgements
            if judged.judgement.id == judgement.id and judged.section.split("/")[0] in sections
        ]

    def single(self, condition: Is, where: Instance | None) -> Truth:
        """Whether one thing is at a step."""
        value, there = self.thing(condition.thing, where, condition.at)
        scale = scale_read(condition.thing, condition.at, self.tool)
        if scale is not None:
            return self.where_applies(self.among(value, _ranks(condition.at, scale)), there)
        item = self.tool.items[condition.thing.name]
        code = (
            self.coded(condition.at.step, item) if isinstance(item.answer, OneOf) else int(condition.at.step == "yes")
        )
        return self.where_applies(value == code, there)

    def thing(self, reference: Reference, where: Instance | None, at: At | None = None) -> tuple[Formula, Formula]:
        """What a name stands for: a value as a whole number, and whether it applies."""
        named = self.tool.things[reference.name]
        if isinstance(named, Item):
            return self.seen(self.path(reference.name, where))
        if isinstance(named, Section):
            judgement = graders(self.tool, reference.by, at.step if at is not None else None)[0]
            final = self.final(f"{judgement.id}/{named.id}")
        elif isinstance(named, Judgement):
            final = self.final(named.id)
        else:
            raise NoFormula
        return final.above, final.applies

    def there(self, reference: Reference, where: Instance | None) -> Formula:
        """Whether a thing applies."""
        named = self.tool.things[reference.name]
        if isinstance(named, Section):
            items = countable_in(named, self.tool) or named.items
            parts = [self.seen(path)[1] for item in items for path in self.paths(item)]
            return self.z3.Or(*parts) if parts else self.z3.BoolVal(False)
        if isinstance(named, Measure):
            return self.amounts.measure(named).applies
        return self.thing(reference, where)[1]

    def has(self, condition: Has, where: Instance | None) -> Truth:
        """Whether a table has so many rows, or a section so many instances."""
        name, z3 = condition.thing.name, self.z3
        if name in self.tool.items:
            value, there = self.seen(self.path(name, where))
            return self.where_applies(compare(condition.comparison, value, condition.amount), there)
        holds = compare(condition.comparison, z3.IntVal(self.space.instances.get(name, 0)), condition.amount)
        return self.where_applies(holds, z3.Not(self.off(name)))

    def dated(self, condition: Within | Dated | InMonth, where: Instance | None) -> Truth:
        """Whether a date lies in a window."""
        z3 = self.z3
        day, there = self.thing(condition.thing, where)
        if not isinstance(condition.anchor, str):
            anchor = self.tool.on if isinstance(condition.anchor, AuditDate) else condition.anchor
            if anchor is None:
                raise NoFormula
            first, last = window(condition, anchor)
            return self.where_applies(z3.And(day >= first, day <= last), there)
        if isinstance(condition, InMonth) or condition.unit not in {Unit.DAYS, Unit.WEEKS}:
            raise NoFormula
        against, beside = self.thing(Reference(name=condition.anchor), where)
        # A window of days is the same distance from any day but for the ends of the calendar.
        here = datetime.date(5000, 1, 1)
        first, last = (bound - here.toordinal() for bound in window(condition, here))
        far = datetime.date.max.toordinal() // 2
        parts = [day - against >= first] if first > -far + 10**5 else []
        parts += [day - against <= last] if last < far - 10**5 else []
        return self.where_applies(z3.And(*parts), z3.And(there, beside))


def _ranks(at: At, scale: Scale) -> list[int]:
    return [grade.rank for grade in steps_at(at, scale)]
