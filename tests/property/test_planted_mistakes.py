"""
So many mistakes planted in the packaged standards, so many reports.

Each mistake is in a construct of its own, of those that hold no others: a clause, a criterion, a step. What is planted
is what hands do to such a file: a letter out of place, a title gone, a mark of a word processor, a brace left open.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import attrs
import pytest

import qarules
from qarules.dsl.grammar import words
from qarules.dsl.outline import CONSTRUCTS, Tokens, kind_of
from qarules.dsl.reading import soft_keywords
from qarules.dsl.source import Source
from qarules.standards.loading import compile_path

STANDARDS = Path(qarules.__file__).parent / "standards"
PACKS = ["aqos", "ccuo", "dorset", "dudley", "north_somerset"]
# Mistakes in one pack; a file with more than 200 is not read on.
MANY = 60


@attrs.frozen(kw_only=True)
class Place:
    """A construct that holds no others: where each of its words begins and ends, and what kind each is."""

    file: str
    text: str
    words: list

    def kinds(self):
        return [word.type for word in self.words]

    def where(self, at):
        return self.words[at].start_pos, self.words[at].end_pos


def misspelt(place, number):
    """The second and third letter of the keyword change places."""
    start, end = place.where(0)
    written = place.text[start:end]
    return start, end, written[0] + written[2] + written[1] + written[3:]


def capital(place, number):
    start, end = place.where(0)
    return start, end, place.text[start:end].capitalize()


def doubled(place, number):
    start, end = place.where(0)
    return start, end, f"{place.text[start:end]} {place.text[start:end]}"


def no_break_space(place, number):
    return place.where(0)[1], place.where(1)[0], "\u00a0"


def underscore(place, number):
    start, end = place.where(1)
    written = place.text[start:end]
    return (start, end, written.replace("-", "_")) if "-" in written else None


def no_title(place, number):
    if place.kinds()[2] != "TEXT" or place.kinds()[0] == "CLAUSE":
        return None
    return (*place.where(2), "")


def word_marks(place, number):
    at = next((at for at, kind in enumerate(place.kinds()) if kind == "TEXT"), None)
    if at is None:
        return None
    start, end = place.where(at)
    return start, end, f"“{place.text[start + 1 : end - 1]}”"


def unclosed(place, number):
    """A text at the end of its line loses its closing mark."""
    for at, kind in reversed(list(enumerate(place.kinds()))):
        _, end = place.where(at)
        if kind == "TEXT" and place.text[end : end + 1] == "\n":
            return end - 1, end, ""
    return None


def unknown_clause(place, number):
    if "CITES" not in place.kinds():
        return None
    end = place.where(place.kinds().index("CITES"))[1]
    return end, end, f" ZZ-{number},"


def unknown_role(place, number):
    at = next((at for at, kind in enumerate(place.kinds()) if kind in {"OWNER", "BY", "NOTIFY"}), None)
    if at is None or place.kinds()[0] not in {"STEP", "DEADLINE", "ACTIVITY"}:
        return None
    end = place.where(at)[1]
    return end, end, f" zz-{number},"


def comma(place, number):
    if braces(place) != 1:
        return None
    start = place.where(place.kinds().index("LBRACE"))[0]
    return start, start, ", "


def semicolon(place, number):
    end = place.where(-1)[1]
    return end, end, ";"


def braces(place):
    """How many blocks it has, but for one that lists choices or columns in the middle of a sentence."""
    return place.kinds().count("LBRACE") if not {kind_of("one of"), "TABLE", "STEPS"} & set(place.kinds()) else 0


def open_brace(place, number):
    if braces(place) != 1 or place.kinds()[-1] != "RBRACE":
        return None
    return (*place.where(-1), "")


def no_brace(place, number):
    if braces(place) != 1 or place.kinds()[-1] != "RBRACE":
        return None
    return (*place.where(place.kinds().index("LBRACE")), "")


MISTAKES = [
    misspelt, capital, doubled, no_break_space, underscore, no_title, word_marks, unclosed,
    unknown_clause, unknown_role, comma, semicolon, open_brace, no_brace,
]  # fmt: skip


def places(file, text):
    """The constructs of a file that hold no others, in order."""
    tokens = Tokens(source=Source(file, text), words=words(text), soft=soft_keywords())
    opens = [at for at in range(len(tokens.words)) if tokens.kind(at) in CONSTRUCTS and tokens.opens_construct(at)]
    for at in opens:
        end = at + tokens.extent(at)
        if not any(at < other < end for other in opens):
            yield Place(file=file, text=text, words=tokens.words[at:end])


def planted(pack, seed):
    """The texts of a pack with a mistake each in some of its constructs, and which mistake is where."""
    chance = random.Random(f"{pack} {seed}")
    texts = {
        path.relative_to(STANDARDS / pack).as_posix(): path.read_text(encoding="utf-8")
        for path in (STANDARDS / pack).rglob("*.qa")
    }
    every = [place for file, text in sorted(texts.items()) for place in places(file, text)]
    # Not two neighbours: of two braces that are missing in a row it is not said which is whose.
    chosen = sorted(chance.sample(range(0, len(every), 2), min(MANY, len(every) // 4)))
    edits, used = [], Counter()
    for number, index in enumerate(chosen):
        ways = [(way, edit) for way in MISTAKES if (edit := way(every[index], number)) is not None]
        # Of all that can be done to it what was done least, so that rare ways are taken too.
        way, edit = min(chance.sample(ways, len(ways)), key=lambda each: used[each[0]])
        used[way] += 1
        edits.append((every[index], way.__name__, edit))
    for place, _, (start, end, instead) in reversed(edits):
        texts[place.file] = texts[place.file][:start] + instead + texts[place.file][end:]
    return texts, edits


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("seed", range(2))
def test_planted(pack, seed, tmp_path):
    """As many reports as mistakes: none hides another, and none is told twice."""
    texts, edits = planted(pack, seed)
    for name, text in texts.items():
        file = tmp_path / pack / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = compile_path(tmp_path / pack).diagnostics
    assert len(found) == len(edits), "\n".join(map(str, found))


def test_every_way():
    """Every way of going wrong is planted, and often enough to tell."""
    used = Counter(way for pack in PACKS for seed in range(2) for _, way, _ in planted(pack, seed)[1])
    assert set(used) == {way.__name__ for way in MISTAKES}
    assert min(used.values()) >= 5, used
