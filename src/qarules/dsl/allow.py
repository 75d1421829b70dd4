"""
Findings that an author allows, by a comment such as ``# qarules: allow QA310 because "Agreed in March."``.

It stands behind a construct, property or rule, on its last line, or on a line of its own before it, and holds for that
alone. Only warnings can be allowed: a file with an error makes no tool, and a rule that may grade against better
evidence says so in the language itself, with `intended`, where every reader of the rule sees it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from qarules.diagnostics import Diagnostic, Severity, Span
from qarules.dsl import codes
from qarules.dsl.findings import Findings, closest
from qarules.dsl.grammar import words
from qarules.dsl.outline import Tokens
from qarules.dsl.reading import soft_keywords
from qarules.dsl.source import MOST_MISTAKES, Source
from qarules.dsl.tokens import COMMENT
from qarules.frozen import frozen

_MARK = re.compile(r"#\s*qarules\b")
_ALLOW = re.compile(
    r'#\s*qarules:\s*allow\s+(?P<codes>[^"\s]+(?:\s*,\s*[^"\s]+)*)\s+because\s+"\s*(?P<reason>[^"]*?)\s*"\s*'
)
_FORM = 'write `# qarules: allow QA310 because "…"`, with the code of the finding and your reason'
_OWN = frozenset({codes.BAD_ALLOW.code, codes.ALLOWS_NOTHING.code})


@frozen(kw_only=True)
class Allowed:
    """
    A finding that its author allows.

    Attributes:
        diagnostic: What was found.
        reason: Why it may stay.
        span: The comment that says so.
    """

    diagnostic: Diagnostic
    reason: str
    span: Span


@frozen
class _Allowance:
    """One code that a comment allows, from one offset up to another."""

    code: str
    reason: str
    span: Span
    start: int
    end: int

    def covers(self, found: Diagnostic) -> bool:
        """Whether *found* may stay."""
        at = found.span
        is_here = at is not None and at.source == self.span.source and self.start <= at.start.offset < self.end
        return is_here and found.code == self.code


def allow(sources: Iterable[Source], diagnostics: Sequence[Diagnostic], findings: Findings) -> tuple[Allowed, ...]:
    """
    What of *diagnostics* the comments of *sources* allow.

    Args:
        findings: Takes what is wrong with those comments, and those that allow nothing; where an error may hide what
            there is to find, the latter are not told.
    """
    allowances = [each for source in sources if _MARK.search(source.text) for each in _allowances(source, findings)]
    allowed = []
    for found in diagnostics:
        allowance = next((each for each in allowances if each.covers(found)), None)
        if allowance is not None:
            allowed.append(Allowed(diagnostic=found, reason=allowance.reason, span=allowance.span))
    if all(found.severity is not Severity.ERROR for found in diagnostics):
        for each in allowances:
            if not any(map(each.covers, diagnostics)):
                findings.add(
                    codes.ALLOWS_NOTHING,
                    each.span,
                    f"this allows `{each.code}`, and there is none here",
                    help="take the comment out, or put it where the finding is",
                )
    return tuple(allowed)


def _allowances(source: Source, findings: Findings) -> Iterator[_Allowance]:
    """Everything that comments of a file allow."""
    tokens = Tokens(source=source, words=words(source.text), soft=soft_keywords())
    done = 0
    told = len(findings.found)
    for at in range(len(tokens.words) + 1):
        following = tokens.words[at].start_pos if at < len(tokens.words) else len(source.text)
        for comment in COMMENT.finditer(source.text, done, following):
            if len(findings.found) - told > MOST_MISTAKES:
                return
            if _MARK.match(comment.group()):
                is_behind = at > 0 and "\n" not in source.text[done : comment.start()]
                yield from _read(comment, source, _extent(at - 1 if is_behind else at, tokens), findings)
        done = tokens.words[at].end_pos if at < len(tokens.words) else following


def _read(comment: re.Match[str], source: Source, extent: tuple[int, int], findings: Findings) -> Iterator[_Allowance]:
    """What one comment allows; one that cannot be read is reported."""
    span = source.span(comment.start(), comment.start() + len(comment.group().rstrip()))
    read = _ALLOW.fullmatch(comment.group())
    if read is None:
        findings.add(codes.BAD_ALLOW, span, "this comment is meant for a check, and cannot be read", help=_FORM)
        return
    if not read["reason"]:
        findings.add(codes.BAD_ALLOW, span, "this allows a finding without a reason", help=_FORM)
        return
    for code in re.split(r"\s*,\s*", read["codes"]):
        trouble, remedy = _refusal(code)
        if trouble:
            findings.add(codes.BAD_ALLOW, span, trouble, help=remedy)
        else:
            yield _Allowance(code, read["reason"], span, *extent)


def _refusal(code: str) -> tuple[str, str]:
    """Why a code cannot be allowed, and what to do; empty where it can."""
    fault = codes.FAULTS.get(code)
    if fault is None:
        near = closest(code, map(str.lower, codes.FAULTS))
        return (
            f"there is no code `{code}`",
            f"did you mean `{near.upper()}`?" if near else "write it as the report does",
        )
    if fault.severity is Severity.ERROR:
        return f"`{code}` is an error, and only a warning can be allowed", "mend what it is about"
    return (f"`{code}` cannot be allowed", "mend the comment it is about") if code in _OWN else ("", "")


def _extent(at: int, tokens: Tokens) -> tuple[int, int]:
    """From where to where what a word belongs to is written: a construct without its block, a property, a rule."""
    if at >= len(tokens.words):
        return 0, 0
    stops = tokens.stops
    is_brace = tokens.kind(at) in {"LBRACE", "RBRACE"}
    at = _opening(at, tokens)
    first = bisect.bisect_right(stops, at) - 1
    while first > 0 and tokens.kind(stops[first]) in {"LBRACE", "RBRACE"}:
        first = bisect.bisect_left(stops, _opening(stops[first], tokens)) - 1
    last = bisect.bisect_right(stops, at)
    end = stops[last] if last < len(stops) and not is_brace else at + 1
    start = tokens.words[stops[first]] if first >= 0 else tokens.words[0]
    return start.start_pos, tokens.words[end - 1].end_pos


def _opening(at: int, tokens: Tokens) -> int:
    """The brace that opens what the brace *at* closes; any other word itself."""
    closes = tokens.kind(at) == "RBRACE"
    return next((opening for _, opening in tokens.pairs_between(0, at + 1)[-1:] if closes), at)
