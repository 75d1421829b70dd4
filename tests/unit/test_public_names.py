"""What `import qarules` offers, and what it leaves for later."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys

import pytest

import qarules

OTHERS = ["attrs", "cattrs", "click", "hypothesis", "lark"]


@pytest.mark.parametrize("name", qarules.__all__)
def test_offered(name):
    """Every public name is there, and is the very thing its home module has."""
    value = getattr(qarules, name)
    if name != "__version__":
        home = importlib.import_module(qarules._HOME_OF[name])
        assert value is getattr(home, name)
        assert getattr(value, "__module__", home.__name__).startswith("qarules")


def test_listed_once():
    """Each name stands once, and `dir` shows them all."""
    assert len(set(qarules.__all__)) == len(qarules.__all__)
    assert dir(qarules) == sorted(qarules.__all__)


def test_nothing_else():
    """A name that is not offered is not there, and says so as any module does."""
    with pytest.raises(AttributeError, match=r"^module 'qarules' has no attribute 'evaluated'"):
        qarules.evaluated  # noqa: B018
    assert not hasattr(qarules, "dsl_secrets")


def after(code):
    """Which modules are loaded by some code in a new process."""
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)))"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_light():
    """`import qarules` loads nothing but itself: no attrs, no parser, no converter, no command line."""
    loaded = after("import qarules")
    assert {name for name in loaded if name.startswith("qarules")} == {"qarules", "qarules.version"}
    assert not loaded & {*OTHERS, "attr", "json.decoder", "pathlib"} - after("pass")


@pytest.mark.parametrize(
    ("name", "foreign"),
    [
        ("evaluate", {"attrs"}),
        ("Outcome", {"attrs"}),
        ("compile_text", {"attrs", "lark"}),
        ("print_tool", {"attrs", "lark"}),
        ("from_json", {"attrs", "cattrs"}),
        ("load", {"attrs"}),
    ],
)
def test_loaded_when_asked_for(name, foreign):
    """A name loads what it needs and no more: grading needs no parser, and nothing needs the command line."""
    loaded = after(f"import qarules; qarules.{name}") - after("pass")
    assert loaded & {"attrs", "cattrs", "click", "hypothesis", "lark"} == foreign
