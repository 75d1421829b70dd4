"""
What grading costs, as one report: ``python3 do.py bench``, or this file with the Python of an installed package.

Everything is told in B, what hand-written Python takes for the same audits on the same machine in the same minute, or
as a ratio to the same work done another way: such numbers can be compared from run to run, seconds cannot. Every
engine is first held to the grades of T26. An engine that is not installed is said to be absent.
"""

from __future__ import annotations

import collections
import functools
import gc
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import peers
import t26
import times

import qarules
from qarules.analytics import Column, grade_columns, grade_rows
from qarules.analytics.sql import Source, sql
from qarules.dsl.compile import compile_text
from qarules.engine.evaluate import evaluate_any
from qarules.standards.loading import compile_path

if TYPE_CHECKING:
    import duckdb

INSTALLED = sys.argv[1] if len(sys.argv) > 1 else None


def main() -> None:
    """Print the whole report, section by section."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors")
    given = t26.audits()[:5_000]
    costs = t26.seconds(lambda: [t26.by_hand(audit) for audit in given])
    print(f"B is {1e6 * statistics.median(costs) / len(given):.1f} us of processor time here")
    for title, section in SECTIONS.items():
        # What an earlier section left behind is not to be looked through again and again in a later one.
        gc.collect()
        gc.freeze()
        print(f"\n{title}\n")
        for line in section():
            print(line, flush=True)
    gc.unfreeze()


# --- one audit -------------------------------------------------------------------------------------------------------


def each(call: Callable[[dict[str, object]], object], count: int) -> Callable[[], None]:
    """*call* for the first *count* audits, one after the other."""
    given = t26.audits()[:count]

    def run() -> None:
        for audit in given:
            call(audit)

    return run


def one_audit() -> Iterator[str]:
    """Ours by themselves and with all that is told, then the peers."""
    tool = t26.tool()
    ours = {
        "grades alone": (functools.partial(qarules.grades, tool), 20_000),
        "the whole outcome, with its reasons": (
            lambda audit: qarules.evaluate(tool, audit).judgements[4].reasons,
            20_000,
        ),
        "the outcome, explained in words": (lambda audit: qarules.evaluate(tool, audit).explain(), 2_000),
        "the same by the reference evaluator": (lambda audit: evaluate_any(tool, audit), 100),
    }
    grades = [qarules.grades(tool, audit)["overall"] for audit in t26.audits()[:20_000]]
    t26.checked("grades", grades)
    t26.checked("evaluate", [qarules.evaluate(tool, audit)["overall"].final for audit in t26.audits()[:20_000]])
    for name, (call, count) in ours.items():
        yield t26.told(name, t26.ratios(each(call, count), count))
    for name, (package, make, count) in peers.PEERS.items():
        version = peers.version(package)
        if version is None:
            yield f"{name:52} absent: pip install {package}"
            continue
        grade = make()
        t26.checked(name, [grade(audit) for audit in t26.audits()[:count]])
        yield t26.told(f"{name} {version}", t26.ratios(each(grade, count), count, rounds=3))


# --- many ------------------------------------------------------------------------------------------------------------

LINEAR = """qa 1
scale bands "Bands" {{ clear "Clear" some "Some" limited "Limited" }}
scale ofsted "Grades" {{ good "Good" poor "Poor" }}
tool linear "Linear" {{
  section every-one "All" {{ {criteria} }}
  judgement overall "Overall" on ofsted {{ give good when at least 20 are clear }}
}}
"""


def many() -> Iterator[str]:
    """Dictionaries and columns of ours, and numpy's."""
    tool, audits = t26.tool(), t26.audits()
    t26.checked("rows", [row.grades["overall"] for row in grade_rows(tool, audits)])
    rows = t26.ratios(lambda: collections.deque(grade_rows(tool, audits), 0), len(audits))
    yield t26.told("grade_rows, from dictionaries", rows)
    columns = {name: [audit[name] for audit in audits] for name in t26.CRITERIA}
    t26.checked("columns", list(grade_columns(tool, columns).grades["overall"]))
    yield t26.told("grade_columns, from lists", t26.ratios(lambda: grade_columns(tool, columns), len(audits)))
    coded = {name: Column(bytes(map(t26.BANDS.index, column)), t26.BANDS) for name, column in columns.items()}
    t26.checked("coded columns", list(grade_columns(tool, coded).grades["overall"]))
    yield t26.told("grade_columns, from codes", t26.ratios(lambda: grade_columns(tool, coded), len(audits)))
    criteria = " ".join(
        f'criterion {name} "C" judged on bands may be not applicable {{ clear "C" some "S" limited "L" }}'
        for name in t26.CRITERIA
    )
    linear = compile_text(LINEAR.format(criteria=criteria)).pack.tools[0]
    yield t26.told(
        "the same, one rule linear in a count", t26.ratios(lambda: grade_columns(linear, coded), len(audits))
    )
    dictionaries = sum(map(sys.getsizeof, audits[:100])) / 100
    yield f"{'memory of a dictionary / of its codes':52} {dictionaries / len(t26.CRITERIA):10.1f}"
    if peers.version("numpy") is None:
        yield f"{'numpy':52} absent: pip install numpy"
        return
    by_numpy = numpy_way(coded)
    t26.checked("numpy", by_numpy())
    yield t26.told("numpy, written by hand", t26.ratios(by_numpy, len(audits)))


