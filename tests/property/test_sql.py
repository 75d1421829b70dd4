"""A database that is told a tool in SQL grades as we do, on generated tools and audits."""

from __future__ import annotations

import datetime
import sqlite3
from fractions import Fraction

import duckdb
import hypothesis.strategies as st
from hypothesis import assume, given, settings

import qarules
from qarules.analytics.dialects import DIALECTS
from qarules.analytics.sql import Source, sql
from qarules.engine.evaluate import evaluate_any
from qarules.model.plain import number_text
from qarules.testing import strategies

few = settings(max_examples=60, deadline=None)


def cell(value):
    """An answer as it stands in a column of text."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case datetime.date():
            return value.isoformat()
        case int() | Fraction():
            return number_text(Fraction(value))
        case list():
            return "rows"
        case _:
            return str(value)


@st.composite
def stored(draw, tools, *, complete):
    """A tool that SQL can tell, and audits of it."""
    tool = draw(tools)
    try:
        sql(tool)
    except qarules.QaError:
        assume(False)
    audits = draw(st.lists(strategies.audits(tool, complete=complete, completions=100), min_size=1, max_size=4))
    rows = [{**audit.answers, **audit.known} for audit in audits]
    return tool, [{name: given for name, given in row.items() if given is not qarules.CANNOT_TELL} for row in rows]


def outcome(tool, row):
    knowns = {item.id for item in tool.knowns}
    answers = {name: value for name, value in row.items() if name not in knowns}
    return evaluate_any(tool, answers, known={name: value for name, value in row.items() if name in knowns})


def columns_of(tool):
    return [*tool.items, *(section.id for section in tool.sections if section.may_not_apply is not None)]


def graded(connection, tool, rows, dialect, *, long=False):
    """What a database makes of rows, by their numbers."""
    name = DIALECTS[dialect].name
    if long:
        connection.execute('CREATE TABLE audits (audit INTEGER, "item" VARCHAR, "value" VARCHAR)')
        cells = [(number, item, cell(row.get(item))) for number, row in enumerate(rows) for item in columns_of(tool)]
        connection.executemany("INSERT INTO audits VALUES (?, ?, ?)", cells)
    else:
        listed = "".join(f", {name(column)} VARCHAR" for column in columns_of(tool))
        connection.execute(f"CREATE TABLE audits (audit_number INTEGER{listed})")
        marks = ", ".join("?" * (1 + len(columns_of(tool))))
        cells = [(number, *(cell(row.get(column)) for column in columns_of(tool))) for number, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO audits VALUES ({marks})", cells)
    key = "audit" if long else "audit_number"
    cursor = connection.execute(sql(tool, source=Source(audit=(key,), long=long), dialect=dialect))
    names = [part[0] for part in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row[key]: row for row in found}


def agree(tool, rows, found):
    """What is told for certain is what we come to, and of a complete audit everything is."""
    assert found.keys() == set(range(len(rows)))
    waits = (qarules.Why.UNANSWERED, qarules.Why.CANNOT_TELL)
    for number, row in enumerate(rows):
        expected = outcome(tool, row)
        told = found[number]
        is_open = any(missing.why in waits for missing in expected.missing)
        assert (told["missing"] > 0) or not is_open
        for judged in expected.judgements:
            if judged.id not in told:
                continue
            if told[judged.id] is not None:
                assert [told[judged.id]] == [str(grade) for grade in judged.possible]
            elif not told["missing"]:
                assert judged.suggested is None
            if f"{judged.id} lowest" in told:
                bounds = [told[f"{judged.id} lowest"], told[f"{judged.id} highest"]]
                grades = [grade for grade in judged.possible if isinstance(grade, qarules.Grade)]
                if grades:
                    scale = next(scale for scale in tool.scales if grades[0] in scale.grades)
                    ranks = [scale.by_id[bound].rank for bound in bounds]
                    assert ranks[0] <= min(grade.rank for grade in grades)
                    assert max(grade.rank for grade in grades) <= ranks[1]


TOOLS = strategies.tools(items=6, judgements=3, repeated=False)


@few
@given(st.booleans().flatmap(lambda complete: stored(TOOLS, complete=complete)))
def test_sqlite(pair):
    tool, rows = pair
    with sqlite3.connect(":memory:") as connection:
        agree(tool, rows, graded(connection, tool, rows, "sqlite"))


@few
@given(st.booleans().flatmap(lambda complete: stored(TOOLS, complete=complete)), st.booleans())
def test_duckdb(pair, long):
    tool, rows = pair
    with duckdb.connect() as connection:
        agree(tool, rows, graded(connection, tool, rows, "duckdb", long=long))


@few
@given(stored(strategies.monotone_tools(items=6, measures=0), complete=False))
def test_the_lowest_and_the_highest_grade_hold_all_that_are_possible(pair):
    tool, rows = pair
    with sqlite3.connect(":memory:") as connection:
        agree(tool, rows, graded(connection, tool, rows, "sqlite"))


@given(st.text(), st.sampled_from(sorted(DIALECTS)))
def test_a_text_of_any_characters_is_one_text(text, dialect):
    """Whatever an author calls something, it ends where it ends."""
    written = DIALECTS[dialect].string(text)
    assert written[0] == written[-1] == "'"
    inner = written[1:-1]
    left = inner.replace("\\\\", "").replace("\\'", "") if dialect == "spark" else inner.replace("''", "")
    assert "'" not in left
    if dialect == "duckdb" and "\0" not in text:
        assert duckdb.sql(f"SELECT {written}").fetchall() == [(text,)]
