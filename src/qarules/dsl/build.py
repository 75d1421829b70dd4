"""Tree to model: one function a construct. Names stay as written; what they stand for is found out later."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeVar

import attrs
from lark import Token

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.build_activity import activity, forum, parameter, record, sample
from qarules.dsl.build_calendar import calendar
from qarules.dsl.build_conditions import condition, expression
from qarules.dsl.build_examples import example, promise
from qarules.dsl.build_routes import deadline, escalation, event, moderation, process
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, tokens
from qarules.model.condition import Condition
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure, Rounding, RoundingMode, RuleKind
from qarules.model.pack import Clause, Force, Override, Pack, Retired, Role, Source, Standard, Use, UseKind
from qarules.model.route import Deadline, Escalation, Event, Moderation, Process
from qarules.model.scale import Grade, Scale
from qarules.model.tool import (
    AnswerKind,
    Better,
    Choice,
    Column,
    ColumnAnswer,
    Day,
    Item,
    Keyword,
    MayNotApply,
    Number,
    OneOf,
    OnScale,
    Person,
    Section,
    Table,
    Text,
    Tool,
    YesNo,
)

EDITION = 1
OF_A_TOOL = ("event", "deadline", "moderation", "escalation", "process")
OfTool = TypeVar("OfTool", Event, Deadline, Moderation, Escalation, Process)
MOST_DECIMALS = 20
# These words open a property or a comparison, and a band of that name could not be spoken of.
WORDS_WITH_A_MEANING = frozenset(
    "above after before below exactly within guidance note points possible hidden missing suggests".split()
)


def build(tree: Node, read: Reader) -> Pack:
    """What one file says, with the names it uses of others still open."""
    edition = part(tree, "edition")
    if edition is not None:
        _check_edition(tokens(edition, "NUMBER")[0], read)
    standards = [_standard(node, read) for node in parts(tree, "standard")]
    for second in standards[1:]:
        read.findings.add(codes.TWO_STANDARDS, second.id, "a pack states one standard", help="keep one of the two")
    return Pack(
        name=standards[0].id if standards else "",
        standard=standards[0] if standards else None,
        uses=tuple(_use(node, read) for node in parts(tree, "use")),
        clauses=tuple(_clause(node, read) for node in parts(tree, "clause")),
        scales=tuple(_scale(node, read) for node in parts(tree, "scale")),
        roles=tuple(_role(node, read) for node in parts(tree, "role")),
        tools=tuple(_tool(node, read) for node in parts(tree, "tool")),
        calendars=tuple(calendar(node, read) for node in parts(tree, "calendar")),
        knowns=tuple(_item(node, Keyword.KNOWN, read) for node in parts(tree, "known_alone")),
        parameters=tuple(parameter(node, read) for node in parts(tree, "parameter")),
        events=tuple(_everywhere(tree, "event", event, read)),
        records=tuple(record(node, read, _field(read)) for node in parts(tree, "record")),
        forums=tuple(forum(node, read) for node in parts(tree, "forum")),
        deadlines=tuple(_everywhere(tree, "deadline", deadline, read)),
        moderations=tuple(_everywhere(tree, "moderation", moderation, read)),
        escalations=tuple(_everywhere(tree, "escalation", escalation, read)),
        processes=tuple(_everywhere(tree, "process", process, read)),
        activities=tuple(activity(node, read) for node in parts(tree, "activity")),
        samples=tuple(sample(node, read) for node in parts(tree, "sample")),
        overrides=tuple(_override(node, read) for node in parts(tree, "setting")),
        retired=tuple(_retired(node, read) for node in parts(tree, "retired")),
    )


def _everywhere(tree: Node, rule: str, build_one: Callable[[Node, Reader], OfTool], read: Reader) -> Iterator[OfTool]:
    """What stands beside the tools, and what stands in one and so is about it."""
    for holder in (tree, *parts(tree, "tool")):
        for node in parts(holder, rule):
            made = build_one(node, read)
            yield made if holder is tree else _inside(made, read.name(holder), read)


def _inside(made: OfTool, tool: Name, read: Reader) -> OfTool:
    if made.tool:
        read.findings.add(
            codes.DOES_NOT_BELONG,
            made.tool,
            f"`{made.id}` stands in the tool `{tool}` and is about that one",
            help="leave out `of` and the name, or move it out of the tool",
        )
    return attrs.evolve(made, tool=tool)


def _field(read: Reader) -> Callable[[Node], Item]:
    return lambda node: _item(node, Keyword.QUESTION, read)


def _check_edition(token: Token, read: Reader) -> None:
    if str(token) != str(EDITION):
        read.findings.add(
            codes.UNKNOWN_EDITION,
            read.span(token),
            f"this version of the library reads edition {EDITION} of the language, not `{token}`",
            help=f"write `qa {EDITION}`, or install a newer version of the library",
        )


# --- packs -----------------------------------------------------------------------------------------------------------


def _standard(node: Node, read: Reader) -> Standard:
    said = Properties(node, read)
    in_force, until = said.take("in_force"), None
    started = tokens(in_force, "DATE")[0] if in_force else None
    if in_force is not None and (ending := part(in_force, "until")) is not None:
        until = tokens(ending, "DATE")[0]
    standard = Standard(
        id=read.name(node),
        title=read.text(node),
        version=said.text("version"),
        sources=tuple(Source(file=file, title=title) for file, title in map(read.texts, said.take_all("source"))),
        in_force_from=read.date(started) if started else None,
        in_force_until=read.date(until) if until else None,
        calendar=said.name("on_calendar"),
        local=said.has("local_closures"),
        adopts=said.text("adopts"),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )
    first, last = standard.in_force_from, standard.in_force_until
    if in_force is not None and first and last and last < first and standard.id not in read.findings.damaged:
        read.findings.add(
            codes.DATES_REVERSED,
            read.span(in_force),
            "the standard ends before it starts",
            help="change one of the two dates",
        )
    return standard


def _use(node: Node, read: Reader) -> Use:
    kind = part(node, "use_kind")
    assert kind is not None
    return Use(kind=UseKind(phrase(kind)), name=read.name(node), origin=read.text(node), span=read.span(node))


def _override(node: Node, read: Reader) -> Override:
    return Override(
        parameter=read.name(node),
        value=read.number(node),
        because=read.text(node),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _clause(node: Node, read: Reader) -> Clause:
    said = Properties(node, read)
    force = said.take("force")
    assert force is not None
    place, statement = read.texts(node)
    return Clause(
        id=read.name(node),
        force=Force(phrase(force)),
        place=place,
        statement=statement,
        resolves=read.names(said.take("resolves")),
        content_only=said.text("content_only"),
        not_provided=said.text("not_provided"),
        span=read.span(node),
    )


def _scale(node: Node, read: Reader) -> Scale:
    steps = parts(node, "step")
    if len(steps) < 2 and read.name(node) not in read.findings.damaged:
        read.findings.add(
            codes.SHORT_SCALE,
            read.name(node),
            f"the scale `{read.name(node)}` has {len(steps) or 'no'} step{'s' * (len(steps) != 1)}",
            help="a scale has at least two steps, the best one first",
        )
    grades = tuple(
        Grade(id=_step_name(step, read), title=read.text(step), rank=len(steps) - 1 - index, points=_points(step, read))
        for index, step in enumerate(steps)
    )
    _report_duplicates([grade.id for grade in grades], f"on the scale `{read.name(node)}`", read)
    return Scale(
        id=read.name(node),
        title=read.text(node),
        grades=grades,
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def _step_name(step: Node, read: Reader) -> Name:
    name = read.name(step)
    if name in WORDS_WITH_A_MEANING:
        read.findings.add(
            codes.WORD_FOR_STEP,
            name,
            f"`{name}` has a meaning of its own in conditions and cannot name a band, grade or choice",
            help="choose another id; the title may stay",
        )
    return name


def _points(step: Node, read: Reader) -> Fraction | None:
    points = part(step, "points")
    return read.number(points) if points is not None else None


def _report_duplicates(names: list[str], where: str, read: Reader) -> None:
    first: dict[str, str] = {}
    for name in names:
        if name.lower() in first:
            earlier = first[name.lower()]
            read.findings.add(
                codes.DUPLICATE_NAME,
                name,
                f"`{name}` stands twice {where}",
                help="give one of the two another id",
                labels=[(getattr(earlier, "span", None), "first here")],
            )
        first.setdefault(name.lower(), name)


def _role(node: Node, read: Reader) -> Role:
    said = Properties(node, read)
    also = said.take("also_known_as")
    return Role(
        id=read.name(node),
        title=read.text(node),
        also_known_as=read.texts(also) if also is not None else (),
        vacant=said.has("vacant"),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )


def _retired(node: Node, read: Reader) -> Retired:
    since, because = read.texts(node)
    return Retired(id=read.name(node), since=since, because=because, span=read.span(node))


# --- tools -----------------------------------------------------------------------------------------------------------


def _tool(node: Node, read: Reader) -> Tool:
    said = Properties(node, read)
    tool = Tool(
        id=read.name(node),
        title=read.text(node),
        version=said.text("version"),
        sections=tuple(_section(child, read) for child in parts(node, "section")),
        knowns=tuple(_item(child, Keyword.KNOWN, read) for child in parts(node, "known")),
        measures=tuple(_measure(child, read) for child in parts(node, "measure")),
        judgements=tuple(_judgement(child, read) for child in parts(node, "judgement")),
        examples=tuple(example(child, read) for child in parts(node, "example")),
        promises=tuple(promise(child, read) for child in parts(node, "promise")),
        retired=tuple(
            _retired(child, read) for holder in (node, *parts(node, "section")) for child in parts(holder, "retired")
        ),
        note=said.text("note"),
        guidance=said.text("guidance"),
        formerly=tuple(read.name(former) for former in said.take_all("formerly")),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )
    said.report_rest("tool", "section", "known", "measure", "judgement", "example", "promise", "retired", *OF_A_TOOL)
    return tool


def _section(node: Node, read: Reader) -> Section:
    said = Properties(node, read)
    section = Section(
        id=read.name(node),
        title=read.text(node),
        items=tuple(_item(child, Keyword(child.data), read) for child in parts(node, "criterion", "question")),
        number=said.text("printed_number"),
        repeated=said.has("repeated"),
        may_not_apply=_may_not_apply(said),
        guidance=said.text("guidance"),
        note=said.text("note"),
        formerly=tuple(read.name(former) for former in said.take_all("formerly")),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )
    said.report_rest("section", "criterion", "question", "retired")
    return section


def _item(node: Node, keyword: Keyword, read: Reader) -> Item:
    said = Properties(node, read)
    name = read.name(node)
    weight = said.take("weight")
    item = Item(
        keyword=keyword,
        id=name,
        title=read.text(node),
        answer=_answer(said, name, keyword, read),
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
        guidance=said.text("guidance"),
        note=said.text("note"),
        formerly=tuple(read.name(former) for former in said.take_all("formerly")),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )
    said.report_rest(keyword.value)
    return item


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


# --- answers ---------------------------------------------------------------------------------------------------------


def _answer(said: Properties, name: Name, keyword: Keyword, read: Reader) -> AnswerKind:
    kinds = said.take_answer_kinds()
    for other in kinds[1:]:
        read.findings.add(
            codes.SAID_TWICE,
            read.span(other),
            f"`{name}` takes two kinds of answer",
            help="keep one of the two",
            labels=[(read.span(kinds[0]), "the first")],
        )
    if not kinds and name not in read.findings.damaged:
        kind = "`judged on` and a scale" if keyword is Keyword.CRITERION else "its kind of answer, such as `yes or no`,"
        read.findings.add(
            codes.NO_ANSWER_KIND,
            name,
            f"the {keyword.value} `{name}` does not say how it is answered",
            help=f"write {kind} after its title",
        )
    return _answer_kind(kinds[0], said, read) if kinds else Text()


def _answer_kind(node: Node, said: Properties, read: Reader) -> AnswerKind:
    match node.data:
        case "judged_on" | "on_scale":
            return OnScale(scale=read.name(node))
        case "one_of":
            choices = tuple(
                Choice(id=_step_name(step, read), title=read.text(step), points=_points(step, read))
                for step in parts(node, "step")
            )
            _report_duplicates([choice.id for choice in choices], "among the choices", read)
            if not choices and not read.findings.lost:
                read.findings.add(
                    codes.SHORT_SCALE,
                    read.span(node),
                    "this offers no choice",
                    help="name the choices, each with its text",
                )
            return OneOf(choices=choices)
        case "table":
            columns = tuple(_column(child, read) for child in parts(node, "column"))
            _report_duplicates([column.id for column in columns], "in the table", read)
            return Table(columns=columns)
        case _:
            return _plain_answer(node, said, read)


def _plain_answer(node: Node, said: Properties | None, read: Reader) -> ColumnAnswer:
    match node.data:
        case "yes_no":
            return YesNo(better=_better(said, "yes is better", "yes is worse"))
        case "number_answer":
            return _number_answer(node, _better(said, "higher is better", "lower is better"), read)
        case _:
            plain: dict[str, ColumnAnswer] = {"date": Day(), "role": Person()}
            return plain.get(phrase(node), Text())


def _better(said: Properties | None, higher: str, lower: str) -> Better:
    if said is None:
        return Better.NEITHER
    up, down = said.has(higher), said.has(lower)
    return Better.HIGHER if up else Better.LOWER if down else Better.NEITHER


def _number_answer(node: Node, better: Better, read: Reader) -> Number:
    low, high, step = part(node, "from_bound"), part(node, "to_bound"), part(node, "grid_step")
    return Number(
        low=read.number(low) if low is not None else None,
        high=read.number(high) if high is not None else None,
        step=read.number(step) if step is not None else Fraction(1),
        unit=read.text(part(node, "unit")),
        better=better,
    )


def _column(node: Node, read: Reader) -> Column:
    kind = part(node, "number_answer", "yes_no", "flag")
    assert kind is not None
    if kind.data == "flag" and phrase(kind) not in {"text", "date", "role"}:
        read.findings.add(
            codes.DOES_NOT_BELONG,
            read.span(kind),
            f"`{phrase(kind)}` is not a kind of answer",
            help="a column holds text, a date, a role, a number, or yes or no",
        )
    return Column(id=read.name(node), title=read.text(node), answer=_plain_answer(kind, None, read))


# --- measures and judgements -----------------------------------------------------------------------------------------


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
        id=name,
        title=read.text(node),
        scale=scale,
        for_each_section=said.has("for each section"),
        decided_by=read.names(decided_by),
        with_reason=said.has("with reason"),
        shown_after=said.name("shown_after"),
        giving=tuple(_rule(child, RuleKind.GIVE, read) for child in parts(node, "give")),
        limits=tuple(_rule(child, RuleKind.LIMIT, read) for child in parts(node, "limit")),
        descriptors=tuple(_grade_descriptor(child, read) for child in parts(node, "grade_descriptor")),
        guidance=said.text("guidance"),
        note=said.text("note"),
        formerly=tuple(read.name(former) for former in said.take_all("formerly")),
        cites=read.names(said.take("cites")),
        span=read.span(node),
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
