"""Things that depend on themselves."""

from __future__ import annotations

import pytest

PAIR = 'section s "S" { question a "A" yes or no, asked when b is yes  question b "B" yes or no, asked when a is no }'
JUDGEMENT = 'judgement j "J" on ofsted { give good when all of a are clear }'


def test_no_cycle(found):
    """Items, measures and judgements that wait for earlier ones; each section's judgement stands by itself."""
    body = """
      section one "One" { question a "A" on evidence  question why "Why" text, asked when one is poor }
      section two "Two" { question b "B" on evidence, asked when one is poor }
      measure m "M" = a + 1
      measure n "N" = m + 1
      judgement each "Each" for each section on ofsted { give good when all are clear }
      judgement final "Final" on ofsted { give good when every section is good or better and n is at least 1 }
    """
    assert not [each for each in found(body) if each[0] == "QA404"]


@pytest.mark.parametrize(
    ("body", "first", "way"),
    [
        (
            'section s "S" { question a "A" text, asked when a is applicable }',
            "a",
            "`a` reads `a`",
        ),
        (
            PAIR,
            "a",
            "`a` reads `b`, `b` reads `a`",
        ),
        (
            'section s "S" { question a "A" on evidence } measure m "M" = n + a measure n "N" = m * 2',
            "m",
            "`m` reads `n`, `n` reads `m`",
        ),
        (
            'section s "S" { question a "A" on evidence, asked when any are limited }',
            "a",
            "`a` reads `a`",
        ),
        (
            'section s "S" { question a "A" on evidence  question b "B" on evidence, asked when j is poor }'
            + JUDGEMENT,
            "b",
            "`b` reads `j`, `j` reads `b`",
        ),
        (
            'section s "S" { question a "A" on evidence, asked when s is poor }'
            'judgement e "E" for each section on ofsted { give good when all are clear }',
            "a",
            "`a` reads `e` of `s`, `e` of `s` reads `a`",
        ),
        (
            'section s "S" { question a "A" on evidence, asked when m is at least 1 } measure m "M" = sum of points',
            "a",
            "`a` reads `m`, `m` reads `a`",
        ),
    ],
)
def test_cycle(reports, found, body, first, way):
    """The report stands at the first thing of the circle and tells the way round."""
    cycles = [each for each in reports(body) if each.code == "QA404"]
    assert [each for each in found(body) if each[0] == "QA404"] == [("QA404", first)]
    assert cycles[0].message == f"`{first}` depends on itself: {way}"


def test_labels(reports, labelled):
    """Every reading on the way has a label."""
    body = (
        'section s "S" { question a "A" yes or no, asked when b is yes  question b "B" yes or no, asked when a is no }'
    )
    report = next(each for each in reports(body) if each.code == "QA404")
    assert labelled(PAIR, report) == ["b", "a"]
    assert [label.text for label in report.labels] == ["`a` reads `b`", "`b` reads `a`"]


def test_judgements_for_each_section_count_once(found):
    """One rule that reads its own judgement is one mistake, however many sections there are."""
    body = """
      section one "One" { question a "A" on evidence }
      section two "Two" { question b "B" on evidence }
      judgement each "Each" for each section on ofsted { give good when no section is poor }
    """
    assert [each for each in found(body) if each[0] == "QA404"] == [("QA404", "each")]


def test_every_cycle_is_found(found):
    """Two items that wait for the same judgement are two mistakes."""
    body = f"""
      section s "S" {{
        question a "A" on evidence
        question b "B" on evidence, asked when j is poor
        question c "C" on evidence, asked when j is poor
      }}
      {JUDGEMENT}
    """
    assert [each for each in found(body) if each[0] == "QA404"] == [("QA404", "b"), ("QA404", "c")]


def test_shown_after(reports, found):
    """Judgements that wait for each other are never shown."""
    body = """
      section s "S" { question a "A" on evidence }
      judgement j "J" on ofsted, decided by reviewer, shown after k
      judgement k "K" on ofsted, decided by reviewer, shown after j
    """
    assert found(body) == [("QA404", "k")]
    assert "`j` is shown after `k`, `k` is shown after `j`" in reports(body)[0].message


def test_shown_after_itself(found):
    """A judgement does not wait for itself."""
    body = 'section s "S" { question a "A" text } judgement j "J" on ofsted, decided by reviewer, shown after j'
    assert found(body) == [("QA404", "j")]
