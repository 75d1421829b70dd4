"""What moves the grades of a form: a table and a chart of how much each item decides."""

from __future__ import annotations

from collections.abc import Iterator

from qarules.export.document import Bar, Bars, Paragraph, Part
from qarules.export.names import counted
from qarules.export.titled import Titled
from qarules.model.planning import Influence, Influences
from qarules.model.tool import Tool

_MOST = 10
_INTRO = (
    "Of all audits there can be, with every answer as likely as any other: in how many another answer to this item "
    "alone gives another grade. It says how the rules are built, not how often something is found."
)


def sensitivity_part(tool: Tool, titled: Titled, influences: Influences) -> Iterator[Part]:
    """How much each item decides each judgement, the most decisive first; nothing where no rule decides anything."""
    by: dict[str, list[Influence]] = {}
    for each in influences.ranked:
        by.setdefault(each.judgement, []).append(each)
    order = [judgement.id for judgement in tool.judgements]
    paths = sorted(by, key=lambda path: order.index(path.partition("/")[0]))
    blocks = [_bars(path, by[path], titled) for path in paths]
    if blocks:
        yield Part(anchor="sensitivity", title="What moves the grades", blocks=(Paragraph(text=_INTRO), *blocks))


def _bars(path: str, ranked: list[Influence], titled: Titled) -> Bars:
    judgement, _, section = path.partition("/")
    of = f" for {titled.quoted(section)}" if section else ""
    rest = len(ranked) - _MOST
    return Bars(
        caption=f"What decides {titled.quoted(judgement)}{of}",
        columns=("Item", "Share of the audits"),
        bars=tuple(Bar(label=each.title, share=each.share) for each in ranked[:_MOST]),
        rest=f"{counted(rest, 'other item')}, each no more than the last of these" if rest > 0 else "",
    )
