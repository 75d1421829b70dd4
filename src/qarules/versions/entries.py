"""How the fields of the model are compared: the pieces that the table of all fields is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from qarules.frozen import frozen
from qarules.model.difference import Category
from qarules.model.pack import Pack
from qarules.model.scale import Scale
from qarules.model.tool import Tool
from qarules.versions.renames import renamed


@frozen
class Rule:
    """
    A kind of difference.

    Attributes:
        message: May hold ``{thing}``, what is different; ``{part}``, what of it; ``{id}``, its id.
        help: The same.
    """

    id: str
    category: Category
    message: str
    help: str = ""


@frozen
class Context:
    """
    Where in the two packs a comparison stands.

    Attributes:
        old_tool, new_tool: The tool that things stand in; None outside of one.
        renames: New ids by former ones, of everything that can be named here.
    """

    old: Pack
    new: Pack
    old_tool: Tool | None = None
    new_tool: Tool | None = None
    renames: Mapping[str, str] = attrs.field(factory=dict)

    def same(self, before: object, after: object) -> bool:
        """Whether two values say the same, what was renamed under its new id."""
        return before == after or renamed(before, self.renames) == after

    def old_scale(self, name: str) -> Scale | None:
        """A scale of the old version."""
        return next((scale for scale in self.old.scales if scale.id == name), None)

    def new_scale(self, name: str) -> Scale | None:
        """A scale of the new version."""
        return next((scale for scale in self.new.scales if scale.id == name), None)


@frozen
class Sides:
    """
    What a rule is chosen by.

    Attributes:
        old, new: The things compared; None for one that only the other version has.
        before, after: Their values of the field; of something added or removed, itself.
    """

    old: Any
    new: Any
    before: Any
    after: Any
    context: Context


Choice = Callable[[Sides], Rule]
Says = Rule | Choice


def chosen(says: Says, sides: Sides) -> Rule:
    """The rule that applies."""
    return says if isinstance(says, Rule) else says(sides)


# --- one entry for each field ----------------------------------------------------------------------------------------


@frozen
class Said:
    """
    A value that is compared as a whole.

    Attributes:
        part: What it is of its thing: ``the title``.
        in_any_order: A list in which the order says nothing.
        names: It names other things, which may have been renamed; texts do not.
    """

    part: str
    says: Says
    in_any_order: bool = False
    names: bool = True


@frozen
class Inside:
    """
    A value with fields of its own, or none.

    Attributes:
        part: What it is of its thing; empty where its fields are told as those of the thing.
        kind: Where one version has none, or one of another kind.
    """

    part: str
    kind: Says


Key = Callable[[Any], Iterable[object]]
"""What a part may be known by; the first is its own id."""


def by_id(part: Any) -> Iterable[object]:  # noqa: ANN401 - any part of the model
    """By its id now, or by a former one."""
    return (part.id, *getattr(part, "formerly", ()))


@frozen
class Parts:
    """
    Several values with fields of their own.

    Attributes:
        called: What each is called: ``section``.
        order: What another order among them is; None where it says nothing.
        keys: What they are matched by, one after the other for those not matched before.
        in_turn: Those not matched by any key are matched in the order they stand in.
        tells: What one is told by that has no id; by default its id.
    """

    called: str
    added: Says
    removed: Says
    order: Rule | None = None
    keys: tuple[Key, ...] = (by_id,)
    in_turn: bool = False
    tells: Callable[[Any], str] | None = None


@frozen
class Aside:
    """A field in which nothing can differ that is not told elsewhere."""

    why: str


Entry = Said | Inside | Parts | Aside
Fields = Mapping[str, Entry]
