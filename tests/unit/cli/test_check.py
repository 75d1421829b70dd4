"""``qarules check`` as it is typed: fixes, what is allowed, and the forms in which findings are printed."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET

import pytest

WRONG = 'scale grades “Grades” {{ good "Good"  weak "Weak" }}\n{}'
TOOL = 'tool t "T" { section s "S" { question q "Q" on grades } }\n'
MENDED = 'scale grades "Grades" { good "Good"  weak "Weak" }\n' + TOOL
ALLOWED = MENDED + '# qarules: allow QA204 because "Later."\nscale spare "Spare" { x "X"  y "Y" }\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, which is the current one; a function that writes a file there."""
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


# --- fixes -----------------------------------------------------------------------------------------------------------


def test_fix(qarules, folder):
    """What is sure is mended in the file; then nothing is left to find."""
    path = folder("a.qa", WRONG.format(TOOL))
    assert qarules("check", "--fix", "a.qa") == (0, "no findings in 1 file, 1 mended\n", "")
    assert path.read_text() == MENDED
    before = path.stat().st_mtime_ns
    assert qarules("check", "--fix", "a.qa") == (0, "no findings in 1 file\n", "")
    assert path.stat().st_mtime_ns == before


def test_guesses(qarules, folder):
    """What is only likely to be meant is counted, and mended on demand."""
    path = folder("a.qa", WRONG.format(TOOL.replace("on grades", "on grads")))
    status, out, _ = qarules("check", "a.qa")
    assert status == 1
    told = "2 errors in 1 file, 1 can be mended by --fix, 1 more by --fix --guesses, to be looked over"
    assert out.splitlines()[-1] == told
    status, out, _ = qarules("check", "--fix", "a.qa")
    assert status == 1
    assert out.splitlines()[-1] == "1 error in 1 file, 1 mended, 1 can be mended by --fix --guesses, to be looked over"
    assert qarules("check", "--fix", "--guesses", "a.qa") == (0, "no findings in 1 file, 1 mended\n", "")
    assert path.read_text() == MENDED


def test_diff(qarules, folder):
    """What would be mended is shown as a patch, and nothing is changed."""
    path = folder("a.qa", WRONG.format(TOOL))
    status, out, err = qarules("check", "--diff", "a.qa")
    assert (status, err) == (1, "")
    assert out.splitlines()[:2] == ["--- a/a.qa", "+++ b/a.qa"]
    assert '-scale grades “Grades” { good "Good"  weak "Weak" }\n+scale grades "Grades" {' in out
    assert path.read_text() == WRONG.format(TOOL)
    path.write_text(MENDED)
    assert qarules("check", "--diff", "a.qa") == (0, "", "")


def test_fix_standard_input(qarules):
    """What is mended goes to standard output, the rest of the findings to standard error."""
    wrong = WRONG.format(TOOL.replace("on grades", "on nowhere"))
    status, out, err = qarules("check", "--fix", "-", stdin=wrong.encode())
    assert (status, out) == (1, wrong.translate({ord(mark): '"' for mark in "“”"}))
    assert "error QA201 unknown-name" in err
    assert err.splitlines()[-1] == "1 error and 1 warning in 1 file, 1 mended"
    assert qarules("check", "--fix", "-", stdin=MENDED.encode()) == (0, MENDED, "no findings in 1 file\n")


def test_fix_keeps_ends_and_mark(qarules, folder):
    """Line ends and the mark of the encoding stay as they are."""
    written = WRONG.format(TOOL).replace("\n", "\r\n").encode()
    path = folder("a.qa", b"\xef\xbb\xbf" + written)
    assert qarules("check", "--fix", ".")[0] == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


def test_packaged_standards_are_not_fixed(qarules):
    """What ships with the package is looked at, and nothing else."""
    assert qarules("check", "--fix", "ofsted") == (0, "no findings in 1 file\n", "")
    assert qarules("check", "--diff", "ofsted") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "--diff"], "--fix changes files and --diff does not: give one of them"),
        (["--guesses"], "--guesses goes with --fix or --diff"),
        (["--diff", "--format", "json"], "--diff goes with --format text alone"),
        (["--plain", "--format", "sarif"], "--plain goes with --format text alone"),
    ],
)
def test_what_does_not_go_together(qarules, arguments, said):
    """Options that contradict each other are wrong usage."""
    status, out, err = qarules("check", "ofsted", *arguments)
    assert (status, out) == (2, "")
    assert said in err


# --- what is allowed -------------------------------------------------------------------------------------------------


def test_allowed(qarules, folder):
    """What is allowed is counted and no finding; where nothing may be, it is one."""
    folder("a.qa", ALLOWED)
    assert qarules("check", "a.qa") == (0, "no findings in 1 file, 1 allowed\n", "")
    status, out, _ = qarules("check", "--no-suppressions", "a.qa")
    assert status == 1
    assert "a.qa:4:7: warning QA204 unused-name" in out
    assert out.splitlines()[-1] == "1 warning in 1 file"


# --- for people ------------------------------------------------------------------------------------------------------


def test_plain(qarules, folder):
    """Whole sentences, nothing drawn."""
    folder("a.qa", WRONG.format(TOOL))
    status, out, _ = qarules("check", "--plain", "a.qa")
    assert status == 1
    assert out == (
        "Error QA104 in a.qa, line 1, character 14.\n"
        "`“` is the quotation mark of a word processor; a text stands in plain marks.\n"
        'The line is: scale grades “Grades” { good "Good"  weak "Weak" }\n'
        'What to do: write "Grades".\n'
        "\n"
        "1 error in 1 file, 1 can be mended by --fix\n"
    )


@pytest.mark.parametrize(
    ("terminal", "variables", "colour"),
    [(True, {}, True), (False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False)],
)
def test_colour(qarules, folder, monkeypatch, terminal, variables, colour):
    """In colour on a terminal, unless its user wants none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    folder("a.qa", WRONG.format(TOOL))
    assert ("\x1b[31merror QA104\x1b[0m" in qarules("check", "a.qa")[1]) == colour
    assert "\x1b" not in qarules("check", "--plain", "a.qa")[1]


# --- for machines ----------------------------------------------------------------------------------------------------


def test_json(qarules, folder):
    """Findings with their fixes, and what is allowed with the reason."""
    folder("a.qa", ALLOWED.replace("on grades", "on grads"))
    status, out, err = qarules("check", "--format", "json", "a.qa")
    assert (status, err) == (1, "")
    told = json.loads(out)
    assert told["format_version"] == 1
    assert [(found["code"], found["fixes"][0]["replacement"]) for found in told["diagnostics"]] == [("QA201", "grades")]
    (allowed,) = told["allowed"]
    assert (allowed["diagnostic"]["code"], allowed["reason"]) == ("QA204", "Later.")


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit", "gitlab"])
def test_forms(qarules, folder, form):
    """Every form can be read by what it is for, and says by its status whether there is a finding."""
    folder("a.qa", WRONG.format(TOOL))
    folder("b.qa", MENDED)
    status, out, err = qarules("check", "--format", form, ".")
    assert (status, err) == (1, "")
    assert out.count("QA104") >= 1
    assert out.endswith("\n")
    if form == "junit":
        assert len(ET.fromstring(out).findall(".//testcase")) == 2
    elif form != "github":
        json.loads(out)
    assert qarules("check", "--format", form, "b.qa")[0] == 0
