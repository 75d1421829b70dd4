"""Whether promises are kept, and whether what waits for answers can ever start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qarules.engine.draft import JudgementSteps
from qarules.engine.space import Space, audit_of
from qarules.engine.steps import Value
from qarules.engine.tables import Traced, Weight, inputs_in
from qarules.model.promise import Claim, Promise
from qarules.model.proof import Finding, FindingKind, Shown
from qarules.model.scope import steps_at
from qarules.model.words import condition_words
from qarules.proofs.decide import is_whole, joint
from qarules.proofs.ground import Ground, fixed, in_words, not_decided
from qarules.proofs.shrink import simplest
from qarules.proofs.witness import example_text, expected_grade


def of_promises(ground: Ground) -> Iterator[Finding | Shown]:
    """Every promise proved, or broken by an audit; raises `TooMany` past the bound."""
    number = 0
    for promise in ground.tool.promises:
        broken = [
            finding
            for at, claim in enumerate(promise.claims, start=number)
            if (finding := _broken(ground, promise, claim, at)) is not None
        ]
        yield from broken
        if not broken and not _is_whole(ground, promise, number):
            what = f"whether the promise “{promise.title}” is kept: an answer it depends on can be anything"
            yield not_decided(promise.title, what, promise.span)
        elif not broken:
            message = f"the promise “{promise.title}” is kept"
            yield Shown(thing=promise.title, message=message, span=promise.span)
        number += len(promise.claims)


def _is_whole(ground: Ground, promise: Promise, number: int) -> bool:
    for space in ground.spaces:
        for _, claim, when in space.plan.claims[number : number + len(promise.claims)]:
            judged = [j.final for j in space.plan.judgements if j.judgement.id == claim.judgement]
            if not is_whole(space, *judged, *([when] if when is not None else [])):
                return False
    return True


def _broken(ground: Ground, promise: Promise, claim: Claim, number: int) -> Finding | None:
    """
    The audit that breaks a claim; None where there is none.

    Args:
        number: Its place among all claims of the tool: a plan may be that of an equal tool written elsewhere.
    """
    for space in ground.spaces:
        *_, when = space.plan.claims[number]
        for judged in space.plan.judgements:
            if judged.judgement.id == claim.judgement:
                kept = [judged.final, *([when] if when is not None else [])]
                for row, way in joint(space, kept, ways=Traced()).rows.items():
                    if _breaks(claim, judged, row, space):
                        return _finding(space, promise, claim, judged, kept, row, way)
    return None


def _breaks(claim: Claim, judged: JudgementSteps, row: Sequence[Value], space: Space) -> bool:
    """Whether an audit that the claim speaks of has a grade that it rules out."""
    final, *truth = row
    if final is None or any(holds is not True for holds in truth):
        return False
    scale = space.tool.scale_by_id[judged.judgement.scale]
    return claim.always != any(grade.rank == final for grade in steps_at(claim.at, scale))


def _finding(
    space: Space,
    promise: Promise,
    claim: Claim,
    judged: JudgementSteps,
    kept: Sequence[int],
    row: Sequence[Value],
    way: Weight,
) -> Finding:
    def shows(values: Mapping[int, Value]) -> bool:
        rows = joint(space, kept, given=fixed(values)).rows
        breaks = all(_breaks(claim, judged, each, space) for each in rows)
        return breaks and {each[0] for each in rows} == {row[0]}

    values = simplest(space, inputs_in(way), shows)
    rank = row[0]
    assert isinstance(rank, int)
    grade = space.tool.scale_by_id[judged.judgement.scale].by_rank[rank]
    example = example_text(space, values, promise.title, (expected_grade(judged, rank, space.tool),))
    name = in_words(judged)
    condition = f" when {condition_words(claim.when)}" if claim.when is not None else ""
    return Finding(
        kind=FindingKind.BROKEN,
        thing=promise.title,
        message=f"the promise “{promise.title}” is broken: {name} can be `{grade.id}`{condition}",
        audits=(audit_of(space, values),),
        examples=(example,) if example else (),
        span=claim.span or promise.span,
    )


def of_starts(ground: Ground) -> Iterator[Finding | Shown]:
    """What waits for answers and can never start, or never end; raises `TooMany` past the bound."""
    for number, watched in enumerate(ground.tool.watched):
        steps = [(space, space.plan.watched[number][1]) for space in ground.spaces]
        words = condition_words(watched.when)
        if any(True in joint(space, told=[step]).values[step] for space, step in steps):
            yield Shown(thing=watched.id, message=f"`{watched.id}` can come to `{words}`")
        elif not all(is_whole(space, step) for space, step in steps):
            what = f"whether `{words}` can ever be, for which `{watched.id}` waits: an answer can be anything"
            yield not_decided(watched.id, what, watched.when.span)
        else:
            yield Finding(
                kind=FindingKind.NEVER_STARTS,
                thing=watched.id,
                message=f"`{watched.id}` waits for something that can never be: no audit fulfils `{words}`",
                cites=tuple(map(str, watched.cites)),
                span=watched.when.span,
            )
