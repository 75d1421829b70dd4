"""Tree to conditions and measured numbers."""

from __future__ import annotations

from fractions import Fraction

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.source import Token
from qarules.dsl.trees import Node, Reader, nodes, part, parts, phrase, tokens
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Anchor,
    And,
    Applicable,
    At,
    AuditDate,
    Compared,
    Comparison,
    Condition,
    Constant,
    Count,
    Counted,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Named,
    Not,
    Or,
    PointsIn,
    Quantity,
    Reach,
    Reference,
    Scaled,
    SectionsBy,
    Side,
    Step,
    Steps,
    Sum,
    Unit,
    Within,
)

_QUANTIFIERS = {
    "all": Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1), share=True),
    "every": Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1), share=True),
    "any": Quantity(comparison=Comparison.AT_LEAST, amount=Fraction(1)),
    "no": Quantity(comparison=Comparison.AT_MOST, amount=Fraction(0)),
    "none": Quantity(comparison=Comparison.AT_MOST, amount=Fraction(0)),
}
_COMPARISONS = {
    "": Comparison.EXACTLY,
    "above": Comparison.MORE_THAN,
    "below": Comparison.FEWER_THAN,
    **{comparison.value: comparison for comparison in Comparison},
}
_UNITS = {unit.value.removesuffix("s"): unit for unit in Unit}


# --- numbers ---------------------------------------------------------------------------------------------------------


def expression(node: Node, read: Reader) -> Expression:
    """The number that *node* describes."""
    span = read.span(node)
    match node.data:
        case "sum":
            return _sum(node, read)
        case "scaled":
            return _scaled(node, read)
        case "constant":
            return Constant(value=Fraction(str(node.children[0])), span=span)
        case "reference":
            names = [read.name(leaf) for leaf in parts(node, "name")]
            return Reference(name=names[0], by=names[1] if len(names) > 1 else None, span=span)
        case "aggregate":
            return _aggregate(node, read)
        case _:
            return _steps(node, read)


def _sum(node: Node, read: Reader) -> Sum:
    """Parts with their signs; a subtracted one is scaled by -1."""
    terms: list[Expression] = []
    sign = "+"
    for child in node.children:
        if isinstance(child, Token):
            sign = str(child)
            continue
        term = expression(child, read)
        terms.append(term if sign == "+" else Scaled(part=term, factor=Fraction(-1), span=read.span(child)))
    return Sum(parts=tuple(terms), span=read.span(node))


def _scaled(node: Node, read: Reader) -> Scaled:
    """One part with all its constant factors multiplied out; divided by zero, it never applies."""
    first, *rest = node.children
    assert not isinstance(first, Token)
    factor: Fraction | None = Fraction(1)
    for sign, number in zip(rest[::2], rest[1::2], strict=True):
        value = Fraction(str(number))
        if factor is not None:
            factor = factor * value if str(sign) == "*" else (factor / value if value else None)
    if factor is None:
        read.findings.add(
            codes.NOT_A_NUMBER,
            read.span(node),
            "a number divided by 0 is no number, and this would never apply",
            help="divide by another number, or leave the division out",
        )
    return Scaled(part=expression(first, read), factor=factor, span=read.span(node))


def _aggregate(node: Node, read: Reader) -> Aggregate:
    how = part(node, "aggregation")
    points = part(node, "points_in")
    assert how is not None
    over = PointsIn(sections=read.names(points)) if points is not None else read.names(node)
    return Aggregate(how=Aggregation(phrase(how)), over=over, span=read.span(node))


def _steps(node: Node, read: Reader) -> Steps:
    return Steps(
        of=read.name(node), steps=tuple(_step(line, read) for line in parts(node, "step_line")), span=read.span(node)
    )


def _step(line: Node, read: Reader) -> Step:
    reach = part(line, "up_to", "above", "between", "exactly")
    assert reach is not None
    bounds = [read.number(number) for number in parts(reach, "number")]
    low, high = {
        "up_to": (None, bounds[0]),
        "above": (bounds[0], None),
        "between": (bounds[0], bounds[-1]),
        "exactly": (bounds[0], bounds[0]),
    }[reach.data]
    return Step(low=low, high=high, above=reach.data == "above", value=read.number(line), span=read.span(line))


# --- conditions ------------------------------------------------------------------------------------------------------


def condition(node: Node, read: Reader) -> Condition:
    """The condition that *node* describes."""
    span = read.span(node)
    match node.data:
        case "either":
            _report_mixed(node, read)
            return Or(parts=tuple(condition(child, read) for child in nodes(node)), span=span)
        case "both":
            return And(parts=tuple(condition(child, read) for child in nodes(node)), span=span)
        case "negation":
            return Not(part=condition(nodes(node)[0], read), span=span)
        case "bracketed":
            return condition(nodes(node)[0], read)
        case "count":
            return _count(node, read)
        case "comparison":
            return _comparison(node, read)
        case "applicability":
            applies = Applicable(thing=_thing(node, read), span=span)
            return applies if part(node, "is_applicable") else Not(part=applies, span=span)
        case _:
            return _possession(node, read)


def _report_mixed(node: Node, read: Reader) -> None:
    """`and` beside `or`: readers disagree about which binds first, so brackets have to say it."""
    loose = part(node, "both")
    if loose is not None:
        read.findings.add(
            codes.MIXED_AND_OR,
            read.span(node),
            "`and` and `or` stand side by side, and it is not plain which belongs together",
            help="put brackets around the part that belongs together",
            labels=[(read.span(loose), "is this one part?")],
        )


