"""Every command as it is typed: what it prints and where, and its exit status."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from importlib import resources

import click
import pytest

from qarules import Collisions, Draw, Moderated, NextSteps, Outcome, Timetable, from_json
from qarules.cli import main as cli
from qarules.dsl.codes import FAULTS
from qarules.model.outcome import FORMAT
from qarules.standards.shelf import packaged_standards
from qarules.version import VERSION

REVIEW = "north-somerset/collaborative-practice-review"
NORTH_SOMERSET = [
    "collaborative-practice-review",
    "moderation-template",
    "progress-questions",
    "spotlight-information-record",
    "spotlight-questions",
    "spotlight-report",
]
COMMANDS = ["check", "deadlines", "demo", "evaluate", "explain", "fmt", "moderate", "next-steps", "refresh", "sample"]
COMMANDS += ["schedule", "standards"]
SOUND = """
scale e "E" { good "Good" bad "Bad" }
tool t "Tool" {
  section s "S" { question a "A" on e }
  judgement j "J" on e { give good when a is good }
}
"""
BROKEN = SOUND.replace("a is good", "b is good")


@pytest.fixture
def qarules(capsys, monkeypatch, tmp_path):
    """A function that runs a command in an empty folder: its exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def qarules(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = cli.run(list(arguments))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out, captured.err

    return qarules


@pytest.fixture
def files(tmp_path):
    """A function that writes files into the current folder."""

    def files(**contents):
        for name, content in contents.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return files


# --- the group -------------------------------------------------------------------------------------------------------


def test_help(qarules):
    """Help goes to standard output and names every command; so does the version."""
    status, out, err = qarules("--help")
    assert (status, err) == (0, "")
    assert all(f"  {command} " in out for command in COMMANDS)
    assert qarules("-h") == (status, out, err)
    assert qarules("--version") == (0, f"qarules, version {VERSION}\n", "")
    for command in COMMANDS:
        status, out, err = qarules(command, "--help")
        assert (status, err) == (0, "")
        assert out.startswith(f"Usage: qarules {command}")


def every_command(group=cli.group, path=()):
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        yield from (
            every_command(command, (*path, name)) if inner else [pytest.param(command, id=" ".join((*path, name)))]
        )


@pytest.mark.parametrize("command", list(every_command()))
def test_help_of_a_command(command):
    """Its first sentence fits into the list of commands, every option says what it does."""
    assert not command.get_short_help_str(60).endswith("..."), command.get_short_help_str(60)
    assert all(each.help for each in command.params if isinstance(each, click.Option))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "No such command 'nope'."),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
        (["check", "nope.qa"], "there is no `nope.qa`"),
        (["check", "."], "there is no `.qa` file in `.`"),
        (["check"], "there is no `.qa` file in `.`"),
        (["check", "x" * 5000], f"there is no `{'x' * 5000}`"),
        (["check", "a\0b"], "there is no `a\0b`"),
        (["explain", "QA999"], "there is no code `QA999`"),
        (["explain", "duplicat-name"], "there is no code `duplicat-name`; did you mean `duplicate-name`?"),
        (["explain", "../QA203"], "there is no code `../QA203`"),
        (["evaluate"], "Missing argument 'TOOL'."),
        (["evaluate", REVIEW], "Missing argument 'ANSWERS'."),
        (["evaluate", REVIEW, "nope.json"], "cannot read `nope.json`: No such file or directory"),
        (["evaluate", REVIEW, "."], "cannot read `.`: Is a directory"),
        (["evaluate", REVIEW, "x" * 5000], "File name too long"),
        (["evaluate", REVIEW, "-", "--on", "soon"], "`soon` is no date; write 2023-05-02 or `2 May 2023`"),
        (["evaluate", REVIEW, "-", "--on", "2023-02-30"], "`2023-02-30` is no date"),
        (["evaluate", REVIEW, "-", "--on", ""], "`` is no date"),
        (["evaluate", "rutland", "-"], "there is no file, folder or packaged standard `rutland`"),
        (["evaluate", "x" * 5000, "-"], "there is no file, folder or packaged standard `xxx"),
        (["evaluate", "north-somerset/x", "-", "--on", "2023-05-02"], "`north-somerset` has no tool `x`"),
        (["evaluate", REVIEW, "-"], "`north-somerset` has something dated: say for which day it is loaded (`on`)"),
        (["standards", "nope"], "No such command 'nope'."),
        (["standards", "show"], "Missing argument 'NAME'."),
        (
            ["standards", "show", "rutland"],
            f"there is no packaged standard `rutland`; there are {', '.join(packaged_standards())}",
        ),
        (["standards", "show", ""], "there is no packaged standard ``"),
        (["standards", "show", "../ofsted"], "there is no packaged standard `..`"),
        (["standards", "show", "ofsted/x"], "`ofsted` has no tool `x`; it has none"),
        (["standards", "show", "north-somerset/x"], "it has `collaborative-practice-review`"),
        (["demo", "x"], "Got unexpected extra argument (x)"),
    ],
)
def test_wrong_usage(qarules, arguments, said):
    """What was typed wrongly is said on standard error, with status 2, and nothing stands on standard output."""
    status, out, err = qarules(*arguments, stdin=b"{}")
    assert (status, out) == (2, "")
    assert said in err


