"""Tree to kinds of answer: what an item or the column of a table takes."""

from __future__ import annotations

from fractions import Fraction

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.build_scale import points, report_duplicates, step_name
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, part, parts, phrase
from qarules.model.tool import (
    AnswerKind,
    Better,
    Choice,
    Column,
    ColumnAnswer,
    Day,
    Keyword,
    Number,
    OneOf,
    OnScale,
    Person,
    Table,
    Text,
    YesNo,
)


def answer(said: Properties, name: Name, keyword: Keyword, read: Reader) -> AnswerKind:
    """What may be answered; several kinds and none are reported."""
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
                Choice(id=step_name(step, read), title=read.text(step), points=points(step, read))
                for step in parts(node, "step")
            )
            report_duplicates([choice.id for choice in choices], "among the choices", read)
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
            report_duplicates([column.id for column in columns], "in the table", read)
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
