"""Tree to the author's own tests."""

from __future__ import annotations

import datetime
from fractions import Fraction

from lark import Token

from qarules.dsl.build_conditions import at_step, condition
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, tokens
from qarules.model.answers import Status
from qarules.model.condition import At, Reach
from qarules.model.example import (
    Claim,
    Example,
    ExpectAboveLimit,
    Expectation,
    ExpectDiffers,
    ExpectGrade,
    ExpectItem,
    ExpectMeasure,
    ExpectPossible,
    Given,
    GivenAll,
    GivenAnswer,
    GivenDecision,
    GivenInstances,
    Promise,
)

# Each gets the answers of the example.
MOST_INSTANCES = 1_000


def example(node: Node, read: Reader) -> Example:
    """One audit and what should come of it."""
    dates = [read.date(token) for line in parts(node, "example_date") for token in tokens(line, "DATE")]
    return Example(
        title=read.text(node),
        on=dates[0] if dates else None,
        given=tuple(_given(child, read) for line in parts(node, "given") for child in nodes(line)),
        expected=tuple(_expected(child, read) for line in parts(node, "expect") for child in nodes(line)),
        span=read.span(node),
    )


def _given(node: Node, read: Reader) -> Given:
    span = read.span(node)
    match node.data:
        case "given_all":
            return GivenAll(band=read.name(node), span=span)
        case "given_decided":
            judgement, section = _target(node, read)
            word = part(node, "word")
            assert word is not None
            return GivenDecision(judgement=judgement, section=section, grade=read.name(word), span=span)
        case "given_instances":
            return GivenInstances(
                section=read.name(node), count=read.whole(tokens(node, "NUMBER")[0], most=MOST_INSTANCES), span=span
            )
        case _:
            return GivenAnswer(thing=read.name(node), value=_value(node.children[-1], read), span=span)


def _value(leaf: Node | Token, read: Reader) -> str | bool | Fraction | datetime.date | Status:
    if isinstance(leaf, Token):
        return read.date(leaf)
    match leaf.data:
        case "yes" | "no":
            return leaf.data == "yes"
        case "number":
            return read.number(leaf)
        case "text":
            return read.text(leaf)
        case "not_applicable":
            return Status.NOT_APPLICABLE
        case "cannot_tell":
            return Status.CANNOT_TELL
        case _:
            return read.name(leaf)


def _target(node: Node, read: Reader) -> tuple[str, str]:
    """The judgement an expectation is about, and the section where one is named."""
    target = part(node, "target")
    assert target is not None
    names = read.names(target)
    return names[0], names[1] if len(names) > 1 else ""


def _grade(node: Node, read: Reader) -> str | None:
    return None if node.data == "not_applicable" else read.name(node)


def _expected(node: Node, read: Reader) -> Expectation:
    span = read.span(node)
    judgement, section = _target(node, read)
    grades = [_grade(child, read) for child in parts(node, "word", "not_applicable")]
    match node.data:
        case "expect_possible":
            return ExpectPossible(judgement=judgement, section=section, grades=tuple(grades), span=span)
        case "expect_differs":
            return ExpectDiffers(judgement=judgement, other=read.name(node), span=span)
        case "expect_above":
            return ExpectAboveLimit(judgement=judgement, span=span)
        case "expect_hidden" | "expect_missing":
            return ExpectItem(item=judgement, hidden=node.data == "expect_hidden", span=span)
    if part(node, "number") is not None:
        return ExpectMeasure(measure=judgement, value=read.number(node), span=span)
    return ExpectGrade(
        judgement=judgement,
        section=section,
        grade=grades[0],
        suggested=node.data == "expect_suggested",
        span=span,
    )


def promise(node: Node, read: Reader) -> Promise:
    """Claims about every audit."""
    return Promise(
        title=read.text(node), claims=tuple(_claim(child, read) for child in parts(node, "claim")), span=read.span(node)
    )


def _claim(node: Node, read: Reader) -> Claim:
    claimed, when, how = part(node, "claimed"), part(node, "when"), part(node, "always_or_never")
    assert claimed is not None
    assert how is not None
    always, at = _claimed(nodes(claimed)[0], phrase(how) == "always", read)
    return Claim(
        judgement=read.name(node),
        always=always,
        at=at,
        when=condition(nodes(when)[0], read) if when is not None else None,
        span=read.span(node),
    )


def _claimed(node: Node, always: bool, read: Reader) -> tuple[bool, At]:
    """`never better than good` is the same claim as `always good or worse`; one of the two is kept."""
    if node.data == "at":
        return always, at_step(node, read)
    reach = Reach.OR_WORSE if node.data == "better_than" else Reach.OR_BETTER
    return not always, At(step=read.name(node), reach=reach)
