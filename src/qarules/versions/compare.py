"""Two packs held against each other, field by field, as the table says."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import attrs

from qarules.diagnostics import Span, place
from qarules.frozen import frozen
from qarules.model.difference import Difference
from qarules.model.pack import Pack
from qarules.model.tool import Item, Section, Tool
from qarules.versions import renames
from qarules.versions.choices import item_added, item_removed
from qarules.versions.entries import Aside, Context, Inside, Parts, Rule, Said, Says, Sides, chosen
from qarules.versions.rules import FORM, RESPONSES
from qarules.versions.says import words
from qarules.versions.table import TABLE


@frozen
class Place:
    """
    What is being compared, for a reader.

    Attributes:
        called: In words: ``the criterion `visits/voice```.
        path: Its id behind the ids of what it stands in; empty for the pack.
        old, new: Where each version says it.
    """

    called: str = "the pack"
    path: str = ""
    old: Span | None = None
    new: Span | None = None

    def of(self, old: object, new: object) -> Place:
        """The same, with the places where it stands."""
        return attrs.evolve(self, old=_where(old, None) or self.old, new=_where(new, None) or self.new)

    def part(self, called: str, name: str) -> Place:
        """A part of it that has an id."""
        path = f"{self.path}/{name}" if self.path else name
        return Place(f"the {called} `{path}`", path)

    def told(self, called: str, text: str) -> Place:
        """A part of it that has none, and is known by its words."""
        of = f" of {self.called}" if self.path else ""
        return Place(f"the {called} `{text}`{of}", self.path or text)

    def aspect(self, part: str) -> Place:
        """A value of it with fields of its own."""
        if not part:
            return self
        return attrs.evolve(self, called=f"{part} of {self.called}" if self.path else part)


def compared(old: Pack, new: Pack) -> Iterator[Difference]:
    """Every difference between two packs that their texts show, in the order of the table."""
    named = renames.of_packs(old, new)
    for before, after in tool_pairs(old, new):
        named |= renames.of_tools(before, after)
    yield from _Comparing(Context(old, new, renames=named)).fields(old, new, Place())


def tool_pairs(old: Pack, new: Pack) -> list[tuple[Tool, Tool]]:
    """The tools that both versions have, by their id now or before."""
    tools = TABLE[Pack]["tools"]
    assert isinstance(tools, Parts)
    return list(_matched(old.tools, new.tools, tools, Context(old, new)).pairs)


@frozen
class _Comparing:
    context: Context

    def fields(self, old: Any, new: Any, at: Place) -> Iterator[Difference]:  # noqa: ANN401 - two values of one class
        """Every difference between two values of one class, field by field."""
        for name, entry in TABLE[type(new)].items():
            before, after = getattr(old, name), getattr(new, name)
            sides = Sides(old, new, before, after, self.context)
            match entry:
                case Said():
                    yield from self.said(entry, sides, at)
                case Inside():
                    yield from self.inside(entry, sides, at)
                case Parts():
                    yield from self.parts(entry, sides, at)
                case Aside():
                    pass

    def said(self, entry: Said, sides: Sides, at: Place) -> Iterator[Difference]:
        before, after = sides.before, sides.after
        if before == after or (entry.names and self.context.same(before, after)):
            return
        says = entry.says
        if entry.in_any_order and isinstance(before, tuple) and isinstance(after, tuple):
            now = renames.renamed(before, self.context.renames) if entry.names else before
            assert isinstance(now, tuple)
            if _same_in_any_order(now, after):
                says = FORM["list-order"]
        rule = chosen(says, sides)
        yield self.difference(rule, at, sides, part=entry.part, before=words(before), after=words(after))

    def inside(self, entry: Inside, sides: Sides, at: Place) -> Iterator[Difference]:
        before, after = sides.before, sides.after
        if type(before) is type(after):
            if before is not None:
                yield from self.fields(before, after, at.aspect(entry.part))
        else:
            rule = chosen(entry.kind, sides)
            part = entry.part or "what is said"
            yield self.difference(rule, at, sides, part=part, before=words(before), after=words(after))

    def parts(self, entry: Parts, sides: Sides, at: Place) -> Iterator[Difference]:
        match = _matched(sides.before, sides.after, entry, self.context)
        yield from self.one_sided_all(entry, match, at)
        if entry.order is not None and match.is_reordered:
            before = ", ".join(_tells(entry, old) for old, _ in match.as_before)
            after = ", ".join(_tells(entry, new) for _, new in match.pairs)
            yield self.difference(entry.order, at, sides, before=before, after=after)
        for old, new in match.pairs:
            yield from self.pair(entry, old, new, at)

    def one_sided_all(self, entry: Parts, match: Match, at: Place) -> Iterator[Difference]:
        for part in match.gone:
            yield self.one_sided(entry, entry.removed, part, None, at)
        for part in match.come:
            yield self.one_sided(entry, entry.added, None, part, at)

    def pair(self, entry: Parts, before: Any, after: Any, at: Place) -> Iterator[Difference]:  # noqa: ANN401
        here = self.place(entry, after, at).of(before, after)
        if isinstance(after, Tool):
            named = {**renames.of_packs(self.context.old, self.context.new), **renames.of_tools(before, after)}
            inner = _Comparing(attrs.evolve(self.context, old_tool=before, new_tool=after, renames=named))
            yield from inner.identity(before, after, here)
            yield from inner.fields(inner.followed(before, after), after, here)
            yield from inner.items(before, after, here)
            return
        yield from self.identity(before, after, here)
        yield from self.fields(self.followed(before, after), after, here)

    def identity(self, before: Any, after: Any, here: Place) -> Iterator[Difference]:  # noqa: ANN401
        if hasattr(after, "id") and before.id != after.id:
            sides = Sides(before, after, before.id, after.id, self.context)
            yield self.difference(FORM["renamed"], here, sides, before=before.id, after=after.id)

    def followed(self, before: Any, after: Any) -> Any:  # noqa: ANN401 - the same class
        """The old part, without what is told elsewhere: its id as a former one, the version of the standard."""
        if isinstance(after, Tool) and self.stated(before) and self.stated(after):
            before = attrs.evolve(before, version=after.version)
        if hasattr(after, "formerly") and before.id != after.id and before.id not in before.formerly:
            former = {*before.formerly, before.id}
            return attrs.evolve(before, formerly=after.formerly if former == {*after.formerly} else (*former,))
        return before

    def stated(self, tool: Tool) -> bool:
        return tool.standard is not None and tool.version == tool.standard.version

    # --- items, wherever in a tool they stand ------------------------------------------------------------------------

    def items(self, old: Tool, new: Tool, at: Place) -> Iterator[Difference]:
        entry = Parts("item", item_added, item_removed)
        match = _matched(tuple(old.items.values()), tuple(new.items.values()), entry, self.context)
        yield from self.one_sided_all(entry, match, at)
        for one, other in match.pairs:
            yield from self.home(one, other, self.place(entry, other, at))
            yield from self.pair(entry, one, other, at)
        for section in new.sections:
            inside = match.among({item.id for item in section.items}, old.section_of)
            if inside.is_reordered:
                sides = Sides(section, section, None, None, self.context)
                before = ", ".join(one.id for one, _ in inside.as_before)
                after = ", ".join(other.id for _, other in inside.pairs)
                here = at.part("section", section.id)
                yield self.difference(FORM["items-order"], here, sides, before=before, after=after)

    def home(self, one: Item, other: Item, at: Place) -> Iterator[Difference]:
        assert self.context.old_tool is not None
        assert self.context.new_tool is not None
        before, after = self.section(one, self.context.old_tool), self.section(other, self.context.new_tool)
        names = ["" if section is None else str(section.id) for section in (before, after)]
        if names[0] == names[1] or self.context.renames.get(names[0]) == names[1]:
            return
        told_of = any(section is None or section.repeated or section.may_not_apply for section in (before, after))
        rule = RESPONSES["item-elsewhere"] if told_of else FORM["item-moved"]
        sides = Sides(one, other, None, None, self.context)
        yield self.difference(rule, at, sides, before=names[0] or "known", after=names[1] or "known")

    def section(self, item: Item, tool: Tool) -> Section | None:
        return tool.section_of.get(item.id)

    # --- one difference ----------------------------------------------------------------------------------------------

    def one_sided(self, entry: Parts, says: Says, old: Any, new: Any, at: Place) -> Difference:  # noqa: ANN401
        part = new if old is None else old
        here = self.place(entry, part, at)
        sides = Sides(old, new, old, new, self.context)
        before, after = ("" if each is None else _shown(entry, each) for each in (old, new))
        return self.difference(chosen(says, sides), here, sides, inside=at, before=before, after=after)

    def place(self, entry: Parts, part: Any, at: Place) -> Place:  # noqa: ANN401 - any part
        called = part.keyword.value if isinstance(part, Item) else entry.called
        return at.told(called, entry.tells(part)) if entry.tells is not None else at.part(called, str(part.id))

    def difference(
        self,
        rule: Rule,
        at: Place,
        sides: Sides,
        *,
        part: str = "",
        inside: Place | None = None,
        before: str = "",
        after: str = "",
    ) -> Difference:
        thing = sides.old if sides.new is None else sides.new
        said = {
            "thing": at.called,
            "part": part,
            "id": str(getattr(thing, "id", "")),
            "inside": (inside or at).called,
        }
        return Difference(
            category=rule.category,
            rule=rule.id,
            thing=at.path,
            message=rule.message.format(**said),
            help=rule.help.format(**said),
            before=before,
            after=after,
            old=_where(sides.old, sides.before) or at.old,
            new=_where(sides.new, sides.after) or at.new,
        )


@frozen(eq=False)
class Match:
    """
    The parts of two versions, matched.

    Attributes:
        pairs: Parts that both have, in the order of the new version.
        places: For each pair its place in the old version.
        gone, come: Parts that one of them alone has.
    """

    pairs: tuple[tuple[Any, Any], ...]
    places: tuple[int, ...]
    gone: tuple[Any, ...]
    come: tuple[Any, ...]

    @property
    def as_before(self) -> tuple[tuple[Any, Any], ...]:
        """The pairs in the order of the old version."""
        return tuple(pair for _, pair in sorted(zip(self.places, self.pairs, strict=True), key=lambda each: each[0]))

    @property
    def is_reordered(self) -> bool:
        """Whether parts that both have stand in another order."""
        return list(self.places) != sorted(self.places)

    def among(self, new: Container[str], old: Container[str]) -> Match:
        """The pairs alone of which both versions are among some ids."""
        kept = [at for at, (one, other) in enumerate(self.pairs) if one.id in old and other.id in new]
        return Match(tuple(self.pairs[at] for at in kept), tuple(self.places[at] for at in kept), (), ())


def _matched(old: Sequence[Any], new: Sequence[Any], entry: Parts, context: Context) -> Match:
    left = dict(enumerate(old))
    found: dict[int, int] = {}
    for key in entry.keys:
        waiting: dict[object, list[int]] = {}
        for at, part in left.items():
            own, *_ = key(part)
            waiting.setdefault(own, []).append(at)
            now, *_ = key(renames.renamed(part, context.renames)) if entry.tells is not None else (own,)
            if now != own:
                waiting.setdefault(now, []).append(at)
        # Whatever has an id now is matched by it before anything that had it formerly.
        for depth in (slice(0, 1), slice(1, None)):
            for at, part in enumerate(new):
                names = [] if at in found else list(key(part))[depth]
                there = (each for name in names for each in waiting.get(name, ()) if each in left)
                if (match := next(there, None)) is not None:
                    found[at] = match
                    del left[match]
    if entry.in_turn:
        rest = [at for at in range(len(new)) if at not in found]
        for at, match in zip(rest, list(left), strict=False):
            found[at] = match
            del left[match]
    pairs = [(found[at], part) for at, part in enumerate(new) if at in found]
    return Match(
        pairs=tuple((old[at], part) for at, part in pairs),
        places=tuple(at for at, _ in pairs),
        gone=tuple(left.values()),
        come=tuple(part for at, part in enumerate(new) if at not in found),
    )


def _same_in_any_order(before: Sequence[object], after: Sequence[object]) -> bool:
    rest = list(after)
    for each in before:
        if each not in rest:
            return False
        rest.remove(each)
    return not rest


def _tells(entry: Parts, part: Any) -> str:  # noqa: ANN401 - any part
    return entry.tells(part) if entry.tells is not None else str(part.id)


def _shown(entry: Parts, part: Any) -> str:  # noqa: ANN401 - any part
    """What a part says, as far as one line tells it: its title or text, else its words."""
    for name in ("title", "text"):
        if text := getattr(part, name, ""):
            return str(text)
    return words(part) if entry.tells is not None else ""


def _where(thing: object, value: object) -> Span | None:
    """Where a value stands, or what it is of."""
    values: Iterable[object] = value if isinstance(value, tuple) else (value,)
    for each in (*values, getattr(value, "id", None), getattr(thing, "id", None), thing):
        span = place(each) if isinstance(each, str) else getattr(each, "span", None)
        if span is not None:
            return span
    return None
