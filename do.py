#!/usr/bin/env python3
"""
Sets up what a task needs and runs it: `python3 do.py demo`, `python3 do.py test`.

Needs Python 3.11 or newer and a package index, nothing else. What it installs goes into `.venv` beside this file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
STANDARDS = sorted(
    path.parent.name.replace("_", "-") for path in (HERE / "src" / "qarules" / "standards").glob("*/standard.qa")
)


def run(*command: str | Path, cwd: Path = HERE) -> None:
    """Run a command, showing it first; stop with its status where it fails."""
    words = [str(word) for word in command]
    print("$", " ".join(Path(word).name if word.startswith(str(ENVIRONMENT)) else word for word in words), flush=True)
    status = subprocess.run(words, cwd=cwd, check=False).returncode
    if status:
        sys.exit(status)


def prepared(group: str) -> None:
    """Install the package, and a group of what it needs, unless that was done for this very state."""
    wanted = hashlib.sha256(
        b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", "grammars/qa.lark"))
    ).hexdigest()
    mark = ENVIRONMENT / f"prepared-{group or 'package'}"
    if mark.is_file() and mark.read_text() == wanted:
        return
    if not BIN.is_dir():
        venv.create(ENVIRONMENT, with_pip=True)
    install(ENVIRONMENT, "--upgrade", "pip>=25.1")
    install(ENVIRONMENT, "--editable", ".", *(["--group", group] if group else []))
    mark.write_text(wanted)


def install(environment: Path, *what: str) -> None:
    """Install with the pip of an environment."""
    python = environment / BIN.name / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)


def from_debian(package: str) -> None:
    """Install a package of the system where that may be done; what needs it says so where it is missing after that."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False)


def installed(folder: Path) -> Path:
    """The Python of an otherwise empty environment in *folder* that has the wheel, built by way of the source."""
    built, empty = folder / "dist", folder / "empty"
    run(BIN / "python", "-m", "build", "--outdir", built)
    venv.create(empty, with_pip=True)
    install(empty, *map(str, built.glob("*.whl")))
    return empty / BIN.name / "python"


def demo() -> None:
    """Grade two real reviews and show why."""
    prepared("")
    run(BIN / "qarules", "demo")


def test() -> None:
    """Run the tests."""
    prepared("test")
    run(BIN / "python", "-m", "pytest", "-n", "auto", "--dist", "worksteal")


def engines() -> None:
    """Hold our SQL to PostgreSQL and Spark; what is not installed and cannot be is passed over, and said so."""
    prepared("engines")
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        from_debian("postgresql")
    run(BIN / "python", "-m", "pytest", "-q", "-rs", "-m", "slow or not slow", "tests/unit/analytics/test_sql.py")


def lint() -> None:
    """Check style and layout."""
    prepared("dev")
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", ".")


def types() -> None:
    """Check types with mypy and pyright."""
    prepared("dev")
    run(BIN / "mypy")
    run(BIN / "pyright", "--pythonpath", BIN / "python")


def contracts() -> None:
    """Check who imports whom, and that what is imported is declared."""
    prepared("dev")
    run(BIN / "lint-imports")
    run(BIN / "deptry", "src")


def coverage() -> None:
    """Hold the engine to its branch coverage."""
    prepared("dev")
    run(
        BIN / "python", "-m", "pytest", "-n", "auto", "-q", "tests/unit/engine",
        "--cov=qarules.engine", "--cov-branch", "--cov-report=term", "--cov-fail-under=95",
    )  # fmt: skip


def browser() -> None:
    """Look at forms in a Chromium, where the system has one."""
    browsers = ("chromium", "chromium-browser", "google-chrome")
    if not any(map(shutil.which, browsers)):
        from_debian("chromium")
    if not any(map(shutil.which, browsers)):
        print("there is no Chromium here: forms are not looked at in a browser")
        return
    prepared("browser")
    run(BIN / "python", "-m", "pytest", "-q", "tests/browser")


def docs() -> None:
    """Build the documentation; a broken link fails."""
    prepared("dev")
    run(BIN / "python", "docs/generate.py", "--check")
    run(BIN / "mkdocs", "build", "--strict", "--quiet", "--site-dir", "site")


def wheel() -> None:
    """Build the wheel by way of the source distribution; try it, and follow the pages, in an empty environment."""
    prepared("dev")
    with tempfile.TemporaryDirectory() as folder:
        python = installed(Path(folder))
        for script in ("try_installed.py", "follow_pages.py"):
            run(python, HERE / "tests" / "packaging" / script, cwd=Path(folder))


def standards() -> None:
    """Check the packaged standards and their layout, run their examples, and prove what holds for every audit."""
    prepared("")
    run(BIN / "qarules", "check", *STANDARDS)
    run(BIN / "qarules", "test", *STANDARDS)
    run(BIN / "qarules", "fmt", "--check", *(f"src/qarules/standards/{name.replace('-', '_')}" for name in STANDARDS))
    run(BIN / "qarules", "prove", *STANDARDS)


def bench() -> None:
    """Measure; nothing is asserted."""
    prepared("dev")
    install(ENVIRONMENT, "-r", str(HERE / "tests" / "bench" / "requirements.txt"))
    with tempfile.TemporaryDirectory() as folder:
        run(BIN / "python", HERE / "tests" / "bench" / "report.py", installed(Path(folder)))
    names = ("-o", "python_files=bench_*.py", "-o", "python_functions=bench_*", "-o", "pythonpath=tests/bench")
    run(BIN / "python", "-m", "pytest", "tests/bench", "-q", *names, "-p", "no:xdist")


TASKS: dict[str, Callable[[], None]] = {
    task.__name__: task
    for task in (demo, test, browser, engines, lint, types, contracts, coverage, docs, wheel, standards, bench)
}


def main(names: list[str]) -> None:
    """Run the named tasks in turn."""
    unknown = [name for name in names if name not in TASKS]
    if unknown or not names:
        lines = [f"  {name:10} {(task.__doc__ or '').splitlines()[0]}" for name, task in TASKS.items()]
        sys.exit("\n".join(["usage: python3 do.py TASK ...", *lines]))
    for name in names:
        TASKS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
