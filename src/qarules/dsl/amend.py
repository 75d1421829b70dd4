"""Two packs to one: an adopted pack with what the adopting one states anew, adds and leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from qarules.diagnostics import Span, place
from qarules.dsl import codes
from qarules.dsl.amendments import IN_PACK, IN_TOOL, Amendments, id_of, key
from qarules.dsl.findings import Findings
from qarules.dsl.mentions import things_named
from qarules.frozen import frozen
from qarules.model.change import Change, How, Omitted
from qarules.model.pack import Pack
from qarules.model.plain import number_text
from qarules.model.promise import Promise
from qarules.model.standard import Clause
from qarules.model.tool import Item, Section, Tool, ToolChanges


def amended(own: Pack, theirs: Pack, amendments: Amendments, findings: Findings) -> Pack:
    """*own* with all of *theirs* that it leaves as it is."""
    merging = _Merging(amendments, findings)
    taken: dict[str, Any] = {
        field: merging.merged(what, "", getattr(own, field), getattr(theirs, field)) for what, field in IN_PACK.items()
    }
    taken["tools"] = tuple(merging.changed(tool, own.tool_changes) for tool in taken["tools"])
    in_words = {name: clause for name, clause in amendments.replaced.items() if clause.words_only}
    if in_words:
        taken = {field: recited(things, in_words) for field, things in taken.items()}
    return attrs.evolve(
        own,
        **taken,
        clauses=tuple(_clauses(own, theirs, amendments.replaced)),
        overrides=(*theirs.overrides, *own.overrides),
        retired=(*theirs.retired, *own.retired),
        brought=(*theirs.brought, *own.brought),
        left_out=theirs.left_out,
        changes=theirs.changes,
        instead=(),
        tool_changes=(),
    )


@frozen
class _Merging:
    amendments: Amendments
    findings: Findings

    def changed(self, tool: Tool, changes: Iterable[ToolChanges]) -> Tool:
        """*tool* with what is changed inside it."""
        inside = [each for each in changes if each.tool == tool.id]
        parts: dict[str, Any] = {
            field: self.merged(what, tool.id, _all(inside, field), getattr(tool, field))
            for what, field in IN_TOOL.items()
        }
        parts["promises"] = tuple(each for each in parts["promises"] if not self.is_moot(each, tool))
        items = {str(item.id): item for item in reversed(_all(inside, "items"))}
        parts["sections"] = tuple(self.with_items(section, items, tool.id) for section in parts["sections"])
        return attrs.evolve(tool, **parts, retired=(*tool.retired, *_all(inside, "retired")))

    def with_items(self, section: Section, items: Mapping[str, Item], tool: str) -> Section:
        """*section* with those of its items that are stated anew, and without those left out."""
        kept = [
            item for item in section.items if key(item.keyword.value, tool, item.id) not in self.amendments.left_out
        ]
        return attrs.evolve(section, items=tuple(items.get(item.id, item) for item in kept))

    def is_moot(self, promise: Promise, tool: Tool) -> bool:
        """Whether an adopted promise speaks of something that is left out, and so goes with it."""
        gone = (each for each in self.amendments.left_out.values() if each.tool == tool.id)
        return any(promise in moot(each, tool) for each in gone)

    def merged(self, what: str, tool: str, own: Sequence[Any], theirs: Sequence[Any]) -> tuple[Any, ...]:
        """
        Everything of one kind: what is adopted in its order, then what *own* adds.

        A thing of its own with the id of an adopted one is refused, unless it says that it takes its place.
        """
        adopted = {str(id_of(thing)): thing for thing in theirs}
        instead: dict[str, Any] = {}
        added = []
        for thing in own:
            name = str(id_of(thing))
            takes_place = key(what, tool, name) in self.amendments.instead
            if takes_place and instead.setdefault(name, thing) is thing:
                continue
            if name in adopted and not takes_place:
                self.refuse(what, id_of(thing), id_of(adopted[name]))
            else:
                added.append(thing)
        kept = (name for name in adopted if key(what, tool, name) not in self.amendments.left_out)
        return (*(instead.get(name, adopted[name]) for name in kept), *added)

    def refuse(self, what: str, name: str, adopted: str) -> None:
        """Report a definition that would stand beside an adopted one of the same id."""
        self.findings.add(
            codes.DUPLICATE_NAME,
            place(name),
            f"the adopted pack has a {what} `{name}` already",
            help=f"write `instead {what} {name}` to put this one in its place, or choose another id",
            labels=[(place(adopted), "the adopted one")],
        )


def _all(changes: Iterable[ToolChanges], field: str) -> list[Any]:
    return [part for each in changes for part in getattr(each, field)]


# --- clauses ---------------------------------------------------------------------------------------------------------


def _clauses(own: Pack, theirs: Pack, replaced: Mapping[str, Clause]) -> Iterator[Clause]:
    """The clauses of both; one that replaces others settles what they settled."""
    old = {str(clause.id): clause for clause in theirs.clauses}
    for clause in (*(clause for clause in theirs.clauses if clause.id not in replaced), *own.clauses):
        settled = [name for gone in clause.replaces if replaced.get(gone) is clause for name in old[gone].resolves]
        resolves = dict.fromkeys((*clause.resolves, *settled))
        yield attrs.evolve(clause, resolves=tuple(_now(name, replaced) for name in resolves))


def _now(name: str, replaced: Mapping[str, Clause]) -> str:
    """The clause that stands where *name* stood."""
    return replaced[name].id if name in replaced else name


def recited(thing: Any, replaced: Mapping[str, Clause]) -> Any:  # noqa: ANN401 - a value of the model
    """*thing* citing, in it and its parts, what stands where a clause stood that was replaced."""
    if isinstance(thing, tuple):
        return tuple(recited(part, replaced) for part in thing)
    if not attrs.has(type(thing)):
        return thing
    changed = {}
    for field in attrs.fields(type(thing)):
        value = getattr(thing, field.name)
        if field.name == "cites":
            changed["cites"] = tuple(dict.fromkeys(_now(name, replaced) for name in value))
        elif isinstance(value, tuple) or attrs.has(type(value)):
            changed[field.name] = recited(value, replaced)
    return attrs.evolve(thing, **changed)


def moot(gone: Omitted, tool: Tool) -> tuple[Promise, ...]:
    """The promises of an adopted tool that speak of a part that is left out."""
    return tuple(each for each in tool.promises if any(name == gone.id for name, _ in things_named(each, tool)))


# --- what was changed ------------------------------------------------------------------------------------------------


def changes(own: Pack, theirs: Pack, amendments: Amendments) -> Iterator[Change]:
    """Everything that *own* changes in *theirs*, kind by kind and in the order written."""
    by = str(own.name)
    for name, clause in amendments.replaced.items():
        text = f"`{clause.id}` replaces the interpretation `{name}`{' in words only' if clause.words_only else ''}"
        yield _change(by, How.REPLACED, "clause", name, text, clause.statement, (clause.id,), clause.span)
    adopted = {"parameter": {each.id for each in theirs.parameters}, "role": {each.id for each in theirs.roles}}
    for override in own.overrides:
        name, value = override.parameter, override.value
        what, said = ("role", ", ".join(value)) if isinstance(value, tuple) else ("parameter", number_text(value))
        if name in adopted[what]:
            text = f"the {what} `{name}` is {'held by' if what == 'role' else 'set to'} {said}"
            yield _change(by, How.SET, what, name, text, override.because, override.cites, override.span)
    for each in amendments.instead.values():
        if each.what != "promise":
            text = f"the {each.what} `{each.path}` is stated anew"
            yield _change(by, How.RESTATED, each.what, each.path, text, span=each.span)
    for inside in own.tool_changes:
        for what, field in IN_TOOL.items():
            for part in getattr(inside, field) if what != "promise" else ():
                if key(what, inside.tool, part.id) not in amendments.instead:
                    path = f"{inside.tool}/{part.id}"
                    text = f"the {what} `{path}` is added"
                    yield _change(by, How.ADDED, what, path, text, cites=part.cites, span=part.span)
    tools = {tool.id: tool for tool in theirs.tools}
    for gone in amendments.left_out.values():
        if gone.what != "promise":
            promises = moot(gone, tools[gone.tool]) if gone.tool else ()
            with_it = f", with {len(promises)} promise{'s' * (len(promises) != 1)}" if promises else ""
            text = f"the {gone.what} `{gone.path}` is left out{with_it}"
            yield _change(by, How.LEFT_OUT, gone.what, gone.path, text, gone.because, gone.cites, gone.span)


def _change(
    by: str,
    how: How,
    what: str,
    id_: str,
    text: str,
    because: str = "",
    cites: Iterable[str] = (),
    span: Span | None = None,
) -> Change:
    """A change in plain text, as results carry it."""
    clauses = tuple(map(str, cites))
    return Change(by=by, how=how, what=what, id=str(id_), text=text, because=because, clauses=clauses, span=span)
