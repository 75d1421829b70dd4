"""
Model to text: a pack or tool as a rule file that reads back as the same pack or tool.

What is printed here are the words; the formatter gives them their layout. Comments of a file the model came from are
not in the model.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

import attrs

from qarules.dsl.build import EDITION
from qarules.dsl.formatter import format_text
from qarules.dsl.print_after import blocks as after_the_grade
from qarules.dsl.print_words import Lines, block, block_if_any, cites, if_said, joined
from qarules.errors import QaCheckError
from qarules.model.condition import Reach, Scaled
from qarules.model.example import Example, Given
from qarules.model.example_words import expected_words, given_words, when_words
from qarules.model.judgement import Descriptor, Judgement, Measure
from qarules.model.pack import Pack
from qarules.model.plain import number_text
from qarules.model.promise import Claim, Promise
from qarules.model.scale import Grade, Scale
from qarules.model.standard import Clause, Retired, Role, Standard
from qarules.model.tool import (
    AnswerKind,
    Better,
    Choice,
    Column,
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
from qarules.model.walk import walk
from qarules.model.words import at_words, condition_words, day_words, number_words, prose, rule_words


def print_pack(pack: Pack) -> str:
    """
    A pack as one rule file, with what it uses and adopts of other packs written out; that it adopts is left out.

    Raises:
        ValueError: It holds something that no text can say: a text with three quotation marks in a row, a share that
            is no decimal percentage, an id that is none. A model that was read from text holds nothing of the kind.
    """
    _check_numbers(pack)
    blocks: list[Iterable[str]] = [] if pack.standard is None else [_standard(pack.standard)]
    blocks += [_clause(clause) for clause in pack.clauses]
    blocks += [_scale(scale) for scale in pack.scales]
    blocks += [_role(role) for role in pack.roles]
    blocks += [_retired(retired) for retired in pack.retired]
    blocks += [_item(known) for known in pack.knowns]
    blocks += [_tool(tool) for tool in pack.tools]
    blocks += after_the_grade(pack, _item)
    blocks += [_example(example) for example in pack.examples]
    text = "\n".join([f"qa {EDITION}", *(line for block in blocks for line in ("", *block))])
    try:
        return format_text(text)
    except QaCheckError as error:
        message = f"no text can say this: {error.diagnostics[0].message}"
        raise ValueError(message) from None


def print_tool(tool: Tool) -> str:
    """
    A tool as a rule file by itself, with its standard and the scales, roles and clauses it has from its pack.

    What comes after the grade stands in the pack, and is left out; so are examples.

    Raises:
        ValueError: As :func:`print_pack`.
    """
    return print_pack(
        Pack(
            name=tool.id,
            standard=attrs.evolve(tool.standard, calendar="", local=False) if tool.standard is not None else None,
            clauses=tool.clauses,
            scales=tool.scales,
            roles=tool.roles,
            tools=(tool,),
        )
    )


def print_example(example: Example) -> str:
    """An `example` block by itself, in the layout of the formatter; raises as :func:`print_pack` does."""
    lines = [f"qa {EDITION}", "", *_example(example)]
    try:
        return format_text("\n".join(lines)).partition("\n\n")[2]
    except QaCheckError as error:
        message = f"no text can say this: {error.diagnostics[0].message}"
        raise ValueError(message) from None


def _check_numbers(pack: Pack) -> None:
    """Refuse a number that no decimals can write; a factor is written as what it multiplies and divides by."""
    for node in walk(pack):
        kind = type(node)
        for field in attrs.fields(kind) if attrs.has(kind) and kind is not Scaled else ():
            number = getattr(node, field.name)
            if isinstance(number, Fraction) and "/" in number_text(number):
                message = f"{number_text(number)} is no decimal number, and only those can be written"
                raise ValueError(message)


# --- packs -----------------------------------------------------------------------------------------------------------


def _standard(standard: Standard) -> Lines:
    inner = [f"source {prose(source.file)} {prose(source.title)}" for source in standard.sources]
    inner.append(if_said("version", standard.version))
    if standard.in_force_from is not None:
        until = f" until {day_words(standard.in_force_until)}" if standard.in_force_until is not None else ""
        inner.append(f"in force from {day_words(standard.in_force_from)}{until}")
    inner.append(f"calendar {standard.calendar}" if standard.calendar else "")
    inner.append("local closures count" if standard.local else "")
    head = joined("standard", standard.id, prose(standard.title), cites(standard.cites))
    return block(head, filter(None, inner))


def _clause(clause: Clause) -> Lines:
    kind = clause.kind.value if clause.kind is not None else ""
    head = joined("clause", clause.id, clause.force.value, kind, prose(clause.place), prose(clause.statement))
    inner = [
        f"resolves {', '.join(clause.resolves)}" if clause.resolves else "",
        if_said("content only", clause.content_only),
        if_said("not provided", clause.not_provided),
    ]
    return block_if_any(head, inner)


def _scale(scale: Scale) -> Lines:
    return block(joined("scale", scale.id, prose(scale.title), cites(scale.cites)), map(_step, scale.grades))


def _step(step: Grade | Choice) -> str:
    points = f"points {number_text(step.points)}" if step.points is not None else ""
    return joined(step.id, prose(step.title), points)


def _role(role: Role) -> Lines:
    names = ", ".join(prose(name) for name in role.also_known_as)
    inner = [f"also known as {names}" if names else "", "vacant" if role.vacant else ""]
    head = joined("role", role.id, prose(role.title), cites(role.cites))
    return block_if_any(head, inner)


def _retired(retired: Retired) -> Lines:
    yield f"no longer used {retired.id} since {prose(retired.since)} because {prose(retired.because)}"


# --- tools -----------------------------------------------------------------------------------------------------------


def _tool(tool: Tool) -> Lines:
    head = joined(
        "tool",
        tool.id,
        prose(tool.title),
        if_said("version", tool.version),
        _about(tool),
        cites(tool.cites),
    )
    blocks: list[Iterable[str]] = [_section(section) for section in tool.sections]
    blocks += [_item(item) for item in tool.knowns]
    blocks += [_measure(measure) for measure in tool.measures]
    blocks += [_judgement(judgement) for judgement in tool.judgements]
    blocks += [_promise(promise) for promise in tool.promises]
    blocks += [_retired(retired) for retired in tool.retired]
    return block(head, (line for block in blocks for line in ("", *block)))


def _about(thing: Tool | Section | Item | Judgement) -> str:
    """The properties every part of a tool can have."""
    former = [f"formerly {name}" for name in thing.formerly]
    intended = thing.intended if isinstance(thing, Item | Judgement) else ""
    said = (if_said("guidance", thing.guidance), if_said("note", thing.note), if_said("intended", intended))
    return joined(*said, *former)


def _section(section: Section) -> Lines:
    head = joined(
        "section",
        section.id,
        prose(section.title),
        if_said("number", section.number),
        "repeated" if section.repeated else "",
        _may_not_apply(section.may_not_apply),
        _about(section),
        cites(section.cites),
    )
    return block(head, (line for item in section.items for line in _item(item)))


def _may_not_apply(allowed: MayNotApply | None) -> str:
    if allowed is None:
        return ""
    return joined("may be not applicable", if_said("as", allowed.called), "saying why" if allowed.why else "")


def _item(item: Item) -> Lines:
    counted = "" if item.counted is True else "not counted"
    if isinstance(item.counted, datetime.date):
        counted = f"counted from {day_words(item.counted)}"
    head = joined(
        item.keyword.value,
        item.id,
        prose(item.title),
        answer_words(item.answer, item.keyword),
        if_said("number", item.number),
        f"asked when {condition_words(item.asked_when)}" if item.asked_when is not None else "",
        _may_not_apply(item.may_not_apply),
        "optional" if item.optional else "",
        f"weight {number_text(item.weight)}" if item.weight != 1 else "",
        counted,
        "with evidence" if item.with_evidence else "",
        "with reason" if item.with_reason else "",
        _about(item),
        cites(item.cites),
    )
    return block_if_any(head, map(_descriptor, item.descriptors))


def _descriptor(descriptor: Descriptor) -> str:
    population = f"for {descriptor.population}" if descriptor.population else ""
    words = f"not provided {prose(descriptor.not_provided)}" if descriptor.not_provided else prose(descriptor.text)
    return joined(descriptor.step, population, words, cites(descriptor.cites))


def answer_words(answer: AnswerKind, keyword: Keyword) -> str:
    """What may be answered: ``judged on bands``, ``number from 0 to 10``."""
    match answer:
        case OnScale():
            return f"{'judged on' if keyword is Keyword.CRITERION else 'on'} {answer.scale}"
        case YesNo():
            return joined("yes or no", _better(answer.better, "yes is better", "yes is worse"))
        case OneOf():
            return f"one of {{ {' '.join(map(_step, answer.choices))} }}"
        case Number():
            return joined(
                "number",
                f"from {number_text(answer.low)}" if answer.low is not None else "",
                f"to {number_text(answer.high)}" if answer.high is not None else "",
                f"step {number_text(answer.step)}" if answer.step != 1 else "",
                if_said("unit", answer.unit),
                _better(answer.better, "higher is better", "lower is better"),
            )
        case Table():
            return f"table {{ {', '.join(map(_column, answer.columns))} }}"
        case Text():
            return "text"
        case Day():
            return "date"
        case Person():
            return "role"
        case _:
            assert_never(answer)


def _better(better: Better, higher: str, lower: str) -> str:
    return {Better.HIGHER: higher, Better.LOWER: lower}.get(better, "")


def _column(column: Column) -> str:
    return joined(column.id, answer_words(column.answer, Keyword.QUESTION), prose(column.title) if column.title else "")


# --- measures and judgements -----------------------------------------------------------------------------------------


def _measure(measure: Measure) -> Lines:
    former = [f"formerly {name}" for name in measure.formerly]
    head = joined("measure", measure.id, prose(measure.title) if measure.title else "", *former)
    rounding = ""
    if measure.rounding is not None:
        decimals = f" to {measure.rounding.decimals} decimals" if measure.rounding.decimals else ""
        rounding = f", {measure.rounding.mode.value}{decimals}"
    yield joined(f"{head} = {number_words(measure.value)}{rounding}", cites(measure.cites))


def _judgement(judgement: Judgement) -> Lines:
    head = joined(
        "judgement",
        judgement.id,
        prose(judgement.title),
        "for each section" if judgement.for_each_section else "",
        f"on {judgement.scale}",
        f"decided by {' or '.join(judgement.decided_by)}" if judgement.decided_by else "",
        "with reason" if judgement.with_reason else "",
        f"shown after {judgement.shown_after}" if judgement.shown_after else "",
        _about(judgement),
        cites(judgement.cites),
    )
    inner = [f"descriptor {_descriptor(descriptor)}" for descriptor in judgement.descriptors]
    inner += [
        joined(rule_words(rule), prose(rule.reason) if rule.reason else "", cites(rule.cites))
        for rule in (*judgement.giving, *judgement.limits)
    ]
    return block_if_any(head, inner)


# --- the author's own tests ------------------------------------------------------------------------------------------


def _example(example: Example) -> Lines:
    inner = [f"on {day_words(example.on)}"] if example.on is not None else []
    inner += [f"as of {when_words(example.as_of)}"] if example.as_of is not None else []
    inner += _given(example.given)
    for words, look in (("second look", example.second), ("third look", example.third)):
        inner += block(words, _given(look)) if look is not None else ()
    inner += [f"expect {expected_words(expected)}" for expected in example.expected]
    tool = f"of {example.tool}" if example.tool else ""
    return block(joined("example", prose(example.title), tool), inner)


def _given(given: Iterable[Given]) -> list[str]:
    return [f"given {given_words(each)}" for each in given]


def _promise(promise: Promise) -> Lines:
    return block(f"promise {prose(promise.title)}", map(claim_words, promise.claims))


def claim_words(claim: Claim) -> str:
    """``overall is never better than weak when breach is yes``."""
    when = f"when {condition_words(claim.when)}" if claim.when is not None else ""
    if claim.always and claim.at.reach is not Reach.EXACTLY:
        beyond = "better" if claim.at.reach is Reach.OR_WORSE else "worse"
        return joined(claim.judgement, f"is never {beyond} than {claim.at.step}", when)
    return joined(claim.judgement, f"is {'always' if claim.always else 'never'} {at_words(claim.at)}", when)
