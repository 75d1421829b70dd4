"""What SQL cannot hold is refused with the name of it; what the packaged tools say goes to other engines as well."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

import qarules
from qarules.analytics.sql import Source, sql

ON = datetime.date(2023, 5, 2)
HEAD = """qa 1
scale bands "Bands" { clear "Clear" points 2 some "Some" points 1 limited "Limited" points 0 }
scale ofsted "Grades" { good "Good" poor "Poor" }
role lead "Lead"
tool t "Tool" {
"""
CRITERION = 'criterion a "A" judged on bands { clear "c" some "s" limited "l" }'


def tool_of(body):
    compiled = qarules.compile_text(f"{HEAD}{body}\n}}\n")
    assert compiled.pack is not None, compiled.diagnostics
    return compiled.pack.tools[0]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (
            f'section s "S" repeated {{ {CRITERION} }} judgement j "J" on ofsted {{ give good when all are clear }}',
            "the section `s` is repeated",
        ),
        (
            f'section s "S" {{ {CRITERION} question n "N" number }} '
            'judgement j "J" on ofsted { give good when n is at least 2 intended }',
            "it reads the number `n`, which has too many values",
        ),
        (
            f'section s "S" {{ {CRITERION} }} measure m = percent of points, a half rounds up '
            'judgement j "J" on ofsted { give good when m is at least 50% }',
            "the measure `m` is rounded",
        ),
        (
            f'section s "S" {{ {CRITERION} question x "X" date question y "Y" date }} '
            'judgement j "J" on ofsted { give good when x is before y }',
            "it holds one date against another",
        ),
        (
            f'section s "S" {{ {CRITERION} }} judgement p "P" on ofsted decided by lead '
            'judgement j "J" on ofsted { give good when p is good }',
            "its rules read `p`, which only a person gives",
        ),
    ],
    ids=["repeated", "number", "rounded", "dates", "decided"],
)
def test_refused(body, named):
    with pytest.raises(qarules.QaError, match="`t` cannot be told in SQL") as caught:
        sql(tool_of(body))
    assert named in str(caught.value)


def test_no_such_dialect():
    with pytest.raises(qarules.QaError, match="there is no dialect `oracle`"):
        sql(tool_of(f'section s "S" {{ {CRITERION} }}'), dialect="oracle")


# --- engines beside those in a process -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def review():
    """The packaged review, and answers to it: complete, partly open, and none."""
    tool = qarules.load("north-somerset/collaborative-practice-review", on=ON)
    bands = ("clear", "some", "limited", None)
    scaled = [name for name, item in tool.items.items() if tool.scale_of(item) is not None]
    rows = []
    for number in range(60):
        row = {
            name: bands[(number * 7 + place * place) % (3 if number % 4 else 4)] for place, name in enumerate(scaled)
        }
        others = {"child-and-family-view": "x", "practitioner-pleased-with": "x", "practitioner-could-develop": "x"}
        others |= {"working-well": "x", "could-be-different": "x", "population": "in-care", "immediate-safety": "no"}
        rows.append({**row, **others, "practitioner-self-scale": str(number % 11)})
    for place, row in enumerate(rows[::9]):
        for name in scaled[6:15]:
            row.pop(name)
        row["assessment"] = "not-applicable" if place % 2 else None
    return tool, rows


def expected(tool, rows):
    """The grades of complete audits, by the number of the row."""
    found = {}
    for number, row in enumerate(rows):
        statuses = {"not-applicable": qarules.NOT_APPLICABLE}
        plain = {name: statuses.get(given, given) for name, given in row.items() if given is not None}
        plain["practitioner-self-scale"] = int(plain["practitioner-self-scale"])
        outcome = qarules.evaluate(tool, plain, known={"immediate-safety": plain.pop("immediate-safety")})
        found[number] = {judged.id: judged.suggested and str(judged.suggested) for judged in outcome}
        found[number].update({j.id: str(j.final) for j in outcome if isinstance(j.final, qarules.Status)})
    return found


def columns_of(tool):
    return [*tool.items, *(section.id for section in tool.sections if section.may_not_apply is not None)]


def compared(tool, rows, told):
    wanted = expected(tool, rows)
    assert len(told) == len(rows)
    for row in told:
        for path, grade in wanted[row["audit"]].items():
            if path in row and (row["missing"] == 0 or row[path] is not None):
                assert row[path] == grade, (row["audit"], path)
    assert any(row["missing"] == 0 for row in told)
    assert any(row["missing"] > 0 for row in told)


def test_duckdb(review):
    tool, rows = review
    with duckdb.connect() as connection:
        listed = ", ".join(f'"{name}" VARCHAR' for name in columns_of(tool))
        connection.execute(f"CREATE TABLE audits (audit INTEGER, {listed})")
        marks = ", ".join("?" * (1 + len(columns_of(tool))))
        cells = [[number, *(row.get(name) for name in columns_of(tool))] for number, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO audits VALUES ({marks})", cells)
        cursor = connection.execute(sql(tool))
        names = [part[0] for part in cursor.description]
        compared(tool, rows, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()])


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A PostgreSQL of our own, in a folder of its own, reached through a socket there."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, os.environ.get("PATH", "").split(os.pathsep))]
    programs = next((folder for folder in found if (folder / "initdb").exists()), None)
    if programs is None:
        pytest.skip("no PostgreSQL is installed")
    import psycopg

    folder = tmp_path_factory.mktemp("pg")
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_other:
        shutil.chown(folder, "postgres")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    data = folder / "data"

    def ours(program, *arguments):
        words = [*as_other, programs / program, "-D", data, *arguments]
        subprocess.run(words, check=True, capture_output=True)

    ours("initdb", "-A", "trust", "-U", "qa")
    ours("pg_ctl", "-o", f"-c listen_addresses='' -k {folder}", "-l", folder / "log", "-w", "start")
    try:
        with psycopg.connect(f"host={folder} user=qa dbname=postgres") as connection:
            yield connection
    finally:
        ours("pg_ctl", "-m", "immediate", "stop")


@pytest.mark.slow
@pytest.mark.parametrize("long", [False, True], ids=["wide", "long"])
def test_postgresql(review, postgres, long):
    tool, rows = review
    names = columns_of(tool)
    with postgres.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS audits")
        if long:
            cursor.execute('CREATE TABLE audits (audit INTEGER, "item" TEXT, "value" TEXT)')
            cells = [(number, name, row.get(name)) for number, row in enumerate(rows) for name in names]
        else:
            cursor.execute("CREATE TABLE audits (audit INTEGER, " + ", ".join(f'"{name}" TEXT' for name in names) + ")")
            cells = [(number, *(row.get(name) for name in names)) for number, row in enumerate(rows)]
        cursor.executemany(f"INSERT INTO audits VALUES ({', '.join(['%s'] * len(cells[0]))})", cells)
        statement = sql(tool, source=Source(long=long), dialect="postgresql")
        cursor.execute(statement)
        told = [part.name for part in cursor.description]
        compared(tool, rows, [dict(zip(told, row, strict=True)) for row in cursor.fetchall()])


@pytest.mark.slow
def test_spark(review, tmp_path):
    """Spark in local mode; it needs Java."""
    if shutil.which("java") is None:
        pytest.skip("no Java is installed")
    import pyspark.sql as spark_sql

    tool, rows = review
    names = columns_of(tool)
    builder = spark_sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    try:
        shape = "audit INT, " + ", ".join(f"`{name}` STRING" for name in names)
        cells = [(number, *(row.get(name) for name in names)) for number, row in enumerate(rows)]
        session.createDataFrame(cells, shape).createOrReplaceTempView("audits")
        compared(tool, rows, [row.asDict() for row in session.sql(sql(tool, dialect="spark")).collect()])
    finally:
        session.stop()
