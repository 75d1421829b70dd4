"""``qarules standards``: the packs that ship, and what is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from qarules.cli.options import as_format
from qarules.codec.writing import to_data
from qarules.engine.clause_coverage import clause_coverage
from qarules.errors import NotFoundError
from qarules.export.clause_coverage import coverage_text
from qarules.export.names import counted
from qarules.model.outcome import FORMAT
from qarules.model.pack import Pack
from qarules.model.plain import plain
from qarules.model.tool import Tool
from qarules.model.words import day_words, rule_words
from qarules.standards.catalogue import packaged_standards, read_pack


@click.group()
def standards() -> None:
    """Look at the packaged standards."""


@standards.command("list")
@as_format
def list_(form: str) -> int:
    """List the packaged standards and their tools."""
    packs = [_pack(name) for name in packaged_standards()]
    if form == "json":
        rows = [
            {"id": pack.name, "title": _title(pack), "tools": [str(tool.id) for tool in pack.tools]} for pack in packs
        ]
        click.echo(json.dumps({"format_version": FORMAT, "standards": rows}, indent=2, ensure_ascii=False))
        return 0
    for pack in packs:
        click.echo(f"{pack.name}  {_title(pack)}")
        for tool in pack.tools:
            click.echo(f"  {pack.name}/{tool.id}  {tool.title}")
    return 0


@standards.command()
@click.argument("name")
@as_format
def show(name: str, form: str) -> int:
    """
    Show a packaged standard or one of its tools.

    NAME is the standard, or standard/tool for the sections, items, judgements and rules of a tool.
    """
    wanted, _, tool = name.partition("/")
    pack = _pack(wanted)
    tools = [found for found in pack.tools if not tool or found.id == tool]
    if tool and not tools:
        has = ", ".join(f"`{found.id}`" for found in pack.tools)
        message = f"`{wanted}` has no tool `{tool}`; it has {has or 'none'}"
        raise NotFoundError(message)
    if form == "json":
        shown = tools[0] if tool else pack
        data = {"format_version": FORMAT, **plain(shown, places=False, kinds=True)}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return 0
    click.echo("\n".join(_lines(pack, tools)))
    return 0


@standards.command()
@click.argument("pack", required=False)
@as_format
def coverage(pack: str | None, form: str) -> int:
    """
    Show how the clauses of a pack are held.

    That is: on which of them something acts, which are only read, and for which nothing answers.

    PACK is a packaged standard, or a file or folder; without it, every packaged standard is shown, and the sum. The
    exit status is 1 where nothing answers for a clause.
    """
    packs = [read_pack(name) for name in ([pack] if pack is not None else packaged_standards())]
    found = [clause_coverage(each) for each in packs]
    if form == "json":
        written = {each.pack: to_data(each) for each in found}
        data = written[found[0].pack] if pack is not None else {"format_version": FORMAT, "standards": written}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        titles = [f"{_title(each)} ({each.name})" if _title(each) else each.name for each in packs]
        click.echo(coverage_text(found, titles), nl=False)
    return int(any(each.uncovered for each in found))


def _pack(name: str) -> Pack:
    if name not in packaged_standards():
        message = f"there is no packaged standard `{name}`; there are {', '.join(packaged_standards())}"
        raise NotFoundError(message)
    return read_pack(name)


def _title(pack: Pack) -> str:
    return pack.standard.title if pack.standard is not None else ""


def _lines(pack: Pack, tools: list[Tool]) -> Iterator[str]:
    standard = pack.standard
    yield f"{_title(pack)} ({pack.name})"
    if standard is not None:
        yield from (f"  source: {source.title} ({source.file})" for source in standard.sources)
        if standard.in_force_from is not None:
            until = f" until {day_words(standard.in_force_until)}" if standard.in_force_until is not None else ""
            yield f"  in force from {day_words(standard.in_force_from)}{until}"
    yield f"  {counted(len(pack.clauses), 'clause')}"
    for tool in tools:
        yield ""
        yield f"{tool.title} ({pack.name}/{tool.id})"
        for section in tool.sections:
            yield f"  {section.title} ({section.id}): {counted(len(section.items), 'item')}"
            yield from (f"    {item.id}  {item.title}" for item in section.items)
        for judgement in tool.judgements:
            yield f"  judgement {judgement.id}  {judgement.title}"
            yield from (f"    {rule_words(rule)}" for rule in (*judgement.giving, *judgement.limits))
