"""What the package says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import qarules

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_has_one_copy():
    assert "version" in PROJECT["project"]["dynamic"]
    assert qarules.__version__ in (ROOT / "src/qarules/version.py").read_text(encoding="utf-8")
    assert f"## {qarules.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_grammar_has_one_copy():
    assert [path.relative_to(ROOT).as_posix() for path in ROOT.glob("grammars/**/*.lark")] == ["grammars/qa.lark"]
    assert not list((ROOT / "src").rglob("*.lark"))
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == {
        "grammars/qa.lark": "qarules/dsl/qa.lark"
    }


def test_every_name_offered_is_there():
    for name in qarules.__all__:
        assert getattr(qarules, name) is not None
