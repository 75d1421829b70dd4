"""Every name in a tool stands for one thing, and for one of the kind its place wants."""

from __future__ import annotations

from typing import assert_never

from qarules.diagnostics import Span
from qarules.dsl import codes
from qarules.dsl.checks.damage import is_damaged
from qarules.dsl.checks.wanted import (
    APPLICABLE,
    COUNTABLE,
    DATE,
    JUDGEMENT,
    NUMBER,
    SECTION,
    SECTION_JUDGEMENT,
    WITH_PIECES,
    WITH_STEPS,
    Wanted,
    look,
    look_through,
)
from qarules.dsl.checks.words import at, kind, suggestion
from qarules.dsl.findings import Findings, listed
from qarules.frozen import frozen
from qarules.model.condition import (
    Aggregate,
    Applicable,
    Compared,
    Constant,
    Count,
    Dated,
    Expression,
    Has,
    InMonth,
    Is,
    ItemsIn,
    Named,
    PointsIn,
    Reference,
    Scaled,
    SectionsBy,
    Steps,
    Sum,
    Within,
)
from qarules.model.judgement import Judgement
from qarules.model.scope import countable_in, fully_counted, graders, scale_of, section_judgements
from qarules.model.tool import Item, OneOf, Section, Thing, Tool
from qarules.model.walk import Situated, Test, conditions_of, numbers_in, single_tests


def check(tool: Tool, findings: Findings) -> None:
    """Report names that stand for nothing, for the wrong kind of thing, or for two things."""
    _check_ids(tool, findings)
    for situated in conditions_of(tool):
        check_condition(situated, tool, findings)
    for measure in tool.measures:
        check_number(measure.value, tool, findings)
    for judgement in tool.judgements:
        _check_judgement(judgement, tool, findings)
    for promise in tool.promises:
        for claim in promise.claims:
            look(claim.judgement, JUDGEMENT, tool, findings, claim.span)


def check_condition(situated: Situated, tool: Tool, findings: Findings) -> None:
    """Check the names in one condition."""
    names = _Names(fully_counted(tool), findings, situated.home)
    for test in single_tests(situated.condition):
        names.check_test(test)


def check_number(expression: Expression, tool: Tool, findings: Findings) -> None:
    """Check the names in the number of a measure."""
    _Names(fully_counted(tool), findings, None).check_number(expression)


# --- ids -------------------------------------------------------------------------------------------------------------


def _check_ids(tool: Tool, findings: Findings) -> None:
    """Report what shares its id with something earlier; ids equal but for case are the same to a reader."""
    things: list[Thing] = [*tool.sections, *(item for section in tool.sections for item in section.items)]
    things += [*tool.knowns, *tool.measures, *tool.judgements]
    first: dict[str, Thing] = {}
    for thing in sorted(things, key=_offset):
        earlier = first.setdefault(thing.id.lower(), thing)
        if earlier is thing:
            continue
        differs = "" if earlier.id == thing.id else f", and `{earlier.id}` differs by capital letters only"
        if earlier.id == thing.id:
            findings.lost.add(thing.id)  # which of the two is meant elsewhere cannot be known
        findings.add(
            codes.DUPLICATE_NAME,
            at(thing.id, thing.span),
            f"`{thing.id}` is the id of {kind(earlier)} already{differs}",
            help="give one of the two another id: all that a condition of a tool can name shares its ids",
            labels=[(at(earlier.id, earlier.span), "the first")],
        )


def _offset(thing: Thing) -> int:
    span = at(thing.id, thing.span)
    return span.start.offset if span is not None else 0


# --- conditions and numbers ------------------------------------------------------------------------------------------


