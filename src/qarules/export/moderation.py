"""What came of a second look as plain text: what differs and what that calls for, whose grade stands, independence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qarules.engine.people import Holders
from qarules.export.names import Names, counted
from qarules.model.answers import Status
from qarules.model.case import Case
from qarules.model.moderation import Called, Delta, Independent, Moderated, Standing
from qarules.model.pack import Pack
from qarules.model.prose import behind, changed, interpretations, joined, listed, wrapped
from qarules.model.scale import Grade

NO_RULE = "The tool has no rule of moderation: everything is compared, and nothing is called for"


def moderation_text(moderated: Moderated, pack: Pack, *, name: str = "") -> str:
    """
    What came of a second look for a reader, who need not be a moderator.

    Args:
        pack: Whose tool it is; it has the titles.
        name: What the case is called.
    """
    names = Names(pack)
    blocks: list[Iterable[str]] = [_heading(moderated, names, name)]
    differing = [delta for delta in moderated.deltas if delta.differs]
    unknown = [delta for delta in moderated.deltas if delta.differs is None]
    same = len(moderated.deltas) - len(differing) - len(unknown)
    blocks.append(listed("Rated differently", (_delta(delta) for delta in differing)))
    blocks.append([f"Rated alike: {same} of {len(moderated.deltas)}"])
    blocks.append(listed("Cannot be compared", (_delta(delta) for delta in unknown)))
    blocks.append(listed("What this calls for", (_called(each, names) for each in moderated.called)))
    titles = {delta.thing: delta.title for delta in moderated.deltas}
    blocks.append(listed("Whose grade stands", (_standing(each, titles) for each in moderated.standing)))
    blocks.append(listed("Independence", (_independent(each, names) for each in moderated.independence)))
    blocks.append(listed("Cannot be used, or not as it should be", map(str, moderated.problems)))
    blocks.append(interpretations(moderated.rests_on))
    blocks.append(changed(moderated.changes))
    return joined(blocks)


def moderator(case: Case, pack: Pack) -> str:
    """Who took the second look at the audit of *case*; empty where that is not known."""
    moderated = case.moderation
    rule = next((rule for rule in pack.moderations if moderated and rule.id == moderated.moderation), None)
    roles = rule.second.by if rule is not None and rule.second is not None else ()
    return " and ".join(person.id for role in roles for person in Holders(case.people, pack.roles).of(role))


def _heading(moderated: Moderated, names: Names, name: str) -> Iterator[str]:
    title = f"{moderated.title} ({moderated.moderation})" if moderated.moderation else NO_RULE
    yield from wrapped(", ".join(filter(None, [title, names.title(moderated.tool), name])), "")
    if moderated.clauses:
        yield from wrapped(f"clauses: {', '.join(moderated.clauses)}")
    for rule in names.pack.moderations:
        if rule.id == moderated.moderation:
            yield from (line for said in names.recording(rule.recording) for line in wrapped(said))


def _delta(delta: Delta) -> str:
    looks = [f"first look {_grade(delta.first)}", f"second look {_grade(delta.second)}"]
    looks += [f"third look {_grade(delta.third)}"] if delta.third is not None else []
    apart = ""
    if delta.steps:
        apart = f" ({counted(abs(delta.steps), 'step')} {'higher' if delta.steps > 0 else 'lower'})"
    return f"{delta.title} ({delta.thing}): {', '.join(looks)}{apart}"


def _grade(grade: Grade | Status | None) -> str:
    if grade is None:
        return "has no grade"
    return grade.title if isinstance(grade, Grade) else "does not apply"


def _called(each: Called, names: Names) -> str:
    what = f"{each.title or names.title(each.then)} ({each.then})"
    said = {True: "called for, as", False: "not called for; it is when", None: "not known yet; it is called for when"}
    waits = f"; waits for {'; '.join(map(names.thing, each.missing))}" if each.missing else ""
    return f"{what}: {said[each.starts]} {each.text}{waits}{behind(each.clauses, each.span)}"


def _standing(each: Standing, titles: dict[str, str]) -> str:
    stands = _grade(each.grade) if each.grade is not None else "none yet"
    return f"{titles.get(each.judgement, each.judgement)} ({each.judgement}): {stands}, as {each.text}"


def _independent(each: Independent, names: Names) -> str:
    who = names.held([each.role], [each.person] if each.person else [])
    of = names.role(each.of) if names.role(each.of) != each.of else names.record(each.of)
    if each.ok:
        return f"{who} is independent of {of}"
    joint = "" if each.ok is None else "NOT independent: "
    return f"{who}, who has to be independent of {of}: {joint}{each.reason}"
