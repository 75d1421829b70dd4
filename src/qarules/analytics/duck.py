"""Files of audits graded by DuckDB, the engine that comes along with the extra `sql`."""

from __future__ import annotations

from pathlib import Path

from qarules.analytics.sql import Source, sql
from qarules.errors import QaError
from qarules.model.tool import Tool

# What DuckDB may hold at a time; more it keeps on disk. Each thread holds rows of its own, and several of them are no
# quicker where they have to share so little.
MEMORY, THREADS = "96MB", 1

READERS = {".parquet": "read_parquet({})", ".csv": "read_csv({}, all_varchar = true)", ".jsonl": "read_json_auto({})"}
FORMATS = {".parquet": "PARQUET, ROW_GROUP_SIZE 30720", ".csv": "CSV, HEADER", ".jsonl": "JSON"}


def grade_file(tool: Tool, audits: Path, output: Path, *, bounds: bool = True) -> tuple[int, int]:
    """
    Grade the audits in one file into another; either may be Parquet, CSV or JSON lines.

    Columns of the file that are no items, sections or knowns of *tool* tell one audit from another. *bounds* are those
    of :func:`qarules.analytics.sql.sql`.

    Returns:
        How many audits there are, and how many of them are not complete.

    Raises:
        QaError: DuckDB is not installed, or cannot read the file; or the tool cannot be told in SQL.
    """
    try:
        import duckdb
    except ImportError:
        message = "this needs DuckDB: pip install 'qarules[sql]'"
        raise QaError(message) from None
    reader = READERS[audits.suffix].format(_string(audits))
    with duckdb.connect() as connection:
        connection.execute(
            f"SET memory_limit = '{MEMORY}'; SET threads = {THREADS}; SET preserve_insertion_order = false"
        )
        try:
            columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()]
            asked = {*tool.items, *(section.id for section in tool.sections)}
            beside = tuple(column for column in columns if column not in asked)
            if not beside:
                message = f"`{audits}` has no column beside the answers that tells one audit from another"
                raise QaError(message)
            statement = sql(tool, source=Source(table=reader, audit=beside, columns=columns), bounds=bounds)
            form = FORMATS[output.suffix]
            written = connection.execute(f"COPY ({statement}) TO {_string(output)} (FORMAT {form})").fetchall()
            found = READERS[output.suffix].format(_string(output))
            open_ones = connection.execute(f"SELECT count(*) FROM {found} WHERE CAST(missing AS BIGINT) > 0").fetchall()
        except duckdb.Error as error:
            message = f"DuckDB cannot grade `{audits}`: {str(error).splitlines()[0]}"
            raise QaError(message) from None
    return int(written[0][0]), int(open_ones[0][0])


def _string(path: Path) -> str:
    doubled = str(path).replace("'", "''")
    return f"'{doubled}'"
