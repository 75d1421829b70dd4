"""What was found out about a complete audit, as the values that an outcome is made of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qarules.engine.compiled.layout import Layout
from qarules.engine.compiled.memo import Memo
from qarules.engine.compiled.numbers import Exact
from qarules.engine.compiled.program import Asked, Graded, Program, Reckoned
from qarules.engine.sources import clauses_behind, interpretations
from qarules.model.answers import NOT_APPLICABLE, Decision, Status
from qarules.model.dependencies import Node
from qarules.model.judgement import Descriptor, GradeRule, Measure
from qarules.model.outcome import Judged, Measured, Reason, Watch
from qarules.model.scale import Grade
from qarules.model.tool import OneOf, Tool, Watched
from qarules.model.words import condition_words, rule_words

Found = int | tuple[int, ...]
"""
The rules that hold, as bits, turned round (`~`) where the judgement does not apply; where the result depends on them,
beside it whether it may be shown, and the populations answered.
"""


class Grading(Memo[Found, Judged]):
    """The results of one judgement."""

    def __init__(self, tool: Tool, program: Program, graded: Graded, layout: Layout) -> None:
        super().__init__(self.undecided)
        self.tool = tool
        self.graded = graded
        self.layout = layout
        self.judgement = graded.judgement
        self.scale = tool.scale_by_id[self.judgement.scale]
        self.clauses = clauses_behind(Node(self.judgement.id, graded.section.split("/")[0]), tool)
        self.rests_on = interpretations(self.clauses, tool)
        self.choices = [
            asked.item.answer.choices
            for ref, _ in program.populations(self.judgement)
            if isinstance(asked := program.values[ref], Asked) and isinstance(asked.item.answer, OneOf)
        ]

    def code(self, holding: int) -> int:
        """What the rules come to, as it is counted."""
        found = self.suggested(holding)
        return 0 if found is None else self.layout.code(found.rank)

    def suggested(self, holding: int) -> Grade | None:
        """The lower of what is given and the cap; None where it does not apply."""
        if holding < 0:
            return None
        ranks = self.scale.by_id
        giving = [ranks[rule.grade].rank for rule in self.holding(holding, giving=True)]
        return self.scale.by_rank[min(max(giving, default=0), self.cap(holding))]

    def cap(self, holding: int) -> int:
        """The lowest grade among the limits that hold."""
        caps = [self.scale.by_id[rule.grade].rank for rule in self.holding(holding, giving=False)]
        return min(caps, default=len(self.scale.grades) - 1)

    def holding(self, holding: int, *, giving: bool) -> Iterator[GradeRule]:
        """The giving rules that hold, or the limits."""
        border = len(self.graded.giving)
        for place, (rule, _) in enumerate(self.graded.rules):
            if holding >> place & 1 and (place < border) is giving:
                yield rule

    def undecided(self, found: Found) -> Judged:
        """The result where nobody decided."""
        return self.result(found, None)

    def decided(self, found: Found, decision: Decision) -> Judged:
        """The result where somebody did, of a judgement that applies."""
        return self.result(found, decision)

    def result(self, found: Found, decision: Decision | None) -> Judged:
        """All that is told of the judgement."""
        holding, *rest = found if isinstance(found, tuple) else (found,)
        judgement, applies = self.judgement, holding >= 0
        grades = self.scale.by_rank
        suggested = self.suggested(holding) if judgement.giving else None
        allowed = tuple(reversed(grades[: self.cap(holding) + 1])) if applies else ()
        decided = self.scale.by_id[decision.grade] if decision is not None else None
        final: Grade | Status | None = decided or suggested if applies else NOT_APPLICABLE
        possible: tuple[Grade | Status, ...]
        if not applies:
            possible = (NOT_APPLICABLE,)
        elif suggested is not None:
            possible = (suggested,)
        else:
            possible = (decided,) if decided is not None else allowed
        return Judged(
            id=self.graded.path,
            title=judgement.title,
            section=self.graded.section,
            suggested=suggested,
            allowed=allowed,
            possible=possible,
            decided=decision,
            final=final,
            differs=decided is not None and suggested is not None and decided != suggested,
            above_limit=decided is not None and decided not in allowed,
            shown_after=str(judgement.shown_after),
            shown=bool(rest.pop(0)) if judgement.shown_after else True,
            reasons=tuple(self.reasons(holding if applies else ~holding, suggested)),
            clauses=self.clauses,
            rests_on=self.rests_on,
            descriptor=self.descriptor(final, rest),
            span=judgement.span,
        )

    def reasons(self, holding: int, suggested: Grade | None) -> Iterator[Reason]:
        """The rules behind what is suggested; where only a person gives it, every limit that holds."""
        if self.judgement.giving and suggested is None:
            return
        found = False
        for place, (rule, _) in enumerate(self.graded.rules):
            grade = self.scale.by_id[rule.grade]
            if holding >> place & 1 and (suggested is None or grade == suggested):
                found = True
                clauses = tuple(map(str, rule.cites or self.judgement.cites))
                yield Reason(kind=rule.kind, grade=grade, text=rule_words(rule), span=rule.span, clauses=clauses)
        if suggested is not None and not found:
            yield Reason(kind=None, grade=suggested, text="no rule gives a higher grade", span=self.judgement.span)

    def descriptor(self, final: Grade | Status | None, chosen: list[int]) -> Descriptor | None:
        """The words for the final grade: those for the population answered, else those for everyone."""
        if not isinstance(final, Grade):
            return None
        populations = {
            choice.id
            for choices, bits in zip(self.choices, chosen, strict=True)
            for place, choice in enumerate(choices)
            if bits >> place & 1
        }
        fitting = [d for d in self.judgement.descriptors if d.step == final.id and d.population in {"", *populations}]
        return max(fitting, key=lambda descriptor: bool(descriptor.population), default=None)


class Measuring(Memo[Exact | None, Measured]):
    """The results of one measure."""

    def __init__(self, reckoned: Reckoned) -> None:
        super().__init__(self.result)
        self.measure: Measure = reckoned.measure

    def result(self, number: Exact | None) -> Measured:
        """What is told of the measure; None for not applicable."""
        value = Fraction(number) if number is not None else None
        return Measured(
            id=str(self.measure.id),
            title=self.measure.title,
            value=value,
            applicable=value is not None,
            possible=(value,) if value is not None else (),
            clauses=tuple(map(str, self.measure.cites)),
        )


def watches(watched: Watched) -> tuple[Watch, Watch]:
    """What is told where a condition does not hold, and where it does."""
    made = [
        Watch(
            id=watched.id,
            text=condition_words(watched.when),
            holds=holds,
            clauses=tuple(map(str, watched.cites)),
        )
        for holds in (False, True)
    ]
    return made[0], made[1]
