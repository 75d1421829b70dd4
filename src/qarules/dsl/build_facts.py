"""Tree to what an example gives of a case besides its answers."""

from __future__ import annotations

import datetime
from fractions import Fraction

from qarules.dsl import codes
from qarules.dsl.source import Token
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, the, tokens
from qarules.model.answers import Status
from qarules.model.case import When
from qarules.model.facts import (
    About,
    Act,
    Cell,
    DayKind,
    Done,
    Fact,
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
    Target,
    Value,
)

# Far more than any table of an audit has.
MOST_ROWS = 1_000


def target(node: Node, read: Reader) -> Target:
    """What a statement is about."""
    node = node if node.data == "target" else the(node, "target")
    names = read.names(node)
    row = tokens(node, "NUMBER")
    if row:
        return Target(name=names[0], row=read.whole(row[0], most=MOST_ROWS))
    return Target(name=names[0], of=names[1] if len(names) > 1 else "")


def moment(node: Node, read: Reader) -> When:
    """The day that *node* names, with the time of day in the United Kingdom where it says one."""
    day = read.date(tokens(node, "DATE")[0])
    written = tokens(node, "TIME")
    if not written:
        return day
    hour, minute = (int(number) for number in str(written[0]).split(":"))
    if hour > 23 or minute > 59:
        read.findings.add(
            codes.BAD_BOUNDS,
            read.span(written[0]),
            f"there is no time `{written[0]}`",
            help="write a time from 0:00 to 23:59",
        )
        return day
    return datetime.datetime.combine(day, datetime.time(hour, minute))


def value(leaf: Node | Token, read: Reader) -> Value:
    """An answer as it is written."""
    if isinstance(leaf, Token):
        return read.date(leaf)
    match leaf.data:
        case "yes" | "no":
            return leaf.data == "yes"
        case "number":
            return read.number(leaf)
        case "text":
            return read.text(leaf)
        case "not_applicable":
            return Status.NOT_APPLICABLE
        case "cannot_tell":
            return Status.CANNOT_TELL
        case _:
            return read.name(leaf)


def fact(node: Node, read: Reader) -> Fact:
    """Something given of the case besides its answers."""
    span = read.span(node)
    match node.data:
        case "given_no_rows":
            return GivenRow(table=read.name(node), cells=(), span=span)
        case "given_row":
            return GivenRow(table=read.name(node), cells=_cells(node, read), span=span)
        case "given_record":
            return GivenRecord(record=read.name(node), id=read.text(node), fields=_cells(node, read), span=span)
        case "given_day":
            kind = DayKind(phrase(the(node, "happened")))
            return GivenDay(thing=read.name(node), kind=kind, on=moment(node, read), span=span)
        case "given_person":
            return _person(node, read)
        case "given_goes_ahead":
            return GivenReason(thing=target(node, read), because=read.text(node), span=span)
        case "given_chosen":
            stratum = part(node, "chosen_for")
            return GivenChosen(sample=read.name(node), records=read.texts(node), stratum=read.text(stratum), span=span)
        case "given_closed":
            return GivenClosure(on=read.date(tokens(node, "DATE")[0]), span=span)
        case "given_paused":
            return _pause(the(node, "is_paused"), None, read)
        case "given_about":
            return GivenAbout(record=read.text(node), span=span)
        case _:
            return _said(node, read)


def _cells(node: Node, read: Reader) -> tuple[Cell, ...]:
    return tuple(
        Cell(name=read.name(cell), value=value(cell.children[-1], read), span=read.span(cell))
        for cell in parts(the(node, "cells"), "given_answer")
    )


def _person(node: Node, read: Reader) -> Fact:
    person, said, span = read.text(node), nodes(node)[1], read.span(node)
    if said.data == "is_involved":
        return GivenInvolved(who=person, is_person=True, span=span)
    about = {"of_team": About.TEAM, "other_names": About.OTHER_NAME, "responsible": About.RESPONSIBLE_FOR}
    return GivenPerson(person=person, about=about[str(said.data)], text=read.text(said), span=span)


def _pause(node: Node, thing: Target | None, read: Reader) -> GivenPause:
    until = part(node, "until")
    start, span = read.date(tokens(node, "DATE")[0]), read.span(node)
    end = read.date(tokens(until, "DATE")[0]) if until is not None else None
    if end is not None and end < start:
        read.findings.add(
            codes.DATES_REVERSED, span, "the pause ends before it starts", help="change one of the two dates"
        )
    return GivenPause(start=start, until=end, thing=thing, span=span)


def _said(node: Node, read: Reader) -> Fact:
    """What is said with `is`."""
    thing, said, span = target(node, read), nodes(node)[1], read.span(node)
    match said.data:
        case "is_done":
            on = moment(said, read) if tokens(said, "DATE") else None
            return GivenDone(thing=thing, done=Done.DONE, on=on, span=span)
        case "is_off":
            return GivenDone(thing=thing, done=Done(phrase(said)), span=span)
        case "is_raised":
            on = moment(said, read) if tokens(said, "DATE") else None
            return GivenRaise(thing=thing, by=read.name(said), on=on, person=read.text(said), span=span)
        case "is_acted":
            return GivenAct(thing=thing, act=Act(phrase(the(said, "acted"))), roles=read.names(said), span=span)
        case "is_paused":
            return _pause(said, thing, read)
    name = _plain(thing, read)
    match said.data:
        case "is_involved":
            return GivenInvolved(who=name, span=span)
        case "is_held":
            return GivenHolder(role=name, persons=read.texts(said), span=span)
        case "is_counted":
            return GivenDay(thing=name, kind=DayKind.COUNTED_FROM, on=read.date(tokens(said, "DATE")[0]), span=span)
        case _:
            return GivenParameter(parameter=name, value=Fraction(read.number(said)), span=span)


def _plain(thing: Target, read: Reader) -> str:
    """The name of what has no steps, sections or rows."""
    if thing.of:
        read.findings.add(
            codes.DOES_NOT_BELONG, thing.of, "only a step or a section's grade is `of` something", help="leave it out"
        )
    return thing.name
