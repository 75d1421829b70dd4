"""evaluate(): the one entry, from answers to outcome."""

from __future__ import annotations

from qarules.engine.answers import Given
from qarules.engine.compiled.function import Odd
from qarules.engine.compiled.tool import NOTHING, Grades, ready
from qarules.engine.decisions import Decisions
from qarules.engine.values import Refused
from qarules.model.outcome import Outcome
from qarules.model.tool import Tool


def evaluate(tool: Tool, answers: Given, *, known: Given | None = None, decisions: Decisions | None = None) -> Outcome:
    """
    The outcome of one audit.

    Args:
        tool: Loaded for the date of the audit where it has anything dated.
        answers: By the id of the item: a band or choice, True or False, a number, text, a date or its ISO text, rows; a
            :class:`Status`; an :class:`Answer`, or a dictionary with its fields, for what comes with it. For a repeated
            section a list with the answers of each instance.
        known: The same for the tool's knowns.
        decisions: By the judgement, a section's as ``judgement/section``.

    Returns:
        What can be said: an answer that cannot be used becomes a problem in the outcome and counts as not given, and
        everything else is evaluated.

    Raises:
        ValueError: The tool has something dated and was loaded for no date.
        TypeError: *answers*, *known* or *decisions* is no mapping.

    Source:
        docs/reference/language.md, sections "Judgements" and "Nothing applicable".
    """
    found = ready(tool).outcome(answers, known, decisions)
    return found if found is not None else evaluate_any(tool, answers, known=known, decisions=decisions)


def evaluate_any(
    tool: Tool, answers: Given, *, known: Given | None = None, decisions: Decisions | None = None
) -> Outcome:
    """What :func:`evaluate` says, of complete audits too, without a compiled tool: the reference for those."""
    # Whoever grades complete audits does not wait for what it imports.
    from qarules.engine.reference import outcome_of

    return outcome_of(tool, answers, known, decisions)


def grades(tool: Tool, answers: Given, *, known: Given | None = None, decisions: Decisions | None = None) -> Grades:
    """
    The final grades of one audit alone, by judgement as in its outcome, for whoever has no use for the rest.

    `NOT_APPLICABLE` where a judgement does not apply; None where it is not known yet, or not decided. Answers that
    cannot be used count as not given, and only :func:`evaluate` says so. Arguments and errors are as for that.
    """
    if known is None and decisions is None and type(answers) is dict:
        try:
            return ready(tool).quick(answers, NOTHING)
        except (Odd, KeyError, TypeError, Refused):
            pass  # it is looked at again, more closely
    found = ready(tool).grades(answers, known, decisions)
    if found is not None:
        return found
    return {judged.id: judged.final for judged in evaluate_any(tool, answers, known=known, decisions=decisions)}
