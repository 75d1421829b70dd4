"""
An audit tool as a form: what an auditor fills in by hand, the rules that grade it, and what stands behind them.

The form is made of the rules alone: no clock, no case, no person. The same tool gives the same form.
"""

from __future__ import annotations

from collections.abc import Iterator

from qarules.errors import NotFoundError
from qarules.export.document import Block, Document, Field, Fields, Line, Paragraph, Part
from qarules.export.form_after import after_parts
from qarules.export.form_behind import behind_parts
from qarules.export.form_items import known_part, section_part
from qarules.export.form_rules import rule_parts
from qarules.export.form_sensitivity import sensitivity_part
from qarules.export.form_words import paragraphs
from qarules.export.names import Names
from qarules.export.titled import Titled
from qarules.model.pack import Pack
from qarules.model.planning import Influences
from qarules.model.prose import one_of
from qarules.model.tool import OneOf, OnScale, Tool
from qarules.model.words import day_words


def tool_form(pack: Pack, tool: str = "", influences: Influences | None = None) -> Document:
    """
    The form of a tool.

    Args:
        pack: The pack it belongs to, which knows what comes after its grades.
        tool: Its id; may be left out where the pack has only one.
        influences: How much each of its items decides, to be told and drawn; None to leave it out.

    Raises:
        NotFoundError: The pack has no such tool, or several and none is named.
    """
    found = [each for each in pack.tools if tool in {each.id, *each.formerly} or not tool]
    if len(found) != 1:
        has = one_of((f"`{each.id}`" for each in pack.tools), "and") if pack.tools else "no tool"
        message = f"`{pack.name}` has no tool `{tool}`; it has {has}" if tool else f"`{pack.name}` has {has}: name one"
        raise NotFoundError(message)
    (chosen,) = found
    return _form(chosen, Titled(names=Names(pack), steps=_steps(chosen)).in_tool(chosen.id), influences)


def _form(tool: Tool, titled: Titled, influences: Influences | None) -> Document:
    parts = [
        _audit(tool, titled),
        *(section_part(section, tool, titled) for section in tool.sections),
        *known_part(tool, titled),
        *rule_parts(tool, titled),
        *(sensitivity_part(tool, titled, influences) if influences is not None else ()),
        *after_parts(tool, titled),
        *behind_parts(tool, titled),
    ]
    name = f"{titled.names.pack.name}/{tool.id}" if tool.standard is not None else str(tool.id)
    version = f", version {tool.version}" if tool.version else ""
    return Document(
        title=tool.title,
        about=tuple(_about(tool)),
        parts=tuple(parts),
        identity=f"{name}{version}, fingerprint of the rules {tool.digest[:16]}",
    )


def _about(tool: Tool) -> Iterator[Line]:
    standard = tool.standard
    if standard is not None:
        yield Line(lead="Standard", text=standard.title)
        yield from (Line(lead="Source", text=source.title) for source in standard.sources)
    if tool.version:
        yield Line(lead="Version", text=tool.version)
    if standard is not None and standard.in_force_from is not None:
        until = f" until {day_words(standard.in_force_until)}" if standard.in_force_until is not None else ""
        yield Line(lead="In force", text=f"from {day_words(standard.in_force_from)}{until}")
    if tool.on is not None:
        yield Line(lead="For audits of", text=day_words(tool.on))
    if tool.cites:
        yield Line(lead="Clauses", text=", ".join(tool.cites))


def _audit(tool: Tool, titled: Titled) -> Part:
    """What the tool is for, how the form is filled in, and whose audit it is."""
    blocks: list[Block] = [Paragraph(text=text) for text in paragraphs(tool.guidance, tool.note)]
    blocks += [Paragraph(text=text) for text in _instructions(tool)]
    looks = [each.first for each in titled.names.pack.moderations if each.tool == tool.id and each.first is not None]
    roles = titled.roles(dict.fromkeys(role for look in looks for role in look.by))
    blocks.append(
        Fields(
            fields=(
                Field(label="Reference of the case", lines=1, hint="never a name"),
                Field(label="Date of the audit", lines=1),
                Field(label="Audited by", lines=1, hint=roles),
            )
        )
    )
    return Part(anchor="audit", title="This audit", blocks=tuple(blocks))


def _instructions(tool: Tool) -> Iterator[str]:
    if any(isinstance(item.answer, OnScale) for item in tool.items.values()):
        yield "In each row tick the one box that fits best, and say where the evidence is found."
    if tool.items:
        yield (
            "Tick “cannot tell” where the evidence allows no answer: the question then stays open. "
            "“Not applicable” can be ticked only where the form offers it; it is then left out of every count."
        )


def _steps(tool: Tool) -> dict[str, str]:
    """The titles of grades, bands and choices by id, but for an id that has several."""
    found: dict[str, set[str]] = {}
    for scale in tool.scales:
        for grade in scale.grades:
            found.setdefault(grade.id, set()).add(grade.title)
    for item in tool.items.values():
        if isinstance(item.answer, OneOf):
            for choice in item.answer.choices:
                found.setdefault(choice.id, set()).add(choice.title)
    return {step: title for step, titles in found.items() if len(titles) == 1 for title in titles}
