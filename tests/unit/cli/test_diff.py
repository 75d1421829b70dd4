"""`qarules diff`: two versions of rule files, a revision of a checkout, and stored audits under both."""

from __future__ import annotations

import json
import subprocess

import pytest

RULES = """qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale grades "Grades" { good "Good" fair "Fair" poor "Poor" }
role reviewer "Reviewer"
tool visit "Visit" {
  section seeing "Seeing" {
    criterion voice "The child's voice" judged on bands { clear "A." some "B." limited "C." }
    criterion plan "The plan" judged on bands { clear "A." some "B." limited "C." }
    question noted "Noted" text, optional
  }
  judgement overall "Overall" on grades {
    give good when all are clear
    give fair when none are limited
  }
}
"""
STRICTER = RULES.replace("give good when all are clear", "give good when all are clear and voice is clear")
LAXER = RULES.replace("none are limited", "at most 1 is limited")


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A function that writes files into the current folder, and one that gives what git needs of an author."""
    monkeypatch.chdir(tmp_path)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Kim Lee")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "kim@example.org")

    def files(**texts):
        for name, text in texts.items():
            path = tmp_path / name.replace("__", "/")
            path = path.with_suffix(".json" if isinstance(text, dict) else ".qa")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(text) if isinstance(text, dict) else text, encoding="utf-8")

    return files


def git(*arguments):
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def committed(files, **texts):
    git("init", "--quiet", "--initial-branch", "main")
    files(**texts)
    git("add", ".")
    git("commit", "--quiet", "--message", "First")


# --- two versions ----------------------------------------------------------------------------------------------------


def test_nothing(qarules, files):
    """A version against itself, in another layout and order, differs in nothing."""
    reordered = RULES.replace('role reviewer "Reviewer"\n', "") + 'role   reviewer "Reviewer"   # who looks\n'
    files(old=RULES, new=reordered)
    assert qarules("diff", "old.qa", "new.qa") == (0, "no differences\n", "")


def test_other_grades(qarules, files):
    """Which audits get another grade is told with one of them, and breaks; a proof that none does is told, too."""
    files(old=RULES, new=LAXER, other=STRICTER)
    status, text, _ = qarules("diff", "old.qa", "new.qa")
    assert status == 1
    assert "`visit/overall`: 4 of 9 audits (44%) go from poor to fair" in text
    assert "given voice clear\n" in text
    assert text.endswith("2 differences, 2 of them breaking\n")
    status, text, _ = qarules("diff", "old.qa", "other.qa")
    assert status == 0
    assert (
        "rule-reworded\n    the judgement `visit/overall` says it in other words: no audit gets another grade" in text
    )


@pytest.mark.parametrize(
    ("fail_on", "status"), [("responses", 0), ("grades", 1), ("wording,grades", 1), ("nothing", 0), ("form", 0)]
)
def test_what_fails(qarules, files, fail_on, status):
    files(old=RULES, new=LAXER)
    assert qarules("diff", "old.qa", "new.qa", "--fail-on", fail_on)[0] == status


def test_folders(qarules, files):
    """Packs of two folders are matched by where they lie, else by name; one that is alone is told."""
    standard = 'qa 1\nstandard {} "A standard" {{ version "1" }}\n'
    files(old__a=RULES, old__b=RULES, old__gone=RULES, old__x__standard=standard.format("moved"))
    files(new__a=LAXER, new__b=RULES, new__come=RULES, new__y__standard=standard.format("moved"))
    status, text, _ = qarules("diff", "old", "new")
    assert status == 1
    told = [line for line in text.splitlines() if "pack" in line or "->" in line]
    assert told == [
        "a -> a", "gone -> gone", "  pack-removed", "    the pack `gone` is gone: its audits can no longer be graded",
        "come -> come", "  pack-added", "    the pack `come` is new",
    ]  # fmt: skip


def test_standard_input_and_packaged(qarules, files):
    files(old=RULES)
    assert qarules("diff", "old.qa", "-", stdin=RULES.encode())[:2] == (0, "no differences\n")
    assert qarules("diff", "ofsted", "ofsted")[:2] == (0, "no differences\n")


def test_for_programs(qarules, files):
    """JSON holds every difference with its places; annotations stand at lines of the new version."""
    files(old=RULES, new=LAXER.replace('"Reviewer"', '"Reviewing"'))
    status, text, _ = qarules("diff", "old.qa", "new.qa", "--format", "json")
    data = json.loads(text)
    assert (status, data["format_version"], data["fail_on"]) == (1, 1, ["responses", "grades"])
    (diff,) = data["diffs"]
    first, *_, last = diff["differences"]
    assert (first["category"], first["rule"], first["new"]["source"]) == ("responses", "role-name-lost", "new.qa")
    assert (last["rule"], last["regrade"]["audits"]) == ("regraded", 4)
    _, text, _ = qarules("diff", "old.qa", "new.qa", "--format", "github", "--fail-on", "grades")
    assert text.splitlines()[0].startswith("::error title=grades rule-changed,file=new.qa,line=13,endLine=13,col=20")
    assert text.splitlines()[-1].startswith("::warning title=responses role-name-lost,file=new.qa,line=4")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("old.qa",), "name two versions, OLD and NEW; or one path and --against a revision"),
        (("old.qa", "old.qa", "old.qa"), "name two versions"),
        (("old.qa", "old.qa", "--against", "main"), "--against a revision goes with a single path"),
        (("old.qa", "none.qa"), "there is no `none.qa`"),
        (("old.qa", "empty"), "there is no `.qa` file in `empty`"),
        (("old.qa", "old.qa", "--fail-on", "grade"), "`grade` is no category; there are responses, grades,"),
        (("old.qa", "old.qa", "--replay", "empty"), "there is no `.json` file in `empty`"),
    ],
)
def test_refused(qarules, files, tmp_path, arguments, message):
    files(old=RULES)
    (tmp_path / "empty").mkdir()
    status, text, trouble = qarules("diff", *arguments)
    assert (status, text) == (2, "")
    assert message in trouble


def test_a_version_with_errors(qarules, files):
    files(old=RULES, new=RULES.replace("on grades", "on marks"))
    status, _, trouble = qarules("diff", "old.qa", "new.qa")
    assert status == 1
    assert trouble.startswith("`new.qa` has errors, and cannot be compared\n  new.qa:11:34: error: QA201")


# --- a revision ------------------------------------------------------------------------------------------------------


def test_against(qarules, files, monkeypatch, tmp_path):
    """A file, a folder, or the current one, as it was at a revision; places of then are named by the revision."""
    committed(files, house__visit=RULES)
    files(house__visit=LAXER.replace("    question noted", "    question jotted"))
    for arguments in (("house/visit.qa",), ("house",), ()):
        status, text, _ = qarules("diff", "--against", "main", *arguments)
        assert status == 1
        assert "  main:house/visit.qa:9:5 item-removed\n" in text
        assert "house/visit.qa:13:20 rule-changed\n" in text
    monkeypatch.chdir(tmp_path / "house")
    assert "main:house/visit.qa:9:5 item-removed" in qarules("diff", "--against", "HEAD~0", "--fail-on", "form")[
        1
    ].replace("HEAD~0:", "main:")


def test_against_a_pack_of_several_files(qarules, files):
    """A file of a pack is compared as part of it, with what stood beside it at that revision."""
    scale, rest = RULES.split("scale grades", 1)
    files_then = {
        "house__standard": f'{scale}standard house "House" {{ version "1" }}\n',
        "house__visit": f"qa 1\nscale grades{rest}",
    }
    committed(files, **files_then)
    files(house__visit=files_then["house__visit"].replace("none are limited", "at most 1 is limited"))
    status, text, _ = qarules("diff", "--against", "main", "house/visit.qa")
    assert status == 1
    assert text.startswith("house 1 -> house 1\n\ngrades (breaking)")


@pytest.mark.parametrize(
    ("revision", "path", "message"),
    [
        ("nowhere", "visit.qa", "there is no revision `nowhere` in the git checkout of `visit.qa`"),
        ("--all", "visit.qa", "there is no revision `--all` in the git checkout of `visit.qa`"),
        ("main", "later.qa", "there was no `later.qa` at `main`"),
        ("main", "notes", "there was no `.qa` file in `notes` at `main`"),
        ("main", "never.qa", "there is no `never.qa`"),
    ],
)
def test_against_what_is_not_there(qarules, files, tmp_path, revision, path, message):
    committed(files, visit=RULES)
    files(later=RULES)
    (tmp_path / "notes").mkdir()
    status, text, trouble = qarules("diff", "--against", revision, path)
    assert (status, text) == (2, "")
    assert message in trouble


def test_no_checkout(qarules, files, monkeypatch, tmp_path):
    files(visit=RULES)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, _, trouble = qarules("diff", "--against", "main", "visit.qa")
    assert status == 2
    assert "`visit.qa` is in no git checkout" in trouble
    monkeypatch.setenv("PATH", "")
    assert "git is not installed here" in qarules("diff", "--against", "main", "visit.qa")[2]


def test_errors_at_a_revision(qarules, files):
    """Errors of then stand at places of then."""
    committed(files, visit=RULES.replace("on grades", "on marks"))
    files(visit=RULES)
    status, _, trouble = qarules("diff", "--against", "main", "visit.qa")
    assert status == 1
    assert trouble.startswith("`main:visit.qa` has errors, and cannot be compared\n  main:visit.qa:11:34: error: QA201")


# --- stored audits ---------------------------------------------------------------------------------------------------


def test_replay(qarules, files):
    """Every file is told that does not come out the same: other grades, what no longer fits, what cannot be read."""
    fresh = RULES.replace("none are limited", "at most 1 is limited").replace("text, optional", "yes or no")
    files(
        old=RULES,
        new=fresh,
        stored__same={"voice": "clear", "plan": "clear", "noted": True},
        stored__moved={"voice": "clear", "plan": "limited"},
        stored__unfit={"voice": "clear", "plan": "clear", "noted": "He was well."},
        stored__deep__other={"tool": "house/other", "answers": {}},
        stored__wrong={"format_version": 1, "answer": {}},
        stored__never={"voice": "clearly", "plan": "clear", "noted": "Well."},
    )
    status, text, _ = qarules("diff", "old.qa", "new.qa", "--replay", "stored", "--fail-on", "nothing")
    assert status == 1
    told = text[text.index("6 stored audits") :]
    assert (
        told
        == """\
