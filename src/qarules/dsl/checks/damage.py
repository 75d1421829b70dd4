"""What cannot be concluded from a text of which something could not be read."""

from __future__ import annotations

from qarules.diagnostics import place
from qarules.dsl import codes
from qarules.dsl.findings import Findings
from qarules.model.condition import ItemsIn, Named, SectionsBy
from qarules.model.scale import Scale
from qarules.model.tool import Item, Text, Tool


def is_damaged(name: str, findings: Findings) -> bool:
    """Whether *name*, or something in what it names, could not be read: what it lacks may have been there."""
    return name in findings.lost or name in findings.damaged


def is_unsaid(item: Item, findings: Findings) -> bool:
    """Whether *item* was reported for not saying how it is answered, or may have said so where it could not be read."""
    return isinstance(item.answer, Text) and (
        item.id in findings.damaged
        or any(found.code == codes.NO_ANSWER_KIND.code and found.span == place(item.id) for found in findings.found)
    )


def is_partial(scale: Scale, findings: Findings) -> bool:
    """Whether *scale* may have more steps than are known: it is damaged, or was reported for having too few."""
    return len(scale.grades) < 2 or is_damaged(scale.id, findings)


def may_lack_items(of: ItemsIn | Named | SectionsBy, tool: Tool, findings: Findings) -> bool:
    """Whether a count may range over more than is known."""
    match of:
        case Named():
            return False
        case ItemsIn(sections=sections) if sections:
            return any(is_damaged(section, findings) for section in sections)
        case _:
            return is_damaged(tool.id, findings)
