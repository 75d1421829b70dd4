"""Laws of comparing versions: nothing is shown where nothing changed, and whatever changed is, where it belongs."""

from __future__ import annotations

import datetime
import enum
import itertools
import typing
from collections import Counter
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from qarules.diagnostics import Severity
from qarules.dsl.checks import TOOL_CHECKS
from qarules.dsl.compile import compile_text
from qarules.dsl.findings import Findings
from qarules.dsl.printer import print_pack
from qarules.engine.domains import open_values
from qarules.engine.evaluate import evaluate
from qarules.engine.space import answer_of
from qarules.engine.steps import ANY
from qarules.model.answers import Status
from qarules.model.difference import Category
from qarules.model.pack import Pack
from qarules.model.standard import Retired, Standard
from qarules.model.tool import Choice, Item, Keyword, MayNotApply, Number, OneOf, Section, Tool, YesNo
from qarules.model.walk import walk
from qarules.testing import strategies
from qarules.versions.compare import compared
from qarules.versions.diff import diff
from qarules.versions.entries import Aside, Inside, Parts, Rule, Said
from qarules.versions.renames import renamed
from qarules.versions.table import TABLE

slow = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TEXT = Path(__file__).with_name("every_construct.qa").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def every() -> Pack:
    """A pack with every construct of the language."""
    pack = compile_text(TEXT).pack
    assert pack is not None
    return pack


def pack_of(tool: Tool) -> Pack:
    return Pack(name="house", tools=(tool,), scales=tool.scales, roles=tool.roles)


# --- nothing changed -------------------------------------------------------------------------------------------------


@slow
@given(strategies.tools())
def test_the_same(tool):
    assert diff(pack_of(tool), pack_of(tool), on=tool.on).differences == ()


def test_the_same_text(every):
    """Printed in the one layout, without its comments, a pack reads the same."""
    again = compile_text(print_pack(every)).pack
    assert list(compared(every, again)) == []


@given(st.data())
def test_definitions_that_moved(every, data):
    """Where beside each other definitions stand says nothing."""
    kinds = [name for name, entry in TABLE[Pack].items() if isinstance(entry, Parts)]
    moved = {name: tuple(data.draw(st.permutations(getattr(every, name)), label=name)) for name in kinds}
    assert list(compared(every, attrs.evolve(every, **moved))) == []


# --- every field -----------------------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Field:
    """One field of one value in a pack, and how the pack is with another value there."""

    owner: object
    name: str
    put: typing.Callable[[object], Pack]

    @property
    def entry(self):
        return TABLE[type(self.owner)][self.name]

    @property
    def value(self):
        return getattr(self.owner, self.name)


def fields(owner, put) -> typing.Iterator[Field]:
    """Every field in *owner* that is compared, down to the last."""
    for name, entry in TABLE[type(owner)].items():
        here = Field(owner, name, lambda value, name=name: put(attrs.evolve(owner, **{name: value})))
        if isinstance(entry, Aside) and name not in {"items", "knowns"}:
            continue
        yield here
        if isinstance(entry, Inside) and here.value is not None:
            yield from fields(here.value, here.put)
        elif not isinstance(entry, Said | Inside):
            for at, part in enumerate(here.value):
                yield from fields(part, lambda new, here=here, at=at: here.put(replaced(here.value, at, new)))


def replaced(parts: tuple, at: int, new) -> tuple:
    return (*parts[:at], *new, *parts[at + 1 :]) if isinstance(new, tuple) else (*parts[:at], new, *parts[at + 1 :])


def every_field() -> list[Field]:
    pack = compile_text(TEXT).pack
    assert pack is not None
    return list(fields(pack, lambda new: new))


def hint_of(field: Field):
    return typing.get_type_hints(type(field.owner))[field.name] if type(field.owner) is not Pack else Standard | None


