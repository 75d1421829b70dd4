"""Build hook: makes the parser's tables, so that an installed package need not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``qa.tables`` beside the module that reads it, and takes it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Make the tables of the grammar as it stands."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from qarules.dsl import grammar

        path = source / "qarules" / "dsl" / grammar.TABLES
        path.write_bytes(grammar.tables())
        build_data["artifacts"].append(f"/{path.relative_to(self.root).as_posix()}")
