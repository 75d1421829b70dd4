"""What is known of one case: what happened and when, who the people are, what is done."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

import attrs

from qarules.frozen import frozen
from qarules.model.answers import Audit, Decision
from qarules.model.moderation import Moderated
from qarules.model.outcome import Outcome

When = datetime.date | datetime.datetime
"""A day, or an instant with its time zone. A day is meant as a day in the United Kingdom."""


@frozen
class Person:
    """
    Somebody who holds a role.

    Those who share an id or another name are one person, also by way of a third; what is said of them in one role holds
    in all.

    Attributes:
        id: However the embedding system names them; case and white space make no difference.
        also_known_as: Other names of the same person.
        team: Empty where that is not known; nor is it where two different ones are given for one person.
        responsible_for: Ids of persons they are or were over, and of records they work or worked with; None where that
            is not known. What is given for one person in several roles is added up.
    """

    id: str
    also_known_as: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    team: str = attrs.field(default="", kw_only=True)
    responsible_for: tuple[str, ...] | None = attrs.field(default=None, kw_only=True)


Held = str | Person | tuple[str | Person, ...]
"""Who holds a role: one or several persons, each by an id or with what is known of them."""


@frozen(kw_only=True)
class Pause:
    """
    Days on which a clock stands still, both ends included.

    Attributes:
        until: None while it lasts.
        of: The deadlines it stops, by id; empty for all.
    """

    start: datetime.date
    until: datetime.date | None = None
    of: tuple[str, ...] = ()


@frozen(kw_only=True)
class Raise:
    """Somebody raised an escalation: in which role, and when if that is known."""

    by: str
    on: When | None = None
    person: str = ""


@frozen(kw_only=True)
class Case:
    """
    What is known of one case. Everything is optional: what is not known is said to be missing.

    Attributes:
        outcome: The evaluated audit.
        moderation: What came of the second look.
        events: By event, or by deadline or step for what completed it: when it happened.
        pauses: Days that no clock counts.
        known: Knowns of the pack itself, by id.
        parameters: What the adopting body sets where the framework leaves a number open.
        people: Who holds each role; whoever is in several is known in all by what is said in any.
        involved: Roles or persons that have a part in the matter, besides those the rules tell.
        done: Deadlines and steps that are done, where the day is not known; a step as ``escalation/step``.
        raised: By escalation, who raised it.
        approvals: By step, the roles that approved, consented or were told.
        reasons: By step, why a recommended condition was passed over.
        passed_over: Optional steps that are left out.
        resolved: Escalations and processes that have come to an end.
        cancelled: Deadlines that fall away.
        closures: Closure days of the council's own.
        last: By activity, the last actual date.
        record: The id of the record the audit is about.
    """

    outcome: Outcome | None = None
    moderation: Moderated | None = None
    events: Mapping[str, When] = attrs.field(factory=dict)
    pauses: tuple[Pause, ...] = ()
    known: Mapping[str, object] = attrs.field(factory=dict)
    parameters: Mapping[str, int | Fraction] = attrs.field(factory=dict)
    people: Mapping[str, Held] = attrs.field(factory=dict)
    involved: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    raised: Mapping[str, Raise] = attrs.field(factory=dict)
    approvals: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    reasons: Mapping[str, str] = attrs.field(factory=dict)
    passed_over: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    closures: tuple[datetime.date, ...] = ()
    last: Mapping[str, datetime.date] = attrs.field(factory=dict)
    record: str = ""


@frozen(kw_only=True)
class CaseFile:
    """
    A case as it is stored: the looks at its audit as they were answered, and what else is known.

    Attributes:
        pack: The standard by its id, or the path of its folder.
        name: What the case is called in lists; never a child's name.
        on: The date of the audit, for which the pack is loaded.
        tool: The tool of its audits; empty where the pack has one, or the first look says it.
        moderation: The rule of its moderation, where the tool has several.
        first, second, third: The looks at the audit; None for what has not been done.
        agreed, decided: By judgement, the grade the looks agreed on, and the one a dispute came to.
        case: Everything else; its outcome and moderation are those of the looks.
    """

    pack: str
    name: str = ""
    on: datetime.date | None = None
    tool: str = ""
    moderation: str = ""
    first: Audit | None = None
    second: Audit | None = None
    third: Audit | None = None
    agreed: Mapping[str, Decision] = attrs.field(factory=dict)
    decided: Mapping[str, Decision] = attrs.field(factory=dict)
    case: Case = attrs.field(factory=Case)
