"""Answers that come with notes, reasons and evidence, made plain; what came with them kept aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qarules.engine.answers import shaped
from qarules.engine.compiled.function import Odd
from qarules.engine.values import is_blank
from qarules.model.answers import Answer
from qarules.model.outcome import Problem
from qarules.model.tool import Tool

With = dict[str, Answer]
"""By path, the answers with which something came."""


def plainly(tool: Tool, given: Mapping[str, object], came: With, inside: str = "") -> dict[str, object]:
    """
    *given* with every answer by itself and blank ones left out.

    Args:
        came: Where to keep what came with them.
        inside: What their paths begin with.

    Raises:
        Odd: One of them has to be looked at by somebody who can say what is wrong with it.
    """
    sections = {section.id for section in tool.sections if section.repeated} if not inside else set()
    found: dict[str, object] = {}
    for name, answer in given.items():
        if not isinstance(name, str):
            raise Odd
        if name in sections and isinstance(answer, Sequence) and not isinstance(answer, str | bytes):
            found[name] = [
                plainly(tool, _instance(each), came, f"{name}/{number}/") for number, each in enumerate(answer, start=1)
            ]
            continue
        if isinstance(answer, Mapping | Answer):
            read = shaped(inside + name, answer)
            if isinstance(read, Problem) or (read.status is not None and not is_blank(read.value)):
                raise Odd
            if read.reason or read.evidence:
                came[inside + name] = read
            answer = read.status if read.status is not None else read.value
        if not is_blank(answer):
            found[name] = answer
    return found


def _instance(given: object) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise Odd
    return given
