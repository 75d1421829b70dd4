"""Every name that a pack mentions, wherever it does, and of which kind each has to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.dsl.example_mentions import example_mentions
from qarules.dsl.mentions import Mention, mentions
from qarules.model.citing import citing
from qarules.model.pack import Pack
from qarules.model.tool import Item, OnScale, Tool


def everything_mentioned(pack: Pack) -> Iterator[Mention]:
    """Every name *pack* mentions, and what it has to be."""
    cited = (each.part.cites for each in citing(pack))
    resolved = (clause.resolves for clause in pack.clauses)
    yield from (Mention(name, ("clause",)) for names in (*cited, *resolved) for name in names)
    yield from (Mention(name, ("scale",)) for tool in pack.tools for name in scales_named(tool))
    beside = (*pack.knowns, *(field for record in pack.records for field in record.fields))
    yield from (Mention(name, ("scale",)) for name in _scales_of(beside))
    yield from (
        Mention(name, ("role",))
        for tool in pack.tools
        for judgement in tool.judgements
        for name in judgement.decided_by
    )
    yield from mentions(pack)
    yield from example_mentions(pack)


def scales_named(tool: Tool) -> Iterator[str]:
    """The scales that items and judgements of *tool* stand on."""
    # Not by their ids: of two items that share one, both name a scale.
    yield from _scales_of((*(item for section in tool.sections for item in section.items), *tool.knowns))
    yield from (judgement.scale for judgement in tool.judgements if judgement.scale)


def _scales_of(items: Iterable[Item]) -> Iterator[str]:
    return (item.answer.scale for item in items if isinstance(item.answer, OnScale))
