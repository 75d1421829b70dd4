"""Files to pack: brings together what several files say and what they use of others; reports names that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import attrs

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.findings import Findings, did_you_mean
from qarules.model.calendar import Calendar
from qarules.model.pack import Clause, Force, Pack, Retired, Role, Use, UseKind
from qarules.model.scale import Scale
from qarules.model.tool import OnScale, Tool


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str: ...  # noqa: D102 - said by the class


@attrs.frozen
class Unavailable:
    """Why a pack that is used cannot be had: the fault, a sentence, and what to do."""

    fault: codes.Fault
    message: str
    help: str


Brought = Scale | Role | Clause | Calendar

FindPack = Callable[[str], Pack | Unavailable]
"""What a pack's own loader offers: another pack by the origin written in a `use`, or why there is none."""


def no_other_packs(origin: str) -> Unavailable:
    """Find no pack at all: for a text that stands by itself."""
    return Unavailable(
        codes.UNKNOWN_PACK,
        f"there is no pack `{origin}` within reach of this text",
        "load the text from a file or folder, or define the name here",
    )


def link(files: Sequence[Pack], name: str, find_pack: FindPack, findings: Findings) -> Pack:
    """
    One pack of its *files*, its tools complete in themselves.

    Args:
        name: What the pack is called where it states no standard.
        find_pack: Gives the packs that are used.
    """
    standards = [file.standard for file in files if file.standard is not None]
    for second in standards[1:]:
        findings.add(
            codes.TWO_STANDARDS,
            second.id,
            "a pack states one standard, and another file of it states one too",
            help="keep one of the two, or put the files into folders of their own",
            labels=[(place(standards[0].id), "stated here first")],
        )
    own = Pack(
        name=standards[0].id if standards else name,
        standard=standards[0] if standards else None,
        uses=tuple(use for file in files for use in file.uses),
        clauses=tuple(clause for file in files for clause in file.clauses),
        scales=tuple(scale for file in files for scale in file.scales),
        roles=tuple(role for file in files for role in file.roles),
        tools=tuple(tool for file in files for tool in file.tools),
        retired=tuple(retired for file in files for retired in file.retired),
    )
    used, behind = _bring(own.uses, find_pack, findings)
    pack = attrs.evolve(
        own,
        scales=(*own.scales, *(thing for thing in used if isinstance(thing, Scale))),
        roles=(*own.roles, *(thing for thing in used if isinstance(thing, Role))),
        clauses=(*own.clauses, *(thing for thing in used if isinstance(thing, Clause))),
    )
    for kind, things in _named(pack).items():
        report_duplicates(kind, things, findings)
    _report_retired(pack, findings)
    _report_unknown(own, pack, findings)
    _report_unused(own, used, findings)
    have = {clause.id for clause in pack.clauses}
    pack = attrs.evolve(
        pack,
        clauses=(*pack.clauses, *(clause for clause in behind if clause.id not in have)),
        brought=tuple(thing.id for thing in (*used, *behind)),
    )
    return attrs.evolve(pack, tools=tuple(_complete(tool, pack) for tool in pack.tools))


def _named(pack: Pack) -> dict[str, tuple[Identified, ...]]:
    return {"clause": pack.clauses, "scale": pack.scales, "role": pack.roles, "tool": pack.tools}


def _bring(
    uses: Iterable[Use], find_pack: FindPack, findings: Findings
) -> tuple[tuple[Brought, ...], tuple[Clause, ...]]:
    """
    The definitions behind every `use`, and the clauses those cite in their own pack.

    Their ids have the place of the `use`, so that reports stay in this pack.
    """
    brought: list[Brought] = []
    behind: dict[str, Clause] = {}
    for use in uses:
        found = find_pack(use.origin)
        if isinstance(found, Unavailable):
            findings.add(found.fault, use.span, found.message, help=found.help)
            findings.lost.add(use.name)
            continue
        offered: dict[str, Brought] = {thing.id: thing for thing in _offered(found, use.kind)}
        if use.name not in offered:
            findings.add(
                codes.UNKNOWN_NAME,
                use.name,
                f"the pack `{use.origin}` has no {use.kind.value} `{use.name}`",
                help=did_you_mean(use.name, offered) or f"its {use.kind.value}s are named in that pack",
            )
            findings.lost.add(use.name)
            continue
        thing = offered[use.name]
        brought.append(attrs.evolve(thing, id=use.name))
        cited = getattr(thing, "cites", ())
        behind.update({clause.id: clause for clause in found.clauses if clause.id in cited})
    return tuple(brought), tuple(behind.values())


def _offered(pack: Pack, kind: UseKind) -> Sequence[Brought]:
    match kind:
        case UseKind.SCALE:
            return pack.scales
        case UseKind.ROLE:
            return pack.roles
        case UseKind.CLAUSE:
            return pack.clauses
        case UseKind.CALENDAR:
            return pack.calendars


