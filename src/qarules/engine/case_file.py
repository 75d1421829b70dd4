"""case_of(): a stored case, its looks evaluated and compared."""

from __future__ import annotations

import attrs

from qarules.engine.evaluate import evaluate
from qarules.engine.moderate import moderate
from qarules.model.case import Case, CaseFile
from qarules.model.pack import Pack
from qarules.model.tool import Tool


def case_of(stored: CaseFile, pack: Pack) -> Case:
    """
    The case that *stored* holds, with the outcome of its first look and what came of the others.

    Args:
        pack: Loaded for the date of its audit.

    Raises:
        ValueError: The pack has several tools and it is not said which was used, or none of that name; the same of the
            moderation.
    """
    if stored.first is None:
        if stored.second is not None or stored.third is not None:
            message = "there is a later look at the audit and no first: what it saw would be lost"
            raise ValueError(message)
        return stored.case
    tool = _tool(stored, pack)
    first = stored.first
    outcome = evaluate(tool, first.answers, known=first.known, decisions=first.decisions)
    moderated = None
    if stored.second is not None:
        moderated = moderate(
            tool,
            first,
            stored.second,
            third=stored.third,
            people=stored.case.people,
            raised=_raised(stored, tool),
            moderation=stored.moderation,
            agreed=stored.agreed,
            decided=stored.decided,
            record=stored.case.record,
        )
    return attrs.evolve(stored.case, outcome=outcome, moderation=moderated)


def _raised(stored: CaseFile, tool: Tool) -> list[str]:
    """Who raised a difference of opinion under the rule that moderates it."""
    rules = [rule for rule in tool.moderations if not stored.moderation or rule.id == stored.moderation]
    names = {name for rule in rules for name in (rule.id, *rule.formerly)}
    return [told.by for name, told in stored.case.raised.items() if name in names]


def _tool(stored: CaseFile, pack: Pack) -> Tool:
    name = stored.tool or (stored.first.tool.rpartition("/")[2] if stored.first is not None else "")
    found = [tool for tool in pack.tools if name in {tool.id, *tool.formerly} or not name]
    if len(found) != 1:
        has = ", ".join(f"`{tool.id}`" for tool in pack.tools) or "no tool"
        message = f"`{pack.name}` has {has}: say in `tool` which one was used, not `{name}`"
        raise ValueError(message)
    return found[0]
