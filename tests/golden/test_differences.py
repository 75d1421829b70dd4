"""Every message about a difference between two versions, as an author reads it."""

from __future__ import annotations

from pathlib import Path

import attrs

from qarules.dsl.compile import compile_text
from qarules.export.differences import diff_text
from qarules.model.difference import Category
from qarules.versions.diff import diff
from qarules.versions.rules import RULES

HERE = Path(__file__).parent
ELSEWHERE = {
    "not-proved": "tests/unit/versions/test_grades.py",
    "pack-added": "tests/unit/cli/test_diff.py",
    "pack-removed": "tests/unit/cli/test_diff.py",
}
"""Rules that no two sound packs of this size can show, and where they are held."""


def packs():
    for name in ("before", "after"):
        text = (HERE / f"differences_{name}.qa").read_text(encoding="utf-8")
        compiled = compile_text(text, name=f"{name}.qa")
        assert not compiled.errors, "\n".join(map(str, compiled.errors))
        yield compiled.pack


def test_differences(update):
    """Two versions that differ in every way there is; each rule is shown."""
    found = diff(*packs())
    assert {each.rule for each in found.differences} | set(ELSEWHERE) == set(RULES)
    # How audits that change grade are described has its own tests.
    told = tuple(each for each in found.differences if each.regrade is None)
    text = diff_text([attrs.evolve(found, differences=told)], None, (Category.RESPONSES, Category.GRADES))
    golden = HERE / "differences.txt"
    if update:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
