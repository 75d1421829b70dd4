"""Loading packs and tools: by name, file and folder; what is refused; and nothing from outside."""

from __future__ import annotations

import datetime
import itertools
import socket

import pytest

import qarules
from qarules import NotFoundError, QaCheckError, QaError, load, load_pack, packaged_standards
from qarules.standards.catalogue import compile_path

ON = datetime.date(2023, 5, 2)
SCALE = 'scale e "E" { good "Good" bad "Bad" }\n'


def tool(name="t", scale="e", criterion="a"):
    return f"""
    tool {name} "Tool {name}" {{
      section s "S" {{ question {criterion} "Q" on {scale} }}
      judgement j "J" on {scale} {{ give good when {criterion} is good or better }}
    }}
    """


@pytest.fixture
def folder(tmp_path):
    """A function that writes files, by their names, into a folder of their own."""

    def folder(**files):
        for name, content in files.items():
            path = tmp_path / "pack" / (name.replace("__", "/") + ".qa")
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8")
        return tmp_path / "pack"

    return folder


def codes(path):
    return [found.code for found in compile_path(path).diagnostics]


# --- by name ---------------------------------------------------------------------------------------------------------


def test_packaged():
    """The packaged standards by their ids."""
    names = packaged_standards()
    assert names == tuple(sorted(names))
    assert {"calendars", "dorset", "north-somerset", "ofsted"} <= set(names)
    assert load_pack("ofsted").name == "ofsted"
    assert load_pack("ofsted").tools == ()
    assert load_pack("north-somerset", on=ON).name == "north-somerset"


def test_packaged_tool():
    """A packaged tool as ``standard/tool``, or beside its standard, for the day it is loaded for."""
    by_path = load("north-somerset/collaborative-practice-review", on=ON)
    assert by_path.id == "collaborative-practice-review"
    assert by_path.on == ON
    assert load("north-somerset", tool="collaborative-practice-review", on=ON) == by_path
    later = datetime.date(2024, 1, 1)
    assert load("north-somerset/collaborative-practice-review", on=later).on == later


@pytest.mark.parametrize("name", ["north-somerset", "north-somerset/collaborative-practice-review"])
def test_day_required(name):
    """A pack that is dated is loaded for a day."""
    with pytest.raises(QaError, match=r"^`north-somerset` has something dated: say for which day it is loaded"):
        load(name)


@pytest.mark.parametrize("day", ["2023-05-02", datetime.datetime(2023, 5, 2, tzinfo=datetime.UTC), 2023])
def test_a_day_is_a_date(day):
    """The day of an audit is a date, and nothing that only looks like one."""
    with pytest.raises(TypeError, match=r"^`on` is the date of the audit"):
        load("north-somerset", on=day)


def test_day_required_by_a_condition(folder):
    """A condition about the date of the audit is something dated too; without any, no day is needed."""
    text = (
        SCALE
        + """
    tool t "T" {
      section s "S" { question a "A" on e  question d "D" date }
      judgement j "J" on e { give good when d is before audit-date }
    }
    """
    )
    path = folder(dated=text, plain=SCALE + tool())
    with pytest.raises(QaError, match=r"^`dated` has something dated"):
        load(path / "dated.qa")
    assert load(path / "dated.qa", on=ON).on == ON
    assert load(path / "plain.qa").on is None


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            "rutland",
            "there is no file, folder or packaged standard `rutland`; "
            f"the packaged ones are {', '.join(packaged_standards())}",
        ),
        ("ofsted", "`ofsted` has no tool: name the tool"),
        ("ofsted/x", "`ofsted` has no tool `x`; it has no tool"),
        ("north-somerset/x", "`north-somerset` has no tool `x`; it has `collaborative-practice-review`"),
        ("nowhere/x.qa", "there is no file, folder or packaged standard `nowhere/x.qa`; the packaged ones are "),
        ("x" * 5000, "there is no file, folder or packaged standard `xxx"),
        ("x\0y", "there is no file, folder or packaged standard `x\0y`"),
        ("north_somerset/x", "there is no file, folder or packaged standard `north_somerset/x`"),
    ],
)
def test_not_found(where, message):
    """What is not there is named, with what is."""
    with pytest.raises(NotFoundError) as raised:
        load(where, on=ON)
    assert raised.value.message.startswith(message)
    assert raised.value.diagnostics == ()


