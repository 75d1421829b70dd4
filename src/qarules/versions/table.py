"""How every field of the model is compared: one place that a new field cannot be forgotten in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qarules.model.activity import Activity, Eligible, Forum, Parameter, Pick, Record, Recurrence, Sample
from qarules.model.calendar import Calendar, NamedDay
from qarules.model.change import Omitted
from qarules.model.example import Example
from qarules.model.looks import Compared, Consequence, Independence, Look, Moderation
from qarules.model.pack import Override, Pack
from qarules.model.recording import Recording
from qarules.model.route import Deadline, Escalation, Event, Process, Step
from qarules.model.standard import Clause, Role, Source, Standard
from qarules.versions import choices
from qarules.versions.entries import Aside, Fields, Inside, Key, Parts, Rule, Said
from qarules.versions.rules import CONSEQUENCES, FORM, RESPONSES, WORDING
from qarules.versions.says import words
from qarules.versions.table_tools import ABOUT, CITES, GUIDANCE, HEAD, ID, MATCHED, NOTE, RETIRED, TITLE, TOOLS

LINKED = Aside("it has done its work once the pack is put together, and what came of it is compared")


def _parts(kind: str, called: str = "") -> Parts:
    """Parts by their id that act after the grade."""
    return Parts(called or kind, CONSEQUENCES[f"{kind}-added"], CONSEQUENCES[f"{kind}-removed"])


def _listed(
    kind: str, called: str, *keys: Key, order: Rule | None = None, tells: Callable[[Any], str] = words
) -> Parts:
    """Parts without an id: first those that say the same, then the others in turn."""
    equal: Key = lambda part: (part,)  # noqa: E731 - a key like any other
    added, removed = CONSEQUENCES[f"{kind}-added"], CONSEQUENCES[f"{kind}-removed"]
    return Parts(called, added, removed, order, keys=(equal, *keys), in_turn=True, tells=tells)


_IN_ORDER = frozenset({"substitute", "notify"})


def _said(kind: str, **parts: str) -> Fields:
    """Fields whose change is one of the construct, each with what it is called; lists say nothing by their order."""
    rule = CONSEQUENCES[f"{kind}-changed"]
    return {name: Said(part, rule, in_any_order=name not in _IN_ORDER) for name, part in parts.items()}


_RECORDING: Fields = {"recording": Inside("", CONSEQUENCES["record-changed"])}
_NAMES = Said("the other names", WORDING["text"], in_any_order=True, names=False)
_STEPS = Parts("step", CONSEQUENCES["step-added"], CONSEQUENCES["step-removed"], CONSEQUENCES["steps-order"])
_RECURRENCES = _listed("recurrence", "recurrence")


def _look(which: str) -> Inside:
    return Inside(which, CONSEQUENCES["moderation-changed"])


def _texts(part: str, rule: str = "text") -> Said:
    return Said(part, WORDING[rule], names=False)


TABLE: dict[type, Fields] = {
    **TOOLS,
    Pack: {
        "name": Aside("it is the id of the standard, or what a file happens to be called"),
        "standard": Inside("the standard", CONSEQUENCES["standard-changed"]),
        "uses": LINKED,
        "clauses": Parts("clause", WORDING["clause-added"], WORDING["clause-removed"]),
        "scales": Parts("scale", FORM["scale-added"], FORM["scale-removed"]),
        "roles": Parts(
            "role",
            FORM["role-added"],
            RESPONSES["role-removed"],
            keys=(lambda role: (role.id,), lambda role: (role.id, *role.also_known_as)),
        ),
        "tools": Parts("tool", FORM["tool-added"], RESPONSES["tool-removed"]),
        "calendars": _parts("calendar"),
        "knowns": Parts("known", choices.item_added, choices.item_removed),
        "parameters": _parts("parameter"),
        "events": _parts("event"),
        "records": _parts("record"),
        "forums": _parts("forum"),
        "deadlines": _parts("deadline"),
        "moderations": _parts("moderation"),
        "escalations": _parts("escalation"),
        "processes": _parts("process"),
        "activities": _parts("activity"),
        "samples": _parts("sample"),
        "examples": Parts(
            "example",
            WORDING["example-added"],
            WORDING["example-removed"],
            keys=(lambda example: ((example.tool, example.title),), lambda example: (example.title,)),
            tells=lambda example: example.title,
        ),
        "overrides": Parts(
            "setting",
            WORDING["local-change-added"],
            WORDING["local-change-removed"],
            keys=(lambda override: (override.parameter,),),
            tells=lambda override: override.parameter,
        ),
        "retired": RETIRED,
        "instead": LINKED,
        "tool_changes": LINKED,
        "left_out": Parts(
            "omission",
            WORDING["local-change-added"],
            WORDING["local-change-removed"],
            keys=(lambda omitted: ((omitted.what, omitted.path),),),
            tells=lambda omitted: omitted.path,
        ),
        "changes": Aside("they retell what is compared: settings, omissions, and every definition itself"),
        "brought": Aside("where a definition comes from changes nothing"),
    },
    # --- the pack itself
    Standard: {
        **TITLE,
        **CITES,
        "id": Said("the id", RESPONSES["standard-renamed"], names=False),
        "version": _texts("the version", "version"),
        "sources": Parts(
            "source",
            WORDING["source-added"],
            WORDING["source-removed"],
            keys=(lambda source: (source.file,),),
            tells=lambda source: source.file,
        ),
        "in_force_from": Said("the first day in force", CONSEQUENCES["standard-changed"]),
        "in_force_until": Said("the last day in force", CONSEQUENCES["standard-changed"]),
        "calendar": Said("the calendar", CONSEQUENCES["standard-changed"]),
        "local": Said("whether local closures count", CONSEQUENCES["standard-changed"]),
        "adopts": _texts("what it adopts", "source-changed"),
    },
    Source: {"file": MATCHED, "title": _texts("the title", "source-changed")},
    Clause: {
        **ID,
        "force": Said("the force", CONSEQUENCES["force"]),
        "kind": Said("what it is about", WORDING["clause-changed"]),
        "place": _texts("the place", "clause-changed"),
        "statement": _texts("the statement", "clause-changed"),
        "resolves": Said("what it resolves", WORDING["clause-changed"], in_any_order=True, names=False),
        "replaces": Said("what it replaces", WORDING["clause-changed"], in_any_order=True, names=False),
        "words_only": Said("whether only words change", WORDING["clause-changed"]),
        "content_only": _texts("why nothing acts on it", "clause-changed"),
        "not_provided": _texts("why it is not provided", "clause-changed"),
    },
    Role: {
        **ID,
        **CITES,
        "title": Said("the title", choices.role_names, names=False),
        "also_known_as": Said("the other names", choices.role_names, in_any_order=True, names=False),
        "vacant": Said("whether it is vacant", CONSEQUENCES["role-changed"]),
        "held_by": Said("who holds it", CONSEQUENCES["role-changed"], in_any_order=True, names=False),
    },
    Override: {
        **CITES,
        "parameter": MATCHED,
        "value": Aside("the parameter or the role has it"),
        "because": _texts("why it is set", "local-change"),
    },
    Omitted: {
        **CITES,
        "what": MATCHED,
        "id": MATCHED,
        "tool": MATCHED,
        "because": _texts("why it is left out", "local-change"),
    },
    Example: {
        "title": MATCHED,
        "tool": Said("the tool", WORDING["example-changed"]),
        "given": Said("what is given", WORDING["example-changed"]),
        "expected": Said("what is expected", WORDING["example-changed"]),
        "on": Said("the date of the audit", WORDING["example-changed"]),
        "as_of": Said("the day it is looked at", WORDING["example-changed"]),
        "second": Said("the second look", WORDING["example-changed"]),
        "third": Said("the third look", WORDING["example-changed"]),
    },
    # --- time
    Calendar: {
        **HEAD,
        **_said(
            "calendar",
            statutory="whether it is statutory",
            union_of="the calendars it is made of",
            weekdays="the days that are worked",
            covers_from="the first day it knows",
            covers_until="the last day it knows",
            confirmed_until="the last confirmed day",
        ),
        "closed": Parts(
            "closed day",
            CONSEQUENCES["closed-day-added"],
            CONSEQUENCES["closed-day-removed"],
            keys=(lambda named: (named.day,),),
            tells=lambda named: words(named.day),
        ),
        "opened": Parts(
            "opened day",
            CONSEQUENCES["open-day-added"],
            CONSEQUENCES["open-day-removed"],
            keys=(lambda named: (named.day,),),
            tells=lambda named: words(named.day),
        ),
    },
    NamedDay: {"day": MATCHED, **TITLE},
    Parameter: {
        **HEAD,
        **NOTE,
        **GUIDANCE,
        **_said("parameter", unit="the unit", low="the lower end", high="the upper end", above="what it is above"),
        "value": Said("the value", CONSEQUENCES["parameter-changed"]),
    },
    Event: {**ABOUT, **_said("event", tool="the tool", follows="what it follows")},
    # --- what follows a grade
    Deadline: {
        **ABOUT,
        **_RECORDING,
        **_said(
            "deadline",
            tool="the tool",
            term="the time",
            rows="the rows",
            owner="the owner",
            overseen_by="who oversees it",
            done_when="what completes it",
            starts_when="what starts it",
            stood_down_when="what stands it down",
            recommended="whether it is only recommended",
        ),
    },
    Escalation: {
        **ABOUT,
        **_RECORDING,
        **_said(
            "escalation",
            tool="the tool",
            starts_when="what starts it",
            stood_down_when="what stands it down",
            notify="who is told",
            term="the time",
        ),
        "steps": _STEPS,
    },
    Process: {
        **ABOUT,
        **_said("process", tool="the tool", starts_when="what starts it", in_any_order="whether its order is free"),
        "steps": _STEPS,
    },
    Step: {
        **HEAD,
        **NOTE,
        **GUIDANCE,
        **_RECORDING,
        **_said(
            "step",
            by="who does it",
            substitute="the substitutes",
            between="who does it together",
            notify="who is told",
            approved_by="who approves",
            consent_of="who consents",
            optional="whether it is optional",
            recommended="whether it is only recommended",
            starts_when="what has to be so before it starts",
            follows="what it follows",
            term="the time",
            contains="what belongs to it",
        ),
    },
    Recording: _said("record", inside="where it is recorded", never="where it is never recorded"),
    Moderation: {
        **ABOUT,
        **_RECORDING,
        **_said("moderation", tool="the tool", sampled="whether it takes a part", stands="whose grade stands"),
        "first": _look("the first look"),
        "second": _look("the second look"),
        "third": _look("the third look"),
        "compares": Inside("", CONSEQUENCES["moderation-changed"]),
        "consequences": _listed("consequence", "consequence", lambda part: (part.then,), tells=lambda part: part.then),
    },
    Look: {
        **_said("moderation", by="who looks"),
        "independence": Inside("", CONSEQUENCES["moderation-changed"]),
    },
    Independence: _said(
        "moderation",
        not_roles="who it must not be",
        other_team_than="whose team it must not be of",
        never_responsible_for="for whom they must not be responsible",
    ),
    Compared: _said("moderation", criteria="what is compared", sections="what is compared", names="what is compared"),
    Consequence: {
        **CITES,
        **_said("consequence", when="the condition", then="what is called for"),
        "title": _texts("the title", "title"),
    },
    # --- what recurs, who meets, what is drawn
    Activity: {
        **ABOUT,
        **_RECORDING,
        **_said(
            "activity",
            never_in="the months without it",
            inactive="what becomes of what falls into them",
            expects="how often a year it is expected",
            day="the day of the month",
            roll="where it goes from a closed day",
            calendar="the calendar",
            by="who does it",
            to="where it goes to",
            contains="what belongs to it",
            opens="the event it opens",
            optional="whether it is optional",
            recommended="whether it is only recommended",
        ),
        "recurrences": _RECURRENCES,
    },
    Recurrence: {**CITES, **_said("recurrence", rhythm="the interval", to="where it goes to")},
    Forum: {
        **HEAD,
        **NOTE,
        **GUIDANCE,
        **_said(
            "forum",
            chair="who chairs it",
            members="the members",
            agenda="what it deals with",
            never_in="the months without it",
            inactive="what becomes of what falls into them",
            expects="how often a year it is expected",
        ),
        "also_known_as": _NAMES,
        "meets": _RECURRENCES,
    },
    Record: {
        **HEAD,
        "also_known_as": _NAMES,
        "fields": Parts("question", choices.item_added, choices.item_removed, FORM["items-order"]),
    },
    Sample: {
        **ABOUT,
        **_said(
            "sample",
            of="what it is drawn from",
            at_most_each="how many one auditor gets",
            in_turn="whether auditors take turns",
            labelled="what every report says of it",
        ),
        "eligible": _listed("eligibility", "condition"),
        "picks": _listed("choice-of-records", "choice", order=CONSEQUENCES["records-order"]),
        "recurrences": _RECURRENCES,
        "auditors": _look("who audits"),
    },
    Eligible: {**CITES, **_said("eligibility", when="the condition", otherwise="who looks at the others")},
    Pick: {
        **CITES,
        **_said("choice-of-records", count="how many", where="the condition", by_choice="whether a person names them"),
        "title": _texts("the title", "title"),
    },
}
"""For each class of the model, every field."""
