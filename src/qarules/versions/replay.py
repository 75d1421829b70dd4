"""replay(): stored audits under two versions of their tool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from qarules.engine.evaluate import evaluate
from qarules.model.answers import Audit
from qarules.model.difference import GradeMove, Replay, Replayed
from qarules.model.outcome import Judged, Outcome, Problem
from qarules.model.pack import Pack
from qarules.model.scope import is_dated
from qarules.model.tool import Tool
from qarules.versions import renames
from qarules.versions.compare import tool_pairs


def replay(old: Pack, new: Pack, audits: Mapping[str, Audit]) -> Replay:
    """
    What comes of stored *audits* under both versions.

    It makes no difference whether a version is in force on the date of an audit: the question is what if it were.

    Args:
        audits: By any name, such as the file an audit stands in.
    """
    pairs = {before.id: (before, after) for before, after in tool_pairs(old, new)}
    return Replay(audits=tuple(_replayed(name, audit, old, pairs) for name, audit in audits.items()))


def _replayed(name: str, audit: Audit, old: Pack, pairs: Mapping[str, tuple[Tool, Tool]]) -> Replayed:
    tool = tool_of(audit, old)
    if tool is None:
        has = ", ".join(f"`{each.id}`" for each in old.tools) or "no tool"
        what = f"`{audit.tool}` is no tool of it" if audit.tool else "the audit does not say which is its tool"
        return Replayed(name=name, trouble=f"{what}; the old version has {has}")
    if tool.id not in pairs:
        gone = Problem(thing=tool.id, message=f"the tool `{tool.id}` is gone")
        return Replayed(name=name, unfit=(gone,))
    before, after = pairs[tool.id]
    if audit.on is None and (is_dated(before) or is_dated(after)):
        return Replayed(name=name, tool=after.id, trouble="the audit has no date, and its tool has something dated")
    return _held(name, after.id, _outcome(before, audit), _outcome(after, audit), renames.of_tools(before, after))


def tool_of(audit: Audit, pack: Pack) -> Tool | None:
    """The tool of *pack* that an audit is of; None where that is none or not said."""
    name = audit.tool.rpartition("/")[2]
    found = [tool for tool in pack.tools if name in {tool.id, *tool.formerly} or not name]
    return found[0] if len(found) == 1 else None


def _outcome(tool: Tool, audit: Audit) -> Outcome:
    standard = tool.standard
    if standard is not None:
        standard = attrs.evolve(standard, in_force_from=None, in_force_until=None)
    ready = attrs.evolve(tool, on=audit.on, standard=standard)
    return evaluate(ready, audit.answers, known=audit.known, decisions=audit.decisions)


def _held(name: str, tool: str, old: Outcome, new: Outcome, now: Mapping[str, str]) -> Replayed:
    """One outcome held against another, ids of the old one as they are now."""
    refused = _paths((problem.thing for problem in old.problems), now)
    ignored = _paths((each.thing for each in old.ignored), now)
    missed = {(path, each.why) for each in old.missing for path in _paths([each.thing], now)}
    return Replayed(
        name=name,
        tool=tool,
        moves=tuple(_moves(old, new, now)),
        unfit=tuple(problem for problem in new.problems if problem.thing not in refused),
        unfit_before=old.problems,
        ignored=tuple(each.thing for each in new.ignored if each.thing not in ignored),
        missing=tuple(each for each in new.missing if (each.thing, each.why) not in missed),
    )


def _moves(old: Outcome, new: Outcome, now: Mapping[str, str]) -> Sequence[GradeMove]:
    graded = {judged.id: judged for judged in new}
    moves = []
    for judged in old:
        (path,) = _paths([judged.id], now)
        before, after = _grade(judged), _grade(graded[path]) if path in graded else ""
        if before != after:
            moves.append(GradeMove(judgement=path, before=before, after=after))
    return moves


def _grade(judged: Judged) -> str:
    """The final grade; where there is none yet, all that are possible."""
    return str(judged.final) if judged.final is not None else " or ".join(map(str, judged.possible))


def _paths(paths: Iterable[str], now: Mapping[str, str]) -> set[str]:
    return {"/".join(now.get(part, part) for part in path.split("/")) for path in paths}