def test_no_command(qarules):
    """Without a command the help is shown as trouble."""
    status, out, err = qarules()
    assert (status, out) == (2, "")
    assert "Commands:" in err


def test_interrupted(qarules, monkeypatch):
    """Ctrl-C is quiet, with the status of an interrupt."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("qarules.cli.demo.load_pack", interrupted)
    status, out, _ = qarules("demo")
    assert (status, out) == (130, "")
    monkeypatch.setattr("qarules.cli.demo.load_pack", lambda *_, **__: (_ for _ in ()).throw(click.exceptions.Abort))
    assert qarules("demo")[0] == 130


def test_a_fault_of_ours(capsys, monkeypatch):
    """An error nobody thought of is said to be ours, with status 3 and all there is to report."""
    monkeypatch.setattr("qarules.cli.demo.load_pack", lambda *_, **__: 1 / 0)
    assert cli.run(["demo"]) == 3
    err = capsys.readouterr().err
    assert "ZeroDivisionError" in err
    assert err.splitlines()[-1].startswith("qarules: this is a fault of qarules, not of your files")


@pytest.mark.parametrize(("arguments", "status"), [(["explain", "QA203"], 0), (["nope"], 2)])
def test_program(arguments, status):
    """`python -m qarules` runs the command line and exits with its status."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-m", "qarules", *arguments], env=environment, capture_output=True, check=False
    )
    assert ran.returncode == status
    assert (b"QA203 duplicate-name" in ran.stdout) is (status == 0)


