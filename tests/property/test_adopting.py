"""Laws of adopting: what is not changed is as it was, and what is said anew in the same words changes no grade."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
from hypothesis import HealthCheck, given, settings, strategies as st

import qarules
from qarules.dsl.compile import Compiled, compile_pack
from qarules.dsl.grammar import words
from qarules.dsl.source import Source
from qarules.model.change import How
from qarules.testing import strategies

slow = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
# A line of its own, those set in below it, and the brace that closes them.
_JUDGEMENT = re.compile(r"^  judgement .*\n(?:   .*\n|\n(?=   )|  \}\n)*", re.MULTILINE)

HEAD = 'standard ours "Our own" { adopts "theirs" }\n'
CHANGES = (Path(__file__).parents[1] / "golden" / "layout" / "adopting.qa").read_text(encoding="utf-8")


def adopting(text: str, theirs: qarules.Pack) -> Compiled:
    return compile_pack([Source("ours.qa", HEAD + text)], name="ours", find_pack=lambda _: theirs)


def drawn(data: st.DataObject) -> tuple[qarules.Pack, qarules.Tool, strategies.Audit]:
    """A generated tool as a pack that was read from text, with an audit of it."""
    tool = data.draw(strategies.tools())
    audit = data.draw(strategies.audits(tool))
    theirs = qarules.compile_text(qarules.print_tool(tool)).pack
    assert theirs is not None
    return theirs, tool, audit


def outcome(pack: qarules.Pack, tool: qarules.Tool, audit: strategies.Audit) -> qarules.Outcome:
    (own,) = pack.tools
    return qarules.evaluate(attrs.evolve(own, on=tool.on), audit.answers, known=audit.known, decisions=audit.decisions)


@slow
@given(st.data())
def test_adopting_and_changing_nothing_changes_no_result(data):
    """But for the name of the standard, and the fingerprint that it enters."""
    theirs, tool, audit = drawn(data)
    ours = adopting("", theirs)
    assert ours.pack is not None
    before, after = outcome(theirs, tool, audit), outcome(ours.pack, tool, audit)
    assert after == attrs.evolve(before, standard="ours", digest=after.digest)


@slow
@given(st.data())
def test_stated_anew_in_the_same_words_a_judgement_grades_as_it_did(data):
    """The change is told, and nothing else is different but where the rule stands."""
    theirs, tool, audit = drawn(data)
    blocks = _JUDGEMENT.findall(qarules.print_tool(tool))
    if not blocks:
        return
    block = data.draw(st.sampled_from(blocks))
    ours = adopting(f"changes to {tool.id} {{ instead {block} }}", theirs)
    assert ours.pack is not None, ours.diagnostics
    before, after = outcome(theirs, tool, audit), outcome(ours.pack, tool, audit)
    assert [change.how for change in after.changes] == [How.RESTATED]
    graded = [(each.id, each.final, each.possible, each.allowed, each.suggested) for each in before]
    assert [(each.id, each.final, each.possible, each.allowed, each.suggested) for each in after] == graded
    assert [step.value for step in after.measures] == [step.value for step in before.measures]


# --- any text --------------------------------------------------------------------------------------------------------

WORDS = [str(token) for token in words(CHANGES)]


@slow
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 1), st.integers(0, len(WORDS) - 1)), max_size=6))
def test_any_changes_give_a_pack_or_reports(swaps):
    """Words left out and exchanged: nothing is raised, and every report has its place."""
    said = list(WORDS)
    for one, other in swaps:
        said[one], said[other] = said[other], said[one] if one % 2 else ""
    theirs = qarules.compile_text('tool t "T" { section s "S" { question q "Q" yes or no } }').pack
    assert theirs is not None
    compiled = compile_pack([Source("ours.qa", " ".join(said))], name="ours", find_pack=lambda _: theirs)
    assert compiled == compile_pack([Source("ours.qa", " ".join(said))], name="ours", find_pack=lambda _: theirs)
    assert (compiled.pack is None) == bool(compiled.errors)
    assert all(found.span is not None for found in compiled.diagnostics)
