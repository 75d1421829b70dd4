"""Odd, huge and broken texts: whatever they are, they give a pack or reports, with places that lie in the text."""

from __future__ import annotations

import random

import pytest

from qarules.dsl import codes
from qarules.dsl.compile import compile_text
from qarules.dsl.grammar import keywords
from qarules.dsl.source import MOST_MISTAKES
from qarules.dsl.tokens import LONGEST_TEXT

HEAD = """\
qa 1
scale bands "Bands" { clear "Clear" some "Some" limited "Limited" }
scale grades "Grades" { good "Good" poor "Poor" }
"""
BANDS = '{ clear "c" some "s" limited "l" }'


def tool(items: str, rest: str = "") -> str:
    return f'{HEAD}tool visits "Visits" {{\n  section seeing "Seeing" {{\n{items}\n  }}\n{rest}\n}}\n'


SOUND = tool(
    f'    criterion voice "Voice" judged on bands {BANDS}\n'
    '    question alone "Alone?" yes or no, guidance """\n      Two\n      lines.\n      """',
    '  judgement overall "Overall" on grades { give good when all are clear }',
)


def reported(text: str) -> list[str]:
    return [found.code for found in compile_text(text).diagnostics]


def check_places(text: str) -> None:
    """Every place lies in *text*, and its line and column say the same as its offset."""
    for found in compile_text(text).diagnostics:
        spans = [found.span, *(label.span for label in found.labels), *(fix.span for fix in found.fixes)]
        for span in filter(None, spans):
            assert 0 <= span.start.offset <= span.end.offset <= len(text), found
            for point in (span.start, span.end):
                before = text[: point.offset]
                assert point.line == before.count("\n") + 1, found
                assert point.column == len(before) - (before.rfind("\n") + 1) + 1, found


# --- the form of a file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \t\n\r\n", "# nothing\n# but comments", "qa 1", "\ufeff", "\ufeffqa 1\n"])
def test_next_to_nothing(text):
    """A file that says nothing is an empty pack."""
    compiled = compile_text(text)
    assert compiled.diagnostics == ()
    assert compiled.pack is not None
    assert compiled.pack.tools == ()


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND.rstrip("\n"),
        "\ufeff" + SOUND,
        SOUND.replace("\n", "\r\n"),
        SOUND.replace("  ", "\t"),
        SOUND.replace(" ", "   "),
        " ".join(SOUND.replace('"""\n      Two\n      lines.\n      """', '"Two lines."').split()),
        SOUND + "# the end, without a line end",
        SOUND.replace("tool", "# “a comment”, no-break\u00a0space, {\ntool"),
    ],
    ids=[
        "plain",
        "no final line end",
        "byte order mark",
        "CRLF",
        "tabs",
        "loose",
        "one line",
        "comment last",
        "odd comment",
    ],
)
def test_layout(text):
    """White space, comments and the ends of lines change nothing."""
    compiled = compile_text(text)
    assert compiled.diagnostics == ()
    assert compiled.pack == compile_text(SOUND).pack


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\ud800", "\ue000", "\U0010ffff", "𝒜", "€", "•"])
def test_signs_of_no_language(sign):
    """A sign that means nothing is one report at its place, wherever it stands; inside a text it is text."""
    text = SOUND.replace("  judgement", f"  {sign} judgement")
    (found,) = compile_text(text).diagnostics
    assert found.span is not None
    assert found.span.start.offset == text.index(sign)
    assert reported(SOUND.replace("Alone?", f"Alone {sign}?")) == []


# --- the size of a file ----------------------------------------------------------------------------------------------


def test_too_large():
    """A text larger than any rule file is not read at all."""
    assert reported("rubbish %$ " * 500_000) == [codes.TEXT_TOO_LARGE.code]
    assert reported("#" * LONGEST_TEXT) == []


def test_random_words():
    """Prose as large as a file may be ends in one report: nothing in it looks like the beginning of anything."""
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ("".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(150_000))
    assert reported(" ".join(words)[:900_000]) == [codes.UNEXPECTED.code]


def test_random_keywords():
    """The language's own words in any order, as many as a file may hold, end in no more reports than anyone reads."""
    chance = random.Random(1)
    words = [word for word in keywords().values() if word != '"']
    text = " ".join(chance.choice(words) for _ in range(150_000))[:900_000]
    assert 0 < len(reported(text)) <= 2 * (MOST_MISTAKES + 1)


@pytest.mark.parametrize("sign", ["{", "}", "(", '"', '"""', "“", "a_b ", "a\u00a0", ",", '"a" b ', "“a”\n", '"a\n'])
def test_one_sign_again_and_again(sign):
    """A file of nothing but one sign ends in no more reports than anyone reads."""
    text = sign * 20_000
    assert 0 < len(reported(text)) <= 2 * (MOST_MISTAKES + 1)
    check_places(sign * 300)


