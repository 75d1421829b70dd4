"""Model to text for what comes after the grade: calendars, deadlines, routes, moderation, activities and samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from qarules.dsl.print_words import Lines, block, block_if_any, cites, if_said, joined
from qarules.model.activity import Activity, Eligible, Forum, Parameter, Pick, Record, Recurrence, Sample
from qarules.model.activity_words import activity_lines, recurrence_words
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.looks import Compared, Consequence, Independence, Look, Moderation, Stands
from qarules.model.months import MONTH_NAMES
from qarules.model.pack import Override, Pack
from qarules.model.plain import number_text
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Escalation, Event, Process, Step
from qarules.model.term_words import rows_words, term_lines
from qarules.model.tool import Item
from qarules.model.trigger import Trigger
from qarules.model.trigger_words import trigger_words
from qarules.model.words import condition_words, day_words, prose

Construct = Event | Deadline | Moderation | Escalation | Process | Step | Activity | Forum | Record | Sample | Parameter

_WITHOUT_BLOCK = Event | Step | Forum | Record


def blocks(pack: Pack, field: Callable[[Item], Lines]) -> Iterator[Lines]:
    """
    Every construct after the grade.

    Args:
        field: Prints one field of a record.
    """
    yield from map(_calendar, pack.calendars)
    yield from map(_parameter, pack.parameters)
    yield from map(_override, pack.overrides)
    yield from map(_event, pack.events)
    yield from (_record(record, field) for record in pack.records)
    yield from map(_forum, pack.forums)
    yield from map(_deadline, pack.deadlines)
    yield from map(_moderation, pack.moderations)
    yield from map(_escalation, pack.escalations)
    yield from map(_process, pack.processes)
    yield from map(_activity, pack.activities)
    yield from map(_sample, pack.samples)


def _construct(keyword: str, made: Construct, inner: Iterable[str]) -> Lines:
    tool = getattr(made, "tool", "")
    about = [
        *(if_said(kind, getattr(made, kind, "")) for kind in ("note", "guidance")),
        *(f"formerly {name}" for name in getattr(made, "formerly", ())),
    ]
    head = joined(keyword, made.id, prose(made.title), f"of {tool}" if tool else "", cites(made.cites))
    return (block_if_any if isinstance(made, _WITHOUT_BLOCK) else block)(head, filter(None, (*inner, *about)))


def _listed(word: str, names: Iterable[str]) -> str:
    return f"{word} {listed}" if (listed := ", ".join(names)) else ""


def _texts(word: str, texts: Iterable[str]) -> str:
    return _listed(word, map(prose, texts))


def _flag(word: str, said: bool) -> str:
    return word if said else ""


def _recording(recording: Recording) -> Iterator[str]:
    yield _listed("record in", recording.inside)
    yield _listed("never record in", recording.never)


def _triggers(word: str, triggers: Iterable[Trigger]) -> Iterator[str]:
    return (f"{word} {trigger_words(trigger)}" for trigger in triggers)


# --- calendars, parameters, events -----------------------------------------------------------------------------------


def _calendar(calendar: Calendar) -> Lines:
    first, last, confirmed = calendar.covers_from, calendar.covers_until, calendar.confirmed_until
    inner = [
        _flag("statutory", calendar.statutory),
        _listed("union of", calendar.union_of),
        f"covers from {day_words(first)} until {day_words(last)}" if first is not None and last is not None else "",
        f"confirmed until {day_words(confirmed)}" if confirmed is not None else "",
        _listed("working", (weekday.value for weekday in calendar.weekdays)),
        *(_day("closed on", day) for day in calendar.closed),
        *(_day("open on", day) for day in calendar.opened),
    ]
    head = joined("calendar", calendar.id, prose(calendar.title), cites(calendar.cites))
    return block(head, filter(None, inner))


def _day(word: str, named: NamedDay) -> str:
    return joined(word, day_words(named.day), prose(named.title) if named.title else "")


def _parameter(parameter: Parameter) -> Lines:
    def bound(word: str, value: object) -> str:
        return f"{word} {value if isinstance(value, str) else number_text(value)}" if value is not None else ""  # type: ignore[arg-type]

    inner = [
        f"in {parameter.unit.value}" if parameter.unit is not None else "",
        bound("at least", parameter.low),
        bound("above", parameter.above),
        bound("at most", parameter.high),
        bound("is", parameter.value),
    ]
    return _construct("parameter", parameter, inner)


def _override(override: Override) -> Lines:
    value = override.value
    said = ", ".join(map(prose, value)) if isinstance(value, tuple) else number_text(value)
    words = f"set {override.parameter} to {said}"
    yield joined(words, if_said("because", override.because), cites(override.cites))


def _event(event: Event) -> Lines:
    return _construct("event", event, [_listed("follows", event.follows)])


# --- routes ----------------------------------------------------------------------------------------------------------


def _deadline(deadline: Deadline) -> Lines:
    inner = [
        *(term_lines(deadline.term) if deadline.term is not None else ()),
        rows_words(deadline.rows) if deadline.rows is not None else "",
        _listed("owner", deadline.owner),
        _listed("overseen by", deadline.overseen_by),
        _listed("done on", deadline.done_when),
        *_triggers("starts when", deadline.starts_when),
        *_triggers("stood down when", deadline.stood_down_when),
        _flag("recommended", deadline.recommended),
        *_recording(deadline.recording),
    ]
    return _construct("deadline", deadline, inner)


def _escalation(escalation: Escalation) -> Lines:
    inner = [
        *_triggers("starts when", escalation.starts_when),
        *_triggers("stood down when", escalation.stood_down_when),
        _listed("notify", escalation.notify),
        *(term_lines(escalation.term) if escalation.term is not None else ()),
        *_recording(escalation.recording),
        *(line for step in escalation.steps for line in _step(step)),
    ]
    return _construct("escalation", escalation, inner)


def _process(process: Process) -> Lines:
    inner = [
        *_triggers("starts when", process.starts_when),
        _flag("in any order", process.in_any_order),
        *(line for step in process.steps for line in _step(step)),
    ]
    return _construct("process", process, inner)


def _step(step: Step) -> Lines:
    inner = [
        _listed("by", step.by),
        _listed("substitute", step.substitute),
        _listed("between", step.between),
        _listed("notify", step.notify),
        _listed("approved by", step.approved_by),
        _listed("consent of", step.consent_of),
        _flag("optional", step.optional),
        _flag("recommended", step.recommended),
        *_triggers("starts when", step.starts_when),
        _listed("follows", step.follows or ()),
        *(term_lines(step.term) if step.term is not None else ()),
        *_recording(step.recording),
        _texts("contains", step.contains),
    ]
    return _construct("step", step, inner)


def _moderation(moderation: Moderation) -> Lines:
    inner = [
        _look("first look by", moderation.first),
        _look("second look by", moderation.second),
        _look("third look by", moderation.third),
        _compared(moderation.compares),
        _flag("sampled", moderation.sampled),
        *map(_consequence, moderation.consequences),
        _flag(moderation.stands.value, moderation.stands is not Stands.FIRST),
        *_recording(moderation.recording),
    ]
    return _construct("moderation", moderation, inner)


def _look(words: str, look: Look | None) -> str:
    return joined(words, ", ".join(look.by), *_independence(look.independence)) if look is not None else ""


def _independence(independence: Independence) -> Iterator[str]:
    yield _listed("who is not", independence.not_roles)
    yield _listed("of another team than", independence.other_team_than)
    yield _listed("never responsible for", independence.never_responsible_for)


def _compared(compared: Compared) -> str:
    every = [_flag("every criterion", compared.criteria), _flag("every section", compared.sections)]
    return _listed("compare", filter(None, (*every, *compared.names)))


def _consequence(consequence: Consequence) -> str:
    title = prose(consequence.title) if consequence.title else ""
    words = f"when {trigger_words(consequence.when)} then {consequence.then}"
    return joined(words, title, cites(consequence.cites))


# --- activities and samples ------------------------------------------------------------------------------------------


def _activity(activity: Activity) -> Lines:
    inner = [
        *activity_lines(activity),
        _flag("optional", activity.optional),
        _flag("recommended", activity.recommended),
        *_recording(activity.recording),
    ]
    return _construct("activity", activity, inner)


def _forum(forum: Forum) -> Lines:
    never = _listed("never in", (MONTH_NAMES[month - 1] for month in forum.never_in))
    inner = [
        _texts("also known as", forum.also_known_as),
        _listed("chair", forum.chair),
        _listed("members", forum.members),
        _texts("agenda", forum.agenda),
        *(joined("meets", _recurrence(recurrence)) for recurrence in forum.meets),
        f"{never} {forum.inactive.value}" if never else "",
        f"expect {forum.expects} a year" if forum.expects is not None else "",
    ]
    return _construct("forum", forum, inner)


def _recurrence(recurrence: Recurrence) -> str:
    return joined(recurrence_words(recurrence), cites(recurrence.cites))


def _record(record: Record, field: Callable[[Item], Lines]) -> Lines:
    inner = [_texts("also known as", record.also_known_as), *(line for item in record.fields for line in field(item))]
    return _construct("record", record, inner)


def _sample(sample: Sample) -> Lines:
    inner = [
        f"from {sample.of}" if sample.of else "",
        *map(_eligible, sample.eligible),
        *map(_pick, sample.picks),
        *map(_recurrence, sample.recurrences),
        _look("audited by", sample.auditors),
        f"at most {sample.at_most_each} each" if sample.at_most_each is not None else "",
        _flag("in turn", sample.in_turn),
        if_said("labelled", sample.labelled),
    ]
    return _construct("sample", sample, inner)


def _eligible(eligible: Eligible) -> str:
    words = f"only where {condition_words(eligible.when)}"
    return joined(words, _listed("otherwise", eligible.otherwise), cites(eligible.cites))


def _pick(pick: Pick) -> str:
    return joined(
        f"choose {pick.count}",
        f"where {condition_words(pick.where)}" if pick.where is not None else "",
        "by choice" if pick.by_choice else "at random",
        if_said("as", pick.title),
        cites(pick.cites),
    )
