"""The packaged standards say things in words of our own: no run of words is a source document's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qarules.dsl.findings import Findings
from qarules.dsl.source import Source
from qarules.dsl.tokens import TEXTS, tokenise
from qarules.model.pack import Pack
from qarules.standards.loading import compile_path
from qarules.standards.shelf import packaged_standards, shelf

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
LONGEST = 7
"""A run of more words is a document's own."""

JOINING = frozenset("a an and for in of on or the to with".split())
"""What may stand between names in a list of them."""


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def runs(text: list[str]) -> set[tuple[str, ...]]:
    return {tuple(text[at : at + LONGEST + 1]) for at in range(len(text) - LONGEST)}


def copied(text: str, theirs: set[tuple[str, ...]]) -> Iterator[list[str]]:
    """The runs of words of *text*, each as long as it goes, that stand in a document of these runs."""
    own, at = words(text), 0
    while at + LONGEST < len(own):
        end = at + LONGEST + 1
        if tuple(own[at:end]) not in theirs:
            at += 1
            continue
        while end < len(own) and tuple(own[end - LONGEST : end + 1]) in theirs:
            end += 1
        yield own[at:end]
        at = end


def names(pack: Pack) -> list[list[str]]:
    """What things are called is nobody's wording: standards, documents, roles, boards, records, tools, activities."""
    titled = (*pack.roles, *pack.forums, *pack.records, *pack.tools, *pack.activities)
    said = [thing.title for thing in titled] + [
        name for thing in titled for name in getattr(thing, "also_known_as", ())
    ]
    if pack.standard is not None:
        said += [pack.standard.title, *(source.title for source in pack.standard.sources)]
    return sorted(map(words, said), key=len, reverse=True)


def is_made_of(run: list[str], of: list[list[str]]) -> bool:
    """Whether *run* is names of things and nothing but joining words between them."""
    left = f" {' '.join(run)} "
    for name in of:
        left = re.sub(rf"(?<= ){re.escape(' '.join(name))}s?(?= )", "", left)
    return JOINING.issuperset(left.split())


def texts(name: str) -> Iterator[tuple[str, str]]:
    """Every text and every comment of a packaged standard, with the file it stands in."""
    for file in (shelf() / name.replace("-", "_")).iterdir():
        if file.name.endswith(".qa"):
            whole = file.read_text(encoding="utf-8")
            for token in tokenise(Source(file.name, whole), Findings()).tokens:
                if token.type in TEXTS:
                    yield file.name, str(token)
            for comment in re.findall(r"(?:^[ \t]*#.*\n)+", whole, re.MULTILINE):
                yield file.name, comment


@pytest.fixture(scope="module")
def theirs() -> set[tuple[str, ...]]:
    documents = [file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("*.txt"))]
    return {run for document in documents for run in runs(words(document))}


@pytest.mark.parametrize("name", packaged_standards())
def test_nothing_is_copied_from_a_source(name, theirs):
    """No eight words in a row are a document's; where the documents are not at hand, there are texts to compare."""
    pack = compile_path(name).pack
    assert pack is not None
    of = names(pack)
    found = [
        (file, " ".join(run)) for file, text in texts(name) for run in copied(text, theirs) if not is_made_of(run, of)
    ]
    assert found == []
    assert len(list(texts(name))) > 1


def test_a_copied_sentence_would_be_found():
    """Whatever its marks and line breaks; names and lists of names are let pass, names with something said are not."""
    document = (
        "The Quality Assurance Board and the Head of Service will meet, in public, on every last Friday of a month."
    )
    known = runs(words(document))
    text = 'Whenever\n  "the head of service will meet in public on every other Friday"'
    assert [" ".join(run) for run in copied(text, known)] == ["the head of service will meet in public on every"]
    (run,) = copied("the Quality Assurance Board and the Head of Service will", known)
    board, head = words("Quality Assurance Board"), words("Head of Service")
    assert not is_made_of(run, [board, head])
    assert is_made_of(run[:-1], [board, head])
    assert not is_made_of(run[:-1], [board])
    assert list(copied("the Head of Service will meet in private", known)) == []
