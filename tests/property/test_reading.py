"""Files are read by shortcuts; here each of them is held to the long way round."""

from __future__ import annotations

from pathlib import Path

import lark
from hypothesis import HealthCheck, example, given, settings, strategies as st
from lark import Lark, Tree
from lark.lexer import LexerThread

from qarules.dsl.findings import Findings
from qarules.dsl.grammar import bound_keyword, grammar_text, keywords, words
from qarules.dsl.parser import _Parsing, parse
from qarules.dsl.source import Source, Token
from qarules.dsl.tokens import tokenise

SOUND = Path(__file__).with_name("every_construct.qa").read_text(encoding="utf-8")
SOUND_WORDS = [str(token) for token in words(SOUND)]
LARK = Lark(
    grammar_text(),
    start=["start", "junk"],
    parser="lalr",
    lexer="basic",
    propagate_positions=True,
    maybe_placeholders=False,
    edit_terminals=bound_keyword,
)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PIECES = st.sampled_from(
    [*sorted(keywords().values()), *'plan 1st 2.5 "text" """block""" “text” " """ ; #x é 12:30'.split()]
)
texts = st.text(st.characters(exclude_categories=()), max_size=80) | st.lists(
    st.tuples(PIECES, st.sampled_from([" ", "\n", "", "-", ", "])), max_size=40
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))


def placed(node):
    """A tree with all that is read off it: kinds, words and places."""
    if isinstance(node, Token | lark.Token):
        return node.type, str(node), node.start_pos, node.end_pos
    place = node.meta if isinstance(node, Tree) else node
    stretch = getattr(place, "start_pos", None), getattr(place, "end_pos", None)
    return str(node.data), stretch, [placed(child) for child in node.children]


@patient
@given(texts)
@example(SOUND)
def test_words_are_those_of_the_lexer(text):
    """Trying only the keywords of one letter finds no other words."""
    long_way = LexerThread.from_text(LARK.parser.lexer, text).lex(None)
    assert [placed(word) for word in words(text)] == [placed(word) for word in long_way]


def test_a_sound_file_gives_the_tree_of_the_parser():
    """With every tree where the parser itself sees it."""
    interactive = LARK.parse_interactive("", start="start")
    findings = Findings()
    source = Source("sound", SOUND)
    reading = _Parsing(source, tokenise(source, findings), findings)
    for at, word in enumerate(reading.tokens.words):
        kind = reading.kind_here(at)
        reading.read(at, kind)
        interactive.feed_token(lark.Token(kind, str(word), word.start_pos, end_pos=word.end_pos))
    tree = interactive.feed_token(lark.Token("$END", ""))
    assert placed(parse(source, Findings())) == placed(tree)


@st.composite
def slightly_changed(draw):
    """The sound file with a few words left out or others in their place."""
    changed = list(SOUND_WORDS)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(changed) - 1))
        changed[at : at + 1] = draw(
            st.sampled_from([[], [changed[at]] * 2, [draw(PIECES)], [draw(PIECES), changed[at]]])
        )
    return " ".join(changed)


@settings(patient, max_examples=40)
@given(slightly_changed())
@example(SOUND)
def test_reading_plainly_is_reading_with_care(text):
    """Whatever is read at the first attempt is what the reading finds that looks out for mistakes."""
    source, told = Source("text", text), Findings()
    tree = parse(source, told)
    careful = Findings()
    assert placed(_Parsing(source, tokenise(source, careful), careful).tree()) == placed(tree)
    assert careful.found == told.found
    assert careful.lost == told.lost


def test_a_sound_file_is_read_plainly():
    """The shortcut is taken at all."""
    source, findings = Source("sound", SOUND), Findings()
    tree = _Parsing(source, tokenise(source, findings), findings).plain_tree()
    assert tree is not None
    assert not findings.found


@given(texts, st.integers(0, 100), st.integers(0, 100))
def test_a_span_is_from_place_to_place(text, start, end):
    """Its two places are found together, and each is where it is found by itself, also of a span that runs back."""
    source = Source("text", text)
    span = source.span(start, end)
    assert span.start == source.position(min(start, len(text)))
    assert span.end == source.position(min(end, len(text)))
