"""What cites nothing, and what nothing cites."""

from __future__ import annotations

import pytest

from qarules.dsl.compile import compile_pack, compile_text
from qarules.dsl.tokens import Source

CITING = """
qa 1
standard house "House" cites C-0 { version "1" }
clause C-0 fact "0" "The house."
clause C-1 must "1" "Do it."
clause C-2 interpretation "silent" "How it is done." { resolves C-1 }
clause C-3 fact "3" "Context." { content only "a principle" }
clause C-4 fact "4" "A drawing." { not provided "lost" }
scale bands "Bands" cites C-1 { clear "C" limited "L" }
role boss "Boss" cites C-1
tool t "T" cites C-1 {
  section s "S" {
    criterion a "A" judged on bands cites C-1 { clear "c" limited "l" }
    question q "Q" yes or no cites C-1
  }
  known k "K" yes or no cites C-1
  measure m "M" = 1 cites C-1
  judgement j "J" on bands cites C-1 { give clear when all are clear }
  judgement i "I" on bands { give clear when all are clear cites C-1 }
}
"""


def found(text):
    diagnostics = compile_text(text).diagnostics
    return [(each.code, text[each.span.start.offset : each.span.end.offset]) for each in diagnostics if each.span]


def test_closed():
    """Everything cites, everything is cited or says why not; rules may cite for their judgement."""
    assert found(CITING) == []


@pytest.mark.parametrize(
    ("construct", "name"),
    [
        ('tool t "T"', "t"),
        ('criterion a "A" judged on bands', "a"),
        ('question q "Q" yes or no', "q"),
        ('known k "K" yes or no', "k"),
        ('measure m "M" = 1', "m"),
        ('judgement j "J" on bands', "j"),
        ("give clear when all are clear", "i"),
    ],
)
def test_cites_nothing(construct, name):
    """Tools, items, knowns, measures and judgements cite something."""
    assert f"{construct} cites C-1" in CITING
    assert found(CITING.replace(f"{construct} cites C-1", construct)) == [("QA310", name)]


def test_a_pack_without_clauses():
    """Where there is nothing to cite, nothing is asked to."""
    assert found('tool t "T" { section s "S" { question q "Q" yes or no } }') == []


@pytest.mark.parametrize(
    ("clause", "cited"),
    [
        ('clause C-9 must "9" "Forgotten."', False),
        ('clause C-9 interpretation "silent" "About nothing."', False),
        ('clause C-9 derived "9" "It follows." { resolves C-1 }', False),
        ('clause C-9 interpretation "silent" "About C-1." { resolves C-1 }', True),
    ],
)
def test_clause_not_cited(clause, cited):
    """A clause is cited, or interprets another, or says why it is not."""
    assert found(CITING + clause) == ([] if cited else [("QA311", "C-9")])


def test_to_be_resolved_is_not_to_be_cited():
    """An interpretation does not put into practice what it interprets."""
    text = CITING + 'clause C-8 must "8" "Do more." clause C-9 interpretation "silent" "How." { resolves C-8 }'
    assert found(text) == [("QA311", "C-8")]


def test_lost_citations():
    """A clause that stood in text which could not be read may be cited there."""
    text = CITING.replace("question q", "queston q") + 'clause C-9 must "9" "Hidden."'
    assert "QA310" not in [
        code for code, _ in found(text.replace("yes or no cites C-1\n  }", "yes or no cites C-1, C-9 ]\n  }"))
    ]


def test_clauses_of_another_pack():
    """What comes along with a scale of another pack asks nothing of this one."""
    other = compile_text(
        'standard other "Other" { version "1" } clause O-1 fact "1" "Grades." '
        'scale grades "Grades" cites O-1 { good "G" poor "P" }'
    ).pack
    text = 'use scale grades from "other" tool t "T" { section s "S" { question q "Q" on grades } }'
    compiled = compile_pack([Source("t.qa", text)], name="t", find_pack=lambda _: other)
    assert compiled.diagnostics == ()
