"""How every field of a tool and of its parts is compared."""

from __future__ import annotations

from qarules.model import tool
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure, RuleKind
from qarules.model.promise import Promise
from qarules.model.scale import Grade, Scale
from qarules.model.standard import Retired
from qarules.model.tool import Choice, Column, Item, MayNotApply, Number, OneOf, OnScale, Section, Table, Tool, YesNo
from qarules.versions import choices
from qarules.versions.entries import Aside, Fields, Inside, Parts, Rule, Said, Sides
from qarules.versions.rules import CONSEQUENCES, FORM, GRADES, RESPONSES, WORDING

MATCHED = Aside("parts are matched by it, and what has another is told as renamed, or as gone and new")
OF_THE_PACK = Aside("it comes from the pack, where it is compared")

ID: Fields = {"id": MATCHED}
TITLE: Fields = {"title": Said("the title", WORDING["title"], names=False)}
NOTE: Fields = {"note": Said("the note", WORDING["text"], names=False)}
GUIDANCE: Fields = {"guidance": Said("the guidance", WORDING["text"], names=False)}
CITES: Fields = {"cites": Said("what is cited", WORDING["citation"], in_any_order=True, names=False)}
FORMERLY: Fields = {"formerly": Said("the former ids", choices.formerly, in_any_order=True, names=False)}
NUMBER: Fields = {"number": Said("the number", FORM["number"], names=False)}
INTENDED: Fields = {"intended": Said("why it is meant so", WORDING["explanation"], names=False)}
MAY_NOT_APPLY: Fields = {"may_not_apply": Inside("", choices.may_not_apply)}

HEAD: Fields = {**ID, **TITLE, **CITES}
ABOUT: Fields = {**HEAD, **NOTE, **GUIDANCE, **FORMERLY}

_BETTER: Fields = {"better": Said("which way is better", CONSEQUENCES["better"])}
_POINTS: Fields = {"points": Said("the points", GRADES["points"])}

DESCRIPTORS = Parts(
    "descriptor",
    WORDING["descriptor-added"],
    WORDING["descriptor-removed"],
    keys=(lambda part: ((part.step, part.population),),),
    tells=lambda part: f"{part.step} for {part.population}" if part.population else part.step,
)


def _grade_rules(kind: str) -> Parts:
    """Rules of one kind: those that say the same, then those of the same grade."""
    return Parts(
        kind,
        GRADES[f"{kind}-added"],
        GRADES[f"{kind}-removed"],
        keys=(lambda rule: ((rule.grade, rule.when),), lambda rule: (rule.grade,)),
        tells=lambda rule: f"{rule.kind.value} {rule.grade}",
    )


def _condition(sides: Sides) -> Rule:
    return GRADES["rule-changed" if sides.new.kind is RuleKind.GIVE else "limit-changed"]


RETIRED = Parts("id", FORM["id-retired"], FORM["id-not-retired"])

