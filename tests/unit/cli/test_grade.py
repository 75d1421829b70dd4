"""`qarules grade` and `qarules sql`: files of audits in, files of grades out, and nothing lost on the way."""

from __future__ import annotations

import json
import sqlite3

import duckdb
import pytest

TOOL = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale grades "Grades" { good "Good" poor "Poor" }
tool visits "Visits" {
  section work "Work" {
    criterion plan "Plan" judged on bands may be not applicable { clear "c" some "s" limited "l" }
    criterion record "Record" judged on bands { clear "c" some "s" limited "l" }
  }
  judgement overall "Overall" on grades { give good when all are clear }
}
"""
SHEET = "reference,plan,record\nA1,clear,clear\nA2,not-applicable,some\nA3,splendid,clear\nA4,clear,\n"


@pytest.fixture
def tool(tmp_path):
    path = tmp_path / "visits.qa"
    path.write_text(TOOL, encoding="utf-8")
    return path


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "audits.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_table(qarules, tool, sheet, tmp_path):
    """A row for every row; what cannot be used is told with its line, and stands beside the grade."""
    graded = tmp_path / "grades.csv"
    problem = "`plan` cannot be `splendid` (`clear`, `some`, `limited` or not applicable)"
    status, out, err = qarules("grade", tool, sheet, "-o", graded, "--beside", "reference")
    assert (status, out, err) == (1, "4 audits graded, 1 with something that cannot be used\n", f"line 4: {problem}\n")
    assert graded.read_text(encoding="utf-8").splitlines() == [
        "reference,overall,missing,problems",
        "A1,good,0,",
        "A2,poor,0,",
        f'A3,,1,"{problem}"',
        "A4,,1,",
    ]


def test_json_lines(qarules, tool, tmp_path):
    """An object on each line, there and back."""
    audits, graded = tmp_path / "audits.jsonl", tmp_path / "grades.jsonl"
    audits.write_text(
        '{"ref": 1, "plan": "clear", "record": "clear"}\n{"ref": 2, "record": "some"}\n', encoding="utf-8"
    )
    status, out, err = qarules("grade", tool, audits, "-o", graded, "--beside", "ref")
    assert (status, out, err) == (0, "2 audits graded, 0 with something that cannot be used\n", "")
    assert [json.loads(line) for line in graded.read_text(encoding="utf-8").splitlines()] == [
        {"ref": 1, "overall": "good", "missing": 0, "problems": ""},
        {"ref": 2, "overall": "poor", "missing": 1, "problems": ""},
    ]


def test_an_empty_table_keeps_its_head(qarules, tool, sheet, tmp_path):
    """Whoever reads the grades on finds the columns, and no rows."""
    sheet.write_text("reference,plan,record\n", encoding="utf-8")
    graded = tmp_path / "grades.csv"
    assert qarules("grade", tool, sheet, "-o", graded, "--beside", "reference")[0] == 0
    assert graded.read_text(encoding="utf-8").splitlines() == ["reference,overall,missing,problems"]


def test_parquet(qarules, tool, sheet, tmp_path):
    """Through DuckDB, with what is no item beside the grades."""
    audits, graded = tmp_path / "audits.parquet", tmp_path / "grades.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{sheet}', all_varchar = true)) TO '{audits}' (FORMAT PARQUET)")
    status, out, err = qarules("grade", tool, audits, "-o", graded)
    assert (status, out, err) == (1, "4 audits graded, 2 of them not complete\n", "")
    found = duckdb.execute(f"SELECT reference, missing, overall FROM '{graded}' ORDER BY reference").fetchall()
    assert found == [("A1", 0, "good"), ("A2", 0, "poor"), ("A3", 1, None), ("A4", 1, None)]


@pytest.mark.parametrize(
    ("audits", "grades", "message"),
    [
        ("audits.csv", "audits.csv", "the grades would be written over the audits; choose another name"),
        ("audits.csv", "grades.xlsx", "a file of audits is .parquet, .csv or .jsonl"),
    ],
)
def test_files_that_cannot_be(qarules, tool, sheet, tmp_path, audits, grades, message):
    status, _, err = qarules("grade", tool, tmp_path / audits, "-o", tmp_path / grades)
    assert status == 2
    assert message in err
    assert sheet.read_text(encoding="utf-8") == SHEET


def test_grades_of_instances_need_lines(qarules, tool, sheet, tmp_path):
    """A table has a column for each grade, and nobody knows how many goals an audit has."""
    tool.write_text(
        TOOL.replace('"Work" {', '"Work" repeated {').replace('"Overall"', '"Overall" for each section'),
        encoding="utf-8",
    )
    status, _, err = qarules("grade", tool, sheet, "-o", tmp_path / "grades.csv")
    assert status == 2
    assert "write the grades as .jsonl" in err
    audits, graded = tmp_path / "audits.jsonl", tmp_path / "grades.jsonl"
    audits.write_text(
        '{"work": [{"plan": "clear", "record": "clear"}, {"plan": "some", "record": "some"}]}', encoding="utf-8"
    )
    assert qarules("grade", tool, audits, "-o", graded)[0] == 0
    line = json.loads(graded.read_text(encoding="utf-8"))
    assert line == {"overall/work/1": "good", "overall/work/2": "poor", "missing": 0, "problems": ""}


def test_a_column_that_is_nothing(qarules, tool, sheet, tmp_path):
    """A misspelt column is no answer that is silently left out."""
    sheet.write_text(SHEET.replace("plan", "plam"), encoding="utf-8")
    status, _, err = qarules("grade", tool, sheet, "-o", tmp_path / "grades.csv", "--beside", "reference")
    assert status == 2
    assert "`plam`" in err
    assert "`plan`" in err


def test_a_statement(qarules, tool, sheet):
    """What is printed runs as it is."""
    status, statement, err = qarules("sql", tool, "--dialect", "sqlite", "--table", "sheet", "--audit", "reference")
    assert (status, err) == (0, "")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE sheet (reference, plan, record)")
    database.executemany("INSERT INTO sheet VALUES (?, ?, ?)", [row.split(",") for row in SHEET.splitlines()[1:]])
    found = database.execute(f"SELECT reference, missing, overall FROM ({statement})").fetchall()
    assert found == [("A1", 0, "good"), ("A2", 0, "poor"), ("A3", 1, None), ("A4", 1, None)]


def test_without_what_is_not_asked(qarules, tool):
    status, _, err = qarules("sql", tool, "--without", "plam")
    assert status == 2
    assert "`plam` is nothing that `visits` asks for" in err