6 stored audits, 1 with nothing different
  stored/deep/other.json
    cannot be replayed: `house/other` is no tool of it; the old version has `visit`
  stored/moved.json
    overall goes from poor to fair
    now missing: noted (unanswered)
  stored/never.json
    overall goes from good or fair or poor to good or fair
    did not fit before: `voice` cannot be `clearly` (`clear`, `some` or `limited`)
    no longer fits: `noted` cannot be `Well.` (yes or no)
    now missing: noted (unanswered)
  stored/same.json
    did not fit before: `noted` cannot be `yes` (text)
  stored/unfit.json
    no longer fits: `noted` cannot be `He was well.` (yes or no)
    now missing: noted (unanswered)
  stored/wrong.json
    cannot be replayed: `stored/wrong.json` is no audit: $.answer: there is no such part

4 differences, none of them breaking; 2 stored audits broken
"""
    )


def test_replay_of_cases(qarules, house, files, tmp_path):
    """Every look at the audit of a stored case is graded with both versions; --tool and --on say what audits do not."""
    rules = (house / "rules.qa").read_text(encoding="utf-8")
    files(old=rules, new=rules.replace("give fair when none are limited", "give fair when at most 1 is limited"))
    for name in ("ash", "birch"):
        (tmp_path / f"{name}.json").write_bytes((house / f"{name}.json").read_bytes())
    status, text, _ = qarules("diff", "old.qa", "new.qa", "--replay", "ash.json")
    assert status == 1
    assert "2 stored audits, 1 with nothing different\n  ash.json, first look\n" in text
    two = rules + 'tool other "Other" { section s "S" { question q "Q" yes or no } }\n'
    files(old=two, new=two, audit={"voice": "clear"})
    unknown = qarules("diff", "old.qa", "new.qa", "--replay", "audit.json")
    assert "the audit does not say which is its tool; the old version has `visits`, `other`" in unknown[1]
    status, text, _ = qarules("diff", "old.qa", "new.qa", "--replay", "audit.json", "--tool", "visits")
    assert (status, text) == (
        0,
        "1 stored audit, 1 with nothing different\n\nno differences; every stored audit holds\n",
    )
