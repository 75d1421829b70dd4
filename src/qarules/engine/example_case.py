"""What an example gives, as a case: the looks at its audit, and what is known besides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from qarules.engine.local_time import in_uk
from qarules.engine.people import same_person
from qarules.model.activity import Sample
from qarules.model.answers import Audit, Decision, Status
from qarules.model.case import Case, CaseFile, Pause, Person, Raise, When
from qarules.model.example import (
    Example,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
    Ruling,
)
from qarules.model.facts import (
    About,
    DayKind,
    Done,
    GivenAbout,
    GivenAct,
    GivenChosen,
    GivenClosure,
    GivenDay,
    GivenDone,
    GivenHolder,
    GivenInvolved,
    GivenParameter,
    GivenPause,
    GivenPerson,
    GivenRaise,
    GivenReason,
    GivenRecord,
    GivenRow,
)
from qarules.model.pack import Pack
from qarules.model.tool import Item, Keyword, Tool


def case_file(pack: Pack, example: Example) -> CaseFile:
    """
    What *example* gives, as a stored case.

    A band for everything gives way to one for a section, and that to one for an item, in whatever order they are
    written. Decisions are made by whoever may, with a reason.
    """
    tool = next((tool for tool in pack.tools if tool.id == example.tool), None)
    first = second = third = None
    agreed: Mapping[str, Decision] = {}
    finally_decided: Mapping[str, Decision] = {}
    if tool is not None:
        on = date_of(example)
        first = _audit(tool, example.given, on)
        second = _audit(tool, example.second, on) if example.second is not None else None
        third = _audit(tool, example.third, on) if example.third is not None else None
        agreed = _decisions(tool, example.given, Ruling.AGREED)
        finally_decided = _decisions(tool, example.given, Ruling.FINALLY)
    return CaseFile(
        pack=pack.name,
        name=example.title,
        on=date_of(example),
        tool=example.tool,
        first=first,
        second=second,
        third=third,
        agreed=agreed,
        decided=finally_decided,
        case=_case(pack, tool, example.given),
    )


# --- the looks at the audit ------------------------------------------------------------------------------------------


def _audit(tool: Tool, given: tuple[Given, ...], on: datetime.date | None) -> Audit:
    spelt_out = dict(_spelt_out(tool, given))
    instances = {g.section: g.count for g in given if isinstance(g, GivenInstances)}
    answers: dict[str, object] = {}
    for section in tool.sections:
        own: dict[str, object] = {item.id: spelt_out[item.id] for item in section.items if item.id in spelt_out}
        if section.repeated:
            answers[section.id] = [own] * instances.get(section.id, 0)
        elif spelt_out.get(section.id) is Status.NOT_APPLICABLE:
            answers[section.id] = Status.NOT_APPLICABLE
        else:
            answers.update(own)
    known = {item.id: spelt_out[item.id] for item in tool.knowns if item.id in spelt_out}
    return Audit(tool=tool.id, on=on, answers=answers, known=known, decisions=_decisions(tool, given, Ruling.DECIDED))


def _spelt_out(tool: Tool, given: tuple[Given, ...]) -> Iterator[tuple[str, object]]:
    """Every answer by its item; what is more particular comes later and so overrules."""
    for each in given:
        if isinstance(each, GivenAll):
            yield from ((item.id, each.band) for item in tool.items.values() if _knows(item, each.band, tool))
    answers = [each for each in given if isinstance(each, GivenAnswer)]
    sections = {section.id: section for section in tool.sections}
    for answer in answers:
        section = sections.get(answer.thing)
        if section is not None and answer.value is not Status.NOT_APPLICABLE:
            yield from ((item.id, answer.value) for item in section.items if _knows(item, answer.value, tool))
        elif section is not None:
            yield section.id, answer.value
    yield from ((answer.thing, answer.value) for answer in answers if answer.thing not in sections)
    rows: dict[str, list[dict[str, object]]] = {}
    for each in given:
        if isinstance(each, GivenRow):
            row: dict[str, object] = {cell.name: cell.value for cell in each.cells}
            rows.setdefault(each.table, []).extend([row] if row else [])
    yield from rows.items()


def _knows(item: Item, band: object, tool: Tool) -> bool:
    scale = tool.scale_of(item)
    return scale is not None and band in scale.by_id and item.keyword is not Keyword.KNOWN


def _decisions(tool: Tool, given: tuple[Given, ...], ruling: Ruling) -> dict[str, Decision]:
    roles = {judgement.id: judgement.decided_by for judgement in tool.judgements}
    return {
        "/".join(filter(None, [each.judgement, each.section])): Decision(
            each.grade, by=next(iter(roles.get(each.judgement, ())), ""), reason="as the example gives it"
        )
        for each in given
        if isinstance(each, GivenDecision) and each.ruling is ruling
    }


# --- what is known besides -------------------------------------------------------------------------------------------


def _case(pack: Pack, tool: Tool | None, given: tuple[Given, ...]) -> Case:
    of_tool = tool.things if tool is not None else {}
    knowns = {known.id for known in pack.knowns} - of_tool.keys()
    done = [each for each in given if isinstance(each, GivenDone)]
    days = [each for each in given if isinstance(each, GivenDay)]
    acts: dict[str, tuple[str, ...]] = {}
    for each in given:
        if isinstance(each, GivenAct):
            acts[each.thing.path] = (*acts.get(each.thing.path, ()), *each.roles)
    return Case(
        events={
            **{each.thing: _local(each.on) for each in days if each.kind is DayKind.HAPPENED},
            **{each.thing.path: _local(each.on) for each in done if each.on is not None},
        },
        pauses=tuple(
            Pause(start=each.start, until=each.until, of=(each.thing.path,) if each.thing is not None else ())
            for each in given
            if isinstance(each, GivenPause)
        ),
        known={each.thing: each.value for each in given if isinstance(each, GivenAnswer) and each.thing in knowns},
        parameters={each.parameter: each.value for each in given if isinstance(each, GivenParameter)},
        people=_people(given),
        involved=tuple(each.who for each in given if isinstance(each, GivenInvolved)),
        done=tuple(_said(done, Done.DONE)),
        raised={
            each.thing.path: Raise(by=each.by, on=_local(each.on) if each.on is not None else None, person=each.person)
            for each in given
            if isinstance(each, GivenRaise)
        },
        approvals=acts,
        reasons={each.thing.path: each.because for each in given if isinstance(each, GivenReason)},
        passed_over=tuple(_said(done, Done.PASSED_OVER)),
        resolved=tuple(_said(done, Done.RESOLVED)),
        cancelled=tuple(_said(done, Done.CANCELLED)),
        closures=tuple(each.on for each in given if isinstance(each, GivenClosure)),
        last=_days(days, DayKind.LAST),
        record=next((each.record for each in given if isinstance(each, GivenAbout)), ""),
    )


def counted_from(example: Example) -> Mapping[str, datetime.date]:
    """By activity, the day it is counted from where its rule names none."""
    return _days((each for each in example.given if isinstance(each, GivenDay)), DayKind.COUNTED_FROM)


def _days(days: Iterable[GivenDay], kind: DayKind) -> dict[str, datetime.date]:
    return {each.thing: _day(each.on) for each in days if each.kind is kind}


def _day(when: When) -> datetime.date:
    return when.date() if isinstance(when, datetime.datetime) else when


def _local(when: When) -> When:
    """A time of day that an example names, as an instant in the United Kingdom."""
    return in_uk(when) if isinstance(when, datetime.datetime) else when


def looked_at(example: Example) -> When | None:
    """The day, or the instant, of which the expectations speak; None where the example names none."""
    return _local(example.as_of) if example.as_of is not None else example.on


def date_of(example: Example) -> datetime.date | None:
    """The date of the audit: the day the example names, else the day on which it looks at the case."""
    return example.on or (_day(example.as_of) if example.as_of is not None else None)


def _said(done: Iterable[GivenDone], what: Done) -> Iterator[str]:
    return (each.thing.path for each in done if each.done is what and each.on is None)


def _people(given: tuple[Given, ...]) -> dict[str, tuple[Person, ...]]:
    """Who holds each role, each with what is said of them anywhere in the example."""
    said = [each for each in given if isinstance(each, GivenPerson)]
    held: dict[str, tuple[str, ...]] = {}
    for each in given:
        if isinstance(each, GivenHolder):
            held[each.role] = (*held.get(each.role, ()), *each.persons)
    return {role: tuple(_person(name, said) for name in dict.fromkeys(names)) for role, names in held.items()}


def _person(name: str, said: Iterable[GivenPerson]) -> Person:
    mine = [each for each in said if same_person(Person(each.person), Person(name))]
    over = [each.text for each in mine if each.about is About.RESPONSIBLE_FOR]
    return Person(
        name,
        also_known_as=tuple(each.text for each in mine if each.about is About.OTHER_NAME),
        team=next((each.text for each in mine if each.about is About.TEAM), ""),
        responsible_for=tuple(filter(None, over)) if over else None,
    )


def records(example: Example, kind: str) -> list[dict[str, object]]:
    """The records of one kind that the example gives, each with its id."""
    return [
        {"id": each.id, **{cell.name: cell.value for cell in each.fields}}
        for each in example.given
        if isinstance(each, GivenRecord) and each.record == kind
    ]


def chosen(example: Example, sample: Sample) -> dict[str | int, tuple[str, ...]]:
    """The records named for each stratum that is filled by choice."""
    first = next((number for number, pick in enumerate(sample.picks, 1) if pick.by_choice), 1)
    return {
        each.stratum or first: each.records
        for each in example.given
        if isinstance(each, GivenChosen) and each.sample == sample.id
    }
