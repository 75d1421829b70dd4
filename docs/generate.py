"""Writes what of the documentation is made from the code and the packs: schemas, diagnostics, a page a standard."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qarules.codec import KINDS, schema
from qarules.dsl.codes import FAULTS
from qarules.dsl.pages import page
from qarules.engine.clause_coverage import clause_coverage
from qarules.export.standard_page import standard_page
from qarules.model.pack import Pack
from qarules.standards.catalogue import packaged_standards, read_pack

REFERENCE = Path(__file__).parent / "reference"
STANDARDS = Path(__file__).parent / "standards"
GROUPS = {
    "1": "Text and syntax",
    "2": "Names",
    "3": "Structure",
    "4": "Grading",
    "5": "Dates and sources",
    "6": "What is allowed",
}


def generated() -> dict[Path, str]:
    """Every generated file with what it has to hold."""
    files = {
        REFERENCE / "schemas" / f"{kind.__name__.lower()}.json": json.dumps(schema(kind), indent=2) + "\n"
        for kind in KINDS
    }
    files[REFERENCE / "diagnostics.md"] = diagnostics()
    packs = [read_pack(name) for name in packaged_standards()]
    stated = [pack for pack in packs if pack.clauses]
    files |= {STANDARDS / f"{pack.name}.md": standard_page(pack) for pack in stated}
    files[STANDARDS / "index.md"] = standards(stated)
    return files


def standards(packs: list[Pack]) -> str:
    """The packaged standards, each with its period, its tools and how much of it acts."""
    parts = [
        "# The packaged standards",
        "",
        "Each is loaded with `qarules.load_pack` by the name of its pack, and its page is made from the pack itself.",
        "The last column says how many of a source's clauses something acts on; `qarules standards coverage` shows it "
        "kind by kind.",
        "",
        "| standard | tools | clauses | act |",
        "| --- | --- | --- | --- |",
    ]
    for pack in packs:
        held = clause_coverage(pack)
        title = pack.standard.title if pack.standard is not None else pack.name
        acting = f"{float(100 * (held.acting or 0)):.0f}%"
        parts.append(f"| [{title}]({pack.name}.md) | {len(pack.tools)} | {len(held.clauses)} | {acting} |")
    return "\n".join(parts) + "\n"


def diagnostics() -> str:
    """All pages of codes as one, a heading level further down."""
    parts = ["# Diagnostics", "", "Every code a check can report. `qarules explain CODE` prints the same.", ""]
    group = ""
    for code in sorted(FAULTS):
        if code[2] != group:
            group = code[2]
            parts += [f"## {GROUPS[group]}", ""]
        text = page(code)
        if text is None:
            sys.exit(f"{code} has no page")
        parts += [f"##{line}" if line.startswith("#") else line for line in _outside_fences(text)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _outside_fences(text: str) -> list[str]:
    """Lines of *text*; a `#` inside a fence is a comment of the language, and is kept from looking like a heading."""
    inside = False
    lines = []
    for line in text.rstrip().splitlines():
        inside ^= line.startswith("```")
        lines.append(f" {line}" if inside and line.startswith("#") else line)
    return lines


def main() -> None:
    """Write the files; with `--check`, fail where one is not up to date."""
    stale = [
        path for path, text in generated().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        if stale:
            sys.exit("not up to date, run `python docs/generate.py`: " + ", ".join(path.name for path in stale))
        return
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