def numpy_way(coded: dict[str, Column]) -> Callable[[], list[object]]:
    """T26 in numpy, over the same codes."""
    import numpy as np

    planes = {name: np.frombuffer(column.codes, dtype=np.uint8) for name, column in coded.items()}
    names = np.array(["inadequate", "requires-improvement", "good", "outstanding", "not-applicable"])

    def graded() -> list[object]:
        grades = []
        for ids in t26.IDS.values():
            stack = np.stack([planes[name] for name in ids])
            clear, limited, absent = ((stack == code).sum(0, dtype=np.uint8) for code in (0, 2, 3))
            there = len(ids) - absent
            some_good = (limited == 0) & (2 * clear >= there)
            found = np.where(2 * limited >= there, 0, np.where(clear == there, 3, np.where(some_good, 2, 1)))
            grades.append(np.where(there == 0, 4, found).astype(np.uint8))
        stack = np.stack(grades)
        bad, weak, best, none = ((stack == code).sum(0) for code in (0, 1, 3, 4))
        guided = (weak == 1) & ((grades[3] == 2) | (grades[3] == 3))
        found = np.where(weak == 0, np.where(best >= 3, 3, 2), np.where(guided, 2, 1))
        return names[np.where(none == 4, 4, np.where(bad > 0, 0, found))]  # type: ignore[no-any-return]

    return graded


# --- SQL -------------------------------------------------------------------------------------------------------------


def databases() -> Iterator[str]:
    """The statement of a tool against one written by hand, both from Parquet to Parquet in DuckDB."""
    if peers.version("duckdb") is None:
        yield f"{'DuckDB':52} absent: pip install duckdb"
        return
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        file = stored_audits(Path(folder), connection, copies=10)
        ours = sql(t26.tool(), source=Source(table=f"read_parquet('{file}')"), bounds=False)
        bounded = sql(t26.tool(), source=Source(table=f"read_parquet('{file}')"))
        hand = sql_by_hand(f"read_parquet('{file}')")
        order = "SELECT overall FROM ({}) ORDER BY CAST(audit AS BIGINT)"
        for name, statement in (("our SQL", ours), ("hand-written SQL", hand)):
            told = [row[0] for row in connection.execute(order.format(statement)).fetchall()]
            t26.checked(name, told[::10])

        def seconds(statement: str) -> float:
            return t26.seconds(
                lambda: connection.execute(f"COPY ({statement}) TO '{folder}/out.parquet' (FORMAT PARQUET)"), 1
            )[0]

        found: dict[str, list[float]] = {"our SQL / hand-written": [], "the same with lowest and highest grades": []}
        for _ in range(5):
            unit = seconds(hand)
            found["our SQL / hand-written"].append(seconds(ours) / unit)
            found["the same with lowest and highest grades"].append(seconds(bounded) / unit)
        for name, ratios in found.items():
            yield t26.told(f"{name}, DuckDB {duckdb.__version__}", ratios, "x")
        yield f"{'audits a second on one processor, hand-written':52} {1_000_000 / seconds(hand):10,.0f}"


