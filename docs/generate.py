"""
Writes what of the documentation is made from the code and the packs.

That is: the schemas, the diagnostics, the commands, the differences, and a page for each standard.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from qarules.cli.main import group
from qarules.codec.kinds import KINDS
from qarules.codec.schemas import schema
from qarules.dsl.codes import FAULTS
from qarules.dsl.pages import page
from qarules.engine.clause_coverage import clause_coverage
from qarules.export.differences import MEANS
from qarules.export.standard_page import standard_page
from qarules.model.difference import Category
from qarules.model.pack import Pack
from qarules.standards.catalogue import packaged_standards, read_pack
from qarules.versions.rules import RULES

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
    files[REFERENCE / "commands.md"] = commands()
    files[REFERENCE / "differences.md"] = differences()
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


def differences() -> str:
    """Every kind of difference between two versions, by category."""
    parts = [
        "# Differences",
        "",
        "Every kind of difference that `qarules diff` tells, in the five categories.",
        "[Change a standard](../how-to/change-a-standard.md) shows them at work.",
        "",
    ]
    for category in Category:
        parts += [
            f"## {category}",
            "",
            f"{MEANS[category].capitalize()}.",
            "",
            "| kind | what is told |",
            "| --- | --- |",
        ]
        found = sorted((rule for rule in RULES.values() if rule.category is category), key=lambda rule: rule.id)
        said = {"thing": "*it*", "part": "*a part*", "inside": "*it*", "id": "its-id"}
        for rule in found:
            told = rule.message.format(**said) + (f" ({rule.help.format(**said)})" if rule.help else "")
            parts.append(f"| `{rule.id}` | {told} |")
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


COMMANDS = """\
# Commands

What can be asked of `qarules` at a command line; `qarules --help` and `qarules COMMAND --help` print the same.

Where a command takes a file, `-` stands for standard input.
A CASE is a file as [the library](library.md#json) stores it, and a date is written 2023-05-02 or "2 May 2023".
Findings and results go to standard output, trouble to standard error; on a terminal in colour, unless the variable
`NO_COLOR` is set.

The exit status tells other programs how it went:

| status | meaning |
| --- | --- |
| 0 | all is well |
| 1 | what the command says below, or a rule file that is needed has errors |
| 2 | the command was used wrongly: there is no such file, name or option |
| 3 | a fault of qarules itself |
"""


def commands() -> str:
    """Every command with what it says of itself."""
    return "\n".join([COMMANDS, *_command(click.Context(group, info_name="qarules"), group)])


def _command(context: click.Context, command: click.Command) -> Iterator[str]:
    """The part of the page on a command, and those on the commands in it."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.commands[name]
            yield from _command(click.Context(inner, info_name=name, parent=context), inner)
        return
    path = context.command_path
    pieces = command.collect_usage_pieces(context)
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    said = "\n\n".join(_with_options(paragraph.replace("\n", " ")) for paragraph in paragraphs)
    yield f"## {path}\n\n```text\n{' '.join([path, *pieces])}\n```\n\n{said}\n"
    yield "| option | what it does |\n| --- | --- |"
    for option in command.params:
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record is not None:
            written = re.sub(r"[\[\]]", "", record[0].replace("|", ", "))
            meaning = re.sub(r"  \[(.+)\]$", r" (\1)", record[1])
            yield f"| `{written}` | {_with_options(meaning)} |"
    yield ""


def _with_options(said: str) -> str:
    """*said* with the options it names set as code, where they are not yet."""
    return re.sub(r"`[^`]*`|(?<!\w)--[a-z-]+", lambda found: f"`{found[0].strip('`')}`", said)


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
