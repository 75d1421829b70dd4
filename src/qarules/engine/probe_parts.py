"""The probes of a tool: one for the condition of every rule, three for every single condition."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from qarules.frozen import frozen
from qarules.model.condition import Condition, Not, Or
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Item, Keyword, Tool, Watched, YesNo
from qarules.model.walk import Test, single_tests
from qarules.model.words import rule_words

HOLDS = Grade(id="holds", title="", rank=1)
FAILS = Grade(id="fails", title="", rank=0)
# No id an author can write has a space in it.
TRUTH = Scale(id="whether it holds", title="", grades=(HOLDS, FAILS))


@frozen
class ProbedRule:
    """A rule of a judgement with the probe of its whole condition."""

    judgement: Judgement
    rule: GradeRule
    number: int
    probe: str


@frozen
class ProbedPart:
    """
    A single condition with its three probes: whether it holds, whether it fails, whether it applies.

    Attributes:
        number: Its own among all of the tool.
    """

    of: str
    test: Test
    number: int
    judgement: str = ""
    asked_of: str = ""

    def probes(self) -> Iterator[tuple[str, Condition]]:
        """Each with the condition that it holds for."""
        fails = Not(part=self.test)
        # Numbered, not called by their words: a condition may have a `/` in it, and that parts a path.
        part = f"{self.of} part {self.number}"
        yield f"{part} holds", self.test
        yield f"{part} fails", fails
        yield f"{part} applies", Or(parts=(self.test, fails))


def rules_of(tool: Tool) -> Iterator[ProbedRule]:
    """The giving rules and the limits of every judgement."""
    for judgement in tool.judgements:
        written: Counter[str] = Counter()
        for place, rule in enumerate((*judgement.giving, *judgement.limits), 1):
            words = rule_words(rule)
            written[words] += 1
            yield ProbedRule(judgement, rule, written[words], f"{judgement.id} rule {place}")


def parts_of(tool: Tool, of: str) -> Iterator[ProbedPart]:
    """The single conditions of rules, of what is asked, and of what is watched; each once in what it belongs to."""
    numbers = itertools.count(1)
    for judgement in tool.judgements:
        tests = (t for rule in (*judgement.giving, *judgement.limits) for t in single_tests(rule.when))
        for test in dict.fromkeys(tests):
            yield ProbedPart(str(judgement.id), test, next(numbers), judgement=str(judgement.id))
    for section in tool.sections:
        home = str(section.id) if section.repeated else ""
        for item in section.items:
            for test in dict.fromkeys(single_tests(item.asked_when)) if item.asked_when is not None else ():
                yield ProbedPart(str(item.id), test, next(numbers), asked_of=home)
    for known in tool.knowns:
        for test in dict.fromkeys(single_tests(known.asked_when)) if known.asked_when is not None else ():
            yield ProbedPart(str(known.id), test, next(numbers))
    written = dict.fromkeys((of or str(each.id), test) for each in tool.watched for test in single_tests(each.when))
    for name, test in written:
        yield ProbedPart(name, test, next(numbers))


def with_probes(tool: Tool, rules: Iterable[ProbedRule], parts: Iterable[ProbedPart]) -> Tool:
    """*tool* with a judgement, item or watched condition for each probe."""
    for_each = {judgement.id: judgement.for_each_section for judgement in tool.judgements}
    judgements = [_probe(rule.probe, rule.rule.when, for_each[rule.judgement.id]) for rule in rules]
    watched: list[Watched] = []
    asked: dict[str, list[Item]] = {}
    for part in parts:
        for name, condition in part.probes():
            if part.judgement:
                judgements.append(_probe(name, condition, for_each[part.judgement]))
            elif part.asked_of:
                asked.setdefault(part.asked_of, []).append(_asked(name, condition))
            else:
                watched.append(Watched(id=name, when=condition))
    sections = tuple(
        attrs.evolve(section, items=(*section.items, *asked.get(section.id, ()))) for section in tool.sections
    )
    return attrs.evolve(
        tool,
        scales=(*tool.scales, TRUTH),
        judgements=(*tool.judgements, *judgements),
        watched=(*tool.watched, *watched),
        sections=sections,
    )


def _probe(name: str, when: Condition, for_each_section: bool) -> Judgement:
    rule = GradeRule(kind=RuleKind.GIVE, grade=HOLDS.id, when=when)
    return Judgement(id=name, title="", scale=TRUTH.id, for_each_section=for_each_section, giving=(rule,))


def _asked(name: str, when: Condition) -> Item:
    return Item(keyword=Keyword.QUESTION, id=name, title="", answer=YesNo(), asked_when=when, counted=False)
