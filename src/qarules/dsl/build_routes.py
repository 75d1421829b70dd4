"""Tree to routes: events, deadlines, escalations, processes, and the moderation of an audit."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.build_term import TIME_RULES, term, trigger, triggers
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, part, parts, the
from qarules.model.looks import NOTHING, Compared, Consequence, Independence, Look, Moderation, Stands
from qarules.model.recording import Recording
from qarules.model.route import Deadline, EachRow, Escalation, Event, Process, Step
from qarules.model.term import DayOfMonth, Within


def event(node: Node, read: Reader) -> Event:
    """Something that happens on a day."""
    said = Properties(node, read)
    made = Event(**said.with_tool(), follows=said.names("follows"))
    said.report_rest("event")
    return made


def deadline(node: Node, read: Reader) -> Deadline:
    """Something that has to be done by a time."""
    said = Properties(node, read)
    rows = said.take("for_each_row")
    made = Deadline(
        **said.with_tool(),
        term=term(said, read),
        rows=_each_row(rows, said) if rows is not None else None,
        owner=said.names("owner"),
        overseen_by=said.names("overseen by"),
        done_when=said.names("done on"),
        starts_when=triggers(said, "starts_when", read),
        stood_down_when=triggers(said, "stood_down_when", read),
        recommended=said.has("recommended"),
        recording=recording(said),
    )
    said.report_rest("deadline")
    if made.term is None and made.rows is None and made.id not in read.findings.damaged:
        read.findings.add(
            codes.NO_TIME,
            made.id,
            f"the deadline `{made.id}` does not say by when",
            help="write a time, such as `within 10 working days of` and an event",
        )
    elif made.term is not None and any(isinstance(t, Within | DayOfMonth) and t.of is None for t in made.term.timings):
        read.findings.add(
            codes.NO_TIME,
            made.id,
            f"the deadline `{made.id}` does not say from when its time is counted",
            help="write `of` and an event after it",
        )
    return made


def _each_row(node: Node, said: Properties) -> EachRow:
    read = said.read
    table, by, *owner = [read.name(child) for child in parts(node, "name")]
    # What a term would have taken, had there been one.
    for rule in said.take_in_order(*TIME_RULES):
        read.findings.add(
            codes.DOES_NOT_BELONG,
            read.span(rule),
            f"this goes with a time that is counted, and every row of `{table}` has its date",
            help="leave it out",
        )
    return EachRow(table=table, by=by, owner=owner[0] if owner else "", span=read.span(node))


def escalation(node: Node, read: Reader) -> Escalation:
    """Who has to be told or asked, in order."""
    said = Properties(node, read)
    made = Escalation(
        **said.with_tool(),
        starts_when=triggers(said, "starts_when", read),
        stood_down_when=triggers(said, "stood_down_when", read),
        notify=said.names("notify"),
        term=term(said, read),
        recording=recording(said),
        steps=tuple(_step(child, read) for child in said.take_all("step_of")),
    )
    said.report_rest("escalation")
    return made


def process(node: Node, read: Reader) -> Process:
    """Steps in an order."""
    said = Properties(node, read)
    made = Process(
        **said.with_tool(),
        starts_when=triggers(said, "starts_when", read),
        in_any_order=said.has("in any order"),
        steps=tuple(_step(child, read) for child in said.take_all("step_of")),
    )
    said.report_rest("process")
    return made


def _step(node: Node, read: Reader) -> Step:
    said = Properties(node, read)
    follows = said.take("follows")
    made = Step(
        **said.heading(),
        by=said.names("by"),
        substitute=said.names("substitute"),
        between=said.names("between"),
        notify=said.names("notify"),
        approved_by=said.names("approved by"),
        consent_of=said.names("consent of"),
        optional=said.has("optional"),
        recommended=said.has("recommended"),
        starts_when=triggers(said, "starts_when", read),
        follows=read.names(follows) if follows is not None else None,
        term=term(said, read),
        recording=recording(said),
        contains=said.texts("contains"),
    )
    said.report_rest("step")
    return made


# --- moderation ------------------------------------------------------------------------------------------------------


def moderation(node: Node, read: Reader) -> Moderation:
    """A second look at an audit, and what follows from it."""
    said = Properties(node, read)
    compared = said.take("compare")
    standing = [stands for stands in Stands if said.has(stands.value)]
    made = Moderation(
        **said.with_tool(),
        first=look(said, "first look by"),
        second=look(said, "second look by"),
        third=look(said, "third look by"),
        compares=_compared(compared, read) if compared is not None else NOTHING,
        sampled=said.has("sampled"),
        consequences=tuple(_consequence(child, read) for child in said.take_all("consequence")),
        stands=standing[0] if standing else Stands.FIRST,
        recording=recording(said),
    )
    said.report_rest("moderation")
    if len(standing) > 1:
        read.findings.add(
            codes.SAID_TWICE,
            made.id,
            f"the moderation `{made.id}` says of two grades that they stand",
            help="keep one of the two",
        )
    return made


def look(said: Properties, words: str) -> Look | None:
    """Who looks, and from whom they have to be independent; None where nobody is named."""
    node = said.take(words)
    if node is None:
        return None
    return Look(
        by=said.read.names(the(node, "names")),
        independence=independence(node, said.read),
    )


def independence(node: Node, read: Reader) -> Independence:
    """From whom somebody has to be independent."""

    def names(rule: str) -> tuple[str, ...]:
        return tuple(name for child in parts(node, rule) for name in read.names(child))

    return Independence(
        not_roles=names("who_is_not"),
        other_team_than=names("other_team"),
        never_responsible_for=names("never_responsible"),
    )


def _compared(node: Node, read: Reader) -> Compared:
    return Compared(
        criteria=part(node, "every_criterion") is not None,
        sections=part(node, "every_section") is not None,
        names=read.names(node),
    )


def _consequence(node: Node, read: Reader) -> Consequence:
    return Consequence(
        when=trigger(node, read),
        then=read.name(node),
        title=read.text(node),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


# --- what several have -----------------------------------------------------------------------------------------------


def recording(said: Properties) -> Recording:
    """Where something is written down, and where it must not be."""
    return Recording(inside=said.names("record in"), never=said.names("never record in"))
