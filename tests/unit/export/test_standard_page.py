"""A standard as a page: everything of the pack is on it, under its title, and no table is torn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qarules.dsl.compile import compile_text
from qarules.export.standard_page import standard_page
from qarules.model.standard import Force
from qarules.standards.catalogue import load_pack, packaged_standards, read_pack

GOLDEN = Path(__file__).parents[2] / "golden" / "after_page.md"
STATED = [name for name in packaged_standards() if read_pack(name).clauses]


def flat(text):
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def test_page(house, update):
    """The page of a small council's rules."""
    page = standard_page(load_pack("rules.qa"))
    if update:
        GOLDEN.write_text(page, encoding="utf-8")
    assert page == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", STATED)
def test_everything_is_on_the_page(name):
    """By its title: tools, sections, judgements, deadlines, steps, activities, boards, records, samples, parameters."""
    pack = read_pack(name)
    page = standard_page(pack)
    titled = [*pack.tools, *pack.deadlines, *pack.moderations, *pack.escalations, *pack.processes, *pack.activities]
    titled += [*pack.forums, *pack.records, *pack.samples, *pack.parameters]
    titled += [step for route in (*pack.escalations, *pack.processes) for step in route.steps]
    titled += [part for tool in pack.tools for part in (*tool.sections, *tool.judgements)]
    assert [thing.id for thing in titled if flat(thing.title) not in page] == []
    told = [clause for clause in pack.clauses if clause.force is Force.INTERPRETATION or clause.not_provided]
    own = [clause for clause in told if clause.id not in pack.brought]
    assert [clause.id for clause in own if flat(clause.statement) not in page] == []


@pytest.mark.parametrize("name", STATED)
def test_no_table_is_torn(name):
    """Every row has as many cells as the heading above it."""
    lines = standard_page(read_pack(name)).splitlines()
    width = 0
    for line in lines:
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells


def test_titles_of_the_tool_go_before_those_of_the_pack():
    """A condition speaks of what its own tool asks, where something else of the pack has the same id."""
    text = """
    role lead "Lead"
    escalation danger "A danger" of visit { starts when danger is yes  notify lead }
    tool visit "Visit" { section s "S" { question danger "Is there | a danger <now>?" yes or no } }
    """
    page = standard_page(compile_text(text).pack)
    assert r"Starts when “Is there \| a danger &lt;now>?” is yes." in page
    assert page.startswith("# &lt;text>\n")