TOOLS: dict[type, Fields] = {
    Tool: {
        **ABOUT,
        "version": Said("the version", WORDING["version"], names=False),
        "sections": Parts("section", choices.section_added, choices.section_removed, FORM["sections-order"]),
        "knowns": Aside("items are compared together, wherever in the tool they stand"),
        "measures": Parts("measure", FORM["measure-added"], GRADES["measure-removed"]),
        "judgements": Parts("judgement", choices.judgement_added, RESPONSES["judgement-removed"]),
        "promises": Parts(
            "promise",
            WORDING["promise-added"],
            WORDING["promise-removed"],
            keys=(lambda promise: (promise.title,),),
            tells=lambda promise: promise.title,
        ),
        "retired": RETIRED,
        "moderations": OF_THE_PACK,
        "watched": OF_THE_PACK,
        "scales": OF_THE_PACK,
        "roles": OF_THE_PACK,
        "clauses": OF_THE_PACK,
        "standard": OF_THE_PACK,
        "changes": OF_THE_PACK,
        "on": Aside("both versions are looked at on the same day"),
    },
    Section: {
        **ABOUT,
        **NUMBER,
        **MAY_NOT_APPLY,
        "items": Aside("items are compared together, wherever in the tool they stand"),
        "repeated": Said("whether it is repeated", RESPONSES["section-repeated"]),
    },
    Item: {
        **ABOUT,
        **NUMBER,
        **INTENDED,
        **MAY_NOT_APPLY,
        "keyword": Said("the kind of item", FORM["keyword"]),
        "answer": Inside("", RESPONSES["answer-kind"]),
        "descriptors": DESCRIPTORS,
        "asked_when": Said("when it is asked", RESPONSES["asked-when"]),
        "optional": Said(
            "whether it may be left blank",
            choices.on_the_way(FORM["answer-optional"], RESPONSES["answer-required"]),
        ),
        "weight": Said("the weight", GRADES["weight"]),
        "counted": Said("whether it is counted", GRADES["counted"]),
        "with_evidence": Said(
            "whether it asks for evidence",
            choices.on_the_way(RESPONSES["evidence-required"], FORM["evidence-not-required"]),
        ),
        "with_reason": Said(
            "whether it asks for a reason",
            choices.on_the_way(RESPONSES["reason-required"], FORM["reason-not-required"]),
        ),
    },
    MayNotApply: {
        "called": Said("what `not applicable` is called", choices.called, names=False),
        "why": Said(
            "whether `not applicable` asks for a reason",
            choices.on_the_way(RESPONSES["reason-required"], FORM["reason-not-required"]),
        ),
    },
    Descriptor: {
        **CITES,
        "step": MATCHED,
        "population": MATCHED,
        "text": Said("the text", WORDING["descriptor-changed"], names=False),
        "not_provided": Said("why there is no text", WORDING["descriptor-changed"], names=False),
    },
    # --- kinds of answers
    OnScale: {"scale": Said("the scale", choices.scale)},
    YesNo: _BETTER,
    OneOf: {
        "choices": Parts("choice", FORM["choice-added"], RESPONSES["choice-removed"], FORM["choices-order"]),
    },
    Choice: {**ID, **TITLE, **_POINTS},
    Number: {
        **_BETTER,
        "low": Said("the lower end", choices.low),
        "high": Said("the upper end", choices.high),
        "step": Said("the step", choices.step),
        "unit": Said("the unit", RESPONSES["unit"], names=False),
    },
    tool.Text: {},
    tool.Day: {},
    tool.Person: {},
    Table: {
        "columns": Parts("column", FORM["column-added"], RESPONSES["column-removed"], FORM["columns-order"]),
    },
    Column: {**ID, **TITLE, "answer": Inside("", RESPONSES["answer-kind"])},
    # --- grading
    Scale: {
        **HEAD,
        "grades": Parts("band", FORM["band-added"], RESPONSES["band-removed"], GRADES["bands-order"]),
    },
    Grade: {**ID, **TITLE, **_POINTS, "rank": Aside("it is the place in the scale")},
    Measure: {
        **HEAD,
        **FORMERLY,
        "value": Said("the value", GRADES["measure-changed"]),
        "rounding": Said("the rounding", GRADES["measure-changed"]),
    },
    Judgement: {
        **ABOUT,
        **INTENDED,
        "scale": Said("the scale", choices.scale),
        "for_each_section": Said("whether it is made for each section", GRADES["for-each-section"]),
        "decided_by": Said("who decides", choices.decided_by, in_any_order=True),
        "with_reason": Said(
            "whether a decision asks for a reason",
            choices.on_the_way(RESPONSES["reason-required"], FORM["reason-not-required"]),
        ),
        "shown_after": Said("when it is shown", FORM["shown-after"]),
        "giving": _grade_rules("rule"),
        "limits": _grade_rules("limit"),
        "descriptors": DESCRIPTORS,
    },
    GradeRule: {
        **CITES,
        "kind": MATCHED,
        "grade": MATCHED,
        "when": Said("the condition", _condition),
        "intended": Said("whether it is meant so", WORDING["explanation"]),
        "reason": Said("why it is meant so", WORDING["explanation"], names=False),
    },
    Promise: {
        "title": MATCHED,
        "claims": Said("the claims", WORDING["promise-changed"], in_any_order=True),
    },
    Retired: {
        **ID,
        "since": Said("since when it is no longer used", WORDING["explanation"], names=False),
        "because": Said("why it is no longer used", WORDING["explanation"], names=False),
    },
}
"""For each class of a tool and its parts, every field."""