# --- by path ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_text", [True, False])
def test_file_and_folder(folder, as_text):
    """A file is a pack of one; a folder is one pack of all its files."""
    path = folder(standard='standard house "House" {}' + SCALE, tools=tool())
    file = folder(alone=SCALE + tool()) / "alone.qa"
    (path / "alone.qa").rename(path.parent / "alone.qa")
    alone, whole = (path.parent / "alone.qa", path)
    if as_text:
        alone, whole = str(alone), str(whole)
    assert load(alone).standard is None
    assert load_pack(alone).name == "alone"
    assert load(whole).standard.id == "house"
    assert load_pack(whole).name == "house"
    assert file.name == "alone.qa"


def test_several_tools(folder):
    """Where there are several tools, one is named; a former id will do."""
    path = folder(pack=SCALE + tool("one") + tool("two").replace('"Tool two"', '"Tool two" formerly second'))
    assert load(path, tool="one").id == "one"
    assert load(path, tool="second").id == "two"
    assert [each.id for each in load_pack(path).tools] == ["one", "two"]
    with pytest.raises(NotFoundError, match=r"^`pack` has `one`, `two`: name the tool$"):
        load(path)
    with pytest.raises(NotFoundError, match=r"^`pack` has no tool `three`; it has `one`, `two`$"):
        load(path, tool="three")


def test_names_are_shared(folder):
    """The files of a pack share their names, whatever they are called, and each place names its file."""
    path = folder(standard='standard house "House" {}', zz=SCALE, aa=tool("one"), mm=tool("two"))
    pack = load_pack(path)
    assert [each.scales[0].id for each in pack.tools] == ["e", "e"]
    assert pack.tools[0].span.source == (path / "aa.qa").as_posix()
    assert pack.tools[1].scales[0].span.source == (path / "zz.qa").as_posix()


def test_a_file_stands_for_its_pack(folder):
    """A file of a pack is loaded with the whole pack, and the tool is the one it holds."""
    path = folder(standard='standard house "House" {}' + SCALE, one=tool("one"), two=tool("two"))
    assert load(path / "one.qa").id == "one"
    assert load(path / "two.qa").standard.id == "house"
    assert load(path / "two.qa", tool="one").id == "one"
    assert [each.id for each in load_pack(path / "two.qa").tools] == ["one", "two"]


def test_files_without_a_standard(folder):
    """Without a `standard.qa` every file is a pack of its own, and the folder is none; a single file stands for it."""
    path = folder(one=SCALE + tool("one"))
    assert load(path).id == "one"
    folder(two=SCALE + tool("two"))
    assert load(path / "two.qa").id == "two"
    with pytest.raises(NotFoundError, match=r"has no `standard\.qa`, so each of its files is a pack of its own"):
        load(path)


def test_order_of_files(folder):
    """The order of the files, which is that of their names, changes nothing that a tool says."""
    contents = [SCALE, tool("one"), tool("two"), 'clause C must "p" "s" { content only "x" }']
    seen = set()
    for number, order in enumerate(itertools.permutations(contents)):
        files = {f"p{number}__f{at}": content for at, content in enumerate(order)}
        path = folder(**files, **{f"p{number}__standard": 'standard house "House" {}'}) / f"p{number}"
        pack = load_pack(path)
        seen.add(frozenset((each.id, each.digest) for each in pack.tools))
        assert {clause.id for clause in pack.clauses} == {"C"}
    assert len(seen) == 1


def test_twice_in_a_pack(folder):
    """A name, and a standard, stands once in a pack, whichever files it stands in."""
    path = folder(standard='standard one "One" {}' + SCALE + tool(), then='standard two "Two" {}' + SCALE)
    compiled = compile_path(path)
    assert sorted(found.code for found in compiled.errors) == ["QA203", "QA209"]
    assert {found.span.source for found in compiled.errors} == {(path / "then.qa").as_posix()}


def test_errors(folder):
    """A pack with errors is not loaded: the exception counts and carries them."""
    path = folder(wrong=SCALE + tool(criterion="a").replace("a is good or", "b is good or") + tool("u", scale="f"))
    with pytest.raises(QaCheckError) as raised:
        load(path)
    assert raised.value.message == f"`{path}` has {len(raised.value.diagnostics)} errors"
    assert {found.code for found in raised.value.diagnostics} == {"QA201"}
    assert str(raised.value).splitlines()[0] == raised.value.message
    assert "there is no `b` in the tool `t`" in str(raised.value)


def test_one_error(folder):
    """One is one error."""
    path = folder(wrong=SCALE + tool() + "scale f")
    with pytest.raises(QaCheckError) as raised:
        load(path / "wrong.qa")
    assert raised.value.message.endswith("has 1 error")


