"""Findings of a check as SARIF 2.1.0, which code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from qarules.diagnostics import Diagnostic, Fix, Span
from qarules.dsl.allow import Allowed
from qarules.dsl.codes import FAULTS
from qarules.dsl.pages import page
from qarules.export.checks import fingerprints
from qarules.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = dict[str, object]


def check_sarif(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], allowed: Iterable[Allowed] = ()) -> str:
    """
    One run with every finding; those that are allowed are suppressed, with the reason.

    Places are counted in characters from 1. The fingerprints stay when lines are put in or taken out elsewhere in a
    file.

    Args:
        texts: The texts that were checked, by the name of their source.
    """
    reasons = {each.diagnostic: each for each in allowed}
    every = [*diagnostics, *reasons]
    codes = sorted({found.code for found in every})
    results = []
    for found, mark in zip(every, fingerprints(every, texts), strict=True):
        result = _result(found, codes.index(found.code), mark)
        if found in reasons:
            allowance = reasons[found]
            result["suppressions"] = [
                {"kind": "inSource", "justification": allowance.reason, "location": _location(allowance.span)}
            ]
        results.append(result)
    run = {
        "tool": {"driver": {"name": "qarules", "version": VERSION, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": _artifact(name)} for name in texts],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> Json:
    fault = FAULTS[code]
    text = page(code) or ""
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in fault.name.split("-")),
        "shortDescription": {"text": text.split("\n\n")[1] if text else fault.name},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": str(fault.severity)},
    }


def _result(found: Diagnostic, index: int, mark: str) -> Json:
    result: Json = {
        "ruleId": found.code,
        "ruleIndex": index,
        "level": str(found.severity),
        "message": {"text": "\n".join(filter(None, (found.message, found.help)))},
        "locations": [_location(found.span)] if found.span is not None else [],
        "partialFingerprints": {"qarules/v1": mark},
    }
    if found.labels:
        result["relatedLocations"] = [
            {"id": number, **_location(label.span), "message": {"text": label.text}}
            for number, label in enumerate(found.labels, start=1)
        ]
    if found.fixes:
        result["fixes"] = [_fix(fix) for fix in found.fixes]
    return result


def _fix(fix: Fix) -> Json:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    return {
        "description": {"text": "what is meant" if fix.safe else "what may be meant"},
        "artifactChanges": [{"artifactLocation": _artifact(fix.span.source), "replacements": [replacement]}],
    }


def _location(span: Span) -> Json:
    return {"physicalLocation": {"artifactLocation": _artifact(span.source), "region": _region(span)}}


def _artifact(name: str) -> Json:
    return {"uri": quote(name)}


def _region(span: Span) -> Json:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
        "charOffset": span.start.offset,
        "charLength": span.end.offset - span.start.offset,
    }