def test_reader_gone():
    """A reader who goes away early, as `head` does, is no reason to complain."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-m", "qarules", "explain"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait() == 0


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_sound(qarules, files):
    """A sound file: no findings, status 0."""
    files(sound_qa=SOUND)
    assert qarules("check", "sound.qa") == (0, "no findings in 1 file\n", "")
    assert qarules("check") == (0, "no findings in 1 file\n", "")
    assert qarules("check", "-", stdin=SOUND.encode()) == (0, "no findings in 1 file\n", "")


def test_check_broken(qarules, files):
    """A finding stands on standard output with its line, and makes status 1; a warning too."""
    files(broken_qa=BROKEN, warned_qa=SOUND + 'scale f "F" { x "X" y "Y" }')
    status, out, err = qarules("check", "broken.qa")
    assert (status, err) == (1, "")
    assert "broken.qa:5:41: error QA201 unknown-name" in out
    assert "  5 |   judgement j" in out
    assert out.splitlines()[-1] == "1 error in 1 file"
    status, out, _ = qarules("check", "warned.qa")
    assert (status, out.splitlines()[-1]) == (1, "1 warning in 1 file")
    assert qarules("check", "broken.qa", "warned.qa")[1].splitlines()[-1] == "1 error and 1 warning in 2 files"


def test_check_standard_input(qarules):
    """Standard input is named as such; what is no text there is a finding too."""
    status, out, _ = qarules("check", "-", stdin=BROKEN.encode())
    assert status == 1
    assert "<stdin>:5:41: error QA201" in out
    status, out, _ = qarules("check", "-", stdin=b"\xff\xfe")
    assert status == 1
    assert "QA101 unreadable-text" in out


def test_check_json(qarules, files):
    """The same for machines."""
    files(broken_qa=BROKEN)
    status, out, err = qarules("check", "--format", "json", "broken.qa")
    assert (status, err) == (1, "")
    told = json.loads(out)
    assert told["format_version"] == 1
    (found,) = told["diagnostics"]
    assert (found["code"], found["name"], found["severity"]) == ("QA201", "unknown-name", "error")
    assert found["span"]["start"] == {"offset": BROKEN.index("b is good"), "line": 5, "column": 41}
    assert json.loads(qarules("check", "--format", "json", "-", stdin=SOUND.encode())[1]) == {
        "format_version": 1,
        "diagnostics": [],
        "allowed": [],
    }


def test_check_folders(qarules, files, tmp_path):
    """Every pack below a folder is checked once: a folder with a standard as a whole, other files one by one."""
    files(
        packs__house__standard_qa='standard house "House" {} scale e "E" { good "Good" bad "Bad" }',
        packs__house__tool_qa=SOUND[SOUND.index("tool") :],
        packs__loose__one_qa=SOUND,
        packs__loose__two_qa=SOUND,
        packs__loose__read_me="no rule file",
    )
    for folder in (".hidden", "folder.qa"):
        (tmp_path / "packs" / folder).mkdir()
    (tmp_path / "packs" / ".hidden" / "x.qa").write_text("scale")
    assert qarules("check", "packs") == (0, "no findings in 4 files\n", "")
    assert qarules("check", "packs/house/tool.qa") == (0, "no findings in 2 files\n", "")
    assert qarules("check", "packs/loose/one.qa") == (0, "no findings in 1 file\n", "")


def test_check_packaged(qarules):
    """A packaged standard by its name."""
    status, out, err = qarules("check", "ofsted", "north-somerset")
    assert (status, out, err) == (0, "no findings in 18 files\n", "")


# --- explain ---------------------------------------------------------------------------------------------------------


def test_explain(qarules):
    """The page of a code, by number or name, in large or small letters."""
    status, out, err = qarules("explain", "QA203")
    assert (status, err) == (0, "")
    assert out.startswith("# QA203 duplicate-name\n")
    for other in ("qa203", "duplicate-name", "Duplicate-Name"):
        assert qarules("explain", other) == (status, out, err)


@pytest.mark.parametrize("code", ["QA203", "qa203", " QA203 ", "duplicate-name"])
def test_explain_json(qarules, code):
    """The same for machines, with the weight of the code."""
    status, out, err = qarules("explain", "--format", "json", code)
    assert (status, err) == (0, "")
    told = json.loads(out)
    page = told.pop("page")
    assert told == {"format_version": 1, "code": "QA203", "name": "duplicate-name", "severity": "error"}
    assert page.rstrip() + "\n" == qarules("explain", "QA203")[1]


def test_explain_all_json(qarules):
    """Every code with its name and weight."""
    told = json.loads(qarules("explain", "--format", "json")[1])
    assert told["format_version"] == 1
    assert [(row["code"], row["name"], row["severity"]) for row in told["codes"]] == [
        (fault.code, fault.name, fault.severity.value) for fault in FAULTS.values()
    ]


def test_explain_all(qarules):
    """Without a code, all of them."""
    status, out, err = qarules("explain")
    assert (status, err) == (0, "")
    assert out.splitlines() == [f"{fault.code} {fault.name}" for fault in FAULTS.values()]


# --- evaluate --------------------------------------------------------------------------------------------------------


def test_evaluate(qarules, files):
    """Answers alone, from a file or standard input, are graded and explained."""
    files(sound_qa=SOUND, answers_json='{"a": "good"}')
    status, out, err = qarules("evaluate", "sound.qa", "answers.json")
    assert (status, err) == (0, "")
    assert out.startswith(
        "Tool\nThe audit is complete.\n\nJ: Good\n  because: give good when a is good (sound.qa:5:26)\n"
    )
    assert qarules("evaluate", "sound.qa", "-", stdin=b'{"a": "good"}') == (status, out, err)


def test_evaluate_json(qarules, files):
    """The outcome as JSON reads back."""
    files(sound_qa=SOUND)
    status, out, _ = qarules("evaluate", "--format", "json", "sound.qa", "-", stdin=b'{"a": "good"}')
    assert status == 0
    assert str(from_json(out, Outcome)["j"].final) == "good"


def test_evaluate_problems(qarules, files):
    """An answer that cannot be used is told on standard output, with status 1; the rest is graded."""
    files(sound_qa=SOUND)
    status, out, err = qarules("evaluate", "sound.qa", "-", stdin=b'{"a": "good", "b": 1}')
    assert (status, err) == (1, "")
    assert "J: Good" in out
    assert "Cannot be used (1)\n  `b` is nothing this tool asks for" in out


def told(qarules, audit, *options):
    """What is told about an audit of the packaged review."""
    return qarules("evaluate", REVIEW, "-", *options, stdin=json.dumps(audit).encode())


@pytest.mark.parametrize("form", [{}, {"format_version": 1}])
def test_evaluate_audit(qarules, form):
    """A whole audit brings its day and its decisions along, whether or not it names its format."""
    audit = {**form, "on": "2023-05-02", "answers": {}, "decisions": {"final-judgement": {"grade": "good"}}}
    status, out, _ = told(qarules, audit)
    assert status == 1, "nobody named who decided"
    assert out.splitlines()[0].endswith("audit of 2 May 2023")
    audit["decisions"]["final-judgement"]["by"] = "reviewer"
    assert told(qarules, audit)[0] == 0
    assert told(qarules, {**audit, "tool": REVIEW})[0] == 0


@pytest.mark.parametrize("day", ["2023-06-01", "1 June 2023"])
def test_evaluate_on(qarules, day):
    """The day may come with `--on`; beside another one in the audit it is refused, as is an audit of another tool."""
    assert told(qarules, {}, "--on", day)[1].splitlines()[0].endswith("audit of 1 June 2023")
    assert told(qarules, {"on": "2023-06-01"}, "--on", day)[0] == 0
    status, out, err = told(qarules, {"on": "2023-05-02"}, "--on", day)
    assert (status, out) == (2, "")
    assert "the audit is of 2023-05-02, and --on says 2023-06-01" in err
    status, out, err = told(qarules, {"tool": "house/other"}, "--on", day)
    assert (status, out) == (2, "")
    assert "the audit is one of `house/other`, not of `collaborative-practice-review`" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "`-` is no audit: this is not JSON: Expecting value"),
        (b"{", "`-` is no audit: this is not JSON"),
        (b"\xff\xff", "`-` is no audit: this is not JSON"),
        (b'{"a": NaN}', "`-` is no audit: this is not JSON: `NaN` is no number"),
        (b'{"a": 1, "a": 2}', "`-` is no audit: this is not JSON: `a` stands twice in one object"),
        (b"[" * 100_000, "`-` is no audit: this is not JSON"),
        (b"[]", "`-` is no audit: $: an object with named parts is expected"),
        (b'"text"', "`-` is no audit: $: an object with named parts is expected"),
        (
            b'{"format_version": 2, "answers": {}}',
            "`-` is no audit: $.format_version: this version reads format 1, not 2",
        ),
        (b'{"format_version": 1, "answers": 5}', "`-` is no audit: $.answers: an object with named parts is expected"),
        (b'{"format_version": 1, "on": "soon"}', "`-` is no audit: $.on: a date such as 2027-04-01 is expected"),
    ],
)
def test_no_audit(qarules, files, text, said):
    """What is no audit is refused with the place of the fault."""
    files(sound_qa=SOUND)
    status, out, err = qarules("evaluate", "sound.qa", "-", stdin=text)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "value", ["1e999999999", "9" * 4000, "[[[[]]]]", '{"value": {"value": 1}}', "null", '{"status": []}']
)
def test_odd_answers(qarules, files, value):
    """An answer may be odd as it likes: it is told, not crashed on."""
    files(sound_qa=SOUND.replace('question a "A" on e', 'question a "A" on e question n "N" number'))
    status, out, _ = qarules("evaluate", "sound.qa", "-", stdin=f'{{"a": {value}, "n": {value}}}'.encode())
    assert status in {0, 1}
    assert "J: " in out


def test_evaluate_with_errors(qarules, files):
    """A rule file with errors grades nothing: the errors stand on standard error, with status 1."""
    files(broken_qa=BROKEN)
    status, out, err = qarules("evaluate", "broken.qa", "-", stdin=b"{}")
    assert (status, out) == (1, "")
    assert err.startswith("`broken.qa` has 1 error\n  broken.qa:5:41: error: QA201 unknown-name: ")


def test_evaluate_several_tools(qarules, files):
    """A file with several tools wants one of them named, and there is no way to: one file, one tool."""
    files(two_qa=SOUND + SOUND[SOUND.index("tool") :].replace("tool t", "tool u"))
    status, out, err = qarules("evaluate", "two.qa", "-", stdin=b"{}")
    assert (status, out) == (2, "")
    assert "`two` has `t`, `u`: name the tool" in err


# --- standards -------------------------------------------------------------------------------------------------------


def test_standards_list(qarules):
    """What ships, as text and for machines."""
    status, out, err = qarules("standards", "list")
    assert (status, err) == (0, "")
    for line in (
        "calendars  Working-day calendars of the United Kingdom",
        "north-somerset  North Somerset Quality Assurance Framework",
    ):
        assert line in out.splitlines()
    assert f"  {REVIEW}  Collaborative Practice Review" in out.splitlines()
    told = json.loads(qarules("standards", "list", "--format", "json")[1])
    assert told["format_version"] == 1
    tools = {row["id"]: row["tools"] for row in told["standards"]}
    assert tuple(tools) == packaged_standards()
    assert (tools["calendars"], tools["north-somerset"], tools["ofsted"]) == ([], NORTH_SOMERSET, [])


def test_standards_show(qarules):
    """A standard with its source, its tools, sections, items and rules."""
    status, out, err = qarules("standards", "show", "north-somerset")
    assert (status, err) == (0, "")
    for line in (
        "North Somerset Quality Assurance Framework (north-somerset)",
        "  in force from 1 August 2022 until 31 January 2024",
        "  Assessment (assessment): 9 items",
        "    case-summary-current  Case summary",
        "    give outstanding when at least 3 sections are outstanding and every section is good or better",
    ):
        assert line in out.splitlines()
    tools = [qarules("standards", "show", f"north-somerset/{tool}")[1] for tool in NORTH_SOMERSET]
    head = out[: out.index("Collaborative Practice Review (")]
    assert out == head + "\n".join(tool.removeprefix(head) for tool in tools)
    assert "in force" not in qarules("standards", "show", "ofsted")[1]


def test_standards_coverage(qarules, tmp_path):
    """Every packaged standard and the sum; one pack; a file of one's own, with status 1 where a clause is forgotten."""
    status, out, err = qarules("standards", "coverage")
    assert (status, err) == (0, "")
    assert "All of them" in out.splitlines()
    status, one, _ = qarules("standards", "coverage", "north-somerset")
    assert status == 0
    assert one.strip() in out
    own = tmp_path / "own.qa"
    own.write_text('clause C-1 must "1" "Forgotten." clause C-2 must "2" "Held." role boss "Boss" cites C-2', "utf-8")
    status, out, _ = qarules("standards", "coverage", str(own))
    assert status == 1
    assert "nothing answers for C-1" in out
    own.write_text("clause C-1 must", "utf-8")
    status, out, err = qarules("standards", "coverage", str(own))
    assert (status, out) == (1, "")
    assert "has 1 error" in err
    assert qarules("standards", "coverage", "nope")[0] == 2


