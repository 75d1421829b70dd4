"""What reads what."""

from __future__ import annotations

import pytest

from qarules.dsl.compile import compile_text
from qarules.model.dependencies import Node, readings

TOOL = """
scale bands "Bands" { clear "C" points 1  limited "L" points 0 }
scale grades "Grades" { good "G" points 2  poor "P" points 1 }
role boss "Boss"
tool t "T" {
  section one "One" {
    question a "A" on bands
    question b "B" on grades
    question u "U" on bands, not counted
    question n "N" number from 0 to 9
    question day "Day" date
  }
  section two "Two" { question c "C" on bands  question rows "Rows" table { x text } }
  section words "Words" { question w "W" text, asked when %s }
  measure m "M" = a + n
  measure p "P" = sum of points in one
  judgement each "Each" for each section on grades, decided by boss
  judgement overall "Overall" on grades { give good when c is clear }
}
"""


def reads(condition):
    compiled = compile_text(TOOL % condition)
    assert not compiled.errors, compiled.errors
    (tool,) = compiled.pack.tools
    return [str(each.of.id) + (f"/{each.of.section}" if each.of.section else "") for each in readings(tool)[Node("w")]]


@pytest.mark.parametrize(
    ("condition", "read"),
    [
        ("any are clear", ["a", "c"]),
        ("any in one are clear", ["a"]),
        ("any in one are good", ["b"]),
        ("any of a, overall are good", ["overall"]),
        ("a is clear", ["a"]),
        ("one is good", ["each/one"]),
        ("any section is good", ["each/one", "each/two"]),
        ("overall is good", ["overall"]),
        ("m is at least 1", ["m"]),
        ("a + n - one is at least 1", ["a", "n", "each/one"]),
        ("highest of a, m is at least 1", ["a", "m"]),
        ("sum of points in one is at least 1", ["a", "b"]),
        ("steps of n { up to 4 gives 1, above 4 gives 2 } is 1", ["n"]),
        ("day is before 1 April 2027", ["day"]),
        ("rows has at least 1 row", ["rows"]),
        ("one is applicable", ["a", "b"]),
        ("m is applicable", ["m"]),
        ("not (a is clear and c is clear)", ["a", "c"]),
    ],
)
def test_conditions(condition, read):
    """A condition reads what it names, what it counts, and nothing else."""
    assert reads(condition) == read


def test_judgements():
    """A judgement reads what its rules do, and whatever it needs one of to apply."""
    (tool,) = compile_text(TOOL % "a is clear").pack.tools
    graph = {node: [each.of.id for each in reads] for node, reads in readings(tool).items()}
    assert graph[Node("overall")] == ["c", "a", "b", "c"]
    assert graph[Node("each", "one")] == ["a", "b"]
    assert graph[Node("each", "two")] == ["c"]
    assert Node("each", "words") not in graph
    assert graph[Node("p")] == ["a", "b"]
