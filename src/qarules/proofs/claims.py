"""Whether promises are kept, and whether what waits for answers can ever start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qarules.engine.draft import JudgementSteps
from qarules.engine.space import Space, audit_of
from qarules.engine.steps import Value
from qarules.engine.tables import Traced, Weight, inputs_in
from qarules.model.example import Claim, Promise
from qarules.model.proof import Finding, FindingKind, Shown
from qarules.model.scope import steps_at
from qarules.model.words import condition_words
from qarules.proofs.ground import Ground, fixed
from qarules.proofs.shrink import simplest
from qarules.proofs.witness import example_text, expected_grade


def of_promises(ground: Ground) -> Iterator[Finding | Shown]:
    """Every promise proved, or broken by an audit; raises `TooMany` past the bound."""
    for promise in ground.tool.promises:
        broken = next(filter(None, (_broken(space, promise) for space in ground.spaces)), None)
        yield broken or Shown(thing=promise.title, message=f"the promise “{promise.title}” is kept", span=promise.span)


def _broken(space: Space, promise: Promise) -> Finding | None:
    for own, claim, when in space.plan.claims:
        if own is not promise:
            continue
        for judged in space.plan.judgements:
            if judged.judgement.id != claim.judgement:
                continue
            kept = [judged.final, *([when] if when is not None else [])]
            for row, way in space.joint(kept, ways=Traced()).rows.items():
                if _breaks(claim, judged, row, space):
                    return _finding(space, promise, claim, judged, when, row, way)
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
    when: int | None,
    row: Sequence[Value],
    way: Weight,
) -> Finding:
    told = [judged.final, *([when] if when is not None else [])]

    def shows(values: Mapping[int, Value]) -> bool:
        rows = space.joint(told, given=fixed(values)).rows
        return len(rows) > 0 and {r[0] for r in rows} == {row[0]} and all(_breaks(claim, judged, r, space) for r in rows)

    values = simplest(space, inputs_in(way), shows)
    rank = row[0]
    assert isinstance(rank, int)
    grade = space.tool.scale_by_id[judged.judgement.scale].by_rank[rank]
    example = example_text(space, values, promise.title, (expected_grade(judged, rank, space.tool),))
    condition = f" when {condition_words(claim.when)}" if claim.when is not None else ""
    return Finding(
        kind=FindingKind.BROKEN,
        thing=promise.title,
        message=f"the promise “{promise.title}” is broken: `{judged.path}` can be `{grade.id}`{condition}",
        audits=(audit_of(space, values),),
        examples=(example,) if example else (),
        span=claim.span or promise.span,
    )


def of_starts(ground: Ground) -> Iterator[Finding | Shown]:
    """What waits for answers and can never start, or never end; raises `TooMany` past the bound."""
    for number, watched in enumerate(ground.tool.watched):
        steps = [(space, space.plan.watched[number][1]) for space in ground.spaces]
        words = condition_words(watched.when)
        if any(True in space.joint(told=[step]).values[step] for space, step in steps):
            yield Shown(thing=watched.id, message=f"`{watched.id}` can come to `{words}`")
        else:
            yield Finding(
                kind=FindingKind.NEVER_STARTS,
                thing=watched.id,
                message=f"`{watched.id}` waits for something that can never be: no audit fulfils `{words}`",
                cites=tuple(map(str, watched.cites)),
                span=watched.when.span,
            )
