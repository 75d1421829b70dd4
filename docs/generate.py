"""Writes the parts of the documentation that are made from the code: the schemas and the page of diagnostics."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qarules.codec import KINDS, schema
from qarules.dsl.codes import FAULTS
from qarules.dsl.pages import page

REFERENCE = Path(__file__).parent / "reference"
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
    return files


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
