"""Tree to what a pack states, uses, cites and names: its standard, clauses and roles."""

from __future__ import annotations

from qarules.dsl import codes
from qarules.dsl.findings import did_you_mean, listed
from qarules.dsl.properties import Properties
from qarules.dsl.trees import Node, Reader, part, phrase, tokens
from qarules.model.pack import Override, Use, UseKind
from qarules.model.standard import Clause, ClauseKind, Force, Retired, Role, Source, Standard


def standard(node: Node, read: Reader) -> Standard:
    """What a pack states about itself."""
    said = Properties(node, read)
    in_force, until = said.take("in_force"), None
    started = tokens(in_force, "DATE")[0] if in_force else None
    if in_force is not None and (ending := part(in_force, "until")) is not None:
        until = tokens(ending, "DATE")[0]
    standard = Standard(
        id=read.name(node),
        title=read.text(node),
        version=said.text("version"),
        sources=tuple(Source(file=file, title=title) for file, title in map(read.texts, said.take_all("source"))),
        in_force_from=read.date(started) if started else None,
        in_force_until=read.date(until) if until else None,
        calendar=said.name("on_calendar"),
        local=said.has("local_closures"),
        adopts=said.text("adopts"),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )
    first, last = standard.in_force_from, standard.in_force_until
    if in_force is not None and first and last and last < first and standard.id not in read.findings.damaged:
        read.findings.add(
            codes.DATES_REVERSED,
            read.span(in_force),
            "the standard ends before it starts",
            help="change one of the two dates",
        )
    return standard


def use(node: Node, read: Reader) -> Use:
    """A name brought from another pack."""
    kind = part(node, "use_kind")
    assert kind is not None
    return Use(kind=UseKind(phrase(kind)), name=read.name(node), origin=read.text(node), span=read.span(node))


def override(node: Node, read: Reader) -> Override:
    """A number that the pack sets, or who holds a role."""
    people = part(node, "people")
    return Override(
        parameter=read.name(node),
        value=read.texts(people) if people is not None else read.number(node),
        because=read.text(node),
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def clause(node: Node, read: Reader) -> Clause:
    """One statement of a source."""
    said = Properties(node, read)
    force = said.take("force")
    assert force is not None
    place, statement = read.texts(node)
    replaced = said.take("replaces")
    return Clause(
        id=read.name(node),
        force=Force(phrase(force)),
        kind=_kind(said, read),
        place=place,
        statement=statement,
        resolves=read.names(said.take("resolves")),
        replaces=read.names(replaced),
        words_only=replaced is not None and part(replaced, "words_only") is not None,
        content_only=said.text("content_only"),
        not_provided=said.text("not_provided"),
        span=read.span(node),
    )


_KINDS = {kind.value: kind for kind in ClauseKind}


def _kind(said: Properties, read: Reader) -> ClauseKind | None:
    """What a clause says it is about; a word that says nothing of the kind is reported."""
    written = said.name("clause_kind")
    if written and written not in _KINDS:
        read.findings.add(
            codes.NO_SUCH_KIND,
            written,
            f"there is no kind of clause `{written}`",
            help=did_you_mean(written, _KINDS) or f"a clause is about one of {listed(_KINDS)}",
        )
    return _KINDS.get(written)


def role(node: Node, read: Reader) -> Role:
    """Who does, owns or decides something."""
    said = Properties(node, read)
    also = said.take("also_known_as")
    return Role(
        id=read.name(node),
        title=read.text(node),
        also_known_as=read.texts(also) if also is not None else (),
        vacant=said.has("vacant"),
        cites=read.names(said.take("cites")),
        span=read.span(node),
    )


def retired(node: Node, read: Reader) -> Retired:
    """An id that must not come back."""
    since, because = read.texts(node)
    return Retired(id=read.name(node), since=since, because=because, span=read.span(node))
