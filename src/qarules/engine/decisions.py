"""What was decided, read against the tool: usable decisions, and a problem for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.engine.values import did_you_mean, role_named, shown
from qarules.model.answers import Decision
from qarules.model.judgement import Judgement
from qarules.model.outcome import Problem
from qarules.model.tool import Tool

Decisions = Mapping[str, Decision | Mapping[str, object]]
"""What was decided, by the judgement; a section's as ``judgement/section``."""


def read_decisions(
    tool: Tool, paths: Mapping[str, str], decisions: Decisions
) -> tuple[dict[str, tuple[int, Decision]], tuple[Problem, ...]]:
    """
    The usable decisions with their ranks, and a problem for each other.

    Args:
        paths: For each result that can be decided, the judgement it is of.
    """
    usable: dict[str, tuple[int, Decision]] = {}
    problems: list[Problem] = []
    former = {name: path for path in paths for name in _former_paths(path, tool)}
    names = {**{path: path for path in paths}, **{name: path for name, path in former.items() if name not in paths}}
    known = [(name, decisions[name]) for name in names if name in decisions]
    strange = [(str(name), given) for name, given in decisions.items() if name not in names]
    for name, given in (*known, *sorted(strange, key=lambda pair: pair[0])):
        path, decision = names.get(name, name), as_decision(given)
        if path not in paths or decision is None:
            problems.append(_not_decidable(path, given, paths))
            continue
        refused = _refused_decision(path, decision, paths[path], tool)
        if path in usable:
            message = f"`{path}` is decided twice, under its id and a former one"
            problems.append(Problem(thing=path, message=message, given=decision.grade, allowed="decide it once"))
        elif refused is not None:
            problems.append(refused)
        else:
            judgement = tool.things[paths[path]]
            assert isinstance(judgement, Judgement)
            usable[path] = (tool.scale_by_id[judgement.scale].by_id[decision.grade].rank, decision)
    return usable, tuple(problems)


def _not_decidable(path: str, given: object, paths: Iterable[str]) -> Problem:
    """What is wrong with a decision of nothing, or with none."""
    if path in paths:
        message, allowed = f"`{path}` is decided by no grade", "a grade, with `by` and `reason`"
    else:
        message, allowed = f"`{path}` is no judgement of this tool", did_you_mean(path, paths)
    return Problem(thing=path, message=message, given=shown(given), allowed=allowed)


def _refused_decision(path: str, decision: Decision, name: str, tool: Tool) -> Problem | None:
    """What is wrong with a decision on the judgement *name*; None for nothing."""
    judgement = tool.things[name]
    assert isinstance(judgement, Judgement)
    scale = tool.scale_by_id[judgement.scale]
    if decision.grade not in scale.by_id:
        allowed = ", ".join(f"`{grade.id}`" for grade in scale.grades)
        message = f"`{path}` cannot be decided as `{shown(decision)}`"
        return Problem(thing=path, message=message, given=shown(decision), allowed=allowed)
    if judgement.decided_by and role_named(decision.by, tool) not in judgement.decided_by:
        allowed = "decided by " + " or ".join(f"`{role}`" for role in judgement.decided_by)
        by = f"`{decision.by}`, who does not hold the role" if decision.by else "nobody who is named"
        message = f"`{path}` was decided by {by}"
        return Problem(thing=path, message=message, given=decision.by, allowed=allowed)
    return None


def _former_paths(path: str, tool: Tool) -> Iterator[str]:
    """What a result was called under former ids of its judgement and its section."""
    judgement, *rest = path.split("/")
    heads = (judgement, *tool.things[judgement].formerly)
    sections = (rest[0], *tool.things[rest[0]].formerly) if rest else ("",)
    for head in heads:
        for section in sections:
            yield "/".join(filter(None, [head, section, *rest[1:]]))


def as_decision(given: object) -> Decision | None:
    """What was handed in as a decision; None for what is none."""
    if isinstance(given, Decision):
        return attrs.evolve(given, grade=str(given.grade))
    if not isinstance(given, Mapping) or set(given) - {"grade", "by", "reason", "person"}:
        return None
    words = {str(key): value for key, value in given.items() if value is not None}
    if "grade" not in words or not all(isinstance(value, str) for value in words.values()):
        return None
    return Decision(**{key: str(value) for key, value in words.items()})
