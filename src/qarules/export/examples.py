"""What came of the examples of rule files: for a reader, as plain data, and for a build server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qarules.diagnostics import Diagnostic, Span
from qarules.dsl.render import excerpt
from qarules.engine.example import ExampleRun, Mismatch
from qarules.export.junit import Case, junit_xml
from qarules.export.names import counted
from qarules.model.plain import plain


def examples_text(runs: Sequence[ExampleRun], texts: Mapping[str, str]) -> str:
    """
    What did not come true, with its place, what was expected and what was found; and a line that sums up.

    Args:
        texts: The texts of the rule files, by the name of their source.
    """
    failed = [run for run in runs if run.mismatches]
    blocks = [failure_text(run, texts) for run in failed]
    return "\n\n".join([*blocks, _summary(runs, failed)]) + "\n"


def failure_text(run: ExampleRun, texts: Mapping[str, str]) -> str:
    """What of one example did not come true."""
    return "\n".join(_failure(run, texts))


def _failure(run: ExampleRun, texts: Mapping[str, str]) -> Iterator[str]:
    yield f'{_place(run.example.span)}example "{run.example.title}"'
    for mismatch in run.mismatches:
        yield from excerpt(mismatch.span, texts) if mismatch.span is not None else ()
        yield f"  expected: {mismatch.expected}"
        yield f"  found:    {mismatch.found}"


def _place(span: Span | None) -> str:
    return f"{span}: " if span is not None else ""


def _summary(runs: Sequence[ExampleRun], failed: Sequence[ExampleRun]) -> str:
    if not runs:
        return "no examples"
    if not failed:
        return f"{counted(len(runs), 'example')}, {'all ' if len(runs) > 1 else ''}as expected"
    return f"{counted(len(runs), 'example')}, {len(failed)} not as expected"


def examples_data(runs: Iterable[ExampleRun]) -> dict[str, object]:
    """The same as plain data, ready for JSON."""
    return {
        "examples": [
            {
                "pack": run.pack,
                "tool": str(run.example.tool),
                "title": run.example.title,
                "span": plain(run.example.span) if run.example.span is not None else None,
                "passed": not run.mismatches,
                "mismatches": [plain(mismatch) for mismatch in run.mismatches],
            }
            for run in runs
        ]
    }


def examples_junit(runs: Iterable[ExampleRun], errors: Iterable[Diagnostic] = ()) -> bytes:
    """
    The same as JUnit XML: a test case for each example, and one for each error that keeps a pack from being run.

    The class of a case is its pack and tool, so that a build server sorts them together.
    """
    cases = [
        Case(
            name=run.example.title,
            group=f"{run.pack}/{run.example.tool}" if run.example.tool else run.pack,
            span=run.example.span,
            failures=tuple(map(_failure_text, run.mismatches)),
        )
        for run in runs
    ]
    cases += [
        Case(
            name=f"{error.code} {error.name}",
            group=error.span.source if error.span is not None else "",
            span=error.span,
            errors=(str(error),),
        )
        for error in errors
    ]
    return junit_xml("qarules test", cases)


def _failure_text(mismatch: Mismatch) -> str:
    return f"{_place(mismatch.span)}{mismatch}"
