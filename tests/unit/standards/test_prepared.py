"""A prepared pack stands for its rule files as long as they are the very same, and no longer."""

from __future__ import annotations

import datetime

import pytest

import qarules
from qarules.dsl.compile import compile_text
from qarules.standards import loading, prepared as ready_made, shelf
from qarules.standards.prepared import FILE, prepare, prepared

TEXT = """qa 1
standard council "Council" { version "1" }
scale bands "Bands" { clear "Clear" limited "Limited" }
tool one "One" formerly first { section s "S" { criterion a "A" judged on bands { clear "c" limited "l" } } }
tool two "Two" { section s "S" { criterion b "B" judged on bands { clear "c" limited "l" } } }
"""


@pytest.fixture
def council(tmp_path, monkeypatch):
    """A function that writes and prepares the packaged standard `council`; gives its pack and its folder."""
    loading._compile_packaged.cache_clear()
    for module in (shelf, ready_made, loading):
        monkeypatch.setattr(module, "shelf", lambda: tmp_path)
    folder = tmp_path / "council"
    folder.mkdir()

    def council(text):
        (folder / "standard.qa").write_text(text, encoding="utf-8")
        pack = compile_text(text).pack
        assert pack is not None
        (folder / FILE).write_bytes(prepare(pack, ["council"]))
        return pack, folder

    return council


def test_the_pack_and_each_tool(council):
    """By all its names, without the rest; where several could be meant, nobody guesses."""
    pack, _ = council(TEXT)
    ready = prepared("council")
    assert ready.pack() == pack
    assert ready.tool("one") == ready.tool("first") == pack.tools[0]
    assert ready.tool("two") == pack.tools[1]
    assert ready.tool("three") is None
    assert ready.tool("") is None


def test_the_only_tool_needs_no_name(council):
    pack, _ = council(TEXT.rpartition("tool two")[0])
    assert prepared("council").tool("") == pack.tools[0]


def test_load_takes_it(council):
    """With the day it is loaded for; a pack that has to have one still asks for it."""
    pack, _ = council(TEXT)
    assert qarules.load("council/first") == pack.tools[0]
    council(TEXT.replace('version "1"', 'version "1" in force from 1 April 2027'))
    with pytest.raises(qarules.QaError, match="say for which day it is loaded"):
        qarules.load("council/one")
    day = datetime.date(2027, 4, 1)
    assert qarules.load("council/one", on=day).on == day
    with pytest.raises(qarules.NotFoundError, match="has no tool `three`"):
        qarules.load("council/three", on=day)


@pytest.mark.parametrize("change", ["a sign", "a file more", "a file less"])
def test_changed_rule_files_are_read_anew(council, change):
    """Whoever changes an installed rule file gets what it says now, not what it said."""
    _, folder = council(TEXT)
    assert prepared("council") is not None
    if change == "a sign":
        (folder / "standard.qa").write_text(TEXT.replace('"One"', '"Ons"'), encoding="utf-8")
        assert prepared("council") is None
        assert qarules.load("council/one").title == "Ons"
    elif change == "a file more":
        (folder / "more.qa").write_text("qa 1\n", encoding="utf-8")
    else:
        (folder / "standard.qa").rename(folder / "other.qa")
    assert prepared("council") is None


def test_another_version_prepares_its_own(council, monkeypatch):
    council(TEXT)
    monkeypatch.setattr(ready_made, "VERSION", "0.0.0")
    assert prepared("council") is None
