"""How far two looks agree over many audits: percentages, weighted kappa, confusion tables, drift of moderators."""

from __future__ import annotations

import enum
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from qarules.engine.compiled.memo import Memo
from qarules.frozen import frozen
from qarules.model.judgement import Judgement
from qarules.model.moderation import Delta, Moderated
from qarules.model.scale import Grade, Scale
from qarules.model.tool import Item, Tool


class Weights(enum.Enum):
    """How much a disagreement counts by the steps it spans: all alike, by their number, or by its square."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@frozen(kw_only=True)
class Agreed:
    """
    How far two looks agree on one thing.

    Attributes:
        thing: A criterion, ``section-suggests/assessment`` for a section's grade, or a judgement; the instances of a
            repeated section are taken together.
        kind: ``criterion``, ``section`` or ``judgement``.
        n: How many pairs were compared.
        left_out: How many were not, because one of the looks has no step of the scale for it.
        same: The share of pairs on the same step; None where there are none.
        kappa: Cohen's, with the weights asked for; None where it is not defined.
        why: Why *kappa* is not defined; empty where it is.
        mean: The mean of the steps from first to second, positive is better; None where there are none.
        steps: Every step of the scale, best first.
        confusion: How many pairs stand at each step of the first look (rows) and of the second (columns).
    """

    thing: str
    title: str
    kind: str
    n: int
    left_out: int
    same: Fraction | None
    kappa: Fraction | None
    why: str
    mean: Fraction | None
    steps: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]


@frozen(kw_only=True)
class Drift:
    """
    Which way one moderator moves ratings of one kind.

    Attributes:
        moderator: Empty for audits of which it is not said who moderated them.
        kind: ``criterion``, ``section`` or ``judgement``.
        n: How many pairs were compared.
        left_out: How many were not, because one of the looks has no step of the scale for it.
        mean: The mean of the steps from first to second, positive is better; None where there are none.
        lower, same, higher: The share of pairs the second look put lower, at the same step, higher.
    """

    moderator: str
    kind: str
    n: int
    left_out: int
    mean: Fraction | None
    lower: Fraction | None
    same: Fraction | None
    higher: Fraction | None


@frozen(kw_only=True)
class Agreement:
    """
    How far two looks agree over many audits.

    Attributes:
        audits: How many there were.
        things: In the order of the tool.
        drift: By moderator in the order of their names, and by kind.
    """

    tool: str
    weights: Weights
    audits: int
    things: tuple[Agreed, ...]
    drift: tuple[Drift, ...]


def agreement(
    tool: Tool, results: Iterable[Moderated | tuple[str, Moderated]], *, weights: Weights = Weights.LINEAR
) -> Agreement:
    """
    How far first and second looks agree, on each thing compared and by each moderator.

    Args:
        tool: Whose audits they are; it tells the steps of every scale.
        results: Each alone, or with the name of who moderated it. Their order makes no difference.
        weights: For kappa.

    Raises:
        ValueError: A result is of another tool, or compares what the tool does not have.
    """
    pairs = [each if isinstance(each, tuple) else ("", each) for each in results]
    by_thing: dict[str, list[Delta]] = defaultdict(list)
    by_moderator: dict[tuple[str, str], list[Delta]] = defaultdict(list)
    ranks = Memo(functools.partial(_ranks, tool))
    for moderator, result in pairs:
        if result.tool != tool.id:
            message = f"a result is of the tool `{result.tool}`, not of `{tool.id}`"
            raise ValueError(message)
        for delta in result.deltas:
            thing = _thing(delta)
            _refuse_strange(delta, thing, ranks[thing])
            by_thing[thing].append(delta)
            by_moderator[moderator, delta.kind].append(delta)
    return Agreement(
        tool=tool.id,
        weights=weights,
        audits=len(pairs),
        things=tuple(_agreed(tool, thing, by_thing[thing], weights) for thing in _things(tool) if thing in by_thing),
        drift=tuple(
            _drift(moderator, kind, by_moderator[moderator, kind])
            for moderator in sorted({name for name, _ in by_moderator})
            for kind in KINDS
            if (moderator, kind) in by_moderator
        ),
    )


KINDS = ("criterion", "section", "judgement")


def _ranks(tool: Tool, thing: str) -> Mapping[str, int]:
    """The steps of the scale that *thing* stands on; ValueError where the tool does not have it."""
    if not all(name in tool.things for name in thing.split("/")):
        message = f"a result compares `{thing}`, which the tool does not have"
        raise ValueError(message)
    return {grade.id: grade.rank for grade in _scale(tool, thing).grades}


def _refuse_strange(delta: Delta, thing: str, ranks: Mapping[str, int]) -> None:
    """Results of another version of the tool are not to be mixed in unseen."""
    for grade in (delta.first, delta.second):
        if isinstance(grade, Grade) and ranks.get(grade.id) != grade.rank:
            message = f"a result rates `{thing}` as `{grade}`, which is no step of its scale"
            raise ValueError(message)


def _thing(delta: Delta) -> str:
    """What is counted together: a thing whatever the instance it stands in."""
    names = delta.thing.split("/")
    return names[-1] if delta.kind == "criterion" else "/".join(names[:2])


def _things(tool: Tool) -> list[str]:
    """Everything two looks may be compared on, in the order of the tool."""
    graded = [
        name
        for judgement in tool.judgements
        for name in (
            [f"{judgement.id}/{section.id}" for section in tool.sections]
            if judgement.for_each_section
            else [judgement.id]
        )
    ]
    return [*tool.section_of, *graded]


def _agreed(tool: Tool, thing: str, deltas: Sequence[Delta], weights: Weights) -> Agreed:
    scale = _scale(tool, thing)
    table = [[0] * len(scale.grades) for _ in scale.grades]
    place = {grade.id: number for number, grade in enumerate(scale.grades)}
    steps = _steps(deltas)
    for delta in deltas:
        if isinstance(delta.first, Grade) and isinstance(delta.second, Grade):
            table[place[delta.first.id]][place[delta.second.id]] += 1
    kappa, why = weighted_kappa(table, weights)
    return Agreed(
        thing=thing,
        title=deltas[0].title,
        kind=deltas[0].kind,
        n=len(steps),
        left_out=len(deltas) - len(steps),
        same=_share(steps.count(0), len(steps)),
        kappa=kappa,
        why=why,
        mean=_share(sum(steps), len(steps)),
        steps=tuple(grade.id for grade in scale.grades),
        confusion=tuple(map(tuple, table)),
    )


def _scale(tool: Tool, thing: str) -> Scale:
    named = tool.things[thing.split("/")[0]]
    scale = tool.scale_of(named) if isinstance(named, Item) else None
    if isinstance(named, Judgement):
        scale = tool.scale_by_id[named.scale]
    assert scale is not None
    return scale


def weighted_kappa(table: Sequence[Sequence[int]], weights: Weights) -> tuple[Fraction | None, str]:
    """
    Cohen's kappa of a square confusion table, or None and why there is none.

    Source:
        J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968): one less the observed disagreement over the
        disagreement expected from the margins.
    """
    n = sum(map(sum, table))
    if n == 0:
        return None, "nothing was compared"
    places = range(len(table))
    rows = [sum(row) for row in table]
    columns = [sum(row[place] for row in table) for place in places]
    observed = sum(_weight(weights, i, j) * table[i][j] for i in places for j in places)
    expected = Fraction(sum(_weight(weights, i, j) * rows[i] * columns[j] for i in places for j in places), n)
    if expected == 0:
        return None, "both looks put everything at one and the same step"
    return 1 - observed / expected, ""


def _weight(weights: Weights, row: int, column: int) -> int:
    apart = abs(row - column)
    return {Weights.NONE: int(apart > 0), Weights.LINEAR: apart, Weights.QUADRATIC: apart**2}[weights]


def _drift(moderator: str, kind: str, deltas: Sequence[Delta]) -> Drift:
    steps = _steps(deltas)
    n = len(steps)
    return Drift(
        moderator=moderator,
        kind=kind,
        n=n,
        left_out=len(deltas) - n,
        mean=_share(sum(steps), n),
        lower=_share(sum(step < 0 for step in steps), n),
        same=_share(steps.count(0), n),
        higher=_share(sum(step > 0 for step in steps), n),
    )


def _steps(deltas: Iterable[Delta]) -> list[int]:
    return [delta.steps for delta in deltas if delta.steps is not None]


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


# --- for people and programs -----------------------------------------------------------------------------------------


def agreement_rows(agreed: Agreement) -> tuple[Mapping[str, str | int | Fraction | None], ...]:
    """The agreement on each thing as one flat row: all but the confusion table."""
    names = ("thing", "title", "kind", "n", "left_out", "same", "kappa", "why", "mean")
    return tuple({name: getattr(thing, name) for name in names} for thing in agreed.things)


def drift_rows(agreed: Agreement) -> tuple[Mapping[str, str | int | Fraction | None], ...]:
    """The drift of each moderator as flat rows, one for each kind."""
    names = ("moderator", "kind", "n", "left_out", "mean", "lower", "same", "higher")
    return tuple({name: getattr(drift, name) for name in names} for drift in agreed.drift)


def agreement_table(agreed: Agreement) -> str:
    """The agreement as plain text for a reader: a table of the things, then one of the moderators."""
    things = [
        (each.thing, str(each.n), str(each.left_out), _percent(each.same), _decimal(each.kappa), _signed(each.mean))
        for each in agreed.things
    ]
    drifts = [
        (
            each.moderator or "(not named)",
            each.kind,
            str(each.n),
            str(each.left_out),
            *map(_percent, (each.lower, each.same, each.higher)),
            _signed(each.mean),
        )
        for each in agreed.drift
    ]
    kappa = "kappa" if agreed.weights is Weights.NONE else f"kappa ({agreed.weights.value})"
    return "\n\n".join(
        [
            _table(("thing", "n", "left out", "same", kappa, "mean steps"), things),
            _table(("moderator", "kind", "n", "left out", "lower", "same", "higher", "mean steps"), drifts),
        ]
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, text to the left and numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    texts = {column for column, name in enumerate(head) if name in {"thing", "moderator", "kind"}}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in texts else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _percent(share: Fraction | None) -> str:
    return "-" if share is None else f"{_rounded(100 * share, 1)}%"


def _decimal(value: Fraction | None) -> str:
    return "-" if value is None else _rounded(value, 2)


def _signed(value: Fraction | None) -> str:
    return "-" if value is None else ("+" if value > 0 else "") + _rounded(value, 2)


def _rounded(value: Fraction, places: int) -> str:
    """*value* with so many decimals, a half away from zero."""
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    whole, decimals = divmod(scaled, 10**places)
    return f"{'-' if value < 0 and scaled else ''}{whole}.{decimals:0{places}d}"
