"""A tool as a form: what the two forms say, that nothing of an author's text acts in them, and the PDF."""

from __future__ import annotations

import datetime
import itertools
import re
import sys
import zlib
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from markdown_it import MarkdownIt
from tinyhtml5.parser import HTMLParser

from qarules.errors import NotFoundError, QaError
from qarules.export.document import Bar, Document
from qarules.export.document_html import document_html
from qarules.export.document_markdown import document_markdown, markdown_text
from qarules.export.document_pdf import document_pdf
from qarules.export.form import tool_form
from qarules.proofs.influence import influence
from qarules.standards.catalogue import read_pack, read_tool

TESTS = Path(__file__).parents[2]
GOLDEN = TESTS / "golden" / "forms"
EVERYTHING = TESTS / "property" / "every_construct.qa"
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})
WRITERS = {"html": document_html, "md": document_markdown}
NASTY = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "a | b \\| c",
    "**bold** _em_ `code` ~~gone~~ [link](javascript:alert(1)) ![x](y)",
    "# no heading",
    "1. no list",
    "- no list",
    "+ no list",
    "=== no heading",
    "> no quotation",
    "&lt; &amp; &#60;",
    "\"quotes\" 'and' “these”",
    "$x$ \\ * end\\",
    "☐ not a box <br> of ours",
]


def form(name, tool):
    pack, found = read_tool(name, tool=tool)
    return tool_form(pack, found.id)


