"""The deadlines of cases as plain text: what, of whom, by when, how it stands, how it was counted, where recorded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

import attrs

from qarules.export.names import Names, counted, weekday_words, when_words
from qarules.model.due import Candidate, DayCounted, Due, DueStatus, Timetable
from qarules.model.pack import Pack
from qarules.model.prose import behind, changed, interpretations, joined, listed, wrapped
from qarules.model.tracker import Action, Tracker

_ORDER = (
    DueStatus.OVERDUE,
    DueStatus.DUE_NOW,
    DueStatus.DUE_TODAY,
    DueStatus.DUE_SOON,
    DueStatus.RUNNING,
    DueStatus.UNKNOWN,
    DueStatus.UNDATED,
    DueStatus.PAUSED,
    DueStatus.NOT_YET,
    DueStatus.NOT_STARTED,
    DueStatus.TOO_EARLY,
    DueStatus.MET_LATE,
    DueStatus.MET,
    DueStatus.CANCELLED,
)
NOBODY = "Nobody named"
WEEK = datetime.timedelta(days=7)

PROVISIONAL = "provisional: closures of these days may still be announced, and it may move"


# --- choosing --------------------------------------------------------------------------------------------------------


def this_week(timetable: Timetable) -> Timetable:
    """What is due from Monday to Sunday of its week, what is overdue or due now, and what is open and has no date."""
    monday = timetable.as_of - datetime.timedelta(days=timetable.as_of.weekday())
    open_ones = {DueStatus.OVERDUE, DueStatus.DUE_NOW, DueStatus.UNKNOWN, DueStatus.UNDATED}

    def is_this_week(due: Due) -> bool:
        if due.status in open_ones:
            return True
        return not due.status.is_closed and due.due is not None and monday <= due.due < monday + WEEK

    return attrs.evolve(timetable, items=tuple(filter(is_this_week, timetable)))


# --- whole texts -----------------------------------------------------------------------------------------------------


def timetable_text(timetable: Timetable, pack: Pack, *, name: str = "", week: bool = False) -> str:
    """
    The deadlines of a case for a reader, what is overdue first; lines of at most 100 characters.

    Args:
        pack: Whose deadlines they are; it has the titles.
        name: What the case is called.
        week: They are those of a week alone, and it says so.
    """
    names = Names(pack)
    blocks: list[Iterable[str]] = [_heading(timetable.as_of, pack, name, week)]
    ordered = sorted(timetable, key=_place)
    blocks += [_due(due, names) for due in ordered]
    if not ordered:
        blocks.append(wrapped(_nothing(pack, week=week), ""))
    blocks.append(listed("Cannot be used", map(str, timetable.problems)))
    blocks.append(interpretations(clause for due in ordered for clause in due.rests_on))
    blocks.append(changed(timetable.changes))
    return joined(blocks)


def tracker_text(tracker: Tracker, pack: Pack) -> str:
    """The actions of many cases for a reader, what is overdue first."""
    names = Names(pack)
    heading = [*wrapped(f"{_standard(pack)}, action tracker", ""), f"As of {weekday_words(tracker.as_of)}"]
    overdue = sum(action.due.status is DueStatus.OVERDUE for action in tracker.actions)
    heading.append(f"{counted(len(tracker.actions), 'action')}, {overdue} overdue")
    blocks: list[Iterable[str]] = [heading]
    blocks += [_action(action, names) for action in tracker.actions]
    blocks.append(listed("Cases whose actions are not written down yet", tracker.waiting))
    refused = (f"{case}: {problem}" for case, problems in tracker.problems.items() for problem in problems)
    blocks.append(listed("Cannot be used", refused))
    blocks.append(interpretations(clause for action in tracker.actions for clause in action.due.rests_on))
    blocks.append(changed(tracker.changes))
    return joined(blocks)


def person_pages(timetables: Mapping[str, Timetable], pack: Pack) -> tuple[str, ...]:
    """
    A page for each person with all that is open for them, by their names; last, for each role, what has nobody named.

    Args:
        timetables: By the name of the case.
    """
    names = Names(pack)
    pages: dict[tuple[bool, str], list[tuple[str, Due]]] = {}
    for case, timetable in timetables.items():
        for due in timetable:
            if due.status.is_closed:
                continue
            named = due.persons or [owner for owner in due.owner if not names.is_role(owner)]
            whose = [(False, person) for person in named]
            whose = whose or [(True, names.held(due.owner, ()) or "no role either")]
            for key in whose:
                pages.setdefault(key, []).append((case, due))
    days = {timetable.as_of for timetable in timetables.values()}
    return tuple(
        joined([*_page(_owner(nobody, title), sorted(found, key=_urgency), days, names), changed(pack.changes)])
        for (nobody, title), found in sorted(pages.items())
    )


def _owner(nobody: bool, title: str) -> str:
    return f"{NOBODY}: {title}" if nobody else title


def count_text(due: Due, days: Iterable[DayCounted]) -> str:
    """How a deadline was counted, day by day."""
    lines = [
        f"  {'' if day.number is None else day.number:>4}  {weekday_words(day.day)}" + _why_not(day) for day in days
    ]
    blocks: list[Iterable[str]] = [
        [*wrapped(f"{due.title} ({due.id}): {standing(due)}", ""), *_dates(due), *_counting(due, None)],
        lines or ["  There are no days to count one by one."],
        interpretations(due.rests_on),
    ]
    return joined(blocks)


def _why_not(day: DayCounted) -> str:
    if not day.why_not:
        return ""
    is_said = weekday_words(day.day).startswith(f"{day.why_not} ")
    return "  (not counted)" if is_said else f"  (not counted: {day.why_not})"


def _heading(as_of: datetime.date, pack: Pack, name: str, week: bool) -> Iterator[str]:
    yield from wrapped(", ".join(filter(None, [_standard(pack), name])), "")
    what = "Due this week or overdue, and what is open without a date," if week else "Deadlines"
    yield f"{what} as of {weekday_words(as_of)}"


def _nothing(pack: Pack, *, week: bool) -> str:
    if not pack.deadlines:
        return f"{_standard(pack)} states no deadline."
    return "Nothing is due this week and nothing is overdue." if week else "There are no deadlines."


def _standard(pack: Pack) -> str:
    return pack.standard.title if pack.standard is not None else pack.name


def _place(due: Due) -> tuple[int, datetime.date]:
    return _ORDER.index(due.status), due.due or datetime.date.max


def _urgency(pair: tuple[str, Due]) -> tuple[int, datetime.date]:
    return _place(pair[1])


def _page(title: str, rows: list[tuple[str, Due]], days: set[datetime.date], names: Names) -> Iterator[Iterable[str]]:
    yield [title, "As of " + ", ".join(map(weekday_words, sorted(days)))]
    for case, due in rows:
        yield _due(due, names, case)
    yield interpretations(clause for _, due in rows for clause in due.rests_on)


# --- one deadline ----------------------------------------------------------------------------------------------------


def _due(due: Due, names: Names, case: str = "") -> Iterator[str]:
    where = f" [{case}]" if case else ""
    yield from wrapped(f"{due.title} ({due.id}){where}: {standing(due)}", "")
    yield from _inside(due, names)
    if due.overseen_by:
        yield from wrapped(f"overseen by: {names.held(due.overseen_by, ())}")
    yield from due_lines(due, names)
    for line in names.recording(due.recording):
        yield from wrapped(line)
    if due.rule:
        yield from wrapped(f"rule: {'; '.join(due.rule)}{behind(due.clauses, due.span)}")


def _inside(due: Due, names: Names) -> Iterator[str]:
    """What a row says, and who has to do it."""
    shown = [text for text in due.row.values() if text not in {*due.owner, str(due.due)}]
    if shown:
        yield from wrapped("; ".join(shown))
    if due.owner:
        nobody = ("nobody is named",) if all(map(names.is_role, due.owner)) else ()
        yield from wrapped(f"to be done by: {names.held(due.owner, due.persons or nobody)}")
    if due.recommended:
        yield "  recommended, not required"


def due_lines(due: Due, names: Names) -> Iterator[str]:
    """The dates of a deadline, what they are counted from, what is provisional and what is missing."""
    yield from _dates(due)
    yield from _counting(due, names)
    if due.missing:
        yield from wrapped(f"still to happen or to be known: {'; '.join(map(names.awaited, due.missing))}")


def standing(due: Due) -> str:
    """How a deadline stands, in words: ``overdue by 3 working days``."""
    unit = "working day" if due.in_working_days else "day"
    late = counted(due.days_late, unit)
    done = f" on {weekday_words(due.done_on)}" if due.done_on is not None else ""
    passed = due.elapsed.days if due.elapsed is not None else 0
    said = {
        DueStatus.OVERDUE: f"OVERDUE by {late}" if due.days_late else "OVERDUE",
        DueStatus.DUE_NOW: f"due now, and {_passed(passed)}" if passed else "due now",
        DueStatus.NOT_YET: f"may not be done before {weekday_words(due.opens)}" if due.opens else "not yet",
        DueStatus.PAUSED: "paused, so that it has no due date",
        DueStatus.MET: f"done in time{done}" if done else "done; the day is not known",
        DueStatus.MET_LATE: f"done{done}, {late} late",
        DueStatus.TOO_EARLY: f"done{done}, {counted(due.days_early, unit)} too early",
        DueStatus.UNDATED: "no date was set",
        DueStatus.UNKNOWN: "cannot be dated yet",
    }.get(due.status, due.status.value)
    is_left = due.status in {DueStatus.RUNNING, DueStatus.DUE_SOON} and due.days_left is not None
    return f"{said}, {counted(due.days_left or 0, unit)} left" if is_left else said


def _dates(due: Due) -> Iterator[str]:
    if due.due is not None:
        yield f"  due: {when_words(due.due_at or due.due)}"
    if due.opens is not None and due.status is not DueStatus.NOT_YET:
        yield f"  may be done from: {weekday_words(due.opens)}"
    if due.due_if_resumed is not None:
        yield f"  due if it went on today: {weekday_words(due.due_if_resumed)}"
    if due.provisional:
        yield f"  {PROVISIONAL}"
    if len(due.dates) > 1:
        for candidate in due.dates:
            yield from wrapped(_candidate(candidate), "    ")


def _candidate(candidate: Candidate) -> str:
    day = when_words(candidate.at or candidate.day) if candidate.day is not None else "no date yet"
    return f"{candidate.text}: {day}{', which binds' if candidate.binds else ''}"


def _counting(due: Due, names: Names | None) -> Iterator[str]:
    if not due.counted_from or due.start is None:
        return
    name, _, point = due.counted_from.partition(" ")
    title = names.title(name) if names is not None else name
    binding = next((candidate.text for candidate in due.dates if candidate.binds), "")
    back = " back" * (binding.startswith("at least ") and " before " in binding)
    starts = f"counted{back} from: {title}{f', {point}' * bool(point)}, {weekday_words(due.start)}"
    # The words of a timing are fixed, and no id holds a space.
    if binding.startswith("within ") and " hour" not in binding:
        next_day = "working day" if due.in_working_days else "day"
        first = "that day" if " beginning with " in binding else f"the next {next_day}"
        starts += f"; counting starts on {first}"
    yield from wrapped(starts)
    if due.calendar and due.in_working_days:
        stopped = due.elapsed.stopped if due.elapsed is not None else 0
        paused = f"; {counted(stopped, 'working day')} paused so far" if stopped else ""
        yield from wrapped(f"counted on the calendar `{due.calendar}`{paused}")


def _action(action: Action, names: Names) -> Iterator[str]:
    due = action.due
    yield from wrapped(f"{action.case}: {standing(due)}", "")
    yield from _inside(due, names)
    if due.due is not None:
        yield f"  due: {weekday_words(due.due)}"
    if due.overseen_by:
        yield from wrapped(f"overseen by: {names.held(due.overseen_by, action.overseers)}")
    for line in names.recording(due.recording):
        yield from wrapped(line)
    yield from wrapped(f"rule: {due.title}, {due.id}{behind(due.clauses, due.span)}")


def _passed(days: int) -> str:
    return f"{counted(days, 'day')} {'has' if days == 1 else 'have'} passed"
