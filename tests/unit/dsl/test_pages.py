"""Every code has a page, and the examples on it are what they say."""

from __future__ import annotations

import difflib
import re
from importlib import resources

import pytest

from qarules.dsl import codes
from qarules.dsl.compile import compile_text
from qarules.dsl.findings import Findings
from qarules.dsl.formatter import format_text
from qarules.dsl.pages import page
from qarules.dsl.parser import MOST_MISTAKES
from qarules.dsl.tokens import LONGEST_TEXT
from qarules.errors import QaCheckError
from qarules.standards.loading import compile_path, read_source

HEADINGS = ["Why it matters", "Wrong", "Right", "What to do"]
IN_WORDS = {codes.UNREADABLE_TEXT.code, codes.TEXT_TOO_LARGE.code, codes.TOO_MANY.code}
WITH_EXAMPLES = sorted(set(codes.FAULTS) - IN_WORDS)

_FENCE = re.compile(r"^```qa(?P<files>-files)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^# file: (?P<name>\S+)\n", re.MULTILINE)


def written(code):
    text = page(code)
    assert text is not None
    return text


def part(code, heading):
    """What stands under *heading* on the page of *code*."""
    _, _, after = written(code).partition(f"\n## {heading}\n")
    return after.partition("\n## ")[0]


def found_in_example(code, heading, folder):
    """Everything found about the one example under *heading*; several files are written to *folder* and loaded."""
    (example,) = _FENCE.finditer(part(code, heading))
    if not example["files"]:
        return compile_text(example["text"]).diagnostics
    _, *named = _FILE.split(example["text"])
    for name, text in zip(named[::2], named[1::2], strict=True):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    here = [name for name in named[::2] if "/" not in name]
    return compile_path(folder if len(here) > 1 else folder / here[0]).diagnostics


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_layout(code, update):
    """An example that can be read stands in the one layout."""
    formatted = _FENCE.sub(_formatted, written(code))
    if update and formatted != written(code):
        (resources.files("qarules.dsl") / "pages" / f"{code}.md").write_text(formatted, encoding="utf-8")
    assert formatted == written(code)


def _formatted(example):
    """An example in the one layout; as it stands where it cannot be read, or is several files."""
    try:
        return example.group() if example["files"] else f"```qa\n{format_text(example['text'])}```"
    except QaCheckError:
        return example.group()


# --- the shape of a page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(codes.FAULTS))
def test_shape(code):
    """A page opens with the code, its name and one sentence; four parts follow, none of them empty."""
    lines = written(code).splitlines()
    assert lines[0] == f"# {code} {codes.FAULTS[code].name}"
    assert lines[2].endswith(".")
    assert lines[3:5] == ["", f"## {HEADINGS[0]}"]
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADINGS
    assert all(part(code, heading).strip() for heading in HEADINGS)


def test_no_page_without_a_code():
    """Every page in the package is the page of a code."""
    files = {file.name for file in (resources.files("qarules.dsl") / "pages").iterdir()}
    assert files == {f"{code}.md" for code in codes.FAULTS}


def test_page_by_code():
    """A page is found by its code in large or small letters; what is no code has none."""
    assert page("qa203 ") == page("QA203")
    assert page("QA000") is None
    assert page("../pages") is None


# --- the examples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_wrong(code, tmp_path):
    """The wrong example gives this code, with its weight, and no other."""
    found = found_in_example(code, "Wrong", tmp_path)
    assert {(each.code, each.severity) for each in found} == {(code, codes.FAULTS[code].severity)}


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_right(code, tmp_path):
    """In the right example nothing is found at all."""
    assert found_in_example(code, "Right", tmp_path) == ()


@pytest.mark.parametrize("code", WITH_EXAMPLES)
def test_mended(code):
    """The right example is the wrong one with little changed, not another text."""
    wrong, right = (part(code, heading).strip() for heading in ("Wrong", "Right"))
    assert wrong != right
    assert difflib.SequenceMatcher(None, wrong, right, autojunk=False).ratio() > 0.7


@pytest.mark.parametrize("code", sorted(IN_WORDS))
def test_in_words(code):
    """A page whose example would be no text, or too long for a page, describes it."""
    assert "```" not in written(code)


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x00\xd0\xcf", 'scale e "Caf\xe9"'.encode("latin-1")])
def test_unreadable(data):
    """A Word document and a text in an old Windows form are unreadable; the same text as UTF-8 is not."""
    findings = Findings()
    assert read_source("visits.qa", data, findings) is None
    assert [found.code for found in findings.sorted()] == ["QA101"]
    sound = Findings()
    assert read_source("visits.qa", data.decode("latin-1").encode(), sound) is not None
    assert sound.sorted() == ()


def test_too_large():
    """A text of more than a million characters is not read, and nothing else is said about it."""
    assert [found.code for found in compile_text("#" * (LONGEST_TEXT + 1)).diagnostics] == ["QA102"]
    assert compile_text("#" * LONGEST_TEXT).diagnostics == ()


def test_too_many():
    """After so many mistakes reading stops, and that is said once, last."""
    line = 'role reviewer-{0} "Reviewer {0}";\n'
    text = "".join(map(line.format, range(2 * MOST_MISTAKES)))
    assert [found.code for found in compile_text(text).diagnostics] == ["QA118"] * MOST_MISTAKES + ["QA120"]
    text = "".join(map(line.format, range(MOST_MISTAKES - 1)))
    assert [found.code for found in compile_text(text).diagnostics] == ["QA118"] * (MOST_MISTAKES - 1)
