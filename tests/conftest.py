"""What every kind of test shares: the option that rewrites the expected files."""

from __future__ import annotations

import pytest

# Rule files here hold mistakes on purpose, or are read by the tests beside them.
collect_ignore_glob = ["*.qa"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files; then read the change")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are rewritten instead of compared."""
    return bool(request.config.getoption("--update"))
