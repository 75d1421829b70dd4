"""
What it costs to prove everything that can be asked of a tool, with witnesses, against the number of criteria.

Without the solver. Four sections; three bands and `not applicable` for most criteria. `by section`: the whole is graded
by the grades of the sections. `and across`: its rules also count criteria of all sections.
"""

from __future__ import annotations

import pytest

import qarules

COUNTS = (26, 60, 120, 200)
# Two versions of more than these, with rules across sections, are too many classes of audits to be decided.
FEW = (26, 60)
SECTIONS = 4
HEAD = """qa 1
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale ofsted "Ofsted" {
  outstanding "Outstanding"  good "Good"  requires-improvement "Requires improvement"  inadequate "Inadequate"
}
"""
RULES = """
  judgement section "Section" for each section on ofsted {
    give outstanding when all are clear
    give good when none are limited and at least half are clear
    give requires-improvement when fewer than half are limited
  }
  judgement overall "Overall" on ofsted {
    give outstanding when at least 3 sections are outstanding and every section is good or better
    give good when every section is good or better
    give requires-improvement when no section is inadequate
    ACROSS
  }
  promise "With an inadequate section it is never good" {
    overall is never better than requires-improvement when s0 is inadequate
  }
"""
ACROSS = """
    give good when at least 80% are clear and no section is inadequate
    no better than requires-improvement when at least 3 are limited
"""


def tool_of(count: int, across: str = "") -> qarules.Tool:
    """A tool of so many criteria."""
    sections = []
    for at in range(SECTIONS):
        size = count // SECTIONS + (at < count % SECTIONS)
        asked = [f'question s{at}-{n} "Q" on evidence' + (", may be not applicable" if n else "") for n in range(size)]
        sections.append(f'section s{at} "S" {{ {"  ".join(asked)} }}')
    text = HEAD + 'tool t "T" {\n' + "\n".join(sections) + RULES.replace("ACROSS", across) + "}\n"
    compiled = qarules.compile_text(text)
    assert compiled.pack is not None, list(map(str, compiled.diagnostics))
    return compiled.pack.tools[0]


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Without the solver."""
    monkeypatch.setattr("qarules.proofs.solver.is_there", bool)


@pytest.mark.parametrize(
    ("across", "count"),
    [
        *(pytest.param("", count, id=f"by section {count}") for count in COUNTS),
        *(pytest.param(ACROSS, count, id=f"and across {count}") for count in COUNTS[:3]),
    ],
)
def bench_everything(benchmark, across, count):
    """Grades, rules, limits, direction, influence and promises of one tool."""
    tool = tool_of(count, across)
    qarules.prove(tool)
    proof = benchmark.pedantic(qarules.prove, (tool,), rounds=1)
    assert not [finding for finding in proof.findings if finding.kind is not qarules.FindingKind.NOT_DECIDED]
    assert len(proof.reached) >= 4 * (SECTIONS + 1)


@pytest.mark.parametrize("across", ["", ACROSS], ids=["by section", "and across"])
@pytest.mark.parametrize("count", COUNTS)
def bench_possible(benchmark, count, across):
    """What is still possible of an audit with every third criterion answered."""
    tool = tool_of(count, across)
    answers = dict.fromkeys(list(tool.items)[::3], "some")
    outcome = benchmark(qarules.evaluate, tool, answers)
    assert all(judged.exact for judged in outcome)


@pytest.mark.parametrize("count", COUNTS)
def bench_influence(benchmark, count):
    """How much every criterion decides, over every audit."""
    benchmark.pedantic(qarules.influence, (tool_of(count),), rounds=1)


@pytest.mark.parametrize("count", FEW)
def bench_a_new_version(benchmark, count):
    """Exactly which audits another limit grades otherwise."""
    regraded = benchmark.pedantic(qarules.regraded, (tool_of(count), tool_of(count, ACROSS)), rounds=1)
    assert any(each.changes for each in regraded)
