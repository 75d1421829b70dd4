"""What an adopting pack wants to change in the pack it adopts, each with something there to change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.findings import Findings, did_you_mean
from qarules.frozen import frozen
from qarules.model.change import Instead, Omitted
from qarules.model.pack import Pack
from qarules.model.standard import Clause, Force
from qarules.model.tool import Tool

IN_PACK = {
    "scale": "scales",
    "role": "roles",
    "tool": "tools",
    "calendar": "calendars",
    "known": "knowns",
    "parameter": "parameters",
    "event": "events",
    "record": "records",
    "forum": "forums",
    "deadline": "deadlines",
    "moderation": "moderations",
    "escalation": "escalations",
    "process": "processes",
    "activity": "activities",
    "sample": "samples",
}
"""Where a pack keeps each kind of construct."""

IN_TOOL = {
    "section": "sections",
    "known": "knowns",
    "measure": "measures",
    "judgement": "judgements",
    "promise": "promises",
}
"""Where a tool keeps each kind of its parts; criteria and questions stand in its sections."""

Key = tuple[str, str, str]
"""What is changed: the kind of construct, the tool it is a part of, its id."""


def key(what: str, tool: str, id_: str) -> Key:
    """What an amendment is about; a criterion and a question can take each other's place."""
    return ("item" if what in {"criterion", "question"} else what, tool, id_)


def id_of(thing: Any) -> str:  # noqa: ANN401 - whatever a pack or tool defines
    """The id of what a pack or tool defines, or its title where it has no id."""
    name: str = thing.id if hasattr(thing, "id") else thing.title
    return name


@frozen(kw_only=True)
class Amendments:
    """
    What has something to act on.

    Attributes:
        replaced: The clause that takes the place of each replaced interpretation, by the id of that one.
    """

    instead: Mapping[Key, Instead]
    left_out: Mapping[Key, Omitted]
    replaced: Mapping[str, Clause]


def amendments(own: Pack, theirs: Pack, findings: Findings) -> Amendments:
    """What *own* changes in *theirs*; what cannot be done is reported and left aside."""
    tools = {str(tool.id): tool for tool in theirs.tools}
    for changes in own.tool_changes:
        if changes.tool not in tools:
            _report_unknown("tool", changes.tool, tools, findings)
    found: dict[Key, Instead | Omitted] = {}
    said: list[Instead | Omitted] = [*own.instead, *own.left_out]
    # Items last: those of a section that is stated anew, or left out, are not there any more.
    for each in sorted(said, key=lambda each: each.what in {"criterion", "question"}):
        of = tools.get(each.tool) if each.tool else theirs
        if of is None or not (each.tool or each.what in IN_PACK):
            continue  # which is reported already
        there = _there(each.what, of, found)
        if each.id not in there:
            _report_unknown(each.what, each.id, there, findings, each.tool)
        elif (first := found.setdefault(key(each.what, each.tool, each.id), each)) is not each:
            _report_twice(each.id, first.id, each.span, findings)
    return Amendments(
        instead={name: each for name, each in found.items() if isinstance(each, Instead)},
        left_out={name: each for name, each in found.items() if isinstance(each, Omitted)},
        replaced=_replaced(own, theirs, findings),
    )


def _there(what: str, of: Pack | Tool, found: Mapping[Key, object]) -> Sequence[str]:
    """The ids of everything of one kind that can be changed."""
    if isinstance(of, Pack):
        return [str(thing.id) for thing in getattr(of, IN_PACK[what])]
    if what in IN_TOOL:
        return [str(id_of(thing)) for thing in getattr(of, IN_TOOL[what])]
    sections = [section for section in of.sections if key("section", of.id, section.id) not in found]
    return [str(item.id) for section in sections for item in section.items]


def _replaced(own: Pack, theirs: Pack, findings: Findings) -> dict[str, Clause]:
    clauses = {str(clause.id): clause for clause in theirs.clauses}
    found: dict[str, Clause] = {}
    for clause in own.clauses:
        for name in clause.replaces:
            if name not in clauses:
                _report_unknown("clause", name, clauses, findings)
            elif _may_replace(clause, clauses[name], name, findings):
                first = found.setdefault(str(name), clause)
                if first is not clause:
                    _report_twice(name, first.id, None, findings)
    return found


def _may_replace(clause: Clause, old: Clause, name: str, findings: Findings) -> bool:
    """Only an interpretation gives way, and only to another."""
    if old.force is not Force.INTERPRETATION:
        findings.add(
            codes.NO_INTERPRETATION,
            place(name),
            f"`{name}` is what the framework says itself (`{old.force.value}`): only an interpretation can be replaced",
            help="state with `instead` what acts on it, or set what it leaves open, and go on citing it",
            labels=[(place(old.id), "the clause")],
        )
        return False
    if clause.force is not Force.INTERPRETATION:
        findings.add(
            codes.NO_INTERPRETATION,
            place(clause.id),
            f"`{clause.id}` replaces an interpretation, and does not say that it is one",
            help=f"write `clause {clause.id} interpretation`",
        )
        return False
    return True


def _report_unknown(what: str, name: str, there: Collection[str], findings: Findings, tool: str = "") -> None:
    if name in findings.lost:
        return
    where = f"the tool `{tool}` of the adopted pack" if tool else "the adopted pack"
    findings.add(
        codes.UNKNOWN_NAME,
        place(name),
        f"{where} has no {what} `{name}`",
        help=did_you_mean(name, there) or f"name a {what} that is there",
    )


def _report_twice(name: str, first: str, span: Span | None, findings: Findings) -> None:
    findings.add(
        codes.SAID_TWICE,
        place(name) or span,
        f"what becomes of `{name}` is said twice",
        help="keep one of the two",
        labels=[(place(first), "said here first")],
    )
