"""
What a new process waits for, against a bare interpreter in the same run.

Measured with the package as it is installed for users: a wheel, in an environment of its own.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOAD = """import qarules, datetime
qarules.load('north-somerset/collaborative-practice-review', on=datetime.date(2023, 5, 2))"""


@pytest.fixture(scope="session")
def python(tmp_path_factory) -> Path:
    """The Python of an environment with the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    venv.create(folder / "env", with_pip=True)
    executable = folder / "env" / "bin" / "python"
    subprocess.run([executable, "-m", "pip", "install", "-q", *folder.glob("*.whl")], check=True)
    return executable


@pytest.mark.parametrize(
    "code", ["pass", "import qarules", LOAD], ids=["bare interpreter", "import qarules", "load North Somerset"]
)
def bench_a_new_process(benchmark, python, tmp_path, code):
    benchmark.pedantic(
        subprocess.run,
        args=([python, "-c", code],),
        kwargs={"check": True, "cwd": tmp_path},
        rounds=15,
        warmup_rounds=2,
    )