# --- depth and length ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        tool('question count "Count" number', f"measure deep = {'(' * 10_000}count{')' * 10_000}"),
        tool(f'question alone "Alone?" yes or no, asked when {"not " * 10_000}alone is yes'),
        tool(f'question alone "Alone?" yes or no, asked when {"not (" * 10_000}alone is yes{")" * 10_000}'),
        HEAD + "tool {" * 10_000,
    ],
    ids=["brackets", "not", "not in brackets", "blocks"],
)
def test_too_deep(text):
    """What is nested deeper than anyone can read is told once, and the blocks left open behind it are not."""
    assert reported(text).count(codes.TOO_DEEP.code) == 1
    assert codes.MISSING_BRACE.code not in reported(text)


def test_long_condition():
    """Three thousand parts in one condition are read."""
    parts = " and ".join(["voice is clear"] * 3_000)
    text = tool(
        f'criterion voice "Voice" judged on bands {BANDS}',
        f'judgement overall "Overall" on grades {{ give good when {parts} }}',
    )
    compiled = compile_text(text)
    assert compiled.pack is not None
    assert len(compiled.pack.tools[0].judgements[0].giving[0].when.parts) == 3_000


def test_long_sum():
    """So are three thousand parts in one sum."""
    text = tool('question count "Count" number', f"measure total = {' + '.join(['count'] * 3_000)}")
    assert set(reported(text)) == {codes.UNUSED_NAME.code}


def test_many_items():
    """A tool of five thousand items is read."""
    items = "\n".join(f'criterion c-{number} "C" judged on bands {BANDS}' for number in range(5_000))
    compiled = compile_text(tool(items, 'judgement overall "O" on grades { give good when all are clear }'))
    assert compiled.pack is not None
    assert len(compiled.pack.tools[0].items) == 5_000


def test_long_chain_of_questions():
    """Two thousand questions, each asked because of the one before, are one long chain and no mistake."""
    asked = "\n".join(
        f'question q-{number} "Q" yes or no, asked when q-{number - 1} is yes' for number in range(1, 2_000)
    )
    compiled = compile_text(tool(f'question q-0 "Q" yes or no\n{asked}'))
    assert compiled.pack is not None


def test_long_chain_of_judgements():
    """So are two thousand judgements, each of which reads the one before."""
    judgements = "\n".join(
        f'judgement j-{number} "J" on grades {{ give good when j-{number - 1} is good }}' for number in range(1, 2_000)
    )
    text = tool(
        f'criterion voice "Voice" judged on bands {BANDS}',
        f'judgement j-0 "J" on grades {{ give good when all are clear }}\n{judgements}',
    )
    assert reported(text) == []


def test_long_circle():
    """A circle of two thousand questions is one report."""
    asked = "\n".join(
        f'question q-{number} "Q" yes or no, asked when q-{(number + 1) % 2_000} is yes' for number in range(2_000)
    )
    assert reported(tool(asked)).count(codes.CYCLE.code) == 1


def test_text_without_end():
    """A block of text that is never closed is one report, however much it swallows."""
    text = tool('question alone "Alone?" yes or no, guidance """' + "\nprose and more prose" * 40_000)
    assert reported(text).count(codes.UNCLOSED_TEXT.code) == 1


# --- places ----------------------------------------------------------------------------------------------------------

BROKEN = [
    SOUND.replace("criterion", "citerion"),
    SOUND.replace('"Voice"', '"Voice'),
    SOUND.replace('"Voice"', "“Voice”"),
    SOUND.replace('      """', ""),
    SOUND.replace("}\n}", "}"),
    SOUND.replace("judgement", "}\njudgement"),
    SOUND.replace("all are", "all ="),
    SOUND.replace("all are", "al are"),
    SOUND.replace("question ", "question\u00a0"),
    SOUND.rstrip() + ' "',
    SOUND.rstrip() + ' "never closed',
    SOUND.rstrip() + ' """',
    SOUND[:200],
]


@pytest.mark.parametrize("broken", range(len(BROKEN)))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places(broken, line_end):
    """Places lie in the text, and offset, line and column agree, whatever ends a line."""
    text = BROKEN[broken].replace("\n", line_end)
    assert reported(text)
    check_places(text)
    check_places(line_end + text)
    check_places("\ufeff" + text)


def test_same_reports_whatever_ends_a_line():
    """Lines that end in CRLF bring the same reports on the same lines."""
    for text in BROKEN:
        plain, windows = (compile_text(each).diagnostics for each in (text, text.replace("\n", "\r\n")))
        assert [(d.code, d.message, d.span.start.line, d.span.start.column) for d in plain] == [
            (d.code, d.message, d.span.start.line, d.span.start.column) for d in windows
        ]


# --- line ends -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_line_end_of_another_kind(line_end):
    """A comment that ends in a line end of another kind does not swallow the rest of the file in silence."""
    text = SOUND.replace("qa 1\n", f"qa 1\n# a comment{line_end}")
    (found,) = compile_text(text).diagnostics
    assert found.code == codes.UNREADABLE_TEXT.code
    assert found.span.start.offset == text.index(line_end)
    assert reported(SOUND.replace("qa 1\n", f"qa 1\n# a comment{line_end}\n")) == []
    assert reported(SOUND.replace("qa 1\n", f"qa 1{line_end}")) == []
