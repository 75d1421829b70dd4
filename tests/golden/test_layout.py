"""The one layout: what the files of ``layout/`` look like once they are formatted, beside them as ``.fmt``."""

from __future__ import annotations

from pathlib import Path

import pytest

from qarules import format_text

FILES = sorted((Path(__file__).parent / "layout").glob("*.qa"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_layout(file, update):
    """Every word and comment stands exactly here, and stays here."""
    expected = file.with_suffix(".fmt")
    formatted = format_text(file.read_text(encoding="utf-8"), name=file.name)
    if update:
        expected.write_text(formatted, encoding="utf-8")
    assert formatted == expected.read_text(encoding="utf-8")
    assert format_text(formatted) == formatted


def test_width():
    """No line is longer than 120 characters, but for one that holds a single longer word."""
    lines = (file.with_suffix(".fmt").read_text(encoding="utf-8").splitlines() for file in FILES)
    wide = [line for file in lines for line in file if len(line) > 120]
    assert all(line.startswith(("  https://", "  # --- a heading")) for line in wide)
