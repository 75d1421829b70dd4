"""What two versions of a pack say otherwise, and what comes of stored audits: as text, JSON and annotations."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from qarules.codec.writing import to_data
from qarules.diagnostics import Diagnostic, Severity
from qarules.export.checks import check_github
from qarules.export.names import counted
from qarules.model.difference import Category, Diff, Difference, Replay, Replayed
from qarules.model.outcome import FORMAT
from qarules.model.words import day_words

MEANS = {
    Category.RESPONSES: "what is stored no longer fits",
    Category.GRADES: "audits get another grade, or other numbers",
    Category.CONSEQUENCES: "something else follows a grade",
    Category.WORDING: "people read other words",
    Category.FORM: "the form is another, and what is stored still fits",
}
"""What a difference of each category comes to."""

_RED, _YELLOW, _BOLD = "31", "33", "1"


def breaking(diffs: Iterable[Diff], replay: Replay | None, fail_on: Collection[Category]) -> int:
    """How many differences and stored audits are of a category that fails, or could not be replayed."""
    found = sum(len(each.of(*fail_on)) for each in diffs)
    return found + sum(_breaks(audit, fail_on) for audit in (replay.audits if replay is not None else ()))


def _breaks(audit: Replayed, fail_on: Collection[Category]) -> bool:
    no_longer_fits = audit.unfit or audit.ignored or audit.missing
    return bool(
        audit.trouble
        or (Category.GRADES in fail_on and audit.moves)
        or (Category.RESPONSES in fail_on and no_longer_fits)
    )


# --- text ------------------------------------------------------------------------------------------------------------


def diff_text(
    diffs: Sequence[Diff], replay: Replay | None, fail_on: Collection[Category], *, colour: bool = False
) -> str:
    """The differences of every pack by category, what comes of stored audits, and how many of all that break."""
    lines: list[str] = []
    for diff in diffs:
        if diff.differences:
            lines += [_painted(f"{diff.old} -> {diff.new}", _BOLD, colour), ""]
        for category in Category:
            lines += _category(category, diff.of(category), category in fail_on, colour=colour)
    if replay is not None:
        lines += [*_replay(replay), ""]
    return "\n".join([*lines, _summary(diffs, replay, fail_on)]) + "\n"


def _category(category: Category, found: Sequence[Difference], breaks: bool, *, colour: bool) -> Iterator[str]:
    if not found:
        return
    shade = _RED if breaks else _YELLOW
    mark = " (breaking)" if breaks else ""
    yield f"{_painted(f'{category}{mark}', shade, colour)}: {MEANS[category]}"
    for each in found:
        yield from _difference(each)
    yield ""


def _difference(found: Difference) -> Iterator[str]:
    place = found.new or found.old
    where = f"{place} " if place is not None else ""
    yield f"  {where}{found.rule}"
    on = f" (audits of {day_words(found.on)})" if found.on is not None else ""
    yield f"    {found.message}{on}"
    if found.regrade is None:
        yield from (f"    - {line}" for line in found.before.splitlines())
        yield from (f"    + {line}" for line in found.after.splitlines())
    elif found.regrade.example:
        yield from (f"      {line}".rstrip() for line in found.regrade.example.splitlines())
    if found.help:
        yield f"    help: {found.help}"


def _painted(text: str, shade: str, colour: bool) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if colour else text


def _replay(replay: Replay) -> Iterator[str]:
    same = sum(audit.is_same for audit in replay.audits)
    yield f"{counted(len(replay.audits), 'stored audit')}, {same} with nothing different"
    for audit in replay.audits:
        if not audit.is_same or audit.unfit_before:
            yield f"  {audit.name}"
            yield from (f"    {line}" for line in _replayed(audit))


def _replayed(audit: Replayed) -> Iterator[str]:
    if audit.trouble:
        yield f"cannot be replayed: {audit.trouble}"
    for move in audit.moves:
        yield f"{move.judgement} goes from {move.before} to {move.after or 'nothing'}"
    for problem in audit.unfit_before:
        yield f"did not fit before: {problem}"
    for problem in audit.unfit:
        yield f"no longer fits: {problem}"
    for item in audit.ignored:
        yield f"no longer asked, and so ignored: {item}"
    for missing in audit.missing:
        yield f"now missing: {missing.thing} ({missing.why})"


def _summary(diffs: Sequence[Diff], replay: Replay | None, fail_on: Collection[Category]) -> str:
    every = sum(len(diff.differences) for diff in diffs)
    breaks = sum(len(diff.of(*fail_on)) for diff in diffs)
    said = [f"{counted(every, 'difference')}, {breaks or 'none'} of them breaking" if every else "no differences"]
    if replay is not None:
        stored = sum(_breaks(audit, fail_on) for audit in replay.audits)
        said += [f"{counted(stored, 'stored audit')} broken" if stored else "every stored audit holds"]
    return "; ".join(said)


# --- for other programs ----------------------------------------------------------------------------------------------


def diff_json(diffs: Iterable[Diff], replay: Replay | None, fail_on: Collection[Category]) -> str:
    """The same as JSON, with the categories that were not to differ."""
    data = {
        "format_version": FORMAT,
        "fail_on": [str(category) for category in Category if category in fail_on],
        "diffs": [to_data(diff) for diff in diffs],
        "replay": to_data(replay) if replay is not None else None,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def diff_github(diffs: Iterable[Diff], replay: Replay | None, fail_on: Collection[Category]) -> str:
    """The same as annotations of the new version's lines: errors for what breaks, warnings for the others."""
    found = [_diagnostic(each, each.category in fail_on) for diff in diffs for each in diff.differences]
    for audit in replay.audits if replay is not None else ():
        severity = Severity.ERROR if _breaks(audit, fail_on) else Severity.WARNING
        for line in _replayed(audit):
            message = f"{audit.name}: {line}"
            found.append(Diagnostic(code="replay", name="stored-audit", severity=severity, message=message, span=None))
    return check_github(found)


def _diagnostic(found: Difference, breaks: bool) -> Diagnostic:
    was = f" (it stood at {found.old})" if found.new is None and found.old is not None else ""
    return Diagnostic(
        code=str(found.category),
        name=found.rule,
        severity=Severity.ERROR if breaks else Severity.WARNING,
        message=f"{found.message}{was}",
        span=found.new,
        help=found.help,
    )