@frozen
class _Names:
    """
    The names of one condition or number.

    Attributes:
        home: The section whose items may be named singly although it is repeated.
    """

    tool: Tool
    findings: Findings
    home: Section | None

    def look(self, name: str, wanted: Wanted, otherwise: Span | None) -> Thing | None:
        return look(name, wanted, self.tool, self.findings, otherwise)

    def look_through(self, names: tuple[str, ...], wanted: Wanted, otherwise: Span | None) -> None:
        look_through(names, wanted, self.tool, self.findings, otherwise)

    def check_test(self, test: Test) -> None:
        match test:
            case Count():
                self.check_count(test)
            case Is(thing=thing, at=step):
                self.check_grade(thing, self.look(thing.name, WITH_STEPS, thing.span), step.step)
            case Compared(number=number):
                self.check_number(number)
            case (
                Within(thing=thing, anchor=anchor)
                | Dated(thing=thing, anchor=anchor)
                | InMonth(thing=thing, anchor=anchor)
            ):
                self.check_single(thing.name, DATE, thing.span)
                if isinstance(anchor, str):
                    self.check_single(anchor, DATE, test.span)
            case Applicable(thing=thing):
                self.check_single(thing.name, APPLICABLE, thing.span)
                self.check_by(thing)
            case Has(thing=thing):
                self.check_single(thing.name, WITH_PIECES, thing.span)
            case _:
                assert_never(test)

    def check_count(self, count: Count) -> None:
        match count.of:
            case ItemsIn(sections=names):
                self.look_through(names, SECTION, count.span)
            case Named(names=names):
                self.look_through(names, COUNTABLE, count.span)
            case SectionsBy(judgement=by):
                if by is None:
                    self.check_graders(count.at.step, count.span, "say which, as in `sections by {}`")
                else:
                    self.look(by, SECTION_JUDGEMENT, count.span)
            case _:
                assert_never(count.of)

    def check_number(self, expression: Expression) -> None:
        """Check the names in *expression*; whether each stands for a number is looked at with the values."""
        for number in numbers_in(expression):
            match number:
                case Reference():
                    self.check_grade(number, self.look(number.name, NUMBER, number.span), None)
                case Aggregate(over=PointsIn(sections=names)):
                    self.look_through(names, SECTION, number.span)
                case Aggregate(over=names):
                    assert isinstance(names, tuple)
                    self.look_through(names, NUMBER, number.span)
                case Steps(of=name):
                    self.check_single(name, NUMBER, number.span)
                case Constant() | Sum() | Scaled():
                    pass
                case _:
                    assert_never(number)

    # --- one thing of several

    def check_single(self, name: str, wanted: Wanted, otherwise: Span | None) -> None:
        """Look up a name that is read as one thing."""
        self.report_repeated(self.look(name, wanted, otherwise), at(name, otherwise))

    def report_repeated(self, thing: Thing | None, here: Span | None) -> None:
        """Report an item of a repeated section that is read outside it, where it could be any of several."""
        section = self.tool.section_of.get(thing.id) if isinstance(thing, Item) else None
        if thing is None or section is None or not section.repeated or section is self.home:
            return
        self.findings.add(
            codes.ONLY_IN_REPEATED,
            here,
            f"`{thing.id}` stands in every instance of `{section.id}`, and this reads only one",
            help=f"count it (`any of {thing.id} are …`) or take `highest of {thing.id}`: a list means all instances",
            labels=[(at(section.id, section.span), "this section is repeated")],
        )

    # --- the grade of a section

    def check_grade(self, reference: Reference, thing: Thing | None, step: str | None) -> None:
        """Check that *reference* reads one grade, answer or number: of a section, the one that is meant."""
        here = at(reference.name, reference.span)
        if not isinstance(thing, Section):
            self.report_repeated(thing, here)
            self.check_by(reference)
        elif thing.repeated:
            self.findings.add(
                codes.ONLY_IN_REPEATED,
                here,
                f"`{thing.id}` is repeated and has a grade in every instance, and this reads only one",
                help="count the sections, as in `any section is …`",
                labels=[(at(thing.id, thing.span), "repeated here")],
            )
        elif self.is_ungraded(thing):
            self.findings.add(
                codes.NO_SECTION_GRADES,
                here,
                f"the section `{thing.id}` has no grade: it holds nothing that rules can count",
                help="read one of its items, or judge something in it on a scale",
                labels=[(at(thing.id, thing.span), "this section")],
            )
        elif reference.by is not None:
            self.check_by(reference)
        else:
            self.check_graders(step, here, f"say which, as in `{thing.id} by {{}}`")

    def is_ungraded(self, section: Section) -> bool:
        """Whether *section* surely holds nothing to count."""
        return not countable_in(section, self.tool) and not is_damaged(section.id, self.findings)

    def check_by(self, reference: Reference) -> None:
        """Check the judgement a section is read `by`; nothing else is read so."""
        if reference.by is None or reference.name not in self.tool.things:
            return
        if isinstance(self.tool.things[reference.name], Section):
            self.look(reference.by, SECTION_JUDGEMENT, reference.span)
            return
        self.findings.add(
            codes.WRONG_KIND,
            at(reference.by, reference.span),
            f"only a section is read `by` a judgement, and `{reference.name}` is none",
            help=f"leave out `by {reference.by}`",
        )

    def check_graders(self, step: str | None, here: Span | None, remedy: str) -> None:
        """Check that one judgement for each section is meant where none is named."""
        for_each = section_judgements(self.tool)
        if any(scale_of(judgement, self.tool) is None for judgement in for_each):
            return
        fitting = graders(self.tool, None, step)
        if not for_each and not is_damaged(self.tool.id, self.findings):
            self.findings.add(
                codes.NO_SECTION_GRADES,
                here,
                f"nothing grades the sections of the tool `{self.tool.id}`",
                help="write a judgement `for each section`",
            )
        elif len(fitting) > 1:
            names = [judgement.id for judgement in fitting]
            self.findings.add(
                codes.AMBIGUOUS_SECTION_GRADE,
                here,
                f"the sections are graded by {listed(names, 'and')}, and it is not plain which is meant",
                help=remedy.format(names[0]),
                labels=[(at(judgement.id, judgement.span), "one of them") for judgement in fitting],
            )


# --- judgements ------------------------------------------------------------------------------------------------------


def _check_judgement(judgement: Judgement, tool: Tool, findings: Findings) -> None:
    if judgement.shown_after:
        _check_shown_after(judgement, tool, findings)
    choices = {
        choice.id for item in tool.items.values() if isinstance(item.answer, OneOf) for choice in item.answer.choices
    }
    for descriptor in judgement.descriptors:
        population = descriptor.population
        if population and population not in choices and not {population, tool.id} & {*findings.lost, *findings.damaged}:
            findings.add(
                codes.UNKNOWN_NAME,
                at(population, descriptor.span),
                f"no question of the tool `{tool.id}` has the choice `{population}`",
                help=suggestion(population, choices, "choices") or "a descriptor speaks of a choice of a question",
            )


def _check_shown_after(judgement: Judgement, tool: Tool, findings: Findings) -> None:
    """A judgement is shown after one that somebody decides, or it would never be shown."""
    first = look(judgement.shown_after, JUDGEMENT, tool, findings, judgement.span)
    if not isinstance(first, Judgement) or first.decided_by or is_damaged(first.id, findings):
        return
    findings.add(
        codes.WRONG_KIND,
        at(judgement.shown_after, judgement.span),
        f"nobody decides `{first.id}`, so `{judgement.id}` would never be shown",
        help="name a judgement that is `decided by` somebody, or leave out `shown after`",
        labels=[(at(first.id, first.span), "it does not say who decides it")],
    )
