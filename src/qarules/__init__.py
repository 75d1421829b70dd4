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
    from qarules.codec import from_json as from_json, to_json as to_json
    from qarules.diagnostics import (
        Diagnostic as Diagnostic,
        Fix as Fix,
        Label as Label,
        Position as Position,
        Severity as Severity,
        Span as Span,
    )
    from qarules.dsl.compile import Compiled as Compiled, compile_text as compile_text
    from qarules.dsl.printer import print_pack as print_pack, print_tool as print_tool
    from qarules.engine.evaluate import evaluate as evaluate
    from qarules.engine.example import Mismatch as Mismatch, run_example as run_example
    from qarules.errors import (
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
    from qarules.model.judgement import Judgement as Judgement, Measure as Measure
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
    from qarules.model.pack import Clause as Clause, Force as Force, Pack as Pack, Role as Role
    from qarules.model.scale import Grade as Grade, Scale as Scale
    from qarules.model.tool import Item as Item, Section as Section, Tool as Tool
    from qarules.standards.catalogue import (
        load as load,
        load_pack as load_pack,
        packaged_standards as packaged_standards,
    )

# Where each public name lives. A name is imported when it is first asked for, so that `import qarules` stays light.
_HOMES = {
    "qarules.codec": "from_json to_json",
    "qarules.diagnostics": "Diagnostic Fix Label Position Severity Span",
    "qarules.dsl.compile": "Compiled compile_text",
    "qarules.dsl.printer": "print_pack print_tool",
    "qarules.engine.evaluate": "evaluate",
    "qarules.engine.example": "Mismatch run_example",
    "qarules.errors": "CodecError NotFoundError QaCheckError QaError",
    "qarules.model.answers": "Answer Audit CANNOT_TELL Decision NOT_APPLICABLE Status",
    "qarules.model.judgement": "Judgement Measure",
    "qarules.model.outcome": "Ignored Judged Measured Missing Outcome Problem Reason Why",
    "qarules.model.pack": "Clause Force Pack Role",
    "qarules.model.scale": "Grade Scale",
    "qarules.model.tool": "Item Section Tool",
    "qarules.standards.catalogue": "load load_pack packaged_standards",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "CANNOT_TELL",
    "NOT_APPLICABLE",
    "Answer",
    "Audit",
    "Clause",
    "CodecError",
    "Compiled",
    "Decision",
    "Diagnostic",
    "Fix",
    "Force",
    "Grade",
    "Ignored",
    "Item",
    "Judged",
    "Judgement",
    "Label",
    "Measure",
    "Measured",
    "Mismatch",
    "Missing",
    "NotFoundError",
    "Outcome",
    "Pack",
    "Position",
    "Problem",
    "QaCheckError",
    "QaError",
    "Reason",
    "Role",
    "Scale",
    "Section",
    "Severity",
    "Span",
    "Status",
    "Tool",
    "Why",
    "__version__",
    "compile_text",
    "evaluate",
    "from_json",
    "load",
    "load_pack",
    "packaged_standards",
    "print_pack",
    "print_tool",
    "run_example",
    "to_json",
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
