"""A tool around a few lines of text, and what the checks say of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qarules.diagnostics import Diagnostic, Span
from qarules.dsl.compile import compile_text

HEAD = """qa 1
scale evidence "Bands" { clear "Clear" points 2  some "Some" points 1  limited "Limited" points 0 }
scale ofsted "Grades" { outstanding "Outstanding"  good "Good"  fair "Fair"  poor "Poor" }
role reviewer "Reviewer" { also known as "Rev" }
tool t "Tool" {
"""
UNUSED = "QA204"


def whole(body: str) -> str:
    return f"{HEAD}{body}\n}}\n"


def under(text: str, span: Span | None) -> str:
    """The words that a report stands under."""
    assert span is not None
    return " ".join(text[span.start.offset : span.end.offset].split())


@pytest.fixture
def reports() -> Callable[[str], list[Diagnostic]]:
    """Everything said about the body of a tool, but that it uses a scale or not."""

    def reports(body: str) -> list[Diagnostic]:
        return [found for found in compile_text(whole(body)).diagnostics if found.code != UNUSED]

    return reports


@pytest.fixture
def found(reports) -> Callable[[str], list[tuple[str, str]]]:
    """The codes of all reports, each with the words it stands under."""

    def found(body: str) -> list[tuple[str, str]]:
        return [(each.code, under(whole(body), each.span)) for each in reports(body)]

    return found


@pytest.fixture
def labelled() -> Callable[[str, Diagnostic], list[str]]:
    """The words that the labels of a report stand under."""

    def labelled(body: str, report: Diagnostic) -> list[str]:
        return [under(whole(body), label.span) for label in report.labels]

    return labelled
