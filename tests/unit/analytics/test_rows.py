"""Tables and lines read as audits: every row comes back in its place, with what is wrong with it."""

from __future__ import annotations

import io

import numpy
import pyarrow as arrow
import pytest

import qarules
from qarules.analytics import csv_rows, grade_columns, grade_rows, json_rows

TEXT = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale ofsted "Grades" { good "Good" poor "Poor" }
tool t "Tool" {
  section s "Section" may be not applicable {
    criterion a "A" judged on bands { clear "c" some "s" limited "l" }
    question size "Size" number from 0 to 10 step 0.5
    question more "More" text, optional
  }
  known old "Old?" yes or no
  judgement j "J" on ofsted { give good when a is clear and size is at least 2.5 and old is no }
}
"""


@pytest.fixture
def tool():
    return qarules.compile_text(TEXT).pack.tools[0]


def told(rows):
    return [(str(row.grades["j"]), row.line, [str(m.thing) for m in row.missing], list(row.problems)) for row in rows]


def test_a_table(tool):
    table = 'ref,a,size,old\n1,clear,2.5,no\n2,clear,,yes\n3,"cl\near",1,no\n4,clear\n\n5,limited,0.5,no\n'
    rows = list(csv_rows(io.StringIO(table), tool, beside=["ref"]))
    assert [row.beside.get("ref") for row in rows] == ["1", "2", "3", None, "5"]
    assert told(grade_rows(tool, rows)) == [
        ("good", 0, [], []),
        ("poor", 3, ["size"], []),
        ("poor", 4, ["a"], ["`a` cannot be `cl\near` (`clear`, `some` or `limited`)"]),
        ("None", 6, [], ["this line has 2 cells, and the first line names 4 columns"]),
        ("poor", 0, [], []),
    ]


def test_lines_of_json(tool):
    lines = [
        '{"a": "clear", "size": 2.5, "old": false}',
        "",
        '{"a": "clear", "size": 2.5',
        "[1]",
        '{"answers": {"a": {"value": "clear", "note": "seen"}, "size": 3}, "known": {"old": false}}',
        '{"s": "not-applicable", "old": true, "mood": "good"}',
    ]
    found = told(grade_rows(tool, json_rows(lines)))
    assert [(grade, line) for grade, line, _, _ in found] == [
        ("good", 0), ("None", 3), ("None", 4), ("good", 0), ("not-applicable", 6),
    ]  # fmt: skip
    assert found[1][3][0].startswith("this is not JSON")
    assert found[2][3] == ["this line holds no object"]
    assert found[4][3] == ["`mood` is nothing this tool asks for"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "empty"),
        ("a,size,a\n", "`a` stands twice"),
        ("a,sise\n", "`sise` is nothing that `t` asks for; did you mean `size`"),
        ("a,ref\n", "`ref` is nothing that `t` asks for; name it as one beside the answers"),
    ],
)
def test_a_table_without_a_head(tool, table, message):
    with pytest.raises(ValueError, match=message):
        list(csv_rows(io.StringIO(table), tool))


def test_columns_that_do_not_fit(tool):
    with pytest.raises(ValueError, match="`b` is nothing this tool asks for"):
        grade_columns(tool, {"b": ["clear"]})
    with pytest.raises(ValueError, match="`a` has 1, `size` has 2"):
        grade_columns(tool, {"a": ["clear"], "size": [1, 2]})


def test_arrays_of_others(tool):
    bands = ["clear", "limited", "clear", None]
    columns = {
        "a": arrow.array(bands),
        "size": numpy.array([2.5, 2.5, 1.0, 0.5]),
        "old": [False, False, False, False],
    }
    found = grade_columns(tool, columns)
    assert list(map(str, found.grades["j"])) == ["good", "poor", "poor", "poor"]
    assert found.incomplete == (3,)
    assert found.grades["j"].to_arrow().to_pylist() == ["good", "poor", "poor", "poor"]
    assert found.grades["j"].to_numpy().tolist() == list(found.grades["j"].codes)
    sliced = arrow.chunked_array([arrow.array(["some", *bands[:2]])[1:], arrow.array(bands[2:])])
    assert grade_columns(tool, {**columns, "a": sliced}) == found


def test_nothing_is_read_ahead(tool):
    """A stream of rows is taken in as it is graded, not gathered first."""
    taken = []

    def rows():
        for number in range(100_000):
            taken.append(number)
            yield {"a": "clear", "size": 3, "old": False}

    stream = grade_rows(tool, rows())
    next(stream)
    assert len(taken) < 50_000
