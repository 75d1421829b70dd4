"""Files to pack: brings together what several files say and what they use of others; reports names that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.adopt import adopted, overridden
from qarules.dsl.find_pack import FindPack, Unavailable
from qarules.dsl.findings import Findings, did_you_mean
from qarules.dsl.mentioned import everything_mentioned, scales_named
from qarules.dsl.mentions import AFTER_THE_GRADE, Identified, Mention, constructs
from qarules.dsl.number_words import in_digits
from qarules.model.calendar import Calendar
from qarules.model.citing import parts_of
from qarules.model.pack import Pack, Use, UseKind
from qarules.model.scale import Scale
from qarules.model.standard import Clause, Force, Retired, Role
from qarules.model.tool import Tool
from qarules.model.watched import watched

Brought = Scale | Role | Clause | Calendar


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
        uses=_all(files, lambda file: file.uses),
        clauses=_all(files, lambda file: file.clauses),
        scales=_all(files, lambda file: file.scales),
        roles=_all(files, lambda file: file.roles),
        tools=_all(files, lambda file: file.tools),
        calendars=_all(files, lambda file: file.calendars),
        knowns=_all(files, lambda file: file.knowns),
        parameters=_all(files, lambda file: file.parameters),
        events=_all(files, lambda file: file.events),
        records=_all(files, lambda file: file.records),
        forums=_all(files, lambda file: file.forums),
        deadlines=_all(files, lambda file: file.deadlines),
        moderations=_all(files, lambda file: file.moderations),
        escalations=_all(files, lambda file: file.escalations),
        processes=_all(files, lambda file: file.processes),
        activities=_all(files, lambda file: file.activities),
        samples=_all(files, lambda file: file.samples),
        examples=_all(files, lambda file: file.examples),
        overrides=_all(files, lambda file: file.overrides),
        retired=_all(files, lambda file: file.retired),
        instead=_all(files, lambda file: file.instead),
        tool_changes=_all(files, lambda file: file.tool_changes),
        left_out=_all(files, lambda file: file.left_out),
    )
    own = adopted(own, find_pack, findings)
    used, behind = _bring(own.uses, find_pack, findings)
    pack = attrs.evolve(
        own,
        scales=(*own.scales, *(thing for thing in used if isinstance(thing, Scale))),
        roles=(*own.roles, *(thing for thing in used if isinstance(thing, Role))),
        clauses=(*own.clauses, *(thing for thing in used if isinstance(thing, Clause))),
        calendars=(*own.calendars, *(thing for thing in used if isinstance(thing, Calendar))),
    )
    for kind, things in constructs(pack).items():
        report_duplicates(kind, things, findings)
    _report_retired(pack, findings)
    mentioned = tuple(everything_mentioned(own))
    _report_unknown(mentioned, pack, findings)
    _report_unused(own, used, mentioned, findings)
    have = {clause.id for clause in pack.clauses} | {calendar.id for calendar in pack.calendars}
    behind = tuple(thing for thing in behind if thing.id not in have)
    pack = attrs.evolve(
        pack,
        clauses=(*pack.clauses, *(thing for thing in behind if isinstance(thing, Clause))),
        calendars=(*pack.calendars, *(thing for thing in behind if isinstance(thing, Calendar))),
        brought=tuple(thing.id for thing in (*used, *behind)),
    )
    pack = overridden(pack, findings)
    return attrs.evolve(pack, tools=tuple(_complete(tool, pack) for tool in pack.tools))


Part = TypeVar("Part")


def _all(files: Iterable[Pack], parts: Callable[[Pack], tuple[Part, ...]]) -> tuple[Part, ...]:
    """What all files define of one kind."""
    return tuple(part for file in files for part in parts(file))


def _bring(
    uses: Iterable[Use], find_pack: FindPack, findings: Findings
) -> tuple[tuple[Brought, ...], tuple[Clause | Calendar, ...]]:
    """
    The definitions behind every `use`; and what those need of their own pack: the clauses they cite, other calendars.

    Their ids have the place of the `use`, so that reports stay in this pack.
    """
    brought: list[Brought] = []
    behind: dict[str, Clause | Calendar] = {}
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
        if isinstance(thing, Calendar):
            behind.update(
                {calendar.id: calendar for calendar in found.calendars if calendar.id in members(thing, found)}
            )
    return tuple(brought), tuple(behind.values())


def members(calendar: Calendar, pack: Pack) -> set[str]:
    """The calendars of *pack* that *calendar* is made of, directly or by way of others; itself in a circle."""
    by_id = {each.id: each for each in pack.calendars}
    found: set[str] = set()
    waiting = list(calendar.union_of)
    while waiting:
        name = waiting.pop()
        if name in by_id and name not in found:
            found.add(name)
            waiting.extend(by_id[name].union_of)
    return found


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
        (pack.retired, [thing.id for things in constructs(pack).values() for thing in things])
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


def _report_unknown(mentioned: Iterable[Mention], pack: Pack, findings: Findings) -> None:
    """Names *mentioned* in the files of the pack that neither they nor what they use defines."""
    defined = {kind: {thing.id for thing in things} for kind, things in constructs(pack).items()}
    reported: set[tuple[Mention, Span | None]] = set()
    for mention in mentioned:
        name, kinds = mention.name, mention.kinds
        known = mention.also.union(*(defined[kind] for kind in kinds))
        if name in known or name in findings.lost or (mention, place(name)) in reported:
            continue
        reported.add((mention, place(name)))
        near = did_you_mean(name, known)
        if not findings.nameless.isdisjoint(kinds) and not near:
            continue
        called = " or ".join(kinds) or "step"
        can_be_used = not {use.value for use in UseKind}.isdisjoint(kinds)
        ways = " or ".join(f'`{kind} {name} "…"`' for kind in kinds)
        define = f"define it ({ways})" if kinds else "name a step of the same construct"
        digits = in_digits(name) if "parameter" in kinds else ""
        near = f"write `{digits}`" if digits and not near else near
        elsewhere = ", or bring it from another pack with `use`" if can_be_used else ""
        findings.add(
            codes.UNKNOWN_NAME,
            name,
            f"there is no {called} `{name}`",
            help=near or mention.instead or define + elsewhere,
        )


_UNKNOWN = codes.UNKNOWN_NAME.code


def _report_unused(own: Pack, used: Sequence[Brought], mentioned: Iterable[Mention], findings: Findings) -> None:
    """What is defined and never named: its own scales, and whatever was brought from elsewhere."""
    if findings.damaged or not (own.tools or any(constructs(own)[kind] for kind in AFTER_THE_GRADE)):
        return
    names = {mention.name for mention in mentioned}
    # What a misspelt name was taken for is used.
    names |= {fix.replacement for found in findings.found if found.code == _UNKNOWN for fix in found.fixes}
    for thing in (*own.scales, *used):
        if thing.id not in names and thing.id not in findings.lost:
            findings.add(
                codes.UNUSED_NAME,
                thing.id,
                f"the {type(thing).__name__.lower()} `{thing.id}` is never used",
                help="take it out, or use it",
            )


def _complete(tool: Tool, pack: Pack) -> Tool:
    """The tool with all it needs of its pack."""
    named = set(scales_named(tool))
    scales = {scale.id: scale for scale in pack.scales if scale.id in named}
    around = [*(scale.cites for scale in scales.values()), *(role.cites for role in pack.roles)]
    around += [pack.standard.cites] if pack.standard is not None else []
    around += [tool.cites, *(part.cites for part in parts_of(tool))]
    cited = {name for names in around for name in names}
    interpreting = [
        clause
        for clause in pack.clauses
        if clause.force is Force.INTERPRETATION and (clause.id in cited or not cited.isdisjoint(clause.resolves))
    ]
    needed = cited.union((clause.id for clause in interpreting), *(clause.resolves for clause in interpreting))
    clauses = tuple(clause for clause in pack.clauses if clause.id in needed)
    return attrs.evolve(
        tool,
        version=tool.version or (pack.standard.version if pack.standard else ""),
        scales=tuple(scales.values()),
        roles=pack.roles,
        clauses=clauses,
        standard=pack.standard,
        changes=pack.changes,
        moderations=tuple(each for each in pack.moderations if each.tool == tool.id),
        watched=watched(pack, tool.id),
    )
