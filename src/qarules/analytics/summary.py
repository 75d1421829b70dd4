"""
Dashboards: how many audits came to which grade, by section, stratum, period or whatever else they are labelled with.

What must not be added together never is: audits of different tools, audits of a special mode such as a deficit audit,
and judgements that were moderated with those that were not. A suggestion is no grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.frozen import frozen
from qarules.model.answers import Status
from qarules.model.moderation import Moderated, Standing
from qarules.model.outcome import Judged, Outcome, Why
from qarules.model.scale import Grade

SECTION = "section"

UNKNOWN = "not known yet"
"""What stands in the place of a grade where none is decided or certain yet."""

NOBODYS = "nobody's yet"
"""Whose grade is counted where a moderation left none standing."""

_SETTLED = ("agreed", "decided")
"""Whose grade stands by what people came to, whatever the looks say."""


@frozen(kw_only=True)
class Entry:
    """
    One audit to count.

    Attributes:
        labels: What it is counted by: a period, a practice area, a stratum.
        mode: What every report of it has to say, as its sample is labelled; empty for an audit like any other.
        moderated: What came of moderating it; None where it was not.
    """

    outcome: Outcome
    labels: Mapping[str, str] = attrs.field(factory=dict)
    mode: str = ""
    moderated: Moderated | None = None


@frozen(kw_only=True)
class Count:
    """
    How many results of one judgement came to one grade.

    Attributes:
        tool: As ``standard/tool``.
        title: Of the judgement.
        grade: The id of the grade; ``not-applicable``, or `UNKNOWN` where there is none yet.
        labels: What was asked to count by, with the value here; empty for what an audit does not say.
        mode: Never empty for audits that no total may hold together with others.
        moderated: Another look came to a grade of the judgement too, or people agreed or decided one.
        whose: Whose grade is counted, for a moderated one: ``first``, ``second``, ``agreed`` or as the rule says.
        official: False for a suggestion, which is no grade.
        n: How many.
        of: How many there are of all grades, the rest being alike.
    """

    tool: str
    judgement: str
    title: str
    grade: str
    labels: Mapping[str, str]
    mode: str
    moderated: bool
    whose: str
    official: bool
    n: int
    of: int


def counts(entries: Iterable[Entry], *, by: tuple[str, ...] = (), suggestions: bool = False) -> tuple[Count, ...]:
    """
    How many results came to each grade, best first; a row for each grade that occurs.

    Only a grade that a person decided, or that follows from rules which nobody has to confirm, is counted as a grade. A
    judgement that waits for its decision counts as not known yet, whatever the rules suggest.

    Args:
        by: Labels of the entries; ``section`` for the section that a judgement for each section graded.
        suggestions: Count also judgements that only suggest, which are shown after the official one; the rows say so.

    Raises:
        ValueError: *by* names what no entry is labelled with.

    Source:
        DOR-QIP-02 (actions by grade), DOR-AUD-05 (a deficit audit does not represent practice), NS-AMB-07.
    """
    counted = tuple(entries)
    labels = {SECTION, *(label for entry in counted for label in entry.labels)}
    strange = [name for name in by if name not in labels]
    if strange and counted:
        message = f"no audit is labelled with `{strange[0]}`"
        raise ValueError(message)
    results = [result for entry in counted for result in _results(entry, by, suggestions=suggestions)]
    every = {
        (_tool(entry.outcome), judged.id.split("/")[0], judged.title) for entry in counted for judged in entry.outcome
    }
    titles = {(tool, judgement): title for tool, judgement, title in sorted(every)}
    totals = Counter(cell for cell, _ in results)
    rows = Counter(results)
    return tuple(
        Count(
            tool=cell.tool,
            judgement=cell.judgement,
            title=titles[cell.tool, cell.judgement],
            grade=grade.id,
            labels=dict(zip(by, cell.labels, strict=True)),
            mode=cell.mode,
            moderated=cell.moderated,
            whose=grade.whose,
            official=cell.official,
            n=n,
            of=totals[cell],
        )
        for (cell, grade), n in sorted(rows.items())
    )


@frozen(kw_only=True, order=True)
class _Cell:
    """What results have to share to be counted together."""

    tool: str
    judgement: str
    labels: tuple[str, ...]
    mode: str
    moderated: bool
    official: bool


@frozen(kw_only=True, order=True)
class _Graded:
    """One of the grades in a cell; lower ranks come later."""

    below_best: int
    id: str
    whose: str


def _results(entry: Entry, by: tuple[str, ...], *, suggestions: bool) -> Iterator[tuple[_Cell, _Graded]]:
    """What one audit adds: its place and its grade, for each judgement that counts."""
    outcome = entry.outcome
    for judged in outcome:
        official = not judged.shown_after
        if official or suggestions:
            stands = _standing(entry, judged.id)
            cell = _Cell(
                tool=_tool(outcome),
                judgement=judged.id.split("/")[0],
                labels=tuple(_section(judged) if name == SECTION else entry.labels.get(name, "") for name in by),
                mode=entry.mode,
                moderated=stands is not None,
                official=official,
            )
            yield cell, _graded(judged, outcome) if stands is None else _stood(stands, entry)


def _section(judged: Judged) -> str:
    """The section that was graded; empty for a judgement of the whole."""
    return judged.section.split("/")[0]


def _tool(outcome: Outcome) -> str:
    return "/".join(filter(None, (outcome.standard, outcome.tool)))


def _standing(entry: Entry, judgement: str) -> Standing | None:
    """What stands after the audit was moderated; None where no other look or decision came to a grade of it."""
    if entry.moderated is None:
        return None
    deltas = entry.moderated.deltas
    again = {delta.thing for delta in deltas if delta.second is not None or delta.third is not None}
    return next(
        (
            standing
            for standing in entry.moderated.standing
            if standing.judgement == judgement and (judgement in again or standing.whose in _SETTLED)
        ),
        None,
    )


def _graded(judged: Judged, outcome: Outcome) -> _Graded:
    return _grade(judged.final if _is_decided(judged.id, outcome) else None)


def _stood(standing: Standing, entry: Entry) -> _Graded:
    """The grade that stands; a look's own only where that look does not wait for its decision."""
    assert entry.moderated is not None
    first, second, third = entry.moderated.first, entry.moderated.second, entry.moderated.third
    looks = {"first": (first,), "second": (second,), "third": (third,), "both": (first, second)}.get(standing.whose, ())
    waits = bool(looks) and not any(look and _is_decided(standing.judgement, look) for look in looks)
    return _grade(None if waits else standing.grade, standing.whose or NOBODYS)