ALL = every_field()
AT_MOST = 4
NOTHING_ELSE = {
    "Activity-recording", "Deadline-recording", "Escalation-recording", "Look-independence", "Moderation-compares",
    "Moderation-recording", "Pack-left_out", "Step-recording",
}  # fmt: skip
"""What is always there, and is compared field by field; and what only a pack has that adopts another."""


def others(field: Field) -> list[object]:
    """Other values of a field: fewer parts, what such a field says elsewhere, and its own value a little changed."""
    entry, value = field.entry, field.value
    fewer = [value[:at] + value[at + 1 :] for at in range(len(value))] if isinstance(value, tuple) else []
    if not isinstance(entry, Said | Inside):
        return fewer
    hint = hint_of(field)
    found = [other.value for other in ALL if other.name == field.name and hint_of(other) == hint]
    found += [None] if type(None) in typing.get_args(hint) else []
    if isinstance(entry, Inside):
        return [new for new in found if type(new) is not type(value)]
    kinds = {hint, *typing.get_args(hint)}
    found += [f"{value or ''}x"] if str in kinds and isinstance(value, str | None) else []
    found += [(*value, "x")] if isinstance(value, tuple) and str in kinds else []
    found += [not value] if isinstance(value, bool) else [value + 1] if isinstance(value, int | Fraction) else []
    found += [Fraction(1, 3)] if Fraction in kinds else [datetime.date(2031, 1, 2)] if datetime.date in kinds else []
    found += [*hint] if isinstance(hint, type) and issubclass(hint, enum.Enum) else []
    return [new for new in (*found, *fewer) if new != value]


KINDS: dict[str, list[Field]] = {}
for each in ALL:
    KINDS.setdefault(f"{type(each.owner).__name__}-{each.name}", []).append(each)


def counted(value) -> object:
    """A list without its order."""
    return Counter(map(repr, value)) if isinstance(value, tuple) else value


def test_every_field_has_another_value():
    """Nothing below is true for want of cases, but for what cannot be otherwise as a whole."""
    none = {kind for kind, found in KINDS.items() if not any(map(others, found))}
    assert none == NOTHING_ELSE


