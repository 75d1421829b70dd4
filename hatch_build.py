"""Build hook: makes what an installed package need not: the parser's tables and the packs of the standards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrepareHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``qa.tables`` beside the module that reads it, and in a wheel a prepared pack into every standard."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make them of the grammar and the rule files as they stand."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from qarules.dsl import grammar
        from qarules.standards import catalogue, prepared

        made = {source / "qarules" / "dsl" / grammar.TABLES: grammar.tables()}
        if version != "editable":
            for name in catalogue.packaged_standards():
                pack = catalogue.compile_path(name).pack
                if pack is None:
                    message = f"the packaged standard `{name}` has errors"
                    raise ValueError(message)
                file = source / "qarules" / "standards" / name.replace("-", "_") / prepared.FILE
                made[file] = prepared.prepare(pack, sorted(catalogue.made_of(name)))
        for path, content in made.items():
            path.write_bytes(content)
            build_data["artifacts"].append(f"/{path.relative_to(self.root).as_posix()}")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave no prepared pack in the checkout, where its rule files may still change."""
        for path in Path(self.root).glob("src/qarules/standards/*/pack.prepared"):
            path.unlink()
