"""How clauses are held: what acts, what stands as data, what nothing answers for."""

from __future__ import annotations

from fractions import Fraction

import pytest

import qarules
from qarules import Holding
from qarules.dsl.compile import compile_pack
from qarules.dsl.source import Source
from qarules.export.clause_coverage import coverage_text

PACK = """
clause C-0 must "0" "The rest."
clause C-1 must deadline "1" "This one." { %s }
%s
"""
ROLE = 'role boss "Boss" cites C-0 '


def held(construct, why=""):
    compiled = qarules.compile_text(PACK % (why, construct))
    assert compiled.pack is not None, compiled.diagnostics
    return next(each for each in qarules.clause_coverage(compiled.pack).clauses if each.clause.id == "C-1")


@pytest.mark.parametrize(
    ("construct", "how"),
    [
        ("", Holding.UNCOVERED),
        ('role boss "Boss" cites C-1', Holding.STRUCTURE),
        ('scale s "S" cites C-1 { a "A" b "B" }', Holding.STRUCTURE),
        ('forum f "F" cites C-1', Holding.STRUCTURE),
        ('forum f "F" cites C-1 { meets monthly }', Holding.ACTS),
        ('event e "E" cites C-1', Holding.STRUCTURE),
        ('event e "E" cites C-1 deadline d "D" cites C-0 { within 2 hours of e }', Holding.ACTS),
        ('event e "E" cites C-1 process p "P" cites C-0 { starts when e happens }', Holding.ACTS),
        ('event e "E" cites C-1 event f "F" cites C-0 { follows e }', Holding.ACTS),
        ('event e "E" cites C-0 event f "F" cites C-1 { follows e }', Holding.ACTS),
        ('event e "E" cites C-1 activity a "A" cites C-0 { monthly opens e }', Holding.ACTS),
        ('event e "E" cites C-1 activity a "A" cites C-0 { at every e }', Holding.ACTS),
        ('record r "R" cites C-1', Holding.STRUCTURE),
        ('record r "R" cites C-1 escalation x "X" cites C-0 { never record in r }', Holding.ACTS),
        ('record r "R" cites C-1 sample s "S" cites C-0 { from r choose 1 }', Holding.ACTS),
        ('parameter n "N" cites C-1 { in days }', Holding.STRUCTURE),
        ('parameter n "N" cites C-1 { in days at most 4 }', Holding.ACTS),
        ('activity a "A" cites C-0 { monthly cites C-1 }', Holding.ACTS),
        (ROLE + 'process p "P" cites C-0 { step s "S" cites C-1 { by boss } }', Holding.ACTS),
        ('tool t "T" cites C-1 { section s "S" { question q "Q" yes or no cites C-0 } }', Holding.STRUCTURE),
        ('tool t "T" cites C-0 { section s "S" cites C-1 { question q "Q" date cites C-0 } }', Holding.STRUCTURE),
        ('tool t "T" cites C-0 { section s "S" { question q "Q" yes or no cites C-1 } }', Holding.ACTS),
    ],
)
def test_how_it_is_held(construct, how):
    assert held(construct).how is how


@pytest.mark.parametrize(
    ("why", "how"),
    [('content only "a principle"', Holding.CONTENT_ONLY), ('not provided "lost"', Holding.NOT_PROVIDED)],
)
@pytest.mark.parametrize("construct", ["", 'role boss "Boss" cites C-1'])
def test_what_the_author_says_of_a_clause_goes_first(construct, why, how):
    """It is not counted among what acts, even where something cites it."""
    assert held(construct, why).how is how


@pytest.mark.parametrize(
    ("resolves", "cites", "how"),
    [
        ("resolves C-0", "C-1", Holding.INTERPRETATION),
        ("resolves C-0", "C-0", Holding.INTERPRETATION),
        ("", "C-1", Holding.INTERPRETATION),
        ("", "C-0", Holding.UNCOVERED),
    ],
)
def test_an_interpretation_is_cited_or_resolves_a_clause(resolves, cites, how):
    text = f"""
    clause C-0 must "0" "The rest."
    clause C-1 interpretation "silent" "Ours." {{ {resolves} }}
    role boss "Boss" cites {cites}
    """
    (_, clause) = qarules.clause_coverage(qarules.compile_text(text).pack).clauses
    assert clause.how is how
    assert bool(clause.by) is (cites == "C-1")


def test_what_cites_it_is_named():
    """By its kind and its id, behind what it stands in."""
    process = 'process p "P" cites C-1 { step s "S" cites C-1 { by boss } } parameter n "N" cites C-1 { in days }'
    assert held('role boss "Boss" cites C-1 ' + process).by == ("role boss", "parameter n", "process p", "step p/s")


def test_clauses_of_other_packs_are_theirs():
    """What a pack only brings along is not counted; what it adopts is."""
    other = 'standard other "Other" { version "1" } clause O-1 fact "1" "Grades." scale g "G" cites O-1 { a "A" b "B" }'
    offered = qarules.compile_text(other).pack

    def coverage(text):
        compiled = compile_pack([Source("t.qa", text)], name="t", find_pack=lambda _: offered)
        return [each.clause.id for each in qarules.clause_coverage(compiled.pack).clauses]

    tool = 'tool t "T" { section s "S" { question q "Q" on g } }'
    assert coverage(f'use scale g from "other" {tool}') == []
    assert coverage('standard us "Us" { adopts "other" }') == ["O-1"]


def test_the_share_that_acts_leaves_interpretations_out():
    text = """
    clause C-1 must "1" "One."  clause C-2 must "2" "Two."  clause C-3 fact "3" "Three." { content only "a principle" }
    clause C-4 interpretation "silent" "Ours." { resolves C-1 }
    role boss "Boss" cites C-2
    deadline d "D" cites C-1 { within 2 hours of e }  event e "E" cites C-1
    """
    coverage = qarules.clause_coverage(qarules.compile_text(text).pack)
    assert coverage.acting == Fraction(1, 3)
    assert qarules.from_json(qarules.to_json(coverage), qarules.ClauseCoverage) == coverage
    assert qarules.ClauseCoverage(pack="none").acting is None


TABLE = """\
Ours (ours)
                  acts  structure  interpretation  uncovered  all
  deadline           1          -               -          -    1
  role               -          1               -          -    1
  interpretation     -          -               1          -    1
  no kind            -          -               -          1    1
  all                1          1               1          1    4
1 of 3 clauses of the source act (33.3%); 1 interpretation, of which 0 cited by what rests on them
  nothing answers for C-3 (<text>:4:1): Three.
"""


def test_the_table():
    """Kinds down, ways of being held across; empty columns are left out, and what is uncovered has its place."""
    text = """clause C-1 must deadline "1" "One."
clause C-2 fact role "2" "Two."
clause C-4 interpretation "silent" "Ours." { resolves C-1 }
clause C-3 must "3" "Three."
role boss "Boss" cites C-2
deadline d "D" cites C-1 { within 2 hours of e }  event e "E" cites C-1
"""
    coverage = qarules.clause_coverage(qarules.compile_text(text).pack)
    assert coverage_text([coverage], ["Ours (ours)"]) == TABLE
    both = coverage_text([coverage, qarules.ClauseCoverage(pack="none")], ["Ours (ours)", "None"])
    assert both == f"{TABLE}\nNone\n  states no clauses\n\n{TABLE.replace('Ours (ours)', 'All of them')}"
