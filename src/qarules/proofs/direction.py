"""Whether better evidence can lower a grade, and which criteria bear on one at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from qarules.engine.certain import behind
from qarules.engine.draft import ItemSteps, JudgementSteps
from qarules.engine.run import grouped
from qarules.engine.sources import nodes_behind
from qarules.engine.space import Space, answer_of, audit_of, classes
from qarules.engine.steps import Value, Worlds
from qarules.engine.tables import Traced, inputs_in
from qarules.frozen import frozen
from qarules.model.dependencies import Node
from qarules.model.direction import Direction, direction, exposed_items, items_read
from qarules.model.judgement import GradeRule, Judgement, RuleKind
from qarules.model.plain import number_text
from qarules.model.proof import Finding, FindingKind, Shown
from qarules.model.tool import Better, Item, Keyword, Number, OnScale, Tool, YesNo
from qarules.model.words import rule_words
from qarules.proofs.decide import joint
from qarules.proofs.ground import Ground, Judgements, fixed, not_decided
from qarules.proofs.shrink import simplest
from qarules.proofs.witness import example_text, expected_grade


@frozen(eq=False)
class Swing:
    """
    What becomes of the grades where one item alone is answered otherwise.

    Attributes:
        item: One of a class of interchangeable items.
        alike: All of the class.
        values: What it is answered in each world, best first.
        grades: For each judgement's step, every grade or combination of grades over the worlds.
    """

    space: Space
    item: ItemSteps
    alike: tuple[ItemSteps, ...]
    values: tuple[Value, ...]
    grades: Mapping[int, frozenset[Value]]


def swings(space: Space) -> Iterator[Swing]:
    """
    Every class of items that can be answered in several ways, with what that does to the grades.

    Raises:
        TooMany: Past the bound.
    """
    outputs = {grade_step(judged): judged for judged in space.plan.judgements}
    reach = {output: set(behind(space.plan.steps, [output])) for output in outputs}
    for alike in classes(space, outputs):
        item = alike[0]
        values = _values(space, item)
        reading = [output for output in outputs if item.answer in reach[output]]
        found: dict[int, frozenset[Value]] = {}
        if len(values) > 1:
            for group in grouped(space.plan.steps, reading):
                found.update(joint(space, told=group, given=_held(space, item, values)).values)
        yield Swing(space, item, alike, values, found)


def grade_step(judged: JudgementSteps) -> int:
    """The grade its rules suggest; of a judgement without giving rules, the best that its limits allow."""
    return judged.suggested if judged.judgement.giving else judged.cap


def _held(space: Space, item: ItemSteps, values: Sequence[Value]) -> dict[int, tuple[Value, ...]]:
    """The item in several worlds, in a section that applies: in one that does not, it changes nothing."""
    held: dict[int, tuple[Value, ...]] = {item.answer: (Worlds(tuple(values)),)}
    off = space.plan.sections_off.get(item.section)
    return held if off is None else {**held, off: (False,)}


def _values(space: Space, item: ItemSteps) -> tuple[Value, ...]:
    """What an item can be answered, best first; `not applicable` is no evidence."""
    values = [value for value in space.domains[item.answer] if value is not None]
    if better_of(item.item) is Better.LOWER:
        return tuple(sorted(values))  # type: ignore[type-var]
    if better_of(item.item) is Better.HIGHER:
        return tuple(sorted(values, reverse=True))  # type: ignore[type-var]
    return tuple(values)


def better_of(item: Item) -> Better:
    """Which way evidence gets better along the values of an item."""
    match item.answer:
        case OnScale():
            return Better.HIGHER
        case YesNo(better=better) | Number(better=better):
            return better
        case _:
            return Better.NEITHER


# --- direction -------------------------------------------------------------------------------------------------------


def of_direction(ground: Ground, found: Sequence[Swing]) -> Iterator[Finding | Shown]:
    """For each judgement two audits in which better evidence lowers it, or that there are none."""
    for judgements in ground.judgements():
        if not judgements.first.rules:
            continue
        punished = False
        told: set[str] = set()
        for swing in found:
            judged = next((j for space, j in judgements.made if space is swing.space), None)
            if judged is None or swing.item.item.id in told or better_of(swing.item.item) is Better.NEITHER:
                continue
            falling = [grades for grades in swing.grades.get(grade_step(judged), ()) if _falls(grades) is not None]
            if falling:
                told.update(item.item.id for item in swing.alike)
                punished = True
                yield _punished(judgements, judged, swing, max(falling, key=_in_order))
        if not punished and not judgements.is_whole():
            what = f"whether better evidence can lower {judgements.words}: an answer can be anything"
            yield not_decided(judgements.name, what, judgements.first.judgement.span)
        elif not punished:
            message = f"better evidence never lowers {judgements.words}"
            judgement = judgements.first.judgement
            if any(rule.intended and not rule.reason for rule in (*judgement.giving, *judgement.limits)):
                message += ", though a rule of it says `intended`"
            yield Shown(thing=judgements.name, message=message, span=judgement.span)


def _falls(grades: Value) -> int | None:
    """The first world of which the next, with worse evidence, has a better grade."""
    if not isinstance(grades, Worlds):
        return None
    for at, (better, worse) in enumerate(zip(grades.values, grades.values[1:], strict=False)):
        if isinstance(better, int) and isinstance(worse, int) and better < worse:
            return at
    return None


def _in_order(grades: Value) -> list[int]:
    """What grades over several worlds are ordered by, so that every run tells the same."""
    assert isinstance(grades, Worlds)
    return [rank if isinstance(rank, int) else -1 for rank in grades.values]


def _punished(judgements: Judgements, judged: JudgementSteps, swing: Swing, fallen: Value) -> Finding:
    """The pair of audits as simple as it can be: all the same but for one answer."""
    at = _falls(fallen)
    assert isinstance(fallen, Worlds)
    assert at is not None
    space, item, step = swing.space, swing.item, grade_step(judged)
    pair = swing.values[at : at + 2]
    held = _held(space, item, pair)
    rows = joint(space, [step], given=held, ways=Traced()).rows
    grades = Worlds(fallen.values[at : at + 2])
    way = rows[grades,]

    def shows(values: Mapping[int, Value]) -> bool:
        given = {**fixed({number: value for number, value in values.items() if number not in held}), **held}
        return set(joint(space, told=[step], given=given).values[step]) == {grades}

    values = simplest(space.limited(held), {**inputs_in(way), **_off(space, item)}, shows)
    audits, examples, said = [], [], []
    for answer, rank in reversed(list(zip(pair, grades.values, strict=True))):
        assert isinstance(rank, int)
        whole = {**values, item.answer: answer}
        audits.append(audit_of(space, whole))
        said.append((_words(item, answer, space), f"`{judgements.scale.by_rank[rank].id}`"))
        if judged.judgement.giving:
            title = f"{item.item.title}: {said[-1][0].strip('`')}"
            examples.append(example_text(space, whole, title, (expected_grade(judged, rank, space.tool),)))
    (worse, high), (better, low) = said
    alike = f"; each of {len(swing.alike)} that are counted alike does the same" if len(swing.alike) > 1 else ""
    does = "it is" if judged.judgement.giving else "it may be"
    explained, cites = _explained(judgements, space)
    return Finding(
        kind=FindingKind.PUNISHED,
        thing=judgements.name,
        message=(
            f"better evidence can lower {judgements.words}: with `{item.item.id}` {worse} {does} {high}, "
            f"with {better} {low}{alike}"
        ),
        audits=tuple(audits),
        examples=tuple(filter(None, examples)),
        explained=explained,
        cites=cites,
        span=judgements.first.judgement.span,
    )


def _explained(judgements: Judgements, space: Space) -> tuple[str, tuple[str, ...]]:
    """What the author says of the rules behind a judgement that are `intended`, and the clauses they cite."""
    judgement = judgements.first.judgement
    if judgement.intended:
        return judgement.intended, tuple(map(str, judgement.cites))
    here = Node(judgement.id, judgements.first.section.split("/")[0])
    behind_it = (space.tool.things[node.id] for node in nodes_behind((here,), space.tool))
    rules = [
        rule
        for thing in behind_it
        if isinstance(thing, Judgement)
        for rule in (*thing.giving, *thing.limits)
        if rule.intended and _may_turn(rule, space.tool)
    ]
    said = dict.fromkeys(rule.reason or f"`{rule_words(rule)}`" for rule in rules)
    return "; ".join(said), tuple(dict.fromkeys(str(clause) for rule in rules for clause in rule.cites))


def _off(space: Space, item: ItemSteps) -> dict[int, Value]:
    off = space.plan.sections_off.get(item.section)
    return {} if off is None else {off: False}


def _words(item: ItemSteps, value: Value, space: Space) -> str:
    answer = answer_of(item.item, value, space.tool)
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return number_text(answer) if isinstance(answer, Fraction) else f"`{answer}`"


def _may_turn(rule: GradeRule, tool: Tool) -> bool:
    """Whether better evidence may make a rule act against the grade, as far as its words tell."""
    wanted = Direction.UP if rule.kind is RuleKind.GIVE else Direction.DOWN
    hidden = exposed_items(tool).intersection(items_read(rule.when, tool))
    return bool(hidden) or direction(rule.when, tool) not in {wanted, Direction.NEUTRAL}


# --- influence -------------------------------------------------------------------------------------------------------


def of_influence(ground: Ground, found: Sequence[Swing]) -> Iterator[Finding]:
    """The criteria that can never change a grade, a measure or anything that waits for the answers."""
    moving: set[str] = set()
    for space in ground.spaces:
        waited = [step for _, step in (*space.plan.measures, *space.plan.watched)]
        read = set(behind(space.plan.steps, waited))
        moving.update(item.item.id for item in space.plan.items if item.answer in read)
    for swing in found:
        if any(isinstance(value, Worlds) for values in swing.grades.values() for value in values):
            moving.update(item.item.id for item in swing.alike)
    ruled = any(judgement.giving or judgement.limits for judgement in ground.tool.judgements)
    if not ruled or not all(judgements.is_whole() for judgements in ground.judgements()):
        return
    for item in ground.tool.items.values():
        if item.keyword is Keyword.CRITERION and item.id not in moving and ground.tool.is_counted(item):
            yield Finding(
                kind=FindingKind.NO_INFLUENCE,
                thing=item.id,
                message=f"`{item.id}` can never change a grade, whatever it is answered",
                explained=item.intended,
                cites=tuple(map(str, item.cites)) if item.intended else (),
                span=item.span,
            )