@pytest.mark.parametrize("kind", KINDS)
def test_any_field(every, kind):
    """Another value of any field of any construct is shown, by the rule that the table names for it."""
    cases = [(field, new) for field in KINDS[kind] for new in others(field)[:AT_MOST]]
    for field, new in cases[:: max(1, len(cases) // AT_MOST)]:
        found = {each.rule for each in compared(every, field.put(new))}
        assert found
        entry = field.entry
        says = entry.says if isinstance(entry, Said) else getattr(entry, "kind", getattr(entry, "removed", None))
        if isinstance(says, Rule):
            is_same = counted(new) == counted(field.value)
            assert ("list-order" if is_same and getattr(entry, "in_any_order", False) else says.id) in found


@pytest.mark.parametrize("kind", KINDS)
def test_any_order(every, kind):
    """Parts in another order are shown where their order says something, and nowhere else."""
    for field in KINDS[kind][:AT_MOST]:
        if isinstance(field.entry, Parts) and len(field.value) > 1:
            found = list(compared(every, field.put(tuple(reversed(field.value)))))
            rules = [field.entry.order.id] if field.entry.order is not None else []
            assert [each.rule for each in found] == rules


# --- what a difference means -----------------------------------------------------------------------------------------

MOST = 300


def small() -> st.SearchStrategy[Tool]:
    return strategies.tools(sections=2, items=4, knowns=1, measures=1, judgements=2, steps=3, repeated=False)


def item_at(tool: Tool, at: int, **fields) -> Tool:
    """The tool with other fields in its item *at*, in the order they are asked."""
    item = [item for section in tool.sections for item in section.items][at]
    sections = (
        attrs.evolve(s, items=tuple(attrs.evolve(i, **fields) if i is item else i for i in s.items))
        for s in tool.sections
    )
    return attrs.evolve(tool, sections=tuple(sections))


def names_in(*things) -> set[str]:
    """Every text in some parts of a tool that could be the id of something it names."""
    found: set[str] = set()
    for node in walk(things):
        values = [getattr(node, field.name) for field in attrs.fields(type(node))]
        found.update(
            v for value in values for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str)
        )
    return found


def rules_of(tool: Tool) -> tuple:
    return (*tool.measures, *tool.judgements, *(item.asked_when for item in tool.items.values()), *tool.watched)


@st.composite
def changed(draw, tool: Tool) -> Tool:
    """The tool with one thing in it otherwise, of any category; it still is a tool that its checks accept."""
    items = [item for section in tool.sections for item in section.items]
    at = draw(st.integers(0, len(items) - 1))
    item = items[at]
    ways = [
        lambda: item_at(tool, at, title=f"{item.title} again"),
        lambda: item_at(tool, at, optional=not item.optional),
        lambda: item_at(tool, at, with_reason=not item.with_reason),
        lambda: item_at(tool, at, with_evidence=not item.with_evidence),
        lambda: item_at(tool, at, formerly=("once-" + item.id,)),
        lambda: item_at(tool, at, may_not_apply=None if item.may_not_apply else MayNotApply(why=True)),
        lambda: item_at(tool, at, may_not_apply=MayNotApply(called="not due")),
        lambda: item_at(tool, at, weight=item.weight + 1),
        lambda: item_at(tool, at, counted=item.counted is not True),
        lambda: item_at(tool, at, asked_when=None),
        lambda: item_at(tool, at, keyword=Keyword.QUESTION, number="7"),
        lambda: item_at(tool, at, answer=other_answer(draw, item.answer)),
        lambda: renamed_tool(tool, item.id),
        lambda: without(tool, item.id),
        lambda: attrs.evolve(tool, sections=tool.sections[::-1]),
        lambda: attrs.evolve(tool, sections=tuple(attrs.evolve(s, items=s.items[::-1]) for s in tool.sections)),
        lambda: attrs.evolve(tool, sections=(*tool.sections, Section(id="more", title="More", items=(yes_no(draw),)))),
        lambda: attrs.evolve(tool, sections=moved(tool, item)),
        lambda: attrs.evolve(tool, judgements=tuple(other_judgement(draw, tool, j) for j in tool.judgements)),
        lambda: attrs.evolve(tool, judgements=tuple(reworded(j) for j in tool.judgements)),
    ]
    new = draw(st.sampled_from(ways))()
    findings = Findings()
    for check in TOOL_CHECKS:
        check(new, findings)
    assume(not any(found.severity is Severity.ERROR for found in findings.found))
    return new


def yes_no(draw):
    return attrs.evolve(
        Item(keyword=Keyword.QUESTION, id="one-more", title="One more?", answer=YesNo()), optional=draw(st.booleans())
    )


def other_answer(draw, answer):
    match answer:
        case Number(low=low, high=high, step=step):
            by = draw(st.sampled_from([-1, 1])) * step
            ends = [{"high": high + by}, {"low": low + by}, {"step": step * 2}, {"step": step / 2}, {"unit": "more"}]
            changed = attrs.evolve(answer, **draw(st.sampled_from(ends)))
            return changed if changed.low < changed.high else answer
        case OneOf(choices=choices):
            return attrs.evolve(answer, choices=(*choices, Choice(id="none-of-these", title="None")))
        case YesNo(better=better):
            return YesNo(better=draw(st.sampled_from(type(better))))
        case _:
            return answer


def renamed_tool(tool: Tool, name: str) -> Tool:
    """An item under another id, in every rule as well."""
    new = renamed(tool, {name: f"{name}-now"})
    at = [item.id for section in new.sections for item in section.items].index(f"{name}-now")
    return item_at(new, at, formerly=(*[*new.items.values()][at].formerly, name))


def without(tool: Tool, name: str) -> Tool:
    """The tool without an item that no rule names."""
    if name in names_in(*rules_of(tool)) or len(tool.section_of[name].items) == 1:
        return tool
    sections = (attrs.evolve(s, items=tuple(item for item in s.items if item.id != name)) for s in tool.sections)
    return attrs.evolve(tool, sections=tuple(sections), retired=(Retired(id=name, since="2", because="It went."),))


def moved(tool: Tool, item) -> tuple[Section, ...]:
    """An item at the end of the last section, where the one it stood in is not empty then."""
    home = tool.section_of[item.id]
    if len(home.items) == 1 or home is tool.sections[-1]:
        return tool.sections
    *most, last = (attrs.evolve(s, items=tuple(i for i in s.items if i is not item)) for s in tool.sections)
    return (*most, attrs.evolve(last, items=(*last.items, item)))


def other_judgement(draw, tool: Tool, judgement):
    if not judgement.giving:
        return attrs.evolve(judgement, limits=judgement.limits[1:])
    each = judgement.for_each_section
    whens = [rule.when for rule in judgement.giving]
    when = draw(strategies.conditions(tool, for_each_section=each, judgements=False) | st.sampled_from(whens))
    return attrs.evolve(judgement, giving=(attrs.evolve(judgement.giving[0], when=when), *judgement.giving[1:]))


def reworded(judgement):
    """The same in other words: a rule that was said once is said twice."""
    return attrs.evolve(judgement, giving=judgement.giving + judgement.giving[:1])


def outcome_of(tool: Tool, audit):
    return evaluate(tool, audit.answers, known=audit.known)


@slow
@given(st.data())
def test_what_is_stored_still_fits(data):
    """Where no difference of *responses* is told, every audit of the old version fits the new one too."""
    old = data.draw(small())
    new = data.draw(changed(old))
    found = diff(pack_of(old), pack_of(new), on=old.on)
    if new != old:
        assert found.differences
    assume(not found.of(Category.RESPONSES))
    audit = data.draw(strategies.audits(old))
    before, after = outcome_of(old, audit), outcome_of(new, audit)
    assert not before.problems
    assert not after.problems
    assume(not found.of(Category.GRADES))
    now = {item.formerly[-1]: item.id for item in new.items.values() if item.formerly}
    assert {(now.get(each.thing, each.thing), each.why) for each in before.missing} >= {
        (each.thing, each.why) for each in after.missing
    }
    assert len(before.ignored) == len(after.ignored)


def ways(tool: Tool, item) -> list[object]:
    values = open_values(item, tool)
    assume(ANY not in values)
    allowed = [Status.NOT_APPLICABLE] if item.may_not_apply or item.optional else []
    return [*(answer_of(item, value, tool) for value in values), *allowed]


@slow
@given(st.data())
def test_audits_that_keep_their_grades(data):
    """Where no difference of *grades* is told, every audit that fits both versions has the same grades in both."""
    old = data.draw(small())
    new = data.draw(changed(old))
    found = diff(pack_of(old), pack_of(new), on=old.on)
    assume(not found.of(Category.GRADES))
    asked = [item for section in old.sections for item in section.items]
    domains = {item.id: ways(old, item) for item in (*asked, *old.knowns)}
    size = 1
    for domain in domains.values():
        size *= len(domain)
    assume(0 < size <= MOST)
    for chosen in itertools.product(*domains.values()):
        answers = dict(zip(domains, chosen, strict=True))
        known = {item.id: answers.pop(item.id) for item in old.knowns}
        before, after = (evaluate(tool, answers, known=known) for tool in (old, new))
        if after.problems or len(after.missing) > len(before.missing):
            continue
        grades = {judged.id: (judged.final, judged.allowed) for judged in after}
        for judged in before:
            if judged.id in grades:
                final, allowed = grades[judged.id]
                assert str(judged.final) == str(final)
                if judged.final != Status.NOT_APPLICABLE:
                    assert [each.id for each in judged.allowed] == [each.id for each in allowed]
