"""``qarules render``."""

from __future__ import annotations

import sys

import pytest

TOOL = "north-somerset/progress-questions"


def test_markdown(qarules):
    """Without anything said, the form is Markdown on standard output, and the same each time."""
    status, out, err = qarules("render", TOOL)
    assert (status, err) == (0, "")
    assert out.startswith("# ")
    assert "☐" in out
    assert qarules("render", TOOL)[1] == out


@pytest.mark.parametrize(
    ("name", "begins"), [("form.html", b"<!DOCTYPE html>"), ("form.md", b"# "), ("FORM.PDF", b"%PDF-"), ("form", b"# ")]
)
def test_file(qarules, tmp_path, name, begins):
    """The end of the file's name says which form is written."""
    assert qarules("render", TOOL, "-o", tmp_path / name) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_format(qarules, tmp_path):
    """What is said goes before what the name says."""
    assert qarules("render", TOOL, "-o", tmp_path / "form.txt", "--format", "html")[0] == 0
    assert (tmp_path / "form.txt").read_bytes().startswith(b"<!DOCTYPE html>")


def test_file_of_rules(qarules):
    """A rule file with one tool needs no name of it."""
    status, out, _ = qarules("render", "rules.qa")
    assert status == 0
    assert out.startswith("# ")


def test_day(qarules):
    """With a day the form is that of its audits."""
    assert "- **For audits of**: 2 May 2023" in qarules("render", TOOL, "--on", "2023-05-02")[1]


def test_sensitivity(qarules):
    """What moves the grades is told where it is asked for; of a dated tool, for a day."""
    tool = "dorset/social-work-audit"
    assert "What moves the grades" not in qarules("render", tool)[1]
    status, out, _ = qarules("render", tool, "--sensitivity", "--on", "2024-05-02")
    assert status == 0
    assert "## What moves the grades" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["north-somerset/nothing"], "has no tool `nothing`; it has"),
        (["north-somerset"], "name the tool"),
        (["nowhere.qa"], "nowhere.qa"),
        ([TOOL, "-o", "missing/form.html"], "cannot write `missing/form.html`"),
        ([TOOL, "--format", "word"], "'word' is not one of"),
    ],
)
def test_refused(qarules, arguments, told):
    """What cannot be done is said on standard error, and nothing is written."""
    status, out, err = qarules("render", *arguments)
    assert (status, out) == (2, "")
    assert told in err


def test_pdf_without_weasyprint(qarules, monkeypatch, tmp_path):
    """Without the extra, the message says what to install, and no file is left."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    status, _, err = qarules("render", TOOL, "-o", tmp_path / "form.pdf")
    assert status == 2
    assert "pip install 'qarules[pdf]'" in err
    assert not (tmp_path / "form.pdf").exists()
