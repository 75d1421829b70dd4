"""Tree to terms and triggers: by when something has to be done, and what starts it."""

from __future__ import annotations

import datetime
from fractions import Fraction

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.build_conditions import condition, counted, quantity
from qarules.dsl.findings import closest
from qarules.dsl.properties import Properties
from qarules.dsl.source import Token
from qarules.dsl.trees import Node, Reader, nodes, part, phrase, the, tokens
from qarules.model.months import MONTH_NAMES
from qarules.model.term import (
    Before,
    Choice,
    DayOfMonth,
    EarliestOpportunity,
    From,
    Immediately,
    Length,
    NotBefore,
    Pausing,
    Point,
    Receipt,
    Roll,
    SameWorkingDay,
    Term,
    TermUnit,
    Timing,
    Warn,
    WarnAt,
    WarnBefore,
    Within,
)
from qarules.model.trigger import AnythingDiffers, CountDiffers, Differs, Happens, Holds, Overdue, Raised, Trigger, Way

TIMINGS = ("within_time", "before_time", "not_before", "day_of_month", "same_day", "immediately", "earliest")
# Those of them that give a last day.
LAST_DAYS = ("within_time", "before_time", "day_of_month", "same_day")
TIME_RULES = ("choice", "roll", "receipt", "pauses", "resume_counts", "last_day_counts", "warn_at", "warn_before")
# A term of more than this is a slip of the pen: ten thousand working days are forty years.
MOST_UNITS = 10_000
_UNITS = {unit.value.removesuffix("s"): unit for unit in TermUnit}
_MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}


def term(said: Properties, read: Reader) -> Term | None:
    """The time a construct has; None where it says nothing of any."""
    written = said.take_in_order(*TIMINGS)
    timings = tuple(_timing(node, read) for node in written)
    if not timings:
        return None
    choice, receipt = said.take("choice"), said.take("receipt")
    if choice is None:
        _report_rivals([node for node in written if node.data in LAST_DAYS], read)
        _report_rivals([node for node in written if node.data == "not_before"], read)
    return Term(
        timings=timings,
        choice=Choice(phrase(choice)) if choice is not None else Choice.EARLIER,
        roll=roll(said),
        receipt=_receipt(receipt, read) if receipt is not None else None,
        pauses=tuple(Pausing(start=names[0], end=names[1]) for names in map(read.names, said.take_all("pauses"))),
        resume_day_counts=said.has("resume_counts"),
        last_day_counts=said.has("last_day_counts"),
        calendar=said.name("on_calendar"),
        local=said.has("local_closures"),
        warnings=tuple(_warning(node, read) for node in said.take_in_order("warn_at", "warn_before")),
    )


def _report_rivals(written: list[Node], read: Reader) -> None:
    """Report a second time of one kind; a first and a last day beside each other are a span of time."""
    if len(written) > 1:
        read.findings.add(
            codes.WHICH_BINDS,
            read.span(written[1]),
            "two times are given here, and it is not said which of them binds",
            help="add `the earlier binds` or `the later binds`, or keep one of the two",
            labels=[(read.span(written[0]), "the other one")],
        )


def _timing(node: Node, read: Reader) -> Timing:
    match node.data:
        case "within_time":
            beginning = part(node, "beginning")
            of = beginning or part(node, "of_anchor")
            return Within(
                length=_length(node, read), of=_from(of, read) if of else None, beginning=beginning is not None
            )
        case "before_time":
            return Before(length=_length(node, read), of=_its_from(node, read))
        case "not_before":
            return NotBefore(length=_length(node, read), of=_its_from(node, read))
        case "day_of_month":
            return day_of_month(node, read)
        case "same_day":
            return SameWorkingDay(of=_its_from(node, read))
        case "immediately":
            return Immediately(of=_from(node, read))
        case _:
            return EarliestOpportunity(of=_from(node, read))


def day_of_month(node: Node, read: Reader) -> DayOfMonth:
    """Which working day of a month is meant."""
    ordinal = the(node, "ordinal")
    if part(ordinal, "last"):
        number = -1
    elif part(ordinal, "first"):
        number = 1
    else:
        written = tokens(ordinal, "ORDINAL")[0]
        number = int(str(written)[:-2])
        if not 1 <= number <= 23:
            report_bounds(written, f"no month has a {written} working day", "write a number from 1 to 23", read)
            number = min(max(number, 1), 23)
    return DayOfMonth(number=number, of=_from(node, read))


def _from(node: Node, read: Reader) -> From | None:
    anchor = part(node, "anchor")
    return _anchor(anchor, read) if anchor is not None else None


