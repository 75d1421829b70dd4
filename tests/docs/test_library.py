"""The page on the library knows every public name, every schema, and a case that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import qarules
from qarules.codec.kinds import KINDS
from qarules.engine.deadlines import deadlines
from qarules.engine.next_steps import next_steps

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "library.md").read_text(encoding="utf-8")
_CASE = re.compile(r"^```json\n(?P<case>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_names():
    """Every public name stands on the page, a function with what it takes."""
    named = set(re.findall(r"`(\w+)[`(]", TEXT))
    assert sorted(set(qarules.__all__) - named - {"__version__"}) == []


def test_schemas():
    """Every schema is linked."""
    linked = set(re.findall(r"\(schemas/(\w+)\.json\)", TEXT))
    assert linked == {kind.__name__.lower() for kind in KINDS}


def test_case():
    """The case reads back, and nothing it says is refused."""
    stored = qarules.from_json(_CASE.search(TEXT)["case"], qarules.CaseFile)
    pack = qarules.load_pack(stored.pack, on=stored.on)
    case = qarules.case_of(stored, pack)
    assert case.outcome.problems == ()
    assert case.moderation.problems == ()
    assert deadlines(pack, case, stored.on).problems == ()
    assert next_steps(pack, case, stored.on).problems == ()