def _is_decided(judgement: str, outcome: Outcome) -> bool:
    """Whether *judgement* waits for nobody's decision."""
    return not any(missing.thing == judgement and missing.why is Why.DECISION for missing in outcome.missing)


def _grade(grade: Grade | Status | None, whose: str = "") -> _Graded:
    if isinstance(grade, Grade):
        return _Graded(below_best=-grade.rank, id=str(grade), whose=whose)
    if grade is not None:
        return _Graded(below_best=1, id=str(grade), whose=whose)
    return _Graded(below_best=2, id=UNKNOWN, whose=whose)


def table(rows: Iterable[Count]) -> str:
    """
    *rows* as plain text, a line each under a line of headings; empty for no rows.

    What a special mode says stands under the table in full, so that no print of it can lose it.
    """
    told = tuple(rows)
    if not told:
        return ""
    names = tuple(dict.fromkeys(name for row in told for name in row.labels))
    modes = tuple(dict.fromkeys(row.mode for row in told if row.mode))
    tools = tuple(dict.fromkeys(row.tool for row in told))
    heads = (
        *(("tool",) if len(tools) > 1 else ()),
        "judgement",
        *names,
        "grade",
        "moderated",
        "n",
        "of",
        *(("note",) if modes else ()),
    )
    lines = [heads, *((row.tool,)[: len(tools) > 1] + _line(row, names, modes) for row in told)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    notes = [f"({number}) {mode}" for number, mode in enumerate(modes, start=1)]
    return "\n".join([*text, *([""] if notes else []), *notes]) + "\n"


def _line(row: Count, names: tuple[str, ...], modes: tuple[str, ...]) -> tuple[str, ...]:
    return (
        row.title if row.official else f"{row.title} (suggested, not official)",
        *(row.labels.get(name, "") or "not said" for name in names),
        row.grade,
        f"yes: {row.whose}" if row.moderated else "no",
        str(row.n),
        str(row.of),
        *((f"({modes.index(row.mode) + 1})" if row.mode else "",) if modes else ()),
    )
