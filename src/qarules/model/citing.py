"""What of a pack cites clauses, part by part, and what each part is called."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.frozen import frozen
from qarules.model.activity import Activity, Eligible, Forum, Parameter, Pick, Record, Recurrence, Sample
from qarules.model.calendar import Calendar
from qarules.model.change import Omitted
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure
from qarules.model.looks import Consequence, Moderation
from qarules.model.pack import Override, Pack
from qarules.model.route import Deadline, Escalation, Event, Process, Step
from qarules.model.scale import Scale
from qarules.model.standard import Role, Standard
from qarules.model.tool import Item, Section, Tool

Part = (
    Standard
    | Scale
    | Role
    | Calendar
    | Override
    | Omitted
    | Event
    | Record
    | Forum
    | Deadline
    | Moderation
    | Escalation
    | Process
    | Activity
    | Sample
    | Parameter
    | Consequence
    | Step
    | Recurrence
    | Eligible
    | Pick
    | Tool
    | Section
    | Item
    | Measure
    | Judgement
    | GradeRule
    | Descriptor
)
"""Everything that can cite clauses."""

_CALLED: dict[type[Part], str] = {
    Standard: "standard",
    Scale: "scale",
    Role: "role",
    Calendar: "calendar",
    Override: "set",
    Omitted: "leave out",
    Event: "event",
    Record: "record",
    Forum: "forum",
    Deadline: "deadline",
    Moderation: "moderation",
    Escalation: "escalation",
    Process: "process",
    Activity: "activity",
    Sample: "sample",
    Parameter: "parameter",
    Consequence: "then",
    Step: "step",
    Recurrence: "how often",
    Eligible: "only where",
    Pick: "choose",
    Tool: "tool",
    Section: "section",
    Measure: "measure",
    Judgement: "judgement",
    GradeRule: "rule",
    Descriptor: "descriptor",
}


@frozen(kw_only=True)
class Citing:
    """
    A part of a pack that can cite clauses.

    Attributes:
        name: Its id; for a part without one, the id of what it is a part of.
        inside: The tool, or what comes after the grade, that it stands in; itself where it stands in nothing.
    """

    part: Part
    name: str
    inside: Part

    @property
    def called(self) -> str:
        """What the part is, in the language's own word: ``deadline``, ``question``."""
        return self.part.keyword.value if isinstance(self.part, Item) else _CALLED[type(self.part)]

    @property
    def path(self) -> str:
        """Its name, behind the id of what it stands in: ``dispute/decide``."""
        outer = _name(self.inside, "")
        return self.name if self.name == outer else f"{outer}/{self.name}"


def citing(pack: Pack) -> Iterator[Citing]:
    """Every part of *pack* that can cite clauses, the parts of a construct after it; most cite some."""
    outer: tuple[Part, ...] = () if pack.standard is None else (pack.standard,)
    outer += (*pack.scales, *pack.roles, *pack.calendars, *pack.knowns, *pack.tools)
    outer += (*pack.overrides, *pack.left_out)
    outer += (*pack.parameters, *pack.events, *pack.records, *pack.forums, *pack.deadlines, *pack.moderations)
    outer += (*pack.escalations, *pack.processes, *pack.activities, *pack.samples)
    for thing in outer:
        name = _name(thing, "")
        yield Citing(part=thing, name=name, inside=thing)
        for part in parts_of(thing):
            name = _name(part, name)
            yield Citing(part=part, name=name, inside=thing)


def cited_by(pack: Pack) -> dict[str, list[Citing]]:
    """What cites each clause, by the clause's id; clauses that nothing cites are not there."""
    found: dict[str, list[Citing]] = {}
    for each in citing(pack):
        for clause in each.part.cites:
            found.setdefault(clause, []).append(each)
    return found


def parts_of(thing: Part) -> Iterator[Part]:
    """The parts of *thing* that can cite clauses of their own, each behind what it is a part of."""
    match thing:
        case Tool():
            for section in thing.sections:
                yield section
                yield from parts_of(section)
            yield from thing.knowns
            yield from thing.measures
            for judgement in thing.judgements:
                yield judgement
                yield from parts_of(judgement)
        case Section():
            yield from thing.items
        case Judgement():
            yield from (*thing.giving, *thing.limits)
            yield from thing.descriptors
        case Moderation():
            yield from thing.consequences
        case Escalation() | Process():
            yield from thing.steps
        case Activity():
            yield from thing.recurrences
        case Forum():
            yield from thing.meets
        case Record():
            yield from thing.fields
        case Sample():
            yield from thing.eligible
            yield from thing.picks
            yield from thing.recurrences
        case _:
            pass


def _name(part: Part, otherwise: str) -> str:
    match part:
        case Override(parameter=name) | Consequence(then=name):
            return name
        case GradeRule() | Descriptor() | Recurrence() | Eligible() | Pick():
            return otherwise
        case _:
            return part.id
