"""Every kind of difference there is, by the category it belongs to."""

from __future__ import annotations

from qarules.model.difference import Category
from qarules.versions.entries import Rule

_R, _G, _C, _W, _F = Category

_CHANGED = "{thing}: {part} changed"


def _rules(category: Category, **rules: str | tuple[str, str]) -> dict[str, Rule]:
    """Rules by their ids, each with its message, and what to do about it where something can be done."""
    found = {}
    for name, said in rules.items():
        message, help_ = said if isinstance(said, tuple) else (said, "")
        id_ = name.replace("_", "-")
        found[id_] = Rule(id_, category, message, help_)
    return found


RESPONSES = _rules(
    _R,
    pack_removed="{thing} is gone: its audits can no longer be graded",
    tool_removed=(
        "{thing} is gone: its audits can no longer be graded",
        "where another tool takes its place, say `formerly {id}` in that one",
    ),
    standard_renamed="{thing} has another id: stored audits and cases name the one before",
    item_removed=(
        "{thing} is gone: answers to it no longer fit",
        "where another takes its place, say `formerly {id}` in that one; otherwise say `no longer used {id} since …`",
    ),
    item_no_longer_used="{thing} is no longer used: answers to it no longer fit",
    item_required=("{thing} is new: no stored audit answers it", "make it optional"),
    item_elsewhere="{thing} stands where answers are given otherwise: stored answers to it no longer fit",
    answer_kind="{thing} takes another kind of answer: stored answers no longer fit",
    band_removed="{thing} is gone: answers and decisions at it no longer fit",
    scale_changed="{thing} stands on another scale: stored answers that it does not have no longer fit",
    choice_removed="{thing} is gone: answers that chose it no longer fit",
    column_removed="{thing} is gone: stored rows that fill it no longer fit",
    numbers_narrowed="{thing}: {part} changed, and some stored numbers no longer fit",
    unit="{thing}: {part} changed, and stored numbers mean something else",
    answer_required="{thing} may no longer be left blank",
    not_applicable_refused="{thing} always applies: stored answers of `not applicable` no longer fit",
    not_applicable_renamed="{thing}: `not applicable` has another name, and answers under the one before no longer fit",
    reason_required="{thing} asks for a reason that stored audits need not have",
    evidence_required="{thing} asks for evidence that stored audits need not have",
    asked_when="{thing}: {part} changed, and stored answers may no longer be asked for, or others be missing",
    section_removed="{thing} is gone: what was said of it as a whole no longer fits",
    section_repeated="{thing} is repeated in one version alone: its stored answers no longer fit",
    section_not_told="{thing} is new and repeated: no stored audit says which instances there are",
    former_id_lost=(
        "{thing} is no longer known by a former id: what is stored under it no longer fits",
        "keep every `formerly`",
    ),
    role_removed=(
        "{thing} is gone: answers and decisions that name it no longer fit",
        "where another takes its place, say `also known as` in that one",
    ),
    role_name_lost=(
        "{thing} is no longer known by a name: answers and decisions that use it no longer fit",
        "keep it with `also known as`",
    ),
    decider_removed="fewer roles decide {thing}: decisions of the others no longer fit",
    decision_required="{thing} has to be decided by a person, which stored audits need not have",
    judgement_removed=(
        "{thing} is gone: decisions on it no longer fit, and nothing gives this grade",
        "where another takes its place, say `formerly {id}` in that one",
    ),
    result_removed="{thing} is no longer given: decisions on it no longer fit",
)

GRADES = _rules(
    _G,
    regraded="{thing}: {part}",
    not_proved="{thing}: whether audits get another grade cannot be told: there are too many to look at",
    rule_added="{inside} has a new rule",
    rule_removed="{inside} has one rule less",
    rule_changed=_CHANGED,
    limit_added="{inside} has a new limit",
    limit_removed="{inside} has one limit less",
    limit_changed=_CHANGED,
    for_each_section="{thing} is made for each section in one version alone",
    bands_order="the bands of {thing} stand in another order",
    points=_CHANGED,
    weight=_CHANGED,
    counted=_CHANGED,
    measure_changed=_CHANGED,
    measure_removed="{thing} is gone: nothing gives this number",
)