def stored_audits(folder: Path, connection: duckdb.DuckDBPyConnection, copies: int) -> Path:
    """The audits of T26, each so many times, as a Parquet file."""
    file, stored = folder / "audits.parquet", folder / "audits.csv"
    with stored.open("w") as lines:
        lines.write(",".join(["audit", *t26.CRITERIA]) + "\n")
        for number, audit in enumerate(t26.audits()):
            lines.write(",".join([str(number), *(str(audit[name]) for name in t26.CRITERIA)]) + "\n")
    connection.execute("SET memory_limit = '500MB'; SET preserve_insertion_order = false")
    rows = f"SELECT * FROM read_csv('{stored}', all_varchar = true), range({copies})"
    connection.execute(f"COPY (SELECT * EXCLUDE range FROM ({rows})) TO '{file}' (FORMAT PARQUET)")
    return file


def sql_by_hand(table: str) -> str:
    """T26 as somebody would write it who has just this one to write."""

    def count(names: list[str], word: str) -> str:
        return "(" + " + ".join(f"CAST({name} = '{word}' AS INT)" for name in names) + ")"

    counts, grades = [], []
    for number, ids in enumerate(t26.IDS.values()):
        columns = [f'"{name}"' for name in ids]
        counts.append(
            f"{count(columns, 'limited')} AS l{number}, {count(columns, 'clear')} AS c{number}, "
            f"{len(ids)} - {count(columns, 'not-applicable')} AS a{number}"
        )
        grades.append(
            f"CASE WHEN a{number} = 0 THEN 'not-applicable' WHEN 2 * l{number} >= a{number} THEN 'inadequate' "
            f"WHEN c{number} = a{number} THEN 'outstanding' "
            f"WHEN l{number} = 0 AND 2 * c{number} >= a{number} THEN 'good' "
            f"ELSE 'requires-improvement' END AS g{number}"
        )
    all_of = [f"g{number}" for number in range(4)]
    weak = count(all_of, "requires-improvement")
    overall = (
        f"CASE WHEN {count(all_of, 'not-applicable')} = 4 THEN 'not-applicable' WHEN {count(all_of, 'inadequate')} > 0 "
        f"THEN 'inadequate' WHEN {weak} = 0 AND {count(all_of, 'outstanding')} >= 3 THEN 'outstanding' WHEN {weak} = 0 "
        f"THEN 'good' WHEN {weak} = 1 AND g3 IN ('good', 'outstanding') THEN 'good' ELSE 'requires-improvement' END"
    )
    return (
        f"WITH counts AS (SELECT audit, {', '.join(counts)} FROM {table}), "
        f"sections AS (SELECT audit, {', '.join(grades)} FROM counts) "
        f"SELECT audit, {', '.join(all_of)}, {overall} AS overall FROM sections"
    )


# --- growth ----------------------------------------------------------------------------------------------------------


def pack_of(criteria: int, rules: int) -> str:
    """A rule file with so many criteria in sections of ten, and so many rules of one judgement."""
    parts = [
        'qa 1\nscale b "B" { clear "C" some "S" limited "L" }\nscale o "O" { good "G" fair "F" poor "P" }\ntool t "T" {'
    ]
    for number in range(criteria):
        if number % 10 == 0:
            parts.append(f'{"}" if number else ""}\n  section s-{number} "S" {{')
        parts.append(f'    criterion c-{number} "C" judged on b {{ clear "c" some "s" limited "l" }}')
    parts.append('  }\n  judgement j "J" on o {')
    parts += [f"    give {('good', 'fair')[n % 2]} when at least {1 + n % criteria} are clear" for n in range(rules)]
    return "\n".join([*parts, "  }\n}\n"])


def grade_so_many(audits: int) -> None:
    """Grade so many audits, no more of them at hand than there are of T26."""
    given = t26.audits(min(audits, t26.AUDITS))
    collections.deque(grade_rows(t26.tool(), itertools.islice(itertools.cycle(given), audits)), 0)