def report_duplicates(kind: str, things: Iterable[Identified], findings: Findings) -> None:
    """Report every id that stands twice among *things*; ids equal but for case are the same id to a reader."""
    first: dict[str, Identified] = {}
    for thing in things:
        earlier = first.setdefault(thing.id.lower(), thing)
        if earlier is thing:
            continue
        differs = "" if earlier.id == thing.id else f", but for capital letters the same as `{earlier.id}`"
        findings.add(
            codes.DUPLICATE_NAME,
            thing.id,
            f"there is a second {kind} `{thing.id}`{differs}",
            help="give one of the two another id",
            labels=[(place(earlier.id), "the first")],
        )


def _report_retired(pack: Pack, findings: Findings) -> None:
    """An id that is no longer used must not come back, in the pack or in a tool."""
    scopes: list[tuple[Sequence[Retired], list[str]]] = [
        (pack.retired, [thing.id for things in _named(pack).values() for thing in things])
    ]
    scopes += [(tool.retired, [*tool.things, *(s.id for s in tool.sections)]) for tool in pack.tools]
    for retired, ids in scopes:
        places = {name: name for name in ids}
        for gone in retired:
            if gone.id in places:
                findings.add(
                    codes.RETIRED_NAME,
                    places[gone.id],
                    f"`{gone.id}` is no longer used since {gone.since}, and an id is never used again",
                    help="choose a new id",
                    labels=[(place(gone.id), "taken out of use here")],
                )


# --- names of the pack -----------------------------------------------------------------------------------------------


def _citing(own: Pack) -> Iterable[tuple[str, ...]]:
    """Every list of clauses that the files of the pack cite."""
    if own.standard is not None:
        yield own.standard.cites
    yield from (scale.cites for scale in own.scales)
    yield from (role.cites for role in own.roles)
    yield from (clause.resolves for clause in own.clauses)
    for tool in own.tools:
        yield from citations(tool)


def citations(tool: Tool) -> Iterable[tuple[str, ...]]:
    """The clauses that each part of *tool* cites."""
    yield tool.cites
    for section in tool.sections:
        yield section.cites
        yield from (item.cites for item in section.items)
    yield from (item.cites for item in tool.knowns)
    yield from (measure.cites for measure in tool.measures)
    for judgement in tool.judgements:
        yield judgement.cites
        yield from (rule.cites for rule in (*judgement.giving, *judgement.limits))
        yield from (descriptor.cites for descriptor in judgement.descriptors)


def _scales_named(tool: Tool) -> Iterable[str]:
    for item in tool.items.values():
        if isinstance(item.answer, OnScale):
            yield item.answer.scale
    yield from (judgement.scale for judgement in tool.judgements if judgement.scale)


def _roles_named(tool: Tool) -> Iterable[str]:
    yield from (role for judgement in tool.judgements for role in judgement.decided_by)


def _report_unknown(own: Pack, pack: Pack, findings: Findings) -> None:
    """Names in the files of the pack that neither they nor what they use defines."""
    mentioned: list[tuple[str, Iterable[str], set[str]]] = [
        ("clause", (name for names in _citing(own) for name in names), {clause.id for clause in pack.clauses}),
        ("scale", (name for tool in pack.tools for name in _scales_named(tool)), {scale.id for scale in pack.scales}),
        ("role", (name for tool in pack.tools for name in _roles_named(tool)), {role.id for role in pack.roles}),
    ]
    for kind, names, known in mentioned:
        reported: set[tuple[str, Span | None]] = set()
        for name in names:
            if name in known or name in findings.lost or (name, place(name)) in reported:
                continue
            reported.add((name, place(name)))
            near = did_you_mean(name, known)
            if kind in findings.nameless and not near:
                continue
            findings.add(
                codes.UNKNOWN_NAME,
                name,
                f"there is no {kind} `{name}`",
                help=near or f'define it (`{kind} {name} "…"`), or bring it from another pack with `use`',
            )


def _report_unused(own: Pack, used: Sequence[Brought], findings: Findings) -> None:
    """What is defined and never named: its own scales, and whatever was brought from elsewhere."""
    if not own.tools or findings.damaged:
        return
    mentioned = {
        *(name for tool in own.tools for name in _scales_named(tool)),
        *(name for tool in own.tools for name in _roles_named(tool)),
        *(name for names in _citing(own) for name in names),
    }
    for thing in (*own.scales, *used):
        if thing.id not in mentioned and thing.id not in findings.lost:
            findings.add(
                codes.UNUSED_NAME,
                thing.id,
                f"the {type(thing).__name__.lower()} `{thing.id}` is never used",
                help="take it out, or use it",
            )


def _complete(tool: Tool, pack: Pack) -> Tool:
    """The tool with all it needs of its pack."""
    named = set(_scales_named(tool))
    scales = {scale.id: scale for scale in pack.scales if scale.id in named}
    around = [*(scale.cites for scale in scales.values()), *(role.cites for role in pack.roles)]
    around += [pack.standard.cites] if pack.standard is not None else []
    cited = {name for names in (*citations(tool), *around) for name in names}
    clauses = tuple(
        clause
        for clause in pack.clauses
        if clause.id in cited or (clause.force is Force.INTERPRETATION and not cited.isdisjoint(clause.resolves))
    )
    return attrs.evolve(
        tool,
        version=tool.version or (pack.standard.version if pack.standard else ""),
        scales=tuple(scales.values()),
        roles=pack.roles,
        clauses=clauses,
        standard=pack.standard,
    )
