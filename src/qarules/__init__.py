"""
Audit tools as text, graded in pure Python.

A rule file says what an audit asks and how its grades come about; :func:`load` reads it, :func:`evaluate` grades a
dictionary of answers, and the :class:`Outcome` says why, what is missing and which grades are still possible.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from qarules.version import VERSION as __version__  # noqa: N811 - the name Python asks for

if TYPE_CHECKING:
    from qarules.codec.reading import from_json as from_json
    from qarules.codec.writing import to_json as to_json
    from qarules.diagnostics import (
        Diagnostic as Diagnostic,
        Fix as Fix,
        Label as Label,
        Position as Position,
        Severity as Severity,
        Span as Span,
    )
    from qarules.dsl.compile import (
        Compiled as Compiled,
        compile_text as compile_text,
    )
    from qarules.dsl.formatter import (
        format_text as format_text,
    )
    from qarules.dsl.printer import (
        print_pack as print_pack,
        print_tool as print_tool,
    )
    from qarules.engine.assignment import (
        assign as assign,
    )
    from qarules.engine.case_file import (
        case_of as case_of,
    )
    from qarules.engine.clause_coverage import (
        clause_coverage as clause_coverage,
    )
    from qarules.engine.collisions import (
        collisions as collisions,
    )
    from qarules.engine.day_count import (
        counted as counted,
    )
    from qarules.engine.deadlines import (
        deadlines as deadlines,
        rebase as rebase,
    )
    from qarules.engine.decision_coverage import (
        decision_coverage as decision_coverage,
    )
    from qarules.engine.evaluate import (
        evaluate as evaluate,
        grades as grades,
    )
    from qarules.engine.example import (
        ExampleRun as ExampleRun,
        Mismatch as Mismatch,
        run_example as run_example,
        run_examples as run_examples,
    )
    from qarules.engine.moderate import (
        moderate as moderate,
    )
    from qarules.engine.next_steps import (
        next_steps as next_steps,
    )
    from qarules.engine.parameters import (
        settled as settled,
    )
    from qarules.engine.recurrence import (
        occurrences as occurrences,
    )
    from qarules.engine.refresh import (
        refreshed as refreshed,
    )
    from qarules.engine.samples import (
        draw as draw,
        eligible as eligible,
    )
    from qarules.engine.tracker import (
        actions as actions,
    )
    from qarules.engine.working_days import (
        WorkingDays as WorkingDays,
        working_days as working_days,
    )
    from qarules.errors import (
        CalendarRangeError as CalendarRangeError,
        CodecError as CodecError,
        NotFoundError as NotFoundError,
        QaCheckError as QaCheckError,
        QaError as QaError,
    )
    from qarules.model.answers import (
        CANNOT_TELL as CANNOT_TELL,
        NOT_APPLICABLE as NOT_APPLICABLE,
        Answer as Answer,
        Audit as Audit,
        Decision as Decision,
        Status as Status,
    )
    from qarules.model.calendar import (
        Calendar as Calendar,
    )
    from qarules.model.case import (
        Case as Case,
        CaseFile as CaseFile,
        Pause as Pause,
        Person as Person,
        Raise as Raise,
    )
    from qarules.model.change import (
        Change as Change,
    )
    from qarules.model.clause_coverage import (
        ClauseCoverage as ClauseCoverage,
        HeldClause as HeldClause,
        Holding as Holding,
    )
    from qarules.model.decision_coverage import (
        Branch as Branch,
        CoveredBranch as CoveredBranch,
        DecisionCoverage as DecisionCoverage,
    )
    from qarules.model.difference import (
        Category as Category,
        Diff as Diff,
        Difference as Difference,
        GradeMove as GradeMove,
        Replay as Replay,
        Replayed as Replayed,
    )
    from qarules.model.draw import (
        Assignment as Assignment,
        Draw as Draw,
        Eligibility as Eligibility,
        Settled as Settled,
    )
    from qarules.model.due import (
        DayCounted as DayCounted,
        Due as Due,
        DueStatus as DueStatus,
        Moved as Moved,
        Timetable as Timetable,
    )
    from qarules.model.judgement import (
        Judgement as Judgement,
        Measure as Measure,
    )
    from qarules.model.missing_example import (
        MissingExample as MissingExample,
        MissingExamples as MissingExamples,
    )
    from qarules.model.moderation import (
        Delta as Delta,
        Moderated as Moderated,
    )
    from qarules.model.next_step import (
        NextStep as NextStep,
        NextSteps as NextSteps,
        RouteState as RouteState,
    )
    from qarules.model.occurrence import (
        Collisions as Collisions,
        Occurrence as Occurrence,
        Occurrences as Occurrences,
    )
    from qarules.model.outcome import (
        Ignored as Ignored,
        Judged as Judged,
        Measured as Measured,
        Missing as Missing,
        Outcome as Outcome,
        Problem as Problem,
        Reason as Reason,
        Why as Why,
    )
    from qarules.model.pack import Pack as Pack
    from qarules.model.planning import (
        Alternative as Alternative,
        AnswerChange as AnswerChange,
        Improvement as Improvement,
        Influence as Influence,
        Influences as Influences,
        Regrade as Regrade,
        Regraded as Regraded,
    )
    from qarules.model.proof import (
        Finding as Finding,
        FindingKind as FindingKind,
        Proof as Proof,
        Reached as Reached,
        Shown as Shown,
    )
    from qarules.model.refreshed import (
        Refreshed as Refreshed,
    )
    from qarules.model.scale import (
        Grade as Grade,
        Scale as Scale,
    )
    from qarules.model.standard import Clause as Clause, ClauseKind as ClauseKind, Force as Force, Role as Role
    from qarules.model.tool import (
        Item as Item,
        Section as Section,
        Tool as Tool,
    )
    from qarules.model.tracker import (
        Tracker as Tracker,
    )
    from qarules.proofs.improve import (
        holds_up as holds_up,
        improve as improve,
    )
    from qarules.proofs.influence import (
        influence as influence,
    )
    from qarules.proofs.missing import (
        missing_examples as missing_examples,
    )
    from qarules.proofs.prove import (
        prove as prove,
    )
    from qarules.proofs.regraded import (
        regraded as regraded,
    )
    from qarules.standards.catalogue import (
        calendar as calendar,
        load as load,
        load_pack as load_pack,
        packaged_standards as packaged_standards,
    )
    from qarules.versions.diff import (
        diff as diff,
    )
    from qarules.versions.replay import (
        replay as replay,
    )

# Where each public name lives. A name is imported when it is first asked for, so that `import qarules` stays light.
_HOMES = {
    "qarules.codec.reading": "from_json",
    "qarules.codec.writing": "to_json",
    "qarules.diagnostics": "Diagnostic Fix Label Position Severity Span",
    "qarules.dsl.compile": "Compiled compile_text",
    "qarules.dsl.formatter": "format_text",
    "qarules.dsl.printer": "print_pack print_tool",
    "qarules.engine.assignment": "assign",
    "qarules.engine.case_file": "case_of",
    "qarules.engine.clause_coverage": "clause_coverage",
    "qarules.engine.collisions": "collisions",
    "qarules.engine.day_count": "counted",
    "qarules.engine.deadlines": "deadlines rebase",
    "qarules.engine.decision_coverage": "decision_coverage",
    "qarules.engine.evaluate": "evaluate grades",
    "qarules.engine.example": "ExampleRun Mismatch run_example run_examples",
    "qarules.engine.moderate": "moderate",
    "qarules.engine.next_steps": "next_steps",
    "qarules.engine.parameters": "settled",
    "qarules.engine.recurrence": "occurrences",
    "qarules.engine.refresh": "refreshed",
    "qarules.engine.samples": "draw eligible",
    "qarules.engine.tracker": "actions",
    "qarules.engine.working_days": "working_days WorkingDays",
    "qarules.errors": "CalendarRangeError CodecError NotFoundError QaCheckError QaError",
    "qarules.model.answers": "Answer Audit CANNOT_TELL Decision NOT_APPLICABLE Status",
    "qarules.model.calendar": "Calendar",
    "qarules.model.case": "Case CaseFile Pause Person Raise",
    "qarules.model.change": "Change",
    "qarules.model.clause_coverage": "ClauseCoverage HeldClause Holding",
    "qarules.model.decision_coverage": "Branch CoveredBranch DecisionCoverage",
    "qarules.model.difference": "Category Diff Difference GradeMove Replay Replayed",
    "qarules.model.draw": "Assignment Draw Eligibility Settled",
    "qarules.model.due": "DayCounted Due DueStatus Moved Timetable",
    "qarules.model.judgement": "Judgement Measure",
    "qarules.model.missing_example": "MissingExample MissingExamples",
    "qarules.model.moderation": "Delta Moderated",
    "qarules.model.next_step": "NextStep NextSteps RouteState",
    "qarules.model.occurrence": "Collisions Occurrence Occurrences",
    "qarules.model.outcome": "Ignored Judged Measured Missing Outcome Problem Reason Why",
    "qarules.model.pack": "Pack",
    "qarules.model.planning": "Alternative AnswerChange Improvement Influence Influences Regrade Regraded",
    "qarules.model.proof": "Finding FindingKind Proof Reached Shown",
    "qarules.model.refreshed": "Refreshed",
    "qarules.model.scale": "Grade Scale",
    "qarules.model.standard": "Clause ClauseKind Force Role",
    "qarules.model.tool": "Item Section Tool",
    "qarules.model.tracker": "Tracker",
    "qarules.proofs.improve": "holds_up improve",
    "qarules.proofs.influence": "influence",
    "qarules.proofs.missing": "missing_examples",
    "qarules.proofs.prove": "prove",
    "qarules.proofs.regraded": "regraded",
    "qarules.standards.catalogue": "calendar load load_pack packaged_standards",
    "qarules.versions.diff": "diff",
    "qarules.versions.replay": "replay",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "CANNOT_TELL",
    "NOT_APPLICABLE",
    "Alternative",
    "Answer",
    "AnswerChange",
    "Assignment",
    "Audit",
    "Branch",
    "Calendar",
    "CalendarRangeError",
    "Case",
    "CaseFile",
    "Category",
    "Change",
    "Clause",
    "ClauseCoverage",
    "ClauseKind",
    "CodecError",
    "Collisions",
    "Compiled",
    "CoveredBranch",
    "DayCounted",
    "Decision",
    "DecisionCoverage",
    "Delta",
    "Diagnostic",
    "Diff",
    "Difference",
    "Draw",
    "Due",
    "DueStatus",
    "Eligibility",
    "ExampleRun",
    "Finding",
    "FindingKind",
    "Fix",
    "Force",
    "Grade",
    "GradeMove",
    "HeldClause",
    "Holding",
    "Ignored",
    "Improvement",
    "Influence",
    "Influences",
    "Item",
    "Judged",
    "Judgement",
    "Label",
    "Measure",
    "Measured",
    "Mismatch",
    "Missing",
    "MissingExample",
    "MissingExamples",
    "Moderated",
    "Moved",
    "NextStep",
    "NextSteps",
    "NotFoundError",
    "Occurrence",
    "Occurrences",
    "Outcome",
    "Pack",
    "Pause",
    "Person",
    "Position",
    "Problem",
    "Proof",
    "QaCheckError",
    "QaError",
    "Raise",
    "Reached",
    "Reason",
    "Refreshed",
    "Regrade",
    "Regraded",
    "Replay",
    "Replayed",
    "Role",
    "RouteState",
    "Scale",
    "Section",
    "Settled",
    "Severity",
    "Shown",
    "Span",
    "Status",
    "Timetable",
    "Tool",
    "Tracker",
    "Why",
    "WorkingDays",
    "__version__",
    "actions",
    "assign",
    "calendar",
    "case_of",
    "clause_coverage",
    "collisions",
    "compile_text",
    "counted",
    "deadlines",
    "decision_coverage",
    "diff",
    "draw",
    "eligible",
    "evaluate",
    "format_text",
    "from_json",
    "grades",
    "holds_up",
    "improve",
    "influence",
    "load",
    "load_pack",
    "missing_examples",
    "moderate",
    "next_steps",
    "occurrences",
    "packaged_standards",
    "print_pack",
    "print_tool",
    "prove",
    "rebase",
    "refreshed",
    "regraded",
    "replay",
    "run_example",
    "run_examples",
    "settled",
    "to_json",
    "working_days",
]


def __getattr__(name: str) -> object:
    """Import a public name from its home the first time it is asked for."""
    if name not in _HOME_OF:
        message = f"module 'qarules' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
