"""Tree to the author's own tests."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.build_conditions import at_step, condition
from qarules.dsl.build_expected import afterwards
from qarules.dsl.build_facts import fact, moment, value
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, the, tokens
from qarules.model.condition import At, Reach
from qarules.model.example import (
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
    Ruling,
)
from qarules.model.promise import Claim, Promise

# Each gets the answers of the example.
MOST_INSTANCES = 1_000


def example(node: Node, read: Reader) -> Example:
    """One case and what should come of it."""
    dates = [read.date(token) for line in parts(node, "example_date") for token in tokens(line, "DATE")]
    as_of = part(node, "as_of")
    about = part(node, "of_tool")
    for second in [*parts(node, "example_date")[1:], *parts(node, "as_of")[1:]]:
        read.findings.add(codes.SAID_TWICE, read.span(second), "the example names this day twice", help="keep one")
    return Example(
        title=read.text(node),
        tool=read.name(about) if about is not None else "",
        on=dates[0] if dates else None,
        as_of=moment(as_of, read) if as_of is not None else None,
        given=_all_given(node, read),
        second=_later_look(node, "second look", read),
        third=_later_look(node, "third look", read),
        expected=tuple(_expected(child, read) for line in parts(node, "expect") for child in nodes(line)),
        span=read.span(node),
    )


def _later_look(node: Node, which: str, read: Reader) -> tuple[Given, ...] | None:
    """What a later look saw; None where nobody looked again."""
    looks = [look for look in parts(node, "later_look") if phrase(the(look, "which_look")) == which]
    for again in looks[1:]:
        read.findings.add(codes.SAID_TWICE, read.span(again), f"there is a {which} already", help="keep one of the two")
    return _all_given(looks[0], read) if looks else None


def _all_given(node: Node, read: Reader) -> tuple[Given, ...]:
    return tuple(_given(child, read) for line in parts(node, "given") for child in nodes(line))


def _given(node: Node, read: Reader) -> Given:
    span = read.span(node)
    match node.data:
        case "given_all":
            return GivenAll(band=read.name(node), span=span)
        case "given_decided":
            judgement, section = _target(node, read)
            grade, ruling = read.name(the(node, "word")), Ruling(phrase(the(node, "ruling")))
            return GivenDecision(judgement=judgement, section=section, grade=grade, ruling=ruling, span=span)
        case "given_instances":
            count = read.whole(tokens(node, "NUMBER")[0], most=MOST_INSTANCES)
            return GivenInstances(section=read.name(node), count=count, span=span)
        case "given_answer":
            return GivenAnswer(thing=read.name(node), value=value(node.children[-1], read), span=span)
        case _:
            return fact(node, read)


def _target(node: Node, read: Reader) -> tuple[str, str]:
    """The judgement an expectation is about, and the section where one is named."""
    names = read.names(the(node, "target"))
    return names[0], names[1] if len(names) > 1 else ""


def _grade(node: Node, read: Reader) -> str | None:
    return None if node.data == "not_applicable" else read.name(node)


_OF_ANSWERS = frozenset(
    "expect_value expect_suggested expect_possible expect_differs expect_above expect_hidden expect_missing".split()
)


def _expected(node: Node, read: Reader) -> Expectation:
    if node.data not in _OF_ANSWERS:
        return afterwards(node, read)
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
