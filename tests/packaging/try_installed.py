"""Tries the installed package from outside the checkout; run by a bare Python that has nothing else installed."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import qarules
from qarules.dsl import grammar
from qarules.standards.loading import compile_path
from qarules.standards.prepared import prepared

TEXT = """qa 1
scale bands "Bands" { clear "Clear" limited "Limited" }
tool t "T" {
  section s "S" { criterion a "A" judged on bands { clear "c" limited "l" } }
  judgement j "J" on bands { give clear when all are clear }
}
"""


def main() -> None:
    """Fail with an AssertionError where something the package needs is not in it."""
    package = resources.files("qarules")
    assert "site-packages" in str(package), f"this is not the installed package: {package}"
    carried = ["py.typed", "dsl/qa.lark", f"dsl/{grammar.TABLES}", "dsl/pages/QA203.md"]
    carried += ["standards/north_somerset/pack.prepared", "standards/north_somerset/reviews/complete.json"]
    for name in carried:
        assert (package / name).is_file(), f"{name} is not in the package"

    compiled = qarules.compile_text(TEXT)
    assert compiled.pack is not None, compiled.diagnostics
    outcome = qarules.evaluate(compiled.pack.tools[0], {"a": "clear"})
    assert str(outcome["j"].final) == "clear"

    for name in qarules.packaged_standards():
        ready = prepared(name)
        assert ready is not None, f"`{name}` was not prepared, or not of these rule files"
        read = compile_path(name).pack
        assert read is not None, name
        assert ready.pack() == read, name
        assert [ready.tool(str(tool.id)) for tool in read.tools] == list(read.tools), name

    shown = subprocess.run([sys.executable, "-m", "qarules", "demo"], check=True, capture_output=True, text=True)
    assert "Collaborative Practice Review" in shown.stdout
    standards = len(qarules.packaged_standards())
    sys.stdout.write(f"the installed package works: {len(carried)} files carried, {standards} standards loaded\n")


if __name__ == "__main__":
    main()
