"""T26 written for other engines that can be called from Python, each as its own manual would have it."""

from __future__ import annotations

import importlib.metadata
import itertools
import json
from collections.abc import Callable, Mapping

import t26

Grade = Callable[[Mapping[str, object]], str | None]
CEL_SECTION = (
    "{s}.all(x, x == 'na') ? 'none' : "
    "2 * size({s}.filter(x, x == 'limited')) >= size({s}.filter(x, x != 'na')) ? 'inadequate' : "
    "size({s}.filter(x, x == 'clear')) == size({s}.filter(x, x != 'na')) ? 'outstanding' : "
    "size({s}.filter(x, x == 'limited')) == 0 && "
    "2 * size({s}.filter(x, x == 'clear')) >= size({s}.filter(x, x != 'na')) ? 'good' : 'requires-improvement'"
)
CEL_OVERALL = (
    "grades.all(x, x == 'none') ? 'none' : "
    "grades.exists(x, x == 'inadequate') ? 'inadequate' : "
    "size(grades.filter(x, x == 'requires-improvement')) == 0 ? "
    "(size(grades.filter(x, x == 'outstanding')) >= 3 ? 'outstanding' : 'good') : "
    "size(grades.filter(x, x == 'requires-improvement')) == 1 && (oversight == 'good' || oversight == 'outstanding')"
    " ? 'good' : 'requires-improvement'"
)


def listed(audit: Mapping[str, object]) -> dict[str, list[str]]:
    """The answers of each section, as an engine of lists takes them."""
    return {
        section: ["na" if audit[name] is t26.NOT_APPLICABLE else str(audit[name]) for name in ids]
        for section, ids in t26.IDS.items()
    }


def _none(grade: str) -> str | None:
    return None if grade == "none" else grade


def cel_python() -> Grade:
    """The pure Python CEL."""
    import celpy

    environment = celpy.Environment()
    sections = {section: environment.program(environment.compile(CEL_SECTION.format(s=section))) for section in t26.IDS}
    overall = environment.program(environment.compile(CEL_OVERALL))

    def grade(audit: Mapping[str, object]) -> str | None:
        given = listed(audit)
        grades = {name: str(run.evaluate({name: celpy.json_to_cel(given[name])})) for name, run in sections.items()}
        inputs = {
            "grades": celpy.json_to_cel(list(grades.values())),
            "oversight": celpy.json_to_cel(grades["oversight"]),
        }
        return _none(str(overall.evaluate(inputs)))

    return grade


def common_expression_language() -> Grade:
    """CEL in Rust."""
    import cel

    sections = {section: cel.compile(CEL_SECTION.format(s=section)) for section in t26.IDS}
    overall = cel.compile(CEL_OVERALL)

    def grade(audit: Mapping[str, object]) -> str | None:
        given = listed(audit)
        grades = {name: run.execute({name: given[name]}) for name, run in sections.items()}
        return _none(overall.execute({"grades": list(grades.values()), "oversight": grades["oversight"]}))

    return grade


def rule_engine() -> Grade:
    """rule-engine, with its comprehensions."""
    import rule_engine as engine

    def count(of: str, test: str) -> str:
        return f"[x for x in {of} if x {test}].length"

    def section(s: str) -> str:
        limited, clear, there = (count(s, test) for test in ("== 'limited'", "== 'clear'", "!= 'na'"))
        return (
            f"{there} == 0 ? 'none' : (2 * {limited} >= {there} ? 'inadequate' : ({clear} == {there} ? 'outstanding' : "
            f"({limited} == 0 and 2 * {clear} >= {there} ? 'good' : 'requires-improvement')))"
        )

    weak, best = count("grades", "== 'requires-improvement'"), count("grades", "== 'outstanding'")
    there, bad = count("grades", "!= 'none'"), count("grades", "== 'inadequate'")
    whole = (
        f"{there} == 0 ? 'none' : ({bad} > 0 ? 'inadequate' : "
        f"({weak} == 0 ? ({best} >= 3 ? 'outstanding' : 'good') : "
        f"({weak} == 1 and (oversight == 'good' or oversight == 'outstanding') ? 'good' : 'requires-improvement')))"
    )
    sections, overall = {name: engine.Rule(section(name)) for name in t26.IDS}, engine.Rule(whole)

    def grade(audit: Mapping[str, object]) -> str | None:
        given = listed(audit)
        grades = {name: rule.evaluate(given) for name, rule in sections.items()}
        return _none(overall.evaluate({"grades": list(grades.values()), "oversight": grades["oversight"]}))

    return grade


def zen(*, trace: bool) -> Grade:
    """GoRules Zen: an expression node for the counts, one for the sections, one for the whole."""
    import zen as zen_engine

    def node(name: str, pairs: Mapping[str, str]) -> dict[str, object]:
        expressions = [{"id": key, "key": key, "value": value} for key, value in pairs.items()]
        return {
            "id": name, "name": name, "type": "expressionNode", "position": {"x": 0, "y": 0},
            "content": {"expressions": expressions, "passThrough": True},
        }  # fmt: skip

    counts = {}
    for s in t26.IDS:
        for band in ("limited", "clear", "na"):
            counts[f"{s}_{band}"] = f"count({s}, # == '{band}')"
    sections = {}
    for s, ids in t26.IDS.items():
        there = f"({len(ids)} - {s}_na)"
        sections[f"g_{s}"] = (
            f"{there} == 0 ? 'none' : 2 * {s}_limited >= {there} ? 'inadequate' : "
            f"{s}_clear == {there} ? 'outstanding' : "
            f"({s}_limited == 0 and 2 * {s}_clear >= {there}) ? 'good' : 'requires-improvement'"
        )
    all_of = "[" + ", ".join(sections) + "]"
    weak = f"count({all_of}, # == 'requires-improvement')"
    whole = {
        "overall": f"all({all_of}, # == 'none') ? 'none' : some({all_of}, # == 'inadequate') ? 'inadequate' : "
        f"{weak} == 0 ? (count({all_of}, # == 'outstanding') >= 3 ? 'outstanding' : 'good') : "
        f"({weak} == 1 and (g_oversight == 'good' or g_oversight == 'outstanding')) ? 'good' : 'requires-improvement'"
    }
    place = {"position": {"x": 0, "y": 0}}
    names = ["in", "counts", "sections", "whole", "out"]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        node("counts", counts), node("sections", sections), node("whole", whole),
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]  # fmt: skip
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in itertools.pairwise(names)]
    # Read beforehand and handed out by a loader, a decision is compiled once: that takes a sixth of `create_decision`.
    content = zen_engine.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
    engine = zen_engine.ZenEngine({"loader": lambda _: content})

    def grade(audit: Mapping[str, object]) -> str | None:
        return _none(engine.evaluate("t26", listed(audit), {"trace": trace})["result"]["overall"])

    return grade


PEERS: dict[str, tuple[str, Callable[[], Grade], int]] = {
    "GoRules Zen (Rust)": ("zen-engine", lambda: zen(trace=False), 1_000),
    "GoRules Zen with its trace": ("zen-engine", lambda: zen(trace=True), 1_000),
    "CEL in Rust": ("common-expression-language", common_expression_language, 1_000),
    "rule-engine": ("rule-engine", rule_engine, 200),
    "cel-python": ("cel-python", cel_python, 50),
}
"""By name: what to install, how to make it ready, and how many audits a round takes."""


def version(package: str) -> str | None:
    """The installed version; None for none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