def test_standards_coverage_json(qarules):
    """The result itself for one pack, and one for each where several were asked for."""
    one = json.loads(qarules("standards", "coverage", "ofsted", "--format", "json")[1])
    assert (one["format_version"], one["pack"], len(one["clauses"])) == (1, "ofsted", 4)
    every = json.loads(qarules("standards", "coverage", "--format", "json")[1])
    assert {"format_version": 1, **every["standards"]["ofsted"]} == one


@pytest.mark.parametrize(("name", "kind", "id_"), [("ofsted", "Pack", None), (REVIEW, "Tool", REVIEW.split("/")[1])])
def test_standards_show_json(qarules, name, kind, id_):
    """The whole model as plain data, each part with its kind, without places."""
    status, out, _ = qarules("standards", "show", name, "--format", "json")
    assert status == 0
    told = json.loads(out)
    assert (told["format_version"], told[""], told.get("id")) == (1, kind, id_)
    assert "span" not in out


# --- demo ------------------------------------------------------------------------------------------------------------


def test_demo(qarules):
    """A whole round: drawn, graded, moderated otherwise, disputed, dated across Christmas, the next year planned."""
    status, out, err = qarules("demo")
    assert (status, err) == (0, "")
    drawn, graded, moderated, dated, steps, planned = re.split(r"^[1-6]\. .*\n=+\n", out, flags=re.MULTILINE)[1:]
    assert "- cin-2041" in drawn
    assert "cin-2088: it cannot be known whether is-supported is yes" in drawn
    assert "Final judgement: Good" in graded
    assert "Good, second look Requires improvement to be good (1\n    step lower)" in moderated
    assert "the first look stands" in moderated
    assert "Wednesday 13 December 2023, which binds" in dated
    assert "due: Thursday 4 January 2024" in dated
    assert "A third party moderates, alone (dispute/moderate)" in steps
    assert "NEVER recorded in: The record of a child's review" in steps
    assert "Collaborative Practice Reviews: Care Leavers" in planned
    assert "is due on 27\n    August 2024" in planned or "is due on 27 August 2024" in planned
    assert out.splitlines()[-1] == "To see what was asked: qarules standards show north-somerset"


def test_demo_json(qarules):
    """The same results for machines, each of which reads back."""
    status, out, err = qarules("demo", "--format", "json")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert data.pop("format_version") == FORMAT
    for kind in (Draw, Outcome, Moderated, Timetable, NextSteps, Collisions):
        assert from_json(json.dumps(data.pop(kind.__name__.lower())), kind)
    assert data == {}


def test_packaged_reviews_ship():
    """The reviews, the round and the records of the demonstration are in the package."""
    reviews = resources.files("qarules.standards") / "north_somerset" / "reviews"
    assert sorted(entry.name for entry in reviews.iterdir()) == [
        "complete.json",
        "partial.json",
        "records.json",
        "round.json",
    ]
