"""The clauses of the packaged standards: all rows of the catalogue of rules, each once and of its kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qarules.engine.clause_coverage import clause_coverage
from qarules.model.standard import Clause, ClauseKind, Force
from qarules.standards.loading import compile_path
from qarules.standards.shelf import packaged_standards

LIST = Path(__file__).parent / "clauses.txt"
CATALOGUE = Path(__file__).parents[4] / "shared" / "catalogue.md"
AMBIGUITY = "ambiguity"
ROWS = dict(line.split() for line in LIST.read_text(encoding="utf-8").splitlines())


def own_clauses(name: str) -> list[Clause]:
    """The clauses a packaged standard states itself."""
    pack = compile_path(name).pack
    assert pack is not None
    return [clause for clause in pack.clauses if clause.id not in pack.brought]


def series(name: str) -> set[str]:
    """What the ids of a standard's clauses begin with."""
    return {clause.id.partition("-")[0] for clause in own_clauses(name)}


RESTATED = [name for name in packaged_standards() if series(name) & {row.partition("-")[0] for row in ROWS}]


def test_the_list_is_the_catalogue():
    """The list beside this test is kept with the project; the catalogue, where it is at hand, holds it to account."""
    assert len(ROWS) == 1007
    if CATALOGUE.is_file():
        rows, _, _ = CATALOGUE.read_text(encoding="utf-8").partition("# Part 6.")
        assert re.findall(r"^\| ([A-Z]+-[A-Z]+-\d+) \| ([a-z]+)", rows, re.MULTILINE) == list(ROWS.items())


def test_kinds():
    """What the catalogue calls a kind is one of the language, but for ambiguities, which are interpretations."""
    assert set(ROWS.values()) == {AMBIGUITY, *(kind.value for kind in ClauseKind)}


@pytest.mark.parametrize("name", RESTATED)
def test_a_standard_holds_every_row_of_its_document(name):
    """None is left out, none is made up, and all are of one document."""
    assert len(series(name)) == 1
    assert {clause.id for clause in own_clauses(name)} == {row for row in ROWS if row.partition("-")[0] in series(name)}


@pytest.mark.parametrize("name", RESTATED)
def test_a_clause_is_of_the_kind_of_its_row(name):
    """Only what a document leaves open is an interpretation."""
    assert {clause.id: _kind(clause) for clause in own_clauses(name)} == {
        row: kind for row, kind in ROWS.items() if row.partition("-")[0] in series(name)
    }


@pytest.mark.parametrize("name", packaged_standards())
def test_every_clause_is_accounted_for(name):
    """Something acts on it or holds it, or the pack says why nothing does."""
    pack = compile_path(name).pack
    assert pack is not None
    assert clause_coverage(pack).uncovered == ()


def _kind(clause: Clause) -> str:
    if clause.force is Force.INTERPRETATION:
        return AMBIGUITY
    return clause.kind.value if clause.kind is not None else "none"
