"""Tree to what recurs and is drawn: activities, forums, records, samples and parameters."""

from __future__ import annotations

from fractions import Fraction

from qarules.dsl import codes
from qarules.dsl.build_conditions import condition
from qarules.dsl.build_routes import independence, recording
from qarules.dsl.build_term import MOST_UNITS, day_of_month, month, report_bounds, roll, unit_of
from qarules.dsl.build_tool import item
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, the, tokens
from qarules.model.activity import (
    Activity,
    AtEvery,
    Eligible,
    Every,
    Forum,
    Inactive,
    InMonths,
    NoInterval,
    OnDemand,
    Parameter,
    Pick,
    Record,
    Recurrence,
    Rhythm,
    Sample,
    ThemedMonth,
    TimesAYear,
)
from qarules.model.looks import Look
from qarules.model.term import TermUnit
from qarules.model.tool import Keyword
from qarules.model.yearly import MOST_TIMES_A_YEAR

RHYTHMS = ("periodic", "every", "in_months", "times_a_year", "at_every", "on_demand", "no_interval")
_PERIODS = {
    "daily": (1, TermUnit.DAYS),
    "every working day": (1, TermUnit.WORKING_DAYS),
    "weekly": (1, TermUnit.WEEKS),
    "monthly": (1, TermUnit.MONTHS),
    "quarterly": (3, TermUnit.MONTHS),
    "yearly": (1, TermUnit.YEARS),
}


def activity(node: Node, read: Reader) -> Activity:
    """Something that recurs."""
    said = Properties(node, read)
    never, expects, day = said.take("never_in"), said.take("expects"), said.take("day_of_month")
    made = Activity(
        **said.with_former(),
        recurrences=tuple(_recurrence(child, read) for child in said.take_all("recurrence")),
        never_in=_months(never, read),
        inactive=_inactive(never),
        expects=_times(expects, read) if expects is not None else None,
        day=day_of_month(day, read) if day is not None else None,
        roll=roll(said),
        calendar=said.name("on_calendar"),
        by=said.names("by"),
        to=said.names("goes to"),
        contains=said.texts("contains"),
        opens=next(iter(said.names("opens")), ""),
        optional=said.has("optional"),
        recommended=said.has("recommended"),
        recording=recording(said),
    )
    said.report_rest("activity")
    if not made.recurrences and made.id not in read.findings.damaged:
        read.findings.add(
            codes.NO_TIME,
            made.id,
            f"the activity `{made.id}` does not say how often",
            help="write how often, such as `every 6 weeks`; `no interval stated` where the source does not say",
        )
    return made


def forum(node: Node, read: Reader) -> Forum:
    """A board or meeting."""
    said = Properties(node, read)
    never, expects = said.take("never_in"), said.take("expects")
    made = Forum(
        **said.heading(),
        also_known_as=said.texts("also_known_as"),
        chair=said.names("chair"),
        members=said.names("members"),
        agenda=said.texts("agenda"),
        meets=tuple(_recurrence(child, read) for child in said.take_all("meets")),
        never_in=_months(never, read),
        inactive=_inactive(never),
        expects=_times(expects, read) if expects is not None else None,
    )
    said.report_rest("forum")
    return made