_ADDED, _REMOVED = "{thing} is new", "{thing} is gone"
_AFTER = (
    "calendar closed-day open-day parameter event record forum deadline moderation consequence escalation process step "
    "activity recurrence sample eligibility choice-of-records standard"
).split()
# The standard is always there as a whole, and a day has nothing else but its name.
_NEVER = {"standard-added", "standard-removed", "closed-day-changed", "open-day-changed"}

CONSEQUENCES = {
    rule.id: rule
    for kind in _AFTER
    for rule in (
        Rule(f"{kind}-changed", _C, _CHANGED),
        Rule(f"{kind}-added", _C, _ADDED),
        Rule(f"{kind}-removed", _C, _REMOVED),
    )
    if rule.id not in _NEVER
} | _rules(
    _C,
    force=_CHANGED,
    better=_CHANGED,
    role_changed=_CHANGED,
    steps_order="the steps of {thing} stand in another order",
    records_order="the choices of {thing} stand in another order",
)

WORDING = _rules(
    _W,
    title=_CHANGED,
    text=_CHANGED,
    explanation=_CHANGED,
    citation=_CHANGED,
    version=_CHANGED,
    descriptor_changed=_CHANGED,
    descriptor_added=_ADDED,
    descriptor_removed=_REMOVED,
    rule_reworded="{thing} says it in other words: no audit gets another grade",
    clause_changed=_CHANGED,
    clause_added=_ADDED,
    clause_removed=_REMOVED,
    source_changed=_CHANGED,
    source_added=_ADDED,
    source_removed=_REMOVED,
    example_changed=_CHANGED,
    example_added=_ADDED,
    example_removed=_REMOVED,
    promise_changed=_CHANGED,
    promise_added=_ADDED,
    promise_removed=_REMOVED,
    local_change=_CHANGED,
    local_change_added=_ADDED,
    local_change_removed=_REMOVED,
)

FORM = _rules(
    _F,
    pack_added=_ADDED,
    tool_added=_ADDED,
    renamed="{thing} has another id; what is stored follows it",
    id_retired="{thing} is never used again",
    id_not_retired="{thing} is no longer kept from being used again",
    former_id=_CHANGED,
    number=_CHANGED,
    list_order="{thing}: {part} in another order",
    keyword="{thing} is written as another kind of item",
    item_added="{thing} is new, and may be left blank",
    item_moved="{thing} stands in another section",
    items_order="the items of {thing} stand in another order",
    sections_order="the sections of {thing} stand in another order",
    section_added=_ADDED,
    section_dissolved="{thing} is gone; nothing is stored of it as a whole",
    scale_added=_ADDED,
    scale_removed="{thing} is gone; nothing uses it",
    scale_of_the_same_bands="{thing} stands on another scale, which has every band of the one before",
    band_added=_ADDED,
    choice_added=_ADDED,
    choices_order="the choices of {thing} stand in another order",
    column_added=_ADDED,
    columns_order="the columns of {thing} stand in another order",
    numbers_widened="{thing}: {part} changed, and every stored number still fits",
    answer_optional="{thing} may be left blank",
    not_applicable_allowed="{thing} may be not applicable",
    not_applicable_named=_CHANGED,
    reason_not_required="{thing} asks for no reason any more",
    evidence_not_required="{thing} asks for no evidence any more",
    role_added=_ADDED,
    role_name=_CHANGED,
    decider_added="more roles decide {thing}",
    judgement_added=_ADDED,
    decision_not_required="nobody has to decide {thing} any more",
    measure_added=_ADDED,
    shown_after=_CHANGED,
)

RULES: dict[str, Rule] = {**RESPONSES, **GRADES, **CONSEQUENCES, **WORDING, **FORM}
"""Every rule by its id."""
