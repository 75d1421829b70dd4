"""Laws of comparing versions: nothing is shown where nothing changed, and whatever changed is, where it belongs."""

from __future__ import annotations

import datetime
import enum
import itertools
import typing
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from qarules.dsl.compile import compile_text
from qarules.dsl.printer import print_pack
from qarules.engine.domains import open_values
from qarules.engine.evaluate import evaluate
from qarules.engine.space import answer_of
from qarules.engine.steps import ANY
from qarules.model.answers import Status
from qarules.model.difference import Category
from qarules.model.pack import Pack, Retired, Standard
from qarules.model.tool import Choice, Keyword, MayNotApply, Number, OneOf, Section, Tool, YesNo
from qarules.model.walk import walk
from qarules.testing import strategies
from qarules.versions.compare import compared
from qarules.versions.diff import diff
from qarules.versions.entries import Aside, Inside, Parts, Rule, Said
from qarules.versions.renames import renamed
from qarules.versions.table import TABLE

slow = settings(
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
AT_MOST = 6
NOTHING_ELSE: set[str] = set()


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


def test_every_field_has_another_value():
    """Nothing below is true for want of cases, but for what only a pack that adopts another can have."""
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
            assert {says.id, "list-order"} & found


@pytest.mark.parametrize("kind", KINDS)
def test_any_order(every, kind):
    """Parts in another order are shown where their order says something, and nowhere else."""
    for field in KINDS[kind][:AT_MOST]:
        if isinstance(field.entry, Parts) and len(field.value) > 1:
            found = list(compared(every, field.put(tuple(reversed(field.value)))))
            rules = [field.entry.order.id] if field.entry.order is not None else []
            assert [each.rule for each in found] == rules
