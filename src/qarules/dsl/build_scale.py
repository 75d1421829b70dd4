"""Tree to scales, and to the steps and choices that they share with questions."""

from __future__ import annotations

from fractions import Fraction

from qarules.diagnostics import Name
from qarules.dsl import codes
from qarules.dsl.trees import Node, Reader, part, parts
from qarules.model.scale import Grade, Scale

# These words open a property or a comparison, and a band of that name could not be spoken of.
WORDS_WITH_A_MEANING = frozenset(
    "above after before below differs exactly guidance hidden intended missing note".split()
    + "points possible starts suggests within".split()
)


def scale(node: Node, read: Reader) -> Scale:
    """The steps that something is judged on, best first."""
    steps = parts(node, "step")
    if len(steps) < 2 and read.name(node) not in read.findings.damaged:
        read.findings.add(
            codes.SHORT_SCALE,
            read.name(node),
            f"the scale `{read.name(node)}` has {len(steps) or 'no'} step{'s' * (len(steps) != 1)}",
            help="a scale has at least two steps, the best one first",
        )
    grades = tuple(
        Grade(id=step_name(step, read), title=read.text(step), rank=len(steps) - 1 - index, points=points(step, read))
        for index, step in enumerate(steps)
    )
    report_duplicates([grade.id for grade in grades], f"on the scale `{read.name(node)}`", read)
    return Scale(
        id=read.name(node),
        title=read.text(node),
        grades=grades,
        cites=read.names(part(node, "cites")),
        span=read.span(node),
    )


def step_name(step: Node, read: Reader) -> Name:
    """The id of a step or choice; a word that conditions need for themselves is reported."""
    name = read.name(step)
    if name in WORDS_WITH_A_MEANING:
        read.findings.add(
            codes.WORD_FOR_STEP,
            name,
            f"`{name}` has a meaning of its own in conditions and cannot name a band, grade or choice",
            help="choose another id; the title may stay",
        )
    return name


def points(step: Node, read: Reader) -> Fraction | None:
    """What a step or choice counts in measures; None where it says nothing."""
    points = part(step, "points")
    return read.number(points) if points is not None else None


def report_duplicates(names: list[str], where: str, read: Reader) -> None:
    """Report every name that stands twice, capital letters apart."""
    first: dict[str, str] = {}
    for name in names:
        if name.lower() in first:
            earlier = first[name.lower()]
            read.findings.add(
                codes.DUPLICATE_NAME,
                name,
                f"`{name}` stands twice {where}",
                help="give one of the two another id",
                labels=[(getattr(earlier, "span", None), "first here")],
            )
        first.setdefault(name.lower(), name)
