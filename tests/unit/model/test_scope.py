"""What the date of an audit can change, and what counts range over."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qarules.dsl.compile import compile_text
from qarules.model.condition import AuditDate
from qarules.model.scope import as_on, countable_in, is_dated
from qarules.model.walk import walk
from qarules.standards.catalogue import compile_path, packaged_standards

SOUND = Path(__file__).parents[2] / "property" / "every_construct.qa"
DATED = """
scale o "O" {{ good "G" poor "P" }}
tool t "T" {{
  section a "A" {{ question seen "S" date, optional question again "A" date {asked} }}
  judgement j "J" on o {{ give good when {rule} }}
  promise "P" {{ j is never poor {when} }}
}}
"""


def tools():
    texts = [SOUND.read_text(encoding="utf-8")]
    for place in ("asked", "rule", "when"):
        says = dict.fromkeys(("asked", "when"), "") | {"rule": "seen is before again"}
        lead = {"asked": "asked when ", "rule": "", "when": "when "}[place]
        texts += [DATED.format(**says), DATED.format(**says | {place: f"{lead}seen is before audit-date"})]
    return [
        *(tool for text in texts for tool in compile_text(text).pack.tools),
        *(tool for name in packaged_standards() for tool in compile_path(name).pack.tools),
    ]


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.id)
def test_dated_tools(tool):
    """Only what reads answers is looked through for the date of the audit; nothing else of a tool mentions it."""
    days = any(isinstance(item.counted, datetime.date) for item in tool.items.values())
    assert is_dated(tool) == (days or any(isinstance(node, AuditDate) for node in walk(tool)))


def test_dated_and_undated_tools():
    """There are some of either kind among them."""
    assert {is_dated(tool) for tool in tools()} == {True, False}


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        (None, ["first"]),
        (datetime.date(2027, 3, 31), ["first"]),
        (datetime.date(2027, 4, 1), ["first", "later"]),
    ],
)
def test_countable(on, ids):
    """All that counts range over is what they range over in each section, also once more is counted."""
    text = """
scale b "B" { clear "C" some "S" limited "L" }
tool t "T" {
  section a "A" {
    criterion first "F" judged on b { clear "c" some "s" limited "l" }
    criterion later "L" judged on b, counted from 1 April 2027 { clear "c" some "s" limited "l" }
    question free "F" text
  }
  section z "Z" { criterion never "N" judged on b, not counted { clear "c" some "s" limited "l" } }
}
"""
    tool = as_on(compile_text(text).pack.tools[0], on)
    assert tool.days_of_change == (datetime.date(2027, 4, 1),)
    assert tool.countable == tuple(item for section in tool.sections for item in countable_in(section, tool))
    assert [item.id for item in tool.countable] == ids
