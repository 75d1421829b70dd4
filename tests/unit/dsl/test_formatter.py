"""A text in the one layout, or its mistakes."""

from __future__ import annotations

import pytest

from qarules.dsl import formatter
from qarules.dsl.doc import render
from qarules.dsl.formatter import format_text
from qarules.errors import QaCheckError

TEXT = 'scale e "E" { clear "Clear"  limited "Limited" }  # no more\n'


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("", ""),
        ("\n \n", ""),
        ("\n# only a comment", "# only a comment\n"),
        ("qa 1", "qa 1\n"),
        ('qa 1 role r "R"', 'qa 1\n\nrole r "R"\n'),
        ('\n\n# first\n\n\nrole r "R"\n\n', '# first\n\nrole r "R"\n'),
        ('role r "R" { also   known as "A\u00a0B  C" }', 'role r "R" { also known as "A\u00a0B C" }\n'),
        ('role r """"""', 'role r ""\n'),
        ('role r """ so  "said" he """', 'role r """so "said" he"""\n'),
        ('role r """"so" said he"""', 'role r """\n  "so" said he\n  """\n'),
        ('no  longer\nused x since "2" because "y"', 'no longer used x since "2" because "y"\n'),
        ('event e "E" { note "n" formerly a   formerly b }', 'event e "E" { note "n"  formerly a  formerly b }\n'),
        ('event e "E" {\nnote "n" }', 'event e "E" {\n  note "n"\n}\n'),
        ('event e "E"\n  cites A-1 { note "n" }', 'event e "E"\n    cites A-1 { note "n" }\n'),
    ],
)
def test_layout(text, formatted):
    """Exactly so, and no other way a second time."""
    assert format_text(text) == formatted
    assert format_text(formatted) == formatted


@pytest.mark.parametrize(
    ("written", "end"),
    [(TEXT, "\n"), (TEXT.replace("\n", "\r\n"), "\r\n"), (TEXT + "\n\r\n", "\n"), (TEXT.strip(), "\n")],
)
def test_line_ends(written, end):
    """The line ends that a file has most of are those it has afterwards, and its mark stays."""
    assert format_text(written) == TEXT.replace("\n", end)
    assert format_text(f"\ufeff{written}") == "\ufeff" + TEXT.replace("\n", end)


def test_mistakes():
    """What cannot be read is not formatted; every mistake is told."""
    with pytest.raises(QaCheckError, match=r"^`x.qa` cannot be formatted before its mistakes are mended") as refused:
        format_text('role r “R”\nrole "S"', name="x.qa")
    assert [found.code for found in refused.value.diagnostics] == ["QA104", "QA112"]


def test_names_are_not_looked_at():
    """What is wrong with what a text says does not stand in the way."""
    assert format_text('deadline d "D" {within 3 days of nothing-known}') == (
        'deadline d "D" { within 3 days of nothing-known }\n'
    )


@pytest.mark.parametrize(
    "lost",
    [
        TEXT.replace("# no more", ""),
        TEXT.replace("no", "some"),
        TEXT.replace("limited", "low"),
        "",
        TEXT * 2,
        "scale {",
    ],
)
def test_nothing_is_lost(monkeypatch, lost):
    """Whatever a fault of the layout loses or adds, it is noticed, and the text stays what it was."""
    monkeypatch.setattr(formatter, "render", lambda docs: (render(docs), lost)[1])
    with pytest.raises(AssertionError, match="would not say the same any more"):
        format_text(TEXT)
