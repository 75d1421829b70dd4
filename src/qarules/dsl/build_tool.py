"""Tree to tools: sections, items, measures and judgements."""

from __future__ import annotations

import datetime
from fractions import Fraction

from qarules.dsl import codes
from qarules.dsl.build_answer import answer
from qarules.dsl.build_conditions import condition, expression
from qarules.dsl.build_examples import promise
from qarules.dsl.build_pack import retired
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, nodes, part, parts, tokens
from qarules.model.condition import Condition
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure, Rounding, RoundingMode, RuleKind
from qarules.model.tool import (
    Item,
    Keyword,
    MayNotApply,
    Section,
    Tool,
    ToolChanges,
)

MOST_DECIMALS = 20
# What stands in a tool and is built beside it: who is told, by when.
OF_A_TOOL = ("event", "deadline", "moderation", "escalation", "process", "example")


def tool(node: Node, read: Reader) -> Tool:
    """An audit tool, what comes after its grades left out."""
    said = Properties(node, read)
    made = Tool(
        **said.with_former(),
        version=said.text("version"),
        sections=tuple(_section(child, read) for child in parts(node, "section")),
        knowns=tuple(item(child, Keyword.KNOWN, read) for child in parts(node, "known")),
        measures=tuple(_measure(child, read) for child in parts(node, "measure")),
        judgements=tuple(_judgement(child, read) for child in parts(node, "judgement")),
        promises=tuple(promise(child, read) for child in parts(node, "promise")),
        retired=tuple(
            retired(child, read) for holder in (node, *parts(node, "section")) for child in parts(holder, "retired")
        ),
    )
    said.report_rest("tool", "section", "known", "measure", "judgement", "promise", "retired", *OF_A_TOOL)
    return made


def tool_changes(node: Node, read: Reader) -> ToolChanges:
    """What an adopting pack says inside an adopted tool; each part as it stands in a tool."""
    return ToolChanges(
        tool=read.name(node),
        sections=tuple(_section(child, read) for child in parts(node, "section")),
        items=tuple(item(child, Keyword(child.data), read) for child in parts(node, "criterion", "question")),
        knowns=tuple(item(child, Keyword.KNOWN, read) for child in parts(node, "known")),
        measures=tuple(_measure(child, read) for child in parts(node, "measure")),
        judgements=tuple(_judgement(child, read) for child in parts(node, "judgement")),
        promises=tuple(promise(child, read) for child in parts(node, "promise")),
        retired=tuple(retired(child, read) for child in parts(node, "retired")),
        span=read.span(node),
    )


def _section(node: Node, read: Reader) -> Section:
    said = Properties(node, read)
    section = Section(
        **said.with_former(),
        items=tuple(item(child, Keyword(child.data), read) for child in parts(node, "criterion", "question")),
        number=said.text("printed_number"),
        repeated=said.has("repeated"),
        may_not_apply=_may_not_apply(said),
    )
    said.report_rest("section", "criterion", "question", "retired")
    return section


def item(node: Node, keyword: Keyword, read: Reader) -> Item:
    """A criterion, a question or a known."""
    said = Properties(node, read)
    name = read.name(node)
    weight = said.take("weight")
    made = Item(
        **said.with_former(),
        keyword=keyword,
        answer=answer(said, name, keyword, read),
        number=said.text("printed_number"),
        descriptors=tuple(
            Descriptor(
                step=read.name(child),
                text=read.text(child),
                not_provided=read.text(part(child, "not_provided")),
                span=read.span(child),
            )
            for child in said.take_all("band_descriptor")
        ),
        asked_when=_asked_when(said, read),
        may_not_apply=_may_not_apply(said),
        optional=said.has("optional"),
        weight=read.number(weight) if weight is not None else Fraction(1),
        counted=_is_counted(said, read),
        with_evidence=said.has("with evidence"),
        with_reason=said.has("with reason"),
        intended=said.text("intended") if keyword is Keyword.CRITERION else "",
    )
    said.report_rest(keyword.value)
    return made


def _asked_when(said: Properties, read: Reader) -> Condition | None:
    asked = said.take("asked_when")
    return condition(nodes(asked)[0], read) if asked is not None else None


def _may_not_apply(said: Properties) -> MayNotApply | None:
    allowed, why = said.take("may_not_apply"), said.take("saying why")
    if allowed is None:
        if why is not None:
            said.read.findings.add(
                codes.DOES_NOT_BELONG,
                said.read.span(why),
                "`saying why` speaks of `not applicable`, which is not allowed here",
                help="write `may be not applicable, saying why`, or `with reason` for a reason with every answer",
            )
        return None
    return MayNotApply(called=said.read.text(allowed), why=why is not None)


def _is_counted(said: Properties, read: Reader) -> bool | datetime.date:
    never, since = said.take("not_counted"), said.take("counted_from")
    if since is not None:
        return read.date(tokens(since, "DATE")[0])
    return never is None


# --- measures and judgements ------------------------------------------------------------------------------------------


def _measure(node: Node, read: Reader) -> Measure:
    rounding, former = part(node, "rounding"), part(node, "formerly")
    value = part(node, "sum", "scaled", "constant", "reference", "aggregate", "steps")
    assert value is not None
    return Measure(
        id=read.name(node),
        title=read.text(node),
        value=expression(value, read),
        rounding=_rounding(rounding, read) if rounding is not None else None,
        formerly=(read.name(former),) if former is not None else (),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _rounding(node: Node, read: Reader) -> Rounding:
    written = " ".join(str(tokens(node, "ROUNDING")[0]).lstrip(",").split())
    decimals = part(node, "decimals")
    return Rounding(
        mode=RoundingMode(written),
        decimals=read.whole(tokens(decimals, "NUMBER")[0], most=MOST_DECIMALS) if decimals is not None else 0,
    )


def _judgement(node: Node, read: Reader) -> Judgement:
    said = Properties(node, read)
    name = read.name(node)
    scale = said.name("on_scale")
    if not scale and name not in read.findings.damaged:
        read.findings.add(
            codes.NO_SCALE, name, f"the judgement `{name}` does not say on which scale", help="write `on` and a scale"
        )
    decided_by = said.take("decided_by")
    judgement = Judgement(
        **said.with_former(),
        scale=scale,
        for_each_section=said.has("for each section"),
        decided_by=read.names(decided_by),
        with_reason=said.has("with reason"),
        shown_after=said.name("shown_after"),
        intended=said.text("intended"),
        giving=tuple(_rule(child, RuleKind.GIVE, read) for child in parts(node, "give")),
        limits=tuple(_rule(child, RuleKind.LIMIT, read) for child in parts(node, "limit")),
        descriptors=tuple(_grade_descriptor(child, read) for child in parts(node, "grade_descriptor")),
    )
    said.report_rest("judgement", "give", "limit", "grade_descriptor")
    return judgement


def _rule(node: Node, kind: RuleKind, read: Reader) -> GradeRule:
    when = next(child for child in nodes(node) if child.data not in {"word", "intended", "cites"})
    return GradeRule(
        kind=kind,
        grade=read.name(node),
        when=condition(when, read),
        intended=part(node, "intended") is not None,
        reason=read.text(part(node, "intended")),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _grade_descriptor(node: Node, read: Reader) -> Descriptor:
    step, *population = parts(node, "word")
    return Descriptor(
        step=read.name(step),
        population=read.name(population[0]) if population else "",
        text=read.text(node),
        not_provided=read.text(part(node, "not_provided")),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )
