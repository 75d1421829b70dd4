"""Findings of a check in the forms that other programs read: JSON, GitHub, GitLab, JUnit. SARIF stands beside it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qarules.diagnostics import Diagnostic, Severity, Span
from qarules.dsl.allow import Allowed
from qarules.dsl.render import render_plain, summary
from qarules.export.junit import Case, junit_xml
from qarules.model.outcome import FORMAT
from qarules.model.plain import plain

MOST_ANNOTATIONS = 10
"""GitHub shows so many of each level in a step, and drops the others in silence."""


def check_json(diagnostics: Iterable[Diagnostic], allowed: Iterable[Allowed] = ()) -> str:
    """Every finding with its places, fixes and help, and those that are allowed, each with the reason."""
    data = {
        "format_version": FORMAT,
        "diagnostics": [plain(found) for found in diagnostics],
        "allowed": [plain(each) for each in allowed],
    }
    return json.dumps(data, indent=2) + "\n"


def fingerprints(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]) -> list[str]:
    """
    For each finding a mark that no other has, and that stays when lines are put in or taken out elsewhere in its file.

    It is made of the code, the file, and the line that the finding is about without the white space around it; among
    several that have the same, of their order.
    """
    seen: Counter[str] = Counter()
    marks = []
    for found in diagnostics:
        key = "\n".join([found.code, found.span.source if found.span else "", _line(found.span, texts)])
        seen[key] += 1
        marks.append(hashlib.sha256(f"{key}\n{seen[key]}".encode()).hexdigest())
    return marks


def _line(span: Span | None, texts: Mapping[str, str]) -> str:
    lines = texts.get(span.source, "").split("\n") if span is not None else []
    return lines[span.start.line - 1].strip() if span is not None and span.start.line <= len(lines) else ""


# --- GitHub ----------------------------------------------------------------------------------------------------------


def check_github(diagnostics: Iterable[Diagnostic]) -> str:
    """
    Workflow commands that annotate the lines of a pull request, errors first.

    What is more than GitHub shows of a level is counted in the last annotation of that level, and told in plain lines.
    """
    every = list(diagnostics)
    lines = []
    for severity in Severity:
        found = [each for each in every if each.severity is severity]
        shown = found if len(found) <= MOST_ANNOTATIONS else found[: MOST_ANNOTATIONS - 1]
        lines += [_annotation(each) for each in shown]
        if more := found[len(shown) :]:
            lines.append(f"::{severity}::{_escaped(f'{summary(more)} more, in the log of this step')}")
            lines += [_plain_line(str(each)) for each in more]
    return "".join(f"{line}\n" for line in lines)


def _annotation(found: Diagnostic) -> str:
    properties = {"title": f"{found.code} {found.name}"}
    if found.span is not None:
        start, end = found.span.start, found.span.end
        properties |= {"file": found.span.source, "line": str(start.line), "endLine": str(end.line)}
        # Columns count only where an annotation begins and ends on one line.
        if start.line == end.line:
            properties |= {"col": str(start.column), "endColumn": str(max(end.column, start.column + 1))}
    said = ",".join(f"{key}={_escaped(value, in_property=True)}" for key, value in properties.items())
    remedy = f" ({found.help})" if found.help else ""
    return f"::{found.severity} {said}::{_escaped(found.message + remedy)}"


def _escaped(text: str, *, in_property: bool = False) -> str:
    """*text* as a workflow command holds it, so that nothing in it is taken for a command."""
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if in_property else {})
    return "".join(signs.get(sign, sign) for sign in text)


def _plain_line(text: str) -> str:
    """*text* as one line that is no command, whatever it begins with."""
    return f"  {_escaped(text)}"


# --- GitLab and JUnit ------------------------------------------------------------------------------------------------

_GITLAB_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def check_gitlab(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> str:
    """A code quality report of GitLab."""
    every = [found for found in diagnostics if found.span is not None]
    report = [
        {
            "description": "\n".join(filter(None, (found.message, found.help))),
            "check_name": f"{found.code} {found.name}",
            "fingerprint": mark,
            "severity": _GITLAB_SEVERITY[found.severity],
            "location": {
                "path": span.source,
                "positions": {
                    "begin": {"line": span.start.line, "column": span.start.column},
                    "end": {"line": span.end.line, "column": span.end.column},
                },
            },
        }
        for found, mark in zip(every, fingerprints(every, texts), strict=True)
        if (span := found.span) is not None
    ]
    return json.dumps(report, indent=2) + "\n"


def check_junit(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> bytes:
    """A case for each finding, which fails, and one for each file without any."""
    every = list(diagnostics)
    return junit_xml("qarules check", _cases(every, texts))


def _cases(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]) -> Iterator[Case]:
    told = {found.span.source for found in diagnostics if found.span is not None}
    for name in texts:
        if name not in told:
            yield Case(name="no findings", group=name)
    for found in diagnostics:
        place = f" in line {found.span.start.line}" if found.span is not None else ""
        yield Case(
            name=f"{found.code} {found.name}{place}",
            group=found.span.source if found.span is not None else "",
            span=found.span,
            failures=(found.message, *render_plain([found], texts).splitlines()[2:]),
        )