def test_warnings_do_not_hinder(folder):
    """A pack with warnings only is loaded."""
    path = folder(pack=SCALE + 'scale never-used "N" { x "X" y "Y" }' + tool())
    assert codes(path) == ["QA204"]
    assert load(path).id == "t"


def test_empty_folder(tmp_path):
    """A folder without a rule file is no pack; files of other kinds do not count."""
    (tmp_path / "read.me").write_text("x")
    (tmp_path / "folder.qa").mkdir()
    with pytest.raises(NotFoundError, match=r"^the folder `.*` holds no `.qa` file$"):
        load(tmp_path)


def test_not_utf_8(folder):
    """A file that is no UTF-8 text is one finding that names the line, and the rest is still looked at."""
    path = folder(standard='standard house "House" {}', bad='# a\nscale f "Caf\xe9" { a "A" b "B" }'.encode("latin-1"))
    (found,) = compile_path(path).errors
    assert (found.code, found.span.source) == ("QA101", (path / "bad.qa").as_posix())
    assert found.message == "this file is not saved as plain text in UTF-8: line 2 cannot be read"


def test_too_large(folder):
    """A file far larger than any rule file is not read as one."""
    path = folder(standard='standard house "House" {}', film=b"#" * 4_000_001)
    (found,) = compile_path(path).errors
    assert (found.code, found.span.source) == ("QA102", (path / "film.qa").as_posix())
    assert found.message == "this file has 4,000,001 bytes; a rule file has at most 1,000,000 characters"


def test_byte_order_mark_and_line_ends(folder):
    """A byte order mark and the line ends of Windows change nothing."""
    text = SCALE + tool()
    plain, marked = (
        load(folder(**{name: content}) / f"{name}.qa")
        for name, content in (("plain", text), ("marked", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()))
    )
    assert plain == marked
    assert plain.digest == marked.digest


def test_unreadable(folder):
    """A file that cannot be read is a finding, not a crash: here a link to nothing."""
    path = folder(standard='standard house "House" {}')
    (path / "gone.qa").symlink_to("nowhere")
    (found,) = compile_path(path).errors
    assert (found.code, found.span.source) == ("QA101", (path / "gone.qa").as_posix())
    assert found.message == "this file cannot be read: No such file or directory"


# --- use -------------------------------------------------------------------------------------------------------------


def use(origin, name="e", kind="scale"):
    return f'use {kind} {name} from "{origin}"\n'


@pytest.mark.parametrize("origin", ["scales.qa", "./scales.qa", "sub/scales.qa", "sub", "./sub", "sub/"])
def test_use_inside(folder, origin):
    """A pack may use files and folders of its own folder."""
    inner = {"scales": SCALE} if origin.endswith("scales.qa") and "sub" not in origin else {"sub__scales": SCALE}
    path = folder(main=use(origin if origin != "sub" else "./sub") + tool(), **inner)
    assert load(path / "main.qa").scales[0].id == "e"


def test_use_of_a_packaged_standard(folder):
    """A pack may use what is installed."""
    path = folder(main=use("ofsted", "ofsted") + tool(scale="ofsted"))
    made = load(path / "main.qa")
    assert made.scales[0].grades[0].id == "outstanding"
    assert {clause.id for clause in made.clauses} == {"OFS-01", "OFS-02"}


def test_use_through_others(folder):
    """What is used may use others in its turn."""
    path = folder(
        main=use("lib/pack.qa") + tool(),
        lib__pack=use("deeper/pack.qa") + 'scale own "O" { a "A" b "B" }',
        lib__deeper__pack=SCALE,
    )
    assert load(path / "main.qa").scales[0].title == "E"


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("/etc/passwd", "QA206"),
        ("/", "QA206"),
        ("//server/share/pack.qa", "QA206"),
        ("../outside.qa", "QA206"),
        ("./../outside.qa", "QA206"),
        ("sub/../../outside.qa", "QA206"),
        ("sub/../inside.qa", "QA206"),
        ("..\\\\outside.qa", "QA206"),
        ("\\\\\\\\server\\\\share\\\\pack.qa", "QA206"),
        ("C:\\\\pack.qa", "QA206"),
        ("c:/pack.qa", "QA206"),
        ("https://example.org/pack.qa", "QA206"),
        ("file:///etc/passwd", "QA206"),
        ("git+ssh://git@example.org/pack.qa", "QA206"),
        ("http:pack", "QA205"),
        ("example.org", "QA205"),
        ("example.org/pack.qa", "QA205"),
        ("~/pack.qa", "QA205"),
        ("$HOME/pack.qa", "QA205"),
        ("nothing.qa", "QA205"),
        ("nothing", "QA205"),
        ("North-Somerset", "QA205"),
        ("x" * 5000 + ".qa", "QA205"),
        ("a\0b.qa", "QA205"),
    ],
)
def test_nothing_from_outside(folder, monkeypatch, origin, code):
    """Nothing outside the pack's own folder is read, and no network is asked."""

    def no_network(*_):
        message = "a rule file reached for the network"
        raise AssertionError(message)

    monkeypatch.setattr(socket, "socket", no_network)
    path = folder(main=use(origin.replace("\\\\", "\\")) + tool(), inside=SCALE, sub__x=SCALE)
    (path.parent / "outside.qa").write_text(SCALE)
    assert codes(path / "main.qa") == [code]


