"""
Collects the examples in rule files as tests of pytest.

Every example is one test, in the file it stands in. Until a rule file is met nothing of the library is imported, so
that runs without rule files are left as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from qarules.dsl.compile import Compiled
    from qarules.engine.example import ExampleRun
    from qarules.model.example import Example
    from qarules.model.pack import Pack

SUFFIX = ".qa"
_COMPILED = pytest.StashKey[dict[str, "Compiled"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The flag and the setting with which examples are chosen or left alone."""
    group = parser.getgroup("qarules")
    group.addoption("--no-qarules", action="store_true", help="do not run the examples in rule files")
    parser.addini(
        "qarules_files",
        type="args",
        default=[f"*{SUFFIX}"],
        help="patterns of the rule files whose examples are run; empty for none",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RuleFile | None:
    """A rule file that is asked for, with its examples."""
    if file_path.suffix != SUFFIX or parent.config.getoption("--no-qarules"):
        return None
    patterns: list[str] = parent.config.getini("qarules_files")
    if not any(file_path.match(pattern) for pattern in patterns):
        return None
    return RuleFile.from_parent(parent, path=file_path)


class RuleFile(pytest.File):
    """A rule file; its tests are the examples that stand in it, each run with the whole pack it belongs to."""

    def collect(self) -> Iterator[ExampleItem]:
        """
        The examples of this file.

        Raises:
            CollectError: The pack has errors. Only the first of its files says so.
        """
        from qarules.dsl.render import render

        compiled, is_first = self._compiled()
        if compiled.pack is None:
            if is_first:
                raise self.CollectError(self.from_here(render(compiled.errors, compiled.texts)))
            return
        names: dict[str, int] = {}
        source = self.path.as_posix()
        for example in compiled.pack.examples:
            if example.span is not None and example.span.source == source:
                title = example.title or "example"
                names[title] = names.get(title, 0) + 1
                name = title if names[title] == 1 else f"{title} ({names[title]})"
                yield ExampleItem.from_parent(
                    self, name=name, pack=compiled.pack, example=example, texts=dict(compiled.texts)
                )

    def _compiled(self) -> tuple[Compiled, bool]:
        """What became of the pack this file belongs to, and whether this is the first of its files that is met."""
        from qarules.standards.loading import compile_path, packs_at

        known = self.config.stash.setdefault(_COMPILED, {})
        (pack,) = packs_at(self.path)
        is_first = str(pack) not in known
        if is_first:
            known[str(pack)] = compile_path(pack)
        return known[str(pack)], is_first

    def from_here(self, text: str) -> str:
        """*text* with the places in it as they are seen from where pytest was started."""
        return text.replace(f"{self.config.invocation_params.dir.as_posix()}/", "")


class NotAsExpectedError(Exception):
    """An example that does not come true; what came of it instead."""

    def __init__(self, run: ExampleRun) -> None:
        super().__init__(run.example.title)
        self.run = run


class ExampleItem(pytest.Item):
    """One example as a test."""

    parent: RuleFile

    def __init__(self, *, pack: Pack, example: Example, texts: dict[str, str], name: str, parent: RuleFile) -> None:
        super().__init__(name, parent)
        self.pack = pack
        self.example = example
        self.texts = texts

    def runtest(self) -> None:
        """Run it; NotAsExpectedError where it does not come true."""
        from qarules.engine.example import ExampleRun, run_example

        mismatches = run_example(self.pack, self.example)
        if mismatches:
            raise NotAsExpectedError(ExampleRun(pack=self.pack.name, example=self.example, mismatches=mismatches))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """What was expected and what was found, with its place."""
        from qarules.export.examples import failure_text

        if isinstance(excinfo.value, NotAsExpectedError):
            return self.parent.from_here(failure_text(excinfo.value.run, self.texts))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands, and what it is called."""
        line = self.example.span.start.line - 1 if self.example.span is not None else None
        return self.path, line, f"example: {self.name}"