def _recurrence(node: Node, read: Reader) -> Recurrence:
    return Recurrence(
        rhythm=_rhythm(the(node, *RHYTHMS), read),
        to=tuple(name for names in parts(node, "names") for name in read.names(names)),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _rhythm(node: Node, read: Reader) -> Rhythm:
    match node.data:
        case "periodic":
            count, unit = _PERIODS[phrase(the(node, "period"))]
            return _every(node, count, None, unit, read)
        case "every":
            counts = [read.whole(token, most=MOST_UNITS) for token in tokens(node, "NUMBER")]
            if counts[0] < 1 or (counts[1:] and counts[1] <= counts[0]):
                report_bounds(
                    tokens(node, "NUMBER")[0],
                    "this is no span of time",
                    "write the smaller number first, 1 or more",
                    read,
                )
            count = max(counts[0], 1)
            until = max(counts[1], count + 1) if counts[1:] else None
            return _every(node, count, until, unit_of(the(node, "every_unit")), read)
        case "in_months":
            return InMonths(months=tuple(_themed(child, read) for child in parts(node, "themed_month")))
        case "times_a_year":
            return TimesAYear(count=_times(node, read))
        case "at_every":
            return AtEvery(event=read.name(node))
        case "on_demand":
            return OnDemand()
        case _:
            return NoInterval()


def _every(node: Node, count: int, until: int | None, unit: TermUnit, read: Reader) -> Every:
    starting = part(node, "starting")
    start = None
    if starting is not None:
        dates = tokens(starting, "DATE")
        start = read.date(dates[0]) if dates else month(read.name(starting), read)
    return Every(count=count, unit=unit, until=until, rolling=part(node, "rolling") is not None, start=start)


def _themed(node: Node, read: Reader) -> ThemedMonth:
    return ThemedMonth(month=month(read.name(node), read), theme=read.text(node))


def _times(node: Node, read: Reader) -> int:
    """So many times a year."""
    written = tokens(node, "NUMBER")[0]
    times = read.whole(written, most=MOST_TIMES_A_YEAR)
    if times < 1 and node.data != "expects":
        report_bounds(written, "this never happens", "write 1 or more, or leave it out", read)
    return max(times, 0 if node.data == "expects" else 1)


def _months(node: Node | None, read: Reader) -> tuple[int, ...]:
    return tuple(month(name, read) for name in read.names(node))


def _inactive(node: Node | None) -> Inactive:
    said = part(node, "inactive") if node is not None else None
    return Inactive(phrase(said)) if said is not None else Inactive.SKIPPED


# --- records and samples ---------------------------------------------------------------------------------------------


def record(node: Node, read: Reader) -> Record:
    """Where something is written down, or what samples are drawn from."""
    said = Properties(node, read)
    made = Record(
        id=read.name(node),
        title=read.text(node),
        also_known_as=said.texts("also_known_as"),
        fields=tuple(item(child, Keyword.QUESTION, read) for child in said.take_all("question")),
        cites=said.names("cites"),
        span=read.span(node),
    )
    said.report_rest("record")
    return made


def sample(node: Node, read: Reader) -> Sample:
    """Which records are looked at, and by whom."""
    said = Properties(node, read)
    at_most = said.take("at_most_each")
    made = Sample(
        **said.with_former(),
        of=said.name("from_record"),
        eligible=tuple(_eligible(child, read) for child in said.take_all("eligible")),
        picks=tuple(_pick(child, read) for child in said.take_all("pick")),
        recurrences=tuple(_recurrence(child, read) for child in said.take_all("recurrence")),
        auditors=_auditors(said),
        at_most_each=_count(at_most, read) if at_most is not None else None,
        in_turn=said.has("in turn"),
        labelled=said.text("labelled"),
    )
    said.report_rest("sample")
    return made


def _eligible(node: Node, read: Reader) -> Eligible:
    return Eligible(
        when=condition(nodes(node)[0], read),
        otherwise=read.names(part(node, "names")),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _pick(node: Node, read: Reader) -> Pick:
    where = [child for child in nodes(node) if child.data not in {"so_many", "name", "chosen_how", "text", "cites"}]
    how = part(node, "chosen_how")
    return Pick(
        count=_count(node, read),
        where=condition(where[0], read) if where else None,
        by_choice=how is not None and phrase(how) == "by choice",
        title=read.text(node),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _count(node: Node, read: Reader) -> int | str:
    """A number, or the parameter that holds it."""
    written = part(node, "so_many")
    if written is None:
        return read.name(node)
    token = tokens(written, "NUMBER")[0]
    count = read.whole(token, most=MOST_UNITS)
    if count < 1:
        report_bounds(token, "none at all is no sample", "write 1 or more", read)
    return max(count, 1)


def _auditors(said: Properties) -> Look | None:
    node = said.take("auditors")
    if node is None:
        return None
    return Look(by=said.read.names(the(node, "names")), independence=independence(node, said.read))


# --- parameters ------------------------------------------------------------------------------------------------------


def parameter(node: Node, read: Reader) -> Parameter:
    """A number the framework leaves open, or bounds."""
    said = Properties(node, read)
    unit, low, above, high, value = (
        said.take(kind) for kind in ("in_unit", "at_least", "above", "at_most", "is_value")
    )
    made = Parameter(
        **said.heading(),
        unit=unit_of(the(unit, "unit_of_term")) if unit is not None else None,
        low=_bound(low, read) if low is not None else None,
        high=_bound(high, read) if high is not None else None,
        above=read.number(above) if above is not None else None,
        value=read.number(value) if value is not None else None,
    )
    said.report_rest("parameter")
    return made


def _bound(node: Node, read: Reader) -> Fraction | str:
    return read.number(node) if part(node, "number") is not None else read.name(node)
