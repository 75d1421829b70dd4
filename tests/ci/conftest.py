"""What the tests of continuous integration share: the program as a command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


@pytest.fixture
def qarules_program(tmp_path):
    """An environment in which `qarules` is this very package, run by this very Python."""
    programs = tmp_path / "programs"
    programs.mkdir()
    program = programs / "qarules"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qarules "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    import qarules

    source = Path(qarules.__file__).parents[1]
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(source)}
