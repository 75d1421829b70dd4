"""What has to hold on in an adopted pack that was changed: what binds, what rests on what, what names what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.amendments import IN_PACK, IN_TOOL, Amendments, Key, id_of
from qarules.dsl.findings import Findings, listed
from qarules.dsl.holders import can_hold
from qarules.dsl.mentioned import everything_mentioned
from qarules.dsl.mentions import AFTER_THE_GRADE, constructs, things_named
from qarules.model.change import Instead, Omitted
from qarules.model.citing import Part, cited_by, citing, parts_of
from qarules.model.pack import Pack
from qarules.model.standard import Clause, Force
from qarules.model.tool import Tool
from qarules.model.watched import stand_in

_BINDING = frozenset({Force.MUST, Force.NEVER})
_ADDED = frozenset({Force.INTERPRETATION, Force.DERIVED})


def accounted(merged: Pack, theirs: Pack, amendments: Amendments, findings: Findings) -> Amendments:
    """
    The amendments, what is left out citing every clause that nothing holds any more.

    A clause that binds is not dropped in silence: what takes the place of something has to cite it too, and what is
    left out has to name it where nothing else that cites it can hold it.
    """
    there = {clause.id for clause in merged.clauses}
    said = {
        clause.id: clause
        for clause in theirs.clauses
        if clause.id in there and not (clause.content_only or clause.not_provided)
    }
    held = {
        name
        for name, citing_it in cited_by(merged).items()
        if name in said and any(can_hold(each, said[name]) for each in citing_it)
    }
    for name, each in amendments.instead.items():
        now = _cites(_found(name, merged))
        dropped = [
            clause
            for clause in (said[one] for one in _cites(_found(name, theirs)) if one in said and one not in now)
            if clause.force in _BINDING or (clause.force not in _ADDED and clause.id not in held)
        ]
        _report_dropped(each, dropped, f"is stated anew and no longer cites {listed(_ids(dropped), 'and')}", findings)
    left_out = {}
    for name, gone in amendments.left_out.items():
        alone = [said[one] for one in _cites(_found(name, theirs)) if one in said and one not in held]
        silent = [clause for clause in alone if clause.force in _BINDING and clause.id not in gone.cites]
        _report_dropped(gone, silent, f"is left out, and nothing else holds {listed(_ids(silent), 'and')}", findings)
        left_out[name] = attrs.evolve(gone, cites=tuple(dict.fromkeys((*gone.cites, *_ids(alone)))))
    return attrs.evolve(amendments, left_out=left_out)


def _report_dropped(each: Instead | Omitted, dropped: list[Clause], what: str, findings: Findings) -> None:
    if not dropped:
        return
    findings.lost.update(_ids(dropped))  # that nothing holds them is said here
    help_ = "go on citing them" if isinstance(each, Instead) else "name them there with `cites`, if that is meant"
    findings.add(
        codes.BINDING_DROPPED,
        place(each.id) or each.span,
        f"the {each.what} `{each.id}` {what}, which the framework states",
        help=help_ if len(dropped) > 1 else help_.replace("them", "it"),
        labels=[(place(clause.id), f"`{clause.force.value}`") for clause in dropped],
    )


def _ids(clauses: Iterable[Clause]) -> list[str]:
    return [clause.id for clause in clauses]


def _found(name: Key, pack: Pack) -> Any:  # noqa: ANN401 - whatever a pack or tool defines
    """What an amendment is about, in *pack*; None where it is not there."""
    what, tool, id_ = name
    within = next((each for each in pack.tools if each.id == tool), None)
    if not tool:
        there: Iterable[Any] = getattr(pack, IN_PACK[what])
    elif within is None:
        there = ()
    elif what == "item":
        there = (item for section in within.sections for item in section.items)
    else:
        there = getattr(within, IN_TOOL[what])
    return next((thing for thing in there if id_of(thing) == id_), None)


def _cites(thing: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever a pack or tool defines
    """What something cites, its parts included."""
    if not isinstance(thing, Part):
        return ()
    return tuple(dict.fromkeys(name for part in (thing, *parts_of(thing)) for name in part.cites))


# --- what rests on a replaced interpretation -------------------------------------------------------------------------


def report_resting(merged: Pack, replaced: Mapping[str, Clause], findings: Findings) -> None:
    """Report what still cites an interpretation that is replaced: it acts as it did, and has to be stated anew."""
    for clause in dict.fromkeys(replaced.values()):
        for old in clause.replaces:
            resting = [each for each in citing(merged) if old in each.part.cites]
            if replaced.get(old) is not clause or not resting:
                continue
            findings.lost.add(old)  # there is no such clause any more, and this says so
            named = dict.fromkeys(f"{each.called} `{each.path}`" for each in resting)
            findings.add(
                codes.RESTS_ON_REPLACED,
                place(old),
                f"`{clause.id}` replaces `{old}`, and this still acts as `{old}` says: {', '.join(named)}",
                help=f"state it anew with `instead`, citing `{clause.id}`; or write `in words only` behind `{old}`",
                labels=[(place(each.name) or each.part.span, "rests on it") for each in resting],
            )


# --- what names something left out -----------------------------------------------------------------------------------


def report_still_named(merged: Pack, theirs: Pack, left_out: Iterable[Omitted], findings: Findings) -> None:
    """Report what names something that is left out."""
    for gone in left_out:
        places = list(dict.fromkeys(_naming(gone, merged, theirs)))
        if not places:
            continue
        findings.lost.add(gone.id)  # it is not there any more, and this says so
        findings.add(
            codes.LEFT_OUT_NAMED,
            place(gone.id) or gone.span,
            f"the {gone.what} `{gone.id}` is left out, and is still named elsewhere",
            help="state what names it anew with `instead`, or leave that out too",
            labels=[(span, "named here") for span in places],
        )


def _naming(gone: Omitted, merged: Pack, theirs: Pack) -> Iterator[Span | None]:
    """Where something that is left out is named."""
    defined = constructs(merged)
    if not gone.tool and gone.what != "known":
        there = {thing.id for thing in defined[gone.what]}
        for mention in everything_mentioned(merged):
            if mention.name == gone.id and gone.what in mention.kinds and mention.name not in mention.also | there:
                yield place(mention.name)
        return
    about = [thing for kind in AFTER_THE_GRADE for thing in defined[kind] if getattr(thing, "tool", "") == gone.tool]
    for tool in merged.tools:
        if tool.id == gone.tool:
            about += _of_its_own(tool)
    known = next((tool for tool in theirs.tools if tool.id == gone.tool), stand_in(theirs))
    yield from (span for thing in about for name, span in things_named(thing, known) if name == gone.id)


def _of_its_own(tool: Tool) -> list[Any]:
    """What a tool says itself, without what it has from its pack."""
    return [*tool.sections, *tool.knowns, *tool.measures, *tool.judgements, *tool.promises]