def _its_from(node: Node, read: Reader) -> From:
    return _anchor(the(node, "anchor"), read)


def _anchor(node: Node, read: Reader) -> From:
    point = part(node, "point")
    return From(name=read.name(node), point=Point(phrase(point)) if point else Point.EVENT, span=read.span(node))


def _length(holder: Node, read: Reader) -> Length:
    node = the(holder, "length")
    written = tokens(node, "NUMBER")
    if not written:
        return Length(count=read.name(node))
    count = read.whole(written[0], most=MOST_UNITS)
    if count < 1:
        report_bounds(written[0], "no time at all cannot be counted", "write 1 or more, or `immediately`", read)
        count = 1
    return Length(count=count, unit=unit_of(the(node, "unit_of_term")), clear=part(node, "clear") is not None)


def unit_of(node: Node) -> TermUnit:
    """What is counted in."""
    plain = part(node, "unit_of_time")
    return _UNITS[phrase(plain if plain is not None else node).removesuffix("s")]


def report_bounds(at: Token, message: str, remedy: str, read: Reader) -> None:
    """Report a number that makes no sense where it stands."""
    read.findings.add(codes.BAD_BOUNDS, read.span(at), message, help=remedy)


def roll(said: Properties) -> Roll:
    """Where a date goes that falls on a closed day."""
    node = said.take("roll")
    if node is None:
        return Roll.NONE
    written = str(tokens(node, "ROLL")[0]).split()
    return {"closed": Roll.STAYS, "before": Roll.PRECEDING, "after": Roll.FOLLOWING}[written[-1]]


def _receipt(node: Node, read: Reader) -> Receipt:
    written = tokens(node, "TIME")
    if not written:
        return Receipt()
    hour, minute = (int(number) for number in str(written[0]).split(":"))
    if hour > 23 or minute > 59:
        report_bounds(written[0], f"there is no time `{written[0]}`", "write a time from 0:00 to 23:59", read)
        return Receipt()
    return Receipt(after=datetime.time(hour, minute))


def _warning(node: Node, read: Reader) -> Warn:
    if node.data == "warn_before":
        return WarnBefore(length=_length(node, read))
    written = tokens(node, "NUMBER")[0]
    share = Fraction(str(written)) / 100
    if not 0 < share <= 1:
        report_bounds(written, f"`{written}%` of the time is no warning", "write a share from 1% to 100%", read)
        share = Fraction(1)
    return WarnAt(share=share)


def month(name: Name, read: Reader) -> int:
    """The number of a month by its name; one that there is not is reported and taken for the nearest there is."""
    if name.lower() in _MONTHS:
        return _MONTHS[name.lower()]
    short = next((full for full in _MONTHS if full.startswith(name.lower())), None)
    meant = short or closest(name, _MONTHS)
    remedy = f"did you mean `{meant.capitalize()}`?" if meant else "write its whole English name, such as January"
    read.findings.add(codes.NO_SUCH_MONTH, name, f"there is no month `{name}`", help=remedy)
    return _MONTHS.get(meant or "", 1)


# --- triggers --------------------------------------------------------------------------------------------------------


def triggers(said: Properties, kind: str, read: Reader) -> tuple[Trigger, ...]:
    """Everything that starts or ends a construct."""
    return tuple(trigger(node, read) for node in said.take_all(kind))


def trigger(holder: Node, read: Reader) -> Trigger:
    """What *holder* waits for."""
    node = the(holder, "holds", "raised", "anything_differs", "differs", "count_differs", "overdue", "happens")
    span = read.span(node)
    match node.data:
        case "holds":
            return Holds(when=condition(nodes(node)[0], read), span=span)
        case "raised":
            return Raised(by=read.names(node), span=span)
        case "anything_differs":
            return AnythingDiffers(nothing=phrase(node) == "nothing differs", span=span)
        case "differs":
            way = Way(phrase(the(node, "way")))
            return Differs(thing=read.name(node), way=way, steps=_steps(node, read), span=span)
        case "count_differs":
            many, of, *_ = nodes(node)
            return CountDiffers(
                quantity=quantity(many, read), of=counted(of, read), steps=_steps(node, read), span=span
            )
        case "overdue":
            return Overdue(deadline=read.name(node), span=span)
        case _:
            return Happens(event=read.name(node), span=span)


def _steps(node: Node, read: Reader) -> int:
    by = part(node, "by_steps")
    if by is None:
        return 1
    written = tokens(by, "NUMBER")[0]
    steps = read.whole(written, most=MOST_UNITS)
    if steps < 1:
        report_bounds(written, "a difference is at least one step", "write 1 or more, or leave it out", read)
    return max(steps, 1)
