"""JUnit XML, which build servers show as test results."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from qarules.diagnostics import Span
from qarules.frozen import frozen

# What no XML 1.0 document can hold, however it is written.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen(kw_only=True)
class Case:
    """
    One test case.

    Attributes:
        group: What it is sorted under: the class name of JUnit.
        span: Where it is written.
        failures: What is not as it should be, one text each.
        errors: What kept it from being run.
    """

    name: str
    group: str
    span: Span | None = None
    failures: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def junit_xml(name: str, cases: Iterable[Case]) -> bytes:
    """
    A suite of *cases* as a document in UTF-8.

    It tells no times and no date: the same results are the same bytes. What XML cannot hold stands as a question mark.
    """
    every = list(cases)
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites,
        "testsuite",
        name=name,
        tests=str(len(every)),
        failures=str(sum(bool(case.failures) for case in every)),
        errors=str(sum(bool(case.errors) for case in every)),
        skipped="0",
        time="0",
    )
    for case in every:
        told = ET.SubElement(suite, "testcase", classname=_text(case.group), name=_text(case.name), time="0")
        if case.span is not None:
            told.set("file", _text(case.span.source))
            told.set("line", str(case.span.start.line))
        for kind, texts in (("failure", case.failures), ("error", case.errors)):
            if texts:
                ET.SubElement(told, kind, message=_text(texts[0]), type=kind).text = _text("\n".join(texts))
    ET.indent(suites)
    written: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _text(text: str) -> str:
    return _UNWRITABLE.sub("?", text)
