"""Tree to what an example expects after the grade."""

from __future__ import annotations

import datetime

from qarules.dsl import codes
from qarules.dsl.build_facts import moment, target
from qarules.dsl.trees import Node, Reader, part, phrase, the, tokens
from qarules.model.expected import (
    STATES,
    Afterwards,
    DueDay,
    ExpectCalls,
    ExpectDay,
    ExpectDelta,
    ExpectDraws,
    ExpectEligible,
    ExpectIndependent,
    ExpectOccurs,
    ExpectParameter,
    ExpectProblem,
    ExpectRecorded,
    ExpectStands,
    ExpectStart,
    ExpectState,
    ExpectTells,
    ExpectTimes,
    Whose,
)
from qarules.model.facts import Target
from qarules.model.months import MONTH_NAMES
from qarules.model.trigger import Way

# A thousand times a day, all year.
MOST_TIMES = 366_000
_YES_NO_OPEN = {
    "starts": True,
    "does not start": False,
    "cannot be known yet": None,
    "is eligible for": True,
    "is not eligible for": False,
    "may be eligible for": None,
    "calls for": True,
    "does not call for": False,
    "may call for": None,
    "is independent of": True,
    "is not independent of": False,
    "may not be independent of": None,
}


def afterwards(node: Node, read: Reader) -> Afterwards:
    """Something expected after the grade."""
    span = read.span(node)
    if node.data == "expect_eligible":
        eligible = _YES_NO_OPEN[phrase(the(node, "eligibility"))]
        return ExpectEligible(record=read.text(node), sample=read.name(node), eligible=eligible, span=span)
    if node.data == "expect_problem":
        about = part(node, "target")
        return ExpectProblem(thing=target(about, read).path if about is not None else read.text(node), span=span)
    thing = target(node, read)
    match node.data:
        case "expect_state":
            words = phrase(the(node, "state", "is_overdue")).removeprefix("is ")
            by = part(node, "by_whom")
            roles, persons = (read.names(by), read.texts(by)) if by is not None else ((), ())
            return ExpectState(thing=thing, state=STATES[words], roles=roles, persons=persons, span=span)
        case "expect_number":
            return ExpectParameter(thing=thing, value=read.number(node), span=span)
        case "expect_day":
            which = DueDay(phrase(the(node, "which_day")))
            return ExpectDay(thing=thing, which=which, on=moment(node, read), span=span)
        case "expect_start":
            return ExpectStart(thing=thing, starts=_YES_NO_OPEN[phrase(the(node, "starts"))], span=span)
        case "expect_tells":
            return ExpectTells(thing=thing, roles=_names(node, read), persons=read.texts(node), span=span)
        case "expect_recorded":
            never = phrase(the(node, "where_recorded")) == "is never recorded in"
            return ExpectRecorded(thing=thing, record=read.name(node), never=never, span=span)
        case "expect_times":
            return _times(node, thing, read)
        case "expect_occurs":
            first = read.date(tokens(node, "DATE")[0])
            until = part(node, "until")
            last = read.date(tokens(until, "DATE")[0]) if until is not None else first
            return ExpectOccurs(thing=thing, first=first, last=last, span=span)
        case "expect_draws":
            count = read.whole(tokens(node, "NUMBER")[0], most=MOST_TIMES)
            return ExpectDraws(thing=thing, count=count, stratum=read.text(part(node, "chosen_for")), span=span)
        case "expect_delta":
            return _delta(node, thing, read)
        case "expect_calls":
            calls = _YES_NO_OPEN[phrase(the(node, "calls"))]
            return ExpectCalls(thing=thing, then=read.name(node), calls=calls, span=span)
        case "expect_stands":
            word, whose = part(node, "word"), part(node, "whose")
            return ExpectStands(
                thing=thing,
                grade=read.name(word) if word is not None else None,
                whose=Whose(phrase(whose)) if whose is not None else None,
                span=span,
            )
        case _:
            independent = _YES_NO_OPEN[phrase(the(node, "independent"))]
            return ExpectIndependent(thing=thing, of=read.name(node), independent=independent, span=span)


def _names(node: Node, read: Reader) -> tuple[str, ...]:
    """The names beside the target."""
    return tuple(read.name(child) for child in node.children if not isinstance(child, str) and child.data == "name")


def _times(node: Node, thing: Target, read: Reader) -> ExpectTimes:
    """How often in a year or a month; a month there is none of is reported."""
    count, year = tokens(node, "NUMBER")
    month, named = 0, part(node, "name")
    if named is not None:
        name = read.name(named)
        if name in MONTH_NAMES:
            month = MONTH_NAMES.index(name) + 1
        elif name not in read.findings.lost:
            read.findings.add(
                codes.NO_SUCH_MONTH, name, f"`{name}` is no month", help="write it in full, with a capital letter"
            )
    return ExpectTimes(
        thing=thing,
        count=read.whole(count, most=MOST_TIMES),
        year=min(max(read.whole(year), datetime.MINYEAR), datetime.MAXYEAR),
        month=month,
        span=read.span(node),
    )


def _delta(node: Node, thing: Target, read: Reader) -> ExpectDelta:
    way, exactly = part(node, "way"), part(node, "exactly_steps")
    return ExpectDelta(
        thing=thing,
        way=Way(phrase(way)) if way is not None else None,
        steps=read.whole(tokens(exactly, "NUMBER")[0], most=MOST_TIMES) if exactly is not None else 0,
        span=read.span(node),
    )