def _count(node: Node, read: Reader) -> Count:
    many, of, at = nodes(node)
    return Count(quantity=quantity(many, read), of=counted(of, read), at=at_step(at, read), span=read.span(node))


def quantity(node: Node, read: Reader) -> Quantity:
    """How many: in pieces, or as a share."""
    quantifier = part(node, "quantifier")
    if quantifier is not None:
        return _QUANTIFIERS[phrase(quantifier)]
    word, amount = nodes(node)
    comparison = _COMPARISONS[phrase(word)]
    if part(amount, "half"):
        return Quantity(comparison=comparison, amount=Fraction(1, 2), share=True)
    written = tokens(amount, "NUMBER")[0]
    if tokens(amount, "PERCENT_SIGN"):
        return Quantity(comparison=comparison, amount=Fraction(str(written)) / 100, share=True)
    return Quantity(comparison=comparison, amount=Fraction(read.whole(written)))


def counted(node: Node, read: Reader) -> Counted:
    """What a count ranges over."""
    match node.data:
        case "items_in":
            return ItemsIn(sections=read.names(node))
        case "of_named":
            return Named(names=read.names(node))
        case _:
            return SectionsBy(judgement=next(iter(read.names(node)), None))


def at_step(node: Node, read: Reader) -> At:
    """A step or choice, and how far beyond it."""
    step, *reach = nodes(node)
    name = Name(step.data, read.span(step)) if step.data in {"yes", "no"} else read.name(step)
    return At(step=name, reach=Reach(phrase(reach[0])) if reach else Reach.EXACTLY)


def _thing(node: Node, read: Reader) -> Reference:
    """What a sentence is about; a calculation where only a name makes sense is reported."""
    subject = nodes(node)[0]
    found = expression(subject, read)
    if isinstance(found, Reference):
        return found
    read.findings.add(
        codes.IMPOSSIBLE_VALUE,
        read.span(subject),
        "only one thing can be said to be this, not a calculation",
        help="name one item, section or judgement, or compare the calculation with a number",
    )
    return Reference(name=Name("", None), span=read.span(subject))


def _comparison(node: Node, read: Reader) -> Condition:
    _, test = nodes(node)
    span = read.span(node)
    match test.data:
        case "at":
            return Is(thing=_thing(node, read), at=at_step(test, read), span=span)
        case "not_at":
            return Not(part=Is(thing=_thing(node, read), at=at_step(nodes(test)[0], read), span=span), span=span)
        case "compared":
            sign = part(test, "comparison_sign")
            return Compared(
                number=expression(nodes(node)[0], read),
                comparison=_COMPARISONS[phrase(sign) if sign else ""],
                value=read.number(test),
                percent=bool(tokens(test, "PERCENT_SIGN")),
                span=span,
            )
        case "within":
            return _within(node, test, read)
        case "far":
            return _far(node, test, read)
        case "in_this_month" | "in_month_before":
            back = 1 if test.data == "in_month_before" else 0
            return InMonth(thing=_thing(node, read), back=back, anchor=_anchor(test, read), span=span)
        case _:
            side = Side.BEFORE if "before" in test.data else Side.AFTER
            inclusive = test.data.startswith("on_or")
            return Dated(
                thing=_thing(node, read), side=side, inclusive=inclusive, anchor=_anchor(test, read), span=span
            )


def _within(node: Node, test: Node, read: Reader) -> Within:
    unit, side = part(test, "unit_of_time"), part(test, "side")
    assert unit is not None
    assert side is not None
    return Within(
        thing=_thing(node, read),
        count=read.whole(tokens(test, "NUMBER")[0]),
        unit=_UNITS[phrase(unit).removesuffix("s")],
        side=Side(phrase(side)),
        anchor=_anchor(test, read),
        span=read.span(node),
    )


def _far(node: Node, test: Node, read: Reader) -> Dated:
    """At least so far before or after an anchor."""
    sign, unit, side = part(test, "comparison_sign"), part(test, "unit_of_time"), part(test, "side")
    assert sign is not None
    assert unit is not None
    assert side is not None
    if phrase(sign) != "at least" or phrase(side) == "of":
        read.findings.add(
            codes.IMPOSSIBLE_VALUE,
            read.span(test),
            "a day can be said to be at least so far before or after another, or within so much of it",
            help="write `is at least 6 months before`, or `is within 6 months before`",
        )
    return Dated(
        thing=_thing(node, read),
        side=Side.AFTER if phrase(side) == "after" else Side.BEFORE,
        inclusive=True,
        anchor=_anchor(test, read),
        count=read.whole(tokens(test, "NUMBER")[0]),
        unit=_UNITS[phrase(unit).removesuffix("s")],
        span=read.span(node),
    )


def _anchor(test: Node, read: Reader) -> Anchor:
    dates = tokens(test, "DATE")
    if dates:
        return read.date(dates[0])
    return AuditDate() if part(test, "audit_date") else read.name(test)


def _possession(node: Node, read: Reader) -> Has:
    word = part(node, "comparison_word")
    assert word is not None
    return Has(
        thing=_thing(node, read),
        instances=part(node, "instances") is not None,
        comparison=_COMPARISONS[phrase(word)],
        amount=read.whole(tokens(node, "NUMBER")[0]),
        span=read.span(node),
    )
