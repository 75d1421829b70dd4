"""From answers to outcome, whatever is open or odd about them: what everything quicker is held to."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import cast

import attrs

from qarules.engine.answers import Given, Readings, read_answers
from qarules.engine.decisions import Decisions, read_decisions
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.plan import Plan, plan
from qarules.engine.run import Seen, run
from qarules.engine.sources import behind_questions, interpretations, nodes_behind, out_of_force
from qarules.engine.space import domain_left, domains_left, is_blank
from qarules.engine.steps import ANY
from qarules.engine.values import cells
from qarules.model.answers import Audit, Decision, Status
from qarules.model.dependencies import Node, read_in
from qarules.model.judgement import Descriptor, GradeRule, Judgement, Measure
from qarules.model.outcome import Ignored, Judged, Measured, Missing, Outcome, Problem, Reason, Rows, Watch, Why
from qarules.model.scale import Grade, Scale
from qarules.model.scope import is_dated
from qarules.model.tool import OneOf, Table, Tool, Watched
from qarules.model.words import condition_words, rule_words
from qarules.version import VERSION

# A measure tells its possible values one by one up to this many.
MOST_VALUES = 20


def outcome_of(tool: Tool, answers: Given, known: Given | None, decisions: Decisions | None) -> Outcome:
    """What :func:`qarules.engine.evaluate.evaluate` says; arguments and errors are as for that."""
    return _telling(tool, answers, known, decisions).outcome()


Ratings = Mapping[str, Grade | Status | None]
"""By path, what each item on a scale and each judgement came to; None while that is open."""


def evaluate_look(tool: Tool, audit: Audit, *, sampled: bool = False) -> tuple[Outcome, Ratings]:
    """
    The outcome of *audit* with its ratings, in the order of the tool.

    Args:
        sampled: It takes up only part of the answers: what it hides is not rated by it, and what depends on how many
            instances there are, or on a grade that somebody may decide, is rated only where that was decided.

    Raises:
        ValueError, TypeError: As for :func:`evaluate`.
    """
    telling = _telling(tool, audit.answers, audit.known, audit.decisions)
    outcome = telling.outcome()
    return outcome, dict(telling.ratings(outcome, sampled=sampled))


def _telling(tool: Tool, answers: Given, known: Given | None, decisions: Decisions | None) -> _Telling:
    if tool.on is None and is_dated(tool):
        message = f"the tool `{tool.id}` has something dated: load it with the date of the audit (`on`)"
        raise ValueError(message)
    for name, given in (("answers", answers), ("known", known or {}), ("decisions", decisions or {})):
        if not hasattr(given, "items"):
            message = f"`{name}` has to be a mapping by ids, not {type(given).__name__}"
            raise TypeError(message)
    readings = read_answers(tool, answers, known or {})
    planned = plan(tool, tuple(sorted(readings.instances.items())))
    usable, refused = read_decisions(tool, {j.path: j.judgement.id for j in planned.judgements}, decisions or {})
    seen = run(planned.steps, planned.groups, domains_left(planned, readings, usable))
    return _Telling(tool, planned, readings, usable, seen, refused)


def _of(tool: Tool, steps: JudgementSteps) -> JudgementSteps:
    """*steps* with the places of *tool* itself: its plan may be that of an equal tool written elsewhere."""
    judgement = tool.things[steps.judgement.id]
    assert isinstance(judgement, Judgement)
    truths = [truth for _, truth in steps.rules]
    return attrs.evolve(
        steps,
        judgement=judgement,
        rules=tuple(zip((*judgement.giving, *judgement.limits), truths, strict=True)),
        rests_on=interpretations(steps.clauses, tool),
    )


class _Telling:
    """Puts what a run saw into words and grades."""

    def __init__(
        self,
        tool: Tool,
        plan: Plan,
        readings: Readings,
        decisions: Mapping[str, tuple[int, Decision]],
        seen: Seen,
        problems: Iterable[Problem],
    ) -> None:
        self.tool = tool
        self.plan = plan
        self.judgements = [_of(tool, steps) for steps in plan.judgements]
        self.readings = readings
        self.decisions = decisions
        self.seen = seen
        self.problems = list(problems)

    def outcome(self) -> Outcome:
        judgements = tuple(self.judged(steps) for steps in self.judgements)
        standard = self.tool.standard
        self.problems.extend(out_of_force(self.tool))
        return Outcome(
            tool=str(self.tool.id),
            title=self.tool.title,
            version=self.tool.version,
            digest=self.tool.digest,
            standard=str(standard.id) if standard is not None else "",
            on=self.tool.on,
            library=VERSION,
            judgements=judgements,
            measures=tuple(self.measured(measure, step) for measure, step in self.plan.measures),
            watched=tuple(self.watched(each, truth) for each, truth in self.plan.watched),
            dates=dict(self.dates()),
            tables=tuple(self.tables()),
            missing=(*self.missing_answers(), *self.missing_decisions(judgements)),
            hidden=tuple(item.path for item in self.plan.items if self.asked(item) is False),
            ignored=tuple(self.ignored()),
            problems=(*self.readings.problems, *self.problems),
            rests_on=behind_questions(self.tool),
            changes=self.tool.changes,
        )

    def ratings(self, outcome: Outcome, *, sampled: bool) -> Iterator[tuple[str, Grade | Status | None]]:
        for item in self.plan.items:
            scale = self.tool.scale_of(item.item)
            if scale is None or not item.section:
                continue
            if not sampled or (self.asked(item) and self.is_settled(Node(item.item.id), item.section)):
                yield item.path, self.rating(item, scale)
        for steps, judged in zip(self.judgements, outcome.judgements, strict=True):
            node = Node(steps.judgement.id, steps.section.split("/")[0])
            is_settled = not sampled or judged.decided is not None or self.is_settled(node)
            yield steps.path, judged.final if is_settled else None

    def is_settled(self, node: Node, inside: str = "") -> bool:
        """Whether something depends on no repeated section but *inside*, and on no grade somebody may yet decide."""
        for behind in nodes_behind((node,), self.tool):
            thing = self.tool.things[behind.id]
            path = "/".join(filter(None, [behind.id, behind.section]))
            if isinstance(thing, Judgement) and thing.decided_by and path not in self.decisions:
                return False
        return self.plan.repeated[node] <= {inside}

    def rating(self, item: ItemSteps, scale: Scale) -> Grade | Status | None:
        """What an item came to; None while it is open, or may turn out not to be asked."""
        asked, domain = self.asked(item), domain_left(item, self.readings)
        if self.is_lost(Node(item.item.id)):
            return None
        if asked is False or domain == (None,):
            return Status.NOT_APPLICABLE
        if item.path in self.readings.cannot_tell:
            return Status.CANNOT_TELL
        rank = domain[0] if len(domain) == 1 and asked else None
        return scale.by_rank[rank] if isinstance(rank, int) else None

    # --- judgements --------------------------------------------------------------------------------------------------

    def judged(self, steps: JudgementSteps) -> Judged:
        judgement = steps.judgement
        grades = self.tool.scale_by_id[judgement.scale].by_rank
        possible = self.outcomes(steps.suggested, grades)
        is_lost = self.is_lost(Node(judgement.id, steps.section.split("/")[0]))
        if is_lost:
            possible = (*reversed(grades), Status.NOT_APPLICABLE)
        caps = [cap for cap in self.seen.values[steps.cap] if isinstance(cap, int)]
        allowed = tuple(grade for grade in reversed(grades) if is_lost or (caps and grade.rank <= max(caps)))
        decision = self.decision(steps)
        suggested = possible[0] if judgement.giving and len(possible) == 1 else None
        final: Grade | Status | None
        if possible == (Status.NOT_APPLICABLE,):
            final = Status.NOT_APPLICABLE
        elif decision is not None:
            final = grades[decision[0]]
        else:
            final = suggested
        decided = grades[decision[0]] if decision is not None else None
        return Judged(
            id=steps.path,
            title=judgement.title,
            section=steps.section,
            suggested=suggested if isinstance(suggested, Grade) else None,
            allowed=allowed,
            possible=possible,
            exact=not is_lost and self.seen.is_exact(steps.suggested),
            decided=decision[1] if decision is not None else None,
            final=final,
            differs=decided is not None and isinstance(suggested, Grade) and decided != suggested,
            above_limit=decided is not None and decided not in allowed,
            shown_after=str(judgement.shown_after),
            shown=not judgement.shown_after or self.is_decided(judgement.shown_after),
            reasons=() if is_lost else tuple(self.reasons(steps, suggested)),
            clauses=steps.clauses,
            rests_on=steps.rests_on,
            descriptor=self.descriptor(judgement, final),
            span=judgement.span,
        )

    def is_lost(self, node: Node) -> bool:
        """Whether something depends on a repeated section that was given in a way that cannot be used."""
        return not self.plan.repeated[node].isdisjoint(self.readings.refused)

    def outcomes(self, step: int, grades: tuple[Grade, ...]) -> tuple[Grade | Status, ...]:
        """The values of a grade's step, best first, `not applicable` last."""
        values = self.seen.values[step]
        found: list[Grade | Status] = [grade for grade in reversed(grades) if grade.rank in values]
        return (*found, Status.NOT_APPLICABLE) if None in values else tuple(found)

    def decision(self, steps: JudgementSteps) -> tuple[int, Decision] | None:
        """What was decided; a decision on what does not apply is a problem and does not stand."""
        decision = self.decisions.get(steps.path)
        if decision is not None and self.seen.only(steps.cap) is None:
            message = f"`{steps.path}` does not apply, and a decision on it does not stand"
            self.problems.append(Problem(thing=steps.path, message=message, given=decision[1].grade))
            return None
        return decision

    def is_decided(self, judgement: str) -> bool:
        """Whether a judgement has been decided, or cannot be because it does not apply."""
        return all(
            steps.path in self.decisions or self.seen.only(steps.cap) is None
            for steps in self.judgements
            if steps.judgement.id == judgement
        )

    def reasons(self, steps: JudgementSteps, suggested: Grade | Status | None) -> Iterator[Reason]:
        """
        The rules behind what is suggested: those that hold in every completion and give that grade or cap at it.

        Where none holds in every one, those of which one does in each. Where nothing is suggested yet, whatever holds
        already.
        """
        if isinstance(suggested, Status):
            return
        grades = self.tool.scale_by_id[steps.judgement.scale].by_id
        acting = [
            self.reason(rule, steps, always=self.seen.only(truth) is True)
            for rule, truth in steps.rules
            if True in self.seen.values[truth] and (suggested is None or grades[rule.grade] == suggested)
        ]
        certain = [reason for reason in acting if reason.always]
        yield from certain or (acting if suggested is not None else ())
        if suggested is not None and not acting:
            yield Reason(kind=None, grade=suggested, text="no rule gives a higher grade", span=steps.judgement.span)

    def reason(self, rule: GradeRule, steps: JudgementSteps, *, always: bool) -> Reason:
        return Reason(
            kind=rule.kind,
            grade=self.tool.scale_by_id[steps.judgement.scale].by_id[rule.grade],
            text=rule_words(rule),
            always=always,
            span=rule.span,
            clauses=tuple(map(str, rule.cites or steps.judgement.cites)),
        )

    def descriptor(self, judgement: Judgement, final: Grade | Status | None) -> Descriptor | None:
        """The words for the final grade: those for the population answered, else those for everyone."""
        if not isinstance(final, Grade):
            return None
        chosen = {
            self.readings.answers[item.path].value
            for item in self.plan.items
            if isinstance(item.item.answer, OneOf) and item.path in self.readings.answers and self.asked(item)
        }
        fitting = [d for d in judgement.descriptors if d.step == final.id and d.population in {"", *chosen}]
        return max(fitting, key=lambda descriptor: bool(descriptor.population), default=None)

    # --- measures ----------------------------------------------------------------------------------------------------

    def measured(self, measure: Measure, step: int) -> Measured:
        values = self.seen.values[step] if not self.is_lost(Node(measure.id)) else frozenset({ANY})
        numbers = sorted(cast(Fraction, value) for value in values if value is not None and value is not ANY)
        known = ANY not in values and len(values) == 1
        return Measured(
            id=str(measure.id),
            title=measure.title,
            value=numbers[0] if known and numbers else None,
            applicable=False if values == {None} else True if None not in values and ANY not in values else None,
            possible=tuple(numbers) if ANY not in values and len(numbers) <= MOST_VALUES else (),
            clauses=tuple(map(str, measure.cites)),
        )

    # --- what others go on with --------------------------------------------------------------------------------------

    def watched(self, watched: Watched, truth: int) -> Watch:
        nodes = nodes_behind((reading.of for reading in read_in(watched.when, self.tool)), self.tool)
        truths = self.seen.values[truth]
        holds = True if truths == {True} else False if True not in truths else None
        if any(self.is_lost(node) for node in nodes):
            holds = None
        return Watch(
            id=watched.id,
            text=condition_words(watched.when),
            holds=holds,
            missing=tuple(self.open_among(nodes)) if holds is None else (),
            clauses=tuple(map(str, watched.cites)),
        )

    def open_among(self, nodes: Container[Node]) -> Iterator[str]:
        """What of *nodes* is not answered or decided yet, in the order of the tool."""
        for item in self.plan.items:
            is_open = item.path not in self.readings.answers and not is_blank(item, self.readings)
            if Node(item.item.id) in nodes and is_open and self.asked(item) is not False:
                yield item.path
        for steps in self.judgements:
            is_open = not steps.judgement.giving and steps.path not in self.decisions
            if Node(steps.judgement.id, steps.section.split("/")[0]) in nodes and is_open:
                yield steps.path

    def dates(self) -> Iterator[tuple[str, datetime.date]]:
        for item in self.plan.items:
            read = self.readings.answers.get(item.path)
            if read is not None and isinstance(read.value, datetime.date) and self.asked(item) is not False:
                yield item.path, read.value

    def tables(self) -> Iterator[Rows]:
        for item in self.plan.items:
            read = self.readings.answers.get(item.path)
            if read is not None and isinstance(item.item.answer, Table) and self.asked(item) is not False:
                rows = cast(Sequence[Mapping[str, object]], read.answer.value or ())
                yield Rows(table=item.path, rows=cells(rows, item.item.answer, self.tool))

    # --- what is missing and ignored ---------------------------------------------------------------------------------

    def missing_answers(self) -> Iterator[Missing]:
        for item in self.plan.items:
            asked = self.asked(item)
            if asked is False:
                continue
            for why in self.wants(item):
                yield Missing(thing=item.path, title=item.item.title, why=why, if_asked=asked is None)
        for section in self.tool.sections:
            if section.repeated and (section.id not in self.readings.told or section.id in self.readings.refused):
                yield Missing(thing=str(section.id), title=section.title, why=Why.UNANSWERED)
            off = self.readings.sections_off.get(section.id)
            if off is not None and section.may_not_apply is not None and section.may_not_apply.why and not off.reason:
                yield Missing(thing=str(section.id), title=section.title, why=Why.REASON)

    def wants(self, item: ItemSteps) -> Iterator[Why]:
        """What is missing of one item that is asked."""
        read = self.readings.answers.get(item.path)
        if item.path in self.readings.cannot_tell:
            yield Why.CANNOT_TELL
        elif read is None:
            if not is_blank(item, self.readings):
                yield Why.UNANSWERED
        else:
            may_not = item.item.may_not_apply
            wants_why = may_not is not None and may_not.why if read.value is None else item.item.with_reason
            if wants_why and not read.answer.reason:
                yield Why.REASON
            if item.item.with_evidence and read.value is not None and not read.answer.evidence:
                yield Why.EVIDENCE

    def asked(self, item: ItemSteps) -> bool | None:
        """Whether an item is asked; None where that depends on what is still open."""
        if item.section in self.readings.sections_off:
            return False
        if item.asked is None:
            return True
        truths = self.seen.values[item.asked]
        return True if truths == {True} else False if True not in truths else None

    def missing_decisions(self, judgements: Iterable[Judged]) -> Iterator[Missing]:
        for steps, judged in zip(self.judgements, judgements, strict=True):
            judgement = steps.judgement
            if judged.final is Status.NOT_APPLICABLE:
                continue
            if judged.decided is None and (judgement.decided_by or not judgement.giving):
                yield Missing(thing=judged.id, title=judged.title, why=Why.DECISION)
            elif judged.decided is not None and judgement.with_reason and not judged.decided.reason.strip():
                yield Missing(thing=judged.id, title=judged.title, why=Why.REASON)

    def ignored(self) -> Iterator[Ignored]:
        for item in self.plan.items:
            read = self.readings.answers.get(item.path)
            if read is None or self.asked(item) is not False:
                continue
            off = item.section in self.readings.sections_off
            why = f"the section `{item.section}` does not apply" if off else "it is not asked of this audit"
            yield Ignored(thing=item.path, title=item.item.title, why=why)
