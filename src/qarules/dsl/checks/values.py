"""Nothing is compared with a value it cannot have, and no comparison is settled before the audit."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.counts import check_count
from qarules.dsl.checks.damage import is_damaged, is_partial, is_unsaid
from qarules.dsl.checks.grades import check_choice, check_grade, check_section_step, check_step, is_whole, report_whole
from qarules.dsl.checks.points import is_sound_number
from qarules.dsl.checks.words import at, kind
from qarules.dsl.findings import Findings
from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    Aggregation,
    Applicable,
    Compared,
    Comparison,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    Reference,
    Within,
)
from qarules.model.judgement import Judgement, Measure
from qarules.model.plain import number_text
from qarules.model.ranges import Range, grid_of, range_of, settled
from qarules.model.scale import Scale
from qarules.model.scope import can_be_absent, countable_in, fully_counted, graders, scale_of
from qarules.model.tool import Day, Item, Number, OneOf, Section, Thing, Tool, YesNo
from qarules.model.walk import Situated, Test, conditions_of, names_in, numbers_in, reads_scope, single_tests


def check(tool: Tool, findings: Findings) -> None:
    """Report conditions and rules whose values do not fit what they are about."""
    for situated in conditions_of(tool):
        check_condition(situated, tool, findings)
    for judgement in tool.judgements:
        for rule in (*judgement.giving, *judgement.limits):
            check_grade(rule.grade, judgement, tool, findings, rule.span)
        for descriptor in judgement.descriptors:
            check_grade(descriptor.step, judgement, tool, findings, descriptor.span)
        _check_limits(judgement, tool, findings)
    for promise in tool.promises:
        for claim in promise.claims:
            promised = tool.things.get(claim.judgement)
            if isinstance(promised, Judgement):
                check_grade(claim.at.step, promised, tool, findings, claim.span)


def check_condition(situated: Situated, tool: Tool, findings: Findings) -> None:
    """Check the values in one condition."""
    tool = fully_counted(tool)
    for test in single_tests(situated.condition):
        if isinstance(test, Count):
            check_count(test, situated, tool, findings)
        else:
            _Values(tool, findings, situated.each_section).check_test(test)


def _check_limits(judgement: Judgement, tool: Tool, findings: Findings) -> None:
    scale = scale_of(judgement, tool)
    if scale is None or is_partial(scale, findings):
        return
    best = scale.grades[0].id
    for limit in judgement.limits:
        if limit.grade == best:
            findings.add(
                codes.USELESS_LIMIT,
                at(limit.grade, limit.span),
                f"this limit does nothing: no grade is better than `{best}`",
                help="take the limit out, or name a lower grade",
                labels=[(at(scale.id, scale.span), f"the grades of `{judgement.id}`")],
            )


# --- single tests ----------------------------------------------------------------------------------------------------


@frozen
class _Values:
    """
    The values of one condition.

    Attributes:
        tool: With everything counted that ever will be.
        each_section: All points are those of one section at a time.
    """

    tool: Tool
    findings: Findings
    each_section: bool

    def thing(self, name: str) -> Thing | None:
        """What *name* stands for; None where nothing, or nothing sure, and that has been reported."""
        thing = self.tool.things.get(name)
        is_open = isinstance(thing, Item) and is_unsaid(thing, self.findings)
        return None if is_open or name in self.findings.lost else thing

    def check_test(self, test: Test) -> None:
        match test:
            case Is():
                self.check_is(test)
            case Compared():
                self.check_compared(test)
            case (
                Within(thing=thing, anchor=anchor)
                | Dated(thing=thing, anchor=anchor)
                | InMonth(thing=thing, anchor=anchor)
            ):
                self.check_date(thing.name, thing.span)
                if isinstance(anchor, str):
                    self.check_date(anchor, test.span)
            case Applicable(thing=thing):
                if self.always_applies(self.thing(thing.name)):
                    self.report_settled(outcome=True, here=test.span, why=f"`{thing.name}` cannot be not applicable")
            case Has(comparison=comparison, amount=amount):
                outcome = settled(comparison, amount, Range(low=Fraction(0)))
                self.report_settled(outcome=outcome, here=test.span, why="whatever there is")
            case Count():
                pass
            case _:
                assert_never(test)

    def report_settled(self, *, outcome: bool | None, here: Span | None, why: str) -> None:
        """Report a test that comes out the same in every audit; None for one that does not."""
        if outcome is not None:
            self.findings.add(
                codes.ALWAYS_TRUE,
                here,
                f"this {'always' if outcome else 'never'} holds: {why}",
                help="change it, or take it out",
            )

    # --- grades, answers, dates

    def check_is(self, test: Is) -> None:
        thing, wanted = self.thing(test.thing.name), test.at
        match thing:
            case Item(answer=YesNo()):
                check_choice(wanted, ["yes", "no"], thing.id, self.findings, test.span)
            case Item(answer=OneOf(choices=choices)):
                check_choice(wanted, [choice.id for choice in choices], thing.id, self.findings, test.span)
            case Section():
                self.check_section(test)
            case Item() | Judgement():
                scale = scale_of(thing, self.tool)
                if scale is not None and check_step(wanted.step, scale, thing.id, self.findings, test.span):
                    self.report_whole(test, [scale])
            case Measure() | None:
                pass
            case _:
                assert_never(thing)

    def check_section(self, test: Is) -> None:
        by, wanted = test.thing.by, test.at
        if by is not None and not isinstance(self.thing(by), Judgement):
            return
        if check_section_step(by, wanted, self.tool, self.findings, test.span):
            meant = graders(self.tool, by, wanted.step)
            self.report_whole(test, [scale for each in meant if (scale := scale_of(each, self.tool)) is not None])

    def report_whole(self, test: Is, scales: list[Scale]) -> None:
        if is_whole(test.at, scales):
            report_whole(test.at, self.findings, test.span)

    def check_date(self, name: str, otherwise: Span | None) -> None:
        thing = self.thing(name)
        if thing is not None and not (isinstance(thing, Item) and isinstance(thing.answer, Day)):
            self.findings.add(
                codes.NOT_A_DATE,
                at(name, otherwise),
                f"`{name}` is {kind(thing)}, not a date",
                help="name a question answered with a date, or write a date such as 1 April 2027",
                labels=[(at(thing.id, thing.span), "this is no date")],
            )

    def always_applies(self, thing: Thing | None) -> bool:
        """Whether *thing* surely can never be not applicable."""
        if thing is None or is_damaged(thing.id, self.findings):
            return False
        if isinstance(thing, Item):
            return not can_be_absent(thing, self.tool)
        if not isinstance(thing, Section):
            return False
        items = countable_in(thing, self.tool) or thing.items
        return any(item.counted is True and not can_be_absent(item, self.tool) for item in items)

    # --- numbers

    def check_compared(self, test: Compared) -> None:
        if not is_sound_number(test.number, self.tool):
            return
        value = number_text(test.value)
        if test.percent and not 0 <= test.value <= 100:
            self.findings.add(
                codes.BAD_SHARE, test.span, f"{value}% is no percentage of anything", help="write from 0% to 100%"
            )
        elif test.percent and not _may_be_percentage(test.number, self.tool):
            self.findings.add(
                codes.BAD_SHARE,
                test.span,
                f"{_called(test.number)} is no percentage, so it cannot be held against {value}%",
                help=f"write {value} without `%`, or measure `percent of` something",
            )
        elif not (self.each_section and reads_scope(test.number)):
            self.check_range(test, value)

    def check_range(self, test: Compared, value: str) -> None:
        reach, grid = range_of(test.number, self.tool), grid_of(test.number, self.tool)
        is_outside = (reach.low is not None and test.value < reach.low) or (
            reach.high is not None and test.value > reach.high
        )
        is_between = test.comparison is Comparison.EXACTLY and grid is not None and not grid.holds(test.value)
        why = f"it lies {_ends(reach)}" if is_outside else "it lies between two steps"
        if (is_outside or is_between) and self.is_answer(test.number):
            self.findings.add(
                codes.IMPOSSIBLE_VALUE,
                test.span,
                f"{_called(test.number)} is never {value}: {why}",
                help="compare it with a number that can be answered",
            )
            return
        outcome = False if is_between else settled(test.comparison, test.value, reach)
        lies = f"lies {_ends(reach)}" if not is_between or is_outside else f"is never {value}"
        self.report_settled(outcome=outcome, here=test.span, why=f"{_called(test.number)} {lies}")

    def is_answer(self, number: Expression) -> bool:
        """Whether *number* is answered as it stands, not reckoned from others."""
        thing = self.thing(number.name) if isinstance(number, Reference) else None
        return isinstance(thing, Item) and isinstance(thing.answer, Number)


def _called(number: Expression) -> str:
    return f"`{number.name}`" if isinstance(number, Reference) else "this number"


def _ends(reach: Range) -> str:
    low = number_text(reach.low) if reach.low is not None else ""
    high = number_text(reach.high) if reach.high is not None else ""
    if low and high:
        return f"from {low} to {high}"
    return f"at {low} or above" if low else f"at {high} or below"


def _may_be_percentage(expression: Expression, tool: Tool, within: frozenset[str] = frozenset()) -> bool:
    """Whether a percentage goes into *expression*: `percent of`, or a number whose unit says so."""
    if any(isinstance(part, Aggregate) and part.how is Aggregation.PERCENT for part in numbers_in(expression)):
        return True
    for name in names_in(expression):
        match tool.things.get(name):
            case Item(answer=Number(unit=unit)) if "%" in unit or "per cent" in unit or "percent" in unit:
                return True
            case Measure(id=id_, value=value) if id_ not in within:
                if _may_be_percentage(value, tool, within | {id_}):
                    return True
            case _:
                pass
    return False
