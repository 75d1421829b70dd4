"""Differences in the forms that people and other programs read."""

from __future__ import annotations

from qarules.diagnostics import Position, Span
from qarules.export.differences import breaking, diff_github, diff_text
from qarules.model.difference import Category, Diff, Difference, GradeMove, Replay, Replayed

HERE = Span("old.qa", Position(0, 3, 1), Position(4, 3, 5))
GONE = Difference(category=Category.RESPONSES, rule="item-removed", thing="visit/q", message="it is gone", old=HERE)
TITLE = Difference(
    category=Category.WORDING,
    rule="title",
    thing="visit",
    message="the title changed",
    before="A\nB",
    after="C",
    new=HERE,
)
BOTH = [Diff(old="a", new="a", differences=(GONE, TITLE))]
MOVED = Replay(audits=(Replayed(name="x.json", moves=(GradeMove(judgement="j", before="good", after=""),)),))


def test_colours():
    """What breaks is red, everything else yellow; without colours the words say the same."""
    plain = diff_text(BOTH, None, (Category.RESPONSES,))
    coloured = diff_text(BOTH, None, (Category.RESPONSES,), colour=True)
    assert "\x1b[31mresponses (breaking)\x1b[0m: what" in coloured
    assert "\x1b[33mwording\x1b[0m: people" in coloured
    for code in ("\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_every_line_of_a_text_is_shown():
    assert "    - A\n    - B\n    + C\n" in diff_text(BOTH, None, ())


def test_what_breaks():
    """A stored audit breaks what its own difference is: grades that move, or answers that no longer fit."""
    assert breaking(BOTH, None, (Category.RESPONSES, Category.GRADES)) == 1
    assert breaking(BOTH, MOVED, (Category.GRADES,)) == 1
    assert breaking(BOTH, MOVED, (Category.FORM,)) == 0
    assert breaking([], Replay(audits=(Replayed(name="x", trouble="no JSON"),)), ()) == 1


def test_annotations_of_what_is_gone():
    """What stands in the old version alone has no line to be marked, and so says where it stood."""
    text = diff_github(BOTH, MOVED, (Category.RESPONSES,))
    assert text.splitlines() == [
        "::error title=responses item-removed::it is gone (it stood at old.qa:3:1)",
        "::warning title=wording title,file=old.qa,line=3,endLine=3,col=1,endColumn=5::the title changed",
        "::warning title=replay stored-audit::x.json: j goes from good to nothing",
    ]