def growth() -> Iterator[str]:
    """The cost of one criterion, rule or audit against that of the middle size, and the memory of whole processes."""

    def memory(title: str, sizes: list[int], code: str) -> str:
        start = f"import sys; sys.path.insert(0, {str(t26.HERE)!r}); import report, t26"
        used = [process(sys.executable, "-c", f"{start}; {code.format(size=size)}")[1] for size in sizes]
        told = "  ".join(f"{size:,}: {each:,.0f}" for size, each in zip(sizes, used, strict=True))
        return f"{title + ', MB':36} {told}"

    def grading(criteria: int, rules: int) -> float:
        tool = compile_text(pack_of(criteria, rules)).pack.tools[0]
        answers: dict[str, object] = {
            f"c-{number}": ("clear", "some", "limited")[number % 3] for number in range(criteria)
        }
        qarules.evaluate(tool, answers)
        return min(t26.seconds(lambda: [qarules.evaluate(tool, answers) for _ in range(300)]))

    def checking(criteria: int) -> float:
        text = pack_of(criteria, 5)
        compile_text(text)
        return min(t26.seconds(lambda: compile_text(text), 2))

    def audits(count: int) -> float:
        grade_so_many(min(count, t26.AUDITS))
        return min(t26.seconds(lambda: grade_so_many(count), 3 if count < t26.AUDITS else 1))

    many, large = [1, 1_000, 100_000, 1_000_000, 10_000_000], [1, 10, 100, 1_000, 5_000]
    yield t26.curve("evaluate, criteria (5 rules)", [10, 26, 100, 400], lambda size: grading(size, 5))
    yield t26.curve("evaluate, rules (26 criteria)", [5, 20, 50, 200], lambda size: grading(26, size))
    yield t26.curve("grade_rows, audits", many, audits)
    yield memory("grade_rows, audits", many, "report.grade_so_many({size})")
    yield t26.curve("check, criteria of a pack", large, checking)
    yield memory("check, criteria of a pack", large, "report.compile_text(report.pack_of({size}, 5))")
    text = pack_of(1_000, 20)
    lines = text.count("\n")
    taken = min(t26.seconds(lambda: compile_text(text), 2))
    yield f"{'lines checked a second, 14 words each':52} {lines / taken:10,.0f}"
    folder = Path(qarules.__file__).parent / "standards" / "north_somerset"
    compile_path(folder)
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in folder.glob("*.qa"))
    taken = min(t26.seconds(lambda: compile_path(folder), 3))
    yield f"{'the same, of a packaged standard':52} {lines / taken:10,.0f}"


# --- whole processes -------------------------------------------------------------------------------------------------

COLD = """
import datetime, json, pathlib, qarules
tool = qarules.load("north-somerset/collaborative-practice-review", on=datetime.date(2023, 5, 2))
reviews = pathlib.Path(qarules.__file__).parent / "standards" / "north_somerset" / "reviews"
review = json.loads((reviews / "complete.json").read_bytes())
outcome = qarules.evaluate(tool, review["answers"], known=review["known"], decisions=review["decisions"])
assert outcome.complete
"""


LAUNCHER = """
import json, resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def process(*words: str | Path) -> tuple[float, float]:
    """The processor time in seconds and the largest memory in MB of a process, as the operating system has it."""
    # A process is told to have at least the memory of the one that starts it: a small one does.
    launched = [sys.executable, "-I", "-c", LAUNCHER, *map(str, words)]
    status, seconds, memory = json.loads(subprocess.run(launched, check=True, capture_output=True).stdout)
    if status not in {0, 1}:
        raise AssertionError(words)
    return seconds, memory


def processes() -> Iterator[str]:
    """A cold start, and ten million audits from a file to a file."""
    if INSTALLED is None:
        yield f"{'a cold start':52} absent: name the Python of an environment with the built wheel"
    else:
        found: dict[str, list[float]] = {"import qarules": [], "load a tool, grade one review": []}
        for _ in range(9):
            bare, _ = process(INSTALLED, "-I", "-c", "pass")
            for name, code in zip(found, ("import qarules", COLD), strict=True):
                found[name].append(1000 * (process(INSTALLED, "-I", "-c", code)[0] - bare))
        for name, times in found.items():
            yield t26.told(f"{name}, over Python alone", times, "ms")
    if peers.version("duckdb") is None:
        yield f"{'ten million audits':52} absent: pip install duckdb"
        return
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = stored_audits(Path(folder), connection, copies=100)
        for name, flags in {"": [], ", all complete": ["--complete-only"]}.items():
            start = time.perf_counter()
            output = Path(folder) / "grades.parquet"
            code = "from qarules.cli.main import main; main()"
            _, memory = process(sys.executable, "-c", code, "grade", t26.HERE / "t26.qa", file, "-o", output, *flags)
            seconds = time.perf_counter() - start
            yield f"{f'qarules grade, 10 million audits{name}':52} {memory:10.0f} MB  ({seconds:.0f} s)"


SECTIONS = {
    "One audit after the other": one_audit,
    "Many audits at once": many,
    "In a database": databases,
    "Time, in H: fifteen working days stepped by hand": times.lines,
    "Whole processes": processes,
    "Growth: the cost of one, as its number grows": growth,
}

if __name__ == "__main__":
    main()
