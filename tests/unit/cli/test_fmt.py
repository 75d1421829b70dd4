"""``qarules fmt`` as it is typed."""

from __future__ import annotations

import stat

import pytest

from qarules.cli import files

UNTIDY = 'scale e "E" {\n clear "Clear"\n  limited   "Limited" # no more\n}\n\n\nrole r "R"\n'
TIDY = 'scale e "E" {\n  clear   "Clear"\n  limited "Limited"  # no more\n}\n\nrole r "R"\n'
BROKEN = 'role r "R" {\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, which is the current one; a function that writes a file there."""
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_changes(qarules, folder):
    """Files are put into the layout, and which ones is told; those that have it are not touched."""
    untidy, tidy = folder("house/a.qa", UNTIDY), folder("house/b.qa", TIDY)
    folder("house/.hidden/c.qa", UNTIDY)
    before = tidy.stat().st_mtime_ns
    assert qarules("fmt") == (0, "changed: house/a.qa\n1 file changed, 1 file left as it is\n", "")
    assert untidy.read_text() == tidy.read_text() == TIDY
    assert tidy.stat().st_mtime_ns == before
    assert sorted(path.name for path in untidy.parent.iterdir()) == [".hidden", "a.qa", "b.qa"]
    assert qarules("fmt", "house", "house/a.qa") == (0, "2 files left as they are\n", "")


def test_check(qarules, folder):
    """What would be changed is named and left alone; that is status 1."""
    untidy = folder("a.qa", UNTIDY)
    assert qarules("fmt", "--check", ".") == (1, "would be changed: a.qa\n1 file would be changed\n", "")
    assert untidy.read_text() == UNTIDY
    untidy.write_text(TIDY)
    assert qarules("fmt", "--check", ".") == (0, "1 file would be left as it is\n", "")


def test_diff(qarules, folder):
    """What would be changed is shown as a patch."""
    untidy = folder("a.qa", UNTIDY.rstrip())
    status, out, err = qarules("fmt", "--diff", "a.qa")
    assert (status, err) == (1, "")
    assert out.splitlines()[:3] == ["--- a/a.qa", "+++ b/a.qa", "@@ -1,7 +1,6 @@"]
    assert '-role r "R"\n\\ No newline at end of file\n+role r "R"\n' in out
    assert untidy.read_text() == UNTIDY.rstrip()


def test_standard_input(qarules):
    """From standard input to standard output, and nothing else there."""
    assert qarules("fmt", "-", stdin=UNTIDY.encode()) == (0, TIDY, "")
    assert qarules("fmt", "--check", "-", stdin=UNTIDY.encode()) == (1, "would be changed: <stdin>\n", "")
    status, out, err = qarules("fmt", "-", stdin=BROKEN.encode())
    assert (status, out) == (1, "")
    assert "left as it is, its mistakes come first: <stdin>" in err


def test_mistakes(qarules, folder):
    """A file that cannot be read is left as it is, with the reason; the others are formatted."""
    broken, latin, good = folder("a.qa", BROKEN), folder("b.qa", b'role r "\xe9"'), folder("c.qa", UNTIDY)
    status, out, err = qarules("fmt", ".")
    assert (status, out) == (1, "changed: c.qa\n1 file changed, 2 files with mistakes\n")
    assert "a.qa:1:13: error QA113" in err
    assert "b.qa:1:1: error QA101" in err
    assert (broken.read_text(), latin.read_bytes(), good.read_text()) == (BROKEN, b'role r "\xe9"', TIDY)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_ends_and_mark(qarules, folder, mark, end):
    """Line ends and the mark of the encoding stay as they are."""
    path = folder("a.qa", mark + UNTIDY.encode().replace(b"\n", end))
    assert qarules("fmt", "a.qa")[0] == 0
    assert path.read_bytes() == mark + TIDY.encode().replace(b"\n", end)
    assert qarules("fmt", "--check", "a.qa")[0] == 0


def test_link_and_mode(qarules, folder):
    """What a link points to is changed, the link stays one, and so does who may read the file."""
    target = folder("a.qa", UNTIDY)
    target.chmod(0o640)
    link = target.with_name("b.qa")
    link.symlink_to(target)
    assert qarules("fmt", "b.qa") == (0, "changed: b.qa\n1 file changed\n", "")
    assert link.is_symlink()
    assert target.read_text() == TIDY
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_write_that_fails(qarules, folder, monkeypatch):
    """Where a file cannot be written, it is whole, and nothing is left beside it."""
    path = folder("a.qa", UNTIDY)

    def full(*_):
        raise OSError(28, "no space left")

    monkeypatch.setattr(files.shutil, "copymode", full)
    status, _, err = qarules("fmt", "a.qa")
    assert status == 2
    assert "cannot write `a.qa`: no space left" in err
    assert [(file.name, file.read_text()) for file in path.parent.iterdir()] == [("a.qa", UNTIDY)]


def test_nothing_there(qarules, folder):
    """A path that is not there, and a folder without a rule file, are wrong usage."""
    assert "there is no `a.qa`" in qarules("fmt", "a.qa")[2]
    assert "there is no `.qa` file in `.`" in qarules("fmt")[2]
    assert qarules("fmt")[0] == 2
