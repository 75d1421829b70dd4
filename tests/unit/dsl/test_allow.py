"""What comments allow: exactly what they stand at, wherever the layout puts them."""

from __future__ import annotations

import pytest

from qarules import format_text
from qarules.dsl.compile import compile_text

WHY = 'because "it comes later"'
TOOL = 'tool t "T" { section s "S" { question q "Q" yes or no } }\n'


def compiled(text):
    """What is found and what is allowed, each by code and line."""
    found = compile_text(text)
    told = [(each.code, each.span.start.line) for each in found.diagnostics]
    return told, [(each.diagnostic.code, each.diagnostic.span.start.line, each.reason) for each in found.allowed]


SPARE = 'scale spare "Spare" { high "High"  low "Low" }'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{SPARE}  # qarules: allow QA204 {WHY}\n", 1),
        (f"# qarules: allow QA204 {WHY}\n{SPARE}\n", 2),
        (f"# qarules: allow QA204 {WHY}\n\n# and why not\n\n{SPARE}\n", 5),
        (f'scale spare # qarules: allow QA204 {WHY}\n"Spare" {{ high "High"  low "Low" }}\n', 1),
        (f'scale spare "Spare" {{ # qarules: allow QA204 {WHY}\nhigh "High"  low "Low" }}\n', 1),
        (f'scale spare "Spare" {{\n  high "High"\n  low "Low"\n}}  # qarules: allow QA204 {WHY}\n', 1),
        (f"#qarules:allow QA204 {WHY}  \n{SPARE}\n", 2),
        (f"# qarules: allow QA204,QA204 , QA204 {WHY}\r\n{SPARE}\r\n", 2),
    ],
)
def test_places(text, line):
    """Behind it, on its last line or in the midst of it, or before it on a line of its own; so does its layout."""
    assert compiled(text + TOOL) == ([], [("QA204", line, "it comes later")])
    _, allowed = compiled(format_text(text + TOOL))
    assert [each[::2] for each in allowed] == [("QA204", "it comes later")]


@pytest.mark.parametrize(
    ("section", "allowed"),
    [
        (f"# qarules: allow QA310 {WHY}\n" + 'question a "A" yes or no  question b "B" yes or no', ["a"]),
        (f'question a "A" yes or no  # qarules: allow QA310 {WHY}\n' + 'question b "B" yes or no', ["a"]),
        (f'question a "A" one of {{ x "X"  y "Y" }}, optional  # qarules: allow QA310 {WHY}\n', ["a"]),
        (f'question a "A" yes or no question b "B" one of {{ x "X"\ny "Y" }} # qarules: allow QA310 {WHY}\n', ["b"]),
        (
            f'criterion a "A" judged on e {{ # qarules: allow QA310 {WHY}\nx "X" y "Y" }} question b "B" yes or no',
            ["a"],
        ),
        (
            f'criterion a "A" judged on e {{ x "X" y "Y"\n}} # qarules: allow QA310 {WHY}\nquestion b "B" yes or no',
            ["a"],
        ),
        (f'criterion a "A" judged on e {{ x "X" # qarules: allow QA310 {WHY}\n y "Y" }} question b "B" date', ["a"]),
    ],
)
def test_extent(section, allowed):
    """It holds for the construct it stands at, and neither for the next nor for the one around it."""
    text = 'clause C-1 must "p" "s"\nscale e "E" cites C-1 { x "X"  y "Y" }\nknown k "K" on e cites C-1\n'
    text += f'tool t "T" cites C-1 {{ section s "S" cites C-1 {{\n{section}\n}} }}\n'
    for layout in (text, format_text(text)):
        found = compile_text(layout)
        start = [each.diagnostic.span.start.offset for each in found.allowed]
        assert [layout[at] for at in start] == allowed
        assert {each.code for each in found.diagnostics} <= {"QA310"}
        assert found.pack is not None


def test_inside_a_text():
    """What stands in a text is no comment."""
    text = f'scale spare "# qarules: allow QA204 {WHY.replace(chr(34), chr(39))}" {{ high "High"  low "Low" }}\n'
    assert compiled(text + TOOL) == ([("QA204", 1)], [])


def test_an_error_elsewhere():
    """Where an error may hide what there is to find, nobody is told that there was nothing to allow."""
    text = f'# qarules: allow QA310 {WHY}\ntool t "T" {{ section s "S" {{ question q "Q" on nowhere }} }}\n'
    assert compiled(text) == ([("QA201", 2)], [])


def test_every_warning_can_be_allowed():
    """What may be allowed is a warning; what grades wrongly is an error, and stays one."""
    found = compile_text(f'# qarules: allow QA408 {WHY}\nscale spare "S" {{ high "H"  low "L" }}\n{TOOL}')
    assert [each.code for each in found.diagnostics] == ["QA601", "QA204"]
    assert found.diagnostics[0].message == "`QA408` is an error, and only a warning can be allowed"


def test_many_bad_comments():
    """A file full of comments that cannot be read ends in no more reports than anyone reads."""
    assert len(compile_text("# qarules\n" * 50_000).diagnostics) <= 202
