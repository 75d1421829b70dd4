"""``qarules moderate``: what came of the second look at audits."""

from __future__ import annotations

import json

import click

from qarules.analytics.agreement import agreement, agreement_table
from qarules.cli.cases import Opened, case_paths, of_pack, opened
from qarules.cli.options import as_format
from qarules.codec.writing import to_data
from qarules.export.moderation import moderation_text, moderator
from qarules.export.names import counted
from qarules.model.moderation import Moderated
from qarules.model.outcome import FORMAT
from qarules.model.plain import plain
from qarules.model.tool import Tool

LEGEND = (
    "kappa: 1 for full agreement, 0 for no more than by chance; mean steps: above 0 where the second look is higher"
)


@click.command()
@case_paths
@of_pack
@as_format
def moderate(paths: tuple[str, ...], pack: str | None, form: str) -> int:
    """
    Compare the looks at audits, and say what follows.

    That is: what differs, what it calls for, whose grade stands, and who is independent.

    Each CASE is a JSON file of a case with a second look, or `-`. Of several, how far they agree stands at the end.
    The exit status is 1 where somebody is not independent, or what a case says cannot be used.
    """
    cases = opened(paths, pack)
    found = {each.name: _moderated(each) for each in cases}
    groups = _by_tool(cases, found) if len(cases) > 1 else {}
    if form == "json":
        written = {name: to_data(moderated) for name, moderated in found.items()}
        told = [plain(agreement(_tool(cases[0], tool), looks)) for tool, looks in groups.items()]
        data = {"format_version": FORMAT, "cases": written, "agreement": told} if told else next(iter(written.values()))
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        texts = [moderation_text(found[each.name], each.pack, name=each.name) for each in cases]
        for tool, looks in groups.items():
            table = agreement_table(agreement(_tool(cases[0], tool), looks))
            texts.append(
                f"{_tool(cases[0], tool).title}: agreement over {counted(len(looks), 'audit')}\n{LEGEND}\n\n{table}\n"
            )
        click.echo("\n".join(texts), nl=False)
    return int(any(moderated.problems for moderated in found.values()))


Looks = list[tuple[str, Moderated]]


def _moderated(each: Opened) -> Moderated:
    if each.case.moderation is None:
        message = f"`{each.name}` has no second look to compare"
        raise click.UsageError(message)
    return each.case.moderation


def _by_tool(cases: list[Opened], found: dict[str, Moderated]) -> dict[str, Looks]:
    """By tool, what came of every audit and who moderated it."""
    groups: dict[str, Looks] = {}
    for each in cases:
        moderated = found[each.name]
        groups.setdefault(moderated.tool, []).append((moderator(each.case, each.pack), moderated))
    return groups


def _tool(each: Opened, name: str) -> Tool:
    return next(tool for tool in each.pack.tools if tool.id == name)