def parsed(page):
    """The tree of a page; every fault that a browser would mend in silence fails."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(page)
    assert parser.errors == []
    return tree


def said(element):
    """All the text in an element, as one line."""
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(
    ("name", "where", "tool"), [("every_construct", EVERYTHING, "visits"), ("dudley", "dudley", "case-file-aims")]
)
def test_golden(name, where, tool, suffix, update):
    """The forms of a tool with every construct and of a real one, but for the fingerprint of their rules."""
    document = form(where, tool)
    assert read_tool(where, tool=tool)[1].digest[:16] in document.identity
    shown = attrs.evolve(document, identity=re.sub(r"[0-9a-f]{16}$", "0" * 16, document.identity))
    text = WRITERS[suffix](shown)
    path = GOLDEN / f"{name}.{suffix}"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("standard", ["aqos", "ccuo", "dorset", "dudley", "north-somerset"])
def test_pages_are_sound(standard):
    """Every packaged tool makes a page without a fault, in which every name stands once and every link leads there."""
    pack = read_pack(standard)
    for tool in pack.tools:
        tree = parsed(document_html(tool_form(pack, tool.id)))
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names))
        assert {link.get("href")[1:] for link in tree.iter("a")} <= set(names)
        levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        for table in tree.iter("table"):
            assert said(table.find("caption"))
            assert all(head.get("scope") for head in table.iter("th"))


def test_nothing_is_loaded():
    """A page asks for nothing and runs nothing, and its own policy forbids both."""
    page = document_html(form(EVERYTHING, "visits"))
    tree = parsed(page)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {element.tag for element in tree.iter()}
    assert not any(name in {"src", "style"} or name.startswith("on") for each in tree.iter() for name in each.attrib)
    assert "url(" not in page
    assert "@import" not in page
    (policy,) = (each.get("content") for each in tree.iter("meta") if each.get("http-equiv"))
    assert policy.startswith("default-src 'none';")
    assert tree.get("lang") == "en-GB"


def nasty(text):
    """The source of a tool that says *text* wherever an author can, as titles and prose hold it."""
    title = text.replace('"', "'")
    return (
        f"""
        scale bands "{title}" {{ clear "{title}" limited "x {title}" }}
        role boss "{title}"
        clause C-1 interpretation "{title}" "{title}"
        tool t "{title}" version "{title}" guidance "{title}" cites C-1 {{
          section s "{title}" number "{title}" guidance "{title}" {{
            criterion c "{title}" judged on bands, note "{title}" {{ clear "{title}" limited not provided "{title}" }}
            question q "{title}" one of {{ a "{title}" b "y {title}" }}
            question n "{title}" number from 0 to 9 unit "{title}"
            question r "{title}" table {{ a text "{title}" }}
          }}
          judgement j "{title}" on bands, decided by boss {{
            descriptor clear "{title}"
            give clear when c is clear and q is a
          }}
        }}
        """,
        title,
    )


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(text, pack_of):
    """Whatever an author writes is shown as it is written: in a page, in its style, and in Markdown."""
    source, title = nasty(text)
    pack = pack_of(source)
    shown = " ".join(title.split())
    document = tool_form(pack, "t")
    plain = parsed(document_html(document))
    usual = parsed(document_html(tool_form(pack_of(nasty("Usual")[0]), "t")))
    assert [element.tag for element in plain.iter()] == [element.tag for element in usual.iter()]
    assert said(plain.find("body/header/h1")) == shown
    assert shown in said(plain.find(".//tbody[@id='item-c']"))
    tokens = MARKDOWN.parse(document_markdown(document))
    usual_tokens = MARKDOWN.parse(document_markdown(tool_form(pack_of(nasty("Usual")[0]), "t")))
    assert list(map(kind, tokens)) == list(map(kind, usual_tokens))
    inline = [token for token in tokens if token.type == "inline"]
    assert "".join(child.content for child in inline[0].children) == shown
    html = [child.content for token in inline for child in token.children if child.type == "html_inline"]
    assert set(html) <= {"<br>"}


def kind(token):
    return token.type, token.tag, token.level


@pytest.mark.parametrize("text", NASTY)
def test_markdown_text(text):
    """A text in Markdown reads as itself at the beginning of a paragraph."""
    block, inline, _ = MARKDOWN.parse(markdown_text(text))
    assert block.type == "paragraph_open"
    assert all(child.type == "text" for child in inline.children)
    assert "".join(child.content for child in inline.children) == text


def test_title_in_style():
    """The title at the foot of a sheet ends neither its string nor the style."""
    page = document_html(Document(title='"; } </style> \\ \n', identity="x"))
    (style,) = parsed(page).iter("style")
    assert r'content: "\22 \3b  \7d  \3c \2f style\3e  \5c  \a ";' in style.text


# --- which tool ------------------------------------------------------------------------------------------------------


def test_which_tool(pack_of):
    """One of several has to be named, and one that is not there is told with those that are."""
    text = 'tool a "A" { section s "S" { question q "Q" yes or no } }\n'
    assert tool_form(pack_of(text)).title == "A"
    two = pack_of(text + text.replace("tool a", "tool b").replace('"A"', '"B"'))
    assert tool_form(two, "b").title == "B"
    with pytest.raises(NotFoundError, match="has `a` and `b`: name one"):
        tool_form(two)
    with pytest.raises(NotFoundError, match="has no tool `c`; it has `a` and `b`"):
        tool_form(two, "c")


def test_day():
    """Of a day, the form says so, and names the fingerprint that outcomes of that day have."""
    day = datetime.date(2027, 4, 1)
    pack, tool = read_tool(EVERYTHING, on=day)
    document = tool_form(pack, "visits")
    assert tool.digest[:16] in document.identity
    assert ("For audits of", "1 April 2027") in [(line.lead, line.text) for line in document.about]
    assert document.identity != form(EVERYTHING, "visits").identity


# --- the rules -------------------------------------------------------------------------------------------------------


def rules(tool_text, pack_with):
    return document_markdown(tool_form(pack_with(tool_text), "t"))


def test_rules_are_told_whole(pack_with):
    """What is given, what where nothing is, which limit binds, and when there is no grade at all."""
    text = rules(
        """
        section a "A" { criterion c "C" judged on evidence { clear "x" some "y" limited "z" } }
        section b "B" { question t "T" text }
        judgement each "Each" for each section on verdict { give held when all are clear }
        judgement j "J" on ofsted {
          give good when c is some or better
          no better than requires-improvement when c is limited
        }
        """,
        pack_with,
    )
    assert "The rules suggest the best of these grades whose condition holds, and “Inadequate” where none does:" in text
    assert "- **Good**: when “C” is “Some” or better" in text
    assert "- **No better than Requires improvement**: when “C” is “Limited”" in text
    assert "- **Not applicable**: to a section of which nothing that counts applies" in text
    assert "- **Not applicable**: where nothing that counts applies" in text
    # A section without anything to count has no grade to tick.
    (grades,) = re.findall(r"\*\*Grades for “Each”\*\*\n\n.*\n.*\n((?:\|.*\n)+)", text)
    assert grades == "| **A** | ☐ Held ☐ Open |\n"


def test_only_a_person_decides(pack_with):
    """Without a giving rule, the form says who decides, and asks for what the decision needs."""
    text = rules(
        'section a "A" { question q "Q" yes or no }\n'
        'judgement j "J" on ofsted, decided by reviewer or moderator, with reason { no better than good when q is no }',
        pack_with,
    )
    assert "- **Decided by**: Reviewer or Moderator, who has to say why" in text
    assert "No rule suggests a grade: a person decides." in text
    assert "* Reason (needed): " in text
    assert "Not applicable**:" not in text


def test_a_step_of_two_titles_keeps_its_id(pack_with):
    """Where two scales call a step by different words, the rules name it as their author did."""
    text = rules(
        'section a "A" { question q "Q" one of { open "Ajar" shut "Shut" } question v "V" on verdict }\n'
        'judgement j "J" on ofsted { give good when q is open and v is held }',
        pack_with,
    )
    assert "when “Q” is open and “V” is “Held”" in text


# --- sensitivity -----------------------------------------------------------------------------------------------------


def test_sensitivity(pack_with):
    """The shares that were counted, the most decisive first, drawn and in figures; what is left out is counted."""
    pack = pack_with(
        """
        section a "A" {
          question first "First" on verdict
          question second "Second" on verdict
          question third "Third" on verdict
        }
        judgement j "J" on verdict { give held when first is held and (second is held or third is held) }
        """
    )
    (tool,) = pack.tools
    document = tool_form(pack, "t", influence(tool))
    rows = "| First | ███████████████ 75% |\n| Second | █████ 25% |\n| Third | █████ 25% |"
    assert rows in document_markdown(document)
    table = parsed(document_html(document)).find(".//section[@id='sensitivity']/table")
    assert [said(row) for row in table.iter("tr")][1:] == ["First 75%", "Second 25%", "Third 25%"]
    assert [each.get("width") for each in table.iter() if each.get("class") == "share"] == ["150", "50", "50"]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "0%"),
        (Fraction(1, 10**9), "0.1%"),
        (Fraction(5, 9), "55.6%"),
        (Fraction(10**9 - 1, 10**9), "99.9%"),
        (Fraction(1), "100%"),
        (None, "not known"),
    ],
)
def test_shares(share, words):
    """A share that is not all or nothing is never shown as that."""
    assert Bar(label="A", share=share).words == words


def test_many_bars():
    """Of many items the most decisive are drawn, and the others counted."""
    pack, tool = read_tool("north-somerset/collaborative-practice-review", on=datetime.date(2023, 5, 2))
    text = document_markdown(tool_form(pack, tool.id, influence(tool)))
    assert "16 other items, each no more than the last of these." in text


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_pdf():
    """A PDF is tagged, says its language and is the same each time."""
    document = form("north-somerset", "progress-questions")
    first = document_pdf(document)
    assert first.startswith(b"%PDF-")
    inside = b"".join(map(zlib.decompress, re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", first, re.DOTALL)))
    assert b"/MarkInfo" in inside
    assert b"/Lang (en-GB)" in inside
    assert document_pdf(document) == first


def test_pdf_without_weasyprint(monkeypatch):
    """Where it is not installed, the message says what to install."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(QaError, match=r"pip install 'qarules\[pdf\]'"):
        document_pdf(Document(title="A"))


def test_pdf_without_pango(monkeypatch):
    """Where the system lacks what lays out text, the message names it."""

    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(QaError, match="needs the library Pango"):
        document_pdf(Document(title="A"))