def test_a_link_out_of_the_folder(folder):
    """A link that leads out of the folder leads nowhere; one that stays inside is followed."""
    path = folder(
        main=use("link.qa") + tool(), other=use("door/outside.qa") + tool(), inner=SCALE, fine=use("stays.qa") + tool()
    )
    outside = path.parent / "outside.qa"
    outside.write_text(SCALE)
    (path / "link.qa").symlink_to(outside)
    (path / "door").symlink_to(path.parent)
    (path / "stays.qa").symlink_to("inner.qa")
    assert codes(path / "main.qa") == ["QA206"]
    assert codes(path / "other.qa") == ["QA206"]
    assert codes(path / "fine.qa") == []


def test_an_inner_pack_stays_inside_itself(folder):
    """A pack that is used may not reach into the folder of the one that uses it."""
    path = folder(main=use("lib/pack.qa") + tool(), lib__pack=use("../scales.qa"), scales=SCALE)
    (found,) = compile_path(path / "main.qa").errors
    assert found.code == "QA205"
    assert "the pack `lib/pack.qa` has errors: `../scales.qa` lies outside the pack's own folder" in found.message


@pytest.mark.parametrize(
    "files",
    [
        {"main": use("main.qa") + tool()},
        {"main": use("other.qa") + tool(), "other": use("main.qa")},
        {"main": use("a.qa") + tool(), "a": use("b.qa"), "b": use("c.qa"), "c": use("a.qa")},
    ],
)
def test_circles(folder, files):
    """Packs that use each other in a circle are reported, and loading them ends."""
    compiled = compile_path(folder(**files) / "main.qa")
    assert compiled.pack is None
    assert any("packs cannot use each other in a circle" in found.message for found in compiled.errors)


def test_circle_of_packaged_standards(monkeypatch, tmp_path):
    """Packaged standards may not use each other in a circle either."""
    from qarules.standards import loading, shelf

    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "standard.qa").write_text(f'standard {name} "S" {{}} use scale e from "{other}"')
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path)
    monkeypatch.setattr(loading, "shelf", lambda: tmp_path)
    loading._compile_packaged.cache_clear()
    assert packaged_standards() == ("one", "two")
    try:
        (found,) = compile_path("one").errors
    finally:
        loading._compile_packaged.cache_clear()
    assert found.code == "QA205"
    assert "`one` uses this pack, and packs cannot use each other in a circle" in found.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (use("scales.qa", "f"), "the pack `scales.qa` has no scale `f`"),
        (use("scales.qa", "e", "role"), "the pack `scales.qa` has no role `e`"),
        (use("broken.qa"), "the pack `broken.qa` has errors: "),
        (use("empty"), "there is no pack `empty`"),
        (use("./empty"), "the folder `./empty` holds no `.qa` file"),
    ],
)
def test_not_to_be_had(folder, text, message):
    """What the other pack does not have, or cannot give, is reported where it is used, once."""
    path = folder(main=text + tool(scale=text.split()[2]), scales=SCALE, broken="scale e {")
    (path / "empty").mkdir()
    (found,) = compile_path(path / "main.qa").errors
    assert found.message.startswith(message)
    assert found.span.source == (path / "main.qa").as_posix()
    assert found.span.start.line == 1


def test_a_text_by_itself_uses_nothing():
    """A text that stands by itself has no other packs within reach."""
    compiled = qarules.compile_text(use("ofsted", "ofsted") + tool(scale="ofsted"))
    (found,) = compiled.errors
    assert found.message == "there is no pack `ofsted` within reach of this text"
