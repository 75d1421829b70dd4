"""What every kind of test shares: the option that rewrites the expected files."""

from __future__ import annotations

import importlib.util
import shutil

import pytest

# Rule files here hold mistakes on purpose, or are read by the tests beside them.
collect_ignore_glob = ["*.qa"]

# The forms are also looked at in a browser, where there is one: `python3 do.py browser`.
_LACKING = [
    *([] if importlib.util.find_spec("axe_playwright_python") else ["axe-playwright-python"]),
    *([] if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) else ["a Chromium"]),
]
collect_ignore = ["browser"] if _LACKING else []


def pytest_report_header() -> str | None:
    """Say that pages are not looked at in a browser, and for want of what."""
    return f"forms are not tried in a browser, without {' and '.join(_LACKING)}" if _LACKING else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files; then read the change")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are rewritten instead of compared."""
    return bool(request.config.getoption("--update"))
