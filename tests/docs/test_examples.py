"""Every Python example of the README and the documentation runs, and every rule file in them is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from qarules import format_text
from qarules.dsl.compile import compile_text
from qarules.engine.example import run_example
from qarules.standards.loading import compile_path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# A whole text, or the texts of a folder, each below its name. `qa-fragment` opens a part of one.
_WHOLE = re.compile(r"^```qa\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILES = re.compile(r"^```qa-files\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# What a tutorial asks the reader to save.
_SAVED = re.compile(r"`(?P<name>[\w.-]+)`:\n\n```\S*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^# file: (?P<name>.+)\n", re.MULTILINE)

PYTHON = {
    path.relative_to(ROOT).as_posix(): list(Sybil(parsers=[PythonCodeBlockParser()]).parse(path).examples())
    for path in PAGES
}
# The page of diagnostics is made of the pages of the codes, whose examples have tests of their own.
WITH_RULES = [path for path in PAGES if path.name != "diagnostics.md"]


def _blocks(fence: re.Pattern[str]) -> list[pytest.ParameterSet]:
    return [
        pytest.param(found["text"], id=f"{path.relative_to(ROOT)}:{number}")
        for path in WITH_RULES
        for number, found in enumerate(fence.finditer(path.read_text(encoding="utf-8")), start=1)
    ]


RULES, FOLDERS = _blocks(_WHOLE), _blocks(_FILES)


@pytest.mark.parametrize("page", [page for page, examples in PYTHON.items() if examples])
def test_python(page, tmp_path, monkeypatch):
    """The examples of a page run in their order, each with what those before it made and beside the files it saved."""
    monkeypatch.chdir(tmp_path)
    for saved in _SAVED.finditer((ROOT / page).read_text(encoding="utf-8")):
        Path(saved["name"]).write_text(saved["text"], encoding="utf-8")
    for example in PYTHON[page]:
        example.evaluate()


@pytest.mark.parametrize("text", RULES)
def test_rules(text):
    """It has no errors, and its own examples come true."""
    _assert_sound(compile_text(text))


@pytest.mark.parametrize("path", WITH_RULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_layout(path, update):
    """A rule file stands in the one layout, on a page as in a file."""
    text = path.read_text(encoding="utf-8")
    formatted = _WHOLE.sub(lambda found: f"```qa\n{format_text(found['text'])}```", text)
    if update and formatted != text:
        path.write_text(formatted, encoding="utf-8")
    assert formatted == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", FOLDERS)
def test_folders(text, tmp_path):
    """A folder of rule files is sound, and its examples come true."""
    _, *parts = _FILE.split(text)
    for name, file in zip(parts[::2], parts[1::2], strict=True):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(file, encoding="utf-8")
    _assert_sound(compile_path(tmp_path))


def _assert_sound(compiled):
    assert compiled.pack is not None, "\n".join(map(str, compiled.diagnostics))
    for example in compiled.pack.examples:
        assert run_example(compiled.pack, example) == ()


def test_there_are_examples():
    """The fences are still written in the way they are looked for."""
    assert sum(map(len, PYTHON.values())) >= 9
    assert len(RULES) >= 10
    assert FOLDERS
