"""What a new version of a tool does to grades: which audits get another, what is proved to get none, what is gone."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from qarules.engine.certain import behind
from qarules.engine.domains import LARGEST_GRID
from qarules.engine.space import Space, every_audit
from qarules.frozen import frozen
from qarules.model.condition import Applicable, Not, Or, Reference
from qarules.model.difference import Difference
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.planning import Regrade, Regraded
from qarules.model.scope import as_on
from qarules.model.tool import Day, Item, Number, Table, Tool
from qarules.proofs.regraded import regraded
from qarules.versions.entries import Rule
from qarules.versions.rules import GRADES, RESPONSES, WORDING


@frozen(eq=False)
class Verdict:
    """
    Two versions of a tool, and the audits that they grade otherwise.

    Attributes:
        days: By the date of the audit, None for any, what comes of each judgement that both have.
    """

    old: Tool
    new: Tool
    days: Mapping[datetime.date | None, tuple[Regraded, ...]]

    @classmethod
    def on(cls, old: Tool, new: Tool, days: Iterable[datetime.date | None]) -> Verdict:
        """The verdict for audits of *days*; raises as :func:`qarules.regraded` does."""
        return cls(old, new, {day: regraded(as_on(old, day), as_on(new, day)) for day in days})

    def differences(self) -> Iterator[Difference]:
        """The audits that get another grade, and results that are no longer given; what a later day repeats, once."""
        told: set[tuple[object, ...]] = set()
        for day, judgements in self.days.items():
            for each in judgements:
                for found in self._of_judgement(each, day if len(self.days) > 1 else None):
                    share = found.regrade.share if found.regrade is not None else None
                    key = (found.rule, found.thing, found.before, found.after, share)
                    if key not in told:
                        told.add(key)
                        yield found
        yield from self._lost_results()

    def _of_judgement(self, told: Regraded, day: datetime.date | None) -> Iterator[Difference]:
        name = told.judgement.split("/")[0]
        sides = (self._judgement(name, self.old), self._judgement(name, self.new))
        path = f"{self.new.id}/{told.judgement}"
        if not told.decided:
            yield attrs.evolve(_difference(GRADES["not-proved"], path, sides), on=day)
        for change in told.changes:
            found = _difference(GRADES["regraded"], path, sides, self._words(change, told))
            yield attrs.evolve(found, on=day, before=change.before, after=change.after, regrade=change)

    def _judgement(self, name: str, tool: Tool) -> Judgement:
        """The judgement *name* of the new version as it is in *tool*, where it may have had another id."""
        judgement = self.new.things[name]
        assert isinstance(judgement, Judgement)
        known = {each.id: each for each in tool.judgements}
        return next(known[each] for each in (judgement.id, *judgement.formerly) if each in known)

    def _words(self, change: Regrade, told: Regraded) -> str:
        """``12 of 81 audits (15%) go from good to weak, when voice is limited``."""
        of = f"{change.audits:,} of {told.audits:,} audits ({_percent(change.share)})"
        if told.judgement not in self._countable:
            of = "some audits"
        when = f", when {change.when}" if change.when else ""
        within = ", with one instance of each repeated section" if self._is_repeated else ""
        return f"{of} {'goes' if of.startswith('1 ') else 'go'} from {change.before} to {change.after}{when}{within}"

    @functools.cached_property
    def _countable(self) -> frozenset[str]:
        """The results that depend on nothing of which an audit can hold without end: dates, rows, free numbers."""
        plan = self._spaces[1].plan
        endless = {item.answer for item in plan.items if _is_endless(item.item)}
        return frozenset(each.path for each in plan.judgements if endless.isdisjoint(behind(plan.steps, (each.final,))))

    # --- what is proved ----------------------------------------------------------------------------------------------

    def reread(self, found: Difference) -> Difference:
        """A rule that says it in other words is told as that, where it is proved that no audit gets another grade."""
        kind, _, _ = found.rule.partition("-")
        tool, _, name = found.thing.partition("/")
        if tool != self.new.id or kind not in {"rule", "limit"} or name not in self._unmoved:
            return found
        if kind == "limit" and not self._is_bounded_alike(name):
            return found
        rule = WORDING["rule-reworded"]
        message = rule.message.format(thing=f"the judgement `{found.thing}`")
        return attrs.evolve(found, category=rule.category, rule=rule.id, message=message, help=rule.help)

    @functools.cached_property
    def _unmoved(self) -> frozenset[str]:
        """The judgements of which it is proved that not one audit gets another grade."""
        if self._is_repeated:
            return frozenset()  # they were looked at with one instance alone
        moved = {name.split("/")[0] for judgements in self.days.values() for name in map(_moved, judgements) if name}
        old, new = self._spaces
        told = {each.judgement.split("/")[0] for judgements in self.days.values() for each in judgements}
        return frozenset(
            name
            for name in told - moved
            if _is_whole(self._judgement(name, self.old), old) and _is_whole(self._judgement(name, self.new), new)
        )

    def _is_bounded_alike(self, name: str) -> bool:
        """
        Whether the limits of a judgement bound every audit alike.

        They also bound what a person may decide, of which the grades that are suggested show nothing: so they are held
        against each other in judgements that would give the best grade to every audit.
        """
        old, new = (_with_limits_alone(tool, self._judgement(name, tool)) for tool in (self.old, self.new))
        told = [
            each
            for day in self.days
            for each in regraded(as_on(old, day), as_on(new, day))
            if each.judgement.split("/")[0] == name
        ]
        return bool(told) and not any(map(_moved, told))

    @property
    def _is_repeated(self) -> bool:
        return any(section.repeated for tool in (self.old, self.new) for section in tool.sections)

    @functools.cached_property
    def _spaces(self) -> tuple[Space, Space]:
        day = next(iter(self.days))
        old, new = (
            every_audit(as_on(tool, day), {section.id: 1 for section in tool.sections if section.repeated})
            for tool in (self.old, self.new)
        )
        return old, new

    # --- what is gone ------------------------------------------------------------------------------------------------

    def _lost_results(self) -> Iterator[Difference]:
        """Results of judgements that both versions have, and only the old one gives: of a section, or of the whole."""
        old, new = self._spaces
        given = {judged.path for judged in new.plan.judgements}
        names = {name: judgement for judgement in self.new.judgements for name in (*judgement.formerly, judgement.id)}
        sections = {name: section.id for section in self.new.sections for name in (*section.formerly, section.id)}
        for judged in old.plan.judgements:
            after = names.get(judged.judgement.id)
            section, *instance = judged.section.split("/")
            if after is not None:
                path = "/".join(filter(None, [after.id, sections.get(section, section), *instance]))
                if path not in given:
                    yield _difference(RESPONSES["result-removed"], f"{self.new.id}/{path}", (judged.judgement, after))


def _difference(rule: Rule, path: str, sides: tuple[Judgement, Judgement], part: str = "") -> Difference:
    return Difference(
        category=rule.category,
        rule=rule.id,
        thing=path,
        message=rule.message.format(thing=f"`{path}`", part=part),
        help=rule.help,
        old=sides[0].span,
        new=sides[1].span,
    )


def _moved(told: Regraded) -> str:
    """The judgement, where an audit gets another grade, or that cannot be told of all; else empty."""
    return told.judgement if told.changes or told.left_out or not told.decided else ""


def _with_limits_alone(tool: Tool, judgement: Judgement) -> Tool:
    """The tool in which a judgement gives every audit its best grade, as far as its limits let it."""
    anything = Applicable(thing=Reference(name=next(iter(tool.things))))
    best = tool.scale_by_id[judgement.scale].grades[0].id
    always = GradeRule(kind=RuleKind.GIVE, grade=best, when=Or(parts=(anything, Not(part=anything))))
    limited = attrs.evolve(judgement, giving=(always,))
    return attrs.evolve(tool, judgements=tuple(limited if each is judgement else each for each in tool.judgements))


def _is_whole(judgement: Judgement, space: Space) -> bool:
    """Whether every audit there is was looked at, as far as *judgement* can tell."""
    return all(space.is_whole(each.final) for each in space.plan.judgements if each.judgement.id == judgement.id)


def _is_endless(item: Item) -> bool:
    match item.answer:
        case Day() | Table():
            return True
        case Number(low=low, high=high, step=step):
            return low is None or high is None or (high - low) / step >= LARGEST_GRID
        case _:
            return False


def _percent(share: Fraction) -> str:
    if share < Fraction(1, 100):
        return "less than 1%"
    return "more than 99%" if Fraction(99, 100) < share < 1 else f"{round(100 * share)}%"
