"""
The mistakes authors make, and exactly what they are told.

A ``.qa`` file holds chunks divided by lines of three dashes. A chunk opens with a comment that says what is wrong, and
how many mistakes it has where it has several. Every chunk is a file of a pack whose other file is ``prelude.qa``; one
that names its own files (``# file: house/standard.qa``) is a whole folder. What the author sees stands in the ``.txt``
file of the same name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import attrs
import pytest

from qarules.diagnostics import Diagnostic
from qarules.dsl.codes import FAULTS
from qarules.dsl.compile import compile_pack
from qarules.dsl.render import render
from qarules.dsl.source import Source
from qarules.standards.catalogue import compile_path

HERE = Path(__file__).parent
PRELUDE = HERE / "prelude.qa"
FILES = sorted(set(HERE.glob("*.qa")) - {PRELUDE, *HERE.glob("differences_*.qa")})

MOST_SHOWN = 10

_FILE = re.compile(r"^# file: (?P<name>[\w./-]+)(?: \((?P<how>[^)]*)\))?\n", re.MULTILINE)
_COUNT = re.compile(r"\((\d+) mistakes\)$")


@attrs.frozen
class Chunk:
    """A text with mistakes in it, and how many."""

    title: str
    text: str
    mistakes: int

    def reports(self, folder: Path) -> tuple[tuple[Diagnostic, ...], dict[str, str]]:
        """What is found about it, and the texts it was found in by the names of their files."""
        files = self.write_files(folder)
        if files:
            here = [name for name in files if "/" not in name]
            found = compile_path(folder if len(here) > 1 else folder / here[0]).diagnostics
            return tuple(_relative(each, folder) for each in found), files
        texts = {"prelude.qa": PRELUDE.read_text(encoding="utf-8"), "chunk.qa": self.text}
        sources = [Source(name, text) for name, text in texts.items()]
        return compile_pack(sources, name="pack").diagnostics, texts

    def write_files(self, folder: Path) -> dict[str, str]:
        """Put the files the chunk is made of into *folder*; none where it is a single text."""
        _, *parts = _FILE.split(self.text)
        written = {}
        for name, how, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            times = re.fullmatch(r"([\d,]+) times", how or "")
            count = int(times[1].replace(",", "")) if times else 1
            whole = "".join(text.replace("§", str(number)) for number in range(count))
            file.write_bytes(whole.encode("cp1252" if how == "Windows-1252" else "utf-8"))
            written[name] = whole
        return written


def _relative(found: Diagnostic, folder: Path) -> Diagnostic:
    """*found* with its places called as the files are called inside *folder*."""

    def moved(span):
        return span and attrs.evolve(span, source=span.source.removeprefix(f"{folder.as_posix()}/"))

    labels = tuple(attrs.evolve(label, span=moved(label.span)) for label in found.labels)
    return attrs.evolve(found, span=moved(found.span), labels=labels)


def chunks(file: Path) -> list[Chunk]:
    texts = re.split(r"^---\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_chunk(text) for text in texts]


def _chunk(text: str) -> Chunk:
    title = text.split("\n", 1)[0].removeprefix("# ")
    counted = _COUNT.search(title)
    return Chunk(title=title, text=text, mistakes=int(counted[1]) if counted else 1)


ALL = [(file, chunk) for file in FILES for chunk in chunks(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_messages(file, update, tmp_path):
    """Authors are told exactly this."""
    expected = file.with_suffix(".txt")
    shown = "\n\n".join(_shown(chunk, tmp_path / str(number)) for number, chunk in enumerate(chunks(file))) + "\n"
    if update:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


def _shown(chunk: Chunk, folder: Path) -> str:
    reports, texts = chunk.reports(folder)
    if len(reports) > MOST_SHOWN:
        left_out = f"... {len(reports) - 2} more ..."
        return "\n\n".join([f"=== {chunk.title}", render(reports[:1], texts), left_out, render(reports[-1:], texts)])
    return f"=== {chunk.title}\n\n{render(reports, texts)}"


@pytest.mark.parametrize(("file", "chunk"), ALL, ids=[f"{file.stem}: {chunk.title}" for file, chunk in ALL])
def test_one_report_for_each_mistake(file, chunk, tmp_path):
    """So many mistakes give so many reports: none is missed, and none is told twice in other words."""
    reports, _ = chunk.reports(tmp_path)
    assert len(reports) == chunk.mistakes, "\n".join(map(str, reports))


def test_titles():
    """Every chunk says what is wrong with it, and no two say the same."""
    titles = Counter(chunk.title for _, chunk in ALL)
    assert [title for title, count in titles.items() if count > 1 or title.startswith(("#", "qa"))] == []


def test_corpus():
    """The corpus is large, and holds texts with many mistakes."""
    assert len(ALL) >= 75
    assert len([chunk for _, chunk in ALL if 3 <= chunk.mistakes <= 8]) >= 10


def test_every_code(tmp_path):
    """Every code there is has a chunk that shows it."""
    folders = (tmp_path / str(number) for number in range(len(ALL)))
    reported = {each.code for _, chunk in ALL for each in chunk.reports(next(folders))[0]}
    assert set(FAULTS) - reported == set()


# Words of our trade, not of the author's.
_JARGON = re.compile(
    r"\b(pars\w*|token\w*|lex\w*|syntax|python|exception|none type|null|string|integer|float|boolean|regex|node|tree|"
    r"identifier|terminal|non-?terminal|grammar|lark|stack|EOF|unexpected end)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("file", "chunk"), ALL, ids=[f"{file.stem}: {chunk.title}" for file, chunk in ALL])
def test_sentences(file, chunk, tmp_path):
    """A message is one line with a small first letter and no stop, in words an author knows."""
    for report in chunk.reports(tmp_path)[0]:
        for sentence in filter(None, (report.message, report.help, *(label.text for label in report.labels))):
            assert "\n" not in sentence
            assert not sentence[0].isupper(), sentence
            assert not sentence.endswith("."), sentence
            assert not _JARGON.search(re.sub(r"`[^`]*`", "", sentence)), sentence
        assert "without-id" not in str(report)
