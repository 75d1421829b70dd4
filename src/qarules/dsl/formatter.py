"""
Text to text: the one layout of rule files.

A file keeps its words, its comments and their order; what changes is white space, and where the lines of a long text
break. What is written is read once more before it is handed out, and where anything would be lost nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator

from qarules.dsl.concrete import Part, comments, concrete
from qarules.dsl.doc import Prose, render
from qarules.dsl.findings import Findings
from qarules.dsl.layout import file_doc
from qarules.dsl.parser import parse
from qarules.dsl.source import Source
from qarules.dsl.tokens import TEXTS
from qarules.errors import QaCheckError

BOM = "\ufeff"


def format_text(text: str, *, name: str = "<text>") -> str:
    """
    *text* in the one layout of rule files, its line ends and its mark of the encoding as they were.

    The same model is read from it, and it has the same comments in the same order. Formatting it once more changes
    nothing.

    Args:
        text: A rule file.
        name: What its places are called.

    Raises:
        QaCheckError: It cannot be read without a mistake; ``.diagnostics`` names each.
    """
    mark = BOM if text.startswith(BOM) else ""
    written = _read(Source(name, text))
    formatted = render(file_doc(written)).lstrip("\n")
    if not _says_the_same(formatted, written):
        message = f"`{name}` would not say the same any more, and is left as it is"
        raise AssertionError(message)
    ends = text.count("\r\n")
    return mark + (formatted.replace("\n", "\r\n") if ends > text.count("\n") - ends else formatted)


def _read(source: Source) -> Part:
    findings = Findings()
    tree = parse(source, findings)
    if findings.found:
        message = f"`{source.name}` cannot be formatted before its mistakes are mended"
        raise QaCheckError(message, findings.sorted())
    return concrete(source, tree)


def _says_the_same(text: str, written: Part) -> bool:
    """Whether *text* says what was *written*, with the same comments in the same order."""
    try:
        again = _read(Source("formatted", text))
    except QaCheckError:
        return False
    return list(_said(again)) == list(_said(written)) and list(comments(again)) == list(comments(written))


def _said(part: Part) -> Iterator[object]:
    """What a text says, apart from its layout."""
    yield part.rule
    for child in part.children:
        if isinstance(child, Part):
            yield from _said(child)
        elif child.kind in TEXTS:
            yield Prose.of(child).paragraphs
        else:
            yield child.kind, child.text
    yield None
