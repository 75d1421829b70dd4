"""The notebook of a run over one or more texts: every fault found, once, in the order of the texts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import attrs

from qarules.diagnostics import Diagnostic, Fix, Label, Position, Span, place
from qarules.dsl import codes
from qarules.dsl.codes import Fault


@attrs.define
class Findings:
    """
    Collects diagnostics, each fault at a place once.

    Attributes:
        lost: Ids that stood in stretches of text that could not be read. A name among them is never reported as
            unknown: the mistake in the text has been reported already.
        nameless: Keywords of constructs without an id. A name that nothing is like may be meant for one of them.
        damaged: Ids of constructs in which something could not be read. What such a one seems to lack is not reported.
    """

    found: list[Diagnostic] = attrs.field(factory=list)
    lost: set[str] = attrs.field(factory=set)
    damaged: set[str] = attrs.field(factory=set)
    nameless: set[str] = attrs.field(factory=set)

    def add(
        self,
        fault: Fault,
        at: Span | str | None,
        message: str,
        *,
        help: str = "",  # noqa: A002 - the word of the public Diagnostic
        labels: Iterable[tuple[Span | None, str]] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        """
        Note a fault.

        Args:
            at: The place, or a name that knows its own. Where the help asks whether another name was meant, writing
                that one is a fix.
            labels: Other places with a few words each; those without a place are left out.
        """
        span = place(at) if isinstance(at, str) else at
        near = _DID_YOU_MEAN.fullmatch(help) if isinstance(at, str) else None
        if near is not None and span is not None and not fixes:
            fixes = (Fix(span, near[1], safe=False),)
        self.found.append(
            Diagnostic(
                code=fault.code,
                name=fault.name,
                severity=fault.severity,
                message=message,
                span=span,
                labels=tuple(Label(other, text) for other, text in labels if other is not None),
                help=help,
                fixes=fixes,
            )
        )

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All findings by file and place, each once; what is wrong with one name in several places is one finding."""
        same: dict[object, list[Diagnostic]] = {}
        for each in in_order(dict.fromkeys(self.found)):
            same.setdefault((each.code, each.message) if each.code in _OF_A_NAME else each, []).append(each)
        return tuple(_joined(first, others) for first, *others in same.values())


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """*diagnostics* by file and place; those about no place first."""

    def place_of(found: Diagnostic) -> tuple[str, Position, str]:
        span = found.span
        return (span.source, span.start, found.code) if span is not None else ("", _TOP, found.code)

    return tuple(sorted(diagnostics, key=place_of))


_TOP = Position(0, 0, 0)
_OF_A_NAME = frozenset(
    fault.code for fault in (codes.UNKNOWN_NAME, codes.UNKNOWN_BAND, codes.NOT_ON_SCALE, codes.NOBODY_KNOWS_BAND)
)


def _joined(first: Diagnostic, others: list[Diagnostic]) -> Diagnostic:
    """*first* with the places of the *others*, which say the same."""
    places = tuple(Label(other.span, "and here") for other in others if other.span is not None)
    fixes = tuple(fix for each in (first, *others) for fix in each.fixes)
    return attrs.evolve(first, labels=(*first.labels, *places), fixes=fixes) if places else first


_DID_YOU_MEAN = re.compile("did you mean `(.*)`[?]")


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like *word*; None where none is near."""
    near = difflib.get_close_matches(word.lower(), list(candidates), n=1, cutoff=0.7)
    return near[0] if near else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A help sentence that names the closest candidate; empty where none is near."""
    near = closest(word, candidates)
    return f"did you mean `{near}`?" if near else ""


def listed(words: Iterable[str], joint: str = "or") -> str:
    """Words in a row, as one says them: "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    return f" {joint} ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
