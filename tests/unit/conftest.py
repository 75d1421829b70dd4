"""Small tools out of short texts."""

from __future__ import annotations

import functools
from pathlib import Path

import attrs
import pytest

from qarules.dsl.compile import compile_text
from qarules.engine.evaluate import evaluate

PACK = """
qa 1
scale ofsted "Ofsted grades" {
  outstanding "Outstanding"  good "Good"  requires-improvement "Requires improvement"  inadequate "Inadequate"
}
scale evidence "Evidence" { clear "Clear"  some "Some"  limited "Limited" }
scale marks "Marks" { high "High" points 5  middle "Middle" points 3  low "Low" points 0 }
scale verdict "Verdict" { held "Held"  open "Open" }
scale frame "Frame" { here "Here"  there "There" }
role reviewer "Reviewer" { also known as "Rev" }
role moderator "Moderator"
"""


@functools.cache
def compiled_pack(text):
    """The pack of a text; warnings are let pass."""
    compiled = compile_text(text)
    assert not compiled.errors, "\n".join(map(str, compiled.errors))
    return compiled.pack


@pytest.fixture(scope="session")
def pack_of():
    """A function from a whole text to its pack."""
    return compiled_pack


@pytest.fixture
def house(monkeypatch):
    """The folder of a small council's rules and cases, as the current one: texts name the files as they stand there."""
    folder = Path(__file__).parents[1] / "house"
    monkeypatch.chdir(folder)
    return folder


def pack_around(body, above=""):
    """The pack of a tool with that *body*, and of what stands above it."""
    return compiled_pack(f'{PACK}{above}\ntool t "Tool" {{\n{body}\n}}')


@pytest.fixture(scope="session")
def pack_with():
    """A function from what stands in a tool to the pack of that tool, with the same above it as for `tool_of`."""
    return pack_around


@pytest.fixture(scope="session")
def tool_of():
    """
    A function from what stands in a tool to that tool.

    Above it stand the scales `ofsted`, `evidence`, `marks` (points 5, 3, 0) and `verdict`, and two roles.
    """

    def made(body, *, on=None, above=""):
        (tool,) = pack_around(body, above).tools
        return attrs.evolve(tool, on=on)

    return made


@pytest.fixture(scope="session")
def truth_of(tool_of):
    """
    A function that tells whether a condition about some items holds: True, False, None where it does not apply.

    An item on a scale of its own keeps the judgements applicable whatever becomes of the others.
    """

    def truth(condition, items="", answers=None, *, known=None, on=None):
        tool = tool_of(
            f"""
            section framing "Frame" {{ question framed "Frame" on frame }}
            {items}
            judgement holds "Holds" on verdict {{ give held when {condition} intended }}
            judgement fails "Fails" on verdict {{ give held when not ({condition}) intended }}
            """,
            on=on,
        )
        outcome = evaluate(tool, {"framed": "here", **(answers or {})}, known=known)
        assert not outcome.problems, outcome.problems
        finals = (str(outcome["holds"].final), str(outcome["fails"].final))
        return {("held", "open"): True, ("open", "held"): False, ("open", "open"): None}[finals]

    return truth
