"""Laws of forms, over generated tools: everything that is asked or decides is there, once."""

from __future__ import annotations

import itertools
import re
from xml.etree.ElementTree import Element

from hypothesis import HealthCheck, given, settings, strategies as st
from markdown_it import MarkdownIt
from tinyhtml5.parser import HTMLParser

from qarules.export.document import Asked, Document, Grid, Line, Listing, Part
from qarules.export.document_html import document_html
from qarules.export.document_markdown import document_markdown
from qarules.export.form import tool_form
from qarules.model.judgement import Descriptor
from qarules.model.pack import Pack
from qarules.model.tool import OneOf, OnScale, Tool, YesNo
from qarules.testing import strategies

slow = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def form(tool: Tool) -> Document:
    return tool_form(Pack(name="generated", tools=(tool,), roles=tool.roles, clauses=tool.clauses))


def parsed(page: str) -> Element:
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(page)
    assert parser.errors == []
    return tree


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def one(text: str) -> str:
    return " ".join(text.split())


def named(tree: Element, name: str) -> Element:
    """The one element of that name."""
    (found,) = (element for element in tree.iter() if element.get("id") == name)
    return found


def boxes(element: Element) -> int:
    return sum(each.get("class") == "box" for each in element.iter())


@slow
@given(st.data())
def test_everything_stands_in_the_page_once(data):
    """Every section, item, descriptor and rule of a tool, each where it belongs and nowhere else."""
    tool = data.draw(strategies.tools())
    tree = parsed(document_html(form(tool)))
    names = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(names) == len(set(names))
    asked = [each.get("id") for each in tree.iter("tbody") if (each.get("id") or "").startswith("item-")]
    assert asked == [f"item-{name}" for name in tool.items]
    for section in tool.sections:
        part = named(tree, f"section-{section.id}")
        inside = [each.get("id") for each in part.iter("tbody") if each.get("id")]
        assert inside == [f"item-{item.id}" for item in section.items]
    for item in tool.items.values():
        row = named(tree, f"item-{item.id}")
        head, *cells = (each for each in row.iter() if each.tag in {"th", "td"})
        assert said(head).startswith(one(f"{item.number} {item.title}"))
        extra = 1 + (item.may_not_apply is not None)
        match item.answer:
            case OnScale(scale=name):
                grades = tool.scale_by_id[name].grades
                assert len(cells) == len(grades) + 1
                for cell, grade in zip(cells, grades, strict=False):
                    assert one(cell.get("data-column", "")).startswith(one(grade.title))
                told = {each.step: _descriptor(each) for each in item.descriptors}
                assert [said(cell) for cell in cells[:-1]] == [told.get(grade.id, "") for grade in grades]
                assert boxes(row) == len(grades) + extra
            case YesNo():
                assert boxes(row) == 2 + extra
            case OneOf(choices=choices):
                assert boxes(row) == len(choices) + extra
            case _:
                assert boxes(row) == extra
    for judgement in tool.judgements:
        part = named(tree, f"judgement-{judgement.id}")
        rules = [
            said(each).split(": when ")[0]
            for each in part.iter("li")
            if (each.get("id") or "").startswith(f"rule-{judgement.id}.")
        ]
        titles = {grade.id: one(grade.title) for grade in tool.scale_by_id[judgement.scale].grades}
        wanted = [titles[rule.grade] for rule in judgement.giving]
        wanted += [f"No better than {titles[rule.grade]}" for rule in judgement.limits]
        assert rules == wanted


def _descriptor(descriptor: Descriptor) -> str:
    return one(descriptor.text or f"No words in the source: {descriptor.not_provided}")


@slow
@given(st.data())
def test_both_forms_say_the_same(data):
    """The Markdown has the parts, the rows and the lists of the page, in the same order."""
    tool = data.draw(strategies.tools())
    document = form(tool)
    text = document_markdown(document)
    assert text == document_markdown(form(tool))
    tokens = MARKDOWN.parse(text)
    headings = [
        "".join(child.content for child in inline.children or ())
        for opened, inline in itertools.pairwise(tokens)
        if opened.type == "heading_open"
    ]
    page = parsed(document_html(document))
    shown = [said(each) for each in page.iter() if re.fullmatch(r"h[1-6]", str(each.tag))]
    assert [one(heading) for heading in headings] == [each for each in shown if each != "Contents"]
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == sum(map(_rows, _blocks(document.parts)))
    items = sum(token.type == "list_item_open" for token in tokens)
    assert items >= sum(len(block.lines) for block in _blocks(document.parts) if isinstance(block, Listing))


def _blocks(parts: tuple[Part, ...]):
    for part in parts:
        yield from part.blocks
        yield from _blocks(part.parts)


def _rows(block: object) -> int:
    match block:
        case Asked(rows=rows):
            return 1 + len(rows)
        case Grid(rows=rows, blank=blank):
            return 1 + len(rows) + blank
        case _:
            return 0


@slow
@given(strategies.prose())
def test_any_text_stays_itself(text):
    """Whatever is written, a page and its Markdown show just that."""
    document = Document(title="A", parts=(Part(anchor="p", title="P", blocks=(Listing(lines=(Line(text=text),)),)),))
    tree = parsed(document_html(document))
    (item,) = (each for each in tree.iter("li") if not each.findall("a"))
    assert said(item) == one(text)
    inline = [token for token in MARKDOWN.parse(document_markdown(document)) if token.type == "inline"]
    if one(text):
        assert "".join(child.content for child in inline[2].children or ()) == one(text)
