"""An outcome as plain text: for every grade what it is, why, what is missing, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.model.answers import Status
from qarules.model.outcome import Judged, Measured, Missing, Outcome, Reason, Why
from qarules.model.plain import number_text
from qarules.model.prose import behind, changed, interpretations, joined, listed, wrapped
from qarules.model.scale import Grade
from qarules.model.words import day_words

_WHY = {
    Why.UNANSWERED: "no answer yet",
    Why.CANNOT_TELL: "the evidence does not allow an answer",
    Why.REASON: "a reason is wanted",
    Why.EVIDENCE: "a reference to evidence is wanted",
    Why.DECISION: "to be decided",
}


def explain(outcome: Outcome, *, withheld: bool = False) -> str:
    """
    The outcome for a reader, in the author's words; lines of at most 100 characters.

    Args:
        withheld: Tell also what a reader is not to see before they have decided.
    """
    told = [judged for judged in outcome.judgements if judged.shown or withheld]
    blocks: list[Iterable[str]] = [_heading(outcome)]
    blocks += [_judged(judged, outcome) for judged in told]
    blocks.append(_withheld(outcome, told))
    blocks.append(_measures(outcome.measures))
    blocks.append(listed("Missing", (_missing(missing) for missing in outcome.missing)))
    blocks.append(listed("Not looked at", (f"{i.title} ({i.thing}): {i.why}" for i in outcome.ignored)))
    blocks.append(listed("Cannot be used", map(str, outcome.problems)))
    resting = (*(judged.rests_on for judged in told), outcome.rests_on)
    blocks.append(interpretations(clause for clauses in resting for clause in clauses))
    blocks.append(changed(outcome.changes))
    return joined(blocks)


def _heading(outcome: Outcome) -> Iterator[str]:
    origin = ", ".join(
        [
            outcome.title,
            *([f"version {outcome.version}"] if outcome.version else []),
            *([outcome.standard] if outcome.standard else []),
            *([f"audit of {day_words(outcome.on)}"] if outcome.on is not None else []),
        ]
    )
    yield from wrapped(origin, indent="")
    state = "complete" if outcome.complete else "not complete"
    yield f"The audit is {state}."


def _judged(judged: Judged, outcome: Outcome) -> Iterator[str]:
    section = f" [{judged.section}]" if judged.section else ""
    yield from wrapped(f"{judged.title}{section}: {_final(judged)}", indent="")
    if judged.decided is not None:
        yield from wrapped(
            f"decided by {judged.decided.by or 'nobody named'}: {judged.decided.reason or 'no reason given'}"
        )
    if judged.above_limit:
        yield from wrapped("this stands above the limit: " + _allowed(judged))
    if judged.decided is not None and judged.suggested is not None:
        differs = ", which differs" if judged.differs else ""
        yield from wrapped(f"the rules suggest {judged.suggested.title}{differs}")
    other = _other(judged, outcome)
    if other is not None:
        yield from wrapped(f"this differs from {other.title}: {_final(other)}")
    if judged.descriptor is not None:
        words = judged.descriptor.text or f"no description is provided: {judged.descriptor.not_provided}"
        yield from wrapped(f"in words: {words}")
    for reason in judged.reasons:
        yield from wrapped(_reason(reason, judged))


def _withheld(outcome: Outcome, told: list[Judged]) -> Iterator[str]:
    """What is shown later, and after what."""
    titles = {judged.id: judged.title for judged in outcome.judgements}
    later: dict[str, dict[str, None]] = {}
    for judged in outcome.judgements:
        if judged not in told:
            later.setdefault(titles.get(judged.shown_after, judged.shown_after), {})[judged.title] = None
    for after, names in later.items():
        yield f"Shown once this is decided: {after}"
        yield from (f"  {name}" for name in names)


def _other(judged: Judged, outcome: Outcome) -> Judged | None:
    """The judgement this one is shown after, where the two came to different grades."""
    if not judged.shown_after or judged.section:
        return None
    other = next((j for j in outcome.judgements if j.id == judged.shown_after), None)
    if other is None or not isinstance(other.final, Grade) or not isinstance(judged.final, Grade):
        return None
    return other if other.final != judged.final else None


def _final(judged: Judged) -> str:
    if isinstance(judged.final, Grade):
        return judged.final.title
    if judged.final is Status.NOT_APPLICABLE:
        return "does not apply"
    known = "still possible" if judged.exact else "at most these are still possible"
    return f"not known yet; {known}: {_titles(judged.possible)}"


def _titles(grades: Iterable[Grade | Status]) -> str:
    titles = [grade.title if isinstance(grade, Grade) else "does not apply" for grade in grades]
    return " or ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles)


def _allowed(judged: Judged) -> str:
    return f"no better than {judged.allowed[0].title}" if judged.allowed else "no grade is allowed"


def _reason(reason: Reason, judged: Judged) -> str:
    """A rule with where it stands, and whether it decides, decides in some cases, or holds without deciding yet."""
    joint = "because" if judged.suggested is not None else "whatever else is answered"
    joint = joint if reason.always else "in every case one of these"
    return f"{joint}: {reason.text}{behind(reason.clauses, reason.span)}"


def _measures(measures: Iterable[Measured]) -> Iterator[str]:
    for measured in measures:
        yield f"{measured.title or measured.id}: {_value(measured)}"


def _value(measured: Measured) -> str:
    if measured.value is not None:
        return number_text(measured.value)
    if measured.applicable is False:
        return "does not apply"
    if not measured.possible:
        return "not known yet"
    low, high = number_text(measured.possible[0]), number_text(measured.possible[-1])
    either = ", or does not apply" if measured.applicable is None else ""
    return f"not known yet; from {low} to {high}{either}"


def _missing(missing: Missing) -> str:
    condition = ", if it is asked" if missing.if_asked else ""
    return f"{missing.title} ({missing.thing}): {_WHY[missing.why]}{condition}"
